/* What a page's JSON-LD (schema.org vocabulary) says of the page itself.
 *
 * Of all objects in all scripts those count that are the page, or what the page
 * is about: the members of the top level, of "@graph" and of "mainEntity". An
 * article among an article's comments, in a list of other articles or in a
 * product's reviews is none. Where several articles stand side by side the page
 * is one of them only if its address or its title says so. References ("@id")
 * are followed within the page. JSON that is broken is read as far as it goes,
 * with a diagnostic, and so is what passes the limits. */
#ifndef WINNOW_FILTERS_JSON_LD_H
#define WINNOW_FILTERS_JSON_LD_H

#include "document.h"

/* The members that are read, by schema.org's names. */
enum winnow_ld_key {
    WINNOW_LD_TYPE, /* "@type": "NewsArticle" */
    WINNOW_LD_HEADLINE,
    WINNOW_LD_ALTERNATIVE_HEADLINE,
    WINNOW_LD_NAME,
    WINNOW_LD_DESCRIPTION,
    WINNOW_LD_URL,
    WINNOW_LD_DATE_PUBLISHED,
    WINNOW_LD_DATE_CREATED,
    WINNOW_LD_DATE_MODIFIED,
    WINNOW_LD_UPLOAD_DATE,
    WINNOW_LD_AUTHOR,  /* one fact a name */
    WINNOW_LD_CREATOR, /* the same */
    WINNOW_LD_SECTION,
    WINNOW_LD_KEYWORDS, /* one fact a string */
    WINNOW_LD_LICENSE,
    WINNOW_LD_IMAGE,
    WINNOW_LD_PUBLISHER, /* its name */
    WINNOW_N_LD_KEYS
};
/* "datePublished". Static. */
const char *winnow_ld_key_name(enum winnow_ld_key key);

/* What the object is that says it. */
enum winnow_ld_subject {
    WINNOW_LD_OF_ARTICLE,
    WINNOW_LD_OF_POST,    /* of a forum; a question */
    WINNOW_LD_OF_WORK,    /* another creative work: recipe, video, course */
    WINNOW_LD_OF_PRODUCT, /* product, event, place */
    WINNOW_LD_OF_PAGE,    /* the web page as such */
    WINNOW_LD_OF_LISTING, /* a page that collects others */
    WINNOW_LD_OF_SITE     /* the whole web site */
};

struct winnow_ld_fact {
    enum winnow_ld_key key;
    enum winnow_ld_subject of;
    bool is_organisation;     /* AUTHOR, CREATOR: not a person */
    struct winnow_view value; /* decoded, white space folded; not empty */
    struct winnow_range span; /* bytes of the body */
};

/* All of them, in the order of the scripts and of the table above. */
struct winnow_ld_facts {
    const struct winnow_ld_fact *items;
    size_t n;
};

/* Reads them, once a document. */
const struct winnow_ld_facts *winnow_ld_facts(struct winnow_document *document);

#endif

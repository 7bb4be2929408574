/* Metadata: what is said of a document, by whom, and which of it is chosen.
 *
 * Whoever reads the document adds a candidate for everything that could be the
 * value of a field: the head's names, structured data, elements that carry a
 * value, lines of the text, the address. None is thrown away; one that cannot
 * be the value says why.
 *
 * A field's value is the candidate with the most points: its own weight, and of
 * every other source that says the same a quarter of the weight it has there.
 * Of two with the same points the one that was added first. One below
 * WINNOW_WEIGHT_LEAST is never the value by itself, whatever its points. Of a
 * date another may take its place that says the same more exactly
 * (winnow_dates_choose). */
#ifndef WINNOW_METADATA_H
#define WINNOW_METADATA_H

#include "document.h"

enum {
    WINNOW_WEIGHT_LEAST = 30,    /* of a candidate that may be chosen */
    WINNOW_CANDIDATES_MOST = 512 /* of a document */
};

/* Who says something. */
enum winnow_said_by {
    WINNOW_SAID_JSON_LD,     /* schema.org in JSON */
    WINNOW_SAID_MICRODATA,   /* the same in itemprop */
    WINNOW_SAID_OPEN_GRAPH,  /* og:, article: */
    WINNOW_SAID_DUBLIN_CORE, /* dc., dcterms. */
    WINNOW_SAID_CITATION,    /* Highwire Press: citation_author */
    WINNOW_SAID_META,        /* names of meta that no standard has */
    WINNOW_SAID_HTML,        /* elements and names of the HTML Standard */
    WINNOW_SAID_TIME,        /* a datetime attribute */
    WINNOW_SAID_TEXT,        /* a block, by a filter's rule */
    WINNOW_SAID_URL,         /* the page's address */
    WINNOW_SAID_HTTP,        /* the response's head */
    WINNOW_N_SAID_BY
};
/* "json-ld". Static. */
const char *winnow_said_by_name(enum winnow_said_by source);

/* Something that is said of the document. */
struct winnow_candidate {
    enum winnow_field field;
    struct winnow_view value; /* as the field has it; arena or static */
    enum winnow_said_by source;
    struct winnow_view name;  /* under which name: "datePublished", "og:title";
                                 of "text" the filter's rule */
    uint32_t block;           /* that says it, or WINNOW_NO_BLOCK */
    struct winnow_range span; /* bytes of the body; of a block all of it;
                                 start == end: not known */
    int weight;               /* 0 to 100 */
    const char *refused;      /* why it cannot be the value; static, or NULL */
    bool chosen;
};

/* Keeps a candidate, copied. Of a block the span is filled in. Nothing happens
 * where the value is empty; past WINNOW_CANDIDATES_MOST it is left out with a
 * diagnostic. */
void winnow_candidate_add(struct winnow_document *document,
                          const struct winnow_candidate *candidate);

/* Sets the field to the candidate that is chosen as said above, with its block;
 * where there is none the field stays. */
void winnow_field_choose(struct winnow_document *document,
                         enum winnow_field field);

/* Makes a candidate the one that its field's value comes from. */
void winnow_field_put(struct winnow_document *document,
                      struct winnow_candidate *candidate);

/* Chooses the values of the fields that no filter chose. */
void winnow_metadata_choose(struct winnow_document *document);

/* The candidate that a field's value comes from, or NULL. */
const struct winnow_candidate *
winnow_field_chosen(const struct winnow_document *document,
                    enum winnow_field field);

enum { WINNOW_FROM_BYTES = 96 };
/* Where a field's value comes from, as source and name: "json-ld headline".
 * Writes at most WINNOW_FROM_BYTES; returns how many, 0: there is no value. */
size_t winnow_field_from(const struct winnow_document *document,
                         enum winnow_field field, char out[WINNOW_FROM_BYTES]);

/* The field's name in the output: "title", "modified". Static. */
const char *winnow_field_name(enum winnow_field field);

/* Whether what a block says is said by the field that its kind has, so that the
 * block may leave a text that the field stands beside. A page's heading is not,
 * where a title of the head was chosen that has few of its words. */
bool winnow_field_says(const struct winnow_document *document,
                       const struct winnow_block *block);

#endif

/* The metadata filter: candidates for what a page says of itself beside its
 * title, authors and dates: site, canonical address, description, section,
 * tags, licence, image, and what kind of page it is. It says nothing of any
 * block. Which value stands is chosen where all candidates are (metadata.h). */
#include "said.h"

#include "filter.h"
#include "genre.h"
#include "markup.h"
#include "shape.h"

#include <string.h>

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- names ---------------------------------------------------------------
 */

static const struct winnow_said_name site_names[] = {
    {"og:site_name", WINNOW_SAID_OPEN_GRAPH, 85},
    {"application-name", WINNOW_SAID_HTML, 60},
    {"apple-mobile-web-app-title", WINNOW_SAID_META, 50},
    {"dc.publisher", WINNOW_SAID_DUBLIN_CORE, 55},
    {"dcterms.publisher", WINNOW_SAID_DUBLIN_CORE, 55},
    {"citation_journal_title", WINNOW_SAID_CITATION, 70},
    {"publisher", WINNOW_SAID_META, 45},
};
static const struct winnow_said_key site_keys[] = {
    {WINNOW_LD_PUBLISHER, {70, 65, 60, 0, 60, 55, 50}},
    {WINNOW_LD_NAME, {[WINNOW_LD_OF_SITE] = 75}},
};

static const struct winnow_said_name canonical_names[] = {
    {"canonical", WINNOW_SAID_HTML, 90},
    {"og:url", WINNOW_SAID_OPEN_GRAPH, 70},
};
static const struct winnow_said_key canonical_keys[] = {
    {WINNOW_LD_URL, {50, 50, 40, 0, 45, 40, 0}},
};

static const struct winnow_said_name description_names[] = {
    {"description", WINNOW_SAID_HTML, 75},
    {"og:description", WINNOW_SAID_OPEN_GRAPH, 72},
    {"twitter:description", WINNOW_SAID_META, 60},
    {"dc.description", WINNOW_SAID_DUBLIN_CORE, 60},
    {"dcterms.description", WINNOW_SAID_DUBLIN_CORE, 60},
    {"dcterms.abstract", WINNOW_SAID_DUBLIN_CORE, 60},
};
static const struct winnow_said_key description_keys[] = {
    {WINNOW_LD_DESCRIPTION, {65, 60, 60, 55, 55, 55, 0}},
};

static const struct winnow_said_name section_names[] = {
    {"article:section", WINNOW_SAID_OPEN_GRAPH, 80},
    {"og:article:section", WINNOW_SAID_OPEN_GRAPH, 75},
    {"parsely-section", WINNOW_SAID_META, 65},
    {"articlesection", WINNOW_SAID_MICRODATA, 70},
    {"section", WINNOW_SAID_META, 55},
    {"category", WINNOW_SAID_META, 45},
    {"dc.subject", WINNOW_SAID_DUBLIN_CORE, 40},
};
static const struct winnow_said_key section_keys[] = {
    {WINNOW_LD_SECTION, {75, 65, 60, 0, 50, 0, 0}},
};

static const struct winnow_said_name tag_names[] = {
    {"article:tag", WINNOW_SAID_OPEN_GRAPH, 80},
    {"og:article:tag", WINNOW_SAID_OPEN_GRAPH, 75},
    {"news_keywords", WINNOW_SAID_META, 70},
    {"parsely-tags", WINNOW_SAID_META, 60},
    {"keywords", WINNOW_SAID_HTML, 60},
    {"sailthru.tags", WINNOW_SAID_META, 60},
    {"citation_keywords", WINNOW_SAID_CITATION, 65},
    {"dcterms.subject", WINNOW_SAID_DUBLIN_CORE, 50},
};
static const struct winnow_said_key tag_keys[] = {
    {WINNOW_LD_KEYWORDS, {75, 65, 60, 0, 50, 0, 0}},
};

static const struct winnow_said_name license_names[] = {
    {"license", WINNOW_SAID_HTML, 85},
    {"dcterms.license", WINNOW_SAID_DUBLIN_CORE, 80},
    {"dc.rights.license", WINNOW_SAID_DUBLIN_CORE, 75},
};
static const struct winnow_said_key license_keys[] = {
    {WINNOW_LD_LICENSE, {75, 75, 75, 0, 60, 0, 0}},
};

static const struct winnow_said_name image_names[] = {
    {"og:image", WINNOW_SAID_OPEN_GRAPH, 85},
    {"og:image:url", WINNOW_SAID_OPEN_GRAPH, 80},
    {"og:image:secure_url", WINNOW_SAID_OPEN_GRAPH, 80},
    {"twitter:image", WINNOW_SAID_META, 70},
    {"twitter:image:src", WINNOW_SAID_META, 70},
    {"parsely-image-url", WINNOW_SAID_META, 60},
    {"thumbnailurl", WINNOW_SAID_MICRODATA, 50},
};
static const struct winnow_said_key image_keys[] = {
    {WINNOW_LD_IMAGE, {65, 60, 60, 60, 50, 45, 0}},
};

/* ---- addresses -----------------------------------------------------------
 */

/* The bytes of "https://example.org" in an address; 0: it is not absolute. */
static size_t origin_length(struct winnow_view url)
{
    const char *at = url.length_bytes == 0
                         ? NULL
                         : memmem(url.data, url.length_bytes, "://", 3);
    const char *slash;

    if (at == NULL || at == url.data)
        return 0;
    at += 3;
    slash = memchr(at, '/', (size_t)(url.data + url.length_bytes - at));
    return slash == NULL ? url.length_bytes : (size_t)(slash - url.data);
}

static bool is_absolute(struct winnow_view url)
{
    return url.length_bytes > 8 && (strncasecmp(url.data, "http://", 7) == 0 ||
                                    strncasecmp(url.data, "https://", 8) == 0);
}

/* An address that begins with one or two slashes, made whole by the page's; one
 * with two, of a page without an address, is taken for https. */
static struct winnow_view make_absolute(const struct winnow_document *document,
                                        struct winnow_view url)
{
    bool names_host = url.length_bytes > 1 && url.data[1] == '/';
    struct winnow_view base = document->url;
    size_t n = origin_length(base);
    char *whole;

    if (url.length_bytes == 0 || url.data[0] != '/' || (n == 0 && !names_host))
        return url;
    if (n == 0) {
        base = winnow_view_of("https:");
        n = base.length_bytes;
    } else if (names_host) {
        n = (size_t)((const char *)memchr(base.data, ':', n) + 1 - base.data);
    }
    whole = winnow_arena_alloc(document->arena, n + url.length_bytes);
    memcpy(whole, base.data, n);
    memcpy(whole + n, url.data, url.length_bytes);
    return (struct winnow_view){whole, n + url.length_bytes};
}

static void take_address(const struct winnow_document *document,
                         struct winnow_candidate *candidate)
{
    candidate->value = make_absolute(document, candidate->value);
    if (!is_absolute(candidate->value))
        candidate->refused = "no absolute address";
}

/* ---- texts ---------------------------------------------------------------
 */

static void take_text(const struct winnow_document *document,
                      struct winnow_candidate *candidate)
{
    candidate->value = winnow_markup_text(document->arena, candidate->value);
}

static void take_license(const struct winnow_document *document,
                         struct winnow_candidate *candidate)
{
    take_text(document, candidate);
    candidate->value = make_absolute(document, candidate->value);
}

static size_t tag_separator_at(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {",", ";", "\u3001", "\uff0c", "\u060c"};

    return winnow_sign_at(text, at, signs, N_OF(signs));
}

/* ---- lists of tags -------------------------------------------------------
 */

/* Takes a string of one or more tags; those under one name are one list. */
static void take_tags(struct winnow_said_list *tags,
                      struct winnow_document *document,
                      const struct winnow_candidate *candidate)
{
    struct winnow_view text =
        winnow_markup_text(document->arena, candidate->value);
    size_t start = 0, at = 0;

    winnow_said_list_take(tags, document, candidate);
    while (at < text.length_bytes) {
        size_t n = tag_separator_at(text, at);
        if (n != 0) {
            winnow_said_list_add(
                tags, (struct winnow_view){text.data + start, at - start});
            start = at + n;
        }
        at += n == 0 ? 1 : n;
    }
    if (start < text.length_bytes)
        winnow_said_list_add(
            tags,
            (struct winnow_view){text.data + start, text.length_bytes - start});
}

static void read_tags(struct winnow_document *document)
{
    struct winnow_said_list tags = {.is_open = false};
    struct winnow_candidate candidate;
    uint32_t at = 0;
    size_t fact = 0;

    while (winnow_said_in_head(document, tag_names, N_OF(tag_names), &at,
                               &candidate)) {
        candidate.field = WINNOW_FIELD_TAGS;
        take_tags(&tags, document, &candidate);
    }
    while (winnow_said_in_facts(document, tag_keys, N_OF(tag_keys), &fact,
                                &candidate)) {
        candidate.field = WINNOW_FIELD_TAGS;
        take_tags(&tags, document, &candidate);
    }
    winnow_said_list_finish(&tags, document);
}

/* ---- fields of one value -------------------------------------------------
 */

static const struct simple {
    enum winnow_field field;
    const struct winnow_said_name *names;
    size_t n_names;
    const struct winnow_said_key *keys;
    size_t n_keys;
    void (*take)(const struct winnow_document *, struct winnow_candidate *);
} simple_fields[] = {
#define SIMPLE(field, what, take)                                              \
    {                                                                          \
        field, what##_names, N_OF(what##_names), what##_keys,                  \
            N_OF(what##_keys), take                                            \
    }
    SIMPLE(WINNOW_FIELD_SITE, site, take_text),
    SIMPLE(WINNOW_FIELD_CANONICAL, canonical, take_address),
    SIMPLE(WINNOW_FIELD_DESCRIPTION, description, take_text),
    SIMPLE(WINNOW_FIELD_SECTION, section, take_text),
    SIMPLE(WINNOW_FIELD_LICENSE, license, take_license),
    SIMPLE(WINNOW_FIELD_IMAGE, image, take_address),
#undef SIMPLE
};

static void read_simple(struct winnow_document *document,
                        const struct simple *simple)
{
    struct winnow_candidate candidate;
    uint32_t at = 0;
    size_t fact = 0;

    while (winnow_said_in_head(document, simple->names, simple->n_names, &at,
                               &candidate)) {
        candidate.field = simple->field;
        simple->take(document, &candidate);
        winnow_candidate_add(document, &candidate);
    }
    while (winnow_said_in_facts(document, simple->keys, simple->n_keys, &fact,
                                &candidate)) {
        candidate.field = simple->field;
        simple->take(document, &candidate);
        winnow_candidate_add(document, &candidate);
    }
}

/* ---- licences in the text ------------------------------------------------
 */

static const char license_host[] = "creativecommons.org/";
enum { LICENSE_HOST_BYTES = sizeof license_host - 1 };

/* Where the host's name stands in the address, or NULL. It is looked for by the
 * one of its letters that addresses seldom have. */
static const char *find_license_host(struct winnow_view href)
{
    const char *end = href.data + href.length_bytes, *at = href.data;
    size_t before = (size_t)(strchr(license_host, 'v') - license_host);

    while (at != end && (at = memchr(at, 'v', (size_t)(end - at))) != NULL) {
        if ((size_t)(at - href.data) >= before &&
            (size_t)(end - at) >= LICENSE_HOST_BYTES - before &&
            memcmp(at - before, license_host, LICENSE_HOST_BYTES) == 0)
            return at - before;
        at++;
    }
    return NULL;
}

static bool is_public_license(struct winnow_view href)
{
    static const char *const paths[] = {"licenses/", "publicdomain/"};
    const char *at = href.length_bytes == 0 ? NULL : find_license_host(href);
    size_t left;

    if (at == NULL)
        return false;
    at += LICENSE_HOST_BYTES;
    left = href.length_bytes - (size_t)(at - href.data);
    for (size_t i = 0; i < N_OF(paths); i++)
        if (left >= strlen(paths[i]) &&
            memcmp(at, paths[i], strlen(paths[i])) == 0)
            return true;
    return false;
}

/* One in a caption is a picture's. */
static void add_license_link(struct winnow_document *document, uint32_t i,
                             struct winnow_view href)
{
    struct winnow_candidate candidate = {
        .field = WINNOW_FIELD_LICENSE,
        .value = make_absolute(document, winnow_view_trim(href)),
        .source = WINNOW_SAID_TEXT,
        .name = winnow_view_of("metadata.license-link"),
        .block = i,
        .weight = 60,
    };

    if (document->blocks[i].form == WINNOW_KIND_CAPTION)
        candidate.refused = "in a caption";
    winnow_candidate_add(document, &candidate);
}

/* Links to a Creative Commons licence. */
static void read_license_links(struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        for (uint32_t m = 0; m < block->n_marks; m++)
            if (block->marks[m].type == WINNOW_MARK_LINK &&
                is_public_license(block->marks[m].href))
                add_license_link(document, i, block->marks[m].href);
    }
}

/* ---- the kind of page ----------------------------------------------------
 */

static const struct {
    unsigned genre;
    const char *type;
} type_names[] = {
    {WINNOW_GENRE_ARTICLE, "article"}, {WINNOW_GENRE_THREAD, "forum"},
    {WINNOW_GENRE_PRODUCT, "product"}, {WINNOW_GENRE_LISTING, "listing"},
    {WINNOW_GENRE_MANUAL, "manual"},   {WINNOW_GENRE_SITE, "website"},
    {WINNOW_GENRE_FRONT, "website"},
};

/* What one of them, and no more, is called; else NULL. */
static const char *type_name(unsigned genres)
{
    for (size_t i = 0; i < N_OF(type_names); i++)
        if (genres == type_names[i].genre)
            return type_names[i].type;
    return NULL;
}

static void add_type(struct winnow_document *document, unsigned genres,
                     struct winnow_candidate candidate)
{
    const char *name = type_name(genres);

    if (name == NULL)
        return;
    candidate.field = WINNOW_FIELD_TYPE;
    candidate.value = winnow_view_of(name);
    /* "website" is what builders put where they know nothing better */
    if ((genres & WINNOW_GENRE_SITE) != 0)
        candidate.weight = 10;
    winnow_candidate_add(document, &candidate);
}

static void read_types(struct winnow_document *document)
{
    static const struct winnow_said_name og_type[] = {
        {"og:type", WINNOW_SAID_OPEN_GRAPH, 60}};
    static const struct winnow_said_name generator[] = {
        {"generator", WINNOW_SAID_HTML, 70}};
    static const struct winnow_said_key key[] = {
        {WINNOW_LD_TYPE, {80, 85, 50, 80, 30, 75, 0}}};
    struct winnow_candidate candidate;
    uint32_t at = 0;
    size_t fact = 0;

    while (winnow_said_in_facts(document, key, 1, &fact, &candidate))
        add_type(document, winnow_genres_of_type(candidate.value), candidate);
    while (winnow_said_in_head(document, og_type, 1, &at, &candidate))
        add_type(document, winnow_genres_of_type(candidate.value), candidate);
    at = 0;
    while (winnow_said_in_head(document, generator, 1, &at, &candidate))
        add_type(document, winnow_genres_of_generator(candidate.value),
                 candidate);
    candidate = (struct winnow_candidate){
        .source = WINNOW_SAID_URL,
        .name = winnow_view_of("words"),
        .block = WINNOW_NO_BLOCK,
        .weight = 35,
    };
    add_type(document, winnow_genres_of_url(document), candidate);
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    (void)ctx;
    for (size_t i = 0; i < N_OF(simple_fields); i++)
        read_simple(document, &simple_fields[i]);
    read_tags(document);
    read_license_links(document);
    read_types(document);
}

const struct winnow_filter winnow_filter_metadata = {
    .name = "metadata",
    .summary = "what markup says of site, section, tags, licence, image, kind",
    .flags = WINNOW_ON_BOTH,
    .document = mark,
};

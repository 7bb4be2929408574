/* The attributes that anything here asks for, of one element: read at once from
 * its tag in the page, or from gumbo's list where the tree was made of the page
 * itself. */
#ifndef WINNOW_HTML_ATTRIBUTES_H
#define WINNOW_HTML_ATTRIBUTES_H

#include <gumbo.h>

#include "html/markup.h"

#define WINNOW_HTML_ATTRIBUTE_LIST(ROW)                                        \
    ROW(CLASS, "class")                                                        \
    ROW(CONTENT, "content")                                                    \
    ROW(HIDDEN, "hidden")                                                      \
    ROW(HREF, "href")                                                          \
    ROW(HTTP_EQUIV, "http-equiv")                                              \
    ROW(ID, "id")                                                              \
    ROW(ITEMPROP, "itemprop")                                                  \
    ROW(LANG, "lang")                                                          \
    ROW(NAME, "name")                                                          \
    ROW(PROPERTY, "property")                                                  \
    ROW(REL, "rel")                                                            \
    ROW(ROLE, "role")                                                          \
    ROW(STYLE, "style")                                                        \
    ROW(TYPE, "type")                                                          \
    ROW(XML_LANG, "xml:lang")

enum winnow_html_attribute_name {
#define ROW(constant, name) WINNOW_HTML_##constant,
    WINNOW_HTML_ATTRIBUTE_LIST(ROW)
#undef ROW
        WINNOW_HTML_N_ATTRIBUTES
};

struct winnow_html_attributes {
    struct winnow_arena *arena; /* where values are decoded */
    uint32_t present; /* a bit each; of the first one of a name, as HTML says */
    uint32_t decoded; /* a bit each: the value is decoded already */
    struct winnow_view values[WINNOW_HTML_N_ATTRIBUTES];
    struct winnow_view written[WINNOW_HTML_N_ATTRIBUTES]; /* with quotes */
};

/* Reads the attributes of a tag of the page whose name ends at `*at`, which
 * becomes where the tag ends; returns how. */
enum winnow_html_step
winnow_html_attributes_read(struct winnow_html_attributes *attributes,
                            struct winnow_arena *arena, const char *text,
                            size_t *at, size_t end);

/* Takes those that gumbo read. */
void winnow_html_attributes_take(struct winnow_html_attributes *attributes,
                                 struct winnow_arena *arena,
                                 const GumboVector *taken);

bool winnow_html_has(const struct winnow_html_attributes *attributes,
                     enum winnow_html_attribute_name name);

/* The value, decoded; empty where it has none or is not there. */
struct winnow_view winnow_html_value(struct winnow_html_attributes *attributes,
                                     enum winnow_html_attribute_name name);

#endif

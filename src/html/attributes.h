/* The attributes that anything here asks for, of one element: read at once from
 * its tag in the page, or from gumbo's list where the tree was made of the page
 * itself. */
#ifndef WINNOW_HTML_ATTRIBUTES_H
#define WINNOW_HTML_ATTRIBUTES_H

#include <gumbo.h>

#include "html/markup.h"

/* A constant, the letter that the name starts with, the name: no two of one
 * length start with the same. */
#define WINNOW_HTML_ATTRIBUTE_LIST(ROW)                                        \
    ROW(CLASS, 'c', "class")                                                   \
    ROW(CONTENT, 'c', "content")                                               \
    ROW(DATETIME, 'd', "datetime")                                             \
    ROW(HIDDEN, 'h', "hidden")                                                 \
    ROW(HREF, 'h', "href")                                                     \
    ROW(HTTP_EQUIV, 'h', "http-equiv")                                         \
    ROW(ID, 'i', "id")                                                         \
    ROW(ITEMPROP, 'i', "itemprop")                                             \
    ROW(LANG, 'l', "lang")                                                     \
    ROW(NAME, 'n', "name")                                                     \
    ROW(PROPERTY, 'p', "property")                                             \
    ROW(REL, 'r', "rel")                                                       \
    ROW(ROLE, 'r', "role")                                                     \
    ROW(STYLE, 's', "style")                                                   \
    ROW(TYPE, 't', "type")                                                     \
    ROW(XML_LANG, 'x', "xml:lang")

enum winnow_html_attribute_name {
#define ROW(constant, first, name) WINNOW_HTML_##constant,
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

static inline bool
winnow_html_has(const struct winnow_html_attributes *attributes,
                enum winnow_html_attribute_name name)
{
    return (attributes->present & 1u << name) != 0;
}

/* The value, decoded; empty where it has none or, of the second one, is not
 * there: most are not. */
struct winnow_view
winnow_html_decoded_value(struct winnow_html_attributes *attributes,
                          enum winnow_html_attribute_name name);
static inline struct winnow_view
winnow_html_value(struct winnow_html_attributes *attributes,
                  enum winnow_html_attribute_name name)
{
    return winnow_html_has(attributes, name)
               ? winnow_html_decoded_value(attributes, name)
               : (struct winnow_view){NULL, 0};
}

#endif

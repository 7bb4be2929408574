/* The attributes that anything here asks for, of one element: read at once from
 * its tag in the page, or from gumbo's list where the tree was made of the page
 * itself. */
#ifndef WINNOW_HTML_ATTRIBUTES_H
#define WINNOW_HTML_ATTRIBUTES_H

#include <gumbo.h>

#include "html/markup.h"

/* A constant, its name, the name by its letters, up to eight. */
#define WINNOW_HTML_ATTRIBUTE_LIST(ROW)                                        \
    ROW(CLASS, "class", 'c', 'l', 'a', 's', 's')                               \
    ROW(CONTENT, "content", 'c', 'o', 'n', 't', 'e', 'n', 't')                 \
    ROW(DATETIME, "datetime", 'd', 'a', 't', 'e', 't', 'i', 'm', 'e')          \
    ROW(HIDDEN, "hidden", 'h', 'i', 'd', 'd', 'e', 'n')                        \
    ROW(HREF, "href", 'h', 'r', 'e', 'f')                                      \
    ROW(HTTP_EQUIV, "http-equiv", 'h', 't', 't', 'p', '-', 'e', 'q', 'u')      \
    ROW(ID, "id", 'i', 'd')                                                    \
    ROW(ITEMPROP, "itemprop", 'i', 't', 'e', 'm', 'p', 'r', 'o', 'p')          \
    ROW(LANG, "lang", 'l', 'a', 'n', 'g')                                      \
    ROW(NAME, "name", 'n', 'a', 'm', 'e')                                      \
    ROW(PROPERTY, "property", 'p', 'r', 'o', 'p', 'e', 'r', 't', 'y')          \
    ROW(REL, "rel", 'r', 'e', 'l')                                             \
    ROW(ROLE, "role", 'r', 'o', 'l', 'e')                                      \
    ROW(STYLE, "style", 's', 't', 'y', 'l', 'e')                               \
    ROW(TYPE, "type", 't', 'y', 'p', 'e')                                      \
    ROW(XML_LANG, "xml:lang", 'x', 'm', 'l', ':', 'l', 'a', 'n', 'g')

enum winnow_html_attribute_name {
#define ROW(constant, ...) WINNOW_HTML_##constant,
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

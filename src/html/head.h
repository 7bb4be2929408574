/* What elements say of the document, wherever they stand: meta, link, script,
 * title, the language of html. */
#ifndef WINNOW_HTML_HEAD_H
#define WINNOW_HTML_HEAD_H

#include "html/attributes.h"

struct winnow_html_head {
    struct winnow_document *document;
    uint32_t meta_capacity, script_capacity;
};

/* The text of an element that holds nothing but text. */
struct winnow_html_content {
    bool has_text;              /* any that is not white space */
    struct winnow_view written; /* a part of document->text */
    struct winnow_view text;    /* decoded; data NULL: not yet */
};

/* Reads an element, in document order; `content` is that of title and script,
 * NULL for any other. */
void winnow_html_head_read(struct winnow_html_head *head, GumboTag tag,
                           struct winnow_html_attributes *attributes,
                           const struct winnow_html_content *content);

#endif

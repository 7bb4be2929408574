/* HTML to blocks: in one pass, or through gumbo (the one directory that touches
 * it). */
#ifndef WINNOW_HTML_H
#define WINNOW_HTML_H

#include "document.h"

/* Fills elements, blocks and meta of a decoded HTML document. A page that
 * would cost too much as a tree (depth, attributes, memory) takes
 * winnow_html_linear, with a diagnostic. Leaves through the arena's escape only
 * when the linear reading does not fit either. */
void winnow_html_blocks(struct winnow_document *document);

/* The same, through a tree even where none is needed; and always through the
 * tree of the whole page: what the other ways must equal (tests). */
void winnow_html_blocks_tree(struct winnow_document *document);
void winnow_html_blocks_whole(struct winnow_document *document);

/* The fallback: blocks from one scan over tags, without a tree; elements are
 * the root alone. */
void winnow_html_linear(struct winnow_document *document);

/* The blocks of a string of JSON, `raw` as it is written in page->text without
 * its quotes: HTML, or text in which line breaks end paragraphs. Their spans
 * are the page's. In the arena. */
struct winnow_block *winnow_html_string(const struct winnow_document *page,
                                        struct winnow_view raw, uint32_t *n);

#endif

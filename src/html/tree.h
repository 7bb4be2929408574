/* From gumbo's tree to blocks. The tree is that of the page, or of its skeleton
 * (skeleton.h); then text, attributes and what the skeleton left out are read
 * from the page. */
#ifndef WINNOW_HTML_TREE_H
#define WINNOW_HTML_TREE_H

#include <gumbo.h>

#include "html/skeleton.h"

/* Gumbo's tree of the HTML, which lives in the arena by way of gumbo's
 * allocator hooks: that bounds its memory and makes gumbo_destroy_output, which
 * recurses, unnecessary. */
const GumboOutput *winnow_html_parse(struct winnow_arena *arena,
                                     struct winnow_view html);

/* Fills the document from the tree of its text, or of `skeleton` when that is
 * not NULL. False when the tree has moved something before what stands before
 * it in the page, and the skeleton has gaps: what fell into the gaps might
 * belong elsewhere. */
bool winnow_html_read_tree(struct winnow_document *document,
                           const GumboOutput *tree,
                           const struct winnow_skeleton *skeleton);

#endif

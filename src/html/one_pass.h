/* A page read in one pass: from its tags straight to blocks, without a tree.
 * That is what most pages are read by. It follows the tree construction of
 * WHATWG HTML, section 13.2.6, as gumbo does, where that builds the tree in the
 * order of the page; and gives up where it does not: text or elements in tables
 * that belong before them, formatting that is adopted, a template that leaves
 * something open, framesets, mathematics, HTML in svg. tests/html compares it
 * with gumbo. */
#ifndef WINNOW_HTML_ONE_PASS_H
#define WINNOW_HTML_ONE_PASS_H

#include "document.h"

/* Fills elements, blocks and meta. False where the page is not read that way:
 * what is filled then means nothing. */
bool winnow_html_read_in_one_pass(struct winnow_document *document);

#endif

/* Normalizing a block's text: see filter.h for the normalizers' side. */
#ifndef WINNOW_TEXT_H
#define WINNOW_TEXT_H

#include "filter.h"

/* Runs one normalizer on one block: its text and marks change, its spans stay.
 * Counts what was removed as a diagnostic of the document. */
void winnow_text_normalize(struct winnow_document *document,
                           struct winnow_block *block,
                           const struct winnow_normalizer *normalizer);

/* Whether a text is printable ASCII with single spaces inside, as most are: no
 * normalizer would find anything to do. */
bool winnow_text_is_plain(struct winnow_view text);

/* Applies the edits of `text`: it and the block get the new text, the block's
 * marks move along. A mark that ends inside a replaced range ends before it,
 * one that starts inside starts behind it; a mark left empty is dropped.
 * Linear in text and edits, and for each mark a binary search. */
void winnow_text_apply(struct winnow_block *block, struct winnow_text *text);

#endif

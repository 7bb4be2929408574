/* Normalizing a block's text: see filter.h for the normalizers' side. */
#ifndef WINNOW_TEXT_H
#define WINNOW_TEXT_H

#include "filter.h"

/* Runs one normalizer on one block: its text and marks change, its spans stay.
 * Counts what was removed as a diagnostic of the document; returns how many
 * places were changed. */
uint32_t winnow_text_normalize(struct winnow_document *document,
                               struct winnow_block *block,
                               const struct winnow_normalizer *normalizer);

/* What the text holds that normalizers look at: WINNOW_HOLDS_... */
unsigned winnow_text_holds(struct winnow_view text);

/* Runs every normalizer that is on (by row of the registry) and has something
 * to look at, in chain order; counts their changes in the document. A text that
 * they made they leave alone. */
void winnow_text_normalize_all(struct winnow_document *document,
                               struct winnow_block *block, const bool *is_on);

/* Applies the edits of `text`: it and the block get the new text, the block's
 * marks move along. A mark that ends inside a replaced range ends before it,
 * one that starts inside starts behind it; a mark left empty is dropped.
 * Linear in text and edits, and for each mark a binary search. */
void winnow_text_apply(struct winnow_block *block, struct winnow_text *text);

#endif

/* Text out of a string that a page keeps as HTML inside other data (JSON-LD, a
 * meta element's content that was escaped twice): tags and comments left out,
 * character references decoded, white space folded. */
#ifndef WINNOW_FILTERS_MARKUP_H
#define WINNOW_FILTERS_MARKUP_H

#include "document.h"

/* `markup` is valid UTF-8. Copied into `arena` where anything has to change.
 * Of named references those that Latin scripts and punctuation need. */
struct winnow_view winnow_markup_text(struct winnow_arena *arena,
                                      struct winnow_view markup);

#endif

/* What the files of the labeller share. label.c applies verdicts and settles
 * the final kind; pages.c and captures.c judge what no verdict settled. */
#ifndef WINNOW_LABEL_INTERNAL_H
#define WINNOW_LABEL_INTERNAL_H

#include "document.h"

/* Each fills kind, score, filter ("labeller") and rule (a static string such
 * as "labeller.prose-stretch") of every block that has no verdict, and leaves
 * the others as they are. pages.c, captures.c. */
void winnow_label_page(struct winnow_document *document);
void winnow_label_capture(struct winnow_document *document);

/* The sum of a block's hints, in score points for the document (positive) or
 * against it (negative): a hint of a kind around the document counts against.
 * The strongest hint's kind and rule are stored where the pointers are not
 * NULL; `*strongest_rule` is NULL when there is no hint. label.c. */
int winnow_hint_sum(const struct winnow_block *block,
                    enum winnow_kind *strongest_kind,
                    const char **strongest_rule);

#endif

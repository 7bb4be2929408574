/* The labeller: turns hints and features into a kind and a score where no
 * verdict settled it. Integers only. */
#ifndef WINNOW_LABEL_H
#define WINNOW_LABEL_H

#include "document.h"

/* Fills kind, filter, rule and score of every block: a verdict's where there
 * is one (filter.h says who wins), else the labeller's own ("labeller"). */
void winnow_label(struct winnow_document *document);

#endif

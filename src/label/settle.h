/* What is kept and what each block is, by the net's numbers. Verdicts stand;
 * what none settled is kept where that is the best that can be expected of the
 * whole document (choose.h), and named: by its form where it is kept, by the
 * strongest hint where it is removed, and by the net where nothing hints. */
#ifndef WINNOW_SETTLE_H
#define WINNOW_SETTLE_H

#include "document.h"

/* Fills kind, score and rule of every block that has no verdict. `outputs`:
 * WINNOW_NET_OUTPUTS numbers a block, as winnow_net_run writes them. */
void winnow_settle(struct winnow_document *document, const int16_t *outputs);

#endif

/* What the labeller knows of a page and of each of its blocks, as bytes: the
 * rows of page_features.def and page_summary.def, which say what each is.
 *
 * All is computed in time linear in the page: what is asked of elements comes
 * from sums over the blocks before each, so that no element is walked twice.
 * The same code gives the training its input (tools/features.c), so training
 * and use cannot drift.
 */
#ifndef WINNOW_FEATURES_H
#define WINNOW_FEATURES_H

#include "filter.h"

enum winnow_page_feature {
#define FEATURE(name, what) WINNOW_PAGE_##name,
#include "label/page_features.def"
#undef FEATURE
    WINNOW_N_PAGE_FEATURES
};

enum winnow_page_summary {
#define SUMMARY(name, what) WINNOW_SUMMARY_##name,
#include "label/page_summary.def"
#undef SUMMARY
    WINNOW_N_PAGE_SUMMARIES
};

struct winnow_page_view; /* what is known of the page; in its arena */

/* Looks a page over: after the filters, before kinds are settled. The document
 * must have a block, and outlive the view. */
struct winnow_page_view *winnow_page_look(struct winnow_document *document);

/* One row, of block `i`. */
void winnow_page_features(const struct winnow_page_view *page, uint32_t i,
                          uint8_t row[WINNOW_N_PAGE_FEATURES]);

/* The row of the page as a whole. */
void winnow_page_summarize(const struct winnow_page_view *page,
                           uint8_t row[WINNOW_N_PAGE_SUMMARIES]);

/* The levels around a block: the first is its own element, each further one the
 * nearest ancestor that holds more blocks than the one before; the root is its
 * own. Goes from one to the next, from WINNOW_FIRST_LEVEL on. */
enum { WINNOW_N_LEVELS = 6 };
#define WINNOW_FIRST_LEVEL UINT32_MAX
uint32_t winnow_page_level(const struct winnow_page_view *page, uint32_t i,
                           uint32_t element);

/* The number of a block's shape, below the number of blocks. */
uint32_t winnow_page_shape(const struct winnow_page_view *page, uint32_t i);

/* The scales of the rows: 16 * log2(1 + n), and 255 * part / whole, both at
 * most 255. */
uint8_t winnow_scale_log(uint64_t n);
uint8_t winnow_scale_share(uint64_t part, uint64_t whole);

#endif

/* What the labeller knows of a document and of each of its blocks, as bytes:
 * the rows of page_features.def and page_summary.def, of capture_features.def
 * and capture_summary.def, which say what each is.
 *
 * All is computed in time linear in the document: what is asked of elements
 * comes from sums over the blocks before each, so that no element is walked
 * twice. The same code gives the training its input (tools/features.c), so
 * training and use cannot drift.
 */
#ifndef WINNOW_FEATURES_H
#define WINNOW_FEATURES_H

#include "filter.h"
#include "label/net.h"

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

/* The ranges around a block: of its own element, and of each further one that
 * is the nearest ancestor to hold more blocks than the one before; the root is
 * its own. */
void winnow_page_ranges(const struct winnow_page_view *page, uint32_t i,
                        struct winnow_net_range ranges[WINNOW_NET_RANGES]);

/* The number of a block's shape, below the number of blocks. */
uint32_t winnow_page_shape(const struct winnow_page_view *page, uint32_t i);

/* ---- captures ------------------------------------------------------------ */

enum winnow_capture_feature {
#define FEATURE(name, what) WINNOW_CAPTURE_##name,
#include "label/capture_features.def"
#undef FEATURE
    WINNOW_N_CAPTURE_FEATURES
};

enum winnow_capture_summary {
#define SUMMARY(name, what) WINNOW_CAPTURE_SUMMARY_##name,
#include "label/capture_summary.def"
#undef SUMMARY
    WINNOW_N_CAPTURE_SUMMARIES
};

struct winnow_capture_view; /* what is known of it; in its arena */

/* As the functions for pages. */
struct winnow_capture_view *
winnow_capture_look(struct winnow_document *document);
void winnow_capture_features(const struct winnow_capture_view *capture,
                             uint32_t i,
                             uint8_t row[WINNOW_N_CAPTURE_FEATURES]);
void winnow_capture_summarize(const struct winnow_capture_view *capture,
                              uint8_t row[WINNOW_N_CAPTURE_SUMMARIES]);
uint32_t winnow_capture_shape(const struct winnow_capture_view *capture,
                              uint32_t i);

/* The ranges around a block: two, five, twelve and thirty blocks to each side,
 * the run of blocks like it, and its section. */
void winnow_capture_ranges(const struct winnow_capture_view *capture,
                           uint32_t i,
                           struct winnow_net_range ranges[WINNOW_NET_RANGES]);

#endif

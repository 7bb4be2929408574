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

/* A sort of documents that a net is trained for. */
struct winnow_subject {
    enum winnow_from from;
    const struct winnow_net *net;
    int n_features, n_summaries; /* bytes of the rows */
    /* Looks a document over: after the filters, before kinds are settled. It
     * must have a block, and outlive what comes back, which is in its arena. */
    void *(*look)(struct winnow_document *document);
    /* Of what was looked at: the row of block `i`, the ranges around it, the
     * number of its shape (below the number of blocks), the row of the whole.
     *
     * The ranges of a page's block: of its own element, and of each further one
     * that is the nearest ancestor to hold more blocks than the one before; the
     * root is its own. Of a capture's: two, five, twelve and thirty blocks to
     * each side, the run of blocks like it, and its section. */
    void (*row)(const void *view, uint32_t i, uint8_t *row);
    void (*ranges)(const void *view, uint32_t i,
                   struct winnow_net_range ranges[WINNOW_NET_RANGES]);
    uint32_t (*shape)(const void *view, uint32_t i);
    void (*summarize)(const void *view, uint8_t *row);
};

extern const struct winnow_subject winnow_page_subject, winnow_capture_subject;

#endif

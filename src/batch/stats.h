/* The table of --stats: documents, and blocks and words by kind and by filter,
 * added up over a job. */
#ifndef WINNOW_STATS_H
#define WINNOW_STATS_H

#include "buffer.h"
#include "document.h"
#include "source/source.h"

enum { WINNOW_STATS_FILTERS_MAX = 64 };

struct winnow_tally {
    uint64_t blocks, words;
};

struct winnow_stats {
    struct winnow_tally kept[WINNOW_N_KINDS], removed[WINNOW_N_KINDS];
    /* removed by each filter: a registry row each, the labeller last */
    struct winnow_tally by_filter[WINNOW_STATS_FILTERS_MAX + 1];
    uint64_t passed[WINNOW_N_PASSED];
    uint64_t empty[WINNOW_N_EMPTY];
};

void winnow_stats_add(struct winnow_stats *stats,
                      const struct winnow_document *document);
/* Adds what another table holds. */
void winnow_stats_merge(struct winnow_stats *stats,
                        const struct winnow_stats *other);
void winnow_stats_print(const struct winnow_stats *stats,
                        const struct winnow_report *report,
                        struct winnow_buffer *out);

#endif

/* How far a job has come: a line on a terminal that is drawn over itself, or a
 * line of JSON a second for programs. By the clock, and of no account to what
 * is written. */
#ifndef WINNOW_PROGRESS_H
#define WINNOW_PROGRESS_H

#include <stdio.h>

#include "batch/counts.h"

struct winnow_progress {
    FILE *file; /* NULL: nothing is shown */
    bool is_json;
    uint64_t total_bytes; /* of the inputs as stored; 0: not known */
    /* by a run that this one goes on with */
    uint64_t done_before; /* of these bytes, with the inputs it was done with */
    uint64_t content_before; /* of documents */

    /* progress.c's own */
    uint64_t started, shown; /* milliseconds */
    bool is_drawn;
    struct winnow_buffer line;
};

/* How far it is now. */
struct winnow_progress_now {
    const struct winnow_counts *total, *input; /* to be added up */
    uint64_t read_bytes;                       /* of the inputs, in this run */
};

/* Decides whether progress is shown on `file`, and sizes up the inputs where it
 * is. */
void winnow_progress_open(struct winnow_progress *progress,
                          const struct winnow_options *options, FILE *file,
                          const char *const *paths, size_t n_paths);
/* Shows it where its time has come. */
void winnow_progress_show(struct winnow_progress *progress,
                          const struct winnow_progress_now *now);
/* Shows where it ended, to programs. */
void winnow_progress_end(struct winnow_progress *progress,
                         const struct winnow_progress_now *now);
/* Removes the line from the terminal, before another one is written. */
void winnow_progress_clear(struct winnow_progress *progress);
void winnow_progress_free(struct winnow_progress *progress);

#endif

/* What a job says to a person: lines on its log, safe for a terminal. */
#ifndef WINNOW_LOG_H
#define WINNOW_LOG_H

#include <stdio.h>

#include "batch/progress.h"
#include "batch/stats.h"
#include "options.h"

struct winnow_log {
    FILE *file; /* NULL: nothing is said */
    const struct winnow_options *options;
    struct winnow_progress *progress; /* stands in the way; may be NULL */
    struct winnow_buffer line;
};

/* "winnow: SENTENCE: NAME"; `name` may be NULL. */
void winnow_log_say(struct winnow_log *log, const char *sentence,
                    const char *name);
/* That `path` (NULL: standard output) cannot be written, by errno. */
void winnow_log_unwritable(struct winnow_log *log, const char *path);
/* A diagnostic, where the options ask for its like; `detail` may be NULL. */
void winnow_log_diag(struct winnow_log *log, const char *file,
                     enum winnow_diag diag, uint64_t offset,
                     const char *detail);
/* The closed accounting, where something is wrong or it is asked for, and with
 * --stats the tables. */
void winnow_log_accounting(struct winnow_log *log,
                           const struct winnow_report *report,
                           const struct winnow_stats *stats);
void winnow_log_free(struct winnow_log *log);

#endif

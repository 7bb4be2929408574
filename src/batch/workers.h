/* Workers: processes that run documents through the chain, so that a page that
 * brings one down costs itself and nothing else, and so that all cores work.
 * Documents go in, and come out in the same order, whichever was done first.
 *
 * A worker is forked from this process with the chain built, gives up its
 * rights (isolate.h), and then reads requests from a socket and answers them.
 * The records themselves are in slots that it can only read; what it answers is
 * checked here before it is believed.
 *
 * A worker that ends costs the document it was at, which is refused
 * (WORKER_DIED) after a second try where the worker was killed from outside
 * (SIGKILL). One that is busy with a document for longer than `timeout` is
 * killed (WORKER_TIMEOUT): seconds in which this process was awake, so that
 * neither a suspended machine nor a stopped job counts.
 *
 * With 0 jobs the documents run in this process, one at a time.
 */
#ifndef WINNOW_WORKERS_H
#define WINNOW_WORKERS_H

#include "batch/work.h"

struct winnow_workers;

/* Processors that this process may run on; 1 where that is not known. */
int winnow_count_cores(void);

/* Whether there are workers, and cores on which they run while this process
 * does. Of `options` jobs is at least 0. */
bool winnow_have_own_cores(const struct winnow_options *options);

/* `chain` and `options` (of which jobs is at least 0) must outlive them. No
 * worker is started before there is something to do. */
enum winnow_status winnow_workers_open(winnow_chain *chain,
                                       const struct winnow_options *options,
                                       struct winnow_workers **workers);

/* Whether another document can be given. Always, when none is held. */
bool winnow_workers_have_room(const struct winnow_workers *workers);

/* Gives a document in, to be rendered in the form `to`. With 0 jobs `record`
 * must live until it is done, else it is copied. There must be room.
 * WINNOW_ERR_MEMORY; WINNOW_ERR_USE: no worker can be started, errno says why.
 */
enum winnow_status winnow_workers_give(struct winnow_workers *workers,
                                       const struct winnow_record *record,
                                       enum winnow_to to);

/* A document that is done. */
struct winnow_done {
    /* of its content and line, unless it is refused, maybe only the lengths */
    const struct winnow_record *record;
    const struct winnow_outcome *outcome;
    const char *detail; /* what is known of why its worker ended, else NULL */
};

/* The oldest document given: waits for it where `wait` is set. WINNOW_OK:
 * `done` is filled and lives until winnow_workers_drop; WINNOW_END: it is not
 * done yet, or there is none; else as winnow_workers_give. */
enum winnow_status winnow_workers_take(struct winnow_workers *workers,
                                       bool wait, struct winnow_done *done);
/* Forgets the oldest document, which was taken. */
void winnow_workers_drop(struct winnow_workers *workers);

/* Reads what is done, without waiting. `is_needed`: a worker has little left to
 * do, so another document is to be given before anything else is done here.
 * Errors are those of winnow_workers_give. */
enum winnow_status winnow_workers_attend(struct winnow_workers *workers,
                                         bool *is_needed);

/* Waits a moment, and until something is done. */
enum winnow_status winnow_workers_wait(struct winnow_workers *workers);

/* Ends all processes, whatever they are at. NULL is allowed. */
void winnow_workers_free(struct winnow_workers *workers);

#endif

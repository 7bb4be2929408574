/* A worker process and what it says to the one that started it: requests and
 * answers on a socket, as structures of this very program, and a page of memory
 * that shows what it is at. */
#ifndef WINNOW_WORKER_H
#define WINNOW_WORKER_H

#include <stdatomic.h>
#include <sys/types.h>

#include "batch/slots.h"
#include "batch/work.h"

struct winnow_request {
    uint64_t ticket, slot;
    uint64_t to; /* enum winnow_to */
};

/* Followed by the text, then the ledger's line. */
struct winnow_answer {
    uint64_t ticket;
    uint64_t text_bytes, ledger_bytes;
    uint32_t refused; /* enum winnow_diag; WINNOW_N_DIAGS: it is not */
    uint32_t empty;   /* enum winnow_empty */
    uint32_t is_written;
    struct winnow_diags diags;
    struct winnow_stats stats;
};

/* Written by the worker, in shared memory. */
struct winnow_worker_mark {
    _Atomic uint64_t n_begun; /* documents, since it was started */
};

/* Requests that a worker reads at once, at most. */
enum { WINNOW_WORKER_REQUESTS_MAX = 16 };

/* What a worker has from the process it is forked from. */
struct winnow_worker_place {
    pid_t parent;
    winnow_chain *chain;
    const struct winnow_options *options;
    const struct winnow_slots *slots;
    char *marks; /* pages, which it may not write to but for its own */
    size_t n_marks, page_bytes;
    struct winnow_worker_mark *mark;
    /* Answers wait for one another until there are so many, or so much was
     * read, or all that was asked for is done. */
    size_t batch_documents, batch_bytes;
};

/* The exit status of a worker that the system gives no memory. */
enum { WINNOW_WORKER_NO_MEMORY = 3 };

/* What a worker does, from its fork by `parent` on until its socket is closed.
 */
_Noreturn void winnow_worker_serve(int socket,
                                   const struct winnow_worker_place *place);

#endif

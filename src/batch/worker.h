/* A worker process and what it says to the one that started it: requests and
 * answers on a socket, as structures of this very program. */
#ifndef WINNOW_WORKER_H
#define WINNOW_WORKER_H

#include <sys/types.h>

#include "batch/slots.h"
#include "batch/work.h"

struct winnow_request {
    uint64_t ticket;
    uint32_t slot;
    uint32_t to; /* enum winnow_to */
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

/* The exit status of a worker that the system gives no memory. */
enum { WINNOW_WORKER_NO_MEMORY = 3 };

/* What a worker does, from its fork by `parent` on until its socket is closed.
 */
_Noreturn void winnow_worker_serve(int socket, pid_t parent,
                                   winnow_chain *chain,
                                   const struct winnow_options *options,
                                   const struct winnow_slots *slots);

#endif

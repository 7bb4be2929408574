/* One document's way through the chain, and all of it that outlives the
 * document: what was met, what is written. The same in this process and in a
 * worker's. */
#ifndef WINNOW_WORK_H
#define WINNOW_WORK_H

#include "batch/stats.h"
#include "buffer.h"
#include "chain.h"

/* What becomes of a document. Zero-initialise; used again from document to
 * document. */
struct winnow_outcome {
    struct winnow_diags diags;
    bool is_refused;
    enum winnow_diag refused; /* why, where it is */
    enum winnow_empty empty;
    struct winnow_stats stats;   /* of this document alone */
    bool is_written;             /* `text` goes to the output, even if empty */
    struct winnow_buffer text;   /* in the form that was asked for */
    struct winnow_buffer ledger; /* its line, where a ledger is written */
};

/* Runs `record` through `chain` and renders it in the form `to`, as the chain's
 * `options` ask. WINNOW_ERR_MEMORY: the system gives none. */
enum winnow_status winnow_work(winnow_chain *chain,
                               const struct winnow_options *options,
                               const struct winnow_record *record,
                               enum winnow_to to,
                               struct winnow_outcome *outcome);

/* Makes it the outcome of a document that was refused for `diag`. */
void winnow_outcome_refuse(struct winnow_outcome *outcome,
                           enum winnow_diag diag);
/* Empties it; keeps memory up to a bound. */
void winnow_outcome_clear(struct winnow_outcome *outcome);
void winnow_outcome_free(struct winnow_outcome *outcome);

#endif

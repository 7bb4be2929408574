/* The state of a job: what was delivered of its inputs, and where its outputs
 * stand. All that a run into a directory needs to go on from here, so
 * everything is a uint64_t and can be written down as a row of numbers; names
 * stand beside it in the journal. */
#ifndef WINNOW_STATE_H
#define WINNOW_STATE_H

#include "batch/counts.h"
#include "batch/report.h"

/* What a job has open to write. */
enum winnow_sink_use {
    WINNOW_SINK_OUTPUT,
    WINNOW_SINK_LEDGER,
    WINNOW_SINK_REPORT,
    WINNOW_SINK_REFUSED,
    WINNOW_N_SINKS
};

struct winnow_state {
    uint64_t is_finished; /* nothing is left to do but to name the outputs */

    /* inputs */
    uint64_t n_inputs;                /* left behind */
    uint64_t n_events;                /* delivered since the last of them */
    uint64_t is_input_open;           /* the next one was begun */
    uint64_t input_bytes, input_time; /* its size, its time in nanoseconds; 0:
                                         no regular file */
    uint64_t commit_bytes; /* content delivered since the last commit */

    /* outputs */
    struct {
        uint64_t stored_bytes, held_bytes; /* struct winnow_sink_state */
    } sinks[WINNOW_N_SINKS];
    uint64_t n_parts; /* files begun under names of ours */
    uint64_t is_output_open;
    uint64_t output_to;   /* enum winnow_to */
    uint64_t n_in_output; /* documents written to it */
    uint64_t n_shards, shard_bytes;
    uint64_t is_output_told; /* the report of the input names it */
    uint64_t has_refused;    /* a document was, and is kept */
    struct winnow_report_place report;

    struct winnow_counts total; /* of the inputs left behind */
    struct winnow_counts input; /* of the one at hand */
};
enum { WINNOW_N_STATE = sizeof(struct winnow_state) / sizeof(uint64_t) };

#endif

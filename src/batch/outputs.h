/* Where a job writes: one output, or one an input file in a directory; and the
 * ledger. What goes wrong is said on the log here. */
#ifndef WINNOW_OUTPUTS_H
#define WINNOW_OUTPUTS_H

#include "batch/beside.h"

struct winnow_outputs {
    const struct winnow_options *options; /* their form resolved */
    struct winnow_log *log;
    struct winnow_state *state; /* the job's */
    const char *const *inputs;  /* that were named; not to be written over */
    size_t n_inputs;
    /* Of a run into a directory; else NULL */
    struct winnow_directory *directory;
    struct winnow_beside *beside;

    /* outputs.c's own */
    winnow_sink *output, *ledger; /* where there is no directory */
    struct winnow_buffer path;    /* scratch: of an output, terminated */
    struct winnow_buffer head;    /* scratch: what opens an output */
};

/* Opens what is known before the first document. WINNOW_ERR_OPTION: an output
 * is the standard input. */
enum winnow_status winnow_outputs_open(struct winnow_outputs *outputs);
/* The form in which the record's document is to be rendered. */
enum winnow_to winnow_outputs_form(const struct winnow_outputs *outputs,
                                   const struct winnow_record *record);
/* Writes a document, where it is not refused, and its ledger. */
enum winnow_status winnow_outputs_write(struct winnow_outputs *outputs,
                                        const struct winnow_record *record,
                                        const struct winnow_outcome *outcome);
/* That the input ends, whose documents were written. */
enum winnow_status winnow_outputs_end_input(struct winnow_outputs *outputs);
/* Whether two names are those of one regular file. */
bool winnow_is_same_file(const char *a, const char *b);
/* Whether a record comes from a file that is being written. */
bool winnow_outputs_are(const struct winnow_outputs *outputs, const char *path);
/* Finishes and closes everything. */
enum winnow_status winnow_outputs_close(struct winnow_outputs *outputs);
/* Closes what was not closed; a file that nothing was written to keeps what it
 * held. */
void winnow_outputs_abandon(struct winnow_outputs *outputs);

#endif

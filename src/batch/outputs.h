/* Where a job writes: one output, or one an input file in a directory; and the
 * ledger. What goes wrong is said on the log here. */
#ifndef WINNOW_OUTPUTS_H
#define WINNOW_OUTPUTS_H

#include "batch/log.h"
#include "batch/mirror.h"
#include "batch/work.h"
#include "writer/writer.h"

struct winnow_outputs {
    const struct winnow_options *options; /* their form resolved */
    struct winnow_log *log;
    bool mirrors; /* an output for each input file */

    /* outputs.c's own */
    winnow_sink *output; /* NULL: none is open */
    winnow_sink *ledger; /* NULL: none is asked for */
    struct winnow_mirror mirror;
    uint64_t file_number;      /* of the input whose output is open */
    enum winnow_to to;         /* the form of `output` */
    uint64_t n_in_output;      /* documents written to it */
    struct winnow_buffer path; /* of `output`, terminated */
    struct winnow_buffer head; /* what opens it */
};

/* Opens what is known before the first document. Options and log are set, the
 * rest is zero. WINNOW_ERR_OPTION: an output is the standard input. */
enum winnow_status winnow_outputs_open(struct winnow_outputs *outputs);
/* The form in which the record's document is to be rendered. */
enum winnow_to winnow_outputs_form(const struct winnow_outputs *outputs,
                                   const struct winnow_record *record);
/* Writes a document, where it is not refused, and its ledger. */
enum winnow_status winnow_outputs_write(struct winnow_outputs *outputs,
                                        const struct winnow_record *record,
                                        const struct winnow_outcome *outcome);
/* Whether a record comes from a file that is being written. */
bool winnow_outputs_are(const struct winnow_outputs *outputs, const char *path);
/* Finishes and closes everything. */
enum winnow_status winnow_outputs_close(struct winnow_outputs *outputs);
/* Closes what was not closed; a file that nothing was written to keeps what it
 * held. */
void winnow_outputs_abandon(struct winnow_outputs *outputs);

#endif

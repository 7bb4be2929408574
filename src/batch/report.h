/* DIR/report.json: what happened to each input of a run into a directory, and
 * the sums (RFC 8259; src/writer/schema/report.schema.json). Written as the run
 * goes, so that it may be longer than memory: an input is begun, its events
 * follow in order, its counts end it. */
#ifndef WINNOW_REPORT_H
#define WINNOW_REPORT_H

#include "batch/counts.h"

/* Where the report stands; all zero at its start. */
struct winnow_report_place {
    uint64_t n_inputs; /* begun */
    uint64_t n_events; /* of the last of them */
};

void winnow_report_start(struct winnow_buffer *out, const char *config);
void winnow_report_input(struct winnow_buffer *out,
                         struct winnow_report_place *place, const char *file);
/* An output that the input's documents go to. */
void winnow_report_output(struct winnow_buffer *out,
                          struct winnow_report_place *place, const char *name);
/* What a source told; notes and repairs are left out. */
void winnow_report_diag(struct winnow_buffer *out,
                        struct winnow_report_place *place,
                        enum winnow_diag diag, struct winnow_range where,
                        const char *detail);
/* What a document suffered: each loss, and why it was refused. */
void winnow_report_document(struct winnow_buffer *out,
                            struct winnow_report_place *place,
                            const struct winnow_record *record,
                            const struct winnow_outcome *outcome,
                            const char *detail);
/* `sha256` may be "". */
void winnow_report_input_end(struct winnow_buffer *out,
                             const struct winnow_counts *counts,
                             const char *sha256);
void winnow_report_end(struct winnow_buffer *out,
                       const struct winnow_counts *total);

#endif

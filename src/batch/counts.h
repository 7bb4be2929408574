/* What happened to everything that was read, counted: of one input or of all of
 * them. Everything here is a uint64_t, so that counts can be added, written
 * down and read again as a row of numbers. */
#ifndef WINNOW_COUNTS_H
#define WINNOW_COUNTS_H

#include "batch/stats.h"
#include "batch/work.h"

/* Types of records (ISO 28500, section 5.5), and what has none: files, lines.
 */
enum { WINNOW_N_RECORD_TYPES = 10, WINNOW_N_STATUSES = 1000 };

struct winnow_counts {
    struct winnow_report report;
    struct winnow_stats stats; /* with passed over and empty by reason */
    uint64_t types[WINNOW_N_RECORD_TYPES];
    uint64_t statuses[WINNOW_N_STATUSES]; /* that documents were passed over
                                             for; 0: none that is one */
    uint64_t refused[WINNOW_N_DIAGS];     /* by reason */
    uint64_t read_bytes;                  /* of files, as stored */
    uint64_t content_bytes;               /* of documents, as captured */
    uint64_t text_bytes;                  /* written, not compressed */
};
enum { WINNOW_N_COUNTS = sizeof(struct winnow_counts) / sizeof(uint64_t) };

/* The number of a record type, and its name: "other" for what is not known,
 * "none" for what has none. */
uint32_t winnow_record_type(struct winnow_view type);
const char *winnow_record_type_name(uint32_t type);

void winnow_counts_add(struct winnow_counts *counts,
                       const struct winnow_counts *other);
void winnow_counts_passed(struct winnow_counts *counts,
                          enum winnow_passed passed, uint32_t type, int status);
void winnow_counts_document(struct winnow_counts *counts,
                            const struct winnow_record *record,
                            const struct winnow_outcome *outcome);
void winnow_counts_loss(struct winnow_counts *counts, enum winnow_loss loss);

/* Whether the sums close: records are documents and passed over, documents are
 * written, empty and refused, and each of them is the sum of its parts. */
bool winnow_counts_close(const struct winnow_counts *counts);

#endif

/* The table of diagnostics (diag.def) and their counts. What is wrong with an
 * input is never an error status: it is repaired or refused, counted here, and
 * told in one sentence with its offset. */
#ifndef WINNOW_DIAG_H
#define WINNOW_DIAG_H

#include <stdint.h>

enum winnow_severity {
    WINNOW_NOTE,
    WINNOW_REPAIRED,
    WINNOW_DAMAGED,
    WINNOW_REFUSED
};

enum winnow_diag {
#define DIAG(constant, name, severity, sentence) WINNOW_DIAG_##constant,
#include "diag.def"
#undef DIAG
    WINNOW_N_DIAGS
};

/* The first diagnostic that concerns a file and not a document. */
#define WINNOW_DIAG_FIRST_OF_FILE WINNOW_DIAG_FILE_UNREADABLE

/* How often each was met, and the byte offset of the first: in the entity
 * body for a document's, in the file as stored for a file's. */
struct winnow_diags {
    uint32_t count[WINNOW_N_DIAGS];
    uint64_t first_offset[WINNOW_N_DIAGS];
};

const char *winnow_diag_name(enum winnow_diag diag);
const char *winnow_diag_sentence(enum winnow_diag diag);
enum winnow_severity winnow_diag_severity(enum winnow_diag diag);
/* The row of that name; WINNOW_N_DIAGS when there is none. */
enum winnow_diag winnow_diag_find(const char *name);
const char *winnow_severity_name(enum winnow_severity severity);

/* Counts one; saturates. */
void winnow_diag_count(struct winnow_diags *diags, enum winnow_diag diag,
                       uint64_t offset_bytes);

#endif

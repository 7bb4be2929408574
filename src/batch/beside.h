/* What a run into a directory leaves beside its outputs: DIR/report.json, and
 * DIR/refused.warc.gz with the documents that were refused, so that nothing is
 * lost; both as the run goes. Every function here may fail as a sink does. */
#ifndef WINNOW_BESIDE_H
#define WINNOW_BESIDE_H

#include "batch/directory.h"
#include "batch/events.h"

struct winnow_beside {
    struct winnow_directory *directory;

    /* beside.c's own */
    struct winnow_buffer text;            /* scratch */
    struct winnow_buffer report, refused; /* their names, terminated */
};

/* Opens them, or goes on with them. The directory is set and open. */
enum winnow_status winnow_beside_open(struct winnow_beside *beside);
enum winnow_status winnow_beside_input(struct winnow_beside *beside,
                                       const char *name);
enum winnow_status winnow_beside_output(struct winnow_beside *beside,
                                        const char *name);
enum winnow_status winnow_beside_diag(struct winnow_beside *beside,
                                      const struct winnow_event *event);
/* What the document suffered; keeps it where it was refused. */
enum winnow_status winnow_beside_document(struct winnow_beside *beside,
                                          const struct winnow_record *record,
                                          const struct winnow_outcome *outcome,
                                          const char *detail);
enum winnow_status winnow_beside_input_end(struct winnow_beside *beside,
                                           const char *sha256);
/* Ends both: they are whole. */
enum winnow_status winnow_beside_close(struct winnow_beside *beside);
void winnow_beside_free(struct winnow_beside *beside);

#endif

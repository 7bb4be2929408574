/* Mirroring: a directory of outputs, one for each input file. */
#ifndef WINNOW_MIRROR_H
#define WINNOW_MIRROR_H

#include "options.h"
#include "source/source.h"

struct winnow_mirror {
    const char *root; /* the output directory, as the user named it */
    uint64_t *taken;  /* hashes of the names given out, open addressing */
    size_t n_taken, capacity;
};

/* Appends to `path` (terminated) the output's name for the record's file:
 * root/relative with its extension changed, and the whole name kept before it
 * where another input took that one. Makes the directories above it.
 * WINNOW_ERR_WRITE: errno says why they cannot be made. */
enum winnow_status winnow_mirror_path(struct winnow_mirror *mirror,
                                      const struct winnow_record *record,
                                      enum winnow_to to,
                                      struct winnow_buffer *path);
void winnow_mirror_free(struct winnow_mirror *mirror);

#endif

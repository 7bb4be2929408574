/* Names of outputs in a directory: one after each input file, or numbered. */
#ifndef WINNOW_MIRROR_H
#define WINNOW_MIRROR_H

#include "options.h"
#include "source/source.h"

struct winnow_mirror {
    const char *root; /* the output directory, as the user named it */
    uint64_t *taken;  /* hashes of the names given out, open addressing */
    size_t n_taken, capacity;
};

/* Puts into `path` (terminated) the output's name for the record's file:
 * root/relative with its extensions changed to those of `to` and `compression`,
 * and the whole name kept before them where another input took that one. */
enum winnow_status winnow_mirror_path(struct winnow_mirror *mirror,
                                      const struct winnow_record *record,
                                      enum winnow_to to,
                                      enum winnow_compression compression,
                                      struct winnow_buffer *path);
/* The name of output `number` where outputs are cut by their size:
 * root/part-00000.jsonl. */
enum winnow_status winnow_mirror_shard(const struct winnow_mirror *mirror,
                                       uint64_t number, enum winnow_to to,
                                       enum winnow_compression compression,
                                       struct winnow_buffer *path);
/* Appends the root with a slash at its end; not terminated. */
void winnow_mirror_root(const struct winnow_mirror *mirror,
                        struct winnow_buffer *path);
/* Takes the name of an output, so that no other gets it. */
enum winnow_status winnow_mirror_take(struct winnow_mirror *mirror,
                                      const char *path);
/* Makes the directories above `path`. WINNOW_ERR_WRITE: errno. */
enum winnow_status winnow_make_directories(const char *path);
void winnow_mirror_free(struct winnow_mirror *mirror);

#endif

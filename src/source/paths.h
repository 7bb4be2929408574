/* From what the user named to files: names as given, directories walked, lists
 * of names read. Opens no file but directories and the list.
 *
 * Directories are walked in byte order of their entries' names. Symbolic links
 * are followed where they are named, and to files; one to a directory inside a
 * directory is not. Hidden files count. Memory is bounded by the names of the
 * directories that are open at once.
 */
#ifndef WINNOW_PATHS_H
#define WINNOW_PATHS_H

#include <sys/stat.h>

#include "buffer.h"
#include "diag.h"
#include "document.h"
#include "source/stream.h"

struct winnow_level;

/* Told of a name that cannot be read: FILE_UNREADABLE (`detail`: why) or
 * FILE_KIND. */
typedef void winnow_paths_refuse(void *user, const char *name,
                                 enum winnow_diag diag, const char *detail);

/* Zero-initialise; then fill the first group. */
struct winnow_paths {
    const char *const *names; /* must outlive it; "-" is standard input */
    size_t n_names;
    const char *list; /* file that holds further names; NULL: none */
    bool null_separated;
    winnow_paths_refuse *refuse;
    void *user;
    /* A directory that is left out where it is met inside another; NULL: none
     */
    const struct stat *left_out;

    /* paths.c's own */
    size_t next_name;
    bool list_opened;
    struct winnow_stream_pool pool;
    struct winnow_stream *list_stream;
    struct winnow_buffer listed; /* the name read last */
    struct winnow_buffer path;   /* the file or directory being walked */
    size_t named_bytes;          /* of it: the directory as named */
    struct winnow_level *levels;
    size_t n_levels, level_capacity;
};

/* One file; valid until the next call. */
struct winnow_path {
    const char *name;
    struct winnow_view relative; /* see winnow_record */
    bool walked;                 /* found in a directory */
};

/* WINNOW_OK, WINNOW_END or WINNOW_ERR_MEMORY. */
enum winnow_status winnow_paths_next(struct winnow_paths *paths,
                                     struct winnow_path *path);
void winnow_paths_close(struct winnow_paths *paths);

#endif

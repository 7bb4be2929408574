/* A run into a directory that can be interrupted at any moment, by a signal, a
 * full disk or a power cut, and goes on when the same command is given again.
 *
 * DIR/.winnow holds the journal (journal.h) and the files that are not whole
 * yet; they get their names in DIR by rename, when they are. A commit sees to
 * it that the storage has all of what was written, then appends to the journal
 * where each file stands and what was counted, then renames what is whole. A
 * run that finds a journal cuts the files back to its last commit and goes on
 * from there; inputs that were done are not opened again, in the one that was
 * at hand the records that were done are read past.
 *
 * Lines of the journal:
 *   winnow VERSION CONFIG RUN      the first: whose run this is
 *   input SIZE TIME NAME           an input was left behind
 *   output PART NAME               a file is whole
 *   commit INPUT OUTPUT NUMBERS    names of what is open; struct winnow_state
 *
 * What goes wrong is said on the log here.
 */
#ifndef WINNOW_DIRECTORY_H
#define WINNOW_DIRECTORY_H

#include "batch/journal.h"
#include "batch/log.h"
#include "batch/mirror.h"
#include "batch/state.h"
#include "writer/writer.h"

struct winnow_directory {
    const struct winnow_options *options;
    struct winnow_log *log;
    struct winnow_state *state;  /* the job's */
    struct winnow_mirror mirror; /* the names of outputs */
    bool goes_on;                /* a run before was interrupted */

    /* directory.c's own */
    struct winnow_journal journal; /* fd -1: not open */
    int folder;                    /* DIR/.winnow; -1: not open */
    winnow_sink *sinks[WINNOW_N_SINKS];
    struct winnow_buffer held[WINNOW_N_SINKS]; /* to go on with */
    struct winnow_buffer input, output;        /* names at hand, terminated */
    struct winnow_buffer whole; /* pairs of names, terminated: part, output */
    size_t n_whole;
    uint64_t skipped_bytes; /* of inputs that were done */
    uint64_t n_to_skip;     /* inputs that are not asked for yet */
    bool expects_input;     /* then the one that was at hand */
    uint64_t n_commits;
    bool has_new_parts;
    struct winnow_buffer path, other; /* scratch */
};

/* Makes the directory, locks it and finds out whether to go on. Options, log
 * and state (zero) are set. `run` tells runs apart whose documents would be the
 * same (winnow_options_run).
 * WINNOW_ERR_OPTION: it is another run's; WINNOW_ERR_WRITE. */
enum winnow_status winnow_directory_open(struct winnow_directory *directory,
                                         const char *run);

/* What to do with the next input; for winnow_source_user.begin. */
enum winnow_begin winnow_directory_begin(struct winnow_directory *directory,
                                         const char *name);
/* That it was delivered that the input `name` begins (WINNOW_OK, or
 * WINNOW_ERR_MEMORY), or ends. */
enum winnow_status winnow_directory_input(struct winnow_directory *directory,
                                          const char *name);
void winnow_directory_input_end(struct winnow_directory *directory);

/* Opens the file `name` for a use; or where the run goes on and it was open,
 * opens it again. It is written under another name. */
enum winnow_status winnow_directory_create(struct winnow_directory *directory,
                                           enum winnow_sink_use use,
                                           const char *name,
                                           enum winnow_compression compression);
/* Closes it: it is whole. */
enum winnow_status winnow_directory_complete(struct winnow_directory *directory,
                                             enum winnow_sink_use use,
                                             const char *name);
/* The same name that the output at hand was created under; NULL: none is open.
 */
const char *winnow_directory_output(const struct winnow_directory *directory);

/* Commits, where enough was done since the last time or `now` is set. */
enum winnow_status winnow_directory_commit(struct winnow_directory *directory,
                                           bool now);
/* Everything is whole: the last commit, then nothing but the outputs is left.
 */
enum winnow_status winnow_directory_finish(struct winnow_directory *directory);
/* Closes everything; the run can go on later where it is not finished. */
void winnow_directory_close(struct winnow_directory *directory);

#endif

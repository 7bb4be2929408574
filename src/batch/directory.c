/* Runs into a directory; see directory.h. */
#include "batch/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/workers.h"

#define FOLDER ".winnow"

enum {
    WHOLE_MAX = 256,    /* outputs that wait for a commit */
    SYNC_ALL_FROM = 16, /* so many are synced together */
    NAME_BYTES = 32
};

/* ---- what is said -------------------------------------------------------- */

static enum winnow_status fail(struct winnow_directory *directory,
                               const char *path)
{
    winnow_log_unwritable(directory->log, path);
    return WINNOW_ERR_WRITE;
}

static enum winnow_status object(struct winnow_directory *directory,
                                 const char *sentence, const char *name)
{
    winnow_log_say(directory->log, sentence, name);
    return WINNOW_ERR_OPTION;
}

/* ---- names --------------------------------------------------------------- */

static enum winnow_status set(struct winnow_buffer *buffer, const char *string)
{
    winnow_buffer_clear(buffer);
    winnow_buffer_string(buffer, string);
    winnow_buffer_byte(buffer, '\0');
    return buffer->failed ? WINNOW_ERR_MEMORY : WINNOW_OK;
}

/* DIR/.winnow/name, terminated; NULL: no memory. */
static const char *path_in_folder(struct winnow_directory *directory,
                                  struct winnow_buffer *path, const char *name)
{
    winnow_buffer_clear(path);
    winnow_mirror_root(&directory->mirror, path);
    winnow_buffer_string(path, FOLDER "/");
    winnow_buffer_string(path, name);
    winnow_buffer_byte(path, '\0');
    return path->failed ? NULL : path->data;
}

/* ---- the folder ---------------------------------------------------------- */

static enum winnow_status open_folder(struct winnow_directory *directory)
{
    const char *path = path_in_folder(directory, &directory->path, "");

    if (path == NULL)
        return WINNOW_ERR_MEMORY;
    if (winnow_make_directories(directory->path.data) != WINNOW_OK)
        return fail(directory, path);
    directory->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return directory->folder < 0 ? fail(directory, path) : WINNOW_OK;
}

/* Removes all that a run before has left in the folder, but the journal. */
static enum winnow_status clear_folder(struct winnow_directory *directory)
{
    int fd = openat(directory->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;

    if (entries == NULL)
        return fail(directory, directory->options->output);
    while ((entry = readdir(entries)) != NULL)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "journal") != 0)
            unlinkat(directory->folder, entry->d_name, 0);
    closedir(entries);
    return WINNOW_OK;
}

static enum winnow_status lock(struct winnow_directory *directory)
{
    const char *path = path_in_folder(directory, &directory->path, "journal");
    enum winnow_status status;

    if (path == NULL)
        return WINNOW_ERR_MEMORY;
    status = winnow_journal_open(&directory->journal, path);
    if (status == WINNOW_ERR_USE)
        return object(directory, "another run writes to this directory",
                      directory->options->output);
    return status == WINNOW_OK ? status : fail(directory, path);
}

/* ---- going on ------------------------------------------------------------ */

/* Names an output that is whole. Where its part is gone, it was named before.
 */
static enum winnow_status name_output(struct winnow_directory *directory,
                                      const char *part, const char *name)
{
    if (winnow_make_directories(name) != WINNOW_OK ||
        (rename(part, name) != 0 && errno != ENOENT))
        return fail(directory, name);
    return WINNOW_OK;
}

static enum winnow_status restore_output(struct winnow_directory *directory,
                                         const struct winnow_journal_line *line)
{
    if (line->n_fields != 2)
        return WINNOW_OK;
    if (winnow_mirror_take(&directory->mirror, line->fields[1]) != WINNOW_OK)
        return WINNOW_ERR_MEMORY;
    return name_output(directory, line->fields[0], line->fields[1]);
}

static enum winnow_status restore_commit(struct winnow_directory *directory,
                                         const struct winnow_journal_line *line)
{
    uint64_t numbers[WINNOW_N_STATE];

    if (line->n_fields != 3 ||
        !winnow_journal_parse(line->fields[2], numbers, WINNOW_N_STATE))
        return WINNOW_OK;
    memcpy(directory->state, numbers, sizeof numbers);
    directory->n_commits++;
    if (set(&directory->input, line->fields[0]) != WINNOW_OK)
        return WINNOW_ERR_MEMORY;
    return set(&directory->output, line->fields[1]);
}

/* Whether the run that left the journal is this one. */
static enum winnow_status check_run(struct winnow_directory *directory,
                                    const struct winnow_journal_line *line,
                                    const char *run)
{
    const char *output = directory->options->output;
    char config[17];

    winnow_options_config(directory->options, config);
    if (line->n_fields != 3 || strcmp(line->fields[0], winnow_version()) != 0)
        return object(directory,
                      "another version's run is unfinished there; --restart "
                      "begins anew",
                      output);
    if (strcmp(line->fields[1], config) != 0 ||
        strcmp(line->fields[2], run) != 0)
        return object(directory,
                      "a run with other options or inputs is unfinished there; "
                      "--restart begins anew",
                      output);
    return WINNOW_OK;
}

/* Of what members held that were open, the journal says how much, the file
 * tail-N the bytes. */
static enum winnow_status restore_held(struct winnow_directory *directory)
{
    char name[NAME_BYTES];
    enum winnow_status status = WINNOW_OK;
    int fd;

    snprintf(name, sizeof name, "tail-%llu",
             (unsigned long long)directory->n_commits);
    fd = openat(directory->folder, name, O_RDONLY | O_CLOEXEC);
    for (int use = 0; use < WINNOW_N_SINKS; use++) {
        size_t bytes = (size_t)directory->state->sinks[use].held_bytes;
        struct winnow_buffer *held = &directory->held[use];
        winnow_buffer_clear(held);
        if (bytes == 0 || status != WINNOW_OK)
            continue;
        if (winnow_buffer_reserve(held, bytes) == NULL)
            status = WINNOW_ERR_MEMORY;
        else if (fd < 0 || read(fd, held->data, bytes) != (ssize_t)bytes)
            status = object(directory,
                            "files of the unfinished run are missing there; "
                            "--restart begins anew",
                            directory->options->output);
        else
            held->length_bytes = bytes;
    }
    if (fd >= 0)
        close(fd);
    return status;
}

static enum winnow_status restore(struct winnow_directory *directory,
                                  const char *run)
{
    struct winnow_journal_line line;
    enum winnow_status status = WINNOW_OK;

    if (!winnow_journal_next(&directory->journal, &line))
        return WINNOW_OK;
    status = check_run(directory, &line, run);
    while (status == WINNOW_OK &&
           winnow_journal_next(&directory->journal, &line)) {
        if (strcmp(line.word, "output") == 0)
            status = restore_output(directory, &line);
        else if (strcmp(line.word, "commit") == 0)
            status = restore_commit(directory, &line);
    }
    winnow_journal_rewind(&directory->journal);
    if (status != WINNOW_OK)
        return status;
    directory->goes_on = directory->n_commits != 0;
    directory->n_to_skip = directory->state->n_inputs;
    directory->expects_input = directory->state->is_input_open;
    if (directory->state->is_output_open &&
        winnow_mirror_take(&directory->mirror, directory->output.data) !=
            WINNOW_OK)
        return WINNOW_ERR_MEMORY;
    return restore_held(directory);
}

static enum winnow_status begin_anew(struct winnow_directory *directory,
                                     const char *run)
{
    struct winnow_journal *journal = &directory->journal;
    char config[17];

    winnow_options_config(directory->options, config);
    winnow_journal_line(journal, "winnow");
    winnow_journal_string(journal, winnow_version());
    winnow_journal_string(journal, config);
    winnow_journal_string(journal, run);
    winnow_journal_end(journal);
    if (winnow_journal_clear(journal) != WINNOW_OK)
        return fail(directory, directory->options->output);
    return clear_folder(directory);
}

enum winnow_status winnow_directory_open(struct winnow_directory *directory,
                                         const char *run)
{
    enum winnow_status status;

    directory->journal.fd = directory->folder = -1;
    directory->mirror.root = directory->options->output;
    status = open_folder(directory);
    if (status == WINNOW_OK)
        status = lock(directory);
    if (status == WINNOW_OK && !directory->options->restart &&
        winnow_journal_recover(&directory->journal) != WINNOW_OK)
        return fail(directory, directory->options->output);
    if (status == WINNOW_OK && !directory->options->restart)
        status = restore(directory, run);
    if (status == WINNOW_OK && !directory->goes_on)
        status = begin_anew(directory, run);
    return status;
}

/* ---- inputs -------------------------------------------------------------- */

struct identity {
    uint64_t bytes, time;
};

/* What tells a file from what it was before; zero: no regular file. */
static struct identity identity_of(const char *name)
{
    struct stat status;

    if (strcmp(name, "-") == 0 || stat(name, &status) != 0 ||
        !S_ISREG(status.st_mode))
        return (struct identity){0, 0};
    return (struct identity){(uint64_t)status.st_size,
                             (uint64_t)status.st_mtim.tv_sec * 1000000000 +
                                 (uint64_t)status.st_mtim.tv_nsec};
}

static enum winnow_begin stop_at(struct winnow_directory *directory,
                                 const char *sentence, const char *name)
{
    winnow_log_say(directory->log, sentence, name);
    return WINNOW_BEGIN_STOP;
}

static enum winnow_begin stop_at_changed(struct winnow_directory *directory,
                                         const char *name)
{
    return stop_at(directory,
                   "the inputs have changed since the run that is unfinished; "
                   "--restart begins anew",
                   name);
}

/* An input that was done: is it the same as then? */
static enum winnow_begin skip(struct winnow_directory *directory,
                              const char *name)
{
    struct identity now = identity_of(name), then;
    struct winnow_journal_line line = {.word = ""};

    while (strcmp(line.word, "input") != 0)
        if (!winnow_journal_next(&directory->journal, &line))
            return stop_at_changed(directory, name);
    directory->n_to_skip--;
    if (line.n_fields != 3 ||
        !winnow_journal_parse_number(line.fields[0], &then.bytes) ||
        !winnow_journal_parse_number(line.fields[1], &then.time) ||
        strcmp(line.fields[2], name) != 0 || now.bytes != then.bytes ||
        now.time != then.time)
        return stop_at_changed(directory, name);
    directory->skipped_bytes += now.bytes;
    return WINNOW_BEGIN_SKIP;
}

enum winnow_begin winnow_directory_begin(struct winnow_directory *directory,
                                         const char *name)
{
    const struct winnow_state *state = directory->state;
    struct identity now = identity_of(name);

    if (directory->n_to_skip != 0)
        return skip(directory, name);
    if (!directory->expects_input)
        return WINNOW_BEGIN_READ;
    directory->expects_input = false;
    if (strcmp(name, directory->input.data) != 0 ||
        now.bytes != state->input_bytes || now.time != state->input_time)
        return stop_at_changed(directory, name);
    if (now.time == 0)
        return stop_at(directory,
                       "cannot go on in what is no regular file; --restart "
                       "begins anew",
                       name);
    return WINNOW_BEGIN_READ;
}

enum winnow_status winnow_directory_input(struct winnow_directory *directory,
                                          const char *name)
{
    struct identity now = identity_of(name);

    if (set(&directory->input, name) != WINNOW_OK)
        return WINNOW_ERR_MEMORY;
    directory->state->is_input_open = true;
    directory->state->input_bytes = now.bytes;
    directory->state->input_time = now.time;
    return WINNOW_OK;
}

void winnow_directory_input_end(struct winnow_directory *directory)
{
    struct winnow_journal *journal = &directory->journal;

    directory->state->is_input_open = false;
    winnow_journal_line(journal, "input");
    winnow_journal_number(journal, directory->state->input_bytes);
    winnow_journal_number(journal, directory->state->input_time);
    winnow_journal_string(journal, directory->input.data);
    winnow_journal_end(journal);
}

/* ---- files --------------------------------------------------------------- */

/* The name under which a file is written: in the folder, but the ledger's may
 * lie on another file system. */
static const char *part_of(struct winnow_directory *directory,
                           enum winnow_sink_use use, const char *name,
                           struct winnow_buffer *path)
{
    char number[NAME_BYTES];

    if (use == WINNOW_SINK_LEDGER) {
        winnow_buffer_clear(path);
        winnow_buffer_string(path, name);
        winnow_buffer_string(path, ".winnow-part");
        winnow_buffer_byte(path, '\0');
        return path->failed ? NULL : path->data;
    }
    if (use == WINNOW_SINK_OUTPUT)
        snprintf(number, sizeof number, "%llu",
                 (unsigned long long)directory->state->n_parts);
    return path_in_folder(directory, path,
                          use == WINNOW_SINK_OUTPUT   ? number
                          : use == WINNOW_SINK_REPORT ? "report"
                                                      : "refused");
}

const char *winnow_directory_output(const struct winnow_directory *directory)
{
    return directory->state->is_output_open ? directory->output.data : NULL;
}

/* Counts a new output; one that is opened again was counted. */
static enum winnow_status count_output(struct winnow_directory *directory,
                                       const char *name)
{
    struct winnow_state *state = directory->state;

    if (state->is_output_open)
        return WINNOW_OK;
    if (set(&directory->output, name) != WINNOW_OK)
        return WINNOW_ERR_MEMORY;
    state->is_output_open = true;
    state->n_parts++;
    return WINNOW_OK;
}

enum winnow_status winnow_directory_create(struct winnow_directory *directory,
                                           enum winnow_sink_use use,
                                           const char *name,
                                           enum winnow_compression compression)
{
    struct winnow_buffer *held = &directory->held[use];
    const struct winnow_sink_state state = {
        .stored_bytes = directory->state->sinks[use].stored_bytes,
        .held = {held->data, held->length_bytes}};
    enum winnow_status status;
    const char *part;

    if (use == WINNOW_SINK_OUTPUT && count_output(directory, name) != WINNOW_OK)
        return WINNOW_ERR_MEMORY;
    part = part_of(directory, use, name, &directory->path);
    if (part == NULL)
        return WINNOW_ERR_MEMORY;
    status = winnow_sink_reopen(part, compression, directory->options->level,
                                &state, &directory->sinks[use]);
    winnow_buffer_free(held);
    directory->has_new_parts = true;
    if (status == WINNOW_OK && winnow_have_own_cores(directory->options))
        winnow_sink_use_thread(directory->sinks[use]);
    if (status == WINNOW_ERR_WRITE && errno == EINVAL)
        return object(directory,
                      "files of the unfinished run are missing there; "
                      "--restart begins anew",
                      directory->options->output);
    return status == WINNOW_ERR_WRITE ? fail(directory, name) : status;
}

enum winnow_status winnow_directory_complete(struct winnow_directory *directory,
                                             enum winnow_sink_use use,
                                             const char *name)
{
    struct winnow_journal *journal = &directory->journal;
    winnow_sink *sink = directory->sinks[use];
    const char *part = part_of(directory, use, name, &directory->path);

    directory->sinks[use] = NULL;
    if (winnow_sink_close(sink) != WINNOW_OK)
        return fail(directory, name);
    if (part == NULL)
        return WINNOW_ERR_MEMORY;
    directory->state->sinks[use].stored_bytes = 0;
    directory->state->sinks[use].held_bytes = 0;
    winnow_journal_line(journal, "output");
    winnow_journal_string(journal, part);
    winnow_journal_string(journal, name);
    winnow_journal_end(journal);
    winnow_buffer_append(&directory->whole, part, strlen(part) + 1);
    winnow_buffer_append(&directory->whole, name, strlen(name) + 1);
    directory->n_whole++;
    if (use == WINNOW_SINK_OUTPUT)
        directory->state->is_output_open = false;
    return directory->whole.failed ? WINNOW_ERR_MEMORY : WINNOW_OK;
}

/* ---- commits ------------------------------------------------------------- */

static bool sync_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC), error;

    if (fd < 0)
        return false;
    error = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    errno = error;
    return error == 0;
}

/* The next pair of names after `at`; NULL: there is none. */
static const char *next_whole(const struct winnow_directory *directory,
                              const char *at, const char **name)
{
    const char *start = directory->whole.data;

    if (at == NULL)
        at = start;
    else
        at = *name + strlen(*name) + 1;
    if (at == NULL || at == start + directory->whole.length_bytes)
        return NULL;
    *name = at + strlen(at) + 1;
    return at;
}

static enum winnow_status sync_whole(struct winnow_directory *directory)
{
    const char *part = NULL, *name = NULL;

    if (directory->n_whole >= SYNC_ALL_FROM)
        return syncfs(directory->folder) == 0
                   ? WINNOW_OK
                   : fail(directory, directory->options->output);
    while ((part = next_whole(directory, part, &name)) != NULL)
        if (!sync_file(part))
            return fail(directory, name);
    return WINNOW_OK;
}

static enum winnow_status name_whole(struct winnow_directory *directory)
{
    const char *part = NULL, *name = NULL;
    enum winnow_status status = WINNOW_OK;

    while (status == WINNOW_OK &&
           (part = next_whole(directory, part, &name)) != NULL)
        status = name_output(directory, part, name);
    winnow_buffer_clear(&directory->whole);
    directory->n_whole = 0;
    return status;
}

/* Brings what is open to the storage; what members hold comes into `held`. */
static enum winnow_status sync_open(struct winnow_directory *directory,
                                    struct winnow_view held[WINNOW_N_SINKS])
{
    for (int use = 0; use < WINNOW_N_SINKS; use++) {
        struct winnow_sink_state state;
        held[use] = (struct winnow_view){NULL, 0};
        if (directory->sinks[use] == NULL)
            continue;
        if (winnow_sink_sync(directory->sinks[use], &state) != WINNOW_OK)
            return fail(directory, directory->options->output);
        directory->state->sinks[use].stored_bytes = state.stored_bytes;
        directory->state->sinks[use].held_bytes = state.held.length_bytes;
        held[use] = state.held;
    }
    return WINNOW_OK;
}

static const char *tail_path(struct winnow_directory *directory, uint64_t n)
{
    char name[NAME_BYTES];

    snprintf(name, sizeof name, "tail-%llu", (unsigned long long)n);
    return path_in_folder(directory, &directory->other, name);
}

/* Writes what members hold to a file of its own; that of the commit before
 * stays until the journal has this one. */
static enum winnow_status
write_tail(struct winnow_directory *directory,
           const struct winnow_view held[WINNOW_N_SINKS])
{
    const char *path = tail_path(directory, directory->n_commits + 1);
    struct winnow_sink_state state = {.stored_bytes = 0};
    winnow_sink *tail = NULL;
    enum winnow_status status;

    if (path == NULL)
        return WINNOW_ERR_MEMORY;
    status = winnow_sink_reopen(path, WINNOW_COMPRESS_NONE, 0, &state, &tail);
    for (int use = 0; use < WINNOW_N_SINKS && status == WINNOW_OK; use++)
        status =
            winnow_sink_write(tail, held[use].data, held[use].length_bytes);
    if (status == WINNOW_OK)
        status = winnow_sink_sync(tail, &state);
    winnow_sink_abandon(tail);
    directory->has_new_parts = true;
    return status == WINNOW_ERR_WRITE ? fail(directory, path) : status;
}

static bool is_any_held(const struct winnow_view held[WINNOW_N_SINKS])
{
    for (int use = 0; use < WINNOW_N_SINKS; use++)
        if (held[use].length_bytes != 0)
            return true;
    return false;
}

static enum winnow_status sync_all(struct winnow_directory *directory)
{
    struct winnow_view held[WINNOW_N_SINKS];
    enum winnow_status status = sync_open(directory, held);

    if (status == WINNOW_OK && is_any_held(held))
        status = write_tail(directory, held);
    if (status == WINNOW_OK)
        status = sync_whole(directory);
    if (status == WINNOW_OK && directory->has_new_parts &&
        fsync(directory->folder) != 0)
        status = fail(directory, directory->options->output);
    directory->has_new_parts = false;
    return status;
}

static enum winnow_status write_commit(struct winnow_directory *directory)
{
    struct winnow_journal *journal = &directory->journal;
    uint64_t numbers[WINNOW_N_STATE];
    enum winnow_status status;

    directory->state->commit_bytes = 0;
    memcpy(numbers, directory->state, sizeof numbers);
    winnow_journal_line(journal, "commit");
    winnow_journal_string(
        journal, directory->state->is_input_open ? directory->input.data : "");
    winnow_journal_string(journal, directory->state->is_output_open
                                       ? directory->output.data
                                       : "");
    winnow_journal_numbers(journal, numbers, WINNOW_N_STATE);
    winnow_journal_end(journal);
    status = winnow_journal_commit(journal);
    directory->n_commits++;
    return status == WINNOW_ERR_WRITE
               ? fail(directory, directory->options->output)
               : status;
}

static enum winnow_status commit(struct winnow_directory *directory)
{
    enum winnow_status status = sync_all(directory);
    const char *old;

    if (status == WINNOW_OK)
        status = write_commit(directory);
    if (status == WINNOW_OK)
        status = name_whole(directory);
    if (status != WINNOW_OK)
        return status;
    old = tail_path(directory, directory->n_commits - 1);
    if (old != NULL)
        unlink(old);
    return WINNOW_OK;
}

enum winnow_status winnow_directory_commit(struct winnow_directory *directory,
                                           bool now)
{
    if (!now && directory->n_whole < WHOLE_MAX &&
        directory->state->commit_bytes < directory->options->checkpoint_bytes)
        return WINNOW_OK;
    return commit(directory);
}

/* ---- the end ------------------------------------------------------------- */

static enum winnow_status remove_folder(struct winnow_directory *directory)
{
    const char *path;

    clear_folder(directory);
    unlinkat(directory->folder, "journal", 0);
    path = path_in_folder(directory, &directory->path, "");
    if (path != NULL)
        rmdir(path);
    return WINNOW_OK;
}

static bool sync_root(struct winnow_directory *directory)
{
    int fd =
        openat(directory->folder, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return synced;
}

enum winnow_status winnow_directory_finish(struct winnow_directory *directory)
{
    enum winnow_status status = WINNOW_OK;

    if (!directory->state->is_finished) {
        directory->state->is_finished = true;
        status = commit(directory);
    }
    /* the names must be on the storage before the journal is not */
    if (status == WINNOW_OK && !sync_root(directory))
        status = fail(directory, directory->options->output);
    return status == WINNOW_OK ? remove_folder(directory) : status;
}

void winnow_directory_close(struct winnow_directory *directory)
{
    for (int use = 0; use < WINNOW_N_SINKS; use++) {
        winnow_sink_abandon(directory->sinks[use]);
        winnow_buffer_free(&directory->held[use]);
        directory->sinks[use] = NULL;
    }
    winnow_journal_close(&directory->journal);
    if (directory->folder >= 0)
        close(directory->folder);
    directory->folder = -1;
    winnow_mirror_free(&directory->mirror);
    winnow_buffer_free(&directory->input);
    winnow_buffer_free(&directory->output);
    winnow_buffer_free(&directory->whole);
    winnow_buffer_free(&directory->path);
    winnow_buffer_free(&directory->other);
}

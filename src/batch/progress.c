/* Progress; see progress.h. */
#include "batch/progress.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/paths.h"

enum { EVERY_MILLISECONDS = 1000, PERCENT_OF_SHARE = 100 };

static uint64_t milliseconds_now(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- opening ------------------------------------------------------------- */

static void ignore(void *user, const char *name, enum winnow_diag diag,
                   const char *detail)
{
    (void)user, (void)name, (void)diag, (void)detail;
}

/* What all inputs take together; 0 where that cannot be told. */
static uint64_t size_up(const struct winnow_options *options,
                        const char *const *names, size_t n_names)
{
    struct winnow_paths paths = {
        .names = names, .n_names = n_names, .refuse = ignore};
    struct winnow_path path;
    struct stat status, output;
    uint64_t bytes = 0;

    if (options->files_from != NULL)
        return 0;
    if (winnow_options_mirror(options) && stat(options->output, &output) == 0)
        paths.left_out = &output;
    while (winnow_paths_next(&paths, &path) == WINNOW_OK)
        if (stat(path.name, &status) == 0 && S_ISREG(status.st_mode))
            bytes += (uint64_t)status.st_size;
    winnow_paths_close(&paths);
    return bytes;
}

/* A line that is drawn over itself must not stand between what is written. */
static bool is_for_terminal(const struct winnow_options *options, FILE *file)
{
    bool to_terminal = options->output == NULL && isatty(STDOUT_FILENO);

    return isatty(fileno(file)) && !to_terminal && !options->quiet;
}

void winnow_progress_open(struct winnow_progress *progress,
                          const struct winnow_options *options, FILE *file,
                          const char *const *paths, size_t n_paths)
{
    progress->is_json = options->progress == WINNOW_PROGRESS_JSON;
    if (file == NULL || options->progress == WINNOW_PROGRESS_NONE ||
        (!progress->is_json && !is_for_terminal(options, file)))
        return;
    progress->file = file;
    progress->total_bytes = size_up(options, paths, n_paths);
    progress->started = progress->shown = milliseconds_now();
}

/* ---- what is shown ------------------------------------------------------- */

struct sums {
    uint64_t documents, written, empty, refused, passed_over, damaged, unread;
    uint64_t read_bytes, content_bytes, milliseconds;
};

static struct sums add_up(const struct winnow_progress *progress,
                          const struct winnow_progress_now *now)
{
    const struct winnow_report *a = &now->total->report;
    const struct winnow_report *b = &now->input->report;

    return (struct sums){.documents = a->documents + b->documents,
                         .written = a->written + b->written,
                         .empty = a->empty + b->empty,
                         .refused = a->refused + b->refused,
                         .passed_over = a->passed_over + b->passed_over,
                         .damaged = a->damaged + b->damaged,
                         .unread = a->unread + b->unread,
                         .read_bytes = progress->done_before + now->read_bytes,
                         .content_bytes = now->total->content_bytes +
                                          now->input->content_bytes,
                         .milliseconds = progress->shown - progress->started};
}

static void put_member(struct winnow_buffer *line, const char *name,
                       uint64_t number)
{
    winnow_buffer_string(line, name);
    winnow_buffer_number(line, number);
}

static void write_json(struct winnow_progress *progress,
                       const struct sums *sums)
{
    struct winnow_buffer *line = &progress->line;

    put_member(line, "{\"documents\":", sums->documents);
    put_member(line, ",\"written\":", sums->written);
    put_member(line, ",\"empty\":", sums->empty);
    put_member(line, ",\"refused\":", sums->refused);
    put_member(line, ",\"passed_over\":", sums->passed_over);
    put_member(line, ",\"damaged\":", sums->damaged);
    put_member(line, ",\"unread\":", sums->unread);
    put_member(line, ",\"content_bytes\":", sums->content_bytes);
    put_member(line, ",\"read_bytes\":", sums->read_bytes);
    put_member(line, ",\"total_bytes\":", progress->total_bytes);
    put_member(line, ",\"milliseconds\":", sums->milliseconds);
    winnow_buffer_string(line, "}\n");
}

static void put_count(struct winnow_buffer *line, uint64_t n, const char *what)
{
    if (n == 0)
        return;
    put_member(line, ", ", n);
    winnow_buffer_string(line, what);
}

/* Of the documents that this run has read, in tenths of a MB. */
static void put_rate(const struct winnow_progress *progress,
                     struct winnow_buffer *line, const struct sums *sums)
{
    uint64_t tenths = (sums->content_bytes - progress->content_before) / 100 /
                      (sums->milliseconds + 1);

    put_member(line, ", ", tenths / 10);
    put_member(line, ".", tenths % 10);
    winnow_buffer_string(line, " MB/s");
}

static void put_time(struct winnow_buffer *line, uint64_t seconds)
{
    char text[40];

    snprintf(text, sizeof text, ", %llu:%02u:%02u left",
             (unsigned long long)(seconds / 3600),
             (unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60));
    winnow_buffer_string(line, text);
}

static void put_share(const struct winnow_progress *progress,
                      struct winnow_buffer *line, const struct sums *sums)
{
    uint64_t total = progress->total_bytes;
    uint64_t done = sums->read_bytes < total ? sums->read_bytes : total;
    uint64_t done_now = done - progress->done_before;

    if (total == 0 || done < progress->done_before)
        return;
    put_member(line, ", ", done / (total / PERCENT_OF_SHARE + 1));
    winnow_buffer_string(line, " %");
    if (done_now != 0)
        put_time(line, sums->milliseconds / 1000 * (total - done) / done_now);
}

static void write_line(struct winnow_progress *progress,
                       const struct sums *sums)
{
    struct winnow_buffer *line = &progress->line;

    winnow_buffer_string(line, "\r\033[K");
    winnow_buffer_number(line, sums->documents);
    winnow_buffer_string(line, " documents");
    put_rate(progress, line, sums);
    put_share(progress, line, sums);
    put_count(line, sums->refused, " refused");
    put_count(line, sums->damaged, " damaged");
    put_count(line, sums->unread, " unread");
    progress->is_drawn = true;
}

static void print(struct winnow_progress *progress)
{
    struct winnow_buffer *line = &progress->line;

    if (!line->failed)
        fwrite(line->data, 1, line->length_bytes, progress->file);
    fflush(progress->file);
    winnow_buffer_clear(line);
}

static void show(struct winnow_progress *progress,
                 const struct winnow_progress_now *now, uint64_t time)
{
    struct sums sums;

    progress->shown = time;
    sums = add_up(progress, now);
    if (progress->is_json)
        write_json(progress, &sums);
    else
        write_line(progress, &sums);
    print(progress);
}

void winnow_progress_show(struct winnow_progress *progress,
                          const struct winnow_progress_now *now)
{
    uint64_t time;

    if (progress->file == NULL)
        return;
    time = milliseconds_now();
    if (time - progress->shown >= EVERY_MILLISECONDS)
        show(progress, now, time);
}

void winnow_progress_end(struct winnow_progress *progress,
                         const struct winnow_progress_now *now)
{
    winnow_progress_clear(progress);
    if (progress->file != NULL && progress->is_json)
        show(progress, now, milliseconds_now());
}

void winnow_progress_clear(struct winnow_progress *progress)
{
    if (!progress->is_drawn)
        return;
    winnow_buffer_string(&progress->line, "\r\033[K");
    print(progress);
    progress->is_drawn = false;
}

void winnow_progress_free(struct winnow_progress *progress)
{
    winnow_progress_clear(progress);
    winnow_buffer_free(&progress->line);
}

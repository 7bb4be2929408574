/* A job: everything the paths give, through the workers, to the outputs, with
 * closed accounting. Memory is bounded by the largest document and the number
 * of workers.
 *
 * Reading runs ahead of writing: what was read waits in the workers and in the
 * queue of events until its turn comes. What a job writes and says is the same
 * as if each document had been done before the next was read. The state counts
 * what was delivered; a run into a directory that goes on reads past as much.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/outputs.h"
#include "batch/workers.h"

enum { EVENTS_MAX = 4096 }; /* read ahead */

struct job {
    winnow_options *options; /* a copy, its form resolved */
    winnow_source *source;
    winnow_chain *chain;
    struct winnow_workers *workers;
    struct winnow_events events;
    struct winnow_state state;
    struct winnow_outputs outputs;
    struct winnow_directory *directory; /* NULL: the output is none */
    struct winnow_beside beside;
    struct winnow_log log;
    struct winnow_progress progress;
    uint64_t file_number;      /* of the record read last */
    uint64_t n_to_drop;        /* events that an interrupted run delivered */
    enum winnow_status status; /* of what happened inside a callback */
};

/* ---- what was met, in order ---------------------------------------------- */

static enum winnow_status deliver_begin(struct job *job,
                                        const struct winnow_event *event)
{
    enum winnow_status status;

    job->state.is_input_open = true;
    if (job->directory == NULL)
        return WINNOW_OK;
    status = winnow_directory_input(job->directory, event->file.data);
    if (status != WINNOW_OK)
        return status;
    return winnow_beside_input(&job->beside, event->file.data);
}

/* Adds the counts of the input that ends. */
static enum winnow_status close_counts(struct job *job)
{
    struct winnow_state *state = &job->state;

    if (!winnow_counts_close(&state->input)) {
        winnow_log_say(&job->log, "the accounting does not close", NULL);
        return WINNOW_ERR_WRITE;
    }
    winnow_counts_add(&state->total, &state->input);
    state->input = (struct winnow_counts){.read_bytes = 0};
    return WINNOW_OK;
}

static enum winnow_status deliver_end(struct job *job,
                                      const struct winnow_event *event)
{
    struct winnow_state *state = &job->state;
    enum winnow_status status = winnow_outputs_end_input(&job->outputs);

    state->input.report.files += event->end.was_opened;
    state->input.read_bytes += event->end.read_bytes;
    if (status == WINNOW_OK && job->directory != NULL)
        status = winnow_beside_input_end(&job->beside, event->end.sha256);
    if (status == WINNOW_OK && job->directory != NULL)
        winnow_directory_input_end(job->directory);
    if (status == WINNOW_OK)
        status = close_counts(job);
    state->is_input_open = false;
    state->n_inputs++;
    state->n_events = 0;
    return status;
}

static enum winnow_status deliver_passed(struct job *job,
                                         const struct winnow_event *event)
{
    winnow_counts_passed(&job->state.input, event->passed, event->record_type,
                         event->http_status);
    job->state.commit_bytes += event->bytes;
    return WINNOW_OK;
}

/* Of a directory that cannot be read: an input of its own in the report. */
static enum winnow_status report_outside(struct job *job,
                                         const struct winnow_event *event)
{
    enum winnow_status status =
        winnow_beside_input(&job->beside, event->file.data);

    if (status == WINNOW_OK)
        status = winnow_beside_diag(&job->beside, event);
    if (status == WINNOW_OK)
        status = winnow_beside_input_end(&job->beside, "");
    return status;
}

static enum winnow_status deliver_diag(struct job *job,
                                       const struct winnow_event *event)
{
    enum winnow_status status = WINNOW_OK;
    enum winnow_loss loss = winnow_source_loss(event->diag, event->where);
    bool is_outside = !job->state.is_input_open;

    winnow_log_diag(&job->log, event->file.data, event->diag,
                    event->where.start, event->detail.data);
    winnow_counts_loss(&job->state.input, loss);
    if (job->directory != NULL && is_outside && loss != WINNOW_LOSS_NONE)
        status = report_outside(job, event);
    else if (job->directory != NULL && !is_outside)
        status = winnow_beside_diag(&job->beside, event);
    return status == WINNOW_OK && is_outside ? close_counts(job) : status;
}

/* A document's own diagnostics, with the place of its record. */
static void tell_document(struct job *job, const struct winnow_done *done)
{
    for (int i = 0; i < WINNOW_N_DIAGS; i++)
        if (done->outcome->diags.count[i] != 0)
            winnow_log_diag(&job->log, done->record->file, (enum winnow_diag)i,
                            done->record->offset, done->detail);
}

/* WINNOW_END: the oldest document is not done yet. */
static enum winnow_status deliver_document(struct job *job, bool wait)
{
    struct winnow_done done = {0};
    enum winnow_status status = winnow_workers_take(job->workers, wait, &done);

    if (status != WINNOW_OK)
        return status;
    tell_document(job, &done);
    winnow_counts_document(&job->state.input, done.record, done.outcome);
    job->state.commit_bytes +=
        done.record->content.length_bytes + done.record->line.length_bytes;
    status = winnow_outputs_write(&job->outputs, done.record, done.outcome);
    if (status == WINNOW_OK && job->directory != NULL)
        status = winnow_beside_document(&job->beside, done.record, done.outcome,
                                        done.detail);
    winnow_workers_drop(job->workers);
    return status;
}

static enum winnow_status deliver(struct job *job,
                                  const struct winnow_event *event, bool wait)
{
    if (event->file.failed || event->detail.failed)
        return WINNOW_ERR_MEMORY;
    switch (event->type) {
    case WINNOW_EVENT_BEGIN:
        return deliver_begin(job, event);
    case WINNOW_EVENT_DOCUMENT:
        return deliver_document(job, wait);
    case WINNOW_EVENT_PASSED:
        return deliver_passed(job, event);
    case WINNOW_EVENT_DIAG:
        return deliver_diag(job, event);
    case WINNOW_EVENT_END:
        return deliver_end(job, event);
    }
    return WINNOW_OK;
}

static struct winnow_progress_now progress_of(struct job *job)
{
    if (job->directory != NULL)
        job->progress.done_before = job->directory->skipped_bytes;
    return (struct winnow_progress_now){
        .total = &job->state.total,
        .input = &job->state.input,
        .read_bytes =
            job->source == NULL ? 0 : winnow_source_totals(job->source).bytes};
}

static void show_progress(struct job *job)
{
    const struct winnow_progress_now now = progress_of(job);

    winnow_progress_show(&job->progress, &now);
}

/* The oldest of what was met; WINNOW_END: there is nothing, or, where `wait` is
 * not set, it is not done yet. */
static enum winnow_status deliver_first(struct job *job, bool wait)
{
    const struct winnow_event *event = winnow_events_first(&job->events);
    enum winnow_status status;

    if (event == NULL)
        return WINNOW_END;
    job->state.n_events++;
    show_progress(job);
    status = deliver(job, event, wait);
    if (status == WINNOW_END) {
        job->state.n_events--;
        return status;
    }
    winnow_events_drop(&job->events);
    if (status == WINNOW_OK && job->directory != NULL)
        status = winnow_directory_commit(job->directory, false);
    return status;
}

/* All of it. */
static enum winnow_status deliver_all(struct job *job)
{
    enum winnow_status status;

    do
        status = deliver_first(job, true);
    while (status == WINNOW_OK);
    return status == WINNOW_END ? WINNOW_OK : status;
}

static bool has_room(const struct job *job)
{
    return winnow_workers_have_room(job->workers) &&
           winnow_events_count(&job->events) < EVENTS_MAX;
}

/* Delivers what is done, until the next record can be taken in and is needed
 * more: a worker that has nothing to do costs a core. */
static enum winnow_status make_room(struct job *job)
{
    enum winnow_status status = WINNOW_OK;

    while (status == WINNOW_OK) {
        bool is_needed = false;
        status = winnow_workers_attend(job->workers, &is_needed);
        if (status != WINNOW_OK || (is_needed && has_room(job)))
            return status;
        status = deliver_first(job, false);
        if (status != WINNOW_END)
            continue;
        if (has_room(job))
            return WINNOW_OK;
        status = winnow_workers_wait(job->workers);
        show_progress(job);
    }
    return status;
}

/* ---- reading ------------------------------------------------------------- */

/* Whether an interrupted run delivered what was met now. */
static bool was_delivered(struct job *job)
{
    if (job->directory != NULL && job->directory->n_to_skip != 0)
        return true;
    if (job->n_to_drop == 0)
        return false;
    job->n_to_drop--;
    return true;
}

/* Adds an event; NULL: it was delivered before, or there is no memory. */
static struct winnow_event *add_event(struct job *job,
                                      enum winnow_event_type type)
{
    struct winnow_event *event;

    if (was_delivered(job))
        return NULL;
    event = winnow_events_add(&job->events, type);
    if (event == NULL)
        job->status = WINNOW_ERR_MEMORY;
    return event;
}

static void on_report(void *user, const char *file, enum winnow_diag diag,
                      struct winnow_range where, const char *detail)
{
    struct job *job = user;
    struct winnow_event *event = add_event(job, WINNOW_EVENT_DIAG);

    if (event == NULL)
        return;
    event->diag = diag;
    event->where = where;
    if (!winnow_event_set(&event->file, file) ||
        !winnow_event_set(&event->detail, detail))
        job->status = WINNOW_ERR_MEMORY;
}

static enum winnow_begin on_begin(void *user, const char *file)
{
    struct job *job = user;
    enum winnow_begin begin =
        job->directory == NULL ? WINNOW_BEGIN_READ
                               : winnow_directory_begin(job->directory, file);
    struct winnow_event *event;

    if (begin == WINNOW_BEGIN_STOP)
        job->status = WINNOW_ERR_OPTION;
    if (begin != WINNOW_BEGIN_READ)
        return begin;
    event = add_event(job, WINNOW_EVENT_BEGIN);
    if (event != NULL && !winnow_event_set(&event->file, file))
        job->status = WINNOW_ERR_MEMORY;
    return WINNOW_BEGIN_READ;
}

static void on_end(void *user, const struct winnow_source_end *end)
{
    struct job *job = user;
    struct winnow_event *event = add_event(job, WINNOW_EVENT_END);

    if (event == NULL)
        return;
    event->end = *end;
    event->end.file = NULL;
}

/* Whoever waits at the other end of a pipe gets what there is. */
static void on_idle(void *user)
{
    struct job *job = user;

    if (job->workers != NULL && job->status == WINNOW_OK)
        job->status = deliver_all(job);
}

/* What a signal interrupts looks as if it ended: it is not taken in. */
static enum winnow_status read_next(struct job *job,
                                    struct winnow_record *record)
{
    const volatile sig_atomic_t *stop = job->options->stop;
    uint64_t end = job->events.end;
    enum winnow_status status =
        *stop ? WINNOW_STOPPED : winnow_source_next(job->source, record);

    if (job->status != WINNOW_OK)
        return job->status;
    if (!*stop)
        return status;
    winnow_events_cut(&job->events, end);
    return WINNOW_STOPPED;
}

/* What happens when the records of another file begin. */
static enum winnow_status start_file(struct job *job,
                                     const struct winnow_record *record)
{
    job->file_number = record->file_number;
    if (!winnow_outputs_are(&job->outputs, record->file))
        return WINNOW_OK;
    winnow_log_say(&job->log, "the output is among the inputs", record->file);
    return WINNOW_ERR_OPTION;
}

static enum winnow_status give(struct job *job,
                               const struct winnow_record *record)
{
    enum winnow_status status;

    if (add_event(job, WINNOW_EVENT_DOCUMENT) == NULL)
        return job->status;
    status = winnow_workers_give(job->workers, record,
                                 winnow_outputs_form(&job->outputs, record));
    if (status == WINNOW_ERR_USE)
        winnow_log_say(&job->log, "cannot start a worker process",
                       strerror(errno));
    return status;
}

static enum winnow_status pass_over(struct job *job,
                                    const struct winnow_record *record)
{
    struct winnow_event *event = add_event(job, WINNOW_EVENT_PASSED);

    if (event == NULL)
        return job->status;
    event->passed = record->passed;
    event->record_type = winnow_record_type(record->type);
    event->http_status = record->http_status;
    event->bytes = record->content.length_bytes;
    return WINNOW_OK;
}

static enum winnow_status take_in(struct job *job,
                                  const struct winnow_record *record)
{
    enum winnow_status status = WINNOW_OK;

    if (job->file_number != record->file_number)
        status = start_file(job, record);
    if (status != WINNOW_OK)
        return status;
    return record->passed == WINNOW_NOT_PASSED ? give(job, record)
                                               : pass_over(job, record);
}

static enum winnow_status process_all(struct job *job,
                                      struct winnow_record *record,
                                      enum winnow_status status)
{
    enum winnow_status next;

    while (status == WINNOW_OK) {
        status = take_in(job, record);
        if (status == WINNOW_OK)
            status = make_room(job);
        if (status == WINNOW_OK)
            status = read_next(job, record);
    }
    if (status != WINNOW_END && status != WINNOW_STOPPED)
        return status;
    next = deliver_all(job);
    return next == WINNOW_OK && status == WINNOW_STOPPED ? status : next;
}

/* ---- the whole ----------------------------------------------------------- */

/* What is only known once the first record was read, or where the output is a
 * directory. A single document is done in this process: a worker would cost
 * more than the page. */
static enum winnow_status resolve_options(struct job *job, bool plural)
{
    winnow_options *options = job->options;
    bool to_directory = job->directory != NULL;

    options->to = to_directory && !options->to_given && !options->explain &&
                          options->locate == NULL
                      ? WINNOW_TO_TEXT
                      : winnow_options_form(options, plural);
    options->to_given = options->to_given || !to_directory;
    options->colour = options->to == WINNOW_TO_EXPLAINED &&
                      options->output == NULL && isatty(STDOUT_FILENO) &&
                      getenv("NO_COLOR") == NULL;
    if (options->jobs < 0)
        options->jobs = plural ? winnow_count_cores() : 0;
    return winnow_options_write_given(options);
}

/* Whether writing would destroy an input that was named. */
static bool is_an_input(const char *output, const char *const *paths,
                        size_t n_paths)
{
    for (size_t i = 0; output != NULL && i < n_paths; i++)
        if (winnow_is_same_file(output, paths[i]))
            return true;
    return false;
}

/* Whether a directory would be read while it is written. */
static bool is_an_input_directory(const char *output, const char *const *paths,
                                  size_t n_paths)
{
    struct stat a, b;

    if (stat(output, &a) != 0)
        return false;
    for (size_t i = 0; i < n_paths; i++)
        if (stat(paths[i], &b) == 0 && S_ISDIR(b.st_mode) &&
            a.st_dev == b.st_dev && a.st_ino == b.st_ino)
            return true;
    return false;
}

static enum winnow_status check_options(struct job *job,
                                        const char *const *paths, size_t n)
{
    const winnow_options *options = job->options;
    char why[256];

    if (!winnow_options_agree(options, why, sizeof why)) {
        winnow_log_say(&job->log, why, NULL);
        return WINNOW_ERR_OPTION;
    }
    if (is_an_input(options->output, paths, n) ||
        is_an_input(options->ledger, paths, n) ||
        (job->directory != NULL &&
         is_an_input_directory(options->output, paths, n))) {
        winnow_log_say(&job->log, "the output is among the inputs", NULL);
        return WINNOW_ERR_OPTION;
    }
    return WINNOW_OK;
}

/* Reads the first record, by which more is known. */
static enum winnow_status begin(struct job *job, const char *const *paths,
                                size_t n_paths, struct winnow_record *record,
                                enum winnow_status *next)
{
    const struct winnow_source_user user = {.report = on_report,
                                            .begin = on_begin,
                                            .end = on_end,
                                            .idle = on_idle,
                                            .digests = job->directory != NULL,
                                            .user = job};
    enum winnow_status status =
        winnow_source_open(job->options, paths, n_paths, &user, &job->source);

    if (status != WINNOW_OK)
        return status;
    *next = read_next(job, record);
    return *next == WINNOW_OK || *next == WINNOW_END || *next == WINNOW_STOPPED
               ? WINNOW_OK
               : *next;
}

static enum winnow_status open_all(struct job *job)
{
    enum winnow_status status = winnow_chain_new(job->options, &job->chain);

    if (status == WINNOW_OK)
        status = winnow_workers_open(job->chain, job->options, &job->workers);
    if (status == WINNOW_OK)
        status = winnow_outputs_open(&job->outputs);
    if (status == WINNOW_OK && job->directory != NULL)
        status = winnow_beside_open(&job->beside);
    return status;
}

static enum winnow_status run_files(struct job *job, const char *const *paths,
                                    size_t n_paths)
{
    struct winnow_record record = {0};
    enum winnow_status next, closed;
    enum winnow_status status = begin(job, paths, n_paths, &record, &next);

    if (status == WINNOW_OK)
        status = resolve_options(job, winnow_source_is_plural(job->source));
    if (status == WINNOW_OK)
        status = open_all(job);
    if (status == WINNOW_OK)
        status = process_all(job, &record, next);
    if (status == WINNOW_ERR_OPTION)
        return status;
    closed = winnow_outputs_close(&job->outputs);
    if (status == WINNOW_STOPPED)
        winnow_log_say(&job->log,
                       "stopped; what was read is written, the rest is not",
                       NULL);
    return status == WINNOW_OK || status == WINNOW_STOPPED
               ? (closed == WINNOW_OK ? status : closed)
               : status;
}

static enum winnow_status finish_directory(struct job *job)
{
    enum winnow_status status = winnow_outputs_close(&job->outputs);

    if (status == WINNOW_OK)
        status = winnow_beside_close(&job->beside);
    return status == WINNOW_OK ? winnow_directory_finish(job->directory)
                               : status;
}

static enum winnow_status
open_directory(struct job *job, const char *const *paths, size_t n_paths)
{
    enum winnow_status status = resolve_options(job, true);
    char run[17];

    if (status == WINNOW_OK)
        status = winnow_directory_open(
            job->directory,
            winnow_options_run(job->options, paths, n_paths, run));
    job->n_to_drop = job->state.n_events;
    job->progress.content_before =
        job->state.total.content_bytes + job->state.input.content_bytes;
    return status;
}

static enum winnow_status stop_directory(struct job *job)
{
    enum winnow_status status = winnow_directory_commit(job->directory, true);

    if (status != WINNOW_OK)
        return status;
    winnow_log_say(&job->log,
                   "stopped; the same command goes on where it stopped", NULL);
    return WINNOW_STOPPED;
}

static enum winnow_status
run_directory(struct job *job, const char *const *paths, size_t n_paths)
{
    struct winnow_record record = {0};
    enum winnow_status next;
    enum winnow_status status = open_directory(job, paths, n_paths);

    if (status == WINNOW_OK && job->state.is_finished)
        return winnow_directory_finish(job->directory);
    if (status == WINNOW_OK)
        status = open_all(job);
    if (status == WINNOW_OK)
        status = begin(job, paths, n_paths, &record, &next);
    if (status == WINNOW_OK)
        status = process_all(job, &record, next);
    if (status == WINNOW_STOPPED)
        return stop_directory(job);
    return status == WINNOW_OK ? finish_directory(job) : status;
}

static void free_job(struct job *job)
{
    winnow_workers_free(job->workers);
    winnow_outputs_abandon(&job->outputs);
    winnow_beside_free(&job->beside);
    if (job->directory != NULL)
        winnow_directory_close(job->directory);
    winnow_events_free(&job->events);
    winnow_chain_free(job->chain);
    winnow_source_free(job->source);
    winnow_log_free(&job->log);
    winnow_progress_free(&job->progress);
    winnow_options_free(job->options);
}

/* What was counted when the job ended, also in the middle of an input. */
static void report(struct job *job, enum winnow_status status,
                   struct winnow_report *report)
{
    const struct winnow_progress_now now = progress_of(job);

    winnow_progress_end(&job->progress, &now);
    winnow_counts_add(&job->state.total, &job->state.input);
    *report = job->state.total.report;
    if (status != WINNOW_ERR_OPTION)
        winnow_log_accounting(&job->log, report, &job->state.total.stats);
    if (status == WINNOW_ERR_MEMORY)
        winnow_log_say(&job->log, "out of memory", NULL);
}

static void prepare(struct job *job, struct winnow_directory *directory,
                    FILE *log)
{
    if (winnow_options_mirror(job->options))
        job->directory = directory;
    job->log = (struct winnow_log){
        .file = log, .options = job->options, .progress = &job->progress};
    *directory = (struct winnow_directory){.options = job->options,
                                           .log = &job->log,
                                           .state = &job->state,
                                           .folder = -1,
                                           .journal = {.fd = -1}};
    job->beside = (struct winnow_beside){.directory = directory};
    job->outputs = (struct winnow_outputs){.options = job->options,
                                           .log = &job->log,
                                           .state = &job->state,
                                           .directory = job->directory,
                                           .beside = &job->beside};
}

enum winnow_status winnow_job_run(const winnow_options *options,
                                  const char *const *paths, size_t n_paths,
                                  FILE *log, struct winnow_report *totals)
{
    struct winnow_directory directory;
    struct job job = {.status = WINNOW_OK};
    enum winnow_status status;

    memset(totals, 0, sizeof *totals);
    status = winnow_options_copy(options, &job.options);
    if (status != WINNOW_OK) {
        if (log != NULL)
            fputs("winnow: out of memory\n", log);
        return status;
    }
    prepare(&job, &directory, log);
    job.outputs.inputs = paths;
    job.outputs.n_inputs = n_paths;
    status = check_options(&job, paths, n_paths);
    if (status == WINNOW_OK)
        winnow_progress_open(&job.progress, job.options, log, paths, n_paths);
    if (status == WINNOW_OK)
        status = job.directory == NULL ? run_files(&job, paths, n_paths)
                                       : run_directory(&job, paths, n_paths);
    report(&job, status, totals);
    free_job(&job);
    return status;
}

/* A job: everything the paths give, through the workers, to the outputs, with
 * closed accounting. Memory is bounded by the largest document and the number
 * of workers.
 *
 * Reading runs ahead of writing: what was read waits in the workers and in the
 * queue of events until its turn comes. What a job writes and says is the same
 * as if each document had been done before the next was read.
 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/events.h"
#include "batch/outputs.h"
#include "batch/workers.h"

enum { EVENTS_MAX = 4096 }; /* read ahead */

struct job {
    winnow_options *options; /* a copy, its form resolved */
    winnow_source *source;
    winnow_chain *chain;
    struct winnow_workers *workers;
    struct winnow_events events;
    struct winnow_outputs outputs;
    struct winnow_log log;
    struct winnow_stats stats;
    struct winnow_report *report;
    uint64_t file_number;      /* of the record read last */
    enum winnow_status status; /* of what happened inside a callback */
};

/* ---- documents, in order ------------------------------------------------- */

/* A document's own diagnostics, with the place of its record. */
static void tell_document(struct job *job, const struct winnow_done *done)
{
    for (int i = 0; i < WINNOW_N_DIAGS; i++) {
        enum winnow_diag diag = (enum winnow_diag)i;
        if (done->outcome->diags.count[i] == 0)
            continue;
        if (winnow_diag_severity(diag) == WINNOW_DAMAGED)
            job->report->damaged++;
        winnow_log_diag(&job->log, done->record->file, diag,
                        done->record->offset, done->detail);
    }
}

static void account_document(struct job *job,
                             const struct winnow_outcome *outcome)
{
    struct winnow_report *report = job->report;

    report->records++;
    report->documents++;
    if (outcome->is_refused) {
        report->refused++;
        return;
    }
    winnow_stats_merge(&job->stats, &outcome->stats);
    if (outcome->empty != WINNOW_NOT_EMPTY)
        report->empty++;
    else
        report->written++;
}

/* WINNOW_END: the oldest document is not done yet. */
static enum winnow_status deliver_document(struct job *job, bool wait)
{
    struct winnow_done done = {0};
    enum winnow_status status = winnow_workers_take(job->workers, wait, &done);

    if (status != WINNOW_OK)
        return status;
    tell_document(job, &done);
    account_document(job, done.outcome);
    status = winnow_outputs_write(&job->outputs, done.record, done.outcome);
    winnow_workers_drop(job->workers);
    return status;
}

static enum winnow_status deliver(struct job *job,
                                  const struct winnow_event *event, bool wait)
{
    switch (event->type) {
    case WINNOW_EVENT_DOCUMENT:
        return deliver_document(job, wait);
    case WINNOW_EVENT_PASSED:
        job->report->records++;
        job->report->passed_over++;
        job->stats.passed[event->passed]++;
        break;
    case WINNOW_EVENT_DIAG:
        winnow_log_diag(&job->log, event->file.data, event->diag, event->offset,
                        event->detail.data);
        break;
    }
    return WINNOW_OK;
}

/* What is done of what was met, and where `wait` is set all of it. */
static enum winnow_status deliver_all(struct job *job, bool wait)
{
    const struct winnow_event *event = winnow_events_first(&job->events);
    enum winnow_status status;

    for (; event != NULL; event = winnow_events_first(&job->events)) {
        status = deliver(job, event, wait);
        if (status != WINNOW_OK)
            return status == WINNOW_END ? WINNOW_OK : status;
        winnow_events_drop(&job->events);
    }
    return WINNOW_OK;
}

/* The same, until the next record can be taken in. */
static enum winnow_status make_room(struct job *job)
{
    enum winnow_status status = deliver_all(job, false);

    while (status == WINNOW_OK &&
           (!winnow_workers_have_room(job->workers) ||
            winnow_events_count(&job->events) >= EVENTS_MAX)) {
        status = winnow_workers_wait(job->workers);
        if (status == WINNOW_OK)
            status = deliver_all(job, false);
    }
    return status;
}

/* ---- reading ------------------------------------------------------------- */

static void on_report(void *user, const char *file, enum winnow_diag diag,
                      uint64_t offset, const char *detail)
{
    struct job *job = user;

    if (!winnow_events_add_diag(&job->events, file, diag, offset, detail))
        job->status = WINNOW_ERR_MEMORY;
}

/* Whoever waits at the other end of a pipe gets what there is. */
static void on_idle(void *user)
{
    struct job *job = user;

    if (job->workers != NULL && job->status == WINNOW_OK)
        job->status = deliver_all(job, true);
}

static enum winnow_status read_next(struct job *job,
                                    struct winnow_record *record)
{
    enum winnow_status status = winnow_source_next(job->source, record);

    return job->status == WINNOW_OK ? status : job->status;
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

    if (winnow_events_add(&job->events, WINNOW_EVENT_DOCUMENT) == NULL)
        return WINNOW_ERR_MEMORY;
    status = winnow_workers_give(job->workers, record,
                                 winnow_outputs_form(&job->outputs, record));
    if (status == WINNOW_ERR_USE)
        winnow_log_say(&job->log, "cannot start a worker process",
                       strerror(errno));
    return status;
}

static enum winnow_status take_in(struct job *job,
                                  const struct winnow_record *record)
{
    struct winnow_event *event;
    enum winnow_status status = WINNOW_OK;

    if (job->file_number != record->file_number)
        status = start_file(job, record);
    if (status != WINNOW_OK)
        return status;
    if (record->passed == WINNOW_NOT_PASSED)
        return give(job, record);
    event = winnow_events_add(&job->events, WINNOW_EVENT_PASSED);
    if (event == NULL)
        return WINNOW_ERR_MEMORY;
    event->passed = record->passed;
    return WINNOW_OK;
}

static enum winnow_status process_all(struct job *job,
                                      struct winnow_record *record,
                                      enum winnow_status status)
{
    while (status == WINNOW_OK) {
        status = take_in(job, record);
        if (status == WINNOW_OK)
            status = make_room(job);
        if (status == WINNOW_OK)
            status = read_next(job, record);
    }
    return status == WINNOW_END ? deliver_all(job, true) : status;
}

/* ---- the whole ----------------------------------------------------------- */

static int count_cores(void)
{
    cpu_set_t cores;

    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) != 0)
        return 1;
    return CPU_COUNT(&cores);
}

/* What is only known once the first record was read. A single document is done
 * in this process: a worker would cost more than the page. */
static enum winnow_status resolve_options(struct job *job)
{
    winnow_options *options = job->options;
    bool plural = winnow_source_is_plural(job->source);
    bool mirrors = winnow_options_mirror(options);

    options->to = mirrors && !options->to_given && !options->explain
                      ? WINNOW_TO_TEXT
                      : winnow_options_form(options, plural);
    options->to_given = options->to_given || !mirrors;
    options->colour = options->to == WINNOW_TO_EXPLAINED &&
                      options->output == NULL && isatty(STDOUT_FILENO) &&
                      getenv("NO_COLOR") == NULL;
    if (options->jobs < 0)
        options->jobs = plural ? count_cores() : 0;
    return winnow_options_write_given(options);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat sa, sb;

    return strcmp(a, "-") != 0 && strcmp(b, "-") != 0 && stat(a, &sa) == 0 &&
           stat(b, &sb) == 0 && S_ISREG(sa.st_mode) && sa.st_dev == sb.st_dev &&
           sa.st_ino == sb.st_ino;
}

/* Whether writing would destroy an input that was named. */
static bool is_an_input(const char *output, const char *const *paths,
                        size_t n_paths)
{
    if (output == NULL)
        return false;
    for (size_t i = 0; i < n_paths; i++)
        if (is_same_file(output, paths[i]))
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
        is_an_input(options->ledger, paths, n)) {
        winnow_log_say(&job->log, "the output is among the inputs", NULL);
        return WINNOW_ERR_OPTION;
    }
    return WINNOW_OK;
}

static enum winnow_status run(struct job *job, const char *const *paths,
                              size_t n_paths)
{
    const struct winnow_source_user user = {
        .report = on_report, .idle = on_idle, .user = job};
    struct winnow_record record = {0};
    enum winnow_status next, status = check_options(job, paths, n_paths);

    if (status == WINNOW_OK)
        status = winnow_source_open(job->options, paths, n_paths, &user,
                                    &job->source);
    if (status != WINNOW_OK)
        return status;
    next = read_next(job, &record);
    if (next == WINNOW_ERR_MEMORY)
        return next;
    status = resolve_options(job);
    if (status == WINNOW_OK)
        status = winnow_chain_new(job->options, &job->chain);
    if (status == WINNOW_OK)
        status = winnow_workers_open(job->chain, job->options, &job->workers);
    if (status == WINNOW_OK)
        status = winnow_outputs_open(&job->outputs);
    return status == WINNOW_OK ? process_all(job, &record, next) : status;
}

static void finish_report(struct job *job)
{
    struct winnow_source_totals totals;

    if (job->source == NULL)
        return;
    totals = winnow_source_totals(job->source);
    job->report->files = totals.files;
    job->report->unread = totals.unread;
    job->report->damaged += totals.damaged;
}

static void free_job(struct job *job)
{
    winnow_workers_free(job->workers);
    winnow_outputs_abandon(&job->outputs);
    winnow_events_free(&job->events);
    winnow_chain_free(job->chain);
    winnow_source_free(job->source);
    winnow_log_free(&job->log);
    winnow_options_free(job->options);
}

enum winnow_status winnow_job_run(const winnow_options *options,
                                  const char *const *paths, size_t n_paths,
                                  FILE *log, struct winnow_report *report)
{
    struct job job = {.report = report};
    enum winnow_status status, closed;

    memset(report, 0, sizeof *report);
    status = winnow_options_copy(options, &job.options);
    if (status != WINNOW_OK)
        return status;
    job.log = (struct winnow_log){.file = log, .options = job.options};
    job.outputs =
        (struct winnow_outputs){.options = job.options,
                                .log = &job.log,
                                .mirrors = winnow_options_mirror(job.options)};
    status = run(&job, paths, n_paths);
    if (status == WINNOW_ERR_OPTION)
        winnow_outputs_abandon(&job.outputs);
    closed = winnow_outputs_close(&job.outputs);
    if (status == WINNOW_OK)
        status = closed;
    finish_report(&job);
    if (status != WINNOW_ERR_OPTION)
        winnow_log_accounting(&job.log, report, &job.stats);
    if (status == WINNOW_ERR_MEMORY)
        winnow_log_say(&job.log, "out of memory", NULL);
    free_job(&job);
    return status;
}

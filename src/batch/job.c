/* A job: everything the paths give, through the chain, to the outputs, with
 * closed accounting. Memory is bounded by the largest document. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/mirror.h"
#include "batch/stats.h"
#include "chain.h"
#include "writer/terminal.h"

struct job {
    winnow_options *options; /* a copy, its form resolved */
    winnow_source *source;
    winnow_chain *chain;
    winnow_sink *output; /* NULL between the files of a mirror */
    winnow_sink *ledger;
    struct winnow_mirror mirror;
    bool mirrors;
    struct winnow_buffer file; /* name of the input file at hand, terminated */
    enum winnow_to to;         /* the form of `output` */
    uint64_t n_in_output;      /* documents written to it */
    struct winnow_buffer line, rendered;
    struct winnow_stats stats;
    struct winnow_report *report;
    FILE *log; /* may be NULL */
};

/* ---- what is said -------------------------------------------------------- */

static void print_line(struct job *job)
{
    winnow_buffer_byte(&job->line, '\n');
    if (job->log != NULL && !job->line.failed)
        fwrite(job->line.data, 1, job->line.length_bytes, job->log);
    winnow_buffer_clear(&job->line);
}

static void say(struct job *job, const char *sentence, const char *name)
{
    winnow_buffer_string(&job->line, "winnow: ");
    winnow_buffer_string(&job->line, sentence);
    if (name != NULL) {
        winnow_buffer_string(&job->line, ": ");
        winnow_terminal_string(&job->line, winnow_view_of(name));
    }
    print_line(job);
}

static bool is_told(const winnow_options *options, enum winnow_diag diag)
{
    switch (winnow_diag_severity(diag)) {
    case WINNOW_NOTE:
        return options->verbose >= 2;
    case WINNOW_REPAIRED:
        return options->verbose >= 1;
    default:
        return !options->quiet;
    }
}

static void tell(struct job *job, const char *file, enum winnow_diag diag,
                 uint64_t offset, const char *detail)
{
    if (!is_told(job->options, diag))
        return;
    winnow_buffer_string(&job->line, "winnow: ");
    winnow_terminal_string(&job->line, winnow_view_of(file));
    winnow_buffer_byte(&job->line, ':');
    winnow_buffer_number(&job->line, offset);
    winnow_buffer_string(&job->line, ": ");
    winnow_buffer_string(&job->line, winnow_diag_sentence(diag));
    winnow_buffer_string(&job->line, " (");
    winnow_buffer_string(&job->line, winnow_diag_name(diag));
    winnow_buffer_byte(&job->line, ')');
    if (detail != NULL && detail[0] != '\0') {
        winnow_buffer_string(&job->line, ": ");
        winnow_terminal_string(&job->line, winnow_view_of(detail));
    }
    print_line(job);
}

static void report_of_source(void *user, const char *file,
                             enum winnow_diag diag, uint64_t offset,
                             const char *detail)
{
    tell(user, file, diag, offset, detail);
}

/* A document's own diagnostics, with the place of its record. */
static void tell_document(struct job *job, const struct winnow_record *record,
                          const struct winnow_document *document)
{
    for (int i = 0; i < WINNOW_N_DIAGS; i++) {
        enum winnow_diag diag = (enum winnow_diag)i;
        if (document->diags.count[i] == 0)
            continue;
        if (winnow_diag_severity(diag) == WINNOW_DAMAGED)
            job->report->damaged++;
        tell(job, record->file, diag, record->offset, NULL);
    }
}

static void account(struct job *job, const char *name, uint64_t n,
                    const char *after)
{
    winnow_buffer_number(&job->line, n);
    winnow_buffer_byte(&job->line, ' ');
    winnow_buffer_string(&job->line, name);
    winnow_buffer_string(&job->line, after);
}

static void print_accounting(struct job *job)
{
    const struct winnow_report *report = job->report;
    bool damaged = report->damaged + report->refused + report->unread != 0;

    if (job->options->quiet)
        return;
    if (job->options->verbose == 0 && !job->options->stats && !damaged)
        return;
    winnow_buffer_string(&job->line, "winnow: ");
    account(job, "records", report->records, " = ");
    account(job, "documents", report->documents, " + ");
    account(job, "passed over", report->passed_over, "; ");
    account(job, "documents", report->documents, " = ");
    account(job, "written", report->written, " + ");
    account(job, "empty", report->empty, " + ");
    account(job, "refused", report->refused, "");
    if (report->damaged != 0) {
        winnow_buffer_string(&job->line, "; ");
        account(job, "damaged", report->damaged, "");
    }
    if (report->unread != 0) {
        winnow_buffer_string(&job->line, "; ");
        account(job, "unread", report->unread, "");
    }
    print_line(job);
    if (!job->options->stats)
        return;
    winnow_stats_print(&job->stats, report, &job->line);
    if (job->log != NULL && !job->line.failed)
        fwrite(job->line.data, 1, job->line.length_bytes, job->log);
    winnow_buffer_clear(&job->line);
}

/* ---- outputs ------------------------------------------------------------- */

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

static enum winnow_status fail_to_write(struct job *job, const char *path)
{
    const char *why = strerror(errno);

    winnow_buffer_string(&job->line, "winnow: ");
    winnow_terminal_string(&job->line,
                           winnow_view_of(path == NULL ? "-" : path));
    winnow_buffer_string(&job->line, ": cannot write: ");
    winnow_buffer_string(&job->line, why);
    print_line(job);
    return WINNOW_ERR_WRITE;
}

static enum winnow_status open_sink(struct job *job, const char *path,
                                    winnow_sink **sink)
{
    enum winnow_status status = winnow_sink_open(
        path, job->options->compression, job->options->level, sink);

    if (status == WINNOW_ERR_USE) {
        say(job, "the output is the standard input", path);
        return WINNOW_ERR_OPTION;
    }
    return status == WINNOW_OK || status == WINNOW_ERR_MEMORY
               ? status
               : fail_to_write(job, path);
}

static enum winnow_status close_sink(struct job *job, winnow_sink **sink,
                                     const char *path)
{
    enum winnow_status status;

    if (*sink == NULL)
        return WINNOW_OK;
    status = winnow_sink_close(*sink);
    *sink = NULL;
    return status == WINNOW_OK ? status : fail_to_write(job, path);
}

static enum winnow_status start_output(struct job *job, const char *path)
{
    enum winnow_status status = open_sink(job, path, &job->output);
    char config[17];

    job->n_in_output = 0;
    if (status != WINNOW_OK || job->to != WINNOW_TO_WARC)
        return status;
    winnow_buffer_clear(&job->rendered);
    winnow_render_warcinfo(&job->rendered,
                           winnow_options_config(job->options, config), path);
    status = winnow_sink_write(job->output, job->rendered.data,
                               job->rendered.length_bytes);
    if (status == WINNOW_OK)
        status = winnow_sink_end_document(job->output, true);
    return status == WINNOW_OK ? status : fail_to_write(job, path);
}

/* The form of a mirrored file: an archive, or a file that is split, holds many
 * documents. */
static enum winnow_to form_of(const struct job *job,
                              const struct winnow_record *record)
{
    bool plural = record->format == WINNOW_INPUT_WARC ||
                  record->format == WINNOW_INPUT_ARC ||
                  record->format == WINNOW_INPUT_JSONL ||
                  job->options->split_at_form_feeds;

    if (job->options->to_given || job->options->explain)
        return job->to;
    return plural ? WINNOW_TO_JSONL : WINNOW_TO_TEXT;
}

static enum winnow_status mirror_file(struct job *job,
                                      const struct winnow_record *record)
{
    enum winnow_status status;
    struct winnow_buffer path = {0};

    status = close_sink(job, &job->output, job->options->output);
    if (status != WINNOW_OK)
        return status;
    job->to = form_of(job, record);
    status = winnow_mirror_path(&job->mirror, record, job->to, &path);
    if (status == WINNOW_ERR_WRITE)
        fail_to_write(job, path.data);
    if (status == WINNOW_OK && is_same_file(path.data, record->file)) {
        errno = EEXIST;
        status = fail_to_write(job, path.data);
    }
    if (status == WINNOW_OK)
        status = start_output(job, path.data);
    winnow_buffer_free(&path);
    return status;
}

/* ---- documents ----------------------------------------------------------- */

static enum winnow_status write_ledger(struct job *job,
                                       const struct winnow_result *result)
{
    enum winnow_status status;

    if (job->ledger == NULL)
        return WINNOW_OK;
    winnow_buffer_clear(&job->rendered);
    winnow_render(&result->document, &result->origin, WINNOW_TO_LEDGER,
                  &job->rendered);
    if (job->rendered.failed)
        return WINNOW_ERR_MEMORY;
    status = winnow_sink_write(job->ledger, job->rendered.data,
                               job->rendered.length_bytes);
    if (status == WINNOW_OK)
        status = winnow_sink_end_document(job->ledger, false);
    return status == WINNOW_OK ? status
                               : fail_to_write(job, job->options->ledger);
}

static bool is_text(enum winnow_to to)
{
    return to == WINNOW_TO_TEXT || to == WINNOW_TO_MARKDOWN ||
           to == WINNOW_TO_EXPLAINED;
}

static enum winnow_status write_document(struct job *job,
                                         const struct winnow_result *result)
{
    enum winnow_status status;

    winnow_buffer_clear(&job->rendered);
    winnow_render(&result->document, &result->origin, job->to, &job->rendered);
    if (job->rendered.failed)
        return WINNOW_ERR_MEMORY;
    if (is_text(job->to) && job->rendered.length_bytes == 0)
        return write_ledger(job, result);
    if (is_text(job->to) && job->n_in_output != 0) {
        status = winnow_sink_write(job->output, "\f\n", 2);
        if (status != WINNOW_OK)
            return fail_to_write(job, job->options->output);
    }
    job->n_in_output++;
    status = winnow_sink_write(job->output, job->rendered.data,
                               job->rendered.length_bytes);
    if (status == WINNOW_OK)
        status =
            winnow_sink_end_document(job->output, job->to == WINNOW_TO_WARC);
    if (status != WINNOW_OK)
        return fail_to_write(job, job->options->output);
    return write_ledger(job, result);
}

static enum winnow_status process(struct job *job,
                                  const struct winnow_record *record)
{
    struct winnow_report *report = job->report;
    struct winnow_result *result = NULL;
    enum winnow_status status;

    report->records++;
    if (record->passed != WINNOW_NOT_PASSED) {
        report->passed_over++;
        job->stats.passed[record->passed]++;
        return WINNOW_OK;
    }
    report->documents++;
    status = winnow_chain_record(job->chain, record, &result);
    if (status != WINNOW_OK)
        return status;
    tell_document(job, record, &result->document);
    if (result->document.refused != NULL) {
        report->refused++;
        return WINNOW_OK;
    }
    winnow_stats_add(&job->stats, &result->document);
    if (result->document.empty != WINNOW_NOT_EMPTY) {
        report->empty++;
        if (job->options->skip_empty)
            return write_ledger(job, result);
    } else {
        report->written++;
    }
    return write_document(job, result);
}

/* Whether a record comes from the very file that is being written. */
static bool reads_own_output(const struct job *job,
                             const struct winnow_record *record)
{
    return (job->output != NULL && winnow_sink_is(job->output, record->file)) ||
           (job->ledger != NULL && winnow_sink_is(job->ledger, record->file));
}

/* What happens when the records of another file begin. */
static enum winnow_status start_file(struct job *job,
                                     const struct winnow_record *record)
{
    winnow_buffer_clear(&job->file);
    winnow_buffer_string(&job->file, record->file);
    winnow_buffer_byte(&job->file, '\0');
    if (job->file.failed)
        return WINNOW_ERR_MEMORY;
    if (reads_own_output(job, record)) {
        say(job, "the output is among the inputs", record->file);
        winnow_sink_abandon(job->output);
        job->output = NULL;
        return WINNOW_ERR_OPTION;
    }
    return WINNOW_OK;
}

static enum winnow_status process_all(struct job *job,
                                      struct winnow_record *record,
                                      enum winnow_status status)
{
    while (status == WINNOW_OK) {
        bool other = job->file.length_bytes == 0 ||
                     strcmp(job->file.data, record->file) != 0;
        if (other)
            status = start_file(job, record);
        if (status == WINNOW_OK && job->mirrors &&
            record->passed == WINNOW_NOT_PASSED &&
            (other || job->output == NULL))
            status = mirror_file(job, record);
        if (status == WINNOW_OK)
            status = process(job, record);
        if (status == WINNOW_OK)
            status = winnow_source_next(job->source, record);
    }
    return status == WINNOW_END ? WINNOW_OK : status;
}

/* ---- the whole ----------------------------------------------------------- */

static enum winnow_status resolve_form(struct job *job)
{
    bool plural = winnow_source_is_plural(job->source);

    job->to = winnow_options_form(job->options, plural);
    if (job->mirrors && !job->options->to_given && !job->options->explain)
        job->to = WINNOW_TO_TEXT;
    job->options->to = job->to;
    job->options->to_given = job->options->to_given || !job->mirrors;
    job->options->colour = job->to == WINNOW_TO_EXPLAINED &&
                           job->options->output == NULL &&
                           isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    return winnow_options_write_given(job->options);
}

static enum winnow_status check_outputs(struct job *job,
                                        const char *const *paths, size_t n)
{
    const winnow_options *options = job->options;
    char why[256];

    if (!winnow_options_agree(options, why, sizeof why)) {
        say(job, why, NULL);
        return WINNOW_ERR_OPTION;
    }
    if (is_an_input(options->output, paths, n) ||
        is_an_input(options->ledger, paths, n)) {
        say(job, "the output is among the inputs", NULL);
        return WINNOW_ERR_OPTION;
    }
    return WINNOW_OK;
}

static enum winnow_status run_job(struct job *job, const char *const *paths,
                                  size_t n_paths)
{
    struct winnow_record record = {0};
    enum winnow_status next, status = check_outputs(job, paths, n_paths);

    if (status == WINNOW_OK)
        status = winnow_source_open(job->options, paths, n_paths,
                                    report_of_source, job, &job->source);
    if (status != WINNOW_OK)
        return status;
    next = winnow_source_next(job->source, &record);
    if (next == WINNOW_ERR_MEMORY)
        return next;
    status = resolve_form(job);
    if (status == WINNOW_OK)
        status = winnow_chain_new(job->options, &job->chain);
    if (status == WINNOW_OK && !job->mirrors)
        status = start_output(job, job->options->output);
    if (status == WINNOW_OK && job->options->ledger != NULL)
        status = open_sink(job, job->options->ledger, &job->ledger);
    if (status == WINNOW_OK)
        status = process_all(job, &record, next);
    return status;
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

enum winnow_status winnow_job_run(const winnow_options *options,
                                  const char *const *paths, size_t n_paths,
                                  FILE *log, struct winnow_report *report)
{
    struct job job = {.report = report, .log = log};
    enum winnow_status status, closed;

    memset(report, 0, sizeof *report);
    status = winnow_options_copy(options, &job.options);
    if (status != WINNOW_OK)
        return status;
    job.mirrors = winnow_options_mirror(job.options);
    job.mirror.root = job.options->output;
    status = run_job(&job, paths, n_paths);
    closed = close_sink(&job, &job.output, job.options->output);
    if (status == WINNOW_OK)
        status = closed;
    closed = close_sink(&job, &job.ledger, job.options->ledger);
    if (status == WINNOW_OK)
        status = closed;
    finish_report(&job);
    if (status != WINNOW_ERR_OPTION)
        print_accounting(&job);
    if (status == WINNOW_ERR_MEMORY)
        say(&job, "out of memory", NULL);
    winnow_chain_free(job.chain);
    winnow_source_free(job.source);
    winnow_mirror_free(&job.mirror);
    winnow_buffer_free(&job.file);
    winnow_buffer_free(&job.line);
    winnow_buffer_free(&job.rendered);
    winnow_options_free(job.options);
    return status;
}

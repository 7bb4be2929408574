/* Lines on a job's log; see log.h. */
#include "batch/log.h"

#include <errno.h>
#include <string.h>

#include "writer/terminal.h"

static void print(struct winnow_log *log)
{
    if (log->progress != NULL)
        winnow_progress_clear(log->progress);
    if (log->file != NULL && !log->line.failed)
        fwrite(log->line.data, 1, log->line.length_bytes, log->file);
    winnow_buffer_clear(&log->line);
}

static void print_line(struct winnow_log *log)
{
    winnow_buffer_byte(&log->line, '\n');
    print(log);
}

void winnow_log_say(struct winnow_log *log, const char *sentence,
                    const char *name)
{
    winnow_buffer_string(&log->line, "winnow: ");
    winnow_buffer_string(&log->line, sentence);
    if (name != NULL) {
        winnow_buffer_string(&log->line, ": ");
        winnow_terminal_string(&log->line, winnow_view_of(name));
    }
    print_line(log);
}

void winnow_log_unwritable(struct winnow_log *log, const char *path)
{
    const char *why = strerror(errno);

    winnow_buffer_string(&log->line, "winnow: ");
    winnow_terminal_string(&log->line,
                           winnow_view_of(path == NULL ? "-" : path));
    winnow_buffer_string(&log->line, ": cannot write: ");
    winnow_buffer_string(&log->line, why);
    print_line(log);
}

/* ---- diagnostics --------------------------------------------------------- */

static bool is_told(const struct winnow_options *options, enum winnow_diag diag)
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

void winnow_log_diag(struct winnow_log *log, const char *file,
                     enum winnow_diag diag, uint64_t offset, const char *detail)
{
    struct winnow_buffer *line = &log->line;

    if (!is_told(log->options, diag))
        return;
    winnow_buffer_string(line, "winnow: ");
    winnow_terminal_string(line, winnow_view_of(file));
    winnow_buffer_byte(line, ':');
    winnow_buffer_number(line, offset);
    winnow_buffer_string(line, ": ");
    winnow_buffer_string(line, winnow_diag_sentence(diag));
    winnow_buffer_string(line, " (");
    winnow_buffer_string(line, winnow_diag_name(diag));
    winnow_buffer_byte(line, ')');
    if (detail != NULL && detail[0] != '\0') {
        winnow_buffer_string(line, ": ");
        winnow_terminal_string(line, winnow_view_of(detail));
    }
    print_line(log);
}

/* ---- accounting ---------------------------------------------------------- */

static void account(struct winnow_log *log, const char *name, uint64_t n,
                    const char *after)
{
    winnow_buffer_number(&log->line, n);
    winnow_buffer_byte(&log->line, ' ');
    winnow_buffer_string(&log->line, name);
    winnow_buffer_string(&log->line, after);
}

static void account_if_any(struct winnow_log *log, const char *name, uint64_t n)
{
    if (n == 0)
        return;
    winnow_buffer_string(&log->line, "; ");
    account(log, name, n, "");
}

static bool is_accounting_told(const struct winnow_options *options,
                               const struct winnow_report *report)
{
    if (options->quiet)
        return false;
    return options->verbose != 0 || options->stats ||
           report->damaged + report->refused + report->unread != 0;
}

void winnow_log_accounting(struct winnow_log *log,
                           const struct winnow_report *report,
                           const struct winnow_stats *stats)
{
    if (!is_accounting_told(log->options, report))
        return;
    winnow_buffer_string(&log->line, "winnow: ");
    account(log, "records", report->records, " = ");
    account(log, "documents", report->documents, " + ");
    account(log, "passed over", report->passed_over, "; ");
    account(log, "documents", report->documents, " = ");
    account(log, "written", report->written, " + ");
    account(log, "empty", report->empty, " + ");
    account(log, "refused", report->refused, "");
    account_if_any(log, "damaged", report->damaged);
    account_if_any(log, "unread", report->unread);
    print_line(log);
    if (log->options->stats)
        winnow_stats_print(stats, report, &log->line);
    print(log);
}

void winnow_log_free(struct winnow_log *log)
{
    winnow_buffer_free(&log->line);
}

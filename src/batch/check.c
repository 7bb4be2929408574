/* Verifying archives without cleaning them: their packing, their structure,
 * their digests. */
#include <errno.h>
#include <string.h>

#include "batch/log.h"
#include "hash.h"
#include "source/head.h"
#include "source/source.h"
#include "writer/terminal.h"

struct check {
    const winnow_options *options;
    winnow_source *source;
    struct winnow_log log;
    struct winnow_buffer line;
    FILE *out; /* NULL: nobody reads it */
    struct winnow_report *report;
    bool is_in_file;
    uint64_t n_records, n_right, n_unknown, n_damaged, n_unread; /* of a file */
};

/* ---- digests ------------------------------------------------------------- */

/* What follows the head of an HTTP message. */
static struct winnow_view payload_of(const struct winnow_record *record)
{
    struct winnow_view payload = record->content;
    const char *crlf, *lf, *body;

    if (record->content_is != WINNOW_CONTENT_HTTP || payload.data == NULL)
        return payload;
    crlf = memmem(payload.data, payload.length_bytes, "\r\n\r\n", 4);
    lf = memmem(payload.data, payload.length_bytes, "\n\n", 2);
    if (crlf == NULL && lf == NULL)
        return (struct winnow_view){payload.data, 0};
    body = crlf != NULL && (lf == NULL || crlf < lf) ? crlf + 4 : lf + 2;
    payload.length_bytes -= (size_t)(body - payload.data);
    payload.data = body;
    return payload;
}

/* Whether the message is in chunks: some writers take the digest of what they
 * hold. */
static bool is_chunked(const struct winnow_record *record)
{
    static const char field[] = "transfer-encoding";
    struct winnow_view head = record->content;

    head.length_bytes -= payload_of(record).length_bytes;
    for (size_t i = 0; i + sizeof field <= head.length_bytes; i++)
        if (winnow_ascii_starts(
                (struct winnow_view){head.data + i, head.length_bytes - i},
                field))
            return true;
    return false;
}

static void tell_digest(struct check *check, const struct winnow_record *record,
                        const char *of, struct winnow_view digest)
{
    struct winnow_buffer detail = {0};

    winnow_buffer_string(&detail, of);
    winnow_buffer_string(&detail, ", ");
    winnow_buffer_append(&detail, digest.data, digest.length_bytes);
    winnow_buffer_byte(&detail, '\0');
    winnow_log_diag(&check->log, record->file, WINNOW_DIAG_RECORD_DIGEST,
                    record->offset, detail.failed ? of : detail.data);
    winnow_buffer_free(&detail);
    check->n_damaged++;
}

static void verify(struct check *check, const struct winnow_record *record,
                   const char *of, struct winnow_view digest,
                   struct winnow_view bytes, bool may_be_other)
{
    if (digest.length_bytes == 0)
        return;
    switch (winnow_digest_match(digest.data, digest.length_bytes, bytes.data,
                                bytes.length_bytes)) {
    case WINNOW_DIGEST_RIGHT:
        check->n_right++;
        return;
    case WINNOW_DIGEST_UNKNOWN:
        check->n_unknown++;
        return;
    case WINNOW_DIGEST_WRONG:
        if (may_be_other)
            check->n_unknown++;
        else
            tell_digest(check, record, of, digest);
    }
}

/* A revisit has no payload but that of another record. */
static void verify_record(struct check *check,
                          const struct winnow_record *record)
{
    if (!record->is_whole) {
        check->n_unknown += record->block_digest.length_bytes != 0;
        check->n_unknown += record->payload_digest.length_bytes != 0;
        return;
    }
    verify(check, record, "block", record->block_digest, record->content,
           false);
    if (!winnow_view_is(record->type, "revisit"))
        verify(check, record, "payload", record->payload_digest,
               payload_of(record), is_chunked(record));
}

/* ---- files --------------------------------------------------------------- */

static void put_count(struct winnow_buffer *line, uint64_t n, const char *what)
{
    if (n == 0)
        return;
    winnow_buffer_string(line, ", ");
    winnow_buffer_number(line, n);
    winnow_buffer_string(line, what);
}

static void print_file(struct check *check, const char *file)
{
    struct winnow_buffer *line = &check->line;

    winnow_terminal_string(line, winnow_view_of(file));
    winnow_buffer_string(line, ": ");
    winnow_buffer_number(line, check->n_records);
    winnow_buffer_string(line, " records");
    put_count(line, check->n_right, " digests right");
    put_count(line, check->n_unknown, " digests not verified");
    put_count(line, check->n_damaged, " damaged");
    winnow_buffer_string(line, check->n_unread != 0    ? ", unread\n"
                               : check->n_damaged == 0 ? ", sound\n"
                                                       : "\n");
    if (check->out != NULL && !line->failed)
        fwrite(line->data, 1, line->length_bytes, check->out);
    winnow_buffer_clear(line);
}

/* Ends a file: its line is printed, its losses are added. */
static void end_file(struct check *check, const char *file)
{
    print_file(check, file);
    check->report->damaged += check->n_damaged;
    check->report->unread += check->n_unread;
    check->n_records = check->n_right = check->n_unknown = 0;
    check->n_damaged = check->n_unread = 0;
    check->is_in_file = false;
}

static void on_report(void *user, const char *file, enum winnow_diag diag,
                      struct winnow_range where, const char *detail)
{
    struct check *check = user;
    enum winnow_loss loss = winnow_source_loss(diag, where);

    winnow_log_diag(&check->log, file, diag, where.start, detail);
    check->n_damaged += loss == WINNOW_LOSS_RANGE;
    check->n_unread += loss == WINNOW_LOSS_FILE;
    if (!check->is_in_file && loss != WINNOW_LOSS_NONE)
        end_file(check, file);
}

static enum winnow_begin on_begin(void *user, const char *file)
{
    struct check *check = user;

    (void)file;
    check->is_in_file = true;
    return WINNOW_BEGIN_READ;
}

static void on_end(void *user, const struct winnow_source_end *end)
{
    struct check *check = user;

    check->report->files += end->was_opened;
    end_file(check, end->file);
}

static void count(struct check *check, const struct winnow_record *record)
{
    struct winnow_report *report = check->report;

    check->n_records++;
    report->records++;
    if (record->passed != WINNOW_NOT_PASSED) {
        report->passed_over++;
        return;
    }
    report->documents++;
    if (record->refused != NULL)
        report->refused++;
    else
        report->written++;
}

/* ---- the whole ----------------------------------------------------------- */

static enum winnow_status read_all(struct check *check)
{
    struct winnow_record record;
    enum winnow_status status;

    while ((status = winnow_source_next(check->source, &record)) == WINNOW_OK) {
        count(check, &record);
        if (record.format == WINNOW_INPUT_WARC ||
            record.format == WINNOW_INPUT_ARC)
            verify_record(check, &record);
    }
    if (*check->options->stop)
        return WINNOW_STOPPED;
    return status == WINNOW_END ? WINNOW_OK : status;
}

static enum winnow_status flush(struct check *check)
{
    if (check->out == NULL || (fflush(check->out) == 0 && !ferror(check->out)))
        return WINNOW_OK;
    winnow_log_unwritable(&check->log, NULL);
    return WINNOW_ERR_WRITE;
}

enum winnow_status winnow_check_run(const winnow_options *options,
                                    const char *const *paths, size_t n_paths,
                                    FILE *out, FILE *log,
                                    struct winnow_report *report)
{
    struct check check = {.options = options,
                          .log = {.file = log, .options = options},
                          .out = out,
                          .report = report};
    const struct winnow_source_user user = {
        .report = on_report, .begin = on_begin, .end = on_end, .user = &check};
    enum winnow_status status;
    char why[256];

    memset(report, 0, sizeof *report);
    if (!winnow_options_agree(options, why, sizeof why)) {
        winnow_log_say(&check.log, why, NULL);
        return WINNOW_ERR_OPTION;
    }
    status = winnow_source_open(options, paths, n_paths, &user, &check.source);
    if (status == WINNOW_OK)
        status = read_all(&check);
    if (status == WINNOW_ERR_MEMORY)
        winnow_log_say(&check.log, "out of memory", NULL);
    if (status == WINNOW_OK)
        status = flush(&check);
    winnow_source_free(check.source);
    winnow_log_free(&check.log);
    winnow_buffer_free(&check.line);
    return status;
}

/* A job's outputs; see outputs.h. */
#include "batch/outputs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* ---- opening and closing ------------------------------------------------- */

static enum winnow_status fail(struct winnow_outputs *outputs, const char *path)
{
    winnow_log_unwritable(outputs->log, path);
    return WINNOW_ERR_WRITE;
}

static enum winnow_status open_sink(struct winnow_outputs *outputs,
                                    const char *path, winnow_sink **sink)
{
    const struct winnow_options *options = outputs->options;
    enum winnow_status status =
        winnow_sink_open(path, options->compression, options->level, sink);

    if (status == WINNOW_ERR_USE) {
        winnow_log_say(outputs->log, "the output is the standard input", path);
        return WINNOW_ERR_OPTION;
    }
    return status == WINNOW_OK || status == WINNOW_ERR_MEMORY
               ? status
               : fail(outputs, path);
}

static enum winnow_status close_sink(struct winnow_outputs *outputs,
                                     winnow_sink **sink, const char *path)
{
    enum winnow_status status;

    if (*sink == NULL)
        return WINNOW_OK;
    status = winnow_sink_close(*sink);
    *sink = NULL;
    return status == WINNOW_OK ? status : fail(outputs, path);
}

/* The name of the output that is open; NULL: standard output. */
static const char *name_of_output(const struct winnow_outputs *outputs)
{
    return outputs->mirrors ? outputs->path.data : outputs->options->output;
}

static enum winnow_status write_head(struct winnow_outputs *outputs)
{
    const char *path = name_of_output(outputs);
    struct winnow_buffer *head = &outputs->head;
    enum winnow_status status;
    char config[17];

    winnow_buffer_clear(head);
    winnow_render_warcinfo(
        head, winnow_options_config(outputs->options, config), path);
    if (head->failed)
        return WINNOW_ERR_MEMORY;
    status = winnow_sink_write(outputs->output, head->data, head->length_bytes);
    if (status == WINNOW_OK)
        status = winnow_sink_end_document(outputs->output, true);
    return status == WINNOW_OK ? status : fail(outputs, path);
}

static enum winnow_status start_output(struct winnow_outputs *outputs)
{
    enum winnow_status status =
        open_sink(outputs, name_of_output(outputs), &outputs->output);

    outputs->n_in_output = 0;
    if (status != WINNOW_OK || outputs->to != WINNOW_TO_WARC)
        return status;
    return write_head(outputs);
}

enum winnow_status winnow_outputs_open(struct winnow_outputs *outputs)
{
    const struct winnow_options *options = outputs->options;
    enum winnow_status status = WINNOW_OK;

    outputs->to = options->to;
    outputs->mirror.root = options->output;
    if (!outputs->mirrors)
        status = start_output(outputs);
    if (status == WINNOW_OK && options->ledger != NULL)
        status = open_sink(outputs, options->ledger, &outputs->ledger);
    return status;
}

enum winnow_status winnow_outputs_close(struct winnow_outputs *outputs)
{
    enum winnow_status output, ledger;

    output = close_sink(outputs, &outputs->output, name_of_output(outputs));
    ledger = close_sink(outputs, &outputs->ledger, outputs->options->ledger);
    winnow_outputs_abandon(outputs);
    return output == WINNOW_OK ? ledger : output;
}

void winnow_outputs_abandon(struct winnow_outputs *outputs)
{
    winnow_sink_abandon(outputs->output);
    winnow_sink_abandon(outputs->ledger);
    outputs->output = outputs->ledger = NULL;
    winnow_mirror_free(&outputs->mirror);
    winnow_buffer_free(&outputs->path);
    winnow_buffer_free(&outputs->head);
}

bool winnow_outputs_are(const struct winnow_outputs *outputs, const char *path)
{
    return (outputs->output != NULL && winnow_sink_is(outputs->output, path)) ||
           (outputs->ledger != NULL && winnow_sink_is(outputs->ledger, path));
}

/* ---- mirroring ----------------------------------------------------------- */

/* The form of a mirrored file: an archive, or a file that is split, holds many
 * documents. */
enum winnow_to winnow_outputs_form(const struct winnow_outputs *outputs,
                                   const struct winnow_record *record)
{
    bool plural = record->format == WINNOW_INPUT_WARC ||
                  record->format == WINNOW_INPUT_ARC ||
                  record->format == WINNOW_INPUT_JSONL ||
                  outputs->options->split_at_form_feeds;

    if (!outputs->mirrors || outputs->options->to_given ||
        outputs->options->explain)
        return outputs->options->to;
    return plural ? WINNOW_TO_JSONL : WINNOW_TO_TEXT;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat sa, sb;

    return strcmp(b, "-") != 0 && stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
           S_ISREG(sa.st_mode) && sa.st_dev == sb.st_dev &&
           sa.st_ino == sb.st_ino;
}

static enum winnow_status mirror_file(struct winnow_outputs *outputs,
                                      const struct winnow_record *record)
{
    struct winnow_buffer *path = &outputs->path;
    enum winnow_status status =
        close_sink(outputs, &outputs->output, name_of_output(outputs));

    if (status != WINNOW_OK)
        return status;
    outputs->file_number = record->file_number;
    outputs->to = winnow_outputs_form(outputs, record);
    status = winnow_mirror_path(&outputs->mirror, record, outputs->to, path);
    if (status == WINNOW_OK && is_same_file(path->data, record->file)) {
        errno = EEXIST;
        status = WINNOW_ERR_WRITE;
    }
    if (status == WINNOW_ERR_WRITE)
        return fail(outputs, path->data);
    return status == WINNOW_OK ? start_output(outputs) : status;
}

/* ---- documents ----------------------------------------------------------- */

static bool is_text(enum winnow_to to)
{
    return to == WINNOW_TO_TEXT || to == WINNOW_TO_MARKDOWN ||
           to == WINNOW_TO_EXPLAINED;
}

static enum winnow_status write_text(struct winnow_outputs *outputs,
                                     const struct winnow_buffer *text)
{
    enum winnow_status status = WINNOW_OK;

    if (is_text(outputs->to) && outputs->n_in_output != 0)
        status = winnow_sink_write(outputs->output, "\f\n", 2);
    outputs->n_in_output++;
    if (status == WINNOW_OK)
        status =
            winnow_sink_write(outputs->output, text->data, text->length_bytes);
    if (status == WINNOW_OK)
        status = winnow_sink_end_document(outputs->output,
                                          outputs->to == WINNOW_TO_WARC);
    return status == WINNOW_OK ? status
                               : fail(outputs, name_of_output(outputs));
}

static enum winnow_status write_ledger(struct winnow_outputs *outputs,
                                       const struct winnow_buffer *line)
{
    enum winnow_status status =
        winnow_sink_write(outputs->ledger, line->data, line->length_bytes);

    if (status == WINNOW_OK)
        status = winnow_sink_end_document(outputs->ledger, false);
    return status == WINNOW_OK ? status
                               : fail(outputs, outputs->options->ledger);
}

enum winnow_status winnow_outputs_write(struct winnow_outputs *outputs,
                                        const struct winnow_record *record,
                                        const struct winnow_outcome *outcome)
{
    enum winnow_status status = WINNOW_OK;

    if (outputs->mirrors && outputs->file_number != record->file_number)
        status = mirror_file(outputs, record);
    if (status == WINNOW_OK && outcome->is_written)
        status = write_text(outputs, &outcome->text);
    if (status == WINNOW_OK && outputs->ledger != NULL && !outcome->is_refused)
        status = write_ledger(outputs, &outcome->ledger);
    return status;
}

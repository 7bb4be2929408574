/* A job's outputs; see outputs.h. */
#include "batch/outputs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "batch/workers.h"

/* ---- which sink ---------------------------------------------------------- */

static winnow_sink *output_of(const struct winnow_outputs *outputs)
{
    return outputs->directory == NULL
               ? outputs->output
               : outputs->directory->sinks[WINNOW_SINK_OUTPUT];
}

static winnow_sink *ledger_of(const struct winnow_outputs *outputs)
{
    return outputs->directory == NULL
               ? outputs->ledger
               : outputs->directory->sinks[WINNOW_SINK_LEDGER];
}

/* The name of the output that is open; NULL: standard output. */
static const char *name_of_output(const struct winnow_outputs *outputs)
{
    return outputs->directory == NULL
               ? outputs->options->output
               : winnow_directory_output(outputs->directory);
}

static enum winnow_status fail(struct winnow_outputs *outputs, const char *path)
{
    winnow_log_unwritable(outputs->log, path);
    return WINNOW_ERR_WRITE;
}

/* ---- opening and closing ------------------------------------------------- */

static enum winnow_status open_sink(struct winnow_outputs *outputs,
                                    const char *path,
                                    enum winnow_compression compression,
                                    winnow_sink **sink)
{
    enum winnow_status status =
        winnow_sink_open(path, compression, outputs->options->level, sink);

    if (status == WINNOW_ERR_USE) {
        winnow_log_say(outputs->log, "the output is the standard input", path);
        return WINNOW_ERR_OPTION;
    }
    if (status == WINNOW_OK && winnow_have_own_cores(outputs->options))
        winnow_sink_use_thread(*sink);
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

/* What stands before the first document of an output. */
static enum winnow_status write_head(struct winnow_outputs *outputs)
{
    const char *path = name_of_output(outputs);
    struct winnow_buffer *head = &outputs->head;
    enum winnow_status status;
    char config[17];

    if (outputs->state->output_to != WINNOW_TO_WARC)
        return WINNOW_OK;
    winnow_buffer_clear(head);
    winnow_render_warcinfo(
        head, winnow_options_config(outputs->options, config), path);
    if (head->failed)
        return WINNOW_ERR_MEMORY;
    status =
        winnow_sink_write(output_of(outputs), head->data, head->length_bytes);
    if (status == WINNOW_OK)
        status = winnow_sink_end_document(output_of(outputs), true);
    return status == WINNOW_OK ? status : fail(outputs, path);
}

static enum winnow_status open_files(struct winnow_outputs *outputs)
{
    const struct winnow_options *options = outputs->options;
    enum winnow_status status;

    status = open_sink(outputs, options->output, options->compression,
                       &outputs->output);
    if (status == WINNOW_OK)
        status = write_head(outputs);
    if (status == WINNOW_OK && options->ledger != NULL)
        status = open_sink(outputs, options->ledger, WINNOW_COMPRESS_BY_NAME,
                           &outputs->ledger);
    return status;
}

static enum winnow_status create_ledger(struct winnow_outputs *outputs)
{
    const char *name = outputs->options->ledger;

    if (name == NULL)
        return WINNOW_OK;
    return winnow_directory_create(outputs->directory, WINNOW_SINK_LEDGER, name,
                                   winnow_compression_by_name(name));
}

/* In a directory outputs are opened when they have their first document, but
 * for one that was open when the run was interrupted. */
static enum winnow_status open_in_directory(struct winnow_outputs *outputs)
{
    const char *name = winnow_directory_output(outputs->directory);
    enum winnow_status status = create_ledger(outputs);

    if (status != WINNOW_OK || name == NULL)
        return status;
    return winnow_directory_create(
        outputs->directory, WINNOW_SINK_OUTPUT, name,
        winnow_options_compression(outputs->options, name));
}

enum winnow_status winnow_outputs_open(struct winnow_outputs *outputs)
{
    if (outputs->directory != NULL)
        return open_in_directory(outputs);
    outputs->state->output_to = outputs->options->to;
    return open_files(outputs);
}

static enum winnow_status complete_output(struct winnow_outputs *outputs)
{
    const char *name = winnow_directory_output(outputs->directory);

    if (name == NULL)
        return WINNOW_OK;
    return winnow_directory_complete(outputs->directory, WINNOW_SINK_OUTPUT,
                                     name);
}

enum winnow_status winnow_outputs_close(struct winnow_outputs *outputs)
{
    const char *ledger_name = outputs->options->ledger;
    enum winnow_status output, ledger = WINNOW_OK;

    if (outputs->directory == NULL) {
        output =
            close_sink(outputs, &outputs->output, outputs->options->output);
        ledger = close_sink(outputs, &outputs->ledger, ledger_name);
    } else {
        output = complete_output(outputs);
        if (output == WINNOW_OK && ledger_name != NULL)
            ledger = winnow_directory_complete(outputs->directory,
                                               WINNOW_SINK_LEDGER, ledger_name);
    }
    return output == WINNOW_OK ? ledger : output;
}

void winnow_outputs_abandon(struct winnow_outputs *outputs)
{
    winnow_sink_abandon(outputs->output);
    winnow_sink_abandon(outputs->ledger);
    outputs->output = outputs->ledger = NULL;
    winnow_buffer_free(&outputs->path);
    winnow_buffer_free(&outputs->head);
}

bool winnow_outputs_are(const struct winnow_outputs *outputs, const char *path)
{
    const winnow_sink *output = output_of(outputs),
                      *ledger = ledger_of(outputs);

    return (output != NULL && winnow_sink_is(output, path)) ||
           (ledger != NULL && winnow_sink_is(ledger, path));
}

/* ---- outputs of a directory ---------------------------------------------- */

/* The form of a mirrored file: an archive, or a file that is split, holds many
 * documents. */
enum winnow_to winnow_outputs_form(const struct winnow_outputs *outputs,
                                   const struct winnow_record *record)
{
    const struct winnow_options *options = outputs->options;
    bool plural = record->format == WINNOW_INPUT_WARC ||
                  record->format == WINNOW_INPUT_ARC ||
                  record->format == WINNOW_INPUT_JSONL ||
                  options->split_at_form_feeds || options->shard_bytes != 0;

    if (outputs->directory == NULL || options->to_given || options->explain ||
        options->locate != NULL)
        return options->to;
    return plural ? WINNOW_TO_JSONL : WINNOW_TO_TEXT;
}

bool winnow_is_same_file(const char *a, const char *b)
{
    struct stat sa, sb;

    return strcmp(a, "-") != 0 && strcmp(b, "-") != 0 && stat(a, &sa) == 0 &&
           S_ISREG(sa.st_mode) && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev &&
           sa.st_ino == sb.st_ino;
}

static bool is_an_input(const struct winnow_outputs *outputs, const char *name,
                        const struct winnow_record *record)
{
    struct stat status;

    if (stat(name, &status) != 0)
        return false;
    for (size_t i = 0; i < outputs->n_inputs; i++)
        if (winnow_is_same_file(name, outputs->inputs[i]))
            return true;
    return winnow_is_same_file(name, record->file);
}

static enum winnow_status find_name(struct winnow_outputs *outputs,
                                    const struct winnow_record *record,
                                    enum winnow_to to)
{
    const struct winnow_options *options = outputs->options;
    struct winnow_mirror *mirror = &outputs->directory->mirror;

    if (options->shard_bytes != 0)
        return winnow_mirror_shard(mirror, outputs->state->n_shards++, to,
                                   options->compression, &outputs->path);
    return winnow_mirror_path(mirror, record, to, options->compression,
                              &outputs->path);
}

static enum winnow_status open_output(struct winnow_outputs *outputs,
                                      const struct winnow_record *record)
{
    struct winnow_state *state = outputs->state;
    enum winnow_to to = winnow_outputs_form(outputs, record);
    enum winnow_status status = find_name(outputs, record, to);
    const char *name = outputs->path.data;

    if (status != WINNOW_OK)
        return status;
    if (is_an_input(outputs, name, record)) {
        errno = EEXIST;
        return fail(outputs, name);
    }
    state->output_to = to;
    state->n_in_output = state->shard_bytes = 0;
    state->is_output_told = false;
    status = winnow_directory_create(
        outputs->directory, WINNOW_SINK_OUTPUT, name,
        winnow_options_compression(outputs->options, name));
    return status == WINNOW_OK ? write_head(outputs) : status;
}

/* Has an output open for a document, and the report name it. */
static enum winnow_status prepare_output(struct winnow_outputs *outputs,
                                         const struct winnow_record *record)
{
    enum winnow_status status = WINNOW_OK;

    if (outputs->directory == NULL)
        return WINNOW_OK;
    if (name_of_output(outputs) == NULL)
        status = open_output(outputs, record);
    if (status != WINNOW_OK || outputs->state->is_output_told)
        return status;
    outputs->state->is_output_told = true;
    return winnow_beside_output(outputs->beside, name_of_output(outputs));
}

enum winnow_status winnow_outputs_end_input(struct winnow_outputs *outputs)
{
    outputs->state->is_output_told = false;
    if (outputs->directory == NULL || outputs->options->shard_bytes != 0)
        return WINNOW_OK;
    return complete_output(outputs);
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
    struct winnow_state *state = outputs->state;
    enum winnow_to to = (enum winnow_to)state->output_to;
    winnow_sink *sink = output_of(outputs);
    enum winnow_status status = WINNOW_OK;

    if (is_text(to) && state->n_in_output != 0)
        status = winnow_sink_write(sink, "\f\n", 2);
    state->n_in_output++;
    if (status == WINNOW_OK)
        status = winnow_sink_write(sink, text->data, text->length_bytes);
    if (status == WINNOW_OK)
        status = winnow_sink_end_document(sink, to == WINNOW_TO_WARC);
    return status == WINNOW_OK ? status
                               : fail(outputs, name_of_output(outputs));
}

static enum winnow_status write_ledger(struct winnow_outputs *outputs,
                                       const struct winnow_buffer *line)
{
    winnow_sink *sink = ledger_of(outputs);
    enum winnow_status status =
        winnow_sink_write(sink, line->data, line->length_bytes);

    if (status == WINNOW_OK)
        status = winnow_sink_end_document(sink, false);
    return status == WINNOW_OK ? status
                               : fail(outputs, outputs->options->ledger);
}

static enum winnow_status end_shard(struct winnow_outputs *outputs,
                                    const struct winnow_buffer *text)
{
    uint64_t most = outputs->options->shard_bytes;

    outputs->state->shard_bytes += text->length_bytes;
    return most != 0 && outputs->state->shard_bytes >= most
               ? complete_output(outputs)
               : WINNOW_OK;
}

enum winnow_status winnow_outputs_write(struct winnow_outputs *outputs,
                                        const struct winnow_record *record,
                                        const struct winnow_outcome *outcome)
{
    enum winnow_status status = prepare_output(outputs, record);

    if (status == WINNOW_OK && outcome->is_written)
        status = write_text(outputs, &outcome->text);
    if (status == WINNOW_OK && ledger_of(outputs) != NULL &&
        !outcome->is_refused)
        status = write_ledger(outputs, &outcome->ledger);
    if (status == WINNOW_OK && outcome->is_written)
        status = end_shard(outputs, &outcome->text);
    return status;
}

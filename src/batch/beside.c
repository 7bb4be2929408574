/* The report and the refused documents of a run into a directory; see beside.h.
 */
#include "batch/beside.h"

#include <unistd.h>

static enum winnow_status flush(struct winnow_beside *beside,
                                enum winnow_sink_use use)
{
    struct winnow_buffer *text = &beside->text;
    winnow_sink *sink = beside->directory->sinks[use];
    const struct winnow_buffer *name =
        use == WINNOW_SINK_REPORT ? &beside->report : &beside->refused;
    enum winnow_status status =
        text->failed ? WINNOW_ERR_MEMORY
                     : winnow_sink_write(sink, text->data, text->length_bytes);

    winnow_buffer_clear(text);
    if (status == WINNOW_ERR_WRITE)
        winnow_log_unwritable(beside->directory->log, name->data);
    return status;
}

static struct winnow_report_place *place_of(struct winnow_beside *beside)
{
    return &beside->directory->state->report;
}

/* ---- opening ------------------------------------------------------------- */

static enum winnow_status set_name(struct winnow_beside *beside,
                                   struct winnow_buffer *name, const char *file)
{
    winnow_mirror_root(&beside->directory->mirror, name);
    winnow_buffer_string(name, file);
    winnow_buffer_byte(name, '\0');
    return name->failed
               ? WINNOW_ERR_MEMORY
               : winnow_mirror_take(&beside->directory->mirror, name->data);
}

static enum winnow_status open_refused(struct winnow_beside *beside)
{
    beside->directory->state->has_refused = true;
    return winnow_directory_create(beside->directory, WINNOW_SINK_REFUSED,
                                   beside->refused.data, WINNOW_COMPRESS_GZIP);
}

static enum winnow_status open_report(struct winnow_beside *beside)
{
    struct winnow_directory *directory = beside->directory;
    bool is_new = directory->state->sinks[WINNOW_SINK_REPORT].stored_bytes == 0;
    enum winnow_status status =
        winnow_directory_create(directory, WINNOW_SINK_REPORT,
                                beside->report.data, WINNOW_COMPRESS_NONE);
    char config[17];

    if (status != WINNOW_OK || !is_new)
        return status;
    winnow_report_start(&beside->text,
                        winnow_options_config(directory->options, config));
    return flush(beside, WINNOW_SINK_REPORT);
}

enum winnow_status winnow_beside_open(struct winnow_beside *beside)
{
    enum winnow_status status =
        set_name(beside, &beside->report, "report.json");

    if (status == WINNOW_OK)
        status = set_name(beside, &beside->refused, "refused.warc.gz");
    if (status == WINNOW_OK)
        status = open_report(beside);
    if (status == WINNOW_OK && beside->directory->state->has_refused)
        status = open_refused(beside);
    return status;
}

/* ---- as the run goes ----------------------------------------------------- */

enum winnow_status winnow_beside_input(struct winnow_beside *beside,
                                       const char *name)
{
    winnow_report_input(&beside->text, place_of(beside), name);
    return flush(beside, WINNOW_SINK_REPORT);
}

enum winnow_status winnow_beside_output(struct winnow_beside *beside,
                                        const char *name)
{
    struct winnow_buffer *text = &beside->text;

    /* the name as it is inside the directory */
    winnow_mirror_root(&beside->directory->mirror, text);
    name += text->length_bytes;
    winnow_buffer_clear(text);
    winnow_report_output(text, place_of(beside), name);
    return flush(beside, WINNOW_SINK_REPORT);
}

enum winnow_status winnow_beside_diag(struct winnow_beside *beside,
                                      const struct winnow_event *event)
{
    winnow_report_diag(&beside->text, place_of(beside), event->diag,
                       event->where, event->detail.data);
    return flush(beside, WINNOW_SINK_REPORT);
}

/* Of records that were too large or cut short, nothing is there to be kept. */
static enum winnow_status keep_refused(struct winnow_beside *beside,
                                       const struct winnow_record *record,
                                       const struct winnow_outcome *outcome)
{
    enum winnow_status status = WINNOW_OK;

    if (record->content.length_bytes + record->line.length_bytes == 0)
        return WINNOW_OK;
    if (beside->directory->sinks[WINNOW_SINK_REFUSED] == NULL)
        status = open_refused(beside);
    if (status != WINNOW_OK)
        return status;
    winnow_render_refused(&beside->text, record,
                          winnow_diag_name(outcome->refused));
    status = flush(beside, WINNOW_SINK_REFUSED);
    return status != WINNOW_OK
               ? status
               : winnow_sink_end_document(
                     beside->directory->sinks[WINNOW_SINK_REFUSED], true);
}

enum winnow_status winnow_beside_document(struct winnow_beside *beside,
                                          const struct winnow_record *record,
                                          const struct winnow_outcome *outcome,
                                          const char *detail)
{
    enum winnow_status status;

    winnow_report_document(&beside->text, place_of(beside), record, outcome,
                           detail);
    status = flush(beside, WINNOW_SINK_REPORT);
    return status == WINNOW_OK && outcome->is_refused
               ? keep_refused(beside, record, outcome)
               : status;
}

enum winnow_status winnow_beside_input_end(struct winnow_beside *beside,
                                           const char *sha256)
{
    winnow_report_input_end(&beside->text, &beside->directory->state->input,
                            sha256);
    return flush(beside, WINNOW_SINK_REPORT);
}

/* ---- the end ------------------------------------------------------------- */

enum winnow_status winnow_beside_close(struct winnow_beside *beside)
{
    struct winnow_directory *directory = beside->directory;
    enum winnow_status status;

    winnow_report_end(&beside->text, &directory->state->total);
    status = flush(beside, WINNOW_SINK_REPORT);
    if (status == WINNOW_OK)
        status = winnow_directory_complete(directory, WINNOW_SINK_REPORT,
                                           beside->report.data);
    if (status == WINNOW_OK && directory->state->has_refused)
        return winnow_directory_complete(directory, WINNOW_SINK_REFUSED,
                                         beside->refused.data);
    /* another run's, which nothing here belongs to */
    if (status == WINNOW_OK)
        unlink(beside->refused.data);
    return status;
}

void winnow_beside_free(struct winnow_beside *beside)
{
    winnow_buffer_free(&beside->text);
    winnow_buffer_free(&beside->report);
    winnow_buffer_free(&beside->refused);
}

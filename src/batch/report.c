/* The report of a run into a directory; see report.h. */
#include "batch/report.h"

#include "json.h"

/* ---- members ------------------------------------------------------------- */

static void put_number_if_any(struct winnow_buffer *out, const char *name,
                              uint64_t number)
{
    if (number != 0)
        winnow_json_put_number(out, name, number);
}

/* ---- counts -------------------------------------------------------------- */

static void put_records(struct winnow_buffer *out,
                        const struct winnow_counts *counts)
{
    winnow_json_open_object(out, "records");
    winnow_json_put_number(out, "total", counts->report.records);
    for (uint32_t i = 0; i < WINNOW_N_RECORD_TYPES; i++)
        put_number_if_any(out, winnow_record_type_name(i), counts->types[i]);
    winnow_json_close_object(out, ",");
}

static void put_statuses(struct winnow_buffer *out,
                         const struct winnow_counts *counts)
{
    char code[8];

    winnow_json_open_object(out, "statuses");
    for (int i = 0; i < WINNOW_N_STATUSES; i++) {
        snprintf(code, sizeof code, "%d", i);
        put_number_if_any(out, code, counts->statuses[i]);
    }
    winnow_json_close_object(out, ",");
}

static void put_passed_over(struct winnow_buffer *out,
                            const struct winnow_counts *counts)
{
    winnow_json_open_object(out, "passed_over");
    winnow_json_put_number(out, "total", counts->report.passed_over);
    for (int i = 1; i < WINNOW_N_PASSED; i++)
        put_number_if_any(out, winnow_passed_name((enum winnow_passed)i),
                          counts->stats.passed[i]);
    winnow_json_close_object(out, ",");
    put_statuses(out, counts);
}

static void put_empty(struct winnow_buffer *out,
                      const struct winnow_counts *counts)
{
    winnow_json_open_object(out, "empty");
    winnow_json_put_number(out, "total", counts->report.empty);
    for (int i = 1; i < WINNOW_N_EMPTY; i++)
        put_number_if_any(out, winnow_empty_name((enum winnow_empty)i),
                          counts->stats.empty[i]);
    winnow_json_close_object(out, ",");
}

static void put_refused(struct winnow_buffer *out,
                        const struct winnow_counts *counts)
{
    winnow_json_open_object(out, "refused");
    winnow_json_put_number(out, "total", counts->report.refused);
    for (int i = 0; i < WINNOW_N_DIAGS; i++)
        put_number_if_any(out, winnow_diag_name((enum winnow_diag)i),
                          counts->refused[i]);
    winnow_json_close_object(out, ",");
}

static void put_words_of(struct winnow_buffer *out, const char *name,
                         const struct winnow_tally *tallies)
{
    winnow_json_open_object(out, name);
    for (int i = 0; i < WINNOW_N_KINDS; i++)
        put_number_if_any(out, winnow_kind_name((enum winnow_kind)i),
                          tallies[i].words);
    winnow_json_close_object(out, ",");
}

static void put_counts(struct winnow_buffer *out,
                       const struct winnow_counts *counts)
{
    put_records(out, counts);
    put_passed_over(out, counts);
    winnow_json_put_number(out, "documents", counts->report.documents);
    winnow_json_put_number(out, "written", counts->report.written);
    put_empty(out, counts);
    put_refused(out, counts);
    winnow_json_put_number(out, "damaged", counts->report.damaged);
    winnow_json_open_object(out, "bytes");
    winnow_json_put_number(out, "read", counts->read_bytes);
    winnow_json_put_number(out, "content", counts->content_bytes);
    winnow_json_put_number(out, "text", counts->text_bytes);
    winnow_json_close_object(out, ",");
    winnow_json_open_object(out, "words");
    put_words_of(out, "kept", counts->stats.kept);
    put_words_of(out, "removed", counts->stats.removed);
    winnow_json_close_object(out, ",");
}

/* ---- events -------------------------------------------------------------- */

static void open_event(struct winnow_buffer *out,
                       struct winnow_report_place *place, const char *what)
{
    winnow_buffer_string(out, place->n_events++ == 0 ? "\n  {" : ",\n  {");
    winnow_json_put_string(out, "event", what);
}

void winnow_report_output(struct winnow_buffer *out,
                          struct winnow_report_place *place, const char *name)
{
    open_event(out, place, "output");
    winnow_json_put_string(out, "file", name);
    winnow_json_close_object(out, "");
}

static void put_detail(struct winnow_buffer *out, const char *detail)
{
    if (detail != NULL && detail[0] != '\0')
        winnow_json_put_string(out, "detail", detail);
}

void winnow_report_diag(struct winnow_buffer *out,
                        struct winnow_report_place *place,
                        enum winnow_diag diag, struct winnow_range where,
                        const char *detail)
{
    static const char *const events[] = {
        [WINNOW_LOSS_RANGE] = "damaged", [WINNOW_LOSS_FILE] = "unread"};
    enum winnow_loss loss = winnow_source_loss(diag, where);

    if (loss == WINNOW_LOSS_NONE)
        return;
    open_event(out, place, events[loss]);
    winnow_json_put_string(out, "diagnostic", winnow_diag_name(diag));
    winnow_json_put_number(out, "offset", where.start);
    if (where.end > where.start)
        winnow_json_put_number(out, "length", where.end - where.start);
    put_detail(out, detail);
    winnow_json_close_object(out, "");
}

static void put_document(struct winnow_buffer *out,
                         struct winnow_report_place *place, const char *what,
                         const struct winnow_record *record,
                         enum winnow_diag diag, const char *detail)
{
    open_event(out, place, what);
    winnow_json_put_string(out, "diagnostic", winnow_diag_name(diag));
    winnow_json_put_number(out, "offset", record->offset);
    if (record->length != 0)
        winnow_json_put_number(out, "length", record->length);
    if (record->id.length_bytes != 0)
        winnow_json_put_view(out, "id", record->id);
    if (record->uri.length_bytes != 0)
        winnow_json_put_view(out, "url", record->uri);
    put_detail(out, detail);
    winnow_json_close_object(out, "");
}

void winnow_report_document(struct winnow_buffer *out,
                            struct winnow_report_place *place,
                            const struct winnow_record *record,
                            const struct winnow_outcome *outcome,
                            const char *detail)
{
    for (int i = 0; i < WINNOW_N_DIAGS; i++)
        if (outcome->diags.count[i] != 0 &&
            winnow_diag_severity((enum winnow_diag)i) == WINNOW_DAMAGED)
            put_document(out, place, "damaged", record, (enum winnow_diag)i,
                         NULL);
    if (outcome->is_refused)
        put_document(out, place, "refused", record, outcome->refused, detail);
}

/* ---- the whole ----------------------------------------------------------- */

void winnow_report_start(struct winnow_buffer *out, const char *config)
{
    winnow_buffer_byte(out, '{');
    winnow_json_put_string(out, "tool", "winnow");
    winnow_json_put_string(out, "version", winnow_version());
    winnow_json_put_string(out, "config", config);
    winnow_json_name(out, "inputs");
    winnow_buffer_byte(out, '[');
}

void winnow_report_input(struct winnow_buffer *out,
                         struct winnow_report_place *place, const char *file)
{
    winnow_buffer_string(out, place->n_inputs++ == 0 ? "\n {" : ",\n {");
    place->n_events = 0;
    winnow_json_put_string(out, "file", file);
    winnow_json_name(out, "events");
    winnow_buffer_byte(out, '[');
}

void winnow_report_input_end(struct winnow_buffer *out,
                             const struct winnow_counts *counts,
                             const char *sha256)
{
    winnow_buffer_string(out, "],");
    winnow_json_put_string(out, "sha256", sha256);
    put_counts(out, counts);
    winnow_json_close_object(out, "");
}

void winnow_report_end(struct winnow_buffer *out,
                       const struct winnow_counts *total)
{
    winnow_buffer_string(out, "],\n \"total\":{");
    winnow_json_put_number(out, "files", total->report.files);
    winnow_json_put_number(out, "unread", total->report.unread);
    put_counts(out, total);
    winnow_json_close_object(out, "}\n");
}

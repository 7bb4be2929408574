/* The metadata of a document as a member of its JSON line: the fields that have
 * no member of their own, where each field's value comes from, and with
 * --metadata=full everything that was said of any of them. */
#include "metadata.h"
#include "json.h"
#include "writer/forms.h"

static bool has_member(enum winnow_field field)
{
    return field == WINNOW_FIELD_TITLE || field == WINNOW_FIELD_AUTHOR ||
           field == WINNOW_FIELD_DATE || field == WINNOW_FIELD_LANGUAGE;
}

static void put_values(const struct winnow_document *document,
                       struct winnow_buffer *out)
{
    for (int i = 0; i < WINNOW_N_FIELDS; i++) {
        enum winnow_field field = (enum winnow_field)i;
        if (!has_member(field))
            winnow_json_put_view(out, winnow_field_name(field),
                                 document->fields[field].value);
    }
}

/* "json-ld datePublished", "text byline.line"; "" where there is no value. */
static void put_origins(const struct winnow_document *document,
                        struct winnow_buffer *out)
{
    winnow_json_open_object(out, "from");
    for (int i = 0; i < WINNOW_N_FIELDS; i++) {
        enum winnow_field field = (enum winnow_field)i;
        char from[WINNOW_FROM_BYTES];
        size_t n = winnow_field_from(document, field, from);
        winnow_json_put_view(out, winnow_field_name(field),
                             (struct winnow_view){from, n});
    }
    winnow_json_close_object(out, ",");
}

static void put_place(const struct winnow_document *document,
                      const struct winnow_candidate *candidate,
                      struct winnow_buffer *out)
{
    winnow_json_name(out, "block");
    winnow_buffer_signed(out, candidate->block < document->n_blocks
                                  ? (int)candidate->block
                                  : -1);
    winnow_buffer_byte(out, ',');
    winnow_json_name(out, "span");
    winnow_buffer_byte(out, '[');
    if (candidate->span.end > candidate->span.start) {
        winnow_buffer_number(out, candidate->span.start);
        winnow_buffer_byte(out, ',');
        winnow_buffer_number(out, candidate->span.end);
    }
    winnow_buffer_string(out, "],");
}

static void put_candidate(const struct winnow_document *document,
                          const struct winnow_candidate *candidate,
                          struct winnow_buffer *out)
{
    winnow_buffer_byte(out, '{');
    winnow_json_put_string(out, "field", winnow_field_name(candidate->field));
    winnow_json_put_view(out, "value", candidate->value);
    winnow_json_put_string(out, "source",
                           winnow_said_by_name(candidate->source));
    winnow_json_put_view(out, "name", candidate->name);
    winnow_json_put_number(out, "weight", (uint64_t)candidate->weight);
    put_place(document, candidate, out);
    winnow_json_put_string(out, "refused", candidate->refused);
    winnow_json_name(out, "chosen");
    winnow_buffer_string(out, candidate->chosen ? "true" : "false");
    winnow_buffer_byte(out, '}');
}

static void put_candidates(const struct winnow_document *document,
                           struct winnow_buffer *out)
{
    winnow_json_name(out, "candidates");
    winnow_buffer_byte(out, '[');
    for (uint32_t i = 0; i < document->n_candidates; i++) {
        if (i != 0)
            winnow_buffer_byte(out, ',');
        put_candidate(document, &document->candidates[i], out);
    }
    winnow_buffer_string(out, "],");
}

void winnow_write_metadata(const struct winnow_document *document,
                           struct winnow_buffer *out)
{
    winnow_json_open_object(out, "metadata");
    put_values(document, out);
    put_origins(document, out);
    if (document->options->full_metadata)
        put_candidates(document, out);
    winnow_json_close_object(out, ",");
}

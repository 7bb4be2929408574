/* The ledger: one line of JSON a document with the fate of its every block
 * (schema/ledger.schema.json). */
#include "json.h"
#include "writer/forms.h"

static void put_string(struct winnow_buffer *out, const char *name,
                       struct winnow_view value)
{
    winnow_buffer_string(out, name);
    winnow_json_string(out, value);
}

static void put_range(struct winnow_buffer *out, struct winnow_range range)
{
    winnow_buffer_byte(out, '[');
    winnow_buffer_number(out, range.start);
    winnow_buffer_byte(out, ',');
    winnow_buffer_number(out, range.end);
    winnow_buffer_byte(out, ']');
}

static void put_spans(struct winnow_buffer *out,
                      const struct winnow_block *block)
{
    winnow_buffer_string(out, ",\"spans\":[");
    for (uint32_t i = 0; i < block->n_spans; i++) {
        if (i != 0)
            winnow_buffer_byte(out, ',');
        put_range(out, block->spans[i]);
    }
    winnow_buffer_string(out, "],\"output\":");
    if (block->output.start == block->output.end)
        winnow_buffer_string(out, "[]");
    else
        put_range(out, block->output);
}

/* The newest first, as the block has them. */
static void put_hints(struct winnow_buffer *out,
                      const struct winnow_block *block)
{
    const struct winnow_hint *hint = block->hints;

    winnow_buffer_string(out, ",\"hints\":[");
    for (; hint != NULL; hint = hint->next) {
        put_string(out,
                   "{\"kind\":", winnow_view_of(winnow_kind_name(hint->kind)));
        winnow_buffer_string(out, ",\"strength\":");
        winnow_buffer_signed(out, hint->strength);
        put_string(out, ",\"rule\":", winnow_view_of(hint->rule));
        winnow_buffer_string(out, hint->next == NULL ? "}" : "},");
    }
    winnow_buffer_byte(out, ']');
}

static void put_block(struct winnow_buffer *out,
                      const struct winnow_block *block, bool with_text)
{
    put_string(out,
               "{\"kind\":", winnow_view_of(winnow_kind_name(block->kind)));
    winnow_buffer_string(out,
                         block->kept ? ",\"kept\":true" : ",\"kept\":false");
    put_string(out,
               ",\"form\":", winnow_view_of(winnow_kind_name(block->form)));
    put_string(out, ",\"filter\":", winnow_view_of(block->filter));
    put_string(out, ",\"rule\":", winnow_view_of(block->rule));
    winnow_buffer_string(out, block->verdict_rule != NULL
                                  ? ",\"verdict\":true"
                                  : ",\"verdict\":false");
    winnow_buffer_string(out, ",\"score\":");
    winnow_buffer_signed(out, block->score);
    put_spans(out, block);
    winnow_buffer_string(out, ",\"words\":");
    winnow_buffer_number(out, block->n_words);
    put_hints(out, block);
    if (with_text)
        put_string(out, ",\"text\":", block->text);
    winnow_buffer_byte(out, '}');
}

void winnow_write_blocks(const struct winnow_document *document,
                         struct winnow_buffer *out)
{
    winnow_buffer_byte(out, '[');
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        if (i != 0)
            winnow_buffer_byte(out, ',');
        put_block(out, &document->blocks[i], document->options->ledger_text);
    }
    winnow_buffer_byte(out, ']');
}

static const char *format_of(const struct winnow_document *document)
{
    return document->from == WINNOW_FROM_HTML   ? "html"
           : document->from == WINNOW_FROM_TEXT ? "text"
                                                : "";
}

void winnow_write_ledger(const struct winnow_document *document,
                         const struct winnow_origin *origin,
                         struct winnow_buffer *out)
{
    const struct winnow_record *record = origin == NULL ? NULL : origin->record;
    char digits[65];

    put_string(out, "{\"id\":", winnow_document_id(document, digits));
    put_string(out, ",\"url\":", document->url);
    put_string(out, ",\"file\":",
               winnow_view_of(record == NULL ? NULL : record->file));
    winnow_buffer_string(out, ",\"offset\":");
    winnow_buffer_number(out, record == NULL ? 0 : record->offset);
    put_string(out, ",\"format\":", winnow_view_of(format_of(document)));
    winnow_buffer_string(out, ",\"blocks\":");
    winnow_write_blocks(document, out);
    winnow_buffer_string(out, "}\n");
}

/* A document as one line of JSON: the same members with the same types in every
 * line, whatever is known (schema/line.schema.json). What is unknown is an
 * empty string or 0, never null, so that readers which guess a column's type
 * from its first lines guess right. */
#include "filter.h"
#include "hash.h"
#include "json.h"
#include "writer/flow.h"
#include "writer/forms.h"

/* Our members, in their order. */
static const char *const names[] = {
    "id",     "url",      "title",          "author",
    "date",   "language", "language_score", "script",
    "text",   "empty",    "source",         "cleaning",
    "ledger", "metadata"};
enum { N_NAMES = sizeof names / sizeof names[0] };

/* ---- what was known before -------------------------------------------------
 */

struct winnow_view winnow_document_id(const struct winnow_document *document,
                                      char digits[65])
{
    if (document->id.length_bytes != 0)
        return document->id;
    winnow_sha256_hex(document->body.data, document->body.length_bytes, digits);
    return winnow_view_of(digits);
}

/* How the charset was found; labels as the page wrote them, cut where they are
 * longer than any. */
static void put_trail(const struct winnow_document *document,
                      struct winnow_buffer *out)
{
    enum { LABEL_SHOWN_BYTES = 64 };
    const struct winnow_charset_trail *trail = &document->trail;

    winnow_json_put_string(out, "charset_why", trail->why);
    winnow_json_put_string(out, "charset_overruled", trail->overruled);
    winnow_json_open_object(out, "charset_said");
    for (int i = 0; i < WINNOW_N_WITNESSES; i++) {
        struct winnow_view label = trail->said[i];
        if (label.length_bytes > LABEL_SHOWN_BYTES)
            label.length_bytes = LABEL_SHOWN_BYTES;
        winnow_json_put_view(out, winnow_witness_name((enum winnow_witness)i),
                             label);
    }
    winnow_json_close_object(out, ",");
    winnow_json_put_number(out, "charset_malformed", trail->n_malformed_bytes);
}

static void put_source(const struct winnow_document *document,
                       const struct winnow_origin *origin,
                       struct winnow_buffer *out)
{
    static const struct winnow_record nothing;
    const struct winnow_record *record =
        origin == NULL || origin->record == NULL ? &nothing : origin->record;
    struct winnow_view media_type = document->media_type;
    int status = origin == NULL ? 0 : origin->http_status;

    if (media_type.length_bytes == 0)
        media_type = record->media_type;
    winnow_json_open_object(out, "source");
    winnow_json_put_string(out, "file", record->file);
    winnow_json_put_number(out, "offset", record->offset);
    winnow_json_put_number(out, "length", record->length);
    winnow_json_put_view(out, "record_id", record->id);
    winnow_json_put_view(out, "captured", record->captured);
    winnow_json_put_view(out, "media_type", media_type);
    winnow_json_put_number(out, "http_status",
                           status < 0 ? 0 : (uint64_t)status);
    winnow_json_put_view(out, "payload_digest", record->payload_digest);
    winnow_json_put_string(out, "charset", document->charset);
    winnow_json_put_string(out, "charset_from", document->charset_from);
    put_trail(document, out);
    winnow_json_put_string(out, "renderer", document->renderer);
    winnow_json_close_object(out, ",");
}

/* ---- what was done
 * ----------------------------------------------------------- */

struct tally {
    uint64_t blocks_kept, blocks_removed, words_kept, words_removed;
    uint64_t removed[WINNOW_N_KINDS]; /* words */
};

static struct tally count_blocks(const struct winnow_document *document)
{
    struct tally tally = {0};

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        if (winnow_is_written(document, block, WINNOW_TO_JSONL)) {
            tally.blocks_kept++;
            tally.words_kept += block->n_words;
            continue;
        }
        tally.blocks_removed++;
        tally.words_removed += block->n_words;
        tally.removed[block->kind] += block->n_words;
    }
    return tally;
}

static void put_diagnostics(const struct winnow_document *document,
                            struct winnow_buffer *out)
{
    winnow_json_open_object(out, "diagnostics");
    for (int i = 0; i < (int)WINNOW_DIAG_FIRST_OF_FILE; i++)
        winnow_json_put_number(out, winnow_diag_name((enum winnow_diag)i),
                               document->diags.count[i]);
    winnow_json_close_object(out, ",");
}

static void put_cleaning(const struct winnow_document *document,
                         struct winnow_buffer *out)
{
    struct tally tally = count_blocks(document);
    char config[17];

    winnow_json_open_object(out, "cleaning");
    winnow_json_put_string(out, "tool", "winnow");
    winnow_json_put_string(out, "version", winnow_version());
    winnow_json_put_string(out, "config",
                           winnow_options_config(document->options, config));
    winnow_json_put_number(out, "blocks_kept", tally.blocks_kept);
    winnow_json_put_number(out, "blocks_removed", tally.blocks_removed);
    winnow_json_put_number(out, "words_kept", tally.words_kept);
    winnow_json_put_number(out, "words_removed", tally.words_removed);
    winnow_json_open_object(out, "removed");
    for (int kind = 0; kind < WINNOW_N_KINDS; kind++)
        winnow_json_put_number(out, winnow_kind_name((enum winnow_kind)kind),
                               tally.removed[kind]);
    winnow_json_close_object(out, ",");
    winnow_json_open_object(out, "normalized");
    for (size_t i = 0; i < winnow_n_normalizers; i++)
        winnow_json_put_number(out, winnow_normalizers[i]->name,
                               document->n_changes[i]);
    winnow_json_close_object(out, ",");
    put_diagnostics(document, out);
    winnow_json_close_object(out, ",");
}

/* ---- the line
 * ------------------------------------------------------------------ */

/* The members of a JSON line that was read, but the page itself, whose place
 * the text takes, and those that ours would repeat. */
static void put_passed(const struct winnow_document *document,
                       const struct winnow_origin *origin,
                       struct winnow_buffer *out)
{
    const char *without[N_NAMES + 1];

    if (origin == NULL || origin->record == NULL ||
        origin->record->line.length_bytes == 0)
        return;
    for (size_t i = 0; i < N_NAMES; i++)
        without[i] = names[i];
    without[N_NAMES] = document->options->field;
    if (winnow_json_members(out, origin->record->line, without,
                            N_NAMES + (without[N_NAMES] != NULL)) != 0)
        winnow_buffer_byte(out, ',');
}

static void put_text(const struct winnow_document *document,
                     struct winnow_buffer *out)
{
    struct winnow_buffer text = {0};

    winnow_write_text(document, WINNOW_TO_JSONL, &text);
    winnow_json_put_view(out, "text",
                         (struct winnow_view){text.data, text.length_bytes});
    if (text.failed)
        out->failed = true;
    winnow_buffer_free(&text);
}

static const char *why_empty(const struct winnow_document *document)
{
    if (document->empty == WINNOW_NOT_EMPTY && document->refused != NULL)
        return "refused";
    return winnow_empty_name(document->empty);
}

void winnow_write_jsonl(const struct winnow_document *document,
                        const struct winnow_origin *origin,
                        struct winnow_buffer *out)
{
    char digits[65];

    winnow_buffer_byte(out, '{');
    put_passed(document, origin, out);
    winnow_json_put_view(out, "id", winnow_document_id(document, digits));
    winnow_json_put_view(out, "url", document->url);
    winnow_json_put_view(out, "title",
                         document->fields[WINNOW_FIELD_TITLE].value);
    winnow_json_put_view(out, "author",
                         document->fields[WINNOW_FIELD_AUTHOR].value);
    winnow_json_put_view(out, "date",
                         document->fields[WINNOW_FIELD_DATE].value);
    winnow_json_put_view(out, "language",
                         document->fields[WINNOW_FIELD_LANGUAGE].value);
    winnow_json_put_number(out, "language_score",
                           (uint64_t)document->language_score);
    winnow_json_put_string(out, "script", document->script);
    winnow_write_metadata(document, out);
    put_text(document, out);
    winnow_json_put_string(out, "empty", why_empty(document));
    put_source(document, origin, out);
    put_cleaning(document, out);
    if (document->options->inline_ledger) {
        winnow_json_name(out, "ledger");
        winnow_write_blocks(document, out);
        winnow_buffer_byte(out, ',');
    }
    winnow_json_close_object(out, "\n");
}

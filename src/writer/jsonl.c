/* A document as one line of JSON: the same members with the same types in every
 * line, whatever is known (schema/line.schema.json). What is unknown is an
 * empty string or 0, never null, so that readers which guess a column's type
 * from its first lines guess right. */
#include "hash.h"
#include "json.h"
#include "writer/flow.h"
#include "writer/forms.h"

/* Our members, in their order. */
static const char *const names[] = {"id",     "url",      "title", "author",
                                    "date",   "language", "language_score", "text",  "empty",
                                    "source", "cleaning", "ledger"};
enum { N_NAMES = sizeof names / sizeof names[0] };

static void put_name(struct winnow_buffer *out, const char *name)
{
    winnow_buffer_byte(out, '"');
    winnow_buffer_string(out, name);
    winnow_buffer_string(out, "\":");
}

static void put_view(struct winnow_buffer *out, const char *name,
                     struct winnow_view value)
{
    put_name(out, name);
    winnow_json_string(out, value);
    winnow_buffer_byte(out, ',');
}

static void put_string(struct winnow_buffer *out, const char *name,
                       const char *value)
{
    put_view(out, name, winnow_view_of(value));
}

static void put_number(struct winnow_buffer *out, const char *name,
                       uint64_t value)
{
    put_name(out, name);
    winnow_buffer_number(out, value);
    winnow_buffer_byte(out, ',');
}

/* Turns the comma after the last member into the closing brace. */
static void end_object(struct winnow_buffer *out)
{
    if (!out->failed)
        out->data[out->length_bytes - 1] = '}';
}

/* ---- what was known before -------------------------------------------------
 */

struct winnow_view winnow_document_id(const struct winnow_document *document,
                                      const struct winnow_origin *origin,
                                      char digits[65])
{
    if (origin != NULL && origin->id != NULL && origin->id[0] != '\0')
        return winnow_view_of(origin->id);
    winnow_sha256_hex(document->body.data, document->body.length_bytes, digits);
    return winnow_view_of(digits);
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
    put_name(out, "source");
    winnow_buffer_byte(out, '{');
    put_string(out, "file", record->file);
    put_number(out, "offset", record->offset);
    put_number(out, "length", record->length);
    put_view(out, "record_id", record->id);
    put_view(out, "captured", record->captured);
    put_view(out, "media_type", media_type);
    put_number(out, "http_status", status < 0 ? 0 : (uint64_t)status);
    put_view(out, "payload_digest", record->payload_digest);
    put_string(out, "charset", document->charset);
    put_string(out, "charset_from", document->charset_from);
    put_string(out, "renderer", document->renderer);
    end_object(out);
    winnow_buffer_byte(out, ',');
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
    put_name(out, "diagnostics");
    winnow_buffer_byte(out, '{');
    for (int i = 0; i < (int)WINNOW_DIAG_FIRST_OF_FILE; i++)
        put_number(out, winnow_diag_name((enum winnow_diag)i),
                   document->diags.count[i]);
    end_object(out);
    winnow_buffer_byte(out, ',');
}

static void put_cleaning(const struct winnow_document *document,
                         struct winnow_buffer *out)
{
    struct tally tally = count_blocks(document);
    char config[17];

    put_name(out, "cleaning");
    winnow_buffer_byte(out, '{');
    put_string(out, "tool", "winnow");
    put_string(out, "version", winnow_version());
    put_string(out, "config", winnow_options_config(document->options, config));
    put_number(out, "blocks_kept", tally.blocks_kept);
    put_number(out, "blocks_removed", tally.blocks_removed);
    put_number(out, "words_kept", tally.words_kept);
    put_number(out, "words_removed", tally.words_removed);
    put_name(out, "removed");
    winnow_buffer_byte(out, '{');
    for (int kind = 0; kind < WINNOW_N_KINDS; kind++)
        put_number(out, winnow_kind_name((enum winnow_kind)kind),
                   tally.removed[kind]);
    end_object(out);
    winnow_buffer_byte(out, ',');
    put_diagnostics(document, out);
    end_object(out);
    winnow_buffer_byte(out, ',');
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
    put_view(out, "text", (struct winnow_view){text.data, text.length_bytes});
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
    put_view(out, "id", winnow_document_id(document, origin, digits));
    put_view(out, "url", document->url);
    put_view(out, "title", document->fields[WINNOW_FIELD_TITLE].value);
    put_view(out, "author", document->fields[WINNOW_FIELD_AUTHOR].value);
    put_view(out, "date", document->fields[WINNOW_FIELD_DATE].value);
    put_view(out, "language", document->fields[WINNOW_FIELD_LANGUAGE].value);
    put_number(out, "language_score", (uint64_t)document->language_score);
    put_text(document, out);
    put_string(out, "empty", why_empty(document));
    put_source(document, origin, out);
    put_cleaning(document, out);
    if (document->options->inline_ledger) {
        put_name(out, "ledger");
        winnow_write_blocks(document, out);
        winnow_buffer_byte(out, ',');
    }
    end_object(out);
    winnow_buffer_byte(out, '\n');
}

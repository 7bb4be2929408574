/* Where bytes of a document's text come from: a line of JSON for each offset
 * that was asked for, with the character there, the block it is of, and the
 * bytes of the page that it was read from. */
#include "json.h"
#include "locate.h"
#include "writer/forms.h"

#include <stdlib.h>

static void put_range(struct winnow_buffer *out, const char *name,
                      struct winnow_range range)
{
    winnow_json_name(out, name);
    winnow_buffer_byte(out, '[');
    winnow_buffer_number(out, range.start);
    winnow_buffer_byte(out, ',');
    winnow_buffer_number(out, range.end);
    winnow_buffer_string(out, "],");
}

static struct winnow_view part_of(struct winnow_view text,
                                  struct winnow_range range)
{
    text.data += range.start;
    text.length_bytes = (size_t)(range.end - range.start);
    return text;
}

static void put_located(struct winnow_buffer *out,
                        const struct winnow_document *document,
                        struct winnow_view rendered,
                        const struct winnow_located *located)
{
    const struct winnow_block *block = &document->blocks[located->block];

    winnow_json_put_view(out, "text", part_of(rendered, located->output));
    put_range(out, "output", located->output);
    put_range(out, "source", located->source);
    winnow_json_put_view(out, "source_text",
                         part_of(document->text, located->text));
    winnow_json_put_number(out, "block", located->block);
    winnow_json_put_string(out, "kind", winnow_kind_name(block->kind));
}

static void put_offset(struct winnow_buffer *out,
                       const struct winnow_document *document,
                       struct winnow_view rendered, uint64_t offset)
{
    struct winnow_located located;
    char digits[65];

    winnow_buffer_byte(out, '{');
    winnow_json_put_view(out, "id", winnow_document_id(document, digits));
    winnow_json_put_number(out, "offset", offset);
    winnow_locate(document, rendered, offset, &located);
    if (located.block != WINNOW_NO_BLOCK)
        put_located(out, document, rendered, &located);
    winnow_json_close_object(out, "\n");
}

void winnow_write_located(const struct winnow_document *document,
                          struct winnow_buffer *out)
{
    const char *at = document->options->locate;
    struct winnow_buffer text = {0};
    struct winnow_view rendered;
    char *end;

    if (document->options->located_form == WINNOW_TO_MARKDOWN)
        winnow_write_markdown(document, &text);
    else
        winnow_write_text(document, document->options->located_form, &text);
    rendered = (struct winnow_view){text.data, text.length_bytes};
    for (; *at != '\0'; at = *end == ',' ? end + 1 : end)
        put_offset(out, document, rendered, strtoull(at, &end, 10));
    out->failed |= text.failed;
    winnow_buffer_free(&text);
}

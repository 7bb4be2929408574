/* A document as plain text: paragraphs with a blank line between, items with
 * "- " or their number, cells of a row with tabs between, code as it stands.
 * Also the one entry to all forms, winnow_render. */
#include "writer/flow.h"
#include "writer/forms.h"

#include <string.h>

enum { INDENT_COLUMNS = 2 }; /* a level of lists */

static void write_spaces(struct winnow_buffer *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        winnow_buffer_byte(out, ' ');
}

/* The text with its line breaks followed by `indent` spaces. */
static void write_lines(struct winnow_buffer *out, struct winnow_view text,
                        size_t indent)
{
    const char *at = text.data, *end = at + text.length_bytes;

    while (at != end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (line_end == NULL || indent == 0)
            line_end = end;
        winnow_buffer_append(out, at, (size_t)(line_end - at));
        at = line_end;
        if (at == end)
            break;
        winnow_buffer_byte(out, '\n');
        at++;
        if (at != end && *at != '\n')
            write_spaces(out, indent);
    }
}

/* A cell's text, in which line breaks and tabs would end the cell. */
static void write_cell(struct winnow_buffer *out, struct winnow_view text)
{
    size_t start = 0;

    for (size_t i = 0; i < text.length_bytes; i++) {
        if (text.data[i] != '\n' && text.data[i] != '\t')
            continue;
        winnow_buffer_append(out, text.data + start, i - start);
        winnow_buffer_byte(out, ' ');
        start = i + 1;
    }
    winnow_buffer_append(out, text.data + start, text.length_bytes - start);
}

static void write_joint(struct winnow_buffer *out, const struct winnow_flow *f)
{
    static const char *const joints[] = {
        [WINNOW_JOINT_FIRST] = "",  [WINNOW_JOINT_PARAGRAPH] = "\n\n",
        [WINNOW_JOINT_LINE] = "\n", [WINNOW_JOINT_CELL] = "\t",
        [WINNOW_JOINT_SPACE] = " ",
    };

    winnow_buffer_string(out, joints[f->joint]);
    for (uint32_t i = 0; i < f->n_empty_cells; i++)
        winnow_buffer_byte(out, '\t');
}

/* "- " or "12. "; returns its width. A number that is part of the text is not
 * written twice. */
static size_t write_marker(struct winnow_buffer *out,
                           const struct winnow_block *block)
{
    size_t start = out->length_bytes;

    if (block->numbered)
        return 0;
    if (block->ordinal == 0) {
        winnow_buffer_string(out, "- ");
    } else {
        winnow_buffer_number(out, block->ordinal);
        winnow_buffer_string(out, ". ");
    }
    return out->length_bytes - start;
}

static void write_in_list(struct winnow_buffer *out,
                          const struct winnow_flow *flow)
{
    size_t indent = (size_t)(flow->depth - 1) * INDENT_COLUMNS;

    if (flow->is_item) {
        indent += write_marker(out, flow->block);
    } else {
        indent += INDENT_COLUMNS;
    }
    write_lines(out, flow->text, indent);
}

static void write_block(struct winnow_buffer *out,
                        const struct winnow_flow *flow)
{
    if (flow->shape == WINNOW_KIND_TABLE && flow->block->row != 0)
        write_cell(out, flow->text);
    else if (flow->depth != 0)
        write_in_list(out, flow);
    else
        write_lines(out, flow->text, 0);
}

/* The spaces before the first line of what stands in a list. */
static size_t first_indent(const struct winnow_flow *flow)
{
    uint32_t levels = flow->is_item ? flow->depth - 1 : flow->depth;

    if (flow->depth == 0 || flow->joint == WINNOW_JOINT_SPACE ||
        flow->joint == WINNOW_JOINT_CELL)
        return 0;
    return (size_t)levels * INDENT_COLUMNS;
}

void winnow_write_text(const struct winnow_document *document,
                       enum winnow_to to, struct winnow_buffer *out)
{
    size_t origin = out->length_bytes;
    struct winnow_flow flow;

    winnow_flow_start(&flow, document, to);
    while (winnow_flow_next(&flow)) {
        size_t start;
        write_joint(out, &flow);
        write_spaces(out, first_indent(&flow));
        start = out->length_bytes - origin;
        write_block(out, &flow);
        if (flow.block != NULL)
            flow.block->output =
                (struct winnow_range){start, out->length_bytes - origin};
    }
}

static void end_line(struct winnow_buffer *out, size_t start)
{
    if (out->length_bytes != start)
        winnow_buffer_byte(out, '\n');
}

void winnow_render(const struct winnow_document *document,
                   const struct winnow_origin *origin, enum winnow_to to,
                   struct winnow_buffer *out)
{
    size_t start = out->length_bytes;

    switch (to) {
    case WINNOW_TO_TEXT:
        winnow_write_text(document, to, out);
        end_line(out, start);
        break;
    case WINNOW_TO_MARKDOWN:
        winnow_write_markdown(document, out);
        end_line(out, start);
        break;
    case WINNOW_TO_JSONL:
        winnow_write_jsonl(document, origin, out);
        break;
    case WINNOW_TO_WARC:
        winnow_write_warc(document, origin, out);
        break;
    case WINNOW_TO_LEDGER:
        winnow_write_ledger(document, origin, out);
        break;
    case WINNOW_TO_EXPLAINED:
        winnow_write_explained(document, out);
        break;
    case WINNOW_TO_LOCATED:
        winnow_write_located(document, out);
        break;
    }
}

/* A document as markdown: CommonMark 0.31 with the tables of GFM. Blocks here,
 * the text inside them in inline.c. Every line of a block stands in its
 * containers (list items, quotations), so that page text can neither end one
 * nor open one. */
#include "writer/flow.h"
#include "writer/forms.h"
#include "writer/inline.h"

enum { ORDINAL_MAX = 999999999 }; /* CommonMark's nine digits */

struct markdown {
    struct winnow_buffer *out;
    size_t origin; /* where the document starts in `out` */
    struct winnow_flow flow;
    /* Where the text of the open items starts, by depth; 0: no list. */
    size_t columns[WINNOW_LIST_LEVELS_MAX + 1];
    /* Lists that follow each other change their mark, else they were one. */
    bool other_mark[WINNOW_LIST_LEVELS_MAX + 1];
    bool is_numbered[WINNOW_LIST_LEVELS_MAX + 1];
    bool in_row, in_header;
    uint32_t n_columns, n_row_columns; /* of the table, of the row so far */
};

static void put_spaces(struct winnow_buffer *out, size_t n)
{
    while (n-- != 0)
        winnow_buffer_byte(out, ' ');
}

static bool is_cell(const struct winnow_flow *flow)
{
    return flow->shape == WINNOW_KIND_TABLE && flow->block->row != 0;
}

static struct winnow_inline_style style_of(const struct markdown *m)
{
    const struct winnow_flow *flow = &m->flow;

    return (struct winnow_inline_style){
        .starts_line = flow->joint != WINNOW_JOINT_SPACE,
        .indent = m->columns[flow->depth],
        .is_quote = flow->shape == WINNOW_KIND_QUOTE,
    };
}

/* The marks of a block that are not plain, without a copy where all are. */
static const struct winnow_mark *marks_of(const struct markdown *m,
                                          const struct winnow_block *block,
                                          uint32_t *n)
{
    struct winnow_mark *marks;
    uint32_t n_plain = 0;

    for (uint32_t i = 0; i < block->n_marks; i++)
        n_plain += block->marks[i].type == WINNOW_MARK_PLAIN;
    *n = block->n_marks - n_plain;
    if (n_plain == 0 || *n == 0)
        return block->marks;
    marks = winnow_arena_calloc(m->flow.document->arena, *n, sizeof *marks);
    *n = 0;
    for (uint32_t i = 0; i < block->n_marks; i++)
        if (block->marks[i].type != WINNOW_MARK_PLAIN)
            marks[(*n)++] = block->marks[i];
    return marks;
}

static void put_inline(struct markdown *m, struct winnow_inline_style style)
{
    const struct winnow_block *block = m->flow.block;
    const struct winnow_mark *marks = NULL;
    uint32_t n_marks = 0;

    if (block != NULL && block->text.data == m->flow.text.data)
        marks = marks_of(m, block, &n_marks);
    winnow_write_inline(m->out, m->flow.text, marks, n_marks, style);
}

/* ---- tables -----------------------------------------------------------------
 */

/* The widest row of the table that starts at the flow's cell. */
static uint32_t count_columns(const struct winnow_flow *flow)
{
    struct winnow_flow ahead = *flow;
    uint32_t most = 0, n = 0;

    do {
        if (ahead.joint == WINNOW_JOINT_LINE)
            n = 0;
        if (ahead.joint != WINNOW_JOINT_SPACE)
            n += 1 + ahead.n_empty_cells;
        if (n > most)
            most = n;
    } while (winnow_flow_next(&ahead) && is_cell(&ahead) &&
             ahead.joint != WINNOW_JOINT_PARAGRAPH);
    return most;
}

static void put_times(struct winnow_buffer *out, const char *string, uint32_t n)
{
    while (n-- != 0)
        winnow_buffer_string(out, string);
}

/* Ends the open row; the first is the header, which the delimiter row follows
 * and whose width counts for all. */
static void end_row(struct markdown *m)
{
    if (!m->in_row)
        return;
    winnow_buffer_string(m->out, " |");
    m->in_row = false;
    if (!m->in_header)
        return;
    m->in_header = false;
    put_times(m->out, "  |", m->n_columns - m->n_row_columns);
    winnow_buffer_byte(m->out, '\n');
    put_spaces(m->out, m->columns[m->flow.before_depth]);
    winnow_buffer_byte(m->out, '|');
    put_times(m->out, " --- |", m->n_columns);
}

/* What stands before a cell's text. */
static void start_cell(struct markdown *m)
{
    const struct winnow_flow *flow = &m->flow;

    if (flow->joint == WINNOW_JOINT_SPACE)
        return;
    if (flow->joint == WINNOW_JOINT_CELL) {
        winnow_buffer_string(m->out, " |");
    } else {
        winnow_buffer_byte(m->out, '|');
        m->n_row_columns = 0;
    }
    if (flow->joint == WINNOW_JOINT_FIRST ||
        flow->joint == WINNOW_JOINT_PARAGRAPH) {
        m->in_header = true;
        m->n_columns = count_columns(flow);
    }
    m->in_row = true;
    m->n_row_columns += 1 + flow->n_empty_cells;
    put_times(m->out, "  |", flow->n_empty_cells);
    winnow_buffer_byte(m->out, ' ');
}

static void put_cell(struct markdown *m)
{
    put_inline(m,
               (struct winnow_inline_style){.one_line = true, .in_cell = true});
}

/* ---- lists
 * -------------------------------------------------------------------- */

/* A list that starts under an item's text and does not count from 1 would be
 * read as more of that text (CommonMark 5.3). */
static bool needs_blank_line(const struct winnow_flow *flow)
{
    return flow->joint == WINNOW_JOINT_PARAGRAPH ||
           (flow->joint == WINNOW_JOINT_LINE && flow->depth != 0 &&
            flow->is_new_list && flow->block->ordinal > 1);
}

static void put_item_mark(struct markdown *m)
{
    const struct winnow_flow *flow = &m->flow;
    uint32_t depth = flow->depth, ordinal = flow->block->ordinal;
    size_t start = m->out->length_bytes;
    bool *other = &m->other_mark[depth];

    if (flow->is_new_list)
        *other = flow->follows_list && !*other &&
                 m->is_numbered[depth] == (ordinal != 0);
    m->is_numbered[depth] = ordinal != 0;
    if (ordinal == 0) {
        winnow_buffer_string(m->out, *other ? "* " : "- ");
    } else {
        winnow_buffer_number(m->out,
                             ordinal > ORDINAL_MAX ? ORDINAL_MAX : ordinal);
        winnow_buffer_string(m->out, *other ? ") " : ". ");
    }
    m->columns[depth] = m->columns[depth - 1] + (m->out->length_bytes - start);
}

/* ---- blocks
 * ------------------------------------------------------------------- */

static size_t longest_run_of_ticks(struct winnow_view text)
{
    size_t longest = 0, run = 0;

    for (size_t i = 0; i < text.length_bytes; i++) {
        run = text.data[i] == '`' ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

static void put_fence(struct winnow_buffer *out, size_t n_ticks)
{
    while (n_ticks-- != 0)
        winnow_buffer_byte(out, '`');
}

/* The length of the line end at `at`; 0: none. */
static size_t line_end_length(struct winnow_view text, size_t at)
{
    if (text.data[at] == '\n')
        return 1;
    if (text.data[at] != '\r')
        return 0;
    return at + 1 < text.length_bytes && text.data[at + 1] == '\n' ? 2 : 1;
}

static void put_code(struct markdown *m)
{
    struct winnow_view text = m->flow.text;
    size_t n_ticks = longest_run_of_ticks(text) + 1;
    struct winnow_inline_style style = style_of(m);
    size_t length;

    n_ticks = n_ticks < 3 ? 3 : n_ticks;
    put_fence(m->out, n_ticks);
    winnow_write_next_line(m->out, style);
    for (size_t i = 0; i < text.length_bytes; i += length == 0 ? 1 : length) {
        length = line_end_length(text, i);
        if (length == 0)
            winnow_buffer_byte(m->out, text.data[i]);
        else if (i + length < text.length_bytes)
            winnow_write_next_line(m->out, style);
    }
    winnow_write_next_line(m->out, style);
    put_fence(m->out, n_ticks);
}

static void put_heading(struct markdown *m)
{
    unsigned level = m->flow.shape == WINNOW_KIND_TITLE ? 1
                     : m->flow.block->level == 0        ? 2
                                                        : m->flow.block->level;

    for (unsigned i = 0; i < level && i < 6; i++)
        winnow_buffer_byte(m->out, '#');
    winnow_buffer_byte(m->out, ' ');
    put_inline(
        m, (struct winnow_inline_style){.one_line = true, .in_heading = true});
}

static void put_block(struct markdown *m)
{
    const struct winnow_flow *flow = &m->flow;

    if (flow->shape == WINNOW_KIND_TITLE ||
        flow->shape == WINNOW_KIND_HEADING) {
        put_heading(m);
    } else if (is_cell(flow)) {
        put_cell(m);
    } else if (flow->shape == WINNOW_KIND_CODE) {
        put_code(m);
    } else {
        if (flow->depth != 0 && flow->is_item)
            put_item_mark(m);
        put_inline(m, style_of(m));
    }
}

/* ---- joints
 * ------------------------------------------------------------------- */

static bool continues_quote(const struct winnow_flow *flow)
{
    return flow->shape == WINNOW_KIND_QUOTE && flow->before != NULL &&
           flow->before_shape == WINNOW_KIND_QUOTE &&
           flow->before_depth == flow->depth &&
           winnow_is_same_within(flow->document, flow->before, flow->block,
                                 WINNOW_TAG_BLOCKQUOTE);
}

/* The containers at the start of a block's first line. */
static void put_containers(struct markdown *m)
{
    const struct winnow_flow *flow = &m->flow;
    uint32_t depth = flow->depth;

    put_spaces(m->out,
               m->columns[depth != 0 && flow->is_item ? depth - 1 : depth]);
    if (flow->shape == WINNOW_KIND_QUOTE)
        winnow_buffer_string(m->out, "> ");
}

static void put_joint(struct markdown *m)
{
    const struct winnow_flow *flow = &m->flow;

    if (flow->joint == WINNOW_JOINT_CELL)
        return;
    if (flow->joint == WINNOW_JOINT_SPACE) {
        winnow_buffer_byte(m->out, ' ');
        return;
    }
    end_row(m);
    if (flow->joint != WINNOW_JOINT_FIRST)
        winnow_buffer_byte(m->out, '\n');
    if (needs_blank_line(flow)) {
        if (continues_quote(flow)) {
            put_spaces(m->out, m->columns[flow->depth]);
            winnow_buffer_byte(m->out, '>');
        }
        winnow_buffer_byte(m->out, '\n');
    }
    put_containers(m);
}

void winnow_write_markdown(const struct winnow_document *document,
                           struct winnow_buffer *out)
{
    struct markdown m = {.out = out, .origin = out->length_bytes};

    winnow_flow_start(&m.flow, document, WINNOW_TO_MARKDOWN);
    while (winnow_flow_next(&m.flow)) {
        size_t start;
        put_joint(&m);
        if (is_cell(&m.flow))
            start_cell(&m);
        start = out->length_bytes - m.origin;
        put_block(&m);
        if (m.flow.block != NULL)
            m.flow.block->output =
                (struct winnow_range){start, out->length_bytes - m.origin};
    }
    end_row(&m);
}

/* Tables of a capture: columns set apart by "|" or drawn lines, by tabs, or by
 * runs of blanks that stand under each other. Each cell becomes a block. */
#include "capture/cut.h"

#include "capture/characters.h"

enum separator { BY_RULE, BY_TAB, BY_GAP, N_SEPARATORS };

struct row {
    uint32_t n_cells;
    struct winnow_piece cells[WINNOW_CELLS_MOST];
};

/* The end of the separator that starts at `offset`, or `offset`. */
static size_t skip_separator(struct winnow_view text, size_t offset, size_t end,
                             enum separator separator)
{
    uint32_t n_blanks = 0;
    size_t at = offset;
    bool found = false;

    while (at < end) {
        size_t after = at;
        uint32_t character = winnow_character_at(text.data, end, &after);
        if (separator == BY_RULE && winnow_is_column_rule(character))
            found = true;
        else if (!winnow_is_blank(character))
            break;
        else if (separator == BY_TAB && character == '\t')
            found = true;
        n_blanks++;
        at = after;
    }
    if (separator == BY_GAP)
        found = n_blanks >= 2;
    return found ? at : offset;
}

static void add_cell(struct row *row, size_t start, size_t end)
{
    if (start == end)
        return;
    if (row->n_cells == WINNOW_CELLS_MOST) {
        row->cells[row->n_cells - 1].end = end;
        return;
    }
    row->cells[row->n_cells].start = start;
    row->cells[row->n_cells].end = end;
    row->n_cells++;
}

static void split(struct winnow_view text, const struct winnow_line *line,
                  enum separator separator, struct row *row)
{
    size_t start = line->start, at = line->start;

    row->n_cells = 0;
    while (at < line->end) {
        size_t after = skip_separator(text, at, line->end, separator);
        if (after > at) {
            add_cell(row, start, at);
            start = at = after;
            continue;
        }
        winnow_character_at(text.data, line->end, &at);
    }
    add_cell(row, start, line->end);
}

/* Blanks at a cell's end, and cells without ink of their own. */
static void trim_cells(struct winnow_view text, struct row *row)
{
    for (uint32_t i = 0; i < row->n_cells; i++)
        while (row->cells[i].end > row->cells[i].start &&
               (text.data[row->cells[i].end - 1] == ' ' ||
                text.data[row->cells[i].end - 1] == '\t'))
            row->cells[i].end--;
}

static bool has_separators(const struct winnow_line *line,
                           enum separator separator)
{
    if (line->is_rule)
        return false;
    switch (separator) {
    case BY_RULE:
        return line->n_column_rules >= 2 ||
               (line->n_column_rules == 1 &&
                !winnow_is_column_rule(line->first) &&
                !winnow_is_column_rule(line->last));
    case BY_TAB:
        return line->n_tabs != 0;
    default:
        return line->n_gaps != 0;
    }
}

/* Whether the second cells of two rows start, or end, in one column. */
static bool are_aligned(struct winnow_view text, const struct winnow_line *a,
                        const struct row *row_a, const struct winnow_line *b,
                        const struct row *row_b)
{
    return winnow_line_column(text, a, row_a->cells[1].start) ==
               winnow_line_column(text, b, row_b->cells[1].start) ||
           winnow_line_column(text, a, row_a->cells[1].end) ==
               winnow_line_column(text, b, row_b->cells[1].end);
}

/* A table drawn with rules of "-", "=" or lines: "|" is certain. */
static bool is_drawn(const struct winnow_line *line)
{
    return winnow_is_column_rule(line->first) || line->n_column_rules >= 2;
}

/* Whether `below` is a row of the table whose row is at `line`. */
static bool is_next_row(struct winnow_view text, const struct winnow_line *line,
                        const struct row *row, const struct winnow_line *below,
                        enum separator separator)
{
    struct row row_below;

    if (below->after_break || below->blank_lines_before != 0 ||
        !has_separators(below, separator))
        return false;
    split(text, below, separator, &row_below);
    if (row->n_cells < 2 || row_below.n_cells < 2)
        return false;
    switch (separator) {
    case BY_RULE:
        return line->n_column_rules == below->n_column_rules &&
               (is_drawn(line) || row->n_cells == row_below.n_cells);
    case BY_TAB:
        return true;
    default:
        return are_aligned(text, line, row, below, &row_below);
    }
}

/* The row below the current line, rules between passed over. */
static bool find_row_below(const struct winnow_cutter *cutter,
                           const struct row *row, enum separator separator,
                           struct winnow_line *below)
{
    if (!cutter->has_next)
        return false;
    *below = cutter->next;
    if (below->is_rule && below->blank_lines_before == 0 &&
        !winnow_line_next(cutter->text, &cutter->next, below))
        return false;
    return is_next_row(cutter->text, &cutter->line, row, below, separator);
}

static void take_row(struct winnow_cutter *cutter, struct row *row)
{
    uint32_t number = ++cutter->n_rows;

    trim_cells(cutter->text, row);
    for (uint32_t i = 0; i < row->n_cells; i++) {
        struct winnow_cut *cut = winnow_cut_open(
            cutter, row->cells[i].start, row->cells[i].end, WINNOW_KIND_TABLE);
        cut->row = number;
        if (i != 0)
            cut->blank_lines_before = 0;
    }
}

static bool take_table(struct winnow_cutter *cutter, enum separator separator)
{
    struct row row;
    struct winnow_line below;
    bool more = true;

    if (!has_separators(&cutter->line, separator))
        return false;
    split(cutter->text, &cutter->line, separator, &row);
    if (row.n_cells < 2 || !find_row_below(cutter, &row, separator, &below))
        return false;
    while (more && winnow_cut_has_room(cutter)) {
        split(cutter->text, &cutter->line, separator, &row);
        more = find_row_below(cutter, &row, separator, &below);
        take_row(cutter, &row);
        winnow_cut_advance(cutter);
        if (more && cutter->line.is_rule)
            winnow_cut_advance(cutter);
    }
    return true;
}

bool winnow_cut_table(struct winnow_cutter *cutter)
{
    for (int separator = BY_RULE; separator < N_SEPARATORS; separator++)
        if (take_table(cutter, (enum separator)separator))
            return true;
    return false;
}

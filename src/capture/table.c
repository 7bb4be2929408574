/* Tables of a capture: columns set apart by "|" or drawn lines, by tabs, or by
 * runs of blanks that stand under each other. Each cell becomes a block.
 *
 * Columns that blanks set apart may touch in one row (a cell as wide as its
 * column) and not in another: a row is split where cells of the rows above and
 * below it start, too. In a table with a drawn line between all its rows, the
 * lines of a row are one: a cell that was wrapped is joined. */
#include "capture/cut.h"

#include "capture/characters.h"
#include "filter.h"

enum separator { BY_RULE, BY_TAB, BY_GAP, N_SEPARATORS };

enum {
    ROW_OVERHANG = 16, /* columns that a row may be wider than the one above */
    CELL_WORDS_MOST = 12 /* of a cell that is split where others start */
};

struct cell {
    size_t start, end;   /* of the text */
    uint32_t column, to; /* where it starts and ends */
};

struct row {
    uint32_t n_cells;
    struct cell cells[WINNOW_CELLS_MOST];
};

/* Whether the blanks [start, end) of a line stand inside of a form's field,
 * "[      ]", or are the two that typists put after a sentence. */
static bool is_no_gap(const struct winnow_line *line, struct winnow_view text,
                      size_t start, size_t end)
{
    char before = start > line->start ? text.data[start - 1] : ' ';
    char after = end < line->end ? text.data[end] : ' ';

    if (before == '[' || before == '(' || after == ']' || after == ')')
        return true;
    return end - start == 2 &&
           (before == '.' || before == '!' || before == '?' || before == ':');
}

/* The end of the separator that starts at `offset`, or `offset`. */
static size_t skip_separator(const struct winnow_line *line,
                             struct winnow_view text, size_t offset,
                             enum separator separator)
{
    uint32_t n_blanks = 0;
    size_t at = offset;
    bool found = false;

    while (at < line->end) {
        size_t after = at;
        uint32_t character = winnow_character_at(text.data, line->end, &after);
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
        found = n_blanks >= 2 && !is_no_gap(line, text, offset, at);
    return found ? at : offset;
}

/* Passes ink of ASCII that is no separator. */
static size_t skip_ink(struct winnow_view text, size_t at, size_t end)
{
    while (at < end && text.data[at] > ' ' && text.data[at] < 0x7f &&
           text.data[at] != '|')
        at++;
    return at;
}

static void add_cell(struct row *row, const struct cell *cell)
{
    if (cell->start == cell->end)
        return;
    if (row->n_cells == WINNOW_CELLS_MOST) {
        row->cells[row->n_cells - 1].end = cell->end;
        row->cells[row->n_cells - 1].to = cell->to;
        return;
    }
    row->cells[row->n_cells++] = *cell;
}

/* Splits the line from `at` on; what stands before is of the first cell. */
static void split_from(struct winnow_view text, const struct winnow_line *line,
                       enum separator separator, size_t at, struct row *row)
{
    uint32_t column = winnow_line_column(text, line, at);
    struct cell cell = {.start = line->start, .column = line->indent};

    row->n_cells = 0;
    while (at < line->end) {
        size_t after = skip_ink(text, at, line->end);
        if (after > at) {
            column = winnow_column_behind(column, after - at);
            at = after;
            continue;
        }
        after = skip_separator(line, text, at, separator);
        if (after > at) {
            cell.end = at;
            cell.to = column;
            add_cell(row, &cell);
            for (; at < after;)
                column = winnow_column_after(
                    column, winnow_character_at(text.data, line->end, &at));
            cell.start = at;
            cell.column = column;
            continue;
        }
        column = winnow_column_after(
            column, winnow_character_at(text.data, line->end, &at));
    }
    cell.end = line->end;
    cell.to = column;
    add_cell(row, &cell);
}

/* A list's mark and the blanks behind it are no column. */
static void split(struct winnow_view text, const struct winnow_line *line,
                  enum separator separator, struct row *row)
{
    split_from(text, line, separator, winnow_cut_mark_end(text, line), row);
}

static void trim(struct winnow_view text, struct cell *cell)
{
    while (cell->end > cell->start && (text.data[cell->end - 1] == ' ' ||
                                       text.data[cell->end - 1] == '\t'))
        cell->end--;
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
        return false;
    }
}

/* ---- columns that touch -------------------------------------------------- */

/* Splits a cell where words start in columns in which cells of `like` do, the
 * first that may be one at `*k`. */
static void split_cell_like(struct winnow_view text, struct row *row,
                            struct cell cell, const struct row *like,
                            uint32_t *k)
{
    struct cell part = cell;
    uint32_t column = cell.column;
    bool after_blank = false;

    for (size_t at = cell.start; at < cell.end;) {
        size_t start = at;
        uint32_t character = winnow_character_at(text.data, cell.end, &at);
        while (*k < like->n_cells && like->cells[*k].column < column)
            ++*k;
        if (*k == like->n_cells)
            break;
        if (after_blank && !winnow_is_blank(character) &&
            like->cells[*k].column == column) {
            part.end = start;
            part.to = column;
            add_cell(row, &part);
            part.start = start;
            part.column = column;
        }
        after_blank = winnow_is_blank(character);
        column = winnow_column_after(column, character);
    }
    part.end = cell.end;
    part.to = cell.to;
    add_cell(row, &part);
}

/* Running text is no two cells that touch. */
static bool is_long(struct winnow_view text, const struct cell *cell)
{
    uint32_t n_blanks = 0;

    for (size_t i = cell->start; i < cell->end; i++)
        if (text.data[i] == ' ' && ++n_blanks >= CELL_WORDS_MOST)
            return true;
    return false;
}

/* Splits the cells of `row` where those of `like` start, if it has fewer for
 * its width. */
static void split_like(struct winnow_view text, struct row *row,
                       const struct row *like)
{
    struct row as = *row;
    uint32_t n = 0;

    while (n < like->n_cells && row->n_cells != 0 &&
           like->cells[n].column < row->cells[row->n_cells - 1].to)
        n++;
    if (n <= row->n_cells)
        return;
    row->n_cells = 0;
    for (uint32_t i = 0, k = 0; i < as.n_cells; i++)
        if (is_long(text, &as.cells[i]))
            add_cell(row, &as.cells[i]);
        else
            split_cell_like(text, row, as.cells[i], like, &k);
}

/* Whether the second cells of two rows start, or end, in one column. */
static bool are_aligned(const struct row *a, const struct row *b)
{
    return a->n_cells >= 2 && b->n_cells >= 2 &&
           (a->cells[1].column == b->cells[1].column ||
            a->cells[1].to == b->cells[1].to);
}

/* Whether all cells of both rows start in the same columns, but for the
 * first. */
static bool are_same_columns(const struct row *a, const struct row *b)
{
    if (a->n_cells < 2 || a->n_cells != b->n_cells)
        return false;
    for (uint32_t i = 1; i < a->n_cells; i++)
        if (a->cells[i].column != b->cells[i].column)
            return false;
    return true;
}

/* Whether a bullet stands before the cell's text. */
static bool has_bullet(struct winnow_view text, const struct cell *cell)
{
    size_t at = cell->start;

    return winnow_is_bullet(winnow_character_at(text.data, cell->end, &at)) &&
           at < cell->end && text.data[at] == ' ';
}

/* An item of a list is a row only where the list runs in columns. */
static bool is_item_alone(struct winnow_view text, const struct row *row)
{
    return row->n_cells >= 2 && has_bullet(text, &row->cells[0]) &&
           !has_bullet(text, &row->cells[1]);
}

/* Splits the line by its gaps: one behind what looks like a list's mark too,
 * when the row beside it has no mark and a cell where the gap ends. */
static void split_beside(struct winnow_view text,
                         const struct winnow_line *line,
                         const struct winnow_line *beside,
                         const struct row *row_beside, struct row *row)
{
    size_t mark_end = winnow_cut_mark_end(text, line);

    if (mark_end > line->start && row_beside->n_cells >= 2 &&
        winnow_cut_mark_end(text, beside) == beside->start &&
        winnow_line_column(text, line, mark_end) == row_beside->cells[1].column)
        mark_end = line->start;
    split_from(text, line, BY_GAP, mark_end, row);
    if (is_item_alone(text, row))
        row->n_cells = 0;
}

/* A row whose gaps say where the columns are, or that has cells where those of
 * the row beside it are. */
static bool is_row_beside(struct winnow_view text,
                          const struct winnow_line *line,
                          const struct winnow_line *beside,
                          const struct row *row_beside, struct row *row)
{
    split_beside(text, line, beside, row_beside, row);
    if (are_aligned(row, row_beside))
        return true;
    if (row_beside->n_cells < 2 || row->n_cells == 0 ||
        line->width > beside->width + ROW_OVERHANG ||
        winnow_ends_like_sentence(winnow_line_view(text, line)))
        return false;
    split_like(text, row, row_beside);
    return are_same_columns(row, row_beside);
}

/* ---- rows ---------------------------------------------------------------- */

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

    if (below->after_break || below->blank_lines_before != 0 || below->is_rule)
        return false;
    if (!has_separators(below, separator))
        return false;
    split(text, below, separator, &row_below);
    if (row->n_cells < 2 || row_below.n_cells < 2)
        return false;
    return separator == BY_TAB ||
           (line->n_column_rules == below->n_column_rules &&
            (is_drawn(line) || row->n_cells == row_below.n_cells));
}

/* The line below the current one that may be a row, or NULL; a rule between is
 * passed over, then it is put into `beyond`. */
static const struct winnow_line *
find_line_below(const struct winnow_cutter *cutter, struct winnow_line *beyond)
{
    const struct winnow_line *next = cutter->next;

    if (!cutter->has_next)
        return NULL;
    if (!next->is_rule || next->blank_lines_before != 0)
        return next;
    return winnow_lines_next(&cutter->lines, next, beyond) ? beyond : NULL;
}

/* ---- where a table starts ------------------------------------------------ */

/* Whether the line, without gaps, has words where the next one, which is a
 * table's row, has cells: a head as wide as its columns. */
static bool is_tight_head(const struct winnow_lines *lines,
                          const struct winnow_line *line,
                          const struct winnow_line *below,
                          const struct row *row_below)
{
    struct winnow_line third;
    struct row row;

    return line->n_words >= 2 && winnow_lines_next(lines, below, &third) &&
           third.blank_lines_before == 0 && !third.is_rule &&
           is_row_beside(lines->text, &third, below, row_below, &row) &&
           is_row_beside(lines->text, line, below, row_below, &row);
}

static bool starts_gap_table(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line, *below;
    struct winnow_line beyond;
    struct row row, row_below;

    below = find_line_below(cutter, &beyond);
    if (below == NULL || below->after_break || below->blank_lines_before != 0 ||
        below->is_rule || (line->n_gaps == 0 && below->n_gaps == 0))
        return false;
    split(cutter->text, below, BY_GAP, &row_below);
    if (line->n_gaps == 0)
        return row_below.n_cells >= 3 &&
               is_tight_head(&cutter->lines, line, below, &row_below);
    if (row_below.n_cells >= 2)
        return is_row_beside(cutter->text, line, below, &row_below, &row);
    split(cutter->text, line, BY_GAP, &row);
    return row.n_cells >= 2 && !is_item_alone(cutter->text, &row) &&
           is_row_beside(cutter->text, below, line, &row, &row_below);
}

static bool starts_drawn_table(const struct winnow_cutter *cutter,
                               enum separator separator)
{
    const struct winnow_line *line = cutter->line, *below;
    struct winnow_line beyond;
    struct row row;

    below = find_line_below(cutter, &beyond);
    if (below == NULL)
        return false;
    split(cutter->text, line, separator, &row);
    return row.n_cells >= 2 &&
           is_next_row(cutter->text, line, &row, below, separator);
}

static bool starts_table(const struct winnow_cutter *cutter,
                         enum separator separator)
{
    if (separator == BY_GAP)
        return starts_gap_table(cutter);
    return has_separators(cutter->line, separator) &&
           starts_drawn_table(cutter, separator);
}

/* ---- taking it ----------------------------------------------------------- */

/* A walk down the rows: the current one, and for columns that blanks set apart
 * the one above of most cells by its gaps alone. */
struct walk {
    struct row row, reference;
    struct winnow_line above;
};

/* Splits the current line by its gaps and by the reference; `by_gaps` gets the
 * cells by gaps alone. */
static void read_gap_row(const struct winnow_cutter *cutter,
                         const struct winnow_line *below, struct walk *walk,
                         struct row *by_gaps)
{
    struct row row_below;

    if (walk->reference.n_cells == 0 && below != NULL) {
        split(cutter->text, below, BY_GAP, &row_below);
        split_beside(cutter->text, cutter->line, below, &row_below, by_gaps);
    } else {
        split_beside(cutter->text, cutter->line, &walk->above, &walk->reference,
                     by_gaps);
    }
    walk->row = *by_gaps;
    split_like(cutter->text, &walk->row, &walk->reference);
}

/* As read_row, for columns that blanks set apart. */
static bool read_row_by_gaps(const struct winnow_cutter *cutter,
                             const struct winnow_line *below, struct walk *walk)
{
    struct row by_gaps, row_below, like_below;
    bool more = false;

    read_gap_row(cutter, below, walk, &by_gaps);
    if (below != NULL && !below->after_break &&
        below->blank_lines_before == 0 && !below->is_rule) {
        split_beside(cutter->text, below, cutter->line, &walk->row, &row_below);
        like_below = walk->row;
        split_like(cutter->text, &like_below, &row_below);
        more = is_row_beside(cutter->text, below, cutter->line, &walk->row,
                             &row_below) ||
               are_aligned(&like_below, &row_below);
        if (more)
            walk->row = like_below;
    }
    if (by_gaps.n_cells >= walk->reference.n_cells)
        walk->reference = by_gaps;
    walk->above = *cutter->line;
    return more;
}

/* The cells of the row at the current line; returns whether another follows. */
static bool read_row(const struct winnow_cutter *cutter,
                     enum separator separator, struct walk *walk)
{
    struct winnow_line beyond;
    const struct winnow_line *below = find_line_below(cutter, &beyond);

    if (separator == BY_GAP)
        return read_row_by_gaps(cutter, below, walk);
    split(cutter->text, cutter->line, separator, &walk->row);
    return below != NULL && is_next_row(cutter->text, cutter->line, &walk->row,
                                        below, separator);
}

/* The bullet of a list that runs in columns is no text of its cell. */
static void skip_bullet(struct winnow_view text, struct cell *cell)
{
    size_t at = cell->start;

    if (!has_bullet(text, cell))
        return;
    winnow_character_at(text.data, cell->end, &at);
    while (at < cell->end && text.data[at] == ' ')
        at++;
    if (at < cell->end)
        cell->start = at;
}

static void take_row(struct winnow_cutter *cutter, struct row *row)
{
    uint32_t number = ++cutter->n_rows;

    for (uint32_t i = 0; i < row->n_cells; i++) {
        struct cell *cell = &row->cells[i];
        struct winnow_cut *cut;
        trim(cutter->text, cell);
        skip_bullet(cutter->text, cell);
        cut =
            winnow_cut_open(cutter, cell->start, cell->end, WINNOW_KIND_TABLE);
        cut->row = number;
        if (i != 0)
            cut->blank_lines_before = 0;
    }
}

static void take_rows(struct winnow_cutter *cutter, enum separator separator)
{
    struct walk walk = {0};
    bool more = true;

    while (more && winnow_cut_has_room(cutter)) {
        more = read_row(cutter, separator, &walk);
        take_row(cutter, &walk.row);
        winnow_cut_advance(cutter);
        if (more && cutter->line->is_rule)
            winnow_cut_advance(cutter);
    }
}

bool winnow_cut_table(struct winnow_cutter *cutter)
{
    for (int separator = BY_RULE; separator < N_SEPARATORS; separator++) {
        if (!starts_table(cutter, (enum separator)separator))
            continue;
        take_rows(cutter, (enum separator)separator);
        return true;
    }
    return false;
}

/* Drawn boxes of a capture. In a table with a drawn line between all its rows
 * the lines of a row are one: each cell that was wrapped is joined. A box of
 * one column is no table: its lines are paragraphs without their frame. */
#include "capture/cut.h"

#include "capture/characters.h"

enum {
    LINES_SEEN_MOST = 1000, /* of a table, to tell how it is drawn */
    ROW_LINES_MOST = 64,
    ROWS_LEAST = 3, /* a line under the head and one at the end are of a table
                       whose lines are rows */
    NEAR_EDGE = 12
};

struct part {
    size_t start, end;
};

/* The lines of one row, split at the frame; empty cells too. */
struct grid {
    uint32_t n_lines, n_columns;
    struct part parts[ROW_LINES_MOST][WINNOW_CELLS_MOST];
};

static struct part trim(struct winnow_view text, size_t start, size_t end)
{
    while (start < end && text.data[start] == ' ')
        start++;
    while (end > start && text.data[end - 1] == ' ')
        end--;
    return (struct part){start, end};
}

/* Splits a line that a frame closes at both ends; returns its cells. */
static uint32_t split(struct winnow_view text, const struct winnow_line *line,
                      struct part *parts)
{
    size_t start = line->start;
    uint32_t n = 0;
    bool is_inside = false;

    for (size_t at = line->start; at < line->end && n < WINNOW_CELLS_MOST;) {
        size_t here = at;
        if (!winnow_is_column_rule(
                winnow_character_at(text.data, line->end, &at)))
            continue;
        if (is_inside)
            parts[n++] = trim(text, start, here);
        is_inside = true;
        start = at;
    }
    return n;
}

/* A line with text between the sides of a frame. */
static bool is_framed(const struct winnow_line *line)
{
    return !line->is_rule && line->n_column_rules >= 2 &&
           winnow_is_column_rule(line->first) &&
           winnow_is_column_rule(line->last);
}

static bool is_below(const struct winnow_line *line)
{
    return line->blank_lines_before == 0 && !line->after_break;
}

/* ---- tables -------------------------------------------------------------- */

/* Whether the table that starts at the current line has a drawn line between
 * all rows, some of several lines. */
static bool is_ruled(const struct winnow_cutter *cutter)
{
    struct winnow_line line = *cutter->line, below;
    uint32_t n_lines = 0, n_rows = 0, n_seen = 0;
    bool after_rule = true, more = true;

    while (more && n_seen++ < LINES_SEEN_MOST) {
        if (!line.is_rule) {
            if (!is_framed(&line) ||
                line.n_column_rules != cutter->line->n_column_rules)
                break;
            n_rows += after_rule;
            n_lines++;
        }
        after_rule = line.is_rule;
        more = winnow_lines_next(&cutter->lines, &line, &below) &&
               is_below(&below);
        line = below;
    }
    return n_rows >= ROWS_LEAST && n_lines > n_rows;
}

/* Reads the lines of the row at the current line; ends behind them. */
static void read_grid(struct winnow_cutter *cutter, uint32_t n_rules,
                      struct grid *grid)
{
    grid->n_lines = 0;
    do {
        grid->n_columns =
            split(cutter->text, cutter->line, grid->parts[grid->n_lines++]);
        winnow_cut_advance(cutter);
    } while (cutter->has_line && grid->n_lines < ROW_LINES_MOST &&
             is_below(cutter->line) && is_framed(cutter->line) &&
             cutter->line->n_column_rules == n_rules);
}

/* Whether a blank stands between two parts of a cell. */
static bool are_apart(struct winnow_view text, const struct part *part,
                      const struct part *next)
{
    size_t at = next->start, last = part->end;
    uint32_t first = winnow_character_at(text.data, next->end, &at);

    do
        last--;
    while (last > part->start &&
           ((unsigned char)text.data[last] & 0xc0) == 0x80);
    return !winnow_is_spaceless(first) ||
           !winnow_is_spaceless(
               winnow_character_at(text.data, part->end, &last));
}

static void take_cell(struct winnow_cutter *cutter, const struct grid *grid,
                      uint32_t column, uint32_t row)
{
    const struct part *above = NULL;

    for (uint32_t i = 0; i < grid->n_lines; i++) {
        const struct part *part = &grid->parts[i][column];
        if (part->start == part->end)
            continue;
        if (above == NULL) {
            struct winnow_cut *cut = winnow_cut_open(
                cutter, part->start, part->end, WINNOW_KIND_TABLE);
            cut->row = row;
            cut->n_lines = grid->n_lines;
            cut->blank_lines_before = 0;
        } else {
            winnow_cut_append_cell(cutter, part->start, part->end,
                                   are_apart(cutter->text, above, part));
        }
        above = part;
    }
}

static void take_table(struct winnow_cutter *cutter)
{
    struct grid *grid = winnow_arena_alloc(cutter->arena, sizeof *grid);
    const uint32_t n_rules = cutter->line->n_column_rules;

    while (cutter->has_line && winnow_cut_has_room(cutter) &&
           is_framed(cutter->line) && cutter->line->n_column_rules == n_rules) {
        struct winnow_line line = *cutter->line;
        const struct winnow_line *current;
        read_grid(cutter, n_rules, grid);
        current = cutter->line;
        cutter->line = &line;
        cutter->n_rows++;
        for (uint32_t i = 0; i < grid->n_columns; i++)
            take_cell(cutter, grid, i, cutter->n_rows);
        cutter->line = current;
        while (cutter->has_line && cutter->line->is_rule &&
               is_below(cutter->line))
            winnow_cut_advance(cutter);
        if (cutter->has_line && !is_below(cutter->line))
            break;
    }
}

/* ---- boxes of one column ------------------------------------------------- */

/* Whether the text of a box's line reaches so near to its right side that it
 * was broken there. */
static bool is_full(struct winnow_view text, const struct winnow_line *line,
                    const struct part *part)
{
    return winnow_line_column(text, line, part->end) + NEAR_EDGE >= line->width;
}

static void take_box(struct winnow_cutter *cutter)
{
    struct part parts[WINNOW_CELLS_MOST], above;
    uint32_t n_rules = cutter->line->n_column_rules, n_lines = 1;

    split(cutter->text, cutter->line, parts);
    winnow_cut_open(cutter, parts[0].start, parts[0].end,
                    WINNOW_KIND_PARAGRAPH);
    for (;;) {
        bool goes_on = is_full(cutter->text, cutter->line, &parts[0]) &&
                       winnow_cut_is_next_close(cutter) &&
                       is_framed(cutter->next) &&
                       cutter->next->n_column_rules == n_rules &&
                       n_lines++ < LINES_SEEN_MOST;
        winnow_cut_advance(cutter);
        if (!goes_on)
            return;
        above = parts[0];
        split(cutter->text, cutter->line, parts);
        winnow_cut_append_cell(cutter, parts[0].start, parts[0].end,
                               are_apart(cutter->text, &above, &parts[0]));
        cutter->cuts[cutter->n_cuts - 1].n_lines++;
    }
}

bool winnow_cut_box(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    struct part parts[WINNOW_CELLS_MOST];

    if (!is_framed(line))
        return false;
    if (line->n_column_rules == 2 && split(cutter->text, line, parts) == 1 &&
        parts[0].start < parts[0].end) {
        take_box(cutter);
        return true;
    }
    if (line->n_column_rules < 3 || !is_ruled(cutter))
        return false;
    take_table(cutter);
    return true;
}

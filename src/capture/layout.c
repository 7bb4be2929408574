/* Finds out from line lengths whether, and where, a capture's lines were
 * broken to a width. A line was broken by width when the first word of the next
 * one would not have fitted behind it, and in broken text the next line goes
 * on in the middle of a sentence: both are counted. */
#include "capture/characters.h"
#include "capture/lines.h"
#include "capture/signs.h"

enum {
    TEXT_COLUMNS = 40,   /* narrower lines, a menu's, tell nothing of it */
    NARROWEST_WRAP = 50, /* columns a text is wrapped at, least and most */
    WIDEST_WRAP = 120,
    MOST_COLUMNS = 256, /* counted one by one; wider lines are one count */
    NEAR_COLUMNS = 12,  /* a full line falls short of the width by a word */
    NEAR_SPACELESS = 4, /* or by a character and its punctuation */
    RUN_LINES_LEAST = 3,
    INDENT_MOST = 64
};

/* Lines by how wide they are. */
struct widths {
    uint32_t of_width[MOST_COLUMNS];
    /* lines with another straight below, by width: how that one starts */
    uint32_t then_lower[MOST_COLUMNS], then_upper[MOST_COLUMNS];
    uint32_t then_other[MOST_COLUMNS];
};

struct census {
    struct widths in_columns, in_characters;
    bool has_wide; /* characters of two columns: the two differ */
    uint64_t columns_at_indent[INDENT_MOST];
    struct winnow_signs signs;
};

/* A full stop, question or exclamation mark of Chinese and Japanese, or a
 * closing quotation mark. A line that was broken hardly ever ends so. */
static bool is_wide_stop(uint32_t character)
{
    return character == 0x3002 || character == 0xff01 || character == 0xff1f ||
           character == 0x300d || character == 0x201d;
}

static void count_pair(struct widths *widths, uint32_t width,
                       const struct winnow_line *line,
                       const struct winnow_line *below)
{
    if (winnow_is_lower_case(below->first))
        widths->then_lower[width]++;
    else if (winnow_is_upper_case(below->first))
        widths->then_upper[width]++;
    else if (!is_wide_stop(line->last))
        widths->then_other[width]++;
}

/* `below` is NULL where no line stands straight below. */
static void count_line(struct widths *widths, uint32_t width,
                       const struct winnow_line *line,
                       const struct winnow_line *below)
{
    if (width >= MOST_COLUMNS)
        width = MOST_COLUMNS - 1;
    widths->of_width[width]++;
    if (below != NULL)
        count_pair(widths, width, line, below);
}

static void count_text_line(struct census *census,
                            const struct winnow_line *line,
                            const struct winnow_line *below)
{
    count_line(&census->in_columns, line->width, line, below);
    count_line(&census->in_characters, line->width - line->n_wide, line, below);
    census->has_wide |= line->n_wide != 0;
    if (below != NULL)
        winnow_signs_read_pair(&census->signs, line, below);
    if (line->indent < INDENT_MOST)
        census->columns_at_indent[line->indent] += line->width - line->indent;
}

static void take_census(const struct winnow_lines *lines, struct census *census)
{
    struct winnow_line room[2];
    const struct winnow_line *line = NULL, *below;

    if (winnow_lines_first(lines, &room[0]))
        line = &room[0];
    for (; line != NULL; line = below) {
        bool is_close;
        below = winnow_lines_below(lines, line, &room[line == &room[0]]);
        is_close = below != NULL && below->blank_lines_before == 0 &&
                   !below->after_break && !below->is_rule;
        winnow_signs_read(&census->signs, lines->text, line);
        if (!line->is_rule)
            count_text_line(census, line, is_close ? below : NULL);
    }
}

static uint32_t sum(const uint32_t *counts, uint32_t first, uint32_t last)
{
    uint32_t total = 0;

    for (uint32_t i = first; i <= last; i++)
        total += counts[i];
    return total;
}

/* The width that all but one line in thirty keep to, menus left out. */
static uint32_t widest_usual(const struct widths *widths)
{
    uint32_t n_lines = sum(widths->of_width, TEXT_COLUMNS, MOST_COLUMNS - 1);
    uint32_t wider = 0, width = MOST_COLUMNS - 1;

    while (width > 0 && (wider + widths->of_width[width]) * 30ULL <= n_lines)
        wider += widths->of_width[width--];
    return width;
}

/* Whether the lines that nearly reach `width` look broken there. */
static bool is_wrapped_at(const struct widths *widths, uint32_t width)
{
    uint32_t first = width - NEAR_COLUMNS + 1;
    uint32_t lower = sum(widths->then_lower, first, width);
    uint32_t upper = sum(widths->then_upper, first, width);
    uint32_t other = sum(widths->then_other, first, width);
    uint32_t n_lines = sum(widths->of_width, TEXT_COLUMNS, MOST_COLUMNS - 1);

    if (lower + upper > other)
        return lower >= RUN_LINES_LEAST && lower * 4 >= upper &&
               sum(widths->of_width, first, width) * 5ULL >= n_lines;
    if (other >= RUN_LINES_LEAST && other * 2ULL >= n_lines)
        return true;
    other = sum(widths->then_other, width - NEAR_SPACELESS + 1, width);
    n_lines = sum(widths->of_width, width - width / 4, width);
    return other >= RUN_LINES_LEAST && other * 2ULL >= n_lines;
}

/* The width that the lines were broken at; 0: they were not. */
static uint32_t find_wrap(const struct widths *widths)
{
    uint32_t width = widest_usual(widths);

    return width >= NARROWEST_WRAP && width <= WIDEST_WRAP &&
                   is_wrapped_at(widths, width)
               ? width
               : 0;
}

static uint32_t main_indent(const struct census *census)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < INDENT_MOST; i++)
        if (census->columns_at_indent[i] > census->columns_at_indent[best])
            best = i;
    return best;
}

void winnow_layout_measure(const struct winnow_lines *lines,
                           struct winnow_layout *layout)
{
    struct census census = {0};

    take_census(lines, &census);
    layout->base_indent = main_indent(&census);
    layout->is_wide =
        sum(census.in_columns.of_width, WIDEST_WRAP + 1, MOST_COLUMNS - 1) != 0;
    layout->wrap_columns = find_wrap(&census.in_columns);
    layout->by_characters = false;
    if (layout->wrap_columns == 0 && census.has_wide) {
        layout->wrap_columns = find_wrap(&census.in_characters);
        layout->by_characters = layout->wrap_columns != 0;
    }
    winnow_signs_judge(&census.signs, layout);
}

/* What is seen of a run of lines. */
struct run {
    uint32_t n_lines, widest;
    uint32_t lower, upper;    /* how lines but the first start */
    uint32_t shortest_forced; /* over all lines but the last: the least of
                                 width, space and next first word */
};

static void count_run_line(struct run *run, const struct winnow_line *line,
                           const struct winnow_line *below)
{
    uint32_t needed = line->width + 1 + below->first_word_columns;

    if (needed < run->shortest_forced)
        run->shortest_forced = needed;
    run->lower += winnow_is_lower_case(below->first);
    run->upper += winnow_is_upper_case(below->first);
}

static bool is_wrapped_run(const struct run *run)
{
    if (run->widest < NARROWEST_WRAP || run->widest > WIDEST_WRAP ||
        run->shortest_forced <= run->widest)
        return false;
    if (run->lower + run->upper == 0)
        return run->n_lines > RUN_LINES_LEAST;
    return run->n_lines >= RUN_LINES_LEAST && run->lower != 0 &&
           run->lower >= run->upper;
}

uint32_t winnow_layout_run(const struct winnow_lines *lines,
                           const struct winnow_line *first, size_t *end)
{
    struct run run = {.shortest_forced = UINT32_MAX};
    struct winnow_line room[2];
    const struct winnow_line *line = first, *below;

    for (;; line = below) {
        run.n_lines++;
        if (line->width > run.widest)
            run.widest = line->width;
        *end = line->end;
        below = winnow_lines_below(lines, line, &room[line == &room[0]]);
        if (below == NULL || below->blank_lines_before != 0 ||
            below->after_break || below->is_rule)
            break;
        count_run_line(&run, line, below);
    }
    return is_wrapped_run(&run) ? run.widest : 0;
}

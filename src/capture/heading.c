/* Headings of a capture: as markdown writes them (CommonMark 4.2, 4.3) and
 * html2text; where the margin of the text says so, as lynx, Links and ELinks
 * set them, titles in the middle and others left of the text; in capitals; or
 * alone above what they head. */
#include "capture/cut.h"

#include "capture/characters.h"
#include "filter.h"

enum {
    WORDS_MOST = 14,
    SPACELESS_WORDS_MOST = 36, /* characters of a script without spaces */
    COLUMNS_MOST = 100,
    LINES_MOST = 4, /* of one that was wrapped */
    PROSE_WORDS_LEAST = 12,
    SPACELESS_PROSE_LEAST = 30,
    DATE_DIGITS = 5,
    DATE_WORDS_MOST = 6,
    MARGIN = 3, /* where the text of those browsers starts */
    USUAL_WRAP = 74,
    CENTRE_INDENT_LEAST = 9,
    CENTRE_OVERHANG = 16, /* what is centred may end so far from where a
                             mirrored line would */
    STAR_LEVELS = 7
};

static bool ends_like_sentence(const struct winnow_cutter *cutter,
                               const struct winnow_line *line)
{
    return winnow_ends_like_sentence(winnow_line_view(cutter->text, line));
}

static struct winnow_cut *take_lines(struct winnow_cutter *cutter, size_t start,
                                     size_t end, const struct winnow_line *last,
                                     uint8_t level)
{
    struct winnow_cut *cut =
        winnow_cut_open(cutter, start, end, WINNOW_KIND_HEADING);

    cut->level = level;
    cut->n_lines = last->number - cutter->line->number + 1;
    winnow_cut_pass(cutter, last);
    return cut;
}

/* ---- marked ones --------------------------------------------------------- */

/* The level of "## text", or 0. A single "#" may stand before a comment or a
 * command, too. */
static size_t markdown_level(const struct winnow_cutter *cutter,
                             const struct winnow_line *line)
{
    size_t n = 0;

    while (line->start + n < line->end &&
           cutter->text.data[line->start + n] == '#')
        n++;
    if (n == 0 || n > 6 || line->start + n >= line->end ||
        cutter->text.data[line->start + n] != ' ' || line->indent > 3)
        return 0;
    if (n == 1 && !cutter->layout.habits.is_markdown && cutter->n_cuts != 0)
        return 0;
    return n;
}

bool winnow_cut_is_marked_heading(const struct winnow_cutter *cutter,
                                  const struct winnow_line *line)
{
    bool closed;

    return (line->first == '#' && markdown_level(cutter, line) != 0) ||
           (line->first == '*' && cutter->layout.habits.has_star_headings &&
            winnow_star_heading(cutter->text, line, &closed) != 0);
}

static bool take_markdown(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    size_t level = line->first == '#' ? markdown_level(cutter, line) : 0;
    size_t start = line->start + level, end = line->end;

    if (level == 0)
        return false;
    while (start < end && cutter->text.data[start] == ' ')
        start++;
    while (end > start + 1 && cutter->text.data[end - 1] == '#')
        end--;
    while (end > start + 1 && cutter->text.data[end - 1] == ' ')
        end--;
    take_lines(cutter, start, end, line, (uint8_t)level);
    return true;
}

/* The level that a line of "=" or "-" below gives to this one; 0: none. A rule
 * across the whole page is none. */
static uint8_t underline_level(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line, *next = cutter->next;
    uint32_t columns = line->width - line->indent;
    uint32_t rule = next->width - next->indent;

    if (!winnow_cut_is_next_close(cutter) || !next->is_rule ||
        next->first != next->last || next->n_words != 1 || rule < 3 ||
        columns > COLUMNS_MOST || rule * 3 > columns * 4 + 40)
        return 0;
    if (next->first == '=')
        return 1;
    if ((next->first != '-' && next->first != '~') || rule * 4 < columns * 3 ||
        rule * 3 > columns * 4 + 6)
        return 0;
    return 2;
}

static bool take_underlined(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    uint8_t level = underline_level(cutter);

    if (level == 0)
        return false;
    take_lines(cutter, line->start, line->end, line, level);
    return true;
}

static bool ends_in_stars(struct winnow_view text,
                          const struct winnow_line *line, uint32_t n)
{
    size_t end = line->end;

    while (end > line->start && text.data[end - 1] == '*')
        end--;
    return line->end - end == n && end > line->start &&
           text.data[end - 1] == ' ';
}

/* html2text's "****** Heading ******", which may run over some lines. */
static bool take_starred(struct winnow_cutter *cutter)
{
    struct winnow_line line, below;
    bool closed = false;
    uint32_t n = cutter->line->first == '*'
                     ? winnow_star_heading(cutter->text, cutter->line, &closed)
                     : 0;

    if (n == 0)
        return false;
    line = *cutter->line;
    for (int i = 1; !closed; i++) {
        if (i == LINES_MOST ||
            !winnow_lines_next(&cutter->lines, &line, &below) ||
            below.blank_lines_before != 0 || below.is_rule)
            return false;
        line = below;
        closed = ends_in_stars(cutter->text, &line, n);
    }
    take_lines(cutter, cutter->line->start + n + 1, line.end - n - 1, &line,
               (uint8_t)(STAR_LEVELS - n));
    return true;
}

/* ---- ones beside the text's margin --------------------------------------- */

/* Whether nothing stands straight above the line, the cut of which may be open
 * already: `n_cuts` counts those before it. */
static bool is_alone_above(const struct winnow_cutter *cutter, uint32_t n_cuts)
{
    return cutter->line->blank_lines_before != 0 || cutter->line->after_break ||
           n_cuts == 0;
}

/* Whether the line stands in the middle of the page. */
static bool is_centred(const struct winnow_cutter *cutter,
                       const struct winnow_line *line)
{
    uint32_t ends = line->indent + line->width;
    uint32_t wrap = cutter->layout.wrap_columns != 0
                        ? cutter->layout.wrap_columns
                        : USUAL_WRAP;

    return line->indent >= cutter->layout.base_indent + CENTRE_INDENT_LEAST &&
           ends >= wrap && ends <= wrap + CENTRE_OVERHANG &&
           line->n_column_rules == 0 && line->n_gaps == 0;
}

/* Whether the line stands left of the text. */
static bool is_outdented(const struct winnow_cutter *cutter,
                         const struct winnow_line *line)
{
    return line->indent < cutter->layout.base_indent && line->indent % 2 == 0 &&
           line->n_column_rules == 0 && line->n_gaps == 0;
}

/* lynx and its kin set text three columns in. Titles are centred, headings of
 * the second level start at the margin, of the third two columns in. */
static bool take_by_margin(struct winnow_cutter *cutter)
{
    struct winnow_line last, below;
    bool (*is_part)(const struct winnow_cutter *, const struct winnow_line *);
    uint32_t indent = cutter->line->indent, n_words = cutter->line->n_words;
    bool more;

    if (cutter->layout.base_indent != MARGIN ||
        !is_alone_above(cutter, cutter->n_cuts))
        return false;
    is_part = is_outdented(cutter, cutter->line) ? is_outdented : is_centred;
    if (!is_part(cutter, cutter->line))
        return false;
    last = *cutter->line;
    while ((more = winnow_lines_next(&cutter->lines, &last, &below)) &&
           below.blank_lines_before == 0 && !below.after_break) {
        n_words += below.n_words;
        if (below.is_rule || !is_part(cutter, &below) ||
            (is_part == is_outdented && below.indent != indent) ||
            below.number - cutter->line->number >= LINES_MOST)
            return false;
        last = below;
    }
    if (!more || n_words > 2 * WORDS_MOST + SPACELESS_WORDS_MOST ||
        ends_like_sentence(cutter, &last))
        return false;
    take_lines(cutter, cutter->line->start, last.end, &last,
               (uint8_t)(is_part == is_centred ? 1 : 2 + indent / 2));
    return true;
}

bool winnow_cut_heading(struct winnow_cutter *cutter)
{
    return take_markdown(cutter) || take_starred(cutter) ||
           take_underlined(cutter) || take_by_margin(cutter);
}

/* ---- ones that look like it ---------------------------------------------- */

/* Whether the line's script has no spaces: a word is hardly wider than one
 * character. */
static bool is_spaceless(const struct winnow_line *line)
{
    return line->n_words * 3ULL >= line->width - line->indent;
}

static bool is_short(const struct winnow_line *line)
{
    return line->width - line->indent <= COLUMNS_MOST &&
           line->n_words <=
               (is_spaceless(line) ? SPACELESS_WORDS_MOST : WORDS_MOST);
}

static bool is_in_capitals(const struct winnow_line *line)
{
    return line->n_upper >= 4 && line->n_lower == 0;
}

static bool is_prose(const struct winnow_cutter *cutter,
                     const struct winnow_line *line)
{
    return line->n_words >= (is_spaceless(line) ? SPACELESS_PROSE_LEAST
                                                : PROSE_WORDS_LEAST) &&
           (cutter->layout.wrap_columns != 0 ||
            ends_like_sentence(cutter, line));
}

/* "[logo]", "[q    ][OK]", "____ OK": names of images, a form's fields. */
static bool is_field(const struct winnow_cutter *cutter,
                     const struct winnow_line *line)
{
    struct winnow_view ink = winnow_line_view(cutter->text, line);

    if (line->first == '_')
        return true;
    return line->first == '[' && line->last == ']' &&
           (line->n_words == 1 ||
            memmem(ink.data, ink.length_bytes, "][", 2) != NULL);
}

/* "The boat in the fog. Photo: Ole Marram": a sentence, and then a label. */
static bool is_credited(const struct winnow_cutter *cutter,
                        const struct winnow_line *line)
{
    struct winnow_view ink = winnow_line_view(cutter->text, line);
    const char *colon = memrchr(ink.data, ':', ink.length_bytes);

    return colon != NULL &&
           memmem(ink.data, (size_t)(colon - ink.data), ". ", 2) != NULL;
}

/* "4 May 2026": mostly a date's numbers. */
static bool is_mostly_numbers(const struct winnow_line *line)
{
    return line->n_digits * 2 > line->n_upper + line->n_lower + line->n_words ||
           line->n_digits == line->end - line->start ||
           (line->n_digits >= DATE_DIGITS && line->n_words <= DATE_WORDS_MOST);
}

/* Whether the line, alone and short, stands over a paragraph of lines that were
 * broken: the first of them is full, however few its words are. */
static bool is_over_wrapped(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line, *next = cutter->next;
    const struct winnow_layout *layout = &cutter->layout;
    struct winnow_line third;

    return layout->wrap_columns != 0 && next->blank_lines_before != 0 &&
           is_alone_above(cutter, cutter->n_cuts - 1) &&
           winnow_layout_width(layout, line) * 3 <= layout->wrap_columns * 2 &&
           winnow_layout_width(layout, next) * 4 >= layout->wrap_columns * 3 &&
           winnow_lines_next(&cutter->lines, next, &third) &&
           third.blank_lines_before == 0 && !third.is_rule &&
           !winnow_cut_is_item(cutter, next);
}

/* The upper edge of a drawn table. */
static bool is_frame(const struct winnow_line *line)
{
    return line->first == 0x250c || line->first == '+';
}

/* Whether the line, alone, stands over a list, a table or a quotation. */
static bool is_over_part(const struct winnow_cutter *cutter)
{
    const struct winnow_line *next = cutter->next;

    return cutter->depth == 0 && is_alone_above(cutter, cutter->n_cuts - 1) &&
           next->blank_lines_before != 0 &&
           (next->is_rule ? is_frame(next)
                          : winnow_cut_is_item(cutter, next) ||
                                next->n_column_rules >= 2 || next->n_gaps >= 1);
}

bool winnow_cut_is_heading(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line, *next = cutter->next;

    if (!cutter->has_next || next->after_break || !is_short(line) ||
        is_field(cutter, line) || is_credited(cutter, line) ||
        is_mostly_numbers(line) || winnow_is_lower_case(line->first) ||
        ends_like_sentence(cutter, line))
        return false;
    if (next->is_rule)
        return is_over_part(cutter);
    if (is_in_capitals(line) && !is_in_capitals(next) &&
        next->n_words > line->n_words)
        return true;
    return (is_prose(cutter, next) && next->n_words > 2 * line->n_words) ||
           is_over_wrapped(cutter) || is_over_part(cutter);
}

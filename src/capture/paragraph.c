/* Paragraphs, headings and quotations of a capture; lines broken to a width
 * joined again. Headings as markdown writes them (CommonMark 4.2, 4.3), in
 * capitals, or alone above running text. */
#include "capture/cut.h"

#include "capture/characters.h"
#include "filter.h"

enum {
    FIRST_LINE_INDENT_MOST = 8,
    OVERHANG_COLUMNS = 8, /* how far a line may stand out of the width */
    RAGGED_FRACTION = 16, /* tools break a little before the width */
    HEADING_WORDS_MOST = 14,
    HEADING_COLUMNS_MOST = 100,
    PROSE_WORDS_LEAST = 12,
    QUOTE_COLUMNS_LEAST = 50,
    QUOTE_COLUMNS_MOST = 120
};

static bool ends_like_sentence(const struct winnow_cutter *cutter,
                               const struct winnow_line *line)
{
    return winnow_ends_like_sentence(winnow_line_view(cutter->text, line));
}

/* Whether the next line's first word would not have fitted behind this one. */
static bool was_broken(const struct winnow_cutter *cutter, uint32_t wrap)
{
    const struct winnow_line *line = &cutter->line, *next = &cutter->next;

    if (line->width > wrap + OVERHANG_COLUMNS)
        return false;
    if (line->width + 1 + next->first_word_columns + wrap / RAGGED_FRACTION >
        wrap)
        return true;
    return line->width * 3 >= wrap * 2 && winnow_is_lower_case(next->first) &&
           !ends_like_sentence(cutter, line);
}

/* Whether the next line's indent goes on a text that starts at `column`. The
 * line under the first one may stand more to the left (a first line set in) or,
 * if the third agrees, more to the right (a hanging indent). */
static bool is_indent_going_on(const struct winnow_cutter *cutter,
                               uint32_t column, bool first)
{
    uint32_t indent = cutter->next.indent;
    struct winnow_line third;

    if (!first || indent == column)
        return indent == (first ? column : cutter->line.indent);
    if (indent < column)
        return column - indent <= FIRST_LINE_INDENT_MOST;
    return indent - column <= FIRST_LINE_INDENT_MOST &&
           winnow_line_next(cutter->text, &cutter->next, &third) &&
           third.blank_lines_before == 0 && third.indent == indent;
}

/* The level of "## text", or 0. A single "#" may stand before a comment or a
 * command, too. */
static size_t markdown_heading(const struct winnow_cutter *cutter,
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

static bool goes_on(struct winnow_cutter *cutter, uint32_t column, bool first)
{
    uint32_t wrap;

    if (!winnow_cut_is_next_close(cutter) || cutter->next.is_rule)
        return false;
    wrap = winnow_cut_wrap_columns(cutter);
    return wrap != 0 && was_broken(cutter, wrap) &&
           is_indent_going_on(cutter, column, first) &&
           markdown_heading(cutter, &cutter->next) == 0 &&
           !winnow_cut_is_item(cutter, &cutter->next) &&
           !winnow_cut_is_quoted(cutter->text, &cutter->next);
}

static bool ends_with(struct winnow_view text, size_t end, const char *bytes)
{
    size_t n = strlen(bytes);

    return end >= n && memcmp(text.data + end - n, bytes, n) == 0;
}

/* A hyphen at the end of a line may be the word's own or the break's: it stays,
 * and what follows joins it without a space. */
static bool is_broken_word(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = &cutter->line;

    return (line->last == '-' || line->last == 0x2010) &&
           line->end - line->start > 1 &&
           cutter->text.data[line->end - 2] != ' ' &&
           cutter->text.data[line->end - 2] != '-' &&
           winnow_is_lower_case(cutter->next.first);
}

/* A hyphen that is there for the break alone: U+00AD (no ink, so outside the
 * line's end), or the U+00AC that printing programs put. */
static bool is_hyphenated(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = &cutter->line;
    size_t rest = cutter->text.length_bytes - line->end;

    return line->last == 0xac ||
           (rest >= 2 &&
            memcmp(cutter->text.data + line->end, "\xc2\xad", 2) == 0);
}

static void join_next(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = &cutter->line, *next = &cutter->next;

    if (line->last == 0xac && ends_with(cutter->text, line->end, "\xc2\xac"))
        winnow_cut_extend(cutter, line->end - 2);
    if (is_hyphenated(cutter) || is_broken_word(cutter) ||
        (winnow_is_spaceless(line->last) && winnow_is_spaceless(next->first)))
        winnow_cut_append(cutter, next->start, next->end);
    else
        winnow_cut_extend(cutter, next->end);
    cutter->cuts[cutter->n_cuts - 1].n_lines++;
    winnow_cut_advance(cutter);
}

void winnow_cut_join(struct winnow_cutter *cutter, uint32_t column)
{
    bool first = true;

    while (goes_on(cutter, column, first)) {
        join_next(cutter);
        first = false;
    }
}

/* ---- headings ------------------------------------------------------------ */

/* The level that a line of "=" or "-" below gives to this one; 0: none. */
static uint8_t underline_level(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = &cutter->line, *next = &cutter->next;
    uint32_t columns = line->width - line->indent;
    uint32_t rule = next->width - next->indent;

    if (!winnow_cut_is_next_close(cutter) || !next->is_rule ||
        next->first != next->last || next->n_words != 1 || rule < 3 ||
        columns > HEADING_COLUMNS_MOST)
        return 0;
    if (next->first == '=')
        return 1;
    if ((next->first != '-' && next->first != '~') || rule * 4 < columns * 3 ||
        rule * 3 > columns * 4 + 6)
        return 0;
    return 2;
}

static bool is_in_capitals(const struct winnow_line *line)
{
    return line->n_upper >= 4 && line->n_lower == 0;
}

static bool is_prose(const struct winnow_cutter *cutter,
                     const struct winnow_line *line)
{
    return line->n_words >= PROSE_WORDS_LEAST &&
           (cutter->layout.wrap_columns != 0 ||
            ends_like_sentence(cutter, line));
}

/* Whether the current line, one of its own, stands as a heading over the next:
 * short, no sentence, above running text or in capitals. */
static bool is_heading(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = &cutter->line, *next = &cutter->next;

    if (!cutter->has_next || next->is_rule || next->after_break ||
        line->n_words > HEADING_WORDS_MOST ||
        line->width - line->indent > HEADING_COLUMNS_MOST ||
        line->n_digits * 2 > line->n_upper + line->n_lower + line->n_words ||
        line->n_digits == line->end - line->start ||
        winnow_is_lower_case(line->first) || ends_like_sentence(cutter, line))
        return false;
    if (is_in_capitals(line) && !is_in_capitals(next) &&
        next->n_words > line->n_words)
        return true;
    return is_prose(cutter, next) && next->n_words > 2 * line->n_words;
}

static void take_markdown_heading(struct winnow_cutter *cutter, size_t level)
{
    const struct winnow_line *line = &cutter->line;
    size_t start = line->start + level, end = line->end;
    struct winnow_cut *cut;

    while (start < end && cutter->text.data[start] == ' ')
        start++;
    while (end > start + 1 && cutter->text.data[end - 1] == '#')
        end--;
    while (end > start + 1 && cutter->text.data[end - 1] == ' ')
        end--;
    cut = winnow_cut_open(cutter, start, end, WINNOW_KIND_HEADING);
    cut->level = (uint8_t)level;
    winnow_cut_advance(cutter);
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
static bool take_star_heading(struct winnow_cutter *cutter)
{
    enum { LINES_MOST = 4, LEVELS = 7 };
    struct winnow_line line = cutter->line, last;
    bool closed;
    uint32_t n = winnow_star_heading(cutter->text, &line, &closed);
    struct winnow_cut *cut;

    if (n == 0)
        return false;
    for (int i = 1; !closed; i++) {
        if (i == LINES_MOST || !winnow_line_next(cutter->text, &line, &last) ||
            last.blank_lines_before != 0 || last.is_rule)
            return false;
        line = last;
        closed = ends_in_stars(cutter->text, &line, n);
    }
    cut = winnow_cut_open(cutter, cutter->line.start + n + 1, line.end - n - 1,
                          WINNOW_KIND_HEADING);
    cut->level = (uint8_t)(LEVELS - n);
    cut->n_lines = line.number - cutter->line.number + 1;
    winnow_cut_pass(cutter, &line);
    return true;
}

static void set_heading(struct winnow_cut *cut, uint8_t level)
{
    cut->form = WINNOW_KIND_HEADING;
    cut->level = level;
}

void winnow_cut_paragraph(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = &cutter->line;
    size_t markdown_level = markdown_heading(cutter, line);
    struct winnow_cut *cut;

    if (line->first == '*' && take_star_heading(cutter))
        return;

    if (markdown_level != 0) {
        take_markdown_heading(cutter, markdown_level);
        return;
    }
    cut =
        winnow_cut_open(cutter, line->start, line->end, WINNOW_KIND_PARAGRAPH);
    if (underline_level(cutter) != 0) {
        set_heading(cut, underline_level(cutter));
        winnow_cut_advance(cutter);
        return;
    }
    winnow_cut_join(cutter, line->indent);
    if (cut->n_lines == 1 && is_heading(cutter))
        set_heading(cut, 2);
    winnow_cut_advance(cutter);
}

/* ---- quotations ---------------------------------------------------------- */

bool winnow_cut_is_quoted(struct winnow_view text,
                          const struct winnow_line *line)
{
    return line->first == '>' && line->end - line->start > 2 &&
           (text.data[line->start + 1] == ' ' ||
            text.data[line->start + 1] == '>');
}

static size_t quoted_text(struct winnow_view text,
                          const struct winnow_line *line)
{
    size_t start = line->start;

    while (start + 1 < line->end &&
           (text.data[start] == '>' || text.data[start] == ' '))
        start++;
    return start;
}

static bool is_next_quoted(const struct winnow_cutter *cutter)
{
    return winnow_cut_is_next_close(cutter) && !cutter->next.is_rule &&
           winnow_cut_is_quoted(cutter->text, &cutter->next);
}

/* Whether the cut before is a quotation that ended on the line above. */
static bool is_under_quote(const struct winnow_cutter *cutter)
{
    return cutter->n_cuts > 0 && cutter->line.blank_lines_before == 0 &&
           cutter->cuts[cutter->n_cuts - 1].form == WINNOW_KIND_QUOTE;
}

/* Whether the next line of a quotation goes on in the middle of a sentence.
 * Its first word stands behind the ">", so the width says little. */
static bool is_quote_going_on(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = &cutter->line;
    size_t start;

    if (!is_next_quoted(cutter) || line->width < QUOTE_COLUMNS_LEAST ||
        line->width > QUOTE_COLUMNS_MOST || ends_like_sentence(cutter, line))
        return false;
    start = quoted_text(cutter->text, &cutter->next);
    return !winnow_is_upper_case(
        winnow_character_at(cutter->text.data, cutter->next.end, &start));
}

static bool is_quote_broken(struct winnow_cutter *cutter)
{
    uint32_t wrap = winnow_cut_wrap_columns(cutter);

    return is_quote_going_on(cutter) ||
           (wrap != 0 && is_next_quoted(cutter) && was_broken(cutter, wrap));
}

static void join_quoted(struct winnow_cutter *cutter)
{
    winnow_cut_extend(cutter, cutter->line.next);
    winnow_cut_append(cutter, quoted_text(cutter->text, &cutter->next),
                      cutter->next.end);
    cutter->cuts[cutter->n_cuts - 1].n_lines++;
    winnow_cut_advance(cutter);
}

bool winnow_cut_quote(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = &cutter->line;

    if (!winnow_cut_is_quoted(cutter->text, line) ||
        (!is_next_quoted(cutter) && !is_under_quote(cutter) &&
         line->width < QUOTE_COLUMNS_LEAST))
        return false;
    winnow_cut_open(cutter, quoted_text(cutter->text, line), line->end,
                    WINNOW_KIND_QUOTE);
    while (is_quote_broken(cutter))
        join_quoted(cutter);
    winnow_cut_advance(cutter);
    return true;
}

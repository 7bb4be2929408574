/* Measures the lines of a capture; see lines.h. One scan a line, one character
 * at a time: linear, whether the text is many lines or one. */
#include "capture/lines.h"

#include "capture/characters.h"

enum {
    TAB_COLUMNS = 8,
    COLUMNS_MOST = UINT16_MAX, /* of an indent or a width: capped */
};

uint32_t winnow_column_after(uint32_t column, uint32_t character)
{
    if (column >= COLUMNS_MOST)
        return COLUMNS_MOST;
    if (character == '\t')
        return column - column % TAB_COLUMNS + TAB_COLUMNS;
    return column + winnow_columns(character);
}

/* Moves over the blanks and inkless characters at `*offset`. */
static uint32_t skip_blanks(struct winnow_view text, size_t *offset)
{
    uint32_t column = 0;

    while (*offset < text.length_bytes) {
        size_t after = *offset;
        uint32_t character =
            winnow_character_at(text.data, text.length_bytes, &after);
        if (!winnow_is_blank(character) && !winnow_is_inkless(character))
            break;
        column = winnow_column_after(column, character);
        *offset = after;
    }
    return column;
}

/* Moves over one line break, CR LF being one; returns its first character, or 0
 * when there is none. */
static uint32_t skip_line_break(struct winnow_view text, size_t *offset)
{
    size_t after = *offset;
    uint32_t character;

    if (*offset >= text.length_bytes)
        return 0;
    character = winnow_character_at(text.data, text.length_bytes, &after);
    if (!winnow_is_line_break(character))
        return 0;
    if (character == '\r' && after < text.length_bytes &&
        text.data[after] == '\n')
        after++;
    *offset = after;
    return character;
}

/* What is counted while the ink is scanned. */
struct scan {
    struct winnow_line *line;
    uint32_t column, n_blanks, n_tabs;
    bool in_word, first_word_done, some_text;
};

static void scan_blank(struct scan *scan, uint32_t character)
{
    scan->column = winnow_column_after(scan->column, character);
    scan->n_blanks++;
    scan->n_tabs += character == '\t';
    scan->in_word = false;
    if (scan->line->n_words != 0)
        scan->first_word_done = true;
}

static void scan_word(struct scan *scan, uint32_t character, uint32_t columns)
{
    struct winnow_line *line = scan->line;
    bool spaceless = winnow_is_spaceless(character);

    if (spaceless && line->n_words != 0)
        scan->first_word_done = true;
    if (!scan->in_word || spaceless)
        line->n_words++;
    scan->in_word = true;
    if (!scan->first_word_done) {
        line->first_word_columns += columns;
        line->first_word_wide += columns == 2;
    }
}

static void scan_ink(struct scan *scan, uint32_t character, size_t after)
{
    struct winnow_line *line = scan->line;
    uint32_t before = scan->column;

    scan->column = winnow_column_after(before, character);
    if (scan->n_blanks != 0) {
        line->n_gaps += scan->n_blanks > 1;
        line->n_tabs += scan->n_tabs;
        scan->n_blanks = scan->n_tabs = 0;
    }
    scan_word(scan, character, scan->column - before);
    line->n_column_rules += winnow_is_column_rule(character);
    line->n_upper += winnow_is_upper_case(character);
    line->n_lower += winnow_is_lower_case(character);
    line->n_digits += winnow_is_digit(character);
    line->n_wide += scan->column - before == 2;
    if (!scan->some_text && !winnow_is_rule(character))
        scan->some_text = true;
    line->last = character;
    line->end = after;
    line->width = scan->column;
}

/* Scans letters and digits of ASCII in a row, most of most lines, as scan_ink
 * would one by one; returns where they end. */
static size_t scan_plain(struct scan *scan, struct winnow_view text,
                         size_t offset)
{
    struct winnow_line *line = scan->line;
    uint32_t n_digits = 0, n_lower = 0, n;
    /* What lies past the last column is not looked at again and again. */
    size_t room = scan->column < COLUMNS_MOST ? COLUMNS_MOST - scan->column : 0;
    size_t at = offset;

    for (; at < text.length_bytes && at - offset < room; at++) {
        unsigned char c = (unsigned char)text.data[at];
        if (winnow_ascii_fold[c] == 0)
            break;
        n_digits += c <= '9';
        n_lower += c >= 'a';
    }
    if (at - offset < 2)
        return offset;
    /* The first of them tells how they stand to what was before. */
    scan_ink(scan, (unsigned char)text.data[offset], offset + 1);
    n = (uint32_t)(at - offset);
    line->n_digits += n_digits - (text.data[offset] <= '9');
    line->n_lower += n_lower - (text.data[offset] >= 'a');
    line->n_upper += n - n_digits - n_lower -
                     (text.data[offset] >= 'A' && text.data[offset] <= 'Z');
    if (!scan->first_word_done)
        line->first_word_columns += n - 1;
    scan->column += n - 1;
    line->last = (unsigned char)text.data[at - 1];
    line->end = at;
    line->width = scan->column;
    return at;
}

/* Scans the line whose ink starts at line->start. */
static void scan_line(struct winnow_view text, struct winnow_line *line)
{
    struct scan scan = {.line = line, .column = line->indent};
    size_t offset = line->start;

    while (offset < text.length_bytes) {
        size_t after = scan_plain(&scan, text, offset);
        uint32_t character;
        if (after != offset) {
            offset = after;
            continue;
        }
        character = winnow_character_at(text.data, text.length_bytes, &after);
        if (winnow_is_line_break(character))
            break;
        if (winnow_is_blank(character))
            scan_blank(&scan, character);
        else if (!winnow_is_inkless(character))
            scan_ink(&scan, character, after);
        offset = after;
    }
    line->is_rule = !scan.some_text;
    line->next = offset;
    skip_line_break(text, &line->next);
}

bool winnow_line_find(struct winnow_view text, size_t offset, uint32_t number,
                      struct winnow_line *line)
{
    memset(line, 0, sizeof *line);
    for (;;) {
        uint32_t line_break;
        line->indent = skip_blanks(text, &offset);
        line_break = skip_line_break(text, &offset);
        if (line_break == 0)
            break;
        if (line_break == '\f')
            line->after_break = true;
        line->blank_lines_before++;
        number++;
    }
    line->number = number;
    line->start = line->end = line->next = offset;
    if (offset >= text.length_bytes)
        return false;
    line->first = 0;
    {
        size_t after = offset;
        line->first = winnow_character_at(text.data, text.length_bytes, &after);
    }
    scan_line(text, line);
    return true;
}

/* Whether the line ends in a form feed. */
static bool ends_page(struct winnow_view text, const struct winnow_line *line)
{
    return line->next > line->end && text.data[line->next - 1] == '\f';
}

bool winnow_line_next(struct winnow_view text, const struct winnow_line *line,
                      struct winnow_line *next)
{
    bool after_break = ends_page(text, line);
    bool found = winnow_line_find(text, line->next, line->number + 1, next);

    next->after_break = next->after_break || after_break;
    return found;
}

struct winnow_view winnow_line_view(struct winnow_view text,
                                    const struct winnow_line *line)
{
    struct winnow_view view = {text.data + line->start,
                               line->end - line->start};
    return view;
}

uint32_t winnow_line_column(struct winnow_view text,
                            const struct winnow_line *line, size_t offset)
{
    uint32_t column = line->indent;

    for (size_t at = line->start; at < offset;)
        column = winnow_column_after(
            column, winnow_character_at(text.data, offset, &at));
    return column;
}

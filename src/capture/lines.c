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

uint32_t winnow_column_behind(uint32_t column, size_t n)
{
    if (column >= COLUMNS_MOST || n >= COLUMNS_MOST - column)
        return COLUMNS_MOST;
    return column + (uint32_t)n;
}

static size_t space_end(struct winnow_view text, size_t offset)
{
    while (offset < text.length_bytes && text.data[offset] == ' ')
        offset++;
    return offset;
}

/* Moves over the blanks and inkless characters at `*offset`. */
static uint32_t skip_blanks(struct winnow_view text, size_t *offset)
{
    uint32_t column = 0;

    for (;;) {
        size_t after = space_end(text, *offset);
        uint32_t character;
        if (after != *offset)
            column = winnow_column_behind(column, after - *offset);
        *offset = after;
        if (after == text.length_bytes)
            return column;
        character = winnow_character_at(text.data, text.length_bytes, &after);
        if (!winnow_is_blank(character) && !winnow_is_inkless(character))
            return column;
        column = winnow_column_after(column, character);
        *offset = after;
    }
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
    uint32_t column, n_blanks, n_tabs, n_spaces;
    bool in_word, first_word_done, some_text;
};

static void scan_blank(struct scan *scan, uint32_t character)
{
    scan->column = winnow_column_after(scan->column, character);
    scan->n_blanks++;
    scan->n_tabs += character == '\t';
    scan->n_spaces += character == ' ';
    scan->in_word = false;
    if (scan->line->n_words != 0)
        scan->first_word_done = true;
}

/* Ends the blanks before a character of ink. */
static void end_blanks(struct scan *scan)
{
    if (scan->n_blanks == 0)
        return;
    scan->line->n_gaps += scan->n_blanks > 1;
    scan->line->n_tabs += scan->n_tabs;
    scan->line->n_spaces += scan->n_spaces;
    scan->n_blanks = scan->n_tabs = scan->n_spaces = 0;
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

/* A character beyond ASCII. */
static void scan_ink(struct scan *scan, uint32_t character, size_t after)
{
    struct winnow_line *line = scan->line;
    uint32_t before = scan->column;
    enum winnow_case letter_case = winnow_case_of(character);

    scan->column = winnow_column_after(before, character);
    end_blanks(scan);
    scan_word(scan, character, scan->column - before);
    line->n_column_rules += winnow_is_column_rule(character);
    line->n_upper += letter_case == WINNOW_CASE_UPPER;
    line->n_lower += letter_case == WINNOW_CASE_LOWER;
    line->n_wide += scan->column - before == 2;
    if (!scan->some_text && !winnow_is_rule(character))
        scan->some_text = true;
    line->last = character;
    line->end = after;
    line->width = scan->column;
}

enum { DRAWN_BYTES = 3 }; /* of each in UTF-8 */
/* Whether drawn lines are made of the character and it divides no columns. */
static bool is_drawn(uint32_t character)
{
    return character >= 0x2500 && character <= 0x259f &&
           !winnow_is_column_rule(character);
}

/* A drawn line is one character over and over: scans those that follow the one
 * before `after`; returns their end. */
static size_t scan_drawn(struct scan *scan, struct winnow_view text,
                         size_t after)
{
    struct winnow_line *line = scan->line;
    size_t at = after;
    uint32_t before = scan->column;

    while (text.length_bytes - at >= DRAWN_BYTES &&
           memcmp(text.data + at, text.data + at - DRAWN_BYTES, DRAWN_BYTES) ==
               0)
        at += DRAWN_BYTES;
    if (at == after)
        return after;
    scan->column = winnow_column_behind(before, (at - after) / DRAWN_BYTES);
    if (!scan->first_word_done)
        line->first_word_columns += scan->column - before;
    line->end = at;
    line->width = scan->column;
    return at;
}

/* ---- ink of ASCII -------------------------------------------------------- */

/* What the bytes of a stretch of ink are, in one number, COUNT_BITS each. */
enum { COUNT_BITS = 10, STRETCH_BYTES_MOST = (1 << COUNT_BITS) - 1 };
enum { INK, TEXT, UPPER, LOWER, DIGITS, COLUMN_RULES };
#define COUNT(field) (UINT64_C(1) << COUNT_BITS * (field))
#define OF_RULE COUNT(INK)
#define OF_TEXT (COUNT(INK) + COUNT(TEXT))
#define OF_UPPER (OF_TEXT + COUNT(UPPER))
#define OF_LOWER (OF_TEXT + COUNT(LOWER))
#define OF_DIGIT (OF_TEXT + COUNT(DIGITS))
#define OF_COLUMN_RULE (OF_RULE + COUNT(COLUMN_RULES))
#define TWO(count) (count), (count)
#define FOUR(count) TWO(count), TWO(count)
#define EIGHT(count) FOUR(count), FOUR(count)
#define LETTERS(count) EIGHT(count), EIGHT(count), EIGHT(count), TWO(count)

/* By byte; 0: it is no ink of ASCII. winnow_is_rule tells rules from text. */
static const uint64_t counts_of[256] = {
    ['!'] = TWO(OF_TEXT) /* ! " */,
    OF_RULE /* # */,
    FOUR(OF_TEXT) /* $ % & ' */,
    TWO(OF_TEXT) /* ( ) */,
    TWO(OF_RULE) /* * + */,
    OF_TEXT /* , */,
    TWO(OF_RULE) /* - . */,
    OF_RULE /* / */,
    EIGHT(OF_DIGIT),
    TWO(OF_DIGIT),
    OF_RULE /* : */,
    OF_TEXT /* ; */,
    OF_RULE /* < */,
    TWO(OF_RULE) /* = > */,
    TWO(OF_TEXT) /* ? @ */,
    LETTERS(OF_UPPER),
    FOUR(OF_RULE) /* [ \ ] ^ */,
    TWO(OF_RULE) /* _ ` */,
    LETTERS(OF_LOWER),
    OF_TEXT /* { */,
    OF_COLUMN_RULE /* | */,
    OF_TEXT /* } */,
    OF_RULE /* ~ */,
};

static uint32_t count_of(uint64_t counts, int field)
{
    return (uint32_t)(counts >> COUNT_BITS * field) & ((1U << COUNT_BITS) - 1);
}

/* Adds up the ink from `at` on; returns where it ends. */
static size_t add_ink(struct winnow_view text, size_t at, size_t end,
                      uint64_t *counts)
{
    uint64_t count;

    while (at < end && (count = counts_of[(unsigned char)text.data[at]]) != 0) {
        *counts += count;
        at++;
    }
    return at;
}

/* Scans words of ASCII with one space between, most of most lines; returns
 * where they end or are no more counted in one go. */
static size_t scan_plain(struct scan *scan, struct winnow_view text,
                         size_t offset)
{
    struct winnow_line *line = scan->line;
    size_t end = text.length_bytes - offset < STRETCH_BYTES_MOST
                     ? text.length_bytes
                     : offset + STRETCH_BYTES_MOST;
    uint64_t counts = 0;
    uint32_t before = scan->column, n_spaces;
    size_t first_end = add_ink(text, offset, end, &counts), at = first_end;

    if (at == offset)
        return offset;
    while (at + 1 < end && text.data[at] == ' ' &&
           counts_of[(unsigned char)text.data[at + 1]] != 0)
        at = add_ink(text, at + 1, end, &counts);
    end_blanks(scan);
    n_spaces = (uint32_t)(at - offset) - count_of(counts, INK);
    line->n_words += !scan->in_word + n_spaces;
    line->n_spaces += n_spaces;
    scan->in_word = true;
    scan->column = winnow_column_behind(before, at - offset);
    if (!scan->first_word_done)
        line->first_word_columns +=
            winnow_column_behind(before, first_end - offset) - before;
    scan->first_word_done |= n_spaces != 0;
    line->n_upper += count_of(counts, UPPER);
    line->n_lower += count_of(counts, LOWER);
    line->n_digits += count_of(counts, DIGITS);
    line->n_column_rules += count_of(counts, COLUMN_RULES);
    scan->some_text |= count_of(counts, TEXT) != 0;
    line->last = (unsigned char)text.data[at - 1];
    line->end = at;
    line->width = scan->column;
    return at;
}

/* ---- lines --------------------------------------------------------------- */

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
        if (is_drawn(character))
            after = scan_drawn(&scan, text, after);
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

/* As winnow_lines_next, of a line that is not known. */
static bool find_next(struct winnow_view text, const struct winnow_line *line,
                      struct winnow_line *next)
{
    bool after_break = ends_page(text, line);
    uint32_t index = line->index + 1;
    bool found = winnow_line_find(text, line->next, line->number + 1, next);

    next->after_break = next->after_break || after_break;
    next->index = index;
    return found;
}

void winnow_lines_read(struct winnow_lines *lines, struct winnow_arena *arena,
                       struct winnow_view text)
{
    enum { KNOWN_LEAST = 1 << 8 };
    uint32_t capacity = KNOWN_LEAST;
    struct winnow_line line;
    bool more = winnow_line_find(text, 0, 1, &line);

    lines->text = text;
    lines->known = winnow_arena_alloc(arena, capacity * sizeof line);
    lines->n_known = 0;
    while (more && lines->n_known < WINNOW_LINES_KNOWN_MOST) {
        if (lines->n_known == capacity) {
            lines->known =
                winnow_arena_grow(arena, lines->known, capacity * sizeof line,
                                  2 * capacity * sizeof line);
            capacity *= 2;
        }
        lines->known[lines->n_known++] = line;
        more = find_next(text, &line, &line);
    }
}

bool winnow_lines_first(const struct winnow_lines *lines,
                        struct winnow_line *line)
{
    if (lines->n_known == 0)
        return winnow_line_find(lines->text, 0, 1, line);
    *line = lines->known[0];
    return true;
}

bool winnow_lines_next(const struct winnow_lines *lines,
                       const struct winnow_line *line, struct winnow_line *next)
{
    if (line->index + 1 >= lines->n_known)
        return find_next(lines->text, line, next);
    *next = lines->known[line->index + 1];
    return true;
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

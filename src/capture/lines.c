/* Measures the lines of a capture; see lines.h. One scan a line, one character
 * at a time: linear, whether the text is many lines or one. */
#include "capture/lines.h"

#include "capture/characters.h"
#include "stride.h"

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
    if (text.data[*offset] == '\n') { /* nearly always */
        ++*offset;
        return '\n';
    }
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

/* A blank that is no space. */
static void scan_blank(struct scan *scan, uint32_t character)
{
    scan->column = winnow_column_after(scan->column, character);
    scan->n_blanks++;
    scan->n_tabs += character == '\t';
    scan->in_word = false;
    if (scan->line->n_words != 0)
        scan->first_word_done = true;
}

/* Scans spaces in a row; returns their end. */
static size_t scan_spaces(struct scan *scan, struct winnow_view text,
                          size_t offset)
{
    size_t end = space_end(text, offset);

    scan->column = winnow_column_behind(scan->column, end - offset);
    scan->n_blanks += (uint32_t)(end - offset);
    scan->n_spaces += (uint32_t)(end - offset);
    scan->in_word = false;
    if (scan->line->n_words != 0)
        scan->first_word_done = true;
    return end;
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

/* What trees of files are drawn with. */
static bool is_box_drawing(uint32_t character)
{
    return character >= 0x2500 && character <= 0x257f;
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
    line->n_marks += is_box_drawing(character);
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
    uint32_t before = scan->column, n;

    while (text.length_bytes - at >= WINNOW_STEP_BYTES &&
           winnow_yes_bits(winnow_step_at(text.data + at) !=
                           winnow_step_at(text.data + at - DRAWN_BYTES)) == 0)
        at += WINNOW_STEP_BYTES - WINNOW_STEP_BYTES % DRAWN_BYTES;
    while (text.length_bytes - at >= DRAWN_BYTES &&
           memcmp(text.data + at, text.data + at - DRAWN_BYTES, DRAWN_BYTES) ==
               0)
        at += DRAWN_BYTES;
    if (at == after)
        return after;
    n = (uint32_t)((at - after) / DRAWN_BYTES);
    scan->column = winnow_column_behind(before, n);
    line->n_marks += n;
    if (!scan->first_word_done)
        line->first_word_columns += scan->column - before;
    line->end = at;
    line->width = scan->column;
    return at;
}

/* ---- words with one space between ---------------------------------------- */

/* Of a stretch of the line. */
struct stretch {
    size_t end, first_end; /* first_end: of its first word */
    uint32_t n_columns, first_columns, last;
    uint32_t n_spaces, n_upper, n_lower, n_digits;
};

static void add_stretch(struct scan *scan, const struct stretch *stretch)
{
    struct winnow_line *line = scan->line;
    uint32_t before = scan->column;

    end_blanks(scan);
    line->n_words += !scan->in_word + stretch->n_spaces;
    line->n_spaces += stretch->n_spaces;
    scan->in_word = true;
    scan->column = winnow_column_behind(before, stretch->n_columns);
    if (!scan->first_word_done)
        line->first_word_columns +=
            winnow_column_behind(before, stretch->first_columns) - before;
    scan->first_word_done |= stretch->n_spaces != 0;
    line->n_upper += stretch->n_upper;
    line->n_lower += stretch->n_lower;
    line->n_digits += stretch->n_digits;
    line->last = stretch->last;
    line->end = stretch->end;
    line->width = scan->column;
}

static bool is_ink_of_ascii(char byte)
{
    return byte > ' ' && byte <= '~';
}

/* What the bytes of a stretch of ASCII are, by counts. */
struct counts {
    winnow_step spaces, upper, lower, digits, column_rules;
    winnow_step_answer markup; /* not counted */
};

static void count(struct counts *counts, winnow_step bytes)
{
    winnow_step as_lower = bytes - winnow_step_of('a');
    winnow_step as_upper = bytes - winnow_step_of('A');
    winnow_step as_digits = bytes - winnow_step_of('0');

    winnow_count(&counts->spaces, bytes == winnow_step_of(' '));
    winnow_count(&counts->upper, as_upper <= winnow_step_of('Z' - 'A'));
    winnow_count(&counts->lower, as_lower <= winnow_step_of('z' - 'a'));
    winnow_count(&counts->digits, as_digits <= winnow_step_of(9));
    winnow_count(&counts->column_rules, bytes == winnow_step_of('|'));
    counts->markup |= (bytes == winnow_step_of('[')) |
                      (bytes == winnow_step_of(']')) |
                      (bytes == winnow_step_of('*'));
}

/* Counts the stretch of words of ASCII from `offset` on, a letter of the first.
 * It may end early. */
static struct stretch read_ascii(struct winnow_view text, size_t offset,
                                 struct counts *counts)
{
    enum { STEPS_MOST = 255 };
    struct stretch stretch = {.first_end = 0};
    unsigned spaces = 0;
    size_t at = offset;

    for (int i = 0; i < STEPS_MOST; i++) {
        winnow_step bytes =
            winnow_step_within(text.data + at, text.length_bytes - at);
        size_t n =
            winnow_count_plain(bytes, winnow_are_unprinted(bytes), &spaces);
        if (stretch.first_end == 0 && spaces != 0)
            stretch.first_end = at + (size_t)__builtin_ctz(spaces);
        count(counts, winnow_first_of_step(bytes, n));
        at += n;
        if (n < WINNOW_STEP_BYTES)
            break;
    }
    stretch.end = at;
    stretch.n_spaces = winnow_count_sum(counts->spaces);
    if (text.data[at - 1] == ' ') {
        stretch.end--;
        stretch.n_spaces--;
    }
    return stretch;
}

static bool has_text(struct winnow_view text, size_t at, size_t end)
{
    while (at < end && (text.data[at] == ' ' ||
                        winnow_is_rule((unsigned char)text.data[at])))
        at++;
    return at < end;
}

/* Scans words of ASCII, most of most lines; returns where they end or are no
 * more counted in one go. */
static size_t scan_ascii(struct scan *scan, struct winnow_view text,
                         size_t offset)
{
    struct winnow_line *line = scan->line;
    struct counts counts = {0};
    struct stretch stretch = read_ascii(text, offset, &counts);

    if (stretch.n_spaces == 0)
        stretch.first_end = stretch.end;
    stretch.n_columns = (uint32_t)(stretch.end - offset);
    stretch.first_columns = (uint32_t)(stretch.first_end - offset);
    stretch.last = (unsigned char)text.data[stretch.end - 1];
    stretch.n_upper = winnow_count_sum(counts.upper);
    stretch.n_lower = winnow_count_sum(counts.lower);
    stretch.n_digits = winnow_count_sum(counts.digits);
    add_stretch(scan, &stretch);
    line->n_column_rules += winnow_count_sum(counts.column_rules);
    line->has_markup |= winnow_yes_bits(counts.markup) != 0;
    line->n_marks += stretch.n_columns - stretch.n_spaces - stretch.n_upper -
                     stretch.n_lower - stretch.n_digits;
    scan->some_text =
        scan->some_text ||
        stretch.n_upper + stretch.n_lower + stretch.n_digits != 0 ||
        has_text(text, offset, stretch.end);
    return stretch.end;
}

/* Whether the byte leads two of a character that is text, one column wide and
 * by itself neither blank nor inkless: U+00C0 to U+02FF, U+0380 to U+047F,
 * U+04C0 to U+057F, U+05C0 to U+05FF. */
static bool leads_letter(unsigned char byte)
{
    const uint32_t leads = 0xbbcff8; /* of 0xc0 and so on, a bit each */
    return byte >= 0xc0 && byte <= 0xd7 && (leads >> (byte & 0x1f) & 1) != 0;
}

/* The same as scan_ascii of words of such characters. */
static size_t scan_letters(struct scan *scan, struct winnow_view text,
                           size_t offset)
{
    const unsigned char *bytes = (const void *)text.data;
    struct stretch stretch = {.end = offset};
    uint32_t n_letters = 0;
    size_t at = offset;

    for (;;) {
        while (text.length_bytes - at >= 2 && leads_letter(bytes[at])) {
            uint32_t letter =
                (bytes[at] & 0x1fU) << 6 | (bytes[at + 1] & 0x3fU);
            enum winnow_case letter_case = winnow_case_of(letter);
            stretch.n_upper += letter_case == WINNOW_CASE_UPPER;
            stretch.n_lower += letter_case == WINNOW_CASE_LOWER;
            stretch.last = letter;
            n_letters++;
            at += 2;
        }
        if (stretch.n_spaces == 0)
            stretch.first_columns = n_letters;
        if (text.length_bytes - at < 3 || bytes[at] != ' ' ||
            !leads_letter(bytes[at + 1]))
            break;
        stretch.n_spaces++;
        at++;
    }
    stretch.end = at;
    stretch.n_columns = n_letters + stretch.n_spaces;
    add_stretch(scan, &stretch);
    scan->some_text = true;
    return at;
}

/* Whether the character is text, spaceless and two columns wide, and none that
 * rules are drawn with: ideographs, kana, their punctuation. */
static bool is_wide_text(uint32_t character)
{
    return (character >= 0x4e00 && character <= 0x9fff) ||
           (character >= 0x3001 && character <= 0x303e) ||
           (character >= 0x3041 && character <= 0x3098) ||
           (character >= 0x309b && character <= 0x30fa);
}

enum { WIDE_BYTES = 3 }; /* of each in UTF-8 */

/* Scans such characters, the first of which ends at `after`; returns their end.
 * Each is a word. */
static size_t scan_wide(struct scan *scan, struct winnow_view text,
                        uint32_t character, size_t after)
{
    struct winnow_line *line = scan->line;
    uint32_t n = 0;
    size_t at = after;

    scan_ink(scan, character, after);
    while (text.length_bytes - at >= WIDE_BYTES &&
           scan->column + 2 * (n + 1) < COLUMNS_MOST) {
        size_t next = at;
        uint32_t following =
            winnow_character_at(text.data, text.length_bytes, &next);
        if (!is_wide_text(following))
            break;
        character = following;
        at = next;
        n++;
    }
    if (n == 0)
        return after;
    scan->first_word_done = true;
    scan->column += 2 * n;
    line->n_words += n;
    line->n_wide += n;
    line->last = character;
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
        unsigned char byte = (unsigned char)text.data[offset];
        size_t after = offset;
        uint32_t character;
        if (is_ink_of_ascii((char)byte)) {
            offset = scan_ascii(&scan, text, offset);
            continue;
        }
        if (byte == ' ') {
            offset = scan_spaces(&scan, text, offset);
            continue;
        }
        if (leads_letter(byte) && text.length_bytes - offset >= 2) {
            offset = scan_letters(&scan, text, offset);
            continue;
        }
        character = winnow_character_at(text.data, text.length_bytes, &after);
        if (winnow_is_line_break(character))
            break;
        if (is_wide_text(character))
            after = scan_wide(&scan, text, character, after);
        else if (winnow_is_blank(character))
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
    const size_t size_bytes = sizeof *lines->known;
    uint32_t capacity = KNOWN_LEAST, n = 0;
    bool more;

    lines->text = text;
    lines->known = winnow_arena_alloc(arena, capacity * size_bytes);
    more = winnow_line_find(text, 0, 1, &lines->known[0]);
    while (more && ++n < WINNOW_LINES_KNOWN_MOST) {
        if (n == capacity) {
            lines->known =
                winnow_arena_grow(arena, lines->known, capacity * size_bytes,
                                  2 * capacity * size_bytes);
            capacity *= 2;
        }
        more = find_next(text, &lines->known[n - 1], &lines->known[n]);
    }
    lines->n_known = n;
}

bool winnow_lines_first(const struct winnow_lines *lines,
                        struct winnow_line *line)
{
    if (lines->n_known == 0)
        return winnow_line_find(lines->text, 0, 1, line);
    *line = lines->known[0];
    return true;
}

const struct winnow_line *winnow_lines_below(const struct winnow_lines *lines,
                                             const struct winnow_line *line,
                                             struct winnow_line *room)
{
    if (line->index + 1 < lines->n_known)
        return &lines->known[line->index + 1];
    return find_next(lines->text, line, room) ? room : NULL;
}

bool winnow_lines_next(const struct winnow_lines *lines,
                       const struct winnow_line *line, struct winnow_line *next)
{
    const struct winnow_line *below = winnow_lines_below(lines, line, next);

    if (below == NULL)
        return false;
    *next = *below;
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

/* Inline markdown; see inline.h. CommonMark 0.31.2, section 6, and the GFM
 * specification 0.29. Page text never makes markup: what could be read as such
 * gets a backslash. A mark is written only where the rules of flanking
 * delimiter runs say that it will be read as one. */
#include "writer/inline.h"
#include "fold.h"

#include <string.h>

enum {
    OPEN_MAX = 8,
    /* How far marks are compared with each other, and the longest code that is
     * looked through: beyond, a mark is left out rather than costing more. */
    MARKS_COMPARED_MAX = 32,
    CODE_CHECKED_BYTES_MAX = 4096
};

/* What the rules of delimiter runs ask of a character. DOUBTFUL: punctuation
 * to some readers and versions of the standard. */
enum neighbour { SPACE, PUNCTUATION, DOUBTFUL, WORD };

struct inline_writer {
    struct winnow_buffer *out;
    const char *text;
    size_t length, at;
    const struct winnow_mark *marks;
    uint32_t n_marks, next_mark;
    struct winnow_inline_style style;
    const struct winnow_mark *open[OPEN_MAX];
    size_t n_open;
    size_t start;                 /* where the text began in `out` */
    size_t opener_end;            /* of the last emphasis opener, in `out` */
    enum neighbour opener_before; /* what stands before that run */
    size_t closer_end;            /* of the last emphasis closer, in `out` */
    size_t code_end;              /* of the last code span, in `out` */
    bool at_line_start;
    size_t item_mark; /* where the text would open a list item */
};

static bool is_letter_or_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

static bool is_ascii_punctuation(char byte)
{
    return byte > ' ' && byte < 0x7F && !is_letter_or_digit(byte);
}

static bool is_line_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* ---- neighbours ------------------------------------------------------------
 */

static enum neighbour neighbour_of(uint32_t code)
{
    if (code < 0x80 && is_ascii_punctuation((char)code))
        return PUNCTUATION;
    switch (winnow_class_of(code)) {
    case WINNOW_CLASS_SPACE:
        return SPACE;
    case WINNOW_CLASS_OTHER:
    case WINNOW_CLASS_CURRENCY:
        return code < 0x20 ? SPACE : DOUBTFUL;
    default:
        return WORD;
    }
}

/* The character at a text offset; the end of the text is like a space. */
static enum neighbour neighbour_at(const struct inline_writer *w, size_t at)
{
    uint32_t code;

    if (at >= w->length)
        return SPACE;
    winnow_decode_code_point(w->text + at, w->text + w->length, &code);
    return neighbour_of(code);
}

static enum neighbour neighbour_before(const struct inline_writer *w, size_t at)
{
    uint32_t code;
    size_t start = at;

    if (at == 0)
        return SPACE;
    do
        start--;
    while (start != 0 && at - start < 4 &&
           ((unsigned char)w->text[start] & 0xC0) == 0x80);
    winnow_decode_code_point(w->text + start, w->text + at, &code);
    return neighbour_of(code);
}

/* ---- escapes ----------------------------------------------------------------
 */

static void put(struct inline_writer *w, char byte)
{
    winnow_buffer_byte(w->out, byte);
}

static bool is_mark_boundary(const struct inline_writer *w, size_t at)
{
    if (w->next_mark < w->n_marks && w->marks[w->next_mark].start == at)
        return true;
    for (size_t i = 0; i < w->n_open; i++)
        if (w->open[i]->end == at || w->open[i]->start == at)
            return true;
    return false;
}

/* '_' inside a word is no delimiter. */
static bool is_inside_word(const struct inline_writer *w)
{
    return w->at != 0 && w->at + 1 < w->length &&
           is_letter_or_digit(w->text[w->at - 1]) &&
           is_letter_or_digit(w->text[w->at + 1]) &&
           w->out->length_bytes > w->start &&
           w->out->data[w->out->length_bytes - 1] == w->text[w->at - 1] &&
           !is_mark_boundary(w, w->at) && !is_mark_boundary(w, w->at + 1);
}

static bool starts_entity(const struct inline_writer *w)
{
    char next = w->at + 1 < w->length ? w->text[w->at + 1] : ' ';

    return is_letter_or_digit(next) || next == '#' ||
           is_mark_boundary(w, w->at + 1);
}

static bool is_markup_anywhere(const struct inline_writer *w, char byte)
{
    switch (byte) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
    case '~':
    case '|':
        return true;
    case '#':
        return w->style.in_heading;
    case '_':
        return !is_inside_word(w);
    case '&':
        return starts_entity(w);
    default:
        return false;
    }
}

/* Whether a block construct would need a space (or the line's end) at `at`. */
static bool ends_marker(const struct inline_writer *w, size_t at)
{
    return at >= w->length || is_blank(w->text[at]) ||
           is_line_break(w->text[at]);
}

static bool is_markup_at_line_start(const struct inline_writer *w, char byte)
{
    char next = w->at + 1 < w->length ? w->text[w->at + 1] : ' ';

    switch (byte) {
    case '#':
    case '>':
    case '=':
        return true;
    case '+':
        return ends_marker(w, w->at + 1);
    case '-':
        return ends_marker(w, w->at + 1) || next == '-' || next == ':' ||
               next == '|';
    case ':':
        return next == '-';
    default:
        return false;
    }
}

/* "12." and "12)" open an item: says which character must get an escape. */
static size_t find_item_mark(const struct inline_writer *w)
{
    size_t end = w->at;

    while (end < w->length && w->text[end] >= '0' && w->text[end] <= '9')
        end++;
    if (end != w->at && end < w->length &&
        (w->text[end] == '.' || w->text[end] == ')') && ends_marker(w, end + 1))
        return end;
    return SIZE_MAX;
}

/* A hard line break; several are one, since a blank line ends the block. */
static void write_break(struct inline_writer *w)
{
    while (w->at < w->length &&
           (is_line_break(w->text[w->at]) || is_blank(w->text[w->at])))
        w->at++;
    if (w->at == w->length)
        return;
    if (w->style.one_line) {
        put(w, ' ');
        return;
    }
    put(w, '\\');
    winnow_write_next_line(w->out, w->style);
    w->at_line_start = true;
}

static void write_character(struct inline_writer *w)
{
    char byte = w->text[w->at];
    bool at_line_start = w->at_line_start;

    if (is_line_break(byte)) {
        write_break(w);
        return;
    }
    if (at_line_start && is_blank(byte)) {
        w->at++;
        return;
    }
    w->at_line_start = false;
    if (at_line_start)
        w->item_mark = find_item_mark(w);
    if (w->at == w->item_mark || is_markup_anywhere(w, byte) ||
        (at_line_start && is_markup_at_line_start(w, byte)))
        put(w, '\\');
    put(w, byte);
    w->at++;
}

/* Letters, digits, spaces and all beyond ASCII need no look. */
static bool is_plain(char byte)
{
    return is_letter_or_digit(byte) || byte == ' ' ||
           (unsigned char)byte >= 0x80;
}

/* Writes what is plain up to `end`. */
static void write_plain(struct inline_writer *w, size_t end)
{
    size_t start = w->at;

    if (w->at_line_start)
        return;
    while (w->at < end && is_plain(w->text[w->at]))
        w->at++;
    winnow_buffer_append(w->out, w->text + start, w->at - start);
}

/* ---- code -------------------------------------------------------------------
 */

static size_t longest_run(const char *text, size_t length, char of)
{
    size_t longest = 0, run = 0;

    for (size_t i = 0; i < length; i++) {
        run = text[i] == of ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

static void put_times(struct inline_writer *w, char byte, size_t n)
{
    while (n-- != 0)
        put(w, byte);
}

static void write_code_text(struct inline_writer *w, size_t end)
{
    for (; w->at < end; w->at++) {
        char byte = w->text[w->at];
        if (byte == '|' && w->style.in_cell)
            put(w, '\\');
        put(w, is_line_break(byte) ? ' ' : byte);
    }
}

static bool has_word(const struct inline_writer *w, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if (!is_blank(w->text[i]) && !is_line_break(w->text[i]))
            return true;
    return false;
}

/* A code span and whatever marks lie in it. */
static void write_code(struct inline_writer *w, size_t end)
{
    const char *text = w->text + w->at;
    size_t length = end - w->at;
    size_t n_ticks = longest_run(text, length, '`') + 1;
    bool is_padded = text[0] == '`' || text[length - 1] == '`' ||
                     (text[0] == ' ' && text[length - 1] == ' ');

    put_times(w, '`', n_ticks);
    put_times(w, ' ', is_padded);
    write_code_text(w, end);
    put_times(w, ' ', is_padded);
    put_times(w, '`', n_ticks);
    w->code_end = w->out->length_bytes;
    while (w->next_mark < w->n_marks && w->marks[w->next_mark].start < end)
        w->next_mark++;
}

/* ---- links ------------------------------------------------------------------
 */

static struct winnow_view trim_href(struct winnow_view href)
{
    while (href.length_bytes != 0 && (unsigned char)href.data[0] <= ' ') {
        href.data++;
        href.length_bytes--;
    }
    while (href.length_bytes != 0 &&
           (unsigned char)href.data[href.length_bytes - 1] <= ' ')
        href.length_bytes--;
    return href;
}

static char lower(char byte)
{
    return (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
}

static bool is_scheme(struct winnow_view href, size_t length, const char *name)
{
    if (strlen(name) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (lower(href.data[i]) != name[i])
            return false;
    return true;
}

/* A scheme of text, mail, or none: a colon in the first segment makes one,
 * however odd (RFC 3986, section 4.2). */
static bool is_harmless(struct winnow_view href)
{
    for (size_t i = 0; i < href.length_bytes; i++) {
        char byte = href.data[i];
        if (byte == '/' || byte == '?' || byte == '#')
            return true;
        if (byte == ':')
            return is_scheme(href, i, "http") || is_scheme(href, i, "https") ||
                   is_scheme(href, i, "mailto");
    }
    return href.length_bytes != 0;
}

static void write_href_byte(struct winnow_buffer *out, char byte)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned value = (unsigned char)byte;

    if (value <= ' ' || value >= 0x7F || strchr("<>`\"", byte) != NULL) {
        winnow_buffer_byte(out, '%');
        winnow_buffer_byte(out, digits[value >> 4]);
        winnow_buffer_byte(out, digits[value & 15]);
        return;
    }
    if (strchr("()[]\\&|*_~", byte) != NULL)
        winnow_buffer_byte(out, '\\');
    winnow_buffer_byte(out, byte);
}

static void write_href(struct winnow_buffer *out, struct winnow_view href)
{
    href = trim_href(href);
    for (size_t i = 0; i < href.length_bytes; i++)
        if (!is_line_break(href.data[i]) && href.data[i] != '\t')
            write_href_byte(out, href.data[i]);
}

static bool has_open(const struct inline_writer *w, enum winnow_mark_type type)
{
    for (size_t i = 0; i < w->n_open; i++)
        if (w->open[i]->type == type)
            return true;
    return false;
}

static bool can_link(const struct inline_writer *w,
                     const struct winnow_mark *mark)
{
    return !has_open(w, WINNOW_MARK_LINK) &&
           is_harmless(trim_href(mark->href)) &&
           has_word(w, mark->start, mark->end);
}

/* "!" before "[" would make an image. */
static void write_link_start(struct inline_writer *w)
{
    struct winnow_buffer *out = w->out;

    if (!out->failed && out->length_bytes > w->start &&
        out->data[out->length_bytes - 1] == '!') {
        out->data[out->length_bytes - 1] = '\\';
        put(w, '!');
    }
    put(w, '[');
}

static void write_link_end(struct inline_writer *w,
                           const struct winnow_mark *mark)
{
    winnow_buffer_string(w->out, "](");
    write_href(w->out, mark->href);
    put(w, ')');
}

/* ---- emphasis
 * ---------------------------------------------------------------- */

static bool is_emphasis(const struct winnow_mark *mark)
{
    return mark->type == WINNOW_MARK_STRONG ||
           mark->type == WINNOW_MARK_EMPHASIS;
}

/* What stands in the output before a run of delimiters at this place. */
static enum neighbour before_run(const struct inline_writer *w)
{
    const struct winnow_buffer *out = w->out;
    char last;

    if (out->length_bytes == w->start || w->at_line_start)
        return SPACE;
    if (w->opener_end == out->length_bytes)
        return w->opener_before;
    last = out->data[out->length_bytes - 1];
    if ((unsigned char)last < 0x80)
        return neighbour_of((unsigned char)last);
    return neighbour_before(w, w->at);
}

static const struct winnow_mark *last_compared(const struct inline_writer *w,
                                               const struct winnow_mark *mark)
{
    size_t n_left = (size_t)(w->marks + w->n_marks - mark) - 1;

    return mark + (n_left < MARKS_COMPARED_MAX ? n_left : MARKS_COMPARED_MAX);
}

/* Whether another mark that writes brackets or ticks starts or ends at the same
 * place as `mark`, inside it. */
static bool shares_edge(const struct inline_writer *w,
                        const struct winnow_mark *mark, bool at_end)
{
    const struct winnow_mark *last = last_compared(w, mark);

    for (const struct winnow_mark *inner = mark + 1; inner <= last; inner++) {
        bool is_shared =
            at_end ? inner->end == mark->end : inner->start == mark->start;
        if (inner->start >= mark->end || (!at_end && !is_shared))
            return false;
        if (is_shared && !is_emphasis(inner))
            return true;
    }
    return last != w->marks + w->n_marks - 1;
}

/* What stands in the output after the run that closes `mark`. */
static enum neighbour after_run(const struct inline_writer *w,
                                const struct winnow_mark *mark)
{
    const struct winnow_mark *next = mark + 1, *last = last_compared(w, mark);

    for (size_t i = 0; i < w->n_open; i++)
        if (w->open[i]->type == WINNOW_MARK_LINK &&
            w->open[i]->end == mark->end)
            return PUNCTUATION;
    while (next <= last && next->start < mark->end)
        next++;
    if (next <= last ? next->start == mark->end
                     : last != w->marks + w->n_marks - 1)
        return DOUBTFUL;
    return neighbour_at(w, mark->end);
}

/* A run flanks a word when its inner side is no space, and is no punctuation
 * unless the outer side is space or punctuation. */
static bool flanks(enum neighbour inner, enum neighbour outer)
{
    if (inner == SPACE)
        return false;
    return inner == WORD || outer == SPACE || outer == PUNCTUATION;
}

/* Whether a run flanks to its inner side only: one that could both open and
 * close is matched by rules that depend on every other run around it. */
static bool flanks_only(enum neighbour inner, enum neighbour outer)
{
    if (inner == SPACE)
        return false;
    return outer == SPACE || (outer == PUNCTUATION && inner == WORD);
}

static bool can_emphasize(const struct inline_writer *w,
                          const struct winnow_mark *mark)
{
    enum neighbour first = neighbour_at(w, mark->start);
    enum neighbour last = neighbour_before(w, mark->end);
    enum neighbour before = before_run(w), after = after_run(w, mark);

    if (has_open(w, mark->type) || w->closer_end == w->out->length_bytes)
        return false;
    if (first != SPACE && shares_edge(w, mark, false))
        first = DOUBTFUL;
    if (last != SPACE && shares_edge(w, mark, true))
        last = DOUBTFUL;
    if (has_open(w, WINNOW_MARK_STRONG) || has_open(w, WINNOW_MARK_EMPHASIS))
        return flanks_only(first, before) && flanks_only(last, after);
    return flanks(first, before) && flanks(last, after);
}

static void write_delimiters(struct inline_writer *w,
                             const struct winnow_mark *mark)
{
    winnow_buffer_string(w->out, mark->type == WINNOW_MARK_STRONG ? "**" : "*");
}

/* ---- marks
 * ------------------------------------------------------------------- */

/* Whether the mark lies in the text and in the innermost open mark. */
static bool fits(const struct inline_writer *w, const struct winnow_mark *mark)
{
    size_t end = w->n_open == 0 ? w->length : w->open[w->n_open - 1]->end;

    return w->n_open < OPEN_MAX && mark->start == w->at &&
           mark->start < mark->end && mark->end <= end;
}

/* In a cell, readers disagree on "\\|" inside code; in a link that opens a
 * line,
 * "]:" inside code would make it a definition. */
static bool is_code_safe(const struct inline_writer *w,
                         const struct winnow_mark *mark)
{
    bool in_link = has_open(w, WINNOW_MARK_LINK);

    if (!in_link && !w->style.in_cell)
        return true;
    if (mark->end - mark->start > CODE_CHECKED_BYTES_MAX)
        return false;
    for (size_t i = mark->start; i < mark->end; i++) {
        if (in_link && w->text[i] == ']')
            return false;
        if (w->style.in_cell && w->text[i] == '\\' && i + 1 < mark->end &&
            w->text[i + 1] == '|')
            return false;
    }
    return true;
}

/* Two spans without anything between would be one run of ticks. */
static bool can_code(const struct inline_writer *w,
                     const struct winnow_mark *mark)
{
    return w->code_end != w->out->length_bytes &&
           has_word(w, mark->start, mark->end) && is_code_safe(w, mark);
}

static void open_mark(struct inline_writer *w, const struct winnow_mark *mark)
{
    if (mark->type == WINNOW_MARK_CODE) {
        if (can_code(w, mark)) {
            write_code(w, mark->end);
            w->at_line_start = false;
        }
        return;
    }
    if (mark->type == WINNOW_MARK_LINK) {
        if (!can_link(w, mark))
            return;
        write_link_start(w);
    } else {
        enum neighbour before = before_run(w);
        if (!can_emphasize(w, mark))
            return;
        write_delimiters(w, mark);
        w->opener_end = w->out->length_bytes;
        w->opener_before = before;
    }
    w->open[w->n_open++] = mark;
}

static void close_marks(struct inline_writer *w)
{
    while (w->n_open != 0 && w->open[w->n_open - 1]->end <= w->at) {
        const struct winnow_mark *mark = w->open[--w->n_open];
        if (mark->type == WINNOW_MARK_LINK) {
            write_link_end(w, mark);
            continue;
        }
        write_delimiters(w, mark);
        w->closer_end = w->out->length_bytes;
    }
}

static void open_marks(struct inline_writer *w)
{
    while (w->next_mark < w->n_marks && w->marks[w->next_mark].start <= w->at) {
        const struct winnow_mark *mark = &w->marks[w->next_mark++];
        size_t at = w->at;
        if (fits(w, mark))
            open_mark(w, mark);
        if (w->at != at)
            close_marks(w);
    }
}

/* Where the text must be looked at again for marks. */
static size_t next_boundary(const struct inline_writer *w)
{
    size_t end = w->n_open == 0 ? w->length : w->open[w->n_open - 1]->end;

    if (w->next_mark < w->n_marks && w->marks[w->next_mark].start < end)
        end = w->marks[w->next_mark].start;
    return end;
}

void winnow_write_inline(struct winnow_buffer *out, struct winnow_view text,
                         const struct winnow_mark *marks, uint32_t n_marks,
                         struct winnow_inline_style style)
{
    struct inline_writer w = {
        .out = out,
        .text = text.data,
        .length = text.length_bytes,
        .marks = marks,
        .n_marks = n_marks,
        .style = style,
        .start = out->length_bytes,
        .opener_end = SIZE_MAX,
        .closer_end = SIZE_MAX,
        .code_end = SIZE_MAX,
        .item_mark = SIZE_MAX,
        .at_line_start = style.starts_line,
    };

    while (w.at < w.length && !out->failed) {
        close_marks(&w);
        open_marks(&w);
        if (w.at == w.length)
            break;
        write_plain(&w, next_boundary(&w));
        if (w.at < next_boundary(&w))
            write_character(&w);
    }
    w.at = w.length;
    close_marks(&w);
}

void winnow_write_next_line(struct winnow_buffer *out,
                            struct winnow_inline_style style)
{
    winnow_buffer_byte(out, '\n');
    for (size_t i = 0; i < style.indent; i++)
        winnow_buffer_byte(out, ' ');
    if (style.is_quote)
        winnow_buffer_string(out, "> ");
}

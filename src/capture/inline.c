/* Reads what is no text inside of a block; see inline.h. One pass, with a stack
 * of what is open: brackets and runs of "*", "_", "~". Where an opener finds no
 * closer it is text. */
#include "capture/inline.h"

#include "capture/characters.h"

#include <stdlib.h>

enum {
    OPEN_MOST = 32,
    BACKTICKS_MOST = 16,
    TITLE_BYTES_MOST = 300,
    LABEL_BYTES_MOST = 200,
    TAG_BYTES_MOST = 1000,
    NAME_BYTES_MOST = 80
};

/* A bracket or a run of delimiters that waits for its end. */
struct opener {
    char with; /* '[', '!' for an image's, '*', '_', '~' */
    size_t at, length;
};

struct parser {
    struct winnow_arena *arena;
    const char *text;
    size_t end;
    const struct winnow_habits *habits;
    struct winnow_numbering *numbering;
    struct winnow_inline *inlines;
    uint32_t marks_capacity;
    struct opener open[OPEN_MOST];
    size_t n_open, n_ignored; /* brackets beyond, which are not looked at */
    bool no_backticks[BACKTICKS_MOST + 1]; /* no run so long follows */
    size_t no_title_before;
};

static bool is_at(const struct parser *parser, size_t at, const char *string)
{
    size_t n = strlen(string);

    return parser->end - at >= n && memcmp(parser->text + at, string, n) == 0;
}

static void drop(struct parser *parser, size_t start, size_t end,
                 enum winnow_drop as)
{
    memset(parser->inlines->drops + start, (int)as, end - start);
}

static void add_mark(struct parser *parser, enum winnow_mark_type type,
                     size_t start, size_t end, struct winnow_view href)
{
    struct winnow_inline *inlines = parser->inlines;
    struct winnow_mark *mark;

    if (inlines->n_marks == parser->marks_capacity) {
        uint32_t larger = inlines->n_marks == 0 ? 8 : 2 * inlines->n_marks;
        inlines->marks =
            winnow_arena_grow(parser->arena, inlines->marks,
                              parser->marks_capacity * sizeof *inlines->marks,
                              larger * sizeof *inlines->marks);
        parser->marks_capacity = larger;
    }
    mark = &inlines->marks[inlines->n_marks++];
    *mark = (struct winnow_mark){.type = type,
                                 .start = (uint32_t)start,
                                 .end = (uint32_t)end,
                                 .href = href};
}

static bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9') &&
           !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
}

/* ---- what is open -------------------------------------------------------- */

static void push(struct parser *parser, char with, size_t at, size_t length)
{
    bool is_bracket = with == '[' || with == '!';

    if (parser->n_open == OPEN_MOST || parser->n_ignored != 0) {
        parser->n_ignored += is_bracket;
        return;
    }
    parser->open[parser->n_open++] =
        (struct opener){.with = with, .at = at, .length = length};
}

/* Closes the innermost bracket; false: none is open. What was open inside of it
 * is text. */
static bool pop_bracket(struct parser *parser, struct opener *opener)
{
    if (parser->n_ignored != 0) {
        parser->n_ignored--;
        return false;
    }
    while (parser->n_open != 0) {
        *opener = parser->open[--parser->n_open];
        if (opener->with == '[' || opener->with == '!')
            return true;
    }
    return false;
}

/* The innermost run of `with` that is open inside of the innermost bracket, or
 * NULL. */
static struct opener *find_run(struct parser *parser, char with)
{
    for (size_t i = parser->n_open; i-- > 0;) {
        struct opener *opener = &parser->open[i];
        if (opener->with == with)
            return opener;
        if (opener->with == '[' || opener->with == '!')
            break;
    }
    return NULL;
}

/* ---- names that text browsers write -------------------------------------- */

/* The end of "[IMG]", "[logo.png]" and the like at `at`, or `at`. */
static size_t name_end(const struct parser *parser, size_t at)
{
    static const char *const names[] = {"[IMG]",    "[INLINE]", "[EMBED]",
                                        "[USEMAP]", "[OBJ]",    "[LINK]"};
    static const char *const extensions[] = {".gif",  ".png", ".jpg",
                                             ".jpeg", ".svg", ".webp"};
    size_t end = at + 1;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (is_at(parser, at, names[i]))
            return at + strlen(names[i]);
    while (end < parser->end && end - at < NAME_BYTES_MOST &&
           parser->text[end] > ' ' && parser->text[end] != ']' &&
           parser->text[end] != '[')
        end++;
    if (end == parser->end || parser->text[end] != ']')
        return at;
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        size_t n = strlen(extensions[i]);
        if (end - at > n + 1 &&
            memcmp(parser->text + end - n, extensions[i], n) == 0)
            return end + 1;
    }
    return at;
}

/* "[DEL:", "[INS:", "[S:" of w3m and lynx, and their ends. */
static size_t change_end(const struct parser *parser, size_t at)
{
    static const char *const marks[] = {
        "[DEL:", "[INS:", "[S:", ":DEL]", ":INS]", ":S]"};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (is_at(parser, at, marks[i]))
            return at + strlen(marks[i]);
    return at;
}

/* The end of a link's number at `at`, or `at`. One alone in its block is one
 * too: of a link without text. */
static size_t number_end(struct parser *parser, size_t at)
{
    struct winnow_view text = {parser->text, parser->end};
    size_t after;
    uint32_t number = winnow_bracketed_number(text, at, parser->end, &after);
    bool is_next = number == parser->numbering->last + 1;

    if (number == 0 || !parser->habits->is_numbered)
        return at;
    if (!winnow_is_glued_number(text, 0, at, after, parser->end) &&
        !(is_next && ((at == 0 && after == parser->end) ||
                      (after < parser->end && parser->text[after] != ' '))))
        return at;
    return winnow_numbering_take(parser->numbering, number) ? after : at;
}

/* ---- links --------------------------------------------------------------- */

/* The end of an address at `at` without regard to what it looks like. */
static size_t any_address_end(const struct parser *parser, size_t at)
{
    while (at < parser->end && (unsigned char)parser->text[at] > ' ' &&
           strchr("()<>[]\"", parser->text[at]) == NULL)
        at++;
    return at;
}

/* Behind a link's title that starts at `at`, a quotation mark, or `at`. */
static size_t title_end(struct parser *parser, size_t at)
{
    size_t from = at + 1, most = at + TITLE_BYTES_MOST;
    const char *found;

    if (most > parser->end)
        most = parser->end;
    if (from < parser->no_title_before)
        from = parser->no_title_before;
    if (from >= most)
        return at;
    found = memmem(parser->text + from, most - from, "\")", 2);
    if (found != NULL)
        return (size_t)(found - parser->text) + 1;
    parser->no_title_before = most - 1;
    return at;
}

/* Reads "(address "title")" at `at`; returns its end, or `at`. */
static size_t read_target(struct parser *parser, size_t at, bool is_number,
                          struct winnow_view *href)
{
    struct winnow_view text = {parser->text, parser->end};
    size_t start = at + 1, end;
    bool in_brackets = start < parser->end && parser->text[start] == '<';

    start += in_brackets;
    end = winnow_address_end(text, start, parser->end);
    if (end == start && parser->habits->is_markdown && !is_number)
        end = any_address_end(parser, start);
    *href = (struct winnow_view){parser->text + start, end - start};
    if (end == start && !(parser->habits->is_markdown && !is_number))
        return at;
    if (in_brackets && (end == parser->end || parser->text[end++] != '>'))
        return at;
    if (is_at(parser, end, " \""))
        end = title_end(parser, end + 1);
    return end < parser->end && parser->text[end] == ')' ? end + 1 : at;
}

/* The end of pandoc's attributes "{...}" at `at`, or `at`. */
static size_t attributes_end(const struct parser *parser, size_t at)
{
    size_t end = at + 1;

    if (!parser->habits->is_markdown || at >= parser->end ||
        parser->text[at] != '{')
        return at;
    while (end < parser->end && end - at < LABEL_BYTES_MOST &&
           strchr("{}[]", parser->text[end]) == NULL)
        end++;
    return end < parser->end && parser->text[end] == '}' ? end + 1 : at;
}

/* The end of a reference's label "[...]" at `at`, or `at`. */
static size_t label_end(const struct parser *parser, size_t at)
{
    size_t end = at + 1;

    if (!parser->habits->has_definitions || at >= parser->end ||
        parser->text[at] != '[')
        return at;
    while (end < parser->end && end - at < LABEL_BYTES_MOST &&
           parser->text[end] != ']' && parser->text[end] != '[')
        end++;
    return end < parser->end && parser->text[end] == ']' ? end + 1 : at;
}

static bool is_digits(const struct parser *parser, size_t start, size_t end)
{
    while (start < end && winnow_is_digit((unsigned char)parser->text[start]))
        start++;
    return start == end;
}

static void close_link(struct parser *parser, const struct opener *opener,
                       size_t close, size_t end, struct winnow_view href)
{
    size_t start = opener->at + opener->length;

    drop(parser, opener->at, start, WINNOW_DROP_MARKUP);
    drop(parser, close, end, WINNOW_DROP_MARKUP);
    if (opener->with == '[' && href.data != NULL && start < close)
        add_mark(parser, WINNOW_MARK_LINK, start, close, href);
}

/* "]" at `at`; returns where reading goes on. */
static size_t read_close(struct parser *parser, size_t at)
{
    struct winnow_view href = {NULL, 0};
    struct opener opener;
    size_t end = at + 1;

    if (!pop_bracket(parser, &opener))
        return at + 1;
    if (end < parser->end && parser->text[end] == '(')
        end = read_target(parser, end,
                          is_digits(parser, opener.at + opener.length, at),
                          &href);
    if (end == at + 1)
        end = label_end(parser, end);
    if (end == at + 1 && attributes_end(parser, end) == end)
        return end;
    end = attributes_end(parser, end);
    close_link(parser, &opener, at, end, href);
    return end;
}

/* "[" or "![" at `at`. */
static size_t read_open(struct parser *parser, size_t at)
{
    bool is_image = parser->text[at] == '!';
    size_t end = is_image ? at : number_end(parser, at);

    if (end > at) {
        drop(parser, at, end, WINNOW_DROP_MARKUP);
        return end;
    }
    end = is_image ? at : name_end(parser, at);
    if (end > at && !(end < parser->end && parser->text[end] == '(')) {
        drop(parser, at, end, WINNOW_DROP_NAME);
        return end;
    }
    end = change_end(parser, at);
    if (end > at) {
        drop(parser, at, end, WINNOW_DROP_NAME);
        return end;
    }
    push(parser, is_image ? '!' : '[', at, is_image ? 2 : 1);
    return at + (is_image ? 2 : 1);
}

/* ---- emphasis and code --------------------------------------------------- */

static size_t run_length(const struct parser *parser, size_t at)
{
    size_t end = at;

    while (end < parser->end && parser->text[end] == parser->text[at])
        end++;
    return end - at;
}

enum side { BLANK, PUNCTUATION, WORD };

static enum side side_of(const struct parser *parser, size_t at)
{
    if (at >= parser->end || parser->text[at] == ' ')
        return BLANK;
    return is_punctuation(parser->text[at]) ? PUNCTUATION : WORD;
}

/* Whether a run [at, at + n) may open and close emphasis (CommonMark 6.2). */
static void read_flanks(const struct parser *parser, size_t at, size_t n,
                        bool *opens, bool *closes)
{
    enum side before = at == 0 ? BLANK : side_of(parser, at - 1);
    enum side after = side_of(parser, at + n);
    bool left = after == WORD || (after == PUNCTUATION && before != WORD);
    bool right = before == WORD || (before == PUNCTUATION && after != WORD);

    if (before == BLANK)
        right = false;
    if (after == BLANK)
        left = false;
    *opens = left && (parser->text[at] != '_' || !right || before != WORD);
    *closes = right && (parser->text[at] != '_' || !left || after != WORD);
}

static void mark_emphasis(struct parser *parser, char with, size_t n,
                          size_t start, size_t end)
{
    static const struct winnow_view none = {NULL, 0};

    if (with != '~')
        add_mark(parser, n == 2 ? WINNOW_MARK_STRONG : WINNOW_MARK_EMPHASIS,
                 start, end, none);
}

/* Matches what it can of the run's `n` delimiters at `at` with open ones;
 * returns how many are left. */
static size_t close_runs(struct parser *parser, size_t at, size_t n)
{
    char with = parser->text[at];
    struct opener *opener;

    while (n != 0 && (opener = find_run(parser, with)) != NULL) {
        size_t use = n >= 2 && opener->length >= 2 ? 2 : 1;
        size_t start = opener->at + opener->length;
        drop(parser, start - use, start, WINNOW_DROP_MARKUP);
        drop(parser, at, at + use, WINNOW_DROP_MARKUP);
        mark_emphasis(parser, with, use, start, at);
        opener->length -= use;
        parser->n_open =
            (size_t)(opener - parser->open) + (opener->length != 0);
        at += use;
        n -= use;
    }
    return n;
}

static size_t read_run(struct parser *parser, size_t at)
{
    size_t n = run_length(parser, at), left = n;
    bool opens, closes;

    if (parser->text[at] == '~' && n != 2)
        return at + n;
    read_flanks(parser, at, n, &opens, &closes);
    if (closes)
        left = close_runs(parser, at, n);
    if (left != 0 && opens)
        push(parser, parser->text[at], at + n - left, left);
    return at + n;
}

/* The start of the next run of exactly `n` backticks, or the end. */
static size_t find_backticks(const struct parser *parser, size_t at, size_t n)
{
    while (at < parser->end) {
        const char *found = memchr(parser->text + at, '`', parser->end - at);
        if (found == NULL)
            break;
        at = (size_t)(found - parser->text);
        if (run_length(parser, at) == n)
            return at;
        at += run_length(parser, at);
    }
    return parser->end;
}

static size_t read_backticks(struct parser *parser, size_t at)
{
    static const struct winnow_view none = {NULL, 0};
    size_t n = run_length(parser, at), close;

    if (n > BACKTICKS_MOST || parser->no_backticks[n])
        return at + n;
    close = find_backticks(parser, at + n, n);
    if (close == parser->end) {
        parser->no_backticks[n] = true;
        return at + n;
    }
    drop(parser, at, at + n, WINNOW_DROP_MARKUP);
    drop(parser, close, close + n, WINNOW_DROP_MARKUP);
    add_mark(parser, WINNOW_MARK_CODE, at + n, close, none);
    return close + n;
}

/* ---- tags of HTML -------------------------------------------------------- */

static bool is_tag_name(const char *name, size_t n)
{
    static const char *const names[] = {
        "a",       "abbr",       "article", "aside",   "audio", "b",
        "br",      "button",     "center",  "cite",    "code",  "dd",
        "del",     "details",    "div",     "dl",      "dt",    "em",
        "figure",  "figcaption", "font",    "footer",  "form",  "h1",
        "h2",      "h3",         "h4",      "header",  "hr",    "i",
        "iframe",  "img",        "input",   "ins",     "kbd",   "label",
        "li",      "main",       "mark",    "nav",     "ol",    "p",
        "picture", "q",          "s",       "section", "small", "source",
        "span",    "strong",     "sub",     "summary", "sup",   "svg",
        "table",   "tbody",      "td",      "tfoot",   "th",    "thead",
        "time",    "tr",         "u",       "ul",      "video", "wbr"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == n && memcmp(names[i], name, n) == 0)
            return true;
    return false;
}

static size_t angle_end(const struct parser *parser, size_t at)
{
    size_t end = at + 1;

    while (end < parser->end && end - at < TAG_BYTES_MOST &&
           parser->text[end] != '<' && parser->text[end] != '>')
        end++;
    return end < parser->end && parser->text[end] == '>' ? end + 1 : at;
}

/* "<https://...>": the brackets are left out. */
static bool read_autolink(struct parser *parser, size_t at, size_t end)
{
    struct winnow_view href = {parser->text + at + 1, end - at - 2};

    if (memchr(href.data, ' ', href.length_bytes) != NULL ||
        (!is_at(parser, at, "<http") && !is_at(parser, at, "<mailto:")))
        return false;
    drop(parser, at, at + 1, WINNOW_DROP_MARKUP);
    drop(parser, end - 1, end, WINNOW_DROP_MARKUP);
    add_mark(parser, WINNOW_MARK_LINK, at + 1, end - 1, href);
    return true;
}

static size_t read_angle(struct parser *parser, size_t at)
{
    size_t end = angle_end(parser, at), name = at + 1, name_end;

    if (end == at)
        return at + 1;
    if (read_autolink(parser, at, end))
        return end;
    name += parser->text[name] == '/';
    name_end = name;
    while (name_end < end && !is_punctuation(parser->text[name_end]) &&
           parser->text[name_end] != ' ')
        name_end++;
    if (!is_tag_name(parser->text + name, name_end - name) &&
        !is_at(parser, at, "<!--"))
        return at + 1;
    drop(parser, at, end, WINNOW_DROP_MARKUP);
    return end;
}

/* ---- the pass ------------------------------------------------------------ */

static size_t read_escape(struct parser *parser, size_t at)
{
    bool at_end = at + 1 >= parser->end || parser->text[at + 1] == ' ';

    if (!at_end && !is_punctuation(parser->text[at + 1]))
        return at + 1;
    drop(parser, at, at + 1, WINNOW_DROP_MARKUP);
    return at + (at_end ? 1 : 2);
}

/* Attributes at a heading's end. */
static size_t read_brace(struct parser *parser, size_t at)
{
    size_t end = attributes_end(parser, at);

    if (end != parser->end || at == 0 || parser->text[at - 1] != ' ' ||
        at + 1 >= parser->end || strchr("#.", parser->text[at + 1]) == NULL)
        return at + 1;
    drop(parser, at, end, WINNOW_DROP_MARKUP);
    return end;
}

/* A character that was struck over by the one behind the backspace. */
static size_t read_overstrike(struct parser *parser, size_t at)
{
    size_t start = at;

    while (start > 0 && ((unsigned char)parser->text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start > 0)
        start--;
    drop(parser, start, at + 1, WINNOW_DROP_MARKUP);
    return at + 1;
}

static size_t read_plain(struct parser *parser, size_t at)
{
    size_t end = at;

    switch (parser->text[at]) {
    case '[':
        return read_open(parser, at);
    case ']':
        return read_close(parser, at);
    case '!':
        if (is_at(parser, at, "!["))
            return read_open(parser, at);
        return at + 1;
    case '(':
        if (is_at(parser, at, "(BUTTON)"))
            end = at + strlen("(BUTTON)");
        break;
    case ':':
        end = change_end(parser, at);
        break;
    case '\b':
        return read_overstrike(parser, at);
    default:
        break;
    }
    if (end == at)
        return at + 1;
    drop(parser, at, end, WINNOW_DROP_NAME);
    return end;
}

static size_t read_markdown(struct parser *parser, size_t at)
{
    switch (parser->text[at]) {
    case '\\':
        return read_escape(parser, at);
    case '`':
        return read_backticks(parser, at);
    case '*':
    case '_':
    case '~':
        return read_run(parser, at);
    case '<':
        return read_angle(parser, at);
    case '{':
        return read_brace(parser, at);
    default:
        return read_plain(parser, at);
    }
}

static void read_all(struct parser *parser)
{
    for (size_t at = 0; at < parser->end;) {
        if (parser->habits->is_markdown) {
            at = read_markdown(parser, at);
        } else if (parser->text[at] == '_' && parser->habits->is_underlined) {
            drop(parser, at, at + 1, WINNOW_DROP_TO_BLANK);
            at++;
        } else {
            at = read_plain(parser, at);
        }
    }
}

/* Whether the text has a "(BUTTON)". */
static bool has_button(struct winnow_view text)
{
    static const char button[] = "(BUTTON)";
    const char *at = memchr(text.data, '(', text.length_bytes);

    return at != NULL &&
           memmem(at, text.length_bytes - (size_t)(at - text.data), button,
                  sizeof button - 1) != NULL;
}

/* Whether anything in the text may be of interest. */
static bool has_candidate(struct winnow_view text,
                          const struct winnow_habits *habits)
{
    const char *candidates = habits->is_markdown     ? "[\b\\`*_~<{"
                             : habits->is_underlined ? "[\b_"
                                                     : "[\b";

    for (const char *c = candidates; *c != '\0'; c++)
        if (memchr(text.data, *c, text.length_bytes) != NULL)
            return true;
    return text.length_bytes != 0 && has_button(text);
}

/* By start, what holds another before it. */
static int compare_marks(const void *a, const void *b)
{
    const struct winnow_mark *one = a, *other = b;

    if (one->start != other->start)
        return one->start < other->start ? -1 : 1;
    if (one->end != other->end)
        return one->end > other->end ? -1 : 1;
    return (int)one->type - (int)other->type;
}

bool winnow_inline_read(struct winnow_arena *arena, struct winnow_view text,
                        const struct winnow_habits *habits,
                        struct winnow_numbering *numbering,
                        struct winnow_inline *inlines)
{
    struct parser parser;

    memset(inlines, 0, sizeof *inlines);
    if (text.length_bytes >= UINT32_MAX || !has_candidate(text, habits))
        return false;
    parser = (struct parser){.arena = arena,
                             .text = text.data,
                             .end = text.length_bytes,
                             .habits = habits,
                             .numbering = numbering,
                             .inlines = inlines};
    inlines->drops = winnow_arena_calloc(arena, text.length_bytes, 1);
    read_all(&parser);
    if (inlines->n_marks > 1)
        qsort(inlines->marks, inlines->n_marks, sizeof *inlines->marks,
              compare_marks);
    return true;
}

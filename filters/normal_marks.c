/* Normalizers of punctuation: words that a line's end divides are joined;
 * quotes and dashes become those of ASCII where that is asked for. Punctuation
 * that is repeated is left alone. */
#include "normal.h"

/* ---- hyphens ------------------------------------------------------------- */

enum { HABIT_LEAST = 2 }; /* breaks of a block that show a habit */

/* A hyphen at a line's end, between the parts of a word. */
struct divided {
    size_t start, end; /* the hyphen, the break and what stands around it */
    bool is_sure;      /* a hyphen that nothing but a break has */
};

static bool is_hyphen(uint32_t code)
{
    return code == '-' || code == 0x00AD || code == 0x2010;
}

/* What a hyphen of a break may be followed by, unseen. */
static bool is_unseen(uint32_t code)
{
    return code == 0x00AD || (code >= 0x200B && code <= 0x200D) ||
           code == 0x2060 || code == 0xFEFF;
}

static bool is_part_of_word(uint32_t code)
{
    enum winnow_class class = winnow_class_of(code);

    return class == WINNOW_CLASS_LETTER || class == WINNOW_CLASS_IGNORED ||
           class == WINNOW_CLASS_VOICING;
}

/* The end of the white space at `at`, and whether a line ends in it. */
static size_t gap_end(struct winnow_view text, size_t at, bool *is_break)
{
    size_t length;

    *is_break = false;
    while (at < text.length_bytes) {
        if (winnow_white_at(text, at) != 0)
            *is_break |= text.data[at] == '\n';
        else if (!is_unseen(winnow_code_at(text, at, &length)))
            return at;
        winnow_code_at(text, at, &length);
        at += length;
    }
    return at;
}

/* Whether a part of a word ends at `at`, but for what is unseen. */
static bool is_behind_word(struct winnow_view text, size_t at)
{
    uint32_t code = winnow_code_before(text, at);
    char bytes[4];

    while (at != 0 && is_unseen(code)) {
        at -= winnow_encode_code_point(code, bytes);
        code = winnow_code_before(text, at);
    }
    return at != 0 && is_part_of_word(code);
}

/* Whether a word is divided by the hyphen at `at`. */
static bool read_divided(struct winnow_view text, size_t at, uint32_t hyphen,
                         size_t length, struct divided *divided)
{
    bool is_break;
    uint32_t next;

    divided->start = at;
    divided->end = gap_end(text, at + length, &is_break);
    divided->is_sure = hyphen != '-';
    if (!is_break || divided->end == text.length_bytes ||
        !is_behind_word(text, at))
        return false;
    next = winnow_code_at(text, divided->end, &length);
    return winnow_is_lower_case(next);
}

/* The next one from `at` on. */
static bool next_divided(struct winnow_view text, size_t at,
                         struct divided *divided)
{
    size_t length;

    for (; at < text.length_bytes; at += length) {
        uint32_t code = winnow_code_at(text, at, &length);
        if (is_hyphen(code) && read_divided(text, at, code, length, divided))
            return true;
    }
    return false;
}

/* A hyphen alone at a line's end may be one of the word's own. */
static bool has_habit(struct winnow_view text)
{
    struct divided divided = {0};
    unsigned n = 0;

    while (n < HABIT_LEAST && next_divided(text, divided.end, &divided))
        n++;
    return n == HABIT_LEAST;
}

static void join_words(struct winnow_text *text)
{
    struct divided divided = {0};
    bool is_habit;

    if (text->preformatted)
        return;
    is_habit = has_habit(text->text);
    while (next_divided(text->text, divided.end, &divided))
        if (is_habit || divided.is_sure)
            winnow_text_replace(text, divided.start, divided.end, NULL, 0);
}

const struct winnow_normalizer winnow_normalizer_hyphens = {
    .name = "hyphens",
    .summary = "joins words that the ends of lines divide",
    .looks_at = WINNOW_HOLDS_LINE_FEED,
    .rewrite = join_words,
};

/* ---- quotes and dashes --------------------------------------------------- */

/* What ASCII has for it, or NULL. */
typedef const char *plain(uint32_t code);

static void replace_by_plain(struct winnow_text *text, plain *plain_of)
{
    struct winnow_view view = text->text;
    size_t length;

    for (size_t at = 0; at < view.length_bytes; at += length) {
        const char *found = plain_of(winnow_code_at(view, at, &length));
        bool ends_line = at + length == view.length_bytes ||
                         winnow_white_at(view, at + length) != 0;
        if (found != NULL && !(found[0] == '-' && ends_line))
            winnow_text_replace(text, at, at + length, found, strlen(found));
    }
}

static const char *plain_quote(uint32_t code)
{
    switch (code) {
    case 0x2018: /* single ones of both hands, low, reversed, prime */
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2039:
    case 0x203A:
        return "'";
    case 0x00AB: /* double ones */
    case 0x00BB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
        return "\"";
    default:
        return NULL;
    }
}

static void make_quotes_plain(struct winnow_text *text)
{
    replace_by_plain(text, plain_quote);
}

const struct winnow_normalizer winnow_normalizer_quotes = {
    .name = "quotes",
    .summary = "writes quotes as ' and \" [off unless asked]",
    .looks_at = WINNOW_HOLDS_LATIN | WINNOW_HOLDS_SIGN,
    .is_off = true,
    .rewrite = make_quotes_plain,
};

/* A dash before white space stays: as a hyphen it could divide a word. */
static const char *plain_dash(uint32_t code)
{
    switch (code) {
    case 0x2010: /* hyphens, figure and en dash, minus */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
        return "-";
    case 0x2014: /* em dash, bar */
    case 0x2015:
        return "--";
    default:
        return NULL;
    }
}

static void make_dashes_plain(struct winnow_text *text)
{
    replace_by_plain(text, plain_dash);
}

const struct winnow_normalizer winnow_normalizer_dashes = {
    .name = "dashes",
    .summary = "writes dashes inside lines with hyphens [off unless asked]",
    .looks_at = WINNOW_HOLDS_SIGN | WINNOW_HOLDS_HIGHER,
    .is_off = true,
    .rewrite = make_dashes_plain,
};

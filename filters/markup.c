/* Text out of HTML strings; see markup.h. The names are those of the HTML
 * Standard, section 13.5. */
#include "markup.h"

#include "fold.h"

#include <string.h>

enum { NAME_BYTES_MOST = 8, DIGITS_MOST = 7 };

static const struct {
    const char *name;
    uint16_t code;
} references[] = {
    {"amp", '&'},      {"lt", '<'},        {"gt", '>'},
    {"quot", '"'},     {"apos", '\''},     {"nbsp", ' '},
    {"shy", 0xAD},     {"ndash", 0x2013},  {"mdash", 0x2014},
    {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"sbquo", 0x201A},
    {"ldquo", 0x201C}, {"rdquo", 0x201D},  {"bdquo", 0x201E},
    {"laquo", 0xAB},   {"raquo", 0xBB},    {"hellip", 0x2026},
    {"bull", 0x2022},  {"middot", 0xB7},   {"copy", 0xA9},
    {"reg", 0xAE},     {"trade", 0x2122},  {"euro", 0x20AC},
    {"pound", 0xA3},   {"deg", 0xB0},      {"iexcl", 0xA1},
    {"iquest", 0xBF},  {"aacute", 0xE1},   {"Aacute", 0xC1},
    {"agrave", 0xE0},  {"Agrave", 0xC0},   {"acirc", 0xE2},
    {"Acirc", 0xC2},   {"atilde", 0xE3},   {"Atilde", 0xC3},
    {"auml", 0xE4},    {"Auml", 0xC4},     {"aring", 0xE5},
    {"Aring", 0xC5},   {"aelig", 0xE6},    {"AElig", 0xC6},
    {"ccedil", 0xE7},  {"Ccedil", 0xC7},   {"egrave", 0xE8},
    {"Egrave", 0xC8},  {"eacute", 0xE9},   {"Eacute", 0xC9},
    {"ecirc", 0xEA},   {"Ecirc", 0xCA},    {"euml", 0xEB},
    {"Euml", 0xCB},    {"iacute", 0xED},   {"Iacute", 0xCD},
    {"igrave", 0xEC},  {"icirc", 0xEE},    {"Icirc", 0xCE},
    {"iuml", 0xEF},    {"ntilde", 0xF1},   {"Ntilde", 0xD1},
    {"oacute", 0xF3},  {"Oacute", 0xD3},   {"ograve", 0xF2},
    {"ocirc", 0xF4},   {"Ocirc", 0xD4},    {"otilde", 0xF5},
    {"Otilde", 0xD5},  {"ouml", 0xF6},     {"Ouml", 0xD6},
    {"oslash", 0xF8},  {"Oslash", 0xD8},   {"oelig", 0x153},
    {"uacute", 0xFA},  {"Uacute", 0xDA},   {"ugrave", 0xF9},
    {"ucirc", 0xFB},   {"uuml", 0xFC},     {"Uuml", 0xDC},
    {"yacute", 0xFD},  {"szlig", 0xDF},    {"scaron", 0x161},
    {"Scaron", 0x160}, {"rsaquo", 0x203A}, {"lsaquo", 0x2039},
};

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int digit_of(char c, unsigned base)
{
    int value = -1;

    if (c >= '0' && c <= '9')
        value = c - '0';
    else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        value = (c | 0x20) - 'a' + 10;
    return value < (int)base ? value : -1;
}

/* The bytes of the number behind "&#" at `at`; 0: there is none. */
static size_t read_number(struct winnow_view text, size_t at, uint32_t *code)
{
    size_t start = at, digits;
    unsigned base = 10;

    if (at < text.length_bytes && (text.data[at] | 0x20) == 'x') {
        base = 16;
        at++;
    }
    *code = 0;
    for (digits = at; at < text.length_bytes && at - digits < DIGITS_MOST &&
                      digit_of(text.data[at], base) >= 0;
         at++)
        *code = *code * base + (uint32_t)digit_of(text.data[at], base);
    if (at == digits)
        return 0;
    if (*code < ' ' || *code >= WINNOW_N_CODE_POINTS ||
        (*code >= 0xD800 && *code < 0xE000))
        *code = 0xFFFD;
    return at - start;
}

static size_t read_name(struct winnow_view text, size_t at, uint32_t *code)
{
    size_t n = 0;

    while (at + n < text.length_bytes && n < NAME_BYTES_MOST &&
           (text.data[at + n] | 0x20) >= 'a' &&
           (text.data[at + n] | 0x20) <= 'z')
        n++;
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++)
        if (strlen(references[i].name) == n &&
            memcmp(references[i].name, text.data + at, n) == 0) {
            *code = references[i].code;
            return n;
        }
    return 0;
}

/* The bytes of the reference that begins with the "&" at `at`; 0: none does.
 * Its semicolon must be there, or anything may be one. */
static size_t read_reference(struct winnow_view text, size_t at, uint32_t *code)
{
    size_t n = 1;

    if (at + 1 < text.length_bytes && text.data[at + 1] == '#') {
        size_t digits = read_number(text, at + 2, code);
        n = digits == 0 ? 0 : digits + 2;
    } else {
        size_t name = read_name(text, at + 1, code);
        n = name == 0 ? 0 : name + 1;
    }
    if (n == 0 || at + n >= text.length_bytes || text.data[at + n] != ';')
        return 0;
    return n + 1;
}

/* The bytes of the tag or comment that begins with the "<" at `at`; 0: it is a
 * sign like any other. */
static size_t read_tag(struct winnow_view text, size_t at)
{
    enum { BYTES_MOST = 512 };
    size_t n = text.length_bytes - at;
    const char *close;
    char next = n > 1 ? text.data[at + 1] : ' ';

    if (next != '/' && next != '!' &&
        ((next | 0x20) < 'a' || (next | 0x20) > 'z'))
        return 0;
    close = memchr(text.data + at, '>', n < BYTES_MOST ? n : BYTES_MOST);
    return close == NULL ? 0 : (size_t)(close + 1 - text.data) - at;
}

static bool needs_work(struct winnow_view text)
{
    for (size_t i = 0; i < text.length_bytes; i++)
        if (text.data[i] == '&' || text.data[i] == '<' ||
            (is_white(text.data[i]) &&
             (text.data[i] != ' ' || i + 1 == text.length_bytes ||
              is_white(text.data[i + 1]))))
            return true;
    return false;
}

struct winnow_view winnow_markup_text(struct winnow_arena *arena,
                                      struct winnow_view markup)
{
    char *out;
    size_t n = 0;

    markup = winnow_view_trim(markup);
    if (!needs_work(markup))
        return markup;
    out = winnow_arena_alloc(arena, markup.length_bytes + 4);
    for (size_t at = 0; at < markup.length_bytes;) {
        char c = markup.data[at];
        uint32_t code = ' ';
        size_t length = 0;
        if (c == '&')
            length = read_reference(markup, at, &code);
        else if (c == '<')
            length = read_tag(markup, at);
        else if (is_white(c))
            length = 1;
        at += length == 0 ? 1 : length;
        if (length == 0)
            out[n++] = c;
        else if (code != ' ')
            n += winnow_encode_code_point(code, out + n);
        else if (n != 0 && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    return winnow_view_trim((struct winnow_view){out, n});
}

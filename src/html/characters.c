/* The characters of text and values; see characters.h. */
#include "html/characters.h"

#include <string.h>

#include "fold.h"
#include "html/markup.h"
#include "stride.h"
#include "utf8.h"
#include "word-table.h"

enum {
    LAST_CODE_POINT = 0x10FFFF,
    REPLACEMENT = 0xFFFD,
    UNFINISHED_BYTES_MAX = 6 /* of a name that may lack its semicolon */
};

/* What a reference stands for. */
struct reference {
    size_t length_bytes; /* of the reference as written; 0: it is none */
    uint32_t first, second;
};

/* ---- references ---------------------------------------------------------- */

static int digit_of(char c, bool is_hex)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (is_hex && c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (is_hex && c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* 13.2.5.80: numbers that name no character, or meant windows-1252. */
static uint32_t code_of_number(uint32_t number)
{
    static const uint16_t windows[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
        0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

    if (number >= 0x80 && number <= 0x9F)
        return windows[number - 0x80];
    if (number == 0 || number > LAST_CODE_POINT ||
        (number >= 0xD800 && number <= 0xDFFF))
        return REPLACEMENT;
    return number;
}

/* `at` is at the '#'. The number wraps as gumbo's does. */
static struct reference read_number(struct winnow_view run, size_t at)
{
    struct reference reference = {0, 0, 0};
    size_t start = at++;
    uint32_t number = 0;
    bool is_hex = at < run.length_bytes && (run.data[at] | 0x20) == 'x';
    size_t digits = is_hex ? ++at : at;

    for (; at < run.length_bytes; at++) {
        int digit = digit_of(run.data[at], is_hex);
        if (digit < 0)
            break;
        number = number * (is_hex ? 16 : 10) + (uint32_t)digit;
    }
    if (at == digits)
        return reference;
    if (at < run.length_bytes && run.data[at] == ';')
        at++;
    reference.length_bytes = at - start;
    reference.first = code_of_number(number);
    return reference;
}

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

/* The longest name that is one: with its semicolon, else one of those that may
 * lack it, which a value must not go on behind. `at` is behind the '&'. */
static struct reference read_name(struct winnow_view run, size_t at,
                                  enum winnow_html_place place)
{
    uint32_t hashes[WINNOW_WORD_BYTES_MAX + 1] = {WINNOW_WORD_HASH_START};
    const char *name = run.data + at;
    size_t left = run.length_bytes - at, n = 0;
    const struct winnow_word *word = NULL;

    while (n < left && n + 1 < WINNOW_WORD_BYTES_MAX &&
           is_name_character(name[n])) {
        hashes[n + 1] = winnow_word_hash_step(hashes[n], name[n]);
        n++;
    }
    if (n < left && name[n] == ';')
        word = winnow_word_find(&winnow_references, name, n + 1,
                                winnow_word_hash_step(hashes[n], ';'));
    if (n > UNFINISHED_BYTES_MAX)
        n = UNFINISHED_BYTES_MAX;
    for (; word == NULL && n != 0; n--)
        word = winnow_word_find(&winnow_references, name, n, hashes[n]);
    if (word == NULL)
        return (struct reference){0, 0, 0};
    n = word->length_bytes;
    if (place == WINNOW_HTML_IN_VALUE && name[n - 1] != ';' && n < left &&
        (name[n] == '=' || is_name_character(name[n])))
        return (struct reference){0, 0, 0};
    return (struct reference){n, word->value, word->value2};
}

/* The reference at `at`, an '&'. */
static struct reference read_reference(struct winnow_view run, size_t at,
                                       enum winnow_html_place place)
{
    struct reference reference = {0, 0, 0};

    if (at + 1 == run.length_bytes)
        return reference;
    reference = run.data[at + 1] == '#' ? read_number(run, at + 1)
                                        : read_name(run, at + 1, place);
    if (reference.length_bytes != 0)
        reference.length_bytes++;
    return reference;
}

/* ---- runs ---------------------------------------------------------------- */

/* Whether a byte may have to be decoded, or starts a sequence that may:
 * controls but tab, line feed and form feed, '&', 0x7F, 0xC2, 0xEF and above. A
 * bit each, since every byte of text is looked at. */
static bool is_odd(unsigned char c)
{
    static const uint64_t odd[4] = {UINT64_C(0x00000040FFFFE9FF),
                                    UINT64_C(0x8000000000000000), 0,
                                    UINT64_C(0xFFFF800000000004)};

    return (odd[c >> 6] >> (c & 63) & 1) != 0;
}

/* Controls but white space, and noncharacters. */
static bool is_replaced(uint32_t code)
{
    return (code >= 0x1 && code <= 0x8) || code == 0xB ||
           (code >= 0xE && code <= 0x1F) || (code >= 0x7F && code <= 0x9F) ||
           (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

/* The same of each of 16 bytes, but that of controls form feeds are taken for
 * odd, too. */
static winnow_step_answer which_odd(winnow_step bytes)
{
    const winnow_step_answer is_white =
        (bytes == winnow_step_of('\n')) | (bytes == winnow_step_of('\t'));

    /* controls and what is above follow each other where a byte overflows */
    const winnow_step above = bytes - winnow_step_of(0xEF);

    return ((above < winnow_step_of(0x100 - 0xEF + ' ')) & ~is_white) |
           (bytes == winnow_step_of('&')) | (bytes == winnow_step_of(0x7F)) |
           (bytes == winnow_step_of(0xC2));
}

static bool may_hold_odd(winnow_step bytes)
{
    return winnow_yes_bits(which_odd(bytes)) != 0;
}

static size_t next_odd_by_byte(struct winnow_view run, size_t at, size_t end)
{
    while (at < end && !is_odd((unsigned char)run.data[at]))
        at++;
    return at;
}

/* Of less than 16 bytes, as most values are: the first eight and the last, some
 * of them in both. */
static size_t next_odd_in_short(struct winnow_view run, size_t at)
{
    size_t end = run.length_bytes;

    if (end >= WINNOW_STRIDE_BYTES &&
        !may_hold_odd(winnow_step_of_two(
            winnow_stride_at(run.data),
            winnow_stride_at(run.data + end - WINNOW_STRIDE_BYTES))))
        return end;
    return next_odd_by_byte(run, at, end);
}

static size_t next_odd(struct winnow_view run, size_t at)
{
    size_t end = run.length_bytes;

    if (end < WINNOW_STEP_BYTES)
        return next_odd_in_short(run, at);
    while (end - at >= WINNOW_STEP_BYTES) {
        size_t stop = at + WINNOW_STEP_BYTES;
        if (may_hold_odd(winnow_step_at(run.data + at)))
            at = next_odd_by_byte(run, at, stop);
        else
            at = stop;
        if (at != stop)
            return at;
    }
    if (at == end ||
        !may_hold_odd(winnow_step_at(run.data + end - WINNOW_STEP_BYTES)))
        return end;
    return next_odd_by_byte(run, at, end);
}

/* The first bit below `stop`, counted from `at`; `known` where there is none,
 * or if that was met before. */
static size_t first_bit(unsigned bits, unsigned stop, size_t at, size_t known)
{
    bits &= stop - 1; /* all, if there is no stop */
    return bits != 0 && known == SIZE_MAX ? at + (size_t)__builtin_ctz(bits)
                                          : known;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct winnow_html_look winnow_html_look(const char *text, size_t at,
                                         size_t end)
{
    struct winnow_html_look look = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
    const char *found;

    for (; end - at > WINNOW_STEP_BYTES; at += WINNOW_STEP_BYTES) {
        winnow_step bytes = winnow_step_at(text + at);
        winnow_step next = winnow_step_at(text + at + 1);
        unsigned stops = winnow_yes_bits(bytes == winnow_step_of('<'));
        unsigned stop = stops & -stops;
        look.plain_end = first_bit(winnow_yes_bits(which_odd(bytes)), stop, at,
                                   look.plain_end);
        look.folded_end =
            first_bit(winnow_yes_bits(winnow_html_which_folded(bytes, next)),
                      stop, at, look.folded_end);
        if (stop != 0) {
            look.end = at + (size_t)__builtin_ctz(stop);
            break;
        }
    }
    if (look.end == SIZE_MAX) { /* of the last bytes nothing more is known */
        found = memchr(text + at, '<', end - at);
        look.end = found == NULL ? end : (size_t)(found - text);
        end = at;
    } else {
        end = look.end;
    }
    look.plain_end = least(look.plain_end, end);
    look.folded_end = least(look.folded_end, end);
    return look;
}

struct output {
    char *bytes;
    size_t n;
};

static void put(struct output *out, const char *bytes, size_t n)
{
    memcpy(out->bytes + out->n, bytes, n);
    out->n += n;
}

static void put_code(struct output *out, uint32_t code)
{
    out->n += winnow_encode_code_point(code, out->bytes + out->n);
}

/* Decodes what stands at `at`, which is odd; returns what follows it. */
static size_t put_odd(struct output *out, struct winnow_view run, size_t at,
                      enum winnow_html_place place)
{
    const unsigned char *bytes = (const unsigned char *)run.data + at;
    struct reference reference = {0, 0, 0};
    bool is_valid;
    size_t length;

    if (*bytes == '\r') {
        if (at + 1 == run.length_bytes || bytes[1] != '\n')
            put(out, "\n", 1);
        return at + 1;
    }
    if (*bytes == '&' && place != WINNOW_HTML_IN_RAW)
        reference = read_reference(run, at, place);
    if (reference.length_bytes != 0) {
        put_code(out, reference.first);
        if (reference.second != 0)
            put_code(out, reference.second);
        return at + reference.length_bytes;
    }
    length = winnow_utf8_sequence(bytes, run.length_bytes - at, &is_valid);
    if (!is_valid || is_replaced(winnow_utf8_code_point(bytes, length)))
        put_code(out, REPLACEMENT);
    else
        put(out, run.data + at, length);
    return at + length;
}

/* From `at` on, which is odd. */
static size_t count_odd(struct winnow_view run, size_t at)
{
    size_t n = 0;

    for (; at < run.length_bytes; at = next_odd(run, at + 1))
        n++;
    return n;
}

struct winnow_view winnow_html_decode(struct winnow_arena *arena,
                                      struct winnow_view run,
                                      enum winnow_html_place place)
{
    size_t at = next_odd(run, 0), done = 0;
    struct output out = {NULL, 0};

    if (at == run.length_bytes)
        return run;
    /* a control becomes two bytes longer, a reference at most one */
    out.bytes =
        winnow_arena_alloc(arena, run.length_bytes + count_odd(run, at) * 2);
    while (at < run.length_bytes) {
        put(&out, run.data + done, at - done);
        done = put_odd(&out, run, at, place);
        at = next_odd(run, done);
    }
    put(&out, run.data + done, at - done);
    return (struct winnow_view){out.bytes, out.n};
}

size_t winnow_html_leading_white(struct winnow_view run,
                                 enum winnow_html_place place)
{
    size_t at = 0;

    for (;;) {
        struct reference reference = {0, 0, 0};
        at = winnow_html_skip_white(run.data, at, run.length_bytes);
        if (at == run.length_bytes || run.data[at] != '&' ||
            place == WINNOW_HTML_IN_RAW)
            return at;
        reference = read_reference(run, at, place);
        if (reference.length_bytes == 0 || reference.first > ' ' ||
            !winnow_html_is_white((char)reference.first))
            return at;
        at += reference.length_bytes;
    }
}

size_t winnow_html_line_feed(struct winnow_view run)
{
    struct reference reference;

    if (run.length_bytes >= 2 && memcmp(run.data, "\r\n", 2) == 0)
        return 2;
    if (run.length_bytes == 0 || run.data[0] != '&')
        return run.length_bytes != 0 &&
               (run.data[0] == '\n' || run.data[0] == '\r');
    reference = read_reference(run, 0, WINNOW_HTML_IN_DATA);
    return reference.first == '\n' ? reference.length_bytes : 0;
}

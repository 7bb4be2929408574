/* UTF-8 and UTF-16; see utf.h. What is malformed becomes one U+FFFD for each
 * maximal subpart (Unicode, section 3.9, table 3-8), as browsers do; libiconv
 * accepts surrogates and five-byte forms and is not asked. */
#include "decode/utf.h"

/* The range that the second byte of a sequence must be in; low 0: `lead` does
 * not start a sequence. */
struct lead {
    unsigned n_bytes;
    unsigned char low, high;
};

static struct lead lead_of(unsigned char byte)
{
    static const struct lead none = {1, 0, 0}, two = {2, 0x80, 0xBF},
                             e0 = {3, 0xA0, 0xBF}, three = {3, 0x80, 0xBF},
                             ed = {3, 0x80, 0x9F}, f0 = {4, 0x90, 0xBF},
                             four = {4, 0x80, 0xBF}, f4 = {4, 0x80, 0x8F};

    if (byte < 0xC2 || byte > 0xF4)
        return none;
    if (byte < 0xE0)
        return two;
    if (byte < 0xF0)
        return byte == 0xE0 ? e0 : byte == 0xED ? ed : three;
    return byte == 0xF0 ? f0 : byte == 0xF4 ? f4 : four;
}

static bool continues(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The length of the sequence at `p` where its lead alone tells it, and two or
 * three bytes it is; 0: that needs a closer look. */
static size_t plain_sequence(const unsigned char *p, size_t left)
{
    if (p[0] >= 0xC2 && p[0] < 0xE0 && left >= 2 && continues(p[1]))
        return 2;
    if (p[0] > 0xE0 && p[0] < 0xF0 && p[0] != 0xED && left >= 3 &&
        continues(p[1]) && continues(p[2]))
        return 3;
    return 0;
}

/* Bytes of the sequence at `p`, whose first byte is not ASCII, or of its
 * maximal subpart when it is malformed. */
static size_t odd_sequence(const unsigned char *p, size_t left, bool *valid)
{
    struct lead lead = lead_of(p[0]);
    size_t n = 1;

    *valid = false;
    if (lead.low == 0 || left < 2 || p[1] < lead.low || p[1] > lead.high)
        return 1;
    for (n = 2; n < lead.n_bytes; n++)
        if (n == left || !continues(p[n]))
            return n;
    *valid = true;
    return n;
}

static size_t sequence(const unsigned char *p, size_t left, bool *valid)
{
    size_t n = plain_sequence(p, left);

    if (n == 0)
        return odd_sequence(p, left, valid);
    *valid = true;
    return n;
}

/* Whether the character of two bytes at `p` may be damage that repair.c
 * repairs: a C1 control, or one of U+00C0 to U+00FF before another that is not
 * ASCII. */
static bool may_be_damage(const unsigned char *p, size_t left)
{
    return p[0] == 0xC2 ? p[1] < 0xA0
                        : p[0] == 0xC3 && left > 2 && p[2] >= 0x80;
}

/* Whether the malformed sequence of `n` bytes at `p` is one that the end of
 * the bytes cut. */
static bool is_cut(const unsigned char *p, size_t n, size_t left)
{
    return n == left && lead_of(p[0]).n_bytes > n;
}

struct winnow_utf8_census winnow_utf8_census(struct winnow_view bytes)
{
    struct winnow_utf8_census census = {0, 0, 0, 0, false, false};
    const unsigned char *p = (const unsigned char *)bytes.data;
    size_t left = bytes.length_bytes, n;
    bool valid;

    for (; left != 0; p += n, left -= n) {
        if (*p < 0x80) {
            n = winnow_ascii_prefix(p, left);
            continue;
        }
        n = sequence(p, left, &valid);
        if (valid) {
            census.n_two += n == 2;
            census.n_wide += n != 2;
            if (n == 2 && may_be_damage(p, left))
                census.may_be_damaged = true;
        } else if (is_cut(p, n, left)) {
            census.cut = true;
        } else {
            census.n_malformed++;
            census.n_broken += n != 1;
        }
    }
    return census;
}

void winnow_utf8_decode(struct winnow_transcript *transcript,
                        struct winnow_view body, size_t start)
{
    const unsigned char *p = (const unsigned char *)body.data;
    size_t copied = start, i = start;

    while (i < body.length_bytes) {
        bool valid = true;
        size_t n = p[i] < 0x80
                       ? winnow_ascii_prefix(p + i, body.length_bytes - i)
                       : sequence(p + i, body.length_bytes - i, &valid);
        if (!valid) {
            winnow_transcript_copy(transcript, copied, p + copied, i - copied);
            winnow_transcript_malformed(transcript, i, (unsigned)n);
            copied = i + n;
        }
        i += n;
    }
    winnow_transcript_copy(transcript, copied, p + copied, i - copied);
}

static uint32_t unit(const unsigned char *p, bool big_endian)
{
    return big_endian ? (uint32_t)(p[0] << 8 | p[1])
                      : (uint32_t)(p[1] << 8 | p[0]);
}

/* Reads the character at `p`, of which at least two bytes are left. */
static size_t utf16_step(const unsigned char *p, size_t left, bool big_endian,
                         uint32_t *character)
{
    uint32_t first = unit(p, big_endian), second;

    *character = first;
    if (first < 0xD800 || first > 0xDFFF)
        return 2;
    *character = 0; /* a lone surrogate, unless its partner follows */
    if (first > 0xDBFF || left == 2)
        return 2;
    if (left == 3)
        return 3; /* the end cut its partner in two */
    second = unit(p + 2, big_endian);
    if (second < 0xDC00 || second > 0xDFFF)
        return 2;
    *character = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    return 4;
}

void winnow_utf16_decode(struct winnow_transcript *transcript,
                         struct winnow_view body, size_t start, bool big_endian)
{
    const unsigned char *p = (const unsigned char *)body.data;
    size_t i = start;

    while (body.length_bytes - i >= 2) {
        uint32_t character;
        size_t n =
            utf16_step(p + i, body.length_bytes - i, big_endian, &character);
        if (character == 0 && unit(p + i, big_endian) != 0)
            winnow_transcript_malformed(transcript, i, (unsigned)n);
        else
            winnow_transcript_character(transcript, i, (unsigned)n, character);
        i += n;
    }
    if (i != body.length_bytes)
        winnow_transcript_malformed(transcript, i, 1);
}

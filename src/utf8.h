/* UTF-8 that may be malformed, one sequence at a time, as the Encoding Standard
 * reads it (WHATWG Encoding, section 8.1.1: the maximal subpart of a malformed
 * sequence becomes one U+FFFD). For whoever escapes strings of unknown origin;
 * text of a document is valid already. */
#ifndef WINNOW_UTF8_H
#define WINNOW_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WINNOW_UTF8_REPLACEMENT "\xEF\xBF\xBD"

/* Bytes that follow a lead byte; 0 for a byte that is no lead of several. */
static inline size_t winnow_utf8_n_following(unsigned char lead)
{
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
}

/* The length of the sequence at `bytes` (n >= 1 of them are left); `*is_valid`
 * false: that many bytes are malformed and stand for one U+FFFD. */
static inline size_t winnow_utf8_sequence(const unsigned char *bytes, size_t n,
                                          bool *is_valid)
{
    unsigned char lead = bytes[0];
    size_t n_following = winnow_utf8_n_following(lead);
    unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;

    *is_valid = false;
    if (n_following == 0) {
        *is_valid = lead < 0x80;
        return 1;
    }
    for (size_t i = 1; i <= n_following; i++) {
        if (i == n || bytes[i] < lowest || bytes[i] > highest)
            return i;
        lowest = 0x80;
        highest = 0xBF;
    }
    *is_valid = true;
    return n_following + 1;
}

/* The code point of a valid sequence of that length. */
static inline uint32_t winnow_utf8_code_point(const unsigned char *bytes,
                                              size_t length)
{
    uint32_t code = bytes[0];

    if (length > 1)
        code &= 0x7Fu >> length;
    for (size_t i = 1; i < length; i++)
        code = code << 6 | (bytes[i] & 0x3Fu);
    return code;
}

/* Characters that reorder or hide the text around them: the bidi controls of
 * UAX #9. */
static inline bool winnow_is_bidi_control(uint32_t code)
{
    return code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

#endif

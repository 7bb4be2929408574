/* Bytes of a text looked at by strides: eight at once, as the bytes of a
 * number; 0x80 in a byte of the answer says yes. */
#ifndef WINNOW_STRIDE_H
#define WINNOW_STRIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WINNOW_STRIDE_BYTES = 8, WINNOW_STEP_BYTES = 16 };

/* Whether one of the bytes is not 0, which a loop without branches has set:
 * compilers make few instructions of that. */
static inline bool
winnow_is_any_set(const unsigned char bytes[WINNOW_STEP_BYTES])
{
    uint64_t words[2];

    memcpy(words, bytes, sizeof words);
    return (words[0] | words[1]) != 0;
}

/* Neither a control nor beyond ASCII. */
static inline bool winnow_is_printed(char byte)
{
    return byte >= ' ' && byte <= '~';
}

#define WINNOW_EVERY_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))
static inline uint64_t winnow_stride_at(const char *at)
{
    uint64_t bytes;

    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* Some answer where a byte is below ' ' or above '~': a borrow or a carry only
 * comes from such a byte. */
static inline uint64_t winnow_find_unprinted(uint64_t bytes)
{
    return (bytes | (bytes - WINNOW_EVERY_BYTE(' ')) |
            (bytes + WINNOW_EVERY_BYTE(1))) &
           WINNOW_EVERY_BYTE(0x80);
}

/* Which bytes are spaces. */
static inline uint64_t winnow_find_spaces(uint64_t bytes)
{
    const uint64_t low = WINNOW_EVERY_BYTE(0x7f);
    uint64_t others = bytes ^ WINNOW_EVERY_BYTE(' ');

    return ~(((others & low) + low) | others | low);
}

/* Whether all bytes of a stride are printed ASCII. */
static inline bool winnow_is_printed_stride(const char *at)
{
    return winnow_find_unprinted(winnow_stride_at(at)) == 0;
}

/* Where the printed ASCII from `at` on ends, `end` at most. */
static inline size_t winnow_skip_printed(const char *text, size_t at,
                                         size_t end)
{
    /* The last of them first: in other scripts it is none, mostly. */
    while (end - at >= WINNOW_STRIDE_BYTES &&
           winnow_is_printed(text[at + WINNOW_STRIDE_BYTES - 1]) &&
           winnow_is_printed(text[at]) && winnow_is_printed_stride(text + at))
        at += WINNOW_STRIDE_BYTES;
    while (at < end && winnow_is_printed(text[at]))
        at++;
    return at;
}

/* Whether a byte behind `before` is no printed ASCII, or one space too many. */
static inline bool winnow_is_odd(char before, char byte)
{
    return !winnow_is_printed(byte) || (before == ' ' && byte == ' ');
}

/* Whether all bytes of a stride are printed ASCII, and there are no two spaces
 * in a row, the byte before the stride included. */
static inline bool winnow_is_plain_stride(const char *at)
{
    uint64_t bytes = winnow_stride_at(at);

    return (winnow_find_unprinted(bytes) |
            (winnow_find_spaces(bytes) &
             winnow_find_spaces(winnow_stride_at(at - 1)))) == 0;
}

#endif

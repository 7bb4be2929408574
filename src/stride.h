/* Bytes of a text looked at by strides: as many at once as a register holds,
 * since the loops have a length that compilers know. */
#ifndef WINNOW_STRIDE_H
#define WINNOW_STRIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WINNOW_STRIDE_BYTES = 16 };

/* Neither a control nor beyond ASCII. */
static inline bool winnow_is_printed(char byte)
{
    return byte >= ' ' && byte <= '~';
}

/* Whether all bytes of a stride are printed ASCII. */
static inline bool winnow_is_printed_stride(const char *at)
{
    uint8_t odd = 0;

    for (size_t i = 0; i < WINNOW_STRIDE_BYTES; i++)
        odd |= (uint8_t)(((unsigned char)at[i] < ' ') |
                         ((unsigned char)at[i] > '~'));
    return odd == 0;
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
    return ((unsigned char)byte < ' ') | ((unsigned char)byte > '~') |
           ((before == ' ') & (byte == ' '));
}

/* Whether all bytes of a stride are printed ASCII, and there are no two spaces
 * in a row, the byte before the stride included. */
static inline bool winnow_is_plain_stride(const char *at)
{
    uint8_t odd = 0;

    for (size_t i = 0; i < WINNOW_STRIDE_BYTES; i++)
        odd |= winnow_is_odd(at[(ptrdiff_t)i - 1], at[i]);
    return odd == 0;
}

#endif

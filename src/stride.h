/* Bytes of a text looked at by strides: eight at once, as the bytes of a
 * number; 0x80 in a byte of the answer says yes. */
#ifndef WINNOW_STRIDE_H
#define WINNOW_STRIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/* Eight bytes as a number, the first lowest, on any machine. */
static inline uint64_t winnow_load_stride(const char *at)
{
    uint64_t bytes = winnow_stride_at(at);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return bytes;
}

static inline void winnow_store_stride(char *at, uint64_t bytes)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    memcpy(at, &bytes, sizeof bytes);
}

/* The first `n` of them, 1 to 8; the rest zero. */
static inline uint64_t winnow_first_of_stride(uint64_t bytes, size_t n)
{
    return bytes & UINT64_MAX >> (WINNOW_STRIDE_BYTES - n) * 8;
}

/* A bit for each of WINNOW_STEP_BYTES bytes, the first lowest. */
struct winnow_step {
    uint32_t letters; /* of ASCII */
    uint32_t others;  /* its digits, and what is beyond ASCII */
};

static inline struct winnow_step winnow_step_at(const char *at)
{
    struct winnow_step step = {0, 0};

#ifdef __SSE2__
    __m128i bytes = _mm_loadu_si128((const void *)at);
    __m128i letters = _mm_sub_epi8(_mm_or_si128(bytes, _mm_set1_epi8(0x20)),
                                   _mm_set1_epi8('a'));
    __m128i digits = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    letters = _mm_cmpeq_epi8(_mm_min_epu8(letters, _mm_set1_epi8(25)), letters);
    digits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    step.letters = (uint32_t)_mm_movemask_epi8(letters);
    step.others = (uint32_t)_mm_movemask_epi8(_mm_or_si128(digits, bytes));
#else
    for (int i = 0; i < WINNOW_STEP_BYTES; i++) {
        unsigned char byte = (unsigned char)at[i];
        unsigned char letter = (unsigned char)((byte | 0x20) - 'a');
        bool other = byte >= 0x80 || (byte >= '0' && byte <= '9');
        step.letters |= (uint32_t)(letter <= 25) << i;
        step.others |= (uint32_t)other << i;
    }
#endif
    return step;
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

/* Which bytes are digits. */
static inline uint64_t winnow_find_digits(uint64_t bytes)
{
    uint64_t values = bytes ^ WINNOW_EVERY_BYTE('0'); /* below 10 */
    uint64_t above =
        (values & WINNOW_EVERY_BYTE(0x7f)) + WINNOW_EVERY_BYTE(0x80 - 10);

    return ~(values | above) & WINNOW_EVERY_BYTE(0x80);
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

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

/* 16 bytes looked at together; comparisons give all bits of a byte, or none. */
typedef unsigned char winnow_step
    __attribute__((vector_size(WINNOW_STEP_BYTES)));
typedef signed char winnow_step_answer
    __attribute__((vector_size(WINNOW_STEP_BYTES)));

typedef uint64_t winnow_step_halves
    __attribute__((vector_size(WINNOW_STEP_BYTES)));

static inline winnow_step winnow_step_at(const char *at)
{
    winnow_step bytes;

    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static inline winnow_step winnow_step_of(unsigned char byte)
{
    return (winnow_step){byte, byte, byte, byte, byte, byte, byte, byte,
                         byte, byte, byte, byte, byte, byte, byte, byte};
}

/* Two times eight bytes as they stand, as a step. */
static inline winnow_step winnow_step_of_two(uint64_t first, uint64_t second)
{
    return (winnow_step)(winnow_step_halves){first, second};
}

/* Which byte of eight is the first that is not 0, of at least one. */
static inline size_t winnow_first_of_word(uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return (size_t)__builtin_clzll(word) / 8;
#else
    return (size_t)__builtin_ctzll(word) / 8;
#endif
}

/* A bit for each byte that the answer is yes for, the lowest of the first. */
static inline unsigned winnow_yes_bits(winnow_step_answer answer)
{
#ifdef __SSE2__
    return (unsigned)_mm_movemask_epi8((__m128i)answer);
#else
    unsigned bits = 0;

    for (unsigned i = 0; i < WINNOW_STEP_BYTES; i++)
        bits |= (answer[i] & 1u) << i;
    return bits;
#endif
}

/* Which byte is the first that the answer is yes for; WINNOW_STEP_BYTES: none
 * is. */
static inline size_t winnow_first_yes(winnow_step_answer answer)
{
    return (size_t)__builtin_ctz(winnow_yes_bits(answer) |
                                 1u << WINNOW_STEP_BYTES);
}

/* How many bytes are there that `counts` has gained one for, by winnow_count;
 * no more than 255 steps. */
static inline uint32_t winnow_count_sum(winnow_step counts)
{
#ifdef __SSE2__
    __m128i sums = _mm_sad_epu8((__m128i)counts, _mm_setzero_si128());

    return (uint32_t)_mm_cvtsi128_si32(
        _mm_add_epi32(sums, _mm_unpackhi_epi64(sums, sums)));
#else
    uint32_t sum = 0;

    for (unsigned i = 0; i < WINNOW_STEP_BYTES; i++)
        sum += counts[i];
    return sum;
#endif
}

/* Adds one to each byte's count that the answer is yes for. */
static inline void winnow_count(winnow_step *counts, winnow_step_answer answer)
{
    *counts -= (winnow_step)answer;
}

/* The first `n` bytes, at most WINNOW_STEP_BYTES; the rest zero. */
static inline winnow_step winnow_first_of_step(winnow_step bytes, size_t n)
{
    static const char kept[2 * WINNOW_STEP_BYTES] = {
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

    return bytes & winnow_step_at(kept + WINNOW_STEP_BYTES - n);
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

/* How many bytes stand before one that ends them and before a second space in a
 * row. `*spaces` are those of the step before, a bit each; then of this one. */
static inline size_t
winnow_count_plain(winnow_step bytes, winnow_step_answer ends, unsigned *spaces)
{
    unsigned before = *spaces >> (WINNOW_STEP_BYTES - 1);

    *spaces = winnow_yes_bits(bytes == winnow_step_of(' '));
    return (size_t)__builtin_ctz(winnow_yes_bits(ends) |
                                 (*spaces & (*spaces << 1 | before)) |
                                 1u << WINNOW_STEP_BYTES);
}

/* Fewer than eight bytes as a number, zeros behind them. */
static inline uint64_t winnow_load_few(const char *at, size_t n)
{
    uint64_t bytes = 0;

    for (size_t i = n; i-- > 0;)
        bytes = bytes << 8 | (unsigned char)at[i];
    return bytes;
}

/* A step of the `n` bytes at `at`; zeros behind them where they are fewer. */
static inline winnow_step winnow_step_within(const char *at, size_t n)
{
    const size_t half = WINNOW_STRIDE_BYTES;
    uint64_t first, second = 0;

    if (n >= WINNOW_STEP_BYTES)
        return winnow_step_at(at);
    if (n < half) {
        first = winnow_load_few(at, n);
    } else { /* of the second half all but those that the first has */
        first = winnow_load_stride(at);
        second =
            winnow_load_stride(at + n - half) >> 1 >> ((2 * half - n) * 8 - 1);
    }
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    first = __builtin_bswap64(first);
    second = __builtin_bswap64(second);
#endif
    return winnow_step_of_two(first, second);
}

/* The step one byte further: `byte`, and all of the step but its last. */
static inline winnow_step winnow_step_behind(unsigned char byte,
                                             winnow_step bytes)
{
#ifdef __SSE2__
    return (winnow_step)_mm_or_si128(_mm_slli_si128((__m128i)bytes, 1),
                                     _mm_cvtsi32_si128(byte));
#else
    winnow_step behind = {byte};

    for (unsigned i = 1; i < WINNOW_STEP_BYTES; i++)
        behind[i] = bytes[i - 1];
    return behind;
#endif
}

static inline winnow_step_answer winnow_are_letters(winnow_step bytes)
{
    return (bytes | winnow_step_of(0x20)) - winnow_step_of('a') <=
           winnow_step_of('z' - 'a');
}

/* What of words a step holds: a bit for each byte, the lowest of the first. */
struct winnow_word_bits {
    uint32_t letters, digits; /* of ASCII */
    uint32_t beyond;          /* ASCII */
};

static inline struct winnow_word_bits winnow_word_bits_at(const char *at)
{
    winnow_step bytes = winnow_step_at(at);
    winnow_step letters = (bytes | winnow_step_of(0x20)) - winnow_step_of('a');
    winnow_step digits = bytes - winnow_step_of('0');

    return (struct winnow_word_bits){
        .letters = winnow_yes_bits(letters <= winnow_step_of(25)),
        .digits = winnow_yes_bits(digits <= winnow_step_of(9)),
        .beyond = winnow_yes_bits((winnow_step_answer)bytes <
                                  (winnow_step_answer){0})};
}

/* Which bytes are no printed ASCII. */
static inline winnow_step_answer winnow_are_unprinted(winnow_step bytes)
{
    return bytes - winnow_step_of(' ') > winnow_step_of('~' - ' ');
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

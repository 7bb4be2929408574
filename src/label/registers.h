/* Registers of numbers that the net is run with: AVX2's, SSE2's, or what
 * compilers make of vectors. The same numbers with each.
 *
 * AVX2 works on each half of a register for itself. So what interleave() and
 * pack() give is in an order of their own: pack() undoes that of interleave(),
 * in_order() that of pack(), and order_as_interleaved() brings others to it. */
#ifndef WINNOW_LABEL_REGISTERS_H
#define WINNOW_LABEL_REGISTERS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

#define INLINED static inline __attribute__((always_inline))

/* Sums of 32 bits in a register, and the pairs of numbers that go into them. */
#if defined(__AVX2__)
#define REGISTER_BYTES 32
#else
#define REGISTER_BYTES 16
#endif
typedef int32_t sums_register __attribute__((vector_size(REGISTER_BYTES)));
typedef int16_t pairs_register __attribute__((vector_size(REGISTER_BYTES)));

enum { LANES = REGISTER_BYTES / sizeof(int32_t) };

INLINED sums_register load_sums(const int32_t *numbers)
{
    sums_register sums;

    memcpy(&sums, numbers, sizeof sums);
    return sums;
}

INLINED pairs_register load_pairs(const int16_t *numbers)
{
    pairs_register pairs;

    memcpy(&pairs, numbers, sizeof pairs);
    return pairs;
}

INLINED void store_pairs(pairs_register pairs, int16_t *numbers)
{
    memcpy(numbers, &pairs, sizeof pairs);
}

/* Two numbers in every lane. */
INLINED pairs_register repeat_pair(const int16_t *numbers)
{
    int32_t both;

    memcpy(&both, numbers, sizeof both);
    return (pairs_register)((sums_register){0} + both);
}

/* In each lane the sum of two products. */
INLINED sums_register multiply_pairs(pairs_register a, pairs_register b)
{
#if defined(__AVX2__)
    return (sums_register)_mm256_madd_epi16((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
    return (sums_register)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
    sums_register sums;

    for (int i = 0; i < LANES; i++)
        sums[i] = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
    return sums;
#endif
}

/* One half of the numbers of two registers, by turns; or the other half. */
INLINED pairs_register interleave(pairs_register a, pairs_register b,
                                  bool second)
{
#if defined(__AVX2__)
    return (
        pairs_register)(second ? _mm256_unpackhi_epi16((__m256i)a, (__m256i)b)
                               : _mm256_unpacklo_epi16((__m256i)a, (__m256i)b));
#elif defined(__SSE2__)
    return (pairs_register)(second
                                ? _mm_unpackhi_epi16((__m128i)a, (__m128i)b)
                                : _mm_unpacklo_epi16((__m128i)a, (__m128i)b));
#else
    pairs_register pairs;

    for (int i = 0; i < LANES; i++) {
        pairs[2 * i] = a[(second ? LANES : 0) + i];
        pairs[2 * i + 1] = b[(second ? LANES : 0) + i];
    }
    return pairs;
#endif
}

/* Of 2 * LANES pairs, a's and then b's, those that interleave() has in one
 * register, or in the other. */
INLINED pairs_register order_as_interleaved(pairs_register a, pairs_register b,
                                            bool second)
{
#if defined(__AVX2__)
    return (pairs_register)(second ? _mm256_permute2x128_si256((__m256i)a,
                                                               (__m256i)b, 0x31)
                                   : _mm256_permute2x128_si256(
                                         (__m256i)a, (__m256i)b, 0x20));
#else
    return second ? b : a;
#endif
}

/* Numbers brought to `least` or `most` where they are beyond. */
INLINED pairs_register clamp(pairs_register numbers, int16_t least,
                             int16_t most)
{
#if defined(__AVX2__)
    __m256i above =
        _mm256_max_epi16((__m256i)numbers, _mm256_set1_epi16(least));

    return (pairs_register)_mm256_min_epi16(above, _mm256_set1_epi16(most));
#elif defined(__SSE2__)
    __m128i above = _mm_max_epi16((__m128i)numbers, _mm_set1_epi16(least));

    return (pairs_register)_mm_min_epi16(above, _mm_set1_epi16(most));
#else
    for (int i = 0; i < 2 * LANES; i++) {
        numbers[i] = numbers[i] < least ? least : numbers[i];
        numbers[i] = numbers[i] < most ? numbers[i] : most;
    }
    return numbers;
#endif
}

/* Two registers of sums as one of numbers, each brought to the least or the
 * greatest of 16 bits where it is beyond. */
INLINED pairs_register pack(sums_register a, sums_register b)
{
#if defined(__AVX2__)
    return (pairs_register)_mm256_packs_epi32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
    return (pairs_register)_mm_packs_epi32((__m128i)a, (__m128i)b);
#else
    pairs_register numbers;

    for (int i = 0; i < 2 * LANES; i++) {
        int32_t sum = i < LANES ? a[i] : b[i - LANES];
        sum = sum < INT16_MIN ? INT16_MIN : sum;
        numbers[i] = (int16_t)(sum < INT16_MAX ? sum : INT16_MAX);
    }
    return numbers;
#endif
}

INLINED pairs_register in_order(pairs_register packed)
{
#if defined(__AVX2__)
    return (pairs_register)_mm256_permute4x64_epi64((__m256i)packed, 0xd8);
#else
    return packed;
#endif
}

/* Which of LANES pairs of numbers are not both 0, a bit each. */
INLINED uint64_t find_pairs(const int16_t *numbers)
{
    sums_register none = (sums_register)load_pairs(numbers) == 0;
#if defined(__AVX2__)
    return (uint8_t)~_mm256_movemask_ps((__m256)none);
#elif defined(__SSE2__)
    return ~(unsigned)_mm_movemask_ps((__m128)none) & 15;
#else
    uint64_t found = 0;

    for (int i = 0; i < LANES; i++)
        found |= (uint64_t)(none[i] == 0) << i;
    return found;
#endif
}

#endif

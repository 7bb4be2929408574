/* What the rows of pages and of captures have in common: scales, and what is
 * told from a block's text and its hints alone. */
#ifndef WINNOW_ROWS_H
#define WINNOW_ROWS_H

#include "filter.h"
#include "stride.h"

enum { WINNOW_FLAG = 128, WINNOW_DISTANCE_NONE = 255 };

/* The scales of the rows: 16 * log2(1 + n), straight between powers of two, and
 * 255 * part / whole, both at most 255. */
static inline uint8_t winnow_scale_log(uint64_t n)
{
    enum { MANTISSA_BITS = 23, ZERO = 127 };
    float number = (float)((int64_t)n + 1);
    uint32_t bits; /* whose exponent and first bits of mantissa are the scale */

    memcpy(&bits, &number, sizeof bits);
    bits = (bits >> (MANTISSA_BITS - 4)) - (ZERO << 4);
    return (uint8_t)(bits > 255 ? 255 : bits);
}

static inline uint8_t winnow_scale_share(uint64_t part, uint64_t whole)
{
    enum { SMALL = 1 << 24 }; /* so that 255 of it fit into 32 bits */

    if (whole == 0)
        return 0;
    if (part >= whole)
        return 255;
    if (whole < SMALL)
        return (uint8_t)((uint32_t)part * 255 / (uint32_t)whole);
    return (uint8_t)(part * 255 / whole);
}

/* The commas beyond ASCII (U+060C, U+3001, U+FF0C) that begin in the step that
 * stands at `at` of the text. */
uint32_t winnow_count_wide_commas(struct winnow_view text, size_t at,
                                  winnow_step bytes);

/* A distance between blocks; `to` is `n` or more where there is none. */
uint8_t winnow_scale_distance(uint32_t from, uint32_t to, uint32_t n);

static inline uint8_t winnow_flag(bool value)
{
    return value ? WINNOW_FLAG : 0;
}

static inline uint8_t winnow_at_most_255(uint64_t value)
{
    return (uint8_t)(value > 255 ? 255 : value);
}

enum winnow_block_feature {
#define FEATURE(name, what) WINNOW_BLOCK_##name,
#include "label/block_features.def"
#undef FEATURE
    WINNOW_N_BLOCK_FEATURES
};

/* Fills the features of block_features.def, of a row of zeros. Looks at the
 * first 2048 bytes of the text. */
void winnow_block_row(const struct winnow_block *block,
                      uint8_t row[WINNOW_N_BLOCK_FEATURES]);

/* Of these the HINT features alone. */
void winnow_hint_row(const struct winnow_block *block,
                     uint8_t row[WINNOW_N_BLOCK_FEATURES]);

/* Whether a filter hints at this kind. */
bool winnow_is_hinted(const struct winnow_block *block, enum winnow_kind kind);

/* The strongest hint, the earliest of several; NULL: there is none but against.
 */
const struct winnow_hint *
winnow_strongest_hint(const struct winnow_block *block);

/* Strengths of hints that the block is around the document, summed, 0..255; a
 * verdict counts 255. */
uint8_t winnow_hints_around(const struct winnow_block *block);

/* Per block how many have its text (itself counted; 0: of texts longer than
 * most_bytes and of the head's title), and whether one of them is before it.
 * Both have a value a block. */
void winnow_count_copies(struct winnow_document *document, size_t most_bytes,
                         uint32_t *n_copies, bool *is_copy);

#endif

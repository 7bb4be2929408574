/* What the rows of pages and of captures have in common: scales, and what is
 * told from a block's text and its hints alone. */
#ifndef WINNOW_ROWS_H
#define WINNOW_ROWS_H

#include "filter.h"

enum { WINNOW_FLAG = 128, WINNOW_DISTANCE_NONE = 255 };

/* The scales of the rows: 16 * log2(1 + n), and 255 * part / whole, both at
 * most 255. */
uint8_t winnow_scale_log(uint64_t n);
uint8_t winnow_scale_share(uint64_t part, uint64_t whole);

/* A distance between blocks; `to` is `n` or more where there is none. */
uint8_t winnow_scale_distance(uint32_t from, uint32_t to, uint32_t n);

/* The features of the same names in page_features.def and
 * capture_features.def. Looks at the first 2048 bytes. */
struct winnow_text_row {
    uint8_t word_length, commas, digits, upper, punctuation, lines;
    uint8_t starts_lower, question, colon;
};
struct winnow_text_row winnow_text_row(const struct winnow_block *block);

/* Fills the features HINT_TITLE to HINT_AGAINST, which both files have in the
 * same order. */
enum { WINNOW_N_HINT_FEATURES = 18 };
void winnow_hint_row(const struct winnow_block *block,
                     uint8_t row[WINNOW_N_HINT_FEATURES]);

/* Strengths of hints that the block is around the document, summed, 0..255; a
 * verdict counts 255. */
uint8_t winnow_hints_around(const struct winnow_block *block);

/* Per block how many have its text (itself counted; 0: of texts longer than
 * most_bytes and of the head's title), and whether one of them is before it.
 * Both have a value a block. */
void winnow_count_copies(const struct winnow_document *document,
                         size_t most_bytes, uint32_t *n_copies, bool *is_copy);

#endif

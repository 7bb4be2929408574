/* The words of a text, folded: what phrases are matched over and what words
 * are counted by.
 *
 * A token is a run of letters, marks and digits; or one Han, Hiragana or
 * Katakana character, or ©; or a number: digits of any script, with . , or :
 * between them. In scripts that write numbers against words (Hangul, Thai, Lao,
 * Khmer, Burmese) a number is a token of its own there too. All else is
 * skipped.
 */
#ifndef WINNOW_TOKEN_H
#define WINNOW_TOKEN_H

#include "document.h"
#include "fold.h"
#include "stride.h"

/* A longer word is cut here in its folded form: no phrase has one. */
enum { WINNOW_TOKEN_BYTES_MAX = 255 };

struct winnow_token {
    size_t start, end;     /* bytes of the text */
    uint64_t hash;         /* winnow_token_hash of `folded` */
    uint16_t length_bytes; /* of `folded` */
    bool is_cut;           /* `folded` holds only its beginning */
    bool has_digit;        /* of any script */
    bool is_ideograph;     /* it is one character of WINNOW_CLASS_IDEOGRAPH */
    bool is_number;        /* a K, M or B after the digits allowed: "1.2K" */
    /* of which the strides that hold the word can be read; a zero is behind a
     * single byte */
    char folded[WINNOW_TOKEN_BYTES_MAX + WINNOW_FOLD_BYTES_MAX];
};

/* The first token that starts at or after `offset`, which must not stand
 * inside a word; false when there is none. */
bool winnow_token_next(struct winnow_view text, size_t offset,
                       struct winnow_token *token);

/* The hash of a number of eight folded bytes behind those before: no two
 * numbers have the same. */
#define WINNOW_TOKEN_HASH_START UINT64_C(0xCBF29CE484222325)
static inline uint64_t winnow_token_hash_stride(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * UINT64_C(0x9E3779B97F4A7C15);
    hash ^= hash >> 32;
    return hash * UINT64_C(0xD6E8FEB86659FD93);
}

/* The hash of `n` folded bytes, the same on any machine. `folded` can be read
 * for WINNOW_STRIDE_BYTES - 1 bytes more. */
static inline uint64_t winnow_token_hash(const char *folded, size_t n)
{
    uint64_t hash = WINNOW_TOKEN_HASH_START;

    for (; n > WINNOW_STRIDE_BYTES; n -= WINNOW_STRIDE_BYTES) {
        hash = winnow_token_hash_stride(hash, winnow_load_stride(folded));
        folded += WINNOW_STRIDE_BYTES;
    }
    if (n == 0)
        return hash;
    return winnow_token_hash_stride(
        hash, winnow_first_of_stride(winnow_load_stride(folded), n));
}

/* A token as a number, for asking whether words are the same: the upper bits
 * of the hash of `folded`, and below them what kind of word it is. */
typedef uint64_t winnow_word;
enum {
    WINNOW_WORD_LONG = 1,     /* of three characters or more */
    WINNOW_WORD_IDEOGRAPH = 2 /* of class WINNOW_CLASS_IDEOGRAPH */
};
winnow_word winnow_word_of(const struct winnow_token *token);

#endif

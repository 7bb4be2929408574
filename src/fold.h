/* Code points as words see them: what each is (letter, digit, ideograph, mark,
 * currency sign ...) and how it is folded; and NFC.
 *
 * Folding makes equal what readers take for the same: compatibility forms and
 * full and half width (Unicode NFKD), case (Unicode case folding), diacritics
 * of Latin, Greek, Cyrillic, Hebrew and Arabic, tatweel, the variants of alef,
 * yeh, kaf and heh, dotless i, stroked letters, digits of any script. Marks
 * that are part of a word's spelling (the vowel signs of Indic scripts, Thai
 * tone marks, the voicing of kana) stay.
 *
 * fold.c is the one file that touches utf8proc. What it says of every code
 * point is laid down in tables at build time (tools/phrases-to-c.c); that
 * program itself is built with WINNOW_NO_BUILTIN_PHRASES and computes it.
 */
#ifndef WINNOW_FOLD_H
#define WINNOW_FOLD_H

#include "document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum winnow_class {
    WINNOW_CLASS_OTHER,     /* punctuation, symbols, what does not exist */
    WINNOW_CLASS_SPACE,     /* white space, line breaks included */
    WINNOW_CLASS_IGNORED,   /* belongs to the word around it and folds to
                               nothing: diacritics, harakat, joiners */
    WINNOW_CLASS_CURRENCY,  /* a currency sign */
    WINNOW_CLASS_LETTER,    /* a letter, or a mark that spelling needs */
    WINNOW_CLASS_APART,     /* a letter of a script that writes numbers against
                               its words: Hangul, Thai, Lao, Khmer, Burmese */
    WINNOW_CLASS_DIGIT,     /* a decimal digit; folds to 0..9 */
    WINNOW_CLASS_IDEOGRAPH, /* a word by itself: Han, kana, and the sign © */
    WINNOW_CLASS_VOICING    /* U+3099, U+309A, and their half-width forms */
};

enum { WINNOW_N_CODE_POINTS = 0x110000, WINNOW_FOLD_BYTES_MAX = 32 };

/* What each ASCII letter and digit folds to; 0 for any other byte. */
extern const char winnow_ascii_fold[256];

size_t winnow_decode_multibyte(const char *at, const char *end, uint32_t *code);
/* Decodes the code point at `at` (below `end`) into `code`; returns its length
 * in bytes. What is malformed is U+FFFD, as utf8.h reads it. */
static inline size_t winnow_decode_code_point(const char *at, const char *end,
                                              uint32_t *code)
{
    const unsigned char *byte = (const void *)at;

    if (byte[0] < 0x80) {
        *code = byte[0];
        return 1;
    }
    if (byte[0] >= 0xC2 && byte[0] < 0xE0 && end - at >= 2 &&
        (byte[1] & 0xC0) == 0x80) {
        *code = (byte[0] & 0x1Fu) << 6 | (byte[1] & 0x3Fu);
        return 2;
    }
    /* and three bytes but for the leads that some second bytes may not follow
     */
    if (byte[0] > 0xE0 && byte[0] < 0xF0 && byte[0] != 0xED && end - at >= 3 &&
        (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) == 0x80) {
        *code = (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 |
                (byte[2] & 0x3Fu);
        return 3;
    }
    return winnow_decode_multibyte(at, end, code);
}
/* Writes `code` (a scalar value) as UTF-8; returns the length, 1..4. */
size_t winnow_encode_code_point(uint32_t code, char *bytes);

/* A lower-case or upper-case letter (general categories Ll and Lu). */
enum winnow_case { WINNOW_CASE_NONE, WINNOW_CASE_LOWER, WINNOW_CASE_UPPER };
/* The letter in lower case; itself where it has none. */
uint32_t winnow_lower_case(uint32_t code);
/* A kana and the U+3099 (or U+309A: `semi`) after it, as one code point. */
uint32_t winnow_fold_voiced(uint32_t kana, bool semi);

/* Whether NFC neither changes `code` nor joins it to what stands before it. */
bool winnow_is_nfc_safe(uint32_t code);
/* NFC (UAX #15) of UTF-8 text into `codes`; returns how many code points, or
 * SIZE_MAX when `capacity` is too small. Quadratic in the marks that follow
 * one letter: callers bound the text. */
size_t winnow_nfc(struct winnow_view text, int32_t *codes, size_t capacity);

/* What a compatibility character decomposes into (NFKD of it alone, UAX #15);
 * how many code points, 0 where it is none. Whole code points that only
 * decompose canonically are none. */
enum { WINNOW_COMPATIBILITY_MAX = 32 };
size_t winnow_compatibility(uint32_t code,
                            uint32_t codes[WINNOW_COMPATIBILITY_MAX]);

/* ---- how the tables are made --------------------------------------------- */

/* What winnow_class_of, winnow_fold_code_point and winnow_case_of answer, from
 * Unicode's data and not from the tables. */
enum winnow_class winnow_fold_compute(uint32_t code, char *bytes,
                                      size_t *length_bytes);
enum winnow_case winnow_case_compute(uint32_t code);
/* Sets unsafe[code] for every code point that is not winnow_is_nfc_safe. */
void winnow_nfc_compute(bool unsafe[WINNOW_N_CODE_POINTS]);

/* stage2[(stage1[code >> 7] << 7) | (code & 127)] is, from bit 0 on: 4 bits
 * class, 1 bit unsafe for NFC, 2 bits form, 2 bits case, 21 bits argument. */
enum winnow_fold_form {
    WINNOW_FOLD_NOTHING,
    WINNOW_FOLD_ITSELF,
    WINNOW_FOLD_SINGLE, /* argument: a code point */
    WINNOW_FOLD_STRING  /* argument: offset into strings: length, bytes */
};
enum {
    WINNOW_FOLD_CLASS_MASK = 15,
    WINNOW_FOLD_UNSAFE_BIT = 16,
    WINNOW_FOLD_FORM_SHIFT = 5,
    WINNOW_FOLD_FORM_MASK = 3,
    WINNOW_FOLD_CASE_SHIFT = 7,
    WINNOW_FOLD_CASE_MASK = 3,
    WINNOW_FOLD_ARGUMENT_SHIFT = 9,
    WINNOW_FOLD_PAGE_SHIFT = 7,
    WINNOW_FOLD_PAGE_CODES = 128,
    WINNOW_FOLD_N_PAGES = WINNOW_N_CODE_POINTS / WINNOW_FOLD_PAGE_CODES
};
extern const uint16_t winnow_fold_stage1[];
extern const uint32_t winnow_fold_stage2[];
extern const uint8_t winnow_fold_strings[];

/* `code` below WINNOW_N_CODE_POINTS. */
#ifdef WINNOW_NO_BUILTIN_PHRASES
enum winnow_class winnow_class_of(uint32_t code);
enum winnow_case winnow_case_of(uint32_t code);
bool winnow_is_plain_ideograph(uint32_t code);
size_t winnow_fold_code_point(uint32_t code, char *bytes);
#else
static inline uint32_t winnow_fold_entry(uint32_t code)
{
    uint32_t page = winnow_fold_stage1[code >> WINNOW_FOLD_PAGE_SHIFT];

    return winnow_fold_stage2[page << WINNOW_FOLD_PAGE_SHIFT |
                              (code & (WINNOW_FOLD_PAGE_CODES - 1))];
}

static inline enum winnow_class winnow_class_of(uint32_t code)
{
    return (enum winnow_class)(winnow_fold_entry(code) &
                               WINNOW_FOLD_CLASS_MASK);
}

static inline enum winnow_case winnow_case_of(uint32_t code)
{
    return (enum winnow_case)(winnow_fold_entry(code) >>
                                  WINNOW_FOLD_CASE_SHIFT &
                              WINNOW_FOLD_CASE_MASK);
}

/* Whether it is of WINNOW_CLASS_IDEOGRAPH and folds to itself. */
static inline bool winnow_is_plain_ideograph(uint32_t code)
{
    enum { FORM = WINNOW_FOLD_FORM_MASK << WINNOW_FOLD_FORM_SHIFT };
    uint32_t entry = winnow_fold_entry(code);

    return (entry & (WINNOW_FOLD_CLASS_MASK | FORM)) ==
           (WINNOW_CLASS_IDEOGRAPH | WINNOW_FOLD_ITSELF
                                         << WINNOW_FOLD_FORM_SHIFT);
}

/* Folds a letter, digit or ideograph into UTF-8; returns the bytes written,
 * at most WINNOW_FOLD_BYTES_MAX; 0 for any other class. */
static inline size_t winnow_fold_code_point(uint32_t code, char *bytes)
{
    uint32_t entry = winnow_fold_entry(code);
    uint32_t argument = entry >> WINNOW_FOLD_ARGUMENT_SHIFT;

    switch (entry >> WINNOW_FOLD_FORM_SHIFT & WINNOW_FOLD_FORM_MASK) {
    case WINNOW_FOLD_ITSELF:
        return winnow_encode_code_point(code, bytes);
    case WINNOW_FOLD_SINGLE:
        return winnow_encode_code_point(argument, bytes);
    case WINNOW_FOLD_STRING:
        memcpy(bytes, winnow_fold_strings + argument + 1,
               winnow_fold_strings[argument]);
        return winnow_fold_strings[argument];
    default:
        return 0;
    }
}
#endif

static inline bool winnow_is_lower_case(uint32_t code)
{
    return winnow_case_of(code) == WINNOW_CASE_LOWER;
}

static inline bool winnow_is_upper_case(uint32_t code)
{
    return winnow_case_of(code) == WINNOW_CASE_UPPER;
}

#endif

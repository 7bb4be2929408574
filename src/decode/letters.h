/* What a reading of bytes in a charset costs as text in a language: the fewer
 * bits, the more plausible. The model is one of letters and of what stands
 * before them (letters.def), with fixed costs for what is no letter. Internal
 * to decode/. */
#ifndef WINNOW_DECODE_LETTERS_H
#define WINNOW_DECODE_LETTERS_H

#include "script.h"

enum winnow_letters_language {
    WINNOW_LETTERS_AR,
    WINNOW_LETTERS_BG,
    WINNOW_LETTERS_CA,
    WINNOW_LETTERS_CS,
    WINNOW_LETTERS_DA,
    WINNOW_LETTERS_DE,
    WINNOW_LETTERS_EL,
    WINNOW_LETTERS_ES,
    WINNOW_LETTERS_ET,
    WINNOW_LETTERS_FA,
    WINNOW_LETTERS_FI,
    WINNOW_LETTERS_FR,
    WINNOW_LETTERS_HE,
    WINNOW_LETTERS_HR,
    WINNOW_LETTERS_HU,
    WINNOW_LETTERS_IT,
    WINNOW_LETTERS_KO,
    WINNOW_LETTERS_LT,
    WINNOW_LETTERS_LV,
    WINNOW_LETTERS_MK,
    WINNOW_LETTERS_NL,
    WINNOW_LETTERS_NO,
    WINNOW_LETTERS_PL,
    WINNOW_LETTERS_PT,
    WINNOW_LETTERS_RO,
    WINNOW_LETTERS_RU,
    WINNOW_LETTERS_SK,
    WINNOW_LETTERS_SL,
    WINNOW_LETTERS_SQ,
    WINNOW_LETTERS_SV,
    WINNOW_LETTERS_TH,
    WINNOW_LETTERS_TR,
    WINNOW_LETTERS_UK,
    WINNOW_LETTERS_UR,
    WINNOW_LETTERS_VI,
    /* of ideographs, which have no table: what is common the charset tells */
    WINNOW_LETTERS_JA,
    WINNOW_LETTERS_ZH,
    WINNOW_N_LETTERS
};

/* Which script a language is written in; HANI also of Japanese. */
enum winnow_script_code
winnow_letters_script(enum winnow_letters_language language);

/* One character as it was read. */
struct winnow_sign {
    uint32_t code;  /* in lower case; 0: malformed */
    uint8_t bits;   /* of what is no letter; 0: a letter */
    uint8_t script; /* enum winnow_script_code */
    bool upper;
    bool common; /* an ideograph of the charset's common ones */
};

/* The sign of a character; `is_common` of an ideograph as the charset has it.
 */
struct winnow_sign winnow_sign_of(uint32_t code, bool is_common);
struct winnow_sign winnow_sign_malformed(void);

/* The tables, made from letters.def; NULL: no memory. The caller frees it. */
struct winnow_letters *winnow_letters_new(void);
void winnow_letters_free(struct winnow_letters *letters); /* NULL: nothing */

/* The bits of all signs beyond ASCII, and of ASCII letters behind them, in a
 * language; stops counting once they pass `enough`. Linear. */
uint32_t winnow_letters_bits(const struct winnow_letters *letters,
                             enum winnow_letters_language language,
                             const struct winnow_sign *signs, size_t n,
                             uint32_t enough);

#endif

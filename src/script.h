/* Which script a letter is of, and which one a text is written in. */
#ifndef WINNOW_SCRIPT_H
#define WINNOW_SCRIPT_H

#include "document.h"

/* ISO 15924, in the order of its codes there; ZYYY: none of its own (digits,
 * punctuation), ZINH: that of the letter before, ZZZZ: none of script.def. */
enum winnow_script_code {
    WINNOW_SCRIPT_ZYYY,
    WINNOW_SCRIPT_ZINH,
    WINNOW_SCRIPT_ZZZZ,
    WINNOW_SCRIPT_ARAB,
    WINNOW_SCRIPT_ARMN,
    WINNOW_SCRIPT_BENG,
    WINNOW_SCRIPT_BOPO,
    WINNOW_SCRIPT_CANS,
    WINNOW_SCRIPT_CHER,
    WINNOW_SCRIPT_CYRL,
    WINNOW_SCRIPT_DEVA,
    WINNOW_SCRIPT_ETHI,
    WINNOW_SCRIPT_GEOR,
    WINNOW_SCRIPT_GREK,
    WINNOW_SCRIPT_GUJR,
    WINNOW_SCRIPT_GURU,
    WINNOW_SCRIPT_HANG,
    WINNOW_SCRIPT_HANI,
    WINNOW_SCRIPT_HEBR,
    WINNOW_SCRIPT_HIRA,
    WINNOW_SCRIPT_KANA,
    WINNOW_SCRIPT_KHMR,
    WINNOW_SCRIPT_KNDA,
    WINNOW_SCRIPT_LAOO,
    WINNOW_SCRIPT_LATN,
    WINNOW_SCRIPT_MLYM,
    WINNOW_SCRIPT_MONG,
    WINNOW_SCRIPT_MYMR,
    WINNOW_SCRIPT_ORYA,
    WINNOW_SCRIPT_SINH,
    WINNOW_SCRIPT_SYRC,
    WINNOW_SCRIPT_TAML,
    WINNOW_SCRIPT_TELU,
    WINNOW_SCRIPT_TFNG,
    WINNOW_SCRIPT_THAA,
    WINNOW_SCRIPT_THAI,
    WINNOW_SCRIPT_TIBT,
    WINNOW_N_SCRIPTS
};

/* The script of a code point. */
enum winnow_script_code winnow_script_of(uint32_t code);

/* The ISO 15924 code of the script that most letters of `text` are in; "" when
 * it holds none. Kana beside ideographs is "Jpan", Hangul "Kore". Static. */
const char *winnow_script_of_text(struct winnow_view text);

#endif

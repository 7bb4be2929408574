/* The characters of the two-byte charsets, asked of iconv code by code. The
 * one file that touches iconv is converters.c. Internal to decode/. */
#ifndef WINNOW_DECODE_CONVERTERS_H
#define WINNOW_DECODE_CONVERTERS_H

#include "winnow.h"

/* The coded character sets behind the charsets. The pointer of a character is
 * its place in the Encoding Standard's index of the same name (section 5). */
enum winnow_code_set {
    WINNOW_CODES_JIS_0208, /* also of EUC-JP and ISO-2022-JP */
    WINNOW_CODES_JIS_0212,
    WINNOW_CODES_EUC_KR,
    WINNOW_CODES_BIG5,
    WINNOW_CODES_GB_TWO,  /* gb18030, two bytes */
    WINNOW_CODES_GB_FOUR, /* gb18030, four bytes, the basic plane */
    WINNOW_N_CODE_SETS
};

#define WINNOW_NO_CHARACTER UINT32_MAX

struct winnow_decoder;

/* The character at `pointer`, or WINNOW_NO_CHARACTER, also where the code
 * stands for two characters (four codes of Big5). */
uint32_t winnow_converter_ask(struct winnow_decoder *decoder,
                              enum winnow_code_set set, uint32_t pointer);

/* The tables of letters that detection asks, made when they are first asked
 * for; NULL when there is no memory. They live as the decoder. */
struct winnow_letters;
const struct winnow_letters *
winnow_decoder_letters(struct winnow_decoder *decoder);

#endif

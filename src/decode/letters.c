/* Plausibility of text; see letters.h. */
#include "decode/letters.h"

#include "fold.h"

#include <stdlib.h>
#include <string.h>

/* Costs in bits that no table gives. They say how rare a thing is in running
 * text of any language; only their order of magnitude matters. */
enum {
    BITS_MALFORMED = 24,
    BITS_CONTROL = 22, /* C1 and private characters */
    BITS_COMMON_MARK = 7,
    BITS_MARK = 10,
    BITS_WIDE_MARK = 9, /* full-width forms */
    BITS_SYMBOL = 14,
    BITS_NOT_OF_TABLE = 15,  /* of a letter of the right script */
    BITS_OTHER_SCRIPT = 22,  /* of a letter of another */
    BITS_MIXED = 10,         /* two scripts in one word, beside */
    BITS_PAIR_NOT_KNOWN = 3, /* beside those of the letter */
    BITS_CAPITAL = 2,        /* at a word's start, or behind another one */
    BITS_CAPITAL_INSIDE = 7,
    BITS_BEHIND_DIGIT = 6,    /* of a letter: as ordinals have none */
    BITS_OPENING_INSIDE = 3,  /* an opening quote behind a letter */
    BITS_ASCII_LETTER = 8,    /* behind a letter that it does not follow */
    BITS_ASCII_NO_LETTER = 3, /* behind any character beyond ASCII */
    BITS_SPACE_INSIDE = 6, /* behind an ideograph, where none divides words */
    BITS_TONE = 5,         /* Vietnamese, written apart from its letter */
    BITS_KANA = 7,
    BITS_IDEOGRAPH = 11,
    BITS_IDEOGRAPH_RARE = 16,
    BITS_HANGUL_RARE = 13
};

enum { SLOT_BITS = 14, N_SLOTS = 1 << SLOT_BITS };

enum winnow_script_code
winnow_letters_script(enum winnow_letters_language language)
{
    switch (language) {
    case WINNOW_LETTERS_AR:
    case WINNOW_LETTERS_FA:
    case WINNOW_LETTERS_UR:
        return WINNOW_SCRIPT_ARAB;
    case WINNOW_LETTERS_BG:
    case WINNOW_LETTERS_MK:
    case WINNOW_LETTERS_RU:
    case WINNOW_LETTERS_UK:
        return WINNOW_SCRIPT_CYRL;
    case WINNOW_LETTERS_EL:
        return WINNOW_SCRIPT_GREK;
    case WINNOW_LETTERS_HE:
        return WINNOW_SCRIPT_HEBR;
    case WINNOW_LETTERS_KO:
        return WINNOW_SCRIPT_HANG;
    case WINNOW_LETTERS_TH:
        return WINNOW_SCRIPT_THAI;
    case WINNOW_LETTERS_JA:
    case WINNOW_LETTERS_ZH:
        return WINNOW_SCRIPT_HANI;
    default:
        return WINNOW_SCRIPT_LATN;
    }
}

/* ---- the tables ---------------------------------------------------------- */

/* Bits by language, letter before (0: any) and letter, in one hash table. */
struct winnow_letters {
    uint64_t keys[N_SLOTS]; /* 0: free */
    uint8_t bits[N_SLOTS];
};

static uint64_t key_of(enum winnow_letters_language language, uint32_t before,
                       uint32_t letter)
{
    return (uint64_t)(language + 1) << 42 | (uint64_t)before << 21 | letter;
}

static size_t slot_of(const struct winnow_letters *letters, uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(hash >> (64 - SLOT_BITS));

    while (letters->keys[slot] != 0 && letters->keys[slot] != key)
        slot = (slot + 1) % N_SLOTS;
    return slot;
}

static unsigned bits_of(const struct winnow_letters *letters,
                        enum winnow_letters_language language, uint32_t before,
                        uint32_t letter)
{
    return letters->bits[slot_of(letters, key_of(language, before, letter))];
}

static void put(struct winnow_letters *letters, uint64_t key, unsigned bits)
{
    size_t slot = slot_of(letters, key);

    letters->keys[slot] = key;
    letters->bits[slot] = (uint8_t)bits;
}

static const struct row {
    enum winnow_letters_language language;
    uint8_t bits;
    const char *letters, *pairs;
} rows[] = {
#define ROW(language, bits, letters, pairs)                                    \
    {WINNOW_LETTERS_##language, bits, letters, pairs},
#include "decode/letters.def"
#undef ROW
};

static void put_row(struct winnow_letters *letters, const struct row *row)
{
    const char *at = row->letters, *end = at + strlen(at);
    uint32_t code, before;

    while (at < end) {
        at += winnow_decode_code_point(at, end, &code);
        put(letters, key_of(row->language, 0, code), row->bits);
    }
    at = row->pairs;
    end = at + strlen(at);
    while (at < end) {
        at += winnow_decode_code_point(at, end, &before);
        at += winnow_decode_code_point(at, end, &code);
        put(letters, key_of(row->language, before, code), row->bits);
    }
}

struct winnow_letters *winnow_letters_new(void)
{
    struct winnow_letters *letters = calloc(1, sizeof *letters);

    if (letters == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        put_row(letters, &rows[i]);
    return letters;
}

void winnow_letters_free(struct winnow_letters *letters)
{
    free(letters);
}

/* ---- signs --------------------------------------------------------------- */

static bool is_among(const uint16_t *list, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == code)
            return true;
    return false;
}
#define IS_AMONG(list, code)                                                   \
    is_among(list, sizeof(list) / sizeof((list)[0]), code)

static bool is_opening(uint32_t code)
{
    return code == 0x201C || code == 0x201E || code == 0x00AB;
}

static uint8_t bits_of_mark(uint32_t code)
{
    /* what running text has: quotes, dashes, bullets, money, wide stops */
    static const uint16_t common[] = {
        0x00A0, 0x00A1, 0x00A3, 0x00A7, 0x00A9, 0x00AA, 0x00AB, 0x00AE, 0x00B0,
        0x00B7, 0x00BA, 0x00BB, 0x00BF, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C,
        0x201D, 0x201E, 0x2022, 0x2026, 0x20AC, 0x2116, 0x2122, 0x3000, 0x3001,
        0x3002, 0x300A, 0x300B, 0x300C, 0x300D, 0x300E, 0x300F, 0x30FC, 0xFF01,
        0xFF08, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF5E};
    static const uint16_t rarer[] = {
        0x00A8, 0x00AD, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5, 0x00B6, 0x00B9,
        0x00BC, 0x00BD, 0x00BE, 0x00D7, 0x00F7, 0x2020, 0x2021, 0x201A, 0x2039,
        0x203A, 0x3008, 0x3009, 0x3010, 0x3011, 0x3014, 0x3015};

    if ((code >= 0x80 && code < 0xA0) || (code >= 0xE000 && code <= 0xF8FF))
        return BITS_CONTROL;
    if (IS_AMONG(common, code))
        return BITS_COMMON_MARK;
    if (IS_AMONG(rarer, code))
        return BITS_MARK;
    return code > 0xFF00 && code < 0xFF60 ? BITS_WIDE_MARK : BITS_SYMBOL;
}

/* Letters by their categories that no word is made of: ordinals, a long sound.
 */
static bool is_mark(uint32_t code)
{
    return code == 0x00AA || code == 0x00BA || code == 0x30FC;
}

struct winnow_sign winnow_sign_of(uint32_t code, bool is_common)
{
    struct winnow_sign sign = {code, 0, WINNOW_SCRIPT_ZYYY, false, is_common};

    sign.script = (uint8_t)winnow_script_of(code);
    if (is_mark(code) || sign.script == WINNOW_SCRIPT_ZYYY ||
        sign.script == WINNOW_SCRIPT_ZZZZ)
        sign.bits = code < 0x80 ? 1 : bits_of_mark(code);
    sign.upper = sign.bits == 0 && winnow_is_upper_case(code);
    if (sign.upper)
        sign.code = winnow_lower_case(code);
    return sign;
}

struct winnow_sign winnow_sign_malformed(void)
{
    return (struct winnow_sign){.bits = BITS_MALFORMED};
}

/* ---- bits ---------------------------------------------------------------- */

/* What stands before a sign. */
struct before {
    uint32_t code; /* ' ' before a word */
    enum winnow_script_code script;
    bool upper, beyond_ascii, digit;
};

/* Of a letter that no table has, or whose script has no table. */
static unsigned bits_without_table(enum winnow_letters_language language,
                                   const struct winnow_sign *sign)
{
    switch (sign->script) {
    case WINNOW_SCRIPT_HIRA:
    case WINNOW_SCRIPT_KANA:
        if (language != WINNOW_LETTERS_JA)
            return BITS_NOT_OF_TABLE;
        return sign->code < 0xFF00 ? BITS_KANA : BITS_SYMBOL;
    case WINNOW_SCRIPT_HANI:
        if (language == WINNOW_LETTERS_KO)
            return BITS_IDEOGRAPH_RARE;
        if (language == WINNOW_LETTERS_ZH || language == WINNOW_LETTERS_JA)
            return sign->common ? BITS_IDEOGRAPH : BITS_IDEOGRAPH_RARE;
        return BITS_OTHER_SCRIPT;
    case WINNOW_SCRIPT_HANG:
        return language == WINNOW_LETTERS_KO ? BITS_HANGUL_RARE
                                             : BITS_OTHER_SCRIPT;
    case WINNOW_SCRIPT_ZINH:
        return language == WINNOW_LETTERS_VI ? BITS_TONE : BITS_NOT_OF_TABLE;
    default:
        return sign->script == winnow_letters_script(language)
                   ? BITS_NOT_OF_TABLE
                   : BITS_OTHER_SCRIPT;
    }
}

static bool is_han_or_kana(enum winnow_script_code script)
{
    return script == WINNOW_SCRIPT_HANI || script == WINNOW_SCRIPT_HIRA ||
           script == WINNOW_SCRIPT_KANA || script == WINNOW_SCRIPT_HANG;
}

static bool is_mixed(const struct before *before,
                     const struct winnow_sign *sign)
{
    return before->code != ' ' && before->script != sign->script &&
           before->script != WINNOW_SCRIPT_ZINH &&
           sign->script != WINNOW_SCRIPT_ZINH &&
           !(is_han_or_kana(before->script) && is_han_or_kana(sign->script));
}

static unsigned bits_of_letter(const struct winnow_letters *letters,
                               enum winnow_letters_language language,
                               const struct before *before,
                               const struct winnow_sign *sign)
{
    unsigned bits = bits_of(letters, language, before->code, sign->code);

    if (bits == 0) {
        bits = bits_of(letters, language, 0, sign->code);
        bits = bits != 0 ? bits + BITS_PAIR_NOT_KNOWN
                         : bits_without_table(language, sign);
    }
    if (is_mixed(before, sign))
        bits += BITS_MIXED;
    if (before->digit)
        bits += BITS_BEHIND_DIGIT;
    if (sign->upper)
        bits += before->code == ' ' || before->upper ? BITS_CAPITAL
                                                     : BITS_CAPITAL_INSIDE;
    return bits;
}

/* ASCII costs only where it stands behind what it is to be told of. */
static unsigned bits_of_ascii(const struct winnow_letters *letters,
                              enum winnow_letters_language language,
                              const struct before *before,
                              const struct winnow_sign *sign)
{
    unsigned bits;

    if (!before->beyond_ascii)
        return 0;
    if (sign->bits != 0)
        return sign->code == ' ' &&
                       winnow_letters_script(language) == WINNOW_SCRIPT_HANI
                   ? BITS_SPACE_INSIDE
                   : BITS_ASCII_NO_LETTER;
    if (before->code == ' ')
        return 0;
    bits = bits_of(letters, language, before->code, sign->code);
    if (bits == 0)
        bits = bits_of(letters, language, 0, sign->code);
    if (bits == 0)
        bits = BITS_ASCII_LETTER;
    if (is_mixed(before, sign))
        bits += BITS_MIXED;
    return bits + (sign->upper && !before->upper ? BITS_CAPITAL_INSIDE : 0);
}

static unsigned bits_of_other(const struct before *before,
                              const struct winnow_sign *sign)
{
    return is_opening(sign->code) && before->code != ' '
               ? sign->bits + BITS_OPENING_INSIDE
               : sign->bits;
}

uint32_t winnow_letters_bits(const struct winnow_letters *letters,
                             enum winnow_letters_language language,
                             const struct winnow_sign *signs, size_t n,
                             uint32_t enough)
{
    struct before before = {' ', WINNOW_SCRIPT_ZYYY, false, false, false};
    uint32_t sum = 0;

    for (size_t i = 0; i < n && sum <= enough; i++) {
        const struct winnow_sign *sign = &signs[i];
        bool is_letter = sign->bits == 0;
        bool is_ascii = sign->code != 0 && sign->code < 0x80;
        if (is_ascii)
            sum += bits_of_ascii(letters, language, &before, sign);
        else if (is_letter)
            sum += bits_of_letter(letters, language, &before, sign);
        else
            sum += bits_of_other(&before, sign);
        before.code = is_letter ? sign->code : ' ';
        before.script = (enum winnow_script_code)sign->script;
        before.upper = sign->upper;
        before.beyond_ascii = !is_ascii;
        before.digit = sign->code >= '0' && sign->code <= '9';
    }
    return sum;
}

/* Classes and folding of code points, and NFC; see fold.h. After the Unicode
 * Standard: categories and decompositions (UAX #44, UAX #15) from utf8proc,
 * and the choices of our own below. */
#include "fold.h"

#include "utf8.h"

#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

struct range {
    uint32_t first, last;
};

static bool in_ranges(uint32_t code, const struct range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}
#define IN(code, ranges)                                                       \
    in_ranges(code, ranges, sizeof(ranges) / sizeof((ranges)[0]))

/* ---- UTF-8 --------------------------------------------------------------- */

size_t winnow_decode_multibyte(const char *at, const char *end, uint32_t *code)
{
    const unsigned char *bytes = (const void *)at;
    bool is_valid;
    size_t length = winnow_utf8_sequence(bytes, (size_t)(end - at), &is_valid);

    *code = is_valid ? winnow_utf8_code_point(bytes, length) : REPLACEMENT;
    return length;
}

size_t winnow_encode_code_point(uint32_t code, char *bytes)
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | code >> 18);
    bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* ---- classes ------------------------------------------------------------- */

/* Han, Hiragana and Katakana, with the radicals that copied text holds. */
static const struct range ideographs[] = {
    {0x2E80, 0x2FD5},   {0x3005, 0x3007},   {0x3021, 0x3029},
    {0x3031, 0x3035},   {0x3038, 0x303C},   {0x3041, 0x3096},
    {0x309D, 0x309F},   {0x30A1, 0x30FA},   {0x30FC, 0x30FF},
    {0x31F0, 0x31FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xF900, 0xFAFF},   {0xFF66, 0xFF9D},   {0x16FE0, 0x16FE4},
    {0x1AFF0, 0x1B16F}, {0x20000, 0x2FA1F}, {0x30000, 0x323AF},
};

/* Hangul, Thai, Lao, Burmese, Khmer. */
static const struct range apart[] = {
    {0x0E01, 0x0E3A}, {0x0E40, 0x0E4E}, {0x0E81, 0x0ECD}, {0x0EDC, 0x0EDF},
    {0x1000, 0x103F}, {0x1050, 0x108F}, {0x109A, 0x109D}, {0x1100, 0x11FF},
    {0x1780, 0x17D3}, {0x17D7, 0x17DD}, {0x3131, 0x318E}, {0xA960, 0xA97C},
    {0xAA60, 0xAA7F}, {0xAC00, 0xD7A3}, {0xD7B0, 0xD7FB}, {0xFFA0, 0xFFDC},
};

/* Marks that the same word is written with and without. */
static const struct range diacritics[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05C7}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06ED}, {0x0711, 0x0711},
    {0x0730, 0x074A}, {0x08CA, 0x08FF}, {0x093C, 0x093C}, {0x0A3C, 0x0A3C},
    {0x180B, 0x180F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20F0},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFE70, 0xFE7F}, {0xE0100, 0xE01EF},
};

/* Apostrophes that Unicode counts among the letters. */
static const struct range letter_apostrophes[] = {{0x02B9, 0x02C8},
                                                  {0x02EE, 0x02EE}};
enum { TATWEEL = 0x0640 };

static enum winnow_class class_of_mark(uint32_t code)
{
    if (IN(code, diacritics))
        return WINNOW_CLASS_IGNORED;
    return IN(code, apart) ? WINNOW_CLASS_APART : WINNOW_CLASS_LETTER;
}

static enum winnow_class class_of_letter(uint32_t code)
{
    if (code == TATWEEL || IN(code, diacritics))
        return WINNOW_CLASS_IGNORED;
    if (IN(code, letter_apostrophes))
        return WINNOW_CLASS_OTHER;
    return IN(code, apart) ? WINNOW_CLASS_APART : WINNOW_CLASS_LETTER;
}

static enum winnow_class class_by_category(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return class_of_letter(code);
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        return class_of_mark(code);
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
        return WINNOW_CLASS_IGNORED;
    case UTF8PROC_CATEGORY_ND:
        return WINNOW_CLASS_DIGIT;
    case UTF8PROC_CATEGORY_SC:
        return WINNOW_CLASS_CURRENCY;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return WINNOW_CLASS_SPACE;
    default:
        return WINNOW_CLASS_OTHER;
    }
}

/* Signs that are read as a word: copyright, of texts and of recordings. */
static const struct range word_signs[] = {{0x00A9, 0x00A9}, {0x2117, 0x2117}};

static enum winnow_class raw_class(uint32_t code)
{
    if ((code >= '\t' && code <= '\r') || code == 0x85)
        return WINNOW_CLASS_SPACE;
    if (code == 0x3099 || code == 0x309A || code == 0xFF9E || code == 0xFF9F)
        return WINNOW_CLASS_VOICING;
    if (IN(code, word_signs))
        return WINNOW_CLASS_IDEOGRAPH;
    if (IN(code, ideographs) &&
        utf8proc_category((utf8proc_int32_t)code) != UTF8PROC_CATEGORY_CN)
        return WINNOW_CLASS_IDEOGRAPH;
    return class_by_category(code);
}

/* ---- folding ------------------------------------------------------------- */

/* Letters that are variants of another without Unicode decomposing them; the
 * small letters do, since case is folded first. */
static const struct {
    uint16_t from;
    const char *to;
} variants[] = {
    {0x00E6, "ae"},     {0x00F0, "d"},      {0x00F8, "o"},
    {0x00FE, "th"},     {0x0111, "d"},      {0x0127, "h"},
    {0x0131, "i"},      {0x0138, "k"},      {0x0142, "l"},
    {0x014B, "n"},      {0x0153, "oe"},     {0x0167, "t"},
    {0x0180, "b"},      {0x019A, "l"},      {0x01E5, "g"},
    {0x0268, "i"},      {0x0629, "\u0647"}, {0x0649, "\u064A"},
    {0x0671, "\u0627"}, {0x0672, "\u0627"}, {0x0673, "\u0627"},
    {0x06A9, "\u0643"}, {0x06AA, "\u0643"}, {0x06BE, "\u0647"},
    {0x06C1, "\u0647"}, {0x06C3, "\u0647"}, {0x06CC, "\u064A"},
    {0x06CD, "\u064A"}, {0x06D2, "\u064A"}, {0x06D5, "\u0647"},
};

static const char *variant_of(uint32_t code)
{
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++)
        if (variants[i].from == code)
            return variants[i].to;
    return NULL;
}

static bool is_decimal(uint32_t code)
{
    return utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_ND;
}

/* Digits stand in runs of ten that begin at xxx0 or xxx6; the mathematical
 * ones (five runs in a row) are the exception. */
static char digit_value(uint32_t code)
{
    uint32_t zero = code & ~UINT32_C(15);

    if (code >= 0x1D7CE && code <= 0x1D7FF)
        return (char)('0' + (code - 0x1D7CE) % 10);
    if (!is_decimal(zero))
        zero += 6;
    return (char)('0' + (code - zero) % 10);
}

static bool is_kept(uint32_t code)
{
    enum winnow_class class = raw_class(code);

    return class >= WINNOW_CLASS_LETTER && class <= WINNOW_CLASS_IDEOGRAPH;
}

/* Syllables and voiced kana are letters of their own, not letter and mark. */
static bool is_whole(uint32_t code)
{
    return (code >= 0xAC00 && code <= 0xD7A3) ||
           (code >= 0x3040 && code <= 0x30FF);
}

static size_t append(uint32_t code, char *bytes, size_t length)
{
    const char *variant = variant_of(code);

    if (length + 4 > WINNOW_FOLD_BYTES_MAX || !is_kept(code))
        return length;
    if (variant == NULL)
        return length + winnow_encode_code_point(code, bytes + length);
    while (*variant != '\0')
        bytes[length++] = *variant++;
    return length;
}

static size_t compute_fold(uint32_t code, char *bytes)
{
    enum { LONGEST = 32 };
    utf8proc_int32_t folded[LONGEST];
    utf8proc_ssize_t n;
    int boundary = 0;
    size_t length = 0;

    if (is_whole(code))
        return winnow_encode_code_point(code, bytes);
    n = utf8proc_decompose_char(
        (utf8proc_int32_t)code, folded, LONGEST,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < LONGEST; i++)
        length = append((uint32_t)folded[i], bytes, length);
    return length;
}

enum winnow_class winnow_fold_compute(uint32_t code, char *bytes,
                                      size_t *length_bytes)
{
    enum winnow_class class = raw_class(code);

    *length_bytes = 0;
    if (class == WINNOW_CLASS_DIGIT) {
        bytes[0] = digit_value(code);
        *length_bytes = 1;
        return class;
    }
    if (class < WINNOW_CLASS_LETTER || class > WINNOW_CLASS_IDEOGRAPH)
        return class;
    *length_bytes = compute_fold(code, bytes);
    return *length_bytes == 0 ? WINNOW_CLASS_OTHER : class;
}

enum winnow_case winnow_case_compute(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LL:
        return WINNOW_CASE_LOWER;
    case UTF8PROC_CATEGORY_LU:
        return WINNOW_CASE_UPPER;
    default:
        return WINNOW_CASE_NONE;
    }
}

uint32_t winnow_fold_voiced(uint32_t kana, bool semi)
{
    uint32_t hiragana = kana >= 0x30A1 ? kana - 0x60 : kana;
    bool is_h_row = hiragana >= 0x306F && hiragana <= 0x307B;

    if (is_h_row && (hiragana - 0x306F) % 3 == 0)
        return kana + (semi ? 2 : 1);
    if (semi)
        return kana;
    if (hiragana == 0x3046) /* u: vu */
        return kana + 0x4E;
    if (kana >= 0x30EF && kana <= 0x30F2) /* wa: va */
        return kana + 8;
    if ((hiragana >= 0x304B && hiragana <= 0x3061 && hiragana % 2 == 1) ||
        hiragana == 0x3064 || hiragana == 0x3066 || hiragana == 0x3068 ||
        hiragana == 0x309D)
        return kana + 1;
    return kana;
}

/* ---- NFC ----------------------------------------------------------------- */

size_t winnow_nfc(struct winnow_view text, int32_t *codes, size_t capacity)
{
    utf8proc_ssize_t n = utf8proc_decompose(
        (const utf8proc_uint8_t *)text.data,
        (utf8proc_ssize_t)text.length_bytes, codes, (utf8proc_ssize_t)capacity,
        UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);

    if (n < 0 || (size_t)n > capacity)
        return SIZE_MAX;
    n = utf8proc_normalize_utf32(codes, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    return n < 0 ? SIZE_MAX : (size_t)n;
}

static bool is_surrogate(uint32_t code)
{
    return code >= 0xD800 && code <= 0xDFFF;
}

/* A code point is unsafe if it has a combining class, if NFC changes it, or if
 * it stands anywhere but first in what some code point decomposes to. */
static void compute_unsafe(uint32_t code, bool *unsafe)
{
    enum { LONGEST = 8 };
    utf8proc_int32_t codes[LONGEST];
    char bytes[4];
    struct winnow_view view = {bytes, winnow_encode_code_point(code, bytes)};
    utf8proc_ssize_t n;

    if (utf8proc_get_property((utf8proc_int32_t)code)->combining_class != 0)
        unsafe[code] = true;
    n = utf8proc_decompose((const utf8proc_uint8_t *)bytes,
                           (utf8proc_ssize_t)view.length_bytes, codes, LONGEST,
                           UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
    for (utf8proc_ssize_t i = 1; i < n && i < LONGEST; i++)
        unsafe[codes[i]] = true;
    if (winnow_nfc(view, codes, LONGEST) != 1 || codes[0] != (int32_t)code)
        unsafe[code] = true;
}

void winnow_nfc_compute(bool unsafe[WINNOW_N_CODE_POINTS])
{
    memset(unsafe, 0, WINNOW_N_CODE_POINTS * sizeof unsafe[0]);
    for (uint32_t code = 0; code < WINNOW_N_CODE_POINTS; code++)
        if (!is_surrogate(code))
            compute_unsafe(code, unsafe);
}

/* ---- answers ------------------------------------------------------------- */

/* ASCII is most of most texts. */
#define SAME(c) [c] = c
#define BOTH(lower, upper) [lower] = lower, [upper] = lower
const char winnow_ascii_fold[256] = {
    SAME('0'),      SAME('1'),      SAME('2'),      SAME('3'),
    SAME('4'),      SAME('5'),      SAME('6'),      SAME('7'),
    SAME('8'),      SAME('9'),      BOTH('a', 'A'), BOTH('b', 'B'),
    BOTH('c', 'C'), BOTH('d', 'D'), BOTH('e', 'E'), BOTH('f', 'F'),
    BOTH('g', 'G'), BOTH('h', 'H'), BOTH('i', 'I'), BOTH('j', 'J'),
    BOTH('k', 'K'), BOTH('l', 'L'), BOTH('m', 'M'), BOTH('n', 'N'),
    BOTH('o', 'O'), BOTH('p', 'P'), BOTH('q', 'Q'), BOTH('r', 'R'),
    BOTH('s', 'S'), BOTH('t', 'T'), BOTH('u', 'U'), BOTH('v', 'V'),
    BOTH('w', 'W'), BOTH('x', 'X'), BOTH('y', 'Y'), BOTH('z', 'Z'),
};

#ifdef WINNOW_NO_BUILTIN_PHRASES

enum winnow_case winnow_case_of(uint32_t code)
{
    return winnow_case_compute(code);
}

enum winnow_class winnow_class_of(uint32_t code)
{
    char bytes[WINNOW_FOLD_BYTES_MAX];
    size_t length_bytes;

    return winnow_fold_compute(code, bytes, &length_bytes);
}

bool winnow_is_plain_ideograph(uint32_t code)
{
    char bytes[WINNOW_FOLD_BYTES_MAX], same[4];
    size_t n;

    return winnow_fold_compute(code, bytes, &n) == WINNOW_CLASS_IDEOGRAPH &&
           n == winnow_encode_code_point(code, same) &&
           memcmp(bytes, same, n) == 0;
}

size_t winnow_fold_code_point(uint32_t code, char *bytes)
{
    size_t length_bytes;

    winnow_fold_compute(code, bytes, &length_bytes);
    return length_bytes;
}

#else

bool winnow_is_nfc_safe(uint32_t code)
{
    return (winnow_fold_entry(code) & WINNOW_FOLD_UNSAFE_BIT) == 0;
}

#endif

uint32_t winnow_lower_case(uint32_t code)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

static size_t decompose(uint32_t code, utf8proc_option_t options,
                        uint32_t codes[WINNOW_COMPATIBILITY_MAX])
{
    utf8proc_int32_t found[WINNOW_COMPATIBILITY_MAX];
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)code, found, WINNOW_COMPATIBILITY_MAX, options, NULL);

    if (n <= 0 || n > WINNOW_COMPATIBILITY_MAX)
        return 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        codes[i] = (uint32_t)found[i];
    return (size_t)n;
}

size_t winnow_compatibility(uint32_t code,
                            uint32_t codes[WINNOW_COMPATIBILITY_MAX])
{
    uint32_t canonical[WINNOW_COMPATIBILITY_MAX];
    size_t n = decompose(code, UTF8PROC_DECOMPOSE, canonical);
    size_t n_compatible = decompose(
        code, (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), codes);

    if (n == n_compatible && memcmp(canonical, codes, n * sizeof *codes) == 0)
        return 0;
    return n_compatible;
}

/* The charset of bytes that say nothing of it, and are not UTF-8: each charset
 * that pages are met in reads a sample of them, and the reading that is the
 * most plausible text in a language of that charset wins (letters.h). Of the
 * sample only what lies beyond ASCII counts, with what stands around it: markup
 * would cost time and tells nothing. */
#include "decode/detect.h"

#include "decode/converters.h"
#include "decode/legacy.h"
#include "decode/letters.h"

#include <string.h>

enum {
    CONTEXT_BYTES = 16, /* of ASCII kept around other bytes */
    SAMPLE_BYTES = 2048,
    LANGUAGES_MAX = 14
};

/* ---- the sample ---------------------------------------------------------- */

struct sample {
    char bytes[SAMPLE_BYTES];
    size_t n;
};

/* The next stretch from `start` on: bytes beyond ASCII with what stands
 * between, as long as that is short. Empty: there is none. */
static struct winnow_view next_stretch(struct winnow_view bytes, size_t start)
{
    const unsigned char *p = (const unsigned char *)bytes.data;
    size_t n = bytes.length_bytes, first, end, ascii;
    struct winnow_view stretch = {NULL, 0};

    first = start + winnow_ascii_prefix(p + start, n - start);
    if (first == n)
        return stretch;
    end = first;
    do {
        while (end < n && p[end] >= 0x80)
            end++;
        ascii = winnow_ascii_prefix(p + end, n - end);
        end += ascii < CONTEXT_BYTES ? ascii : CONTEXT_BYTES;
    } while (ascii < CONTEXT_BYTES && end < n && end - first < SAMPLE_BYTES);
    first -= first - start < CONTEXT_BYTES ? first - start : CONTEXT_BYTES;
    stretch.data = bytes.data + first;
    stretch.length_bytes = end - first;
    return stretch;
}

/* Stretches from the start on, a space between them, which no charset takes
 * into a character. */
static void take_sample(struct sample *sample, struct winnow_view bytes)
{
    size_t at = 0;

    sample->n = 0;
    while (sample->n < SAMPLE_BYTES && at < bytes.length_bytes) {
        struct winnow_view stretch = next_stretch(bytes, at);
        size_t left = SAMPLE_BYTES - sample->n;
        if (stretch.length_bytes == 0)
            return;
        at = (size_t)(stretch.data - bytes.data) + stretch.length_bytes;
        if (stretch.length_bytes > left)
            stretch.length_bytes = left;
        memcpy(sample->bytes + sample->n, stretch.data, stretch.length_bytes);
        sample->n += stretch.length_bytes;
        if (sample->n < SAMPLE_BYTES)
            sample->bytes[sample->n++] = ' ';
    }
}

/* ---- candidates ---------------------------------------------------------- */

/* A charset, in which languages it is met, and how many bits it must be better
 * than one that is met more often. */
static const struct candidate {
    enum winnow_charset_id charset;
    uint8_t handicap_bits, n_languages;
    uint8_t languages[LANGUAGES_MAX];
} candidates[] = {
#define L(language) WINNOW_LETTERS_##language
#define WESTERN                                                                \
    13,                                                                        \
    {                                                                          \
        L(DE), L(FR), L(ES), L(IT), L(PT), L(NL), L(SV), L(DA), L(NO), L(FI),  \
            L(CA), L(SQ), L(ET)                                                \
    }
#define CENTRAL                                                                \
    9,                                                                         \
    {                                                                          \
        L(PL), L(CS), L(HU), L(SK), L(RO), L(HR), L(SL), L(SQ), L(DE)          \
    }
#define BALTIC                                                                 \
    5,                                                                         \
    {                                                                          \
        L(LT), L(LV), L(ET), L(FI), L(DE)                                      \
    }
#define CYRILLIC                                                               \
    4,                                                                         \
    {                                                                          \
        L(RU), L(UK), L(BG), L(MK)                                             \
    }
    {WINNOW_CHARSET_WINDOWS_1252, 0, WESTERN},
    {WINNOW_CHARSET_WINDOWS_1251, 12, CYRILLIC},
    {WINNOW_CHARSET_GBK, 12, 1, {L(ZH)}},
    {WINNOW_CHARSET_SHIFT_JIS, 12, 1, {L(JA)}},
    {WINNOW_CHARSET_EUC_JP, 12, 1, {L(JA)}},
    {WINNOW_CHARSET_EUC_KR, 12, 1, {L(KO)}},
    {WINNOW_CHARSET_BIG5, 12, 1, {L(ZH)}},
    {WINNOW_CHARSET_WINDOWS_1250, 14, CENTRAL},
    {WINNOW_CHARSET_ISO_8859_2, 15, CENTRAL},
    {WINNOW_CHARSET_WINDOWS_1253, 14, 1, {L(EL)}},
    {WINNOW_CHARSET_ISO_8859_7, 15, 1, {L(EL)}},
    {WINNOW_CHARSET_WINDOWS_1254, 14, 1, {L(TR)}},
    {WINNOW_CHARSET_WINDOWS_1255, 14, 1, {L(HE)}},
    {WINNOW_CHARSET_ISO_8859_8, 16, 1, {L(HE)}},
    {WINNOW_CHARSET_WINDOWS_1256, 14, 3, {L(AR), L(FA), L(UR)}},
    {WINNOW_CHARSET_ISO_8859_6, 18, 1, {L(AR)}},
    {WINNOW_CHARSET_KOI8_R, 14, CYRILLIC},
    {WINNOW_CHARSET_KOI8_U, 16, 1, {L(UK)}},
    {WINNOW_CHARSET_WINDOWS_874, 14, 1, {L(TH)}},
    {WINNOW_CHARSET_WINDOWS_1257, 16, BALTIC},
    {WINNOW_CHARSET_ISO_8859_13, 18, BALTIC},
    {WINNOW_CHARSET_WINDOWS_1258, 18, 1, {L(VI)}},
    {WINNOW_CHARSET_ISO_8859_15, 18, WESTERN},
    {WINNOW_CHARSET_ISO_8859_5, 18, CYRILLIC},
    {WINNOW_CHARSET_IBM866, 18, CYRILLIC},
    {WINNOW_CHARSET_MACINTOSH, 18, WESTERN},
    {WINNOW_CHARSET_ISO_8859_4, 22, BALTIC},
    {WINNOW_CHARSET_ISO_8859_16, 22, 1, {L(RO)}},
    {WINNOW_CHARSET_X_MAC_CYRILLIC, 22, CYRILLIC},
#undef L
};

/* Whether an ideograph of two bytes is of those that the charset's makers held
 * for common (level 1 of GB 2312, Big5 and JIS X 0208). */
static bool is_common(enum winnow_scheme scheme, const unsigned char *p)
{
    switch (scheme) {
    case WINNOW_SCHEME_GB18030:
        return p[0] >= 0xB0 && p[0] <= 0xD7 && p[1] >= 0xA1;
    case WINNOW_SCHEME_BIG5:
        return p[0] >= 0xA4 && p[0] <= 0xC6;
    case WINNOW_SCHEME_SHIFT_JIS:
        return p[0] >= 0x88 && p[0] <= 0x98;
    case WINNOW_SCHEME_EUC_JP:
        return p[0] >= 0xB0 && p[0] <= 0xCF;
    default:
        return false;
    }
}

static size_t read_signs(struct winnow_decoder *decoder,
                         const struct winnow_charset *charset,
                         const struct sample *sample,
                         struct winnow_sign signs[SAMPLE_BYTES])
{
    const unsigned char *p = (const unsigned char *)sample->bytes;
    size_t n = 0, width;

    for (size_t at = 0; at < sample->n; at += width) {
        uint32_t code = p[at];
        width = 1;
        if (code >= 0x80)
            code = winnow_legacy_read(decoder, charset, p + at, sample->n - at,
                                      &width);
        signs[n++] =
            code == WINNOW_NO_CHARACTER
                ? winnow_sign_malformed()
                : winnow_sign_of(code, width == 2 &&
                                           is_common(charset->scheme, p + at));
    }
    return n;
}

/* Whether the sample has ASCII words all over and few bytes beyond, which then
 * are no letters of another script: an English page with a pound sign. */
static bool is_mostly_ascii(const struct sample *sample)
{
    size_t n_high = 0, n_letters = 0;

    for (size_t i = 0; i < sample->n; i++) {
        unsigned char byte = (unsigned char)sample->bytes[i];
        n_high += byte >= 0x80;
        n_letters += (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    }
    return n_high < n_letters / 2;
}

/* Whether a candidate is of a script whose letters all lie beyond ASCII. */
static bool is_of_other_script(const struct candidate *candidate)
{
    return winnow_charset(candidate->charset)->scheme ==
               WINNOW_SCHEME_SINGLE_BYTE &&
           winnow_letters_script(
               (enum winnow_letters_language)candidate->languages[0]) !=
               WINNOW_SCRIPT_LATN;
}

const struct winnow_charset *winnow_detect(struct winnow_decoder *decoder,
                                           struct winnow_view bytes)
{
    const struct winnow_letters *letters = winnow_decoder_letters(decoder);
    const struct winnow_charset *best = NULL;
    struct winnow_sign signs[SAMPLE_BYTES];
    struct sample sample;
    uint32_t least = UINT32_MAX;
    bool mostly_ascii;

    if (letters == NULL)
        return NULL;
    take_sample(&sample, bytes);
    mostly_ascii = is_mostly_ascii(&sample);
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        const struct candidate *candidate = &candidates[i];
        const struct winnow_charset *charset =
            winnow_charset(candidate->charset);
        size_t n;
        if (mostly_ascii && is_of_other_script(candidate))
            continue;
        n = read_signs(decoder, charset, &sample, signs);
        for (unsigned j = 0; j < candidate->n_languages; j++) {
            uint32_t bits = winnow_letters_bits(
                letters, (enum winnow_letters_language)candidate->languages[j],
                signs, n, least);
            bits += candidate->handicap_bits;
            if (bits < least) {
                least = bits;
                best = charset;
            }
        }
    }
    return best;
}

/* Decoders of the single- and multi-byte charsets; see legacy.h. They follow
 * the standard's step by step, byte for byte: which bytes a malformed sequence
 * takes, and that an ASCII byte is never one of them, decides what markup a
 * page has. */
#include "decode/legacy.h"

#include "decode/converters.h"
#include "decode/iso_2022_jp.h"

/* What one step read. */
struct step {
    unsigned width;  /* bytes it took */
    uint32_t first;  /* WINNOW_NO_CHARACTER: they are malformed */
    uint32_t second; /* 0: none */
};

/* Reads at `p`, where `left` bytes are left and the first is not ASCII. */
typedef struct step reader(struct winnow_decoder *decoder,
                           const struct winnow_charset *charset,
                           const unsigned char *p, size_t left);

static struct step character(unsigned width, uint32_t code_point)
{
    struct step step = {width, code_point, 0};
    return step;
}

static struct step malformed(unsigned width)
{
    return character(width, WINNOW_NO_CHARACTER);
}

/* A lead and a trail byte; an ASCII byte in the trail's place is given back
 * when the two are no character. */
static struct step two_bytes(const unsigned char *p, uint32_t code_point)
{
    if (code_point == WINNOW_NO_CHARACTER)
        return malformed(p[1] < 0x80 ? 1 : 2);
    return character(2, code_point);
}

static bool between(unsigned byte, unsigned low, unsigned high)
{
    return byte >= low && byte <= high;
}

static struct step read_single(struct winnow_decoder *decoder,
                               const struct winnow_charset *charset,
                               const unsigned char *p, size_t left)
{
    uint32_t code_point = charset->high[p[0] - 0x80];

    (void)decoder;
    (void)left;
    return code_point == WINNOW_REPLACEMENT ? malformed(1)
                                            : character(1, code_point);
}

static struct step read_user_defined(struct winnow_decoder *decoder,
                                     const struct winnow_charset *charset,
                                     const unsigned char *p, size_t left)
{
    (void)decoder;
    (void)charset;
    (void)left;
    return character(1, 0xF780u + (p[0] - 0x80u));
}

static struct step read_shift_jis(struct winnow_decoder *decoder,
                                  const struct winnow_charset *charset,
                                  const unsigned char *p, size_t left)
{
    uint32_t row, pointer, code_point = WINNOW_NO_CHARACTER;

    (void)charset;
    if (p[0] == 0x80)
        return character(1, 0x80);
    if (between(p[0], 0xA1, 0xDF))
        return character(1, 0xFF61u + (p[0] - 0xA1u));
    if (p[0] == 0xA0 || p[0] > 0xFC || left < 2)
        return malformed(1);
    row = p[0] - (p[0] < 0xA0 ? 0x81u : 0xC1u);
    if (between(p[1], 0x40, 0x7E) || between(p[1], 0x80, 0xFC)) {
        pointer = row * 188 + p[1] - (p[1] < 0x7F ? 0x40u : 0x41u);
        code_point =
            winnow_converter_ask(decoder, WINNOW_CODES_JIS_0208, pointer);
    }
    return two_bytes(p, code_point);
}

/* The character of two bytes of EUC-JP, or of the last two of three. */
static uint32_t euc_jp_pair(struct winnow_decoder *decoder,
                            enum winnow_code_set set, const unsigned char *p)
{
    if (!between(p[0], 0xA1, 0xFE) || !between(p[1], 0xA1, 0xFE))
        return WINNOW_NO_CHARACTER;
    return winnow_converter_ask(decoder, set,
                                (p[0] - 0xA1u) * 94 + p[1] - 0xA1u);
}

static struct step read_jis_0212(struct winnow_decoder *decoder,
                                 const unsigned char *p, size_t left)
{
    uint32_t code_point;

    if (left < 3)
        return malformed(2);
    code_point = euc_jp_pair(decoder, WINNOW_CODES_JIS_0212, p + 1);
    if (code_point == WINNOW_NO_CHARACTER)
        return malformed(p[2] < 0x80 ? 2 : 3);
    return character(3, code_point);
}

static struct step read_euc_jp(struct winnow_decoder *decoder,
                               const struct winnow_charset *charset,
                               const unsigned char *p, size_t left)
{
    (void)charset;
    if ((p[0] != 0x8E && p[0] != 0x8F && !between(p[0], 0xA1, 0xFE)) ||
        left < 2)
        return malformed(1);
    if (p[0] == 0x8E && between(p[1], 0xA1, 0xDF))
        return character(2, 0xFF61u + (p[1] - 0xA1u));
    if (p[0] == 0x8F && between(p[1], 0xA1, 0xFE))
        return read_jis_0212(decoder, p, left);
    return two_bytes(p, euc_jp_pair(decoder, WINNOW_CODES_JIS_0208, p));
}

static struct step read_euc_kr(struct winnow_decoder *decoder,
                               const struct winnow_charset *charset,
                               const unsigned char *p, size_t left)
{
    uint32_t code_point = WINNOW_NO_CHARACTER;

    (void)charset;
    if (!between(p[0], 0x81, 0xFE) || left < 2)
        return malformed(1);
    if (between(p[1], 0x41, 0xFE))
        code_point = winnow_converter_ask(decoder, WINNOW_CODES_EUC_KR,
                                          (p[0] - 0x81u) * 190 + p[1] - 0x41u);
    return two_bytes(p, code_point);
}

/* The four codes of Big5 that are a letter and a combining mark. */
static struct step big5_pair(const unsigned char *p)
{
    struct step step = {2, p[0] == 0x88 && p[1] < 0x80 ? 0x00CA : 0x00EA, 0};
    unsigned code = (unsigned)p[0] << 8 | p[1];

    if (code == 0x8862 || code == 0x88A3)
        step.second = 0x0304;
    else if (code == 0x8864 || code == 0x88A5)
        step.second = 0x030C;
    return step;
}

static struct step read_big5(struct winnow_decoder *decoder,
                             const struct winnow_charset *charset,
                             const unsigned char *p, size_t left)
{
    uint32_t code_point = WINNOW_NO_CHARACTER;
    struct step pair;

    (void)charset;
    if (!between(p[0], 0x81, 0xFE) || left < 2)
        return malformed(1);
    pair = big5_pair(p);
    if (pair.second != 0)
        return pair;
    if (between(p[1], 0x40, 0x7E) || between(p[1], 0xA1, 0xFE))
        code_point = winnow_converter_ask(decoder, WINNOW_CODES_BIG5,
                                          (p[0] - 0x81u) * 157 + p[1] -
                                              (p[1] < 0x7F ? 0x40u : 0x62u));
    return two_bytes(p, code_point);
}

/* A sequence of four, of which two are there and valid. The end of the bytes
 * takes with it whatever was begun. */
static struct step read_four(struct winnow_decoder *decoder,
                             const unsigned char *p, size_t left)
{
    uint32_t pointer, code_point;

    if (left < 3)
        return malformed(2);
    if (!between(p[2], 0x81, 0xFE))
        return malformed(1);
    if (left < 4)
        return malformed(3);
    if (!between(p[3], 0x30, 0x39))
        return malformed(1);
    pointer = (p[0] - 0x81u) * 12600 + (p[1] - 0x30u) * 1260 +
              (p[2] - 0x81u) * 10 + p[3] - 0x30u;
    if (pointer >= 189000 && pointer - 189000 <= 0xFFFFF)
        return character(4, 0x10000 + pointer - 189000);
    code_point = winnow_converter_ask(decoder, WINNOW_CODES_GB_FOUR, pointer);
    return code_point == WINNOW_NO_CHARACTER ? malformed(4)
                                             : character(4, code_point);
}

static struct step read_gb18030(struct winnow_decoder *decoder,
                                const struct winnow_charset *charset,
                                const unsigned char *p, size_t left)
{
    uint32_t code_point = WINNOW_NO_CHARACTER;

    (void)charset;
    if (p[0] == 0x80)
        return character(1, 0x20AC);
    if (p[0] == 0xFF || left < 2)
        return malformed(1);
    if (between(p[1], 0x30, 0x39))
        return read_four(decoder, p, left);
    if (between(p[1], 0x40, 0x7E) || between(p[1], 0x80, 0xFE))
        code_point = winnow_converter_ask(decoder, WINNOW_CODES_GB_TWO,
                                          (p[0] - 0x81u) * 190 + p[1] -
                                              (p[1] < 0x7F ? 0x40u : 0x41u));
    return two_bytes(p, code_point);
}

static reader *const readers[] = {
    [WINNOW_SCHEME_SINGLE_BYTE] = read_single,
    [WINNOW_SCHEME_USER_DEFINED] = read_user_defined,
    [WINNOW_SCHEME_GB18030] = read_gb18030,
    [WINNOW_SCHEME_BIG5] = read_big5,
    [WINNOW_SCHEME_EUC_JP] = read_euc_jp,
    [WINNOW_SCHEME_SHIFT_JIS] = read_shift_jis,
    [WINNOW_SCHEME_EUC_KR] = read_euc_kr,
};

static void append(struct winnow_transcript *transcript, size_t at,
                   struct step step)
{
    if (step.first == WINNOW_NO_CHARACTER)
        winnow_transcript_malformed(transcript, at, step.width);
    else if (step.second != 0)
        winnow_transcript_pair(transcript, at, step.width, step.first,
                               step.second);
    else
        winnow_transcript_character(transcript, at, step.width, step.first);
}

static void decode_by(reader *read, struct winnow_decoder *decoder,
                      const struct winnow_charset *charset,
                      struct winnow_transcript *transcript,
                      struct winnow_view body, size_t start)
{
    const unsigned char *p = (const unsigned char *)body.data;
    size_t i = start, n = body.length_bytes;

    while (i < n) {
        struct step step;
        size_t ascii = winnow_ascii_prefix(p + i, n - i);
        winnow_transcript_copy(transcript, i, p + i, ascii);
        i += ascii;
        if (i == n)
            break;
        step = read(decoder, charset, p + i, n - i);
        append(transcript, i, step);
        i += step.width;
    }
}

void winnow_legacy_decode(struct winnow_decoder *decoder,
                          const struct winnow_charset *charset,
                          struct winnow_transcript *transcript,
                          struct winnow_view body, size_t start)
{
    if (start == body.length_bytes)
        return;
    if (charset->scheme == WINNOW_SCHEME_REPLACEMENT)
        winnow_transcript_malformed(transcript, start,
                                    1); /* one for the whole */
    else if (charset->scheme == WINNOW_SCHEME_ISO_2022_JP)
        winnow_iso_2022_jp_decode(decoder, transcript, body, start);
    else
        decode_by(readers[charset->scheme], decoder, charset, transcript, body,
                  start);
}

uint32_t winnow_legacy_read(struct winnow_decoder *decoder,
                            const struct winnow_charset *charset,
                            const unsigned char *p, size_t left, size_t *width)
{
    struct step step = readers[charset->scheme](decoder, charset, p, left);

    *width = step.width;
    return step.first;
}

struct winnow_legacy_census
winnow_legacy_census(struct winnow_decoder *decoder,
                     const struct winnow_charset *charset,
                     struct winnow_view bytes)
{
    struct winnow_legacy_census census = {0, 0};
    const unsigned char *p = (const unsigned char *)bytes.data;
    size_t i = 0, n = bytes.length_bytes;

    while (i < n) {
        struct step step;
        i += winnow_ascii_prefix(p + i, n - i);
        if (i == n)
            break;
        step = readers[charset->scheme](decoder, charset, p + i, n - i);
        census.n_characters += step.first != WINNOW_NO_CHARACTER;
        census.n_malformed += step.first == WINNOW_NO_CHARACTER;
        i += step.width;
    }
    return census;
}

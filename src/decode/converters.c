/* Converters: tables from pointer to character, each entry asked of iconv when
 * it is first met and kept. iconv sees one whole code at a time and starts
 * afresh each time, so that nothing of its state, of its handling of what is
 * malformed, or of the order of documents reaches a text; and its answer is
 * corrected where libraries differ from the standard (fixes.def).
 */
#include "decode/converters.h"

#include "decode/decode.h"
#include "decode/letters.h"

#include <iconv.h>
#include <stdlib.h>

/* Where the code of a pointer lies: rows of `n_trails` codes, the trail bytes
 * in two ranges. */
struct layout {
    const char *names[4]; /* of the converter, best first */
    unsigned n_pointers;
    unsigned prefix;                          /* a byte before, or 0 */
    unsigned lead, lead_gap, lead_gap_length; /* leads past the gap go on after
                                                 it */
    unsigned n_trails, trail, n_first, second_trail;
};

static const struct layout layouts[WINNOW_N_CODE_SETS] = {
    [WINNOW_CODES_JIS_0208] = {{"CP932", "MS932", "WINDOWS-31J"},
                               11280,
                               0,
                               0x81,
                               0xA0,
                               0x40,
                               188,
                               0x40,
                               63,
                               0x80},
    [WINNOW_CODES_JIS_0212] =
        {{"EUC-JP", "EUCJP"}, 8836, 0x8F, 0xA1, 0x100, 0, 94, 0xA1, 94, 0},
    [WINNOW_CODES_EUC_KR] =
        {{"CP949", "UHC"}, 23940, 0, 0x81, 0x100, 0, 190, 0x41, 190, 0},
    [WINNOW_CODES_BIG5] = {{"BIG5-HKSCS", "BIG5HKSCS"},
                           19782,
                           0,
                           0x81,
                           0x100,
                           0,
                           157,
                           0x40,
                           63,
                           0xA1},
    [WINNOW_CODES_GB_TWO] =
        {{"GB18030"}, 23940, 0, 0x81, 0x100, 0, 190, 0x40, 63, 0x80},
    [WINNOW_CODES_GB_FOUR] = {{"GB18030"}, 39420, 0, 0, 0, 0, 0, 0, 0, 0},
};

struct winnow_decoder {
    struct {
        iconv_t converter;
        uint32_t *characters; /* by pointer; 0: not asked yet */
    } sets[WINNOW_N_CODE_SETS];
    struct winnow_letters *letters; /* NULL: not asked for yet */
};

static const struct fix {
    enum winnow_code_set set;
    uint32_t code, character;
} fixes[] = {
#define FIX(set, code, character) {WINNOW_CODES_##set, code, character},
#include "decode/fixes.def"
#undef FIX
};

static bool is_open(iconv_t converter)
{
    return converter != (iconv_t)-1;
}

/* A library may lack a converter; its charset's characters are then all
 * malformed, and every other charset still works. */
static bool open_set(struct winnow_decoder *decoder, enum winnow_code_set set)
{
    const struct layout *layout = &layouts[set];
    iconv_t converter = (iconv_t)-1;

    for (size_t i = 0; !is_open(converter) && layout->names[i] != NULL; i++)
        converter = iconv_open("UTF-8", layout->names[i]);
    decoder->sets[set].converter = converter;
    decoder->sets[set].characters =
        calloc(layout->n_pointers, sizeof *decoder->sets[set].characters);
    return decoder->sets[set].characters != NULL;
}

enum winnow_status winnow_decode_open(struct winnow_decoder **decoder)
{
    struct winnow_decoder *made = calloc(1, sizeof *made);
    bool all = true;

    *decoder = NULL;
    if (made == NULL)
        return WINNOW_ERR_MEMORY;
    for (int set = 0; set < WINNOW_N_CODE_SETS; set++)
        all &= open_set(made, (enum winnow_code_set)set);
    if (!all) {
        winnow_decode_close(made);
        return WINNOW_ERR_MEMORY;
    }
    *decoder = made;
    return WINNOW_OK;
}

void winnow_decode_close(struct winnow_decoder *decoder)
{
    if (decoder == NULL)
        return;
    for (int set = 0; set < WINNOW_N_CODE_SETS; set++) {
        if (is_open(decoder->sets[set].converter))
            iconv_close(decoder->sets[set].converter);
        free(decoder->sets[set].characters);
    }
    winnow_letters_free(decoder->letters);
    free(decoder);
}

const struct winnow_letters *
winnow_decoder_letters(struct winnow_decoder *decoder)
{
    if (decoder->letters == NULL)
        decoder->letters = winnow_letters_new();
    return decoder->letters;
}

/* The bytes of a pointer as one big-endian number. */
static uint32_t four_bytes(uint32_t pointer)
{
    uint32_t code = 0x81308130;

    code += pointer / 12600 << 24;
    code += pointer % 12600 / 1260 << 16;
    code += pointer % 1260 / 10 << 8;
    return code + pointer % 10;
}

static uint32_t code_of(enum winnow_code_set set, uint32_t pointer)
{
    const struct layout *layout = &layouts[set];
    uint32_t lead, trail;

    if (set == WINNOW_CODES_GB_FOUR)
        return four_bytes(pointer);
    lead = layout->lead + pointer / layout->n_trails;
    if (lead >= layout->lead_gap)
        lead += layout->lead_gap_length;
    trail = pointer % layout->n_trails;
    trail = trail < layout->n_first
                ? layout->trail + trail
                : layout->second_trail + trail - layout->n_first;
    return layout->prefix << 16 | lead << 8 | trail;
}

/* The one character in `text`; none when it holds several. */
static uint32_t only_character(const unsigned char *text, size_t length_bytes)
{
    static const unsigned char lengths[16] = {1, 1, 1, 1, 1, 1, 1, 1,
                                              0, 0, 0, 0, 2, 2, 3, 4};
    static const unsigned char masks[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t character;

    if (length_bytes == 0 || lengths[text[0] >> 4] != length_bytes)
        return WINNOW_NO_CHARACTER;
    character = text[0] & masks[length_bytes];
    for (size_t i = 1; i < length_bytes; i++)
        character = character << 6 | (text[i] & 0x3F);
    return character == 0 ? WINNOW_NO_CHARACTER : character;
}

static uint32_t convert(iconv_t converter, uint32_t code)
{
    char bytes[4], text[32], *in, *out = text;
    size_t n_in = 0, in_left, out_left = sizeof text;

    if (!is_open(converter))
        return WINNOW_NO_CHARACTER;
    for (int shift = 24; shift >= 0; shift -= 8)
        if (code >> shift != 0)
            bytes[n_in++] = (char)(code >> shift & 0xFF);
    in = bytes;
    in_left = n_in;
    iconv(converter, NULL, NULL, NULL, NULL);
    if (iconv(converter, &in, &in_left, &out, &out_left) == (size_t)-1 ||
        in_left != 0)
        return WINNOW_NO_CHARACTER;
    /* What it holds back in case a combining mark follows. */
    if (iconv(converter, NULL, NULL, &out, &out_left) == (size_t)-1)
        return WINNOW_NO_CHARACTER;
    return only_character((const unsigned char *)text, sizeof text - out_left);
}

/* Codes that libiconv leaves to users, as private characters, and the standard
 * to nobody; where the standard has such a part too, it agrees. */
static bool is_left_to_users(enum winnow_code_set set, uint32_t character)
{
    return (set == WINNOW_CODES_JIS_0212 || set == WINNOW_CODES_EUC_KR) &&
           character >= 0xE000 && character <= 0xF8FF;
}

static uint32_t look_up(struct winnow_decoder *decoder,
                        enum winnow_code_set set, uint32_t pointer)
{
    uint32_t code = code_of(set, pointer), character;

    for (size_t i = 0; i < sizeof fixes / sizeof fixes[0]; i++)
        if (fixes[i].set == set && fixes[i].code == code)
            return fixes[i].character;
    character = convert(decoder->sets[set].converter, code);
    return is_left_to_users(set, character) ? WINNOW_NO_CHARACTER : character;
}

uint32_t winnow_converter_ask(struct winnow_decoder *decoder,
                              enum winnow_code_set set, uint32_t pointer)
{
    uint32_t *character;

    if (pointer >= layouts[set].n_pointers)
        return WINNOW_NO_CHARACTER;
    character = &decoder->sets[set].characters[pointer];
    if (*character == 0)
        *character = look_up(decoder, set, pointer);
    return *character;
}

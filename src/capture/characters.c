/* Characters as layout sees them; see characters.h. Ranges are of Unicode 15:
 * UAX #11 (East Asian Width), UAX #14 (mandatory breaks), PropList.txt
 * (White_Space). */
#include "capture/characters.h"

struct range {
    uint32_t first, last;
};

uint32_t winnow_character_beyond_ascii(const char *text, size_t end,
                                       size_t *offset)
{
    unsigned char lead = (unsigned char)text[(*offset)++];
    uint32_t character;
    size_t n;

    n = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    character = lead & (0x3fU >> n);
    while (n-- > 0 && *offset < end)
        character = character << 6 | ((unsigned char)text[(*offset)++] & 0x3fU);
    return character;
}

static bool is_within(const struct range *ranges, size_t n, uint32_t character)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (character > ranges[middle].last)
            low = middle + 1;
        else if (character < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}
#define IS_WITHIN(ranges, character)                                           \
    is_within(ranges, sizeof(ranges) / sizeof((ranges)[0]), character)

bool winnow_is_blank_beyond_ascii(uint32_t character)
{
    return character == 0xa0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200a) ||
           character == 0x202f || character == 0x205f || character == 0x3000;
}

bool winnow_is_inkless_beyond_ascii(uint32_t character)
{
    static const struct range ranges[] = {
        {0x7f, 0x84},       {0x86, 0x9f},     {0xad, 0xad},
        {0x34f, 0x34f},     {0x61c, 0x61c},   {0x180b, 0x180f},
        {0x200b, 0x200f},   {0x202a, 0x202e}, {0x2060, 0x206f},
        {0xfe00, 0xfe0f},   {0xfeff, 0xfeff}, {0xfff0, 0xfffb},
        {0xe0000, 0xe0fff},
    };
    /* Nearly all letters. */
    if ((character > 0xad && character < 0x34f) ||
        (character > 0x34f && character < 0x61c) ||
        (character > 0x61c && character < 0x180b) ||
        (character > 0x206f && character < 0xfe00))
        return false;
    return IS_WITHIN(ranges, character);
}

uint32_t winnow_columns_beyond_ascii(uint32_t character)
{
    static const struct range wide[] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},
        {0x3400, 0x4dbf},   {0x4e00, 0xa4cf},   {0xa960, 0xa97f},
        {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},
        {0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff},
        {0x20000, 0x3fffd},
    };
    static const struct range none[] = {
        {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},
        {0x64b, 0x65f},   {0x93c, 0x93c},   {0x941, 0x948},   {0x94d, 0x94d},
        {0xe31, 0xe31},   {0xe34, 0xe3a},   {0xe47, 0xe4e},   {0x1ab0, 0x1aff},
        {0x20d0, 0x20ff}, {0x3099, 0x309a}, {0xfe20, 0xfe2f},
    };
    /* What most texts beyond ASCII are written with. */
    if ((character > 0xad && character < 0x300) ||
        (character > 0x36f && character < 0x483) ||
        (character >= 0x2010 && character <= 0x2027) ||
        (character >= 0x2100 && character < 0x2e80))
        return 1;
    if (character >= 0x4e00 && character < 0xa000)
        return 2;
    if (IS_WITHIN(wide, character))
        return 2;
    return IS_WITHIN(none, character) || winnow_is_inkless(character) ? 0 : 1;
}

bool winnow_is_spaceless_beyond_ascii(uint32_t character)
{
    return (character >= 0x2e80 && character <= 0x312f) ||
           (character >= 0x31a0 && character <= 0x4dbf) ||
           (character >= 0x4e00 && character <= 0x9fff) ||
           (character >= 0xf900 && character <= 0xfaff) ||
           (character >= 0xff01 && character <= 0xff60) ||
           (character >= 0x20000 && character <= 0x3fffd);
}

bool winnow_is_bullet(uint32_t character)
{
    static const struct range ranges[] = {
        {0x2022, 0x2023}, {0x2043, 0x2043}, {0x204c, 0x204d}, {0x2219, 0x2219},
        {0x25a0, 0x25ff}, {0x2605, 0x2606}, {0x2713, 0x2714}, {0x2726, 0x2727},
        {0x2756, 0x2756}, {0x2794, 0x2794}, {0x2798, 0x27af}, {0x29be, 0x29bf},
        {0x2b1b, 0x2b1c}, {0xf0a7, 0xf0a8}, {0xf0b7, 0xf0b7},
    };
    if (character < ranges[0].first) /* nearly always */
        return character == 0xb7;
    return IS_WITHIN(ranges, character);
}

bool winnow_is_rule(uint32_t character)
{
    switch (character) {
    case '-':
    case '=':
    case '_':
    case '*':
    case '~':
    case '+':
    case '|':
    case '#':
    case '.':
    case ':':
    case '>':
    case '<':
    case '[':
    case ']':
    case '/':
    case '\\':
    case '`':
    case '^':
    case 0xaf:   /* macron */
    case 0x2026: /* ellipsis */
    case 0x203b: /* reference mark */
    case 0x30fb: /* katakana middle dot */
    case 0x30fc: /* prolonged sound mark, drawn as a rule */
        return true;
    default:
        return (character >= 0x2010 && character <= 0x2015) ||
               (character >= 0x2500 && character <= 0x259f) ||
               winnow_is_bullet(character);
    }
}

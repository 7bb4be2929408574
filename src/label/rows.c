/* See rows.h. */
#include "label/rows.h"

#include "shape.h"

enum { BYTES_MOST = 2048 };

uint8_t winnow_scale_log(uint64_t n)
{
    unsigned bits = 63 - (unsigned)__builtin_clzll(n + 1);
    uint64_t value = bits * 16 + (((n + 1) << 4 >> bits) & 15);

    return (uint8_t)(bits >= 16 ? 255 : value);
}

uint8_t winnow_scale_share(uint64_t part, uint64_t whole)
{
    if (whole == 0)
        return 0;
    return (uint8_t)(part >= whole ? 255 : part * 255 / whole);
}

uint8_t winnow_scale_distance(uint32_t from, uint32_t to, uint32_t n)
{
    if (to >= n)
        return WINNOW_DISTANCE_NONE;
    return winnow_scale_log(from > to ? from - to : to - from);
}

static uint8_t at_most_255(unsigned value)
{
    return (uint8_t)(value > 255 ? 255 : value);
}

/* ---- text ---------------------------------------------------------------- */

struct characters {
    uint32_t n_commas, n_digits, n_upper, n_punctuation, n_lines;
};

static struct characters count_characters(struct winnow_view text)
{
    struct characters n = {0};
    size_t end =
        text.length_bytes < BYTES_MOST ? text.length_bytes : (size_t)BYTES_MOST;

    for (size_t i = 0; i < end; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool digit = c >= '0' && c <= '9', upper = c >= 'A' && c <= 'Z';
        bool letter = upper || (c >= 'a' && c <= 'z');
        n.n_digits += digit;
        n.n_upper += upper;
        n.n_lines += c == '\n';
        n.n_punctuation += c > ' ' && c < 0x7f && !digit && !letter;
        n.n_commas += c == ',';
        /* U+3001 and U+FF0C, U+060C */
        n.n_commas +=
            i + 2 < end && ((c == 0xe3 && text.data[i + 1] == '\x80' &&
                             text.data[i + 2] == '\x81') ||
                            (c == 0xef && text.data[i + 1] == '\xbc' &&
                             text.data[i + 2] == '\x8c'));
        n.n_commas += i + 1 < end && c == 0xd8 && text.data[i + 1] == '\x8c';
    }
    return n;
}

static bool ends_with(struct winnow_view text, const char *ascii,
                      const char *wide)
{
    size_t n = strlen(wide);

    return (text.length_bytes != 0 &&
            text.data[text.length_bytes - 1] == ascii[0]) ||
           (text.length_bytes >= n &&
            memcmp(text.data + text.length_bytes - n, wide, n) == 0);
}

struct winnow_text_row winnow_text_row(const struct winnow_block *block)
{
    struct winnow_view text = block->text;
    struct characters n = count_characters(text);
    uint64_t bytes =
        text.length_bytes < BYTES_MOST ? text.length_bytes : BYTES_MOST;
    bool lower =
        text.length_bytes != 0 && text.data[0] >= 'a' && text.data[0] <= 'z';

    return (struct winnow_text_row){
        .word_length = at_most_255(block->n_characters * 16 /
                                   (block->n_words == 0 ? 1 : block->n_words)),
        .commas = at_most_255(n.n_commas * 16),
        .digits = winnow_scale_share(n.n_digits, bytes),
        .upper = winnow_scale_share(n.n_upper, bytes),
        .punctuation = winnow_scale_share(n.n_punctuation, bytes),
        .lines = winnow_scale_log(n.n_lines),
        .starts_lower = lower ? WINNOW_FLAG : 0,
        .question = ends_with(text, "?", "\uff1f") ? WINNOW_FLAG : 0,
        .colon = ends_with(text, ":", "\uff1a") ? WINNOW_FLAG : 0,
    };
}

/* ---- hints --------------------------------------------------------------- */

/* A kind's place among the hint features; NONE: it has none of its own. */
enum { AGAINST = WINNOW_N_HINT_FEATURES - 1, NONE = WINNOW_N_HINT_FEATURES };

static unsigned place_of_kind(enum winnow_kind kind)
{
    static const uint8_t places[WINNOW_N_KINDS] = {
        [WINNOW_KIND_TITLE] = 1,    [WINNOW_KIND_CAPTION] = 2,
        [WINNOW_KIND_BYLINE] = 3,   [WINNOW_KIND_DATELINE] = 4,
        [WINNOW_KIND_POST] = 5,     [WINNOW_KIND_NAVIGATION] = 6,
        [WINNOW_KIND_SHARE] = 7,    [WINNOW_KIND_APPEAL] = 8,
        [WINNOW_KIND_CONSENT] = 9,  [WINNOW_KIND_ADVERT] = 10,
        [WINNOW_KIND_RELATED] = 11, [WINNOW_KIND_COMMENTS] = 12,
        [WINNOW_KIND_FOOTER] = 13,  [WINNOW_KIND_PROMO] = 14,
        [WINNOW_KIND_WIDGET] = 15,  [WINNOW_KIND_DUPLICATE] = 16,
        [WINNOW_KIND_OTHER] = 17,
    };

    return places[kind] == 0 ? (unsigned)NONE : places[kind] - 1U;
}

static void add_strength(uint8_t *value, int strength)
{
    *value = at_most_255(*value + (unsigned)strength * 5 / 4);
}

void winnow_hint_row(const struct winnow_block *block,
                     uint8_t row[WINNOW_N_HINT_FEATURES])
{
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next) {
        unsigned place = place_of_kind(hint->kind);
        if (hint->strength < 0)
            add_strength(&row[AGAINST], -hint->strength);
        else if (place != NONE)
            add_strength(&row[place], hint->strength);
    }
    if (block->verdict_rule != NULL && place_of_kind(block->verdict) != NONE)
        row[place_of_kind(block->verdict)] = 255;
}

uint8_t winnow_hints_around(const struct winnow_block *block)
{
    int sum =
        block->verdict_rule != NULL && block->verdict >= WINNOW_KIND_NAVIGATION
            ? 255
            : 0;

    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next)
        if (hint->kind >= WINNOW_KIND_NAVIGATION)
            sum += hint->strength;
    return sum < 0 ? 0 : at_most_255((unsigned)sum);
}

/* ---- copies -------------------------------------------------------------- */

void winnow_count_copies(const struct winnow_document *document,
                         size_t most_bytes, uint32_t *n_copies, bool *is_copy)
{
    const uint64_t *keys = winnow_block_keys(document, most_bytes);
    struct winnow_key_table table;

    winnow_key_table_open(&table, document->arena, document->n_blocks);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < document->n_blocks; i++) {
            uint32_t *n;
            if (keys[i] == 0 || document->blocks[i].form == WINNOW_KIND_TITLE)
                continue;
            n = winnow_key_table_value(&table, keys[i]);
            if (pass == 0)
                is_copy[i] = (*n)++ != 0;
            else
                n_copies[i] = *n;
        }
    }
}

/* See rows.h. */
#include "label/rows.h"

#include "shape.h"

#define SET(name, value) (row[WINNOW_BLOCK_##name] = (uint8_t)(value))

enum { BYTES_MOST = 2048 };

uint8_t winnow_scale_distance(uint32_t from, uint32_t to, uint32_t n)
{
    if (to >= n)
        return WINNOW_DISTANCE_NONE;
    return winnow_scale_log(from > to ? from - to : to - from);
}

/* ---- text ---------------------------------------------------------------- */

struct characters {
    uint32_t n_commas, n_digits, n_upper, n_punctuation, n_lines;
};

/* Whether a comma beyond ASCII stands at `at`: U+060C, U+3001, U+FF0C. */
static bool is_wide_comma(struct winnow_view text, size_t at)
{
    static const char *const commas[] = {"\u060c", "\u3001", "\uff0c"};

    for (size_t i = 0; i < sizeof commas / sizeof commas[0]; i++) {
        size_t n = strlen(commas[i]);
        if (text.length_bytes - at >= n &&
            memcmp(text.data + at, commas[i], n) == 0)
            return true;
    }
    return false;
}

uint32_t winnow_count_wide_commas(struct winnow_view text, size_t at,
                                  winnow_step bytes)
{
    unsigned found = winnow_yes_bits((bytes == winnow_step_of(0xD8)) |
                                     (bytes == winnow_step_of(0xE3)) |
                                     (bytes == winnow_step_of(0xEF)));
    uint32_t n = 0;

    for (; found != 0; found &= found - 1) /* most scripts have none */
        n += is_wide_comma(text, at + (size_t)__builtin_ctz(found));
    return n;
}

static uint32_t count_wide_commas(struct winnow_view text)
{
    uint32_t n = 0;

    for (size_t at = 0; at < text.length_bytes; at += WINNOW_STEP_BYTES)
        n += winnow_count_wide_commas(
            text, at,
            winnow_step_within(text.data + at, text.length_bytes - at));
    return n;
}

/* What the bytes are, by counts. */
struct counts {
    winnow_step commas, digits, upper, lower, ink, lines;
    winnow_step seen; /* the bits of all bytes */
};

static void count(struct counts *counts, winnow_step bytes)
{
    winnow_step as_lower = bytes - winnow_step_of('a');
    winnow_step as_upper = bytes - winnow_step_of('A');
    winnow_step as_digits = bytes - winnow_step_of('0');
    winnow_step as_ink = bytes - winnow_step_of('!');

    winnow_count(&counts->commas, bytes == winnow_step_of(','));
    winnow_count(&counts->digits, as_digits <= winnow_step_of(9));
    winnow_count(&counts->upper, as_upper <= winnow_step_of('Z' - 'A'));
    winnow_count(&counts->lower, as_lower <= winnow_step_of('z' - 'a'));
    winnow_count(&counts->ink, as_ink <= winnow_step_of('~' - '!'));
    winnow_count(&counts->lines, bytes == winnow_step_of('\n'));
    counts->seen |= bytes;
}

static struct characters count_characters(struct winnow_view text)
{
    size_t end =
        text.length_bytes < BYTES_MOST ? text.length_bytes : (size_t)BYTES_MOST;
    struct counts counts = {0}; /* of 128 steps at the most */
    struct characters n;

    for (size_t at = 0; at < end; at += WINNOW_STEP_BYTES)
        count(&counts, winnow_step_within(text.data + at, end - at));
    n.n_commas = winnow_count_sum(counts.commas);
    n.n_digits = winnow_count_sum(counts.digits);
    n.n_upper = winnow_count_sum(counts.upper);
    n.n_punctuation = winnow_count_sum(counts.ink) - n.n_digits - n.n_upper -
                      winnow_count_sum(counts.lower);
    n.n_lines = winnow_count_sum(counts.lines);
    if (winnow_yes_bits(counts.seen >= winnow_step_of(0x80)) != 0)
        n.n_commas += count_wide_commas((struct winnow_view){text.data, end});
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

static void describe_text(const struct winnow_block *block, uint8_t *row)
{
    struct winnow_view text = block->text;
    struct characters n = count_characters(text);
    uint64_t bytes =
        text.length_bytes < BYTES_MOST ? text.length_bytes : BYTES_MOST;
    uint32_t n_words = block->n_words == 0 ? 1 : block->n_words;

    SET(WORDS, winnow_scale_log(block->n_words));
    SET(WORD_LENGTH, winnow_at_most_255(block->n_characters * 16 / n_words));
    SET(SENTENCE, winnow_flag(block->ends_like_sentence));
    SET(COMMAS, winnow_at_most_255(n.n_commas * 16ULL));
    SET(DIGITS, winnow_scale_share(n.n_digits, bytes));
    SET(UPPER, winnow_scale_share(n.n_upper, bytes));
    SET(PUNCTUATION, winnow_scale_share(n.n_punctuation, bytes));
    SET(LINES, winnow_scale_log(n.n_lines));
    SET(STARTS_LOWER, winnow_flag(text.length_bytes != 0 &&
                                  text.data[0] >= 'a' && text.data[0] <= 'z'));
    SET(QUESTION, winnow_flag(ends_with(text, "?", "\uff1f")));
    SET(COLON, winnow_flag(ends_with(text, ":", "\uff1a")));
}

static void describe_form(const struct winnow_block *block, uint8_t *row)
{
    SET(LEVEL, winnow_at_most_255(block->level * 32ULL));
    SET(FORM_HEADING, winnow_flag(block->form == WINNOW_KIND_HEADING));
    SET(FORM_LIST, winnow_flag(block->form == WINNOW_KIND_LIST));
    SET(FORM_TABLE, winnow_flag(block->form == WINNOW_KIND_TABLE));
    SET(FORM_CODE, winnow_flag(block->form == WINNOW_KIND_CODE));
    SET(FORM_QUOTE, winnow_flag(block->form == WINNOW_KIND_QUOTE));
}

void winnow_block_row(const struct winnow_block *block,
                      uint8_t row[WINNOW_N_BLOCK_FEATURES])
{
    describe_text(block, row);
    describe_form(block, row);
    winnow_hint_row(block, row);
}

/* ---- hints --------------------------------------------------------------- */

/* 0: the kind has no feature of its own. */
static enum winnow_block_feature feature_of_kind(enum winnow_kind kind)
{
    static const uint8_t features[WINNOW_N_KINDS] = {
        [WINNOW_KIND_TITLE] = WINNOW_BLOCK_HINT_TITLE,
        [WINNOW_KIND_CAPTION] = WINNOW_BLOCK_HINT_CAPTION,
        [WINNOW_KIND_BYLINE] = WINNOW_BLOCK_HINT_BYLINE,
        [WINNOW_KIND_DATELINE] = WINNOW_BLOCK_HINT_DATELINE,
        [WINNOW_KIND_POST] = WINNOW_BLOCK_HINT_POST,
        [WINNOW_KIND_NAVIGATION] = WINNOW_BLOCK_HINT_NAVIGATION,
        [WINNOW_KIND_SHARE] = WINNOW_BLOCK_HINT_SHARE,
        [WINNOW_KIND_APPEAL] = WINNOW_BLOCK_HINT_APPEAL,
        [WINNOW_KIND_CONSENT] = WINNOW_BLOCK_HINT_CONSENT,
        [WINNOW_KIND_ADVERT] = WINNOW_BLOCK_HINT_ADVERT,
        [WINNOW_KIND_RELATED] = WINNOW_BLOCK_HINT_RELATED,
        [WINNOW_KIND_COMMENTS] = WINNOW_BLOCK_HINT_COMMENTS,
        [WINNOW_KIND_FOOTER] = WINNOW_BLOCK_HINT_FOOTER,
        [WINNOW_KIND_PROMO] = WINNOW_BLOCK_HINT_PROMO,
        [WINNOW_KIND_WIDGET] = WINNOW_BLOCK_HINT_WIDGET,
        [WINNOW_KIND_DUPLICATE] = WINNOW_BLOCK_HINT_DUPLICATE,
        [WINNOW_KIND_OTHER] = WINNOW_BLOCK_HINT_OTHER,
    };

    return features[kind];
}

static void add_strength(uint8_t *row, enum winnow_block_feature feature,
                         int strength)
{
    row[feature] =
        winnow_at_most_255(row[feature] + (unsigned)strength * 5 / 4);
}

void winnow_hint_row(const struct winnow_block *block,
                     uint8_t row[WINNOW_N_BLOCK_FEATURES])
{
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next) {
        enum winnow_block_feature feature = feature_of_kind(hint->kind);
        if (hint->strength < 0)
            add_strength(row, WINNOW_BLOCK_HINT_AGAINST, -hint->strength);
        else if (feature != 0)
            add_strength(row, feature, hint->strength);
    }
    if (block->verdict_rule != NULL && feature_of_kind(block->verdict) != 0)
        row[feature_of_kind(block->verdict)] = 255;
}

bool winnow_is_hinted(const struct winnow_block *block, enum winnow_kind kind)
{
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next)
        if (hint->kind == kind && hint->strength > 0)
            return true;
    return false;
}

const struct winnow_hint *
winnow_strongest_hint(const struct winnow_block *block)
{
    const struct winnow_hint *strongest = NULL;

    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next)
        if (hint->strength >= (strongest == NULL ? 0 : strongest->strength))
            strongest = hint;
    return strongest;
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
    return sum < 0 ? 0 : winnow_at_most_255((unsigned)sum);
}

/* ---- copies -------------------------------------------------------------- */

void winnow_count_copies(struct winnow_document *document, size_t most_bytes,
                         uint32_t *n_copies, bool *is_copy)
{
    const uint64_t *keys = winnow_block_wordings(document, most_bytes);
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

/* The caption filter: credits of pictures ("Photo: Agency", "Photo by Ada
 * Quennell"), which say who made a picture and nothing of what it shows.
 * Captions themselves stay: their form tells them; in captures, where there is
 * none, that a picture's text and its caption are the same. */
#include "shape.h"

#include "token.h"

enum {
    CREDIT_WORDS = 12,
    CREDIT_BYTES = 80,
    CLEAR_STRENGTH = 95, /* a line of nothing but a label and a name */
    SHORT_STRENGTH = 85, /* a few words before the label */
    STRENGTH = 70
};

struct state {
    uint16_t credit, by, end, name_word;
};

static enum winnow_status open_caption(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->credit = winnow_phrase_group(ctx->phrases, "photo-credit");
    state->by = winnow_phrase_group(ctx->phrases, "photo-credit-by");
    state->end = winnow_phrase_group(ctx->phrases, "photo-credit-end");
    state->name_word = winnow_phrase_group(ctx->phrases, "name-word");
    return WINNOW_OK;
}

/* A colon, also behind an abbreviation's full stop, or the equals sign that
 * Korean and Japanese papers write. */
static bool is_sign_at(struct winnow_view text, size_t at)
{
    static const char wide[] = "\uff1d";

    while (at < text.length_bytes &&
           (text.data[at] == ' ' || text.data[at] == '.'))
        at++;
    if (winnow_is_colon_at(text, at))
        return true;
    return (at < text.length_bytes && text.data[at] == '=') ||
           (text.length_bytes - at >= sizeof wide - 1 &&
            memcmp(text.data + at, wide, sizeof wide - 1) == 0);
}

/* A label with a colon right behind it and more after that. */
static const struct winnow_phrase_hit *
find_label(const struct state *state, const struct winnow_block *block)
{
    if (!winnow_phrase_may_be(block, state->credit))
        return NULL; /* nearly always */
    for (uint32_t i = 0; i < block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        if (hit->group == state->credit && is_sign_at(block->text, hit->end) &&
            winnow_skip_punctuation(block->text, hit->end) <
                block->text.length_bytes)
            return hit;
    }
    return NULL;
}

/* Nothing but words that may stand in a name from byte `at` on. */
static bool is_name_from(const struct state *state,
                         const struct winnow_block *block, size_t at)
{
    enum { MOST_WORDS = 6 };
    struct winnow_token token;
    uint32_t n = 0;

    for (; winnow_token_next(block->text, at, &token); at = token.end) {
        struct winnow_view word = {block->text.data + token.start,
                                   token.end - token.start};
        if (!winnow_starts_like_name(word) &&
            !winnow_phrase_over(block, state->name_word, token.start,
                                token.end))
            return false;
        n++;
    }
    return n >= 2 && n <= MOST_WORDS;
}

/* "Photo by Ada Quennell", "李明摄". */
static bool is_signed(const struct state *state,
                      const struct winnow_block *block)
{
    enum { MOST_IDEOGRAPHS = 12 };
    const struct winnow_phrase_hit *by =
        winnow_phrase_at_start(block, state->by);

    if (by != NULL)
        return is_name_from(state, block, by->end);
    return winnow_phrase_count(block, state->end) != 0 && block->n_words > 2 &&
           block->n_words <= MOST_IDEOGRAPHS;
}

/* A blank before it, ":", or the first byte of the wide one. */
static bool may_start_colon(char byte)
{
    return byte == ' ' || byte == ':' || byte == '\xef';
}

/* An item beside others that have labels of their own is a record of things
 * ("Reel: 17", "Picture: black and white"). */
static bool is_labelled_item(const struct state *state,
                             const struct winnow_document *document,
                             const struct winnow_block *block, uint32_t i)
{
    enum { LABEL_BYTES = 30 };
    const struct winnow_block *other = &document->blocks[i];

    if (i >= document->n_blocks || other->list != block->list ||
        other->bullet != block->bullet || find_label(state, other) != NULL)
        return false;
    for (size_t at = 1; at < other->text.length_bytes && at < LABEL_BYTES; at++)
        if (may_start_colon(other->text.data[at]) &&
            winnow_is_colon_at(other->text, at))
            return true;
    return false;
}

static bool is_record(const struct state *state,
                      const struct winnow_document *document, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];

    return (block->list != 0 || block->bullet) &&
           ((i != 0 && is_labelled_item(state, document, block, i - 1)) ||
            is_labelled_item(state, document, block, i + 1));
}

/* How surely the block is a credit; 0: not at all. */
static int strength_of(const struct state *state,
                       const struct winnow_document *document, uint32_t i)
{
    enum { CLEAR_WORDS = 10, SHORT_WORDS = 6 };
    const struct winnow_block *block = &document->blocks[i];
    bool is_heading = block->form == WINNOW_KIND_HEADING &&
                      document->from == WINNOW_FROM_HTML;
    const struct winnow_phrase_hit *label;

    if (block->n_words > CREDIT_WORDS ||
        block->text.length_bytes > CREDIT_BYTES || block->ends_like_sentence)
        return 0;
    label = find_label(state, block);
    if ((label == NULL && !is_signed(state, block)) ||
        is_record(state, document, i))
        return 0;
    if (label == NULL)
        return CLEAR_STRENGTH;
    /* A heading on a page may have such words; in a capture any line that
     * stands alone looks like one. */
    if (is_heading)
        return STRENGTH;
    if (label->start == 0 && block->n_words <= CLEAR_WORDS)
        return CLEAR_STRENGTH;
    return block->n_words <= SHORT_WORDS ? SHORT_STRENGTH : STRENGTH;
}

static bool is_copyright_of_picture(const struct winnow_document *document,
                                    const struct winnow_block *block)
{
    static const char sign[] = "\u00a9";

    return block->n_words <= CREDIT_WORDS &&
           block->text.length_bytes >= sizeof sign &&
           memcmp(block->text.data, sign, sizeof sign - 1) == 0 &&
           winnow_block_within(document, block, WINNOW_TAG_FIGURE);
}

/* In captures, a line said twice between title and text: what stood for a
 * picture, and the caption under it. */
static void mark_doubled(struct winnow_document *document)
{
    enum { LEAST_WORDS = 8, STRENGTH_DOUBLED = 95 };
    uint32_t title = document->fields[WINNOW_FIELD_TITLE].block;
    uint32_t text = winnow_find_stretch(document).first;

    if (title == WINNOW_NO_BLOCK)
        return;
    for (uint32_t i = title + 1; i + 1 <= text && i + 1 < document->n_blocks;
         i++) {
        struct winnow_block *block = &document->blocks[i];
        if (block->n_words >= LEAST_WORDS && block->list == 0 &&
            block->row == 0 && block->verdict_rule == NULL &&
            winnow_text_key(block->text) == winnow_text_key(block[1].text))
            winnow_hint(document, block, WINNOW_KIND_CAPTION, STRENGTH_DOUBLED,
                        "caption.doubled");
    }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        int strength;
        if (!winnow_may_be_around(block) || block->hidden ||
            block->form == WINNOW_KIND_CAPTION)
            continue;
        strength = strength_of(ctx->state, document, i);
        if (strength != 0)
            winnow_hint(document, block, WINNOW_KIND_OTHER, strength,
                        "caption.credit");
        else if (is_copyright_of_picture(document, block))
            winnow_hint(document, block, WINNOW_KIND_OTHER, CLEAR_STRENGTH,
                        "caption.copyright");
    }
    if (document->from != WINNOW_FROM_HTML)
        mark_doubled(document);
}

const struct winnow_filter winnow_filter_caption = {
    .name = "caption",
    .summary = "credits of pictures",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_caption,
    .document = mark,
};

/* The caption filter: credits of pictures ("Photo: Agency"), which say who made
 * a picture and nothing of what it shows. Captions themselves stay: their form
 * tells them. */
#include "shape.h"

enum { CREDIT_WORDS = 12, CREDIT_BYTES = 80 };

struct state {
    uint16_t credit;
};

static enum winnow_status open_caption(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->credit = winnow_phrase_group(ctx->phrases, "photo-credit");
    return WINNOW_OK;
}

/* A label with a colon right behind it and more after that, in a line that is
 * no sentence. */
static bool is_credit(const struct state *state,
                      const struct winnow_block *block)
{
    if (block->n_words > CREDIT_WORDS ||
        block->text.length_bytes > CREDIT_BYTES ||
        winnow_ends_like_sentence(block->text))
        return false;
    for (uint32_t i = 0; i < block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        if (hit->group == state->credit &&
            winnow_is_colon_at(block->text, hit->end) &&
            winnow_skip_punctuation(block->text, hit->end) <
                block->text.length_bytes)
            return true;
    }
    return false;
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (winnow_may_be_around(block) && !block->hidden &&
            block->form != WINNOW_KIND_CAPTION && is_credit(ctx->state, block))
            winnow_hint(document, block, WINNOW_KIND_OTHER, 70,
                        "caption.credit");
    }
}

const struct winnow_filter winnow_filter_caption = {
    .name = "caption",
    .summary = "credits of pictures",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_caption,
    .document = mark,
};

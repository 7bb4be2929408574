/* The advert filter: labels of advertisements, sponsor lines, and the elements
 * whose names say advertisement. A label is the whole of its block, and no
 * heading with text of its own; what it labels is found by its names and links,
 * not by standing near. */
#include "names.h"
#include "place.h"
#include "shape.h"

enum { SPONSOR_WORDS = 12 };

static const struct winnow_named named = {
    .group = WINNOW_NAME_ADVERT,
    .kind = WINNOW_KIND_ADVERT,
    .hint = "advert.class",
    .links = "advert.class-links",
    .lines = "advert.class-lines",
};

struct state {
    uint16_t advert;
};

static enum winnow_status open_advert(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->advert = winnow_phrase_group(ctx->phrases, "advert");
    return WINNOW_OK;
}

static bool may_be_advert(const struct winnow_block *block)
{
    return block->row == 0 && block->form != WINNOW_KIND_CODE &&
           block->form != WINNOW_KIND_TITLE &&
           (block->verdict_rule == NULL || block->verdict_by_place);
}

static void mark_block(const struct state *state,
                       struct winnow_document *document, uint32_t i)
{
    struct winnow_block *block = &document->blocks[i];

    if (winnow_phrase_whole(block, state->advert) &&
        !winnow_heads_text(document, i))
        winnow_verdict(block, WINNOW_KIND_ADVERT, "advert.label");
    else if (winnow_phrase_at_start(block, state->advert) != NULL &&
             winnow_is_short_line(block, SPONSOR_WORDS))
        winnow_hint(document, block, WINNOW_KIND_ADVERT, 75,
                    "advert.sponsor-line");
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (!may_be_advert(block))
            continue;
        mark_block(ctx->state, document, i);
        if (document->from == WINNOW_FROM_HTML)
            winnow_mark_by_name(document, block, &named);
    }
}

const struct winnow_filter winnow_filter_advert = {
    .name = "advert",
    .summary = "labels of advertisements, sponsor lines",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_advert,
    .document = mark,
};

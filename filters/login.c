/* The login filter: log-in, registration and paywall lines, and the elements
 * that promote a site's own offers. */
#include "names.h"
#include "place.h"
#include "shape.h"

enum { LINE_WORDS = 30 };

static const struct winnow_named named = {
    .group = WINNOW_NAME_PROMO,
    .kind = WINNOW_KIND_PROMO,
    .hint = "login.promo-class",
    .links = "login.promo-class-links",
    .lines = "login.promo-class-lines",
};

struct state {
    uint16_t login;
};

static enum winnow_status open_login(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->login = winnow_phrase_group(ctx->phrases, "login");
    return WINNOW_OK;
}

/* A heading with text of its own is a part of the document about it. */
static void mark_words(const struct state *state,
                       struct winnow_document *document, uint32_t i)
{
    struct winnow_block *block = &document->blocks[i];

    if (winnow_phrase_count(block, state->login) == 0 ||
        winnow_heads_text(document, i))
        return;
    if (winnow_phrase_whole(block, state->login))
        winnow_verdict(block, WINNOW_KIND_PROMO, "login.line");
    else if (block->n_words <= LINE_WORDS)
        winnow_hint(document, block, WINNOW_KIND_PROMO, 50, "login.phrase");
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (!winnow_may_be_around(block))
            continue;
        mark_words(ctx->state, document, i);
        if (document->from == WINNOW_FROM_HTML)
            winnow_mark_by_name(document, block, &named);
    }
}

const struct winnow_filter winnow_filter_login = {
    .name = "login",
    .summary = "log-in, registration and paywall lines",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_login,
    .document = mark,
};

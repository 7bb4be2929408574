/* The consent filter: notices of cookies and privacy, and their buttons. An
 * article about cookies mentions them in its prose, inside the document's
 * stretch: there a phrase is a hint only. */
#include "names.h"
#include "place.h"
#include "shape.h"

enum { LINE_WORDS = 30, NOTICE_WORDS = 160 };

static const struct winnow_named named = {
    .group = WINNOW_NAME_CONSENT,
    .kind = WINNOW_KIND_CONSENT,
    .hint = "consent.class",
    .links = NULL,
    .lines = "consent.class-lines",
};

struct state {
    uint16_t consent;
};

static enum winnow_status open_consent(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->consent = winnow_phrase_group(ctx->phrases, "consent");
    return WINNOW_OK;
}

static void mark_words(const struct state *state,
                       struct winnow_document *document,
                       struct winnow_block *block, bool in_stretch)
{
    uint32_t n = winnow_phrase_count(block, state->consent);

    if (n == 0)
        return;
    if (!in_stretch && block->n_words <= NOTICE_WORDS &&
        (n >= 2 || block->n_words <= LINE_WORDS))
        winnow_verdict(block, WINNOW_KIND_CONSENT, "consent.notice");
    else
        winnow_hint(document, block, WINNOW_KIND_CONSENT, n >= 2 ? 60 : 30,
                    "consent.phrase");
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    struct winnow_stretch stretch = winnow_find_stretch(document);

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (!winnow_may_be_around(block))
            continue;
        mark_words(ctx->state, document, block,
                   i >= stretch.first && i < stretch.end);
        if (document->from == WINNOW_FROM_HTML)
            winnow_mark_by_name(document, block, &named);
    }
}

const struct winnow_filter winnow_filter_consent = {
    .name = "consent",
    .summary = "notices of cookies and privacy, and their buttons",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_consent,
    .document = mark,
};

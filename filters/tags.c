/* The tags filter: lines of tags and categories ("Posted in: A, B"), and the
 * elements whose names say so. */
#include "names.h"
#include "place.h"
#include "shape.h"

enum { LINE_WORDS = 40 };

static const struct winnow_named named = {
    .group = WINNOW_NAME_TAGS,
    .kind = WINNOW_KIND_NAVIGATION,
    .hint = "tags.class",
    .links = "tags.class-links",
    .lines = "tags.class-lines",
};

struct state {
    uint16_t tags;
};

static enum winnow_status open_tags(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->tags = winnow_phrase_group(ctx->phrases, "tags");
    return WINNOW_OK;
}

/* A label, then a colon or links, and no sentence. */
static bool is_tag_line(const struct state *state,
                        const struct winnow_block *block)
{
    const struct winnow_phrase_hit *hit =
        winnow_phrase_at_start(block, state->tags);

    if (hit == NULL || block->n_words > LINE_WORDS || block->row != 0 ||
        winnow_ends_like_sentence(block->text))
        return false;
    return winnow_link_share(block) >= 50 ||
           (winnow_is_colon_at(block->text, hit->end) &&
            hit->end + 2 < block->text.length_bytes &&
            block->form != WINNOW_KIND_HEADING);
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (winnow_is_settled_body(block))
            continue;
        if (is_tag_line(ctx->state, block))
            winnow_hint(document, block, WINNOW_KIND_NAVIGATION, 85,
                        "tags.line");
        if (document->from == WINNOW_FROM_HTML)
            winnow_mark_by_name(document, block, &named);
    }
}

const struct winnow_filter winnow_filter_tags = {
    .name = "tags",
    .summary = "lines of tags and categories",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_tags,
    .document = mark,
};

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
    uint16_t with_colon; /* words of other languages too, but for a colon */
};

static enum winnow_status open_tags(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->tags = winnow_phrase_group(ctx->phrases, "tags");
    state->with_colon = winnow_phrase_group(ctx->phrases, "tags-colon");
    return WINNOW_OK;
}

/* A label with a colon and more behind it. */
static bool is_labelled(const struct winnow_block *block,
                        const struct winnow_phrase_hit *hit)
{
    return hit != NULL && winnow_is_colon_at(block->text, hit->end) &&
           hit->end + 2 < block->text.length_bytes &&
           block->form != WINNOW_KIND_HEADING;
}

/* Between paragraphs, or under a heading of the text, a label that is one word
 * ("Topics: soil, compost") belongs to the text where nothing of it is a link.
 */
static bool is_amid_prose(const struct winnow_document *document, uint32_t i)
{
    const struct winnow_block *before, *after;

    if (i == 0 || i + 1 >= document->n_blocks ||
        document->blocks[i].n_link_words != 0)
        return false;
    before = &document->blocks[i - 1];
    after = &document->blocks[i + 1];
    return winnow_is_prose(after) &&
           (winnow_is_prose(before) || (before->form == WINNOW_KIND_HEADING &&
                                        !winnow_is_settled_body(before)));
}

/* A label, then a colon or links, and no sentence. */
static bool is_tag_line(const struct state *state,
                        const struct winnow_document *document, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];
    const struct winnow_phrase_hit *hit =
        winnow_phrase_at_start(block, state->tags);

    if (block->n_words > LINE_WORDS || block->row != 0 ||
        block->ends_like_sentence)
        return false;
    if (hit == NULL)
        return is_labelled(block,
                           winnow_phrase_at_start(block, state->with_colon));
    if (winnow_link_share(block) >= 50)
        return true;
    return is_labelled(block, hit) &&
           !(hit->n_tokens == 1 && is_amid_prose(document, i));
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (winnow_is_settled_body(block))
            continue;
        if (is_tag_line(ctx->state, document, i))
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

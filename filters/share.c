/* The share filter: share, print, text size and follow widgets, the names of
 * networks in a row, their counters, and their thanks. */
#include "names.h"
#include "place.h"
#include "shape.h"

enum {
    LINE_WORDS = 8,
    NEAR_BLOCKS = 2 /* of a counter or thanks to its widget */
};

static const struct winnow_named named = {
    .group = WINNOW_NAME_SHARE,
    .kind = WINNOW_KIND_SHARE,
    .hint = "share.class",
    .links = "share.class-links",
    .lines = "share.class-lines",
};

struct state {
    uint16_t share, network, thanks;
};

/* Whether there may be a phrase of labels or networks: seldom. */
static bool may_name_widget(const struct state *state,
                            const struct winnow_block *block)
{
    return winnow_phrase_may_be(block, state->share) ||
           winnow_phrase_may_be(block, state->network);
}

static enum winnow_status open_share(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->share = winnow_phrase_group(ctx->phrases, "share");
    state->network = winnow_phrase_group(ctx->phrases, "network");
    state->thanks = winnow_phrase_group(ctx->phrases, "thanks");
    return WINNOW_OK;
}

/* Words that a label has at most: an ideograph counts for a word, but a word
 * is two. */
static uint32_t most_words(const struct winnow_block *block)
{
    return block->n_words * 2 > block->n_characters ? 2 * LINE_WORDS
                                                    : LINE_WORDS;
}

static bool may_be_label(const struct winnow_block *block)
{
    return block->row == 0 && winnow_is_short_line(block, most_words(block)) &&
           !(block->verdict_rule != NULL &&
             block->verdict < WINNOW_KIND_NAVIGATION);
}

/* A label, or several in one block. */
static bool is_label(const struct state *state,
                     const struct winnow_block *block)
{
    return winnow_phrase_whole(block, state->share) ||
           (winnow_phrase_at_start(block, state->share) != NULL &&
            !block->ends_like_sentence) ||
           winnow_phrases_cover(block, state->share, 70);
}

static bool is_network_row(const struct state *state,
                           const struct winnow_block *block)
{
    return winnow_phrase_count(block, state->network) >= 2 &&
           winnow_phrases_cover(block, state->network, 70);
}

static bool is_network(const struct state *state,
                       const struct winnow_block *block)
{
    return winnow_phrase_may_be(block, state->network) && /* seldom */
           may_be_label(block) && !winnow_is_settled_around(block) &&
           winnow_phrases_cover(block, state->network, 80);
}

/* "Share this:" over the buttons. */
static bool is_heading(const struct state *state,
                       const struct winnow_block *block)
{
    return block->row == 0 && !block->hidden &&
           block->form != WINNOW_KIND_TITLE &&
           winnow_phrase_whole(block, state->share);
}

static void mark_labels(const struct state *state,
                        struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (!may_name_widget(state, block) || winnow_heads_text(document, i))
            continue; /* a part of the document about it */
        if (is_heading(state, block))
            winnow_verdict(block, WINNOW_KIND_SHARE, "share.heading");
        if (!may_be_label(block))
            continue;
        if (is_label(state, block))
            winnow_verdict(block, WINNOW_KIND_SHARE, "share.label");
        else if (is_network_row(state, block))
            winnow_verdict(block, WINNOW_KIND_SHARE, "share.network-row");
    }
}

static bool is_share(const struct winnow_document *document, uint32_t i)
{
    return i < document->n_blocks && document->blocks[i].verdict_rule != NULL &&
           document->blocks[i].verdict == WINNOW_KIND_SHARE;
}

static bool is_title(const struct winnow_document *document, uint32_t i)
{
    return i < document->n_blocks && document->blocks[i].verdict_rule != NULL &&
           document->blocks[i].verdict == WINNOW_KIND_TITLE;
}

static bool is_near(const struct winnow_document *document, uint32_t i,
                    bool (*what)(const struct winnow_document *, uint32_t))
{
    for (uint32_t k = 1; k <= NEAR_BLOCKS; k++)
        if (what(document, i + k) || (i >= k && what(document, i - k)))
            return true;
    return false;
}

/* Names of networks, a block each: two or more in a row, or beside a label. */
static void mark_networks(const struct state *state,
                          struct winnow_document *document)
{
    uint32_t i = 0;

    while (i < document->n_blocks) {
        uint32_t end = i;
        bool beside;
        while (end < document->n_blocks &&
               is_network(state, &document->blocks[end]))
            end++;
        if (end == i) {
            i++;
            continue;
        }
        beside =
            (i > 0 && is_share(document, i - 1)) || is_share(document, end);
        for (uint32_t k = i; k < end; k++) {
            if (end - i >= 2 || beside)
                winnow_verdict(&document->blocks[k], WINNOW_KIND_SHARE,
                               "share.network-run");
            else
                winnow_hint(document, &document->blocks[k], WINNOW_KIND_SHARE,
                            40, "share.network");
        }
        i = end;
    }
}

/* Counters and thanks, which mean it only beside the rest. */
static void mark_attached(const struct state *state,
                          struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if ((!block->has_digits &&
             !winnow_phrase_may_be(block, state->thanks)) ||
            !may_be_label(block) || winnow_is_settled_around(block))
            continue; /* nearly always */
        if (winnow_is_counters(block->text)) {
            if (is_near(document, i, is_share) ||
                is_near(document, i, is_title))
                winnow_hint(document, block, WINNOW_KIND_SHARE, 75,
                            "share.counter");
        } else if (winnow_phrase_at_start(block, state->thanks) != NULL &&
                   is_near(document, i, is_share)) {
            winnow_hint(document, block, WINNOW_KIND_SHARE, 100,
                        "share.thanks");
        }
    }
}

/* A thank-you sentence is longer than a label. */
static void mark_thanks(const struct state *state,
                        struct winnow_document *document)
{
    enum { MOST_WORDS = 14 };

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (winnow_phrase_may_be(block, state->thanks) && /* seldom */
            block->n_words <= MOST_WORDS && !block->hidden &&
            winnow_phrase_at_start(block, state->thanks) != NULL &&
            winnow_phrase_count(block, state->share) != 0)
            winnow_hint(document, block, WINNOW_KIND_SHARE, 100,
                        "share.thanks");
    }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    mark_labels(ctx->state, document);
    mark_thanks(ctx->state, document);
    mark_networks(ctx->state, document);
    mark_attached(ctx->state, document);
    if (document->from != WINNOW_FROM_HTML)
        return;
    for (uint32_t i = 0; i < document->n_blocks; i++)
        winnow_mark_by_name(document, &document->blocks[i], &named);
}

const struct winnow_filter winnow_filter_share = {
    .name = "share",
    .summary = "share, print, text size and follow widgets, their counters",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_share,
    .document = mark,
};

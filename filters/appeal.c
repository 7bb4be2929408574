/* The appeal filter: requests for donations, membership and newsletters. They
 * come as a section: sentences that speak to the reader, then prices and
 * buttons. A section is what stands between blocks that hold phrases of the
 * appeal, close to each other; a salutation before them, prices and short lines
 * among them and at their end belong to it. Prose without a phrase is the
 * text's and ends it; on a page its element does, too. A paragraph of the text
 * that mentions a donation holds a phrase or none, and stands alone. */
#include "names.h"
#include "place.h"
#include "shape.h"

enum {
    GAP_BLOCKS = 3,    /* between two blocks of one section */
    SECTION_LEAST = 3, /* blocks with phrases */
    ROOM_BLOCKS = 6,   /* of an element that may hold a section */
    SHORT_WORDS = 25,
    TAIL_WORDS = 8
};

static const struct winnow_named named = {
    .group = WINNOW_NAME_APPEAL,
    .kind = WINNOW_KIND_APPEAL,
    .hint = "appeal.class",
    .links = NULL,
    .lines = "appeal.class-lines",
};

struct state {
    uint16_t appeal, price, salutation;
};

static enum winnow_status open_appeal(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->appeal = winnow_phrase_group(ctx->phrases, "appeal");
    state->price = winnow_phrase_group(ctx->phrases, "price");
    state->salutation = winnow_phrase_group(ctx->phrases, "salutation");
    return WINNOW_OK;
}

struct section {
    uint32_t first, end;
    uint32_t n_blocks, n_phrases; /* that hold phrases; phrases they hold */
};

static bool may_be_appeal(const struct winnow_block *block)
{
    return !block->hidden && block->row == 0 &&
           block->form != WINNOW_KIND_TITLE &&
           !(block->verdict_rule != NULL &&
             block->verdict < WINNOW_KIND_NAVIGATION);
}

/* Phrases of the block; one that covers next to nothing of a long paragraph
 * is none. */
static uint32_t count_phrases(const struct state *state,
                              const struct winnow_block *block)
{
    enum { WORDS_PER_PHRASE = 60 };
    uint32_t n;

    if (!may_be_appeal(block))
        return 0;
    n = winnow_phrase_count(block, state->appeal);
    return n * WORDS_PER_PHRASE < block->n_words ? 0 : n;
}

/* A price or a payment line. */
static bool is_tail(const struct state *state, const struct winnow_block *block)
{
    return may_be_appeal(block) && block->n_words <= TAIL_WORDS &&
           winnow_phrase_count(block, state->price) != 0 &&
           !block->ends_like_sentence;
}

/* Where the prices that stand at `i` end: each with the name of its tier above
 * it or without. `i` when there are none. */
static uint32_t prices_end(const struct state *state,
                           const struct winnow_document *document, uint32_t i,
                           uint32_t limit)
{
    enum { TIER_WORDS = 6 };

    while (i < limit) {
        const struct winnow_block *block = &document->blocks[i];
        if (is_tail(state, block))
            i++;
        else if (i + 1 < limit && may_be_appeal(block) &&
                 winnow_is_short_line(block, TIER_WORDS) &&
                 is_tail(state, block + 1))
            i += 2;
        else
            break;
    }
    return i;
}

/* How far a section may reach from a block: on a page to the end of the
 * innermost element that has room for one. */
static uint32_t section_limit(const struct winnow_document *document,
                              uint32_t first)
{
    uint32_t e = document->blocks[first].element;

    while (e != 0 &&
           document->elements[e].end_block - document->elements[e].first_block <
               ROOM_BLOCKS)
        e = document->elements[e].parent;
    return e == 0 ? document->n_blocks : document->elements[e].end_block;
}

static bool is_title(const struct winnow_block *block)
{
    return block->verdict_rule != NULL && block->verdict == WINNOW_KIND_TITLE;
}

static struct section find_section(const struct state *state,
                                   const struct winnow_document *document,
                                   uint32_t first)
{
    struct section section = {.first = first, .end = first};
    uint32_t limit = section_limit(document, first), gap = 0, i = first;

    while (i < limit && gap <= GAP_BLOCKS) {
        const struct winnow_block *block = &document->blocks[i];
        uint32_t n = count_phrases(state, block);
        uint32_t end = n != 0 ? i : prices_end(state, document, i, limit);
        if (is_title(block) || (n == 0 && winnow_is_prose(block)))
            break;
        if (end > i) {
            i = end;
            continue;
        }
        i++;
        gap = n == 0 ? gap + 1 : 0;
        if (n == 0)
            continue;
        section.n_blocks++;
        section.n_phrases += n;
        section.end = i;
    }
    section.end = prices_end(state, document, section.end, limit);
    return section;
}

/* "Dear reader," straight before it. */
static bool opens_with_salutation(const struct state *state,
                                  const struct winnow_document *document,
                                  uint32_t first)
{
    const struct winnow_block *block = &document->blocks[first - 1];

    return may_be_appeal(block) && block->n_words <= TAIL_WORDS &&
           winnow_phrase_at_start(block, state->salutation) != NULL;
}

static void settle(const struct state *state, struct winnow_document *document,
                   const struct section *section)
{
    uint32_t first = section->first;

    if (first != 0 && opens_with_salutation(state, document, first))
        first--;
    for (uint32_t i = first; i < section->end; i++)
        if (may_be_appeal(&document->blocks[i]))
            winnow_verdict(&document->blocks[i], WINNOW_KIND_APPEAL,
                           "appeal.section");
}

/* "Make a donation" over a text that tells how, and does not ask for one. */
static bool heads_other_text(const struct state *state,
                             const struct winnow_document *document, uint32_t i)
{
    return winnow_heads_text(document, i) &&
           count_phrases(state, &document->blocks[i + 1]) == 0;
}

/* Alone: short, and mostly the appeal itself. */
static void mark_alone(const struct state *state,
                       struct winnow_document *document, uint32_t i)
{
    struct winnow_block *block = &document->blocks[i];
    uint32_t n = count_phrases(state, block);

    if (block->n_words <= SHORT_WORDS &&
        !heads_other_text(state, document, i) &&
        (n >= 2 || winnow_phrases_cover(block, state->appeal, 40)))
        winnow_verdict(block, WINNOW_KIND_APPEAL, "appeal.line");
    else
        winnow_hint(document, block, WINNOW_KIND_APPEAL, n >= 2 ? 60 : 30,
                    "appeal.phrase");
}

static void mark_text(const struct state *state,
                      struct winnow_document *document)
{
    uint32_t i = 0;

    while (i < document->n_blocks) {
        struct section section;
        if (count_phrases(state, &document->blocks[i]) == 0) {
            i++;
            continue;
        }
        section = find_section(state, document, i);
        if (section.n_blocks >= SECTION_LEAST && section.n_phrases >= 4) {
            settle(state, document, &section);
            i = section.end;
            continue;
        }
        mark_alone(state, document, i);
        i++;
    }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    mark_text(ctx->state, document);
    if (document->from != WINNOW_FROM_HTML)
        return;
    for (uint32_t i = 0; i < document->n_blocks; i++)
        winnow_mark_by_name(document, &document->blocks[i], &named);
}

const struct winnow_filter winnow_filter_appeal = {
    .name = "appeal",
    .summary = "requests for donations, membership, newsletters",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_appeal,
    .document = mark,
};

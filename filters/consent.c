/* The consent filter: notices of cookies and privacy, and their buttons. An
 * article about cookies mentions them in its prose, inside the document's
 * stretch: there a phrase is a hint only. What stands in the text for content
 * of another site is told by phrases of its own. */
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
    uint16_t consent, embed;
};

static enum winnow_status open_consent(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->consent = winnow_phrase_group(ctx->phrases, "consent");
    state->embed = winnow_phrase_group(ctx->phrases, "embed");
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

/* "Here is content of another site. I agree that it is shown." */
static void mark_embed(const struct state *state,
                       struct winnow_document *document,
                       struct winnow_block *block)
{
    enum { EMBED_WORDS = 90, SHORT_STRENGTH = 95, STRENGTH = 60 };
    uint32_t n = winnow_phrase_count(block, state->embed);

    if (n != 0)
        winnow_hint(document, block, WINNOW_KIND_CONSENT,
                    block->n_words <= LINE_WORDS ||
                            (n >= 2 && block->n_words <= EMBED_WORDS)
                        ? SHORT_STRENGTH
                        : STRENGTH,
                    "consent.embed");
}

static bool holds(const struct winnow_element *element, uint32_t i)
{
    return i >= element->first_block && i < element->end_block;
}

/* An element that says consent by its name, whatever else it says ("overlay"),
 * and is not around the document. */
static bool is_named(struct winnow_document *document, uint32_t i,
                     struct winnow_stretch stretch)
{
    const struct winnow_element *element = &document->elements[i];

    return (winnow_element_groups(document, i) & WINNOW_NAME_CONSENT) != 0 &&
           element->tag != WINNOW_TAG_HTML && element->tag != WINNOW_TAG_BODY &&
           element->tag != WINNOW_TAG_MAIN &&
           !holds(element, document->fields[WINNOW_FIELD_TITLE].block) &&
           (stretch.end == 0 ||
            !holds(element, stretch.first + (stretch.end - stretch.first) / 2));
}

static bool has_phrase(const struct state *state,
                       const struct winnow_document *document,
                       const struct winnow_element *element)
{
    for (uint32_t i = element->first_block; i < element->end_block; i++)
        if (winnow_phrase_count(&document->blocks[i], state->consent) != 0)
            return true;
    return false;
}

static void mark_banner(struct winnow_document *document,
                        const struct winnow_element *element)
{
    enum { STRENGTH = 80, PROSE_STRENGTH = 60 };

    for (uint32_t i = element->first_block; i < element->end_block; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (winnow_may_be_around(block))
            winnow_hint(document, block, WINNOW_KIND_CONSENT,
                        winnow_is_prose(block) ? PROSE_STRENGTH : STRENGTH,
                        "consent.banner");
    }
}

/* What stands in one element with a phrase is part of the notice. */
static void mark_banners(const struct state *state,
                         struct winnow_document *document,
                         struct winnow_stretch stretch)
{
    uint32_t e = 1;

    while (e < document->n_elements) {
        const struct winnow_element *element = &document->elements[e];
        if (!is_named(document, e, stretch)) {
            e++;
            continue;
        }
        if (has_phrase(state, document, element))
            mark_banner(document, element);
        e = element->end;
    }
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
        mark_embed(ctx->state, document, block);
        if (document->from == WINNOW_FROM_HTML)
            winnow_mark_by_name(document, block, &named);
    }
    if (document->from == WINNOW_FROM_HTML)
        mark_banners(ctx->state, document, stretch);
}

const struct winnow_filter winnow_filter_consent = {
    .name = "consent",
    .summary = "notices of cookies and privacy, and their buttons",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_consent,
    .document = mark,
};

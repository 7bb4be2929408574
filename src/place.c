/* Where a block stands on a page; see place.h. */
#include "place.h"

/* ---- elements ------------------------------------------------------------ */

static uint32_t inside_of_tag(enum winnow_tag tag)
{
    switch (tag) {
    case WINNOW_TAG_NAV:
        return WINNOW_INSIDE_NAV;
    case WINNOW_TAG_HEADER:
        return WINNOW_INSIDE_HEADER;
    case WINNOW_TAG_FOOTER:
        return WINNOW_INSIDE_FOOTER;
    case WINNOW_TAG_MAIN:
    case WINNOW_TAG_ARTICLE:
        return WINNOW_INSIDE_MAIN;
    case WINNOW_TAG_SELECT:
        return WINNOW_INSIDE_SELECT;
    case WINNOW_TAG_BUTTON:
        return WINNOW_INSIDE_BUTTON;
    default:
        return 0;
    }
}

static void look_at_elements(struct winnow_places *places,
                             struct winnow_document *document)
{
    places->inside_element = winnow_arena_calloc(
        document->arena, document->n_elements, sizeof *places->inside_element);
    for (uint32_t i = 1; i < document->n_elements; i++) {
        const struct winnow_element *element = &document->elements[i];
        uint32_t inside = inside_of_tag(element->tag);
        if (inside != 0 && inside != WINNOW_INSIDE_MAIN &&
            winnow_holds_most_prose(document, element))
            inside = 0;
        places->inside_element[i] =
            places->inside_element[element->parent] | inside;
    }
}

/* ---- the text ------------------------------------------------------------ */

/* What a block adds to a run that the text might be. */
static int64_t points_of(struct winnow_document *document,
                         const struct winnow_block *block)
{
    enum { MOST = 100, OTHER = -6, HEADING = -2, NAMED = -25, LINKS = 30 };

    if (block->hidden || block->form == WINNOW_KIND_TITLE)
        return 0;
    if ((winnow_sight_of(document, block).above & WINNOW_NAMES_AROUND) != 0)
        return NAMED;
    if (winnow_is_prose(block) && winnow_link_share(block) < LINKS)
        return block->n_words < MOST ? block->n_words : MOST;
    if (block->form == WINNOW_KIND_HEADING || block->form == WINNOW_KIND_CODE ||
        block->form == WINNOW_KIND_QUOTE)
        return HEADING;
    return OTHER;
}

static void find_text(struct winnow_places *places,
                      struct winnow_document *document)
{
    int64_t sum = 0, most = 0;
    uint32_t first = 0;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        sum += points_of(document, &document->blocks[i]);
        if (sum <= 0) {
            sum = 0;
            first = i + 1;
        } else if (sum > most) {
            most = sum;
            places->text.first = first;
            places->text.end = i + 1;
        }
    }
}

static void look_at_text(struct winnow_places *places,
                         struct winnow_document *document)
{
    enum { TEXT_WORDS = 200 };
    uint64_t all = winnow_prose_words(document, 0, document->n_blocks);

    find_text(places, document);
    places->n_text_words = (uint32_t)winnow_prose_words(
        document, places->text.first, places->text.end);
    places->one_text = places->n_text_words >= TEXT_WORDS &&
                       (uint64_t)places->n_text_words * 2 > all;
}

/* ---- blocks -------------------------------------------------------------- */

struct winnow_places *winnow_places_look(struct winnow_document *document)
{
    struct winnow_places *places =
        winnow_arena_calloc(document->arena, 1, sizeof *places);

    look_at_elements(places, document);
    look_at_text(places, document);
    return places;
}

bool winnow_is_link_line(const struct winnow_block *block)
{
    enum { LINKS = 80 };

    return winnow_link_share(block) >= LINKS;
}

/* Whether the names around a block say the group, and no nearer one says
 * another that is somewhere marked by its name. */
static bool is_named(struct winnow_sight sight, uint32_t group)
{
    const uint32_t others =
        WINNOW_NAMES_AROUND & ~(WINNOW_NAME_HEADER | WINNOW_NAME_COMMENTS);

    if ((sight.above & group) == 0)
        return false;
    return (sight.nearest & others) == 0 || (sight.nearest & group) != 0;
}

/* The rule of the verdict that the name and the place make, or NULL. */
static const char *verdict_rule_of(struct winnow_document *document,
                                   const struct winnow_block *block,
                                   const struct winnow_named *named)
{
    struct winnow_place place = winnow_place_of(document, block);

    if (!place.one_text || place.side == WINNOW_SIDE_TEXT ||
        (place.inside & WINNOW_INSIDE_MAIN) != 0 ||
        !is_named(winnow_sight_of(document, block), named->group))
        return NULL;
    if (named->links != NULL && winnow_is_link_line(block))
        return named->links;
    if (place.side == WINNOW_SIDE_BEHIND && !winnow_is_prose(block))
        return named->lines;
    return NULL;
}

void winnow_mark_named(struct winnow_document *document,
                       struct winnow_block *block,
                       const struct winnow_named *named)
{
    const char *rule = verdict_rule_of(document, block, named);

    if (rule != NULL && winnow_may_be_around(block))
        winnow_verdict_by_place(block, named->kind, rule);
    winnow_hint_by_name(document, block, named->group, named->kind,
                        named->hint);
}

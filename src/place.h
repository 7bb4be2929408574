/* Where a block stands on a page: in which of HTML's sectioning elements, and
 * before, inside or behind the page's text. Told from elements, names and
 * prose alone, never from hints, so that it is the same whichever filter asks
 * and whenever.
 *
 * Where a page has one text (enough prose in one stretch, and most of the
 * page's prose in it), what element names say of the blocks beside it can be
 * relied on: a listing or a shop has such names around its own content too.
 *
 * Computed once a document, in one pass each over elements and blocks. */
#ifndef WINNOW_PLACE_H
#define WINNOW_PLACE_H

#include "names.h"
#include "shape.h"

/* Elements around a block, at any height; but for <main> and <article> not
 * those that hold most of the document's prose. */
enum winnow_inside {
    WINNOW_INSIDE_NAV = 1 << 0,
    WINNOW_INSIDE_HEADER = 1 << 1,
    WINNOW_INSIDE_FOOTER = 1 << 2,
    WINNOW_INSIDE_MAIN = 1 << 3, /* <main>, <article> */
    WINNOW_INSIDE_SELECT = 1 << 4,
    WINNOW_INSIDE_BUTTON = 1 << 5
};

enum winnow_side {
    WINNOW_SIDE_NONE, /* the page has no prose */
    WINNOW_SIDE_BEFORE,
    WINNOW_SIDE_TEXT,
    WINNOW_SIDE_BEHIND
};

struct winnow_place {
    uint32_t inside; /* WINNOW_INSIDE_... */
    enum winnow_side side;
    bool one_text;         /* the page has one text */
    uint32_t n_text_words; /* of the page's text: its words of prose */
};

/* Where the blocks of a document stand: for the functions below. */
struct winnow_places {
    uint32_t *inside_element;   /* per element: WINNOW_INSIDE_... */
    struct winnow_stretch text; /* end 0: the page has no prose */
    uint32_t n_text_words;
    bool one_text;
};
struct winnow_places *winnow_places_look(struct winnow_document *document);

static inline enum winnow_side winnow_side_of(struct winnow_stretch text,
                                              uint32_t i)
{
    if (text.end == 0)
        return WINNOW_SIDE_NONE;
    if (i < text.first)
        return WINNOW_SIDE_BEFORE;
    return i < text.end ? WINNOW_SIDE_TEXT : WINNOW_SIDE_BEHIND;
}

/* The place of a block of a page. Inline, since who asks wants a part of it. */
static inline struct winnow_place
winnow_place_of(struct winnow_document *document,
                const struct winnow_block *block)
{
    const struct winnow_places *places;

    if (document->places == NULL)
        document->places = winnow_places_look(document);
    places = document->places;
    return (struct winnow_place){
        .inside = places->inside_element[block->element],
        .side =
            winnow_side_of(places->text, (uint32_t)(block - document->blocks)),
        .one_text = places->one_text,
        .n_text_words = places->n_text_words,
    };
}

/* Whether a block is a link and little else. */
bool winnow_is_link_line(const struct winnow_block *block);

/* What a group of element names (names.h) is worth in one filter: the rule of
 * its hint, and those of its verdicts: of links beside a page's one text, and
 * of lines behind it, both in no <main> or <article>. A rule is NULL where the
 * group's names are not that sure. */
struct winnow_named {
    uint32_t group;
    enum winnow_kind kind;
    const char *hint, *links, *lines;
};

/* Gives the hint, and the verdict where the block's place allows it. */
void winnow_mark_named(struct winnow_document *document,
                       struct winnow_block *block,
                       const struct winnow_named *named);
static inline void winnow_mark_by_name(struct winnow_document *document,
                                       struct winnow_block *block,
                                       const struct winnow_named *named)
{
    if (winnow_is_below_name(document, block, named->group))
        winnow_mark_named(document, block, named);
}

#endif

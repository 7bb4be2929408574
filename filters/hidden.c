/* The hidden filter: text that the page itself says is not shown (the
 * attribute hidden, display: none, visibility: hidden, all inherited). Tabs and
 * accordions hide parts of the document until a reader opens them, so it is a
 * hint, and a weak one for prose; but lines behind a page's one text, and in no
 * <main> or <article>, are menus and dialogs. */
#include "place.h"
#include "shape.h"

enum { LABEL_STRENGTH = 85, PROSE_STRENGTH = 20 };

static bool is_behind_text(struct winnow_document *document,
                           const struct winnow_block *block)
{
    struct winnow_place place = winnow_place_of(document, block);

    return place.one_text && place.side == WINNOW_SIDE_BEHIND &&
           (place.inside & WINNOW_INSIDE_MAIN) == 0 &&
           !winnow_is_prose(block) && winnow_may_be_around(block);
}

static void mark_block(struct winnow_document *document,
                       struct winnow_block *block)
{
    if (is_behind_text(document, block))
        winnow_verdict_by_place(block, WINNOW_KIND_WIDGET,
                                "hidden.behind-text");
    winnow_hint(document, block, WINNOW_KIND_WIDGET,
                winnow_is_prose(block) ? PROSE_STRENGTH : LABEL_STRENGTH,
                "hidden.element");
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    (void)ctx;
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].hidden)
            mark_block(document, &document->blocks[i]);
}

const struct winnow_filter winnow_filter_hidden = {
    .name = "hidden",
    .summary = "text that the page says is not shown",
    .flags = WINNOW_ON_PAGES,
    .document = mark,
};

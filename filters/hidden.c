/* The hidden filter: text that the page itself says is not shown (the
 * attribute hidden, display: none, visibility: hidden, all inherited). Tabs and
 * accordions hide parts of the document until a reader opens them, so it is a
 * hint, and a weak one for prose and for lists under a heading that is shown;
 * but lines behind a page's one text, and in no <main> or <article>, are menus
 * and dialogs. */
#include "place.h"
#include "shape.h"

enum { LABEL_STRENGTH = 95, PROSE_STRENGTH = 20 };

static bool is_behind_text(struct winnow_document *document,
                           const struct winnow_block *block)
{
    struct winnow_place place = winnow_place_of(document, block);

    return place.one_text && place.side == WINNOW_SIDE_BEHIND &&
           (place.inside & WINNOW_INSIDE_MAIN) == 0 &&
           !winnow_is_prose(block) && winnow_may_be_around(block);
}

/* An item of a list, and so is all between it and the last heading: that one is
 * shown, of the text, and names what unfolds under it. */
static bool is_item_under_heading(const struct winnow_document *document,
                                  uint32_t i, uint32_t heading)
{
    const struct winnow_block *block = &document->blocks[i];

    return block->list != 0 && block->n_link_words == 0 &&
           heading < document->n_blocks &&
           !winnow_is_settled_around(&document->blocks[heading]);
}

/* The shown heading that blocks from `i` on stand under: the one before, or the
 * block itself; none behind anything but hidden items. */
static uint32_t heading_after(const struct winnow_document *document,
                              uint32_t i, uint32_t heading)
{
    const struct winnow_block *block = &document->blocks[i];

    if (block->hidden)
        return block->list != 0 ? heading : WINNOW_NO_BLOCK;
    return block->form == WINNOW_KIND_HEADING ? i : WINNOW_NO_BLOCK;
}

static void mark_block(struct winnow_document *document, uint32_t i,
                       uint32_t heading)
{
    struct winnow_block *block = &document->blocks[i];
    bool weak = winnow_is_prose(block) ||
                is_item_under_heading(document, i, heading);

    if (!weak && is_behind_text(document, block))
        winnow_verdict_by_place(block, WINNOW_KIND_WIDGET,
                                "hidden.behind-text");
    winnow_hint(document, block, WINNOW_KIND_WIDGET,
                weak ? PROSE_STRENGTH : LABEL_STRENGTH, "hidden.element");
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    uint32_t heading = WINNOW_NO_BLOCK;

    (void)ctx;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        if (document->blocks[i].hidden)
            mark_block(document, i, heading);
        heading = heading_after(document, i, heading);
    }
}

const struct winnow_filter winnow_filter_hidden = {
    .name = "hidden",
    .summary = "text that the page says is not shown",
    .flags = WINNOW_ON_PAGES,
    .document = mark,
};

/* The hidden filter: text that the page itself says is not shown (the
 * attribute hidden, display: none, visibility: hidden, all inherited). Tabs and
 * accordions hide parts of the document until a reader opens them, so it is a
 * hint, and a weak one for prose. */
#include "filter.h"

enum { LABEL_STRENGTH = 85, PROSE_STRENGTH = 20 };

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    (void)ctx;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (block->hidden)
            winnow_hint(document, block, WINNOW_KIND_WIDGET,
                        winnow_is_prose(block) ? PROSE_STRENGTH
                                               : LABEL_STRENGTH,
                        "hidden.element");
    }
}

const struct winnow_filter winnow_filter_hidden = {
    .name = "hidden",
    .summary = "text that the page says is not shown",
    .flags = WINNOW_ON_PAGES,
    .document = mark,
};

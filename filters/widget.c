/* The widget filter: names of image files that a capture kept, and the
 * elements whose names say widget, player, weather and the like. */
#include "names.h"
#include "shape.h"

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    (void)ctx;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (winnow_is_settled_body(block))
            continue;
        if (block->form != WINNOW_KIND_CODE && block->row == 0 &&
            winnow_is_file_names(block->text))
            winnow_verdict(block, WINNOW_KIND_WIDGET, "widget.image-name");
        if (document->from == WINNOW_FROM_HTML)
            winnow_hint_by_name(document, block, WINNOW_NAME_WIDGET,
                                WINNOW_KIND_WIDGET, "widget.class");
    }
}

const struct winnow_filter winnow_filter_widget = {
    .name = "widget",
    .summary = "image names, players, weather and other widgets",
    .flags = WINNOW_ON_BOTH,
    .document = mark,
};

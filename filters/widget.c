/* The widget filter: names of image files that a capture kept, lists to choose
 * from and buttons, and the elements whose names say widget, player, weather
 * and the like. Lists and buttons are taken for content where a page is made
 * of them (a shop's variants, questions that unfold). */
#include "names.h"
#include "place.h"
#include "shape.h"

static const struct winnow_named named = {
    .group = WINNOW_NAME_WIDGET,
    .kind = WINNOW_KIND_WIDGET,
    .hint = "widget.class",
    .links = "widget.class-links",
    .lines = "widget.class-lines",
};

static void mark_control(struct winnow_document *document,
                         struct winnow_block *block)
{
    enum { LABEL_WORDS = 4 };
    struct winnow_place place = winnow_place_of(document, block);
    bool apart = (place.inside & WINNOW_INSIDE_MAIN) == 0;

    if (place.side == WINNOW_SIDE_TEXT || !winnow_may_be_around(block))
        return;
    if ((place.inside & WINNOW_INSIDE_SELECT) != 0 && (apart || place.one_text))
        winnow_verdict_by_place(block, WINNOW_KIND_WIDGET, "widget.select");
    if ((place.inside & WINNOW_INSIDE_BUTTON) != 0 && apart && place.one_text &&
        block->n_words <= LABEL_WORDS)
        winnow_verdict_by_place(block, WINNOW_KIND_WIDGET, "widget.button");
}

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
        if (document->from != WINNOW_FROM_HTML)
            continue;
        mark_control(document, block);
        winnow_mark_by_name(document, block, &named);
    }
}

const struct winnow_filter winnow_filter_widget = {
    .name = "widget",
    .summary = "image names, players, weather and other widgets",
    .flags = WINNOW_ON_BOTH,
    .document = mark,
};

/* The labeller of pages: the net of pages over what page_view.c sees. */
#include "label/features.h"
#include "label/label_internal.h"
#include "label/settle.h"
#include "label/weights.h"

static void fill_row(const void *view, uint32_t i, uint8_t *row)
{
    winnow_page_features(view, i, row);
}

static void fill_ranges(const void *view, uint32_t i,
                        struct winnow_net_range ranges[WINNOW_NET_RANGES])
{
    winnow_page_ranges(view, i, ranges);
}

static uint32_t read_shape(const void *view, uint32_t i)
{
    return winnow_page_shape(view, i);
}

static int16_t *run_net(struct winnow_document *document)
{
    uint8_t summary[WINNOW_N_PAGE_SUMMARIES];
    const struct winnow_page_view *view = winnow_page_look(document);
    struct winnow_net_input input = {.n_blocks = document->n_blocks,
                                     .view = view,
                                     .row = fill_row,
                                     .ranges = fill_ranges,
                                     .shape = read_shape,
                                     .summary = summary};
    int16_t *outputs = winnow_arena_calloc(
        document->arena, (size_t)document->n_blocks * WINNOW_NET_OUTPUTS,
        sizeof *outputs);

    winnow_page_summarize(view, summary);
    winnow_net_run(&winnow_page_net, &input, document->arena, outputs);
    return outputs;
}

void winnow_label_page(struct winnow_document *document)
{
    if (document->n_blocks != 0)
        winnow_settle(document, run_net(document));
}

/* The labeller of plain-text captures: the net of captures over what
 * capture_view.c sees. */
#include "label/features.h"
#include "label/label_internal.h"
#include "label/settle.h"
#include "label/weights.h"

static void fill_row(const void *view, uint32_t i, uint8_t *row)
{
    winnow_capture_features(view, i, row);
}

static void fill_ranges(const void *view, uint32_t i,
                        struct winnow_net_range ranges[WINNOW_NET_RANGES])
{
    winnow_capture_ranges(view, i, ranges);
}

static uint32_t read_shape(const void *view, uint32_t i)
{
    return winnow_capture_shape(view, i);
}

static int16_t *run_net(struct winnow_document *document)
{
    uint8_t summary[WINNOW_N_CAPTURE_SUMMARIES];
    const struct winnow_capture_view *view = winnow_capture_look(document);
    struct winnow_net_input input = {.n_blocks = document->n_blocks,
                                     .view = view,
                                     .row = fill_row,
                                     .ranges = fill_ranges,
                                     .shape = read_shape,
                                     .summary = summary};
    int16_t *outputs = winnow_arena_calloc(
        document->arena, (size_t)document->n_blocks * WINNOW_NET_OUTPUTS,
        sizeof *outputs);

    winnow_capture_summarize(view, summary);
    winnow_net_run(&winnow_capture_net, &input, document->arena, outputs);
    return outputs;
}

void winnow_label_capture(struct winnow_document *document)
{
    if (document->n_blocks != 0)
        winnow_settle(document, run_net(document));
}

/* The labeller's net: from the rows of a document's blocks to a few numbers a
 * block. Integers only, no saturating arithmetic: the same bits on every
 * machine, with every compiler.
 *
 * Its shape (what tools/train/model.py trains in floating point):
 *
 *   h  = relu(first(row))                       CHANNELS a block
 *   p  = relu(page(summary, mean of h))         PAGE values a document
 *   h  = relu(h + page_to(p))
 *   h += relu(point(deep(h)))                   for each of N_BEFORE layers: a
 *        channel over its neighbours at the layer's distance, then all
 *        channels of each block
 *   q  = relu(to_pool(h))                       POOLED channels
 *   h += relu(from_pool(mean of q over each of six ranges around the block,
 *        and over the blocks of its shape))
 *   h += relu(point(deep(h)))                   for each of N_AFTER layers
 *   out = out(relu(hidden(h)))                  OUTPUTS a block
 *
 * Numbers are fixed point: rows are 1/64 (a byte), values between
 * layers 1/256 (0..WINNOW_NET_MOST), a layer's weights 2^-shift. Each layer's
 * weights are such that no sum can leave 32 bits, whatever the row; the
 * training checks it when it writes the table (tools/train/export.py).
 *
 * Everything is linear in the blocks: layers pass over the document one after
 * the other, those that look at neighbours from one array into another; memory
 * is 2 * CHANNELS 16-bit and 2 * POOLED 64-bit numbers a block. The first layer
 * and the one behind the pools add to a block's sums only what its inputs are
 * more than those of the block before: exact, since all is integers. */
#ifndef WINNOW_NET_H
#define WINNOW_NET_H

#include "arena.h"

#include <stdint.h>

enum {
    WINNOW_NET_LANES = 8, /* 32-bit numbers in the widest register */
    WINNOW_NET_CHANNELS = 28,
    WINNOW_NET_PAGE = 24,
    WINNOW_NET_POOLED = 8,
    WINNOW_NET_RANGES = 6,
    WINNOW_NET_POOLS = WINNOW_NET_RANGES + 1,
    WINNOW_NET_WIDTH = 5,
    WINNOW_NET_N_BEFORE = 3,
    WINNOW_NET_N_AFTER = 2,
    WINNOW_NET_N_CONVS = WINNOW_NET_N_BEFORE + WINNOW_NET_N_AFTER,
    WINNOW_NET_REACH_MOST = 8, /* blocks that a layer looks to each side */
    WINNOW_NET_HIDDEN = 16,
    WINNOW_NET_OUTPUTS = 8,
    WINNOW_NET_MOST = 16383, /* 64.0: the largest value between layers */
    WINNOW_NET_ROW_MOST = 256,
    WINNOW_NET_SUMMARY_MOST = 64
};

/* How many outputs a layer of `n` has in the table and while it runs: those
 * behind have weights and a bias of 0. */
#define WINNOW_NET_PADDED(n)                                                   \
    (((n) + WINNOW_NET_LANES - 1) / WINNOW_NET_LANES * WINNOW_NET_LANES)

/* A dense layer: out[o] = bias[o] + sum of in[i] * weight[i][o], shifted right
 * by `shift` to the scale of values. Weights are in the order of their use,
 * [pair of inputs][output, padded][input of the pair]; an input that an odd
 * number lacks has weights of 0. */
struct winnow_net_layer {
    const int16_t *weights;
    const int32_t *bias;
    uint8_t shift;
};

struct winnow_net_conv {
    const int16_t *deep; /* in the order of a layer's: WIDTH inputs, the blocks,
                            and CHANNELS outputs; 2^-deep_shift */
    uint8_t deep_shift;
    uint8_t dilation; /* distance of the blocks it looks at */
    struct winnow_net_layer point;
};

/* A trained net; generated (page_weights.c, capture_weights.c). */
struct winnow_net {
    uint16_t n_features, n_summary;
    struct winnow_net_layer first;
    /* One layer with two inputs: it has one bias, the first's. */
    struct winnow_net_layer page_summary, page_mean;
    struct winnow_net_layer page_to;
    struct winnow_net_layer to_pool, from_pool, hidden, out;
    struct winnow_net_conv convs[WINNOW_NET_N_CONVS];
};

/* Blocks [first, end), not empty. */
struct winnow_net_range {
    uint32_t first, end;
};

/* What the net reads of a document. */
struct winnow_net_input {
    uint32_t n_blocks; /* at least 1 */
    const void *view;  /* handed to the three functions */
    /* Fills the row of block `i`: n_features bytes. */
    void (*row)(const void *view, uint32_t i, uint8_t *row);
    /* The ranges around block `i`. */
    void (*ranges)(const void *view, uint32_t i,
                   struct winnow_net_range ranges[WINNOW_NET_RANGES]);
    /* The number of its shape, below n_blocks. */
    uint32_t (*shape)(const void *view, uint32_t i);
    const uint8_t *summary; /* n_summary bytes */
};

/* Runs the net; `outputs` receives WINNOW_NET_OUTPUTS numbers a block, 1/256
 * each, at most WINNOW_NET_MOST either way. The arena is as it was after. */
typedef void winnow_net_runner(const struct winnow_net *net,
                               const struct winnow_net_input *input,
                               struct winnow_arena *arena, int16_t *outputs);
/* The same with what every machine of the kind has, and with what only some
 * have (AVX2), where the program was built with it. */
winnow_net_runner winnow_net_run_plain, winnow_net_run_wide;
/* The fastest that this machine can run. */
winnow_net_runner *winnow_net_choose(void);

#endif

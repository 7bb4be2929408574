/* Runs the labeller's net; see net.h. Built with -O3, and where the machine may
 * have wider registers a second time for those (meson.build), under the name
 * that WINNOW_NET_RUN gives; net_choose.c takes one of them. Sums of integers
 * are the same in any order. */
#include "label/net.h"

#include <stddef.h>
#include <string.h>

#include "label/registers.h"

enum {
    CHANNELS = WINNOW_NET_PADDED(WINNOW_NET_CHANNELS), /* those behind are 0 */
    POOLED = WINNOW_NET_POOLED,
    HALF = WINNOW_NET_WIDTH / 2,
    TAPS = (WINNOW_NET_WIDTH + 1) / 2 * 2,
    ROWS = LANES / 4, /* blocks at once: so that registers hold their sums */
    ROUND_SHIFT_MIN = 1
};
_Static_assert(WINNOW_NET_LANES % LANES == 0 && CHANNELS % (2 * LANES) == 0,
               "lanes");

/* ---- layers -------------------------------------------------------------- */

/* The sums of the outputs of a layer for one block. */
typedef sums_register row_sums[CHANNELS / LANES];

INLINED void begin_sums(const struct winnow_net_layer *layer, int n_out,
                        int n_rows, row_sums *sums)
{
    for (int r = 0; r < n_rows; r++)
        for (int k = 0; k < n_out / LANES; k++)
            sums[r][k] = load_sums(layer->bias + k * LANES);
}

/* Adds the products of a layer for `n_rows` blocks, ROWS or less: two inputs at
 * a time to all outputs. n_out, which must be a constant, is a multiple of
 * WINNOW_NET_LANES; each block's inputs are CHANNELS behind those of the one
 * before, and an even number of them is readable. */
INLINED void add_products(const struct winnow_net_layer *layer, int n_in,
                          int n_out, int n_rows, const int16_t *in,
                          row_sums *sums)
{
    const int16_t *weights = layer->weights;

    for (int i = 0; i < n_in; i += 2, weights += 2 * n_out) {
        pairs_register pairs[ROWS];
        for (int r = 0; r < n_rows; r++)
            pairs[r] = repeat_pair(in + r * CHANNELS + i);
        for (int k = 0; k < n_out / LANES; k++) {
            pairs_register weight = load_pairs(weights + 2 * LANES * k);
            for (int r = 0; r < n_rows; r++)
                sums[r][k] += multiply_pairs(pairs[r], weight);
        }
    }
}

/* Adds to a layer's sums what its inputs are more than those that they are the
 * sums of: blocks stand beside others like them, so that most of it is 0. Room
 * for LANES pairs is readable behind it. */
INLINED void add_difference(const struct winnow_net_layer *layer, int n_in,
                            const int16_t *more, row_sums sums)
{
    enum { PAIRS = 64 }; /* that a mask has bits for */

    for (int first = 0; first < n_in; first += 2 * PAIRS) {
        uint64_t mask = 0;
        for (int k = 0; k < PAIRS && first + 2 * k < n_in; k += LANES)
            mask |= find_pairs(more + first + 2 * k) << k;
        for (; mask != 0; mask &= mask - 1) {
            int i = first + 2 * __builtin_ctzll(mask);
            const int16_t *weights = layer->weights + (size_t)i * CHANNELS;
            pairs_register pair = repeat_pair(more + i);
            for (int k = 0; k < CHANNELS / LANES; k++)
                sums[k] +=
                    multiply_pairs(pair, load_pairs(weights + 2 * LANES * k));
        }
    }
}

INLINED sums_register half_of(int shift)
{
    return (sums_register){0} + (1 << (shift - ROUND_SHIFT_MIN));
}

/* Sums brought to the scale of values, from `least` on; as packed. */
INLINED pairs_register rounded(sums_register a, sums_register b, int shift,
                               int16_t least)
{
    sums_register half = half_of(shift);

    return clamp(pack((a + half) >> shift, (b + half) >> shift), least,
                 WINNOW_NET_MOST);
}

INLINED pairs_register rectified(const sums_register sums[2], int shift)
{
    return in_order(rounded(sums[0], sums[1], shift, 0));
}

/* A sum brought to the scale of values, rounded from zero's side. */
INLINED sums_register scaled_sum(sums_register sum, int shift)
{
    sums_register value = sum + half_of(shift);

    return (value + ((value < 0) & ((1 << shift) - 1))) >> shift;
}

/* Two such sums; as packed. */
INLINED pairs_register scaled(sums_register a, sums_register b, int shift)
{
    return clamp(pack(scaled_sum(a, shift), scaled_sum(b, shift)),
                 -WINNOW_NET_MOST, WINNOW_NET_MOST);
}

INLINED void rectify_all(const row_sums sums, int shift, int16_t *out)
{
    for (int k = 0; k < CHANNELS / LANES; k += 2)
        store_pairs(rectified(sums + k, shift), out + k * LANES);
}

/* A layer for ROWS blocks, of n_out outputs or more. */
INLINED void dense(const struct winnow_net_layer *layer, int n_in, int n_out,
                   const int16_t *in, int16_t out[ROWS][CHANNELS])
{
    row_sums sums[ROWS] = {{{0}}};

    begin_sums(layer, n_out, ROWS, sums);
    add_products(layer, n_in, n_out, ROWS, in, sums);
    for (int r = 0; r < ROWS; r++)
        rectify_all(sums[r], layer->shift, out[r]);
}

/* Of numbers that are not negative, and more: their sums fit in 16 bits. */
INLINED void add_values(const int16_t *values, const int16_t *more,
                        int16_t *out)
{
    for (int c = 0; c < CHANNELS; c += 2 * LANES) {
        pairs_register sums = load_pairs(values + c) + load_pairs(more + c);
        store_pairs(clamp(sums, 0, WINNOW_NET_MOST), out + c);
    }
}
_Static_assert(2 * WINNOW_NET_MOST <= INT16_MAX, "sums");

INLINED void add_rectified(const int16_t *values, const row_sums sums,
                           int shift, int16_t *out)
{
    int16_t more[CHANNELS];

    rectify_all(sums, shift, more);
    add_values(values, more, out);
}

/* ---- blocks -------------------------------------------------------------- */

static void run_first(const struct winnow_net *net,
                      const struct winnow_net_input *input, int16_t *values)
{
    uint8_t rows[2][WINNOW_NET_ROW_MOST] = {{0}};
    int16_t more[WINNOW_NET_ROW_MOST] = {0};
    row_sums sums;

    begin_sums(&net->first, CHANNELS, 1, &sums);
    for (size_t i = 0; i < input->n_blocks; i++) {
        uint8_t *row = rows[i % 2];
        const uint8_t *before = rows[(i + 1) % 2];
        input->row(input->view, (uint32_t)i, row);
        for (int k = 0; k < net->n_features; k++)
            more[k] = (int16_t)(row[k] - before[k]);
        add_difference(&net->first, net->n_features, more, sums);
        rectify_all(sums, net->first.shift, values + i * CHANNELS);
    }
}

/* The mean of every channel over the blocks. */
static void find_means(const int16_t *values, uint32_t n_blocks, int16_t *means)
{
    int64_t sums[CHANNELS] = {0};

    for (size_t i = 0; i < n_blocks; i++)
        for (int c = 0; c < CHANNELS; c++)
            sums[c] += values[i * CHANNELS + (size_t)c];
    for (int c = 0; c < CHANNELS; c++)
        means[c] = (int16_t)(sums[c] / n_blocks);
}

/* What the kind of page adds to every block's channels, before rectifying: a
 * value is a sum without a rest, so that the rounding is the page's alone. */
static void describe_page(const struct winnow_net *net,
                          const struct winnow_net_input *input,
                          const int16_t *values, int16_t *added)
{
    int16_t summary[WINNOW_NET_SUMMARY_MOST] = {0};
    int16_t means[CHANNELS], page[CHANNELS];
    row_sums sums = {{0}};

    for (int k = 0; k < net->n_summary; k++)
        summary[k] = (int16_t)(input->summary[k] * 4); /* 1/64 to 1/256 */
    find_means(values, input->n_blocks, means);
    begin_sums(&net->page_summary, WINNOW_NET_PAGE, 1, &sums);
    add_products(&net->page_summary, net->n_summary, WINNOW_NET_PAGE, 1,
                 summary, &sums);
    add_products(&net->page_mean, WINNOW_NET_CHANNELS, WINNOW_NET_PAGE, 1,
                 means, &sums);
    rectify_all(sums, net->page_summary.shift, page);
    begin_sums(&net->page_to, CHANNELS, 1, &sums);
    add_products(&net->page_to, WINNOW_NET_PAGE, CHANNELS, 1, page, &sums);
    for (int k = 0; k < CHANNELS / LANES; k += 2)
        store_pairs(in_order(rounded(sums[k], sums[k + 1], net->page_to.shift,
                                     -WINNOW_NET_MOST)),
                    added + k * LANES);
}

static void add_page(const int16_t *added, uint32_t n_blocks, int16_t *values)
{
    for (size_t i = 0; i < n_blocks; i++)
        add_values(values + i * CHANNELS, added, values + i * CHANNELS);
}

/* ---- neighbours ---------------------------------------------------------- */

/* The weights of a layer that looks at neighbours, as interleaved. */
typedef pairs_register tap_weights[TAPS / 2][CHANNELS / LANES];

static void order_weights(const int16_t *weights, tap_weights ordered)
{
    for (int k = 0; k < TAPS / 2; k++)
        for (int c = 0; c < CHANNELS / LANES; c += 2) {
            pairs_register a = load_pairs(weights);
            pairs_register b = load_pairs(weights + 2 * LANES);
            ordered[k][c] = order_as_interleaved(a, b, false);
            ordered[k][c + 1] = order_as_interleaved(a, b, true);
            weights += 4 * LANES;
        }
}

/* The sums over a block's neighbours, channel by channel; `at`: its own row. */
INLINED void add_neighbours(const struct winnow_net_conv *conv,
                            const tap_weights weights, const int16_t *at,
                            int16_t *deep)
{
    static const int16_t zeros[CHANNELS];
    const int16_t *rows[TAPS];

    for (int k = 0; k < TAPS; k++)
        rows[k] = k < WINNOW_NET_WIDTH
                      ? at + (ptrdiff_t)(k - HALF) * conv->dilation * CHANNELS
                      : zeros;
    for (int c = 0; c < CHANNELS / LANES; c += 2) {
        sums_register first = {0}, second = {0};
        for (int k = 0; k < TAPS; k += 2) {
            pairs_register a = load_pairs(rows[k] + c * LANES);
            pairs_register b = load_pairs(rows[k + 1] + c * LANES);
            first += multiply_pairs(interleave(a, b, false), weights[k / 2][c]);
            second +=
                multiply_pairs(interleave(a, b, true), weights[k / 2][c + 1]);
        }
        store_pairs(scaled(first, second, conv->deep_shift), deep + c * LANES);
    }
}

static void run_conv(const struct winnow_net_conv *conv, uint32_t n,
                     const int16_t *values, int16_t *out)
{
    tap_weights weights;

    order_weights(conv->deep, weights);
    for (size_t i = 0; i < n; i += ROWS) {
        int16_t deep[ROWS][CHANNELS];
        row_sums sums[ROWS];
        for (size_t r = 0; r < ROWS; r++)
            add_neighbours(conv, weights, values + (i + r) * CHANNELS, deep[r]);
        begin_sums(&conv->point, CHANNELS, ROWS, sums);
        add_products(&conv->point, WINNOW_NET_CHANNELS, CHANNELS, ROWS, deep[0],
                     sums);
        for (size_t r = 0; r < ROWS && i + r < n; r++)
            add_rectified(values + (i + r) * CHANNELS, sums[r],
                          conv->point.shift, out + (i + r) * CHANNELS);
    }
}

/* ---- pools --------------------------------------------------------------- */

struct pools {
    uint64_t *before;  /* [n_blocks + 1][POOLED]: sums over the blocks before */
    uint64_t *shapes;  /* [n_blocks][POOLED]: sums over a shape's blocks */
    uint32_t *n_shape; /* [n_blocks]: blocks of a shape */
};

static void add_to_pools(const int16_t *pooled, size_t i, size_t shape,
                         struct pools *pools)
{
    pools->n_shape[shape]++;
    for (size_t c = 0; c < POOLED; c++) {
        uint64_t value = (uint64_t)pooled[c];
        pools->before[(i + 1) * POOLED + c] =
            pools->before[i * POOLED + c] + value;
        pools->shapes[shape * POOLED + c] += value;
    }
}

static void fill_pools(const struct winnow_net *net,
                       const struct winnow_net_input *input,
                       const int16_t *values, struct pools *pools)
{
    int16_t pooled[ROWS][CHANNELS];

    for (uint32_t i = 0; i < input->n_blocks; i += ROWS) {
        dense(&net->to_pool, WINNOW_NET_CHANNELS, POOLED,
              values + (size_t)i * CHANNELS, pooled);
        for (uint32_t r = 0; r < ROWS && i + r < input->n_blocks; r++)
            add_to_pools(pooled[r], i + r, input->shape(input->view, i + r),
                         pools);
    }
}

/* Means of values, which have VALUE_BITS, over `n` blocks: by the number that
 * dividing by n is multiplying with, since there are many means of each n and
 * division is slow. Exact: the sum is less than n << VALUE_BITS, so that what
 * the factor is too great by adds less than n >> (MEAN_SHIFT - VALUE_BITS),
 * which must be less than 1 / n; and the product fits in 64 bits. */
enum { VALUE_BITS = 14, MEAN_SHIFT = 49, MEAN_BLOCKS_MOST = 1 << 17 };
_Static_assert(WINNOW_NET_MOST < 1 << VALUE_BITS, "means");

INLINED void find_means_of(const uint64_t *sums, const uint64_t *less,
                           uint32_t n, int16_t *means)
{
    uint64_t factor = (UINT64_C(1) << MEAN_SHIFT) / n + 1;

    if (n > MEAN_BLOCKS_MOST) {
        for (int c = 0; c < POOLED; c++)
            means[c] = (int16_t)((sums[c] - less[c]) / n);
        return;
    }
    for (int c = 0; c < POOLED; c++)
        means[c] = (int16_t)((sums[c] - less[c]) * factor >> MEAN_SHIFT);
}

/* The means around one block, and the sums of the layer that takes them. */
struct pool_means {
    struct winnow_net_range ranges[WINNOW_NET_RANGES]; /* empty at first */
    size_t shape;                                      /* SIZE_MAX at first */
    int16_t means[WINNOW_NET_POOLS][POOLED];
    row_sums sums;
};

/* Puts a mean in another's place: over `n` blocks, of what `sums` has more than
 * `less`. */
static void change_mean(const struct winnow_net *net, int pool,
                        const uint64_t *sums, const uint64_t *less, uint32_t n,
                        struct pool_means *at)
{
    struct winnow_net_layer part = net->from_pool;
    int16_t means[POOLED], more[POOLED];

    part.weights += (size_t)pool * POOLED * CHANNELS;
    find_means_of(sums, less, n, means);
    for (int c = 0; c < POOLED; c++)
        more[c] = (int16_t)(means[c] - at->means[pool][c]);
    memcpy(at->means[pool], means, sizeof means);
    add_products(&part, POOLED, CHANNELS, 1, more, &at->sums);
}

/* From the means around the block before to those around block `i`: many are of
 * the same blocks. */
static void read_pools(const struct winnow_net *net,
                       const struct winnow_net_input *input,
                       const struct pools *pools, uint32_t i,
                       struct pool_means *at)
{
    static const uint64_t zeros[POOLED];
    struct winnow_net_range ranges[WINNOW_NET_RANGES];
    size_t shape = input->shape(input->view, i);

    input->ranges(input->view, i, ranges);
    for (int k = 0; k < WINNOW_NET_RANGES; k++) {
        if (ranges[k].first == at->ranges[k].first &&
            ranges[k].end == at->ranges[k].end)
            continue;
        at->ranges[k] = ranges[k];
        change_mean(net, k, pools->before + (size_t)ranges[k].end * POOLED,
                    pools->before + (size_t)ranges[k].first * POOLED,
                    ranges[k].end - ranges[k].first, at);
    }
    if (shape == at->shape)
        return;
    at->shape = shape;
    change_mean(net, WINNOW_NET_RANGES, pools->shapes + shape * POOLED, zeros,
                pools->n_shape[shape], at);
}

static void add_pools(const struct winnow_net *net,
                      const struct winnow_net_input *input,
                      const struct pools *pools, int16_t *values)
{
    struct pool_means at = {.shape = SIZE_MAX};

    begin_sums(&net->from_pool, CHANNELS, 1, &at.sums);
    for (uint32_t i = 0; i < input->n_blocks; i++) {
        int16_t *row = values + (size_t)i * CHANNELS;
        read_pools(net, input, pools, i, &at);
        add_rectified(row, at.sums, net->from_pool.shift, row);
    }
}

static void run_pools(const struct winnow_net *net,
                      const struct winnow_net_input *input,
                      struct winnow_arena *arena, int16_t *values)
{
    size_t n = input->n_blocks;
    struct pools pools = {
        winnow_arena_alloc(arena, (n + 1) * POOLED * sizeof *pools.before),
        winnow_arena_calloc(arena, n * POOLED, sizeof *pools.shapes),
        winnow_arena_calloc(arena, n, sizeof *pools.n_shape)};

    memset(pools.before, 0, POOLED * sizeof *pools.before);
    fill_pools(net, input, values, &pools);
    add_pools(net, input, &pools, values);
}

/* ---- the whole ----------------------------------------------------------- */

static void run_out(const struct winnow_net *net, uint32_t n_blocks,
                    const int16_t *values, int16_t *outputs)
{
    for (size_t i = 0; i < n_blocks; i += ROWS) {
        int16_t hidden[ROWS][CHANNELS];
        row_sums sums[ROWS] = {{{0}}};
        dense(&net->hidden, WINNOW_NET_CHANNELS, WINNOW_NET_HIDDEN,
              values + i * CHANNELS, hidden);
        begin_sums(&net->out, WINNOW_NET_OUTPUTS, ROWS, sums);
        add_products(&net->out, WINNOW_NET_HIDDEN, WINNOW_NET_OUTPUTS, ROWS,
                     hidden[0], sums);
        for (size_t r = 0; r < ROWS && i + r < n_blocks; r++) {
            pairs_register out =
                in_order(scaled(sums[r][0], sums[r][1], net->out.shift));
            memcpy(outputs + (i + r) * WINNOW_NET_OUTPUTS, &out,
                   WINNOW_NET_OUTPUTS * sizeof *outputs);
        }
    }
}
_Static_assert(WINNOW_NET_OUTPUTS <= 2 * LANES, "outputs");

/* The values of all blocks, and room for what a layer makes of them. Before the
 * first row and behind the last are rows of zeros, which layers look at. */
struct rows {
    int16_t *now, *next;
};

static struct rows make_rows(struct winnow_arena *arena, uint32_t n_blocks)
{
    enum { BEFORE = WINNOW_NET_REACH_MOST, BEHIND = BEFORE + ROWS };
    size_t row_bytes = CHANNELS * sizeof(int16_t);
    size_t n = (size_t)BEFORE + n_blocks + BEHIND;
    int16_t *rows = winnow_arena_alloc(arena, 2 * n * row_bytes);
    int16_t *more = rows + n * CHANNELS;
    size_t behind = ((size_t)BEFORE + n_blocks) * CHANNELS;

    memset(rows, 0, BEFORE * row_bytes);
    memset(rows + behind, 0, BEHIND * row_bytes);
    memset(more, 0, BEFORE * row_bytes);
    memset(more + behind, 0, BEHIND * row_bytes);
    return (struct rows){rows + (size_t)BEFORE * CHANNELS,
                         more + (size_t)BEFORE * CHANNELS};
}

void WINNOW_NET_RUN(const struct winnow_net *net,
                    const struct winnow_net_input *input,
                    struct winnow_arena *arena, int16_t *outputs)
{
    struct winnow_arena_mark mark = winnow_arena_mark(arena);
    struct rows rows = make_rows(arena, input->n_blocks);
    int16_t added[CHANNELS];

    run_first(net, input, rows.now);
    describe_page(net, input, rows.now, added);
    add_page(added, input->n_blocks, rows.now);
    for (int k = 0; k < WINNOW_NET_N_CONVS; k++) {
        if (k == WINNOW_NET_N_BEFORE)
            run_pools(net, input, arena, rows.now);
        run_conv(&net->convs[k], input->n_blocks, rows.now, rows.next);
        rows = (struct rows){rows.next, rows.now};
    }
    run_out(net, input->n_blocks, rows.now, outputs);
    winnow_arena_release(arena, mark);
}

/* Runs the labeller's net; see net.h. Built with -O3, and where the machine may
 * have wider registers a second time for those (meson.build), under the name
 * that WINNOW_NET_RUN gives; net_choose.c takes one of them. Sums of integers
 * are the same in any order. */
#include "label/net.h"

#include <stdbool.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

#define INLINED static inline __attribute__((always_inline))

/* Sums of 32 bits in a register, and the pairs of numbers that go into them. */
#if defined(__AVX2__)
#define REGISTER_BYTES 32
#else
#define REGISTER_BYTES 16
#endif
typedef int32_t sums_register __attribute__((vector_size(REGISTER_BYTES)));
typedef int16_t pairs_register __attribute__((vector_size(REGISTER_BYTES)));

enum {
    CHANNELS = WINNOW_NET_PADDED(WINNOW_NET_CHANNELS), /* those behind are 0 */
    POOLED = WINNOW_NET_POOLED,
    HALF = WINNOW_NET_WIDTH / 2,
    TAPS = (WINNOW_NET_WIDTH + 1) / 2 * 2,
    LANES = REGISTER_BYTES / sizeof(int32_t),
    ROUND_SHIFT_MIN = 1,
    WINDOW_SLOTS = 32 /* a power of two, above twice the reach */
};
_Static_assert(WINDOW_SLOTS > 2 * WINNOW_NET_REACH_MOST, "slots");
_Static_assert(WINNOW_NET_LANES % LANES == 0 && CHANNELS % (2 * LANES) == 0,
               "lanes");

/* ---- layers -------------------------------------------------------------- */

/* In each lane the sum of two products. */
INLINED sums_register multiply_pairs(pairs_register a, pairs_register b)
{
#if defined(__AVX2__)
    return (sums_register)_mm256_madd_epi16((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
    return (sums_register)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
    sums_register sums;

    for (int i = 0; i < LANES; i++)
        sums[i] = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
    return sums;
#endif
}

/* The first half of two registers, number by number in turn, or the second. */
INLINED pairs_register interleave(pairs_register a, pairs_register b,
                                  bool second)
{
#if defined(__AVX2__)
    __m256i low = _mm256_unpacklo_epi16((__m256i)a, (__m256i)b);
    __m256i high = _mm256_unpackhi_epi16((__m256i)a, (__m256i)b);

    return (pairs_register)(second
                                ? _mm256_permute2x128_si256(low, high, 0x31)
                                : _mm256_permute2x128_si256(low, high, 0x20));
#elif defined(__SSE2__)
    return (pairs_register)(second
                                ? _mm_unpackhi_epi16((__m128i)a, (__m128i)b)
                                : _mm_unpacklo_epi16((__m128i)a, (__m128i)b));
#else
    pairs_register pairs;

    for (int i = 0; i < LANES; i++) {
        pairs[2 * i] = a[(second ? LANES : 0) + i];
        pairs[2 * i + 1] = b[(second ? LANES : 0) + i];
    }
    return pairs;
#endif
}

INLINED pairs_register load_pairs(const int16_t *numbers)
{
    pairs_register pairs;

    memcpy(&pairs, numbers, sizeof pairs);
    return pairs;
}

/* Adds the products of a layer: two inputs at a time to all outputs. n_out,
 * which must be a constant, is a multiple of WINNOW_NET_LANES; `in` has an even
 * number of readable inputs. Where many inputs are 0, `sparse` passes over
 * them. */
INLINED void add_products(const struct winnow_net_layer *layer, int n_in,
                          int n_out, const int16_t *restrict in, bool sparse,
                          int32_t *restrict sums)
{
    sums_register held[CHANNELS / LANES];
    const int16_t *weights = layer->weights;

    memcpy(held, sums, (size_t)n_out * sizeof *sums);
    for (int i = 0; i < n_in; i += 2, weights += 2 * n_out) {
        pairs_register pair;
        int32_t both;
        memcpy(&both, in + i, sizeof both);
        if (sparse && both == 0)
            continue;
        pair = (pairs_register)((sums_register){0} + both);
        for (int k = 0; k < n_out / LANES; k++)
            held[k] +=
                multiply_pairs(pair, load_pairs(weights + 2 * LANES * k));
    }
    memcpy(sums, held, (size_t)n_out * sizeof *sums);
}

/* A sum brought to the scale of values, not negative. */
INLINED int16_t rectified(int32_t sum, int shift)
{
    int32_t value = sum > 0 ? sum : 0;

    value = (value + (1 << (shift - ROUND_SHIFT_MIN))) >> shift;
    return (int16_t)(value < WINNOW_NET_MOST ? value : WINNOW_NET_MOST);
}

/* A sum brought to the scale of values, rounded from zero's side. */
INLINED int16_t scaled(int32_t sum, int shift)
{
    int32_t value = sum + (1 << (shift - ROUND_SHIFT_MIN));

    value = value < 0 ? -(-value >> shift) : value >> shift;
    value = value < -WINNOW_NET_MOST ? -WINNOW_NET_MOST : value;
    return (int16_t)(value < WINNOW_NET_MOST ? value : WINNOW_NET_MOST);
}

INLINED void rectify_all(const int32_t *restrict sums, int shift, int n,
                         int16_t *restrict out)
{
    for (int o = 0; o < n; o++)
        out[o] = rectified(sums[o], shift);
}

INLINED void run_dense(const struct winnow_net_layer *layer, int n_in,
                       int n_out, const int16_t *restrict in, bool sparse,
                       int16_t *restrict out)
{
    int32_t sums[CHANNELS];

    memcpy(sums, layer->bias, (size_t)n_out * sizeof *sums);
    add_products(layer, n_in, n_out, in, sparse, sums);
    rectify_all(sums, layer->shift, n_out, out);
}

INLINED void dense(const struct winnow_net_layer *layer, int n_in, int n_out,
                   const int16_t *restrict in, int16_t *restrict out)
{
    run_dense(layer, n_in, n_out, in, false, out);
}

/* Of numbers that are not negative: their sums fit in 16 bits. */
INLINED void add_rectified(int16_t *restrict values,
                           const int16_t *restrict more, int n)
{
    for (int i = 0; i < n; i++) {
        int16_t sum = (int16_t)(values[i] + more[i]);
        values[i] = sum < WINNOW_NET_MOST ? sum : WINNOW_NET_MOST;
    }
}
_Static_assert(2 * WINNOW_NET_MOST <= INT16_MAX, "sums");

/* ---- blocks -------------------------------------------------------------- */

static void run_first(const struct winnow_net *net,
                      const struct winnow_net_input *input, int16_t *values)
{
    uint8_t row[WINNOW_NET_ROW_MOST];
    int16_t wide[WINNOW_NET_ROW_MOST] = {0};

    for (size_t i = 0; i < input->n_blocks; i++) {
        input->row(input->view, (uint32_t)i, row);
        for (int k = 0; k < net->n_features; k++)
            wide[k] = row[k];
        run_dense(&net->first, net->n_features, CHANNELS, wide, true,
                  values + i * CHANNELS);
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

/* What the kind of page adds to every block's channels, before rectifying. */
static void describe_page(const struct winnow_net *net,
                          const struct winnow_net_input *input,
                          const int16_t *values, int32_t *added)
{
    int16_t summary[WINNOW_NET_SUMMARY_MOST] = {0};
    int16_t means[CHANNELS], page[WINNOW_NET_PAGE];
    int32_t sums[WINNOW_NET_PAGE];

    for (int k = 0; k < net->n_summary; k++)
        summary[k] = (int16_t)(input->summary[k] * 4); /* 1/64 to 1/256 */
    find_means(values, input->n_blocks, means);
    memcpy(sums, net->page_summary.bias, sizeof sums);
    add_products(&net->page_summary, net->n_summary, WINNOW_NET_PAGE, summary,
                 false, sums);
    add_products(&net->page_mean, WINNOW_NET_CHANNELS, WINNOW_NET_PAGE, means,
                 false, sums);
    rectify_all(sums, net->page_summary.shift, WINNOW_NET_PAGE, page);
    memcpy(added, net->page_to.bias, CHANNELS * sizeof *added);
    add_products(&net->page_to, WINNOW_NET_PAGE, CHANNELS, page, false, added);
}

static void add_page(const struct winnow_net *net, const int32_t *added,
                     uint32_t n_blocks, int16_t *values)
{
    int shift = net->page_to.shift;

    for (size_t i = 0; i < n_blocks; i++)
        for (int c = 0; c < CHANNELS; c++) {
            int16_t *value = &values[i * CHANNELS + (size_t)c];
            *value = rectified(added[c] + ((int32_t)*value << shift), shift);
        }
}

/* The rows before a block as they were before the layer changed them, the
 * newest last. */
struct window {
    int16_t rows[WINDOW_SLOTS][CHANNELS]; /* of block i: i modulo slots */
};

/* The sums over a block's neighbours, channel by channel; `rows`: WIDTH of them
 * and, where that is odd, one of zeros. */
INLINED void add_neighbours(const struct winnow_net_conv *conv,
                            const int16_t *const rows[TAPS], int32_t *sums)
{
    for (int c = 0; c < CHANNELS; c += 2 * LANES) {
        sums_register first = {0}, second = {0};
        for (int k = 0; k < TAPS; k += 2) {
            const int16_t *weights = conv->deep + k * CHANNELS + 2 * c;
            pairs_register a = load_pairs(rows[k] + c);
            pairs_register b = load_pairs(rows[k + 1] + c);
            first +=
                multiply_pairs(interleave(a, b, false), load_pairs(weights));
            second += multiply_pairs(interleave(a, b, true),
                                     load_pairs(weights + 2 * LANES));
        }
        memcpy(sums + c, &first, sizeof first);
        memcpy(sums + c + LANES, &second, sizeof second);
    }
}

INLINED void conv_block(const struct winnow_net_conv *conv,
                        const struct window *window, uint32_t i, uint32_t n,
                        int16_t *values)
{
    static const int16_t zeros[CHANNELS];
    const int16_t *rows[TAPS];
    int32_t sums[CHANNELS];
    int16_t deep[CHANNELS], more[CHANNELS];

    for (int k = 0; k < WINNOW_NET_WIDTH; k++) {
        /* below 0 it is beyond all blocks */
        uint32_t at = i + (uint32_t)(k - HALF) * conv->dilation;
        rows[k] = at < n ? window->rows[at % WINDOW_SLOTS] : zeros;
    }
    for (int k = WINNOW_NET_WIDTH; k < TAPS; k++)
        rows[k] = zeros;
    add_neighbours(conv, rows, sums);
    for (int c = 0; c < CHANNELS; c++)
        deep[c] = scaled(sums[c], conv->deep_shift);
    dense(&conv->point, WINNOW_NET_CHANNELS, CHANNELS, deep, more);
    add_rectified(values + (size_t)i * CHANNELS, more, CHANNELS);
}

static void run_conv(const struct winnow_net_conv *conv, uint32_t n,
                     int16_t *values)
{
    struct window window;
    uint32_t reach = HALF * (uint32_t)conv->dilation, next = 0;

    for (uint32_t i = 0; i < n; i++) {
        for (; next < n && next <= i + reach; next++)
            memcpy(window.rows[next % WINDOW_SLOTS],
                   values + (size_t)next * CHANNELS, sizeof window.rows[0]);
        conv_block(conv, &window, i, n, values);
    }
}

/* ---- pools --------------------------------------------------------------- */

struct pools {
    uint64_t *before;  /* [n_blocks + 1][POOLED]: sums over the blocks before */
    uint64_t *shapes;  /* [n_blocks][POOLED]: sums over a shape's blocks */
    uint32_t *n_shape; /* [n_blocks]: blocks of a shape */
};

static void fill_pools(const struct winnow_net *net,
                       const struct winnow_net_input *input,
                       const int16_t *values, struct pools *pools)
{
    for (size_t i = 0; i < input->n_blocks; i++) {
        size_t shape = input->shape(input->view, (uint32_t)i);
        int16_t pooled[POOLED];
        dense(&net->to_pool, WINNOW_NET_CHANNELS, POOLED, values + i * CHANNELS,
              pooled);
        pools->n_shape[shape]++;
        for (size_t c = 0; c < POOLED; c++) {
            uint64_t value = (uint64_t)pooled[c];
            pools->before[(i + 1) * POOLED + c] =
                pools->before[i * POOLED + c] + value;
            pools->shapes[shape * POOLED + c] += value;
        }
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

    for (int c = 0; c < POOLED; c++) {
        uint64_t sum = sums[c] - less[c];
        means[c] = (int16_t)(n > MEAN_BLOCKS_MOST ? sum / n
                                                  : sum * factor >> MEAN_SHIFT);
    }
}

/* The means of one block; of the block before, those that are of the same
 * blocks. */
struct pool_means {
    struct winnow_net_range ranges[WINNOW_NET_RANGES]; /* empty at first */
    int16_t means[WINNOW_NET_POOLS * POOLED];
};

static void read_pools(const struct winnow_net_input *input,
                       const struct pools *pools, uint32_t i,
                       struct pool_means *at)
{
    static const uint64_t zeros[POOLED];
    struct winnow_net_range ranges[WINNOW_NET_RANGES];
    size_t shape = input->shape(input->view, i);

    input->ranges(input->view, i, ranges);
    for (int k = 0; k < WINNOW_NET_RANGES; k++) {
        const uint64_t *first =
            pools->before + (size_t)ranges[k].first * POOLED;
        const uint64_t *end = pools->before + (size_t)ranges[k].end * POOLED;
        if (ranges[k].first == at->ranges[k].first &&
            ranges[k].end == at->ranges[k].end)
            continue;
        at->ranges[k] = ranges[k];
        find_means_of(end, first, ranges[k].end - ranges[k].first,
                      at->means + k * POOLED);
    }
    find_means_of(pools->shapes + shape * POOLED, zeros, pools->n_shape[shape],
                  at->means + WINNOW_NET_RANGES * POOLED);
}

static void add_pools(const struct winnow_net *net,
                      const struct winnow_net_input *input,
                      const struct pools *pools, int16_t *values)
{
    struct pool_means at = {.ranges = {{0, 0}}};
    int16_t more[CHANNELS];

    for (uint32_t i = 0; i < input->n_blocks; i++) {
        read_pools(input, pools, i, &at);
        dense(&net->from_pool, WINNOW_NET_POOLS * POOLED, CHANNELS, at.means,
              more);
        add_rectified(values + (size_t)i * CHANNELS, more, CHANNELS);
    }
}

static void run_pools(const struct winnow_net *net,
                      const struct winnow_net_input *input,
                      struct winnow_arena *arena, int16_t *values)
{
    size_t n = input->n_blocks;
    struct pools pools = {
        winnow_arena_calloc(arena, (n + 1) * POOLED, sizeof *pools.before),
        winnow_arena_calloc(arena, n * POOLED, sizeof *pools.shapes),
        winnow_arena_calloc(arena, n, sizeof *pools.n_shape)};

    fill_pools(net, input, values, &pools);
    add_pools(net, input, &pools, values);
}

/* ---- the whole ----------------------------------------------------------- */

static void run_out(const struct winnow_net *net, uint32_t n_blocks,
                    const int16_t *values, int16_t *outputs)
{
    int16_t hidden[WINNOW_NET_HIDDEN];

    for (size_t i = 0; i < n_blocks; i++) {
        int32_t sums[WINNOW_NET_OUTPUTS];
        dense(&net->hidden, WINNOW_NET_CHANNELS, WINNOW_NET_HIDDEN,
              values + i * CHANNELS, hidden);
        memcpy(sums, net->out.bias, sizeof sums);
        add_products(&net->out, WINNOW_NET_HIDDEN, WINNOW_NET_OUTPUTS, hidden,
                     false, sums);
        for (int o = 0; o < WINNOW_NET_OUTPUTS; o++)
            outputs[i * WINNOW_NET_OUTPUTS + (size_t)o] =
                scaled(sums[o], net->out.shift);
    }
}

void WINNOW_NET_RUN(const struct winnow_net *net,
                    const struct winnow_net_input *input,
                    struct winnow_arena *arena, int16_t *outputs)
{
    struct winnow_arena_mark mark = winnow_arena_mark(arena);
    int16_t *values = winnow_arena_alloc(arena, (size_t)input->n_blocks *
                                                    CHANNELS * sizeof *values);
    int32_t added[CHANNELS];

    run_first(net, input, values);
    describe_page(net, input, values, added);
    add_page(net, added, input->n_blocks, values);
    for (int k = 0; k < WINNOW_NET_N_BEFORE; k++)
        run_conv(&net->convs[k], input->n_blocks, values);
    run_pools(net, input, arena, values);
    for (int k = WINNOW_NET_N_BEFORE; k < WINNOW_NET_N_CONVS; k++)
        run_conv(&net->convs[k], input->n_blocks, values);
    run_out(net, input->n_blocks, values, outputs);
    winnow_arena_release(arena, mark);
}

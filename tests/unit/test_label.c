/* The labeller: the net's integers against a reference that says the same more
 * plainly (tools/train/reference.py), and the choice of what is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../src/chain.h"
#include "../../src/label/choose.c"
#include "../../src/label/features.h"
#include "../../src/label/rows.h"
#include "../../src/label/weights.h"
#include "../../src/shape.h"
#include "label_vectors.h"

enum { SEEDS = 8, BLOCKS_MOST = 64 };

/* ---- the net --------------------------------------------------------------
 */

static uint32_t state;

/* xorshift32 (Marsaglia 2003), as in reference.py. */
static uint32_t below(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % n;
}

struct made_up {
    uint32_t n;
    uint8_t rows[BLOCKS_MOST][WINNOW_NET_ROW_MOST];
    struct winnow_net_range ranges[BLOCKS_MOST][WINNOW_NET_RANGES];
    uint32_t shapes[BLOCKS_MOST];
    uint8_t summary[WINNOW_NET_SUMMARY_MOST];
};

static void make_up(struct made_up *made, const struct winnow_net *net,
                    uint32_t seed)
{
    state = seed;
    made->n = 1 + below(60);
    for (uint32_t i = 0; i < made->n; i++) {
        for (int k = 0; k < net->n_features; k++) {
            uint32_t value = below(256);
            made->rows[i][k] = below(3) == 0 ? (uint8_t)value : 0;
        }
        for (int k = 0; k < WINNOW_NET_RANGES; k++) {
            made->ranges[i][k].first = below(i + 1);
            made->ranges[i][k].end = i + 1 + below(made->n - i);
        }
        made->shapes[i] = below(made->n);
    }
    for (int k = 0; k < net->n_summary; k++)
        made->summary[k] = (uint8_t)below(256);
}

static void give_row(const void *view, uint32_t i, uint8_t *row)
{
    const struct made_up *made = view;

    memcpy(row, made->rows[i], winnow_page_net.n_features);
}

static void give_ranges(const void *view, uint32_t i,
                        struct winnow_net_range ranges[WINNOW_NET_RANGES])
{
    const struct made_up *made = view;

    memcpy(ranges, made->ranges[i], sizeof made->ranges[i]);
}

static uint32_t give_shape(const void *view, uint32_t i)
{
    return ((const struct made_up *)view)->shapes[i];
}

/* `expected`: the outputs of all seeds, `n_expected` numbers. */
static void check_net(winnow_net_runner *run, const struct winnow_net *net,
                      const int16_t *expected, size_t n_expected)
{
    static struct made_up made;
    static int16_t outputs[BLOCKS_MOST * WINNOW_NET_OUTPUTS];
    const int16_t *end = expected + n_expected;
    struct winnow_arena arena;

    winnow_arena_init(&arena);
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        struct winnow_net_input input;
        size_t n;
        make_up(&made, net, seed);
        input = (struct winnow_net_input){
            made.n, &made, give_row, give_ranges, give_shape, made.summary};
        n = (size_t)made.n * WINNOW_NET_OUTPUTS;
        run(net, &input, &arena, outputs);
        assert_true(n <= (size_t)(end - expected));
        assert_memory_equal(outputs, expected, n * sizeof *outputs);
        expected += n;
    }
    assert_ptr_equal(expected, end);
    winnow_arena_free(&arena);
}

static void check_nets(winnow_net_runner *run)
{
    check_net(run, &winnow_page_net, page_outputs,
              sizeof page_outputs / sizeof *page_outputs);
    check_net(run, &winnow_capture_net, capture_outputs,
              sizeof capture_outputs / sizeof *capture_outputs);
}

winnow_net_runner winnow_net_run_portable; /* tests/meson.build */

static void test_nets_equal_reference(void **unused)
{
    (void)unused;
    check_nets(winnow_net_run_portable);
    check_nets(winnow_net_run_plain);
    check_nets(winnow_net_choose());
}

/* The tables were made for the rows that the program makes. */
static void test_nets_fit_features(void **unused)
{
    (void)unused;
    assert_int_equal(winnow_page_net.n_features, WINNOW_N_PAGE_FEATURES);
    assert_int_equal(winnow_page_net.n_summary, WINNOW_N_PAGE_SUMMARIES);
    assert_int_equal(winnow_capture_net.n_features, WINNOW_N_CAPTURE_FEATURES);
    assert_int_equal(winnow_capture_net.n_summary, WINNOW_N_CAPTURE_SUMMARIES);
}

/* ---- scales ---------------------------------------------------------------
 */

static void test_scales(void **unused)
{
    (void)unused;
    assert_int_equal(winnow_scale_log(0), 0);
    assert_int_equal(winnow_scale_log(1), 16);
    assert_int_equal(winnow_scale_log(3), 32);
    assert_int_equal(winnow_scale_log(255), 128);
    assert_int_equal(winnow_scale_log(UINT64_MAX / 2), 255);
    for (uint64_t n = 1; n < 70000; n++)
        assert_true(winnow_scale_log(n) >= winnow_scale_log(n - 1));
    assert_int_equal(winnow_scale_share(0, 0), 0);
    assert_int_equal(winnow_scale_share(1, 2), 127);
    assert_int_equal(winnow_scale_share(5, 4), 255);
}

static void test_likelihood(void **unused)
{
    (void)unused;
    assert_int_equal(winnow_likelihood(0), 500);
    assert_int_equal(winnow_likelihood(256), 731);
    assert_int_equal(winnow_likelihood(-256), 269);
    assert_int_equal(winnow_likelihood(32767), 1000);
    assert_int_equal(winnow_likelihood(-32767), 0);
    for (int32_t x = -3000; x < 3000; x++) {
        assert_true(winnow_likelihood(x + 1) >= winnow_likelihood(x));
        assert_int_equal(winnow_likelihood(x) + winnow_likelihood(-x), 1000);
    }
}

/* ---- the choice -----------------------------------------------------------
 */

static void test_sure_page(void **unused)
{
    struct winnow_choice choice = {.words = {[990] = 500, [10] = 400}};

    (void)unused;
    assert_int_equal(winnow_choose(&choice, 100), 990);
}

/* Something of a page in doubt is kept; of one without hope nothing is. */
static void test_doubtful_pages(void **unused)
{
    struct winnow_choice doubtful = {.words = {[200] = 300, [31] = 300}};
    struct winnow_choice hopeless = {.words = {[20] = 300}};
    struct winnow_choice nothing = {.words = {0}};

    (void)unused;
    assert_int_equal(winnow_choose(&doubtful, 100), 200);
    assert_int_equal(winnow_choose(&hopeless, 100), 1001);
    assert_int_equal(winnow_choose(&nothing, 100), 1001);
}

/* More recall never keeps less; and the choice is the best of all. */
static void test_choice_is_best(void **unused)
{
    (void)unused;
    for (uint32_t seed = 1; seed < 200; seed++) {
        struct winnow_choice choice = {.kept_words = 0};
        uint64_t expected = 0, most = 0, kept = 0, hit = 0;
        uint32_t border;
        state = seed;
        for (int k = 0; k < 20; k++)
            choice.words[30 + below(971)] += 1 + below(100);
        for (uint32_t p = 0; p <= 1000; p++)
            expected += choice.words[p] * p;
        border = winnow_choose(&choice, 100);
        for (uint32_t p = 1000; p > 0; p--) {
            kept += choice.words[p];
            hit += choice.words[p] * p;
            if (hit * 1000000 / (kept * 1000 + expected) > most)
                most = hit * 1000000 / (kept * 1000 + expected);
            if (p == border)
                assert_true(hit * 1000000 / (kept * 1000 + expected) >= most);
        }
        assert_true(winnow_choose(&choice, 400) <= border);
        assert_true(winnow_choose(&choice, 25) >= border);
    }
}

/* ---- captures --------------------------------------------------------------
 */

#define LONG_LINE_A                                                            \
    "Alva Brenn, who has kept the bell of the harbour for thirty years, says " \
    "that the fog of this spring was the longest she has seen, and that no "   \
    "boat was lost in it because the bell was rung by hand day and night.\n"
#define LONG_LINE_B                                                            \
    "The council of Norvik has promised to pay for a horn that sounds by "     \
    "itself, but the money went to the crane, which has stood still since "    \
    "the day it was put up, and to the pier that leads nowhere.\n"
#define LONG_LINE_C                                                            \
    "The harbour office, asked about it on Friday, said only that the matter " \
    "was being looked into, that the horn had been ordered from abroad, and "  \
    "that it would be there before the autumn storms begin.\n"

/* Runs a capture and says of every block "+" or "-" and its first words. */
static void expect_kept(const char *capture, const char *expected)
{
    winnow_options *options;
    winnow_chain *chain;
    const winnow_result *result;
    struct winnow_input input = {.bytes = capture,
                                 .length_bytes = strlen(capture),
                                 .from = WINNOW_FROM_TEXT};
    char all[4096] = "";
    size_t used = 0;

    assert_int_equal(winnow_options_new(&options), WINNOW_OK);
    assert_int_equal(winnow_chain_new(options, &chain), WINNOW_OK);
    assert_int_equal(winnow_chain_run(chain, &input, &result), WINNOW_OK);
    for (size_t i = 0; i < winnow_result_n_blocks(result); i++) {
        struct winnow_block_info block = winnow_result_block(result, i);
        int n = block.length_bytes < 12 ? (int)block.length_bytes : 12;
        assert_in_range(block.score, 0, 1000);
        used += (size_t)snprintf(all + used, sizeof all - used, "%c %.*s\n",
                                 block.kept ? '+' : '-', n, block.text);
    }
    assert_string_equal(all, expected);
    winnow_chain_free(chain);
    winnow_options_free(options);
}

static void test_prose_between_lists(void **unused)
{
    (void)unused;
    expect_kept("  \u2022 Home\n  \u2022 Boats\n  \u2022 Cranes\n"
                "  \u2022 Piers\n  \u2022 Tides\n"
                "\n" LONG_LINE_A "\n"
                "\u201cNobody thanked me.\u201d\n"
                "\n" LONG_LINE_B "\n"
                "The horn\n"
                "\n" LONG_LINE_C "\n"
                "  \u2022 Imprint\n  \u2022 Contact\n  \u2022 Jobs\n",
                "- Home\n- Boats\n- Cranes\n- Piers\n- Tides\n"
                "+ Alva Brenn, \n"
                "+ \u201cNobody th\n"
                "+ The council \n"
                "+ The horn\n"
                "+ The harbour \n"
                "- Imprint\n- Contact\n- Jobs\n");
}

static void test_clean_capture_stays_whole(void **unused)
{
    (void)unused;
    expect_kept("The bell of Norvik\n"
                "\n" LONG_LINE_A "\n" LONG_LINE_B "\n" LONG_LINE_C "\n"
                "Alva Brenn\n",
                "+ The bell of \n"
                "+ Alva Brenn, \n"
                "+ The council \n"
                "+ The harbour \n"
                "+ Alva Brenn\n");
}

static uint32_t shared(const struct winnow_word_set *set, const char *text,
                       uint32_t *n)
{
    return winnow_word_set_count_text(set, winnow_view_of(text), n);
}

static void test_pairs_of_words(void **unused)
{
    struct winnow_arena arena;
    struct winnow_word_set set;
    uint32_t n;

    (void)unused;
    winnow_arena_init(&arena);
    winnow_word_set_open(&set, &arena, 64);
    set.pairs = true;
    winnow_word_set_add(&set, winnow_view_of("The ferry crossed the sound."));
    assert_int_equal(set.n, 4);
    assert_int_equal(shared(&set, "ferry crossed the sound today", &n), 3);
    assert_int_equal(n, 4);
    assert_int_equal(shared(&set, "sound the crossed ferry", &n), 0);
    assert_int_equal(n, 3);
    assert_int_equal(shared(&set, "ferry", &n), 0);
    assert_int_equal(n, 0);
    winnow_arena_free(&arena);
}

/* The column SAID of the block that ends a page. */
static uint8_t said_of_last(const char *html)
{
    winnow_options *options;
    winnow_chain *chain;
    const winnow_result *result;
    struct winnow_input input = {
        .bytes = html, .length_bytes = strlen(html), .from = WINNOW_FROM_HTML};
    struct winnow_document *document;
    uint8_t row[WINNOW_NET_ROW_MOST];

    assert_int_equal(winnow_options_new(&options), WINNOW_OK);
    assert_int_equal(winnow_chain_new(options, &chain), WINNOW_OK);
    assert_int_equal(winnow_chain_run(chain, &input, &result), WINNOW_OK);
    document = (struct winnow_document *)(uintptr_t)&result->document;
    winnow_page_subject.row(winnow_page_subject.look(document),
                            document->n_blocks - 1, row);
    winnow_chain_free(chain);
    winnow_options_free(options);
    return row[WINNOW_PAGE_SAID];
}

#define LD(json)                                                               \
    "<html><script type='application/ld+json'>" json "</script><p>a</p>"       \
    "<p>The ferry crossed the sound before noon</p></html>"

static void test_said_in_json_ld(void **unused)
{
    (void)unused;
    assert_int_equal(said_of_last(LD("{}")), 0);
    assert_int_equal(
        said_of_last(LD("{\"articleBody\" :\n \"She \\\"said\\\": The ferry "
                        "crossed the sound before noon. Then\"}")),
        255);
    assert_int_equal(
        said_of_last(LD("{\"name\":\"The ferry crossed the sound before "
                        "noon\",\"text\":[\"crossed\"]}")),
        0);
    assert_in_range(
        said_of_last(LD("[{\"text\":\"the ferry\"},{\"description\":"
                        "\"crossed the sound\"}, {\"text\":\"before")),
        1, 254);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nets_equal_reference),
        cmocka_unit_test(test_nets_fit_features),
        cmocka_unit_test(test_scales),
        cmocka_unit_test(test_likelihood),
        cmocka_unit_test(test_sure_page),
        cmocka_unit_test(test_doubtful_pages),
        cmocka_unit_test(test_choice_is_best),
        cmocka_unit_test(test_prose_between_lists),
        cmocka_unit_test(test_clean_capture_stays_whole),
        cmocka_unit_test(test_pairs_of_words),
        cmocka_unit_test(test_said_in_json_ld),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

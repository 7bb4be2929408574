/* The public interface, as a caller uses it: one document whole or in pieces,
 * its fields, blocks and diagnostics, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "winnow.h"

static const char PAGE[] =
    "<html lang=en><title>The ferry sails in winter</title><body>"
    "<nav><ul><li><a href=/>Home</a></ul></nav>"
    "<article><h1>The ferry sails in winter</h1><p>The ferry that ties the "
    "point to the mainland will sail all winter, the harbour board decided "
    "on Monday evening.</p></article></body></html>";

static winnow_chain *new_chain(const char *name, const char *value)
{
    winnow_options *options = NULL;
    winnow_chain *chain = NULL;

    assert_int_equal(winnow_options_new(&options), WINNOW_OK);
    if (name != NULL)
        assert_int_equal(winnow_options_set(options, name, value), WINNOW_OK);
    assert_int_equal(winnow_chain_new(options, &chain), WINNOW_OK);
    winnow_options_free(options);
    return chain;
}

static void pieces_give_what_the_whole_gives(void **state)
{
    struct winnow_input whole = {.bytes = PAGE,
                                 .length_bytes = sizeof PAGE - 1};
    struct winnow_input rest = {0};
    winnow_chain *chain = new_chain(NULL, NULL), *fed = new_chain(NULL, NULL);
    const winnow_result *a, *b;
    const char *text, *again;
    size_t length, n;

    (void)state;
    assert_int_equal(winnow_chain_run(chain, &whole, &a), WINNOW_OK);
    text = winnow_result_render(a, WINNOW_TO_JSONL, &length);
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < sizeof PAGE - 1; i++)
            assert_int_equal(winnow_chain_feed(fed, PAGE + i, 1), WINNOW_OK);
        assert_int_equal(winnow_chain_finish(fed, &rest, &b), WINNOW_OK);
        again = winnow_result_render(b, WINNOW_TO_JSONL, &n);
        assert_int_equal(n, length);
        assert_memory_equal(again, text, n);
    }
    winnow_chain_free(chain);
    winnow_chain_free(fed);
}

static void blocks_and_fields(void **state)
{
    struct winnow_input input = {.bytes = PAGE,
                                 .length_bytes = sizeof PAGE - 1};
    winnow_chain *chain = new_chain(NULL, NULL);
    const winnow_result *result;
    size_t length, n_kept = 0;

    (void)state;
    assert_int_equal(winnow_chain_run(chain, &input, &result), WINNOW_OK);
    winnow_result_render(result, WINNOW_TO_TEXT, &length);
    for (size_t i = 0; i < winnow_result_n_blocks(result); i++) {
        struct winnow_block_info block = winnow_result_block(result, i);
        assert_true(block.n_ranges > 0);
        assert_true(block.ranges[0].end <= sizeof PAGE - 1);
        assert_true(block.kept == (block.output.end > block.output.start));
        n_kept += block.kept;
    }
    assert_int_equal(n_kept, 2);
    assert_string_equal(winnow_result_field(result, "title"),
                        "The ferry sails in winter");
    assert_string_equal(winnow_result_field(result, "language"), "en");
    assert_string_equal(winnow_result_field(result, "format"), "html");
    assert_string_equal(winnow_result_field(result, "no such field"), "");
    assert_int_equal(winnow_result_diagnostic(result, "binary"), 0);
    winnow_chain_free(chain);
}

static void too_large_is_refused(void **state)
{
    struct winnow_input input = {.bytes = PAGE,
                                 .length_bytes = sizeof PAGE - 1};
    winnow_chain *chain = new_chain("max-document", "100");
    const winnow_result *result;

    (void)state;
    assert_int_equal(winnow_chain_run(chain, &input, &result), WINNOW_OK);
    assert_string_equal(winnow_result_field(result, "refused"),
                        "body-too-large");
    assert_int_equal(winnow_result_diagnostic(result, "body-too-large"), 1);
    assert_int_equal(winnow_result_n_blocks(result), 0);
    assert_int_equal(winnow_chain_feed(chain, PAGE, 101), WINNOW_ERR_USE);
    winnow_chain_free(chain);
}

/* What a page without text of its own says by its script. */
static const char DRAWN[] =
    "<title>The ferry sails in winter</title>"
    "<script type='application/ld+json'>{\"articleBody\":\"The ferry that ties "
    "the point to the mainland will sail all winter for the first time in "
    "nine years, the harbour board decided on Monday evening.\\nTwo boats "
    "will share the crossing: one goes at seven in the morning and comes back "
    "at dusk, the other waits in the harbour for days on which the first "
    "cannot leave.\"}</script><body><h1>The ferry sails in winter</h1>"
    "<div id=root></div>";

static void check_drawn(const char *name, const char *value, size_t n_added)
{
    struct winnow_input input = {.bytes = DRAWN,
                                 .length_bytes = sizeof DRAWN - 1};
    winnow_chain *chain = new_chain(name, value);
    const winnow_result *result;
    size_t n = 0;

    assert_int_equal(winnow_chain_run(chain, &input, &result), WINNOW_OK);
    for (size_t i = 0; i < winnow_result_n_blocks(result); i++)
        n += strcmp(winnow_result_block(result, i).filter, "data") == 0;
    assert_int_equal(n, n_added);
    winnow_chain_free(chain);
}

static void text_of_scripts_is_added(void **state)
{
    (void)state;
    check_drawn(NULL, NULL, 2);
    check_drawn("filters", "-data", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_give_what_the_whole_gives),
        cmocka_unit_test(blocks_and_fields),
        cmocka_unit_test(text_of_scripts_is_added),
        cmocka_unit_test(too_large_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

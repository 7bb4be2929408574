/* Options: every row of the table can be set, bad values are refused in one
 * line and change nothing, and what they come to together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

#include "filter.h"
#include "options.h"

static int setup(void **state)
{
    winnow_options *options;

    if (winnow_options_new(&options) != WINNOW_OK)
        return -1;
    *state = options;
    return 0;
}

static int teardown(void **state)
{
    winnow_options_free(*state);
    return 0;
}

static void set(winnow_options *options, const char *name, const char *value)
{
    assert_int_equal(winnow_options_set(options, name, value), WINNOW_OK);
}

static void assert_refused(winnow_options *options, const char *name,
                           const char *value, const char *error)
{
    assert_int_equal(winnow_options_set(options, name, value),
                     WINNOW_ERR_OPTION);
    assert_string_equal(winnow_options_error(options), error);
}

static void assert_config(const winnow_options *options, const char *config,
                          bool equal)
{
    char digits[17];

    winnow_options_config(options, digits);
    assert_int_equal(strlen(digits), 16);
    assert_int_equal(strspn(digits, "0123456789abcdef"), 16);
    assert_int_equal(strcmp(digits, config) == 0, equal);
}

static void defaults(void **state)
{
    const winnow_options *options = *state;

    assert_int_equal(options->from, WINNOW_INPUT_AUTO);
    assert_string_equal(options->field, "html");
    assert_int_equal(options->max_document_bytes, 64 << 20);
    assert_int_equal(options->max_memory_bytes, 1 << 30);
    assert_int_equal(options->compression, WINNOW_COMPRESS_BY_NAME);
    assert_null(options->output);
    assert_true(options->filter_on[0]);
}

/* No row of options.def is without a function: none answers "no option". */
static void every_row_is_known(void **state)
{
    size_t n;
    const struct winnow_option_info *rows = winnow_option_list(&n);

    assert_true(n > 20);
    for (size_t i = 0; i < n; i++) {
        const char *value = rows[i].argument != NULL ? "" : NULL;
        enum winnow_status status =
            winnow_options_set(*state, rows[i].name, value);
        if (status == WINNOW_OK)
            continue;
        assert_int_equal(status, WINNOW_ERR_OPTION);
        assert_null(strstr(winnow_options_error(*state), "no option"));
    }
}

static void unknown_names(void **state)
{
    assert_refused(*state, "kee", "comments", "no option \"kee\"");
    assert_refused(*state, "keep", NULL, "--keep: a value is missing");
    assert_refused(*state, "stats", "1", "--stats: takes no value");
    assert_refused(*state, "help", NULL, "--help: only the command has this");
}

static void numbers(void **state)
{
    static const char *const wrong[] = {"",
                                        "-1",
                                        "+1",
                                        " 1",
                                        "1 ",
                                        "0x10",
                                        "1.5",
                                        "M",
                                        "1T",
                                        "1MB",
                                        "0",
                                        "18446744073709551615",
                                        "18446744073709551616",
                                        "17179869184G"};
    winnow_options *options = *state;

    set(options, "max-document", "2G");
    assert_int_equal(options->max_document_bytes, (uint64_t)2 << 30);
    set(options, "max-document", "3k");
    assert_int_equal(options->max_document_bytes, 3 << 10);
    set(options, "max-memory", "1024g");
    assert_int_equal(options->max_memory_bytes, (uint64_t)1 << 40);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(winnow_options_set(options, "max-document", wrong[i]),
                         WINNOW_ERR_OPTION);
        assert_int_equal(options->max_document_bytes, 3 << 10);
    }
    assert_refused(options, "level", "20",
                   "--level: \"20\" is not a number from 1 to 19");
    assert_refused(options, "level", "1K",
                   "--level: \"1K\" is not a number from 1 to 19");
    assert_refused(options, "min-words", "4294967296",
                   "--min-words: \"4294967296\" is not a number from 0 to "
                   "4294967295");
}

/* Whatever a value holds, its refusal is one line for a terminal. */
static void errors_are_one_safe_line(void **state)
{
    char value[400];
    const char *error;

    memset(value, 0xc3, sizeof value);
    memcpy(value, "a\n\r\033[31m\302\233", 10);
    value[sizeof value - 1] = '\0';
    assert_int_equal(winnow_options_set(*state, "to", value),
                     WINNOW_ERR_OPTION);
    error = winnow_options_error(*state);
    for (const char *at = error; *at != '\0'; at++)
        assert_true((unsigned char)*at >= 0x20);
    assert_null(strstr(error, "\302\233"));
    assert_non_null(strstr(error, "is not text, markdown, jsonl or warc"));
}

static void policy(void **state)
{
    winnow_options *options = *state;

    assert_true(
        winnow_options_keep(options, WINNOW_KIND_TITLE, WINNOW_TO_TEXT));
    assert_false(
        winnow_options_keep(options, WINNOW_KIND_TITLE, WINNOW_TO_JSONL));
    assert_true(
        winnow_options_keep(options, WINNOW_KIND_BYLINE, WINNOW_TO_WARC));
    assert_true(
        winnow_options_keep(options, WINNOW_KIND_LIST, WINNOW_TO_JSONL));
    assert_false(
        winnow_options_keep(options, WINNOW_KIND_COMMENTS, WINNOW_TO_TEXT));
    set(options, "keep", "comments,title");
    set(options, "remove", "list,comments");
    assert_false(
        winnow_options_keep(options, WINNOW_KIND_COMMENTS, WINNOW_TO_TEXT));
    assert_false(
        winnow_options_keep(options, WINNOW_KIND_LIST, WINNOW_TO_TEXT));
    assert_true(
        winnow_options_keep(options, WINNOW_KIND_TITLE, WINNOW_TO_JSONL));
}

static void a_refused_list_changes_nothing(void **state)
{
    winnow_options *options = *state;

    assert_refused(options, "keep", "comments,foo",
                   "--keep: no kind \"foo\" (see --list-kinds)");
    assert_false(
        winnow_options_keep(options, WINNOW_KIND_COMMENTS, WINNOW_TO_TEXT));
    assert_refused(options, "keep", "comments,",
                   "--keep: no kind \"\" (see --list-kinds)");
    assert_refused(options, "filters", "share",
                   "--filters: \"share\" does not start with + or -");
    assert_refused(options, "filters", "",
                   "--filters: \"\" does not start with + or -");
    assert_refused(options, "filters", "-",
                   "--filters: no filter \"\" (see --list-filters)");
}

static void filters_by_registry_row(void **state)
{
    winnow_options *options = *state;
    char value[100];
    size_t last = winnow_n_normalizers + winnow_n_filters - 1;

    assert_null(winnow_options_filter_name(last + 1));
    snprintf(value, sizeof value, "-%s,-%s,+%s", winnow_options_filter_name(0),
             winnow_options_filter_name(last), winnow_options_filter_name(0));
    set(options, "filters", value);
    assert_true(options->filter_on[0]);
    assert_false(options->filter_on[last]);
}

static void form_of_the_output(void **state)
{
    static const struct {
        const char *output;
        enum winnow_to one, many;
        enum winnow_compression compression;
    } cases[] = {
        {"-", WINNOW_TO_TEXT, WINNOW_TO_JSONL, WINNOW_COMPRESS_NONE},
        {"x", WINNOW_TO_TEXT, WINNOW_TO_JSONL, WINNOW_COMPRESS_NONE},
        {"x.gz", WINNOW_TO_TEXT, WINNOW_TO_JSONL, WINNOW_COMPRESS_GZIP},
        {"a.txt.zst", WINNOW_TO_TEXT, WINNOW_TO_TEXT, WINNOW_COMPRESS_ZSTD},
        {"a.jsonl", WINNOW_TO_JSONL, WINNOW_TO_JSONL, WINNOW_COMPRESS_NONE},
        {"a.md", WINNOW_TO_MARKDOWN, WINNOW_TO_MARKDOWN, WINNOW_COMPRESS_NONE},
        {"a.warc.wet.gz", WINNOW_TO_WARC, WINNOW_TO_WARC, WINNOW_COMPRESS_GZIP},
        {"out/", WINNOW_TO_TEXT, WINNOW_TO_TEXT, WINNOW_COMPRESS_NONE},
        {".gz", WINNOW_TO_TEXT, WINNOW_TO_JSONL, WINNOW_COMPRESS_NONE},
    };
    winnow_options *options = *state;

    assert_int_equal(winnow_options_form(options, false), WINNOW_TO_TEXT);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set(options, "output", cases[i].output);
        assert_int_equal(winnow_options_form(options, false), cases[i].one);
        assert_int_equal(winnow_options_form(options, true), cases[i].many);
        assert_int_equal(winnow_compression_by_name(options->output),
                         cases[i].compression);
    }
    set(options, "output", "a.txt");
    set(options, "to", "markdown");
    assert_int_equal(winnow_options_form(options, true), WINNOW_TO_MARKDOWN);
}

static void lines_in_give_lines_out(void **state)
{
    set(*state, "from", "jsonl");
    assert_int_equal(winnow_options_form(*state, false), WINNOW_TO_JSONL);
}

static void contradictions(void **state)
{
    winnow_options *options = *state;
    char why[200];

    assert_true(winnow_options_agree(options, why, sizeof why));
    set(options, "ledger", "-");
    assert_false(winnow_options_agree(options, why, sizeof why));
    assert_string_equal(why, "--ledger: the documents go to the same output");
    set(options, "ledger", "l.jsonl");
    set(options, "null", NULL);
    assert_false(winnow_options_agree(options, why, sizeof why));
    set(options, "files-from", "list");
    assert_true(winnow_options_agree(options, why, sizeof why));
    set(options, "level", "9");
    assert_false(winnow_options_agree(options, why, sizeof why));
    set(options, "output", "x.jsonl.gz");
    assert_true(winnow_options_agree(options, why, sizeof why));
    set(options, "level", "10");
    assert_false(winnow_options_agree(options, why, sizeof why));
    set(options, "output", "x.txt");
    set(options, "ledger", "l.gz");
    set(options, "level", "5");
    assert_true(winnow_options_agree(options, why, sizeof why));
    set(options, "inline-ledger", NULL);
    assert_false(winnow_options_agree(options, why, sizeof why));
}

/* Sets one option on fresh options and compares the hash with the default. */
static void compare_config(const char *name, const char *value, bool equal)
{
    winnow_options *fresh, *changed;
    char digits[17];

    assert_int_equal(winnow_options_new(&fresh), WINNOW_OK);
    assert_int_equal(winnow_options_new(&changed), WINNOW_OK);
    set(changed, name, value);
    assert_config(changed, winnow_options_config(fresh, digits), equal);
    winnow_options_free(fresh);
    winnow_options_free(changed);
}

static void config_covers_what_decides(void **state)
{
    char filter[50];

    (void)state;
    snprintf(filter, sizeof filter, "-%s", winnow_options_filter_name(0));
    compare_config("from", "html", false);
    compare_config("field", "body", false);
    compare_config("url", "https://example.org/", false);
    compare_config("max-document", "1M", false);
    compare_config("max-record", "1M", false);
    compare_config("max-ratio", "10", false);
    compare_config("max-nodes", "10", false);
    compare_config("max-depth", "10", false);
    compare_config("max-attributes", "10", false);
    compare_config("max-blocks", "10", false);
    compare_config("max-output", "1M", false);
    compare_config("max-memory", "1M", false);
    compare_config("to", "text", false);
    compare_config("output", "x.md", false);
    compare_config("inline-ledger", NULL, false);
    compare_config("skip-empty", NULL, false);
    compare_config("keep", "comments", false);
    compare_config("keep", "title", false);
    compare_config("remove", "list", false);
    compare_config("filters", filter, false);
    compare_config("min-words", "1", false);
    compare_config("favor", "recall", false);
    compare_config("to", "jsonl", true);
    compare_config("output", "x.jsonl.gz", true);
    compare_config("ledger", "l", true);
    compare_config("ledger-text", NULL, true);
    compare_config("level", "9", true);
    compare_config("files-from", "list", true);
    compare_config("verbose", NULL, true);
    compare_config("quiet", NULL, true);
    compare_config("stats", NULL, true);
    compare_config("keep", "list", true);
    compare_config("remove", "share", true);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

/* By the bytes, not by the name. */
static void config_covers_phrases(void **state)
{
    char path[] = "/tmp/winnow-phrases-XXXXXX", first[17], second[17];
    int descriptor = mkstemp(path);

    assert_true(descriptor >= 0);
    close(descriptor);
    write_file(path, "[share]\npass it on\n");
    set(*state, "phrases", path);
    winnow_options_config(*state, first);
    write_file(path, "[share]\npass it up\n");
    set(*state, "phrases", path);
    winnow_options_config(*state, second);
    assert_string_not_equal(first, second);
    unlink(path);
    assert_int_equal(winnow_options_set(*state, "phrases", path),
                     WINNOW_ERR_OPTION);
    assert_config(*state, second, true);
}

static void a_copy_stands_alone(void **state)
{
    winnow_options *options, *copy;
    char digits[17];

    (void)state;
    assert_int_equal(winnow_options_new(&options), WINNOW_OK);
    set(options, "output", "x.txt");
    set(options, "url", "https://example.org/");
    assert_int_equal(winnow_options_copy(options, &copy), WINNOW_OK);
    assert_config(copy, winnow_options_config(options, digits), true);
    winnow_options_free(options);
    assert_string_equal(copy->output, "x.txt");
    assert_string_equal(copy->url, "https://example.org/");
    set(copy, "url", "https://example.net/");
    winnow_options_free(copy);
}

#define TEST(function)                                                         \
    cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(defaults),
        TEST(every_row_is_known),
        TEST(unknown_names),
        TEST(numbers),
        TEST(errors_are_one_safe_line),
        TEST(policy),
        TEST(a_refused_list_changes_nothing),
        TEST(filters_by_registry_row),
        TEST(form_of_the_output),
        TEST(lines_in_give_lines_out),
        TEST(contradictions),
        TEST(config_covers_what_decides),
        TEST(config_covers_phrases),
        TEST(a_copy_stands_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The journal: what is read again after a commit, wherever the file was cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "batch/journal.h"

static char path[] = "/tmp/winnow-journal-XXXXXX";

static int make_file(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 || close(fd) != 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

enum { N_NUMBERS = 5 };
static const char AWKWARD[] = "a name %41 with\tspaces,\nlines \x1b[31m \xff";

/* Three commits: the n-th has n lines "input" before it. */
static size_t write_journal(size_t lengths[3])
{
    struct winnow_journal journal;
    struct stat status;

    assert_int_equal(winnow_journal_open(&journal, path), WINNOW_OK);
    assert_int_equal(winnow_journal_clear(&journal), WINNOW_OK);
    for (uint64_t n = 1; n <= 3; n++) {
        const uint64_t numbers[N_NUMBERS] = {n, 0, UINT64_MAX, 0, 7};
        for (uint64_t i = 0; i < n; i++) {
            winnow_journal_line(&journal, "input");
            winnow_journal_number(&journal, i);
            winnow_journal_string(&journal, AWKWARD);
            winnow_journal_string(&journal, "");
            winnow_journal_end(&journal);
        }
        winnow_journal_line(&journal, "commit");
        winnow_journal_numbers(&journal, numbers, N_NUMBERS);
        winnow_journal_end(&journal);
        assert_int_equal(winnow_journal_commit(&journal), WINNOW_OK);
        lengths[n - 1] = (size_t)journal.length_bytes;
    }
    winnow_journal_close(&journal);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_size, lengths[2]);
    return lengths[2];
}

/* Reads it; returns how many commits it has, all whole. */
static uint64_t read_journal(void)
{
    struct winnow_journal journal;
    struct winnow_journal_line line;
    uint64_t n_commits = 0, n_inputs = 0, numbers[N_NUMBERS], number;

    assert_int_equal(winnow_journal_open(&journal, path), WINNOW_OK);
    assert_int_equal(winnow_journal_recover(&journal), WINNOW_OK);
    while (winnow_journal_next(&journal, &line)) {
        if (strcmp(line.word, "input") == 0) {
            assert_int_equal(line.n_fields, 3);
            assert_true(winnow_journal_parse_number(line.fields[0], &number));
            assert_int_equal(number, n_inputs);
            assert_string_equal(line.fields[1], AWKWARD);
            assert_string_equal(line.fields[2], "");
            n_inputs++;
            continue;
        }
        assert_string_equal(line.word, "commit");
        assert_int_equal(line.n_fields, 1);
        assert_true(winnow_journal_parse(line.fields[0], numbers, N_NUMBERS));
        n_commits++;
        assert_int_equal(numbers[0], n_commits);
        assert_int_equal(numbers[1], 0);
        assert_true(numbers[2] == UINT64_MAX);
        assert_int_equal(numbers[4], 7);
        assert_int_equal(n_inputs, n_commits);
        n_inputs = 0;
    }
    assert_int_equal(n_inputs, 0);
    winnow_journal_close(&journal);
    return n_commits;
}

/* After a cut at any byte, the commits before it are there and nothing else. */
static void a_torn_end_is_cut_off(void **state)
{
    size_t lengths[3], length = write_journal(lengths);

    (void)state;
    assert_int_equal(read_journal(), 3);
    for (size_t cut = 0; cut <= length; cut++) {
        struct stat status;
        size_t expected = 0;
        while (expected < 3 && cut >= lengths[expected])
            expected++;
        write_journal(lengths);
        assert_int_equal(truncate(path, (off_t)cut), 0);
        assert_int_equal(read_journal(), expected);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_size,
                         expected == 0 ? 0 : lengths[expected - 1]);
    }
}

/* A byte that changed ends what is believed. */
static void a_changed_byte_is_noticed(void **state)
{
    size_t lengths[3], length = write_journal(lengths);

    (void)state;
    for (size_t at = 0; at < length; at += 3) {
        FILE *file;
        int byte;
        write_journal(lengths);
        file = fopen(path, "r+b");
        assert_non_null(file);
        fseek(file, (long)at, SEEK_SET);
        byte = fgetc(file);
        fseek(file, (long)at, SEEK_SET);
        fputc(byte ^ 1, file);
        fclose(file);
        assert_int_equal(read_journal(),
                         (at >= lengths[0]) + (at >= lengths[1]));
    }
}

static void goes_on_behind_the_last_commit(void **state)
{
    size_t lengths[3];
    struct winnow_journal journal;
    const uint64_t numbers[N_NUMBERS] = {2, 0, UINT64_MAX, 0, 7};

    (void)state;
    write_journal(lengths);
    assert_int_equal(truncate(path, (off_t)lengths[0] + 9), 0);
    assert_int_equal(winnow_journal_open(&journal, path), WINNOW_OK);
    assert_int_equal(winnow_journal_recover(&journal), WINNOW_OK);
    for (uint64_t i = 0; i < 2; i++) {
        winnow_journal_line(&journal, "input");
        winnow_journal_number(&journal, i);
        winnow_journal_string(&journal, AWKWARD);
        winnow_journal_string(&journal, "");
        winnow_journal_end(&journal);
    }
    winnow_journal_line(&journal, "commit");
    winnow_journal_numbers(&journal, numbers, N_NUMBERS);
    winnow_journal_end(&journal);
    assert_int_equal(winnow_journal_commit(&journal), WINNOW_OK);
    winnow_journal_close(&journal);
    assert_int_equal(read_journal(), 2);
}

static void one_holds_the_lock(void **state)
{
    struct winnow_journal journal, other;

    (void)state;
    assert_int_equal(winnow_journal_open(&journal, path), WINNOW_OK);
    assert_int_equal(winnow_journal_open(&other, path), WINNOW_ERR_USE);
    assert_int_equal(winnow_journal_recover(&journal), WINNOW_OK);
    winnow_journal_close(&journal);
    assert_int_equal(winnow_journal_open(&other, path), WINNOW_OK);
    winnow_journal_close(&other);
}

static void what_is_no_row_of_numbers(void **state)
{
    static const char *const wrong[] = {"",       "4",     "5,1",    "5,9:1",
                                        "5,1:2x", "5;1:2", "5,1:2,", "x"};
    uint64_t numbers[N_NUMBERS], number;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(winnow_journal_parse(wrong[i], numbers, N_NUMBERS));
    assert_true(winnow_journal_parse("5", numbers, N_NUMBERS));
    assert_false(winnow_journal_parse_number("", &number));
    assert_false(winnow_journal_parse_number("-1", &number));
    assert_false(winnow_journal_parse_number("1x", &number));
    assert_false(winnow_journal_parse_number("18446744073709551616", &number));
    assert_true(winnow_journal_parse_number("18446744073709551615", &number));
    assert_true(number == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_torn_end_is_cut_off),
        cmocka_unit_test(a_changed_byte_is_noticed),
        cmocka_unit_test(goes_on_behind_the_last_commit),
        cmocka_unit_test(one_holds_the_lock),
        cmocka_unit_test(what_is_no_row_of_numbers),
    };

    return cmocka_run_group_tests_name("journal", tests, make_file,
                                       remove_file);
}

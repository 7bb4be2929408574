/* Dates in text: forms, languages, times and zones, and what is no date. The
 * source is included so that its tables can be checked for their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/date.c"

static void expect(const char *text, const char *iso)
{
    struct winnow_date date;
    char digits[WINNOW_DATE_BYTES] = "";

    if (winnow_date_find(winnow_view_of(text), 0, &date)) {
        size_t n = winnow_date_format(&date, digits);
        assert_int_equal(n, strlen(digits));
        assert_true(date.start < date.end && date.end <= strlen(text));
    }
    if (strcmp(digits, iso) != 0)
        fail_msg("%s: %s, not %s", text, digits, iso);
}

static void tables_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < sizeof month_names / sizeof month_names[0]; i++)
        assert_true(strcmp(month_names[i - 1].name, month_names[i].name) < 0);
    for (size_t i = 1; i < sizeof weekdays / sizeof weekdays[0]; i++)
        assert_true(strcmp(weekdays[i - 1], weekdays[i]) < 0);
}

static void tables_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof month_names / sizeof month_names[0]; i++) {
        struct piece piece;
        assert_true(read_piece(winnow_view_of(month_names[i].name), 0, &piece));
        assert_string_equal(piece.word, month_names[i].name);
        assert_int_equal(piece.month, month_names[i].month);
    }
}

static void numeric_forms(void **state)
{
    (void)state;
    expect("2014-02-09", "2014-02-09");
    expect("2014/2/9", "2014-02-09");
    expect("2014. 2. 9.", "2014-02-09");
    expect("09.02.2014", "2014-02-09");
    expect("19/02/2014", "2014-02-19");
    expect("02/19/2014", "2014-02-19");
    expect("02/02/2014", "2014-02-02");
    expect("2014年2月9日", "2014-02-09");
    expect("2014년 2월 9일", "2014-02-09");
}

static void names_of_months(void **state)
{
    (void)state;
    expect("February 9, 2014", "2014-02-09");
    expect("Feb. 9th 2014", "2014-02-09");
    expect("9 February 2014", "2014-02-09");
    expect("9. März 2014", "2014-03-09");
    expect("1er février 2014", "2014-02-01");
    expect("9 de febrero de 2014", "2014-02-09");
    expect("9 de março de 2014", "2014-03-09");
    expect("9 febbraio 2014", "2014-02-09");
    expect("9 maart 2014", "2014-03-09");
    expect("9 lutego 2014", "2014-02-09");
    expect("9 февраля 2014 г.", "2014-02-09");
    expect("9 лютого 2014", "2014-02-09");
    expect("9 Şubat 2014", "2014-02-09");
    expect("9 فبراير 2014", "2014-02-09");
    expect("9 Φεβρουαρίου 2014", "2014-02-09");
    expect("February 2014", "2014-02");
}

static void times_and_zones(void **state)
{
    (void)state;
    expect("2014-02-09T07:05:01Z", "2014-02-09T07:05:01Z");
    expect("2014-02-09T07:05:01.250+05:30", "2014-02-09T07:05:01+05:30");
    expect("2014-02-09 07:05", "2014-02-09T07:05");
    expect("Sun, 09 Feb 2014 07:05:01 -0300", "2014-02-09T07:05:01-03:00");
    expect("February 9, 2014 at 7:05 p.m.", "2014-02-09T19:05");
    expect("February 9, 2014 12:05 am", "2014-02-09T00:05");
    expect("9. Februar 2014, 17:05 Uhr", "2014-02-09T17:05");
    expect("9 février 2014 à 17h05", "2014-02-09T17:05");
    expect("2014年2月9日17时05分", "2014-02-09T17:05");
    expect("2014년 2월 9일 오후 5:05", "2014-02-09T17:05");
    expect("9 Feb 2014 25:05", "2014-02-09");
}

static void what_is_no_date(void **state)
{
    (void)state;
    expect("", "");
    expect("03/04/2014", ""); /* March or April? */
    expect("30.02.2014", "");
    expect("29.02.2013", "");
    expect("29.02.2012", "2012-02-29");
    expect("in 2014, 9 of them", "");
    expect("version 2.9.2014b 1.2.3", "2014-09-02");
    expect("May I ask you", "");
    expect("09.02.14", "");
    expect("192.168.2014.1", "");
}

static void bytes_of_the_date(void **state)
{
    struct winnow_date date;
    const char *text = "Posted 2014-02-09 07:05 by him, 2015-01-01";

    (void)state;
    assert_true(winnow_date_find(winnow_view_of(text), 0, &date));
    assert_int_equal(date.start, 7);
    assert_int_equal(date.end, 23);
    assert_true(winnow_date_find(winnow_view_of(text), date.end, &date));
    assert_int_equal(date.year, 2015);
    assert_false(winnow_date_find(winnow_view_of(text), date.end, &date));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_sorted),
        cmocka_unit_test(tables_are_folded),
        cmocka_unit_test(numeric_forms),
        cmocka_unit_test(names_of_months),
        cmocka_unit_test(times_and_zones),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(bytes_of_the_date),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

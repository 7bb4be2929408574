/* Dates in text: forms, languages, times and zones, and what is no date. The
 * source is included so that its tables can be checked for their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/ago.c"
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
    for (size_t i = 0; i < sizeof weekdays / sizeof weekdays[0]; i++)
        assert_true(winnow_date_is_weekday(weekdays[i], strlen(weekdays[i])));
}

static void tables_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof month_names / sizeof month_names[0]; i++) {
        struct piece piece;
        assert_true(read_piece(winnow_view_of(month_names[i].name), 0, &piece));
        assert_string_equal(piece.word, month_names[i].name);
        assert_int_equal(piece.month, month_names[i].month);
        assert_true(piece.month >= 1 && piece.month <= THAI + 12);
    }
}

static void thai_years(void **state)
{
    (void)state;
    expect("15 มกราคม 2567", "2024-01-15");
    expect("วันจันทร์ที่ 29 กุมภาพันธ์ พ.ศ. 2567 เวลา", "2024-02-29");
    expect("1 ธันวาคม ค.ศ. 2019", "2019-12-01");
    expect("1 ธันวาคม 2019", "2019-12-01");
    expect("31 เมษายน 2567", "");
    expect("15 January 2567", "");
}

static void numeric_forms(void **state)
{
    (void)state;
    expect("2014-02-09", "2014-02-09");
    expect("2014/2/9", "2014-02-09");
    expect("2014. 2. 9.", "2014-02-09");
    expect("09.02.2014", "2014-02-09");
    expect("19/02/2014", "2014-02-19");
    expect("14. 8. 2023", "2023-08-14");
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
    expect("9 februari 2014", "2014-02-09");
    expect("9. marts 2014", "2014-03-09");
    expect("9. desember 2014", "2014-12-09");
    expect("9. helmikuuta 2014", "2014-02-09");
    expect("9. srpna 2014", "2014-08-09");
    expect("9. července 2014", "2014-07-09");
    expect("9 Agustus 2014", "2014-08-09");
    expect("9 फ़रवरी 2014", "2014-02-09");
    expect("9 अगस्त, 2014", "2014-08-09");
    expect("9 फ़रवरी 2014", "2014-02-09");
    expect("9 غشت 2014", "2014-08-09");
    expect("9 جويلية 2014", "2014-07-09");
    expect("9 كانون الثاني 2014", "2014-01-09");
    expect("9 تشرين الأول/أكتوبر 2014", "2014-10-09");
    expect("9 آب/أغسطس 2014", "2014-08-09");
    expect("9 فوریه 2014", "2014-02-09");
    expect("Ngày 9 tháng 2 năm 2014", "2014-02-09");
    expect("9 Tháng Hai, 2014", "2014-02-09");
    expect("Tháng Mười Hai 9, 2014", "2014-12-09");
    expect("tháng 2/2014", "2014-02");
    expect("February 2014", "2014-02");
    expect("out 2014", "");
    expect("9 out 2014", "2014-10-09");
}

static void other_calendars(void **state)
{
    (void)state;
    expect("۲۳ مرداد ۱۴۰۲ - ۱۰:۳۰", "2023-08-14T10:30");
    expect("۱۴۰۲/۰۵/۲۳", "2023-08-14");
    expect("۲۳/۰۵/۱۴۰۲", "2023-08-14");
    expect("1402/05/23", "2023-08-14");
    expect("1402-05-23", "");
    expect("1445/05/23", ""); /* lunar */
    expect("۳۱ مهر ۱۴۰۲", "");
    expect("令和5年8月14日", "2023-08-14");
    expect("令和元年5月1日", "2019-05-01");
    expect("平成31年4月30日", "2019-04-30");
    expect("昭和64年1月7日", "1989-01-07");
    expect("民國112年8月14日", "2023-08-14");
    expect("平和5年8月14日", "");
}

static void expect_solar(uint32_t year, uint32_t month, uint32_t day,
                         uint16_t gregorian_year, uint8_t gregorian_month,
                         uint8_t gregorian_day)
{
    struct winnow_day out;

    assert_true(winnow_from_solar_hijri(year, month, day, &out));
    assert_int_equal(out.year, gregorian_year);
    assert_int_equal(out.month, gregorian_month);
    assert_int_equal(out.day, gregorian_day);
}

/* New year's days and leap days as they were observed. */
static void solar_hijri_days(void **state)
{
    struct winnow_day out;

    (void)state;
    expect_solar(1300, 1, 1, 1921, 3, 21);
    expect_solar(1357, 11, 22, 1979, 2, 11);
    expect_solar(1375, 1, 1, 1996, 3, 20);
    expect_solar(1376, 1, 1, 1997, 3, 21);
    expect_solar(1399, 1, 1, 2020, 3, 20);
    expect_solar(1399, 12, 30, 2021, 3, 20);
    expect_solar(1400, 1, 1, 2021, 3, 21);
    expect_solar(1402, 12, 29, 2024, 3, 19);
    expect_solar(1403, 1, 1, 2024, 3, 20);
    expect_solar(1403, 12, 30, 2025, 3, 20);
    expect_solar(1404, 1, 1, 2025, 3, 21);
    assert_false(winnow_from_solar_hijri(1402, 12, 30, &out));
    assert_false(winnow_from_solar_hijri(1402, 7, 31, &out));
    assert_false(winnow_from_solar_hijri(1402, 13, 1, &out));
    assert_false(winnow_from_solar_hijri(1299, 1, 1, &out));
    assert_false(winnow_from_solar_hijri(1473, 1, 1, &out));
}

/* Every day is the one after the day before it. */
static void solar_hijri_days_follow(void **state)
{
    struct winnow_day last = {1921, 3, 20};

    (void)state;
    for (uint32_t i = 0; i < 173 * 12 * 31; i++) {
        struct winnow_day day;
        if (!winnow_from_solar_hijri(1300 + i / 372, i / 31 % 12 + 1,
                                     i % 31 + 1, &day))
            continue;
        if (day.day == 1)
            assert_true(last.day >= 28 && day.month == last.month % 12 + 1 &&
                        day.year == last.year + (day.month == 1));
        else
            assert_true(day.day == last.day + 1 && day.month == last.month &&
                        day.year == last.year);
        last = day;
    }
    assert_int_equal(last.year, 2094);
}

static void expect_order(const char *text, enum winnow_date_order order)
{
    struct winnow_date date;

    assert_true(winnow_date_find(winnow_view_of(text), 0, &date));
    assert_int_equal(date.order, order);
}

static void order_of_numbers(void **state)
{
    struct winnow_date date;

    (void)state;
    expect_order("13/04/2014", WINNOW_DATE_DAY_FIRST);
    expect_order("04/13/2014", WINNOW_DATE_MONTH_FIRST);
    expect_order("03/04/2014", WINNOW_DATE_EITHER);
    expect_order("04/04/2014", WINNOW_DATE_CLEAR);
    expect_order("03.04.2014", WINNOW_DATE_CLEAR);
    assert_true(winnow_date_find(winnow_view_of("03/04/2014"), 0, &date));
    assert_int_equal(date.month, 4);
    winnow_date_put_month_first(&date);
    assert_int_equal(date.month, 3);
    assert_int_equal(date.day, 4);
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

static void first_of_each_block(void **state)
{
    struct winnow_block blocks[] = {
        {.text = winnow_view_of("words before 9 May 2014"), .has_digits = true},
        {.text = winnow_view_of("no date of 2014"), .has_digits = true},
        {.text = winnow_view_of("none at all")},
    };
    struct winnow_arena arena;
    struct winnow_document document = {
        .arena = &arena, .blocks = blocks, .n_blocks = 3};
    const struct winnow_date *date;

    (void)state;
    winnow_arena_init(&arena);
    date = winnow_block_date(&document, 0);
    assert_non_null(date);
    assert_int_equal(date->day, 9);
    assert_ptr_equal(winnow_block_date(&document, 0), date);
    assert_null(winnow_block_date(&document, 1));
    assert_null(winnow_block_date(&document, 1));
    assert_null(winnow_block_date(&document, 2));
    winnow_arena_free(&arena);
}

static void expect_ago(const char *phrase, const char *iso)
{
    static const char captured[] = "2024-03-01T02:30:00Z";
    struct winnow_date day;
    uint32_t minutes;
    char digits[WINNOW_DATE_BYTES] = "";

    if (winnow_minutes_ago(winnow_view_of(phrase), &minutes) &&
        winnow_day_before(winnow_view_of(captured), minutes, &day))
        winnow_date_format(&day, digits);
    if (strcmp(digits, iso) != 0)
        fail_msg("%s: %s, not %s", phrase, digits, iso);
}

static void time_counted_back(void **state)
{
    (void)state;
    expect_ago("5 minutes ago", "2024-03-01");
    expect_ago("an hour ago", "2024-03-01");
    expect_ago("3 hours ago", "2024-02-29");
    expect_ago("2 days ago", "2024-02-28");
    expect_ago("vor 2 Tagen", "2024-02-28");
    expect_ago("il y a 1 jour", "2024-02-29");
    expect_ago("hace 3 días", "2024-02-27");
    expect_ago("há 5 horas", "2024-02-29");
    expect_ago("2 giorni fa", "2024-02-28");
    expect_ago("4 uur geleden", "2024-02-29");
    expect_ago("2 dni temu", "2024-02-28");
    expect_ago("5 часов назад", "2024-02-29");
    expect_ago("5 дней назад", "2024-02-25");
    expect_ago("3 дні тому", "2024-02-27");
    expect_ago("3 gün önce", "2024-02-27");
    expect_ago("منذ ٣ أيام", "2024-02-27");
    expect_ago("منذ يومين", "2024-02-28");
    expect_ago("۲ روز پیش", "2024-02-28");
    expect_ago("2 दिन पहले", "2024-02-28");
    expect_ago("5 jam yang lalu", "2024-02-29");
    expect_ago("2 ngày trước", "2024-02-28");
    expect_ago("5小时前", "2024-02-29");
    expect_ago("3 天前", "2024-02-27");
    expect_ago("10分前", "2024-03-01");
    expect_ago("3時間前", "2024-02-29");
    expect_ago("2日前", "2024-02-28");
    expect_ago("3시간 전", "2024-02-29");
    expect_ago("2일 전", "2024-02-28");
    expect_ago("πριν από 2 ημέρες", "2024-02-28");
    expect_ago("för 2 dagar sedan", "2024-02-28");
    expect_ago("2 päivää sitten", "2024-02-28");
    expect_ago("před 3 hodinami", "2024-02-29");
    expect_ago("2 weeks ago", "");
    expect_ago("2 minggu lalu", "");
    expect_ago("2週間前", "");
    expect_ago("3 year ago", "");
    expect_ago("1.5 hours ago", "");
}

static void units_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct winnow_token token;
        assert_true(
            winnow_token_next(winnow_view_of(units[i].word), 0, &token));
        assert_int_equal(token.length_bytes, strlen(units[i].word));
        assert_memory_equal(token.folded, units[i].word, token.length_bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_sorted),
        cmocka_unit_test(tables_are_folded),
        cmocka_unit_test(numeric_forms),
        cmocka_unit_test(thai_years),
        cmocka_unit_test(names_of_months),
        cmocka_unit_test(other_calendars),
        cmocka_unit_test(solar_hijri_days),
        cmocka_unit_test(solar_hijri_days_follow),
        cmocka_unit_test(order_of_numbers),
        cmocka_unit_test(times_and_zones),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(bytes_of_the_date),
        cmocka_unit_test(first_of_each_block),
        cmocka_unit_test(time_counted_back),
        cmocka_unit_test(units_are_folded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

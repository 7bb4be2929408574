/* The language of a document: lists of tags, and what the detector says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../src/language.h"

static void test_lists(void **unused)
{
    (void)unused;
    assert_true(winnow_language_list_is_valid("en"));
    assert_true(winnow_language_list_is_valid("en,pt-BR,zh-Hant"));
    assert_false(winnow_language_list_is_valid(""));
    assert_false(winnow_language_list_is_valid("e"));
    assert_false(winnow_language_list_is_valid("en,"));
    assert_false(winnow_language_list_is_valid(",en"));
    assert_false(winnow_language_list_is_valid("en,,de"));
    assert_false(winnow_language_list_is_valid("en de"));
    assert_false(winnow_language_list_is_valid("\xc3\xa9n"));
}

static bool is_among(const char *tag, const char *list)
{
    return winnow_language_is_among(winnow_view_of(tag), list);
}

static void test_membership(void **unused)
{
    (void)unused;
    assert_true(is_among("en", "de,en"));
    assert_true(is_among("EN-gb", "de,en"));
    assert_true(is_among("pt_BR", "pt-br"));
    assert_true(is_among("zh-Hant-TW", "zh-Hant"));
    assert_false(is_among("en", "en-GB"));
    assert_false(is_among("eng", "en"));
    assert_false(is_among("", "en"));
}

static struct winnow_language detect(const char *text, const char *declared)
{
    struct winnow_language language;

    winnow_language_detect(winnow_view_of(text), declared, "", &language);
    return language;
}

static void test_detection(void **unused)
{
    static const struct {
        const char *tag, *text;
    } texts[] = {
        {"en", "The ferry to the island leaves twice a day, and nobody on the "
               "quay remembers a winter in which it did not come back."},
        {"de",
         "Die F\u00e4hre zur Insel f\u00e4hrt zweimal am Tag, und niemand "
         "am Kai erinnert sich an einen Winter, in dem sie ausblieb."},
        {"ru",
         "\u041f\u0430\u0440\u043e\u043c \u043d\u0430 \u043e\u0441\u0442"
         "\u0440\u043e\u0432 \u0445\u043e\u0434\u0438\u0442 \u0434\u0432"
         "\u0430\u0436\u0434\u044b \u0432 \u0434\u0435\u043d\u044c, \u0438 "
         "\u043d\u0438\u043a\u0442\u043e \u043d\u0435 \u043f\u043e\u043c"
         "\u043d\u0438\u0442 \u0442\u0430\u043a\u043e\u0439 \u0437\u0438"
         "\u043c\u044b."},
    };

    (void)unused;
    if (!winnow_language_can_detect())
        skip();
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct winnow_language found = detect(texts[i].text, "");
        assert_string_equal(found.tag, texts[i].tag);
        assert_in_range(found.score, 900, WINNOW_LANGUAGE_SURE);
        /* A page that says otherwise is not believed. */
        found = detect(texts[i].text, "fr");
        assert_string_equal(found.tag, texts[i].tag);
    }
    assert_int_equal(detect("", "").score, 0);
    assert_int_equal(detect("12 34 56", "").score, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_membership),
        cmocka_unit_test(test_detection),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

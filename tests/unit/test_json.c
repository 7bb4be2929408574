/* JSON strings written, lines taken apart (src/json.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "json.h"

#define VIEW(literal) ((struct winnow_view){(literal), sizeof(literal) - 1})

static void check_string(struct winnow_view in, const char *expected)
{
    struct winnow_buffer out = {0};

    winnow_json_string(&out, in);
    winnow_buffer_byte(&out, '\0');
    assert_string_equal(out.data, expected);
    winnow_buffer_free(&out);
}

static void strings_are_escaped(void **state)
{
    (void)state;
    check_string((struct winnow_view){NULL, 0}, "\"\"");
    check_string(VIEW("plain words, more than eight bytes"),
                 "\"plain words, more than eight bytes\"");
    check_string(VIEW("a \"quote\" and C:\\temp"),
                 "\"a \\\"quote\\\" and C:\\\\temp\"");
    check_string(VIEW("tab\tline\nreturn\rfeed\fback\b"),
                 "\"tab\\tline\\nreturn\\rfeed\\fback\\b\"");
    check_string(VIEW("nul\0esc\x1b[2J del\x7f"),
                 "\"nul\\u0000esc\\u001b[2J del\\u007f\"");
    check_string(VIEW("\xC2\x9B"
                      "2J \xE2\x80\xA8 \xE2\x80\xA9 \xE2\x80\xAE \xD8\x9C"),
                 "\"\\u009b2J \\u2028 \\u2029 \\u202e \\u061c\"");
    check_string(VIEW("caf\xC3\xA9 \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x8C\xB2"),
                 "\"caf\xC3\xA9 \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x8C\xB2\"");
}

#define R "\xEF\xBF\xBD"

/* The maximal subparts of the Encoding Standard. */
static void malformed_utf8_is_replaced(void **state)
{
    (void)state;
    check_string(VIEW("a\xFFz"), "\"a" R "z\"");
    check_string(VIEW("\xC3"), "\"" R "\"");
    check_string(VIEW("\xE2\x82z"), "\"" R "z\"");
    check_string(VIEW("\xE2\x82\xE2\x82\xAC"), "\"" R "\xE2\x82\xAC\"");
    check_string(VIEW("\xED\xA0\x80"), "\"" R R R "\""); /* a surrogate */
    check_string(VIEW("\xC0\xAF"), "\"" R R "\"");       /* overlong */
    check_string(VIEW("\xF0\x80\x80\x80"), "\"" R R R R "\"");
    check_string(VIEW("\xF4\x90\x80\x80"), "\"" R R R R "\"");
    check_string(VIEW("\xF0\x9F\x8C"), "\"" R "\"");
    check_string(VIEW("\x80\xBF"), "\"" R R "\"");
}

/* A small generator: the same bytes on every machine. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Whatever bytes come, a parser takes the string; what was valid UTF-8 comes
 * back as it was. */
static void any_bytes_make_valid_json(void **state)
{
    static const char alphabet[] = "ab \"\\\n\x01\x7f\x80\xA8\xC2\xC3\xE2\xED"
                                   "\xEF\xBF\xF0\x9F\xF4\xFF";
    struct winnow_buffer out = {0};
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char bytes[40];
        size_t n = next_random(&seed) % sizeof bytes;
        json_t *value;
        for (size_t i = 0; i < n; i++)
            bytes[i] = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
        winnow_buffer_clear(&out);
        winnow_json_string(&out, (struct winnow_view){bytes, n});
        value = json_loadb(out.data, out.length_bytes, JSON_DECODE_ANY, NULL);
        assert_non_null(value);
        json_decref(value);
        value = json_stringn(bytes, n); /* NULL when not UTF-8 */
        if (value != NULL) {
            json_t *again =
                json_loadb(out.data, out.length_bytes, JSON_DECODE_ANY, NULL);
            assert_true(json_equal(value, again));
            json_decref(again);
        }
        json_decref(value);
    }
    winnow_buffer_free(&out);
}

static bool take_field(struct winnow_view line, const char *field,
                       const char *expected)
{
    struct winnow_arena arena;
    struct winnow_view value = {NULL, 0};
    jmp_buf escape;
    bool is_object, found;

    winnow_arena_init(&arena);
    arena.escape = &escape;
    if (setjmp(escape) != 0)
        fail();
    found = winnow_json_field(&arena, line, field, &value, &is_object);
    if (expected != NULL) {
        assert_true(found);
        assert_true(winnow_view_is(value, expected));
    } else {
        assert_false(found);
    }
    winnow_arena_free(&arena);
    return is_object;
}

static void fields_are_found(void **state)
{
    (void)state;
    assert_true(take_field(VIEW("{\"html\": \"<p>a\\u00e9\\n\\\"b\\\"\"}"),
                           "html", "<p>a\xC3\xA9\n\"b\""));
    assert_true(take_field(VIEW(" {\"a\":1,\"html\":\"x\",\"html\":\"y\"}\r"),
                           "html", "y"));
    assert_true(take_field(VIEW("\xEF\xBB\xBF{\"html\":\"x\"}"), "html", "x"));
    assert_true(take_field(VIEW("{\"n\":123456789012345678901,\"h\":\"x\"}"),
                           "h", "x"));
    assert_true(take_field(VIEW("{\"html\": null}"), "html", NULL));
    assert_true(take_field(VIEW("{\"html\": 5}"), "html", NULL));
    assert_true(take_field(VIEW("{}"), "html", NULL));
    assert_false(take_field(VIEW("[\"html\"]"), "html", NULL));
    assert_false(take_field(VIEW("{\"html\":\"x\""), "html", NULL));
    assert_false(take_field(VIEW("not json"), "html", NULL));
    assert_false(take_field(VIEW(""), "html", NULL));
}

static void damaged_lines_are_repaired(void **state)
{
    (void)state;
    take_field(VIEW("{\"h\":\"a\xFF"
                    "b\"}"),
               "h", "a" R "b");
    take_field(VIEW("{\"h\":\"a\\ud800b\"}"), "h", "a" R "b");
    take_field(VIEW("{\"h\":\"\\udc00\\\\ud800\"}"), "h", R "\\ud800");
    take_field(VIEW("{\"h\":\"\\ud83c\\udf32\",\"x\":\"\\ud83c\"}"), "h",
               "\xF0\x9F\x8C\xB2");
}

static void a_spent_arena_is_left_cleanly(void **state)
{
    struct winnow_arena arena;
    struct winnow_view value;
    jmp_buf escape;
    bool is_object;
    int code;

    (void)state;
    winnow_arena_init(&arena);
    arena.budget_bytes = 8;
    arena.escape = &escape;
    code = setjmp(escape);
    if (code == 0)
        winnow_json_field(&arena, VIEW("{\"h\":\"longer than eight\"}"), "h",
                          &value, &is_object);
    assert_int_equal(code, WINNOW_ARENA_OVER_BUDGET);
    assert_ptr_equal(arena.escape, &escape);
    winnow_arena_free(&arena); /* the leak checker says the rest */
}

static void check_members(struct winnow_view line, size_t n_expected,
                          const char *expected)
{
    static const char *const without[] = {"html", "text", "id"};
    struct winnow_buffer out = {0};

    assert_int_equal(winnow_json_members(&out, line, without, 3), n_expected);
    winnow_buffer_byte(&out, '\0');
    assert_string_equal(out.data, expected);
    winnow_buffer_free(&out);
}

static void members_are_passed_byte_for_byte(void **state)
{
    (void)state;
    check_members(VIEW("{}"), 0, "");
    check_members(VIEW("{\"html\":\"<p>\"}"), 0, "");
    check_members(
        VIEW("{\"a\": 1.50 , \"html\":\"x\",\"b\" : [1, {\"id\":2}]}"), 2,
        "\"a\": 1.50,\"b\" : [1, {\"id\":2}]");
    check_members(VIEW("{\"a\":\"} , \\\" \\\\\",\"b\":\"\\\\\\\"\"}"), 2,
                  "\"a\":\"} , \\\" \\\\\",\"b\":\"\\\\\\\"\"");
    check_members(VIEW("{\"\\u0069d\":1,\"h\\u0074ml\":2,\"t\\u0065xts\":3}"),
                  1, "\"t\\u0065xts\":3");
    check_members(VIEW(" { \"a\":null, \"b\":true, \"c\":-1e5 } \r\n"), 3,
                  "\"a\":null,\"b\":true,\"c\":-1e5");
    check_members(VIEW("{\"a\":{},\"b\":[],\"c\":\"\"}"), 3,
                  "\"a\":{},\"b\":[],\"c\":\"\"");
    check_members(VIEW("{\"a\":\"\xFF\",\"b\":\"\\udfff\"}"), 2,
                  "\"a\":\"" R "\",\"b\":\"\\ufffd\"");
}

/* The index as text: a line a value, what holds it, key and string. */
static void check_index(struct winnow_view text, const char *expected)
{
    static const char types[] = "oas";
    struct winnow_arena arena;
    const struct winnow_json_value *values;
    char shown[1024];
    size_t used = 0;
    uint32_t n;

    winnow_arena_init(&arena);
    values = winnow_json_index(&arena, text, &n);
    assert_int_equal(values == NULL, n == 0);
    shown[0] = '\0';
    for (uint32_t i = 0; i < n; i++)
        used += (size_t)snprintf(
            shown + used, sizeof shown - used, "%c%u %.*s|%.*s\n",
            types[values[i].type], values[i].parent,
            (int)values[i].key.length_bytes, values[i].key.data,
            (int)values[i].raw.length_bytes, values[i].raw.data);
    assert_string_equal(shown, expected);
    winnow_arena_free(&arena);
}

static void values_are_found_where_they_stand(void **state)
{
    (void)state;
    check_index(VIEW("{}"), "o0 |\n");
    check_index(VIEW("{\"a\" : \"x\", \"b\":[1,\"y\",{\"c\":null,\"d\":\"\"}],"
                     "\"e\":\"\\\"}\"} ; more"),
                "o0 |\ns0 a|x\na0 b|\ns2 |y\no2 |\ns4 d|\ns0 e|\\\"}\n");
    check_index(VIEW("[\"line\n\tbreak\",\"\\ud800 alone\"]"),
                "a0 |\ns0 |line\n\tbreak\ns0 |\\ud800 alone\n");
    check_index(VIEW("[[],{}]"), "a0 |\na0 |\no0 |\n");
}

static void what_is_no_json_has_no_index(void **state)
{
    static const char *const broken[] = {
        "",
        "x",
        "\"x\"",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":\"x\"",
        "{\"a\":\"x\\\"}",
        "[\"a\"\"b\"]",
        "{a:\"x\"}",
        "{\"a\":undefined}",
        "[1,]",
    };
    static char deep[4096];

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        check_index(winnow_view_of(broken[i]), "");
    memset(deep, '[', sizeof deep / 2);
    memset(deep + sizeof deep / 2, ']', sizeof deep / 2);
    check_index((struct winnow_view){deep, sizeof deep}, "");
    check_index((struct winnow_view){deep + 2048 - 65, 130}, "");
}

/* What is valid is what the library says, for texts a few changes from valid.
 */
static void index_agrees_with_library(void **state)
{
    static const char *const texts[] = {
        "{\"a\":\"x\",\"b\":[1,-0.25,true,{\"c\":null}],\"d\":{}}",
        "[[],[\"\\\"\\u00c9\\n\"],false , 2E-3 ]",
        "{ \"\" : [ ] , \"\\\\\" : \"\\/\" }",
    };
    static const char alphabet[] = "{}[]\",:\\u01-.+tfn  xA/";
    struct winnow_arena arena;
    struct winnow_arena_mark mark;
    uint32_t seed = 7, n;
    int n_valid = 0, n_broken = 0;

    (void)state;
    winnow_arena_init(&arena);
    mark = winnow_arena_mark(&arena);
    for (int round = 0; round < 60000; round++) {
        const char *from = texts[next_random(&seed) % 3];
        size_t length = strlen(from);
        char text[128];
        json_t *root;
        memcpy(text, from, length + 1);
        for (uint32_t k = next_random(&seed) % 4; k != 0; k--) {
            size_t at = next_random(&seed) % length;
            char letter = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
            if (next_random(&seed) % 2 == 0) {
                text[at] = letter;
                continue;
            }
            memmove(text + at + 1, text + at, length - at + 1);
            text[at] = letter;
            length++;
        }
        if ((*text != '{' && *text != '[') ||
            strstr(text, "u000") != NULL) /* not in the library's names */
            continue;
        root = json_loadb(text, length,
                          JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL |
                              JSON_DISABLE_EOF_CHECK,
                          NULL);
        if ((root != NULL) !=
            (winnow_json_index(&arena, (struct winnow_view){text, length},
                               &n) != NULL))
            fail_msg("%s: %s", text, root == NULL ? "broken" : "valid");
        n_valid += root != NULL;
        n_broken += root == NULL;
        json_decref(root);
        winnow_arena_release(&arena, mark);
    }
    assert_true(n_valid > 10000 && n_broken > 10000);
    winnow_arena_free(&arena);
}

static void check_character(const char *raw, uint32_t code, size_t length)
{
    uint32_t got;

    assert_int_equal(winnow_json_character(winnow_view_of(raw), 0, &got),
                     length);
    assert_int_equal(got, code);
}

static void characters_are_decoded(void **state)
{
    (void)state;
    check_character("a", 'a', 1);
    check_character("\xC3\xA9", 0xE9, 2);
    check_character("\\nx", '\n', 2);
    check_character("\\/", '/', 2);
    check_character("\\u00e9x", 0xE9, 6);
    check_character("\\ud83d\\ude00x", 0x1F600, 12);
    check_character("\\ud83dx", 0xFFFD, 6);
    check_character("\\u00", 'u', 2);
    check_character("\\", '\\', 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(malformed_utf8_is_replaced),
        cmocka_unit_test(any_bytes_make_valid_json),
        cmocka_unit_test(fields_are_found),
        cmocka_unit_test(damaged_lines_are_repaired),
        cmocka_unit_test(a_spent_arena_is_left_cleanly),
        cmocka_unit_test(members_are_passed_byte_for_byte),
        cmocka_unit_test(values_are_found_where_they_stand),
        cmocka_unit_test(what_is_no_json_has_no_index),
        cmocka_unit_test(index_agrees_with_library),
        cmocka_unit_test(characters_are_decoded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Metadata: what JSON-LD says, broken or hostile as it may be, and which of
 * several candidates is a field's value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../filters/json_ld.h"
#include "../../src/metadata.h"

static struct winnow_arena arena;
static jmp_buf escape;
static struct winnow_document document;
static struct winnow_script script;

static void start(void)
{
    winnow_arena_reset(&arena, 0);
    memset(&document, 0, sizeof document);
    document.arena = &arena;
    document.from = WINNOW_FROM_HTML;
}

/* What a page says whose only script is this text. */
static const struct winnow_ld_facts *read_at(const char *url,
                                             struct winnow_view text)
{
    start();
    script = (struct winnow_script){
        .type = winnow_view_of("application/ld+json"), .text = text};
    document.url = winnow_view_of(url);
    document.text = text;
    document.scripts = &script;
    document.n_scripts = 1;
    return winnow_ld_facts(&document);
}

static const struct winnow_ld_facts *read_text(struct winnow_view text)
{
    return read_at("", text);
}

static const struct winnow_ld_facts *read_json(const char *json)
{
    return read_text(winnow_view_of(json));
}

static uint32_t count_diag(enum winnow_diag diag)
{
    return document.diags.count[diag];
}

/* The n-th value of a key, or empty. */
static struct winnow_view value(const struct winnow_ld_facts *facts,
                                enum winnow_ld_key key, size_t n)
{
    for (size_t i = 0; i < facts->n; i++)
        if (facts->items[i].key == key && n-- == 0)
            return facts->items[i].value;
    return (struct winnow_view){NULL, 0};
}

static void check(const struct winnow_ld_facts *facts, enum winnow_ld_key key,
                  size_t n, const char *expected)
{
    struct winnow_view got = value(facts, key, n);

    if (!winnow_view_is(got, expected))
        fail_msg("\"%.*s\", not \"%s\"", (int)got.length_bytes,
                 got.data == NULL ? "" : got.data, expected);
}

static void the_page_is_found_in_a_graph(void **state)
{
    const struct winnow_ld_facts *facts = read_json(
        "{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"The Skerry Post\"},"
        "{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Ines Aldermann\"},"
        "{\"@type\":[\"Article\",\"NewsArticle\"],\"headline\":\"A &amp; B\","
        "\"author\":[{\"@id\":\"#a\"},\"Tom\\u0020Hale\"],"
        "\"datePublished\":\"2024-05-06\",\"comment\":[{\"@type\":\"Comment\","
        "\"author\":\"Nobody\",\"datePublished\":\"1999-01-01\"}]}]}");

    (void)state;
    check(facts, WINNOW_LD_HEADLINE, 0, "A & B");
    check(facts, WINNOW_LD_AUTHOR, 0, "Ines Aldermann");
    check(facts, WINNOW_LD_AUTHOR, 1, "Tom Hale");
    check(facts, WINNOW_LD_AUTHOR, 2, "");
    check(facts, WINNOW_LD_DATE_PUBLISHED, 0, "2024-05-06");
    check(facts, WINNOW_LD_DATE_PUBLISHED, 1, "");
    check(facts, WINNOW_LD_NAME, 0, "The Skerry Post");
    assert_int_equal(count_diag(WINNOW_DIAG_METADATA_MALFORMED), 0);
}

static void of_several_articles_the_one_that_is_the_page(void **state)
{
    static const char list[] =
        "[{\"@type\":\"Article\",\"headline\":\"One\",\"url\":"
        "\"https://a.example/one\",\"author\":\"A B\"},{\"@type\":\"Article\","
        "\"headline\":\"Two\",\"url\":\"https://a.example/two\",\"author\":"
        "\"C D\"}]";
    const struct winnow_ld_facts *facts;

    (void)state;
    facts = read_json(list);
    check(facts, WINNOW_LD_AUTHOR, 0, "");
    facts = read_at("https://a.example/two?x=1", winnow_view_of(list));
    check(facts, WINNOW_LD_AUTHOR, 0, "C D");
    check(facts, WINNOW_LD_AUTHOR, 1, "");
}

static void broken_json_is_read_as_far_as_it_goes(void **state)
{
    static const char *const texts[] = {
        "{\"@type\":\"Article\",\"headline\":\"H\",\"author\":\"A B\",}",
        "{\"@type\":\"Article\" \"headline\":\"H\",, \"author\":\"A B\"",
        "/* <![CDATA[ */ {\"@type\":\"Article\",\"headline\":\"H\",\"x\":[1,], "
        "\"author\":{\"name\":\"A B\"}}",
        "{\"@type\":\"Article\",\"headline\":\"H\",\"x\":\"say \"it\" so\","
        "\"author\":\"A B\"}}}]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const struct winnow_ld_facts *facts = read_json(texts[i]);
        check(facts, WINNOW_LD_HEADLINE, 0, "H");
        check(facts, WINNOW_LD_AUTHOR, 0, "A B");
    }
    read_json(texts[0]);
    assert_int_equal(count_diag(WINNOW_DIAG_METADATA_MALFORMED), 1);
}

/* ---- hostile ---------------------------------------------------------------
 */

/* `head`, `n` times `part`, then `tail`. */
static struct winnow_view repeat(const char *head, const char *part, size_t n,
                                 const char *tail)
{
    size_t length = strlen(head) + strlen(part) * n + strlen(tail);
    char *text = test_malloc(length + 1), *at = text;

    at = stpcpy(at, head);
    for (size_t i = 0; i < n; i++)
        at = stpcpy(at, part);
    stpcpy(at, tail);
    return (struct winnow_view){text, length};
}

static void many_authors_are_capped(void **state)
{
    enum { AUTHORS = 100000, MOST = 64 };
    struct winnow_view text = repeat(
        "{\"@type\":\"Article\",\"headline\":\"H\",\"author\":[", "\"A B\",",
        AUTHORS, "\"C D\"],\"datePublished\":\"2024-05-06\"}");
    const struct winnow_ld_facts *facts = read_text(text);

    (void)state;
    check(facts, WINNOW_LD_HEADLINE, 0, "H");
    check(facts, WINNOW_LD_AUTHOR, MOST - 1, "A B");
    check(facts, WINNOW_LD_AUTHOR, MOST, "");
    check(facts, WINNOW_LD_DATE_PUBLISHED, 0, "2024-05-06");
    assert_true(count_diag(WINNOW_DIAG_METADATA_CAPPED) >= 1);
    test_free((char *)text.data);
}

static void deep_nesting_is_no_recursion(void **state)
{
    enum { DEPTH = 200000 };
    struct winnow_view text = repeat(
        "{\"@type\":\"Article\",\"headline\":\"H\",\"x\":", "[", DEPTH, "");
    const struct winnow_ld_facts *facts = read_text(text);

    (void)state;
    check(facts, WINNOW_LD_HEADLINE, 0, "H");
    assert_true(count_diag(WINNOW_DIAG_METADATA_MALFORMED) +
                    count_diag(WINNOW_DIAG_METADATA_CAPPED) >=
                1);
    test_free((char *)text.data);
    text = repeat("", "{\"@graph\":[", DEPTH, "");
    assert_int_equal(read_text(text)->n, 0);
    test_free((char *)text.data);
}

static void ten_megabytes_are_cut(void **state)
{
    enum { TIMES = 10 << 16, BYTES = 16 };
    struct winnow_view text = repeat(
        "{\"@type\":\"Article\",\"headline\":\"H\",\"x\":[",
        "{\"@id\":\"#same\"},", TIMES, "1],\"author\":{\"@id\":\"#same\"}}");
    const struct winnow_ld_facts *facts;

    (void)state;
    assert_true(text.length_bytes > (10 << 20) - BYTES);
    facts = read_text(text);
    check(facts, WINNOW_LD_HEADLINE, 0, "H");
    assert_int_equal(count_diag(WINNOW_DIAG_METADATA_CAPPED), 1);
    test_free((char *)text.data);
}

/* Members of one object that all have the name that is looked for: what it
 * takes is the number of looks, not its square. */
static void references_to_nothing_take_bounded_work(void **state)
{
    enum { TIMES = 40000 };
    struct winnow_view text =
        repeat("{\"@type\":\"Article\",\"author\":[{\"@id\":\"#a\"},{\"@id\":"
               "\"#a\"}],\"x\":{",
               "\"@id\":\"#a\",", TIMES, "\"y\":\"z\"}}");

    (void)state;
    assert_true(value(read_text(text), WINNOW_LD_AUTHOR, 0).length_bytes == 0);
    test_free((char *)text.data);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Bytes that JSON is made of, put over others or cut off at random. */
static void any_bytes_are_read(void **state)
{
    static const char json[] =
        "{\"@context\":\"https://"
        "schema.org\",\"@graph\":[{\"@type\":\"Article\","
        "\"@id\":\"#x\",\"headline\":\"H\\u00e9\\ud83d\\ude00\",\"author\":[{"
        "\"@id\":"
        "\"#p\"},{\"name\":\"A "
        "B\"}],\"image\":{\"url\":\"https://a.example/i\"},"
        "\"keywords\":[\"a\",\"b\"]},{\"@type\":\"Person\",\"@id\":\"#p\","
        "\"name\":"
        "\"C D\"}]}";
    static const char signs[] = "{}[]\",:\\u\0 \n/x7";
    uint32_t seed = 2463534242;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[sizeof json];
        size_t n = sizeof json - 1 - next_random(&seed) % 40;
        memcpy(text, json, sizeof json);
        for (uint32_t k = next_random(&seed) % 8; k != 0; k--)
            text[next_random(&seed) % n] =
                signs[next_random(&seed) % (sizeof signs - 1)];
        read_text((struct winnow_view){text, n});
    }
}

/* ---- choice ----------------------------------------------------------------
 */

static void say(enum winnow_field field, const char *text,
                enum winnow_said_by source, int weight)
{
    struct winnow_candidate candidate = {
        .field = field,
        .value = winnow_view_of(text),
        .source = source,
        .name = winnow_view_of("name"),
        .block = WINNOW_NO_BLOCK,
        .weight = weight,
    };

    winnow_candidate_add(&document, &candidate);
}

static void check_field(enum winnow_field field, const char *expected)
{
    winnow_field_choose(&document, field);
    assert_true(winnow_view_is(document.fields[field].value, expected));
}

static void agreement_outweighs_one_witness(void **state)
{
    (void)state;
    start();
    say(WINNOW_FIELD_TITLE, "One", WINNOW_SAID_JSON_LD, 75);
    say(WINNOW_FIELD_TITLE, "Two", WINNOW_SAID_OPEN_GRAPH, 65);
    check_field(WINNOW_FIELD_TITLE, "One");
    say(WINNOW_FIELD_TITLE, "two.", WINNOW_SAID_TEXT, 60);
    check_field(WINNOW_FIELD_TITLE, "Two");
}

static void a_source_that_repeats_itself_is_one_witness(void **state)
{
    (void)state;
    start();
    say(WINNOW_FIELD_TITLE, "One", WINNOW_SAID_JSON_LD, 75);
    say(WINNOW_FIELD_TITLE, "Two", WINNOW_SAID_OPEN_GRAPH, 65);
    say(WINNOW_FIELD_TITLE, "Two", WINNOW_SAID_OPEN_GRAPH, 65);
    check_field(WINNOW_FIELD_TITLE, "One");
}

static void a_weak_candidate_is_no_value_alone(void **state)
{
    char from[WINNOW_FROM_BYTES];

    (void)state;
    start();
    say(WINNOW_FIELD_DATE, "2024-05-06", WINNOW_SAID_HTTP, 10);
    check_field(WINNOW_FIELD_DATE, "");
    assert_int_equal(winnow_field_from(&document, WINNOW_FIELD_DATE, from), 0);
    say(WINNOW_FIELD_DATE, "2024-05-07T10:00:00Z", WINNOW_SAID_TIME, 50);
    say(WINNOW_FIELD_DATE, "2024-05-08", WINNOW_SAID_TEXT, 50);
    say(WINNOW_FIELD_DATE, "2024-05-08T11:00:00Z", WINNOW_SAID_HTTP, 10);
    check_field(WINNOW_FIELD_DATE, "2024-05-08");
    assert_true(winnow_view_is(
        (struct winnow_view){
            from, winnow_field_from(&document, WINNOW_FIELD_DATE, from)},
        "text name"));
}

static void candidates_are_capped(void **state)
{
    (void)state;
    start();
    for (int i = 0; i < WINNOW_CANDIDATES_MOST + 5; i++)
        say(WINNOW_FIELD_TAGS, "tag", WINNOW_SAID_META, 40);
    assert_int_equal(document.n_candidates, WINNOW_CANDIDATES_MOST);
    assert_int_equal(count_diag(WINNOW_DIAG_METADATA_CAPPED), 5);
    check_field(WINNOW_FIELD_TAGS, "tag");
}

static int open_arena(void **state)
{
    (void)state;
    winnow_arena_init(&arena);
    arena.escape = &escape;
    return setjmp(escape);
}

static int close_arena(void **state)
{
    (void)state;
    winnow_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_found_in_a_graph),
        cmocka_unit_test(of_several_articles_the_one_that_is_the_page),
        cmocka_unit_test(broken_json_is_read_as_far_as_it_goes),
        cmocka_unit_test(many_authors_are_capped),
        cmocka_unit_test(deep_nesting_is_no_recursion),
        cmocka_unit_test(ten_megabytes_are_cut),
        cmocka_unit_test(references_to_nothing_take_bounded_work),
        cmocka_unit_test(any_bytes_are_read),
        cmocka_unit_test(agreement_outweighs_one_witness),
        cmocka_unit_test(a_source_that_repeats_itself_is_one_witness),
        cmocka_unit_test(a_weak_candidate_is_no_value_alone),
        cmocka_unit_test(candidates_are_capped),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

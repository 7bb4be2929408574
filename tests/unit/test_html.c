/* HTML to blocks: what is cut where, forms, spans, marks, the head, and that
 * the linear reading finds the same text as the tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "html/html.h"
#include "options.h"

static const struct winnow_options limits = {.max_nodes = 1 << 20,
                                             .max_depth = 4096,
                                             .max_attributes = 4000,
                                             .max_blocks = 1 << 17};

struct page {
    struct winnow_arena arena;
    struct winnow_document document;
    struct winnow_map_run run;
    jmp_buf escape;
    char shown[8192];
};

static void show(struct page *page)
{
    size_t n = 0;

    for (uint32_t i = 0; i < page->document.n_blocks; i++) {
        const struct winnow_block *block = &page->document.blocks[i];
        n += (size_t)snprintf(
            page->shown + n, sizeof page->shown - n, "%s%.0d%s%s|%.*s\n",
            winnow_kind_name(block->form), block->level,
            block->hidden ? " hidden" : "", block->continues ? " goes on" : "",
            (int)block->text.length_bytes, block->text.data);
    }
    page->shown[n] = '\0';
}

static void set_page(struct page *page, const char *html)
{
    memset(page, 0, sizeof *page);
    winnow_arena_init(&page->arena);
    page->document.arena = &page->arena;
    page->document.options = &limits;
    page->document.body = winnow_view_of(html);
    page->document.text = page->document.body;
    page->run = (struct winnow_map_run){0, 0, (uint32_t)strlen(html), 1, 1};
    page->document.map = &page->run;
    page->document.n_map_runs = page->run.n != 0;
}

static void read_it(struct page *page, bool linear)
{
    page->arena.escape = &page->escape;
    assert_int_equal(setjmp(page->escape), 0);
    if (linear)
        winnow_html_linear(&page->document);
    else
        winnow_html_blocks(&page->document);
    show(page);
}

static void read_page(struct page *page, const char *html, bool linear)
{
    set_page(page, html);
    read_it(page, linear);
}

static void expect(const char *html, const char *shown)
{
    static struct page page;

    read_page(&page, html, false);
    assert_string_equal(page.shown, shown);
    winnow_arena_free(&page.arena);
}

static void blocks_end_at_elements(void **state)
{
    (void)state;
    expect("", "");
    expect("<p>One <b>bold</b> word.<p>Two", "paragraph|One bold word.\n"
                                             "paragraph|Two\n");
    expect("<div>before<p>inside</p>after</div>",
           "paragraph|before\nparagraph|inside\nparagraph|after\n");
    expect("a<br>b<br><br>c<br> <br>d", "paragraph|a\nb\nparagraph|c\n"
                                        "paragraph|d\n");
    expect("<p>x<script>var p='<p>no</p>'</script>y<style>p{}</style>z",
           "paragraph|xyz\n");
    expect("<p>x<svg><text>no</text></svg>y<template>no</template>",
           "paragraph|xy\n");
    expect("<p>&nbsp;</p><p> \n\t </p><p>\xe3\x80\x80</p><p>x</p>",
           "paragraph|x\n");
    expect("<my-box><p>in</p></my-box><p>a <my-word>word</my-word> more",
           "paragraph|in\nparagraph|a word more\n");
}

static void forms_come_from_elements(void **state)
{
    (void)state;
    expect("<title>Page</title><h1>Head</h1><h3>Sub</h3>",
           "title|Page\nheading1|Head\nheading3|Sub\n");
    expect("<ul><li>a<ul><li>b</ul>c<li><p>d<p>e</ul>",
           "list1|a\nlist2|b\nlist1 goes on|c\nlist1|d\nlist1 goes on|e\n");
    expect("<pre>  a\n    b\n</pre>", "code|  a\n    b\n");
    expect("<blockquote><p>q</blockquote><figure><figcaption>c</figure>",
           "quote|q\ncaption|c\n");
    expect("<table><tr><td>1<td>2<tr><td>3<td>4</table>",
           "table|1\ntable|2\ntable|3\ntable|4\n");
    expect("<table><tr><td><h2>Menu</h2><td><p>x<p>y</table>",
           "heading2|Menu\nparagraph|x\nparagraph|y\n");
    expect("<table><tr><td>a<table><tr><td>1<td>2<tr><td>3<td>4</table>"
           "<tr><td>b</table>",
           "paragraph|a\ntable|1\ntable|2\ntable|3\ntable|4\nparagraph|b\n");
    expect("<select><option>One<option>Two</select>", "paragraph|One\nTwo\n");
}

static void hidden_is_inherited(void **state)
{
    (void)state;
    expect("<div hidden><p>a</div><p style='color:red;display : none'>b<p>c",
           "paragraph hidden|a\nparagraph hidden|b\nparagraph|c\n");
}

static void spans_give_the_source(void **state)
{
    static struct page page;
    const char *html = "<p> one <b>two</b> three </p><table>x<tr><td>y</table>";
    const struct winnow_block *blocks;

    (void)state;
    read_page(&page, html, false);
    blocks = page.document.blocks;
    assert_int_equal(page.document.n_blocks, 3);
    assert_int_equal(blocks[0].n_spans, 1);
    assert_memory_equal(html + blocks[0].spans[0].start, "one <b>two</b> three",
                        blocks[0].spans[0].end - blocks[0].spans[0].start);
    assert_int_equal(html[blocks[1].spans[0].start], 'x');
    assert_int_equal(html[blocks[2].spans[0].start], 'y');
    winnow_arena_free(&page.arena);
}

static void marks_and_names(void **state)
{
    static struct page page;
    const struct winnow_block *block;

    (void)state;
    read_page(&page,
              "<p>See <a href='/x'>the <b>page</b> </a>now.</p>"
              "<div><span class='byline'>By <a rel='author' href='/a'>Ann "
              "Lee</a></span> </div><p><b>all</b> not",
              false);
    assert_int_equal(page.document.n_blocks, 3);
    block = &page.document.blocks[0];
    assert_int_equal(block->n_marks, 2);
    assert_int_equal(block->marks[0].type, WINNOW_MARK_LINK);
    assert_true(winnow_view_is(block->marks[0].href, "/x"));
    assert_memory_equal(block->text.data + block->marks[0].start, "the page",
                        8);
    assert_int_equal(block->marks[0].end - block->marks[0].start, 8);
    assert_int_equal(block->marks[1].type, WINNOW_MARK_STRONG);
    assert_true(winnow_view_is(page.document.blocks[1].names, "byline"));
    assert_int_equal(block->marks[0].role, WINNOW_ROLE_NONE);
    block = &page.document.blocks[1];
    assert_int_equal(block->n_marks, 1);
    assert_int_equal(block->marks[0].role, WINNOW_ROLE_AUTHOR);
    assert_memory_equal(block->text.data + block->marks[0].start, "Ann Lee",
                        7);
    assert_int_equal(page.document.blocks[2].names.length_bytes, 0);
    winnow_arena_free(&page.arena);
}

static void head_is_read(void **state)
{
    static struct page page;
    const struct winnow_meta *meta;

    (void)state;
    read_page(
        &page,
        "<html lang=el><title> A  title </title><meta property='og:title' "
        "content='Other &amp; more'><link rel=canonical href='/c'>"
        "<script type='application/ld+json'>{\"a\":1}</script><p>x",
        false);
    meta = winnow_meta_find(&page.document, "og:title");
    assert_non_null(meta);
    assert_true(winnow_view_is(meta->content, "Other & more"));
    assert_true(winnow_view_is(
        winnow_meta_find(&page.document, "title")->content, "A title"));
    assert_int_equal(page.document.n_scripts, 1);
    assert_true(winnow_view_is(page.document.scripts[0].text, "{\"a\":1}"));
    assert_non_null(winnow_meta_find(&page.document, "canonical"));
    assert_true(winnow_view_is(
        page.document.fields[WINNOW_FIELD_LANGUAGE].value, "el"));
    assert_true(page.document.has_scripts);
    winnow_arena_free(&page.arena);
}

static void scripts_are_kept_as_written(void **state)
{
    static struct page page;
    const struct winnow_script *scripts;

    (void)state;
    read_page(&page,
              "<script id=d type='application/json'>{\"a\":\r\n\"&amp;\"}"
              "</script><p>x<script src=y></script><script>var z;</script>",
              false);
    scripts = page.document.scripts;
    assert_int_equal(page.document.n_scripts, 2);
    assert_true(winnow_view_is(scripts[0].type, "application/json"));
    assert_true(winnow_view_is(scripts[0].id, "d"));
    assert_true(winnow_view_is(scripts[0].text, "{\"a\":\r\n\"&amp;\"}"));
    assert_true(winnow_view_is(scripts[1].text, "var z;"));
    winnow_arena_free(&page.arena);
}

/* The blocks of a string with the bytes they came from. */
static void expect_blocks(const char *raw, const char *expected)
{
    static struct page page;
    const struct winnow_block *blocks;
    uint32_t n;
    size_t used = 0;

    read_page(&page, raw, false);
    blocks = winnow_html_string(&page.document, page.document.text, &n);
    page.shown[0] = '\0';
    for (uint32_t i = 0; i < n; i++) {
        const struct winnow_range *span = blocks[i].spans;
        used += (size_t)snprintf(
            page.shown + used, sizeof page.shown - used, "%.*s<-%.*s\n",
            (int)blocks[i].text.length_bytes, blocks[i].text.data,
            (int)(span->end - span->start), raw + span->start);
        assert_int_equal(blocks[i].n_spans, 1);
    }
    assert_string_equal(page.shown, expected);
    winnow_arena_free(&page.arena);
}

static void strings_of_scripts_become_blocks(void **state)
{
    (void)state;
    expect_blocks("One line.\\nTwo\\r\\n\\r\\nThree", "One line.<-One line.\n"
                                                      "Two<-Two\n"
                                                      "Three<-Three\n");
    expect_blocks("\\u003cp>A\\nb\\u003c/p\\u003e<p>C &amp; <b>d</b></p>",
                  "A b<-A\\nb\nC & d<-C &amp; <b>d\n");
    expect_blocks("a<br>b<br><br>c", "a\nb<-a<br>b\nc<-c\n");
    expect_blocks("5 < 6 and <i>so</i>\\non",
                  "5 < 6 and so<-5 < 6 and <i>so\non<-on\n");
    expect_blocks(
        "\\u00e9t\\u00E9 &amp;amp; \\\"x\\\" &amp;eacute; &amp; y;",
        "\xC3\xA9t\xC3\xA9 & \"x\" \xC3\xA9 & y;<-"
        "\\u00e9t\\u00E9 &amp;amp; \\\"x\\\" &amp;eacute; &amp; y;\n");
    expect_blocks("\\n \\n", "");
}

/* Where inserted blocks stand, and that every element still holds its own. */
static void blocks_are_inserted_behind_an_element(void **state)
{
    static const struct winnow_block two[2] = {{.added = "test.a"},
                                               {.added = "test.b"}};
    static struct page page;
    struct winnow_document *document = &page.document;

    (void)state;
    read_page(&page, "<div><h1>H</h1>tail<p>P</div><p>Q", false);
    winnow_blocks_insert(document, document->blocks[0].element, two, 2);
    assert_int_equal(document->n_blocks, 6);
    assert_string_equal(document->blocks[1].added, "test.a");
    assert_string_equal(document->blocks[2].added, "test.b");
    assert_int_equal(document->blocks[1].element, document->blocks[3].element);
    winnow_blocks_insert(document, 0, two, 1);
    assert_string_equal(document->blocks[6].added, "test.a");
    assert_int_equal(document->blocks[6].element, 0);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        for (uint32_t e = document->blocks[i].element;;
             e = document->elements[e].parent) {
            assert_true(document->elements[e].first_block <= i &&
                        i < document->elements[e].end_block);
            if (e == 0)
                break;
        }
    winnow_arena_free(&page.arena);
}

/* The texts alone, which both readings must find. */
static void texts_of(const struct page *page, char *out, size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < page->document.n_blocks; i++)
        n += (size_t)snprintf(out + n, size - n, "%.*s\n",
                              (int)page->document.blocks[i].text.length_bytes,
                              page->document.blocks[i].text.data);
}

static void linear_finds_the_same(void **state)
{
    static const char *const pages[] = {
        "<title>A &amp; B</title><h1>Head</h1><p>One &eacute;t&eacute; "
        "<a href=x>link</a> &lt;b&gt;<p>Two<br>lines",
        "<ul><li>a<li>b</ul><script>no<p>no</script><!-- no --><p>x > y < z",
        "<p title='a>b'>quoted</p><svg><g>no</g></svg>after",
        "a &amp; b\n<div> &lt;c </div> d",
    };
    static struct page page;
    char tree[4096], linear[4096];

    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        read_page(&page, pages[i], false);
        texts_of(&page, tree, sizeof tree);
        winnow_arena_free(&page.arena);
        read_page(&page, pages[i], true);
        texts_of(&page, linear, sizeof linear);
        winnow_arena_free(&page.arena);
        assert_string_equal(tree, linear);
    }
}

static void deep_pages_are_read_linearly(void **state)
{
    enum { DEEP = 100000 };
    static char html[DEEP * 5 + 16];
    static struct page page;

    (void)state;
    for (int i = 0; i < DEEP; i++)
        memcpy(html + i * 5, "<div>", 5);
    memcpy(html + DEEP * 5, "the text", 9);
    read_page(&page, html, false);
    assert_int_equal(page.document.diags.count[WINNOW_DIAG_HTML_BUDGET], 1);
    assert_string_equal(page.shown, "paragraph|the text\n");
    winnow_arena_free(&page.arena);
}

static void small_budget_falls_back(void **state)
{
    static struct page page;
    char html[6000];

    (void)state;
    memset(html, 'x', sizeof html - 1);
    html[sizeof html - 1] = '\0';
    memcpy(html, "<p>", 3);
    memset(&page, 0, sizeof page);
    winnow_arena_init(&page.arena);
    page.arena.escape = &page.escape;
    page.arena.budget_bytes = 40000;
    assert_int_equal(setjmp(page.escape), 0);
    page.document.arena = &page.arena;
    page.document.options = &limits;
    page.document.body = page.document.text = winnow_view_of(html);
    page.run = (struct winnow_map_run){0, 0, sizeof html - 1, 1, 1};
    page.document.map = &page.run;
    page.document.n_map_runs = 1;
    winnow_html_blocks(&page.document);
    assert_int_equal(page.document.diags.count[WINNOW_DIAG_HTML_BUDGET], 1);
    assert_int_equal(page.document.n_blocks, 1);
    winnow_arena_free(&page.arena);
}

/* Past the limit all is one block of the root, and no block lies outside of its
 * element. */
static void blocks_are_capped(void **state)
{
    static const struct winnow_options few = {.max_nodes = 1 << 20,
                                              .max_depth = 4096,
                                              .max_attributes = 4000,
                                              .max_blocks = 2};
    static const char html[] =
        "<div><p>a<p>b</div><div><p>c<a href=x>d</a></div><ul><li>e</ul>"
        "<div><div></div></div>";

    (void)state;
    for (int linear = 0; linear < 2; linear++) {
        static struct page page;
        const struct winnow_block *last;
        set_page(&page, html);
        page.document.options = &few;
        read_it(&page, linear != 0);
        last = &page.document.blocks[2];
        assert_string_equal(page.shown, "paragraph|a\nparagraph|b\n"
                                        "paragraph|cd\ne\n");
        assert_int_equal(last->element, 0);
        assert_int_equal(last->n_marks, 1);
        assert_int_equal(page.document.elements[0].end_block, 3);
        for (uint32_t i = 1; i < page.document.n_elements; i++) {
            assert_true(page.document.elements[i].end_block <= 2);
            assert_int_equal(page.document.elements[i].end == 0, false);
        }
        if (linear == 0)
            assert_int_equal(page.document.tree, WINNOW_TREE_FOLLOWED);
        assert_int_equal(page.document.diags.count[WINNOW_DIAG_BLOCKS_CAPPED],
                         1);
        winnow_arena_free(&page.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_end_at_elements),
        cmocka_unit_test(forms_come_from_elements),
        cmocka_unit_test(hidden_is_inherited),
        cmocka_unit_test(spans_give_the_source),
        cmocka_unit_test(marks_and_names),
        cmocka_unit_test(head_is_read),
        cmocka_unit_test(scripts_are_kept_as_written),
        cmocka_unit_test(strings_of_scripts_become_blocks),
        cmocka_unit_test(blocks_are_inserted_behind_an_element),
        cmocka_unit_test(linear_finds_the_same),
        cmocka_unit_test(deep_pages_are_read_linearly),
        cmocka_unit_test(small_budget_falls_back),
        cmocka_unit_test(blocks_are_capped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

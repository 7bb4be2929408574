/* One pass, and the skeleton's tree, give what the tree of the whole page
 * gives: on what is known to be hard, with every character reference, and on
 * pages in disorder; and the whole page is not parsed where it need not be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mutate.h"
#include "ways.h"

static struct ways ways;

static bool agree(const char *html, enum winnow_tree tree)
{
    bool same = ways_agree(&ways, winnow_view_of(html));

    if (!same)
        print_error("%s\n  %s\n", html, ways.difference);
    else if (ways.documents[1].tree != tree)
        print_error("%s\n  tree %d, not %d\n", html, ways.documents[1].tree,
                    tree);
    return same && ways.documents[1].tree == tree;
}

struct hard {
    enum winnow_tree tree; /* what the tree is to be made of */
    const char *html;
};

static void check(const struct hard *cases, size_t n)
{
    bool all = true;

    for (size_t i = 0; i < n; i++)
        all = agree(cases[i].html, cases[i].tree) && all;
    assert_true(all);
}
#define CHECK(cases) check(cases, sizeof cases / sizeof cases[0])

#define SKELETON WINNOW_TREE_OF_SKELETON
#define TAGS WINNOW_TREE_OF_ALL_TAGS
#define PAGE WINNOW_TREE_OF_PAGE

static void phrasing_elements(void **state)
{
    static const struct hard cases[] = {
        {SKELETON, "<p>a <b>b <i>c</i></b> <a href=/x class=y rel=z>d</a> e"},
        {SKELETON, "<p><span class=byline>By <a href=/x>X</a></span><p>b"},
        {SKELETON, "<p>a<br>b<br><br>c</br>d<br/><b>e<br></b>f"},
        {SKELETON, "<p>a<img alt=b>c<wbr>d<input value=e>f</img>&nbsp;g"},
        {SKELETON, "<p>a<!-- b -->c<!--> d <!---> e<?php echo ?>f</ x>g"},
        {SKELETON, "<div><a href=/x><div>a</div><p>b</p></a>c</div>"},
        {SKELETON, "<div><a href=/x>a<div>b</div><div>c</div></div>d<p>e"},
        {SKELETON, "<p><b>a<p>b<p>c</b>d<p>e <i>f</i>"},
        {SKELETON, "<p><b>a <i>b</b> c</i> d<p>e"},
        {SKELETON, "<a href=/1>a<a href=/2>b</a>c</a>d"},
        {SKELETON, "<p><a href=/1>a<p><a href=/2>b</a><p>c"},
        {SKELETON, "<nobr>a<nobr>b</nobr>c<p>d<nobr>e"},
        {SKELETON, "<span>a<div>b</div>c</span>d</span>e"},
        {SKELETON, "<font size=1><p>a<font size=1><p>b<font size=2><p>c"
                   "<font size=1><p>d<font size=1><p>e</font></font>f"},
        {SKELETON, "<b><b><b><b>a<p>b</b></b>c</b>d</b>e"},
        {SKELETON, "<p>\xe6\xbc\xa2<ruby>\xe5\xad\x97<rp>(<rt>zi<rp>)</ruby>x"},
        {SKELETON, "<x-card><p>a</p></x-card><p>b <x-word>c</x-word> d"},
        {SKELETON, "<x-a>a<x-b><p>b</x-a>c</x-b>d"},
        {SKELETON, "<label>a <input> <button>b<button>c</label>d</button>e"},
        {SKELETON, "<ul><li><a href=/x>a<li>b</a><li>c</ul>d"},
        {SKELETON, "<p><em>a</em> <strong>b</strong></p> <p> <i> c </i> </p>"},
        {SKELETON, "<h2><a href=/x>a</h2><p>b</a>c"},
        {SKELETON, "<b>a<table><tr><td>b</b>c</table>d</b>e"},
        {SKELETON, "<a>a<div><div><div><div><div><div><div><div><div>b</a>c"},
        {SKELETON, "<div> <span> <div>a</div> </span> </div> b </div> c"},
    };

    (void)state;
    CHECK(cases);
}

static void tables_and_forms(void **state)
{
    static const struct hard cases[] = {
        {SKELETON, "<table><tr><td>a <b>b</b><td>c</table>d"},
        {SKELETON, "<table> <tbody> <tr> <!-- x --> <td>a</table>"},
        {TAGS, "<p>a<table>b <i>c</i> d<tr><td>e</table>f"},
        {TAGS, "a<table><b>b</b> <i>c</i><tr><td>d</table>e"},
        {TAGS, "<table><tr><div>a</div><td>b</table>"},
        {SKELETON, "<table><tr><td><table><tr><td>a</table>b</table>c"},
        {SKELETON, "<table><colgroup><col><col><tr><td>a</table>"},
        {SKELETON, "<table><caption>a <b>b</b><tr><td>c</table>"},
        {SKELETON, "<table><input type=hidden><tr><td>a</table>"},
        {SKELETON, "<table><form><tr><td>a<input></form><td>b</table>"},
        {TAGS, "<table><tr><link rel=canonical href=/x><td>a</table>b"},
        {SKELETON, "<table><tr><td>&#10;<td>&#32;a</table>"},
        {SKELETON, "<form><label>a</label> <input></form>b"},
        {SKELETON, "<form><b>a</b>b</form>c<p>d"},
        {SKELETON, "<form><b>a<div>b</form>c</b>d</div>e"},
        {SKELETON, "<form><p>a<form>b</form>c</form>d"},
        {SKELETON, "<select><option>a<option>b <b>c</b></select>d"},
        {SKELETON, "<select><option>a<p>b<input>c</select>d"},
        {SKELETON, "<select>a<select>b<option>c</select>d"},
        {SKELETON, "<option>a<option>b<optgroup>c</optgroup>d"},
        {SKELETON, "<textarea>\n a &amp; b <p></textarea>c"},
        {SKELETON,
         "<fieldset><legend>a</legend>b <button>c</button></fieldset>"},
        {SKELETON, "<datalist><option>a</datalist>b"},
    };

    (void)state;
    CHECK(cases);
}

static void raw_elements(void **state)
{
    static const struct hard cases[] = {
        {SKELETON, "<p>a<script>'</p>'</script>b<style>p{}</style>c"},
        {SKELETON, "<script>a<!--<script>b</script>c</script>d"},
        {SKELETON, "<script><!--</script>a<script><!-- --></script>b"},
        {SKELETON, "<script><!--<script></script>--></script>a"},
        {SKELETON, "<script>a</scripts></script >b</script>c"},
        {SKELETON, "<script type=application/ld+json id=i>\r\n{}</script>a"},
        {SKELETON, "<p>a<script src=x></script> <script> </script>b"},
        {SKELETON, "<title>a &amp; <b> b</title><p>c"},
        {SKELETON, "<p>a<title>b</title>c"},
        {SKELETON, "<iframe><p>a</iframe>b<noembed>c</noembed>d"
                   "<noframes>e</noframes>f"},
        {SKELETON, "<xmp><p>a &amp; b</xmp>c<noscript><p>d</noscript>"},
        {SKELETON, "<pre>\na <b>b\n\n</b>  c</pre><pre>\r\n\n d</pre>"},
        {SKELETON, "<pre><b>\n a</b></pre><listing>&#10;b</listing>"},
        {SKELETON, "<p>a<svg><path/><title>b</title><g></g></svg>c"},
        {SKELETON, "<b><p><svg><title>a</title></svg>b</b>c"},
        {SKELETON, "<p>a<svg><style><![CDATA[ </svg> ]]></style></svg>b"},
        {SKELETON, "<svg/>a<svg><svg></svg>b</svg>c"},
        {PAGE, "<p>a<svg><p>b</svg>c"},
        {SKELETON, "<p>a<svg><desc><div>b <span>c</span></div></desc></svg>d"},
        {PAGE, "<svg><foreignObject><p>a</foreignObject></svg>b"},
        {PAGE, "<link/href><meta/content name=&amp;><svg><p>a</svg>b"},
        {PAGE, "<svg><foreignObject><div/>a</foreignObject></svg>b"},
        {PAGE, "<svg><desc><div><![CDATA[></div>]]></desc></svg>b"},
        {PAGE, "<div><svg><path></div>a"},
        {PAGE, "a<math><mi>b</mi></math>c"},
        {PAGE, "a<plaintext>b</plaintext>c"},
        {PAGE, "<frameset><frame></frameset><noframes>a</noframes>"},
        {PAGE, "a<isindex>b"},
        {PAGE, "a</>b"},
        {SKELETON, "<template><p>a<b>b</template>c<p>d"},
        {SKELETON, "<head><template><div>a</template><title>b</title>c"},
        {SKELETON, "<title>a"},
        {SKELETON, "<p>a<script>b"},
        {SKELETON, "<p>a <b"},
        {SKELETON, "<p>a <b class='c>d"},
        {SKELETON, "<p>a <!-- b"},
    };

    (void)state;
    CHECK(cases);
}

static void heads_and_ends(void **state)
{
    static const struct hard cases[] = {
        {SKELETON, "<!doctype html><html lang=en><head><meta name=a content=b>"
                   "<link rel=canonical href='/c?d&amp;e'></head><body>f"},
        {SKELETON, "<html xml:lang=de class=a><body id=b><body class=c>d"},
        {SKELETON, "a<html lang=fr><body class=c>b"},
        {SKELETON, "<meta content=a name=b><img><meta content=c name=d><p>e"},
        {SKELETON, "<head><noscript><img></noscript><title>a</title></head>b"},
        {SKELETON, "<head><noscript><link></noscript></head> <body>a"},
        {SKELETON, "<p>a</body><p>b</html> c <!-- d --><p>e"},
        {SKELETON, " \n <p>a</p> \n "},
        {SKELETON, "a"},
        {SKELETON, " "},
        {SKELETON, "<!-- a -->"},
        {SKELETON, "<!doctype html PUBLIC '-//W3C//DTD HTML 3.2//EN'>"
                   "<p>a<table><tr><td>b</table>c"},
        {SKELETON, "<!doctype html><p>a<table><tr><td>b</table>c"},
        {SKELETON, "<p>a</p> </x> b </div> <p>c</p> </i> d"},
        {SKELETON, "a<b> \n</b>c </p>d</br> e"},
        {SKELETON, "<div itemscope><meta itemprop=datePublished content=a>"
                   "<span itemprop=author>b</span></div>"},
    };

    (void)state;
    CHECK(cases);
}

static void tags_and_attributes(void **state)
{
    static const struct hard cases[] = {
        {SKELETON, "<p title='a>b' class=c>d<p class=\"e\"id=f>g"},
        {SKELETON, "<p =\"x>\">a<p a==\">\">b<p a=b\"c>d<p a = 'e' >f"},
        {SKELETON, "<div/>a<p/ class=b>c<p /class=d/>e<p class=f/>g"},
        {SKELETON, "<P CLASS=a Class=b>c<P ID>d<p id=>e<p\nid\n=\nf\n>g"},
        {SKELETON, "<p class='a&amp;b&ampc&copy=d&lt'>e<p class=&amp>f"},
        {SKELETON, "<p hidden>a<p style='color:red;display : none'>b"
                   "<p style=visibility:hidden>c<p style='display:block'>d"},
        {SKELETON,
         "<a href='/?a&lt=b&copy;'>c</a><a name=d>e</a><a href>f</a>"},
        {SKELETON, "<p class='a\r\nb\x01'>c<p class=\"\xef\xbf\xbe\">d"},
        {SKELETON, "a < b <3 <= </ <\xc3\xa9>c<a\x0b>d"},
        {SKELETON, "<div<span>a</div<b>c</div x='>'>d"},
        {SKELETON, "<p role=main itemprop='a b' id=c>d<br class=e>f"},
    };

    (void)state;
    CHECK(cases);
}

static void characters_are_decoded_alike(void **state)
{
    static const char *const names[] = {
#define REFERENCE(name, first, second) name,
#include "html/references.def"
#undef REFERENCE
    };
    char html[512];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *name = names[i];
        snprintf(html, sizeof html,
                 "<p class='a&%sb&%s=c&%s d&%s'>a&%sb&%s c&%s=d&%s", name, name,
                 name, name, name, name, name, name);
        assert_true(agree(html, WINNOW_TREE_OF_SKELETON));
    }
    for (unsigned code = 0; code <= 0x3000; code++) {
        snprintf(html, sizeof html, "<p class='&#%u;&#x%X'>a&#%u;b&#X%x c",
                 code, code, code, code);
        assert_true(agree(html, WINNOW_TREE_OF_SKELETON));
    }
    assert_true(agree("<p>&#xD800;&#xDFFF;&#x110000;&#xFFFF;&#4294967361;&#;"
                      "&#x;&#xg;&#1114111;&&#&x;",
                      WINNOW_TREE_OF_SKELETON));
    assert_true(agree("<p>a\r\nb\rc\r\r\n<pre>\rd\r\n</pre>\x02\x7f\xc2\x9f"
                      "\xef\xb7\x90\xef\xbf\xbf\xf0\x9f\xbf\xbe \xef\xbb\xbf",
                      WINNOW_TREE_OF_SKELETON));
}

static void soups_are_read_alike(void **state)
{
    enum { SOUPS = 20000, PIECES_MOST = 100 };
    unsigned n_differ = 0;

    (void)state;
    for (unsigned i = 0; i < SOUPS; i++) {
        struct winnow_view page = soup(1 + i % PIECES_MOST, i);
        if (!ways_agree(&ways, page)) {
            print_error("soup %u: %s\n", i, ways.difference);
            n_differ++;
        }
        free((void *)page.data);
    }
    assert_int_equal(n_differ, 0);
}

/* Markers in the list of active formatting that nothing takes away. */
static void markers_stay(void **state)
{
    static const struct hard cases[] = {
        {SKELETON, "<p><b>x<table><tr><td>a<object></table>y</b>z"},
        {SKELETON, "<template><b><object></template>a"},
        {SKELETON, "<p><i>x<template><tr><td>a</template></i>w"},
        {SKELETON, "<i><template><object class=q></template></i>w"},
    };

    (void)state;
    CHECK(cases);
}

/* As deep as the stack of open elements goes, and an element that no tag opens
 * on top of it. */
static void a_full_stack_opens_nothing(void **state)
{
    char html[8192];

    (void)state;
    for (int depth = 505; depth < 516; depth++) {
        size_t n =
            (size_t)snprintf(html, sizeof html, "<html><head></head><body>");
        for (int i = 0; i < depth; i++)
            n += (size_t)snprintf(html + n, sizeof html - n, "<div>");
        n += (size_t)snprintf(html + n, sizeof html - n, "x</p>y");
        assert_true(n < sizeof html);
        assert_true(ways_agree(&ways, winnow_view_of(html)));
    }
}

/* Text that ignored end tags cut into many pieces takes memory in proportion to
 * it. */
static void pieces_are_joined_in_place(void **state)
{
    enum { N = 20000, MOST_BYTES = 16 << 20 };
    static char html[3 + N * 5 + 1];
    size_t n = (size_t)snprintf(html, sizeof html, "<p>");

    (void)state;
    for (int i = 0; i < N; i++)
        n += (size_t)snprintf(html + n, sizeof html - n, "x</z>");
    assert_true(ways_agree(&ways, (struct winnow_view){html, n}));
    assert_int_equal(ways.documents[0].tree, WINNOW_TREE_FOLLOWED);
    for (int i = 0; i < 2; i++)
        assert_true(winnow_arena_mark(&ways.arenas[i]).used_bytes < MOST_BYTES);
}

/* What pages do every day, so that they need no tree. */
static void no_tree_is_needed(void **state)
{
    static const char *const pages[] = {
        "<!doctype html><html lang=en><head><title>a</title></head>"
        "<body class=b><p>c</p></body></html>",
        "a<p>b<p>c <b>d</b><ul><li>e<li>f</ul>g",
        "<p><b>a<p>b</b>c<div><i>d</div>e</i>f",
        "<p>a</div>b</span>c<br>d</br>e</p></p>f",
        "<dl><dt>a<dd>b<dt>c</dl><h1>d<h2>e</h1>f",
        "<table><tr><td>a<td><table><tr><th>b</table>c</table>d",
        "<table><caption>a</caption><col><thead><tr><th>b<tbody><td>c</table>",
        "<table><form><tr><td>a</form></table>b",
        "<form><div>a</form>b</div>c<form>d</form>e",
        "<select><option>a<optgroup>b<option>c</select>d",
        "<x-a><x-b>a</x-b><p>b</p></x-a>c <x-d>e</x-d>",
        "<head><noscript><img src=a></noscript><meta name=b content=c>"
        "<body class=d>e",
        "<a href=a>b<a href=c>d</a>e",
        "<template><p>a<template>b</template></template>c",
        "<p>a<svg><path d='M0'/><title>b</title></svg>c",
        "<textarea>\na</textarea><pre>\n\nb</pre><button>c<button>d</button>",
        "<x-icon><svg><path d='M0'/></svg></x-icon><div>a</div>",
        "<svg><g><foreignObject><div>a</div></foreignObject></g></svg>b",
        "<a href=b>c<div>d</a>e</div>f",
        "<b>a<div class=c><p>d <i>e</b>f</i>g</p>h</div>i",
        "<a href=b>c<h2>d<a href=e>f</h2>g</a>h",
        "<a>a<div><div><div><div><div><div><div>b</a>c",
        "<!doctype html public '-//W3C//DTD HTML 3.2//EN'><p>a<table><tr>"
        "<td>b</table>c",
        "<!doctype html public '-//W3C//DTD XHTML 1.0 Strict//EN'><p>a<table>"
        "<tr><td>b</table>c<p>d<table><tr><td>e</table>f",
        "<table><tr><td>a</td><table><tr><td>b</table>c",
        "<html lang=a><html class=b><p>c",
        "<meta name=a content=&nbsp;b><meta name=c content=&lt;=&gt;>d",
    };

    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        bool same = ways_agree(&ways, winnow_view_of(pages[i]));
        if (!same || ways.documents[0].tree != WINNOW_TREE_FOLLOWED)
            print_error("%s\n  %s\n", pages[i], ways.difference);
        assert_true(same);
        assert_int_equal(ways.documents[0].tree, WINNOW_TREE_FOLLOWED);
    }
}

/* A long start tag that every paragraph opens again: in one pass only while
 * that costs no more than the page. */
static void reopening_is_bounded(void **state)
{
    enum { ATTRIBUTES = 200, FEW = 1, MANY = 200 };
    static const int paragraphs[] = {FEW, MANY};
    char html[8192];

    (void)state;
    for (size_t k = 0; k < 2; k++) {
        size_t n = (size_t)snprintf(html, sizeof html, "<p><b");
        for (int i = 0; i < ATTRIBUTES; i++)
            n += (size_t)snprintf(html + n, sizeof html - n, " a%d", i);
        n += (size_t)snprintf(html + n, sizeof html - n, ">x");
        for (int i = 0; i < paragraphs[k]; i++)
            n += (size_t)snprintf(html + n, sizeof html - n, "<p>x");
        assert_true(n < sizeof html);
        assert_true(ways_agree(&ways, winnow_view_of(html)));
        assert_int_equal(ways.documents[0].tree == WINNOW_TREE_FOLLOWED,
                         paragraphs[k] == FEW);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrasing_elements),
        cmocka_unit_test(tables_and_forms),
        cmocka_unit_test(raw_elements),
        cmocka_unit_test(heads_and_ends),
        cmocka_unit_test(tags_and_attributes),
        cmocka_unit_test(characters_are_decoded_alike),
        cmocka_unit_test(soups_are_read_alike),
        cmocka_unit_test(markers_stay),
        cmocka_unit_test(a_full_stack_opens_nothing),
        cmocka_unit_test(pieces_are_joined_in_place),
        cmocka_unit_test(no_tree_is_needed),
        cmocka_unit_test(reopening_is_bounded),
    };
    int status = cmocka_run_group_tests(tests, NULL, NULL);

    ways_free(&ways);
    return status;
}

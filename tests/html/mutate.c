/* Pages in disorder; see mutate.h. */
#include "mutate.h"

#include "buffer.h"

/* What may decide how a page is read. */
static const char *const pieces[] = {
    "<a href=/x>",
    "<a name=y>",
    "</a>",
    "<b>",
    "</b>",
    "<b class=c>",
    "<i>",
    "</i>",
    "<em>",
    "</em>",
    "<strong>",
    "</strong>",
    "<code>",
    "</code>",
    "<font size=1>",
    "<font size=2>",
    "</font>",
    "<u>",
    "</u>",
    "<nobr>",
    "</nobr>",
    "<small>",
    "</small>",
    "<tt>",
    "</tt>",
    "<big>",
    "</big>",
    "<span>",
    "</span>",
    "<span class=\"byline\">",
    "<label>",
    "</label>",
    "<ins>",
    "</ins>",
    "<time itemprop=datePublished>",
    "</time>",
    "<q>",
    "</q>",
    "<ruby>",
    "</ruby>",
    "<rt>",
    "</rt>",
    "<rp>",
    "</rp>",
    "<rb>",
    "<x-y>",
    "</x-y>",
    "<x-z class=k>",
    "</x-z>",
    "<br>",
    "</br>",
    "<br/>",
    "<img src=a>",
    "</img>",
    "<image>",
    "<input type=hidden>",
    "<input>",
    "<wbr>",
    "<embed>",
    "<meta name=n content=c>",
    "<meta itemprop=p content='a&amp;b'>",
    "<link rel=canonical href=/c>",
    "<base>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div class='x y' id=i>",
    "<div hidden>",
    "<div style='display: none'>",
    "<ul>",
    "</ul>",
    "<ol>",
    "</ol>",
    "<li>",
    "</li>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<section role=main>",
    "</section>",
    "<article>",
    "</article>",
    "<nav>",
    "</nav>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "</th>",
    "<tbody>",
    "</tbody>",
    "<thead>",
    "<caption>",
    "</caption>",
    "<colgroup>",
    "</colgroup>",
    "<col>",
    "<form>",
    "</form>",
    "<button>",
    "</button>",
    "<select>",
    "</select>",
    "<option>",
    "</option>",
    "<optgroup>",
    "</optgroup>",
    "<textarea>",
    "</textarea>",
    "<fieldset>",
    "</fieldset>",
    "<legend>",
    "<object>",
    "</object>",
    "<marquee>",
    "</marquee>",
    "<applet>",
    "</applet>",
    "<template>",
    "</template>",
    "<pre>",
    "</pre>",
    "<pre>\n",
    "<listing>",
    "<xmp>",
    "</xmp>",
    "<blockquote>",
    "</blockquote>",
    "<figure>",
    "</figure>",
    "<figcaption>",
    "</figcaption>",
    "<noscript>",
    "</noscript>",
    "<hr>",
    "<iframe>",
    "</iframe>",
    "<noembed>",
    "</noembed>",
    "<noframes>",
    "</noframes>",
    "<script>",
    "</script>",
    "<script>a</script>",
    "<script src=s></script>",
    "<script type=application/ld+json>{}</script>",
    "<script><!--<script></script>-->",
    "<style>",
    "</style>",
    "<style>a{}</style>",
    "<title>",
    "</title>",
    "<title>t &amp; u</title>",
    "<svg>",
    "</svg>",
    "<svg/>",
    "<svg><path d=x /></svg>",
    "<path>",
    "<svg><title>t</title><g></g></svg>",
    "<svg><style>a</style></svg>",
    "<datalist>",
    "</datalist>",
    "<head>",
    "</head>",
    "<body>",
    "</body>",
    "<body class=b>",
    "<html>",
    "</html>",
    "<html lang=en class=h>",
    "<!doctype html>",
    "<!-- c -->",
    "<!-->",
    "<!--->",
    "<!-- -- > --!>",
    "<?php ?>",
    "<![CDATA[x]]>",
    "<!x>",
    "</>",
    "</ x>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<center>",
    "</center>",
    "<address>",
    "</address>",
    "<video>",
    "</video>",
    "<source>",
    "<map>",
    "<area>",
    "</map>",
    "<menuitem>",
    "<frame>",
    "<picture>",
    "</picture>",
    "text",
    "word",
    " ",
    " ",
    "\n",
    "  ",
    "a b",
    " x",
    "y ",
    "1",
    "&amp;",
    "&nbsp;",
    "&#32;",
    "&#10;",
    "&lt",
    "&notit;",
    "&#x80;",
    "&copy=",
    "&",
    "&bogus;",
    "&#4294967361;",
    "\xc2\xa0",
    "\xe3\x80\x80",
    "\xe2\x80\x8b",
    "\xc3\xa9",
    "\xe5\xad\x97",
    "\r\n",
    "\r",
    "\x01",
    "\x7f",
    "\xc2\x85",
    "\xef\xbf\xbe",
    "<",
    "< ",
    "<3",
    ">",
    "\"",
    "'",
    "=",
    "/",
    "\t",
    "<a b='>' c=\">\" d=>",
    "<p a=\"b\"c>",
    "<p =\"x>\">",
    "<p a==\">\">",
    "<div/>",
    "<p/ >",
    "<a\nhref = '/a?b&copy=1&lt' class=q rel=author >",
};
enum { N_PIECES = sizeof pieces / sizeof pieces[0] };

/* xorshift64* */
static uint64_t next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545F4914F6CDD1D);
}

static size_t below(uint64_t *state, size_t n)
{
    return n == 0 ? 0 : (size_t)((next(state) >> 11) % n);
}

static uint64_t start(uint64_t seed)
{
    uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;

    next(&state);
    return state;
}

static struct winnow_view finish(const struct winnow_buffer *buffer)
{
    return (struct winnow_view){buffer->data, buffer->length_bytes};
}

/* Where markup starts at or behind `at`; the end if nowhere. */
static size_t find_markup(struct winnow_view page, size_t at)
{
    while (at < page.length_bytes && page.data[at] != '<')
        at++;
    return at;
}

static size_t find_end(struct winnow_view page, size_t at)
{
    while (at < page.length_bytes && page.data[at] != '>')
        at++;
    return at < page.length_bytes ? at + 1 : at;
}

/* The first character at or behind `at`: text is always valid UTF-8. */
static size_t find_character(struct winnow_view page, size_t at)
{
    while (at < page.length_bytes && (page.data[at] & 0xC0) == 0x80)
        at++;
    return at;
}

static void append_piece(struct winnow_buffer *out, uint64_t *state)
{
    winnow_buffer_string(out, pieces[below(state, N_PIECES)]);
}

/* Writes the page on from `*at` to somewhere, and changes something there. */
static void change(struct winnow_buffer *out, struct winnow_view page,
                   size_t *at, uint64_t *state)
{
    size_t where =
        find_character(page, *at + below(state, page.length_bytes - *at));
    size_t tag = find_markup(page, where), end = find_end(page, tag);

    switch (below(state, 6)) {
    case 0: /* without a tag */
        winnow_buffer_append(out, page.data + *at, tag - *at);
        *at = end;
        return;
    case 1: /* with a tag twice */
        winnow_buffer_append(out, page.data + *at, end - *at);
        *at = tag;
        return;
    case 2: /* with something before a tag */
        winnow_buffer_append(out, page.data + *at, tag - *at);
        append_piece(out, state);
        *at = tag;
        return;
    case 3: /* with something anywhere */
        winnow_buffer_append(out, page.data + *at, where - *at);
        append_piece(out, state);
        *at = where;
        return;
    case 4: /* without a character */
        winnow_buffer_append(out, page.data + *at, where - *at);
        *at = find_character(page, where + (where < page.length_bytes));
        return;
    default: /* without a stretch */
        winnow_buffer_append(out, page.data + *at, tag - *at);
        *at = find_markup(page, tag + below(state, 300)); /* a '<' */
        return;
    }
}

struct winnow_view mutate(struct winnow_view page, uint64_t seed)
{
    uint64_t state = start(seed);
    struct winnow_buffer out = {0};
    size_t at = 0, n = 1 + below(&state, 6), end = page.length_bytes;

    for (size_t i = 0; i < n && at < end; i++)
        change(&out, page, &at, &state);
    if (at > end)
        at = end;
    if (below(&state, 10) == 0)
        end = find_character(page, at + below(&state, end - at)); /* cut off */
    winnow_buffer_append(&out, page.data + at, end - at);
    return finish(&out);
}

struct winnow_view soup(unsigned n, uint64_t seed)
{
    uint64_t state = start(seed);
    struct winnow_buffer out = {0};
    size_t first = below(&state, N_PIECES), few = 1 + below(&state, N_PIECES);

    if (below(&state, 2) != 0)
        winnow_buffer_string(&out, "<!doctype html><body>");
    for (unsigned i = 0; i < n; i++) {
        /* now and then of a few kinds alone, that they meet more often */
        size_t k = below(&state, 2) != 0 ? first + below(&state, few)
                                         : below(&state, N_PIECES);
        winnow_buffer_string(&out, pieces[k % N_PIECES]);
    }
    winnow_buffer_byte(&out, '\n');
    return finish(&out);
}

/* The fallback for pages that would cost too much as a tree: blocks from one
 * scan over tags. Elements are told only by the last start tag that is no
 * phrasing content, one level below the root, so that headings, items and the
 * title are still known. Linear in the page, whatever its shape. */
#include "html/characters.h"
#include "html/elements.h"
#include "html/internal.h"

struct scan {
    struct winnow_builder builder;
    const char *text;
    size_t end;
    bool is_unclosed[GUMBO_TAG_LAST]; /* no end tag of it lies ahead */
    bool in_element, in_link;
};

static void add_run(struct scan *s, size_t start, size_t end,
                    enum winnow_html_place place)
{
    struct winnow_view run = {s->text + start, end - start};

    run = winnow_html_decode(s->builder.document->arena, run, place);
    winnow_builder_text(&s->builder, run, 0, start, end);
}

static void close_element(struct scan *s)
{
    if (s->in_link)
        winnow_builder_close_inline(&s->builder);
    s->in_link = false;
    if (s->in_element)
        winnow_builder_close(&s->builder);
    else
        winnow_builder_flush(&s->builder);
    s->in_element = false;
}

static void read_boundary(struct scan *s, GumboTag tag, bool is_start)
{
    close_element(s);
    if (!is_start)
        return;
    winnow_builder_open(&s->builder, winnow_html_element_tag(tag));
    s->in_element = true;
}

static void read_link(struct scan *s, bool is_start)
{
    const struct winnow_mark link = {.type = WINNOW_MARK_LINK};
    struct winnow_view none = {NULL, 0};

    if (s->in_link)
        winnow_builder_close_inline(&s->builder);
    s->in_link = is_start;
    if (is_start)
        winnow_builder_open_inline(&s->builder, &link, none);
}

/* Whether what an element holds is passed over, whatever it is. */
static bool is_passed(GumboTag tag)
{
    return winnow_html_class(tag) == WINNOW_HTML_SKIPPED;
}

/* Reads an element that holds no markup, or is passed over, by its start tag;
 * returns where it ends. One that is never closed is its start tag alone, but
 * for a script. */
static size_t read_raw(struct scan *s, const struct winnow_html_token *token,
                       GumboTag tag)
{
    size_t close = s->end;

    if (tag == GUMBO_TAG_SCRIPT)
        s->builder.document->has_scripts = true;
    if (!s->is_unclosed[tag])
        close = winnow_html_raw_end(s->text, token->end, s->end,
                                    winnow_html_tag_name(s->text, token));
    s->is_unclosed[tag] = close == s->end;
    if (close == s->end && tag != GUMBO_TAG_SCRIPT)
        return token->end;
    if (is_passed(tag))
        return close;
    read_boundary(s, tag, true);
    add_run(s, token->end, close,
            (winnow_html_traits(tag) & WINNOW_HTML_REFERENCES) != 0
                ? WINNOW_HTML_IN_DATA
                : WINNOW_HTML_IN_RAW);
    close_element(s);
    return close;
}

/* Reads a tag; returns where the scan goes on. */
static size_t read_tag(struct scan *s, const struct winnow_html_token *token)
{
    GumboTag tag = winnow_html_tag_find(winnow_html_tag_name(s->text, token));
    bool is_start = token->type == WINNOW_HTML_START_TAG;

    if (is_start &&
        (is_passed(tag) || (winnow_html_traits(tag) & WINNOW_HTML_RAW) != 0))
        return read_raw(s, token, tag);
    switch (winnow_html_class(tag)) {
    case WINNOW_HTML_BOUNDARY:
        read_boundary(s, tag, is_start);
        break;
    case WINNOW_HTML_BREAK:
        winnow_builder_break(&s->builder);
        break;
    default:
        if (tag == GUMBO_TAG_A)
            read_link(s, is_start);
        break;
    }
    return token->end;
}

void winnow_html_linear(struct winnow_document *document)
{
    struct scan s = {.text = document->text.data,
                     .end = document->text.length_bytes};
    size_t at = 0;

    winnow_builder_start(&s.builder, document);
    while (at < s.end) {
        struct winnow_html_token token = winnow_html_token(s.text, at, s.end);
        at = token.end;
        if (token.type == WINNOW_HTML_TEXT)
            add_run(&s, token.start, token.end, WINNOW_HTML_IN_DATA);
        else if (token.type == WINNOW_HTML_START_TAG ||
                 token.type == WINNOW_HTML_END_TAG)
            at = read_tag(&s, &token);
    }
    close_element(&s);
    winnow_builder_finish(&s.builder);
}

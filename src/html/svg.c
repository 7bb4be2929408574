/* The svg of a page; see svg.h. */
#include "html/svg.h"

#include <string.h>

#include "html/elements.h"

enum { DEPTH_MAX = 64 };

/* Start tags that end an svg (WHATWG HTML, section 13.2.6.5). */
static bool ends_foreign(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_B:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_I:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_META:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_RUBY:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_VAR:
        return true;
    default:
        return false;
    }
}

/* The open elements of an svg, by their names. */
struct foreign {
    struct winnow_view open[DEPTH_MAX];
    size_t n_open;
    size_t n_html; /* the last of them, which are HTML's: see open_html */
};

static bool is_same_name(struct winnow_view a, struct winnow_view b)
{
    if (a.length_bytes != b.length_bytes)
        return false;
    for (size_t i = 0; i < a.length_bytes; i++)
        if ((a.data[i] | 0x20) != (b.data[i] | 0x20))
            return false;
    return true;
}

/* Elements of svg that hold HTML. */
static bool holds_html(struct winnow_view name)
{
    GumboTag tag = winnow_html_tag_find(name);

    return tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_DESC ||
           tag == GUMBO_TAG_FOREIGNOBJECT;
}

/* Of HTML in an svg, which drawing programs write to blur what is behind it,
 * div and span do nothing to what is around them when each is closed. */
static bool open_html(struct foreign *f, struct winnow_view name)
{
    GumboTag tag = winnow_html_tag_find(name);

    if (tag != GUMBO_TAG_DIV && tag != GUMBO_TAG_SPAN)
        return false;
    f->open[f->n_open++] = name;
    f->n_html++;
    return true;
}

static bool close_html(struct foreign *f, struct winnow_view name)
{
    f->n_html--;
    return is_same_name(f->open[--f->n_open], name);
}

static bool open_foreign(struct foreign *f, struct winnow_view name)
{
    if (f->n_open == DEPTH_MAX)
        return false;
    if (f->n_html != 0 ||
        (f->n_open != 0 && holds_html(f->open[f->n_open - 1])))
        return open_html(f, name);
    if (ends_foreign(winnow_html_tag_find(name)))
        return false;
    f->open[f->n_open++] = name;
    return true;
}

static bool close_foreign(struct foreign *f, struct winnow_view name)
{
    if (f->n_html != 0)
        return close_html(f, name);
    while (f->n_open != 0)
        if (is_same_name(f->open[--f->n_open], name))
            return true;
    return false;
}

static bool is_cdata(const char *text, size_t at, size_t end)
{
    return end - at >= 9 && memcmp(text + at, "<![CDATA[", 9) == 0;
}

static size_t cdata_end(const char *text, size_t at, size_t end)
{
    for (; end - at >= 3; at++) {
        const char *found = memchr(text + at, ']', end - at - 2);
        if (found == NULL)
            return end;
        at = (size_t)(found - text);
        if (text[at + 1] == ']' && text[at + 2] == '>')
            return at + 3;
    }
    return end;
}

struct winnow_html_token winnow_html_svg_token(const char *text, size_t at,
                                               size_t end)
{
    if (is_cdata(text, at, end))
        return (struct winnow_html_token){.type = WINNOW_HTML_COMMENT,
                                          .start = at,
                                          .end = cdata_end(text, at + 9, end)};
    return winnow_html_token(text, at, end);
}

/* Reads a token of the svg; false where it is not well-formed. */
static bool read_foreign(struct foreign *f, const char *text,
                         const struct winnow_html_token *token)
{
    struct winnow_view name = winnow_html_tag_name(text, token);

    switch (token->type) {
    case WINNOW_HTML_START_TAG:
        if (!open_foreign(f, name))
            return false;
        if (token->self_closing && f->n_html == 0)
            f->n_open--;
        return true;
    case WINNOW_HTML_END_TAG:
        return close_foreign(f, name);
    case WINNOW_HTML_TEXT:
    case WINNOW_HTML_COMMENT:
        return true;
    default:
        return false;
    }
}

size_t winnow_html_svg_end(const char *text, size_t end,
                           const struct winnow_html_token *token)
{
    struct foreign f = {.n_open = 0};
    struct winnow_html_token next = *token;

    for (;;) {
        if (!read_foreign(&f, text, &next))
            return 0;
        if (f.n_open == 0)
            return next.end;
        /* in HTML it would be no section */
        if (next.end == end || (f.n_html != 0 && is_cdata(text, next.end, end)))
            return 0;
        next = winnow_html_svg_token(text, next.end, end);
    }
}

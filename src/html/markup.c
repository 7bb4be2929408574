/* Tokens of a page; see markup.h. Section numbers are those of WHATWG HTML. */
#include "html/markup.h"

#include <string.h>

#define WHITE                                                                  \
    (WINNOW_HTML_WHITE | WINNOW_HTML_ENDS_TAG_NAME |                           \
     WINNOW_HTML_ENDS_ATTRIBUTE_NAME | WINNOW_HTML_ENDS_VALUE |                \
     WINNOW_HTML_BEFORE_NAME)
const unsigned char winnow_html_bytes[256] = {
    [' '] = WHITE,
    ['\t'] = WHITE,
    ['\n'] = WHITE,
    ['\f'] = WHITE,
    ['\r'] = WHITE,
    ['/'] = WINNOW_HTML_ENDS_TAG_NAME | WINNOW_HTML_ENDS_ATTRIBUTE_NAME |
            WINNOW_HTML_BEFORE_NAME,
    ['>'] = WINNOW_HTML_ENDS_TAG_NAME | WINNOW_HTML_ENDS_ATTRIBUTE_NAME |
            WINNOW_HTML_ENDS_VALUE,
    ['='] = WINNOW_HTML_ENDS_ATTRIBUTE_NAME,
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Whether the lower-case `word` stands at `at`, in whatever case. */
static bool stands_at(const char *text, size_t at, size_t end,
                      struct winnow_view word)
{
    if (end - at < word.length_bytes)
        return false;
    for (size_t i = 0; i < word.length_bytes; i++)
        if (lower(text[at + i]) != lower(word.data[i]))
            return false;
    return true;
}

static size_t find(const char *text, size_t at, size_t end, char c)
{
    const char *found = at < end ? memchr(text + at, c, end - at) : NULL;

    return found == NULL ? end : (size_t)(found - text);
}

/* ---- attributes ---------------------------------------------------------- */

static bool ends_name(char c)
{
    return winnow_html_is(c, WINNOW_HTML_ENDS_TAG_NAME);
}

/* Where a quoted value ends: most within a few steps, too near for memchr. */
static size_t quote_end(const char *text, size_t at, size_t end, char quote)
{
    const winnow_step quotes = winnow_step_of((unsigned char)quote);

    for (int i = 0; i < 4 && end - at >= WINNOW_STEP_BYTES; i++) {
        size_t n = winnow_first_yes(winnow_step_at(text + at) == quotes);
        at += n;
        if (n != WINNOW_STEP_BYTES)
            return at;
    }
    return find(text, at, end, quote);
}

/* 13.2.5.37 to 13.2.5.39; `at` is behind the '='. Returns where to go on. */
size_t winnow_html_read_value(const char *text, size_t at, size_t end,
                              struct winnow_html_attribute *attribute)
{
    size_t start = at, stop;

    if (start < end && winnow_html_is_white(text[start]))
        start = winnow_html_skip_white(text, start, end);
    attribute->value.data = text + start;
    if (start == end || text[start] == '>')
        return start;
    if (text[start] == '"' || text[start] == '\'') {
        stop = quote_end(text, start + 1, end, text[start]);
        attribute->quoted = true;
        attribute->value.data = text + start + 1;
        attribute->value.length_bytes = stop - start - 1;
        return stop == end ? end : stop + 1;
    }
    stop = winnow_html_find_end(text, start, end, WINNOW_HTML_ENDS_VALUE);
    attribute->value.length_bytes = stop - start;
    return stop;
}

/* ---- tokens -------------------------------------------------------------- */

static void read_tag(const char *text, size_t end,
                     struct winnow_html_token *token)
{
    struct winnow_html_attribute attribute;
    enum winnow_html_step step;
    size_t at =
        winnow_html_find_end(text, token->name, end, WINNOW_HTML_ENDS_TAG_NAME);

    token->name_end = at;
    do
        step = winnow_html_next_attribute(text, &at, end, &attribute);
    while (step == WINNOW_HTML_ATTRIBUTE);
    token->self_closing = step == WINNOW_HTML_SELF_CLOSED;
    token->end = at;
    if (step == WINNOW_HTML_ENDS)
        token->type = WINNOW_HTML_CUT;
}

/* 13.2.5.43 to 13.2.5.52; `at` is behind "<!--". */
static size_t comment_end(const char *text, size_t at, size_t end)
{
    if (at < end && text[at] == '>')
        return at + 1;
    if (end - at >= 2 && text[at] == '-' && text[at + 1] == '>')
        return at + 2;
    for (size_t i = at; i < end; i++) {
        i = find(text, i, end, '-');
        if (end - i >= 3 && text[i + 1] == '-' && text[i + 2] == '>')
            return i + 3;
        if (end - i >= 4 && text[i + 1] == '-' && text[i + 2] == '!' &&
            text[i + 3] == '>')
            return i + 4;
    }
    return end;
}

static size_t behind(const char *text, size_t at, size_t end, char c)
{
    at = find(text, at, end, c);
    return at == end ? end : at + 1;
}

/* What "<!", "<?" or "</" and no letter starts. */
static void read_declaration(const char *text, size_t end,
                             struct winnow_html_token *token)
{
    size_t at = token->start;

    token->type = WINNOW_HTML_COMMENT;
    if (end - at >= 4 && memcmp(text + at, "<!--", 4) == 0) {
        token->end = comment_end(text, at + 4, end);
        return;
    }
    if (stands_at(text, at, end, (struct winnow_view){"<!doctype", 9}))
        token->type = WINNOW_HTML_DOCTYPE;
    else if (text[at + 1] == '/' && text[at + 2] == '>')
        token->type = WINNOW_HTML_NOTHING;
    token->end = behind(text, at + 2, end, '>');
}

/* Fills the token when markup starts at `at`, a '<'. */
static bool read_markup(const char *text, size_t at, size_t end,
                        struct winnow_html_token *token)
{
    size_t left = end - at;

    token->start = at;
    token->name = at + 1;
    if (left >= 2 && is_letter(text[at + 1])) {
        token->type = WINNOW_HTML_START_TAG;
        read_tag(text, end, token);
        return true;
    }
    if (left >= 3 && text[at + 1] == '/' && is_letter(text[at + 2])) {
        token->type = WINNOW_HTML_END_TAG;
        token->name = at + 2;
        read_tag(text, end, token);
        return true;
    }
    if (left < 2 || (text[at + 1] != '!' && text[at + 1] != '?' &&
                     (text[at + 1] != '/' || left < 3)))
        return false;
    read_declaration(text, end, token);
    return true;
}

/* Whether read_markup would find markup. */
static bool starts_markup(const char *text, size_t at, size_t end)
{
    if (end - at < 2)
        return false;
    if (text[at + 1] == '/')
        return end - at >= 3;
    return is_letter(text[at + 1]) || text[at + 1] == '!' ||
           text[at + 1] == '?';
}

struct winnow_html_token winnow_html_token(const char *text, size_t at,
                                           size_t end)
{
    struct winnow_html_token token = {.type = WINNOW_HTML_TEXT, .start = at};

    if (text[at] != '<' || !read_markup(text, at, end, &token))
        token.end = winnow_html_text_end(text, at + 1, end);
    return token;
}

size_t winnow_html_text_end(const char *text, size_t at, size_t end)
{
    if (at == end || text[at] != '<')
        at = find(text, at, end, '<');
    while (at < end && !starts_markup(text, at, end))
        at = find(text, at + 1, end, '<');
    return at;
}

size_t winnow_html_name_end(const char *text, size_t start, size_t end)
{
    return winnow_html_find_end(text, start + 1, end,
                                WINNOW_HTML_ENDS_TAG_NAME);
}

struct winnow_view winnow_html_tag_name(const char *text,
                                        const struct winnow_html_token *tag)
{
    return (struct winnow_view){text + tag->name, tag->name_end - tag->name};
}

size_t winnow_html_markup_end(const char *text, size_t start, size_t end)
{
    struct winnow_html_token token;

    return read_markup(text, start, end, &token) ? token.end : start;
}

/* ---- raw text ------------------------------------------------------------ */

/* Whether "</name" stands at `at`, and ends there. */
static bool is_end_tag(const char *text, size_t at, size_t end,
                       struct winnow_view name)
{
    size_t behind_name = at + 2 + name.length_bytes;

    return behind_name < end && text[at + 1] == '/' &&
           stands_at(text, at + 2, end, name) && ends_name(text[behind_name]);
}

size_t winnow_html_raw_end(const char *text, size_t at, size_t end,
                           struct winnow_view name)
{
    for (at = find(text, at, end, '<'); at < end;
         at = find(text, at + 1, end, '<'))
        if (is_end_tag(text, at, end, name))
            return at;
    return end;
}

static const struct winnow_view script_name = {"script", 6};

/* Whether "<script" stands at `at`, and ends there. */
static bool is_script_tag(const char *text, size_t at, size_t end)
{
    return at + 7 < end && stands_at(text, at + 1, end, script_name) &&
           ends_name(text[at + 7]);
}

static size_t find_comment_end(const char *text, size_t at, size_t end)
{
    for (; at < end; at++) {
        at = find(text, at, end, '-');
        if (end - at >= 3 && text[at + 1] == '-' && text[at + 2] == '>')
            return at;
    }
    return end;
}

/* 13.2.5.15 to 13.2.5.31: behind "<!--" a script is escaped up to "-->", and
 * behind a "<script" in that doubly: there its end tag ends but the escape. */
size_t winnow_html_script_end(const char *text, size_t at, size_t end)
{
    size_t escaped_end = 0; /* of the "<!--" at hand, where its "-->" is */
    bool doubly = false;

    for (at = find(text, at, end, '<'); at < end;
         at = find(text, at + 1, end, '<')) {
        if (at >= escaped_end)
            doubly = false;
        if (is_end_tag(text, at, end, script_name)) {
            if (!doubly)
                return at;
            doubly = false;
        } else if (at < escaped_end) {
            doubly = doubly || is_script_tag(text, at, end);
        } else if (end - at >= 4 && memcmp(text + at, "<!--", 4) == 0) {
            escaped_end = find_comment_end(text, at + 2, end);
        }
    }
    return end;
}

/* The tokens of a page: text, tags, comments, attributes, as WHATWG HTML,
 * section 13.2.5 cuts them, by offsets and without copying. What stands in a
 * token is decoded by characters.h, when somebody asks for it.
 *
 * It is gumbo's tokenizer again, for those who do not want a tree of all of it:
 * one pass, the skeleton's scan, the linear reading, the estimate of a tree's
 * cost. Both must cut alike; tests/html compares them. */
#ifndef WINNOW_HTML_MARKUP_H
#define WINNOW_HTML_MARKUP_H

#include "document.h"

enum winnow_html_token_type {
    WINNOW_HTML_TEXT,
    WINNOW_HTML_START_TAG,
    WINNOW_HTML_END_TAG,
    WINNOW_HTML_COMMENT, /* and what is read as one: <?...>, <!...>, </3> */
    WINNOW_HTML_DOCTYPE,
    WINNOW_HTML_NOTHING, /* "</>" */
    WINNOW_HTML_CUT      /* a tag that the page ends in, which is no tag */
};

struct winnow_html_token {
    enum winnow_html_token_type type;
    bool self_closing;     /* a tag that ends with "/>" */
    size_t start, end;     /* of all of it */
    size_t name, name_end; /* of a tag's name, as written */
};

/* The token at `at`, below `end`, which is where the page ends. A start tag
 * whose content is no markup (script, title) must be followed by
 * winnow_html_raw_end; nothing is known here of elements. */
struct winnow_html_token winnow_html_token(const char *text, size_t at,
                                           size_t end);

/* Where text ends that may go on at `at`: the next markup, or `end`. */
size_t winnow_html_text_end(const char *text, size_t at, size_t end);

/* Where the name of the tag ends that starts at `start`, a '<' and a letter. */
size_t winnow_html_name_end(const char *text, size_t start, size_t end);

/* The name of a tag, as written. */
struct winnow_view winnow_html_tag_name(const char *text,
                                        const struct winnow_html_token *tag);

/* Where the end tag of a raw text element starts whose content starts at `at`;
 * `end` when it is never closed. A script may hold the end tag in a comment. */
size_t winnow_html_raw_end(const char *text, size_t at, size_t end,
                           struct winnow_view name);
size_t winnow_html_script_end(const char *text, size_t at, size_t end);

/* One past the '>' of the tag, comment or declaration that starts at `start`
 * (a '<'), or `end`; `start` itself when it is no markup but a plain '<'. */
size_t winnow_html_markup_end(const char *text, size_t start, size_t end);

/* An attribute, as written; the value without its quotes, empty if there is
 * none. */
struct winnow_html_attribute {
    struct winnow_view name, value;
    bool quoted;
};

enum winnow_html_step {
    WINNOW_HTML_ATTRIBUTE, /* an attribute was read */
    WINNOW_HTML_CLOSED,    /* '>' was */
    WINNOW_HTML_SELF_CLOSED,
    WINNOW_HTML_ENDS /* the page ends inside the tag */
};

/* What a byte is to the tokenizer: every byte of every tag is looked at. */
enum {
    WINNOW_HTML_WHITE = 1,
    WINNOW_HTML_ENDS_TAG_NAME = 2,       /* white space, '/', '>' */
    WINNOW_HTML_ENDS_ATTRIBUTE_NAME = 4, /* those, and '=' */
    WINNOW_HTML_ENDS_VALUE = 8,          /* white space and '>' */
    WINNOW_HTML_BEFORE_NAME = 16         /* white space and '/' */
};
extern const unsigned char winnow_html_bytes[256];

static inline bool winnow_html_is(char c, unsigned what)
{
    return (winnow_html_bytes[(unsigned char)c] & what) != 0;
}

static inline bool winnow_html_is_white(char c)
{
    return winnow_html_is(c, WINNOW_HTML_WHITE);
}

static inline size_t winnow_html_skip_white(const char *text, size_t start,
                                            size_t end)
{
    while (start < end && winnow_html_is_white(text[start]))
        start++;
    return start;
}

/* The first byte from `at` on that is one of those; `end` if there is none. */
static inline size_t winnow_html_find_any(const char *text, size_t at,
                                          size_t end, unsigned what)
{
    while (at < end && !winnow_html_is(text[at], what))
        at++;
    return at;
}

/* 13.2.5.37 to 13.2.5.39; `at` is behind the '='. Returns where to go on. */
size_t winnow_html_read_value(const char *text, size_t at, size_t end,
                              struct winnow_html_attribute *attribute);

/* Reads on inside a tag from `*at`, which starts as the end of its name and
 * moves behind what was read. Part of each caller's loop, since tags are most
 * of a page. */
static inline enum winnow_html_step
winnow_html_next_attribute(const char *text, size_t *at, size_t end,
                           struct winnow_html_attribute *attribute)
{
    size_t start = *at, stop, next;

    while (start < end && winnow_html_is(text[start], WINNOW_HTML_BEFORE_NAME))
        start++;
    if (start == end) {
        *at = end;
        return WINNOW_HTML_ENDS;
    }
    if (text[start] == '>') {
        bool self = start > *at && text[start - 1] == '/';
        *at = start + 1;
        return self ? WINNOW_HTML_SELF_CLOSED : WINNOW_HTML_CLOSED;
    }
    /* the first character is of the name, whatever it is */
    stop = winnow_html_find_any(text, start + 1, end,
                                WINNOW_HTML_ENDS_ATTRIBUTE_NAME);
    attribute->name = (struct winnow_view){text + start, stop - start};
    attribute->value = (struct winnow_view){text + stop, 0};
    attribute->quoted = false;
    next = winnow_html_skip_white(text, stop, end);
    if (next < end && text[next] == '=')
        stop = winnow_html_read_value(text, next + 1, end, attribute);
    *at = stop;
    return WINNOW_HTML_ATTRIBUTE;
}

#endif

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
#include "stride.h"

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

/* What a byte is to the tokenizer. */
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

static inline winnow_step_answer winnow_html_which_white(winnow_step bytes)
{
    return (bytes == winnow_step_of(' ')) |
           ((bytes - winnow_step_of('\t') <= winnow_step_of('\r' - '\t')) &
            (bytes != winnow_step_of('\v')));
}

/* White space that may be folded, `next` the bytes one behind each: a control,
 * or a space that another or a control follows. */
static inline winnow_step_answer winnow_html_which_folded(winnow_step bytes,
                                                          winnow_step next)
{
    return (bytes < winnow_step_of(' ')) |
           ((bytes == winnow_step_of(' ')) & (next <= winnow_step_of(' ')));
}

static inline size_t winnow_html_skip_white(const char *text, size_t start,
                                            size_t end)
{
    while (start < end && end - start >= WINNOW_STEP_BYTES) {
        size_t n = winnow_first_yes(
            ~winnow_html_which_white(winnow_step_at(text + start)));
        start += n;
        if (n != WINNOW_STEP_BYTES)
            return start;
    }
    while (start < end && winnow_html_is_white(text[start]))
        start++;
    return start;
}

/* Which of the 16 bytes at `at` is the first that ends a name or a value, of
 * WINNOW_HTML_ENDS_...; 16 if none does. Names and values are short, and where
 * they end nobody could foretell byte by byte. */
static inline size_t winnow_html_first_end(const char *at, unsigned what)
{
    winnow_step bytes = winnow_step_at(at);
    winnow_step_answer ends =
        winnow_html_which_white(bytes) | (bytes == winnow_step_of('>'));

    if (what != WINNOW_HTML_ENDS_VALUE)
        ends |= bytes == winnow_step_of('/');
    if (what == WINNOW_HTML_ENDS_ATTRIBUTE_NAME)
        ends |= bytes == winnow_step_of('=');
    return winnow_first_yes(ends);
}

/* The first byte from `at` on that ends a name or a value, of
 * WINNOW_HTML_ENDS_...; `end` if there is none. */
static inline size_t winnow_html_find_end(const char *text, size_t at,
                                          size_t end, unsigned what)
{
    while (at < end && end - at >= WINNOW_STEP_BYTES) {
        size_t n = winnow_html_first_end(text + at, what);
        at += n;
        if (n != WINNOW_STEP_BYTES)
            return at;
    }
    while (at < end && !winnow_html_is(text[at], what))
        at++;
    return at;
}

/* The letters of a name in lower case, up to eight, as one number. */
#define WINNOW_HTML_KEY(...)                                                   \
    WINNOW_HTML_KEY_OF(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0, 0)
#define WINNOW_HTML_KEY_OF(a, b, c, d, e, f, g, h, ...)                        \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 |                \
     (uint64_t)(d) << 24 | (uint64_t)(e) << 32 | (uint64_t)(f) << 40 |         \
     (uint64_t)(g) << 48 | (uint64_t)(h) << 56)

/* The same of a name as written, of which and of what follows it `n_readable`
 * bytes may be read. What is no letter stays, or becomes no letter either. */
static inline uint64_t winnow_html_key(struct winnow_view name,
                                       size_t n_readable)
{
    uint64_t key = 0;
    size_t n = name.length_bytes;

    if (n_readable >= sizeof key)
        memcpy(&key, name.data, sizeof key);
    else
        memcpy(&key, name.data, n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    key = __builtin_bswap64(key);
#endif
    if (n < sizeof key)
        key &= (UINT64_C(1) << (n * 8)) - 1;
    return key | (key & WINNOW_EVERY_BYTE(0x40)) >> 1;
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

    if (start < end && text[start] == '>') { /* as all end tags do */
        *at = start + 1;
        return WINNOW_HTML_CLOSED;
    }
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
    stop = winnow_html_find_end(text, start + 1, end,
                                WINNOW_HTML_ENDS_ATTRIBUTE_NAME);
    attribute->name = (struct winnow_view){text + start, stop - start};
    attribute->value = (struct winnow_view){text + stop, 0};
    attribute->quoted = false;
    next = stop;
    if (next < end && winnow_html_is_white(text[next]))
        next = winnow_html_skip_white(text, next, end);
    if (next < end && text[next] == '=')
        stop = winnow_html_read_value(text, next + 1, end, attribute);
    *at = stop;
    return WINNOW_HTML_ATTRIBUTE;
}

#endif

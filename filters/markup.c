/* Text out of HTML strings; see markup.h. */
#include "markup.h"

#include "html/characters.h"

#include <string.h>

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The bytes of the tag or comment that begins with the "<" at `at`; 0: it is a
 * sign like any other. */
static size_t read_tag(struct winnow_view text, size_t at)
{
    enum { BYTES_MOST = 512 };
    size_t n = text.length_bytes - at;
    const char *close;
    char next = n > 1 ? text.data[at + 1] : ' ';

    if (next != '/' && next != '!' &&
        ((next | 0x20) < 'a' || (next | 0x20) > 'z'))
        return 0;
    close = memchr(text.data + at, '>', n < BYTES_MOST ? n : BYTES_MOST);
    return close == NULL ? 0 : (size_t)(close + 1 - text.data) - at;
}

static bool needs_work(struct winnow_view text)
{
    for (size_t i = 0; i < text.length_bytes; i++)
        if (text.data[i] == '&' || text.data[i] == '<' ||
            (is_white(text.data[i]) &&
             (text.data[i] != ' ' || i + 1 == text.length_bytes ||
              is_white(text.data[i + 1]))))
            return true;
    return false;
}

/* Tags and comments become blanks. */
static struct winnow_view without_tags(struct winnow_arena *arena,
                                       struct winnow_view markup)
{
    char *out = winnow_arena_alloc(arena, markup.length_bytes);
    size_t n = 0;

    for (size_t at = 0; at < markup.length_bytes;) {
        size_t length = markup.data[at] == '<' ? read_tag(markup, at) : 0;
        out[n++] = length == 0 ? markup.data[at] : ' ';
        at += length == 0 ? 1 : length;
    }
    return (struct winnow_view){out, n};
}

/* The bytes of the white space at `at`, which a no-break space is too; 0: it is
 * none. */
static size_t white_at(struct winnow_view text, size_t at)
{
    static const char no_break[] = "\u00a0";

    if (is_white(text.data[at]))
        return 1;
    return text.length_bytes - at >= 2 &&
                   memcmp(text.data + at, no_break, 2) == 0
               ? 2
               : 0;
}

static struct winnow_view fold_white(struct winnow_arena *arena,
                                     struct winnow_view text)
{
    char *out = winnow_arena_alloc(arena, text.length_bytes + 1);
    size_t n = 0;

    for (size_t at = 0; at < text.length_bytes;) {
        size_t white = white_at(text, at);
        if (white == 0)
            out[n++] = text.data[at];
        else if (n != 0 && out[n - 1] != ' ')
            out[n++] = ' ';
        at += white == 0 ? 1 : white;
    }
    return winnow_view_trim((struct winnow_view){out, n});
}

struct winnow_view winnow_markup_text(struct winnow_arena *arena,
                                      struct winnow_view markup)
{
    markup = winnow_view_trim(markup);
    if (!needs_work(markup))
        return markup;
    markup = without_tags(arena, markup);
    markup = winnow_html_decode(arena, markup, WINNOW_HTML_IN_VALUE);
    return fold_white(arena, markup);
}

/* Blocks from a string that a script of the page holds. Such strings are HTML
 * or plain text, and nothing says which: a tag that ends a paragraph tells. */
#include "decode/decode.h"
#include "html/elements.h"
#include "html/html.h"

#include <string.h>

enum { NAME_BYTES_MOST = 16 };

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

/* Whether a tag that ends paragraphs starts at `at`, a '<'. */
static bool is_boundary(struct winnow_view text, size_t at)
{
    char name[NAME_BYTES_MOST];
    struct winnow_view view = {name, 0};
    enum winnow_html_class class;

    for (at++; at < text.length_bytes && is_letter_or_digit(text.data[at]) &&
               view.length_bytes < NAME_BYTES_MOST;
         at++)
        name[view.length_bytes++] = text.data[at];
    if (view.length_bytes == 0)
        return false;
    class = winnow_html_class(winnow_html_tag_find(view));
    return class == WINNOW_HTML_BOUNDARY || class == WINNOW_HTML_BREAK;
}

static bool has_boundaries(struct winnow_view text)
{
    for (size_t at = 0; at < text.length_bytes; at++) {
        const char *found = memchr(text.data + at, '<', text.length_bytes - at);
        if (found == NULL)
            return false;
        at = (size_t)(found - text.data);
        if (is_boundary(text, at))
            return true;
    }
    return false;
}

struct winnow_block *winnow_html_string(const struct winnow_document *page,
                                        struct winnow_view raw, uint32_t *n)
{
    struct winnow_document string;

    winnow_decode_json_string(page, raw, false, &string);
    if (!has_boundaries(string.text))
        winnow_decode_json_string(page, raw, true, &string);
    winnow_html_blocks(&string);
    *n = string.n_blocks;
    return string.blocks;
}

/* JSON text walked over string by string; see json_scan.h. */
#include "json_scan.h"

size_t winnow_json_skip_white(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes &&
           (text.data[at] == ' ' ||
            (text.data[at] >= '\t' && text.data[at] <= '\r')))
        at++;
    return at;
}

size_t winnow_json_string_end(struct winnow_view text, size_t at)
{
    for (at++; at < text.length_bytes; at++) {
        if (text.data[at] == '\\')
            at++;
        else if (text.data[at] == '"')
            return at + 1;
    }
    return text.length_bytes;
}

struct winnow_view winnow_json_string_at(struct winnow_view text, size_t at)
{
    struct winnow_view inside = {NULL, 0};

    if (at >= text.length_bytes || text.data[at] != '"')
        return inside;
    inside.data = text.data + at + 1;
    inside.length_bytes = winnow_json_string_end(text, at) - at - 1;
    if (inside.length_bytes != 0 && inside.data[inside.length_bytes - 1] == '"')
        inside.length_bytes--;
    return inside;
}

static bool is_one_of(struct winnow_view text, const char *const *names,
                      size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (winnow_view_is(text, names[i]))
            return true;
    return false;
}

size_t winnow_json_find_member(struct winnow_view text, size_t at,
                               const char *const *names, size_t n)
{
    while (at < text.length_bytes) {
        size_t end, colon;
        if (text.data[at] != '"') {
            at++;
            continue;
        }
        end = winnow_json_string_end(text, at);
        colon = winnow_json_skip_white(text, end);
        if (colon < text.length_bytes && text.data[colon] == ':' &&
            is_one_of(winnow_json_string_at(text, at), names, n))
            return winnow_json_skip_white(text, colon + 1);
        at = end;
    }
    return text.length_bytes;
}

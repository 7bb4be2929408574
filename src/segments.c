/* Segments of titles; see segments.h. */
#include "segments.h"

#include "shape.h"

/* The length of a separator at `at`, 0 if there is none. None has a letter or a
 * digit behind a blank. */
static size_t separator_at(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {
        " - ",      " | ",      " \u2013 ", " \u2014 ", " :: ",
        " \u00bb ", " \u00ab ", " \u00b7 ", " \u2022 ", " / ",
        " \u203a ", " > ",      " < ",      " : ",      " \u2502 ",
        "|",        "_",        "\uff5c",   "--",       "\u2014\u2014",
    };

    return winnow_sign_at(text, at, signs, sizeof signs / sizeof signs[0]);
}

/* A hyphen without blanks separates where the script has no hyphens. */
static size_t ideographic_hyphen_at(struct winnow_view text, size_t at)
{
    uint32_t before;

    if (text.data[at] != '-' || at < 3)
        return 0;
    winnow_decode_code_point(text.data + at - 3, text.data + at, &before);
    return winnow_class_of(before) == WINNOW_CLASS_IDEOGRAPH ? 1 : 0;
}

static void put_segment(struct winnow_segments *segments,
                        struct winnow_view text, size_t start, size_t end)
{
    struct winnow_view piece = {text.data + start, end - start};

    piece = winnow_view_trim(piece);
    if (piece.length_bytes != 0 && segments->n < WINNOW_SEGMENTS_MOST)
        segments->items[segments->n++] = piece;
}

void winnow_segments_split(struct winnow_segments *segments,
                           struct winnow_view text)
{
    size_t start = 0, at = 0;

    segments->n = 0;
    while (at < text.length_bytes) {
        size_t n = separator_at(text, at);
        if (n == 0)
            n = ideographic_hyphen_at(text, at);
        if (n == 0) {
            at++;
            continue;
        }
        put_segment(segments, text, start, at);
        at += n;
        start = at;
    }
    put_segment(segments, text, start, text.length_bytes);
}

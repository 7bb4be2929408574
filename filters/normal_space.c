/* One space for any white space, U+00A0, U+2028 and U+3000 among it; a line
 * break where the white space holds one. Leaves a text that it made alone. */
#include "normal.h"
#include "stride.h"

/* The run of white space at `at`; whether it holds a line break. */
static size_t white_end(struct winnow_view text, size_t at, bool *is_break)
{
    size_t length;

    *is_break = false;
    while (at < text.length_bytes &&
           (length = winnow_white_at(text, at)) != 0) {
        *is_break |= text.data[at] == '\n';
        at += length;
    }
    return at;
}

static void replace_run(struct winnow_text *text, size_t start, size_t end,
                        bool is_break)
{
    char want = is_break ? '\n' : ' ';

    if (start == 0 || end == text->text.length_bytes)
        winnow_text_replace(text, start, end, NULL, 0);
    else if (end - start != 1 || text->text.data[start] != want)
        winnow_text_replace(text, start, end, &want, 1);
}

/* Passes bytes that begin no white space, nor are it. */
static size_t skip_black(struct winnow_view text, size_t at)
{
    static const bool may_be_white[256] = {
        [' '] = true,  ['\t'] = true, ['\n'] = true, ['\v'] = true,
        ['\f'] = true, ['\r'] = true, [0xC2] = true, [0xE1] = true,
        [0xE2] = true, [0xE3] = true};

    while (at < text.length_bytes &&
           !may_be_white[(unsigned char)text.data[at]])
        at++;
    return at;
}

/* Passes strides of words of ASCII with one space between; a space that they
 * end in is not passed, for what follows it. */
static size_t skip_plain(struct winnow_view text, size_t at)
{
    size_t start = at;

    if (at == 0)
        return 0;
    while (text.length_bytes - at >= WINNOW_STRIDE_BYTES &&
           winnow_is_plain_stride(text.data + at))
        at += WINNOW_STRIDE_BYTES;
    return at != start && text.data[at - 1] == ' ' ? at - 1 : at;
}

static void fold_space(struct winnow_text *text)
{
    struct winnow_view view = text->text;

    for (size_t at = 0; at < view.length_bytes;) {
        bool is_break;
        size_t end;
        at = skip_black(view, skip_plain(view, at));
        if (at == view.length_bytes)
            return;
        if (winnow_white_at(view, at) == 0) {
            at++;
            continue;
        }
        end = white_end(view, at, &is_break);
        replace_run(text, at, end, is_break);
        at = end;
    }
}

/* Takes blank lines before and white space after; what stands inside, the
 * first line's indent too, is the author's. */
static void trim_preformatted(struct winnow_text *text)
{
    struct winnow_view view = text->text;
    size_t line = 0, last = 0, at = 0, length;

    while (at < view.length_bytes &&
           (length = winnow_white_at(view, at)) != 0) {
        at += length;
        if (view.data[at - 1] == '\n')
            line = at;
    }
    if (at == view.length_bytes)
        line = at;
    if (line != 0)
        winnow_text_replace(text, 0, line, NULL, 0);
    for (last = at; at < view.length_bytes;) {
        length = winnow_white_at(view, at);
        at += length == 0 ? 1 : length;
        if (length == 0)
            last = at;
    }
    if (last < view.length_bytes && last > line)
        winnow_text_replace(text, last, view.length_bytes, NULL, 0);
}

static void rewrite_space(struct winnow_text *text)
{
    if (text->preformatted)
        trim_preformatted(text);
    else
        fold_space(text);
}

const struct winnow_normalizer winnow_normalizer_space = {
    .name = "space",
    .summary = "folds white space to one space or line break, trims the ends",
    .looks_at = WINNOW_HOLDS_WHITE,
    .rewrite = rewrite_space,
};

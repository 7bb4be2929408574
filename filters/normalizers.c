/* The normalizers: what is in a text that is no text (controls), one form for
 * what Unicode writes in several (nfc), one space for any white space (space).
 * Each leaves a text that it made alone. NFC is that of UAX #15. */
#include "filter.h"
#include "fold.h"
#include "utf8.h"

static uint32_t code_at(struct winnow_view text, size_t at, size_t *length)
{
    uint32_t code;

    *length = winnow_decode_code_point(text.data + at,
                                       text.data + text.length_bytes, &code);
    return code;
}

/* ---- controls ------------------------------------------------------------ */

enum treatment {
    KEPT,
    REMOVED, /* and counted */
    DROPPED, /* the same, but common and harmless: not counted */
    SPACED,  /* a control that divides words becomes a space */
    JOINER   /* kept between letters */
};

static bool is_noncharacter(uint32_t code)
{
    return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

static enum treatment treat(uint32_t code)
{
    if (code == '\n' || code == '\t')
        return KEPT;
    if (code == 0x0B || code == 0x0C || code == 0x85)
        return SPACED;
    if (code < 0x20 || (code >= 0x7F && code < 0xA0))
        return REMOVED;
    if (code == 0x200C || code == 0x200D)
        return JOINER;
    if (code == 0x00AD || code == 0x200B || code == 0x2060 || code == 0xFEFF)
        return DROPPED;
    return winnow_is_bidi_control(code) || is_noncharacter(code) ? REMOVED
                                                                 : KEPT;
}

/* Whether a joiner has something to join on this side: a letter, or a symbol,
 * as emoji are joined. */
static bool is_joined(uint32_t code)
{
    enum winnow_class class = winnow_class_of(code);

    if (code < 0x80)
        return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
    return class == WINNOW_CLASS_IGNORED || class == WINNOW_CLASS_LETTER ||
           class == WINNOW_CLASS_APART || class == WINNOW_CLASS_IDEOGRAPH ||
           class == WINNOW_CLASS_VOICING ||
           (class == WINNOW_CLASS_OTHER && code >= 0x2190);
}

/* The end of the run of code points at `at` that are not plainly kept, and
 * whether a space will stand in it. */
static size_t run_end(struct winnow_view text, size_t at, bool *is_spaced)
{
    size_t length;

    *is_spaced = false;
    for (; at < text.length_bytes; at += length) {
        enum treatment treatment = treat(code_at(text, at, &length));
        if (treatment == KEPT)
            break;
        *is_spaced |= treatment == SPACED;
    }
    return at;
}

/* The code point that ends at `at`; a space at the start of the text. */
static uint32_t code_before(struct winnow_view text, size_t at)
{
    size_t start = at, length;

    if (at == 0)
        return ' ';
    do
        start--;
    while (start != 0 && at - start < 4 &&
           ((unsigned char)text.data[start] & 0xC0) == 0x80);
    return code_at(text, start, &length);
}

/* Treats the run at `at` as one, so that what a joiner stands between is known;
 * returns its end. */
static size_t clean_run(struct winnow_text *text, size_t at)
{
    size_t length;
    bool is_spaced;
    size_t end = run_end(text->text, at, &is_spaced);
    bool joins = !is_spaced && end < text->text.length_bytes &&
                 is_joined(code_before(text->text, at)) &&
                 is_joined(code_at(text->text, end, &length));

    for (; at < end; at += length) {
        uint32_t code = code_at(text->text, at, &length);
        enum treatment treatment = treat(code);
        if (treatment == JOINER && joins)
            continue;
        text->n_controls += treatment == REMOVED || treatment == SPACED;
        winnow_text_replace(text, at, at + length, " ", treatment == SPACED);
    }
    return end;
}

/* Bytes that stand for themselves and need no look. */
static size_t skip_plain(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes && (unsigned char)text.data[at] >= 0x20 &&
           (unsigned char)text.data[at] < 0x7F)
        at++;
    return at;
}

static void strip_controls(struct winnow_text *text)
{
    size_t at = 0, length;

    while ((at = skip_plain(text->text, at)) < text->text.length_bytes) {
        if (treat(code_at(text->text, at, &length)) == KEPT)
            at += length;
        else
            at = clean_run(text, at);
    }
}

const struct winnow_normalizer winnow_normalizer_controls = {
    .name = "controls",
    .summary = "removes control, bidi and zero-width characters",
    .rewrite = strip_controls,
};

/* ---- nfc ----------------------------------------------------------------- */

/* More marks than this on one letter are no text in any language (UAX #15,
 * Stream-Safe Text Format, allows 30); they are left as they are. */
enum { SEGMENT_BYTES_MAX = 256, SEGMENT_CODES_MAX = SEGMENT_BYTES_MAX * 4 };

static void compose(struct winnow_text *text, size_t start, size_t end)
{
    int32_t codes[SEGMENT_CODES_MAX];
    char bytes[SEGMENT_CODES_MAX * 4];
    struct winnow_view segment = {text->text.data + start, end - start};
    size_t n, length = 0;

    if (segment.length_bytes > SEGMENT_BYTES_MAX)
        return;
    n = winnow_nfc(segment, codes, SEGMENT_CODES_MAX);
    if (n == SIZE_MAX)
        return;
    for (size_t i = 0; i < n; i++)
        length += winnow_encode_code_point((uint32_t)codes[i], bytes + length);
    if (length != segment.length_bytes ||
        memcmp(bytes, segment.data, length) != 0)
        winnow_text_replace(text, start, end, bytes, length);
}

/* Code points below U+0300 are never changed and never join. */
static size_t skip_below_marks(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes && (unsigned char)text.data[at] < 0xCC)
        at++;
    return at;
}

/* A segment is a run of unsafe code points and the safe one before it: NFC
 * crosses neither end. */
static void to_nfc(struct winnow_text *text)
{
    struct winnow_view view = text->text;
    size_t at = 0, safe = 0, length;

    while ((length = skip_below_marks(view, at)) < view.length_bytes) {
        size_t end;
        if (length != at) /* at the start of its code point */
            for (safe = length - 1;
                 safe > at && ((unsigned char)view.data[safe] & 0xC0) == 0x80;)
                safe--;
        at = length;
        if (winnow_is_nfc_safe(code_at(view, at, &length))) {
            safe = at;
            at += length;
            continue;
        }
        for (end = at; end < view.length_bytes &&
                       !winnow_is_nfc_safe(code_at(view, end, &length));)
            end += length;
        compose(text, safe, end);
        at = safe = end;
    }
}

const struct winnow_normalizer winnow_normalizer_nfc = {
    .name = "nfc",
    .summary = "brings the text into Unicode's form NFC",
    .rewrite = to_nfc,
};

/* ---- space --------------------------------------------------------------- */

/* The length of the white space at `at`; 0 if it is none. */
static size_t white_at(struct winnow_view text, size_t at)
{
    unsigned char byte = (unsigned char)text.data[at];
    size_t length;

    if (byte < 0x80)
        return byte == ' ' || (byte >= '\t' && byte <= '\r');
    /* White space beyond ASCII begins with one of four bytes. */
    if (byte != 0xC2 && (byte < 0xE1 || byte > 0xE3))
        return 0;
    if (winnow_class_of(code_at(text, at, &length)) != WINNOW_CLASS_SPACE)
        return 0;
    return length;
}

/* The run of white space at `at`; whether it holds a line break. */
static size_t white_end(struct winnow_view text, size_t at, bool *is_break)
{
    size_t length;

    *is_break = false;
    while (at < text.length_bytes && (length = white_at(text, at)) != 0) {
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

static void fold_space(struct winnow_text *text)
{
    struct winnow_view view = text->text;

    for (size_t at = 0; at < view.length_bytes;) {
        bool is_break;
        size_t end;
        at = skip_black(view, at);
        if (at == view.length_bytes)
            return;
        if (white_at(view, at) == 0) {
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

    while (at < view.length_bytes && (length = white_at(view, at)) != 0) {
        at += length;
        if (view.data[at - 1] == '\n')
            line = at;
    }
    if (at == view.length_bytes)
        line = at;
    if (line != 0)
        winnow_text_replace(text, 0, line, NULL, 0);
    for (last = at; at < view.length_bytes;) {
        length = white_at(view, at);
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
    .rewrite = rewrite_space,
};

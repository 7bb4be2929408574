/* Normalizers of what Unicode writes in several ways (UAX #15): NFC, the
 * compatibility forms of NFKC, and of those only ligatures and presentation
 * forms, which say how a text is drawn and not what it says. */
#include "normal.h"
#include "stride.h"

/* ---- compatibility forms ------------------------------------------------- */

static void replace_by_forms(struct winnow_text *text,
                             bool is_wanted(uint32_t code))
{
    struct winnow_view view = text->text;
    uint32_t codes[WINNOW_COMPATIBILITY_MAX];
    char bytes[WINNOW_COMPATIBILITY_MAX * 4];
    size_t length;

    for (size_t at = 0; at < view.length_bytes; at += length) {
        uint32_t code = winnow_code_at(view, at, &length);
        size_t n, n_bytes = 0;
        if (code < 0x80 || !is_wanted(code))
            continue;
        n = winnow_compatibility(code, codes);
        for (size_t i = 0; i < n; i++)
            n_bytes += winnow_encode_code_point(codes[i], bytes + n_bytes);
        if (n != 0)
            winnow_text_replace(text, at, at + length, bytes, n_bytes);
    }
}

static bool is_any(uint32_t code)
{
    (void)code;
    return true;
}

static void to_nfkc(struct winnow_text *text)
{
    replace_by_forms(text, is_any);
}

const struct winnow_normalizer winnow_normalizer_nfkc = {
    .name = "nfkc",
    .summary = "decomposes compatibility forms, for NFKC [off unless asked]",
    .looks_at = WINNOW_HOLDS_LATIN | WINNOW_HOLDS_SIGN | WINNOW_HOLDS_HIGHER,
    .is_off = true,
    .rewrite = to_nfkc,
};

/* Latin and Armenian ligatures, Arabic presentation forms; not those that stand
 * for a mark alone, nor ornate brackets. */
static bool is_ligature(uint32_t code)
{
    return (code >= 0xFB00 && code <= 0xFB06) ||
           (code >= 0xFB13 && code <= 0xFB17) ||
           (code >= 0xFB50 && code <= 0xFC5D) ||
           (code >= 0xFC64 && code <= 0xFD3D) ||
           (code >= 0xFD50 && code <= 0xFDC7) ||
           (code >= 0xFDF0 && code <= 0xFDF9) ||
           (code >= 0xFE80 && code <= 0xFEFC);
}

static void undo_ligatures(struct winnow_text *text)
{
    replace_by_forms(text, is_ligature);
}

const struct winnow_normalizer winnow_normalizer_ligatures = {
    .name = "ligatures",
    .summary = "writes ligatures and presentation forms as their letters",
    .looks_at = WINNOW_HOLDS_DRAWN,
    .rewrite = undo_ligatures,
};

/* ---- NFC ----------------------------------------------------------------- */

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
    size_t n = text.length_bytes;

    while ((at = winnow_skip_printed(text.data, at, n)) < n &&
           (unsigned char)text.data[at] < 0xCC)
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
        if (winnow_is_nfc_safe(winnow_code_at(view, at, &length))) {
            safe = at;
            at += length;
            continue;
        }
        for (end = at; end < view.length_bytes &&
                       !winnow_is_nfc_safe(winnow_code_at(view, end, &length));)
            end += length;
        compose(text, safe, end);
        at = safe = end;
    }
}

const struct winnow_normalizer winnow_normalizer_nfc = {
    .name = "nfc",
    .summary = "brings the text into Unicode's form NFC",
    .looks_at = WINNOW_HOLDS_HIGHER,
    .rewrite = to_nfc,
};

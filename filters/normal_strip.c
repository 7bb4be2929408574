/* Normalizers that take out what is in a text and is no text: controls, bidi
 * controls, byte order marks, soft hyphens, zero-width characters. Each leaves
 * a text that it made alone. */
#include "normal.h"
#include "stride.h"
#include "utf8.h"

enum treatment {
    KEPT,
    REMOVED, /* and told as a diagnostic */
    DROPPED, /* the same, but common and harmless: not told */
    SPACED   /* a control that divides words becomes a space; told */
};

/* Bytes that stand for themselves and need no look. */
static size_t skip_plain(struct winnow_view text, size_t at)
{
    return winnow_skip_printed(text.data, at, text.length_bytes);
}

static void strip(struct winnow_text *text, enum treatment treat(uint32_t code))
{
    size_t at = 0, length;

    while ((at = skip_plain(text->text, at)) < text->text.length_bytes) {
        enum treatment treatment =
            treat(winnow_code_at(text->text, at, &length));
        if (treatment != KEPT)
            winnow_text_replace(text, at, at + length, " ",
                                treatment == SPACED);
        text->n_controls += treatment == REMOVED || treatment == SPACED;
        at += length;
    }
}

/* ---- controls ------------------------------------------------------------ */

static bool is_noncharacter(uint32_t code)
{
    return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

static enum treatment treat_control(uint32_t code)
{
    if (code == '\n' || code == '\t')
        return KEPT;
    if (code == 0x0B || code == 0x0C || code == 0x85)
        return SPACED;
    if (code < 0x20 || (code >= 0x7F && code < 0xA0))
        return REMOVED;
    return is_noncharacter(code) ? REMOVED : KEPT;
}

static void strip_controls(struct winnow_text *text)
{
    strip(text, treat_control);
}

const struct winnow_normalizer winnow_normalizer_controls = {
    .name = "controls",
    .summary = "removes C0 and C1 controls and noncharacters",
    .looks_at = WINNOW_HOLDS_CONTROL,
    .rewrite = strip_controls,
};

/* ---- bidi ---------------------------------------------------------------- */

static enum treatment treat_bidi(uint32_t code)
{
    return winnow_is_bidi_control(code) ? REMOVED : KEPT;
}

static void strip_bidi(struct winnow_text *text)
{
    strip(text, treat_bidi);
}

const struct winnow_normalizer winnow_normalizer_bidi = {
    .name = "bidi",
    .summary = "removes marks and controls of writing direction",
    .looks_at = WINNOW_HOLDS_FORMAT,
    .rewrite = strip_bidi,
};

/* ---- byte order marks ---------------------------------------------------- */

static enum treatment treat_mark(uint32_t code)
{
    return code == 0xFEFF ? DROPPED : KEPT;
}

static void strip_marks(struct winnow_text *text)
{
    strip(text, treat_mark);
}

const struct winnow_normalizer winnow_normalizer_bom = {
    .name = "bom",
    .summary = "removes byte order marks inside the text",
    .looks_at = WINNOW_HOLDS_DRAWN,
    .rewrite = strip_marks,
};

/* ---- soft hyphens -------------------------------------------------------- */

static enum treatment treat_soft_hyphen(uint32_t code)
{
    return code == 0x00AD ? DROPPED : KEPT;
}

static void strip_soft_hyphens(struct winnow_text *text)
{
    strip(text, treat_soft_hyphen);
}

const struct winnow_normalizer winnow_normalizer_soft_hyphens = {
    .name = "soft-hyphens",
    .summary = "removes soft hyphens",
    .looks_at = WINNOW_HOLDS_SOFT_HYPHEN,
    .rewrite = strip_soft_hyphens,
};

/* ---- zero width ---------------------------------------------------------- */

static bool is_joiner(uint32_t code)
{
    return code == 0x200C || code == 0x200D;
}

static bool is_zero_width(uint32_t code)
{
    return is_joiner(code) || code == 0x200B || code == 0x2060;
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

static size_t zero_width_end(struct winnow_view text, size_t at)
{
    size_t length;

    while (at < text.length_bytes &&
           is_zero_width(winnow_code_at(text, at, &length)))
        at += length;
    return at;
}

/* Treats the run at `at` as one, so that what a joiner stands between is known;
 * returns its end. */
static size_t strip_zero_width_run(struct winnow_text *text, size_t at)
{
    size_t end = zero_width_end(text->text, at), length;
    bool joins = end < text->text.length_bytes &&
                 is_joined(winnow_code_before(text->text, at)) &&
                 is_joined(winnow_code_at(text->text, end, &length));

    for (; at < end; at += length)
        if (!is_joiner(winnow_code_at(text->text, at, &length)) || !joins)
            winnow_text_replace(text, at, at + length, NULL, 0);
    return end;
}

static void strip_zero_width(struct winnow_text *text)
{
    size_t at = 0, length;

    while ((at = skip_plain(text->text, at)) < text->text.length_bytes) {
        if (is_zero_width(winnow_code_at(text->text, at, &length)))
            at = strip_zero_width_run(text, at);
        else
            at += length;
    }
}

const struct winnow_normalizer winnow_normalizer_zero_width = {
    .name = "zero-width",
    .summary = "removes zero-width spaces, and joiners that join nothing",
    .looks_at = WINNOW_HOLDS_FORMAT,
    .rewrite = strip_zero_width,
};

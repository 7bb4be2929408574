/* Edits of a block's text, and what several filters ask of texts; see text.h
 * and filter.h. */
#include "text.h"

#include "fold.h"
#include "stride.h"
#include "token.h"

#include <assert.h>

/* ---- edits --------------------------------------------------------------- */

enum { EDIT_INLINE_BYTES = 8, FIRST_EDITS = 8 };

/* Bytes [start, end) become `length_bytes` others: few stand in the edit. */
struct winnow_edit {
    size_t start, end, length_bytes;
    size_t new_start;  /* in the new text; set when applied */
    const char *bytes; /* NULL: `few` */
    char few[EDIT_INLINE_BYTES];
};

static struct winnow_edit *add_edit(struct winnow_text *text)
{
    uint32_t capacity = text->capacity;

    if (text->n_edits == capacity) {
        text->capacity = capacity == 0 ? FIRST_EDITS : capacity * 2;
        text->edits = winnow_arena_grow(text->arena, text->edits,
                                        capacity * sizeof *text->edits,
                                        text->capacity * sizeof *text->edits);
    }
    return &text->edits[text->n_edits++];
}

void winnow_text_replace(struct winnow_text *text, size_t start, size_t end,
                         const char *bytes, size_t length_bytes)
{
    struct winnow_edit *edit;

    assert(start <= end && end <= text->text.length_bytes);
    assert(text->n_edits == 0 || start >= text->edits[text->n_edits - 1].end);
    edit = add_edit(text);
    edit->start = start;
    edit->end = end;
    edit->length_bytes = length_bytes;
    edit->bytes = NULL;
    if (length_bytes > EDIT_INLINE_BYTES)
        edit->bytes = winnow_arena_copy(text->arena, bytes, length_bytes);
    else if (length_bytes != 0)
        memcpy(edit->few, bytes, length_bytes);
}

static size_t edited_length(const struct winnow_text *text)
{
    size_t length = text->text.length_bytes;

    for (uint32_t i = 0; i < text->n_edits; i++)
        length = length - (text->edits[i].end - text->edits[i].start) +
                 text->edits[i].length_bytes;
    return length;
}

static size_t copy(char *to, size_t at, const char *from, size_t length_bytes)
{
    if (length_bytes != 0)
        memcpy(to + at, from, length_bytes);
    return at + length_bytes;
}

/* The new text; notes in each edit where its bytes stand in it. */
static struct winnow_view rewrite(struct winnow_text *text)
{
    size_t length = edited_length(text), from = 0, at = 0;
    char *data = winnow_arena_alloc(text->arena, length + 1);
    struct winnow_view view = {data, length};

    for (uint32_t i = 0; i < text->n_edits; i++) {
        struct winnow_edit *edit = &text->edits[i];
        at = copy(data, at, text->text.data + from, edit->start - from);
        edit->new_start = at;
        at = copy(data, at, edit->bytes == NULL ? edit->few : edit->bytes,
                  edit->length_bytes);
        from = edit->end;
    }
    at = copy(data, at, text->text.data + from, text->text.length_bytes - from);
    data[at] = '\0';
    return view;
}

/* The last edit that starts before `offset`, or NULL. */
static const struct winnow_edit *edit_before(const struct winnow_text *text,
                                             size_t offset)
{
    uint32_t low = 0, high = text->n_edits;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text->edits[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : &text->edits[low - 1];
}

/* Where a mark's end has moved to; a start inside an edit goes behind it. */
static uint32_t move(const struct winnow_text *text, uint32_t offset,
                     bool is_start)
{
    const struct winnow_edit *edit = edit_before(text, offset);
    size_t moved = offset;

    if (edit == NULL)
        return offset;
    if (offset >= edit->end)
        moved = edit->new_start + edit->length_bytes + (offset - edit->end);
    else
        moved = edit->new_start + (is_start ? edit->length_bytes : 0);
    return (uint32_t)moved;
}

static void move_marks(struct winnow_block *block,
                       const struct winnow_text *text)
{
    struct winnow_mark *marks;
    uint32_t n = 0;

    if (block->n_marks == 0)
        return;
    marks = winnow_arena_calloc(text->arena, block->n_marks, sizeof *marks);
    for (uint32_t i = 0; i < block->n_marks; i++) {
        struct winnow_mark mark = block->marks[i];
        mark.start = move(text, mark.start, true);
        mark.end = move(text, mark.end, false);
        if (mark.start < mark.end)
            marks[n++] = mark;
    }
    block->marks = marks;
    block->n_marks = n;
}

void winnow_text_apply(struct winnow_block *block, struct winnow_text *text)
{
    if (text->n_edits == 0)
        return;
    block->text = rewrite(text);
    move_marks(block, text);
    text->text = block->text;
    text->n_edits = 0;
}

uint32_t winnow_text_normalize(struct winnow_document *document,
                               struct winnow_block *block,
                               const struct winnow_normalizer *normalizer)
{
    struct winnow_text text = {
        .text = block->text,
        .preformatted = block->form == WINNOW_KIND_CODE,
        .arena = document->arena,
    };
    uint64_t offset = block->n_spans == 0 ? 0 : block->spans[0].start;
    uint32_t n_changes;

    normalizer->rewrite(&text);
    n_changes = text.n_edits;
    winnow_text_apply(block, &text);
    for (uint32_t i = 0; i < text.n_controls; i++)
        winnow_diag_count(&document->diags, WINNOW_DIAG_CONTROL_CHARACTERS,
                          offset);
    return n_changes;
}

/* What an ASCII character holds, `before` the one before it. */
static unsigned held_by_ascii(char before, char character)
{
    const unsigned white =
        before == ' ' || before == '\n' ? WINNOW_HOLDS_WHITE : 0;

    if (winnow_is_printed(character))
        return character == ' ' ? white : 0;
    switch (character) {
    case '\n':
        return WINNOW_HOLDS_LINE_FEED | white;
    case '\t':
        return WINNOW_HOLDS_WHITE;
    case '\v':
    case '\f':
    case '\r':
        return WINNOW_HOLDS_WHITE | WINNOW_HOLDS_CONTROL;
    default:
        return WINNOW_HOLDS_CONTROL;
    }
}

static unsigned held_by_latin(uint32_t code)
{
    return (code < 0xA0 ? WINNOW_HOLDS_CONTROL : WINNOW_HOLDS_LATIN) |
           (code == 0x85 || code == 0xA0 ? WINNOW_HOLDS_WHITE : 0) |
           (code == 0xAD ? WINNOW_HOLDS_SOFT_HYPHEN : 0);
}

/* Of U+2000 to U+206F. */
static unsigned held_by_punctuation(uint32_t code)
{
    if (code < 0x200B || code == 0x202F || code == 0x205F)
        return WINNOW_HOLDS_WHITE | WINNOW_HOLDS_HIGHER;
    if (code < 0x2010 || code >= 0x2060)
        return WINNOW_HOLDS_FORMAT | WINNOW_HOLDS_HIGHER;
    if (code >= 0x2028 && code <= 0x202E)
        return WINNOW_HOLDS_WHITE | WINNOW_HOLDS_FORMAT | WINNOW_HOLDS_HIGHER;
    return WINNOW_HOLDS_SIGN;
}

static unsigned held_by_higher(uint32_t code)
{
    unsigned held = WINNOW_HOLDS_HIGHER;

    if (code >= 0x2000 && code < 0x2070)
        return held_by_punctuation(code);
    if (code == 0x061C)
        held |= WINNOW_HOLDS_FORMAT;
    if (code == 0x1680 || code == 0x180E || code == 0x3000)
        held |= WINNOW_HOLDS_WHITE;
    if (code >= 0xFB00 && code <= 0xFEFF)
        held |= WINNOW_HOLDS_DRAWN;
    if ((code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE)
        held |= WINNOW_HOLDS_CONTROL;
    return held;
}

/* Of the characters from `*at` on that are not ASCII; leads `*at` behind. */
static unsigned held_by_others(struct winnow_view text, size_t *at)
{
    const char *next = text.data + *at, *end = text.data + text.length_bytes;
    unsigned held = 0;
    uint32_t code;

    while (next < end && (unsigned char)*next >= 0x80) {
        next += winnow_decode_code_point(next, end, &code);
        held |= code < 0x300 ? held_by_latin(code) : held_by_higher(code);
    }
    *at = (size_t)(next - text.data);
    return held;
}

/* Passes ASCII of words with one space between, from `at` on, which is not 0.
 */
static size_t skip_plain(struct winnow_view text, size_t at)
{
    unsigned spaces = (unsigned)(text.data[at - 1] == ' ')
                      << (WINNOW_STEP_BYTES - 1);
    size_t n;

    do {
        winnow_step bytes =
            winnow_step_within(text.data + at, text.length_bytes - at);
        n = winnow_count_plain(bytes, winnow_are_unprinted(bytes), &spaces);
        at += n;
    } while (n == WINNOW_STEP_BYTES);
    return at;
}

unsigned winnow_text_holds(struct winnow_view text)
{
    size_t n = text.length_bytes, at = 0;
    unsigned held = 0;
    char before = ' ';

    while (at < n) {
        if ((unsigned char)text.data[at] >= 0x80)
            held |= held_by_others(text, &at);
        else
            held |= held_by_ascii(before, text.data[at++]);
        at = skip_plain(text, at);
        before = text.data[at - 1];
    }
    if (before == ' ' || before == '\n') /* at the end */
        held |= WINNOW_HOLDS_WHITE;
    return held;
}

void winnow_text_normalize_all(struct winnow_document *document,
                               struct winnow_block *block, const bool *is_on)
{
    unsigned held = winnow_text_holds(block->text);

    for (size_t i = 0; held != 0 && i < winnow_n_normalizers; i++) {
        const struct winnow_normalizer *normalizer = winnow_normalizers[i];
        uint32_t n_changes;
        if (!is_on[i] || (normalizer->looks_at & held) == 0)
            continue;
        n_changes = winnow_text_normalize(document, block, normalizer);
        document->n_changes[i] += n_changes;
        if (n_changes != 0)
            held = winnow_text_holds(block->text);
    }
}

/* ---- sentences ----------------------------------------------------------- */

/* What ends a sentence, by script, beyond ASCII; Unicode's Sentence_Terminal
 * and the colons and semicolons that lead to what stands next. */
static const uint32_t sentence_ends[] = {
    0x037E, 0x0387, 0x0589, 0x055C, 0x055E, 0x05C3, 0x061B, 0x061D, 0x061E,
    0x061F, 0x06D4, 0x0700, 0x0701, 0x0702, 0x07F9, 0x0964, 0x0965, 0x0F0D,
    0x0F0E, 0x104A, 0x104B, 0x1362, 0x1364, 0x1365, 0x1366, 0x1367, 0x1368,
    0x166E, 0x17D4, 0x17D5, 0x1803, 0x1809, 0x2026, 0x203C, 0x203D, 0x2047,
    0x2048, 0x2049, 0x3002, 0xFE56, 0xFE57, 0xFF01, 0xFF0E, 0xFF1A, 0xFF1B,
    0xFF1F, 0xFF61, 0x1C7E, 0x1C7F, 0xA4FF, 0xA876, 0xA877, 0xA8CE, 0xA8CF,
    0xA9C8, 0xA9C9, 0xABEB,
};

/* Quotes and brackets that may close after it, and single ones of both hands:
 * languages differ in which way theirs turn. */
static const uint32_t closers[] = {
    0x00AB, 0x00BB, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2039,
    0x203A, 0x300B, 0x3009, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x301E,
    0x301F, 0xFF02, 0xFF07, 0xFF09, 0xFF3D, 0xFF5D, 0xFF63,
};

static bool is_listed(const uint32_t *list, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == code)
            return true;
    return false;
}
#define IS_LISTED(list, code)                                                  \
    is_listed(list, sizeof(list) / sizeof((list)[0]), code)

static bool is_sentence_end(uint32_t code)
{
    if (code < 0x80)
        return code == '.' || code == '!' || code == '?' || code == ':' ||
               code == ';';
    return IS_LISTED(sentence_ends, code);
}

static bool is_closer(uint32_t code)
{
    if (code < 0x80)
        return code == '"' || code == '\'' || code == ')' || code == ']' ||
               code == '}' || code == '*';
    return IS_LISTED(closers, code);
}

/* Takes the last code point off `text`. */
static uint32_t take_last(struct winnow_view *text)
{
    size_t at = text->length_bytes;
    const char *end = text->data + at;
    uint32_t code;

    do
        at--;
    while (at != 0 && text->length_bytes - at < 4 &&
           ((unsigned char)text->data[at] & 0xC0) == 0x80);
    winnow_decode_code_point(text->data + at, end, &code);
    text->length_bytes = at;
    return code;
}

bool winnow_ends_like_sentence(struct winnow_view text)
{
    while (text.length_bytes != 0) {
        uint32_t code = take_last(&text);
        enum winnow_class class = winnow_class_of(code);
        if (class >= WINNOW_CLASS_LETTER) /* nearly always */
            return false;
        if (is_sentence_end(code))
            return true;
        if (class != WINNOW_CLASS_SPACE && class != WINNOW_CLASS_IGNORED &&
            !is_closer(code))
            return false;
    }
    return false;
}

/* ---- words --------------------------------------------------------------- */

uint32_t winnow_count_words(struct winnow_view text)
{
    struct winnow_token token;
    uint32_t n = 0;

    for (size_t at = 0; winnow_token_next(text, at, &token); at = token.end)
        n++;
    return n;
}

static uint64_t mix(uint64_t key)
{
    key ^= key >> 32;
    key *= UINT64_C(0xD6E8FEB86659FD93);
    key ^= key >> 32;
    return key;
}

#define KEY_START UINT64_C(0xCBF29CE484222325)
enum { KEY_BYTES = 256 }; /* folded before they are hashed, about */

/* The folded bytes of a text, a word of the machine at a time. */
struct key {
    uint64_t hash; /* of those that are no more in `folded` */
    size_t n;      /* bytes in it */
    char folded[KEY_BYTES + WINNOW_FOLD_BYTES_MAX];
};

/* Takes whole words of bytes into the hash. */
static void take_words(struct key *key)
{
    uint64_t word;
    size_t at = 0;

    for (; key->n - at >= sizeof word; at += sizeof word) {
        memcpy(&word, key->folded + at, sizeof word);
        key->hash = mix(key->hash ^ word);
    }
    key->n -= at;
    memmove(key->folded, key->folded + at, key->n);
}

static bool is_ascii_stride(const char *at)
{
    return (winnow_stride_at(at) & WINNOW_EVERY_BYTE(0x80)) == 0;
}

/* Whether a byte is a letter is no branch: nobody could foretell it. */
static inline size_t put_folded(struct key *key, size_t n, char byte)
{
    char letter = winnow_ascii_fold[(unsigned char)byte];

    key->folded[n] = letter;
    return n + (letter != 0);
}

/* Folds ASCII from `at` on, as far as there is room; returns its end. */
static const char *fold_ascii(struct key *key, const char *at, const char *end)
{
    size_t n = key->n;

    if (end - at > (ptrdiff_t)(sizeof key->folded - n))
        end = at + (sizeof key->folded - n);
    for (; end - at >= WINNOW_STRIDE_BYTES && is_ascii_stride(at);
         at += WINNOW_STRIDE_BYTES)
        for (size_t i = 0; i < WINNOW_STRIDE_BYTES; i++)
            n = put_folded(key, n, at[i]);
    for (; at < end && (unsigned char)*at < 0x80; at++)
        n = put_folded(key, n, *at);
    key->n = n;
    return at;
}

/* The same of what is beyond ASCII, up to `most` folded bytes, about. */
static const char *fold_others(struct key *key, const char *at, const char *end,
                               size_t most)
{
    uint32_t code;

    while (at < end && (unsigned char)*at >= 0x80 && key->n < most) {
        at += winnow_decode_code_point(at, end, &code);
        key->n += winnow_fold_code_point(code, key->folded + key->n);
    }
    return at;
}

uint64_t winnow_text_key(struct winnow_view text)
{
    const char *at = text.data;
    const char *end = at == NULL ? NULL : at + text.length_bytes;
    struct key key;
    uint64_t rest = 0;

    key.hash = KEY_START;
    key.n = 0;
    while (at < end) {
        at = fold_ascii(&key, at, end);
        at = fold_others(&key, at, end, KEY_BYTES);
        if (key.n >= KEY_BYTES)
            take_words(&key);
    }
    take_words(&key);
    if (key.hash == KEY_START && key.n == 0)
        return 0;
    memcpy(&rest, key.folded, key.n);
    key.hash = mix(key.hash ^ rest);
    return key.hash != 0 ? key.hash : 1;
}

uint64_t winnow_text_start_key(struct winnow_view text, bool *is_all)
{
    enum { MOST = WINNOW_TEXT_START_BYTES, AT_ONCE = MOST + MOST / 2 };
    const char *at = text.data;
    const char *end = at == NULL ? NULL : at + text.length_bytes;
    uint64_t words[MOST / sizeof(uint64_t)], hash = KEY_START;
    struct key key;

    key.n = 0;
    memset(key.folded, 0, MOST); /* what is no letter is 0 where it is put */
    while (at < end && key.n < MOST) {
        at = fold_ascii(&key, at, end - at < AT_ONCE ? end : at + AT_ONCE);
        at = fold_others(&key, at, end, MOST);
    }
    *is_all = key.n < MOST;
    if (key.n == 0)
        return 0;
    memcpy(words, key.folded, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        hash = mix(hash ^ words[i]);
    return hash != 0 ? hash : 1;
}

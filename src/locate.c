/* Places in the output and in the source; see locate.h. A block keeps no map of
 * its characters: it would cost every document what few ask for. So the block's
 * spans are read again, character by character, and laid beside the text that
 * was written: equal characters belong to each other, and what was rewritten
 * between two that do, to what stands between them there. */
#include "locate.h"

#include "fold.h"
#include "html/characters.h"
#include "html/markup.h"

#include <string.h>

enum {
    REFERENCE_BYTES_MAX = 40,
    WINDOW = 48, /* characters looked ahead for where both agree again */
    AGREED = 4   /* characters that must then be equal */
};

/* A character, and where it stands: in document->text or in the output. */
struct unit {
    uint32_t code;
    size_t start, end;
};

struct units {
    struct unit *items;
    size_t n, capacity;
};

static void add(struct winnow_arena *arena, struct units *units, uint32_t code,
                size_t start, size_t end)
{
    if (units->n == units->capacity) {
        size_t grown = units->capacity == 0 ? 256 : units->capacity * 2;
        units->items = winnow_arena_grow(arena, units->items,
                                         units->capacity * sizeof *units->items,
                                         grown * sizeof *units->items);
        units->capacity = grown;
    }
    units->items[units->n++] = (struct unit){code, start, end};
}

/* ---- reading the source again -------------------------------------------- */

/* The text offset of a body offset. */
static size_t text_offset(const struct winnow_document *document, uint64_t body)
{
    size_t low = 0, high = document->n_map_runs;
    const struct winnow_map_run *run;
    uint64_t n;

    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (document->map[middle].body <= body)
            low = middle;
        else
            high = middle;
    }
    if (document->n_map_runs == 0)
        return 0;
    run = &document->map[low];
    if (body <= run->body)
        return run->text;
    n = (body - run->body + run->body_width - 1) / run->body_width;
    return run->text + (size_t)(n < run->n ? n : run->n) * run->text_width;
}

/* Adds what stands for [start, end) of the text, decoded already. */
static void add_decoded(struct winnow_arena *arena, struct units *units,
                        struct winnow_view decoded, size_t start, size_t end)
{
    size_t at = 0;
    uint32_t code;

    while (at < decoded.length_bytes) {
        at += winnow_decode_code_point(
            decoded.data + at, decoded.data + decoded.length_bytes, &code);
        add(arena, units, code, start, end);
    }
}

static bool is_name(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '#';
}

/* The reference at `at`, or the letters it may be one with; its end. */
static size_t add_reference(const struct winnow_document *document,
                            struct units *units, size_t at, size_t end)
{
    struct winnow_view run = {document->text.data + at, 1};

    while (run.length_bytes < REFERENCE_BYTES_MAX &&
           at + run.length_bytes < end && is_name(run.data[run.length_bytes]))
        run.length_bytes++;
    if (at + run.length_bytes < end && run.data[run.length_bytes] == ';')
        run.length_bytes++;
    add_decoded(document->arena, units,
                winnow_html_decode(document->arena, run, WINNOW_HTML_IN_DATA),
                at, at + run.length_bytes);
    return at + run.length_bytes;
}

static int hex_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits behind "\u"; a surrogate alone stays what it is. */
static uint32_t read_hex(const char *digits)
{
    uint32_t code = 0;

    for (int i = 0; i < 4; i++) {
        int digit = hex_of(digits[i]);
        if (digit < 0)
            return 0;
        code = code << 4 | (uint32_t)digit;
    }
    return code;
}

/* An escape of JSON (RFC 8259, section 7), in a string that a script holds. */
static size_t add_escape(const struct winnow_document *document,
                         struct units *units, size_t at, size_t end)
{
    static const char letters[] = "nrtbf", meant[] = "\n\r\t\b\f";
    const char *p = document->text.data + at, *letter;
    uint32_t code;

    if (at + 1 == end)
        return end;
    if (p[1] == 'u' && end - at >= 6) {
        size_t length = 6;
        code = read_hex(p + 2);
        if (code >= 0xD800 && code < 0xDC00 && end - at >= 12 && p[6] == '\\') {
            code = 0x10000 + ((code - 0xD800) << 10) +
                   ((read_hex(p + 8) - 0xDC00) & 0x3FF);
            length = 12;
        }
        add(document->arena, units, code, at, at + length);
        return at + length;
    }
    letter = memchr(letters, p[1], sizeof letters - 1);
    code = letter == NULL ? (unsigned char)p[1]
                          : (unsigned char)meant[letter - letters];
    add(document->arena, units, code, at, at + 2);
    return at + 2;
}

/* One step of the source of `block` at `at`; where it goes on. */
static size_t read_step(const struct winnow_document *document,
                        const struct winnow_block *block, struct units *units,
                        size_t at, size_t end)
{
    const char *text = document->text.data;
    uint32_t code;
    size_t length;

    if (block->added != NULL && text[at] == '\\')
        return add_escape(document, units, at, end);
    if (document->from == WINNOW_FROM_HTML && text[at] == '<') {
        size_t behind = winnow_html_markup_end(text, at, end);
        if (behind > at)
            return behind;
    }
    if (document->from == WINNOW_FROM_HTML && text[at] == '&')
        return add_reference(document, units, at, end);
    length = winnow_decode_code_point(text + at, text + end, &code);
    add(document->arena, units, code, at, at + length);
    return at + length;
}

static struct units read_source(const struct winnow_document *document,
                                const struct winnow_block *block)
{
    struct units units = {NULL, 0, 0};

    for (uint32_t i = 0; i < block->n_spans; i++) {
        size_t at = text_offset(document, block->spans[i].start);
        size_t end = text_offset(document, block->spans[i].end);
        while (at < end)
            at = read_step(document, block, &units, at, end);
    }
    return units;
}

static struct units read_output(struct winnow_arena *arena,
                                struct winnow_view rendered,
                                struct winnow_range range)
{
    struct units units = {NULL, 0, 0};
    uint32_t code;

    for (size_t at = (size_t)range.start; at < range.end;) {
        size_t length = winnow_decode_code_point(
            rendered.data + at, rendered.data + range.end, &code);
        add(arena, &units, code, at, at + length);
        at += length;
    }
    return units;
}

/* ---- both side by side --------------------------------------------------- */

static bool is_white(uint32_t code)
{
    return winnow_class_of(code) == WINNOW_CLASS_SPACE;
}

static size_t skip_white(const struct units *units, size_t at)
{
    while (at < units->n && is_white(units->items[at].code))
        at++;
    return at;
}

/* Whether both go on alike, whatever their white space. */
static bool agree(const struct units *source, size_t i,
                  const struct units *output, size_t j)
{
    for (int n = 0; n < AGREED; n++, i++, j++) {
        i = skip_white(source, i);
        j = skip_white(output, j);
        if (i == source->n || j == output->n)
            return i == source->n && j == output->n;
        if (source->items[i].code != output->items[j].code)
            return false;
    }
    return true;
}

/* How many characters of both were rewritten, at `i` and `j`; false: they do
 * not come together again. */
static bool find_agreement(const struct units *source, size_t *i,
                           const struct units *output, size_t *j)
{
    for (size_t sum = 1; sum <= WINDOW; sum++)
        for (size_t k = 0; k <= sum; k++) {
            size_t a = *i + k, b = *j + sum - k;
            if (a > source->n || b > output->n || !agree(source, a, output, b))
                continue;
            *i = a;
            *j = b;
            return true;
        }
    return false;
}

/* Of the source, what lies from unit `first` to `end`; where that is nothing,
 * what lies between the units before and behind. */
static struct winnow_range between(const struct units *source, size_t first,
                                   size_t end)
{
    struct winnow_range range = {0, 0};

    if (source->n == 0)
        return range;
    if (first < end) {
        range.start = source->items[first].start;
        range.end = source->items[end - 1].end;
        return range;
    }
    range.start = source->items[first == 0 ? 0 : first - 1].end;
    range.end = first < source->n ? source->items[first].start : range.start;
    if (first == 0 || range.end < range.start)
        range.start = range.end;
    return range;
}

/* What the output's character `wanted` was read from, in document->text. */
static struct winnow_range align(const struct units *source,
                                 const struct units *output, size_t wanted)
{
    size_t i = 0, j = 0;

    while (j < output->n && i < source->n) {
        size_t a = i, b = j;
        if (source->items[i].code == output->items[j].code) {
            a = i + 1;
            b = j + 1;
        }
        if (is_white(source->items[i].code) && is_white(output->items[j].code))
            a = skip_white(source, i);
        if (a == i && !find_agreement(source, &a, output, &b))
            break;
        if (b == j && a == i)
            break;
        if (is_white(output->items[j].code) && b == j)
            b = j + (a != i && is_white(source->items[i].code));
        if (wanted < b)
            return between(source, i, a);
        i = a;
        j = b;
    }
    return between(source, i, source->n);
}

/* ---- one place ----------------------------------------------------------- */

static uint32_t find_block(const struct winnow_document *document,
                           uint64_t offset)
{
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (offset >= document->blocks[i].output.start &&
            offset < document->blocks[i].output.end)
            return i;
    return WINNOW_NO_BLOCK;
}

static size_t find_unit(const struct units *units, uint64_t offset)
{
    size_t i = 0;

    while (i + 1 < units->n && units->items[i].end <= offset)
        i++;
    return i;
}

void winnow_locate(const struct winnow_document *document,
                   struct winnow_view rendered, uint64_t offset,
                   struct winnow_located *located)
{
    const struct winnow_block *block;
    struct units source, output;
    size_t wanted;

    memset(located, 0, sizeof *located);
    located->block = find_block(document, offset);
    if (located->block == WINNOW_NO_BLOCK)
        return;
    block = &document->blocks[located->block];
    source = read_source(document, block);
    output = read_output(document->arena, rendered, block->output);
    wanted = find_unit(&output, offset);
    located->output.start = output.items[wanted].start;
    located->output.end = output.items[wanted].end;
    located->text = align(&source, &output, wanted);
    located->source.start =
        winnow_body_offset(document, (size_t)located->text.start, false);
    located->source.end =
        winnow_body_offset(document, (size_t)located->text.end,
                           located->text.end > located->text.start);
}

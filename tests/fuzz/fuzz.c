/* What the fuzz targets share; see fuzz.h. */
#include "fuzz.h"

#include <stdlib.h>

#include "utf8.h"

enum { BUDGET_BYTES = 64 << 20, KEPT_BYTES = 4 << 20 };

void fuzz_require(bool holds, const char *sentence)
{
    if (holds)
        return;
    fprintf(stderr, "not kept: %s\n", sentence);
    abort();
}

const winnow_options *fuzz_options(void)
{
    static winnow_options *options;

    if (options == NULL && winnow_options_new(&options) != WINNOW_OK)
        abort();
    return options;
}

void fuzz_in_arena(const uint8_t *bytes, size_t n,
                   void (*work)(struct winnow_document *document))
{
    static struct winnow_arena arena;
    struct winnow_document document = {.from = WINNOW_FROM_HTML};
    jmp_buf escape;

    winnow_arena_reset(&arena, KEPT_BYTES);
    arena.budget_bytes = BUDGET_BYTES;
    arena.escape = &escape;
    if (setjmp(escape) != 0)
        return;
    document.arena = &arena;
    document.options = fuzz_options();
    document.body = (struct winnow_view){(const char *)bytes, n};
    work(&document);
}

void fuzz_look_at(struct winnow_view view)
{
    static unsigned char volatile seen;

    for (size_t i = 0; i < view.length_bytes; i++)
        seen = (unsigned char)view.data[i];
    (void)seen;
}

bool fuzz_is_utf8(struct winnow_view text)
{
    bool is_valid = true;
    size_t at = 0;

    while (at < text.length_bytes && is_valid)
        at += winnow_utf8_sequence((const unsigned char *)text.data + at,
                                   text.length_bytes - at, &is_valid);
    return is_valid;
}

/* The runs of the map cover the text, and lead into the body. */
static void check_map(const struct winnow_document *document)
{
    uint64_t text = 0, body = 0;

    for (size_t i = 0; i < document->n_map_runs; i++) {
        const struct winnow_map_run *run = &document->map[i];
        fuzz_require(run->text == text, "the map has no gaps");
        fuzz_require(run->body >= body, "the map ascends");
        text = run->text + (uint64_t)run->n * run->text_width;
        body = run->body + (uint64_t)run->n * run->body_width;
    }
    fuzz_require(text == document->text.length_bytes,
                 "the map covers the text");
    fuzz_require(body <= document->body.length_bytes,
                 "the map ends in the body");
}

void fuzz_decode(struct winnow_document *document, const char *label)
{
    static struct winnow_decoder *decoder;

    if (decoder == NULL && winnow_decode_open(&decoder) != WINNOW_OK)
        abort();
    document->charset_declared = winnow_view_of(label);
    winnow_decode_charset(decoder, document);
    fuzz_require(fuzz_is_utf8(document->text), "decoded text is UTF-8");
    check_map(document);
}

static void check_block(const struct winnow_document *document,
                        const struct winnow_block *block)
{
    fuzz_require(fuzz_is_utf8(block->text), "a block's text is UTF-8");
    fuzz_require(block->text.length_bytes != 0, "a block has text");
    fuzz_require(block->element < document->n_elements,
                 "a block has an element");
    for (uint32_t i = 0; i < block->n_spans; i++)
        fuzz_require(block->spans[i].start < block->spans[i].end &&
                         block->spans[i].end <= document->body.length_bytes,
                     "spans lie in the body");
    for (uint32_t i = 0; i < block->n_marks; i++)
        fuzz_require(block->marks[i].start < block->marks[i].end &&
                         block->marks[i].end <= block->text.length_bytes,
                     "marks lie in the text");
}

static void check_element(const struct winnow_document *document, uint32_t i)
{
    const struct winnow_element *element = &document->elements[i];

    fuzz_require(i == 0 || element->parent < i,
                 "parents stand before their children");
    fuzz_require(element->end > i && element->end <= document->n_elements,
                 "an element ends among the others");
    fuzz_require(element->first_block <= element->end_block &&
                     element->end_block <= document->n_blocks,
                 "an element holds blocks that there are");
}

void fuzz_check_blocks(const struct winnow_document *document)
{
    fuzz_require(document->n_elements != 0, "there is a root");
    for (uint32_t i = 0; i < document->n_elements; i++)
        check_element(document, i);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        check_block(document, &document->blocks[i]);
}

/* Blocks from text: white space folded, spans kept, marks and line breaks
 * placed, forms told from the elements around. What tag does what is
 * one_pass.c's, enter.c's and linear.c's business. White space is folded as CSS
 * Text 3, section 4.1 does for `white-space: normal`. */
#include "html/internal.h"

#include <string.h>

#include "options.h"
#include "stride.h"

/* An open phrasing element: a mark of the block at hand, or the holder of a
 * class name that may name the whole block. */
struct winnow_inline {
    bool is_mark;
    enum winnow_mark_type type;
    enum winnow_mark_role role;
    struct winnow_view href, names;
    uint32_t mark;         /* its index in marks while it has text, else NONE */
    bool holds_from_start; /* open since before the block's first character */
};
#define NO_MARK UINT32_MAX

/* Whether only markup and white space stand in between, so that a span may
 * run on across it. */
static bool is_markup_only(const char *text, size_t start, size_t end)
{
    while (start < end) {
        size_t next;
        start = winnow_html_skip_white(text, start, end);
        if (start == end)
            return true;
        if (text[start] != '<')
            return false;
        next = winnow_html_markup_end(text, start, end);
        if (next == start)
            return false;
        start = next;
    }
    return true;
}

/* Room for one more of an arena array. */
static void *room(struct winnow_arena *arena, void *array, uint32_t n,
                  uint32_t *capacity, size_t size_bytes)
{
    uint32_t grown = *capacity * 2;

    if (n < *capacity)
        return array;
    if (grown < 64)
        grown = 64;
    array = winnow_arena_grow(arena, array, *capacity * size_bytes,
                              grown * size_bytes);
    *capacity = grown;
    return array;
}

/* Clears the entry `n` of an array, and some that will follow: one alone takes
 * nearly as long. */
static void clear(void *array, uint32_t n, uint32_t *n_clear, uint32_t capacity,
                  size_t size_bytes)
{
    enum { AT_ONCE = 16 };

    if (n < *n_clear)
        return;
    *n_clear = capacity - n < AT_ONCE ? capacity : n + AT_ONCE;
    memset((char *)array + n * size_bytes, 0, (*n_clear - n) * size_bytes);
}

static char *text_room(struct winnow_builder *b, size_t extra_bytes)
{
    size_t needed = b->text_bytes + extra_bytes;

    if (needed > b->text_capacity) {
        size_t grown = b->text_capacity * 2;
        if (grown < needed)
            grown = needed + 4096;
        b->text = winnow_arena_grow(b->document->arena, b->text,
                                    b->text_capacity, grown);
        b->text_capacity = grown;
    }
    return b->text + b->text_bytes;
}

/* Makes room for as many elements and blocks as a page of its size has, more
 * often than not: what grows is copied. */
static void reserve(struct winnow_builder *b, struct winnow_document *document)
{
    enum { BYTES_AN_ELEMENT = 256, BYTES_A_BLOCK = 512, MOST = 4096 };
    size_t length_bytes = document->text.length_bytes;

    if (length_bytes > MOST * BYTES_AN_ELEMENT)
        length_bytes = MOST * BYTES_AN_ELEMENT;
    b->element_capacity = 64 + (uint32_t)(length_bytes / BYTES_AN_ELEMENT);
    b->block_capacity = 64 + (uint32_t)(length_bytes / BYTES_A_BLOCK);
    document->elements = winnow_arena_alloc(
        document->arena, b->element_capacity * sizeof *document->elements);
    document->blocks = winnow_arena_alloc(
        document->arena, b->block_capacity * sizeof *document->blocks);
}

void winnow_builder_start(struct winnow_builder *b,
                          struct winnow_document *document)
{
    memset(b, 0, sizeof *b);
    b->document = document;
    document->n_blocks = 0;
    document->n_elements = 0;
    document->meta = NULL;
    document->n_meta = 0;
    document->scripts = NULL;
    document->n_scripts = 0;
    document->n_ld_scripts = 0;
    document->datetimes = NULL;
    document->n_datetimes = 0;
    reserve(b, document);
    winnow_builder_open(b, WINNOW_TAG_NONE);
}

void winnow_builder_datetime(struct winnow_builder *b,
                             struct winnow_view written)
{
    struct winnow_document *document = b->document;
    uint32_t n = document->n_datetimes;

    if (n == WINNOW_DATETIMES_MOST ||
        (n != 0 && document->datetimes[n - 1].data >= written.data))
        return;
    if (n == 0)
        document->datetimes = winnow_arena_alloc(
            document->arena,
            WINNOW_DATETIMES_MOST * sizeof *document->datetimes);
    document->datetimes[document->n_datetimes++] = written;
}

struct winnow_element *winnow_builder_open(struct winnow_builder *b,
                                           enum winnow_tag tag)
{
    struct winnow_document *document = b->document;
    struct winnow_element *element;
    uint32_t index = document->n_elements;

    winnow_builder_flush(b);
    if (b->is_capped) {
        b->n_beyond++;
        b->beyond = (struct winnow_element){.tag = tag};
        return &b->beyond;
    }
    document->elements = room(document->arena, document->elements, index,
                              &b->element_capacity, sizeof *element);
    element = &document->elements[index];
    clear(document->elements, index, &b->n_clear_elements, b->element_capacity,
          sizeof *element);
    element->tag = tag;
    element->parent = b->element;
    element->first_block = document->n_blocks;
    if (index != 0) {
        element->depth = document->elements[b->element].depth + 1;
        element->hidden = document->elements[b->element].hidden;
    }
    document->n_elements = index + 1;
    b->element = index;
    return element;
}

void winnow_builder_close(struct winnow_builder *b)
{
    struct winnow_element *element;

    winnow_builder_flush(b);
    if (b->n_beyond != 0) {
        b->n_beyond--;
        return;
    }
    element = &b->document->elements[b->element];
    element->end = b->document->n_elements;
    element->end_block = b->document->n_blocks;
    b->element = element->parent;
}

static bool has_text(const struct winnow_builder *b)
{
    return b->text_bytes > b->block_text;
}

/* The names of the outermost phrasing element around the whole block. */
static struct winnow_view names_around(const struct winnow_builder *b)
{
    struct winnow_view none = {NULL, 0};

    for (uint32_t i = 0; i < b->n_inlines; i++)
        if (b->inlines[i].holds_from_start &&
            b->inlines[i].names.length_bytes != 0)
            return b->inlines[i].names;
    if (b->closed_names_at == b->text_bytes)
        return b->closed_names;
    return none;
}

/* Where the text of the block at hand starts. */
static size_t first_span(const struct winnow_builder *b)
{
    return b->n_spans == b->block_span ? 0
                                       : (size_t)b->spans[b->block_span].start;
}

static void begin_block(struct winnow_builder *b)
{
    b->block_element = b->element;
    b->closed_names = (struct winnow_view){NULL, 0};
    for (uint32_t i = 0; i < b->n_inlines; i++)
        b->inlines[i].holds_from_start = true;
}

/* The marks of inline elements that were still open end with the block and go
 * on in the next; marks without text go. */
static void end_marks(struct winnow_builder *b, uint32_t length)
{
    uint32_t kept = b->block_mark;

    for (uint32_t i = 0; i < b->n_inlines; i++) {
        if (b->inlines[i].mark != NO_MARK)
            b->marks[b->inlines[i].mark].end = length;
        b->inlines[i].mark = NO_MARK;
        b->inlines[i].holds_from_start = false;
    }
    for (uint32_t i = b->block_mark; i < b->n_marks; i++) {
        if (b->marks[i].end > length)
            b->marks[i].end = length;
        if (b->marks[i].start < b->marks[i].end)
            b->marks[kept++] = b->marks[i];
    }
    b->n_marks = kept;
}

/* Spans without the white space at their ends. */
static void trim_spans(struct winnow_builder *b)
{
    const char *text = b->document->text.data;
    uint32_t kept = b->block_span;

    for (uint32_t i = b->block_span; i < b->n_spans; i++) {
        struct winnow_range span = b->spans[i];
        span.start = winnow_html_skip_white(text, span.start, span.end);
        while (span.end > span.start &&
               winnow_html_is_white(text[span.end - 1]))
            span.end--;
        if (span.end > span.start)
            b->spans[kept++] = span;
    }
    b->n_spans = kept;
}

static void drop_final_white(struct winnow_builder *b)
{
    while (has_text(b) && winnow_html_is_white(b->text[b->text_bytes - 1]))
        b->text_bytes--;
}

/* Past the limit on blocks all that follows is one, of the root. */
static bool is_capped(struct winnow_builder *b)
{
    if (b->document->n_blocks < b->document->options->max_blocks)
        return false;
    if (!b->is_capped)
        b->capped_at = first_span(b);
    b->is_capped = true;
    b->block_element = 0;
    b->pending_breaks = 1;
    return true;
}

/* Ends the block at hand, if it has text. */
static void end_block(struct winnow_builder *b)
{
    struct winnow_document *document = b->document;
    struct winnow_block *block;
    struct winnow_view names;
    uint32_t n = document->n_blocks;

    b->pending_space = false;
    b->pending_breaks = 0;
    if (!has_text(b))
        return;
    names = names_around(b);
    drop_final_white(b);
    if (!has_text(b)) {
        b->n_spans = b->block_span;
        end_marks(b, 0);
        return;
    }
    document->blocks = room(document->arena, document->blocks, n,
                            &b->block_capacity, sizeof *block);
    block = &document->blocks[n];
    clear(document->blocks, n, &b->n_clear_blocks, b->block_capacity,
          sizeof *block);
    block->names = names;
    end_marks(b, (uint32_t)(b->text_bytes - b->block_text));
    trim_spans(b);
    block->text.length_bytes = b->text_bytes - b->block_text;
    block->n_spans = b->n_spans - b->block_span;
    block->n_marks = b->n_marks - b->block_mark;
    block->element = b->block_element;
    document->n_blocks = n + 1;
    b->block_text = b->text_bytes;
    b->block_span = b->n_spans;
    b->block_mark = b->n_marks;
}

void winnow_builder_flush(struct winnow_builder *b)
{
    if (!has_text(b) || !is_capped(b))
        end_block(b);
}

/* Adds [start, end) to the block's spans: to the last one when nothing but
 * markup is between. */
static void add_span(struct winnow_builder *b, size_t start, size_t end)
{
    const char *text = b->document->text.data;
    bool is_markup = b->is_told && !b->has_gap;

    b->has_gap = false;
    if (b->n_spans > b->block_span) {
        struct winnow_range *last = &b->spans[b->n_spans - 1];
        if (start >= last->end &&
            (is_markup || is_markup_only(text, last->end, start))) {
            last->end = end;
            return;
        }
    }
    b->spans = room(b->document->arena, b->spans, b->n_spans, &b->span_capacity,
                    sizeof *b->spans);
    b->spans[b->n_spans].start = start;
    b->spans[b->n_spans].end = end;
    b->n_spans++;
}

/* Before the next visible character: the space or line breaks that were put
 * off, and the start of marks that wait for their first character. */
static void settle(struct winnow_builder *b)
{
    uint32_t at;

    if (!has_text(b)) {
        begin_block(b);
    } else if (b->pending_breaks != 0) {
        *text_room(b, 1) = '\n';
        b->text_bytes++;
    } else if (b->pending_space) {
        *text_room(b, 1) = ' ';
        b->text_bytes++;
    }
    b->pending_space = false;
    b->pending_breaks = 0;
    at = (uint32_t)(b->text_bytes - b->block_text);
    for (uint32_t i = 0; i < b->n_inlines; i++) {
        struct winnow_inline *open = &b->inlines[i];
        if (!open->is_mark || open->mark != NO_MARK)
            continue;
        b->marks = room(b->document->arena, b->marks, b->n_marks,
                        &b->mark_capacity, sizeof *b->marks);
        open->mark = b->n_marks;
        b->marks[b->n_marks++] = (struct winnow_mark){
            open->type, at, UINT32_MAX, open->href, open->role};
    }
}

/* Whether the white space at `at`, which is not the last byte, is folded. */
static bool is_folded(const char *at)
{
    return winnow_html_is_white(at[0]) &&
           (at[0] != ' ' || winnow_html_is_white(at[1]));
}

/* Whether the text from `at` on, which is no white space, is at most 17 bytes
 * and plainly folded to its end. */
static bool is_short_and_folded(struct winnow_view text, size_t at)
{
    size_t left = text.length_bytes - at;

    return left > WINNOW_STRIDE_BYTES && left <= WINNOW_STEP_BYTES + 1 &&
           text.data[text.length_bytes - 1] != ' ' &&
           winnow_is_plain_stride(text.data + at + 1) &&
           winnow_is_plain_stride(text.data + text.length_bytes -
                                  WINNOW_STRIDE_BYTES);
}

/* Where the words end from `at` on that one space parts, as folded text has
 * it: most text is so already. */
static size_t folded_end(struct winnow_view text, size_t at)
{
    size_t last = text.length_bytes - 1;

    if (is_short_and_folded(text, at))
        return text.length_bytes;
    while (last - at >= WINNOW_STEP_BYTES) {
        size_t n = winnow_first_yes(
            winnow_html_which_folded(winnow_step_at(text.data + at),
                                     winnow_step_at(text.data + at + 1)));
        at += n;
        if (n == WINNOW_STEP_BYTES)
            continue;
        if (is_folded(text.data + at))
            return at;
        at++;
    }
    while (at < last && !is_folded(text.data + at))
        at++;
    return at == last && !winnow_html_is_white(text.data[at]) ? at + 1 : at;
}

/* The same of what is known to be folded up to `end`, but maybe for a space
 * there. */
static size_t known_end(struct winnow_view text, size_t end)
{
    return winnow_html_is_white(text.data[end - 1]) ? end - 1 : end;
}

/* Adds the text, whose first `start` bytes are white space. */
static void add_folded(struct winnow_builder *b, struct winnow_view text,
                       size_t start, size_t n_folded)
{
    size_t end = 0;

    for (;;) {
        b->pending_space = b->pending_space || start != end;
        if (start == text.length_bytes)
            return;
        end = start < n_folded ? known_end(text, n_folded)
                               : folded_end(text, start);
        settle(b);
        memcpy(text_room(b, end - start), text.data + start, end - start);
        b->text_bytes += end - start;
        start = winnow_html_skip_white(text.data, end, text.length_bytes);
    }
}

static void add_preformatted(struct winnow_builder *b, struct winnow_view text)
{
    char *out;

    if (!has_text(b))
        while (text.length_bytes != 0 && text.data[0] == '\n') {
            text.data++;
            text.length_bytes--;
        }
    if (text.length_bytes == 0)
        return;
    settle(b);
    out = text_room(b, text.length_bytes);
    memcpy(out, text.data, text.length_bytes);
    b->text_bytes += text.length_bytes;
}

/* White space that HTML does not fold but nobody sees: U+00A0, U+200B, U+3000,
 * U+FEFF. Its length in bytes, or 0. */
static size_t unseen_bytes(const char *text, size_t left)
{
    if (left >= 2 && memcmp(text, "\xc2\xa0", 2) == 0)
        return 2;
    if (left >= 3 && (memcmp(text, "\xe3\x80\x80", 3) == 0 ||
                      memcmp(text, "\xe2\x80\x8b", 3) == 0 ||
                      memcmp(text, "\xef\xbb\xbf", 3) == 0))
        return 3;
    return winnow_html_is_white(*text) ? 1 : 0;
}

/* Whether nothing can be seen of the text from `at` on. */
static bool is_unseen(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes) {
        size_t bytes = unseen_bytes(text.data + at, text.length_bytes - at);
        if (bytes == 0)
            return false;
        at += bytes;
    }
    return true;
}

/* Adds text of which nothing can be seen, whose first `n_white` bytes are white
 * space. */
static void add_unseen(struct winnow_builder *b, struct winnow_view text,
                       size_t n_white, size_t start, size_t end)
{
    const char *page = b->document->text.data;
    bool is_as_written = text.data == page + start && n_white == end - start;

    b->pending_space = true;
    if (!is_as_written && !is_markup_only(page, start, end))
        b->has_gap = true;
}

void winnow_builder_text(struct winnow_builder *b, struct winnow_view text,
                         size_t n_folded, size_t start, size_t end)
{
    if (b->preformatted != 0) {
        add_preformatted(b, text);
    } else {
        size_t n_white =
            winnow_html_skip_white(text.data, 0, text.length_bytes);
        if (is_unseen(text, n_white)) {
            add_unseen(b, text, n_white, start, end);
            return;
        }
        add_folded(b, text, n_white, n_folded);
    }
    if (has_text(b))
        add_span(b, start, end);
}

void winnow_builder_pass_over(struct winnow_builder *b)
{
    b->has_gap = true;
}

void winnow_builder_break(struct winnow_builder *b)
{
    if (!has_text(b))
        return;
    if (b->preformatted != 0) {
        *text_room(b, 1) = '\n';
        b->text_bytes++;
        return;
    }
    if (++b->pending_breaks == 2)
        winnow_builder_flush(b);
}

void winnow_builder_open_inline(struct winnow_builder *b,
                                const struct winnow_mark *mark,
                                struct winnow_view names)
{
    bool is_mark =
        mark->type != WINNOW_MARK_PLAIN || mark->role != WINNOW_ROLE_NONE;

    b->inlines = room(b->document->arena, b->inlines, b->n_inlines,
                      &b->inline_capacity, sizeof *b->inlines);
    b->inlines[b->n_inlines++] = (struct winnow_inline){
        is_mark, mark->type, mark->role, mark->href, names, NO_MARK, false};
}

void winnow_builder_close_inline(struct winnow_builder *b)
{
    const struct winnow_inline *open = &b->inlines[--b->n_inlines];

    if (open->mark != NO_MARK)
        b->marks[open->mark].end = (uint32_t)(b->text_bytes - b->block_text);
    if (open->holds_from_start && has_text(b) &&
        open->names.length_bytes != 0) {
        b->closed_names = open->names;
        b->closed_names_at = b->text_bytes;
    }
}

void winnow_builder_finish(struct winnow_builder *b)
{
    struct winnow_document *document = b->document;
    size_t text = 0;
    uint32_t span = 0, mark = 0;

    while (b->element != 0)
        winnow_builder_close(b);
    end_block(b);
    winnow_builder_close(b);
    if (b->is_capped)
        winnow_diag_count(&document->diags, WINNOW_DIAG_BLOCKS_CAPPED,
                          winnow_body_offset(document, b->capped_at, false));
    for (uint32_t i = 0; i < b->n_spans; i++) {
        b->spans[i].start =
            winnow_body_offset(document, (size_t)b->spans[i].start, false);
        b->spans[i].end =
            winnow_body_offset(document, (size_t)b->spans[i].end, true);
    }
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        block->text.data = b->text + text;
        block->spans = b->spans + span;
        block->marks = block->n_marks == 0 ? NULL : b->marks + mark;
        block->hidden = document->elements[block->element].hidden;
        text += block->text.length_bytes;
        span += block->n_spans;
        mark += block->n_marks;
    }
    winnow_html_forms(document);
}

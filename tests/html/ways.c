/* The ways to read a page, compared; see ways.h. */
#include "ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include "options.h"

static const struct winnow_options limits = {.max_nodes = 1 << 20,
                                             .max_depth = 4096,
                                             .max_attributes = 4000,
                                             .max_blocks = 1 << 17};

/* ---- differences --------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static bool
differ(struct ways *ways, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(ways->difference, sizeof ways->difference, format, arguments);
    va_end(arguments);
    return false;
}

static bool same_numbers(struct ways *ways, const char *what, size_t i,
                         uint64_t a, uint64_t b)
{
    return a == b || differ(ways, "%s %zu: %llu, whole %llu", what, i,
                            (unsigned long long)a, (unsigned long long)b);
}

static bool same_views(struct ways *ways, const char *what, size_t i,
                       struct winnow_view a, struct winnow_view b)
{
    enum { SHOWN_BYTES = 200 };

    if (winnow_view_equal(a, b))
        return true;
    if (a.length_bytes > SHOWN_BYTES)
        a.length_bytes = SHOWN_BYTES;
    if (b.length_bytes > SHOWN_BYTES)
        b.length_bytes = SHOWN_BYTES;
    return differ(ways, "%s %zu: [%.*s], whole [%.*s]", what, i,
                  (int)a.length_bytes, a.data, (int)b.length_bytes, b.data);
}

static bool same_ranges(struct ways *ways, const char *what, size_t i,
                        struct winnow_range a, struct winnow_range b)
{
    return same_numbers(ways, what, i, a.start, b.start) &&
           same_numbers(ways, what, i, a.end, b.end);
}

/* ---- what documents hold ------------------------------------------------- */

static bool same_spans(struct ways *ways, size_t i,
                       const struct winnow_block *a,
                       const struct winnow_block *b)
{
    if (!same_numbers(ways, "spans of block", i, a->n_spans, b->n_spans))
        return false;
    for (uint32_t k = 0; k < a->n_spans; k++)
        if (!same_ranges(ways, "span of block", i, a->spans[k], b->spans[k]))
            return false;
    return true;
}

static bool same_marks(struct ways *ways, size_t i,
                       const struct winnow_block *a,
                       const struct winnow_block *b)
{
    if (!same_numbers(ways, "marks of block", i, a->n_marks, b->n_marks))
        return false;
    for (uint32_t k = 0; k < a->n_marks; k++) {
        const struct winnow_mark *x = &a->marks[k], *y = &b->marks[k];
        if (!same_numbers(ways, "mark type of block", i, x->type, y->type) ||
            !same_numbers(ways, "mark start of block", i, x->start, y->start) ||
            !same_numbers(ways, "mark end of block", i, x->end, y->end) ||
            !same_views(ways, "href in block", i, x->href, y->href))
            return false;
    }
    return true;
}

static bool same_block(struct ways *ways, size_t i,
                       const struct winnow_block *a,
                       const struct winnow_block *b)
{
    return same_views(ways, "text of block", i, a->text, b->text) &&
           same_spans(ways, i, a, b) && same_marks(ways, i, a, b) &&
           same_numbers(ways, "element of block", i, a->element, b->element) &&
           same_numbers(ways, "row of block", i, a->row, b->row) &&
           same_numbers(ways, "list of block", i, a->list, b->list) &&
           same_views(ways, "names of block", i, a->names, b->names) &&
           same_numbers(ways, "level of block", i, a->level, b->level) &&
           same_numbers(ways, "ordinal of block", i, a->ordinal, b->ordinal) &&
           same_numbers(ways, "form of block", i, a->form, b->form) &&
           same_numbers(ways, "hidden block", i, a->hidden, b->hidden) &&
           same_numbers(ways, "continuation of block", i, a->continues,
                        b->continues);
}

static bool same_element(struct ways *ways, size_t i,
                         const struct winnow_element *a,
                         const struct winnow_element *b)
{
    return same_numbers(ways, "tag of element", i, a->tag, b->tag) &&
           same_numbers(ways, "parent of element", i, a->parent, b->parent) &&
           same_numbers(ways, "depth of element", i, a->depth, b->depth) &&
           same_numbers(ways, "end of element", i, a->end, b->end) &&
           same_numbers(ways, "first block of element", i, a->first_block,
                        b->first_block) &&
           same_numbers(ways, "end block of element", i, a->end_block,
                        b->end_block) &&
           same_views(ways, "id of element", i, a->id, b->id) &&
           same_views(ways, "class of element", i, a->class_names,
                      b->class_names) &&
           same_views(ways, "role of element", i, a->role, b->role) &&
           same_views(ways, "itemprop of element", i, a->itemprop,
                      b->itemprop) &&
           same_numbers(ways, "hidden element", i, a->hidden, b->hidden);
}

static bool same_head(struct ways *ways, const struct winnow_document *a,
                      const struct winnow_document *b)
{
    if (!same_numbers(ways, "meta", 0, a->n_meta, b->n_meta) ||
        !same_numbers(ways, "scripts", 0, a->n_scripts, b->n_scripts) ||
        !same_numbers(ways, "has scripts", 0, a->has_scripts, b->has_scripts) ||
        !same_views(ways, "language", 0, a->fields[WINNOW_FIELD_LANGUAGE].value,
                    b->fields[WINNOW_FIELD_LANGUAGE].value))
        return false;
    for (uint32_t i = 0; i < a->n_meta; i++) {
        const struct winnow_meta *x = &a->meta[i], *y = &b->meta[i];
        if (!same_views(ways, "name of meta", i, x->name, y->name) ||
            !same_views(ways, "content of meta", i, x->content, y->content) ||
            !same_ranges(ways, "span of meta", i, x->span, y->span))
            return false;
    }
    for (uint32_t i = 0; i < a->n_scripts; i++) {
        const struct winnow_script *x = &a->scripts[i], *y = &b->scripts[i];
        if (!same_views(ways, "type of script", i, x->type, y->type) ||
            !same_views(ways, "id of script", i, x->id, y->id) ||
            !same_views(ways, "script", i, x->text, y->text))
            return false;
    }
    return true;
}

static bool same_documents(struct ways *ways, const struct winnow_document *a,
                           const struct winnow_document *b)
{
    for (uint32_t i = 0; i < a->n_blocks && i < b->n_blocks; i++)
        if (!same_block(ways, i, &a->blocks[i], &b->blocks[i]))
            return false;
    for (uint32_t i = 0; i < a->n_elements && i < b->n_elements; i++)
        if (!same_element(ways, i, &a->elements[i], &b->elements[i]))
            return false;
    return same_numbers(ways, "elements", 0, a->n_elements, b->n_elements) &&
           same_numbers(ways, "blocks", 0, a->n_blocks, b->n_blocks) &&
           same_head(ways, a, b);
}

/* ---- reading ------------------------------------------------------------- */

/* False when the page does not fit into the arena. */
static bool read_page(struct winnow_arena *arena,
                      struct winnow_document *document, struct winnow_view text,
                      void (*read)(struct winnow_document *document))
{
    enum { KEPT_BYTES = 16 << 20, BUDGET_BYTES = 256 << 20 };
    struct winnow_map_run *run;
    jmp_buf escape;

    winnow_arena_reset(arena, KEPT_BYTES);
    arena->budget_bytes = BUDGET_BYTES;
    arena->escape = &escape;
    if (setjmp(escape) != 0)
        return false;
    memset(document, 0, sizeof *document);
    run = winnow_arena_calloc(arena, 1, sizeof *run);
    *run = (struct winnow_map_run){0, 0, (uint32_t)text.length_bytes, 1, 1};
    document->arena = arena;
    document->options = &limits;
    document->body = document->text = text;
    document->map = run;
    document->n_map_runs = run->n != 0;
    read(document);
    return true;
}

bool ways_agree(struct ways *ways, struct winnow_view text)
{
    static void (*const reads[])(struct winnow_document *) = {
        winnow_html_blocks, winnow_html_blocks_tree, winnow_html_blocks_whole};
    struct winnow_document *documents = ways->documents;
    bool fits = read_page(&ways->arenas[2], &documents[2], text, reads[2]) &&
                documents[2].tree != WINNOW_TREE_NONE;

    ways->difference[0] = '\0';
    for (int i = 0; i < 2; i++) {
        /* what is too costly as a whole may be read otherwise */
        bool is_read =
            read_page(&ways->arenas[i], &documents[i], text, reads[i]);
        if (!is_read && fits)
            return differ(ways, "way %d: the page does not fit", i);
        if (is_read && fits &&
            !same_documents(ways, &documents[i], &documents[2]))
            return false;
    }
    return true;
}

void ways_free(struct ways *ways)
{
    winnow_arena_free(&ways->arenas[0]);
    winnow_arena_free(&ways->arenas[1]);
    winnow_arena_free(&ways->arenas[2]);
}

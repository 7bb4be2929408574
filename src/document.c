/* The document, its blocks, elements and fields; see document.h. */
#include "document.h"

#include <string.h>

static const struct {
    const char *name, *summary;
} kinds[] = {
#define KIND(constant, name, group, summary)                                   \
    [WINNOW_KIND_##constant] = {name, summary},
#include "kinds.def"
#undef KIND
};
_Static_assert(sizeof kinds / sizeof kinds[0] == WINNOW_N_KINDS,
               "winnow.h and kinds.def list the same kinds");

const char *winnow_kind_name(enum winnow_kind kind)
{
    return kinds[kind].name;
}

const char *winnow_kind_summary(enum winnow_kind kind)
{
    return kinds[kind].summary;
}

static const char *const tag_names[WINNOW_N_TAGS] = {
    [WINNOW_TAG_NONE] = "",
#define TAG(constant, name) [WINNOW_TAG_##constant] = name,
#include "tags.def"
#undef TAG
    [WINNOW_TAG_UNKNOWN] = "?",
};

enum winnow_tag winnow_tag_find(struct winnow_view name)
{
    for (int tag = WINNOW_TAG_NONE + 1; tag < WINNOW_TAG_UNKNOWN; tag++)
        if (winnow_view_is(name, tag_names[tag]))
            return (enum winnow_tag)tag;
    return WINNOW_TAG_UNKNOWN;
}

const char *winnow_empty_name(enum winnow_empty empty)
{
    static const char *const names[] = {
        [WINNOW_NOT_EMPTY] = "",
        [WINNOW_EMPTY_NO_TEXT] = "no-text",
        [WINNOW_EMPTY_SCRIPTS_ONLY] = "scripts-only",
        [WINNOW_EMPTY_ERROR_PAGE] = "error-page",
        [WINNOW_EMPTY_CHALLENGE_PAGE] = "challenge-page",
        [WINNOW_EMPTY_NOTHING_KEPT] = "nothing-kept",
        [WINNOW_EMPTY_TOO_SHORT] = "too-short",
        [WINNOW_EMPTY_OTHER_LANGUAGE] = "other-language",
    };
    return names[empty];
}

/* The last run that starts at or before a text offset. */
static const struct winnow_map_run *
find_run(const struct winnow_document *document, size_t text_offset)
{
    size_t low = 0, high = document->n_map_runs;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (document->map[middle].text <= text_offset)
            low = middle;
        else
            high = middle;
    }
    return document->map + low;
}

uint64_t winnow_body_offset(const struct winnow_document *document,
                            size_t text_offset, bool is_end)
{
    const struct winnow_map_run *run;
    size_t index;

    if (document->n_map_runs == 0)
        return 0;
    if (is_end && text_offset != 0) {
        run = find_run(document, text_offset - 1);
        index = (text_offset - 1 - run->text) / run->text_width + 1;
    } else {
        run = find_run(document, text_offset);
        index = (text_offset - run->text) / run->text_width;
    }
    if (index > run->n)
        index = run->n;
    return run->body + (uint64_t)index * run->body_width;
}

bool winnow_block_within(const struct winnow_document *document,
                         const struct winnow_block *block, enum winnow_tag tag)
{
    for (uint32_t i = block->element; i != 0; i = document->elements[i].parent)
        if (document->elements[i].tag == tag)
            return true;
    return false;
}

/* The ranges of the elements around and after `element` make room. */
static void move_ranges(struct winnow_document *document, uint32_t element,
                        uint32_t n)
{
    struct winnow_element *elements = document->elements;
    uint32_t around = element;

    for (uint32_t i = elements[element].end; i < document->n_elements; i++) {
        elements[i].first_block += n;
        elements[i].end_block += n;
    }
    do {
        around = elements[around].parent;
        elements[around].end_block += n;
    } while (around != 0);
}

void winnow_blocks_insert(struct winnow_document *document, uint32_t element,
                          const struct winnow_block *blocks, uint32_t n)
{
    uint32_t at = document->elements[element].end_block;
    uint32_t after = document->n_blocks - at;
    struct winnow_block *moved = winnow_arena_calloc(
        document->arena, (size_t)document->n_blocks + n, sizeof *moved);

    if (at != 0)
        memcpy(moved, document->blocks, at * sizeof *moved);
    if (n != 0)
        memcpy(moved + at, blocks, n * sizeof *moved);
    if (after != 0)
        memcpy(moved + at + n, document->blocks + at, after * sizeof *moved);
    for (uint32_t i = at; i < at + n; i++)
        moved[i].element = document->elements[element].parent;
    move_ranges(document, element, n);
    document->blocks = moved;
    document->n_blocks += n;
}

const struct winnow_meta *
winnow_meta_find(const struct winnow_document *document, const char *name)
{
    for (uint32_t i = 0; i < document->n_meta; i++)
        if (winnow_view_is(document->meta[i].name, name))
            return &document->meta[i];
    return NULL;
}

bool winnow_field_set(struct winnow_document *document, enum winnow_field field,
                      struct winnow_view value, uint32_t block)
{
    if (document->fields[field].value.length_bytes != 0 ||
        value.length_bytes == 0)
        return false;
    document->fields[field].value = value;
    document->fields[field].block = block;
    return true;
}

struct winnow_view winnow_view_of(const char *string)
{
    struct winnow_view view = {string, string == NULL ? 0 : strlen(string)};
    return view;
}

bool winnow_view_equal(struct winnow_view a, struct winnow_view b)
{
    return a.length_bytes == b.length_bytes &&
           (a.length_bytes == 0 || memcmp(a.data, b.data, a.length_bytes) == 0);
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct winnow_view winnow_view_trim(struct winnow_view view)
{
    while (view.length_bytes != 0 && is_white(view.data[0])) {
        view.data++;
        view.length_bytes--;
    }
    while (view.length_bytes != 0 && is_white(view.data[view.length_bytes - 1]))
        view.length_bytes--;
    return view;
}

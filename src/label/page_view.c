/* Looks a page over: sums, shapes, copies and places that the features of its
 * blocks are read from. One pass each, over blocks or over elements. */
#include "label/page_view.h"

#include "hash.h"
#include "label/rows.h"
#include "ld_script.h"
#include "stride.h"

enum { SHAPE_STEPS = 4, KEY_BYTES = 400 };

struct winnow_sums winnow_page_inside(const struct winnow_page_view *page,
                                      uint32_t element)
{
    const struct winnow_element *e = &page->document->elements[element];
    const struct winnow_sums *a = &page->before[e->first_block];
    const struct winnow_sums *b = &page->before[e->end_block];

    return (struct winnow_sums){
        b->words - a->words, b->characters - a->characters,
        b->link_characters - a->link_characters,
        b->prose_words - a->prose_words, b->points - a->points};
}

/* Of zeros. */
static void *allocate(const struct winnow_page_view *page, size_t n,
                      size_t size_bytes)
{
    return winnow_arena_calloc(page->document->arena, n, size_bytes);
}

/* Of what is written before it is read. */
static void *reserve(const struct winnow_page_view *page, size_t n,
                     size_t size_bytes)
{
    return winnow_arena_alloc(page->document->arena, n * size_bytes);
}

static void add_up(struct winnow_page_view *page)
{
    const struct winnow_document *document = page->document;

    page->before[0] = (struct winnow_sums){0};
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        struct winnow_sums *next = &page->before[i + 1];
        page->is_prose[i] = winnow_is_prose(block) && !block->hidden;
        *next = page->before[i];
        if (block->form == WINNOW_KIND_TITLE)
            continue; /* the head's title is no text of the page */
        next->words += block->n_words;
        next->characters += block->n_characters;
        next->link_characters += block->n_link_characters;
        next->prose_words += page->is_prose[i] ? block->n_words : 0;
    }
}

/* ---- elements ------------------------------------------------------------ */

static uint64_t mix(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* The last `n` bytes of a view, fewer than 8, the first lowest. */
static uint64_t load_last(struct winnow_view view, unsigned n)
{
    const char *end = view.data + view.length_bytes;
    uint64_t bytes = 0;

    if (view.length_bytes >= WINNOW_STRIDE_BYTES)
        return winnow_load_stride(end - WINNOW_STRIDE_BYTES) >> (64 - 8 * n);
    for (unsigned i = 0; i < n; i++)
        bytes |= (uint64_t)(unsigned char)view.data[i] << 8 * i;
    return bytes;
}

/* A hash of bytes that are taken in, eight at once. */
struct shape_hash {
    uint64_t hash, bytes; /* `bytes`: n_bits of those that are not hashed yet */
    unsigned n_bits;      /* below 64 */
};

/* Takes in `n` bytes, 1 to 8, the first lowest; those behind are 0. */
static void take_bytes(struct shape_hash *to, uint64_t bytes, unsigned n)
{
    unsigned before = to->n_bits;

    to->bytes |= bytes << before;
    to->n_bits += n * 8;
    if (to->n_bits < 64)
        return;
    to->hash = mix(to->hash, to->bytes);
    to->bytes = before == 0 ? 0 : bytes >> (64 - before);
    to->n_bits -= 64;
}

/* The same, without the digits among them. */
static void take_names(struct shape_hash *to, uint64_t bytes, unsigned n)
{
    if (winnow_find_digits(bytes) == 0) {
        take_bytes(to, bytes, n);
        return;
    }
    for (; n != 0; n--, bytes >>= 8) {
        unsigned char c = (unsigned char)bytes;
        if (c < '0' || c > '9')
            take_bytes(to, c, 1);
    }
}

/* Tag and class names, without the numbers that differ from item to item; by
 * strides, since a page has many elements with long names. */
static uint64_t own_shape(const struct winnow_element *element)
{
    enum { STRIDE = WINNOW_STRIDE_BYTES };
    struct winnow_view names = element->class_names;
    struct shape_hash shape = {.hash = (uint64_t)element->tag + 1};
    size_t at = 0;

    for (; names.length_bytes - at >= STRIDE; at += STRIDE)
        take_names(&shape, winnow_load_stride(names.data + at), STRIDE);
    if (at != names.length_bytes) {
        unsigned rest = (unsigned)(names.length_bytes - at);
        take_names(&shape, load_last(names, rest), rest);
    }
    return mix(shape.hash, shape.bytes);
}

/* The feature that says a block stands in such an element, or none. */
static enum winnow_page_feature inside_of(enum winnow_tag tag)
{
    static const uint8_t features[WINNOW_N_TAGS] = {
        [WINNOW_TAG_MAIN] = WINNOW_PAGE_IN_MAIN,
        [WINNOW_TAG_ARTICLE] = WINNOW_PAGE_IN_ARTICLE,
        [WINNOW_TAG_SECTION] = WINNOW_PAGE_IN_SECTION,
        [WINNOW_TAG_HEADER] = WINNOW_PAGE_IN_HEADER,
        [WINNOW_TAG_FOOTER] = WINNOW_PAGE_IN_FOOTER,
        [WINNOW_TAG_NAV] = WINNOW_PAGE_IN_NAV,
        [WINNOW_TAG_ASIDE] = WINNOW_PAGE_IN_ASIDE,
        [WINNOW_TAG_FORM] = WINNOW_PAGE_IN_FORM,
        [WINNOW_TAG_FIGURE] = WINNOW_PAGE_IN_FIGURE,
        [WINNOW_TAG_TABLE] = WINNOW_PAGE_IN_TABLE,
        [WINNOW_TAG_UL] = WINNOW_PAGE_IN_LIST,
        [WINNOW_TAG_OL] = WINNOW_PAGE_IN_LIST,
        [WINNOW_TAG_MENU] = WINNOW_PAGE_IN_LIST,
        [WINNOW_TAG_DL] = WINNOW_PAGE_IN_TERMS,
        [WINNOW_TAG_BLOCKQUOTE] = WINNOW_PAGE_IN_QUOTE,
        [WINNOW_TAG_DIALOG] = WINNOW_PAGE_IN_DIALOG,
        [WINNOW_TAG_BUTTON] = WINNOW_PAGE_IN_BUTTON,
        [WINNOW_TAG_NOSCRIPT] = WINNOW_PAGE_IN_NOSCRIPT,
        [WINNOW_TAG_DETAILS] = WINNOW_PAGE_IN_DETAILS,
        [WINNOW_TAG_ADDRESS] = WINNOW_PAGE_IN_ADDRESS,
    };

    return features[tag];
}

static void look_at_elements(struct winnow_page_view *page)
{
    const struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_elements; i++) {
        const struct winnow_element *e = &document->elements[i];
        const struct winnow_element *parent = &document->elements[e->parent];
        page->own_shape[i] = own_shape(e);
        page->inside[i] = page->inside[e->parent];
        if (inside_of(e->tag) != 0)
            page->inside[i] |= UINT32_C(1)
                               << (inside_of(e->tag) - WINNOW_PAGE_IN_MAIN);
        page->wider[i] = parent->end_block - parent->first_block >
                                 e->end_block - e->first_block
                             ? e->parent
                             : page->wider[e->parent];
    }
}

/* Blocks share the elements around them: what is said of each is found once. */
static void describe_levels(struct winnow_page_view *page)
{
    const struct winnow_document *document = page->document;
    uint64_t words = page->before[document->n_blocks].words;

    for (uint32_t i = 0; i < document->n_elements; i++) {
        const struct winnow_element *e = &document->elements[i];
        struct winnow_sums sums = winnow_page_inside(page, i);
        uint8_t *level = page->levels[i];
        level[0] = winnow_scale_log(sums.words);
        level[1] = winnow_scale_share(sums.link_characters, sums.characters);
        level[2] = winnow_scale_log(e->end_block - e->first_block);
        level[3] = winnow_scale_share(sums.prose_words, sums.words);
        level[4] = winnow_scale_share(sums.words, words);
    }
}

static void count_siblings(struct winnow_page_view *page)
{
    const struct winnow_document *document = page->document;
    struct winnow_key_table table;

    winnow_key_table_open(&table, document->arena, document->n_elements);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 1; i < document->n_elements; i++) {
            uint64_t key = (page->own_shape[i] + document->elements[i].parent) *
                               UINT64_C(0x9E3779B97F4A7C15) |
                           1;
            uint32_t *n = winnow_key_table_value(&table, key);
            if (pass == 0)
                ++*n;
            else
                page->n_siblings[i] = *n;
        }
    }
}

/* ---- blocks -------------------------------------------------------------- */

static uint64_t shape_of_block(const struct winnow_page_view *page, uint32_t i)
{
    const struct winnow_document *document = page->document;
    uint32_t e = document->blocks[i].element;
    uint64_t shape = 0;

    for (int step = 0; step < SHAPE_STEPS && e != 0; step++) {
        shape = (shape ^ page->own_shape[e]) * UINT64_C(0x9E3779B97F4A7C15);
        shape ^= shape >> 32;
        e = document->elements[e].parent;
    }
    return shape | 1;
}

static void gather_shapes(struct winnow_page_view *page)
{
    const struct winnow_document *document = page->document;
    struct winnow_key_table table;
    uint32_t n_shapes = 0;

    winnow_key_table_open(&table, document->arena, document->n_blocks);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        uint32_t *number =
            winnow_key_table_value(&table, shape_of_block(page, i));
        struct winnow_shape_sums *sums;
        if (*number == 0) {
            *number = ++n_shapes;
            page->shapes[n_shapes - 1] = (struct winnow_shape_sums){0};
        }
        page->shape_of[i] = *number - 1;
        sums = &page->shapes[*number - 1];
        sums->n++;
        sums->n_prose += page->is_prose[i];
        sums->words += block->n_words;
        sums->characters += block->n_characters;
        sums->link_characters += block->n_link_characters;
    }
}

static bool is_long_prose(const struct winnow_page_view *page, uint32_t i)
{
    return page->is_prose[i] &&
           page->document->blocks[i].n_words >= WINNOW_LONG_PROSE_WORDS;
}

static void find_places(struct winnow_page_view *page)
{
    const struct winnow_document *document = page->document;
    uint32_t n = document->n_blocks, prose = 0, heading = 0;

    page->first_h1 = page->first_prose = page->last_prose = n;
    for (uint32_t i = 0; i < n; i++) {
        const struct winnow_block *block = &document->blocks[i];
        page->prose_above[i] = prose;
        page->heading[i] = heading;
        if (page->is_prose[i])
            prose = i + 1;
        if (block->form == WINNOW_KIND_HEADING)
            heading = i + 1;
        if (page->first_h1 == n &&
            document->elements[block->element].tag == WINNOW_TAG_H1)
            page->first_h1 = i;
        if (!is_long_prose(page, i))
            continue;
        page->last_prose = i;
        if (page->first_prose == n)
            page->first_prose = i;
    }
    prose = 0;
    for (uint32_t i = n; i-- > 0;) {
        page->prose_below[i] = prose;
        if (page->is_prose[i])
            prose = i + 1;
    }
    page->title = document->fields[WINNOW_FIELD_TITLE].block;
    if (page->title >= n ||
        document->blocks[page->title].form == WINNOW_KIND_TITLE)
        page->title = n;
    page->stretch = winnow_find_stretch(document);
}

static void gather_head_words(struct winnow_page_view *page)
{
    enum { TITLE_MOST = 64, DESCRIPTION_MOST = 128 };
    const struct winnow_document *document = page->document;

    winnow_word_set_open(&page->title_words, document->arena, TITLE_MOST);
    winnow_word_set_open(&page->description_words, document->arena,
                         DESCRIPTION_MOST);
    for (uint32_t i = 0; i < document->n_meta; i++) {
        const struct winnow_meta *meta = &document->meta[i];
        if (winnow_view_is(meta->name, "title") ||
            winnow_view_is(meta->name, "og:title"))
            winnow_word_set_add(&page->title_words, meta->content);
        else if (winnow_view_is(meta->name, "description") ||
                 winnow_view_is(meta->name, "og:description"))
            winnow_word_set_add(&page->description_words, meta->content);
    }
}

static bool is_long_text(struct winnow_view name)
{
    static const char *const names[] = {"articleBody", "text", "description",
                                        "reviewBody"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (winnow_view_is(name, names[i]))
            return true;
    return false;
}

/* What JSON-LD says at length of the page, or of a part of it. */
static void gather_said(struct winnow_page_view *page)
{
    enum { PAIRS_MOST = 16384 };
    struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_scripts; i++) {
        const struct winnow_ld_script *script = winnow_ld_script(document, i);
        if (script == NULL)
            continue;
        if (page->said.slots == NULL) {
            winnow_word_set_open(&page->said, document->arena, PAIRS_MOST);
            page->said.pairs = true;
        }
        for (uint32_t k = 0; k < script->n; k++)
            if (script->values[k].type == WINNOW_JSON_STRING &&
                is_long_text(script->values[k].key))
                winnow_word_set_add(
                    &page->said, winnow_json_unescape(document->arena,
                                                      script->values[k].raw));
    }
}

void *winnow_page_look(struct winnow_document *document)
{
    struct winnow_page_view *page =
        winnow_arena_calloc(document->arena, 1, sizeof *page);
    size_t n_elements = document->n_elements, n = document->n_blocks;

    page->document = document;
    page->price = winnow_phrase_group(document->phrases, "price");
    page->before = reserve(page, n + 1, sizeof *page->before);
    page->is_prose = reserve(page, n, sizeof *page->is_prose);
    page->points = allocate(page, n_elements, sizeof *page->points);
    page->inside = allocate(page, n_elements, sizeof *page->inside);
    page->own_shape = reserve(page, n_elements, sizeof *page->own_shape);
    page->n_siblings = allocate(page, n_elements, sizeof *page->n_siblings);
    page->wider = allocate(page, n_elements, sizeof *page->wider);
    page->levels = reserve(page, n_elements, sizeof *page->levels);
    page->meet = allocate(page, n_elements, sizeof *page->meet);
    page->branch = allocate(page, n_elements, sizeof *page->branch);
    page->steps = allocate(page, n_elements, sizeof *page->steps);
    page->shapes = reserve(page, n, sizeof *page->shapes);
    page->shape_of = reserve(page, n, sizeof *page->shape_of);
    page->n_copies = allocate(page, n, sizeof *page->n_copies);
    page->is_copy = allocate(page, n, sizeof *page->is_copy);
    page->prose_above = reserve(page, n, sizeof *page->prose_above);
    page->prose_below = reserve(page, n, sizeof *page->prose_below);
    page->heading = reserve(page, n, sizeof *page->heading);
    add_up(page);
    look_at_elements(page);
    describe_levels(page);
    count_siblings(page);
    gather_shapes(page);
    winnow_count_copies(document, KEY_BYTES, page->n_copies, page->is_copy);
    find_places(page);
    gather_head_words(page);
    gather_said(page);
    winnow_page_find_container(page);
    return page;
}

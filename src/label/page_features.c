/* Makes the rows of page_features.def and page_summary.def of what
 * page_view.c found. */
#include "label/features.h"

#include <string.h>

#include "fold.h"
#include "genre.h"
#include "label/page_view.h"
#include "label/rows.h"
#include "label/weights.h"
#include "names.h"

enum { FLAG = WINNOW_FLAG, NONE = WINNOW_DISTANCE_NONE, NAME_ABOVE = 40 };

/* The row that is being filled, by names without their prefix. */
#define SET(name, value) (row[WINNOW_PAGE_##name] = (uint8_t)(value))

/* ---- text ---------------------------------------------------------------- */

static void describe_marks(const struct winnow_block *block, uint8_t *row)
{
    uint32_t n_links = 0;
    uint64_t strong = 0;

    for (uint32_t i = 0; i < block->n_marks; i++) {
        const struct winnow_mark *mark = &block->marks[i];
        n_links += mark->type == WINNOW_MARK_LINK;
        if (mark->type == WINNOW_MARK_STRONG)
            strong += mark->end - mark->start;
    }
    SET(LINKS, winnow_scale_log(n_links));
    SET(STRONG, winnow_scale_share(strong, block->text.length_bytes));
}

static void describe_text(const struct winnow_page_view *page, uint32_t i,
                          uint8_t *row)
{
    const struct winnow_block *block = &page->document->blocks[i];

    winnow_block_row(block, row + WINNOW_PAGE_WORDS);
    SET(LINK_SHARE,
        winnow_scale_share(block->n_link_characters, block->n_characters));
    SET(PROSE, winnow_flag(page->is_prose[i]));
    SET(PRICES,
        winnow_at_most_255(winnow_phrase_count(block, page->price) * 64));
    SET(FORM_TITLE, winnow_flag(block->form == WINNOW_KIND_TITLE));
    SET(FORM_CAPTION, winnow_flag(block->form == WINNOW_KIND_CAPTION));
    SET(HIDDEN, winnow_flag(block->hidden));
    SET(CONTINUES, winnow_flag(block->continues));
    describe_marks(block, row);
}

/* ---- elements ------------------------------------------------------------ */

static enum winnow_page_feature feature_of_tag(enum winnow_tag tag)
{
    switch (tag) {
    case WINNOW_TAG_P:
        return WINNOW_PAGE_TAG_P;
    case WINNOW_TAG_LI:
        return WINNOW_PAGE_TAG_LI;
    case WINNOW_TAG_H1:
        return WINNOW_PAGE_TAG_H1;
    case WINNOW_TAG_H2:
        return WINNOW_PAGE_TAG_H2;
    case WINNOW_TAG_H3:
    case WINNOW_TAG_H4:
    case WINNOW_TAG_H5:
    case WINNOW_TAG_H6:
        return WINNOW_PAGE_TAG_H3;
    case WINNOW_TAG_TD:
    case WINNOW_TAG_TH:
        return WINNOW_PAGE_TAG_CELL;
    case WINNOW_TAG_DT:
    case WINNOW_TAG_DD:
        return WINNOW_PAGE_TAG_TERM;
    case WINNOW_TAG_DIV:
        return WINNOW_PAGE_TAG_DIV;
    case WINNOW_TAG_SECTION:
    case WINNOW_TAG_ARTICLE:
    case WINNOW_TAG_MAIN:
        return WINNOW_PAGE_TAG_SECTION;
    case WINNOW_TAG_BUTTON:
    case WINNOW_TAG_OPTION:
    case WINNOW_TAG_SELECT:
    case WINNOW_TAG_TEXTAREA:
    case WINNOW_TAG_LEGEND:
        return WINNOW_PAGE_TAG_CONTROL;
    case WINNOW_TAG_UNKNOWN:
        return WINNOW_PAGE_TAG_UNKNOWN;
    default:
        return WINNOW_N_PAGE_FEATURES;
    }
}

/* Gives the value to the features of the bits that are set, which are few. */
static void set_flags(uint32_t bits, uint8_t value, uint8_t *features)
{
    for (; bits != 0; bits &= bits - 1)
        features[__builtin_ctz(bits)] = value;
}

static void describe_names(const struct winnow_page_view *page, uint32_t i,
                           uint8_t *row)
{
    struct winnow_sight sight =
        winnow_sight_of(page->document, &page->document->blocks[i]);
    unsigned near = sight.steps < 8 ? 255U >> sight.steps : 0;
    uint8_t nearest = (uint8_t)(near > NAME_ABOVE ? near : NAME_ABOVE);

    set_flags(sight.above, NAME_ABOVE, row + WINNOW_PAGE_NAME_NAV);
    set_flags(sight.nearest, nearest, row + WINNOW_PAGE_NAME_NAV);
}
_Static_assert(WINNOW_NAME_NAV == 1 &&
                   WINNOW_NAME_CONCEALED ==
                       1 << (WINNOW_PAGE_NAME_CONCEALED - WINNOW_PAGE_NAME_NAV),
               "a feature for each bit");

static void describe_elements(const struct winnow_page_view *page, uint32_t i,
                              uint8_t *row)
{
    const struct winnow_document *document = page->document;
    uint32_t e = document->blocks[i].element;
    enum winnow_page_feature tag = feature_of_tag(document->elements[e].tag);

    if (tag != WINNOW_N_PAGE_FEATURES)
        row[tag] = FLAG;
    set_flags(page->inside[e], FLAG, row + WINNOW_PAGE_IN_MAIN);
    describe_names(page, i, row);
}

/* ---- places -------------------------------------------------------------- */

static void describe_place(const struct winnow_page_view *page, uint32_t i,
                           uint8_t *row)
{
    uint32_t n = page->document->n_blocks;

    SET(INDEX, winnow_scale_share(i, n));
    SET(WORDS_BEFORE,
        winnow_scale_share(page->before[i].words, page->before[n].words));
    SET(FROM_START, winnow_scale_log(i));
    SET(FROM_END, winnow_scale_log(n - 1 - i));
    SET(AFTER_H1, winnow_flag(i > page->first_h1));
    SET(H1_DISTANCE, winnow_scale_distance(i, page->first_h1, n));
    SET(AFTER_TITLE, winnow_flag(i > page->title));
    SET(TITLE_DISTANCE, winnow_scale_distance(i, page->title, n));
    SET(BEFORE_PROSE, winnow_flag(i < page->first_prose));
    SET(FIRST_PROSE, winnow_scale_distance(i, page->first_prose, n));
    SET(AFTER_PROSE, winnow_flag(i > page->last_prose));
    SET(LAST_PROSE, winnow_scale_distance(i, page->last_prose, n));
    SET(PROSE_ABOVE, page->prose_above[i] == 0
                         ? NONE
                         : winnow_scale_log(i - (page->prose_above[i] - 1)));
    SET(PROSE_BELOW, page->prose_below[i] == 0
                         ? NONE
                         : winnow_scale_log(page->prose_below[i] - 1 - i));
    SET(IN_STRETCH,
        winnow_flag(i >= page->stretch.first && i < page->stretch.end));
}

static bool is_twin(const struct winnow_page_view *page, uint32_t e)
{
    const struct winnow_element *elements = page->document->elements;
    uint32_t meet = page->meet[e], above;

    if (page->best == 0 || meet == page->best || meet == e)
        return false;
    above = elements[page->best].depth - elements[meet].depth;
    if (above > WINNOW_STEPS_MOST)
        return false;
    return page->own_shape[page->branch[e]] ==
               page->own_shape[page->best_branch[above]] &&
           elements[page->branch[e]].class_names.length_bytes != 0;
}

static int64_t best_points_near(const struct winnow_page_view *page, uint32_t e)
{
    enum { ANCESTORS = 4 };
    int64_t most = 0;

    for (int k = 0; k < ANCESTORS && e != 0; k++) {
        if (page->points[e] > most)
            most = page->points[e];
        e = page->document->elements[e].parent;
    }
    return most;
}

static void describe_container(const struct winnow_page_view *page, uint32_t i,
                               uint8_t *row)
{
    const struct winnow_element *elements = page->document->elements;
    uint32_t e = page->document->blocks[i].element;

    if (page->best == 0)
        return;
    SET(STEPS_UP, winnow_at_most_255(page->steps[e] * 24U));
    SET(STEPS_DOWN,
        winnow_at_most_255(
            (elements[page->best].depth - elements[page->meet[e]].depth) * 24));
    SET(IN_CONTAINER, winnow_flag(page->meet[e] == page->best));
    SET(TWIN_BRANCH, winnow_flag(is_twin(page, e)));
    SET(POINTS, winnow_scale_share((uint64_t)best_points_near(page, e),
                                   (uint64_t)page->points[page->best]));
}

/* ---- levels, shapes, copies, headings ------------------------------------ */

/* The levels around a block, from the inside out: goes from one to the next,
 * from FIRST_LEVEL on. */
#define FIRST_LEVEL UINT32_MAX
static uint32_t next_level(const struct winnow_page_view *page, uint32_t i,
                           uint32_t element)
{
    return element == FIRST_LEVEL ? page->document->blocks[i].element
                                  : page->wider[element];
}

static void find_ranges(const void *view, uint32_t i,
                        struct winnow_net_range ranges[WINNOW_NET_RANGES])
{
    const struct winnow_page_view *page = view;
    uint32_t e = FIRST_LEVEL;

    for (int level = 0; level < WINNOW_NET_RANGES; level++) {
        e = next_level(page, i, e);
        ranges[level].first = page->document->elements[e].first_block;
        ranges[level].end = page->document->elements[e].end_block;
    }
}

static uint32_t find_shape(const void *view, uint32_t i)
{
    return ((const struct winnow_page_view *)view)->shape_of[i];
}

static void describe_levels(const struct winnow_page_view *page, uint32_t i,
                            uint8_t *row)
{
    uint32_t e = FIRST_LEVEL;

    row += WINNOW_PAGE_LEVEL_0_WORDS;
    for (int level = 0; level < WINNOW_NET_RANGES; level++) {
        e = next_level(page, i, e);
        memcpy(row, page->levels[e], sizeof page->levels[e]);
        row += sizeof page->levels[e];
    }
}

static void describe_shape(const struct winnow_page_view *page, uint32_t i,
                           uint8_t *row)
{
    const struct winnow_document *document = page->document;
    const struct winnow_shape_sums *shape = &page->shapes[page->shape_of[i]];
    uint32_t e = document->blocks[i].element;

    SET(SHAPE_BLOCKS, winnow_scale_log(shape->n));
    SET(SHAPE_WORDS, winnow_scale_log(shape->words / shape->n));
    SET(SHAPE_LINKS,
        winnow_scale_share(shape->link_characters, shape->characters));
    SET(SHAPE_PROSE, winnow_scale_share(shape->n_prose, shape->n));
    for (int k = 0; k < 4; k++) {
        row[WINNOW_PAGE_SIBLINGS_0 + k] =
            e == 0 ? 0 : winnow_scale_log(page->n_siblings[e] - 1);
        e = document->elements[e].parent;
    }
}

static void describe_overlap(const struct winnow_page_view *page, uint32_t i,
                             uint8_t *row)
{
    enum { TITLE_WORDS_MOST = 40, DESCRIPTION_WORDS_MOST = 80 };
    const struct winnow_block *block = &page->document->blocks[i];
    const struct winnow_word_set *const sets[] = {&page->description_words,
                                                  &page->title_words};
    bool beside_title =
        block->n_words <= TITLE_WORDS_MOST && page->title_words.n != 0;
    bool beside_description = block->n_words <= DESCRIPTION_WORDS_MOST &&
                              page->description_words.n != 0;
    uint32_t n, shared[2];

    if (page->n_copies[i] != 0)
        SET(COPIES, winnow_scale_log(page->n_copies[i] - 1));
    SET(IS_COPY, winnow_flag(page->is_copy[i]));
    if (!beside_title && !beside_description)
        return;
    n = winnow_word_sets_count(sets, beside_title ? 2 : 1, block, shared);
    if (beside_title) {
        SET(TITLE_WORDS, winnow_scale_share(shared[1], n));
        SET(TITLE_COVERED, winnow_scale_share(shared[1], page->title_words.n));
    }
    if (beside_description)
        SET(DESCRIPTION_WORDS, winnow_scale_share(shared[0], n));
}

static void describe_said(const struct winnow_page_view *page, uint32_t i,
                          uint8_t *row)
{
    uint32_t n, shared;

    if (page->said.n == 0)
        return;
    shared = winnow_word_set_count(&page->said, &page->document->blocks[i], &n);
    SET(SAID, winnow_scale_share(shared, n));
}

static void describe_heading(const struct winnow_page_view *page, uint32_t i,
                             uint8_t *row)
{
    const struct winnow_block *heading;

    if (page->heading[i] == 0) {
        SET(HEADING_DISTANCE, NONE);
        return;
    }
    heading = &page->document->blocks[page->heading[i] - 1];
    SET(HEADING_DISTANCE, winnow_scale_log(i - (page->heading[i] - 1)));
    SET(HEADING_WORDS, winnow_scale_log(heading->n_words));
    SET(HEADING_LEVEL, winnow_at_most_255(heading->level * 32U));
    SET(HEADING_AROUND, winnow_hints_around(heading));
    SET(HEADING_LINKS,
        winnow_scale_share(heading->n_link_characters, heading->n_characters));
}

static void fill_row(const void *view, uint32_t i, uint8_t *row)
{
    const struct winnow_page_view *page = view;

    memset(row, 0, WINNOW_N_PAGE_FEATURES);
    describe_text(page, i, row);
    describe_elements(page, i, row);
    describe_place(page, i, row);
    describe_container(page, i, row);
    describe_levels(page, i, row);
    describe_shape(page, i, row);
    describe_overlap(page, i, row);
    describe_said(page, i, row);
    describe_heading(page, i, row);
}

const struct winnow_subject winnow_page_subject = {
    .from = WINNOW_FROM_HTML,
    .net = &winnow_page_net,
    .n_features = WINNOW_N_PAGE_FEATURES,
    .n_summaries = WINNOW_N_PAGE_SUMMARIES,
    .look = winnow_page_look,
    .row = fill_row,
    .ranges = find_ranges,
    .shape = find_shape,
    .summarize = winnow_page_summarize,
};

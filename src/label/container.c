/* The best container of a page's text: the element with the most points, as
 * readability (Arc90, 2009) gives them. Each block of prose gives points to the
 * element around it, half of them to the next, a quarter to the third; an
 * element's links take their share away. Integers only. */
#include "label/page_view.h"
#include "label/rows.h"

enum {
    PROSE_WORDS = 8, /* a shorter block says nothing of its container */
    WORDS_MOST = 80,
    COMMAS_MOST = 5,
    POINTS_A_COMMA = 10, /* a word gives one */
    AROUND_STRENGTH = 50 /* of hints that take a block's points away */
};

/* Commas and their like, which running text has and labels have not. */
static uint32_t count_commas(struct winnow_view text)
{
    uint32_t n = 0;

    for (size_t at = 0; at < text.length_bytes && n < COMMAS_MOST;
         at += WINNOW_STEP_BYTES) {
        winnow_step bytes =
            winnow_step_within(text.data + at, text.length_bytes - at);
        unsigned found = winnow_yes_bits(bytes == winnow_step_of(','));
        for (; found != 0; found &= found - 1)
            n++;
        n += winnow_count_wide_commas(text, at, bytes);
    }
    return n < COMMAS_MOST ? n : (uint32_t)COMMAS_MOST;
}

static bool is_wrapper_of_text(enum winnow_tag tag)
{
    return tag == WINNOW_TAG_P || tag == WINNOW_TAG_LI ||
           tag == WINNOW_TAG_PRE || tag == WINNOW_TAG_BLOCKQUOTE ||
           tag == WINNOW_TAG_DD || tag == WINNOW_TAG_DT ||
           tag == WINNOW_TAG_CENTER;
}

static bool is_no_container(enum winnow_tag tag)
{
    return tag == WINNOW_TAG_NAV || tag == WINNOW_TAG_FOOTER ||
           tag == WINNOW_TAG_BUTTON || tag == WINNOW_TAG_SELECT ||
           tag == WINNOW_TAG_TEXTAREA || tag == WINNOW_TAG_TITLE ||
           tag == WINNOW_TAG_NOSCRIPT;
}

static bool is_said_around(const struct winnow_block *block)
{
    int sum = 0;

    if (block->verdict_rule != NULL)
        return block->verdict >= WINNOW_KIND_NAVIGATION;
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next)
        sum += hint->kind >= WINNOW_KIND_NAVIGATION ? hint->strength
                                                    : -hint->strength;
    return sum >= AROUND_STRENGTH;
}

static int64_t points_of(const struct winnow_block *block)
{
    int64_t points;

    if (block->n_words < PROSE_WORDS || winnow_link_share(block) > 50 ||
        block->hidden || block->form == WINNOW_KIND_TITLE ||
        block->form == WINNOW_KIND_HEADING || is_said_around(block))
        return 0;
    points = block->n_words < WORDS_MOST ? block->n_words : WORDS_MOST;
    points += (int64_t)count_commas(block->text) * POINTS_A_COMMA;
    if (block->ends_like_sentence)
        points += POINTS_A_COMMA;
    return points;
}

static void give_points(struct winnow_page_view *page)
{
    const struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        int64_t points = points_of(block);
        uint32_t e = block->element;

        page->before[i + 1].points = page->before[i].points + points;
        if (points == 0)
            continue;
        if (is_wrapper_of_text(document->elements[e].tag))
            e = document->elements[e].parent;
        page->points[e] += points;
        e = document->elements[e].parent;
        page->points[e] += points / 2;
        e = document->elements[e].parent;
        page->points[e] += points / 4;
    }
}

static void take_links(struct winnow_page_view *page)
{
    for (uint32_t i = 0; i < page->document->n_elements; i++) {
        struct winnow_sums sums = winnow_page_inside(page, i);
        if (page->points[i] != 0)
            page->points[i] -= page->points[i] * (int64_t)sums.link_characters /
                               (int64_t)(sums.characters + 1);
    }
}

static uint32_t find_best(const struct winnow_page_view *page)
{
    const struct winnow_document *document = page->document;
    int64_t most = 0;
    uint32_t best = 0;

    for (uint32_t i = 1; i < document->n_elements; i++) {
        if (page->points[i] <= most ||
            is_no_container(document->elements[i].tag))
            continue;
        most = page->points[i];
        best = i;
    }
    return best;
}

/* Lays the container's way to the root down in `meet`, then lets every other
 * element look where its parent's way meets it. */
static void relate_elements(struct winnow_page_view *page)
{
    const struct winnow_element *elements = page->document->elements;
    uint32_t at = page->best, branch = page->best;

    for (uint32_t i = 1; i < page->document->n_elements; i++)
        page->meet[i] = UINT32_MAX;
    for (uint32_t k = 0; at != 0; k++) {
        page->meet[at] = at;
        if (k <= WINNOW_STEPS_MOST)
            page->best_branch[k] = branch;
        branch = at;
        at = elements[at].parent;
    }
    for (uint32_t i = 1; i < page->document->n_elements; i++) {
        uint32_t parent = elements[i].parent;
        if (page->meet[i] == i)
            continue;
        page->meet[i] = page->meet[parent];
        page->branch[i] =
            page->meet[parent] == parent ? i : page->branch[parent];
        page->steps[i] = page->steps[parent] < WINNOW_STEPS_MOST
                             ? (uint8_t)(page->steps[parent] + 1)
                             : WINNOW_STEPS_MOST;
    }
}

void winnow_page_find_container(struct winnow_page_view *page)
{
    give_points(page);
    take_links(page);
    page->best = find_best(page);
    relate_elements(page);
}

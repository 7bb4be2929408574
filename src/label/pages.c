/* The labeller of pages: a rule-based one. Each element is given a score by
 * the prose inside it, the best one holds the document, and a block is judged
 * by where it stands to that container, by its own text and links, and by the
 * filters' hints. Integers only, linear in blocks and elements. Scores are
 * points of 0..1000; 500 and more is the document. */
#include "filter.h"
#include "label/label_internal.h"

enum {
    KEPT_POINTS = 500,
    PROSE_WORDS = 8, /* a shorter block says nothing of its container */
    LONG_WORDS = 25,
    SHORT_WORDS = 5,
    FAIR_SHARE = 40,    /* of a hundred prose points, in the container */
    PATH_MAX_ABOVE = 4, /* steps above the container that are told apart */
    HEADING_REACH = 4   /* blocks after a heading that it may head */
};

/* Sums over all blocks before one, so that a range's sum is a difference. */
struct sums {
    uint64_t words, characters, link_characters;
};

struct page {
    struct winnow_document *document;
    struct sums *before;     /* n_blocks + 1 */
    int64_t *points_before;  /* n_blocks + 1: sums of prose points */
    int64_t *element_points; /* per element */
    uint32_t *meet;          /* per element: where its way up meets the
                                container's, itself if it lies on it */
    uint32_t *branch;        /* per element: the child of `meet` on its way */
    uint32_t best;           /* the container; 0: none */
    uint32_t best_branch[PATH_MAX_ABOVE + 1]; /* [k]: the child, towards the
                                container, of the k-th element above it */
    int *points;                              /* per block */
};

static struct sums inside(const struct page *page, uint32_t element)
{
    const struct winnow_element *e = &page->document->elements[element];
    const struct sums *a = &page->before[e->first_block];
    const struct sums *b = &page->before[e->end_block];

    return (struct sums){b->words - a->words, b->characters - a->characters,
                         b->link_characters - a->link_characters};
}

static void add_up(struct page *page)
{
    const struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        page->before[i + 1] = page->before[i];
        page->before[i + 1].words += block->n_words;
        page->before[i + 1].characters += block->n_characters;
        page->before[i + 1].link_characters += block->n_link_characters;
    }
}

/* Link characters of a hundred. */
static uint64_t link_share(uint64_t link_characters, uint64_t characters)
{
    return characters == 0 ? 0 : link_characters * 100 / characters;
}

static uint64_t block_link_share(const struct winnow_block *block)
{
    return link_share(block->n_link_characters, block->n_characters);
}

/* ---- the container ------------------------------------------------------- */

/* Commas and their like, which running text has and labels have not; a comma
 * is U+002C, U+060C, U+3001 or U+FF0C. */
static int64_t count_commas(struct winnow_view text)
{
    int64_t n = 0;

    for (size_t i = 0; i < text.length_bytes; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == ',')
            n++;
        if (i + 2 >= text.length_bytes || c < 0xd8)
            continue;
        if ((c == 0xd8 && (unsigned char)text.data[i + 1] == 0x8c) ||
            (c == 0xe3 && (unsigned char)text.data[i + 1] == 0x80 &&
             (unsigned char)text.data[i + 2] == 0x81) ||
            (c == 0xef && (unsigned char)text.data[i + 1] == 0xbc &&
             (unsigned char)text.data[i + 2] == 0x8c))
            n++;
    }
    return n;
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

/* The prose points of a block, times ten. */
static int64_t prose_points(const struct winnow_block *block)
{
    int64_t words = block->n_words, commas, points;

    if (words < PROSE_WORDS || block_link_share(block) > 50 || block->hidden ||
        block->form == WINNOW_KIND_TITLE || block->form == WINNOW_KIND_HEADING)
        return 0;
    commas = count_commas(block->text);
    points = (words < 80 ? words : 80) + (commas < 5 ? commas : 5) * 10;
    if (winnow_ends_like_sentence(block->text))
        points += 10;
    return points;
}

static bool is_settled_around(const struct winnow_block *block)
{
    return block->verdict_rule != NULL &&
           block->verdict >= WINNOW_KIND_NAVIGATION;
}

static void give_points(struct page *page)
{
    const struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        int64_t points = prose_points(block);
        int hints = winnow_hint_sum(block, NULL, NULL);
        uint32_t element = block->element;

        page->points_before[i + 1] = page->points_before[i];
        if (points == 0 || is_settled_around(block) || hints <= -250)
            continue;
        page->points_before[i + 1] += points;
        if (is_wrapper_of_text(document->elements[element].tag))
            element = document->elements[element].parent;
        page->element_points[element] += points;
        element = document->elements[element].parent;
        page->element_points[element] += points / 2;
        element = document->elements[element].parent;
        page->element_points[element] += points / 4;
    }
}

/* A page whose text stands in many places (a front page, a product, a service)
 * has no one container: climbs from the best until it holds a fair share of all
 * prose points. */
static void climb(struct page *page)
{
    const struct winnow_document *document = page->document;
    const int64_t *before = page->points_before;

    while (page->best != 0) {
        const struct winnow_element *e = &document->elements[page->best];
        int64_t held = before[e->end_block] - before[e->first_block];
        if (held * 100 >= before[document->n_blocks] * FAIR_SHARE ||
            e->tag == WINNOW_TAG_BODY)
            return;
        page->best = e->parent;
    }
}

static void find_container(struct page *page)
{
    const struct winnow_document *document = page->document;
    int64_t most = 0;

    give_points(page);
    for (uint32_t i = 1; i < document->n_elements; i++) {
        struct sums sums = inside(page, i);
        int64_t points = page->element_points[i];
        if (points == 0 || is_no_container(document->elements[i].tag))
            continue;
        points *=
            100 - (int64_t)link_share(sums.link_characters, sums.characters);
        if (points > most) {
            most = points;
            page->best = i;
        }
    }
    climb(page);
}

/* For every element: where its way to the root meets the container's. */
static void relate_elements(struct page *page)
{
    const struct winnow_document *document = page->document;
    uint32_t above = page->best, branch = page->best;

    for (uint32_t i = 0; i < document->n_elements; i++)
        page->meet[i] = UINT32_MAX;
    for (int k = 0; above != 0; k++) {
        page->meet[above] = above;
        if (k <= PATH_MAX_ABOVE)
            page->best_branch[k] = branch;
        branch = above;
        above = document->elements[above].parent;
    }
    page->meet[0] = 0;
    for (uint32_t i = 1; i < document->n_elements; i++) {
        uint32_t parent = document->elements[i].parent;
        if (page->meet[i] == i)
            continue;
        page->meet[i] = page->meet[parent];
        page->branch[i] =
            page->meet[parent] == parent ? i : page->branch[parent];
    }
}

/* ---- the blocks ---------------------------------------------------------- */

static bool same_shape(const struct winnow_element *a,
                       const struct winnow_element *b)
{
    return a->tag == b->tag && a->class_names.length_bytes != 0 &&
           winnow_view_equal(a->class_names, b->class_names);
}

/* Points by the place: inside the container, beside it, or further off. A
 * branch of the same shape as the container's own (a post beside a post) is
 * as good as inside. */
static int place_points(const struct page *page,
                        const struct winnow_block *block)
{
    static const int by_distance[] = {660, 400, 330, 280, 240};
    const struct winnow_document *document = page->document;
    uint32_t meet = page->meet[block->element];
    uint32_t above;

    if (page->best == 0)
        return 520;
    if (meet == page->best)
        return by_distance[0];
    above =
        document->elements[page->best].depth - document->elements[meet].depth;
    if (above > PATH_MAX_ABOVE)
        return 200;
    if (meet != block->element &&
        same_shape(&document->elements[page->branch[block->element]],
                   &document->elements[page->best_branch[above]]))
        return by_distance[0] - 80;
    return by_distance[above];
}

static int text_points(const struct winnow_block *block)
{
    uint64_t links = block_link_share(block);
    int points = 0;

    if (winnow_is_prose(block))
        points += 150;
    if (block->n_words >= LONG_WORDS && links < 25)
        points += 120;
    if (links > 60)
        points -= block->n_words > 12 ? 220 : 320;
    else if (links > 35)
        points -= 150;
    if (block->n_words < SHORT_WORDS && !winnow_ends_like_sentence(block->text))
        points -= 60;
    return points;
}

/* Points by the elements around: what HTML itself says of them. */
static int tag_points(enum winnow_tag tag)
{
    switch (tag) {
    case WINNOW_TAG_NAV:
    case WINNOW_TAG_BUTTON:
    case WINNOW_TAG_SELECT:
    case WINNOW_TAG_TEXTAREA:
        return -600;
    case WINNOW_TAG_FOOTER:
    case WINNOW_TAG_NOSCRIPT:
    case WINNOW_TAG_DIALOG:
        return -350;
    case WINNOW_TAG_ASIDE:
    case WINNOW_TAG_OBJECT:
    case WINNOW_TAG_VIDEO:
    case WINNOW_TAG_AUDIO:
    case WINNOW_TAG_CANVAS:
    case WINNOW_TAG_FIELDSET:
        return -250;
    case WINNOW_TAG_ADDRESS:
        return -150;
    default:
        return 0;
    }
}

/* The sum down to each element, of those inside the container or beside it. */
static void sum_tags(const struct page *page, int *sums)
{
    const struct winnow_document *document = page->document;

    for (uint32_t i = 1; i < document->n_elements; i++) {
        int sum = sums[document->elements[i].parent] +
                  tag_points(document->elements[i].tag);
        sums[i] = sum < -1000 ? -1000 : sum;
        if (page->best != 0 && page->meet[i] == i)
            sums[i] = 0; /* the container is not judged by what it is in */
    }
}

static void judge_blocks(struct page *page, const int *tag_sums)
{
    const struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        int points;
        if (block->verdict_rule != NULL) {
            page->points[i] = is_settled_around(block) ? 0 : 700;
            continue;
        }
        points = place_points(page, block) + text_points(block) +
                 tag_sums[block->element] + winnow_hint_sum(block, NULL, NULL);
        if (block->form == WINNOW_KIND_TITLE)
            points = 0;
        page->points[i] = points < 0 ? 0 : points > 1000 ? 1000 : points;
    }
}

/* A short block goes with its neighbours: a label among kept paragraphs stays,
 * a sentence among menus goes. */
static void smooth(struct page *page, int *smoothed)
{
    const struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        int before = i == 0 ? 0 : page->points[i - 1];
        int after = i + 1 == document->n_blocks ? 0 : page->points[i + 1];

        smoothed[i] = page->points[i];
        if (block->verdict_rule == NULL && block->n_words < LONG_WORDS)
            smoothed[i] = (page->points[i] * 4 + before + after) / 6;
    }
}

/* A heading stays when a block that it heads stays. */
static void judge_headings(struct page *page, int *points)
{
    const struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        uint32_t reach = i + 1 + HEADING_REACH;
        bool heads = false;

        if (block->form != WINNOW_KIND_HEADING || block->verdict_rule != NULL)
            continue;
        if (reach > document->n_blocks)
            reach = document->n_blocks;
        for (uint32_t j = i + 1; j < reach && !heads; j++) {
            const struct winnow_block *next = &document->blocks[j];
            if (next->form == WINNOW_KIND_HEADING &&
                next->level <= block->level)
                break;
            heads = points[j] >= KEPT_POINTS;
        }
        if (!heads && points[i] >= KEPT_POINTS)
            points[i] = KEPT_POINTS - 100;
        if (heads && points[i] >= KEPT_POINTS - 150 && points[i] < KEPT_POINTS)
            points[i] = KEPT_POINTS + 50;
    }
}

/* ---- kinds --------------------------------------------------------------- */

/* What a removed block is where only its elements tell. */
static enum winnow_kind kind_of_place(const struct winnow_document *document,
                                      const struct winnow_block *block,
                                      const char **rule)
{
    enum winnow_tag tag = document->elements[block->element].tag;

    if (tag == WINNOW_TAG_BUTTON || tag == WINNOW_TAG_SELECT ||
        tag == WINNOW_TAG_TEXTAREA || tag == WINNOW_TAG_LEGEND) {
        *rule = "labeller.form-control";
        return WINNOW_KIND_WIDGET;
    }
    if (winnow_block_within(document, block, WINNOW_TAG_NAV)) {
        *rule = "labeller.nav-element";
        return WINNOW_KIND_NAVIGATION;
    }
    if (winnow_block_within(document, block, WINNOW_TAG_FOOTER)) {
        *rule = "labeller.footer-element";
        return WINNOW_KIND_FOOTER;
    }
    if (block_link_share(block) > 60) {
        *rule = "labeller.links";
        return block->n_words > 6 ? WINNOW_KIND_RELATED
                                  : WINNOW_KIND_NAVIGATION;
    }
    *rule = "labeller.outside";
    return WINNOW_KIND_OTHER;
}

static void name_block(const struct page *page, struct winnow_block *block,
                       int points)
{
    enum winnow_kind hinted = WINNOW_KIND_OTHER;
    const char *rule;

    block->score = points;
    winnow_hint_sum(block, &hinted, &rule);
    if (points >= KEPT_POINTS) {
        block->kind = block->form;
        block->rule = "labeller.container";
        if (rule != NULL && hinted >= WINNOW_KIND_CAPTION &&
            hinted <= WINNOW_KIND_POST) {
            block->kind = hinted;
            block->rule = rule;
        }
        return;
    }
    if (rule != NULL && hinted >= WINNOW_KIND_NAVIGATION) {
        block->kind = hinted;
        block->rule = rule;
        return;
    }
    block->kind = kind_of_place(page->document, block, &block->rule);
}

void winnow_label_page(struct winnow_document *document)
{
    struct winnow_arena *arena = document->arena;
    struct page page = {.document = document};
    size_t n = document->n_elements;
    int *tag_sums, *smoothed;

    if (document->n_blocks == 0)
        return;
    page.before =
        winnow_arena_calloc(arena, document->n_blocks + 1, sizeof *page.before);
    page.points_before = winnow_arena_calloc(arena, document->n_blocks + 1,
                                             sizeof *page.points_before);
    page.element_points =
        winnow_arena_calloc(arena, n, sizeof *page.element_points);
    page.meet = winnow_arena_calloc(arena, n, sizeof *page.meet);
    page.branch = winnow_arena_calloc(arena, n, sizeof *page.branch);
    page.points =
        winnow_arena_calloc(arena, document->n_blocks, sizeof *page.points);
    tag_sums = winnow_arena_calloc(arena, n, sizeof *tag_sums);
    smoothed = winnow_arena_calloc(arena, document->n_blocks, sizeof *smoothed);
    add_up(&page);
    find_container(&page);
    relate_elements(&page);
    sum_tags(&page, tag_sums);
    judge_blocks(&page, tag_sums);
    smooth(&page, smoothed);
    judge_headings(&page, smoothed);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].verdict_rule == NULL)
            name_block(&page, &document->blocks[i], smoothed[i]);
}

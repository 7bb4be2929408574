/* Looks a capture over: sums, runs, sections, shapes and places that the
 * features of its blocks are read from. One pass each. */
#include "label/capture_view.h"

#include "label/rows.h"
#include "phrases.h"

enum { KEY_BYTES = 400 };

struct winnow_capture_sums
winnow_capture_inside(const struct winnow_capture_view *capture, uint32_t first,
                      uint32_t end)
{
    const struct winnow_capture_sums *a = &capture->before[first];
    const struct winnow_capture_sums *b = &capture->before[end];

    return (struct winnow_capture_sums){
        b->words - a->words, b->prose_words - a->prose_words,
        b->n_short - a->n_short, b->n_around - a->n_around};
}

static void *allocate(const struct winnow_capture_view *capture, size_t n,
                      size_t size_bytes)
{
    return winnow_arena_calloc(capture->document->arena, n, size_bytes);
}

/* ---- blocks ---------------------------------------------------------------
 */

static enum winnow_capture_class class_of(const struct winnow_block *block)
{
    enum { LONG_WORDS = 25, ITEM_WORDS = 25, SENTENCE_WORDS = 5 };

    if (block->row != 0)
        return WINNOW_CAPTURE_CELL;
    if (winnow_is_prose(block) || block->form == WINNOW_KIND_CODE)
        return WINNOW_CAPTURE_IS_PROSE;
    if (block->list != 0 && block->n_words < ITEM_WORDS)
        return WINNOW_CAPTURE_ITEM;
    if (block->n_words >= LONG_WORDS ||
        (block->n_words >= SENTENCE_WORDS && block->ends_like_sentence))
        return WINNOW_CAPTURE_LONG_LINE;
    return WINNOW_CAPTURE_SHORT_LINE;
}

static bool is_prose(const struct winnow_capture_view *capture, uint32_t i)
{
    return capture->classes[i] == WINNOW_CAPTURE_IS_PROSE;
}

static bool is_short(enum winnow_capture_class class)
{
    return class != WINNOW_CAPTURE_IS_PROSE &&
           class != WINNOW_CAPTURE_LONG_LINE;
}

static void add_up(struct winnow_capture_view *capture)
{
    enum { HINTED = 50 };
    const struct winnow_document *document = capture->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        struct winnow_capture_sums *next = &capture->before[i + 1];
        capture->classes[i] = (uint8_t)class_of(block);
        capture->is_around[i] = winnow_hints_around(block) >= HINTED;
        *next = capture->before[i];
        next->words += block->n_words;
        next->prose_words += is_prose(capture, i) ? block->n_words : 0;
        next->n_short += is_short(capture->classes[i]);
        next->n_around += capture->is_around[i];
    }
}

/* ---- runs and sections ----------------------------------------------------
 */

static void find_runs(struct winnow_capture_view *capture)
{
    uint32_t n = capture->document->n_blocks, first = 0;

    for (uint32_t i = 1; i <= n; i++) {
        if (i < n && capture->classes[i] == capture->classes[first])
            continue;
        for (uint32_t k = first; k < i; k++)
            capture->runs[k] = (struct winnow_net_range){first, i};
        first = i;
    }
}

static void find_sections(struct winnow_capture_view *capture)
{
    const struct winnow_document *document = capture->document;
    uint32_t n = document->n_blocks, first = 0;

    for (uint32_t i = 1; i <= n; i++) {
        if (i < n && document->blocks[i].form != WINNOW_KIND_HEADING)
            continue;
        for (uint32_t k = first; k < i; k++)
            capture->sections[k] = (struct winnow_net_range){first, i};
        first = i;
    }
}

/* ---- stretches ------------------------------------------------------------
 */

/* What a block adds to a stretch: prose its words, what is short or hinted away
 * so much `against` it. */
static int64_t stretch_points(const struct winnow_capture_view *capture,
                              uint32_t i, int against)
{
    enum { WORDS_MOST = 80, LONG_LINE = 2, HEADING = -2 };
    const struct winnow_block *block = &capture->document->blocks[i];

    if (winnow_is_settled_around(block))
        return -against;
    if (is_prose(capture, i))
        return block->n_words < WORDS_MOST ? block->n_words
                                           : (int64_t)WORDS_MOST;
    if (capture->classes[i] == WINNOW_CAPTURE_LONG_LINE)
        return LONG_LINE;
    return block->form == WINNOW_KIND_HEADING ? HEADING : -against;
}

static struct winnow_stretch
find_stretch(const struct winnow_capture_view *capture, int against)
{
    struct winnow_greatest_run run = {0};

    for (uint32_t i = 0; i < capture->document->n_blocks; i++)
        winnow_greatest_run_add(&run, i, stretch_points(capture, i, against));
    return run.best;
}

static void find_stretches(struct winnow_capture_view *capture)
{
    enum { DENSE = 18, LOOSE = 4, TEXT_WORDS_MOST = 4096 };
    const struct winnow_document *document = capture->document;
    uint64_t n_words;

    capture->dense = find_stretch(capture, DENSE);
    capture->loose = find_stretch(capture, LOOSE);
    n_words =
        winnow_capture_inside(capture, capture->dense.first, capture->dense.end)
            .prose_words;
    winnow_word_set_open(&capture->text_words, document->arena,
                         n_words < TEXT_WORDS_MOST ? (uint32_t)n_words + 1
                                                   : TEXT_WORDS_MOST);
    for (uint32_t i = capture->dense.first; i < capture->dense.end; i++)
        if (is_prose(capture, i))
            winnow_word_set_add_block(&capture->text_words,
                                      &document->blocks[i]);
}

/* ---- shapes ---------------------------------------------------------------
 */

static uint64_t shape_of_block(const struct winnow_capture_view *capture,
                               uint32_t i)
{
    enum { STEP = 32 }; /* of the scale: twice the words are another shape */
    const struct winnow_block *block = &capture->document->blocks[i];
    uint64_t shape = (uint64_t)block->form;

    shape = shape * 64 + (block->indent < 63 ? block->indent : 63U);
    shape = shape * 16 + winnow_scale_log(block->n_words) / STEP;
    shape = shape * 2 + block->bullet;
    shape = shape * 2 + block->ends_like_sentence;
    return (shape + 1) * UINT64_C(0x9E3779B97F4A7C15) | 1;
}

static void gather_shapes(struct winnow_capture_view *capture)
{
    const struct winnow_document *document = capture->document;
    struct winnow_key_table table;
    uint32_t n_shapes = 0;

    winnow_key_table_open(&table, document->arena, document->n_blocks);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        uint32_t *number =
            winnow_key_table_value(&table, shape_of_block(capture, i));
        struct winnow_capture_shape *shape;
        if (*number == 0)
            *number = ++n_shapes;
        capture->shape_of[i] = *number - 1;
        shape = &capture->shapes[*number - 1];
        shape->n++;
        shape->n_inside += i >= capture->dense.first && i < capture->dense.end;
    }
}

/* ---- places ---------------------------------------------------------------
 */

static bool is_long_prose(const struct winnow_capture_view *capture, uint32_t i)
{
    return is_prose(capture, i) &&
           capture->document->blocks[i].n_words >= WINNOW_CAPTURE_LONG_PROSE;
}

/* A short line that filters hint away: what follows may be of its kind. */
static bool is_label(const struct winnow_capture_view *capture, uint32_t i)
{
    enum { WORDS_MOST = 10 };

    return capture->is_around[i] && is_short(capture->classes[i]) &&
           capture->document->blocks[i].n_words <= WORDS_MOST;
}

static void look_up_and_down(struct winnow_capture_view *capture)
{
    const struct winnow_document *document = capture->document;
    uint32_t n = document->n_blocks, prose = 0, heading = 0, label = 0;

    for (uint32_t i = 0; i < n; i++) {
        capture->prose_above[i] = prose;
        capture->heading[i] = heading;
        capture->label[i] = label;
        if (is_prose(capture, i))
            prose = i + 1;
        if (document->blocks[i].form == WINNOW_KIND_HEADING)
            heading = i + 1;
        if (is_label(capture, i))
            label = i + 1;
    }
    prose = 0;
    for (uint32_t i = n; i-- > 0;) {
        capture->prose_below[i] = prose;
        if (is_prose(capture, i))
            prose = i + 1;
    }
}

static void find_places(struct winnow_capture_view *capture)
{
    enum { TITLE_MOST = 64 };
    const struct winnow_document *document = capture->document;
    uint32_t n = document->n_blocks;

    capture->first_prose = capture->last_prose = n;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_long_prose(capture, i))
            continue;
        capture->last_prose = i;
        if (capture->first_prose == n)
            capture->first_prose = i;
    }
    capture->title = document->fields[WINNOW_FIELD_TITLE].block;
    if (capture->title > n)
        capture->title = n;
    winnow_word_set_open(&capture->title_words, document->arena, TITLE_MOST);
    winnow_word_set_add(&capture->title_words,
                        document->fields[WINNOW_FIELD_TITLE].value);
}

/* The groups of the PHRASE features, `names` in their order. */
static void find_groups(struct winnow_capture_view *capture)
{
    static const char *const names[WINNOW_N_CAPTURE_PHRASES] = {
        "advert",          "appeal",        "byline",     "comments",
        "consent",         "contact",       "copyright",  "date-word",
        "footer",          "login",         "navigation", "network",
        "photo-credit",    "price",         "read-also",  "read-more",
        "related-heading", "relative-date", "share",      "tags",
        "widget",
    };
    const struct winnow_phrases *phrases = capture->document->phrases;
    uint16_t n_groups = winnow_phrases_n_groups(phrases);

    capture->price = winnow_phrase_group(phrases, "price");
    capture->phrase_of_group =
        allocate(capture, n_groups, sizeof *capture->phrase_of_group);
    memset(capture->phrase_of_group, WINNOW_N_CAPTURE_PHRASES, n_groups);
    for (int i = 0; i < WINNOW_N_CAPTURE_PHRASES; i++) {
        uint16_t group = winnow_phrase_group(phrases, names[i]);
        if (group < n_groups)
            capture->phrase_of_group[group] = (uint8_t)i;
    }
}

void *winnow_capture_look(struct winnow_document *document)
{
    struct winnow_capture_view *capture =
        winnow_arena_calloc(document->arena, 1, sizeof *capture);
    size_t n = document->n_blocks;

    capture->document = document;
    capture->before = allocate(capture, n + 1, sizeof *capture->before);
    capture->classes = allocate(capture, n, sizeof *capture->classes);
    capture->is_around = allocate(capture, n, sizeof *capture->is_around);
    capture->runs = allocate(capture, n, sizeof *capture->runs);
    capture->sections = allocate(capture, n, sizeof *capture->sections);
    capture->shape_of = allocate(capture, n, sizeof *capture->shape_of);
    capture->shapes = allocate(capture, n, sizeof *capture->shapes);
    capture->n_copies = allocate(capture, n, sizeof *capture->n_copies);
    capture->is_copy = allocate(capture, n, sizeof *capture->is_copy);
    capture->prose_above = allocate(capture, n, sizeof *capture->prose_above);
    capture->prose_below = allocate(capture, n, sizeof *capture->prose_below);
    capture->heading = allocate(capture, n, sizeof *capture->heading);
    capture->label = allocate(capture, n, sizeof *capture->label);
    find_groups(capture);
    add_up(capture);
    find_runs(capture);
    find_sections(capture);
    find_stretches(capture);
    gather_shapes(capture);
    winnow_count_copies(document, KEY_BYTES, capture->n_copies,
                        capture->is_copy);
    look_up_and_down(capture);
    find_places(capture);
    return capture;
}

/* The repeat filter: a title, caption or paragraph that the document says
 * twice, of a thread also several blocks in a row; the title of an answer.
 * One copy stays: of one in the text and one outside it the inner one, else the
 * first. */
#include "genre.h"
#include "shape.h"

enum {
    LEAST_WORDS = 5,       /* of a line straight under its copy */
    LEAST_NEAR_WORDS = 10, /* of one with a line between */
    LEAST_FAR_WORDS = 20,  /* of a text whose copy is further away */
    NEAR_BLOCKS = 2,
    KEY_BYTES = 1 << 16
};

struct walk {
    struct winnow_document *document;
    const uint64_t *keys;
    struct winnow_stretch stretch;
    struct winnow_key_table first; /* index of the copy that stays, + 1 */
    bool page;
    bool thread;         /* a page that says it is one */
    uint32_t sure_start; /* captures: blocks before it are surely not in the
                            document's text */
};

/* What may be said twice on purpose: code, cells, quotations. */
static bool may_repeat(const struct winnow_block *block)
{
    return block->form == WINNOW_KIND_CODE ||
           block->form == WINNOW_KIND_TABLE ||
           block->form == WINNOW_KIND_QUOTE || block->form == WINNOW_KIND_TITLE;
}

static bool is_in_stretch(const struct walk *walk, uint32_t i)
{
    return i >= walk->stretch.first && i < walk->stretch.end;
}

/* Whether two blocks of one text are copies rather than a refrain, an item of
 * two lists, a note under two tables: those are short or stand apart. */
static bool are_copies(const struct walk *walk, uint32_t a, uint32_t b)
{
    const struct winnow_block *block = &walk->document->blocks[b];

    if (b - a == 1)
        return block->n_words >= LEAST_WORDS;
    if (b - a <= NEAR_BLOCKS)
        return block->n_words >= LEAST_NEAR_WORDS;
    return block->n_words >= LEAST_FAR_WORDS &&
           block->form == WINNOW_KIND_PARAGRAPH;
}

static void hint(struct walk *walk, uint32_t i, int strength, const char *rule)
{
    winnow_hint(walk->document, &walk->document->blocks[i],
                WINNOW_KIND_DUPLICATE, strength, rule);
}

/* Whether nothing or no more than a picture's line stands between: of a refrain
 * there is a verse. */
static bool are_close(const struct walk *walk, uint32_t a, uint32_t b)
{
    enum { LINE_WORDS = 12 };
    const struct winnow_block *between = &walk->document->blocks[a + 1];

    return b - a == 1 || (b - a == 2 && !winnow_is_prose(between) &&
                          between->n_words <= LINE_WORDS);
}

/* The element around the one that a block is: a paragraph's container. */
static uint32_t container_of(const struct walk *walk, uint32_t i)
{
    uint32_t e = walk->document->blocks[i].element;

    return walk->document->elements[e].parent;
}

/* A standfirst and its copy straight under it, under the title of a page.
 * Elsewhere a page may mean it (two products, a slide and its text), and a
 * capture has no elements to tell. */
static bool are_surely_one(const struct walk *walk, uint32_t a, uint32_t b)
{
    enum { UNDER_TITLE = 2 };
    uint32_t title = walk->document->fields[WINNOW_FIELD_TITLE].block;

    return walk->page && b - a == 1 && title != WINNOW_NO_BLOCK && title < a &&
           a - title <= UNDER_TITLE &&
           container_of(walk, a) == container_of(walk, b) &&
           winnow_is_prose(&walk->document->blocks[b]);
}

static void mark_close(struct walk *walk, uint32_t before, uint32_t i)
{
    bool is_long = walk->document->blocks[i].n_words >= LEAST_NEAR_WORDS;
    int strength = 70;

    if (are_surely_one(walk, before, i)) {
        winnow_verdict(&walk->document->blocks[i], WINNOW_KIND_DUPLICATE,
                       "repeat.standfirst");
        return;
    }
    if (!walk->page && is_long && i - before == 1)
        strength = 100;
    else if (!walk->page || is_long)
        strength = 90;
    hint(walk, i, strength, "repeat.text");
}

/* A copy before the title is the page's (a box with the headline and the
 * standfirst), one after it the text's. */
static bool is_title_between(const struct walk *walk, uint32_t a, uint32_t b)
{
    uint32_t title = walk->document->fields[WINNOW_FIELD_TITLE].block;

    return title != WINNOW_NO_BLOCK && a < title && title < b &&
           walk->document->blocks[title].form != WINNOW_KIND_TITLE;
}

/* Whether the first copy stands in a page's box and the second begins the
 * text: more of it follows in the same element. */
static bool begins_text(const struct walk *walk, uint32_t a, uint32_t b)
{
    const struct winnow_document *document = walk->document;

    return walk->page && b + 1 < document->n_blocks &&
           container_of(walk, a) != container_of(walk, b) &&
           container_of(walk, b) == container_of(walk, b + 1) &&
           winnow_is_prose(&document->blocks[b]) &&
           winnow_is_prose(&document->blocks[b + 1]);
}

static void replace_copy(struct walk *walk, uint32_t *kept, uint32_t i)
{
    hint(walk, *kept - 1, 80, "repeat.line");
    *kept = i + 1;
}

/* Copies side by side: the second is hardly more than that. Further apart it
 * may be said again on purpose, as the refrain of a song is; of one in the text
 * and one outside it, the outer one goes; of two outside, nobody knows which is
 * the document's. */
static void judge_copies(struct walk *walk, uint32_t *kept, uint32_t i)
{
    uint32_t before = *kept - 1;
    bool settled = winnow_is_settled_body(&walk->document->blocks[before]);

    if (!are_copies(walk, before, i))
        hint(walk, i, 20, "repeat.line");
    else if (!settled &&
             (is_title_between(walk, before, i) ||
              (i - before <= NEAR_BLOCKS && begins_text(walk, before, i))))
        replace_copy(walk, kept, i);
    else if (are_close(walk, before, i))
        mark_close(walk, before, i);
    else if (i - before <= NEAR_BLOCKS)
        hint(walk, i, 40, "repeat.line");
    else if (is_in_stretch(walk, before))
        hint(walk, i, 70, "repeat.line");
    else if (is_in_stretch(walk, i) && !settled)
        replace_copy(walk, kept, i);
    else
        hint(walk, i, 40, "repeat.line");
}

static void mark_copy(struct walk *walk, uint32_t i)
{
    uint32_t *kept = winnow_key_table_value(&walk->first, walk->keys[i]);

    if (*kept == 0)
        *kept = i + 1;
    else
        judge_copies(walk, kept, i);
}

static void mark_copies(struct walk *walk)
{
    for (uint32_t i = 0; i < walk->document->n_blocks; i++) {
        const struct winnow_block *block = &walk->document->blocks[i];
        if (walk->keys[i] == 0 || may_repeat(block) || block->hidden ||
            winnow_is_settled_around(block) || block->n_words < LEAST_WORDS ||
            (block->verdict_rule != NULL &&
             block->verdict == WINNOW_KIND_TITLE))
            continue;
        mark_copy(walk, i);
    }
}

/* ---- several blocks in a row ----------------------------------------------
 */

/* The end of the run from block `i` that says what the blocks from `first` on
 * say, one by one. */
static uint32_t run_end(const struct walk *walk, uint32_t first, uint32_t i,
                        uint64_t *n_words)
{
    uint32_t n = 0;

    *n_words = 0;
    while (first + n < i && i + n < walk->document->n_blocks &&
           walk->keys[i + n] != 0 &&
           walk->keys[first + n] == walk->keys[i + n] &&
           walk->document->blocks[i + n].form != WINNOW_KIND_QUOTE) {
        *n_words += walk->document->blocks[i + n].n_words;
        n++;
    }
    return i + n;
}

/* A post of a thread that stands in the page again: to be edited, or to be read
 * without scripts. Elsewhere it cannot be told which of two is the document's.
 */
static uint32_t mark_run(struct walk *walk, uint32_t first, uint32_t i)
{
    enum { LEAST_RUN_WORDS = 20, LEAST_BLOCKS = 2, STRENGTH = 72 };
    uint64_t n_words;
    uint32_t end;

    if (container_of(walk, first) == container_of(walk, i))
        return i + 1;
    end = run_end(walk, first, i, &n_words);
    if (end - i < LEAST_BLOCKS || n_words < LEAST_RUN_WORDS)
        return i + 1;
    for (uint32_t k = i; k < end; k++)
        if (winnow_may_be_around(&walk->document->blocks[k]))
            hint(walk, k, STRENGTH, "repeat.run");
    return end;
}

/* Cells are repeated on purpose, and short lines begin no run. */
static void mark_runs(struct walk *walk)
{
    struct winnow_key_table seen;
    uint32_t i = 0;

    winnow_key_table_open(&seen, walk->document->arena,
                          walk->document->n_blocks);
    while (i < walk->document->n_blocks) {
        const struct winnow_block *block = &walk->document->blocks[i];
        uint32_t *first;
        if (walk->keys[i] == 0 || may_repeat(block) ||
            block->n_words < LEAST_WORDS) {
            i++;
            continue;
        }
        first = winnow_key_table_value(&seen, walk->keys[i]);
        if (*first == 0) {
            *first = i + 1;
            i++;
            continue;
        }
        i = mark_run(walk, *first - 1, i);
    }
}

/* ---- what captures say again -----------------------------------------------
 */

/* The length of a text without the punctuation at its end. */
static size_t length_of_words(struct winnow_view text)
{
    size_t n = text.length_bytes;

    while (n > 0 && (text.data[n - 1] == '.' || text.data[n - 1] == ' ' ||
                     text.data[n - 1] == ',' || text.data[n - 1] == ':'))
        n--;
    return n;
}

/* In captures, what was said for a picture, and under it the caption that says
 * the same and names the photographer. */
static void mark_beginnings(struct walk *walk)
{
    enum { MORE_WORDS = 12, STRENGTH = 80 };

    for (uint32_t i = 1; i < walk->document->n_blocks; i++) {
        struct winnow_block *above = &walk->document->blocks[i - 1];
        const struct winnow_block *block = &walk->document->blocks[i];
        size_t n = length_of_words(above->text);
        if (above->n_words < LEAST_WORDS || may_repeat(above) ||
            above->verdict_rule != NULL || n >= block->text.length_bytes ||
            block->n_words > above->n_words + MORE_WORDS ||
            memcmp(above->text.data, block->text.data, n) != 0)
            continue;
        winnow_hint(walk->document, above, WINNOW_KIND_DUPLICATE, STRENGTH,
                    "repeat.beginning");
    }
}

/* ---- titles ----------------------------------------------------------------
 */

/* A copy of the title close to it is surely no more; a line further away may
 * head or name a part. */
static void mark_title_copy(struct walk *walk, uint32_t title, uint32_t i)
{
    enum { CLOSE = 6 };
    struct winnow_block *block = &walk->document->blocks[i];
    uint32_t distance = i > title ? i - title : title - i;

    if (block->row != 0 || block->form == WINNOW_KIND_CODE)
        return;
    if (distance <= CLOSE && (walk->page || i < walk->sure_start))
        winnow_verdict(block, WINNOW_KIND_DUPLICATE, "repeat.title");
    else if (distance <= CLOSE)
        hint(walk, i, 90, "repeat.title");
    else
        hint(walk, i, block->form == WINNOW_KIND_LIST ? 40 : 60,
             "repeat.title");
}

/* The length of what mail and forums put before the title that is answered,
 * with the space behind it; 0: nothing. */
static size_t answer_prefix(struct winnow_view text)
{
    static const char *const prefixes[] = {
        "Re:",
        "RE:",
        "re:",
        "Aw:",
        "AW:",
        "Antw:",
        "Sv:",
        "SV:",
        "Vs:",
        "VS:",
        "Odp:",
        "ODP:",
        "Ynt:",
        "R\u00e9p :",
        "Rif:",
        "\u041e\u0442\u0432\u0435\u0442:", /* ru "answer" */
        "\u0391\u03c0:",                   /* el, short */
        "\u56de\u590d:",
        "\u56de\u8986:",
        "\u56de\u590d\uff1a",
        "\u56de\u8986\uff1a",
    };

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t n = strlen(prefixes[i]);
        if (n >= text.length_bytes || memcmp(text.data, prefixes[i], n) != 0)
            continue;
        return text.data[n] == ' ' ? n + 1 : n;
    }
    return 0;
}

/* Forum software puts the thread's title over each answer. */
static void mark_answer_titles(struct walk *walk, uint64_t title_key)
{
    enum { STRENGTH = 90 };

    for (uint32_t i = 0; i < walk->document->n_blocks; i++) {
        struct winnow_block *block = &walk->document->blocks[i];
        struct winnow_view rest = block->text;
        size_t n = answer_prefix(rest);
        if (n == 0 || !winnow_may_be_around(block))
            continue;
        rest.data += n;
        rest.length_bytes -= n;
        if (winnow_text_key(rest) == title_key)
            hint(walk, i, STRENGTH, "repeat.answer-title");
    }
}

static void mark_titles(struct walk *walk)
{
    struct winnow_document *document = walk->document;
    uint32_t title = document->fields[WINNOW_FIELD_TITLE].block;
    struct winnow_wording wording =
        winnow_wording_of(document->fields[WINNOW_FIELD_TITLE].value);

    if (wording.key == 0 || title == WINNOW_NO_BLOCK)
        return;
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (i != title && walk->keys[i] != 0 &&
            winnow_block_says(document, i, &wording))
            mark_title_copy(walk, title, i);
    if (walk->thread)
        mark_answer_titles(walk, wording.key);
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    struct walk walk = {.document = document};

    (void)ctx;
    walk.keys = winnow_block_wordings(document, KEY_BYTES);
    walk.stretch = winnow_find_stretch(document);
    walk.page = document->from == WINNOW_FROM_HTML;
    walk.thread =
        walk.page && (winnow_genres(document) & WINNOW_GENRE_THREAD) != 0;
    if (winnow_find_tail(document) < document->n_blocks)
        walk.sure_start = walk.stretch.first;
    winnow_key_table_open(&walk.first, document->arena, document->n_blocks);
    mark_titles(&walk);
    mark_copies(&walk);
    if (!walk.page)
        mark_beginnings(&walk);
    else if (walk.thread)
        mark_runs(&walk);
}

const struct winnow_filter winnow_filter_repeat = {
    .name = "repeat",
    .summary = "titles, captions and paragraphs said twice",
    .flags = WINNOW_ON_BOTH,
    .document = mark,
};

/* The data filter: text of the document that no element holds, because a script
 * of the page draws it: in JSON-LD (data.json-ld) or in a framework's block of
 * data (data.script). It is taken only where the tree holds nothing like it,
 * not even hidden: where the text stands there too, the tree's is better. */
#include "data_text.h"
#include "filter.h"
#include "html/html.h"
#include "token.h"

#include <string.h>

enum {
    JSON_LD_WORDS_LEAST = 50, /* 100 where most words are ideographs */
    SCRIPT_WORDS_LEAST = 150,
    SCRIPT_OWN_PROSE_MOST = 200, /* words; a page with more shows its text */
    SCRIPT_TRIES = 4,
    WORDS_A_RUN = 5
};

/* ---- words --------------------------------------------------------------- */

struct words {
    uint64_t all, ideographs;
    uint64_t prose; /* of blocks of running text */
};

static uint32_t link_words(const struct winnow_block *block)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < block->n_marks; i++) {
        const struct winnow_mark *mark = &block->marks[i];
        if (mark->type == WINNOW_MARK_LINK)
            n += winnow_count_words((struct winnow_view){
                block->text.data + mark->start, mark->end - mark->start});
    }
    return n;
}

/* As winnow_is_prose, of a block that is not measured yet. */
static void count_words(const struct winnow_block *block, struct words *words)
{
    enum { PROSE_WORDS = 10 };
    struct winnow_token token;
    uint64_t n = 0;

    for (size_t at = 0; winnow_token_next(block->text, at, &token);
         at = token.end) {
        n++;
        words->ideographs += token.is_ideograph;
    }
    words->all += n;
    if (n >= PROSE_WORDS && winnow_ends_like_sentence(block->text) &&
        link_words(block) <= n / 3)
        words->prose += n;
}

static struct words count_all(const struct winnow_block *blocks, uint32_t n)
{
    struct words words = {0};

    for (uint32_t i = 0; i < n; i++)
        count_words(&blocks[i], &words);
    return words;
}

/* Words of prose among the blocks; counting ends above `most`. */
static uint64_t count_prose(const struct winnow_document *document,
                            uint64_t most)
{
    struct words words = {0};

    for (uint32_t i = 0; i < document->n_blocks && words.prose <= most; i++)
        if (winnow_ends_like_sentence(document->blocks[i].text))
            count_words(&document->blocks[i], &words);
    return words.prose;
}

/* ---- what the page shows of a text --------------------------------------- */

/* The runs of five words in a text: a hash table, 0 for an empty place. */
struct runs {
    uint64_t *keys;
    bool *seen; /* in the page */
    size_t n_places, n;
};

/* The last words, one after the other, over the borders of blocks. */
struct window {
    uint64_t words[WORDS_A_RUN];
    uint64_t n;
};

static uint64_t hash_word(const struct winnow_token *token)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325); /* FNV-1a */

    for (size_t i = 0; i < token->length_bytes; i++)
        hash =
            (hash ^ (unsigned char)token->folded[i]) * UINT64_C(0x100000001B3);
    return hash;
}

/* Takes a word in; the key of the run that ends with it, 0 when it is too
 * short yet. */
static uint64_t push(struct window *window, const struct winnow_token *token)
{
    uint64_t key = 1;

    window->words[window->n++ % WORDS_A_RUN] = hash_word(token);
    if (window->n < WORDS_A_RUN)
        return 0;
    for (uint64_t i = 0; i < WORDS_A_RUN; i++) {
        key = (key ^ window->words[(window->n + i) % WORDS_A_RUN]) *
              UINT64_C(0xD6E8FEB86659FD93);
        key ^= key >> 32;
    }
    return key | 1;
}

static size_t place_of(const struct runs *runs, uint64_t key)
{
    size_t place = (size_t)(key >> 1) & (runs->n_places - 1);

    while (runs->keys[place] != 0 && runs->keys[place] != key)
        place = (place + 1) & (runs->n_places - 1);
    return place;
}

static void add_run(struct runs *runs, uint64_t key)
{
    size_t place = place_of(runs, key);

    runs->n += runs->keys[place] == 0;
    runs->keys[place] = key;
}

static void see_run(struct runs *runs, uint64_t key)
{
    size_t place = place_of(runs, key);

    runs->seen[place] = runs->keys[place] != 0;
}

static void each_run(struct runs *runs, const struct winnow_block *blocks,
                     uint32_t n, void (*take)(struct runs *, uint64_t key))
{
    struct window window = {{0}, 0};
    struct winnow_token token;

    for (uint32_t i = 0; i < n; i++)
        for (size_t at = 0; winnow_token_next(blocks[i].text, at, &token);
             at = token.end) {
            uint64_t key = push(&window, &token);
            if (key != 0)
                take(runs, key);
        }
}

/* Whether more than a fifth of the text's runs stand in the page. */
static bool stands_in_page(struct winnow_document *document,
                           const struct winnow_block *blocks, uint32_t n,
                           uint64_t n_words)
{
    struct runs runs = {.n_places = 64};
    size_t n_seen = 0;

    while (runs.n_places < n_words * 2)
        runs.n_places *= 2;
    runs.keys =
        winnow_arena_calloc(document->arena, runs.n_places, sizeof *runs.keys);
    runs.seen =
        winnow_arena_calloc(document->arena, runs.n_places, sizeof *runs.seen);
    each_run(&runs, blocks, n, add_run);
    each_run(&runs, document->blocks, document->n_blocks, see_run);
    for (size_t i = 0; i < runs.n_places; i++)
        n_seen += runs.seen[i];
    return n_seen * 5 > runs.n;
}

/* ---- taking it ----------------------------------------------------------- */

struct text {
    struct winnow_block *blocks;
    uint32_t n, capacity;
    struct words words;
};

/* Paragraphs, whatever they are in the string: it is no element's. */
static void make_paragraphs(struct winnow_block *blocks, uint32_t n,
                            const char *rule)
{
    for (uint32_t i = 0; i < n; i++) {
        blocks[i].form = WINNOW_KIND_PARAGRAPH;
        blocks[i].continues = false;
        blocks[i].row = blocks[i].list = blocks[i].ordinal = 0;
        blocks[i].level = 0;
        blocks[i].added = rule;
    }
}

/* Appends copies of blocks to those of a text, but what is hidden in it. */
static void add_blocks(struct winnow_arena *arena, struct text *text,
                       const struct winnow_block *blocks, uint32_t n)
{
    const size_t size = sizeof *blocks;

    if (n > text->capacity - text->n) {
        uint32_t grown = text->capacity + text->capacity / 2 + n;
        text->blocks = winnow_arena_grow(arena, text->blocks,
                                         text->capacity * size, grown * size);
        text->capacity = grown;
    }
    for (uint32_t i = 0; i < n; i++)
        if (!blocks[i].hidden)
            text->blocks[text->n++] = blocks[i];
}

static struct text read_text(const struct winnow_document *document,
                             const struct winnow_data_text *found,
                             const char *rule)
{
    struct text text = {0};

    for (uint32_t i = 0; i < found->n_parts; i++) {
        uint32_t n;
        const struct winnow_block *part =
            winnow_html_string(document, found->parts[i], &n);
        add_blocks(document->arena, &text, part, n);
    }
    make_paragraphs(text.blocks, text.n, rule);
    text.words = count_all(text.blocks, text.n);
    return text;
}

static bool is_article_heading(const struct winnow_document *document,
                               const struct winnow_block *block)
{
    return !block->hidden && block->form == WINNOW_KIND_HEADING &&
           block->level == 1 &&
           document->elements[block->element].tag == WINNOW_TAG_H1;
}

/* The element behind which the text is read: the first h1, with the header
 * around it and whatever else ends there; else the root. */
static uint32_t find_place(const struct winnow_document *document)
{
    const struct winnow_element *elements = document->elements;
    uint32_t i = 0, place;

    while (i < document->n_blocks &&
           !is_article_heading(document, &document->blocks[i]))
        i++;
    if (i == document->n_blocks)
        return 0;
    place = document->blocks[i].element;
    while (place != 0 && elements[place].parent != 0) {
        const struct winnow_element *around = &elements[elements[place].parent];
        if (around->tag != WINNOW_TAG_HEADER &&
            around->tag != WINNOW_TAG_HGROUP &&
            around->end_block != elements[place].end_block)
            break;
        place = elements[place].parent;
    }
    return place;
}

/* Takes the text if the page lacks it: has little running text beside it, and
 * little of it. */
static void take_if_missing(struct winnow_document *document,
                            const struct text *text)
{
    if (count_prose(document, text->words.all) * 3 >= text->words.all ||
        stands_in_page(document, text->blocks, text->n, text->words.all))
        return;
    winnow_blocks_insert(document, find_place(document), text->blocks, text->n);
}

static bool is_long_enough(const struct words *words, uint64_t least)
{
    if (words->ideographs * 2 > words->all)
        least *= 2;
    return words->all >= least;
}

static void add_from_scripts(struct winnow_document *document)
{
    struct winnow_data_text found[SCRIPT_TRIES];
    uint32_t n = 0;

    if (count_prose(document, SCRIPT_OWN_PROSE_MOST) <= SCRIPT_OWN_PROSE_MOST)
        n = winnow_data_blocks(document, found, SCRIPT_TRIES);
    for (uint32_t i = 0; i < n; i++) {
        struct text text = read_text(document, &found[i], "data.script");
        if (!is_long_enough(&text.words, SCRIPT_WORDS_LEAST) ||
            text.words.prose * 3 < text.words.all * 2)
            continue;
        take_if_missing(document, &text);
        return;
    }
}

/* Whether the page shows so much that what was found cannot be missing: a word
 * and what parts it from the next have two bytes at least. */
static bool shows_enough(const struct winnow_document *document,
                         const struct winnow_data_text *found)
{
    uint64_t most = SCRIPT_OWN_PROSE_MOST + found->length_bytes, own;

    own = count_prose(document, most);
    return own > SCRIPT_OWN_PROSE_MOST && own * 6 > found->length_bytes;
}

static void add(struct winnow_filter_ctx *ctx, struct winnow_document *document)
{
    struct winnow_data_text found;

    (void)ctx;
    if (document->n_scripts == 0)
        return;
    found = winnow_data_json_ld(document);
    if (shows_enough(document, &found))
        return;
    if (found.length_bytes > JSON_LD_WORDS_LEAST) {
        struct text text = read_text(document, &found, "data.json-ld");
        if (is_long_enough(&text.words, JSON_LD_WORDS_LEAST)) {
            take_if_missing(document, &text);
            return;
        }
    }
    add_from_scripts(document);
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    (void)ctx;
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].added != NULL)
            winnow_verdict(&document->blocks[i], WINNOW_KIND_PARAGRAPH,
                           document->blocks[i].added);
}

const struct winnow_filter winnow_filter_data = {
    .name = "data",
    .summary = "text that a script carries and no element holds",
    .flags = WINNOW_ON_PAGES,
    .add = add,
    .document = mark,
};

/* Rows of navigation told by what they list; see nav_rows.h. */
#include "nav_rows.h"

#include "fold.h"
#include "shape.h"
#include "stride.h"
#include "token.h"

enum {
    ROW_WORDS = 120, /* of a row of languages */
    TRAIL_WORDS = 40,
    TRAIL_STEPS = 10,
    STEP_WORDS = 8,    /* of a breadcrumb, but the last, which is a title */
    PAGES_WORDS = 40,  /* of a row of page numbers */
    RUN_LEAST = 3,     /* blocks that make a run of languages or numbers */
    PAGE_NUMBER = 9999 /* the greatest that is one */
};

struct walk {
    const struct winnow_nav_rows *rows;
    struct winnow_document *document;
    struct winnow_stretch stretch;
};

void winnow_nav_rows_open(struct winnow_nav_rows *rows,
                          const struct winnow_phrases *phrases)
{
    rows->language = winnow_phrase_group(phrases, "language-name");
    rows->breadcrumb = winnow_phrase_group(phrases, "breadcrumb");
    rows->page_number = winnow_phrase_group(phrases, "page-number");
}

static bool is_in_stretch(const struct walk *walk, uint32_t i)
{
    return i >= walk->stretch.first && i < walk->stretch.end;
}

/* A cell, a heading and code may list such things as the text's own matter. */
static bool may_be_row(const struct winnow_block *block)
{
    return winnow_may_be_around(block) && block->form != WINNOW_KIND_HEADING &&
           block->form != WINNOW_KIND_QUOTE;
}

static void settle(struct walk *walk, uint32_t first, uint32_t end,
                   const char *rule)
{
    for (uint32_t i = first; i < end; i++)
        winnow_verdict(&walk->document->blocks[i], WINNOW_KIND_NAVIGATION,
                       rule);
}

static void hint(struct walk *walk, uint32_t first, uint32_t end, int strength,
                 const char *rule)
{
    for (uint32_t i = first; i < end; i++)
        winnow_hint(walk->document, &walk->document->blocks[i],
                    WINNOW_KIND_NAVIGATION, strength, rule);
}

/* ---- languages -------------------------------------------------------------
 */

/* "English Deutsch Français": hardly anything else in the block. */
static bool is_language_row(const struct walk *walk,
                            const struct winnow_block *block)
{
    return block->n_words <= ROW_WORDS &&
           winnow_phrase_count(block, walk->rows->language) >= RUN_LEAST &&
           winnow_phrases_cover(block, walk->rows->language, 60);
}

/* One language, its region behind it perhaps: "Português (Brasil)". */
static bool is_language(const struct walk *walk, uint32_t i)
{
    enum { MOST_WORDS = 5 };
    const struct winnow_block *block = &walk->document->blocks[i];
    const struct winnow_phrase_hit *hit;

    if (!winnow_phrase_may_be(block,
                              walk->rows->language) || /* nearly always */
        !may_be_row(block) ||
        block->n_words > MOST_WORDS)
        return false;
    if (winnow_phrase_whole(block, walk->rows->language))
        return true;
    hit = winnow_phrase_at_start(block, walk->rows->language);
    return hit != NULL && block->text.length_bytes > hit->end + 1 &&
           block->text.data[hit->end] == ' ' &&
           (block->text.data[hit->end + 1] == '(' ||
            block->text.data[hit->end + 1] == '-');
}

static void mark_languages(struct walk *walk)
{
    uint32_t i = 0;

    while (i < walk->document->n_blocks) {
        const struct winnow_block *block = &walk->document->blocks[i];
        uint32_t end = i;
        if (!winnow_phrase_may_be(block, walk->rows->language)) {
            i++;
            continue;
        }
        if (may_be_row(block) && is_language_row(walk, block))
            settle(walk, i, i + 1, "nav.languages");
        while (end < walk->document->n_blocks && is_language(walk, end))
            end++;
        if (end - i >= RUN_LEAST)
            settle(walk, i, end, "nav.languages");
        i = end > i ? end : i + 1;
    }
}

/* ---- breadcrumbs -----------------------------------------------------------
 */

/* The length of an arrow that leads from one step to the next, 0: none. A
 * slash and a bar separate other things too. */
static size_t arrow_at(struct winnow_view text, size_t at)
{
    static const char *const arrows[] = {
        ">",      "\u203a", "\u00bb", "\u2192", "\u25b8", "\u25b6",
        "\u276f", "\u2771", "\u27a4", "\uff1e", "\u300b",
    };

    return winnow_sign_at(text, at, arrows, sizeof arrows / sizeof arrows[0]);
}

static bool is_slash_at(struct winnow_view text, size_t at)
{
    return at > 0 && at + 1 < text.length_bytes && text.data[at] == '/' &&
           text.data[at - 1] == ' ' && text.data[at + 1] == ' ';
}

/* Whether text that quotes or is code holds these signs too. */
static bool has_other_use(struct winnow_view text)
{
    for (size_t at = 0; at + 1 < text.length_bytes; at++)
        if (text.data[at] == '<' || memcmp(text.data + at, "\u00ab", 2) == 0)
            return true;
    return false;
}

/* A bit for each byte of a step that an arrow or a slash begins with. */
static unsigned lead_bits(const char *at)
{
    winnow_step bytes = winnow_step_at(at);

    return winnow_yes_bits(
        (bytes == winnow_step_of('>')) | (bytes == winnow_step_of('/')) |
        (bytes == winnow_step_of(0xC2)) | (bytes == winnow_step_of(0xE2)) |
        (bytes == winnow_step_of(0xE3)) | (bytes == winnow_step_of(0xEF)));
}

/* The first such byte from `at` on, or the end. The last step begins before
 * `at`, so that it ends with the text. */
static size_t find_lead(struct winnow_view text, size_t at)
{
    static const bool leads[256] = {
        ['>'] = true,  ['/'] = true,  [0xC2] = true,
        [0xE2] = true, [0xE3] = true, [0xEF] = true};
    size_t n = text.length_bytes;

    while (n >= WINNOW_STEP_BYTES && at < n) {
        size_t from = n - at < WINNOW_STEP_BYTES ? n - WINNOW_STEP_BYTES : at;
        unsigned bits = lead_bits(text.data + from) >> (at - from);
        if (bits != 0)
            return at + (size_t)__builtin_ctz(bits);
        at = from + WINNOW_STEP_BYTES;
    }
    while (at < n && !leads[(unsigned char)text.data[at]])
        at++;
    return at;
}

struct trail {
    uint32_t n_arrows, n_slashes;
    uint32_t longest; /* words of the longest step before the last */
};

static struct trail read_trail(struct winnow_view text)
{
    struct trail trail = {0};
    size_t start = 0, at = 0;

    while ((at = find_lead(text, at)) < text.length_bytes) {
        size_t n = arrow_at(text, at);
        bool slash = n == 0 && is_slash_at(text, at);
        struct winnow_view step = {text.data + start, at - start};
        uint32_t n_words;
        if (n == 0 && !slash) {
            at++;
            continue;
        }
        n_words = winnow_count_words(step);
        trail.longest = n_words > trail.longest ? n_words : trail.longest;
        trail.n_arrows += !slash && n_words != 0;
        trail.n_slashes += slash && n_words != 0;
        at += slash ? 1 : n;
        start = at;
    }
    return trail;
}

/* Whether the first step is the front page, or what tells the place stands
 * before a colon. */
static bool is_from_home(const struct walk *walk,
                         const struct winnow_block *block)
{
    const struct winnow_phrase_hit *hit =
        winnow_phrase_at_start(block, walk->rows->breadcrumb);
    size_t at;

    if (hit == NULL)
        return false;
    for (at = hit->end; at < block->text.length_bytes; at++)
        if (block->text.data[at] != ' ')
            break;
    return winnow_is_colon_at(block->text, at) ||
           arrow_at(block->text, at) != 0 || is_slash_at(block->text, at);
}

/* A trail that begins at the front page is one, but its last step may be the
 * only place that gives the title; without that, steps to be taken in a program
 * look the same ("Settings > Network"), and they stand in the text. */
static void mark_breadcrumb(struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];
    bool may_be_home = winnow_phrase_may_be(block, walk->rows->breadcrumb);
    struct trail trail;

    if (block->n_words == 0 || block->n_words > TRAIL_WORDS ||
        block->ends_like_sentence ||
        (!may_be_home && (block->n_words < 2 || is_in_stretch(walk, i))))
        return; /* an arrow that counts stands behind a word */
    trail = read_trail(block->text);
    if (trail.n_arrows + trail.n_slashes == 0 ||
        trail.n_arrows + trail.n_slashes > TRAIL_STEPS ||
        trail.longest > STEP_WORDS)
        return;
    if (is_from_home(walk, block))
        hint(walk, i, i + 1, is_in_stretch(walk, i) ? 60 : 90,
             "nav.breadcrumb");
    else if (trail.n_arrows >= 2 && trail.n_slashes == 0 &&
             !is_in_stretch(walk, i) && !has_other_use(block->text))
        hint(walk, i, i + 1, 60, "nav.trail");
}

/* ---- page numbers ----------------------------------------------------------
 */

/* A folded token as a number up to PAGE_NUMBER, 0: it is none. */
static uint32_t number_of(const struct winnow_token *token)
{
    uint32_t number = 0;

    for (size_t i = 0; i < token->length_bytes; i++) {
        char c = token->folded[i];
        if (c < '0' || c > '9')
            return 0;
        number = number * 10 + (uint32_t)(c - '0');
        if (number > PAGE_NUMBER)
            return 0;
    }
    return number;
}

/* "Previous 1 2 3 ... 10 Next": numbers that rise, three of them one by one,
 * and no word that does not belong to them; how many such words, in
 * `*n_words`. */
static bool is_page_row(const struct walk *walk,
                        const struct winnow_block *block, uint32_t *n_words)
{
    uint32_t before = 0, n_steps = 0;
    struct winnow_token token;

    for (size_t at = 0; winnow_token_next(block->text, at, &token);
         at = token.end) {
        uint32_t number = number_of(&token);
        *n_words += number == 0;
        if (number == 0) {
            if (!winnow_phrase_over(block, walk->rows->page_number, token.start,
                                    token.end))
                return false;
            continue;
        }
        if (number <= before)
            return false;
        n_steps += number == before + 1;
        before = number;
    }
    return n_steps >= RUN_LEAST;
}

static bool has_digit(struct winnow_view text)
{
    for (size_t i = 0; i < text.length_bytes; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9')
            return true;
    return false;
}

/* Numbers alone may be those of lines of code, of days, of a score. */
static void mark_page_row(struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];
    uint32_t n_words = 0;

    if (!block->has_digits || block->n_words > PAGES_WORDS ||
        is_in_stretch(walk, i))
        return;
    if (winnow_phrase_whole(block, walk->rows->page_number) &&
        has_digit(block->text))
        settle(walk, i, i + 1, "nav.page-numbers");
    else if (!is_page_row(walk, block, &n_words))
        return;
    else if (n_words != 0)
        settle(walk, i, i + 1, "nav.page-numbers");
    else
        hint(walk, i, i + 1, 50, "nav.numbers");
}

/* A block that is one number, else 0. */
static uint32_t lone_number(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];
    struct winnow_token token;

    if (block->n_words != 1 || !block->has_digits || !may_be_row(block) ||
        is_in_stretch(walk, i) || !winnow_token_next(block->text, 0, &token))
        return 0;
    return number_of(&token);
}

static bool is_page_word(const struct walk *walk, uint32_t i)
{
    return i < walk->document->n_blocks &&
           winnow_phrase_whole(&walk->document->blocks[i],
                               walk->rows->page_number);
}

/* 1, 2, 3, a block each; of pages beside "Next". */
static void mark_page_run(struct walk *walk)
{
    uint32_t i = 0;

    while (i < walk->document->n_blocks) {
        uint32_t end = i + 1, number = lone_number(walk, i);
        while (number != 0 && end < walk->document->n_blocks &&
               lone_number(walk, end) == number + (end - i))
            end++;
        if (end - i >= RUN_LEAST) {
            if (is_page_word(walk, end) || (i > 0 && is_page_word(walk, i - 1)))
                hint(walk, i, end, 75, "nav.numbers");
            else
                hint(walk, i, end, 50, "nav.numbers");
        }
        i = end;
    }
}

void winnow_nav_rows_mark(const struct winnow_nav_rows *rows,
                          struct winnow_document *document)
{
    struct walk walk = {.rows = rows, .document = document};

    walk.stretch = winnow_find_stretch(document);
    mark_languages(&walk);
    mark_page_run(&walk);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        if (!may_be_row(&document->blocks[i]))
            continue;
        mark_breadcrumb(&walk, i);
        mark_page_row(&walk, i);
    }
}

/* The nav filter: menus, breadcrumbs, page numbers, skip links. Pages say it by
 * elements, class names and links; captures by runs of short lines, words that
 * menus are made of, menus given twice, and by standing before the title. */
#include "names.h"
#include "nav_rows.h"
#include "place.h"
#include "shape.h"

enum {
    MENU_WORDS = 6, /* of a menu's line */
    RUN_LEAST = 4,
    MOST_PROSE = 50 /* hundredths of all prose that the document holds */
};

struct state {
    uint16_t navigation, skip_link, login;
    struct winnow_nav_rows rows;
    uint16_t footer;
    uint16_t known[5];    /* groups that name a line as something else */
    uint64_t menu_groups; /* bits of those that menus are made of */
};

static uint64_t bit_of(uint16_t group)
{
    return UINT64_C(1) << (group & 63);
}

static enum winnow_status open_nav(struct winnow_filter_ctx *ctx)
{
    static const char *const known[] = {"copyright", "share", "appeal",
                                        "advert", "login"};
    struct state *state = ctx->state;

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        state->known[i] = winnow_phrase_group(ctx->phrases, known[i]);
    winnow_nav_rows_open(&state->rows, ctx->phrases);
    state->footer = winnow_phrase_group(ctx->phrases, "footer");
    state->navigation = winnow_phrase_group(ctx->phrases, "navigation");
    state->skip_link = winnow_phrase_group(ctx->phrases, "skip-link");
    state->login = winnow_phrase_group(ctx->phrases, "login");
    state->menu_groups = bit_of(state->navigation) | bit_of(state->login) |
                         bit_of(state->rows.language) |
                         bit_of(state->skip_link);
    return WINNOW_OK;
}

/* ---- single blocks ---------------------------------------------------------
 */

static void mark_words(const struct state *state,
                       struct winnow_document *document,
                       struct winnow_block *block)
{
    if ((block->phrase_groups & state->menu_groups) == 0)
        return; /* mostly */
    if (winnow_phrase_whole(block, state->skip_link) && block->row == 0)
        winnow_verdict(block, WINNOW_KIND_NAVIGATION, "nav.skip-link");
    else if (winnow_phrase_whole(block, state->navigation) ||
             winnow_phrase_whole(block, state->rows.language))
        winnow_hint(document, block, WINNOW_KIND_NAVIGATION,
                    block->form == WINNOW_KIND_HEADING ? 15 : 35, "nav.word");
}

static bool is_before_title(const struct winnow_document *document,
                            const struct winnow_block *block)
{
    return (size_t)(block - document->blocks) <
           document->fields[WINNOW_FIELD_TITLE].block;
}

/* The page's own header, not that of an article: links, and above the title
 * whatever is no prose. */
static bool is_page_header(const struct winnow_document *document,
                           const struct winnow_block *block,
                           struct winnow_sight sight, struct winnow_place place)
{
    bool element = (place.inside & WINNOW_INSIDE_HEADER) != 0;

    if (place.side != WINNOW_SIDE_BEFORE)
        return false;
    if (element && winnow_is_link_line(block))
        return true;
    return (element || (sight.above & WINNOW_NAME_HEADER) != 0) &&
           is_before_title(document, block) && !winnow_is_prose(block);
}

/* The rule by which the elements around a block say that it is navigation, or
 * NULL. */
static const char *element_rule(struct winnow_document *document,
                                const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);
    struct winnow_place place = winnow_place_of(document, block);

    if ((place.inside & WINNOW_INSIDE_NAV) != 0)
        return "nav.element";
    if ((place.inside & WINNOW_INSIDE_MAIN) != 0 ||
        !winnow_may_be_around(block))
        return NULL;
    if ((sight.above & WINNOW_NAME_NAV) != 0 && winnow_is_link_line(block) &&
        place.side != WINNOW_SIDE_TEXT)
        return "nav.class-links";
    return is_page_header(document, block, sight, place) ? "nav.page-header"
                                                         : NULL;
}

static void mark_names(struct winnow_document *document,
                       struct winnow_block *block)
{
    static const struct winnow_named menu = {
        .group = WINNOW_NAME_NAV,
        .kind = WINNOW_KIND_NAVIGATION,
        .hint = "nav.class",
        .links = "nav.class-links",
        .lines = "nav.class-lines",
    };
    static const struct winnow_named sidebar = {
        .group = WINNOW_NAME_SIDE,
        .kind = WINNOW_KIND_NAVIGATION,
        .hint = "nav.sidebar",
        .links = "nav.sidebar-links",
        .lines = NULL,
    };
    const char *rule = element_rule(document, block);

    if (rule != NULL)
        winnow_verdict_by_place(block, WINNOW_KIND_NAVIGATION, rule);
    winnow_mark_by_name(document, block, &menu);
    winnow_mark_by_name(document, block, &sidebar);
}

/* ---- runs ------------------------------------------------------------------
 */

struct run {
    uint32_t first, end;
    uint32_t n_menu_words; /* blocks that are one */
    uint32_t n_bullets, n_links;
};

struct walk {
    const struct state *state;
    struct winnow_document *document;
    struct winnow_stretch stretch;
    const uint64_t *keys; /* of captures, NULL until asked for */
    struct winnow_key_table counts;
    bool is_text; /* a capture whose stretch is the document, no listing */
};

static bool is_in_stretch(const struct walk *walk, uint32_t i)
{
    return i >= walk->stretch.first && i < walk->stretch.end;
}

static bool is_menu_line(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];

    return !winnow_is_settled_body(block) && !is_in_stretch(walk, i) &&
           winnow_is_short_line(block, MENU_WORDS) && block->row == 0;
}

static bool is_menu_word(const struct state *state,
                         const struct winnow_block *block)
{
    return (block->phrase_groups & state->menu_groups) != 0 &&
           (winnow_phrase_whole(block, state->navigation) ||
            winnow_phrase_whole(block, state->login) ||
            winnow_phrase_whole(block, state->rows.language) ||
            winnow_phrase_whole(block, state->skip_link));
}

static void count_line(const struct walk *walk, struct run *run, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];

    run->n_menu_words += is_menu_word(walk->state, block);
    run->n_bullets += block->bullet;
    run->n_links += winnow_link_share(block) >= 90;
}

static struct run find_run(const struct walk *walk, uint32_t first)
{
    struct run run = {.first = first, .end = first};

    while (run.end < walk->document->n_blocks && is_menu_line(walk, run.end)) {
        count_line(walk, &run, run.end);
        run.end++;
    }
    return run;
}

/* A line whose words say what it is: the filter of that kind settles it. What
 * footers hold ("Contact us") stands in menus too. */
static bool is_known(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];
    const struct state *state = walk->state;

    for (size_t k = 0; k < sizeof state->known / sizeof state->known[0]; k++)
        if (winnow_phrase_whole(block, state->known[k]))
            return true;
    return i >= walk->stretch.end && winnow_phrase_whole(block, state->footer);
}

static void settle_run(struct walk *walk, const struct run *run,
                       const char *rule)
{
    for (uint32_t i = run->first; i < run->end; i++)
        if (!is_known(walk, i))
            winnow_verdict(&walk->document->blocks[i], WINNOW_KIND_NAVIGATION,
                           rule);
}

static void hint_run(struct walk *walk, const struct run *run, int strength,
                     const char *rule)
{
    for (uint32_t i = run->first; i < run->end; i++)
        winnow_hint(walk->document, &walk->document->blocks[i],
                    WINNOW_KIND_NAVIGATION, strength, rule);
}

static void judge_page_run(struct walk *walk, struct run *run)
{
    uint32_t n = run->end - run->first;

    if (run->n_links * 10 >= n * 9)
        hint_run(walk, run, run->n_menu_words >= 2 ? 70 : 40, "nav.link-run");
}

/* The longer a run of short lines is, the fewer of them need to be known from
 * menus; around a listing, whose entries look the same, many. */
static bool is_menu(const struct walk *walk, const struct run *run)
{
    enum { LONG = 20, VERY_LONG = 50 };
    uint32_t n = run->end - run->first, n_known = run->n_menu_words;

    if (n_known >= 3 && n_known * 6 >= n)
        return true;
    return walk->is_text && (n_known >= 3 || (n_known >= 2 && n >= LONG) ||
                             (n_known >= 1 && n >= VERY_LONG));
}

/* A line between the text and a menu of bullets, apart from it: who signed the
 * text, or where it comes from. */
static bool ends_text(const struct walk *walk, const struct run *run)
{
    const struct winnow_block *first = &walk->document->blocks[run->first];

    return run->first == walk->stretch.end && !first[0].bullet &&
           first[1].bullet && first[1].blank_lines_before != 0 &&
           !winnow_phrase_whole(first, walk->state->navigation) &&
           !winnow_is_file_names(first->text);
}

static void count_keys(struct walk *walk)
{
    enum { MOST_BYTES = 120 };
    struct winnow_document *document = walk->document;

    walk->keys = winnow_block_wordings(document, MOST_BYTES);
    winnow_key_table_open(&walk->counts, document->arena, document->n_blocks);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (walk->keys[i] != 0)
            ++*winnow_key_table_value(&walk->counts, walk->keys[i]);
}

/* Blocks of the run that the capture says more than once. */
static uint32_t count_repeated(struct walk *walk, const struct run *run)
{
    uint32_t n = 0;

    if (walk->keys == NULL)
        count_keys(walk);
    for (uint32_t i = run->first; i < run->end; i++)
        n += walk->keys[i] != 0 &&
             *winnow_key_table_value(&walk->counts, walk->keys[i]) > 1;
    return n;
}

static bool has_files(const struct walk *walk, const struct run *run)
{
    for (uint32_t i = run->first; i < run->end; i++)
        if (winnow_is_file_names(walk->document->blocks[i].text))
            return true;
    return false;
}

static void judge_capture_run(struct walk *walk, struct run *run)
{
    const struct run counted = *run;
    uint32_t n = run->end - run->first;

    if (ends_text(walk, run)) {
        run->first++;
        n--;
    }
    if (is_menu(walk, run))
        settle_run(walk, run, "nav.menu-run");
    else if ((run->n_menu_words != 0 || has_files(walk, &counted)) &&
             count_repeated(walk, &counted) * 3 >= n * 2)
        hint_run(walk, run, 85, "nav.repeated-menu");
    else
        hint_run(walk, run, run->n_bullets * 2 >= n ? 50 : 35,
                 "nav.bullet-run");
}

static void mark_runs(struct walk *walk)
{
    void (*judge)(struct walk *, struct run *) =
        walk->document->from == WINNOW_FROM_HTML ? judge_page_run
                                                 : judge_capture_run;
    uint32_t i = 0;

    while (i < walk->document->n_blocks) {
        struct run run = find_run(walk, i);
        if (run.end - run.first >= RUN_LEAST)
            judge(walk, &run);
        i = run.end > i ? run.end : i + 1;
    }
}

/* Whether blocks [0, end) hold no prose and none of the document's text. */
static bool is_head(const struct walk *walk, uint32_t end)
{
    if (end > walk->stretch.first)
        return false;
    for (uint32_t i = 0; i < end; i++)
        if (winnow_is_prose(&walk->document->blocks[i]))
            return false;
    return true;
}

/* Whether blocks [0, end) hold less than half of the document's words. */
static bool is_less_than_half(const struct walk *walk, uint32_t end)
{
    uint64_t before = 0, all = 0;

    for (uint32_t i = 0; i < walk->document->n_blocks; i++) {
        all += walk->document->blocks[i].n_words;
        if (i + 1 == end)
            before = all;
    }
    return before * 2 < all;
}

/* In a capture what stands before the title is the page's, not the text's:
 * surely so when no prose does and nearly all prose is in one place. One or two
 * lines may be the text's own: its headline, and the title what stands under
 * it; its author. */
static void mark_before_title(struct walk *walk)
{
    enum { NEARLY_ALL = 80, HEAD_WORDS = 15, HEAD_LINES = 3 };
    struct winnow_document *document = walk->document;
    uint32_t title = document->fields[WINNOW_FIELD_TITLE].block;
    bool sure;

    if (document->fields[WINNOW_FIELD_TITLE].value.length_bytes == 0 ||
        title == WINNOW_NO_BLOCK)
        return;
    sure = is_head(walk, title) && is_less_than_half(walk, title) &&
           winnow_stretch_is_document(document, walk->stretch, NEARLY_ALL);
    for (uint32_t i = 0; i < title; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (title < HEAD_LINES && !winnow_is_prose(block))
            winnow_hint(document, block, WINNOW_KIND_NAVIGATION, 45,
                        "nav.before-title");
        else if (sure && winnow_is_short_line(block, HEAD_WORDS) &&
                 winnow_may_be_around(block) && !is_known(walk, i))
            winnow_verdict(block, WINNOW_KIND_NAVIGATION, "nav.before-title");
        else if (!winnow_is_prose(block))
            winnow_hint(document, block, WINNOW_KIND_NAVIGATION, sure ? 80 : 60,
                        "nav.before-title");
    }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    struct walk walk = {.state = ctx->state, .document = document};

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (winnow_is_settled_body(block))
            continue;
        mark_words(ctx->state, document, block);
        if (document->from == WINNOW_FROM_HTML)
            mark_names(document, block);
    }
    winnow_nav_rows_mark(&walk.state->rows, document);
    walk.stretch = winnow_find_stretch(document);
    walk.is_text =
        document->from != WINNOW_FROM_HTML &&
        winnow_stretch_is_document(document, walk.stretch, MOST_PROSE);
    mark_runs(&walk);
    if (document->from != WINNOW_FROM_HTML)
        mark_before_title(&walk);
}

const struct winnow_filter winnow_filter_nav = {
    .name = "nav",
    .summary = "menus, languages, breadcrumbs, page numbers, skip links",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_nav,
    .document = mark,
};

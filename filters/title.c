/* The title filter: finds the one block that is the document's title and says
 * it in the title field.
 *
 * A page names itself in its head (title element, og:title); the heading that
 * agrees best with that is the title, and the head's own block a duplicate of
 * it; without such a heading the head's block is the title. A capture has no
 * head: there it is the line before the main text that a title looks like and
 * whose words the text takes up. Other copies are the repeat filter's. */
#include "markup.h"
#include "names.h"
#include "said.h"
#include "shape.h"
#include "site.h"

#include "date.h"

enum { HEAD_WEIGHT = 50, LINE_WEIGHT = 80 };

struct state {
    uint16_t byline, byline_label, dateline, day_first, related, navigation,
        share, comments, login, skip_link, photo, language;
};

static enum winnow_status open_title(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->byline = winnow_phrase_group(ctx->phrases, "byline");
    state->byline_label = winnow_phrase_group(ctx->phrases, "byline-label");
    state->dateline = winnow_phrase_group(ctx->phrases, "dateline");
    state->day_first = winnow_phrase_group(ctx->phrases, "dateline-day-first");
    state->related = winnow_phrase_group(ctx->phrases, "related-heading");
    state->navigation = winnow_phrase_group(ctx->phrases, "navigation");
    state->share = winnow_phrase_group(ctx->phrases, "share");
    state->comments = winnow_phrase_group(ctx->phrases, "comments");
    state->login = winnow_phrase_group(ctx->phrases, "login");
    state->skip_link = winnow_phrase_group(ctx->phrases, "skip-link");
    state->language = winnow_phrase_group(ctx->phrases, "language-name");
    state->photo = winnow_phrase_group(ctx->phrases, "photo-credit");
    return WINNOW_OK;
}

static void settle(struct winnow_document *document, uint32_t i,
                   struct winnow_view value, const char *rule, int weight)
{
    struct winnow_candidate candidate = {
        .field = WINNOW_FIELD_TITLE,
        .value = value,
        .source = document->blocks[i].form == WINNOW_KIND_TITLE
                      ? WINNOW_SAID_HTML
                      : WINNOW_SAID_TEXT,
        .name = winnow_view_of(rule),
        .block = i,
        .weight = weight,
    };

    winnow_verdict(&document->blocks[i], WINNOW_KIND_TITLE, rule);
    winnow_field_set(document, WINNOW_FIELD_TITLE, value, i);
    winnow_candidate_add(document, &candidate);
}

/* A label that stands over or under titles, never a title. */
static bool is_label(const struct state *state,
                     const struct winnow_block *block)
{
    return winnow_phrase_whole(block, state->related) ||
           winnow_phrase_whole(block, state->navigation) ||
           winnow_phrase_whole(block, state->share) ||
           winnow_phrase_whole(block, state->comments) ||
           winnow_phrase_whole(block, state->login) ||
           winnow_phrase_whole(block, state->skip_link);
}

/* ---- pages -----------------------------------------------------------------
 */

enum { NAMED_MOST = 6 };

struct page {
    struct winnow_document *document;
    const struct state *state;
    struct winnow_view named[NAMED_MOST]; /* what the head says, surest first */
    uint64_t named_keys[NAMED_MOST];
    size_t n_named;
    struct winnow_word_set words; /* of all of those */
    struct winnow_site site;
    struct winnow_segments segments; /* of the title element */
    uint64_t segment_keys[WINNOW_SEGMENTS_MOST];
    size_t longest; /* of those: the site's name is shorter */
    struct winnow_stretch stretch;
    uint32_t head; /* the title element's block, or NO_BLOCK */
};

static void add_text(struct page *page, struct winnow_view text)
{
    page->named[page->n_named] = text;
    page->named_keys[page->n_named] = winnow_text_key(text);
    page->n_named++;
}

static void add_named(struct page *page, const char *name)
{
    const struct winnow_meta *meta = winnow_meta_find(page->document, name);

    if (meta != NULL && meta->content.length_bytes != 0)
        add_text(page, meta->content);
}

static void add_head(struct page *page, struct winnow_view text)
{
    const struct winnow_view *items = page->segments.items;

    add_text(page, text);
    winnow_segments_split(&page->segments, text);
    for (size_t i = 0; i < page->segments.n; i++) {
        page->segment_keys[i] = winnow_text_key(items[i]);
        if (items[i].length_bytes > items[page->longest].length_bytes)
            page->longest = i;
    }
}

static uint32_t find_head(const struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].form == WINNOW_KIND_TITLE)
            return i;
    return WINNOW_NO_BLOCK;
}

static void read_head(struct page *page)
{
    enum { MOST_WORDS = 256 };

    page->head = find_head(page->document);
    add_named(page, "og:title");
    add_named(page, "twitter:title");
    add_named(page, "title");
    add_named(page, "dc.title");
    if (page->head != WINNOW_NO_BLOCK)
        add_head(page, page->document->blocks[page->head].text);
    winnow_site_read(&page->site, page->document);
    winnow_word_set_open(&page->words, page->document->arena, MOST_WORDS);
    for (size_t i = 0; i < page->n_named; i++)
        winnow_word_set_add(&page->words, page->named[i]);
}

/* How surely a heading says what the head says, 0..100. */
static int agreement(const struct page *page, const struct winnow_block *block)
{
    uint64_t key = winnow_block_key(page->document,
                                    (uint32_t)(block - page->document->blocks));
    uint32_t n_words, n_shared;
    int share;

    for (size_t i = 0; i < page->n_named; i++)
        if (page->named_keys[i] == key)
            return 100;
    for (size_t i = 0; i < page->segments.n; i++)
        if (page->segment_keys[i] == key)
            return i == page->longest ? 95 : 75;
    n_shared = winnow_word_set_count(&page->words, block, &n_words);
    if (n_words == 0)
        return 0;
    share = (int)(n_shared * 90 / n_words);
    return n_shared < 2 ? share / 3 : share;
}

static bool names_a_title(struct winnow_document *document,
                          const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    return (sight.nearest & WINNOW_NAME_TITLE) != 0 && sight.steps <= 1;
}

static bool is_out_of_place(struct winnow_document *document,
                            const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    return block->hidden ||
           (sight.above &
            (WINNOW_NAME_NAV | WINNOW_NAME_FOOTER | WINNOW_NAME_COMMENTS |
             WINNOW_NAME_RELATED | WINNOW_NAME_SIDE | WINNOW_NAME_ADVERT |
             WINNOW_NAME_CONSENT)) != 0;
}

/* Points of a block as the title, apart from its words. */
static int points_of_place(const struct page *page, uint32_t i)
{
    struct winnow_document *document = page->document;
    const struct winnow_block *block = &document->blocks[i];
    int points = 0;

    if (is_out_of_place(document, block))
        points -= 30;
    if (block->form != WINNOW_KIND_HEADING)
        points -= 10;
    else if (block->level == 1)
        points += 12;
    else if (block->level > 3)
        points -= 5;
    if (page->stretch.end != 0 && i >= page->stretch.end)
        points -= 25;
    return points;
}

static bool may_be_title(const struct page *page, uint32_t i)
{
    enum { MOST_WORDS = 60 };
    const struct winnow_block *block = &page->document->blocks[i];

    return i != page->head &&
           (block->form == WINNOW_KIND_HEADING ||
            names_a_title(page->document, block)) &&
           block->n_words != 0 && block->n_words <= MOST_WORDS &&
           !is_label(page->state, block);
}

/* Points of a block as the title; below 0: it is none, or has no more than
 * `most`. */
static int page_points(const struct page *page, uint32_t i, int most)
{
    enum { MOST_AGREEMENT = 100, LEAST_AGREEMENT = 55 };
    const struct winnow_block *block = &page->document->blocks[i];
    int points, agrees;

    if (!may_be_title(page, i))
        return -1;
    points = points_of_place(page, i);
    if (points + MOST_AGREEMENT <= most)
        return -1;
    agrees = agreement(page, block);
    if (agrees < LEAST_AGREEMENT)
        return -1;
    if (winnow_site_is_name(&page->site, block->text))
        points -= 60;
    return points + agrees;
}

static uint32_t find_title(const struct page *page)
{
    uint32_t best = WINNOW_NO_BLOCK;
    int most = 30;

    for (uint32_t i = 0; i < page->document->n_blocks; i++) {
        int points = page_points(page, i, most);
        if (points > most) {
            most = points;
            best = i;
        }
    }
    return best;
}

/* Keeps the first heading of the first rank, where another one was found. */
static void read_first_heading(const struct page *page, uint32_t title)
{
    struct winnow_document *document = page->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        struct winnow_candidate candidate = {
            .field = WINNOW_FIELD_TITLE,
            .value = block->text,
            .source = WINNOW_SAID_TEXT,
            .name = winnow_view_of("title.first-heading"),
            .block = i,
            .weight = 65,
        };
        if (block->form != WINNOW_KIND_HEADING || block->level != 1 ||
            block->n_words == 0 || is_out_of_place(document, block) ||
            is_label(page->state, block) ||
            winnow_site_is_name(&page->site, block->text))
            continue;
        if (i != title)
            winnow_candidate_add(document, &candidate);
        return;
    }
}

/* The only heading of the first rank in its place, with more than a name. */
static uint32_t find_lone_heading(const struct page *page)
{
    uint32_t found = WINNOW_NO_BLOCK;

    for (uint32_t i = 0; i < page->document->n_blocks; i++) {
        const struct winnow_block *block = &page->document->blocks[i];
        if (block->form != WINNOW_KIND_HEADING || block->level != 1 ||
            is_out_of_place(page->document, block) ||
            is_label(page->state, block) ||
            winnow_site_is_name(&page->site, block->text))
            continue;
        if (found != WINNOW_NO_BLOCK)
            return WINNOW_NO_BLOCK;
        found = i;
    }
    return found;
}

/* Whether the head says no more than what the site is called. */
static bool head_tells_nothing(const struct page *page)
{
    if (page->n_named == 0)
        return true;
    for (size_t i = 0; i < page->segments.n; i++)
        if (!winnow_site_is_name(&page->site, page->segments.items[i]))
            return false;
    return page->segments.n != 0;
}

/* Whether a heading of the first rank says this and no more. */
static bool is_heading(const struct page *page, struct winnow_view text)
{
    uint64_t key = winnow_text_key(text);

    for (uint32_t i = 0; i < page->document->n_blocks; i++) {
        const struct winnow_block *block = &page->document->blocks[i];
        if (block->form == WINNOW_KIND_HEADING && block->level == 1 &&
            winnow_block_key(page->document, i) == key)
            return !is_out_of_place(page->document, block) &&
                   !is_label(page->state, block);
    }
    return false;
}

/* Of "Title | What else there is to find" the part that is the page's heading,
 * else all. */
static struct winnow_view part_in_heading(const struct page *page,
                                          struct winnow_view text)
{
    struct winnow_segments split;

    winnow_segments_split(&split, text);
    for (size_t i = 0; split.n > 1 && i < split.n; i++)
        if (!winnow_site_is_name(&page->site, split.items[i]) &&
            is_heading(page, split.items[i]))
            return split.items[i];
    return text;
}

/* A heading without the words over it that its element holds too ("Opinion"):
 * what the head calls the page, where the heading ends with that. */
static struct winnow_view without_kicker(const struct page *page,
                                         struct winnow_view heading)
{
    enum { KICKER_WORDS = 3, LEAST_WORDS = 4 };

    for (size_t i = 0; i < page->n_named; i++) {
        struct winnow_view named = winnow_view_trim(page->named[i]),
                           kicker = heading;
        if (named.length_bytes + 1 >= heading.length_bytes ||
            winnow_count_words(named) < LEAST_WORDS)
            continue;
        kicker.length_bytes -= named.length_bytes;
        if (kicker.data[kicker.length_bytes - 1] == ' ' &&
            memcmp(kicker.data + kicker.length_bytes, named.data,
                   named.length_bytes) == 0 &&
            winnow_count_words(kicker) <= KICKER_WORDS)
            return named;
    }
    return heading;
}

/* What the heading weighs as the document's title. Where it says what the head
 * says it has that for support. A heading of the first rank that says it in
 * words of its own has none, and needs none; another such one is that of a
 * part. */
static int heading_weight(const struct page *page, uint32_t i)
{
    enum { SAME = 95, SAME_WEIGHT = 70, OWN_WEIGHT = 90, PART_WEIGHT = 54 };
    const struct winnow_block *block = &page->document->blocks[i];
    int agrees = agreement(page, block);

    if (agrees >= SAME || without_kicker(page, block->text).length_bytes <
                              block->text.length_bytes)
        return SAME_WEIGHT;
    return block->form == WINNOW_KIND_HEADING && block->level == 1
               ? OWN_WEIGHT
               : PART_WEIGHT;
}

/* A title without the site's name at its end or its beginning. */
static struct winnow_view without_site(const struct page *page,
                                       struct winnow_view text)
{
    struct winnow_segments split, *segments = &split;
    struct winnow_view value;
    size_t first = 0, end;

    winnow_segments_split(segments, text);
    end = segments->n;

    while (end - first > 1 &&
           winnow_site_is_name(&page->site, segments->items[end - 1]))
        end--;
    while (end - first > 1 &&
           winnow_site_is_name(&page->site, segments->items[first]))
        first++;
    if (end <= first)
        return text;
    value.data = segments->items[first].data;
    value.length_bytes =
        (size_t)(segments->items[end - 1].data +
                 segments->items[end - 1].length_bytes - value.data);
    return value;
}

/* What a title of markup says of the page alone. */
static struct winnow_view cut(const struct page *page, struct winnow_view text)
{
    return part_in_heading(page, without_site(page, text));
}

/* Keeps what markup says as candidates. */
static void read_markup(const struct page *page)
{
    static const struct winnow_said_name names[] = {
        {"og:title", WINNOW_SAID_OPEN_GRAPH, 65},
        {"twitter:title", WINNOW_SAID_META, 55},
        {"title", WINNOW_SAID_HTML, 35},
        {"headline", WINNOW_SAID_MICRODATA, 60},
        {"dc.title", WINNOW_SAID_DUBLIN_CORE, 58},
        {"dcterms.title", WINNOW_SAID_DUBLIN_CORE, 58},
        {"citation_title", WINNOW_SAID_CITATION, 75},
        {"parsely-title", WINNOW_SAID_META, 60},
        {"sailthru.title", WINNOW_SAID_META, 60},
    };
    static const struct winnow_said_key keys[] = {
        {WINNOW_LD_HEADLINE, {75, 75, 66, 0, 50, 30, 0}},
        {WINNOW_LD_NAME, {50, 66, 60, 64, 45, 40, 0}},
        {WINNOW_LD_ALTERNATIVE_HEADLINE, {10, 10, 10, 0, 0, 0, 0}},
    };
    struct winnow_document *document = page->document;
    struct winnow_candidate candidate;
    uint32_t at = 0;
    size_t fact = 0;

    while (winnow_said_in_head(document, names, sizeof names / sizeof names[0],
                               &at, &candidate)) {
        candidate.field = WINNOW_FIELD_TITLE;
        candidate.value =
            cut(page, winnow_markup_text(document->arena, candidate.value));
        winnow_candidate_add(document, &candidate);
    }
    while (winnow_said_in_facts(document, keys, sizeof keys / sizeof keys[0],
                                &fact, &candidate)) {
        candidate.field = WINNOW_FIELD_TITLE;
        candidate.value = cut(page, candidate.value);
        winnow_candidate_add(document, &candidate);
    }
}

static void mark_page(const struct state *state,
                      struct winnow_document *document)
{
    struct page page = {.document = document, .state = state};
    uint32_t title;

    read_head(&page);
    read_markup(&page);
    page.stretch = winnow_find_stretch(document);
    title = find_title(&page);
    if (title == WINNOW_NO_BLOCK && head_tells_nothing(&page))
        title = find_lone_heading(&page);
    read_first_heading(&page, title);
    if (title != WINNOW_NO_BLOCK) {
        settle(document, title,
               without_kicker(&page, document->blocks[title].text),
               "title.heading", heading_weight(&page, title));
        if (page.head != WINNOW_NO_BLOCK)
            winnow_verdict(&document->blocks[page.head], WINNOW_KIND_DUPLICATE,
                           "title.head");
        return;
    }
    if (page.head != WINNOW_NO_BLOCK)
        settle(document, page.head,
               without_site(&page, document->blocks[page.head].text),
               "title.head-only", HEAD_WEIGHT);
    else if (page.n_named != 0)
        winnow_field_set(document, WINNOW_FIELD_TITLE, page.named[0],
                         WINNOW_NO_BLOCK);
}

/* ---- captures --------------------------------------------------------------
 */

enum {
    REACH_BLOCKS = 40, /* before the main text */
    LONG_WORDS = 16,   /* few titles are longer; captions are */
    INTO_BLOCKS = 1,   /* and into it: a title may end like a sentence */
    BODY_WORDS = 1200,
    NEAR_TEXT = 2 /* lines from a title under a menu to the main text */
};

struct capture {
    struct winnow_document *document;
    const struct state *state;
    struct winnow_stretch stretch;
    struct winnow_word_set body;
};

static void read_body(struct capture *capture)
{
    const struct winnow_document *document = capture->document;
    uint32_t n_words = 0;

    for (uint32_t i = capture->stretch.first;
         i < capture->stretch.end && n_words < BODY_WORDS; i++)
        if (winnow_is_prose(&document->blocks[i]))
            n_words += document->blocks[i].n_words;
    /* a set with room for one more never refuses a word */
    winnow_word_set_open(&capture->body, document->arena,
                         n_words < BODY_WORDS ? n_words + 1 : BODY_WORDS);
    for (uint32_t i = capture->stretch.first; i < capture->stretch.end; i++)
        if (winnow_is_prose(&document->blocks[i]))
            winnow_word_set_add_block(&capture->body, &document->blocks[i]);
}

static bool has_date(const struct capture *capture,
                     const struct winnow_block *block)
{
    enum { MOST_WORDS = 16 };
    struct winnow_document *document = capture->document;

    return block->n_words <= MOST_WORDS &&
           winnow_block_date(document, (uint32_t)(block - document->blocks)) !=
               NULL;
}

static bool has_date_label(const struct state *state,
                           const struct winnow_block *block)
{
    return winnow_phrase_at_start(block, state->dateline) != NULL ||
           winnow_phrase_at_start(block, state->day_first) != NULL;
}

static bool is_labelled_date(const struct capture *capture,
                             const struct winnow_block *block)
{
    return has_date_label(capture->state, block) && has_date(capture, block);
}

static bool is_byline(const struct state *state,
                      const struct winnow_block *block)
{
    enum { MOST_WORDS = 16 };

    return block->n_words <= MOST_WORDS && !block->bullet &&
           (winnow_phrase_at_start(block, state->byline) != NULL ||
            winnow_phrase_at_start(block, state->byline_label) != NULL) &&
           !block->ends_like_sentence;
}

static bool is_candidate(const struct capture *capture,
                         const struct winnow_block *block)
{
    return winnow_is_headline(block) && !is_label(capture->state, block) &&
           !winnow_is_file_names(block->text) &&
           !has_date_label(capture->state, block);
}

/* Points for what stands within a few lines under it: a labelled date is found
 * under titles alone, a plain one or a name behind "By" under standfirsts too.
 */
static int points_from_below(const struct capture *capture, uint32_t i)
{
    enum { REACH = 4, NEAR = 2, LINE_WORDS = 6 };
    const struct winnow_document *document = capture->document;
    int points = 0;

    for (uint32_t k = i + 1; k < document->n_blocks && k <= i + REACH; k++) {
        const struct winnow_block *below = &document->blocks[k];
        if (is_labelled_date(capture, below))
            return k <= i + NEAR ? 45 : 35;
        if (k <= i + NEAR && points < 20 &&
            (is_byline(capture->state, below) ||
             (below->n_words <= LINE_WORDS && has_date(capture, below))))
            points = 20;
    }
    return points;
}

static bool is_repeated(const struct winnow_document *document, uint32_t i)
{
    return i + 1 < document->n_blocks &&
           winnow_text_key(document->blocks[i].text) ==
               winnow_text_key(document->blocks[i + 1].text);
}

/* A line of its own between a menu and the main text, as titles of few words
 * stand: the menu's lines follow each other, blank lines are around the title
 * alone. */
static bool stands_under_menu(const struct capture *capture, uint32_t i)
{
    enum { MENU_LINES = 3, MENU_WORDS = 6 };
    const struct winnow_block *blocks = capture->document->blocks;
    uint32_t n = 0;

    if (blocks[i].blank_lines_before == 0 || blocks[i].bullet ||
        i + 1 >= capture->document->n_blocks ||
        blocks[i + 1].blank_lines_before == 0 ||
        i + NEAR_TEXT < capture->stretch.first)
        return false;
    while (n < i && n < MENU_LINES &&
           winnow_is_short_line(&blocks[i - n - 1], MENU_WORDS) &&
           (n == 0 || blocks[i - n].blank_lines_before == 0))
        n++;
    return n == MENU_LINES;
}

static int capture_points(const struct capture *capture, uint32_t i)
{
    const struct winnow_block *block = &capture->document->blocks[i];
    uint32_t distance =
        capture->stretch.first > i ? capture->stretch.first - i : 0;
    uint32_t n_words, n_shared;
    int points;

    if (!is_candidate(capture, block))
        return -1;
    n_shared = winnow_word_set_count(&capture->body, block, &n_words);
    if (n_words == 0)
        return -1;
    points = (int)(n_shared * 60 / (n_words + 2));
    points += (int)(n_shared < 5 ? n_shared : 5) * 6;
    points -= (int)distance / 3;
    points += points_from_below(capture, i);
    if (block->form == WINNOW_KIND_HEADING)
        points += 10;
    if (stands_under_menu(capture, i))
        points += 20;
    if (i == 0 || is_repeated(capture->document, i))
        points += 10;
    if (block->bullet || winnow_phrase_count(block, capture->state->photo) != 0)
        points -= 25;
    if (block->n_words > LONG_WORDS)
        points -= (int)(block->n_words - LONG_WORDS) * 2;
    if (has_date(capture, block))
        points -= 20;
    return points;
}

/* A row of a menu: words of navigation or languages, signs between its parts.
 */
static bool is_menu_row(const struct state *state,
                        const struct winnow_block *block)
{
    static const char *const signs[] = {" > ", " | ", " / ", " \u203a ",
                                        " \u00bb "};
    struct winnow_view text = block->text;

    if (winnow_phrase_at_start(block, state->navigation) != NULL ||
        winnow_phrase_count(block, state->language) > 1)
        return true;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        for (size_t at = 0, n = strlen(signs[i]); at + n <= text.length_bytes;
             at++)
            if (memcmp(text.data + at, signs[i], n) == 0)
                return true;
    return false;
}

/* Whether the line could be the headline over the one that was found: it stands
 * right above it, is as much of a headline, and is no name of a site or a
 * section, which begin small or are few capitalised words. */
static bool is_headline_over(const struct capture *capture, uint32_t i)
{
    enum { LEAST_WORDS = 4, LEAST_BYTES = 16 /* a word may be an ideograph */ };
    const struct winnow_block *block = &capture->document->blocks[i];

    return block->n_words >= LEAST_WORDS &&
           block->text.length_bytes >= LEAST_BYTES && !block->bullet &&
           block->list == 0 && block->row == 0 &&
           is_candidate(capture, block) && !has_date(capture, block) &&
           !is_menu_row(capture->state, block) &&
           !is_byline(capture->state, block) &&
           winnow_phrase_count(block, capture->state->photo) == 0 &&
           winnow_starts_like_name(block->text);
}

/* Whether the line above is one of a menu or a row of buttons, a word or two,
 * and the line that was found a standfirst. */
static bool stands_below_menu(const struct capture *capture, uint32_t i,
                              uint32_t best)
{
    enum { MENU_WORDS = 3 };
    const struct winnow_block *found = &capture->document->blocks[best];

    return i != 0 &&
           winnow_is_short_line(&capture->document->blocks[i - 1],
                                MENU_WORDS) &&
           (found->n_words > LONG_WORDS || found->ends_like_sentence);
}

/* Of a headline and a subheadline over the text the words of the second are
 * often more like the text's: the title is the first of two or three lines that
 * stand together with nothing above them but a name or a label. */
static uint32_t pass_subheadlines(const struct capture *capture, uint32_t best)
{
    enum { LINES = 2, ABOVE = 2, CREDITS = 8 /* lines of names and dates */ };
    uint32_t n = 0;

    if (best + LINES + CREDITS < capture->stretch.first)
        return best;
    while (n < LINES && best > n && is_headline_over(capture, best - n - 1))
        n++;
    if (n == 0)
        return best;
    if (best - n <= ABOVE && best + LINES >= capture->stretch.first)
        return best - n;
    return stands_below_menu(capture, best - n, best) ? best - n : best;
}

/* The first line, a headline, of a capture that is all text, where no line
 * scored as a title. */
static bool is_first_headline(const struct capture *capture)
{
    return capture->stretch.first <= 1 && is_headline_over(capture, 0) &&
           capture->document->blocks[0].form == WINNOW_KIND_HEADING;
}

static void mark_capture(const struct state *state,
                         struct winnow_document *document)
{
    struct capture capture = {.document = document, .state = state};
    uint32_t best = WINNOW_NO_BLOCK, first, end;
    int most = 24;

    capture.stretch = winnow_find_stretch(document);
    if (capture.stretch.end == 0)
        return;
    read_body(&capture);
    first = capture.stretch.first > REACH_BLOCKS
                ? capture.stretch.first - REACH_BLOCKS
                : 0;
    end = capture.stretch.first + INTO_BLOCKS;
    for (uint32_t i = first; i < end && i < capture.stretch.end; i++) {
        int points = capture_points(&capture, i);
        if (points > most) {
            most = points;
            best = i;
        }
    }
    if (best != WINNOW_NO_BLOCK)
        best = pass_subheadlines(&capture, best);
    else if (is_first_headline(&capture))
        best = 0;
    if (best != WINNOW_NO_BLOCK)
        settle(document, best, document->blocks[best].text, "title.line",
               LINE_WEIGHT);
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    if (document->from == WINNOW_FROM_HTML)
        mark_page(ctx->state, document);
    else
        mark_capture(ctx->state, document);
}

const struct winnow_filter winnow_filter_title = {
    .name = "title",
    .summary = "finds the document's title and sets the title field",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_title,
    .document = mark,
};

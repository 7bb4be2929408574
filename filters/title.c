/* The title filter: finds the one block that is the document's title and says
 * it in the title field.
 *
 * A page names itself in its head (title element, og:title); the heading that
 * agrees best with that is the title, and the head's own block a duplicate of
 * it; without such a heading the head's block is the title. A capture has no
 * head: there it is the line before the main text that a title looks like and
 * whose words the text takes up. Other copies are the repeat filter's. */
#include "names.h"
#include "shape.h"

#include "date.h"
#include "fold.h"

struct state {
    uint16_t byline, dateline, related, navigation, share, comments, login,
        skip_link, photo;
};

static enum winnow_status open_title(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->byline = winnow_phrase_group(ctx->phrases, "byline");
    state->dateline = winnow_phrase_group(ctx->phrases, "dateline");
    state->related = winnow_phrase_group(ctx->phrases, "related-heading");
    state->navigation = winnow_phrase_group(ctx->phrases, "navigation");
    state->share = winnow_phrase_group(ctx->phrases, "share");
    state->comments = winnow_phrase_group(ctx->phrases, "comments");
    state->login = winnow_phrase_group(ctx->phrases, "login");
    state->skip_link = winnow_phrase_group(ctx->phrases, "skip-link");
    state->photo = winnow_phrase_group(ctx->phrases, "photo-credit");
    return WINNOW_OK;
}

static void settle(struct winnow_document *document, uint32_t i,
                   struct winnow_view value, const char *rule)
{
    winnow_verdict(&document->blocks[i], WINNOW_KIND_TITLE, rule);
    winnow_field_set(document, WINNOW_FIELD_TITLE, value, i);
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

/* ---- segments of a head's title --------------------------------------------
 */

/* "Headline - Section | Site": what separates is a sign with blanks around it,
 * or one that needs none. */
enum { MOST_SEGMENTS = 8 };

struct segments {
    struct winnow_view items[MOST_SEGMENTS];
    size_t n;
};

/* The length of a separator at `at`, 0 if there is none. */
static size_t separator_at(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {
        " - ",      " | ",      " \u2013 ", " \u2014 ", " :: ",
        " \u00bb ", " \u00ab ", " \u00b7 ", " \u2022 ", " / ",
        " \u203a ", " > ",      " < ",      " : ",      " \u2502 ",
        "|",        "_",        "\uff5c",   "--",       "\u2014\u2014",
    };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t n = strlen(signs[i]);
        if (text.length_bytes - at >= n &&
            memcmp(text.data + at, signs[i], n) == 0)
            return n;
    }
    return 0;
}

/* A hyphen without blanks separates where the script has no hyphens. */
static size_t ideographic_hyphen_at(struct winnow_view text, size_t at)
{
    uint32_t before;

    if (text.data[at] != '-' || at < 3)
        return 0;
    winnow_decode_code_point(text.data + at - 3, text.data + at, &before);
    return winnow_class_of(before) == WINNOW_CLASS_IDEOGRAPH ? 1 : 0;
}

static void put_segment(struct segments *segments, struct winnow_view text,
                        size_t start, size_t end)
{
    struct winnow_view piece = {text.data + start, end - start};

    piece = winnow_view_trim(piece);
    if (piece.length_bytes != 0 && segments->n < MOST_SEGMENTS)
        segments->items[segments->n++] = piece;
}

static struct segments split(struct winnow_view text)
{
    struct segments segments = {.n = 0};
    size_t start = 0, at = 0;

    while (at < text.length_bytes) {
        size_t n = separator_at(text, at);
        if (n == 0)
            n = ideographic_hyphen_at(text, at);
        if (n == 0) {
            at++;
            continue;
        }
        put_segment(&segments, text, start, at);
        at += n;
        start = at;
    }
    put_segment(&segments, text, start, text.length_bytes);
    return segments;
}

/* ---- the site's name -------------------------------------------------------
 */

enum { NAME_BYTES = 96 };

/* Letters and digits of ASCII in lower case, for comparing with a host. */
static size_t fold_ascii(struct winnow_view text, char out[NAME_BYTES])
{
    size_t n = 0;

    for (size_t i = 0; i < text.length_bytes && n + 1 < NAME_BYTES; i++) {
        char c = text.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
    }
    out[n] = '\0';
    return n;
}

static struct winnow_view host_of(struct winnow_view url)
{
    struct winnow_view host = {NULL, 0};

    for (size_t i = 0; i + 2 < url.length_bytes; i++) {
        if (memcmp(url.data + i, "://", 3) != 0)
            continue;
        host.data = url.data + i + 3;
        while (i + 3 + host.length_bytes < url.length_bytes &&
               host.data[host.length_bytes] != '/')
            host.length_bytes++;
        return host;
    }
    return host;
}

static struct winnow_view url_of(const struct winnow_document *document)
{
    static const char *const names[] = {"canonical", "og:url"};

    if (document->url.length_bytes != 0)
        return document->url;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        if (meta != NULL && meta->content.length_bytes != 0)
            return meta->content;
    }
    return document->url;
}

static bool is_named(const struct winnow_document *document, const char *name,
                     struct winnow_view text)
{
    const struct winnow_meta *meta = winnow_meta_find(document, name);
    uint64_t key = winnow_text_key(text);

    return meta != NULL && key != 0 && winnow_text_key(meta->content) == key;
}

/* Whether a text is clearly the site's name: said by its head, or its host. */
static bool is_site_name(const struct winnow_document *document,
                         struct winnow_view text)
{
    enum { LEAST = 4 };
    char name[NAME_BYTES], host[NAME_BYTES];
    size_t n_name = fold_ascii(text, name);

    if (is_named(document, "og:site_name", text) ||
        is_named(document, "application-name", text) ||
        is_named(document, "apple-mobile-web-app-title", text))
        return true;
    if (n_name < LEAST || text.length_bytes >= NAME_BYTES)
        return false;
    fold_ascii(host_of(url_of(document)), host);
    return strstr(host, name) != NULL;
}

/* ---- pages -----------------------------------------------------------------
 */

struct page {
    struct winnow_document *document;
    const struct state *state;
    struct winnow_view named[6]; /* what the head says, surest first */
    size_t n_named;
    struct winnow_word_set words; /* of all of those */
    struct segments segments;     /* of the title element */
    struct winnow_stretch stretch;
    uint32_t head; /* the title element's block, or NO_BLOCK */
};

static void add_named(struct page *page, const char *name)
{
    const struct winnow_meta *meta = winnow_meta_find(page->document, name);

    if (meta != NULL && meta->content.length_bytes != 0)
        page->named[page->n_named++] = meta->content;
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
    if (page->head != WINNOW_NO_BLOCK) {
        struct winnow_view text = page->document->blocks[page->head].text;
        page->named[page->n_named++] = text;
        page->segments = split(text);
    }
    winnow_word_set_open(&page->words, page->document->arena, MOST_WORDS);
    for (size_t i = 0; i < page->n_named; i++)
        winnow_word_set_add(&page->words, page->named[i]);
}

/* How surely a heading says what the head says, 0..100. */
static int agreement(const struct page *page, const struct winnow_block *block)
{
    uint64_t key = winnow_text_key(block->text);
    uint32_t n_words, n_shared;
    int share;

    for (size_t i = 0; i < page->n_named; i++)
        if (winnow_text_key(page->named[i]) == key)
            return 100;
    for (size_t i = 0; i < page->segments.n; i++)
        if (winnow_text_key(page->segments.items[i]) == key)
            return 95;
    n_shared = winnow_word_set_count(&page->words, block->text, &n_words);
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

/* Points of a block as the title; below 0: it is none. */
static int page_points(const struct page *page, uint32_t i)
{
    struct winnow_document *document = page->document;
    const struct winnow_block *block = &document->blocks[i];
    bool heading = block->form == WINNOW_KIND_HEADING;
    int points;

    enum { MOST_WORDS = 60, LEAST_AGREEMENT = 55 };

    if (i == page->head || (!heading && !names_a_title(document, block)) ||
        block->n_words == 0 || block->n_words > MOST_WORDS ||
        is_label(page->state, block))
        return -1;
    points = agreement(page, block);
    if (points < LEAST_AGREEMENT)
        return -1;
    if (is_site_name(document, block->text))
        points -= 60;
    if (is_out_of_place(document, block))
        points -= 30;
    if (!heading)
        points -= 10;
    else if (block->level == 1)
        points += 12;
    else if (block->level > 3)
        points -= 5;
    if (page->stretch.end != 0 && i >= page->stretch.end)
        points -= 25;
    return points;
}

static uint32_t find_title(const struct page *page)
{
    uint32_t best = WINNOW_NO_BLOCK;
    int most = 30;

    for (uint32_t i = 0; i < page->document->n_blocks; i++) {
        int points = page_points(page, i);
        if (points > most) {
            most = points;
            best = i;
        }
    }
    return best;
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
            is_site_name(page->document, block->text))
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
        if (!is_site_name(page->document, page->segments.items[i]))
            return false;
    return page->segments.n != 0;
}

/* The head's title without the site's name at its end or its beginning. */
static struct winnow_view without_site(const struct winnow_document *document,
                                       const struct segments *segments,
                                       struct winnow_view text)
{
    size_t first = 0, end = segments->n;
    struct winnow_view value;

    while (end - first > 1 && is_site_name(document, segments->items[end - 1]))
        end--;
    while (end - first > 1 && is_site_name(document, segments->items[first]))
        first++;
    if (end <= first)
        return text;
    value.data = segments->items[first].data;
    value.length_bytes =
        (size_t)(segments->items[end - 1].data +
                 segments->items[end - 1].length_bytes - value.data);
    return value;
}

static void mark_page(const struct state *state,
                      struct winnow_document *document)
{
    struct page page = {.document = document, .state = state};
    uint32_t title;

    read_head(&page);
    page.stretch = winnow_find_stretch(document);
    title = find_title(&page);
    if (title == WINNOW_NO_BLOCK && head_tells_nothing(&page))
        title = find_lone_heading(&page);
    if (title != WINNOW_NO_BLOCK) {
        settle(document, title, document->blocks[title].text, "title.heading");
        if (page.head != WINNOW_NO_BLOCK)
            winnow_verdict(&document->blocks[page.head], WINNOW_KIND_DUPLICATE,
                           "title.head");
        return;
    }
    if (page.head != WINNOW_NO_BLOCK)
        settle(document, page.head,
               without_site(document, &page.segments,
                            document->blocks[page.head].text),
               "title.head-only");
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
    BODY_WORDS = 1200
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

    winnow_word_set_open(&capture->body, document->arena, BODY_WORDS);
    for (uint32_t i = capture->stretch.first; i < capture->stretch.end; i++)
        if (winnow_is_prose(&document->blocks[i]))
            winnow_word_set_add(&capture->body, document->blocks[i].text);
}

static bool has_date(const struct winnow_block *block)
{
    enum { MOST_WORDS = 16 };
    struct winnow_date date;

    return block->n_words <= MOST_WORDS &&
           winnow_date_find(block->text, 0, &date);
}

static bool is_labelled_date(const struct state *state,
                             const struct winnow_block *block)
{
    return winnow_phrase_at_start(block, state->dateline) != NULL &&
           has_date(block);
}

static bool is_byline(const struct state *state,
                      const struct winnow_block *block)
{
    enum { MOST_WORDS = 16 };

    return block->n_words <= MOST_WORDS && !block->bullet &&
           winnow_phrase_at_start(block, state->byline) != NULL &&
           !winnow_ends_like_sentence(block->text);
}

static bool is_candidate(const struct capture *capture,
                         const struct winnow_block *block)
{
    return winnow_is_headline(block) && !is_label(capture->state, block) &&
           !winnow_is_file_names(block->text) &&
           winnow_phrase_at_start(block, capture->state->dateline) == NULL;
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
        if (is_labelled_date(capture->state, below))
            return k <= i + NEAR ? 45 : 35;
        if (k <= i + NEAR && points < 20 &&
            (is_byline(capture->state, below) ||
             (below->n_words <= LINE_WORDS && has_date(below))))
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

static int capture_points(const struct capture *capture, uint32_t i)
{
    const struct winnow_block *block = &capture->document->blocks[i];
    uint32_t distance =
        capture->stretch.first > i ? capture->stretch.first - i : 0;
    uint32_t n_words, n_shared;
    int points;

    if (!is_candidate(capture, block))
        return -1;
    n_shared = winnow_word_set_count(&capture->body, block->text, &n_words);
    if (n_words == 0)
        return -1;
    points = (int)(n_shared * 60 / (n_words + 2));
    points += (int)(n_shared < 5 ? n_shared : 5) * 6;
    points -= (int)distance / 3;
    points += points_from_below(capture, i);
    if (block->form == WINNOW_KIND_HEADING)
        points += 10;
    if (i == 0 || is_repeated(capture->document, i))
        points += 10;
    if (block->bullet || winnow_phrase_count(block, capture->state->photo) != 0)
        points -= 25;
    if (block->n_words > LONG_WORDS)
        points -= (int)(block->n_words - LONG_WORDS) * 2;
    if (has_date(block))
        points -= 20;
    return points;
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
        settle(document, best, document->blocks[best].text, "title.line");
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

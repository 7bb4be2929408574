/* The dateline filter: when it was published or updated, and where it is from.
 * A short line of a date, with or without a label, near the title or the text
 * is the dateline; the date field gets the first publication, as ISO 8601, from
 * the head where it says one. Where the numbers of a date could be day and
 * month either way round, the label's language tells which, the page's own, or
 * its other dates. A clock (today's date over a menu) is a widget. */
#include "json_ld.h"
#include "names.h"
#include "shape.h"

#include "date.h"
#include "token.h"

enum {
    LINE_WORDS = 24, /* of a dateline with label, source and time */
    LINE_IDEOGRAPHS = 50,
    BARE_REST = 1,    /* words beside a date that stands alone */
    LABELLED_REST = 8 /* beside a date with a label */
};

struct state {
    uint16_t dateline, day_first; /* labels; those of other languages */
    uint16_t update, other, relative, source, byline, byline_label, role,
        date_word;
};

static enum winnow_status open_dateline(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->dateline = winnow_phrase_group(ctx->phrases, "dateline");
    state->day_first = winnow_phrase_group(ctx->phrases, "dateline-day-first");
    state->relative = winnow_phrase_group(ctx->phrases, "relative-date");
    state->other = winnow_phrase_group(ctx->phrases, "date-other");
    state->update = winnow_phrase_group(ctx->phrases, "update");
    state->date_word = winnow_phrase_group(ctx->phrases, "date-word");
    state->source = winnow_phrase_group(ctx->phrases, "source");
    state->byline_label = winnow_phrase_group(ctx->phrases, "byline-label");
    state->byline = winnow_phrase_group(ctx->phrases, "byline");
    state->role = winnow_phrase_group(ctx->phrases, "byline-role");
    return WINNOW_OK;
}

/* What is seen of a short line. */
struct line {
    struct winnow_date date; /* the first one */
    bool has_date, has_label, starts_with_label;
    bool is_relative; /* "2 hours ago", and no date */
    uint32_t n_rest;  /* words that are neither date, label nor weekday */
};

/* Whether a word is none of the line's own: a label, a role, a weekday. */
static bool is_about_dates(const struct state *state,
                           const struct winnow_block *block,
                           const struct winnow_token *token)
{
    const uint16_t groups[] = {
        state->dateline, state->day_first, state->relative,    state->date_word,
        state->role,     state->byline,    state->byline_label};

    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        if (winnow_phrase_over(block, groups[i], token->start, token->end))
            return true;
    return token->is_number ||
           winnow_date_is_weekday(token->folded, token->length_bytes);
}

/* Where the date around `at` ends, or `at`. */
static size_t pass_dates(struct winnow_view text, struct winnow_date *next,
                         bool *more, size_t start)
{
    while (*more && next->end <= start)
        *more = winnow_date_find(text, next->end, next);
    return *more && start >= next->start ? next->end : start;
}

static bool has_label(const struct state *state,
                      const struct winnow_block *block)
{
    return winnow_phrase_count(block, state->dateline) != 0 ||
           winnow_phrase_count(block, state->day_first) != 0;
}

static bool starts_with_label(const struct state *state,
                              const struct winnow_block *block)
{
    return winnow_phrase_at_start(block, state->dateline) != NULL ||
           winnow_phrase_at_start(block, state->day_first) != NULL;
}

static struct line read_line(const struct state *state,
                             const struct winnow_block *block)
{
    struct line line = {.n_rest = 0};
    struct winnow_date next;
    struct winnow_token token;
    bool more = winnow_date_find(block->text, 0, &next);

    line.has_date = more;
    line.is_relative =
        !more && winnow_phrase_count(block, state->relative) != 0;
    if (!more && !line.is_relative)
        return line;
    line.date = next;
    line.has_label = has_label(state, block);
    line.starts_with_label = starts_with_label(state, block);
    for (size_t at = 0; winnow_token_next(block->text, at, &token);) {
        size_t past = pass_dates(block->text, &next, &more, token.start);
        at = token.end;
        if (past > token.start) {
            at = past > at ? past : at;
            continue;
        }
        if (!is_about_dates(state, block, &token))
            line.n_rest++;
    }
    return line;
}

static bool is_line(const struct winnow_block *block)
{
    return !block->hidden && block->n_words != 0 &&
           block->n_words <= LINE_IDEOGRAPHS &&
           block->text.length_bytes <= 8 * LINE_WORDS + 40 &&
           block->form != WINNOW_KIND_TITLE && block->row == 0 &&
           !(block->verdict_rule != NULL &&
             block->verdict != WINNOW_KIND_BYLINE);
}

/* ---- where it stands -------------------------------------------------------
 */

struct place {
    uint32_t title; /* its block, or WINNOW_NO_BLOCK */
    struct winnow_stretch stretch;
};

static struct place find_place(const struct winnow_document *document)
{
    struct place place = {.title = document->fields[WINNOW_FIELD_TITLE].block};

    if (place.title != WINNOW_NO_BLOCK &&
        (place.title >= document->n_blocks ||
         document->blocks[place.title].form == WINNOW_KIND_TITLE ||
         document->fields[WINNOW_FIELD_TITLE].value.length_bytes == 0))
        place.title = WINNOW_NO_BLOCK;
    place.stretch = winnow_find_stretch(document);
    return place;
}

/* Between the title and the text, or close before or after both. */
static bool is_near(const struct place *place, uint32_t i)
{
    enum { BEFORE_TITLE = 3, BEFORE_TEXT = 12, AFTER_TEXT = 4, INTO_TEXT = 4 };
    uint32_t first = place->stretch.first;

    if (place->stretch.end == 0)
        return true;
    if (place->title != WINNOW_NO_BLOCK && place->title <= first)
        return i + BEFORE_TITLE >= place->title && i < first + INTO_TEXT;
    return i + BEFORE_TEXT >= first && i < first + INTO_TEXT;
}

/* A date alone between two paragraphs is a heading or a turn of phrase. */
static bool is_inside_text(const struct place *place, uint32_t i)
{
    return i > place->stretch.first && i + 1 < place->stretch.end;
}

static bool ends_text(const struct place *place, uint32_t i)
{
    enum { AFTER_TEXT = 4 };

    return place->stretch.end != 0 && i + 1 >= place->stretch.end &&
           i < place->stretch.end + AFTER_TEXT;
}

static bool is_among_others(struct winnow_document *document,
                            const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    return (sight.above &
            (WINNOW_NAME_COMMENTS | WINNOW_NAME_RELATED | WINNOW_NAME_NAV |
             WINNOW_NAME_FOOTER | WINNOW_NAME_SIDE)) != 0;
}

/* ---- day or month first ----------------------------------------------------
 */

/* The two letters at `at` of a language's tag, in lower case. */
static bool has_letters(struct winnow_view tag, size_t at, const char *letters)
{
    return tag.length_bytes >= at + 2 && (tag.data[at] | 0x20) == letters[0] &&
           (tag.data[at + 1] | 0x20) == letters[1];
}

/* What the tag of a language ("en-US", "pt_BR") says: all but American English
 * put the day first. English alone says nothing, nor do the two countries that
 * write both. */
static enum winnow_date_order order_of_language(struct winnow_view tag)
{
    bool is_english =
        has_letters(tag, 0, "en") &&
        (tag.length_bytes == 2 || tag.data[2] == '-' || tag.data[2] == '_');

    if (tag.length_bytes < 2)
        return WINNOW_DATE_EITHER;
    if (!is_english)
        return WINNOW_DATE_DAY_FIRST;
    if (has_letters(tag, 3, "us"))
        return WINNOW_DATE_MONTH_FIRST;
    if (tag.length_bytes != 5 || has_letters(tag, 3, "ca") ||
        has_letters(tag, 3, "ph"))
        return WINNOW_DATE_EITHER;
    return WINNOW_DATE_DAY_FIRST;
}

static enum winnow_date_order
order_of_page(const struct winnow_document *document)
{
    static const char *const names[] = {"og:locale", "content-language",
                                        "dc.language", "language"};
    enum winnow_date_order order =
        order_of_language(document->fields[WINNOW_FIELD_LANGUAGE].value);

    for (size_t i = 0;
         order == WINNOW_DATE_EITHER && i < sizeof names / sizeof names[0];
         i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        if (meta != NULL)
            order = order_of_language(winnow_view_trim(meta->content));
    }
    return order;
}

/* As other dates of the document stand, in the first line that has one. */
static enum winnow_date_order
order_of_other_dates(const struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_view text = document->blocks[i].text;
        struct winnow_date date = {.end = 0};
        while (document->blocks[i].n_words <= LINE_IDEOGRAPHS &&
               winnow_date_find(text, date.end, &date))
            if (date.order == WINNOW_DATE_DAY_FIRST ||
                date.order == WINNOW_DATE_MONTH_FIRST)
                return date.order;
    }
    return WINNOW_DATE_EITHER;
}

/* Sets the order of a date that the block says; the label speaks first. False
 * where nothing tells. */
static bool settle_order(const struct state *state,
                         const struct winnow_document *document,
                         const struct winnow_block *block,
                         struct winnow_date *date)
{
    enum winnow_date_order order = WINNOW_DATE_EITHER;

    if (date->order != WINNOW_DATE_EITHER)
        return true;
    if (block != NULL && winnow_phrase_count(block, state->day_first) != 0 &&
        winnow_phrase_count(block, state->dateline) == 0)
        order = WINNOW_DATE_DAY_FIRST;
    if (order == WINNOW_DATE_EITHER)
        order = order_of_page(document);
    if (order == WINNOW_DATE_EITHER)
        order = order_of_other_dates(document);
    if (order == WINNOW_DATE_MONTH_FIRST)
        winnow_date_put_month_first(date);
    return order != WINNOW_DATE_EITHER;
}

/* ---- witnesses -------------------------------------------------------------
 */

/* Who says when it was published, surest first. */
enum witness {
    WITNESS_HEAD,      /* the head, JSON-LD */
    WITNESS_LINE,      /* a dateline */
    WITNESS_BESIDE,    /* a line under the title that has more than a date */
    WITNESS_URL,       /* a day in the address */
    WITNESS_UPDATE,    /* a dateline that tells of an update */
    WITNESS_ELSEWHERE, /* the one labelled date far from title and text */
    N_WITNESSES
};

struct testimony {
    bool is_known;
    struct winnow_date date;
    uint32_t block; /* that says it, or WINNOW_NO_BLOCK */
};

struct witnesses {
    struct testimony by[N_WITNESSES];
    uint32_t n_elsewhere; /* labelled dates far away: different days */
};

static bool is_same_day(const struct winnow_date *a,
                        const struct winnow_date *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* Takes the first one; false where day and month cannot be told apart. */
static bool hear(const struct state *state,
                 const struct winnow_document *document,
                 struct testimony *testimony, struct winnow_date date,
                 uint32_t i)
{
    if (testimony->is_known ||
        !settle_order(state, document,
                      i == WINNOW_NO_BLOCK ? NULL : &document->blocks[i],
                      &date))
        return false;
    *testimony = (struct testimony){.is_known = true, .date = date, .block = i};
    return true;
}

static void set_date(struct winnow_document *document,
                     const struct testimony *testimony)
{
    char digits[WINNOW_DATE_BYTES];
    size_t n = winnow_date_format(&testimony->date, digits);
    struct winnow_view value = {winnow_arena_copy(document->arena, digits, n),
                                n};

    winnow_field_set(document, WINNOW_FIELD_DATE, value, testimony->block);
}

/* ---- the head --------------------------------------------------------------
 */

static bool hear_text(const struct state *state,
                      const struct winnow_document *document,
                      struct testimony *testimony, struct winnow_view text)
{
    struct winnow_date date;

    return text.length_bytes != 0 && winnow_date_find(text, 0, &date) &&
           hear(state, document, testimony, date, WINNOW_NO_BLOCK);
}

static void hear_published(const struct state *state,
                           const struct winnow_document *document,
                           struct testimony *testimony)
{
    static const char *const names[] = {
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "og:published_time",
        "publishdate",
        "publish_date",
        "publish-date",
        "pubdate",
        "sailthru.date",
        "parsely-pub-date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.date",
        "dc.date",
        "dcterms.created",
        "dc.date.created",
        "article.published",
        "article_date_original",
        "citation_publication_date",
        "cxenseparse:recs:publishtime",
        "published_at",
        "published",
        "og:publish_date",
        "publication_date",
        "publication-date",
        "published-date",
        "published_date",
        "published_time",
        "date",
        "originalpublicationdate",
        "article:created",
    };

    for (size_t i = 0;
         !testimony->is_known && i < sizeof names / sizeof names[0]; i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        if (meta != NULL)
            hear_text(state, document, testimony, meta->content);
    }
}

static void hear_scripts(const struct state *state,
                         const struct winnow_document *document,
                         struct testimony *testimony)
{
    for (uint32_t i = 0; i < document->n_meta && !testimony->is_known; i++)
        if (winnow_view_is(document->meta[i].name, "json-ld"))
            hear_text(state, document, testimony,
                      winnow_json_ld_string(document->arena,
                                            document->meta[i].content,
                                            "datePublished"));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A day in the path of the address, year first: "/2019/07/13/title". */
static void hear_url(const struct state *state,
                     const struct winnow_document *document,
                     struct testimony *testimony)
{
    enum { YEAR_DIGITS = 4 };
    struct winnow_view url = document->url;
    struct winnow_date date = {.end = 0};

    if (url.length_bytes == 0) {
        const struct winnow_meta *meta =
            winnow_meta_find(document, "canonical");
        if (meta != NULL)
            url = meta->content;
    }
    while (!testimony->is_known && winnow_date_find(url, date.end, &date)) {
        size_t n = 0;
        while (date.start + n < date.end && is_digit(url.data[date.start + n]))
            n++;
        if (n == YEAR_DIGITS && date.day != 0 && date.start != 0 &&
            url.data[date.start - 1] == '/') {
            date.has_time = false;
            hear(state, document, testimony, date, WINNOW_NO_BLOCK);
        }
    }
}

static void hear_head(const struct state *state,
                      const struct winnow_document *document,
                      struct witnesses *witnesses)
{
    struct testimony *head = &witnesses->by[WITNESS_HEAD];

    hear_published(state, document, head);
    hear_scripts(state, document, head);
    hear_url(state, document, &witnesses->by[WITNESS_URL]);
}

/* ---- lines -----------------------------------------------------------------
 */

static bool is_labelled(const struct line *line)
{
    return (line->has_date || line->is_relative) && line->has_label &&
           line->n_rest <= LABELLED_REST;
}

static bool is_bare(const struct line *line)
{
    return line->has_date && line->n_rest <= BARE_REST;
}

/* Whether a labelled date follows within a few lines. */
static bool precedes_labelled(const struct state *state,
                              const struct winnow_document *document,
                              uint32_t i)
{
    enum { REACH = 6 };

    for (uint32_t k = i + 1; k < document->n_blocks && k <= i + REACH; k++) {
        const struct winnow_block *block = &document->blocks[k];
        struct line line;
        if (block->n_words > LINE_IDEOGRAPHS)
            continue;
        line = read_line(state, block);
        if (is_labelled(&line))
            return true;
    }
    return false;
}

/* A date with no label before the title, where the title has a date of its own
 * under it: the page's clock. */
static bool is_clock(const struct state *state,
                     const struct winnow_document *document,
                     const struct place *place, const struct line *line,
                     uint32_t i)
{
    return place->title != WINNOW_NO_BLOCK && i < place->title &&
           !line->has_label && is_bare(line) &&
           precedes_labelled(state, document, place->title);
}

/* "Source: Agency" alone, under the title. */
static bool is_source(const struct state *state,
                      const struct winnow_block *block)
{
    enum { MOST_WORDS = 8 };
    const struct winnow_phrase_hit *hit =
        winnow_phrase_at_start(block, state->source);

    if (hit == NULL || block->n_words > MOST_WORDS ||
        winnow_ends_like_sentence(block->text))
        return false;
    return winnow_is_colon_at(block->text, hit->end);
}

static bool is_called_date(struct winnow_document *document,
                           const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    return (sight.nearest & WINNOW_NAME_DATE) != 0 && sight.steps <= 1;
}

/* "2 hours ago": it needs a label, or to stand alone right under the title. */
static bool is_relative_line(const struct place *place, const struct line *line,
                             uint32_t i)
{
    enum { UNDER_TITLE = 4 };

    if (!line->is_relative)
        return false;
    if (is_labelled(line) && line->starts_with_label)
        return true;
    return line->n_rest == 0 && place->title != WINNOW_NO_BLOCK &&
           i > place->title && i <= place->title + UNDER_TITLE &&
           i < place->stretch.first + 1;
}

/* Marks the block if it is a dateline; returns whether its date is the
 * document's. */
static bool mark_line(const struct state *state,
                      struct winnow_document *document,
                      const struct place *place, uint32_t i,
                      struct winnow_date *date)
{
    struct winnow_block *block = &document->blocks[i];
    struct line line = read_line(state, block);
    bool near = is_near(place, i), among = is_among_others(document, block);

    *date = line.date;
    if (!line.has_date) {
        if (near && !among && is_relative_line(place, &line, i))
            winnow_verdict(block, WINNOW_KIND_DATELINE, "dateline.relative");
        else if (near && !among && is_source(state, block))
            winnow_verdict(block, WINNOW_KIND_DATELINE, "dateline.source");
        return false;
    }
    if (is_clock(state, document, place, &line, i)) {
        winnow_hint(document, block, WINNOW_KIND_WIDGET, 85, "dateline.clock");
        return false;
    }
    if (line.starts_with_label && is_labelled(&line) && !among) {
        if (near || ends_text(place, i)) {
            winnow_verdict(block, WINNOW_KIND_DATELINE, "dateline.label");
            return true;
        }
        winnow_hint(document, block, WINNOW_KIND_DATELINE, 20,
                    "dateline.label");
        return false;
    }
    if (near && !among &&
        (is_labelled(&line) || (is_bare(&line) && !is_inside_text(place, i)))) {
        winnow_verdict(block, WINNOW_KIND_DATELINE, "dateline.date");
        return true;
    }
    if (is_called_date(document, block) && !among) {
        winnow_hint(document, block, WINNOW_KIND_DATELINE, 40,
                    "dateline.class");
        return near;
    }
    return false;
}

/* Between the title and the text and near one of them, or so close to the title
 * that no more than a standfirst is between them. */
static bool is_under_title(const struct place *place, uint32_t i)
{
    enum { LINES = 8, CLOSE_LINES = 4, BEFORE_TEXT = 3 };
    uint32_t first = place->stretch.first;

    if (place->title == WINNOW_NO_BLOCK || i <= place->title)
        return false;
    if (i <= place->title + CLOSE_LINES)
        return true;
    if (place->stretch.end == 0)
        return i <= place->title + LINES;
    return i <= first &&
           (i <= place->title + LINES || i + BEFORE_TEXT >= first);
}

/* A byline before the text of a page whose title stands in the head alone. */
static bool is_byline_before_text(const struct winnow_document *document,
                                  const struct place *place, uint32_t i)
{
    enum { LINES = 6 };
    const struct winnow_block *block = &document->blocks[i];

    return place->title == WINNOW_NO_BLOCK && block->verdict_rule != NULL &&
           block->verdict == WINNOW_KIND_BYLINE && i <= place->stretch.first &&
           i + LINES >= place->stretch.first;
}

/* A day that a page can be of: texts speak of earlier ones. */
static bool is_of_the_web(const struct line *line)
{
    enum { YEAR_LEAST = 1990 };

    return line->has_date && line->date.day != 0 &&
           line->date.year >= YEAR_LEAST;
}

/* A line under the title with a date and more beside it (an author, minutes of
 * reading), or in an element that is named after what stands at a page's side:
 * good for the field, not for the block. */
static bool is_date_beside(const struct state *state,
                           struct winnow_document *document,
                           const struct place *place, uint32_t i,
                           struct winnow_date *date)
{
    enum { MOST_REST = 12 };
    const struct winnow_block *block = &document->blocks[i];
    struct winnow_sight sight = winnow_sight_of(document, block);
    struct line line;

    if ((!is_under_title(place, i) &&
         !is_byline_before_text(document, place, i)) ||
        (sight.above & (WINNOW_NAME_COMMENTS | WINNOW_NAME_RELATED)) != 0)
        return false;
    line = read_line(state, block);
    *date = line.date;
    if (is_bare(&line) && !line.has_label && is_inside_text(place, i) &&
        !is_called_date(document, block))
        return false;
    return is_of_the_web(&line) && line.n_rest <= MOST_REST &&
           (line.has_label || !winnow_ends_like_sentence(block->text));
}

static bool tells_of_update(const struct state *state,
                            const struct winnow_block *block)
{
    return winnow_phrase_at_start(block, state->update) != NULL;
}

/* A date with a label, or in an element that is called one, far from title and
 * text, in a column at their side or under the page. Where there are two of
 * different days, they are those of other documents. */
static void hear_elsewhere(const struct state *state,
                           struct winnow_document *document,
                           struct witnesses *witnesses, uint32_t i)
{
    struct testimony *elsewhere = &witnesses->by[WITNESS_ELSEWHERE];
    const struct winnow_block *block = &document->blocks[i];
    struct winnow_sight sight = winnow_sight_of(document, block);
    struct line line;

    if ((sight.above & (WINNOW_NAME_COMMENTS | WINNOW_NAME_RELATED)) != 0 ||
        tells_of_update(state, block))
        return;
    line = read_line(state, block);
    if (!is_of_the_web(&line) ||
        !((line.starts_with_label && is_labelled(&line)) ||
          (is_bare(&line) && is_called_date(document, block))))
        return;
    if (!elsewhere->is_known)
        witnesses->n_elsewhere +=
            hear(state, document, elsewhere, line.date, i);
    else
        witnesses->n_elsewhere += !is_same_day(&elsewhere->date, &line.date);
}

/* When a member joined, when somebody else answered. */
static bool tells_of_other(const struct state *state,
                           const struct winnow_block *block)
{
    return winnow_phrase_at_start(block, state->other) != NULL;
}

/* Hears a block that is no dateline. */
static void hear_block(const struct state *state,
                       struct winnow_document *document,
                       const struct place *place, uint32_t i,
                       struct witnesses *witnesses)
{
    struct winnow_date date;

    if (tells_of_other(state, &document->blocks[i]))
        return;
    if (is_date_beside(state, document, place, i, &date))
        hear(state, document, &witnesses->by[WITNESS_BESIDE], date, i);
    else
        hear_elsewhere(state, document, witnesses, i);
}

static bool is_earlier_day(const struct winnow_date *a,
                           const struct winnow_date *b)
{
    if (a->year != b->year)
        return a->year < b->year;
    return a->month != b->month ? a->month < b->month : a->day < b->day;
}

/* Whether the dateline by the title is believed where the head says another
 * day: an earlier one is the first publication, a later one that of an update.
 * A line may also be more precise. */
static bool is_line_surer(const struct witnesses *witnesses,
                          const struct place *place)
{
    enum { BEFORE_TITLE = 2 };
    const struct testimony *head = &witnesses->by[WITNESS_HEAD];
    const struct testimony *line = &witnesses->by[WITNESS_LINE];

    if (!line->is_known || !head->is_known || line->date.day == 0)
        return false;
    if (head->date.day == 0)
        return line->date.year == head->date.year &&
               line->date.month == head->date.month;
    if (!is_earlier_day(&line->date, &head->date))
        return false;
    return is_under_title(place, line->block) ||
           (place->title != WINNOW_NO_BLOCK && line->block < place->title &&
            line->block + BEFORE_TITLE >= place->title);
}

static void choose_date(struct winnow_document *document,
                        const struct place *place, struct witnesses *witnesses)
{
    if (witnesses->n_elsewhere > 1)
        witnesses->by[WITNESS_ELSEWHERE].is_known = false;
    if (is_line_surer(witnesses, place))
        witnesses->by[WITNESS_HEAD].is_known = false;
    for (size_t i = 0; i < N_WITNESSES; i++)
        if (witnesses->by[i].is_known) {
            set_date(document, &witnesses->by[i]);
            return;
        }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    const struct state *state = ctx->state;
    struct place place = find_place(document);
    struct witnesses witnesses = {.n_elsewhere = 0};
    struct winnow_date date;

    hear_head(state, document, &witnesses);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        if (!is_line(block))
            continue;
        if (!mark_line(state, document, &place, i, &date))
            hear_block(state, document, &place, i, &witnesses);
        else if (tells_of_other(state, block))
            continue;
        else if (tells_of_update(state, block))
            hear(state, document, &witnesses.by[WITNESS_UPDATE], date, i);
        else
            hear(state, document, &witnesses.by[WITNESS_LINE], date, i);
    }
    choose_date(document, &place, &witnesses);
}

const struct winnow_filter winnow_filter_dateline = {
    .name = "dateline",
    .summary = "finds when it was published and sets the date field",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_dateline,
    .document = mark,
};

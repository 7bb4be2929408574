/* The dateline filter: when it was published or updated, and where it is from.
 * A short line of a date, with or without a label, near the title or the text
 * is the dateline. The date field gets the first publication, as ISO 8601, of
 * what the head, the text and the address say (dates.h). Where the numbers of a
 * date could be day and month either way round, the label's language tells
 * which, the page's own, or its other dates. A clock (today's date over a menu)
 * is a widget. */
#include "beside.h"
#include "dates.h"
#include "names.h"
#include "place.h"
#include "shape.h"
#include "times.h"

#include "ago.h"
#include "genre.h"
#include "token.h"

enum {
    LINE_WORDS = 24, /* of a dateline with label, source and time */
    LINE_IDEOGRAPHS = 50,
    BARE_REST = 1,     /* words beside a date that stands alone */
    LABELLED_REST = 8, /* beside a date with a label */
    LINE_WEIGHT = WINNOW_DATES_SURE + 2, /* of candidates: metadata.h */
    LABEL_WEIGHT = WINNOW_DATES_SURE,
    NEAR_WEIGHT = 52,
    UNDER_WEIGHT = 46, /* under the text */
    TIME_WEIGHT = 60,
    LONE_TIME_WEIGHT = 50,
    ELSEWHERE_WEIGHT = 42,
    THREAD_WEIGHT = 66,
    UPDATE_WEIGHT = 34
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
                             struct winnow_document *document, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];
    const struct winnow_date *first = winnow_block_date(document, i);
    struct line line = {.has_date = first != NULL};
    struct winnow_date next = {.end = 0};
    struct winnow_token token;
    bool more = first != NULL;

    line.is_relative =
        !more && winnow_phrase_count(block, state->relative) != 0;
    if (!more && !line.is_relative)
        return line;
    if (more)
        line.date = next = *first;
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
    struct winnow_beside beside;
    bool is_thread; /* the page says that it is one, of a forum */
};

static struct place find_place(struct winnow_document *document)
{
    struct place place = {.beside = winnow_beside_of(document)};

    place.is_thread = (winnow_genres(document) & WINNOW_GENRE_THREAD) != 0;
    return place;
}

/* Whether a time element could stand in the first post of a thread. */
static bool is_of_post(const struct place *place,
                       const struct winnow_time *time)
{
    return time->role != WINNOW_TIME_MODIFIED &&
           (place->beside.title == WINNOW_NO_BLOCK ||
            time->block >= place->beside.title);
}

/* Between the title and the text, or close before or after both. */
static bool is_near(const struct place *place, uint32_t i)
{
    enum { BEFORE_TITLE = 3, BEFORE_TEXT = 12, INTO_TEXT = 4 };
    uint32_t first = place->beside.stretch.first;

    if (place->beside.stretch.end == 0)
        return true;
    if (place->beside.title != WINNOW_NO_BLOCK && place->beside.title <= first)
        return i + BEFORE_TITLE >= place->beside.title && i < first + INTO_TEXT;
    return i + BEFORE_TEXT >= first && i < first + INTO_TEXT;
}

/* A date alone between two paragraphs is a heading or a turn of phrase. */
static bool is_inside_text(const struct place *place, uint32_t i)
{
    return i > place->beside.stretch.first && i + 1 < place->beside.stretch.end;
}

static bool ends_text(const struct place *place, uint32_t i)
{
    enum { AFTER_TEXT = 4 };

    return place->beside.stretch.end != 0 &&
           i + 1 >= place->beside.stretch.end &&
           i < place->beside.stretch.end + AFTER_TEXT;
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
                              struct winnow_document *document, uint32_t i)
{
    enum { REACH = 6 };

    for (uint32_t k = i + 1; k < document->n_blocks && k <= i + REACH; k++) {
        struct line line;
        if (document->blocks[k].n_words > LINE_IDEOGRAPHS)
            continue;
        line = read_line(state, document, k);
        if (is_labelled(&line))
            return true;
    }
    return false;
}

/* A date with no label before the title, where the title has a date of its own
 * under it: the page's clock. */
static bool is_clock(const struct state *state,
                     struct winnow_document *document,
                     const struct place *place, const struct line *line,
                     uint32_t i)
{
    return place->beside.title != WINNOW_NO_BLOCK && i < place->beside.title &&
           !line->has_label && is_bare(line) &&
           precedes_labelled(state, document, place->beside.title);
}

/* "Source: Agency" alone, under the title. */
static bool is_source(const struct state *state,
                      const struct winnow_block *block)
{
    enum { MOST_WORDS = 8 };
    const struct winnow_phrase_hit *hit =
        winnow_phrase_at_start(block, state->source);

    if (hit == NULL || block->n_words > MOST_WORDS ||
        block->ends_like_sentence)
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
    return line->n_rest == 0 && place->beside.title != WINNOW_NO_BLOCK &&
           i > place->beside.title && i <= place->beside.title + UNDER_TITLE &&
           i < place->beside.stretch.first + 1;
}

/* Marks a line without a date, by the title or the text. */
static void mark_dateless(const struct state *state,
                          struct winnow_document *document,
                          const struct place *place, const struct line *line,
                          uint32_t i)
{
    struct winnow_block *block = &document->blocks[i];
    const char *rule = NULL;

    if (is_relative_line(place, line, i))
        rule = "dateline.relative";
    else if (is_source(state, block))
        rule = "dateline.source";
    if (rule != NULL && !winnow_is_among_others(document, block))
        winnow_verdict(block, WINNOW_KIND_DATELINE, rule);
}

/* Marks the block if it is a dateline; returns whether its date, in `*date`, is
 * the document's. */
static bool mark_line(const struct state *state,
                      struct winnow_document *document,
                      const struct place *place, uint32_t i,
                      struct winnow_date *date)
{
    struct winnow_block *block = &document->blocks[i];
    struct line line = read_line(state, document, i);
    bool near = is_near(place, i), among;

    if (!line.has_date) {
        if (near)
            mark_dateless(state, document, place, &line, i);
        return false;
    }
    *date = line.date;
    among = winnow_is_among_others(document, block);
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

/* Whether the block could be marked at all: far from the title and the text
 * only a clock is, or a line with a date that its label or its element calls
 * one. */
static bool may_be_dateline(const struct state *state,
                            struct winnow_document *document,
                            const struct place *place, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];
    uint32_t title = place->beside.title;

    if (!is_line(block))
        return false;
    return is_near(place, i) ||
           (block->has_digits && ((title != WINNOW_NO_BLOCK && i < title) ||
                                  starts_with_label(state, block) ||
                                  is_called_date(document, block)));
}

/* ---- candidates ----------------------------------------------------------
 */

static bool is_update(const struct state *state,
                      const struct winnow_block *block)
{
    return winnow_phrase_at_start(block, state->update) != NULL;
}

/* A label alone on its line, the date on the next: "Published". */
static bool is_label_line(const struct state *state,
                          const struct winnow_block *block)
{
    enum { MOST_WORDS = 4 };

    return block->n_words <= MOST_WORDS && starts_with_label(state, block);
}

/* Whether a line, or the label above it, speaks of a later version. */
static bool is_changed_line(const struct state *state,
                            const struct winnow_document *document, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];

    return is_update(state, block) ||
           (i != 0 && !starts_with_label(state, block) &&
            is_label_line(state, block - 1) && is_update(state, block - 1));
}

static const char *rule_of(const struct winnow_block *block)
{
    return block->verdict_rule != NULL ? block->verdict_rule : "dateline.class";
}

/* Keeps a date of publication; of the last change where `is_changed`, which is
 * one of publication too where nothing better is known. */
static void add(struct winnow_dates *dates, struct winnow_date date,
                struct winnow_candidate candidate, bool is_changed)
{
    candidate.field = WINNOW_FIELD_DATE;
    if (is_changed) {
        int weight = candidate.weight;
        candidate.weight = UPDATE_WEIGHT;
        winnow_dates_add(dates, date, candidate);
        candidate.field = WINNOW_FIELD_MODIFIED;
        candidate.weight = weight;
    }
    winnow_dates_add(dates, date, candidate);
}

static void add_line(const struct state *state, struct winnow_dates *dates,
                     uint32_t i, struct winnow_date date, const char *rule,
                     int weight)
{
    struct winnow_candidate candidate = {
        .source = WINNOW_SAID_TEXT,
        .name = winnow_view_of(rule),
        .block = i,
        .weight = weight,
    };

    add(dates, date, candidate, is_changed_line(state, dates->document, i));
}

/* When a member joined, when somebody else answered. */
static bool tells_of_other(const struct state *state,
                           const struct winnow_block *block)
{
    return winnow_phrase_at_start(block, state->other) != NULL;
}

static bool may_say_date(const struct state *state,
                         const struct winnow_block *block)
{
    return !block->hidden && block->form != WINNOW_KIND_TITLE &&
           block->n_words <= LINE_IDEOGRAPHS && !winnow_is_prose(block) &&
           !tells_of_other(state, block);
}

/* Lines that are no datelines by their words and yet say when: beside the title
 * ("Ines Aldermann, 12 January 2026, 4 min read"), behind a label on a line of
 * its own, or behind one under the text. */
static int weight_of_line(const struct state *state,
                          struct winnow_document *document,
                          const struct place *place, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];
    bool by_title = winnow_is_by_title(&place->beside, i);
    bool under_text = winnow_is_under_text(&place->beside, i), is_labelled;

    if ((!by_title && !under_text) || !may_say_date(state, block))
        return 0;
    is_labelled = starts_with_label(state, block) ||
                  (i != 0 && is_label_line(state, block - 1));
    if (by_title && (is_labelled || !winnow_is_of_others(document, block) ||
                     winnow_is_next_to_title(&place->beside, i)))
        return is_labelled ? LABEL_WEIGHT : NEAR_WEIGHT;
    return is_labelled && under_text ? UNDER_WEIGHT : 0;
}

static bool is_kept(const struct winnow_document *document, uint32_t i)
{
    for (uint32_t k = 0; k < document->n_candidates; k++)
        if (document->candidates[k].block == i &&
            document->candidates[k].source == WINNOW_SAID_TEXT &&
            document->candidates[k].field == WINNOW_FIELD_DATE)
            return true;
    return false;
}

/* The day that a line counts back to from that of the capture: "3 hours ago".
 */
static bool find_relative(const struct state *state,
                          const struct winnow_document *document,
                          const struct winnow_block *block,
                          struct winnow_date *date)
{
    for (uint32_t i = 0; i < block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        struct winnow_view phrase = {block->text.data + hit->start,
                                     hit->end - hit->start};
        uint32_t minutes;
        if (hit->group == state->relative)
            return winnow_dates_is_captured(document) &&
                   winnow_minutes_ago(phrase, &minutes) &&
                   winnow_day_before(document->captured, minutes, date);
    }
    return false;
}

static bool find_day(const struct state *state,
                     struct winnow_document *document, uint32_t i,
                     struct winnow_date *date, const char **rule)
{
    const struct winnow_block *block = &document->blocks[i];
    const struct winnow_date *first = winnow_block_date(document, i);

    *rule = "dateline.near";
    if (first != NULL)
        *date = *first;
    if (first != NULL || winnow_date_find_short(block->text, date))
        return true;
    *rule = "dateline.relative";
    return find_relative(state, document, block, date);
}

static void read_lines(const struct state *state, struct winnow_dates *dates,
                       const struct place *place)
{
    struct winnow_document *document = dates->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_date date;
        const char *rule;
        int weight = weight_of_line(state, document, place, i);
        if (weight != 0 && !is_kept(document, i) &&
            find_day(state, document, i, &date, &rule))
            add_line(state, dates, i, date, rule, weight);
    }
}

/* ---- far from title and text ---------------------------------------------
 */

/* The one day that is said far from title and text, or more than one: then they
 * are those of other documents. */
struct elsewhere {
    struct winnow_date date;
    uint32_t block;
    bool is_known, is_changed, are_more;
};

static void hear(struct elsewhere *elsewhere, struct winnow_date date,
                 uint32_t block, bool is_changed)
{
    if (!elsewhere->is_known) {
        *elsewhere = (struct elsewhere){.date = date,
                                        .block = block,
                                        .is_known = true,
                                        .is_changed = is_changed};
        return;
    }
    if (elsewhere->is_changed == is_changed)
        elsewhere->are_more |= elsewhere->date.year != date.year ||
                               elsewhere->date.month != date.month ||
                               elsewhere->date.day != date.day;
}

static void add_elsewhere(struct winnow_dates *dates,
                          const struct elsewhere *said)
{
    struct winnow_candidate candidate = {
        .source = WINNOW_SAID_TEXT,
        .name = winnow_view_of("dateline.elsewhere"),
        .block = said->block,
        .weight = ELSEWHERE_WEIGHT,
    };

    add(dates, said->date, candidate, said->is_changed);
}

static bool is_byline(const struct winnow_document *document, uint32_t i)
{
    return i < document->n_blocks && document->blocks[i].verdict_rule != NULL &&
           document->blocks[i].verdict == WINNOW_KIND_BYLINE;
}

/* Whether the line says by its words, its element or its neighbours that its
 * date is one of publication. */
static bool says_publication(const struct state *state,
                             struct winnow_document *document, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];
    struct line line;

    if (i != 0 && is_label_line(state, block - 1))
        return true;
    line = read_line(state, document, i);
    return (line.starts_with_label && is_labelled(&line)) ||
           (is_bare(&line) &&
            (is_called_date(document, block) || is_byline(document, i + 1) ||
             (i != 0 && is_byline(document, i - 1))));
}

/* Whether the line, if it has a date, may be the one that says it. */
static bool may_say_elsewhere(const struct state *state,
                              struct winnow_document *document, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];

    return block->has_digits && may_say_date(state, block) &&
           (winnow_sight_of(document, block).above &
            (WINNOW_NAME_COMMENTS | WINNOW_NAME_RELATED)) == 0 &&
           (document->from != WINNOW_FROM_HTML ||
            winnow_place_of(document, block).one_text) &&
           !is_kept(document, i);
}

static void read_elsewhere(const struct state *state,
                           struct winnow_dates *dates)
{
    struct winnow_document *document = dates->document;
    struct elsewhere published = {.is_known = false};

    for (uint32_t i = 0; i < document->n_blocks && !published.are_more; i++) {
        const struct winnow_date *date = may_say_elsewhere(state, document, i)
                                             ? winnow_block_date(document, i)
                                             : NULL;
        if (date != NULL && date->day != 0 &&
            says_publication(state, document, i))
            hear(&published, *date, i, is_changed_line(state, document, i));
    }
    if (published.is_known && !published.are_more)
        add_elsewhere(dates, &published);
}

/* ---- elements of time ----------------------------------------------------
 */

/* What a time element's place makes of it: by the title or in a thread's first
 * post it is the document's. */
static int weight_of_time(struct winnow_document *document,
                          const struct place *place,
                          const struct winnow_time *time, bool is_first,
                          bool is_lone)
{
    const struct winnow_block *block;

    if (time->block == WINNOW_NO_BLOCK)
        return 0;
    block = &document->blocks[time->block];
    if (place->is_thread)
        return is_first ? THREAD_WEIGHT : 0;
    if (winnow_is_by_title(&place->beside, time->block) &&
        (!winnow_is_of_others(document, block) ||
         winnow_is_next_to_title(&place->beside, time->block) ||
         time->role != WINNOW_TIME_PLAIN))
        return time->role == WINNOW_TIME_PUBLISHED ? TIME_WEIGHT + 10
                                                   : TIME_WEIGHT;
    return is_lone && time->role == WINNOW_TIME_PUBLISHED &&
                   !winnow_is_among_others(document, block)
               ? LONE_TIME_WEIGHT
               : 0;
}

/* Whether all elements that say a publication say the same day. */
static bool is_lone_day(const struct winnow_time *times, size_t n)
{
    enum { DAY_BYTES = 10 };
    const struct winnow_time *first = NULL;

    for (size_t i = 0; i < n; i++) {
        if (times[i].role != WINNOW_TIME_PUBLISHED ||
            times[i].value.length_bytes < DAY_BYTES)
            continue;
        if (first == NULL)
            first = &times[i];
        else if (memcmp(first->value.data, times[i].value.data, DAY_BYTES) != 0)
            return false;
    }
    return first != NULL;
}

static void read_times(const struct state *state, struct winnow_dates *dates,
                       const struct place *place)
{
    size_t n;
    const struct winnow_time *times = winnow_times_find(dates->document, &n);
    bool is_first = true, is_lone = is_lone_day(times, n);

    for (size_t i = 0; i < n; i++) {
        int weight =
            weight_of_time(dates->document, place, &times[i],
                           is_first && is_of_post(place, &times[i]), is_lone);
        struct winnow_date date;
        struct winnow_candidate candidate = {
            .source = times[i].is_microdata ? WINNOW_SAID_MICRODATA
                                            : WINNOW_SAID_TIME,
            .name = winnow_view_of("datetime"),
            .block = times[i].block,
            .span = times[i].span,
            .weight = weight,
        };
        if (weight == 0 || !winnow_date_find(times[i].value, 0, &date))
            continue;
        is_first = false;
        add(dates, date, candidate,
            times[i].role == WINNOW_TIME_MODIFIED ||
                (times[i].role == WINNOW_TIME_PLAIN &&
                 is_changed_line(state, dates->document, times[i].block)));
    }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    const struct state *state = ctx->state;
    struct place place = find_place(document);
    struct winnow_date date;
    struct winnow_dates dates = {
        .document = document,
        .beside = place.beside,
        .is_thread = place.is_thread,
        .label = state->dateline,
        .label_day_first = state->day_first,
    };

    winnow_dates_read(&dates);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (may_be_dateline(state, document, &place, i) &&
            mark_line(state, document, &place, i, &date) &&
            !tells_of_other(state, &document->blocks[i]))
            add_line(state, &dates, i, date, rule_of(&document->blocks[i]),
                     LINE_WEIGHT);
    read_times(state, &dates, &place);
    read_lines(state, &dates, &place);
    if (!place.is_thread)
        read_elsewhere(state, &dates);
    winnow_dates_choose(&dates);
}

const struct winnow_filter winnow_filter_dateline = {
    .name = "dateline",
    .summary = "finds when it was published and sets the date field",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_dateline,
    .document = mark,
};

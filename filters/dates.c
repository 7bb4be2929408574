/* Dates as candidates; see dates.h. */
#include "dates.h"

#include "calendar.h"
#include "site.h"

#include <string.h>

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
    DAY_BYTES = 10,
    LATER_WEIGHT = 20 /* of a property that was said before */
};

static const char unclear_order[] = "day or month first";

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

/* What the country of the host writes; those of which many use the domain for
 * its letters say nothing. */
static enum winnow_date_order
order_of_host(const struct winnow_document *document)
{
    static const char *const month_first[] = {"us", "gov", "mil", "edu"};
    static const char *const unsure[] = {"ca", "ph", "io", "ai", "co", "tv",
                                         "me", "ly", "fm", "to", "cc", "ws",
                                         "gg", "sh", "so", "im", "la", "is"};
    struct winnow_view label = winnow_site_last_label(document);

    for (size_t i = 0; i < N_OF(month_first); i++)
        if (winnow_view_is(label, month_first[i]))
            return WINNOW_DATE_MONTH_FIRST;
    for (size_t i = 0; i < N_OF(unsure); i++)
        if (winnow_view_is(label, unsure[i]))
            return WINNOW_DATE_EITHER;
    return label.length_bytes == 2 ? WINNOW_DATE_DAY_FIRST : WINNOW_DATE_EITHER;
}

/* As other dates of the document stand, in the first line that has one. */
static enum winnow_date_order
order_of_other_dates(struct winnow_document *document)
{
    enum { LINE_WORDS = 50 };

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        const struct winnow_date *first =
            block->n_words > LINE_WORDS ? NULL : winnow_block_date(document, i);
        struct winnow_date date;
        if (first == NULL)
            continue;
        date = *first;
        do
            if (date.order == WINNOW_DATE_DAY_FIRST ||
                date.order == WINNOW_DATE_MONTH_FIRST)
                return date.order;
        while (winnow_date_find(block->text, date.end, &date));
    }
    return WINNOW_DATE_EITHER;
}

/* Of the page as a whole; looked for when it is first asked for. */
static enum winnow_date_order page_order(struct winnow_dates *dates)
{
    if (dates->knows_order)
        return dates->order;
    dates->knows_order = true;
    dates->order = order_of_page(dates->document);
    if (dates->order == WINNOW_DATE_EITHER)
        dates->order = order_of_host(dates->document);
    if (dates->order == WINNOW_DATE_EITHER)
        dates->order = order_of_other_dates(dates->document);
    return dates->order;
}

/* Sets the order of a date that the block says; the label speaks first. False
 * where nothing tells. */
static bool settle_order(struct winnow_dates *dates,
                         const struct winnow_block *block,
                         struct winnow_date *date)
{
    enum winnow_date_order order = WINNOW_DATE_EITHER;

    if (date->order != WINNOW_DATE_EITHER)
        return true;
    if (block != NULL &&
        winnow_phrase_count(block, dates->label_day_first) != 0 &&
        winnow_phrase_count(block, dates->label) == 0)
        order = WINNOW_DATE_DAY_FIRST;
    if (order == WINNOW_DATE_EITHER)
        order = page_order(dates);
    if (order == WINNOW_DATE_MONTH_FIRST)
        winnow_date_put_month_first(date);
    return order != WINNOW_DATE_EITHER;
}

/* ---- candidates ----------------------------------------------------------
 */

/* Midnight of the first day of a year is what archives say that know the year
 * alone. */
static bool is_year_alone(struct winnow_view captured)
{
    static const char unknown[] = "-01-01T00:00:00";
    enum { YEAR_DIGITS = 4 };

    return captured.length_bytes >= YEAR_DIGITS + sizeof unknown - 1 &&
           memcmp(captured.data + YEAR_DIGITS, unknown, sizeof unknown - 1) ==
               0;
}

bool winnow_dates_is_captured(const struct winnow_document *document)
{
    return document->captured.length_bytes != 0 &&
           !is_year_alone(document->captured);
}

/* The last day that the capture can be of; its day is 0 where none is known. */
static struct winnow_date
captured_at_latest(const struct winnow_document *document)
{
    enum { YEAR_DIGITS = 4 };
    struct winnow_view captured = document->captured;
    struct winnow_date date;
    char day[DAY_BYTES];

    if (is_year_alone(captured)) {
        memcpy(day, captured.data, YEAR_DIGITS);
        memcpy(day + YEAR_DIGITS, "-12-31", sizeof day - YEAR_DIGITS);
        captured = (struct winnow_view){day, sizeof day};
    }
    if (!winnow_date_find(captured, 0, &date))
        return (struct winnow_date){.day = 0};
    return date;
}

/* A date in the text is none of publication once it lies after the capture by
 * more than zones make up for: an announcement. What markup declares is one
 * whatever the archive says of itself, whose records may have been dated when
 * it was made; only what is far off is a placeholder. */
static const char *why_refused(const struct winnow_dates *dates,
                               const struct winnow_date *date, bool has_order,
                               bool is_declared)
{
    enum { YEAR_LEAST = 1990, TEXT_DAYS = 1, DECLARED_DAYS = 366 };
    uint32_t most = is_declared ? DECLARED_DAYS : TEXT_DAYS;

    if (!has_order)
        return unclear_order;
    if (date->year < YEAR_LEAST)
        return "too early";
    return winnow_date_days_after(date, &dates->captured) > most
               ? "after the capture"
               : NULL;
}

void winnow_dates_add(struct winnow_dates *dates, struct winnow_date date,
                      struct winnow_candidate candidate)
{
    enum { MONTH_LOSES = 20 };
    struct winnow_document *document = dates->document;
    const struct winnow_block *block = candidate.block == WINNOW_NO_BLOCK
                                           ? NULL
                                           : &document->blocks[candidate.block];
    bool has_order = settle_order(dates, block, &date);
    bool is_address = candidate.source == WINNOW_SAID_URL;
    char digits[WINNOW_DATE_BYTES];
    size_t n = winnow_date_format(&date, digits);

    candidate.refused =
        why_refused(dates, &date, has_order, block == NULL && !is_address);
    candidate.value =
        (struct winnow_view){winnow_arena_copy(document->arena, digits, n), n};
    if (date.day == 0)
        candidate.weight -= MONTH_LOSES;
    winnow_candidate_add(dates->document, &candidate);
}

void winnow_dates_add_string(struct winnow_dates *dates,
                             struct winnow_candidate candidate)
{
    struct winnow_date date;

    if (winnow_date_find(candidate.value, 0, &date)) {
        winnow_dates_add(dates, date, candidate);
        return;
    }
    candidate.refused = "no date";
    winnow_candidate_add(dates->document, &candidate);
}

/* ---- markup --------------------------------------------------------------
 */

static const struct winnow_said_name published_names[] = {
    {"article:published_time", WINNOW_SAID_OPEN_GRAPH, 88},
    {"og:article:published_time", WINNOW_SAID_OPEN_GRAPH, 84},
    {"og:published_time", WINNOW_SAID_OPEN_GRAPH, 82},
    {"og:publish_date", WINNOW_SAID_OPEN_GRAPH, 80},
    {"datepublished", WINNOW_SAID_MICRODATA, 80},
    {"publishdate", WINNOW_SAID_META, 78},
    {"publish_date", WINNOW_SAID_META, 78},
    {"publish-date", WINNOW_SAID_META, 78},
    {"published-date", WINNOW_SAID_META, 78},
    {"published_date", WINNOW_SAID_META, 78},
    {"publisheddate", WINNOW_SAID_META, 78},
    {"publication_date", WINNOW_SAID_META, 78},
    {"publication-date", WINNOW_SAID_META, 78},
    {"published_time", WINNOW_SAID_META, 78},
    {"published", WINNOW_SAID_META, 76},
    {"pubdate", WINNOW_SAID_META, 78},
    {"pub_date", WINNOW_SAID_META, 78},
    {"sailthru.date", WINNOW_SAID_META, 76},
    {"parsely-pub-date", WINNOW_SAID_META, 78},
    {"dc.date.issued", WINNOW_SAID_DUBLIN_CORE, 80},
    {"dcterms.issued", WINNOW_SAID_DUBLIN_CORE, 80},
    {"dcterms.date", WINNOW_SAID_DUBLIN_CORE, 58},
    {"dc.date", WINNOW_SAID_DUBLIN_CORE, 58},
    {"dcterms.created", WINNOW_SAID_DUBLIN_CORE, 72},
    {"dc.date.created", WINNOW_SAID_DUBLIN_CORE, 72},
    {"article.published", WINNOW_SAID_META, 78},
    {"article_date_original", WINNOW_SAID_META, 78},
    {"citation_publication_date", WINNOW_SAID_CITATION, 74},
    {"citation_online_date", WINNOW_SAID_CITATION, 72},
    {"citation_date", WINNOW_SAID_CITATION, 72},
    {"cxenseparse:recs:publishtime", WINNOW_SAID_META, 78},
    {"published_at", WINNOW_SAID_META, 78},
    {"date", WINNOW_SAID_META, 58},
    {"originalpublicationdate", WINNOW_SAID_META, 80},
    {"article:created", WINNOW_SAID_META, 68},
    {"datecreated", WINNOW_SAID_MICRODATA, 66},
    {"w-published-date", WINNOW_SAID_META, 74},
    {"ms.date", WINNOW_SAID_META, 50},
    {"rnews:datepublished", WINNOW_SAID_META, 76},
};
static const struct winnow_said_key published_keys[] = {
    {WINNOW_LD_DATE_PUBLISHED, {90, 88, 80, 0, 66, 10, 0}},
    {WINNOW_LD_DATE_CREATED, {64, 80, 58, 0, 40, 0, 0}},
    {WINNOW_LD_UPLOAD_DATE, {50, 50, 50, 0, 10, 0, 0}},
};
static const struct winnow_said_name modified_names[] = {
    {"article:modified_time", WINNOW_SAID_OPEN_GRAPH, 86},
    {"og:updated_time", WINNOW_SAID_OPEN_GRAPH, 82},
    {"og:modified_time", WINNOW_SAID_OPEN_GRAPH, 80},
    {"datemodified", WINNOW_SAID_MICRODATA, 80},
    {"dcterms.modified", WINNOW_SAID_DUBLIN_CORE, 80},
    {"dc.date.modified", WINNOW_SAID_DUBLIN_CORE, 80},
    {"last-modified", WINNOW_SAID_META, 60},
    {"lastmod", WINNOW_SAID_META, 70},
    {"last_updated_date", WINNOW_SAID_META, 72},
    {"article.updated", WINNOW_SAID_META, 76},
    {"updated", WINNOW_SAID_META, 70},
    {"updated_at", WINNOW_SAID_META, 72},
    {"revised", WINNOW_SAID_META, 66},
};
static const struct winnow_said_key modified_keys[] = {
    {WINNOW_LD_DATE_MODIFIED, {88, 86, 78, 30, 70, 30, 0}},
};

/* Of properties that stand among the page's elements the first is the page's,
 * the others are those of its members. */
static bool is_said_before(const struct winnow_document *document,
                           const struct winnow_candidate *candidate)
{
    for (uint32_t i = 0; i < document->n_candidates; i++)
        if (document->candidates[i].field == candidate->field &&
            document->candidates[i].source == candidate->source &&
            winnow_view_equal(document->candidates[i].name, candidate->name))
            return true;
    return false;
}

static void read_markup(struct winnow_dates *dates, enum winnow_field field,
                        const struct winnow_said_name *names, size_t n_names,
                        const struct winnow_said_key *keys, size_t n_keys)
{
    struct winnow_candidate candidate;
    uint32_t at = 0;
    size_t fact = 0;

    while (winnow_said_in_facts(dates->document, keys, n_keys, &fact,
                                &candidate)) {
        candidate.field = field;
        winnow_dates_add_string(dates, candidate);
    }
    while (
        winnow_said_in_head(dates->document, names, n_names, &at, &candidate)) {
        candidate.field = field;
        if (candidate.source == WINNOW_SAID_MICRODATA &&
            is_said_before(dates->document, &candidate))
            candidate.weight = LATER_WEIGHT;
        winnow_dates_add_string(dates, candidate);
    }
}

/* The HTTP field is the time of the answer as often as that of the text. */
static void read_http(struct winnow_dates *dates)
{
    winnow_dates_add_string(dates, (struct winnow_candidate){
                                       .field = WINNOW_FIELD_MODIFIED,
                                       .value = dates->document->last_modified,
                                       .source = WINNOW_SAID_HTTP,
                                       .name = winnow_view_of("last-modified"),
                                       .block = WINNOW_NO_BLOCK,
                                       .weight = 20,
                                   });
}

/* ---- the address ---------------------------------------------------------
 */

/* Up to `most` digits at `at`; their number in `*number`. */
static size_t read_digits(struct winnow_view text, size_t at, size_t most,
                          uint32_t *number)
{
    size_t n = 0;

    *number = 0;
    while (at + n < text.length_bytes && n < most && text.data[at + n] >= '0' &&
           text.data[at + n] <= '9')
        *number = *number * 10 + (uint32_t)(text.data[at + n++] - '0');
    return n;
}

static bool is_digit_at(struct winnow_view text, size_t at)
{
    return at < text.length_bytes && text.data[at] >= '0' &&
           text.data[at] <= '9';
}

/* "/2019/07/13/", "/2019-07-13-", "/20190713/": year, month and day between
 * slashes or hyphens; with `*end` one past them. */
static bool read_address_at(struct winnow_view url, size_t at,
                            struct winnow_date *date)
{
    uint32_t year, month, day;
    size_t n = read_digits(url, at, 4, &year);
    bool has_sign;

    if (n != 4 || at + n >= url.length_bytes)
        return false;
    at += n;
    has_sign = url.data[at] == '/' || url.data[at] == '-';
    at += has_sign;
    n = read_digits(url, at, 2, &month);
    at += n;
    if (n != 2 || (has_sign && (at >= url.length_bytes ||
                                (url.data[at] != '/' && url.data[at] != '-'))))
        return false;
    at += has_sign;
    n = read_digits(url, at, 2, &day);
    if (n != 2 || is_digit_at(url, at + n))
        return false;
    *date = (struct winnow_date){.end = at + n};
    return winnow_date_set(date, year, month, day);
}

/* "/2019/july/13/": as read in text, with the year first. */
static bool read_words_at(struct winnow_view url, size_t at,
                          struct winnow_date *date)
{
    enum { MOST_BYTES = 24 };
    struct winnow_view part = {url.data + at, url.length_bytes - at};

    if (!is_digit_at(url, at))
        return false;
    if (part.length_bytes > MOST_BYTES)
        part.length_bytes = MOST_BYTES;
    if (!winnow_date_find(part, 0, date) || date->start != 0 ||
        date->day == 0 || date->order != WINNOW_DATE_CLEAR || date->has_time)
        return false;
    date->end += at;
    return part.data[4] == '/' || part.data[4] == '-';
}

/* Where the page's path stands. */
static struct winnow_view address_of(const struct winnow_document *document)
{
    const struct winnow_meta *meta = winnow_meta_find(document, "canonical");

    return document->url.length_bytes != 0 || meta == NULL ? document->url
                                                           : meta->content;
}

static void read_address(struct winnow_dates *dates)
{
    struct winnow_view url = address_of(dates->document);
    struct winnow_date date;

    for (size_t at = 1; at < url.length_bytes; at++) {
        if ((url.data[at - 1] != '/' && url.data[at - 1] != '-') ||
            (!read_address_at(url, at, &date) &&
             (url.data[at - 1] != '/' || !read_words_at(url, at, &date))))
            continue;
        winnow_dates_add(dates, date,
                         (struct winnow_candidate){
                             .field = WINNOW_FIELD_DATE,
                             .source = WINNOW_SAID_URL,
                             .name = winnow_view_of("path"),
                             .block = WINNOW_NO_BLOCK,
                             .weight = 48,
                         });
        return;
    }
}

void winnow_dates_read(struct winnow_dates *dates)
{
    dates->captured = captured_at_latest(dates->document);
    read_markup(dates, WINNOW_FIELD_DATE, published_names,
                N_OF(published_names), published_keys, N_OF(published_keys));
    read_markup(dates, WINNOW_FIELD_MODIFIED, modified_names,
                N_OF(modified_names), modified_keys, N_OF(modified_keys));
    read_http(dates);
    read_address(dates);
}

/* ---- the choice ----------------------------------------------------------
 */

static bool is_same_day(struct winnow_view a, struct winnow_view b)
{
    return a.length_bytes >= DAY_BYTES && b.length_bytes >= DAY_BYTES &&
           memcmp(a.data, b.data, DAY_BYTES) == 0;
}

static bool is_earlier_day(struct winnow_view a, struct winnow_view b)
{
    return a.length_bytes >= DAY_BYTES && b.length_bytes >= DAY_BYTES &&
           memcmp(a.data, b.data, DAY_BYTES) < 0;
}

/* A date whose order nothing told, and the candidate that it agrees with in one
 * of its two readings, which then is its value. */
static void settle_by_agreement(struct winnow_document *document,
                                struct winnow_candidate *unclear)
{
    struct winnow_date date;
    char digits[2][WINNOW_DATE_BYTES];

    if (!winnow_date_find(unclear->value, 0, &date))
        return;
    winnow_date_format(&date, digits[0]);
    date.order = WINNOW_DATE_EITHER;
    winnow_date_put_month_first(&date);
    winnow_date_format(&date, digits[1]);
    for (uint32_t i = 0; i < document->n_candidates; i++) {
        const struct winnow_candidate *other = &document->candidates[i];
        if ((other->field != WINNOW_FIELD_DATE &&
             other->field != WINNOW_FIELD_MODIFIED) ||
            other->refused != NULL)
            continue;
        for (int k = 0; k < 2; k++) {
            struct winnow_view value = winnow_view_of(digits[k]);
            if (!is_same_day(value, other->value))
                continue;
            unclear->value.data = winnow_arena_copy(document->arena, value.data,
                                                    value.length_bytes);
            unclear->value.length_bytes = value.length_bytes;
            unclear->refused = NULL;
            return;
        }
    }
}

static void settle_unclear(struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_candidates; i++) {
        struct winnow_candidate *candidate = &document->candidates[i];
        if (candidate->refused == unclear_order)
            settle_by_agreement(document, candidate);
    }
}

/* The minute that a date with a time and a zone is, counted from year 0; 0
 * where it has none. */
static uint64_t moment_of(struct winnow_view value)
{
    struct winnow_date date;
    struct winnow_day day;
    uint64_t minutes;

    if (!winnow_date_find(value, 0, &date) || !date.has_time ||
        !date.has_offset)
        return 0;
    day = (struct winnow_day){date.year, date.month, date.day};
    minutes = (uint64_t)winnow_day_number(day) * 24 * 60;
    return minutes + date.hour * 60u + date.minute -
           (uint64_t)(int64_t)date.offset_minutes;
}

static bool is_in_utc(struct winnow_view value)
{
    return value.length_bytes != 0 && value.data[value.length_bytes - 1] == 'Z';
}

/* The day before or after, at a time of day at which it is that day somewhere
 * where pages are written. */
static bool may_be_local_day(struct winnow_view utc, struct winnow_view day)
{
    enum { EARLY_HOUR = 12, LATE_HOUR = 10 };
    struct winnow_date at, local;
    uint32_t utc_number, local_number;

    if (!winnow_date_find(utc, 0, &at) || !at.has_time ||
        !winnow_date_find(day, 0, &local) || local.day == 0)
        return false;
    utc_number =
        winnow_day_number((struct winnow_day){at.year, at.month, at.day});
    local_number = winnow_day_number(
        (struct winnow_day){local.year, local.month, local.day});
    return (local_number + 1 == utc_number && at.hour < EARLY_HOUR) ||
           (local_number == utc_number + 1 && at.hour >= LATE_HOUR);
}

/* Whether a day was put there for readers: a dateline, the address. */
static bool is_written(const struct winnow_candidate *candidate)
{
    return candidate->source == WINNOW_SAID_URL ||
           (candidate->source == WINNOW_SAID_TEXT &&
            candidate->weight >= WINNOW_DATES_SURE);
}

static bool is_day_written(const struct winnow_document *document,
                           const struct winnow_candidate *chosen)
{
    for (uint32_t i = 0; i < document->n_candidates; i++) {
        const struct winnow_candidate *other = &document->candidates[i];
        if (other->field == chosen->field && other->refused == NULL &&
            is_written(other) && is_same_day(other->value, chosen->value))
            return true;
    }
    return false;
}

/* Whether `other` says what `chosen`, a moment in UTC, says, by the clock of
 * those who published it: the same moment in another zone, or in the text or
 * the address the day that it was there. */
static bool is_local(const struct winnow_dates *dates,
                     const struct winnow_candidate *chosen,
                     const struct winnow_candidate *other)
{
    uint64_t moment;

    if (other->refused != NULL || other->field != chosen->field ||
        is_same_day(chosen->value, other->value))
        return false;
    moment = moment_of(chosen->value);
    if (moment != 0 && !is_in_utc(other->value) &&
        moment_of(other->value) == moment)
        return true;
    return !dates->is_thread && is_written(other) &&
           may_be_local_day(chosen->value, other->value) &&
           !is_day_written(dates->document, chosen);
}

/* Whether `other` is a line by the title that says an earlier day. */
static bool is_first_day(const struct winnow_dates *dates,
                         const struct winnow_candidate *chosen,
                         const struct winnow_candidate *other)
{
    return other->field == WINNOW_FIELD_DATE && other->refused == NULL &&
           other->source == WINNOW_SAID_TEXT &&
           other->weight >= WINNOW_DATES_SURE && !dates->is_thread &&
           chosen->source != WINNOW_SAID_TEXT &&
           is_earlier_day(other->value, chosen->value) &&
           winnow_is_by_title(&dates->beside, other->block);
}

/* Puts the first candidate that `is_better` in the place of what was chosen. */
static void improve(struct winnow_dates *dates,
                    bool (*is_better)(const struct winnow_dates *,
                                      const struct winnow_candidate *,
                                      const struct winnow_candidate *))
{
    struct winnow_document *document = dates->document;
    const struct winnow_candidate *chosen =
        winnow_field_chosen(document, WINNOW_FIELD_DATE);

    for (uint32_t i = 0; chosen != NULL && i < document->n_candidates; i++)
        if (&document->candidates[i] != chosen &&
            is_better(dates, chosen, &document->candidates[i])) {
            winnow_field_put(document, &document->candidates[i]);
            return;
        }
}

static bool is_by_own_clock(const struct winnow_dates *dates,
                            const struct winnow_candidate *chosen,
                            const struct winnow_candidate *other)
{
    return is_in_utc(chosen->value) && is_local(dates, chosen, other);
}

void winnow_dates_choose(struct winnow_dates *dates)
{
    settle_unclear(dates->document);
    winnow_field_choose(dates->document, WINNOW_FIELD_DATE);
    winnow_field_choose(dates->document, WINNOW_FIELD_MODIFIED);
    improve(dates, is_by_own_clock);
    improve(dates, is_first_day);
}

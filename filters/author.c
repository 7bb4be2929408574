/* Names of authors out of a line; see author.h. */
#include "author.h"

#include "date.h"
#include "fold.h"
#include "phrases.h"
#include "shape.h"
#include "token.h"

enum {
    NAME_WORDS = 6,
    NAME_IDEOGRAPHS = 8,
    N_DATE_GROUPS = WINNOW_AUTHOR_DATE_GROUPS
};

void winnow_author_phrases_find(const struct winnow_phrases *phrases,
                                struct winnow_author_phrases *found)
{
    static const char *const dates[N_DATE_GROUPS] = {
        "dateline", "dateline-day-first", "update", "date-word",
        "relative-date"};

    found->byline = winnow_phrase_group(phrases, "byline");
    found->label = winnow_phrase_group(phrases, "byline-label");
    found->other = winnow_phrase_group(phrases, "byline-other");
    found->nobody = winnow_phrase_group(phrases, "no-author");
    found->role = winnow_phrase_group(phrases, "byline-role");
    found->name_word = winnow_phrase_group(phrases, "name-word");
    found->and_word = winnow_phrase_group(phrases, "and");
    found->degree = winnow_phrase_group(phrases, "byline-degree");
    found->organisation = winnow_phrase_group(phrases, "byline-organisation");
    for (size_t i = 0; i < N_DATE_GROUPS; i++)
        found->dates[i] = winnow_phrase_group(phrases, dates[i]);
}

/* What ends a name: a comma, a bar, a dash between blanks, a bracket. */
static size_t separator_at(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {
        ",",       ";",      "|",       "/",      "(",      ")",
        "[",       "]",      "\n",      "\u2022", "\u00b7", "\u3001",
        "\uff0c",  "\u060c", "\uff08",  "\uff09", "\uff0f", " - ",
        " \u2013", "\u2014", "\u2009|", "\u00bb", "\u203a", "\u3000",
    };

    return winnow_sign_at(text, at, signs, sizeof signs / sizeof signs[0]);
}

static size_t word_end(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes && text.data[at] != ' ' &&
           separator_at(text, at) == 0)
        at++;
    return at;
}

static enum winnow_class first_class(struct winnow_view text)
{
    uint32_t code;
    size_t at = winnow_skip_punctuation(text, 0);

    if (at >= text.length_bytes)
        return WINNOW_CLASS_OTHER;
    winnow_decode_code_point(text.data + at, text.data + text.length_bytes,
                             &code);
    return winnow_class_of(code);
}

static bool is_ideographic(struct winnow_view text)
{
    return first_class(text) == WINNOW_CLASS_IDEOGRAPH;
}

/* A script that has no upper case to tell names by. */
static bool is_caseless(struct winnow_view text)
{
    size_t at = winnow_skip_punctuation(text, 0);
    uint32_t code;

    if (at >= text.length_bytes)
        return false;
    winnow_decode_code_point(text.data + at, text.data + text.length_bytes,
                             &code);
    return !winnow_is_upper_case(code) && !winnow_is_lower_case(code);
}

/* A line while names are taken out of it. */
struct reading {
    const struct winnow_author_phrases *phrases;
    const struct winnow_block *block;
    bool any_case;
    bool is_declared; /* all of it is names, whatever they look like */
    bool is_joined;   /* the part at hand stands behind an "and" or begins */
    struct winnow_authors authors;
};

static struct winnow_view part_of(const struct reading *reading, size_t start,
                                  size_t end)
{
    struct winnow_view part = {reading->block->text.data + start, end - start};

    return part;
}

/* Whether the word may stand in a name: upper case first, or a particle. */
static bool is_name_word(const struct reading *reading, size_t start,
                         size_t end)
{
    struct winnow_view word = part_of(reading, start, end);

    return winnow_starts_like_name(word) ||
           (reading->any_case && first_class(word) == WINNOW_CLASS_LETTER) ||
           (reading->is_declared && first_class(word) == WINNOW_CLASS_DIGIT) ||
           winnow_phrase_over(reading->block, reading->phrases->name_word,
                              start, end);
}

static bool is_name(const struct reading *reading, size_t start, size_t end)
{
    struct winnow_view text = part_of(reading, start, end);
    uint32_t n = winnow_count_words(text);
    bool any = false;

    if (memchr(text.data, ':', text.length_bytes) != NULL)
        return false;
    if (n == 0 || n > (is_ideographic(text) ? NAME_IDEOGRAPHS : NAME_WORDS))
        return false;
    for (size_t at = start; at < end;) {
        size_t after = word_end(reading->block->text, at);
        if (after > end)
            after = end;
        if (after > at && !is_name_word(reading, at, after))
            return false;
        any |= after > at;
        at = after + 1;
    }
    return any;
}

static bool holds(const struct reading *reading, uint16_t group, size_t start,
                  size_t end)
{
    for (uint32_t i = 0; i < reading->block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &reading->block->phrases[i];
        if (hit->group == group && hit->start >= start && hit->end <= end)
            return true;
    }
    return false;
}

static void trim(const struct reading *reading, size_t *start, size_t *end)
{
    const char *data = reading->block->text.data;

    while (*start < *end && (data[*start] == ' ' || data[*start] == ':'))
        (*start)++;
    while (*end > *start && (data[*end - 1] == ' ' || data[*end - 1] == ':' ||
                             data[*end - 1] == '-'))
        (*end)--;
}

/* Cuts phrases of the group off the end of the part. */
static void cut_end(const struct reading *reading, uint16_t group, size_t start,
                    size_t *end)
{
    const struct winnow_block *block = reading->block;

    for (uint32_t i = block->n_phrases; i-- > 0;) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        if (hit->group == group && hit->start >= start && hit->end <= *end &&
            winnow_skip_punctuation(block->text, hit->end) >= *end)
            *end = hit->start;
        trim(reading, &start, end);
    }
}

/* Cuts them off both ends; returns whether there were any. */
static bool cut(const struct reading *reading, uint16_t group, size_t *start,
                size_t *end)
{
    const struct winnow_block *block = reading->block;
    size_t first = *start, last = *end;

    for (uint32_t i = 0; i < block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        if (hit->group == group && hit->start == *start && hit->end <= *end)
            *start = hit->end;
        trim(reading, start, end);
    }
    cut_end(reading, group, *start, end);
    return *start != first || *end != last;
}

static void add_name(struct reading *reading, size_t start, size_t end)
{
    struct winnow_authors *authors = &reading->authors;

    if (authors->n < WINNOW_AUTHORS_MOST)
        authors->names[authors->n++] = part_of(reading, start, end);
}

/* A place behind the name ("Jana Brandt, Oberwald"): one word where the first
 * name has more, and no "and" before it. */
static bool is_place(const struct reading *reading, struct winnow_view part)
{
    return !reading->is_joined && reading->authors.n != 0 &&
           !is_caseless(part) && winnow_count_words(part) == 1 &&
           winnow_count_words(reading->authors.names[0]) > 1;
}

/* Whether the part is the label of a date, a weekday, a time: "Updated", "3 min
 * read". */
static bool is_about_dates(const struct reading *reading, size_t start,
                           size_t end)
{
    struct winnow_view text = {reading->block->text.data, end};
    struct winnow_token token;

    for (size_t at = start; winnow_token_next(text, at, &token);
         at = token.end) {
        bool known = token.is_number ||
                     winnow_date_is_weekday(token.folded, token.length_bytes);
        for (size_t i = 0; !known && i < N_DATE_GROUPS; i++)
            known =
                winnow_phrase_over(reading->block, reading->phrases->dates[i],
                                   token.start, token.end);
        if (!known)
            return false;
    }
    return true;
}

/* Whether the last word before a date is a name with the date's label glued to
 * it, as two elements without a blank between them are: "MillerPublished". */
static bool ends_glued(struct winnow_view text, size_t start, size_t end)
{
    enum { PREFIX = 4 }; /* letters before it; "MacFarlane" has fewer */
    size_t n_before = 0;

    for (size_t at = start; at < end; at++) {
        char c = text.data[at];
        bool is_upper = c >= 'A' && c <= 'Z';
        if (c == ' ')
            n_before = 0;
        else if (is_upper && n_before >= PREFIX && text.data[at - 1] >= 'a' &&
                 text.data[at - 1] <= 'z')
            return true;
        else
            n_before++;
    }
    return false;
}

/* The byte where words that belong to a date ("Jane Doe Updated", "on") begin
 * at the end of the part. */
static size_t cut_date_words(const struct reading *reading, size_t start,
                             size_t end)
{
    for (size_t at = start; at < end;) {
        size_t after = word_end(reading->block->text, at);
        if (at > start && is_about_dates(reading, at, end))
            return at;
        at = after + 1;
    }
    return end;
}

/* A part with a role in it is a name only in a script where no case tells
 * names from other words: elsewhere "Great Day Editorial Team" is none. */
static bool may_be_name(const struct reading *reading, size_t start, size_t end,
                        bool had_role)
{
    struct winnow_view part = part_of(reading, start, end);

    return is_name(reading, start, end) &&
           !holds(reading, reading->phrases->role, start, end) &&
           (!had_role || (is_caseless(part) && winnow_author_is_full(part)));
}

static bool is_organisation(const struct reading *reading, size_t start,
                            size_t end)
{
    return holds(reading, reading->phrases->organisation, start, end);
}

/* Whether the first name is itself the paper or agency. */
static bool is_first_organisation(const struct reading *reading)
{
    struct winnow_view first = reading->authors.names[0];
    size_t start = (size_t)(first.data - reading->block->text.data);

    return is_organisation(reading, start, start + first.length_bytes);
}

/* What stands behind a name and tells more of it: its place, its paper. */
static bool is_beside_name(const struct reading *reading, size_t start,
                           size_t end)
{
    return reading->authors.n != 0 &&
           (is_place(reading, part_of(reading, start, end)) ||
            (is_organisation(reading, start, end) &&
             !is_first_organisation(reading)));
}

static void add_part(struct reading *reading, size_t start, size_t end)
{
    struct winnow_authors *authors = &reading->authors;
    size_t before_date;
    bool had_role;

    trim(reading, &start, &end);
    if (winnow_count_words(part_of(reading, start, end)) == 0 ||
        is_about_dates(reading, start, end))
        return;
    before_date = cut_date_words(reading, start, end);
    if (before_date < end &&
        ends_glued(reading->block->text, start, before_date))
        authors->is_clean = false;
    end = before_date;
    trim(reading, &start, &end);
    cut_end(reading, reading->phrases->degree, start, &end);
    had_role = cut(reading, reading->phrases->role, &start, &end);
    authors->has_role |= had_role;
    if (start >= end || is_beside_name(reading, start, end))
        return;
    if (may_be_name(reading, start, end, had_role))
        add_name(reading, start, end);
    else if (had_role || holds(reading, reading->phrases->role, start, end))
        authors->has_rest = true;
    else
        authors->is_clean = false;
}

/* A word for "and" is written small: "E. B. White" has none. */
static bool is_and(const struct reading *reading, size_t start, size_t end)
{
    uint32_t code;
    const char *at = reading->block->text.data + start;

    winnow_decode_code_point(at, at + (end - start), &code);
    return !winnow_is_upper_case(code) &&
           winnow_phrase_over(reading->block, reading->phrases->and_word, start,
                              end);
}

static bool is_mail(const struct reading *reading, size_t start, size_t end)
{
    return memchr(reading->block->text.data + start, '@', end - start) != NULL;
}

/* An ampersand between blanks joins where names alone are. */
static bool is_ampersand(const struct reading *reading, size_t start,
                         size_t end)
{
    return reading->is_declared && end == start + 1 &&
           reading->block->text.data[start] == '&';
}

static void read_names(struct reading *reading, size_t at)
{
    struct winnow_view text = reading->block->text;
    struct winnow_date date;
    bool dates = winnow_date_find(text, at, &date);
    size_t start = at;

    while (at < text.length_bytes) {
        size_t n = separator_at(text, at), end = word_end(text, at), next;
        bool joins = end > at && (is_and(reading, at, end) ||
                                  is_ampersand(reading, at, end));
        bool is_date = dates && at >= date.start;
        next = n != 0 ? at + n : end == at ? at + 1 : end;
        if (is_date || n != 0 || joins ||
            (end > at && is_mail(reading, at, end))) {
            add_part(reading, start, at);
            reading->is_joined = joins || (n != 0 && text.data[at] == ';');
            if (is_date) {
                reading->authors.is_clean &= !ends_glued(text, start, at);
                next = date.end > at ? date.end : next;
                dates = winnow_date_find(text, date.end, &date);
            }
            start = next;
        }
        at = next;
    }
    add_part(reading, start, text.length_bytes);
}

struct winnow_authors
winnow_authors_read(const struct winnow_author_phrases *phrases,
                    const struct winnow_block *block, size_t at, bool any_case)
{
    struct reading reading = {
        .phrases = phrases,
        .block = block,
        .any_case = any_case,
        .is_joined = true,
        .authors = {.is_clean = true},
    };

    read_names(&reading, at);
    return reading.authors;
}

/* ---- strings of markup ---------------------------------------------------
 */

static bool is_address(struct winnow_view text)
{
    return memmem(text.data, text.length_bytes, "://", 3) != NULL ||
           (text.length_bytes > 4 && memcmp(text.data, "www.", 4) == 0) ||
           text.data[0] == '/' || text.data[0] == '@';
}

/* The byte where names begin, behind "By" and signs. */
static size_t names_start(const struct winnow_author_phrases *phrases,
                          const struct winnow_block *block)
{
    const struct winnow_phrase_hit *by =
        winnow_phrase_at_start(block, phrases->byline);

    return winnow_skip_punctuation(block->text, by == NULL ? 0 : by->end);
}

/* "Skerry Post Editorial Team": a role with a name of its own is the name of
 * those who have the role; an agency is one too. */
static void add_collective(struct reading *reading)
{
    enum { MOST_WORDS = 6 };
    const struct winnow_block *block = reading->block;

    if (winnow_count_words(block->text) > MOST_WORDS ||
        winnow_phrase_whole(block, reading->phrases->nobody))
        return;
    if (winnow_phrase_count(block, reading->phrases->organisation) == 0 &&
        (winnow_phrase_count(block, reading->phrases->role) == 0 ||
         winnow_phrase_whole(block, reading->phrases->role)))
        return;
    add_name(reading, 0, block->text.length_bytes);
    reading->authors.is_collective = true;
}

struct winnow_authors
winnow_authors_of_string(const struct winnow_document *document,
                         const struct winnow_author_phrases *phrases,
                         struct winnow_view text, bool is_organisation)
{
    struct winnow_block block = {.text = text};
    struct reading reading = {
        .phrases = phrases,
        .block = &block,
        .any_case = true,
        .is_declared = true,
        .is_joined = true,
        .authors = {.is_clean = true},
    };

    if (text.length_bytes == 0 || is_address(text))
        return reading.authors;
    winnow_phrases_match_text(document->phrases, document->arena, &block);
    if (is_organisation)
        add_name(&reading, 0, text.length_bytes);
    else
        read_names(&reading, names_start(phrases, &block));
    if (reading.authors.n == 0)
        add_collective(&reading);
    return reading.authors;
}

/* The longest beginning of [at, end) whose every word may stand in a name. */
static size_t names_end(const struct reading *reading, size_t at, size_t end)
{
    size_t last = at;

    while (at < end) {
        size_t after = word_end(reading->block->text, at);
        if (after > at && !is_name_word(reading, at, after) &&
            !is_and(reading, at, after))
            break;
        if (after > at)
            last = after;
        at = after > at ? after : at + 1;
    }
    return last;
}

struct winnow_authors
winnow_authors_leading(const struct winnow_document *document,
                       const struct winnow_author_phrases *phrases,
                       struct winnow_view text)
{
    struct winnow_block block = {.text = text};
    struct reading reading = {
        .phrases = phrases,
        .block = &block,
        .is_joined = true,
        .authors = {.is_clean = true},
    };

    winnow_phrases_match_text(document->phrases, document->arena, &block);
    block.text.length_bytes = names_end(&reading, 0, text.length_bytes);
    read_names(&reading, 0);
    return reading.authors;
}

static bool has_letter(struct winnow_view text)
{
    const char *at = text.data, *end = text.data + text.length_bytes;
    uint32_t code;

    while (at < end) {
        at += winnow_decode_code_point(at, end, &code);
        switch (winnow_class_of(code)) {
        case WINNOW_CLASS_LETTER:
        case WINNOW_CLASS_APART:
        case WINNOW_CLASS_IDEOGRAPH:
            return true;
        default:
            break;
        }
    }
    return false;
}

/* "example.org": one word with a full stop between letters and letters behind
 * it that a domain may end with. */
static bool is_domain(struct winnow_view name)
{
    enum { LEAST = 2, MOST = 4 };
    const char *dot = memrchr(name.data, '.', name.length_bytes);
    size_t n =
        dot == NULL ? 0 : (size_t)(name.data + name.length_bytes - dot - 1);

    if (n < LEAST || n > MOST || dot == name.data ||
        memchr(name.data, ' ', name.length_bytes) != NULL)
        return false;
    while (n != 0 && dot[n] >= 'a' && dot[n] <= 'z')
        n--;
    return n == 0;
}

/* Nothing but months and days of the week. */
static bool is_about_time(struct winnow_view name)
{
    struct winnow_token token;

    for (size_t at = 0; winnow_token_next(name, at, &token); at = token.end)
        if (!winnow_date_is_weekday(token.folded, token.length_bytes) &&
            !winnow_date_is_month(token.folded, token.length_bytes))
            return false;
    return true;
}

static bool is_all_capitals(struct winnow_view text)
{
    uint32_t code;

    for (size_t at = 0; at < text.length_bytes;) {
        at += winnow_decode_code_point(text.data + at,
                                       text.data + text.length_bytes, &code);
        if (winnow_is_lower_case(code))
            return false;
    }
    return true;
}

/* Two or three words with a capital each and none of those that papers and
 * companies are called by: sites are named after their authors too. */
static bool is_like_person(const struct winnow_block *block,
                           const struct winnow_author_phrases *phrases)
{
    enum { LEAST = 2, MOST = 3 };
    uint32_t n = winnow_count_words(block->text);
    struct reading reading = {.phrases = phrases, .block = block};

    return n >= LEAST && n <= MOST && !is_caseless(block->text) &&
           is_name(&reading, 0, block->text.length_bytes) &&
           winnow_phrase_count(block, phrases->organisation) == 0 &&
           winnow_phrase_count(block, phrases->role) == 0 &&
           !is_all_capitals(block->text);
}

const char *winnow_author_refused(const struct winnow_document *document,
                                  const struct winnow_author_phrases *phrases,
                                  const struct winnow_site *site,
                                  struct winnow_view name)
{
    struct winnow_block block = {.text = name};

    if (name.length_bytes == 0 || !has_letter(name))
        return "no name";
    if (memchr(name.data, '@', name.length_bytes) != NULL)
        return "an address";
    winnow_phrases_match_text(document->phrases, document->arena, &block);
    if (winnow_phrase_whole(&block, phrases->nobody) ||
        winnow_phrase_whole(&block, phrases->role) ||
        winnow_phrase_whole(&block, phrases->byline))
        return "nobody's name";
    if (is_domain(name))
        return "an address";
    if ((winnow_site_is_named(site, name) || winnow_site_is_host(site, name)) &&
        (winnow_site_is_organisation(site, name) ||
         !is_like_person(&block, phrases)))
        return "the site";
    return is_about_time(name) ? "no name" : NULL;
}

bool winnow_author_is_full(struct winnow_view name)
{
    enum { HANGUL_BYTES = 9, IDEOGRAPHS_LEAST = 2 };
    uint32_t n_words = winnow_count_words(name);

    if (is_ideographic(name))
        return n_words >= IDEOGRAPHS_LEAST;
    if (first_class(name) == WINNOW_CLASS_APART)
        return n_words > 1 || name.length_bytes == HANGUL_BYTES;
    return n_words > 1;
}

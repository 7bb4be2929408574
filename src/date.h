/* Dates in text: numeric forms and month names of the languages that pages are
 * mostly written in, into ISO 8601. Calendars: Gregorian; solar Hijri (see
 * calendar.h), Japanese and Taiwanese eras and the Buddhist one behind Thai
 * names of months, converted. A form that can be
 * read two ways (03/04/2019) is a date whose order the caller must know. */
#ifndef WINNOW_DATE_H
#define WINNOW_DATE_H

#include "document.h"

/* How day and month stand in a date of nothing but numbers, year last. */
enum winnow_date_order {
    WINNOW_DATE_CLEAR, /* the form allows one reading */
    WINNOW_DATE_DAY_FIRST,
    WINNOW_DATE_MONTH_FIRST,
    WINNOW_DATE_EITHER /* read here as day first */
};

/* A date, as precise as it was written. */
struct winnow_date {
    uint16_t year;
    uint8_t month, day;           /* day 0: only the month is known */
    uint8_t hour, minute, second; /* if has_time, has_second */
    bool has_time, has_second, has_offset;
    int16_t offset_minutes; /* of the zone, from UTC */
    enum winnow_date_order order;
    size_t start, end; /* bytes of the text it stands in */
};

/* The first date at or after byte `from` of the text (a word must not begin
 * before it); false when there is none. Takes the time of day behind it along.
 * Looks at a fixed number of words per candidate. */
bool winnow_date_find(struct winnow_view text, size_t from,
                      struct winnow_date *date);

const struct winnow_date *
winnow_block_date_find(struct winnow_document *document, uint32_t i);
/* The first date of block `i`'s text, looked for once; NULL: it has none. In
 * the document's arena. */
static inline const struct winnow_date *
winnow_block_date(struct winnow_document *document, uint32_t i)
{
    return document->blocks[i].has_digits ? winnow_block_date_find(document, i)
                                          : NULL; /* nearly always */
}

/* A date with a year of two digits, of this century: day, month and year in two
 * digits each with full stops between ("25.04.24"), and a weekday before it or
 * a time behind it; numbers of versions and chapters look like it. */
bool winnow_date_find_short(struct winnow_view text, struct winnow_date *date);

/* Sets the day of a date; false, and nothing is set, when there is no such day.
 */
bool winnow_date_set(struct winnow_date *date, uint32_t year, uint32_t month,
                     uint32_t day);

/* How many days a date lies after another; 0 where it does not, or where that
 * one's day is not known. Of a month its first day counts. */
uint32_t winnow_date_days_after(const struct winnow_date *date,
                                const struct winnow_date *other);

/* Of a date of WINNOW_DATE_EITHER, the other reading. */
void winnow_date_put_month_first(struct winnow_date *date);

/* Whether this folded word names a day of the week. */
bool winnow_date_is_weekday(const char *folded, size_t length_bytes);

/* Whether it names a month, or is short for one. */
bool winnow_date_is_month(const char *folded, size_t length_bytes);

enum { WINNOW_DATE_BYTES = 32 };
/* ISO 8601 ("2019-07-13", "2019-07-13T17:11", "2019-07-13T17:11:05+09:00"),
 * terminated; returns its length. */
size_t winnow_date_format(const struct winnow_date *date,
                          char out[WINNOW_DATE_BYTES]);

#endif

/* Dates that a document gives, as candidates of its date fields: from markup,
 * the address and the HTTP head; and what every date must pass that a filter
 * takes from the text. Where the numbers of a date could be day and month
 * either way round, the label's language tells which, the page's own, the
 * country of its host, or its other dates. */
#ifndef WINNOW_FILTERS_DATES_H
#define WINNOW_FILTERS_DATES_H

#include "beside.h"
#include "date.h"
#include "filter.h"
#include "said.h"

/* The weight of a line that is surely a dateline. */
enum { WINNOW_DATES_SURE = 60 };

/* The dates of one document. */
struct winnow_dates {
    struct winnow_document *document;
    struct winnow_beside beside;
    bool is_thread; /* of a forum: many dates, each of a post */
    uint16_t label, label_day_first; /* phrases: labels, and those of languages
                                        that put the day first */
    bool knows_order;                /* of the page */
    enum winnow_date_order order;
    struct winnow_date captured; /* the last day that the capture can be of;
                                    its day is 0: not known */
};

/* Keeps a date as what the candidate says: fills its value, and refuses what
 * cannot be a date of publication. */
void winnow_dates_add(struct winnow_dates *dates, struct winnow_date date,
                      struct winnow_candidate candidate);

/* Keeps the date that stands in the candidate's value; one that cannot be read
 * is refused as it is written. */
void winnow_dates_add_string(struct winnow_dates *dates,
                             struct winnow_candidate candidate);

/* Reads head, JSON-LD, address and HTTP head; first of all. */
void winnow_dates_read(struct winnow_dates *dates);

/* Chooses both date fields. Beside what metadata.h says: a date whose order
 * nothing told has the order by which it agrees with another; a line under the
 * title that says an earlier day than markup is right, since what builders
 * write there is often the day of the last change; and of two that say one
 * moment, or the same moment on the days of two zones, the page's own zone
 * counts. */
void winnow_dates_choose(struct winnow_dates *dates);

/* Whether the day of the capture is known. */
bool winnow_dates_is_captured(const struct winnow_document *document);

#endif

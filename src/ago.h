/* Time counted back ("3 hours ago", "vor 2 Tagen", "5小时前"): how much, and to
 * which day. Weeks, months and years name no day, and are not read. */
#ifndef WINNOW_AGO_H
#define WINNOW_AGO_H

#include "date.h"

/* How many minutes a phrase of filters/phrases/relative-date.txt counts back:
 * its number, one where there is none, of seconds (0), minutes, hours or days.
 * False: its unit is none of these, its number no small whole one. */
bool winnow_minutes_ago(struct winnow_view phrase, uint32_t *minutes);

/* The day so long before a moment (ISO 8601; without a time of day its end
 * counts, as the latest that it can be). False: it says no day. */
bool winnow_day_before(struct winnow_view moment, uint32_t minutes,
                       struct winnow_date *day);

#endif

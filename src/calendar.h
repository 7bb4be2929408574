/* Calendars other than the Gregorian one in which pages give their dates. */
#ifndef WINNOW_CALENDAR_H
#define WINNOW_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/* A day of the Gregorian calendar. */
struct winnow_day {
    uint16_t year;
    uint8_t month, day;
};

/* Days counted from 1 March of the year 0 of the Gregorian calendar, extended
 * backwards. The day must exist, and be no earlier. */
uint32_t winnow_day_number(struct winnow_day day);
struct winnow_day winnow_day_of_number(uint32_t number);

enum { WINNOW_SOLAR_HIJRI_LEAST = 1300, WINNOW_SOLAR_HIJRI_MOST = 1472 };

/* The day of a date in the solar Hijri calendar (Iran, Afghanistan), of the
 * years WINNOW_SOLAR_HIJRI_LEAST to _MOST (1921 to 2094); false when there is
 * no such day. Exact in that range, see calendar.c. */
bool winnow_from_solar_hijri(uint32_t year, uint32_t month, uint32_t day,
                             struct winnow_day *out);

#endif

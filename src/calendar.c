/* The solar Hijri calendar to the Gregorian one; see calendar.h.
 *
 * The year begins on the day of the March equinox in Tehran. Six months of 31
 * days come first, five of 30 after them, the twelfth has 29 or, in a leap
 * year, 30. In the years 1244 to 1472 the equinox puts leap years where a cycle
 * of 33 years has them: where the year's remainder by 33 is 1, 5, 9, 13, 17,
 * 22, 26 or 30. So (8 * year + 21) / 33, rounded down, counts the leap years
 * before `year` up to a constant: it grows by one over just these years. With
 * 1 Farvardin 1300 = 21 March 1921 every other day follows by counting.
 */
#include "calendar.h"

enum {
    FIRST_LONG_MONTHS = 6,
    MONTHS = 12,
    /* Days from 1 March of the year 0 (Gregorian, extended backwards) to 1
     * Farvardin 1300. */
    EPOCH_DAYS = 701650,
    DAYS_IN_400_YEARS = 146097,
    DAYS_IN_100_YEARS = 36524,
    DAYS_IN_4_YEARS = 1461
};

static uint32_t leap_years_before(uint32_t year)
{
    return (8 * year + 21) / 33;
}

static uint32_t days_of_month(uint32_t year, uint32_t month)
{
    if (month <= FIRST_LONG_MONTHS)
        return 31;
    if (month < MONTHS)
        return 30;
    return 29 + leap_years_before(year + 1) - leap_years_before(year);
}

/* The Gregorian day `days` after 1 March of the year 0: years are counted from
 * March, so that the leap day is a year's last, and months have 153 days in
 * every five. */
struct winnow_day winnow_day_of_number(uint32_t days)
{
    uint32_t era = days / DAYS_IN_400_YEARS;
    uint32_t of_era = days % DAYS_IN_400_YEARS;
    uint32_t year =
        (of_era - of_era / (DAYS_IN_4_YEARS - 1) + of_era / DAYS_IN_100_YEARS -
         of_era / (DAYS_IN_400_YEARS - 1)) /
        365;
    uint32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    uint32_t month = (5 * of_year + 2) / 153; /* from March */
    struct winnow_day day;

    day.day = (uint8_t)(of_year - (153 * month + 2) / 5 + 1);
    day.month = (uint8_t)(month < 10 ? month + 3 : month - 9);
    day.year = (uint16_t)(era * 400 + year + (month >= 10));
    return day;
}

uint32_t winnow_day_number(struct winnow_day day)
{
    uint32_t year = day.month < 3 ? day.year - 1u : day.year;
    uint32_t month = day.month < 3 ? day.month + 9u : day.month - 3u;

    return year * 365 + year / 4 - year / 100 + year / 400 +
           (153 * month + 2) / 5 + day.day - 1;
}

bool winnow_from_solar_hijri(uint32_t year, uint32_t month, uint32_t day,
                             struct winnow_day *out)
{
    uint32_t days;

    if (year < WINNOW_SOLAR_HIJRI_LEAST || year > WINNOW_SOLAR_HIJRI_MOST ||
        month < 1 || month > MONTHS || day < 1 ||
        day > days_of_month(year, month))
        return false;
    days = 365 * (year - WINNOW_SOLAR_HIJRI_LEAST) + leap_years_before(year) -
           leap_years_before(WINNOW_SOLAR_HIJRI_LEAST);
    for (uint32_t m = 1; m < month; m++)
        days += days_of_month(year, m);
    *out = winnow_day_of_number(EPOCH_DAYS + days + day - 1);
    return true;
}

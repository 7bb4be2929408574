/* Time counted back; see ago.h. Words are as tokens fold them. */
#include "ago.h"

#include "calendar.h"
#include "filter.h"
#include "token.h"

#include <string.h>

enum { HOUR = 60, DAY = 24 * HOUR };

struct unit {
    const char *word;
    bool is_stem; /* words that begin so, too */
    uint16_t minutes;
};

/* Of two that fit the first counts. */
static const struct unit units[] = {
    {"sec", true, 0},
    {"sek", true, 0},
    {"seg", true, 0},
    {"секунд", true, 0},
    {"saniye", true, 0},
    {"ثانيه", false, 0},
    {"सेकंड", false, 0},
    {"detik", false, 0},
    {"giay", false, 0},
    {"초", true, 0},
    {"minut", true, 1},
    {"minuut", true, 1},
    {"min", false, 1},
    {"mins", false, 1},
    {"минут", true, 1},
    {"мин", false, 1},
    {"хвилин", true, 1},
    {"хв", false, 1},
    {"dakika", true, 1},
    {"dk", false, 1},
    {"دقيقه", false, 1},
    {"دقايق", false, 1},
    {"मिनट", false, 1},
    {"menit", false, 1},
    {"phut", false, 1},
    {"분", true, 1},
    {"λεπτα", false, 1},
    {"hour", true, HOUR},
    {"hr", false, HOUR},
    {"hrs", false, HOUR},
    {"h", false, HOUR},
    {"stund", true, HOUR},
    {"std", false, HOUR},
    {"heure", true, HOUR},
    {"hora", true, HOUR},
    {"ora", false, HOUR},
    {"ore", false, HOUR},
    {"uur", false, HOUR},
    {"godz", true, HOUR},
    {"час", true, HOUR},
    {"годин", true, HOUR},
    {"saat", true, HOUR},
    {"ساعتين", false, 2 * HOUR},
    {"ساعه", false, HOUR},
    {"ساعات", false, HOUR},
    {"ساعت", false, HOUR},
    {"घंट", true, HOUR},
    {"jam", false, HOUR},
    {"gio", false, HOUR},
    {"tieng", false, HOUR},
    {"시간", true, HOUR},
    {"ωρα", false, HOUR},
    {"ωρεσ", false, HOUR},
    {"tim", true, HOUR},
    {"tunti", true, HOUR},
    {"hod", true, HOUR},
    {"day", true, DAY},
    {"tag", true, DAY},
    {"jour", true, DAY},
    {"dia", true, DAY},
    {"giorn", true, DAY},
    {"dag", true, DAY},
    {"dni", true, DAY},
    {"dny", false, DAY},
    {"dnem", false, DAY},
    {"dzien", false, DAY},
    {"ден", true, DAY},
    {"дня", false, DAY},
    {"дні", false, DAY},
    {"днеи", false, DAY},
    {"днів", false, DAY},
    {"gun", true, DAY},
    {"يومين", false, 2 * DAY},
    {"يوم", true, DAY},
    {"ايام", false, DAY},
    {"روز", false, DAY},
    {"दिन", false, DAY},
    {"hari", false, DAY},
    {"ngay", false, DAY},
    {"일", true, DAY},
    {"ημερεσ", false, DAY},
    {"μερεσ", false, DAY},
    {"paiva", true, DAY},
};

/* Where each ideograph is a word; the first that the phrase holds. */
static const struct unit ideographic[] = {
    {"秒前", false, 0},      {"小时", false, HOUR}, {"小時", false, HOUR},
    {"時間前", false, HOUR}, {"分", false, 1},      {"天前", false, DAY},
    {"日前", false, DAY},
};

static bool is_unit(const struct winnow_token *token, const struct unit *unit)
{
    size_t n = strlen(unit->word);

    return token->length_bytes >= n &&
           (unit->is_stem || token->length_bytes == n) &&
           memcmp(token->folded, unit->word, n) == 0;
}

static const struct unit *find_unit(const struct winnow_token *token)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (is_unit(token, &units[i]))
            return &units[i];
    return NULL;
}

static const struct unit *find_ideographic(struct winnow_view phrase)
{
    for (size_t i = 0; i < sizeof ideographic / sizeof ideographic[0]; i++)
        if (phrase.length_bytes != 0 &&
            memmem(phrase.data, phrase.length_bytes, ideographic[i].word,
                   strlen(ideographic[i].word)) != NULL)
            return &ideographic[i];
    return NULL;
}

/* A whole number of few digits: a larger one would be told in another unit. */
static bool read_count(const struct winnow_token *token, uint32_t *count)
{
    enum { DIGITS_MOST = 3 };

    *count = 0;
    if (token->length_bytes > DIGITS_MOST)
        return false;
    for (size_t i = 0; i < token->length_bytes; i++) {
        if (token->folded[i] < '0' || token->folded[i] > '9')
            return false;
        *count = *count * 10 + (uint32_t)(token->folded[i] - '0');
    }
    return true;
}

bool winnow_minutes_ago(struct winnow_view phrase, uint32_t *minutes)
{
    const struct unit *unit = find_ideographic(phrase);
    struct winnow_token token;
    uint32_t count = 1;

    for (size_t at = 0; winnow_token_next(phrase, at, &token); at = token.end) {
        if (token.is_number && !read_count(&token, &count))
            return false;
        if (unit == NULL && !token.is_number)
            unit = find_unit(&token);
    }
    if (unit == NULL)
        return false;
    *minutes = count * unit->minutes;
    return true;
}

bool winnow_day_before(struct winnow_view moment, uint32_t minutes,
                       struct winnow_date *day)
{
    struct winnow_date date;
    struct winnow_day found;
    uint32_t number, minute = DAY - 1;

    if (!winnow_date_find(moment, 0, &date) || date.day == 0)
        return false;
    if (date.has_time)
        minute = date.hour * (uint32_t)HOUR + date.minute;
    number =
        winnow_day_number((struct winnow_day){date.year, date.month, date.day});
    number -= minutes / DAY;
    if (minutes % DAY > minute)
        number--;
    found = winnow_day_of_number(number);
    *day = (struct winnow_date){.order = WINNOW_DATE_CLEAR};
    return winnow_date_set(day, found.year, found.month, found.day);
}

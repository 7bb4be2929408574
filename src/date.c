/* Dates in text to ISO 8601; see date.h. The text is read as pieces: runs of
 * digits, words (folded as fold.h does, an ideograph is one), and what stands
 * between them. A date is tried at every number and every month's name. */
#include "date.h"

#include "fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORD_BYTES = 40,
    N_PIECES = 16, /* the longest date with its time and zone has fewer */
    YEAR_LEAST = 1900,
    YEAR_MOST = 2199
};

struct month_name {
    const char *name; /* folded */
    uint8_t month;
};

/* Names and abbreviations, folded, in byte order (tests/unit/test_date.c
 * checks both), of: English, German, French, Spanish, Portuguese, Italian,
 * Dutch, Polish, Russian, Ukrainian, Turkish, Arabic, Greek. */
/* clang-format off */
static const struct month_name month_names[] = {
    {"abr", 4}, {"abril", 4}, {"ago", 8}, {"agosto", 8}, {"agu", 8},
    {"agustos", 8}, {"aout", 8}, {"apr", 4}, {"april", 4}, {"aprile", 4},
    {"ara", 12}, {"aralik", 12}, {"aug", 8}, {"august", 8}, {"augustus", 8},
    {"avr", 4}, {"avril", 4}, {"cze", 6}, {"czerwca", 6}, {"czerwiec", 6},
    {"dec", 12}, {"december", 12}, {"decembre", 12}, {"dez", 12},
    {"dezember", 12}, {"dezembro", 12}, {"dic", 12}, {"dicembre", 12},
    {"diciembre", 12}, {"eki", 10}, {"ekim", 10}, {"ene", 1}, {"enero", 1},
    {"eyl", 9}, {"eylul", 9}, {"feb", 2}, {"febbraio", 2}, {"feber", 2},
    {"febr", 2}, {"febrero", 2}, {"februar", 2}, {"februari", 2},
    {"february", 2}, {"fev", 2}, {"fevereiro", 2}, {"fevr", 2}, {"fevrier", 2},
    {"gen", 1}, {"gennaio", 1}, {"giu", 6}, {"giugno", 6}, {"gru", 12},
    {"grudnia", 12}, {"grudzien", 12}, {"haz", 6}, {"haziran", 6}, {"jan", 1},
    {"janeiro", 1}, {"janner", 1}, {"januar", 1}, {"januari", 1},
    {"january", 1}, {"janv", 1}, {"janvier", 1}, {"juil", 7}, {"juillet", 7},
    {"juin", 6}, {"jul", 7}, {"julho", 7}, {"juli", 7}, {"julio", 7},
    {"july", 7}, {"jun", 6}, {"june", 6}, {"junho", 6}, {"juni", 6},
    {"junio", 6}, {"kas", 11}, {"kasim", 11}, {"kwi", 4}, {"kwiecien", 4},
    {"kwietnia", 4}, {"lip", 7}, {"lipca", 7}, {"lipiec", 7}, {"lis", 11},
    {"listopad", 11}, {"listopada", 11}, {"lug", 7}, {"luglio", 7}, {"lut", 2},
    {"lutego", 2}, {"luty", 2}, {"maart", 3}, {"mag", 5}, {"maggio", 5},
    {"mai", 5}, {"maio", 5}, {"maj", 5}, {"maja", 5}, {"mar", 3}, {"marca", 3},
    {"march", 3}, {"marco", 3}, {"mars", 3}, {"mart", 3}, {"marz", 3},
    {"marzec", 3}, {"marzo", 3}, {"may", 5}, {"mayis", 5}, {"mayo", 5},
    {"mei", 5}, {"mrt", 3}, {"mrz", 3}, {"nis", 4}, {"nisan", 4}, {"nov", 11},
    {"november", 11}, {"novembre", 11}, {"novembro", 11}, {"noviembre", 11},
    {"oca", 1}, {"ocak", 1}, {"oct", 10}, {"october", 10}, {"octobre", 10},
    {"octubre", 10}, {"okt", 10}, {"oktober", 10}, {"ott", 10},
    {"ottobre", 10}, {"out", 10}, {"outubro", 10}, {"paz", 10},
    {"pazdziernik", 10}, {"pazdziernika", 10}, {"sep", 9}, {"sept", 9},
    {"september", 9}, {"septembre", 9}, {"septiembre", 9}, {"set", 9},
    {"setembro", 9}, {"sett", 9}, {"settembre", 9}, {"sie", 8},
    {"sierpien", 8}, {"sierpnia", 8}, {"sty", 1}, {"styczen", 1},
    {"stycznia", 1}, {"sub", 2}, {"subat", 2}, {"tem", 7}, {"temmuz", 7},
    {"wrz", 9}, {"wrzesien", 9}, {"wrzesnia", 9}, {"απρ", 4}, {"απριλιοσ", 4},
    {"απριλιου", 4}, {"αυγ", 8}, {"αυγουστοσ", 8}, {"αυγουστου", 8},
    {"γεναρη", 1}, {"δεκ", 12}, {"δεκεμβριοσ", 12}, {"δεκεμβριου", 12},
    {"ιαν", 1}, {"ιανουαριοσ", 1}, {"ιανουαριου", 1}, {"ιουλ", 7},
    {"ιουλιοσ", 7}, {"ιουλιου", 7}, {"ιουν", 6}, {"ιουνιοσ", 6},
    {"ιουνιου", 6}, {"μαι", 5}, {"μαιοσ", 5}, {"μαιου", 5}, {"μαρ", 3},
    {"μαρτιοσ", 3}, {"μαρτιου", 3}, {"νοε", 11}, {"νοεμβριοσ", 11},
    {"νοεμβριου", 11}, {"οκτ", 10}, {"οκτωβριοσ", 10}, {"οκτωβριου", 10},
    {"σεπ", 9}, {"σεπτ", 9}, {"σεπτεμβριοσ", 9}, {"σεπτεμβριου", 9},
    {"φεβ", 2}, {"φεβρουαριοσ", 2}, {"φεβρουαριου", 2}, {"авг", 8},
    {"август", 8}, {"августа", 8}, {"апр", 4}, {"апрель", 4}, {"апреля", 4},
    {"бер", 3}, {"березень", 3}, {"березня", 3}, {"вер", 9}, {"вересень", 9},
    {"вересня", 9}, {"гру", 12}, {"груд", 12}, {"грудень", 12}, {"грудня", 12},
    {"дек", 12}, {"декабрь", 12}, {"декабря", 12}, {"жов", 10}, {"жовт", 10},
    {"жовтень", 10}, {"жовтня", 10}, {"июл", 7}, {"июль", 7}, {"июля", 7},
    {"июн", 6}, {"июнь", 6}, {"июня", 6}, {"кві", 4}, {"квіт", 4},
    {"квітень", 4}, {"квітня", 4}, {"лип", 7}, {"липень", 7}, {"липня", 7},
    {"лис", 11}, {"лист", 11}, {"листопад", 11}, {"листопада", 11}, {"лют", 2},
    {"лютии", 2}, {"лютого", 2}, {"маи", 5}, {"мар", 3}, {"март", 3},
    {"марта", 3}, {"мая", 5}, {"ноя", 11}, {"нояб", 11}, {"ноябрь", 11},
    {"ноября", 11}, {"окт", 10}, {"октябрь", 10}, {"октября", 10}, {"сен", 9},
    {"сент", 9}, {"сентябрь", 9}, {"сентября", 9}, {"сер", 8}, {"серп", 8},
    {"серпень", 8}, {"серпня", 8}, {"січ", 1}, {"січень", 1}, {"січня", 1},
    {"тра", 5}, {"трав", 5}, {"травень", 5}, {"травня", 5}, {"фев", 2},
    {"февр", 2}, {"февраль", 2}, {"февраля", 2}, {"чер", 6}, {"черв", 6},
    {"червень", 6}, {"червня", 6}, {"янв", 1}, {"январь", 1}, {"января", 1},
    {"اب", 8}, {"ابريل", 4}, {"اذار", 3}, {"اغسطس", 8}, {"افريل", 4},
    {"اكتوبر", 10}, {"اوت", 8}, {"ايار", 5}, {"ايلول", 9}, {"تموز", 7},
    {"جانفي", 1}, {"جوان", 6}, {"جويليه", 7}, {"حزيران", 6}, {"ديسمبر", 12},
    {"سبتمبر", 9}, {"شباط", 2}, {"فبراير", 2}, {"فيفري", 2}, {"مارس", 3},
    {"ماي", 5}, {"مايو", 5}, {"نوفمبر", 11}, {"نيسان", 4}, {"يناير", 1},
    {"يوليو", 7}, {"يونيو", 6},
};

static const char *const weekdays[] = {
    "carsamba", "cuma", "cumartesi", "czwartek", "dienstag", "dimanche",
    "dinsdag", "domenica", "domingo", "donderdag", "donnerstag", "feira",
    "freitag", "fri", "friday", "giovedi", "jeudi", "jueves", "lundi",
    "lunedi", "lunes", "maandag", "mardi", "martedi", "martes", "mercoledi",
    "mercredi", "miercoles", "mittwoch", "mon", "monday", "montag",
    "niedziela", "pazar", "pazartesi", "persembe", "piatek", "poniedzialek",
    "quarta", "quinta", "sabado", "sabato", "sali", "samedi", "samstag", "sat",
    "saturday", "segunda", "sexta", "sobota", "sonnabend", "sonntag", "sroda",
    "sun", "sunday", "terca", "thu", "thur", "thurs", "thursday", "tue",
    "tues", "tuesday", "vendredi", "venerdi", "viernes", "vrijdag", "wed",
    "wednesday", "woensdag", "wtorek", "zaterdag", "zondag", "δευτερα",
    "κυριακη", "παρασκευη", "πεμπτη", "σαββατο", "τεταρτη", "τριτη",
    "воскресенье", "вторник", "вівторок", "неділя", "понедельник", "понеділок",
    "пятница", "пятниця", "середа", "среда", "суббота", "субота", "четвер",
    "четверг", "الاثنين", "الاحد", "الاربعاء", "الثلاثاء", "الجمعه", "الخميس",
    "السبت", "금요일", "목요일", "수요일", "월요일", "일요일", "토요일", "화요일",
};
/* clang-format on */

struct piece {
    size_t start, end;
    uint32_t gap;     /* the first character before it that is no blank; else
                         ' ', or 0 when it stands straight behind */
    uint32_t n_gaps;  /* characters before it that are no blanks */
    uint32_t number;  /* when n_digits is set */
    uint8_t n_digits; /* 0: a word */
    uint8_t month;    /* a month's name; 0: none */
    size_t word_bytes;
    char word[WORD_BYTES + 1];
};

struct pieces {
    struct winnow_view text;
    struct piece items[N_PIECES];
    size_t n;
};

/* ---- words -----------------------------------------------------------------
 */

static int compare_month(const void *word, const void *row)
{
    return strcmp(word, ((const struct month_name *)row)->name);
}

static uint8_t month_of(const char *word)
{
    const struct month_name *found =
        bsearch(word, month_names, sizeof month_names / sizeof month_names[0],
                sizeof month_names[0], compare_month);

    return found == NULL ? 0 : found->month;
}

static int compare_weekday(const void *word, const void *row)
{
    return strcmp(word, *(const char *const *)row);
}

bool winnow_date_is_weekday(const char *folded, size_t length_bytes)
{
    char word[WORD_BYTES + 1];

    if (length_bytes > WORD_BYTES)
        return false;
    memcpy(word, folded, length_bytes);
    word[length_bytes] = '\0';
    return bsearch(word, weekdays, sizeof weekdays / sizeof weekdays[0],
                   sizeof weekdays[0], compare_weekday) != NULL;
}

/* ---- pieces ----------------------------------------------------------------
 */

static bool is_word_class(enum winnow_class class)
{
    return class == WINNOW_CLASS_LETTER || class == WINNOW_CLASS_APART ||
           class == WINNOW_CLASS_IDEOGRAPH;
}

/* Passes what stands before the next piece; false at the end of the text. */
static bool pass_gap(struct winnow_view text, size_t *at, struct piece *piece)
{
    piece->gap = 0;
    piece->n_gaps = 0;
    while (*at < text.length_bytes) {
        uint32_t code;
        size_t length = winnow_decode_code_point(
            text.data + *at, text.data + text.length_bytes, &code);
        enum winnow_class class = winnow_class_of(code);
        if (class == WINNOW_CLASS_DIGIT || is_word_class(class))
            return true;
        *at += length;
        if (class == WINNOW_CLASS_SPACE || class == WINNOW_CLASS_IGNORED) {
            if (piece->gap == 0)
                piece->gap = ' ';
        } else if (piece->n_gaps++ == 0) {
            piece->gap = code;
        }
    }
    return false;
}

static void put_digit(struct piece *piece, char digit)
{
    if (piece->n_digits < 9)
        piece->number = piece->number * 10 + (uint32_t)(digit - '0');
    if (piece->n_digits < UINT8_MAX)
        piece->n_digits++;
}

/* Whether a character of this class goes on in a piece of `first`. */
static bool goes_on(enum winnow_class first, enum winnow_class class)
{
    if (class == WINNOW_CLASS_IGNORED || class == WINNOW_CLASS_VOICING)
        return true;
    if (first == WINNOW_CLASS_IDEOGRAPH)
        return false;
    return class == first;
}

static void put_character(struct piece *piece, enum winnow_class class,
                          uint32_t code)
{
    char bytes[WINNOW_FOLD_BYTES_MAX];
    size_t n = winnow_fold_code_point(code, bytes);

    if (class == WINNOW_CLASS_DIGIT && n == 1) {
        put_digit(piece, bytes[0]);
        return;
    }
    if (piece->word_bytes + n > WORD_BYTES)
        n = 0;
    memcpy(piece->word + piece->word_bytes, bytes, n);
    piece->word_bytes += n;
}

/* Reads the piece at or after `at`; false when there is none. */
static bool read_piece(struct winnow_view text, size_t at, struct piece *piece)
{
    const char *end = text.data + text.length_bytes;
    enum winnow_class first = WINNOW_CLASS_OTHER;

    memset(piece, 0, sizeof *piece);
    if (!pass_gap(text, &at, piece))
        return false;
    piece->start = at;
    while (at < text.length_bytes) {
        uint32_t code;
        size_t length = winnow_decode_code_point(text.data + at, end, &code);
        enum winnow_class class = winnow_class_of(code);
        if (first == WINNOW_CLASS_OTHER)
            first = class;
        else if (!goes_on(first, class))
            break;
        put_character(piece, class, code);
        at += length;
    }
    piece->end = at;
    piece->word[piece->word_bytes] = '\0';
    if (piece->n_digits == 0)
        piece->month = month_of(piece->word);
    return true;
}

static void read_pieces(struct winnow_view text, const struct piece *first,
                        struct pieces *pieces)
{
    pieces->text = text;
    pieces->items[0] = *first;
    pieces->n = 1;
    while (pieces->n < N_PIECES &&
           read_piece(text, pieces->items[pieces->n - 1].end,
                      &pieces->items[pieces->n]))
        pieces->n++;
}

/* The i-th piece, or one that is nothing. */
static const struct piece *piece_at(const struct pieces *pieces, size_t i)
{
    static const struct piece nothing = {.gap = '\n', .n_gaps = 1};

    return i < pieces->n ? &pieces->items[i] : &nothing;
}

static bool is_word(const struct piece *piece, const char *word)
{
    return piece->n_digits == 0 && strcmp(piece->word, word) == 0;
}

static bool is_any_word(const struct piece *piece, const char *const *words,
                        size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_word(piece, words[i]))
            return true;
    return false;
}
#define IS_ANY(piece, words)                                                   \
    is_any_word(piece, words, sizeof(words) / sizeof((words)[0]))

/* ---- days ------------------------------------------------------------------
 */

static bool is_year(const struct piece *piece)
{
    return piece->n_digits == 4 && piece->number >= YEAR_LEAST &&
           piece->number <= YEAR_MOST;
}

static bool is_short_number(const struct piece *piece)
{
    return piece->n_digits == 1 || piece->n_digits == 2;
}

static bool is_month_number(const struct piece *piece)
{
    return is_short_number(piece) && piece->number >= 1 && piece->number <= 12;
}

static bool is_day_number(const struct piece *piece)
{
    return is_short_number(piece) && piece->number >= 1 && piece->number <= 31;
}

static bool set_day(struct winnow_date *date, uint32_t year, uint32_t month,
                    uint32_t day)
{
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};
    bool leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    if (month < 1 || month > 12 || day > days[month - 1] ||
        (month == 2 && day == 29 && !leaps))
        return false;
    date->year = (uint16_t)year;
    date->month = (uint8_t)month;
    date->day = (uint8_t)day;
    return true;
}

/* Each reader takes the pieces from the first one on and returns how many the
 * date has; 0: it is none of its form. */

static bool is_separator(uint32_t gap)
{
    return gap == '-' || gap == '/' || gap == '.' || gap == 0x2010 ||
           gap == 0x2011 || gap == 0x2013 || gap == 0xFF0F || gap == 0xFF0E;
}

/* 2019-08-01, 2019/8/1, 2019. 8. 1. */
static size_t read_year_first(const struct pieces *p, struct winnow_date *date)
{
    const struct piece *month = piece_at(p, 1), *day = piece_at(p, 2);

    if (!is_year(piece_at(p, 0)) || !is_month_number(month) ||
        !is_day_number(day) || !is_separator(month->gap) ||
        !is_separator(day->gap) || month->n_gaps != 1 || day->n_gaps != 1 ||
        !set_day(date, piece_at(p, 0)->number, month->number, day->number))
        return 0;
    return 3;
}

/* 2019 year 8 month 1 day, in Chinese, Japanese, Korean. */
static size_t read_marked(const struct pieces *p, struct winnow_date *date)
{
    static const char *const years[] = {"年", "년"};
    static const char *const months[] = {"月", "월"};
    static const char *const days[] = {"日", "일", "号", "號"};

    if (!is_year(piece_at(p, 0)) || !IS_ANY(piece_at(p, 1), years) ||
        !is_month_number(piece_at(p, 2)) || !IS_ANY(piece_at(p, 3), months))
        return 0;
    if (is_day_number(piece_at(p, 4)) && IS_ANY(piece_at(p, 5), days) &&
        set_day(date, piece_at(p, 0)->number, piece_at(p, 2)->number,
                piece_at(p, 4)->number))
        return 6;
    return set_day(date, piece_at(p, 0)->number, piece_at(p, 2)->number, 0) ? 4
                                                                            : 0;
}

/* 13.07.2019; with / or - only where one of the two can be no month. */
static size_t read_year_last(const struct pieces *p, struct winnow_date *date)
{
    const struct piece *a = piece_at(p, 0), *b = piece_at(p, 1);
    const struct piece *year = piece_at(p, 2);

    if (!is_day_number(a) || !is_day_number(b) || !is_year(year) ||
        !is_separator(b->gap) || b->gap != year->gap || b->n_gaps != 1 ||
        year->n_gaps != 1)
        return 0;
    if ((b->gap == '.' || a->number > 12 || a->number == b->number) &&
        set_day(date, year->number, b->number, a->number))
        return 3;
    if (b->gap != '.' && b->number > 12 &&
        set_day(date, year->number, a->number, b->number))
        return 3;
    return 0;
}

/* "1st", "1er", "2nd", "13 de": what may stand behind a day's number. */
static size_t pass_day_ending(const struct pieces *p, size_t i)
{
    static const char *const endings[] = {"st", "nd", "rd", "th",
                                          "er", "o",  "a",  "e"};

    if (piece_at(p, i)->gap == 0 && IS_ANY(piece_at(p, i), endings))
        return i + 1;
    return i;
}

static size_t pass_of(const struct pieces *p, size_t i)
{
    static const char *const of[] = {"de", "del", "of", "di"};

    return IS_ANY(piece_at(p, i), of) ? i + 1 : i;
}

/* Whether nothing but a comma, a full stop or a dash stands before it. */
static bool follows_closely(const struct piece *piece)
{
    return piece->n_gaps == 0 ||
           (piece->n_gaps == 1 &&
            (piece->gap == ',' || piece->gap == '.' || piece->gap == '-' ||
             piece->gap == '/' || piece->gap == '\'' || piece->gap == 0x060C ||
             piece->gap == 0xBA || piece->gap == 0xAA || piece->gap == 0x2019));
}

/* July 13, 2019; Jul. 13th 2019; July 2019. */
static size_t read_month_first(const struct pieces *p, struct winnow_date *date)
{
    const struct piece *day = piece_at(p, 1);
    uint32_t month = piece_at(p, 0)->month;
    size_t year;

    if (month == 0 || piece_at(p, 0)->n_digits != 0)
        return 0;
    if (is_day_number(day) && follows_closely(day)) {
        year = pass_of(p, pass_day_ending(p, 2));
        if (is_year(piece_at(p, year)) && piece_at(p, year)->n_gaps <= 2 &&
            set_day(date, piece_at(p, year)->number, month, day->number))
            return year + 1;
        return 0;
    }
    year = pass_of(p, 1);
    if (is_year(piece_at(p, year)) && follows_closely(piece_at(p, year)) &&
        set_day(date, piece_at(p, year)->number, month, 0))
        return year + 1;
    return 0;
}

/* 13 July 2019; 13. Juli 2019; 13 de julio de 2019. */
static size_t read_day_first(const struct pieces *p, struct winnow_date *date)
{
    size_t month = pass_of(p, pass_day_ending(p, 1)), year;

    if (!is_day_number(piece_at(p, 0)) || piece_at(p, month)->month == 0 ||
        !follows_closely(piece_at(p, month)))
        return 0;
    year = pass_of(p, month + 1);
    if (!is_year(piece_at(p, year)) || !follows_closely(piece_at(p, year)) ||
        !set_day(date, piece_at(p, year)->number, piece_at(p, month)->month,
                 piece_at(p, 0)->number))
        return 0;
    return year + 1;
}

/* 2019 July 13. */
static size_t read_year_month_day(const struct pieces *p,
                                  struct winnow_date *date)
{
    if (!is_year(piece_at(p, 0)) || piece_at(p, 1)->month == 0 ||
        !is_day_number(piece_at(p, 2)) || !follows_closely(piece_at(p, 1)) ||
        !follows_closely(piece_at(p, 2)) ||
        !set_day(date, piece_at(p, 0)->number, piece_at(p, 1)->month,
                 piece_at(p, 2)->number))
        return 0;
    return 3;
}

/* ---- times -----------------------------------------------------------------
 */

/* Where the time may start: a word or two between it and the day. */
static size_t pass_to_time(const struct pieces *p, size_t i)
{
    static const char *const between[] = {
        "t",    "at", "um",   "as", "a",    "alle", "ore",  "om",
        "o",    "kl", "h",    "в",  "о",    "las",  "saat", "στισ",
        "godz", "г",  "года", "р",  "року", "год",
    };

    for (size_t n = 0; n < 3; n++)
        if (IS_ANY(piece_at(p, i), between) ||
            (piece_at(p, i)->n_digits == 0 &&
             winnow_date_is_weekday(piece_at(p, i)->word,
                                    piece_at(p, i)->word_bytes)))
            i++;
    return i;
}

static bool is_minutes(const struct piece *piece)
{
    return piece->n_digits == 2 && piece->number <= 59;
}

static bool is_time_mark(const struct piece *piece, const char *const *marks,
                         size_t n)
{
    return is_any_word(piece, marks, n);
}

/* 17:11, 17:11:05, 17h11, 17.30, 17 hour 11 minute; returns the next piece. */
static size_t read_clock(const struct pieces *p, size_t i,
                         struct winnow_date *date)
{
    static const char *const hours[] = {"h", "时", "時", "시", "点"};
    static const char *const minutes[] = {"分", "분"};
    const struct piece *hour = piece_at(p, i);
    size_t minute = i + 1;

    if (!is_short_number(hour) || hour->number > 23 || hour->n_gaps > 2)
        return i;
    if (is_time_mark(piece_at(p, minute), hours, 5))
        minute++;
    else if (piece_at(p, minute)->gap != ':' &&
             piece_at(p, minute)->gap != '.' &&
             piece_at(p, minute)->gap != 0xFF1A)
        return i;
    if (!is_minutes(piece_at(p, minute)) ||
        (piece_at(p, minute)->gap == '.' && is_year(piece_at(p, minute + 1))))
        return i;
    date->has_time = true;
    date->hour = (uint8_t)hour->number;
    date->minute = (uint8_t)piece_at(p, minute)->number;
    if (IS_ANY(piece_at(p, minute + 1), minutes))
        minute++;
    if (piece_at(p, minute + 1)->gap == ':' &&
        is_minutes(piece_at(p, minute + 1))) {
        minute++;
        date->has_second = true;
        date->second = (uint8_t)piece_at(p, minute)->number;
        /* fractions of a second */
        if (piece_at(p, minute + 1)->gap == '.' &&
            piece_at(p, minute + 1)->n_digits > 2)
            minute++;
    }
    return minute + 1;
}

/* "p.m." is two pieces. */
static size_t read_half_day(const struct pieces *p, size_t i,
                            struct winnow_date *date)
{
    static const char *const am[] = {"am", "a"};
    static const char *const pm[] = {"pm", "p"};
    const struct piece *half = piece_at(p, i);
    bool is_pm = IS_ANY(half, pm);

    if (!is_pm && !IS_ANY(half, am))
        return i;
    if (half->word_bytes == 1 && !is_word(piece_at(p, i + 1), "m"))
        return i;
    if (date->hour > 12 || date->hour == 0)
        return i + (half->word_bytes == 1 ? 2 : 1);
    date->hour = (uint8_t)(date->hour % 12 + (is_pm ? 12 : 0));
    return i + (half->word_bytes == 1 ? 2 : 1);
}

/* +09:00, -0500; "+9" only where a zone was named before it. */
static size_t read_offset(const struct pieces *p, size_t i,
                          struct winnow_date *date)
{
    const struct piece *zone = piece_at(p, i), *minutes = piece_at(p, i + 1);
    uint32_t offset = zone->number * 60;
    size_t next = i + 1;

    if ((zone->gap != '+' && zone->gap != '-') || zone->n_gaps != 1)
        return i;
    if (zone->n_digits == 4) {
        offset = zone->number / 100 * 60 + zone->number % 100;
    } else if (!is_short_number(zone)) {
        return i;
    } else if (minutes->gap == ':' && is_minutes(minutes)) {
        offset += minutes->number;
        next++;
    } else if (!date->has_offset) {
        return i;
    }
    if (offset > 14 * 60)
        return i;
    date->has_offset = true;
    date->offset_minutes =
        (int16_t)(zone->gap == '-' ? -(int)offset : (int)offset);
    return next;
}

/* Z, UTC, GMT, +09:00, -0500, GMT+9. */
static size_t read_zone(const struct pieces *p, size_t i,
                        struct winnow_date *date)
{
    static const char *const zero[] = {"z", "utc", "gmt"};

    if (IS_ANY(piece_at(p, i), zero) && piece_at(p, i)->n_gaps <= 1) {
        date->has_offset = true;
        i++;
    }
    return read_offset(p, i, date);
}

/* Reads the time behind a day of `n` pieces; returns the pieces of both. */
static size_t read_time(const struct pieces *p, size_t n,
                        struct winnow_date *date)
{
    static const char *const morning[] = {"am", "오전", "上午", "午前"};
    static const char *const afternoon[] = {"pm", "오후"};
    size_t start = pass_to_time(p, n), after;
    bool is_pm = IS_ANY(piece_at(p, start), afternoon);

    if (is_pm || IS_ANY(piece_at(p, start), morning))
        start++;
    after = read_clock(p, start, date);
    if (after == start)
        return n;
    if (is_pm && date->hour < 12)
        date->hour = (uint8_t)(date->hour + 12);
    return read_zone(p, read_half_day(p, after, date), date);
}

/* ---- the search ------------------------------------------------------------
 */

static size_t read_day(const struct pieces *p, struct winnow_date *date)
{
    static size_t (*const readers[])(const struct pieces *,
                                     struct winnow_date *) = {
        read_year_first,  read_marked,    read_year_last,
        read_month_first, read_day_first, read_year_month_day,
    };

    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        size_t n = readers[i](p, date);
        if (n != 0)
            return n;
    }
    return 0;
}

bool winnow_date_find(struct winnow_view text, size_t from,
                      struct winnow_date *date)
{
    struct pieces pieces;
    struct piece piece;

    for (size_t at = from; read_piece(text, at, &piece); at = piece.end) {
        size_t n;
        if (piece.month == 0 && (piece.n_digits == 0 || piece.n_digits > 4))
            continue;
        read_pieces(text, &piece, &pieces);
        memset(date, 0, sizeof *date);
        n = read_day(&pieces, date);
        if (n == 0)
            continue;
        if (date->day != 0)
            n = read_time(&pieces, n, date);
        date->start = piece.start;
        date->end = pieces.items[n - 1].end;
        return true;
    }
    return false;
}

size_t winnow_date_format(const struct winnow_date *date,
                          char out[WINNOW_DATE_BYTES])
{
    size_t n;
    int offset = date->offset_minutes;

    if (date->day == 0)
        return (size_t)snprintf(out, WINNOW_DATE_BYTES, "%04d-%02d", date->year,
                                date->month);
    n = (size_t)snprintf(out, WINNOW_DATE_BYTES, "%04d-%02d-%02d", date->year,
                         date->month, date->day);
    if (!date->has_time)
        return n;
    n += (size_t)snprintf(out + n, WINNOW_DATE_BYTES - n, "T%02d:%02d",
                          date->hour, date->minute);
    if (date->has_second)
        n += (size_t)snprintf(out + n, WINNOW_DATE_BYTES - n, ":%02d",
                              date->second);
    if (!date->has_offset)
        return n;
    if (offset == 0)
        return n + (size_t)snprintf(out + n, WINNOW_DATE_BYTES - n, "Z");
    return n + (size_t)snprintf(out + n, WINNOW_DATE_BYTES - n, "%c%02d:%02d",
                                offset < 0 ? '-' : '+', abs(offset) / 60,
                                abs(offset) % 60);
}

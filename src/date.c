/* Dates in text to ISO 8601; see date.h. The text is read as pieces: runs of
 * digits, words (folded as fold.h does, an ideograph is one), and what stands
 * between them. A date is tried at every number and every month's name. */
#include "date.h"

#include "calendar.h"
#include "fold.h"
#include "stride.h"

#include <stdlib.h>
#include <string.h>

enum {
    SOLAR = 12, /* months of the solar Hijri calendar are 13 to 24 */
    THAI = 24,  /* our own, by names that years of the Buddhist era go with too,
                   25 to 36 */
    BUDDHIST_YEARS = 543, /* that era is ahead */
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
 * Dutch, Polish, Russian, Ukrainian, Turkish, Arabic (also of the Maghreb and
 * the Levant), Persian (of both calendars), Hindi, Indonesian, Greek, Swedish,
 * Danish, Norwegian, Finnish, Czech, Thai. */
/* clang-format off */
static const struct month_name month_names[] = {
    {"abr", 4}, {"abril", 4}, {"ago", 8}, {"agosto", 8}, {"ags", 8}, {"agt", 8},
    {"agu", 8}, {"agustos", 8}, {"agustus", 8}, {"aou", 8}, {"aout", 8},
    {"apr", 4}, {"april", 4}, {"aprile", 4}, {"ara", 12}, {"aralik", 12},
    {"aug", 8}, {"august", 8}, {"augusti", 8}, {"augustus", 8}, {"avr", 4},
    {"avril", 4}, {"bre", 3}, {"brezen", 3}, {"brezna", 3}, {"cerven", 6},
    {"cervence", 7}, {"cervenec", 7}, {"cervna", 6}, {"cvc", 7}, {"cvn", 6},
    {"cze", 6}, {"czerwca", 6}, {"czerwiec", 6}, {"dec", 12}, {"december", 12},
    {"decembre", 12}, {"des", 12}, {"desember", 12}, {"dez", 12},
    {"dezember", 12}, {"dezembro", 12}, {"dic", 12}, {"dicembre", 12},
    {"diciembre", 12}, {"dub", 4}, {"duben", 4}, {"dubna", 4}, {"eki", 10},
    {"ekim", 10}, {"elokuu", 8}, {"elokuun", 8}, {"elokuuta", 8}, {"ene", 1},
    {"enero", 1}, {"eyl", 9}, {"eylul", 9}, {"feb", 2}, {"febbraio", 2},
    {"feber", 2}, {"febr", 2}, {"febrero", 2}, {"februar", 2}, {"februari", 2},
    {"february", 2}, {"fev", 2}, {"fevereiro", 2}, {"fevr", 2}, {"fevrier", 2},
    {"gen", 1}, {"gennaio", 1}, {"giu", 6}, {"giugno", 6}, {"gru", 12},
    {"grudnia", 12}, {"grudzien", 12}, {"haz", 6}, {"haziran", 6},
    {"heinakuu", 7}, {"heinakuun", 7}, {"heinakuuta", 7}, {"helmikuu", 2},
    {"helmikuun", 2}, {"helmikuuta", 2}, {"huhtikuu", 4}, {"huhtikuun", 4},
    {"huhtikuuta", 4}, {"jan", 1}, {"janeiro", 1}, {"janner", 1}, {"januar", 1},
    {"januari", 1}, {"january", 1}, {"janv", 1}, {"janvier", 1},
    {"joulukuu", 12}, {"joulukuun", 12}, {"joulukuuta", 12}, {"juil", 7},
    {"juillet", 7}, {"juin", 6}, {"jul", 7}, {"julho", 7}, {"juli", 7},
    {"julio", 7}, {"july", 7}, {"jun", 6}, {"june", 6}, {"junho", 6},
    {"juni", 6}, {"junio", 6}, {"kas", 11}, {"kasim", 11}, {"kesakuu", 6},
    {"kesakuun", 6}, {"kesakuuta", 6}, {"kve", 5}, {"kveten", 5}, {"kvetna", 5},
    {"kwi", 4}, {"kwiecien", 4}, {"kwietnia", 4}, {"led", 1}, {"leden", 1},
    {"ledna", 1}, {"lip", 7}, {"lipca", 7}, {"lipiec", 7}, {"lis", 11},
    {"listopad", 11}, {"listopada", 11}, {"listopadu", 11}, {"lokakuu", 10},
    {"lokakuun", 10}, {"lokakuuta", 10}, {"lug", 7}, {"luglio", 7}, {"lut", 2},
    {"lutego", 2}, {"luty", 2}, {"maaliskuu", 3}, {"maaliskuun", 3},
    {"maaliskuuta", 3}, {"maart", 3}, {"mag", 5}, {"maggio", 5}, {"mai", 5},
    {"maio", 5}, {"maj", 5}, {"maja", 5}, {"mar", 3}, {"marca", 3},
    {"march", 3}, {"marco", 3}, {"maret", 3}, {"marraskuu", 11},
    {"marraskuun", 11}, {"marraskuuta", 11}, {"mars", 3}, {"mart", 3},
    {"marts", 3}, {"marz", 3}, {"marzec", 3}, {"marzo", 3}, {"may", 5},
    {"mayis", 5}, {"mayo", 5}, {"mei", 5}, {"mrt", 3}, {"mrz", 3}, {"nis", 4},
    {"nisan", 4}, {"nopember", 11}, {"nov", 11}, {"november", 11},
    {"novembre", 11}, {"novembro", 11}, {"noviembre", 11}, {"oca", 1},
    {"ocak", 1}, {"oct", 10}, {"october", 10}, {"octobre", 10}, {"octubre", 10},
    {"okt", 10}, {"oktober", 10}, {"ott", 10}, {"ottobre", 10}, {"out", 10},
    {"outubro", 10}, {"paz", 10}, {"pazdziernik", 10}, {"pazdziernika", 10},
    {"peb", 2}, {"prosince", 12}, {"prosinec", 12}, {"rij", 10}, {"rijen", 10},
    {"rijna", 10}, {"sep", 9}, {"sept", 9}, {"september", 9}, {"septembre", 9},
    {"septiembre", 9}, {"set", 9}, {"setembro", 9}, {"setiembre", 9},
    {"sett", 9}, {"settembre", 9}, {"sie", 8}, {"sierpien", 8}, {"sierpnia", 8},
    {"srp", 8}, {"srpen", 8}, {"srpna", 8}, {"sty", 1}, {"styczen", 1},
    {"stycznia", 1}, {"sub", 2}, {"subat", 2}, {"syyskuu", 9}, {"syyskuun", 9},
    {"syyskuuta", 9}, {"tammikuu", 1}, {"tammikuun", 1}, {"tammikuuta", 1},
    {"tem", 7}, {"temmuz", 7}, {"toukokuu", 5}, {"toukokuun", 5},
    {"toukokuuta", 5}, {"uno", 2}, {"unor", 2}, {"unora", 2}, {"wrz", 9},
    {"wrzesien", 9}, {"wrzesnia", 9}, {"zar", 9}, {"zari", 9}, {"απρ", 4},
    {"απριλη", 4}, {"απριλιοσ", 4}, {"απριλιου", 4}, {"αυγ", 8},
    {"αυγουστοσ", 8}, {"αυγουστου", 8}, {"γεναρη", 1}, {"γεναρησ", 1},
    {"δεκ", 12}, {"δεκεμβρη", 12}, {"δεκεμβριοσ", 12}, {"δεκεμβριου", 12},
    {"ιαν", 1}, {"ιανουαριοσ", 1}, {"ιανουαριου", 1}, {"ιουλ", 7}, {"ιουλη", 7},
    {"ιουλιοσ", 7}, {"ιουλιου", 7}, {"ιουν", 6}, {"ιουνη", 6}, {"ιουνιοσ", 6},
    {"ιουνιου", 6}, {"μαη", 5}, {"μαι", 5}, {"μαιοσ", 5}, {"μαιου", 5},
    {"μαρ", 3}, {"μαρτη", 3}, {"μαρτιοσ", 3}, {"μαρτιου", 3}, {"νοε", 11},
    {"νοεμβρη", 11}, {"νοεμβριοσ", 11}, {"νοεμβριου", 11}, {"οκτ", 10},
    {"οκτωβρη", 10}, {"οκτωβριοσ", 10}, {"οκτωβριου", 10}, {"σεπ", 9},
    {"σεπτ", 9}, {"σεπτεμβρη", 9}, {"σεπτεμβριοσ", 9}, {"σεπτεμβριου", 9},
    {"φεβ", 2}, {"φεβρουαριοσ", 2}, {"φεβρουαριου", 2}, {"φλεβαρη", 2},
    {"авг", 8}, {"август", 8}, {"августа", 8}, {"апр", 4}, {"апрель", 4},
    {"апреля", 4}, {"бер", 3}, {"березень", 3}, {"березня", 3}, {"вер", 9},
    {"верес", 9}, {"вересень", 9}, {"вересня", 9}, {"гру", 12}, {"груд", 12},
    {"грудень", 12}, {"грудня", 12}, {"дек", 12}, {"декабрь", 12},
    {"декабря", 12}, {"жов", 10}, {"жовт", 10}, {"жовтень", 10}, {"жовтня", 10},
    {"июл", 7}, {"июль", 7}, {"июля", 7}, {"июн", 6}, {"июнь", 6}, {"июня", 6},
    {"кві", 4}, {"квіт", 4}, {"квітень", 4}, {"квітня", 4}, {"лип", 7},
    {"липень", 7}, {"липня", 7}, {"лис", 11}, {"лист", 11}, {"листопад", 11},
    {"листопада", 11}, {"лют", 2}, {"лютии", 2}, {"лютого", 2}, {"маи", 5},
    {"мар", 3}, {"март", 3}, {"марта", 3}, {"мая", 5}, {"ноя", 11},
    {"нояб", 11}, {"ноябрь", 11}, {"ноября", 11}, {"окт", 10}, {"октябрь", 10},
    {"октября", 10}, {"сен", 9}, {"сент", 9}, {"сентябрь", 9}, {"сентября", 9},
    {"сер", 8}, {"серп", 8}, {"серпень", 8}, {"серпня", 8}, {"січ", 1},
    {"січень", 1}, {"січня", 1}, {"тра", 5}, {"трав", 5}, {"травень", 5},
    {"травня", 5}, {"фев", 2}, {"февр", 2}, {"февраль", 2}, {"февраля", 2},
    {"чер", 6}, {"черв", 6}, {"червень", 6}, {"червня", 6}, {"янв", 1},
    {"январь", 1}, {"января", 1}, {"اب", 8}, {"ابان", SOLAR + 8}, {"ابريل", 4},
    {"اذار", 3}, {"اذر", SOLAR + 9}, {"ارديبهشت", SOLAR + 2},
    {"اسفند", SOLAR + 12}, {"اغسطس", 8}, {"افريل", 4}, {"اكتبر", 10},
    {"اكتوبر", 10}, {"امرداد", SOLAR + 5}, {"اوت", 8}, {"اوريل", 4},
    {"ايار", 5}, {"ايلول", 9}, {"اگوست", 8}, {"بهمن", SOLAR + 11}, {"تموز", 7},
    {"تير", SOLAR + 4}, {"جانفي", 1}, {"جوان", 6}, {"جولاي", 7}, {"جويليه", 7},
    {"حزيران", 6}, {"خرداد", SOLAR + 3}, {"دجنبر", 12}, {"دسامبر", 12},
    {"دي", SOLAR + 10}, {"ديسمبر", 12}, {"سبتمبر", 9}, {"سپتامبر", 9},
    {"شباط", 2}, {"شتنبر", 9}, {"شهريور", SOLAR + 6}, {"غشت", 8}, {"فبراير", 2},
    {"فروردين", SOLAR + 1}, {"فوريه", 2}, {"فيفري", 2}, {"مارس", 3}, {"ماي", 5},
    {"مايو", 5}, {"مرداد", SOLAR + 5}, {"مه", 5}, {"مهر", SOLAR + 7},
    {"نوامبر", 11}, {"نوفمبر", 11}, {"نونبر", 11}, {"نيسان", 4}, {"يناير", 1},
    {"يوليه", 7}, {"يوليو", 7}, {"يوليوز", 7}, {"يونيه", 6}, {"يونيو", 6},
    {"ژانويه", 1}, {"ژوين", 6}, {"ژوييه", 7}, {"अक्टू", 10}, {"अक्टूबर", 10},
    {"अक्तूबर", 10}, {"अग", 8}, {"अगस्त", 8}, {"अप्रैल", 4}, {"जन", 1},
    {"जनवरी", 1}, {"जुल", 7}, {"जुलाई", 7}, {"जून", 6}, {"दिस", 12},
    {"दिसंबर", 12}, {"दिसम्बर", 12}, {"नव", 11}, {"नवंबर", 11}, {"नवम्बर", 11},
    {"फर", 2}, {"फरवरी", 2}, {"मई", 5}, {"मार्च", 3}, {"सित", 9}, {"सितंबर", 9},
    {"सितम्बर", 9},
    {"กรกฎาคม", THAI + 7}, {"กันยายน", THAI + 9}, {"กุมภาพันธ์", THAI + 2},
    {"ตุลาคม", THAI + 10}, {"ธันวาคม", THAI + 12}, {"พฤศจิกายน", THAI + 11},
    {"พฤษภาคม", THAI + 5}, {"มกราคม", THAI + 1}, {"มิถุนายน", THAI + 6},
    {"มีนาคม", THAI + 3}, {"สิงหาคม", THAI + 8}, {"เมษายน", THAI + 4},
};

/* Months of two words. */
static const struct {
    const char *first, *second;
    uint8_t month;
} two_word_months[] = {
    {"كانون", "الثاني", 1},
    {"تشرين", "الاول", 10},
    {"تشرين", "الثاني", 11},
    {"كانون", "الاول", 12},
};

/* Of those names, words that mean something else before a year ("out 2019").
 */
static const char *const names_with_a_day[] = {
    "ags", "agt", "ara", "des", "lis", "mag", "out", "per", "set", "اب", "مه",
};

static const char *const weekdays[] = {
    "ahad", "car", "carsamba", "cmt", "ctvrtek", "cuma", "cumartesi", "czw",
    "czwartek", "czwartku", "dienstag", "dim", "dimanche", "dinsdag", "dom",
    "domenica", "domingo", "donderdag", "donnerstag", "feira", "fr", "fre",
    "fredag", "freitag", "fri", "friday", "gio", "giovedi", "jeu", "jeudi",
    "jue", "jueves", "jumat", "kamis", "keskiviikko", "keskiviikkona",
    "lauantai", "lauantaina", "lor", "lordag", "lun", "lundi", "lunedi",
    "lunes", "maanantai", "maanantaina", "maandag", "man", "mandag", "mardi",
    "martedi", "martes", "mer", "mercoledi", "mercredi", "mi", "mie",
    "miercoles", "minggu", "mittwoch", "mo", "mon", "monday", "montag", "nd",
    "nedele", "nedeli", "niedz", "niedziela", "niedziele", "niedzieli", "ons",
    "onsdag", "patek", "paz", "pazar", "pazartesi", "per", "perjantai",
    "perjantaina", "persembe", "piatek", "piatku", "pn", "pon", "pondeli",
    "poniedzialek", "poniedzialku", "pt", "pzt", "qua", "quarta", "qui",
    "quinta", "rabu", "sab", "sabado", "sabato", "sabtu", "sali", "sam",
    "samedi", "samstag", "sat", "saturday", "seg", "segunda", "selasa", "senin",
    "sexta", "sob", "sobota", "sobote", "sobotu", "soboty", "son", "sondag",
    "sonnabend", "sonntag", "sr", "sroda", "srode", "srody", "streda", "stredu",
    "sun", "sunday", "sunnuntai", "sunnuntaina", "ter", "terca", "thu", "thur",
    "thurs", "thursday", "tiistai", "tiistaina", "tirs", "tirsdag", "tis",
    "tisdag", "tor", "torsdag", "torstai", "torstaina", "tue", "tues",
    "tuesday", "utery", "ven", "vendredi", "venerdi", "vie", "viernes",
    "vrijdag", "wed", "wednesday", "woensdag", "wt", "wtorek", "wtorku",
    "zaterdag", "zondag", "δευ", "δευτερα", "δευτερασ", "κυρ", "κυριακη",
    "κυριακησ", "παρ", "παρασκευη", "παρασκευησ", "πεμ", "πεμπτη", "πεμπτησ",
    "σαβ", "σαββατο", "σαββατου", "τετ", "τεταρτη", "τεταρτησ", "τρι", "τριτη",
    "τριτησ", "воскресенье", "воскресенья", "вс", "вт", "вторник", "вторника",
    "вівторка", "вівторок", "нд", "неділю", "неділя", "неділі", "пн",
    "понедельник", "понедельника", "понеділка", "понеділок", "пт", "пятница",
    "пятницу", "пятницы", "пятницю", "пятниця", "пятниці", "сб", "середа",
    "середи", "середу", "ср", "среда", "среду", "среды", "суббота", "субботу",
    "субботы", "субота", "суботи", "суботу", "четвер", "четверг", "четверга",
    "чт", "الاثنين", "الاحد", "الاربعاء", "الثلاثاء", "الجمعه", "الخميس",
    "السبت", "جمعه", "دوشنبه", "شنبه", "يكشنبه", "پنجشنبه", "چهارشنبه",
    "गुरुवार", "बुधवार", "बृहस्पतिवार", "मंगलवार", "रविवार", "वीरवार", "शनिवार",
    "शुक्रवार", "सोमवार", "금요일", "목요일", "수요일", "월요일", "일요일", "토요일", "화요일",
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

/* The pieces from one on, read as far as they were asked for. */
struct pieces {
    struct winnow_view text;
    struct piece items[N_PIECES];
    size_t n, end; /* of them; the byte behind the last */
};

/* ---- words -----------------------------------------------------------------
 */

static int compare_month(const void *word, const void *row)
{
    return strcmp(word, ((const struct month_name *)row)->name);
}

/* Of the names that begin with each letter of ASCII, which the second one may
 * be: what tells most words from them (tests/unit/test_date.c checks it). */
static const uint32_t month_letters[] = {
    0x32c042, 0x20000, 0x2200010, 0x100110, 0x1002c00, 0x10,    0x20110,
    0x100011, 0x0,     0x104001,  0x600011, 0x104110,  0x20011, 0x4100,
    0x180404, 0x20011, 0x0,       0x100,    0x11a0110, 0x4011,  0x2000,
    0x0,      0x20000, 0x0,       0x0,      0x1,
};
static const uint32_t weekday_letters[] = {
    0x80,    0x0,       0x2181001, 0x4100, 0x0,      0x20010,  0x100,
    0x0,     0x0,       0x100010,  0x11,   0x104001, 0x4111,   0x118,
    0x2000,  0x2086111, 0x100000,  0x1,    0x1a4011, 0x104190, 0x80000,
    0x20110, 0x84010,   0x0,       0x0,    0x4001,
};

/* Whether a name of those letters may be the word. */
static bool begins_with(const char *word, const uint32_t letters[26])
{
    if ((unsigned char)word[0] >= 0x80)
        return true;
    return word[0] >= 'a' && word[0] <= 'z' && word[1] >= 'a' &&
           word[1] <= 'z' &&
           (letters[word[0] - 'a'] >> (word[1] - 'a') & 1) != 0;
}

static bool may_be_month(const char *word)
{
    return begins_with(word, month_letters);
}

static uint8_t month_of(const char *word)
{
    const struct month_name *found;

    if (!may_be_month(word))
        return 0;
    found =
        bsearch(word, month_names, sizeof month_names / sizeof month_names[0],
                sizeof month_names[0], compare_month);

    return found == NULL ? 0 : found->month;
}

static int compare_weekday(const void *word, const void *row)
{
    return strcmp(word, *(const char *const *)row);
}

/* The word, terminated; false: it is too long for one of a date. */
static bool copy_word(char word[WORD_BYTES + 1], const char *folded,
                      size_t length_bytes)
{
    if (length_bytes > WORD_BYTES)
        return false;
    memcpy(word, folded, length_bytes);
    word[length_bytes] = '\0';
    return true;
}

bool winnow_date_is_weekday(const char *folded, size_t length_bytes)
{
    char word[WORD_BYTES + 1];

    return copy_word(word, folded, length_bytes) &&
           begins_with(word, weekday_letters) &&
           bsearch(word, weekdays, sizeof weekdays / sizeof weekdays[0],
                   sizeof weekdays[0], compare_weekday) != NULL;
}

bool winnow_date_is_month(const char *folded, size_t length_bytes)
{
    char word[WORD_BYTES + 1];

    return copy_word(word, folded, length_bytes) && month_of(word) != 0;
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

/* Letters of ASCII that go on in a word, as put_character takes them. */
static size_t take_ascii(struct winnow_view text, size_t at,
                         struct piece *piece)
{
    for (; at < text.length_bytes; at++) {
        char letter = winnow_ascii_fold[(unsigned char)text.data[at]];
        if (letter < 'a')
            break;
        if (piece->word_bytes < WORD_BYTES)
            piece->word[piece->word_bytes++] = letter;
    }
    return at;
}

/* Reads the piece at or after `at`; false when there is none. */
static bool read_one_piece(struct winnow_view text, size_t at,
                           struct piece *piece)
{
    const char *end = text.data + text.length_bytes;
    enum winnow_class first = WINNOW_CLASS_OTHER;

    memset(piece, 0, sizeof *piece);
    if (!pass_gap(text, &at, piece))
        return false;
    piece->start = at;
    while (at < text.length_bytes) {
        uint32_t code;
        size_t length;
        enum winnow_class class;
        if (first == WINNOW_CLASS_LETTER)
            at = take_ascii(text, at, piece);
        if (at == text.length_bytes)
            break;
        length = winnow_decode_code_point(text.data + at, end, &code);
        class = winnow_class_of(code);
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

static bool is_word(const struct piece *piece, const char *word)
{
    return piece->n_digits == 0 && piece->word[0] == word[0] &&
           strcmp(piece->word, word) == 0;
}

/* Takes the second word of a month's name along. */
static void join_month(struct winnow_view text, struct piece *piece)
{
    struct piece second;

    if ((unsigned char)piece->word[0] < 0x80)
        return;
    for (size_t i = 0; i < sizeof two_word_months / sizeof two_word_months[0];
         i++) {
        if (!is_word(piece, two_word_months[i].first) ||
            !read_one_piece(text, piece->end, &second) || second.n_gaps != 0 ||
            !is_word(&second, two_word_months[i].second))
            continue;
        piece->month = two_word_months[i].month;
        piece->end = second.end;
        return;
    }
}

/* The same, with names of months that are two words in one piece. */
static bool read_piece(struct winnow_view text, size_t at, struct piece *piece)
{
    if (!read_one_piece(text, at, piece))
        return false;
    if (piece->n_digits == 0 && piece->month == 0)
        join_month(text, piece);
    return true;
}

static void open_pieces(struct pieces *pieces, struct winnow_view text,
                        const struct piece *first)
{
    pieces->text = text;
    pieces->items[0] = *first;
    pieces->n = 1;
    pieces->end = first->end;
}

/* The i-th piece, or one that is nothing. */
static const struct piece *piece_at(struct pieces *pieces, size_t i)
{
    static const struct piece nothing = {.gap = '\n', .n_gaps = 1};

    if (i >= N_PIECES)
        return &nothing;
    while (pieces->n <= i) {
        struct piece *next = &pieces->items[pieces->n];
        if (!read_piece(pieces->text, pieces->end, next))
            return &nothing;
        pieces->end = next->end;
        pieces->n++;
    }
    return &pieces->items[i];
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

/* A year of four digits that goes with this month. */
static bool is_year_of(uint32_t month, const struct piece *year)
{
    if (month <= SOLAR)
        return is_year(year);
    if (month > THAI)
        return is_year(year) || (year->n_digits == 4 &&
                                 year->number >= YEAR_LEAST + BUDDHIST_YEARS &&
                                 year->number <= YEAR_MOST + BUDDHIST_YEARS);
    return year->n_digits == 4 && year->number >= WINNOW_SOLAR_HIJRI_LEAST &&
           year->number <= WINNOW_SOLAR_HIJRI_MOST;
}

/* As set_day, for months of every calendar; day 0 only for our own. */
static bool set_day_of(struct winnow_date *date, uint32_t year, uint32_t month,
                       uint32_t day)
{
    struct winnow_day solar;

    if (month <= SOLAR)
        return set_day(date, year, month, day);
    if (month > THAI)
        return set_day(date, year > YEAR_MOST ? year - BUDDHIST_YEARS : year,
                       month - THAI, day);
    return winnow_from_solar_hijri(year, month - SOLAR, day, &solar) &&
           set_day(date, solar.year, solar.month, solar.day);
}

/* Each reader takes the pieces from the first one on and returns how many the
 * date has; 0: it is none of its form. */

static bool is_separator(uint32_t gap)
{
    return gap == '-' || gap == '/' || gap == '.' || gap == 0x2010 ||
           gap == 0x2011 || gap == 0x2013 || gap == 0xFF0F || gap == 0xFF0E;
}

/* 2019-08-01, 2019/8/1, 2019. 8. 1. */
static size_t read_year_first(struct pieces *p, struct winnow_date *date)
{
    const struct piece *month, *day;

    if (!is_year(piece_at(p, 0)))
        return 0;
    month = piece_at(p, 1);
    day = piece_at(p, 2);
    if (!is_month_number(month) || !is_day_number(day) ||
        !is_separator(month->gap) || !is_separator(day->gap) ||
        month->n_gaps != 1 || day->n_gaps != 1 ||
        !set_day(date, piece_at(p, 0)->number, month->number, day->number))
        return 0;
    return 3;
}

/* Whether the digits are those of Persian (U+06F0 to U+06F9). */
static bool has_persian_digits(struct pieces *p, const struct piece *piece)
{
    const char *at = p->text.data + piece->start;

    return piece->end - piece->start >= 2 && memcmp(at, "\xDB", 1) == 0 &&
           (unsigned char)at[1] >= 0xB0 && (unsigned char)at[1] <= 0xB9;
}

/* A year of the solar Hijri calendar: in digits of its own, or such a one as
 * stands with slashes and is no year of another calendar that pages use. */
static bool is_solar_year(struct pieces *p, const struct piece *year,
                          uint32_t separator)
{
    enum { LEAST = 1370, MOST = 1419 };

    if (!is_year_of(SOLAR + 1, year))
        return false;
    return has_persian_digits(p, year) ||
           (separator == '/' && year->number >= LEAST && year->number <= MOST);
}

/* 1402/05/23, and with its digits the other way round too. */
static size_t read_solar(struct pieces *p, struct winnow_date *date)
{
    const struct piece *a = piece_at(p, 0), *month = piece_at(p, 1);
    const struct piece *b = piece_at(p, 2), *year = a, *day = b;

    if (!is_month_number(month) || !is_separator(month->gap) ||
        b->gap != month->gap || month->n_gaps != 1 || b->n_gaps != 1)
        return 0;
    if (has_persian_digits(p, b) && b->n_digits == 4) {
        year = b;
        day = a;
    }
    if (!is_solar_year(p, year, b->gap) || !is_day_number(day) ||
        !set_day_of(date, year->number, month->number + SOLAR, day->number))
        return 0;
    return 3;
}

/* Years counted from the first of an emperor, or of a republic. */
static const struct {
    const char *first, *second;
    uint16_t year_zero, most;
} eras[] = {
    {"令", "和", 2018, 82}, {"平", "成", 1988, 31},  {"昭", "和", 1925, 64},
    {"大", "正", 1911, 15}, {"民", "國", 1911, 200}, {"民", "国", 1911, 200},
};

/* The year "令和5年", with the pieces it has in `n`; 0: none. */
static uint32_t read_era(struct pieces *p, size_t *n)
{
    static const char *const years[] = {"年"};
    const struct piece *number = piece_at(p, 2);
    uint32_t year = is_word(number, "元") ? 1 : number->number;

    if (!IS_ANY(piece_at(p, 3), years) || year == 0)
        return 0;
    *n = 4;
    for (size_t i = 0; i < sizeof eras / sizeof eras[0]; i++)
        if (is_word(piece_at(p, 0), eras[i].first) &&
            is_word(piece_at(p, 1), eras[i].second) && year <= eras[i].most)
            return eras[i].year_zero + year;
    return 0;
}

/* 2019 year 8 month 1 day, in Chinese, Japanese, Korean. */
static size_t read_marked(struct pieces *p, struct winnow_date *date)
{
    static const char *const years[] = {"年", "년"};
    static const char *const months[] = {"月", "월"};
    static const char *const days[] = {"日", "일", "号", "號"};
    size_t n = 0;
    uint32_t year = read_era(p, &n);

    if (year == 0 && is_year(piece_at(p, 0)) && IS_ANY(piece_at(p, 1), years)) {
        year = piece_at(p, 0)->number;
        n = 2;
    }
    if (year == 0 || !is_month_number(piece_at(p, n)) ||
        !IS_ANY(piece_at(p, n + 1), months))
        return 0;
    if (is_day_number(piece_at(p, n + 2)) && IS_ANY(piece_at(p, n + 3), days) &&
        set_day(date, year, piece_at(p, n)->number, piece_at(p, n + 2)->number))
        return n + 4;
    return set_day(date, year, piece_at(p, n)->number, 0) ? n + 2 : 0;
}

/* 13.07.2019; with / or - the one of the two that can be no month tells which
 * stands first, and where neither does the caller must know. */
static size_t read_year_last(struct pieces *p, struct winnow_date *date)
{
    const struct piece *a = piece_at(p, 0), *b = piece_at(p, 1);
    const struct piece *year = piece_at(p, 2);

    if (!is_day_number(a) || !is_day_number(b) || !is_year(year) ||
        !is_separator(b->gap) || b->gap != year->gap || b->n_gaps != 1 ||
        year->n_gaps != 1)
        return 0;
    if (b->gap != '.' && b->number > 12) {
        date->order = WINNOW_DATE_MONTH_FIRST;
        return set_day(date, year->number, a->number, b->number) ? 3 : 0;
    }
    if (b->gap != '.' && a->number != b->number)
        date->order =
            a->number > 12 ? WINNOW_DATE_DAY_FIRST : WINNOW_DATE_EITHER;
    return set_day(date, year->number, b->number, a->number) ? 3 : 0;
}

/* "1st", "1er", "2nd", "13 de": what may stand behind a day's number. */
static size_t pass_day_ending(struct pieces *p, size_t i)
{
    static const char *const endings[] = {"st", "nd", "rd", "th", "er",
                                          "o",  "a",  "e",  "η"};

    if (piece_at(p, i)->gap == 0 && IS_ANY(piece_at(p, i), endings))
        return i + 1;
    return i;
}

/* Past the word for "of", and past the Thai for "of the (Buddhist) era". */
static size_t pass_of(struct pieces *p, size_t i)
{
    static const char *const of[] = {"de", "del", "of", "di"};
    static const char *const eras_before[] = {"พ", "ค"};

    if (IS_ANY(piece_at(p, i), eras_before) && is_word(piece_at(p, i + 1), "ศ"))
        return i + 2;
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

/* Where the month's number stands behind "tháng", in digits or in words. */
static uint32_t read_vietnamese_month(struct pieces *p, size_t *i)
{
    static const char *const numbers[] = {"gieng", "hai",  "ba",  "tu",
                                          "nam",   "sau",  "bay", "tam",
                                          "chin",  "muoi", "mot", "chap"};
    const struct piece *number = piece_at(p, *i);

    if (is_month_number(number)) {
        (*i)++;
        return number->number;
    }
    for (uint32_t k = 0; k < 12; k++) {
        if (!is_word(number, numbers[k]))
            continue;
        (*i)++;
        if (is_word(number, "muoi") && is_word(piece_at(p, *i), "mot"))
            return (*i)++, 11;
        if (is_word(number, "muoi") && is_word(piece_at(p, *i), "hai"))
            return (*i)++, 12;
        return is_word(number, "mot") ? 1 : k + 1;
    }
    return 0;
}

/* 14 tháng 8 năm 2023; 14 Tháng Tám, 2023; Tháng Tám 14, 2023; tháng 8/2023. */
static size_t read_vietnamese(struct pieces *p, struct winnow_date *date)
{
    size_t i = 0;
    uint32_t month, day = 0;

    if (is_day_number(piece_at(p, 0)))
        day = piece_at(p, i++)->number;
    if (!is_word(piece_at(p, i), "thang"))
        return 0;
    i++;
    month = read_vietnamese_month(p, &i);
    if (month == 0)
        return 0;
    if (day == 0 && is_day_number(piece_at(p, i)))
        day = piece_at(p, i++)->number;
    if (is_word(piece_at(p, i), "nam"))
        i++;
    if (!is_year(piece_at(p, i)) || !follows_closely(piece_at(p, i)) ||
        !set_day(date, piece_at(p, i)->number, month, day))
        return 0;
    return i + 1;
}

/* July 13, 2019; Jul. 13th 2019; July 2019. */
static size_t read_month_first(struct pieces *p, struct winnow_date *date)
{
    const struct piece *day = piece_at(p, 1);
    uint32_t month = piece_at(p, 0)->month;
    size_t year;

    if (month == 0 || piece_at(p, 0)->n_digits != 0)
        return 0;
    if (is_day_number(day) && follows_closely(day)) {
        year = pass_of(p, pass_day_ending(p, 2));
        if (is_year_of(month, piece_at(p, year)) &&
            piece_at(p, year)->n_gaps <= 2 &&
            set_day_of(date, piece_at(p, year)->number, month, day->number))
            return year + 1;
        return 0;
    }
    year = pass_of(p, 1);
    if (month <= SOLAR && !IS_ANY(piece_at(p, 0), names_with_a_day) &&
        is_year(piece_at(p, year)) && follows_closely(piece_at(p, year)) &&
        set_day(date, piece_at(p, year)->number, month, 0))
        return year + 1;
    return 0;
}

/* "آب/أغسطس": the month's other name behind a slash. */
static size_t pass_other_name(struct pieces *p, size_t i)
{
    const struct piece *other = piece_at(p, i + 1);

    return other->gap == '/' && other->month == piece_at(p, i)->month ? i + 2
                                                                      : i + 1;
}

/* 13 July 2019; 13. Juli 2019; 13 de julio de 2019. */
static size_t read_day_first(struct pieces *p, struct winnow_date *date)
{
    size_t i = pass_of(p, pass_day_ending(p, 1)), year;
    uint32_t month = piece_at(p, i)->month;

    if (!is_day_number(piece_at(p, 0)) || month == 0 ||
        !follows_closely(piece_at(p, i)))
        return 0;
    year = pass_of(p, pass_other_name(p, i));
    if (!is_year_of(month, piece_at(p, year)) ||
        !follows_closely(piece_at(p, year)) ||
        !set_day_of(date, piece_at(p, year)->number, month,
                    piece_at(p, 0)->number))
        return 0;
    return year + 1;
}

/* 2019 July 13. */
static size_t read_year_month_day(struct pieces *p, struct winnow_date *date)
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
static size_t pass_to_time(struct pieces *p, size_t i)
{
    static const char *const between[] = {
        "t",    "at",     "um",    "as",  "a",    "alle",  "ore",     "om",
        "o",    "kl",     "h",     "в",   "о",    "las",   "saat",    "στισ",
        "godz", "г",      "года",  "р",   "року", "год",   "v",       "ve",
        "luc",  "vao",    "pukul", "jam", "klo",  "kello", "klockan", "klokken",
        "ساعت", "الساعه", "को",    "u",   "les",  "και",   "ωρα",     "i",
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

/* 17:11, 17:11:05, 17h11, 17.30, 17 hour 11 minute; returns the next piece. */
static size_t read_clock(struct pieces *p, size_t i, struct winnow_date *date)
{
    static const char *const hours[] = {"h",  "时", "時",  "시",
                                        "点", "點", "gio", "u"};
    static const char *const minutes[] = {"分", "분"};
    const struct piece *hour = piece_at(p, i);
    size_t minute = i + 1;

    if (!is_short_number(hour) || hour->number > 23 || hour->n_gaps > 2)
        return i;
    if (IS_ANY(piece_at(p, minute), hours))
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
static size_t read_half_day(struct pieces *p, size_t i,
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
static size_t read_offset(struct pieces *p, size_t i, struct winnow_date *date)
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
static size_t read_zone(struct pieces *p, size_t i, struct winnow_date *date)
{
    static const char *const zero[] = {"z", "utc", "gmt"};

    if (IS_ANY(piece_at(p, i), zero) && piece_at(p, i)->n_gaps <= 1) {
        date->has_offset = true;
        i++;
    }
    return read_offset(p, i, date);
}

/* Reads the time behind a day of `n` pieces; returns the pieces of both. */
static size_t read_time(struct pieces *p, size_t n, struct winnow_date *date)
{
    static const char *const morning[] = {"am", "오전", "上午", "午前"};
    static const char *const afternoon[] = {"pm", "오후", "下午", "午後"};
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

static size_t read_day(struct pieces *p, struct winnow_date *date)
{
    static size_t (*const readers[])(struct pieces *, struct winnow_date *) = {
        read_year_first, read_marked,         read_year_last,  read_month_first,
        read_day_first,  read_year_month_day, read_vietnamese, read_solar,
    };

    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        size_t n = readers[i](p, date);
        if (n != 0)
            return n;
    }
    return 0;
}

/* Whether a date could begin with this piece. */
static bool may_start(const struct piece *piece)
{
    if (piece->n_digits != 0)
        return piece->n_digits <= 4;
    if (piece->month != 0 || is_word(piece, "thang"))
        return true;
    if ((unsigned char)piece->word[0] < 0x80)
        return false;
    for (size_t i = 0; i < sizeof eras / sizeof eras[0]; i++)
        if (is_word(piece, eras[i].first))
            return true;
    return false;
}

/* Whether a word of ASCII letters stands at `at` that no date begins with, as
 * nearly all are; its end in `*end`. */
static bool is_other_word(struct winnow_view text, size_t at, size_t *end)
{
    static const char month[] = "thang";
    char word[sizeof month] = {0};
    size_t n = 0;

    for (; at + n < text.length_bytes; n++) {
        char letter = winnow_ascii_fold[(unsigned char)text.data[at + n]];
        if (letter < 'a')
            break;
        if (n < sizeof word)
            word[n] = letter;
    }
    *end = at + n;
    if (n == 0 ||
        (*end < text.length_bytes && (unsigned char)text.data[*end] >= 0x80))
        return false;
    return !may_be_month(word) && memcmp(word, month, sizeof month) != 0;
}

/* Passes such words, and what stands before each. */
static size_t pass_other_words(struct winnow_view text, size_t at)
{
    size_t start = at;

    for (;;) {
        while (start < text.length_bytes &&
               (unsigned char)text.data[start] < 0x80 &&
               winnow_ascii_fold[(unsigned char)text.data[start]] == 0)
            start++;
        if (!is_other_word(text, start, &start))
            return at;
        at = start;
    }
}

/* Whether there are four digits of ASCII in a row. */
static bool has_four_digits(const char *at)
{
    winnow_step digits = winnow_step_at(at) - winnow_step_of('0');
    unsigned bits = winnow_yes_bits(digits <= winnow_step_of(9));

    bits &= bits >> 1;
    return (bits & bits >> 2) != 0;
}

/* Whether all of the text from `from` on is ASCII without four digits in a row:
 * mostly. */
static bool has_plainly_no_year(struct winnow_view text, size_t from)
{
    enum { NEXT = WINNOW_STEP_BYTES - 3 }; /* digits may begin in a step */
    size_t n = text.length_bytes, at = from;

    if (n < from + WINNOW_STEP_BYTES)
        return false;
    for (;;) {
        if (has_four_digits(text.data + at) ||
            winnow_yes_bits(winnow_step_at(text.data + at) >=
                            winnow_step_of(0x80)) != 0)
            return false;
        if (at + WINNOW_STEP_BYTES == n)
            return true;
        at += NEXT;
        if (at + WINNOW_STEP_BYTES > n)
            at = n - WINNOW_STEP_BYTES;
    }
}

/* Whether the year of a date may stand at or after `from`: four digits, or one
 * of an era, whose sign stands behind it. Beyond ASCII the first bytes of
 * digits are D9 and above (The Unicode Standard, general category Nd); what
 * does not count but may stand between digits is not ASCII. */
static bool may_have_year(struct winnow_view text, size_t from)
{
    enum { YEAR_DIGITS = 4, SIGN = 0x5E74, COMPATIBLE_SIGN = 0xF98E };
    int n_digits = 0;

    if (has_plainly_no_year(text, from))
        return false;
    for (size_t i = from; i < text.length_bytes; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        const char *end = text.data + text.length_bytes;
        uint32_t code;
        if (byte < 0x80) {
            n_digits = byte >= '0' && byte <= '9' ? n_digits + 1 : 0;
        } else if (byte >= 0xD9) {
            winnow_decode_code_point(text.data + i, end, &code);
            if (code == SIGN || code == COMPATIBLE_SIGN)
                return true;
            n_digits += winnow_class_of(code) == WINNOW_CLASS_DIGIT;
        }
        if (n_digits == YEAR_DIGITS)
            return true;
    }
    return false;
}

bool winnow_date_find(struct winnow_view text, size_t from,
                      struct winnow_date *date)
{
    struct pieces pieces;
    struct piece piece;

    if (!may_have_year(text, from))
        return false;
    for (size_t at = pass_other_words(text, from); read_piece(text, at, &piece);
         at = pass_other_words(text, piece.end)) {
        size_t n;
        if (!may_start(&piece))
            continue;
        open_pieces(&pieces, text, &piece);
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

/* Stands for the date of a block that was looked at and has none. */
static const struct winnow_date no_date;

static const struct winnow_date *find_in(const struct winnow_document *document,
                                         uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];
    struct winnow_date date, *found;

    if (!winnow_date_find(block->text, 0, &date))
        return &no_date;
    found = winnow_arena_alloc(document->arena, sizeof *found);
    *found = date;
    return found;
}

const struct winnow_date *
winnow_block_date_find(struct winnow_document *document, uint32_t i)
{
    if (document->dates == NULL)
        document->dates = winnow_arena_calloc(
            document->arena, document->n_blocks, sizeof(struct winnow_date *));
    if (document->dates[i] == NULL)
        document->dates[i] = find_in(document, i);
    return document->dates[i] == &no_date ? NULL : document->dates[i];
}

static bool is_two_digits(const struct piece *piece)
{
    return piece->n_digits == 2;
}

/* The pieces of a short date at the first; 0: there is none. */
static size_t read_short(struct pieces *p, bool after_weekday,
                         struct winnow_date *date)
{
    enum { CENTURY = 2000 };
    const struct piece *day = piece_at(p, 0), *month = piece_at(p, 1);
    const struct piece *year = piece_at(p, 2);
    size_t n;

    if (!is_two_digits(day) || !is_two_digits(month) || !is_two_digits(year) ||
        month->gap != '.' || year->gap != '.' || month->n_gaps != 1 ||
        year->n_gaps != 1 || day->number < 1 ||
        !set_day(date, CENTURY + year->number, month->number, day->number))
        return 0;
    n = read_time(p, 3, date);
    return n != 3 || after_weekday ? n : 0;
}

/* Whether two full stops stand in the text. */
static bool has_stops(struct winnow_view text)
{
    const char *stop = text.length_bytes == 0
                           ? NULL
                           : memchr(text.data, '.', text.length_bytes);

    return stop != NULL && memrchr(text.data, '.', text.length_bytes) != stop;
}

bool winnow_date_find_short(struct winnow_view text, struct winnow_date *date)
{
    struct pieces pieces;
    struct piece piece;
    bool after_weekday = false;

    if (!has_stops(text))
        return false;
    for (size_t at = 0; read_piece(text, at, &piece); at = piece.end) {
        size_t n;
        if (piece.n_digits != 2) {
            after_weekday =
                piece.n_digits == 0 &&
                winnow_date_is_weekday(piece.word, piece.word_bytes);
            continue;
        }
        open_pieces(&pieces, text, &piece);
        memset(date, 0, sizeof *date);
        n = read_short(&pieces, after_weekday, date);
        after_weekday = false;
        if (n == 0)
            continue;
        date->start = piece.start;
        date->end = pieces.items[n - 1].end;
        return true;
    }
    return false;
}

bool winnow_date_set(struct winnow_date *date, uint32_t year, uint32_t month,
                     uint32_t day)
{
    return year >= YEAR_LEAST && year <= YEAR_MOST && day >= 1 &&
           set_day(date, year, month, day);
}

static uint32_t day_number(const struct winnow_date *date)
{
    struct winnow_day day = {date->year, date->month, date->day};

    if (day.day == 0)
        day.day = 1;
    return winnow_day_number(day);
}

uint32_t winnow_date_days_after(const struct winnow_date *date,
                                const struct winnow_date *other)
{
    uint32_t number = day_number(date);

    if (other->day == 0 || number <= day_number(other))
        return 0;
    return number - day_number(other);
}

void winnow_date_put_month_first(struct winnow_date *date)
{
    uint8_t day = date->month;

    if (date->order != WINNOW_DATE_EITHER)
        return;
    date->month = date->day;
    date->day = day;
    date->order = WINNOW_DATE_MONTH_FIRST;
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

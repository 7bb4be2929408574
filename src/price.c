/* Prices in a text; see price.h. Signs are Unicode's category Sc, codes are
 * those of ISO 4217 in capitals and the abbreviations in the table below. */
#include "price.h"

/* ISO 4217 without those that are English words in capitals (ALL, TOP, TRY,
 * CUP, SOS, MOP). */
static const char iso_codes[] =
    "AED AFN AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB "
    "BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP "
    "DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD "
    "KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MRU MUR MVR MWK "
    "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR "
    "RMB RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SRD SSP STN SYP SZL "
    "THB TJS TMT TND TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD "
    "XOF XPF YER ZAR ZMW ZWL";

/* What is written for a currency in running text, folded; in order of the first
 * byte. */
static const char *const abbreviations[] = {
    "dh",  "din",  "eur", "euro",  "euros", "ft",   "kc",    "kn",
    "kr",  "ksh",  "lei", "rm",    "rp",    "rs",   "sfr",   "tk",
    "tl",  "usd",  "vnd", "zl",    "грн",   "ден",  "дин",   "лв",
    "руб", "сум",  "тг",  "تومان", "جنيه",  "درهم", "دينار", "ريال",
    "रु",   "টাকা", "บาท", "元",    "円",    "圆",   "圓",    "원",
};
/* The same, but only after the number: short enough to be a word. */
static const char *const abbreviations_after[] = {"dkk", "nok", "sek", "р"};

static bool is_one_of(const char *const *list, size_t n,
                      struct winnow_view folded)
{
    if (folded.length_bytes == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned char first = (unsigned char)list[i][0];
        if (first > (unsigned char)folded.data[0])
            break;
        if (first == (unsigned char)folded.data[0] &&
            winnow_view_is(folded, list[i]))
            return true;
    }
    return false;
}
#define IS_ONE_OF(list, folded)                                                \
    is_one_of(list, sizeof(list) / sizeof((list)[0]), folded)

static bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_iso_code(struct winnow_view written)
{
    if (written.length_bytes != 3 || !is_capital(written.data[0]) ||
        !is_capital(written.data[1]) || !is_capital(written.data[2]))
        return false;
    for (size_t i = 0; i < sizeof iso_codes; i += 4)
        if (memcmp(iso_codes + i, written.data, 3) == 0)
            return true;
    return false;
}

/* Whether letters, as written and as folded, stand for a currency. */
static bool is_code(struct winnow_view written, struct winnow_view folded,
                    bool is_after)
{
    return is_iso_code(written) || IS_ONE_OF(abbreviations, folded) ||
           (is_after && (IS_ONE_OF(abbreviations_after, folded) ||
                         winnow_view_is(written, "đ")));
}

static struct winnow_view slice(struct winnow_view text, size_t start,
                                size_t end)
{
    struct winnow_view view = {text.data + start, end - start};
    return view;
}

static bool is_code_token(struct winnow_view text,
                          const struct winnow_token *token, bool is_after)
{
    struct winnow_view folded = {token->folded, token->length_bytes};

    return is_code(slice(text, token->start, token->end), folded, is_after);
}

/* ---- characters around --------------------------------------------------- */

static bool is_ascii_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static enum winnow_class class_at(struct winnow_view text, size_t at,
                                  size_t *length_bytes)
{
    uint32_t code;

    *length_bytes = 0;
    if (at >= text.length_bytes)
        return WINNOW_CLASS_OTHER;
    *length_bytes = winnow_decode_code_point(
        text.data + at, text.data + text.length_bytes, &code);
    return winnow_class_of(code);
}

/* Class of the code point that ends at `at`, and where it starts. */
static enum winnow_class class_before(struct winnow_view text, size_t at,
                                      size_t *start)
{
    size_t length;

    *start = at;
    if (at == 0)
        return WINNOW_CLASS_OTHER;
    do
        --*start;
    while (*start != 0 && at - *start < 4 &&
           ((unsigned char)text.data[*start] & 0xC0) == 0x80);
    return class_at(text, *start, &length);
}

/* Past at most two spaces; a line break is none. */
static size_t skip_spaces(struct winnow_view text, size_t at)
{
    size_t length;

    for (int i = 0; i < 2; i++) {
        if (class_at(text, at, &length) != WINNOW_CLASS_SPACE ||
            text.data[at] == '\n')
            break;
        at += length;
    }
    return at;
}

static size_t skip_spaces_back(struct winnow_view text, size_t at)
{
    size_t start;

    for (int i = 0; i < 2; i++) {
        if (class_before(text, at, &start) != WINNOW_CLASS_SPACE ||
            text.data[start] == '\n')
            break;
        at = start;
    }
    return at;
}

static bool begins_at(struct winnow_view text, size_t at, const char *bytes)
{
    size_t n = strlen(bytes);

    return text.length_bytes >= n && at <= text.length_bytes - n &&
           memcmp(text.data + at, bytes, n) == 0;
}

/* Past the dash of a round price: "5,-" "5.–". */
static size_t skip_dash(struct winnow_view text, size_t at)
{
    static const char *const dashes[] = {"-", "\u2013", "\u2014", "\u2212"};
    size_t start = at;

    if (begins_at(text, at, ",") || begins_at(text, at, "."))
        at++;
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++)
        if (begins_at(text, at, dashes[i]))
            return at + strlen(dashes[i]);
    return start;
}

/* The token that starts exactly at `at`. */
static bool token_at(struct winnow_view text, size_t at,
                     struct winnow_token *token)
{
    size_t length;
    enum winnow_class class = class_at(text, at, &length);

    return class >= WINNOW_CLASS_LETTER && class <= WINNOW_CLASS_IDEOGRAPH &&
           winnow_token_next(text, at, token);
}

static bool number_at(struct winnow_view text, size_t at,
                      struct winnow_token *token)
{
    size_t length;

    return class_at(text, at, &length) == WINNOW_CLASS_DIGIT &&
           winnow_token_next(text, at, token) && token->is_number;
}

/* ---- numbers ------------------------------------------------------------- */

/* Digits before a decimal separator, if that is all before it. */
static size_t leading_digits(const struct winnow_token *token)
{
    size_t n = 0;

    while (n < token->length_bytes && is_ascii_digit(token->folded[n]))
        n++;
    return n;
}

/* Takes the groups of three digits that follow a number of at most three:
 * "1 234 567,89". */
static void take_groups(struct winnow_view text,
                        const struct winnow_token *first,
                        struct winnow_price *price)
{
    enum { GROUPS_MAX = 4 };
    struct winnow_token group;
    size_t length;

    if (first->length_bytes > 3 || leading_digits(first) != first->length_bytes)
        return;
    for (int i = 0; i < GROUPS_MAX; i++) {
        size_t at = price->end;
        if (class_at(text, at, &length) != WINNOW_CLASS_SPACE &&
            !begins_at(text, at, "'") && !begins_at(text, at, "\u2019"))
            return;
        if (text.data[at] == '\n' || !number_at(text, at + length, &group) ||
            leading_digits(&group) != 3)
            return;
        price->end = group.end;
        price->n_tokens++;
        if (group.length_bytes != 3)
            return;
    }
}

/* Takes the number at `at` with its groups. */
static bool take_number(struct winnow_view text, size_t at,
                        struct winnow_price *price)
{
    struct winnow_token number;

    if (!number_at(text, at, &number))
        return false;
    price->end = number.end;
    price->n_tokens++;
    take_groups(text, &number, price);
    return true;
}

/* ---- the forms ----------------------------------------------------------- */

/* A sign before the number. One that stands off it, behind another number, is
 * that one's. */
static bool take_sign_before(struct winnow_view text,
                             struct winnow_price *price)
{
    size_t at = skip_spaces_back(text, price->start), sign, before;

    if (class_before(text, at, &sign) != WINNOW_CLASS_CURRENCY)
        return false;
    if (at != price->start && class_before(text, skip_spaces_back(text, sign),
                                           &before) == WINNOW_CLASS_DIGIT)
        return false;
    price->start = sign;
    return true;
}

/* A sign at `at`, after the number; one that is written against the next
 * number and not against this is that one's. */
static bool take_sign_after(struct winnow_view text, size_t at,
                            struct winnow_price *price)
{
    size_t length, unused;

    if (class_at(text, at, &length) != WINNOW_CLASS_CURRENCY)
        return false;
    if (at != price->end &&
        class_at(text, at + length, &unused) == WINNOW_CLASS_DIGIT)
        return false;
    price->end = at + length;
    return true;
}

/* Up to three letters written against a sign: R$, US$, NT$. */
static bool is_sign_prefix(struct winnow_view text,
                           const struct winnow_token *token)
{
    size_t length;

    if (token->end - token->start > 3)
        return false;
    for (size_t i = token->start; i < token->end; i++)
        if (!is_capital(text.data[i]))
            return false;
    return class_at(text, token->end, &length) == WINNOW_CLASS_CURRENCY;
}

static bool take_code_after(struct winnow_view text, size_t at,
                            struct winnow_price *price)
{
    struct winnow_token token;
    size_t end = price->end;

    if (!token_at(text, at, &token))
        return false;
    if (is_sign_prefix(text, &token)) {
        price->end = token.end;
        if (!take_sign_after(text, token.end, price)) {
            price->end = end;
            return false;
        }
    } else if (is_code_token(text, &token, true)) {
        price->end = token.end;
    } else {
        return false;
    }
    price->n_tokens++;
    return true;
}

static bool number_first(struct winnow_view text,
                         const struct winnow_token *token,
                         struct winnow_price *price)
{
    bool found;
    size_t at;

    price->n_tokens = 1;
    take_groups(text, token, price);
    found = take_sign_before(text, price);
    at = skip_spaces(text, skip_dash(text, price->end));
    return take_sign_after(text, at, price) ||
           (!found && take_code_after(text, at, price)) || found;
}

/* "EUR 10" "Rs. 500" "R$ 20" */
static bool code_first(struct winnow_view text,
                       const struct winnow_token *token,
                       struct winnow_price *price)
{
    size_t at = token->end, length;

    if (is_sign_prefix(text, token)) {
        class_at(text, at, &length);
        at += length;
    } else if (begins_at(text, at, ".")) {
        at++;
    }
    price->n_tokens = 1;
    if (!take_number(text, skip_spaces(text, at), price))
        return false;
    return is_sign_prefix(text, token) || is_code_token(text, token, false);
}

/* Whether the token is letters and digits, in either order; `split` is where
 * they meet in the text and in the folded form. */
static bool find_split(struct winnow_view text,
                       const struct winnow_token *token, size_t *written,
                       size_t *folded)
{
    size_t n = token->length_bytes;

    if (is_ascii_digit(token->folded[0])) {
        *folded = 0;
        while (*folded < n && token->folded[*folded] <= ':')
            ++*folded;
    } else {
        *folded = n;
        while (*folded != 0 && is_ascii_digit(token->folded[*folded - 1]))
            --*folded;
    }
    /* ASCII digits are as long folded as written, which is all that is met. */
    *written = is_ascii_digit(token->folded[0]) ? token->start + *folded
                                                : token->end - (n - *folded);
    return *folded != 0 && *folded != n && *written > token->start &&
           *written < token->end &&
           (is_ascii_digit(text.data[token->start]) ||
            is_ascii_digit(text.data[token->end - 1]));
}

/* "20zł" and "EUR10", the latter with the decimals that follow. */
static bool glued(struct winnow_view text, const struct winnow_token *token,
                  struct winnow_price *price)
{
    size_t written, folded;
    bool digits_first = is_ascii_digit(token->folded[0]);
    struct winnow_view head, tail, folded_head, folded_tail;

    if (token->is_cut || token->length_bytes == 0 ||
        !find_split(text, token, &written, &folded))
        return false;
    head = slice(text, token->start, written);
    tail = slice(text, written, token->end);
    folded_head.data = token->folded;
    folded_head.length_bytes = folded;
    folded_tail.data = token->folded + folded;
    folded_tail.length_bytes = token->length_bytes - folded;
    price->n_tokens = 1;
    if (digits_first)
        return is_code(tail, folded_tail, true);
    if (!is_code(head, folded_head, false))
        return false;
    if (begins_at(text, token->end, ".") || begins_at(text, token->end, ","))
        take_number(text, token->end + 1, price);
    return true;
}

/* Whether a byte begins neither a digit nor white space nor a sign of money:
 * most of ASCII; the letters of Greek and Cyrillic; ideographs. */
static bool begins_no_price(unsigned char byte)
{
    if (byte < 0x80)
        return byte > ' ' && byte != '$' && !is_ascii_digit((char)byte);
    return (byte >= 0xCE && byte <= 0xD1) || (byte >= 0xE4 && byte <= 0xE9);
}

/* Most words have no digit and are followed, behind a stop and two spaces at
 * most, by no number and no sign: no price begins with them. */
static bool is_plain_word(struct winnow_view text,
                          const struct winnow_token *token)
{
    size_t at = token->end, n = token->length_bytes, end;

    if (!token->has_digit && n != 0 && at + 1 < text.length_bytes &&
        text.data[at] == ' ' &&
        winnow_ascii_fold[(unsigned char)text.data[at + 1]] >= 'a')
        return true; /* nearly always */
    if (token->is_number || n == 0 || is_ascii_digit(token->folded[0]) ||
        is_ascii_digit(token->folded[n - 1]))
        return false;
    if (at < text.length_bytes && text.data[at] == '.')
        at++;
    for (end = at + 2; at < end && at < text.length_bytes; at++)
        if (text.data[at] != ' ')
            break;
    return at == text.length_bytes ||
           begins_no_price((unsigned char)text.data[at]);
}

bool winnow_price_at(struct winnow_view text, const struct winnow_token *token,
                     struct winnow_price *price)
{
    if (is_plain_word(text, token))
        return false;
    price->start = token->start;
    price->end = token->end;
    price->n_tokens = 0;
    if (token->is_number)
        return number_first(text, token, price);
    return code_first(text, token, price) || glued(text, token, price);
}

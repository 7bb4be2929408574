/* Phrases: every form of the syntax, folding on both sides, overlaps, prices,
 * errors, and random phrases against a matcher that tries all of them. */
#include "fold.h"
#include "phrases.h"
#include "price.h"
#include "shape.h"
#include "token.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* ---- helpers ------------------------------------------------------------- */

static struct winnow_phrases *compile(const char *text)
{
    struct winnow_phrase_source source = {"g", winnow_view_of(text)};
    struct winnow_phrases *phrases;
    char error[256] = "";
    enum winnow_status status =
        winnow_phrases_build(&source, 1, &phrases, error, sizeof error);

    if (status != WINNOW_OK)
        fail_msg("%s", error);
    return phrases;
}

/* Matches `text` as a block of its own. */
static struct winnow_block match(const struct winnow_phrases *phrases,
                                 struct winnow_arena *arena, const char *text)
{
    struct winnow_block block = {.text = winnow_view_of(text)};
    struct winnow_document document = {
        .arena = arena, .blocks = &block, .n_blocks = 1};

    winnow_phrases_match(phrases, &document);
    return block;
}

/* What was found in `text`, each between bars; "!" where it is the whole. */
static void expect(const char *phrase_text, const char *text,
                   const char *expected)
{
    struct winnow_phrases *phrases = compile(phrase_text);
    struct winnow_arena arena;
    struct winnow_buffer found = {0};
    struct winnow_block block;

    winnow_arena_init(&arena);
    block = match(phrases, &arena, text);
    for (uint32_t i = 0; i < block.n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block.phrases[i];
        winnow_buffer_string(&found, i == 0 ? "" : "|");
        winnow_buffer_append(&found, text + hit->start, hit->end - hit->start);
        winnow_buffer_string(&found, hit->whole ? "!" : "");
    }
    winnow_buffer_byte(&found, '\0');
    if (strcmp(found.data, expected) != 0)
        fail_msg("\"%s\" in \"%s\": found \"%s\", expected \"%s\"", phrase_text,
                 text, found.data, expected);
    winnow_buffer_free(&found);
    winnow_arena_free(&arena);
    winnow_phrases_free(phrases);
}

/* The phrase is the whole of each text, a NULL after the last. */
static void expect_whole(const char *phrase_text, ...)
{
    va_list list;
    const char *text;

    va_start(list, phrase_text);
    while ((text = va_arg(list, const char *)) != NULL) {
        char expected[256];
        snprintf(expected, sizeof expected, "%s!", text);
        expect(phrase_text, text, expected);
    }
    va_end(list);
}

/* The phrase is not found in any of the texts. */
static void expect_none(const char *phrase_text, ...)
{
    va_list list;
    const char *text;

    va_start(list, phrase_text);
    while ((text = va_arg(list, const char *)) != NULL)
        expect(phrase_text, text, "");
    va_end(list);
}

/* ---- syntax -------------------------------------------------------------- */

static void words_in_many_scripts(void **state)
{
    (void)state;
    expect("share this", "Please SHARE, this page", "SHARE, this");
    expect("artikel teilen", "Jetzt Artikel teilen!", "Artikel teilen");
    expect("поделиться ссылкой", "Нравится? Поделиться ссылкой",
           "Поделиться ссылкой");
    expect("κοινοποίηση", "ΚΟΙΝΟΠΟΙΗΣΗ", "ΚΟΙΝΟΠΟΙΗΣΗ!");
    expect("شارك المقال", "شارك المقال الآن", "شارك المقال");
    expect("שתפו כתבה", "שתפו כתבה", "שתפו כתבה!");
    expect("साझा करें", "इसे साझा करें", "साझा करें");
    expect("分享到", "请分享到朋友圈", "分享到");
    expect("シェアする", "記事をシェアする", "シェアする");
    expect("공유하기", "페이스북 공유하기", "공유하기");
    expect("แชร์", "แชร์ บทความ", "แชร์");
    expect("ចែករំលែក", "ចែករំលែក", "ចែករំលែក!");
    expect("წაიკითხეთ ასევე", "წაიკითხეთ ასევე:", "წაიკითხეთ ასევე!");
    expect("կիսվել", "ԿԻՍՎԵԼ", "ԿԻՍՎԵԼ!");
    expect_none("share", "shared", "sharing", "timeshare", "", "!?", NULL);
    expect_none("分享到", "分享", "分到享", NULL);
}

static void stems(void **state)
{
    (void)state;
    expect("newsletter* abonn*", "Den Newsletters abonnieren",
           "Newsletters abonnieren");
    expect("подпиш*", "Подпишитесь на канал", "Подпишитесь");
    expect("tilaa*", "Tilaaminen, tilaa", "Tilaaminen|tilaa");
    expect("bağış*", "BAĞIŞLARINIZ", "BAĞIŞLARINIZ!");
    expect("구독*", "구독하세요", "구독하세요!");
    expect("แชร์*", "แชร์บทความนี้", "แชร์บทความนี้!");
    expect("اشترك*", "اشتركوا معنا", "اشتركوا");
    expect("सदस्य*", "सदस्यता लें", "सदस्यता");
    expect("δωρ*", "Δωρεές", "Δωρεές!");
    expect("a* ab* abc*", "abcd abcd abcd", "abcd abcd abcd!");
    expect_none("newsletter*", "newslette", "enewsletter", NULL);
}

static void numbers(void **state)
{
    (void)state;
    expect_whole("# shares", "5 shares", "1,234 Shares", "1.2K shares",
                 "12:30 shares", "３５ shares", NULL);
    expect_whole("#", "5", "٣٫٥", "۱۲۳", "१२३", "๑๒", "１２．５", "3M", "2к",
                 NULL);
    expect("# комментари*", "12 комментариев", "12 комментариев!");
    expect("댓글 # 개", "댓글 12개", "댓글 12개!");
    expect("# 件のコメント", "コメント: 15件のコメント", "15件のコメント");
    expect("阅读 #", "阅读 3,456 次", "阅读 3,456");
    expect("# คน", "12คน", "12คน!");
    expect("# تعليق", "٥ تعليق", "٥ تعليق!");
    expect_none("#", "a5", "5th", "x", "½", NULL);
    expect("copyright © #", "Copyright © 2019–2024", "Copyright © 2019");
    expect("24 / 7", "open 24/7", "24/7");
    expect("top 10", "Top 10 and top 100", "Top 10");
    expect("# 10", "10 10", "10 10!");
}

static void prices(void **state)
{
    (void)state;
    expect_whole("$", "$5", "5 €", "EUR 10", "R$ 20", "1.000 Ft", "₹500",
                 "5,00 zł", "€5.50", "US$20", "20 US$", "NT$ 300", "Rs. 500",
                 "kr 100", "100 kr", "CHF 20", "1 234,50 €", "1 234 567 Ft",
                 "1'000 CHF", "20zł", "EUR10", "USD5.50", "5,- Kč", "5.– €",
                 "5\u00A0€", "￥500", "500円", "300元", "10000원", "500 грн",
                 "٥٠٠ ريال", "500 บาท", "৳500", "₪20", "500.000 đ", "10 Euro",
                 "$5M", NULL);
    expect_none("$", "5", "EUR", "$", "5 apples", "ALL 5", "TOP 10", "eu 5",
                "5\n€", "kr", "all 10", "US 5", NULL);
    expect("$", "from $5 to 10 €", "$5|10 €");
    expect("$", "5 € 10 €", "5 €|10 €");
    expect("$", "€5 €10", "€5|€10");
    expect("$", "10 EUR 20 EUR", "10 EUR|20 EUR");
    expect("nur $", "nur 5 € im Monat", "nur 5 €");
    expect("nur $ im", "nur 1 000 Ft im Monat", "nur 1 000 Ft im");
    expect("ab $ monat*", "ab R$ 20 monatlich", "ab R$ 20 monatlich!");
    expect("$", "500 руб.", "500 руб!");
    expect("всего $", "Всего 500 руб. в месяц", "Всего 500 руб");
    expect("$ per month", "EUR 10 per month", "EUR 10 per month!");
    expect("$ /月", "500円/月", "500円/月!");
    expect("eur # heute", "EUR 10 heute", "EUR 10 heute!");
    expect("# eur", "10 EUR", "10 EUR!");
    expect("10 $", "10 5 €", "10 5 €!");
}

static void anchors(void **state)
{
    (void)state;
    expect("^share", "Share now", "Share");
    expect_none("^share", "now share", NULL);
    expect("^share", "» Share", "Share!");
    expect("share$", "now share!", "share");
    expect_none("share$", "share now", NULL);
    expect("share$", "share share", "share");
    expect("^teilen$", "Teilen", "Teilen!");
    expect_none("^teilen$", "Teilen ist gut", "Gut teilen", NULL);
    expect("^#$", "12", "12!");
    expect("^$", "5 € now", "5 €");
    expect("^$$", "5 €", "5 €!");
    expect("^$$", "5 € now", "");
    expect("nur $$", "nur 5 €", "nur 5 €!");
    expect_none("nur $$", "nur 5 € jetzt", NULL);
    expect("^分享$", "分享", "分享!");
    expect_none("^分享$", "分享到", "请分享", NULL);
    expect("^поделиться:$", "Поделиться:", "Поделиться!");
    expect("^abonn*$", "Abonnieren", "Abonnieren!");
}

static void folding_both_ways(void **state)
{
    static const char *const pairs[][2] = {
        {"café", "CAFE"},
        {"cafe\u0301", "café"},
        {"straße", "STRASSE"},
        {"łódź", "Lodz"},
        {"ıspanak", "ISPANAK"},
        {"İstanbul", "istanbul"},
        {"øre", "ore"},
        {"œuvre", "oeuvre"},
        {"ﬁn", "fin"},
        {"ＡＢＣ", "abc"},
        {"ｼｪｱ", "シェア"},
        {"ﾊﾞﾄﾞ", "バド"},
        {"は\u3099", "ば"},
        {"λόγος", "ΛΟΓΟΣ"},
        {"ещё", "еще"},
        {"чай", "чаи"},
        {"كتـــاب", "كتاب"},
        {"مُحَمَّد", "محمد"},
        {"أحمد", "احمد"},
        {"یک", "يك"},
        {"على", "علي"},
        {"مدرسة", "مدرسه"},
        {"می\u200Cشود", "میشود"},
        {"שָׁלוֹם", "שלום"},
        {"ज़रूर", "जरूर"},
        {"đường", "duong"},
        {"co\u00ADoperate", "cooperate"},
        {"٣", "3"},
        {"don't", "don’t"},
        {"ﻻ", "لا"},
        {"\u2F29\u2F08", "小人"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        expect_whole(pairs[i][0], pairs[i][1], pairs[i][0], NULL);
        expect_whole(pairs[i][1], pairs[i][0], NULL);
    }
    expect_none("は", "ば", NULL);
    expect_none("ก่า", "กา", NULL);
    expect_none("कि", "क", NULL);
}

static void overlaps(void **state)
{
    (void)state;
    expect("share\nshare this", "share this", "share this!");
    expect("share this\nthis page now", "share this page now", "this page now");
    expect("a b c d\nd e\ne f g", "a b c d e f g", "a b c d|e f g");
    expect("a b\nb c", "a b c", "a b");
    expect("ab*\nabc", "abc", "abc!");
    expect("a a", "a a a a a", "a a|a a");
    expect("#\n$\n5", "5 €", "5 €!");
}

static void groups_do_not_compete(void **state)
{
    static const struct winnow_phrase_source sources[] = {
        {"share", {"share\ntweet", 11}},
        {"nav", {"share this", 10}},
        {"share", {"copy link", 9}},
    };
    struct winnow_phrases *phrases;
    struct winnow_arena arena;
    struct winnow_block block;
    char error[256];

    (void)state;
    assert_int_equal(
        winnow_phrases_build(sources, 3, &phrases, error, sizeof error),
        WINNOW_OK);
    assert_int_equal(winnow_phrases_n_groups(phrases), 2);
    assert_int_equal(winnow_phrase_group(phrases, "share"), 0);
    assert_int_equal(winnow_phrase_group(phrases, "nav"), 1);
    assert_int_equal(winnow_phrase_group(phrases, "na"), WINNOW_NO_GROUP);
    assert_string_equal(winnow_phrases_group_name(phrases, 1), "nav");
    winnow_arena_init(&arena);
    block = match(phrases, &arena, "Share this: copy link");
    assert_int_equal(block.n_words, 4);
    assert_int_equal(block.n_phrases, 3);
    assert_int_equal(winnow_phrase_count(&block, 0), 2);
    assert_int_equal(winnow_phrase_count(&block, 1), 1);
    assert_int_equal(winnow_phrase_bytes(&block, 0), 14);
    assert_int_equal(winnow_phrase_bytes(&block, 1), 10);
    assert_int_equal(block.phrases[1].n_tokens, 2);
    assert_false(winnow_phrase_whole(&block, 0));
    block = match(phrases, &arena, "« Tweet »");
    assert_true(winnow_phrase_whole(&block, 0));
    assert_false(winnow_phrase_whole(&block, 1));
    winnow_arena_free(&arena);
    winnow_phrases_free(phrases);
}

static void comments_sections_and_line_ends(void **state)
{
    (void)state;
    expect("\xEF\xBB\xBF; a comment\r\n\r\n[de]\r\n  teilen  \r\n[pt-BR]\n"
           "compartilhar",
           "teilen compartilhar", "teilen|compartilhar");
    expect("Terms & Conditions", "terms and conditions", "");
    expect("Terms & Conditions", "TERMS – CONDITIONS", "TERMS – CONDITIONS!");
    expect("", "nothing", "");
}

static void expect_error(const char *text, const char *expected)
{
    struct winnow_phrase_source source = {"share", winnow_view_of(text)};
    struct winnow_phrases *phrases;
    char error[256] = "";

    assert_int_equal(
        winnow_phrases_build(&source, 1, &phrases, error, sizeof error),
        WINNOW_ERR_OPTION);
    assert_null(phrases);
    if (strncmp(error, expected, strlen(expected)) != 0)
        fail_msg("\"%s\": \"%s\", expected \"%s\"", text, error, expected);
}

static void errors_name_their_line(void **state)
{
    char many[600] = "ok\n";

    (void)state;
    expect_error("ok\n\n; no\na*b", "share: line 4: ^ * # and $ are signs");
    expect_error("*", "share: line 1: * stands after");
    expect_error("ok\nfoo-*", "share: line 2: * stands after");
    expect_error("ok\r\nc#", "share: line 2: ^ * # and $");
    expect_error("a ^b", "share: line 1: ^ * # and $");
    expect_error("R$ #", "share: line 1: ^ * # and $");
    expect_error("–", "share: line 1: the phrase has no word");
    expect_error("ok\nok\n^", "share: line 3: ^ * # and $");
    expect_error("[de", "share: line 1: the section does not end");
    expect_error("[de tse]", "share: line 1: a section's name");
    expect_error("[]", "share: line 1: a section's name");
    expect_error("ok\nb\xFF", "share: line 2: the line is not UTF-8");
    memset(many + 3, 'a', 300);
    expect_error(many, "share: line 2: the word is too long");
    for (int i = 0; i < 129; i++)
        memcpy(many + 3 + 2 * i, "a ", 2);
    many[3 + 258] = '\0';
    expect_error(many, "share: line 2: a phrase has at most 128 words");
}

static void users_file_names_groups(void **state)
{
    struct winnow_phrases *phrases;
    struct winnow_arena arena;
    struct winnow_block block;
    char error[256] = "";

    (void)state;
    assert_int_equal(
        winnow_phrases_extend(winnow_view_of("[share]\nzorble it\n[mine]\nfoo"),
                              &phrases, error, sizeof error),
        WINNOW_OK);
    assert_int_equal(winnow_phrases_n_groups(phrases),
                     winnow_phrases_n_groups(winnow_phrases_builtin()) + 1);
    assert_int_equal(winnow_phrase_group(phrases, "share"),
                     winnow_phrase_group(winnow_phrases_builtin(), "share"));
    winnow_arena_init(&arena);
    block = match(phrases, &arena, "Zorble it!");
    assert_true(
        winnow_phrase_whole(&block, winnow_phrase_group(phrases, "share")));
    winnow_arena_free(&arena);
    winnow_phrases_free(phrases);
    assert_int_equal(winnow_phrases_extend(winnow_view_of("; x\nfoo"), &phrases,
                                           error, sizeof error),
                     WINNOW_ERR_OPTION);
    assert_string_equal(
        error, "phrases: line 2: a section such as [share] comes first");
}

/* The tables of the library hold what its own sources compile to. */
static void builtin_is_what_its_sources_say(void **state)
{
    const struct winnow_phrases *builtin = winnow_phrases_builtin();
    const struct winnow_phrase_source *sources;
    struct winnow_phrases *phrases;
    struct winnow_arena arena;
    struct winnow_buffer all = {0};
    struct winnow_block theirs, ours;
    char error[256];
    size_t n;

    (void)state;
    sources = winnow_phrases_builtin_sources(&n);
    assert_int_equal(
        winnow_phrases_build(sources, n, &phrases, error, sizeof error),
        WINNOW_OK);
    assert_int_equal(winnow_phrases_n_groups(phrases), n);
    for (size_t i = 0; i < n; i++)
        winnow_buffer_append(&all, sources[i].text.data,
                             sources[i].text.length_bytes);
    winnow_buffer_byte(&all, '\0');
    winnow_arena_init(&arena);
    theirs = match(builtin, &arena, all.data);
    ours = match(phrases, &arena, all.data);
    assert_true(theirs.n_phrases > n);
    assert_int_equal(theirs.n_phrases, ours.n_phrases);
    assert_memory_equal(theirs.phrases, ours.phrases,
                        ours.n_phrases * sizeof *ours.phrases);
    winnow_arena_free(&arena);
    winnow_buffer_free(&all);
    winnow_phrases_free(phrases);
}

/* ---- tables -------------------------------------------------------------- */

static void tables_say_what_unicode_says(void **state)
{
    bool *unsafe = calloc(WINNOW_N_CODE_POINTS, sizeof *unsafe);

    (void)state;
    assert_non_null(unsafe);
    winnow_nfc_compute(unsafe);
    for (uint32_t code = 0; code < WINNOW_N_CODE_POINTS; code++) {
        char computed[WINNOW_FOLD_BYTES_MAX], read[WINNOW_FOLD_BYTES_MAX];
        size_t n;
        enum winnow_class class = winnow_fold_compute(code, computed, &n);
        if (winnow_class_of(code) != class ||
            winnow_fold_code_point(code, read) != n ||
            memcmp(read, computed, n) != 0 ||
            winnow_is_nfc_safe(code) == unsafe[code])
            fail_msg("U+%04X", (unsigned)code);
    }
    free(unsafe);
}

/* Folding what is folded changes nothing. */
static void folding_is_idempotent(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < WINNOW_N_CODE_POINTS; code++) {
        char once[WINNOW_FOLD_BYTES_MAX], twice[4 * WINNOW_FOLD_BYTES_MAX];
        size_t n = winnow_fold_code_point(code, once), at = 0, length = 0;
        uint32_t part;
        while (at < n) {
            at += winnow_decode_code_point(once + at, once + n, &part);
            length += winnow_fold_code_point(part, twice + length);
        }
        if (length != n || memcmp(once, twice, n) != 0)
            fail_msg("U+%04X", (unsigned)code);
    }
}

/* ---- random phrases ------------------------------------------------------ */

enum { MAX_TOKENS = 64, MAX_ITEMS = 5, MAX_PHRASES = 24, MAX_HITS = 4096 };

struct random {
    uint64_t value;
};

static uint32_t draw(struct random *random, uint32_t below)
{
    random->value = random->value * UINT64_C(6364136223846793005) +
                    UINT64_C(1442695040888963407);
    return (uint32_t)(random->value >> 33) % below;
}

static const char *const vocabulary[] = {"a",  "ab", "abc", "b",
                                         "ба", "分", "5",   "12"};
static const char *const stem_list[] = {"a*", "ab*", "б*", "5*", "abc*"};
static const char *const text_pieces[] = {
    "a",   "ab", "ABC", "abcd", "b",    "Ба", "бас", "分",     "5",
    "12",  "5b", "7",   "$5",   "5 €",  "12", "EUR", "R$ 5",   "1 000 Ft",
    "5zł", "–",  "x",   "á",    "12.5", "€",  "kr",  "分分 5",
};
#define PICK(random, list)                                                     \
    (list)[draw(random, sizeof(list) / sizeof((list)[0]))]

struct pattern {
    const char *items[MAX_ITEMS];
    uint32_t n_items;
    bool at_start, at_end;
    uint16_t group;
};

struct sample {
    struct winnow_token tokens[MAX_TOKENS];
    struct winnow_price prices[MAX_TOKENS]; /* n_tokens 0: none */
    uint32_t n_tokens;
    struct winnow_view text;
};

struct span {
    uint16_t group;
    uint32_t first, n_tokens;
    size_t start, end;
};

static void draw_pattern(struct random *random, struct pattern *pattern)
{
    pattern->n_items = 1 + draw(random, 1 + draw(random, MAX_ITEMS));
    for (uint32_t i = 0; i < pattern->n_items; i++) {
        uint32_t kind = draw(random, 8);
        pattern->items[i] = kind < 4    ? PICK(random, vocabulary)
                            : kind == 4 ? "#"
                            : kind == 5 ? "$"
                                        : PICK(random, stem_list);
    }
    pattern->at_start = draw(random, 8) == 0;
    pattern->at_end = draw(random, 8) == 0;
    pattern->group = (uint16_t)draw(random, 2);
}

static void write_pattern(struct winnow_buffer *out,
                          const struct pattern *pattern)
{
    winnow_buffer_string(out, pattern->at_start ? "^" : "");
    for (uint32_t i = 0; i < pattern->n_items; i++) {
        winnow_buffer_string(out, i == 0 ? "" : " ");
        winnow_buffer_string(out, pattern->items[i]);
    }
    winnow_buffer_string(out, pattern->at_end ? "$\n" : "\n");
}

static void read_sample(struct sample *sample, struct winnow_view text)
{
    size_t at = 0;

    sample->text = text;
    sample->n_tokens = 0;
    while (sample->n_tokens < MAX_TOKENS) {
        struct winnow_token *token = &sample->tokens[sample->n_tokens];
        struct winnow_price *price = &sample->prices[sample->n_tokens];
        if (!winnow_token_next(text, at, token))
            return;
        if (!winnow_price_at(text, token, price))
            price->n_tokens = 0;
        sample->n_tokens++;
        at = token->end;
    }
}

/* Takes one item of a pattern at token `at`; returns how many tokens. */
static uint32_t take_item(const struct sample *sample, uint32_t at,
                          const char *item, size_t *end)
{
    const struct winnow_token *token = &sample->tokens[at];
    size_t n = strlen(item);

    if (at >= sample->n_tokens)
        return 0;
    *end = token->end;
    if (strcmp(item, "#") == 0)
        return token->is_number;
    if (strcmp(item, "$") == 0) {
        *end = sample->prices[at].end;
        return sample->prices[at].n_tokens;
    }
    if (item[n - 1] == '*')
        return token->length_bytes >= n - 1 &&
               memcmp(token->folded, item, n - 1) == 0;
    return token->length_bytes == n && memcmp(token->folded, item, n) == 0;
}

static bool try_pattern(const struct sample *sample,
                        const struct pattern *pattern, uint32_t first,
                        struct span *span)
{
    uint32_t at = first;

    if (pattern->at_start && first != 0)
        return false;
    span->start = strcmp(pattern->items[0], "$") == 0
                      ? sample->prices[first].start
                      : sample->tokens[first].start;
    for (uint32_t i = 0; i < pattern->n_items; i++) {
        uint32_t n = take_item(sample, at, pattern->items[i], &span->end);
        if (n == 0)
            return false;
        at += n;
    }
    span->group = pattern->group;
    span->first = first;
    span->n_tokens = at - first;
    return !pattern->at_end || at == sample->n_tokens;
}

static int longest_first(const void *left, const void *right)
{
    const struct span *a = left, *b = right;

    if (a->n_tokens != b->n_tokens)
        return a->n_tokens > b->n_tokens ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->start > b->start) - (a->start < b->start);
}

static bool overlap(const struct span *a, const struct span *b)
{
    return a->group == b->group && a->first < b->first + b->n_tokens &&
           b->first < a->first + a->n_tokens;
}

/* Every pattern at every token, then of those that overlap the longest. */
static size_t match_naively(const struct sample *sample,
                            const struct pattern *patterns, size_t n_patterns,
                            struct span *spans)
{
    size_t n = 0, kept = 0;

    for (uint32_t first = 0; first < sample->n_tokens; first++)
        for (size_t i = 0; i < n_patterns && n < MAX_HITS; i++)
            n += try_pattern(sample, &patterns[i], first, &spans[n]);
    qsort(spans, n, sizeof *spans, longest_first);
    for (size_t i = 0; i < n; i++) {
        bool is_free = true;
        for (size_t j = 0; j < kept && is_free; j++) {
            is_free = !overlap(&spans[i], &spans[j]);
            if (spans[i].first == spans[j].first &&
                spans[i].n_tokens == spans[j].n_tokens &&
                spans[i].group == spans[j].group && spans[i].end > spans[j].end)
                spans[j].end = spans[i].end; /* a sign stands after it */
        }
        if (is_free)
            spans[kept++] = spans[i];
    }
    return kept;
}

static bool holds(const struct winnow_block *block, const struct span *span)
{
    for (uint32_t i = 0; i < block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        if (hit->group == span->group && hit->n_tokens == span->n_tokens &&
            hit->start == span->start && hit->end == span->end &&
            hit->whole == (span->n_tokens == block->n_words))
            return true;
    }
    return false;
}

static struct winnow_phrases *compile_patterns(const struct pattern *patterns,
                                               size_t n)
{
    struct winnow_buffer texts[2] = {{0}, {0}};
    struct winnow_phrase_source sources[2] = {{"g", {0}}, {"h", {0}}};
    struct winnow_phrases *phrases;
    char error[256] = "";

    for (size_t i = 0; i < n; i++)
        write_pattern(&texts[patterns[i].group], &patterns[i]);
    for (size_t i = 0; i < 2; i++) {
        sources[i].text.data = texts[i].data;
        sources[i].text.length_bytes = texts[i].length_bytes;
    }
    if (winnow_phrases_build(sources, 2, &phrases, error, sizeof error) !=
        WINNOW_OK)
        fail_msg("%s", error);
    winnow_buffer_free(&texts[0]);
    winnow_buffer_free(&texts[1]);
    return phrases;
}

static size_t compare_once(struct random *random, struct winnow_arena *arena)
{
    static struct sample sample;
    static struct span spans[MAX_HITS];
    struct pattern patterns[MAX_PHRASES];
    size_t n_patterns = 1 + draw(random, MAX_PHRASES), n;
    struct winnow_buffer text = {0};
    struct winnow_phrases *phrases;
    struct winnow_block block;

    for (size_t i = 0; i < n_patterns; i++)
        draw_pattern(random, &patterns[i]);
    for (uint32_t i = draw(random, 14); i != 0; i--) {
        winnow_buffer_string(&text, PICK(random, text_pieces));
        winnow_buffer_string(&text, draw(random, 6) == 0 ? ", " : " ");
    }
    winnow_buffer_byte(&text, '\0');
    phrases = compile_patterns(patterns, n_patterns);
    block = match(phrases, arena, text.data);
    read_sample(&sample, winnow_view_of(text.data));
    assert_int_equal(sample.n_tokens, block.n_words);
    n = match_naively(&sample, patterns, n_patterns, spans);
    if (n != block.n_phrases)
        fail_msg("\"%s\": %u phrases, expected %u", text.data,
                 (unsigned)block.n_phrases, (unsigned)n);
    for (size_t i = 0; i < n; i++)
        if (!holds(&block, &spans[i]))
            fail_msg("\"%s\": token %u, %u tokens", text.data,
                     (unsigned)spans[i].first, (unsigned)spans[i].n_tokens);
    for (uint32_t i = 1; i < block.n_phrases; i++)
        assert_true(block.phrases[i - 1].end <= block.phrases[i].end);
    winnow_phrases_free(phrases);
    winnow_buffer_free(&text);
    winnow_arena_reset(arena, SIZE_MAX);
    return n;
}

static void random_phrases_against_a_naive_matcher(void **state)
{
    struct random random = {1};
    struct winnow_arena arena;
    size_t n = 0;

    (void)state;
    winnow_arena_init(&arena);
    for (int i = 0; i < 20000; i++)
        n += compare_once(&random, &arena);
    assert_true(n > 50000); /* it did find something */
    winnow_arena_free(&arena);
}

/* ---- words --------------------------------------------------------------- */

/* A block's words, kept while its phrases were found, are those of its text. */
static void expect_words(const struct winnow_phrases *phrases, const char *text,
                         uint32_t expected)
{
    struct winnow_arena arena;
    struct winnow_block block;

    winnow_arena_init(&arena);
    block = match(phrases, &arena, text);
    for (int pairs = 0; pairs < 2; pairs++) {
        struct winnow_word_set of_text, of_block;
        uint32_t n, n_text, shared;
        winnow_word_set_open(&of_text, &arena, 64);
        winnow_word_set_open(&of_block, &arena, 64);
        of_text.pairs = of_block.pairs = pairs != 0;
        winnow_word_set_add(&of_text, block.text);
        winnow_word_set_add_block(&of_block, &block);
        assert_int_equal(of_text.n, of_block.n);
        shared = winnow_word_set_count(&of_text, &block, &n);
        assert_int_equal(shared, n);
        shared = winnow_word_set_count_text(&of_block, block.text, &n_text);
        assert_int_equal(shared, n_text);
        assert_int_equal(n, n_text);
        assert_int_equal(n,
                         pairs == 0 || expected == 0 ? expected : expected - 1);
    }
    winnow_arena_free(&arena);
}

/* What parts of the text begin with, each with a stroke behind it. */
static void expect_starts(const struct winnow_phrases *phrases,
                          const char *text, const char *expected)
{
    struct winnow_phrase_hit hits[4];
    struct winnow_arena arena;
    char found[128] = "";
    size_t n, length = 0;

    winnow_arena_init(&arena);
    n = winnow_phrases_match_starts(phrases, &arena, winnow_view_of(text), 0,
                                    hits, 4);
    for (size_t i = 0; i < n; i++)
        length += (size_t)snprintf(found + length, sizeof found - length,
                                   "%.*s|", (int)(hits[i].end - hits[i].start),
                                   text + hits[i].start);
    assert_string_equal(found, expected);
    winnow_arena_free(&arena);
}

static void starts(void **state)
{
    struct winnow_phrases *phrases =
        compile("^by\n^written by\nby our # men\n^end$\n^last word$\n"
                "hale\n^a b c d\n^c\n");

    (void)state;
    expect_starts(phrases, "", "");
    expect_starts(phrases, "By Ines Aldermann", "By|");
    expect_starts(phrases, " - Written by: Tom", "Written by|by|");
    expect_starts(phrases, "written in haste by", "by|");
    expect_starts(phrases, "by our 2 men", "by our 2 men|");
    expect_starts(phrases, "by our two men", "by|");
    expect_starts(phrases, "Tom Hale, 12 May | By him", "Hale|By|");
    expect_starts(phrases, "The End.", "End|");
    expect_starts(phrases, "End of it", "");
    expect_starts(phrases, "his last word", "last word|");
    expect_starts(phrases, "last word of all", "");
    expect_starts(phrases, "a b c d", "a b c d|c|");
    expect_starts(phrases, "by by by by by", "by|by|by|by|");
    winnow_phrases_free(phrases);
}

static void words_of_blocks_are_those_of_texts(void **state)
{
    struct winnow_phrases *phrases = compile("read more\ndonat*\n");

    (void)state;
    expect_words(phrases, "", 0);
    expect_words(phrases, "Read more, and DONATE to it: 1,200 of them", 6);
    expect_words(phrases, "caf\u00E9 \u00DCber a of b", 2);
    expect_words(phrases, "\u65E5\u672C\u8A9E\u306E words", 4);
    expect_words(phrases, "\u4E2D text \u4E2D", 1);
    winnow_phrases_free(phrases);
}

/* ---- words within a text ------------------------------------------------- */

enum { MAX_PIECES = 40 };

/* A text of pieces in memory of its own size, so that nothing beyond is read.
 */
static struct winnow_view draw_text(struct random *random)
{
    static const char *const pieces[] = {"a",
                                         "B",
                                         "Words",
                                         "harbours",
                                         "internationally",
                                         "Z",
                                         "7",
                                         "x9",
                                         "incomprehensibilities",
                                         " ",
                                         " ",
                                         ", ",
                                         "\u00E9",
                                         "\u4E2D",
                                         "\u044F",
                                         "--------------------"};
    struct winnow_buffer text = {0};
    char *bytes;

    for (uint32_t n = draw(random, MAX_PIECES); n != 0; n--)
        winnow_buffer_string(&text, PICK(random, pieces));
    bytes = malloc(text.length_bytes + (text.length_bytes == 0));
    assert_non_null(bytes);
    if (text.length_bytes != 0)
        memcpy(bytes, text.data, text.length_bytes);
    winnow_buffer_free(&text);
    return (struct winnow_view){bytes, text.length_bytes};
}

/* Whatever stands around it and wherever the text ends, a word is read as it is
 * where it is the whole text. */
static void words_are_the_same_alone(void **state)
{
    struct random random = {2};
    struct winnow_token token, alone;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct winnow_view text = draw_text(&random);
        for (size_t at = 0; winnow_token_next(text, at, &token);) {
            struct winnow_view word = {text.data + token.start,
                                       token.end - token.start};
            assert_true(token.start >= at && token.end > token.start);
            for (; at < token.start; at++)
                assert_true(strchr(" ,-", text.data[at]) != NULL);
            assert_true(winnow_token_next(word, 0, &alone));
            assert_int_equal(alone.start, 0);
            assert_int_equal(alone.end, word.length_bytes);
            assert_int_equal(alone.length_bytes, token.length_bytes);
            assert_memory_equal(alone.folded, token.folded, token.length_bytes);
            assert_true(alone.hash == token.hash);
            assert_int_equal(winnow_word_of(&alone), winnow_word_of(&token));
            assert_int_equal(alone.has_digit, token.has_digit);
            assert_int_equal(alone.is_number, token.is_number);
            at = token.end;
        }
        free((void *)text.data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_in_many_scripts),
        cmocka_unit_test(stems),
        cmocka_unit_test(numbers),
        cmocka_unit_test(prices),
        cmocka_unit_test(anchors),
        cmocka_unit_test(folding_both_ways),
        cmocka_unit_test(overlaps),
        cmocka_unit_test(groups_do_not_compete),
        cmocka_unit_test(comments_sections_and_line_ends),
        cmocka_unit_test(errors_name_their_line),
        cmocka_unit_test(users_file_names_groups),
        cmocka_unit_test(builtin_is_what_its_sources_say),
        cmocka_unit_test(tables_say_what_unicode_says),
        cmocka_unit_test(folding_is_idempotent),
        cmocka_unit_test(starts),
        cmocka_unit_test(words_of_blocks_are_those_of_texts),
        cmocka_unit_test(random_phrases_against_a_naive_matcher),
        cmocka_unit_test(words_are_the_same_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

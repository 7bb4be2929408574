/* Texts: normalizers on chosen and on random text, marks through edits, and
 * the predicates that filters ask. */
#include "text.h"

#include "fold.h"
#include "stride.h"
#include "token.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

extern const struct winnow_normalizer winnow_normalizer_controls;
extern const struct winnow_normalizer winnow_normalizer_bidi;
extern const struct winnow_normalizer winnow_normalizer_bom;
extern const struct winnow_normalizer winnow_normalizer_nfkc;
extern const struct winnow_normalizer winnow_normalizer_ligatures;
extern const struct winnow_normalizer winnow_normalizer_hyphens;
extern const struct winnow_normalizer winnow_normalizer_soft_hyphens;
extern const struct winnow_normalizer winnow_normalizer_zero_width;
extern const struct winnow_normalizer winnow_normalizer_nfc;
extern const struct winnow_normalizer winnow_normalizer_quotes;
extern const struct winnow_normalizer winnow_normalizer_dashes;
extern const struct winnow_normalizer winnow_normalizer_space;

/* ---- helpers ------------------------------------------------------------- */

struct fixture {
    struct winnow_arena arena;
    struct winnow_document document;
    struct winnow_block block;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    if (fixture == NULL)
        return -1;
    fixture->document.arena = &fixture->arena;
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    winnow_arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static struct winnow_view view_n(const char *bytes, size_t n)
{
    struct winnow_view view = {bytes, n};
    return view;
}

static struct winnow_view normalize(struct fixture *fixture,
                                    const struct winnow_normalizer *normalizer,
                                    struct winnow_view text)
{
    fixture->block.text = text;
    winnow_text_normalize(&fixture->document, &fixture->block, normalizer);
    return fixture->block.text;
}

static void expect_n(struct fixture *fixture,
                     const struct winnow_normalizer *normalizer,
                     struct winnow_view text, const char *expected)
{
    struct winnow_view found = normalize(fixture, normalizer, text);

    if (!winnow_view_is(found, expected))
        fail_msg("%s: \"%.*s\" gave \"%.*s\", expected \"%s\"",
                 normalizer->name, (int)text.length_bytes, text.data,
                 (int)found.length_bytes, found.data, expected);
}

static void expect(struct fixture *fixture,
                   const struct winnow_normalizer *normalizer, const char *text,
                   const char *expected)
{
    expect_n(fixture, normalizer, winnow_view_of(text), expected);
}

/* ---- normalizers --------------------------------------------------------- */

static void controls_go(void **state)
{
    const struct winnow_normalizer *controls = &winnow_normalizer_controls;
    struct fixture *fixture = *state;
    const uint32_t *n =
        &fixture->document.diags.count[WINNOW_DIAG_CONTROL_CHARACTERS];

    expect_n(fixture, controls, view_n("a\0b\x1B[2Jc\x7F", 9), "ab[2Jc");
    assert_int_equal(*n, 3);
    expect(fixture, controls, "tab\tline\nend", "tab\tline\nend");
    expect(fixture, controls,
           "a\xC2\x80"
           "b\xC2\x9F"
           "c",
           "abc");
    expect(fixture, controls,
           "a\xC2\x85"
           "b\fc",
           "a b c");
    expect(fixture, controls, "a\r\nb", "a\nb");
    expect(fixture, controls, "\uFDD0\uFDEF\uFFFE\uFFFF\U0001FFFEx\U0010FFFF",
           "x");
    assert_int_equal(*n, 14);
    expect(fixture, controls, "plain ASCII, “quotes” – 漢字 🙂",
           "plain ASCII, “quotes” – 漢字 🙂");
    expect(fixture, &winnow_normalizer_bidi,
           "\u061C\u200E\u200F\u202A\u202E\u2066\u2069x", "x");
    assert_int_equal(*n, 21);
    expect(fixture, &winnow_normalizer_bom, "\uFEFFa\uFEFFb", "ab");
    expect(fixture, &winnow_normalizer_soft_hyphens, "co\u00ADop", "coop");
    expect(fixture, &winnow_normalizer_zero_width, "co\u200Bop\u2060er",
           "cooper");
    assert_int_equal(*n, 21);
}

/* A normalizer that has nothing to look at changes nothing. */
static void expect_looked_at(struct fixture *fixture, struct winnow_view text,
                             uint32_t code)
{
    unsigned held = winnow_text_holds(text);

    for (size_t i = 0; i < winnow_n_normalizers; i++) {
        const struct winnow_normalizer *normalizer = winnow_normalizers[i];
        fixture->block.text = text;
        if ((normalizer->looks_at & held) == 0 &&
            winnow_text_normalize(&fixture->document, &fixture->block,
                                  normalizer) != 0)
            fail_msg("%s changes U+%04X", normalizer->name, (unsigned)code);
    }
}

static void expect_looked_at_between(struct fixture *fixture,
                                     const char *before, uint32_t code,
                                     const char *behind)
{
    char text[16];
    size_t n = strlen(before);

    memcpy(text, before, n);
    n += winnow_encode_code_point(code, text + n);
    memcpy(text + n, behind, strlen(behind) + 1);
    expect_looked_at(fixture, winnow_view_of(text), code);
}

static void normalizers_look_at_all_they_change(void **state)
{
    static const char *const around[][2] = {{"a", "b"},  {"", ""},
                                            {"e", ""},   {" ", "x"},
                                            {"x", "\n"}, {"\u0439", "("}};
    enum { N_AROUND = sizeof around / sizeof around[0] };

    for (uint32_t code = 1; code < WINNOW_N_CODE_POINTS; code++) {
        size_t n = code < 0x10000 ? N_AROUND : 1;
        for (size_t i = 0; i < n && (code < 0xD800 || code > 0xDFFF); i++)
            expect_looked_at_between(*state, around[i][0], code, around[i][1]);
    }
}

static void joiners_stay_between_letters(void **state)
{
    const struct winnow_normalizer *width = &winnow_normalizer_zero_width;
    struct fixture *fixture = *state;

    expect(fixture, width, "می\u200Cشود", "می\u200Cشود");
    expect(fixture, width, "क्\u200Dष", "क्\u200Dष");
    expect(fixture, width, "👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧");
    expect(fixture, width, "❤\uFE0F\u200D🔥", "❤\uFE0F\u200D🔥");
    expect(fixture, width, "\u200Cمی \u200Cشود\u200C.", "می شود.");
    expect(fixture, width, "1\u200D2 a\u200C\u200Bb", "12 a\u200Cb");
}

static void ligatures_are_letters(void **state)
{
    const struct winnow_normalizer *ligatures = &winnow_normalizer_ligatures;
    struct fixture *fixture = *state;

    expect(fixture, ligatures, "eﬃcient ﬁle ﬂat", "efficient file flat");
    expect(fixture, ligatures, "\uFEE3\uFEAE\uFEA3\uFE92\uFE8E", "مرحبا");
    expect(fixture, ligatures, "\uFEFB \uFD3E\uFD3F ½ ① Ａ",
           "لا \uFD3E\uFD3F ½ ① Ａ");
    expect(fixture, &winnow_normalizer_nfkc, "½ ① Ａ x² ﬁ é",
           "1⁄2 1 A x2 fi é");
}

static void words_are_joined(void **state)
{
    const struct winnow_normalizer *hyphens = &winnow_normalizer_hyphens;
    struct fixture *fixture = *state;

    /* one alone may be the word's own */
    expect(fixture, hyphens, "a well-\nknown thing", "a well-\nknown thing");
    expect(fixture, hyphens,
           "hyphen-\nation at the line ends of para- \n graphs",
           "hyphenation at the line ends of paragraphs");
    expect(fixture, hyphens, "Wasser\u00AD\nwerk, Wasser\u2010\nwerk",
           "Wasserwerk, Wasserwerk");
    expect(fixture, hyphens, "1990-\n2000, A-\nB, list -\nitem",
           "1990-\n2000, A-\nB, list -\nitem");
    fixture->block.form = WINNOW_KIND_CODE;
    expect(fixture, hyphens, "a-\nb-\nc-\nd", "a-\nb-\nc-\nd");
}

static void quotes_and_dashes_become_plain(void **state)
{
    struct fixture *fixture = *state;

    expect(fixture, &winnow_normalizer_quotes, "“it’s” «so» ‚x‘ ...!!",
           "\"it's\" \"so\" 'x' ...!!");
    expect(fixture, &winnow_normalizer_dashes, "1914–18, a—b, a –\nb",
           "1914-18, a--b, a –\nb");
}

static void nfc_composes(void **state)
{
    const struct winnow_normalizer *nfc = &winnow_normalizer_nfc;
    struct fixture *fixture = *state;
    const char *already = "Ünïcode, 漢字, हिन्दी, العربية, 한국어, ภาษาไทย";
    char zalgo[1 + 2 * 3000 + 1] = "a";

    expect(fixture, nfc, "cafe\u0301 e\u0301\u0323", "café ẹ\u0301");
    expect(fixture, nfc, "\u1112\u1161\u11AB\u1100\u1173\u11AF", "한글");
    expect(fixture, nfc, "か\u3099", "が");
    expect(fixture, nfc, "\u212B \u2126 \u037E", "Å Ω ;");
    expect(fixture, nfc, "क\u093C \u0958", "क\u093C क\u093C");
    expect(fixture, nfc, "\u0301", "\u0301");
    expect(fixture, nfc, "xa\u0308\u0323\u0301y", "xạ\u0308\u0301y");
    expect(fixture, nfc, already, already);
    assert_ptr_equal(normalize(fixture, nfc, winnow_view_of(already)).data,
                     already);
    for (int i = 0; i < 3000; i++)
        memcpy(zalgo + 1 + 2 * i, i % 2 == 0 ? "\u0301" : "\u0323", 2);
    expect(fixture, nfc, zalgo, zalgo);
}

static void space_folds(void **state)
{
    const struct winnow_normalizer *space = &winnow_normalizer_space;
    struct fixture *fixture = *state;

    expect(fixture, space, "  a \t b  ", "a b");
    expect(fixture, space, "a\u00A0b\u3000c\u2003\u2009d\u202Fe\u205Ff\u1680g",
           "a b c d e f g");
    expect(fixture, space, "a\u2028b\u2029c", "a b c");
    expect(fixture, space, "a \n b\n\n\u00A0c\n", "a\nb\nc");
    expect(fixture, space, "\u00A0\n\t", "");
    expect(fixture, space, "", "");
    expect(fixture, space, "か き", "か き");
    fixture->block.form = WINNOW_KIND_CODE;
    expect(fixture, space, "\n \n    if (x)\n\t  y;  z\u00A0\n \n",
           "    if (x)\n\t  y;  z");
    expect(fixture, space, " \n ", "");
    expect(fixture, space, "x", "x");
}

/* ---- random text --------------------------------------------------------- */

static uint32_t draw(uint64_t *random, uint32_t below)
{
    *random =
        *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*random >> 33) % below;
}

static uint32_t draw_code(uint64_t *random)
{
    static const uint32_t interesting[] = {
        ' ',     '\n',    '\t',   'a',    'e',    0x00A0,  0x00AD, 0x0301,
        0x0323,  0x0308,  0x200C, 0x200D, 0x200E, 0x200B,  0x2028, 0x3000,
        0x1100,  0x1161,  0x11A8, 0xAC00, 0x3099, 0x304B,  0x093C, 0x0915,
        0x0651,  0x064E,  0x0644, 0xFEFF, 0xFFFE, 0x1F468, 0x09C7, 0x09BE,
        0x110A5, 0x110BA, 0x1B,   0x0344, '-',    '-',     'b',    0x2010,
        0x2013,  0x2014,  0x2019, 0xFB01, 0xFEFB, 0xFDFA,  0xFF21, 0x00AA,
        0x2126,  0x1F00,  0x0345, 0x2011, '\n',   'B',     0x2060, 0xFE70,
    };
    uint32_t code;

    if (draw(random, 4) != 0)
        return interesting[draw(random,
                                sizeof interesting / sizeof interesting[0])];
    do
        code = draw(random, draw(random, 2) == 0 ? 0x3000 : 0x110000);
    while (code >= 0xD800 && code <= 0xDFFF);
    return code;
}

static struct winnow_view draw_text(uint64_t *random, char *bytes, size_t n)
{
    struct winnow_view text = {bytes, 0};

    while (n-- != 0)
        text.length_bytes += winnow_encode_code_point(
            draw_code(random), bytes + text.length_bytes);
    return text;
}

/* The whole chain once, then again: the second time nothing may change, and
 * the text must be valid UTF-8. */
static void check_stable(struct fixture *fixture, struct winnow_view text,
                         const bool *is_on, int round)
{
    uint32_t *n_changes = fixture->document.n_changes;
    struct winnow_view once;

    fixture->block.text = text;
    winnow_text_normalize_all(&fixture->document, &fixture->block, is_on);
    once = fixture->block.text;
    for (size_t at = 0, length; at < once.length_bytes; at += length) {
        bool is_valid;
        length = winnow_utf8_sequence((const unsigned char *)once.data + at,
                                      once.length_bytes - at, &is_valid);
        assert_true(is_valid);
    }
    memset(n_changes, 0, sizeof fixture->document.n_changes);
    winnow_text_normalize_all(&fixture->document, &fixture->block, is_on);
    for (size_t i = 0; i < winnow_n_normalizers; i++)
        if (n_changes[i] != 0)
            fail_msg("%s changes \"%.*s\" again, round %d",
                     winnow_normalizers[i]->name, (int)once.length_bytes,
                     once.data, round);
}

static void stable_on_random_text(void **state)
{
    struct fixture *fixture = *state;
    uint64_t random = 7;
    char bytes[40 * 4];

    for (int round = 0; round < 60000; round++) {
        bool is_on[WINNOW_NORMALIZERS_MAX];
        struct winnow_view text = draw_text(&random, bytes, draw(&random, 40));
        /* as by default, all, and any */
        for (size_t i = 0; i < winnow_n_normalizers; i++)
            is_on[i] = round % 3 == 0   ? !winnow_normalizers[i]->is_off
                       : round % 3 == 1 ? true
                                        : draw(&random, 4) != 0;
        winnow_arena_reset(&fixture->arena, 1 << 20);
        fixture->block.form =
            round % 5 == 0 ? WINNOW_KIND_CODE : WINNOW_KIND_PARAGRAPH;
        check_stable(fixture, text, is_on, round);
    }
}

/* The scan with its segments gives what NFC of the whole text gives. */
static void nfc_is_that_of_the_whole(void **state)
{
    struct fixture *fixture = *state;
    uint64_t random = 11;
    char bytes[30 * 4];

    for (int round = 0; round < 60000; round++) {
        struct winnow_view text = draw_text(&random, bytes, draw(&random, 30));
        struct winnow_view found;
        int32_t codes[30 * 4 * 4];
        char whole[sizeof codes];
        size_t length = 0, n;
        n = winnow_nfc(text, codes, sizeof codes / sizeof codes[0]);
        assert_true(n != SIZE_MAX);
        for (size_t i = 0; i < n; i++)
            length +=
                winnow_encode_code_point((uint32_t)codes[i], whole + length);
        found = normalize(fixture, &winnow_normalizer_nfc, text);
        if (found.length_bytes != length ||
            memcmp(found.data, whole, length) != 0)
            fail_msg("round %d", round);
        winnow_arena_reset(&fixture->arena, SIZE_MAX);
    }
}

/* Bytes of no charset at all harm nobody. */
static void malformed_text_is_survived(void **state)
{
    struct fixture *fixture = *state;
    uint64_t random = 3;
    char bytes[64];

    for (int round = 0; round < 20000; round++) {
        size_t n = draw(&random, sizeof bytes);
        struct winnow_view text = {bytes, n};
        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)draw(&random, 256);
        winnow_count_words(text);
        winnow_text_key(text);
        winnow_ends_like_sentence(text);
        text = normalize(fixture, &winnow_normalizer_controls, text);
        text = normalize(fixture, &winnow_normalizer_nfc, text);
        text = normalize(fixture, &winnow_normalizer_space, text);
        assert_true(text.length_bytes <= 3 * n);
        winnow_arena_reset(&fixture->arena, SIZE_MAX);
    }
}

/* ---- marks --------------------------------------------------------------- */

static void marks_survive_edits(void **state)
{
    struct fixture *fixture = *state;
    struct winnow_block *block = &fixture->block;
    /*             0         1         2         3 */
    /*             0123456789012345678901234567890123456 */
    const char *source = "  a  link  here, \t bold  em  it \n x ";
    const struct winnow_mark marks[] = {
        {.type = WINNOW_MARK_LINK,
         .start = 4,
         .end = 10}, /* " link " of "  link  " */
        {.type = WINNOW_MARK_STRONG,
         .start = 19,
         .end = 32}, /* "bold  em  it " */
        {.type = WINNOW_MARK_EMPHASIS, .start = 25, .end = 32}, /* "em  it " */
        {.type = WINNOW_MARK_CODE,
         .start = 16,
         .end = 18}, /* white space alone */
    };
    static const char *const expected[] = {"link", "bold em it", "em it"};

    block->marks = marks;
    block->n_marks = 4;
    expect(fixture, &winnow_normalizer_space, source,
           "a link here, bold em it\nx");
    assert_int_equal(block->n_marks, 3);
    for (uint32_t i = 0; i < 3; i++) {
        struct winnow_view part =
            view_n(block->text.data + block->marks[i].start,
                   block->marks[i].end - block->marks[i].start);
        assert_true(winnow_view_is(part, expected[i]));
        assert_int_equal(block->marks[i].type, marks[i].type);
    }
}

static void draw_edits(uint64_t *random, struct winnow_text *text)
{
    static const char fill[] = "0123456789abcdef";
    size_t at = 0, n = text->text.length_bytes;

    while (at < n) {
        size_t start = at + draw(random, 4);
        size_t end = start + draw(random, 4);
        if (end > n)
            return;
        winnow_text_replace(text, start, end, fill, draw(random, 13));
        at = end + (end == start);
    }
}

/* Random marks that nest stay inside the text, in order and nested. */
static void marks_still_nest(void **state)
{
    struct fixture *fixture = *state;
    struct winnow_block *block = &fixture->block;
    uint64_t random = 5;

    for (int round = 0; round < 50000; round++) {
        struct winnow_text text = {.arena = &fixture->arena};
        struct winnow_mark marks[3] = {{.type = WINNOW_MARK_STRONG},
                                       {.type = WINNOW_MARK_EMPHASIS},
                                       {.type = WINNOW_MARK_LINK}};
        uint32_t at = draw(&random, 10);
        marks[0].start = at;
        marks[1].start = at += draw(&random, 8);
        marks[1].end = at += draw(&random, 8);
        marks[0].end = at += draw(&random, 8);
        marks[2].start = at += draw(&random, 3);
        marks[2].end = at + draw(&random, 3);
        block->text = winnow_view_of("the quick brown fox jumps over it all");
        block->marks = marks;
        block->n_marks = 3;
        text.text = block->text;
        draw_edits(&random, &text);
        winnow_text_apply(block, &text);
        for (uint32_t i = 0; i < block->n_marks; i++) {
            const struct winnow_mark *mark = &block->marks[i];
            assert_true(mark->start < mark->end);
            assert_true(mark->end <= block->text.length_bytes);
            if (i != 0 && mark->type == WINNOW_MARK_EMPHASIS) {
                assert_true(mark->start >= mark[-1].start);
                assert_true(mark->end <= mark[-1].end);
            }
            if (i != 0 && mark->type == WINNOW_MARK_LINK)
                assert_true(mark->start >= mark[-1].end);
        }
        winnow_arena_reset(&fixture->arena, SIZE_MAX);
    }
}

static void edits_make_the_text(void **state)
{
    struct fixture *fixture = *state;
    struct winnow_text text = {.text = winnow_view_of("one two three"),
                               .arena = &fixture->arena};

    winnow_text_replace(&text, 0, 0, "> ", 2);
    winnow_text_replace(&text, 4, 7, "twenty-two thousand", 19);
    winnow_text_replace(&text, 7, 13, NULL, 0);
    winnow_text_apply(&fixture->block, &text);
    assert_true(
        winnow_view_is(fixture->block.text, "> one twenty-two thousand"));
    assert_true(winnow_view_equal(fixture->block.text, text.text));
    assert_int_equal(text.n_edits, 0);
}

/* ---- predicates ---------------------------------------------------------- */

static void sentences_end(void **state)
{
    static const char *const yes[] = {
        "End.",      "End?",     "End!",      "So:",    "He said “so.”",
        "(End.)",    "»Ende.«",  "«Fin.»",    "完了。", "「完了。」",
        "終わり！",  "ما هذا؟",  "یہ ہے۔",    "यह है।",  "ነው።",
        "Ավարտ։",    "End…",     "End. ",     "ပြီး။",   "ចប់។",
        "Fertig.\"", "Really?!", "Τι είναι;", "„Tak.“", "x.\u200F",
    };
    static const char *const no[] = {"",   "End",  "End,", "Read more »", "12",
                                     "()", "標題", "“”",   "Share |"};

    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (!winnow_ends_like_sentence(winnow_view_of(yes[i])))
            fail_msg("%s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (winnow_ends_like_sentence(winnow_view_of(no[i])))
            fail_msg("%s", no[i]);
}

static void prose(void **state)
{
    struct winnow_block block = {.text = winnow_view_of("It ended well."),
                                 .n_words = 10,
                                 .n_characters = 60,
                                 .n_link_characters = 20,
                                 .ends_like_sentence = true};

    (void)state;
    assert_true(winnow_is_prose(&block));
    block.n_link_characters = 21;
    assert_false(winnow_is_prose(&block));
    block.n_link_characters = 0;
    block.n_words = 9;
    assert_false(winnow_is_prose(&block));
    block.n_words = 10;
    block.ends_like_sentence = false;
    assert_false(winnow_is_prose(&block));
}

/* What is told of strides is what is told byte by byte. */
static void strides(void **state)
{
    static const char bytes[] = "a bc. d  e~f \x1f\x7f\xc3\xa9|9Z";
    enum { N = WINNOW_STRIDE_BYTES };
    char text[N + 1] = "aaaaaaaa";

    (void)state;
    for (size_t i = 0; i < 4000; i++) {
        const char *stride = text + 1;
        size_t n_printed = 0;
        bool is_printed = true, is_plain = true;
        text[i * 7 % (N + 1)] =
            i % 3 == 0 ? bytes[i % (sizeof bytes - 1)] : "ab c"[i / 3 % 4];
        for (size_t k = 0; k < N; k++) {
            is_printed = is_printed && stride[k] >= ' ' && stride[k] <= '~';
            n_printed += is_printed;
            is_plain =
                is_plain && is_printed && (stride[k] != ' ' || text[k] != ' ');
        }
        assert_int_equal(winnow_is_printed_stride(stride), is_printed);
        assert_int_equal(winnow_is_plain_stride(stride), is_plain);
        assert_int_equal(winnow_skip_printed(stride, 0, N), n_printed);
    }
}

/* The same of steps, of each length. */
static void steps(void **state)
{
    static const char bytes[] = "ab  c. d e\x7f g\xc3\xa9 h  ij kl m  n ~ \x1f";

    (void)state;
    for (size_t i = 0; i + WINNOW_STEP_BYTES < sizeof bytes; i++)
        for (size_t n = 0; n <= WINNOW_STEP_BYTES; n++) {
            char expected[WINNOW_STEP_BYTES] = {0};
            winnow_step step = winnow_step_within(bytes + i, n);
            winnow_step behind = winnow_step_behind('x', step);
            winnow_step n_spaces = {0};
            uint32_t n_expected = 0;
            unsigned spaces = 0;
            size_t n_plain = 0;
            memcpy(expected, bytes + i, n);
            assert_memory_equal(&step, expected, sizeof step);
            assert_int_equal(behind[0], 'x');
            for (size_t k = 1; k < WINNOW_STEP_BYTES; k++)
                assert_int_equal(behind[k], step[k - 1]);
            while (n_plain < n && winnow_is_printed(expected[n_plain]) &&
                   (n_plain == 0 || expected[n_plain] != ' ' ||
                    expected[n_plain - 1] != ' '))
                n_plain++;
            assert_int_equal(
                winnow_count_plain(step,
                                   (step < winnow_step_of(' ')) |
                                       (step > winnow_step_of('~')),
                                   &spaces),
                n_plain);
            for (size_t k = 0; k < n_plain; k++)
                n_expected += expected[k] == ' ' ? 2 : 0;
            step = winnow_first_of_step(step, n_plain);
            winnow_count(&n_spaces, step == winnow_step_of(' '));
            winnow_count(&n_spaces, step == winnow_step_of(' '));
            assert_int_equal(winnow_count_sum(n_spaces), n_expected);
        }
}

static void words_are_counted(void **state)
{
    static const struct {
        const char *text;
        uint32_t n;
    } cases[] = {
        {"", 0},           {" – !", 0},       {"Two words.", 2},
        {"1,234.5 km", 2}, {"don't", 2},      {"漢字かな", 4},
        {"バス", 2},       {"ﾊﾞｽ", 2},        {"한국어 문장", 2},
        {"12개", 2},       {"ภาษาไทย", 1},    {"می\u200Cشود", 1},
        {"हिन्दी में", 2},    {"naïve café", 2}, {"🙂 ok ❤\uFE0F", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (winnow_count_words(winnow_view_of(cases[i].text)) != cases[i].n)
            fail_msg("%s", cases[i].text);
}

static uint64_t key(const char *text)
{
    return winnow_text_key(winnow_view_of(text));
}

static void keys_are_equal_for_equal_texts(void **state)
{
    (void)state;
    assert_int_equal(key("Read more…"), key("READ  MORE"));
    assert_int_equal(key("Café – Menü"), key("cafe\u0301 menu"));
    assert_int_equal(key("e-mail"), key("email"));
    assert_int_equal(key("ＡＢＣ１２"), key("abc 12"));
    assert_int_not_equal(key("Read more"), key("Read mroe"));
    assert_int_not_equal(key("a"), key("aa"));
    assert_int_equal(key("– ! "), 0);
    assert_int_equal(key(""), 0);
    assert_int_not_equal(key("0"), 0);
}

int main(void)
{
#define WITH_FIXTURE(test)                                                     \
    cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(controls_go),
        WITH_FIXTURE(normalizers_look_at_all_they_change),
        WITH_FIXTURE(joiners_stay_between_letters),
        WITH_FIXTURE(ligatures_are_letters),
        WITH_FIXTURE(words_are_joined),
        WITH_FIXTURE(quotes_and_dashes_become_plain),
        WITH_FIXTURE(nfc_composes),
        WITH_FIXTURE(space_folds),
        WITH_FIXTURE(stable_on_random_text),
        WITH_FIXTURE(nfc_is_that_of_the_whole),
        WITH_FIXTURE(malformed_text_is_survived),
        WITH_FIXTURE(edits_make_the_text),
        WITH_FIXTURE(marks_survive_edits),
        WITH_FIXTURE(marks_still_nest),
        cmocka_unit_test(sentences_end),
        cmocka_unit_test(prose),
        cmocka_unit_test(strides),
        cmocka_unit_test(steps),
        cmocka_unit_test(words_are_counted),
        cmocka_unit_test(keys_are_equal_for_equal_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Decoding: HTTP responses as archives hold them, what bytes are, and every
 * charset of the Encoding Standard, with the map from text to body. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <zlib.h>
#ifdef WINNOW_HAVE_ZSTD
#include <zstd.h>
#endif

#include "buffer.h"
#include "decode/charset.h"
#include "decode/decode.h"

static struct winnow_arena arena;
static struct winnow_decoder *decoder;
static struct winnow_document document;

static struct winnow_view view(const void *bytes, size_t n)
{
    struct winnow_view result = {bytes, n};
    return result;
}

/* A body that is a string literal, zero bytes and all. */
#define BODY(literal) view(literal, sizeof(literal) - 1)

static void begin(struct winnow_view body, enum winnow_from from,
                  const char *declared)
{
    winnow_arena_reset(&arena, 1 << 20);
    memset(&document, 0, sizeof document);
    document.arena = &arena;
    document.body = body;
    document.from = from;
    document.charset_declared = winnow_view_of(declared);
}

static unsigned count(enum winnow_diag diag)
{
    return document.diags.count[diag];
}

/* The map must cover the text without a gap, rise in the body, and stay in it.
 */
static void check_map(void)
{
    size_t text = 0;
    uint64_t body = 0;

    for (size_t i = 0; i < document.n_map_runs; i++) {
        const struct winnow_map_run *run = &document.map[i];
        assert_int_equal(run->text, text);
        assert_true(run->body >= body);
        assert_true(run->n != 0 && run->body_width != 0);
        assert_true(run->text_width != 0);
        text += (size_t)run->n * run->text_width;
        body = run->body + (uint64_t)run->n * run->body_width;
    }
    assert_int_equal(text, document.text.length_bytes);
    assert_true(body <= document.body.length_bytes);
}

static void decode(struct winnow_view body, enum winnow_from from,
                   const char *declared)
{
    begin(body, from, declared);
    winnow_decode_charset(decoder, &document);
    check_map();
}

/* The same in a charset that is not asked about, as the standard has it. */
static void decode_in(struct winnow_view body, const char *label)
{
    begin(body, WINNOW_FROM_TEXT, NULL);
    winnow_charset_decode(decoder, winnow_charset_of(winnow_view_of(label)),
                          &document, 0);
    check_map();
}

static void assert_text(const char *expected)
{
    size_t n = strlen(expected);

    if (document.text.length_bytes != n ||
        (n != 0 && memcmp(document.text.data, expected, n) != 0))
        fail_msg("expected \"%s\", got \"%.*s\"", expected,
                 (int)document.text.length_bytes, document.text.data);
}

/* ---- labels ---------------------------------------------------------------
 */

static void test_labels_are_sorted(void **state)
{
    static const char *const labels[] = {
#define LABEL(label, id) label,
#include "decode/labels.def"
#undef LABEL
    };
    size_t n = sizeof labels / sizeof labels[0];

    (void)state;
    assert_int_equal(n, 228); /* as many as the standard has */
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 || strcmp(labels[i - 1], labels[i]) < 0);
        assert_non_null(winnow_charset_find(winnow_view_of(labels[i])));
    }
}

static void test_labels(void **state)
{
    static const char *const pairs[][2] = {
        {"latin1", "windows-1252"},
        {" ISO-8859-1\t", "windows-1252"},
        {"us-ascii", "windows-1252"},
        {"Shift-JIS", "Shift_JIS"},
        {"x-sjis", "Shift_JIS"},
        {"windows-31j", "Shift_JIS"},
        {"gb2312", "GBK"},
        {"x-gbk", "GBK"},
        {"ks_c_5601-1987", "EUC-KR"},
        {"UTF8", "UTF-8"},
        {"utf-16", "UTF-16LE"},
        {"hz-gb-2312", "replacement"},
        {"iso-8859-9", "windows-1254"},
        {"utf-7", NULL},
        {"", NULL},
        {"latin1//TRANSLIT", NULL},
        {"a label that is far longer than any that there is", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const char *found = winnow_charset_find(winnow_view_of(pairs[i][0]));
        if (pairs[i][1] == NULL)
            assert_null(found);
        else
            assert_string_equal(found, pairs[i][1]);
    }
    assert_null(winnow_charset_find(BODY("utf-8\0")));
}

/* ---- every code of every charset ------------------------------------------
 */

enum codes { ONE_BYTE, TWO_BYTES, THREE_BYTES, FOUR_BYTES };

/* FNV-1a of the decoded text, computed from the indexes that the Encoding
 * Standard publishes, by an implementation of its algorithms in another
 * language. */
static const struct {
    const char *charset;
    enum codes codes;
    uint64_t digest;
} tables[] = {
    {"IBM866", ONE_BYTE, UINT64_C(0x31ea444d3fe8381a)},
    {"ISO-8859-2", ONE_BYTE, UINT64_C(0x7bf742f57e2b697c)},
    {"ISO-8859-3", ONE_BYTE, UINT64_C(0xe572b341a18718b5)},
    {"ISO-8859-4", ONE_BYTE, UINT64_C(0xeea4198fbc544ef5)},
    {"ISO-8859-5", ONE_BYTE, UINT64_C(0x97b02d7192514d0d)},
    {"ISO-8859-6", ONE_BYTE, UINT64_C(0x193a15c7c9139edc)},
    {"ISO-8859-7", ONE_BYTE, UINT64_C(0xf9e4bdda12ef32d1)},
    {"ISO-8859-8", ONE_BYTE, UINT64_C(0xcb6634dfce20d0bd)},
    {"ISO-8859-8-I", ONE_BYTE, UINT64_C(0xcb6634dfce20d0bd)},
    {"ISO-8859-10", ONE_BYTE, UINT64_C(0xbebc9ac169a9403f)},
    {"ISO-8859-13", ONE_BYTE, UINT64_C(0xa14e384452070e3d)},
    {"ISO-8859-14", ONE_BYTE, UINT64_C(0x213f5018f826bd93)},
    {"ISO-8859-15", ONE_BYTE, UINT64_C(0xfabe039d6f139232)},
    {"ISO-8859-16", ONE_BYTE, UINT64_C(0x2771e117b9a2af64)},
    {"KOI8-R", ONE_BYTE, UINT64_C(0x550df8c6df896b31)},
    {"KOI8-U", ONE_BYTE, UINT64_C(0x48062d21cfc9299d)},
    {"macintosh", ONE_BYTE, UINT64_C(0x36fb12d0bbc05609)},
    {"windows-874", ONE_BYTE, UINT64_C(0xe2d7ae474c1ce359)},
    {"windows-1250", ONE_BYTE, UINT64_C(0x69e3152f951e4911)},
    {"windows-1251", ONE_BYTE, UINT64_C(0x979507a6a9b81be1)},
    {"windows-1252", ONE_BYTE, UINT64_C(0xab41f17facf4b948)},
    {"windows-1253", ONE_BYTE, UINT64_C(0x4ce1f423144b3b2c)},
    {"windows-1254", ONE_BYTE, UINT64_C(0x00e387a39ebdc324)},
    {"windows-1255", ONE_BYTE, UINT64_C(0xbdca51238dd28865)},
    {"windows-1256", ONE_BYTE, UINT64_C(0x514f4a39d7c362eb)},
    {"windows-1257", ONE_BYTE, UINT64_C(0x2c0a7fe49df4869a)},
    {"windows-1258", ONE_BYTE, UINT64_C(0xcf3c5cdc59f5ea9f)},
    {"x-mac-cyrillic", ONE_BYTE, UINT64_C(0x53fd8100af881e6f)},
    {"GBK", TWO_BYTES, UINT64_C(0xd724c493436000a5)},
    {"gb18030", TWO_BYTES, UINT64_C(0xd724c493436000a5)},
    {"Big5", TWO_BYTES, UINT64_C(0xe648cfd0c6b2075a)},
    {"EUC-JP", TWO_BYTES, UINT64_C(0x4f27cec0672e8829)},
    {"Shift_JIS", TWO_BYTES, UINT64_C(0xab3cce3be5426e89)},
    {"EUC-KR", TWO_BYTES, UINT64_C(0xca253bf4c578cc1c)},
    {"EUC-JP", THREE_BYTES, UINT64_C(0x31f2f93bfe4a587b)},
    {"gb18030", FOUR_BYTES, UINT64_C(0x808206e3eb997900)},
};

static void add_bytes(struct winnow_buffer *out, const unsigned char *bytes,
                      size_t n)
{
    winnow_buffer_append(out, bytes, n);
    winnow_buffer_byte(out, '\n');
}

static void add_two_bytes(struct winnow_buffer *out)
{
    for (unsigned lead = 0x80; lead <= 0xFF; lead++)
        for (unsigned trail = 0x21; trail <= 0xFF; trail++) {
            unsigned char code[] = {(unsigned char)lead, (unsigned char)trail};
            add_bytes(out, code, 2);
        }
}

static void add_three_bytes(struct winnow_buffer *out)
{
    for (unsigned lead = 0xA1; lead <= 0xFE; lead++)
        for (unsigned trail = 0xA1; trail <= 0xFE; trail++) {
            unsigned char code[] = {0x8F, (unsigned char)lead,
                                    (unsigned char)trail};
            add_bytes(out, code, 3);
        }
}

static void add_four_bytes(struct winnow_buffer *out)
{
    for (unsigned i = 0; i < 39420; i++) {
        unsigned char code[] = {(unsigned char)(0x81 + i / 12600),
                                (unsigned char)(0x30 + i % 12600 / 1260),
                                (unsigned char)(0x81 + i % 1260 / 10),
                                (unsigned char)(0x30 + i % 10)};
        add_bytes(out, code, 4);
    }
}

static void add_codes(struct winnow_buffer *out, enum codes codes)
{
    if (codes == TWO_BYTES)
        add_two_bytes(out);
    else if (codes == THREE_BYTES)
        add_three_bytes(out);
    else if (codes == FOUR_BYTES)
        add_four_bytes(out);
    else
        for (unsigned byte = 0x80; byte <= 0xFF; byte++) {
            unsigned char code[] = {(unsigned char)byte};
            add_bytes(out, code, 1);
        }
}

static uint64_t fnv(struct winnow_view text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < text.length_bytes; i++) {
        hash ^= (unsigned char)text.data[i];
        hash *= UINT64_C(0x100000001b3);
    }
    return hash;
}

static void test_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct winnow_buffer body = {0};
        add_codes(&body, tables[i].codes);
        decode_in(view(body.data, body.length_bytes), tables[i].charset);
        if (fnv(document.text) != tables[i].digest)
            fail_msg("%s is not as the standard says", tables[i].charset);
        winnow_buffer_free(&body);
    }
}

/* ---- the map --------------------------------------------------------------
 */

/* Bytes of the character that starts with this one, in UTF-8. */
static size_t width_of(char lead)
{
    unsigned char c = (unsigned char)lead;

    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

enum { CHARACTERS_MAX = 200 };

/* A text and where each of its characters stands in its encoded form. */
struct encoded {
    char bytes[8 * CHARACTERS_MAX];
    size_t n_bytes, n_characters;
    size_t end[CHARACTERS_MAX];
};

static void encode(const char *converter, const char *text,
                   struct encoded *encoded)
{
    iconv_t to = iconv_open(converter, "UTF-8");
    char *out = encoded->bytes;
    size_t left = sizeof encoded->bytes;

    assert_true(to != (iconv_t)-1);
    encoded->n_characters = 0;
    while (*text != '\0') {
        char character[4], *in = character;
        size_t n = width_of(*text);
        memcpy(character, text, n);
        text += n;
        if (iconv(to, &in, &n, &out, &left) == (size_t)-1)
            fail_msg("%s cannot encode %s", converter, text);
        encoded->end[encoded->n_characters++] = sizeof encoded->bytes - left;
    }
    iconv_close(to);
    encoded->n_bytes = sizeof encoded->bytes - left;
}

static void check_round_trip(const char *charset, const char *converter,
                             const char *text)
{
    static struct encoded encoded;
    size_t at = 0;

    encode(converter, text, &encoded);
    decode(view(encoded.bytes, encoded.n_bytes), WINNOW_FROM_TEXT, charset);
    assert_string_equal(document.charset, charset);
    assert_string_equal(document.charset_from, "http");
    assert_text(text);
    assert_int_equal(count(WINNOW_DIAG_CHARSET_MALFORMED), 0);
    for (size_t i = 0; i < encoded.n_characters; i++) {
        size_t end = at + width_of(text[at]);
        uint64_t from = winnow_body_offset(&document, at, false);
        uint64_t to = winnow_body_offset(&document, end, true);
        assert_int_equal(to, encoded.end[i]);
        /* An escape sequence before a character is not part of it. */
        if (strcmp(charset, "ISO-2022-JP") != 0)
            assert_int_equal(from, i == 0 ? 0 : encoded.end[i - 1]);
        else
            assert_int_equal(to - from, text[at] & 0x80 ? 2 : 1);
        at = end;
    }
}

static void test_round_trips(void **state)
{
    static const char *const cases[][3] = {
        {"IBM866", "IBM866", "Мельница у реки стоит, 1904 год"},
        {"ISO-8859-2", "ISO-8859-2", "Žluťoučký kůň u řeky - łąka"},
        {"ISO-8859-3", "ISO-8859-3", "Ĉe la lago ŝi sidis, ħobża"},
        {"ISO-8859-4", "ISO-8859-4", "Ęžeras ir šaltinis, ŧīģ"},
        {"ISO-8859-5", "ISO-8859-5", "Мельница у реки"},
        {"ISO-8859-6", "ISO-8859-6", "طاحونة عند النهر"},
        {"ISO-8859-7", "ISO-8859-7", "Ο μύλος στο ποτάμι"},
        {"ISO-8859-8", "ISO-8859-8", "טחנה על הנהר"},
        {"ISO-8859-8-I", "ISO-8859-8", "טחנה על הנהר"},
        {"ISO-8859-10", "ISO-8859-10", "Mølle ved åen, ŋđŧ"},
        {"ISO-8859-13", "ISO-8859-13", "Malūns pie upes, ūdens"},
        {"ISO-8859-14", "ISO-8859-14", "Tŷ wrth yr afon ŵ"},
        {"ISO-8859-15", "ISO-8859-15", "Un œuf coûte 2 € à l'ombre"},
        {"ISO-8859-16", "ISO-8859-16", "Moara de lângă râu, țară"},
        {"KOI8-R", "KOI8-R", "Мельница у реки ─ 1904"},
        {"KOI8-U", "KOI8-U", "Млин біля річки, її їжа"},
        {"macintosh", "MACINTOSH", "Le moulin près de l’étang"},
        {"x-mac-cyrillic", "MAC-CYRILLIC", "Мельница у реки"},
        {"windows-874", "CP874", "โรงสีริมแม่น้ำ"},
        {"windows-1250", "CP1250", "„Młyn nad rzeką” – łąka"},
        {"windows-1251", "CP1251", "«Мельница» у реки — 1904"},
        {"windows-1252", "CP1252", "“Die Mühle am Bach” – 2 €"},
        {"windows-1253", "CP1253", "«Ο μύλος» στο ποτάμι"},
        {"windows-1254", "CP1254", "Değirmen ırmağın yanında"},
        {"windows-1255", "CP1255", "טחנה על הנהר"},
        {"windows-1256", "CP1256", "طاحونة عند النهر – پل"},
        {"windows-1257", "CP1257", "“Malūns” pie upes"},
        {"windows-1258", "CP1258", "Nhà bên sông đó"},
        {"GBK", "GBK", "河边的磨坊，建于1904年 (mill)"},
        {"gb18030", "GB18030", "河边的磨坊 𠀀 ᠮᠣᠩ abc"},
        {"Big5", "BIG5", "河邊的磨坊，建於1904年"},
        {"EUC-JP", "EUC-JP", "川のほとりの水車、ｱｲ 鷗 1904"},
        {"ISO-2022-JP", "ISO-2022-JP", "川のほとりの水車 mill 小屋"},
        {"Shift_JIS", "CP932", "川のほとりの水車、ｱｲ ①～"},
        {"EUC-KR", "CP949", "강가의 물레방아 똠 1904"},
        {"UTF-16LE", "UTF-16LE", "Mühle 水車 𝄞"},
        {"UTF-16BE", "UTF-16BE", "Mühle 水車 𝄞"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_round_trip(cases[i][0], cases[i][1], cases[i][2]);
}

static void test_utf8_is_not_copied(void **state)
{
    struct winnow_view body = BODY("Die Mühle \xF0\x9D\x84\x9E\0.");

    (void)state;
    decode(body, WINNOW_FROM_TEXT, "utf-8");
    assert_ptr_equal(document.text.data, body.data);
    assert_int_equal(document.n_map_runs, 1);
    assert_int_equal(document.map[0].n, body.length_bytes);
    decode(BODY("\xEF\xBB\xBF"
                "Bach"),
           WINNOW_FROM_TEXT, NULL);
    assert_text("Bach");
    assert_string_equal(document.charset_from, "bom");
    assert_int_equal(winnow_body_offset(&document, 0, false), 3);
    assert_int_equal(winnow_body_offset(&document, 4, true), 7);
    decode(BODY("plain"), WINNOW_FROM_TEXT, "shift_jis");
    assert_ptr_equal(document.text.data, document.body.data);
}

static void test_empty(void **state)
{
    static const char *const labels[] = {"utf-8",       "utf-16le",   "gbk",
                                         "iso-2022-jp", "hz-gb-2312", NULL};

    (void)state;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        decode(view(NULL, 0), WINNOW_FROM_TEXT, labels[i]);
        assert_int_equal(document.text.length_bytes, 0);
        decode(view(NULL, 0), WINNOW_FROM_HTML, labels[i]);
        assert_int_equal(document.n_map_runs, 0);
    }
}

/* ---- what is malformed ----------------------------------------------------
 */

#define FFFD "\xEF\xBF\xBD"

static void test_malformed(void **state)
{
    static const struct {
        const char *charset, *body, *text;
    } cases[] = {
        {"utf-8", "\xF4\x90\x80\x80.", FFFD FFFD FFFD FFFD "."},
        {"utf-8", "\xED\xA0\x80.", FFFD FFFD FFFD "."},
        {"utf-8", "\xC0\xAF.", FFFD FFFD "."},
        {"utf-8", "\xF0\x9D\x84.", FFFD "."},
        {"utf-8", "\xE2\x82\xE2\x82\xAC", FFFD "€"},
        {"utf-8", "\xE2\x82", FFFD},
        {"shift_jis", "\x82\"", FFFD "\""},
        {"shift_jis", "\\~\x82", "\\~" FFFD},
        {"shift_jis", "\xA0\xFD\xFF", FFFD FFFD FFFD},
        {"shift_jis", "\x85\x9E", FFFD},
        {"euc-kr", "\x81\x41\xFF", "갂" FFFD},
        {"euc-kr", "\xC9<b>", FFFD "<b>"},
        {"gbk", "\x80\x81<", "€" FFFD "<"},
        {"gb18030", "\x81\x30\x81<", FFFD "0" FFFD "<"},
        {"gb18030", "\x90\x30\x81\x30", "𐀀"},
        {"gb18030", "\xFE\x39\xFE\x39", FFFD},
        {"big5", "\x88\x62\x88\x66", "Ê̄Ê"},
        {"big5", "\xA1>\xA1\x45", FFFD ">‧"},
        {"euc-jp", "\x8E\xB1\x8F\xA2\xB7\x8F\xA1<", "ｱ～" FFFD "<"},
        {"euc-jp", "\xA1\xC1\xAD\xA1", "～①"},
        {"iso-2022-jp", "a\033$B\x24\x22\033(Bb", "aあb"},
        {"iso-2022-jp", "\033(I1\033(J\\", "ｱ¥"},
        {"iso-2022-jp", "\033$B\033(Ba\x0E", FFFD "a" FFFD},
        {"iso-2022-jp", "\033$B\x24\033(Ba\033", FFFD "a" FFFD},
        {"windows-1252", "\x81\x80\xFF", "\xC2\x81€ÿ"},
        {"windows-1253", "\xAA\xE1", FFFD "α"},
        {"windows-1255", "\xE0\xCA", "אֺ"},
        {"x-user-defined", "a\x80\xFF", "a\uF780\uF7FF"},
        {"hz-gb-2312", "~{<script>~}\xFF", FFFD},
        {"iso-2022-kr", "\x0E!!\x0F", FFFD},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        decode_in(winnow_view_of(cases[i].body), cases[i].charset);
        assert_text(cases[i].text);
        assert_int_equal(count(WINNOW_DIAG_CHARSET_MALFORMED) != 0,
                         strstr(cases[i].text, FFFD) != NULL);
    }
    decode_in(BODY("\x3D\xD8\x41\x00\x00\xDC\x00"), "utf-16le");
    assert_text(FFFD "A" FFFD FFFD);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 16;
}

static void assert_valid_utf8(struct winnow_view text)
{
    iconv_t cd = iconv_open("UTF-16LE", "UTF-8");
    char out[4096], *in = (char *)(uintptr_t)text.data, *to = out;
    size_t left = text.length_bytes, room = sizeof out;

    assert_int_not_equal(iconv(cd, &in, &left, &to, &room), (size_t)-1);
    assert_int_equal(left, 0);
    iconv_close(cd);
}

/* Whatever the bytes and whatever is declared, valid UTF-8 comes out. */
static void test_random_bytes(void **state)
{
    static const unsigned char telling[] = {0x1B, '$',  'B',  '(',  0x80,
                                            0x81, 0x8F, 0xA1, 0xE0, 0xED,
                                            0xF0, 0xFE, 0xFF, '0',  0x7E};
    uint32_t seed = 1;
    unsigned char bytes[97];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t n = next_random(&seed) % sizeof bytes;
        const char *charset =
            winnow_charset((enum winnow_charset_id)(round % WINNOW_N_CHARSETS))
                ->name;
        for (size_t i = 0; i < n; i++)
            bytes[i] = round & 64 ? telling[next_random(&seed) % sizeof telling]
                                  : (unsigned char)next_random(&seed);
        decode(view(bytes, n),
               round & 128 ? WINNOW_FROM_HTML : WINNOW_FROM_TEXT, charset);
        assert_valid_utf8(document.text);
    }
}

/* ---- which charset --------------------------------------------------------
 */

struct choice {
    const char *body, *declared, *charset, *from;
    enum winnow_diag diag; /* WINNOW_N_DIAGS: none */
};

static void check_choice(const struct choice *choice, enum winnow_from from)
{
    decode(winnow_view_of(choice->body), from, choice->declared);
    if (strcmp(document.charset, choice->charset) != 0 ||
        strcmp(document.charset_from, choice->from) != 0)
        fail_msg("%s: %s from %s", choice->body, document.charset,
                 document.charset_from);
    assert_int_equal(count(WINNOW_DIAG_CHARSET_UNKNOWN),
                     choice->diag == WINNOW_DIAG_CHARSET_UNKNOWN);
    assert_int_equal(count(WINNOW_DIAG_CHARSET_OVERRULED),
                     choice->diag == WINNOW_DIAG_CHARSET_OVERRULED);
}

#define NOTHING WINNOW_N_DIAGS
#define UNKNOWN WINNOW_DIAG_CHARSET_UNKNOWN
#define OVERRULED WINNOW_DIAG_CHARSET_OVERRULED

static void test_choice_of_pages(void **state)
{
    static const struct choice choices[] = {
        {"<p>a\xE9", "latin1", "windows-1252", "http", NOTHING},
        {"<meta charset=koi8-r>\xC1", NULL, "KOI8-R", "meta", NOTHING},
        {"<meta charset=koi8-r>\xC1", "cp1251", "windows-1251", "http",
         NOTHING},
        {"<META HTTP-EQUIV='Content-Type' content='text/html; "
         "charset=windows-1251'>\xC1",
         NULL, "windows-1251", "meta", NOTHING},
        {"<meta content=\"text/html;charset = 'big5' \" "
         "http-equiv=\"content-type\">\xA4\xA4",
         NULL, "Big5", "meta", NOTHING},
        {"<meta content='text/html;charset=big5'>\xE9", NULL, "windows-1252",
         "bytes", NOTHING},
        {"<!-- <meta charset=big5> --><meta charset=gbk>\xD6\xD0", NULL, "GBK",
         "meta", NOTHING},
        {"<!--><meta charset=gbk>\xD6\xD0", NULL, "GBK", "meta", NOTHING},
        {"<a title='<meta charset=big5>'><meta/charset=gbk>\xD6\xD0", NULL,
         "GBK", "meta", NOTHING},
        {"<meta charset=utf-16>caf\xC3\xA9", NULL, "UTF-8", "meta", NOTHING},
        {"<meta charset=x-user-defined>\xE9", NULL, "windows-1252", "meta",
         NOTHING},
        {"<meta charset=utf-7><meta charset=gbk>\xD6\xD0", NULL, "GBK", "meta",
         UNKNOWN},
        {"<p>\xD6\xD0", "gb-what", "windows-1252", "bytes", UNKNOWN},
        {"<?xml version='1.0' encoding='koi8-r'?><html>\xC1", NULL, "KOI8-R",
         "xml", NOTHING},
        {"<?xml version='1.0' encoding='koi8-r'?><meta charset=gbk>\xD6\xD0",
         NULL, "GBK", "meta", NOTHING},
        {"<p>caf\xC3\xA9", NULL, "UTF-8", "bytes", NOTHING},
        {"<p>coffee", NULL, "windows-1252", "default", NOTHING},
        {"\xEF\xBB\xBF<meta charset=gbk>", "gbk", "UTF-8", "bom", NOTHING},
        /* converted to UTF-8 when it was saved */
        {"<meta charset=iso-8859-1>caf\xC3\xA9", NULL, "UTF-8", "bytes",
         OVERRULED},
        {"<meta charset=gb2312>\xE6\xB0\xB4\xE8\xBD\xA6\xE5\xB0\x8F", NULL,
         "UTF-8", "bytes", OVERRULED},
        /* one character of GBK that is UTF-8 by chance */
        {"<meta charset=gb2312>\xD2\xBB", NULL, "GBK", "meta", NOTHING},
        /* cut in the middle of a character */
        {"<meta charset=iso-8859-1>\xC3\xA9\xC3\xA8\xC3", NULL, "UTF-8",
         "bytes", OVERRULED},
        /* a wrong declaration of UTF-8 */
        {"<meta charset=utf-8>Die M\xFChle, das T\xF6r, die B\xE4\x63he", NULL,
         "windows-1252", "bytes", OVERRULED},
        /* a few damaged characters in UTF-8 stay damaged */
        {"<meta charset=utf-8>\xC3\xA9\xC3\xA8\xC3\xA9\xFF", NULL, "UTF-8",
         "meta", NOTHING},
        {"<p>\033$B\x24\x22\033(B", NULL, "ISO-2022-JP", "bytes", NOTHING},
    };

    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        check_choice(&choices[i], WINNOW_FROM_HTML);
    }
}

static void test_choice_of_captures(void **state)
{
    static const struct choice choices[] = {
        {"<meta charset=koi8-r>caf\xC3\xA9", NULL, "UTF-8", "bytes", NOTHING},
        {"<?xml encoding='koi8-r'?>a", NULL, "windows-1252", "default",
         NOTHING},
        {"\xC1", "koi8-r", "KOI8-R", "http", NOTHING},
    };

    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++)
        check_choice(&choices[i], WINNOW_FROM_TEXT);
}

/* A declaration behind scripts and past the first 1024 bytes still counts, one
 * inside a script or in the body does not. */
static void test_late_meta(void **state)
{
    struct winnow_buffer page = {0};

    (void)state;
    winnow_buffer_string(&page, "<head><script>if (a < b) x = 1;");
    for (int i = 0; i < 500; i++)
        winnow_buffer_string(&page, "i < n; ");
    winnow_buffer_string(&page, "'<meta charset=big5>';");
    winnow_buffer_string(&page, "</script><meta charset=koi8-r></head>\xC1");
    decode(view(page.data, page.length_bytes), WINNOW_FROM_HTML, NULL);
    assert_string_equal(document.charset, "KOI8-R");
    winnow_buffer_clear(&page);
    winnow_buffer_string(&page, "<head></head><body>");
    for (int i = 0; i < 500; i++)
        winnow_buffer_string(&page, "words ");
    winnow_buffer_string(&page, "<meta charset=koi8-r>");
    decode(view(page.data, page.length_bytes), WINNOW_FROM_HTML, NULL);
    assert_string_equal(document.charset, "windows-1252");
    winnow_buffer_free(&page);
}

static void test_utf16(void **state)
{
    (void)state;
    decode(BODY("\xFF\xFE"
                "a\0\x34\x6C"),
           WINNOW_FROM_TEXT, "gbk");
    assert_text("a水");
    assert_string_equal(document.charset_from, "bom");
    assert_int_equal(winnow_body_offset(&document, 1, false), 4);
    decode(BODY("\0<\0p\0>\0a"), WINNOW_FROM_HTML, NULL);
    assert_text("<p>a");
    decode(BODY("<\0p\0>\0a\0"), WINNOW_FROM_HTML, NULL);
    assert_text("<p>a");
    /* the protocol says UTF-16, and no byte is zero */
    decode(BODY("<p>coffee"), WINNOW_FROM_HTML, "utf-16");
    assert_text("<p>coffee");
    assert_int_equal(count(WINNOW_DIAG_CHARSET_OVERRULED), 1);
}

static void test_detection(void **state)
{
    static const char *const cases[][3] = {
        {"windows-1251", "CP1251",
         "Старая мельница стоит у реки. Каждое утро мельник открывал ворота, "
         "и вода начинала вращать колесо, как сто лет назад."},
        {"Shift_JIS", "CP932",
         "川のほとりに古い水車があります。毎朝、粉屋は門を開けて、水が車輪を"
         "まわし始めました。"},
        {"EUC-KR", "CP949",
         "강가에 오래된 물레방아가 있습니다. 아침마다 방앗간 주인이 문을 열면 "
         "물이 바퀴를 돌리기 시작했습니다."},
        /* two quotes are no sign of Central Europe */
        {"windows-1252", "CP1252", "The miller called it “the old wheel”."},
    };
    static struct encoded encoded;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        encode(cases[i][1], cases[i][2], &encoded);
        decode(view(encoded.bytes, encoded.n_bytes), WINNOW_FROM_TEXT, NULL);
        assert_string_equal(document.charset, cases[i][0]);
        assert_text(cases[i][2]);
    }
}

/* ---- repairs --------------------------------------------------------------
 */

static void check_repair(const char *body, const char *declared,
                         const char *text, enum winnow_diag diag, unsigned n)
{
    decode(winnow_view_of(body), WINNOW_FROM_TEXT, declared);
    assert_text(text);
    assert_int_equal(count(diag), n);
    assert_int_equal(count(WINNOW_DIAG_CHARSET_DOUBLE) +
                         count(WINNOW_DIAG_CHARSET_CESU) +
                         count(WINNOW_DIAG_CHARSET_C1),
                     n);
}

static void test_repairs(void **state)
{
    static const struct {
        const char *body, *declared, *text;
        enum winnow_diag diag;
        unsigned n;
    } cases[] = {
        {"Iâ€™ve, MITâ€\xC2\x9D", "utf-8", "I’ve, MIT”",
         WINNOW_DIAG_CHARSET_DOUBLE, 2},
        {"itâ€™s", "utf-8", "it’s", WINNOW_DIAG_CHARSET_DOUBLE, 1},
        {"le cafÃ© oÃ¹ l’été", "utf-8", "le café où l’été",
         WINNOW_DIAG_CHARSET_DOUBLE, 2},
        {"ÐŸÑ€Ð¸Ð²ÐµÑ‚", "utf-8", "Привет", WINNOW_DIAG_CHARSET_DOUBLE, 6},
        {"20Â°C, 5Â\u00A0km", "utf-8", "20°C, 5\u00A0km",
         WINNOW_DIAG_CHARSET_DOUBLE, 2},
        {"it\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s", NULL, "it’s",
         WINNOW_DIAG_CHARSET_DOUBLE, 1},
        /* what people write stays */
        {"CAFÉ® «Ä» MAÇÃ£ É° São Ârea", "utf-8", "CAFÉ® «Ä» MAÇÃ£ É° São Ârea",
         WINNOW_DIAG_CHARSET_DOUBLE, 0},
        {"é \xED\xA0\xBD\xED\xB8\x80 é", "utf-8", "é 😀 é",
         WINNOW_DIAG_CHARSET_CESU, 1},
        {"it\xC2\x92s \xC2\x93so\xC2\x94", "utf-8", "it’s “so”",
         WINNOW_DIAG_CHARSET_C1, 3},
        {"\x84\xBElut\xFD\x94", "iso-8859-2", "„žlutý”", WINNOW_DIAG_CHARSET_C1,
         2},
        {"kto\xC2\x9C odpowie\xC2\x85", "utf-8", "kto\xC2\x9C odpowie…",
         WINNOW_DIAG_CHARSET_C1, 1},
        /* one of them is nothing: so are they all */
        {"it\xC2\x92s \xC2\x81", "utf-8", "it\xC2\x92s \xC2\x81",
         WINNOW_DIAG_CHARSET_C1, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_repair(cases[i].body, cases[i].declared, cases[i].text,
                     cases[i].diag, cases[i].n);
    decode(winnow_view_of("é \xED\xA0\xBD\xED\xB8\x80"), WINNOW_FROM_TEXT,
           "utf-8");
    assert_int_equal(count(WINNOW_DIAG_CHARSET_MALFORMED), 0);
    assert_int_equal(document.trail.n_malformed_bytes, 0);
    assert_int_equal(winnow_body_offset(&document, 3, false), 3);
    assert_int_equal(winnow_body_offset(&document, 7, true), 9);
}

/* ---- the trail ------------------------------------------------------------
 */

static bool said(enum winnow_witness witness, const char *label)
{
    return winnow_view_is(document.trail.said[witness], label);
}

static void test_trail(void **state)
{
    (void)state;
    decode(BODY("<meta charset=iso-8859-1>caf\xC3\xA9"), WINNOW_FROM_HTML,
           "Latin1 ");
    assert_true(said(WINNOW_WITNESS_HTTP, "Latin1"));
    assert_true(said(WINNOW_WITNESS_META, "iso-8859-1"));
    assert_true(said(WINNOW_WITNESS_BYTES, "UTF-8"));
    assert_string_equal(document.trail.overruled, "http");
    assert_string_equal(document.trail.why, "valid");
    /* the protocol is wrong, the page is right */
    decode(BODY("<meta charset=koi8-r>\xC1\xC2\xD7\xC7\xC4\xC5"),
           WINNOW_FROM_HTML, "utf-8");
    assert_string_equal(document.charset, "KOI8-R");
    assert_string_equal(document.charset_from, "meta");
    assert_string_equal(document.trail.overruled, "http");
    assert_string_equal(document.trail.why, "declared");
    decode(BODY("\xC3\xA9\xC3\xA9\xC3\xA9\xFF\xE2\x82"), WINNOW_FROM_TEXT,
           "utf-8");
    assert_int_equal(document.trail.n_malformed_bytes, 3);
    decode(BODY("\xEF\xBB\xBF"
                "a"),
           WINNOW_FROM_TEXT, NULL);
    assert_string_equal(document.trail.why, "mark");
    decode(BODY("coffee"), WINNOW_FROM_TEXT, NULL);
    assert_string_equal(document.trail.why, "default");
}

/* ---- what a body is -------------------------------------------------------
 */

static void test_sniff(void **state)
{
#define S(literal) literal, sizeof(literal) - 1
    static const struct {
        const char *type, *body;
        size_t n;
        enum winnow_from from;
        bool refused;
    } cases[] = {
        {"text/html", S("just words"), WINNOW_FROM_HTML, false},
        {"application/xhtml+xml", S("<a"), WINNOW_FROM_HTML, false},
        {"text/plain", S("a <b> c"), WINNOW_FROM_TEXT, false},
        {"text/plain", S("\n<!DOCTYPE html><p>"), WINNOW_FROM_HTML, false},
        {"text/plain", S("<HTML lang=en>"), WINNOW_FROM_HTML, false},
        {"text/plain", S("<p>x</p><p>y</p><p>z</p>"), WINNOW_FROM_TEXT, false},
        {"", S("\xEF\xBB\xBF \t<html>"), WINNOW_FROM_HTML, false},
        {"", S("<!-- saved --><html>"), WINNOW_FROM_HTML, false},
        {"", S("<?xml version='1.0'?>\n<html xmlns=''>"), WINNOW_FROM_HTML,
         false},
        {"", S("<ul class=x><li>"), WINNOW_FROM_HTML, false},
        {"", S("Words <p>a</p> and <div>b</div>"), WINNOW_FROM_HTML, false},
        {"", S("if a <b and c> d, 1 < 2"), WINNOW_FROM_TEXT, false},
        {"", S("<name@example.org> wrote:"), WINNOW_FROM_TEXT, false},
        {"", S("Use <p> and <div> there."), WINNOW_FROM_TEXT, false},
        {"", S(""), WINNOW_FROM_TEXT, false},
        {"", S("form\ffeed and \033[1mbold\033[0m"), WINNOW_FROM_TEXT, false},
        {"", S("\xFF\xFE<\0h\0t\0m\0l\0>\0"), WINNOW_FROM_HTML, false},
        {"", S("\xFE\xFF\0a\0b"), WINNOW_FROM_TEXT, false},
        {"", S("<\0p\0>\0"), WINNOW_FROM_HTML, false},
        {"", S("a\0b\0c\0"), WINNOW_FROM_TEXT, true},
        {"text/html", S("%PDF-1.4 text text text"), WINNOW_FROM_HTML, true},
        {"", S("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), WINNOW_FROM_TEXT, true},
        {"text/html", S("<p>one\0zero and many other bytes of a page</p>"),
         WINNOW_FROM_HTML, false},
        {"application/json", S("{\"html\": \"<p>a</p><p>b</p>\"}"),
         WINNOW_FROM_TEXT, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin(view(cases[i].body, cases[i].n), WINNOW_FROM_AUTO, NULL);
        document.media_type = winnow_view_of(cases[i].type);
        winnow_decode_sniff(&document);
        if (document.from != cases[i].from ||
            (document.refused != NULL) != cases[i].refused)
            fail_msg("case %zu: %s", i, cases[i].body);
        assert_int_equal(count(WINNOW_DIAG_BINARY), cases[i].refused);
    }
    begin(BODY("<html>"), WINNOW_FROM_TEXT, NULL);
    winnow_decode_sniff(&document);
    assert_int_equal(document.from, WINNOW_FROM_TEXT);
}

/* ---- HTTP -----------------------------------------------------------------
 */

static struct winnow_entity entity;
enum { BODY_LIMIT = 1 << 20 };

static void take_apart(struct winnow_view content)
{
    begin(content, WINNOW_FROM_AUTO, NULL);
    winnow_decode_http(&arena, content, BODY_LIMIT, WINNOW_DIAG_BODY_TOO_LARGE,
                       &document.diags, &entity);
}

static void assert_body(const char *expected)
{
    if (!winnow_view_is(entity.body, expected))
        fail_msg("expected \"%s\", got \"%.*s\"", expected,
                 (int)entity.body.length_bytes, entity.body.data);
}

/* Each diagnostic of HTTP as a letter, so that a case is a line. */
static const char *http_diags(void)
{
    static char letters[8];
    size_t n = 0;

    if (count(WINNOW_DIAG_HTTP_HEAD) != 0)
        letters[n++] = 'h';
    if (count(WINNOW_DIAG_HTTP_CHUNKED) != 0)
        letters[n++] = 'k';
    if (count(WINNOW_DIAG_HTTP_CODING) != 0)
        letters[n++] = 'c';
    if (count(WINNOW_DIAG_HTTP_CODING_TRUNCATED) != 0)
        letters[n++] = 't';
    letters[n] = '\0';
    return letters;
}

static void test_heads(void **state)
{
    static const struct {
        const char *content;
        int status;
        const char *type, *charset, *body, *diags;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\nx",
         200, "text/html", "utf-8", "x", ""},
        {"HTTP/1.1 404 Not Found\ncontent-type:TEXT/HTML\n\nx", 404,
         "text/html", "", "x", ""},
        {"HTTP/2 200\r\n\r\nx", 200, "", "", "x", ""},
        {"HTTP/1.1 200 OK\r\nContent-Type:\r\n "
         "text/plain;\r\n\tcharset=\"big5\""
         "\r\n\r\nx",
         200, "text/plain", "big5", "x", ""},
        {"HTTP/1.1 200 OK\r\nContent-Type : text/html\r\n\r\nx", 200,
         "text/html", "", "x", "h"},
        {"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Type: text/html\r\n\r\nx",
         200, "text/html", "", "x", "h"},
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html", 200, "text/html", "", "",
         "h"},
        {"HTTP/1.1 200 OK\r\nServer: a\r\n<html xmlns='a:b'>", 200, "", "",
         "<html xmlns='a:b'>", "h"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\nx", 200,
         "", "", "x", ""},
        {"\r\nHTTP/1.1 200 OK\r\n\r\nx", 200, "", "", "x", ""},
        {"Content-Type: text/html\r\n\r\nx", 0, "text/html", "", "x", "h"},
        {"<html>no head at all", 0, "", "", "<html>no head at all", "h"},
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: "
         "text/html; Charset='koi8-r'\r\n\r\nx",
         200, "text/html", "koi8-r", "x", ""},
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html,charset=gbk\r\n\r\nx", 200,
         "text/html", "gbk", "x", ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nx", 200,
         "", "", "x", ""},
        {"HTTP/1.1 abc\r\n\r\nx", 0, "", "", "HTTP/1.1 abc\r\n\r\nx", "h"},
        {"", 0, "", "", "", "h"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct winnow_view content = winnow_view_of(cases[i].content), type;
        int status;
        take_apart(content);
        assert_int_equal(entity.status, cases[i].status);
        assert_true(winnow_view_is(entity.media_type, cases[i].type));
        assert_true(winnow_view_is(entity.charset, cases[i].charset));
        assert_body(cases[i].body);
        assert_string_equal(http_diags(), cases[i].diags);
        winnow_decode_http_head(content, &status, &type);
        assert_int_equal(status, cases[i].status);
        assert_int_equal(type.length_bytes, entity.media_type.length_bytes);
    }
}

#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define PLAIN "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

static void test_chunks(void **state)
{
    static const char *const cases[][3] = {
        {CHUNKED "5\r\nwater\r\n6\r\n wheel\r\n0\r\n\r\n", "water wheel", ""},
        {CHUNKED "5;a=b\r\nwater\r\n6  \r\n wheel\r\n0\r\nX: y\r\n\r\n",
         "water wheel", ""},
        {CHUNKED "5\nwater\n6\n wheel\n0\n\n", "water wheel", ""},
        {CHUNKED "\r\n5\r\nwater\r\n0\r\n\r\n", "water", ""},
        {CHUNKED "<p>dechunked already", "<p>dechunked already", "k"},
        {CHUNKED "decade\r\nof water", "of water", "k"},
        {CHUNKED "5\r\nwater\r\n6\r\n wh", "water wh", "k"},
        {CHUNKED "5\r\nwater\r\nnext line", "waternext line", "k"},
        {CHUNKED "5\r\nwater\r\n", "water", "k"},
        {CHUNKED "2\r\nwater\r\n0\r\n\r\n", "2\r\nwater\r\n0\r\n\r\n", "k"},
        {CHUNKED "fffffffffffffffffffff\r\nwater",
         "fffffffffffffffffffff\r\nwater", "k"},
        {CHUNKED "ffffffffffffffff\r\nwater", "water", "k"},
        {CHUNKED "0\r\n\r\n", "", ""},
        {CHUNKED "", "", ""},
        {PLAIN "5\r\nwater\r\n6\r\n wheel\r\n0\r\n\r\n", "water wheel", "k"},
        {PLAIN "5\r\nbucket of water\r\n0\r\n\r\n",
         "5\r\nbucket of water\r\n0\r\n\r\n", ""},
        {PLAIN "1904\r\nwas dry", "1904\r\nwas dry", ""},
        {PLAIN "\r\n<p>one empty line too many",
         "\r\n<p>one empty line too many", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        take_apart(winnow_view_of(cases[i][0]));
        assert_body(cases[i][1]);
        assert_string_equal(http_diags(), cases[i][2]);
        assert_null(entity.refused);
    }
}

#define PAGE "<p>Wind und Wetter, Wind und Wetter, Wind und Wetter.</p>"

/* Window bits as zlib has them: 31 gzip, 15 zlib, -15 raw. */
static void add_deflated(struct winnow_buffer *out, const void *bytes, size_t n,
                         int window_bits)
{
    z_stream stream;
    size_t room = n + 1000;
    char *to = winnow_buffer_reserve(out, room);

    memset(&stream, 0, sizeof stream);
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8,
                                  Z_DEFAULT_STRATEGY),
                     Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)bytes;
    stream.avail_in = (uInt)n;
    stream.next_out = (Bytef *)to;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out->length_bytes += stream.total_out;
    deflateEnd(&stream);
}

static void start(struct winnow_buffer *out, const char *codings)
{
    winnow_buffer_clear(out);
    winnow_buffer_string(out, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
    if (codings != NULL) {
        winnow_buffer_string(out, "Content-Encoding: ");
        winnow_buffer_string(out, codings);
        winnow_buffer_string(out, "\r\n");
    }
    winnow_buffer_string(out, "\r\n");
}

static void check(const struct winnow_buffer *content, const char *body,
                  const char *diags)
{
    take_apart(view(content->data, content->length_bytes));
    assert_null(entity.refused);
    assert_body(body);
    assert_string_equal(http_diags(), diags);
}

static void test_zlib_codings(void **state)
{
    static const struct {
        const char *codings, *prefix;
        int window_bits;
        const char *diags;
    } cases[] = {
        {"gzip", "", 31, ""},     {"GZIP", "", 31, ""},
        {"x-gzip", "", 31, ""},   {"deflate", "", 15, ""},
        {"deflate", "", -15, ""}, {"deflate", "", 31, ""},
        {"gzip", "\r\n", 31, ""}, {"identity, gzip", "", 31, ""},
        {NULL, "", 31, "c"},      {"br, gzip", "", 31, "c"},
    };
    struct winnow_buffer content = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        start(&content, cases[i].codings);
        winnow_buffer_string(&content, cases[i].prefix);
        add_deflated(&content, PAGE, strlen(PAGE), cases[i].window_bits);
        check(&content, PAGE, cases[i].diags);
    }
    winnow_buffer_free(&content);
}

static void test_two_codings(void **state)
{
    struct winnow_buffer content = {0}, once = {0};

    (void)state;
    add_deflated(&once, PAGE, strlen(PAGE), 15);
    start(&content, "deflate, gzip");
    add_deflated(&content, once.data, once.length_bytes, 31);
    check(&content, PAGE, "");
    /* members one after another, and garbage after the last */
    start(&content, "gzip");
    add_deflated(&content, "<p>Wind ", 8, 31);
    add_deflated(&content, "und Wetter", 10, 31);
    winnow_buffer_string(&content, "garbage");
    check(&content, "<p>Wind und Wetter", "");
    winnow_buffer_free(&content);
    winnow_buffer_free(&once);
}

/* Three layers: the innermost stays on, and is no text. */
static void test_at_most_two_codings(void **state)
{
    struct winnow_buffer content = {0}, once = {0}, twice = {0};

    (void)state;
    add_deflated(&once, PAGE, strlen(PAGE), 31);
    add_deflated(&twice, once.data, once.length_bytes, 31);
    start(&content, "gzip, gzip, gzip");
    add_deflated(&content, twice.data, twice.length_bytes, 31);
    take_apart(view(content.data, content.length_bytes));
    assert_true(
        winnow_view_equal(entity.body, view(once.data, once.length_bytes)));
    winnow_buffer_free(&content);
    winnow_buffer_free(&once);
    winnow_buffer_free(&twice);
}

static void test_decoded_already(void **state)
{
    static const char *const codings[] = {"gzip", "deflate", "br",
                                          "zstd", "sdch",    "gzip, br"};
    struct winnow_buffer content = {0};

    (void)state;
    for (size_t i = 0; i < sizeof codings / sizeof codings[0]; i++) {
        start(&content, codings[i]);
        winnow_buffer_string(&content, PAGE);
        check(&content, PAGE, "c");
        start(&content, codings[i]);
        check(&content, "", "");
    }
    winnow_buffer_free(&content);
}

static void test_truncated_coding(void **state)
{
    struct winnow_buffer content = {0}, long_page = {0};
    uint32_t seed = 7;

    (void)state;
    for (int i = 0; i < 3000; i++)
        winnow_buffer_byte(&long_page, (char)('a' + next_random(&seed) % 26));
    for (int bits = 15; bits <= 31; bits += 16) {
        start(&content, bits == 31 ? "gzip" : "deflate");
        add_deflated(&content, long_page.data, long_page.length_bytes, bits);
        content.length_bytes -= 600;
        take_apart(view(content.data, content.length_bytes));
        assert_null(entity.refused);
        assert_true(entity.body.length_bytes > 1000);
        assert_true(entity.body.length_bytes < long_page.length_bytes);
        assert_memory_equal(entity.body.data, long_page.data,
                            entity.body.length_bytes);
        assert_string_equal(http_diags(), "t");
    }
    winnow_buffer_free(&content);
    winnow_buffer_free(&long_page);
}

/* A gzip bomb costs no more than the limit. */
static void test_too_large(void **state)
{
    struct winnow_buffer content = {0};
    char *zeros = calloc(1, 8 * BODY_LIMIT);

    (void)state;
    assert_non_null(zeros);
    for (size_t n = BODY_LIMIT; n <= 8 * BODY_LIMIT; n += 7 * BODY_LIMIT) {
        start(&content, "gzip");
        add_deflated(&content, zeros, n, 31);
        take_apart(view(content.data, content.length_bytes));
        assert_int_equal(count(WINNOW_DIAG_BODY_TOO_LARGE), n != BODY_LIMIT);
        assert_int_equal(entity.body.length_bytes,
                         n == BODY_LIMIT ? BODY_LIMIT : 0);
        assert_true(arena.used_bytes < 4 * BODY_LIMIT);
    }
    assert_string_equal(entity.refused, "body-too-large");
    start(&content, NULL);
    winnow_buffer_append(&content, zeros, BODY_LIMIT + 1);
    take_apart(view(content.data, content.length_bytes));
    assert_string_equal(entity.refused, "body-too-large");
    free(zeros);
    winnow_buffer_free(&content);
}

static void test_unsupported_coding(void **state)
{
    (void)state;
    take_apart(BODY("HTTP/1.1 200 OK\r\nContent-Encoding: sdch\r\n\r\n"
                    "\x01\x02\x03\x04\x05\x90\xF0\x06\x07"));
    assert_string_equal(entity.refused, "http-coding-unsupported");
    assert_int_equal(entity.body.length_bytes, 0);
}

#ifdef WINNOW_HAVE_BROTLI
/* PAGE as brotli writes it. */
#define PAGE_IN_BR                                                             \
    "\x1b\x38\x00\xf8\x45\x4f\x96\xea\xd7\x4d\x48\xa6\xd4\x87\x42\x50"         \
    "\xcc\x8c\xcc\x41\x91\x7e\x0a\x04\x65\xb4\x71\x56\x07\x7e\x62\xde"         \
    "\xe5\x0a\xa4\x0f"

static void test_br(void **state)
{
    static const char head[] =
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n";
    struct winnow_buffer content = {0};

    (void)state;
    winnow_buffer_string(&content, head);
    winnow_buffer_append(&content, PAGE_IN_BR, sizeof PAGE_IN_BR - 1);
    check(&content, PAGE, "");
    winnow_buffer_free(&content);
}
#endif

#ifdef WINNOW_HAVE_ZSTD
static void test_zstd(void **state)
{
    static const size_t lengths[] = {0, 57, 4095, 4096, 4097, 300000};
    struct winnow_buffer content = {0}, page = {0};

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t bound = ZSTD_compressBound(lengths[i]);
        char *to;
        winnow_buffer_clear(&page);
        while (page.length_bytes < lengths[i])
            winnow_buffer_byte(&page, PAGE[page.length_bytes % 57]);
        start(&content, i % 2 == 0 ? "zstd" : NULL);
        to = winnow_buffer_reserve(&content, bound);
        content.length_bytes +=
            ZSTD_compress(to, bound, page.data, page.length_bytes, 3);
        take_apart(view(content.data, content.length_bytes));
        assert_true(
            winnow_view_equal(entity.body, view(page.data, page.length_bytes)));
        assert_string_equal(http_diags(), i % 2 == 0 ? "" : "c");
    }
    content.length_bytes -= 20;
    take_apart(view(content.data, content.length_bytes));
    assert_int_equal(count(WINNOW_DIAG_HTTP_CODING_TRUNCATED), 1);
    assert_memory_equal(entity.body.data, page.data, entity.body.length_bytes);
    winnow_buffer_free(&content);
    winnow_buffer_free(&page);
}
#endif

/* ---- running --------------------------------------------------------------
 */

static int open_decoder(void **state)
{
    (void)state;
    winnow_arena_init(&arena);
    return winnow_decode_open(&decoder) == WINNOW_OK ? 0 : -1;
}

static int close_decoder(void **state)
{
    (void)state;
    winnow_decode_close(decoder);
    winnow_decode_close(NULL);
    winnow_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels_are_sorted),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_round_trips),
        cmocka_unit_test(test_utf8_is_not_copied),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_choice_of_pages),
        cmocka_unit_test(test_choice_of_captures),
        cmocka_unit_test(test_late_meta),
        cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_detection),
        cmocka_unit_test(test_repairs),
        cmocka_unit_test(test_trail),
        cmocka_unit_test(test_sniff),
        cmocka_unit_test(test_heads),
        cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_zlib_codings),
        cmocka_unit_test(test_two_codings),
        cmocka_unit_test(test_at_most_two_codings),
        cmocka_unit_test(test_decoded_already),
        cmocka_unit_test(test_truncated_coding),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_unsupported_coding),
#ifdef WINNOW_HAVE_BROTLI
        cmocka_unit_test(test_br),
#endif
#ifdef WINNOW_HAVE_ZSTD
        cmocka_unit_test(test_zstd),
#endif
    };

    return cmocka_run_group_tests(tests, open_decoder, close_decoder);
}

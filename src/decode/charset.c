/* Which charset a body is in, and the body decoded. The order of the evidence
 * is that of the standards (WHATWG Encoding, section 6, "decode"; WHATWG HTML,
 * section 13.2.3.2); that a declaration which the bytes plainly contradict is
 * overruled is not: archives hold pages that were converted to UTF-8 when they
 * were saved, and browsers' users can reload.
 */
#include "decode/charset.h"

#include "decode/decode.h"
#include "decode/legacy.h"
#include "decode/utf.h"

#include <string.h>

enum { PRESCAN_BYTES = 1024, DISTINCT_MIN_BYTES = 4 };

/* What is known of a body while its charset is being found. */
struct evidence {
    struct winnow_decoder *decoder;
    struct winnow_document *document;
    struct winnow_utf8_census census;
    size_t n_bom_bytes;
    const struct winnow_charset *charset; /* NULL: nothing said it yet */
    const char *from;
};

static bool starts_with(struct winnow_view body, const char *bytes, size_t n)
{
    return body.length_bytes >= n && memcmp(body.data, bytes, n) == 0;
}

static void find(struct evidence *evidence,
                 const struct winnow_charset *charset, const char *from)
{
    if (evidence->charset != NULL || charset == NULL)
        return;
    evidence->charset = charset;
    evidence->from = from;
}

static void look_for_bom(struct evidence *evidence)
{
    struct winnow_view body = evidence->document->body;

    if (starts_with(body, "\xEF\xBB\xBF", 3)) {
        evidence->n_bom_bytes = 3;
        find(evidence, winnow_charset(WINNOW_CHARSET_UTF_8), "bom");
    } else if (starts_with(body, "\xFE\xFF", 2)) {
        evidence->n_bom_bytes = 2;
        find(evidence, winnow_charset(WINNOW_CHARSET_UTF_16BE), "bom");
    } else if (starts_with(body, "\xFF\xFE", 2)) {
        evidence->n_bom_bytes = 2;
        find(evidence, winnow_charset(WINNOW_CHARSET_UTF_16LE), "bom");
    }
}

static void ask_protocol(struct evidence *evidence)
{
    struct winnow_view label = evidence->document->charset_declared;
    const struct winnow_charset *charset = winnow_charset_of(label);

    if (evidence->charset != NULL)
        return;
    if (charset == NULL && winnow_view_trim(label).length_bytes != 0)
        winnow_diag_count(&evidence->document->diags,
                          WINNOW_DIAG_CHARSET_UNKNOWN, 0);
    find(evidence, charset, "http");
}

/* A page in UTF-16 without a mark: "<" and a zero byte, twice. */
static void look_for_utf16(struct evidence *evidence)
{
    struct winnow_view body = evidence->document->body;

    if (body.length_bytes < 4)
        return;
    if (starts_with(body, "<\0", 2) && body.data[2] != '\0' &&
        body.data[3] == '\0')
        find(evidence, winnow_charset(WINNOW_CHARSET_UTF_16LE), "bytes");
    if (starts_with(body, "\0<\0", 3) && body.data[3] != '\0')
        find(evidence, winnow_charset(WINNOW_CHARSET_UTF_16BE), "bytes");
}

static void ask_page(struct evidence *evidence)
{
    struct winnow_view body = evidence->document->body;
    bool unknown = false;

    if (evidence->charset != NULL ||
        evidence->document->from != WINNOW_FROM_HTML)
        return;
    find(evidence, winnow_prescan_meta(body, PRESCAN_BYTES, &unknown), "meta");
    if (evidence->charset == NULL)
        find(evidence, winnow_prescan_xml(body, &unknown), "xml");
    if (evidence->charset == NULL)
        find(evidence, winnow_prescan_head(body, &unknown), "meta");
    if (unknown)
        winnow_diag_count(&evidence->document->diags,
                          WINNOW_DIAG_CHARSET_UNKNOWN, 0);
}

/* Whether the bytes are UTF-8 beyond doubt, but for a cut end and one damaged
 * character in a hundred. */
static bool is_utf8(const struct winnow_utf8_census *census)
{
    size_t n_good = census->n_two + census->n_wide;

    return n_good != 0 && census->n_malformed <= n_good / 100;
}

/* The same where nothing is declared: more of it is good than damaged. */
static bool is_mostly_utf8(const struct winnow_utf8_census *census)
{
    size_t n_good = census->n_two + census->n_wide;

    return n_good != 0 && census->n_malformed <= n_good / 4;
}

/* Whether the bytes cannot be meant as UTF-8: hardly a character of it. */
static bool is_not_utf8(const struct winnow_utf8_census *census)
{
    size_t n_good = census->n_two + census->n_wide + census->n_broken;
    size_t n_bad = census->n_malformed - census->n_broken;

    return n_bad != 0 && n_good <= n_bad / 8;
}

static bool is_multi_byte(const struct winnow_charset *charset)
{
    return charset->scheme >= WINNOW_SCHEME_GB18030 &&
           charset->scheme <= WINNOW_SCHEME_EUC_KR;
}

/* A few characters of a two-byte charset can be UTF-8 by chance; many, or
 * characters of three bytes, cannot. */
static bool may_be_chance(const struct evidence *evidence,
                          const struct winnow_charset *charset)
{
    struct winnow_legacy_census census;

    if (!is_multi_byte(charset) ||
        charset->scheme == WINNOW_SCHEME_ISO_2022_JP ||
        evidence->census.n_wide > 1 || evidence->census.n_two > 3)
        return false;
    census = winnow_legacy_census(evidence->decoder, charset,
                                  evidence->document->body);
    return census.n_malformed == 0;
}

static bool is_contradicted(const struct evidence *evidence)
{
    const struct winnow_charset *charset = evidence->charset;

    if (charset->scheme == WINNOW_SCHEME_UTF_8)
        return is_not_utf8(&evidence->census);
    if (charset->scheme == WINNOW_SCHEME_UTF_16BE ||
        charset->scheme == WINNOW_SCHEME_UTF_16LE)
        return evidence->n_bom_bytes == 0 &&
               memchr(evidence->document->body.data, '\0',
                      evidence->document->body.length_bytes) == NULL;
    return is_utf8(&evidence->census) && !may_be_chance(evidence, charset);
}

/* How bytes beyond ASCII read in a single-byte charset. */
struct reading {
    size_t n_high, n_controls;
    size_t n_other; /* otherwise than in windows-1252 */
};

static struct reading read_as(const struct winnow_charset *charset,
                              struct winnow_view body)
{
    const uint16_t *western = winnow_charset(WINNOW_CHARSET_WINDOWS_1252)->high;
    struct reading reading = {0, 0, 0};

    for (size_t i = 0; i < body.length_bytes; i++) {
        unsigned char byte = (unsigned char)body.data[i];
        if (byte < 0x80)
            continue;
        reading.n_high++;
        reading.n_controls += charset->high[byte - 0x80] < 0xA0;
        reading.n_other += charset->high[byte - 0x80] != western[byte - 0x80];
    }
    return reading;
}

/* Whether a single-byte charset, guessed from the bytes, says enough else than
 * windows-1252 would: detectors give an English page with two curly quotes to
 * any charset that has them. Control characters show a guess to be wrong. */
static bool is_distinct(const struct winnow_charset *charset,
                        struct winnow_view body)
{
    struct reading reading = read_as(charset, body);

    return reading.n_other >= DISTINCT_MIN_BYTES &&
           reading.n_other >= reading.n_high / 4 &&
           reading.n_controls <= reading.n_high / 64;
}

/* The vendor's charset in place of ISO's, where the bytes hold what are
 * controls in ISO's and punctuation in the vendor's. */
static const struct winnow_charset *
with_punctuation(const struct winnow_charset *charset, struct winnow_view body)
{
    static const enum winnow_charset_id pairs[][2] = {
        {WINNOW_CHARSET_ISO_8859_2, WINNOW_CHARSET_WINDOWS_1250},
        {WINNOW_CHARSET_ISO_8859_4, WINNOW_CHARSET_WINDOWS_1257},
        {WINNOW_CHARSET_ISO_8859_7, WINNOW_CHARSET_WINDOWS_1253},
        {WINNOW_CHARSET_ISO_8859_8, WINNOW_CHARSET_WINDOWS_1255},
        {WINNOW_CHARSET_ISO_8859_13, WINNOW_CHARSET_WINDOWS_1257},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (charset == winnow_charset(pairs[i][0]) &&
            read_as(charset, body).n_controls != 0)
            return winnow_charset(pairs[i][1]);
    return charset;
}

/* Whether what a detector says is borne out by the bytes. */
static bool is_borne_out(const struct evidence *evidence,
                         const struct winnow_charset *charset)
{
    struct winnow_legacy_census census;

    if (charset == NULL || charset->scheme < WINNOW_SCHEME_SINGLE_BYTE ||
        charset->scheme == WINNOW_SCHEME_REPLACEMENT)
        return false;
    if (charset->scheme == WINNOW_SCHEME_ISO_2022_JP)
        return false; /* it has no bytes beyond ASCII */
    if (charset == winnow_charset(WINNOW_CHARSET_WINDOWS_1252))
        return true;
    if (charset->scheme == WINNOW_SCHEME_SINGLE_BYTE &&
        !is_distinct(charset, evidence->document->body))
        return false;
    census = winnow_legacy_census(evidence->decoder, charset,
                                  evidence->document->body);
    return census.n_malformed <= census.n_characters / 16;
}

/* Bytes of ASCII that switch to two-byte characters: ISO-2022-JP and nothing
 * else. */
static bool shifts_to_kanji(struct winnow_view body)
{
    return memmem(body.data, body.length_bytes, "\033$B", 3) != NULL ||
           memmem(body.data, body.length_bytes, "\033$@", 3) != NULL;
}

static bool is_ascii(const struct winnow_utf8_census *census)
{
    return census->n_two + census->n_wide + census->n_malformed == 0 &&
           !census->cut;
}

static void ask_bytes(struct evidence *evidence)
{
    struct winnow_view body = evidence->document->body;
    const struct winnow_charset *charset;

    if (evidence->charset != NULL)
        return;
    if (is_mostly_utf8(&evidence->census)) {
        find(evidence, winnow_charset(WINNOW_CHARSET_UTF_8), "bytes");
        return;
    }
    if (is_ascii(&evidence->census)) {
        if (shifts_to_kanji(body))
            find(evidence, winnow_charset(WINNOW_CHARSET_ISO_2022_JP), "bytes");
    } else {
        charset = with_punctuation(winnow_detect(body), body);
        if (is_borne_out(evidence, charset))
            find(evidence, charset, "bytes");
    }
    find(evidence, winnow_charset(WINNOW_CHARSET_WINDOWS_1252), "default");
}

static void choose(struct evidence *evidence)
{
    look_for_bom(evidence);
    ask_protocol(evidence);
    look_for_utf16(evidence);
    ask_page(evidence);
    if (evidence->charset != NULL && is_contradicted(evidence)) {
        winnow_diag_count(&evidence->document->diags,
                          WINNOW_DIAG_CHARSET_OVERRULED, 0);
        evidence->charset = NULL;
    }
    ask_bytes(evidence);
}

/* Whether the body is its own text: UTF-8 without a fault, or ASCII in a
 * charset that holds ASCII as it is. */
static bool is_its_own_text(const struct evidence *evidence)
{
    enum winnow_scheme scheme = evidence->charset->scheme;
    const struct winnow_utf8_census *census = &evidence->census;

    if (scheme == WINNOW_SCHEME_UTF_8)
        return census->n_malformed == 0 && !census->cut;
    if (scheme == WINNOW_SCHEME_UTF_16BE || scheme == WINNOW_SCHEME_UTF_16LE ||
        scheme == WINNOW_SCHEME_ISO_2022_JP ||
        scheme == WINNOW_SCHEME_REPLACEMENT)
        return false;
    return is_ascii(census);
}

static void take_view(struct winnow_document *document, size_t start)
{
    size_t left = document->body.length_bytes - start, n_runs, i;
    struct winnow_map_run *runs;

    document->text.data = document->body.data + start;
    document->text.length_bytes = left;
    n_runs = left / UINT32_MAX + (left % UINT32_MAX != 0);
    runs = winnow_arena_calloc(document->arena, n_runs, sizeof *runs);
    for (i = 0; i < n_runs; i++) {
        size_t at = i * UINT32_MAX;
        runs[i].body = start + at;
        runs[i].text = at;
        runs[i].n = left - at < UINT32_MAX ? (uint32_t)(left - at) : UINT32_MAX;
        runs[i].body_width = runs[i].text_width = 1;
    }
    document->map = runs;
    document->n_map_runs = n_runs;
}

void winnow_charset_decode(struct winnow_decoder *decoder,
                           const struct winnow_charset *charset,
                           struct winnow_document *document, size_t start)
{
    struct winnow_transcript transcript;
    struct winnow_view body = document->body;
    enum winnow_scheme scheme = charset->scheme;

    winnow_transcript_begin(&transcript, document,
                            body.length_bytes + body.length_bytes / 2);
    if (scheme == WINNOW_SCHEME_UTF_8)
        winnow_utf8_decode(&transcript, body, start);
    else if (scheme == WINNOW_SCHEME_UTF_16BE ||
             scheme == WINNOW_SCHEME_UTF_16LE)
        winnow_utf16_decode(&transcript, body, start,
                            scheme == WINNOW_SCHEME_UTF_16BE);
    else
        winnow_legacy_decode(decoder, charset, &transcript, body, start);
    winnow_transcript_end(&transcript);
}

void winnow_decode_charset(struct winnow_decoder *decoder,
                           struct winnow_document *document)
{
    struct evidence evidence = {0};

    evidence.decoder = decoder;
    evidence.document = document;
    if (document->body.length_bytes == 0)
        document->body.data = "";
    evidence.census = winnow_utf8_census(document->body);
    choose(&evidence);
    document->charset = evidence.charset->name;
    document->charset_from = evidence.from;
    if (is_its_own_text(&evidence))
        take_view(document, evidence.n_bom_bytes);
    else
        winnow_charset_decode(decoder, evidence.charset, document,
                              evidence.n_bom_bytes);
}

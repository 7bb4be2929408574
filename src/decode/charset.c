/* Which charset a body is in, and the body decoded. The order of the evidence
 * is that of the standards (WHATWG Encoding, section 6, "decode"; WHATWG HTML,
 * section 13.2.3.2); that a declaration which the bytes plainly contradict is
 * overruled is not: archives hold pages that were converted to UTF-8 when they
 * were saved, and browsers' users can reload.
 */
#include "decode/charset.h"

#include "decode/decode.h"
#include "decode/detect.h"
#include "decode/legacy.h"
#include "decode/repair.h"
#include "decode/utf.h"

#include <string.h>

enum {
    PRESCAN_BYTES = 1024,
    CHECKED_BYTES = 64 << 10,
    MALFORMED_LEAST = 8 /* that tell anything */
};

/* What is known of a body while its charset is being found. */
struct evidence {
    struct winnow_decoder *decoder;
    struct winnow_document *document;
    struct winnow_utf8_census census;
    size_t n_bom_bytes;
    struct winnow_declaration said[WINNOW_N_WITNESSES];
    const struct winnow_charset *charset; /* NULL: it is not found yet */
    const char *from;
};

const char *winnow_witness_name(enum winnow_witness witness)
{
    static const char *const names[WINNOW_N_WITNESSES] = {"bom", "http", "meta",
                                                          "xml", "bytes"};
    return names[witness];
}

static bool starts_with(struct winnow_view body, const char *bytes, size_t n)
{
    return body.length_bytes >= n && memcmp(body.data, bytes, n) == 0;
}

static void find(struct evidence *evidence,
                 const struct winnow_charset *charset, const char *from,
                 const char *why)
{
    if (evidence->charset != NULL || charset == NULL)
        return;
    evidence->charset = charset;
    evidence->from = from;
    evidence->document->trail.why = why;
}

/* ---- what the witnesses say ---------------------------------------------- */

static void hear(struct evidence *evidence, enum winnow_witness witness,
                 struct winnow_declaration said)
{
    evidence->said[witness] = said;
    evidence->document->trail.said[witness] = said.label;
}

static void hear_charset(struct evidence *evidence, enum winnow_witness witness,
                         const struct winnow_charset *charset)
{
    hear(evidence, witness,
         (struct winnow_declaration){winnow_view_of(charset->name), charset,
                                     false});
}

static void look_for_bom(struct evidence *evidence)
{
    static const struct {
        const char *bytes;
        size_t n;
        enum winnow_charset_id charset;
    } marks[] = {{"\xEF\xBB\xBF", 3, WINNOW_CHARSET_UTF_8},
                 {"\xFE\xFF", 2, WINNOW_CHARSET_UTF_16BE},
                 {"\xFF\xFE", 2, WINNOW_CHARSET_UTF_16LE}};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (starts_with(evidence->document->body, marks[i].bytes, marks[i].n)) {
            evidence->n_bom_bytes = marks[i].n;
            hear_charset(evidence, WINNOW_WITNESS_BOM,
                         winnow_charset(marks[i].charset));
        }
}

static void ask_protocol(struct evidence *evidence)
{
    struct winnow_declaration said = {
        .label = winnow_view_trim(evidence->document->charset_declared)};

    said.charset = winnow_charset_of(said.label);
    said.unknown = said.charset == NULL && said.label.length_bytes != 0;
    hear(evidence, WINNOW_WITNESS_HTTP, said);
}

/* The rest of a long head is read only where nothing else speaks. */
static void ask_page(struct evidence *evidence)
{
    struct winnow_view body = evidence->document->body;
    struct winnow_declaration meta, xml;

    if (evidence->document->from != WINNOW_FROM_HTML)
        return;
    meta = winnow_prescan_meta(body, PRESCAN_BYTES);
    xml = winnow_prescan_xml(body);
    if (meta.charset == NULL && xml.charset == NULL &&
        evidence->said[WINNOW_WITNESS_BOM].charset == NULL &&
        evidence->said[WINNOW_WITNESS_HTTP].charset == NULL)
        meta = winnow_prescan_head(body);
    hear(evidence, WINNOW_WITNESS_META, meta);
    hear(evidence, WINNOW_WITNESS_XML, xml);
}

/* A page in UTF-16 without a mark: "<" and a zero byte, twice. */
static void look_for_utf16(struct evidence *evidence)
{
    struct winnow_view body = evidence->document->body;
    const struct winnow_charset *charset = NULL;

    if (body.length_bytes < 4)
        return;
    if (starts_with(body, "<\0", 2) && body.data[2] != '\0' &&
        body.data[3] == '\0')
        charset = winnow_charset(WINNOW_CHARSET_UTF_16LE);
    if (starts_with(body, "\0<\0", 3) && body.data[3] != '\0')
        charset = winnow_charset(WINNOW_CHARSET_UTF_16BE);
    if (charset == NULL)
        return;
    hear_charset(evidence, WINNOW_WITNESS_BYTES, charset);
    find(evidence, charset, "bytes", "zeros");
}

/* ---- what the bytes say against them ------------------------------------- */

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

static struct winnow_legacy_census
census_of_start(const struct evidence *evidence,
                const struct winnow_charset *charset)
{
    struct winnow_view start = evidence->document->body;

    if (start.length_bytes > CHECKED_BYTES)
        start.length_bytes = CHECKED_BYTES;
    return winnow_legacy_census(evidence->decoder, charset, start);
}

/* Whether a good part of the bytes are no characters of a declared charset. */
static bool is_mostly_malformed(const struct evidence *evidence,
                                const struct winnow_charset *charset)
{
    struct winnow_legacy_census census = census_of_start(evidence, charset);

    return census.n_malformed >= MALFORMED_LEAST &&
           census.n_malformed > census.n_characters / 4;
}

/* Whether a guessed charset fits the bytes. */
static bool is_borne_out(const struct evidence *evidence,
                         const struct winnow_charset *charset)
{
    struct winnow_legacy_census census = census_of_start(evidence, charset);

    return census.n_malformed <= census.n_characters / 16;
}

static bool is_contradicted(const struct evidence *evidence,
                            const struct winnow_charset *charset)
{
    if (charset->scheme == WINNOW_SCHEME_UTF_8)
        return is_not_utf8(&evidence->census);
    if (charset->scheme == WINNOW_SCHEME_UTF_16BE ||
        charset->scheme == WINNOW_SCHEME_UTF_16LE)
        return memchr(evidence->document->body.data, '\0',
                      evidence->document->body.length_bytes) == NULL;
    if (is_utf8(&evidence->census))
        return !may_be_chance(evidence, charset);
    return is_multi_byte(charset) &&
           charset->scheme != WINNOW_SCHEME_ISO_2022_JP &&
           is_mostly_malformed(evidence, charset);
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

static const struct winnow_charset *look_at_bytes(struct evidence *evidence)
{
    struct winnow_view body = evidence->document->body;
    const struct winnow_charset *charset;

    if (is_mostly_utf8(&evidence->census))
        return winnow_charset(WINNOW_CHARSET_UTF_8);
    if (is_ascii(&evidence->census))
        return shifts_to_kanji(body)
                   ? winnow_charset(WINNOW_CHARSET_ISO_2022_JP)
                   : NULL;
    charset = winnow_detect(evidence->decoder, body);
    return charset == NULL || !is_borne_out(evidence, charset) ? NULL : charset;
}

static void ask_bytes(struct evidence *evidence)
{
    const struct winnow_charset *charset;

    if (evidence->charset != NULL)
        return;
    charset = look_at_bytes(evidence);
    if (charset != NULL)
        hear_charset(evidence, WINNOW_WITNESS_BYTES, charset);
    find(evidence, charset, "bytes",
         is_mostly_utf8(&evidence->census) ? "valid" : "plausible");
    find(evidence, winnow_charset(WINNOW_CHARSET_WINDOWS_1252), "default",
         "default");
}

/* ---- who is believed ----------------------------------------------------- */

/* The declaration of a witness, unless the bytes contradict it. */
static void believe(struct evidence *evidence, enum winnow_witness witness)
{
    const struct winnow_declaration *said = &evidence->said[witness];
    const char *name = winnow_witness_name(witness);

    if (evidence->charset != NULL)
        return;
    if (said->unknown)
        winnow_diag_count(&evidence->document->diags,
                          WINNOW_DIAG_CHARSET_UNKNOWN, 0);
    if (said->charset == NULL)
        return;
    if (!is_contradicted(evidence, said->charset)) {
        find(evidence, said->charset, name, "declared");
        return;
    }
    if (evidence->document->trail.overruled[0] == '\0')
        evidence->document->trail.overruled = name;
    winnow_diag_count(&evidence->document->diags, WINNOW_DIAG_CHARSET_OVERRULED,
                      0);
}

static void choose(struct evidence *evidence)
{
    evidence->document->trail.why = evidence->document->trail.overruled = "";
    look_for_bom(evidence);
    ask_protocol(evidence);
    ask_page(evidence);
    find(evidence, evidence->said[WINNOW_WITNESS_BOM].charset, "bom", "mark");
    believe(evidence, WINNOW_WITNESS_HTTP);
    look_for_utf16(evidence);
    believe(evidence, WINNOW_WITNESS_META);
    believe(evidence, WINNOW_WITNESS_XML);
    if (is_utf8(&evidence->census))
        hear_charset(evidence, WINNOW_WITNESS_BYTES,
                     winnow_charset(WINNOW_CHARSET_UTF_8));
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
    bool is_sound;

    evidence.decoder = decoder;
    evidence.document = document;
    if (document->body.length_bytes == 0)
        document->body.data = "";
    evidence.census = winnow_utf8_census(document->body);
    choose(&evidence);
    document->charset = evidence.charset->name;
    document->charset_from = evidence.from;
    is_sound = is_its_own_text(&evidence);
    if (is_sound)
        take_view(document, evidence.n_bom_bytes);
    else
        winnow_charset_decode(decoder, evidence.charset, document,
                              evidence.n_bom_bytes);
    is_sound = is_sound && !evidence.census.may_be_damaged;
    if (!is_sound && !is_ascii(&evidence.census))
        winnow_repair(document, evidence.charset);
}

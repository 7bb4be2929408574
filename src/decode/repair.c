/* Repairs of text that was damaged before; see repair.h. The text is read
 * through its map, a character at a time, and written anew only once something
 * to repair was met. */
#include "decode/repair.h"

#include "fold.h"
#include "utf8.h"

#include <string.h>

enum { RUN_MAX_CHARACTERS = 64 };

/* ---- reading --------------------------------------------------------------
 */

struct reader {
    const struct winnow_document *document;
    const struct winnow_charset *vendor; /* whose bytes C1 controls may be */
    uint32_t before; /* the character before; ' ' at first */
};

static uint32_t code_at(const struct reader *reader, size_t at, size_t *length)
{
    struct winnow_view text = reader->document->text;
    uint32_t code;

    if (at >= text.length_bytes) {
        *length = 0;
        return 0;
    }
    *length = winnow_decode_code_point(text.data + at,
                                       text.data + text.length_bytes, &code);
    return code;
}

static bool is_letter(uint32_t code)
{
    enum winnow_class class = winnow_class_of(code);

    return class == WINNOW_CLASS_LETTER || class == WINNOW_CLASS_APART ||
           class == WINNOW_CLASS_IDEOGRAPH;
}

static bool is_ascii_letter(uint32_t code)
{
    return code < 0x80 && is_letter(code);
}

static bool is_c1(uint32_t code)
{
    return code >= 0x80 && code < 0xA0;
}

/* ---- C1 controls ----------------------------------------------------------
 */

/* The Windows charset that has printing characters where `charset` has C1
 * controls; of UTF-8 the western one, which has the punctuation that they all
 * have. NULL: the charset is a vendor's itself. */
static const struct winnow_charset *
vendor_of(const struct winnow_charset *charset)
{
    static const enum winnow_charset_id pairs[][2] = {
        {WINNOW_CHARSET_ISO_8859_2, WINNOW_CHARSET_WINDOWS_1250},
        {WINNOW_CHARSET_ISO_8859_4, WINNOW_CHARSET_WINDOWS_1257},
        {WINNOW_CHARSET_ISO_8859_6, WINNOW_CHARSET_WINDOWS_1256},
        {WINNOW_CHARSET_ISO_8859_7, WINNOW_CHARSET_WINDOWS_1253},
        {WINNOW_CHARSET_ISO_8859_8, WINNOW_CHARSET_WINDOWS_1255},
        {WINNOW_CHARSET_ISO_8859_8_I, WINNOW_CHARSET_WINDOWS_1255},
        {WINNOW_CHARSET_ISO_8859_13, WINNOW_CHARSET_WINDOWS_1257},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (charset == winnow_charset(pairs[i][0]))
            return winnow_charset(pairs[i][1]);
    return charset->scheme == WINNOW_SCHEME_UTF_8
               ? winnow_charset(WINNOW_CHARSET_WINDOWS_1252)
               : NULL;
}

/* What the vendor's byte of this number is; 0 when it is none either. */
static uint32_t of_vendor(const struct reader *reader, uint32_t control)
{
    uint32_t code =
        reader->vendor == NULL ? 0 : reader->vendor->high[control - 0x80];

    return is_c1(code) || code == WINNOW_REPLACEMENT ? 0 : code;
}

/* ---- UTF-8 encoded twice ---------------------------------------------------
 */

/* The byte of windows-1252 that a character is decoded from; 0: from none
 * beyond ASCII. C1 controls stand for themselves, as Latin-1 has them. */
static unsigned char byte_of(uint32_t code)
{
    const uint16_t *western = winnow_charset(WINNOW_CHARSET_WINDOWS_1252)->high;

    if (code >= 0x80 && code <= 0xFF)
        return (unsigned char)code;
    for (unsigned i = 0; code > 0xFF && i < 0x20; i++)
        if (western[i] == code)
            return (unsigned char)(0x80 + i);
    return 0;
}

/* A character that is written in several, and how many bytes of text they are.
 */
struct doubled {
    uint32_t code; /* 0: there is none */
    size_t text_bytes;
    unsigned n; /* characters it is written in */
};

static struct doubled read_doubled(const struct reader *reader, size_t at)
{
    struct doubled doubled = {0, 0, 0};
    unsigned char bytes[4];
    size_t length, wanted;
    bool is_valid;

    bytes[0] = byte_of(code_at(reader, at, &length));
    if (bytes[0] < 0xC2 || bytes[0] > 0xF4)
        return doubled;
    wanted = bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    for (size_t n = 0; n < wanted; n++) {
        bytes[n] = byte_of(code_at(reader, at + doubled.text_bytes, &length));
        doubled.text_bytes += length;
        if (n != 0 && (bytes[n] & 0xC0) != 0x80)
            return doubled;
    }
    if (winnow_utf8_sequence(bytes, wanted, &is_valid) != wanted || !is_valid)
        return doubled;
    doubled.n = (unsigned)wanted;
    doubled.code = winnow_utf8_code_point(bytes, wanted);
    return doubled;
}

/* Whether one alone is beyond doubt: what it is written in is nothing that
 * anybody writes there. */
static bool is_plausible_alone(const struct reader *reader, size_t at,
                               const struct doubled *doubled)
{
    size_t length;
    uint32_t lead = code_at(reader, at, &length);
    uint32_t after = code_at(reader, at + doubled->text_bytes, &length);

    if (doubled->n == 4)
        return doubled->code >= 0x1F000 && doubled->code < 0x20000;
    if (doubled->n == 3) /* spaces, punctuation, money, letterlike, arrows */
        return lead == 0xE2 && doubled->code >= 0x2000 &&
               doubled->code < 0x27C0;
    if (winnow_is_upper_case(reader->before))
        return false;
    if (lead == 0xC2)
        return !is_c1(doubled->code);
    return lead >= 0xC3 && lead <= 0xC5 && is_letter(doubled->code) &&
           (is_ascii_letter(reader->before) ||
            (is_ascii_letter(after) && !winnow_is_upper_case(after)));
}

/* How many stand one after the other at `at`, all of them text. */
static unsigned count_doubled(const struct reader *reader, size_t at)
{
    unsigned n = 0;

    while (n < RUN_MAX_CHARACTERS) {
        struct doubled doubled = read_doubled(reader, at);
        if (doubled.code == 0 || is_c1(doubled.code) ||
            doubled.code == WINNOW_REPLACEMENT ||
            (doubled.code >= 0xE000 && doubled.code <= 0xF8FF))
            return n;
        at += doubled.text_bytes;
        n++;
    }
    return n;
}

static bool is_letter_or_punctuation(const struct doubled *doubled)
{
    return is_letter(doubled->code) || doubled->n == 3;
}

/* Whether the run at `at`, of `n`, is to be repaired. */
static bool is_plausible(const struct reader *reader, size_t at, unsigned n)
{
    struct doubled first = read_doubled(reader, at), second;

    if (n == 0 || is_plausible_alone(reader, at, &first))
        return n != 0;
    if (n < 2 || winnow_is_upper_case(reader->before))
        return false;
    second = read_doubled(reader, at + first.text_bytes);
    return is_letter_or_punctuation(&first) &&
           is_letter_or_punctuation(&second);
}

/* ---- surrogates ------------------------------------------------------------
 */

/* The character of six bytes that are two surrogates in UTF-8's form; 0: they
 * are not. */
static uint32_t of_surrogates(struct winnow_view body, uint64_t at)
{
    const unsigned char *p = (const unsigned char *)body.data + at;

    if (body.length_bytes - at < 6 || p[0] != 0xED || (p[1] & 0xF0) != 0xA0 ||
        (p[2] & 0xC0) != 0x80 || p[3] != 0xED || (p[4] & 0xF0) != 0xB0 ||
        (p[5] & 0xC0) != 0x80)
        return 0;
    return 0x10000 + ((p[1] & 0xFu) << 16 | (p[2] & 0x3Fu) << 10 |
                      (p[4] & 0xFu) << 6 | (p[5] & 0x3Fu));
}

/* ---- writing ---------------------------------------------------------------
 */

struct writer {
    struct winnow_transcript transcript;
    struct winnow_document *document;
    struct winnow_view text; /* the old one, and its map */
    const struct winnow_map_run *map;
    size_t n_runs, run;
    size_t at; /* of the old text: written up to here */
    bool is_begun;
};

static void begin(struct writer *writer)
{
    if (writer->is_begun)
        return;
    writer->is_begun = true;
    winnow_transcript_begin(&writer->transcript, writer->document,
                            writer->text.length_bytes);
}

/* The run of the map that goes on where the old text was written up to. */
static const struct winnow_map_run *run_at_hand(struct writer *writer)
{
    while (writer->run + 1 < writer->n_runs &&
           writer->map[writer->run + 1].text <= writer->at)
        writer->run++;
    return &writer->map[writer->run];
}

static uint64_t body_at(const struct writer *writer, size_t at)
{
    return winnow_body_offset(writer->document, at, false);
}

/* Copies the old text up to `end` with its map. */
static void copy_to(struct writer *writer, size_t end)
{
    while (writer->at < end) {
        const struct winnow_map_run *run = run_at_hand(writer);
        size_t run_end = run->text + (size_t)run->n * run->text_width;
        size_t stop = run_end < end ? run_end : end;
        winnow_transcript_stretch(
            &writer->transcript, body_at(writer, writer->at), run->body_width,
            run->text_width, writer->text.data + writer->at, stop - writer->at);
        writer->at = stop;
    }
}

/* Writes `code` for the `text_bytes` at `at`. */
static void replace(struct writer *writer, size_t at, size_t text_bytes,
                    uint32_t code)
{
    uint64_t start, end;

    begin(writer);
    copy_to(writer, at);
    start = body_at(writer, at);
    end = winnow_body_offset(writer->document, at + text_bytes, true);
    winnow_transcript_character(&writer->transcript, start,
                                (unsigned)(end - start), code);
    writer->at = at + text_bytes;
}

/* ---- the pass --------------------------------------------------------------
 */

static void count(struct winnow_document *document, enum winnow_diag diag,
                  uint64_t body)
{
    winnow_diag_count(&document->diags, diag, body);
}

static size_t repair_doubled(struct writer *writer, struct reader *reader,
                             size_t at)
{
    unsigned n = count_doubled(reader, at);

    if (!is_plausible(reader, at, n))
        return 0;
    for (unsigned i = 0; i < n; i++) {
        struct doubled doubled = read_doubled(reader, at);
        count(writer->document, WINNOW_DIAG_CHARSET_DOUBLE,
              body_at(writer, at));
        replace(writer, at, doubled.text_bytes, doubled.code);
        at += doubled.text_bytes;
        reader->before = doubled.code;
    }
    return at;
}

/* Two surrogates were decoded as six U+FFFD. */
static size_t repair_surrogates(struct writer *writer, struct reader *reader,
                                size_t at)
{
    enum { N_MALFORMED = 6, TEXT_BYTES = N_MALFORMED * 3 };
    struct winnow_document *document = writer->document;
    uint64_t body = body_at(writer, at);
    uint32_t code = of_surrogates(document->body, body);

    if (code == 0)
        return 0;
    count(document, WINNOW_DIAG_CHARSET_CESU, body);
    document->diags.count[WINNOW_DIAG_CHARSET_MALFORMED] -= N_MALFORMED;
    document->trail.n_malformed_bytes -= N_MALFORMED;
    replace(writer, at, TEXT_BYTES, code);
    reader->before = code;
    return at + TEXT_BYTES;
}

static size_t repair_control(struct writer *writer, struct reader *reader,
                             size_t at, uint32_t control, size_t length,
                             bool is_utf8)
{
    uint32_t code = of_vendor(reader, control);

    /* which letter it was, in UTF-8 nothing tells */
    if (code == 0 || (is_utf8 && is_letter(code)))
        return 0;
    count(writer->document, WINNOW_DIAG_CHARSET_C1, body_at(writer, at));
    replace(writer, at, length, code);
    reader->before = code;
    return at + length;
}

/* Where the text goes on behind what was repaired at `at`; 0: nothing was. */
static size_t repair_at(struct writer *writer, struct reader *reader, size_t at,
                        bool is_utf8)
{
    size_t length, end = 0;
    uint32_t code = code_at(reader, at, &length);

    if (code >= 0xC2 && code <= 0xF4)
        end = repair_doubled(writer, reader, at);
    else if (code == WINNOW_REPLACEMENT && is_utf8)
        end = repair_surrogates(writer, reader, at);
    else if (is_c1(code))
        end = repair_control(writer, reader, at, code, length, is_utf8);
    if (end == 0)
        reader->before = code;
    return end != 0 ? end : at + length;
}

/* Whether the C1 controls of the text are all bytes of the vendor's. */
static bool has_plausible_controls(const struct reader *reader)
{
    struct winnow_view text = reader->document->text;
    size_t length;

    for (size_t at = 0; at < text.length_bytes;) {
        const char *found =
            memchr(text.data + at, 0xC2, text.length_bytes - at);
        uint32_t code;
        if (found == NULL)
            return true;
        at = (size_t)(found - text.data);
        code = code_at(reader, at, &length);
        if (is_c1(code) && of_vendor(reader, code) == 0 &&
            read_doubled(reader, at).code == 0)
            return false;
        at += length;
    }
    return true;
}

/* Whether a byte of UTF-8 may start what is repaired: C1 controls, U+00C2 to
 * U+00F4, U+FFFD. */
static bool is_start(unsigned char byte)
{
    return byte == 0xC2 || byte == 0xC3 || byte == 0xEF;
}

void winnow_repair(struct winnow_document *document,
                   const struct winnow_charset *charset)
{
    struct reader reader = {document, vendor_of(charset), ' '};
    struct writer writer = {.document = document,
                            .text = document->text,
                            .map = document->map,
                            .n_runs = document->n_map_runs};
    struct winnow_view text = document->text;
    bool is_utf8 = charset->scheme == WINNOW_SCHEME_UTF_8, with_controls;

    if (!is_utf8 && charset->scheme != WINNOW_SCHEME_SINGLE_BYTE)
        return;
    with_controls = has_plausible_controls(&reader);
    for (size_t at = 0, length; at < text.length_bytes;) {
        unsigned char byte = (unsigned char)text.data[at];
        if (byte < 0x80) {
            at += winnow_ascii_prefix((const unsigned char *)text.data + at,
                                      text.length_bytes - at);
            reader.before = (unsigned char)text.data[at - 1];
        } else if (!is_start(byte) || (byte == 0xC2 && !with_controls)) {
            reader.before = code_at(&reader, at, &length);
            at += length;
        } else {
            at = repair_at(&writer, &reader, at, is_utf8);
        }
    }
    if (!writer.is_begun)
        return;
    copy_to(&writer, text.length_bytes);
    winnow_transcript_end(&writer.transcript);
}

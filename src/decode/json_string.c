/* A string of JSON that stands inside a document, as a document of its own: its
 * text decoded, and a map that leads through the escapes of the string and the
 * charset of the page to the bytes of the body. */
#include "decode/decode.h"
#include "decode/transcript.h"
#include "json.h"

#include <string.h>

/* What HTML ends a paragraph with: read where the string had a line break. */
static const char PARAGRAPH[] = "<p>";

static void put_paragraph(struct winnow_transcript *transcript, uint64_t body)
{
    for (const char *at = PARAGRAPH; *at != '\0'; at++)
        winnow_transcript_character(transcript, body, 0, (unsigned char)*at);
}

static bool is_line_break(uint32_t code)
{
    return code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029;
}

/* Of a character reference: a letter, a digit, or the # before it. */
static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '#';
}

/* Bytes of an "&amp;" that begins a character reference written twice over
 * ("&amp;quot;"), as many pages put text into their scripts; else 0. */
static size_t doubled_ampersand(struct winnow_view raw, size_t at)
{
    static const char ampersand[] = "&amp;";
    const size_t length = sizeof ampersand - 1;
    size_t end = at + length;

    if (raw.length_bytes - at <= length ||
        memcmp(raw.data + at, ampersand, length) != 0)
        return 0;
    while (end < raw.length_bytes && is_name_character(raw.data[end]))
        end++;
    if (end == at + length || end == raw.length_bytes || raw.data[end] != ';')
        return 0;
    return length;
}

static void begin(const struct winnow_document *page,
                  struct winnow_document *string)
{
    memset(string, 0, sizeof *string);
    string->arena = page->arena;
    string->body = page->body;
    string->from = WINNOW_FROM_HTML;
    string->options = page->options;
    string->phrases = page->phrases;
}

void winnow_decode_json_string(const struct winnow_document *page,
                               struct winnow_view raw, bool breaks_are_markup,
                               struct winnow_document *string)
{
    size_t start = (size_t)(raw.data - page->text.data), at = 0;
    struct winnow_transcript transcript;

    begin(page, string);
    winnow_transcript_begin(&transcript, string, raw.length_bytes);
    while (at < raw.length_bytes) {
        uint32_t code;
        size_t length = winnow_json_character(raw, at, &code);
        size_t doubled = code == '&' ? doubled_ampersand(raw, at) : 0;
        uint64_t body = winnow_body_offset(page, start + at, false), end;
        at += doubled != 0 ? doubled : length;
        end = winnow_body_offset(page, start + at, true);
        if (breaks_are_markup && is_line_break(code))
            put_paragraph(&transcript, body);
        else
            winnow_transcript_character(&transcript, body,
                                        (unsigned)(end - body), code);
    }
    winnow_transcript_end(&transcript);
}

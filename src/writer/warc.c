/* WARC 1.1 (ISO 28500:2017) output: a conversion record a document, as the
 * archives of extracted text (WET) hold them, the warcinfo record that opens a
 * file, and records that were refused. Nothing in a record depends on the clock
 * or on chance. */
#include "hash.h"
#include "writer/forms.h"

#include <string.h>

#define UNKNOWN_DATE "1970-01-01T00:00:00Z"

/* ---- header values
 * ------------------------------------------------------------ */

/* A value can neither end its line nor act on a terminal: controls and what is
 * not ASCII are percent-encoded, in URIs also what no URI may hold. */
static bool needs_percent(unsigned char byte, bool is_uri)
{
    if (byte < 0x20 || byte >= 0x7F)
        return true;
    return is_uri && (byte == ' ' || strchr("<>\"\\^`{|}", byte) != NULL);
}

static void put_encoded(struct winnow_buffer *out, struct winnow_view value,
                        bool is_uri)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < value.length_bytes; i++) {
        unsigned char byte = (unsigned char)value.data[i];
        if (!needs_percent(byte, is_uri)) {
            winnow_buffer_byte(out, (char)byte);
            continue;
        }
        winnow_buffer_byte(out, '%');
        winnow_buffer_byte(out, digits[byte >> 4]);
        winnow_buffer_byte(out, digits[byte & 15]);
    }
}

static void put_header(struct winnow_buffer *out, const char *name,
                       const char *value)
{
    winnow_buffer_string(out, name);
    winnow_buffer_string(out, ": ");
    put_encoded(out, winnow_view_of(value), false);
    winnow_buffer_string(out, "\r\n");
}

static void put_uri_header(struct winnow_buffer *out, const char *name,
                           struct winnow_view uri)
{
    winnow_buffer_string(out, name);
    winnow_buffer_string(out, ": ");
    put_encoded(out, uri, true);
    winnow_buffer_string(out, "\r\n");
}

static void put_id_header(struct winnow_buffer *out, const char *name,
                          struct winnow_view id)
{
    winnow_buffer_string(out, name);
    winnow_buffer_string(out, ": <");
    put_encoded(out, id, true);
    winnow_buffer_string(out, ">\r\n");
}

/* ---- identity
 * ------------------------------------------------------------------ */

/* "urn:uuid:" and a UUID of version 8 (RFC 9562, section 5.8) made of the
 * first bits of the SHA-256 of `name`. */
enum { URN_BYTES = 9 + 36 + 1 };

static void make_urn(struct winnow_view name, char urn[URN_BYTES])
{
    static const char variants[] = "89ab";
    char hex[65] = "";
    size_t from = 0;
    char *to = urn + 9;

    winnow_sha256_hex(name.data, name.length_bytes, hex);
    memcpy(urn, "urn:uuid:", 9);
    for (size_t i = 0; i < 36; i++) {
        bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        to[i] = is_hyphen ? '-' : hex[from++];
    }
    to[14] = '8';
    to[19] = variants[(unsigned char)to[19] & 3];
    to[36] = '\0';
}

static void put_part(struct winnow_buffer *name, struct winnow_view part)
{
    winnow_buffer_append(name, part.data, part.length_bytes);
    winnow_buffer_byte(name, '\0');
}

/* Equal for the same record, options and text; different for two records that
 * say the same in different places. */
static void make_record_urn(const struct winnow_document *document,
                            const struct winnow_origin *origin,
                            struct winnow_view id, struct winnow_view text,
                            char urn[URN_BYTES])
{
    struct winnow_buffer name = {0};
    char config[17];

    put_part(&name, id);
    put_part(&name,
             winnow_view_of(winnow_options_config(document->options, config)));
    put_part(&name, document->url);
    if (origin != NULL && origin->record != NULL) {
        put_part(&name, origin->record->relative);
        winnow_buffer_number(&name, origin->record->offset);
    }
    put_part(&name, text);
    make_urn((struct winnow_view){name.data, name.length_bytes}, urn);
    winnow_buffer_free(&name);
}

/* ---- what is known of the source
 * ------------------------------------------------ */

/* YYYY-MM-DDThh:mm:ss, a fraction, Z: what readers of WARC parse. */
static bool is_warc_date(struct winnow_view date)
{
    static const char pattern[] = "dddd-dd-ddTdd:dd:dd";
    size_t at = sizeof pattern - 1;

    if (date.length_bytes < at + 1)
        return false;
    for (size_t i = 0; i < at; i++) {
        bool is_digit = date.data[i] >= '0' && date.data[i] <= '9';
        if (pattern[i] == 'd' ? !is_digit : date.data[i] != pattern[i])
            return false;
    }
    if (date.data[at] == '.')
        do
            at++;
        while (at < date.length_bytes && date.data[at] >= '0' &&
               date.data[at] <= '9');
    return at + 1 == date.length_bytes && date.data[at] == 'Z' &&
           date.data[at - 1] != '.';
}

static void put_date(struct winnow_buffer *out,
                     const struct winnow_record *record)
{
    winnow_buffer_string(out, "WARC-Date: ");
    if (record != NULL && is_warc_date(record->captured))
        winnow_buffer_append(out, record->captured.data,
                             record->captured.length_bytes);
    else
        winnow_buffer_string(out, UNKNOWN_DATE);
    winnow_buffer_string(out, "\r\n");
}

/* A record must name its target: the address, else the file, else the bytes. */
static void put_target(struct winnow_buffer *out, struct winnow_view url,
                       const struct winnow_record *record,
                       struct winnow_view bytes)
{
    struct winnow_view file = {0};
    char digits[65];

    if (url.length_bytes != 0) {
        put_uri_header(out, "WARC-Target-URI", url);
        return;
    }
    if (record != NULL && record->file != NULL &&
        !winnow_view_is(winnow_view_of(record->file), "-"))
        file = winnow_view_of(record->file);
    winnow_buffer_string(out, "WARC-Target-URI: ");
    if (file.length_bytes != 0) {
        winnow_buffer_string(out, file.data[0] == '/' ? "file://" : "file:");
        put_encoded(out, file, true);
    } else {
        winnow_sha256_hex(bytes.data, bytes.length_bytes, digits);
        winnow_buffer_string(out, "urn:sha256:");
        winnow_buffer_string(out, digits);
    }
    winnow_buffer_string(out, "\r\n");
}

/* ---- records
 * --------------------------------------------------------------------- */

static void put_block(struct winnow_buffer *out, const char *media_type,
                      struct winnow_view block)
{
    char digest[38];

    winnow_sha1_warc(block.data, block.length_bytes, digest);
    put_header(out, "WARC-Block-Digest", digest);
    put_header(out, "Content-Type", media_type);
    winnow_buffer_string(out, "Content-Length: ");
    winnow_buffer_number(out, block.length_bytes);
    winnow_buffer_string(out, "\r\n\r\n");
    winnow_buffer_append(out, block.data, block.length_bytes);
    winnow_buffer_string(out, "\r\n\r\n");
}

/* The text as the block of the record: UTF-8, as readers of WET take it. */
static void put_conversion(struct winnow_buffer *out,
                           const struct winnow_document *document,
                           const struct winnow_origin *origin,
                           struct winnow_view text)
{
    const struct winnow_record *record = origin == NULL ? NULL : origin->record;
    char urn[URN_BYTES], digits[65];
    struct winnow_view id = winnow_document_id(document, digits);

    make_record_urn(document, origin, id, text, urn);
    winnow_buffer_string(out, "WARC/1.1\r\nWARC-Type: conversion\r\n");
    put_id_header(out, "WARC-Record-ID", winnow_view_of(urn));
    if (record != NULL && record->id.length_bytes != 0)
        put_id_header(out, "WARC-Refers-To", record->id);
    put_target(out, document->url, record, document->body);
    put_date(out, record);
    put_block(out, "text/plain", text);
}

void winnow_write_warc(const struct winnow_document *document,
                       const struct winnow_origin *origin,
                       struct winnow_buffer *out)
{
    struct winnow_buffer text = {0};

    winnow_write_text(document, WINNOW_TO_WARC, &text);
    if (text.length_bytes != 0)
        winnow_buffer_byte(&text, '\n');
    put_conversion(out, document, origin,
                   (struct winnow_view){text.data, text.length_bytes});
    if (text.failed)
        out->failed = true;
    winnow_buffer_free(&text);
}

void winnow_render_warcinfo(struct winnow_buffer *out, const char *config,
                            const char *filename)
{
    struct winnow_buffer fields = {0};
    struct winnow_view block;
    char urn[URN_BYTES];

    put_header(&fields, "software", "winnow/" WINNOW_VERSION);
    put_header(&fields, "format", "WARC File Format 1.1");
    put_header(&fields, "conformsTo",
               "http://iipc.github.io/warc-specifications/specifications/"
               "warc-format/warc-1.1/");
    put_header(&fields, "config", config);
    block = (struct winnow_view){fields.data, fields.length_bytes};
    make_urn(block, urn);
    winnow_buffer_string(out, "WARC/1.1\r\nWARC-Type: warcinfo\r\n");
    put_id_header(out, "WARC-Record-ID", winnow_view_of(urn));
    if (filename != NULL && filename[0] != '\0')
        put_header(out, "WARC-Filename", filename);
    put_date(out, NULL);
    put_block(out, "application/warc-fields", block);
    if (fields.failed)
        out->failed = true;
    winnow_buffer_free(&fields);
}

/* ---- refused records ----------------------------------------------------- */

/* A record without an id gets one that tells its place and its bytes. */
static void put_refused_id(struct winnow_buffer *out,
                           const struct winnow_record *record,
                           struct winnow_view block)
{
    struct winnow_buffer name = {0};
    char urn[URN_BYTES];

    if (record->id.length_bytes != 0) {
        put_id_header(out, "WARC-Record-ID", record->id);
        return;
    }
    put_part(&name, record->relative);
    winnow_buffer_number(&name, record->offset);
    put_part(&name, block);
    make_urn((struct winnow_view){name.data, name.length_bytes}, urn);
    if (name.failed)
        out->failed = true;
    winnow_buffer_free(&name);
    put_id_header(out, "WARC-Record-ID", winnow_view_of(urn));
}

/* The media type of a refused record's block, terminated. */
static void put_media_type(struct winnow_buffer *type,
                           const struct winnow_record *record, bool is_http)
{
    if (is_http)
        winnow_buffer_string(type, "application/http;msgtype=response");
    else if (record->line.length_bytes != 0)
        winnow_buffer_string(type, "application/json");
    else if (record->media_type.length_bytes != 0)
        winnow_buffer_append(type, record->media_type.data,
                             record->media_type.length_bytes);
    else
        winnow_buffer_string(type, "application/octet-stream");
    winnow_buffer_byte(type, '\0');
}

void winnow_render_refused(struct winnow_buffer *out,
                           const struct winnow_record *record,
                           const char *reason)
{
    bool is_http = record->content_is == WINNOW_CONTENT_HTTP;
    struct winnow_view block =
        record->line.length_bytes != 0 ? record->line : record->content;
    struct winnow_buffer type = {0};

    put_media_type(&type, record, is_http);
    winnow_buffer_string(out, "WARC/1.1\r\n");
    put_header(out, "WARC-Type", is_http ? "response" : "resource");
    put_refused_id(out, record, block);
    put_target(out, record->uri, record, block);
    put_date(out, record);
    put_header(out, "Winnow-Refused", reason);
    put_block(out, type.failed ? "" : type.data, block);
    if (type.failed)
        out->failed = true;
    winnow_buffer_free(&type);
}

/* Reading: every file is made here, read by a source, and what came out is
 * written down, a line a record and a line a report, and compared:
 *
 *   conversion http://a.example/ = text     a document and its content
 *   response http://a.example/ - status     passed over, and why
 *   response http://a.example/ x record-... refused, and why
 *   ! record-length                         a report
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#ifdef WINNOW_HAVE_ZSTD
#include <zstd.h>
#endif

#include "buffer.h"
#include "source/head.h"
#include "source/source.h"

static char directory[64];

/* ---- making files -------------------------------------------------------- */

static const char *path_of(const char *name)
{
    static char paths[4][128];
    static int turn;
    char *path = paths[turn++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", directory, name);
    return path;
}

static void write_file(const char *name, const struct winnow_buffer *bytes)
{
    FILE *file = fopen(path_of(name), "wb");

    assert_non_null(file);
    assert_false(bytes->failed);
    if (bytes->length_bytes != 0)
        assert_int_equal(fwrite(bytes->data, 1, bytes->length_bytes, file),
                         bytes->length_bytes);
    assert_int_equal(fclose(file), 0);
}

static void add(struct winnow_buffer *buffer, const char *string)
{
    winnow_buffer_string(buffer, string);
}

/* One gzip member, packed at `level`; returns its length. */
static size_t add_gzip_at(struct winnow_buffer *buffer, int level,
                          const void *bytes, size_t length_bytes)
{
    z_stream z = {0};
    size_t room, before = buffer->length_bytes;

    assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, 31, 9, 0), Z_OK);
    room = deflateBound(&z, length_bytes);
    z.next_in = (Bytef *)(uintptr_t)bytes;
    z.avail_in = (uInt)length_bytes;
    z.next_out = (Bytef *)winnow_buffer_reserve(buffer, room);
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buffer->length_bytes += room - z.avail_out;
    deflateEnd(&z);
    return buffer->length_bytes - before;
}

static size_t add_gzip(struct winnow_buffer *buffer, const void *bytes,
                       size_t length_bytes)
{
    return add_gzip_at(buffer, 9, bytes, length_bytes);
}

static size_t add_gzip_string(struct winnow_buffer *buffer, const char *string)
{
    return add_gzip(buffer, string, strlen(string));
}

#define CRLF "\r\n"
#define RECORD(type, uri, length, more, content)                               \
    "WARC/1.0" CRLF "WARC-Type: " type CRLF                                    \
    "WARC-Record-ID: <urn:uuid:1>" CRLF "WARC-Target-URI: " uri CRLF           \
    "WARC-Date: 2021-03-04T05:06:07Z" CRLF more length CRLF CRLF content CRLF  \
        CRLF
/* A record of plain text with its right length; `digits` is that length. */
#define TEXT(uri, digits, content)                                             \
    RECORD("conversion", uri, "Content-Length: " digits,                       \
           "Content-Type: text/plain" CRLF, content)
#define ONE TEXT("http://a.example/1", "5", "first")
#define TWO TEXT("http://a.example/2", "6", "second")
#define THREE TEXT("http://a.example/3", "5", "third")
#define ONE_OUT "conversion http://a.example/1 = first\n"
#define TWO_OUT "conversion http://a.example/2 = second\n"
#define THREE_OUT "conversion http://a.example/3 = third\n"

/* ---- reading them -------------------------------------------------------- */

static void add_view(struct winnow_buffer *out, struct winnow_view view)
{
    winnow_buffer_append(out, view.data, view.length_bytes);
}

static void note_report(void *user, const char *file, enum winnow_diag diag,
                        struct winnow_range where, const char *detail)
{
    (void)file;
    (void)where;
    (void)detail;
    add(user, "! ");
    add(user, winnow_diag_name(diag));
    add(user, "\n");
}

static void note_record(struct winnow_buffer *out,
                        const struct winnow_record *record)
{
    struct winnow_view shown =
        record->line.length_bytes != 0 ? record->line : record->content;

    add_view(out, record->type);
    add(out, record->type.length_bytes != 0 ? " " : "");
    add_view(out, record->uri);
    add(out, record->uri.length_bytes != 0 ? " " : "");
    if (record->refused != NULL) {
        add(out, "x ");
        add(out, record->refused);
    } else if (record->passed != WINNOW_NOT_PASSED) {
        add(out, "- ");
        add(out, winnow_passed_name(record->passed));
    } else if (shown.length_bytes > 200) {
        add(out, "= long ");
        winnow_buffer_number(out, shown.length_bytes);
    } else {
        add(out, "= ");
        add_view(out, shown);
    }
    add(out, "\n");
}

static struct winnow_options plain_options(void)
{
    struct winnow_options options = {.max_document_bytes = 4 << 20};

    return options;
}

/* Reads `paths` and compares what comes out. */
static struct winnow_source_totals
paths_give(const struct winnow_options *options, const char *const *paths,
           size_t n_paths, const char *expected)
{
    struct winnow_buffer out = {0};
    const struct winnow_source_user user = {.report = note_report,
                                            .user = &out};
    struct winnow_record record;
    struct winnow_source_totals totals;
    winnow_source *source;
    enum winnow_status status;

    assert_int_equal(
        winnow_source_open(options, paths, n_paths, &user, &source), WINNOW_OK);
    while ((status = winnow_source_next(source, &record)) == WINNOW_OK)
        note_record(&out, &record);
    assert_int_equal(status, WINNOW_END);
    totals = winnow_source_totals(source);
    winnow_source_free(source);
    winnow_buffer_byte(&out, 0);
    assert_string_equal(out.data, expected);
    winnow_buffer_free(&out);
    return totals;
}

static struct winnow_source_totals gives(const char *name, const char *expected)
{
    struct winnow_options options = plain_options();
    const char *path = path_of(name);

    return paths_give(&options, &path, 1, expected);
}

static struct winnow_source_totals
bytes_give(const char *name, struct winnow_buffer *bytes, const char *expected)
{
    write_file(name, bytes);
    winnow_buffer_free(bytes);
    return gives(name, expected);
}

static struct winnow_source_totals
text_gives(const char *name, const char *bytes, const char *expected)
{
    struct winnow_buffer buffer = {0};

    add(&buffer, bytes);
    return bytes_give(name, &buffer, expected);
}

/* Looks at one record of a file: the one that `skip` others precede. */
static void with_record(const char *name, int skip,
                        void (*look)(const struct winnow_record *))
{
    struct winnow_options options = plain_options();
    const char *path = path_of(name);
    struct winnow_buffer out = {0};
    const struct winnow_source_user user = {.report = note_report,
                                            .user = &out};
    struct winnow_record record;
    winnow_source *source;

    assert_int_equal(winnow_source_open(&options, &path, 1, &user, &source),
                     WINNOW_OK);
    for (int i = 0; i <= skip; i++)
        assert_int_equal(winnow_source_next(source, &record), WINNOW_OK);
    look(&record);
    winnow_source_free(source);
    winnow_buffer_free(&out);
}

static void assert_view(struct winnow_view view, const char *string)
{
    assert_int_equal(view.length_bytes, strlen(string));
    assert_memory_equal(view.data, string, strlen(string));
}

/* ---- WARC ---------------------------------------------------------------- */

static void look_at_fields(const struct winnow_record *record)
{
    assert_int_equal(record->format, WINNOW_INPUT_WARC);
    assert_string_equal(record->file, path_of("fields.warc"));
    assert_view(record->relative, "fields.warc");
    assert_view(record->type, "resource");
    assert_view(record->id, "urn:uuid:1");
    assert_view(record->uri, "http://a.example/<b> c");
    assert_view(record->captured, "2021-03-04T05:06:07Z");
    assert_view(record->media_type, "text/html");
    assert_view(record->charset, "koi8-r");
    assert_view(record->payload_digest, "sha1:ABC DEF");
    assert_int_equal(record->content_is, WINNOW_CONTENT_BODY);
    assert_view(record->content, "<p>x");
    assert_int_equal(record->offset, strlen(ONE));
}

static void test_fields(void **state)
{
    struct winnow_buffer bytes = {0};

    (void)state;
    add(&bytes, ONE);
    add(&bytes,
        RECORD("Resource", "<http://a.example/<b> c>", "Content-Length : 4",
               "content-type: Text/HTML; x=y; Charset=\"KOI8-R\"" CRLF
               "WARC-Payload-Digest:" CRLF "  sha1:ABC" CRLF "\tDEF" CRLF,
               "<p>x"));
    write_file("fields.warc", &bytes);
    winnow_buffer_free(&bytes);
    with_record("fields.warc", 1, look_at_fields);
}

static void test_plain(void **state)
{
    (void)state;
    text_gives("plain.warc", ONE TWO THREE, ONE_OUT TWO_OUT THREE_OUT);
    text_gives("no-name", CRLF ONE TWO, ONE_OUT TWO_OUT);
    text_gives("lines.warc", ONE CRLF CRLF CRLF CRLF CRLF TWO, ONE_OUT TWO_OUT);
    text_gives("html.warc.gz", ONE TWO, ONE_OUT TWO_OUT);
}

static void test_versions_and_line_ends(void **state)
{
    (void)state;
    text_gives("old.warc",
               "WARC/0.18\nWARC-Type: conversion\n"
               "WARC-Target-URI: http://a.example/1\n"
               "Content-Length: 5\n\nfirst\n\n"
               "WARC/1.1\nwarc-type: conversion\n"
               "WARC-Target-URI: http://a.example/2\n"
               "Content-Length: 6\n\nsecond\n\n",
               ONE_OUT TWO_OUT);
    text_gives("tight.warc",
               "WARC/1.0\nWARC-Type: conversion\n"
               "WARC-Target-URI: http://a.example/1\n"
               "Content-Length: 5\n\nfirst" TWO,
               ONE_OUT TWO_OUT);
}

static void test_long_head(void **state)
{
    struct winnow_buffer bytes = {0};

    (void)state;
    for (size_t length = 100000; length <= 2000000; length *= 20) {
        add(&bytes, "WARC/1.0" CRLF "X-Long: ");
        for (size_t i = 0; i < length; i++)
            winnow_buffer_byte(&bytes, 'a');
        add(&bytes, CRLF);
        add(&bytes, &ONE[strlen("WARC/1.0\r\n")]);
        add(&bytes, TWO);
        bytes_give("head.warc", &bytes,
                   length == 100000
                       ? ONE_OUT TWO_OUT
                       : "! record-head\n! record-garbage\n" TWO_OUT);
    }
}

static void test_broken_head(void **state)
{
    (void)state;
    text_gives("headless.warc",
               ONE "WARC/1.0" CRLF "WARC-Type: conv" CRLF TWO THREE,
               ONE_OUT "! record-head\n" TWO_OUT THREE_OUT);
    text_gives("colonless.warc",
               RECORD("conversion", "http://a.example/1", "Content-Length: 5",
                      "no colon here" CRLF, "first"),
               "! record-head\n" ONE_OUT);
    text_gives("cut.warc", ONE "WARC/1.0" CRLF "WARC-Type: re",
               ONE_OUT "! record-truncated\n");
}

static void test_lengths(void **state)
{
    static const char *const lengths[] = {
        "Content-Length: 9223372036854775807",
        "Content-Length: 99999999999999999999",
        "Content-Length: -5",
        "Content-Length: 3",
        "Content-Length: 12",
        "Content-Length: 300",
        "Content-Length: 20000000",
        "Content-Length: six",
        "X-Length: 6",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct winnow_buffer record = {0}, bytes = {0};

        add(&record, RECORD("conversion", "http://a.example/2", "", "", ""));
        record.length_bytes -= strlen("\r\n\r\n\r\n\r\n");
        add(&record, lengths[i]);
        add(&record, CRLF CRLF "second" CRLF CRLF);
        add(&bytes, ONE);
        winnow_buffer_append(&bytes, record.data, record.length_bytes);
        add(&bytes, THREE);
        bytes_give("length.warc", &bytes,
                   ONE_OUT "! record-length\n" TWO_OUT THREE_OUT);
        add_gzip_string(&bytes, ONE);
        add_gzip(&bytes, record.data, record.length_bytes);
        add_gzip_string(&bytes, THREE);
        bytes_give("length.warc.gz", &bytes,
                   ONE_OUT "! record-length\n" TWO_OUT THREE_OUT);
        add(&bytes, ONE);
        winnow_buffer_append(&bytes, record.data, record.length_bytes);
        bytes_give("last.warc", &bytes, ONE_OUT "! record-length\n" TWO_OUT);
        winnow_buffer_free(&record);
    }
}

/* A length that is right is believed, whatever the content looks like. */
static void test_archive_in_archive(void **state)
{
    static const char inner[] = "An archive:" CRLF CRLF ONE TWO;
    char bytes[2048], expected[2048];

    (void)state;
    snprintf(bytes, sizeof bytes,
             "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: %zu\r\n\r\n"
             "%s\r\n\r\n" THREE,
             strlen(inner), inner);
    snprintf(expected, sizeof expected, "resource = long %zu\n" THREE_OUT,
             strlen(inner));
    text_gives("inner.warc", bytes, expected);
}

static void test_truncated_plain(void **state)
{
    (void)state;
    text_gives("cut.warc",
               ONE "WARC/1.0" CRLF "WARC-Type: conversion" CRLF
                   "Content-Length: 100" CRLF CRLF "only so much",
               ONE_OUT "! record-truncated\nconversion x record-truncated\n");
    /* The blank line is the one after the HTTP head. */
    text_gives("cut.warc",
               ONE "WARC/1.0" CRLF "WARC-Type: response" CRLF
                   "Content-Length: 100" CRLF CRLF "HTTP/1.1 200 OK" CRLF CRLF,
               ONE_OUT "! record-truncated\nresponse x record-truncated\n");
}

static void test_garbage(void **state)
{
    (void)state;
    text_gives("garbage.warc", ONE "what is this?\n" TWO "\0\0",
               ONE_OUT "! record-garbage\n" TWO_OUT);
    text_gives("start.warc", "what is this?\n" ONE TWO,
               "! record-garbage\n" ONE_OUT TWO_OUT);
    text_gives("none.warc", "what is this?\n", "! file-unknown\n");
}

/* ---- which records are documents ----------------------------------------- */

#define HTTP_OK "HTTP/1.1 200 OK" CRLF
#define RESPONSE(uri, content)                                                 \
    RECORD("response", uri, "X: y", "Content-Type: application/http" CRLF,     \
           content)

static void test_passed(void **state)
{
    static const struct {
        const char *type, *uri, *content_type, *content, *fate;
    } cases[] = {
        {"warcinfo", "", "application/warc-fields", "a: b", "- record-type"},
        {"request", "http://a.example/", "application/http", "GET / HTTP/1.1",
         "- record-type"},
        {"metadata", "http://a.example/", "text/plain", "x", "- record-type"},
        {"revisit", "http://a.example/", "application/http",
         HTTP_OK "Content-Type: text/html" CRLF CRLF, "- record-type"},
        {"continuation", "http://a.example/", "", "x", "- record-type"},
        {"response", "dns:a.example", "text/dns", "x", "- scheme"},
        {"resource", "metadata://a.example/log", "text/plain", "x", "- scheme"},
        {"response", "http://a.example/", "application/http; msgtype=response",
         "HTTP/1.1 301 Moved" CRLF "Location: /x" CRLF CRLF, "- status"},
        {"response", "http://a.example/", "application/http",
         "HTTP/1.0 404 Not Found" CRLF "Content-Type: text/html" CRLF CRLF "x",
         "- status"},
        {"response", "http://a.example/", "application/http",
         HTTP_OK "Content-Type: image/png" CRLF CRLF "x", "- media-type"},
        {"response", "http://a.example/", "application/http",
         HTTP_OK "Content-Type: application/octet-stream" CRLF CRLF "\1\2",
         "- media-type"},
        {"response", "http://a.example/", "application/http",
         HTTP_OK CRLF "\x89PNG\r\n\x1a\n", "- media-type"},
        {"resource", "http://a.example/", "image/jpeg", "x", "- media-type"},
        {"resource", "http://a.example/", "application/json", "{}",
         "- media-type"},
        {"response", "http://a.example/", "application/http",
         HTTP_OK "Content-Type: Text/HTML; charset=x" CRLF CRLF "<p>",
         "= " HTTP_OK "Content-Type: Text/HTML; charset=x" CRLF CRLF "<p>"},
        {"response", "http://a.example/", "application/http",
         HTTP_OK "Content-Type: application/octet-stream" CRLF CRLF
                 "\n<!DOCTYPE html>",
         "= " HTTP_OK "Content-Type: application/octet-stream" CRLF CRLF
         "\n<!DOCTYPE html>"},
        {"response", "http://a.example/", "application/http",
         HTTP_OK CRLF "plain", "= " HTTP_OK CRLF "plain"},
        {"resource", "http://a.example/", "", "no type", "= no type"},
        {"resource", "http://a.example/", "application/xhtml+xml", "<html/>",
         "= <html/>"},
        {"conversion", "", "text/plain", "text", "= text"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char bytes[1024], expected[512];

        snprintf(bytes, sizeof bytes,
                 "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
                 "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n%s\r\n\r\n",
                 cases[i].type, cases[i].uri, cases[i].content_type,
                 strlen(cases[i].content), cases[i].content);
        snprintf(expected, sizeof expected, "%s %s%s%s\n", cases[i].type,
                 cases[i].uri, cases[i].uri[0] != 0 ? " " : "", cases[i].fate);
        text_gives("passed.warc", bytes, expected);
    }
}

/* ---- gzip ---------------------------------------------------------------- */

static size_t first_member_bytes;

static void look_at_second_member(const struct winnow_record *record)
{
    struct stat status;

    assert_int_equal(stat(path_of("members.warc.gz"), &status), 0);
    assert_int_equal(record->offset, first_member_bytes);
    assert_int_equal(record->length,
                     (size_t)status.st_size - first_member_bytes);
}

static void look_at_second_of_one(const struct winnow_record *record)
{
    assert_int_equal(record->offset, strlen(ONE));
    assert_int_equal(record->length, strlen(TWO));
}

static void test_members(void **state)
{
    struct winnow_buffer bytes = {0};

    (void)state;
    first_member_bytes = add_gzip_string(&bytes, ONE);
    add_gzip_string(&bytes, TWO);
    bytes_give("members.warc.gz", &bytes, ONE_OUT TWO_OUT);
    with_record("members.warc.gz", 1, look_at_second_member);
    add_gzip_string(&bytes, ONE TWO);
    bytes_give("one.warc.gz", &bytes, ONE_OUT TWO_OUT);
    with_record("one.warc.gz", 1, look_at_second_of_one);
    /* Members that are no records: the archive cut anywhere. */
    add_gzip(&bytes, ONE TWO, 40);
    add_gzip(&bytes, &(ONE TWO)[40], strlen(ONE TWO) - 40);
    bytes_give("cut.warc.gz", &bytes, ONE_OUT TWO_OUT);
    with_record("cut.warc.gz", 1, look_at_second_of_one);
}

static void look_at_packed(const struct winnow_record *record)
{
    assert_int_equal(record->format, WINNOW_INPUT_AUTO);
    assert_memory_equal(record->content.data, "\x1f\x8b\x08", 3);
}

static void test_layers(void **state)
{
    struct winnow_buffer inner = {0}, outer = {0}, third = {0};

    (void)state;
    add_gzip_string(&inner, "<p>page");
    add_gzip(&outer, inner.data, inner.length_bytes);
    add_gzip(&third, outer.data, outer.length_bytes);
    winnow_buffer_free(&inner);
    bytes_give("page.html.gz", &outer, "= <p>page\n");
    /* A third layer is the document's own bytes. */
    write_file("third.gz", &third);
    winnow_buffer_free(&third);
    with_record("third.gz", 0, look_at_packed);
}

/* Letters that do not pack well, in lines. */
static void add_many(struct winnow_buffer *buffer, size_t n)
{
    uint32_t number = 1;

    for (size_t i = 0; i < n; i++) {
        number = number * 1664525 + 1013904223;
        winnow_buffer_byte(
            buffer, i % 80 == 79 ? '\n' : (char)('a' + (number >> 24) % 26));
    }
}

static void add_large_record(struct winnow_buffer *bytes, size_t length,
                             const char *type)
{
    char head[256];

    snprintf(head, sizeof head,
             "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: %s\r\n"
             "Content-Length: %zu\r\n\r\n",
             type, length);
    add(bytes, head);
    add_many(bytes, length);
    add(bytes, CRLF CRLF);
}

static void add_large_member(struct winnow_buffer *bytes, size_t length)
{
    struct winnow_buffer record = {0};

    add_large_record(&record, length, "text/plain");
    add_gzip(bytes, record.data, record.length_bytes);
    winnow_buffer_free(&record);
}

/* Members that are unpacked at once and ones that are too large for that,
 * unpacked or packed; the last of them ends with the file. */
static void test_members_of_any_size(void **state)
{
    static const char text[] = "A page that was read.\n";
    struct winnow_buffer bytes = {0}, record = {0};

    (void)state;
    add_large_member(&bytes, 600000);
    add_gzip_string(&bytes, ONE);
    add_large_member(&bytes, 3000000);
    add_gzip_string(&bytes, TWO);
    add(&record, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain"
                 "\r\nContent-Length: 6600000\r\n\r\n");
    for (size_t i = 0; i < 6600000 / (sizeof text - 1); i++)
        add(&record, text);
    add(&record, CRLF CRLF);
    add_gzip(&bytes, record.data, record.length_bytes);
    winnow_buffer_free(&record);
    add_large_member(&bytes, 1000000);
    bytes_give("sizes.warc.gz", &bytes,
               "resource = long 600000\n" ONE_OUT
               "resource = long 3000000\n" TWO_OUT
               "! record-too-large\nresource x record-too-large\n"
               "resource = long 1000000\n");
}

static void look_at_inside(const struct winnow_record *record)
{
    assert_int_equal(record->content.length_bytes, 12);
    assert_memory_equal(record->content.data + 8, "page", 4);
}

static void look_at_two(const struct winnow_record *record)
{
    assert_view(record->content, "second");
}

static void look_at_three(const struct winnow_record *record)
{
    assert_view(record->content, "third");
}

/* What looks like the start of a member may be none, and the bytes before it
 * that say how much a member unpacks to something else. */
static void test_members_that_mislead(void **state)
{
    static const char inside[] =
        TEXT("http://a.example/1", "12", "\x09\0\0\0\x1f\x8b\x08\0page");
    struct winnow_buffer bytes = {0};

    (void)state;
    add_gzip_at(&bytes, 0, inside, sizeof inside - 1);
    add_gzip_string(&bytes, TWO);
    winnow_buffer_append(&bytes, "\0\0\0\0\0\0", 6);
    add_gzip_string(&bytes, THREE);
    write_file("mislead.warc.gz", &bytes);
    winnow_buffer_free(&bytes);
    with_record("mislead.warc.gz", 0, look_at_inside);
    with_record("mislead.warc.gz", 1, look_at_two);
    with_record("mislead.warc.gz", 2, look_at_three);
}

/* Three members, of which the second is damaged by `damage`. */
static void damage_gives(void (*damage)(char *member, size_t length),
                         const char *expected)
{
    struct winnow_buffer bytes = {0}, record = {0};
    size_t start, length;

    add_large_record(&record, 10000, "text/plain");
    start = add_gzip_string(&bytes, ONE);
    length = add_gzip(&bytes, record.data, record.length_bytes);
    damage(bytes.data + start, length);
    add_gzip_string(&bytes, THREE);
    winnow_buffer_free(&record);
    bytes_give("damaged.warc.gz", &bytes, expected);
}

static void break_check(char *member, size_t length)
{
    member[length - 8] ^= 1;
}

static void break_data(char *member, size_t length)
{
    memset(member + length - 40, 0xff, 20);
}

static void break_magic(char *member, size_t length)
{
    (void)length;
    member[2] = 9;
}

/* A stored block that claims to go on over the next member. */
static void run_over(char *member, size_t length)
{
    (void)length;
    memcpy(member + 10, "\x00\xff\x7f\x00\x80", 5);
}

static void test_damaged_members(void **state)
{
    static const char refused[] =
        ONE_OUT "resource x gzip-corrupt\n! gzip-corrupt\n" THREE_OUT;

    (void)state;
    damage_gives(break_check, refused);
    damage_gives(break_data, refused);
    damage_gives(break_magic, ONE_OUT "! gzip-corrupt\n" THREE_OUT);
    damage_gives(run_over, ONE_OUT "! gzip-truncated\n" THREE_OUT);
}

static void test_around_members(void **state)
{
    struct winnow_buffer bytes = {0}, record = {0};
    struct winnow_source_totals totals;

    (void)state;
    add_gzip_string(&bytes, ONE);
    add(&bytes, "not gzip at all");
    add_gzip_string(&bytes, TWO);
    totals = bytes_give("between.warc.gz", &bytes,
                        ONE_OUT "! gzip-corrupt\n" TWO_OUT);
    assert_int_equal(totals.damaged, 1);
    add_gzip_string(&bytes, ONE);
    add(&bytes, "not gzip at all");
    totals =
        bytes_give("trailing.warc.gz", &bytes, ONE_OUT "! gzip-trailing\n");
    assert_int_equal(totals.damaged, 0);
    assert_int_equal(totals.files, 1);
    add_gzip_string(&bytes, ONE);
    winnow_buffer_append(&bytes, (char[512]){0}, 512);
    bytes_give("padded.warc.gz", &bytes, ONE_OUT);
    add_large_record(&record, 10000, "text/plain");
    add_gzip_string(&bytes, ONE);
    add_gzip(&bytes, record.data, record.length_bytes);
    winnow_buffer_free(&record);
    bytes.length_bytes -= 100;
    totals = bytes_give("cut.warc.gz", &bytes,
                        ONE_OUT "resource x "
                                "gzip-truncated\n! gzip-truncated\n");
    assert_int_equal(totals.damaged, 1);
}

/* The first of many records in one member cannot be blamed for its check. */
static void test_one_member_damaged(void **state)
{
    struct winnow_buffer bytes = {0}, records = {0};

    (void)state;
    add_gzip_string(&bytes, ONE TWO);
    bytes.data[bytes.length_bytes - 8] ^= 1;
    bytes_give("one.warc.gz", &bytes, ONE_OUT TWO_OUT "! gzip-corrupt\n");
    add(&records, ONE TWO);
    add_large_record(&records, 10000, "text/plain");
    add_gzip(&bytes, records.data, records.length_bytes);
    winnow_buffer_free(&records);
    bytes.length_bytes -= 100;
    bytes_give("one.warc.gz", &bytes,
               ONE_OUT TWO_OUT "resource x "
                               "gzip-truncated\n! gzip-truncated\n");
}

static void test_single_damaged(void **state)
{
    struct winnow_buffer bytes = {0};

    (void)state;
    add_gzip_string(&bytes, "<p>A page.");
    bytes.length_bytes -= 4;
    bytes_give("page.html.gz", &bytes, "= <p>A page.\n! gzip-truncated\n");
    add_gzip_string(&bytes, "<p>A page.");
    add(&bytes, "garbage");
    bytes_give("page.html.gz", &bytes, "= <p>A page.\n! gzip-trailing\n");
    add_gzip_string(&bytes, "<p>A page.");
    bytes.length_bytes = 10;
    bytes_give("page.html.gz", &bytes, "x gzip-truncated\n! gzip-truncated\n");
}

/* ---- zstd ---------------------------------------------------------------- */

#ifdef WINNOW_HAVE_ZSTD
static size_t add_zstd(struct winnow_buffer *buffer, const char *string)
{
    size_t room = ZSTD_compressBound(strlen(string));
    size_t n = ZSTD_compress(winnow_buffer_reserve(buffer, room), room, string,
                             strlen(string), 3);

    assert_false(ZSTD_isError(n));
    buffer->length_bytes += n;
    return n;
}

static void test_zstd(void **state)
{
    struct winnow_buffer bytes = {0};

    (void)state;
    add_zstd(&bytes, ONE);
    add(&bytes, "\x50\x2a\x4d\x18\x04");
    winnow_buffer_append(&bytes, "\0\0\0skip", 7);
    add_zstd(&bytes, TWO THREE);
    bytes_give("a.warc.zst", &bytes, ONE_OUT TWO_OUT THREE_OUT);
    add_zstd(&bytes, "<p>page");
    bytes_give("page", &bytes, "= <p>page\n");
    add_zstd(&bytes, ONE);
    add(&bytes, "garbage");
    bytes_give("a.warc.zst", &bytes, ONE_OUT "! zstd-trailing\n");
    add_zstd(&bytes, ONE);
    add_zstd(&bytes, TWO);
    bytes.length_bytes -= 3;
    bytes_give("a.warc.zst", &bytes, ONE_OUT "! zstd-truncated\n");
    add_zstd(&bytes, ONE);
    bytes.data[4] ^= 0x18;
    add_zstd(&bytes, TWO);
    bytes_give("a.warc.zst", &bytes, "! zstd-corrupt\n" TWO_OUT);
}

/* As some crawlers write it: a first frame with everyone's dictionary. */
static void test_zstd_dictionary(void **state)
{
    static const char dictionary[] = RECORD("conversion", "http://a.example/",
                                            "Content-Length: 10", "", "x");
    struct winnow_buffer bytes = {0};
    ZSTD_CCtx *zstd = ZSTD_createCCtx();
    size_t room = ZSTD_compressBound(sizeof ONE), n;

    (void)state;
    add(&bytes, "\x5d\x2a\x4d\x18");
    winnow_buffer_byte(&bytes, (char)strlen(dictionary));
    winnow_buffer_append(&bytes, "\0\0\0", 3);
    add(&bytes, dictionary);
    n = ZSTD_compress_usingDict(zstd, winnow_buffer_reserve(&bytes, room), room,
                                ONE, strlen(ONE), dictionary,
                                strlen(dictionary), 3);
    assert_false(ZSTD_isError(n));
    bytes.length_bytes += n;
    ZSTD_freeCCtx(zstd);
    bytes_give("d.warc.zst", &bytes, ONE_OUT);
}
#endif

/* ---- ARC ----------------------------------------------------------------- */

#define ARC_START                                                              \
    "filedesc://a.arc 0.0.0.0 20080430204825 text/plain 68\n"                  \
    "1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n\n"
#define PAGE_HEAD "HTTP/1.0 200 OK\nContent-Type: text/html\n\n"
#define ARC_PAGE                                                               \
    "http://a.example/1 192.0.2.1 20080430204826 text/html 48\n" PAGE_HEAD     \
    "<p>page\n"
#define ARC_PAGE_OUT "response http://a.example/1 = " PAGE_HEAD "<p>page\n"

static void look_at_arc(const struct winnow_record *record)
{
    assert_int_equal(record->format, WINNOW_INPUT_ARC);
    assert_int_equal(record->content_is, WINNOW_CONTENT_HTTP);
    assert_view(record->media_type, "text/html");
    assert_view(record->captured, "2008-04-30T20:48:26Z");
    assert_view(record->id, "");
    assert_int_equal(record->offset, strlen(ARC_START));
    assert_int_equal(record->length, strlen(ARC_PAGE));
}

static void test_arc(void **state)
{
    (void)state;
    text_gives("a.arc", ARC_START ARC_PAGE,
               "filedesc filedesc://a.arc - record-type\n" ARC_PAGE_OUT);
    with_record("a.arc", 1, look_at_arc);
    text_gives("spaces",
               ARC_START "dns:a.example 192.0.2.1 20080430204826 text/dns "
                         "4\nx y \nhttp://a.example/a b 192.0.2.1 "
                         "99999999999999 text/plain 4\ntext\n",
               "filedesc filedesc://a.arc - record-type\n"
               "response dns:a.example - scheme\n"
               "response http://a.example/a b = text\n");
}

static void test_arc_lengths(void **state)
{
    (void)state;
    text_gives(
        "long.arc",
        ARC_START "http://a.example/0 192.0.2.1 20080430204826 text/plain 90\n"
                  "text\n" ARC_PAGE,
        "filedesc filedesc://a.arc - record-type\n"
        "! record-length\nresponse http://a.example/0 = text\n" ARC_PAGE_OUT);
    text_gives("cut.arc",
               ARC_START
               "http://a.example/0 192.0.2.1 20080430204826 text/plain 90\n"
               "text\n",
               "filedesc filedesc://a.arc - record-type\n"
               "! record-truncated\n"
               "response http://a.example/0 x record-truncated\n");
}

static void test_mixed(void **state)
{
    struct winnow_buffer bytes = {0};

    (void)state;
    text_gives("mixed.warc", ONE ARC_PAGE TWO, ONE_OUT ARC_PAGE_OUT TWO_OUT);
    add_gzip_string(&bytes, ARC_START);
    add_gzip_string(&bytes, ONE);
    add_gzip_string(&bytes, ARC_PAGE);
    bytes_give(
        "mixed.gz", &bytes,
        "filedesc filedesc://a.arc - record-type\n" ONE_OUT ARC_PAGE_OUT);
}

/* ---- dates --------------------------------------------------------------- */

static void test_dates(void **state)
{
    static const struct {
        const char *written, *captured;
    } cases[] = {
        {"2021-03-04T05:06:07Z", "2021-03-04T05:06:07Z"},
        {"2021-03-04T05:06:07.123456789Z", "2021-03-04T05:06:07.123456789Z"},
        {"2021-03-04T05:06Z", "2021-03-04T05:06Z"},
        {"2021-03-04", "2021-03-04"},
        {"2021-03", "2021-03"},
        {"2021", "2021"},
        {"2020-02-29T00:00:00Z", "2020-02-29T00:00:00Z"},
        {"2021-03-04T05:06:07+01:00", "2021-03-04T05:06:07+01:00"},
        {"20210304050607", "2021-03-04T05:06:07Z"},
        {"2021-02-29T00:00:00Z", ""},
        {"2021-13-01T00:00:00Z", ""},
        {"2021-03-04T25:00:00Z", ""},
        {"99999999999999", ""},
        {"20211304050607", ""},
        {"202", ""},
        {"2021-3", ""},
        {"2021-03-04T", ""},
        {"2021-03-04 05:06:07", ""},
        {"yesterday", ""},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct winnow_buffer storage = {0};
        struct winnow_head head;
        char bytes[128];

        snprintf(bytes, sizeof bytes, "WARC/1.0\r\nWARC-Date: %s\r\n\r\n",
                 cases[i].written);
        assert_true(
            winnow_head_read_warc(winnow_view_of(bytes), &storage, &head));
        assert_view(head.captured, cases[i].captured);
        winnow_buffer_free(&storage);
    }
}

/* ---- JSON lines ---------------------------------------------------------- */

static void look_at_line(const struct winnow_record *record)
{
    assert_int_equal(record->format, WINNOW_INPUT_JSONL);
    assert_int_equal(record->offset, 8);
    assert_int_equal(record->length, 9);
    assert_int_equal(record->content.length_bytes, 0);
}

static void test_json_lines(void **state)
{
    struct winnow_options options = plain_options();
    struct winnow_buffer bytes = {0};
    const char *path;

    (void)state;
    text_gives("a.jsonl", "{\"a\":1}\n{\"b\":2}\r\n\n \t\r\n{\"c\":3}",
               "= {\"a\":1}\n= {\"b\":2}\n= {\"c\":3}\n");
    with_record("a.jsonl", 1, look_at_line);
    text_gives("mark.ndjson", "\xef\xbb\xbf{\"a\":1}\n", "= {\"a\":1}\n");
    add_gzip_string(&bytes, "{\"a\":1}\n{\"b\"");
    add_gzip_string(&bytes, ":2}\n{\"c\":3}\n");
    bytes_give("a.jsonl.gz", &bytes, "= {\"a\":1}\n= {\"b\":2}\n= {\"c\":3}\n");
    text_gives("lines", "{\"a\":1}\n", "= {\"a\":1}\n\n");
    options.from = WINNOW_INPUT_JSONL;
    path = path_of("lines");
    paths_give(&options, &path, 1, "= {\"a\":1}\n");
}

static void test_json_lines_damaged(void **state)
{
    struct winnow_options options = plain_options();
    struct winnow_buffer bytes = {0};
    const char *path = path_of("long.jsonl");

    (void)state;
    add_gzip_string(&bytes, "{\"a\":1}\n{\"b\":2}\n");
    bytes.data[bytes.length_bytes - 8] ^= 1;
    add_gzip_string(&bytes, "{\"c\":3}\n");
    bytes_give("a.jsonl.gz", &bytes,
               "= {\"a\":1}\n= {\"b\":2}\n! gzip-corrupt\n= {\"c\":3}\n");
    add(&bytes, "{\"a\":\"");
    for (int i = 0; i < 2000000; i++)
        winnow_buffer_byte(&bytes, 'x');
    add(&bytes, "\"}\n{\"b\":2}\n");
    write_file("long.jsonl", &bytes);
    winnow_buffer_free(&bytes);
    options.max_document_bytes = 1;
    paths_give(&options, &path, 1,
               "! record-too-large\nx record-too-large\n= {\"b\":2}\n");
}

/* ---- limits -------------------------------------------------------------- */

static void test_document_limit(void **state)
{
    struct winnow_options options = plain_options();
    const char *path = path_of("large.html");
    struct winnow_buffer bytes = {0};

    (void)state;
    options.max_document_bytes = 100000;
    add_many(&bytes, 100000);
    write_file("large.html", &bytes);
    paths_give(&options, &path, 1, "= long 100000\n");
    winnow_buffer_byte(&bytes, 'x');
    write_file("large.html", &bytes);
    winnow_buffer_free(&bytes);
    paths_give(&options, &path, 1, "! record-too-large\nx record-too-large\n");
}

/* What follows a record beyond the limit is found again, whether looking ahead
 * is possible (plain), or units tell (a member each), or neither (one member).
 */
static void test_record_limit(void **state)
{
    static const char refused[] =
        ONE_OUT "! record-too-large\nresource x record-too-large\n" TWO_OUT;
    struct winnow_options options = plain_options();
    struct winnow_buffer large = {0}, plain = {0}, packed = {0};
    const char *path = path_of("large.warc");

    (void)state;
    options.max_document_bytes = 1000;
    add_large_record(&large, 3 << 20, "text/html");
    add(&plain, ONE);
    winnow_buffer_append(&plain, large.data, large.length_bytes);
    add(&plain, TWO);
    write_file("large.warc", &plain);
    paths_give(&options, &path, 1, refused);
    add_gzip(&packed, plain.data, plain.length_bytes);
    write_file("large.warc", &packed);
    paths_give(&options, &path, 1, refused);
    winnow_buffer_clear(&packed);
    add_gzip_string(&packed, ONE);
    add_gzip(&packed, large.data, large.length_bytes);
    add_gzip_string(&packed, TWO);
    write_file("large.warc", &packed);
    paths_give(&options, &path, 1, refused);
    winnow_buffer_free(&large);
    winnow_buffer_free(&plain);
    winnow_buffer_free(&packed);
}

static void test_record_limit_passed(void **state)
{
    struct winnow_options options = plain_options();
    struct winnow_buffer bytes = {0};
    const char *path = path_of("large.warc");

    (void)state;
    options.max_document_bytes = 1000;
    add_large_record(&bytes, 3 << 20, "video/mp4");
    add(&bytes, TWO);
    write_file("large.warc", &bytes);
    winnow_buffer_free(&bytes);
    paths_give(&options, &path, 1, "resource - media-type\n" TWO_OUT);
}

/* Every length is wrong, and far beyond the file: still one pass. */
static void test_wrong_lengths_are_linear(void **state)
{
    enum { N_RECORDS = 20000 };
    struct winnow_buffer bytes = {0}, expected = {0};

    (void)state;
    for (int i = 0; i < N_RECORDS; i++) {
        add(&bytes, RECORD("conversion", "http://a.example/2",
                           "Content-Length: 4000000", "", "second"));
        add(&expected, "! record-length\n" TWO_OUT);
    }
    winnow_buffer_byte(&expected, 0);
    bytes_give("wrong.warc", &bytes, expected.data);
    winnow_buffer_free(&expected);
}

/* Unpacks to a thousand times its size: no more of it is held than allowed. */
static void test_bomb(void **state)
{
    struct winnow_options options = plain_options();
    struct winnow_buffer bytes = {0}, zeros = {0};
    const char *path = path_of("bomb.gz");

    (void)state;
    for (int i = 0; i < 32 << 20; i++)
        winnow_buffer_byte(&zeros, 0);
    add_gzip(&bytes, zeros.data, zeros.length_bytes);
    winnow_buffer_clear(&zeros);
    add_gzip(&zeros, bytes.data, bytes.length_bytes);
    write_file("bomb.gz", &zeros);
    winnow_buffer_free(&zeros);
    winnow_buffer_free(&bytes);
    options.max_document_bytes = 1 << 20;
    paths_give(&options, &path, 1, "! record-too-large\nx record-too-large\n");
}

/* ---- empty, unreadable, odd ---------------------------------------------- */

static void test_empty(void **state)
{
    struct winnow_buffer bytes = {0};
    struct winnow_source_totals totals;

    (void)state;
    totals = text_gives("empty.html", "", "! file-empty\n= \n");
    assert_int_equal(totals.unread, 0);
    assert_int_equal(totals.damaged, 0);
    text_gives("empty", "", "! file-empty\n= \n");
    text_gives("empty.warc", "", "! file-empty\n");
    text_gives("empty.jsonl", "", "! file-empty\n");
    add_gzip_string(&bytes, "");
    bytes_give("empty.warc.gz", &bytes, "! file-empty\n");
    add_gzip_string(&bytes, "");
    bytes_give("empty.html.gz", &bytes, "! file-empty\n= \n");
}

static void test_unreadable(void **state)
{
    struct winnow_options options = plain_options();
    struct winnow_source_totals totals;
    const char *paths[3];

    (void)state;
    text_gives("here.txt", "text", "= text\n");
    paths[0] = path_of("not-there.html");
    paths[1] = "";
    paths[2] = path_of("here.txt");
    totals = paths_give(&options, paths, 3,
                        "! file-unreadable\n! file-unreadable\n= text\n");
    assert_int_equal(totals.unread, 2);
    assert_int_equal(totals.files, 1);
    assert_int_equal(totals.bytes, 4);
    if (geteuid() == 0)
        return;
    assert_int_equal(chmod(path_of("here.txt"), 0), 0);
    totals = paths_give(&options, paths + 2, 1, "! file-unreadable\n");
    assert_int_equal(totals.unread, 1);
    assert_int_equal(unlink(path_of("here.txt")), 0);
}

static void make_tree(void)
{
    assert_int_equal(mkdir(path_of("tree"), 0700), 0);
    assert_int_equal(mkdir(path_of("tree/b"), 0700), 0);
    assert_int_equal(mkdir(path_of("tree/none"), 0700), 0);
    text_gives("tree/b/2.html", "two", "= two\n");
    text_gives("tree/b/10.html", "ten", "= ten\n");
    text_gives("tree/b.html", "bee", "= bee\n");
    text_gives("tree/.hidden", "hid", "= hid\n");
    text_gives("tree/Z.warc", ONE, ONE_OUT);
    text_gives("tree/i.png", "\x89PNG\r\n\x1a\n....",
               "= \x89PNG\r\n\x1a\n....\n");
    text_gives("tree/s.css", "p {}", "= p {}\n");
    assert_int_equal(symlink("b", path_of("tree/link-to-directory")), 0);
    assert_int_equal(symlink("..", path_of("tree/link-up")), 0);
    assert_int_equal(symlink("b/2.html", path_of("tree/link-to-file")), 0);
    assert_int_equal(symlink("nowhere", path_of("tree/link-to-nothing")), 0);
    assert_int_equal(mkfifo(path_of("tree/pipe"), 0600), 0);
}

#define TREE_OUT                                                               \
    "= hid\n" ONE_OUT "= ten\n= two\n= bee\n- media-type\n= two\n"             \
    "! file-unreadable\n! file-kind\n- media-type\n"

static void look_at_walked(const struct winnow_record *record)
{
    assert_string_equal(record->file, path_of("tree/b/10.html"));
    assert_view(record->relative, "b/10.html");
    assert_int_equal(record->length, 3);
}

static void test_directory(void **state)
{
    struct winnow_source_totals totals;

    (void)state;
    make_tree();
    totals = gives("tree", TREE_OUT);
    assert_int_equal(totals.unread, 2);
    assert_int_equal(totals.files, 8);
    gives("tree/", TREE_OUT);
    with_record("tree", 2, look_at_walked);
    /* Named outright, a link to a directory is followed. */
    gives("tree/link-to-directory", "= ten\n= two\n");
    gives("tree/none", "");
}

static void test_list(void **state)
{
    struct winnow_options options = plain_options();
    struct winnow_buffer bytes = {0};
    const char *paths[1];

    (void)state;
    text_gives("a b\nc", "odd", "= odd\n");
    text_gives("d", "dee", "= dee\n");
    add(&bytes, path_of("a b\nc"));
    winnow_buffer_append(&bytes, "\0\0", 2);
    add(&bytes, path_of("d"));
    write_file("list", &bytes);
    options.files_from = (char *)(uintptr_t)path_of("list");
    options.null_separated = true;
    paths_give(&options, NULL, 0, "= odd\n= dee\n");
    paths[0] = path_of("d");
    options.files_from = (char *)(uintptr_t)path_of("list");
    paths_give(&options, paths, 1, "= dee\n= odd\n= dee\n");
    winnow_buffer_clear(&bytes);
    add(&bytes, "\n");
    add(&bytes, path_of("d"));
    add(&bytes, "\n\n");
    write_file("list", &bytes);
    winnow_buffer_free(&bytes);
    options.null_separated = false;
    options.files_from = (char *)(uintptr_t)path_of("list");
    paths_give(&options, NULL, 0, "= dee\n");
    options.files_from = (char *)(uintptr_t)path_of("no-list");
    paths_give(&options, NULL, 0, "! file-unreadable\n");
}

/* ---- pipes and standard input -------------------------------------------- */

/* A child that writes the file to `fd` a few bytes at a time. */
static pid_t feed(const char *name, int fd)
{
    pid_t child = fork();
    char bytes[7];
    ssize_t n;
    int from;

    assert_true(child >= 0);
    if (child != 0)
        return child;
    from = open(path_of(name), O_RDONLY);
    while ((n = read(from, bytes, sizeof bytes)) > 0)
        if (write(fd, bytes, (size_t)n) != n)
            _exit(1);
    _exit(0);
}

static void pipe_gives(const char *name, const char *expected)
{
    struct winnow_options options = plain_options();
    int ends[2], saved = dup(STDIN_FILENO);
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = feed(name, ends[1]);
    close(ends[1]);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    paths_give(&options, NULL, 0, expected);
    assert_int_equal(waitpid(child, NULL, 0), child);
    dup2(saved, STDIN_FILENO);
    close(saved);
}

static void test_standard_input(void **state)
{
    struct winnow_buffer bytes = {0};

    (void)state;
    text_gives("page", "<p>page", "= <p>page\n");
    pipe_gives("page", "= <p>page\n");
    text_gives("some.warc", ONE TWO, ONE_OUT TWO_OUT);
    pipe_gives("some.warc", ONE_OUT TWO_OUT);
    add_gzip_string(&bytes, ONE);
    add_gzip_string(&bytes, TWO);
    write_file("some.gz", &bytes);
    winnow_buffer_free(&bytes);
    pipe_gives("some.gz", ONE_OUT TWO_OUT);
    text_gives("nothing", "", "! file-empty\n= \n");
    pipe_gives("nothing", "! file-empty\n= \n");
}

static void test_named_pipe(void **state)
{
    pid_t child;

    (void)state;
    assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
    text_gives("some.warc", ONE TWO, ONE_OUT TWO_OUT);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int fd = open(path_of("fifo"), O_WRONLY);
        ssize_t n = write(fd, ONE TWO, strlen(ONE TWO));
        _exit(n < 0);
    }
    gives("fifo", ONE_OUT TWO_OUT);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* ---- one or many --------------------------------------------------------- */

static bool is_plural(const char *const *paths, size_t n_paths)
{
    struct winnow_options options = plain_options();
    struct winnow_buffer out = {0};
    const struct winnow_source_user user = {.report = note_report,
                                            .user = &out};
    struct winnow_record record;
    winnow_source *source;
    bool plural;

    assert_int_equal(
        winnow_source_open(&options, paths, n_paths, &user, &source),
        WINNOW_OK);
    assert_int_equal(winnow_source_next(source, &record), WINNOW_OK);
    plural = winnow_source_is_plural(source);
    winnow_source_free(source);
    winnow_buffer_free(&out);
    return plural;
}

static void test_plural(void **state)
{
    const char *paths[2];

    (void)state;
    text_gives("single", "text", "= text\n");
    assert_int_equal(mkdir(path_of("of-one"), 0700), 0);
    text_gives("of-one/file", "text", "= text\n");
    text_gives("many", ONE, ONE_OUT);
    text_gives("many.jsonl", "{}\n", "= {}\n");
    paths[0] = paths[1] = path_of("single");
    assert_false(is_plural(paths, 1));
    assert_true(is_plural(paths, 2));
    paths[0] = path_of("of-one");
    assert_true(is_plural(paths, 1));
    paths[0] = path_of("many");
    assert_true(is_plural(paths, 1));
    paths[0] = path_of("many.jsonl");
    assert_true(is_plural(paths, 1));
}

/* ---- the whole ----------------------------------------------------------- */

static int make_directory(void **state)
{
    (void)state;
    snprintf(directory, sizeof directory, "/tmp/winnow-source-XXXXXX");
    return mkdtemp(directory) == NULL ? -1 : 0;
}

static int remove_directory(void **state)
{
    pid_t child = fork();
    int status = -1;

    (void)state;
    if (child == 0) {
        execlp("rm", "rm", "-rf", directory, (char *)NULL);
        _exit(1);
    }
    waitpid(child, &status, 0);
    return status;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_versions_and_line_ends),
        cmocka_unit_test(test_long_head),
        cmocka_unit_test(test_broken_head),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_archive_in_archive),
        cmocka_unit_test(test_truncated_plain),
        cmocka_unit_test(test_garbage),
        cmocka_unit_test(test_passed),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_members_of_any_size),
        cmocka_unit_test(test_members_that_mislead),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_damaged_members),
        cmocka_unit_test(test_around_members),
        cmocka_unit_test(test_one_member_damaged),
        cmocka_unit_test(test_single_damaged),
#ifdef WINNOW_HAVE_ZSTD
        cmocka_unit_test(test_zstd),
        cmocka_unit_test(test_zstd_dictionary),
#endif
        cmocka_unit_test(test_arc),
        cmocka_unit_test(test_arc_lengths),
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_json_lines),
        cmocka_unit_test(test_json_lines_damaged),
        cmocka_unit_test(test_document_limit),
        cmocka_unit_test(test_record_limit),
        cmocka_unit_test(test_record_limit_passed),
        cmocka_unit_test(test_wrong_lengths_are_linear),
        cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_directory),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_standard_input),
        cmocka_unit_test(test_named_pipe),
        cmocka_unit_test(test_plural),
    };

    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}

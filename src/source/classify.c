/* Which records are documents; see classify.h. The patterns of first bytes are
 * those of WHATWG MIME Sniffing, section 6 and 7.1, and of common formats it
 * leaves out.
 */
#include "source/classify.h"

#include "decode/decode.h"
#include "source/unpack.h"

const char *winnow_passed_name(enum winnow_passed passed)
{
    static const char *const names[WINNOW_N_PASSED] = {
        [WINNOW_NOT_PASSED] = "",
        [WINNOW_PASSED_RECORD_TYPE] = "record-type",
        [WINNOW_PASSED_STATUS] = "status",
        [WINNOW_PASSED_MEDIA_TYPE] = "media-type",
        [WINNOW_PASSED_SCHEME] = "scheme",
    };
    return names[passed];
}

static bool is_one_of(struct winnow_view view, const char *const *names)
{
    for (; *names != NULL; names++)
        if (winnow_ascii_equal(view, *names))
            return true;
    return false;
}

/* ---- first bytes --------------------------------------------------------- */

struct signature {
    unsigned at;
    const char *bytes;
    size_t length;
    const char *media_type;
};
#define SIGNATURE(at, bytes, media_type)                                       \
    {                                                                          \
        at, bytes, sizeof(bytes) - 1, media_type                               \
    }

static const struct signature signatures[] = {
    SIGNATURE(0, "\x89PNG\r\n\x1a\n", "image/png"),
    SIGNATURE(0, "GIF87a", "image/gif"),
    SIGNATURE(0, "GIF89a", "image/gif"),
    SIGNATURE(0, "\xff\xd8\xff", "image/jpeg"),
    SIGNATURE(8, "WEBPVP", "image/webp"),
    SIGNATURE(0, "\0\0\1\0", "image/x-icon"),
    SIGNATURE(0, "II*\0", "image/tiff"),
    SIGNATURE(0, "MM\0*", "image/tiff"),
    SIGNATURE(4, "ftyp", "video/mp4"),
    SIGNATURE(0, "\x1a\x45\xdf\xa3", "video/webm"),
    SIGNATURE(0, "OggS\0", "application/ogg"),
    SIGNATURE(0, "ID3", "audio/mpeg"),
    SIGNATURE(0, "fLaC", "audio/flac"),
    SIGNATURE(8, "WAVEfmt", "audio/wave"),
    SIGNATURE(8, "AVI LIST", "video/avi"),
    SIGNATURE(0, "%PDF-", "application/pdf"),
    SIGNATURE(0, "%!PS-Adobe-", "application/postscript"),
    SIGNATURE(0, "PK\3\4", "application/zip"),
    SIGNATURE(0, "Rar!\x1a\7", "application/x-rar-compressed"),
    SIGNATURE(0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    SIGNATURE(0,
              "\xfd"
              "7zXZ\0",
              "application/x-xz"),
    SIGNATURE(0, "BZh91AY&SY", "application/x-bzip2"),
    SIGNATURE(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    SIGNATURE(0, "wOFF", "font/woff"),
    SIGNATURE(0, "wOF2", "font/woff2"),
    SIGNATURE(0, "\0\1\0\0\0", "font/ttf"),
    SIGNATURE(0, "OTTO\0", "font/otf"),
    SIGNATURE(0,
              "\x7f"
              "ELF",
              "application/x-executable"),
    SIGNATURE(0, "\xca\xfe\xba\xbe", "application/java-vm"),
    SIGNATURE(0, "SQLite format 3\0", "application/vnd.sqlite3"),
};

const char *winnow_classify_bytes(struct winnow_view bytes)
{
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        const struct signature *s = &signatures[i];
        if (bytes.length_bytes >= s->at + s->length &&
            memcmp(bytes.data + s->at, s->bytes, s->length) == 0)
            return s->media_type;
    }
    switch (winnow_packing_of(bytes)) {
    case WINNOW_PACKING_GZIP:
        return "application/gzip";
    case WINNOW_PACKING_ZSTD:
        return "application/zstd";
    default:
        return NULL;
    }
}

enum { XML_PROLOG_BYTES = 1024 };

/* Whether <html or its doctype stands in the first kilobyte of an XML file. */
static bool is_xhtml(struct winnow_view bytes)
{
    if (!winnow_ascii_starts(bytes, "<?xml"))
        return false;
    if (bytes.length_bytes > XML_PROLOG_BYTES)
        bytes.length_bytes = XML_PROLOG_BYTES;
    for (; bytes.length_bytes != 0; bytes.data++, bytes.length_bytes--)
        if (winnow_ascii_starts(bytes, "<html") ||
            winnow_ascii_starts(bytes, "<!doctype html"))
            return true;
    return false;
}

static bool looks_like_html(struct winnow_view bytes)
{
    static const char *const tags[] = {"<!doctype html",
                                       "<html",
                                       "<head",
                                       "<script",
                                       "<iframe",
                                       "<h1",
                                       "<div",
                                       "<font",
                                       "<table",
                                       "<a",
                                       "<style",
                                       "<title",
                                       "<b",
                                       "<body",
                                       "<br",
                                       "<p",
                                       "<meta",
                                       NULL};

    if (winnow_ascii_starts(bytes, "\xef\xbb\xbf")) {
        bytes.data += 3;
        bytes.length_bytes -= 3;
    }
    bytes = winnow_view_trim(bytes);
    for (size_t i = 0; tags[i] != NULL; i++) {
        size_t length = strlen(tags[i]);
        if (winnow_ascii_starts(bytes, tags[i]) &&
            bytes.length_bytes > length &&
            memchr(" \t\r\n>", bytes.data[length], 5) != NULL)
            return true;
    }
    return winnow_ascii_starts(bytes, "<!--") || is_xhtml(bytes);
}

const char *winnow_classify_file(const char *name, struct winnow_view bytes)
{
    static const struct {
        const char *extension, *media_type;
    } types[] = {
        {".css", "text/css"},
        {".js", "text/javascript"},
        {".mjs", "text/javascript"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".svg", "image/svg+xml"},
        {".xml", "application/xml"},
        {".rss", "application/rss+xml"},
        {".atom", "application/atom+xml"},
        {".swf", "application/x-shockwave-flash"},
        {".eot", "application/vnd.ms-fontobject"},
        {".mp3", "audio/mpeg"},
        {".bmp", "image/bmp"},
        {".exe", "application/vnd.microsoft.portable-executable"},
    };
    const char *media_type = winnow_classify_bytes(bytes);
    size_t length = strlen(name);

    if (media_type != NULL || looks_like_html(bytes))
        return media_type;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        size_t n = strlen(types[i].extension);
        if (length > n && winnow_ascii_equal(winnow_view_of(name + length - n),
                                             types[i].extension))
            return types[i].media_type;
    }
    return NULL;
}

/* ---- records ------------------------------------------------------------- */

static struct winnow_view without(struct winnow_view view, size_t n)
{
    view.data += n;
    view.length_bytes -= n;
    return view;
}

enum { HTTP_HEAD_BYTES = 64 << 10, CHUNK_SIZE_DIGITS = 8 };

/* Where the body of a response begins, past the size of a first chunk; empty
 * when the head does not end soon. */
static struct winnow_view body_of_response(struct winnow_view content)
{
    struct winnow_view body = {NULL, 0};
    size_t length = content.length_bytes, digits = 0;
    const char *at = content.data, *end;

    if (length > HTTP_HEAD_BYTES)
        length = HTTP_HEAD_BYTES;
    end = at + length;
    while (at != end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        at++;
        if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
            at++;
        else if (end - at < 1 || at[0] != '\n')
            continue;
        body = without(content, (size_t)(at + 1 - content.data));
        break;
    }
    while (digits < body.length_bytes && digits <= CHUNK_SIZE_DIGITS &&
           strchr("0123456789abcdefABCDEF", body.data[digits]) != NULL &&
           body.data[digits] != 0)
        digits++;
    if (digits != 0 && digits + 2 <= body.length_bytes &&
        memcmp(body.data + digits, "\r\n", 2) == 0)
        return without(body, digits + 2);
    return body;
}

/* Media types that say nothing: the bytes are looked at instead. */
static bool says_nothing(struct winnow_view media_type)
{
    static const char *const empty[] = {"",
                                        "*/*",
                                        "text/*",
                                        "unknown/unknown",
                                        "application/unknown",
                                        "content/unknown",
                                        NULL};

    return is_one_of(media_type, empty) ||
           memchr(media_type.data, '/', media_type.length_bytes) == NULL;
}

static bool is_document_type(struct winnow_view media_type,
                             struct winnow_view body)
{
    static const char *const documents[] = {"text/html",
                                            "application/xhtml+xml",
                                            "text/plain",
                                            "application/vnd.wap.xhtml+xml",
                                            "application/xhtml",
                                            "text/xhtml",
                                            NULL};
    static const char *const doubtful[] = {"application/octet-stream",
                                           "binary/octet-stream",
                                           "application/xml", "text/xml", NULL};

    if (is_one_of(media_type, documents))
        return true;
    if (is_one_of(media_type, doubtful))
        return looks_like_html(body);
    /* A packed body without a type may be a page in its content coding. */
    return says_nothing(media_type) &&
           (winnow_packing_of(body) != WINNOW_PACKING_NONE ||
            winnow_classify_bytes(body) == NULL);
}

static enum winnow_passed pass_by_type(const struct winnow_record *record)
{
    static const char *const kept[] = {"response", "resource", "conversion",
                                       NULL};
    static const char *const schemes[] = {"dns",      "whois",  "filedesc",
                                          "metadata", "mailto", NULL};
    struct winnow_view scheme = record->uri;
    const char *colon = NULL;

    if (!is_one_of(record->type, kept))
        return WINNOW_PASSED_RECORD_TYPE;
    if (scheme.length_bytes != 0)
        colon = memchr(scheme.data, ':', scheme.length_bytes);
    if (colon == NULL)
        return WINNOW_NOT_PASSED;
    scheme.length_bytes = (size_t)(colon - scheme.data);
    return is_one_of(scheme, schemes) ? WINNOW_PASSED_SCHEME
                                      : WINNOW_NOT_PASSED;
}

static struct winnow_view store_lower(struct winnow_view text, char *storage)
{
    size_t n = text.length_bytes;

    if (n > WINNOW_MEDIA_TYPE_BYTES)
        n = WINNOW_MEDIA_TYPE_BYTES;
    for (size_t i = 0; i < n; i++) {
        char c = text.data[i];
        storage[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    text.data = storage;
    text.length_bytes = n;
    return text;
}

static void classify_response(struct winnow_record *record,
                              struct winnow_view content_type, char *storage)
{
    struct winnow_view media_type = {NULL, 0};
    int status = 0;

    record->content_is = WINNOW_CONTENT_HTTP;
    winnow_decode_http_head(record->content, &status, &media_type);
    record->http_status = status;
    /* An ARC's line repeats the type that the head of the response has. */
    if (media_type.length_bytes == 0 && record->format == WINNOW_INPUT_ARC)
        media_type = winnow_media_type_of(content_type);
    record->media_type = store_lower(media_type, storage);
    if (record->passed != WINNOW_NOT_PASSED)
        return;
    if (status != 0 && (status < 200 || status > 299))
        record->passed = WINNOW_PASSED_STATUS;
    else if (!is_document_type(record->media_type,
                               body_of_response(record->content)))
        record->passed = WINNOW_PASSED_MEDIA_TYPE;
}

void winnow_classify_record(struct winnow_record *record,
                            struct winnow_view content_type,
                            char storage[WINNOW_MEDIA_TYPE_BYTES])
{
    struct winnow_view media_type = winnow_media_type_of(content_type);
    bool is_response = winnow_view_is(record->type, "response");

    record->passed = pass_by_type(record);
    if (is_response && (winnow_ascii_starts(record->content, "HTTP/") ||
                        winnow_ascii_starts(media_type, "application/http"))) {
        classify_response(record, content_type, storage);
        return;
    }
    record->content_is = WINNOW_CONTENT_BODY;
    record->charset = winnow_charset_parameter(content_type);
    record->media_type = store_lower(media_type, storage);
    if (record->passed == WINNOW_NOT_PASSED &&
        !is_document_type(record->media_type, record->content))
        record->passed = WINNOW_PASSED_MEDIA_TYPE;
}

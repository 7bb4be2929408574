/* Whether a body is HTML, text or neither (after WHATWG MIME Sniffing, section
 * 7). Where the standard is strict, since a wrong guess there is a security
 * hole, this is not: pages come with every media type, and captures may hold a
 * stray control character.
 */
#include "decode/charset.h"
#include "decode/decode.h"

#include <string.h>

enum {
    LOOKED_AT_BYTES = 4096,
    /* One byte in so many that no text has: binary. */
    BINARY_PAGE = 16,
    BINARY_TEXT = 32,
    TAGS_WANTED = 4,
    LINKS_WANTED = 3,
    NAME_MAX_BYTES = 16
};

/* Formats that hold so much text that their control characters are few; any
 * other is told by these. */
static const struct {
    const char *bytes;
    size_t n;
} binary_starts[] = {
    {"%PDF-", 5},
    {"\x89PNG\r\n", 6},
    {"GIF87a", 6},
    {"GIF89a", 6},
    {"\xFF\xD8\xFF", 3},
    {"PK\x03\x04", 4},
    {"PK\x05\x06", 4},
    {"\x1F\x8B\x08", 3},
    {"\x28\xB5\x2F\xFD", 4},
    {"\xFD"
     "7zXZ\0",
     6},
    {"7z\xBC\xAF\x27\x1C", 6},
    {"Rar!\x1A\x07", 6},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8},
    {"\x7F"
     "ELF",
     4},
    {"OggS\0", 5},
    {"\x1A\x45\xDF\xA3", 4},
    {"{\\rtf", 5},
    {"%!PS-Adobe-", 11},
};

/* What a page starts with (section 7.1), in lower case, without "<". */
static const char *const page_starts[] = {
    "!doctype html", "html", "head",  "script", "iframe", "h1",   "div", "font",
    "table",         "a",    "style", "title",  "b",      "body", "br",  "p",
    "!--",
};

/* Names that show a text to be markup; words in angle brackets that a text may
 * hold of itself (b, i, s, q) are left out. */
static const char *const tag_names[] = {
    "a",       "article", "blockquote", "body",  "br",    "center", "dd",
    "div",     "dl",      "dt",         "em",    "font",  "footer", "form",
    "h1",      "h2",      "h3",         "h4",    "h5",    "h6",     "head",
    "header",  "hr",      "html",       "img",   "input", "li",     "link",
    "main",    "meta",    "nav",        "ol",    "p",     "pre",    "script",
    "section", "span",    "strong",     "style", "table", "tbody",  "td",
    "th",      "title",   "tr",         "ul",
};

struct sample {
    const unsigned char *at, *end;
};

static struct sample sample_of(struct winnow_view body)
{
    struct sample sample = {(const unsigned char *)body.data, NULL};
    size_t n = body.length_bytes;

    sample.end = sample.at;
    if (n != 0)
        sample.end += n < LOOKED_AT_BYTES ? n : LOOKED_AT_BYTES;
    return sample;
}

static size_t left(struct sample sample)
{
    return (size_t)(sample.end - sample.at);
}

static bool is_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

/* Whether the sample starts with `word`, in any letter case. */
static bool starts_with(struct sample sample, const char *word)
{
    for (; *word != '\0'; sample.at++, word++)
        if (sample.at == sample.end ||
            lower(*sample.at) != (unsigned char)*word)
            return false;
    return true;
}

static struct sample skip_bom_and_space(struct sample sample)
{
    if (starts_with(sample, "\xEF\xBB\xBF"))
        sample.at += 3;
    while (sample.at != sample.end && is_space(*sample.at))
        sample.at++;
    return sample;
}

/* Whether the sample stands at "<", a name and its end. */
static bool is_tag(struct sample sample, const char *name)
{
    if (left(sample) == 0 || *sample.at != '<')
        return false;
    sample.at++;
    if (!starts_with(sample, name))
        return false;
    sample.at += strlen(name);
    if (strcmp(name, "!--") == 0)
        return true;
    return sample.at == sample.end || is_space(*sample.at) ||
           *sample.at == '>' || *sample.at == '/';
}

/* Whether a document starts here, not only a fragment. */
static bool is_page_start(struct sample sample)
{
    return is_tag(sample, "!doctype") || is_tag(sample, "html") ||
           is_tag(sample, "head") || is_tag(sample, "body");
}

static bool is_known_name(const unsigned char *name, size_t n)
{
    for (size_t i = 0; i < sizeof tag_names / sizeof tag_names[0]; i++) {
        struct sample sample = {name, name + n};
        if (strlen(tag_names[i]) == n && starts_with(sample, tag_names[i]))
            return true;
    }
    return false;
}

/* Bytes of the tag's name at the sample's start. */
static size_t name_length(struct sample sample)
{
    size_t n = 0;

    while (n < left(sample) && n <= NAME_MAX_BYTES &&
           ((lower(sample.at[n]) >= 'a' && lower(sample.at[n]) <= 'z') ||
            (n != 0 && sample.at[n] >= '0' && sample.at[n] <= '9')))
        n++;
    return n;
}

/* Whether the sample, standing behind "<" or "</", is a tag of HTML. */
static bool is_html_tag(struct sample sample)
{
    size_t n = name_length(sample);

    if (n == 0 || n == left(sample) || !is_known_name(sample.at, n))
        return false;
    return is_space(sample.at[n]) || sample.at[n] == '>' || sample.at[n] == '/';
}

static bool starts_like_page(struct sample sample)
{
    for (size_t i = 0; i < sizeof page_starts / sizeof page_starts[0]; i++)
        if (is_tag(sample, page_starts[i]))
            return true;
    if (left(sample) == 0 || *sample.at != '<')
        return false;
    sample.at++;
    return is_html_tag(sample);
}

/* Whether the text holds several tags, some of them closing ones. */
static bool holds_markup(struct sample sample)
{
    size_t n_tags = 0, n_closing = 0;

    while (left(sample) != 0) {
        const unsigned char *found = memchr(sample.at, '<', left(sample));
        bool closing;
        if (found == NULL)
            break;
        sample.at = found + 1;
        closing = left(sample) != 0 && *sample.at == '/';
        if (closing)
            sample.at++;
        if (!is_html_tag(sample))
            continue;
        n_tags++;
        n_closing += closing;
    }
    return n_tags >= TAGS_WANTED && n_closing != 0;
}

/* A page that says it is XML: "<?xml ... ?>" and then "<html" or the like. */
static bool is_xml(struct sample sample)
{
    return starts_with(sample, "<?xml");
}

/* Whether the text holds links of markdown, "](/", "](http", "](#" or "][]": it
 * may hold tags, too (CommonMark 6.6), as pandoc's does. */
static bool holds_markdown(struct sample sample)
{
    static const char *const ends[] = {"(/", "(http", "(#", "[]"};
    size_t n_links = 0;

    while (left(sample) != 0) {
        const unsigned char *found = memchr(sample.at, ']', left(sample));
        if (found == NULL)
            break;
        sample.at = found + 1;
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
            n_links += starts_with(sample, ends[i]);
    }
    return n_links >= LINKS_WANTED;
}

static bool looks_like_html(struct sample sample)
{
    if (is_page_start(sample) || is_xml(sample))
        return true;
    return (starts_like_page(sample) || holds_markup(sample)) &&
           !holds_markdown(sample);
}

/* Control characters that no text holds (section 3, "binary data byte"). */
static uint8_t is_binary(unsigned char c)
{
    return (uint8_t)((c <= 0x08) | (c == 0x0B) | ((c >= 0x0E) & (c <= 0x1A)) |
                     ((c >= 0x1C) & (c <= 0x1F)));
}

/* Of `n` bytes, no more than a counter of one byte holds: compilers make few
 * instructions of that. */
static uint8_t count_binary(const unsigned char *at, size_t n)
{
    uint8_t n_binary = 0;

    for (size_t i = 0; i < n; i++)
        n_binary = (uint8_t)(n_binary + is_binary(at[i]));
    return n_binary;
}

static bool has_binary_start(struct winnow_view body)
{
    for (size_t i = 0; i < sizeof binary_starts / sizeof binary_starts[0];
         i++) {
        size_t n = binary_starts[i].n;
        if (body.length_bytes >= n &&
            memcmp(body.data, binary_starts[i].bytes, n) == 0)
            return true;
    }
    return false;
}

static bool has_binary_bytes(struct sample sample, size_t one_in)
{
    size_t n_binary = 0, n = left(sample);

    for (; left(sample) > UINT8_MAX; sample.at += UINT8_MAX)
        n_binary += count_binary(sample.at, UINT8_MAX);
    n_binary += count_binary(sample.at, left(sample));
    return n_binary > n / one_in;
}

/* Zero bytes are letters' halves there: a mark, a label or the shape of "<h"
 * says so. */
static bool is_utf16(const struct winnow_document *document)
{
    const struct winnow_charset *declared =
        winnow_charset_of(document->charset_declared);
    struct sample sample = sample_of(document->body);

    if (starts_with(sample, "\xFE\xFF") || starts_with(sample, "\xFF\xFE"))
        return true;
    if (declared != NULL && (declared->scheme == WINNOW_SCHEME_UTF_16BE ||
                             declared->scheme == WINNOW_SCHEME_UTF_16LE))
        return memchr(document->body.data, '\0', left(sample)) != NULL;
    return left(sample) >= 4 && (memcmp(sample.at, "<\0", 2) == 0 ||
                                 memcmp(sample.at, "\0<\0", 3) == 0);
}

/* The ASCII of a UTF-16 sample in `ascii`; other characters become "?". */
static struct sample narrow(struct winnow_view body,
                            unsigned char ascii[LOOKED_AT_BYTES / 2])
{
    const struct sample sample = sample_of(body);
    bool big_endian = sample.at[0] == 0xFE || sample.at[0] == 0;
    struct sample narrowed = {ascii, ascii};
    size_t n = left(sample) / 2, out = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned char high = sample.at[2 * i + (big_endian ? 0 : 1)];
        unsigned char low = sample.at[2 * i + (big_endian ? 1 : 0)];
        if (i == 0 && high == 0xFE && low == 0xFF)
            continue;
        ascii[out++] = high == 0 && low < 0x80 ? low : '?';
    }
    narrowed.end += out;
    return narrowed;
}

static bool is_type(struct winnow_view type, const char *name)
{
    struct sample sample = {(const unsigned char *)type.data,
                            (const unsigned char *)type.data};

    if (type.length_bytes != strlen(name))
        return false;
    sample.end += type.length_bytes;
    return starts_with(sample, name);
}

static bool is_declared_html(struct winnow_view type)
{
    return is_type(type, "text/html") || is_type(type, "application/xhtml+xml");
}

/* Types whose bytes are taken as the text they are, whatever stands in it. */
static bool is_declared_text(struct winnow_view type)
{
    static const char *const types[] = {
        "text/plain",       "text/css",        "text/csv",
        "text/markdown",    "text/javascript", "application/javascript",
        "application/json", "text/x-markdown",
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (is_type(type, types[i]))
            return true;
    return false;
}

static enum winnow_from from_of(struct winnow_view type, struct sample sample)
{
    bool html;

    sample = skip_bom_and_space(sample);
    if (is_declared_html(type))
        return WINNOW_FROM_HTML;
    html = is_declared_text(type) ? is_page_start(sample)
                                  : looks_like_html(sample);
    return html ? WINNOW_FROM_HTML : WINNOW_FROM_TEXT;
}

static void refuse(struct winnow_document *document)
{
    winnow_diag_count(&document->diags, WINNOW_DIAG_BINARY, 0);
    document->refused = winnow_diag_name(WINNOW_DIAG_BINARY);
}

void winnow_decode_sniff(struct winnow_document *document)
{
    unsigned char ascii[LOOKED_AT_BYTES / 2];
    struct sample sample = sample_of(document->body);
    bool binary;

    if (is_utf16(document)) {
        sample = narrow(document->body, ascii);
        binary = false;
    } else {
        binary = has_binary_start(document->body);
    }
    if (document->from == WINNOW_FROM_AUTO)
        document->from = from_of(document->media_type, sample);
    if (binary || has_binary_bytes(sample, document->from == WINNOW_FROM_HTML
                                               ? BINARY_PAGE
                                               : BINARY_TEXT))
        refuse(document);
}

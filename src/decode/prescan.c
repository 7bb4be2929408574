/* What a page says of its own charset, found in its bytes before anything is
 * decoded (WHATWG HTML, section 13.2.3.2, "prescan a byte stream to determine
 * its encoding", and "get an XML encoding"). */
#include "decode/charset.h"

#include <string.h>

enum { HEAD_MAX_BYTES = 64 << 10 };

struct scan {
    const char *at, *end;
    struct winnow_declaration found; /* its charset NULL: a label that is none,
                                        or nothing */
};

struct attribute {
    struct winnow_view name, value; /* as written */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Whether `bytes` starts with `word`, which is in lower case. */
static bool starts_with(const char *bytes, const char *end, const char *word)
{
    for (; *word != '\0'; bytes++, word++)
        if (bytes == end || lower(*bytes) != *word)
            return false;
    return true;
}

static bool is_word(struct winnow_view view, const char *word)
{
    return view.length_bytes == strlen(word) &&
           starts_with(view.data, view.data + view.length_bytes, word);
}

static void skip_spaces(struct scan *scan)
{
    while (scan->at != scan->end && is_space(*scan->at))
        scan->at++;
}

static struct winnow_view view_to(const char *start, const char *end)
{
    struct winnow_view view = {start, (size_t)(end - start)};
    return view;
}

/* Goes on to `c`, or to the end. */
static void skip_to(struct scan *scan, char c)
{
    const char *found = memchr(scan->at, c, (size_t)(scan->end - scan->at));

    scan->at = found == NULL ? scan->end : found;
}

static void read_name(struct scan *scan, struct attribute *attribute)
{
    const char *start = scan->at;

    while (scan->at != scan->end && !is_space(*scan->at) && *scan->at != '/' &&
           *scan->at != '>' && (*scan->at != '=' || scan->at == start))
        scan->at++;
    attribute->name = view_to(start, scan->at);
}

static void read_value(struct scan *scan, struct attribute *attribute)
{
    const char *start;
    char quote;

    skip_spaces(scan);
    if (scan->at == scan->end)
        return;
    quote = *scan->at;
    if (quote == '"' || quote == '\'') {
        start = ++scan->at;
        skip_to(scan, quote);
        attribute->value = view_to(start, scan->at);
        if (scan->at != scan->end)
            scan->at++;
        return;
    }
    start = scan->at;
    while (scan->at != scan->end && !is_space(*scan->at) && *scan->at != '>')
        scan->at++;
    attribute->value = view_to(start, scan->at);
}

/* "Get an attribute": false when the tag has no further one. */
static bool next_attribute(struct scan *scan, struct attribute *attribute)
{
    memset(attribute, 0, sizeof *attribute);
    while (scan->at != scan->end && (is_space(*scan->at) || *scan->at == '/'))
        scan->at++;
    if (scan->at == scan->end || *scan->at == '>')
        return false;
    read_name(scan, attribute);
    skip_spaces(scan);
    if (scan->at != scan->end && *scan->at == '=') {
        scan->at++;
        read_value(scan, attribute);
    }
    return true;
}

/* The label in "text/html; charset=label" ("extracting a character encoding
 * from a meta element"); empty when there is none. */
static struct winnow_view label_in_content(struct winnow_view content)
{
    struct scan scan = {.at = content.data,
                        .end = content.data + content.length_bytes};
    struct attribute found = {{NULL, 0}, {NULL, 0}};
    struct winnow_view none = {NULL, 0};
    const char *end;

    for (; scan.at != scan.end; scan.at++) {
        if (!starts_with(scan.at, scan.end, "charset"))
            continue;
        scan.at += strlen("charset");
        skip_spaces(&scan);
        if (scan.at != scan.end && *scan.at == '=')
            break;
        scan.at--;
    }
    if (scan.at == scan.end)
        return none;
    scan.at++;
    read_value(&scan, &found);
    if (found.value.length_bytes == 0)
        return none;
    end = memchr(found.value.data, ';', found.value.length_bytes);
    return end == NULL ? found.value : view_to(found.value.data, end);
}

/* A page whose meta could be read is in no UTF-16, whatever it says. */
static const struct winnow_charset *
as_declared(const struct winnow_charset *charset)
{
    if (charset == NULL)
        return NULL;
    if (charset->scheme == WINNOW_SCHEME_UTF_16BE ||
        charset->scheme == WINNOW_SCHEME_UTF_16LE)
        return winnow_charset(WINNOW_CHARSET_UTF_8);
    if (charset->scheme == WINNOW_SCHEME_USER_DEFINED)
        return winnow_charset(WINNOW_CHARSET_WINDOWS_1252);
    return charset;
}

/* Whether the label names a charset, which is then found. Of labels that name
 * none the first is kept. */
static bool take_label(struct scan *scan, struct winnow_view label)
{
    const struct winnow_charset *charset =
        as_declared(winnow_charset_of(label));

    if (charset != NULL || scan->found.label.length_bytes == 0)
        scan->found.label = winnow_view_trim(label);
    scan->found.charset = charset;
    scan->found.unknown |=
        charset == NULL && winnow_view_trim(label).length_bytes != 0;
    return charset != NULL;
}

/* The attributes of a meta element, the scan standing behind its name. */
static bool read_meta(struct scan *scan)
{
    struct attribute attribute;
    struct winnow_view content = {NULL, 0}, charset = {NULL, 0}, label;
    bool is_pragma = false;

    while (next_attribute(scan, &attribute)) {
        if (is_word(attribute.name, "http-equiv"))
            is_pragma |= is_word(attribute.value, "content-type");
        else if (is_word(attribute.name, "content") && content.data == NULL)
            content = attribute.value;
        else if (is_word(attribute.name, "charset") && charset.data == NULL)
            charset = attribute.value;
    }
    if (charset.data != NULL && take_label(scan, charset))
        return true;
    if (!is_pragma || content.data == NULL)
        return false;
    label = label_in_content(content);
    return label.length_bytes != 0 && take_label(scan, label);
}

static bool is_meta(const struct scan *scan)
{
    const char *after = scan->at + strlen("<meta");

    return starts_with(scan->at, scan->end, "<meta") && after != scan->end &&
           (is_space(*after) || *after == '/');
}

static void skip_comment(struct scan *scan)
{
    scan->at += strlen("<!--") - strlen("--"); /* "<!-->" is whole */
    while (scan->at != scan->end && !starts_with(scan->at, scan->end, "-->"))
        scan->at++;
    if (scan->at != scan->end)
        scan->at += strlen("-->");
}

static void skip_tag(struct scan *scan)
{
    struct attribute attribute;

    while (scan->at != scan->end && !is_space(*scan->at) && *scan->at != '>')
        scan->at++;
    while (next_attribute(scan, &attribute))
        continue;
}

/* Whether the scan stands at a tag, its first letter behind "<" or "</". */
static bool is_tag(const struct scan *scan)
{
    const char *name = scan->at + 1;

    if (name != scan->end && *name == '/')
        name++;
    return name < scan->end && is_letter(*name);
}

/* Leaves one "<" behind, whatever it starts, or finds a charset there. */
static bool read_construct(struct scan *scan)
{
    if (starts_with(scan->at, scan->end, "<!--")) {
        skip_comment(scan);
        return false;
    }
    if (is_meta(scan)) {
        scan->at += strlen("<meta");
        return read_meta(scan);
    }
    if (is_tag(scan)) {
        skip_tag(scan);
        return false;
    }
    scan->at++;
    if (scan->at != scan->end &&
        (*scan->at == '!' || *scan->at == '/' || *scan->at == '?'))
        skip_to(scan, '>');
    return false;
}

static struct scan scan_of(struct winnow_view page, size_t limit_bytes)
{
    struct scan scan = {.at = page.data, .end = page.data};

    if (page.data != NULL)
        scan.end +=
            page.length_bytes < limit_bytes ? page.length_bytes : limit_bytes;
    return scan;
}

struct winnow_declaration winnow_prescan_meta(struct winnow_view page,
                                              size_t limit_bytes)
{
    struct scan scan = scan_of(page, limit_bytes);
    bool found = false;

    while (!found && scan.at != scan.end) {
        skip_to(&scan, '<');
        if (scan.at != scan.end)
            found = read_construct(&scan);
    }
    return scan.found;
}

/* Goes to the end of the script, style or title that the scan stands at; false:
 * it stands at none. */
static bool skip_raw_text(struct scan *scan)
{
    static const char *const starts[] = {"<script", "<style", "<title"};
    static const char *const ends[] = {"</script", "</style", "</title"};

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (!starts_with(scan->at, scan->end, starts[i]))
            continue;
        while (!starts_with(scan->at, scan->end, ends[i]) &&
               scan->at != scan->end) {
            scan->at++;
            skip_to(scan, '<');
        }
        return true;
    }
    return false;
}

struct winnow_declaration winnow_prescan_head(struct winnow_view page)
{
    struct scan scan = scan_of(page, HEAD_MAX_BYTES);
    bool found = false;

    while (!found && scan.at != scan.end) {
        skip_to(&scan, '<');
        if (scan.at == scan.end || starts_with(scan.at, scan.end, "<body"))
            break;
        if (!skip_raw_text(&scan))
            found = read_construct(&scan);
    }
    return scan.found;
}

static void read_encoding(struct scan *scan)
{
    struct attribute found = {{NULL, 0}, {NULL, 0}};

    while (!starts_with(scan->at, scan->end, "encoding")) {
        if (scan->at == scan->end)
            return;
        scan->at++;
    }
    scan->at += strlen("encoding");
    skip_spaces(scan);
    if (scan->at == scan->end || *scan->at != '=')
        return;
    scan->at++;
    read_value(scan, &found);
    if (winnow_view_trim(found.value).length_bytes != 0)
        take_label(scan, found.value);
}

struct winnow_declaration winnow_prescan_xml(struct winnow_view page)
{
    struct scan scan = scan_of(page, HEAD_MAX_BYTES);
    const char *close;

    if (!starts_with(scan.at, scan.end, "<?xml"))
        return scan.found;
    close = memchr(scan.at, '>', (size_t)(scan.end - scan.at));
    if (close == NULL)
        return scan.found;
    scan.end = close;
    read_encoding(&scan);
    return scan.found;
}

/* The fallback for pages that would cost too much as a tree: blocks from one
 * scan over tags. Elements are told only by the last start tag that is no
 * phrasing content, one level below the root, so that headings, items and the
 * title are still known. Linear in the page, whatever its shape. */
#include "html/internal.h"

#include <string.h>

#include "html/characters.h"
#include "html/elements.h"

enum { NAME_BYTES = 16 };

/* Elements whose content is no markup up to their end tag (WHATWG HTML,
 * section 13.2.5: RAWTEXT, RCDATA, script data), or is not read. */
static const struct {
    const char *name;
    bool is_text; /* read as text, not skipped */
} raw_elements[] = {
    {"script", false},   {"style", false},    {"template", false},
    {"svg", false},      {"iframe", false},   {"noembed", false},
    {"noframes", false}, {"datalist", false}, {"title", true},
    {"textarea", true},  {"xmp", true},
};
enum { N_RAW = sizeof raw_elements / sizeof raw_elements[0] };

struct scan {
    struct winnow_builder builder;
    const char *text;
    size_t end;
    bool unclosed[N_RAW]; /* no end tag of this name lies ahead */
    bool in_element, in_link;
};

struct tag {
    char name[NAME_BYTES]; /* lower case; cut where longer */
    bool is_end;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool ends_name(char c)
{
    return winnow_html_is_white(c) || c == '/' || c == '>';
}

static struct tag read_tag(const char *text, size_t start, size_t end)
{
    struct tag tag = {"", false};
    size_t i = start + 1, n = 0;

    if (i < end && text[i] == '/') {
        tag.is_end = true;
        i++;
    }
    for (; i < end && !ends_name(text[i]); i++)
        if (n + 1 < NAME_BYTES)
            tag.name[n++] = lower(text[i]);
    tag.name[n] = '\0';
    return tag;
}

/* Where the end tag "</name" starts at or after `from`; `end` if nowhere. */
static size_t find_end_tag(const struct scan *s, const char *name, size_t from)
{
    size_t length = strlen(name);

    while (from < s->end) {
        const char *found = memchr(s->text + from, '<', s->end - from);
        size_t at, i;
        if (found == NULL)
            return s->end;
        at = (size_t)(found - s->text);
        from = at + 1;
        if (s->end - at < length + 3 || s->text[at + 1] != '/')
            continue;
        for (i = 0; i < length && lower(s->text[at + 2 + i]) == name[i]; i++)
            ;
        if (i == length && ends_name(s->text[at + 2 + length]))
            return at;
    }
    return s->end;
}

static void add_run(struct scan *s, size_t start, size_t end)
{
    struct winnow_view run = {s->text + start, end - start};

    run = winnow_html_decode(s->builder.document->arena, run,
                             WINNOW_HTML_IN_DATA);
    winnow_builder_text(&s->builder, run, start, end);
}

static void close_element(struct scan *s)
{
    if (s->in_link)
        winnow_builder_close_inline(&s->builder);
    s->in_link = false;
    if (s->in_element)
        winnow_builder_close(&s->builder);
    else
        winnow_builder_flush(&s->builder);
    s->in_element = false;
}

static void read_boundary(struct scan *s, const struct tag *tag)
{
    close_element(s);
    if (tag->is_end)
        return;
    winnow_builder_open(&s->builder,
                        winnow_tag_find(winnow_view_of(tag->name)));
    s->in_element = true;
}

static void read_link(struct scan *s, const struct tag *tag)
{
    struct winnow_view none = {NULL, 0};

    if (s->in_link)
        winnow_builder_close_inline(&s->builder);
    s->in_link = !tag->is_end;
    if (s->in_link)
        winnow_builder_open_inline(&s->builder, true, WINNOW_MARK_LINK, none,
                                   none);
}

static int find_raw(const struct tag *tag)
{
    for (int i = 0; i < N_RAW; i++)
        if (!tag->is_end && strcmp(tag->name, raw_elements[i].name) == 0)
            return i;
    return -1;
}

/* Reads a raw element whose start tag ends at `at`; returns where it ends. */
static size_t read_raw(struct scan *s, const struct tag *tag, int raw,
                       size_t at)
{
    size_t close = s->end;

    if (!s->unclosed[raw])
        close = find_end_tag(s, tag->name, at);
    if (close == s->end) {
        s->unclosed[raw] = true;
        if (strcmp(tag->name, "script") != 0)
            return at; /* never closed: its tag alone is passed */
    }
    if (strcmp(tag->name, "script") == 0)
        s->builder.document->has_scripts = true;
    if (!raw_elements[raw].is_text)
        return close;
    read_boundary(s, tag);
    add_run(s, at, close);
    close_element(s);
    return close;
}

/* Reads the markup [start, end); returns where the scan goes on. */
static size_t read_markup(struct scan *s, size_t start, size_t end)
{
    struct tag tag = read_tag(s->text, start, end);
    struct winnow_view name = winnow_view_of(tag.name);
    int raw;

    if (s->text[start + 1] == '!' || s->text[start + 1] == '?')
        return end;
    raw = find_raw(&tag);
    if (raw >= 0)
        return read_raw(s, &tag, raw, end);
    switch (winnow_html_class(winnow_html_tag_find(name))) {
    case WINNOW_HTML_BOUNDARY:
        read_boundary(s, &tag);
        return end;
    case WINNOW_HTML_BREAK:
        winnow_builder_break(&s->builder);
        return end;
    case WINNOW_HTML_PHRASING:
        if (strcmp(tag.name, "a") == 0)
            read_link(s, &tag);
        return end;
    default:
        return end;
    }
}

/* The end of the text that starts at `start`: the next markup. */
static size_t text_end(const struct scan *s, size_t start, size_t *markup_end)
{
    size_t at = start;

    while (at < s->end) {
        const char *found = memchr(s->text + at, '<', s->end - at);
        if (found == NULL)
            break;
        at = (size_t)(found - s->text);
        *markup_end = winnow_html_markup_end(s->text, at, s->end);
        if (*markup_end != at)
            return at;
        at++;
    }
    *markup_end = s->end;
    return s->end;
}

void winnow_html_linear(struct winnow_document *document)
{
    struct scan s = {.text = document->text.data,
                     .end = document->text.length_bytes};
    size_t at = 0;

    winnow_builder_start(&s.builder, document);
    while (at < s.end) {
        size_t markup_end, start = at;
        at = text_end(&s, start, &markup_end);
        if (at > start)
            add_run(&s, start, at);
        if (at < s.end)
            at = read_markup(&s, at, markup_end);
    }
    close_element(&s);
    winnow_builder_finish(&s.builder);
}

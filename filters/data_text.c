/* Strings in scripts that may be a page's text; see data_text.h. */
#include "data_text.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "ld_script.h"

enum { TRIES_A_SCRIPT = 4 }; /* assignments that are read as data */

struct values {
    const struct winnow_json_value *all;
    uint32_t n;
    uint8_t *notes; /* a byte a value: what was found of it */
};

static bool starts_with(struct winnow_view text, const char *start)
{
    size_t length = strlen(start);

    return text.length_bytes >= length && memcmp(text.data, start, length) == 0;
}

static struct winnow_view behind(struct winnow_view text, size_t bytes)
{
    return (struct winnow_view){text.data + bytes, text.length_bytes - bytes};
}

static bool holds(struct winnow_view text, struct winnow_view wanted)
{
    return text.length_bytes != 0 && wanted.length_bytes != 0 &&
           memmem(text.data, text.length_bytes, wanted.data,
                  wanted.length_bytes) != NULL;
}

static struct values make_values(const struct winnow_document *document,
                                 const struct winnow_json_value *all,
                                 uint32_t n)
{
    struct values values = {.all = all, .n = n};

    if (n != 0)
        values.notes = winnow_arena_calloc(document->arena, n, 1);
    return values;
}

static void add_part(struct winnow_arena *arena, struct winnow_data_text *text,
                     struct winnow_view raw)
{
    size_t size = sizeof *text->parts;

    text->parts = winnow_arena_grow(arena, text->parts, text->n_parts * size,
                                    (text->n_parts + 1) * size);
    text->parts[text->n_parts++] = raw;
    text->length_bytes += raw.length_bytes;
}

/* ---- JSON-LD ------------------------------------------------------------- */

enum { A_POST = 1, AN_ANSWER = 2, A_FAQ = 4 };

static uint8_t note_of_type(struct winnow_view type)
{
    static const struct {
        const char *name;
        uint8_t note;
    } types[] = {
        {"DiscussionForumPosting", A_POST},
        {"Question", A_POST},
        {"Answer", AN_ANSWER},
        {"Comment", AN_ANSWER},
        {"FAQPage", A_FAQ},
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (winnow_view_is(type, types[i].name))
            return types[i].note;
    return 0;
}

static void note_types(struct values *values)
{
    for (uint32_t i = 0; i < values->n; i++) {
        uint32_t object;
        if (winnow_view_is(winnow_ld_name_of(values->all, i, &object), "@type"))
            values->notes[object] |= note_of_type(values->all[i].raw);
    }
}

/* What was noted of the objects around an object. */
static uint8_t notes_around(const struct values *values, uint32_t object)
{
    uint8_t notes = 0;

    while (object != 0) {
        object = values->all[object].parent;
        notes |= values->notes[object];
    }
    return notes;
}

/* Whether an object is a post of a thread; an answer is one below its
 * question. Questions that the page itself answers are none. */
static bool is_post(const struct values *values, uint32_t object)
{
    uint8_t around = notes_around(values, object);

    if (((around | values->notes[object]) & A_FAQ) != 0)
        return false;
    return (values->notes[object] & A_POST) != 0 ||
           ((values->notes[object] & AN_ANSWER) != 0 && (around & A_POST) != 0);
}

struct json_ld {
    struct winnow_arena *arena;
    struct winnow_view article;     /* the longest articleBody */
    struct winnow_data_text thread; /* its posts */
};

static void read_json_ld(struct json_ld *found, struct values *values)
{
    note_types(values);
    for (uint32_t i = 0; i < values->n; i++) {
        const struct winnow_json_value *value = &values->all[i];
        bool is_body = winnow_view_is(value->key, "articleBody");
        if (value->type != WINNOW_JSON_STRING ||
            (!is_body && !winnow_view_is(value->key, "text")))
            continue;
        if (is_post(values, value->parent))
            add_part(found->arena, &found->thread, value->raw);
        else if (is_body &&
                 value->raw.length_bytes > found->article.length_bytes)
            found->article = value->raw;
    }
}

struct winnow_data_text winnow_data_json_ld(struct winnow_document *document)
{
    struct json_ld found = {.arena = document->arena};
    struct winnow_data_text article = {0};

    for (uint32_t i = 0; i < document->n_scripts; i++) {
        const struct winnow_ld_script *script = winnow_ld_script(document, i);
        struct values values;
        if (script == NULL || script->faults != 0)
            continue;
        values = make_values(document, script->values, script->n);
        read_json_ld(&found, &values);
    }
    if (found.article.length_bytes == 0)
        return found.thread;
    add_part(document->arena, &article, found.article);
    return article;
}

/* ---- names in blocks of data --------------------------------------------- */

enum { NAME_BYTES_MOST = 64 };

/* A name as all spell it: "body_html" and "bodyHtml" are "bodyhtml". */
static struct winnow_view plain_name(struct winnow_view key,
                                     char plain[NAME_BYTES_MOST])
{
    struct winnow_view name = {plain, 0};

    for (size_t i = 0; i < key.length_bytes; i++) {
        char c = key.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (c >= 'a' && c <= 'z' && name.length_bytes < NAME_BYTES_MOST)
            plain[name.length_bytes++] = c;
    }
    return name;
}

/* 1 + its place in the list, or 0. */
static uint8_t find_name(struct winnow_view key, const char *const *names)
{
    char plain[NAME_BYTES_MOST];
    struct winnow_view name = plain_name(key, plain);

    for (uint8_t i = 0; name.length_bytes != 0 && names[i] != NULL; i++)
        if (names[i][0] == name.data[0] && /* hardly ever */
            winnow_view_is(name, names[i]))
            return (uint8_t)(i + 1);
    return 0;
}

static const char *const text_names[] = {
    "body",        "bodyhtml",       "bodytext",    "content",
    "contenthtml", "contenttext",    "html",        "htmlbody",
    "htmlcontent", "text",           "fulltext",    "articlebody",
    "articlehtml", "articlecontent", "articletext", "story",
    "storybody",   "storyhtml",      "paragraph",   "paragraphs",
    NULL,
};

/* From the third on they also name things that are no texts. */
enum { N_SURE_TITLES = 2 };
static const char *const title_names[] = {"title",   "headline", "name",
                                          "heading", "subject",  NULL};

/* Texts below such a name are not the page's own. */
static const char *const other_names[] = {
    "author", "relat",  "recirc", "recommend",  "comment", "review", "footer",
    "legal",  "terms",  "policy", "newsletter", "similar", "seo",    "meta",
    "teaser", "widget", "advert", "promo",      "cookie",  "faq",    "video",
};

static bool is_other(struct winnow_view key)
{
    char plain[NAME_BYTES_MOST];
    struct winnow_view name = plain_name(key, plain);

    for (size_t i = 0; i < sizeof other_names / sizeof other_names[0]; i++)
        if (holds(name, winnow_view_of(other_names[i])))
            return true;
    return false;
}

/* The name a string goes by: that of its array where it is an element, that of
 * its object where its own says nothing ("content": {"rendered": ...}).
 * `*holder`: what has the member of that name. */
static struct winnow_view name_of(const struct values *values, uint32_t i,
                                  uint32_t *holder)
{
    const struct winnow_json_value *value = &values->all[i];

    *holder = value->parent;
    if (value->key.data != NULL && !winnow_view_is(value->key, "rendered"))
        return value->key;
    *holder = values->all[value->parent].parent;
    return values->all[value->parent].key;
}

/* ---- the object that has the page's title -------------------------------- */

enum { TITLED = 1, PAGE_TITLED = 2 };

/* What the page is called. */
struct page_titles {
    struct winnow_view in_head[3];
};

static struct page_titles
find_page_titles(const struct winnow_document *document)
{
    static const char *const names[] = {"title", "og:title", "twitter:title"};
    struct page_titles titles = {0};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        if (meta != NULL)
            titles.in_head[i] = meta->content;
    }
    return titles;
}

/* Whether the page is called that: it is more than a third of a title, which
 * often names the site too. */
static bool is_page_title(const struct page_titles *titles,
                          struct winnow_view title)
{
    enum { TITLE_BYTES_LEAST = 8 };

    if (title.length_bytes < TITLE_BYTES_LEAST)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (title.length_bytes * 3 > titles->in_head[i].length_bytes &&
            holds(titles->in_head[i], title))
            return true;
    return false;
}

static void note_titles(const struct winnow_document *document,
                        struct values *values)
{
    enum { TITLE_BYTES_MOST = 1024 };
    const struct page_titles titles = find_page_titles(document);

    for (uint32_t i = 0; i < values->n; i++) {
        const struct winnow_json_value *value = &values->all[i];
        uint32_t holder;
        uint8_t name;
        if (value->type != WINNOW_JSON_STRING || value->raw.length_bytes == 0 ||
            value->raw.length_bytes > TITLE_BYTES_MOST)
            continue;
        name = find_name(name_of(values, i, &holder), title_names);
        if (name == 0)
            continue;
        if (name <= N_SURE_TITLES)
            values->notes[holder] |= TITLED;
        if (is_page_title(&titles, winnow_view_trim(winnow_json_unescape(
                                       document->arena, value->raw))))
            values->notes[holder] |= PAGE_TITLED;
    }
}

/* Whether the text at value `i` belongs to the page's title: that is a member
 * of an object around, at most five levels out, and nothing between says that
 * it is another's or has a title of its own. */
static bool is_of_page(const struct values *values, uint32_t i)
{
    enum { LEVELS_MOST = 5 };

    for (int level = 0; level < LEVELS_MOST && i != 0; level++) {
        if (is_other(values->all[i].key))
            return false;
        i = values->all[i].parent;
        if (values->notes[i] != 0)
            return (values->notes[i] & PAGE_TITLED) != 0;
    }
    return false;
}

/* ---- texts in blocks of data --------------------------------------------- */

/* A string and what it is a part of: the elements of one array that have a
 * text of the same name and no title of their own make one text. */
struct part {
    uint32_t array; /* or the value itself, when it stands alone */
    uint32_t value;
    uint8_t name;
};

/* The array whose element the value is or stands in, at most two objects
 * deep; the value itself when there is none. */
static uint32_t array_around(const struct values *values, uint32_t value)
{
    uint32_t i = value;

    for (int level = 0; level < 3 && i != 0; level++) {
        i = values->all[i].parent;
        if (values->all[i].type == WINNOW_JSON_ARRAY)
            return i;
        if ((values->notes[i] & TITLED) != 0)
            return value;
    }
    return value;
}

static int compare_parts(const void *a, const void *b)
{
    const struct part *one = a, *other = b;

    if (one->array != other->array)
        return one->array < other->array ? -1 : 1;
    if (one->name != other->name)
        return one->name < other->name ? -1 : 1;
    return one->value < other->value ? -1 : one->value > other->value;
}

/* The strings under names of texts, those of one text side by side. */
static struct part *find_parts(const struct winnow_document *document,
                               const struct values *values, size_t *n)
{
    struct part *parts =
        winnow_arena_alloc(document->arena, values->n * sizeof *parts);

    *n = 0;
    for (uint32_t i = 0; i < values->n; i++) {
        const struct winnow_json_value *value = &values->all[i];
        uint32_t holder;
        uint8_t name;
        if (value->type != WINNOW_JSON_STRING || value->raw.length_bytes == 0 ||
            value->raw.data[0] == '{' || value->raw.data[0] == '[')
            continue;
        name = find_name(name_of(values, i, &holder), text_names);
        if (name != 0 && is_of_page(values, i))
            parts[(*n)++] = (struct part){array_around(values, i), i, name};
    }
    qsort(parts, *n, sizeof *parts, compare_parts);
    return parts;
}

static void keep_longest(struct winnow_data_text *texts, uint32_t *n,
                         uint32_t n_most, struct winnow_data_text text)
{
    uint32_t at = *n;

    while (at != 0 && texts[at - 1].length_bytes < text.length_bytes)
        at--;
    if (at == n_most)
        return;
    if (*n < n_most)
        ++*n;
    for (uint32_t i = *n - 1; i > at; i--)
        texts[i] = texts[i - 1];
    texts[at] = text;
}

struct search {
    const struct winnow_document *document;
    struct winnow_data_text *texts;
    uint32_t n, n_most;
};

static void search_values(struct search *search, struct winnow_view json)
{
    uint32_t n_values;
    const struct winnow_json_value *all =
        winnow_json_index(search->document->arena, json, &n_values);
    struct values values = make_values(search->document, all, n_values);
    struct part *parts;
    size_t n, end;

    if (n_values == 0)
        return;
    note_titles(search->document, &values);
    parts = find_parts(search->document, &values, &n);
    for (size_t i = 0; i < n; i = end) {
        struct winnow_data_text text = {0};
        for (end = i; end < n && parts[end].array == parts[i].array &&
                      parts[end].name == parts[i].name;
             end++)
            add_part(search->document->arena, &text,
                     values.all[parts[end].value].raw);
        keep_longest(search->texts, &search->n, search->n_most, text);
    }
}

static size_t name_bytes(struct winnow_view text)
{
    size_t n = 0;

    while (n < text.length_bytes &&
           (text.data[n] == '_' ||
            (text.data[n] >= '0' && text.data[n] <= '9') ||
            ((text.data[n] | 0x20) >= 'a' && (text.data[n] | 0x20) <= 'z')))
        n++;
    return n;
}

/* Assignments of data in a program: window.__STATE__ = {...}; */
static void search_program(struct search *search, struct winnow_view program)
{
    static const char object[] = "window.__";

    for (int i = 0; i < TRIES_A_SCRIPT && program.length_bytes != 0; i++) {
        const char *found = memmem(program.data, program.length_bytes, object,
                                   sizeof object - 1);
        if (found == NULL)
            return;
        program =
            behind(program, (size_t)(found - program.data) + sizeof object - 1);
        program = winnow_view_trim(behind(program, name_bytes(program)));
        if (!starts_with(program, "="))
            continue;
        program = winnow_view_trim(behind(program, 1));
        search_values(search, program);
    }
}

uint32_t winnow_data_blocks(const struct winnow_document *document,
                            struct winnow_data_text *texts, uint32_t n_most)
{
    struct search search = {document, texts, 0, n_most};

    for (uint32_t i = 0; i < document->n_scripts; i++) {
        const struct winnow_script *script = &document->scripts[i];
        if (starts_with(script->type, "application/json"))
            search_values(&search, winnow_view_trim(script->text));
        else if (!starts_with(script->type, "application/"))
            search_program(&search, script->text);
    }
    return search.n;
}

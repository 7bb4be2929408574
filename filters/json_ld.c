/* Strings out of JSON-LD; see json_ld.h. Where the script is JSON, what belongs
 * to a review, a comment or an answer is passed over; where it is none (pages
 * break it often) the first key counts. */
#include "json_ld.h"

#include "buffer.h"
#include "fold.h"
#include "json.h"
#include "json_scan.h"

enum { AUTHOR_BYTES_MOST = 8192 }; /* of the value of "author" */

/* Where the value of the first `key` starts; the text's length when there is
 * none. */
static size_t find_value(struct winnow_view text, const char *key)
{
    return winnow_json_find_member(text, 0, &key, 1);
}

/* Line breaks and other controls are white space here. */
static struct winnow_view unescape(struct winnow_arena *arena,
                                   struct winnow_view raw)
{
    struct winnow_view text = winnow_json_unescape(arena, raw);
    char *out;

    if (text.data == raw.data)
        return winnow_view_trim(text);
    out = winnow_arena_copy(arena, text.data, text.length_bytes);
    for (size_t i = 0; i < text.length_bytes; i++)
        if ((unsigned char)out[i] < ' ')
            out[i] = ' ';
    return winnow_view_trim((struct winnow_view){out, text.length_bytes});
}

static struct winnow_view first_string(struct winnow_arena *arena,
                                       struct winnow_view script,
                                       const char *key)
{
    struct winnow_view raw =
        winnow_json_string_at(script, find_value(script, key));

    return raw.data == NULL ? raw : unescape(arena, raw);
}

/* One past the array or object that starts at `at`. */
static size_t value_end(struct winnow_view text, size_t at)
{
    size_t depth = 0;

    while (at < text.length_bytes) {
        char c = text.data[at];
        if (c == '"') {
            at = winnow_json_string_end(text, at);
            continue;
        }
        if (c == '{' || c == '[')
            depth++;
        if ((c == '}' || c == ']') && --depth == 0)
            return at + 1;
        at++;
    }
    return text.length_bytes;
}

struct names {
    struct winnow_arena *arena;
    char *bytes;
    size_t n, capacity;
};

static void add_name(struct names *names, struct winnow_view raw)
{
    struct winnow_view name = unescape(names->arena, raw);

    if (name.length_bytes == 0 ||
        names->n + name.length_bytes + 2 > names->capacity)
        return;
    if (names->n != 0) {
        memcpy(names->bytes + names->n, "; ", 2);
        names->n += 2;
    }
    memcpy(names->bytes + names->n, name.data, name.length_bytes);
    names->n += name.length_bytes;
}

/* The strings that stand in the array itself, and the name of each object that
 * does. */
static void add_names_of(struct names *names, struct winnow_view value)
{
    size_t at = 0, depth = 0;

    while (at < value.length_bytes) {
        char c = value.data[at];
        size_t end;
        if (c == '{') {
            struct winnow_view object = {value.data + at,
                                         value_end(value, at) - at};
            struct winnow_view name =
                winnow_json_string_at(object, find_value(object, "name"));
            if (name.data != NULL)
                add_name(names, name);
            at += object.length_bytes;
            continue;
        }
        end = c == '"' ? winnow_json_string_end(value, at) : at + 1;
        if (c == '"' && depth <= 1)
            add_name(names, winnow_json_string_at(value, at));
        depth += c == '[';
        at = end;
    }
}

static struct winnow_view first_authors(struct winnow_arena *arena,
                                        struct winnow_view script)
{
    size_t at = find_value(script, "author"), end;
    struct names names = {.arena = arena};
    struct winnow_view value = {NULL, 0};

    if (at >= script.length_bytes)
        return value;
    if (script.data[at] == '"')
        end = winnow_json_string_end(script, at);
    else if (script.data[at] == '{' || script.data[at] == '[')
        end = value_end(script, at);
    else
        return value;
    value.data = script.data + at;
    value.length_bytes = end - at;
    if (value.length_bytes > AUTHOR_BYTES_MOST)
        return (struct winnow_view){NULL, 0};
    names.capacity = value.length_bytes * 2;
    names.bytes = winnow_arena_alloc(arena, names.capacity);
    add_names_of(&names, value);
    return (struct winnow_view){names.bytes, names.n};
}

/* ---- whole scripts ---------------------------------------------------------
 */

/* The values of a script; `is_other`: inside what is not the page's own. */
struct script {
    struct winnow_arena *arena;
    const struct winnow_json_value *values;
    bool *is_other;
    uint32_t n;
};

static bool is_one_of(struct winnow_view text, const char *const *names,
                      size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (winnow_view_is(text, names[i]))
            return true;
    return false;
}

/* A type whose authors and dates are not the page's. */
static bool is_other_type(struct winnow_view type)
{
    static const char *const types[] = {
        "Review",       "UserReview", "CriticReview", "Comment",
        "UserComments", "Answer",     "Person",       "Organization",
        "ListItem",     "Offer",      "Quotation",
    };

    return is_one_of(type, types, sizeof types / sizeof types[0]);
}

static bool is_other_key(struct winnow_view key)
{
    static const char *const keys[] = {
        "review",          "reviews",         "comment",   "comments",
        "acceptedAnswer",  "suggestedAnswer", "publisher", "itemListElement",
        "hasPart",         "citation",        "isBasedOn", "video",
        "aggregateRating", "mentions",
    };

    return is_one_of(key, keys, sizeof keys / sizeof keys[0]);
}

/* False where the script is no JSON. */
static bool open_script(struct script *script, struct winnow_arena *arena,
                        struct winnow_view text)
{
    size_t white = winnow_json_skip_white(text, 0);

    text.data += white;
    text.length_bytes -= white;
    script->arena = arena;
    script->values = winnow_json_index(arena, text, &script->n);
    if (script->values == NULL || script->n == 0)
        return false;
    script->is_other =
        winnow_arena_alloc(arena, script->n * sizeof *script->is_other);
    memset(script->is_other, 0, script->n * sizeof *script->is_other);
    for (uint32_t i = 1; i < script->n; i++) {
        const struct winnow_json_value *value = &script->values[i];
        if (value->type == WINNOW_JSON_STRING &&
            winnow_view_is(value->key, "@type") && is_other_type(value->raw))
            script->is_other[value->parent] = true;
    }
    for (uint32_t i = 1; i < script->n; i++)
        script->is_other[i] |= script->is_other[script->values[i].parent] ||
                               is_other_key(script->values[i].key);
    return true;
}

struct winnow_view winnow_json_ld_string(struct winnow_arena *arena,
                                         struct winnow_view text,
                                         const char *key)
{
    struct script script;

    if (!open_script(&script, arena, text))
        return first_string(arena, text, key);
    for (uint32_t i = 1; i < script.n; i++)
        if (script.values[i].type == WINNOW_JSON_STRING &&
            winnow_view_is(script.values[i].key, key) && !script.is_other[i])
            return unescape(arena, script.values[i].raw);
    return (struct winnow_view){NULL, 0};
}

/* The member of an object that is a string of this name, or NULL. Members
 * follow their object; `end`: where to give up. */
static const struct winnow_json_value *find_member(const struct script *script,
                                                   uint32_t object,
                                                   uint32_t end,
                                                   const char *key)
{
    for (uint32_t i = object + 1; i < end; i++)
        if (script->values[i].parent == object &&
            script->values[i].type == WINNOW_JSON_STRING &&
            winnow_view_is(script->values[i].key, key))
            return &script->values[i];
    return NULL;
}

/* One past the last value inside value `i`. */
static uint32_t values_end(const struct script *script, uint32_t i)
{
    uint32_t end = i + 1;

    while (end < script->n && script->values[end].parent >= i)
        end++;
    return end;
}

static bool ends_in(struct winnow_view text, const char *end)
{
    size_t n = strlen(end);

    return text.length_bytes >= n &&
           memcmp(text.data + text.length_bytes - n, end, n) == 0;
}

static bool is_type(const struct script *script, uint32_t object, uint32_t end,
                    const char *ending)
{
    const struct winnow_json_value *type =
        find_member(script, object, end, "@type");

    return type != NULL && ends_in(type->raw, ending);
}

/* The object that is described elsewhere in the script, with a name, under the
 * identifier that object `i` gives; `i` itself where there is none. */
static uint32_t find_named(const struct script *script, uint32_t i)
{
    const struct winnow_json_value *id =
        find_member(script, i, values_end(script, i), "@id");

    for (uint32_t k = 1; id != NULL && k < script->n; k++) {
        const struct winnow_json_value *value = &script->values[k];
        if (value->type == WINNOW_JSON_STRING &&
            winnow_view_is(value->key, "@id") &&
            winnow_view_equal(value->raw, id->raw) &&
            find_member(script, value->parent,
                        values_end(script, value->parent), "name") != NULL)
            return value->parent;
    }
    return i;
}

/* Takes the name of the person that object `i` is; an organisation counts as
 * the author of news or of a blog's entry alone. */
static void add_person(const struct script *script, struct names *names,
                       uint32_t i, bool in_article)
{
    uint32_t end = values_end(script, i);
    const struct winnow_json_value *name = find_member(script, i, end, "name");

    if (name == NULL) {
        i = find_named(script, i);
        end = values_end(script, i);
        name = find_member(script, i, end, "name");
    }
    if (name != NULL &&
        (in_article || !is_type(script, i, end, "Organization")))
        add_name(names, name->raw);
}

/* Takes the names of the value "author": strings, objects, arrays of both. */
static void add_authors(const struct script *script, struct names *names,
                        uint32_t author)
{
    enum { AUTHORS_MOST = 32 };
    uint32_t end = values_end(script, author), n = 0;
    uint32_t owner = script->values[author].parent;
    uint32_t owner_end = values_end(script, owner);
    bool in_article = is_type(script, owner, owner_end, "NewsArticle") ||
                      is_type(script, owner, owner_end, "BlogPosting");

    for (uint32_t i = author; i < end && n < AUTHORS_MOST; i++) {
        const struct winnow_json_value *value = &script->values[i];
        bool is_own = i == author || value->parent == author;
        if (!is_own || (value->key.length_bytes != 0 && i != author))
            continue;
        if (value->type == WINNOW_JSON_STRING)
            add_name(names, value->raw);
        else if (value->type == WINNOW_JSON_OBJECT)
            add_person(script, names, i, in_article);
        n++;
    }
}

struct winnow_view winnow_json_ld_authors(struct winnow_arena *arena,
                                          struct winnow_view text)
{
    enum { TRIES_MOST = 8 };
    struct script script;
    struct names names = {.arena = arena, .capacity = AUTHOR_BYTES_MOST};
    uint32_t n_tries = 0;

    if (!open_script(&script, arena, text))
        return first_authors(arena, text);
    for (uint32_t i = 1; i < script.n && n_tries < TRIES_MOST; i++) {
        if (!winnow_view_is(script.values[i].key, "author") ||
            script.is_other[script.values[i].parent])
            continue;
        if (names.bytes == NULL)
            names.bytes = winnow_arena_alloc(arena, names.capacity);
        add_authors(&script, &names, i);
        if (names.n != 0)
            break;
        n_tries++;
    }
    return (struct winnow_view){names.bytes, names.n};
}

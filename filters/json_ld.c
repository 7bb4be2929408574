/* Facts out of JSON-LD; see json_ld.h. The objects of a script are found in its
 * index (json.h), with no recursion: each value knows what it stands in, and
 * here also its first member and its next sibling. */
#include "json_ld.h"

#include "filter.h"
#include "fold.h"
#include "ld_script.h"
#include "markup.h"

#include <stdlib.h>
#include <string.h>

enum {
    VALUE_BYTES_MOST = 4096,
    NAMES_MOST = 64, /* authors, and keywords, of an object */
    FACTS_MOST = 512,
    NONE = 0 /* the first value is no one's member */
};

/* ---- tables --------------------------------------------------------------
 */

static const char *const key_names[WINNOW_N_LD_KEYS] = {
    [WINNOW_LD_TYPE] = "@type",
    [WINNOW_LD_HEADLINE] = "headline",
    [WINNOW_LD_ALTERNATIVE_HEADLINE] = "alternativeHeadline",
    [WINNOW_LD_NAME] = "name",
    [WINNOW_LD_DESCRIPTION] = "description",
    [WINNOW_LD_URL] = "url",
    [WINNOW_LD_DATE_PUBLISHED] = "datePublished",
    [WINNOW_LD_DATE_CREATED] = "dateCreated",
    [WINNOW_LD_DATE_MODIFIED] = "dateModified",
    [WINNOW_LD_UPLOAD_DATE] = "uploadDate",
    [WINNOW_LD_AUTHOR] = "author",
    [WINNOW_LD_CREATOR] = "creator",
    [WINNOW_LD_SECTION] = "articleSection",
    [WINNOW_LD_KEYWORDS] = "keywords",
    [WINNOW_LD_LICENSE] = "license",
    [WINNOW_LD_IMAGE] = "image",
    [WINNOW_LD_PUBLISHER] = "publisher",
};

const char *winnow_ld_key_name(enum winnow_ld_key key)
{
    return key_names[key];
}

/* Types whose objects are read, in byte order, and how much
 * such an object is the page: the most wins. */
static const struct type {
    const char *name;
    uint8_t of, rank;
} types[] = {
    {"AboutPage", WINNOW_LD_OF_PAGE, 3},
    {"AdvertiserContentArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"AnalysisNewsArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"Article", WINNOW_LD_OF_ARTICLE, 6},
    {"AskPublicNewsArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"BackgroundNewsArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"Blog", WINNOW_LD_OF_LISTING, 2},
    {"BlogPosting", WINNOW_LD_OF_ARTICLE, 6},
    {"Book", WINNOW_LD_OF_WORK, 4},
    {"CheckoutPage", WINNOW_LD_OF_PAGE, 3},
    {"CollectionPage", WINNOW_LD_OF_LISTING, 3},
    {"ContactPage", WINNOW_LD_OF_PAGE, 3},
    {"Course", WINNOW_LD_OF_WORK, 4},
    {"CreativeWork", WINNOW_LD_OF_WORK, 4},
    {"Dataset", WINNOW_LD_OF_WORK, 4},
    {"DiscussionForumPosting", WINNOW_LD_OF_POST, 5},
    {"Event", WINNOW_LD_OF_PRODUCT, 2},
    {"FAQPage", WINNOW_LD_OF_PAGE, 3},
    {"HowTo", WINNOW_LD_OF_WORK, 5},
    {"ImageObject", WINNOW_LD_OF_WORK, 1},
    {"ItemList", WINNOW_LD_OF_LISTING, 1},
    {"ItemPage", WINNOW_LD_OF_PAGE, 3},
    {"JobPosting", WINNOW_LD_OF_PRODUCT, 2},
    {"LiveBlogPosting", WINNOW_LD_OF_ARTICLE, 6},
    {"MedicalScholarlyArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"MedicalWebPage", WINNOW_LD_OF_PAGE, 4},
    {"Movie", WINNOW_LD_OF_WORK, 4},
    {"NewsArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"OpinionNewsArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"PodcastEpisode", WINNOW_LD_OF_WORK, 4},
    {"Product", WINNOW_LD_OF_PRODUCT, 3},
    {"ProductGroup", WINNOW_LD_OF_PRODUCT, 3},
    {"ProfilePage", WINNOW_LD_OF_PAGE, 3},
    {"QAPage", WINNOW_LD_OF_PAGE, 3},
    {"Question", WINNOW_LD_OF_POST, 5},
    {"RealEstateListing", WINNOW_LD_OF_PAGE, 3},
    {"Recipe", WINNOW_LD_OF_WORK, 5},
    {"Report", WINNOW_LD_OF_ARTICLE, 6},
    {"ReportageNewsArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"Review", WINNOW_LD_OF_WORK, 4},
    {"ReviewNewsArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"SatiricalArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"ScholarlyArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"SearchResultsPage", WINNOW_LD_OF_LISTING, 3},
    {"SocialMediaPosting", WINNOW_LD_OF_POST, 5},
    {"SoftwareApplication", WINNOW_LD_OF_PRODUCT, 2},
    {"TechArticle", WINNOW_LD_OF_ARTICLE, 6},
    {"VideoObject", WINNOW_LD_OF_WORK, 2},
    {"WebApplication", WINNOW_LD_OF_PRODUCT, 2},
    {"WebPage", WINNOW_LD_OF_PAGE, 3},
    {"WebSite", WINNOW_LD_OF_SITE, 1},
};

/* Members by which what stands in them is still the page. */
static const char *const ways[] = {"@graph", "mainEntity", "mainEntityOfPage"};

/* ---- a script ------------------------------------------------------------
 */

struct script {
    struct winnow_document *document;
    const struct winnow_json_value *values;
    uint32_t n;
    uint32_t *first, *next; /* member, sibling; NONE: there is none */
};

/* An object that may be the page. */
struct subject {
    const struct script *script;
    uint32_t object;
    const struct type *type;
    uint64_t key; /* of its headline; 0: it has none, or is alone */
};

/* What all scripts say. */
struct reading {
    struct winnow_document *document;
    struct script scripts[WINNOW_LD_SCRIPTS_MOST];
    size_t n_scripts;
    struct winnow_ld_fact *facts;
    size_t n_facts;
    size_t n_looks; /* values looked at for the targets of references */
};

static void link_values(struct script *script)
{
    struct winnow_arena *arena = script->document->arena;
    uint32_t *last =
        winnow_arena_calloc(arena, script->n, sizeof *script->first);

    script->first =
        winnow_arena_calloc(arena, script->n, sizeof *script->first);
    script->next = winnow_arena_calloc(arena, script->n, sizeof *script->next);
    for (uint32_t i = 1; i < script->n; i++) {
        uint32_t parent = script->values[i].parent;
        if (last[parent] == NONE)
            script->first[parent] = i;
        else
            script->next[last[parent]] = i;
        last[parent] = i;
    }
}

static uint64_t offset_of(const struct winnow_document *document,
                          const char *at)
{
    return winnow_body_offset(document, (size_t)(at - document->text.data),
                              false);
}

static void read_script(struct reading *reading, uint32_t number)
{
    struct winnow_document *document = reading->document;
    const struct winnow_ld_script *read = winnow_ld_script(document, number);
    struct winnow_view text = document->scripts[number].text;
    struct script *script;

    if (read == NULL)
        return;
    if ((read->faults & WINNOW_JSON_BROKEN) != 0 &&
        winnow_view_trim(text).length_bytes != 0)
        winnow_diag_count(&document->diags, WINNOW_DIAG_METADATA_MALFORMED,
                          offset_of(document, text.data));
    if ((read->faults & WINNOW_JSON_CUT) != 0)
        winnow_diag_count(&document->diags, WINNOW_DIAG_METADATA_CAPPED,
                          offset_of(document, text.data));
    if (read->n == 0)
        return;
    script = &reading->scripts[reading->n_scripts++];
    *script = (struct script){
        .document = document, .values = read->values, .n = read->n};
    link_values(script);
}

/* ---- values --------------------------------------------------------------
 */

static const struct winnow_json_value *value_at(const struct script *script,
                                                uint32_t i)
{
    return &script->values[i];
}

/* The member of an object with this name, or NONE. */
static uint32_t member(const struct script *script, uint32_t object,
                       const char *name)
{
    uint32_t i = script->first[object];

    while (i != NONE && !winnow_view_is(value_at(script, i)->key, name))
        i = script->next[i];
    return i;
}

static bool is_type(const struct script *script, uint32_t i,
                    enum winnow_json_type type)
{
    return i != NONE && value_at(script, i)->type == type;
}

/* A string's value, at most VALUE_BYTES_MOST of it: decoded, with character
 * references, tags and line breaks in it as in text. */
static struct winnow_view string_of(const struct script *script, uint32_t i)
{
    struct winnow_view raw = value_at(script, i)->raw, out;
    char *bytes;

    if (raw.length_bytes > VALUE_BYTES_MOST) {
        raw.length_bytes = VALUE_BYTES_MOST;
        while ((raw.data[raw.length_bytes] & 0xC0) == 0x80)
            raw.length_bytes--;
    }
    bytes = winnow_arena_alloc(script->document->arena,
                               raw.length_bytes * 3 + WINNOW_FOLD_BYTES_MAX);
    out = (struct winnow_view){bytes, 0};
    for (size_t at = 0; at < raw.length_bytes;) {
        uint32_t code;
        at += winnow_json_character(raw, at, &code);
        if (code < ' ')
            code = ' ';
        out.length_bytes +=
            winnow_encode_code_point(code, bytes + out.length_bytes);
    }
    return winnow_markup_text(script->document->arena, out);
}

enum { LOOKS_MOST = 1 << 20 };

/* Whether an object has a name; every member looked at counts. */
static bool is_named(struct reading *reading, const struct script *script,
                     uint32_t object)
{
    uint32_t i = script->first[object];

    while (i != NONE && reading->n_looks < LOOKS_MOST) {
        reading->n_looks++;
        if (winnow_view_is(value_at(script, i)->key, "name"))
            return true;
        i = script->next[i];
    }
    return false;
}

/* The object that a reference stands for: the one with the same "@id" and more
 * to say; the reference itself where there is none. */
static const struct script *
follow(struct reading *reading, const struct script *script, uint32_t *object)
{
    uint32_t id = member(script, *object, "@id");

    if (!is_type(script, id, WINNOW_JSON_STRING) ||
        member(script, *object, "name") != NONE)
        return script;
    for (size_t s = 0; s < reading->n_scripts; s++) {
        const struct script *other = &reading->scripts[s];
        for (uint32_t i = 1; i < other->n && reading->n_looks < LOOKS_MOST;
             i++) {
            uint32_t parent = value_at(other, i)->parent;
            reading->n_looks++;
            if (value_at(other, i)->type != WINNOW_JSON_STRING ||
                !winnow_view_is(value_at(other, i)->key, "@id") ||
                !winnow_view_equal(value_at(other, i)->raw,
                                   value_at(script, id)->raw) ||
                !is_named(reading, other, parent))
                continue;
            *object = parent;
            return other;
        }
    }
    return script;
}

/* ---- facts ---------------------------------------------------------------
 */

/* That a value is not read any more, for there are too many. */
static void count_capped(const struct script *script, uint32_t i)
{
    struct winnow_document *document = script->document;
    const char *at = value_at(script, i)->raw.data;

    winnow_diag_count(&document->diags, WINNOW_DIAG_METADATA_CAPPED,
                      at == NULL ? 0 : offset_of(document, at));
}

/* There is room for it. */
static void add_fact(struct reading *reading, const struct script *script,
                     enum winnow_ld_key key, enum winnow_ld_subject of,
                     uint32_t i, bool by_organisation)
{
    const struct winnow_json_value *value = value_at(script, i);
    struct winnow_ld_fact *fact = &reading->facts[reading->n_facts];
    const char *start = value->raw.data;

    fact->key = key;
    fact->of = of;
    fact->is_organisation = by_organisation;
    fact->value = string_of(script, i);
    if (fact->value.length_bytes == 0)
        return;
    fact->span.start = offset_of(script->document, start);
    fact->span.end = winnow_body_offset(
        script->document,
        (size_t)(start - script->document->text.data) + value->raw.length_bytes,
        true);
    reading->n_facts++;
}

static bool is_organisation(const struct script *script, uint32_t object)
{
    static const char *const names[] = {"Organization", "NewsMediaOrganization",
                                        "Corporation"};
    uint32_t type = member(script, object, "@type");

    if (is_type(script, type, WINNOW_JSON_ARRAY))
        type = script->first[type];
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        if (is_type(script, type, WINNOW_JSON_STRING) &&
            winnow_view_is(value_at(script, type)->raw, names[k]))
            return true;
    return false;
}

/* The string that an object is known by: "name", else its address. */
static uint32_t name_of(const struct script *script, uint32_t object,
                        const char *const *names, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        uint32_t i = member(script, object, names[k]);
        if (is_type(script, i, WINNOW_JSON_ARRAY))
            i = script->first[i];
        if (is_type(script, i, WINNOW_JSON_STRING))
            return i;
    }
    return NONE;
}

/* Adds a value that is a string, or an object known by a name. */
static void add_one(struct reading *reading, const struct script *script,
                    enum winnow_ld_key key, enum winnow_ld_subject of,
                    uint32_t i)
{
    static const char *const names[] = {"name", "@value", "alternateName"};
    static const char *const urls[] = {"url", "contentUrl", "@id"};
    bool is_address = key == WINNOW_LD_IMAGE || key == WINNOW_LD_LICENSE ||
                      key == WINNOW_LD_URL;
    bool by_organisation = false;

    if (reading->n_facts == FACTS_MOST) {
        count_capped(script, i);
        return;
    }
    if (is_type(script, i, WINNOW_JSON_OBJECT)) {
        script = follow(reading, script, &i);
        by_organisation = is_organisation(script, i);
        i = is_address
                ? name_of(script, i, urls, sizeof urls / sizeof urls[0])
                : name_of(script, i, names, sizeof names / sizeof names[0]);
    }
    if (is_type(script, i, WINNOW_JSON_STRING))
        add_fact(reading, script, key, of, i, by_organisation);
}

/* Adds a member's value, and of an array each one: of what is one thing only
 * the first. */
static void add_member(struct reading *reading, const struct script *script,
                       enum winnow_ld_key key, enum winnow_ld_subject of,
                       uint32_t object)
{
    bool many = key == WINNOW_LD_AUTHOR || key == WINNOW_LD_CREATOR ||
                key == WINNOW_LD_KEYWORDS;
    uint32_t i = member(script, object, key_names[key]);
    size_t most = many ? NAMES_MOST : 1;

    if (!is_type(script, i, WINNOW_JSON_ARRAY)) {
        if (i != NONE)
            add_one(reading, script, key, of, i);
        return;
    }
    for (i = script->first[i]; i != NONE && most != 0; i = script->next[i]) {
        add_one(reading, script, key, of, i);
        most--;
    }
    if (many && i != NONE)
        count_capped(script, i);
}

static void add_facts(struct reading *reading, const struct subject *subject)
{
    for (int key = 0; key < WINNOW_N_LD_KEYS; key++)
        add_member(reading, subject->script, (enum winnow_ld_key)key,
                   (enum winnow_ld_subject)subject->type->of, subject->object);
}

/* ---- which object is the page --------------------------------------------
 */

static int compare_type(const void *name, const void *row)
{
    const struct winnow_view *view = name;
    const char *other = ((const struct type *)row)->name;
    size_t n = strlen(other);
    int order = memcmp(view->data, other,
                       view->length_bytes < n ? view->length_bytes : n);

    if (order != 0)
        return order;
    return view->length_bytes < n ? -1 : view->length_bytes > n;
}

/* A type's row, its namespace left out; NULL for those that are not read. */
static const struct type *find_type(struct winnow_view name)
{
    const char *slash;

    if (name.data == NULL || name.length_bytes == 0)
        return NULL;
    slash = memrchr(name.data, '/', name.length_bytes);
    if (slash == NULL)
        slash = memrchr(name.data, ':', name.length_bytes);
    if (slash != NULL) {
        name.length_bytes -= (size_t)(slash + 1 - name.data);
        name.data = slash + 1;
    }
    return bsearch(&name, types, sizeof types / sizeof types[0],
                   sizeof types[0], compare_type);
}

static const struct type *type_of(const struct script *script, uint32_t object)
{
    uint32_t i = member(script, object, "@type");
    const struct type *best = NULL;

    if (is_type(script, i, WINNOW_JSON_STRING))
        return find_type(value_at(script, i)->raw);
    if (!is_type(script, i, WINNOW_JSON_ARRAY))
        return NULL;
    for (i = script->first[i]; i != NONE; i = script->next[i]) {
        const struct type *type = is_type(script, i, WINNOW_JSON_STRING)
                                      ? find_type(value_at(script, i)->raw)
                                      : NULL;
        if (type != NULL && (best == NULL || type->rank > best->rank))
            best = type;
    }
    return best;
}

/* Whether an object stands where the page itself does. */
static bool is_in_place(const struct script *script, uint32_t i)
{
    while (i != 0) {
        const struct winnow_json_value *value = value_at(script, i);
        bool is_way = value->key.length_bytes == 0;
        for (size_t k = 0; !is_way && k < sizeof ways / sizeof ways[0]; k++)
            is_way = winnow_view_is(value->key, ways[k]);
        if (!is_way)
            return false;
        i = value->parent;
    }
    return true;
}

/* The objects of a script that could be the page. */
static size_t find_subjects(const struct script *script,
                            struct subject *subjects, size_t most)
{
    size_t n = 0;

    for (uint32_t i = 0; i < script->n && n < most; i++) {
        if (value_at(script, i)->type != WINNOW_JSON_OBJECT ||
            !is_in_place(script, i))
            continue;
        subjects[n] = (struct subject){script, i, type_of(script, i), 0};
        n += subjects[n].type != NULL;
    }
    return n;
}

/* The path of an address, without query and the slash at its end. */
static struct winnow_view path_of(struct winnow_view url)
{
    const char *end = url.data + url.length_bytes, *at;

    at = url.length_bytes == 0 ? NULL
                               : memmem(url.data, url.length_bytes, "://", 3);
    if (at != NULL)
        at = memchr(at + 3, '/', (size_t)(end - at - 3));
    if (at == NULL)
        return (struct winnow_view){NULL, 0};
    url.data = at;
    url.length_bytes = 0;
    while (at < end && *at != '?' && *at != '#')
        at++;
    while (at > url.data && at[-1] == '/')
        at--;
    url.length_bytes = (size_t)(at - url.data);
    return url;
}

static bool is_address_of_page(const struct winnow_document *document,
                               struct winnow_view url)
{
    static const char *const names[] = {"canonical", "og:url"};
    struct winnow_view path = path_of(url);

    if (path.length_bytes == 0)
        return false;
    if (winnow_view_equal(path, path_of(document->url)))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        if (meta != NULL && winnow_view_equal(path, path_of(meta->content)))
            return true;
    }
    return false;
}

static bool says_own_address(const struct subject *subject)
{
    static const char *const keys[] = {"url", "@id", "mainEntityOfPage"};
    const struct script *script = subject->script;

    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        uint32_t i = member(script, subject->object, keys[k]);
        if (is_type(script, i, WINNOW_JSON_OBJECT))
            i = member(script, i, "@id");
        if (is_type(script, i, WINNOW_JSON_STRING) &&
            is_address_of_page(script->document, string_of(script, i)))
            return true;
    }
    return false;
}

/* Whether the head's title begins with what the object is called. */
static bool says_own_title(const struct subject *subject)
{
    static const char *const keys[] = {"headline", "name"};
    static const char *const names[] = {"og:title", "title"};
    const struct script *script = subject->script;

    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        uint32_t i = member(script, subject->object, keys[k]);
        struct winnow_view text;
        if (!is_type(script, i, WINNOW_JSON_STRING))
            continue;
        text = string_of(script, i);
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
            const struct winnow_meta *meta =
                winnow_meta_find(script->document, names[n]);
            if (meta != NULL && text.length_bytes != 0 &&
                meta->content.length_bytes >= text.length_bytes &&
                memcmp(meta->content.data, text.data, text.length_bytes) == 0)
                return true;
        }
    }
    return false;
}

static uint64_t headline_key(const struct subject *subject)
{
    const struct script *script = subject->script;
    uint32_t i = member(script, subject->object, "headline");

    if (i == NONE)
        i = member(script, subject->object, "name");
    return is_type(script, i, WINNOW_JSON_STRING)
               ? winnow_text_key(string_of(script, i))
               : 0;
}

/* Objects of all scripts, and what they are called. */
struct subjects {
    struct subject *items;
    size_t n;
};

static bool are_one_thing(const struct subjects *found)
{
    for (size_t i = 1; i < found->n; i++)
        if (found->items[i].key != found->items[0].key &&
            found->items[i].key != 0 && found->items[0].key != 0)
            return false;
    return true;
}

/* Leaves those that are the page: of several, those that say so. */
static void keep_own(struct subjects *found,
                     bool (*says)(const struct subject *))
{
    size_t n = 0;

    for (size_t i = 0; i < found->n; i++)
        if (says(&found->items[i]))
            found->items[n++] = found->items[i];
    if (n != 0)
        found->n = n;
}

static void settle_main(struct subjects *found)
{
    for (size_t i = 0; found->n > 1 && i < found->n; i++)
        found->items[i].key = headline_key(&found->items[i]);
    if (!are_one_thing(found))
        keep_own(found, says_own_address);
    if (!are_one_thing(found))
        keep_own(found, says_own_title);
    if (!are_one_thing(found))
        found->n = 0;
}

/* ---- the page ------------------------------------------------------------
 */

/* The page as such and its site, beside what the page is about. */
static bool is_beside(const struct subject *subject, uint8_t rank)
{
    return subject->type->rank < rank &&
           (subject->type->of == WINNOW_LD_OF_PAGE ||
            subject->type->of == WINNOW_LD_OF_LISTING ||
            subject->type->of == WINNOW_LD_OF_SITE);
}

/* Those of the greatest rank, at most FACTS_MOST. */
static struct subjects best_of(struct winnow_arena *arena,
                               const struct subjects *all, uint8_t rank)
{
    struct subjects best = {
        .items = winnow_arena_alloc(arena, all->n * sizeof *best.items)};

    for (size_t i = 0; i < all->n && best.n < FACTS_MOST; i++)
        if (all->items[i].type->rank == rank)
            best.items[best.n++] = all->items[i];
    return best;
}

static void read_subjects(struct reading *reading)
{
    enum { MOST = 128 }; /* of a script */
    struct winnow_arena *arena = reading->document->arena;
    struct subjects all = {
        .items = winnow_arena_alloc(arena, reading->n_scripts * MOST *
                                               sizeof *all.items)};
    struct subjects found;
    uint8_t rank = 0;

    for (size_t s = 0; s < reading->n_scripts; s++)
        all.n += find_subjects(&reading->scripts[s], all.items + all.n, MOST);
    for (size_t i = 0; i < all.n; i++)
        if (all.items[i].type->rank > rank)
            rank = all.items[i].type->rank;
    found = best_of(arena, &all, rank);
    settle_main(&found);
    for (size_t i = 0; i < found.n; i++)
        add_facts(reading, &found.items[i]);
    for (size_t i = 0; i < all.n; i++)
        if (is_beside(&all.items[i], rank))
            add_facts(reading, &all.items[i]);
}

const struct winnow_ld_facts *winnow_ld_facts(struct winnow_document *document)
{
    struct winnow_arena *arena = document->arena;
    struct reading *reading;
    struct winnow_ld_facts *facts;

    if (document->ld_facts != NULL)
        return document->ld_facts;
    facts = winnow_arena_calloc(arena, 1, sizeof *facts);
    document->ld_facts = facts;
    reading = winnow_arena_calloc(arena, 1, sizeof *reading);
    reading->document = document;
    for (uint32_t i = 0; i < document->n_scripts; i++)
        read_script(reading, i);
    if (reading->n_scripts == 0)
        return facts;
    reading->facts =
        winnow_arena_alloc(arena, FACTS_MOST * sizeof *reading->facts);
    read_subjects(reading);
    facts->items = reading->facts;
    facts->n = reading->n_facts;
    return facts;
}

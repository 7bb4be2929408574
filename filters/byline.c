/* The byline filter: who wrote it. A line that begins with "By" in some
 * language and goes on with names, or one that the markup calls an author, is
 * the byline; the author field gets the names alone, joined by "; ". What the
 * head says stands in when the text says nothing. */
#include "json_ld.h"
#include "names.h"
#include "shape.h"

#include "date.h"
#include "fold.h"

enum {
    LINE_WORDS = 20, /* of a byline, roles and dates with it */
    NAME_WORDS = 6,
    NAME_IDEOGRAPHS = 8,
    NAMES_MOST = 8
};

struct state {
    uint16_t byline, role, name_word, and_word;
};

static enum winnow_status open_byline(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->byline = winnow_phrase_group(ctx->phrases, "byline");
    state->role = winnow_phrase_group(ctx->phrases, "byline-role");
    state->name_word = winnow_phrase_group(ctx->phrases, "name-word");
    state->and_word = winnow_phrase_group(ctx->phrases, "and");
    return WINNOW_OK;
}

/* ---- names out of a line ---------------------------------------------------
 */

struct author {
    struct winnow_view names[NAMES_MOST];
    size_t n;
    bool is_clean; /* nothing stood there that is neither name nor role */
};

/* What ends a name: a comma, a bar, a dash between blanks, a bracket. */
static size_t separator_at(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {
        ",",       ";",       "|",       "/",      "(",      ")",
        "[",       "]",       "\n",      "\u2022", "\u00b7", "\u3001",
        "\uff0c",  "\u060c",  "\uff08",  "\uff09", "\uff0f", " - ",
        " \u2013", " \u2014", "\u2009|", "\u00bb", "\u203a", "\u3000",
    };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t n = strlen(signs[i]);
        if (text.length_bytes - at >= n &&
            memcmp(text.data + at, signs[i], n) == 0)
            return n;
    }
    return 0;
}

static size_t word_end(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes && text.data[at] != ' ' &&
           separator_at(text, at) == 0)
        at++;
    return at;
}

static bool is_ideographic(struct winnow_view text)
{
    uint32_t code;
    size_t at = winnow_skip_punctuation(text, 0);

    if (at >= text.length_bytes)
        return false;
    winnow_decode_code_point(text.data + at, text.data + text.length_bytes,
                             &code);
    return winnow_class_of(code) == WINNOW_CLASS_IDEOGRAPH;
}

/* A line while names are taken out of it. */
struct reading {
    const struct state *state;
    const struct winnow_block *block;
    struct author author;
};

static struct winnow_view part_of(const struct reading *reading, size_t start,
                                  size_t end)
{
    struct winnow_view part = {reading->block->text.data + start, end - start};

    return part;
}

/* Whether the word may stand in a name: upper case first, or a particle. */
static bool is_name_word(const struct reading *reading, size_t start,
                         size_t end)
{
    return winnow_starts_like_name(part_of(reading, start, end)) ||
           winnow_phrase_over(reading->block, reading->state->name_word, start,
                              end);
}

static bool is_name(const struct reading *reading, size_t start, size_t end)
{
    struct winnow_view text = part_of(reading, start, end);
    uint32_t n = winnow_count_words(text);
    bool any = false;

    if (n == 0 || n > (is_ideographic(text) ? NAME_IDEOGRAPHS : NAME_WORDS))
        return false;
    for (size_t at = start; at < end;) {
        size_t after = word_end(reading->block->text, at);
        if (after > end)
            after = end;
        if (after > at && !is_name_word(reading, at, after))
            return false;
        any |= after > at;
        at = after + 1;
    }
    return any;
}

/* Whether a role phrase stands inside bytes [start, end) of the line. */
static bool holds_role(const struct reading *reading, size_t start, size_t end)
{
    for (uint32_t i = 0; i < reading->block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &reading->block->phrases[i];
        if (hit->group == reading->state->role && hit->start >= start &&
            hit->end <= end)
            return true;
    }
    return false;
}

static void add_part(struct reading *reading, size_t start, size_t end)
{
    struct author *author = &reading->author;
    struct winnow_view part;
    struct winnow_date date;

    while (start < end && reading->block->text.data[start] == ' ')
        start++;
    while (end > start && reading->block->text.data[end - 1] == ' ')
        end--;
    part = part_of(reading, start, end);
    if (start == end || holds_role(reading, start, end))
        return;
    if (author->n < NAMES_MOST && is_name(reading, start, end)) {
        author->names[author->n++] = part;
        return;
    }
    if (winnow_count_words(part) != 0 && !winnow_date_find(part, 0, &date))
        author->is_clean = false;
}

/* Takes the parts of the line from `at` on: names, roles, anything else. */
static struct author read_names(const struct state *state,
                                const struct winnow_block *block, size_t at)
{
    struct reading reading = {state, block, {.is_clean = true}};
    struct winnow_view text = block->text;
    size_t start = at;

    while (at < text.length_bytes) {
        size_t n = separator_at(text, at), end;
        if (n != 0) {
            add_part(&reading, start, at);
            at += n;
            start = at;
            continue;
        }
        end = word_end(text, at);
        if (end > at && winnow_phrase_over(block, state->and_word, at, end)) {
            add_part(&reading, start, at);
            start = end;
        }
        at = end == at ? at + 1 : end;
    }
    add_part(&reading, start, text.length_bytes);
    return reading.author;
}

static struct winnow_view join(struct winnow_arena *arena,
                               const struct author *author)
{
    size_t n = 0;
    char *bytes;

    if (author->n == 0)
        return (struct winnow_view){NULL, 0};
    if (author->n == 1)
        return author->names[0];
    for (size_t i = 0; i < author->n; i++)
        n += author->names[i].length_bytes + 2;
    bytes = winnow_arena_alloc(arena, n);
    n = 0;
    for (size_t i = 0; i < author->n; i++) {
        if (i != 0) {
            memcpy(bytes + n, "; ", 2);
            n += 2;
        }
        memcpy(bytes + n, author->names[i].data, author->names[i].length_bytes);
        n += author->names[i].length_bytes;
    }
    return (struct winnow_view){bytes, n};
}

/* ---- blocks ----------------------------------------------------------------
 */

/* Bytes behind "By" and the colon or blanks after it. */
static size_t behind(const struct winnow_block *block,
                     const struct winnow_phrase_hit *hit)
{
    size_t at = hit->end;

    while (at < block->text.length_bytes &&
           (block->text.data[at] == ':' || block->text.data[at] == ' ' ||
            block->text.data[at] == '/'))
        at++;
    if (block->text.length_bytes - at >= 3 &&
        (memcmp(block->text.data + at, "\uff1a", 3) == 0 ||
         memcmp(block->text.data + at, "\uff0f", 3) == 0))
        at += 3;
    return at;
}

/* "By" in some languages is a word like any other: a name must follow at once,
 * and ideographs must have a sign between. */
static bool is_introduced(const struct winnow_block *block,
                          const struct winnow_phrase_hit *hit, size_t at)
{
    struct winnow_view rest = {block->text.data + at,
                               block->text.length_bytes - at};

    return at < block->text.length_bytes &&
           (!is_ideographic(rest) || at > hit->end);
}

static bool is_line(const struct winnow_block *block)
{
    return !block->hidden && block->n_words != 0 &&
           block->n_words <= LINE_WORDS && block->form != WINNOW_KIND_TITLE &&
           !winnow_is_settled_around(block) &&
           !(block->verdict_rule != NULL &&
             block->verdict == WINNOW_KIND_TITLE);
}

static bool is_called_author(struct winnow_document *document,
                             const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    return (sight.nearest & WINNOW_NAME_BYLINE) != 0 && sight.steps <= 2 &&
           (sight.above &
            (WINNOW_NAME_COMMENTS | WINNOW_NAME_RELATED | WINNOW_NAME_NAV |
             WINNOW_NAME_FOOTER | WINNOW_NAME_SIDE | WINNOW_NAME_CAPTION)) == 0;
}

static bool is_among_others(struct winnow_document *document,
                            const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    return (sight.above &
            (WINNOW_NAME_COMMENTS | WINNOW_NAME_RELATED | WINNOW_NAME_NAV |
             WINNOW_NAME_FOOTER | WINNOW_NAME_SIDE | WINNOW_NAME_CAPTION)) != 0;
}

/* How far a byline may stand from the main text. */
static bool is_near(const struct winnow_stretch *stretch, uint32_t i)
{
    enum { BEFORE = 25, AFTER = 6 };

    return stretch->end == 0 ||
           (i + BEFORE >= stretch->first && i < stretch->end + AFTER);
}

static void mark_block(const struct state *state,
                       struct winnow_document *document, uint32_t i)
{
    struct winnow_block *block = &document->blocks[i];
    const struct winnow_phrase_hit *hit =
        winnow_phrase_at_start(block, state->byline);
    bool called = is_called_author(document, block);
    size_t at = hit == NULL ? 0 : behind(block, hit);
    struct author author;

    if (hit != NULL && !is_introduced(block, hit, at))
        hit = NULL;
    if (hit == NULL && !called)
        return;
    author = read_names(state, block, hit == NULL ? 0 : at);
    if (author.n == 0 || !author.is_clean) {
        if (called)
            winnow_hint(document, block, WINNOW_KIND_BYLINE, 40,
                        "byline.class");
        return;
    }
    if (block->n_words == 1 ||
        (hit != NULL && is_among_others(document, block))) {
        winnow_hint(document, block, WINNOW_KIND_BYLINE, 30, "byline.line");
        return;
    }
    winnow_verdict(block, WINNOW_KIND_BYLINE,
                   hit != NULL ? "byline.line" : "byline.class");
    winnow_field_set(document, WINNOW_FIELD_AUTHOR,
                     join(document->arena, &author), i);
}

/* ---- the head --------------------------------------------------------------
 */

static bool is_address(struct winnow_view text)
{
    return text.length_bytes > 4 &&
           (memcmp(text.data, "http", 4) == 0 ||
            memchr(text.data, '@', text.length_bytes) != NULL);
}

static void read_head(struct winnow_document *document)
{
    static const char *const names[] = {
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "citation_author",
        "cxenseparse:author",
        "dcsext.author",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        struct winnow_view value;
        if (meta == NULL)
            continue;
        value = winnow_view_trim(meta->content);
        if (value.length_bytes > 3 && memcmp(value.data, "By ", 3) == 0) {
            value.data += 3;
            value.length_bytes -= 3;
        }
        if (value.length_bytes != 0 && !is_address(value) &&
            winnow_field_set(document, WINNOW_FIELD_AUTHOR, value,
                             WINNOW_NO_BLOCK))
            return;
    }
}

static void read_scripts(struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_meta; i++) {
        struct winnow_view names;
        if (!winnow_view_is(document->meta[i].name, "json-ld"))
            continue;
        names =
            winnow_json_ld_authors(document->arena, document->meta[i].content);
        if (names.length_bytes != 0 && !is_address(names))
            winnow_field_set(document, WINNOW_FIELD_AUTHOR, names,
                             WINNOW_NO_BLOCK);
    }
}

/* A line that is nothing but the author's name again. */
static void mark_bare_names(struct winnow_document *document,
                            const struct winnow_stretch *stretch)
{
    struct winnow_view author = document->fields[WINNOW_FIELD_AUTHOR].value;
    uint64_t key = author.length_bytes == 0 ? 0 : winnow_text_key(author);

    if (key == 0 || winnow_count_words(author) < 2)
        return;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (is_line(block) && is_near(stretch, i) &&
            !is_among_others(document, block) &&
            winnow_text_key(block->text) == key)
            winnow_verdict(block, WINNOW_KIND_BYLINE, "byline.name");
    }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    struct winnow_stretch stretch = winnow_find_stretch(document);

    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (is_line(&document->blocks[i]) && is_near(&stretch, i))
            mark_block(ctx->state, document, i);
    read_head(document);
    read_scripts(document);
    mark_bare_names(document, &stretch);
}

const struct winnow_filter winnow_filter_byline = {
    .name = "byline",
    .summary = "finds who wrote it and sets the author field",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_byline,
    .document = mark,
};

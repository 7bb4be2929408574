/* datetime attributes in the source; see times.h. */
#include "times.h"

#include <string.h>

enum {
    TAG_BYTES_MOST = 1024, /* of a start tag, on either side of the attribute */
    VALUE_BYTES_MOST = 64,
    GAP_BYTES_MOST = 400 /* from the tag's end to the block's text */
};

/* A start tag: [start, end) of the text, without its brackets. */
struct tag {
    size_t start, end;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The tag around byte `at`, which stands in an attribute's name; false where
 * there is none that looks like one. */
static bool find_tag(struct winnow_view text, size_t at, struct tag *tag)
{
    size_t least = at > TAG_BYTES_MOST ? at - TAG_BYTES_MOST : 0;
    size_t most = text.length_bytes - at > TAG_BYTES_MOST ? at + TAG_BYTES_MOST
                                                          : text.length_bytes;
    size_t start = at, end = at;

    while (start > least && text.data[start - 1] != '<' &&
           text.data[start - 1] != '>')
        start--;
    while (end < most && text.data[end] != '>')
        end++;
    if (start == least || text.data[start - 1] != '<' || end == most ||
        lower(text.data[start]) < 'a' || lower(text.data[start]) > 'z')
        return false;
    tag->start = start;
    tag->end = end;
    return true;
}

/* Whether the tag has this word, of letters in any case, in its attributes. */
static bool has_word(struct winnow_view text, const struct tag *tag,
                     const char *word)
{
    size_t n = strlen(word);

    for (size_t at = tag->start; at + n <= tag->end; at++) {
        size_t i = 0;
        if ((text.data[at] | 0x20) != word[0])
            continue; /* nearly always */
        while (i < n && lower(text.data[at + i]) == word[i])
            i++;
        if (i == n)
            return true;
    }
    return false;
}

static void read_role(struct winnow_view text, const struct tag *tag,
                      struct winnow_time *time)
{
    static const char *const modified[] = {"datemodified", "updated",
                                           "modified"};
    static const char *const published[] = {"datepublished", "datecreated",
                                            "pubdate", "published"};

    time->is_microdata = has_word(text, tag, "itemprop");
    for (size_t i = 0; i < sizeof modified / sizeof modified[0]; i++)
        if (has_word(text, tag, modified[i]))
            time->role = WINNOW_TIME_MODIFIED;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++)
        if (has_word(text, tag, published[i]))
            time->role = WINNOW_TIME_PUBLISHED;
}

/* The attribute's value, behind the "=" at `at`. */
static bool read_value(struct winnow_view text, size_t at,
                       const struct tag *tag, struct winnow_view *value)
{
    char quote = ' ';
    size_t start;

    if (at < tag->end && (text.data[at] == '"' || text.data[at] == '\''))
        quote = text.data[at++];
    start = at;
    while (at < tag->end && text.data[at] != quote)
        at++;
    *value =
        winnow_view_trim((struct winnow_view){text.data + start, at - start});
    return value->length_bytes != 0 && value->length_bytes <= VALUE_BYTES_MOST;
}

/* ---- blocks --------------------------------------------------------------
 */

struct places {
    uint64_t *starts; /* of blocks' text, in the body, ascending */
    uint32_t *blocks;
    uint32_t n;
};

/* Blocks in the order of their text; those that the tree moved back are left
 * out. */
static struct places place_blocks(const struct winnow_document *document)
{
    struct places places = {.n = 0};
    uint64_t last = 0;

    places.starts = winnow_arena_alloc(
        document->arena, document->n_blocks * sizeof *places.starts);
    places.blocks = winnow_arena_alloc(
        document->arena, document->n_blocks * sizeof *places.blocks);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        if (block->n_spans == 0 || block->spans[0].start < last ||
            block->added != NULL)
            continue;
        last = block->spans[0].start;
        places.starts[places.n] = last;
        places.blocks[places.n++] = i;
    }
    return places;
}

/* How many blocks begin before `offset`. */
static uint32_t n_before(const struct places *places, uint64_t offset)
{
    uint32_t low = 0, high = places->n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (places->starts[middle] < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t find_block(const struct winnow_document *document,
                           const struct places *places, uint64_t offset)
{
    uint32_t i = n_before(places, offset);
    const struct winnow_block *before =
        i == 0 ? NULL : &document->blocks[places->blocks[i - 1]];

    if (before != NULL && before->spans[before->n_spans - 1].end > offset)
        return places->blocks[i - 1];
    return i < places->n && places->starts[i] - offset <= GAP_BYTES_MOST
               ? places->blocks[i]
               : WINNOW_NO_BLOCK;
}

/* ---- the search ----------------------------------------------------------
 */

static const char name[] = "datetime";
enum { NAME_BYTES = sizeof name - 1, STEP_BYTES = 128 };

/* What was found so far. */
struct search {
    const struct winnow_document *document;
    struct winnow_time *times; /* NULL: none */
    size_t n;
    struct places places;
};

static unsigned char mask_of(bool is_set)
{
    return (unsigned char)-(unsigned char)is_set;
}

/* Whether "time=" may end in the step of bytes from `at` on, by two signs of
 * it; two bytes stand before. Masks and no branches, so that compilers make
 * vectors of it: nearly all of a page is no more than looked at here. */
static bool may_end_name(const char *at)
{
    unsigned char found = 0;

    for (int i = 0; i < STEP_BYTES; i++)
        found |= mask_of(at[i] == '=') & mask_of((at[i - 2] | 0x20) == 'm');
    return found != 0;
}

/* Whether the name that ends at `at` is "datetime", in any case. */
static bool ends_name(struct winnow_view text, size_t at)
{
    if (text.data[at - NAME_BYTES - 1] > ' ')
        return false;
    for (size_t i = 0; i < NAME_BYTES; i++)
        if (lower(text.data[at - NAME_BYTES + i]) != name[i])
            return false;
    return true;
}

/* Passes the steps of bytes from `at` on in which no such name ends. */
static size_t pass_steps(struct winnow_view text, size_t at)
{
    while (text.length_bytes - at >= STEP_BYTES &&
           !may_end_name(text.data + at))
        at += STEP_BYTES;
    return at;
}

/* Where the first such name from `at` on ends, behind which "=" stands; the
 * text's end: there is none. */
static size_t next_name(struct winnow_view text, size_t at)
{
    if (at <= NAME_BYTES)
        at = NAME_BYTES + 1;
    while (at < text.length_bytes) {
        const char *sign;
        at = pass_steps(text, at);
        sign = memchr(text.data + at, '=', text.length_bytes - at);
        if (sign == NULL)
            break;
        at = (size_t)(sign - text.data);
        if (ends_name(text, at))
            return at;
        at++;
    }
    return text.length_bytes;
}

/* Reads the attribute whose name ends at `at`. */
static bool read_time(const struct winnow_document *document,
                      const struct places *places, size_t at,
                      struct winnow_time *time)
{
    struct winnow_view text = document->text;
    struct tag tag;
    size_t start;

    *time = (struct winnow_time){.role = WINNOW_TIME_PLAIN};
    if (!find_tag(text, at, &tag) ||
        !read_value(text, at + 1, &tag, &time->value))
        return false;
    read_role(text, &tag, time);
    start = (size_t)(time->value.data - text.data);
    time->span.start = winnow_body_offset(document, start, false);
    time->span.end =
        winnow_body_offset(document, start + time->value.length_bytes, true);
    time->block = find_block(document, places,
                             winnow_body_offset(document, tag.end, false));
    return true;
}

/* Reads those whose names end in bytes [at, end) of the source. */
static void search_part(struct search *search, size_t at, size_t end)
{
    const struct winnow_document *document = search->document;
    struct winnow_view part = {document->text.data, end};

    for (at = next_name(part, at); at < end && search->n < WINNOW_TIMES_MOST;
         at = next_name(part, at + 1)) {
        if (search->times == NULL) {
            search->times = winnow_arena_alloc(
                document->arena, WINNOW_TIMES_MOST * sizeof *search->times);
            search->places = place_blocks(document);
        }
        search->n +=
            read_time(document, &search->places, at, &search->times[search->n]);
    }
}

const struct winnow_time *winnow_times_find(struct winnow_document *document,
                                            size_t *n)
{
    struct search search = {.document = document};
    size_t at = 0;

    for (uint32_t i = 0; i < document->n_scripts; i++) {
        struct winnow_view script = document->scripts[i].text;
        size_t start = (size_t)(script.data - document->text.data);
        if (start < at)
            continue; /* the tree moved it */
        search_part(&search, at, start);
        at = start + script.length_bytes;
    }
    search_part(&search, at, document->text.length_bytes);
    *n = search.n;
    return search.times;
}

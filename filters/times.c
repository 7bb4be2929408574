/* datetime attributes; see times.h. */
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

/* The tag around byte `at`, where an attribute's value is written; false where
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

/* The value of an attribute as written. */
static bool read_value(struct winnow_view written, struct winnow_view *value)
{
    *value = written;
    if (written.length_bytes >= 2 &&
        (written.data[0] == '"' || written.data[0] == '\''))
        *value =
            (struct winnow_view){written.data + 1, written.length_bytes - 2};
    *value = winnow_view_trim(*value);
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

/* ---- all of them ---------------------------------------------------------
 */

static bool read_time(const struct winnow_document *document,
                      const struct places *places, struct winnow_view written,
                      struct winnow_time *time)
{
    struct winnow_view text = document->text;
    struct tag tag;
    size_t start;

    *time = (struct winnow_time){.role = WINNOW_TIME_PLAIN};
    if (!read_value(written, &time->value) ||
        !find_tag(text, (size_t)(written.data - text.data), &tag))
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

const struct winnow_time *winnow_times_find(struct winnow_document *document,
                                            size_t *n)
{
    struct winnow_time *times;
    struct places places;

    *n = 0;
    if (document->n_datetimes == 0)
        return NULL;
    times = winnow_arena_alloc(document->arena,
                               document->n_datetimes * sizeof *times);
    places = place_blocks(document);
    for (uint32_t i = 0; i < document->n_datetimes; i++)
        *n += read_time(document, &places, document->datetimes[i], &times[*n]);
    return times;
}

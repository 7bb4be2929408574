/* The language of a document; see language.h. */
#include "language.h"

#include "script.h"

#include <ctype.h>
#include <string.h>

#include "buffer.h"

#ifndef WINNOW_HAVE_CLD2
bool winnow_language_can_detect(void)
{
    return false;
}

void winnow_language_detect(struct winnow_view text, const char *declared,
                            const char *domain,
                            struct winnow_language *language)
{
    (void)text, (void)declared, (void)domain;
    language->tag[0] = '\0';
    language->score = 0;
}
#endif

/* A quarter of what is shown of a long text at most tells the language of
 * nearly all; detecting is what costs. */
enum {
    SHOWN_BYTES = 4 << 10,
    SHOWN_FIRST_BYTES = 1 << 10,
    PIECES = 8, /* that they are of at least */
    CERTAIN_SCORE = 950,
    HINT_BYTES = 32
};

/* ---- evidence -------------------------------------------------------------
 */

/* A block's start, at most so many bytes of it, that ends between characters.
 */
static size_t piece_of(struct winnow_view block, size_t most)
{
    size_t n = block.length_bytes;

    if (n <= most)
        return n;
    for (n = most; ((unsigned char)block.data[n] & 0xC0) == 0x80;)
        n--;
    return n;
}

static uint64_t count_kept_bytes(const struct winnow_document *document)
{
    uint64_t bytes = 0;

    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].kept)
            bytes += document->blocks[i].text.length_bytes;
    return bytes;
}

/* All of the kept text, which is `all` bytes; or of one longer than `shown`
 * about so much: the starts of blocks, spread over it evenly. */
static struct winnow_view gather_text(struct winnow_document *document,
                                      uint64_t all, size_t shown)
{
    const size_t piece = shown / PIECES;
    uint64_t passed = 0;
    bool is_long = all > shown;
    char *text;
    size_t n = 0;

    text = winnow_arena_alloc(document->arena,
                              is_long ? shown + piece + 1
                                      : (size_t)all + document->n_blocks);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_view block = document->blocks[i].text;
        if (!document->blocks[i].kept)
            continue;
        if (!is_long || n <= passed * shown / all) {
            size_t taken =
                is_long ? piece_of(block, piece) : block.length_bytes;
            memcpy(text + n, block.data, taken);
            n += taken;
            text[n++] = '\n';
        }
        passed += block.length_bytes;
    }
    return (struct winnow_view){text, n};
}

/* A copy with a NUL behind it, of letters, digits and hyphens alone: hints are
 * read by a library. Empty when it is anything else. */
static void copy_hint(struct winnow_view from, char to[HINT_BYTES])
{
    to[0] = '\0';
    if (from.length_bytes >= HINT_BYTES)
        return;
    for (size_t i = 0; i < from.length_bytes; i++) {
        unsigned char c = (unsigned char)from.data[i];
        if (c >= 0x80 || (!isalnum(c) && c != '-')) {
            to[0] = '\0';
            return;
        }
        to[i] = (char)tolower(c);
        to[i + 1] = '\0';
    }
}

/* "de" of "https://www.example.de:80/x". */
static struct winnow_view domain_of(struct winnow_view url)
{
    const char *slashes = NULL;
    size_t start, end;

    for (size_t i = 0; i + 2 < url.length_bytes && slashes == NULL; i++)
        if (memcmp(url.data + i, "://", 3) == 0)
            slashes = url.data + i + 3;
    if (slashes == NULL)
        return (struct winnow_view){NULL, 0};
    start = (size_t)(slashes - url.data);
    for (end = start; end < url.length_bytes && url.data[end] != '/' &&
                      url.data[end] != ':' && url.data[end] != '?';
         end++)
        if (url.data[end] == '.')
            start = end + 1;
    return (struct winnow_view){url.data + start, end - start};
}

/* ---- the field -------------------------------------------------------------
 */

/* Detects by little of the text, and by more where that leaves doubt. */
static void detect(struct winnow_document *document,
                   struct winnow_language *found)
{
    uint64_t all = count_kept_bytes(document);
    char declared[HINT_BYTES], domain[HINT_BYTES];
    struct winnow_view text = gather_text(document, all, SHOWN_FIRST_BYTES);

    document->script = winnow_script_of_text(text);
    found->score = 0;
    if (!winnow_language_can_detect())
        return;
    copy_hint(document->fields[WINNOW_FIELD_LANGUAGE].value, declared);
    copy_hint(domain_of(document->url), domain);
    winnow_language_detect(text, declared, domain, found);
    if (found->score >= CERTAIN_SCORE || all <= SHOWN_FIRST_BYTES)
        return;
    text = gather_text(document, all, SHOWN_BYTES);
    document->script = winnow_script_of_text(text);
    winnow_language_detect(text, declared, domain, found);
}

void winnow_find_language(struct winnow_document *document)
{
    struct winnow_language found;
    struct winnow_view tag;

    document->language_is_found = true;
    document->language_score = 0;
    detect(document, &found);
    if (found.score == 0)
        return;
    document->language_score = found.score;
    tag = winnow_view_of(found.tag);
    /* What the page says may be more exact: "pt-BR", "en-GB". */
    if (winnow_language_is_among(document->fields[WINNOW_FIELD_LANGUAGE].value,
                                 found.tag))
        return;
    tag.data = winnow_arena_copy(document->arena, tag.data, tag.length_bytes);
    document->fields[WINNOW_FIELD_LANGUAGE].value = tag;
    document->fields[WINNOW_FIELD_LANGUAGE].block = WINNOW_NO_BLOCK;
}

/* ---- lists ------------------------------------------------------------------
 */

static bool starts_with(struct winnow_view tag, const char *wanted, size_t n)
{
    if (tag.length_bytes < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = tag.data[i] == '_' ? '-' : tag.data[i];
        if (tolower((unsigned char)c) != tolower((unsigned char)wanted[i]))
            return false;
    }
    return tag.length_bytes == n || tag.data[n] == '-' || tag.data[n] == '_';
}

bool winnow_language_is_among(struct winnow_view tag, const char *list)
{
    while (*list != '\0') {
        size_t n = strcspn(list, ",");
        if (n != 0 && starts_with(tag, list, n))
            return true;
        list += n + (list[n] == ',');
    }
    return false;
}

bool winnow_language_list_is_valid(const char *list)
{
    size_t n = 0;

    for (; *list != '\0'; list++) {
        unsigned char c = (unsigned char)*list;
        if (c == ',' && n < 2)
            return false;
        if (c != ',' && (c >= 0x80 || (!isalnum(c) && c != '-')))
            return false;
        n = c == ',' ? 0 : n + 1;
    }
    return n >= 2;
}

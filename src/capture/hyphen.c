/* Tells hyphens of breaks from those of words; see hyphen.h. The words are kept
 * as bits of a hash, two a word and sixteen for every six bytes of text: enough
 * to be wrong once in a hundred. */
#include "capture/hyphen.h"

#include "capture/characters.h"
#include "hash.h"

enum {
    BITS_LEAST = 1 << 12,
    WORD_BYTES_MOST = 64, /* longer ones are not told apart */
    HYPHEN = 0x2010,
    HYPHEN_BYTES = 3
};

/* ASCII letters and digits, and whatever is beyond ASCII but the hyphen and
 * other general punctuation. */
static bool is_word_byte(struct winnow_view text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];

    if (c == 0xe2 && at + 1 < text.length_bytes &&
        (unsigned char)text.data[at + 1] == 0x80)
        return false;
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

static size_t hyphen_bytes(struct winnow_view text, size_t at)
{
    if (at < text.length_bytes && text.data[at] == '-')
        return 1;
    return at + HYPHEN_BYTES <= text.length_bytes &&
                   memcmp(text.data + at, "\xe2\x80\x90", HYPHEN_BYTES) == 0
               ? HYPHEN_BYTES
               : 0;
}

/* ---- the set ------------------------------------------------------------- */

/* A word while it is put together, in lower case as far as ASCII goes. */
struct word {
    char bytes[WORD_BYTES_MOST];
    size_t length;
};

static void add_bytes(struct word *word, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n && word->length < WORD_BYTES_MOST; i++) {
        char c = bytes[i];
        word->bytes[word->length++] =
            c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
}

static void put(const struct winnow_hyphens *hyphens, const struct word *word)
{
    uint64_t hash = winnow_hash64(word->bytes, word->length);

    for (int i = 0; i < 2; i++, hash >>= 32)
        hyphens->bits[(hash & hyphens->mask) >> 6] |= UINT64_C(1)
                                                      << (hash & 63);
}

static bool has(const struct winnow_hyphens *hyphens, const struct word *word)
{
    uint64_t hash = winnow_hash64(word->bytes, word->length);

    for (int i = 0; i < 2; i++, hash >>= 32)
        if ((hyphens->bits[(hash & hyphens->mask) >> 6] >> (hash & 63) & 1) ==
            0)
            return false;
    return true;
}

/* ---- reading ------------------------------------------------------------- */

static size_t word_end(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes && is_word_byte(text, at))
        at++;
    return at;
}

/* Puts the word at `at`, or the row of words with hyphens between; returns its
 * end. One whose last hyphen ends its line is not whole. */
static size_t read_word(struct winnow_hyphens *hyphens, struct winnow_view text,
                        size_t at)
{
    struct word word = {.length = 0};
    size_t end = word_end(text, at), n;

    add_bytes(&word, text.data + at, end - at);
    while ((n = hyphen_bytes(text, end)) != 0 && end + n < text.length_bytes &&
           is_word_byte(text, end + n)) {
        at = end + n;
        end = word_end(text, at);
        add_bytes(&word, "-", 1);
        add_bytes(&word, text.data + at, end - at);
    }
    if (n == 0)
        put(hyphens, &word);
    if (n != 0 && end + n + 1 < text.length_bytes &&
        text.data[end + n] == ' ' && is_word_byte(text, end + n + 1)) {
        word = (struct word){.bytes = {'-', ' '}, .length = 2};
        at = end + n + 1;
        add_bytes(&word, text.data + at, word_end(text, at) - at);
        put(hyphens, &word);
    }
    return end + n;
}

void winnow_hyphens_read(struct winnow_hyphens *hyphens,
                         struct winnow_arena *arena, struct winnow_view text,
                         bool is_habit)
{
    uint64_t n_bits = BITS_LEAST;

    while (n_bits < text.length_bytes * 8 / 3)
        n_bits *= 2;
    hyphens->bits = winnow_arena_calloc(arena, n_bits / 64, sizeof(uint64_t));
    hyphens->mask = n_bits - 1;
    hyphens->is_habit = is_habit;
    for (size_t at = 0; at < text.length_bytes;)
        if (is_word_byte(text, at))
            at = read_word(hyphens, text, at);
        else
            at++;
}

/* ---- asking -------------------------------------------------------------- */

/* The word that ends before `end`, its hyphens included. */
static size_t word_start(struct winnow_view text, size_t start, size_t end)
{
    while (end > start &&
           (is_word_byte(text, end - 1) || text.data[end - 1] == '-'))
        end--;
    return end;
}

static enum winnow_hyphen judge(const struct winnow_hyphens *hyphens,
                                struct winnow_view text, size_t first,
                                size_t hyphen, size_t next)
{
    size_t next_end = word_end(text, next);
    struct word word = {.length = 0};

    add_bytes(&word, text.data + first, hyphen - first);
    add_bytes(&word, text.data + next, next_end - next);
    if (has(hyphens, &word))
        return WINNOW_HYPHEN_OF_BREAK;
    word.length = 0;
    add_bytes(&word, text.data + first, hyphen - first);
    add_bytes(&word, "-", 1);
    add_bytes(&word, text.data + next, next_end - next);
    if (has(hyphens, &word))
        return WINNOW_HYPHEN_OF_WORD;
    word.length = 0;
    add_bytes(&word, "- ", 2);
    add_bytes(&word, text.data + next, next_end - next);
    if (has(hyphens, &word))
        return WINNOW_HYPHEN_SUSPENDED;
    return hyphens->is_habit ? WINNOW_HYPHEN_OF_BREAK : WINNOW_HYPHEN_OF_WORD;
}

enum winnow_hyphen winnow_hyphen_at(const struct winnow_hyphens *hyphens,
                                    struct winnow_view text,
                                    const struct winnow_line *line,
                                    const struct winnow_line *next,
                                    size_t *start)
{
    size_t n = line->last == '-' ? 1 : HYPHEN_BYTES;

    if (hyphens->bits == NULL || (line->last != '-' && line->last != HYPHEN) ||
        line->end - line->start <= n || !winnow_is_lower_case(next->first))
        return WINNOW_HYPHEN_NONE;
    *start = line->end - n;
    if (!is_word_byte(text, *start - 1))
        return WINNOW_HYPHEN_NONE;
    return judge(hyphens, text, word_start(text, line->start, *start), *start,
                 next->start);
}

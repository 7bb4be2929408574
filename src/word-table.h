/* Tables of words that the program knows: open-addressing hash tables, written
 * as C by tools/tables-to-c.c from the .def files. Internal to that and to who
 * looks a word up. */
#ifndef WINNOW_WORD_TABLE_H
#define WINNOW_WORD_TABLE_H

#include "document.h"

enum { WINNOW_WORD_BYTES_MAX = 32 };

struct winnow_word {
    char bytes[WINNOW_WORD_BYTES_MAX];
    uint8_t length_bytes;
    uint32_t value, value2;
};

/* `slots`, a power of two of them, are probed one after the other: 0 where the
 * table ends, or one more than a word's index, and above that
 * winnow_word_tag of its hash: words are hardly looked at in vain. */
enum { WINNOW_WORD_INDEX_BITS = 12 };
struct winnow_word_table {
    const struct winnow_word *words; /* in the order of their .def */
    const uint16_t *slots;
    size_t slot_mask;
};

/* names.def: `value` is the groups, WINNOW_NAME_....; winnow_word_hash_whole.
 */
extern const struct winnow_word_table winnow_name_words;
/* html/references.def: the code points; `value2` may be 0;
 * winnow_word_hash_step. */
extern const struct winnow_word_table winnow_references;

/* The hash of a word, byte by byte, so that it is had while a word is read, and
 * of every prefix. */
#define WINNOW_WORD_HASH_START UINT32_C(0x811C9DC5)
static inline uint32_t winnow_word_hash_step(uint32_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * UINT32_C(0x9E3779B1);
}

/* The hash of a word of one byte or more by three of its bytes and its length:
 * for words that stand whole when they are looked up. */
static inline uint32_t winnow_word_hash_whole(const char *bytes, size_t n)
{
    uint32_t first = (unsigned char)bytes[0],
             middle = (unsigned char)bytes[n / 2],
             last = (unsigned char)bytes[n - 1];

    return (first | middle << 8 | last << 16 | (uint32_t)n << 24) *
           UINT32_C(0xC2B2AE35);
}

/* The first slot to look at. */
static inline size_t winnow_word_slot(uint32_t hash, size_t slot_mask)
{
    return (hash >> 16 ^ hash >> 3) & slot_mask;
}

static inline uint32_t winnow_word_tag(uint32_t hash)
{
    return hash >> (32 - (16 - WINNOW_WORD_INDEX_BITS));
}

/* The word with these bytes, whose hash is `hash`; NULL if there is none. */
static inline const struct winnow_word *
winnow_word_find(const struct winnow_word_table *table, const char *bytes,
                 size_t length_bytes, uint32_t hash)
{
    const uint32_t mask = (1u << WINNOW_WORD_INDEX_BITS) - 1;
    size_t slot = winnow_word_slot(hash, table->slot_mask);
    uint32_t entry;

    for (; (entry = table->slots[slot]) != 0;
         slot = (slot + 1) & table->slot_mask) {
        const struct winnow_word *word = &table->words[(entry & mask) - 1];
        if (entry >> WINNOW_WORD_INDEX_BITS == winnow_word_tag(hash) &&
            word->length_bytes == length_bytes &&
            memcmp(word->bytes, bytes, length_bytes) == 0)
            return word;
    }
    return NULL;
}

#endif

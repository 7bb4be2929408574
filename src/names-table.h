/* The words of names.def as names.c finds them: an open-addressing hash table,
 * written as C by tools/names-to-c.c. Internal to these two. */
#ifndef WINNOW_NAMES_TABLE_H
#define WINNOW_NAMES_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum {
    WINNOW_NAME_BYTES_MAX = 24, /* longer words are in no group */
    WINNOW_NAME_N_SLOTS = 2048  /* a power of two; most are empty */
};

struct winnow_name_word {
    char word[WINNOW_NAME_BYTES_MAX + 1];
    uint8_t length_bytes;
    uint32_t group; /* WINNOW_NAME_... */
};

/* In the order of names.def. */
extern const struct winnow_name_word winnow_name_words[];
/* By hash, probed one after the other: 0, or one more than a word's index. */
extern const uint16_t winnow_name_slots[WINNOW_NAME_N_SLOTS];

/* The hash of a word, byte by byte, so that it is had while a word is read. */
#define WINNOW_NAME_HASH_START UINT32_C(0x811C9DC5)
static inline uint32_t winnow_name_hash_step(uint32_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * UINT32_C(0x9E3779B1);
}

/* The first slot to look at. */
static inline size_t winnow_name_slot_of(uint32_t hash)
{
    return (hash >> 16 ^ hash >> 5) % WINNOW_NAME_N_SLOTS;
}

#endif

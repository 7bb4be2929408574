/* The compiled form of phrases: what phrases.c builds, match.c walks and
 * tools/phrases-to-c.c writes as C. Internal to these three.
 *
 * A text is read as tokens (token.h). Each token has readings: the word it is,
 * every stem it starts with, and WINNOW_SYMBOL_NUMBER if it is a number. Those
 * that occur in some phrase have a symbol. A price, which may be several
 * tokens, is the symbol WINNOW_SYMBOL_PRICE. The phrases are a trie over
 * symbols.
 *
 * The matcher does not make this deterministic: with stems inside stems and
 * prices of several tokens that would cost states without bound. It walks the
 * trie from every token at once and holds the nodes that it has reached, a
 * small set: mostly none, at most one for each token back to the longest
 * phrase's length and each way to read them. What a token costs depends on
 * that, and not on how many phrases there are.
 *
 * All of it is plain numbers, offsets and no pointers, so that the built-in
 * tables stand in read-only memory as they are.
 */
#ifndef WINNOW_PHRASES_TABLE_H
#define WINNOW_PHRASES_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WINNOW_SYMBOL_NONE,
    WINNOW_SYMBOL_NUMBER,
    WINNOW_SYMBOL_PRICE,
    WINNOW_SYMBOL_FIRST_WORD
};

enum { WINNOW_ANCHOR_START = 1, WINNOW_ANCHOR_END = 2 };

/* The most tokens that a phrase may have. */
enum { WINNOW_PHRASE_TOKENS_MAX = 128 };

/* A slot of an open-addressing hash table, probed one after the other. Words of
 * one hash are taken for the same: that two are is not to be expected of fewer
 * than 2^32, and costs a wrong phrase. */
struct winnow_phrase_slot {
    uint64_t hash;   /* winnow_token_hash of the folded bytes */
    uint32_t symbol; /* 0: the slot is empty */
    uint32_t root;   /* the node it leads to from the root, 0 if none */
};

struct winnow_phrase_node {
    uint32_t first_edge, n_edges;     /* ascending by symbol */
    uint32_t first_output, n_outputs; /* the phrases that end here */
};

/* Nodes are named by their numbers, with what is to be done there, so that a
 * node is read only for that. */
enum {
    WINNOW_NODE_ENDS = 1 << 30,    /* some phrase ends here */
    WINNOW_NODE_GOES_ON = 1 << 29, /* it has edges */
    WINNOW_NODE_NUMBER = WINNOW_NODE_GOES_ON - 1
};

struct winnow_phrase_edge {
    uint32_t symbol, node;
};

struct winnow_phrase_output {
    uint16_t group;
    uint16_t anchors; /* WINNOW_ANCHOR_... */
};

/* Most words are in no phrase, and the tables are larger than the nearer
 * caches: filters keep most words from them, two bits of one number a hash
 * (32 KiB for words, 1 KiB for stems). Stems are looked for at the lengths that
 * the first two bytes of a word say some stem that starts so has. */
enum {
    WINNOW_WORD_FILTER_BITS = 11, /* of a hash, that choose the number */
    WINNOW_STEM_FILTER_BITS = 7,
    WINNOW_WORD_FILTER_LENGTH = 2 << WINNOW_WORD_FILTER_BITS,
    WINNOW_STEM_FILTER_LENGTH = 1 << WINNOW_STEM_FILTER_BITS,
    WINNOW_STEM_LENGTHS_LENGTH = 1 << 12,
    WINNOW_STEM_LENGTHS_BITS = 16
};

static inline uint64_t winnow_filter_mask(uint64_t hash)
{
    return UINT64_C(1) << (hash >> 32 & 63) | UINT64_C(1) << (hash >> 38 & 63);
}

/* Whether a filter's number may be of a table that has the hash. */
static inline bool winnow_may_hold(uint64_t number, uint64_t hash)
{
    uint64_t mask = winnow_filter_mask(hash);

    return (number & mask) == mask;
}

/* The number of a filter that is for a hash; of words there are two, of all and
 * of those that some phrase starts with. */
static inline size_t winnow_word_filter_index(uint64_t hash, bool starts_phrase)
{
    return (hash >> (64 - WINNOW_WORD_FILTER_BITS)) * 2 + starts_phrase;
}

static inline size_t winnow_stem_filter_index(uint64_t hash)
{
    return hash >> (64 - WINNOW_STEM_FILTER_BITS);
}

/* The number of a word's first two bytes, by which letters of ASCII and those
 * of two bytes differ. */
static inline uint32_t winnow_stem_start(unsigned char first,
                                         unsigned char second)
{
    return (first & 63u) | (second & 63u) << 6;
}

/* A bit for each length of a stem, the last one for all longer ones too. */
static inline uint32_t winnow_stem_length_bit(size_t length_bytes)
{
    return 1u << (length_bytes < WINNOW_STEM_LENGTHS_BITS
                      ? length_bytes - 1
                      : WINNOW_STEM_LENGTHS_BITS - 1);
}

static inline uint32_t winnow_stem_lengths_up_to(size_t length_bytes)
{
    return (1u << (length_bytes < WINNOW_STEM_LENGTHS_BITS
                       ? length_bytes
                       : WINNOW_STEM_LENGTHS_BITS)) -
           1;
}

struct winnow_phrases {
    uint32_t n_groups, n_symbols, n_nodes, n_edges, n_outputs;
    uint32_t word_mask, stem_mask; /* slots of each table, less one */
    uint32_t pool_bytes;
    const uint32_t *group_names; /* by group: offset of a NUL-terminated name
                                    in the pool */
    const char *pool;            /* of the groups' names */
    const struct winnow_phrase_slot *words, *stems;
    const uint64_t *word_filter, *stem_filter;
    const uint16_t *stem_lengths;     /* by winnow_stem_start, bits as above */
    uint32_t number_root, price_root; /* as a slot's root */
    const struct winnow_phrase_node *nodes; /* node 0: the root */
    const struct winnow_phrase_edge *edges;
    const struct winnow_phrase_output *outputs;
};

/* The node that a symbol leads to from one, as edges name it; 0 if none. */
static inline uint32_t
winnow_phrase_follow(const struct winnow_phrases *phrases, uint32_t node,
                     uint32_t symbol)
{
    const struct winnow_phrase_node *from =
        &phrases->nodes[node & WINNOW_NODE_NUMBER];
    const struct winnow_phrase_edge *edge;
    uint32_t n = from->n_edges;

    if (n == 0)
        return 0;
    edge = &phrases->edges[from->first_edge];
    /* the last one not above the symbol; which half is no branch */
    while (n > 1) {
        uint32_t half = n / 2;
        edge += edge[half].symbol <= symbol ? half : 0;
        n -= half;
    }
    return edge->symbol == symbol ? edge->node : 0;
}

#endif

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
    uint64_t hash;   /* winnow_token_hash_step over the folded bytes */
    uint32_t symbol; /* 0: the slot is empty */
    uint32_t root;   /* the node it leads to from the root, node 0 if none */
};

struct winnow_phrase_node {
    uint32_t first_edge, n_edges;     /* ascending by symbol */
    uint32_t first_output, n_outputs; /* the phrases that end here */
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
 * (16 KiB for words, 1 KiB for stems). Stems are looked for at every length of
 * a word, where its first two bytes say that one may start so. */
enum {
    WINNOW_WORD_FILTER_BITS = 11, /* of a hash, that choose the number */
    WINNOW_STEM_FILTER_BITS = 7,
    WINNOW_WORD_FILTER_LENGTH = 1 << WINNOW_WORD_FILTER_BITS,
    WINNOW_STEM_FILTER_LENGTH = 1 << WINNOW_STEM_FILTER_BITS,
    WINNOW_STEM_STARTS_LENGTH = 1 << (16 - 6)
};

static inline uint64_t winnow_filter_mask(uint64_t hash)
{
    return UINT64_C(1) << (hash >> 32 & 63) | UINT64_C(1) << (hash >> 38 & 63);
}

/* The number of a word's first two bytes; of its only one. */
static inline uint32_t winnow_stem_start(const char *bytes, size_t length_bytes)
{
    unsigned char first = (unsigned char)bytes[0];

    return length_bytes == 1 ? first
                             : first | (uint32_t)(unsigned char)bytes[1] << 8;
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
    const uint64_t *start_filter; /* of the words that a phrase starts with */
    const uint64_t *stem_starts;  /* a bit for each winnow_stem_start */
    uint32_t number_root, price_root;       /* as a slot's root */
    const struct winnow_phrase_node *nodes; /* node 0: the root */
    const struct winnow_phrase_edge *edges;
    const struct winnow_phrase_output *outputs;
};

/* The node that a symbol leads to from one; 0 if none. */
static inline uint32_t
winnow_phrase_follow(const struct winnow_phrases *phrases, uint32_t node,
                     uint32_t symbol)
{
    uint32_t low = phrases->nodes[node].first_edge;
    uint32_t high = low + phrases->nodes[node].n_edges;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct winnow_phrase_edge *edge = &phrases->edges[middle];
        if (edge->symbol == symbol)
            return edge->node;
        if (edge->symbol < symbol)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

#endif

/* Shapes of blocks that several filters ask for: what a block looks like,
 * apart from its words. All are linear in the text they are given. */
#ifndef WINNOW_SHAPE_H
#define WINNOW_SHAPE_H

#include "filter.h"
#include "fold.h"

/* Link characters of a hundred; 0 for an empty block and in captures. */
uint32_t winnow_link_share(const struct winnow_block *block);

/* Whether it is around the document by a verdict, or by a hint that all but
 * settles it. */
static inline bool winnow_is_settled_around(const struct winnow_block *block)
{
    if (block->verdict_rule != NULL)
        return block->verdict >= WINNOW_KIND_NAVIGATION;
    return block->settling != NULL;
}

/* Sets what the block adds to a run, after it was settled as something. */
static inline void winnow_settle_points(struct winnow_block *block)
{
    enum { SETTLED = -25 };

    block->stretch_points =
        block->text_points != 0 && winnow_is_settled_around(block)
            ? SETTLED
            : block->text_points;
}

/* The kind that such a block was settled as. */
enum winnow_kind winnow_settled_kind(const struct winnow_block *block);

/* A verdict that the document itself has on the block: title, byline ... */
static inline bool winnow_is_settled_body(const struct winnow_block *block)
{
    return block->verdict_rule != NULL &&
           block->verdict < WINNOW_KIND_NAVIGATION;
}

/* Whether a block may be around the document at all: no cell of a table, no
 * code, not the head's title, and no verdict that it is the document. */
static inline bool winnow_may_be_around(const struct winnow_block *block)
{
    return block->row == 0 && block->form != WINNOW_KIND_TITLE &&
           block->form != WINNOW_KIND_CODE && !winnow_is_settled_body(block);
}

/* A line that could head something: 3 words or more (4 ideographs), at most
 * 40, on one line, no full stop at its end, not mostly digits. */
bool winnow_is_headline(const struct winnow_block *block);

/* Whether block `i` is a page's heading with text of its own: prose, a table or
 * a list of text follows inside the heading's element, before the next heading
 * of its level. Such a heading names a part of the document, whatever it says.
 * Looks at a fixed number of blocks. */
bool winnow_heads_text(const struct winnow_document *document, uint32_t i);

/* Nothing but names of image files: "logo.png", "a_on.svga_over.svg". */
bool winnow_is_file_names(struct winnow_view text);

/* Nothing but short numbers, with signs and K or M: "0 6", "1.2K". */
bool winnow_is_counters(struct winnow_view text);

/* The hit of this group that starts where the text does, or NULL. */
const struct winnow_phrase_hit *
winnow_find_phrase_at_start(const struct winnow_block *block, uint16_t group);
static inline const struct winnow_phrase_hit *
winnow_phrase_at_start(const struct winnow_block *block, uint16_t group)
{
    return winnow_phrase_may_be(block, group)
               ? winnow_find_phrase_at_start(block, group)
               : NULL;
}

/* Whether phrases of the group cover at least `share` hundredths of the
 * block's letters and digits. */
bool winnow_phrases_cover(const struct winnow_block *block, uint16_t group,
                          uint32_t share);

/* Whether a hit of the group reaches over bytes [start, end) of the text. */
bool winnow_phrase_over(const struct winnow_block *block, uint16_t group,
                        size_t start, size_t end);

/* The byte after leading white space and punctuation from `at` on. */
size_t winnow_skip_punctuation(struct winnow_view text, size_t at);

/* The length in bytes of the first of `n` signs that stands at byte `at`; 0:
 * none does. No sign may begin with a letter or a digit of ASCII, with a space
 * before one, or with one of U+00C0 to U+05FF and U+4000 to U+DFFF, which are
 * letters nearly all. */
size_t winnow_find_sign(struct winnow_view text, size_t at,
                        const char *const *signs, size_t n);
static inline size_t winnow_sign_at(struct winnow_view text, size_t at,
                                    const char *const *signs, size_t n)
{
    unsigned char byte;

    if (at >= text.length_bytes)
        return 0;
    byte = (unsigned char)text.data[at];
    if (winnow_ascii_fold[byte] != 0 || (byte >= 0x80 && byte <= 0xBF) ||
        (byte >= 0xC3 && byte <= 0xD7) || (byte >= 0xE4 && byte <= 0xED))
        return 0; /* nearly always */
    if (byte == ' ' && at + 1 < text.length_bytes &&
        winnow_ascii_fold[(unsigned char)text.data[at + 1]] != 0)
        return 0; /* between two words */
    return winnow_find_sign(text, at, signs, n);
}

/* Whether a colon stands at byte `at`, blanks before it allowed. */
bool winnow_is_colon_at(struct winnow_view text, size_t at);

/* Whether the text has a letter of either case that is upper case at its first
 * letter, or a script without case. */
bool winnow_starts_like_name(struct winnow_view text);

/* Measures of every block what winnow_find_stretch asks, once words and links
 * are counted. */
void winnow_measure_for_stretch(struct winnow_document *document);

/* The run of blocks [first, end) that holds the most prose for its length: what
 * the document is, roughly. first == end: there is no prose. */
struct winnow_stretch {
    uint32_t first, end;
};
struct winnow_stretch
winnow_find_stretch(const struct winnow_document *document);

/* Finds the run of blocks with the greatest sum of points, told of one after
 * the other, in one pass (Kadane's); zeroed before the first. `best` is empty
 * where no sum is above 0. */
struct winnow_greatest_run {
    struct winnow_stretch best;
    int64_t most, sum; /* of the best; of what ends at the last block */
    uint32_t first;
};
void winnow_greatest_run_add(struct winnow_greatest_run *run, uint32_t i,
                             int64_t points);

/* Whether the stretch is the document of a capture, rather than the longest of
 * many short texts, as in a listing: 200 words of prose or more, and at least
 * `share` hundredths of all the prose there is. */
bool winnow_stretch_is_document(const struct winnow_document *document,
                                struct winnow_stretch stretch, uint32_t share);

/* The first block that surely stands behind the document's text: in a capture
 * whose stretch holds nearly all prose that there is. n_blocks on pages and
 * where it is not known. */
uint32_t winnow_find_tail(const struct winnow_document *document);

/* A short line that could stand in a menu: no prose, no sentence, at most
 * `most_words` words. */
bool winnow_is_short_line(const struct winnow_block *block,
                          uint32_t most_words);

/* The key (winnow_text_key) of block `i`, computed once. */
uint64_t winnow_block_key(struct winnow_document *document, uint32_t i);
/* Numbers for what the blocks say: equal where their keys are, 0 where those
 * are and for blocks of more than `most_bytes`; in the document's arena. They
 * are cheaper than keys, since most texts begin as no other does. */
const uint64_t *winnow_block_wordings(struct winnow_document *document,
                                      size_t most_bytes);

/* What a text says, to ask which blocks say the same. */
struct winnow_wording {
    uint64_t key, start_key;
};
struct winnow_wording winnow_wording_of(struct winnow_view text);
/* false where the wording's key is 0. */
bool winnow_block_says(struct winnow_document *document, uint32_t i,
                       const struct winnow_wording *wording);

/* Keys with a number each: how often a text occurs, or where it was first. */
struct winnow_key_table {
    uint64_t *keys;
    uint32_t *values;
    uint32_t mask;
};
void winnow_key_table_open(struct winnow_key_table *table,
                           struct winnow_arena *arena, uint32_t most);
/* The value of a key, 0 for a new one; key 0 is not allowed. */
uint32_t *winnow_key_table_value(struct winnow_key_table *table, uint64_t key);

/* A set of words, or of pairs of words, by hash: for asking how many two texts
 * share. Words of fewer than three letters are left out; two ideographs in a
 * row are a word. */
struct winnow_word_set {
    uint64_t *slots;
    uint64_t seen; /* of its keys' highest six bits each has set a bit */
    uint32_t mask, n;
    bool pairs; /* of each word and the one before it in a text */
};
/* An empty set for up to `most` words; more are not taken in. */
void winnow_word_set_open(struct winnow_word_set *set,
                          struct winnow_arena *arena, uint32_t most);
void winnow_word_set_add(struct winnow_word_set *set, struct winnow_view text);
void winnow_word_set_add_block(struct winnow_word_set *set,
                               const struct winnow_block *block);
/* Words of the block, in `*n_words`, and how many of them the set holds. */
uint32_t winnow_word_set_count(const struct winnow_word_set *set,
                               const struct winnow_block *block,
                               uint32_t *n_words);
uint32_t winnow_word_set_count_text(const struct winnow_word_set *set,
                                    struct winnow_view text, uint32_t *n_words);
/* The same for several sets, all of words or all of pairs, in one pass: returns
 * the words of the block; `n_shared` gets a number a set. */
uint32_t winnow_word_sets_count(const struct winnow_word_set *const *sets,
                                size_t n_sets, const struct winnow_block *block,
                                uint32_t *n_shared);

#endif

/* The contract that filters are written against.
 *
 * A filter says what blocks are. It sees all blocks of a document at once, in
 * order, with their neighbours, elements and phrases, and marks any of them:
 *
 *   winnow_hint(document, block, kind, strength, rule)  evidence for the
 *       labeller: strength 1..100, or -1..-100 against. 50 should tip a
 *       doubtful block, 100 all but settles it.
 *   winnow_verdict(block, kind, rule)  settles the kind. A verdict must be
 *       right: below a precision of 0.98 on the gold pages it becomes a hint.
 *   winnow_verdict_by_place(block, kind, rule)  the same, where the elements
 *       around the block and its place on the page say it, not its own text.
 *
 * Who wins when two speak, written here and nowhere else:
 *   1. a verdict over any hint;
 *   2. of two verdicts the more specific kind: any kind over WINNOW_KIND_OTHER,
 *      a kind around the document over a body kind;
 *   3. one by the block's text over one by its place;
 *   4. else the earlier one in chain order (filters.def).
 * Hints add up in the labeller; the strongest one names kind, filter and rule.
 *
 * A rule is named "<filter>.<why>" ("share.icon-row"): the part before the dot
 * is the filter's name, the whole a static string that tells a person why. A
 * capture's structure settles by rules of "capture" what the tool that made it
 * added, which is no text of a page: lists of link targets, page numbers.
 *
 * A filter never removes anything: the policy alone decides what is kept.
 * Blocks and their text are read-only. A filter touches no other document than
 * the one it is given, keeps nothing of it but what its own state declares,
 * and works in time linear in the document's bytes (with its neighbours: in a
 * fixed window, or in one pass).
 *
 * A filter may also set fields (winnow_field_set): the title filter the title,
 * the byline filter the author, the dateline filter the date.
 *
 * A filter may add blocks of text that stands in no element (a script carries
 * it): in `add`, before any text is normalized, by winnow_blocks_insert, each
 * block with the rule in `added`. Such blocks then are blocks as any other; it
 * is the filter's own `document` that says what they are.
 *
 * To add a filter: one file in filters/, one row in filters/filters.def, one
 * directory in samples/. Phrases go to filters/phrases/<group>.txt, never into
 * code.
 *
 * A normalizer rewrites the text of blocks, before any filter sees them (so
 * that all compare and match the same text), through an edit list, by which
 * marks and spans survive.
 */
#ifndef WINNOW_FILTER_H
#define WINNOW_FILTER_H

#include "document.h"

enum {
    WINNOW_ON_PAGES = 1,    /* runs on HTML */
    WINNOW_ON_CAPTURES = 2, /* runs on plain text */
    WINNOW_ON_BOTH = 3
};

struct winnow_phrases; /* the compiled phrases, see phrases.h */

struct winnow_filter_ctx {
    void *state; /* state_size bytes, zeroed before open; the chain owns it */
    const struct winnow_phrases *phrases;
};

struct winnow_filter {
    const char *name;    /* "share": in the ledger and on the command line */
    const char *summary; /* one line, shown by --list-filters */
    unsigned flags;      /* WINNOW_ON_... */
    size_t state_size;   /* bytes; 0: no state */
    /* Called once a chain; looks up phrase groups, fills the state. May be
     * NULL. */
    enum winnow_status (*open)(struct winnow_filter_ctx *ctx);
    /* Called once a document, before its text is normalized and measured. May
     * be NULL. When it does not fit into the document's memory it is left by
     * the arena's escape: it changes the document at its end or not at all. */
    void (*add)(struct winnow_filter_ctx *ctx,
                struct winnow_document *document);
    /* Called once a document. */
    void (*document)(struct winnow_filter_ctx *ctx,
                     struct winnow_document *document);
    /* Called once a chain, at its end. May be NULL. */
    void (*close)(struct winnow_filter_ctx *ctx);
};

/* The text of one block while normalizers rewrite it. */
struct winnow_text {
    struct winnow_view text; /* as it stands; read it, edit it by the call */
    bool preformatted;       /* a CODE block: white space inside it is text */
    struct winnow_arena *arena;
    struct winnow_edit *edits; /* ascending, disjoint; text.c's own */
    uint32_t n_edits, capacity;
    uint32_t n_controls; /* what normalizers count, for diagnostics */
};

/* What a text holds that a normalizer may look at, so that the many texts which
 * hold none of it are passed by. */
enum {
    WINNOW_HOLDS_CONTROL = 1, /* C0 but tab and line feed, 7F, C1,
                                 noncharacters */
    WINNOW_HOLDS_LINE_FEED = 2,
    WINNOW_HOLDS_WHITE = 4, /* white space that is no single space or line
                               feed between words */
    WINNOW_HOLDS_LATIN = 8, /* U+00A0 to U+02FF */
    WINNOW_HOLDS_SOFT_HYPHEN = 16,
    WINNOW_HOLDS_SIGN = 32,   /* U+2010 to U+2027, U+2030 to U+205E: dashes,
                                 quotes ... */
    WINNOW_HOLDS_FORMAT = 64, /* U+061C, U+200B to U+200F, U+202A to U+202E,
                                 U+2060 to U+206F */
    WINNOW_HOLDS_DRAWN = 128, /* U+FB00 to U+FEFF: presentation forms */
    WINNOW_HOLDS_HIGHER = 256 /* U+0300 and above, but for signs */
};

struct winnow_normalizer {
    const char *name, *summary;
    unsigned looks_at; /* WINNOW_HOLDS_...: runs where the text has one of
                          them */
    bool is_off;       /* unless --filters turns it on */
    /* Calls winnow_text_replace for every change, in ascending order. */
    void (*rewrite)(struct winnow_text *text);
};

/* Replaces bytes [start, end) of `text` by `length_bytes` bytes (0: deletes
 * them; copied). Calls come in ascending order without overlap. */
void winnow_text_replace(struct winnow_text *text, size_t start, size_t end,
                         const char *bytes, size_t length_bytes);

/* The filters and normalizers there are, in chain order (filters.def). */
extern const struct winnow_filter *const winnow_filters[];
extern const size_t winnow_n_filters;
extern const struct winnow_normalizer *const winnow_normalizers[];
extern const size_t winnow_n_normalizers;

/* See above. `rule` must be static. */
void winnow_hint(struct winnow_document *document, struct winnow_block *block,
                 enum winnow_kind kind, int strength, const char *rule);
void winnow_verdict(struct winnow_block *block, enum winnow_kind kind,
                    const char *rule);
void winnow_verdict_by_place(struct winnow_block *block, enum winnow_kind kind,
                             const char *rule);

/* The number of the phrase file filters/phrases/<name>.txt (and of the same
 * section of a user's own file); WINNOW_NO_GROUP when there is none. */
#define WINNOW_NO_GROUP UINT16_MAX
uint16_t winnow_phrase_group(const struct winnow_phrases *phrases,
                             const char *name);

/* Whether the block's text may hold a phrase of the group: false mostly, and
 * at once. */
static inline bool winnow_phrase_may_be(const struct winnow_block *block,
                                        uint16_t group)
{
    return (block->phrase_groups >> (group & 63) & 1) != 0;
}

/* Of the block's text: whether a phrase of the group is the whole of it; how
 * many phrases of the group it holds; how many of its bytes they cover. */
static inline bool winnow_phrase_whole(const struct winnow_block *block,
                                       uint16_t group)
{
    if (!winnow_phrase_may_be(block, group))
        return false;
    for (uint32_t i = 0; i < block->n_phrases; i++)
        if (block->phrases[i].group == group && block->phrases[i].whole)
            return true;
    return false;
}
static inline uint32_t winnow_phrase_count(const struct winnow_block *block,
                                           uint16_t group)
{
    uint32_t n = 0;

    if (!winnow_phrase_may_be(block, group))
        return 0;
    for (uint32_t i = 0; i < block->n_phrases; i++)
        n += block->phrases[i].group == group;
    return n;
}
uint32_t winnow_phrase_bytes(const struct winnow_block *block, uint16_t group);

/* Predicates that several filters need; text.c. */
/* Ends like a sentence: . ! ? : ; and the like in all scripts, closing quotes
 * and brackets after them allowed. */
bool winnow_ends_like_sentence(struct winnow_view text);
/* A block of running text: 10 words or more, ends like a sentence, at most a
 * third of it links. */
static inline bool winnow_is_prose(const struct winnow_block *block)
{
    enum { PROSE_WORDS = 10 };

    return block->n_words >= PROSE_WORDS && block->ends_like_sentence &&
           block->n_link_characters <= block->n_characters / 3;
}
/* Words of the text; a CJK character is a word. */
uint32_t winnow_count_words(struct winnow_view text);
/* A hash of the text with case folded and everything but letters and digits
 * left out: equal for texts that a reader would call the same. 0 if nothing
 * is left. */
uint64_t winnow_text_key(struct winnow_view text);
/* A hash of the first WINNOW_TEXT_START_BYTES of what that key is of, or of all
 * of it if it is less: `*is_all`, and then texts of the same hash are equal. 0
 * if nothing is left. */
enum { WINNOW_TEXT_START_BYTES = 16 };
uint64_t winnow_text_start_key(struct winnow_view text, bool *is_all);

#endif

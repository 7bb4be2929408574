/* Finding phrases and counting words; see phrases.h, and phrases-table.h for
 * how the walk over the trie stays linear. */
#include "phrases-table.h"
#include "phrases.h"
#include "price.h"
#include "token.h"

/* So many tokens are read ahead, so that what the tables have of them is in the
 * near caches when it is asked for. */
enum { TOKENS_AHEAD = 8 };
/* A word, a number and a stem for every length. */
enum { READINGS_MAX = WINNOW_TOKEN_BYTES_MAX + 2 };
/* The longest phrase of nothing but the longest prices fits a hit. */
_Static_assert(WINNOW_PHRASE_TOKENS_MAX *WINNOW_PRICE_TOKENS_MAX <= UINT16_MAX,
               "winnow_phrase_hit.n_tokens");

/* A node of the trie that was reached. */
struct state {
    uint32_t node;        /* as edges name it; 0: the root */
    uint32_t first_token; /* where the phrase begins */
    uint32_t next_token;  /* where it goes on: past a price, further on */
    size_t start, end;    /* bytes */
};

struct found {
    struct winnow_phrase_hit hit;
    uint32_t first_token;
    bool needs_end; /* stands only if no token follows */
    bool is_covered;
};

struct states {
    struct state *items;
    size_t n, capacity;
};

/* A symbol that the token at hand is, and its node below the root. */
struct reading {
    uint32_t symbol, root;
};

struct walk {
    const struct winnow_phrases *phrases;
    struct winnow_arena *arena;
    bool takes_any_start; /* a text's start is thought before every token */
    struct states states[2], *now, *next;
    struct found *found;
    size_t n_found, found_capacity;
    uint64_t start_groups; /* as a block has them */
    size_t n_settled;      /* of `found`: those that what follows cannot undo */
    winnow_word *words;
    size_t words_capacity;
    bool keeps_words;
    bool has_digit; /* some token so far */

    /* the token at hand */
    uint32_t index;
    const struct winnow_token *token;
    struct reading readings[READINGS_MAX];
    size_t n_readings;
    bool is_price;
    struct winnow_price price;

    struct winnow_token tokens[TOKENS_AHEAD];
};

/* ---- readings ------------------------------------------------------------ */

/* The lengths that stems with which the token starts may have. */
static uint32_t stem_lengths(const struct winnow_phrases *phrases,
                             const struct winnow_token *token)
{
    uint32_t start = winnow_stem_start((unsigned char)token->folded[0],
                                       (unsigned char)token->folded[1]);

    return phrases->stem_lengths[start] &
           winnow_stem_lengths_up_to(token->length_bytes);
}

static void add_reading(struct walk *walk, uint32_t symbol, uint32_t root)
{
    walk->readings[walk->n_readings++] = (struct reading){symbol, root};
}

/* Adds what the table has of this hash. */
static void look_up(struct walk *walk, const struct winnow_phrase_slot *slots,
                    uint32_t mask, uint64_t hash)
{
    uint32_t i = (uint32_t)(hash >> 32) & mask;

    for (; slots[i].symbol != WINNOW_SYMBOL_NONE; i = (i + 1) & mask)
        if (slots[i].hash == hash) {
            add_reading(walk, slots[i].symbol, slots[i].root);
            return;
        }
}

static void find_stem(struct walk *walk, size_t length_bytes)
{
    const struct winnow_phrases *phrases = walk->phrases;
    uint64_t hash = winnow_token_hash(walk->token->folded, length_bytes);

    if (winnow_may_hold(phrases->stem_filter[winnow_stem_filter_index(hash)],
                        hash))
        look_up(walk, phrases->stems, phrases->stem_mask, hash);
}

/* Adds the stems that the token starts with, shorter ones first. */
static void find_stems(struct walk *walk)
{
    uint32_t lengths = stem_lengths(walk->phrases, walk->token);

    for (; lengths != 0; lengths &= lengths - 1) {
        size_t length = (size_t)__builtin_ctz(lengths) + 1;
        find_stem(walk, length);
        if (length == WINNOW_STEM_LENGTHS_BITS)
            while (++length <= walk->token->length_bytes)
                find_stem(walk, length);
    }
}

static void find_readings(struct walk *walk)
{
    const struct winnow_phrases *phrases = walk->phrases;
    const struct winnow_token *token = walk->token;
    /* where no phrase goes on, a word that starts none leads nowhere */
    bool starts = walk->now->n == 0;

    walk->n_readings = 0;
    find_stems(walk);
    if (!token->is_cut &&
        winnow_may_hold(
            phrases->word_filter[winnow_word_filter_index(token->hash, starts)],
            token->hash))
        look_up(walk, phrases->words, phrases->word_mask, token->hash);
    if (token->is_number)
        add_reading(walk, WINNOW_SYMBOL_NUMBER, phrases->number_root);
}

/* ---- the walk ------------------------------------------------------------ */

/* Room for one more; doubles. */
static void *make_room(struct winnow_arena *arena, void *items, size_t n,
                       size_t *capacity, size_t size_bytes)
{
    size_t old = *capacity;

    if (n < old)
        return items;
    *capacity = old == 0 ? 64 : old * 2;
    return winnow_arena_grow(arena, items, old * size_bytes,
                             *capacity * size_bytes);
}

static void push(struct walk *walk, struct states *states,
                 const struct state *state)
{
    states->items = make_room(walk->arena, states->items, states->n,
                              &states->capacity, sizeof *states->items);
    states->items[states->n++] = *state;
}

static uint64_t group_bit(uint16_t group)
{
    return UINT64_C(1) << (group & 63);
}

static void find(struct walk *walk, const struct state *state, uint16_t group,
                 uint16_t anchors)
{
    struct found *found;

    if ((anchors & WINNOW_ANCHOR_START) != 0 && state->first_token != 0 &&
        !walk->takes_any_start) {
        walk->start_groups |= group_bit(group);
        return;
    }
    walk->found = make_room(walk->arena, walk->found, walk->n_found,
                            &walk->found_capacity, sizeof *walk->found);
    found = &walk->found[walk->n_found++];
    memset(found, 0, sizeof *found);
    found->hit.group = group;
    found->hit.n_tokens = (uint16_t)(state->next_token - state->first_token);
    found->hit.start = (uint32_t)state->start;
    found->hit.end = (uint32_t)state->end;
    found->first_token = state->first_token;
    found->needs_end = (anchors & WINNOW_ANCHOR_END) != 0;
}

static void find_outputs(struct walk *walk, const struct state *state)
{
    const struct winnow_phrase_node *node =
        &walk->phrases->nodes[state->node & WINNOW_NODE_NUMBER];

    for (uint32_t i = 0; i < node->n_outputs; i++) {
        const struct winnow_phrase_output *output =
            &walk->phrases->outputs[node->first_output + i];
        find(walk, state, output->group, output->anchors);
    }
}

/* Holds a state that has come past the token at hand for the tokens to come,
 * and gives the phrases that end with it. */
static void pass(struct walk *walk, const struct state *state)
{
    if ((state->node & WINNOW_NODE_ENDS) != 0)
        find_outputs(walk, state);
    if ((state->node & WINNOW_NODE_GOES_ON) != 0) {
        __builtin_prefetch(
            &walk->phrases->nodes[state->node & WINNOW_NODE_NUMBER]);
        push(walk, walk->next, state);
    }
}

/* Begins phrases with the token at hand. */
static void begin(struct walk *walk)
{
    struct state state = {.first_token = walk->index,
                          .next_token = walk->index + 1,
                          .start = walk->token->start,
                          .end = walk->token->end};

    for (size_t i = 0; i < walk->n_readings; i++) {
        state.node = walk->readings[i].root;
        if (state.node != 0)
            pass(walk, &state);
    }
}

/* Goes from a state that has come to the token at hand by each reading. */
static void go_on(struct walk *walk, const struct state *from)
{
    struct state to = *from;

    to.end = walk->token->end;
    to.next_token = walk->index + 1;
    for (size_t i = 0; i < walk->n_readings; i++) {
        to.node = winnow_phrase_follow(walk->phrases, from->node,
                                       walk->readings[i].symbol);
        if (to.node != 0)
            pass(walk, &to);
    }
}

/* The same by the price at the token at hand, whose tokens come one by one. */
static void read_price(struct walk *walk, const struct state *from)
{
    struct state to = *from;

    to.node = from->node == 0 ? walk->phrases->price_root
                              : winnow_phrase_follow(walk->phrases, from->node,
                                                     WINNOW_SYMBOL_PRICE);
    if (to.node == 0)
        return;
    if (from->node == 0)
        to.start = walk->price.start; /* a sign before the number */
    to.end = walk->price.end;
    to.next_token = walk->index + walk->price.n_tokens;
    if (to.next_token == walk->index + 1)
        pass(walk, &to);
    else
        push(walk, walk->next, &to);
}

/* A state that stands before the token at hand, or before a later one. */
static void advance(struct walk *walk, const struct state *state)
{
    if (state->next_token == walk->index) {
        go_on(walk, state);
        if (walk->is_price)
            read_price(walk, state);
    } else if (state->next_token == walk->index + 1) {
        pass(walk, state);
    } else {
        push(walk, walk->next, state);
    }
}

static void step(struct walk *walk)
{
    struct states *spent = walk->now;

    walk->next->n = 0;
    for (size_t i = 0; i < walk->now->n; i++)
        advance(walk, &walk->now->items[i]);
    begin(walk);
    if (walk->is_price)
        read_price(walk, &(struct state){.first_token = walk->index});
    spent = walk->now;
    walk->now = walk->next;
    walk->next = spent;
}

/* A token follows: what was to stand at the end of the block does not. */
static void settle(struct walk *walk)
{
    size_t kept = walk->n_settled;

    for (size_t i = walk->n_settled; i < walk->n_found; i++)
        if (!walk->found[i].needs_end)
            walk->found[kept++] = walk->found[i];
    walk->n_found = walk->n_settled = kept;
}

static void keep_word(struct walk *walk)
{
    walk->words = make_room(walk->arena, walk->words, walk->index,
                            &walk->words_capacity, sizeof *walk->words);
    walk->words[walk->index] = winnow_word_of(walk->token);
}

static void open_walk(struct walk *walk, const struct winnow_phrases *phrases,
                      struct winnow_arena *arena)
{
    walk->phrases = phrases;
    walk->arena = arena;
    walk->takes_any_start = false;
    memset(walk->states, 0, sizeof walk->states);
    walk->now = &walk->states[0];
    walk->next = &walk->states[1];
    walk->found = NULL;
    walk->words = NULL;
    walk->found_capacity = walk->words_capacity = 0;
    walk->keeps_words = false;
}

static void read_token(struct walk *walk, struct winnow_view text)
{
    if (walk->n_found != walk->n_settled)
        settle(walk);
    walk->has_digit |= walk->token->has_digit;
    find_readings(walk);
    if (walk->keeps_words)
        keep_word(walk);
    walk->is_price = winnow_price_at(text, walk->token, &walk->price);
    if (walk->n_readings != 0 || walk->is_price || walk->now->n != 0)
        step(walk);
    walk->index++;
}

/* Reads tokens from `at` on, which moves past them; returns how many, and fewer
 * than TOKENS_AHEAD at the text's end. */
static size_t read_ahead(struct walk *walk, struct winnow_view text, size_t *at)
{
    const struct winnow_phrases *phrases = walk->phrases;
    size_t n = 0;

    while (n < TOKENS_AHEAD && winnow_token_next(text, *at, &walk->tokens[n])) {
        uint64_t hash = walk->tokens[n].hash;
        __builtin_prefetch(
            &phrases->word_filter[winnow_word_filter_index(hash, false)]);
        __builtin_prefetch(&phrases->words[hash >> 32 & phrases->word_mask]);
        *at = walk->tokens[n++].end;
    }
    return n;
}

/* The text, with zeros behind it if it is shorter than a step: they belong to
 * no token, and words of short texts are found as those of others are. */
static struct winnow_view at_least_a_step(struct winnow_view text,
                                          char filled[WINNOW_STEP_BYTES])
{
    if (text.length_bytes >= WINNOW_STEP_BYTES)
        return text;
    memset(filled, 0, WINNOW_STEP_BYTES);
    if (text.length_bytes != 0)
        memcpy(filled, text.data, text.length_bytes);
    return (struct winnow_view){filled, WINNOW_STEP_BYTES};
}

/* Walks one text; `walk->index` is then the number of its tokens. */
static void walk_text(struct walk *walk, struct winnow_view text)
{
    char filled[WINNOW_STEP_BYTES];
    const struct winnow_view words = at_least_a_step(text, filled);
    size_t at = 0, n;

    walk->now->n = walk->n_found = walk->n_settled = 0;
    walk->index = 0;
    walk->has_digit = false;
    walk->start_groups = 0;
    do {
        n = read_ahead(walk, words, &at);
        for (size_t i = 0; i < n; i++) {
            walk->token = &walk->tokens[i];
            read_token(walk, text);
        }
    } while (n == TOKENS_AHEAD);
}

/* ---- of overlapping phrases the longest ---------------------------------- */

/* A stable counting sort of the hits' indices `from` into `to`, by keys below
 * `n_keys`. */
static void sort_by(struct winnow_arena *arena, const uint32_t *keys,
                    size_t n_keys, const uint32_t *from, uint32_t *to, size_t n)
{
    uint32_t *places = winnow_arena_calloc(arena, n_keys, sizeof *places);
    uint32_t sum = 0;

    for (size_t i = 0; i < n; i++)
        places[keys[i]]++;
    for (size_t i = 0; i < n_keys; i++) {
        uint32_t count = places[i];
        places[i] = sum;
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        to[places[keys[from[i]]]++] = from[i];
}

/* The order in which hits are chosen: group by group, long ones first, early
 * ones first. They come in order of their end. */
static const uint32_t *order_of_choice(struct walk *walk)
{
    size_t n = walk->n_found;
    uint32_t *keys = winnow_arena_calloc(walk->arena, n, sizeof *keys);
    uint32_t *found = winnow_arena_calloc(walk->arena, n, sizeof *found);
    uint32_t *sorted = winnow_arena_calloc(walk->arena, n, sizeof *sorted);
    uint32_t longest = 0;

    for (uint32_t i = 0; i < n; i++) {
        found[i] = i;
        if (walk->found[i].hit.n_tokens > longest)
            longest = walk->found[i].hit.n_tokens;
    }
    for (size_t i = 0; i < n; i++)
        keys[i] = longest - walk->found[i].hit.n_tokens;
    sort_by(walk->arena, keys, longest, found, sorted, n);
    for (size_t i = 0; i < n; i++)
        keys[i] = walk->found[i].hit.group;
    sort_by(walk->arena, keys, walk->phrases->n_groups, sorted, found, n);
    return found;
}

/* The hit of the same group that stays and holds this token, or NULL. */
static struct found *holder_of(struct walk *walk, const struct found *found,
                               uint32_t holder)
{
    if (holder == 0 || walk->found[holder - 1].hit.group != found->hit.group)
        return NULL;
    return &walk->found[holder - 1];
}

/* The same tokens met as two phrases, one of which may take a currency sign
 * along: the bytes of both. */
static void merge(struct found *into, const struct found *found)
{
    if (into->first_token != found->first_token ||
        into->hit.n_tokens != found->hit.n_tokens)
        return;
    if (into->hit.start > found->hit.start)
        into->hit.start = found->hit.start;
    if (into->hit.end < found->hit.end)
        into->hit.end = found->hit.end;
}

/* Goes from the longest to the shortest of each group. What overlaps another at
 * least as long has its first or its last token in it. `holders`: by token, the
 * hit that holds it, from 1. */
static void cover(struct walk *walk, const uint32_t *order, uint32_t *holders)
{
    for (size_t i = 0; i < walk->n_found; i++) {
        struct found *found = &walk->found[order[i]], *holder;
        uint32_t *first = holders + found->first_token;
        uint32_t *last = first + found->hit.n_tokens - 1;
        holder = holder_of(walk, found, *first);
        if (holder == NULL)
            holder = holder_of(walk, found, *last);
        if (holder != NULL) {
            found->is_covered = true;
            merge(holder, found);
            continue;
        }
        for (uint32_t *at = first; at <= last; at++)
            *at = order[i] + 1;
    }
}

/* Whether two hits of one group may have tokens in common; groups by the lowest
 * bits of their numbers. Hits come in order of their end. */
static bool may_overlap(const struct walk *walk)
{
    uint32_t ends[64]; /* of those seen, the token behind the last one */
    uint64_t seen = 0;

    for (size_t i = 0; i < walk->n_found; i++) {
        const struct found *found = &walk->found[i];
        unsigned group = found->hit.group & 63;
        if ((seen >> group & 1) != 0 && found->first_token < ends[group])
            return true;
        seen |= group_bit(found->hit.group);
        ends[group] = found->first_token + found->hit.n_tokens;
    }
    return false;
}

static void keep_longest(struct walk *walk)
{
    struct winnow_arena_mark mark = winnow_arena_mark(walk->arena);
    uint32_t *holders;

    if (!may_overlap(walk))
        return; /* hits cover those of their own group */
    holders = winnow_arena_calloc(walk->arena, walk->index, sizeof *holders);
    cover(walk, order_of_choice(walk), holders);
    winnow_arena_release(walk->arena, mark);
}

/* Puts a hit in order of its end: before those of the same token that take a
 * currency sign along, at most one a group. */
static void insert(struct winnow_phrase_hit *hits, uint32_t n,
                   struct winnow_phrase_hit hit)
{
    for (; n != 0 && hits[n - 1].end > hit.end; n--)
        hits[n] = hits[n - 1];
    hits[n] = hit;
}

/* Gives the block what was found in it. */
static void give(struct walk *walk, struct winnow_block *block)
{
    struct winnow_phrase_hit *hits;
    uint32_t n = 0;

    block->phrases = NULL;
    block->n_phrases = 0;
    block->phrase_groups = 0;
    block->n_words = walk->index;
    block->has_digits = walk->has_digit;
    block->start_groups = walk->start_groups;
    if (walk->n_found == 0)
        return;
    keep_longest(walk);
    hits = winnow_arena_calloc(walk->arena, walk->n_found, sizeof *hits);
    for (size_t i = 0; i < walk->n_found; i++) {
        struct found *found = &walk->found[i];
        if (found->is_covered)
            continue;
        found->hit.whole = found->hit.n_tokens == walk->index;
        insert(hits, n++, found->hit);
        block->phrase_groups |= group_bit(found->hit.group);
    }
    block->phrases = hits;
    block->n_phrases = n;
}

static void give_words(struct walk *walk, struct winnow_block *block)
{
    size_t bytes = walk->index * sizeof *walk->words;
    winnow_word *words;

    if (bytes == 0)
        return;
    words = winnow_arena_alloc(walk->arena, bytes);
    memcpy(words, walk->words, bytes);
    block->words = words;
}

void winnow_phrases_match(const struct winnow_phrases *phrases,
                          struct winnow_document *document)
{
    struct walk walk;

    open_walk(&walk, phrases, document->arena);
    walk.keeps_words = true;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        walk_text(&walk, document->blocks[i].text);
        give(&walk, &document->blocks[i]);
        give_words(&walk, &document->blocks[i]);
    }
}

void winnow_phrases_match_text(const struct winnow_phrases *phrases,
                               struct winnow_arena *arena,
                               struct winnow_block *block)
{
    struct walk walk;

    open_walk(&walk, phrases, arena);
    walk_text(&walk, block->text);
    give(&walk, block);
}

/* Puts a hit among the `n` before it, in order of their first tokens, of each
 * of which the longest stays; returns how many there are then. Hits come in
 * order of their end, and phrases are short: it moves past few. */
static size_t put_by_start(struct found *kept, size_t n, struct found found)
{
    size_t at = n;

    while (at != 0 && kept[at - 1].first_token > found.first_token)
        at--;
    if (at != 0 && kept[at - 1].first_token == found.first_token) {
        if (kept[at - 1].hit.n_tokens < found.hit.n_tokens)
            kept[at - 1] = found;
        return n;
    }
    memmove(kept + at + 1, kept + at, (n - at) * sizeof *kept);
    kept[at] = found;
    return n + 1;
}

bool winnow_phrase_may_start(const struct winnow_block *block, uint16_t group)
{
    return ((block->phrase_groups | block->start_groups) & group_bit(group)) !=
           0;
}

size_t winnow_phrases_match_starts(const struct winnow_phrases *phrases,
                                   struct winnow_arena *arena,
                                   struct winnow_view text, uint16_t group,
                                   struct winnow_phrase_hit *hits, size_t most)
{
    struct winnow_arena_mark mark = winnow_arena_mark(arena);
    struct walk walk;
    size_t n = 0;

    open_walk(&walk, phrases, arena);
    walk.takes_any_start = true;
    walk_text(&walk, text);
    for (size_t i = 0; i < walk.n_found; i++)
        if (walk.found[i].hit.group == group)
            n = put_by_start(walk.found, n, walk.found[i]);
    if (n > most)
        n = most;
    for (size_t i = 0; i < n; i++)
        hits[i] = walk.found[i].hit;
    winnow_arena_release(arena, mark);
    return n;
}

/* ---- what filters ask ---------------------------------------------------- */

uint32_t winnow_phrase_bytes(const struct winnow_block *block, uint16_t group)
{
    uint32_t n = 0;

    if (!winnow_phrase_may_be(block, group))
        return 0;
    for (uint32_t i = 0; i < block->n_phrases; i++)
        if (block->phrases[i].group == group)
            n += block->phrases[i].end - block->phrases[i].start;
    return n;
}

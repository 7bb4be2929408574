/* Shapes of blocks; see shape.h. */
#include "shape.h"

#include "token.h"

uint32_t winnow_link_share(const struct winnow_block *block)
{
    if (block->n_link_characters == 0 || block->n_characters == 0)
        return 0;
    return (uint32_t)((uint64_t)block->n_link_characters * 100 /
                      block->n_characters);
}

enum winnow_kind winnow_settled_kind(const struct winnow_block *block)
{
    if (block->verdict_rule != NULL)
        return block->verdict;
    return block->settling == NULL ? WINNOW_KIND_OTHER : block->settling->kind;
}

/* ---- characters ------------------------------------------------------------
 */

/* The code point at `*at`, which moves behind it. */
static uint32_t next_code(struct winnow_view text, size_t *at)
{
    uint32_t code;

    *at += winnow_decode_code_point(text.data + *at,
                                    text.data + text.length_bytes, &code);
    return code;
}

static bool is_word_class(enum winnow_class class)
{
    return class >= WINNOW_CLASS_LETTER && class <= WINNOW_CLASS_IDEOGRAPH;
}

size_t winnow_skip_punctuation(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes) {
        size_t next = at;
        if (is_word_class(winnow_class_of(next_code(text, &next))))
            break;
        at = next;
    }
    return at;
}

size_t winnow_find_sign(struct winnow_view text, size_t at,
                        const char *const *signs, size_t n)
{
    char next = at + 1 < text.length_bytes ? text.data[at + 1] : '\0';

    for (size_t i = 0; i < n; i++) {
        size_t length;
        if (signs[i][0] != text.data[at] || /* nearly always */
            (signs[i][1] != '\0' && signs[i][1] != next))
            continue;
        length = strlen(signs[i]);
        if (text.length_bytes - at >= length &&
            memcmp(text.data + at, signs[i], length) == 0)
            return length;
    }
    return 0;
}

bool winnow_is_colon_at(struct winnow_view text, size_t at)
{
    while (at < text.length_bytes && text.data[at] == ' ')
        at++;
    return (at < text.length_bytes && text.data[at] == ':') ||
           (at + 3 <= text.length_bytes &&
            memcmp(text.data + at, "\uff1a", 3) == 0);
}

bool winnow_starts_like_name(struct winnow_view text)
{
    size_t at = winnow_skip_punctuation(text, 0);
    uint32_t code;

    if (at >= text.length_bytes)
        return false;
    code = next_code(text, &at);
    if (winnow_class_of(code) == WINNOW_CLASS_DIGIT)
        return false;
    return !winnow_is_lower_case(code);
}

static uint32_t count_code_points(struct winnow_view text, uint32_t *n_digits,
                                  uint32_t *n_ideographs)
{
    uint32_t n = 0;

    *n_digits = *n_ideographs = 0;
    for (size_t at = 0; at < text.length_bytes;) {
        enum winnow_class class = winnow_class_of(next_code(text, &at));
        n += is_word_class(class);
        *n_digits += class == WINNOW_CLASS_DIGIT;
        *n_ideographs += class == WINNOW_CLASS_IDEOGRAPH;
    }
    return n;
}

static bool is_capital_before(struct winnow_view text, size_t at)
{
    size_t start = at;
    uint32_t code;

    do {
        if (start == 0)
            return false;
        start--;
    } while (((unsigned char)text.data[start] & 0xC0) == 0x80);
    code = next_code(text, &start);
    return winnow_class_of(code) == WINNOW_CLASS_LETTER &&
           !winnow_is_lower_case(code);
}

/* "Rogozina A. P.": the stop belongs to the second of two initials. */
static bool ends_with_initials(struct winnow_view text)
{
    size_t at = text.length_bytes;

    for (int n = 0; n < 2; n++) {
        while (at > 0 && text.data[at - 1] == ' ')
            at--;
        if (at == 0 || text.data[at - 1] != '.' ||
            !is_capital_before(text, at - 1))
            return false;
        at--;
        do
            at--;
        while (at > 0 && ((unsigned char)text.data[at] & 0xC0) == 0x80);
    }
    return at == 0 || text.data[at - 1] == ' ';
}

static bool ends_with(struct winnow_view text, const char *ending)
{
    size_t n = strlen(ending);

    return text.length_bytes >= n &&
           memcmp(text.data + text.length_bytes - n, ending, n) == 0;
}

static bool ends_with_wide_stop(struct winnow_view text)
{
    static const char *const stops[] = {"\u3002", "\uff0e", "\u0964", "\u3001",
                                        "\uff0c"};

    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++)
        if (ends_with(text, stops[i]))
            return true;
    return false;
}

static bool ends_with_stop(struct winnow_view text)
{
    char last = text.length_bytes == 0 ? ' ' : text.data[text.length_bytes - 1];

    if ((unsigned char)last >= 0x80)
        return ends_with_wide_stop(text);
    if (last == '.')
        return !ends_with_initials(text) && !ends_with(text, "...") &&
               !ends_with(text, "S.") && !ends_with(text, "U.");
    return last == ':' || last == ';' || last == ',';
}

bool winnow_is_headline(const struct winnow_block *block)
{
    enum { LEAST_WORDS = 3, MOST_WORDS = 40, MOST_IDEOGRAPHS = 60 };
    uint32_t n_digits, n_ideographs, n;

    if (block->n_words < LEAST_WORDS || block->n_words > MOST_IDEOGRAPHS ||
        ends_with_stop(block->text))
        return false;
    n = count_code_points(block->text, &n_digits, &n_ideographs);
    if (n_digits * 2 > n)
        return false;
    if (n_ideographs * 2 > n)
        return n_ideographs >= LEAST_WORDS + 1;
    return block->n_words <= MOST_WORDS;
}

/* ---- headings --------------------------------------------------------------
 */

/* Prose, a cell of a table, an item that is more than a link. */
static bool is_text_of_a_part(const struct winnow_block *block)
{
    enum { ITEM_WORDS = 6, LINKS_PERCENT = 30 };

    if (block->hidden || winnow_is_settled_around(block) ||
        winnow_link_share(block) > LINKS_PERCENT)
        return false;
    return winnow_is_prose(block) || block->row != 0 ||
           (block->form == WINNOW_KIND_LIST && block->n_words >= ITEM_WORDS);
}

/* The end of the element that a heading stands in. */
static uint32_t end_of_place(const struct winnow_document *document,
                             const struct winnow_block *block)
{
    uint32_t e = block->element;

    if (document->elements[e].tag >= WINNOW_TAG_H1 &&
        document->elements[e].tag <= WINNOW_TAG_H6)
        e = document->elements[e].parent;
    return document->elements[e].end_block;
}

bool winnow_heads_text(const struct winnow_document *document, uint32_t i)
{
    enum { REACH = 8 };
    const struct winnow_block *heading = &document->blocks[i];
    uint32_t end;

    if (heading->form != WINNOW_KIND_HEADING ||
        document->from != WINNOW_FROM_HTML)
        return false;
    end = end_of_place(document, heading);
    for (uint32_t k = i + 1; k < end && k <= i + REACH; k++) {
        const struct winnow_block *block = &document->blocks[k];
        if (block->form == WINNOW_KIND_HEADING &&
            block->level <= heading->level)
            return false;
        if (is_text_of_a_part(block))
            return true;
    }
    return false;
}

/* ---- file names ------------------------------------------------------------
 */

/* Whether the lower-case `word` stands at `at`, in whatever case. */
static bool stands_at(struct winnow_view text, size_t at, const char *word)
{
    for (; *word != '\0'; word++, at++) {
        char c = at < text.length_bytes ? text.data[at] : '\0';
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != *word)
            return false;
    }
    return true;
}

static size_t image_ending_at(struct winnow_view text, size_t dot)
{
    static const char *const endings[] = {".png", ".gif",  ".jpg", ".jpeg",
                                          ".svg", ".webp", ".bmp", ".ico"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (stands_at(text, dot, endings[i]))
            return strlen(endings[i]);
    }
    return 0;
}

/* Whether the text ends as the endings do, but for white space. */
static bool may_end_with_ending(struct winnow_view text)
{
    size_t n = text.length_bytes;
    char last;

    while (n > 0 && (text.data[n - 1] == ' ' || text.data[n - 1] == '\n'))
        n--;
    if (n == 0)
        return false;
    last = text.data[n - 1] | 0x20;
    return last == 'g' || last == 'f' || last == 'p' || last == 'o';
}

bool winnow_is_file_names(struct winnow_view text)
{
    size_t n_stem = 0, n_names = 0;

    if (!may_end_with_ending(text))
        return false; /* mostly, and else at the end of the first word */
    for (size_t at = 0; at < text.length_bytes;) {
        unsigned char c = (unsigned char)text.data[at];
        size_t ending = c == '.' ? image_ending_at(text, at) : 0;
        if (ending != 0 && n_stem != 0) {
            n_names++;
            n_stem = 0;
            at += ending;
            continue;
        }
        if (c == ' ' || c == '\n') {
            if (n_stem != 0)
                return false;
        } else if (c < '!' || c > '~') {
            return false;
        } else {
            n_stem++;
        }
        at++;
    }
    return n_names != 0 && n_stem == 0;
}

bool winnow_is_counters(struct winnow_view text)
{
    enum { MOST_BYTES = 40, MOST_DIGITS = 7 };
    uint32_t n_digits = 0, n_run = 0;

    if (text.length_bytes > MOST_BYTES)
        return false;
    for (size_t i = 0; i < text.length_bytes; i++) {
        char c = text.data[i];
        bool digit = c >= '0' && c <= '9';
        n_run = digit ? n_run + 1 : 0;
        n_digits += digit;
        if (n_run > MOST_DIGITS)
            return false;
        if (digit || c == ' ' || c == '\n' || c == '+' || c == '(' ||
            c == ')' || c == '|')
            continue;
        if (i == 0 ||
            (c != '.' && c != ',' && c != 'K' && c != 'k' && c != 'M'))
            return false;
    }
    return n_digits != 0;
}

/* ---- phrases ---------------------------------------------------------------
 */

const struct winnow_phrase_hit *
winnow_find_phrase_at_start(const struct winnow_block *block, uint16_t group)
{
    const struct winnow_phrase_hit *longest = NULL;
    size_t start = SIZE_MAX; /* known where there is such a phrase */

    for (uint32_t i = 0; i < block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        if (hit->group != group)
            continue;
        if (start == SIZE_MAX)
            start = winnow_skip_punctuation(block->text, 0);
        if (hit->start <= start && (longest == NULL || hit->end > longest->end))
            longest = hit;
    }
    return longest;
}

bool winnow_phrase_over(const struct winnow_block *block, uint16_t group,
                        size_t start, size_t end)
{
    if (!winnow_phrase_may_be(block, group))
        return false;
    for (uint32_t i = 0; i < block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        if (hit->group == group && hit->start <= start && end <= hit->end)
            return true;
    }
    return false;
}

bool winnow_phrases_cover(const struct winnow_block *block, uint16_t group,
                          uint32_t share)
{
    uint32_t covered = winnow_phrase_bytes(block, group);

    return covered != 0 && (uint64_t)covered * 100 >=
                               (uint64_t)block->text.length_bytes * share;
}

/* ---- the stretch -----------------------------------------------------------
 */

/* What a block adds to a run that it is part of. */
static int8_t text_points(const struct winnow_block *block)
{
    enum { MOST = 100, OTHER = -6, HEADING = -2 };

    if (block->hidden || block->form == WINNOW_KIND_TITLE)
        return 0;
    if (winnow_is_prose(block) && winnow_link_share(block) < 30)
        return (int8_t)(block->n_words < MOST ? block->n_words : MOST);
    if (block->form == WINNOW_KIND_HEADING || block->form == WINNOW_KIND_CODE ||
        block->form == WINNOW_KIND_QUOTE)
        return HEADING;
    return OTHER;
}

/* Whether block `i` of a page stands right under a headline that is a link. */
static bool is_under_link(const struct winnow_document *document, uint32_t i)
{
    enum { HEADLINE_WORDS = 25, LINKED = 75 };
    const struct winnow_block *above;

    if (document->from != WINNOW_FROM_HTML || i == 0)
        return false;
    above = &document->blocks[i - 1];
    return above->n_words <= HEADLINE_WORDS && above->n_words > 2 &&
           !above->hidden && above->form != WINNOW_KIND_TITLE &&
           winnow_link_share(above) >= LINKED;
}

void winnow_greatest_run_add(struct winnow_greatest_run *run, uint32_t i,
                             int64_t points)
{
    run->sum += points;
    if (run->sum <= 0) {
        run->sum = 0;
        run->first = i + 1;
    } else if (run->sum > run->most) {
        run->most = run->sum;
        run->best = (struct winnow_stretch){run->first, i + 1};
    }
}

void winnow_measure_for_stretch(struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        block->text_points = text_points(block);
        winnow_settle_points(block);
        block->is_under_link = is_under_link(document, i);
    }
}

/* The run of most points, and those (as winnow_greatest_run_add finds it; most
 * blocks stand before any run and take from none). What teasers say is worth
 * none without `with_teasers`. */
static struct winnow_stretch find_run(const struct winnow_document *document,
                                      bool with_teasers, int64_t *most)
{
    struct winnow_stretch best = {0, 0};
    uint32_t first = 0;
    int64_t sum = 0;

    *most = 0;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        int64_t points = block->stretch_points;
        if (points <= 0 && sum == 0)
            continue;
        if (points > 0 && block->is_under_link && !with_teasers)
            continue;
        if (sum == 0)
            first = i;
        sum = sum + points < 0 ? 0 : sum + points;
        if (sum > *most) {
            *most = sum;
            best = (struct winnow_stretch){first, i + 1};
        }
    }
    return best;
}

struct winnow_stretch
winnow_find_stretch(const struct winnow_document *document)
{
    enum { TEXT_WORDS = 60 };
    int64_t most;
    struct winnow_stretch stretch = find_run(document, false, &most);

    if (most < TEXT_WORDS && document->from == WINNOW_FROM_HTML)
        stretch = find_run(document, true, &most);
    return stretch;
}

bool winnow_stretch_is_document(const struct winnow_document *document,
                                struct winnow_stretch stretch, uint32_t share)
{
    enum { LEAST_WORDS = 200 };
    uint64_t inside = 0, all = 0;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        uint32_t n_words = winnow_is_prose(block) ? block->n_words : 0;
        all += n_words;
        inside += i >= stretch.first && i < stretch.end ? n_words : 0;
    }
    return inside >= LEAST_WORDS && inside * 100 >= all * share;
}

uint32_t winnow_find_tail(const struct winnow_document *document)
{
    enum { NEARLY_ALL = 80 };
    struct winnow_stretch stretch;

    if (document->from == WINNOW_FROM_HTML)
        return document->n_blocks;
    stretch = winnow_find_stretch(document);
    if (!winnow_stretch_is_document(document, stretch, NEARLY_ALL))
        return document->n_blocks;
    return stretch.end;
}

/* ---- lines and keys --------------------------------------------------------
 */

bool winnow_is_short_line(const struct winnow_block *block, uint32_t most_words)
{
    return block->n_words <= most_words && !block->hidden &&
           block->form != WINNOW_KIND_TITLE &&
           block->form != WINNOW_KIND_CODE && !ends_with_stop(block->text);
}

/* Stands for a key that was not asked for yet; no text has it in practice, and
 * one that had it would be computed each time. */
#define KEY_UNKNOWN UINT64_MAX

uint64_t winnow_block_key(struct winnow_document *document, uint32_t i)
{
    if (document->keys == NULL) {
        size_t size = document->n_blocks * sizeof *document->keys;
        document->keys = winnow_arena_alloc(document->arena, size);
        memset(document->keys, 0xFF, size);
    }
    if (document->keys[i] == KEY_UNKNOWN)
        document->keys[i] = winnow_text_key(document->blocks[i].text);
    return document->keys[i];
}

static bool say_the_same(struct winnow_document *document, uint32_t a,
                         uint32_t b)
{
    return winnow_view_equal(document->blocks[a].text,
                             document->blocks[b].text) ||
           winnow_block_key(document, a) == winnow_block_key(document, b);
}

/* Texts are numbered by their beginning; but of those that begin the same,
 * longer than that, what does not say what the first says by its key. */
static uint64_t *number_wordings(struct winnow_document *document)
{
    uint64_t *numbers = winnow_arena_alloc(
        document->arena, document->n_blocks * sizeof *numbers);
    struct winnow_key_table first; /* block that begins so, + 1 */

    winnow_key_table_open(&first, document->arena, document->n_blocks);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        bool is_all;
        uint32_t *before;
        numbers[i] = winnow_text_start_key(document->blocks[i].text, &is_all);
        if (is_all)
            continue;
        before = winnow_key_table_value(&first, numbers[i]);
        if (*before == 0)
            *before = i + 1;
        else if (!say_the_same(document, *before - 1, i))
            numbers[i] = winnow_block_key(document, i);
    }
    return numbers;
}

static const uint64_t *wordings_of(struct winnow_document *document)
{
    if (document->wordings == NULL)
        document->wordings = number_wordings(document);
    return document->wordings;
}

const uint64_t *winnow_block_wordings(struct winnow_document *document,
                                      size_t most_bytes)
{
    const uint64_t *all = wordings_of(document);
    uint64_t *numbers = winnow_arena_alloc(
        document->arena, document->n_blocks * sizeof *numbers);

    for (uint32_t i = 0; i < document->n_blocks; i++)
        numbers[i] =
            document->blocks[i].text.length_bytes <= most_bytes ? all[i] : 0;
    return numbers;
}

struct winnow_wording winnow_wording_of(struct winnow_view text)
{
    bool is_all;

    return (struct winnow_wording){
        .key = winnow_text_key(text),
        .start_key = winnow_text_start_key(text, &is_all),
    };
}

bool winnow_block_says(struct winnow_document *document, uint32_t i,
                       const struct winnow_wording *wording)
{
    uint64_t number = wordings_of(document)[i];

    return number != 0 &&
           (number == wording->start_key || number == wording->key) &&
           winnow_block_key(document, i) == wording->key;
}

void winnow_key_table_open(struct winnow_key_table *table,
                           struct winnow_arena *arena, uint32_t most)
{
    uint32_t n_slots = 16;

    while (n_slots / 2 < most && n_slots < UINT32_C(1) << 31)
        n_slots *= 2;
    table->keys = winnow_arena_calloc(arena, n_slots, sizeof *table->keys);
    table->values = winnow_arena_calloc(arena, n_slots, sizeof *table->values);
    table->mask = n_slots - 1;
}

uint32_t *winnow_key_table_value(struct winnow_key_table *table, uint64_t key)
{
    uint32_t i = (uint32_t)(key >> 32) & table->mask;

    while (table->keys[i] != 0 && table->keys[i] != key)
        i = (i + 1) & table->mask;
    table->keys[i] = key;
    return &table->values[i];
}

/* ---- word sets -------------------------------------------------------------
 */

void winnow_word_set_open(struct winnow_word_set *set,
                          struct winnow_arena *arena, uint32_t most)
{
    uint32_t n_slots = 16;

    while (n_slots < most * 2 && n_slots < UINT32_C(1) << 30)
        n_slots *= 2;
    set->slots = winnow_arena_calloc(arena, n_slots, sizeof *set->slots);
    set->seen = 0;
    set->mask = n_slots - 1;
    set->n = 0;
    set->pairs = false;
}

/* The slot that holds the key, or the free one where it would go. */
static uint64_t *find_slot(const struct winnow_word_set *set, uint64_t key)
{
    uint32_t i = (uint32_t)(key >> 32) & set->mask;

    while (set->slots[i] != 0 && set->slots[i] != key)
        i = (i + 1) & set->mask;
    return &set->slots[i];
}

static uint64_t seen_bit(uint64_t key)
{
    return UINT64_C(1) << (key >> 58);
}

/* Words of a text are hardly ever in a set of few. */
static bool has_key(const struct winnow_word_set *set, uint64_t key)
{
    return (set->seen & seen_bit(key)) != 0 && *find_slot(set, key) == key;
}

/* Words of a text as keys, one after the other: those of a block, which were
 * read already, or those of another text. */
struct keys {
    const winnow_word *words, *end;
    struct winnow_view text; /* where words is NULL */
    size_t at;
    winnow_word ideograph; /* the one before, or 0 */
    uint64_t word;         /* the key before, or 0 */
};

static bool read_word_of_text(struct keys *keys, winnow_word *word)
{
    struct winnow_token token;

    if (!winnow_token_next(keys->text, keys->at, &token))
        return false;
    keys->at = token.end;
    *word = winnow_word_of(&token);
    return true;
}

static inline bool read_word(struct keys *keys, winnow_word *word)
{
    if (keys->words == NULL)
        return read_word_of_text(keys, word);
    if (keys->words == keys->end)
        return false;
    *word = *keys->words++;
    return true;
}

static uint64_t pair_of(uint64_t first, uint64_t second)
{
    return (first * UINT64_C(0x9E3779B97F4A7C15) ^ second) | 1;
}

static inline bool next_word(struct keys *keys, uint64_t *key)
{
    winnow_word word, before;

    while (read_word(keys, &word)) {
        before = keys->ideograph;
        keys->ideograph = (word & WINNOW_WORD_IDEOGRAPH) != 0 ? word : 0;
        if (keys->ideograph == 0) {
            *key = word;
            if ((word & WINNOW_WORD_LONG) != 0)
                return true;
        } else if (before != 0) {
            *key = pair_of(before, word);
            return true;
        }
    }
    return false;
}

/* The next key of a text for this set. */
static inline bool next_key(const struct winnow_word_set *set,
                            struct keys *keys, uint64_t *key)
{
    uint64_t word, before;

    if (!set->pairs)
        return next_word(keys, key);
    do {
        before = keys->word;
        if (!next_word(keys, &word))
            return false;
        keys->word = word;
    } while (before == 0);
    *key = pair_of(before, word);
    return true;
}

static struct keys keys_of_text(struct winnow_view text)
{
    return (struct keys){.text = text};
}

static struct keys keys_of_block(const struct winnow_block *block)
{
    return block->words == NULL
               ? keys_of_text(block->text)
               : (struct keys){.words = block->words,
                               .end = block->words + block->n_words};
}

static void add_keys(struct winnow_word_set *set, struct keys keys)
{
    uint64_t key;

    while (set->n < set->mask / 2 && next_key(set, &keys, &key)) {
        uint64_t *slot = find_slot(set, key);
        set->n += *slot == 0;
        *slot = key;
        set->seen |= seen_bit(key);
    }
}

void winnow_word_set_add(struct winnow_word_set *set, struct winnow_view text)
{
    add_keys(set, keys_of_text(text));
}

void winnow_word_set_add_block(struct winnow_word_set *set,
                               const struct winnow_block *block)
{
    add_keys(set, keys_of_block(block));
}

static uint32_t count_keys(const struct winnow_word_set *const *sets,
                           size_t n_sets, struct keys keys, uint32_t *n_shared)
{
    uint32_t n_words = 0;
    uint64_t key;

    memset(n_shared, 0, n_sets * sizeof *n_shared);
    for (; next_key(sets[0], &keys, &key); n_words++)
        for (size_t i = 0; i < n_sets; i++)
            n_shared[i] += has_key(sets[i], key);
    return n_words;
}

uint32_t winnow_word_sets_count(const struct winnow_word_set *const *sets,
                                size_t n_sets, const struct winnow_block *block,
                                uint32_t *n_shared)
{
    return count_keys(sets, n_sets, keys_of_block(block), n_shared);
}

uint32_t winnow_word_set_count(const struct winnow_word_set *set,
                               const struct winnow_block *block,
                               uint32_t *n_words)
{
    uint32_t n_shared;

    *n_words = winnow_word_sets_count(&set, 1, block, &n_shared);
    return n_shared;
}

uint32_t winnow_word_set_count_text(const struct winnow_word_set *set,
                                    struct winnow_view text, uint32_t *n_words)
{
    uint32_t n_shared;

    *n_words = count_keys(&set, 1, keys_of_text(text), &n_shared);
    return n_shared;
}

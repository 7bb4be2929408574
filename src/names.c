/* What element names tell; see names.h. */
#include "names.h"

#include "stride.h"
#include "word-table.h"

#define NAV WINNOW_NAME_NAV
#define SHARE WINNOW_NAME_SHARE
#define RELATED WINNOW_NAME_RELATED
#define COMMENTS WINNOW_NAME_COMMENTS
#define FOOTER WINNOW_NAME_FOOTER
#define CONSENT WINNOW_NAME_CONSENT
#define APPEAL WINNOW_NAME_APPEAL
#define PROMO WINNOW_NAME_PROMO
#define ADVERT WINNOW_NAME_ADVERT
#define WIDGET WINNOW_NAME_WIDGET
#define SIDE WINNOW_NAME_SIDE
#define TAGS WINNOW_NAME_TAGS
#define BYLINE WINNOW_NAME_BYLINE
#define DATE WINNOW_NAME_DATE
#define CAPTION WINNOW_NAME_CAPTION
#define TITLE WINNOW_NAME_TITLE
#define BODY WINNOW_NAME_BODY
#define HEADER WINNOW_NAME_HEADER
#define POST WINNOW_NAME_POST
#define CONCEALED WINNOW_NAME_CONCEALED

enum { NAMES_BYTES_MOST = 1024 }; /* of one attribute; the rest is passed */

/* Lists of names that were read: a page's elements share few. */
enum { N_READ = 256 };
struct winnow_read_list {
    struct winnow_view names;
    uint32_t groups;
};

/* ---- words -----------------------------------------------------------------
 */

enum {
    NAME_BYTES_MAX = 24, /* longer words are in no group */
    CHUNK_BYTES = 64,    /* of which a number has a bit each */
    PAD_BYTES = 32       /* for steps and words that are read whole */
};

/* A list of names in lower case, zeros behind it; of each byte whether it is a
 * letter, and whether a word ends before it, if there is one: before what is no
 * letter, and before the hump of "mostRead". */
struct list {
    size_t n;
    char bytes[NAMES_BYTES_MOST + PAD_BYTES];
    uint64_t letters[NAMES_BYTES_MOST / CHUNK_BYTES + 1];
    uint64_t ends[NAMES_BYTES_MOST / CHUNK_BYTES + 1];
};

/* Of a step of bytes, which becomes lower case. */
static void read_step(char *bytes, uint64_t *letters, uint64_t *capitals)
{
    winnow_step step = winnow_step_at(bytes);
    winnow_step_answer is_capital =
        step - winnow_step_of('A') <= winnow_step_of(25);
    winnow_step_answer is_small =
        step - winnow_step_of('a') <= winnow_step_of(25);

    *letters = winnow_yes_bits(is_capital | is_small);
    *capitals = winnow_yes_bits(is_capital);
    step |= (winnow_step)is_capital & winnow_step_of(0x20);
    memcpy(bytes, &step, sizeof step);
}

static void read_list(struct list *list, struct winnow_view names)
{
    uint64_t before = 0; /* whether the byte before the chunk is a capital */

    list->n = names.length_bytes < NAMES_BYTES_MOST ? names.length_bytes
                                                    : NAMES_BYTES_MOST;
    if (list->n != 0)
        memcpy(list->bytes, names.data, list->n);
    memset(list->bytes + list->n, 0, PAD_BYTES);
    for (size_t chunk = 0; chunk <= list->n / CHUNK_BYTES; chunk++) {
        uint64_t letters = 0, capitals = 0;
        for (size_t i = 0; i < CHUNK_BYTES && chunk * CHUNK_BYTES + i < list->n;
             i += WINNOW_STEP_BYTES) {
            uint64_t step_letters, step_capitals;
            read_step(list->bytes + chunk * CHUNK_BYTES + i, &step_letters,
                      &step_capitals);
            letters |= step_letters << i;
            capitals |= step_capitals << i;
        }
        list->letters[chunk] = letters;
        list->ends[chunk] = ~letters | (capitals & ~(capitals << 1 | before));
        before = capitals >> (CHUNK_BYTES - 1);
    }
}

/* The first byte from `at` on, `n` at most, whose bit is set; else `n` or
 * more. */
static size_t find_bit(const uint64_t *bits, size_t at, size_t n)
{
    size_t chunk = at / CHUNK_BYTES;
    uint64_t left = bits[chunk] >> at % CHUNK_BYTES;

    if (left != 0)
        return at + (size_t)__builtin_ctzll(left);
    while (++chunk <= n / CHUNK_BYTES)
        if (bits[chunk] != 0)
            return chunk * CHUNK_BYTES + (size_t)__builtin_ctzll(bits[chunk]);
    return chunk * CHUNK_BYTES;
}

static uint32_t group_of(const char *word, size_t length_bytes)
{
    const struct winnow_word *found =
        winnow_word_find(&winnow_name_words, word, length_bytes,
                         winnow_word_hash_whole(word, length_bytes));

    return found == NULL ? 0 : found->value;
}

/* Words of names as they are read: the one at hand and the one before it,
 * since "most-read" means what neither half does. The one at hand stands behind
 * the one before it, so that both together are one word too. */
struct words {
    char *before;    /* in a buffer that holds all words */
    size_t n_before; /* bytes; 0: there is none */
    uint32_t groups;
};

/* The group of the word before and the one of `n` bytes behind it together,
 * else of that one alone. Of the words of a name, "hidden" means what it says
 * only where it is the whole name: not in "overflow-hidden". */
static uint32_t group_at(const struct words *words, size_t n, bool is_whole)
{
    const char *word = words->before;
    size_t length_bytes = words->n_before + n;
    uint32_t group;

    while ((group = group_of(word, length_bytes)) == 0 && length_bytes > n) {
        word += words->n_before;
        length_bytes = n;
    }
    if (length_bytes == n && !is_whole)
        group &= ~(uint32_t)CONCEALED;
    return group;
}

/* Takes the word at bytes [start, end). */
static void take_word(struct words *words, const struct list *list,
                      size_t start, size_t end)
{
    char *now = words->before + words->n_before;
    size_t n = end - start;

    if (n > NAME_BYTES_MAX) {
        words->n_before = 0;
        return;
    }
    memcpy(now, list->bytes + start, NAME_BYTES_MAX); /* and what follows */
    words->groups |= group_at(words, n,
                              (start == 0 || list->bytes[start - 1] == ' ') &&
                                  (end == list->n || list->bytes[end] == ' '));
    words->before = now;
    words->n_before = n;
}

static bool has_space(const struct list *list, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if (list->bytes[i] == ' ')
            return true;
    return false;
}

/* Whether names of styles say that it is shown on wider screens: "hidden
 * md:block", "d-none d-lg-flex". */
static bool is_shown_wide(struct winnow_view names)
{
    static const char *const ends[] = {"-block", "-flex",  "-inline",
                                       "-grid",  "-table", ":"};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (memmem(names.data, names.length_bytes, ends[i], strlen(ends[i])) !=
            NULL)
            return true;
    return false;
}

uint32_t winnow_name_groups(struct winnow_view names)
{
    char bytes[NAMES_BYTES_MOST + NAME_BYTES_MAX];
    struct words words = {.before = bytes};
    struct list list;
    size_t start, end = 0;

    if (names.length_bytes == 0)
        return 0;
    read_list(&list, names);
    while ((start = find_bit(list.letters, end, list.n)) < list.n) {
        if (has_space(&list, end, start))
            words.n_before = 0;
        end = find_bit(list.ends, start + 1, list.n);
        take_word(&words, &list, start, end);
    }
    if ((words.groups & CONCEALED) != 0 && is_shown_wide(names))
        words.groups &= ~(uint32_t)CONCEALED;
    return words.groups;
}

/* ---- elements --------------------------------------------------------------
 */

static uint32_t groups_of_tag(enum winnow_tag tag)
{
    switch (tag) {
    case WINNOW_TAG_NAV:
        return NAV;
    case WINNOW_TAG_FOOTER:
        return FOOTER;
    case WINNOW_TAG_ASIDE:
        return SIDE;
    case WINNOW_TAG_FIGCAPTION:
    case WINNOW_TAG_CAPTION:
        return CAPTION;
    case WINNOW_TAG_ARTICLE:
    case WINNOW_TAG_MAIN:
        return BODY;
    case WINNOW_TAG_BUTTON:
    case WINNOW_TAG_SELECT:
    case WINNOW_TAG_OPTGROUP:
    case WINNOW_TAG_OPTION:
    case WINNOW_TAG_TEXTAREA:
    case WINNOW_TAG_SEARCH:
    case WINNOW_TAG_MARQUEE:
        return WIDGET;
    default:
        return 0;
    }
}

/* "text" of schema.org is what a question, an answer, a comment or a posting
 * says. */
static uint32_t groups_of_property(struct winnow_view property)
{
    return winnow_view_is(property, "text") ? POST : 0;
}

/* A hash of a list, of its length and of steps of bytes at its start, in its
 * middle and at its end: lists that differ elsewhere alone are few. */
static size_t hash_list(struct winnow_view list)
{
    uint64_t start = 0, middle = 0, end = 0, hash = list.length_bytes;
    size_t last = list.length_bytes - sizeof end;

    if (list.length_bytes >= sizeof start) {
        memcpy(&start, list.data, sizeof start);
        memcpy(&middle, list.data + last / 2, sizeof middle);
        memcpy(&end, list.data + last, sizeof end);
    } else {
        for (size_t i = 0; i < list.length_bytes; i++)
            start = start << 8 | (unsigned char)list.data[i];
    }
    hash = (hash ^ start) * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ hash >> 32 ^ middle) * UINT64_C(0xD6E8FEB86659FD93);
    hash = (hash ^ hash >> 32 ^ end) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(hash >> 32);
}

/* As winnow_name_groups, of a list that is not empty. */
static uint32_t groups_of_some(const struct winnow_names *names,
                               struct winnow_view list)
{
    struct winnow_read_list *read = &names->read[hash_list(list) % N_READ];

    if (!winnow_view_equal(read->names, list))
        *read = (struct winnow_read_list){list, winnow_name_groups(list)};
    return read->groups;
}

static uint32_t groups_of_list(const struct winnow_names *names,
                               struct winnow_view list)
{
    return list.length_bytes == 0 ? 0 : groups_of_some(names, list);
}

/* Words of prose before each block, so that an element's are a difference. */
static uint64_t *sum_prose(const struct winnow_document *document)
{
    uint64_t *before = winnow_arena_calloc(
        document->arena, (size_t)document->n_blocks + 1, sizeof *before);

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        before[i + 1] = before[i];
        if (winnow_is_prose(block) && !block->hidden)
            before[i + 1] += block->n_words;
    }
    return before;
}

static bool holds_most(const struct winnow_document *document,
                       const struct winnow_element *element,
                       const uint64_t *before)
{
    return (before[element->end_block] - before[element->first_block]) * 2 >
           before[document->n_blocks];
}

static bool is_nameless(const struct winnow_document *document,
                        const struct winnow_element *element,
                        const uint64_t *before)
{
    return element->tag == WINNOW_TAG_HTML || element->tag == WINNOW_TAG_BODY ||
           element->tag == WINNOW_TAG_HEAD ||
           holds_most(document, element, before);
}

static struct winnow_sight see(struct winnow_sight parent, uint32_t own)
{
    struct winnow_sight sight = parent;

    sight.steps++;
    if (own != 0) {
        sight.nearest = own;
        sight.above |= own;
        sight.steps = 0;
    }
    return sight;
}

static void see_elements(const struct winnow_document *document,
                         struct winnow_names *names)
{
    names->own = winnow_arena_calloc(document->arena, document->n_elements,
                                     sizeof *names->own);
    names->of_element = winnow_arena_calloc(
        document->arena, document->n_elements, sizeof *names->of_element);
    for (uint32_t i = 1; i < document->n_elements; i++) {
        const struct winnow_element *element = &document->elements[i];
        uint32_t own;
        if (element->first_block == element->end_block)
            continue;
        names->own[i] = groups_of_list(names, element->id) |
                        groups_of_list(names, element->class_names);
        own = names->own[i] | groups_of_tag(element->tag) |
              groups_of_list(names, element->role) |
              groups_of_list(names, element->itemprop) |
              groups_of_property(element->itemprop);
        if (is_nameless(document, element, names->prose_before))
            own &= BODY | POST;
        names->of_element[i] = see(names->of_element[element->parent], own);
    }
}

static struct winnow_sight see_block(const struct winnow_names *names,
                                     const struct winnow_block *block)
{
    struct winnow_sight sight = names->of_element[block->element];
    uint32_t own = groups_of_list(names, block->names);

    if (own != 0) {
        sight.nearest = own;
        sight.above |= own;
        sight.steps = 0;
    }
    return sight;
}

struct winnow_names *winnow_names_read(struct winnow_document *document)
{
    struct winnow_names *names =
        winnow_arena_alloc(document->arena, sizeof *names);

    names->read =
        winnow_arena_calloc(document->arena, N_READ, sizeof *names->read);
    names->prose_before = sum_prose(document);
    see_elements(document, names);
    names->of_block = winnow_arena_calloc(document->arena, document->n_blocks,
                                          sizeof *names->of_block);
    names->seen = 0;
    if (document->from != WINNOW_FROM_HTML)
        return names; /* a capture has none */
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        names->of_block[i] = see_block(names, &document->blocks[i]);
        names->seen |= names->of_block[i].above;
    }
    return names;
}

uint32_t winnow_element_groups(struct winnow_document *document, uint32_t i)
{
    return winnow_names_of(document)->own[i];
}

uint64_t winnow_prose_words(struct winnow_document *document, uint32_t first,
                            uint32_t end)
{
    const uint64_t *before = winnow_names_of(document)->prose_before;

    return before[end] - before[first];
}

bool winnow_holds_most_prose(struct winnow_document *document,
                             const struct winnow_element *element)
{
    return holds_most(document, element,
                      winnow_names_of(document)->prose_before);
}

void winnow_hint_by_name(struct winnow_document *document,
                         struct winnow_block *block, uint32_t group,
                         enum winnow_kind kind, const char *rule)
{
    struct winnow_sight sight;
    int strength;

    if (!winnow_is_below_name(document, block, group))
        return;
    sight = winnow_sight_of(document, block);
    if (sight.nearest == group)
        strength = sight.steps <= 1 ? 80 : 65;
    else
        strength = (sight.nearest & group) != 0 ? 50 : 40;
    if (winnow_is_prose(block))
        strength = strength * 2 / 3;
    winnow_hint(document, block, kind, strength, rule);
}

/* Candidates out of markup; see said.h. */
#include "said.h"

#include "filter.h"

#include <string.h>

static const struct winnow_said_name *
find_name(const struct winnow_said_name *names, size_t n,
          struct winnow_view name)
{
    for (size_t i = 0; i < n; i++)
        if (names[i].name[0] == name.data[0] && /* seldom */
            winnow_view_is(name, names[i].name))
            return &names[i];
    return NULL;
}

static uint32_t letter_bit(char letter)
{
    return UINT32_C(1) << (letter & 31);
}

/* A bit for each letter that a name begins with. */
static uint32_t first_letters(const struct winnow_said_name *names, size_t n)
{
    uint32_t letters = 0;

    for (size_t i = 0; i < n; i++)
        letters |= letter_bit(names[i].name[0]);
    return letters;
}

static bool may_begin_with(uint32_t letters, struct winnow_view name)
{
    return name.length_bytes != 0 && (letters & letter_bit(name.data[0])) != 0;
}

/* Whether no candidate has room; the first that had none is told of. */
static bool is_full(struct winnow_document *document, uint64_t offset)
{
    if (document->n_candidates < WINNOW_CANDIDATES_MOST)
        return false;
    winnow_diag_count(&document->diags, WINNOW_DIAG_METADATA_CAPPED, offset);
    return true;
}

bool winnow_said_in_head(struct winnow_document *document,
                         const struct winnow_said_name *names, size_t n,
                         uint32_t *at, struct winnow_candidate *candidate)
{
    uint32_t letters = first_letters(names, n);

    for (; *at < document->n_meta; (*at)++) {
        const struct winnow_meta *meta = &document->meta[*at];
        const struct winnow_said_name *name =
            may_begin_with(letters, meta->name)
                ? find_name(names, n, meta->name)
                : NULL;
        if (name == NULL)
            continue;
        if (is_full(document, meta->span.start))
            return false;
        (*at)++;
        *candidate = (struct winnow_candidate){
            .value = winnow_view_trim(meta->content),
            .source = name->source,
            .name = meta->name,
            .block = WINNOW_NO_BLOCK,
            .span = meta->span,
            .weight = name->weight,
        };
        return true;
    }
    return false;
}

static int weight_of(const struct winnow_said_key *keys, size_t n,
                     const struct winnow_ld_fact *fact)
{
    for (size_t i = 0; i < n; i++)
        if (keys[i].key == fact->key)
            return keys[i].weights[fact->of];
    return 0;
}

bool winnow_said_in_facts(struct winnow_document *document,
                          const struct winnow_said_key *keys, size_t n,
                          size_t *at, struct winnow_candidate *candidate)
{
    const struct winnow_ld_facts *facts = winnow_ld_facts(document);

    for (; *at < facts->n; (*at)++) {
        const struct winnow_ld_fact *fact = &facts->items[*at];
        int weight = weight_of(keys, n, fact);
        if (weight == 0)
            continue;
        (*at)++;
        *candidate = (struct winnow_candidate){
            .value = fact->value,
            .source = WINNOW_SAID_JSON_LD,
            .name = winnow_view_of(winnow_ld_key_name(fact->key)),
            .block = WINNOW_NO_BLOCK,
            .span = fact->span,
            .weight = weight,
        };
        return true;
    }
    return false;
}

/* ---- lists ---------------------------------------------------------------
 */

void winnow_said_list_take(struct winnow_said_list *list,
                           struct winnow_document *document,
                           const struct winnow_candidate *candidate)
{
    bool goes_on = list->is_open &&
                   list->candidate.source == candidate->source &&
                   list->candidate.weight == candidate->weight &&
                   winnow_view_equal(list->candidate.name, candidate->name);

    if (goes_on) {
        if (list->candidate.span.end < candidate->span.end)
            list->candidate.span.end = candidate->span.end;
        return;
    }
    winnow_said_list_finish(list, document);
    list->candidate = *candidate;
    list->n = 0;
    list->is_open = true;
    list->candidate.value = (struct winnow_view){list->bytes, 0};
}

bool winnow_said_list_add(struct winnow_said_list *list,
                          struct winnow_view item)
{
    enum { ITEM_BYTES_MOST = 160 };
    size_t *length = &list->candidate.value.length_bytes;
    uint64_t key;

    item = winnow_view_trim(item);
    key = item.length_bytes > ITEM_BYTES_MOST ? 0 : winnow_text_key(item);
    if (key == 0 || list->n == WINNOW_SAID_LIST_MOST ||
        *length + item.length_bytes + 2 > WINNOW_SAID_LIST_BYTES)
        return false;
    for (size_t i = 0; i < list->n; i++)
        if (list->keys[i] == key)
            return false;
    list->keys[list->n++] = key;
    if (*length != 0) {
        memcpy(list->bytes + *length, "; ", 2);
        *length += 2;
    }
    memcpy(list->bytes + *length, item.data, item.length_bytes);
    *length += item.length_bytes;
    return true;
}

void winnow_said_list_add_all(struct winnow_said_list *list,
                              struct winnow_view value)
{
    size_t start = 0;

    for (size_t at = 0; at + 1 < value.length_bytes; at++)
        if (memcmp(value.data + at, "; ", 2) == 0) {
            winnow_said_list_add(
                list, (struct winnow_view){value.data + start, at - start});
            start = at + 2;
        }
    winnow_said_list_add(
        list,
        (struct winnow_view){value.data + start, value.length_bytes - start});
}

void winnow_said_list_finish(struct winnow_said_list *list,
                             struct winnow_document *document)
{
    struct winnow_view *value = &list->candidate.value;

    if (list->is_open && value->length_bytes != 0) {
        value->data = winnow_arena_copy(document->arena, list->bytes,
                                        value->length_bytes);
        winnow_candidate_add(document, &list->candidate);
    }
    list->is_open = false;
}

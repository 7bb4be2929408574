/* Candidates of metadata and the choice between them; see metadata.h. */
#include "metadata.h"

#include "filter.h"
#include "shape.h"

#include <string.h>

enum { DAY_BYTES = 10 }; /* of "2019-07-13" */

static const char *const field_names[WINNOW_N_FIELDS] = {
    [WINNOW_FIELD_TITLE] = "title",
    [WINNOW_FIELD_AUTHOR] = "author",
    [WINNOW_FIELD_DATE] = "date",
    [WINNOW_FIELD_MODIFIED] = "modified",
    [WINNOW_FIELD_LANGUAGE] = "language",
    [WINNOW_FIELD_SITE] = "site",
    [WINNOW_FIELD_CANONICAL] = "canonical",
    [WINNOW_FIELD_DESCRIPTION] = "description",
    [WINNOW_FIELD_SECTION] = "section",
    [WINNOW_FIELD_TAGS] = "tags",
    [WINNOW_FIELD_LICENSE] = "license",
    [WINNOW_FIELD_IMAGE] = "image",
    [WINNOW_FIELD_TYPE] = "type",
};

static const char *const source_names[WINNOW_N_SAID_BY] = {
    [WINNOW_SAID_JSON_LD] = "json-ld",
    [WINNOW_SAID_MICRODATA] = "microdata",
    [WINNOW_SAID_OPEN_GRAPH] = "open-graph",
    [WINNOW_SAID_DUBLIN_CORE] = "dublin-core",
    [WINNOW_SAID_CITATION] = "citation",
    [WINNOW_SAID_META] = "meta",
    [WINNOW_SAID_HTML] = "html",
    [WINNOW_SAID_TIME] = "time",
    [WINNOW_SAID_TEXT] = "text",
    [WINNOW_SAID_URL] = "url",
    [WINNOW_SAID_HTTP] = "http",
};

const char *winnow_said_by_name(enum winnow_said_by source)
{
    return source_names[source];
}

const char *winnow_field_name(enum winnow_field field)
{
    return field_names[field];
}

/* ---- candidates ----------------------------------------------------------
 */

/* From the first byte of the block's text to its last. */
static struct winnow_range span_of(const struct winnow_block *block)
{
    struct winnow_range span = {0, 0};

    for (uint32_t i = 0; i < block->n_spans; i++) {
        if (i == 0 || block->spans[i].start < span.start)
            span.start = block->spans[i].start;
        if (block->spans[i].end > span.end)
            span.end = block->spans[i].end;
    }
    return span;
}

void winnow_candidate_add(struct winnow_document *document,
                          const struct winnow_candidate *candidate)
{
    enum { FIRST = 32 };
    struct winnow_candidate *added;

    if (candidate->value.length_bytes == 0)
        return;
    if (document->n_candidates == WINNOW_CANDIDATES_MOST) {
        winnow_diag_count(&document->diags, WINNOW_DIAG_METADATA_CAPPED,
                          candidate->span.start);
        return;
    }
    if (document->n_candidates == document->candidate_capacity) {
        uint32_t old = document->candidate_capacity;
        document->candidate_capacity = old == 0 ? FIRST : old * 2;
        document->candidates = winnow_arena_grow(
            document->arena, document->candidates, old * sizeof *added,
            document->candidate_capacity * sizeof *added);
    }
    added = &document->candidates[document->n_candidates++];
    *added = *candidate;
    added->chosen = false;
    if (added->weight < 0)
        added->weight = 0;
    if (added->block < document->n_blocks && added->span.end == 0)
        added->span = span_of(&document->blocks[added->block]);
}

/* ---- agreement -----------------------------------------------------------
 */

/* What two values of a field have in common when they say the same. */
static uint64_t key_of(enum winnow_field field, struct winnow_view value)
{
    bool is_date = field == WINNOW_FIELD_DATE || field == WINNOW_FIELD_MODIFIED;

    if (is_date && value.length_bytes > DAY_BYTES)
        value.length_bytes = DAY_BYTES;
    return winnow_text_key(value);
}

static bool agree(enum winnow_field field, struct winnow_view a,
                  struct winnow_view b)
{
    return key_of(field, a) == key_of(field, b);
}

/* The candidates of one field that may be its value. */
struct ballot {
    struct winnow_candidate *candidates[WINNOW_CANDIDATES_MOST];
    uint64_t keys[WINNOW_CANDIDATES_MOST]; /* where there are two or more */
    uint32_t n;
};

static void collect(struct winnow_document *document, enum winnow_field field,
                    struct ballot *ballot)
{
    ballot->n = 0;
    for (uint32_t i = 0; i < document->n_candidates; i++) {
        struct winnow_candidate *candidate = &document->candidates[i];
        if (candidate->field != field)
            continue;
        candidate->chosen = false;
        if (candidate->refused != NULL)
            continue;
        ballot->candidates[ballot->n++] = candidate;
    }
    for (uint32_t i = 0; ballot->n > 1 && i < ballot->n; i++)
        ballot->keys[i] = key_of(field, ballot->candidates[i]->value);
}

/* Whether an earlier candidate of the ballot says the same in the name of the
 * same source. */
static bool is_counted(const struct ballot *ballot, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (ballot->keys[k] == ballot->keys[i] &&
            ballot->candidates[k]->source == ballot->candidates[i]->source)
            return true;
    return false;
}

static int points_of(const struct ballot *ballot, uint32_t i)
{
    int points = ballot->candidates[i]->weight * 4;

    for (uint32_t k = 0; k < ballot->n; k++)
        if (ballot->candidates[k]->source != ballot->candidates[i]->source &&
            ballot->keys[k] == ballot->keys[i] && !is_counted(ballot, k))
            points += ballot->candidates[k]->weight;
    return points;
}

static struct winnow_candidate *choose(const struct ballot *ballot)
{
    struct winnow_candidate *best = NULL;
    int most = -1;

    for (uint32_t i = 0; i < ballot->n; i++) {
        int points;
        if (ballot->candidates[i]->weight < WINNOW_WEIGHT_LEAST)
            continue;
        points = points_of(ballot, i);
        if (points > most) {
            most = points;
            best = ballot->candidates[i];
        }
    }
    return best;
}

void winnow_field_put(struct winnow_document *document,
                      struct winnow_candidate *candidate)
{
    for (uint32_t i = 0; i < document->n_candidates; i++)
        if (document->candidates[i].field == candidate->field)
            document->candidates[i].chosen = false;
    candidate->chosen = true;
    document->fields[candidate->field].value = candidate->value;
    document->fields[candidate->field].block = candidate->block;
}

void winnow_field_choose(struct winnow_document *document,
                         enum winnow_field field)
{
    struct ballot ballot;
    struct winnow_candidate *chosen;

    collect(document, field, &ballot);
    chosen = choose(&ballot);
    if (chosen == NULL)
        return;
    winnow_field_put(document, chosen);
}

void winnow_metadata_choose(struct winnow_document *document)
{
    for (int field = 0; field < WINNOW_N_FIELDS; field++)
        if (winnow_field_chosen(document, (enum winnow_field)field) == NULL)
            winnow_field_choose(document, (enum winnow_field)field);
}

const struct winnow_candidate *
winnow_field_chosen(const struct winnow_document *document,
                    enum winnow_field field)
{
    for (uint32_t i = 0; i < document->n_candidates; i++)
        if (document->candidates[i].field == field &&
            document->candidates[i].chosen)
            return &document->candidates[i];
    return NULL;
}

static size_t put(char out[WINNOW_FROM_BYTES], size_t n,
                  struct winnow_view part)
{
    if (part.length_bytes > WINNOW_FROM_BYTES - n)
        part.length_bytes = WINNOW_FROM_BYTES - n;
    if (part.length_bytes != 0)
        memcpy(out + n, part.data, part.length_bytes);
    return n + part.length_bytes;
}

size_t winnow_field_from(const struct winnow_document *document,
                         enum winnow_field field, char out[WINNOW_FROM_BYTES])
{
    const struct winnow_candidate *chosen =
        winnow_field_chosen(document, field);
    size_t n;

    if (document->fields[field].value.length_bytes == 0)
        return 0;
    if (chosen == NULL) /* set by the structure: the root's attribute */
        return put(out, 0, winnow_view_of("html lang"));
    n = put(out, 0, winnow_view_of(winnow_said_by_name(chosen->source)));
    n = put(out, n, winnow_view_of(" "));
    return put(out, n, chosen->name);
}

/* Whether the text holds the part. */
static bool holds(struct winnow_view text, struct winnow_view part)
{
    return part.length_bytes == 0 ||
           (part.length_bytes <= text.length_bytes &&
            memmem(text.data, text.length_bytes, part.data,
                   part.length_bytes) != NULL);
}

/* Whether at least half of the text's words are among the other's. */
static bool shares_words(struct winnow_arena *arena, struct winnow_view text,
                         struct winnow_view other)
{
    enum { MOST_WORDS = 128 };
    struct winnow_word_set words;
    uint32_t n_words, n_shared;

    winnow_word_set_open(&words, arena, MOST_WORDS);
    winnow_word_set_add(&words, other);
    n_shared = winnow_word_set_count_text(&words, text, &n_words);
    return n_shared * 2 >= n_words;
}

bool winnow_field_says(const struct winnow_document *document,
                       const struct winnow_block *block)
{
    struct winnow_view title = document->fields[WINNOW_FIELD_TITLE].value;

    return block->kind != WINNOW_KIND_TITLE ||
           block->form == WINNOW_KIND_TITLE || holds(title, block->text) ||
           holds(block->text, title) ||
           agree(WINNOW_FIELD_TITLE, title, block->text) ||
           shares_words(document->arena, block->text, title);
}

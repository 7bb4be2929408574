/* From the net's numbers to what is kept and what each block is; see settle.h.
 */
#include "label/settle.h"

#include "filter.h"
#include "label/choose.h"
#include "label/net.h"
#include "label/rows.h"
#include "options.h"

enum {
    /* The net's outputs. */
    OUT_KEEP,
    OUT_POST,
    OUT_AROUND, /* the first of the kinds around the document */
    N_AROUND = WINNOW_NET_OUTPUTS - OUT_AROUND,
    /* The net is surer than it should be: its logits are divided by this. */
    COOL = 2,
    /* Of filters that are all but sure of a kind: from this strength on each
     * point of it takes so much of the logit, or adds it. */
    SURE_STRENGTH = 72,
    A_POINT = 60,
    HALF_SURE = WINNOW_SURE / 2
};

static const struct {
    enum winnow_kind kind;
    const char *rule;
} around[N_AROUND] = {
    {WINNOW_KIND_NAVIGATION, "labeller.navigation"},
    {WINNOW_KIND_RELATED, "labeller.related"},
    {WINNOW_KIND_COMMENTS, "labeller.comments"},
    {WINNOW_KIND_FOOTER, "labeller.footer"},
    {WINNOW_KIND_WIDGET, "labeller.widget"},
    {WINNOW_KIND_PROMO, "labeller.promo"},
};

/* ---- what is kept -------------------------------------------------------- */

/* The head's title is no text of the page. */
static bool is_open(const struct winnow_block *block)
{
    return block->verdict_rule == NULL && block->form != WINNOW_KIND_TITLE;
}

/* The strength of hints for one kind of [first, end), of the kind that has most
 * of it, 0..200. */
static int strength_for(const struct winnow_block *block,
                        enum winnow_kind first, enum winnow_kind end)
{
    enum { MOST = 200 };
    int sums[WINNOW_N_KINDS] = {0}, most = 0;

    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next) {
        if (hint->kind < first || hint->kind >= end || hint->strength < 0)
            continue;
        sums[hint->kind] += hint->strength;
        if (sums[hint->kind] > most)
            most = sums[hint->kind];
    }
    return most < MOST ? most : MOST;
}

/* What filters that are all but sure take off the logit, or add to it. */
static int points_of(const struct winnow_block *block)
{
    int against, towards;

    if (block->hints == NULL)
        return 0; /* as most blocks have none */
    against = strength_for(block, WINNOW_KIND_NAVIGATION, WINNOW_N_KINDS);
    towards = strength_for(block, WINNOW_KIND_HEADING, WINNOW_KIND_BYLINE);
    return (towards > SURE_STRENGTH ? (towards - SURE_STRENGTH) * A_POINT : 0) -
           (against > SURE_STRENGTH ? (against - SURE_STRENGTH) * A_POINT : 0);
}

/* ---- groups -------------------------------------------------------------- */

/* A list or a table, which is hardly ever kept in part: sums over its short
 * items or cells. */
struct group {
    int64_t logits; /* each times its weight */
    int64_t weight;
};

/* Short: of an enumeration or of data, not a post of a thread or the text of a
 * page that is laid out by a table. */
static bool is_short(const struct winnow_block *block, enum winnow_kind form)
{
    enum { WORDS_MOST = 20 };

    return block->form == form && block->n_words <= WORDS_MOST &&
           is_open(block);
}

static int64_t weight_of(const struct winnow_block *block)
{
    return (int64_t)block->n_words + 1;
}

/* The group of each block, 0 for none: its list, or the cells of its table,
 * which stand one behind the other. */
static uint32_t *find_groups(const struct winnow_document *document,
                             uint32_t *n_groups)
{
    uint32_t *groups = winnow_arena_calloc(document->arena, document->n_blocks,
                                           sizeof *groups);
    uint32_t n = 0;
    bool in_table = false;

    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].list > n)
            n = document->blocks[i].list;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        bool is_cell = block->row != 0;
        n += is_cell && !in_table;
        in_table = is_cell;
        if (is_cell && is_short(block, WINNOW_KIND_TABLE))
            groups[i] = n;
        else if (block->list != 0 && is_short(block, WINNOW_KIND_LIST))
            groups[i] = block->list;
    }
    *n_groups = n;
    return groups;
}

static const struct group *sum_groups(const struct winnow_document *document,
                                      const int16_t *outputs,
                                      const uint32_t *groups, uint32_t n_groups)
{
    struct group *sums = winnow_arena_calloc(
        document->arena, (size_t)n_groups + 1, sizeof *sums);

    for (size_t i = 0; i < document->n_blocks; i++) {
        int64_t weight = weight_of(&document->blocks[i]);
        sums[groups[i]].weight += weight;
        sums[groups[i]].logits +=
            weight * outputs[i * WINNOW_NET_OUTPUTS + OUT_KEEP];
    }
    return sums;
}

/* How likely each block is of the document: those of a group are drawn to each
 * other; what filters are sure of is not. */
static uint32_t *find_likelihoods(const struct winnow_document *document,
                                  const int16_t *outputs)
{
    uint32_t n_groups;
    const uint32_t *groups = find_groups(document, &n_groups);
    const struct group *sums = sum_groups(document, outputs, groups, n_groups);
    uint32_t *likelihoods = winnow_arena_calloc(
        document->arena, document->n_blocks, sizeof *likelihoods);

    for (size_t i = 0; i < document->n_blocks; i++) {
        int logit = outputs[i * WINNOW_NET_OUTPUTS + OUT_KEEP];
        const struct group *group = &sums[groups[i]];
        if (groups[i] != 0)
            logit = (int)((logit + group->logits / group->weight) / 2);
        likelihoods[i] =
            winnow_likelihood((logit + points_of(&document->blocks[i])) / COOL);
    }
    return likelihoods;
}

/* ---- the choice ---------------------------------------------------------- */

static uint32_t choose(const struct winnow_document *document,
                       const uint32_t *likelihoods)
{
    struct winnow_choice *choice =
        winnow_arena_calloc(document->arena, 1, sizeof *choice);

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        if (is_open(block))
            choice->words[likelihoods[i]] += block->n_words;
        else if (block->verdict_rule != NULL &&
                 block->verdict > WINNOW_KIND_TITLE &&
                 block->verdict < WINNOW_KIND_BYLINE)
            choice->kept_words += block->n_words;
    }
    return winnow_choose(choice, document->options->beta_squared_percent);
}

/* Whether next to nothing would be removed: then the document is all there is,
 * and the little that is doubtful is its own (a signature, a verse). */
static bool is_whole(const struct winnow_document *document,
                     const uint32_t *likelihoods, uint32_t border)
{
    enum { PART = 20 }; /* of the words */
    uint64_t all = 0, removed = 0;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        all += block->n_words;
        if (is_open(block) ? likelihoods[i] < border
                           : block->verdict >= WINNOW_KIND_NAVIGATION)
            removed += block->n_words;
    }
    return document->from != WINNOW_FROM_HTML && removed * PART <= all;
}

/* Blocks of a whole document that no filter has anything against are raised to
 * the border. */
static void raise_rest(const struct winnow_document *document,
                       uint32_t *likelihoods, uint32_t border)
{
    enum { SUSPECT = 50 };

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        if (is_open(block) && likelihoods[i] < border &&
            strength_for(block, WINNOW_KIND_NAVIGATION, WINNOW_N_KINDS) <
                SUSPECT)
            likelihoods[i] = border;
    }
}

/* A likelihood as a score: at the border 500, so that what is kept has 500 or
 * more whatever the border was. */
static int score_of(uint32_t likelihood, uint32_t border)
{
    if (likelihood < border)
        return (int)(likelihood * HALF_SURE / border);
    if (border >= WINNOW_SURE)
        return WINNOW_SURE;
    return (int)(HALF_SURE +
                 (likelihood - border) * HALF_SURE / (WINNOW_SURE - border));
}

static bool is_kept(const struct winnow_block *block)
{
    return block->verdict_rule == NULL
               ? block->score >= HALF_SURE
               : block->verdict < WINNOW_KIND_NAVIGATION;
}

/* A heading behind paragraphs that nothing is kept under, at the text's end,
 * heads what goes. Of several headings in a row the text may be. */
static void drop_last_heading(struct winnow_document *document)
{
    struct winnow_block *last = NULL;
    bool heads = false; /* something that goes */

    for (uint32_t i = document->n_blocks; i-- > 0;) {
        struct winnow_block *block = &document->blocks[i];
        if (!is_kept(block)) {
            heads |= last == NULL && block->n_words != 0;
            continue;
        }
        if (last != NULL) {
            if (block->form == WINNOW_KIND_PARAGRAPH)
                last->score = HALF_SURE - 1;
            return;
        }
        if (block->verdict_rule != NULL || block->form != WINNOW_KIND_HEADING ||
            !heads)
            return;
        last = block;
    }
}

/* ---- kinds --------------------------------------------------------------- */

/* Whether the document is a thread: what its kept paragraphs say together. */
static bool is_thread(const struct winnow_document *document,
                      const int16_t *outputs)
{
    int64_t sum = 0;

    for (size_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        if (block->verdict_rule == NULL && block->score >= HALF_SURE &&
            block->form == WINNOW_KIND_PARAGRAPH)
            sum +=
                weight_of(block) * outputs[i * WINNOW_NET_OUTPUTS + OUT_POST];
    }
    return sum > 0;
}

static void name_kept(struct winnow_block *block, bool thread)
{
    const struct winnow_hint *hint = winnow_strongest_hint(block);

    block->kind = block->form;
    block->rule = "labeller.body";
    if (hint != NULL && hint->kind >= WINNOW_KIND_CAPTION &&
        hint->kind <= WINNOW_KIND_POST) {
        block->kind = hint->kind;
        block->rule = hint->rule;
    } else if (thread && block->form == WINNOW_KIND_PARAGRAPH) {
        block->kind = WINNOW_KIND_POST;
        block->rule = "labeller.post";
    }
}

static void name_removed(struct winnow_block *block, const int16_t *outputs)
{
    const struct winnow_hint *hint = winnow_strongest_hint(block);
    int best = 0;

    if (hint != NULL && hint->kind >= WINNOW_KIND_NAVIGATION) {
        block->kind = hint->kind;
        block->rule = hint->rule;
        return;
    }
    if (block->form == WINNOW_KIND_CAPTION) {
        block->kind = WINNOW_KIND_OTHER;
        block->rule = "labeller.caption";
        return;
    }
    for (int k = 1; k < N_AROUND; k++)
        if (outputs[OUT_AROUND + k] > outputs[OUT_AROUND + best])
            best = k;
    block->kind = around[best].kind;
    block->rule = around[best].rule;
}

void winnow_settle(struct winnow_document *document, const int16_t *outputs)
{
    uint32_t *likelihoods = find_likelihoods(document, outputs);
    uint32_t border = choose(document, likelihoods);
    bool thread;

    if (is_whole(document, likelihoods, border))
        raise_rest(document, likelihoods, border);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (block->verdict_rule == NULL)
            block->score = is_open(block) && border <= WINNOW_SURE
                               ? score_of(likelihoods[i], border)
                               : 0;
    }
    drop_last_heading(document);
    thread = is_thread(document, outputs);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (block->verdict_rule != NULL)
            continue;
        if (block->score >= HALF_SURE)
            name_kept(block, thread);
        else
            name_removed(block, outputs + (size_t)i * WINNOW_NET_OUTPUTS);
    }
}

/* The provisional labeller of plain-text captures: finds the stretch where
 * prose is dense and takes it for the document.
 *
 * Every unit (a block, or the cells of one table row) has a weight: prose
 * counts for its words, a short line that is no sentence against. The stretch
 * is the run of units with the greatest sum of weights, found in one pass
 * (Kadane; for web pages: Pasternack and Roth, 2009). Short gaps in the prose
 * (a heading, a quotation, a caption) are bridged by what stands around them;
 * long ones end the stretch. A capture with little prose in one place (a
 * listing, a thread) is weighed again, short lines counting less against it.
 *
 * The figures are chosen by hand on the gold captures; a trained labeller will
 * replace them. */
#include "label/label_internal.h"

#include "filter.h"

enum {
    PROSE_WORDS_MOST = 80, /* what one unit of prose counts, at most */
    LONG_WORDS = 40,       /* no sentence, but no line of a menu either */
    SENTENCE_WORDS_LEAST = 3,
    SHORT_WEIGHT = -18,       /* a short line where prose is dense */
    SHORT_WEIGHT_SPARSE = -5, /* and where it is not */
    LIST_WEIGHT = -2,         /* added, for an item of a list */
    ROW_WEIGHT = 4,           /* and for the row of a table */
    SENTENCE_WEIGHT = -2,
    HEADING_WEIGHT = -2,
    HINT_FRACTION = 25,  /* of a hint's points, to a weight */
    HINT_AGAINST = -400, /* points that outweigh prose */
    HINT_KNOWN = -200,   /* points that name a line that is no prose */

    DENSE_WORDS_LEAST = 150, /* prose that a dense stretch holds at least */
    GAP_UNITS_LEAST = 5,     /* short lines in a row inside the stretch */
    LEAD_WORDS_LEAST = 6,    /* between title and prose: a sub-headline */
    LEAD_UNITS_MOST = 24,
    CLEAN_PROSE_PERCENT = 80, /* of the words of a clean capture */
    CLEAN_END_UNITS_MOST = 4, /* at each end of its stretch */
    CLEAN_SHORT_PERCENT = 40, /* of its units and of its words */
    CLEAN_SHORT_WORDS_PERCENT = 20,

    SCORE_NEUTRAL = 500, /* kept from here on */
    SCORE_MOST = 1000
};

/* Where a unit stands. */
enum place { BEFORE, LEAD, STRETCH, GAP, AFTER, WHOLE };

struct unit {
    uint32_t first_block, end_block, n_words;
    bool is_prose, is_sentence, is_heading, in_list, in_row;
    bool is_settled; /* every block of it has a verdict that it is around */
    int hint_points, weight;
    enum place place;
};

struct units {
    struct unit *at;
    uint32_t n;
    uint32_t start, end; /* the stretch: [start, end) */
    int64_t sum;         /* of its weights; 0: there is no prose */
};

static bool is_around(enum winnow_kind kind)
{
    return kind >= WINNOW_KIND_NAVIGATION;
}

/* ---- units --------------------------------------------------------------- */

static void add_block(struct unit *unit, const struct winnow_block *block)
{
    int points = winnow_hint_sum(block, NULL, NULL);

    unit->n_words += block->n_words;
    unit->is_settled = unit->is_settled && block->verdict_rule != NULL &&
                       is_around(block->verdict);
    if (points < unit->hint_points || unit->hint_points == 0)
        unit->hint_points = points;
}

static void describe(struct unit *unit, const struct winnow_block *last)
{
    bool one = unit->end_block - unit->first_block == 1;

    unit->is_sentence = unit->n_words >= SENTENCE_WORDS_LEAST &&
                        winnow_ends_like_sentence(last->text);
    unit->is_prose =
        one && (last->form == WINNOW_KIND_CODE || winnow_is_prose(last));
    unit->is_heading = last->form == WINNOW_KIND_HEADING;
    unit->in_list = last->list != 0;
    unit->in_row = last->row != 0;
}

static void gather(const struct winnow_document *document, struct units *units)
{
    units->at = winnow_arena_calloc(document->arena, document->n_blocks,
                                    sizeof *units->at);
    for (uint32_t i = 0; i < document->n_blocks;) {
        struct unit *unit = &units->at[units->n++];
        uint32_t row = document->blocks[i].row;
        unit->first_block = i;
        unit->is_settled = true;
        do
            add_block(unit, &document->blocks[i++]);
        while (row != 0 && i < document->n_blocks &&
               document->blocks[i].row == row);
        unit->end_block = i;
        describe(unit, &document->blocks[i - 1]);
    }
}

/* ---- weights ------------------------------------------------------------- */

static int words_weight(const struct unit *unit)
{
    return unit->n_words < PROSE_WORDS_MOST ? (int)unit->n_words
                                            : PROSE_WORDS_MOST;
}

static int weigh(const struct unit *unit, bool sparse)
{
    int weight = sparse ? SHORT_WEIGHT_SPARSE : SHORT_WEIGHT;

    if (unit->is_settled || unit->hint_points <= HINT_AGAINST ||
        (!unit->is_prose && unit->hint_points <= HINT_KNOWN))
        return weight; /* known for what it is: no worse than any short line */
    if (unit->is_prose)
        return words_weight(unit) + unit->hint_points / HINT_FRACTION;
    if (unit->n_words >= LONG_WORDS)
        return words_weight(unit) / (sparse ? 2 : 4);
    if (unit->is_sentence)
        return SENTENCE_WEIGHT;
    if (unit->is_heading)
        return HEADING_WEIGHT;
    if (unit->in_list)
        weight += LIST_WEIGHT;
    if (unit->in_row)
        weight += ROW_WEIGHT;
    return weight + unit->hint_points / HINT_FRACTION;
}

static void find_stretch(struct units *units, bool sparse)
{
    int64_t sum = 0;
    uint32_t start = 0;

    units->start = units->end = 0;
    units->sum = 0;
    for (uint32_t i = 0; i < units->n; i++) {
        units->at[i].weight = weigh(&units->at[i], sparse);
        sum += units->at[i].weight;
        if (sum <= 0) {
            sum = 0;
            start = i + 1;
        } else if (sum > units->sum) {
            units->sum = sum;
            units->start = start;
            units->end = i + 1;
        }
    }
}

static uint64_t prose_words(const struct units *units, uint32_t start,
                            uint32_t end)
{
    uint64_t n = 0;

    for (uint32_t i = start; i < end; i++)
        if (units->at[i].is_prose && !units->at[i].is_settled)
            n += units->at[i].n_words;
    return n;
}

/* Whether the stretch misses half of the prose, or holds hardly any. */
static bool is_sparse(const struct units *units)
{
    uint64_t inside = prose_words(units, units->start, units->end);

    return inside < DENSE_WORDS_LEAST ||
           inside * 2 < prose_words(units, 0, units->n);
}

/* ---- places -------------------------------------------------------------- */

static bool is_short(const struct unit *unit)
{
    return !unit->is_prose && !unit->is_sentence && unit->n_words < LONG_WORDS;
}

/* Whether the capture is the document and next to nothing else: short lines are
 * few, as headings between prose are, or they stand at both ends alone. */
static bool is_clean(const struct units *units)
{
    uint64_t n_words = 0, n_short_words = 0;
    uint32_t n_short = 0, before = 0, after = 0;

    if (units->sum == 0)
        return true;
    for (uint32_t i = 0; i < units->n; i++) {
        const struct unit *unit = &units->at[i];
        bool counts_against = unit->is_settled || is_short(unit);
        n_words += unit->n_words;
        n_short += counts_against;
        n_short_words += counts_against ? unit->n_words : 0;
        before += i < units->start;
        after += i >= units->end;
    }
    if (n_short * 100ULL <= units->n * (uint64_t)CLEAN_SHORT_PERCENT &&
        n_short_words * 100 <= n_words * CLEAN_SHORT_WORDS_PERCENT)
        return true;
    return before <= CLEAN_END_UNITS_MOST && after <= CLEAN_END_UNITS_MOST &&
           prose_words(units, 0, units->n) * 100 >=
               n_words * CLEAN_PROSE_PERCENT;
}

/* Short lines in a row inside the stretch, unless most are items of a list or
 * rows of a table; the heading at their end belongs to the prose below. */
static void mark_gap(struct units *units, uint32_t start, uint32_t end)
{
    uint32_t n_listed = 0;

    for (uint32_t i = start; i < end; i++)
        n_listed += units->at[i].in_list || units->at[i].in_row;
    if (end - start < GAP_UNITS_LEAST || n_listed * 2 >= end - start)
        return;
    if (units->at[end - 1].is_heading)
        end--;
    for (uint32_t i = start; i < end; i++)
        units->at[i].place = GAP;
}

static void mark_gaps(struct units *units)
{
    uint32_t start = units->start;

    for (uint32_t i = units->start; i <= units->end; i++) {
        if (i < units->end && is_short(&units->at[i]))
            continue;
        if (i > start)
            mark_gap(units, start, i);
        start = i + 1;
    }
}

/* The first unit after the title, when a filter has found one shortly before
 * the stretch. */
static uint32_t find_lead(const struct winnow_document *document,
                          const struct units *units)
{
    uint32_t title = document->fields[WINNOW_FIELD_TITLE].block;

    if (document->fields[WINNOW_FIELD_TITLE].value.length_bytes == 0 ||
        title == WINNOW_NO_BLOCK)
        return units->start;
    for (uint32_t i = units->start; i-- > 0;) {
        if (units->start - i > LEAD_UNITS_MOST)
            break;
        if (units->at[i].first_block <= title)
            return units->at[i].end_block > title ? i + 1 : units->start;
    }
    return units->start;
}

static void mark_lead(struct units *units, uint32_t lead)
{
    for (uint32_t i = lead; i < units->start; i++) {
        struct unit *unit = &units->at[i];
        if (unit->n_words >= LEAD_WORDS_LEAST && !unit->in_list &&
            !unit->in_row)
            unit->place = LEAD;
    }
}

static void place(const struct winnow_document *document, struct units *units)
{
    bool clean = is_clean(units);

    for (uint32_t i = 0; i < units->n; i++)
        units->at[i].place = clean              ? WHOLE
                             : i < units->start ? BEFORE
                             : i < units->end   ? STRETCH
                                                : AFTER;
    if (clean)
        return;
    mark_gaps(units);
    mark_lead(units, find_lead(document, units));
}

/* ---- judgement ----------------------------------------------------------- */

static const struct {
    int score;
    const char *rule;
} judgements[] = {
    [BEFORE] = {200, "labeller.before-prose"},
    [LEAD] = {600, "labeller.lead"},
    [STRETCH] = {700, "labeller.prose-stretch"},
    [GAP] = {250, "labeller.short-lines"},
    [AFTER] = {200, "labeller.after-prose"},
    [WHOLE] = {750, "labeller.clean-capture"},
};

static int score_of(const struct unit *unit, int hint_points)
{
    int score = judgements[unit->place].score + hint_points;

    if (unit->place == STRETCH && unit->is_prose)
        score += 200;
    return score < 0 ? 0 : score > SCORE_MOST ? SCORE_MOST : score;
}

/* Items outside of the text are a menu's, and so are labels before it. */
static enum winnow_kind kind_around(const struct unit *unit)
{
    enum { LABEL_WORDS = 6 };
    bool label =
        unit->place == BEFORE && is_short(unit) && unit->n_words <= LABEL_WORDS;

    if (label ||
        (unit->in_list && unit->place != STRETCH && unit->place != WHOLE))
        return WINNOW_KIND_NAVIGATION;
    return WINNOW_KIND_OTHER;
}

static void judge(const struct unit *unit, struct winnow_block *block)
{
    enum winnow_kind hinted = WINNOW_KIND_OTHER;
    const char *hint_rule = NULL;
    int points = winnow_hint_sum(block, &hinted, &hint_rule);
    bool kept;

    block->score = score_of(unit, points);
    kept = block->score >= SCORE_NEUTRAL;
    block->kind = kept ? block->form : kind_around(unit);
    block->filter = "labeller";
    block->rule = judgements[unit->place].rule;
    if (hint_rule == NULL || is_around(hinted) == kept)
        return;
    block->kind = hinted;
    block->rule = hint_rule;
}

void winnow_label_capture(struct winnow_document *document)
{
    struct units units = {0};

    gather(document, &units);
    find_stretch(&units, false);
    if (is_sparse(&units))
        find_stretch(&units, true);
    place(document, &units);
    for (uint32_t i = 0; i < units.n; i++)
        for (uint32_t k = units.at[i].first_block; k < units.at[i].end_block;
             k++)
            if (document->blocks[k].verdict_rule == NULL)
                judge(&units.at[i], &document->blocks[k]);
}

/* The labeller's frame: what a verdict settled stays settled (filter.h says
 * who wins), what none settled is judged by pages.c or captures.c. */
#include "label/label.h"

#include <string.h>

#include "filter.h"
#include "label/label_internal.h"

enum {
    POINTS_A_HINT = 5, /* a hint of 100 moves a score by half its range */
    SURE = 1000
};

static bool is_around(enum winnow_kind kind)
{
    return kind >= WINNOW_KIND_NAVIGATION;
}

int winnow_hint_sum(const struct winnow_block *block,
                    enum winnow_kind *strongest_kind,
                    const char **strongest_rule)
{
    int sum = 0, strongest = 0;

    if (strongest_rule != NULL)
        *strongest_rule = NULL;
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next) {
        sum += is_around(hint->kind) ? -hint->strength : hint->strength;
        if (hint->strength < strongest || strongest_rule == NULL)
            continue;
        strongest = hint->strength;
        *strongest_rule = hint->rule;
        if (strongest_kind != NULL)
            *strongest_kind = hint->kind;
    }
    if (sum > 200)
        sum = 200;
    if (sum < -200)
        sum = -200;
    return sum * POINTS_A_HINT;
}

/* The registry's name that a rule begins with: "share" of "share.icon-row". */
static const char *filter_of(const char *rule)
{
    size_t length = strcspn(rule, ".");

    for (size_t i = 0; i < winnow_n_filters; i++)
        if (strncmp(rule, winnow_filters[i]->name, length) == 0 &&
            winnow_filters[i]->name[length] == '\0')
            return winnow_filters[i]->name;
    return "labeller";
}

static void apply_verdicts(struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (block->verdict_rule == NULL)
            continue;
        block->kind = block->verdict;
        block->rule = block->verdict_rule;
        block->filter = filter_of(block->rule);
        block->score = is_around(block->kind) ? 0 : SURE;
    }
}

/* A block that a hint decided names the filter that gave it. */
static void name_filters(struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (block->verdict_rule == NULL)
            block->filter = filter_of(block->rule);
    }
}

void winnow_label(struct winnow_document *document)
{
    apply_verdicts(document);
    if (document->from == WINNOW_FROM_HTML)
        winnow_label_page(document);
    else
        winnow_label_capture(document);
    name_filters(document);
}

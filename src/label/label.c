/* The labeller's frame: what a verdict settled stays settled (filter.h says
 * who wins); what none settled is judged by the numbers of a net, one of pages
 * and one of captures. */
#include "label/label.h"

#include <string.h>

#include "filter.h"
#include "label/features.h"
#include "label/settle.h"

enum { SURE = 1000 };

static bool is_around(enum winnow_kind kind)
{
    return kind >= WINNOW_KIND_NAVIGATION;
}

/* The registry's name that a rule begins with: "share" of "share.icon-row". */
static const char *filter_of(const char *rule)
{
    static const char structure[] = "capture"; /* settles blocks, too */
    size_t length = strcspn(rule, ".");

    if (length == sizeof structure - 1 && strncmp(rule, structure, length) == 0)
        return structure;
    for (size_t i = 0; i < winnow_n_filters; i++)
        if (strncmp(rule, winnow_filters[i]->name, length) == 0 &&
            winnow_filters[i]->name[length] == '\0')
            return winnow_filters[i]->name;
    return "labeller";
}

/* Names the filter whose rule decided. Many blocks have the rule of the one
 * before. */
static void name_filter(struct winnow_block *block,
                        const struct winnow_block *before)
{
    if (before != NULL && before->rule == block->rule)
        block->filter = before->filter;
    else
        block->filter = filter_of(block->rule);
}

static void apply_verdicts(struct winnow_document *document)
{
    const struct winnow_block *before = NULL;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (block->verdict_rule == NULL)
            continue;
        block->kind = block->verdict;
        block->rule = block->verdict_rule;
        name_filter(block, before);
        before = block;
        block->score = is_around(block->kind) ? 0 : SURE;
    }
}

/* A block that a hint decided names the filter that gave it. */
static void name_filters(struct winnow_document *document)
{
    const struct winnow_block *before = NULL;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (block->verdict_rule != NULL)
            continue;
        name_filter(block, before);
        before = block;
    }
}

static const struct winnow_subject *
subject_of(const struct winnow_document *document)
{
    return document->from == WINNOW_FROM_HTML ? &winnow_page_subject
                                              : &winnow_capture_subject;
}

/* The net's numbers for every block. */
static const int16_t *run_net(struct winnow_document *document)
{
    const struct winnow_subject *subject = subject_of(document);
    uint8_t summary[WINNOW_NET_SUMMARY_MOST];
    struct winnow_net_input input = {.n_blocks = document->n_blocks,
                                     .view = subject->look(document),
                                     .row = subject->row,
                                     .ranges = subject->ranges,
                                     .shape = subject->shape,
                                     .summary = summary};
    int16_t *outputs = winnow_arena_calloc(
        document->arena, (size_t)document->n_blocks * WINNOW_NET_OUTPUTS,
        sizeof *outputs);

    subject->summarize(input.view, summary);
    winnow_net_choose()(subject->net, &input, document->arena, outputs);
    return outputs;
}

void winnow_label(struct winnow_document *document)
{
    if (document->n_blocks == 0)
        return;
    apply_verdicts(document);
    winnow_settle(document, run_net(document));
    name_filters(document);
}

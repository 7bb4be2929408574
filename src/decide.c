/* How filters speak of blocks: hints and verdicts. The rules of who wins stand
 * in filter.h. */
#include "shape.h"

#include <string.h>

void winnow_hint(struct winnow_document *document, struct winnow_block *block,
                 enum winnow_kind kind, int strength, const char *rule)
{
    enum { SETTLES = 80 };
    struct winnow_hint *hint =
        winnow_arena_alloc(document->arena, sizeof *hint);

    hint->next = block->hints;
    hint->kind = kind;
    hint->strength = strength > 100 ? 100 : strength < -100 ? -100 : strength;
    hint->rule = rule;
    block->hints = hint;
    if (strength >= SETTLES && kind >= WINNOW_KIND_NAVIGATION) {
        block->settling = hint;
        winnow_settle_points(block);
    }
}

/* 0: other; 1: a kind of the document; 2: a kind of what is around it. */
static int specificity(enum winnow_kind kind)
{
    if (kind == WINNOW_KIND_OTHER)
        return 0;
    return kind >= WINNOW_KIND_NAVIGATION ? 2 : 1;
}

/* Whether a verdict of this kind gives way to the one that the block has. */
static bool gives_way(const struct winnow_block *block, enum winnow_kind kind,
                      bool by_place)
{
    if (block->verdict_rule == NULL)
        return false;
    if (specificity(block->verdict) != specificity(kind))
        return specificity(block->verdict) > specificity(kind);
    return by_place || !block->verdict_by_place;
}

static void settle(struct winnow_block *block, enum winnow_kind kind,
                   const char *rule, bool by_place)
{
    if (gives_way(block, kind, by_place))
        return;
    block->verdict = kind;
    block->verdict_rule = rule;
    block->verdict_by_place = by_place;
    winnow_settle_points(block);
}

void winnow_verdict(struct winnow_block *block, enum winnow_kind kind,
                    const char *rule)
{
    settle(block, kind, rule, false);
}

void winnow_verdict_by_place(struct winnow_block *block, enum winnow_kind kind,
                             const char *rule)
{
    settle(block, kind, rule, true);
}

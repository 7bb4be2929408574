/* What a page's tree would cost, in steps. HTML's tree construction is
 * quadratic on purpose-built pages: every tag may look through the stack of
 * open elements, every attribute through those before it. */
#ifndef WINNOW_HTML_COST_H
#define WINNOW_HTML_COST_H

#include "html/elements.h"
#include "html/markup.h"

enum {
    WINNOW_HTML_STEPS_MAX = 60 * 1000 * 1000 /* about 0.15 s of parsing */
};

struct winnow_html_cost {
    const struct winnow_options *limits;
    uint64_t steps, nodes, depth, max_nodes;
    uint64_t merged_attributes; /* of repeated html and body tags */
    bool is_too_much;           /* a limit was passed */
};

void winnow_html_cost_begin(struct winnow_html_cost *cost,
                            const struct winnow_options *limits);

/* Adds what the parser does for a tag, at most. */
void winnow_html_cost_start(struct winnow_html_cost *cost, GumboTag tag,
                            bool self_closing, uint64_t n_attributes);
static inline void winnow_html_cost_text(struct winnow_html_cost *cost)
{
    cost->nodes++;
}
void winnow_html_cost_end(struct winnow_html_cost *cost, GumboTag tag);

uint64_t winnow_html_count_attributes(const char *text,
                                      const struct winnow_html_token *tag);

/* Whether a tree is worth that: it passes none of the options' limits on nodes,
 * depth and attributes, and no more steps than a fifth of a second takes; real
 * pages stay below a fiftieth of that. */
static inline bool winnow_html_cost_is_fair(const struct winnow_html_cost *cost)
{
    return !cost->is_too_much && cost->steps <= WINNOW_HTML_STEPS_MAX &&
           cost->nodes <= cost->max_nodes;
}

/* Whether the tree of all of the page is: an estimate in one scan. */
bool winnow_html_affordable(struct winnow_view text,
                            const struct winnow_options *limits);

#endif

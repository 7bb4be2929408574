/* What a page's tree would cost; see cost.h. */
#include "html/cost.h"

#include "options.h"

void winnow_html_cost_begin(struct winnow_html_cost *cost,
                            const struct winnow_options *limits)
{
    *cost = (struct winnow_html_cost){.limits = limits,
                                      .max_nodes = limits->max_nodes};
}

static bool piles_up(GumboTag tag)
{
    return (winnow_html_traits(tag) & WINNOW_HTML_FLAT) == 0;
}

void winnow_html_cost_start(struct winnow_html_cost *cost, GumboTag tag,
                            bool self_closing, uint64_t n_attributes)
{
    cost->nodes++;
    cost->steps += cost->depth + 1 + n_attributes * n_attributes / 2;
    if (n_attributes > cost->limits->max_attributes)
        cost->is_too_much = true;
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) {
        cost->merged_attributes += n_attributes;
        cost->steps += n_attributes * cost->merged_attributes;
    }
    if (!self_closing && piles_up(tag))
        cost->depth++;
    if (cost->depth > cost->limits->max_depth)
        cost->is_too_much = true;
}

void winnow_html_cost_end(struct winnow_html_cost *cost, GumboTag tag)
{
    cost->steps += cost->depth + 1;
    if (cost->depth != 0 && piles_up(tag))
        cost->depth--;
}

uint64_t winnow_html_count_attributes(const char *text,
                                      const struct winnow_html_token *tag)
{
    struct winnow_html_attribute attribute;
    size_t at = tag->name_end;
    uint64_t n = 0;

    while (winnow_html_next_attribute(text, &at, tag->end, &attribute) ==
           WINNOW_HTML_ATTRIBUTE)
        n++;
    return n;
}

/* Adds the tag; returns where the scan goes on: script and style hold none. */
static size_t add_tag(struct winnow_html_cost *cost, struct winnow_view text,
                      const struct winnow_html_token *tag)
{
    struct winnow_view written = winnow_html_tag_name(text.data, tag);
    GumboTag name = winnow_html_tag_find(written);

    if (tag->type == WINNOW_HTML_END_TAG) {
        winnow_html_cost_end(cost, name);
        return tag->end;
    }
    winnow_html_cost_start(cost, name, tag->self_closing,
                           winnow_html_count_attributes(text.data, tag));
    if (name != GUMBO_TAG_SCRIPT && name != GUMBO_TAG_STYLE)
        return tag->end;
    return winnow_html_raw_end(text.data, tag->end, text.length_bytes, written);
}

bool winnow_html_affordable(struct winnow_view text,
                            const struct winnow_options *limits)
{
    struct winnow_html_cost cost;
    size_t at = 0;

    winnow_html_cost_begin(&cost, limits);
    while (at < text.length_bytes && winnow_html_cost_is_fair(&cost)) {
        struct winnow_html_token token =
            winnow_html_token(text.data, at, text.length_bytes);
        at = token.end;
        if (token.type == WINNOW_HTML_TEXT)
            winnow_html_cost_text(&cost);
        if (token.type == WINNOW_HTML_START_TAG ||
            token.type == WINNOW_HTML_END_TAG)
            at = add_tag(&cost, text, &token);
    }
    return winnow_html_cost_is_fair(&cost);
}

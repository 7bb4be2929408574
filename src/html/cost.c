/* What a page's tree would cost; see cost.h. */
#include "html/cost.h"

enum {
    STEPS_MAX = 60 * 1000 * 1000, /* about 0.15 s of parsing */
    DEPTH_MAX = 4096,
    TAG_ATTRIBUTES_MAX = 4000
};

static bool piles_up(GumboTag tag)
{
    return (winnow_html_traits(tag) & WINNOW_HTML_FLAT) == 0;
}

void winnow_html_cost_start(struct winnow_html_cost *cost, GumboTag tag,
                            bool self_closing, uint64_t n_attributes)
{
    cost->steps += cost->depth + 1 + n_attributes * n_attributes / 2;
    if (n_attributes > TAG_ATTRIBUTES_MAX)
        cost->steps += STEPS_MAX;
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) {
        cost->merged_attributes += n_attributes;
        cost->steps += n_attributes * cost->merged_attributes;
    }
    if (!self_closing && piles_up(tag))
        cost->depth++;
}

void winnow_html_cost_end(struct winnow_html_cost *cost, GumboTag tag)
{
    cost->steps += cost->depth + 1;
    if (cost->depth != 0 && piles_up(tag))
        cost->depth--;
}

bool winnow_html_cost_is_fair(const struct winnow_html_cost *cost)
{
    return cost->steps <= STEPS_MAX && cost->depth <= DEPTH_MAX;
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

bool winnow_html_affordable(struct winnow_view text)
{
    struct winnow_html_cost cost = {0, 0, 0};
    size_t at = 0;

    while (at < text.length_bytes && winnow_html_cost_is_fair(&cost)) {
        struct winnow_html_token token =
            winnow_html_token(text.data, at, text.length_bytes);
        at = token.end;
        if (token.type == WINNOW_HTML_START_TAG ||
            token.type == WINNOW_HTML_END_TAG)
            at = add_tag(&cost, text, &token);
    }
    return winnow_html_cost_is_fair(&cost);
}

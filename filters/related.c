/* The related filter: links to and teasers of other documents. A heading like
 * "Related Links" opens a section, which ends where running text resumes; and
 * without a heading there are headlines said twice, numbered rankings, lines
 * like "Read also: ...", teasers that break off before "read more". */
#include "names.h"
#include "place.h"
#include "shape.h"

#include "date.h"
#include "fold.h"

enum {
    SECTION_BLOCKS = 60, /* the longest section under one heading */
    RESUME_WORDS = 25,   /* of a sentence that is text again */
    TEASER_WORDS = 90,
    TEASER_LEAST = 6,   /* words under a linked headline */
    TEASERS_LEAST = 3,  /* of a run of them */
    BETWEEN_BLOCKS = 6, /* from one teaser's text to the next one's */
    TEASER_BLOCKS = 8,  /* of a teaser of several paragraphs */
    LINE_WORDS = 30
};

static const struct winnow_named named = {
    .group = WINNOW_NAME_RELATED,
    .kind = WINNOW_KIND_RELATED,
    .hint = "related.class",
    .links = "related.class-links",
    .lines = NULL,
};

struct state {
    uint16_t heading, read_more, read_also, copyright, contact;
};

static enum winnow_status open_related(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->heading = winnow_phrase_group(ctx->phrases, "related-heading");
    state->read_more = winnow_phrase_group(ctx->phrases, "read-more");
    state->read_also = winnow_phrase_group(ctx->phrases, "read-also");
    state->copyright = winnow_phrase_group(ctx->phrases, "copyright");
    state->contact = winnow_phrase_group(ctx->phrases, "contact");
    return WINNOW_OK;
}

struct walk {
    const struct state *state;
    struct winnow_document *document;
    struct winnow_stretch stretch;
    const uint64_t *keys;
    uint32_t tail; /* see winnow_find_tail */
    bool page;
};

static bool is_settled_as(const struct winnow_block *block,
                          enum winnow_kind kind)
{
    return block->verdict_rule != NULL && block->verdict == kind;
}

/* ---- sections --------------------------------------------------------------
 */

/* Text of the document again: a long sentence that no link covers. */
static bool is_text(const struct winnow_block *block)
{
    return block->n_words >= RESUME_WORDS && winnow_is_prose(block);
}

static bool ends_section(const struct walk *walk, uint32_t i,
                         const struct winnow_block *heading)
{
    const struct winnow_block *block = &walk->document->blocks[i];

    if (is_settled_as(block, WINNOW_KIND_TITLE) ||
        is_settled_as(block, WINNOW_KIND_FOOTER) ||
        is_settled_as(block, WINNOW_KIND_COMMENTS) ||
        is_settled_as(block, WINNOW_KIND_APPEAL) ||
        winnow_phrase_count(block, walk->state->copyright) != 0 ||
        winnow_phrase_at_start(block, walk->state->contact) != NULL)
        return true;
    if (is_text(block))
        return winnow_phrase_count(block, walk->state->read_more) == 0;
    return block->form == WINNOW_KIND_HEADING && heading->level != 0 &&
           block->level != 0 && block->level <= heading->level;
}

/* What a section's lines look like: links, headlines, dates. */
static bool is_teaser_line(const struct walk *walk,
                           const struct winnow_block *block)
{
    if (walk->page)
        return winnow_link_share(block) >= 60;
    return !winnow_is_prose(block);
}

/* In a capture, whether the line before the text is its subheading: it is laid
 * out as the section's lines are not. */
static bool heads_text(const struct walk *walk, uint32_t heading, uint32_t text)
{
    const struct winnow_block *block = &walk->document->blocks[text - 1];

    return !walk->page && text < walk->document->n_blocks &&
           text - heading > 2 && is_text(block + 1) && !block->bullet &&
           block[-1].bullet;
}

static uint32_t section_end(const struct walk *walk, uint32_t heading)
{
    uint32_t i = heading + 1;

    while (i < walk->document->n_blocks && i - heading <= SECTION_BLOCKS &&
           !ends_section(walk, i, &walk->document->blocks[heading]))
        i++;
    return heads_text(walk, heading, i) ? i - 1 : i;
}

/* Whether lines that look like teasers are at least half of the section. */
static bool holds_teasers(const struct walk *walk, uint32_t first, uint32_t end)
{
    uint32_t n = 0;

    for (uint32_t i = first; i < end; i++)
        n += is_teaser_line(walk, &walk->document->blocks[i]);
    return n * 2 >= end - first;
}

/* A link in a section behind the one text of a page is no part of it. */
static bool is_link_behind(const struct walk *walk,
                           const struct winnow_block *block)
{
    struct winnow_place place;

    if (!walk->page || !winnow_is_link_line(block) ||
        !winnow_may_be_around(block))
        return false;
    place = winnow_place_of(walk->document, block);
    return place.one_text && place.side == WINNOW_SIDE_BEHIND;
}

static void mark_line(struct walk *walk, uint32_t i)
{
    struct winnow_block *block = &walk->document->blocks[i];

    if (winnow_is_settled_body(block))
        return;
    if (is_link_behind(walk, block))
        winnow_verdict_by_place(block, WINNOW_KIND_RELATED,
                                "related.section-links");
    if (i >= walk->tail && winnow_may_be_around(block))
        winnow_verdict(block, WINNOW_KIND_RELATED, "related.section");
    else if (is_teaser_line(walk, block))
        winnow_hint(walk->document, block, WINNOW_KIND_RELATED, 85,
                    "related.section");
    else
        winnow_hint(walk->document, block, WINNOW_KIND_RELATED, 60,
                    "related.section-text");
}

static void mark_lines(struct walk *walk, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        mark_line(walk, i);
}

/* A heading whose section is text after all heads the document's own text. */
static uint32_t mark_section(struct walk *walk, uint32_t heading)
{
    struct winnow_block *block = &walk->document->blocks[heading];
    uint32_t end = section_end(walk, heading);

    if (end == heading + 1) {
        bool last = end == walk->document->n_blocks ||
                    winnow_is_settled_around(&walk->document->blocks[end]);
        if (last || winnow_link_share(block) >= 90 ||
            (!walk->page && heading >= walk->stretch.end))
            winnow_hint(walk->document, block, WINNOW_KIND_RELATED, 90,
                        "related.heading");
        else
            winnow_hint(walk->document, block, WINNOW_KIND_RELATED, 40,
                        "related.heading");
        return end;
    }
    if (!holds_teasers(walk, heading + 1, end)) {
        winnow_hint(walk->document, block, WINNOW_KIND_RELATED, 60,
                    "related.heading");
        return heading + 1;
    }
    if (heading >= walk->tail)
        winnow_verdict(block, WINNOW_KIND_RELATED, "related.heading");
    else
        winnow_hint(walk->document, block, WINNOW_KIND_RELATED, 90,
                    "related.heading");
    mark_lines(walk, heading + 1, end);
    return end;
}

static bool is_heading(const struct walk *walk,
                       const struct winnow_block *block)
{
    return winnow_phrase_whole(block, walk->state->heading) &&
           block->row == 0 && !block->hidden &&
           !winnow_is_settled_body(block) && block->form != WINNOW_KIND_TITLE;
}

static void mark_sections(struct walk *walk)
{
    uint32_t i = 0;

    while (i < walk->document->n_blocks) {
        if (is_heading(walk, &walk->document->blocks[i]))
            i = mark_section(walk, i);
        else
            i++;
    }
}

/* ---- headlines said twice --------------------------------------------------
 */

static bool is_doubled(const struct walk *walk, uint32_t i)
{
    const struct winnow_document *document = walk->document;

    return i + 1 < document->n_blocks && walk->keys[i] != 0 &&
           walk->keys[i] == walk->keys[i + 1] &&
           winnow_is_headline(&document->blocks[i]) &&
           document->blocks[i].row == 0 &&
           document->blocks[i].form != WINNOW_KIND_QUOTE &&
           document->blocks[i].form != WINNOW_KIND_CAPTION &&
           !winnow_is_settled_body(&document->blocks[i]);
}

static bool is_date_line(const struct walk *walk, uint32_t i)
{
    enum { MOST_WORDS = 16 };
    const struct winnow_block *block;

    if (i >= walk->document->n_blocks)
        return false;
    block = &walk->document->blocks[i];
    return block->n_words <= MOST_WORDS &&
           !is_settled_as(block, WINNOW_KIND_TITLE) &&
           winnow_block_date(walk->document, i) != NULL;
}

/* Blocks of the doubled headline at `i`, with its date line. */
static uint32_t doubled_length(const struct walk *walk, uint32_t i)
{
    if (!is_doubled(walk, i))
        return 0;
    return is_date_line(walk, i + 2) ? 3 : 2;
}

static void hint_all(struct walk *walk, uint32_t first, uint32_t end,
                     int strength, const char *rule)
{
    for (uint32_t i = first; i < end; i++)
        winnow_hint(walk->document, &walk->document->blocks[i],
                    WINNOW_KIND_RELATED, strength, rule);
}

/* With a date and in the middle of the text it is a box of links to other
 * documents; a listing's own entries look like it, a single pair may be a
 * caption. */
static void judge_doubled(struct walk *walk, uint32_t first, uint32_t end,
                          uint32_t n_pairs, bool dated)
{
    bool inside =
        first > walk->stretch.first && end < walk->stretch.end && !walk->page;

    if (dated && inside)
        hint_all(walk, first, end, 100, "related.doubled-headline");
    else if (dated || n_pairs >= 2)
        hint_all(walk, first, end, 85, "related.doubled-list");
}

static void mark_doubled(struct walk *walk)
{
    uint32_t i = 0;

    while (i < walk->document->n_blocks) {
        uint32_t n = doubled_length(walk, i), end = i, n_pairs = 0;
        bool dated = n == 3;
        while (n != 0) {
            end += n;
            n_pairs++;
            n = doubled_length(walk, end);
        }
        judge_doubled(walk, i, end, n_pairs, dated);
        i = end > i ? end : i + 1;
    }
}

/* ---- rankings --------------------------------------------------------------
 */

/* The number that a text begins with, when a letter stands right behind it (a
 * list's own number has a point or a blank); 0: none. */
static uint32_t glued_number(struct winnow_view text)
{
    uint32_t number = 0, code;
    size_t at = 0;

    while (at < text.length_bytes && at < 3 && text.data[at] >= '0' &&
           text.data[at] <= '9')
        number = number * 10 + (uint32_t)(text.data[at++] - '0');
    if (at == 0 || at == text.length_bytes)
        return 0;
    winnow_decode_code_point(text.data + at, text.data + text.length_bytes,
                             &code);
    return code == '[' || code == 0x3010 ||
                   winnow_class_of(code) == WINNOW_CLASS_LETTER ||
                   winnow_class_of(code) == WINNOW_CLASS_APART
               ? number
               : 0;
}

/* A number alone, as a block of its own. */
static uint32_t lone_number(struct winnow_view text)
{
    uint32_t number = 0;

    if (text.length_bytes == 0 || text.length_bytes > 2)
        return 0;
    for (size_t i = 0; i < text.length_bytes; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return 0;
        number = number * 10 + (uint32_t)(text.data[i] - '0');
    }
    return number;
}

static void mark_glued(struct walk *walk)
{
    enum { LEAST = 3, MOST_WORDS = 60 };
    uint32_t i = 0;

    while (i < walk->document->n_blocks) {
        uint32_t end = i;
        while (end < walk->document->n_blocks &&
               walk->document->blocks[end].has_digits && /* seldom */
               !winnow_is_settled_body(&walk->document->blocks[end]) &&
               walk->document->blocks[end].n_words <= MOST_WORDS &&
               glued_number(walk->document->blocks[end].text) == end - i + 1)
            end++;
        if (end - i >= LEAST)
            hint_all(walk, i, end, 85, "related.ranking");
        i = end > i ? end : i + 1;
    }
}

/* A number, a headline, a number, a headline ...: a ticker. */
static bool is_numbered_pair(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *blocks = walk->document->blocks;

    return i + 1 < walk->document->n_blocks &&
           blocks[i].has_digits && /* seldom */
           lone_number(blocks[i].text) != 0 && blocks[i].row == 0 &&
           winnow_is_headline(&blocks[i + 1]) &&
           !winnow_is_settled_body(&blocks[i + 1]) && !is_text(&blocks[i + 1]);
}

static void mark_numbered(struct walk *walk)
{
    enum { LEAST = 4 };
    uint32_t i = 0;

    while (i < walk->document->n_blocks) {
        uint32_t end = i;
        while (is_numbered_pair(walk, end))
            end += 2;
        if (end - i >= 2 * LEAST)
            hint_all(walk, i, end, 85, "related.numbered");
        i = end > i ? end : i + 1;
    }
}

/* ---- single lines ----------------------------------------------------------
 */

static void mark_read_also(struct walk *walk, struct winnow_block *block)
{
    const struct winnow_phrase_hit *hit =
        winnow_phrase_at_start(block, walk->state->read_also);
    int strength;

    if (hit == NULL || block->n_words > LINE_WORDS || block->row != 0 ||
        winnow_is_settled_body(block))
        return;
    strength = winnow_link_share(block) >= 50 ? 75 : 40;
    if (winnow_is_colon_at(block->text, hit->end) &&
        (!walk->page || block->n_link_characters != 0))
        strength = 95;
    winnow_hint(walk->document, block, WINNOW_KIND_RELATED, strength,
                "related.read-also");
}

/* Whether the text breaks off: "The latest ma ... read more". */
static bool breaks_off(const struct winnow_block *block,
                       const struct winnow_phrase_hit *hit)
{
    static const char *const signs[] = {"\u2026", "...", "[...]", "[\u2026]"};
    size_t end = hit->start;

    while (end > 0 && (block->text.data[end - 1] == ' ' ||
                       block->text.data[end - 1] == '(' ||
                       block->text.data[end - 1] == '['))
        end--;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t n = strlen(signs[i]);
        if (end >= n && memcmp(block->text.data + end - n, signs[i], n) == 0)
            return true;
    }
    return false;
}

static const struct winnow_phrase_hit *
read_more_at_end(const struct walk *walk, const struct winnow_block *block)
{
    if (!winnow_phrase_may_be(block, walk->state->read_more))
        return NULL; /* nearly always */
    for (uint32_t i = 0; i < block->n_phrases; i++) {
        const struct winnow_phrase_hit *hit = &block->phrases[i];
        if (hit->group == walk->state->read_more &&
            winnow_skip_punctuation(block->text, hit->end) ==
                block->text.length_bytes)
            return hit;
    }
    return NULL;
}

/* The headline over a teaser that ends at `last`, or `last` when there is
 * none: a line like one, above paragraphs only. */
static uint32_t teaser_start(const struct walk *walk, uint32_t last)
{
    const struct winnow_block *blocks = walk->document->blocks;

    for (uint32_t i = last; i > 0 && last - i < TEASER_BLOCKS; i--) {
        const struct winnow_block *above = &blocks[i - 1];
        if (winnow_is_settled_around(above))
            return i;
        if (is_settled_as(above, WINNOW_KIND_TITLE))
            return last;
        if (!winnow_is_headline(above) || is_date_line(walk, i - 1))
            continue;
        /* a headline: everything above it is another text's */
        return i - 1;
    }
    return last;
}

/* A teaser is the end of a text that is not here; in a capture all of it is
 * found by going up to its headline, when the document's text ended before. */
static void mark_teaser(struct walk *walk, uint32_t i)
{
    struct winnow_block *block = &walk->document->blocks[i];
    const struct winnow_phrase_hit *hit = read_more_at_end(walk, block);

    if (hit == NULL || block->n_words > TEASER_WORDS || block->row != 0 ||
        winnow_is_settled_body(block))
        return;
    if (winnow_phrases_cover(block, walk->state->read_more, 70)) {
        /* over links to other texts, or under the beginning of one */
        winnow_hint(walk->document, block, WINNOW_KIND_RELATED,
                    block->form == WINNOW_KIND_HEADING ? 85 : 60,
                    "related.read-more");
        return;
    }
    if (i >= walk->tail)
        winnow_verdict(block, WINNOW_KIND_RELATED, "related.teaser");
    if (!walk->page && i >= walk->stretch.end && breaks_off(block, hit))
        hint_all(walk, teaser_start(walk, i), i + 1, 100, "related.teaser");
    else
        winnow_hint(walk->document, block, WINNOW_KIND_RELATED,
                    walk->page || !breaks_off(block, hit) ? 30 : 50,
                    "related.teaser");
}

/* Whether block `i` of a page is what a teaser says under its linked headline.
 */
static bool is_teaser_text(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];

    return block->n_words >= TEASER_LEAST && block->n_words <= TEASER_WORDS &&
           !block->hidden && block->row == 0 && block->is_under_link;
}

/* Past the last of the teasers that stand one behind the other from the text of
 * one at `i` on, with a short line or two between them (a date, a label); *n
 * counts them. */
static uint32_t teasers_end(const struct walk *walk, uint32_t i, uint32_t limit,
                            uint32_t *n)
{
    uint32_t end = i + 1;

    for (*n = 1, i++; i < limit && i - end < BETWEEN_BLOCKS; i++) {
        if (is_teaser_text(walk, i)) {
            end = i + 1;
            ++*n;
        } else if (winnow_is_prose(&walk->document->blocks[i]) &&
                   winnow_link_share(&walk->document->blocks[i]) < 60)
            break;
    }
    return end;
}

/* Hints at each run of teasers between blocks `first` and `end`. */
static void mark_teasers(struct walk *walk, uint32_t first, uint32_t end,
                         int strength, const char *rule)
{
    for (uint32_t i = first; i < end; i++) {
        uint32_t n, last;
        if (!is_teaser_text(walk, i))
            continue;
        last = teasers_end(walk, i, end, &n);
        if (n >= TEASERS_LEAST)
            hint_all(walk, i - 1, last, strength, rule);
        i = last - 1;
    }
}

/* Teasers one behind the other above the page's title, as menus that unfold
 * have them, are of other documents: the page's own begins with its title. So
 * are most of those below the text that the title heads; a listing's entries
 * look like them. */
static void mark_apart(struct walk *walk)
{
    const struct winnow_document *document = walk->document;
    uint32_t title = document->n_blocks;

    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].form == WINNOW_KIND_HEADING &&
            is_settled_as(&document->blocks[i], WINNOW_KIND_TITLE))
            title = i;
    if (title == document->n_blocks)
        return;
    mark_teasers(walk, 0, title, 80, "related.above-title");
    if (walk->stretch.first >= title)
        mark_teasers(walk, walk->stretch.end, document->n_blocks, 45,
                     "related.below-text");
}

static void mark_names(struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++)
        winnow_mark_by_name(document, &document->blocks[i], &named);
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    enum { KEY_BYTES = 400 };
    struct walk walk = {.state = ctx->state, .document = document};

    walk.page = document->from == WINNOW_FROM_HTML;
    walk.stretch = winnow_find_stretch(document);
    walk.keys = winnow_block_wordings(document, KEY_BYTES);
    mark_doubled(&walk);
    mark_glued(&walk);
    mark_numbered(&walk);
    walk.tail = winnow_find_tail(document);
    mark_sections(&walk);
    walk.stretch = winnow_find_stretch(document);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        mark_read_also(&walk, &document->blocks[i]);
        mark_teaser(&walk, i);
    }
    if (walk.page) {
        mark_apart(&walk);
        mark_names(document);
    }
}

const struct winnow_filter winnow_filter_related = {
    .name = "related",
    .summary = "links to and teasers of other documents, rankings",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_related,
    .document = mark,
};

/* The footer filter: imprint, copyright, contact and legal lines. */
#include "names.h"
#include "place.h"
#include "shape.h"

enum { LINE_WORDS = 30, NOTICE_WORDS = 80, CONTACT_WORDS = 14 };

struct state {
    uint16_t footer, copyright, contact;
};

static enum winnow_status open_footer(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->footer = winnow_phrase_group(ctx->phrases, "footer");
    state->copyright = winnow_phrase_group(ctx->phrases, "copyright");
    state->contact = winnow_phrase_group(ctx->phrases, "contact");
    return WINNOW_OK;
}

struct walk {
    const struct state *state;
    struct winnow_document *document;
    struct winnow_stretch stretch;
    bool page;
};

static bool is_in_stretch(const struct walk *walk, uint32_t i)
{
    return i >= walk->stretch.first && i < walk->stretch.end;
}

/* ---- copyright and legal lines ---------------------------------------------
 */

/* Whether the copyright sign is there, or "(c)". */
static bool has_sign(struct winnow_view text)
{
    const char *at = text.data, *end = text.data + text.length_bytes;

    while ((at = memchr(at, '\xc2', (size_t)(end - at))) != NULL)
        if (++at < end && *at == '\xa9')
            return true;
    at = text.data;
    while ((at = memchr(at, '(', (size_t)(end - at))) != NULL)
        if (end - ++at >= 2 && (*at == 'c' || *at == 'C') && at[1] == ')')
            return true;
    return false;
}

static bool is_year_at(struct winnow_view text, size_t at)
{
    if (at + 4 > text.length_bytes || (memcmp(text.data + at, "19", 2) != 0 &&
                                       memcmp(text.data + at, "20", 2) != 0))
        return false;
    return text.data[at + 2] >= '0' && text.data[at + 2] <= '9' &&
           text.data[at + 3] >= '0' && text.data[at + 3] <= '9';
}

static bool has_year(struct winnow_view text)
{
    for (size_t at = 0; at + 4 <= text.length_bytes; at++)
        if (is_year_at(text, at))
            return true;
    return false;
}

/* The copyright sign and a year in one line. */
static bool has_sign_and_year(struct winnow_view text)
{
    return text.length_bytes != 0 && has_sign(text) && has_year(text);
}

static void mark_rights(struct walk *walk, uint32_t i)
{
    struct winnow_block *block = &walk->document->blocks[i];
    bool claims = winnow_phrase_count(block, walk->state->copyright) != 0;

    if (block->n_words > NOTICE_WORDS || block->form == WINNOW_KIND_CAPTION ||
        block->form == WINNOW_KIND_HEADING)
        return;
    if (!claims && (block->n_words > LINE_WORDS || !block->has_digits ||
                    !has_sign_and_year(block->text)))
        return;
    if ((!is_in_stretch(walk, i) && block->n_words <= LINE_WORDS) ||
        (claims && block->n_words <= LINE_WORDS && i + 1 >= walk->stretch.end))
        winnow_verdict(block, WINNOW_KIND_FOOTER, "footer.copyright");
    else
        winnow_hint(walk->document, block, WINNOW_KIND_FOOTER, 60,
                    "footer.copyright");
}

static void mark_legal(struct walk *walk, uint32_t i)
{
    struct winnow_block *block = &walk->document->blocks[i];
    uint32_t n = winnow_phrase_count(block, walk->state->footer);

    if (n == 0 || block->n_words > NOTICE_WORDS)
        return;
    if (i >= walk->stretch.end && n >= 2 && block->n_words <= LINE_WORDS)
        winnow_verdict(block, WINNOW_KIND_FOOTER, "footer.legal");
    else if (winnow_phrase_whole(block, walk->state->footer) &&
             !is_in_stretch(walk, i) && block->form != WINNOW_KIND_HEADING)
        winnow_verdict(block, WINNOW_KIND_FOOTER, "footer.label");
    else if (!is_in_stretch(walk, i))
        winnow_hint(walk->document, block, WINNOW_KIND_FOOTER, n >= 2 ? 50 : 25,
                    "footer.phrase");
}

/* Notices of whole sentences lengthen the stretch, though they end it. A text
 * about such things may end with two of their phrases. */
static void leave_out_legal_lines(struct walk *walk)
{
    enum { LEAST = 3 };
    struct winnow_stretch *stretch = &walk->stretch;

    while (stretch->end > stretch->first + 1) {
        const struct winnow_block *last =
            &walk->document->blocks[stretch->end - 1];
        if (last->n_words > NOTICE_WORDS || last->row != 0 ||
            last->form == WINNOW_KIND_HEADING ||
            winnow_phrase_count(last, walk->state->footer) < LEAST)
            break;
        stretch->end--;
    }
}

/* ---- contact lines ---------------------------------------------------------
 */

static bool is_short(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];

    return winnow_may_be_around(block) &&
           winnow_is_short_line(block, CONTACT_WORDS) &&
           !winnow_is_settled_around(block);
}

static bool is_contact(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];

    return winnow_phrase_at_start(block, walk->state->contact) != NULL ||
           winnow_phrase_count(block, walk->state->contact) != 0 ||
           winnow_phrase_count(block, walk->state->footer) != 0;
}

/* Short lines in a row after the text, at least half of them contact lines. */
static void mark_contacts(struct walk *walk)
{
    enum { LEAST = 2 };
    uint32_t i = walk->stretch.end, tail = winnow_find_tail(walk->document);

    while (i < walk->document->n_blocks) {
        uint32_t end = i, n = 0;
        while (end < walk->document->n_blocks && is_short(walk, end))
            n += is_contact(walk, end++);
        for (uint32_t k = i; k < end; k++) {
            struct winnow_block *block = &walk->document->blocks[k];
            if (n >= LEAST && n * 2 >= end - i && k >= tail)
                winnow_verdict(block, WINNOW_KIND_FOOTER, "footer.contact");
            else if (n >= LEAST && n * 2 >= end - i)
                winnow_hint(walk->document, block, WINNOW_KIND_FOOTER, 75,
                            "footer.contact");
            else if (is_contact(walk, k))
                winnow_hint(walk->document, block, WINNOW_KIND_FOOTER, 40,
                            "footer.contact");
        }
        i = end > i ? end : i + 1;
    }
}

/* ---- what follows, what lies between ---------------------------------------
 */

/* In a capture little but menus follows the rights: short lines surely are no
 * more than that. */
static void mark_following(struct walk *walk)
{
    enum { AFTER_WORDS = 15 };
    uint32_t tail = winnow_find_tail(walk->document);
    bool after = false;

    for (uint32_t i = walk->stretch.end; i < walk->document->n_blocks; i++) {
        struct winnow_block *block = &walk->document->blocks[i];
        if (after && i >= tail && winnow_may_be_around(block) &&
            winnow_is_short_line(block, AFTER_WORDS))
            winnow_verdict(block, WINNOW_KIND_FOOTER, "footer.after");
        else if (after && block->verdict_rule == NULL)
            winnow_hint(walk->document, block, WINNOW_KIND_FOOTER, 60,
                        "footer.after");
        if (block->verdict_rule != NULL)
            after = block->verdict == WINNOW_KIND_FOOTER ||
                    (after && block->verdict != WINNOW_KIND_COMMENTS);
    }
}

/* A word or two between blocks that are settled as around is so too. */
static void mark_between(struct walk *walk)
{
    enum { MOST_WORDS = 5 };
    struct winnow_block *blocks = walk->document->blocks;

    for (uint32_t i = 1; i + 1 < walk->document->n_blocks; i++) {
        struct winnow_block *block = &blocks[i];
        if (is_in_stretch(walk, i) || block->verdict_rule != NULL ||
            !winnow_is_short_line(block, MOST_WORDS) ||
            !winnow_is_settled_around(&blocks[i - 1]) ||
            !winnow_is_settled_around(&blocks[i + 1]))
            continue;
        winnow_hint(walk->document, block, winnow_settled_kind(&blocks[i + 1]),
                    60, "footer.between");
    }
}

/* The page's own footer, not that of an article, and not around its text; and
 * links behind the text in elements of that name. */
static const char *element_rule(struct winnow_document *document,
                                const struct winnow_block *block)
{
    struct winnow_place place = winnow_place_of(document, block);

    if ((place.inside & WINNOW_INSIDE_FOOTER) != 0 &&
        (place.inside & WINNOW_INSIDE_MAIN) == 0 &&
        place.side != WINNOW_SIDE_TEXT)
        return "footer.element";
    if ((winnow_sight_of(document, block).above & WINNOW_NAME_FOOTER) != 0 &&
        place.side == WINNOW_SIDE_BEHIND && winnow_is_link_line(block))
        return "footer.class-links";
    return NULL;
}

static void mark_names(struct walk *walk, struct winnow_block *block)
{
    struct winnow_document *document = walk->document;
    const char *rule = element_rule(document, block);

    if (rule != NULL)
        winnow_verdict_by_place(block, WINNOW_KIND_FOOTER, rule);
    winnow_hint_by_name(document, block, WINNOW_NAME_FOOTER, WINNOW_KIND_FOOTER,
                        "footer.class");
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    struct walk walk = {.state = ctx->state, .document = document};

    walk.page = document->from == WINNOW_FROM_HTML;
    walk.stretch = winnow_find_stretch(document);
    leave_out_legal_lines(&walk);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (!winnow_may_be_around(block))
            continue;
        mark_rights(&walk, i);
        mark_legal(&walk, i);
        if (walk.page)
            mark_names(&walk, block);
    }
    mark_contacts(&walk);
    if (!walk.page)
        mark_following(&walk);
    mark_between(&walk);
}

const struct winnow_filter winnow_filter_footer = {
    .name = "footer",
    .summary = "imprint, copyright, contact and legal lines",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_footer,
    .document = mark,
};

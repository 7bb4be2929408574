/* The footer filter: imprint, copyright, contact and legal lines; and what
 * stands down there with them: comment sections and their services, log-in
 * lines, cookie notices, advertisement classes. */
#include "names.h"
#include "shape.h"

enum { LINE_WORDS = 30, NOTICE_WORDS = 80, CONTACT_WORDS = 14 };

struct state {
    uint16_t footer, copyright, contact, comments, service, login, consent;
};

static enum winnow_status open_footer(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->footer = winnow_phrase_group(ctx->phrases, "footer");
    state->copyright = winnow_phrase_group(ctx->phrases, "copyright");
    state->contact = winnow_phrase_group(ctx->phrases, "contact");
    state->comments = winnow_phrase_group(ctx->phrases, "comments");
    state->service = winnow_phrase_group(ctx->phrases, "comment-service");
    state->login = winnow_phrase_group(ctx->phrases, "login");
    state->consent = winnow_phrase_group(ctx->phrases, "consent");
    return WINNOW_OK;
}

struct walk {
    const struct state *state;
    struct winnow_document *document;
    struct winnow_stretch stretch;
    bool page;
};

static bool may_be_around(const struct winnow_block *block)
{
    return block->row == 0 && block->form != WINNOW_KIND_TITLE &&
           block->form != WINNOW_KIND_CODE &&
           !(block->verdict_rule != NULL &&
             block->verdict < WINNOW_KIND_NAVIGATION);
}

static bool is_in_stretch(const struct walk *walk, uint32_t i)
{
    return i >= walk->stretch.first && i < walk->stretch.end;
}

/* ---- copyright and legal lines ---------------------------------------------
 */

static bool is_year_at(struct winnow_view text, size_t at)
{
    if (at + 4 > text.length_bytes || (memcmp(text.data + at, "19", 2) != 0 &&
                                       memcmp(text.data + at, "20", 2) != 0))
        return false;
    return text.data[at + 2] >= '0' && text.data[at + 2] <= '9' &&
           text.data[at + 3] >= '0' && text.data[at + 3] <= '9';
}

/* The copyright sign and a year in one line. */
static bool has_sign_and_year(struct winnow_view text)
{
    bool sign = false, year = false;

    for (size_t at = 0; at + 1 < text.length_bytes; at++) {
        sign |= memcmp(text.data + at, "\u00a9", 2) == 0 ||
                (at + 3 <= text.length_bytes &&
                 (memcmp(text.data + at, "(c)", 3) == 0 ||
                  memcmp(text.data + at, "(C)", 3) == 0));
        year |= is_year_at(text, at);
    }
    return sign && year;
}

static void mark_rights(struct walk *walk, uint32_t i)
{
    struct winnow_block *block = &walk->document->blocks[i];
    bool claims = winnow_phrase_count(block, walk->state->copyright) != 0;

    if (block->n_words > NOTICE_WORDS || block->form == WINNOW_KIND_CAPTION ||
        block->form == WINNOW_KIND_HEADING)
        return;
    if (!claims &&
        (block->n_words > LINE_WORDS || !has_sign_and_year(block->text)))
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

/* ---- contact lines ---------------------------------------------------------
 */

static bool is_short(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];

    return may_be_around(block) && winnow_is_short_line(block, CONTACT_WORDS) &&
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
    uint32_t i = walk->stretch.end;

    while (i < walk->document->n_blocks) {
        uint32_t end = i, n = 0;
        while (end < walk->document->n_blocks && is_short(walk, end))
            n += is_contact(walk, end++);
        for (uint32_t k = i; k < end; k++) {
            struct winnow_block *block = &walk->document->blocks[k];
            if (n >= LEAST && n * 2 >= end - i)
                winnow_hint(walk->document, block, WINNOW_KIND_FOOTER, 75,
                            "footer.contact");
            else if (is_contact(walk, k))
                winnow_hint(walk->document, block, WINNOW_KIND_FOOTER, 40,
                            "footer.contact");
        }
        i = end > i ? end : i + 1;
    }
}

/* ---- comments, log-in, consent ---------------------------------------------
 */

static void mark_comments(struct walk *walk, struct winnow_block *block)
{
    if (winnow_phrase_count(block, walk->state->service) != 0 &&
        block->n_words <= NOTICE_WORDS)
        winnow_verdict(block, WINNOW_KIND_COMMENTS, "footer.comment-service");
    else if (winnow_phrase_whole(block, walk->state->comments))
        winnow_hint(walk->document, block, WINNOW_KIND_COMMENTS, 85,
                    "footer.comments-heading");
}

static void mark_login(struct walk *walk, struct winnow_block *block)
{
    if (winnow_phrase_whole(block, walk->state->login))
        winnow_verdict(block, WINNOW_KIND_PROMO, "footer.login");
    else if (winnow_phrase_count(block, walk->state->login) != 0 &&
             block->n_words <= LINE_WORDS)
        winnow_hint(walk->document, block, WINNOW_KIND_PROMO, 50,
                    "footer.login");
}

static void mark_consent(struct walk *walk, uint32_t i)
{
    struct winnow_block *block = &walk->document->blocks[i];
    uint32_t n = winnow_phrase_count(block, walk->state->consent);

    if (n == 0)
        return;
    if (!is_in_stretch(walk, i) && block->n_words <= 2 * NOTICE_WORDS &&
        (n >= 2 || block->n_words <= LINE_WORDS))
        winnow_verdict(block, WINNOW_KIND_CONSENT, "footer.consent");
    else
        winnow_hint(walk->document, block, WINNOW_KIND_CONSENT,
                    n >= 2 ? 60 : 30, "footer.consent");
}

/* ---- what follows, what lies between ---------------------------------------
 */

/* In a capture little but menus follows the comments' heading or the rights. */
static void mark_following(struct walk *walk)
{
    enum winnow_kind after = WINNOW_KIND_OTHER;

    for (uint32_t i = walk->stretch.end; i < walk->document->n_blocks; i++) {
        struct winnow_block *block = &walk->document->blocks[i];
        if (block->verdict_rule != NULL) {
            if (block->verdict == WINNOW_KIND_FOOTER ||
                block->verdict == WINNOW_KIND_COMMENTS)
                after = block->verdict;
            continue;
        }
        if (after == WINNOW_KIND_FOOTER)
            winnow_hint(walk->document, block, after, 60, "footer.after");
        else if (after == WINNOW_KIND_COMMENTS)
            winnow_hint(walk->document, block, after, 50,
                        "footer.after-comments");
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
        winnow_hint(walk->document, block, blocks[i + 1].verdict, 60,
                    "footer.between");
    }
}

static void mark_names(struct walk *walk, struct winnow_block *block)
{
    struct winnow_document *document = walk->document;

    winnow_hint_by_name(document, block, WINNOW_NAME_FOOTER, WINNOW_KIND_FOOTER,
                        "footer.class");
    winnow_hint_by_name(document, block, WINNOW_NAME_CONSENT,
                        WINNOW_KIND_CONSENT, "footer.consent-class");
    winnow_hint_by_name(document, block, WINNOW_NAME_PROMO, WINNOW_KIND_PROMO,
                        "footer.promo-class");
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    struct walk walk = {.state = ctx->state, .document = document};

    walk.page = document->from == WINNOW_FROM_HTML;
    walk.stretch = winnow_find_stretch(document);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (!may_be_around(block))
            continue;
        mark_rights(&walk, i);
        mark_comments(&walk, block);
        mark_login(&walk, block);
        mark_consent(&walk, i);
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
    .summary = "imprint, copyright, contact lines; comment and log-in lines",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_footer,
    .document = mark,
};

/* Readers' comments: lines of comment services, headings of comments, and on
 * pages the elements whose names say so, what follows such a heading, and what
 * stands over buttons to reply. Whether they stand under a document or are the
 * posts of a thread, which are the document, is told by the address, the
 * engine, the declared type and the title of the page. Where those say nothing
 * and there is hardly any prose besides, it is hardly told here. */
#include "genre.h"
#include "names.h"
#include "phrases.h"
#include "place.h"
#include "shape.h"

enum {
    DOCUMENT_WORDS = 50, /* of prose outside the comments: there is one */
    LONG_TEXT_WORDS = 400,
    HEADING_WORDS = 12,
    HEADING_LINE_BYTES = 120,
    NAMED_STRENGTH = 100,
    REPLIED_STRENGTH = 90,
    HEADED_STRENGTH = 96,
    POST_STRENGTH = 50,
    NAMED_POST_STRENGTH = 80,
    POSTER_STRENGTH = 70,
    SIGNATURE_STRENGTH = 95,
    CONCEALED_STRENGTH = 95,
    NOTICE_STRENGTH = 92,
    LABEL_STRENGTH = 80,
    LABEL_WORDS = 24,
    UNTOLD_STRENGTH = 40,
    REPLIES_LEAST = 3, /* buttons that tell comments or posts */
    SERVICE_WORDS = 60,
    HEADING_STRENGTH = 85,
    RULES_STRENGTH = 90,
    RULES_BLOCKS = 40,
    FOLLOWING_STRENGTH = 50
};

struct state {
    uint16_t heading; /* phrases: "12 comments", "leave a reply" */
    uint16_t reply;   /* "reply", "report abuse" */
    uint16_t rules;   /* "commenting rules" */
    uint16_t service; /* "comments powered by ..." */
    uint16_t deleted; /* "this post was deleted" */
    uint16_t label;   /* "senior member", "last edited by" */
};

/* What is known of a page's comments. */
struct walk {
    struct winnow_document *document;
    uint64_t *prose_before; /* n_blocks + 1: words of prose */
    uint8_t *strength;      /* per block: of the hint; 0 outside */
    uint32_t title;         /* the title's block, or n_blocks */
};

static enum winnow_status open_comments(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->heading = winnow_phrase_group(ctx->phrases, "comments");
    state->reply = winnow_phrase_group(ctx->phrases, "reply");
    state->rules = winnow_phrase_group(ctx->phrases, "comment-rules");
    state->service = winnow_phrase_group(ctx->phrases, "comment-service");
    state->deleted = winnow_phrase_group(ctx->phrases, "deleted-post");
    state->label = winnow_phrase_group(ctx->phrases, "thread-label");
    return WINNOW_OK;
}

static uint64_t prose_of(const struct walk *walk, uint32_t first, uint32_t end)
{
    return walk->prose_before[end] - walk->prose_before[first];
}

static void look_over(struct walk *walk)
{
    const struct winnow_document *document = walk->document;

    walk->title = document->n_blocks;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        bool counts = winnow_is_prose(block) && !block->hidden &&
                      !winnow_is_settled_around(block);
        walk->prose_before[i + 1] =
            walk->prose_before[i] + (counts ? block->n_words : 0);
        if (block->verdict_rule != NULL && block->verdict == WINNOW_KIND_TITLE)
            walk->title = i;
    }
}

static void mark_range(struct walk *walk, uint32_t first, uint32_t end,
                       uint8_t strength)
{
    for (uint32_t i = first; i < end; i++)
        if (walk->strength[i] < strength)
            walk->strength[i] = strength;
}

/* ---- by names ------------------------------------------------------------ */

/* "comments-open" on an article or the body says something else: such an
 * element holds the title. */
static bool is_named(const struct walk *walk, uint32_t i)
{
    const struct winnow_element *element = &walk->document->elements[i];

    if ((winnow_element_groups(walk->document, i) & WINNOW_NAME_COMMENTS) == 0)
        return false;
    if (element->tag == WINNOW_TAG_HTML || element->tag == WINNOW_TAG_BODY ||
        element->tag == WINNOW_TAG_MAIN)
        return false;
    return walk->title < element->first_block ||
           walk->title >= element->end_block;
}

static void mark_named(struct walk *walk)
{
    const struct winnow_document *document = walk->document;
    uint32_t i = 1;

    while (i < document->n_elements) {
        const struct winnow_element *element = &document->elements[i];
        if (!is_named(walk, i)) {
            i++;
            continue;
        }
        mark_range(walk, element->first_block, element->end_block,
                   NAMED_STRENGTH);
        i = element->end;
    }
}

/* ---- by headings --------------------------------------------------------- */

/* Whether such a heading is the first of a block's lines. */
static bool has_heading_line(struct winnow_document *document,
                             const struct winnow_block *block, uint16_t phrases)
{
    const char *end = memchr(block->text.data, '\n', block->text.length_bytes);
    struct winnow_block line = {0};

    if (end == NULL || end - block->text.data > HEADING_LINE_BYTES)
        return false;
    line.text = (struct winnow_view){block->text.data,
                                     (size_t)(end - block->text.data)};
    winnow_phrases_match_text(document->phrases, document->arena, &line);
    return winnow_phrase_whole(&line, phrases);
}

static bool is_heading(struct winnow_document *document,
                       const struct winnow_block *block, uint16_t phrases)
{
    if (block->hidden)
        return false;
    if (block->n_words > HEADING_WORDS)
        return has_heading_line(document, block, phrases);
    if (block->form != WINNOW_KIND_HEADING &&
        block->n_link_characters * 2 > block->n_characters)
        return false;
    return winnow_phrase_whole(block, phrases) ||
           (block->form == WINNOW_KIND_HEADING &&
            winnow_phrase_count(block, phrases) != 0);
}

/* The end of what a heading heads: of the innermost element around it that
 * holds more than a line after it. */
static uint32_t section_end(const struct walk *walk, uint32_t heading)
{
    const struct winnow_document *document = walk->document;
    uint32_t e = document->blocks[heading].element;

    while (e != 0) {
        const struct winnow_element *element = &document->elements[e];
        if (element->tag == WINNOW_TAG_BODY)
            return heading + 1;
        if (prose_of(walk, heading + 1, element->end_block) != 0)
            return element->end_block;
        e = element->parent;
    }
    return heading + 1;
}

static void mark_headed(struct walk *walk, uint16_t phrases)
{
    const struct winnow_document *document = walk->document;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        if (walk->strength[i] != 0 || prose_of(walk, 0, i) < DOCUMENT_WORDS ||
            !is_heading(walk->document, &document->blocks[i], phrases))
            continue;
        mark_range(walk, i, section_end(walk, i), HEADED_STRENGTH);
    }
}

/* ---- by buttons ---------------------------------------------------------- */

/* Blocks of the child of element `around` that block `i` stands in; of the
 * block alone where it is no child's. */
static struct winnow_range child_blocks(const struct winnow_document *document,
                                        uint32_t i, uint32_t around)
{
    uint32_t e = document->blocks[i].element;

    if (e == around)
        return (struct winnow_range){i, i + 1};
    while (document->elements[e].parent != around)
        e = document->elements[e].parent;
    return (struct winnow_range){document->elements[e].first_block,
                                 document->elements[e].end_block};
}

/* Buttons to reply stand under each comment: all from the child around the
 * first to that around the last, of the element that holds them, is comments.
 */
static void mark_replied(struct walk *walk, uint16_t phrases)
{
    const struct winnow_document *document = walk->document;
    uint32_t first = 0, last = 0, n = 0, around;
    uint64_t start;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        if (!winnow_phrase_whole(&document->blocks[i], phrases))
            continue;
        if (n++ == 0)
            first = i;
        last = i;
    }
    if (n < REPLIES_LEAST)
        return;
    around = document->blocks[first].element;
    while (document->elements[around].end_block <= last)
        around = document->elements[around].parent;
    start = child_blocks(document, first, around).start;
    if (walk->title < document->n_blocks && walk->title >= start)
        return;
    mark_range(walk, (uint32_t)start,
               (uint32_t)child_blocks(document, last, around).end,
               REPLIED_STRENGTH);
}

/* ---- which it is --------------------------------------------------------- */

/* Words of prose that no section holds. */
static uint64_t prose_outside(const struct walk *walk)
{
    uint64_t words = 0;

    for (uint32_t i = 0; i < walk->document->n_blocks; i++)
        if (walk->strength[i] == 0)
            words += prose_of(walk, i, i + 1);
    return words;
}

/* ---- lines --------------------------------------------------------------- */

/* Lines of comment services, and headings of comments wherever they stand; in
 * a capture that is a text, no listing, such a heading has no other use. */
static void mark_lines(const struct state *state,
                       struct winnow_document *document)
{
    enum { MOST_PROSE = 50 };
    bool sure = document->from != WINNOW_FROM_HTML &&
                winnow_stretch_is_document(
                    document, winnow_find_stretch(document), MOST_PROSE);

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if ((!winnow_phrase_may_be(block, state->service) &&
             !winnow_phrase_may_be(block, state->heading)) ||
            !winnow_may_be_around(block))
            continue; /* nearly always */
        if (winnow_phrase_count(block, state->service) != 0 &&
            block->n_words <= SERVICE_WORDS)
            winnow_verdict(block, WINNOW_KIND_COMMENTS, "comments.service");
        else if (!winnow_phrase_whole(block, state->heading))
            continue;
        else if (sure)
            winnow_verdict(block, WINNOW_KIND_COMMENTS, "comments.heading");
        else
            winnow_hint(document, block, WINNOW_KIND_COMMENTS, HEADING_STRENGTH,
                        "comments.heading");
    }
}

static bool has_heading_hint(const struct winnow_block *block)
{
    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next)
        if (hint->kind == WINNOW_KIND_COMMENTS &&
            hint->strength == HEADING_STRENGTH)
            return true;
    return false;
}

/* How often each block's text occurs; counted when it is first asked for. */
struct copies {
    const uint64_t *keys; /* NULL: not counted yet */
    struct winnow_key_table counts;
};

static void count_copies(struct winnow_document *document,
                         struct copies *copies)
{
    enum { HEADING_BYTES = 200 };

    copies->keys = winnow_block_wordings(document, HEADING_BYTES);
    winnow_key_table_open(&copies->counts, document->arena, document->n_blocks);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (copies->keys[i] != 0)
            ++*winnow_key_table_value(&copies->counts, copies->keys[i]);
}

static bool is_said_once(struct winnow_document *document,
                         struct copies *copies, uint32_t i)
{
    if (copies->keys == NULL)
        count_copies(document, copies);
    return copies->keys[i] != 0 &&
           *winnow_key_table_value(&copies->counts, copies->keys[i]) == 1;
}

/* Whether the comments begin here: a line of their service, or a heading that
 * is said once. What is said again ("Reply") stands under every comment, and
 * under every post of a thread. */
static bool opens_comments(struct winnow_document *document,
                           struct copies *copies, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];

    if (block->verdict_rule != NULL)
        return block->verdict == WINNOW_KIND_COMMENTS;
    return has_heading_hint(block) && is_said_once(document, copies, i);
}

/* In a capture nothing but comments and menus follows the comments' heading;
 * where the text ends must be sure for more than a hint. */
static void mark_following(struct winnow_document *document)
{
    struct winnow_stretch stretch = winnow_find_stretch(document);
    struct copies copies = {.keys = NULL};
    uint32_t tail = winnow_find_tail(document);
    bool after = false;

    for (uint32_t i = stretch.end; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (after && i >= tail && winnow_may_be_around(block))
            winnow_verdict(block, WINNOW_KIND_COMMENTS, "comments.after");
        else if (after && block->verdict_rule == NULL)
            winnow_hint(document, block, WINNOW_KIND_COMMENTS,
                        FOLLOWING_STRENGTH, "comments.after");
        after = after || opens_comments(document, &copies, i);
    }
}

/* ---- rules for comments ---------------------------------------------------
 */

/* The end of the rules under a heading: the next heading, or what stands around
 * the document by itself. */
static uint32_t rules_end(const struct winnow_document *document,
                          uint32_t heading)
{
    uint32_t i = heading + 1;

    while (i < document->n_blocks && i - heading <= RULES_BLOCKS &&
           document->blocks[i].form != WINNOW_KIND_HEADING &&
           !winnow_is_settled_around(&document->blocks[i]))
        i++;
    return i;
}

/* Rules that comments are held to, long as they may be, are no text of a
 * document that begins before them. */
static void mark_rules(const struct state *state,
                       struct winnow_document *document)
{
    uint64_t words_before = 0;

    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        uint32_t end;
        if (winnow_is_prose(block) && !winnow_is_settled_around(block))
            words_before += block->n_words;
        if (words_before < DOCUMENT_WORDS || !winnow_may_be_around(block) ||
            !winnow_phrase_whole(block, state->rules))
            continue;
        for (end = rules_end(document, i); i < end; i++)
            winnow_hint(document, &document->blocks[i], WINNOW_KIND_COMMENTS,
                        RULES_STRENGTH, "comments.rules");
        i--;
    }
}

/* ---- sections of pages --------------------------------------------------- */

/* How a block was found to be a comment. */
static const char *rule_of(uint8_t strength)
{
    if (strength == UNTOLD_STRENGTH)
        return "comments.untold";
    if (strength == REPLIED_STRENGTH)
        return "comments.replied";
    return strength == HEADED_STRENGTH ? "comments.headed" : "comments.section";
}

/* Below a long text an element named for comments holds them and nothing else;
 * below a short one they may be what the page is for. */
static void mark_comment(struct winnow_document *document,
                         struct winnow_block *block, uint8_t strength)
{
    struct winnow_place place = winnow_place_of(document, block);

    if (strength == NAMED_STRENGTH && place.side == WINNOW_SIDE_BEHIND &&
        place.n_text_words >= LONG_TEXT_WORDS && winnow_may_be_around(block))
        winnow_verdict_by_place(block, WINNOW_KIND_COMMENTS, "comments.below");
    winnow_hint(document, block, WINNOW_KIND_COMMENTS, strength,
                rule_of(strength));
}

/* "Same here, thanks": neither a date nor a button. */
static bool may_be_short_post(const struct winnow_block *block)
{
    enum { LEAST_WORDS = 4 };

    return block->form == WINNOW_KIND_PARAGRAPH &&
           block->n_words >= LEAST_WORDS && !block->has_digits &&
           block->n_link_characters * 2 < block->n_characters;
}

/* What stands in a thread and is no post: what a post that was taken away left,
 * lines for all who come, copies that are not shown, signatures, ranks and
 * buttons. */
static bool mark_beside_posts(const struct state *state,
                              struct winnow_document *document,
                              struct winnow_block *block, uint32_t above)
{
    int strength = 0;
    const char *rule = NULL;

    if (winnow_may_be_around(block) &&
        winnow_phrase_whole(block, state->deleted))
        winnow_verdict(block, WINNOW_KIND_WIDGET, "comments.deleted");
    if ((above & WINNOW_NAME_SIGNATURE) != 0) {
        strength = SIGNATURE_STRENGTH;
        rule = "comments.signature";
    } else if ((above & WINNOW_NAME_CONCEALED) != 0) {
        strength = CONCEALED_STRENGTH;
        rule = "comments.concealed";
    } else if ((above & WINNOW_NAME_NOTICE) != 0) {
        strength = NOTICE_STRENGTH;
        rule = "comments.notice";
    } else if (block->n_words <= LABEL_WORDS &&
               winnow_phrase_count(block, state->label) != 0) {
        strength = LABEL_STRENGTH;
        rule = "comments.label";
    }
    if (strength != 0)
        winnow_hint(document, block, WINNOW_KIND_WIDGET, strength, rule);
    return strength != 0;
}

/* Forum software names the text of a post, and what it puts around it. */
static void mark_post(const struct state *state,
                      struct winnow_document *document,
                      struct winnow_block *block, uint8_t strength)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    if (mark_beside_posts(state, document, block, sight.above))
        return;
    if ((sight.nearest & WINNOW_NAME_POST) != 0)
        winnow_hint(document, block, WINNOW_KIND_POST, NAMED_POST_STRENGTH,
                    "comments.post");
    else if ((sight.nearest & WINNOW_NAME_POSTER) != 0)
        winnow_hint(document, block, WINNOW_KIND_WIDGET, POSTER_STRENGTH,
                    "comments.poster");
    else if (strength != 0 && winnow_is_prose(block))
        winnow_hint(document, block, WINNOW_KIND_POST, POST_STRENGTH,
                    "comments.thread");
    else if (strength != 0 && may_be_short_post(block))
        winnow_hint(document, block, WINNOW_KIND_POST, POST_STRENGTH / 2,
                    "comments.thread");
}

static void mark_sections(const struct state *state,
                          struct winnow_document *document)
{
    struct walk walk = {.document = document};
    bool is_thread, has_document;

    walk.prose_before =
        winnow_arena_calloc(document->arena, (size_t)document->n_blocks + 1,
                            sizeof *walk.prose_before);
    walk.strength = winnow_arena_calloc(document->arena, document->n_blocks,
                                        sizeof *walk.strength);
    look_over(&walk);
    mark_named(&walk);
    mark_headed(&walk, state->heading);
    mark_replied(&walk, state->reply);
    is_thread = (winnow_genres(document) & WINNOW_GENRE_THREAD) != 0;
    has_document = prose_outside(&walk) >= DOCUMENT_WORDS;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (is_thread)
            mark_post(state, document, block, walk.strength[i]);
        else if (walk.strength[i] != 0)
            mark_comment(document, block,
                         has_document ? walk.strength[i] : UNTOLD_STRENGTH);
    }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    mark_lines(ctx->state, document);
    mark_rules(ctx->state, document);
    if (document->from == WINNOW_FROM_HTML)
        mark_sections(ctx->state, document);
    else
        mark_following(document);
}

const struct winnow_filter winnow_filter_comments = {
    .name = "comments",
    .summary = "readers' comments under a document; posts of a thread",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_comments,
    .document = mark,
};

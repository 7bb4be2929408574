/* The byline filter: who wrote it. A line that begins with "By" in some
 * language, or with a noun like "Author" and a colon, and goes on with names;
 * one of a name with a role at its side ("Karin Lund, reporter") right under
 * the title or under the text; or one that the markup calls an author, is the
 * byline. The author field gets the names alone, joined by "; ", of what the
 * head and the text say with the most points (metadata.h). */
#include "author.h"
#include "credits.h"
#include "names.h"
#include "shape.h"

#include "date.h"
#include "fold.h"

enum {
    LINE_WORDS = 20,  /* of a byline, roles and dates with it */
    LINE_WEIGHT = 78, /* of candidates: see metadata.h */
    ROLE_WEIGHT = 62,
    CLASS_WEIGHT = 60
};

struct state {
    uint16_t byline, label;
    struct winnow_author_phrases author;
};

static enum winnow_status open_byline(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->byline = winnow_phrase_group(ctx->phrases, "byline");
    state->label = winnow_phrase_group(ctx->phrases, "byline-label");
    winnow_author_phrases_find(ctx->phrases, &state->author);
    return WINNOW_OK;
}

/* ---- blocks ----------------------------------------------------------------
 */

/* How the names of a line are introduced. */
struct introduction {
    const struct winnow_phrase_hit *hit; /* NULL: by nothing */
    size_t names;                        /* the byte where they begin */
    bool has_sign;                       /* a colon or the like before them */
    bool is_weak; /* a word like any other in its language: "by", "por" */
};

static size_t sign_at(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {":",      "/",      "=",      "|",
                                        "\uff1a", "\uff0f", "\uff1d", "\n"};

    return winnow_sign_at(text, at, signs, sizeof signs / sizeof signs[0]);
}

/* Passes the colon and the blanks behind the phrase. */
static void pass_signs(const struct winnow_block *block,
                       struct introduction *introduction)
{
    struct winnow_view text = block->text;
    size_t at = introduction->hit->end;

    while (at < text.length_bytes) {
        size_t n = sign_at(text, at);
        introduction->has_sign |= n != 0;
        if (n == 0 && text.data[at] == ' ')
            n = 1;
        if (n == 0)
            break;
        at += n;
    }
    introduction->names = at;
}

static bool is_ideograph_at(struct winnow_view text, size_t at)
{
    uint32_t code;

    if (at >= text.length_bytes)
        return false;
    winnow_decode_code_point(text.data + at, text.data + text.length_bytes,
                             &code);
    return winnow_class_of(code) == WINNOW_CLASS_IDEOGRAPH;
}

static struct introduction introduce(const struct state *state,
                                     const struct winnow_block *block)
{
    struct introduction by = {.hit =
                                  winnow_phrase_at_start(block, state->byline)};
    bool is_label = by.hit == NULL;

    if (is_label)
        by.hit = winnow_phrase_at_start(block, state->label);
    if (by.hit == NULL)
        return by;
    pass_signs(block, &by);
    by.is_weak = !by.has_sign && (is_label || by.hit->n_tokens == 1);
    if (by.names >= block->text.length_bytes ||
        (is_ideograph_at(block->text, by.names) && by.names == by.hit->end))
        return (struct introduction){.hit = NULL};
    return by;
}

static bool is_label(const struct state *state,
                     const struct introduction *introduction)
{
    return introduction->hit != NULL &&
           introduction->hit->group == state->label;
}

static bool is_line(const struct winnow_block *block)
{
    return !block->hidden && block->n_words != 0 &&
           block->n_words <= LINE_WORDS && block->form != WINNOW_KIND_TITLE &&
           !winnow_is_settled_around(block) &&
           !(block->verdict_rule != NULL &&
             block->verdict == WINNOW_KIND_TITLE);
}

/* Here the credits of pictures are others, too. */
static bool is_among_others(struct winnow_document *document,
                            const struct winnow_block *block)
{
    return winnow_is_among_others(document, block) ||
           (winnow_sight_of(document, block).above & WINNOW_NAME_CAPTION) != 0;
}

static bool is_called_author(struct winnow_document *document,
                             const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    return (sight.nearest & WINNOW_NAME_BYLINE) != 0 && sight.steps <= 2 &&
           !is_among_others(document, block);
}

/* ---- where it stands -------------------------------------------------------
 */

struct place {
    uint32_t title; /* its block, or WINNOW_NO_BLOCK */
    struct winnow_stretch stretch;
    uint32_t n_inside; /* lines like bylines between paragraphs of the text */
};

/* How far a byline may stand from the main text. */
static bool is_near(const struct winnow_stretch *stretch, uint32_t i)
{
    enum { BEFORE = 25, AFTER = 6 };

    return stretch->end == 0 ||
           (i + BEFORE >= stretch->first && i < stretch->end + AFTER);
}

/* Right under the title; where none is known, right before the text. */
static bool is_under_title(const struct place *place, uint32_t i)
{
    enum { LINES = 4 };

    if (place->title != WINNOW_NO_BLOCK)
        return i > place->title && i <= place->title + LINES &&
               (i <= place->stretch.first || i <= place->title + 2);
    return i < place->stretch.first && i + LINES >= place->stretch.first;
}

/* Right under the last paragraph, or one line further down. */
static bool is_under_text(const struct winnow_document *document,
                          const struct place *place, uint32_t i)
{
    enum { AFTER = 3 };

    if (place->stretch.end == 0 || i + 2 < place->stretch.end ||
        i >= place->stretch.end + AFTER || i < 2)
        return false;
    return winnow_is_prose(&document->blocks[i - 1]) ||
           winnow_is_prose(&document->blocks[i - 2]);
}

static uint32_t count_prose(const struct winnow_document *document,
                            uint32_t first, uint32_t end)
{
    uint32_t n = 0;

    for (uint32_t i = first; i < end && i < document->n_blocks; i++)
        n += winnow_is_prose(&document->blocks[i]);
    return n;
}

/* Between two paragraphs of the text. */
static bool is_inside(const struct winnow_document *document,
                      const struct place *place, uint32_t i)
{
    return i > place->stretch.first && i < place->stretch.end &&
           count_prose(document, i + 1, i + 3) != 0;
}

/* Of a line that begins with a weak word inside the text ("Por Santa Lucía"
 * over a stage of a walk): one alone under a standfirst is a byline, any other
 * one a subheading. */
static bool is_doubtful(const struct winnow_document *document,
                        const struct place *place, uint32_t i)
{
    return is_inside(document, place, i) &&
           (place->n_inside > 1 ||
            document->blocks[i].form == WINNOW_KIND_HEADING ||
            count_prose(document, place->stretch.first, i) > 1);
}

static uint32_t count_inside(const struct state *state,
                             const struct winnow_document *document,
                             const struct place *place)
{
    uint32_t n = 0;

    for (uint32_t i = place->stretch.first; i < place->stretch.end; i++) {
        const struct winnow_block *block = &document->blocks[i];
        struct introduction by;
        if (!is_line(block))
            continue;
        by = introduce(state, block);
        n += by.hit != NULL && by.is_weak && is_inside(document, place, i);
    }
    return n;
}

static struct place find_place(const struct state *state,
                               const struct winnow_document *document,
                               const struct winnow_beside *beside)
{
    struct place place = {.title = beside->title, .stretch = beside->stretch};

    place.n_inside = count_inside(state, document, &place);
    return place;
}

/* ---- marks -----------------------------------------------------------------
 */

static bool are_full(const struct winnow_authors *authors)
{
    for (size_t i = 0; i < authors->n; i++)
        if (!winnow_author_is_full(authors->names[i]))
            return false;
    return authors->n != 0;
}

static bool has_date(struct winnow_document *document, uint32_t i)
{
    return i < document->n_blocks && is_line(&document->blocks[i]) &&
           winnow_block_date(document, i) != NULL;
}

/* Two or three words in small letters up to a sign or a date: "tom hale |". */
static bool is_small_name(struct winnow_view text, size_t at)
{
    struct winnow_view name = {text.data + at, text.length_bytes - at};
    struct winnow_date date;
    uint32_t code, n_words;

    if (winnow_date_find(text, at, &date))
        name.length_bytes = date.start - at;
    for (size_t i = 0; i < name.length_bytes;) {
        size_t n = winnow_decode_code_point(
            name.data + i, name.data + name.length_bytes, &code);
        if (code == '|' || code == ',' || code == 0x00B7) {
            name.length_bytes = i;
            break;
        }
        if (code != ' ' && code != '-' && !winnow_is_lower_case(code))
            return false;
        i += n;
    }
    n_words = winnow_count_words(name);
    return n_words == 2 || n_words == 3;
}

/* Whether names may be written small: the title is right above, and a date at
 * hand. */
static bool is_any_case(struct winnow_document *document,
                        const struct place *place, uint32_t i,
                        const struct introduction *by)
{
    return by->hit != NULL && place->title != WINNOW_NO_BLOCK &&
           is_under_title(place, i) &&
           is_small_name(document->blocks[i].text, by->names) &&
           (has_date(document, i) || has_date(document, i - 1) ||
            has_date(document, i + 1));
}

/* Whether the line is called a credit, as those of pictures are, but stands
 * right under the title, in no figure. */
static bool is_credit_of_text(struct winnow_document *document,
                              const struct place *place, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];

    return !winnow_is_among_others(document, block) &&
           block->form != WINNOW_KIND_CAPTION &&
           place->title != WINNOW_NO_BLOCK && i == place->title + 1;
}

/* Whether the line, with names behind "By", is the byline. */
static bool is_introduced(const struct state *state,
                          struct winnow_document *document,
                          const struct place *place, uint32_t i,
                          const struct introduction *by,
                          const struct winnow_authors *authors)
{
    const struct winnow_block *block = &document->blocks[i];

    if (block->n_words == 1 || (is_among_others(document, block) &&
                                !is_credit_of_text(document, place, i)))
        return false;
    if (authors->n == 0)
        return authors->has_role && !authors->has_rest &&
               (is_under_title(place, i) || is_under_text(document, place, i));
    if (!by->is_weak)
        return true;
    if (is_label(state, by))
        return are_full(authors) && is_under_title(place, i);
    return !is_doubtful(document, place, i);
}

/* A paragraph; in a capture any short line looks like a heading. */
static bool is_plain_line(const struct winnow_document *document,
                          const struct winnow_block *block)
{
    return block->form == WINNOW_KIND_PARAGRAPH ||
           (block->form == WINNOW_KIND_HEADING &&
            document->from == WINNOW_FROM_TEXT);
}

/* A line that stands where a signature does. */
static bool may_be_signature(struct winnow_document *document,
                             const struct place *place, uint32_t i)
{
    const struct winnow_block *block = &document->blocks[i];

    return is_plain_line(document, block) && block->row == 0 &&
           (is_under_title(place, i) || is_under_text(document, place, i)) &&
           !block->ends_like_sentence && !is_among_others(document, block);
}

/* A name with a role at its side and nothing else. */
static bool is_signature(const struct winnow_authors *authors)
{
    return authors->has_role && authors->is_clean && !authors->has_rest &&
           are_full(authors);
}

static void mark_called(struct winnow_credits *credits, uint32_t i,
                        const struct winnow_authors *authors)
{
    struct winnow_document *document = credits->document;
    struct winnow_block *block = &document->blocks[i];

    if (authors->n == 0 || !authors->is_clean) {
        winnow_hint(document, block, WINNOW_KIND_BYLINE, 40, "byline.class");
        return;
    }
    if (block->n_words == 1 && !are_full(authors)) {
        winnow_hint(document, block, WINNOW_KIND_BYLINE, 30, "byline.line");
        return;
    }
    winnow_verdict(block, WINNOW_KIND_BYLINE, "byline.class");
    winnow_credits_add(credits, authors, i, "byline.class", CLASS_WEIGHT);
}

static void mark_block(const struct state *state,
                       struct winnow_credits *credits,
                       const struct place *place, uint32_t i)
{
    struct winnow_document *document = credits->document;
    struct winnow_block *block = &document->blocks[i];
    struct introduction by = introduce(state, block);
    bool may_sign = by.hit == NULL &&
                    winnow_phrase_count(block, state->author.role) != 0 &&
                    may_be_signature(document, place, i);
    struct winnow_authors authors;

    if (by.hit == NULL && !may_sign && !is_called_author(document, block))
        return; /* nearly always */
    authors = winnow_authors_read(&state->author, block,
                                  by.hit == NULL ? 0 : by.names,
                                  is_any_case(document, place, i, &by));
    if (by.hit != NULL && authors.is_clean &&
        is_introduced(state, document, place, i, &by, &authors)) {
        winnow_verdict(block, WINNOW_KIND_BYLINE, "byline.line");
        winnow_credits_add(credits, &authors, i, "byline.line", LINE_WEIGHT);
    } else if (is_called_author(document, block)) {
        mark_called(credits, i, &authors);
    } else if (may_sign && is_signature(&authors)) {
        winnow_verdict(block, WINNOW_KIND_BYLINE, "byline.role");
        winnow_credits_add(credits, &authors, i, "byline.role", ROLE_WEIGHT);
    } else if (by.hit != NULL && authors.is_clean && authors.n != 0 &&
               (!is_label(state, &by) || are_full(&authors)) &&
               !is_doubtful(document, place, i)) {
        winnow_hint(document, block, WINNOW_KIND_BYLINE, 30, "byline.line");
    }
}

/* A line that is nothing but the author's name again. */
static void mark_bare_names(struct winnow_document *document,
                            const struct winnow_stretch *stretch)
{
    struct winnow_view author = document->fields[WINNOW_FIELD_AUTHOR].value;
    uint64_t key = author.length_bytes == 0 ? 0 : winnow_text_key(author);

    if (key == 0 || winnow_count_words(author) < 2)
        return;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (is_line(block) && is_near(stretch, i) &&
            !is_among_others(document, block) &&
            winnow_block_key(document, i) == key)
            winnow_verdict(block, WINNOW_KIND_BYLINE, "byline.name");
    }
}

/* In captures, a line between the title and a byline: what the document says
 * under its title. */
static void mark_subheadlines(struct winnow_document *document,
                              const struct winnow_stretch *stretch)
{
    enum { LEAST_WORDS = 6, MOST_WORDS = 40, STRENGTH = 95 };
    uint32_t title = document->fields[WINNOW_FIELD_TITLE].block;

    if (title == WINNOW_NO_BLOCK)
        return;
    for (uint32_t i = title + 2; i <= stretch->first && i < document->n_blocks;
         i++) {
        struct winnow_block *above = &document->blocks[i - 1];
        const struct winnow_block *block = &document->blocks[i];
        if (block->verdict_rule != NULL &&
            block->verdict == WINNOW_KIND_BYLINE &&
            above->verdict_rule == NULL && above->list == 0 &&
            above->row == 0 && above->n_words >= LEAST_WORDS &&
            above->n_words <= MOST_WORDS)
            winnow_hint(document, above, WINNOW_KIND_HEADING, STRENGTH,
                        "byline.subheadline");
    }
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    const struct state *state = ctx->state;
    struct winnow_beside beside = winnow_beside_of(document);
    struct place place = find_place(state, document, &beside);
    struct winnow_credits credits = {
        .document = document,
        .phrases = &state->author,
        .beside = beside,
    };

    winnow_site_read_all(&credits.site, document);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (is_line(&document->blocks[i]) && is_near(&place.stretch, i))
            mark_block(state, &credits, &place, i);
    winnow_credits_read(&credits);
    winnow_credits_read_lines(&credits);
    winnow_field_choose(document, WINNOW_FIELD_AUTHOR);
    mark_bare_names(document, &place.stretch);
    if (document->from != WINNOW_FROM_HTML)
        mark_subheadlines(document, &place.stretch);
}

const struct winnow_filter winnow_filter_byline = {
    .name = "byline",
    .summary = "finds who wrote it and sets the author field",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_byline,
    .document = mark,
};

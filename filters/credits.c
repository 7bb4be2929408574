/* Authors as candidates; see credits.h. */
#include "credits.h"

#include "date.h"
#include "genre.h"
#include "markup.h"
#include "names.h"
#include "phrases.h"
#include "place.h"
#include "token.h"

#include <string.h>

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
    ORGANISATION_WEIGHT = 45, /* see metadata.h */
    MARKUP_WEIGHT = 70,       /* rel or itemprop say so, by the title */
    LABEL_WEIGHT = 66,        /* a name under "Written by", by the title */
    INSIDE_WEIGHT = 62,       /* behind "by" inside a dated line */
    LINK_WEIGHT = 58,         /* in a link to an author's page, by the title */
    SIGNATURE_WEIGHT = 60,    /* under the text */
    NAME_WEIGHT = 42,         /* beside a date, and said again elsewhere */
    NAME_ALONE_WEIGHT = 25,   /* only beside a date */
    WEAK_WEIGHT = 46,         /* the name of an account, the site's own */
    POST_WEIGHT = 64          /* of a thread's first post */
};

/* ---- names ---------------------------------------------------------------
 */

/* Whether it is one word in small letters or with a number in it: the name of
 * an account. */
static bool is_login(struct winnow_view name)
{
    if (winnow_author_is_full(name))
        return false;
    if (!winnow_starts_like_name(name))
        return true;
    for (size_t i = 0; i < name.length_bytes; i++)
        if ((name.data[i] >= '0' && name.data[i] <= '9') || name.data[i] == '_')
            return true;
    return false;
}

/* Whether a better name is to be had, most likely: the name of an account in
 * markup, and the site's own, which may be a person's. */
static bool is_weak(const struct winnow_credits *credits,
                    const struct winnow_candidate *candidate,
                    struct winnow_view name)
{
    return (candidate->source != WINNOW_SAID_TEXT && is_login(name)) ||
           winnow_site_is_named(&credits->site, name) ||
           winnow_site_is_host(&credits->site, name);
}

/* Adds to the list those of the names that can be an author's. What is none is
 * kept as a candidate of its own, with the reason. */
static void take_names(struct winnow_credits *credits,
                       struct winnow_said_list *list,
                       const struct winnow_candidate *candidate,
                       const struct winnow_authors *authors)
{
    struct winnow_document *document = credits->document;
    size_t n_weak = 0;

    winnow_said_list_take(list, document, candidate);
    for (size_t i = 0; i < authors->n; i++) {
        struct winnow_candidate refused = *candidate;
        refused.value = authors->names[i];
        refused.refused = winnow_author_refused(
            document, credits->phrases, &credits->site, authors->names[i]);
        if (refused.refused != NULL)
            winnow_candidate_add(document, &refused);
        else if (winnow_said_list_add(list, authors->names[i]))
            n_weak += is_weak(credits, candidate, authors->names[i]);
    }
    if (n_weak != 0 && n_weak == list->n &&
        list->candidate.weight > WEAK_WEIGHT)
        list->candidate.weight = WEAK_WEIGHT;
    if (authors->n == 0 && candidate->value.length_bytes != 0) {
        struct winnow_candidate refused = *candidate;
        refused.refused = "no name";
        winnow_candidate_add(document, &refused);
    }
}

/* What the place of a line leaves of its weight. Far from title and text it is
 * the author's only on a page of one text; elsewhere each part has its own. */
static int weight_of_place(const struct winnow_credits *credits, uint32_t block,
                           int weight)
{
    enum { UNDER_LOSES = 14, FAR_LOSES = 30, OTHER_LOSES = 40, NONE = 20 };
    struct winnow_document *document = credits->document;
    const struct winnow_block *line = &document->blocks[block];

    if (winnow_phrase_at_start(line, credits->phrases->other) != NULL)
        weight -= OTHER_LOSES;
    if (winnow_is_by_title(&credits->beside, block))
        return weight;
    if (document->from == WINNOW_FROM_HTML &&
        !winnow_place_of(document, line).one_text)
        return weight < NONE ? weight : NONE;
    return winnow_is_under_text(&credits->beside, block) ? weight - UNDER_LOSES
                                                         : weight - FAR_LOSES;
}

static void add_names(struct winnow_credits *credits,
                      const struct winnow_authors *authors, uint32_t block,
                      const char *rule, int weight)
{
    struct winnow_said_list list = {.is_open = false};
    struct winnow_candidate candidate = {
        .field = WINNOW_FIELD_AUTHOR,
        .source = WINNOW_SAID_TEXT,
        .name = winnow_view_of(rule),
        .block = block,
        .weight = weight,
    };

    take_names(credits, &list, &candidate, authors);
    winnow_said_list_finish(&list, credits->document);
}

/* The latest candidate, if it is of the same rule and from a line close above:
 * several authors have a line each. */
static struct winnow_candidate *line_above(const struct winnow_credits *credits,
                                           uint32_t block, const char *rule)
{
    enum { REACH = 3 };
    const struct winnow_document *document = credits->document;
    struct winnow_candidate *last;

    if (document->n_candidates == 0)
        return NULL;
    last = &document->candidates[document->n_candidates - 1];
    if (last->field != WINNOW_FIELD_AUTHOR || last->refused != NULL ||
        last->source != WINNOW_SAID_TEXT || last->block >= block ||
        last->block + REACH < block || !winnow_view_is(last->name, rule))
        return NULL;
    return last;
}

/* Adds the names of a line to those of the line above. */
static void join_names(struct winnow_credits *credits,
                       struct winnow_candidate *above,
                       const struct winnow_authors *authors)
{
    struct winnow_said_list list = {.is_open = false};
    struct winnow_document *document = credits->document;
    struct winnow_candidate whole = *above;

    document->n_candidates--; /* it comes again, with more */
    whole.span = (struct winnow_range){0, 0};
    winnow_said_list_take(&list, document, &whole);
    winnow_said_list_add_all(&list, whole.value);
    take_names(credits, &list, &whole, authors);
    winnow_said_list_finish(&list, document);
}

void winnow_credits_add(struct winnow_credits *credits,
                        const struct winnow_authors *authors, uint32_t block,
                        const char *rule, int weight)
{
    struct winnow_candidate *above = line_above(credits, block, rule);

    if (above != NULL && winnow_is_by_title(&credits->beside, block) &&
        authors->n != 0)
        join_names(credits, above, authors);
    else
        add_names(credits, authors, block, rule,
                  weight_of_place(credits, block, weight));
}

/* ---- markup --------------------------------------------------------------
 */

/* The value as text. Libraries write "Aldermann, Ines". */
static struct winnow_view
first_name_first(struct winnow_document *document,
                 const struct winnow_candidate *candidate)
{
    enum { MOST_WORDS = 3 };
    struct winnow_view text =
        winnow_markup_text(document->arena, candidate->value);
    const char *comma = text.length_bytes == 0
                            ? NULL
                            : memchr(text.data, ',', text.length_bytes);
    struct winnow_view last = text, first = text;
    char *turned;

    if (comma == NULL || (candidate->source != WINNOW_SAID_CITATION &&
                          candidate->source != WINNOW_SAID_DUBLIN_CORE))
        return text;
    last.length_bytes = (size_t)(comma - text.data);
    first.data = comma + 1;
    first.length_bytes = text.length_bytes - last.length_bytes - 1;
    first = winnow_view_trim(first);
    if (winnow_count_words(last) > MOST_WORDS ||
        winnow_count_words(first) > MOST_WORDS || first.length_bytes == 0 ||
        memchr(first.data, ',', first.length_bytes) != NULL)
        return text;
    turned = winnow_arena_alloc(document->arena,
                                first.length_bytes + last.length_bytes + 1);
    memcpy(turned, first.data, first.length_bytes);
    turned[first.length_bytes] = ' ';
    memcpy(turned + first.length_bytes + 1, last.data, last.length_bytes);
    return (struct winnow_view){turned,
                                first.length_bytes + last.length_bytes + 1};
}

/* Whether a card's label says that its value is an author: "Written by". */
static bool is_author_card(const struct winnow_credits *credits,
                           const char *label)
{
    const struct winnow_document *document = credits->document;
    const struct winnow_meta *meta = winnow_meta_find(document, label);
    struct winnow_block said = {.text = {NULL, 0}};

    if (meta == NULL)
        return false;
    said.text = winnow_view_trim(meta->content);
    winnow_phrases_match_text(document->phrases, document->arena, &said);
    return winnow_phrase_whole(&said, credits->phrases->byline) ||
           winnow_phrase_whole(&said, credits->phrases->label);
}

static void read_head(struct winnow_credits *credits)
{
    static const struct winnow_said_name names[] = {
        {"author", WINNOW_SAID_HTML, 72},
        {"article:author", WINNOW_SAID_OPEN_GRAPH, 70},
        {"og:article:author", WINNOW_SAID_OPEN_GRAPH, 68},
        {"og:author", WINNOW_SAID_OPEN_GRAPH, 65},
        {"article:author_name", WINNOW_SAID_META, 70},
        {"parsely-author", WINNOW_SAID_META, 72},
        {"sailthru.author", WINNOW_SAID_META, 70},
        {"dc.creator", WINNOW_SAID_DUBLIN_CORE, 66},
        {"dcterms.creator", WINNOW_SAID_DUBLIN_CORE, 66},
        {"byl", WINNOW_SAID_META, 70},
        {"byline", WINNOW_SAID_META, 68},
        {"citation_author", WINNOW_SAID_CITATION, 85},
        {"cxenseparse:author", WINNOW_SAID_META, 66},
        {"dcsext.author", WINNOW_SAID_META, 66},
        {"twitter:data1", WINNOW_SAID_META, 68},
        {"twitter:data2", WINNOW_SAID_META, 68},
        {"twitter:creator", WINNOW_SAID_META, 10},
    };
    struct winnow_document *document = credits->document;
    struct winnow_said_list list = {.is_open = false};
    struct winnow_candidate candidate;
    bool first_card = is_author_card(credits, "twitter:label1");
    bool second_card = is_author_card(credits, "twitter:label2");
    uint32_t at = 0;

    while (winnow_said_in_head(document, names, sizeof names / sizeof names[0],
                               &at, &candidate)) {
        struct winnow_authors authors;
        if ((winnow_view_is(candidate.name, "twitter:data1") && !first_card) ||
            (winnow_view_is(candidate.name, "twitter:data2") && !second_card))
            continue;
        authors = winnow_authors_of_string(
            document, credits->phrases, first_name_first(document, &candidate),
            false);
        candidate.field = WINNOW_FIELD_AUTHOR;
        if (authors.is_collective && candidate.weight > ORGANISATION_WEIGHT)
            candidate.weight = ORGANISATION_WEIGHT;
        take_names(credits, &list, &candidate, &authors);
    }
    winnow_said_list_finish(&list, document);
}

/* Persons and organisations are authors of their own: "Ines Aldermann" of "The
 * Skerry Post". */
static void read_facts(struct winnow_credits *credits, bool organisations)
{
    static const struct winnow_said_key keys[] = {
        {WINNOW_LD_AUTHOR, {80, 80, 72, 0, 60, 10, 0}},
        {WINNOW_LD_CREATOR, {60, 60, 55, 0, 40, 0, 0}},
    };
    struct winnow_document *document = credits->document;
    struct winnow_said_list list = {.is_open = false};
    struct winnow_candidate candidate;
    size_t at = 0;

    while (winnow_said_in_facts(document, keys, sizeof keys / sizeof keys[0],
                                &at, &candidate)) {
        const struct winnow_ld_fact *fact =
            &winnow_ld_facts(document)->items[at - 1];
        struct winnow_authors authors;
        if (fact->is_organisation != organisations)
            continue;
        authors = winnow_authors_of_string(document, credits->phrases,
                                           candidate.value, organisations);
        candidate.field = WINNOW_FIELD_AUTHOR;
        if ((organisations || authors.is_collective) &&
            candidate.weight > ORGANISATION_WEIGHT)
            candidate.weight = ORGANISATION_WEIGHT;
        take_names(credits, &list, &candidate, &authors);
    }
    winnow_said_list_finish(&list, document);
}

void winnow_credits_read(struct winnow_credits *credits)
{
    read_facts(credits, false);
    read_facts(credits, true);
    read_head(credits);
}

/* ---- lines ---------------------------------------------------------------
 */

enum { LINE_WORDS = 30, NAME_WORDS = 5 };

/* The names of a block, as one says it who names an author and nothing else:
 * none where there is more than names, or a name is no full one. */
static struct winnow_authors
names_of_block(const struct winnow_credits *credits,
               const struct winnow_block *block, bool full)
{
    struct winnow_authors authors = {.n = 0};

    if (winnow_phrase_whole(block, credits->phrases->nobody))
        return authors;
    authors = winnow_authors_read(credits->phrases, block, 0, false);
    if (!authors.is_clean)
        authors.n = 0;
    for (size_t i = 0; full && i < authors.n; i++)
        if (!winnow_author_is_full(authors.names[i]))
            authors.n = 0;
    return authors;
}

/* The same of a part of a block's text. */
static struct winnow_authors names_of(struct winnow_credits *credits,
                                      struct winnow_view text, bool full)
{
    struct winnow_block part = {.text = winnow_view_trim(text)};

    if (part.text.length_bytes == 0)
        return (struct winnow_authors){.n = 0};
    winnow_phrases_match_text(credits->document->phrases,
                              credits->document->arena, &part);
    return names_of_block(credits, &part, full);
}

static bool is_short(const struct winnow_block *block, uint32_t most_words)
{
    return !block->hidden && block->form != WINNOW_KIND_TITLE &&
           block->n_words != 0 && block->n_words <= most_words;
}

static bool has_letters_left(struct winnow_view text, size_t at)
{
    struct winnow_token token;

    return winnow_token_next(text, at, &token);
}

/* A label of authors and nothing behind it: "Written by", "Author:". */
static bool is_label_alone(const struct winnow_credits *credits,
                           const struct winnow_block *block)
{
    const struct winnow_phrase_hit *hit =
        winnow_phrase_at_start(block, credits->phrases->byline);

    if (hit == NULL)
        hit = winnow_phrase_at_start(block, credits->phrases->label);
    return hit != NULL && !has_letters_left(block->text, hit->end);
}

/* Names under a label. The picture of a name ("CP") may stand between. */
static void read_below_label(struct winnow_credits *credits, uint32_t i)
{
    enum { REACH = 2, INITIALS_BYTES = 3 };
    const struct winnow_document *document = credits->document;

    for (uint32_t k = i + 1; k < document->n_blocks && k <= i + REACH; k++) {
        const struct winnow_block *block = &document->blocks[k];
        struct winnow_authors authors;
        if (!is_short(block, LINE_WORDS) || winnow_is_prose(block))
            return;
        authors = names_of_block(credits, block, false);
        if (authors.n != 0 && authors.names[0].length_bytes > INITIALS_BYTES) {
            winnow_credits_add(credits, &authors, k, "byline.below-label",
                               LABEL_WEIGHT);
            return;
        }
        if (block->text.length_bytes > INITIALS_BYTES)
            return;
    }
}

/* ---- "by" inside a line --------------------------------------------------
 */

static bool has_date(struct winnow_view text)
{
    struct winnow_date date;

    return winnow_date_find(text, 0, &date);
}

/* A text up to its first number: no name has one. */
static struct winnow_view up_to_number(struct winnow_view text)
{
    struct winnow_token token;

    for (size_t at = 0; winnow_token_next(text, at, &token); at = token.end)
        if (token.folded[0] >= '0' && token.folded[0] <= '9') {
            text.length_bytes = token.start;
            break;
        }
    return text;
}

static struct winnow_view from_byte(struct winnow_view text, size_t at)
{
    if (at > text.length_bytes)
        at = text.length_bytes;
    text.data += at;
    text.length_bytes -= at;
    return text;
}

/* Whether a sign that divides a line stands right before byte `at`. */
static bool is_divided(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {"|",      "\u00b7", "\u2022", "\n",
                                        "\u2013", "\u2014", "/",      "\uff5c"};

    while (at != 0 && text.data[at - 1] == ' ')
        at--;
    for (size_t i = 0; i < N_OF(signs); i++) {
        size_t n = strlen(signs[i]);
        if (at >= n && memcmp(text.data + at - n, signs[i], n) == 0)
            return true;
    }
    return false;
}

/* Words for "by" with which parts of the text begin:
 * winnow_phrases_match_starts.
 */
static size_t find_by(const struct winnow_credits *credits,
                      struct winnow_view text, struct winnow_phrase_hit *hits,
                      size_t most)
{
    return winnow_phrases_match_starts(credits->document->phrases,
                                       credits->document->arena, text,
                                       credits->phrases->byline, hits, most);
}

/* Names behind words for "by" that stand inside the line. One word alone means
 * that where a date or a sign stands before it: "12 May | by Ines Aldermann".
 */
static void read_inside(struct winnow_credits *credits, uint32_t i)
{
    const struct winnow_block *block = &credits->document->blocks[i];
    struct winnow_phrase_hit hits[LINE_WORDS];
    size_t n = 0;

    if (winnow_phrase_may_start(block, credits->phrases->byline))
        n = find_by(credits, block->text, hits, N_OF(hits));
    for (size_t k = 0; k < n; k++) {
        struct winnow_view text = block->text;
        struct winnow_authors authors;
        if (hits[k].n_tokens == 1 && !is_divided(text, hits[k].start) &&
            winnow_block_date(credits->document, i) == NULL)
            continue;
        text = from_byte(text, winnow_skip_punctuation(text, hits[k].end));
        authors = winnow_authors_leading(credits->document, credits->phrases,
                                         up_to_number(text));
        if (authors.n != 0)
            winnow_credits_add(credits, &authors, i, "byline.inside",
                               INSIDE_WEIGHT);
        return;
    }
}

/* ---- signatures ----------------------------------------------------------
 */

/* Whether a mark that sets text off covers the whole block. */
static bool is_set_off(const struct winnow_block *block)
{
    for (uint32_t m = 0; m < block->n_marks; m++)
        if ((block->marks[m].type == WINNOW_MARK_STRONG ||
             block->marks[m].type == WINNOW_MARK_EMPHASIS) &&
            block->marks[m].start == 0 &&
            block->marks[m].end >= block->text.length_bytes)
            return true;
    return false;
}

/* The names that the parts of a list begin with: "Ines Aldermann in Skerry, Tom
 * Hale". */
static struct winnow_authors
names_of_parts(const struct winnow_credits *credits, struct winnow_view text)
{
    struct winnow_authors all = {.n = 0};

    while (text.length_bytes != 0) {
        const char *comma = memchr(text.data, ',', text.length_bytes);
        struct winnow_view part = text;
        struct winnow_authors authors;
        if (comma != NULL)
            part.length_bytes = (size_t)(comma - text.data);
        text = from_byte(text, part.length_bytes + 1);
        part = from_byte(part, winnow_skip_punctuation(part, 0));
        authors =
            winnow_authors_leading(credits->document, credits->phrases, part);
        for (size_t i = 0; i < authors.n && all.n < WINNOW_AUTHORS_MOST; i++)
            all.names[all.n++] = authors.names[i];
    }
    return all;
}

/* The names in brackets with a date at the text's end: "(Ines Aldermann, 3.5.
 * 2024)". */
static struct winnow_authors
names_in_brackets(const struct winnow_credits *credits, struct winnow_view text)
{
    enum { MOST_BYTES = 200 };
    struct winnow_authors none = {.n = 0};
    const char *open = text.length_bytes == 0
                           ? NULL
                           : memrchr(text.data, '(', text.length_bytes);
    struct winnow_view inside;

    if (open == NULL || text.data[text.length_bytes - 1] != ')')
        return none;
    inside = from_byte(text, (size_t)(open + 1 - text.data));
    inside.length_bytes--;
    if (inside.length_bytes > MOST_BYTES || !has_date(inside))
        return none;
    return names_of_parts(credits, up_to_number(inside));
}

/* Names under the last paragraph, or at its end. */
static void read_signature(struct winnow_credits *credits, uint32_t i)
{
    const struct winnow_document *document = credits->document;
    const struct winnow_block *block = &document->blocks[i];
    struct winnow_authors authors = names_in_brackets(credits, block->text);

    if (authors.n == 0 && i != 0 && winnow_is_prose(block - 1) &&
        block->n_words <= NAME_WORDS && is_set_off(block) &&
        !block->ends_like_sentence) {
        authors = names_of_block(credits, block, true);
        if (authors.n == 0)
            authors = winnow_authors_of_string(
                credits->document, credits->phrases, block->text, false);
        if (authors.n != 0 && !authors.is_collective &&
            !winnow_author_is_full(authors.names[0]))
            authors.n = 0;
    }
    if (authors.n != 0)
        winnow_credits_add(credits, &authors, i, "byline.signature",
                           SIGNATURE_WEIGHT);
}

/* ---- links ---------------------------------------------------------------
 */

/* Whether one of the parts stands in it. */
static bool has_any(struct winnow_view href, const char *const *parts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (href.length_bytes != 0 &&
            memmem(href.data, href.length_bytes, parts[i], strlen(parts[i])) !=
                NULL)
            return true;
    return false;
}

static bool leads_to_author(struct winnow_view href)
{
    static const char *const parts[] = {
        "/author/",    "/authors/",    "/author-",    "?author=",   "/autor/",
        "/autoren/",   "/autori/",     "/auteur/",    "/auteurs/",  "/autore/",
        "/by/",        "/contributor", "/people/",    "/person/",   "/profile/",
        "/profiles/",  "/profil/",     "/writer/",    "/writers/",  "/reporter",
        "/journalist", "/byline/",     "/columnist",  "/redakteur", "/skribent",
        "/yazar",      "/avtor",       "/redaktion/", "/forfatter", "/redactor",
        "/autores/",   "/penulis/",
    };

    for (size_t at = 0; at < href.length_bytes; at++)
        if ((href.data[at] == '/' || href.data[at] == '?') &&
            winnow_find_sign(href, at, parts, N_OF(parts)) != 0)
            return true;
    return false;
}

static bool leads_to_user(struct winnow_view href)
{
    static const char *const parts[] = {
        "/user/",      "/users/",        "/u/",
        "/members/",   "/member/",       "/profile/",
        "member.php",  "memberlist.php", "profile.php",
        "userinfo",    "action=profile", "/~",
        "viewprofile", "/people/",       "/author/",
    };

    return has_any(href, parts, N_OF(parts));
}

static struct winnow_view text_of(const struct winnow_block *block,
                                  const struct winnow_mark *mark)
{
    return winnow_view_trim((struct winnow_view){block->text.data + mark->start,
                                                 mark->end - mark->start});
}

/* The names in the links of a line that lead to pages of authors. */
static void read_links(struct winnow_credits *credits, uint32_t i)
{
    const struct winnow_block *block = &credits->document->blocks[i];
    struct winnow_authors all = {.is_clean = true};

    for (uint32_t m = 0; m < block->n_marks; m++) {
        struct winnow_authors authors;
        if (block->marks[m].type != WINNOW_MARK_LINK ||
            !leads_to_author(block->marks[m].href))
            continue;
        authors = names_of(credits, text_of(block, &block->marks[m]), true);
        for (size_t k = 0; k < authors.n && all.n < WINNOW_AUTHORS_MOST; k++)
            all.names[all.n++] = authors.names[k];
    }
    if (all.n != 0)
        winnow_credits_add(credits, &all, i, "byline.link", LINK_WEIGHT);
}

/* ---- what rel and itemprop call an author -------------------------------
 */

/* The names in a stretch that markup calls an author, "by" left out. */
static struct winnow_authors names_in(struct winnow_credits *credits,
                                      struct winnow_view text)
{
    struct winnow_phrase_hit by;
    struct winnow_token first;
    struct winnow_authors authors;

    if (find_by(credits, text, &by, 1) != 0 &&
        winnow_token_next(text, 0, &first) && by.start == first.start)
        text = from_byte(text, winnow_skip_punctuation(text, by.end));
    authors = names_of(credits, text, false);
    for (size_t i = 0; i < authors.n; i++)
        if (is_login(authors.names[i]))
            authors.n = 0;
    return authors;
}

/* Whether a stretch inside this one is the item's name. */
static bool holds_name(const struct winnow_block *block, uint32_t m)
{
    for (uint32_t k = m + 1; k < block->n_marks; k++) {
        if (block->marks[k].start >= block->marks[m].end)
            return false;
        if (block->marks[k].role == WINNOW_ROLE_NAME)
            return true;
    }
    return false;
}

/* The names in a line's stretches that rel or itemprop call an author. An item
 * with a name of its own is called by that alone. */
static void read_roles(struct winnow_credits *credits, uint32_t i)
{
    const struct winnow_block *block = &credits->document->blocks[i];
    struct winnow_authors all = {.is_clean = true};
    uint32_t end = 0; /* of the last item */

    for (uint32_t m = 0; m < block->n_marks; m++) {
        const struct winnow_mark *mark = &block->marks[m];
        struct winnow_authors authors;
        if (mark->role == WINNOW_ROLE_AUTHOR && mark->end > end)
            end = mark->end;
        if (mark->role == WINNOW_ROLE_NONE || mark->start >= end ||
            (mark->role == WINNOW_ROLE_AUTHOR && holds_name(block, m)))
            continue;
        authors = names_in(credits, text_of(block, mark));
        for (size_t k = 0; k < authors.n && all.n < WINNOW_AUTHORS_MOST; k++)
            all.names[all.n++] = authors.names[k];
    }
    if (all.n != 0)
        winnow_credits_add(credits, &all, i, "byline.markup", MARKUP_WEIGHT);
}

/* ---- names alone ---------------------------------------------------------
 */

/* Whether a later block begins with the name and goes on: a note on the author.
 */
static bool is_said_again(const struct winnow_document *document, uint32_t i,
                          struct winnow_view name)
{
    for (uint32_t k = i + 1; k < document->n_blocks; k++) {
        const struct winnow_block *block = &document->blocks[k];
        struct winnow_view text = block->text;
        if (block->ends_like_sentence &&
            text.length_bytes > name.length_bytes + 1 &&
            memcmp(text.data, name.data, name.length_bytes) == 0 &&
            text.data[name.length_bytes] == ' ')
            return true;
    }
    return false;
}

/* Fewer bytes than any full name has. */
enum { START_BYTES = 3 };

static unsigned start_bit(const char *at)
{
    uint32_t bytes = (uint32_t)(unsigned char)at[0] << 16 |
                     (uint32_t)(unsigned char)at[1] << 8 | (unsigned char)at[2];

    return bytes * UINT32_C(0x9E3779B1) >> (32 - WINNOW_CREDITS_STARTS_BITS);
}

static void read_starts(struct winnow_credits *credits)
{
    const struct winnow_document *document = credits->document;

    credits->has_starts = true;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        unsigned bit;
        if (!block->ends_like_sentence ||
            block->text.length_bytes < START_BYTES)
            continue;
        bit = start_bit(block->text.data);
        credits->starts[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

/* Whether is_said_again may be true of a name in the text: false mostly, and
 * sooner than names are found. */
static bool may_be_said_again(struct winnow_credits *credits,
                              struct winnow_view text)
{
    if (!credits->has_starts)
        read_starts(credits);
    for (size_t at = 0; at + START_BYTES <= text.length_bytes; at++) {
        unsigned bit;
        if (at != 0 && winnow_ascii_fold[(unsigned char)text.data[at - 1]] != 0)
            continue; /* inside a word */
        bit = start_bit(text.data + at);
        if ((credits->starts[bit / 64] >> bit % 64 & 1) != 0)
            return true;
    }
    return false;
}

static bool is_beside_date(struct winnow_document *document, uint32_t i)
{
    return winnow_block_date(document, i) != NULL ||
           (i + 1 < document->n_blocks &&
            is_short(&document->blocks[i + 1], LINE_WORDS) &&
            winnow_block_date(document, i + 1) != NULL) ||
           (i != 0 && is_short(&document->blocks[i - 1], LINE_WORDS) &&
            winnow_block_date(document, i - 1) != NULL);
}

static void read_name_alone(struct winnow_credits *credits, uint32_t i)
{
    struct winnow_document *document = credits->document;
    const struct winnow_block *block = &document->blocks[i];
    const struct winnow_phrase_hit *by =
        winnow_phrase_at_start(block, credits->phrases->byline);
    struct winnow_authors authors;
    bool again, dated;

    if (block->n_words > LINE_WORDS / 2 || i == credits->beside.title)
        return;
    dated = is_beside_date(document, i);
    if (!dated && !may_be_said_again(credits, block->text))
        return;
    authors = by == NULL
                  ? names_of_block(credits, block, true)
                  : names_of(credits, from_byte(block->text, by->end), true);
    if (authors.n == 0)
        return;
    again = is_said_again(document, i, authors.names[0]);
    if (again || dated)
        winnow_credits_add(credits, &authors, i, "byline.name-alone",
                           again && dated ? NAME_WEIGHT : NAME_ALONE_WEIGHT);
}

/* ---- threads -------------------------------------------------------------
 */

/* Whether a list of names ("p-author h-card") has this one in it. */
static bool has_name(struct winnow_view names, const char *name)
{
    size_t n = strlen(name);

    for (size_t at = 0; at + n <= names.length_bytes; at++)
        if (memcmp(names.data + at, name, n) == 0 &&
            (at == 0 || names.data[at - 1] == ' ') &&
            (at + n == names.length_bytes || names.data[at + n] == ' '))
            return true;
    return false;
}

/* Whether microdata says that the block is an author: in an element, or right
 * around the text. */
static bool is_author_by_itemprop(const struct winnow_document *document,
                                  const struct winnow_block *block)
{
    enum { STEPS = 3 };
    uint32_t element = block->element;

    for (int i = 0; i < STEPS && element != 0; i++) {
        if (has_name(document->elements[element].itemprop, "author"))
            return true;
        element = document->elements[element].parent;
    }
    return has_name(block->names, "author");
}

/* The name of a user that a block says: its first link to one's page, or all of
 * a short line. Empty where there is none. */
static struct winnow_view user_of(const struct winnow_block *block,
                                  bool is_author)
{
    enum { MOST_WORDS = 3 };
    struct winnow_view none = {NULL, 0};

    for (uint32_t m = 0; m < block->n_marks; m++) {
        struct winnow_view text = text_of(block, &block->marks[m]);
        uint32_t n = winnow_count_words(text);
        if (block->marks[m].type == WINNOW_MARK_LINK && n != 0 &&
            n <= MOST_WORDS &&
            (is_author || leads_to_user(block->marks[m].href)))
            return text;
    }
    return is_author && block->n_words <= MOST_WORDS ? block->text : none;
}

static bool may_name_user(struct winnow_document *document,
                          const struct winnow_block *block)
{
    return is_short(block, LINE_WORDS) &&
           (winnow_sight_of(document, block).above & WINNOW_NAME_NAV) == 0;
}

/* Whoever is named first from the title on: by microdata, else by a link to a
 * user's page. */
static void read_first_post(struct winnow_credits *credits, bool by_itemprop)
{
    struct winnow_document *document = credits->document;
    uint32_t i =
        credits->beside.title == WINNOW_NO_BLOCK ? 0 : credits->beside.title;

    for (; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        struct winnow_authors authors = {.n = 1, .is_clean = true};
        if (!may_name_user(document, block) ||
            (by_itemprop && !is_author_by_itemprop(document, block)))
            continue;
        authors.names[0] = user_of(block, by_itemprop);
        if (authors.names[0].length_bytes == 0)
            continue;
        add_names(credits, &authors, i,
                  by_itemprop ? "byline.post-author" : "byline.post",
                  by_itemprop ? POST_WEIGHT + 6 : POST_WEIGHT);
        return;
    }
}

/* ---- all lines -----------------------------------------------------------
 */

/* By the title. What elements of others hold counts right at it alone. */
static void read_by_title(struct winnow_credits *credits, uint32_t i)
{
    const struct winnow_block *block = &credits->document->blocks[i];

    if (winnow_is_among_others(credits->document, block) &&
        !winnow_is_next_to_title(&credits->beside, i))
        return;
    if (is_label_alone(credits, block)) {
        read_below_label(credits, i);
        return;
    }
    read_roles(credits, i);
    read_links(credits, i);
    read_inside(credits, i);
    read_name_alone(credits, i);
}

static void read_under_text(struct winnow_credits *credits, uint32_t i)
{
    const struct winnow_block *block = &credits->document->blocks[i];

    if (is_label_alone(credits, block)) {
        read_below_label(credits, i);
        return;
    }
    read_roles(credits, i);
    read_inside(credits, i);
}

/* Whether the byline filter has taken the line's names already. */
static bool is_taken(const struct winnow_document *document, uint32_t i)
{
    for (uint32_t k = 0; k < document->n_candidates; k++)
        if (document->candidates[k].field == WINNOW_FIELD_AUTHOR &&
            document->candidates[k].block == i &&
            document->candidates[k].refused == NULL)
            return true;
    return false;
}

void winnow_credits_read_lines(struct winnow_credits *credits)
{
    struct winnow_document *document = credits->document;

    if ((winnow_genres(document) & WINNOW_GENRE_THREAD) != 0) {
        read_first_post(credits, true);
        read_first_post(credits, false);
    }
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        bool by_title;
        if (i + 1 >= credits->beside.stretch.end &&
            i <= credits->beside.stretch.end && !is_taken(document, i))
            read_signature(credits, i);
        by_title = winnow_is_by_title(&credits->beside, i);
        if ((!by_title && !winnow_is_under_text(&credits->beside, i)) ||
            !is_short(block, LINE_WORDS) || winnow_is_prose(block) ||
            is_taken(document, i))
            continue;
        if (by_title)
            read_by_title(credits, i);
        else
            read_under_text(credits, i);
    }
}

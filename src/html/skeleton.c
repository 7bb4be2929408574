/* The scan that makes the skeleton of a page; see skeleton.h.
 *
 * Everything is written at first. When a phrasing element ends inside the
 * stretch of text that it began in, the scan takes back what was written since
 * its start tag and puts a letter there. That is right where the parser is in
 * the body, outside of select and template, and no formatting element is
 * waiting to be opened again (WHATWG HTML, section 13.2.4.3): then nothing but
 * the text itself tells that the element was there. Where any of this is in
 * doubt the scan keeps every tag, and gumbo does with them what it always
 * does. */
#include "html/skeleton.h"

#include <string.h>

#include "html/characters.h"
#include "html/cost.h"
#include "html/elements.h"
#include "html/svg.h"

enum {
    OPEN_MAX = 32,    /* phrasing elements that may be taken back */
    ADOPTIONS_MAX = 7 /* blocks that an end tag of formatting closes over */
};

/* The letters, by what they stand for: of a stretch the greatest is written. */
enum letter {
    NO_LETTER,
    SPACE, /* white space or line breaks: may be left out beside a boundary */
    HEAD,  /* script, meta or link, to be read in their place */
    TEXT
};
static const char letters[] = {[SPACE] = ' ', [HEAD] = '\t', [TEXT] = 'x'};
#define NOWHERE SIZE_MAX

/* A phrasing element that may yet be taken back, and what to return to. */
struct open {
    GumboTag tag;
    size_t length, last_letter, written_end;
    bool behind_phrasing;
    struct winnow_html_cost cost;
    uint64_t n_attributes; /* that are written */
    enum letter inside;
};

struct scan {
    const char *text;
    size_t end;
    struct winnow_arena *arena;

    char *html;
    uint32_t *origin;
    size_t length, capacity;
    size_t last_letter;   /* in html, where it is the last byte; or NOWHERE */
    size_t written_end;   /* in the page, of the last tag that was written */
    bool behind_phrasing; /* a phrasing tag was written since a boundary's */
    size_t pre_end;       /* in the page, of the last start tag of pre */

    /* Of the stretch at hand, where not every tag is kept: */
    size_t run_start; /* of its last text node, or NOWHERE: something that
                         ends a text node came last */
    enum letter run;  /* what that node is */
    bool has_more;    /* something stands before that node */

    struct open open[OPEN_MAX];
    size_t n_open;

    bool every_tag, in_body, in_select;
    uint32_t n_templates, n_preformatted, n_tables;
    bool has_columns; /* a template does: it may ignore raw elements */
    uint16_t n_formatting[GUMBO_TAG_LAST]; /* that may be waiting, at most */
    uint32_t n_all_formatting;
    bool formatting_stays, preformatted_stays; /* whatever end tags follow */
    uint32_t n_unclosed; /* boundaries since formatting waits, at most */
    uint64_t n_waiting;  /* attributes of what waits, at most: each is copied
                            where it is opened again */
    struct winnow_html_cost cost; /* of the skeleton's tree */
    bool refused, has_gaps;
};

/* ---- what is written ----------------------------------------------------- */

static void make_room(struct scan *s, size_t bytes)
{
    size_t grown = s->capacity * 2;

    if (s->capacity - s->length > bytes)
        return;
    if (grown < s->length + bytes + 1)
        grown = s->length + bytes + 4096;
    s->html = winnow_arena_grow(s->arena, s->html, s->capacity, grown);
    s->origin =
        winnow_arena_grow(s->arena, s->origin, s->capacity * sizeof *s->origin,
                          grown * sizeof *s->origin);
    s->capacity = grown;
}

/* Writes what stands for the bytes of the page from `origin` on. */
static void write(struct scan *s, const char *bytes, size_t n, size_t origin)
{
    make_room(s, n);
    memcpy(s->html + s->length, bytes, n);
    memset(s->origin + s->length, 0xFF, n * sizeof *s->origin);
    s->origin[s->length] = (uint32_t)origin;
    s->length += n;
}

static void write_more(struct scan *s, const char *bytes, size_t n)
{
    write(s, bytes, n, WINNOW_HTML_NO_ORIGIN);
}

static void write_letter(struct scan *s, enum letter letter, size_t origin)
{
    write(s, &letters[letter], 1, origin);
    winnow_html_cost_text(&s->cost);
    s->last_letter = s->length - 1;
}

static void end_stretch(struct scan *s, size_t end)
{
    s->last_letter = NOWHERE;
    s->written_end = end;
    s->run_start = NOWHERE;
    s->has_more = false;
}

static void add_cost(struct scan *s, const struct winnow_html_token *tag,
                     GumboTag name, bool all)
{
    if (tag->type == WINNOW_HTML_END_TAG)
        winnow_html_cost_end(&s->cost, name);
    else
        winnow_html_cost_start(&s->cost, name, tag->self_closing,
                               all ? winnow_html_count_attributes(s->text, tag)
                                   : 0);
}

/* Writes a tag: its name alone, or all of it. */
static void write_tag(struct scan *s, const struct winnow_html_token *tag,
                      GumboTag name, bool all)
{
    const char *start = s->text + tag->start;

    add_cost(s, tag, name, all);
    if (all) {
        write(s, start, tag->end - tag->start, tag->start);
    } else {
        write(s, start, tag->name_end - tag->start, tag->start);
        write_more(s, tag->self_closing ? "/>" : ">",
                   tag->self_closing ? 2 : 1);
    }
    end_stretch(s, tag->end);
}

/* ---- where we are -------------------------------------------------------- */

static bool keeps_every_tag(const struct scan *s)
{
    return s->every_tag || !s->in_body || s->in_select || s->n_templates != 0 ||
           s->n_all_formatting != 0;
}

/* A tag or text came that begins the body, unless a template holds it. */
static void begin_body(struct scan *s)
{
    if (s->n_templates == 0)
        s->in_body = true;
}

static bool has_trait(GumboTag tag, enum winnow_html_trait trait)
{
    return (winnow_html_traits(tag) & trait) != 0;
}

/* Counts a formatting element that may be opened again by what follows: at
 * least as many as there are. An `a` ends the one before it. */
static void add_formatting(struct scan *s, GumboTag tag, uint64_t n_attributes)
{
    if (s->n_all_formatting == 0) {
        s->n_unclosed = 0;
        s->n_waiting = 0;
    }
    s->n_waiting += n_attributes;
    if (tag == GUMBO_TAG_A && s->n_formatting[tag] != 0 && !s->formatting_stays)
        return;
    s->n_formatting[tag]++;
    s->n_all_formatting++;
}

/* An end tag takes one away, unless it stands where it does not reach it, or
 * has too many blocks to close over. */
static void remove_formatting(struct scan *s, GumboTag tag)
{
    if (s->n_formatting[tag] == 0 || s->formatting_stays)
        return;
    if (s->n_unclosed > ADOPTIONS_MAX) {
        s->formatting_stays = true;
        return;
    }
    s->n_formatting[tag]--;
    s->n_all_formatting--;
}

/* The phrasing elements that are open will not end in this stretch: their tags
 * stay. */
static void keep_open(struct scan *s)
{
    for (size_t i = 0; i < s->n_open; i++)
        if (has_trait(s->open[i].tag, WINNOW_HTML_FORMATTING))
            add_formatting(s, s->open[i].tag, s->open[i].n_attributes);
    s->n_open = 0;
}

/* ---- text ---------------------------------------------------------------- */

/* Adds to the stretch at hand, whose letter is the greatest of all. */
static void add_letter(struct scan *s, enum letter letter)
{
    if (letter == NO_LETTER)
        return;
    if (s->n_open != 0 && s->open[s->n_open - 1].inside < letter)
        s->open[s->n_open - 1].inside = letter;
    if (s->last_letter == NOWHERE)
        write_letter(s, letter, s->written_end);
    else if (letter == TEXT ||
             (letter == HEAD && s->html[s->last_letter] == letters[SPACE]))
        s->html[s->last_letter] = letters[letter];
}

/* Something came that ends a text node. */
static void end_run(struct scan *s)
{
    s->run_start = NOWHERE;
    s->has_more = true;
}

static void add_run(struct scan *s, size_t start, enum letter letter)
{
    add_letter(s, letter);
    if (s->run_start == NOWHERE) {
        s->run_start = start;
        s->run = letter;
    } else if (s->run < letter) {
        s->run = letter;
    }
}

/* Gives the last text node of the stretch a letter of its own. */
static void part_last_run(struct scan *s, size_t end)
{
    size_t start = s->run_start;

    if (s->last_letter == NOWHERE || !s->has_more || keeps_every_tag(s))
        return;
    write(s, "<!>", 3, start == NOWHERE ? end : start);
    s->behind_phrasing = true;
    s->last_letter = NOWHERE;
    if (start != NOWHERE)
        write_letter(s, s->run, start);
}

/* Where every tag is kept, white space before text has a letter of its own: the
 * parser may put it elsewhere. */
static void add_letters(struct scan *s, size_t start, size_t white)
{
    bool is_behind_text =
        s->last_letter != NOWHERE && s->html[s->last_letter] == letters[TEXT];

    if (is_behind_text)
        return;
    if (white != start && s->last_letter == NOWHERE)
        write_letter(s, SPACE, start);
}

static void read_text(struct scan *s, size_t start, size_t end)
{
    struct winnow_view run = {s->text + start, end - start};
    size_t white = start + winnow_html_leading_white(run, WINNOW_HTML_IN_DATA);

    if (start == s->pre_end) /* its first line feed is no text */
        start += winnow_html_line_feed(run);
    if (start == end)
        return;
    if (!keeps_every_tag(s)) {
        add_run(s, start, white == end ? SPACE : TEXT);
        return;
    }
    add_letters(s, start, white);
    if (white == end)
        return;
    if (s->last_letter == NOWHERE || s->html[s->last_letter] != letters[TEXT])
        write_letter(s, TEXT, white);
    begin_body(s);
}

/* ---- tags ---------------------------------------------------------------- */

/* Before a boundary's tag white space alone is nothing: the block ends there.
 * It is kept where text or a phrasing tag could stand right before it. */
static void drop_space(struct scan *s)
{
    if (s->last_letter == NOWHERE || s->html[s->last_letter] != ' ' ||
        s->behind_phrasing || s->n_preformatted != 0 || keeps_every_tag(s))
        return;
    s->length = s->last_letter;
    s->last_letter = NOWHERE;
}

/* Where a scope begins or ends, what waits outside of it is out of reach of
 * end tags, and we no longer know what they do. */
static void cross_scope(struct scan *s)
{
    if (s->n_all_formatting != 0)
        s->formatting_stays = true;
    if (s->n_preformatted != 0)
        s->preformatted_stays = true;
}

static bool is_pre(GumboTag tag)
{
    return tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING;
}

static void open_boundary(struct scan *s, const struct winnow_html_token *tag,
                          GumboTag name)
{
    unsigned traits = winnow_html_traits(name);

    write_tag(s, tag, name, name == GUMBO_TAG_HTML || name == GUMBO_TAG_BODY);
    if (s->n_all_formatting != 0)
        s->cost.steps += s->n_waiting;
    if ((traits & WINNOW_HTML_OF_HEAD) == 0)
        begin_body(s);
    if (winnow_html_class(name) != WINNOW_HTML_BOUNDARY)
        s->behind_phrasing = true;
    else if ((traits & WINNOW_HTML_OPENS) != 0 && !s->in_select &&
             s->n_templates == 0)
        s->behind_phrasing = false;
    if ((traits & WINNOW_HTML_VOID) == 0)
        s->n_unclosed++;
    if (is_pre(name)) {
        s->n_preformatted++;
        s->pre_end = s->in_select ? NOWHERE : tag->end;
    }
    s->in_select = s->in_select || name == GUMBO_TAG_SELECT;
    s->n_templates += name == GUMBO_TAG_TEMPLATE;
    s->n_tables += name == GUMBO_TAG_TABLE;
    if (s->n_templates != 0 && name == GUMBO_TAG_COL)
        s->has_columns = true;
}

static void close_boundary(struct scan *s, const struct winnow_html_token *tag,
                           GumboTag name)
{
    write_tag(s, tag, name, false);
    s->n_unclosed -= s->n_unclosed != 0;
    if (is_pre(name) && !s->preformatted_stays)
        s->n_preformatted -= s->n_preformatted != 0;
    if (name == GUMBO_TAG_SELECT)
        s->in_select = false;
    if (name == GUMBO_TAG_TEMPLATE)
        s->n_templates -= s->n_templates != 0;
    if (name == GUMBO_TAG_TABLE && s->n_templates == 0)
        s->n_tables -= s->n_tables != 0;
}

static void read_boundary(struct scan *s, const struct winnow_html_token *tag,
                          GumboTag name)
{
    keep_open(s);
    drop_space(s);
    if (has_trait(name, WINNOW_HTML_SCOPE))
        cross_scope(s);
    /* gumbo puts text that stands right before it behind the form */
    if (tag->type == WINNOW_HTML_END_TAG && name == GUMBO_TAG_FORM)
        part_last_run(s, tag->start);
    if (tag->type == WINNOW_HTML_START_TAG)
        open_boundary(s, tag, name);
    else
        close_boundary(s, tag, name);
}

/* In a table it may be moved before it, as its letter would not be. */
static void read_meta(struct scan *s, const struct winnow_html_token *tag,
                      GumboTag name)
{
    if (s->n_tables == 0) {
        add_letter(s, HEAD);
        return;
    }
    keep_open(s);
    write_tag(s, tag, name, false);
    s->behind_phrasing = true;
}

/* Elements without content: they leave no trace but their place in the text. */
static void read_void(struct scan *s, const struct winnow_html_token *tag,
                      GumboTag name)
{
    bool is_start = tag->type == WINNOW_HTML_START_TAG;

    if (keeps_every_tag(s)) {
        write_tag(s, tag, name, is_start && name == GUMBO_TAG_INPUT);
        s->behind_phrasing = true;
        if (is_start && !has_trait(name, WINNOW_HTML_OF_HEAD))
            begin_body(s);
        return;
    }
    if (!is_start && name != GUMBO_TAG_BR)
        return;
    end_run(s);
    if (name == GUMBO_TAG_BR)
        add_letter(s, SPACE);
    else if (name == GUMBO_TAG_META || name == GUMBO_TAG_LINK)
        read_meta(s, tag, name);
}

static bool is_open(const struct scan *s, GumboTag tag)
{
    for (size_t i = 0; i < s->n_open; i++)
        if (s->open[i].tag == tag)
            return true;
    return false;
}

/* Whether the attributes of a phrasing element's start tag are written: by
 * those of formatting elements the parser tells them apart. */
static bool keeps_attributes(GumboTag name)
{
    return has_trait(name, WINNOW_HTML_FORMATTING) && name != GUMBO_TAG_A;
}

static uint64_t count_kept(const struct scan *s,
                           const struct winnow_html_token *tag, GumboTag name)
{
    return keeps_attributes(name) ? winnow_html_count_attributes(s->text, tag)
                                  : 0;
}

/* Writes a phrasing tag that stays. */
static void keep_phrasing(struct scan *s, const struct winnow_html_token *tag,
                          GumboTag name)
{
    bool is_formatting = has_trait(name, WINNOW_HTML_FORMATTING);
    bool is_start = tag->type == WINNOW_HTML_START_TAG;

    write_tag(s, tag, name, is_start && keeps_attributes(name));
    s->behind_phrasing = true;
    if (is_start)
        begin_body(s);
    if (is_formatting && is_start)
        add_formatting(s, name, count_kept(s, tag, name));
    else if (is_formatting)
        remove_formatting(s, name);
}

static void open_phrasing(struct scan *s, const struct winnow_html_token *tag,
                          GumboTag name)
{
    struct open *open;

    if (((name == GUMBO_TAG_A || name == GUMBO_TAG_NOBR) && is_open(s, name)) ||
        s->n_open == OPEN_MAX || has_trait(name, WINNOW_HTML_ENDS_OTHERS))
        keep_open(s);
    if (keeps_every_tag(s) || has_trait(name, WINNOW_HTML_ENDS_OTHERS)) {
        keep_phrasing(s, tag, name);
        return;
    }
    open = &s->open[s->n_open++];
    *open = (struct open){.tag = name,
                          .length = s->length,
                          .last_letter = s->last_letter,
                          .written_end = s->written_end,
                          .behind_phrasing = s->behind_phrasing,
                          .cost = s->cost,
                          .n_attributes = count_kept(s, tag, name)};
    write_tag(s, tag, name, keeps_attributes(name));
    s->behind_phrasing = true;
}

/* The innermost open element ends in its stretch: back to where it began. */
static void take_back(struct scan *s)
{
    const struct open *open = &s->open[--s->n_open];

    s->length = open->length;
    s->last_letter = open->last_letter;
    s->written_end = open->written_end;
    s->behind_phrasing = open->behind_phrasing;
    s->cost = open->cost;
    add_letter(s, open->inside);
    end_run(s);
}

static void close_phrasing(struct scan *s, const struct winnow_html_token *tag,
                           GumboTag name)
{
    if (s->n_open != 0 && s->open[s->n_open - 1].tag == name) {
        take_back(s);
        return;
    }
    keep_open(s);
    keep_phrasing(s, tag, name);
}

/* ---- raw text ------------------------------------------------------------ */

/* The content [start, end) of a raw element that is written. */
static void write_content(struct scan *s, size_t start, size_t end,
                          GumboTag name)
{
    struct winnow_view run = {s->text + start, end - start};
    enum winnow_html_place place = has_trait(name, WINNOW_HTML_REFERENCES)
                                       ? WINNOW_HTML_IN_DATA
                                       : WINNOW_HTML_IN_RAW;

    if (start == end || (winnow_html_class(name) == WINNOW_HTML_SKIPPED &&
                         name != GUMBO_TAG_SCRIPT))
        return;
    write_letter(s,
                 winnow_html_leading_white(run, place) == run.length_bytes
                     ? SPACE
                     : TEXT,
                 start);
}

/* Reads a raw element whose start tag is `tag`; returns where it ends. */
static size_t read_raw(struct scan *s, const struct winnow_html_token *tag,
                       GumboTag name)
{
    struct winnow_view written = winnow_html_tag_name(s->text, tag);
    size_t close =
        name == GUMBO_TAG_SCRIPT
            ? winnow_html_script_end(s->text, tag->end, s->end)
            : winnow_html_raw_end(s->text, tag->end, s->end, written);
    bool is_skipped = winnow_html_class(name) == WINNOW_HTML_SKIPPED;
    struct winnow_html_token end_tag;

    if (s->in_select && name != GUMBO_TAG_SCRIPT && name != GUMBO_TAG_TEXTAREA)
        s->refused = true;
    if (s->n_templates != 0 && s->has_columns)
        s->refused = true;
    if (is_skipped && !keeps_every_tag(s)) {
        end_run(s);
        if (name == GUMBO_TAG_SCRIPT)
            add_letter(s, HEAD);
        return close == s->end ? s->end
                               : winnow_html_token(s->text, close, s->end).end;
    }
    if (is_skipped) {
        write_tag(s, tag, name, false);
        s->behind_phrasing = true;
        if (!has_trait(name, WINNOW_HTML_OF_HEAD))
            begin_body(s);
    } else {
        read_boundary(s, tag, name);
    }
    write_content(s, tag->end, close, name);
    if (close == s->end)
        return s->end;
    end_tag = winnow_html_token(s->text, close, s->end);
    if (end_tag.type == WINNOW_HTML_CUT)
        return close;
    write_tag(s, &end_tag, name, false);
    return end_tag.end;
}

/* ---- svg ----------------------------------------------------------------- */

/* Writes the tags and the text of an svg that ends at `end`. */
static void write_svg(struct scan *s, const struct winnow_html_token *token,
                      size_t end)
{
    struct winnow_html_token next = *token;

    for (;;) {
        if (next.type == WINNOW_HTML_TEXT)
            write_letter(s, TEXT, next.start);
        else if (next.type != WINNOW_HTML_COMMENT)
            write_tag(
                s, &next,
                winnow_html_tag_find(winnow_html_tag_name(s->text, &next)),
                false);
        if (next.end == end)
            break;
        next = winnow_html_svg_token(s->text, next.end, end);
    }
    s->written_end = end;
    s->behind_phrasing = true;
}

static size_t read_svg(struct scan *s, const struct winnow_html_token *token)
{
    size_t end = winnow_html_svg_end(s->text, s->end, token);

    if (end == 0 || s->in_select || (s->n_templates != 0 && s->has_columns)) {
        s->refused = true;
        return s->end;
    }
    if (!keeps_every_tag(s)) {
        end_run(s);
        return end;
    }
    write_svg(s, token, end);
    begin_body(s);
    return end;
}

/* ---- the scan ------------------------------------------------------------ */

/* Reads a tag; returns where the scan goes on. */
static size_t read_tag(struct scan *s, const struct winnow_html_token *tag)
{
    GumboTag name = winnow_html_tag_find(winnow_html_tag_name(s->text, tag));
    unsigned traits = winnow_html_traits(name);
    bool is_start = tag->type == WINNOW_HTML_START_TAG;

    if ((traits & WINNOW_HTML_REFUSED) != 0) {
        s->refused = true;
        return s->end;
    }
    if (is_start && (traits & WINNOW_HTML_RAW) != 0)
        return read_raw(s, tag, name);
    if (is_start && name == GUMBO_TAG_SVG)
        return read_svg(s, tag);
    if ((traits & WINNOW_HTML_VOID) != 0 && name != GUMBO_TAG_HR)
        read_void(s, tag, name);
    else if (winnow_html_class(name) != WINNOW_HTML_PHRASING)
        read_boundary(s, tag, name);
    else if (is_start)
        open_phrasing(s, tag, name);
    else
        close_phrasing(s, tag, name);
    return tag->end;
}

/* Comments end a run of text; where every tag is kept, that may tell where the
 * parser puts it. */
static void read_comment(struct scan *s, const struct winnow_html_token *token)
{
    if (!keeps_every_tag(s)) {
        end_run(s);
        return;
    }
    if (s->last_letter == NOWHERE)
        return;
    write(s, "<!>", 3, token->start);
    s->behind_phrasing = true;
    end_stretch(s, token->end);
}

static void read_doctype(struct scan *s, const struct winnow_html_token *token)
{
    if (!keeps_every_tag(s))
        return;
    write(s, s->text + token->start, token->end - token->start, token->start);
    end_stretch(s, token->end);
}

/* Reads the token at `at`; returns where the scan goes on. */
static size_t read_token(struct scan *s, size_t at)
{
    struct winnow_html_token token = winnow_html_token(s->text, at, s->end);

    s->has_gaps = s->has_gaps || !keeps_every_tag(s);
    switch (token.type) {
    case WINNOW_HTML_TEXT:
        read_text(s, token.start, token.end);
        return token.end;
    case WINNOW_HTML_START_TAG:
    case WINNOW_HTML_END_TAG:
        return read_tag(s, &token);
    case WINNOW_HTML_COMMENT:
        read_comment(s, &token);
        return token.end;
    case WINNOW_HTML_DOCTYPE:
        read_doctype(s, &token);
        return token.end;
    case WINNOW_HTML_NOTHING:
        s->refused = true;
        return s->end;
    default:
        s->end = token.start; /* a tag cut off is nothing */
        return s->end;
    }
}

enum winnow_skeleton_made
winnow_html_skeleton(const struct winnow_document *document, bool every_tag,
                     struct winnow_skeleton *skeleton)
{
    struct winnow_view text = document->text;
    struct scan s = {.text = text.data,
                     .end = text.length_bytes,
                     .arena = document->arena,
                     .last_letter = NOWHERE,
                     .run_start = NOWHERE,
                     .pre_end = NOWHERE,
                     .every_tag = every_tag};
    size_t at = 0;

    winnow_html_cost_begin(&s.cost, document->options);
    if (text.length_bytes >= WINNOW_HTML_NO_ORIGIN ||
        memchr(text.data, '\0', text.length_bytes) != NULL)
        return WINNOW_SKELETON_REFUSED;
    while (at < s.end && !s.refused && winnow_html_cost_is_fair(&s.cost))
        at = read_token(&s, at);
    if (s.refused)
        return WINNOW_SKELETON_REFUSED;
    if (!winnow_html_cost_is_fair(&s.cost))
        return WINNOW_SKELETON_TOO_COSTLY;
    if (s.length == 0)
        write_letter(&s, SPACE, 0);
    make_room(&s, 1);
    s.origin[s.length] = (uint32_t)s.end;
    *skeleton =
        (struct winnow_skeleton){{s.html, s.length}, s.origin, s.has_gaps};
    return WINNOW_SKELETON_MADE;
}

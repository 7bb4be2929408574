/* A page read in one pass; see one_pass.h. Section numbers are those of WHATWG
 * HTML. Every function reads one token, whose place is `open.token`. */
#include "html/one_pass.h"

#include <string.h>

#include "html/characters.h"
#include "html/cost.h"
#include "html/enter.h"
#include "html/head.h"
#include "html/markup.h"
#include "html/open.h"
#include "html/svg.h"
#include "html/tree.h"
#include "options.h"

/* The insertion modes (13.2.4.1), as far as the page's tags alone tell. */
enum mode {
    BEFORE_HEAD, /* and before the html element */
    IN_HEAD,
    IN_HEAD_NOSCRIPT,
    AFTER_HEAD,
    IN_BODY,
    IN_CAPTION,
    IN_CELL,
    IN_TABLE,
    IN_TABLE_BODY,
    IN_ROW,
    IN_COLUMN_GROUP,
    IN_SELECT
};

/* What a tag does in the body (13.2.6.4.7). */
enum action {
    ANY, /* phrasing, and what has no rule of its own */
    BLOCK,
    HEADING,
    PREFORMATTED,
    FORM,
    ITEM, /* li */
    TERM, /* dt, dd */
    BUTTON,
    LINK,
    FORMATTING,
    OBJECT,
    TABLE,
    TABLE_PART,
    EMPTY,       /* void, but formatting goes on around it */
    EMPTY_ALONE, /* void, of whatever parent */
    RULE,
    OF_HEAD, /* void too, read for what it says */
    SCRIPT,
    SKIPPED, /* raw text that nobody sees */
    RAW,     /* raw text that is seen */
    SELECT,
    OPTION,
    BREAK,
    SVG,
    ROOT,   /* html, head, body */
    HOLDER, /* of what nobody sees: template, datalist */
    OTHER   /* not in one pass */
};

#define ROW(name, action) [GUMBO_TAG_##name] = (action)
/* clang-format off */
static const uint8_t actions[GUMBO_TAG_LAST] = {
    ROW(HTML, ROOT), ROW(HEAD, ROOT), ROW(BODY, ROOT),
    ROW(BASE, OF_HEAD), ROW(BASEFONT, OF_HEAD), ROW(BGSOUND, OF_HEAD),
    ROW(LINK, OF_HEAD), ROW(META, OF_HEAD),
    ROW(SCRIPT, SCRIPT), ROW(STYLE, SKIPPED), ROW(NOFRAMES, SKIPPED),
    ROW(NOEMBED, SKIPPED), ROW(IFRAME, SKIPPED),
    ROW(TITLE, RAW), ROW(TEXTAREA, RAW), ROW(XMP, RAW),
    ROW(ADDRESS, BLOCK), ROW(ARTICLE, BLOCK), ROW(ASIDE, BLOCK),
    ROW(BLOCKQUOTE, BLOCK), ROW(CENTER, BLOCK), ROW(DETAILS, BLOCK),
    ROW(DIR, BLOCK), ROW(DIV, BLOCK), ROW(DL, BLOCK), ROW(FIELDSET, BLOCK),
    ROW(FIGCAPTION, BLOCK), ROW(FIGURE, BLOCK), ROW(FOOTER, BLOCK),
    ROW(HEADER, BLOCK), ROW(HGROUP, BLOCK), ROW(MAIN, BLOCK), ROW(MENU, BLOCK),
    ROW(NAV, BLOCK), ROW(OL, BLOCK), ROW(P, BLOCK), ROW(SECTION, BLOCK),
    ROW(SUMMARY, BLOCK), ROW(UL, BLOCK),
    ROW(H1, HEADING), ROW(H2, HEADING), ROW(H3, HEADING), ROW(H4, HEADING),
    ROW(H5, HEADING), ROW(H6, HEADING),
    ROW(PRE, PREFORMATTED), ROW(LISTING, PREFORMATTED), ROW(FORM, FORM),
    ROW(LI, ITEM), ROW(DD, TERM), ROW(DT, TERM), ROW(BUTTON, BUTTON),
    ROW(A, LINK), ROW(B, FORMATTING), ROW(BIG, FORMATTING),
    ROW(CODE, FORMATTING), ROW(EM, FORMATTING), ROW(FONT, FORMATTING),
    ROW(I, FORMATTING), ROW(S, FORMATTING), ROW(SMALL, FORMATTING),
    ROW(STRIKE, FORMATTING), ROW(STRONG, FORMATTING), ROW(TT, FORMATTING),
    ROW(U, FORMATTING),
    ROW(APPLET, OBJECT), ROW(MARQUEE, OBJECT), ROW(OBJECT, OBJECT),
    ROW(TABLE, TABLE), ROW(CAPTION, TABLE_PART), ROW(COL, TABLE_PART),
    ROW(COLGROUP, TABLE_PART), ROW(TBODY, TABLE_PART), ROW(TD, TABLE_PART),
    ROW(TFOOT, TABLE_PART), ROW(TH, TABLE_PART), ROW(THEAD, TABLE_PART),
    ROW(TR, TABLE_PART),
    ROW(AREA, EMPTY), ROW(EMBED, EMPTY), ROW(IMG, EMPTY), ROW(INPUT, EMPTY),
    ROW(IMAGE, EMPTY), ROW(KEYGEN, EMPTY), ROW(WBR, EMPTY), ROW(BR, BREAK),
    ROW(PARAM, EMPTY_ALONE), ROW(SOURCE, EMPTY_ALONE),
    ROW(TRACK, EMPTY_ALONE), ROW(HR, RULE), ROW(SELECT, SELECT),
    ROW(OPTION, OPTION), ROW(OPTGROUP, OPTION), ROW(SVG, SVG),
    ROW(TEMPLATE, HOLDER), ROW(DATALIST, HOLDER), ROW(FRAME, OTHER),
    ROW(FRAMESET, OTHER), ROW(MATH, OTHER), ROW(ISINDEX, OTHER),
    ROW(PLAINTEXT, OTHER), ROW(MENUITEM, OTHER), ROW(NOBR, FORMATTING),
    ROW(RB, OTHER), ROW(RT, OTHER), ROW(RTC, OTHER), ROW(RP, OTHER),
    ROW(NEXTID, OTHER), ROW(DESC, OTHER), ROW(FOREIGNOBJECT, OTHER),
    ROW(MGLYPH, OTHER), ROW(MALIGNMARK, OTHER), ROW(ANNOTATION_XML, OTHER),
};
/* clang-format on */

struct tag {
    GumboTag name;
    bool is_start, self_closing;
    size_t name_end, end;
};

/* An element whose attributes may come from several tags. */
struct root {
    uint32_t element; /* document.h's */
    uint32_t present; /* attributes that it has; see attributes.h */
};

struct pass {
    struct winnow_open_elements open;
    struct winnow_html_head head;
    struct winnow_html_cost cost;
    const char *text;
    size_t end, at; /* of the page; where to go on */
    enum mode mode;
    bool has_form; /* one was opened, and its end tag has not come */
    struct root html, body;
    struct winnow_view doctype;    /* as written; empty: there is none */
    bool knows_quirks, has_quirks; /* whether the doctype was asked; what it
                                      says */
    size_t pre_end; /* of the last start tag behind which a line feed is none */
};

static enum action action_of(GumboTag tag)
{
    return (enum action)actions[tag];
}

/* What is not read in one pass. */
static void give_up(struct pass *p)
{
    p->open.lost = true;
}

static GumboTag current(const struct pass *p)
{
    return winnow_open_current(&p->open);
}

static void end_text(struct pass *p)
{
    winnow_open_end_text(&p->open);
}

static void note_root(struct pass *p, GumboTag name)
{
    struct root *root = name == GUMBO_TAG_HTML ? &p->html : &p->body;

    if (name == GUMBO_TAG_HTML || name == GUMBO_TAG_BODY)
        *root =
            (struct root){p->open.builder.element, p->open.attributes.present};
}

static void push(struct pass *p, const struct tag *tag)
{
    winnow_open_push(&p->open, tag->name, false);
    note_root(p, tag->name);
}

/* Opens an element that no tag is for. */
static void push_implied(struct pass *p, GumboTag name)
{
    uint32_t present = p->open.attributes.present;

    p->open.attributes.present = 0;
    winnow_open_push(&p->open, name, false);
    note_root(p, name);
    p->open.attributes.present = present;
}

/* ---- modes --------------------------------------------------------------- */

/* 13.2.4.1, "reset the insertion mode appropriately". */
static void reset_mode(struct pass *p)
{
    static const struct {
        GumboTag tag;
        enum mode mode;
    } modes[] = {
        {GUMBO_TAG_TD, IN_CELL},          {GUMBO_TAG_TH, IN_CELL},
        {GUMBO_TAG_TR, IN_ROW},           {GUMBO_TAG_TBODY, IN_TABLE_BODY},
        {GUMBO_TAG_THEAD, IN_TABLE_BODY}, {GUMBO_TAG_TFOOT, IN_TABLE_BODY},
        {GUMBO_TAG_CAPTION, IN_CAPTION},  {GUMBO_TAG_COLGROUP, IN_COLUMN_GROUP},
        {GUMBO_TAG_TABLE, IN_TABLE},      {GUMBO_TAG_BODY, IN_BODY}};

    for (uint32_t i = p->open.n_open; i-- != 0;)
        for (size_t k = 0; k < sizeof modes / sizeof modes[0]; k++)
            if (p->open.stack[i].tag == modes[k].tag) {
                p->mode = modes[k].mode;
                return;
            }
}

static void open_body(struct pass *p)
{
    while (current(p) != GUMBO_TAG_HTML)
        winnow_open_pop(&p->open);
    push_implied(p, GUMBO_TAG_BODY);
    p->mode = IN_BODY;
}

/* ---- raw elements, svg --------------------------------------------------- */

/* Goes on behind the end tag that starts at `close`. */
static void skip_end_tag(struct pass *p, size_t close)
{
    winnow_builder_pass_over(&p->open.builder);
    p->at = close == p->end ? p->end
                            : winnow_html_token(p->text, close, p->end).end;
}

static size_t raw_end(const struct pass *p, const struct tag *tag)
{
    struct winnow_view name = {p->text + p->open.token + 1,
                               tag->name_end - p->open.token - 1};

    return tag->name == GUMBO_TAG_SCRIPT
               ? winnow_html_script_end(p->text, tag->end, p->end)
               : winnow_html_raw_end(p->text, tag->end, p->end, name);
}

/* gumbo takes a line's end from its line feed on. */
static struct winnow_html_content content_at(const struct pass *p, size_t start,
                                             size_t end,
                                             enum winnow_html_place place)
{
    struct winnow_html_content content = {.has_text = false};

    if (end - start >= 2 && memcmp(p->text + start, "\r\n", 2) == 0)
        start++;
    content.written = (struct winnow_view){p->text + start, end - start};
    content.has_text = winnow_html_leading_white(content.written, place) !=
                       content.written.length_bytes;
    return content;
}

static void read_script(struct pass *p, const struct tag *tag)
{
    size_t close = raw_end(p, tag);
    struct winnow_html_content content =
        content_at(p, tag->end, close, WINNOW_HTML_IN_RAW);

    end_text(p);
    winnow_html_head_read(&p->head, tag->name, &p->open.attributes, &content);
    skip_end_tag(p, close);
}

static void skip_raw(struct pass *p, const struct tag *tag)
{
    end_text(p);
    skip_end_tag(p, raw_end(p, tag));
}

/* title, textarea, xmp */
static void read_raw(struct pass *p, const struct tag *tag)
{
    bool has_references =
        (winnow_html_traits(tag->name) & WINNOW_HTML_REFERENCES) != 0;
    enum winnow_html_place place =
        has_references ? WINNOW_HTML_IN_DATA : WINNOW_HTML_IN_RAW;
    size_t start = tag->end, close = raw_end(p, tag);
    struct winnow_view run = {p->text + start, close - start};

    if (tag->name == GUMBO_TAG_TITLE) {
        struct winnow_html_content content = content_at(p, start, close, place);
        winnow_html_head_read(&p->head, tag->name, NULL, &content);
    }
    push(p, tag);
    if (tag->name == GUMBO_TAG_TEXTAREA)
        start += winnow_html_line_feed(run);
    if (start != close)
        winnow_open_text(&p->open, start, close, place);
    p->open.token = close;
    p->at = close;
    if (close == p->end ||
        winnow_html_token(p->text, close, p->end).type == WINNOW_HTML_CUT)
        return;
    winnow_open_pop(&p->open);
    skip_end_tag(p, close);
}

static void skip_svg(struct pass *p, const struct tag *tag)
{
    const struct winnow_html_token token = {.type = WINNOW_HTML_START_TAG,
                                            .self_closing = tag->self_closing,
                                            .start = p->open.token,
                                            .end = tag->end,
                                            .name = p->open.token + 1,
                                            .name_end = tag->name_end};

    winnow_open_reconstruct(&p->open);
    end_text(p);
    winnow_builder_pass_over(&p->open.builder);
    p->at = winnow_html_svg_end(p->text, p->end, &token);
    if (p->at == 0)
        give_up(p);
}

/* Where what a start tag holds that is no markup ends, script, svg or raw text;
 * behind the tag for others, 0 where it cannot be told. */
static size_t behind_held(const struct pass *p,
                          const struct winnow_html_token *token, GumboTag name)
{
    if (name == GUMBO_TAG_SVG)
        return winnow_html_svg_end(p->text, p->end, token);
    if (name == GUMBO_TAG_SCRIPT)
        return winnow_html_script_end(p->text, token->end, p->end);
    if ((winnow_html_traits(name) & WINNOW_HTML_RAW) != 0)
        return winnow_html_raw_end(p->text, token->end, p->end,
                                   winnow_html_tag_name(p->text, token));
    return token->end;
}

/* Whether the element adds a marker to the list of active formatting. */
static bool adds_marker(GumboTag tag)
{
    return action_of(tag) == OBJECT || tag == GUMBO_TAG_TD ||
           tag == GUMBO_TAG_TH || tag == GUMBO_TAG_CAPTION;
}

/* Whether what an element without text holds may be passed over, tag by tag,
 * up to the end tag of its own: nothing of it could end the element or change
 * how what follows is read. */
static bool is_passed_over(GumboTag holder, GumboTag held)
{
    enum action action = action_of(held);

    if (holder == GUMBO_TAG_DATALIST)
        return action == OPTION;
    return action != OTHER && action != SELECT && held != GUMBO_TAG_COL &&
           held != GUMBO_TAG_COLGROUP;
}

/* Where the element ends, behind its end tag, whose start tag ends at `at`; 0
 * where it cannot be told. */
static size_t end_of_holder(const struct pass *p, GumboTag holder, size_t at)
{
    uint32_t n_open = 1, n_markers = 0;

    while (at < p->end) {
        struct winnow_html_token token = winnow_html_token(p->text, at, p->end);
        bool is_start = token.type == WINNOW_HTML_START_TAG;
        GumboTag name;
        if (token.type == WINNOW_HTML_NOTHING || token.type == WINNOW_HTML_CUT)
            return 0;
        at = token.end;
        if (!is_start && token.type != WINNOW_HTML_END_TAG)
            continue;
        name = winnow_html_tag_find(winnow_html_tag_name(p->text, &token));
        if (name == holder)
            n_open = is_start ? n_open + 1 : n_open - 1;
        else if (!is_passed_over(holder, name))
            return 0;
        if (n_open == 0) /* a marker that is left would stay */
            return n_markers == 0 ? at : 0;
        if (adds_marker(name) && !is_start && n_markers == 0)
            return 0;
        if (adds_marker(name))
            n_markers = is_start ? n_markers + 1 : n_markers - 1;
        if (is_start)
            at = behind_held(p, &token, name);
        if (at == 0)
            return 0;
    }
    return 0;
}

static void skip_holder(struct pass *p, const struct tag *tag)
{
    if (tag->name == GUMBO_TAG_DATALIST)
        winnow_open_reconstruct(&p->open);
    end_text(p);
    winnow_builder_pass_over(&p->open.builder);
    p->at = end_of_holder(p, tag->name, tag->end);
    if (p->at == 0)
        give_up(p);
}

/* meta, link and their like: no content, read for what they say. */
static void read_void(struct pass *p, const struct tag *tag)
{
    end_text(p);
    winnow_html_head_read(&p->head, tag->name, &p->open.attributes, NULL);
}

/* ---- in the body: start tags --------------------------------------------- */

/* Whether a child that holds blocks follows behind the tag that ends at *at,
 * which is led to where that was seen. Looks at a number of tags. */
static bool has_block_child(const struct pass *p, size_t *at)
{
    enum { TAGS_MAX = 64 };
    int depth = 0;

    for (int i = 0; i < TAGS_MAX && *at != 0 && *at < p->end; i++) {
        struct winnow_html_token token =
            winnow_html_token(p->text, *at, p->end);
        GumboTag name;
        *at = token.end;
        if (token.type == WINNOW_HTML_END_TAG && depth-- == 0)
            return false;
        if (token.type != WINNOW_HTML_START_TAG)
            continue;
        name = winnow_html_tag_find(winnow_html_tag_name(p->text, &token));
        if (winnow_html_class(name) == WINNOW_HTML_BOUNDARY && depth == 0)
            return true;
        *at = behind_held(p, &token, name);
        depth += name != GUMBO_TAG_SVG &&
                 (winnow_html_traits(name) & WINNOW_HTML_VOID) == 0;
    }
    return false;
}

/* Whether an element that HTML does not know holds blocks: a child does that
 * the tags which follow show. Where they mislead, winnow_open_push sees. A page
 * made for it would be read ahead without end. */
static bool holds_block(struct pass *p, const struct tag *tag)
{
    size_t at = tag->end;
    bool holds = has_block_child(p, &at);

    p->open.n_read_again_bytes += at > tag->end ? at - tag->end : 0;
    if (p->open.n_read_again_bytes > p->open.page.length_bytes)
        give_up(p);
    return holds;
}

static void open_any(struct pass *p, const struct tag *tag)
{
    winnow_open_reconstruct(&p->open);
    winnow_open_push(&p->open, tag->name,
                     tag->name == GUMBO_TAG_UNKNOWN && holds_block(p, tag));
}

static void open_item(struct pass *p, const struct tag *tag, bool is_term)
{
    struct winnow_open_elements *open = &p->open;

    for (uint32_t i = open->n_open; i-- != 0;) {
        uint16_t name = open->stack[i].tag;
        if (is_term ? name == GUMBO_TAG_DD || name == GUMBO_TAG_DT
                    : name == GUMBO_TAG_LI) {
            winnow_open_end(open, (GumboTag)name);
            break;
        }
        if (winnow_open_is_special(name) && name != GUMBO_TAG_ADDRESS &&
            name != GUMBO_TAG_DIV && name != GUMBO_TAG_P)
            break;
    }
    winnow_open_end_p(open);
    push(p, tag);
}

static void open_form(struct pass *p, const struct tag *tag)
{
    if (p->has_form)
        return;
    winnow_open_end_p(&p->open);
    push(p, tag);
    p->has_form = true;
    p->open.form = p->open.n_open - 1;
}

static void open_link(struct pass *p, const struct tag *tag)
{
    struct winnow_open_elements *open = &p->open;

    if (winnow_open_is_listed(open, GUMBO_TAG_A)) {
        winnow_open_end_formatting(open, GUMBO_TAG_A);
        if (winnow_open_is_listed(open, GUMBO_TAG_A))
            give_up(p);
    }
    winnow_open_reconstruct(open);
    push(p, tag);
    winnow_open_note_formatting(open);
}

/* Whether the page is in quirks mode: gumbo knows the doctypes. */
static bool has_quirks(struct pass *p)
{
    const GumboOutput *output;

    if (p->doctype.length_bytes == 0)
        return true;
    if (!p->knows_quirks) {
        output = winnow_html_parse(p->open.arena, p->doctype);
        p->has_quirks = output->document->v.document.doc_type_quirks_mode ==
                        GUMBO_DOCTYPE_QUIRKS;
    }
    p->knows_quirks = true;
    return p->has_quirks;
}

/* A paragraph goes on around a table where the page is in quirks mode. */
static void open_table(struct pass *p, const struct tag *tag)
{
    if (winnow_open_is_in_scope(&p->open, GUMBO_TAG_P,
                                WINNOW_IN_BUTTON_SCOPE) &&
        !has_quirks(p))
        winnow_open_end_p(&p->open);
    push(p, tag);
    p->mode = IN_TABLE;
}

/* A second html or body gives attributes that the first has not; a second head
 * is nothing. */
static void open_again(struct pass *p, const struct tag *tag)
{
    struct winnow_html_attributes *given = &p->open.attributes;
    struct root *root = tag->name == GUMBO_TAG_HTML ? &p->html : &p->body;
    struct winnow_element *element =
        &p->open.builder.document->elements[root->element];

    if (tag->name == GUMBO_TAG_HEAD)
        return;
    given->present &= ~root->present;
    root->present |= given->present;
    if (winnow_html_is_hidden(given) ||
        winnow_html_has(given, WINNOW_HTML_LANG) ||
        winnow_html_has(given, WINNOW_HTML_XML_LANG))
        give_up(p); /* they tell of what was read already */
    if (winnow_html_has(given, WINNOW_HTML_ID))
        element->id = winnow_html_value(given, WINNOW_HTML_ID);
    if (winnow_html_has(given, WINNOW_HTML_CLASS))
        element->class_names = winnow_html_value(given, WINNOW_HTML_CLASS);
    if (winnow_html_has(given, WINNOW_HTML_ROLE))
        element->role = winnow_html_value(given, WINNOW_HTML_ROLE);
    if (winnow_html_has(given, WINNOW_HTML_ITEMPROP))
        element->itemprop = winnow_html_value(given, WINNOW_HTML_ITEMPROP);
}

static void open_formatting(struct pass *p, const struct tag *tag)
{
    struct winnow_open_elements *open = &p->open;

    winnow_open_reconstruct(open);
    if (tag->name == GUMBO_TAG_NOBR &&
        winnow_open_is_in_scope(open, tag->name, WINNOW_IN_SCOPE))
        give_up(p);
    push(p, tag);
    winnow_open_note_formatting(open);
}

static void break_line(struct pass *p)
{
    winnow_open_reconstruct(&p->open);
    end_text(p);
    winnow_builder_break(&p->open.builder);
}

/* Start tags that leave nothing open: void elements, and those that are passed
 * over or read whole. */
static void read_whole(struct pass *p, const struct tag *tag)
{
    struct winnow_open_elements *open = &p->open;

    switch (action_of(tag->name)) {
    case EMPTY:
        winnow_open_reconstruct(open);
        end_text(p);
        return;
    case EMPTY_ALONE:
        end_text(p);
        return;
    case BREAK:
        break_line(p);
        return;
    case RULE:
        winnow_open_end_p(open);
        push(p, tag);
        winnow_open_pop(open);
        return;
    case OF_HEAD:
        read_void(p, tag);
        return;
    case SCRIPT:
        read_script(p, tag);
        return;
    case SKIPPED:
        skip_raw(p, tag);
        return;
    case RAW:
        if (tag->name == GUMBO_TAG_XMP) {
            winnow_open_end_p(open);
            winnow_open_reconstruct(open);
        }
        read_raw(p, tag);
        return;
    case SVG:
        skip_svg(p, tag);
        return;
    case HOLDER:
        skip_holder(p, tag);
        return;
    default:
        give_up(p);
        return;
    }
}

static void open_in_body(struct pass *p, const struct tag *tag)
{
    struct winnow_open_elements *open = &p->open;

    switch (action_of(tag->name)) {
    case ANY:
        open_any(p, tag);
        return;
    case HEADING:
        winnow_open_end_p(open);
        if (action_of(current(p)) == HEADING)
            winnow_open_pop(open);
        push(p, tag);
        return;
    case PREFORMATTED:
        p->pre_end = tag->end;
        /* fall through */
    case BLOCK:
        winnow_open_end_p(open);
        push(p, tag);
        return;
    case FORM:
        open_form(p, tag);
        return;
    case ITEM:
    case TERM:
        open_item(p, tag, action_of(tag->name) == TERM);
        return;
    case BUTTON:
        if (winnow_open_is_in_scope(open, GUMBO_TAG_BUTTON, WINNOW_IN_SCOPE))
            winnow_open_end(open, GUMBO_TAG_BUTTON);
        winnow_open_reconstruct(open);
        push(p, tag);
        return;
    case LINK:
        open_link(p, tag);
        return;
    case FORMATTING:
        open_formatting(p, tag);
        return;
    case OBJECT:
        winnow_open_reconstruct(open);
        push(p, tag);
        winnow_open_add_marker(open);
        return;
    case TABLE:
        open_table(p, tag);
        return;
    case TABLE_PART:
        return;
    case SELECT:
        winnow_open_reconstruct(open);
        push(p, tag);
        p->mode = IN_SELECT;
        return;
    case OPTION:
        if (current(p) == GUMBO_TAG_OPTION)
            winnow_open_pop(open);
        winnow_open_reconstruct(open);
        push(p, tag);
        return;
    case ROOT:
        open_again(p, tag);
        return;
    default:
        read_whole(p, tag);
        return;
    }
}

/* ---- in the body: end tags ----------------------------------------------- */

static void close_heading(struct pass *p)
{
    struct winnow_open_elements *open = &p->open;
    bool is_there = false;

    for (GumboTag tag = GUMBO_TAG_H1; tag <= GUMBO_TAG_H6 && !is_there; tag++)
        is_there = winnow_open_is_in_scope(open, tag, WINNOW_IN_SCOPE);
    if (!is_there)
        return;
    winnow_open_end_implied(open, GUMBO_TAG_LAST);
    while (action_of(current(p)) != HEADING)
        winnow_open_pop(open);
    winnow_open_pop(open);
}

static void close_paragraph(struct pass *p)
{
    if (!winnow_open_is_in_scope(&p->open, GUMBO_TAG_P, WINNOW_IN_BUTTON_SCOPE))
        push_implied(p, GUMBO_TAG_P);
    winnow_open_end_p(&p->open); /* none where the stack is full */
}

/* Only the form itself is taken off the stack, and gumbo puts the text right
 * before its end tag behind it. */
static void close_form(struct pass *p)
{
    struct winnow_open_elements *open = &p->open;
    uint32_t at = open->form;

    if (!p->has_form)
        return;
    p->has_form = false;
    if (at == WINNOW_NOT_OPEN ||
        !winnow_open_is_in_scope(open, GUMBO_TAG_FORM, WINNOW_IN_SCOPE))
        return;
    winnow_open_end_implied(open, GUMBO_TAG_LAST);
    if (at == open->n_open - 1) {
        winnow_open_leave(open);
        return;
    }
    open->stack[at].tag = WINNOW_GONE;
    open->n_of_tag[GUMBO_TAG_FORM]--;
    open->n_of_tag[WINNOW_GONE]++;
    open->form = WINNOW_NOT_OPEN;
}

static void close_in_scope(struct pass *p, GumboTag name,
                           enum winnow_scope scope)
{
    if (winnow_open_is_in_scope(&p->open, name, scope))
        winnow_open_end(&p->open, name);
}

/* gumbo looks beyond other objects for it. */
static void close_object(struct pass *p, GumboTag name)
{
    if (!winnow_open_is_in_scope(&p->open, name, WINNOW_IN_TABLE_SCOPE))
        return;
    winnow_open_end(&p->open, name);
    winnow_open_clear_to_marker(&p->open);
}

static void close_in_body(struct pass *p, const struct tag *tag)
{
    switch (action_of(tag->name)) {
    case BLOCK:
        if (tag->name == GUMBO_TAG_P)
            close_paragraph(p);
        else
            close_in_scope(p, tag->name, WINNOW_IN_SCOPE);
        return;
    case PREFORMATTED:
    case BUTTON:
    case TERM:
        close_in_scope(p, tag->name, WINNOW_IN_SCOPE);
        return;
    case ITEM:
        close_in_scope(p, tag->name, WINNOW_IN_LIST_SCOPE);
        return;
    case HEADING:
        close_heading(p);
        return;
    case FORM:
        close_form(p);
        return;
    case LINK:
    case FORMATTING:
        winnow_open_end_formatting(&p->open, tag->name);
        return;
    case OBJECT:
        close_object(p, tag->name);
        return;
    case BREAK:
        break_line(p);
        return;
    case ROOT: /* what follows belongs to the body nevertheless */
        return;
    case HOLDER:
    case OTHER:
        give_up(p);
        return;
    default:
        winnow_open_end_any(&p->open, tag->name);
        return;
    }
}

static void read_in_body(struct pass *p, const struct tag *tag)
{
    if (tag->is_start)
        open_in_body(p, tag);
    else
        close_in_body(p, tag);
}

/* ---- in tables ----------------------------------------------------------- */

static void read_tag(struct pass *p, const struct tag *tag);

static bool is_in_table(const struct pass *p, GumboTag tag)
{
    return winnow_open_is_in_scope(&p->open, tag, WINNOW_IN_TABLE_SCOPE);
}

static bool is_cell(GumboTag tag)
{
    return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
}

static bool is_table_body(GumboTag tag)
{
    return tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_THEAD ||
           tag == GUMBO_TAG_TFOOT;
}

/* Ends a cell or a caption; its formatting does not go on. */
static void end_cell(struct pass *p, GumboTag tag)
{
    winnow_open_end(&p->open, tag);
    winnow_open_clear_to_marker(&p->open);
    reset_mode(p);
}

static void end_current_cell(struct pass *p)
{
    end_cell(p, is_in_table(p, GUMBO_TAG_TD) ? GUMBO_TAG_TD : GUMBO_TAG_TH);
}

static void pop_and_read(struct pass *p, const struct tag *tag)
{
    winnow_open_pop(&p->open);
    reset_mode(p);
    read_tag(p, tag);
}

static void imply_and_read(struct pass *p, GumboTag implied, enum mode mode,
                           const struct tag *tag)
{
    push_implied(p, implied);
    p->mode = mode;
    read_tag(p, tag);
}

/* What has no rule in a table belongs before it, unless it does nothing. */
static void read_foster(struct pass *p, const struct tag *tag)
{
    enum action action = action_of(tag->name);

    if (!tag->is_start) {
        if (tag->name == GUMBO_TAG_P || action == BREAK || action == OBJECT)
            give_up(p);
        else
            close_in_body(p, tag);
        return;
    }
    if ((action != EMPTY && action != EMPTY_ALONE) ||
        winnow_open_would_reconstruct(&p->open))
        give_up(p);
    end_text(p);
}

static void open_form_in_table(struct pass *p, const struct tag *tag)
{
    if (p->has_form)
        return;
    push(p, tag);
    winnow_open_pop(&p->open);
    p->has_form = true;
}

static void end_table(struct pass *p)
{
    winnow_open_end(&p->open, GUMBO_TAG_TABLE);
    reset_mode(p);
}

static void open_in_table(struct pass *p, const struct tag *tag)
{
    switch (tag->name) {
    case GUMBO_TAG_CAPTION:
        winnow_open_add_marker(&p->open);
        push(p, tag);
        p->mode = IN_CAPTION;
        return;
    case GUMBO_TAG_COLGROUP:
        push(p, tag);
        p->mode = IN_COLUMN_GROUP;
        return;
    case GUMBO_TAG_COL:
        imply_and_read(p, GUMBO_TAG_COLGROUP, IN_COLUMN_GROUP, tag);
        return;
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
        push(p, tag);
        p->mode = IN_TABLE_BODY;
        return;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_TR:
        imply_and_read(p, GUMBO_TAG_TBODY, IN_TABLE_BODY, tag);
        return;
    case GUMBO_TAG_SCRIPT:
        read_script(p, tag);
        return;
    case GUMBO_TAG_STYLE:
        skip_raw(p, tag);
        return;
    case GUMBO_TAG_TEMPLATE:
        skip_holder(p, tag);
        return;
    case GUMBO_TAG_FORM:
        open_form_in_table(p, tag);
        return;
    case GUMBO_TAG_TABLE:
        end_table(p);
        read_tag(p, tag);
        return;
    default:
        read_foster(p, tag);
        return;
    }
}

static void read_in_table(struct pass *p, const struct tag *tag)
{
    if (tag->is_start) {
        open_in_table(p, tag);
        return;
    }
    if (tag->name == GUMBO_TAG_TABLE) {
        end_table(p);
        return;
    }
    if (action_of(tag->name) != TABLE_PART && action_of(tag->name) != ROOT)
        read_foster(p, tag);
}

static void read_in_table_body(struct pass *p, const struct tag *tag)
{
    if (tag->is_start && tag->name == GUMBO_TAG_TR) {
        push(p, tag);
        p->mode = IN_ROW;
    } else if (tag->is_start && is_cell(tag->name)) {
        imply_and_read(p, GUMBO_TAG_TR, IN_ROW, tag);
    } else if (!tag->is_start && is_table_body(tag->name)) {
        if (!is_in_table(p, tag->name))
            return;
        winnow_open_pop(&p->open);
        p->mode = IN_TABLE;
    } else if ((tag->is_start && action_of(tag->name) == TABLE_PART) ||
               (!tag->is_start && tag->name == GUMBO_TAG_TABLE)) {
        pop_and_read(p, tag);
    } else {
        read_in_table(p, tag);
    }
}

static void read_in_row(struct pass *p, const struct tag *tag)
{
    if (tag->is_start && is_cell(tag->name)) {
        push(p, tag);
        p->mode = IN_CELL;
        winnow_open_add_marker(&p->open);
    } else if (!tag->is_start && tag->name == GUMBO_TAG_TR) {
        winnow_open_pop(&p->open);
        p->mode = IN_TABLE_BODY;
    } else if (!tag->is_start && is_table_body(tag->name)) {
        if (is_in_table(p, tag->name))
            pop_and_read(p, tag);
    } else if ((tag->is_start && action_of(tag->name) == TABLE_PART) ||
               (!tag->is_start && tag->name == GUMBO_TAG_TABLE)) {
        pop_and_read(p, tag);
    } else {
        read_in_table(p, tag);
    }
}

static void read_in_cell(struct pass *p, const struct tag *tag)
{
    bool is_part = action_of(tag->name) == TABLE_PART;

    if (tag->is_start && is_part) {
        end_current_cell(p);
        read_tag(p, tag);
    } else if (!tag->is_start && is_cell(tag->name)) {
        if (is_in_table(p, tag->name))
            end_cell(p, tag->name);
    } else if (!tag->is_start &&
               (tag->name == GUMBO_TAG_TR || tag->name == GUMBO_TAG_TABLE ||
                is_table_body(tag->name))) {
        if (!is_in_table(p, tag->name))
            return;
        end_current_cell(p);
        read_tag(p, tag);
    } else if (tag->is_start || !is_part) {
        read_in_body(p, tag);
    }
}

static void read_in_caption(struct pass *p, const struct tag *tag)
{
    bool is_part = action_of(tag->name) == TABLE_PART;

    if (!tag->is_start && tag->name == GUMBO_TAG_CAPTION) {
        end_cell(p, GUMBO_TAG_CAPTION);
    } else if (tag->is_start ? is_part : tag->name == GUMBO_TAG_TABLE) {
        end_cell(p, GUMBO_TAG_CAPTION);
        read_tag(p, tag);
    } else if (tag->is_start || !is_part) {
        read_in_body(p, tag);
    }
}

static void read_in_column_group(struct pass *p, const struct tag *tag)
{
    if (tag->name == GUMBO_TAG_COL) {
        if (!tag->is_start)
            return;
        push(p, tag);
        winnow_open_pop(&p->open);
    } else if (!tag->is_start && tag->name == GUMBO_TAG_COLGROUP) {
        winnow_open_pop(&p->open);
        p->mode = IN_TABLE;
    } else if (tag->name == GUMBO_TAG_TEMPLATE) {
        give_up(p);
    } else {
        pop_and_read(p, tag);
    }
}

/* ---- in select ----------------------------------------------------------- */

static void close_in_select(struct pass *p, GumboTag name)
{
    struct winnow_open_elements *open = &p->open;

    if (name == GUMBO_TAG_SELECT) {
        winnow_open_end(open, GUMBO_TAG_SELECT);
        reset_mode(p);
        return;
    }
    if (action_of(name) == TABLE || action_of(name) == TABLE_PART)
        give_up(p);
    if (name == GUMBO_TAG_OPTGROUP && current(p) == GUMBO_TAG_OPTION &&
        open->stack[open->n_open - 2].tag == GUMBO_TAG_OPTGROUP)
        winnow_open_pop(open);
    if ((name == GUMBO_TAG_OPTGROUP || name == GUMBO_TAG_OPTION) &&
        current(p) == name)
        winnow_open_pop(open);
}

static void read_in_select(struct pass *p, const struct tag *tag)
{
    if (!tag->is_start) {
        close_in_select(p, tag->name);
        return;
    }
    switch (tag->name) {
    case GUMBO_TAG_OPTGROUP:
    case GUMBO_TAG_OPTION:
        if (current(p) == GUMBO_TAG_OPTION)
            winnow_open_pop(&p->open);
        if (tag->name == GUMBO_TAG_OPTGROUP && current(p) == GUMBO_TAG_OPTGROUP)
            winnow_open_pop(&p->open);
        push(p, tag);
        return;
    case GUMBO_TAG_SCRIPT:
        read_script(p, tag);
        return;
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_SELECT:
        give_up(p);
        return;
    default: /* it is passed over, but for what holds raw text */
        if (action_of(tag->name) != ANY && action_of(tag->name) != BLOCK &&
            action_of(tag->name) != FORMATTING)
            give_up(p);
        return;
    }
}

/* ---- in the head --------------------------------------------------------- */

/* What the head may hold; where the body begins, false. */
static bool read_of_head(struct pass *p, const struct tag *tag)
{
    enum action action = action_of(tag->name);

    if (!tag->is_start || action == ROOT || action == ANY || action == OTHER ||
        (winnow_html_traits(tag->name) & WINNOW_HTML_OF_HEAD) == 0)
        return false;
    open_in_body(p, tag);
    return true;
}

static void begin_body(struct pass *p, const struct tag *tag)
{
    open_body(p);
    read_tag(p, tag);
}

/* Whether an end tag is passed over where the body has not begun. */
static bool is_passed_end(const struct tag *tag)
{
    return !tag->is_start && tag->name != GUMBO_TAG_BODY &&
           tag->name != GUMBO_TAG_HTML && tag->name != GUMBO_TAG_BR;
}

static void read_before_head(struct pass *p, const struct tag *tag)
{
    bool has_html = p->open.n_open != 0;

    if (!tag->is_start) {
        give_up(p);
        return;
    }
    if (!has_html && tag->name == GUMBO_TAG_HTML) {
        winnow_html_head_read(&p->head, tag->name, &p->open.attributes, NULL);
        push(p, tag);
        return;
    }
    if (!has_html)
        push_implied(p, GUMBO_TAG_HTML);
    if (tag->name == GUMBO_TAG_HEAD) {
        push(p, tag);
        p->mode = IN_HEAD;
        return;
    }
    if (tag->name == GUMBO_TAG_HTML)
        open_again(p, tag);
    else
        imply_and_read(p, GUMBO_TAG_HEAD, IN_HEAD, tag);
}

static void read_in_head(struct pass *p, const struct tag *tag)
{
    if (read_of_head(p, tag))
        return;
    if (tag->is_start && tag->name == GUMBO_TAG_NOSCRIPT) {
        push(p, tag);
        p->mode = IN_HEAD_NOSCRIPT;
    } else if (!tag->is_start && tag->name == GUMBO_TAG_HEAD) {
        p->mode = AFTER_HEAD; /* it stays open for what belongs in it */
        end_text(p);
    } else if (tag->is_start &&
               (tag->name == GUMBO_TAG_HEAD || tag->name == GUMBO_TAG_HTML)) {
        open_again(p, tag);
    } else if (tag->is_start && tag->name == GUMBO_TAG_BODY) {
        p->mode = AFTER_HEAD;
        read_tag(p, tag);
    } else if (!is_passed_end(tag)) {
        begin_body(p, tag);
    }
}

static void read_in_head_noscript(struct pass *p, const struct tag *tag)
{
    bool is_passed = tag->is_start && (tag->name == GUMBO_TAG_META ||
                                       tag->name == GUMBO_TAG_LINK ||
                                       tag->name == GUMBO_TAG_STYLE);

    if (!tag->is_start && tag->name == GUMBO_TAG_NOSCRIPT) {
        winnow_open_pop(&p->open);
        p->mode = IN_HEAD;
    } else if (is_passed) {
        read_of_head(p, tag);
    } else if (tag->is_start && (action_of(tag->name) == EMPTY ||
                                 action_of(tag->name) == BLOCK ||
                                 tag->name == GUMBO_TAG_IFRAME)) {
        winnow_open_pop(&p->open);
        p->mode = IN_HEAD;
        read_tag(p, tag);
    } else {
        give_up(p);
    }
}

static void read_after_head(struct pass *p, const struct tag *tag)
{
    if (tag->is_start && tag->name == GUMBO_TAG_BODY) {
        while (current(p) != GUMBO_TAG_HTML)
            winnow_open_pop(&p->open);
        push(p, tag);
        p->mode = IN_BODY;
    } else if (tag->is_start && action_of(tag->name) == ROOT) {
        open_again(p, tag);
    } else if (!read_of_head(p, tag) && !is_passed_end(tag)) {
        begin_body(p, tag);
    }
}

/* ---- tokens -------------------------------------------------------------- */

static void read_tag(struct pass *p, const struct tag *tag)
{
    static void (*const readers[])(struct pass *, const struct tag *) = {
        [BEFORE_HEAD] = read_before_head,
        [IN_HEAD] = read_in_head,
        [IN_HEAD_NOSCRIPT] = read_in_head_noscript,
        [AFTER_HEAD] = read_after_head,
        [IN_BODY] = read_in_body,
        [IN_CAPTION] = read_in_caption,
        [IN_CELL] = read_in_cell,
        [IN_TABLE] = read_in_table,
        [IN_TABLE_BODY] = read_in_table_body,
        [IN_ROW] = read_in_row,
        [IN_COLUMN_GROUP] = read_in_column_group,
        [IN_SELECT] = read_in_select};

    if (!p->open.lost)
        readers[p->mode](p, tag);
}

/* Text where no body is open: white space is nothing to anyone. */
static void begin_with_text(struct pass *p, size_t start, size_t end)
{
    struct winnow_view run = {p->text + start, end - start};
    size_t white = winnow_html_leading_white(run, WINNOW_HTML_IN_DATA);

    if (start + white == end)
        return;
    if (p->open.n_open == 0)
        push_implied(p, GUMBO_TAG_HTML);
    if (p->mode == BEFORE_HEAD)
        push_implied(p, GUMBO_TAG_HEAD);
    open_body(p);
    p->open.token = start + white;
    winnow_open_text(&p->open, start + white, end, WINNOW_HTML_IN_DATA);
}

/* The first bytes of the text, up to `white`, are white space. */
static void read_text(struct pass *p, size_t start, size_t white,
                      const struct winnow_html_look *look)
{
    size_t end = look->end;
    struct winnow_view run = {p->text + start, end - start};

    if (start == p->pre_end)
        start += winnow_html_line_feed(run);
    if (start == end)
        return;
    if (p->mode < IN_BODY) {
        begin_with_text(p, start, end);
        return;
    }
    if (p->mode >= IN_TABLE && p->mode <= IN_COLUMN_GROUP) {
        if (winnow_html_leading_white(run, WINNOW_HTML_IN_DATA) !=
            run.length_bytes)
            give_up(p);
        return;
    }
    if (p->mode != IN_SELECT)
        winnow_open_reconstruct(&p->open);
    if (white == end)
        winnow_open_white(&p->open, start, end);
    else if (look->plain_end == end)
        winnow_open_plain(&p->open, start, look);
    else
        winnow_open_text(&p->open, start, end, WINNOW_HTML_IN_DATA);
}

static void read_doctype(struct pass *p, size_t start, size_t end)
{
    if (p->doctype.length_bytes == 0 && p->open.n_open == 0)
        p->doctype = (struct winnow_view){p->text + start, end - start};
}

/* Attributes are counted where they are merged with others, and where a tag is
 * long enough to pass their limit: each takes two bytes. */
static void add_cost(struct pass *p, const struct tag *tag)
{
    bool is_counted =
        tag->name == GUMBO_TAG_HTML || tag->name == GUMBO_TAG_BODY ||
        (tag->end - tag->name_end) / 2 > p->cost.limits->max_attributes;
    const struct winnow_html_token token = {.name_end = tag->name_end,
                                            .end = tag->end};

    if (!tag->is_start)
        winnow_html_cost_end(&p->cost, tag->name);
    else
        winnow_html_cost_start(
            &p->cost, tag->name, tag->self_closing,
            is_counted ? winnow_html_count_attributes(p->text, &token) : 0);
}

/* Whether anything asks for the attributes of a start tag. */
static bool is_asked(GumboTag name)
{
    switch (winnow_html_class(name)) {
    case WINNOW_HTML_BOUNDARY:
        return true;
    case WINNOW_HTML_PHRASING:
        return name == GUMBO_TAG_META || name == GUMBO_TAG_LINK ||
               (winnow_html_traits(name) & WINNOW_HTML_VOID) == 0;
    default:
        return name == GUMBO_TAG_SCRIPT;
    }
}

/* Reads the tag at hand, whose name starts at `start`: what its attributes say,
 * too, since every byte of every tag is read but once. */
static void read_markup(struct pass *p, size_t start, bool is_start)
{
    struct tag tag = {.is_start = is_start};
    struct winnow_html_attribute passed;
    enum winnow_html_step step;
    size_t at = winnow_html_name_end(p->text, start, p->end);
    struct winnow_view name = {p->text + start, at - start};

    tag.name = winnow_html_tag_find_in(name, p->end - start);
    tag.name_end = at;
    if (is_start && is_asked(tag.name))
        step = winnow_html_attributes_read(&p->open.attributes, p->open.arena,
                                           p->text, &at, p->end);
    else
        do
            step = winnow_html_next_attribute(p->text, &at, p->end, &passed);
        while (step == WINNOW_HTML_ATTRIBUTE);
    if (step == WINNOW_HTML_ENDS) { /* a tag cut off is nothing */
        p->end = p->open.token;
        return;
    }
    tag.self_closing = step == WINNOW_HTML_SELF_CLOSED;
    tag.end = p->at = at;
    add_cost(p, &tag);
    read_tag(p, &tag);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What is no tag. */
static void read_other(struct pass *p)
{
    struct winnow_html_token token = winnow_html_token(p->text, p->at, p->end);
    const struct winnow_html_look unknown = {token.end, token.start,
                                             token.start};

    p->at = token.end;
    switch (token.type) {
    case WINNOW_HTML_TEXT:
        winnow_html_cost_text(&p->cost);
        read_text(p, token.start, token.start, &unknown);
        return;
    case WINNOW_HTML_COMMENT:
        end_text(p);
        return;
    case WINNOW_HTML_DOCTYPE:
        read_doctype(p, token.start, token.end);
        return;
    default:
        give_up(p);
        return;
    }
}

/* Text that starts with no '<': white space alone, as a rule. */
static void read_run(struct pass *p, size_t start)
{
    size_t white = winnow_html_skip_white(p->text, start, p->end);
    struct winnow_html_look look = {white, white, white};

    if (white < p->end && p->text[white] != '<')
        look = winnow_html_look(p->text, white, p->end);
    look.end = winnow_html_text_end(p->text, look.end, p->end);
    p->at = look.end;
    winnow_html_cost_text(&p->cost);
    read_text(p, start, white, &look);
}

static void read_token(struct pass *p)
{
    size_t start = p->at, left = p->end - start;
    const char *at = p->text + start;

    p->open.token = start;
    if (*at != '<') {
        read_run(p, start);
    } else if (left >= 2 && is_letter(at[1])) {
        read_markup(p, start + 1, true);
    } else if (left >= 3 && at[1] == '/' && is_letter(at[2])) {
        read_markup(p, start + 2, false);
    } else {
        read_other(p);
    }
}

/* What a page of no tags has nevertheless. */
static void finish(struct pass *p)
{
    p->open.token = p->end;
    end_text(p);
    if (p->open.n_open == 0)
        push_implied(p, GUMBO_TAG_HTML);
    if (p->mode == BEFORE_HEAD)
        push_implied(p, GUMBO_TAG_HEAD);
    if (p->mode < IN_BODY)
        open_body(p);
    while (p->open.n_open > 1)
        winnow_open_pop(&p->open);
}

static bool goes_on(const struct pass *p)
{
    return !p->open.lost && winnow_html_cost_is_fair(&p->cost);
}

bool winnow_html_read_in_one_pass(struct winnow_document *document)
{
    struct pass *p = winnow_arena_calloc(document->arena, 1, sizeof *p);

    p->open.arena = document->arena;
    p->open.page = document->text;
    p->open.form = WINNOW_NOT_OPEN;
    p->head.document = document;
    p->text = document->text.data;
    p->end = document->text.length_bytes;
    p->pre_end = SIZE_MAX;
    if (memchr(p->text, '\0', p->end) != NULL)
        return false;
    winnow_html_cost_begin(&p->cost, document->options);
    winnow_builder_start(&p->open.builder, document);
    p->open.builder.is_told = true;
    while (p->at < p->end && goes_on(p))
        read_token(p);
    if (!goes_on(p))
        return false;
    finish(p);
    if (p->open.lost)
        return false;
    winnow_builder_finish(&p->open.builder);
    return true;
}

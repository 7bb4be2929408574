/* Open elements, active formatting elements and the text at hand; see open.h.
 * Section numbers are those of WHATWG HTML. */
#include "html/open.h"

#include <string.h>

#include "html/enter.h"
#include "html/markup.h"

/* What elements are to the stack. */
enum {
    SPECIAL = 1,
    IMPLIED = 2,      /* its end tag is */
    SCOPE = 4,        /* of all but tables */
    BUTTON_SCOPE = 8, /* of p */
    LIST_SCOPE = 16,
    TABLE_SCOPE = 32
};
#define ROW(name, traits) [GUMBO_TAG_##name] = (traits)

/* clang-format off */
static const uint8_t rows[GUMBO_TAG_LAST + 1] = {
    ROW(ADDRESS, SPECIAL), ROW(APPLET, SPECIAL | SCOPE), ROW(AREA, SPECIAL),
    ROW(ARTICLE, SPECIAL), ROW(ASIDE, SPECIAL), ROW(BASE, SPECIAL),
    ROW(BASEFONT, SPECIAL), ROW(BGSOUND, SPECIAL), ROW(BLOCKQUOTE, SPECIAL),
    ROW(BODY, SPECIAL), ROW(BR, SPECIAL), ROW(BUTTON, SPECIAL | BUTTON_SCOPE),
    ROW(CAPTION, SPECIAL | SCOPE), ROW(CENTER, SPECIAL), ROW(COL, SPECIAL),
    ROW(COLGROUP, SPECIAL), ROW(DD, SPECIAL | IMPLIED), ROW(DETAILS, SPECIAL),
    ROW(DIR, SPECIAL), ROW(DIV, SPECIAL), ROW(DL, SPECIAL),
    ROW(DT, SPECIAL | IMPLIED), ROW(EMBED, SPECIAL), ROW(FIELDSET, SPECIAL),
    ROW(FIGCAPTION, SPECIAL), ROW(FIGURE, SPECIAL), ROW(FOOTER, SPECIAL),
    ROW(FORM, SPECIAL), ROW(H1, SPECIAL), ROW(H2, SPECIAL), ROW(H3, SPECIAL),
    ROW(H4, SPECIAL), ROW(H5, SPECIAL), ROW(H6, SPECIAL), ROW(HEAD, SPECIAL),
    ROW(HEADER, SPECIAL), ROW(HGROUP, SPECIAL), ROW(HR, SPECIAL),
    ROW(HTML, SPECIAL | SCOPE | TABLE_SCOPE), ROW(IFRAME, SPECIAL),
    ROW(IMG, SPECIAL), ROW(INPUT, SPECIAL), ROW(LI, SPECIAL | IMPLIED),
    ROW(LINK, SPECIAL), ROW(LISTING, SPECIAL), ROW(MARQUEE, SPECIAL | SCOPE),
    ROW(MENU, SPECIAL), ROW(META, SPECIAL), ROW(NAV, SPECIAL),
    ROW(NOEMBED, SPECIAL), ROW(NOFRAMES, SPECIAL), ROW(NOSCRIPT, SPECIAL),
    ROW(OBJECT, SPECIAL | SCOPE), ROW(OL, SPECIAL | LIST_SCOPE),
    ROW(OPTGROUP, IMPLIED), ROW(OPTION, IMPLIED), ROW(P, SPECIAL | IMPLIED),
    ROW(PARAM, SPECIAL), ROW(PRE, SPECIAL), ROW(SCRIPT, SPECIAL),
    ROW(SECTION, SPECIAL), ROW(SELECT, SPECIAL), ROW(STYLE, SPECIAL),
    ROW(SUMMARY, SPECIAL), ROW(TABLE, SPECIAL | SCOPE | TABLE_SCOPE),
    ROW(TBODY, SPECIAL), ROW(TD, SPECIAL | SCOPE), ROW(TEXTAREA, SPECIAL),
    ROW(TFOOT, SPECIAL), ROW(TH, SPECIAL | SCOPE), ROW(THEAD, SPECIAL),
    ROW(TITLE, SPECIAL), ROW(TR, SPECIAL), ROW(UL, SPECIAL | LIST_SCOPE),
    ROW(WBR, SPECIAL), ROW(XMP, SPECIAL),
};
/* clang-format on */

static bool has_trait(uint16_t tag, unsigned traits)
{
    return (rows[tag] & traits) != 0;
}

bool winnow_open_is_special(uint16_t tag)
{
    return has_trait(tag, SPECIAL);
}

GumboTag winnow_open_current(const struct winnow_open_elements *o)
{
    return (GumboTag)o->stack[o->n_open - 1].tag;
}

/* ---- text ---------------------------------------------------------------- */

void winnow_open_text(struct winnow_open_elements *o, size_t start, size_t end,
                      enum winnow_html_place place)
{
    winnow_html_piece_add(&o->piece, o->arena, o->page, start, end, place);
}

void winnow_open_plain(struct winnow_open_elements *o, size_t start,
                       const struct winnow_html_look *look)
{
    /* where white space is kept, its line ends are still to be made one */
    if (o->piece.is_open || o->builder.preformatted != 0)
        winnow_open_text(o, start, look->end, WINNOW_HTML_IN_DATA);
    else
        winnow_html_piece_begin(&o->piece, o->page, start, look);
}

void winnow_open_white(struct winnow_open_elements *o, size_t start, size_t end)
{
    if (o->builder.preformatted != 0)
        winnow_open_text(o, start, end, WINNOW_HTML_IN_DATA);
    else
        winnow_html_piece_add_white(&o->piece, o->arena, o->page, start, end);
}

void winnow_open_end_text(struct winnow_open_elements *o)
{
    winnow_html_piece_end(&o->piece, &o->builder, o->token);
}

/* ---- the stack ----------------------------------------------------------- */

/* An element of an unknown name holds blocks when a child of it does, which is
 * known only now. */
static void show_child(struct winnow_open_elements *o)
{
    struct winnow_open *parent;

    if (o->n_open == 0)
        return;
    parent = &o->stack[o->n_open - 1];
    if (parent->written != GUMBO_TAG_UNKNOWN)
        return;
    if (parent->class != WINNOW_HTML_BOUNDARY)
        o->lost = true;
    parent->lacks_child = false;
}

void winnow_open_push(struct winnow_open_elements *o, GumboTag tag,
                      bool is_container)
{
    uint8_t class = (uint8_t)winnow_html_class(tag);
    struct winnow_open *pushed;

    winnow_open_end_text(o);
    if (o->n_open == WINNOW_OPEN_MAX) {
        o->lost = true;
        return;
    }
    if (class == WINNOW_HTML_BOUNDARY)
        show_child(o);
    if (is_container)
        class = WINNOW_HTML_BOUNDARY;
    pushed = &o->stack[o->n_open++];
    *pushed = (struct winnow_open){.tag = (uint16_t)tag,
                                   .written = (uint16_t)tag,
                                   .class = class,
                                   .lacks_child = is_container};
    o->n_of_tag[tag]++;
    if (class == WINNOW_HTML_BOUNDARY)
        winnow_html_enter_boundary(&o->builder, &o->attributes, tag);
    else if (class == WINNOW_HTML_PHRASING)
        winnow_html_enter_phrasing(&o->builder, &o->attributes, tag);
    else
        winnow_builder_break(&o->builder);
}

/* An element that was taken out of the list is not open again. */
static void note_closed(struct winnow_open_elements *o, uint32_t at)
{
    for (uint32_t i = o->n_list; i-- != 0;)
        if (o->list[i].at == at)
            o->list[i].at = WINNOW_NOT_OPEN;
}

static void leave(struct winnow_open_elements *o)
{
    const struct winnow_open *left = &o->stack[--o->n_open];

    o->n_of_tag[left->tag]--;
    if (left->lacks_child)
        o->lost = true;
    if (left->is_formatting)
        note_closed(o, o->n_open);
    if (o->form == o->n_open)
        o->form = WINNOW_NOT_OPEN;
    if (left->class == WINNOW_HTML_BOUNDARY)
        winnow_html_leave_boundary(&o->builder, (GumboTag)left->written);
    else if (left->class == WINNOW_HTML_PHRASING)
        winnow_builder_close_inline(&o->builder);
}

/* What is gone ends with what was open in it. */
void winnow_open_leave(struct winnow_open_elements *o)
{
    leave(o);
    while (o->stack[o->n_open - 1].tag == WINNOW_GONE)
        leave(o);
}

void winnow_open_pop(struct winnow_open_elements *o)
{
    winnow_open_end_text(o);
    winnow_open_leave(o);
}

bool winnow_open_is_in_scope(const struct winnow_open_elements *o, GumboTag tag,
                             enum winnow_scope scope)
{
    static const uint8_t ends[] = {[WINNOW_IN_SCOPE] = SCOPE,
                                   [WINNOW_IN_BUTTON_SCOPE] =
                                       SCOPE | BUTTON_SCOPE,
                                   [WINNOW_IN_LIST_SCOPE] = SCOPE | LIST_SCOPE,
                                   [WINNOW_IN_TABLE_SCOPE] = TABLE_SCOPE};

    if (o->n_of_tag[tag] == 0)
        return false;
    for (uint32_t i = o->n_open; i-- != 0;) {
        if (o->stack[i].tag == tag)
            return true;
        if (has_trait(o->stack[i].tag, ends[scope]))
            return false;
    }
    return false;
}

void winnow_open_end_implied(struct winnow_open_elements *o, GumboTag exception)
{
    while (has_trait(o->stack[o->n_open - 1].tag, IMPLIED) &&
           winnow_open_current(o) != exception)
        winnow_open_pop(o);
}

void winnow_open_end(struct winnow_open_elements *o, GumboTag tag)
{
    winnow_open_end_implied(o, tag);
    while (winnow_open_current(o) != tag)
        winnow_open_pop(o);
    winnow_open_pop(o);
}

void winnow_open_end_p(struct winnow_open_elements *o)
{
    if (winnow_open_is_in_scope(o, GUMBO_TAG_P, WINNOW_IN_BUTTON_SCOPE))
        winnow_open_end(o, GUMBO_TAG_P);
}

void winnow_open_end_any(struct winnow_open_elements *o, GumboTag tag)
{
    if (o->n_of_tag[tag] == 0)
        return;
    for (uint32_t i = o->n_open; i-- != 0;) {
        if (o->stack[i].tag == tag) {
            winnow_open_end(o, tag);
            return;
        }
        if (has_trait(o->stack[i].tag, SPECIAL))
            return;
    }
}

/* ---- formatting ---------------------------------------------------------- */

enum {
    ALIKE_MAX = 3,
    BLOCKS_MAX = 7 /* times that the adoption agency algorithm goes round, but
                      for the last, which ends the element */
};

void winnow_open_note_formatting(struct winnow_open_elements *o)
{
    struct winnow_open *pushed = &o->stack[o->n_open - 1];
    unsigned n_alike = 0;

    for (uint32_t i = o->n_list; i-- != 0 && o->list[i].tag != WINNOW_GONE;)
        n_alike += o->list[i].tag == pushed->tag;
    /* the fourth that is like three others drops the first of them */
    if (n_alike >= ALIKE_MAX || o->n_list == WINNOW_FORMATTING_MAX) {
        o->lost = true;
        return;
    }
    pushed->is_formatting = true;
    o->list[o->n_list++] = (struct winnow_formatting){
        pushed->tag, (uint16_t)(o->n_open - 1), o->token};
}

void winnow_open_add_marker(struct winnow_open_elements *o)
{
    if (o->n_list == WINNOW_FORMATTING_MAX) {
        o->lost = true;
        return;
    }
    o->list[o->n_list++] =
        (struct winnow_formatting){WINNOW_GONE, WINNOW_NOT_OPEN, 0};
}

static void unlist(struct winnow_open_elements *o, uint32_t i)
{
    if (o->list[i].at != WINNOW_NOT_OPEN)
        o->stack[o->list[i].at].is_formatting = false;
    o->n_list--;
    memmove(&o->list[i], &o->list[i + 1], (o->n_list - i) * sizeof o->list[0]);
}

void winnow_open_clear_to_marker(struct winnow_open_elements *o)
{
    while (o->n_list != 0) {
        bool is_marker = o->list[o->n_list - 1].tag == WINNOW_GONE;
        unlist(o, o->n_list - 1);
        if (is_marker)
            return;
    }
}

static bool is_waiting(const struct winnow_formatting *formatting)
{
    return formatting->tag != WINNOW_GONE && formatting->at == WINNOW_NOT_OPEN;
}

bool winnow_open_would_reconstruct(const struct winnow_open_elements *o)
{
    return o->n_list != 0 && is_waiting(&o->list[o->n_list - 1]);
}

void winnow_open_reconstruct(struct winnow_open_elements *o)
{
    struct winnow_html_attributes own;
    uint32_t i = o->n_list;

    if (!winnow_open_would_reconstruct(o))
        return;
    own = o->attributes;
    while (i != 0 && is_waiting(&o->list[i - 1]))
        i--;
    for (; i < o->n_list && !o->lost; i++) {
        struct winnow_formatting *again = &o->list[i];
        size_t at = winnow_html_name_end(o->page.data, again->start,
                                         o->page.length_bytes);
        winnow_html_attributes_read(&o->attributes, o->arena, o->page.data, &at,
                                    o->page.length_bytes);
        /* A page made for it would have its tags read again without end. */
        o->n_read_again_bytes += at - again->start;
        if (o->n_read_again_bytes > o->page.length_bytes)
            o->lost = true;
        winnow_open_push(o, (GumboTag)again->tag, false);
        again->at = (uint16_t)(o->n_open - 1);
        o->stack[o->n_open - 1].is_formatting = true;
    }
    o->attributes = own;
}

/* The last of the tag behind the last marker; n_list if there is none. */
static uint32_t find_listed(const struct winnow_open_elements *o, GumboTag tag)
{
    for (uint32_t i = o->n_list; i-- != 0 && o->list[i].tag != WINNOW_GONE;)
        if (o->list[i].tag == tag)
            return i;
    return o->n_list;
}

bool winnow_open_is_listed(const struct winnow_open_elements *o, GumboTag tag)
{
    return find_listed(o, tag) != o->n_list;
}

static bool has_marker(const struct winnow_open_elements *o)
{
    for (uint32_t i = 0; i < o->n_list; i++)
        if (o->list[i].tag == WINNOW_GONE)
            return true;
    return false;
}

/* How many special elements stand on the stack right above an element, with
 * nothing special behind other ones; UINT32_MAX where there is. */
static uint32_t count_blocks_above(const struct winnow_open_elements *o,
                                   uint32_t at)
{
    uint32_t end = at + 1;

    while (end < o->n_open && has_trait(o->stack[end].tag, SPECIAL))
        end++;
    for (uint32_t above = end; above < o->n_open; above++)
        if (has_trait(o->stack[above].tag, SPECIAL))
            return UINT32_MAX;
    return end - at - 1;
}

/* The formatting element at `at`, whose end tag came, has all that is open in
 * it for blocks. The algorithm moves each block out of it and gives what the
 * block holds so far an element like it: to text, in the order of the page, as
 * if it ended here, and the blocks stayed open. */
static void end_in_blocks(struct winnow_open_elements *o, uint32_t at)
{
    struct winnow_open *parent = &o->stack[at - 1];

    winnow_open_end_text(o);
    /* It holds the first of the blocks itself now, unless it is gone. */
    if (parent->tag == WINNOW_GONE || (parent->tag == GUMBO_TAG_UNKNOWN &&
                                       parent->class != WINNOW_HTML_BOUNDARY))
        o->lost = true;
    parent->lacks_child = false;
    winnow_builder_close_inline(&o->builder);
    o->n_of_tag[o->stack[at].tag]--;
    o->n_open--;
    memmove(&o->stack[at], &o->stack[at + 1],
            (o->n_open - at) * sizeof o->stack[0]);
    if (o->form != WINNOW_NOT_OPEN && o->form > at)
        o->form--;
}

void winnow_open_end_formatting(struct winnow_open_elements *o, GumboTag tag)
{
    uint32_t i = find_listed(o, tag), at, n_blocks;

    if (i == o->n_list) {
        if (!has_marker(o)) /* else gumbo passes the end tag over */
            winnow_open_end_any(o, tag);
        return;
    }
    at = o->list[i].at;
    if (at == WINNOW_NOT_OPEN) {
        unlist(o, i);
        return;
    }
    for (uint32_t above = at + 1; above < o->n_open; above++)
        if (has_trait(o->stack[above].tag, SCOPE))
            return; /* out of reach */
    n_blocks = count_blocks_above(o, at);
    if (n_blocks > BLOCKS_MAX) {
        o->lost = true;
        return;
    }
    while (o->n_open > at + 1 + n_blocks)
        winnow_open_pop(o);
    if (n_blocks == 0) {
        winnow_open_pop(o);
        unlist(o, i);
    } else {
        unlist(o, i);
        end_in_blocks(o, at);
    }
}

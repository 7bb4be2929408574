/* HTML to blocks through gumbo. All of a document's tree lives in its arena by
 * way of gumbo's allocator hooks, which bounds its memory and makes
 * gumbo_destroy_output, which recurses, unnecessary. The tree is walked by
 * parent and index, never by recursion. The one file that touches gumbo.
 *
 * What an element does to blocks follows its content category (WHATWG HTML,
 * section 3.2.5): phrasing content goes on in the block, anything else starts
 * and ends one. */
#include "html/internal.h"

#include <gumbo.h>
#include <string.h>

/* ---- classes of elements ------------------------------------------------ */

static bool is_phrasing(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_S:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_I:
    case GUMBO_TAG_B:
    case GUMBO_TAG_U:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_RUBY:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RB:
    case GUMBO_TAG_RTC:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_IMAGE:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_MAP:
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_OUTPUT:
    case GUMBO_TAG_PROGRESS:
    case GUMBO_TAG_METER:
    case GUMBO_TAG_ACRONYM:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_BASEFONT:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_BGSOUND:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_BLINK:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_SPACER:
    case GUMBO_TAG_MI:
    case GUMBO_TAG_MO:
    case GUMBO_TAG_MN:
    case GUMBO_TAG_MS:
    case GUMBO_TAG_MTEXT:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_DATALIST:
        return true;
    default:
        return false;
    }
}

static bool is_skipped(GumboTag tag)
{
    return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE ||
           tag == GUMBO_TAG_TEMPLATE || tag == GUMBO_TAG_SVG ||
           tag == GUMBO_TAG_IFRAME || tag == GUMBO_TAG_NOEMBED ||
           tag == GUMBO_TAG_NOFRAMES || tag == GUMBO_TAG_DATALIST;
}

static enum winnow_html_class class_of_tag(GumboTag tag)
{
    if (is_skipped(tag))
        return WINNOW_HTML_SKIPPED;
    if (tag == GUMBO_TAG_BR || tag == GUMBO_TAG_OPTION ||
        tag == GUMBO_TAG_OPTGROUP)
        return WINNOW_HTML_BREAK;
    /* elements that HTML does not know are inline, as CSS has it */
    if (is_phrasing(tag) || tag == GUMBO_TAG_UNKNOWN)
        return WINNOW_HTML_PHRASING;
    return WINNOW_HTML_BOUNDARY;
}

enum winnow_html_class winnow_html_class_of(struct winnow_view name)
{
    return class_of_tag(
        gumbo_tagn_enum(name.data, (unsigned)name.length_bytes));
}

/* ---- reading the tree --------------------------------------------------- */

static struct winnow_view attribute(const GumboElement *element,
                                    const char *name)
{
    const GumboAttribute *found =
        gumbo_get_attribute(&element->attributes, name);

    return winnow_view_of(found == NULL ? NULL : found->value);
}

/* An element that HTML does not know holds blocks when it has a child that
 * does; a custom element inside a paragraph does not. */
static bool is_container(const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;

    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *child = children->data[i];
        if (child->type == GUMBO_NODE_ELEMENT &&
            class_of_tag(child->v.element.tag) == WINNOW_HTML_BOUNDARY)
            return true;
    }
    return false;
}

static enum winnow_html_class class_of(const GumboNode *node)
{
    GumboTag tag = node->v.element.tag;
    enum winnow_html_class class = class_of_tag(tag);

    if (tag == GUMBO_TAG_UNKNOWN && is_container(node))
        return WINNOW_HTML_BOUNDARY;
    return class;
}

/* Whether a style attribute holds `property: value`. */
static bool has_declaration(const char *style, const char *property,
                            const char *value)
{
    const char *at = style;

    while ((at = strstr(at, property)) != NULL) {
        at += strlen(property);
        while (winnow_html_is_white(*at))
            at++;
        if (*at != ':')
            continue;
        at++;
        while (winnow_html_is_white(*at))
            at++;
        if (strncmp(at, value, strlen(value)) == 0)
            return true;
    }
    return false;
}

static bool is_hidden(const GumboElement *element)
{
    const GumboAttribute *style;

    if (gumbo_get_attribute(&element->attributes, "hidden") != NULL)
        return true;
    style = gumbo_get_attribute(&element->attributes, "style");
    return style != NULL &&
           (has_declaration(style->value, "display", "none") ||
            has_declaration(style->value, "visibility", "hidden"));
}

static bool is_preformatted(GumboTag tag)
{
    return tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING ||
           tag == GUMBO_TAG_XMP || tag == GUMBO_TAG_PLAINTEXT ||
           tag == GUMBO_TAG_TEXTAREA;
}

/* ---- the head ----------------------------------------------------------- */

struct walk {
    struct winnow_builder builder;
    const char *start; /* of the text that gumbo read */
    uint32_t meta_capacity, script_capacity;
};

static struct winnow_view folded(struct winnow_arena *arena,
                                 struct winnow_view text, bool lower)
{
    char *copy = winnow_arena_copy(arena, text.data, text.length_bytes);
    size_t length = 0;
    bool space = false;

    for (size_t i = 0; i < text.length_bytes; i++) {
        char c = copy[i];
        if (winnow_html_is_white(c)) {
            space = length != 0;
            continue;
        }
        if (space)
            copy[length++] = ' ';
        space = false;
        if (lower && c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        copy[length++] = c;
    }
    copy[length] = '\0';
    return (struct winnow_view){copy, length};
}

static void add_meta(struct walk *w, struct winnow_view name,
                     struct winnow_view content, GumboStringPiece original)
{
    struct winnow_document *document = w->builder.document;
    struct winnow_meta *meta;

    if (name.length_bytes == 0 || content.length_bytes == 0)
        return;
    if (document->n_meta == w->meta_capacity) {
        uint32_t grown = w->meta_capacity == 0 ? 32 : w->meta_capacity * 2;
        document->meta = winnow_arena_grow(document->arena, document->meta,
                                           w->meta_capacity * sizeof *meta,
                                           grown * sizeof *meta);
        w->meta_capacity = grown;
    }
    meta = &document->meta[document->n_meta++];
    meta->name = folded(document->arena, name, true);
    meta->content = folded(document->arena, content, false);
    meta->span = (struct winnow_range){0, 0};
    if (original.data == NULL)
        return;
    meta->span.start =
        winnow_body_offset(document, (size_t)(original.data - w->start), false);
    meta->span.end = winnow_body_offset(
        document, (size_t)(original.data - w->start) + original.length, true);
}

static void read_meta(struct walk *w, const GumboElement *element)
{
    static const char *const names[] = {"property", "name", "itemprop",
                                        "http-equiv"};
    const GumboAttribute *content =
        gumbo_get_attribute(&element->attributes, "content");

    if (content == NULL)
        return;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct winnow_view name = attribute(element, names[i]);
        if (name.length_bytes != 0) {
            add_meta(w, name, winnow_view_of(content->value),
                     content->original_value);
            return;
        }
    }
}

static void read_link(struct walk *w, const GumboElement *element)
{
    const GumboAttribute *href =
        gumbo_get_attribute(&element->attributes, "href");
    struct winnow_view rel = attribute(element, "rel");

    if (href != NULL &&
        (winnow_view_is(rel, "canonical") || winnow_view_is(rel, "license")))
        add_meta(w, rel, winnow_view_of(href->value), href->original_value);
}

/* The text of an element that holds one text node (title, script). */
static const GumboText *only_text(const GumboElement *element)
{
    const GumboNode *child;

    if (element->children.length == 0)
        return NULL;
    child = element->children.data[0];
    if (child->type != GUMBO_NODE_TEXT && child->type != GUMBO_NODE_CDATA)
        return NULL;
    return &child->v.text;
}

static void add_script(struct walk *w, const GumboElement *element,
                       GumboStringPiece text)
{
    struct winnow_document *document = w->builder.document;
    uint32_t n = document->n_scripts, grown = w->script_capacity * 2;

    if (n == w->script_capacity) {
        if (grown == 0)
            grown = 16;
        document->scripts = winnow_arena_grow(
            document->arena, document->scripts, n * sizeof *document->scripts,
            grown * sizeof *document->scripts);
        w->script_capacity = grown;
    }
    document->scripts[n].type = attribute(element, "type");
    document->scripts[n].id = attribute(element, "id");
    document->scripts[n].text = (struct winnow_view){text.data, text.length};
    document->n_scripts = n + 1;
}

static void read_script(struct walk *w, const GumboElement *element)
{
    const GumboText *text = only_text(element);

    w->builder.document->has_scripts = true;
    if (text == NULL)
        return;
    add_script(w, element, text->original_text);
    if (winnow_view_is(attribute(element, "type"), "application/ld+json"))
        add_meta(w, winnow_view_of("json-ld"), winnow_view_of(text->text),
                 text->original_text);
}

static void read_title(struct walk *w, const GumboElement *element)
{
    const GumboText *text = only_text(element);

    if (text != NULL)
        add_meta(w, winnow_view_of("title"), winnow_view_of(text->text),
                 text->original_text);
}

static void read_language(struct walk *w, const GumboElement *element)
{
    struct winnow_document *document = w->builder.document;
    struct winnow_view lang = winnow_view_trim(attribute(element, "lang"));

    if (lang.length_bytes == 0)
        lang = winnow_view_trim(attribute(element, "xml:lang"));
    winnow_field_set(document, WINNOW_FIELD_LANGUAGE, lang, WINNOW_NO_BLOCK);
}

/* What an element says of the document, whatever it does to blocks. */
static void read_head(struct walk *w, const GumboElement *element)
{
    switch (element->tag) {
    case GUMBO_TAG_META:
        read_meta(w, element);
        return;
    case GUMBO_TAG_LINK:
        read_link(w, element);
        return;
    case GUMBO_TAG_SCRIPT:
        read_script(w, element);
        return;
    case GUMBO_TAG_TITLE:
        read_title(w, element);
        return;
    case GUMBO_TAG_HTML:
        read_language(w, element);
        return;
    default:
        return;
    }
}

/* ---- the walk ----------------------------------------------------------- */

static bool mark_type(GumboTag tag, enum winnow_mark_type *type)
{
    switch (tag) {
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_B:
        *type = WINNOW_MARK_STRONG;
        return true;
    case GUMBO_TAG_EM:
    case GUMBO_TAG_I:
        *type = WINNOW_MARK_EMPHASIS;
        return true;
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SAMP:
        *type = WINNOW_MARK_CODE;
        return true;
    default:
        *type = WINNOW_MARK_LINK;
        return false;
    }
}

/* class, rel and itemprop in one: what names a phrasing element. */
static struct winnow_view names_of(struct winnow_arena *arena,
                                   const GumboElement *element)
{
    struct winnow_view parts[3];
    char *joined;
    size_t n = 0;

    parts[0] = attribute(element, "class");
    parts[1] = attribute(element, "rel");
    parts[2] = attribute(element, "itemprop");
    if (parts[1].length_bytes == 0 && parts[2].length_bytes == 0)
        return parts[0];
    joined = winnow_arena_alloc(arena, parts[0].length_bytes +
                                           parts[1].length_bytes +
                                           parts[2].length_bytes + 3);
    for (int i = 0; i < 3; i++) {
        if (parts[i].length_bytes == 0)
            continue;
        if (n != 0)
            joined[n++] = ' ';
        memcpy(joined + n, parts[i].data, parts[i].length_bytes);
        n += parts[i].length_bytes;
    }
    return (struct winnow_view){joined, n};
}

static void enter_phrasing(struct walk *w, const GumboElement *element)
{
    struct winnow_view href = {NULL, 0}, names;
    enum winnow_mark_type type;
    bool is_mark = mark_type(element->tag, &type);

    if (element->tag == GUMBO_TAG_A) {
        href = attribute(element, "href");
        is_mark = gumbo_get_attribute(&element->attributes, "href") != NULL;
    }
    names = names_of(w->builder.document->arena, element);
    winnow_builder_open_inline(&w->builder, is_mark, type, href, names);
}

static void enter_boundary(struct walk *w, const GumboElement *element)
{
    struct winnow_element *ours = winnow_builder_open(
        &w->builder, element->tag == GUMBO_TAG_UNKNOWN
                         ? WINNOW_TAG_UNKNOWN
                         : winnow_tag_find(winnow_view_of(
                               gumbo_normalized_tagname(element->tag))));

    ours->id = attribute(element, "id");
    ours->class_names = attribute(element, "class");
    ours->role = attribute(element, "role");
    ours->itemprop = attribute(element, "itemprop");
    ours->hidden = ours->hidden || is_hidden(element);
    if (is_preformatted(element->tag))
        w->builder.preformatted++;
}

/* Enters an element; returns whether its children are of interest. */
static bool enter_element(struct walk *w, const GumboNode *node)
{
    const GumboElement *element = &node->v.element;

    read_head(w, element);
    switch (class_of(node)) {
    case WINNOW_HTML_SKIPPED:
        return false;
    case WINNOW_HTML_BREAK:
        winnow_builder_break(&w->builder);
        return true;
    case WINNOW_HTML_PHRASING:
        enter_phrasing(w, element);
        return true;
    default:
        enter_boundary(w, element);
        return true;
    }
}

static void leave_element(struct walk *w, const GumboNode *node)
{
    switch (class_of(node)) {
    case WINNOW_HTML_PHRASING:
        winnow_builder_close_inline(&w->builder);
        return;
    case WINNOW_HTML_BOUNDARY:
        winnow_builder_close(&w->builder);
        if (is_preformatted(node->v.element.tag))
            w->builder.preformatted--;
        return;
    default:
        return;
    }
}

static void add_text(struct walk *w, const GumboText *text)
{
    size_t start = (size_t)(text->original_text.data - w->start);

    winnow_builder_text(&w->builder, winnow_view_of(text->text), start,
                        start + text->original_text.length);
}

/* Enters a node; returns its children where the walk goes on, or NULL. */
static const GumboVector *enter(struct walk *w, const GumboNode *node)
{
    switch (node->type) {
    case GUMBO_NODE_DOCUMENT:
        return &node->v.document.children;
    case GUMBO_NODE_ELEMENT:
        return enter_element(w, node) ? &node->v.element.children : NULL;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE:
        add_text(w, &node->v.text);
        return NULL;
    default:
        return NULL;
    }
}

static const GumboVector *children_of(const GumboNode *node)
{
    return node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children
                                             : &node->v.element.children;
}

/* The node after `node` and all its descendants, leaving what ends between;
 * NULL at the end. */
static const GumboNode *next_after(struct walk *w, const GumboNode *node)
{
    while (node->parent != NULL) {
        const GumboNode *parent = node->parent;
        const GumboVector *siblings = children_of(parent);
        size_t next = node->index_within_parent + 1;

        if (next < siblings->length)
            return siblings->data[next];
        if (parent->type == GUMBO_NODE_ELEMENT)
            leave_element(w, parent);
        node = parent;
    }
    return NULL;
}

static void walk_tree(struct walk *w, const GumboNode *node)
{
    while (node != NULL) {
        const GumboVector *children = enter(w, node);

        if (children != NULL && children->length != 0) {
            node = children->data[0];
            continue;
        }
        if (children != NULL && node->type == GUMBO_NODE_ELEMENT)
            leave_element(w, node);
        node = next_after(w, node);
    }
}

/* ---- the parse ---------------------------------------------------------- */

static void *allocate(void *arena, size_t size_bytes)
{
    return winnow_arena_alloc(arena, size_bytes);
}

static void keep(void *arena, void *memory)
{
    (void)arena;
    (void)memory; /* goes with the arena */
}

static const GumboOutput *parse(struct winnow_arena *arena,
                                struct winnow_view text)
{
    GumboOptions options = kGumboDefaultOptions;

    options.allocator = allocate;
    options.deallocator = keep;
    options.userdata = arena;
    options.max_errors = 0; /* the list of errors is quadratic */
    return gumbo_parse_with_options(&options, text.data, text.length_bytes);
}

struct winnow_view winnow_html_decode_text(struct winnow_arena *arena,
                                           struct winnow_view run)
{
    const GumboOutput *output = parse(arena, run);
    const GumboNode *node = output->root;
    struct winnow_view none = {NULL, 0};

    /* html -> body, the last child -> its only text */
    for (int depth = 0; depth < 2; depth++) {
        const GumboVector *children = &node->v.element.children;
        if (children->length == 0)
            return none;
        node = children->data[children->length - 1];
        if (node->type != GUMBO_NODE_ELEMENT)
            break;
    }
    if (node->type == GUMBO_NODE_ELEMENT)
        return none;
    return winnow_view_of(node->v.text.text);
}

/* Not inlined: its locals must not live in a frame that setjmp returns to. */
__attribute__((noinline)) static void
read_tree(struct winnow_document *document)
{
    struct walk w = {.start = document->text.data};

    winnow_builder_start(&w.builder, document);
    walk_tree(&w, parse(document->arena, document->text)->document);
    winnow_builder_finish(&w.builder);
}

/* Reads the tree within the arena's budget; false: it did not fit, and what it
 * took is given back. */
static bool read_tree_if_it_fits(struct winnow_document *document)
{
    struct winnow_arena *arena = document->arena;
    const struct winnow_arena_mark mark = winnow_arena_mark(arena);
    jmp_buf *const outer = arena->escape;
    jmp_buf escape;
    int code = setjmp(escape);

    if (code == 0) {
        arena->escape = &escape;
        read_tree(document);
        arena->escape = outer;
        return true;
    }
    arena->escape = outer;
    if (code == WINNOW_ARENA_NO_MEMORY)
        longjmp(*outer, code);
    winnow_arena_release(arena, mark);
    return false;
}

void winnow_html_blocks(struct winnow_document *document)
{
    if (document->text.length_bytes == 0) {
        winnow_html_linear(document);
        return;
    }
    if (winnow_html_affordable(document->text) &&
        read_tree_if_it_fits(document))
        return;
    winnow_diag_count(&document->diags, WINNOW_DIAG_HTML_BUDGET, 0);
    winnow_html_linear(document);
}

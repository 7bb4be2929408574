/* The walk over gumbo's tree; see tree.h. It goes by parent and index, never by
 * recursion.
 *
 * What an element does to blocks follows its content category (WHATWG HTML,
 * section 3.2.5): phrasing content goes on in the block, anything else starts
 * and ends one. */
#include "html/tree.h"

#include <string.h>

#include "html/attributes.h"
#include "html/elements.h"
#include "html/enter.h"
#include "html/head.h"
#include "html/piece.h"
#include "html/svg.h"

#define NOWHERE SIZE_MAX

/* ---- parsing ------------------------------------------------------------- */

static void *allocate(void *arena, size_t size_bytes)
{
    return winnow_arena_alloc(arena, size_bytes);
}

static void keep(void *arena, void *memory)
{
    (void)arena;
    (void)memory; /* goes with the arena */
}

const GumboOutput *winnow_html_parse(struct winnow_arena *arena,
                                     struct winnow_view html)
{
    GumboOptions options = kGumboDefaultOptions;

    options.allocator = allocate;
    options.deallocator = keep;
    options.userdata = arena;
    options.max_errors = 0; /* the list of errors is quadratic */
    return gumbo_parse_with_options(&options, html.data, html.length_bytes);
}

/* ---- the walk ------------------------------------------------------------ */

struct walk {
    struct winnow_builder builder;
    struct winnow_html_head head;
    struct winnow_html_attributes attributes; /* of the element at hand */
    struct winnow_arena *arena;
    struct winnow_view page;
    const struct winnow_skeleton *skeleton; /* NULL: the tree is the page's */
    size_t last_start, last_end; /* in the skeleton, of tags that the tree has
                                    taken notice of */
    size_t furthest;             /* in the page, that the walk has come to */
    bool has_moved;              /* the tree is not in the order of the page */
};

/* ---- elements ------------------------------------------------------------ */

/* An element that HTML does not know holds blocks when it has a child that
 * does; a custom element inside a paragraph does not. */
static bool is_container(const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;

    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *child = children->data[i];
        if (child->type == GUMBO_NODE_ELEMENT &&
            winnow_html_class(child->v.element.tag) == WINNOW_HTML_BOUNDARY)
            return true;
    }
    return false;
}

static enum winnow_html_class class_of(const GumboNode *node)
{
    GumboTag tag = node->v.element.tag;

    if (tag == GUMBO_TAG_UNKNOWN && is_container(node))
        return WINNOW_HTML_BOUNDARY;
    return winnow_html_class(tag);
}

/* ---- what the skeleton left out ------------------------------------------ */

static void read_attributes(struct walk *w, const struct winnow_html_token *tag)
{
    size_t at = tag->name_end;

    winnow_html_attributes_read(&w->attributes, w->arena, w->page.data, &at,
                                tag->end);
}

/* What stands at [start, end) of the page as the content of an element; gumbo
 * takes a line's end from its line feed on. */
static struct winnow_view content_at(const struct walk *w, size_t start,
                                     size_t end)
{
    const char *text = w->page.data;

    if (end - start >= 2 && text[start] == '\r' && text[start + 1] == '\n')
        start++;
    return (struct winnow_view){text + start, end - start};
}

static void play_script(struct walk *w, const struct winnow_html_token *tag)
{
    size_t close =
        winnow_html_script_end(w->page.data, tag->end, w->page.length_bytes);
    struct winnow_html_content content = {.has_text = false};

    content.written = content_at(w, tag->end, close);
    content.has_text =
        winnow_html_leading_white(content.written, WINNOW_HTML_IN_RAW) !=
        content.written.length_bytes;
    read_attributes(w, tag);
    winnow_html_head_read(&w->head, GUMBO_TAG_SCRIPT, &w->attributes, &content);
}

/* Where an element without text ends whose start tag is `tag`. */
static size_t end_of_skipped(const struct walk *w,
                             const struct winnow_html_token *tag, GumboTag name)
{
    const char *text = w->page.data;
    size_t end = w->page.length_bytes, close;

    if (name == GUMBO_TAG_SVG)
        return winnow_html_svg_end(text, end, tag);
    if (name == GUMBO_TAG_SCRIPT)
        close = winnow_html_script_end(text, tag->end, end);
    else
        close = winnow_html_raw_end(text, tag->end, end,
                                    winnow_html_tag_name(text, tag));
    return close == end ? end : winnow_html_token(text, close, end).end;
}

static void play_void(struct walk *w, const struct winnow_html_token *tag,
                      GumboTag name)
{
    if (name != GUMBO_TAG_META && name != GUMBO_TAG_LINK)
        return;
    read_attributes(w, tag);
    winnow_html_head_read(&w->head, name, &w->attributes, NULL);
}

/* A start tag that the skeleton does not have; returns where to go on. */
static size_t play_start(struct walk *w, const struct winnow_html_token *tag,
                         GumboTag name)
{
    switch (winnow_html_class(name)) {
    case WINNOW_HTML_SKIPPED:
        if (name == GUMBO_TAG_SCRIPT)
            play_script(w, tag);
        return end_of_skipped(w, tag, name);
    case WINNOW_HTML_BREAK:
        winnow_builder_break(&w->builder);
        return tag->end;
    default:
        break;
    }
    if ((winnow_html_traits(name) & WINNOW_HTML_VOID) != 0) {
        play_void(w, tag, name);
        return tag->end;
    }
    read_attributes(w, tag);
    winnow_html_enter_phrasing(&w->builder, &w->attributes, name);
    return tag->end;
}

static GumboTag name_of(const struct walk *w,
                        const struct winnow_html_token *tag)
{
    return winnow_html_tag_find(winnow_html_tag_name(w->page.data, tag));
}

/* Whether a token that the skeleton does not have ends a text node; the end tag
 * of what has none does not. */
static bool ends_text(const struct walk *w,
                      const struct winnow_html_token *token)
{
    GumboTag name;

    if (token->type == WINNOW_HTML_COMMENT ||
        token->type == WINNOW_HTML_START_TAG)
        return true;
    if (token->type != WINNOW_HTML_END_TAG)
        return false;
    name = name_of(w, token);
    return name == GUMBO_TAG_BR ||
           (winnow_html_traits(name) & WINNOW_HTML_VOID) == 0;
}

/* A tag that the skeleton does not have; returns where to go on. */
static size_t play_tag(struct walk *w, const struct winnow_html_token *tag)
{
    GumboTag name = name_of(w, tag);

    if (tag->type == WINNOW_HTML_START_TAG)
        return play_start(w, tag, name);
    if (name == GUMBO_TAG_BR)
        winnow_builder_break(&w->builder);
    else
        winnow_builder_close_inline(&w->builder);
    return tag->end;
}

/* The next tag in the skeleton at or behind `at`; `end` if there is none. */
static size_t next_tag(const struct winnow_skeleton *skeleton, size_t at,
                       size_t end)
{
    while (at < end && (skeleton->origin[at] == WINNOW_HTML_NO_ORIGIN ||
                        skeleton->html.data[at] != '<'))
        at++;
    return at;
}

/* What starts right before `at` in the skeleton, a tag or a letter; NOWHERE at
 * its start. */
static size_t piece_before(const struct winnow_skeleton *skeleton, size_t at)
{
    if (at == 0)
        return NOWHERE;
    do
        at--;
    while (skeleton->origin[at] == WINNOW_HTML_NO_ORIGIN);
    return at;
}

/* Where the text node starts that goes on at `end`, of what stands in the page
 * from `at` on and the skeleton left out; NOWHERE if nothing of it. `*ends`: a
 * text node ends there, so that nothing before it belongs to this one. */
static size_t start_of_text(const struct walk *w, size_t at, size_t end,
                            bool *ends)
{
    size_t start = NOWHERE;

    while (at < end) {
        struct winnow_html_token token =
            winnow_html_token(w->page.data, at, w->page.length_bytes);
        at = token.end;
        if (token.type == WINNOW_HTML_TEXT && start == NOWHERE)
            start = token.start;
        if (!ends_text(w, &token))
            continue;
        *ends = true;
        start = NOWHERE;
        if (token.type == WINNOW_HTML_START_TAG &&
            winnow_html_class(name_of(w, &token)) == WINNOW_HTML_SKIPPED)
            at = end_of_skipped(w, &token, name_of(w, &token));
    }
    return start;
}

/* Where the tag in the skeleton at `at` ends in the page. */
static size_t page_end_of(const struct walk *w, size_t at)
{
    return winnow_html_token(w->page.data, w->skeleton->origin[at],
                             w->page.length_bytes)
        .end;
}

/* Whether the tree took notice of what stands at `at` in the skeleton: of a
 * letter, a comment ("<!>"), or what it noted. */
static bool is_noticed(const struct walk *w, size_t at)
{
    const char *html = w->skeleton->html.data;

    return html[at] != '<' || memcmp(html + at, "<!>", 3) == 0 ||
           at == w->last_start || at == w->last_end;
}

static bool keeps_white(GumboTag tag)
{
    return (winnow_html_traits(tag) & WINNOW_HTML_PREFORMATTED) != 0;
}

/* Behind a start tag of pre, at `tag` in the skeleton, a line feed is no text.
 * Where the text starts that stands at `at` in the page, right behind it. */
static size_t behind_line_feed(const struct walk *w, size_t tag, size_t at)
{
    struct winnow_view rest = {w->page.data + at, w->page.length_bytes - at};
    size_t line_feed = winnow_html_line_feed(rest);
    struct winnow_html_token token;

    if (line_feed == 0 || tag == NOWHERE || tag != w->last_start)
        return at;
    token = winnow_html_token(w->page.data, w->skeleton->origin[tag],
                              w->page.length_bytes);
    return token.end == at && keeps_white(name_of(w, &token)) ? at + line_feed
                                                              : at;
}

/* White space that the skeleton left out before tags that the tree took no
 * notice of, right before a text node, is the node's. Returns where it starts
 * in the page; `*first` becomes the first of those tags. */
static size_t text_before(const struct walk *w, size_t *first)
{
    const struct winnow_skeleton *skeleton = w->skeleton;
    size_t start = skeleton->origin[*first];
    size_t tag = piece_before(skeleton, *first);
    bool ends = false;

    while (tag != NOWHERE && skeleton->has_gaps && !ends &&
           !is_noticed(w, tag)) {
        size_t before = piece_before(skeleton, tag), from, text;

        if (before != NOWHERE && skeleton->html.data[before] != '<')
            break;
        from = before == NOWHERE ? 0 : page_end_of(w, before);
        from = behind_line_feed(w, before, from);
        text = start_of_text(w, from, skeleton->origin[tag], &ends);
        if (text != NOWHERE) {
            *first = tag;
            start = text;
        }
        tag = before;
    }
    return start;
}

/* Gumbo puts text before it behind the form; of several text nodes only the
 * last. */
static bool is_form_end(const struct walk *w,
                        const struct winnow_html_token *token)
{
    return token->type == WINNOW_HTML_END_TAG &&
           name_of(w, token) == GUMBO_TAG_FORM;
}

/* Reads the stretch of the page that a text node of the skeleton stands for: a
 * text node, or several with phrasing elements around them. Tags that are in
 * the skeleton nevertheless are such as the tree took no notice of. */
static void play(struct walk *w, size_t start, size_t end)
{
    const struct winnow_skeleton *skeleton = w->skeleton;
    size_t ignored = start, stop = skeleton->origin[end];
    size_t at = text_before(w, &ignored);
    struct winnow_html_piece piece = {.is_open = false};
    bool has_ended = false;

    if (ignored == start)
        at = behind_line_feed(w, piece_before(skeleton, start), at);
    ignored = next_tag(skeleton, ignored, end);
    while (at < stop) {
        struct winnow_html_token token =
            winnow_html_token(w->page.data, at, w->page.length_bytes);
        at = token.end;
        if (ignored < end && token.start == skeleton->origin[ignored]) {
            ignored = next_tag(skeleton, ignored + 1, end);
            if (has_ended && is_form_end(w, &token))
                w->has_moved = true;
            continue;
        }
        if (token.type == WINNOW_HTML_TEXT) {
            if (at > stop)
                at = stop;
            winnow_html_piece_add(&piece, w->arena, w->page, token.start, at,
                                  WINNOW_HTML_IN_DATA);
        }
        if (!ends_text(w, &token))
            continue;
        winnow_html_piece_end(&piece, &w->builder, token.start);
        has_ended = true;
        if (token.type != WINNOW_HTML_COMMENT)
            at = play_tag(w, &token);
    }
    winnow_html_piece_end(&piece, &w->builder, stop);
}

/* ---- nodes --------------------------------------------------------------- */

/* Copies of formatting elements stand elsewhere than their tag. */
static bool is_copy(const GumboNode *node)
{
    const unsigned copied = GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT |
                            GUMBO_INSERTION_ADOPTION_AGENCY_CLONED;

    return (node->parse_flags & copied) != 0;
}

/* Where a node of the skeleton's tree stands in the page. Nodes that come out
 * of order have been moved. */
static size_t origin_of(struct walk *w, const GumboNode *node, const char *at)
{
    size_t origin = w->skeleton->origin[at - w->skeleton->html.data];

    if (is_copy(node))
        return origin;
    if (origin < w->furthest)
        w->has_moved = true;
    w->furthest = origin;
    return origin;
}

static void note_start(struct walk *w, const GumboNode *node)
{
    const char *tag = node->v.element.original_tag.data;

    if (w->skeleton != NULL && tag != NULL && !is_copy(node))
        w->last_start = (size_t)(tag - w->skeleton->html.data);
}

static void note_end(struct walk *w, const GumboElement *element)
{
    if (w->skeleton != NULL && element->original_end_tag.length != 0)
        w->last_end =
            (size_t)(element->original_end_tag.data - w->skeleton->html.data);
}

static void find_attributes(struct walk *w, const GumboNode *node)
{
    const GumboElement *element = &node->v.element;
    size_t origin;

    if (w->skeleton == NULL || element->original_tag.length == 0) {
        winnow_html_attributes_take(&w->attributes, w->arena,
                                    &element->attributes);
        return;
    }
    origin = origin_of(w, node, element->original_tag.data);
    note_start(w, node);
    if (element->tag == GUMBO_TAG_HTML || element->tag == GUMBO_TAG_BODY) {
        winnow_html_attributes_take(&w->attributes, w->arena,
                                    &element->attributes);
        return;
    }
    origin = winnow_html_name_end(w->page.data, origin, w->page.length_bytes);
    winnow_html_attributes_read(&w->attributes, w->arena, w->page.data, &origin,
                                w->page.length_bytes);
}

/* The text of an element that holds one text node (title, script). */
static struct winnow_html_content find_content(struct walk *w,
                                               const GumboElement *element)
{
    struct winnow_html_content content = {.has_text = false};
    const GumboNode *child;
    const GumboText *text;
    size_t start, end;

    if (element->children.length == 0)
        return content;
    child = element->children.data[0];
    if (child->type != GUMBO_NODE_TEXT && child->type != GUMBO_NODE_CDATA)
        return content;
    text = &child->v.text;
    content.has_text = true;
    if (w->skeleton == NULL) {
        content.text = winnow_view_of(text->text);
        content.written = (struct winnow_view){text->original_text.data,
                                               text->original_text.length};
        return content;
    }
    start = (size_t)(text->original_text.data - w->skeleton->html.data);
    end = w->skeleton->origin[start + text->original_text.length];
    content.written = content_at(w, w->skeleton->origin[start], end);
    return content;
}

static void read_head(struct walk *w, const GumboElement *element)
{
    struct winnow_html_content content;

    if (element->tag != GUMBO_TAG_TITLE && element->tag != GUMBO_TAG_SCRIPT) {
        winnow_html_head_read(&w->head, element->tag, &w->attributes, NULL);
        return;
    }
    content = find_content(w, element);
    winnow_html_head_read(&w->head, element->tag, &w->attributes, &content);
}

/* Enters an element; returns whether its children are of interest. */
static bool enter_element(struct walk *w, const GumboNode *node)
{
    const GumboElement *element = &node->v.element;

    find_attributes(w, node);
    read_head(w, element);
    switch (class_of(node)) {
    case WINNOW_HTML_SKIPPED:
        note_end(w, element);
        return false;
    case WINNOW_HTML_BREAK:
        winnow_builder_break(&w->builder);
        return true;
    case WINNOW_HTML_PHRASING:
        winnow_html_enter_phrasing(&w->builder, &w->attributes, element->tag);
        return true;
    default:
        winnow_html_enter_boundary(&w->builder, &w->attributes, element->tag);
        return true;
    }
}

static void leave_element(struct walk *w, const GumboNode *node)
{
    note_end(w, &node->v.element);
    switch (class_of(node)) {
    case WINNOW_HTML_PHRASING:
        winnow_builder_close_inline(&w->builder);
        return;
    case WINNOW_HTML_BOUNDARY:
        winnow_html_leave_boundary(&w->builder, node->v.element.tag);
        return;
    default:
        return;
    }
}

/* The text of xmp holds no references. */
static bool is_raw(const GumboNode *node)
{
    unsigned traits = node->parent->type == GUMBO_NODE_ELEMENT
                          ? winnow_html_traits(node->parent->v.element.tag)
                          : 0;

    return (traits & WINNOW_HTML_RAW) != 0;
}

static void read_raw(struct walk *w, const GumboNode *node, size_t start,
                     size_t end)
{
    struct winnow_view run = {w->page.data + start, end - start};
    GumboTag tag = node->parent->v.element.tag;
    unsigned traits = winnow_html_traits(tag);

    if (tag == GUMBO_TAG_TEXTAREA) {
        size_t line_feed = winnow_html_line_feed(run);
        start += line_feed;
        run.data += line_feed;
        run.length_bytes -= line_feed;
    }
    run = winnow_html_decode(w->arena, run,
                             (traits & WINNOW_HTML_REFERENCES) != 0
                                 ? WINNOW_HTML_IN_DATA
                                 : WINNOW_HTML_IN_RAW);
    winnow_builder_text(&w->builder, run, 0, start, end);
}

static void add_text(struct walk *w, const GumboNode *node)
{
    const GumboText *text = &node->v.text;
    size_t start, end;

    if (w->skeleton == NULL) {
        start = (size_t)(text->original_text.data - w->page.data);
        winnow_builder_text(&w->builder, winnow_view_of(text->text), 0, start,
                            start + text->original_text.length);
        return;
    }
    origin_of(w, node, text->original_text.data);
    start = (size_t)(text->original_text.data - w->skeleton->html.data);
    end = start + text->original_text.length;
    if (is_raw(node))
        read_raw(w, node, w->skeleton->origin[start], w->skeleton->origin[end]);
    else
        play(w, start, end);
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
        add_text(w, node);
        return NULL;
    case GUMBO_NODE_TEMPLATE:
        note_start(w, node);
        note_end(w, &node->v.element);
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
    bool has_gaps = w->skeleton != NULL && w->skeleton->has_gaps;

    while (node != NULL && !(has_gaps && w->has_moved)) {
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

bool winnow_html_read_tree(struct winnow_document *document,
                           const GumboOutput *tree,
                           const struct winnow_skeleton *skeleton)
{
    struct walk w = {.head.document = document,
                     .arena = document->arena,
                     .page = document->text,
                     .skeleton = skeleton,
                     .last_start = NOWHERE,
                     .last_end = NOWHERE};

    winnow_builder_start(&w.builder, document);
    walk_tree(&w, tree->document);
    if (w.has_moved && skeleton->has_gaps)
        return false;
    winnow_builder_finish(&w.builder);
    return true;
}

/* HTML to blocks through gumbo. All of a document's tree lives in its arena by
 * way of gumbo's allocator hooks, which bounds its memory and makes
 * gumbo_destroy_output, which recurses, unnecessary.
 *
 * Gumbo is given the skeleton of the page, which costs it a tenth of the page.
 * Should the tree show that something left out might be missed, it is given the
 * skeleton with every tag; and the page itself, where the page cannot be told
 * by a skeleton. */
#include "html/internal.h"
#include "html/tree.h"

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
                                struct winnow_view html)
{
    GumboOptions options = kGumboDefaultOptions;

    options.allocator = allocate;
    options.deallocator = keep;
    options.userdata = arena;
    options.max_errors = 0; /* the list of errors is quadratic */
    return gumbo_parse_with_options(&options, html.data, html.length_bytes);
}

/* Reads the page through its skeleton; false when it cannot be read that way,
 * or not worth the cost. */
static bool read_skeleton(struct winnow_document *document, bool every_tag)
{
    struct winnow_skeleton skeleton;

    return winnow_html_skeleton(document, every_tag, &skeleton) &&
           winnow_html_affordable(skeleton.html) &&
           winnow_html_read_tree(
               document, parse(document->arena, skeleton.html), &skeleton);
}

static bool read_whole(struct winnow_document *document)
{
    return winnow_html_affordable(document->text) &&
           winnow_html_read_tree(document,
                                 parse(document->arena, document->text), NULL);
}

/* A way to read a page; whether it could. */
typedef bool way(struct winnow_document *document);

static bool through_skeleton(struct winnow_document *document)
{
    return read_skeleton(document, false);
}

static bool through_every_tag(struct winnow_document *document)
{
    return read_skeleton(document, true);
}

/* Reads the page one way within the arena's budget; false: it could not, or it
 * did not fit, and what it took is given back. */
static bool read_if_it_fits(struct winnow_document *document, way *read)
{
    struct winnow_arena *arena = document->arena;
    const struct winnow_arena_mark mark = winnow_arena_mark(arena);
    jmp_buf *const outer = arena->escape;
    jmp_buf escape;
    int code = setjmp(escape);

    if (code == 0) {
        bool done;
        arena->escape = &escape;
        done = read(document);
        arena->escape = outer;
        if (done)
            return true;
    }
    arena->escape = outer;
    if (code == WINNOW_ARENA_NO_MEMORY)
        longjmp(*outer, code);
    winnow_arena_release(arena, mark);
    document->fields[WINNOW_FIELD_LANGUAGE].value =
        (struct winnow_view){NULL, 0};
    return false;
}

void winnow_html_blocks_whole(struct winnow_document *document)
{
    if (document->text.length_bytes != 0 &&
        read_if_it_fits(document, read_whole)) {
        document->tree = WINNOW_TREE_OF_PAGE;
        return;
    }
    if (document->text.length_bytes != 0)
        winnow_diag_count(&document->diags, WINNOW_DIAG_HTML_BUDGET, 0);
    winnow_html_linear(document);
}

void winnow_html_blocks(struct winnow_document *document)
{
    if (document->text.length_bytes == 0)
        winnow_html_linear(document);
    else if (read_if_it_fits(document, through_skeleton))
        document->tree = WINNOW_TREE_OF_SKELETON;
    else if (read_if_it_fits(document, through_every_tag))
        document->tree = WINNOW_TREE_OF_ALL_TAGS;
    else
        winnow_html_blocks_whole(document);
}

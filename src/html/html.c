/* HTML to blocks: in one pass where the page's tags stand in the order of its
 * tree, through gumbo elsewhere.
 *
 * Gumbo is given the skeleton of the page, which costs it a tenth of the page.
 * Should the tree show that something left out might be missed, it is given the
 * skeleton with every tag; and the page itself, where the page cannot be told
 * by a skeleton. */
#include "html/html.h"
#include "html/cost.h"
#include "html/one_pass.h"
#include "html/tree.h"

/* What a way to read a page comes to. */
enum outcome {
    DONE,
    OTHER_WAY, /* it cannot be read that way */
    NO_WAY     /* nor any other that makes a tree: it is not worth its cost */
};
typedef enum outcome way(struct winnow_document *document);

static enum outcome in_one_pass(struct winnow_document *document)
{
    if (!winnow_html_read_in_one_pass(document))
        return OTHER_WAY;
    document->tree = WINNOW_TREE_FOLLOWED;
    return DONE;
}

static enum outcome read_skeleton(struct winnow_document *document,
                                  bool every_tag)
{
    struct winnow_skeleton skeleton;
    enum winnow_skeleton_made made =
        winnow_html_skeleton(document, every_tag, &skeleton);

    if (made == WINNOW_SKELETON_TOO_COSTLY)
        return NO_WAY;
    if (made == WINNOW_SKELETON_REFUSED ||
        !winnow_html_read_tree(
            document, winnow_html_parse(document->arena, skeleton.html),
            &skeleton))
        return OTHER_WAY;
    document->tree =
        every_tag ? WINNOW_TREE_OF_ALL_TAGS : WINNOW_TREE_OF_SKELETON;
    return DONE;
}

static enum outcome through_skeleton(struct winnow_document *document)
{
    return read_skeleton(document, false);
}

static enum outcome through_every_tag(struct winnow_document *document)
{
    return read_skeleton(document, true);
}

static enum outcome through_page(struct winnow_document *document)
{
    if (!winnow_html_affordable(document->text, document->options))
        return NO_WAY;
    winnow_html_read_tree(
        document, winnow_html_parse(document->arena, document->text), NULL);
    document->tree = WINNOW_TREE_OF_PAGE;
    winnow_diag_count(&document->diags, WINNOW_DIAG_HTML_WHOLE, 0);
    return DONE;
}

/* Reads the page one way within the arena's budget; when it could not be, or
 * did not fit, what that took is given back. Half of what is left is for the
 * stages that follow. What does not fit one way is not tried another, which
 * takes more as a rule. */
static enum outcome read_if_it_fits(struct winnow_document *document, way *read)
{
    struct winnow_arena *arena = document->arena;
    const struct winnow_arena_mark mark = winnow_arena_mark(arena);
    jmp_buf *const outer = arena->escape;
    const size_t budget_bytes = arena->budget_bytes;
    jmp_buf escape;
    int code = setjmp(escape);
    enum outcome outcome = OTHER_WAY;

    if (code == 0) {
        arena->escape = &escape;
        if (budget_bytes != 0)
            arena->budget_bytes -= (budget_bytes - mark.used_bytes) / 2;
        outcome = read(document);
    }
    arena->escape = outer;
    arena->budget_bytes = budget_bytes;
    if (code == WINNOW_ARENA_NO_MEMORY)
        longjmp(*outer, code);
    if (code == 0 && outcome == DONE)
        return DONE;
    winnow_arena_release(arena, mark);
    document->fields[WINNOW_FIELD_LANGUAGE].value =
        (struct winnow_view){NULL, 0};
    return code == 0 ? outcome : NO_WAY;
}

static void read_in_turn(struct winnow_document *document, way *const *ways,
                         size_t n)
{
    enum outcome outcome = OTHER_WAY;

    for (size_t i = 0; i < n && outcome == OTHER_WAY; i++)
        outcome = read_if_it_fits(document, ways[i]);
    if (outcome == DONE)
        return;
    winnow_diag_count(&document->diags, WINNOW_DIAG_HTML_BUDGET, 0);
    winnow_html_linear(document);
}

static way *const all_ways[] = {in_one_pass, through_skeleton,
                                through_every_tag, through_page};
enum { N_WAYS = sizeof all_ways / sizeof all_ways[0] };

/* Reads the page by the ways from the `first` on. */
static void read_from(struct winnow_document *document, size_t first)
{
    if (document->text.length_bytes == 0)
        winnow_html_linear(document);
    else
        read_in_turn(document, all_ways + first, N_WAYS - first);
}

void winnow_html_blocks(struct winnow_document *document)
{
    read_from(document, 0);
}

void winnow_html_blocks_tree(struct winnow_document *document)
{
    read_from(document, 1);
}

void winnow_html_blocks_whole(struct winnow_document *document)
{
    read_from(document, N_WAYS - 1);
}

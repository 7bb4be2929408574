/* What the files of html/ share: the builder that turns text into blocks,
 * whoever finds the text (one pass, the tree's walk in tree.c, the scan in
 * linear.c). */
#ifndef WINNOW_HTML_INTERNAL_H
#define WINNOW_HTML_INTERNAL_H

#include "html/html.h"
#include "html/markup.h"

struct winnow_inline; /* an open phrasing element, blocks.c */

/* Text on its way to blocks. Offsets, not pointers, since arrays move. */
struct winnow_builder {
    struct winnow_document *document;
    char *text; /* of all blocks, one after the other */
    size_t text_bytes, text_capacity;
    uint32_t block_capacity, element_capacity;
    uint32_t n_clear_blocks, n_clear_elements; /* all zeros, those behind the
                                                  last included */
    struct winnow_range *spans; /* in document->text until finished */
    uint32_t n_spans, span_capacity;
    struct winnow_mark *marks;
    uint32_t n_marks, mark_capacity;
    struct winnow_inline *inlines;
    uint32_t n_inlines, inline_capacity;

    uint32_t element;       /* the open element */
    uint32_t preformatted;  /* open elements that keep white space */
    uint32_t block_element; /* of the block that is being built */
    size_t block_text;      /* where it starts in text */
    uint32_t block_span, block_mark;
    struct winnow_view
        closed_names;       /* of a phrasing element around the block */
    size_t closed_names_at; /* text_bytes when it closed */
    bool pending_space;
    uint32_t pending_breaks;
    bool is_capped;    /* no block ends any more but the last */
    size_t capped_at;  /* of the page, where that block starts */
    uint32_t n_beyond; /* open elements from there on, which hold no block */
    struct winnow_element beyond; /* one of them */
    bool is_told; /* whoever reads tells what is passed over but markup and
                     white space: winnow_builder_pass_over */
    bool has_gap; /* since the last span there was such */
};

void winnow_builder_start(struct winnow_builder *builder,
                          struct winnow_document *document);
/* Opens an element below the open one, which ends the block at hand; returns
 * it, to be filled. Closing ends the block too. Past the limit on blocks no
 * element is kept. */
struct winnow_element *winnow_builder_open(struct winnow_builder *builder,
                                           enum winnow_tag tag);
void winnow_builder_close(struct winnow_builder *builder);
/* Ends the block at hand, if it has text. */
void winnow_builder_flush(struct winnow_builder *builder);
/* Adds decoded text that stands at [start, end) of document->text. Its first
 * `n_folded` bytes have, behind white space, words with one space between; 0:
 * that is not known. */
void winnow_builder_text(struct winnow_builder *builder,
                         struct winnow_view text, size_t n_folded, size_t start,
                         size_t end);
/* Adds white space that is folded and stands alone. */
static inline void winnow_builder_space(struct winnow_builder *builder)
{
    builder->pending_space = true;
}
/* Something was passed over that may be no markup: what a script holds. */
void winnow_builder_pass_over(struct winnow_builder *builder);
/* A line break (br); two in a row end the block. */
void winnow_builder_break(struct winnow_builder *builder);
/* A datetime attribute of an element that is entered, as written in the text;
 * one that is not behind those before is left out: its element is entered a
 * second time. */
void winnow_builder_datetime(struct winnow_builder *builder,
                             struct winnow_view written);
/* Opens and closes a phrasing element. `mark`: of its text, but for the bounds;
 * one that is plain and has no role is none. `names` are its class, rel and
 * itemprop, or empty. */
void winnow_builder_open_inline(struct winnow_builder *builder,
                                const struct winnow_mark *mark,
                                struct winnow_view names);
void winnow_builder_close_inline(struct winnow_builder *builder);
/* Ends the last block, gives blocks their final pointers, body spans and
 * forms. */
void winnow_builder_finish(struct winnow_builder *builder);

/* Tells each block's form, list, row and level from its elements. */
void winnow_html_forms(struct winnow_document *document);

#endif

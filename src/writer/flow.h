/* What text and markdown share: which blocks of a document are written, in
 * which order, and how each stands to the one written before it. The forms
 * themselves know only how to write a block. */
#ifndef WINNOW_WRITER_FLOW_H
#define WINNOW_WRITER_FLOW_H

#include "writer/writer.h"

enum { WINNOW_LIST_LEVELS_MAX = 16 };

/* How a block stands to the one before it. */
enum winnow_joint {
    WINNOW_JOINT_FIRST,     /* nothing before it */
    WINNOW_JOINT_PARAGRAPH, /* a blank line between */
    WINNOW_JOINT_LINE,      /* the next item of a list, row of a table */
    WINNOW_JOINT_CELL,      /* the next cell of a table row */
    WINNOW_JOINT_SPACE      /* goes on where that one ended */
};

struct winnow_flow {
    const struct winnow_document *document;
    enum winnow_to to;
    uint32_t title_index;          /* its block, or WINNOW_NO_BLOCK */
    struct winnow_view title_text; /* empty: none is written */
    bool is_started;
    uint32_t next_index;
    uint32_t lists[WINNOW_LIST_LEVELS_MAX]; /* the open ones, outermost first */
    uint32_t items[WINNOW_LIST_LEVELS_MAX]; /* elements of their last items */

    /* What is to be written now. */
    struct winnow_block *block; /* NULL: a title that no block says */
    struct winnow_view text;
    enum winnow_kind shape; /* TITLE, HEADING, PARAGRAPH, LIST, TABLE, CODE,
                               QUOTE or CAPTION */
    enum winnow_joint joint;
    uint32_t depth;    /* open lists; 0: in none */
    bool is_item;      /* opens an item of the innermost list, else a part of
                          one (depth > 0) */
    bool is_new_list;  /* its first item */
    bool follows_list; /* of a new list: one of its depth ended just before */
    uint32_t n_empty_cells; /* of a table row, between the cell before (or the
                               row's start) and this one */

    /* What was written before it; NULL: nothing, or a bare title. */
    struct winnow_block *before;
    enum winnow_kind before_shape;
    uint32_t before_depth;
    bool before_is_item;
};

/* Whether a block is written in the form `to`. */
bool winnow_is_written(const struct winnow_document *document,
                       const struct winnow_block *block, enum winnow_to to);

/* Starts; empties the output range of every block. */
void winnow_flow_start(struct winnow_flow *flow,
                       const struct winnow_document *document,
                       enum winnow_to to);
/* Moves on to the next; false: there is none. */
bool winnow_flow_next(struct winnow_flow *flow);

/* Whether both stand in the same nearest element `tag` (both in none: yes). */
bool winnow_is_same_within(const struct winnow_document *document,
                           const struct winnow_block *a,
                           const struct winnow_block *b, enum winnow_tag tag);

#endif

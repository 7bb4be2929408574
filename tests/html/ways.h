/* The ways to read a page: in one pass, through the tree of its skeleton, and
 * through the tree of all of it; and whether they find the same. */
#ifndef WINNOW_TESTS_WAYS_H
#define WINNOW_TESTS_WAYS_H

#include "html/html.h"

struct ways {
    struct winnow_arena arenas[3];
    /* As pages are read, always through a tree, always through the whole. */
    struct winnow_document documents[3];
    char difference[1024]; /* where they differ first; "" where nowhere */
};

/* Reads `text` (UTF-8) all ways and compares everything that a document holds
 * of it. False when they differ. */
bool ways_agree(struct ways *ways, struct winnow_view text);

void ways_free(struct ways *ways);

#endif

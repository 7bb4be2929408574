/* The two ways to read a page, through its skeleton and through the tree of all
 * of it, and whether they find the same. */
#ifndef WINNOW_TESTS_WAYS_H
#define WINNOW_TESTS_WAYS_H

#include "html/html.h"

struct ways {
    struct winnow_arena arenas[2];
    struct winnow_document documents[2]; /* through the skeleton, whole */
    char difference[1024]; /* where they differ first; "" where nowhere */
};

/* Reads `text` (UTF-8) both ways and compares everything that a document holds
 * of it. False when they differ. */
bool ways_agree(struct ways *ways, struct winnow_view text);

void ways_free(struct ways *ways);

#endif

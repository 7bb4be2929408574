/* What the files that look a page over share: page_view.c fills it, container.c
 * its container, page_features.c makes rows of it. */
#ifndef WINNOW_PAGE_VIEW_H
#define WINNOW_PAGE_VIEW_H

#include "label/features.h"
#include "shape.h"

enum {
    WINNOW_LONG_PROSE_WORDS = 20, /* of prose that first and last are told by */
    WINNOW_STEPS_MOST = 10,   /* steps to the container that are told apart */
    WINNOW_LEVEL_FEATURES = 5 /* of WINNOW_PAGE_LEVEL_0_WORDS and on */
};

/* Sums over all blocks before one, so that a range's sum is a difference. */
struct winnow_sums {
    uint64_t words, characters, link_characters, prose_words;
    int64_t points; /* readability's, of the container */
};

/* Blocks of one shape. */
struct winnow_shape_sums {
    uint32_t n, n_prose;
    uint64_t words, characters, link_characters;
};

struct winnow_page_view {
    struct winnow_document *document;
    uint16_t price; /* phrase group */

    struct winnow_sums *before; /* n_blocks + 1 */
    bool *is_prose;             /* per block */

    /* per element */
    int64_t *points;
    uint32_t *inside; /* bit k: one that feature WINNOW_PAGE_IN_MAIN + k names
                         stands around it, or it is one */
    uint64_t *own_shape;
    uint32_t *n_siblings; /* of the same shape, itself counted */
    uint8_t (*levels)[WINNOW_LEVEL_FEATURES]; /* of what stands in it */
    uint32_t *wider;  /* nearest ancestor that holds more blocks, or 0 */
    uint32_t *meet;   /* where its way up meets the container's */
    uint32_t *branch; /* the child of `meet` on its way */
    uint8_t *steps;   /* up to `meet` */

    /* the container */
    uint32_t best;                               /* 0: none */
    uint32_t best_branch[WINNOW_STEPS_MOST + 1]; /* [k]: the child, towards the
                                container, of the k-th element above it */

    /* per block */
    struct winnow_shape_sums *shapes;
    uint32_t *shape_of; /* into `shapes`, in order of their first blocks */
    uint32_t *n_copies; /* blocks with its text, itself counted; 0: no key */
    bool *is_copy;
    uint32_t *prose_above, *prose_below,
        *heading; /* block index + 1; 0: none */

    /* blocks, n_blocks where there is none */
    uint32_t first_h1, title, first_prose, last_prose;
    struct winnow_stretch stretch;
    struct winnow_word_set title_words, description_words;
    struct winnow_word_set said; /* pairs of words of JSON-LD's long texts */
};

/* The sums of what an element holds. */
struct winnow_sums winnow_page_inside(const struct winnow_page_view *page,
                                      uint32_t element);

/* Finds the container and how every element stands to it; container.c. */
void winnow_page_find_container(struct winnow_page_view *page);

/* Looks a page over: after the filters, before kinds are settled. Makes a
 * struct winnow_page_view, in the document's arena. */
void *winnow_page_look(struct winnow_document *document);

/* The row of page_summary.def; page_summary.c. */
void winnow_page_summarize(const void *view, uint8_t *row);

#endif

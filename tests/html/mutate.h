/* Pages made from pages, and from nothing: always the same for a seed. */
#ifndef WINNOW_TESTS_MUTATE_H
#define WINNOW_TESTS_MUTATE_H

#include <stdint.h>

#include "document.h"

/* The page with a few of its tags taken out, doubled, moved, cut, or others put
 * in. The caller frees it. */
struct winnow_view mutate(struct winnow_view page, uint64_t seed);

/* Tags and text in disorder, about `n` pieces. The caller frees it. */
struct winnow_view soup(unsigned n, uint64_t seed);

#endif

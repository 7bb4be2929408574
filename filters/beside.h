/* Where lines stand that tell of a document's origin: by its title, and under
 * its text. */
#ifndef WINNOW_FILTERS_BESIDE_H
#define WINNOW_FILTERS_BESIDE_H

#include "filter.h"
#include "shape.h"

struct winnow_beside {
    uint32_t title; /* a block of the page's, or WINNOW_NO_BLOCK */
    struct winnow_stretch stretch;
};

/* Of the document whose title field is set; the head's title is no place. Found
 * once: those who tell of its origin come right behind the title filter, before
 * anything is settled as around the document. */
struct winnow_beside winnow_beside_of(struct winnow_document *document);

/* From a little before the title to the first lines of the text; where no title
 * is known, the lines before the text. */
bool winnow_is_by_title(const struct winnow_beside *beside, uint32_t i);

/* At most two lines from the title; where none is known, right before the text.
 */
bool winnow_is_next_to_title(const struct winnow_beside *beside, uint32_t i);

/* From the text's last block to some lines behind it. */
bool winnow_is_under_text(const struct winnow_beside *beside, uint32_t i);

/* Whether the block stands in an element whose name says that what it holds is
 * not the document: comments, teasers, menus, the footer, a side column. */
bool winnow_is_among_others(struct winnow_document *document,
                            const struct winnow_block *block);

/* The same, but for side columns: what is by the title may stand in one. */
bool winnow_is_of_others(struct winnow_document *document,
                         const struct winnow_block *block);

#endif

/* What tools write into running text that is no text: numbers of links, names
 * of images, and the markup of markdown (CommonMark 0.31.2, section 6, and what
 * pandoc adds to it). */
#ifndef WINNOW_CAPTURE_INLINE_H
#define WINNOW_CAPTURE_INLINE_H

#include "capture/signs.h"

/* What is to become of a byte of a block's text. */
enum winnow_drop {
    WINNOW_DROP_NOT,
    WINNOW_DROP_MARKUP, /* never text */
    WINNOW_DROP_NAME,   /* text only where the block has no other */
    WINNOW_DROP_TO_BLANK
};

struct winnow_inline {
    uint8_t *drops; /* a winnow_drop for each byte */
    struct winnow_mark
        *marks; /* of the text as it was, sorted; href views it */
    uint32_t n_marks;
};

/* Reads a block's text, white space folded. Returns false, with nothing filled,
 * when all of it is text. `numbering` goes on from block to block. Linear. */
bool winnow_inline_read(struct winnow_arena *arena, struct winnow_view text,
                        const struct winnow_habits *habits,
                        struct winnow_numbering *numbering,
                        struct winnow_inline *inlines);

#endif

/* From a place in the text as it was written back to the bytes it came from. */
#ifndef WINNOW_LOCATE_H
#define WINNOW_LOCATE_H

#include "document.h"

/* What stands at an offset of a rendered text. */
struct winnow_located {
    uint32_t block; /* or WINNOW_NO_BLOCK: the writer put it there */
    struct winnow_range output; /* the character, in the rendered text */
    struct winnow_range text;   /* what it was read from, in document->text */
    struct winnow_range source; /* the same in document->body */
};

/* Finds the block whose output range holds `offset` of `rendered`, the text
 * that set these ranges, and in the block's spans what its character was made
 * from: the character itself, a reference, several characters that became one,
 * or the markup and white space between two where it stands for them. Linear in
 * the block, but for stretches that were rewritten. Memory is the arena's. */
void winnow_locate(const struct winnow_document *document,
                   struct winnow_view rendered, uint64_t offset,
                   struct winnow_located *located);

#endif

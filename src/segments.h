/* The segments of a page's title: "Headline - Section | Site". */
#ifndef WINNOW_SEGMENTS_H
#define WINNOW_SEGMENTS_H

#include "document.h"

enum { WINNOW_SEGMENTS_MOST = 8 };

/* Views into the title, in order. */
struct winnow_segments {
    struct winnow_view items[WINNOW_SEGMENTS_MOST];
    size_t n;
};
void winnow_segments_split(struct winnow_segments *segments,
                           struct winnow_view text);

#endif

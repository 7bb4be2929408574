/* datetime attributes: what <time> and elements like it say of the text they
 * stand around. */
#ifndef WINNOW_FILTERS_TIMES_H
#define WINNOW_FILTERS_TIMES_H

#include "document.h"

enum winnow_time_role {
    WINNOW_TIME_PLAIN,
    WINNOW_TIME_PUBLISHED, /* itemprop, class or pubdate say so */
    WINNOW_TIME_MODIFIED
};

struct winnow_time {
    struct winnow_view value; /* the attribute, a part of document->text */
    struct winnow_range span; /* of the attribute's value, in the body */
    enum winnow_time_role role;
    bool is_microdata; /* itemprop says the role */
    uint32_t block;    /* whose text begins in the element, or the next
                          behind it; WINNOW_NO_BLOCK: none is near */
};

/* Those that are values, in the page's order, in the document's arena; `*n`
 * gets their number, WINNOW_DATETIMES_MOST at most. */
const struct winnow_time *winnow_times_find(struct winnow_document *document,
                                            size_t *n);

#endif

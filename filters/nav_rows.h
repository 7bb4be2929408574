/* Rows of navigation that are told by what they list, not by where they stand:
 * languages named in their own words, breadcrumbs, page numbers. A part of the
 * nav filter. */
#ifndef WINNOW_FILTERS_NAV_ROWS_H
#define WINNOW_FILTERS_NAV_ROWS_H

#include "filter.h"

struct winnow_nav_rows {
    uint16_t language, breadcrumb, page_number; /* phrase groups */
};

void winnow_nav_rows_open(struct winnow_nav_rows *rows,
                          const struct winnow_phrases *phrases);

/* Marks every row in the document. */
void winnow_nav_rows_mark(const struct winnow_nav_rows *rows,
                          struct winnow_document *document);

#endif

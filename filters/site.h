/* What a page's head says of its site: the segments of a title ("Headline -
 * Section | Site"), and which of them is the site's name. */
#ifndef WINNOW_FILTERS_SITE_H
#define WINNOW_FILTERS_SITE_H

#include "document.h"

enum { WINNOW_SEGMENTS_MOST = 8, WINNOW_SITE_NAME_BYTES = 96 };

/* Views into the title, in order. */
struct winnow_segments {
    struct winnow_view items[WINNOW_SEGMENTS_MOST];
    size_t n;
};
void winnow_segments_split(struct winnow_segments *segments,
                           struct winnow_view text);

/* The names that the head gives, as keys, and the host. */
struct winnow_site {
    uint64_t keys[3];
    size_t n_keys;
    char host[WINNOW_SITE_NAME_BYTES];
};
void winnow_site_read(struct winnow_site *site,
                      const struct winnow_document *document);

/* Whether a text is clearly the site's name: said by the head, or by the host.
 */
bool winnow_site_is_name(const struct winnow_site *site,
                         struct winnow_view text);

#endif

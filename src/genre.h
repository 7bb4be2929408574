/* What a page says of its own genre: by the address, by the declared types
 * (schema.org in JSON-LD, Open Graph) and by the engine that made it. */
#ifndef WINNOW_GENRE_H
#define WINNOW_GENRE_H

#include "document.h"

enum winnow_genre {
    WINNOW_GENRE_ARTICLE = 1 << 0,
    WINNOW_GENRE_THREAD = 1 << 1, /* a forum's, or questions and answers */
    WINNOW_GENRE_PRODUCT = 1 << 2,
    WINNOW_GENRE_LISTING = 1 << 3,
    WINNOW_GENRE_MANUAL = 1 << 4,
    WINNOW_GENRE_SITE = 1 << 5, /* a site's own page, "website" */
    WINNOW_GENRE_FRONT = 1 << 6 /* an address without a path */
};

/* All that it says, by any of them; 0 for nothing. Linear in the head. */
unsigned winnow_genres(const struct winnow_document *document);

#endif

/* What a page says of its own genre: by the address, by the declared types
 * (schema.org in JSON-LD, Open Graph), by the engine that made it and by the
 * site's name in the title. */
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

/* What one declared type says ("NewsArticle" of schema.org, "product" of Open
 * Graph), in any case; 0 for nothing. */
unsigned winnow_genres_of_type(struct winnow_view type);

/* What the words of an address say, or the name of the engine in a generator
 * entry. */
unsigned winnow_genres_of_address(struct winnow_view address);
unsigned winnow_genres_of_generator(struct winnow_view content);

/* All that it says, by any of them, looked for once; 0 for nothing. Linear in
 * the head. */
unsigned winnow_genres(struct winnow_document *document);
/* Of those, what the words of its address say. */
unsigned winnow_genres_of_url(struct winnow_document *document);

#endif

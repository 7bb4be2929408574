/* What a page's head says of its site, and which segment of a title is the
 * site's name. */
#ifndef WINNOW_FILTERS_SITE_H
#define WINNOW_FILTERS_SITE_H

#include "document.h"
#include "segments.h"

enum { WINNOW_SITE_NAME_BYTES = 96 };

/* The names that the page gives, as keys, and the host. */
enum { WINNOW_SITE_KEYS_MOST = 8 };
struct winnow_site {
    uint64_t keys[WINNOW_SITE_KEYS_MOST];
    size_t n_keys;
    uint64_t organisations[WINNOW_SITE_KEYS_MOST]; /* in JSON-LD; by
                                                      winnow_site_read_all */
    size_t n_organisations;
    char host[WINNOW_SITE_NAME_BYTES];
};
void winnow_site_read(struct winnow_site *site,
                      const struct winnow_document *document);

/* The same, and the names that structured data give: the candidates of the site
 * field, and organisations that publish or write. */
void winnow_site_read_all(struct winnow_site *site,
                          struct winnow_document *document);

/* The last label of the host that the page is from ("org"), or empty. */
struct winnow_view
winnow_site_last_label(const struct winnow_document *document);

/* Whether a text is, letter by letter, a name that the page gives its site. */
bool winnow_site_is_named(const struct winnow_site *site,
                          struct winnow_view text);

/* Whether structured data say that an organisation is called so. */
bool winnow_site_is_organisation(const struct winnow_site *site,
                                 struct winnow_view text);

/* Whether it is the host, or the host without its last label. */
bool winnow_site_is_host(const struct winnow_site *site,
                         struct winnow_view text);

/* Whether a text is clearly the site's name: said by the head, or by the host.
 */
bool winnow_site_is_name(const struct winnow_site *site,
                         struct winnow_view text);

#endif

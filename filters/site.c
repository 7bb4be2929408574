/* Names of sites; see site.h. */
#include "site.h"

#include "filter.h"
#include "fold.h"
#include "json_ld.h"
#include "metadata.h"
#include "shape.h"

/* ---- the site's name -------------------------------------------------------
 */

/* Letters and digits of ASCII in lower case, for comparing with a host; 0 for
 * a text with other letters, which no host has. */
static size_t fold_ascii(struct winnow_view text,
                         char out[WINNOW_SITE_NAME_BYTES])
{
    size_t n = 0;

    for (size_t i = 0; i < text.length_bytes && n + 1 < WINNOW_SITE_NAME_BYTES;
         i++) {
        char c = text.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if ((unsigned char)c >= 0x80)
            n = WINNOW_SITE_NAME_BYTES;
    }
    if (n >= WINNOW_SITE_NAME_BYTES)
        n = 0;
    out[n] = '\0';
    return n;
}

static struct winnow_view host_of(struct winnow_view url)
{
    struct winnow_view host = {NULL, 0};

    for (size_t i = 0; i + 2 < url.length_bytes; i++) {
        if (memcmp(url.data + i, "://", 3) != 0)
            continue;
        host.data = url.data + i + 3;
        while (i + 3 + host.length_bytes < url.length_bytes &&
               host.data[host.length_bytes] != '/')
            host.length_bytes++;
        return host;
    }
    return host;
}

/* The page's address, or the one that it gives itself, if that has a host and
 * the first has none. */
static struct winnow_view url_of(const struct winnow_document *document)
{
    static const char *const names[] = {"canonical", "og:url"};

    if (host_of(document->url).length_bytes != 0)
        return document->url;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        if (meta != NULL && host_of(meta->content).length_bytes != 0)
            return meta->content;
    }
    return document->url;
}

struct winnow_view
winnow_site_last_label(const struct winnow_document *document)
{
    struct winnow_view host = host_of(url_of(document));
    const char *port = host.length_bytes == 0
                           ? NULL
                           : memchr(host.data, ':', host.length_bytes);
    const char *dot;

    if (port != NULL)
        host.length_bytes = (size_t)(port - host.data);
    dot = host.length_bytes == 0 ? NULL
                                 : memrchr(host.data, '.', host.length_bytes);
    if (dot == NULL)
        return (struct winnow_view){NULL, 0};
    host.length_bytes -= (size_t)(dot + 1 - host.data);
    host.data = dot + 1;
    return host;
}

static bool has_key(const uint64_t *keys, size_t n, uint64_t key)
{
    for (size_t i = 0; i < n; i++)
        if (keys[i] == key)
            return true;
    return false;
}

void winnow_site_read(struct winnow_site *site,
                      const struct winnow_document *document)
{
    static const char *const names[] = {"og:site_name", "application-name",
                                        "apple-mobile-web-app-title"};

    site->n_keys = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        uint64_t key = meta == NULL || meta->content.length_bytes == 0
                           ? 0
                           : winnow_text_key(meta->content);
        if (key != 0)
            site->keys[site->n_keys++] = key;
    }
    fold_ascii(host_of(url_of(document)), site->host);
}

static void add_key(uint64_t keys[WINNOW_SITE_KEYS_MOST], size_t *n,
                    struct winnow_view name)
{
    uint64_t key = winnow_text_key(name);

    if (key != 0 && *n < WINNOW_SITE_KEYS_MOST && !has_key(keys, *n, key))
        keys[(*n)++] = key;
}

void winnow_site_read_all(struct winnow_site *site,
                          struct winnow_document *document)
{
    const struct winnow_ld_facts *facts = winnow_ld_facts(document);

    winnow_site_read(site, document);
    for (uint32_t i = 0; i < document->n_candidates; i++)
        if (document->candidates[i].field == WINNOW_FIELD_SITE)
            add_key(site->keys, &site->n_keys, document->candidates[i].value);
    site->n_organisations = 0;
    for (size_t i = 0; i < facts->n; i++)
        if (facts->items[i].is_organisation)
            add_key(site->organisations, &site->n_organisations,
                    facts->items[i].value);
}

bool winnow_site_is_organisation(const struct winnow_site *site,
                                 struct winnow_view text)
{
    return has_key(site->organisations, site->n_organisations,
                   winnow_text_key(text));
}

bool winnow_site_is_named(const struct winnow_site *site,
                          struct winnow_view text)
{
    return has_key(site->keys, site->n_keys, winnow_text_key(text));
}

bool winnow_site_is_host(const struct winnow_site *site,
                         struct winnow_view text)
{
    enum { LABEL_MOST = 4 }; /* of "com", "info", and of "co" and "uk" glued */
    char name[WINNOW_SITE_NAME_BYTES];
    const char *host = site->host, *at;
    size_t n;

    if (strncmp(host, "www", 3) == 0)
        host += 3;
    if (text.length_bytes >= WINNOW_SITE_NAME_BYTES)
        return false;
    n = fold_ascii(text, name);
    at = n == 0 ? NULL : strstr(host, name);
    return at != NULL && strlen(at + n) <= LABEL_MOST;
}

bool winnow_site_is_name(const struct winnow_site *site,
                         struct winnow_view text)
{
    enum { LEAST = 4 };
    char name[WINNOW_SITE_NAME_BYTES];
    if (has_key(site->keys, site->n_keys, winnow_text_key(text)))
        return true;
    return text.length_bytes < WINNOW_SITE_NAME_BYTES &&
           fold_ascii(text, name) >= LEAST && strstr(site->host, name) != NULL;
}

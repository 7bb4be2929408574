/* Segments of titles and names of sites; see site.h. */
#include "site.h"

#include "filter.h"
#include "fold.h"
#include "shape.h"

/* ---- segments --------------------------------------------------------------
 */

/* The length of a separator at `at`, 0 if there is none. */
static size_t separator_at(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {
        " - ",      " | ",      " \u2013 ", " \u2014 ", " :: ",
        " \u00bb ", " \u00ab ", " \u00b7 ", " \u2022 ", " / ",
        " \u203a ", " > ",      " < ",      " : ",      " \u2502 ",
        "|",        "_",        "\uff5c",   "--",       "\u2014\u2014",
    };

    return winnow_sign_at(text, at, signs, sizeof signs / sizeof signs[0]);
}

/* A hyphen without blanks separates where the script has no hyphens. */
static size_t ideographic_hyphen_at(struct winnow_view text, size_t at)
{
    uint32_t before;

    if (text.data[at] != '-' || at < 3)
        return 0;
    winnow_decode_code_point(text.data + at - 3, text.data + at, &before);
    return winnow_class_of(before) == WINNOW_CLASS_IDEOGRAPH ? 1 : 0;
}

static void put_segment(struct winnow_segments *segments,
                        struct winnow_view text, size_t start, size_t end)
{
    struct winnow_view piece = {text.data + start, end - start};

    piece = winnow_view_trim(piece);
    if (piece.length_bytes != 0 && segments->n < WINNOW_SEGMENTS_MOST)
        segments->items[segments->n++] = piece;
}

void winnow_segments_split(struct winnow_segments *segments,
                           struct winnow_view text)
{
    size_t start = 0, at = 0;

    segments->n = 0;
    while (at < text.length_bytes) {
        size_t n = separator_at(text, at);
        if (n == 0)
            n = ideographic_hyphen_at(text, at);
        if (n == 0) {
            at++;
            continue;
        }
        put_segment(segments, text, start, at);
        at += n;
        start = at;
    }
    put_segment(segments, text, start, text.length_bytes);
}

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

static struct winnow_view url_of(const struct winnow_document *document)
{
    static const char *const names[] = {"canonical", "og:url"};

    if (document->url.length_bytes != 0)
        return document->url;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct winnow_meta *meta = winnow_meta_find(document, names[i]);
        if (meta != NULL && meta->content.length_bytes != 0)
            return meta->content;
    }
    return document->url;
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

bool winnow_site_is_name(const struct winnow_site *site,
                         struct winnow_view text)
{
    enum { LEAST = 4 };
    char name[WINNOW_SITE_NAME_BYTES];
    uint64_t key = winnow_text_key(text);

    for (size_t i = 0; i < site->n_keys; i++)
        if (site->keys[i] == key)
            return true;
    return text.length_bytes < WINNOW_SITE_NAME_BYTES &&
           fold_ascii(text, name) >= LEAST && strstr(site->host, name) != NULL;
}

/* From a record's content to UTF-8 text: the HTTP message taken apart, transfer
 * and content codings removed, the charset found and decoded, with a map from
 * text offsets to body offsets. */
#ifndef WINNOW_DECODE_H
#define WINNOW_DECODE_H

#include "document.h"

/* An HTTP response taken apart. Views live in the content or the arena. */
struct winnow_entity {
    int status;                    /* 0: no status line */
    struct winnow_view media_type; /* lower case, without parameters; or "" */
    struct winnow_view charset;    /* parameter of Content-Type, or "" */
    struct winnow_view last_modified; /* the field as written, or "" */
    struct winnow_view body;          /* codings removed */
    const char *refused; /* a diagnostic's name: the body cannot be had */
};

/* Takes an HTTP response apart (RFC 9112) as it is met in archives: heads with
 * LF only, folded lines, bodies already dechunked or decoded while the head
 * says otherwise, or the reverse (tried, verified, else taken as they are). At
 * most `max_body_bytes` come out, more is refused as `past_max`; two content
 * codings at most (gzip, deflate
 * with or without zlib head, br, zstd). Diagnostics go to `diags`. */
void winnow_decode_http(struct winnow_arena *arena, struct winnow_view content,
                        uint64_t max_body_bytes, enum winnow_diag past_max,
                        struct winnow_diags *diags,
                        struct winnow_entity *entity);

/* Only the status and media type of an HTTP response, without touching the
 * body: what a source needs to pass a record over. `status` is 0 when there is
 * no status line; `media_type` is a view into `content`, without parameters,
 * in the letter case it was written in, or empty. */
void winnow_decode_http_head(struct winnow_view content, int *status,
                             struct winnow_view *media_type);

/* Whether the body is HTML, text or neither, as a browser would tell (WHATWG
 * MIME Sniffing, section 7): fills document->from from the media type and the
 * first bytes; refuses binary content (document->refused). A `from` that is
 * not AUTO stays. */
void winnow_decode_sniff(struct winnow_document *document);

/* The converters of the multi-byte charsets, and nothing else. Used by one
 * thread at a time; a chain owns one. */
struct winnow_decoder;

/* Opens every converter, so that none is opened later: opening reads files,
 * which a sandbox may forbid by then. The caller closes the decoder. */
enum winnow_status winnow_decode_open(struct winnow_decoder **decoder);
void winnow_decode_close(struct winnow_decoder *decoder); /* NULL: nothing */

/* Finds the charset (BOM, HTTP, meta prescan, XML declaration, then the bytes)
 * and decodes document->body into document->text with its map; fills charset
 * and charset_from. Malformed bytes become U+FFFD, as the Encoding Standard
 * says. `document->from` must be known. Text that is UTF-8 already is a view
 * into the body. */
void winnow_decode_charset(struct winnow_decoder *decoder,
                           struct winnow_document *document);

/* Decodes a string of JSON, `raw` as it is written in page->text without its
 * quotes, into a document of its own whose map leads to the page's body.
 * `breaks_are_markup`: line breaks become tags that end a paragraph. */
void winnow_decode_json_string(const struct winnow_document *page,
                               struct winnow_view raw, bool breaks_are_markup,
                               struct winnow_document *string);

/* The standard's name of a label, or NULL: "latin1" -> "windows-1252". */
const char *winnow_charset_find(struct winnow_view label);

#endif

/* From a record's content to UTF-8 text: the HTTP message taken apart, transfer
 * and content codings removed, the charset found and decoded, with a map from
 * text offsets to body offsets. */
#ifndef WINNOW_DECODE_H
#define WINNOW_DECODE_H

#include "document.h"

/* An HTTP response taken apart. Views live in the content or the arena. */
struct winnow_entity {
    int status; /* 0: no status line */
    struct winnow_view media_type; /* lower case, without parameters; or "" */
    struct winnow_view charset;    /* parameter of Content-Type, or "" */
    struct winnow_view body;       /* codings removed */
    const char *refused; /* a diagnostic's name: the body cannot be had */
};

/* Takes an HTTP response apart (RFC 9112) as it is met in archives: heads with
 * LF only, folded lines, bodies already dechunked or decoded while the head
 * says otherwise, or the reverse (tried, verified, else taken as they are). At
 * most `max_body_bytes` come out; two content codings at most (gzip, deflate
 * with or without zlib head, br, zstd). Diagnostics go to `diags`. */
void winnow_decode_http(struct winnow_arena *arena, struct winnow_view content,
                        uint64_t max_body_bytes, struct winnow_diags *diags,
                        struct winnow_entity *entity);

/* Only the status and media type of an HTTP response, without touching the
 * body: what a source needs to pass a record over. */
void winnow_decode_http_head(struct winnow_view content, int *status,
                             struct winnow_view *media_type);

/* Whether the body is HTML, text or neither, as a browser would tell (WHATWG
 * MIME Sniffing, section 7): fills document->from from the media type and the
 * first bytes; refuses binary content (document->refused). */
void winnow_decode_sniff(struct winnow_document *document);

/* Finds the charset (BOM, HTTP, meta prescan, XML declaration, then the bytes)
 * and decodes document->body into document->text with its map; fills charset
 * and charset_from. Malformed bytes become U+FFFD, as the Encoding Standard
 * says. Every converter is opened by winnow_decode_open. */
void winnow_decode_charset(struct winnow_document *document);

/* The standard's name of a label, or NULL: "latin1" -> "windows-1252". */
const char *winnow_charset_find(struct winnow_view label);

/* Opens every converter once, for the process. */
enum winnow_status winnow_decode_open(void);

#endif

/* Heads of archive records: the named fields of WARC (ISO 28500:2017, section
 * 4; also 0.17 to 1.0) and the one line of ARC 1 and 2 (Internet Archive, "ARC
 * File Format", 1996). Lenient, as crawlers are: LF for CRLF, folded lines,
 * space before the colon, <URI>.
 */
#ifndef WINNOW_HEAD_H
#define WINNOW_HEAD_H

#include "buffer.h"
#include "document.h"

enum { WINNOW_CAPTURED_BYTES = 40 };

/* What a head says. Views point into the storage given to the reader, except
 * `captured`, which points into the head itself. */
struct winnow_head {
    struct winnow_view type;         /* lower case */
    struct winnow_view id, uri;      /* without < > */
    struct winnow_view captured;     /* ISO 8601, or "" when it is no date */
    struct winnow_view content_type; /* lower case, with parameters */
    struct winnow_view payload_digest, block_digest;
    bool length_known; /* false: missing, negative, no number, too long */
    uint64_t length_bytes;
    bool malformed; /* lines that are no fields were left out */
    char captured_text[WINNOW_CAPTURED_BYTES];
};

/* Whether a line (without its line end) starts a WARC record: "WARC/1.0". */
bool winnow_head_is_warc(struct winnow_view line);
/* Whether a line is the head of an ARC record: URL, address, 14 digits, media
 * type, (more,) length. */
bool winnow_head_is_arc(struct winnow_view line);

/* Reads a WARC head, from its version line to its blank line. `storage` is
 * cleared and filled. False: no memory. */
bool winnow_head_read_warc(struct winnow_view bytes,
                           struct winnow_buffer *storage,
                           struct winnow_head *head);
/* Reads an ARC record's line, which winnow_head_is_arc. */
bool winnow_head_read_arc(struct winnow_view line,
                          struct winnow_buffer *storage,
                          struct winnow_head *head);

/* The media type of a Content-Type value, and its charset parameter (without
 * quotes) or "". */
struct winnow_view winnow_media_type_of(struct winnow_view content_type);
struct winnow_view winnow_charset_parameter(struct winnow_view content_type);

/* Comparing without regard to ASCII case, whatever the locale. */
bool winnow_ascii_equal(struct winnow_view view, const char *string);
bool winnow_ascii_starts(struct winnow_view view, const char *prefix);

#endif

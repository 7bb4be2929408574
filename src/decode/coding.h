/* Content codings taken off (RFC 9110, section 8.4.1): gzip, deflate, br, zstd.
 * The one file that touches their libraries is coding.c. Internal to decode/.
 */
#ifndef WINNOW_DECODE_CODING_H
#define WINNOW_DECODE_CODING_H

#include "document.h"

enum winnow_coding {
    WINNOW_CODING_NONE, /* identity */
    WINNOW_CODING_GZIP,
    WINNOW_CODING_DEFLATE, /* with a zlib head (RFC 1950) or without */
    WINNOW_CODING_BR,
    WINNOW_CODING_ZSTD,
    WINNOW_CODING_OTHER /* not known, or not in this build */
};

/* The coding of a name as in Content-Encoding. */
enum winnow_coding winnow_coding_find(struct winnow_view name);

/* What the first bytes show: gzip, zstd, or NONE. */
enum winnow_coding winnow_coding_sniff(struct winnow_view body);

enum winnow_decoded {
    WINNOW_DECODED_WHOLE,
    WINNOW_DECODED_TRUNCATED, /* ends early or is damaged; the start is there */
    WINNOW_DECODED_NOT,       /* the body is not in this coding */
    WINNOW_DECODED_TOO_LARGE  /* more than `max_bytes` */
};

/* Decodes `body` into the arena. `out` is set unless the result is NOT or
 * TOO_LARGE. All of the libraries' memory comes from the arena. */
enum winnow_decoded winnow_coding_decode(struct winnow_arena *arena,
                                         enum winnow_coding coding,
                                         struct winnow_view body,
                                         size_t max_bytes,
                                         struct winnow_view *out);

#endif

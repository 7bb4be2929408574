/* UTF-8 and UTF-16 as the Encoding Standard decodes them (WHATWG Encoding,
 * sections 8.1 and 14.1 to 14.4). Internal to decode/. */
#ifndef WINNOW_DECODE_UTF_H
#define WINNOW_DECODE_UTF_H

#include "decode/transcript.h"

/* What reading bytes as UTF-8 meets. */
struct winnow_utf8_census {
    size_t n_two;       /* well-formed sequences of two bytes */
    size_t n_wide;      /* of three or four */
    size_t n_malformed; /* maximal subparts of no sequence */
    size_t n_broken;    /* of these: more than one byte long, so that it was
                           meant as UTF-8 */
    bool cut;           /* the last sequence lacks its end; not counted above */
    bool may_be_damaged; /* of what is well-formed, something may be what
                            repair.h repairs */
};
struct winnow_utf8_census winnow_utf8_census(struct winnow_view bytes);

/* Appends body[start..] to the transcript. */
void winnow_utf8_decode(struct winnow_transcript *transcript,
                        struct winnow_view body, size_t start);
void winnow_utf16_decode(struct winnow_transcript *transcript,
                         struct winnow_view body, size_t start,
                         bool big_endian);

#endif

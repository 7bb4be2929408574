/* The charsets that are no Unicode transformation format (WHATWG Encoding,
 * sections 9 to 14). Internal to decode/. */
#ifndef WINNOW_DECODE_LEGACY_H
#define WINNOW_DECODE_LEGACY_H

#include "decode/charset.h"

/* Appends body[start..] to the transcript. */
void winnow_legacy_decode(struct winnow_decoder *decoder,
                          const struct winnow_charset *charset,
                          struct winnow_transcript *transcript,
                          struct winnow_view body, size_t start);

/* The character at `p`, whose byte is not ASCII and of `left` bytes the first,
 * or WINNOW_NO_CHARACTER; of two that one code stands for, the first. `width`:
 * the bytes it took. Of charsets as in the census below. */
uint32_t winnow_legacy_read(struct winnow_decoder *decoder,
                            const struct winnow_charset *charset,
                            const unsigned char *p, size_t left, size_t *width);

/* How many characters beyond ASCII, and how many malformed sequences, the bytes
 * hold in a charset whose characters stand each for themselves (not
 * ISO-2022-JP, not replacement). */
struct winnow_legacy_census {
    size_t n_characters, n_malformed;
};
struct winnow_legacy_census
winnow_legacy_census(struct winnow_decoder *decoder,
                     const struct winnow_charset *charset,
                     struct winnow_view bytes);

#endif

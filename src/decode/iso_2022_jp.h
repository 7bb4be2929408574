/* ISO-2022-JP (WHATWG Encoding, section 12.2), the one charset with states.
 * Internal to decode/. */
#ifndef WINNOW_DECODE_ISO_2022_JP_H
#define WINNOW_DECODE_ISO_2022_JP_H

#include "decode/transcript.h"

struct winnow_decoder;

void winnow_iso_2022_jp_decode(struct winnow_decoder *decoder,
                               struct winnow_transcript *transcript,
                               struct winnow_view body, size_t start);

#endif

/* The charset that bytes look like. Internal to decode/. */
#ifndef WINNOW_DECODE_DETECT_H
#define WINNOW_DECODE_DETECT_H

#include "decode/charset.h"

/* What bytes beyond ASCII that are no UTF-8 look like; NULL when there is no
 * memory to tell. The same bytes give the same answer. A millisecond at most,
 * since only a sample is read. */
const struct winnow_charset *winnow_detect(struct winnow_decoder *decoder,
                                           struct winnow_view bytes);

#endif

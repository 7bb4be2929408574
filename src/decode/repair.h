/* Damage that was done to a text before it was written, made good where it
 * shows beyond doubt: UTF-8 decoded as windows-1252 and encoded again
 * ("â€™"), characters beyond the basic plane written as two surrogates
 * (CESU-8), and bytes of a Windows charset taken for C1 controls. Internal to
 * decode/. */
#ifndef WINNOW_DECODE_REPAIR_H
#define WINNOW_DECODE_REPAIR_H

#include "decode/charset.h"

/* Repairs document->text, which was decoded from `charset`, and its map; counts
 * each repaired character as charset-double, charset-cesu or charset-c1. A run
 * is repaired only where the whole of it is valid and what comes out is
 * plausible; anything else stays as it is. Linear; where there is nothing to
 * repair, a look at the text. */
void winnow_repair(struct winnow_document *document,
                   const struct winnow_charset *charset);

#endif

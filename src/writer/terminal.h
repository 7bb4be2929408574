/* Text of unknown origin made safe for a terminal. */
#ifndef WINNOW_WRITER_TERMINAL_H
#define WINNOW_WRITER_TERMINAL_H

#include "buffer.h"
#include "document.h"

/* Appends `string` with everything shown that would act on a terminal or hide
 * text: C0 controls, DEL and bytes that are not UTF-8 as \xNN, C1, bidi
 * controls and line separators as \u{NNNN}. What comes out is one line. */
void winnow_terminal_string(struct winnow_buffer *out,
                            struct winnow_view string);

#endif

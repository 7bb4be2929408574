/* Inline markdown: a block's text with its marks, escaped. */
#ifndef WINNOW_WRITER_INLINE_H
#define WINNOW_WRITER_INLINE_H

#include "buffer.h"
#include "document.h"

struct winnow_inline_style {
    bool one_line;    /* line breaks become spaces: headings, cells */
    bool in_cell;     /* '|' is escaped in code too */
    bool in_heading;  /* '#' is escaped everywhere */
    bool starts_line; /* the first character opens a line of its container */
    size_t indent;    /* spaces before each further line ... */
    bool is_quote;    /* ... and "> " after them */
};

/* Appends `text` so that a CommonMark reader (0.31, with GFM's tables and
 * strikethrough) gets it back as it is, with its marks as links, emphasis and
 * code. Marks that cannot be written so that they nest are left out. None may
 * be plain. */
void winnow_write_inline(struct winnow_buffer *out, struct winnow_view text,
                         const struct winnow_mark *marks, uint32_t n_marks,
                         struct winnow_inline_style style);

/* Ends a line and starts the next one in the same container. */
void winnow_write_next_line(struct winnow_buffer *out,
                            struct winnow_inline_style style);

#endif

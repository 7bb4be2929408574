/* A text node of a page on its way to the builder: the runs of text that no
 * token ends, joined. */
#ifndef WINNOW_HTML_PIECE_H
#define WINNOW_HTML_PIECE_H

#include "html/characters.h"
#include "html/internal.h"

struct winnow_html_piece {
    struct winnow_view text; /* decoded */
    size_t start;            /* in the page */
    bool is_open;            /* false: no text is at hand */
    bool is_white;           /* it is white space, which is to be folded */
    size_t n_folded; /* bytes of it that are known to be folded already, behind
                        white space at its start; 0: none are */
    char *joined;    /* the text's bytes where they are the piece's own */
    size_t capacity_bytes; /* of `joined`; grows by doubling */
};

/* Adds what stands at [start, end) of the page. */
void winnow_html_piece_add(struct winnow_html_piece *piece,
                           struct winnow_arena *arena, struct winnow_view page,
                           size_t start, size_t end,
                           enum winnow_html_place place);
/* The same where no text is at hand, of what has nothing to decode behind white
 * space that is to be folded. */
void winnow_html_piece_begin(struct winnow_html_piece *piece,
                             struct winnow_view page, size_t start,
                             const struct winnow_html_look *look);
/* The same of white space, which is to be folded: half of all runs are that,
 * and few go on in another. */
void winnow_html_piece_add_white(struct winnow_html_piece *piece,
                                 struct winnow_arena *arena,
                                 struct winnow_view page, size_t start,
                                 size_t end);
/* Gives the text at hand, if there is any, to the builder; `end`: of its last
 * run, or of what stands behind it and is no text. */
void winnow_html_piece_end(struct winnow_html_piece *piece,
                           struct winnow_builder *builder, size_t end);

#endif

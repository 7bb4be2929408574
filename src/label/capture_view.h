/* What the files that look a capture over share: capture_view.c fills it,
 * capture_features.c makes rows of it. */
#ifndef WINNOW_CAPTURE_VIEW_H
#define WINNOW_CAPTURE_VIEW_H

#include "label/features.h"
#include "label/net.h"
#include "shape.h"

enum {
    WINNOW_CAPTURE_LONG_PROSE = 20, /* words of prose that places are told by */
    WINNOW_N_CAPTURE_PHRASES =
        WINNOW_CAPTURE_PHRASE_WIDGET - WINNOW_CAPTURE_PHRASE_ADVERT + 1
};

/* What a block is like, by length and layout. */
enum winnow_capture_class {
    WINNOW_CAPTURE_SHORT_LINE,
    WINNOW_CAPTURE_LONG_LINE, /* no prose, but no line of a menu either */
    WINNOW_CAPTURE_IS_PROSE,
    WINNOW_CAPTURE_ITEM, /* of a list, short */
    WINNOW_CAPTURE_CELL
};

/* Sums over all blocks before one, so that a range's sum is a difference. */
struct winnow_capture_sums {
    uint64_t words, prose_words;
    uint32_t n_short, n_around;
};

/* Blocks of one shape. */
struct winnow_capture_shape {
    uint32_t n, n_inside;
};

struct winnow_capture_view {
    struct winnow_document *document;
    uint16_t price;           /* the phrase group */
    uint8_t *phrase_of_group; /* which of the PHRASE features a group has, from
                                 0; WINNOW_N_CAPTURE_PHRASES: none */

    struct winnow_capture_sums *before; /* n_blocks + 1 */
    uint8_t *classes;                   /* enum winnow_capture_class */
    bool *is_around;                    /* filters hint it away */
    struct winnow_net_range *runs, *sections;
    uint32_t *shape_of;
    struct winnow_capture_shape *shapes;
    uint32_t *n_copies; /* as winnow_count_copies */
    bool *is_copy;
    uint32_t *prose_above, *prose_below, *heading,
        *label; /* block index + 1; 0: none */

    /* blocks, n_blocks where there is none */
    uint32_t title, first_prose, last_prose;
    struct winnow_stretch dense, loose;
    struct winnow_word_set title_words, text_words;
};

/* The sums over blocks [first, end). */
struct winnow_capture_sums
winnow_capture_inside(const struct winnow_capture_view *capture, uint32_t first,
                      uint32_t end);

/* Looks a capture over, as winnow_page_look. Makes a struct
 * winnow_capture_view, in the
 * document's arena. */
void *winnow_capture_look(struct winnow_document *document);

/* The row of capture_summary.def; capture_summary.c. */
void winnow_capture_summarize(const void *view, uint8_t *row);

#endif

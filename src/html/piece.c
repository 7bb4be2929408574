/* Runs of text joined; see piece.h. */
#include "html/piece.h"

#include <string.h>

void winnow_html_piece_add(struct winnow_html_piece *piece,
                           struct winnow_arena *arena, struct winnow_view page,
                           size_t start, size_t end,
                           enum winnow_html_place place)
{
    const struct winnow_view run = {page.data + start, end - start};
    struct winnow_view text = winnow_html_decode(arena, run, place);
    size_t length_bytes = piece->text.length_bytes + text.length_bytes;

    piece->is_white = false;
    piece->n_folded = 0;
    if (!piece->is_open) {
        *piece = (struct winnow_html_piece){
            .text = text, .start = start, .is_open = true};
        return;
    }
    if (length_bytes > piece->capacity_bytes) {
        piece->capacity_bytes = length_bytes * 2;
        piece->joined = winnow_arena_alloc(arena, piece->capacity_bytes);
        memcpy(piece->joined, piece->text.data, piece->text.length_bytes);
        piece->text.data = piece->joined;
    }
    memcpy(piece->joined + piece->text.length_bytes, text.data,
           text.length_bytes);
    piece->text.length_bytes = length_bytes;
}

void winnow_html_piece_begin(struct winnow_html_piece *piece,
                             struct winnow_view page, size_t start,
                             const struct winnow_html_look *look)
{
    *piece = (struct winnow_html_piece){
        .text = {page.data + start, look->end - start},
        .start = start,
        .is_open = true,
        .n_folded = look->folded_end - start};
}

void winnow_html_piece_add_white(struct winnow_html_piece *piece,
                                 struct winnow_arena *arena,
                                 struct winnow_view page, size_t start,
                                 size_t end)
{
    if (piece->is_open) {
        winnow_html_piece_add(piece, arena, page, start, end,
                              WINNOW_HTML_IN_RAW);
        return;
    }
    *piece =
        (struct winnow_html_piece){.text = {page.data + start, end - start},
                                   .start = start,
                                   .is_open = true,
                                   .is_white = true};
}

void winnow_html_piece_end(struct winnow_html_piece *piece,
                           struct winnow_builder *builder, size_t end)
{
    if (!piece->is_open)
        return;
    piece->is_open = false;
    if (piece->is_white && end - piece->start == piece->text.length_bytes)
        winnow_builder_space(builder);
    else
        winnow_builder_text(builder, piece->text, piece->n_folded, piece->start,
                            end);
}

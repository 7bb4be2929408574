/* Plain-text captures to blocks; see capture.h. The lines are cut (cut.h), then
 * each cut's text is copied, its white space folded, and its pieces' places in
 * the body become the block's spans. Memory: one block, its text and its spans
 * a cut, all counted before they are allocated. */
#include "capture/capture.h"

#include "capture/characters.h"
#include "capture/cut.h"

/* A block's text while it is written; the room is known to be enough. */
struct writing {
    char *bytes;
    size_t length_bytes;
    uint32_t n_characters;
    bool space_due;
};

static void write_character(struct writing *writing, const char *bytes,
                            size_t n_bytes)
{
    if (writing->space_due && writing->length_bytes != 0)
        writing->bytes[writing->length_bytes++] = ' ';
    writing->space_due = false;
    memcpy(writing->bytes + writing->length_bytes, bytes, n_bytes);
    writing->length_bytes += n_bytes;
    writing->n_characters++;
}

static void write_folded(struct writing *writing, struct winnow_view text,
                         const struct winnow_piece *piece)
{
    for (size_t at = piece->start; at < piece->end;) {
        size_t start = at;
        uint32_t character = winnow_character_at(text.data, piece->end, &at);
        if (winnow_is_blank(character) || winnow_is_line_break(character))
            writing->space_due = true;
        else
            write_character(writing, text.data + start, at - start);
    }
}

/* ---- verbatim text ------------------------------------------------------- */

enum { WRITTEN_INDENT_MOST = 120 };

/* A walk over the lines of a verbatim piece. */
struct verbatim {
    struct winnow_view text; /* ends where the piece ends */
    struct winnow_line line;
    uint32_t first_indent; /* the first line's: outside the piece */
    size_t start;
};

static bool next_verbatim_line(struct verbatim *walk, bool first)
{
    bool found = winnow_line_find(
        walk->text, first ? walk->start : walk->line.next, 1, &walk->line);

    if (first)
        walk->line.indent = walk->first_indent;
    return found;
}

static uint32_t least_indent(struct verbatim walk)
{
    uint32_t least = UINT32_MAX;

    for (bool first = true; next_verbatim_line(&walk, first); first = false)
        if (walk.line.indent < least)
            least = walk.line.indent;
    return least;
}

static uint32_t written_indent(const struct winnow_line *line, uint32_t least)
{
    uint32_t indent = line->indent - least;

    return indent < WRITTEN_INDENT_MOST ? indent : WRITTEN_INDENT_MOST;
}

static size_t verbatim_bytes(struct verbatim walk, uint32_t least)
{
    size_t n = 0;

    for (bool first = true; next_verbatim_line(&walk, first); first = false)
        n += 1 + walk.line.blank_lines_before +
             written_indent(&walk.line, least) +
             (walk.line.end - walk.line.start);
    return n;
}

static void write_line(struct writing *writing, struct winnow_view text,
                       const struct winnow_line *line, uint32_t indent)
{
    memset(writing->bytes + writing->length_bytes, ' ', indent);
    writing->length_bytes += indent;
    memcpy(writing->bytes + writing->length_bytes, text.data + line->start,
           line->end - line->start);
    writing->length_bytes += line->end - line->start;
    for (size_t at = line->start; at < line->end;)
        writing->n_characters +=
            !winnow_is_blank(winnow_character_at(text.data, line->end, &at));
}

static void write_verbatim(struct writing *writing, struct verbatim walk,
                           uint32_t least)
{
    for (bool first = true; next_verbatim_line(&walk, first); first = false) {
        size_t n_breaks = first ? 0 : 1 + walk.line.blank_lines_before;
        memset(writing->bytes + writing->length_bytes, '\n', n_breaks);
        writing->length_bytes += n_breaks;
        write_line(writing, walk.text, &walk.line,
                   written_indent(&walk.line, least));
    }
}

static void fill_verbatim(struct winnow_arena *arena, struct winnow_view text,
                          const struct winnow_cut *cut,
                          const struct winnow_piece *piece,
                          struct writing *writing)
{
    struct verbatim walk = {.text = {text.data, piece->end},
                            .first_indent = cut->indent,
                            .start = piece->start};
    uint32_t least = least_indent(walk);

    writing->bytes = winnow_arena_alloc(arena, verbatim_bytes(walk, least));
    write_verbatim(writing, walk, least);
}

/* ---- blocks -------------------------------------------------------------- */

static void fill_folded(struct winnow_arena *arena, struct winnow_view text,
                        const struct winnow_cut *cut,
                        const struct winnow_piece *pieces,
                        struct writing *writing)
{
    size_t most_bytes = 0;

    for (uint32_t i = 0; i < cut->n_pieces; i++)
        most_bytes += pieces[i].end - pieces[i].start;
    writing->bytes = winnow_arena_alloc(arena, most_bytes);
    for (uint32_t i = 0; i < cut->n_pieces; i++)
        write_folded(writing, text, &pieces[i]);
}

static uint16_t cap16(uint32_t n)
{
    return n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
}

static void fill_layout(struct winnow_block *block,
                        const struct winnow_cut *cut)
{
    block->form = cut->form;
    block->kind = cut->form;
    block->row = cut->row;
    block->list = cut->list;
    block->level = cut->level;
    block->bullet = cut->bullet;
    block->numbered = cut->form == WINNOW_KIND_LIST && !cut->bullet;
    block->line = cut->line;
    block->indent = cap16(cut->indent);
    block->blank_lines_before = cap16(cut->blank_lines_before);
    block->n_lines = cap16(cut->n_lines);
}

static void fill_spans(const struct winnow_document *document,
                       const struct winnow_cut *cut,
                       const struct winnow_piece *pieces,
                       struct winnow_range *spans)
{
    for (uint32_t i = 0; i < cut->n_pieces; i++) {
        spans[i].start = winnow_body_offset(document, pieces[i].start, false);
        spans[i].end = winnow_body_offset(document, pieces[i].end, true);
    }
}

static void fill_block(struct winnow_document *document,
                       const struct winnow_cut *cut,
                       const struct winnow_piece *pieces,
                       struct winnow_range *spans, struct winnow_block *block)
{
    struct writing writing = {0};

    if (cut->verbatim)
        fill_verbatim(document->arena, document->text, cut, pieces, &writing);
    else
        fill_folded(document->arena, document->text, cut, pieces, &writing);
    block->text.data = writing.bytes;
    block->text.length_bytes = writing.length_bytes;
    block->n_characters = writing.n_characters;
    fill_layout(block, cut);
    fill_spans(document, cut, pieces, spans);
    block->spans = spans;
    block->n_spans = cut->n_pieces;
}

/* What the lines say overrules what the archive says, unless it is only that
 * there is nothing to be seen. */
static void name_renderer(struct winnow_document *document,
                          const struct winnow_habits *habits)
{
    if (document->renderer == NULL ||
        (habits->renderer[0] != '\0' && !habits->is_plain))
        document->renderer = habits->renderer;
}

void winnow_capture_blocks(struct winnow_document *document)
{
    struct winnow_arena *arena = document->arena;
    struct winnow_cutter *cutter = winnow_arena_alloc(arena, sizeof *cutter);
    struct winnow_range *spans;

    winnow_cut(cutter, arena, document->text);
    name_renderer(document, &cutter->layout.habits);
    document->elements =
        winnow_arena_calloc(arena, 1, sizeof *document->elements);
    document->elements->end = 1;
    document->elements->end_block = cutter->n_cuts;
    document->n_elements = 1;
    document->n_blocks = cutter->n_cuts;
    document->blocks =
        winnow_arena_calloc(arena, cutter->n_cuts, sizeof *document->blocks);
    spans = winnow_arena_calloc(arena, cutter->n_pieces, sizeof *spans);
    for (uint32_t i = 0; i < cutter->n_cuts; i++) {
        const struct winnow_cut *cut = &cutter->cuts[i];
        fill_block(document, cut, cutter->pieces + cut->first_piece,
                   spans + cut->first_piece, &document->blocks[i]);
    }
    if (cutter->capped)
        winnow_diag_count(
            &document->diags, WINNOW_DIAG_BLOCKS_CAPPED,
            winnow_body_offset(document, cutter->capped_at, false));
}

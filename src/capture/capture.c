/* Plain-text captures to blocks; see capture.h. The lines are cut (cut.h), then
 * each cut's text is copied, its white space folded, and its pieces' places in
 * the body become the block's spans. What is no text inside of it (inline.h) is
 * taken out, which splits its pieces. Memory: one block, its text and its spans
 * a cut, and where something is taken out three bytes a byte of text more. */
#include "capture/capture.h"

#include "capture/characters.h"
#include "capture/cut.h"
#include "capture/inline.h"
#include "filter.h"
#include "options.h"
#include "stride.h"

/* A block's text while it is written; the room is known to be enough. */
struct writing {
    char *bytes;
    size_t length_bytes;
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
}

/* Bytes that may be a blank's or a line break's, "\u00a0", "\u1680", "\u2003",
 * "\u3000" among them, spaces left out. */
static winnow_step_answer may_be_blank(winnow_step bytes)
{
    return (bytes < winnow_step_of(' ')) | (bytes == winnow_step_of(0xc2)) |
           ((bytes >= winnow_step_of(0xe1)) & (bytes <= winnow_step_of(0xe3)));
}

static bool is_plain(unsigned char byte)
{
    return byte > ' ' && byte != 0xc2 && (byte < 0xe1 || byte > 0xe3);
}

/* Writes the ink at `at` and what follows it, most of most texts: the rest of a
 * word, or of several with one space between. Returns the end. */
static size_t write_plain(struct writing *writing, struct winnow_view text,
                          size_t at, size_t end)
{
    unsigned spaces = 0;
    char *start, *out;
    size_t n;

    if (writing->space_due && writing->length_bytes != 0)
        writing->bytes[writing->length_bytes++] = ' ';
    start = out = writing->bytes + writing->length_bytes;
    *out++ = text.data[at++];
    do {
        size_t rest = end - at;
        winnow_step bytes = winnow_step_within(text.data + at, rest);
        n = winnow_count_plain(bytes, may_be_blank(bytes), &spaces);
        if (rest < WINNOW_STEP_BYTES)
            memcpy(out, text.data + at, n);
        else
            memcpy(out, text.data + at, WINNOW_STEP_BYTES);
        out += n;
        at += n;
    } while (n == WINNOW_STEP_BYTES);
    writing->space_due = out[-1] == ' '; /* and written when ink follows */
    if (writing->space_due)
        out--;
    writing->length_bytes += (size_t)(out - start);
    return at;
}

static void write_folded(struct writing *writing, struct winnow_view text,
                         const struct winnow_piece *piece)
{
    writing->space_due |= piece->is_apart;
    for (size_t at = piece->start; at < piece->end;) {
        size_t start = at;
        uint32_t character;
        if (is_plain((unsigned char)text.data[at])) {
            at = write_plain(writing, text, at, piece->end);
            continue;
        }
        character = winnow_character_at(text.data, piece->end, &at);
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
        most_bytes +=
            pieces[i].end - pieces[i].start + (size_t)pieces[i].is_apart;
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

/* `spans` is for as many. */
static void fill_spans(const struct winnow_document *document,
                       const struct winnow_piece *pieces, uint32_t n_pieces,
                       struct winnow_range *spans, struct winnow_block *block)
{
    for (uint32_t i = 0; i < n_pieces; i++) {
        spans[i].start = winnow_body_offset(document, pieces[i].start, false);
        spans[i].end = winnow_body_offset(document, pieces[i].end, true);
    }
    block->spans = spans;
    block->n_spans = n_pieces;
}

/* ---- what is no text ----------------------------------------------------- */

/* Taking out what inline.h found: a walk over the pieces, and beside it over
 * the text that was made of them. */
struct removal {
    const struct winnow_inline *inlines;
    uint8_t least_kept; /* a winnow_drop: those below it are taken out */
    const char *text;   /* as it was */
    size_t at;          /* in it */
    struct writing writing;
    uint32_t *moved; /* where each byte of the text went; NULL: no marks */
    struct winnow_piece *pieces;
    uint32_t n_pieces, pieces_most;
    bool is_open; /* the last piece may be extended */
};

/* The blank that the text has before a word. */
static void pass_blank(struct removal *removal)
{
    if (removal->moved != NULL)
        removal->moved[removal->at] = (uint32_t)removal->writing.length_bytes;
    removal->at++;
    removal->writing.space_due = true;
}

static bool is_dropped(const struct removal *removal)
{
    uint8_t drop = removal->inlines->drops[removal->at];

    return drop == WINNOW_DROP_MARKUP ||
           (drop == WINNOW_DROP_NAME && removal->least_kept > drop);
}

static void add_to_piece(struct removal *removal, size_t start, size_t end)
{
    if (!removal->is_open && removal->n_pieces < removal->pieces_most)
        removal->pieces[removal->n_pieces++].start = start;
    removal->pieces[removal->n_pieces - 1].end = end;
    removal->is_open = true;
}

/* The character [start, end) of the document's text. */
static void pass_character(struct removal *removal, size_t start, size_t end)
{
    size_t n = end - start;
    bool dropped = is_dropped(removal);

    if (removal->inlines->drops[removal->at] == WINNOW_DROP_TO_BLANK) {
        pass_blank(removal);
        return;
    }
    if (!dropped)
        write_character(&removal->writing, removal->text + removal->at, n);
    if (removal->moved != NULL)
        for (size_t i = 0; i < n; i++)
            removal->moved[removal->at + i] =
                (uint32_t)(removal->writing.length_bytes -
                           (dropped ? 0 : n - i));
    if (dropped)
        removal->is_open = false;
    else
        add_to_piece(removal, start, end);
    removal->at += n;
}

static void pass_piece(struct removal *removal, struct winnow_view text,
                       const struct winnow_piece *piece, bool *space_due)
{
    removal->is_open = false;
    *space_due |= piece->is_apart;
    for (size_t at = piece->start; at < piece->end;) {
        size_t start = at;
        uint32_t character = winnow_character_at(text.data, piece->end, &at);
        if (winnow_is_blank(character) || winnow_is_line_break(character)) {
            *space_due = true;
            continue;
        }
        if (*space_due && removal->at != 0)
            pass_blank(removal);
        *space_due = false;
        pass_character(removal, start, at);
    }
}

/* How many pieces the text falls into, at most; and whether any of it that is
 * surely text is left. */
static uint32_t count_pieces(const struct winnow_inline *inlines,
                             const struct writing *whole, uint32_t n_pieces,
                             bool *has_text)
{
    uint32_t n = n_pieces;
    bool was_dropped = false;

    *has_text = false;
    for (size_t i = 0; i < whole->length_bytes; i++) {
        uint8_t drop = inlines->drops[i];
        bool dropped = drop == WINNOW_DROP_MARKUP || drop == WINNOW_DROP_NAME;
        *has_text |=
            !dropped && drop != WINNOW_DROP_TO_BLANK && whole->bytes[i] != ' ';
        n += was_dropped && !dropped && n < WINNOW_PIECES_MOST;
        was_dropped = dropped;
    }
    return n;
}

/* Where the text before byte `end` of the text as it was ends now. */
static uint32_t moved_end(struct removal *removal, uint32_t end)
{
    removal->at = end - 1;
    return removal->moved[end - 1] + (is_dropped(removal) ? 0 : 1);
}

/* Moves the marks to where their text went; those of nothing are left out. */
static void move_marks(struct removal *removal, struct winnow_block *block)
{
    const struct writing *writing = &removal->writing;
    struct winnow_mark *marks = removal->inlines->marks;
    uint32_t n = 0;

    for (uint32_t i = 0; i < removal->inlines->n_marks; i++) {
        struct winnow_mark mark = marks[i];
        mark.start = removal->moved[mark.start];
        mark.end = moved_end(removal, mark.end);
        while (mark.start < mark.end && writing->bytes[mark.start] == ' ')
            mark.start++;
        if (mark.start < mark.end && mark.end <= writing->length_bytes)
            marks[n++] = mark;
    }
    block->marks = marks;
    block->n_marks = n;
}

/* Fills the block from its pieces without what is no text. */
static void remove_inlines(struct winnow_document *document,
                           const struct winnow_cut *cut,
                           const struct winnow_piece *pieces,
                           const struct winnow_inline *inlines,
                           struct writing *whole, struct winnow_block *block)
{
    struct winnow_arena *arena = document->arena;
    struct removal removal = {.inlines = inlines, .text = whole->bytes};
    bool space_due = false, has_text;

    removal.pieces_most =
        count_pieces(inlines, whole, cut->n_pieces, &has_text);
    removal.least_kept = has_text ? UINT8_MAX : WINNOW_DROP_NAME;
    removal.pieces =
        winnow_arena_calloc(arena, removal.pieces_most, sizeof *removal.pieces);
    removal.writing.bytes = winnow_arena_alloc(arena, whole->length_bytes);
    if (inlines->n_marks != 0)
        removal.moved = winnow_arena_calloc(arena, whole->length_bytes,
                                            sizeof *removal.moved);
    for (uint32_t i = 0; i < cut->n_pieces; i++)
        pass_piece(&removal, document->text, &pieces[i], &space_due);
    *whole = removal.writing;
    fill_spans(
        document, removal.pieces, removal.n_pieces,
        winnow_arena_calloc(arena, removal.n_pieces, sizeof *block->spans),
        block);
    if (removal.moved != NULL)
        move_marks(&removal, block);
}

/* ---- filling them -------------------------------------------------------- */

/* `all_spans` are for all pieces. Returns false when the cut holds no text at
 * all. */
static bool fill_block(struct winnow_document *document,
                       struct winnow_cutter *cutter,
                       const struct winnow_cut *cut,
                       struct winnow_range *all_spans,
                       struct winnow_block *block)
{
    struct winnow_range *spans = all_spans + cut->first_piece;
    const struct winnow_piece *pieces = cutter->pieces + cut->first_piece;
    struct winnow_inline inlines;
    struct writing writing = {0};

    if (cut->verbatim) {
        fill_verbatim(document->arena, document->text, cut, pieces, &writing);
        fill_spans(document, pieces, cut->n_pieces, spans, block);
    } else {
        fill_folded(document->arena, document->text, cut, pieces, &writing);
        if (winnow_inline_read(
                document->arena,
                (struct winnow_view){writing.bytes, writing.length_bytes},
                &cutter->layout.habits, &cutter->numbering, &inlines))
            remove_inlines(document, cut, pieces, &inlines, &writing, block);
        else
            fill_spans(document, pieces, cut->n_pieces, spans, block);
    }
    block->text.data = writing.bytes;
    block->text.length_bytes = writing.length_bytes;
    fill_layout(block, cut);
    if (cut->rule != NULL)
        winnow_verdict(block, cut->verdict, cut->rule);
    return writing.length_bytes != 0;
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

    winnow_cut(cutter, arena, document->text, document->options->max_blocks);
    name_renderer(document, &cutter->layout.habits);
    document->elements =
        winnow_arena_calloc(arena, 1, sizeof *document->elements);
    document->elements->end = 1;
    document->n_elements = 1;
    document->blocks =
        winnow_arena_calloc(arena, cutter->n_cuts, sizeof *document->blocks);
    spans = winnow_arena_calloc(arena, cutter->n_pieces, sizeof *spans);
    for (uint32_t i = 0; i < cutter->n_cuts; i++) {
        struct winnow_block *block = &document->blocks[document->n_blocks];
        if (fill_block(document, cutter, &cutter->cuts[i], spans, block))
            document->n_blocks++;
        else
            memset(block, 0, sizeof *block);
    }
    document->elements->end_block = document->n_blocks;
    if (cutter->capped)
        winnow_diag_count(
            &document->diags, WINNOW_DIAG_BLOCKS_CAPPED,
            winnow_body_offset(document, cutter->capped_at, false));
}

/* The pass over a capture's lines that makes cuts; see cut.h. What the layouts
 * look like is known by table.c, code.c, list.c and paragraph.c. */
#include "capture/cut.h"

#include "capture/characters.h"

/* The room that the current line is not in. */
static struct winnow_line *free_room(struct winnow_cutter *cutter)
{
    return &cutter->room[cutter->line == &cutter->room[0]];
}

static void find_next(struct winnow_cutter *cutter)
{
    struct winnow_line *room = free_room(cutter);

    cutter->next = winnow_lines_below(&cutter->lines, cutter->line, room);
    cutter->has_next = cutter->next != NULL;
    if (!cutter->has_next)
        cutter->next = room;
}

void winnow_cut_put_next(struct winnow_cutter *cutter,
                         const struct winnow_line *line)
{
    struct winnow_line *room = free_room(cutter);

    *room = *line;
    cutter->next = room;
    cutter->has_next = true;
}

void winnow_cut_advance(struct winnow_cutter *cutter)
{
    cutter->line = cutter->next;
    cutter->has_line = cutter->has_next;
    if (cutter->has_line)
        find_next(cutter);
}

static void *grow(struct winnow_arena *arena, void *old, uint32_t *capacity,
                  size_t size_bytes)
{
    uint32_t larger = *capacity == 0 ? 64 : *capacity * 2;
    void *grown = winnow_arena_grow(arena, old, *capacity * size_bytes,
                                    larger * size_bytes);

    *capacity = larger;
    return grown;
}

static void add_piece(struct winnow_cutter *cutter, size_t start, size_t end)
{
    if (cutter->n_pieces == cutter->pieces_capacity)
        cutter->pieces = grow(cutter->arena, cutter->pieces,
                              &cutter->pieces_capacity, sizeof *cutter->pieces);
    cutter->pieces[cutter->n_pieces].start = start;
    cutter->pieces[cutter->n_pieces].end = end;
    cutter->pieces[cutter->n_pieces].is_apart = false;
    cutter->n_pieces++;
}

struct winnow_cut *winnow_cut_open(struct winnow_cutter *cutter, size_t start,
                                   size_t end, enum winnow_kind form)
{
    struct winnow_cut *cut;

    if (cutter->n_cuts == cutter->cuts_capacity)
        cutter->cuts = grow(cutter->arena, cutter->cuts, &cutter->cuts_capacity,
                            sizeof *cutter->cuts);
    cut = &cutter->cuts[cutter->n_cuts++];
    memset(cut, 0, sizeof *cut);
    cut->first_piece = cutter->n_pieces;
    cut->n_pieces = 1;
    cut->line = cutter->line->number;
    cut->n_lines = 1;
    cut->indent = cutter->line->indent;
    cut->blank_lines_before = cutter->line->blank_lines_before;
    if (cut->blank_lines_before == 0 && cutter->line->after_break)
        cut->blank_lines_before = 1;
    cut->form = form;
    add_piece(cutter, start, end);
    return cut;
}

struct winnow_cut *winnow_cut_open_lines(struct winnow_cutter *cutter,
                                         const struct winnow_line *first,
                                         const struct winnow_line *last)
{
    struct winnow_cut *cut =
        winnow_cut_open(cutter, first->start, last->end, WINNOW_KIND_CODE);

    cut->verbatim = true;
    cut->line = first->number;
    cut->n_lines = last->number - first->number + 1;
    cut->indent = first->indent;
    cut->blank_lines_before = first->blank_lines_before;
    return cut;
}

void winnow_cut_pass(struct winnow_cutter *cutter,
                     const struct winnow_line *line)
{
    winnow_cut_put_next(cutter, line);
    winnow_cut_advance(cutter);
    winnow_cut_advance(cutter);
}

bool winnow_cut_has_room(const struct winnow_cutter *cutter)
{
    return cutter->n_cuts == 0 ||
           cutter->n_cuts + WINNOW_CELLS_MOST < cutter->most_cuts;
}

void winnow_cut_append(struct winnow_cutter *cutter, size_t start, size_t end)
{
    if (cutter->n_pieces >= WINNOW_PIECES_MOST) {
        winnow_cut_extend(cutter, end);
        return;
    }
    cutter->cuts[cutter->n_cuts - 1].n_pieces++;
    add_piece(cutter, start, end);
}

void winnow_cut_append_cell(struct winnow_cutter *cutter, size_t start,
                            size_t end, bool is_apart)
{
    cutter->cuts[cutter->n_cuts - 1].n_pieces++;
    add_piece(cutter, start, end);
    cutter->pieces[cutter->n_pieces - 1].is_apart = is_apart;
}

void winnow_cut_extend(struct winnow_cutter *cutter, size_t end)
{
    cutter->pieces[cutter->n_pieces - 1].end = end;
}

/* The bytes of one half of what is said twice, with a blank between or none; 0:
 * it is not, or too short to tell. */
static size_t half_of(struct winnow_view text, const struct winnow_piece *piece)
{
    enum { HALF_BYTES_LEAST = 10 };
    const char *start = text.data + piece->start;
    size_t n = piece->end - piece->start, half = n / 2;

    if (half < HALF_BYTES_LEAST || (n % 2 != 0 && start[half] != ' ') ||
        *start != start[n - half] || memcmp(start, start + n - half, half) != 0)
        return 0;
    return (unsigned char)*start >= 0x80 || memchr(start, ' ', half) != NULL
               ? half
               : 0;
}

void winnow_cut_halve(struct winnow_cutter *cutter)
{
    struct winnow_cut *cut = &cutter->cuts[cutter->n_cuts - 1];
    struct winnow_piece *piece = &cutter->pieces[cutter->n_pieces - 1];
    uint32_t list = cut->list;
    uint8_t level = list == 0 ? 0 : cut->level;
    size_t half = 0, start, end = piece->end;

    if (cut->n_lines == 1 && cut->n_pieces == 1)
        half = half_of(cutter->text, piece);
    if (half == 0)
        return;
    start = piece->end - half;
    piece->end = piece->start + half;
    cut = winnow_cut_open(cutter, start, end, WINNOW_KIND_PARAGRAPH);
    cut->list = list;
    cut->level = level;
    cut->blank_lines_before = 0;
}

uint32_t winnow_cut_wrap_columns(struct winnow_cutter *cutter)
{
    if (cutter->layout.wrap_columns != 0)
        return cutter->layout.wrap_columns;
    if (cutter->line->end > cutter->run_end)
        cutter->run_wrap_columns =
            winnow_layout_run(&cutter->lines, cutter->line, &cutter->run_end);
    return cutter->run_wrap_columns;
}

bool winnow_cut_is_next_close(const struct winnow_cutter *cutter)
{
    return cutter->has_next && cutter->next->blank_lines_before == 0 &&
           !cutter->next->after_break;
}

/* A rule is no text. A bullet alone on its line belongs to the text below. */
static void pass_rule(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;

    cutter->bullet_above = line->width - line->indent <= 2 &&
                           line->n_words == 1 &&
                           (winnow_is_bullet(line->first) ||
                            line->first == '*' || line->first == '+');
    cutter->bullet_above_indent = line->indent;
    cutter->bullet_above_mark = line->first;
    winnow_cut_advance(cutter);
}

/* A line of pandoc's markdown that opens or closes a part: "::: {.box}". */
static bool is_part_mark(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;

    return cutter->layout.habits.is_markdown && line->end - line->start > 3 &&
           memcmp(cutter->text.data + line->start, ":::", 3) == 0;
}

static void take_rest(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    size_t end = cutter->text.length_bytes;

    while (end > line->end && (unsigned char)cutter->text.data[end - 1] <= ' ')
        end--;
    winnow_cut_open(cutter, line->start, end, WINNOW_KIND_PARAGRAPH);
    cutter->capped = true;
    cutter->capped_at = line->start;
    cutter->has_line = false;
}

static void take(struct winnow_cutter *cutter)
{
    if (cutter->line->after_break)
        cutter->depth = 0;
    if (winnow_cut_edge(cutter))
        return;
    if (winnow_cut_targets(cutter) || winnow_cut_box(cutter) ||
        winnow_cut_table(cutter) || winnow_cut_code(cutter))
        cutter->depth = 0;
    else if (!winnow_cut_item(cutter) && !winnow_cut_quote(cutter) &&
             !winnow_cut_heading(cutter))
        winnow_cut_paragraph(cutter);
    cutter->bullet_above = false;
}

void winnow_cut(struct winnow_cutter *cutter, struct winnow_arena *arena,
                struct winnow_view text, uint64_t most_cuts)
{
    memset(cutter, 0, sizeof *cutter);
    cutter->arena = arena;
    cutter->most_cuts = most_cuts;
    cutter->text = text;
    winnow_lines_read(&cutter->lines, arena, text);
    winnow_layout_measure(&cutter->lines, &cutter->layout);
    if (cutter->layout.habits.has_hyphens)
        winnow_hyphens_read(&cutter->hyphens, arena, text,
                            cutter->layout.habits.is_hyphenated);
    cutter->line = &cutter->room[0];
    cutter->has_line = winnow_lines_first(&cutter->lines, &cutter->room[0]);
    if (cutter->has_line)
        find_next(cutter);
    winnow_pages_read(&cutter->pages, arena, &cutter->lines);
    while (cutter->has_line) {
        if (cutter->line->is_rule && winnow_cut_fence(cutter))
            continue;
        if (cutter->line->is_rule || is_part_mark(cutter))
            pass_rule(cutter);
        else if (!winnow_cut_has_room(cutter))
            take_rest(cutter);
        else
            take(cutter);
    }
}

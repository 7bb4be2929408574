/* Cuts: where a capture's blocks begin and end, before any text is copied.
 *
 * A cut is a list of pieces of document->text; their texts, one behind the
 * other with white space folded, are the block's text. A new piece starts where
 * something between two lines is no part of it: a hyphen or a break inside a
 * word, the ">" of a quotation. */
#ifndef WINNOW_CAPTURE_CUT_H
#define WINNOW_CAPTURE_CUT_H

#include "capture/hyphen.h"
#include "capture/lines.h"
#include "capture/pages.h"
#include "capture/signs.h"

enum {
    WINNOW_PIECES_MOST = 1 << 18, /* then they are coarser */
    WINNOW_LIST_DEPTH_MOST = 16,
    WINNOW_EDGES_MOST = 16,
    WINNOW_CELLS_MOST = 64 /* of a table row; the rest is the last one's */
};

struct winnow_piece {
    size_t start, end; /* of document->text */
    bool is_apart;     /* a blank stands before it */
};

struct winnow_cut {
    uint32_t first_piece, n_pieces;
    uint32_t line, n_lines, indent, blank_lines_before;
    uint32_t row, list;
    uint8_t level;
    bool bullet;
    bool verbatim; /* line breaks and indents are text */
    enum winnow_kind form;
    enum winnow_kind
        verdict;      /* where `rule` is set: what no filter need say, */
    const char *rule; /* since it is the tool's own text */
};

/* An open list: where its marks stand and where its items' text starts. */
struct winnow_open_list {
    uint32_t indent, text_column, id;
    uint32_t mark;    /* the character before its last item; '1' for numbers */
    uint32_t ordinal; /* of its last item */
};

/* A pass over the lines. `line` is what is looked at, `next` what follows:
 * known lines, or of `room`. */
struct winnow_cutter {
    struct winnow_arena *arena;
    struct winnow_view text;
    struct winnow_lines lines;
    struct winnow_layout layout;
    const struct winnow_line *line, *next;
    struct winnow_line room[2];
    bool has_line, has_next;

    struct winnow_hyphens hyphens;
    struct winnow_pages pages;
    struct winnow_line edges[WINNOW_EDGES_MOST]; /* of pages, which the current
                                                    paragraph runs over */
    uint32_t n_edges;
    size_t run_end; /* winnow_layout_run was asked up to here, and said: */
    uint32_t run_wrap_columns;
    size_t no_code_before; /* a run of lines up to here is known not to be */

    struct winnow_numbering numbering; /* of links, up to the current block */

    struct winnow_open_list lists[WINNOW_LIST_DEPTH_MOST];
    uint32_t depth, n_lists, n_rows;
    bool bullet_above; /* a bullet alone on its line waits for its text */
    uint32_t bullet_above_indent, bullet_above_mark;

    struct winnow_cut *cuts;
    struct winnow_piece *pieces;
    uint64_t most_cuts;
    uint32_t n_cuts, cuts_capacity, n_pieces, pieces_capacity;
    bool capped;
    size_t capped_at; /* text offset */
};

/* Cuts the whole text; past about `most_cuts`, a table's row more or less, the
 * rest is one. */
void winnow_cut(struct winnow_cutter *cutter, struct winnow_arena *arena,
                struct winnow_view text, uint64_t most_cuts);

/* For the files that know one kind of layout each. */

/* Makes the next line the current one. */
void winnow_cut_advance(struct winnow_cutter *cutter);
/* Starts a cut at the current line with one piece [start, end). */
struct winnow_cut *winnow_cut_open(struct winnow_cutter *cutter, size_t start,
                                   size_t end, enum winnow_kind form);
/* Adds a piece to the newest cut. */
void winnow_cut_append(struct winnow_cutter *cutter, size_t start, size_t end);
/* The same, with a blank before it or none. */
void winnow_cut_append_cell(struct winnow_cutter *cutter, size_t start,
                            size_t end, bool is_apart);
/* As winnow_cut_open, of all lines from `first` to `last`, as they stand. */
struct winnow_cut *winnow_cut_open_lines(struct winnow_cutter *cutter,
                                         const struct winnow_line *first,
                                         const struct winnow_line *last);
/* Makes the line behind `line` the current one. */
void winnow_cut_pass(struct winnow_cutter *cutter,
                     const struct winnow_line *line);
/* Makes a copy of `line` the next one. */
void winnow_cut_put_next(struct winnow_cutter *cutter,
                         const struct winnow_line *line);
/* Moves the end of the newest piece. */
void winnow_cut_extend(struct winnow_cutter *cutter, size_t end);
/* Where the newest cut, one line, says the same twice, "Ferry lateFerry late",
 * as tools write a link's title and its text: makes two of it. */
void winnow_cut_halve(struct winnow_cutter *cutter);
/* The current line's wrap width; 0: it was not broken by width. */
uint32_t winnow_cut_wrap_columns(struct winnow_cutter *cutter);
/* Whether the next line stands straight under the current one. */
bool winnow_cut_is_next_close(const struct winnow_cutter *cutter);

/* Whether a cut may still be opened and leave room for a table's row. */
bool winnow_cut_has_room(const struct winnow_cutter *cutter);

/* Each takes what stands at the current line if it is of its kind, and then
 * returns true with the line after it current. */
bool winnow_cut_box(struct winnow_cutter *cutter);     /* box.c */
bool winnow_cut_table(struct winnow_cutter *cutter);   /* table.c */
bool winnow_cut_edge(struct winnow_cutter *cutter);    /* paragraph.c */
bool winnow_cut_targets(struct winnow_cutter *cutter); /* targets.c */
bool winnow_cut_fence(struct winnow_cutter *cutter);   /* code.c */
bool winnow_cut_code(struct winnow_cutter *cutter);    /* code.c */
bool winnow_cut_heading(struct winnow_cutter *cutter); /* heading.c */
bool winnow_cut_item(struct winnow_cutter *cutter);    /* list.c */
bool winnow_cut_quote(struct winnow_cutter *cutter);   /* paragraph.c */
/* Takes the line whatever it is. */
void winnow_cut_paragraph(struct winnow_cutter *cutter); /* paragraph.c */

/* Adds the lines that go on the paragraph of the current line, whose text
 * starts at `column`; ends with its last line current. paragraph.c */
void winnow_cut_join(struct winnow_cutter *cutter, uint32_t column);
/* Whether the line is "## text" or "***** text". heading.c */
bool winnow_cut_is_marked_heading(const struct winnow_cutter *cutter,
                                  const struct winnow_line *line);
/* Whether the current line, one of its own, stands as a heading over the next:
 * short, no sentence, above running text, a list or a table, or in capitals.
 * heading.c */
bool winnow_cut_is_heading(const struct winnow_cutter *cutter);
/* Whether the line opens a list item. list.c */
bool winnow_cut_is_item(const struct winnow_cutter *cutter,
                        const struct winnow_line *line);
/* Where the text behind a bullet or a number that starts the line stands, or
 * line->start. list.c */
size_t winnow_cut_mark_end(struct winnow_view text,
                           const struct winnow_line *line);
/* Whether the line opens a quotation (">"). paragraph.c */
bool winnow_cut_is_quoted(struct winnow_view text,
                          const struct winnow_line *line);

#endif

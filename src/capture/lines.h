/* The lines of a capture, measured: what the layout rules look at.
 *
 * Offsets are of document->text. Columns are those of a terminal; a tab goes to
 * the next multiple of eight. A line is as long as its ink: white space at both
 * ends is outside [start, end). Lines without ink are counted, not returned. */
#ifndef WINNOW_CAPTURE_LINES_H
#define WINNOW_CAPTURE_LINES_H

#include "document.h"

struct winnow_line {
    size_t start, end; /* its ink; start == end at the end of the text */
    size_t next;       /* where the following line starts */
    uint32_t number;   /* from 1 */
    uint32_t index;    /* how many lines with ink stand before it */
    uint32_t blank_lines_before;
    bool after_break; /* a form feed stands before it */
    bool is_rule;     /* no letter, digit or other text: a rule, a frame */
    bool has_markup;  /* "[", "]" or "*" in it */
    uint32_t indent;  /* columns before the ink */
    uint32_t width;   /* columns up to the end of the ink, indent included */
    uint32_t first_word_columns; /* what a break before it would have to fit */
    uint32_t n_wide, first_word_wide; /* characters of two columns in the ink,
                                         and in its first word */
    uint32_t n_words; /* by spaces; a spaceless character is one */
    uint32_t n_tabs, n_gaps, n_column_rules; /* inside the ink; a gap is two
                                                or more blanks */
    uint32_t n_upper, n_lower;               /* letters by case */
    uint32_t n_digits;
    uint32_t n_marks; /* ink of ASCII that is neither; what boxes are drawn with
                         (U+2500 to U+257F) */
    uint32_t n_spaces;    /* U+0020, inside the ink */
    uint32_t first, last; /* characters of the ink */
};

/* The first line with ink at or after `offset`, the start of line `number`;
 * taken for the text's first. Returns false, with start == end, when there is
 * none. */
bool winnow_line_find(struct winnow_view text, size_t offset, uint32_t number,
                      struct winnow_line *line);

/* A text's lines. The first of them, all of most captures, are measured once
 * and kept in the arena; the others each time that they are asked for. */
enum { WINNOW_LINES_KNOWN_MOST = 1 << 14 };
struct winnow_lines {
    struct winnow_view text;
    struct winnow_line *known;
    uint32_t n_known;
};
void winnow_lines_read(struct winnow_lines *lines, struct winnow_arena *arena,
                       struct winnow_view text);
/* The first line with ink; false as winnow_line_find. */
bool winnow_lines_first(const struct winnow_lines *lines,
                        struct winnow_line *line);
/* The next line with ink after `line`: a known one, or put into `room`, which
 * `line` may be in; NULL: there is none, and `room` as winnow_line_find has it.
 */
const struct winnow_line *winnow_lines_below(const struct winnow_lines *lines,
                                             const struct winnow_line *line,
                                             struct winnow_line *room);
/* The same, copied; `next` may be `line`. */
bool winnow_lines_next(const struct winnow_lines *lines,
                       const struct winnow_line *line,
                       struct winnow_line *next);

/* The ink. */
struct winnow_view winnow_line_view(struct winnow_view text,
                                    const struct winnow_line *line);
/* The column behind a character that stands at `column`. */
uint32_t winnow_column_after(uint32_t column, uint32_t character);
/* The column behind `n` characters of one column, at least one of them. */
uint32_t winnow_column_behind(uint32_t column, size_t n);
/* The column of `offset`, a place in the line's ink. */
uint32_t winnow_line_column(struct winnow_view text,
                            const struct winnow_line *line, size_t offset);

/* What the tool that made a capture does; signs.h tells by what. */
struct winnow_habits {
    bool is_markdown;
    bool has_definitions;   /* of markdown's links, at the end */
    bool is_numbered;       /* "[12]" before every link */
    bool has_star_headings; /* html2text's */
    bool is_underlined;     /* "_" stands for a blank, as in its links */
    bool has_hyphens;       /* at the ends of lines */
    bool is_hyphenated;     /* they are the breaks' */
    const char *renderer; /* its name, or "" where that is not clear; static */
    bool is_plain;        /* named by what is missing: innerText */
};

/* What the lines of the whole text tell. */
struct winnow_layout {
    uint32_t
        wrap_columns;   /* lines were broken at this width; 0: they were not */
    bool by_characters; /* for the width a wide one counts as one column, as
                           lynx has it */
    bool is_wide;       /* some lines are wider than any text is wrapped */
    uint32_t base_indent; /* columns at which running text starts */
    struct winnow_habits habits;
};
/* The line's width, and that of its first word, as the width is counted. */
static inline uint32_t winnow_layout_width(const struct winnow_layout *layout,
                                           const struct winnow_line *line)
{
    return line->width - (layout->by_characters ? line->n_wide : 0);
}
static inline uint32_t
winnow_layout_first_word(const struct winnow_layout *layout,
                         const struct winnow_line *line)
{
    return line->first_word_columns -
           (layout->by_characters ? line->first_word_wide : 0);
}
void winnow_layout_measure(const struct winnow_lines *lines,
                           struct winnow_layout *layout);

/* The width at which a run of lines without blanks between, from `line` on,
 * was broken, judged by that run alone; 0: it was not. `*end` gets the offset
 * where the run ends. */
uint32_t winnow_layout_run(const struct winnow_lines *lines,
                           const struct winnow_line *line, size_t *end);

#endif

/* Paragraphs and quotations of a capture; lines broken to a width joined
 * again. */
#include "capture/cut.h"

#include "capture/characters.h"
#include "filter.h"

enum {
    FIRST_LINE_INDENT_MOST = 8,
    OVERHANG_COLUMNS = 8, /* how far a line may stand out of the width */
    RAGGED_FRACTION = 16, /* tools break a little before the width */
    ITEM_COLUMNS_LEAST = 60,
    ITEM_COLUMNS_MOST = 100,
    QUOTE_COLUMNS_LEAST = 50,
    QUOTE_COLUMNS_MOST = 120
};

static bool ends_like_sentence(const struct winnow_cutter *cutter,
                               const struct winnow_line *line)
{
    return winnow_ends_like_sentence(winnow_line_view(cutter->text, line));
}

/* Whether the next line's first word would not have fitted behind this one.
 * Tools break a little before the width; but where a sentence ends with the
 * line and the next starts like one, a paragraph may end there. */
static bool was_broken(const struct winnow_cutter *cutter, uint32_t wrap)
{
    const struct winnow_line *line = cutter->line, *next = cutter->next;
    uint32_t width = winnow_layout_width(&cutter->layout, line);
    uint32_t needed =
        width + 1 + winnow_layout_first_word(&cutter->layout, next);
    bool ends = ends_like_sentence(cutter, line);

    if (width > wrap + OVERHANG_COLUMNS)
        return false;
    if (ends && winnow_is_upper_case(next->first))
        return needed > wrap;
    if (needed + wrap / RAGGED_FRACTION > wrap)
        return true;
    return width * 3 >= wrap * 2 && winnow_is_lower_case(next->first) && !ends;
}

/* Whether the next line's indent goes on a text that starts at `column`. The
 * line under the first one may stand more to the left (a first line set in) or,
 * if the third agrees, more to the right (a hanging indent). */
static bool is_indent_going_on(const struct winnow_cutter *cutter,
                               uint32_t column, bool first)
{
    uint32_t indent = cutter->next->indent;
    struct winnow_line third;

    if (!first || indent == column)
        return indent == (first ? column : cutter->line->indent);
    if (indent < column)
        return column - indent <= FIRST_LINE_INDENT_MOST;
    return indent - column <= FIRST_LINE_INDENT_MOST &&
           winnow_lines_next(&cutter->lines, cutter->next, &third) &&
           third.blank_lines_before == 0 && third.indent == indent;
}

/* Whether a line that hangs under an item's text goes on in the middle of its
 * sentence: that it was broken needs no other lines to tell. */
static bool is_item_going_on(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;

    return cutter->cuts[cutter->n_cuts - 1].list != 0 &&
           !cutter->layout.is_wide && line->width >= ITEM_COLUMNS_LEAST &&
           line->width <= ITEM_COLUMNS_MOST &&
           winnow_is_lower_case(cutter->next->first) &&
           (line->last == ',' || line->last == '-' ||
            winnow_class_of(line->last) == WINNOW_CLASS_LETTER);
}

static bool goes_on(struct winnow_cutter *cutter, uint32_t column, bool first)
{
    uint32_t wrap;

    if (!winnow_cut_is_next_close(cutter) || cutter->next->is_rule)
        return false;
    wrap = winnow_cut_wrap_columns(cutter);
    return (wrap != 0 ? was_broken(cutter, wrap) : is_item_going_on(cutter)) &&
           is_indent_going_on(cutter, column, first) &&
           !winnow_cut_is_marked_heading(cutter, cutter->next) &&
           !winnow_cut_is_item(cutter, cutter->next) &&
           !winnow_cut_is_quoted(cutter->text, cutter->next);
}

static bool ends_with(struct winnow_view text, size_t end, const char *bytes)
{
    size_t n = strlen(bytes);

    return end >= n && memcmp(text.data + end - n, bytes, n) == 0;
}

/* A hyphen that is there for the break alone: U+00AD (no ink, so outside the
 * line's end), or the U+00AC that printing programs put. */
static bool is_hyphenated(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    size_t rest = cutter->text.length_bytes - line->end;

    return line->last == 0xac ||
           (rest >= 2 &&
            memcmp(cutter->text.data + line->end, "\xc2\xad", 2) == 0);
}

/* Takes the hyphen at the line's end out of the text if it is the break's;
 * returns whether the next line goes on without a blank. */
static bool join_word(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    size_t hyphen;
    enum winnow_hyphen found = winnow_hyphen_at(&cutter->hyphens, cutter->text,
                                                line, cutter->next, &hyphen);

    if (found == WINNOW_HYPHEN_OF_BREAK)
        winnow_cut_extend(cutter, hyphen);
    if (line->last == 0xac && ends_with(cutter->text, line->end, "\xc2\xac"))
        winnow_cut_extend(cutter, line->end - 2);
    return found == WINNOW_HYPHEN_OF_BREAK || found == WINNOW_HYPHEN_OF_WORD ||
           is_hyphenated(cutter);
}

static void join_next(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line, *next = cutter->next;

    if (join_word(cutter) ||
        (winnow_is_spaceless(line->last) && winnow_is_spaceless(next->first)))
        winnow_cut_append(cutter, next->start, next->end);
    else
        winnow_cut_extend(cutter, next->end);
    cutter->cuts[cutter->n_cuts - 1].n_lines++;
    winnow_cut_advance(cutter);
}

/* ---- pages --------------------------------------------------------------- */

/* Settles the line of a page's edge, which may stand beside the current one. */
static void open_edge(struct winnow_cutter *cutter,
                      const struct winnow_line *line, enum winnow_edge edge)
{
    const struct winnow_line *current = cutter->line;
    struct winnow_cut *cut;

    cutter->line = line;
    cut =
        winnow_cut_open(cutter, line->start, line->end, WINNOW_KIND_PARAGRAPH);
    cutter->line = current;
    if (edge == WINNOW_EDGE_PAGE_NUMBER) {
        cut->verdict = WINNOW_KIND_NAVIGATION;
        cut->rule = "capture.page-number";
    } else if (edge != WINNOW_EDGE_FIRST_HEAD) {
        cut->verdict = edge == WINNOW_EDGE_HEAD_COPY ? WINNOW_KIND_DUPLICATE
                                                     : WINNOW_KIND_NAVIGATION;
        cut->rule = "capture.running-head";
    }
}

static enum winnow_edge edge_of(const struct winnow_cutter *cutter,
                                const struct winnow_line *line)
{
    struct winnow_line below;
    bool more = winnow_lines_next(&cutter->lines, line, &below);

    return winnow_edge_of(&cutter->pages, cutter->text, line,
                          more ? &below : NULL);
}

bool winnow_cut_edge(struct winnow_cutter *cutter)
{
    enum winnow_edge edge = cutter->pages.edges == NULL
                                ? WINNOW_EDGE_TEXT
                                : edge_of(cutter, cutter->line);

    if (edge == WINNOW_EDGE_TEXT)
        return false;
    open_edge(cutter, cutter->line, edge);
    winnow_cut_advance(cutter);
    return true;
}

/* Where the text goes on beyond the page's end that is next, with the edges
 * between put to the others. Returns false when nothing is there that could go
 * on. */
static bool find_beyond_edges(struct winnow_cutter *cutter,
                              struct winnow_line *beyond)
{
    enum { LINES_MOST = 4 };
    bool has_break = false, more = cutter->has_next;

    *beyond = *cutter->next;
    for (int n = 0; more && n < LINES_MOST; n++) {
        has_break |= beyond->after_break;
        if (!beyond->is_rule && edge_of(cutter, beyond) == WINNOW_EDGE_TEXT)
            return has_break;
        if (cutter->n_edges == WINNOW_EDGES_MOST)
            return false;
        if (!beyond->is_rule)
            cutter->edges[cutter->n_edges++] = *beyond;
        more = winnow_lines_next(&cutter->lines, beyond, beyond);
    }
    return false;
}

/* Joins what goes on behind a page's end. */
static bool join_next_page(struct winnow_cutter *cutter)
{
    uint32_t n_edges = cutter->n_edges;
    struct winnow_line beyond;
    bool is_word;

    if (cutter->pages.edges == NULL || !find_beyond_edges(cutter, &beyond) ||
        !winnow_runs_on(cutter->text, cutter->line, &beyond)) {
        cutter->n_edges = n_edges;
        return false;
    }
    winnow_cut_put_next(cutter, &beyond);
    is_word = join_word(cutter);
    winnow_cut_append_cell(cutter, beyond.start, beyond.end, !is_word);
    cutter->cuts[cutter->n_cuts - 1].n_lines++;
    winnow_cut_advance(cutter);
    return true;
}

/* The edges that a paragraph ran over stand behind it. */
static void open_edges(struct winnow_cutter *cutter)
{
    for (uint32_t i = 0; i < cutter->n_edges; i++)
        open_edge(cutter, &cutter->edges[i],
                  edge_of(cutter, &cutter->edges[i]));
    cutter->n_edges = 0;
}

/* ---- paragraphs ---------------------------------------------------------- */

void winnow_cut_join(struct winnow_cutter *cutter, uint32_t column)
{
    bool first = true;

    while (goes_on(cutter, column, first)) {
        join_next(cutter);
        first = false;
    }
}

void winnow_cut_paragraph(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    struct winnow_cut *cut =
        winnow_cut_open(cutter, line->start, line->end, WINNOW_KIND_PARAGRAPH);

    winnow_cut_join(cutter, line->indent);
    while (join_next_page(cutter))
        winnow_cut_join(cutter, cutter->line->indent);
    if (cut->n_lines == 1 && winnow_cut_is_heading(cutter)) {
        cut->form = WINNOW_KIND_HEADING;
        cut->level = 2;
    }
    winnow_cut_halve(cutter);
    open_edges(cutter);
    winnow_cut_advance(cutter);
}

/* ---- quotations ---------------------------------------------------------- */

bool winnow_cut_is_quoted(struct winnow_view text,
                          const struct winnow_line *line)
{
    return line->first == '>' && line->end - line->start > 2 &&
           (text.data[line->start + 1] == ' ' ||
            text.data[line->start + 1] == '>');
}

static size_t quoted_text(struct winnow_view text,
                          const struct winnow_line *line)
{
    size_t start = line->start;

    while (start + 1 < line->end &&
           (text.data[start] == '>' || text.data[start] == ' '))
        start++;
    return start;
}

static bool is_next_quoted(const struct winnow_cutter *cutter)
{
    return winnow_cut_is_next_close(cutter) && !cutter->next->is_rule &&
           winnow_cut_is_quoted(cutter->text, cutter->next);
}

/* Whether the cut before is a quotation that ended on the line above. */
static bool is_under_quote(const struct winnow_cutter *cutter)
{
    return cutter->n_cuts > 0 && cutter->line->blank_lines_before == 0 &&
           cutter->cuts[cutter->n_cuts - 1].form == WINNOW_KIND_QUOTE;
}

/* Whether the next line of a quotation goes on in the middle of a sentence.
 * Its first word stands behind the ">", so the width says little. */
static bool is_quote_going_on(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    size_t start;

    if (!is_next_quoted(cutter) || line->width < QUOTE_COLUMNS_LEAST ||
        line->width > QUOTE_COLUMNS_MOST || ends_like_sentence(cutter, line))
        return false;
    start = quoted_text(cutter->text, cutter->next);
    return !winnow_is_upper_case(
        winnow_character_at(cutter->text.data, cutter->next->end, &start));
}

static bool is_quote_broken(struct winnow_cutter *cutter)
{
    uint32_t wrap = winnow_cut_wrap_columns(cutter);

    return is_quote_going_on(cutter) ||
           (wrap != 0 && is_next_quoted(cutter) && was_broken(cutter, wrap));
}

static void join_quoted(struct winnow_cutter *cutter)
{
    winnow_cut_extend(cutter, cutter->line->next);
    winnow_cut_append(cutter, quoted_text(cutter->text, cutter->next),
                      cutter->next->end);
    cutter->cuts[cutter->n_cuts - 1].n_lines++;
    winnow_cut_advance(cutter);
}

bool winnow_cut_quote(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;

    if (!winnow_cut_is_quoted(cutter->text, line) ||
        (!is_next_quoted(cutter) && !is_under_quote(cutter) &&
         line->width < QUOTE_COLUMNS_LEAST))
        return false;
    winnow_cut_open(cutter, quoted_text(cutter->text, line), line->end,
                    WINNOW_KIND_QUOTE);
    while (is_quote_broken(cutter))
        join_quoted(cutter);
    winnow_cut_advance(cutter);
    return true;
}

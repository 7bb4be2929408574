/* The edges of a capture's pages; see pages.h. A table of hashes: of an edge's
 * line with every number as one "0", how often it occurs, where first, and
 * whether its numbers vary. */
#include "capture/pages.h"

#include "capture/characters.h"
#include "filter.h"
#include "hash.h"

enum {
    SLOTS = 1 << 12, /* edges beyond half of them are not looked at */
    EDGE_BYTES_MOST = 200,
    EDGE_WORDS_MOST = 16,
    TEXT_COLUMNS = 40,
    LINES_AT_EDGE = 3 /* how far into a page its first text line is sought */
};

struct edge {
    uint64_t key;   /* numbers left out; 0: the slot is free */
    uint64_t exact; /* of the first */
    size_t first;   /* offset of the first */
    uint32_t n;
    bool varies;
};

struct winnow_edges {
    struct edge slots[SLOTS];
    uint32_t n;
};

/* ---- the table ----------------------------------------------------------- */

/* The line with every number as one "0"; returns its length. */
static size_t mask_numbers(struct winnow_view text,
                           const struct winnow_line *line,
                           char masked[EDGE_BYTES_MOST])
{
    size_t n = 0;

    for (size_t i = line->start; i < line->end && n < EDGE_BYTES_MOST; i++) {
        bool is_digit = winnow_is_digit((unsigned char)text.data[i]);
        if (is_digit && n != 0 && masked[n - 1] == '0')
            continue;
        masked[n++] = is_digit ? '0' : text.data[i];
    }
    return n;
}

static bool may_be_edge(const struct winnow_line *line)
{
    return !line->is_rule && line->n_words <= EDGE_WORDS_MOST &&
           line->end - line->start <= EDGE_BYTES_MOST;
}

static uint64_t key_of(struct winnow_view text, const struct winnow_line *line)
{
    char masked[EDGE_BYTES_MOST];
    uint64_t key = winnow_hash64(masked, mask_numbers(text, line, masked));

    return key == 0 ? 1 : key;
}

/* The slot of a key, or the free one where it belongs. */
static struct edge *slot_of(struct winnow_edges *edges, uint64_t key)
{
    size_t i = (size_t)(key % SLOTS);

    while (edges->slots[i].key != 0 && edges->slots[i].key != key)
        i = (i + 1) % SLOTS;
    return &edges->slots[i];
}

static void add_edge(struct winnow_edges *edges, struct winnow_view text,
                     const struct winnow_line *line)
{
    uint64_t key, exact;
    struct edge *edge;

    if (!may_be_edge(line))
        return;
    key = key_of(text, line);
    exact = winnow_hash64(text.data + line->start, line->end - line->start);
    edge = slot_of(edges, key);
    if (edge->key == 0) {
        if (edges->n++ >= SLOTS / 2)
            return;
        *edge = (struct edge){.key = key, .exact = exact, .first = line->start};
    }
    edge->n++;
    edge->varies |= edge->exact != exact;
}

/* ---- reading ------------------------------------------------------------- */

bool winnow_runs_on(struct winnow_view text, const struct winnow_line *line,
                    const struct winnow_line *line_after)
{
    return line->width - line->indent >= TEXT_COLUMNS &&
           winnow_is_lower_case(line_after->first) &&
           !winnow_ends_like_sentence(winnow_line_view(text, line));
}

/* A walk over the lines that knows the last text line before a break. */
struct walk {
    struct winnow_view text;
    struct winnow_pages *pages;
    struct winnow_line line, text_line;
    bool has_text_line, is_break_open; /* no text line yet on this page */
    uint32_t n_on_page;
};

/* Numbers and short lines may stand between the text and the page's edge. */
static void walk_line(struct walk *walk)
{
    const struct winnow_line *line = &walk->line;

    if (line->after_break) {
        walk->is_break_open = walk->has_text_line;
        walk->n_on_page = 0;
    }
    walk->n_on_page++;
    if (line->is_rule || line->width - line->indent < TEXT_COLUMNS) {
        if (!walk->is_break_open || walk->n_on_page < LINES_AT_EDGE)
            return;
    }
    if (walk->is_break_open)
        walk->pages->n_run_on +=
            winnow_runs_on(walk->text, &walk->text_line, line);
    walk->is_break_open = false;
    walk->text_line = *line;
    walk->has_text_line = true;
}

void winnow_pages_read(struct winnow_pages *pages, struct winnow_arena *arena,
                       const struct winnow_lines *lines)
{
    struct winnow_view text = lines->text;
    struct walk walk = {.text = text, .pages = pages};
    const char *feed = NULL;
    struct winnow_line next;
    bool more, is_first = true;

    memset(pages, 0, sizeof *pages);
    if (text.length_bytes != 0)
        feed = memchr(text.data, '\f', text.length_bytes);
    if (feed == NULL)
        return;
    pages->first_break = (size_t)(feed - text.data);
    pages->edges = winnow_arena_calloc(arena, 1, sizeof *pages->edges);
    more = winnow_lines_first(lines, &walk.line);
    while (more) {
        more = winnow_lines_next(lines, &walk.line, &next);
        if (is_first || walk.line.after_break || !more || next.after_break)
            add_edge(pages->edges, text, &walk.line);
        walk_line(&walk);
        walk.line = next;
        is_first = false;
    }
}

/* ---- asking -------------------------------------------------------------- */

/* "12", "- 12 -", "12/30": no letters. */
static bool is_number_alone(const struct winnow_line *line)
{
    return line->n_digits != 0 && line->n_upper + line->n_lower == 0 &&
           line->end - line->start <= line->n_digits + 6U;
}

enum winnow_edge winnow_edge_of(const struct winnow_pages *pages,
                                struct winnow_view text,
                                const struct winnow_line *line,
                                const struct winnow_line *next)
{
    const struct edge *edge;
    bool has_break = line->after_break || (next != NULL && next->after_break);

    if (pages->edges == NULL || !may_be_edge(line) ||
        !(has_break || next == NULL || line->number == 1))
        return WINNOW_EDGE_TEXT;
    if (is_number_alone(line))
        return WINNOW_EDGE_PAGE_NUMBER;
    edge = slot_of(pages->edges, key_of(text, line));
    if (edge->n < 2)
        return WINNOW_EDGE_TEXT;
    if (edge->varies)
        return pages->n_run_on != 0 ? WINNOW_EDGE_PAGE_NUMBER
                                    : WINNOW_EDGE_TEXT;
    if (edge->first >= pages->first_break)
        return WINNOW_EDGE_RUNNING_HEAD;
    return line->start < pages->first_break ? WINNOW_EDGE_FIRST_HEAD
                                            : WINNOW_EDGE_HEAD_COPY;
}

/* Pages of a capture that form feeds separate, as of a PDF: the lines at their
 * edges that are no text (page numbers, running heads), and text that runs on
 * from one page to the next.
 *
 * A line at an edge is a page number when it is a number alone, or differs from
 * that of other pages in its numbers only and text runs on over some break;
 * without such text it may be a chapter's heading. It is a running head when
 * other pages have it word for word; a copy on the first page, which may be the
 * title, stays. */
#ifndef WINNOW_CAPTURE_PAGES_H
#define WINNOW_CAPTURE_PAGES_H

#include "capture/lines.h"

struct winnow_edges; /* pages.c's own */

struct winnow_pages {
    struct winnow_edges *edges; /* NULL: the text has no form feeds */
    size_t first_break;         /* offset of the first form feed */
    uint32_t n_run_on;          /* breaks that text runs over */
};

enum winnow_edge {
    WINNOW_EDGE_TEXT, /* no edge, or an edge like any line */
    WINNOW_EDGE_PAGE_NUMBER,
    WINNOW_EDGE_RUNNING_HEAD,
    WINNOW_EDGE_HEAD_COPY, /* of a head that stands on the first page */
    WINNOW_EDGE_FIRST_HEAD /* that one */
};

/* Reads the edges of all pages; linear. */
void winnow_pages_read(struct winnow_pages *pages, struct winnow_arena *arena,
                       const struct winnow_lines *lines);
/* What `line` is; `next`, the line below it, may be NULL: there is none. */
enum winnow_edge winnow_edge_of(const struct winnow_pages *pages,
                                struct winnow_view text,
                                const struct winnow_line *line,
                                const struct winnow_line *next);
/* Whether text that ends in `line`, no sentence's end, goes on in `line_after`,
 * whatever stands between. */
bool winnow_runs_on(struct winnow_view text, const struct winnow_line *line,
                    const struct winnow_line *line_after);

#endif

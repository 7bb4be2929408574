/* Signs: what a capture's lines tell of the tool that made it, counted in the
 * one pass that measures them.
 *
 * A habit is what the cutter acts on, each by evidence of its own; the name of
 * the tool is told to the user and decides nothing. */
#ifndef WINNOW_CAPTURE_SIGNS_H
#define WINNOW_CAPTURE_SIGNS_H

#include "capture/lines.h"

enum winnow_renderer {
    WINNOW_RENDERER_UNKNOWN,
    WINNOW_RENDERER_W3M,
    WINNOW_RENDERER_LYNX,
    WINNOW_RENDERER_LINKS,
    WINNOW_RENDERER_ELINKS,
    WINNOW_RENDERER_HTML2TEXT,
    WINNOW_RENDERER_PANDOC,
    WINNOW_RENDERER_MARKDOWN,
    WINNOW_RENDERER_INNERTEXT,
    WINNOW_N_RENDERERS
};
/* "w3m", ...; "" for UNKNOWN. Static. */
const char *winnow_renderer_name(enum winnow_renderer renderer);

/* A row of numbers in brackets, ascending, each glued to the text behind it. */
struct winnow_numbering {
    uint32_t last;                /* 0: none yet */
    uint32_t n, n_inside, n_next; /* numbers; those inside of a line; those
                                     that are the one before and 1 */
};

/* Counted line by line; zero-initialise. */
struct winnow_signs {
    uint32_t votes[WINNOW_N_RENDERERS];
    uint32_t n_lines, n_after_blank, n_flush, n_short, n_long, n_bullets;
    uint32_t n_headings, n_links, n_strong, n_definitions; /* of markdown */
    uint32_t n_delimiter_rows;                             /* "|---|---|" */
    bool has_title;                                        /* "# ..." */
    uint32_t n_star_headings, n_underlined_rows;           /* of html2text */
    uint32_t n_star_items;                                 /* of its markdown */
    uint32_t n_lynx_stars;        /* bullets of lynx and Links alike */
    uint32_t n_broken, n_hyphens; /* lines that the next goes on in lower case;
                                     with a hyphen at their end */
    bool has_hyphens;             /* of any line */
    uint32_t n_references;
    struct winnow_numbering numbering;
};

void winnow_signs_read(struct winnow_signs *signs, struct winnow_view text,
                       const struct winnow_line *line);
/* A line and the one straight below. */
void winnow_signs_read_pair(struct winnow_signs *signs,
                            const struct winnow_line *line,
                            const struct winnow_line *below);

/* Fills layout->habits; the layout's other members are known. */
void winnow_signs_judge(const struct winnow_signs *signs,
                        struct winnow_layout *layout);

/* ---- single signs, which the cutter looks for too ------------------------ */

/* The number in brackets that starts at `offset`, "[12]", with `*end` behind
 * it; 0: there is none. */
uint32_t winnow_bracketed_number(struct winnow_view text, size_t offset,
                                 size_t end, size_t *after);
/* Whether a link's number that ends at `after` is glued to what follows, and
 * what stands before `offset` is no word that it could belong to. */
bool winnow_is_glued_number(struct winnow_view text, size_t start,
                            size_t offset, size_t after, size_t end);
/* Whether `number` may follow in the row, which then goes on with it. */
bool winnow_numbering_take(struct winnow_numbering *numbering, uint32_t number);

/* A line of a list of link targets, " 12. https://...", "[12] https://...": its
 * number; 0: it is none. */
uint32_t winnow_reference_number(struct winnow_view text,
                                 const struct winnow_line *line);
/* "[label]: https://...", CommonMark 4.7. */
bool winnow_is_definition(struct winnow_view text,
                          const struct winnow_line *line);
/* The stars of html2text's "****** Heading ******" that starts at the line, or
 * 0; `*closed` tells whether it ends there too. */
uint32_t winnow_star_heading(struct winnow_view text,
                             const struct winnow_line *line, bool *closed);
/* The end of an address inside of "(...)" or behind ": ", starting at `offset`:
 * no blanks, brackets in pairs. `offset` when it does not look like one. */
size_t winnow_address_end(struct winnow_view text, size_t offset, size_t end);

#endif

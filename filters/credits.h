/* Who a document says wrote it, as candidates of its author field: from markup,
 * and from lines that are no bylines by their words alone. */
#ifndef WINNOW_FILTERS_CREDITS_H
#define WINNOW_FILTERS_CREDITS_H

#include "author.h"
#include "beside.h"
#include "said.h"
#include "site.h"

/* The credits of one document. */
enum {
    WINNOW_CREDITS_STARTS_BITS = 12,
    WINNOW_CREDITS_STARTS = 1 << WINNOW_CREDITS_STARTS_BITS
};

struct winnow_credits {
    struct winnow_document *document;
    const struct winnow_author_phrases *phrases;
    struct winnow_beside beside;
    struct winnow_site site;
    bool has_starts;
    uint64_t starts[WINNOW_CREDITS_STARTS / 64]; /* where has_starts: a bit for
                            the first bytes of each block that ends like a
                            sentence */
};

/* Keeps the names of a line as one candidate, and each that can be no author's
 * as a refused one. */
void winnow_credits_add(struct winnow_credits *credits,
                        const struct winnow_authors *authors, uint32_t block,
                        const char *rule, int weight);

/* Reads head and JSON-LD. */
void winnow_credits_read(struct winnow_credits *credits);

/* Reads lines by the title and under the text: names behind a label on a line
 * of its own, behind "by" inside a line, in a link to an author's page, alone
 * beside a date; and of a thread whoever wrote its first post. */
void winnow_credits_read_lines(struct winnow_credits *credits);

#endif

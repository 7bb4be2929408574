/* Names of authors out of a line: its parts between commas, bars, brackets and
 * the words for "and" are names, roles ("staff writer"), the places and papers
 * that stand behind a name, dates and mail addresses, or something else. */
#ifndef WINNOW_FILTERS_AUTHOR_H
#define WINNOW_FILTERS_AUTHOR_H

#include "filter.h"
#include "site.h"

enum { WINNOW_AUTHOR_DATE_GROUPS = 5 };
struct winnow_author_phrases {
    uint16_t role, degree, name_word, and_word, organisation, byline, label,
        other, nobody;
    uint16_t dates[WINNOW_AUTHOR_DATE_GROUPS];
};
void winnow_author_phrases_find(const struct winnow_phrases *phrases,
                                struct winnow_author_phrases *found);

enum { WINNOW_AUTHORS_MOST = 64 };
struct winnow_authors {
    struct winnow_view names[WINNOW_AUTHORS_MOST]; /* of the block's text */
    size_t n;
    bool has_role;      /* a role stood beside a name, or alone */
    bool has_rest;      /* more stood beside a role than a name has */
    bool is_clean;      /* nothing stood there that is none of all these */
    bool is_collective; /* the one name is that of a team or an agency */
};

/* Takes the parts of the block's text from byte `at` on. `any_case`: names may
 * be written small. */
struct winnow_authors
winnow_authors_read(const struct winnow_author_phrases *phrases,
                    const struct winnow_block *block, size_t at, bool any_case);

/* Whether a name is one without doubt: two words, or as long as a whole name in
 * a script that writes it in one. */
bool winnow_author_is_full(struct winnow_view name);

/* The names in a string that markup gives for the author: "By Ines Aldermann,
 * Staff Writer and Tom Hale" has two; "Skerry Post Editorial Team" one, a
 * collective. None where it is an address. `is_organisation`: it is one name.
 */
struct winnow_authors
winnow_authors_of_string(const struct winnow_document *document,
                         const struct winnow_author_phrases *phrases,
                         struct winnow_view text, bool is_organisation);

/* The names that a text begins with, up to what is none: "John Scalzi in The
 * Skerry Post" has one. */
struct winnow_authors
winnow_authors_leading(const struct winnow_document *document,
                       const struct winnow_author_phrases *phrases,
                       struct winnow_view text);

/* Why a name is nobody's that could be an author: a mail address, a handle, a
 * number, a role or the like ("admin"), the site itself; NULL: it is a name. A
 * site that is called as a person could be is one's own. */
const char *winnow_author_refused(const struct winnow_document *document,
                                  const struct winnow_author_phrases *phrases,
                                  const struct winnow_site *site,
                                  struct winnow_view name);

#endif

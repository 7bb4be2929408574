/* Single strings out of a page's JSON-LD script, found by key: the first that
 * says something of the page itself, not of a review, comment, answer, person
 * or other page in it (schema.org's types). A script that is no valid JSON is
 * read as far as it goes, and its first key counts. */
#ifndef WINNOW_FILTERS_JSON_LD_H
#define WINNOW_FILTERS_JSON_LD_H

#include "document.h"

/* The string value of `"key": "..."`, unescaped (copied into `arena` where it
 * has escapes); empty when there is none. */
struct winnow_view winnow_json_ld_string(struct winnow_arena *arena,
                                         struct winnow_view script,
                                         const char *key);

/* The names in the value of "author": a string, an object with a "name" or the
 * "@id" of one that has, or an array of these; joined by "; ". An
 * organisation counts as the author of a NewsArticle or BlogPosting alone. */
struct winnow_view winnow_json_ld_authors(struct winnow_arena *arena,
                                          struct winnow_view script);

#endif

/* Single strings out of a page's JSON-LD script, found by key. This is no JSON
 * parser: it takes the first string that stands after the key, which is what
 * the exact fields of schema.org articles ("datePublished") look like. */
#ifndef WINNOW_FILTERS_JSON_LD_H
#define WINNOW_FILTERS_JSON_LD_H

#include "document.h"

/* The string value of `"key": "..."`, unescaped (copied into `arena` where it
 * has escapes); empty when there is none. */
struct winnow_view winnow_json_ld_string(struct winnow_arena *arena,
                                         struct winnow_view script,
                                         const char *key);

/* The names in the value of "author": a string, an object with a "name", or an
 * array of either; joined by "; ". */
struct winnow_view winnow_json_ld_authors(struct winnow_arena *arena,
                                          struct winnow_view script);

#endif

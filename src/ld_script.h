/* The scripts of JSON-LD in a page (application/ld+json), each taken apart once
 * a document for all who read them. */
#ifndef WINNOW_LD_SCRIPT_H
#define WINNOW_LD_SCRIPT_H

#include "json.h"

/* Scripts of a document that are read; the others count as cut. */
enum { WINNOW_LD_SCRIPTS_MOST = 32 };

/* What stands in a script: winnow_json_index_loosely's answer, of at most a
 * mebibyte of it. */
struct winnow_ld_script {
    const struct winnow_json_value *values; /* NULL: none */
    uint32_t n;
    unsigned faults; /* WINNOW_JSON_... */
};

/* That of the document's script `number` (below n_scripts), all before it being
 * read first; NULL where that is no JSON-LD. In the arena. */
const struct winnow_ld_script *
winnow_ld_script(struct winnow_document *document, uint32_t number);

/* The member name that a string goes by: its own, or where it is an element of
 * an array that array's ("@type": "A", "@type": ["A", "B"]); with `*object` the
 * object that has the member. Empty for other values. */
struct winnow_view winnow_ld_name_of(const struct winnow_json_value *values,
                                     uint32_t i, uint32_t *object);

#endif

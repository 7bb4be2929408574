/* What markup says of a document, as candidates of one field: the head's names
 * (meta, link), and the facts of JSON-LD. A filter gives the names that its
 * field has, and takes what is met, one at a time, in the page's order. */
#ifndef WINNOW_FILTERS_SAID_H
#define WINNOW_FILTERS_SAID_H

#include "json_ld.h"
#include "metadata.h"

/* A name under which heads say the field: of meta's name, property or itemprop,
 * or of link's rel, in lower case. */
struct winnow_said_name {
    const char *name;
    enum winnow_said_by source;
    int weight;
};

/* The weights of a key of JSON-LD, by what says it (enum winnow_ld_subject); 0:
 * it does not say the field. */
struct winnow_said_key {
    enum winnow_ld_key key;
    int weights[WINNOW_LD_OF_SITE + 1];
};

/* The next of head's entries from `*at` on that has one of the names: fills all
 * of the candidate but its field, with the entry's content for its value. */
bool winnow_said_in_head(struct winnow_document *document,
                         const struct winnow_said_name *names, size_t n,
                         uint32_t *at, struct winnow_candidate *candidate);

/* The same with the facts of JSON-LD. */
bool winnow_said_in_facts(struct winnow_document *document,
                          const struct winnow_said_key *keys, size_t n,
                          size_t *at, struct winnow_candidate *candidate);

enum { WINNOW_SAID_LIST_MOST = 64, WINNOW_SAID_LIST_BYTES = 4096 };

/* A value of several items that one source says under one name, entry by
 * entry: each item once, "; " between them. Zeroed before its first use. */
struct winnow_said_list {
    struct winnow_candidate candidate; /* its value: the items so far */
    char bytes[WINNOW_SAID_LIST_BYTES];
    bool is_open; /* false: there is no list at hand */
    uint64_t keys[WINNOW_SAID_LIST_MOST];
    size_t n;
};

/* Goes on with the list of this source, name and weight; ends the one before,
 * if that was another, as winnow_said_list_finish. Takes the candidate's span,
 * not its value. */
void winnow_said_list_take(struct winnow_said_list *list,
                           struct winnow_document *document,
                           const struct winnow_candidate *candidate);

/* Adds an item, unless it has no letter or digit, is there already, is longer
 * than an item is, or the list is full; returns whether it did. */
bool winnow_said_list_add(struct winnow_said_list *list,
                          struct winnow_view item);

/* Adds the items of a value that was such a list. */
void winnow_said_list_add_all(struct winnow_said_list *list,
                              struct winnow_view value);

/* Keeps the list, where it has items, as a candidate. */
void winnow_said_list_finish(struct winnow_said_list *list,
                             struct winnow_document *document);

#endif

/* Which strings in a page's scripts may be its text: the articleBody of JSON-LD
 * (schema.org Article; the posts of its DiscussionForumPosting and Question),
 * or what a framework left in a block of data. Whether they are taken, data.c
 * decides. */
#ifndef WINNOW_FILTERS_DATA_TEXT_H
#define WINNOW_FILTERS_DATA_TEXT_H

#include "document.h"

/* Strings that make one text, in reading order. Each is a part of
 * document->text, as written between its quotes. */
struct winnow_data_text {
    struct winnow_view *parts;
    uint32_t n_parts;
    size_t length_bytes; /* of all parts */
};

/* The text in JSON-LD: the longest articleBody, else the posts of a thread.
 * Empty when there is none. */
struct winnow_data_text winnow_data_json_ld(struct winnow_document *document);

/* The texts in blocks of data that stand beside the page's title under a name
 * that texts have, the longest first; at most `n_most`. Returns how many. */
uint32_t winnow_data_blocks(const struct winnow_document *document,
                            struct winnow_data_text *texts, uint32_t n_most);

#endif

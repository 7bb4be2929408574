/* The chain: the ordered stages, built from the options once, then run on
 * every document. It knows filters by the registry (filters/filters.def) and
 * by nothing else. */
#ifndef WINNOW_CHAIN_H
#define WINNOW_CHAIN_H

#include "document.h"
#include "options.h"
#include "source/source.h"
#include "writer/writer.h"

/* The result of the last document; winnow_result of the public header. */
struct winnow_result {
    struct winnow_document document;
    struct winnow_origin origin;
    bool has_origin;
    char id[65]; /* SHA-256 of the bytes, where the record has no id */
    struct winnow_buffer rendered[WINNOW_TO_EXPLAINED + 1];
};

/* Runs a record's document through the chain: takes its HTTP message or its
 * JSON line apart first. `record` must live as long as the result. */
enum winnow_status winnow_chain_record(winnow_chain *chain,
                                       const struct winnow_record *record,
                                       struct winnow_result **result);

/* Why nothing of a labelled document is left, or WINNOW_NOT_EMPTY; empty.c. */
struct winnow_empty_phrases {
    uint16_t error_page, challenge_page; /* phrase groups */
};
enum winnow_empty
winnow_find_empty(const struct winnow_document *document,
                  const struct winnow_empty_phrases *phrases);

#endif

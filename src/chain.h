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
    struct winnow_buffer rendered[WINNOW_TO_LOCATED + 1];
};

/* The stages of a document, in their order (document.h), as they are timed. */
enum winnow_stage {
    WINNOW_STAGE_PREPARE, /* the HTTP message or JSON line, the format */
    WINNOW_STAGE_DECODE,
    WINNOW_STAGE_STRUCTURE,
    WINNOW_STAGE_ADD,
    WINNOW_STAGE_NORMALIZE,
    WINNOW_STAGE_PHRASES,
    WINNOW_STAGE_MEASURE,
    WINNOW_STAGE_FILTERS,
    WINNOW_STAGE_LABELLER,
    WINNOW_STAGE_POLICY,
    WINNOW_N_STAGES
};

/* Has `passed` called at the end of each stage of every document that reaches
 * it; NULL: no longer. */
void winnow_chain_watch(winnow_chain *chain,
                        void (*passed)(void *user, enum winnow_stage stage),
                        void *user);

/* Runs a record's document through the chain: takes its HTTP message or its
 * JSON line apart first. `record` must live as long as the result. */
enum winnow_status winnow_chain_record(winnow_chain *chain,
                                       const struct winnow_record *record,
                                       struct winnow_result **result);

/* Finds what only some forms say of a document, its language: before it is
 * rendered as a JSON line or a WARC record. Once; what does not fit into the
 * document's memory stays unknown. */
void winnow_result_complete(struct winnow_result *result);

/* Why nothing of a labelled document is left, or WINNOW_NOT_EMPTY; empty.c. */
struct winnow_empty_phrases {
    uint16_t error_page, challenge_page; /* phrase groups */
};
enum winnow_empty winnow_find_empty(const struct winnow_document *document,
                                    const struct winnow_empty_phrases *phrases);

#endif

/* A document through the chain; see work.h. */
#include "batch/work.h"

#include <string.h>

enum { KEPT_BYTES = 64 << 10 }; /* of a buffer, from document to document */

void winnow_outcome_clear(struct winnow_outcome *outcome)
{
    struct winnow_buffer text = outcome->text, ledger = outcome->ledger;

    winnow_buffer_reset(&text, KEPT_BYTES);
    winnow_buffer_reset(&ledger, KEPT_BYTES);
    *outcome = (struct winnow_outcome){.text = text, .ledger = ledger};
}

void winnow_outcome_free(struct winnow_outcome *outcome)
{
    winnow_buffer_free(&outcome->text);
    winnow_buffer_free(&outcome->ledger);
}

void winnow_outcome_refuse(struct winnow_outcome *outcome,
                           enum winnow_diag diag)
{
    winnow_outcome_clear(outcome);
    outcome->is_refused = true;
    outcome->refused = diag;
    winnow_diag_count(&outcome->diags, diag, 0);
}

static bool is_text(enum winnow_to to)
{
    return to == WINNOW_TO_TEXT || to == WINNOW_TO_MARKDOWN ||
           to == WINNOW_TO_EXPLAINED;
}

/* A document without text leaves no trace in a form that is nothing but text.
 */
static void render(struct winnow_result *result,
                   const struct winnow_options *options, enum winnow_to to,
                   struct winnow_outcome *outcome)
{
    if (to == WINNOW_TO_JSONL || to == WINNOW_TO_WARC)
        winnow_result_complete(result);
    if (outcome->empty == WINNOW_NOT_EMPTY || !options->skip_empty) {
        winnow_render(&result->document, &result->origin, to, &outcome->text);
        outcome->is_written = !is_text(to) || outcome->text.length_bytes != 0;
    }
    if (options->ledger != NULL)
        winnow_render(&result->document, &result->origin, WINNOW_TO_LEDGER,
                      &outcome->ledger);
}

enum winnow_status winnow_work(winnow_chain *chain,
                               const struct winnow_options *options,
                               const struct winnow_record *record,
                               enum winnow_to to,
                               struct winnow_outcome *outcome)
{
    struct winnow_result *result = NULL;
    enum winnow_status status = winnow_chain_record(chain, record, &result);

    winnow_outcome_clear(outcome);
    if (status != WINNOW_OK)
        return status;
    outcome->diags = result->document.diags;
    if (result->document.refused != NULL) {
        outcome->is_refused = true;
        outcome->refused = winnow_diag_find(result->document.refused);
        return WINNOW_OK;
    }
    outcome->empty = result->document.empty;
    winnow_stats_add(&outcome->stats, &result->document);
    outcome->text.most_bytes = outcome->ledger.most_bytes =
        (size_t)options->max_output_bytes;
    render(result, options, to, outcome);
    if (outcome->text.is_full || outcome->ledger.is_full) {
        winnow_outcome_refuse(outcome, WINNOW_DIAG_OUTPUT_TOO_LARGE);
        outcome->diags = result->document.diags;
        winnow_diag_count(&outcome->diags, WINNOW_DIAG_OUTPUT_TOO_LARGE, 0);
        return WINNOW_OK;
    }
    return outcome->text.failed || outcome->ledger.failed ? WINNOW_ERR_MEMORY
                                                          : WINNOW_OK;
}

/* Counting; see counts.h. */
#include "batch/counts.h"

static const char *const types[WINNOW_N_RECORD_TYPES] = {
    "none",     "warcinfo", "response",   "resource",     "request",
    "metadata", "revisit",  "conversion", "continuation", "other"};

uint32_t winnow_record_type(struct winnow_view type)
{
    uint32_t i = 1;

    if (type.length_bytes == 0)
        return 0;
    while (i < WINNOW_N_RECORD_TYPES - 1 && !winnow_view_is(type, types[i]))
        i++;
    return i;
}

const char *winnow_record_type_name(uint32_t type)
{
    return types[type];
}

void winnow_counts_add(struct winnow_counts *counts,
                       const struct winnow_counts *other)
{
    uint64_t sums[WINNOW_N_COUNTS], added[WINNOW_N_COUNTS];

    memcpy(sums, counts, sizeof sums);
    memcpy(added, other, sizeof added);
    for (size_t i = 0; i < WINNOW_N_COUNTS; i++)
        sums[i] += added[i];
    memcpy(counts, sums, sizeof sums);
}

void winnow_counts_passed(struct winnow_counts *counts,
                          enum winnow_passed passed, uint32_t type, int status)
{
    counts->report.records++;
    counts->report.passed_over++;
    counts->types[type]++;
    counts->stats.passed[passed]++;
    if (passed == WINNOW_PASSED_STATUS)
        counts
            ->statuses[status > 0 && status < WINNOW_N_STATUSES ? status : 0]++;
}

void winnow_counts_document(struct winnow_counts *counts,
                            const struct winnow_record *record,
                            const struct winnow_outcome *outcome)
{
    struct winnow_report *report = &counts->report;

    report->records++;
    report->documents++;
    counts->types[winnow_record_type(record->type)]++;
    counts->content_bytes +=
        record->content.length_bytes + record->line.length_bytes;
    for (int i = 0; i < WINNOW_N_DIAGS; i++)
        report->damaged +=
            outcome->diags.count[i] != 0 &&
            winnow_diag_severity((enum winnow_diag)i) == WINNOW_DAMAGED;
    if (outcome->is_refused) {
        report->refused++;
        counts->refused[outcome->refused]++;
        return;
    }
    winnow_stats_merge(&counts->stats, &outcome->stats);
    counts->text_bytes += outcome->text.length_bytes;
    if (outcome->empty != WINNOW_NOT_EMPTY)
        report->empty++;
    else
        report->written++;
}

void winnow_counts_loss(struct winnow_counts *counts, enum winnow_loss loss)
{
    counts->report.damaged += loss == WINNOW_LOSS_RANGE;
    counts->report.unread += loss == WINNOW_LOSS_FILE;
}

static uint64_t sum(const uint64_t *numbers, size_t n)
{
    uint64_t total = 0;

    for (size_t i = 0; i < n; i++)
        total += numbers[i];
    return total;
}

bool winnow_counts_close(const struct winnow_counts *counts)
{
    const struct winnow_report *report = &counts->report;
    const uint64_t *empty = counts->stats.empty;

    return report->records == report->documents + report->passed_over &&
           report->documents ==
               report->written + report->empty + report->refused &&
           report->records == sum(counts->types, WINNOW_N_RECORD_TYPES) &&
           report->passed_over == sum(counts->stats.passed, WINNOW_N_PASSED) &&
           counts->stats.passed[WINNOW_PASSED_STATUS] ==
               sum(counts->statuses, WINNOW_N_STATUSES) &&
           report->written == empty[WINNOW_NOT_EMPTY] &&
           report->empty == sum(empty + 1, WINNOW_N_EMPTY - 1) &&
           report->refused == sum(counts->refused, WINNOW_N_DIAGS);
}

/* The table of --stats; see stats.h. */
#include "batch/stats.h"

#include <string.h>

#include "filter.h"

enum { NAME_COLUMNS = 16, NUMBER_COLUMNS = 12 };

/* The row of a filter, by the name that the labeller took from the registry. */
static size_t filter_row(const char *name)
{
    for (size_t i = 0; i < winnow_n_filters && i < WINNOW_STATS_FILTERS_MAX;
         i++)
        if (name == winnow_filters[i]->name)
            return i;
    return WINNOW_STATS_FILTERS_MAX;
}

static void add(struct winnow_tally *tally, const struct winnow_block *block)
{
    tally->blocks++;
    tally->words += block->n_words;
}

void winnow_stats_add(struct winnow_stats *stats,
                      const struct winnow_document *document)
{
    stats->empty[document->empty]++;
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        if (block->kept) {
            add(&stats->kept[block->kind], block);
            continue;
        }
        add(&stats->removed[block->kind], block);
        add(&stats->by_filter[filter_row(block->filter)], block);
    }
}

static void merge(struct winnow_tally *tallies,
                  const struct winnow_tally *others, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        tallies[i].blocks += others[i].blocks;
        tallies[i].words += others[i].words;
    }
}

void winnow_stats_merge(struct winnow_stats *stats,
                        const struct winnow_stats *other)
{
    merge(stats->kept, other->kept, WINNOW_N_KINDS);
    merge(stats->removed, other->removed, WINNOW_N_KINDS);
    merge(stats->by_filter, other->by_filter, WINNOW_STATS_FILTERS_MAX + 1);
    for (int i = 0; i < WINNOW_N_PASSED; i++)
        stats->passed[i] += other->passed[i];
    for (int i = 0; i < WINNOW_N_EMPTY; i++)
        stats->empty[i] += other->empty[i];
}

static void cell(struct winnow_buffer *out, const char *text, size_t columns,
                 bool right)
{
    size_t length = strlen(text);

    if (!right)
        winnow_buffer_string(out, text);
    for (size_t i = length; i < columns; i++)
        winnow_buffer_byte(out, ' ');
    if (right)
        winnow_buffer_string(out, text);
}

static void number(struct winnow_buffer *out, uint64_t n)
{
    char digits[24];
    size_t i = sizeof digits;

    digits[--i] = '\0';
    do {
        digits[--i] = (char)('0' + n % 10);
        n /= 10;
    } while (n != 0);
    cell(out, digits + i, NUMBER_COLUMNS, true);
}

static void line(struct winnow_buffer *out, const char *name, uint64_t n)
{
    if (n == 0)
        return;
    winnow_buffer_string(out, "  ");
    cell(out, name, NAME_COLUMNS, false);
    number(out, n);
    winnow_buffer_byte(out, '\n');
}

static void head(struct winnow_buffer *out, const char *title,
                 const char *const *columns, size_t n)
{
    cell(out, title, NAME_COLUMNS + 2, false);
    for (size_t i = 0; i < n; i++)
        cell(out, columns[i], NUMBER_COLUMNS, true);
    winnow_buffer_byte(out, '\n');
}

static void print_documents(const struct winnow_stats *stats,
                            const struct winnow_report *report,
                            struct winnow_buffer *out)
{
    static const char *const columns[] = {"number"};

    head(out, "records", columns, 1);
    line(out, "written", report->written);
    line(out, "empty", report->empty);
    for (int i = 1; i < WINNOW_N_EMPTY; i++)
        line(out, winnow_empty_name((enum winnow_empty)i), stats->empty[i]);
    line(out, "refused", report->refused);
    line(out, "passed over", report->passed_over);
    for (int i = 1; i < WINNOW_N_PASSED; i++)
        line(out, winnow_passed_name((enum winnow_passed)i), stats->passed[i]);
}

static void print_kinds(const struct winnow_stats *stats,
                        struct winnow_buffer *out)
{
    static const char *const columns[] = {"kept blocks", "words", "removed",
                                          "words"};

    head(out, "kind", columns, 4);
    for (int i = 0; i < WINNOW_N_KINDS; i++) {
        if (stats->kept[i].blocks + stats->removed[i].blocks == 0)
            continue;
        winnow_buffer_string(out, "  ");
        cell(out, winnow_kind_name((enum winnow_kind)i), NAME_COLUMNS, false);
        number(out, stats->kept[i].blocks);
        number(out, stats->kept[i].words);
        number(out, stats->removed[i].blocks);
        number(out, stats->removed[i].words);
        winnow_buffer_byte(out, '\n');
    }
}

static void print_filters(const struct winnow_stats *stats,
                          struct winnow_buffer *out)
{
    static const char *const columns[] = {"removed", "words"};

    head(out, "filter", columns, 2);
    for (size_t i = 0; i <= WINNOW_STATS_FILTERS_MAX; i++) {
        const struct winnow_tally *tally = &stats->by_filter[i];
        if (tally->blocks == 0)
            continue;
        winnow_buffer_string(out, "  ");
        cell(out,
             i == WINNOW_STATS_FILTERS_MAX ? "labeller"
                                           : winnow_filters[i]->name,
             NAME_COLUMNS, false);
        number(out, tally->blocks);
        number(out, tally->words);
        winnow_buffer_byte(out, '\n');
    }
}

void winnow_stats_print(const struct winnow_stats *stats,
                        const struct winnow_report *report,
                        struct winnow_buffer *out)
{
    print_documents(stats, report, out);
    print_kinds(stats, out);
    print_filters(stats, out);
}

/* Writes what the labeller knows of every block, for training: the same rows
 * that it uses itself (src/label/features.h), and beside them the texts that
 * gold is laid against.
 *
 *   features ARCHIVE TEXTS ROWS
 *
 * TEXTS: a JSON line a page: "uri", "summary" (the page's row), "names" (of
 *   columns: the first page's line only), "blocks" (their texts), "kinds" (what
 *   a verdict says, else null), "hints" (the strongest hint's kind, else null).
 * ROWS: of every block one after the other its row (bytes), then as 32-bit
 *   numbers of this machine's order: words, shape, and of each level around it
 *   the first block and the one behind the last.
 * Refused documents and captures are left out. */
#include <stdio.h>
#include <stdlib.h>

#include "chain.h"
#include "json.h"
#include "label/features.h"
#include "label/page_view.h"

enum { NUMBERS = 2 + 2 * WINNOW_N_LEVELS };

static const char *const feature_names[] = {
#define FEATURE(name, what) #name,
#include "label/page_features.def"
#undef FEATURE
};

static const char *const summary_names[] = {
#define SUMMARY(name, what) #name,
#include "label/page_summary.def"
#undef SUMMARY
};

static void append_list(struct winnow_buffer *out, const char *member,
                        const char *const *names, size_t n)
{
    winnow_buffer_string(out, member);
    for (size_t i = 0; i < n; i++) {
        winnow_buffer_string(out, i == 0 ? "[" : ",");
        winnow_json_string(out, winnow_view_of(names[i]));
    }
    winnow_buffer_string(out, "]");
}

static void append_names(struct winnow_buffer *out)
{
    append_list(out, ",\"feature_names\":", feature_names,
                WINNOW_N_PAGE_FEATURES);
    append_list(out, ",\"summary_names\":", summary_names,
                WINNOW_N_PAGE_SUMMARIES);
}

static void append_kind(struct winnow_buffer *out, bool known,
                        enum winnow_kind kind)
{
    if (known)
        winnow_json_string(out, winnow_view_of(winnow_kind_name(kind)));
    else
        winnow_buffer_string(out, "null");
}

static const struct winnow_hint *
strongest_hint(const struct winnow_block *block)
{
    const struct winnow_hint *strongest = NULL;

    for (const struct winnow_hint *hint = block->hints; hint != NULL;
         hint = hint->next)
        if (strongest == NULL || hint->strength > strongest->strength)
            strongest = hint;
    return strongest;
}

static void append_blocks(struct winnow_buffer *out,
                          const struct winnow_document *document)
{
    winnow_buffer_string(out, ",\"blocks\":[");
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        if (i != 0)
            winnow_buffer_string(out, ",");
        winnow_json_string(out, document->blocks[i].text);
    }
    winnow_buffer_string(out, "],\"kinds\":[");
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        if (i != 0)
            winnow_buffer_string(out, ",");
        append_kind(out, block->verdict_rule != NULL, block->verdict);
    }
    winnow_buffer_string(out, "],\"hints\":[");
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_hint *hint = strongest_hint(&document->blocks[i]);
        if (i != 0)
            winnow_buffer_string(out, ",");
        append_kind(out, hint != NULL,
                    hint != NULL ? hint->kind : WINNOW_KIND_OTHER);
    }
    winnow_buffer_string(out, "]");
}

static void append_number(struct winnow_buffer *out, const char *before,
                          uint32_t number)
{
    char text[16];

    winnow_buffer_string(out, before);
    snprintf(text, sizeof text, "%u", (unsigned)number);
    winnow_buffer_string(out, text);
}

static void append_page(struct winnow_buffer *out,
                        const struct winnow_document *document,
                        const struct winnow_page_view *page, bool first)
{
    uint8_t row[WINNOW_N_PAGE_SUMMARIES];

    winnow_page_summarize(page, row);
    winnow_buffer_string(out, "{\"uri\":");
    winnow_json_string(out, document->url);
    winnow_buffer_string(out, ",\"summary\":");
    for (int i = 0; i < WINNOW_N_PAGE_SUMMARIES; i++)
        append_number(out, i == 0 ? "[" : ",", row[i]);
    winnow_buffer_string(out, "]");
    if (first)
        append_names(out);
    append_blocks(out, document);
    winnow_buffer_string(out, "}\n");
}

static void write_row(FILE *rows, const struct winnow_document *document,
                      const struct winnow_page_view *page, uint32_t i)
{
    uint8_t row[WINNOW_N_PAGE_FEATURES];
    uint32_t numbers[NUMBERS] = {document->blocks[i].n_words,
                                 page->shape_of[i]};
    uint32_t e = WINNOW_FIRST_LEVEL;

    for (int level = 0; level < WINNOW_N_LEVELS; level++) {
        e = winnow_page_level(page, i, e);
        numbers[2 + 2 * level] = document->elements[e].first_block;
        numbers[3 + 2 * level] = document->elements[e].end_block;
    }
    winnow_page_features(page, i, row);
    fwrite(row, 1, sizeof row, rows);
    fwrite(numbers, sizeof numbers[0], NUMBERS, rows);
}

static void write_page(FILE *texts, FILE *rows,
                       struct winnow_document *document, bool first)
{
    struct winnow_page_view *page = winnow_page_look(document);
    struct winnow_buffer line = {0};

    append_page(&line, document, page, first);
    fwrite(line.data, 1, line.length_bytes, texts);
    winnow_buffer_free(&line);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        write_row(rows, document, page, i);
}

static void report(void *user, const char *file, enum winnow_diag diag,
                   uint64_t offset, const char *detail)
{
    (void)user, (void)detail;
    fprintf(stderr, "%s:%llu: %s\n", file, (unsigned long long)offset,
            winnow_diag_name(diag));
}

static enum winnow_status write_all(const winnow_options *options,
                                    const char *archive, FILE *texts,
                                    FILE *rows)
{
    winnow_chain *chain = NULL;
    winnow_source *source = NULL;
    struct winnow_record record;
    bool first = true;
    enum winnow_status status = winnow_chain_new(options, &chain);

    if (status == WINNOW_OK)
        status =
            winnow_source_open(options, &archive, 1, report, NULL, &source);
    while (status == WINNOW_OK) {
        struct winnow_result *result;
        status = winnow_source_next(source, &record);
        if (status != WINNOW_OK || record.passed != WINNOW_NOT_PASSED)
            continue;
        status = winnow_chain_record(chain, &record, &result);
        if (status != WINNOW_OK || result->document.refused != NULL ||
            result->document.from != WINNOW_FROM_HTML ||
            result->document.n_blocks == 0)
            continue;
        write_page(texts, rows, &result->document, first);
        first = false;
    }
    winnow_source_free(source);
    winnow_chain_free(chain);
    return status == WINNOW_END ? WINNOW_OK : status;
}

int main(int argc, char **argv)
{
    winnow_options *options = NULL;
    FILE *texts, *rows;
    bool failed;

    if (argc != 4) {
        fputs("usage: features ARCHIVE TEXTS ROWS\n", stderr);
        return 2;
    }
    texts = fopen(argv[2], "wb");
    rows = fopen(argv[3], "wb");
    if (texts == NULL || rows == NULL ||
        winnow_options_new(&options) != WINNOW_OK) {
        perror("features");
        return 3;
    }
    failed = write_all(options, argv[1], texts, rows) != WINNOW_OK;
    winnow_options_free(options);
    failed = fclose(texts) != 0 || failed;
    failed = fclose(rows) != 0 || failed;
    return failed ? 3 : 0;
}

/* Writes what the labeller knows of every block, for training: the same rows
 * that it uses itself (src/label/features.h), and beside them the texts that
 * gold is laid against.
 *
 *   features pages|captures ARCHIVE TEXTS ROWS
 *
 * TEXTS: a JSON line a document: "uri", "summary" (its row), "names" (of
 *   columns: the first one's line only), "blocks" (their texts), "kinds" (what
 *   a verdict says, else null), "hints" (the strongest hint's kind, else null),
 *   "named" (the labeller's own kind), "forms" (of pages, what a text browser
 *   would lay out: form, level, row, list, hidden, link characters of 100).
 * ROWS: of every block one after the other its row (bytes), then as 32-bit
 *   numbers of this machine's order: words, shape, and of each of six ranges
 *   around it the first block and the one behind the last.
 * Refused documents and those of the other kind are left out. */
#include <stdio.h>
#include <stdlib.h>

#include "chain.h"
#include "json.h"
#include "label/features.h"
#include "label/rows.h"
#include "shape.h"

enum { NUMBERS = 2 + 2 * WINNOW_NET_RANGES };

#define FEATURE(name, what) #name,
#define SUMMARY(name, what) #name,
static const char *const page_features[] = {
#include "label/page_features.def"
};
static const char *const page_summaries[] = {
#include "label/page_summary.def"
};
static const char *const capture_features[] = {
#include "label/capture_features.def"
};
static const char *const capture_summaries[] = {
#include "label/capture_summary.def"
};
#undef FEATURE
#undef SUMMARY

/* A subject with the names of its columns. */
struct columns {
    const char *name;
    const struct winnow_subject *subject;
    const char *const *features, *const *summaries;
};

static const struct columns subjects[] = {
    {"pages", &winnow_page_subject, page_features, page_summaries},
    {"captures", &winnow_capture_subject, capture_features, capture_summaries},
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

static void append_names(struct winnow_buffer *out,
                         const struct columns *columns)
{
    append_list(out, ",\"feature_names\":", columns->features,
                (size_t)columns->subject->n_features);
    append_list(out, ",\"summary_names\":", columns->summaries,
                (size_t)columns->subject->n_summaries);
}

static void append_kind(struct winnow_buffer *out, bool known,
                        enum winnow_kind kind)
{
    if (known)
        winnow_json_string(out, winnow_view_of(winnow_kind_name(kind)));
    else
        winnow_buffer_string(out, "null");
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
        const struct winnow_hint *hint =
            winnow_strongest_hint(&document->blocks[i]);
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

static void append_named(struct winnow_buffer *out,
                         const struct winnow_document *document)
{
    winnow_buffer_string(out, ",\"named\":[");
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        if (i != 0)
            winnow_buffer_string(out, ",");
        append_kind(out, true, document->blocks[i].kind);
    }
    winnow_buffer_string(out, "]");
}

static void append_forms(struct winnow_buffer *out,
                         const struct winnow_document *document)
{
    winnow_buffer_string(out, ",\"forms\":[");
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        winnow_buffer_string(out, i == 0 ? "[" : ",[");
        append_kind(out, true, block->form);
        append_number(out, ",", block->level);
        append_number(out, ",", block->row);
        append_number(out, ",", block->list);
        append_number(out, ",", block->hidden);
        append_number(out, ",", winnow_link_share(block));
        winnow_buffer_string(out, "]");
    }
    winnow_buffer_string(out, "]");
}

static void append_document(struct winnow_buffer *out,
                            const struct columns *columns,
                            const struct winnow_document *document,
                            const void *view, bool first)
{
    uint8_t row[WINNOW_NET_SUMMARY_MOST];

    columns->subject->summarize(view, row);
    winnow_buffer_string(out, "{\"uri\":");
    winnow_json_string(out, document->url);
    winnow_buffer_string(out, ",\"summary\":");
    for (int i = 0; i < columns->subject->n_summaries; i++)
        append_number(out, i == 0 ? "[" : ",", row[i]);
    winnow_buffer_string(out, "]");
    if (first)
        append_names(out, columns);
    append_blocks(out, document);
    append_named(out, document);
    if (document->from == WINNOW_FROM_HTML)
        append_forms(out, document);
    winnow_buffer_string(out, "}\n");
}

static void write_row(FILE *rows, const struct winnow_subject *subject,
                      const struct winnow_document *document, const void *view,
                      uint32_t i)
{
    uint8_t row[WINNOW_NET_ROW_MOST];
    uint32_t numbers[NUMBERS] = {document->blocks[i].n_words,
                                 subject->shape(view, i)};
    struct winnow_net_range ranges[WINNOW_NET_RANGES];

    subject->ranges(view, i, ranges);
    for (int k = 0; k < WINNOW_NET_RANGES; k++) {
        numbers[2 + 2 * k] = ranges[k].first;
        numbers[3 + 2 * k] = ranges[k].end;
    }
    subject->row(view, i, row);
    fwrite(row, 1, (size_t)subject->n_features, rows);
    fwrite(numbers, sizeof numbers[0], NUMBERS, rows);
}

static void write_document(FILE *texts, FILE *rows,
                           const struct columns *columns,
                           struct winnow_document *document, bool first)
{
    const void *view = columns->subject->look(document);
    struct winnow_buffer line = {0};

    append_document(&line, columns, document, view, first);
    fwrite(line.data, 1, line.length_bytes, texts);
    winnow_buffer_free(&line);
    for (uint32_t i = 0; i < document->n_blocks; i++)
        write_row(rows, columns->subject, document, view, i);
}

static void report(void *user, const char *file, enum winnow_diag diag,
                   struct winnow_range where, const char *detail)
{
    (void)user, (void)detail;
    fprintf(stderr, "%s:%llu: %s\n", file, (unsigned long long)where.start,
            winnow_diag_name(diag));
}

static enum winnow_status write_all(const winnow_options *options,
                                    const struct columns *columns,
                                    const char *archive, FILE *texts,
                                    FILE *rows)
{
    const struct winnow_source_user user = {.report = report};
    winnow_chain *chain = NULL;
    winnow_source *source = NULL;
    struct winnow_record record;
    bool first = true;
    enum winnow_status status = winnow_chain_new(options, &chain);

    if (status == WINNOW_OK)
        status = winnow_source_open(options, &archive, 1, &user, &source);
    while (status == WINNOW_OK) {
        struct winnow_result *result;
        status = winnow_source_next(source, &record);
        if (status != WINNOW_OK || record.passed != WINNOW_NOT_PASSED)
            continue;
        status = winnow_chain_record(chain, &record, &result);
        if (status != WINNOW_OK || result->document.refused != NULL ||
            result->document.from != columns->subject->from ||
            result->document.n_blocks == 0)
            continue;
        write_document(texts, rows, columns, &result->document, first);
        first = false;
    }
    winnow_source_free(source);
    winnow_chain_free(chain);
    return status == WINNOW_END ? WINNOW_OK : status;
}

static const struct columns *find_columns(const char *name)
{
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
        if (strcmp(subjects[i].name, name) == 0)
            return &subjects[i];
    return NULL;
}

int main(int argc, char **argv)
{
    const struct columns *columns = argc == 5 ? find_columns(argv[1]) : NULL;
    winnow_options *options = NULL;
    FILE *texts, *rows;
    bool failed;

    if (columns == NULL) {
        fputs("usage: features pages|captures ARCHIVE TEXTS ROWS\n", stderr);
        return 2;
    }
    texts = fopen(argv[3], "wb");
    rows = fopen(argv[4], "wb");
    if (texts == NULL || rows == NULL ||
        winnow_options_new(&options) != WINNOW_OK) {
        perror("features");
        return 3;
    }
    failed = write_all(options, columns, argv[2], texts, rows) != WINNOW_OK;
    winnow_options_free(options);
    failed = fclose(texts) != 0 || failed;
    failed = fclose(rows) != 0 || failed;
    return failed ? 3 : 0;
}

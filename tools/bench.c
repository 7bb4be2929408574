/* What tools/bench times: the library on documents that are in memory.
 *
 *   bench ARCHIVE
 *
 * Reads the archive's documents into memory, prints how many there are and how
 * many bytes, then runs all of them for each line of standard input:
 *   text    to text
 *   ledger  to text, and the ledger
 *   line    to the JSON line
 *   stages  the whole job by stage: the archive read, its documents to JSON
 *           lines, those compressed
 *   metadata each document to the JSON line and to one without the filters by
 *           which metadata is read, in turn
 * and prints the seconds that took: of processor and by the clock; of `stages`,
 * processor seconds by name; of `metadata`, those with and without. What is
 * timed is what a user of the library calls: winnow_chain_run and
 * winnow_result_render, the ledger off but where asked for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "chain.h"

static const char metadata_filters[] = "-title,-byline,-dateline,-metadata";

static const char *const stage_names[WINNOW_N_STAGES] = {
    "prepare", "decode",  "structure", "add",      "normalize",
    "phrases", "measure", "filters",   "labeller", "policy"};

/* A document, with strings of its own. */
struct page {
    char *bytes, *id, *url, *media_type, *charset;
    size_t length_bytes;
    enum winnow_from from;
};

struct bench {
    const char *path;
    winnow_options *options;
    winnow_chain *chain, *bare; /* the second one reads no metadata */
    struct page *pages;
    size_t n_pages, capacity;
    uint64_t bytes;
    bool by_stage;
    double stages[WINNOW_N_STAGES], render, write, last;
    winnow_sink *sink;
};

_Noreturn static void fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static double seconds(clockid_t clock)
{
    struct timespec now = {0};

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- reading ------------------------------------------------------------- */

/* Terminated, since views are not. */
static char *copy(struct winnow_view view)
{
    char *made = malloc(view.length_bytes + 1);

    if (made == NULL)
        fail("no memory");
    if (view.length_bytes != 0)
        memcpy(made, view.data, view.length_bytes);
    made[view.length_bytes] = '\0';
    return made;
}

static void keep(struct bench *bench, const struct winnow_document *document)
{
    struct page *page;

    if (bench->n_pages == bench->capacity) {
        bench->capacity = bench->capacity * 2 + 64;
        bench->pages =
            realloc(bench->pages, bench->capacity * sizeof *bench->pages);
        if (bench->pages == NULL)
            fail("no memory");
    }
    page = &bench->pages[bench->n_pages++];
    *page = (struct page){.bytes = copy(document->body),
                          .id = copy(document->id),
                          .url = copy(document->url),
                          .media_type = copy(document->media_type),
                          .charset = copy(document->charset_declared),
                          .length_bytes = document->body.length_bytes,
                          .from = document->from};
    bench->bytes += page->length_bytes;
}

static void on_report(void *user, const char *file, enum winnow_diag diag,
                      struct winnow_range where, const char *detail)
{
    (void)user, (void)where, (void)detail, (void)file;
    fprintf(stderr, "bench: %s\n", winnow_diag_name(diag));
}

/* Reads the archive; where `kept`, takes its documents into memory, after the
 * chain took their HTTP messages apart. */
static void read_archive(struct bench *bench, bool kept)
{
    const struct winnow_source_user user = {.report = on_report};
    struct winnow_record record;
    struct winnow_result *result;
    winnow_source *source;

    if (winnow_source_open(bench->options, &bench->path, 1, &user, &source) !=
        WINNOW_OK)
        fail("cannot read the archive");
    while (winnow_source_next(source, &record) == WINNOW_OK) {
        if (!kept || record.passed != WINNOW_NOT_PASSED ||
            record.refused != NULL)
            continue;
        if (winnow_chain_record(bench->chain, &record, &result) != WINNOW_OK)
            fail("no memory");
        keep(bench, &result->document);
    }
    winnow_source_free(source);
}

/* ---- running ------------------------------------------------------------- */

/* The processor's time since it was last asked for. */
static double lap(struct bench *bench)
{
    double now = seconds(CLOCK_PROCESS_CPUTIME_ID), passed = now - bench->last;

    bench->last = now;
    return passed;
}

static void write_line(struct bench *bench, const char *line, size_t n)
{
    bench->render += lap(bench);
    if (winnow_sink_write(bench->sink, line, n) != WINNOW_OK ||
        winnow_sink_end_document(bench->sink, false) != WINNOW_OK)
        fail("cannot write");
    bench->write += lap(bench);
}

static const winnow_result *run_page(winnow_chain *chain,
                                     const struct page *page)
{
    const struct winnow_input input = {.bytes = page->bytes,
                                       .length_bytes = page->length_bytes,
                                       .from = page->from,
                                       .id = page->id,
                                       .url = page->url,
                                       .media_type = page->media_type,
                                       .charset = page->charset};
    const winnow_result *result;

    if (winnow_chain_run(chain, &input, &result) != WINNOW_OK)
        fail("no memory");
    return result;
}

static void run(struct bench *bench, enum winnow_to to, bool ledger)
{
    for (size_t i = 0; i < bench->n_pages; i++) {
        const winnow_result *result = run_page(bench->chain, &bench->pages[i]);
        size_t length_bytes;
        const char *text = winnow_result_render(result, to, &length_bytes);
        if (bench->by_stage)
            write_line(bench, text, length_bytes);
        if (ledger)
            winnow_result_render(result, WINNOW_TO_LEDGER, &length_bytes);
    }
}

static void time_run(struct bench *bench, enum winnow_to to, bool ledger)
{
    double processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    double wall = seconds(CLOCK_MONOTONIC);

    run(bench, to, ledger);
    printf("%.6f %.6f\n", seconds(CLOCK_PROCESS_CPUTIME_ID) - processor,
           seconds(CLOCK_MONOTONIC) - wall);
}

static void passed(void *user, enum winnow_stage stage)
{
    struct bench *bench = user;

    bench->stages[stage] += lap(bench);
}

static void time_stages(struct bench *bench)
{
    double read;

    memset(bench->stages, 0, sizeof bench->stages);
    bench->render = bench->write = 0;
    lap(bench);
    read_archive(bench, false);
    read = lap(bench);
    if (winnow_sink_open("/dev/null", WINNOW_COMPRESS_GZIP, 0, &bench->sink) !=
        WINNOW_OK)
        fail("cannot write");
    winnow_chain_watch(bench->chain, passed, bench);
    bench->by_stage = true;
    run(bench, WINNOW_TO_JSONL, false);
    bench->by_stage = false;
    winnow_chain_watch(bench->chain, NULL, NULL);
    if (winnow_sink_close(bench->sink) != WINNOW_OK)
        fail("cannot write");
    bench->write += lap(bench);
    printf("read %.6f ", read);
    for (int i = 0; i < WINNOW_N_STAGES; i++)
        printf("%s %.6f ", stage_names[i], bench->stages[i]);
    printf("render %.6f write %.6f\n", bench->render, bench->write);
}

/* One page each in turn, so that both have the same of what else the machine
 * does; which one is first changes, since the second finds the page in cache.
 */
static void time_metadata(struct bench *bench)
{
    winnow_chain *const chains[] = {bench->chain, bench->bare};
    double taken[] = {0, 0};
    size_t length_bytes;

    lap(bench);
    for (size_t i = 0; i < 2 * bench->n_pages; i++) {
        size_t which = (i + i / 2) % 2;
        winnow_result_render(run_page(chains[which], &bench->pages[i / 2]),
                             WINNOW_TO_JSONL, &length_bytes);
        taken[which] += lap(bench);
    }
    printf("%.6f %.6f\n", taken[0], taken[1]);
}

static void open_bare(struct bench *bench)
{
    winnow_options *options = NULL;

    if (winnow_options_new(&options) != WINNOW_OK ||
        winnow_options_set(options, "filters", metadata_filters) != WINNOW_OK ||
        winnow_chain_new(options, &bench->bare) != WINNOW_OK)
        fail("no memory");
    winnow_options_free(options);
}

static void obey(struct bench *bench, const char *word)
{
    if (strcmp(word, "text") == 0)
        time_run(bench, WINNOW_TO_TEXT, false);
    else if (strcmp(word, "ledger") == 0)
        time_run(bench, WINNOW_TO_TEXT, true);
    else if (strcmp(word, "line") == 0)
        time_run(bench, WINNOW_TO_JSONL, false);
    else if (strcmp(word, "stages") == 0)
        time_stages(bench);
    else if (strcmp(word, "metadata") == 0)
        time_metadata(bench);
    else
        fail("unknown word");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    char line[64];

    if (argc != 2) {
        fprintf(stderr, "usage: bench ARCHIVE\n");
        return 2;
    }
    bench.path = argv[1];
    if (winnow_options_new(&bench.options) != WINNOW_OK ||
        winnow_chain_new(bench.options, &bench.chain) != WINNOW_OK)
        fail("no memory");
    open_bare(&bench);
    read_archive(&bench, true);
    printf("%zu %llu\n", bench.n_pages, (unsigned long long)bench.bytes);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        obey(&bench, line);
    }
    for (size_t i = 0; i < bench.n_pages; i++) {
        free(bench.pages[i].bytes);
        free(bench.pages[i].url);
        free(bench.pages[i].media_type);
        free(bench.pages[i].id);
        free(bench.pages[i].charset);
    }
    free(bench.pages);
    winnow_chain_free(bench.bare);
    winnow_chain_free(bench.chain);
    winnow_options_free(bench.options);
    return 0;
}

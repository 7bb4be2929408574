/* What tools/bench times: the library on documents that are in memory.
 *
 *   bench ARCHIVE
 *
 * Reads the archive's documents into memory, prints how many there are and how
 * many bytes, then runs all of them for each line of standard input:
 *   text    to text
 *   ledger  to text, and the ledger
 *   line    to the JSON line
 *   stages  to the JSON line, by stage
 * and prints the seconds that took: of processor and by the clock; of `stages`,
 * processor seconds by name. What is timed is what a user of the library calls:
 * winnow_chain_run and winnow_result_render, the ledger off but where asked for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "chain.h"

static const char *const stage_names[WINNOW_N_STAGES] = {
    "prepare", "decode", "structure", "add",      "normalize",
    "phrases", "measure", "filters",  "labeller", "policy"};

/* A document, with strings of its own. */
struct page {
    char *bytes, *url, *media_type, *charset;
    size_t length_bytes;
    enum winnow_from from;
};

struct bench {
    winnow_chain *chain;
    struct page *pages;
    size_t n_pages, capacity;
    uint64_t bytes;
    double stages[WINNOW_N_STAGES], render, last;
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

/* The chain takes HTTP messages apart. */
static void read_archive(struct bench *bench, const winnow_options *options,
                         const char *path)
{
    const struct winnow_source_user user = {.report = on_report};
    struct winnow_record record;
    struct winnow_result *result;
    winnow_source *source;

    if (winnow_source_open(options, &path, 1, &user, &source) != WINNOW_OK)
        fail("cannot read the archive");
    while (winnow_source_next(source, &record) == WINNOW_OK) {
        if (record.passed != WINNOW_NOT_PASSED || record.refused != NULL)
            continue;
        if (winnow_chain_record(bench->chain, &record, &result) != WINNOW_OK)
            fail("no memory");
        keep(bench, &result->document);
    }
    winnow_source_free(source);
}

/* ---- running ------------------------------------------------------------- */

static void run(struct bench *bench, enum winnow_to to, bool ledger)
{
    for (size_t i = 0; i < bench->n_pages; i++) {
        const struct page *page = &bench->pages[i];
        const struct winnow_input input = {.bytes = page->bytes,
                                           .length_bytes = page->length_bytes,
                                           .from = page->from,
                                           .url = page->url,
                                           .media_type = page->media_type,
                                           .charset = page->charset};
        const winnow_result *result;
        size_t length_bytes;
        if (bench->last != 0)
            bench->last = seconds(CLOCK_PROCESS_CPUTIME_ID);
        if (winnow_chain_run(bench->chain, &input, &result) != WINNOW_OK)
            fail("no memory");
        winnow_result_render(result, to, &length_bytes);
        if (ledger)
            winnow_result_render(result, WINNOW_TO_LEDGER, &length_bytes);
        if (bench->last != 0)
            bench->render += seconds(CLOCK_PROCESS_CPUTIME_ID) - bench->last;
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
    double now = seconds(CLOCK_PROCESS_CPUTIME_ID);

    bench->stages[stage] += now - bench->last;
    bench->last = now;
}

static void time_stages(struct bench *bench)
{
    memset(bench->stages, 0, sizeof bench->stages);
    bench->render = 0;
    bench->last = seconds(CLOCK_PROCESS_CPUTIME_ID);
    winnow_chain_watch(bench->chain, passed, bench);
    run(bench, WINNOW_TO_JSONL, false);
    winnow_chain_watch(bench->chain, NULL, NULL);
    bench->last = 0;
    for (int i = 0; i < WINNOW_N_STAGES; i++)
        printf("%s %.6f ", stage_names[i], bench->stages[i]);
    printf("render %.6f\n", bench->render);
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
    else
        fail("unknown word");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    winnow_options *options = NULL;
    char line[64];

    if (argc != 2) {
        fprintf(stderr, "usage: bench ARCHIVE\n");
        return 2;
    }
    if (winnow_options_new(&options) != WINNOW_OK ||
        winnow_chain_new(options, &bench.chain) != WINNOW_OK)
        fail("no memory");
    read_archive(&bench, options, argv[1]);
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
        free(bench.pages[i].charset);
    }
    free(bench.pages);
    winnow_chain_free(bench.chain);
    winnow_options_free(options);
    return 0;
}

/* compare-ways [-m N] ARCHIVE...: reads every page of the archives all ways
 * (ways.h), and with -m N mutations of each too, always the same. Prints the
 * pages that differ, and of what the trees were made. Exit: 0 all are the same,
 * 1 some differ, 2 usage, 77 an archive is not there (skipped). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chain.h"
#include "mutate.h"
#include "ways.h"

struct counts {
    uint64_t pages, differ, trees[WINNOW_N_TREES];
};

static void show(struct winnow_view name)
{
    for (size_t i = 0; i < name.length_bytes; i++)
        putchar(name.data[i] > ' ' && name.data[i] < 0x7F ? name.data[i] : '?');
}

static void compare(struct counts *counts, struct ways *ways,
                    struct winnow_view name, struct winnow_view text,
                    unsigned mutation)
{
    bool agree = ways_agree(ways, text);

    counts->pages++;
    counts->trees[ways->documents[0].tree]++;
    if (agree)
        return;
    counts->differ++;
    show(name);
    printf(" %u: %s\n", mutation, ways->difference);
}

static void compare_page(struct counts *counts, struct ways *ways,
                         struct winnow_view name, struct winnow_view text,
                         unsigned n_mutations)
{
    compare(counts, ways, name, text, 0);
    for (unsigned i = 1; i <= n_mutations; i++) {
        struct winnow_view mutated = mutate(text, counts->pages);
        compare(counts, ways, name, mutated, i);
        free((void *)mutated.data);
    }
}

static void report(void *user, const char *file, enum winnow_diag diag,
                   struct winnow_range where, const char *detail)
{
    (void)user, (void)where, (void)detail;
    fprintf(stderr, "compare-ways: %s: %s\n", file, winnow_diag_name(diag));
}

static bool compare_archive(struct counts *counts, const char *path,
                            unsigned n_mutations)
{
    const struct winnow_source_user user = {.report = report};
    winnow_options *options;
    winnow_chain *chain;
    winnow_source *source;
    struct winnow_record record;
    struct winnow_result *result;
    struct ways ways;

    memset(&ways, 0, sizeof ways);
    if (winnow_options_new(&options) != WINNOW_OK ||
        winnow_chain_new(options, &chain) != WINNOW_OK ||
        winnow_source_open(options, &path, 1, &user, &source) != WINNOW_OK)
        return false;
    while (winnow_source_next(source, &record) == WINNOW_OK) {
        const struct winnow_document *document;
        if (record.passed || record.refused != NULL ||
            winnow_chain_record(chain, &record, &result) != WINNOW_OK)
            continue;
        document = &result->document;
        if (document->from == WINNOW_FROM_HTML)
            compare_page(counts, &ways, document->url, document->text,
                         n_mutations);
    }
    ways_free(&ways);
    winnow_source_free(source);
    winnow_chain_free(chain);
    winnow_options_free(options);
    return true;
}

int main(int argc, char **argv)
{
    struct counts counts = {0};
    unsigned n_mutations = 0;
    int first = 1;

    if (argc > 2 && strcmp(argv[1], "-m") == 0) {
        n_mutations = (unsigned)strtoul(argv[2], NULL, 10);
        first = 3;
    }
    if (first == argc) {
        fprintf(stderr, "usage: compare-ways [-m N] ARCHIVE...\n");
        return 2;
    }
    for (int i = first; i < argc; i++) {
        if (access(argv[i], R_OK) != 0)
            return 77;
        if (!compare_archive(&counts, argv[i], n_mutations))
            return 1;
    }
    printf("%llu pages: %llu differ; trees followed %llu, of a skeleton %llu, "
           "of all tags %llu, of the page %llu, none %llu\n",
           (unsigned long long)counts.pages, (unsigned long long)counts.differ,
           (unsigned long long)counts.trees[WINNOW_TREE_FOLLOWED],
           (unsigned long long)counts.trees[WINNOW_TREE_OF_SKELETON],
           (unsigned long long)counts.trees[WINNOW_TREE_OF_ALL_TAGS],
           (unsigned long long)counts.trees[WINNOW_TREE_OF_PAGE],
           (unsigned long long)counts.trees[WINNOW_TREE_NONE]);
    return counts.differ != 0;
}

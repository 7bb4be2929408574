/* Files of every kind to records: the readers of WARC, ARC, JSON lines and
 * captures in one file, through gzip and zstd. The first byte says what the
 * file is taken for. */
#include "fuzz.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "source/source.h"

static void on_report(void *user, const char *file, enum winnow_diag diag,
                      struct winnow_range where, const char *detail)
{
    (void)user;
    (void)file;
    (void)detail;
    fuzz_require(where.start <= where.end, "a range is one");
    fuzz_require(diag < WINNOW_N_DIAGS, "a diagnostic is one");
}

static void read_all(winnow_source *source)
{
    struct winnow_record record = {0};

    while (winnow_source_next(source, &record) == WINNOW_OK) {
        fuzz_require(record.refused == NULL ||
                         winnow_diag_find(record.refused) < WINNOW_N_DIAGS,
                     "a refusal has a reason");
        fuzz_look_at(record.type);
        fuzz_look_at(record.id);
        fuzz_look_at(record.uri);
        fuzz_look_at(record.captured);
        fuzz_look_at(record.media_type);
        fuzz_look_at(record.charset);
        fuzz_look_at(record.payload_digest);
        fuzz_look_at(record.content);
        fuzz_look_at(record.line);
    }
}

static winnow_options *options_for(unsigned choice)
{
    static const char *const formats[] = {"auto", "warc", "arc", "jsonl",
                                          "text"};
    winnow_options *options;

    if (winnow_options_new(&options) != WINNOW_OK ||
        winnow_options_set(options, "max-document", "1M") != WINNOW_OK ||
        winnow_options_set(options, "from", formats[choice % 5]) != WINNOW_OK ||
        (choice % 5 == 4 &&
         winnow_options_set(options, "split", "form-feed") != WINNOW_OK))
        abort();
    return options;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct winnow_source_user user = {.report = on_report, .digests = true};
    winnow_options *options;
    winnow_source *source;
    const char *path;
    char name[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    if (n == 0 || fd < 0 || write(fd, bytes + 1, n - 1) != (ssize_t)n - 1) {
        close(fd);
        return 0;
    }
    options = options_for(bytes[0]);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    path = name;
    if (winnow_source_open(options, &path, 1, &user, &source) != WINNOW_OK)
        abort();
    read_all(source);
    winnow_source_free(source);
    winnow_options_free(options);
    close(fd);
    return 0;
}

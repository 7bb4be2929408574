/* A fuzz target without a fuzzer: reads the files it is given. */
#include "fuzz.h"

#include <stdlib.h>

static void read_file(const char *path)
{
    struct winnow_buffer bytes = {0};
    uint8_t *exact;
    FILE *file = fopen(path, "rb");
    size_t n = 1;

    fuzz_require(file != NULL, path);
    while (n != 0) {
        char *room = winnow_buffer_reserve(&bytes, 1 << 16);
        fuzz_require(room != NULL, "there is memory");
        n = fread(room, 1, 1 << 16, file);
        bytes.length_bytes += n;
    }
    fclose(file);
    /* exactly as large as it is, for sanitizers */
    exact = malloc(bytes.length_bytes + (bytes.length_bytes == 0));
    fuzz_require(exact != NULL, "there is memory");
    if (bytes.length_bytes != 0)
        memcpy(exact, bytes.data, bytes.length_bytes);
    LLVMFuzzerTestOneInput(exact, bytes.length_bytes);
    free(exact);
    winnow_buffer_free(&bytes);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        read_file(argv[i]);
    return 0;
}

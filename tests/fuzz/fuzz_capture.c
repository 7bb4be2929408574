/* Plain-text captures to blocks. */
#include "fuzz.h"

#include "capture/capture.h"

static void read_capture(struct winnow_document *document)
{
    document->from = WINNOW_FROM_TEXT;
    fuzz_decode(document, "utf-8");
    winnow_capture_blocks(document);
    fuzz_check_blocks(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_in_arena(bytes, n, read_capture);
    return 0;
}

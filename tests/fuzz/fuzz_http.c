/* HTTP messages taken apart: heads, chunks, content codings. */
#include "fuzz.h"

enum { BODY_BYTES_MAX = 1 << 20 };

static void take_apart(struct winnow_document *document)
{
    struct winnow_entity entity;
    struct winnow_view media_type;
    int status;

    winnow_decode_http(document->arena, document->body, BODY_BYTES_MAX,
                       WINNOW_DIAG_BODY_TOO_LARGE, &document->diags, &entity);
    winnow_decode_http_head(document->body, &status, &media_type);
    fuzz_require(status == entity.status, "both ways find one status");
    fuzz_require(entity.body.length_bytes <= BODY_BYTES_MAX,
                 "a body keeps to its limit");
    fuzz_look_at(entity.body);
    fuzz_look_at(entity.charset);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_in_arena(bytes, n, take_apart);
    return 0;
}

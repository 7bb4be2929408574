/* Content codings; see coding.h. The libraries allocate from the arena where
 * they let us, so that leaving through the arena's escape leaks nothing; zstd
 * does not, and is run over the body once to measure it, then into memory that
 * is there already.
 */
#include "decode/coding.h"

#include <string.h>
#define ZLIB_CONST /* what goes in is not written to */
#include <zlib.h>
#ifdef WINNOW_HAVE_BROTLI
#include <brotli/decode.h>
#endif
#ifdef WINNOW_HAVE_ZSTD
#include <zstd.h>
#endif

enum {
    FIRST_BYTES = 16 << 10,
    ZSTD_WINDOW_LOG = 23 /* RFC 9659: at most 8 MiB */
};

static bool is_name(struct winnow_view name, const char *wanted)
{
    if (name.length_bytes != strlen(wanted))
        return false;
    for (size_t i = 0; i < name.length_bytes; i++) {
        char c = name.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (c != wanted[i])
            return false;
    }
    return true;
}

enum winnow_coding winnow_coding_find(struct winnow_view name)
{
    static const struct {
        const char *name;
        enum winnow_coding coding;
    } codings[] = {
        {"", WINNOW_CODING_NONE},       {"identity", WINNOW_CODING_NONE},
        {"none", WINNOW_CODING_NONE},   {"gzip", WINNOW_CODING_GZIP},
        {"x-gzip", WINNOW_CODING_GZIP}, {"deflate", WINNOW_CODING_DEFLATE},
#ifdef WINNOW_HAVE_BROTLI
        {"br", WINNOW_CODING_BR},
#endif
#ifdef WINNOW_HAVE_ZSTD
        {"zstd", WINNOW_CODING_ZSTD},
#endif
    };

    for (size_t i = 0; i < sizeof codings / sizeof codings[0]; i++)
        if (is_name(name, codings[i].name))
            return codings[i].coding;
    return WINNOW_CODING_OTHER;
}

static bool starts_with(struct winnow_view body, const char *bytes, size_t n)
{
    return body.length_bytes >= n && memcmp(body.data, bytes, n) == 0;
}

enum winnow_coding winnow_coding_sniff(struct winnow_view body)
{
    if (starts_with(body, "\x1F\x8B\x08", 3))
        return WINNOW_CODING_GZIP;
    if (starts_with(body, "\x28\xB5\x2F\xFD", 4))
        return winnow_coding_find(winnow_view_of("zstd"));
    return WINNOW_CODING_NONE;
}

/* What comes out: grows until it holds one byte more than may be. */
struct output {
    struct winnow_arena *arena;
    unsigned char *bytes;
    size_t length_bytes, capacity_bytes, max_bytes;
};

static struct output output_of(struct winnow_arena *arena, size_t expected,
                               size_t max_bytes)
{
    struct output output = {arena, NULL, 0, 0, max_bytes};

    if (max_bytes == SIZE_MAX)
        output.max_bytes--;
    output.capacity_bytes =
        expected <= output.max_bytes ? expected : output.max_bytes;
    output.capacity_bytes++;
    output.bytes = winnow_arena_alloc(arena, output.capacity_bytes);
    return output;
}

static bool is_too_large(const struct output *output)
{
    return output->length_bytes > output->max_bytes;
}

/* Room for more, or the byte that shows that it is too much. */
static void grow(struct output *output)
{
    size_t old = output->capacity_bytes, wanted = output->max_bytes + 1;

    if (old != output->length_bytes)
        return;
    if (old <= wanted / 2)
        wanted = old * 2;
    output->bytes =
        winnow_arena_grow(output->arena, output->bytes, old, wanted);
    output->capacity_bytes = wanted;
}

static void take(const struct output *output, struct winnow_view *out)
{
    out->data = (const char *)output->bytes;
    out->length_bytes = output->length_bytes;
}

/* ---- gzip and deflate, by zlib --------------------------------------------
 */

static void *zlib_alloc(void *arena, unsigned n, unsigned size_bytes)
{
    return winnow_arena_calloc(arena, n, size_bytes);
}

static void zlib_free(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

/* Feeds the stream from `body`, of which `*read` bytes went in before, and lets
 * it write: zlib counts in unsigned int. */
static int inflate_some(z_stream *stream, struct winnow_view body, size_t *read,
                        struct output *output)
{
    size_t in = body.length_bytes - *read;
    size_t room = output->capacity_bytes - output->length_bytes;
    unsigned n_in = in < UINT32_MAX ? (unsigned)in : UINT32_MAX;
    unsigned n_out = room < UINT32_MAX ? (unsigned)room : UINT32_MAX;
    int code;

    stream->next_in = (const Bytef *)body.data + *read;
    stream->avail_in = n_in;
    stream->next_out = output->bytes + output->length_bytes;
    stream->avail_out = n_out;
    code = inflate(stream, Z_NO_FLUSH);
    *read += n_in - stream->avail_in;
    output->length_bytes += n_out - stream->avail_out;
    return code;
}

/* Inflates one stream: Z_STREAM_END, Z_BUF_ERROR (ends early) or another
 * error. */
static int inflate_stream(z_stream *stream, struct winnow_view body,
                          size_t *read, struct output *output)
{
    for (;;) {
        int code;
        grow(output);
        code = inflate_some(stream, body, read, output);
        if (code != Z_OK || is_too_large(output))
            return code;
        if (*read == body.length_bytes && stream->avail_out != 0)
            return Z_BUF_ERROR;
    }
}

static enum winnow_decoded verdict(const struct output *output, bool whole,
                                   struct winnow_view *out)
{
    if (is_too_large(output))
        return WINNOW_DECODED_TOO_LARGE;
    if (!whole && output->length_bytes == 0)
        return WINNOW_DECODED_NOT;
    take(output, out);
    return whole ? WINNOW_DECODED_WHOLE : WINNOW_DECODED_TRUNCATED;
}

static bool open_inflate(z_stream *stream, struct winnow_arena *arena,
                         int window_bits)
{
    memset(stream, 0, sizeof *stream);
    stream->zalloc = zlib_alloc;
    stream->zfree = zlib_free;
    stream->opaque = arena;
    return inflateInit2(stream, window_bits) == Z_OK;
}

/* The length that a gzip member's end gives (modulo 2^32), as far as it can be
 * believed. */
static size_t gzip_length(struct winnow_view body)
{
    const unsigned char *end =
        (const unsigned char *)body.data + body.length_bytes - 4;
    size_t length = (size_t)end[0] | (size_t)end[1] << 8 |
                    (size_t)end[2] << 16 | (size_t)end[3] << 24;

    if (length / 16 > body.length_bytes)
        return body.length_bytes; /* the end is something else */
    return length;
}

static bool is_gzip(struct winnow_view body, size_t at)
{
    return body.length_bytes - at >= 18 &&
           memcmp(body.data + at, "\x1F\x8B\x08", 3) == 0;
}

/* A member after another; what follows the last is not looked at. */
static enum winnow_decoded decode_gzip(struct winnow_arena *arena,
                                       struct winnow_view body,
                                       size_t max_bytes,
                                       struct winnow_view *out)
{
    struct output output;
    z_stream stream;
    size_t read = 0;
    int code;

    if (!is_gzip(body, 0) || !open_inflate(&stream, arena, 15 + 16))
        return WINNOW_DECODED_NOT;
    output = output_of(arena, gzip_length(body), max_bytes);
    do {
        code = inflate_stream(&stream, body, &read, &output);
    } while (code == Z_STREAM_END && is_gzip(body, read) &&
             inflateReset(&stream) == Z_OK);
    return verdict(&output, code == Z_STREAM_END, out);
}

static bool has_zlib_head(struct winnow_view body)
{
    const unsigned char *p = (const unsigned char *)body.data;

    return body.length_bytes >= 2 && (p[0] & 0x0F) == Z_DEFLATED &&
           (p[0] << 8 | p[1]) % 31 == 0;
}

/* `window_bits` 15: with a zlib head; -15: without. */
static enum winnow_decoded decode_zlib(struct winnow_arena *arena,
                                       struct winnow_view body,
                                       size_t max_bytes, int window_bits,
                                       struct winnow_view *out)
{
    struct output output;
    z_stream stream;
    size_t read = 0;
    int code;

    if (!open_inflate(&stream, arena, window_bits))
        return WINNOW_DECODED_NOT;
    output = output_of(arena,
                       body.length_bytes < FIRST_BYTES ? FIRST_BYTES
                                                       : body.length_bytes * 4,
                       max_bytes);
    code = inflate_stream(&stream, body, &read, &output);
    if (code == Z_DATA_ERROR && window_bits < 0)
        return WINNOW_DECODED_NOT; /* any bytes inflate for a while */
    return verdict(&output, code == Z_STREAM_END, out);
}

static enum winnow_decoded decode_deflate(struct winnow_arena *arena,
                                          struct winnow_view body,
                                          size_t max_bytes,
                                          struct winnow_view *out)
{
    enum winnow_decoded decoded = WINNOW_DECODED_NOT;

    if (is_gzip(body, 0))
        return decode_gzip(arena, body, max_bytes, out);
    if (has_zlib_head(body))
        decoded = decode_zlib(arena, body, max_bytes, 15, out);
    if (decoded == WINNOW_DECODED_NOT)
        decoded = decode_zlib(arena, body, max_bytes, -15, out);
    return decoded;
}

/* ---- br -------------------------------------------------------------------
 */

#ifdef WINNOW_HAVE_BROTLI

static void *brotli_alloc(void *arena, size_t size_bytes)
{
    return winnow_arena_alloc(arena, size_bytes);
}

static void brotli_free(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

static enum winnow_decoded decode_br(struct winnow_arena *arena,
                                     struct winnow_view body, size_t max_bytes,
                                     struct winnow_view *out)
{
    BrotliDecoderState *state =
        BrotliDecoderCreateInstance(brotli_alloc, brotli_free, arena);
    struct output output = output_of(arena, FIRST_BYTES, max_bytes);
    const uint8_t *in = (const uint8_t *)body.data;
    size_t in_left = body.length_bytes;
    BrotliDecoderResult result;

    if (state == NULL)
        return WINNOW_DECODED_NOT;
    do {
        uint8_t *next;
        size_t room;
        grow(&output);
        next = output.bytes + output.length_bytes;
        room = output.capacity_bytes - output.length_bytes;
        result = BrotliDecoderDecompressStream(state, &in_left, &in, &room,
                                               &next, NULL);
        output.length_bytes = output.capacity_bytes - room;
    } while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT &&
             !is_too_large(&output));
    BrotliDecoderDestroyInstance(state);
    return verdict(&output, result == BROTLI_DECODER_RESULT_SUCCESS, out);
}

#endif

/* ---- zstd -----------------------------------------------------------------
 */

#ifdef WINNOW_HAVE_ZSTD

/* Decodes into `output` of fixed size, or with `output` NULL only counts.
 * Returns the bytes that came out; `whole` says whether the last frame ended.
 */
static size_t run_zstd(ZSTD_DCtx *context, struct winnow_view body,
                       struct output *output, size_t max_bytes, bool *whole)
{
    unsigned char counted[4096];
    ZSTD_inBuffer in = {body.data, body.length_bytes, 0};
    size_t total = 0, code = 1;

    while (total <= max_bytes) {
        ZSTD_outBuffer out = {counted, sizeof counted, 0};
        size_t read = in.pos;
        if (output != NULL) {
            out.dst = output->bytes + total;
            out.size = output->capacity_bytes - total;
        }
        code = ZSTD_decompressStream(context, &out, &in);
        total += out.pos;
        if (ZSTD_isError(code) ||
            (in.pos == in.size && (code == 0 || out.pos < out.size)))
            break;
        if (in.pos == read && out.pos == 0)
            break; /* nothing moved */
    }
    *whole = code == 0;
    return total;
}

static size_t zstd_pass(struct winnow_view body, struct output *output,
                        size_t max_bytes, bool *whole)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    size_t total = 0;

    *whole = false;
    if (context == NULL)
        return 0;
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    total = run_zstd(context, body, output, max_bytes, whole);
    ZSTD_freeDCtx(context);
    return total;
}

static enum winnow_decoded decode_zstd(struct winnow_arena *arena,
                                       struct winnow_view body,
                                       size_t max_bytes,
                                       struct winnow_view *out)
{
    struct output output;
    bool whole;
    size_t total = zstd_pass(body, NULL, max_bytes, &whole);

    if (total > max_bytes)
        return WINNOW_DECODED_TOO_LARGE;
    output = output_of(arena, total, max_bytes);
    output.length_bytes = zstd_pass(body, &output, max_bytes, &whole);
    return verdict(&output, whole, out);
}

#endif

enum winnow_decoded winnow_coding_decode(struct winnow_arena *arena,
                                         enum winnow_coding coding,
                                         struct winnow_view body,
                                         size_t max_bytes,
                                         struct winnow_view *out)
{
    switch (coding) {
    case WINNOW_CODING_GZIP:
        return decode_gzip(arena, body, max_bytes, out);
    case WINNOW_CODING_DEFLATE:
        return decode_deflate(arena, body, max_bytes, out);
#ifdef WINNOW_HAVE_BROTLI
    case WINNOW_CODING_BR:
        return decode_br(arena, body, max_bytes, out);
#endif
#ifdef WINNOW_HAVE_ZSTD
    case WINNOW_CODING_ZSTD:
        return decode_zstd(arena, body, max_bytes, out);
#endif
    default:
        return WINNOW_DECODED_NOT;
    }
}

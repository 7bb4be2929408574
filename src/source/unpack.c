/* Unpacking gzip and zstd; see unpack.h. The one file that touches zlib, zstd
 * and libdeflate for reading archives. */
#include "source/unpack.h"

#include <limits.h>
#include <zlib.h>
#ifdef WINNOW_HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif
#ifdef WINNOW_HAVE_ZSTD
#include <zstd.h>
#include <zstd_errors.h>
#endif

enum {
    GZIP_ONLY = 16 + MAX_WBITS, /* windowBits: gzip head and check expected */
    GZIP_RESERVED_FLAGS = 0xe0,
    GZIP_MEMBER_MIN_BYTES = 18,
    ZSTD_DICTIONARY_MAX_BYTES = 16 << 20
};

struct winnow_unpacker {
    enum winnow_packing packing;
    const char *error;
    z_stream zlib;
#ifdef WINNOW_HAVE_LIBDEFLATE
    struct libdeflate_decompressor *libdeflate;
#endif
#ifdef WINNOW_HAVE_ZSTD
    ZSTD_DStream *zstd;
#endif
};

static bool is_zstd(const unsigned char *b)
{
    bool frame = b[0] == 0x28 && b[1] == 0xb5 && b[2] == 0x2f && b[3] == 0xfd;
    bool skippable =
        (b[0] & 0xf0) == 0x50 && b[1] == 0x2a && b[2] == 0x4d && b[3] == 0x18;

    return frame || skippable;
}

enum winnow_packing winnow_packing_of(struct winnow_view bytes)
{
    const unsigned char *b = (const unsigned char *)bytes.data;

    if (bytes.length_bytes < WINNOW_PACKING_MAGIC_BYTES)
        return WINNOW_PACKING_NONE;
    if (b[0] == 0x1f && b[1] == 0x8b && b[2] == Z_DEFLATED &&
        (b[3] & GZIP_RESERVED_FLAGS) == 0)
        return WINNOW_PACKING_GZIP;
    return is_zstd(b) ? WINNOW_PACKING_ZSTD : WINNOW_PACKING_NONE;
}

bool winnow_packing_may_start(enum winnow_packing packing,
                              struct winnow_view bytes)
{
    static const char gzip[] = {0x1f, (char)0x8b, Z_DEFLATED};
    static const char zstd[] = {0x28, (char)0xb5, 0x2f};
    const char *magic = packing == WINNOW_PACKING_GZIP ? gzip : zstd;

    return bytes.length_bytes != 0 && bytes.length_bytes <= sizeof gzip &&
           memcmp(bytes.data, magic, bytes.length_bytes) == 0;
}

bool winnow_packing_is_supported(enum winnow_packing packing)
{
#ifdef WINNOW_HAVE_ZSTD
    return packing != WINNOW_PACKING_NONE;
#else
    return packing == WINNOW_PACKING_GZIP;
#endif
}

static bool open_library(struct winnow_unpacker *unpacker)
{
#ifdef WINNOW_HAVE_LIBDEFLATE
    if (unpacker->packing == WINNOW_PACKING_GZIP) {
        unpacker->libdeflate = libdeflate_alloc_decompressor();
        if (unpacker->libdeflate == NULL)
            return false;
    }
#endif
    if (unpacker->packing == WINNOW_PACKING_GZIP)
        return inflateInit2(&unpacker->zlib, GZIP_ONLY) == Z_OK;
#ifdef WINNOW_HAVE_ZSTD
    unpacker->zstd = ZSTD_createDStream();
    return unpacker->zstd != NULL;
#else
    return false;
#endif
}

struct winnow_unpacker *winnow_unpacker_new(enum winnow_packing packing)
{
    struct winnow_unpacker *unpacker = calloc(1, sizeof *unpacker);

    if (unpacker == NULL)
        return NULL;
    unpacker->packing = packing;
    unpacker->error = "";
    if (open_library(unpacker))
        return unpacker;
#ifdef WINNOW_HAVE_LIBDEFLATE
    libdeflate_free_decompressor(unpacker->libdeflate);
#endif
    free(unpacker);
    return NULL;
}

void winnow_unpacker_free(struct winnow_unpacker *unpacker)
{
    if (unpacker == NULL)
        return;
    if (unpacker->packing == WINNOW_PACKING_GZIP)
        inflateEnd(&unpacker->zlib);
#ifdef WINNOW_HAVE_LIBDEFLATE
    libdeflate_free_decompressor(unpacker->libdeflate);
#endif
#ifdef WINNOW_HAVE_ZSTD
    ZSTD_freeDStream(unpacker->zstd);
#endif
    free(unpacker);
}

void winnow_unpacker_start(struct winnow_unpacker *unpacker)
{
    unpacker->error = "";
    if (unpacker->packing == WINNOW_PACKING_GZIP)
        inflateReset(&unpacker->zlib);
#ifdef WINNOW_HAVE_ZSTD
    else
        ZSTD_DCtx_reset(unpacker->zstd, ZSTD_reset_session_only);
#endif
}

void winnow_unpacker_renew(struct winnow_unpacker *unpacker)
{
    winnow_unpacker_start(unpacker);
#ifdef WINNOW_HAVE_ZSTD
    if (unpacker->packing == WINNOW_PACKING_ZSTD)
        ZSTD_DCtx_reset(unpacker->zstd, ZSTD_reset_session_and_parameters);
#endif
}

static enum winnow_unpacked corrupt(struct winnow_unpacker *unpacker,
                                    const char *error)
{
    unpacker->error = error != NULL ? error : "invalid data";
    return WINNOW_UNPACK_CORRUPT;
}

static uInt capped(size_t length_bytes)
{
    return length_bytes > INT_MAX ? INT_MAX : (uInt)length_bytes;
}

static enum winnow_unpacked step_gzip(struct winnow_unpacker *unpacker,
                                      struct winnow_view *input, char *output,
                                      size_t room_bytes, size_t *produced_bytes)
{
    z_stream *zlib = &unpacker->zlib;
    uInt given = capped(input->length_bytes), room = capped(room_bytes);
    size_t taken;
    int code;

    zlib->next_in = (Bytef *)(uintptr_t)input->data;
    zlib->avail_in = given;
    zlib->next_out = (Bytef *)output;
    zlib->avail_out = room;
    code = inflate(zlib, Z_NO_FLUSH);
    taken = given - zlib->avail_in;
    input->data += taken;
    input->length_bytes -= taken;
    *produced_bytes = room - zlib->avail_out;
    if (code == Z_STREAM_END)
        return WINNOW_UNPACK_DONE;
    if (code == Z_OK && (taken != 0 || *produced_bytes != 0))
        return WINNOW_UNPACK_MORE;
    if (code == Z_MEM_ERROR)
        return WINNOW_UNPACK_NO_MEMORY;
    return corrupt(unpacker, zlib->msg);
}

#ifdef WINNOW_HAVE_ZSTD
static enum winnow_unpacked step_zstd(struct winnow_unpacker *unpacker,
                                      struct winnow_view *input, char *output,
                                      size_t room_bytes, size_t *produced_bytes)
{
    ZSTD_inBuffer in = {input->data, input->length_bytes, 0};
    ZSTD_outBuffer out = {output, room_bytes, 0};
    size_t code = ZSTD_decompressStream(unpacker->zstd, &out, &in);

    input->data += in.pos;
    input->length_bytes -= in.pos;
    *produced_bytes = out.pos;
    if (ZSTD_isError(code) &&
        ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation)
        return WINNOW_UNPACK_NO_MEMORY;
    if (ZSTD_isError(code))
        return corrupt(unpacker, ZSTD_getErrorName(code));
    if (code == 0)
        return WINNOW_UNPACK_DONE;
    if (in.pos == 0 && out.pos == 0)
        return corrupt(unpacker, NULL);
    return WINNOW_UNPACK_MORE;
}
#endif

enum winnow_unpacked winnow_unpacker_step(struct winnow_unpacker *unpacker,
                                          struct winnow_view *input,
                                          char *output, size_t room_bytes,
                                          size_t *produced_bytes)
{
#ifdef WINNOW_HAVE_ZSTD
    if (unpacker->packing == WINNOW_PACKING_ZSTD)
        return step_zstd(unpacker, input, output, room_bytes, produced_bytes);
#endif
    return step_gzip(unpacker, input, output, room_bytes, produced_bytes);
}

bool winnow_unpacker_whole(struct winnow_unpacker *unpacker,
                           struct winnow_view *input, char *output,
                           size_t room_bytes, size_t *produced_bytes)
{
    size_t taken = 0;

#ifdef WINNOW_HAVE_LIBDEFLATE
    if (libdeflate_gzip_decompress_ex(
            unpacker->libdeflate, input->data, input->length_bytes, output,
            room_bytes, &taken, produced_bytes) != LIBDEFLATE_SUCCESS)
        return false;
#else
    (void)unpacker;
    (void)output;
    (void)room_bytes;
    (void)produced_bytes;
#endif
    input->data += taken;
    input->length_bytes -= taken;
    return taken != 0;
}

size_t winnow_gzip_member_bytes(struct winnow_view bytes)
{
    const char *end = bytes.data + bytes.length_bytes, *at = bytes.data;

    if (bytes.length_bytes <= GZIP_MEMBER_MIN_BYTES)
        return 0;
    at += GZIP_MEMBER_MIN_BYTES;
    while ((at = memchr(at, 0x1f, (size_t)(end - at))) != NULL) {
        const struct winnow_view next = {at, (size_t)(end - at)};
        if (winnow_packing_of(next) == WINNOW_PACKING_GZIP)
            return (size_t)(at - bytes.data);
        at++;
    }
    return 0;
}

uint32_t winnow_gzip_unpacked_bytes(struct winnow_view member)
{
    const unsigned char *b;

    if (member.length_bytes < GZIP_MEMBER_MIN_BYTES)
        return 0;
    b = (const unsigned char *)member.data + member.length_bytes - 4;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
           (uint32_t)b[3] << 24;
}

const char *winnow_unpacker_error(const struct winnow_unpacker *unpacker)
{
    return unpacker->error;
}

enum { SKIPPABLE_HEAD_BYTES = 8 };

uint64_t winnow_dictionary_frame_bytes(struct winnow_view bytes)
{
    const unsigned char *b = (const unsigned char *)bytes.data;
    uint32_t size;

    if (bytes.length_bytes < SKIPPABLE_HEAD_BYTES || !is_zstd(b) ||
        b[0] != 0x5d)
        return 0;
    size = (uint32_t)b[4] | (uint32_t)b[5] << 8 | (uint32_t)b[6] << 16 |
           (uint32_t)b[7] << 24;
    if (size == 0 || size > ZSTD_DICTIONARY_MAX_BYTES)
        return 0;
    return SKIPPABLE_HEAD_BYTES + (uint64_t)size;
}

#ifdef WINNOW_HAVE_ZSTD
/* A dictionary that is itself a frame, unpacked; NULL when that fails. */
static char *unpack_dictionary(struct winnow_view packed, size_t *length)
{
    unsigned long long size =
        ZSTD_getFrameContentSize(packed.data, packed.length_bytes);
    char *data;

    if (size == 0 || size > ZSTD_DICTIONARY_MAX_BYTES)
        return NULL;
    data = malloc((size_t)size);
    if (data == NULL)
        return NULL;
    *length =
        ZSTD_decompress(data, (size_t)size, packed.data, packed.length_bytes);
    if (!ZSTD_isError(*length))
        return data;
    free(data);
    return NULL;
}

bool winnow_unpacker_dictionary(struct winnow_unpacker *unpacker,
                                struct winnow_view frame)
{
    struct winnow_view bytes = {frame.data + SKIPPABLE_HEAD_BYTES,
                                frame.length_bytes - SKIPPABLE_HEAD_BYTES};
    char *data = NULL;
    size_t length = bytes.length_bytes, code;

    if (winnow_packing_of(bytes) == WINNOW_PACKING_ZSTD) {
        data = unpack_dictionary(bytes, &length);
        if (data == NULL)
            return false;
        bytes.data = data;
    }
    code = ZSTD_DCtx_loadDictionary(unpacker->zstd, bytes.data, length);
    free(data);
    return !ZSTD_isError(code);
}
#else
bool winnow_unpacker_dictionary(struct winnow_unpacker *unpacker,
                                struct winnow_view frame)
{
    (void)unpacker;
    (void)frame;
    return false;
}
#endif

/* Outputs: a file or standard output; plain, gzip (RFC 1952) or zstd (RFC
 * 8878). The one file that touches zlib and zstd for writing.
 *
 * A gzip member that is whole before it is compressed goes through libdeflate
 * (packer.h) where the build has it, one that is written as it comes through
 * zlib. Both are valid, but not of the same bytes: `winnow --version -v` says
 * which it is.
 */
#include "writer/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#ifdef WINNOW_HAVE_ZSTD
#include <zstd.h>
#endif

#include "writer/packer.h"

enum {
    BUFFER_BYTES = 64 << 10,
    MEMBER_BYTES = 1 << 20, /* of documents that a member holds, and one more */
    GZIP_WINDOW_BITS = 15 + 16, /* zlib's way to ask for a gzip wrapper */
    GZIP_MEMORY_LEVEL = 8,
    GZIP_LEVEL_MAX = 9,
    GZIP_LEVEL_DEFAULT = 6, /* zlib's own */
    GZIP_OS_UNKNOWN = 255
};

enum flush { FLUSH_NONE, FLUSH_DATA, FLUSH_END };

struct winnow_sink {
    int fd;
    bool is_regular, is_live; /* live: somebody may wait at the other end */
    bool is_named;            /* ours to empty, not standard output */
    bool is_touched;          /* something was written, or it was emptied */
    dev_t device;
    ino_t inode;
    enum winnow_compression compression; /* never BY_NAME */
    bool is_open_member, has_members;
    struct winnow_buffer held; /* the open member, where nobody waits for it */
    uint64_t member_bytes;     /* in it, not compressed */
    uint64_t stored_bytes;     /* written so far */
    z_stream gzip;
    gz_header gzip_head;
    struct winnow_packer *packer; /* of whole members; NULL: none */
#ifdef WINNOW_HAVE_ZSTD
    ZSTD_CCtx *zstd;
#endif
    int error; /* errno of the first failure; 0: none */
    size_t n_buffered;
    unsigned char buffer[BUFFER_BYTES];
};

/* ---- to the file
 * -------------------------------------------------------------- */

static enum winnow_status fail(winnow_sink *sink, int error)
{
    if (sink->error == 0)
        sink->error = error == 0 ? EIO : error;
    errno = sink->error;
    return WINNOW_ERR_WRITE;
}

static bool wait_until_writable(int fd)
{
    struct pollfd poller = {.fd = fd, .events = POLLOUT};

    return poll(&poller, 1, -1) >= 0 || errno == EINTR;
}

static enum winnow_status write_all(winnow_sink *sink,
                                    const unsigned char *bytes, size_t n)
{
    while (n != 0) {
        ssize_t written = write(sink->fd, bytes, n);
        if (written > 0) {
            sink->stored_bytes += (uint64_t)written;
            bytes += written;
            n -= (size_t)written;
            continue;
        }
        if (written == 0)
            return fail(sink, EIO);
        if (errno == EINTR)
            continue;
        if ((errno == EAGAIN || errno == EWOULDBLOCK) &&
            wait_until_writable(sink->fd))
            continue;
        return fail(sink, errno);
    }
    return WINNOW_OK;
}

/* Empties the file that was there, at the last moment. */
static enum winnow_status touch(winnow_sink *sink)
{
    if (sink->is_touched)
        return WINNOW_OK;
    sink->is_touched = true;
    if (!sink->is_named || !sink->is_regular)
        return WINNOW_OK;
    while (ftruncate(sink->fd, 0) != 0)
        if (errno != EINTR)
            return fail(sink, errno);
    return WINNOW_OK;
}

static enum winnow_status drain(winnow_sink *sink)
{
    size_t n = sink->n_buffered;

    if (sink->error != 0 || touch(sink) != WINNOW_OK)
        return fail(sink, sink->error);
    sink->n_buffered = 0;
    return write_all(sink, sink->buffer, n);
}

static enum winnow_status write_plain(winnow_sink *sink,
                                      const unsigned char *bytes, size_t n)
{
    if (n > BUFFER_BYTES - sink->n_buffered && drain(sink) != WINNOW_OK)
        return WINNOW_ERR_WRITE;
    if (n >= BUFFER_BYTES)
        return write_all(sink, bytes, n);
    if (n != 0)
        memcpy(sink->buffer + sink->n_buffered, bytes, n);
    sink->n_buffered += n;
    return WINNOW_OK;
}

/* ---- gzip
 * ----------------------------------------------------------------------- */

/* The head says neither when nor where the member was made. */
static bool start_gzip(winnow_sink *sink, int level)
{
    if (level > GZIP_LEVEL_MAX)
        level = GZIP_LEVEL_MAX;
#ifdef WINNOW_HAVE_LIBDEFLATE
    sink->packer = winnow_packer_new(level == 0 ? GZIP_LEVEL_DEFAULT : level);
    if (sink->packer == NULL)
        return false;
#endif
    return deflateInit2(&sink->gzip, level == 0 ? Z_DEFAULT_COMPRESSION : level,
                        Z_DEFLATED, GZIP_WINDOW_BITS, GZIP_MEMORY_LEVEL,
                        Z_DEFAULT_STRATEGY) == Z_OK;
}

static bool open_gzip_member(winnow_sink *sink)
{
    sink->gzip_head = (gz_header){.os = GZIP_OS_UNKNOWN};
    return deflateReset(&sink->gzip) == Z_OK &&
           deflateSetHeader(&sink->gzip, &sink->gzip_head) == Z_OK;
}

static enum winnow_status deflate_all(winnow_sink *sink, int flush)
{
    z_stream *gzip = &sink->gzip;
    int result;

    do {
        if (sink->n_buffered == BUFFER_BYTES && drain(sink) != WINNOW_OK)
            return WINNOW_ERR_WRITE;
        gzip->next_out = sink->buffer + sink->n_buffered;
        gzip->avail_out = (uInt)(BUFFER_BYTES - sink->n_buffered);
        result = deflate(gzip, flush);
        sink->n_buffered = BUFFER_BYTES - gzip->avail_out;
        if (result == Z_STREAM_ERROR)
            return fail(sink, EIO);
    } while (gzip->avail_out == 0);
    return WINNOW_OK;
}

static enum winnow_status write_gzip(winnow_sink *sink,
                                     const unsigned char *bytes, size_t n,
                                     enum flush flush)
{
    static const int flushes[] = {Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH};
    const size_t most = (uInt)-1;

    do {
        size_t part = n < most ? n : most;
        sink->gzip.next_in = (z_const Bytef *)bytes;
        sink->gzip.avail_in = (uInt)part;
        n -= part;
        bytes = bytes == NULL ? NULL : bytes + part;
        if (deflate_all(sink, n == 0 ? flushes[flush] : Z_NO_FLUSH) !=
            WINNOW_OK)
            return WINNOW_ERR_WRITE;
    } while (n != 0);
    return WINNOW_OK;
}

#ifdef WINNOW_HAVE_LIBDEFLATE
/* The member before the open one, which may be on its way. */
static enum winnow_status write_packed(winnow_sink *sink)
{
    struct winnow_view packed = {NULL, 0};

    if (sink->packer != NULL && !winnow_packer_take(sink->packer, &packed))
        return fail(sink, EIO);
    return write_plain(sink, (const unsigned char *)packed.data,
                       packed.length_bytes);
}

static enum winnow_status pack_held(winnow_sink *sink)
{
    if (write_packed(sink) != WINNOW_OK)
        return WINNOW_ERR_WRITE;
    return winnow_packer_pack(sink->packer, &sink->held) ? WINNOW_OK
                                                         : fail(sink, ENOMEM);
}
#else
static enum winnow_status write_packed(winnow_sink *sink)
{
    (void)sink;
    return WINNOW_OK;
}
#endif

/* ---- zstd
 * ----------------------------------------------------------------------- */

#ifdef WINNOW_HAVE_ZSTD
static bool start_zstd(winnow_sink *sink, int level)
{
    sink->zstd = ZSTD_createCCtx();
    return sink->zstd != NULL &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(
               sink->zstd, ZSTD_c_compressionLevel, level)) &&
           !ZSTD_isError(
               ZSTD_CCtx_setParameter(sink->zstd, ZSTD_c_checksumFlag, 1));
}

static enum winnow_status write_zstd(winnow_sink *sink,
                                     const unsigned char *bytes, size_t n,
                                     enum flush flush)
{
    static const ZSTD_EndDirective directives[] = {ZSTD_e_continue,
                                                   ZSTD_e_flush, ZSTD_e_end};
    ZSTD_inBuffer in = {bytes, n, 0};
    size_t left;

    do {
        ZSTD_outBuffer out = {sink->buffer, BUFFER_BYTES, sink->n_buffered};
        if (out.pos == BUFFER_BYTES) {
            if (drain(sink) != WINNOW_OK)
                return WINNOW_ERR_WRITE;
            out.pos = 0;
        }
        left = ZSTD_compressStream2(sink->zstd, &out, &in, directives[flush]);
        if (ZSTD_isError(left))
            return fail(sink, ENOMEM);
        sink->n_buffered = out.pos;
    } while (in.pos != in.size || (flush != FLUSH_NONE && left != 0));
    return WINNOW_OK;
}
#else
static enum winnow_status write_zstd(winnow_sink *sink,
                                     const unsigned char *bytes, size_t n,
                                     enum flush flush)
{
    (void)bytes, (void)n, (void)flush;
    return fail(sink, ENOTSUP); /* never opened */
}
#endif

/* ---- opening
 * ---------------------------------------------------------------------- */

/* A file opened while a standard stream is closed must not take its place, or
 * diagnostics would be written into it. */
static int above_standard(int fd)
{
    int moved;

    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(fd);
    return moved;
}

static bool is_standard(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

/* Standard output is duplicated, so that closing it reports what a write-back
 * could not do, and it stays open for others. */
static int open_output(const char *path)
{
    if (is_standard(path))
        return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return above_standard(
        open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666));
}

static enum winnow_status look_at(winnow_sink *sink)
{
    struct stat status, input;

    if (fstat(sink->fd, &status) != 0)
        return WINNOW_ERR_WRITE;
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return WINNOW_ERR_WRITE;
    }
    sink->is_regular = S_ISREG(status.st_mode);
    sink->is_live = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) ||
                    isatty(sink->fd);
    sink->device = status.st_dev;
    sink->inode = status.st_ino;
    if (sink->is_regular && fstat(STDIN_FILENO, &input) == 0 &&
        input.st_dev == status.st_dev && input.st_ino == status.st_ino) {
        errno = EINVAL;
        return WINNOW_ERR_USE;
    }
    return WINNOW_OK;
}

static enum winnow_status start_codec(winnow_sink *sink, int level)
{
    errno = ENOMEM;
    if (sink->compression == WINNOW_COMPRESS_GZIP)
        return start_gzip(sink, level) ? WINNOW_OK : WINNOW_ERR_MEMORY;
    if (sink->compression != WINNOW_COMPRESS_ZSTD)
        return WINNOW_OK;
#ifdef WINNOW_HAVE_ZSTD
    return start_zstd(sink, level) ? WINNOW_OK : WINNOW_ERR_MEMORY;
#else
    errno = ENOTSUP;
    return WINNOW_ERR_OPTION;
#endif
}

static void free_sink(winnow_sink *sink)
{
    int error = errno;

    if (sink->fd >= 0)
        close(sink->fd);
    if (sink->compression == WINNOW_COMPRESS_GZIP)
        deflateEnd(&sink->gzip);
#ifdef WINNOW_HAVE_LIBDEFLATE
    winnow_packer_free(sink->packer);
#endif
#ifdef WINNOW_HAVE_ZSTD
    ZSTD_freeCCtx(sink->zstd);
#endif
    winnow_buffer_free(&sink->held);
    free(sink);
    errno = error;
}

static enum winnow_status start(winnow_sink *sink, const char *path, int level)
{
    enum winnow_status status = start_codec(sink, level);

    if (status != WINNOW_OK)
        return status;
    sink->fd = open_output(path);
    if (sink->fd < 0)
        return WINNOW_ERR_WRITE;
    sink->is_named = !is_standard(path);
    return look_at(sink);
}

enum winnow_status winnow_sink_open(const char *path,
                                    enum winnow_compression compression,
                                    int level, winnow_sink **sink)
{
    winnow_sink *made = calloc(1, sizeof *made);
    enum winnow_status status;

    *sink = NULL;
    if (made == NULL)
        return WINNOW_ERR_MEMORY;
    made->fd = -1;
    made->compression = compression;
    if (compression == WINNOW_COMPRESS_BY_NAME)
        made->compression = winnow_compression_by_name(path);
    status = start(made, path, level);
    if (status != WINNOW_OK) {
        free_sink(made);
        return status;
    }
    *sink = made;
    return WINNOW_OK;
}

void winnow_sink_use_thread(winnow_sink *sink)
{
#ifdef WINNOW_HAVE_LIBDEFLATE
    if (sink->packer != NULL)
        winnow_packer_use_thread(sink->packer);
#else
    (void)sink;
#endif
}

/* ---- writing
 * ----------------------------------------------------------------------- */

static enum winnow_status pass_on(winnow_sink *sink, const void *bytes,
                                  size_t n, enum flush flush)
{
    if (sink->compression == WINNOW_COMPRESS_GZIP)
        return write_gzip(sink, bytes, n, flush);
    if (sink->compression == WINNOW_COMPRESS_ZSTD)
        return write_zstd(sink, bytes, n, flush);
    return write_plain(sink, bytes, n);
}

static enum winnow_status open_member(winnow_sink *sink)
{
    if (sink->is_open_member)
        return WINNOW_OK;
    sink->is_open_member = sink->has_members = true;
    sink->member_bytes = 0;
    if (sink->compression == WINNOW_COMPRESS_GZIP && !open_gzip_member(sink))
        return fail(sink, EIO);
    return WINNOW_OK;
}

/* Writes all of a member that was held. */
static enum winnow_status write_held(winnow_sink *sink)
{
    const struct winnow_buffer *held = &sink->held;

#ifdef WINNOW_HAVE_LIBDEFLATE
    if (sink->compression == WINNOW_COMPRESS_GZIP && !sink->is_live)
        return pack_held(sink);
#endif
    return pass_on(sink, held->data, held->length_bytes, FLUSH_END);
}

static enum winnow_status end_member(winnow_sink *sink)
{
    enum winnow_status status;

    if (!sink->is_open_member)
        return WINNOW_OK;
    sink->is_open_member = false;
    status = write_held(sink);
    winnow_buffer_reset(&sink->held, 2 * MEMBER_BYTES);
    return status;
}

/* Where nobody waits for it, a member is held until it is whole and then
 * compressed at once: so its bytes depend on what is in it alone, and what is
 * in it can be taken note of at any time (struct winnow_sink_state). */
static bool holds_members(const winnow_sink *sink)
{
    return sink->compression != WINNOW_COMPRESS_NONE && !sink->is_live;
}

enum winnow_status winnow_sink_write(winnow_sink *sink, const void *bytes,
                                     size_t length_bytes)
{
    if (sink->error != 0)
        return fail(sink, sink->error);
    if (length_bytes == 0)
        return WINNOW_OK;
    if (touch(sink) != WINNOW_OK || open_member(sink) != WINNOW_OK)
        return WINNOW_ERR_WRITE;
    sink->member_bytes += length_bytes;
    if (!holds_members(sink))
        return pass_on(sink, bytes, length_bytes, FLUSH_NONE);
    winnow_buffer_append(&sink->held, bytes, length_bytes);
    return sink->held.failed ? fail(sink, ENOMEM) : WINNOW_OK;
}

enum winnow_status winnow_sink_end_document(winnow_sink *sink, bool member)
{
    if (sink->error != 0)
        return fail(sink, sink->error);
    if ((member || sink->member_bytes >= MEMBER_BYTES) &&
        end_member(sink) != WINNOW_OK)
        return WINNOW_ERR_WRITE;
    if (!sink->is_live)
        return WINNOW_OK;
    if (sink->is_open_member && pass_on(sink, NULL, 0, FLUSH_DATA) != WINNOW_OK)
        return WINNOW_ERR_WRITE;
    return drain(sink);
}

/* ---- going on later ------------------------------------------------------ */

enum winnow_status winnow_sink_sync(winnow_sink *sink,
                                    struct winnow_sink_state *state)
{
    if (sink->error != 0 || write_packed(sink) != WINNOW_OK ||
        drain(sink) != WINNOW_OK)
        return fail(sink, sink->error);
    while (fsync(sink->fd) != 0)
        if (errno != EINTR)
            return fail(sink, errno);
    *state = (struct winnow_sink_state){
        .stored_bytes = sink->stored_bytes,
        .held = {sink->held.data, sink->held.length_bytes}};
    return WINNOW_OK;
}

static enum winnow_status go_on(winnow_sink *sink,
                                const struct winnow_sink_state *state)
{
    struct stat status;

    if (fstat(sink->fd, &status) != 0)
        return WINNOW_ERR_WRITE;
    if ((uint64_t)status.st_size < state->stored_bytes) {
        errno = EINVAL;
        return WINNOW_ERR_WRITE;
    }
    if (ftruncate(sink->fd, (off_t)state->stored_bytes) != 0 ||
        lseek(sink->fd, 0, SEEK_END) < 0)
        return WINNOW_ERR_WRITE;
    sink->is_touched = true;
    sink->stored_bytes = state->stored_bytes;
    sink->has_members = state->stored_bytes != 0;
    return winnow_sink_write(sink, state->held.data, state->held.length_bytes);
}

enum winnow_status winnow_sink_reopen(const char *path,
                                      enum winnow_compression compression,
                                      int level,
                                      const struct winnow_sink_state *state,
                                      winnow_sink **sink)
{
    enum winnow_status status =
        winnow_sink_open(path, compression, level, sink);

    if (status != WINNOW_OK)
        return status;
    status = go_on(*sink, state);
    if (status == WINNOW_OK)
        return status;
    free_sink(*sink);
    *sink = NULL;
    return status;
}

/* ---- the end -------------------------------------------------------------
 */

/* A compressed output without a document is still a valid file: one empty
 * member. */
static enum winnow_status finish(winnow_sink *sink)
{
    if (sink->error != 0)
        return fail(sink, sink->error);
    if (!sink->has_members && open_member(sink) != WINNOW_OK)
        return WINNOW_ERR_WRITE;
    if (end_member(sink) != WINNOW_OK || write_packed(sink) != WINNOW_OK)
        return WINNOW_ERR_WRITE;
    return drain(sink);
}

enum winnow_status winnow_sink_close(winnow_sink *sink)
{
    enum winnow_status status;

    if (sink == NULL)
        return WINNOW_OK;
    status = finish(sink);
    /* EINTR: the descriptor is closed all the same (Linux, POSIX 2024) */
    if (close(sink->fd) != 0 && errno != EINTR)
        status = fail(sink, errno);
    sink->fd = -1;
    if (status != WINNOW_OK)
        errno = sink->error;
    free_sink(sink);
    return status;
}

void winnow_sink_abandon(winnow_sink *sink)
{
    if (sink != NULL)
        free_sink(sink);
}

bool winnow_sink_is(const winnow_sink *sink, const char *path)
{
    struct stat status;
    int result =
        is_standard(path) ? fstat(STDIN_FILENO, &status) : stat(path, &status);

    return result == 0 && sink->is_regular && status.st_dev == sink->device &&
           status.st_ino == sink->inode;
}

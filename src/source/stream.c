/* Streams over files and packed bytes; see stream.h. Reading and windows are
 * here, unpacking itself is in unpack.c, and what the bytes mean is nobody's
 * business here.
 */
#include "source/stream.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"
#include "source/units.h"

enum {
    CHUNK_BYTES = 64 << 10, /* read or unpacked at once, at least */
    READ_BYTES = 128 << 10, /* and read at most: no more than caches hold */
    /* A member is unpacked at once (unpack.h) where it is no larger; room for
       one and bytes of it that are there at least, as most are smaller */
    MEMBER_MAX_BYTES = 4 << 20,
    MEMBER_BYTES = 512 << 10,
    PACKED_MEMBER_MAX_BYTES = 1 << 20,
    PACKED_MEMBER_BYTES = 128 << 10,
    RETAINED_BYTES = 1 << 20, /* packed bytes kept to be searched again */
    PROBE_INPUT_BYTES = 512,  /* packed bytes that tell whether a unit starts */
    WAIT_MILLISECONDS = 500
};

struct winnow_stream {
    struct winnow_stream_pool *pool;
    struct winnow_stream *below; /* NULL: reads `fd`; in the pool: the next */
    winnow_stream_report *report;
    void *user;

    /* the window: data[start, end), of which the first stands at position */
    char *data;
    size_t start, end, capacity;
    uint64_t position;

    enum winnow_stop stop;
    enum winnow_diag damage;
    const char *damage_is; /* in a few words; static */
    int damage_errno;
    uint64_t damage_offset;
    bool out_of_memory;

    /* of a file */
    int fd;
    bool owned, seekable;
    struct winnow_digest *digest; /* NULL: none is wanted */
    uint64_t stored_bytes;

    /* of an unpacking stream */
    enum winnow_packing packing;
    struct winnow_unpacker *unpacker;
    bool in_unit;
    size_t at_once; /* room for the unit begun last to be unpacked at once; 0:
                       it is to be unpacked in chunks */
    uint64_t unit_stored_start; /* of the unit begun last */
    size_t used; /* bytes of the window below that are unpacked already */
    uint64_t searched_again;
    struct winnow_units units;
};

/* ---- the window ---------------------------------------------------------- */

static size_t available(const struct winnow_stream *stream)
{
    return stream->end - stream->start;
}

static void fail_memory(struct winnow_stream *stream)
{
    stream->out_of_memory = true;
    stream->stop = WINNOW_STOP_END;
}

/* Room for a chunk behind the window, or for a member. Moving the window to the
 * front only when at least as much is free there keeps the whole linear. */
static bool make_room(struct winnow_stream *stream)
{
    size_t held = available(stream), capacity = stream->capacity;
    size_t wanted = stream->at_once != 0 ? stream->at_once : CHUNK_BYTES;
    char *data;

    /* the same memory from unit to unit, as it is in the cache */
    if (held == 0)
        stream->start = stream->end = 0;
    if (capacity - stream->end >= wanted)
        return true;
    if (stream->start >= held && capacity - held >= wanted) {
        if (held != 0)
            memmove(stream->data, stream->data + stream->start, held);
        stream->start = 0;
        stream->end = held;
        return true;
    }
    if (capacity > SIZE_MAX / 2 - wanted)
        return false;
    capacity = capacity < stream->end + wanted - capacity ? stream->end + wanted
                                                          : capacity * 2;
    data = realloc(stream->data, capacity);
    if (data == NULL)
        return false;
    stream->data = data;
    stream->capacity = capacity;
    return true;
}

struct winnow_view winnow_stream_window(const struct winnow_stream *stream)
{
    struct winnow_view view = {NULL, available(stream)};

    if (stream->data != NULL)
        view.data = stream->data + stream->start;
    return view;
}

uint64_t winnow_stream_position(const struct winnow_stream *stream)
{
    return stream->position;
}

void winnow_stream_consume(struct winnow_stream *stream, size_t length_bytes)
{
    stream->start += length_bytes;
    stream->position += length_bytes;
    winnow_units_forget(&stream->units, stream->position);
}

/* ---- a file -------------------------------------------------------------- */

static bool is_stopped(const struct winnow_stream *stream)
{
    return stream->pool->stop != NULL && *stream->pool->stop != 0;
}

/* Waits until the file has bytes or ends; others do first what can be done
 * without them. False: reading is to stop. */
static bool wait_for_bytes(const struct winnow_stream *stream)
{
    struct pollfd waited = {.fd = stream->fd, .events = POLLIN};

    if (stream->seekable)
        return true;
    if (stream->pool->idle != NULL && poll(&waited, 1, 0) == 0)
        stream->pool->idle(stream->pool->user);
    /* A signal that comes just before it would not end a wait without end. */
    while (!is_stopped(stream))
        if (poll(&waited, 1, WAIT_MILLISECONDS) > 0)
            return true;
    return false;
}

static void stop_at_read_error(struct winnow_stream *stream, int error)
{
    stream->stop = WINNOW_STOP_DAMAGE;
    stream->damage = WINNOW_DIAG_FILE_UNREADABLE;
    stream->damage_errno = error;
    stream->damage_offset = stream->position + available(stream);
}

static void read_chunk(struct winnow_stream *stream)
{
    size_t room = stream->capacity - stream->end;
    ssize_t n = -1;

    while (n < 0) {
        if (!wait_for_bytes(stream)) {
            stream->stop = WINNOW_STOP_END;
            return;
        }
        n = read(stream->fd, stream->data + stream->end,
                 room < READ_BYTES ? room : READ_BYTES);
        if (n < 0 && errno != EINTR && errno != EAGAIN &&
            errno != EWOULDBLOCK) {
            stop_at_read_error(stream, errno);
            return;
        }
    }
    if (n == 0)
        stream->stop = WINNOW_STOP_END;
    if (stream->digest != NULL)
        winnow_digest_add(stream->digest, stream->data + stream->end,
                          (size_t)n);
    stream->end += (size_t)n;
    stream->stored_bytes += (size_t)n;
}

/* ---- units --------------------------------------------------------------- */

static void open_unit(struct winnow_stream *stream, uint64_t stored_start)
{
    winnow_unpacker_start(stream->unpacker);
    stream->in_unit = true;
    stream->unit_stored_start = stored_start;
    if (!winnow_units_open(&stream->units, stream->position + available(stream),
                           stored_start))
        fail_memory(stream);
}

static void close_unit(struct winnow_stream *stream, bool corrupt)
{
    stream->in_unit = false;
    winnow_units_close(&stream->units, stream->position + available(stream),
                       stream->below->position + stream->used, corrupt);
}

bool winnow_stream_unit_ended(const struct winnow_stream *stream)
{
    return stream->below != NULL && !stream->in_unit;
}

bool winnow_stream_unit_starts(const struct winnow_stream *stream,
                               uint64_t position)
{
    return winnow_units_at(&stream->units, position) != NULL;
}

uint64_t winnow_stream_next_unit(const struct winnow_stream *stream,
                                 uint64_t position)
{
    return winnow_units_next(&stream->units, position);
}

static bool lies_on_file(const struct winnow_stream *stream)
{
    return stream->below != NULL && stream->below->below == NULL;
}

bool winnow_stream_is_whole(const struct winnow_stream *stream, uint64_t from,
                            uint64_t to)
{
    return winnow_units_last_of(&stream->units, from, to) != NULL;
}

bool winnow_stream_is_corrupt(const struct winnow_stream *stream, uint64_t from,
                              uint64_t to)
{
    const struct winnow_unit *last =
        winnow_units_last_of(&stream->units, from, to);

    return last != NULL && last->corrupt;
}

uint64_t winnow_stream_offset(const struct winnow_stream *stream,
                              uint64_t position)
{
    const struct winnow_unit *unit = winnow_units_at(&stream->units, position);

    return unit != NULL && lies_on_file(stream) ? unit->stored_start : position;
}

struct winnow_range winnow_stream_place(const struct winnow_stream *stream,
                                        uint64_t from, uint64_t to)
{
    struct winnow_range place = {from, to};
    const struct winnow_unit *last =
        winnow_units_last_of(&stream->units, from, to);

    if (last == NULL || !lies_on_file(stream))
        return place;
    place.start = winnow_stream_offset(stream, from);
    place.end = last->stored_end;
    return place;
}

/* ---- an unpacking stream ------------------------------------------------- */

/* Fills the window below, running over damage there: this stream will notice.
 */
static bool fill_below(struct winnow_stream *stream, size_t length_bytes)
{
    struct winnow_stream *below = stream->below;

    while (!winnow_stream_fill(below, length_bytes)) {
        if (below->out_of_memory)
            fail_memory(stream);
        if (below->stop != WINNOW_STOP_DAMAGE)
            return false;
        winnow_stream_pass(below, NULL);
    }
    return true;
}

static void stop_at_damage(struct winnow_stream *stream,
                           enum winnow_diag if_gzip, enum winnow_diag if_zstd,
                           uint64_t offset, const char *what)
{
    if (stream->out_of_memory)
        return;
    stream->stop = WINNOW_STOP_DAMAGE;
    stream->damage = stream->packing == WINNOW_PACKING_GZIP ? if_gzip : if_zstd;
    stream->damage_offset = offset;
    stream->damage_is = what;
}

/* A zstd archive's first frame may be the dictionary of all the others. */
static void take_dictionary(struct winnow_stream *stream)
{
    struct winnow_stream *below = stream->below;
    struct winnow_view frame;
    uint64_t length;

    if (stream->packing != WINNOW_PACKING_ZSTD || below->position != 0)
        return;
    fill_below(stream, 8);
    length = winnow_dictionary_frame_bytes(winnow_stream_window(below));
    if (length == 0 || !fill_below(stream, (size_t)length))
        return;
    frame = winnow_stream_window(below);
    frame.length_bytes = (size_t)length;
    if (winnow_unpacker_dictionary(stream->unpacker, frame))
        winnow_stream_consume(below, (size_t)length);
}

static void skip_padding(struct winnow_stream *stream)
{
    struct winnow_stream *below = stream->below;
    struct winnow_view window;
    size_t n;

    while (fill_below(stream, 1)) {
        window = winnow_stream_window(below);
        for (n = 0; n < window.length_bytes && window.data[n] == 0; n++)
            ;
        winnow_stream_consume(below, n);
        if (n < window.length_bytes)
            return;
    }
}

/* Between units: the next one begins, or the stream stops. */
static void begin_unit(struct winnow_stream *stream)
{
    struct winnow_stream *below = stream->below;

    take_dictionary(stream);
    skip_padding(stream);
    fill_below(stream, WINNOW_PACKING_MAGIC_BYTES);
    if (stream->out_of_memory)
        return;
    if (available(below) == 0) {
        stream->stop = WINNOW_STOP_END;
        return;
    }
    if (winnow_packing_of(winnow_stream_window(below)) == stream->packing) {
        open_unit(stream, below->position);
        return;
    }
    if (winnow_packing_may_start(stream->packing, winnow_stream_window(below)))
        stop_at_damage(stream, WINNOW_DIAG_GZIP_TRUNCATED,
                       WINNOW_DIAG_ZSTD_TRUNCATED, below->position, "");
    else
        stop_at_damage(stream, WINNOW_DIAG_GZIP_TRAILING,
                       WINNOW_DIAG_ZSTD_TRAILING, below->position, "");
}

/* What is unpacked need not be kept, but for what a search may go over again.
 */
static void release_below(struct winnow_stream *stream)
{
    if (stream->used <= RETAINED_BYTES)
        return;
    winnow_stream_consume(stream->below, stream->used - RETAINED_BYTES);
    stream->used = RETAINED_BYTES;
}

static void end_unit(struct winnow_stream *stream)
{
    close_unit(stream, false);
    winnow_stream_consume(stream->below, stream->used);
    stream->used = 0;
}

static void end_corrupt_unit(struct winnow_stream *stream)
{
    close_unit(stream, true);
    stop_at_damage(stream, WINNOW_DIAG_GZIP_CORRUPT, WINNOW_DIAG_ZSTD_CORRUPT,
                   stream->unit_stored_start,
                   winnow_unpacker_error(stream->unpacker));
}

static void end_truncated_unit(struct winnow_stream *stream)
{
    close_unit(stream, false);
    stop_at_damage(stream, WINNOW_DIAG_GZIP_TRUNCATED,
                   WINNOW_DIAG_ZSTD_TRUNCATED, stream->unit_stored_start, "");
}

/* Has the window below hold the member that begins, if it is none of the
 * largest; as much as is known of it. Nobody waits at the other end of a file,
 * so all of that is read first. */
static struct winnow_view member_below(struct winnow_stream *stream)
{
    struct winnow_stream *below = stream->below;
    size_t wanted = below->seekable ? PACKED_MEMBER_BYTES : 1, length = 0;
    bool goes_on = true;
    struct winnow_view member;

    do {
        goes_on = fill_below(stream, wanted) && below->seekable;
        member = winnow_stream_window(below);
        length = winnow_gzip_member_bytes(member);
        wanted *= 2;
    } while (length == 0 && goes_on && wanted <= PACKED_MEMBER_MAX_BYTES);
    if (length != 0)
        member.length_bytes = length;
    else if (goes_on)
        member.length_bytes = 0;
    return member;
}

/* Whether the member that begins can be unpacked at once: where its end is
 * known so is the room for it. */
static void look_at_member(struct winnow_stream *stream)
{
    struct winnow_view member = member_below(stream);
    size_t room = winnow_gzip_unpacked_bytes(member);

    stream->at_once = room < MEMBER_BYTES ? MEMBER_BYTES : room;
    if (member.length_bytes == 0 || room > MEMBER_MAX_BYTES)
        stream->at_once = 0;
}

/* A step of it, at the start of a member that may be there whole all of it. */
static enum winnow_unpacked unpack(struct winnow_stream *stream,
                                   struct winnow_view *input, size_t *produced)
{
    char *output = stream->data + stream->end;
    size_t room = stream->capacity - stream->end;
    bool at_once = stream->at_once != 0;

    stream->at_once = 0;
    if (at_once &&
        winnow_unpacker_whole(stream->unpacker, input, output, room, produced))
        return WINNOW_UNPACK_DONE;
    return winnow_unpacker_step(stream->unpacker, input, output, room,
                                produced);
}

static void unpack_chunk(struct winnow_stream *stream)
{
    struct winnow_view input;
    enum winnow_unpacked unpacked;
    size_t produced, given;

    fill_below(stream, stream->used + 1);
    input = winnow_stream_window(stream->below);
    if (input.length_bytes <= stream->used) {
        end_truncated_unit(stream);
        return;
    }
    input.data += stream->used;
    input.length_bytes -= stream->used;
    given = input.length_bytes;
    unpacked = unpack(stream, &input, &produced);
    stream->used += given - input.length_bytes;
    stream->end += produced;
    if (unpacked == WINNOW_UNPACK_NO_MEMORY)
        fail_memory(stream);
    else if (unpacked == WINNOW_UNPACK_CORRUPT)
        end_corrupt_unit(stream);
    else if (unpacked == WINNOW_UNPACK_DONE)
        end_unit(stream);
    else
        release_below(stream);
}

static void advance(struct winnow_stream *stream)
{
    if (stream->in_unit && stream->used == 0 &&
        stream->packing == WINNOW_PACKING_GZIP)
        look_at_member(stream);
    if (!make_room(stream)) {
        fail_memory(stream);
        return;
    }
    if (stream->below == NULL)
        read_chunk(stream);
    else if (stream->in_unit)
        unpack_chunk(stream);
    else
        begin_unit(stream);
}

bool winnow_stream_fill(struct winnow_stream *stream, size_t length_bytes)
{
    while (available(stream) < length_bytes && stream->stop == WINNOW_STOP_NONE)
        advance(stream);
    return available(stream) >= length_bytes;
}

void winnow_stream_discard(struct winnow_stream *stream, uint64_t length_bytes)
{
    size_t n;

    while (length_bytes != 0 && winnow_stream_fill(stream, 1)) {
        n = available(stream);
        if (n > length_bytes)
            n = (size_t)length_bytes;
        winnow_stream_consume(stream, n);
        length_bytes -= n;
    }
}

/* ---- past damage --------------------------------------------------------- */

/* The damage lies between units: the one before is sound. */
static bool is_trailing(const struct winnow_stream *stream)
{
    return stream->damage == WINNOW_DIAG_GZIP_TRAILING ||
           stream->damage == WINNOW_DIAG_ZSTD_TRAILING;
}

/* Where to search for the next unit: right behind the damaged one's start, as
 * a damaged unit can run on over sound ones. Bounded, so that hostile bytes do
 * not make it quadratic. */
static void go_back(struct winnow_stream *stream)
{
    struct winnow_stream *below = stream->below;
    uint64_t budget = 16 * (uint64_t)RETAINED_BYTES + 4 * below->position;

    if (is_trailing(stream))
        return;
    if (stream->searched_again > budget)
        winnow_stream_consume(below, stream->used);
    stream->searched_again += stream->used;
    stream->used = 0;
    if (below->position == stream->unit_stored_start && available(below) != 0)
        winnow_stream_consume(below, 1);
}

/* Whether a unit starts at the window below and `accept` takes it. */
static bool probe(struct winnow_stream *stream, winnow_stream_accept *accept)
{
    char bytes[WINNOW_STREAM_PROBE_BYTES];
    struct winnow_view input, output = {bytes, 0};
    enum winnow_unpacked unpacked = WINNOW_UNPACK_MORE;
    size_t produced;

    fill_below(stream, PROBE_INPUT_BYTES);
    input = winnow_stream_window(stream->below);
    if (winnow_packing_of(input) != stream->packing)
        return false;
    if (input.length_bytes > PROBE_INPUT_BYTES)
        input.length_bytes = PROBE_INPUT_BYTES;
    winnow_unpacker_start(stream->unpacker);
    while (unpacked == WINNOW_UNPACK_MORE && input.length_bytes != 0 &&
           output.length_bytes < sizeof bytes) {
        unpacked = winnow_unpacker_step(
            stream->unpacker, &input, bytes + output.length_bytes,
            sizeof bytes - output.length_bytes, &produced);
        output.length_bytes += produced;
    }
    return unpacked != WINNOW_UNPACK_CORRUPT && accept(output);
}

/* Moves the window below to the next byte that may start a unit. */
static bool find_magic(struct winnow_stream *stream)
{
    struct winnow_stream *below = stream->below;
    struct winnow_view window;

    while (fill_below(stream, WINNOW_PACKING_MAGIC_BYTES)) {
        window = winnow_stream_window(below);
        while (window.length_bytes >= WINNOW_PACKING_MAGIC_BYTES) {
            if (winnow_packing_of(window) == stream->packing)
                break;
            window.data++;
            window.length_bytes--;
        }
        winnow_stream_consume(below, available(below) - window.length_bytes);
        if (window.length_bytes >= WINNOW_PACKING_MAGIC_BYTES)
            return true;
    }
    return false;
}

static bool find_sound_unit(struct winnow_stream *stream,
                            winnow_stream_accept *accept)
{
    while (find_magic(stream)) {
        if (probe(stream, accept))
            return true;
        winnow_stream_consume(stream->below, 1);
    }
    winnow_stream_consume(stream->below, available(stream->below));
    return false;
}

static void report_damage(struct winnow_stream *stream, bool searched)
{
    char detail[160];
    const char *comma = stream->damage_is[0] != 0 ? ", " : "";
    unsigned long long from = stream->damage_offset, to = from;

    if (stream->below == NULL) {
        snprintf(detail, sizeof detail, "%s", strerror(stream->damage_errno));
    } else if (searched) {
        to = stream->below->position;
        snprintf(detail, sizeof detail, "%s%sbytes %llu to %llu",
                 stream->damage_is, comma, from, to);
    } else {
        snprintf(detail, sizeof detail, "%s%sfrom byte %llu on",
                 stream->damage_is, comma, from);
    }
    stream->report(stream->user, stream->damage,
                   (struct winnow_range){from, to}, detail);
}

void winnow_stream_pass(struct winnow_stream *stream,
                        winnow_stream_accept *accept)
{
    bool search = stream->below != NULL && accept != NULL, found = false;

    if (stream->stop != WINNOW_STOP_DAMAGE)
        return;
    if (search) {
        go_back(stream);
        found = find_sound_unit(stream, accept);
    }
    if (found && is_trailing(stream))
        stream->damage = stream->packing == WINNOW_PACKING_GZIP
                             ? WINNOW_DIAG_GZIP_CORRUPT
                             : WINNOW_DIAG_ZSTD_CORRUPT;
    report_damage(stream, search);
    stream->stop =
        found && !stream->out_of_memory ? WINNOW_STOP_NONE : WINNOW_STOP_END;
}

/* ---- the whole ----------------------------------------------------------- */

/* A stream of that packing out of the pool, with its buffers, or a new one. */
static struct winnow_stream *take(struct winnow_stream_pool *pool,
                                  enum winnow_packing packing)
{
    struct winnow_stream **link = &pool->first, *taken;

    while (*link != NULL && (*link)->packing != packing)
        link = &(*link)->below;
    taken = *link;
    if (taken != NULL) {
        *link = taken->below;
        *taken = (struct winnow_stream){
            .data = taken->data,
            .capacity = taken->capacity,
            .units = {.all = taken->units.all,
                      .capacity = taken->units.capacity},
            .unpacker = taken->unpacker,
        };
    } else {
        taken = calloc(1, sizeof *taken);
        if (taken == NULL)
            return NULL;
    }
    taken->pool = pool;
    taken->packing = packing;
    taken->damage_is = "";
    taken->fd = -1;
    return taken;
}

static void give_back(struct winnow_stream *stream)
{
    stream->below = stream->pool->first;
    stream->pool->first = stream;
}

void winnow_stream_pool_free(struct winnow_stream_pool *pool)
{
    struct winnow_stream *stream;

    while (pool->first != NULL) {
        stream = pool->first;
        pool->first = stream->below;
        winnow_unpacker_free(stream->unpacker);
        winnow_units_free(&stream->units);
        free(stream->data);
        free(stream);
    }
}

struct winnow_stream *winnow_stream_open(struct winnow_stream_pool *pool,
                                         int fd, bool owned,
                                         winnow_stream_report *report,
                                         void *user)
{
    struct winnow_stream *stream = take(pool, WINNOW_PACKING_NONE);
    struct stat status;

    if (stream == NULL)
        return NULL;
    stream->fd = fd;
    stream->owned = owned;
    stream->seekable = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    stream->report = report;
    stream->user = user;
    return stream;
}

struct winnow_stream *winnow_stream_unpack(struct winnow_stream *below,
                                           enum winnow_packing packing)
{
    struct winnow_stream *stream = take(below->pool, packing);

    if (stream == NULL)
        return NULL;
    if (stream->unpacker == NULL)
        stream->unpacker = winnow_unpacker_new(packing);
    else
        winnow_unpacker_renew(stream->unpacker);
    if (stream->unpacker == NULL) {
        give_back(stream);
        return NULL;
    }
    stream->below = below;
    stream->report = below->report;
    stream->user = below->user;
    return stream;
}

void winnow_stream_close(struct winnow_stream *stream)
{
    struct winnow_stream *below;

    for (; stream != NULL; stream = below) {
        below = stream->below;
        if (stream->owned)
            close(stream->fd);
        give_back(stream);
    }
}

void winnow_stream_digest(struct winnow_stream *stream,
                          struct winnow_digest *digest)
{
    stream->digest = digest;
}

static const struct winnow_stream *bottom_of(const struct winnow_stream *stream)
{
    while (stream->below != NULL)
        stream = stream->below;
    return stream;
}

bool winnow_stream_read_all(const struct winnow_stream *stream)
{
    return bottom_of(stream)->stop == WINNOW_STOP_END;
}

enum winnow_stop winnow_stream_stop(const struct winnow_stream *stream)
{
    return stream->stop;
}

enum winnow_diag winnow_stream_damage(const struct winnow_stream *stream)
{
    return stream->damage;
}

bool winnow_stream_is_out_of_memory(const struct winnow_stream *stream)
{
    return stream->out_of_memory;
}

size_t winnow_stream_peek(const struct winnow_stream *stream, uint64_t distance,
                          char *bytes, size_t room_bytes)
{
    off_t read_to, at;
    ssize_t n;

    if (!stream->seekable || distance > INT64_MAX / 2)
        return 0;
    read_to = lseek(stream->fd, 0, SEEK_CUR);
    if (read_to < 0)
        return 0;
    at = read_to - (off_t)available(stream) + (off_t)distance;
    n = pread(stream->fd, bytes, room_bytes, at);
    return n < 0 ? 0 : (size_t)n;
}

uint64_t winnow_stream_stored_bytes(const struct winnow_stream *stream)
{
    return bottom_of(stream)->stored_bytes;
}

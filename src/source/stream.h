/* A stream of bytes with a window on it: a file as it is stored, or what comes
 * out of its gzip members or zstd frames. Streams stack: an unpacking stream
 * reads from the one below, so that "page.html.gz" inside another gzip is two
 * of them on a file.
 *
 * The window holds the bytes from the stream's position on, as many as were
 * asked for by winnow_stream_fill; it moves by winnow_stream_consume. Memory is
 * at most twice the longest window asked for, plus 1 MiB of packed bytes, which
 * are kept to search them again when a unit proves damaged, plus room for a
 * gzip member of 4 MiB, as one that is no larger is unpacked at once.
 *
 * A unit is a gzip member or a zstd frame. A stream never runs over damage: it
 * stops before it, the bytes in front stay readable, and winnow_stream_pass
 * goes on behind it.
 */
#ifndef WINNOW_STREAM_H
#define WINNOW_STREAM_H

#include <signal.h>

#include "diag.h"
#include "document.h"
#include "source/unpack.h"

struct winnow_stream;

/* Told of damage when it is passed. `where` is in the bytes below: in the file
 * where the stream lies on a file; empty where only its start is known. */
typedef void winnow_stream_report(void *user, enum winnow_diag diag,
                                  struct winnow_range where,
                                  const char *detail);

/* Whether what a unit unpacks to (its first bytes) may follow damage. */
typedef bool winnow_stream_accept(struct winnow_view first_bytes);

/* How many unpacked bytes winnow_stream_accept is shown at most. */
enum { WINNOW_STREAM_PROBE_BYTES = 64 };

enum winnow_stop {
    WINNOW_STOP_NONE,  /* more can be read */
    WINNOW_STOP_END,   /* nothing follows the window */
    WINNOW_STOP_DAMAGE /* damage follows the window: winnow_stream_pass */
};

/* Streams that were given back, to be used again with their buffers. Zero-
 * initialise; it must outlive the streams opened from it. */
struct winnow_stream_pool {
    struct winnow_stream *first;
    /* Called before a read that has to wait for its bytes; may be NULL. */
    void (*idle)(void *user);
    void *user;
    /* Set by a signal that reading is to stop for: the stream then looks as if
     * its file ended. May be NULL. */
    const volatile sig_atomic_t *stop;
};
void winnow_stream_pool_free(struct winnow_stream_pool *pool);

/* A stream over `fd` from where it stands; closes it at its end when `owned`.
 * NULL: no memory, and `fd` is left as it is. */
struct winnow_stream *winnow_stream_open(struct winnow_stream_pool *pool,
                                         int fd, bool owned,
                                         winnow_stream_report *report,
                                         void *user);
/* Has the stream add what it reads from its file to `digest`, which must
 * outlive it. */
struct winnow_digest;
void winnow_stream_digest(struct winnow_stream *stream,
                          struct winnow_digest *digest);
/* Whether the file at the bottom was read to its end. */
bool winnow_stream_read_all(const struct winnow_stream *stream);
/* What `below` holds, unpacked; owns `below`. NULL: no memory, and `below` is
 * left as it is. `packing` must be supported. */
struct winnow_stream *winnow_stream_unpack(struct winnow_stream *below,
                                           enum winnow_packing packing);
/* Closes the stream and those below, and gives them back to the pool. */
void winnow_stream_close(struct winnow_stream *stream);

/* Reads until the window holds `length_bytes` or the stream stops; whether it
 * does. Views into the window are valid until the next call that fills. */
bool winnow_stream_fill(struct winnow_stream *stream, size_t length_bytes);
struct winnow_view winnow_stream_window(const struct winnow_stream *stream);
/* Where the window starts, in the bytes of this stream. */
uint64_t winnow_stream_position(const struct winnow_stream *stream);
/* Moves the window on by `length_bytes`, at most its own length. */
void winnow_stream_consume(struct winnow_stream *stream, size_t length_bytes);
/* Reads past `length_bytes`, or to where the stream stops. */
void winnow_stream_discard(struct winnow_stream *stream, uint64_t length_bytes);

/* What stands behind the window, once it could not be filled; and of damage
 * which one it is. */
enum winnow_stop winnow_stream_stop(const struct winnow_stream *stream);
enum winnow_diag winnow_stream_damage(const struct winnow_stream *stream);
/* Reports the damage that the stream stopped at and goes to the next sound unit
 * that `accept` (NULL: none is) takes; to the end when there is none. */
void winnow_stream_pass(struct winnow_stream *stream,
                        winnow_stream_accept *accept);
/* Whether memory gave out: the stream then looks as if it ended. */
bool winnow_stream_is_out_of_memory(const struct winnow_stream *stream);

/* Whether a unit starts at `position`, which is in the window or its end. */
bool winnow_stream_unit_starts(const struct winnow_stream *stream,
                               uint64_t position);
/* Whether the window ends where a unit does, as far as has been read. */
bool winnow_stream_unit_ended(const struct winnow_stream *stream);
/* Whether [from, to) is made of whole units. */
bool winnow_stream_is_whole(const struct winnow_stream *stream, uint64_t from,
                            uint64_t to);
/* Whether [from, to) is made of whole units and the last of them is corrupt.
 */
bool winnow_stream_is_corrupt(const struct winnow_stream *stream, uint64_t from,
                              uint64_t to);
/* Where the first unit after `position` starts; UINT64_MAX: none is known. */
uint64_t winnow_stream_next_unit(const struct winnow_stream *stream,
                                 uint64_t position);

/* The place of [from, to) in the file as it is stored: of the units, where the
 * range is made of whole units and the stream lies on a file; else the range
 * itself, counted in unpacked bytes. */
struct winnow_range winnow_stream_place(const struct winnow_stream *stream,
                                        uint64_t from, uint64_t to);
/* Where `position` is in the file as it is stored, when a unit starts there and
 * the stream lies on a file; else the position itself. */
uint64_t winnow_stream_offset(const struct winnow_stream *stream,
                              uint64_t position);

/* Looks ahead without reading: up to `room_bytes` that stand `distance` bytes
 * after the position. Returns how many; 0 also where the stream cannot tell
 * (packed streams, pipes). */
size_t winnow_stream_peek(const struct winnow_stream *stream, uint64_t distance,
                          char *bytes, size_t room_bytes);

/* Bytes read so far from the file at the bottom. */
uint64_t winnow_stream_stored_bytes(const struct winnow_stream *stream);

#endif

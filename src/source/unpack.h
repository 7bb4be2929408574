/* Unpacking: gzip members (RFC 1952) and zstd frames (RFC 8878), one unit
 * (member or frame) at a time, so that whoever reads knows where each starts
 * and which of them is damaged. Knows nothing of files.
 */
#ifndef WINNOW_UNPACK_H
#define WINNOW_UNPACK_H

#include "document.h"

enum winnow_packing {
    WINNOW_PACKING_NONE,
    WINNOW_PACKING_GZIP,
    WINNOW_PACKING_ZSTD
};

enum winnow_unpacked {
    WINNOW_UNPACK_MORE,    /* the unit goes on: give input or room */
    WINNOW_UNPACK_DONE,    /* the unit has ended and is sound */
    WINNOW_UNPACK_CORRUPT, /* see winnow_unpacker_error */
    WINNOW_UNPACK_NO_MEMORY
};

/* How many bytes winnow_packing_of must see to be sure. */
enum { WINNOW_PACKING_MAGIC_BYTES = 4 };

/* What `bytes` start: a gzip member, a zstd frame (skippable ones too) or
 * neither. */
enum winnow_packing winnow_packing_of(struct winnow_view bytes);

/* Whether so few bytes (fewer than the magic number) may be the start of a unit
 * that the file's end cut off. */
bool winnow_packing_may_start(enum winnow_packing packing,
                              struct winnow_view bytes);
/* Whether this build can unpack it. */
bool winnow_packing_is_supported(enum winnow_packing packing);

struct winnow_unpacker;

/* `packing` must be supported. NULL: no memory. */
struct winnow_unpacker *winnow_unpacker_new(enum winnow_packing packing);
void winnow_unpacker_free(struct winnow_unpacker *unpacker);

/* Makes it as new: units and a dictionary are forgotten. */
void winnow_unpacker_renew(struct winnow_unpacker *unpacker);

/* Begins a unit; whatever went before is forgotten. */
void winnow_unpacker_start(struct winnow_unpacker *unpacker);

/* Unpacks from the front of `input` (advanced past what was taken) into
 * `room_bytes` bytes at `output`; `produced_bytes` gets how many came out. */
enum winnow_unpacked winnow_unpacker_step(struct winnow_unpacker *unpacker,
                                          struct winnow_view *input,
                                          char *output, size_t room_bytes,
                                          size_t *produced_bytes);

/* The same of a whole gzip member, at once, which is two or three times as
 * fast. False, and nothing is done: the front of `input` is none that is sound,
 * or it does not fit, or this build cannot; winnow_unpacker_step says what is
 * wrong where anything is. */
bool winnow_unpacker_whole(struct winnow_unpacker *unpacker,
                           struct winnow_view *input, char *output,
                           size_t room_bytes, size_t *produced_bytes);
/* How many of `bytes`, the first of a gzip member, stand before what looks like
 * the next one; 0: none does. */
size_t winnow_gzip_member_bytes(struct winnow_view bytes);
/* How much `member`, all of a gzip member, says that it unpacks to, modulo 2^32
 * (RFC 1952, ISIZE). */
uint32_t winnow_gzip_unpacked_bytes(struct winnow_view member);

/* What is wrong with the unit, in a few words. Static. */
const char *winnow_unpacker_error(const struct winnow_unpacker *unpacker);

/* Zstd archives may open with a skippable frame that holds the dictionary of
 * all their records (IIPC, "Zstandard compression for WARC"), itself packed or
 * not. Returns its whole length when `bytes` start one, else 0. */
uint64_t winnow_dictionary_frame_bytes(struct winnow_view bytes);
/* Takes the dictionary out of such a frame; false when it is none. */
bool winnow_unpacker_dictionary(struct winnow_unpacker *unpacker,
                                struct winnow_view frame);

#endif

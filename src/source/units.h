/* The units (gzip members, zstd frames) of a stream's window: where each starts
 * and ends, unpacked and as it is stored.
 */
#ifndef WINNOW_UNITS_H
#define WINNOW_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct winnow_unit {
    uint64_t start, end; /* unpacked; the end when closed */
    uint64_t stored_start, stored_end;
    bool closed, corrupt;
};

/* Ascending and without gaps. Zero-initialise; winnow_units_free. */
struct winnow_units {
    struct winnow_unit *all; /* those that count: [first, end) */
    size_t first, end, capacity;
};

/* A unit begins at `start`, which is not before the newest one's end. An empty
 * one before it is forgotten; past 65,536 of them the newest stands for all
 * that follow. False: no memory. */
bool winnow_units_open(struct winnow_units *units, uint64_t start,
                       uint64_t stored_start);
/* The newest unit has ended. */
void winnow_units_close(struct winnow_units *units, uint64_t end,
                        uint64_t stored_end, bool corrupt);
/* Units that end before `position` will not be asked for again. */
void winnow_units_forget(struct winnow_units *units, uint64_t position);

/* The last unit that starts at or before `position`, or NULL. */
const struct winnow_unit *winnow_units_find(const struct winnow_units *units,
                                            uint64_t position);
/* The unit that starts at `position`, or NULL. */
const struct winnow_unit *winnow_units_at(const struct winnow_units *units,
                                          uint64_t position);
/* Where the first unit after `position` starts, or UINT64_MAX. */
uint64_t winnow_units_next(const struct winnow_units *units, uint64_t position);
/* The last unit of [from, to) when that is made of whole units, or NULL. */
const struct winnow_unit *winnow_units_last_of(const struct winnow_units *units,
                                               uint64_t from, uint64_t to);

void winnow_units_free(struct winnow_units *units);

#endif

/* Slots: memory that this process writes records into and its workers read them
 * from, so that a page is copied once. A slot is as long as its record and lies
 * as far to the front as there is room, so that records come and go in the same
 * memory, which the caches hold. There is room for the largest that records may
 * be, but only what was written to takes memory, and where that is much it is
 * given back.
 *
 * The memory is shared by the processes forked after winnow_slots_open, at the
 * same address in each, so that a record's pointers hold in all of them.
 */
#ifndef WINNOW_SLOTS_H
#define WINNOW_SLOTS_H

#include "buffer.h"
#include "source/source.h"

struct winnow_slots {
    char *memory; /* NULL: none */
    size_t memory_bytes;
    size_t n_max;             /* slots in use at once */
    size_t record_bytes_max;  /* with all that it points to */
    struct winnow_slot *used; /* by their place */
    size_t n_used, used_bytes;
    size_t touched_bytes; /* from the front on, that may have memory */
};

/* In bytes from the front of the memory. */
struct winnow_slot {
    size_t start, end;
};

/* At most `n` slots at once, fewer where the system has no room for their
 * addresses. WINNOW_ERR_MEMORY: not even one. */
enum winnow_status winnow_slots_open(struct winnow_slots *slots, size_t n,
                                     const struct winnow_options *options);
/* Copies `record` and all it points to into a slot, of which fewer than there
 * may be must be in use; `slot` gets where it starts. False: the record is
 * larger than records may be. */
bool winnow_slots_put(struct winnow_slots *slots,
                      const struct winnow_record *record, uint64_t *slot);
const struct winnow_record *winnow_slots_get(const struct winnow_slots *slots,
                                             uint64_t slot);
void winnow_slots_release(struct winnow_slots *slots, uint64_t slot);
/* What is to be known of a record once it was read: a copy in `memory`, which
 * it fills, with all it points to but its content and its line, of which only
 * the lengths are there. NULL: no memory. */
const struct winnow_record *
winnow_record_head(const struct winnow_record *record,
                   struct winnow_buffer *memory);
/* Makes the memory read-only in the process that calls it. */
bool winnow_slots_protect(const struct winnow_slots *slots);
void winnow_slots_free(struct winnow_slots *slots);

#endif

/* Slots: memory that this process writes records into and its workers read them
 * from, so that a page is copied once. A slot is laid out for the largest
 * record there may be, but only what was written to takes memory, and where
 * that is much, what a large record took is given back with it.
 *
 * The memory is shared by the processes forked after winnow_slots_open, at the
 * same address in each, so that a record's pointers hold in all of them.
 */
#ifndef WINNOW_SLOTS_H
#define WINNOW_SLOTS_H

#include "source/source.h"

struct winnow_slots {
    char *memory; /* NULL: none */
    size_t n, slot_bytes;
    uint32_t *unused; /* in no order */
    size_t n_unused;
    size_t used_bytes; /* by the records that are held */
    size_t *lengths;   /* of the record in each slot */
    size_t *touched;   /* bytes of each that may have memory */
    size_t touched_bytes;
};

/* At most `n` slots, fewer where the system has no room for their addresses.
 * WINNOW_ERR_MEMORY: not even one. */
enum winnow_status winnow_slots_open(struct winnow_slots *slots, size_t n,
                                     const struct winnow_options *options);
/* Copies `record` and all it points to into an unused slot, of which there must
 * be one; `slot` gets its number. False: the record is larger than records may
 * be. */
bool winnow_slots_put(struct winnow_slots *slots,
                      const struct winnow_record *record, uint32_t *slot);
const struct winnow_record *winnow_slots_get(const struct winnow_slots *slots,
                                             uint32_t slot);
void winnow_slots_release(struct winnow_slots *slots, uint32_t slot);
/* Makes the memory read-only in the process that calls it. */
bool winnow_slots_protect(const struct winnow_slots *slots);
void winnow_slots_free(struct winnow_slots *slots);

#endif

/* Records in shared memory; see slots.h. */
#include "batch/slots.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "source/archive.h"

enum {
    PAGE_BYTES = 64 << 10,  /* the largest page of memory that is in use */
    HEADS_BYTES = 4 << 20,  /* for what a head says, at most 1 MiB, and names */
    KEPT_BYTES = 256 << 10, /* of a slot, from record to record, always */
    KEPT_BYTES_MAX = 12 << 20 /* of all slots: while they have less memory than
                                 this none is given back, as a page of memory
                                 that comes anew costs more than a copy of it */
};

static size_t rounded(size_t bytes)
{
    return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

static size_t slot_bytes_for(const struct winnow_options *options)
{
    size_t document = (size_t)options->max_document_bytes;
    size_t content = (size_t)winnow_options_record_bytes(options);
    size_t line = WINNOW_LINE_MAX_BYTES(document);

    return rounded((content > line ? content : line) + HEADS_BYTES);
}

static char *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

static bool list_unused(struct winnow_slots *slots)
{
    slots->unused = calloc(slots->n, sizeof *slots->unused);
    slots->lengths = calloc(slots->n, sizeof *slots->lengths);
    slots->touched = calloc(slots->n, sizeof *slots->touched);
    if (slots->unused == NULL || slots->lengths == NULL ||
        slots->touched == NULL)
        return false;
    while (slots->n_unused < slots->n) {
        slots->unused[slots->n_unused] =
            (uint32_t)(slots->n - 1 - slots->n_unused);
        slots->n_unused++;
    }
    return true;
}

enum winnow_status winnow_slots_open(struct winnow_slots *slots, size_t n,
                                     const struct winnow_options *options)
{
    *slots = (struct winnow_slots){.slot_bytes = slot_bytes_for(options)};
    for (; n != 0 && slots->memory == NULL; n /= 2) {
        slots->n = n;
        if (slots->slot_bytes <= SIZE_MAX / n)
            slots->memory = map(slots->slot_bytes * n);
    }
    if (slots->memory == NULL)
        return WINNOW_ERR_MEMORY;
    return list_unused(slots) ? WINNOW_OK : WINNOW_ERR_MEMORY;
}

/* ---- records ------------------------------------------------------------- */

enum { N_VIEWS = 11 };

static void list_views(struct winnow_record *record,
                       struct winnow_view *views[N_VIEWS])
{
    struct winnow_view *const list[N_VIEWS] = {
        &record->relative,     &record->type,
        &record->id,           &record->uri,
        &record->captured,     &record->media_type,
        &record->charset,      &record->payload_digest,
        &record->block_digest, &record->content,
        &record->line};

    memcpy(views, list, sizeof list);
}

/* Bytes that a record takes with all it points to, each part terminated. */
static size_t bytes_of(const struct winnow_record *record)
{
    struct winnow_record copied = *record;
    struct winnow_view *views[N_VIEWS];
    size_t bytes = sizeof *record + strlen(record->file) + 1;

    list_views(&copied, views);
    for (size_t i = 0; i < N_VIEWS; i++)
        bytes += views[i]->length_bytes + 1;
    return bytes;
}

static const char *copy(char **to, const char *bytes, size_t length)
{
    char *start = *to;

    if (length != 0)
        memcpy(start, bytes, length);
    start[length] = '\0';
    *to = start + length + 1;
    return start;
}

static void copy_record(char *to, const struct winnow_record *record)
{
    struct winnow_record *copied = (struct winnow_record *)(void *)to;
    struct winnow_view *views[N_VIEWS];

    to += sizeof *copied;
    *copied = *record;
    copied->file = copy(&to, record->file, strlen(record->file));
    list_views(copied, views);
    for (size_t i = 0; i < N_VIEWS; i++)
        views[i]->data = copy(&to, views[i]->data, views[i]->length_bytes);
}

/* Takes the unused slot whose memory the record fills best: the smallest that
 * has enough, else the largest. */
static uint32_t take(struct winnow_slots *slots, size_t bytes)
{
    size_t best = slots->n_unused - 1;
    uint32_t slot;

    for (size_t i = slots->n_unused; i-- != 0;) {
        size_t has = slots->touched[slots->unused[i]];
        size_t best_has = slots->touched[slots->unused[best]];
        if (has < bytes ? has > best_has : best_has < bytes || has < best_has)
            best = i;
    }
    slot = slots->unused[best];
    slots->unused[best] = slots->unused[--slots->n_unused];
    return slot;
}

bool winnow_slots_put(struct winnow_slots *slots,
                      const struct winnow_record *record, uint32_t *slot)
{
    size_t bytes = bytes_of(record);

    if (bytes > slots->slot_bytes)
        return false;
    *slot = take(slots, bytes);
    copy_record(slots->memory + slots->slot_bytes * *slot, record);
    slots->lengths[*slot] = bytes;
    slots->used_bytes += bytes;
    if (slots->touched[*slot] < bytes) {
        slots->touched_bytes += bytes - slots->touched[*slot];
        slots->touched[*slot] = bytes;
    }
    return true;
}

const struct winnow_record *winnow_slots_get(const struct winnow_slots *slots,
                                             uint32_t slot)
{
    const char *start = slots->memory + slots->slot_bytes * slot;

    return (const struct winnow_record *)(const void *)start;
}

void winnow_slots_release(struct winnow_slots *slots, uint32_t slot)
{
    char *start = slots->memory + slots->slot_bytes * slot;
    size_t touched = slots->touched[slot];

    slots->used_bytes -= slots->lengths[slot];
    slots->lengths[slot] = 0;
    slots->unused[slots->n_unused++] = slot;
    if (slots->touched_bytes <= KEPT_BYTES_MAX || touched <= KEPT_BYTES)
        return;
    (void)madvise(start + KEPT_BYTES, rounded(touched) - KEPT_BYTES,
                  MADV_REMOVE);
    slots->touched_bytes -= touched - KEPT_BYTES;
    slots->touched[slot] = KEPT_BYTES;
}

bool winnow_slots_protect(const struct winnow_slots *slots)
{
    return mprotect(slots->memory, slots->slot_bytes * slots->n, PROT_READ) ==
           0;
}

void winnow_slots_free(struct winnow_slots *slots)
{
    if (slots->memory != NULL)
        munmap(slots->memory, slots->slot_bytes * slots->n);
    free(slots->unused);
    free(slots->lengths);
    free(slots->touched);
    *slots = (struct winnow_slots){0};
}

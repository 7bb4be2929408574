/* Records in shared memory; see slots.h. */
#include "batch/slots.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "source/archive.h"

enum {
    PAGE_BYTES = 64 << 10, /* the largest page of memory that is in use */
    HEADS_BYTES = 4 << 20, /* for what a head says, at most 1 MiB, and names */
    LINE_BYTES = 64,       /* of a cache: slots start there */
    KEPT_BYTES_MAX = 12 << 20 /* at the front: of these none are given back, as
                                 a page of memory that comes anew costs more
                                 than a copy of it */
};

static size_t rounded(size_t bytes, size_t unit)
{
    return (bytes + unit - 1) / unit * unit;
}

static size_t record_bytes_max(const struct winnow_options *options)
{
    size_t document = (size_t)options->max_document_bytes;
    size_t content = (size_t)winnow_options_record_bytes(options);
    size_t line = WINNOW_LINE_MAX_BYTES(document);

    return rounded((content > line ? content : line) + HEADS_BYTES, PAGE_BYTES);
}

static char *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

enum winnow_status winnow_slots_open(struct winnow_slots *slots, size_t n,
                                     const struct winnow_options *options)
{
    size_t most = record_bytes_max(options);

    *slots = (struct winnow_slots){.record_bytes_max = most};
    for (; n != 0 && slots->memory == NULL; n /= 2) {
        slots->n_max = n;
        /* n - 1 slots of that length leave n gaps, of which one has as much */
        slots->memory_bytes = most * (2 * n - 1);
        if (most <= SIZE_MAX / (2 * n))
            slots->memory = map(slots->memory_bytes);
    }
    if (slots->memory == NULL)
        return WINNOW_ERR_MEMORY;
    slots->used = calloc(slots->n_max, sizeof *slots->used);
    return slots->used == NULL ? WINNOW_ERR_MEMORY : WINNOW_OK;
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

const struct winnow_record *
winnow_record_head(const struct winnow_record *record,
                   struct winnow_buffer *memory)
{
    struct winnow_record head = *record, *copied;

    head.content.length_bytes = head.line.length_bytes = 0;
    winnow_buffer_clear(memory);
    copied = (struct winnow_record *)(void *)winnow_buffer_reserve(
        memory, bytes_of(&head));
    if (copied == NULL)
        return NULL;
    copy_record((char *)copied, &head);
    copied->content = (struct winnow_view){NULL, record->content.length_bytes};
    copied->line = (struct winnow_view){NULL, record->line.length_bytes};
    return copied;
}

/* The first gap of so many bytes, after slots of which there are `*at`. */
static size_t find_gap(const struct winnow_slots *slots, size_t bytes,
                       size_t *at)
{
    size_t start = 0, i = 0;

    while (i < slots->n_used && slots->used[i].start - start < bytes)
        start = rounded(slots->used[i++].end, LINE_BYTES);
    *at = i;
    return start;
}

static void insert(struct winnow_slots *slots, size_t at, size_t start,
                   size_t bytes)
{
    struct winnow_slot *slot = slots->used + at;

    memmove(slot + 1, slot, (slots->n_used - at) * sizeof *slot);
    *slot = (struct winnow_slot){start, start + bytes};
    slots->n_used++;
    slots->used_bytes += bytes;
    if (slots->touched_bytes < slot->end)
        slots->touched_bytes = slot->end;
}

bool winnow_slots_put(struct winnow_slots *slots,
                      const struct winnow_record *record, uint64_t *slot)
{
    size_t bytes = bytes_of(record), start, at;

    if (bytes > slots->record_bytes_max - LINE_BYTES)
        return false;
    start = find_gap(slots, bytes, &at);
    copy_record(slots->memory + start, record);
    insert(slots, at, start, bytes);
    *slot = start;
    return true;
}

const struct winnow_record *winnow_slots_get(const struct winnow_slots *slots,
                                             uint64_t slot)
{
    return (const struct winnow_record *)(const void *)(slots->memory + slot);
}

static void give_back(struct winnow_slots *slots)
{
    size_t end = slots->n_used == 0 ? 0 : slots->used[slots->n_used - 1].end;
    size_t kept =
        rounded(end < KEPT_BYTES_MAX ? KEPT_BYTES_MAX : end, PAGE_BYTES);

    if (slots->touched_bytes <= kept)
        return;
    (void)madvise(slots->memory + kept,
                  rounded(slots->touched_bytes, PAGE_BYTES) - kept,
                  MADV_REMOVE);
    slots->touched_bytes = kept;
}

void winnow_slots_release(struct winnow_slots *slots, uint64_t slot)
{
    struct winnow_slot *released = slots->used;

    while (released->start != slot)
        released++;
    slots->used_bytes -= released->end - released->start;
    slots->n_used--;
    memmove(released, released + 1,
            (size_t)(slots->used + slots->n_used - released) *
                sizeof *released);
    give_back(slots);
}

bool winnow_slots_protect(const struct winnow_slots *slots)
{
    return mprotect(slots->memory, slots->memory_bytes, PROT_READ) == 0;
}

void winnow_slots_free(struct winnow_slots *slots)
{
    if (slots->memory != NULL)
        munmap(slots->memory, slots->memory_bytes);
    free(slots->used);
    *slots = (struct winnow_slots){0};
}

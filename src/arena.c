/* The document arena; see arena.h. Chunks double in size up to a megabyte and
 * are kept between documents, so that the steady state allocates nothing. */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CHUNK_BYTES = 64 << 10,
    LARGEST_CHUNK_BYTES = 1 << 20,
    RELEASED_BYTES = 8 << 20, /* more at once goes back to the system */
    ALIGNMENT = alignof(max_align_t)
};

struct winnow_arena_chunk {
    struct winnow_arena_chunk *next;
    size_t size_bytes, offset; /* of data; what is given out of it */
    alignas(max_align_t) char data[];
};

void winnow_arena_init(struct winnow_arena *arena)
{
    memset(arena, 0, sizeof *arena);
}

static _Noreturn void leave(const struct winnow_arena *arena, int code)
{
    if (arena->escape == NULL)
        abort(); /* nobody set a place to return to: a bug, not an input */
    longjmp(*arena->escape, code);
}

static struct winnow_arena_chunk *new_chunk(struct winnow_arena *arena,
                                            size_t size_bytes)
{
    size_t data_bytes = FIRST_CHUNK_BYTES;
    struct winnow_arena_chunk *chunk;

    if (arena->current != NULL)
        data_bytes = arena->current->size_bytes * 2;
    if (data_bytes > LARGEST_CHUNK_BYTES)
        data_bytes = LARGEST_CHUNK_BYTES;
    if (data_bytes < size_bytes)
        data_bytes = size_bytes;
    if (data_bytes > SIZE_MAX - sizeof *chunk)
        leave(arena, WINNOW_ARENA_NO_MEMORY);
    chunk = malloc(sizeof *chunk + data_bytes);
    if (chunk == NULL)
        leave(arena, WINNOW_ARENA_NO_MEMORY);
    chunk->size_bytes = data_bytes;
    chunk->offset = 0;
    return chunk;
}

/* Makes a chunk with room the current one: a kept one that follows, or a new
 * one put between. */
static void next_chunk(struct winnow_arena *arena, size_t size_bytes)
{
    struct winnow_arena_chunk *current = arena->current;
    struct winnow_arena_chunk *next;

    next = current == NULL ? arena->first : current->next;
    if (next == NULL || next->size_bytes < size_bytes) {
        struct winnow_arena_chunk *made = new_chunk(arena, size_bytes);
        made->next = next;
        next = made;
        if (current == NULL)
            arena->first = made;
        else
            current->next = made;
    }
    next->offset = 0;
    arena->current = next;
}

static void spend(struct winnow_arena *arena, size_t size_bytes)
{
    if (arena->budget_bytes != 0 &&
        size_bytes > arena->budget_bytes - arena->used_bytes)
        leave(arena, WINNOW_ARENA_OVER_BUDGET);
    arena->used_bytes += size_bytes;
}

void *winnow_arena_alloc(struct winnow_arena *arena, size_t size_bytes)
{
    struct winnow_arena_chunk *chunk = arena->current;
    void *result;

    if (size_bytes > SIZE_MAX - ALIGNMENT)
        leave(arena, WINNOW_ARENA_NO_MEMORY);
    size_bytes = (size_bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    spend(arena, size_bytes);
    if (chunk == NULL || chunk->size_bytes - chunk->offset < size_bytes) {
        next_chunk(arena, size_bytes);
        chunk = arena->current;
    }
    result = chunk->data + chunk->offset;
    chunk->offset += size_bytes;
    return result;
}

void *winnow_arena_calloc(struct winnow_arena *arena, size_t n,
                          size_t size_bytes)
{
    void *result;

    if (size_bytes != 0 && n > SIZE_MAX / size_bytes)
        leave(arena, WINNOW_ARENA_NO_MEMORY);
    result = winnow_arena_alloc(arena, n * size_bytes);
    memset(result, 0, n * size_bytes);
    return result;
}

void *winnow_arena_grow(struct winnow_arena *arena, void *old, size_t old_bytes,
                        size_t new_bytes)
{
    struct winnow_arena_chunk *chunk = arena->current;
    size_t old_size = (old_bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    void *result;

    if (old != NULL && chunk != NULL && old_size <= chunk->offset &&
        (char *)old == chunk->data + chunk->offset - old_size &&
        new_bytes >= old_bytes &&
        new_bytes - old_bytes <= chunk->size_bytes - chunk->offset &&
        chunk->size_bytes - chunk->offset - (new_bytes - old_bytes) >=
            ALIGNMENT) {
        size_t new_size =
            (new_bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
        spend(arena, new_size - old_size);
        chunk->offset += new_size - old_size;
        return old;
    }
    result = winnow_arena_alloc(arena, new_bytes);
    if (old_bytes != 0)
        memcpy(result, old, old_bytes);
    return result;
}

char *winnow_arena_copy(struct winnow_arena *arena, const void *bytes,
                        size_t length_bytes)
{
    char *copy;

    if (length_bytes == SIZE_MAX)
        leave(arena, WINNOW_ARENA_NO_MEMORY);
    copy = winnow_arena_alloc(arena, length_bytes + 1);
    if (length_bytes != 0)
        memcpy(copy, bytes, length_bytes);
    copy[length_bytes] = '\0';
    return copy;
}

struct winnow_arena_mark winnow_arena_mark(const struct winnow_arena *arena)
{
    struct winnow_arena_mark mark = {arena->current, 0, arena->used_bytes};

    if (arena->current != NULL)
        mark.offset = arena->current->offset;
    return mark;
}

static void free_chunks(struct winnow_arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct winnow_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

/* What held much is of little use to what comes next, and goes. */
static void drop_unused(struct winnow_arena *arena,
                        struct winnow_arena_chunk *last)
{
    struct winnow_arena_chunk **link =
        last == NULL ? &arena->first : &last->next;

    free_chunks(*link);
    *link = NULL;
}

void winnow_arena_release(struct winnow_arena *arena,
                          struct winnow_arena_mark mark)
{
    if (arena->used_bytes - mark.used_bytes > RELEASED_BYTES)
        drop_unused(arena, mark.chunk);
    arena->current = mark.chunk;
    if (mark.chunk != NULL)
        mark.chunk->offset = mark.offset;
    arena->used_bytes = mark.used_bytes;
}

void winnow_arena_reset(struct winnow_arena *arena, size_t keep_bytes)
{
    struct winnow_arena_chunk **link = &arena->first;

    while (*link != NULL && (*link)->size_bytes <= keep_bytes) {
        keep_bytes -= (*link)->size_bytes;
        link = &(*link)->next;
    }
    free_chunks(*link);
    *link = NULL;
    arena->current = NULL;
    arena->used_bytes = 0;
}

void winnow_arena_free(struct winnow_arena *arena)
{
    free_chunks(arena->first);
    winnow_arena_init(arena);
}

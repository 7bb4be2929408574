/* The document arena: memory that is given out in order and taken back all at
 * once. Everything a document needs comes from one arena, which is reset at
 * the document's end; its chunks are kept for the next document.
 *
 * An allocation never returns NULL. When the budget of the document is spent,
 * or the system gives no more, the arena leaves by longjmp to `escape`, which
 * whoever works on the document has set (chain.c, html/, tests). That is what
 * lets gumbo, which cannot bear a failed malloc, run inside a budget.
 */
#ifndef WINNOW_ARENA_H
#define WINNOW_ARENA_H

#include <setjmp.h>
#include <stddef.h>

enum { WINNOW_ARENA_OVER_BUDGET = 1, WINNOW_ARENA_NO_MEMORY = 2 };

struct winnow_arena_chunk;

struct winnow_arena {
    struct winnow_arena_chunk *first, *current;
    size_t used_bytes;   /* given out since the last reset, chunk tails too */
    size_t budget_bytes; /* 0: none */
    jmp_buf *escape;     /* receives one of the two codes above */
};

/* A place to return to: everything allocated after it is given back; to the
 * system, where it is more than 8 MiB. */
struct winnow_arena_mark {
    struct winnow_arena_chunk *chunk;
    size_t offset, used_bytes;
};

void winnow_arena_init(struct winnow_arena *arena);

/* Memory for any type; `size_bytes` may be 0. Not zeroed. Never NULL. */
void *winnow_arena_alloc(struct winnow_arena *arena, size_t size_bytes);

/* The same for `n` objects of `size_bytes` each, zeroed; checks the product. */
void *winnow_arena_calloc(struct winnow_arena *arena, size_t n,
                          size_t size_bytes);

/* A grown copy of an arena array: `old` (of `old_bytes`) moves into
 * `new_bytes`, in place when it is the newest allocation. */
void *winnow_arena_grow(struct winnow_arena *arena, void *old,
                        size_t old_bytes, size_t new_bytes);

/* A NUL-terminated copy of `length_bytes` bytes. */
char *winnow_arena_copy(struct winnow_arena *arena, const void *bytes,
                        size_t length_bytes);

struct winnow_arena_mark winnow_arena_mark(const struct winnow_arena *arena);
void winnow_arena_release(struct winnow_arena *arena,
                          struct winnow_arena_mark mark);

/* Gives everything back, keeps the chunks up to `keep_bytes` of them. */
void winnow_arena_reset(struct winnow_arena *arena, size_t keep_bytes);
void winnow_arena_free(struct winnow_arena *arena);

#endif

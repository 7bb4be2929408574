/* The arena: alignment, growth in place, budget, marks, reset. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena.h"

static void aligned_and_apart(void **state)
{
    struct winnow_arena arena;
    char *before = NULL;

    (void)state;
    winnow_arena_init(&arena);
    for (size_t n = 0; n < 300; n++) {
        char *memory = winnow_arena_alloc(&arena, n);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        memset(memory, (int)n, n);
        if (n > 1)
            assert_int_equal((unsigned char)before[n - 2],
                             (unsigned char)(n - 1));
        before = memory;
    }
    winnow_arena_free(&arena);
}

static void calloc_is_zero(void **state)
{
    struct winnow_arena arena;

    (void)state;
    winnow_arena_init(&arena);
    memset(winnow_arena_alloc(&arena, 1000), 0xff, 1000);
    winnow_arena_reset(&arena, SIZE_MAX);
    for (int i = 0; i < 1000; i++) {
        const char *zero = winnow_arena_calloc(&arena, 1, 1);
        assert_int_equal(*zero, 0);
    }
    winnow_arena_free(&arena);
}

static void grows_in_place_and_by_moving(void **state)
{
    struct winnow_arena arena;
    char *array, *grown;

    (void)state;
    winnow_arena_init(&arena);
    array = winnow_arena_alloc(&arena, 100);
    memset(array, 'a', 100);
    assert_ptr_equal(winnow_arena_grow(&arena, array, 100, 5000), array);
    winnow_arena_alloc(&arena, 1);
    grown = winnow_arena_grow(&arena, array, 5000, 3 << 20);
    assert_ptr_not_equal(grown, array);
    assert_memory_equal(grown, array, 100);
    grown[(3 << 20) - 1] = 'z';
    winnow_arena_free(&arena);
}

static void leaves_over_budget(void **state)
{
    struct winnow_arena arena;
    jmp_buf escape;
    volatile size_t taken = 0;
    int code;

    (void)state;
    winnow_arena_init(&arena);
    arena.escape = &escape;
    arena.budget_bytes = 10000;
    code = setjmp(escape);
    if (code == 0)
        for (;;) {
            winnow_arena_alloc(&arena, 100);
            taken += 100;
        }
    assert_int_equal(code, WINNOW_ARENA_OVER_BUDGET);
    assert_true(taken > 8000 && taken <= 10000);
    code = setjmp(escape);
    if (code == 0)
        winnow_arena_alloc(&arena, SIZE_MAX - 3);
    assert_int_equal(code, WINNOW_ARENA_NO_MEMORY);
    code = setjmp(escape);
    if (code == 0)
        winnow_arena_calloc(&arena, SIZE_MAX / 2, 3);
    assert_int_equal(code, WINNOW_ARENA_NO_MEMORY);
    winnow_arena_free(&arena);
}

static void release_gives_back(void **state)
{
    struct winnow_arena arena;
    struct winnow_arena_mark mark;
    void *first;

    (void)state;
    winnow_arena_init(&arena);
    winnow_arena_alloc(&arena, 10);
    mark = winnow_arena_mark(&arena);
    first = winnow_arena_alloc(&arena, 64);
    for (int i = 0; i < 1000; i++)
        winnow_arena_alloc(&arena, 4096);
    winnow_arena_release(&arena, mark);
    assert_ptr_equal(winnow_arena_alloc(&arena, 64), first);
    winnow_arena_free(&arena);
}

static void reset_keeps_chunks(void **state)
{
    struct winnow_arena arena;
    void *first, *again;

    (void)state;
    winnow_arena_init(&arena);
    first = winnow_arena_alloc(&arena, 16);
    winnow_arena_alloc(&arena, 8 << 20);
    winnow_arena_reset(&arena, 1 << 20);
    again = winnow_arena_alloc(&arena, 16);
    assert_ptr_equal(first, again);
    winnow_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aligned_and_apart),
        cmocka_unit_test(calloc_is_zero),
        cmocka_unit_test(grows_in_place_and_by_moving),
        cmocka_unit_test(leaves_over_budget),
        cmocka_unit_test(release_gives_back),
        cmocka_unit_test(reset_keeps_chunks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

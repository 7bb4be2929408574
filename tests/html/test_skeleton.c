/* The skeleton's tree gives what the tree of the whole page gives: on cases
 * that are known to be hard, and on pages in disorder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mutate.h"
#include "ways.h"

static struct ways ways;

static void soups_are_read_alike(void **state)
{
    enum { SOUPS = 20000, PIECES_MOST = 100 };
    unsigned differ = 0;

    (void)state;
    for (unsigned i = 0; i < SOUPS; i++) {
        struct winnow_view page = soup(1 + i % PIECES_MOST, i);
        if (!ways_agree(&ways, page)) {
            differ++;
            if (differ < 20)
                print_error("%u: %s\n  %.*s", i, ways.difference,
                            (int)page.length_bytes, page.data);
        }
        free((void *)page.data);
    }
    assert_int_equal(differ, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(soups_are_read_alike),
    };
    int status = cmocka_run_group_tests(tests, NULL, NULL);

    ways_free(&ways);
    return status;
}

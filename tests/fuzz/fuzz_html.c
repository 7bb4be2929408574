/* Pages to blocks: through the skeleton, through the tree of the whole page,
 * and without a tree. */
#include "fuzz.h"

#include "../html/ways.h"
#include "html/html.h"

static void read_page(struct winnow_document *document)
{
    static struct ways ways;

    fuzz_decode(document, "utf-8");
    winnow_html_blocks(document);
    fuzz_check_blocks(document);
    winnow_html_linear(document);
    fuzz_check_blocks(document);
    if (!ways_agree(&ways, document->text))
        fuzz_require(false, ways.difference);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_in_arena(bytes, n, read_page);
    return 0;
}

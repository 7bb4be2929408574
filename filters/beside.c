/* Places by the title and under the text; see beside.h. */
#include "beside.h"

#include "names.h"

static struct winnow_beside find_beside(const struct winnow_document *document)
{
    struct winnow_beside beside = {
        .title = document->fields[WINNOW_FIELD_TITLE].block,
        .stretch = winnow_find_stretch(document),
    };

    if (beside.title >= document->n_blocks ||
        document->blocks[beside.title].form == WINNOW_KIND_TITLE ||
        document->fields[WINNOW_FIELD_TITLE].value.length_bytes == 0)
        beside.title = WINNOW_NO_BLOCK;
    return beside;
}

struct winnow_beside winnow_beside_of(struct winnow_document *document)
{
    if (document->beside == NULL) {
        document->beside =
            winnow_arena_alloc(document->arena, sizeof *document->beside);
        *document->beside = find_beside(document);
    }
    return *document->beside;
}

bool winnow_is_by_title(const struct winnow_beside *beside, uint32_t i)
{
    enum { BEFORE_TITLE = 3, BEHIND_TITLE = 10, BEFORE_TEXT = 12 };
    uint32_t first = beside->stretch.first;

    if (beside->title != WINNOW_NO_BLOCK)
        return i + BEFORE_TITLE >= beside->title &&
               i <= beside->title + BEHIND_TITLE &&
               (i <= beside->title + 2 || i <= first + 2);
    return beside->stretch.end != 0 && i + BEFORE_TEXT >= first &&
           i <= first + 1;
}

bool winnow_is_next_to_title(const struct winnow_beside *beside, uint32_t i)
{
    enum { LINES = 2 };

    if (beside->title == WINNOW_NO_BLOCK)
        return beside->stretch.end != 0 && i + LINES >= beside->stretch.first &&
               i <= beside->stretch.first;
    return i + LINES >= beside->title && i <= beside->title + LINES;
}

bool winnow_is_under_text(const struct winnow_beside *beside, uint32_t i)
{
    enum { LINES = 12 };

    return beside->stretch.end != 0 && i + 1 >= beside->stretch.end &&
           i < beside->stretch.end + LINES;
}

bool winnow_is_of_others(struct winnow_document *document,
                         const struct winnow_block *block)
{
    struct winnow_sight sight = winnow_sight_of(document, block);

    return (sight.above & (WINNOW_NAME_COMMENTS | WINNOW_NAME_RELATED |
                           WINNOW_NAME_NAV | WINNOW_NAME_FOOTER)) != 0;
}

bool winnow_is_among_others(struct winnow_document *document,
                            const struct winnow_block *block)
{
    return winnow_is_of_others(document, block) ||
           (winnow_sight_of(document, block).above & WINNOW_NAME_SIDE) != 0;
}

/* Why a document comes out empty: it has no text, it is all scripts, it is an
 * error or a challenge page that a server gave with status 200, or nothing of
 * it is the document. */
#include "chain.h"
#include "filter.h"

enum {
    SHORT_PAGE_WORDS = 150, /* error and challenge pages say little */
    NOSCRIPT_WORDS = 40     /* "please enable JavaScript" says less */
};

static uint64_t all_words(const struct winnow_document *document)
{
    uint64_t words = 0;

    for (uint32_t i = 0; i < document->n_blocks; i++)
        words += document->blocks[i].n_words;
    return words;
}

static bool any_kept(const struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].kept &&
            document->blocks[i].kind != WINNOW_KIND_TITLE)
            return true;
    return false;
}

/* Whether text is kept that no element holds: then a script carried the
 * document, whatever little the page shows without it. */
static bool any_added_kept(const struct winnow_document *document)
{
    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (document->blocks[i].kept && document->blocks[i].added != NULL)
            return true;
    return false;
}

/* Whether a title or a heading is a phrase of the group. */
static bool is_titled(const struct winnow_document *document, uint16_t group)
{
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        const struct winnow_block *block = &document->blocks[i];
        bool heads = block->form == WINNOW_KIND_TITLE ||
                     block->form == WINNOW_KIND_HEADING || i == 0;
        if (heads && winnow_phrase_count(block, group) != 0)
            return true;
    }
    return false;
}

enum winnow_empty winnow_find_empty(const struct winnow_document *document,
                                    const struct winnow_empty_phrases *phrases)
{
    uint64_t words = all_words(document);

    if (words == 0)
        return document->has_scripts ? WINNOW_EMPTY_SCRIPTS_ONLY
                                     : WINNOW_EMPTY_NO_TEXT;
    if (words < SHORT_PAGE_WORDS && !any_added_kept(document)) {
        if (is_titled(document, phrases->challenge_page))
            return WINNOW_EMPTY_CHALLENGE_PAGE;
        if (is_titled(document, phrases->error_page))
            return WINNOW_EMPTY_ERROR_PAGE;
    }
    if (any_kept(document))
        return WINNOW_NOT_EMPTY;
    if (document->has_scripts && words < NOSCRIPT_WORDS)
        return WINNOW_EMPTY_SCRIPTS_ONLY;
    return WINNOW_EMPTY_NOTHING_KEPT;
}

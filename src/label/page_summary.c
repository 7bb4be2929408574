/* Makes the row of page_summary.def: what the labeller knows of a page as a
 * whole. */
#include "genre.h"
#include "label/page_view.h"
#include "label/rows.h"
#include "names.h"

#define SET(name, value) (row[WINNOW_SUMMARY_##name] = (uint8_t)(value))

enum { FLAG = 128 };

struct counts {
    uint64_t list_words, table_words, code_words, hidden_words;
    uint64_t comment_words, post_words, stretch_words;
    uint32_t n_prose, n_headings, n_prices, n_controls;
};

static void count_block(const struct winnow_page_view *page, uint32_t i,
                        struct counts *n)
{
    const struct winnow_block *block = &page->document->blocks[i];
    enum winnow_tag tag = page->document->elements[block->element].tag;

    n->list_words += block->form == WINNOW_KIND_LIST ? block->n_words : 0;
    n->table_words += block->row != 0 ? block->n_words : 0;
    n->code_words += block->form == WINNOW_KIND_CODE ? block->n_words : 0;
    n->hidden_words += block->hidden ? block->n_words : 0;
    if (winnow_is_hinted(block, WINNOW_KIND_COMMENTS))
        n->comment_words += block->n_words;
    if (winnow_is_hinted(block, WINNOW_KIND_POST))
        n->post_words += block->n_words;
    if (page->is_prose[i] && i >= page->stretch.first && i < page->stretch.end)
        n->stretch_words += block->n_words;
    n->n_prose +=
        page->is_prose[i] && block->n_words >= WINNOW_LONG_PROSE_WORDS;
    n->n_headings += block->form == WINNOW_KIND_HEADING;
    n->n_prices += winnow_phrase_count(block, page->price);
    n->n_controls += tag == WINNOW_TAG_BUTTON || tag == WINNOW_TAG_OPTION ||
                     tag == WINNOW_TAG_SELECT || tag == WINNOW_TAG_TEXTAREA;
}

static void describe_genres(struct winnow_document *document, uint8_t *row)
{
    unsigned genres = winnow_genres(document);

    SET(IS_FRONT, (genres & WINNOW_GENRE_FRONT) != 0 ? FLAG : 0);
    SET(SAYS_ARTICLE, (genres & WINNOW_GENRE_ARTICLE) != 0 ? FLAG : 0);
    SET(SAYS_THREAD, (genres & WINNOW_GENRE_THREAD) != 0 ? FLAG : 0);
    SET(SAYS_PRODUCT, (genres & WINNOW_GENRE_PRODUCT) != 0 ? FLAG : 0);
    SET(SAYS_LISTING, (genres & WINNOW_GENRE_LISTING) != 0 ? FLAG : 0);
    SET(SAYS_MANUAL, (genres & WINNOW_GENRE_MANUAL) != 0 ? FLAG : 0);
    SET(SAYS_SITE, (genres & WINNOW_GENRE_SITE) != 0 ? FLAG : 0);
}

static void describe_container(const struct winnow_page_view *page,
                               uint8_t *row)
{
    const struct winnow_sums *all = &page->before[page->document->n_blocks];

    if (page->best == 0)
        return;
    SET(CONTAINER_SHARE,
        winnow_scale_share(
            (uint64_t)winnow_page_inside(page, page->best).points,
            (uint64_t)all->points));
    SET(CONTAINER_TWINS, winnow_scale_log(page->n_siblings[page->best] - 1));
}

static bool has_field(const struct winnow_document *document,
                      enum winnow_field field)
{
    return document->fields[field].value.length_bytes != 0;
}

void winnow_page_summarize(const void *view, uint8_t *row)
{
    const struct winnow_page_view *page = view;
    struct winnow_document *document = page->document;
    const struct winnow_sums *all = &page->before[document->n_blocks];
    struct counts n = {0};
    uint64_t word_length = all->characters * 16 / (all->words + 1);

    for (uint32_t i = 0; i < document->n_blocks; i++)
        count_block(page, i, &n);
    memset(row, 0, WINNOW_N_PAGE_SUMMARIES);
    SET(BLOCKS, winnow_scale_log(document->n_blocks));
    SET(WORDS, winnow_scale_log(all->words));
    SET(LINK_SHARE, winnow_scale_share(all->link_characters, all->characters));
    SET(PROSE_SHARE, winnow_scale_share(all->prose_words, all->words));
    SET(PROSE_BLOCKS, winnow_scale_log(n.n_prose));
    SET(HEADINGS, winnow_scale_log(n.n_headings));
    SET(LIST_SHARE, winnow_scale_share(n.list_words, all->words));
    SET(TABLE_SHARE, winnow_scale_share(n.table_words, all->words));
    SET(CODE_SHARE, winnow_scale_share(n.code_words, all->words));
    SET(HIDDEN_SHARE, winnow_scale_share(n.hidden_words, all->words));
    SET(PRICES, winnow_scale_log(n.n_prices));
    SET(COMMENT_SHARE, winnow_scale_share(n.comment_words, all->words));
    SET(POST_SHARE, winnow_scale_share(n.post_words, all->words));
    SET(CONTROLS, winnow_scale_log(n.n_controls));
    SET(HAS_AUTHOR, has_field(document, WINNOW_FIELD_AUTHOR) ? FLAG : 0);
    SET(HAS_DATE, has_field(document, WINNOW_FIELD_DATE) ? FLAG : 0);
    SET(STRETCH_SHARE, winnow_scale_share(n.stretch_words, all->prose_words));
    SET(SAID, winnow_scale_log(page->said.n));
    SET(WORD_LENGTH, word_length > 255 ? 255 : word_length);
    describe_container(page, row);
    describe_genres(document, row);
}

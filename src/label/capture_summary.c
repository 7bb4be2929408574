/* Makes the row of capture_summary.def: what the labeller knows of a capture as
 * a whole. */
#include "label/capture_view.h"
#include "label/rows.h"

#define SET(name, value) (row[WINNOW_CAPTURE_SUMMARY_##name] = (uint8_t)(value))

enum { FLAG = WINNOW_FLAG };

struct counts {
    uint64_t characters, list_words, table_words, code_words, short_words;
    uint64_t comment_words, post_words;
    uint32_t n_prose, n_headings, n_copies;
    uint32_t n_blanks, n_wrapped, n_bullets, n_indented;
    uint64_t n_prices, n_dates;
};

static void count_words(const struct winnow_capture_view *capture, uint32_t i,
                        struct counts *n)
{
    const struct winnow_block *block = &capture->document->blocks[i];

    n->characters += block->n_characters;
    n->list_words += block->form == WINNOW_KIND_LIST ? block->n_words : 0;
    n->table_words += block->row != 0 ? block->n_words : 0;
    n->code_words += block->form == WINNOW_KIND_CODE ? block->n_words : 0;
    n->short_words +=
        capture->before[i + 1].n_short > capture->before[i].n_short
            ? block->n_words
            : 0;
    if (winnow_is_hinted(block, WINNOW_KIND_COMMENTS))
        n->comment_words += block->n_words;
    if (winnow_is_hinted(block, WINNOW_KIND_POST))
        n->post_words += block->n_words;
}

static void count_block(const struct winnow_capture_view *capture, uint32_t i,
                        struct counts *n)
{
    const struct winnow_block *block = &capture->document->blocks[i];

    count_words(capture, i, n);
    n->n_prose += capture->classes[i] == WINNOW_CAPTURE_IS_PROSE &&
                  block->n_words >= WINNOW_CAPTURE_LONG_PROSE;
    n->n_headings += block->form == WINNOW_KIND_HEADING;
    n->n_copies += capture->is_copy[i];
    n->n_blanks += block->blank_lines_before != 0;
    n->n_wrapped += block->n_lines > 1;
    n->n_bullets += block->bullet;
    n->n_indented += block->indent != 0;
    n->n_prices += winnow_phrase_count(block, capture->price);
    n->n_dates += winnow_is_hinted(block, WINNOW_KIND_DATELINE);
}

static unsigned has_field(const struct winnow_document *document,
                          enum winnow_field field)
{
    return document->fields[field].value.length_bytes != 0 ? FLAG : 0;
}

static void describe_stretch(const struct winnow_capture_view *capture,
                             uint8_t *row)
{
    const struct winnow_stretch *dense = &capture->dense;
    uint32_t n = capture->document->n_blocks;
    const struct winnow_capture_sums *all = &capture->before[n];
    struct winnow_capture_sums inside =
        winnow_capture_inside(capture, dense->first, dense->end);

    SET(STRETCH_SHARE,
        winnow_scale_share(inside.prose_words, all->prose_words));
    SET(STRETCH_WORDS, winnow_scale_share(inside.words, all->words));
    SET(BEFORE_STRETCH, winnow_scale_log(dense->first));
    SET(BEHIND_STRETCH, winnow_scale_log(n - dense->end));
}

void winnow_capture_summarize(const void *view, uint8_t *row)
{
    const struct winnow_capture_view *capture = view;
    const struct winnow_document *document = capture->document;
    uint32_t blocks = document->n_blocks;
    const struct winnow_capture_sums *all = &capture->before[blocks];
    struct counts n = {0};
    uint64_t word_length;

    for (uint32_t i = 0; i < blocks; i++)
        count_block(capture, i, &n);
    word_length = n.characters * 16 / (all->words + 1);
    memset(row, 0, WINNOW_N_CAPTURE_SUMMARIES);
    SET(BLOCKS, winnow_scale_log(blocks));
    SET(WORDS, winnow_scale_log(all->words));
    SET(WORD_LENGTH, word_length > 255 ? 255 : word_length);
    SET(PROSE_SHARE, winnow_scale_share(all->prose_words, all->words));
    SET(PROSE_BLOCKS, winnow_scale_log(n.n_prose));
    SET(HEADINGS, winnow_scale_log(n.n_headings));
    SET(LIST_SHARE, winnow_scale_share(n.list_words, all->words));
    SET(TABLE_SHARE, winnow_scale_share(n.table_words, all->words));
    SET(CODE_SHARE, winnow_scale_share(n.code_words, all->words));
    SET(PRICES, winnow_scale_log(n.n_prices));
    SET(DATES, winnow_scale_log(n.n_dates));
    SET(COMMENT_SHARE, winnow_scale_share(n.comment_words, all->words));
    SET(POST_SHARE, winnow_scale_share(n.post_words, all->words));
    SET(AROUND_SHARE, winnow_scale_share(all->n_around, blocks));
    SET(SHORT_SHARE, winnow_scale_share(all->n_short, blocks));
    SET(SHORT_WORDS, winnow_scale_share(n.short_words, all->words));
    SET(COPY_SHARE, winnow_scale_share(n.n_copies, blocks));
    SET(HAS_TITLE, has_field(document, WINNOW_FIELD_TITLE));
    SET(HAS_AUTHOR, has_field(document, WINNOW_FIELD_AUTHOR));
    SET(HAS_DATE, has_field(document, WINNOW_FIELD_DATE));
    describe_stretch(capture, row);
    SET(LAYOUT_BLANKS, winnow_scale_share(n.n_blanks, blocks));
    SET(LAYOUT_WRAPPED, winnow_scale_share(n.n_wrapped, blocks));
    SET(LAYOUT_BULLETS, winnow_scale_share(n.n_bullets, blocks));
    SET(LAYOUT_INDENTED, winnow_scale_share(n.n_indented, blocks));
}

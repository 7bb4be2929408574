/* What form a block has, told from the elements around it: heading, list item,
 * table cell, code, quote, caption or paragraph; and which list, row and level
 * it belongs to. One pass over the elements, one over the blocks.
 *
 * A table is a data table unless it lays out the page: WHATWG HTML, section
 * 4.9.1, names the signs that are used here. */
#include "html/internal.h"

enum { LAYOUT_CELL_BYTES = 600, LAYOUT_CELL_BLOCKS = 4 };

/* What is known of each element, beside it. */
struct around {
    uint32_t giver;   /* nearest element that gives a form, 0: none */
    uint32_t table;   /* nearest table, 0: none */
    uint32_t list;    /* nearest list, 0: none */
    uint32_t n_items; /* of a list: items so far */
    uint32_t ordinal; /* of an item of an ordered list */
    uint8_t list_depth;
    bool layout;              /* of a table: it lays out the page */
    uint32_t n_rows, n_cells; /* of a table */
};

static bool is_list(enum winnow_tag tag)
{
    return tag == WINNOW_TAG_UL || tag == WINNOW_TAG_OL ||
           tag == WINNOW_TAG_MENU || tag == WINNOW_TAG_DIR ||
           tag == WINNOW_TAG_DL;
}

static bool is_cell(enum winnow_tag tag)
{
    return tag == WINNOW_TAG_TD || tag == WINNOW_TAG_TH;
}

/* The form that an element gives to the text inside it, PARAGRAPH where it
 * takes back that of an outer one; *gives is false where it leaves it. */
static enum winnow_kind form_of_tag(enum winnow_tag tag, bool *gives)
{
    *gives = true;
    switch (tag) {
    case WINNOW_TAG_TITLE:
        return WINNOW_KIND_TITLE;
    case WINNOW_TAG_H1:
    case WINNOW_TAG_H2:
    case WINNOW_TAG_H3:
    case WINNOW_TAG_H4:
    case WINNOW_TAG_H5:
    case WINNOW_TAG_H6:
        return WINNOW_KIND_HEADING;
    case WINNOW_TAG_LI:
    case WINNOW_TAG_DD:
        return WINNOW_KIND_LIST;
    case WINNOW_TAG_TD:
    case WINNOW_TAG_TH:
        return WINNOW_KIND_TABLE;
    case WINNOW_TAG_PRE:
    case WINNOW_TAG_LISTING:
    case WINNOW_TAG_XMP:
    case WINNOW_TAG_PLAINTEXT:
        return WINNOW_KIND_CODE;
    case WINNOW_TAG_BLOCKQUOTE:
        return WINNOW_KIND_QUOTE;
    case WINNOW_TAG_FIGCAPTION:
    case WINNOW_TAG_CAPTION:
        return WINNOW_KIND_CAPTION;
    case WINNOW_TAG_ARTICLE:
    case WINNOW_TAG_MAIN:
    case WINNOW_TAG_DT:
    case WINNOW_TAG_SELECT:
    case WINNOW_TAG_TEXTAREA:
        return WINNOW_KIND_PARAGRAPH;
    default:
        *gives = false;
        return WINNOW_KIND_PARAGRAPH;
    }
}

/* Whether a cell holds so much that its table must be a layout. */
static bool is_layout_cell(const struct winnow_document *document,
                           const struct winnow_element *cell)
{
    size_t bytes = 0;

    if (cell->end_block - cell->first_block > LAYOUT_CELL_BLOCKS)
        return true;
    for (uint32_t i = cell->first_block; i < cell->end_block; i++)
        bytes += document->blocks[i].text.length_bytes;
    return bytes > LAYOUT_CELL_BYTES;
}

static void look_at_table_part(const struct winnow_document *document,
                               struct around *around, uint32_t i)
{
    const struct winnow_element *element = &document->elements[i];
    uint32_t table = around[i].table;

    if (table == 0)
        return;
    if (element->tag == WINNOW_TAG_TABLE) {
        uint32_t outer = around[element->parent].table;
        around[outer].layout = true;
        return;
    }
    if (element->tag == WINNOW_TAG_TR)
        around[table].n_rows++;
    if (element->tag >= WINNOW_TAG_H1 && element->tag <= WINNOW_TAG_H3)
        around[table].layout = true;
    if (!is_cell(element->tag))
        return;
    around[table].n_cells++;
    if (is_layout_cell(document, element))
        around[table].layout = true;
}

static void look_around(const struct winnow_document *document,
                        struct around *around)
{
    for (uint32_t i = 1; i < document->n_elements; i++) {
        const struct winnow_element *element = &document->elements[i];
        const struct around *outer = &around[element->parent];
        bool gives;

        around[i].giver = outer->giver;
        around[i].table = outer->table;
        around[i].list = outer->list;
        around[i].list_depth = outer->list_depth;
        form_of_tag(element->tag, &gives);
        if (gives)
            around[i].giver = i;
        if (element->tag == WINNOW_TAG_TABLE)
            around[i].table = i;
        if (is_list(element->tag)) {
            around[i].list = i;
            if (around[i].list_depth < UINT8_MAX)
                around[i].list_depth++;
        }
        if (element->tag == WINNOW_TAG_LI &&
            document->elements[around[i].list].tag == WINNOW_TAG_OL)
            around[i].ordinal = ++around[around[i].list].n_items;
        look_at_table_part(document, around, i);
    }
}

static uint32_t row_of(const struct winnow_document *document, uint32_t cell)
{
    uint32_t parent = document->elements[cell].parent;

    return document->elements[parent].tag == WINNOW_TAG_TR ? parent : 0;
}

static void give_cell(const struct winnow_document *document,
                      const struct around *around, struct winnow_block *block)
{
    uint32_t cell = around[block->element].giver;
    const struct around *table = &around[around[cell].table];
    bool layout =
        table->layout || table->n_rows < 2 || table->n_cells <= table->n_rows;

    if (layout) {
        block->form = WINNOW_KIND_PARAGRAPH;
        return;
    }
    block->row = row_of(document, cell);
    block->continues =
        block != &document->blocks[document->elements[cell].first_block];
}

static void give_item(const struct winnow_document *document,
                      const struct around *around, struct winnow_block *block)
{
    uint32_t item = around[block->element].giver;

    block->list = around[item].list;
    block->level = around[item].list_depth;
    if (block->level == 0)
        block->level = 1;
    block->ordinal = around[item].ordinal;
    block->continues =
        block != &document->blocks[document->elements[item].first_block];
}

void winnow_html_forms(struct winnow_document *document)
{
    struct around *around = winnow_arena_calloc(
        document->arena, document->n_elements, sizeof *around);

    look_around(document, around);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        uint32_t giver = around[block->element].giver;
        enum winnow_tag tag = document->elements[giver].tag;
        bool gives;

        block->form = form_of_tag(tag, &gives);
        if (block->form == WINNOW_KIND_HEADING)
            block->level = (uint8_t)(tag - WINNOW_TAG_H1 + 1);
        else if (block->form == WINNOW_KIND_TABLE)
            give_cell(document, around, block);
        else if (block->form == WINNOW_KIND_LIST)
            give_item(document, around, block);
    }
}

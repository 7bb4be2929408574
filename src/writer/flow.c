/* The order in which blocks are written and what stands between them; see
 * flow.h. */
#include "writer/flow.h"

#include "metadata.h"

#include <string.h>

/* How far up an element is looked for: beyond it, blocks count as apart, so
 * that a page of deep elements costs no more than a flat one. */
enum { ANCESTORS_MAX = 64 };

static bool is_field(enum winnow_kind kind)
{
    return kind == WINNOW_KIND_TITLE || kind == WINNOW_KIND_BYLINE ||
           kind == WINNOW_KIND_DATELINE;
}

static bool is_without_text(const struct winnow_document *document)
{
    return document->empty != WINNOW_NOT_EMPTY || document->refused != NULL;
}

bool winnow_is_written(const struct winnow_document *document,
                       const struct winnow_block *block, enum winnow_to to)
{
    if (is_without_text(document) ||
        winnow_view_trim(block->text).length_bytes == 0)
        return false;
    if (is_field(block->kind) && winnow_field_says(document, block))
        return winnow_options_keep(document->options, block->kind, to);
    return block->kept;
}

/* ---- the title ----------------------------------------------------------- */

static bool is_title(const struct winnow_flow *flow, uint32_t index)
{
    const struct winnow_document *document = flow->document;

    return index < document->n_blocks &&
           document->blocks[index].kind == WINNOW_KIND_TITLE &&
           winnow_is_written(document, &document->blocks[index], flow->to);
}

/* The block that the title filter names, else the first that is a title. */
static uint32_t find_title(const struct winnow_flow *flow)
{
    uint32_t named = flow->document->fields[WINNOW_FIELD_TITLE].block;

    if (is_title(flow, named))
        return named;
    for (uint32_t i = 0; i < flow->document->n_blocks; i++)
        if (is_title(flow, i))
            return i;
    return WINNOW_NO_BLOCK;
}

static bool is_text_written(const struct winnow_flow *flow,
                            struct winnow_view text)
{
    const struct winnow_document *document = flow->document;

    for (uint32_t i = 0; i < document->n_blocks; i++)
        if (winnow_view_equal(document->blocks[i].text, text) &&
            winnow_is_written(document, &document->blocks[i], flow->to))
            return true;
    return false;
}

/* A title that only the head's metadata say is written too, unless the text
 * says it already. */
static void choose_title(struct winnow_flow *flow)
{
    const struct winnow_document *document = flow->document;
    struct winnow_view value = document->fields[WINNOW_FIELD_TITLE].value;
    uint32_t named = document->fields[WINNOW_FIELD_TITLE].block;

    flow->title_index = find_title(flow);
    if (flow->title_index != WINNOW_NO_BLOCK) {
        struct winnow_view text = document->blocks[flow->title_index].text;
        bool is_said = named == flow->title_index && value.length_bytes != 0 &&
                       memmem(text.data, text.length_bytes, value.data,
                              value.length_bytes) != NULL;
        flow->title_text = is_said ? value : text;
        return;
    }
    if (value.length_bytes != 0 && named == WINNOW_NO_BLOCK &&
        !is_without_text(document) &&
        winnow_options_keep(document->options, WINNOW_KIND_TITLE, flow->to) &&
        !is_text_written(flow, value))
        flow->title_text = value;
}

void winnow_flow_start(struct winnow_flow *flow,
                       const struct winnow_document *document,
                       enum winnow_to to)
{
    *flow = (struct winnow_flow){.document = document, .to = to};
    for (uint32_t i = 0; i < document->n_blocks; i++)
        document->blocks[i].output = (struct winnow_range){0, 0};
    choose_title(flow);
}

static void take_title(struct winnow_flow *flow)
{
    flow->text = flow->title_text;
    flow->shape = WINNOW_KIND_TITLE;
    flow->joint = WINNOW_JOINT_FIRST;
    if (flow->title_index != WINNOW_NO_BLOCK)
        flow->block = &flow->document->blocks[flow->title_index];
}

/* ---- shapes ---------------------------------------------------------------
 */

static enum winnow_kind body_form(const struct winnow_block *block)
{
    return block->form == WINNOW_KIND_TITLE ? WINNOW_KIND_PARAGRAPH
                                            : block->form;
}

/* What a block looks like. Its kind says so where it is of the body; comments
 * that are kept look like their structure. */
static enum winnow_kind shape_of(const struct winnow_block *block)
{
    enum winnow_kind form = body_form(block);

    if (is_field(block->kind))
        return WINNOW_KIND_PARAGRAPH;
    if (block->kind == WINNOW_KIND_PARAGRAPH)
        return form == WINNOW_KIND_HEADING ? WINNOW_KIND_PARAGRAPH : form;
    if (block->kind >= WINNOW_KIND_HEADING &&
        block->kind <= WINNOW_KIND_CAPTION)
        return block->kind;
    return form;
}

/* ---- elements -------------------------------------------------------------
 */

/* The nearest element around the block with tag `a` or `b`; 0: none near. */
static uint32_t nearest(const struct winnow_document *document,
                        const struct winnow_block *block, enum winnow_tag a,
                        enum winnow_tag b)
{
    uint32_t element = block->element;

    for (int i = 0; i < ANCESTORS_MAX && element != 0; i++) {
        enum winnow_tag tag = document->elements[element].tag;
        if (tag == a || tag == b)
            return element;
        element = document->elements[element].parent;
    }
    return 0;
}

bool winnow_is_same_within(const struct winnow_document *document,
                           const struct winnow_block *a,
                           const struct winnow_block *b, enum winnow_tag tag)
{
    return a->element == b->element ||
           nearest(document, a, tag, tag) == nearest(document, b, tag, tag);
}

static uint32_t item_of(const struct winnow_flow *flow,
                        const struct winnow_block *block)
{
    return nearest(flow->document, block, WINNOW_TAG_LI, WINNOW_TAG_DD);
}

/* ---- lists ----------------------------------------------------------------
 */

/* The depth at which the list is open, from 1; 0: it is not. */
static uint32_t list_depth(const struct winnow_flow *flow, uint32_t list)
{
    for (uint32_t depth = flow->depth; depth > 0; depth--)
        if (flow->lists[depth - 1] == list)
            return depth;
    return 0;
}

/* The depth of the open item that is this element; 0: it is not open. */
static uint32_t item_depth(const struct winnow_flow *flow, uint32_t item)
{
    for (uint32_t depth = item == 0 ? 0 : flow->depth; depth > 0; depth--)
        if (flow->items[depth - 1] == item)
            return depth;
    return 0;
}

static void open_list(struct winnow_flow *flow)
{
    uint32_t level = flow->block->level == 0 ? 1 : flow->block->level;

    if (level > flow->depth + 1)
        level = flow->depth + 1;
    if (level > WINNOW_LIST_LEVELS_MAX)
        level = WINNOW_LIST_LEVELS_MAX;
    flow->is_new_list = true;
    flow->follows_list = flow->depth >= level;
    flow->depth = level;
    flow->lists[level - 1] = flow->block->list;
}

static void open_item(struct winnow_flow *flow, uint32_t item)
{
    uint32_t depth = list_depth(flow, flow->block->list);

    flow->is_item = true;
    if (depth == 0)
        open_list(flow);
    else
        flow->depth = depth;
    flow->items[flow->depth - 1] = item;
}

/* Whether what was written before, a heading say, began the item outside of
 * any list. */
static bool is_begun_outside(const struct winnow_flow *flow, uint32_t item)
{
    return flow->before != NULL && flow->before_depth == 0 && item != 0 &&
           item_of(flow, flow->before) == item;
}

/* Finds the block's place in the open lists: it opens an item, is a further
 * part of one, or stands in none. */
static void place_in_lists(struct winnow_flow *flow)
{
    const struct winnow_block *block = flow->block;
    bool is_list = flow->shape == WINNOW_KIND_LIST;
    uint32_t item = item_of(flow, block), depth = item_depth(flow, item);

    flow->is_new_list = flow->follows_list = flow->is_item = false;
    if (is_field(block->kind)) {
        flow->depth = 0;
    } else if (depth != 0 && (block->continues || !is_list)) {
        flow->depth = depth;
    } else if (is_list && !(block->continues && is_begun_outside(flow, item))) {
        open_item(flow, item);
    } else {
        flow->depth = block->list == 0 ? 0 : list_depth(flow, block->list);
    }
}

/* ---- tables ----------------------------------------------------------------
 */

static bool is_cell(const struct winnow_block *block, enum winnow_kind shape)
{
    return shape == WINNOW_KIND_TABLE && block->row != 0;
}

static bool is_cell_tag(enum winnow_tag tag)
{
    return tag == WINNOW_TAG_TD || tag == WINNOW_TAG_TH;
}

static uint32_t cell_of(const struct winnow_document *document,
                        const struct winnow_block *block)
{
    return nearest(document, block, WINNOW_TAG_TD, WINNOW_TAG_TH);
}

/* How many cells without text a row has between two elements, `from` inside
 * the row and `to` one of its cells. */
static uint32_t count_cells(const struct winnow_document *document,
                            uint32_t from, uint32_t to)
{
    uint32_t row = document->elements[to].parent, n = 0;

    while (from < to) {
        const struct winnow_element *element = &document->elements[from];
        n += element->parent == row && is_cell_tag(element->tag);
        from = element->end > from ? element->end : from + 1;
    }
    return n;
}

static uint32_t count_empty_cells(const struct winnow_flow *flow)
{
    const struct winnow_document *document = flow->document;
    uint32_t cell = cell_of(document, flow->block), from;

    if (cell == 0)
        return 0;
    from = document->elements[cell].parent + 1;
    if (flow->joint == WINNOW_JOINT_CELL) {
        uint32_t before = cell_of(document, flow->before);
        if (before == 0 || document->elements[before].end <= before)
            return 0;
        from = document->elements[before].end;
    }
    return count_cells(document, from, cell);
}

static enum winnow_joint join_cell(const struct winnow_flow *flow)
{
    const struct winnow_document *document = flow->document;
    const struct winnow_block *block = flow->block, *before = flow->before;

    if (!is_cell(before, flow->before_shape))
        return WINNOW_JOINT_PARAGRAPH;
    if (before->row == block->row) {
        uint32_t cell = cell_of(document, block);
        return cell != 0 && cell == cell_of(document, before)
                   ? WINNOW_JOINT_SPACE
                   : WINNOW_JOINT_CELL;
    }
    return winnow_is_same_within(document, before, block, WINNOW_TAG_TABLE)
               ? WINNOW_JOINT_LINE
               : WINNOW_JOINT_PARAGRAPH;
}

/* ---- joints ----------------------------------------------------------------
 */

/* Whether the block goes on where the one before it ended: a nested block stood
 * between them and was not written. Parts of one element that only line breaks
 * separate stay apart. */
static bool goes_on(const struct winnow_flow *flow)
{
    const struct winnow_block *block = flow->block, *before = flow->before;

    return block->continues && flow->shape != WINNOW_KIND_CODE &&
           flow->shape == flow->before_shape &&
           block->element == before->element && block->list == before->list &&
           before[1].element != block->element;
}

static enum winnow_joint join(const struct winnow_flow *flow, bool is_first)
{
    if (is_first)
        return WINNOW_JOINT_FIRST;
    if (flow->before == NULL)
        return WINNOW_JOINT_PARAGRAPH;
    if (is_cell(flow->block, flow->shape))
        return join_cell(flow);
    if (goes_on(flow))
        return WINNOW_JOINT_SPACE;
    if (flow->is_item && flow->before_is_item &&
        (!flow->is_new_list || flow->depth > 1))
        return WINNOW_JOINT_LINE;
    return WINNOW_JOINT_PARAGRAPH;
}

static void take_block(struct winnow_flow *flow, struct winnow_block *block,
                       bool is_first)
{
    flow->block = block;
    flow->text = block->text;
    flow->shape = shape_of(block);
    place_in_lists(flow);
    flow->joint = join(flow, is_first);
    flow->n_empty_cells = 0;
    if (is_cell(block, flow->shape) && flow->joint != WINNOW_JOINT_SPACE)
        flow->n_empty_cells = count_empty_cells(flow);
}

/* A title is written once: other blocks that say it are passed over. */
static bool is_next(const struct winnow_flow *flow, uint32_t index)
{
    const struct winnow_block *block = &flow->document->blocks[index];

    return block->kind != WINNOW_KIND_TITLE &&
           winnow_is_written(flow->document, block, flow->to);
}

bool winnow_flow_next(struct winnow_flow *flow)
{
    bool is_first = !flow->is_started;

    flow->before = flow->block;
    flow->before_shape = flow->shape;
    flow->before_depth = flow->depth;
    flow->before_is_item = flow->is_item;
    flow->is_started = true;
    if (is_first && flow->title_text.length_bytes != 0) {
        take_title(flow);
        return true;
    }
    while (flow->next_index < flow->document->n_blocks) {
        uint32_t index = flow->next_index++;
        if (!is_next(flow, index))
            continue;
        take_block(flow, &flow->document->blocks[index], is_first);
        return true;
    }
    return false;
}

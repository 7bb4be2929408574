/* List items of a capture: the bullets of w3m, lynx, links, elinks, html2text
 * and of markdown (CommonMark 5.2), numbers, nesting by indent, text that hangs
 * under its bullet.
 *
 * A bullet that only a list has ("•") always opens an item. One that text may
 * start with too ("-", "o", "1.") must be indented, set apart from its text as
 * pandoc does ("-   ", "1.  "), or have a sibling; a number that is glued to
 * its text ("1Ferry late") must have one. A bullet is no part of its item's
 * text; a number is (so it has no `ordinal` that would write it again), since
 * it is text to a reader. */
#include "capture/cut.h"

#include "capture/characters.h"

enum {
    NUMBER_MARK = '1',
    NUMBER_DIGITS_MOST = 3,
    HANGING_BLANK_LINES_MOST = 2,
    APART_COLUMNS = 3, /* between a bullet and its text: no text has so many */
    NUMBER_APART_COLUMNS = 2,
    ITEM_LINES_MOST = 16 /* how far the next item is looked for */
};

/* What stands before an item's text. */
struct mark {
    uint32_t mark, ordinal; /* NUMBER_MARK and its number, or the bullet */
    size_t end, text; /* where it ends, and where the item's text starts */
    bool is_glued;    /* a number with nothing between it and its text */
};

static size_t skip_blanks(struct winnow_view text, size_t offset, size_t end)
{
    while (offset < end) {
        size_t after = offset;
        uint32_t character = winnow_character_at(text.data, end, &after);
        if (!winnow_is_blank(character) && !winnow_is_inkless(character))
            break;
        offset = after;
    }
    return offset;
}

/* Whether a capital and then no other capital stand at `offset`: "1Ferry", but
 * not "3D" and "4K". */
static bool starts_word(struct winnow_view text, size_t offset, size_t end)
{
    return winnow_is_upper_case(winnow_character_at(text.data, end, &offset)) &&
           offset < end &&
           winnow_is_lower_case(winnow_character_at(text.data, end, &offset));
}

static bool read_number(struct winnow_view text, const struct winnow_line *line,
                        struct mark *mark)
{
    size_t offset = line->start;
    uint32_t number = 0;

    while (offset < line->end &&
           winnow_is_digit((unsigned char)text.data[offset]) &&
           offset - line->start < NUMBER_DIGITS_MOST)
        number = number * 10 + (uint32_t)(text.data[offset++] - '0');
    if (offset == line->start || offset >= line->end)
        return false;
    mark->mark = NUMBER_MARK;
    mark->ordinal = number;
    mark->is_glued = starts_word(text, offset, line->end);
    mark->end = mark->text = offset;
    if (mark->is_glued)
        return true;
    if (text.data[offset] != '.' && text.data[offset] != ')')
        return false;
    mark->end = offset + 1;
    mark->text = skip_blanks(text, mark->end, line->end);
    return mark->text > mark->end && mark->text < line->end;
}

static bool is_doubtful_bullet(uint32_t character)
{
    return character == '*' || character == '+' || character == '-' ||
           character == 'o' || character == '#' || character == '@' ||
           character == '=' || character == ':';
}

static bool read_mark(struct winnow_view text, const struct winnow_line *line,
                      struct mark *mark)
{
    size_t after = line->start;
    size_t ink;

    if (winnow_is_digit(line->first))
        return read_number(text, line, mark);
    if (!is_doubtful_bullet(line->first) && !winnow_is_bullet(line->first))
        return false;
    winnow_character_at(text.data, line->end, &after);
    ink = skip_blanks(text, after, line->end);
    mark->mark = line->first;
    mark->ordinal = 0;
    mark->is_glued = false;
    mark->end = after;
    mark->text = ink;
    if (ink == line->end)
        return false;
    if (ink > after)
        return true;
    /* Glued to its text; two in a row are a rating. */
    return line->first != 0xb7 && !is_doubtful_bullet(line->first) &&
           !winnow_is_bullet(winnow_character_at(text.data, line->end, &ink));
}

/* The open list, from 1, whose items are marked at this line's indent, or whose
 * numbers, set flush right, have their text where this one's has it; 0: none.
 */
static uint32_t find_list(const struct winnow_cutter *cutter,
                          const struct winnow_line *line,
                          const struct mark *mark)
{
    uint32_t column = mark->mark == NUMBER_MARK
                          ? winnow_line_column(cutter->text, line, mark->text)
                          : 0;

    for (uint32_t depth = cutter->depth; depth > 0; depth--) {
        const struct winnow_open_list *list = &cutter->lists[depth - 1];
        if (list->indent == line->indent ||
            (column != 0 && list->mark == NUMBER_MARK &&
             list->text_column == column))
            return depth;
    }
    return 0;
}

static bool follows(const struct mark *mark, uint32_t previous_mark,
                    uint32_t previous_ordinal)
{
    return mark->mark == previous_mark &&
           (mark->mark != NUMBER_MARK || mark->ordinal == previous_ordinal + 1);
}

/* The line below that stands at the same indent, lines that hang under the text
 * of this one's mark passed over. */
static bool find_next_item(const struct winnow_cutter *cutter,
                           const struct winnow_line *line,
                           const struct mark *mark, struct winnow_line *below)
{
    uint32_t column = winnow_line_column(cutter->text, line, mark->text);
    struct winnow_line above = *line;

    for (int n = 0; n < ITEM_LINES_MOST; n++) {
        if (!winnow_lines_next(&cutter->lines, &above, below) ||
            below->blank_lines_before != 0)
            return false;
        if (below->indent == line->indent)
            return true;
        if (below->indent != column)
            return false;
        above = *below;
    }
    return false;
}

/* Whether the item before or after `line` is marked like it. */
static bool has_sibling(const struct winnow_cutter *cutter,
                        const struct winnow_line *line, const struct mark *mark)
{
    uint32_t depth = find_list(cutter, line, mark);
    struct winnow_line below;
    struct mark mark_below;

    if (depth != 0 && line->blank_lines_before <= 1 &&
        follows(mark, cutter->lists[depth - 1].mark,
                cutter->lists[depth - 1].ordinal))
        return true;
    return find_next_item(cutter, line, mark, &below) &&
           read_mark(cutter->text, &below, &mark_below) &&
           mark_below.is_glued == mark->is_glued &&
           follows(&mark_below, mark->mark, mark->ordinal);
}

/* Whether more stands between a mark and its text than a text has between two
 * words. */
static bool is_set_apart(const struct winnow_cutter *cutter,
                         const struct winnow_line *line,
                         const struct mark *mark)
{
    uint32_t columns = winnow_line_column(cutter->text, line, mark->text) -
                       winnow_line_column(cutter->text, line, mark->end);

    return columns >=
           (mark->mark == NUMBER_MARK ? NUMBER_APART_COLUMNS : APART_COLUMNS);
}

/* Inside a list whose bullets are ASCII, as lynx draws them all. */
static bool is_in_ascii_list(const struct winnow_cutter *cutter)
{
    return cutter->depth > 0 &&
           is_doubtful_bullet(cutter->lists[cutter->depth - 1].mark);
}

static bool opens_item(const struct winnow_cutter *cutter,
                       const struct winnow_line *line, struct mark *mark)
{
    bool indented = line->indent > cutter->layout.base_indent;

    if (!read_mark(cutter->text, line, mark))
        return false;
    switch (mark->mark) {
    case 'o':
    case '#':
    case '@':
    case '=':
        return indented &&
               (is_in_ascii_list(cutter) || has_sibling(cutter, line, mark));
    case '*':
    case '+':
    case '-':
    case NUMBER_MARK:
        if (mark->is_glued)
            return has_sibling(cutter, line, mark);
        return indented || is_set_apart(cutter, line, mark) ||
               has_sibling(cutter, line, mark);
    case ':': /* pandoc's definition of the term above */
        return cutter->layout.habits.is_markdown &&
               is_set_apart(cutter, line, mark);
    default:
        return true;
    }
}

bool winnow_cut_is_item(const struct winnow_cutter *cutter,
                        const struct winnow_line *line)
{
    struct mark mark;

    return opens_item(cutter, line, &mark);
}

size_t winnow_cut_mark_end(struct winnow_view text,
                           const struct winnow_line *line)
{
    struct mark mark;

    return read_mark(text, line, &mark) ? mark.text : line->start;
}

/* Closes deeper lists and opens one at this indent if there is none. */
static struct winnow_open_list *enter_list(struct winnow_cutter *cutter,
                                           uint32_t indent)
{
    struct winnow_open_list *list;

    while (cutter->depth > 0 &&
           (cutter->lists[cutter->depth - 1].indent > indent ||
            cutter->depth == WINNOW_LIST_DEPTH_MOST))
        cutter->depth--;
    if (cutter->depth > 0 && cutter->lists[cutter->depth - 1].indent == indent)
        return &cutter->lists[cutter->depth - 1];
    list = &cutter->lists[cutter->depth++];
    memset(list, 0, sizeof *list);
    list->indent = indent;
    list->id = ++cutter->n_lists;
    return list;
}

static bool is_number_alone(const struct winnow_line *line, size_t start)
{
    return line->n_digits > 0 && line->n_digits <= NUMBER_DIGITS_MOST &&
           line->end - start == line->n_digits;
}

/* A number alone behind a bullet: the text that it numbers stands below. */
static void take_hanging_text(struct winnow_cutter *cutter, size_t start,
                              uint32_t column)
{
    const struct winnow_line *next = cutter->next;

    if (!is_number_alone(cutter->line, start) || !cutter->has_next ||
        next->blank_lines_before > HANGING_BLANK_LINES_MOST || next->is_rule ||
        next->indent + 1 < column || next->indent > column + 1 ||
        winnow_cut_is_item(cutter, next))
        return;
    winnow_cut_extend(cutter, next->end);
    cutter->cuts[cutter->n_cuts - 1].n_lines++;
    winnow_cut_advance(cutter);
}

static void take_in_list(struct winnow_cutter *cutter,
                         const struct winnow_open_list *list, size_t start,
                         enum winnow_kind form)
{
    struct winnow_cut *cut =
        winnow_cut_open(cutter, start, cutter->line->end, form);

    cut->list = list->id;
    cut->level = (uint8_t)cutter->depth;
    cut->bullet = form == WINNOW_KIND_LIST && list->mark != NUMBER_MARK;
    take_hanging_text(cutter, start, list->text_column);
    winnow_cut_join(cutter, list->text_column != 0 ? list->text_column
                                                   : cutter->line->indent);
    winnow_cut_halve(cutter);
    winnow_cut_advance(cutter);
}

/* The text under a bullet that stood alone on its line. */
static bool take_text_below_bullet(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    struct winnow_open_list *list;

    if (!cutter->bullet_above || line->indent <= cutter->bullet_above_indent ||
        line->blank_lines_before > HANGING_BLANK_LINES_MOST)
        return false;
    list = enter_list(cutter, cutter->bullet_above_indent);
    list->mark = cutter->bullet_above_mark;
    list->text_column = line->indent;
    take_in_list(cutter, list, line->start, WINNOW_KIND_LIST);
    return true;
}

/* A line that hangs under an item without a mark of its own: a paragraph in the
 * list. */
static bool take_more_of_item(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;

    for (uint32_t i = cutter->depth; i-- > 0;) {
        const struct winnow_open_list *list = &cutter->lists[i];
        if (line->indent + 1 < list->text_column)
            continue;
        if (line->indent > list->text_column + 1 || list->text_column == 0)
            break;
        cutter->depth = i + 1;
        take_in_list(cutter, list, line->start, WINNOW_KIND_PARAGRAPH);
        return true;
    }
    return false;
}

bool winnow_cut_item(struct winnow_cutter *cutter)
{
    struct mark mark;
    struct winnow_open_list *list;

    if (opens_item(cutter, cutter->line, &mark)) {
        uint32_t depth = find_list(cutter, cutter->line, &mark);
        if (depth != 0 && mark.mark == NUMBER_MARK)
            cutter->lists[depth - 1].indent = cutter->line->indent;
        list = enter_list(cutter, cutter->line->indent);
        list->mark = mark.mark;
        list->ordinal = mark.ordinal;
        list->text_column = 0; /* nothing hangs under a glued number */
        if (!mark.is_glued)
            list->text_column =
                winnow_line_column(cutter->text, cutter->line, mark.text);
        take_in_list(cutter, list,
                     mark.mark == NUMBER_MARK ? cutter->line->start : mark.text,
                     WINNOW_KIND_LIST);
        return true;
    }
    if (take_text_below_bullet(cutter) || take_more_of_item(cutter))
        return true;
    cutter->depth = 0;
    return false;
}

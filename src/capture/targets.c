/* The lists of link targets that tools write: of lynx, ELinks, Links and w3m
 * under a heading of theirs, a number each as in the text; of markdown a label
 * each (CommonMark 4.7). They are the tool's, not the page's: one block,
 * settled here. An article's own list of sources is not like it: where a tool
 * numbers links, the addresses in such a list have numbers of their own. */
#include "capture/cut.h"

#include "capture/characters.h"

enum {
    HEAD_LINES_MOST = 2, /* "References", "Visible links" */
    HEAD_WORDS_MOST = 2
};

static const char rule[] = "capture.link-list";

static bool is_entry(const struct winnow_cutter *cutter,
                     const struct winnow_line *line)
{
    return winnow_reference_number(cutter->text, line) != 0;
}

/* What may head the list: a word or two, no item. */
static bool is_head(const struct winnow_cutter *cutter,
                    const struct winnow_line *line)
{
    return !line->is_rule && line->n_words <= HEAD_WORDS_MOST &&
           line->n_digits == 0 && line->n_upper >= 1 && line->indent <= 3 &&
           winnow_cut_mark_end(cutter->text, line) == line->start;
}

/* The first entry, which stands at the current line or under the list's heads;
 * false: there is none. */
static bool find_first(const struct winnow_cutter *cutter,
                       struct winnow_line *first)
{
    *first = *cutter->line;
    for (int n = 0; n <= HEAD_LINES_MOST; n++) {
        if (is_entry(cutter, first))
            return true;
        if (n == HEAD_LINES_MOST || !is_head(cutter, first))
            return false;
        if (!winnow_lines_next(&cutter->lines, first, first))
            return false;
    }
    return false;
}

/* Whether the list goes on at `line`: an entry, or one without an address ("6.
 * Text field"), with a higher number; or a head and an entry under it. */
static bool goes_on(const struct winnow_cutter *cutter,
                    const struct winnow_line *line)
{
    struct winnow_line below;

    if (line->after_break)
        return false;
    if (is_entry(cutter, line))
        return true;
    return is_head(cutter, line) &&
           winnow_lines_next(&cutter->lines, line, &below) &&
           !below.after_break && is_entry(cutter, &below);
}

/* A field's or a form's entry among those of links. */
static bool is_field_entry(const struct winnow_cutter *cutter,
                           const struct winnow_line *line)
{
    return line->blank_lines_before == 0 && winnow_is_digit(line->first) &&
           winnow_cut_mark_end(cutter->text, line) != line->start;
}

static void take(struct winnow_cutter *cutter,
                 bool (*is_more)(const struct winnow_cutter *,
                                 const struct winnow_line *),
                 const struct winnow_line *first)
{
    struct winnow_line last = *first, below;
    struct winnow_cut *cut;

    while (winnow_lines_next(&cutter->lines, &last, &below) &&
           is_more(cutter, &below))
        last = below;
    cut = winnow_cut_open_lines(cutter, cutter->line, &last);
    cut->verdict = WINNOW_KIND_NAVIGATION;
    cut->rule = rule;
    winnow_cut_pass(cutter, &last);
}

static bool is_reference(const struct winnow_cutter *cutter,
                         const struct winnow_line *line)
{
    return goes_on(cutter, line) || is_field_entry(cutter, line);
}

static bool is_definition(const struct winnow_cutter *cutter,
                          const struct winnow_line *line)
{
    return winnow_is_definition(cutter->text, line);
}

bool winnow_cut_targets(struct winnow_cutter *cutter)
{
    const struct winnow_habits *habits = &cutter->layout.habits;
    struct winnow_line first;

    if (habits->has_definitions && is_definition(cutter, cutter->line)) {
        take(cutter, is_definition, cutter->line);
        return true;
    }
    if (!habits->is_numbered || !find_first(cutter, &first))
        return false;
    take(cutter, is_reference, &first);
    return true;
}

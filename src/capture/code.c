/* Program code and other preformatted text of a capture: between fences
 * (CommonMark 4.5), or a run of lines of which most look like code. Its line
 * breaks and indents are kept. */
#include "capture/cut.h"

#include "capture/characters.h"
#include "stride.h"

enum {
    FENCE_LINES_MOST = 2000, /* how far the closing fence is looked for */
    RUN_LINES_LEAST = 3,
    SYMBOLS_PERCENT_LEAST = 10,
    MARKDOWN_INDENT = 4 /* of code without fences, CommonMark 4.4 */
};

static bool is_fence(struct winnow_view text, const struct winnow_line *line,
                     char with)
{
    return line->end - line->start >= 3 &&
           memcmp(text.data + line->start, with == '`' ? "```" : "~~~", 3) == 0;
}

/* The last line before the fence that closes the one at the current line. */
static bool find_fence_end(const struct winnow_cutter *cutter, char with,
                           struct winnow_line *last, struct winnow_line *fence)
{
    struct winnow_line line = *cutter->next;
    bool more = cutter->has_next;

    *last = *cutter->line;
    for (int n = 0; more && n < FENCE_LINES_MOST; n++) {
        if (line.is_rule && is_fence(cutter->text, &line, with)) {
            *fence = line;
            return true;
        }
        *last = line;
        more = winnow_lines_next(&cutter->lines, last, &line);
    }
    return false;
}

/* Where the label behind an opening fence starts; line->end: it has none. */
static size_t find_label(const struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    size_t start = line->start;

    while (start < line->end &&
           (winnow_is_rule((unsigned char)cutter->text.data[start]) ||
            cutter->text.data[start] == ' '))
        start++;
    return start;
}

/* Takes the lines between two fences. The label, a language, is a block of its
 * own; pandoc's "{=html}" says that what follows is markup. */
static void take_fenced(struct winnow_cutter *cutter,
                        const struct winnow_line *first,
                        const struct winnow_line *last)
{
    const struct winnow_line *line = cutter->line;
    size_t label = find_label(cutter);
    bool is_markup = label < line->end && cutter->text.data[label] == '{';
    struct winnow_cut *cut;

    if (label < line->end && !is_markup)
        winnow_cut_open(cutter, label, line->end, WINNOW_KIND_PARAGRAPH);
    cut = winnow_cut_open_lines(cutter, is_markup ? line : first, last);
    if (!is_markup)
        return;
    cut->verdict = WINNOW_KIND_OTHER;
    cut->rule = "capture.markup";
}

bool winnow_cut_fence(struct winnow_cutter *cutter)
{
    struct winnow_line first, last, fence;
    char with = (char)cutter->line->first;

    if (cutter->line->n_words > 2 || (with != '`' && with != '~') ||
        !is_fence(cutter->text, cutter->line, with) ||
        !find_fence_end(cutter, with, &last, &fence) ||
        last.number == cutter->line->number)
        return false;
    first = *cutter->next;
    take_fenced(cutter, &first, &last);
    winnow_cut_pass(cutter, &fence);
    return true;
}

/* ---- without fences ------------------------------------------------------ */

/* { } ( ) [ ] ; = < > $ \ | & + * / _ # ! " ' % @ */
static winnow_step_answer are_symbols(winnow_step bytes)
{
    return (bytes - winnow_step_of('!') <= winnow_step_of('+' - '!')) |
           (bytes - winnow_step_of(';') <= winnow_step_of('>' - ';')) |
           (bytes - winnow_step_of('[') <= winnow_step_of(']' - '[')) |
           (bytes - winnow_step_of('{') <= winnow_step_of('}' - '{')) |
           (bytes == winnow_step_of('/')) | (bytes == winnow_step_of('@')) |
           (bytes == winnow_step_of('_'));
}

static bool is_at(struct winnow_view line, size_t at, const char *sign)
{
    size_t n = strlen(sign);

    return line.length_bytes - at >= n && memcmp(line.data + at, sign, n) == 0;
}

/* Whether a line holds what hardly any text does. */
static bool is_strong(struct winnow_view line)
{
    static const bool starts_sign[256] = {
        ['{'] = true, ['}'] = true, ['('] = true, ['='] = true, ['!'] = true,
        ['-'] = true, [':'] = true, ['<'] = true, [' '] = true, ['+'] = true,
        ['&'] = true, ['#'] = true, ['/'] = true, [0xe2] = true};
    static const char *const signs[] = {
        "{",  "};", "();", "==",       "!=",  "->", "::", "</", " = ",
        "+=", "=>", "&&",  "#include", "():", "/>", "├─", "└─"};

    for (size_t at = 0; at < line.length_bytes; at++)
        for (size_t i = 0; starts_sign[(unsigned char)line.data[at]] &&
                           i < sizeof signs / sizeof signs[0];
             i++)
            if (line.data[at] == signs[i][0] && is_at(line, at, signs[i]))
                return true;
    return false;
}

/* Of the lines that trees of files are drawn with (U+2500 to U+257F). */
static uint32_t count_drawn(struct winnow_view line)
{
    const char *at = line.data, *end = line.data + line.length_bytes;
    uint32_t n = 0;

    while ((at = memchr(at, '\xe2', (size_t)(end - at))) != NULL) {
        at++;
        n += at < end && (*at == '\x94' || *at == '\x95');
    }
    return n;
}

static uint32_t count_symbols(struct winnow_view line)
{
    uint32_t n = count_drawn(line);

    for (size_t at = 0; at < line.length_bytes; at += WINNOW_STEP_BYTES) {
        winnow_step counts = {0};
        winnow_count(&counts, are_symbols(winnow_step_within(
                                  line.data + at, line.length_bytes - at)));
        n += winnow_count_sum(counts);
    }
    return n;
}

/* Whether so many symbols make a line look like code. */
static bool are_enough(const struct winnow_line *line, uint64_t n_symbols)
{
    size_t n_bytes = line->end - line->start - line->n_spaces;

    return n_symbols * 100 >= n_bytes * SYMBOLS_PERCENT_LEAST;
}

/* Whether a run that has come to `line` goes on with `below`. */
static bool is_same_run(const struct winnow_cutter *cutter,
                        const struct winnow_line *below)
{
    if (below->after_break)
        return false;
    return below->blank_lines_before == 0 ||
           (below->blank_lines_before == 1 &&
            below->indent >= cutter->layout.base_indent + 4);
}

struct run {
    uint32_t n_lines, n_code;
    struct winnow_line last;
};

/* Most lines of text have not even so many marks of any sort. */
static bool is_code(const struct winnow_cutter *cutter,
                    const struct winnow_line *line)
{
    return are_enough(line, line->n_marks) &&
           are_enough(line,
                      count_symbols(winnow_line_view(cutter->text, line)));
}

/* The run of lines that starts at the current one. */
static void read_run(const struct winnow_cutter *cutter, struct run *run)
{
    struct winnow_line below = *cutter->line;

    run->n_lines = run->n_code = 0;
    do {
        run->last = below;
        run->n_lines++;
        run->n_code += is_code(cutter, &run->last);
    } while (winnow_lines_next(&cutter->lines, &run->last, &below) &&
             is_same_run(cutter, &below));
}

/* How many of its lines are strong. */
static uint32_t count_strong(const struct winnow_cutter *cutter,
                             const struct run *run)
{
    struct winnow_line line = *cutter->line;
    uint32_t n = is_strong(winnow_line_view(cutter->text, &line));

    for (uint32_t i = 1; i < run->n_lines; i++) {
        winnow_lines_next(&cutter->lines, &line, &line);
        n += is_strong(winnow_line_view(cutter->text, &line));
    }
    return n;
}

bool winnow_cut_code(struct winnow_cutter *cutter)
{
    const struct winnow_line *line = cutter->line;
    struct run run;

    if (winnow_cut_fence(cutter))
        return true;
    if ((cutter->layout.habits.is_markdown &&
         line->indent < cutter->layout.base_indent + MARKDOWN_INDENT) ||
        line->start < cutter->no_code_before || !is_code(cutter, line))
        return false;
    read_run(cutter, &run);
    cutter->no_code_before = run.last.end;
    if (run.n_lines < RUN_LINES_LEAST || run.n_code * 3 < run.n_lines * 2 ||
        count_strong(cutter, &run) * 3 < run.n_lines)
        return false;
    winnow_cut_open_lines(cutter, line, &run.last);
    winnow_cut_pass(cutter, &run.last);
    return true;
}

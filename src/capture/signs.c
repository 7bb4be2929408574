/* What a capture's lines tell of the tool that made it; see signs.h. Each tool
 * has bullets, indents, brackets and lists of its own; what was seen of them in
 * dumps of w3m 0.5.3, lynx 2.9, Links 2.28, ELinks 0.13, html2text 2.1, pandoc
 * 2.17, and in innerText. A sign is a vote; the name is told only when one tool
 * has far more than any other. */
#include "capture/signs.h"

#include "capture/characters.h"

enum {
    NUMBER_DIGITS_MOST = 5,
    NUMBER_STEP_MOST = 40, /* a form's fields have numbers, hidden links too */
    STARS_MOST = 6,
    SHORT_WORDS = 4,
    LONG_COLUMNS = 120,
    BROKEN_COLUMNS = 40
};

const char *winnow_renderer_name(enum winnow_renderer renderer)
{
    static const char *const names[WINNOW_N_RENDERERS] = {
        [WINNOW_RENDERER_UNKNOWN] = "",
        [WINNOW_RENDERER_W3M] = "w3m",
        [WINNOW_RENDERER_LYNX] = "lynx",
        [WINNOW_RENDERER_LINKS] = "links",
        [WINNOW_RENDERER_ELINKS] = "elinks",
        [WINNOW_RENDERER_HTML2TEXT] = "html2text",
        [WINNOW_RENDERER_PANDOC] = "pandoc",
        [WINNOW_RENDERER_MARKDOWN] = "markdown",
        [WINNOW_RENDERER_INNERTEXT] = "innertext",
    };
    return names[renderer];
}

static void vote(struct winnow_signs *signs, enum winnow_renderer renderer,
                 uint32_t weight)
{
    signs->votes[renderer] += weight;
}

static size_t count_byte(struct winnow_view text, size_t offset, size_t end,
                         char byte)
{
    size_t at = offset;

    while (at < end && text.data[at] == byte)
        at++;
    return at - offset;
}

static bool is_at(struct winnow_view text, size_t offset, size_t end,
                  const char *string)
{
    size_t n = strlen(string);

    return end - offset >= n && memcmp(text.data + offset, string, n) == 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- numbers of links ---------------------------------------------------- */

uint32_t winnow_bracketed_number(struct winnow_view text, size_t offset,
                                 size_t end, size_t *after)
{
    uint32_t number = 0;
    size_t at = offset + 1;

    if (offset >= end || text.data[offset] != '[')
        return 0;
    while (at < end && winnow_is_digit((unsigned char)text.data[at]) &&
           at - offset <= NUMBER_DIGITS_MOST)
        number = number * 10 + (uint32_t)(text.data[at++] - '0');
    if (at == offset + 1 || at >= end || text.data[at] != ']')
        return 0;
    *after = at + 1;
    return number;
}

bool winnow_is_glued_number(struct winnow_view text, size_t start,
                            size_t offset, size_t after, size_t end)
{
    char before = offset > start ? text.data[offset - 1] : ' ';

    if (after >= end || text.data[after] == ' ' || text.data[after] == '\t' ||
        strchr(".,;:)?!\n", text.data[after]) != NULL)
        return false;
    return (unsigned char)before >= 0x80 ||
           !(is_letter(before) || before == '.' || before == ',' ||
             winnow_is_digit((unsigned char)before));
}

bool winnow_numbering_take(struct winnow_numbering *numbering, uint32_t number)
{
    if (number == 1) {
        numbering->last = 1;
        numbering->n++;
        return true;
    }
    if (number <= numbering->last ||
        (numbering->last != 0 && number > numbering->last + NUMBER_STEP_MOST))
        return false;
    numbering->n++;
    numbering->n_next += number == numbering->last + 1;
    numbering->last = number;
    return true;
}

static void read_number(struct winnow_signs *signs, struct winnow_view text,
                        const struct winnow_line *line, size_t offset)
{
    size_t after;
    uint32_t number = winnow_bracketed_number(text, offset, line->end, &after);

    if (number != 0 &&
        winnow_is_glued_number(text, line->start, offset, after, line->end) &&
        winnow_numbering_take(&signs->numbering, number))
        signs->numbering.n_inside += offset > line->start + 8;
}

/* ---- lists of link targets ----------------------------------------------- */

/* "https:", "mailto:", "LYNXIMGMAP:", "MAP@": what an address starts with. */
static bool is_scheme(struct winnow_view text, size_t offset, size_t end)
{
    size_t at = offset;

    while (at < end && (is_letter(text.data[at]) ||
                        (at > offset && strchr("+-.", text.data[at]) != NULL)))
        at++;
    return at > offset + 1 && at + 1 < end &&
           (text.data[at] == ':' || text.data[at] == '@') &&
           text.data[at + 1] != ' ';
}

uint32_t winnow_reference_number(struct winnow_view text,
                                 const struct winnow_line *line)
{
    uint32_t number = 0;
    size_t at = line->start;

    if (line->first == '[') {
        number = winnow_bracketed_number(text, at, line->end, &at);
    } else {
        while (at < line->end &&
               winnow_is_digit((unsigned char)text.data[at]) &&
               at - line->start < NUMBER_DIGITS_MOST)
            number = number * 10 + (uint32_t)(text.data[at++] - '0');
        if (at >= line->end || text.data[at++] != '.')
            return 0;
    }
    if (number == 0 || at >= line->end || text.data[at] != ' ')
        return 0;
    at += count_byte(text, at, line->end, ' ');
    return is_scheme(text, at, line->end) ? number : 0;
}

bool winnow_is_definition(struct winnow_view text,
                          const struct winnow_line *line)
{
    size_t at = line->start + 1;

    if (line->first != '[' || line->indent > 3)
        return false;
    while (at < line->end && text.data[at] != ']' && text.data[at] != '[')
        at++;
    if (at + 3 >= line->end || text.data[at] != ']' ||
        text.data[at + 1] != ':' || text.data[at + 2] != ' ')
        return false;
    at += 2;
    at += count_byte(text, at, line->end, ' ');
    return winnow_address_end(text, at, line->end) > at;
}

static void read_reference(struct winnow_signs *signs, struct winnow_view text,
                           const struct winnow_line *line)
{
    if ((line->first != '[' && !winnow_is_digit(line->first)) ||
        winnow_reference_number(text, line) == 0)
        return;
    signs->n_references++;
    if (line->first == '[')
        vote(signs, WINNOW_RENDERER_W3M, 1);
    else if (line->indent == 0)
        vote(signs, WINNOW_RENDERER_LINKS, 1);
}

/* What stands alone over such a list. */
static void read_list_head(struct winnow_signs *signs, struct winnow_view text,
                           const struct winnow_line *line)
{
    static const struct {
        const char *head;
        enum winnow_renderer renderer;
        uint32_t weight;
    } heads[] = {
        {"References:", WINNOW_RENDERER_W3M, 12},
        {"Links:", WINNOW_RENDERER_LINKS, 12},
        {"Visible links:", WINNOW_RENDERER_LYNX, 20},
        {"Hidden links:", WINNOW_RENDERER_LYNX, 20},
        {"Visible links", WINNOW_RENDERER_ELINKS, 20},
        {"Hidden links", WINNOW_RENDERER_ELINKS, 20},
        {"References", WINNOW_RENDERER_LYNX, 6},
    };

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (line->end - line->start == strlen(heads[i].head) &&
            is_at(text, line->start, line->end, heads[i].head))
            vote(signs, heads[i].renderer, heads[i].weight);
}

/* ---- markdown ------------------------------------------------------------ */

size_t winnow_address_end(struct winnow_view text, size_t offset, size_t end)
{
    enum { DEPTH_MOST = 4 };
    uint32_t depth = 0;
    size_t at = offset;
    bool looks_like_one = false;

    for (; at < end; at++) {
        char c = text.data[at];
        if (c == '(' && ++depth > DEPTH_MOST)
            return offset;
        if (c == ')' && depth-- == 0)
            break;
        if ((unsigned char)c <= ' ' || c == '<' || c == '>' || c == '"')
            break;
        looks_like_one |= c == '/' || c == '.' || c == '#' || c == ':';
    }
    return looks_like_one ? at : offset;
}

/* "](address)": a link or an image. */
static void read_link(struct winnow_signs *signs, struct winnow_view text,
                      const struct winnow_line *line, size_t offset)
{
    if (is_at(text, offset, line->end, "](") &&
        winnow_address_end(text, offset + 2, line->end) > offset + 2)
        signs->n_links++;
}

/* "# text" may be a comment or a prompt, of which there are many. */
static void read_heading(struct winnow_signs *signs, struct winnow_view text,
                         const struct winnow_line *line)
{
    size_t n = count_byte(text, line->start, line->end, '#');

    if (n > 6 || line->indent > 3 || line->n_words < 2 ||
        text.data[line->start + n] != ' ' ||
        (line->blank_lines_before == 0 && line->number != 1))
        return;
    if (n == 1)
        signs->has_title = true;
    else
        signs->n_headings++;
}

/* The first "**" in [at, end), or NULL. */
static const char *find_stars(const char *at, const char *end)
{
    while ((at = memchr(at, '*', (size_t)(end - at))) != NULL) {
        if (end - at >= 2 && at[1] == '*')
            return at;
        at++;
    }
    return NULL;
}

/* "**word**" */
static void read_strong(struct winnow_signs *signs, struct winnow_view text,
                        const struct winnow_line *line)
{
    const char *end = text.data + line->end;
    const char *open = find_stars(text.data + line->start, end);
    const char *close;

    if (open == NULL || end - open < 5 || open[2] == ' ' || open[2] == '*')
        return;
    close = find_stars(open + 3, end);
    signs->n_strong += close != NULL && close[-1] != ' ';
}

uint32_t winnow_star_heading(struct winnow_view text,
                             const struct winnow_line *line, bool *closed)
{
    size_t n = count_byte(text, line->start, line->end, '*'), end = line->end;

    if (n < 2 || n > STARS_MOST || line->start + n + 1 >= line->end ||
        text.data[line->start + n] != ' ')
        return 0;
    while (end > line->start && text.data[end - 1] == '*')
        end--;
    *closed = line->end - end == n && text.data[end - 1] == ' ';
    return *closed || end == line->end ? (uint32_t)n : 0;
}

/* Six stars are the title's: one such line is enough. */
static void read_star(struct winnow_signs *signs, struct winnow_view text,
                      const struct winnow_line *line)
{
    bool closed;

    if (line->first == '*' && line->indent == 0) {
        uint32_t n = winnow_star_heading(text, line, &closed);
        if (n != 0)
            signs->n_star_headings += (closed ? 1U : 0U) + (n == STARS_MOST);
    }
}

/* ---- bullets ------------------------------------------------------------- */

/* Where the tools put the bullets of each level. */
static void read_bullet(struct winnow_signs *signs,
                        const struct winnow_line *line)
{
    static const struct {
        enum winnow_renderer renderer;
        uint32_t bullet, indent, weight;
    } bullets[] = {
        {WINNOW_RENDERER_W3M, 0x2022, 2, 2},
        {WINNOW_RENDERER_W3M, 0x25a1, 6, 4},
        {WINNOW_RENDERER_W3M, 0x2606, 10, 4},
        {WINNOW_RENDERER_ELINKS, 0x2022, 5, 3},
        {WINNOW_RENDERER_ELINKS, 0x2022, 10, 4},
        {WINNOW_RENDERER_ELINKS, 0x2022, 15, 4},
        {WINNOW_RENDERER_LYNX, '+', 10, 4},
        {WINNOW_RENDERER_LYNX, 'o', 15, 4},
        {WINNOW_RENDERER_LYNX, '#', 20, 4},
        {WINNOW_RENDERER_LINKS, '*', 10, 4},
        {WINNOW_RENDERER_LINKS, '*', 15, 4},
        {WINNOW_RENDERER_HTML2TEXT, '*', 4, 1},
        {WINNOW_RENDERER_HTML2TEXT, 'o', 10, 4},
        {WINNOW_RENDERER_HTML2TEXT, '#', 16, 4},
    };

    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
        if (line->first == bullets[i].bullet &&
            line->indent == bullets[i].indent)
            vote(signs, bullets[i].renderer, bullets[i].weight);
}

/* "-   text", "1.  text": the text of pandoc's items starts at a multiple of
 * four. */
static void read_tab_stop(struct winnow_signs *signs, struct winnow_view text,
                          const struct winnow_line *line)
{
    size_t at = line->start;

    if (line->first == '-') {
        at++;
    } else {
        while (at < line->end && winnow_is_digit((unsigned char)text.data[at]))
            at++;
        if (at == line->start || at >= line->end || text.data[at++] != '.')
            return;
    }
    if (line->indent % 4 == 0 && at - line->start <= 2 &&
        count_byte(text, at, line->end, ' ') == 4 - (at - line->start))
        vote(signs, WINNOW_RENDERER_PANDOC, line->first == '-' ? 4 : 2);
}

static void read_first(struct winnow_signs *signs, struct winnow_view text,
                       const struct winnow_line *line)
{
    size_t after = line->start;

    winnow_character_at(text.data, line->end, &after);
    if (after < line->end &&
        winnow_is_blank(winnow_character_at(text.data, line->end, &after)) &&
        (winnow_is_bullet(line->first) || line->first == '*' ||
         line->first == '+' || line->first == 'o' || line->first == '#')) {
        signs->n_bullets++;
        signs->n_star_items += line->first == '*' && line->indent == 2;
        signs->n_lynx_stars += line->first == '*' && line->indent == 5;
        read_bullet(signs, line);
    }
    if (line->first == '-' || winnow_is_digit(line->first))
        read_tab_stop(signs, text, line);
    if (line->first == '#')
        read_heading(signs, text, line);
    if (is_at(text, line->start, line->end, "::: ") ||
        is_at(text, line->start, line->end, ":::: "))
        vote(signs, WINNOW_RENDERER_PANDOC, 8);
    if (is_at(text, line->start, line->end, "(BUTTON)"))
        vote(signs, WINNOW_RENDERER_LYNX, 10);
    if (is_at(text, line->start, line->end, "IFRAME: "))
        vote(signs, WINNOW_RENDERER_LYNX, 6);
}

/* ---- brackets, fields, frames -------------------------------------------- */

static bool is_image_name(struct winnow_view text, size_t offset, size_t end)
{
    static const char *const extensions[] = {".gif]",  ".png]", ".jpg]",
                                             ".jpeg]", ".svg]", ".webp]"};
    const char *close = memchr(text.data + offset, ']', end - offset);
    size_t after = close == NULL ? 0 : (size_t)(close - text.data) + 1;

    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        size_t n = strlen(extensions[i]);
        if (after > offset + n + 1 &&
            memcmp(text.data + after - n, extensions[i], n) == 0)
            return true;
    }
    return false;
}

static void read_bracket(struct winnow_signs *signs, struct winnow_view text,
                         const struct winnow_line *line, size_t offset)
{
    enum { FIELD_BLANKS = 20, NAME_BYTES_MOST = 40 };
    size_t end = line->end - offset < NAME_BYTES_MOST
                     ? line->end
                     : offset + NAME_BYTES_MOST;
    size_t n = count_byte(text, offset + 1, end, ' ');

    if (winnow_is_digit(
            (unsigned char)text.data[offset + 1 < end ? offset + 1 : offset]))
        read_number(signs, text, line, offset);
    else if (n == FIELD_BLANKS && text.data[offset + 1 + n] == ']')
        vote(signs, WINNOW_RENDERER_W3M, 6);
    else if (is_at(text, offset, end, "[INLINE]"))
        vote(signs, WINNOW_RENDERER_LYNX, 6);
    else if (is_at(text, offset, end, "[IMG]"))
        vote(signs, WINNOW_RENDERER_LINKS, 2);
    else if (is_image_name(text, offset, end))
        vote(signs, WINNOW_RENDERER_LYNX, 3);
}

static void read_brackets(struct winnow_signs *signs, struct winnow_view text,
                          const struct winnow_line *line)
{
    const char *at = text.data + line->start;
    const char *end = text.data + line->end;

    while ((at = memchr(at, '[', (size_t)(end - at))) != NULL) {
        read_bracket(signs, text, line, (size_t)(at - text.data));
        at++;
    }
    at = text.data + line->start;
    while ((at = memchr(at, ']', (size_t)(end - at))) != NULL) {
        read_link(signs, text, line, (size_t)(at - text.data));
        at++;
    }
}

static void read_rule(struct winnow_signs *signs, struct winnow_view text,
                      const struct winnow_line *line)
{
    if (line->first == '+' && is_at(text, line->start, line->end, "+--") &&
        line->indent >= 2)
        vote(signs, WINNOW_RENDERER_LINKS, 4);
    if (line->first == '|' && is_at(text, line->start, line->end, "|-"))
        signs->n_delimiter_rows++;
    if (line->first == 0x250c)
        vote(signs,
             line->indent >= 2 ? WINNOW_RENDERER_ELINKS : WINNOW_RENDERER_W3M,
             4);
    if (line->first == '-' && line->n_words >= 2 && line->indent == 2)
        vote(signs, WINNOW_RENDERER_PANDOC, 4);
    if (line->first == 0x2501 && line->indent == 0)
        vote(signs, WINNOW_RENDERER_W3M, 4);
    if (line->first == '_' && line->indent == 3 && line->n_words == 1 &&
        line->width == 23)
        vote(signs, WINNOW_RENDERER_LYNX, 4);
}

/* ---- the whole ----------------------------------------------------------- */

void winnow_signs_read(struct winnow_signs *signs, struct winnow_view text,
                       const struct winnow_line *line)
{
    signs->n_lines++;
    signs->n_after_blank += line->blank_lines_before != 0;
    signs->n_flush += line->indent == 0;
    signs->n_short += line->n_words <= SHORT_WORDS;
    signs->n_long += line->width >= LONG_COLUMNS;
    if (line->is_rule) {
        read_rule(signs, text, line);
        return;
    }
    read_first(signs, text, line);
    if (line->has_markup) {
        read_star(signs, text, line);
        read_strong(signs, text, line);
        read_brackets(signs, text, line);
    }
    read_reference(signs, text, line);
    if (line->n_words <= 2)
        read_list_head(signs, text, line);
    signs->n_definitions += winnow_is_definition(text, line);
    if (line->first == '|')
        signs->n_underlined_rows +=
            memmem(text.data + line->start, line->end - line->start, "__|",
                   3) != NULL;
}

void winnow_signs_read_pair(struct winnow_signs *signs,
                            const struct winnow_line *line,
                            const struct winnow_line *below)
{
    bool has_hyphen = line->last == '-' || line->last == 0x2010;

    if (!winnow_is_lower_case(below->first))
        return;
    signs->has_hyphens |= has_hyphen;
    if (line->width < BROKEN_COLUMNS)
        return;
    signs->n_broken++;
    signs->n_hyphens += has_hyphen;
}

/* Nearly all lines flush, most behind a blank line, long and short ones. */
static bool looks_like_inner_text(const struct winnow_signs *signs,
                                  const struct winnow_layout *layout)
{
    return signs->n_lines >= 20 && layout->wrap_columns == 0 &&
           signs->n_bullets == 0 && signs->n_short >= 8 && signs->n_long != 0 &&
           signs->n_flush * 20ULL >= signs->n_lines * 19ULL &&
           signs->n_after_blank * 2ULL >= signs->n_lines;
}

static void vote_on_habits(const struct winnow_signs *signs,
                           const struct winnow_layout *layout, uint32_t *votes)
{
    if (layout->base_indent == 3 && layout->wrap_columns != 0) {
        votes[WINNOW_RENDERER_LYNX] += 3;
        votes[WINNOW_RENDERER_LINKS] += 3;
        votes[WINNOW_RENDERER_ELINKS] += 3;
    }
    if (signs->n_lynx_stars >= 2) {
        votes[WINNOW_RENDERER_LYNX] += 3;
        votes[WINNOW_RENDERER_LINKS] += 3;
    }
    if (layout->habits.is_numbered && votes[WINNOW_RENDERER_W3M] == 0)
        votes[WINNOW_RENDERER_LYNX] += 5;
    if (layout->habits.is_underlined)
        votes[WINNOW_RENDERER_HTML2TEXT] += 16;
    if (layout->habits.is_markdown && signs->n_star_items >= 2)
        votes[WINNOW_RENDERER_HTML2TEXT] += 16;
    else if (layout->habits.is_markdown && votes[WINNOW_RENDERER_PANDOC] < 8)
        votes[WINNOW_RENDERER_MARKDOWN] += 8;
    if (looks_like_inner_text(signs, layout))
        votes[WINNOW_RENDERER_INNERTEXT] += 8;
}

/* The one with most votes, if it has enough and twice as many as any other. */
static enum winnow_renderer elect(const uint32_t *votes)
{
    enum { VOTES_LEAST = 7 };
    enum winnow_renderer first = WINNOW_RENDERER_UNKNOWN;
    uint32_t second = 0;

    for (int i = 1; i < WINNOW_N_RENDERERS; i++) {
        if (votes[i] > votes[first]) {
            second = votes[first];
            first = (enum winnow_renderer)i;
        } else if (votes[i] > second) {
            second = votes[i];
        }
    }
    return votes[first] >= VOTES_LEAST && votes[first] >= 2 * second
               ? first
               : WINNOW_RENDERER_UNKNOWN;
}

/* Numbers before links: a list of their targets follows, or they are many and
 * stand inside lines too, one after the other. */
static bool is_numbered(const struct winnow_signs *signs)
{
    const struct winnow_numbering *numbering = &signs->numbering;

    if (numbering->n == 0)
        return false;
    if (signs->n_references * 4ULL >= numbering->n)
        return true;
    return numbering->n >= 12 && numbering->n_inside * 5ULL >= numbering->n &&
           numbering->n_next * 10ULL >= numbering->n * 7ULL;
}

static bool is_markdown(const struct winnow_signs *signs)
{
    uint64_t points = signs->has_title + signs->n_headings * 2ULL +
                      signs->n_links * 3ULL + signs->n_strong * 2ULL +
                      signs->n_definitions + signs->n_delimiter_rows;

    return points >= 4 && signs->n_star_headings < 2;
}

void winnow_signs_judge(const struct winnow_signs *signs,
                        struct winnow_layout *layout)
{
    struct winnow_habits *habits = &layout->habits;
    uint32_t votes[WINNOW_N_RENDERERS];
    enum winnow_renderer renderer;

    habits->is_numbered = is_numbered(signs);
    habits->is_markdown = is_markdown(signs);
    habits->has_definitions = habits->is_markdown && signs->n_definitions != 0;
    habits->has_star_headings = signs->n_star_headings >= 2;
    habits->is_underlined =
        habits->has_star_headings || signs->n_underlined_rows >= 2;
    habits->has_hyphens = signs->has_hyphens;
    habits->is_hyphenated =
        signs->n_hyphens >= 3 && signs->n_hyphens * 25ULL >= signs->n_broken;
    memcpy(votes, signs->votes, sizeof votes);
    vote_on_habits(signs, layout, votes);
    renderer = elect(votes);
    habits->renderer = winnow_renderer_name(renderer);
    habits->is_plain = renderer == WINNOW_RENDERER_INNERTEXT;
}

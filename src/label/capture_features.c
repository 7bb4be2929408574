/* Makes the rows of capture_features.def of what capture_view.c found. */
#include "label/features.h"

#include "fold.h"
#include "label/capture_view.h"
#include "label/rows.h"
#include "label/weights.h"
#include "stride.h"
#include "utf8.h"

enum { NONE = WINNOW_DISTANCE_NONE };

/* The row that is being filled, by names without their prefix. */
#define SET(name, value) (row[WINNOW_CAPTURE_##name] = (uint8_t)(value))

/* ---- text ---------------------------------------------------------------- */

struct signs {
    uint32_t n_words, n_names; /* names: words that start in upper case */
    uint32_t n_stops;          /* inside the text, before a blank or a letter */
    uint32_t n_bars;
};

/* U+3002, U+FF01, U+FF1F: sentence ends that no blank follows. */
static bool is_wide_stop(uint32_t code)
{
    return code == 0x3002 || code == 0xff01 || code == 0xff1f;
}

static bool is_stop(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == 0x061f ||
           code == 0x06d4 || code == 0x0964;
}

static bool is_bar(uint32_t code)
{
    return code == '|' || code == 0xb7 || code == 0x2022 || code == 0xbb ||
           code == 0x203a;
}

static bool is_ascii_letter(unsigned char byte)
{
    return (unsigned char)((byte | 0x20) - 'a') <= 'z' - 'a';
}

/* The same of each byte's place in the steps of printed ASCII. */
struct step_signs {
    winnow_step n_words, n_names, n_stops, n_bars;
};

/* What is looked at, and what the character before `at` was. */
struct reading {
    struct winnow_view text;
    size_t at, end; /* `end`: of what is looked at */
    bool in_word, after_stop;
};

/* Counts a step of printed ASCII, zeros behind it, that stands behind `before`.
 */
static void count_step(struct step_signs *n, unsigned char before,
                       winnow_step bytes)
{
    winnow_step behind = winnow_step_behind(before, bytes);
    winnow_step_answer starts =
        winnow_are_letters(bytes) & ~winnow_are_letters(behind);
    winnow_step_answer is_behind_stop = (behind == winnow_step_of('.')) |
                                        (behind == winnow_step_of('!')) |
                                        (behind == winnow_step_of('?'));

    winnow_count(&n->n_words, starts);
    winnow_count(&n->n_names, starts & (bytes <= winnow_step_of('Z')));
    winnow_count(&n->n_stops, (bytes == winnow_step_of(' ')) & is_behind_stop);
    winnow_count(&n->n_bars, bytes == winnow_step_of('|'));
}

static void add_steps(struct signs *n, const struct step_signs *steps)
{
    n->n_words += winnow_count_sum(steps->n_words);
    n->n_names += winnow_count_sum(steps->n_names);
    n->n_stops += winnow_count_sum(steps->n_stops);
    n->n_bars += winnow_count_sum(steps->n_bars);
}

/* Reads the printed ASCII at reading->at: the steps of what is looked at are no
 * more than counts of a byte hold. */
static void read_printed(struct signs *n, struct reading *reading)
{
    const char *at = reading->text.data + reading->at;
    const char *end = reading->text.data + reading->end;
    unsigned char last = reading->in_word ? 'a' : reading->after_stop ? '.' : 0;
    struct step_signs steps = {0};
    size_t n_printed = WINNOW_STEP_BYTES;

    while (n_printed == WINNOW_STEP_BYTES && at < end) {
        winnow_step bytes = winnow_step_within(at, (size_t)(end - at));
        n_printed = winnow_first_yes(winnow_are_unprinted(bytes));
        count_step(&steps, last, winnow_first_of_step(bytes, n_printed));
        at += n_printed;
        last = (unsigned char)at[-1];
    }
    add_steps(n, &steps);
    reading->at = (size_t)(at - reading->text.data);
    reading->in_word = is_ascii_letter(last);
    reading->after_stop = is_stop(last);
}

/* The blank between words of other scripts. */
static void read_blank(struct signs *n, struct reading *reading)
{
    n->n_stops += reading->after_stop;
    reading->at++;
    reading->in_word = reading->after_stop = false;
}

static void read_other(struct signs *n, struct reading *reading)
{
    struct winnow_view text = reading->text;
    enum winnow_class class;
    uint32_t code;

    reading->at += winnow_decode_code_point(
        text.data + reading->at, text.data + text.length_bytes, &code);
    class = winnow_class_of(code);
    if (class == WINNOW_CLASS_LETTER && !reading->in_word) {
        n->n_words++;
        n->n_names += winnow_is_upper_case(code);
    }
    reading->in_word =
        class == WINNOW_CLASS_LETTER || class == WINNOW_CLASS_IGNORED;
    if (class == WINNOW_CLASS_LETTER || class == WINNOW_CLASS_IDEOGRAPH) {
        reading->after_stop = false;
        return;
    }
    n->n_stops += (reading->after_stop && class == WINNOW_CLASS_SPACE) ||
                  (is_wide_stop(code) && reading->at < text.length_bytes);
    n->n_bars += is_bar(code);
    reading->after_stop = is_stop(code);
}

static struct signs count_signs(struct winnow_view text)
{
    enum { BYTES_MOST = 2048 };
    struct signs n = {0};
    struct reading reading = {.text = text, .end = text.length_bytes};

    if (reading.end > BYTES_MOST)
        reading.end = BYTES_MOST;
    while (reading.at < reading.end) {
        const char *at = text.data + reading.at;
        if (!winnow_is_printed(*at))
            read_other(&n, &reading);
        else if (*at == ' ' && reading.end - reading.at > 1 &&
                 !winnow_is_printed(at[1]))
            read_blank(&n, &reading);
        else
            read_printed(&n, &reading);
    }
    return n;
}

static uint32_t first_code(struct winnow_view text)
{
    uint32_t code = 0;

    if (text.length_bytes != 0)
        winnow_decode_code_point(text.data, text.data + text.length_bytes,
                                 &code);
    return code;
}

static bool is_opening_quote(uint32_t code)
{
    return code == '"' || code == '\'' || code == 0xab || code == 0x300c ||
           code == 0x300e || (code >= 0x2018 && code <= 0x201f);
}

static void describe_text(const struct winnow_capture_view *capture, uint32_t i,
                          uint8_t *row)
{
    const struct winnow_block *block = &capture->document->blocks[i];
    struct signs signs = count_signs(block->text);
    uint32_t first = first_code(block->text);

    winnow_block_row(block, row + WINNOW_CAPTURE_WORDS);
    SET(PROSE, winnow_flag(winnow_is_prose(block)));
    SET(NAMES, winnow_scale_share(signs.n_names, signs.n_words));
    SET(STOPS, winnow_at_most_255(signs.n_stops * 32ULL));
    SET(BARS, winnow_at_most_255(signs.n_bars * 32ULL));
    SET(STARTS_DIGIT,
        winnow_flag(winnow_class_of(first) == WINNOW_CLASS_DIGIT));
    SET(BRACKETED,
        winnow_flag(first == '[' || first == '(' || first == '{' ||
                    first == 0x3010 || first == 0xff3b || first == '<'));
    SET(QUOTED, winnow_flag(is_opening_quote(first)));
}

static void describe_layout(const struct winnow_capture_view *capture,
                            uint32_t i, uint8_t *row)
{
    const struct winnow_document *document = capture->document;
    const struct winnow_block *block = &document->blocks[i];

    SET(LAYOUT_BULLET, winnow_flag(block->bullet));
    SET(LAYOUT_NUMBER, winnow_flag(block->numbered));
    SET(LAYOUT_INDENT, winnow_at_most_255(block->indent * 8ULL));
    SET(LAYOUT_BLANKS, winnow_at_most_255(block->blank_lines_before * 64ULL));
    if (i + 1 < document->n_blocks)
        SET(LAYOUT_BLANKS_AFTER,
            winnow_at_most_255(document->blocks[i + 1].blank_lines_before *
                               64ULL));
    SET(LAYOUT_LINES, winnow_scale_log(block->n_lines));
}

static void describe_phrases(const struct winnow_capture_view *capture,
                             uint32_t i, uint8_t *row)
{
    enum { LEAST = 64 };
    const struct winnow_block *block = &capture->document->blocks[i];

    for (uint32_t h = 0; h < block->n_phrases; h++) {
        uint16_t group = block->phrases[h].group;
        int k = capture->phrase_of_group[group];
        uint8_t share;
        if (k == WINNOW_N_CAPTURE_PHRASES ||
            row[WINNOW_CAPTURE_PHRASE_ADVERT + k] != 0)
            continue;
        share = winnow_scale_share(winnow_phrase_bytes(block, group),
                                   block->text.length_bytes);
        row[WINNOW_CAPTURE_PHRASE_ADVERT + k] =
            share < LEAST ? (uint8_t)LEAST : share;
    }
}

/* ---- places -------------------------------------------------------------- */

static uint8_t scale_near(uint32_t i, uint32_t near)
{
    if (near == 0)
        return NONE;
    return winnow_scale_log(i > near - 1 ? i - (near - 1) : near - 1 - i);
}

static void describe_stretch(struct winnow_stretch stretch, uint32_t i,
                             uint8_t *row)
{
    if (stretch.first == stretch.end) {
        row[1] = row[2] = NONE;
        return;
    }
    row[0] = (uint8_t)winnow_flag(i >= stretch.first && i < stretch.end);
    row[1] = i < stretch.first ? winnow_scale_log(stretch.first - i) : 0;
    row[2] = i >= stretch.end ? winnow_scale_log(i - stretch.end + 1) : 0;
}

static void describe_place(const struct winnow_capture_view *capture,
                           uint32_t i, uint8_t *row)
{
    uint32_t n = capture->document->n_blocks;

    SET(INDEX, winnow_scale_share(i, n));
    SET(WORDS_BEFORE,
        winnow_scale_share(capture->before[i].words, capture->before[n].words));
    SET(FROM_START, winnow_scale_log(i));
    SET(FROM_END, winnow_scale_log(n - 1 - i));
    SET(AFTER_TITLE, winnow_flag(i > capture->title));
    SET(TITLE_DISTANCE, winnow_scale_distance(i, capture->title, n));
    SET(BEFORE_PROSE, winnow_flag(i < capture->first_prose));
    SET(FIRST_PROSE, winnow_scale_distance(i, capture->first_prose, n));
    SET(AFTER_PROSE,
        winnow_flag(capture->last_prose < n && i > capture->last_prose));
    SET(LAST_PROSE, winnow_scale_distance(i, capture->last_prose, n));
    SET(PROSE_ABOVE, scale_near(i, capture->prose_above[i]));
    SET(PROSE_BELOW, scale_near(i, capture->prose_below[i]));
    describe_stretch(capture->dense, i, row + WINNOW_CAPTURE_STRETCH_DENSE);
    describe_stretch(capture->loose, i, row + WINNOW_CAPTURE_STRETCH_LOOSE);
}

/* ---- around it ------------------------------------------------------------
 */

static struct winnow_net_range window(const struct winnow_capture_view *capture,
                                      uint32_t i, uint32_t reach)
{
    uint32_t n = capture->document->n_blocks;

    return (struct winnow_net_range){i > reach ? i - reach : 0,
                                     n - i > reach ? i + reach + 1 : n};
}

static void find_ranges(const void *view, uint32_t i,
                        struct winnow_net_range ranges[WINNOW_NET_RANGES])
{
    const struct winnow_capture_view *capture = view;

    ranges[0] = window(capture, i, 2);
    ranges[1] = window(capture, i, 5);
    ranges[2] = window(capture, i, 12);
    ranges[3] = window(capture, i, 30);
    ranges[4] = capture->runs[i];
    ranges[5] = capture->sections[i];
}

static uint32_t find_shape(const void *view, uint32_t i)
{
    return ((const struct winnow_capture_view *)view)->shape_of[i];
}

static uint8_t mean_words(const struct winnow_capture_view *capture,
                          struct winnow_net_range range)
{
    const struct winnow_capture_sums *before = capture->before;

    if (range.first >= range.end)
        return 0;
    return winnow_scale_log(
        (before[range.end].words - before[range.first].words) /
        (range.end - range.first));
}

static void describe_windows(const struct winnow_capture_view *capture,
                             uint32_t i, uint8_t *row)
{
    static const uint32_t reaches[] = {2, 5, 12};

    row += WINNOW_CAPTURE_WINDOW_2_WORDS;
    for (int k = 0; k < 3; k++) {
        struct winnow_net_range range = window(capture, i, reaches[k]);
        uint32_t n = range.end - range.first;
        struct winnow_capture_sums sums =
            winnow_capture_inside(capture, range.first, range.end);
        *row++ = mean_words(capture, range);
        *row++ = winnow_scale_share(sums.prose_words, sums.words);
        *row++ = winnow_scale_share(sums.n_short, n);
        *row++ = winnow_scale_share(sums.n_around, n);
    }
}

static void describe_runs(const struct winnow_capture_view *capture, uint32_t i,
                          uint8_t *row)
{
    const struct winnow_net_range *run = &capture->runs[i];
    const struct winnow_net_range *section = &capture->sections[i];
    struct winnow_capture_sums sums =
        winnow_capture_inside(capture, section->first, section->end);

    SET(RUN_BLOCKS, winnow_scale_log(run->end - run->first));
    SET(RUN_WORDS, mean_words(capture, *run));
    SET(RUN_INDEX, winnow_scale_share(i - run->first, run->end - run->first));
    if (run->first != 0)
        SET(RUN_BEFORE, mean_words(capture, capture->runs[run->first - 1]));
    if (run->end < capture->document->n_blocks)
        SET(RUN_AFTER, mean_words(capture, capture->runs[run->end]));
    SET(SECTION_BLOCKS, winnow_scale_log(section->end - section->first));
    SET(SECTION_WORDS, winnow_scale_log(sums.words));
    SET(SECTION_PROSE, winnow_scale_share(sums.prose_words, sums.words));
    SET(SECTION_AROUND,
        winnow_scale_share(sums.n_around, section->end - section->first));
}

/* ---- in common ------------------------------------------------------------
 */

static void describe_overlap(const struct winnow_capture_view *capture,
                             uint32_t i, uint8_t *row)
{
    enum { TITLE_WORDS_MOST = 40, TEXT_WORDS_MOST = 200 };
    const struct winnow_block *block = &capture->document->blocks[i];
    const struct winnow_capture_shape *shape =
        &capture->shapes[capture->shape_of[i]];
    const struct winnow_word_set *const sets[] = {&capture->title_words,
                                                  &capture->text_words};
    bool is_dense = i >= capture->dense.first && i < capture->dense.end;
    bool beside_title =
        block->n_words <= TITLE_WORDS_MOST && capture->title_words.n != 0;
    bool beside_text = !is_dense && block->n_words <= TEXT_WORDS_MOST &&
                       capture->text_words.n != 0;
    uint32_t n, shared[2];

    SET(SHAPE_BLOCKS, winnow_scale_log(shape->n));
    SET(SHAPE_INSIDE, winnow_scale_share(shape->n_inside, shape->n));
    if (capture->n_copies[i] != 0)
        SET(COPIES, winnow_scale_log(capture->n_copies[i] - 1));
    SET(IS_COPY, winnow_flag(capture->is_copy[i]));
    if (is_dense)
        SET(TEXT_WORDS, 255);
    if (!beside_title && !beside_text)
        return;
    n = winnow_word_sets_count(sets, beside_text ? 2 : 1, block, shared);
    if (beside_title) {
        SET(TITLE_WORDS, winnow_scale_share(shared[0], n));
        SET(TITLE_COVERED,
            winnow_scale_share(shared[0], capture->title_words.n));
    }
    if (beside_text)
        SET(TEXT_WORDS, winnow_scale_share(shared[1], n));
}

static void describe_headings(const struct winnow_capture_view *capture,
                              uint32_t i, uint8_t *row)
{
    const struct winnow_document *document = capture->document;
    uint8_t hints[WINNOW_N_BLOCK_FEATURES] = {0};

    SET(HEADING_DISTANCE, scale_near(i, capture->heading[i]));
    if (capture->heading[i] != 0) {
        const struct winnow_block *heading =
            &document->blocks[capture->heading[i] - 1];
        SET(HEADING_WORDS, winnow_scale_log(heading->n_words));
        SET(HEADING_AROUND, winnow_hints_around(heading));
    }
    SET(LABEL_DISTANCE, scale_near(i, capture->label[i]));
    if (capture->label[i] == 0)
        return;
    winnow_hint_row(&document->blocks[capture->label[i] - 1], hints);
#define HINT(name) hints[WINNOW_BLOCK_HINT_##name]
    SET(LABEL_RELATED, HINT(RELATED));
    SET(LABEL_COMMENTS, HINT(COMMENTS));
    SET(LABEL_PROMO,
        winnow_at_most_255(0ULL + HINT(PROMO) + HINT(APPEAL) + HINT(ADVERT)));
    SET(LABEL_FOOTER,
        winnow_at_most_255(0ULL + HINT(FOOTER) + HINT(NAVIGATION)));
#undef HINT
}

static void fill_row(const void *view, uint32_t i, uint8_t *row)
{
    const struct winnow_capture_view *capture = view;

    memset(row, 0, WINNOW_N_CAPTURE_FEATURES);
    describe_text(capture, i, row);
    describe_layout(capture, i, row);
    describe_phrases(capture, i, row);
    describe_place(capture, i, row);
    describe_windows(capture, i, row);
    describe_runs(capture, i, row);
    describe_overlap(capture, i, row);
    describe_headings(capture, i, row);
}

const struct winnow_subject winnow_capture_subject = {
    .from = WINNOW_FROM_TEXT,
    .net = &winnow_capture_net,
    .n_features = WINNOW_N_CAPTURE_FEATURES,
    .n_summaries = WINNOW_N_CAPTURE_SUMMARIES,
    .look = winnow_capture_look,
    .row = fill_row,
    .ranges = find_ranges,
    .shape = find_shape,
    .summarize = winnow_capture_summarize,
};

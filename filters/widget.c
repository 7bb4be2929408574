/* The widget filter: what players, weather, tickers, maps, search boxes and
 * forms leave in the text, told by their words and by the shape of what they
 * show; names of image files that a capture kept; and on pages lists to choose
 * from, buttons, and the elements whose names say widget, player and the like.
 * A text may speak of all of these: inside it they are hints at most, but for
 * empty fields of forms. Lists and buttons are taken for content where a page
 * is made of them (a shop's variants, questions that unfold). */
#include "names.h"
#include "place.h"
#include "shape.h"

static const struct winnow_named named = {
    .group = WINNOW_NAME_WIDGET,
    .kind = WINNOW_KIND_WIDGET,
    .hint = "widget.class",
    .links = "widget.class-links",
    .lines = "widget.class-lines",
};

static void mark_control(struct winnow_document *document,
                         struct winnow_block *block)
{
    enum { LABEL_WORDS = 4 };
    struct winnow_place place = winnow_place_of(document, block);
    bool apart = (place.inside & WINNOW_INSIDE_MAIN) == 0;

    if (place.side == WINNOW_SIDE_TEXT || !winnow_may_be_around(block))
        return;
    if ((place.inside & WINNOW_INSIDE_SELECT) != 0 && (apart || place.one_text))
        winnow_verdict_by_place(block, WINNOW_KIND_WIDGET, "widget.select");
    if ((place.inside & WINNOW_INSIDE_BUTTON) != 0 && apart && place.one_text &&
        block->n_words <= LABEL_WORDS)
        winnow_verdict_by_place(block, WINNOW_KIND_WIDGET, "widget.button");
}

enum {
    NOTICE_WORDS = 30,     /* "Your browser does not support ..." */
    TEMPERATURE_WORDS = 4, /* "Leeds 14 °C" */
    CHANGE_WORDS = 8,      /* "Copper 9,214.50 +0.4 %" */
    FIELD_WORDS = 2,       /* beside an empty field: "Your name [    ]" */
    BUTTON_WORDS = 6
};

struct state {
    uint16_t widget;
};

struct walk {
    const struct state *state;
    struct winnow_document *document;
    struct winnow_stretch stretch;
    bool page;
};

static enum winnow_status open_widget(struct winnow_filter_ctx *ctx)
{
    struct state *state = ctx->state;

    state->widget = winnow_phrase_group(ctx->phrases, "widget");
    return WINNOW_OK;
}

static bool is_in_stretch(const struct walk *walk, uint32_t i)
{
    return i >= walk->stretch.first && i < walk->stretch.end;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A verdict outside the text, a hint inside it. */
static void mark_as(struct walk *walk, uint32_t i, int strength_inside,
                    const char *rule)
{
    struct winnow_block *block = &walk->document->blocks[i];

    if (is_in_stretch(walk, i) || block->form == WINNOW_KIND_HEADING)
        winnow_hint(walk->document, block, WINNOW_KIND_WIDGET, strength_inside,
                    rule);
    else
        winnow_verdict(block, WINNOW_KIND_WIDGET, rule);
}

static void hint(struct walk *walk, uint32_t i, int strength, const char *rule)
{
    winnow_hint(walk->document, &walk->document->blocks[i], WINNOW_KIND_WIDGET,
                strength, rule);
}

/* ---- words -----------------------------------------------------------------
 */

static void mark_words(struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];

    if (winnow_phrase_count(block, walk->state->widget) == 0)
        return;
    if (winnow_phrase_whole(block, walk->state->widget))
        mark_as(walk, i, 40, "widget.label");
    else if (block->n_words <= NOTICE_WORDS)
        mark_as(walk, i, 40, "widget.notice");
}

/* ---- forms in captures -----------------------------------------------------
 */

/* The length of a field without content at the bracket at `at`: "[     ]",
 * "[_____]", "( )", "(_)", "[ ]"; 0: there is none. */
static size_t field_at(struct winnow_view text, size_t at)
{
    char close = text.data[at] == '[' ? ']' : ')';
    size_t end = at + 1;

    while (end < text.length_bytes &&
           (text.data[end] == ' ' || text.data[end] == '_'))
        end++;
    if (end == at + 1 || end == text.length_bytes || text.data[end] != close)
        return 0;
    return end + 1 - at;
}

/* The length of the longest field, 0: there is none. */
static size_t longest_field(struct winnow_view text)
{
    size_t longest = 0;

    for (size_t at = 0; at < text.length_bytes; at++) {
        size_t n;
        if (text.data[at] != '[' && text.data[at] != '(')
            continue; /* nearly always */
        n = field_at(text, at);
        longest = n > longest ? n : longest;
    }
    return longest;
}

/* "[Search] [Clear]": nothing outside of brackets, letters inside of each. */
static bool is_buttons(struct winnow_view text)
{
    size_t at = 0;

    while (at < text.length_bytes) {
        size_t end = at + 1;
        if (text.data[at] == ' ' || text.data[at] == '\n') {
            at++;
            continue;
        }
        if (text.data[at] != '[')
            return false;
        while (end < text.length_bytes && text.data[end] != ']' &&
               text.data[end] != '[')
            end++;
        if (end == text.length_bytes || text.data[end] != ']' ||
            is_digit(text.data[at + 1]))
            return false;
        at = end + 1;
    }
    return text.length_bytes != 0;
}

/* Bytes of the block in the body: a field's blanks are folded in its text. */
static size_t source_bytes(const struct winnow_block *block)
{
    uint64_t n = 0;

    for (uint32_t i = 0; i < block->n_spans; i++)
        n += block->spans[i].end - block->spans[i].start;
    return (size_t)n;
}

/* A line to write on is a form's; a box to tick may stand before an entry of a
 * list that is the document ("[ ] Copper kettle"). */
static void mark_form(struct walk *walk, uint32_t i)
{
    enum { BOX_BYTES = 3, LINE_BYTES = 8 };
    struct winnow_block *block = &walk->document->blocks[i];
    size_t field =
        block->n_words > FIELD_WORDS ? 0 : longest_field(block->text);

    if (field != 0 &&
        (field > BOX_BYTES ||
         source_bytes(block) >= block->text.length_bytes + LINE_BYTES))
        mark_as(walk, i, 60, "widget.form-field");
    else if (field != 0)
        hint(walk, i, 40, "widget.tick-box");
    else if (block->n_words <= BUTTON_WORDS && is_buttons(block->text))
        mark_as(walk, i, 40, "widget.button");
}

/* ---- shapes of what is shown -----------------------------------------------
 */

/* "00:00 / 03:12", "0:00": a player that has not begun. */
static bool is_player_time(struct winnow_view text)
{
    enum { MOST_BYTES = 24 };
    size_t start = text.length_bytes != 0 && text.data[0] == '-' ? 1 : 0;

    if (text.length_bytes - start < 4 || text.length_bytes > MOST_BYTES)
        return false;
    if (memcmp(text.data + start, "0:00", 4) != 0 &&
        (text.length_bytes - start < 5 ||
         memcmp(text.data + start, "00:00", 5) != 0))
        return false;
    for (size_t i = start; i < text.length_bytes; i++)
        if (!is_digit(text.data[i]) && text.data[i] != ':' &&
            text.data[i] != '/' && text.data[i] != ' ' && text.data[i] != '-')
            return false;
    return true;
}

/* A number and the degree sign behind it. */
static bool has_temperature(struct winnow_view text)
{
    for (size_t at = 1; at + 1 < text.length_bytes; at++) {
        size_t before = at - 1;
        if (memcmp(text.data + at, "\u00b0", 2) != 0)
            continue;
        if (text.data[before] == ' ' && before != 0)
            before--;
        if (is_digit(text.data[before]))
            return true;
    }
    return false;
}

/* The sign of a change, its length: + - − ▲ ▼; 0: there is none. */
static size_t sign_at(struct winnow_view text, size_t at)
{
    static const char *const signs[] = {"+", "-", "\u2212", "\u25b2", "\u25bc"};

    return winnow_sign_at(text, at, signs, sizeof signs / sizeof signs[0]);
}

/* Whether a number with decimals and a per cent sign stand at `at`. */
static bool is_fraction_at(struct winnow_view text, size_t at)
{
    bool point = false;

    while (at < text.length_bytes && text.data[at] == ' ')
        at++;
    while (at < text.length_bytes &&
           (is_digit(text.data[at]) || text.data[at] == '.' ||
            text.data[at] == ',')) {
        point |= !is_digit(text.data[at]);
        at++;
    }
    if (at < text.length_bytes && text.data[at] == ' ')
        at++;
    return point && at < text.length_bytes && text.data[at] == '%';
}

/* "+0.4 %". A shop's "-25 %" has no decimals. */
static bool is_change(const struct walk *walk, uint32_t i)
{
    const struct winnow_block *block = &walk->document->blocks[i];
    struct winnow_view text = block->text;

    if (block->n_words == 0 || block->n_words > CHANGE_WORDS ||
        !winnow_may_be_around(block) || is_in_stretch(walk, i) ||
        memchr(text.data, '%', text.length_bytes) == NULL)
        return false;
    for (size_t at = 0; at < text.length_bytes; at++) {
        size_t n = sign_at(text, at);
        if (n != 0 && is_fraction_at(text, at + n))
            return true;
    }
    return false;
}

static void hint_ticker(struct walk *walk, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (winnow_is_short_line(&walk->document->blocks[i], CHANGE_WORDS))
            hint(walk, i, 35, "widget.ticker");
}

/* Changes in a row, with the name and the price before each, perhaps in blocks
 * of their own: three or more are a ticker. */
static void mark_tickers(struct walk *walk)
{
    enum { LEAST = 3, APART = 3 };
    uint32_t i = 0;

    while (i < walk->document->n_blocks) {
        uint32_t last = i, n = 1;
        if (!is_change(walk, i)) {
            i++;
            continue;
        }
        for (uint32_t k = i + 1;
             k < walk->document->n_blocks && k - last <= APART; k++) {
            if (!is_change(walk, k))
                continue;
            last = k;
            n++;
        }
        if (n >= LEAST)
            hint_ticker(walk, i, last + 1);
        i = last + 1;
    }
}

static void mark_shape(struct walk *walk, uint32_t i)
{
    struct winnow_block *block = &walk->document->blocks[i];
    bool inside = is_in_stretch(walk, i);

    if (!block->has_digits)
        return; /* mostly */
    if (is_player_time(block->text))
        hint(walk, i, inside ? 40 : 80, "widget.player-time");
    else if (!inside && block->n_words <= TEMPERATURE_WORDS &&
             has_temperature(block->text))
        hint(walk, i, 50, "widget.temperature");
}

static void mark_block(struct walk *walk, uint32_t i)
{
    struct winnow_block *block = &walk->document->blocks[i];

    if (winnow_is_file_names(block->text)) {
        /* A list of a page may name files; what a capture kept stands alone. */
        if (block->list != 0 && walk->page)
            hint(walk, i, 40, "widget.image-name");
        else
            winnow_verdict(block, WINNOW_KIND_WIDGET, "widget.image-name");
        return;
    }
    mark_words(walk, i);
    mark_shape(walk, i);
    if (!walk->page)
        mark_form(walk, i);
}

static void mark(struct winnow_filter_ctx *ctx,
                 struct winnow_document *document)
{
    struct walk walk = {.state = ctx->state, .document = document};

    walk.page = document->from == WINNOW_FROM_HTML;
    walk.stretch = winnow_find_stretch(document);
    for (uint32_t i = 0; i < document->n_blocks; i++) {
        struct winnow_block *block = &document->blocks[i];
        if (winnow_is_settled_body(block))
            continue;
        if (winnow_may_be_around(block))
            mark_block(&walk, i);
        if (!walk.page)
            continue;
        mark_control(document, block);
        winnow_mark_by_name(document, block, &named);
    }
    mark_tickers(&walk);
}

const struct winnow_filter winnow_filter_widget = {
    .name = "widget",
    .summary = "players, weather, tickers, forms, image names",
    .flags = WINNOW_ON_BOTH,
    .state_size = sizeof(struct state),
    .open = open_widget,
    .document = mark,
};

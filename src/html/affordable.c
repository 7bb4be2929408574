/* Whether a page's tree is worth its cost. HTML's tree construction is
 * quadratic on purpose-built pages: every tag may look through the stack of
 * open elements, every attribute through those before it. One scan adds up
 * what the parser would do, in steps; real pages stay below a fiftieth of the
 * limit. */
#include "html/internal.h"

#include <string.h>

enum {
    STEPS_MAX = 60 * 1000 * 1000, /* about 0.15 s of parsing */
    DEPTH_MAX = 4096,
    TAG_ATTRIBUTES_MAX = 4000
};

struct tally {
    uint64_t steps, depth;
    uint64_t merged_attributes; /* of repeated html and body tags */
};

static bool name_is(const char *tag, size_t length, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < n; i++)
        if (i >= length || (tag[i] | 0x20) != name[i])
            return false;
    return n == length ||
           !(((tag[n] | 0x20) >= 'a' && (tag[n] | 0x20) <= 'z') ||
             (tag[n] >= '0' && tag[n] <= '9'));
}

/* Elements that a next one of their kind ends, or that hold nothing: they do
 * not pile up. */
static bool piles_up(const char *tag, size_t length)
{
    static const char *const flat[] = {
        "p",     "li",   "br",   "img", "hr",    "input",  "meta",   "link",
        "tr",    "td",   "th",   "dt",  "dd",    "option", "tbody",  "thead",
        "tfoot", "area", "base", "col", "embed", "param",  "source", "wbr"};

    for (size_t i = 0; i < sizeof flat / sizeof flat[0]; i++)
        if (name_is(tag, length, flat[i]))
            return false;
    return true;
}

/* An upper bound: each attribute but the first follows white space or a
 * quote. */
static uint64_t count_attributes(const char *tag, size_t length)
{
    uint64_t n = 0;
    bool between = false;

    for (size_t i = 0; i < length; i++) {
        bool white = winnow_html_is_white(tag[i]) || tag[i] == '/';
        if (between && !white)
            n++;
        between = white;
    }
    return n;
}

static void add_tag(struct tally *tally, const char *tag, size_t length)
{
    uint64_t attributes;

    if (tag[0] == '/') {
        tally->steps += tally->depth + 1;
        if (tally->depth != 0 && piles_up(tag + 1, length - 1))
            tally->depth--;
        return;
    }
    tally->steps += tally->depth + 1;
    attributes = count_attributes(tag, length);
    if (attributes > TAG_ATTRIBUTES_MAX)
        tally->steps += STEPS_MAX;
    tally->steps += attributes * attributes / 2;
    if (name_is(tag, length, "html") || name_is(tag, length, "body")) {
        tally->merged_attributes += attributes;
        tally->steps += attributes * tally->merged_attributes;
    }
    if (length >= 2 && tag[length - 2] == '/')
        return;
    if (piles_up(tag, length))
        tally->depth++;
}

/* Script and style hold no tags; skipping them keeps the tally honest. */
static size_t skip_raw(struct winnow_view text, size_t tag, size_t at)
{
    const char *data = text.data;
    size_t length = text.length_bytes;

    if (!name_is(data + tag, length - tag, "script") &&
        !name_is(data + tag, length - tag, "style"))
        return at;
    while (at < length) {
        const char *close = memchr(data + at, '<', length - at);
        if (close == NULL)
            return length;
        at = (size_t)(close - data);
        if (length - at > 3 && data[at + 1] == '/' &&
            (data[at + 2] | 0x20) == 's')
            return at;
        at++;
    }
    return at;
}

bool winnow_html_affordable(struct winnow_view text)
{
    struct tally tally = {0, 0, 0};
    size_t at = 0;

    while (at < text.length_bytes) {
        const char *found = memchr(text.data + at, '<', text.length_bytes - at);
        size_t start, end;
        if (found == NULL)
            break;
        start = (size_t)(found - text.data);
        end = winnow_html_markup_end(text.data, start, text.length_bytes);
        at = end > start ? end : start + 1;
        if (end <= start + 2 || text.data[start + 1] == '!' ||
            text.data[start + 1] == '?')
            continue;
        add_tag(&tally, text.data + start + 1, end - start - 1);
        if (tally.steps > STEPS_MAX || tally.depth > DEPTH_MAX)
            return false;
        at = skip_raw(text, start + 1, at);
    }
    return true;
}

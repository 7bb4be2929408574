/* What elements of HTML do to the builder; see enter.h. */
#include "html/enter.h"

#include <string.h>
#include <strings.h>

/* Where `word` stands in the text at or after `at`, or its end. */
static size_t find_word(struct winnow_view text, size_t at, const char *word)
{
    size_t length = strlen(word);
    const char *found;

    if (at > text.length_bytes)
        return text.length_bytes;
    found = memmem(text.data + at, text.length_bytes - at, word, length);
    return found == NULL ? text.length_bytes : (size_t)(found - text.data);
}

/* Whether a style attribute holds `property: value`. */
static bool has_declaration(struct winnow_view style, const char *property,
                            const char *value)
{
    const char *text = style.data;
    size_t end = style.length_bytes;

    for (size_t at = find_word(style, 0, property); at < end;
         at = find_word(style, at, property)) {
        at = winnow_html_skip_white(text, at + strlen(property), end);
        if (at == end || text[at] != ':')
            continue;
        at = winnow_html_skip_white(text, at + 1, end);
        if (end - at >= strlen(value) &&
            memcmp(text + at, value, strlen(value)) == 0)
            return true;
    }
    return false;
}

bool winnow_html_is_hidden(struct winnow_html_attributes *attributes)
{
    struct winnow_view style;

    if (winnow_html_has(attributes, WINNOW_HTML_HIDDEN))
        return true;
    style = winnow_html_value(attributes, WINNOW_HTML_STYLE);
    return style.length_bytes != 0 &&
           (has_declaration(style, "display", "none") ||
            has_declaration(style, "visibility", "hidden"));
}

static enum winnow_mark_type mark_type(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_B:
        return WINNOW_MARK_STRONG;
    case GUMBO_TAG_EM:
    case GUMBO_TAG_I:
        return WINNOW_MARK_EMPHASIS;
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SAMP:
        return WINNOW_MARK_CODE;
    default:
        return WINNOW_MARK_PLAIN;
    }
}

/* Whether a list of words parted by white space has this one, in any case. */
static bool lists(struct winnow_view list, const char *word)
{
    size_t length = strlen(word);
    size_t end = list.length_bytes;

    for (size_t at = winnow_html_skip_white(list.data, 0, end); at < end;
         at = winnow_html_skip_white(list.data, at, end)) {
        size_t start = at;
        while (at < end && !winnow_html_is_white(list.data[at]))
            at++;
        if (at - start == length &&
            strncasecmp(list.data + start, word, length) == 0)
            return true;
    }
    return false;
}

static enum winnow_mark_role
mark_role(struct winnow_html_attributes *attributes)
{
    const unsigned telling = 1u << WINNOW_HTML_REL | 1u << WINNOW_HTML_ITEMPROP;
    struct winnow_view rel, itemprop;

    if ((attributes->present & telling) == 0)
        return WINNOW_ROLE_NONE;
    rel = winnow_html_value(attributes, WINNOW_HTML_REL);
    itemprop = winnow_html_value(attributes, WINNOW_HTML_ITEMPROP);
    if (lists(rel, "author") || lists(itemprop, "author"))
        return WINNOW_ROLE_AUTHOR;
    return lists(itemprop, "name") ? WINNOW_ROLE_NAME : WINNOW_ROLE_NONE;
}

/* class, rel and itemprop in one: what names a phrasing element. */
static struct winnow_view names_of(struct winnow_builder *builder,
                                   struct winnow_html_attributes *attributes)
{
    struct winnow_view parts[3];
    char *joined;
    size_t n = 0;

    parts[0] = winnow_html_value(attributes, WINNOW_HTML_CLASS);
    parts[1] = winnow_html_value(attributes, WINNOW_HTML_REL);
    parts[2] = winnow_html_value(attributes, WINNOW_HTML_ITEMPROP);
    if (parts[1].length_bytes == 0 && parts[2].length_bytes == 0)
        return parts[0];
    joined = winnow_arena_alloc(builder->document->arena,
                                parts[0].length_bytes + parts[1].length_bytes +
                                    parts[2].length_bytes + 3);
    for (int i = 0; i < 3; i++) {
        if (parts[i].length_bytes == 0)
            continue;
        if (n != 0)
            joined[n++] = ' ';
        memcpy(joined + n, parts[i].data, parts[i].length_bytes);
        n += parts[i].length_bytes;
    }
    return (struct winnow_view){joined, n};
}

static void note_datetime(struct winnow_builder *builder,
                          const struct winnow_html_attributes *attributes)
{
    if (winnow_html_has(attributes, WINNOW_HTML_DATETIME))
        winnow_builder_datetime(builder,
                                attributes->written[WINNOW_HTML_DATETIME]);
}

void winnow_html_enter_phrasing(struct winnow_builder *builder,
                                struct winnow_html_attributes *attributes,
                                GumboTag tag)
{
    struct winnow_mark mark = {
        .type = mark_type(tag),
        .role = mark_role(attributes),
    };

    if (tag == GUMBO_TAG_A && winnow_html_has(attributes, WINNOW_HTML_HREF)) {
        mark.type = WINNOW_MARK_LINK;
        mark.href = winnow_html_value(attributes, WINNOW_HTML_HREF);
    }
    winnow_builder_open_inline(builder, &mark, names_of(builder, attributes));
    note_datetime(builder, attributes);
}

static bool keeps_white(GumboTag tag)
{
    return (winnow_html_traits(tag) & WINNOW_HTML_PREFORMATTED) != 0;
}

void winnow_html_enter_boundary(struct winnow_builder *builder,
                                struct winnow_html_attributes *attributes,
                                GumboTag tag)
{
    struct winnow_element *ours =
        winnow_builder_open(builder, winnow_html_element_tag(tag));

    ours->id = winnow_html_value(attributes, WINNOW_HTML_ID);
    ours->class_names = winnow_html_value(attributes, WINNOW_HTML_CLASS);
    ours->role = winnow_html_value(attributes, WINNOW_HTML_ROLE);
    ours->itemprop = winnow_html_value(attributes, WINNOW_HTML_ITEMPROP);
    ours->hidden = ours->hidden || winnow_html_is_hidden(attributes);
    note_datetime(builder, attributes);
    if (keeps_white(tag))
        builder->preformatted++;
}

void winnow_html_leave_boundary(struct winnow_builder *builder, GumboTag tag)
{
    winnow_builder_close(builder);
    if (keeps_white(tag))
        builder->preformatted--;
}

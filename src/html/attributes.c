/* The attributes of one element; see attributes.h. */
#include "html/attributes.h"

#include <string.h>

#include "html/characters.h"
#include "html/markup.h"

static const char *const names[] = {
#define ROW(constant, first, name) name,
    WINNOW_HTML_ATTRIBUTE_LIST(ROW)
#undef ROW
};

/* Whether it is that name, in whatever case, of whose length it is. */
static bool is_name(struct winnow_view written, int name)
{
    for (size_t i = 0; i < written.length_bytes; i++) {
        char c = written.data[i];
        if (c != names[name][i] &&
            (c < 'A' || c > 'Z' || c + ('a' - 'A') != names[name][i]))
            return false;
    }
    return true;
}

/* The only one of this length that starts with this letter, in lower case;
 * WINNOW_HTML_N_ATTRIBUTES when there is none: half of what pages have is none
 * of them. */
static int candidate(size_t length_bytes, char letter)
{
#define KEY(length_bytes, letter) ((length_bytes) << 8 | (size_t)(letter))
    switch (KEY(length_bytes, (unsigned char)letter)) {
#define ROW(constant, first, name)                                             \
    case KEY(sizeof name - 1, first):                                          \
        return WINNOW_HTML_##constant;
        WINNOW_HTML_ATTRIBUTE_LIST(ROW)
#undef ROW
    default:
        return WINNOW_HTML_N_ATTRIBUTES;
    }
#undef KEY
}

/* WINNOW_HTML_N_ATTRIBUTES when it is none of them. */
static int find_name(struct winnow_view written)
{
    int name;

    if (written.length_bytes == 0)
        return WINNOW_HTML_N_ATTRIBUTES;
    name = candidate(written.length_bytes, (char)(written.data[0] | 0x20));
    return name != WINNOW_HTML_N_ATTRIBUTES && is_name(written, name)
               ? name
               : WINNOW_HTML_N_ATTRIBUTES;
}

static void add(struct winnow_html_attributes *attributes,
                const struct winnow_html_attribute *attribute)
{
    int name = find_name(attribute->name);

    if (name == WINNOW_HTML_N_ATTRIBUTES ||
        (attributes->present & 1u << name) != 0)
        return;
    attributes->present |= 1u << name;
    attributes->values[name] = attribute->value;
    attributes->written[name] = attribute->value;
    if (attribute->quoted) {
        attributes->written[name].data--;
        attributes->written[name].length_bytes += 2;
    }
}

static void clear(struct winnow_html_attributes *attributes,
                  struct winnow_arena *arena)
{
    attributes->arena = arena;
    attributes->present = 0;
    attributes->decoded = 0;
}

enum winnow_html_step
winnow_html_attributes_read(struct winnow_html_attributes *attributes,
                            struct winnow_arena *arena, const char *text,
                            size_t *at, size_t end)
{
    struct winnow_html_attribute attribute;
    enum winnow_html_step step;

    clear(attributes, arena);
    while ((step = winnow_html_next_attribute(text, at, end, &attribute)) ==
           WINNOW_HTML_ATTRIBUTE)
        add(attributes, &attribute);
    return step;
}

/* The value as written. Of one without quotes that starts with a reference
 * gumbo leaves that out. */
static struct winnow_view written_value(const GumboAttribute *attribute)
{
    struct winnow_view value = {attribute->original_value.data,
                                attribute->original_value.length};
    const char *name_end =
        attribute->original_name.data + attribute->original_name.length;

    while (value.data > name_end && value.data[-1] != '=' &&
           !winnow_html_is_white(value.data[-1])) {
        value.data--;
        value.length_bytes++;
    }
    return value;
}

void winnow_html_attributes_take(struct winnow_html_attributes *attributes,
                                 struct winnow_arena *arena,
                                 const GumboVector *taken)
{
    clear(attributes, arena);
    for (unsigned i = 0; i < taken->length; i++) {
        const GumboAttribute *attribute = taken->data[i];
        int name = find_name(winnow_view_of(attribute->name));
        if (name == WINNOW_HTML_N_ATTRIBUTES ||
            (attributes->present & 1u << name) != 0)
            continue;
        attributes->present |= 1u << name;
        attributes->values[name] = winnow_view_of(attribute->value);
        attributes->written[name] = written_value(attribute);
    }
    attributes->decoded = attributes->present;
}

struct winnow_view
winnow_html_decoded_value(struct winnow_html_attributes *attributes,
                          enum winnow_html_attribute_name name)
{
    if ((attributes->decoded & 1u << name) == 0)
        attributes->values[name] = winnow_html_decode(
            attributes->arena, attributes->values[name], WINNOW_HTML_IN_VALUE);
    attributes->decoded |= 1u << name;
    return attributes->values[name];
}

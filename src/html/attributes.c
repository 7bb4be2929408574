/* The attributes of one element; see attributes.h. */
#include "html/attributes.h"

#include <string.h>

#include "html/characters.h"
#include "html/markup.h"

static const struct {
    const char *name;
    size_t length_bytes;
} names[] = {
#define ROW(constant, name) {name, sizeof name - 1},
    WINNOW_HTML_ATTRIBUTE_LIST(ROW)
#undef ROW
};

static bool is_name(struct winnow_view written, int name)
{
    if (written.length_bytes != names[name].length_bytes)
        return false;
    for (size_t i = 0; i < written.length_bytes; i++) {
        char c = written.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (c != names[name].name[i])
            return false;
    }
    return true;
}

/* Whether one of them has this length: half of what pages have does not. */
static bool may_be_name(size_t length_bytes)
{
#define BIT(constant, name) | 1u << (sizeof name - 1)
    const uint32_t lengths = 0 WINNOW_HTML_ATTRIBUTE_LIST(BIT);
#undef BIT

    return length_bytes < 32 && (lengths >> length_bytes & 1) != 0;
}

/* WINNOW_HTML_N_ATTRIBUTES when it is none of them. */
static int find_name(struct winnow_view written)
{
    int name = 0;

    if (!may_be_name(written.length_bytes))
        return WINNOW_HTML_N_ATTRIBUTES;

    while (name < WINNOW_HTML_N_ATTRIBUTES && !is_name(written, name))
        name++;
    return name;
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
        attributes->written[name] = (struct winnow_view){
            attribute->original_value.data, attribute->original_value.length};
    }
    attributes->decoded = attributes->present;
}

bool winnow_html_has(const struct winnow_html_attributes *attributes,
                     enum winnow_html_attribute_name name)
{
    return (attributes->present & 1u << name) != 0;
}

struct winnow_view winnow_html_value(struct winnow_html_attributes *attributes,
                                     enum winnow_html_attribute_name name)
{
    if (!winnow_html_has(attributes, name))
        return (struct winnow_view){NULL, 0};
    if ((attributes->decoded & 1u << name) == 0)
        attributes->values[name] = winnow_html_decode(
            attributes->arena, attributes->values[name], WINNOW_HTML_IN_VALUE);
    attributes->decoded |= 1u << name;
    return attributes->values[name];
}

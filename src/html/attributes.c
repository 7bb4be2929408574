/* The attributes of one element; see attributes.h. */
#include "html/attributes.h"

#include <string.h>

#include "html/characters.h"
#include "html/markup.h"

/* The attributes by their names, each at a place of its own: the multiplier was
 * looked for until no two met. */
#define PLACE(key) ((key)*UINT64_C(0x1E2FEB89414C343D) >> 59)
enum { N_PLACES = 1 << 5 };
static const struct {
    uint64_t key;
    uint8_t length_bytes, name;
} places[N_PLACES] = {
#define ROW(constant, name, ...)                                               \
    [PLACE(WINNOW_HTML_KEY(__VA_ARGS__))] = {WINNOW_HTML_KEY(__VA_ARGS__),     \
                                             sizeof name - 1,                  \
                                             WINNOW_HTML_##constant},
    WINNOW_HTML_ATTRIBUTE_LIST(ROW)
#undef ROW
};

/* What follows of the only name that is longer than eight letters. */
static bool ends_http_equiv(struct winnow_view name)
{
    return (name.data[8] | 0x20) == 'i' && (name.data[9] | 0x20) == 'v';
}

/* WINNOW_HTML_N_ATTRIBUTES when it is none of them, as half of what pages have
 * are. `n_readable`: see winnow_html_key. */
static int find_name(struct winnow_view written, size_t n_readable)
{
    uint64_t key = winnow_html_key(written, n_readable);
    size_t place = PLACE(key);

    if (written.length_bytes == 0 || places[place].key != key ||
        places[place].length_bytes != written.length_bytes ||
        (written.length_bytes > sizeof key && !ends_http_equiv(written)))
        return WINNOW_HTML_N_ATTRIBUTES;
    return places[place].name;
}

static void add(struct winnow_html_attributes *attributes,
                const struct winnow_html_attribute *attribute,
                size_t n_readable)
{
    int name = find_name(attribute->name, n_readable);

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
        add(attributes, &attribute, (size_t)(text + end - attribute.name.data));
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
        struct winnow_view written = winnow_view_of(attribute->name);
        int name = find_name(written, written.length_bytes);
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

/* What elements say of the document; see head.h. */
#include "html/head.h"

#include "html/characters.h"
#include "html/markup.h"

static struct winnow_view folded(struct winnow_arena *arena,
                                 struct winnow_view text, bool lower)
{
    char *copy = winnow_arena_copy(arena, text.data, text.length_bytes);
    size_t length = 0;
    bool space = false;

    for (size_t i = 0; i < text.length_bytes; i++) {
        char c = copy[i];
        if (winnow_html_is_white(c)) {
            space = length != 0;
            continue;
        }
        if (space)
            copy[length++] = ' ';
        space = false;
        if (lower && c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        copy[length++] = c;
    }
    copy[length] = '\0';
    return (struct winnow_view){copy, length};
}

/* `written` is what stands for the content in document->text, or NULL. */
static void add_meta(struct winnow_html_head *head, struct winnow_view name,
                     struct winnow_view content, struct winnow_view written)
{
    struct winnow_document *document = head->document;
    struct winnow_meta *meta;
    size_t start;

    if (name.length_bytes == 0 || content.length_bytes == 0)
        return;
    if (document->n_meta == head->meta_capacity) {
        uint32_t grown =
            head->meta_capacity == 0 ? 32 : head->meta_capacity * 2;
        document->meta = winnow_arena_grow(document->arena, document->meta,
                                           head->meta_capacity * sizeof *meta,
                                           grown * sizeof *meta);
        head->meta_capacity = grown;
    }
    meta = &document->meta[document->n_meta++];
    meta->name = folded(document->arena, name, true);
    meta->content = folded(document->arena, content, false);
    meta->span = (struct winnow_range){0, 0};
    if (written.data == NULL)
        return;
    start = (size_t)(written.data - document->text.data);
    meta->span.start = winnow_body_offset(document, start, false);
    meta->span.end =
        winnow_body_offset(document, start + written.length_bytes, true);
}

static void read_meta(struct winnow_html_head *head,
                      struct winnow_html_attributes *attributes)
{
    static const enum winnow_html_attribute_name names[] = {
        WINNOW_HTML_PROPERTY, WINNOW_HTML_NAME, WINNOW_HTML_ITEMPROP,
        WINNOW_HTML_HTTP_EQUIV};

    if (!winnow_html_has(attributes, WINNOW_HTML_CONTENT))
        return;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct winnow_view name = winnow_html_value(attributes, names[i]);
        if (name.length_bytes != 0) {
            add_meta(head, name,
                     winnow_html_value(attributes, WINNOW_HTML_CONTENT),
                     attributes->written[WINNOW_HTML_CONTENT]);
            return;
        }
    }
}

static void read_link(struct winnow_html_head *head,
                      struct winnow_html_attributes *attributes)
{
    struct winnow_view rel = winnow_html_value(attributes, WINNOW_HTML_REL);

    if (winnow_view_is(rel, "canonical") || winnow_view_is(rel, "license"))
        add_meta(head, rel, winnow_html_value(attributes, WINNOW_HTML_HREF),
                 attributes->written[WINNOW_HTML_HREF]);
}

static void add_script(struct winnow_html_head *head,
                       struct winnow_html_attributes *attributes,
                       struct winnow_view text)
{
    struct winnow_document *document = head->document;
    uint32_t n = document->n_scripts, grown = head->script_capacity * 2;

    if (n == head->script_capacity) {
        if (grown == 0)
            grown = 16;
        document->scripts = winnow_arena_grow(
            document->arena, document->scripts, n * sizeof *document->scripts,
            grown * sizeof *document->scripts);
        head->script_capacity = grown;
    }
    document->scripts[n] = (struct winnow_script){
        .type = winnow_html_value(attributes, WINNOW_HTML_TYPE),
        .id = winnow_html_value(attributes, WINNOW_HTML_ID),
        .text = text};
    document->n_scripts = n + 1;
}

static struct winnow_view text_of(const struct winnow_html_head *head,
                                  const struct winnow_html_content *content,
                                  enum winnow_html_place place)
{
    if (content->text.data != NULL)
        return content->text;
    return winnow_html_decode(head->document->arena, content->written, place);
}

static void read_script(struct winnow_html_head *head,
                        struct winnow_html_attributes *attributes,
                        const struct winnow_html_content *content)
{
    head->document->has_scripts = true;
    if (content->has_text)
        add_script(head, attributes, content->written);
}

static void read_language(struct winnow_html_head *head,
                          struct winnow_html_attributes *attributes)
{
    struct winnow_view lang =
        winnow_view_trim(winnow_html_value(attributes, WINNOW_HTML_LANG));

    if (lang.length_bytes == 0)
        lang = winnow_view_trim(
            winnow_html_value(attributes, WINNOW_HTML_XML_LANG));
    winnow_field_set(head->document, WINNOW_FIELD_LANGUAGE, lang,
                     WINNOW_NO_BLOCK);
}

void winnow_html_head_read(struct winnow_html_head *head, GumboTag tag,
                           struct winnow_html_attributes *attributes,
                           const struct winnow_html_content *content)
{
    switch (tag) {
    case GUMBO_TAG_META:
        read_meta(head, attributes);
        return;
    case GUMBO_TAG_LINK:
        read_link(head, attributes);
        return;
    case GUMBO_TAG_SCRIPT:
        read_script(head, attributes, content);
        return;
    case GUMBO_TAG_TITLE:
        if (content->has_text)
            add_meta(head, winnow_view_of("title"),
                     text_of(head, content, WINNOW_HTML_IN_DATA),
                     content->written);
        return;
    case GUMBO_TAG_HTML:
        read_language(head, attributes);
        return;
    default:
        return;
    }
}

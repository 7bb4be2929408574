/* What callers read of a result; see winnow.h. */
#include <string.h>

#include "chain.h"
#include "metadata.h"

const char *winnow_result_render(const winnow_result *result, enum winnow_to to,
                                 size_t *length_bytes)
{
    /* A rendering is a cache of what the result says, not a change of it; the
     * handle is the chain's, which is never const. */
    struct winnow_result *own = (struct winnow_result *)(uintptr_t)result;
    struct winnow_buffer *out = &own->rendered[to];

    if (to == WINNOW_TO_JSONL || to == WINNOW_TO_WARC)
        winnow_result_complete(own);
    winnow_buffer_clear(out);
    out->most_bytes = (size_t)own->document.options->max_output_bytes;
    winnow_render(&own->document, result->has_origin ? &result->origin : NULL,
                  to, out);
    winnow_buffer_byte(out, '\0');
    if (out->failed) {
        *length_bytes = 0;
        return "";
    }
    *length_bytes = out->length_bytes - 1;
    return out->data;
}

/* A view's bytes as a terminated string in the arena. */
static const char *terminated(const winnow_result *result,
                              struct winnow_view view)
{
    struct winnow_arena *arena = result->document.arena;
    jmp_buf escape;

    if (view.length_bytes == 0)
        return "";
    if (setjmp(escape) != 0) {
        arena->escape = NULL;
        return "";
    }
    arena->escape = &escape;
    view.data = winnow_arena_copy(arena, view.data, view.length_bytes);
    arena->escape = NULL;
    return view.data;
}

static const char *origin_of(const winnow_result *result,
                             enum winnow_field field)
{
    char from[WINNOW_FROM_BYTES];

    return terminated(
        result, (struct winnow_view){
                    from, winnow_field_from(&result->document, field, from)});
}

const char *winnow_result_field(const winnow_result *result, const char *name)
{
    const struct winnow_document *document = &result->document;

    if (strcmp(name, "language") == 0)
        winnow_result_complete((struct winnow_result *)(uintptr_t)result);
    for (int i = 0; i < WINNOW_N_FIELDS; i++) {
        enum winnow_field field = (enum winnow_field)i;
        size_t n = strlen(winnow_field_name(field));
        if (strncmp(name, winnow_field_name(field), n) != 0)
            continue;
        if (name[n] == '\0')
            return terminated(result, document->fields[field].value);
        if (strcmp(name + n, "-from") == 0)
            return origin_of(result, field);
    }
    if (strcmp(name, "url") == 0)
        return terminated(result, document->url);
    if (strcmp(name, "charset") == 0 && document->charset != NULL)
        return document->charset;
    if (strcmp(name, "charset-from") == 0 && document->charset_from != NULL)
        return document->charset_from;
    if (strcmp(name, "renderer") == 0 && document->renderer != NULL)
        return document->renderer;
    if (strcmp(name, "format") == 0 && document->refused == NULL)
        return document->from == WINNOW_FROM_HTML ? "html" : "text";
    if (strcmp(name, "empty") == 0)
        return winnow_empty_name(document->empty);
    if (strcmp(name, "refused") == 0 && document->refused != NULL)
        return document->refused;
    return "";
}

size_t winnow_result_n_blocks(const winnow_result *result)
{
    return result->document.n_blocks;
}

struct winnow_block_info winnow_result_block(const winnow_result *result,
                                             size_t i)
{
    const struct winnow_block *block = &result->document.blocks[i];

    return (struct winnow_block_info){
        .text = block->text.data,
        .length_bytes = block->text.length_bytes,
        .kind = block->kind,
        .kept = block->kept,
        .filter = block->filter,
        .rule = block->rule,
        .score = block->score,
        .ranges = block->spans,
        .n_ranges = block->n_spans,
        .output = block->output,
    };
}

uint64_t winnow_result_diagnostic(const winnow_result *result, const char *name)
{
    enum winnow_diag diag = winnow_diag_find(name);

    return diag < WINNOW_N_DIAGS ? result->document.diags.count[diag] : 0;
}

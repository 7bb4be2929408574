/* JSON-LD of a page, taken apart once; see ld_script.h. */
#include "ld_script.h"

#include <strings.h>

enum { SCRIPT_BYTES_MOST = 1 << 20 };

static bool is_json_ld(const struct winnow_script *script)
{
    static const char type[] = "application/ld+json";

    return script->type.length_bytes >= sizeof type - 1 &&
           strncasecmp(script->type.data, type, sizeof type - 1) == 0;
}

const struct winnow_ld_script *
winnow_ld_script(struct winnow_document *document, uint32_t number)
{
    struct winnow_script *script = &document->scripts[number];
    struct winnow_ld_script *read;

    if (script->ld != NULL || !is_json_ld(script))
        return script->ld;
    read = winnow_arena_calloc(document->arena, 1, sizeof *read);
    if (document->n_ld_scripts == WINNOW_LD_SCRIPTS_MOST) {
        read->faults = WINNOW_JSON_CUT;
    } else {
        document->n_ld_scripts++;
        read->values = winnow_json_index_loosely(document->arena, script->text,
                                                 SCRIPT_BYTES_MOST, &read->n,
                                                 &read->faults);
    }
    script->ld = read;
    return read;
}

struct winnow_view winnow_ld_name_of(const struct winnow_json_value *values,
                                     uint32_t i, uint32_t *object)
{
    const struct winnow_json_value *value = &values[i];
    const struct winnow_json_value *around = &values[value->parent];

    *object = value->parent;
    if (value->type != WINNOW_JSON_STRING)
        return (struct winnow_view){NULL, 0};
    if (around->type != WINNOW_JSON_ARRAY)
        return value->key;
    *object = around->parent;
    return around->key;
}

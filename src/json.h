/* JSON (RFC 8259): strings written, lines read. The one file that touches the
 * JSON library (jansson). */
#ifndef WINNOW_JSON_H
#define WINNOW_JSON_H

#include "buffer.h"
#include "document.h"

/* Appends "..." with everything escaped that JSON, JavaScript (U+2028/9) and a
 * terminal need escaped; bytes that are not UTF-8 become U+FFFD. */
void winnow_json_string(struct winnow_buffer *out, struct winnow_view string);

/* Takes one line apart: a JSON object. On success `value` is the decoded
 * string of `field` (in the arena) and true comes back; false: the line is not
 * a JSON object (`*is_object` false) or has no such string. Of a field given
 * twice the last counts. */
bool winnow_json_field(struct winnow_arena *arena, struct winnow_view line,
                       const char *field, struct winnow_view *value,
                       bool *is_object);

/* Appends the members of the object `line`, valid by winnow_json_field, byte
 * for byte and comma-separated without the outer braces, but those whose
 * (decoded) names are among the `n` of `without`. Returns how many. */
size_t winnow_json_members(struct winnow_buffer *out, struct winnow_view line,
                           const char *const *without, size_t n);

#endif

/* JSON (RFC 8259): strings written, lines read. The one file that touches the
 * JSON library (jansson). */
#ifndef WINNOW_JSON_H
#define WINNOW_JSON_H

#include "buffer.h"
#include "document.h"

/* Appends "..." with everything escaped that JSON, JavaScript (U+2028/9) and a
 * terminal need escaped; bytes that are not UTF-8 become U+FFFD. */
void winnow_json_string(struct winnow_buffer *out, struct winnow_view string);

/* Appends a member of an object: its name (ASCII, nothing in it to escape), its
 * value and a comma, which the object's end takes back. */
void winnow_json_name(struct winnow_buffer *out, const char *name);
void winnow_json_put_view(struct winnow_buffer *out, const char *name,
                          struct winnow_view value);
void winnow_json_put_string(struct winnow_buffer *out, const char *name,
                            const char *value);
void winnow_json_put_number(struct winnow_buffer *out, const char *name,
                            uint64_t number);
void winnow_json_open_object(struct winnow_buffer *out, const char *name);
/* Ends an object that has a member or has none, and appends `after`. */
void winnow_json_close_object(struct winnow_buffer *out, const char *after);

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

/* A value in JSON text: an object, an array or a string. */
enum winnow_json_type {
    WINNOW_JSON_OBJECT,
    WINNOW_JSON_ARRAY,
    WINNOW_JSON_STRING
};
struct winnow_json_value {
    enum winnow_json_type type;
    uint32_t parent;        /* index of what it stands in; the first: itself */
    struct winnow_view key; /* its name in the object it is a member of, as
                               written, without quotes; else empty */
    struct winnow_view raw; /* of a string: as written, without quotes */
};

/* Where the objects, arrays and strings stand in the JSON object or array that
 * `text` (valid UTF-8) starts with; what comes after it does not matter. In the
 * order they are written; in the arena. NULL and 0 where there is no valid JSON
 * or more of it than anyone writes for a page. Control characters inside
 * strings are let through, as pages have them. */
const struct winnow_json_value *winnow_json_index(struct winnow_arena *arena,
                                                  struct winnow_view text,
                                                  uint32_t *n);

/* What is wrong with JSON text that was read all the same. */
enum {
    WINNOW_JSON_BROKEN = 1 << 0, /* it is no valid JSON */
    WINNOW_JSON_CUT = 1 << 1     /* it is too long; what comes after is lost */
};

/* As winnow_json_index, of the first object or array in `text`, and where there
 * is no valid JSON, of what a reader would make of it: commas may be missing or
 * too many, brackets unclosed, quotes inside strings bare, comments in between.
 * Reads at most `most_bytes` of the text; keeps no values that stand deeper
 * than anyone nests them. `*faults` gets WINNOW_JSON_... */
const struct winnow_json_value *
winnow_json_index_loosely(struct winnow_arena *arena, struct winnow_view text,
                          size_t most_bytes, uint32_t *n, unsigned *faults);

/* Decodes the character or escape at `at` of a string as written; returns how
 * many bytes it is. Half a surrogate pair is U+FFFD. */
size_t winnow_json_character(struct winnow_view raw, size_t at, uint32_t *code);

/* A string as written, decoded; in the arena, or `raw` where nothing in it is
 * escaped. */
struct winnow_view winnow_json_unescape(struct winnow_arena *arena,
                                        struct winnow_view raw);

#endif

/* Members found in JSON text that need not be valid, as pages break it often:
 * by walking over its strings, whatever stands between them. */
#ifndef WINNOW_JSON_SCAN_H
#define WINNOW_JSON_SCAN_H

#include "document.h"

/* The first byte at or after `at` that is no white space, or the text's end. */
size_t winnow_json_skip_white(struct winnow_view text, size_t at);

/* One past the closing quote of the string whose opening one is at `at`; the
 * text's end where it is not closed. */
size_t winnow_json_string_end(struct winnow_view text, size_t at);

/* Where the value of the first member at or after `at` starts whose name is one
 * of the `n` of `names`, at any depth; the text's end where there is none. */
size_t winnow_json_find_member(struct winnow_view text, size_t at,
                               const char *const *names, size_t n);

/* The string that starts at `at`, as written, without quotes; its data is NULL
 * where none starts there. */
struct winnow_view winnow_json_string_at(struct winnow_view text, size_t at);

#endif

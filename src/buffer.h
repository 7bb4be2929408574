/* A byte buffer that grows: what writers write into and readers fill. Reused
 * from document to document; it never shrinks but by winnow_buffer_free.
 *
 * A failed allocation sets `failed` and makes every later append a no-op, so
 * that a writer checks once at its end. So does passing `most_bytes`.
 */
#ifndef WINNOW_BUFFER_H
#define WINNOW_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct winnow_buffer {
    char *data; /* NULL while capacity is 0 */
    size_t length_bytes, capacity_bytes;
    bool failed;
    bool is_full;      /* it failed because of this: */
    size_t most_bytes; /* 0: no limit */
};

/* Room for `extra_bytes` more; returns where they start, NULL on failure. */
char *winnow_buffer_reserve(struct winnow_buffer *buffer, size_t extra_bytes);
void winnow_buffer_append(struct winnow_buffer *buffer, const void *bytes,
                          size_t length_bytes);
void winnow_buffer_string(struct winnow_buffer *buffer, const char *string);
void winnow_buffer_byte(struct winnow_buffer *buffer, char byte);
void winnow_buffer_number(struct winnow_buffer *buffer, uint64_t number);
void winnow_buffer_signed(struct winnow_buffer *buffer, int64_t number);
/* Empties it and forgets a failure; keeps the memory. */
void winnow_buffer_clear(struct winnow_buffer *buffer);
/* The same, but gives the memory back where it is more than `kept_bytes`. */
void winnow_buffer_reset(struct winnow_buffer *buffer, size_t kept_bytes);
void winnow_buffer_free(struct winnow_buffer *buffer);

#endif

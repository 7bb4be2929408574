/* A byte buffer that grows; see buffer.h. */
#include "buffer.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY_BYTES = 4096 };

static bool grow(struct winnow_buffer *buffer, size_t needed_bytes)
{
    size_t capacity = buffer->capacity_bytes;
    char *data;

    if (capacity < FIRST_CAPACITY_BYTES)
        capacity = FIRST_CAPACITY_BYTES;
    while (capacity < needed_bytes) {
        if (capacity > SIZE_MAX / 2)
            return false;
        capacity *= 2;
    }
    data = realloc(buffer->data, capacity);
    if (data == NULL)
        return false;
    buffer->data = data;
    buffer->capacity_bytes = capacity;
    return true;
}

static bool is_past_most(const struct winnow_buffer *buffer, size_t extra_bytes)
{
    return buffer->most_bytes != 0 &&
           (buffer->length_bytes > buffer->most_bytes ||
            extra_bytes > buffer->most_bytes - buffer->length_bytes);
}

char *winnow_buffer_reserve(struct winnow_buffer *buffer, size_t extra_bytes)
{
    if (buffer->failed)
        return NULL;
    if (is_past_most(buffer, extra_bytes)) {
        buffer->failed = buffer->is_full = true;
        return NULL;
    }
    if (extra_bytes > SIZE_MAX - buffer->length_bytes ||
        (buffer->length_bytes + extra_bytes > buffer->capacity_bytes &&
         !grow(buffer, buffer->length_bytes + extra_bytes))) {
        buffer->failed = true;
        return NULL;
    }
    return buffer->data + buffer->length_bytes;
}

void winnow_buffer_append(struct winnow_buffer *buffer, const void *bytes,
                          size_t length_bytes)
{
    char *end;

    if (length_bytes == 0)
        return;
    end = winnow_buffer_reserve(buffer, length_bytes);
    if (end == NULL)
        return;
    memcpy(end, bytes, length_bytes);
    buffer->length_bytes += length_bytes;
}

void winnow_buffer_string(struct winnow_buffer *buffer, const char *string)
{
    winnow_buffer_append(buffer, string, strlen(string));
}

void winnow_buffer_byte(struct winnow_buffer *buffer, char byte)
{
    winnow_buffer_append(buffer, &byte, 1);
}

void winnow_buffer_number(struct winnow_buffer *buffer, uint64_t number)
{
    char digits[20];
    size_t n = sizeof digits;

    do {
        digits[--n] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    winnow_buffer_append(buffer, digits + n, sizeof digits - n);
}

void winnow_buffer_signed(struct winnow_buffer *buffer, int64_t number)
{
    if (number < 0)
        winnow_buffer_byte(buffer, '-');
    winnow_buffer_number(buffer,
                         number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void winnow_buffer_clear(struct winnow_buffer *buffer)
{
    buffer->length_bytes = 0;
    buffer->failed = buffer->is_full = false;
}

void winnow_buffer_reset(struct winnow_buffer *buffer, size_t kept_bytes)
{
    if (buffer->capacity_bytes > kept_bytes)
        winnow_buffer_free(buffer);
    winnow_buffer_clear(buffer);
}

void winnow_buffer_free(struct winnow_buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct winnow_buffer){0};
}

/* What normalizers share: reading a text code point by code point. */
#ifndef WINNOW_NORMAL_H
#define WINNOW_NORMAL_H

#include "filter.h"
#include "fold.h"

/* The code point at `at`, below the text's end, and its length in bytes. */
static inline uint32_t winnow_code_at(struct winnow_view text, size_t at,
                                      size_t *length)
{
    uint32_t code;

    *length = winnow_decode_code_point(text.data + at,
                                       text.data + text.length_bytes, &code);
    return code;
}

/* The code point that ends at `at`; a space at the start of the text. */
static inline uint32_t winnow_code_before(struct winnow_view text, size_t at)
{
    size_t start = at, length;

    if (at == 0)
        return ' ';
    do
        start--;
    while (start != 0 && at - start < 4 &&
           ((unsigned char)text.data[start] & 0xC0) == 0x80);
    return winnow_code_at(text, start, &length);
}

/* The length of the white space at `at`, below the end; 0 if it is none. */
static inline size_t winnow_white_at(struct winnow_view text, size_t at)
{
    unsigned char byte = (unsigned char)text.data[at];
    size_t length;

    if (byte < 0x80)
        return byte == ' ' || (byte >= '\t' && byte <= '\r');
    /* White space beyond ASCII begins with one of four bytes. */
    if (byte != 0xC2 && (byte < 0xE1 || byte > 0xE3))
        return 0;
    if (winnow_class_of(winnow_code_at(text, at, &length)) !=
        WINNOW_CLASS_SPACE)
        return 0;
    return length;
}

#endif

/* What the capture reader must know of single characters: how wide they stand
 * in a terminal, whether they are blank, bullets, rules, or break lines.
 *
 * These are questions of layout, answered for whole ranges of Unicode 15; the
 * properties of characters as text are text.c's. */
#ifndef WINNOW_CAPTURE_CHARACTERS_H
#define WINNOW_CAPTURE_CHARACTERS_H

#include "fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the functions below answer for characters beyond ASCII. */
uint32_t winnow_character_beyond_ascii(const char *text, size_t end,
                                       size_t *offset);
bool winnow_is_blank_beyond_ascii(uint32_t character);
bool winnow_is_inkless_beyond_ascii(uint32_t character);
uint32_t winnow_columns_beyond_ascii(uint32_t character);

/* The character at `*offset` of valid UTF-8; moves `*offset` past it, never
 * past `end`. */
static inline uint32_t winnow_character_at(const char *text, size_t end,
                                           size_t *offset)
{
    unsigned char lead = (unsigned char)text[*offset];

    if (lead >= 0x80)
        return winnow_character_beyond_ascii(text, end, offset);
    ++*offset;
    return lead;
}

/* White space inside a line, of any width; U+00A0 and U+3000 among it. */
static inline bool winnow_is_blank(uint32_t character)
{
    if (character < 0x80)
        return character == ' ' || character == '\t';
    return winnow_is_blank_beyond_ascii(character);
}

/* Ends a line: LF, CR, FF, VT, NEL, U+2028, U+2029. */
static inline bool winnow_is_line_break(uint32_t character)
{
    return (character >= '\n' && character <= '\r') || character == 0x85 ||
           character == 0x2028 || character == 0x2029;
}

/* Neither ink nor space: zero-width characters, controls. */
static inline bool winnow_is_inkless(uint32_t character)
{
    if (character < 0x7f)
        return character < '\t' || (character > '\r' && character < ' ');
    return winnow_is_inkless_beyond_ascii(character);
}

/* Columns in a terminal: 0, 1 or 2 (UAX #11, wide and fullwidth). */
static inline uint32_t winnow_columns(uint32_t character)
{
    if (character >= ' ' && character < 0x7f)
        return 1;
    return winnow_columns_beyond_ascii(character);
}

/* Han, Hiragana, Katakana: written without spaces between words. */
bool winnow_is_spaceless_beyond_ascii(uint32_t character);
static inline bool winnow_is_spaceless(uint32_t character)
{
    return character >= 0x2e80 && winnow_is_spaceless_beyond_ascii(character);
}
/* A mark that nothing but a list puts before a text. */
bool winnow_is_bullet(uint32_t character);
/* What rules, frames and leaders are drawn with; bullets too. */
bool winnow_is_rule(uint32_t character);
/* A vertical line of a drawn table, or "|". */
static inline bool winnow_is_column_rule(uint32_t character)
{
    return character == '|' || character == 0x2502 || character == 0x2503 ||
           character == 0x2551 || character == 0xa6;
}

/* 0..9 */
static inline bool winnow_is_digit(uint32_t character)
{
    return character >= '0' && character <= '9';
}

#endif

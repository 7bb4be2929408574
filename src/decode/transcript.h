/* A text while it is being decoded: UTF-8 and, beside it, the map that says for
 * every character where in the body it stood. Decoders append in the order of
 * the body; what they skip (a byte order mark, an escape sequence) is a gap
 * between two runs of the map. Internal to decode/. */
#ifndef WINNOW_DECODE_TRANSCRIPT_H
#define WINNOW_DECODE_TRANSCRIPT_H

#include "document.h"

#define WINNOW_REPLACEMENT 0xFFFDu

struct winnow_transcript {
    struct winnow_document *document; /* its arena and its diagnostics */
    unsigned char *text;
    size_t length_bytes, capacity_bytes;
    struct winnow_map_run *runs;
    size_t n_runs, runs_capacity;
    struct winnow_map_run open; /* the run that still grows; n 0: none */
};

/* Starts with room for `expected_bytes` of text; more is made as needed. */
void winnow_transcript_begin(struct winnow_transcript *transcript,
                             struct winnow_document *document,
                             size_t expected_bytes);

/* Appends one character that stood in `body_width` bytes at `body`. */
void winnow_transcript_character(struct winnow_transcript *transcript,
                                 uint64_t body, unsigned body_width,
                                 uint32_t character);

/* Appends two characters that stand for one in the body. */
void winnow_transcript_pair(struct winnow_transcript *transcript, uint64_t body,
                            unsigned body_width, uint32_t first,
                            uint32_t second);

/* Appends bytes that are UTF-8 in the body already. */
void winnow_transcript_copy(struct winnow_transcript *transcript, uint64_t body,
                            const unsigned char *bytes, size_t length_bytes);

/* Appends characters that are all `body_width` bytes wide in the body and
 * `text_width` in the text. */
void winnow_transcript_stretch(struct winnow_transcript *transcript,
                               uint64_t body, unsigned body_width,
                               unsigned text_width, const char *text,
                               size_t length_bytes);

/* Appends U+FFFD for `body_width` bytes that mean nothing, and counts them. */
void winnow_transcript_malformed(struct winnow_transcript *transcript,
                                 uint64_t body, unsigned body_width);

/* Hands text and map over to the document. */
void winnow_transcript_end(struct winnow_transcript *transcript);

/* Bytes of ASCII at the start of `bytes`. */
size_t winnow_ascii_prefix(const unsigned char *bytes, size_t length_bytes);

/* The character as UTF-8 in `out`; returns how many bytes it took. Surrogates
 * must not come in. */
size_t winnow_utf8_encode(uint32_t character, unsigned char out[4]);

#endif

/* Text and map while they are written; see transcript.h. Runs are merged as
 * long as the widths stay equal and nothing was skipped between. */
#include "decode/transcript.h"

#include "stride.h"

#include <string.h>

enum { FIRST_RUNS = 64, ROOM_BYTES = 16 };

void winnow_transcript_begin(struct winnow_transcript *transcript,
                             struct winnow_document *document,
                             size_t expected_bytes)
{
    memset(transcript, 0, sizeof *transcript);
    transcript->document = document;
    transcript->capacity_bytes =
        expected_bytes > SIZE_MAX / 4 ? SIZE_MAX / 4 : expected_bytes;
    transcript->capacity_bytes += ROOM_BYTES;
    transcript->text =
        winnow_arena_alloc(document->arena, transcript->capacity_bytes);
}

static void make_room(struct winnow_transcript *transcript, size_t extra_bytes)
{
    size_t old = transcript->capacity_bytes, wanted = old + old / 2;

    if (extra_bytes > SIZE_MAX / 4 || old > SIZE_MAX / 4)
        wanted = SIZE_MAX; /* no arena has that: it leaves */
    else if (wanted - transcript->length_bytes < extra_bytes)
        wanted = transcript->length_bytes + extra_bytes;
    transcript->text = winnow_arena_grow(transcript->document->arena,
                                         transcript->text, old, wanted);
    transcript->capacity_bytes = wanted;
}

static unsigned char *room(struct winnow_transcript *transcript,
                           size_t extra_bytes)
{
    if (transcript->capacity_bytes - transcript->length_bytes < extra_bytes)
        make_room(transcript, extra_bytes);
    return transcript->text + transcript->length_bytes;
}

static void close_run(struct winnow_transcript *transcript)
{
    if (transcript->open.n == 0)
        return;
    if (transcript->n_runs == transcript->runs_capacity) {
        size_t old = transcript->runs_capacity;
        size_t wanted = old == 0 ? FIRST_RUNS : old * 2;
        transcript->runs = winnow_arena_grow(
            transcript->document->arena, transcript->runs,
            old * sizeof *transcript->runs, wanted * sizeof *transcript->runs);
        transcript->runs_capacity = wanted;
    }
    transcript->runs[transcript->n_runs++] = transcript->open;
    transcript->open.n = 0;
}

/* Adds `n` characters of these widths to the map; the text comes after. */
static void map(struct winnow_transcript *transcript, uint64_t body, uint32_t n,
                unsigned body_width, unsigned text_width)
{
    struct winnow_map_run *open = &transcript->open;

    if (open->n != 0 && open->body_width == body_width &&
        open->text_width == text_width && n <= UINT32_MAX - open->n &&
        open->body + (uint64_t)open->n * body_width == body) {
        open->n += n;
        return;
    }
    close_run(transcript);
    open->body = body;
    open->text = transcript->length_bytes;
    open->n = n;
    open->body_width = (uint8_t)body_width;
    open->text_width = (uint8_t)text_width;
}

size_t winnow_utf8_encode(uint32_t character, unsigned char out[4])
{
    if (character < 0x80) {
        out[0] = (unsigned char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (unsigned char)(0xC0 | character >> 6);
        out[1] = (unsigned char)(0x80 | (character & 0x3F));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = (unsigned char)(0xE0 | character >> 12);
        out[1] = (unsigned char)(0x80 | (character >> 6 & 0x3F));
        out[2] = (unsigned char)(0x80 | (character & 0x3F));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | character >> 18);
    out[1] = (unsigned char)(0x80 | (character >> 12 & 0x3F));
    out[2] = (unsigned char)(0x80 | (character >> 6 & 0x3F));
    out[3] = (unsigned char)(0x80 | (character & 0x3F));
    return 4;
}

void winnow_transcript_character(struct winnow_transcript *transcript,
                                 uint64_t body, unsigned body_width,
                                 uint32_t character)
{
    size_t width = winnow_utf8_encode(character, room(transcript, 4));

    map(transcript, body, 1, body_width, (unsigned)width);
    transcript->length_bytes += width;
}

void winnow_transcript_pair(struct winnow_transcript *transcript, uint64_t body,
                            unsigned body_width, uint32_t first,
                            uint32_t second)
{
    unsigned char *out = room(transcript, 8);
    size_t width = winnow_utf8_encode(first, out);

    width += winnow_utf8_encode(second, out + width);
    map(transcript, body, 1, body_width, (unsigned)width);
    transcript->length_bytes += width;
}

void winnow_transcript_copy(struct winnow_transcript *transcript, uint64_t body,
                            const unsigned char *bytes, size_t length_bytes)
{
    while (length_bytes != 0) {
        size_t part = length_bytes;
        if (part > UINT32_MAX)
            part = UINT32_MAX;
        memcpy(room(transcript, part), bytes, part);
        map(transcript, body, (uint32_t)part, 1, 1);
        transcript->length_bytes += part;
        body += part;
        bytes += part;
        length_bytes -= part;
    }
}

void winnow_transcript_stretch(struct winnow_transcript *transcript,
                               uint64_t body, unsigned body_width,
                               unsigned text_width, const char *text,
                               size_t length_bytes)
{
    if (length_bytes == 0)
        return;
    memcpy(room(transcript, length_bytes), text, length_bytes);
    map(transcript, body, (uint32_t)(length_bytes / text_width), body_width,
        text_width);
    transcript->length_bytes += length_bytes;
}

void winnow_transcript_malformed(struct winnow_transcript *transcript,
                                 uint64_t body, unsigned body_width)
{
    winnow_diag_count(&transcript->document->diags,
                      WINNOW_DIAG_CHARSET_MALFORMED, body);
    transcript->document->trail.n_malformed_bytes += body_width;
    winnow_transcript_character(transcript, body, body_width,
                                WINNOW_REPLACEMENT);
}

void winnow_transcript_end(struct winnow_transcript *transcript)
{
    struct winnow_document *document = transcript->document;

    close_run(transcript);
    document->text.data = (const char *)transcript->text;
    document->text.length_bytes = transcript->length_bytes;
    document->map = transcript->runs;
    document->n_map_runs = transcript->n_runs;
}

static bool is_ascii(const unsigned char *bytes, size_t n_words)
{
    uint64_t all = 0;

    for (size_t i = 0; i < n_words; i++) {
        uint64_t word;
        memcpy(&word, bytes + i * sizeof word, sizeof word);
        all |= word;
    }
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

size_t winnow_ascii_prefix(const unsigned char *bytes, size_t length_bytes)
{
    enum { WORD = sizeof(uint64_t), LONG_WORDS = 8 };
    size_t i = 0;

    /* the first word before more: in other scripts few bytes are, mostly */
    if (length_bytes >= WORD && is_ascii(bytes, 1))
        while (length_bytes - i >= LONG_WORDS * WORD &&
               is_ascii(bytes + i, LONG_WORDS))
            i += LONG_WORDS * WORD;
    for (; length_bytes - i >= WORD; i += WORD) {
        uint64_t others =
            winnow_stride_at((const char *)bytes + i) & WINNOW_EVERY_BYTE(0x80);
        if (others != 0)
            return i + winnow_first_of_word(others);
    }
    while (i < length_bytes && bytes[i] < 0x80)
        i++;
    return i;
}

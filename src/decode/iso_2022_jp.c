/* ISO-2022-JP; see iso_2022_jp.h. Escape sequences are gaps in the map. */
#include "decode/iso_2022_jp.h"

#include "decode/converters.h"

enum state { ASCII, ROMAN, KATAKANA, TWO_BYTES };

struct reading {
    struct winnow_decoder *decoder;
    struct winnow_transcript *transcript;
    const unsigned char *p;
    size_t at, end;
    enum state state;
    bool after_escape; /* nothing was written since the last escape */
};

enum { ESCAPE = 0x1B };

/* The state that the escape sequence at `p` asks for; false: it is none. */
static bool escape_state(const unsigned char *p, size_t left, enum state *state)
{
    static const struct {
        unsigned char first, second;
        enum state state;
    } sequences[] = {{'(', 'B', ASCII},
                     {'(', 'J', ROMAN},
                     {'(', 'I', KATAKANA},
                     {'$', '@', TWO_BYTES},
                     {'$', 'B', TWO_BYTES}};

    if (left < 3)
        return false;
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++)
        if (p[1] == sequences[i].first && p[2] == sequences[i].second) {
            *state = sequences[i].state;
            return true;
        }
    return false;
}

static void put(struct reading *reading, unsigned width, uint32_t character)
{
    if (character == WINNOW_NO_CHARACTER)
        winnow_transcript_malformed(reading->transcript, reading->at, width);
    else
        winnow_transcript_character(reading->transcript, reading->at, width,
                                    character);
    reading->at += width;
    reading->after_escape = false;
}

/* An escape that follows another with nothing between is malformed: it could
 * hide bytes from a filter. */
static void read_escape(struct reading *reading)
{
    bool repeated = reading->after_escape;

    if (!escape_state(reading->p + reading->at, reading->end - reading->at,
                      &reading->state)) {
        put(reading, 1, WINNOW_NO_CHARACTER);
        return;
    }
    if (repeated)
        put(reading, 3, WINNOW_NO_CHARACTER);
    else
        reading->at += 3;
    reading->after_escape = true;
}

static uint32_t one_byte(enum state state, unsigned char byte)
{
    if (state == KATAKANA)
        return byte >= 0x21 && byte <= 0x5F ? 0xFF61u + (byte - 0x21u)
                                            : WINNOW_NO_CHARACTER;
    if (byte >= 0x80 || byte == 0x0E || byte == 0x0F)
        return WINNOW_NO_CHARACTER;
    if (state == ROMAN && byte == 0x5C)
        return 0xA5;
    if (state == ROMAN && byte == 0x7E)
        return 0x203E;
    return byte;
}

static bool is_row(unsigned char byte)
{
    return byte >= 0x21 && byte <= 0x7E;
}

static void read_two_bytes(struct reading *reading)
{
    const unsigned char *p = reading->p + reading->at;
    size_t left = reading->end - reading->at;

    if (!is_row(p[0]) || left < 2 || p[1] == ESCAPE) {
        put(reading, 1, WINNOW_NO_CHARACTER);
        return;
    }
    put(reading, 2,
        is_row(p[1])
            ? winnow_converter_ask(reading->decoder, WINNOW_CODES_JIS_0208,
                                   (p[0] - 0x21u) * 94 + p[1] - 0x21u)
            : WINNOW_NO_CHARACTER);
}

void winnow_iso_2022_jp_decode(struct winnow_decoder *decoder,
                               struct winnow_transcript *transcript,
                               struct winnow_view body, size_t start)
{
    struct reading reading = {
        decoder, transcript,        (const unsigned char *)body.data,
        start,   body.length_bytes, ASCII,
        false};

    while (reading.at < reading.end) {
        unsigned char byte = reading.p[reading.at];
        if (byte == ESCAPE)
            read_escape(&reading);
        else if (reading.state == TWO_BYTES)
            read_two_bytes(&reading);
        else
            put(&reading, 1, one_byte(reading.state, byte));
    }
}

/* Text made safe for a terminal; see terminal.h. File names and URLs come from
 * archives, and a diagnostic that shows them must not become a command
 * (ECMA-48 sequences) or change the order of what is read (UAX #9). */
#include "writer/terminal.h"
#include "utf8.h"

static void write_hex(struct winnow_buffer *out, uint32_t value,
                      size_t n_digits)
{
    static const char digits[] = "0123456789abcdef";

    while (n_digits-- != 0)
        winnow_buffer_byte(out, digits[value >> (4 * n_digits) & 15]);
}

static void write_bytes(struct winnow_buffer *out, const unsigned char *bytes,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        winnow_buffer_string(out, "\\x");
        write_hex(out, bytes[i], 2);
    }
}

static bool acts_on_terminal(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
           code == 0x2029 || winnow_is_bidi_control(code);
}

void winnow_terminal_string(struct winnow_buffer *out,
                            struct winnow_view string)
{
    const unsigned char *bytes = (const unsigned char *)string.data;
    size_t length;

    for (size_t i = 0; i < string.length_bytes; i += length) {
        bool is_valid;
        uint32_t code;
        length =
            winnow_utf8_sequence(bytes + i, string.length_bytes - i, &is_valid);
        code = winnow_utf8_code_point(bytes + i, length);
        if (is_valid && !acts_on_terminal(code)) {
            winnow_buffer_append(out, bytes + i, length);
        } else if (!is_valid || length == 1) {
            write_bytes(out, bytes + i, length);
        } else {
            winnow_buffer_string(out, "\\u{");
            write_hex(out, code, 4);
            winnow_buffer_byte(out, '}');
        }
    }
}

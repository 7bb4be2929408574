/* A document through the whole chain, written in every form. The first byte
 * says what it is taken for. What is written must be fit for where it goes:
 * valid UTF-8, and no control character that a terminal would obey. */
#include "fuzz.h"

#include <stdlib.h>

#include "utf8.h"

static bool is_control(uint32_t code)
{
    return (code < 0x20 && code != '\n' && code != '\t') ||
           (code >= 0x7f && code < 0xa0) || winnow_is_bidi_control(code);
}

static void check_text(struct winnow_view text)
{
    size_t at = 0, length;
    bool is_valid;

    for (; at < text.length_bytes; at += length) {
        const unsigned char *c = (const unsigned char *)text.data + at;
        length = winnow_utf8_sequence(c, text.length_bytes - at, &is_valid);
        fuzz_require(is_valid, "what is written is UTF-8");
        fuzz_require(!is_control(winnow_utf8_code_point(c, length)),
                     "no control character is written");
    }
}

/* A line of JSON is one line. */
static void check_line(struct winnow_view line)
{
    check_text(line);
    fuzz_require(line.length_bytes != 0 &&
                     memchr(line.data, '\n', line.length_bytes) ==
                         line.data + line.length_bytes - 1,
                 "a line ends once");
}

static void check_result(const winnow_result *result)
{
    struct winnow_view out;

    for (int to = 0; to <= WINNOW_TO_EXPLAINED; to++) {
        out.data =
            winnow_result_render(result, (enum winnow_to)to, &out.length_bytes);
        if (to == WINNOW_TO_TEXT || to == WINNOW_TO_MARKDOWN)
            check_text(out);
        if (to == WINNOW_TO_JSONL || to == WINNOW_TO_LEDGER)
            check_line(out);
    }
}

static winnow_chain *open_chain(void)
{
    static winnow_chain *chain;
    winnow_options *options;

    if (chain != NULL)
        return chain;
    if (winnow_options_new(&options) != WINNOW_OK ||
        winnow_options_set(options, "max-memory", "64M") != WINNOW_OK ||
        winnow_options_set(options, "inline-ledger", NULL) != WINNOW_OK ||
        winnow_options_set(options, "ledger-text", NULL) != WINNOW_OK ||
        winnow_chain_new(options, &chain) != WINNOW_OK)
        abort();
    winnow_options_free(options);
    return chain;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const winnow_result *result;
    struct winnow_input input = {.url = "http://page.example/a/b?c"};

    if (n == 0)
        return 0;
    input.from = (enum winnow_from)(bytes[0] % 3);
    input.bytes = bytes + 1;
    input.length_bytes = n - 1;
    if (winnow_chain_run(open_chain(), &input, &result) != WINNOW_OK)
        abort();
    check_result(result);
    return 0;
}

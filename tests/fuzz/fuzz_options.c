/* Options by name and value, a line each, and the phrases of a user's file. */
#include "fuzz.h"

#include <stdlib.h>

#include "phrases.h"

enum { LINE_BYTES = 512, PHRASES_BYTES = 512 };

/* An error is one line that may go to a terminal. */
static void check_error(const winnow_options *options)
{
    const char *error = winnow_options_error(options);

    fuzz_require(error[0] != '\0', "a refusal says why");
    for (size_t i = 0; error[i] != '\0'; i++)
        fuzz_require((unsigned char)error[i] >= ' ' && error[i] != 0x7f,
                     "an error holds no control character");
}

static void set_option(winnow_options *options, char *line)
{
    char *value = strchr(line, '=');
    enum winnow_status status;

    if (value != NULL)
        *value++ = '\0';
    if (strcmp(line, "phrases") == 0)
        return; /* names a file */
    status = winnow_options_set(options, line, value);
    if (status == WINNOW_ERR_OPTION)
        check_error(options);
}

static void read_phrases(const char *bytes, size_t n)
{
    const struct winnow_phrase_source source = {
        NULL, {bytes, n < PHRASES_BYTES ? n : PHRASES_BYTES}};
    struct winnow_phrases *phrases = NULL;
    char error[256];

    if (winnow_phrases_build(&source, 1, &phrases, error, sizeof error) ==
        WINNOW_OK)
        winnow_phrases_free(phrases);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *at = (const char *)bytes, *end = at + n;
    winnow_options *options, *copy;
    char line[LINE_BYTES], why[256], digits[17];

    if (n != 0 && bytes[0] == '[') {
        read_phrases(at, n);
        return 0;
    }
    if (winnow_options_new(&options) != WINNOW_OK)
        abort();
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((line_end == NULL ? end : line_end) - at);
        size_t kept = length < sizeof line ? length : sizeof line - 1;
        memcpy(line, at, kept);
        line[kept] = '\0';
        set_option(options, line);
        at += length + (line_end != NULL);
    }
    winnow_options_agree(options, why, sizeof why);
    winnow_options_config(options, digits);
    if (winnow_options_copy(options, &copy) != WINNOW_OK)
        abort();
    winnow_options_free(copy);
    winnow_options_free(options);
    return 0;
}

/* Decodes strings for tests/encodings.py, which compares them with a decoder of
 * its own. Standard input: for each charset a line "NAME N", then N strings,
 * each its length (4 bytes, little-endian) and its bytes; the name "?" leaves
 * the charset to be found. Standard output: for each string the decoded text in
 * the same form, then how many malformed sequences it held (4 bytes). Every
 * string is also looked up in its map, and each FED-th one goes through a chain
 * in one piece and byte by byte: any difference ends the program with a line on
 * standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/charset.h"
#include "decode/decode.h"

enum { FED = 100, NAME_MAX_BYTES = 64 };

static struct winnow_arena arena;
static struct winnow_decoder *decoder;
static winnow_chain *chain;

static _Noreturn void fail(const char *what, const char *charset)
{
    fprintf(stderr, "decode-strings: %s: %s\n", charset, what);
    exit(1);
}

static bool read_number(uint32_t *number)
{
    unsigned char bytes[4];

    if (fread(bytes, 1, sizeof bytes, stdin) != sizeof bytes)
        return false;
    *number = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
              (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    return true;
}

static void write_number(size_t number)
{
    const unsigned char bytes[4] = {
        (unsigned char)number, (unsigned char)(number >> 8),
        (unsigned char)(number >> 16), (unsigned char)(number >> 24)};

    fwrite(bytes, 1, sizeof bytes, stdout);
}

/* The map covers the text without a gap and rises in the body. */
static bool is_map_whole(const struct winnow_document *document)
{
    size_t text = 0;
    uint64_t body = 0;

    for (size_t i = 0; i < document->n_map_runs; i++) {
        const struct winnow_map_run *run = &document->map[i];
        if (run->text != text || run->body < body || run->n == 0)
            return false;
        text += (size_t)run->n * run->text_width;
        body = run->body + (uint64_t)run->n * run->body_width;
    }
    return text == document->text.length_bytes &&
           body <= document->body.length_bytes;
}

static void decode(const struct winnow_charset *charset,
                   struct winnow_view body)
{
    struct winnow_document document = {.arena = &arena, .body = body};

    winnow_arena_reset(&arena, 1 << 20);
    document.from = WINNOW_FROM_TEXT;
    if (charset == NULL)
        winnow_decode_charset(decoder, &document);
    else
        winnow_charset_decode(decoder, charset, &document, 0);
    if (!is_map_whole(&document))
        fail("the map does not cover the text",
             charset == NULL ? document.charset : charset->name);
    write_number(document.text.length_bytes);
    fwrite(document.text.data, 1, document.text.length_bytes, stdout);
    write_number(document.diags.count[WINNOW_DIAG_CHARSET_MALFORMED]);
}

static char *render(const winnow_result *result, size_t *length_bytes)
{
    const char *line =
        winnow_result_render(result, WINNOW_TO_JSONL, length_bytes);
    char *copy = malloc(*length_bytes + 1);

    if (copy == NULL)
        fail("no memory", "");
    memcpy(copy, line, *length_bytes + 1);
    return copy;
}

static void feed(const char *charset, struct winnow_view body)
{
    struct winnow_input input = {.bytes = body.data,
                                 .length_bytes = body.length_bytes,
                                 .from = WINNOW_FROM_TEXT,
                                 .charset = charset};
    const winnow_result *result;
    size_t one_bytes, other_bytes;
    char *one, *other;

    if (winnow_chain_run(chain, &input, &result) != WINNOW_OK)
        fail("it does not run", charset);
    one = render(result, &one_bytes);
    for (size_t i = 0; i < body.length_bytes; i++)
        if (winnow_chain_feed(chain, body.data + i, 1) != WINNOW_OK)
            fail("it is not fed", charset);
    if (winnow_chain_finish(chain, &input, &result) != WINNOW_OK)
        fail("it does not finish", charset);
    other = render(result, &other_bytes);
    if (one_bytes != other_bytes || memcmp(one, other, one_bytes) != 0)
        fail("in one piece and byte by byte differ", charset);
    free(one);
    free(other);
}

static void do_charset(const char *name, unsigned n)
{
    const struct winnow_charset *charset =
        winnow_charset_of(winnow_view_of(name));
    static char bytes[1 << 20];
    bool is_open = strcmp(name, "?") == 0;
    uint32_t length;

    if (!is_open && (charset == NULL || strcmp(charset->name, name) != 0))
        fail("it is no charset", name);
    for (unsigned i = 0; i < n; i++) {
        struct winnow_view body = {bytes, 0};
        if (!read_number(&length) || length > sizeof bytes ||
            fread(bytes, 1, length, stdin) != length)
            fail("the input ends early", name);
        body.length_bytes = length;
        decode(charset, body);
        if (i % FED == 0 && !is_open)
            feed(name, body);
    }
}

/* What a label names, or "-". */
static void print_labels(int n, char **labels)
{
    for (int i = 0; i < n; i++) {
        const char *name = winnow_charset_find(winnow_view_of(labels[i]));
        printf("%s\n", name == NULL ? "-" : name);
    }
}

int main(int argc, char **argv)
{
    winnow_options *options;
    char name[NAME_MAX_BYTES];
    unsigned n;

    if (argc > 1) {
        print_labels(argc - 1, argv + 1);
        return 0;
    }
    winnow_arena_init(&arena);
    if (winnow_decode_open(&decoder) != WINNOW_OK ||
        winnow_options_new(&options) != WINNOW_OK ||
        winnow_chain_new(options, &chain) != WINNOW_OK)
        return 1;
    while (scanf("%63s %u", name, &n) == 2 && getchar() == '\n')
        do_charset(name, n);
    winnow_chain_free(chain);
    winnow_options_free(options);
    winnow_decode_close(decoder);
    winnow_arena_free(&arena);
    return 0;
}

/* phrases-to-c OUTPUT.c INPUT.txt...: run by the build. Writes the constant
 * tables of the library: the phrases of filters/phrases/ (the group is the file
 * name without .txt) as phrases.h compiles them, their sources, and what fold.h
 * says of every code point. The same inputs give the same bytes. */
#include "fold.h"
#include "phrases-table.h"
#include "phrases.h"

#include <errno.h>

enum { PAGE_CODES = WINNOW_FOLD_PAGE_CODES };

/* ---- C text -------------------------------------------------------------- */

/* The rest of an array: `n` numbers, a few a line. */
static void write_numbers(FILE *out, const char *head, const uint32_t *numbers,
                          size_t n)
{
    fprintf(out, "%s = {", head);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s%lu,", i % 10 == 0 ? "\n    " : " ",
                (unsigned long)numbers[i]);
    fprintf(out, "%s\n};\n\n", n == 0 ? "0" : "");
}

static void write_character(FILE *out, unsigned char byte)
{
    if (byte == '\\' || byte == '"')
        fprintf(out, "\\%c", byte);
    else if (byte >= ' ' && byte < 0x7F && byte != '?')
        fputc(byte, out);
    else
        fprintf(out, "\\%03o", byte);
}

/* Bytes as a string literal in pieces. */
static void write_bytes(FILE *out, const char *head, const char *bytes,
                        size_t n)
{
    enum { LINE_BYTES = 64 };

    fprintf(out, "%s =", head);
    for (size_t i = 0; i < n; i++) {
        if (i % LINE_BYTES == 0)
            fprintf(out, "%s\n    \"", i == 0 ? "" : "\"");
        write_character(out, (unsigned char)bytes[i]);
    }
    fprintf(out, "%s;\n\n", n == 0 ? " \"\"" : "\"");
}

/* ---- code points --------------------------------------------------------- */

struct fold_tables {
    bool *unsafe;
    uint32_t stage1[WINNOW_FOLD_N_PAGES];
    struct winnow_buffer stage2; /* uint32_t */
    struct winnow_buffer strings;
};

/* Appends a folding of several letters; returns its offset. */
static uint32_t add_string(struct fold_tables *tables, const char *bytes,
                           size_t n)
{
    size_t offset = tables->strings.length_bytes;

    winnow_buffer_byte(&tables->strings, (char)n);
    winnow_buffer_append(&tables->strings, bytes, n);
    return (uint32_t)offset;
}

static uint32_t entry_of(struct fold_tables *tables, uint32_t code)
{
    char bytes[WINNOW_FOLD_BYTES_MAX];
    size_t n;
    uint32_t class = winnow_fold_compute(code, bytes, &n);
    uint32_t form = WINNOW_FOLD_NOTHING, argument = 0, single;

    if (n != 0 && winnow_decode_code_point(bytes, bytes + n, &single) == n) {
        form = single == code ? WINNOW_FOLD_ITSELF : WINNOW_FOLD_SINGLE;
        argument = single == code ? 0 : single;
    } else if (n != 0) {
        form = WINNOW_FOLD_STRING;
        argument = add_string(tables, bytes, n);
    }
    return class | (tables->unsafe[code] ? WINNOW_FOLD_UNSAFE_BIT : 0) |
           form << WINNOW_FOLD_FORM_SHIFT |
           (uint32_t)winnow_case_compute(code) << WINNOW_FOLD_CASE_SHIFT |
           argument << WINNOW_FOLD_ARGUMENT_SHIFT;
}

/* The number of a page like `entries`: an earlier one, or a new one. */
static uint32_t find_page(struct fold_tables *tables,
                          const uint32_t entries[PAGE_CODES])
{
    size_t page_bytes = PAGE_CODES * sizeof entries[0];
    size_t n = tables->stage2.length_bytes / page_bytes;

    for (size_t i = 0; i < n; i++)
        if (memcmp(tables->stage2.data + i * page_bytes, entries, page_bytes) ==
            0)
            return (uint32_t)i;
    winnow_buffer_append(&tables->stage2, entries, page_bytes);
    return (uint32_t)n;
}

static void write_fold(FILE *out, struct fold_tables *tables)
{
    const void *stage2;

    winnow_nfc_compute(tables->unsafe);
    for (uint32_t page = 0; page < WINNOW_FOLD_N_PAGES; page++) {
        uint32_t entries[PAGE_CODES];
        for (uint32_t i = 0; i < PAGE_CODES; i++)
            entries[i] = entry_of(tables, page * PAGE_CODES + i);
        tables->stage1[page] = find_page(tables, entries);
    }
    stage2 = tables->stage2.data;
    write_numbers(out, "const uint16_t winnow_fold_stage1[]", tables->stage1,
                  WINNOW_FOLD_N_PAGES);
    write_numbers(out, "const uint32_t winnow_fold_stage2[]", stage2,
                  tables->stage2.length_bytes / sizeof(uint32_t));
    fprintf(out, "const uint8_t winnow_fold_strings[] = {");
    for (size_t i = 0; i < tables->strings.length_bytes; i++)
        fprintf(out, "%s%u,", i % 16 == 0 ? "\n    " : " ",
                (unsigned char)tables->strings.data[i]);
    fprintf(out, "\n};\n\n");
}

static bool make_fold(FILE *out)
{
    struct fold_tables *tables = calloc(1, sizeof *tables);
    bool done = false;

    if (tables == NULL)
        return false;
    tables->unsafe = calloc(WINNOW_N_CODE_POINTS, sizeof *tables->unsafe);
    if (tables->unsafe != NULL) {
        write_fold(out, tables);
        done = !tables->stage2.failed && !tables->strings.failed;
    }
    winnow_buffer_free(&tables->stage2);
    winnow_buffer_free(&tables->strings);
    free(tables->unsafe);
    free(tables);
    return done;
}

/* ---- phrases ------------------------------------------------------------- */

static void write_slots(FILE *out, const char *name,
                        const struct winnow_phrase_slot *slots, uint32_t n)
{
    fprintf(out, "static const struct winnow_phrase_slot %s[] = {\n", name);
    for (uint32_t i = 0; i < n; i++)
        fprintf(out, "    {UINT64_C(0x%llX), %u, %u},\n",
                (unsigned long long)slots[i].hash, (unsigned)slots[i].symbol,
                (unsigned)slots[i].root);
    fprintf(out, "};\n\n");
}

static void write_trie(FILE *out, const struct winnow_phrases *phrases)
{
    fprintf(out, "static const struct winnow_phrase_node nodes[] = {\n");
    for (uint32_t i = 0; i < phrases->n_nodes; i++)
        fprintf(out, "    {%u, %u, %u, %u},\n",
                (unsigned)phrases->nodes[i].first_edge,
                (unsigned)phrases->nodes[i].n_edges,
                (unsigned)phrases->nodes[i].first_output,
                (unsigned)phrases->nodes[i].n_outputs);
    fprintf(out, "};\n\nstatic const struct winnow_phrase_edge edges[] = {\n");
    for (uint32_t i = 0; i < phrases->n_edges; i++)
        fprintf(out, "    {%u, %u},\n", (unsigned)phrases->edges[i].symbol,
                (unsigned)phrases->edges[i].node);
    fprintf(out, "    {0, 0}};\n\n"
                 "static const struct winnow_phrase_output outputs[] = {\n");
    for (uint32_t i = 0; i < phrases->n_outputs; i++)
        fprintf(out, "    {%u, %u},\n", (unsigned)phrases->outputs[i].group,
                (unsigned)phrases->outputs[i].anchors);
    fprintf(out, "    {0, 0}};\n\n");
}

static void write_filter(FILE *out, const char *name, const uint64_t *filter,
                         size_t length)
{
    fprintf(out, "static const uint64_t %s[] = {", name);
    for (size_t i = 0; i < length; i++)
        fprintf(out, "%sUINT64_C(0x%llX),", i % 4 == 0 ? "\n    " : " ",
                (unsigned long long)filter[i]);
    fprintf(out, "\n};\n\n");
}

static void write_stem_lengths(FILE *out, const uint16_t *lengths)
{
    uint32_t numbers[WINNOW_STEM_LENGTHS_LENGTH];

    for (size_t i = 0; i < WINNOW_STEM_LENGTHS_LENGTH; i++)
        numbers[i] = lengths[i];
    write_numbers(out, "static const uint16_t stem_lengths[]", numbers,
                  WINNOW_STEM_LENGTHS_LENGTH);
}

static void write_phrases(FILE *out, const struct winnow_phrases *phrases)
{
    write_numbers(out, "static const uint32_t group_names[]",
                  phrases->group_names, phrases->n_groups);
    write_bytes(out, "static const char pool[]", phrases->pool,
                phrases->pool_bytes);
    write_slots(out, "words", phrases->words, phrases->word_mask + 1);
    write_slots(out, "stems", phrases->stems, phrases->stem_mask + 1);
    write_filter(out, "word_filter", phrases->word_filter,
                 WINNOW_WORD_FILTER_LENGTH);
    write_filter(out, "stem_filter", phrases->stem_filter,
                 WINNOW_STEM_FILTER_LENGTH);
    write_stem_lengths(out, phrases->stem_lengths);
    write_trie(out, phrases);
    fprintf(out,
            "static const struct winnow_phrases builtin = {\n"
            "    .n_groups = %u,\n    .n_symbols = %u,\n    .n_nodes = %u,\n"
            "    .n_edges = %u,\n    .n_outputs = %u,\n    .word_mask = %u,\n"
            "    .stem_mask = %u,\n    .pool_bytes = %u,\n"
            "    .number_root = %u,\n    .price_root = %u,\n",
            (unsigned)phrases->n_groups, (unsigned)phrases->n_symbols,
            (unsigned)phrases->n_nodes, (unsigned)phrases->n_edges,
            (unsigned)phrases->n_outputs, (unsigned)phrases->word_mask,
            (unsigned)phrases->stem_mask, (unsigned)phrases->pool_bytes,
            (unsigned)phrases->number_root, (unsigned)phrases->price_root);
    fprintf(out, "    .group_names = group_names,\n    .pool = pool,\n"
                 "    .words = words,\n    .stems = stems,\n"
                 "    .word_filter = word_filter,\n"
                 "    .stem_filter = stem_filter,\n"
                 "    .stem_lengths = stem_lengths,\n"
                 "    .nodes = nodes,\n    .edges = edges,\n"
                 "    .outputs = outputs,\n};\n\n"
                 "const struct winnow_phrases *winnow_phrases_builtin(void)\n"
                 "{\n    return &builtin;\n}\n\n");
}

static void write_sources(FILE *out, const struct winnow_phrase_source *sources,
                          size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char head[64];
        snprintf(head, sizeof head, "static const char source_%u[]",
                 (unsigned)i);
        write_bytes(out, head, sources[i].text.data,
                    sources[i].text.length_bytes);
    }
    fprintf(out, "static const struct winnow_phrase_source sources[] = {\n");
    for (size_t i = 0; i < n; i++)
        fprintf(out, "    {\"%s\", {source_%u, sizeof source_%u - 1}},\n",
                sources[i].group, (unsigned)i, (unsigned)i);
    fprintf(out, "};\n\n"
                 "const struct winnow_phrase_source *\n"
                 "winnow_phrases_builtin_sources(size_t *n)\n{\n"
                 "    *n = sizeof sources / sizeof sources[0];\n"
                 "    return sources;\n}\n");
}

/* ---- inputs -------------------------------------------------------------- */

static bool read_file(const char *path, struct winnow_buffer *bytes)
{
    enum { STEP_BYTES = 64 << 10 };
    FILE *file = fopen(path, "rb");
    size_t n = 1;
    bool done;

    if (file == NULL)
        return false;
    while (n != 0) {
        char *room = winnow_buffer_reserve(bytes, STEP_BYTES);
        n = room == NULL ? 0 : fread(room, 1, STEP_BYTES, file);
        bytes->length_bytes += n;
    }
    done = ferror(file) == 0 && !bytes->failed;
    fclose(file);
    return done;
}

/* "filters/phrases/share.txt": "share", in memory of its own. */
static char *group_of(const char *path)
{
    const char *name = strrchr(path, '/');
    char *group, *dot;

    group = strdup(name == NULL ? path : name + 1);
    dot = group == NULL ? NULL : strrchr(group, '.');
    if (dot != NULL)
        *dot = '\0';
    return group;
}

static int compare_sources(const void *left, const void *right)
{
    const struct winnow_phrase_source *a = left, *b = right;

    return strcmp(a->group, b->group);
}

static bool is_plain_name(const char *name)
{
    return name[0] != '\0' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* Reads the inputs; sorted, so that their order on the command line, which a
 * shell's locale decides, does not count. */
static bool read_sources(char **paths, size_t n,
                         struct winnow_phrase_source *sources,
                         struct winnow_buffer *bytes)
{
    for (size_t i = 0; i < n; i++) {
        sources[i].group = group_of(paths[i]);
        if (sources[i].group == NULL || !read_file(paths[i], &bytes[i])) {
            fprintf(stderr, "phrases-to-c: %s: %s\n", paths[i],
                    strerror(errno));
            return false;
        }
        if (!is_plain_name(sources[i].group)) {
            fprintf(stderr,
                    "phrases-to-c: %s: a file name has a-z, 0-9 and - only\n",
                    paths[i]);
            return false;
        }
        sources[i].text.data = bytes[i].data;
        sources[i].text.length_bytes = bytes[i].length_bytes;
    }
    qsort(sources, n, sizeof *sources, compare_sources);
    return true;
}

static bool write_all(FILE *out, const struct winnow_phrase_source *sources,
                      size_t n, const struct winnow_phrases *phrases)
{
    fprintf(
        out,
        "/* Made by tools/phrases-to-c.c from filters/phrases/ and from\n"
        " * Unicode's data (utf8proc) when the program is built; not to be\n"
        " * edited. %u groups, %u words and stems, %u nodes. */\n"
        "#include \"fold.h\"\n#include \"phrases-table.h\"\n"
        "#include \"phrases.h\"\n\n",
        (unsigned)phrases->n_groups, (unsigned)phrases->n_symbols - 3,
        (unsigned)phrases->n_nodes);
    if (!make_fold(out))
        return false;
    write_phrases(out, phrases);
    write_sources(out, sources, n);
    return ferror(out) == 0;
}

static bool make(const char *output, const struct winnow_phrase_source *sources,
                 size_t n)
{
    struct winnow_phrases *phrases;
    char error[256];
    FILE *out;
    bool done;

    if (winnow_phrases_build(sources, n, &phrases, error, sizeof error) !=
        WINNOW_OK) {
        fprintf(stderr, "phrases-to-c: %s\n", error);
        return false;
    }
    out = fopen(output, "wb");
    done = out != NULL && write_all(out, sources, n, phrases);
    done &= out != NULL && fclose(out) == 0;
    if (!done)
        fprintf(stderr, "phrases-to-c: %s: %s\n", output, strerror(errno));
    winnow_phrases_free(phrases);
    return done;
}

int main(int argc, char **argv)
{
    size_t n = argc < 3 ? 0 : (size_t)argc - 2;
    struct winnow_phrase_source *sources = calloc(n + 1, sizeof *sources);
    struct winnow_buffer *bytes = calloc(n + 1, sizeof *bytes);
    bool done = n != 0 && sources != NULL && bytes != NULL;

    if (n == 0)
        fprintf(stderr, "usage: phrases-to-c OUTPUT.c INPUT.txt...\n");
    done = done && read_sources(argv + 2, n, sources, bytes) &&
           make(argv[1], sources, n);
    for (size_t i = 0; i < n; i++) {
        if (bytes != NULL)
            winnow_buffer_free(&bytes[i]);
        if (sources != NULL)
            free((void *)sources[i].group);
    }
    free(sources);
    free(bytes);
    return done ? 0 : 1;
}

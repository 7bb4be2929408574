/* tables-to-c OUTPUT.c: run by the build. Writes the hash tables of the words
 * in src/names.def and src/html/references.def that src/word-table.h
 * describes. */
#include "names.h"
#include "word-table.h"

#include <errno.h>

struct row {
    const char *word;
    uint32_t value, value2;
};

static const struct row names[] = {
#define WORD(word, group) {word, WINNOW_NAME_##group, 0},
#define WORDS(word, group, group2)                                             \
    {word, WINNOW_NAME_##group | WINNOW_NAME_##group2, 0},
#include "names.def"
#undef WORD
#undef WORDS
};

static const struct row references[] = {
#define REFERENCE(name, first, second) {name, first, second},
#include "html/references.def"
#undef REFERENCE
};

/* Whether each word can be found: of characters that are looked up, not too
 * long, and later than the one before it. */
static bool are_valid(const struct row *rows, size_t n, const char *characters)
{
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(rows[i].word);
        if (length == 0 || length > WINNOW_WORD_BYTES_MAX ||
            strspn(rows[i].word, characters) != length ||
            (i != 0 && strcmp(rows[i - 1].word, rows[i].word) >= 0)) {
            fprintf(stderr, "tables-to-c: %s: not a word, or out of order\n",
                    rows[i].word);
            return false;
        }
    }
    return true;
}

static uint32_t hash_by_steps(const char *word)
{
    uint32_t hash = WINNOW_WORD_HASH_START;

    for (; *word != '\0'; word++)
        hash = winnow_word_hash_step(hash, *word);
    return hash;
}

static uint32_t hash_whole(const char *word)
{
    return winnow_word_hash_whole(word, strlen(word));
}

/* Puts each row into a slot; at least five of seven stay empty, since most
 * words that are looked up are in no table. */
static void fill(uint16_t *slots, size_t mask, const struct row *rows, size_t n,
                 uint32_t (*hash)(const char *))
{
    for (size_t i = 0; i < n; i++) {
        uint32_t word_hash = hash(rows[i].word);
        size_t slot = winnow_word_slot(word_hash, mask);
        while (slots[slot] != 0)
            slot = (slot + 1) & mask;
        slots[slot] =
            (uint16_t)(winnow_word_tag(word_hash) << WINNOW_WORD_INDEX_BITS |
                       (i + 1));
    }
}

static void write_rows(FILE *out, const char *name, const struct row *rows,
                       size_t n)
{
    fprintf(out, "static const struct winnow_word %s_words[] = {\n", name);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "    {\"%s\", %u, 0x%Xu, 0x%Xu},\n", rows[i].word,
                (unsigned)strlen(rows[i].word), (unsigned)rows[i].value,
                (unsigned)rows[i].value2);
    fprintf(out, "};\n\n");
}

static void write_slots(FILE *out, const char *name, const uint16_t *slots,
                        size_t n)
{
    fprintf(out, "static const uint16_t %s_slots[] = {", name);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s%u,", i % 12 == 0 ? "\n    " : " ", (unsigned)slots[i]);
    fprintf(out, "\n};\n\n");
}

static bool write_table(FILE *out, const char *name, const char *table,
                        const struct row *rows, size_t n,
                        uint32_t (*hash)(const char *))
{
    size_t n_slots = 1;
    uint16_t *slots;

    if (n >= 1u << WINNOW_WORD_INDEX_BITS)
        return false;
    while (n_slots * 2 < n * 7)
        n_slots *= 2;
    slots = calloc(n_slots, sizeof *slots);
    if (slots == NULL)
        return false;
    fill(slots, n_slots - 1, rows, n, hash);
    write_rows(out, name, rows, n);
    write_slots(out, name, slots, n_slots);
    fprintf(out,
            "const struct winnow_word_table %s = {\n"
            "    %s_words, %s_slots, %u\n};\n\n",
            table, name, name, (unsigned)(n_slots - 1));
    free(slots);
    return true;
}

static bool write_all(FILE *out)
{
    fprintf(out, "/* Made by tools/tables-to-c.c when the program is built; "
                 "not to be edited. */\n#include \"word-table.h\"\n\n");
    return write_table(out, "name", "winnow_name_words", names,
                       sizeof names / sizeof names[0], hash_whole) &&
           write_table(out, "reference", "winnow_references", references,
                       sizeof references / sizeof references[0],
                       hash_by_steps) &&
           ferror(out) == 0;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

int main(int argc, char **argv)
{
    FILE *out;
    bool done;

    if (argc != 2) {
        fprintf(stderr, "usage: tables-to-c OUTPUT.c\n");
        return 1;
    }
    if (!are_valid(names, sizeof names / sizeof names[0], LETTERS) ||
        !are_valid(references, sizeof references / sizeof references[0],
                   LETTERS CAPITALS "0123456789;"))
        return 1;
    out = fopen(argv[1], "wb");
    done = out != NULL && write_all(out);
    done &= out != NULL && fclose(out) == 0;
    if (!done)
        fprintf(stderr, "tables-to-c: %s: %s\n", argv[1], strerror(errno));
    return done ? 0 : 1;
}

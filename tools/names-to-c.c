/* names-to-c OUTPUT.c: run by the build. Writes the hash table of the words in
 * src/names.def that src/names-table.h describes. */
#include "names-table.h"
#include "names.h"

#include <errno.h>

static const struct {
    const char *word;
    enum winnow_name group;
} rows[] = {
#define WORD(word, group) {word, WINNOW_NAME_##group},
#include "names.def"
#undef WORD
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };
_Static_assert(N_ROWS * 2 < WINNOW_NAME_N_SLOTS,
               "too many names for the table");

/* Whether each row can be found: a word of the letters that names.c reads, not
 * too long, and later than the one before it. */
static bool are_rows_valid(void)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        size_t n = strlen(rows[i].word);
        if (n == 0 || n > WINNOW_NAME_BYTES_MAX ||
            strspn(rows[i].word, "abcdefghijklmnopqrstuvwxyz") != n ||
            (i != 0 && strcmp(rows[i - 1].word, rows[i].word) >= 0)) {
            fprintf(stderr, "names-to-c: %s: not a word of a-z in byte order\n",
                    rows[i].word);
            return false;
        }
    }
    return true;
}

static void fill(uint16_t slots[WINNOW_NAME_N_SLOTS])
{
    for (uint16_t i = 0; i < N_ROWS; i++) {
        uint32_t hash = WINNOW_NAME_HASH_START;
        size_t slot;
        for (const char *c = rows[i].word; *c != '\0'; c++)
            hash = winnow_name_hash_step(hash, *c);
        slot = winnow_name_slot_of(hash);
        while (slots[slot] != 0)
            slot = (slot + 1) % WINNOW_NAME_N_SLOTS;
        slots[slot] = (uint16_t)(i + 1);
    }
}

static void write_table(FILE *out)
{
    uint16_t slots[WINNOW_NAME_N_SLOTS] = {0};

    fill(slots);
    fprintf(out, "/* Made by tools/names-to-c.c from src/names.def when the "
                 "program is built;\n * not to be edited. */\n"
                 "#include \"names-table.h\"\n\n"
                 "const struct winnow_name_word winnow_name_words[] = {\n");
    for (size_t i = 0; i < N_ROWS; i++)
        fprintf(out, "    {\"%s\", %u, %u},\n", rows[i].word,
                (unsigned)strlen(rows[i].word), (unsigned)rows[i].group);
    fprintf(out, "};\n\nconst uint16_t "
                 "winnow_name_slots[WINNOW_NAME_N_SLOTS] = {");
    for (size_t i = 0; i < WINNOW_NAME_N_SLOTS; i++)
        fprintf(out, "%s%u,", i % 12 == 0 ? "\n    " : " ", (unsigned)slots[i]);
    fprintf(out, "\n};\n");
}

int main(int argc, char **argv)
{
    FILE *out;
    bool done;

    if (argc != 2) {
        fprintf(stderr, "usage: names-to-c OUTPUT.c\n");
        return 1;
    }
    if (!are_rows_valid())
        return 1;
    out = fopen(argv[1], "wb");
    if (out != NULL)
        write_table(out);
    done = out != NULL && ferror(out) == 0;
    done &= out != NULL && fclose(out) == 0;
    if (!done)
        fprintf(stderr, "names-to-c: %s: %s\n", argv[1], strerror(errno));
    return done ? 0 : 1;
}

/* The journal of a run into a directory: DIR/.winnow/journal, a text file that
 * is only appended to, and cut back when a run goes on. A line is
 *
 *   WORD FIELD... HASH
 *
 * its fields escaped so that they hold neither spaces nor line ends, the hash
 * (XXH3, 16 digits) over all before it. Lines count when a line "commit"
 * follows them; the file ends at the last one of these that is whole, whatever
 * was written after it. Whoever holds the file open holds the lock on the
 * directory.
 */
#ifndef WINNOW_JOURNAL_H
#define WINNOW_JOURNAL_H

#include "buffer.h"
#include "winnow.h"

enum { WINNOW_JOURNAL_FIELDS_MAX = 8 };

struct winnow_journal {
    int fd;                     /* -1: not open */
    uint64_t length_bytes;      /* up to the last commit */
    struct winnow_buffer lines; /* not written yet */
    size_t line_start;

    /* reading */
    FILE *reader; /* NULL: not begun */
    uint64_t read_bytes;
    char *text;
    size_t room;
};

/* One line taken apart. */
struct winnow_journal_line {
    const char *word;
    const char *fields[WINNOW_JOURNAL_FIELDS_MAX]; /* unescaped */
    size_t n_fields;
};

/* Opens the journal at `path`, makes it where there is none, and locks it.
 * WINNOW_ERR_USE: another process has the lock; WINNOW_ERR_WRITE: errno. */
enum winnow_status winnow_journal_open(struct winnow_journal *journal,
                                       const char *path);

/* Starts a line, adds a field, ends the line; it is written by the next commit.
 */
void winnow_journal_line(struct winnow_journal *journal, const char *word);
void winnow_journal_string(struct winnow_journal *journal, const char *field);
void winnow_journal_number(struct winnow_journal *journal, uint64_t field);
/* One field: those of the `n` numbers that are not 0. */
void winnow_journal_numbers(struct winnow_journal *journal,
                            const uint64_t *numbers, size_t n);
void winnow_journal_end(struct winnow_journal *journal);
/* Appends the lines, of which the last is a commit, and sees to it that the
 * storage has them. WINNOW_ERR_WRITE, WINNOW_ERR_MEMORY. */
enum winnow_status winnow_journal_commit(struct winnow_journal *journal);

/* Finds the last commit of the run before and cuts off what follows it. Then
 * winnow_journal_next gives the lines from the first on. */
enum winnow_status winnow_journal_recover(struct winnow_journal *journal);
/* The next line; false: there is none. Its strings live until the next call. */
bool winnow_journal_next(struct winnow_journal *journal,
                         struct winnow_journal_line *line);
/* Has winnow_journal_next start again. */
void winnow_journal_rewind(struct winnow_journal *journal);
/* Reads a field that winnow_journal_numbers wrote; false: it is not one for `n`
 * numbers. */
bool winnow_journal_parse(const char *field, uint64_t *numbers, size_t n);
bool winnow_journal_parse_number(const char *field, uint64_t *number);

/* Empties it. */
enum winnow_status winnow_journal_clear(struct winnow_journal *journal);
/* Gives up the lock; the file stays. */
void winnow_journal_close(struct winnow_journal *journal);

#endif

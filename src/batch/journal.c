/* The journal; see journal.h. */
#include "batch/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"

enum { HASH_DIGITS = 16 };

/* ---- opening ------------------------------------------------------------- */

/* Whether the file that was locked is still the one of that name: another run
 * may have removed it between the two. */
static bool is_current(int fd, const char *path)
{
    struct stat held, named;

    return fstat(fd, &held) == 0 && stat(path, &named) == 0 &&
           held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

enum winnow_status winnow_journal_open(struct winnow_journal *journal,
                                       const char *path)
{
    int fd, error;

    *journal = (struct winnow_journal){.fd = -1};
    for (;;) {
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0)
            return WINNOW_ERR_WRITE;
        if (flock(fd, LOCK_EX | LOCK_NB) != 0)
            break;
        if (is_current(fd, path)) {
            journal->fd = fd;
            return WINNOW_OK;
        }
        close(fd);
    }
    error = errno;
    close(fd);
    errno = error;
    return error == EWOULDBLOCK ? WINNOW_ERR_USE : WINNOW_ERR_WRITE;
}

void winnow_journal_close(struct winnow_journal *journal)
{
    if (journal->reader != NULL)
        fclose(journal->reader);
    if (journal->fd >= 0)
        close(journal->fd);
    free(journal->text);
    winnow_buffer_free(&journal->lines);
    *journal = (struct winnow_journal){.fd = -1};
}

static enum winnow_status cut(struct winnow_journal *journal,
                              uint64_t length_bytes)
{
    journal->length_bytes = length_bytes;
    return ftruncate(journal->fd, (off_t)length_bytes) == 0 ? WINNOW_OK
                                                            : WINNOW_ERR_WRITE;
}

enum winnow_status winnow_journal_clear(struct winnow_journal *journal)
{
    return cut(journal, 0);
}

/* ---- writing ------------------------------------------------------------- */

static bool is_plain(unsigned char byte)
{
    return byte > ' ' && byte < 0x7f && byte != '%';
}

/* An empty field is a lone %. */
static void put_field(struct winnow_buffer *out, const char *field)
{
    static const char digits[] = "0123456789abcdef";

    winnow_buffer_byte(out, ' ');
    if (field[0] == '\0')
        winnow_buffer_byte(out, '%');
    for (; *field != '\0'; field++) {
        unsigned char byte = (unsigned char)*field;
        if (is_plain(byte)) {
            winnow_buffer_byte(out, (char)byte);
            continue;
        }
        winnow_buffer_byte(out, '%');
        winnow_buffer_byte(out, digits[byte >> 4]);
        winnow_buffer_byte(out, digits[byte & 15]);
    }
}

void winnow_journal_line(struct winnow_journal *journal, const char *word)
{
    journal->line_start = journal->lines.length_bytes;
    winnow_buffer_string(&journal->lines, word);
}

void winnow_journal_string(struct winnow_journal *journal, const char *field)
{
    put_field(&journal->lines, field);
}

void winnow_journal_number(struct winnow_journal *journal, uint64_t field)
{
    winnow_buffer_byte(&journal->lines, ' ');
    winnow_buffer_number(&journal->lines, field);
}

void winnow_journal_numbers(struct winnow_journal *journal,
                            const uint64_t *numbers, size_t n)
{
    struct winnow_buffer *out = &journal->lines;

    winnow_buffer_byte(out, ' ');
    winnow_buffer_number(out, n);
    for (size_t i = 0; i < n; i++) {
        if (numbers[i] == 0)
            continue;
        winnow_buffer_byte(out, ',');
        winnow_buffer_number(out, i);
        winnow_buffer_byte(out, ':');
        winnow_buffer_number(out, numbers[i]);
    }
}

static void put_hash(struct winnow_buffer *out, const char *line, size_t length)
{
    char digits[HASH_DIGITS + 3];

    snprintf(digits, sizeof digits, " %016llx\n",
             (unsigned long long)winnow_hash64(line, length));
    winnow_buffer_string(out, digits);
}

void winnow_journal_end(struct winnow_journal *journal)
{
    struct winnow_buffer *lines = &journal->lines;

    if (!lines->failed)
        put_hash(lines, lines->data + journal->line_start,
                 lines->length_bytes - journal->line_start);
}

static enum winnow_status write_at(int fd, const char *bytes, size_t n,
                                   uint64_t offset)
{
    while (n != 0) {
        ssize_t put = pwrite(fd, bytes, n, (off_t)offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            errno = put == 0 ? EIO : errno;
            return WINNOW_ERR_WRITE;
        }
        bytes += put;
        offset += (uint64_t)put;
        n -= (size_t)put;
    }
    return WINNOW_OK;
}

enum winnow_status winnow_journal_commit(struct winnow_journal *journal)
{
    struct winnow_buffer *lines = &journal->lines;
    enum winnow_status status;

    if (lines->failed)
        return WINNOW_ERR_MEMORY;
    status = write_at(journal->fd, lines->data, lines->length_bytes,
                      journal->length_bytes);
    if (status != WINNOW_OK)
        return status;
    while (fsync(journal->fd) != 0)
        if (errno != EINTR)
            return WINNOW_ERR_WRITE;
    journal->length_bytes += lines->length_bytes;
    winnow_buffer_clear(lines);
    return WINNOW_OK;
}

/* ---- reading ------------------------------------------------------------- */

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* In place; what no field is comes out as it can. */
static void unescape(char *field)
{
    char *to = field;

    if (strcmp(field, "%") == 0) {
        field[0] = '\0';
        return;
    }
    while (*field != '\0') {
        int high = *field == '%' ? digit_of(field[1]) : -1;
        int low = high >= 0 ? digit_of(field[2]) : -1;
        *to++ = (char)(low >= 0 ? high << 4 | low : *field);
        field += low >= 0 ? 3 : 1;
    }
    *to = '\0';
}

/* A line without its end; false: it is not whole. */
static bool check_hash(char *line, size_t *length)
{
    struct winnow_buffer expected = {0};
    bool same;

    if (*length <= HASH_DIGITS + 1)
        return false;
    *length -= HASH_DIGITS + 1;
    put_hash(&expected, line, *length);
    same = !expected.failed &&
           memcmp(expected.data, line + *length, HASH_DIGITS + 1) == 0;
    winnow_buffer_free(&expected);
    line[*length] = '\0';
    return same;
}

static void take_apart(char *line, struct winnow_journal_line *parts)
{
    char *rest = NULL, *field = strtok_r(line, " ", &rest);

    *parts = (struct winnow_journal_line){.word = field == NULL ? "" : field};
    while (parts->n_fields < WINNOW_JOURNAL_FIELDS_MAX &&
           (field = strtok_r(NULL, " ", &rest)) != NULL) {
        unescape(field);
        parts->fields[parts->n_fields++] = field;
    }
}

/* The next whole line of the file. */
static bool read_line(struct winnow_journal *journal,
                      struct winnow_journal_line *line)
{
    ssize_t n = getline(&journal->text, &journal->room, journal->reader);
    size_t length = n > 0 ? (size_t)n - 1 : 0;

    if (n <= 0 || journal->text[length] != '\n' ||
        !check_hash(journal->text, &length))
        return false;
    journal->read_bytes += (uint64_t)n;
    take_apart(journal->text, line);
    return true;
}

/* A stream of its own over the same open file: closing it keeps the lock. */
static bool open_reader(struct winnow_journal *journal)
{
    int fd = fcntl(journal->fd, F_DUPFD_CLOEXEC, 0);

    journal->reader = fd < 0 ? NULL : fdopen(fd, "r");
    if (journal->reader == NULL && fd >= 0)
        close(fd);
    return journal->reader != NULL;
}

void winnow_journal_rewind(struct winnow_journal *journal)
{
    rewind(journal->reader);
    journal->read_bytes = 0;
}

enum winnow_status winnow_journal_recover(struct winnow_journal *journal)
{
    struct winnow_journal_line line;
    uint64_t committed = 0;

    if (!open_reader(journal))
        return WINNOW_ERR_MEMORY;
    winnow_journal_rewind(journal);
    while (read_line(journal, &line))
        if (strcmp(line.word, "commit") == 0)
            committed = journal->read_bytes;
    winnow_journal_rewind(journal);
    return cut(journal, committed);
}

bool winnow_journal_next(struct winnow_journal *journal,
                         struct winnow_journal_line *line)
{
    return journal->reader != NULL &&
           journal->read_bytes < journal->length_bytes &&
           read_line(journal, line);
}

bool winnow_journal_parse_number(const char *field, uint64_t *number)
{
    char *end;

    if (*field < '0' || *field > '9')
        return false;
    errno = 0;
    *number = strtoull(field, &end, 10);
    return *end == '\0' && errno == 0;
}

bool winnow_journal_parse(const char *field, uint64_t *numbers, size_t n)
{
    char *at;

    if (strtoull(field, &at, 10) != n)
        return false;
    memset(numbers, 0, n * sizeof *numbers);
    while (*at == ',') {
        uint64_t i = strtoull(at + 1, &at, 10);
        if (i >= n || *at != ':')
            return false;
        numbers[i] = strtoull(at + 1, &at, 10);
    }
    return *at == '\0';
}

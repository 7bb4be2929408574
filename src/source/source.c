/* From paths to records: opens one file after the other, finds out what it is
 * by looking at it, and gives its records. What a record of an archive is, is
 * in archive.c; names are in paths.c, bytes in stream.c. See source.h.
 */
#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"
#include "source/archive.h"
#include "source/classify.h"
#include "source/paths.h"
#include "source/stream.h"

enum {
    MAX_LAYERS = 2,       /* of packing, one inside the other */
    SNIFF_BYTES = 8 << 10 /* that tell what a file is */
};

struct winnow_source {
    const struct winnow_options *options;
    struct winnow_source_user user;
    struct winnow_paths paths;
    struct winnow_source_totals totals; /* bytes: of the files done */
    uint64_t n_begun;
    bool is_stopped;
    struct winnow_digest *digest; /* NULL: nobody asks for it */
    struct stat left_out;
    bool plural;
    size_t max_document_bytes, max_line_bytes;

    /* the file that is being read */
    struct winnow_path path;
    struct winnow_stream_pool pool;
    struct winnow_stream *stream; /* NULL: none */
    enum winnow_input_format format;
    bool is_empty;
    bool is_done; /* a single document that was given */
    struct winnow_archive archive;
    struct winnow_buffer storage; /* the archive's */
    size_t to_consume; /* of the window, by the line or part given last */
    bool is_too_long;  /* that one was, and is to be read past */
};

/* ---- reports ------------------------------------------------------------- */

enum winnow_loss winnow_source_loss(enum winnow_diag diag,
                                    struct winnow_range where)
{
    switch (diag) {
    case WINNOW_DIAG_FILE_UNREADABLE: /* later: it is damaged there */
        return where.start == 0 ? WINNOW_LOSS_FILE : WINNOW_LOSS_RANGE;
    case WINNOW_DIAG_FILE_KIND:
    case WINNOW_DIAG_FILE_UNKNOWN:
        return WINNOW_LOSS_FILE;
    default:
        return winnow_diag_severity(diag) == WINNOW_DAMAGED ? WINNOW_LOSS_RANGE
                                                            : WINNOW_LOSS_NONE;
    }
}

static void tell(struct winnow_source *source, const char *file,
                 enum winnow_diag diag, struct winnow_range where,
                 const char *detail)
{
    enum winnow_loss loss = winnow_source_loss(diag, where);

    source->totals.damaged += loss == WINNOW_LOSS_RANGE;
    source->totals.unread += loss == WINNOW_LOSS_FILE;
    source->user.report(source->user.user, file, diag, where, detail);
}

/* At one place of the file at hand. */
static void tell_at(struct winnow_source *source, enum winnow_diag diag,
                    uint64_t offset)
{
    tell(source, source->path.name, diag, (struct winnow_range){offset, offset},
         NULL);
}

static void refuse_file(void *user, const char *name, enum winnow_diag diag,
                        const char *detail)
{
    tell(user, name, diag, (struct winnow_range){0, 0}, detail);
}

static void report_stream(void *user, enum winnow_diag diag,
                          struct winnow_range where, const char *detail)
{
    struct winnow_source *source = user;

    tell(source, source->path.name, diag, where, detail);
}

/* ---- what a file is ------------------------------------------------------ */

static bool cut_extension(struct winnow_view *name, const char *extension)
{
    size_t n = strlen(extension);
    struct winnow_view end = *name;

    if (name->length_bytes <= n)
        return false;
    end.data += end.length_bytes - n;
    end.length_bytes = n;
    if (!winnow_ascii_equal(end, extension))
        return false;
    name->length_bytes -= n;
    return true;
}

/* What the name says where the bytes cannot: JSON lines look like text, and an
 * archive may be damaged at its very start. */
static enum winnow_input_format format_by_name(const char *file)
{
    static const struct {
        const char *extension;
        enum winnow_input_format format;
    } formats[] = {
        {".jsonl", WINNOW_INPUT_JSONL}, {".ndjson", WINNOW_INPUT_JSONL},
        {".warc", WINNOW_INPUT_WARC},   {".wet", WINNOW_INPUT_WARC},
        {".arc", WINNOW_INPUT_ARC},
    };
    struct winnow_view name = winnow_view_of(file);

    if (!cut_extension(&name, ".gz"))
        cut_extension(&name, ".zst");
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (cut_extension(&name, formats[i].extension))
            return formats[i].format;
    return WINNOW_INPUT_AUTO;
}

static enum winnow_input_format find_format(struct winnow_source *source)
{
    if (source->options->from != WINNOW_INPUT_AUTO)
        return source->options->from;
    if (winnow_archive_starts(winnow_stream_window(source->stream)))
        return WINNOW_INPUT_WARC;
    return format_by_name(source->path.name);
}

static bool is_archive(enum winnow_input_format format)
{
    return format == WINNOW_INPUT_WARC || format == WINNOW_INPUT_ARC;
}

static size_t capped(uint64_t bytes)
{
    const uint64_t most = SIZE_MAX / 4;

    return (size_t)(bytes < most ? bytes : most);
}

/* ---- opening and closing ------------------------------------------------- */

/* The stream is NULL where the file could not be opened. */
static void note_end(struct winnow_source *source)
{
    struct winnow_source_end end = {.file = source->path.name,
                                    .was_opened = source->stream != NULL};

    if (source->user.end == NULL)
        return;
    if (end.was_opened) {
        end.read_bytes = winnow_stream_stored_bytes(source->stream);
        if (source->digest != NULL && winnow_stream_read_all(source->stream))
            winnow_digest_hex(source->digest, end.sha256);
    }
    source->user.end(source->user.user, &end);
}

static void close_file(struct winnow_source *source)
{
    while (winnow_stream_stop(source->stream) == WINNOW_STOP_DAMAGE)
        winnow_stream_pass(source->stream, NULL);
    source->totals.bytes += winnow_stream_stored_bytes(source->stream);
    note_end(source);
    winnow_stream_close(source->stream);
    source->stream = NULL;
}

static bool is_stopped(const struct winnow_source *source)
{
    return source->options->stop != NULL && *source->options->stop != 0;
}

/* A descriptor of the file, or -1: it was told why not. */
static int open_descriptor(struct winnow_source *source)
{
    const char *name = source->path.name;
    int fd;

    if (strcmp(name, "-") == 0 && !source->path.walked)
        return STDIN_FILENO;
    do
        fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR && !is_stopped(source));
    if (fd < 0)
        refuse_file(source, name, WINNOW_DIAG_FILE_UNREADABLE, strerror(errno));
    return fd;
}

/* Puts unpacking streams on the file's as its bytes ask for. */
static enum winnow_status unpack(struct winnow_source *source)
{
    struct winnow_stream *unpacked;
    enum winnow_packing packing;

    for (int layer = 0; layer < MAX_LAYERS; layer++) {
        winnow_stream_fill(source->stream, WINNOW_PACKING_MAGIC_BYTES);
        packing = winnow_packing_of(winnow_stream_window(source->stream));
        if (packing == WINNOW_PACKING_NONE)
            return WINNOW_OK;
        if (!winnow_packing_is_supported(packing)) {
            refuse_file(source, source->path.name, WINNOW_DIAG_FILE_UNKNOWN,
                        "this build does not read zstd");
            return WINNOW_END;
        }
        unpacked = winnow_stream_unpack(source->stream, packing);
        if (unpacked == NULL)
            return WINNOW_ERR_MEMORY;
        source->stream = unpacked;
    }
    return WINNOW_OK;
}

/* Whether the file is empty, as opposed to damaged at its first byte. */
static bool find_empty(struct winnow_source *source)
{
    return !winnow_stream_fill(source->stream, 1) &&
           winnow_stream_stop(source->stream) == WINNOW_STOP_END;
}

static void begin_file(struct winnow_source *source)
{
    const struct winnow_archive archive = {
        .stream = source->stream,
        .max_content_bytes =
            capped(winnow_options_record_bytes(source->options)),
        .report = report_stream,
        .user = source,
        .storage = &source->storage,
    };

    source->archive = archive;
    source->is_done = false;
    source->to_consume = 0;
    source->is_too_long = false;
    source->is_empty = find_empty(source);
    if (source->options->from == WINNOW_INPUT_AUTO)
        winnow_stream_fill(source->stream, SNIFF_BYTES);
    source->format = find_format(source);
    if (is_archive(source->format) || source->format == WINNOW_INPUT_JSONL ||
        source->options->split_at_form_feeds)
        source->plural = true;
    if (source->is_empty)
        tell_at(source, WINNOW_DIAG_FILE_EMPTY, 0);
}

/* WINNOW_END: this one could not be read; the next may. */
static enum winnow_status open_file(struct winnow_source *source)
{
    int fd = open_descriptor(source);
    bool owned = fd != STDIN_FILENO;
    enum winnow_status status;

    if (fd < 0) {
        note_end(source);
        return WINNOW_END;
    }
    source->stream =
        winnow_stream_open(&source->pool, fd, owned, report_stream, source);
    if (source->stream == NULL) {
        if (owned)
            close(fd);
        return WINNOW_ERR_MEMORY;
    }
    source->totals.files++;
    if (source->digest != NULL) {
        winnow_digest_start(source->digest);
        winnow_stream_digest(source->stream, source->digest);
    }
    status = unpack(source);
    if (status == WINNOW_OK)
        begin_file(source);
    else if (status == WINNOW_END)
        close_file(source);
    return status;
}

static enum winnow_begin begin_path(struct winnow_source *source)
{
    source->n_begun++;
    source->plural |= source->path.walked;
    return source->user.begin == NULL
               ? WINNOW_BEGIN_READ
               : source->user.begin(source->user.user, source->path.name);
}

static enum winnow_status open_next_file(struct winnow_source *source)
{
    enum winnow_status status = WINNOW_END;

    while (status == WINNOW_END) {
        if (source->is_stopped)
            return WINNOW_END;
        status = winnow_paths_next(&source->paths, &source->path);
        if (status != WINNOW_OK)
            return status;
        switch (begin_path(source)) {
        case WINNOW_BEGIN_READ:
            status = open_file(source);
            break;
        case WINNOW_BEGIN_SKIP:
            status = WINNOW_END;
            break;
        case WINNOW_BEGIN_STOP:
            source->is_stopped = true;
            status = WINNOW_END;
        }
    }
    return status;
}

/* ---- single documents ---------------------------------------------------- */

/* A document that damage cuts short is given as far as it goes; one that cannot
 * be read on, or of which nothing is left, is refused. */
static void judge_document(struct winnow_source *source,
                           struct winnow_record *record)
{
    enum winnow_diag damage = winnow_stream_damage(source->stream);

    if (winnow_stream_stop(source->stream) != WINNOW_STOP_DAMAGE)
        return;
    if (record->content.length_bytes == 0 ||
        damage == WINNOW_DIAG_FILE_UNREADABLE)
        record->refused = winnow_diag_name(damage);
}

static void read_whole(struct winnow_source *source,
                       struct winnow_record *record)
{
    size_t max = source->max_document_bytes;

    if (winnow_stream_fill(source->stream, max + 1)) {
        record->refused = winnow_diag_name(WINNOW_DIAG_RECORD_TOO_LARGE);
        tell_at(source, WINNOW_DIAG_RECORD_TOO_LARGE, 0);
        return;
    }
    record->content = winnow_stream_window(source->stream);
    record->length = winnow_stream_stored_bytes(source->stream);
    judge_document(source, record);
}

/* A file of which not one byte could be read is no record: it is reported when
 * it is closed. */
static bool is_unreadable(struct winnow_source *source)
{
    return winnow_stream_stop(source->stream) == WINNOW_STOP_DAMAGE &&
           winnow_stream_damage(source->stream) ==
               WINNOW_DIAG_FILE_UNREADABLE &&
           winnow_stream_stored_bytes(source->stream) == 0;
}

static enum winnow_status read_document(struct winnow_source *source,
                                        struct winnow_record *record)
{
    const char *media_type = NULL;

    if (source->is_done || is_unreadable(source))
        return WINNOW_END;
    source->is_done = true;
    *record = (struct winnow_record){.format = source->format};
    if (source->path.walked && source->format == WINNOW_INPUT_AUTO)
        media_type = winnow_classify_file(source->path.name,
                                          winnow_stream_window(source->stream));
    if (media_type == NULL) {
        read_whole(source, record);
    } else {
        record->media_type = winnow_view_of(media_type);
        record->passed = WINNOW_PASSED_MEDIA_TYPE;
    }
    return winnow_stream_is_out_of_memory(source->stream) ? WINNOW_ERR_MEMORY
                                                          : WINNOW_OK;
}

/* ---- JSON lines ---------------------------------------------------------- */

static bool starts_object(struct winnow_view bytes)
{
    return bytes.length_bytes != 0 && bytes.data[0] == '{';
}

/* Reads up to the next `delimiter` from the window's start on. `*length` gets
 * how far it is; true: it ends so (or with the stream), false: it is longer
 * than `most_bytes`. */
static bool read_until(struct winnow_source *source, char delimiter,
                       size_t most_bytes, size_t *length)
{
    struct winnow_view window;
    const char *end = NULL;
    size_t seen = 0;

    while (winnow_stream_fill(source->stream, seen + 1)) {
        window = winnow_stream_window(source->stream);
        end = memchr(window.data + seen, delimiter, window.length_bytes - seen);
        seen = window.length_bytes;
        if (end != NULL || seen > most_bytes)
            break;
    }
    if (end != NULL)
        seen = (size_t)(end - window.data);
    *length = seen;
    return seen <= most_bytes;
}

/* Reads past the next `delimiter`. */
static void skip_past(struct winnow_source *source, char delimiter)
{
    struct winnow_view window;
    const char *end = NULL;

    while (end == NULL && winnow_stream_fill(source->stream, 1)) {
        window = winnow_stream_window(source->stream);
        end = memchr(window.data, delimiter, window.length_bytes);
        if (end != NULL)
            window.length_bytes = (size_t)(end - window.data) + 1;
        winnow_stream_consume(source->stream, window.length_bytes);
    }
    source->is_too_long = false;
}

/* Leaves behind what was given last, up to the next `delimiter` where it was
 * too long to be given. */
static void leave_last(struct winnow_source *source, char delimiter)
{
    winnow_stream_consume(source->stream, source->to_consume);
    source->to_consume = 0;
    if (source->is_too_long)
        skip_past(source, delimiter);
}

static struct winnow_view without_mark(struct winnow_view line)
{
    if (winnow_ascii_starts(line, "\xef\xbb\xbf")) {
        line.data += 3;
        line.length_bytes -= 3;
    }
    return line;
}

/* White space, zero padding, or a byte order mark. */
static bool is_blank_line(struct winnow_view line)
{
    line = without_mark(line);
    for (size_t i = 0; i < line.length_bytes; i++)
        if (line.data[i] != 0 && line.data[i] != ' ' && line.data[i] != '\t' &&
            line.data[i] != '\r')
            return false;
    return true;
}

static bool is_cut_by_damage(struct winnow_source *source, size_t length)
{
    enum winnow_diag damage = winnow_stream_damage(source->stream);

    return !winnow_stream_fill(source->stream, length + 1) &&
           winnow_stream_stop(source->stream) == WINNOW_STOP_DAMAGE &&
           damage != WINNOW_DIAG_GZIP_TRAILING &&
           damage != WINNOW_DIAG_ZSTD_TRAILING;
}

static void refuse_line(struct winnow_source *source,
                        struct winnow_record *record, enum winnow_diag diag)
{
    record->line = (struct winnow_view){NULL, 0};
    record->refused = winnow_diag_name(diag);
    if (diag == WINNOW_DIAG_RECORD_TOO_LARGE)
        tell_at(source, diag, record->offset);
}

static void give_line(struct winnow_source *source, size_t length,
                      struct winnow_record *record)
{
    struct winnow_stream *stream = source->stream;
    uint64_t from = winnow_stream_position(stream);
    bool cut = is_cut_by_damage(source, length);
    bool ends = winnow_stream_fill(stream, length + 1);
    uint64_t to = from + length + (ends ? 1 : 0);
    struct winnow_range place = winnow_stream_place(stream, from, to);

    *record = (struct winnow_record){.format = WINNOW_INPUT_JSONL,
                                     .offset = place.start,
                                     .length = place.end - place.start};
    record->line = winnow_stream_window(stream);
    record->line.length_bytes = length;
    if (from == 0)
        record->line = without_mark(record->line);
    length = record->line.length_bytes;
    if (length != 0 && record->line.data[length - 1] == '\r')
        record->line.length_bytes--;
    source->to_consume = (size_t)(to - from);
    if (cut || winnow_stream_is_corrupt(stream, from, to))
        refuse_line(source, record, winnow_stream_damage(stream));
}

static void give_long_line(struct winnow_source *source,
                           struct winnow_record *record)
{
    uint64_t from = winnow_stream_position(source->stream);

    *record = (struct winnow_record){
        .format = WINNOW_INPUT_JSONL,
        .offset = winnow_stream_place(source->stream, from, from).start};
    refuse_line(source, record, WINNOW_DIAG_RECORD_TOO_LARGE);
    source->is_too_long = true;
}

static enum winnow_status next_line(struct winnow_source *source,
                                    struct winnow_record *record)
{
    struct winnow_stream *stream = source->stream;
    struct winnow_view line;
    size_t length;

    leave_last(source, '\n');
    for (;;) {
        if (!read_until(source, '\n', source->max_line_bytes, &length)) {
            give_long_line(source, record);
            return WINNOW_OK;
        }
        line = winnow_stream_window(stream);
        line.length_bytes = length;
        if (!is_blank_line(line)) {
            give_line(source, length, record);
            return WINNOW_OK;
        }
        winnow_stream_consume(stream, length);
        if (winnow_stream_fill(stream, 1))
            winnow_stream_consume(stream, 1);
        else if (winnow_stream_stop(stream) == WINNOW_STOP_DAMAGE)
            winnow_stream_pass(stream, starts_object);
        else
            return winnow_stream_is_out_of_memory(stream) ? WINNOW_ERR_MEMORY
                                                          : WINNOW_END;
    }
}

/* ---- parts of a text ----------------------------------------------------- */

/* Nothing but white space, and a byte order mark. */
static bool is_blank_part(struct winnow_view part)
{
    part = without_mark(part);
    for (size_t i = 0; i < part.length_bytes; i++)
        if (part.data[i] != ' ' && (part.data[i] < '\t' || part.data[i] > '\r'))
            return false;
    return true;
}

static void give_part(struct winnow_source *source, size_t length, bool whole,
                      struct winnow_record *record)
{
    struct winnow_stream *stream = source->stream;
    uint64_t from = winnow_stream_position(stream);
    struct winnow_range place =
        winnow_stream_place(stream, from, from + length);

    *record = (struct winnow_record){.format = WINNOW_INPUT_TEXT,
                                     .offset = place.start,
                                     .length = place.end - place.start};
    if (whole) {
        record->content = winnow_stream_window(stream);
        record->content.length_bytes = length;
        source->to_consume = length;
        return;
    }
    record->length = 0;
    record->refused = winnow_diag_name(WINNOW_DIAG_RECORD_TOO_LARGE);
    tell_at(source, WINNOW_DIAG_RECORD_TOO_LARGE, record->offset);
    source->is_too_long = true;
}

/* The next part between form feeds that has ink. What damage cuts short is
 * given as far as it goes, as a whole file is. */
static enum winnow_status next_part(struct winnow_source *source,
                                    struct winnow_record *record)
{
    struct winnow_stream *stream = source->stream;
    struct winnow_view part;
    size_t length;

    leave_last(source, '\f');
    for (;;) {
        bool whole =
            read_until(source, '\f', source->max_document_bytes, &length);
        part = winnow_stream_window(stream);
        part.length_bytes = length;
        if (!whole || !is_blank_part(part)) {
            give_part(source, length, whole, record);
            return winnow_stream_is_out_of_memory(stream) ? WINNOW_ERR_MEMORY
                                                          : WINNOW_OK;
        }
        winnow_stream_consume(stream, length);
        if (!winnow_stream_fill(stream, 1))
            return winnow_stream_is_out_of_memory(stream) ? WINNOW_ERR_MEMORY
                                                          : WINNOW_END;
        winnow_stream_consume(stream, 1);
    }
}

/* ---- the whole ----------------------------------------------------------- */

static enum winnow_status next_of_archive(struct winnow_source *source,
                                          struct winnow_record *record)
{
    enum winnow_status status = winnow_archive_next(&source->archive, record);

    if (status == WINNOW_END && !source->archive.found && !source->is_empty &&
        winnow_stream_stored_bytes(source->stream) != 0)
        refuse_file(source, source->path.name, WINNOW_DIAG_FILE_UNKNOWN, NULL);
    return status;
}

static enum winnow_status next_of_file(struct winnow_source *source,
                                       struct winnow_record *record)
{
    if (is_archive(source->format))
        return next_of_archive(source, record);
    if (source->format == WINNOW_INPUT_JSONL)
        return next_line(source, record);
    if (source->options->split_at_form_feeds)
        return next_part(source, record);
    return read_document(source, record);
}

/* What takes little room where it is stored, and very much here. Where it is
 * stored within something larger, nobody can tell. */
static void judge_ratio(struct winnow_source *source,
                        struct winnow_record *record)
{
    if (record->refused != NULL || record->passed != WINNOW_NOT_PASSED ||
        record->length == 0 ||
        record->content.length_bytes <=
            winnow_options_unpacked_bytes(source->options, record->length))
        return;
    record->refused = winnow_diag_name(WINNOW_DIAG_RECORD_RATIO);
    record->content = (struct winnow_view){NULL, 0};
    tell_at(source, WINNOW_DIAG_RECORD_RATIO, record->offset);
}

enum winnow_status winnow_source_next(winnow_source *source,
                                      struct winnow_record *record)
{
    enum winnow_status status;

    for (;;) {
        if (source->stream == NULL) {
            status = open_next_file(source);
            if (status != WINNOW_OK)
                return status;
        }
        status = next_of_file(source, record);
        if (status != WINNOW_END)
            break;
        close_file(source);
    }
    if (status == WINNOW_OK)
        judge_ratio(source, record);
    record->file = source->path.name;
    record->file_number = source->n_begun;
    record->relative = source->path.relative;
    return status;
}

enum winnow_status winnow_source_open(const struct winnow_options *options,
                                      const char *const *paths, size_t n_paths,
                                      const struct winnow_source_user *user,
                                      winnow_source **source)
{
    static const char *const standard_input[] = {"-"};
    winnow_source *made = calloc(1, sizeof *made);

    *source = NULL;
    if (made == NULL)
        return WINNOW_ERR_MEMORY;
    made->options = options;
    made->user = *user;
    made->pool.idle = made->paths.pool.idle = user->idle;
    made->pool.user = made->paths.pool.user = user->user;
    made->pool.stop = made->paths.pool.stop = options->stop;
    made->max_document_bytes = capped(options->max_document_bytes);
    made->max_line_bytes = WINNOW_LINE_MAX_BYTES(made->max_document_bytes);
    made->plural = n_paths > 1 || options->files_from != NULL;
    made->paths.names = paths;
    made->paths.n_names = n_paths;
    made->paths.list = options->files_from;
    made->paths.null_separated = options->null_separated;
    made->paths.refuse = refuse_file;
    made->paths.user = made;
    if (n_paths == 0 && options->files_from == NULL) {
        made->paths.names = standard_input;
        made->paths.n_names = 1;
    }
    if (winnow_options_mirror(options) &&
        stat(options->output, &made->left_out) == 0)
        made->paths.left_out = &made->left_out;
    if (user->digests) {
        made->digest = winnow_digest_new();
        if (made->digest == NULL) {
            winnow_source_free(made);
            return WINNOW_ERR_MEMORY;
        }
    }
    *source = made;
    return WINNOW_OK;
}

struct winnow_source_totals winnow_source_totals(const winnow_source *source)
{
    struct winnow_source_totals totals = source->totals;

    if (source->stream != NULL)
        totals.bytes += winnow_stream_stored_bytes(source->stream);
    return totals;
}

bool winnow_source_is_plural(const winnow_source *source)
{
    return source->plural;
}

void winnow_source_free(winnow_source *source)
{
    if (source == NULL)
        return;
    winnow_stream_close(source->stream);
    winnow_paths_close(&source->paths);
    winnow_stream_pool_free(&source->pool);
    winnow_buffer_free(&source->storage);
    winnow_digest_free(source->digest);
    free(source);
}

/* Records of WARC and ARC archives; see archive.h. */
#include "source/archive.h"

enum {
    HEAD_MAX_BYTES = 1 << 20,
    LINE_MAX_BYTES = 64 << 10, /* of a line looked at while searching */
    SEARCH_BYTES = 1 << 20,    /* held while searching */
    TAIL_MAX_BYTES = 8,        /* line ends between records */
    BLANK_LINE_BYTES = 3,      /* that may show a blank line: LF CR LF */
    AHEAD_BYTES = 16
};

/* ---- the window ---------------------------------------------------------- */

/* Whether the window holds byte `at`, now that it was asked for. */
static bool has(struct winnow_archive *archive, size_t at)
{
    return winnow_stream_fill(archive->stream, at + 1);
}

static char byte_at(struct winnow_archive *archive, size_t at)
{
    return winnow_stream_window(archive->stream).data[at];
}

static uint64_t position_of(struct winnow_archive *archive, size_t at)
{
    return winnow_stream_position(archive->stream) + at;
}

static struct winnow_view range_of(struct winnow_archive *archive, size_t from,
                                   size_t to)
{
    struct winnow_view range = winnow_stream_window(archive->stream);

    range.data += from;
    range.length_bytes = to - from;
    return range;
}

static void consume_all(struct winnow_archive *archive)
{
    struct winnow_view window = winnow_stream_window(archive->stream);

    winnow_stream_consume(archive->stream, window.length_bytes);
}

/* The line at `at`, without its LF, cut after `max_bytes`; `*next` gets where
 * the next one begins, `*whole` whether it ends with LF. */
static struct winnow_view line_at(struct winnow_archive *archive, size_t at,
                                  size_t max_bytes, size_t *next, bool *whole)
{
    struct winnow_view line = {NULL, 0};
    const char *end = NULL;
    size_t seen = at, length;

    while (end == NULL && seen - at < max_bytes && has(archive, seen)) {
        line = winnow_stream_window(archive->stream);
        length = line.length_bytes - at;
        if (length > max_bytes)
            length = max_bytes;
        end = memchr(line.data + seen, '\n', at + length - seen);
        seen = at + length;
    }
    *whole = end != NULL;
    *next = seen;
    if (seen == at)
        return line;
    line = range_of(archive, at, seen);
    if (end == NULL)
        return line;
    line.length_bytes = (size_t)(end - line.data);
    *next = at + line.length_bytes + 1;
    return line;
}

static void report(struct winnow_archive *archive, enum winnow_diag diag,
                   uint64_t position, const char *detail)
{
    uint64_t offset = winnow_stream_offset(archive->stream, position);

    archive->report(archive->user, diag, (struct winnow_range){offset, offset},
                    detail);
}

/* ---- heads --------------------------------------------------------------- */

/* WARC, ARC, or AUTO for a line that is no head. */
static enum winnow_input_format format_of(struct winnow_view line)
{
    if (winnow_head_is_warc(line))
        return WINNOW_INPUT_WARC;
    return winnow_head_is_arc(line) ? WINNOW_INPUT_ARC : WINNOW_INPUT_AUTO;
}

static enum winnow_input_format format_at(struct winnow_archive *archive,
                                          size_t at)
{
    size_t next;
    bool whole;

    return format_of(line_at(archive, at, LINE_MAX_BYTES, &next, &whole));
}

static struct winnow_view skip_line_ends(struct winnow_view bytes)
{
    while (bytes.length_bytes != 0 &&
           (bytes.data[0] == '\n' || bytes.data[0] == '\r')) {
        bytes.data++;
        bytes.length_bytes--;
    }
    return bytes;
}

bool winnow_archive_starts(struct winnow_view bytes)
{
    const char *end;

    bytes = skip_line_ends(bytes);
    if (bytes.length_bytes == 0)
        return false;
    end = memchr(bytes.data, '\n', bytes.length_bytes);
    if (end == NULL)
        return false;
    bytes.length_bytes = (size_t)(end - bytes.data);
    return format_of(bytes) != WINNOW_INPUT_AUTO;
}

/* Whether so few bytes may be the beginning of a head. */
static bool may_start_head(struct winnow_view bytes)
{
    static const char *const starts[] = {
        "http://", "https://", "filedesc:", "dns:", "metadata:", "ftp://"};

    bytes = skip_line_ends(bytes);
    if (bytes.length_bytes >= 5 && memcmp(bytes.data, "WARC/", 5) == 0)
        return true;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (winnow_ascii_starts(bytes, starts[i]))
            return true;
    return false;
}

static bool accept_any(struct winnow_view bytes)
{
    (void)bytes;
    return true;
}

enum head_end {
    HEAD_WHOLE,
    HEAD_BROKEN, /* another record's head starts inside it, or it is too long */
    HEAD_CUT     /* the stream stops inside it */
};

/* How far the WARC head at the window's start goes: past its blank line, or to
 * where it breaks. */
static enum head_end find_head_end(struct winnow_archive *archive, size_t *end)
{
    struct winnow_view line;
    size_t at = 0, next;
    bool whole;

    for (;;) {
        line = line_at(archive, at, HEAD_MAX_BYTES - at, &next, &whole);
        if (at != 0 && winnow_head_is_warc(line)) {
            *end = at;
            return HEAD_BROKEN;
        }
        *end = next;
        if (next >= HEAD_MAX_BYTES)
            return HEAD_BROKEN;
        if (!whole)
            return HEAD_CUT;
        if (skip_line_ends(line).length_bytes == 0)
            return HEAD_WHOLE;
        at = next;
    }
}

/* ---- the search for the next head ---------------------------------------- */

struct search {
    size_t at;       /* where it goes on; then where the head is */
    bool in_content; /* a WARC head needs a blank line before it */
    bool units_only; /* heads start units, and nowhere else */
};

/* Whether what stands before `at` allows a head there. */
static bool is_free_before(struct winnow_archive *archive,
                           const struct search *search,
                           enum winnow_input_format format)
{
    struct winnow_view window = winnow_stream_window(archive->stream);
    const char *at = window.data + search->at;

    if (winnow_stream_unit_starts(archive->stream,
                                  position_of(archive, search->at)))
        return true;
    if (search->units_only || search->at == 0 || at[-1] != '\n')
        return false;
    if (format == WINNOW_INPUT_ARC || !search->in_content)
        return true;
    return (search->at >= 2 && at[-2] == '\n') ||
           (search->at >= 3 && at[-2] == '\r' && at[-3] == '\n');
}

/* Looks for a head below `limit`. False: none, and search->at is where to go on
 * (at the stream's stop, or not below the limit). */
static bool search_head(struct winnow_archive *archive, struct search *search,
                        size_t limit)
{
    enum winnow_input_format format;
    uint64_t unit;
    size_t next;
    bool whole;

    while (search->at < limit && has(archive, search->at)) {
        format = format_of(
            line_at(archive, search->at, LINE_MAX_BYTES, &next, &whole));
        if (format != WINNOW_INPUT_AUTO &&
            is_free_before(archive, search, format))
            return true;
        unit = winnow_stream_next_unit(archive->stream,
                                       position_of(archive, search->at));
        if (unit < position_of(archive, next))
            next =
                search->at + (size_t)(unit - position_of(archive, search->at));
        search->at = next;
    }
    return false;
}

/* Reads past everything up to the next head; false: the stream stops first. */
static bool skip_to_head(struct winnow_archive *archive, bool units_only)
{
    struct search search = {.units_only = units_only};

    for (;;) {
        if (search_head(archive, &search, SEARCH_BYTES)) {
            winnow_stream_consume(archive->stream, search.at);
            return true;
        }
        if (search.at < SEARCH_BYTES) {
            consume_all(archive);
            return false;
        }
        winnow_stream_consume(archive->stream, search.at - BLANK_LINE_BYTES);
        search.at = BLANK_LINE_BYTES;
    }
}

static void skip_garbage(struct winnow_archive *archive)
{
    uint64_t from = position_of(archive, 0);
    uint64_t offset = winnow_stream_offset(archive->stream, from);
    bool found = skip_to_head(archive, false);
    uint64_t to = position_of(archive, 0);
    char detail[64];

    /* Nothing but garbage is no archive, which is for the source to say; what
     * lies before damage goes with it. */
    if (!found && (!archive->found ||
                   winnow_stream_stop(archive->stream) == WINNOW_STOP_DAMAGE))
        return;
    snprintf(detail, sizeof detail, "%llu bytes",
             (unsigned long long)(to - from));
    /* in a file that is packed the end is not known */
    archive->report(archive->user, WINNOW_DIAG_RECORD_GARBAGE,
                    (struct winnow_range){offset, offset == from ? to : offset},
                    detail);
}

/* ---- where a record ends ------------------------------------------------- */

struct extent {
    size_t start, end; /* the content, in the window */
    size_t next;       /* where the record's last byte has passed */
    enum {
        END_AS_DECLARED, /* where its length says */
        END_FOUND,       /* where the next head or the archive's end says */
        END_TRUNCATED,   /* the file ends first */
        END_DAMAGED,     /* damage comes first */
        END_TOO_LARGE    /* beyond the limit */
    } how;
};

/* Whether a unit ends at `at`, where the window does. What comes then is not
 * unpacked before its time, when this record is done with. */
static bool ends_with_unit(struct winnow_archive *archive, size_t at)
{
    return winnow_stream_window(archive->stream).length_bytes == at &&
           winnow_stream_unit_ended(archive->stream);
}

/* Whether a record may end at `at`; `*next` gets where the next one begins. */
static bool ends_well(struct winnow_archive *archive, size_t at, size_t *next)
{
    size_t n = 0;
    char c;

    while (n < TAIL_MAX_BYTES) {
        if (n != 0 && ends_with_unit(archive, at + n)) {
            *next = at + n;
            return true;
        }
        if (!has(archive, at + n))
            break;
        c = byte_at(archive, at + n);
        if (c != '\n' && c != '\r')
            break;
        n++;
    }
    *next = at + n;
    if (n == TAIL_MAX_BYTES || !has(archive, at + n) ||
        byte_at(archive, at + n) == 0 ||
        winnow_stream_unit_starts(archive->stream,
                                  position_of(archive, at + n)) ||
        format_at(archive, at + n) != WINNOW_INPUT_AUTO)
        return true;
    /* Garbage after a record that is itself in order. */
    return n == 4 &&
           memcmp(range_of(archive, at, at + n).data, "\r\n\r\n", 4) == 0;
}

/* The same for a record beyond the limit, where looking ahead is possible. */
static bool ends_well_ahead(struct winnow_archive *archive, uint64_t distance)
{
    char bytes[AHEAD_BYTES];
    struct winnow_view ahead = {bytes, 0};

    ahead.length_bytes =
        winnow_stream_peek(archive->stream, distance - 1, bytes, sizeof bytes);
    if (ahead.length_bytes == 0)
        return false;
    ahead.data++;
    ahead.length_bytes--;
    ahead = skip_line_ends(ahead);
    return ahead.length_bytes == 0 || may_start_head(ahead);
}

/* How many of the content's last bytes are the line ends after a record. */
static size_t tail_bytes(struct winnow_view content, bool is_arc)
{
    static const char *const tails[] = {"\r\n\r\n", "\n\n", "\r\n", "\n"};

    for (size_t i = is_arc ? 2 : 0; i < (is_arc ? 4 : 2); i++) {
        size_t n = strlen(tails[i]);
        if (content.length_bytes >= n &&
            memcmp(content.data + content.length_bytes - n, tails[i], n) == 0)
            return n;
    }
    return 0;
}

/* Whether content that the archive's end cuts off is whole: the blank line
 * after a record is there, and it is not the one after an HTTP head. */
static bool is_whole(struct winnow_view content, bool is_arc)
{
    size_t tail = is_arc ? 0 : tail_bytes(content, false);
    const char *blank;

    if (tail == 0)
        return false;
    if (!winnow_ascii_starts(content, "HTTP/"))
        return true;
    blank = memmem(content.data, content.length_bytes,
                   content.data + content.length_bytes - tail, tail);
    return blank != content.data + content.length_bytes - tail;
}

/* The stream stops, and no head stands before that. */
static void measure_last(struct winnow_archive *archive, bool is_arc,
                         struct extent *extent)
{
    struct winnow_stream *stream = archive->stream;
    struct winnow_view content;
    enum winnow_diag damage = winnow_stream_damage(stream);

    extent->next = winnow_stream_window(stream).length_bytes;
    extent->end = extent->next;
    content = range_of(archive, extent->start, extent->end);
    if (winnow_stream_stop(stream) == WINNOW_STOP_DAMAGE &&
        damage != WINNOW_DIAG_GZIP_TRAILING &&
        damage != WINNOW_DIAG_ZSTD_TRAILING) {
        extent->how = END_DAMAGED;
        return;
    }
    if (archive->head.length_known &&
        archive->head.length_bytes > content.length_bytes &&
        !is_whole(content, is_arc)) {
        extent->how = END_TRUNCATED;
        return;
    }
    extent->end -= tail_bytes(content, is_arc);
    extent->how = END_FOUND;
}

static void measure_by_search(struct winnow_archive *archive, bool is_arc,
                              struct extent *extent)
{
    struct search search = {.at = extent->start, .in_content = true};
    size_t limit = extent->start + archive->max_content_bytes + TAIL_MAX_BYTES;

    if (search_head(archive, &search, limit)) {
        extent->next = search.at;
        extent->end =
            search.at -
            tail_bytes(range_of(archive, extent->start, search.at), is_arc);
        extent->how = END_FOUND;
    } else if (search.at >= limit) {
        extent->next = winnow_stream_window(archive->stream).length_bytes;
        extent->end = extent->next;
        extent->how = END_TOO_LARGE;
        archive->to_search = true;
    } else {
        measure_last(archive, is_arc, extent);
    }
    if (extent->how == END_FOUND && archive->head.length_known &&
        archive->head.length_bytes == extent->end - extent->start)
        extent->how = END_AS_DECLARED;
}

/* Finds the end of the record whose content starts at extent->start. */
static void measure(struct winnow_archive *archive, bool is_arc,
                    struct extent *extent)
{
    const struct winnow_head *head = &archive->head;
    uint64_t end = extent->start + head->length_bytes;

    if (head->length_known && head->length_bytes > archive->max_content_bytes &&
        ends_well_ahead(archive, end)) {
        extent->next = winnow_stream_window(archive->stream).length_bytes;
        if (extent->next > end)
            extent->next = (size_t)end;
        extent->end = extent->next;
        archive->to_discard = end - extent->next;
        extent->how = END_TOO_LARGE;
        return;
    }
    if (head->length_known &&
        head->length_bytes <= archive->max_content_bytes &&
        winnow_stream_fill(archive->stream, (size_t)end) &&
        ends_well(archive, (size_t)end, &extent->next)) {
        extent->end = (size_t)end;
        extent->how = END_AS_DECLARED;
        return;
    }
    measure_by_search(archive, is_arc, extent);
}

/* ---- records ------------------------------------------------------------- */

static void report_length(struct winnow_archive *archive,
                          const struct extent *extent)
{
    char detail[96], declared[24] = "none";

    if (archive->head.length_known)
        snprintf(declared, sizeof declared, "%llu",
                 (unsigned long long)archive->head.length_bytes);
    snprintf(detail, sizeof detail, "declared %s, found %zu", declared,
             extent->end - extent->start);
    report(archive, WINNOW_DIAG_RECORD_LENGTH, position_of(archive, 0), detail);
}

static void refuse(struct winnow_record *record, enum winnow_diag diag)
{
    if (record->passed == WINNOW_NOT_PASSED)
        record->refused = winnow_diag_name(diag);
}

/* What is wrong with the record is reported and, where the content cannot be
 * had, refuses it. */
static void judge(struct winnow_archive *archive, const struct extent *extent,
                  struct winnow_record *record)
{
    uint64_t from = position_of(archive, 0);
    uint64_t to = position_of(archive, extent->next);

    if (archive->head.malformed)
        report(archive, WINNOW_DIAG_RECORD_HEAD, from, NULL);
    if (extent->how == END_FOUND)
        report_length(archive, extent);
    if (extent->how == END_TRUNCATED) {
        report(archive, WINNOW_DIAG_RECORD_TRUNCATED, from, NULL);
        refuse(record, WINNOW_DIAG_RECORD_TRUNCATED);
    } else if (extent->how == END_TOO_LARGE) {
        refuse(record, WINNOW_DIAG_RECORD_TOO_LARGE);
        if (record->refused != NULL)
            report(archive, WINNOW_DIAG_RECORD_TOO_LARGE, from, NULL);
    } else if (extent->how == END_DAMAGED ||
               winnow_stream_is_corrupt(archive->stream, from, to)) {
        refuse(record, winnow_stream_damage(archive->stream));
    }
    record->is_whole =
        (extent->how == END_AS_DECLARED || extent->how == END_FOUND) &&
        !winnow_stream_is_corrupt(archive->stream, from, to);
    if (record->refused != NULL)
        record->content = (struct winnow_view){NULL, 0};
}

static void place(struct winnow_archive *archive, const struct extent *extent,
                  struct winnow_record *record)
{
    struct winnow_stream *stream = archive->stream;
    uint64_t from = position_of(archive, 0);
    uint64_t to = position_of(archive, extent->next) + archive->to_discard;
    struct winnow_range place = winnow_stream_place(stream, from, to);
    bool in_own_unit =
        archive->in_own_unit && winnow_stream_unit_starts(stream, from);

    record->offset = place.start;
    record->length = place.end - place.start;
    if (archive->to_search) {
        record->length = 0;
        archive->only_at_units = in_own_unit;
    } else {
        in_own_unit = winnow_stream_is_whole(stream, from, to);
    }
    if (archive->to_search && in_own_unit)
        record->offset = winnow_stream_offset(stream, from);
    if (extent->how == END_AS_DECLARED &&
        winnow_stream_next_unit(stream, from) <
            position_of(archive, extent->end))
        archive->units_split = true;
    archive->in_own_unit = in_own_unit;
    archive->to_consume = extent->next;
    archive->found = true;
}

/* The record at the window's start, whose head is read. */
static void give(struct winnow_archive *archive, size_t start,
                 enum winnow_input_format format, struct winnow_record *record)
{
    const struct winnow_head *head = &archive->head;
    struct extent extent = {.start = start};

    measure(archive, format == WINNOW_INPUT_ARC, &extent);
    *record = (struct winnow_record){
        .format = format,
        .type = head->type,
        .id = head->id,
        .uri = head->uri,
        .captured = head->captured,
        .payload_digest = head->payload_digest,
        .block_digest = head->block_digest,
        .content = range_of(archive, extent.start, extent.end),
    };
    winnow_classify_record(record, head->content_type, archive->media_type);
    judge(archive, &extent, record);
    place(archive, &extent, record);
}

enum attempt { GIVEN, NOT_GIVEN, NO_MEMORY };

/* The head is whole but no record, or not whole: it is left behind. */
static enum attempt leave_head(struct winnow_archive *archive,
                               enum head_end how, size_t end)
{
    uint64_t from = position_of(archive, 0);

    if (how == HEAD_BROKEN) {
        report(archive, WINNOW_DIAG_RECORD_HEAD, from, NULL);
        winnow_stream_consume(archive->stream, end);
        return NOT_GIVEN;
    }
    /* Damage reports itself when it is passed. */
    if (winnow_stream_stop(archive->stream) == WINNOW_STOP_END)
        report(archive, WINNOW_DIAG_RECORD_TRUNCATED, from, NULL);
    consume_all(archive);
    archive->found = true;
    return NOT_GIVEN;
}

static enum attempt try_warc(struct winnow_archive *archive,
                             struct winnow_record *record)
{
    size_t end;
    enum head_end how = find_head_end(archive, &end);

    if (how != HEAD_WHOLE)
        return leave_head(archive, how, end);
    if (!winnow_head_read_warc(range_of(archive, 0, end), archive->storage,
                               &archive->head))
        return NO_MEMORY;
    give(archive, end, WINNOW_INPUT_WARC, record);
    return GIVEN;
}

static enum attempt try_arc(struct winnow_archive *archive,
                            struct winnow_record *record)
{
    size_t next;
    bool whole;
    struct winnow_view line =
        line_at(archive, 0, LINE_MAX_BYTES, &next, &whole);

    if (!winnow_head_read_arc(line, archive->storage, &archive->head))
        return NO_MEMORY;
    give(archive, next, WINNOW_INPUT_ARC, record);
    return GIVEN;
}

static enum attempt try_record(struct winnow_archive *archive,
                               struct winnow_record *record)
{
    switch (format_at(archive, 0)) {
    case WINNOW_INPUT_WARC:
        return try_warc(archive, record);
    case WINNOW_INPUT_ARC:
        return try_arc(archive, record);
    default:
        skip_garbage(archive);
        return NOT_GIVEN;
    }
}

/* Leaves the record given last behind. */
static void settle(struct winnow_archive *archive)
{
    winnow_stream_consume(archive->stream, archive->to_consume);
    winnow_stream_discard(archive->stream, archive->to_discard);
    if (archive->to_search)
        skip_to_head(archive, archive->only_at_units);
    archive->to_consume = 0;
    archive->to_discard = 0;
    archive->to_search = false;
}

/* Line ends and zero padding between records. */
static void skip_blank(struct winnow_archive *archive)
{
    struct winnow_view window;
    size_t n;

    while (has(archive, 0)) {
        window = winnow_stream_window(archive->stream);
        for (n = 0; n < window.length_bytes; n++)
            if (window.data[n] != '\n' && window.data[n] != '\r' &&
                window.data[n] != 0)
                break;
        winnow_stream_consume(archive->stream, n);
        if (n < window.length_bytes)
            return;
    }
}

enum winnow_status winnow_archive_next(struct winnow_archive *archive,
                                       struct winnow_record *record)
{
    enum attempt attempt = NOT_GIVEN;

    settle(archive);
    while (attempt == NOT_GIVEN) {
        skip_blank(archive);
        if (has(archive, 0))
            attempt = try_record(archive, record);
        else if (winnow_stream_stop(archive->stream) == WINNOW_STOP_DAMAGE)
            winnow_stream_pass(archive->stream, archive->units_split
                                                    ? accept_any
                                                    : may_start_head);
        else
            break;
    }
    if (attempt == NO_MEMORY || winnow_stream_is_out_of_memory(archive->stream))
        return WINNOW_ERR_MEMORY;
    return attempt == GIVEN ? WINNOW_OK : WINNOW_END;
}

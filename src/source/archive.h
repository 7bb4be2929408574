/* The records of a WARC or ARC archive, or of one that mixes both, one after
 * the other, whatever damage lies between them.
 *
 * How a record's end is told. Its length is believed when a line end or nothing
 * and then the next head, a gzip member's start or the archive's end stands
 * where it says. Else the next head is searched: behind a blank line (WARC) or
 * a line end (ARC), or at the start of a member; the content is what lies
 * before it, and RECORD_LENGTH is counted. What ends inside its content by the
 * end of the file or by damage is refused.
 *
 * Records with more content than the limit are read past and refused, unless
 * they are passed over anyway.
 */
#ifndef WINNOW_ARCHIVE_H
#define WINNOW_ARCHIVE_H

#include "source/classify.h"
#include "source/source.h"
#include "source/stream.h"

/* Zero-initialise; then fill the first group. */
struct winnow_archive {
    struct winnow_stream *stream; /* not owned */
    size_t max_content_bytes;
    winnow_stream_report *report;
    void *user;

    /* reused from archive to archive; winnow_buffer_free */
    struct winnow_buffer *storage;

    /* archive.c's own */
    struct winnow_head head;
    char media_type[WINNOW_MEDIA_TYPE_BYTES];
    size_t to_consume;   /* of the window, by the record given last */
    uint64_t to_discard; /* after that */
    bool to_search;      /* after that: the next head must be found */
    bool only_at_units;  /* and only where a unit starts */
    bool in_own_unit;    /* the record given last had units of its own */
    bool units_split;    /* units start inside records: any may follow damage */
    bool found;          /* a record was met */
};

/* WINNOW_OK: `record` is filled, but for file and relative; WINNOW_END;
 * WINNOW_ERR_MEMORY. */
enum winnow_status winnow_archive_next(struct winnow_archive *archive,
                                       struct winnow_record *record);

/* Whether `bytes` (64 of them or all) start like an archive: line ends may
 * stand before the first head. */
bool winnow_archive_starts(struct winnow_view bytes);

#endif

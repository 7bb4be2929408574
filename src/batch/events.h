/* What was met while reading, in order: files that begin and end, documents
 * (which the workers hold), records that were passed over, and what the source
 * told. It waits here until everything before it is done, so that what a job
 * says and writes does not depend on how many workers it has. */
#ifndef WINNOW_EVENTS_H
#define WINNOW_EVENTS_H

#include "source/source.h"

struct winnow_event {
    enum winnow_event_type {
        WINNOW_EVENT_BEGIN,
        WINNOW_EVENT_DOCUMENT,
        WINNOW_EVENT_PASSED,
        WINNOW_EVENT_DIAG,
        WINNOW_EVENT_END
    } type;
    struct winnow_buffer file;   /* terminated: of BEGIN and DIAG */
    struct winnow_buffer detail; /* terminated: of DIAG */
    /* PASSED */
    enum winnow_passed passed;
    uint32_t record_type; /* winnow_record_type */
    int http_status;
    uint64_t bytes; /* of the record's content */
    /* DIAG */
    enum winnow_diag diag;
    struct winnow_range where;
    /* END; its file is not set */
    struct winnow_source_end end;
};

/* A queue. Zero-initialise. */
struct winnow_events {
    struct winnow_event *all; /* [first, end), at i % capacity */
    uint64_t first, end;
    size_t capacity; /* 0 or a power of two */
};

/* Appends one, its buffers empty; NULL: no memory. */
struct winnow_event *winnow_events_add(struct winnow_events *events,
                                       enum winnow_event_type type);
/* The oldest; NULL: there is none. */
const struct winnow_event *
winnow_events_first(const struct winnow_events *events);
/* Takes back what was added since `end` was that of the queue, and is there
 * yet. */
void winnow_events_cut(struct winnow_events *events, uint64_t end);
void winnow_events_drop(struct winnow_events *events);
size_t winnow_events_count(const struct winnow_events *events);
void winnow_events_free(struct winnow_events *events);

/* Sets a buffer of an event to a terminated string; NULL: "". False: no memory.
 */
bool winnow_event_set(struct winnow_buffer *buffer, const char *string);

#endif

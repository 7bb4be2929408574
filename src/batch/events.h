/* What was met while reading, in order: documents (which the workers hold),
 * records that were passed over, and what the source told. It waits here until
 * everything before it is done, so that what a job says and writes does not
 * depend on how many workers it has. */
#ifndef WINNOW_EVENTS_H
#define WINNOW_EVENTS_H

#include "source/source.h"

struct winnow_event {
    enum winnow_event_type {
        WINNOW_EVENT_DOCUMENT,
        WINNOW_EVENT_PASSED,
        WINNOW_EVENT_DIAG
    } type;
    enum winnow_passed passed;
    enum winnow_diag diag;
    uint64_t offset;
    struct winnow_buffer file, detail; /* of a diagnostic; terminated */
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
bool winnow_events_add_diag(struct winnow_events *events, const char *file,
                            enum winnow_diag diag, uint64_t offset,
                            const char *detail);
/* The oldest; NULL: there is none. */
const struct winnow_event *
winnow_events_first(const struct winnow_events *events);
void winnow_events_drop(struct winnow_events *events);
size_t winnow_events_count(const struct winnow_events *events);
void winnow_events_free(struct winnow_events *events);

#endif

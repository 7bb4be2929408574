/* The queue of what was met; see events.h. */
#include "batch/events.h"

#include <stdlib.h>
#include <string.h>

enum { CAPACITY_AT_FIRST = 64 };

static struct winnow_event *at(const struct winnow_events *events, uint64_t i)
{
    return &events->all[i & (events->capacity - 1)];
}

static bool grow(struct winnow_events *events)
{
    struct winnow_events grown = *events;

    grown.capacity =
        events->capacity == 0 ? CAPACITY_AT_FIRST : events->capacity * 2;
    grown.all = calloc(grown.capacity, sizeof *grown.all);
    if (grown.all == NULL)
        return false;
    for (uint64_t i = events->first; i < events->end; i++)
        *at(&grown, i) = *at(events, i);
    free(events->all);
    *events = grown;
    return true;
}

size_t winnow_events_count(const struct winnow_events *events)
{
    return (size_t)(events->end - events->first);
}

struct winnow_event *winnow_events_add(struct winnow_events *events,
                                       enum winnow_event_type type)
{
    struct winnow_event *event;
    struct winnow_buffer file, detail;

    if (winnow_events_count(events) == events->capacity && !grow(events))
        return NULL;
    event = at(events, events->end++);
    file = event->file;
    detail = event->detail;
    winnow_buffer_clear(&file);
    winnow_buffer_clear(&detail);
    *event =
        (struct winnow_event){.type = type, .file = file, .detail = detail};
    return event;
}

bool winnow_event_set(struct winnow_buffer *buffer, const char *string)
{
    winnow_buffer_string(buffer, string == NULL ? "" : string);
    winnow_buffer_byte(buffer, '\0');
    return !buffer->failed;
}

const struct winnow_event *
winnow_events_first(const struct winnow_events *events)
{
    return events->first == events->end ? NULL : at(events, events->first);
}

void winnow_events_drop(struct winnow_events *events)
{
    events->first++;
}

void winnow_events_cut(struct winnow_events *events, uint64_t end)
{
    events->end = end > events->first ? end : events->first;
}

void winnow_events_free(struct winnow_events *events)
{
    for (size_t i = 0; i < events->capacity; i++) {
        winnow_buffer_free(&events->all[i].file);
        winnow_buffer_free(&events->all[i].detail);
    }
    free(events->all);
    *events = (struct winnow_events){0};
}

/* The units of a stream's window; see units.h. */
#include "source/units.h"

enum { MAX_UNITS = 1 << 16 };

static struct winnow_unit *newest(const struct winnow_units *units)
{
    return units->first == units->end ? NULL : &units->all[units->end - 1];
}

static bool make_room(struct winnow_units *units)
{
    size_t n = units->end - units->first;
    size_t capacity = units->capacity == 0 ? 16 : units->capacity * 2;
    struct winnow_unit *all;

    if (units->end < units->capacity)
        return true;
    if (units->first > n) {
        memmove(units->all, units->all + units->first, n * sizeof *all);
        units->first = 0;
        units->end = n;
        return true;
    }
    all = realloc(units->all, capacity * sizeof *all);
    if (all == NULL)
        return false;
    units->all = all;
    units->capacity = capacity;
    return true;
}

bool winnow_units_open(struct winnow_units *units, uint64_t start,
                       uint64_t stored_start)
{
    struct winnow_unit *last = newest(units);

    if (last != NULL && last->start == start) {
        units->end--;
    } else if (units->end - units->first >= MAX_UNITS) {
        last->closed = false;
        return true;
    }
    if (!make_room(units))
        return false;
    units->all[units->end++] =
        (struct winnow_unit){.start = start, .stored_start = stored_start};
    return true;
}

void winnow_units_close(struct winnow_units *units, uint64_t end,
                        uint64_t stored_end, bool corrupt)
{
    struct winnow_unit *unit = newest(units);

    if (unit == NULL)
        return;
    unit->closed = true;
    unit->corrupt = corrupt;
    unit->end = end;
    unit->stored_end = stored_end;
}

void winnow_units_forget(struct winnow_units *units, uint64_t position)
{
    while (units->first < units->end && units->all[units->first].closed &&
           units->all[units->first].end < position)
        units->first++;
}

const struct winnow_unit *winnow_units_find(const struct winnow_units *units,
                                            uint64_t position)
{
    size_t low = units->first, high = units->end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (units->all[middle].start <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low == units->first ? NULL : &units->all[low - 1];
}

const struct winnow_unit *winnow_units_at(const struct winnow_units *units,
                                          uint64_t position)
{
    const struct winnow_unit *unit = winnow_units_find(units, position);

    return unit != NULL && unit->start == position ? unit : NULL;
}

uint64_t winnow_units_next(const struct winnow_units *units, uint64_t position)
{
    const struct winnow_unit *unit = winnow_units_find(units, position);
    size_t i = unit == NULL ? units->first : (size_t)(unit - units->all) + 1;

    return i < units->end ? units->all[i].start : UINT64_MAX;
}

const struct winnow_unit *winnow_units_last_of(const struct winnow_units *units,
                                               uint64_t from, uint64_t to)
{
    const struct winnow_unit *last;

    if (to <= from || winnow_units_at(units, from) == NULL)
        return NULL;
    last = winnow_units_find(units, to - 1);
    return last->closed && last->end == to ? last : NULL;
}

void winnow_units_free(struct winnow_units *units)
{
    free(units->all);
    *units = (struct winnow_units){0};
}

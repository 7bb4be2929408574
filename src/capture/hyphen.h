/* Hyphens at the ends of lines: whether one is the word's own or was put there
 * where the line was broken, told by the capture's other words. */
#ifndef WINNOW_CAPTURE_HYPHEN_H
#define WINNOW_CAPTURE_HYPHEN_H

#include "capture/lines.h"

enum winnow_hyphen {
    WINNOW_HYPHEN_NONE,     /* what follows is a word of its own */
    WINNOW_HYPHEN_OF_BREAK, /* no part of the text */
    WINNOW_HYPHEN_OF_WORD,  /* "well-" "known" */
    WINNOW_HYPHEN_SUSPENDED /* "Nord-" "und Ostsee": a blank follows */
};

/* Words of the text, whole ones and those with hyphens, by hash. */
struct winnow_hyphens {
    uint64_t *bits;
    uint64_t mask;
    bool is_habit; /* lines are broken inside of words */
};

/* Reads the words of the text; linear. */
void winnow_hyphens_read(struct winnow_hyphens *hyphens,
                         struct winnow_arena *arena, struct winnow_view text,
                         bool is_habit);
/* The hyphen at the end of `line`, with `next` straight below. `*start` gets
 * where it starts, where there is one. */
enum winnow_hyphen winnow_hyphen_at(const struct winnow_hyphens *hyphens,
                                    struct winnow_view text,
                                    const struct winnow_line *line,
                                    const struct winnow_line *next,
                                    size_t *start);

#endif

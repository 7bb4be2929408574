/* Which blocks to keep, given how likely each is of the document. */
#ifndef WINNOW_CHOOSE_H
#define WINNOW_CHOOSE_H

#include <stdint.h>

enum { WINNOW_SURE = 1000 }; /* the likelihood of what is certain */

/* What is given of a document: words of its blocks by their likelihood. */
struct winnow_choice {
    uint64_t words[WINNOW_SURE + 1]; /* of blocks that are open */
    uint64_t kept_words;             /* of blocks that are kept in any case */
};

/* The likelihood from which on blocks are kept, 1..1001: the one for which the
 * expected F measure over the words is greatest. Where everything is doubtful
 * it goes down (something of a page is its document), where most is sure it is
 * about a half. `beta_squared_percent`: how much more recall counts than
 * precision, 100 for F1. */
uint32_t winnow_choose(const struct winnow_choice *choice,
                       uint32_t beta_squared_percent);

/* A logit, 1/256 each, as a likelihood 0..1000. */
uint32_t winnow_likelihood(int32_t logit);

#endif

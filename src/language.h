/* Which language the document's text is in. */
#ifndef WINNOW_LANGUAGE_H
#define WINNOW_LANGUAGE_H

#include "document.h"

enum { WINNOW_LANGUAGE_SURE = 1000 };

/* What a detector says of a text. */
struct winnow_language {
    char tag[16]; /* BCP 47, primary language and script at most: "en",
                     "zh-Hant"; "" when it is not sure of any */
    int score;    /* 1..1000: how much of the text is in it; 0: no tag */
};

/* Whether the program was built with a detector. */
bool winnow_language_can_detect(void);

/* Detects the language of `text`, valid UTF-8, through CLD2 (cld2.cc, the one
 * file that touches it). `declared`: the language that the page says it is in,
 * and `domain`: the last label of its host; evidence only, "" where unknown.
 * The same text gives the same answer; linear. */
void winnow_language_detect(struct winnow_view text, const char *declared,
                            const char *domain,
                            struct winnow_language *language);

/* Finds the language of what is kept, before kinds that output forms leave out:
 * sets the field and the score of the document. Where the detector is not sure
 * (a few words, a list of names) the declared language stays, with a score of
 * 0. */
void winnow_find_language(struct winnow_document *document);

/* Whether a tag is one of a list: "en,pt-BR,zh". A language alone means it
 * with any script and region. */
bool winnow_language_is_among(struct winnow_view tag, const char *list);

/* Whether `list` is one: tags of letters, digits and hyphens, commas between.
 */
bool winnow_language_list_is_valid(const char *list);

#endif

/* Phrases: multilingual word patterns as data, all matched in one pass.
 *
 * A phrase file (filters/phrases/<group>.txt, UTF-8) holds a phrase a line.
 * Blank lines and lines that start with ";" are skipped. "[de]" starts a
 * section; its name is a BCP 47 language tag, for readers and reports only:
 * all sections match always. A phrase is tokens with spaces between:
 *
 *   word     itself; case, diacritics and width are folded on both sides
 *   stem*    any word that starts so
 *   #        a number, digits of any script with . , : inside
 *   $        a price: a currency sign or code and a number, either first
 *   ^first   glued before the first token: at the start of the block
 *   last$    glued after the last token: at the end of the block
 *
 * Words are runs of letters, marks and digits; each Han, Hiragana and Katakana
 * character is a word of its own, so Chinese and Japanese phrases are written
 * without spaces. Punctuation between tokens is skipped on both sides.
 *
 * The automaton (Aho-Corasick over tokens) is built at build time into C
 * tables by the same code that reads a user's file at run time (--phrases).
 */
#ifndef WINNOW_PHRASES_H
#define WINNOW_PHRASES_H

#include "document.h"
#include "buffer.h"
#include "filter.h"

/* The phrases compiled into the program. Static. */
const struct winnow_phrases *winnow_phrases_builtin(void);

/* A source of phrases for winnow_phrases_build: one group's file. */
struct winnow_phrase_source {
    const char *group; /* "share" */
    struct winnow_view text;
};

/* Compiles sources (several of one group add up) into an automaton on the
 * heap. WINNOW_ERR_OPTION: a line is not a phrase; `error` (at least 200
 * bytes) says which group and line. */
enum winnow_status
winnow_phrases_build(const struct winnow_phrase_source *sources, size_t n,
                     struct winnow_phrases **phrases, char *error,
                     size_t error_bytes);
void winnow_phrases_free(struct winnow_phrases *phrases);

/* The groups, in order of their numbers. */
uint16_t winnow_phrases_n_groups(const struct winnow_phrases *phrases);
const char *winnow_phrases_group_name(const struct winnow_phrases *phrases,
                                      uint16_t group);

/* Finds the phrases of every block and its words: fills phrases, n_phrases and
 * n_words of all blocks of `document`, in one pass over each block's text. Of
 * phrases of one group that overlap, the longest stays. */
void winnow_phrases_match(const struct winnow_phrases *phrases,
                          struct winnow_document *document);

#endif

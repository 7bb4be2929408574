/* Phrases: multilingual word patterns as data, all matched in one pass.
 *
 * A phrase file (filters/phrases/<group>.txt, UTF-8) holds a phrase a line.
 * Blank lines and lines that start with ";" are skipped. "[de]" starts a
 * section; its name is a BCP 47 language tag, for readers and reports only:
 * all sections match always. A phrase is tokens with spaces between:
 *
 *   word     itself; case, diacritics and width are folded on both sides
 *   stem*    any word that starts so
 *   #        a number, digits of any script with . , : inside; K, M or B may
 *            stand against it ("1.2K")
 *   $        a price: a currency sign or code and a number, either first
 *   ^first   glued before the first token: at the start of the block
 *   last$    glued after the last token: at the end of the block
 *
 * Words are runs of letters, marks and digits; each Han, Hiragana and Katakana
 * character is a word of its own, so Chinese and Japanese phrases are written
 * without spaces. Where numbers are written against words (Korean, Thai, Lao,
 * Khmer, Burmese) the number is a token of its own, so "댓글 # 개" is met in
 * "댓글 12개". © is a word too. Other punctuation and signs between tokens are
 * skipped on both sides.
 *
 * A user's own file (--phrases) has the same syntax, but its sections name
 * groups: the lines after "[share]" are phrases of the group share.
 *
 * The automaton (a trie over tokens, walked from every token at once; see
 * phrases-table.h) is built at build time into C tables by the same code that
 * reads a user's file at run time.
 */
#ifndef WINNOW_PHRASES_H
#define WINNOW_PHRASES_H

#include "buffer.h"
#include "document.h"
#include "filter.h"

/* The phrases compiled into the program. Static. */
const struct winnow_phrases *winnow_phrases_builtin(void);

/* A source of phrases for winnow_phrases_build: one group's file. */
struct winnow_phrase_source {
    const char *group; /* "share"; NULL for a user's own file */
    struct winnow_view text;
};

/* The files that the built-in phrases were made of. Static. */
const struct winnow_phrase_source *winnow_phrases_builtin_sources(size_t *n);

/* Compiles sources (several of one group add up) into an automaton on the
 * heap. WINNOW_ERR_OPTION: a line is not a phrase; `error` (at least 200
 * bytes) says which group and line. */
enum winnow_status
winnow_phrases_build(const struct winnow_phrase_source *sources, size_t n,
                     struct winnow_phrases **phrases, char *error,
                     size_t error_bytes);
void winnow_phrases_free(struct winnow_phrases *phrases);

/* The built-in phrases and those of a user's own file, in one automaton; as
 * winnow_phrases_build, with "phrases" for the group in `error`. */
enum winnow_status winnow_phrases_extend(struct winnow_view file,
                                         struct winnow_phrases **phrases,
                                         char *error, size_t error_bytes);

/* The groups, in order of their numbers. */
uint16_t winnow_phrases_n_groups(const struct winnow_phrases *phrases);
const char *winnow_phrases_group_name(const struct winnow_phrases *phrases,
                                      uint16_t group);

/* Finds the phrases of every block and its words: fills phrases, n_phrases,
 * phrase_groups, start_groups, words, n_words and has_digits of all blocks of
 * `document`, in one pass over each block's text. Of phrases of one group that
 * overlap, the longest stays. */
void winnow_phrases_match(const struct winnow_phrases *phrases,
                          struct winnow_document *document);

/* The same for one text that is no block of a document; `block` holds it, and
 * gets what is found. */
void winnow_phrases_match_text(const struct winnow_phrases *phrases,
                               struct winnow_arena *arena,
                               struct winnow_block *block);

/* The phrases of a group that parts of a text begin with, from each of its
 * tokens on: "^by" is met in "text and photos by". Of those of one token the
 * longest, in order, and the first `most` of them. Returns how many. */
size_t winnow_phrases_match_starts(const struct winnow_phrases *phrases,
                                   struct winnow_arena *arena,
                                   struct winnow_view text, uint16_t group,
                                   struct winnow_phrase_hit *hits, size_t most);
/* Whether winnow_phrases_match_starts may find one in the text of a block that
 * winnow_phrases_match went over: false nearly always, and at once. */
bool winnow_phrase_may_start(const struct winnow_block *block, uint16_t group);

#endif

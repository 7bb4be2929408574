/* What the fuzz targets share. A target reads any bytes, as the part of winnow
 * that it is named after does, and aborts where something comes of them that
 * must never come: what a sanitizer finds, or a promise that is not kept.
 *
 * With libFuzzer (-Dfuzz=true, clang) a target makes up its inputs; replay.c
 * links it to a program that reads those it is given, with any compiler. */
#ifndef WINNOW_TESTS_FUZZ_H
#define WINNOW_TESTS_FUZZ_H

#include <stdint.h>

#include "decode/decode.h"
#include "options.h"

/* The target: reads `bytes`, of which nothing is kept. Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Aborts with the sentence unless `holds`. */
void fuzz_require(bool holds, const char *sentence);

/* The defaults. Static. */
const winnow_options *fuzz_options(void);

/* Runs `work` on a document whose body is `bytes`, in an arena with the budget
 * of a small document, which it may leave through the escape. */
void fuzz_in_arena(const uint8_t *bytes, size_t n,
                   void (*work)(struct winnow_document *document));

/* Decodes the document's body, declared to be in the charset `label`, and
 * checks text and map. */
void fuzz_decode(struct winnow_document *document, const char *label);

/* What holds of blocks and elements, whoever made them. */
void fuzz_check_blocks(const struct winnow_document *document);

/* Reads every byte of it. */
void fuzz_look_at(struct winnow_view view);

bool fuzz_is_utf8(struct winnow_view text);

#endif

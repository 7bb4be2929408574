/* Options as the stages read them. The table is options.def: one row each,
 * from which come parsing, --help, the man page and the README's table. */
#ifndef WINNOW_OPTIONS_H
#define WINNOW_OPTIONS_H

#include "buffer.h"
#include "winnow.h"

enum winnow_compression {
    WINNOW_COMPRESS_BY_NAME, /* from the output's extension */
    WINNOW_COMPRESS_NONE,
    WINNOW_COMPRESS_GZIP,
    WINNOW_COMPRESS_ZSTD
};

/* How the input is stored. */
enum winnow_input_format {
    WINNOW_INPUT_AUTO,
    WINNOW_INPUT_HTML,
    WINNOW_INPUT_TEXT,
    WINNOW_INPUT_WARC, /* also WET */
    WINNOW_INPUT_ARC,
    WINNOW_INPUT_JSONL
};

struct winnow_options {
    /* what is kept: the policy. 1 kept, 0 removed, -1 by the output format
     * (FIELD kinds of kinds.def) */
    int8_t policy[WINNOW_N_KINDS];
    bool filter_on[64]; /* by registry row: normalizers first, then filters */
    uint32_t min_words;
    char *phrases_file; /* NULL: none */

    /* input */
    enum winnow_input_format from;
    char *field; /* of JSON lines: which holds the page; default "html" */
    char *url;   /* for a document that comes without one */
    char *files_from; /* NULL: none; "-" standard input */
    bool null_separated;
    uint64_t max_document_bytes; /* of a decoded body; default 64 MiB */
    uint64_t max_memory_bytes;   /* of a document's arena; default 1 GiB */

    /* output */
    char *output; /* NULL or "-": standard output */
    bool to_given;
    enum winnow_to to;
    enum winnow_compression compression;
    int level; /* 0: the codec's default */
    char *ledger; /* NULL: none */
    bool inline_ledger;
    bool ledger_text; /* every block's text in the ledger */
    bool skip_empty;

    /* reports */
    bool stats, quiet;
    int verbose;

    char error[256];
    struct winnow_buffer given; /* what decides the output, canonical: hashed */
};

/* Whether blocks of `kind` are kept in output of the form `to`. */
bool winnow_options_keep(const struct winnow_options *options,
                         enum winnow_kind kind, enum winnow_to to);

/* 16 hex digits: a hash (XXH3) of everything that decides the output of a
 * document: options, version, phrases. Lives as the options. */
const char *winnow_options_config(const struct winnow_options *options,
                                  char digits[17]);

#endif

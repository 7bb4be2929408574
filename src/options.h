/* Options as the stages read them. The table is options.def: one row each,
 * from which come parsing, --help, the man page and the README's table. */
#ifndef WINNOW_OPTIONS_H
#define WINNOW_OPTIONS_H

#include <signal.h>

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

/* Whether a job shows how far it has come. */
enum winnow_progress_form {
    WINNOW_PROGRESS_AUTO, /* on a terminal */
    WINNOW_PROGRESS_JSON,
    WINNOW_PROGRESS_NONE
};

/* Rows of the registry (filters.def) at most. */
enum { WINNOW_FILTERS_MAX = 64 };

struct winnow_options {
    /* what is kept: the policy. 1 kept, 0 removed, -1 by the output format
     * (FIELD kinds of kinds.def) */
    int8_t policy[WINNOW_N_KINDS];
    /* By registry row: normalizers first, then filters. */
    bool filter_on[WINNOW_FILTERS_MAX];
    uint32_t min_words;
    char *languages; /* "en,pt-BR": documents in others are empty; NULL: all */
    uint32_t beta_squared_percent; /* how much more recall counts than precision
                                      where blocks are chosen; default 100 */
    char *phrases_file;            /* NULL: none */

    /* input */
    enum winnow_input_format from;
    char *field; /* of JSON lines: which holds the page; default "html" */
    bool split_at_form_feeds; /* files of text hold many captures */
    char *url;                /* for a document that comes without one */
    char *files_from;         /* NULL: none; "-" standard input */
    bool null_separated;

    /* limits: passing one is a diagnostic */
    uint64_t max_record_bytes;   /* of an archive's record; 0: by the next */
    uint64_t max_document_bytes; /* of a decoded body; default 64 MiB */
    uint64_t max_ratio;          /* of unpacked to packed bytes; default 1000 */
    uint64_t max_memory_bytes;   /* of a document's arena; default 1 GiB */
    uint64_t max_nodes, max_depth, max_attributes; /* of a page's tree */
    uint64_t max_blocks;                           /* of a document */
    uint64_t max_output_bytes; /* of a document as it is written, and as much
                                  of its ledger */

    /* output */
    char *output; /* NULL or "-": standard output */
    bool to_given;
    enum winnow_to to;
    enum winnow_compression compression;
    int level;            /* 0: the codec's default */
    uint64_t shard_bytes; /* of text in an output of a directory; 0: an output
                             for each input */
    char *ledger;         /* NULL: none */
    bool inline_ledger;
    bool full_metadata; /* all candidates in the JSON line */
    bool ledger_text; /* every block's text in the ledger */
    bool skip_empty;
    bool explain; /* the form is WINNOW_TO_EXPLAINED */
    bool colour;  /* which then goes to a terminal */
    char *locate; /* "12,345": the form is WINNOW_TO_LOCATED; NULL: not */
    enum winnow_to located_form; /* of the text that these are offsets of */

    /* work */
    int jobs; /* worker processes; 0: none; -1: as many as are cores */
    uint32_t timeout_seconds;  /* for a document in a worker */
    uint64_t checkpoint_bytes; /* of documents from commit to commit */
    bool restart;

    /* reports */
    bool stats, quiet;
    int verbose;
    enum winnow_progress_form progress;

    volatile sig_atomic_t is_stopped;
    /* that of the options which the caller holds; a copy's is theirs */
    const volatile sig_atomic_t *stop;

    char error[256];
    struct winnow_buffer phrases; /* the bytes of phrases_file, read once */
    struct winnow_buffer given; /* what decides the output, canonical: hashed */
};

/* A deep copy, for whoever outlives the original. The caller frees it with
 * winnow_options_free. */
enum winnow_status winnow_options_copy(const struct winnow_options *options,
                                       struct winnow_options **copy);

/* Whether options that are each valid agree with each other; when they do not,
 * `why` gets one line without a full stop. */
bool winnow_options_agree(const struct winnow_options *options, char *why,
                          size_t why_bytes);

/* The form of the output: as `to` says, else as the output's name says, else
 * JSON lines where the input holds more than one document. A job that has
 * resolved it sets `to` and `to_given`, so that winnow_options_config covers
 * the form that is written. */
enum winnow_to winnow_options_form(const struct winnow_options *options,
                                   bool plural);

/* Whether the output is a directory: one that exists, or a name that ends in a
 * slash. */
bool winnow_options_mirror(const struct winnow_options *options);

/* How the output `path` is to be compressed; never BY_NAME. */
enum winnow_compression
winnow_options_compression(const struct winnow_options *options,
                           const char *path);

/* 16 hex digits: a hash of what decides the outputs of a run into a directory
 * beside the documents' own: the inputs named, how outputs are cut and packed.
 */
const char *winnow_options_run(const struct winnow_options *options,
                               const char *const *paths, size_t n_paths,
                               char digits[17]);

/* What an output's extension asks for; NONE for NULL, "-" and other names. */
enum winnow_compression winnow_compression_by_name(const char *path);

/* The name of a row of the registry, as in filter_on; NULL past the last. */
const char *winnow_options_filter_name(size_t row);

/* Whether that row is on where no option says otherwise. */
bool winnow_options_filter_is_on(size_t row);

/* Fills `given`; whoever changes options otherwise than by winnow_options_set
 * calls it. */
enum winnow_status winnow_options_write_given(struct winnow_options *options);

/* The limit on the content of an archive's record: where none is given, that on
 * a document's bytes, with room for an HTTP head and the framing of chunks. */
uint64_t winnow_options_record_bytes(const struct winnow_options *options);

/* What `packed_bytes` may unpack to by the limit on their ratio. */
uint64_t winnow_options_unpacked_bytes(const struct winnow_options *options,
                                       uint64_t packed_bytes);

/* Whether blocks of `kind` are kept in output of the form `to`. */
bool winnow_options_keep(const struct winnow_options *options,
                         enum winnow_kind kind, enum winnow_to to);

/* 16 hex digits: a hash (XXH3) of everything that decides the output of a
 * document: options, version, phrases. Lives as the options. */
const char *winnow_options_config(const struct winnow_options *options,
                                  char digits[17]);

#endif

/* winnow: removes what is not the document from web pages and plain-text
 * captures, and says of every byte where it went.
 *
 * This is the one public header. Link with `pkg-config --cflags --libs winnow`.
 *
 * A program of thirty lines (tests/example.c is compiled from this text):
 *
 *     #include <stdio.h>
 *     #include <winnow.h>
 *
 *     int main(void) {
 *         static char page[1 << 20];
 *         struct winnow_input input = {0};
 *         winnow_options *options = NULL;
 *         winnow_chain *chain = NULL;
 *         const winnow_result *result = NULL;
 *         const char *text;
 *         size_t length_bytes;
 *
 *         input.bytes = page;
 *         input.length_bytes = fread(page, 1, sizeof page, stdin);
 *         if (winnow_options_new(&options) != WINNOW_OK)
 *             return 1;
 *         if (winnow_options_set(options, "keep", "comments") != WINNOW_OK) {
 *             fprintf(stderr, "%s\n", winnow_options_error(options));
 *             return 2;
 *         }
 *         if (winnow_chain_new(options, &chain) != WINNOW_OK ||
 *             winnow_chain_run(chain, &input, &result) != WINNOW_OK)
 *             return 1;
 *         text = winnow_result_render(result, WINNOW_TO_TEXT, &length_bytes);
 *         fwrite(text, 1, length_bytes, stdout);
 *         winnow_chain_free(chain);
 *         winnow_options_free(options);
 *         return 0;
 *     }
 *
 * Conventions
 *   Strings in are NUL-terminated UTF-8 and copied where they must outlive the
 *   call. Strings out are UTF-8 and NUL-terminated unless a length stands
 *   beside them; they live as long as their declaration says. Lengths and
 *   offsets are counted in bytes. No function is safe for two threads at once
 *   on the same handle; different handles share nothing.
 *   Bad input is never an error status: it is repaired or refused, and counted
 *   as a diagnostic of the result.
 */
#ifndef WINNOW_H
#define WINNOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WINNOW_API __attribute__((visibility("default")))
#define WINNOW_MUST_CHECK __attribute__((warn_unused_result))
#else
#define WINNOW_API
#define WINNOW_MUST_CHECK
#endif

/* What the caller did wrong or the system refused. */
enum winnow_status {
    WINNOW_OK = 0,
    WINNOW_END = 1,        /* nothing further (readers) */
    WINNOW_ERR_MEMORY = 2, /* the system gives no memory */
    WINNOW_ERR_OPTION = 3, /* an option's name or value is not valid */
    WINNOW_ERR_READ = 4,   /* an input cannot be opened or read; see errno */
    WINNOW_ERR_WRITE = 5,  /* an output cannot be opened or written; errno */
    WINNOW_ERR_USE = 6,    /* the call is not allowed in this state */
    WINNOW_STOPPED = 7     /* a job ended early, because it was asked to */
};

/* The version, as "0.1.0". Static. */
WINNOW_API const char *winnow_version(void);

/* What worker processes are kept from the system with, as far as it has it:
 * "limits, seccomp, Landlock". Static. */
WINNOW_API const char *winnow_isolation(void);

/* ---- kinds --------------------------------------------------------------- */

/* What a block of text is; winnow_kind_summary says each in a sentence. */
enum winnow_kind {
    WINNOW_KIND_TITLE,
    WINNOW_KIND_HEADING,
    WINNOW_KIND_PARAGRAPH,
    WINNOW_KIND_LIST,
    WINNOW_KIND_TABLE,
    WINNOW_KIND_CODE,
    WINNOW_KIND_QUOTE,
    WINNOW_KIND_CAPTION,
    WINNOW_KIND_BYLINE,
    WINNOW_KIND_DATELINE,
    WINNOW_KIND_POST,
    WINNOW_KIND_NAVIGATION,
    WINNOW_KIND_SHARE,
    WINNOW_KIND_APPEAL,
    WINNOW_KIND_CONSENT,
    WINNOW_KIND_ADVERT,
    WINNOW_KIND_RELATED,
    WINNOW_KIND_COMMENTS,
    WINNOW_KIND_FOOTER,
    WINNOW_KIND_PROMO,
    WINNOW_KIND_WIDGET,
    WINNOW_KIND_DUPLICATE,
    WINNOW_KIND_OTHER,
    WINNOW_N_KINDS
};

/* The kind's name ("navigation") and sentence. Static; `kind` below
 * WINNOW_N_KINDS. */
WINNOW_API const char *winnow_kind_name(enum winnow_kind kind);
WINNOW_API const char *winnow_kind_summary(enum winnow_kind kind);

/* What becomes of blocks of the kind where no option says otherwise: "kept",
 * "removed", or "field" (kept in text, markdown and WARC; in JSON lines it has
 * a field of its own and leaves the text). Static. */
WINNOW_API const char *winnow_kind_fate(enum winnow_kind kind);

/* ---- options ------------------------------------------------------------- */

/* Everything that decides what comes out, with a default for each. */
typedef struct winnow_options winnow_options;

/* A row of the option table: what `winnow --help` shows. */
struct winnow_option_info {
    const char *name;     /* long name without dashes: "keep" */
    char letter;          /* short name, or 0 */
    const char *argument; /* "KIND,..." or NULL when it takes none */
    const char *group;    /* heading it stands under in --help */
    const char *summary;  /* one line */
};

/* The whole table, in the order of --help. Static; `n` gets its length. */
WINNOW_API const struct winnow_option_info *winnow_option_list(size_t *n);

/* Makes options with every default. The caller frees them. */
WINNOW_API WINNOW_MUST_CHECK enum winnow_status
winnow_options_new(winnow_options **options);

/* Sets one option by its long name. `value` may be NULL when it takes no
 * argument. Setting a list option again adds to it; any other is replaced.
 * WINNOW_ERR_OPTION leaves the options as they were. */
WINNOW_API WINNOW_MUST_CHECK enum winnow_status
winnow_options_set(winnow_options *options, const char *name,
                   const char *value);

/* Why the last winnow_options_set failed, as one line without a full stop.
 * Lives until the next call on `options`. */
WINNOW_API const char *winnow_options_error(const winnow_options *options);

WINNOW_API void winnow_options_free(winnow_options *options);

/* Asks the job that runs with `options` to stop: it finishes the documents it
 * has read, and ends with WINNOW_STOPPED; one into a directory can go on later.
 * May be called by a signal handler. */
WINNOW_API void winnow_options_stop(winnow_options *options);

/* ---- filters ------------------------------------------------------------- */

/* Row `i` of the filter registry in chain order: its name and sentence.
 * Returns false when there is no such row. Static strings. */
WINNOW_API bool winnow_filter_info(size_t i, const char **name,
                                   const char **summary);

/* ---- one document -------------------------------------------------------- */

/* How a document's bytes are to be understood. */
enum winnow_from {
    WINNOW_FROM_AUTO, /* by looking at them, and at media_type */
    WINNOW_FROM_HTML,
    WINNOW_FROM_TEXT /* a plain-text capture */
};

/* A document's bytes and what is known of it. Zero-initialise; every string
 * may be NULL. The bytes must stay as they are as long as the result is used
 * (they may be NULL where it was fed); nothing else is kept after the call. */
struct winnow_input {
    const void *bytes; /* the entity body, content codings removed */
    size_t length_bytes;
    enum winnow_from from;
    const char *id; /* what it is called in lines and ledgers; where there is
                       none, by the SHA-256 of its bytes */
    const char *url;
    const char *media_type; /* as in Content-Type, without parameters */
    const char *charset;    /* as the protocol declares it */
};

typedef struct winnow_chain winnow_chain;
typedef struct winnow_result winnow_result;

/* Builds the chain of filters that `options` ask for. `options` may be freed
 * afterwards. The caller frees the chain. */
WINNOW_API WINNOW_MUST_CHECK enum winnow_status
winnow_chain_new(const winnow_options *options, winnow_chain **chain);

/* Runs one document through the chain. `result` lives until the next run,
 * feed or free of the chain. */
WINNOW_API WINNOW_MUST_CHECK enum winnow_status
winnow_chain_run(winnow_chain *chain, const struct winnow_input *input,
                 const winnow_result **result);

/* The same for a document that arrives in pieces: feed any number of times,
 * then finish. `input` carries what is known; its bytes are ignored.
 * WINNOW_ERR_USE: more bytes than the limit `max-document`. */
WINNOW_API WINNOW_MUST_CHECK enum winnow_status
winnow_chain_feed(winnow_chain *chain, const void *bytes, size_t length_bytes);
WINNOW_API WINNOW_MUST_CHECK enum winnow_status
winnow_chain_finish(winnow_chain *chain, const struct winnow_input *input,
                    const winnow_result **result);

WINNOW_API void winnow_chain_free(winnow_chain *chain);

/* ---- results ------------------------------------------------------------- */

enum winnow_to {
    WINNOW_TO_TEXT,      /* paragraphs, blank line between */
    WINNOW_TO_MARKDOWN,  /* CommonMark with tables */
    WINNOW_TO_JSONL,     /* one line of JSON, see docs in README.md */
    WINNOW_TO_WARC,      /* a conversion record (WARC 1.1, ISO 28500:2017) */
    WINNOW_TO_LEDGER,    /* one line of JSON with every block */
    WINNOW_TO_EXPLAINED, /* the text with every removed block marked */
    WINNOW_TO_LOCATED    /* a line of JSON for each offset of `locate` */
};

/* The document written out. Never NULL (an empty document is an empty text).
 * Nor where it would pass the limit `max-output`: then it is empty too.
 * Lives as long as the result, and until the next render in the same form. */
WINNOW_API const char *winnow_result_render(const winnow_result *result,
                                            enum winnow_to to,
                                            size_t *length_bytes);

/* "url", "charset", "charset-from", "format" ("html" or "text"), "renderer" (of
 * a capture, what made it: "w3m", "lynx", "links", "elinks", "html2text",
 * "pandoc", "markdown", "innertext", "wet"), "empty" (why nothing was kept),
 * "refused" (why the document was refused); what is said of the document:
 * "title", "author" and "tags" (several joined by "; "), "date" and "modified"
 * (ISO 8601, as precise as known), "language" (BCP 47), "site", "canonical",
 * "description", "section", "license", "image", "type" ("article", "forum",
 * "listing", "product", "manual", "website"), and with "-from" at its end
 * ("date-from") who said it ("json-ld datePublished"). What is known, or "".
 * Lives as the result. */
WINNOW_API const char *winnow_result_field(const winnow_result *result,
                                           const char *name);

/* A range of bytes [start, end). */
struct winnow_range {
    uint64_t start, end;
};

/* One block, kept or not. All pointers live as long as the result. */
struct winnow_block_info {
    const char *text; /* normalized */
    size_t length_bytes;
    enum winnow_kind kind;
    bool kept;
    const char *filter; /* who decided: a filter's name, or "labeller" */
    const char *rule;
    int score;                         /* 0..1000, 1000: surely the document */
    const struct winnow_range *ranges; /* in the input's bytes */
    size_t n_ranges;
    struct winnow_range output; /* in the text last rendered; empty if none */
};

WINNOW_API size_t winnow_result_n_blocks(const winnow_result *result);
/* Block `i`, below winnow_result_n_blocks. */
WINNOW_API struct winnow_block_info
winnow_result_block(const winnow_result *result, size_t i);

/* How often the diagnostic `name` (src/diag.def) was met; 0 for a name that
 * does not exist. */
WINNOW_API uint64_t winnow_result_diagnostic(const winnow_result *result,
                                             const char *name);

/* ---- files and archives -------------------------------------------------- */

/* What happened to everything that was read.
 * records == documents + passed_over
 * documents == written + empty + refused (`empty` are written as empty lines
 * unless skip-empty is set) */
struct winnow_report {
    uint64_t files, records, documents, passed_over, written, empty, refused;
    uint64_t damaged; /* ranges of input that were lost */
    uint64_t unread;  /* files that could not be read at all */
};

/* Reads `paths` (files, directories, "-" for standard input; none: standard
 * input) as the options say, and writes to the option `output` or to standard
 * output. Diagnostics go to `log` (may be NULL), one line each, safe for a
 * terminal. WINNOW_OK whenever the job finished, however bad its input was: see
 * `report`. WINNOW_STOPPED: winnow_options_stop was called; `report` says how
 * far it came. WINNOW_ERR_OPTION: the options contradict each other, with a
 * line on `log`. WINNOW_ERR_WRITE: the output failed. Where the option `jobs`
 * is not 0, documents are read by processes that are forked from this one and
 * are gone when it returns; their ends are waited for, and no signal is
 * handled. */
WINNOW_API WINNOW_MUST_CHECK enum winnow_status
winnow_job_run(const winnow_options *options, const char *const *paths,
               size_t n_paths, FILE *log, struct winnow_report *report);

/* Reads `paths` to their ends without cleaning anything, and verifies what can
 * be: how files are packed, where records begin and end, and the digests that
 * archives give for them. A line a file goes to `out`, diagnostics go to `log`
 * (both may be NULL). Of the options, those on the input and the reports count.
 * Returns as winnow_job_run; in `report` documents count as `written`. */
WINNOW_API WINNOW_MUST_CHECK enum winnow_status
winnow_check_run(const winnow_options *options, const char *const *paths,
                 size_t n_paths, FILE *out, FILE *log,
                 struct winnow_report *report);

#ifdef __cplusplus
}
#endif

#endif

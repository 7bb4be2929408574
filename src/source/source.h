/* Reading: from paths to records. Files, directories (recursive, in byte order
 * of their names, symbolic links to directories not followed), lists, pipes;
 * plain, gzip (RFC 1952, any members) or zstd (RFC 8878); WARC 0.17 to 1.1
 * (ISO 28500), WET, ARC 1, JSON lines, and single documents.
 *
 * A source gives one record at a time and holds no more than that record and
 * fixed buffers. Damage is reported with its offset, and read past: the next
 * intact record follows.
 *
 * Limits. A single document may have max_document_bytes, a record's content
 * winnow_options_record_bytes; a line of JSON twice as much as a document and
 * 1 MiB, for its escapes. Larger ones are refused and read past; what unpacks
 * to more than the limit on the ratio is refused. A head may have 1 MiB,
 * packing two layers.
 *
 * A record that damage or the file's end cuts short is refused; a single
 * document that damage cuts short is given as far as it goes.
 */
#ifndef WINNOW_SOURCE_H
#define WINNOW_SOURCE_H

#include "buffer.h"
#include "diag.h"
#include "document.h"
#include "options.h"

/* Why a record is no document (struct winnow_record.passed_over). */
enum winnow_passed {
    WINNOW_NOT_PASSED,
    WINNOW_PASSED_RECORD_TYPE, /* request, metadata, warcinfo, revisit ... */
    WINNOW_PASSED_STATUS,      /* a redirect, an error: not 2xx */
    WINNOW_PASSED_MEDIA_TYPE,  /* an image, a script, a PDF ... */
    WINNOW_PASSED_SCHEME,      /* dns:, whois: ... */
    WINNOW_N_PASSED
};
const char *winnow_passed_name(enum winnow_passed passed);

/* What a record's content is. */
enum winnow_content {
    WINNOW_CONTENT_BODY, /* the entity body itself (file, resource, line) */
    WINNOW_CONTENT_HTTP  /* an HTTP response message (RFC 9112) */
};

/* One record. All pointers live until the next winnow_source_next. */
struct winnow_record {
    const char *file;     /* as the user named it; "-" is standard input */
    uint64_t file_number; /* files begun so far: another one, another number */
    struct winnow_view relative; /* directories: the path below the named one,
                                    else the file's own name */
    /* Where the record is in the file as it is stored, when it has gzip members
     * or zstd frames of its own, and in files that are not packed. Else (one
     * member for many records, packing inside packing) where it is in the
     * unpacked bytes. The length counts the blank line after the record; 0: not
     * known (refused for its size, or passed over by its first bytes). */
    uint64_t offset, length;
    enum winnow_input_format format; /* what it was read as; HTML, TEXT or AUTO
                                        (look at it) for a single document */
    struct winnow_view type; /* "response", "conversion", "" for files */
    struct winnow_view id;   /* WARC-Record-ID without < >, or "" */
    struct winnow_view uri;
    struct winnow_view captured;   /* WARC-Date, ISO 8601, or "" */
    struct winnow_view media_type; /* of the content, without parameters */
    struct winnow_view charset;    /* from the same head, or "" */
    struct winnow_view payload_digest, block_digest;
    enum winnow_content content_is;
    bool is_whole; /* the content is, of an archive's record; else it is cut */
    int http_status; /* of a response, as its head says; 0: none */
    struct winnow_view content;
    struct winnow_view line;   /* JSON lines: the whole line as it was */
    enum winnow_passed passed; /* not a document, and why */
    const char *refused;       /* a diagnostic's name: counted, not read */
};

/* The limit on a line of JSON, by that on a document. */
#define WINNOW_LINE_MAX_BYTES(max_document_bytes)                              \
    (2 * (max_document_bytes) + (1 << 20))

typedef struct winnow_source winnow_source;

/* Called for each damage or refusal when it is passed, which may be after the
 * record that suffered from it. `file` and `detail` (may be NULL) are raw:
 * whoever prints them escapes them. `where` is as a record's place; it is empty
 * where only its start is known. */
typedef void winnow_source_report(void *user, const char *file,
                                  enum winnow_diag diag,
                                  struct winnow_range where,
                                  const char *detail);

/* What a report means for the accounting. */
enum winnow_loss {
    WINNOW_LOSS_NONE,
    WINNOW_LOSS_RANGE, /* something of the file */
    WINNOW_LOSS_FILE   /* the file as a whole */
};
enum winnow_loss winnow_source_loss(enum winnow_diag diag,
                                    struct winnow_range where);

/* What is known of a file once it was left behind. */
struct winnow_source_end {
    const char *file;
    bool was_opened;
    uint64_t read_bytes;
    char sha256[65]; /* in hex; "" where it was not read to its end */
};

/* Who reads from a source, and is told things while it reads. */
struct winnow_source_user {
    winnow_source_report *report;
    /* Called for each file before it is opened, and once it was left behind;
     * both may be NULL. */
    enum winnow_begin {
        WINNOW_BEGIN_READ,
        WINNOW_BEGIN_SKIP, /* it is not opened; no end follows */
        WINNOW_BEGIN_STOP  /* the source ends here */
    } (*begin)(void *user, const char *file);
    void (*end)(void *user, const struct winnow_source_end *end);
    bool digests; /* the end is to give the file's */
    /* Called before a read that has to wait for its bytes, as of a pipe; may be
     * NULL. */
    void (*idle)(void *user);
    void *user;
};

/* A source over `paths` (n 0: standard input). The strings must outlive it. */
enum winnow_status winnow_source_open(const struct winnow_options *options,
                                      const char *const *paths, size_t n_paths,
                                      const struct winnow_source_user *user,
                                      winnow_source **source);
/* WINNOW_OK: `record` is filled; WINNOW_END: nothing further, or options->stop
 * was set, and what was told in this call is of no account; WINNOW_ERR_MEMORY.
 * What cannot be opened or read is reported and passed. */
enum winnow_status winnow_source_next(winnow_source *source,
                                      struct winnow_record *record);
/* Totals so far: files opened, files that could not be read, damaged ranges,
 * stored bytes read. */
struct winnow_source_totals {
    uint64_t files, unread, damaged, bytes;
};
struct winnow_source_totals winnow_source_totals(const winnow_source *source);
/* Whether the paths can hold more than one document (several paths, a
 * directory, a list, an archive): known once the first record was read. */
bool winnow_source_is_plural(const winnow_source *source);
void winnow_source_free(winnow_source *source);

#endif

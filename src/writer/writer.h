/* Writing: documents rendered into bytes, bytes compressed into files. */
#ifndef WINNOW_WRITER_H
#define WINNOW_WRITER_H

#include "buffer.h"
#include "document.h"
#include "options.h"
#include "source/source.h"

/* Where a document came from, for the forms that say it. May be NULL. */
struct winnow_origin {
    const struct winnow_record *record;
    int http_status; /* 0: none */
};

/* Appends the document in the form `to` and sets every block's output range,
 * relative to the document's text (text, markdown: the bytes appended; JSONL
 * and LEDGER: the decoded `text` value, LEDGER keeping the ranges that the
 * rendering before it set). */
void winnow_render(const struct winnow_document *document,
                   const struct winnow_origin *origin, enum winnow_to to,
                   struct winnow_buffer *out);

/* Appends the warcinfo record that opens a WARC file. `config` as
 * winnow_options_config gives it; `filename` is the file's own name, NULL where
 * it has none. */
void winnow_render_warcinfo(struct winnow_buffer *out, const char *config,
                            const char *filename);

/* Appends a record that was refused, as a WARC record of its own (a response,
 * or a resource) that says why in the field Winnow-Refused. */
void winnow_render_refused(struct winnow_buffer *out,
                           const struct winnow_record *record,
                           const char *reason);

/* An output: a file or standard output, compressed or not. */
typedef struct winnow_sink winnow_sink;

/* `path` NULL or "-": standard output. BY_NAME looks at the extension. `level`
 * 0: the codec's default. An existing file stays as it is until the first
 * write (or the close), so that a caller can first ask winnow_sink_is of every
 * input.
 *
 * WINNOW_ERR_WRITE: it cannot be opened, errno says why (EISDIR: a directory).
 * WINNOW_ERR_USE: it is the regular file that standard input reads.
 * WINNOW_ERR_OPTION: this build has no such compression. */
enum winnow_status winnow_sink_open(const char *path,
                                    enum winnow_compression compression,
                                    int level, winnow_sink **sink);
/* Lets a thread of its own compress what can wait, where a core is free for it.
 * The bytes are the same, but come one member later. */
void winnow_sink_use_thread(winnow_sink *sink);
/* Everything or an error; short writes and EINTR are handled. After an error
 * every further call returns it again, errno with it. */
enum winnow_status winnow_sink_write(winnow_sink *sink, const void *bytes,
                                     size_t length_bytes);
/* Ends the document: flushes where the output is a pipe or a terminal; ends
 * the gzip member or zstd frame when it holds 1 MiB of documents, or `member`
 * is set, so that a record can be sought. */
enum winnow_status winnow_sink_end_document(winnow_sink *sink, bool member);
/* How far an output has come: what is in its file, and what the member holds
 * that is not compressed yet (nothing where there is no compression). */
struct winnow_sink_state {
    uint64_t stored_bytes;
    struct winnow_view held; /* until the next call on the sink */
};

/* Sees to it that the storage has all that `state` says is stored. Not for live
 * outputs. */
enum winnow_status winnow_sink_sync(winnow_sink *sink,
                                    struct winnow_sink_state *state);
/* Opens an output of its own, a regular file, to go on from `state`: what the
 * file holds beyond is cut off. As winnow_sink_open; EINVAL: the file is
 * shorter than that. */
enum winnow_status winnow_sink_reopen(const char *path,
                                      enum winnow_compression compression,
                                      int level,
                                      const struct winnow_sink_state *state,
                                      winnow_sink **sink);
/* Finishes and closes, whatever happened; reports a failed close. NULL is
 * allowed. */
enum winnow_status winnow_sink_close(winnow_sink *sink);
/* Closes an output that is not wanted after all. When nothing was written, a
 * file that was there keeps what it held. */
void winnow_sink_abandon(winnow_sink *sink);
/* Whether the sink writes to this file (a regular one, by device and inode);
 * "-" asks it of standard input. */
bool winnow_sink_is(const winnow_sink *sink, const char *path);

#endif

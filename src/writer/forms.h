/* The forms that winnow_render chooses from, one file each, and what they share
 * of naming a document. */
#ifndef WINNOW_WRITER_FORMS_H
#define WINNOW_WRITER_FORMS_H

#include "writer/writer.h"

/* Text as the form `to` has it (TEXT and WARC with the title, JSONL without),
 * or markdown. Both set the output ranges. No line break at the end. */
void winnow_write_text(const struct winnow_document *document,
                       enum winnow_to to, struct winnow_buffer *out);
void winnow_write_markdown(const struct winnow_document *document,
                           struct winnow_buffer *out);

/* Whole lines and records, with their ends. */
void winnow_write_jsonl(const struct winnow_document *document,
                        const struct winnow_origin *origin,
                        struct winnow_buffer *out);
void winnow_write_ledger(const struct winnow_document *document,
                         const struct winnow_origin *origin,
                         struct winnow_buffer *out);
void winnow_write_warc(const struct winnow_document *document,
                       const struct winnow_origin *origin,
                       struct winnow_buffer *out);

/* The text with every removed block in its place, marked. */
void winnow_write_explained(const struct winnow_document *document,
                            struct winnow_buffer *out);

/* Where the offsets of the option `locate` come from. */
void winnow_write_located(const struct winnow_document *document,
                          struct winnow_buffer *out);

/* The array of every block: `blocks` of a ledger line, `ledger` of a line. */
void winnow_write_blocks(const struct winnow_document *document,
                         struct winnow_buffer *out);

/* The member `metadata` of a line, what is said of the document, and a comma.
 */
void winnow_write_metadata(const struct winnow_document *document,
                           struct winnow_buffer *out);

/* The document's id: the given one, else the SHA-256 of the body, written to
 * `digits`. */
struct winnow_view winnow_document_id(const struct winnow_document *document,
                                      char digits[65]);

#endif

/* Which records and files are documents, and which are passed over: by record
 * type, scheme, HTTP status and media type. Looks at heads and first bytes
 * only.
 */
#ifndef WINNOW_CLASSIFY_H
#define WINNOW_CLASSIFY_H

#include "source/head.h"
#include "source/source.h"

enum { WINNOW_MEDIA_TYPE_BYTES = 128 };

/* Fills content_is, media_type, charset and passed of an archive's record, of
 * which type, uri and content (at least its beginning) are set. The media type
 * is written to `storage`, which must live as long as the record. */
void winnow_classify_record(struct winnow_record *record,
                            struct winnow_view content_type,
                            char storage[WINNOW_MEDIA_TYPE_BYTES]);

/* The media type of a file that is clearly no page and no text, told by its
 * first bytes: "image/png"; else NULL. Static. */
const char *winnow_classify_bytes(struct winnow_view bytes);
/* The same told by the file's name and first bytes: "text/css". */
const char *winnow_classify_file(const char *name, struct winnow_view bytes);

#endif

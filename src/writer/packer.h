/* gzip members (RFC 1952) that are whole before they are compressed: their
 * bytes depend on what is in them and on the level alone. Only in builds that
 * have libdeflate, which packer.c alone touches for writing. */
#ifndef WINNOW_PACKER_H
#define WINNOW_PACKER_H

#include "buffer.h"
#include "document.h"

struct winnow_packer;

/* `level` 1 to 9. NULL: no memory. */
struct winnow_packer *winnow_packer_new(int level);
/* From now on long members are compressed in a thread, while the caller goes
 * on. Worth it where there is a core for it. */
void winnow_packer_use_thread(struct winnow_packer *packer);
/* Compresses a member: takes all of `member` and leaves another buffer there,
 * empty. The one before must have been taken. False: no memory. */
bool winnow_packer_pack(struct winnow_packer *packer,
                        struct winnow_buffer *member);
/* `packed` gets the member that was given, once it is compressed, and is empty
 * where it was taken already; it lives until the next is given. False: it could
 * not be compressed. */
bool winnow_packer_take(struct winnow_packer *packer,
                        struct winnow_view *packed);
/* Waits for the thread and drops what was not taken. NULL is allowed. */
void winnow_packer_free(struct winnow_packer *packer);

#endif

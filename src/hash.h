/* Hashes; the one place that touches nettle and xxhash. Nothing here fails,
 * reads a file or asks for memory, but for winnow_digest_new. */
#ifndef WINNOW_HASH_H
#define WINNOW_HASH_H

#include <stddef.h>
#include <stdint.h>

/* 64 lower-case hex digits of SHA-256 (FIPS 180-4), terminated. */
void winnow_sha256_hex(const void *bytes, size_t length_bytes, char out[65]);
/* "sha1:" and 32 base32 digits (RFC 4648), as WARC digests are written. */
void winnow_sha1_warc(const void *bytes, size_t length_bytes, char out[38]);
/* Whether `given`, as WARC fields give it ("sha1:" and base32 or hex digits;
 * also MD5 and the SHA-2 family), is that of the bytes. */
enum winnow_digest_match {
    WINNOW_DIGEST_RIGHT,
    WINNOW_DIGEST_WRONG,
    WINNOW_DIGEST_UNKNOWN /* another algorithm, or no digest of that one */
};
enum winnow_digest_match winnow_digest_match(const char *given,
                                             size_t given_bytes,
                                             const void *bytes,
                                             size_t length_bytes);

/* SHA-256 of bytes that come in parts. */
struct winnow_digest;
/* NULL: no memory. */
struct winnow_digest *winnow_digest_new(void);
/* Forgets what was added. */
void winnow_digest_start(struct winnow_digest *digest);
void winnow_digest_add(struct winnow_digest *digest, const void *bytes,
                       size_t length_bytes);
/* 64 lower-case hex digits, terminated, of what was added. Nothing may be added
 * before the next start. */
void winnow_digest_hex(struct winnow_digest *digest, char out[65]);
void winnow_digest_free(struct winnow_digest *digest); /* NULL is allowed */

/* XXH3, 64 bits. Not for anything that must resist an attacker. */
uint64_t winnow_hash64(const void *bytes, size_t length_bytes);

#endif

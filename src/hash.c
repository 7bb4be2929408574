/* Hashes; see hash.h. */
#include "hash.h"

#include <nettle/nettle-meta.h>
#include <nettle/sha2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { SHA1_BYTES = 20, HASH_BYTES_MAX = 64, CONTEXT_BYTES_MAX = 512 };

/* All of `bytes` through an algorithm. */
static void digest(const struct nettle_hash *algorithm, const void *bytes,
                   size_t length_bytes, unsigned char hash[HASH_BYTES_MAX])
{
    union {
        char bytes[CONTEXT_BYTES_MAX];
        uint64_t aligned;
    } context;

    algorithm->init(&context);
    algorithm->update(&context, length_bytes, bytes);
    algorithm->digest(&context, algorithm->digest_size, hash);
}

static void write_hex(const unsigned char *hash, size_t n_bytes, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n_bytes; i++) {
        *out++ = digits[hash[i] >> 4];
        *out++ = digits[hash[i] & 15];
    }
    *out = '\0';
}

void winnow_sha256_hex(const void *bytes, size_t length_bytes, char out[65])
{
    unsigned char hash[HASH_BYTES_MAX];

    digest(&nettle_sha256, bytes, length_bytes, hash);
    write_hex(hash, SHA256_DIGEST_SIZE, out);
}

struct winnow_digest {
    struct sha256_ctx context;
};

struct winnow_digest *winnow_digest_new(void)
{
    return calloc(1, sizeof(struct winnow_digest));
}

void winnow_digest_start(struct winnow_digest *digest)
{
    sha256_init(&digest->context);
}

void winnow_digest_add(struct winnow_digest *digest, const void *bytes,
                       size_t length_bytes)
{
    sha256_update(&digest->context, length_bytes, bytes);
}

void winnow_digest_hex(struct winnow_digest *digest, char out[65])
{
    unsigned char hash[SHA256_DIGEST_SIZE];

    sha256_digest(&digest->context, sizeof hash, hash);
    write_hex(hash, sizeof hash, out);
}

void winnow_digest_free(struct winnow_digest *digest)
{
    free(digest);
}

/* Base32 (RFC 4648, section 6) without padding; terminated. `out` has room for
 * 8 digits for each 5 bytes or part of them, and one. */
static void write_base32(const unsigned char *hash, size_t n_bytes, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned bits = 0, n_bits = 0;

    for (size_t i = 0; i < n_bytes; i++) {
        bits = bits << 8 | hash[i];
        n_bits += 8;
        while (n_bits >= 5) {
            n_bits -= 5;
            *out++ = digits[bits >> n_bits & 31];
        }
        bits &= (1u << n_bits) - 1;
    }
    if (n_bits != 0)
        *out++ = digits[bits << (5 - n_bits) & 31];
    *out = '\0';
}

void winnow_sha1_warc(const void *bytes, size_t length_bytes, char out[38])
{
    unsigned char hash[HASH_BYTES_MAX];

    digest(&nettle_sha1, bytes, length_bytes, hash);
    memcpy(out, "sha1:", 5);
    write_base32(hash, SHA1_BYTES, out + 5);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whatever the locale. */
static bool equals_without_case(const char *a, size_t a_bytes, const char *b)
{
    if (a_bytes != strlen(b))
        return false;
    for (size_t i = 0; i < a_bytes; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

static const struct nettle_hash *find_algorithm(const char *name, size_t bytes)
{
    static const struct {
        const char *name;
        const struct nettle_hash *algorithm;
    } algorithms[] = {
        {"sha1", &nettle_sha1},     {"sha-1", &nettle_sha1},
        {"sha256", &nettle_sha256}, {"sha-256", &nettle_sha256},
        {"sha384", &nettle_sha384}, {"sha-384", &nettle_sha384},
        {"sha512", &nettle_sha512}, {"sha-512", &nettle_sha512},
        {"md5", &nettle_md5},
    };

    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
        if (equals_without_case(name, bytes, algorithms[i].name))
            return algorithms[i].algorithm;
    return NULL;
}

enum winnow_digest_match winnow_digest_match(const char *given,
                                             size_t given_bytes,
                                             const void *bytes,
                                             size_t length_bytes)
{
    const char *colon =
        given_bytes == 0 ? NULL : memchr(given, ':', given_bytes);
    const struct nettle_hash *algorithm =
        colon == NULL ? NULL : find_algorithm(given, (size_t)(colon - given));
    unsigned char hash[HASH_BYTES_MAX];
    char base32[HASH_BYTES_MAX * 2 + 1], hex[HASH_BYTES_MAX * 2 + 1];
    size_t n_digits;

    if (algorithm == NULL)
        return WINNOW_DIGEST_UNKNOWN;
    digest(algorithm, bytes, length_bytes, hash);
    write_base32(hash, algorithm->digest_size, base32);
    write_hex(hash, algorithm->digest_size, hex);
    n_digits = (size_t)(given + given_bytes - ++colon);
    while (n_digits != 0 && colon[n_digits - 1] == '=')
        n_digits--;
    if (equals_without_case(colon, n_digits, base32) ||
        equals_without_case(colon, n_digits, hex))
        return WINNOW_DIGEST_RIGHT;
    return n_digits == strlen(base32) || n_digits == strlen(hex)
               ? WINNOW_DIGEST_WRONG
               : WINNOW_DIGEST_UNKNOWN;
}

uint64_t winnow_hash64(const void *bytes, size_t length_bytes)
{
    return XXH3_64bits(bytes, length_bytes);
}

/* Hashes; see hash.h. */
#include "hash.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <xxhash.h>

enum { SHA1_BYTES = 20, SHA256_BYTES = 32 };

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
    unsigned char hash[EVP_MAX_MD_SIZE];

    out[0] = '\0';
    if (EVP_Digest(bytes, length_bytes, hash, NULL, EVP_sha256(), NULL) == 1)
        write_hex(hash, SHA256_BYTES, out);
}

struct winnow_digest {
    EVP_MD_CTX *context;
    bool failed;
};

struct winnow_digest *winnow_digest_new(void)
{
    struct winnow_digest *digest = calloc(1, sizeof *digest);

    if (digest == NULL)
        return NULL;
    digest->context = EVP_MD_CTX_new();
    if (digest->context != NULL)
        return digest;
    free(digest);
    return NULL;
}

void winnow_digest_start(struct winnow_digest *digest)
{
    digest->failed =
        EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) != 1;
}

void winnow_digest_add(struct winnow_digest *digest, const void *bytes,
                       size_t length_bytes)
{
    if (!digest->failed)
        digest->failed =
            EVP_DigestUpdate(digest->context, bytes, length_bytes) != 1;
}

void winnow_digest_hex(struct winnow_digest *digest, char out[65])
{
    unsigned char hash[EVP_MAX_MD_SIZE];

    out[0] = '\0';
    if (!digest->failed && EVP_DigestFinal_ex(digest->context, hash, NULL) == 1)
        write_hex(hash, SHA256_BYTES, out);
    digest->failed = true;
}

void winnow_digest_free(struct winnow_digest *digest)
{
    if (digest == NULL)
        return;
    EVP_MD_CTX_free(digest->context);
    free(digest);
}

void winnow_hash_prepare(void)
{
    char sha256[65], sha1[38];

    winnow_sha256_hex("", 0, sha256);
    winnow_sha1_warc("", 0, sha1);
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
    unsigned char hash[EVP_MAX_MD_SIZE];

    out[0] = '\0';
    if (EVP_Digest(bytes, length_bytes, hash, NULL, EVP_sha1(), NULL) != 1)
        return;
    memcpy(out, "sha1:", 5);
    write_base32(hash, SHA1_BYTES, out + 5);
}

static bool equals_without_case(const char *a, size_t a_bytes, const char *b)
{
    return a_bytes == strlen(b) && strncasecmp(a, b, a_bytes) == 0;
}

static const EVP_MD *find_algorithm(const char *name, size_t bytes)
{
    static const struct {
        const char *name;
        const EVP_MD *(*algorithm)(void);
    } algorithms[] = {
        {"sha1", EVP_sha1},     {"sha-1", EVP_sha1},
        {"sha256", EVP_sha256}, {"sha-256", EVP_sha256},
        {"sha384", EVP_sha384}, {"sha-384", EVP_sha384},
        {"sha512", EVP_sha512}, {"sha-512", EVP_sha512},
        {"md5", EVP_md5},
    };

    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
        if (equals_without_case(name, bytes, algorithms[i].name))
            return algorithms[i].algorithm();
    return NULL;
}

enum winnow_digest_match winnow_digest_match(const char *digest,
                                             size_t digest_bytes,
                                             const void *bytes,
                                             size_t length_bytes)
{
    const char *colon =
        digest_bytes == 0 ? NULL : memchr(digest, ':', digest_bytes);
    const EVP_MD *algorithm =
        colon == NULL ? NULL : find_algorithm(digest, (size_t)(colon - digest));
    unsigned char hash[EVP_MAX_MD_SIZE];
    char base32[EVP_MAX_MD_SIZE * 2 + 1], hex[EVP_MAX_MD_SIZE * 2 + 1];
    unsigned n_bytes;
    size_t n_digits;

    if (algorithm == NULL ||
        EVP_Digest(bytes, length_bytes, hash, &n_bytes, algorithm, NULL) != 1)
        return WINNOW_DIGEST_UNKNOWN;
    write_base32(hash, n_bytes, base32);
    write_hex(hash, n_bytes, hex);
    n_digits = (size_t)(digest + digest_bytes - ++colon);
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

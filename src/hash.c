/* Hashes; see hash.h. */
#include "hash.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { SHA1_BYTES = 20, SHA256_BYTES = 32 };

static void write_hex(const unsigned char hash[SHA256_BYTES], char out[65])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < SHA256_BYTES; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[2 * SHA256_BYTES] = '\0';
}

void winnow_sha256_hex(const void *bytes, size_t length_bytes, char out[65])
{
    unsigned char hash[EVP_MAX_MD_SIZE];

    out[0] = '\0';
    if (EVP_Digest(bytes, length_bytes, hash, NULL, EVP_sha256(), NULL) == 1)
        write_hex(hash, out);
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
        write_hex(hash, out);
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

/* Base32 (RFC 4648, section 6); 20 bytes need no padding. */
static void write_base32(const unsigned char hash[SHA1_BYTES], char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned bits = 0, n_bits = 0;

    for (size_t i = 0; i < SHA1_BYTES; i++) {
        bits = bits << 8 | hash[i];
        n_bits += 8;
        while (n_bits >= 5) {
            n_bits -= 5;
            *out++ = digits[bits >> n_bits & 31];
        }
        bits &= (1u << n_bits) - 1;
    }
    *out = '\0';
}

void winnow_sha1_warc(const void *bytes, size_t length_bytes, char out[38])
{
    unsigned char hash[EVP_MAX_MD_SIZE];

    out[0] = '\0';
    if (EVP_Digest(bytes, length_bytes, hash, NULL, EVP_sha1(), NULL) != 1)
        return;
    memcpy(out, "sha1:", 5);
    write_base32(hash, out + 5);
}

uint64_t winnow_hash64(const void *bytes, size_t length_bytes)
{
    return XXH3_64bits(bytes, length_bytes);
}

/* Hashes; see hash.h. */
#include "hash.h"

#include <openssl/evp.h>
#include <string.h>
#include <xxhash.h>

enum { SHA1_BYTES = 20, SHA256_BYTES = 32 };

void winnow_sha256_hex(const void *bytes, size_t length_bytes, char out[65])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char hash[EVP_MAX_MD_SIZE];

    out[0] = '\0';
    if (EVP_Digest(bytes, length_bytes, hash, NULL, EVP_sha256(), NULL) != 1)
        return;
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[2 * SHA256_BYTES] = '\0';
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

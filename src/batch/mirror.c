/* Mirroring: names of outputs after those of inputs; see mirror.h. */
#include "batch/mirror.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "hash.h"

static const char *extension_of(enum winnow_to to)
{
    switch (to) {
    case WINNOW_TO_MARKDOWN:
        return ".md";
    case WINNOW_TO_JSONL:
        return ".jsonl";
    case WINNOW_TO_WARC:
        return ".warc";
    default:
        return ".txt";
    }
}

static const char *extension_of_packing(enum winnow_compression compression)
{
    switch (compression) {
    case WINNOW_COMPRESS_GZIP:
        return ".gz";
    case WINNOW_COMPRESS_ZSTD:
        return ".zst";
    default:
        return "";
    }
}

static bool ends_with(struct winnow_view name, const char *end)
{
    size_t n = strlen(end);

    return name.length_bytes > n &&
           memcmp(name.data + name.length_bytes - n, end, n) == 0;
}

/* "a/b.html.gz" -> "a/b": the compression's extension and one more. */
static struct winnow_view stem_of(struct winnow_view name)
{
    if (ends_with(name, ".gz"))
        name.length_bytes -= 3;
    else if (ends_with(name, ".zst"))
        name.length_bytes -= 4;
    for (size_t i = name.length_bytes; i > 1; i--) {
        char c = name.data[i - 1];
        if (c == '/' || name.data[i - 2] == '/')
            return name;
        if (c == '.') {
            name.length_bytes = i - 1;
            return name;
        }
    }
    return name;
}

static bool grow(struct winnow_mirror *mirror)
{
    size_t capacity = mirror->capacity == 0 ? 64 : mirror->capacity * 2;
    uint64_t *taken = calloc(capacity, sizeof *taken);

    if (taken == NULL)
        return false;
    for (size_t i = 0; i < mirror->capacity; i++) {
        size_t at = (size_t)mirror->taken[i] & (capacity - 1);
        if (mirror->taken[i] == 0)
            continue;
        while (taken[at] != 0)
            at = (at + 1) & (capacity - 1);
        taken[at] = mirror->taken[i];
    }
    free(mirror->taken);
    mirror->taken = taken;
    mirror->capacity = capacity;
    return true;
}

/* Takes a name; `*was_taken`: it was before. */
static enum winnow_status take(struct winnow_mirror *mirror, const char *path,
                               bool *was_taken)
{
    uint64_t hash = winnow_hash64(path, strlen(path)) | 1;
    size_t at;

    if (mirror->n_taken * 2 >= mirror->capacity && !grow(mirror))
        return WINNOW_ERR_MEMORY;
    at = (size_t)hash & (mirror->capacity - 1);
    while (mirror->taken[at] != 0 && mirror->taken[at] != hash)
        at = (at + 1) & (mirror->capacity - 1);
    *was_taken = mirror->taken[at] == hash;
    if (!*was_taken) {
        mirror->taken[at] = hash;
        mirror->n_taken++;
    }
    return WINNOW_OK;
}

enum winnow_status winnow_mirror_take(struct winnow_mirror *mirror,
                                      const char *path)
{
    bool was_taken;

    return take(mirror, path, &was_taken);
}

void winnow_mirror_root(const struct winnow_mirror *mirror,
                        struct winnow_buffer *path)
{
    winnow_buffer_string(path, mirror->root);
    if (path->length_bytes != 0 && path->data[path->length_bytes - 1] != '/')
        winnow_buffer_byte(path, '/');
}

static void end_path(struct winnow_buffer *path,
                     enum winnow_compression compression)
{
    winnow_buffer_string(path, extension_of_packing(compression));
    winnow_buffer_byte(path, '\0');
}

enum winnow_status winnow_make_directories(const char *path)
{
    struct winnow_buffer directory = {0};
    const char *slash = strchr(path + 1, '/');
    enum winnow_status status = WINNOW_OK;

    for (; slash != NULL && status == WINNOW_OK;
         slash = strchr(slash + 1, '/')) {
        winnow_buffer_clear(&directory);
        winnow_buffer_append(&directory, path, (size_t)(slash - path));
        winnow_buffer_byte(&directory, '\0');
        if (directory.failed)
            status = WINNOW_ERR_MEMORY;
        else if (mkdir(directory.data, 0777) != 0 && errno != EEXIST)
            status = WINNOW_ERR_WRITE;
    }
    winnow_buffer_free(&directory);
    return status;
}

enum winnow_status winnow_mirror_shard(const struct winnow_mirror *mirror,
                                       uint64_t number, enum winnow_to to,
                                       enum winnow_compression compression,
                                       struct winnow_buffer *path)
{
    char name[40];

    snprintf(name, sizeof name, "part-%05llu", (unsigned long long)number);
    winnow_buffer_clear(path);
    winnow_mirror_root(mirror, path);
    winnow_buffer_string(path, name);
    winnow_buffer_string(path, extension_of(to));
    end_path(path, compression);
    return path->failed ? WINNOW_ERR_MEMORY : WINNOW_OK;
}

enum winnow_status winnow_mirror_path(struct winnow_mirror *mirror,
                                      const struct winnow_record *record,
                                      enum winnow_to to,
                                      enum winnow_compression compression,
                                      struct winnow_buffer *path)
{
    struct winnow_view name = record->relative;
    enum winnow_status status;
    size_t stem;
    bool was_taken = true;

    if (name.length_bytes == 0 || winnow_view_is(name, "-"))
        name = winnow_view_of("stdin");
    name = stem_of(name);
    winnow_buffer_clear(path);
    winnow_mirror_root(mirror, path);
    winnow_buffer_append(path, name.data, name.length_bytes);
    do {
        /* a.html gave a.txt: a.txt gives a.txt.txt, and so on */
        winnow_buffer_string(path, extension_of(to));
        stem = path->length_bytes;
        end_path(path, compression);
        status = path->failed ? WINNOW_ERR_MEMORY
                              : take(mirror, path->data, &was_taken);
        if (was_taken)
            path->length_bytes = stem;
    } while (status == WINNOW_OK && was_taken);
    return status;
}

void winnow_mirror_free(struct winnow_mirror *mirror)
{
    free(mirror->taken);
    *mirror = (struct winnow_mirror){0};
}

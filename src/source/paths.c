/* Names to files; see paths.h. */
#include "source/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 64 << 10 };

/* A directory whose entries are being given. */
struct winnow_level {
    struct winnow_buffer text; /* the names, each with its NUL */
    const char **entries;      /* sorted; into text */
    size_t n_entries, next_entry;
    size_t path_bytes; /* of paths->path: this directory with its slash */
};

static void refuse_errno(struct winnow_paths *paths, const char *name)
{
    paths->refuse(paths->user, name, WINNOW_DIAG_FILE_UNREADABLE,
                  strerror(errno));
}

/* ---- directories --------------------------------------------------------- */

static int compare_entries(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* All names of the directory; returns how many. */
static size_t read_names(struct winnow_paths *paths, DIR *directory,
                         struct winnow_buffer *text)
{
    const struct dirent *entry;
    size_t n = 0;

    for (;;) {
        errno = 0;
        entry = readdir(directory);
        if (entry == NULL)
            break;
        if (is_dots(entry->d_name))
            continue;
        winnow_buffer_append(text, entry->d_name, strlen(entry->d_name) + 1);
        n++;
    }
    if (errno != 0)
        refuse_errno(paths, paths->path.data);
    return n;
}

static bool sort_names(struct winnow_level *level)
{
    const char *name = level->text.data;

    if (level->text.failed)
        return false;
    if (level->n_entries == 0)
        return true;
    level->entries = calloc(level->n_entries, sizeof *level->entries);
    if (level->entries == NULL)
        return false;
    for (size_t i = 0; i < level->n_entries; i++) {
        level->entries[i] = name;
        name += strlen(name) + 1;
    }
    qsort(level->entries, level->n_entries, sizeof *level->entries,
          compare_entries);
    return true;
}

static struct winnow_level *add_level(struct winnow_paths *paths)
{
    size_t capacity = paths->level_capacity == 0 ? 8 : paths->level_capacity;
    struct winnow_level *levels = paths->levels;

    if (paths->n_levels == paths->level_capacity) {
        if (paths->level_capacity != 0)
            capacity *= 2;
        levels = realloc(levels, capacity * sizeof *levels);
        if (levels == NULL)
            return NULL;
        paths->levels = levels;
        paths->level_capacity = capacity;
    }
    levels[paths->n_levels] = (struct winnow_level){0};
    return &levels[paths->n_levels++];
}

static void drop_level(struct winnow_paths *paths)
{
    struct winnow_level *level = &paths->levels[--paths->n_levels];

    winnow_buffer_free(&level->text);
    free(level->entries);
}

/* Sets the end of paths->path, from `length_bytes` on, to `name`. */
static bool set_path(struct winnow_paths *paths, size_t length_bytes,
                     const char *name)
{
    paths->path.length_bytes = length_bytes;
    winnow_buffer_append(&paths->path, name, strlen(name) + 1);
    if (paths->path.failed)
        return false;
    paths->path.length_bytes--;
    return true;
}

/* Opens the directory paths->path; one that cannot be read is told and left
 * out. False: no memory. */
static bool enter(struct winnow_paths *paths)
{
    DIR *directory = opendir(paths->path.data);
    size_t length = paths->path.length_bytes;
    struct winnow_level *level;

    if (directory == NULL) {
        refuse_errno(paths, paths->path.data);
        return true;
    }
    level = add_level(paths);
    if (level == NULL) {
        closedir(directory);
        return false;
    }
    level->n_entries = read_names(paths, directory, &level->text);
    closedir(directory);
    if (paths->path.data[length - 1] != '/' && !set_path(paths, length, "/"))
        return false;
    level->path_bytes = paths->path.length_bytes;
    return sort_names(level);
}

/* ---- what a name is ------------------------------------------------------ */

enum found { FOUND_FILE, FOUND_DIRECTORY, FOUND_NOTHING };

static enum found look_at_named(struct winnow_paths *paths, const char *name)
{
    struct stat status;

    if (strcmp(name, "-") == 0)
        return FOUND_FILE;
    if (stat(name, &status) != 0) {
        refuse_errno(paths, name);
        return FOUND_NOTHING;
    }
    if (S_ISDIR(status.st_mode))
        return FOUND_DIRECTORY;
    if (S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode) ||
        S_ISCHR(status.st_mode))
        return FOUND_FILE;
    paths->refuse(paths->user, name, WINNOW_DIAG_FILE_KIND, NULL);
    return FOUND_NOTHING;
}

static bool is_left_out(const struct winnow_paths *paths,
                        const struct stat *status)
{
    return paths->left_out != NULL &&
           status->st_dev == paths->left_out->st_dev &&
           status->st_ino == paths->left_out->st_ino;
}

/* In a directory: links to directories could lead in circles, pipes and
 * devices could block for ever. */
static enum found look_at_entry(struct winnow_paths *paths, const char *name)
{
    struct stat status;

    if (lstat(name, &status) == 0 && S_ISDIR(status.st_mode))
        return is_left_out(paths, &status) ? FOUND_NOTHING : FOUND_DIRECTORY;
    if (stat(name, &status) != 0) {
        refuse_errno(paths, name);
        return FOUND_NOTHING;
    }
    if (S_ISREG(status.st_mode))
        return FOUND_FILE;
    if (!S_ISDIR(status.st_mode))
        paths->refuse(paths->user, name, WINNOW_DIAG_FILE_KIND, NULL);
    return FOUND_NOTHING;
}

/* ---- lists --------------------------------------------------------------- */

static void report_list(void *user, enum winnow_diag diag,
                        struct winnow_range where, const char *detail)
{
    struct winnow_paths *paths = user;

    (void)where;
    paths->refuse(paths->user, paths->list, diag, detail);
}

/* False: no memory. */
static bool open_list(struct winnow_paths *paths)
{
    bool is_stdin = strcmp(paths->list, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(paths->list, O_RDONLY | O_CLOEXEC);

    paths->list_opened = true;
    if (fd < 0) {
        refuse_errno(paths, paths->list);
        return true;
    }
    paths->list_stream =
        winnow_stream_open(&paths->pool, fd, !is_stdin, report_list, paths);
    if (paths->list_stream == NULL && !is_stdin)
        close(fd);
    return paths->list_stream != NULL;
}

/* Reads up to the separator. The name is in paths->listed, cut when it is too
 * long to be one. False: the list has ended. */
static bool read_listed(struct winnow_paths *paths)
{
    struct winnow_stream *stream = paths->list_stream;
    char separator = paths->null_separated ? 0 : '\n';
    struct winnow_view window;
    const char *end = NULL;
    bool any = false;

    winnow_buffer_clear(&paths->listed);
    while (end == NULL && winnow_stream_fill(stream, 1)) {
        any = true;
        window = winnow_stream_window(stream);
        end = memchr(window.data, separator, window.length_bytes);
        if (end != NULL)
            window.length_bytes = (size_t)(end - window.data);
        if (paths->listed.length_bytes < NAME_MAX_BYTES)
            winnow_buffer_append(&paths->listed, window.data,
                                 window.length_bytes);
        winnow_stream_consume(stream, window.length_bytes + (end != NULL));
    }
    winnow_stream_pass(stream, NULL);
    winnow_buffer_byte(&paths->listed, 0);
    return any;
}

/* The next name that was given or listed. */
static enum winnow_status next_name(struct winnow_paths *paths,
                                    const char **name)
{
    if (paths->next_name < paths->n_names) {
        *name = paths->names[paths->next_name++];
        return WINNOW_OK;
    }
    if (paths->list == NULL)
        return WINNOW_END;
    if (!paths->list_opened && !open_list(paths))
        return WINNOW_ERR_MEMORY;
    if (paths->list_stream == NULL)
        return WINNOW_END;
    do {
        if (!read_listed(paths))
            return winnow_stream_is_out_of_memory(paths->list_stream)
                       ? WINNOW_ERR_MEMORY
                       : WINNOW_END;
        if (paths->listed.failed)
            return WINNOW_ERR_MEMORY;
    } while (paths->listed.data[0] == 0);
    *name = paths->listed.data;
    return WINNOW_OK;
}

/* ---- the whole ----------------------------------------------------------- */

static struct winnow_view own_name(const char *name)
{
    const char *slash = strrchr(name, '/');

    return winnow_view_of(slash == NULL ? name : slash + 1);
}

/* The next entry of the innermost directory; WINNOW_END: nothing that is a
 * file, look again. */
static enum winnow_status walk(struct winnow_paths *paths,
                               struct winnow_path *path)
{
    struct winnow_level *level = &paths->levels[paths->n_levels - 1];

    if (level->next_entry == level->n_entries) {
        drop_level(paths);
        return WINNOW_END;
    }
    if (!set_path(paths, level->path_bytes,
                  level->entries[level->next_entry++]))
        return WINNOW_ERR_MEMORY;
    switch (look_at_entry(paths, paths->path.data)) {
    case FOUND_DIRECTORY:
        return enter(paths) ? WINNOW_END : WINNOW_ERR_MEMORY;
    case FOUND_FILE:
        break;
    default:
        return WINNOW_END;
    }
    path->name = paths->path.data;
    path->relative = winnow_view_of(path->name + paths->named_bytes);
    path->walked = true;
    return WINNOW_OK;
}

/* The next name; WINNOW_END: it is no file, but maybe a directory. */
static enum winnow_status look_at_name(struct winnow_paths *paths,
                                       const char *name,
                                       struct winnow_path *path)
{
    switch (look_at_named(paths, name)) {
    case FOUND_FILE:
        path->name = name;
        path->relative = own_name(name);
        path->walked = false;
        return WINNOW_OK;
    case FOUND_DIRECTORY:
        if (!set_path(paths, 0, name) || !enter(paths))
            return WINNOW_ERR_MEMORY;
        paths->named_bytes = paths->path.length_bytes;
        return WINNOW_END;
    default:
        return WINNOW_END;
    }
}

enum winnow_status winnow_paths_next(struct winnow_paths *paths,
                                     struct winnow_path *path)
{
    enum winnow_status status = WINNOW_END;
    const char *name;

    while (status == WINNOW_END) {
        if (paths->n_levels != 0) {
            status = walk(paths, path);
            continue;
        }
        status = next_name(paths, &name);
        if (status != WINNOW_OK)
            return status;
        status = look_at_name(paths, name, path);
    }
    return status;
}

void winnow_paths_close(struct winnow_paths *paths)
{
    while (paths->n_levels != 0)
        drop_level(paths);
    free(paths->levels);
    paths->levels = NULL;
    paths->level_capacity = 0;
    winnow_stream_close(paths->list_stream);
    winnow_stream_pool_free(&paths->pool);
    paths->list_stream = NULL;
    winnow_buffer_free(&paths->listed);
    winnow_buffer_free(&paths->path);
}

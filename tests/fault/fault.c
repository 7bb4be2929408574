/* A preload library for the tests: has one call to the system go wrong, or the
 * process end in it.
 *
 *   WINNOW_FAULT=KIND:NUMBER[:ERROR]
 *
 * KIND is "calls" (files opened, read, written, synced, named, closed) or
 * "memory" (allocations); the NUMBER-th of them, counted from 1 in the process
 * that was started and not in those it forks, fails with ERROR (a number), or
 * where there is none ends the process as a power cut would, before the call
 * (NUMBER even) or after it (odd). WINNOW_FAULT_COUNT=FILE: how many there were
 * is written to FILE at the end.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
    pid_t process;
    long chosen, error, n;
    int memory;
    const char *count_file;
    int busy;
} plan;

__attribute__((constructor)) static void read_plan(void)
{
    char *fault = getenv("WINNOW_FAULT"), *at;

    plan.count_file = getenv("WINNOW_FAULT_COUNT");
    if (fault == NULL)
        return;
    plan.memory = fault[0] == 'm';
    at = strchr(fault, ':');
    if (at == NULL)
        return;
    plan.chosen = strtol(at + 1, &at, 10);
    plan.error = *at == ':' ? strtol(at + 1, NULL, 10) : 0;
    plan.n = 0;
    plan.process = getpid();
}

__attribute__((destructor)) static void write_count(void)
{
    FILE *file;
    long n = plan.n;

    if (plan.count_file == NULL || plan.process != getpid())
        return;
    plan.process = 0;
    file = fopen(plan.count_file, "w");
    if (file == NULL)
        return;
    fprintf(file, "%ld\n", n);
    fclose(file);
}

enum verdict { GO_ON, FAIL, END_AFTER };

/* What is to happen to this call. */
static enum verdict judge(int memory)
{
    if (plan.process == 0 || memory != plan.memory || plan.process != getpid())
        return GO_ON;
    if (++plan.n != plan.chosen)
        return GO_ON;
    if (plan.error != 0) {
        errno = (int)plan.error;
        return FAIL;
    }
    if (plan.n % 2 == 0)
        kill(getpid(), SIGKILL);
    return END_AFTER;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Wraps a call; `failure` is what it returns when it fails. */
#define WRAP(type, failure, name, parameters, arguments)                       \
    type name parameters                                                       \
    {                                                                          \
        enum verdict verdict = judge(0);                                       \
        type result;                                                           \
        if (verdict == FAIL)                                                   \
            return failure;                                                    \
        result = REAL(name) arguments;                                         \
        if (verdict == END_AFTER)                                              \
            kill(getpid(), SIGKILL);                                           \
        return result;                                                         \
    }

WRAP(ssize_t, -1, read, (int fd, void *bytes, size_t n), (fd, bytes, n))
WRAP(ssize_t, -1, write, (int fd, const void *bytes, size_t n), (fd, bytes, n))
WRAP(ssize_t, -1, pwrite64,
     (int fd, const void *bytes, size_t n, off64_t offset),
     (fd, bytes, n, offset))
WRAP(int, -1, fsync, (int fd), (fd))
WRAP(int, -1, syncfs, (int fd), (fd))
WRAP(int, -1, ftruncate64, (int fd, off64_t length), (fd, length))
WRAP(int, -1, rename, (const char *from, const char *to), (from, to))
WRAP(int, -1, unlink, (const char *path), (path))
WRAP(int, -1, unlinkat, (int fd, const char *path, int flags),
     (fd, path, flags))
WRAP(int, -1, rmdir, (const char *path), (path))
WRAP(int, -1, mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(int, -1, flock, (int fd, int operation), (fd, operation))

/* A close that fails has closed. */
int close(int fd)
{
    enum verdict verdict = judge(0);
    int error = errno, result = REAL(close)(fd);

    if (verdict == END_AFTER)
        kill(getpid(), SIGKILL);
    if (verdict != FAIL)
        return result;
    errno = error;
    return -1;
}

static mode_t mode_of(int flags, va_list arguments)
{
    return (flags & O_CREAT) != 0 ? (mode_t)va_arg(arguments, int) : 0;
}

#define WRAP_OPEN(name, parameters, ...)                                       \
    int name parameters                                                        \
    {                                                                          \
        enum verdict verdict = judge(0);                                       \
        va_list arguments;                                                     \
        mode_t mode;                                                           \
        int result;                                                            \
        if (verdict == FAIL)                                                   \
            return -1;                                                         \
        va_start(arguments, flags);                                            \
        mode = mode_of(flags, arguments);                                      \
        va_end(arguments);                                                     \
        result = REAL(name)(__VA_ARGS__, flags, mode);                         \
        if (verdict == END_AFTER)                                              \
            kill(getpid(), SIGKILL);                                           \
        return result;                                                         \
    }

WRAP_OPEN(open64, (const char *path, int flags, ...), path)
WRAP_OPEN(openat64, (int fd, const char *path, int flags, ...), fd, path)

/* ---- memory -------------------------------------------------------------- */

/* Of glibc: what dlsym itself may call before it has found them. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t n);

void *malloc(size_t n)
{
    return judge(1) == FAIL ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return judge(1) == FAIL ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t n)
{
    return judge(1) == FAIL ? NULL : __libc_realloc(old, n);
}

/* Isolation; see isolate.h. The filter of system calls is BPF as the kernel
 * takes it (Documentation/userspace-api/seccomp_filter.rst), Landlock's calls
 * have no wrappers in libc (Documentation/userspace-api/landlock.rst).
 */
#include "batch/isolate.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "winnow.h"

#ifdef __linux__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif
#endif

#define N_OF(array) (sizeof(array) / sizeof *(array))

/* ---- limits -------------------------------------------------------------- */

/* AddressSanitizer reserves more than any program may need. */
#if defined(__SANITIZE_ADDRESS__)
#define LIMITS_MEMORY 0
#else
#define LIMITS_MEMORY 1
#endif

static void limit(int resource, rlim_t most)
{
    struct rlimit now, then = {most, most};

    if (getrlimit(resource, &now) != 0)
        return;
    if (now.rlim_max < then.rlim_max)
        then.rlim_cur = then.rlim_max = now.rlim_max;
    (void)setrlimit(resource, &then);
}

static void set_limits(uint64_t memory_bytes)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, 0);
    limit(RLIMIT_NPROC, 0);
    if (LIMITS_MEMORY)
        limit(RLIMIT_DATA, (rlim_t)memory_bytes);
}

/* ---- Landlock ------------------------------------------------------------ */

#if defined(__NR_landlock_create_ruleset) && defined(LANDLOCK_ACCESS_FS_EXECUTE)
enum { LANDLOCK_RIGHTS_OF_ABI_1 = (1 << 13) - 1 };

static int landlock_version(void)
{
    long version = syscall(__NR_landlock_create_ruleset, NULL, (size_t)0,
                           LANDLOCK_CREATE_RULESET_VERSION);

    return version > 0 ? (int)version : 0;
}

/* Handles every right on files and allows none of them anywhere. */
static void restrict_files(void)
{
    const struct landlock_ruleset_attr handled = {.handled_access_fs =
                                                      LANDLOCK_RIGHTS_OF_ABI_1};
    int rules;

    if (landlock_version() == 0)
        return;
    rules = (int)syscall(__NR_landlock_create_ruleset, &handled,
                         sizeof handled.handled_access_fs, 0);
    if (rules < 0)
        return;
    (void)syscall(__NR_landlock_restrict_self, rules, 0);
    close(rules);
}
#else
static int landlock_version(void)
{
    return 0;
}

static void restrict_files(void)
{
}
#endif

/* ---- system calls -------------------------------------------------------- */

#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#endif

#if defined(ARCHITECTURE) && defined(__NR_seccomp)

/* What a worker may ask of the system, besides memory: its socket is all that
 * it has open. Any other call fails with EPERM. */
static const int allowed_calls[] = {
    __NR_read,
    __NR_write,
    __NR_writev,
    __NR_exit,
    __NR_exit_group,
    __NR_brk,
    __NR_munmap,
    __NR_mremap,
    __NR_madvise,
    __NR_futex,
    __NR_rt_sigreturn,
    __NR_restart_syscall,
    __NR_clock_gettime,
    __NR_gettimeofday,
    __NR_getrandom,
#if defined(__SANITIZE_ADDRESS__)
    __NR_sigaltstack, /* asked before every jump out of a function */
#endif
};

/* A filter is built front to back: checks that leave with a verdict. */
struct filter {
    struct sock_filter code[64];
    unsigned short n;
};

static void add(struct filter *filter, unsigned short code, unsigned value,
                unsigned char if_true, unsigned char if_false)
{
    filter->code[filter->n++] =
        (struct sock_filter){code, if_true, if_false, value};
}

static void load(struct filter *filter, size_t offset)
{
    add(filter, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void leave(struct filter *filter, unsigned verdict)
{
    add(filter, BPF_RET | BPF_K, verdict, 0, 0);
}

/* mmap may give memory, but none that can be executed; the architectures above
 * all have the low half of an argument first. */
static void add_mmap(struct filter *filter)
{
    load(filter, offsetof(struct seccomp_data, nr));
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, __NR_mmap, 0, 4);
    load(filter, offsetof(struct seccomp_data, args[2]));
    add(filter, BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0);
    leave(filter, SECCOMP_RET_ALLOW);
    leave(filter, SECCOMP_RET_ERRNO | EPERM);
}

static void write_filter(struct filter *filter)
{
    load(filter, offsetof(struct seccomp_data, arch));
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    leave(filter, SECCOMP_RET_ERRNO | EPERM);
    load(filter, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < N_OF(allowed_calls); i++) {
        add(filter, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)allowed_calls[i], 0,
            1);
        leave(filter, SECCOMP_RET_ALLOW);
    }
    add_mmap(filter);
    leave(filter, SECCOMP_RET_ERRNO | EPERM);
}

static bool has_seccomp(void)
{
    const unsigned action = SECCOMP_RET_ERRNO;

    return syscall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static void restrict_calls(void)
{
    struct filter filter = {.n = 0};
    struct sock_fprog program;

    write_filter(&filter);
    program = (struct sock_fprog){filter.n, filter.code};
    (void)syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}
#else
static bool has_seccomp(void)
{
    return false;
}

static void restrict_calls(void)
{
}
#endif

/* ---- the whole ----------------------------------------------------------- */

void winnow_isolate(uint64_t memory_bytes)
{
#ifdef __linux__
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#endif
    restrict_files();
    set_limits(memory_bytes);
    restrict_calls();
}

const char *winnow_isolation(void)
{
    if (has_seccomp())
        return landlock_version() > 0 ? "limits, seccomp, Landlock"
                                      : "limits, seccomp";
    return landlock_version() > 0 ? "limits, Landlock" : "limits";
}

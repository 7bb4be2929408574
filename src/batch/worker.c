/* What a worker process does: gives up its rights, then answers requests. See
 * worker.h. */
#include "batch/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "batch/isolate.h"

enum { EXIT_DONE = 0, EXIT_BROKEN = 1 };

/* A sanitizer says on standard error what it found. */
#if defined(__SANITIZE_ADDRESS__)
#define FIRST_CLOSED STDERR_FILENO + 1
#else
#define FIRST_CLOSED STDIN_FILENO
#endif

/* Memory beside a document's arena: what is rendered, and what was there. */
#define MEMORY_BESIDE_BYTES ((uint64_t)1 << 30)

#ifndef WINNOW_HAVE_CLOSEFROM
static void closefrom(int first)
{
    for (int fd = first; fd < (int)sysconf(_SC_OPEN_MAX); fd++)
        close(fd);
}
#endif

/* The standard streams and all files of the job belong to the other process;
 * the socket alone stays. */
static int close_others(int socket)
{
    int kept = fcntl(socket, F_DUPFD, STDERR_FILENO + 1);

    if (kept < 0)
        _exit(EXIT_BROKEN);
    for (int fd = FIRST_CLOSED; fd < kept; fd++)
        close(fd);
    closefrom(kept + 1);
    return kept;
}

/* The other process's handlers have no business here. Interrupts are for that
 * process alone, which lets this one finish. */
static void reset_signals(void)
{
    sigset_t none;

    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* It must not live on without the other process, whatever it is at. */
static void follow(pid_t parent)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent)
        _exit(EXIT_DONE);
}

static void read_all(int socket, void *bytes, size_t n)
{
    char *to = bytes;

    while (n != 0) {
        ssize_t got = read(socket, to, n);
        if (got == 0)
            _exit(EXIT_DONE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            _exit(EXIT_BROKEN);
        to += got;
        n -= (size_t)got;
    }
}

enum { ANSWER_PARTS = 3 };

/* In as few calls as there may be: each wakes the other process. */
static void write_all(int socket, struct iovec parts[ANSWER_PARTS])
{
    int first = 0;

    for (;;) {
        ssize_t put;
        size_t n;
        while (first < ANSWER_PARTS && parts[first].iov_len == 0)
            first++;
        if (first == ANSWER_PARTS)
            return;
        put = writev(socket, parts + first, ANSWER_PARTS - first);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            _exit(EXIT_BROKEN);
        for (n = (size_t)put; n >= parts[first].iov_len; first++) {
            n -= parts[first].iov_len;
            if (first == ANSWER_PARTS - 1)
                return;
        }
        parts[first].iov_base = (char *)parts[first].iov_base + n;
        parts[first].iov_len -= n;
    }
}

static void answer(int socket, uint64_t ticket,
                   const struct winnow_outcome *outcome)
{
    struct winnow_answer answer = {
        .ticket = ticket,
        .text_bytes = outcome->text.length_bytes,
        .ledger_bytes = outcome->ledger.length_bytes,
        .refused = outcome->is_refused ? outcome->refused : WINNOW_N_DIAGS,
        .empty = outcome->empty,
        .is_written = outcome->is_written,
        .diags = outcome->diags,
        .stats = outcome->stats,
    };

    struct iovec parts[ANSWER_PARTS] = {
        {.iov_base = &answer, .iov_len = sizeof answer},
        {.iov_base = outcome->text.data, .iov_len = outcome->text.length_bytes},
        {.iov_base = outcome->ledger.data,
         .iov_len = outcome->ledger.length_bytes}};

    write_all(socket, parts);
}

_Noreturn void winnow_worker_serve(int socket, pid_t parent,
                                   winnow_chain *chain,
                                   const struct winnow_options *options,
                                   const struct winnow_slots *slots)
{
    struct winnow_request request = {0};
    struct winnow_outcome outcome = {0};

    reset_signals();
    follow(parent);
    socket = close_others(socket);
    winnow_slots_protect(slots);
    winnow_isolate(options->max_memory_bytes + MEMORY_BESIDE_BYTES);
    for (;;) {
        read_all(socket, &request, sizeof request);
        if (winnow_work(chain, options, winnow_slots_get(slots, request.slot),
                        (enum winnow_to)request.to, &outcome) != WINNOW_OK)
            _exit(WINNOW_WORKER_NO_MEMORY);
        answer(socket, request.ticket, &outcome);
    }
}

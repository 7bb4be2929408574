/* What a worker process does: gives up its rights, then answers requests. See
 * worker.h. */
#include "batch/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
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

/* Waits for requests and takes all that have come, which are whole ones once
 * the last of them is; how many. */
static size_t
read_requests(int socket,
              struct winnow_request requests[WINNOW_WORKER_REQUESTS_MAX])
{
    const size_t most = WINNOW_WORKER_REQUESTS_MAX * sizeof *requests;
    size_t n = 0;

    do {
        ssize_t got = read(socket, (char *)requests + n, most - n);
        if (got == 0)
            _exit(EXIT_DONE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            _exit(EXIT_BROKEN);
        n += (size_t)got;
    } while (n == 0 || n % sizeof *requests != 0);
    return n / sizeof *requests;
}

/* ---- answers ------------------------------------------------------------- */

enum {
    ANSWER_PARTS = 3,
    PARTS_MAX = ANSWER_PARTS * WINNOW_WORKER_REQUESTS_MAX,
    ANSWERS_BYTES = 64 << 10 /* that wait, at most, but for the last of them */
};

/* Answers that wait to be written together: each call wakes the other process,
 * which on one core runs in this one's place. */
struct answers {
    struct winnow_answer heads[WINNOW_WORKER_REQUESTS_MAX];
    struct winnow_outcome outcomes[WINNOW_WORKER_REQUESTS_MAX];
    size_t n, bytes, read_bytes;
};

/* In as few calls as there may be. */
static void write_all(int socket, struct iovec *parts, size_t n_parts)
{
    for (;;) {
        ssize_t put;
        size_t n;
        while (n_parts != 0 && parts->iov_len == 0) {
            parts++;
            n_parts--;
        }
        if (n_parts == 0)
            return;
        put = writev(socket, parts, (int)n_parts);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            _exit(EXIT_BROKEN);
        for (n = (size_t)put; n_parts != 0 && n >= parts->iov_len; n_parts--)
            n -= parts++->iov_len;
        if (n_parts == 0)
            return;
        parts->iov_base = (char *)parts->iov_base + n;
        parts->iov_len -= n;
    }
}

static void write_answers(int socket, struct answers *answers)
{
    struct iovec parts[PARTS_MAX], *part = parts;

    for (size_t i = 0; i < answers->n; i++) {
        const struct winnow_outcome *outcome = &answers->outcomes[i];
        *part++ = (struct iovec){&answers->heads[i], sizeof answers->heads[i]};
        *part++ =
            (struct iovec){outcome->text.data, outcome->text.length_bytes};
        *part++ =
            (struct iovec){outcome->ledger.data, outcome->ledger.length_bytes};
    }
    write_all(socket, parts, ANSWER_PARTS * answers->n);
    answers->n = answers->bytes = answers->read_bytes = 0;
}

/* The outcome that is the next of them is its answer. */
static void add_answer(struct answers *answers, uint64_t ticket)
{
    const struct winnow_outcome *outcome = &answers->outcomes[answers->n];

    answers->heads[answers->n++] = (struct winnow_answer){
        .ticket = ticket,
        .text_bytes = outcome->text.length_bytes,
        .ledger_bytes = outcome->ledger.length_bytes,
        .refused = outcome->is_refused ? outcome->refused : WINNOW_N_DIAGS,
        .empty = outcome->empty,
        .is_written = outcome->is_written,
        .diags = outcome->diags,
        .stats = outcome->stats,
    };
    answers->bytes += outcome->text.length_bytes + outcome->ledger.length_bytes;
}

/* ---- the whole ----------------------------------------------------------- */

static void work(const struct winnow_worker_place *place,
                 const struct winnow_request *request, struct answers *answers)
{
    const struct winnow_record *record =
        winnow_slots_get(place->slots, request->slot);

    atomic_fetch_add_explicit(&place->mark->n_begun, 1, memory_order_relaxed);
    if (winnow_work(place->chain, place->options, record,
                    (enum winnow_to)request->to,
                    &answers->outcomes[answers->n]) != WINNOW_OK)
        _exit(WINNOW_WORKER_NO_MEMORY);
    answers->read_bytes +=
        record->content.length_bytes + record->line.length_bytes;
    add_answer(answers, request->ticket);
}

static bool is_batch(const struct winnow_worker_place *place,
                     const struct answers *answers)
{
    return answers->n >= place->batch_documents ||
           answers->read_bytes >= place->batch_bytes ||
           answers->bytes >= ANSWERS_BYTES;
}

static void protect_marks(const struct winnow_worker_place *place)
{
    mprotect(place->marks, place->n_marks * place->page_bytes, PROT_READ);
    mprotect(place->mark, place->page_bytes, PROT_READ | PROT_WRITE);
}

/* What libraries allocate for one document and free (for the language 160 KB)
 * is kept for the next: glibc gives it back to the system else, each time. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    enum { KEPT_BYTES = 1 << 20 };

    mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
    mallopt(M_TRIM_THRESHOLD, 2 * KEPT_BYTES);
#endif
}

_Noreturn void winnow_worker_serve(int socket,
                                   const struct winnow_worker_place *place)
{
    struct winnow_request requests[WINNOW_WORKER_REQUESTS_MAX];
    struct answers answers = {.n = 0};

    reset_signals();
    follow(place->parent);
    socket = close_others(socket);
    winnow_slots_protect(place->slots);
    protect_marks(place);
    winnow_isolate(place->options->max_memory_bytes + MEMORY_BESIDE_BYTES);
    keep_memory();
    for (;;) {
        size_t n = read_requests(socket, requests);
        for (size_t i = 0; i < n; i++) {
            work(place, &requests[i], &answers);
            if (i == n - 1 || is_batch(place, &answers))
                write_answers(socket, &answers);
        }
    }
}

/* The pool of worker processes, seen from the process that feeds it; what a
 * worker does is in worker.c. See workers.h.
 */
#include "batch/workers.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "batch/slots.h"
#include "batch/worker.h"

enum {
    /* To a worker: the one it is at, and enough to be at while this process
       reads and delivers others. */
    ASSIGNED_MAX = WINNOW_WORKER_REQUESTS_MAX,
    ASSIGNED_LOW = ASSIGNED_MAX / 2, /* less: it is given more at once */
    SLOTS_A_JOB = 32,                /* documents that are not done, at once */
    TASKS_A_JOB = 64, /* with those that wait for one before them */
    /* Of pages that are not done and texts that are, until no more are read. */
    HELD_BYTES_A_JOB = 4 << 20,
    HELD_BYTES_MAX = 16 << 20,
    /* On one core nothing is done meanwhile, and what was read long before it
       is asked for has left the cache. */
    HELD_BYTES_ALONE = 512 << 10,
    /* Documents whose answers a worker gives together, where there is more than
       one core: this process is to have something to do meanwhile, and time to
       give more before the worker has done the rest. */
    BATCH_DOCUMENTS = ASSIGNED_MAX / 4,
    BATCH_BYTES = 128 << 10,
    RECEIVED_BYTES = 64 << 10, /* at once */
    KEPT_BYTES = 4 << 10, /* for a record's head, from document to document */
    TICK_MILLISECONDS = 500,
    DETAIL_BYTES = 64
};

/* A document on its way. */
struct task {
    enum { TASK_WAITS, TASK_ASSIGNED, TASK_DONE } state;
    uint64_t slot;
    /* What was in the slot, in `kept`; NULL: it is there. */
    const struct winnow_record *head;
    struct winnow_buffer kept;
    uint64_t weight; /* what is to be done, by its bytes */
    enum winnow_to to;
    bool was_killed; /* a worker was, while it was at it */
    struct winnow_outcome outcome;
    char detail[DETAIL_BYTES];
};

struct worker {
    pid_t pid; /* 0: not running */
    int socket;
    uint64_t assigned[ASSIGNED_MAX]; /* tickets, the one it is at first */
    size_t n_assigned, n_sent;       /* requests for the first of them */
    uint64_t n_answered;             /* since it was started */
    struct winnow_worker_mark *mark;
    uint64_t n_begun;            /* as last seen there */
    uint64_t awake_milliseconds; /* at the one it is at */
    bool timed_out;

    /* the answer that is being read */
    struct winnow_answer answer;
    size_t answer_bytes, text_bytes, ledger_bytes; /* of it that were read */
};

struct winnow_workers {
    winnow_chain *chain;
    const struct winnow_options *options;
    struct winnow_slots slots;

    /* documents, by ticket: [first, end), at ticket % capacity */
    struct task *tasks;
    uint64_t first, end, next_waiting;
    size_t capacity, held_bytes_max;
    size_t done_bytes; /* of what is done and waits */
    bool is_alone; /* on one core: nothing is done while this process runs */

    struct worker *workers;
    struct pollfd *polled;
    size_t n_workers;
    char *marks; /* a page each; NULL: none */
    size_t page_bytes;
    uint64_t milliseconds; /* when the clock was last looked at */
    char received[RECEIVED_BYTES];

    /* with 0 jobs */
    const struct winnow_record *record;
};

static struct task *task_of(struct winnow_workers *workers, uint64_t ticket)
{
    return &workers->tasks[ticket % workers->capacity];
}

/* ---- opening and closing ------------------------------------------------- */

int winnow_count_cores(void)
{
    cpu_set_t cores;

    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) != 0)
        return 1;
    return CPU_COUNT(&cores);
}

bool winnow_have_own_cores(const struct winnow_options *options)
{
    return options->jobs != 0 && winnow_count_cores() > 1;
}

static size_t held_bytes_max(size_t n_jobs, bool is_alone)
{
    if (is_alone)
        return HELD_BYTES_ALONE;
    return n_jobs < HELD_BYTES_MAX / HELD_BYTES_A_JOB
               ? n_jobs * HELD_BYTES_A_JOB
               : HELD_BYTES_MAX;
}

static bool map_marks(struct winnow_workers *workers)
{
    void *marks;

    if (workers->n_workers == 0)
        return true;
    workers->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    marks = mmap(NULL, workers->n_workers * workers->page_bytes,
                 PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    workers->marks = marks == MAP_FAILED ? NULL : marks;
    return marks != MAP_FAILED;
}

static enum winnow_status allocate(struct winnow_workers *workers)
{
    size_t n = (size_t)workers->options->jobs;
    enum winnow_status status = WINNOW_OK;

    if (n != 0)
        status = winnow_slots_open(&workers->slots, n * SLOTS_A_JOB,
                                   workers->options);
    if (status != WINNOW_OK)
        return status;
    workers->n_workers = n;
    workers->capacity = n == 0 ? 1 : n * TASKS_A_JOB;
    workers->is_alone = !winnow_have_own_cores(workers->options);
    workers->held_bytes_max = held_bytes_max(n, workers->is_alone);
    workers->tasks = calloc(workers->capacity, sizeof *workers->tasks);
    workers->workers = calloc(n + 1, sizeof *workers->workers);
    workers->polled = calloc(n + 1, sizeof *workers->polled);
    return workers->tasks == NULL || workers->workers == NULL ||
                   workers->polled == NULL || !map_marks(workers)
               ? WINNOW_ERR_MEMORY
               : WINNOW_OK;
}

enum winnow_status winnow_workers_open(winnow_chain *chain,
                                       const struct winnow_options *options,
                                       struct winnow_workers **workers)
{
    struct winnow_workers *made = calloc(1, sizeof *made);
    enum winnow_status status;

    *workers = NULL;
    if (made == NULL)
        return WINNOW_ERR_MEMORY;
    made->chain = chain;
    made->options = options;
    status = allocate(made);
    if (status == WINNOW_OK)
        *workers = made;
    else
        winnow_workers_free(made);
    return status;
}

/* Waits for a worker that has ended or was killed; gives how. */
static int reap(struct worker *worker)
{
    int how = 0;

    while (waitpid(worker->pid, &how, 0) < 0 && errno == EINTR)
        ;
    close(worker->socket);
    *worker = (struct worker){.pid = 0};
    return how;
}

static void kill_all(struct winnow_workers *workers)
{
    for (size_t i = 0; i < workers->n_workers; i++)
        if (workers->workers[i].pid != 0)
            kill(workers->workers[i].pid, SIGKILL);
    for (size_t i = 0; i < workers->n_workers; i++)
        if (workers->workers[i].pid != 0)
            reap(&workers->workers[i]);
}

void winnow_workers_free(struct winnow_workers *workers)
{
    if (workers == NULL)
        return;
    if (workers->workers != NULL)
        kill_all(workers);
    if (workers->tasks != NULL)
        for (size_t i = 0; i < workers->capacity; i++) {
            winnow_outcome_free(&workers->tasks[i].outcome);
            winnow_buffer_free(&workers->tasks[i].kept);
        }
    if (workers->marks != NULL)
        munmap(workers->marks, workers->n_workers * workers->page_bytes);
    winnow_slots_free(&workers->slots);
    free(workers->tasks);
    free(workers->workers);
    free(workers->polled);
    free(workers);
}

/* ---- a worker's end ------------------------------------------------------ */

static void describe(int how, char detail[DETAIL_BYTES])
{
    if (WIFSIGNALED(how))
        snprintf(detail, DETAIL_BYTES, "signal %d", WTERMSIG(how));
    else if (WEXITSTATUS(how) == WINNOW_WORKER_NO_MEMORY)
        snprintf(detail, DETAIL_BYTES, "no memory");
    else
        snprintf(detail, DETAIL_BYTES, "status %d", WEXITSTATUS(how));
}

static const struct winnow_record *
record_of(const struct winnow_workers *workers, const struct task *task)
{
    return task->head != NULL ? task->head
                              : winnow_slots_get(&workers->slots, task->slot);
}

/* Its page gives room to others, unless it is refused and may be wanted. */
static void end_task(struct winnow_workers *workers, struct task *task)
{
    task->state = TASK_DONE;
    workers->done_bytes +=
        task->outcome.text.length_bytes + task->outcome.ledger.length_bytes;
    if (task->outcome.is_refused)
        return;
    task->head = winnow_record_head(
        winnow_slots_get(&workers->slots, task->slot), &task->kept);
    if (task->head != NULL)
        winnow_slots_release(&workers->slots, task->slot);
}

static void forget_task(struct winnow_workers *workers, struct task *task)
{
    workers->done_bytes -=
        task->outcome.text.length_bytes + task->outcome.ledger.length_bytes;
    if (task->head == NULL)
        winnow_slots_release(&workers->slots, task->slot);
    task->head = NULL;
    winnow_buffer_reset(&task->kept, KEPT_BYTES);
}

static void wait_again(struct winnow_workers *workers, uint64_t ticket)
{
    task_of(workers, ticket)->state = TASK_WAITS;
    if (workers->next_waiting > ticket)
        workers->next_waiting = ticket;
}

/* Which of the documents assigned to a worker it is at: those before it are
 * done, but their answers have not come. What it says of that is taken where it
 * can be, so it can put off its end once for each document at most. */
static size_t index_at_hand(const struct worker *worker)
{
    uint64_t begun =
        atomic_load_explicit(&worker->mark->n_begun, memory_order_relaxed);

    return begun > worker->n_answered &&
                   begun - worker->n_answered <= worker->n_assigned
               ? (size_t)(begun - worker->n_answered - 1)
               : 0;
}

/* The worker has ended, or is of no use any longer. The document it was at is
 * refused, others go to another worker. */
static void bury(struct winnow_workers *workers, struct worker *worker)
{
    struct worker dead = *worker;
    struct task *task;
    size_t at_hand;
    int how;

    kill(worker->pid, SIGKILL);
    how = reap(worker);
    at_hand = index_at_hand(&dead);
    for (size_t i = 0; i < dead.n_assigned; i++)
        if (i != at_hand)
            wait_again(workers, dead.assigned[i]);
    if (dead.n_assigned == 0)
        return;
    task = task_of(workers, dead.assigned[at_hand]);
    winnow_outcome_clear(&task->outcome);
    if (!dead.timed_out && !task->was_killed && WIFSIGNALED(how) &&
        WTERMSIG(how) == SIGKILL) {
        task->was_killed = true;
        wait_again(workers, dead.assigned[at_hand]);
        return;
    }
    winnow_outcome_refuse(&task->outcome, dead.timed_out
                                              ? WINNOW_DIAG_WORKER_TIMEOUT
                                              : WINNOW_DIAG_WORKER_DIED);
    if (!dead.timed_out)
        describe(how, task->detail);
    end_task(workers, task);
}

/* ---- time ---------------------------------------------------------------- */

static uint64_t now_milliseconds(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Time at a document that has ended does not count for the next. */
static void look_at_mark(struct worker *worker)
{
    uint64_t begun = worker->n_answered + index_at_hand(worker) + 1;

    if (begun <= worker->n_begun)
        return;
    worker->n_begun = begun;
    worker->awake_milliseconds = 0;
}

/* Counts the time since it was last called, but no more than two ticks of it:
 * what is more was spent stopped. Kills who took too long. */
static void keep_time(struct winnow_workers *workers)
{
    uint64_t now = now_milliseconds(), passed = now - workers->milliseconds;
    uint64_t most = (uint64_t)workers->options->timeout_seconds * 1000;

    workers->milliseconds = now;
    if (passed > 2 * TICK_MILLISECONDS)
        passed = 2 * TICK_MILLISECONDS;
    for (size_t i = 0; i < workers->n_workers; i++) {
        struct worker *worker = &workers->workers[i];
        if (worker->pid == 0 || worker->n_assigned == 0)
            continue;
        worker->awake_milliseconds += passed;
        look_at_mark(worker);
        if (worker->awake_milliseconds <= most)
            continue;
        worker->timed_out = true;
        bury(workers, worker);
    }
}

/* ---- giving work --------------------------------------------------------- */

static struct winnow_worker_mark *mark_of(const struct winnow_workers *workers,
                                          const struct worker *worker)
{
    size_t i = (size_t)(worker - workers->workers);

    return (struct winnow_worker_mark *)(void *)(workers->marks +
                                                 i * workers->page_bytes);
}

static struct winnow_worker_place place_of(const struct winnow_workers *workers,
                                           struct winnow_worker_mark *mark)
{
    return (struct winnow_worker_place){
        .parent = getpid(),
        .chain = workers->chain,
        .options = workers->options,
        .slots = &workers->slots,
        .marks = workers->marks,
        .n_marks = workers->n_workers,
        .page_bytes = workers->page_bytes,
        .mark = mark,
        .batch_documents = workers->is_alone ? SIZE_MAX : BATCH_DOCUMENTS,
        .batch_bytes = workers->is_alone ? SIZE_MAX : BATCH_BYTES};
}

static bool start(struct winnow_workers *workers, struct worker *worker)
{
    struct winnow_worker_mark *mark = mark_of(workers, worker);
    const struct winnow_worker_place place = place_of(workers, mark);
    int sockets[2];
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
        return false;
    atomic_store_explicit(&mark->n_begun, 0, memory_order_relaxed);
    pid = fork();
    if (pid == 0)
        winnow_worker_serve(sockets[1], &place);
    close(sockets[1]);
    if (pid < 0) {
        close(sockets[0]);
        return false;
    }
    *worker = (struct worker){.pid = pid, .socket = sockets[0], .mark = mark};
    return true;
}

/* What a worker has to do. */
static uint64_t weight_of(struct winnow_workers *workers,
                          const struct worker *worker)
{
    uint64_t weight = 0;

    for (size_t i = 0; i < worker->n_assigned; i++)
        weight += task_of(workers, worker->assigned[i])->weight;
    return weight;
}

/* The worker that has least to do; one that is not running yet where all others
 * are busy. NULL: none can take more; errno says why none could be started,
 * where that is the reason, else it is 0. */
static struct worker *find_worker(struct winnow_workers *workers)
{
    struct worker *best = NULL, *unborn = NULL;
    uint64_t least = UINT64_MAX;
    bool is_any = false; /* running */

    errno = 0;
    for (size_t i = 0; i < workers->n_workers; i++) {
        struct worker *worker = &workers->workers[i];
        uint64_t weight = weight_of(workers, worker);
        if (worker->pid == 0) {
            unborn = worker;
            continue;
        }
        is_any = true;
        if (worker->n_assigned == ASSIGNED_MAX || weight >= least)
            continue;
        best = worker;
        least = weight;
    }
    if (unborn != NULL && (best == NULL || best->n_assigned != 0) &&
        start(workers, unborn))
        return unborn;
    if (is_any)
        errno = 0;
    return best;
}

static void assign(struct winnow_workers *workers, struct worker *worker,
                   uint64_t ticket)
{
    task_of(workers, ticket)->state = TASK_ASSIGNED;
    if (worker->n_assigned == 0)
        worker->awake_milliseconds = 0;
    worker->assigned[worker->n_assigned++] = ticket;
}

/* A worker that is gone is noticed when its answers are read. */
static void send_all(const struct worker *worker, const void *bytes, size_t n)
{
    const char *from = bytes;

    while (n != 0) {
        ssize_t put = send(worker->socket, from, n, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return;
        from += put;
        n -= (size_t)put;
    }
}

/* Asks a worker for what was assigned to it since it was last asked. */
static void send_requests(struct winnow_workers *workers, struct worker *worker)
{
    struct winnow_request requests[ASSIGNED_MAX];
    size_t n = 0;

    for (; worker->n_sent < worker->n_assigned; worker->n_sent++) {
        uint64_t ticket = worker->assigned[worker->n_sent];
        const struct task *task = task_of(workers, ticket);
        requests[n++] = (struct winnow_request){
            .ticket = ticket, .slot = task->slot, .to = task->to};
    }
    send_all(worker, requests, n * sizeof *requests);
}

static void send_all_requests(struct winnow_workers *workers)
{
    for (size_t i = 0; i < workers->n_workers; i++)
        send_requests(workers, &workers->workers[i]);
}

static enum winnow_status assign_waiting(struct winnow_workers *workers)
{
    struct worker *worker;

    for (; workers->next_waiting < workers->end; workers->next_waiting++) {
        if (task_of(workers, workers->next_waiting)->state != TASK_WAITS)
            continue;
        worker = find_worker(workers);
        if (worker == NULL && errno != 0)
            return WINNOW_ERR_USE;
        if (worker == NULL)
            break;
        assign(workers, worker, workers->next_waiting);
    }
    /* alone they are all asked for together, once this process waits */
    if (!workers->is_alone)
        send_all_requests(workers);
    return WINNOW_OK;
}

bool winnow_workers_have_room(const struct winnow_workers *workers)
{
    size_t n = (size_t)(workers->end - workers->first);

    if (n == 0)
        return true;
    return n < workers->capacity &&
           workers->slots.n_used < workers->slots.n_max &&
           workers->slots.used_bytes + workers->done_bytes <
               workers->held_bytes_max;
}

enum winnow_status winnow_workers_give(struct winnow_workers *workers,
                                       const struct winnow_record *record,
                                       enum winnow_to to)
{
    struct task *task = task_of(workers, workers->end);

    task->to = to;
    task->weight = record->content.length_bytes + 1;
    task->was_killed = false;
    task->detail[0] = '\0';
    task->state = TASK_WAITS;
    workers->record = record;
    workers->end++;
    if (workers->n_workers == 0)
        return WINNOW_OK;
    keep_time(workers);
    if (!winnow_slots_put(&workers->slots, record, &task->slot))
        return WINNOW_ERR_MEMORY;
    return assign_waiting(workers);
}

/* ---- reading answers ----------------------------------------------------- */

static bool is_sound(const struct winnow_workers *workers,
                     const struct worker *worker)
{
    const struct winnow_answer *answer = &worker->answer;
    uint64_t most = workers->options->max_memory_bytes;

    return worker->n_assigned != 0 && answer->ticket == worker->assigned[0] &&
           answer->text_bytes <= most && answer->ledger_bytes <= most &&
           answer->refused <= WINNOW_N_DIAGS && answer->empty < WINNOW_N_EMPTY;
}

static bool make_room(struct winnow_buffer *buffer, uint64_t bytes)
{
    return winnow_buffer_reserve(buffer, (size_t)bytes + 1) != NULL;
}

/* The answer's first part has come: the rest goes where it will be used. */
static bool begin_answer(struct winnow_workers *workers, struct worker *worker)
{
    const struct winnow_answer *answer = &worker->answer;
    struct winnow_outcome *outcome;

    if (!is_sound(workers, worker))
        return false;
    outcome = &task_of(workers, answer->ticket)->outcome;
    winnow_outcome_clear(outcome);
    outcome->diags = answer->diags;
    outcome->is_refused = answer->refused != WINNOW_N_DIAGS;
    outcome->refused = (enum winnow_diag)answer->refused;
    outcome->empty = (enum winnow_empty)answer->empty;
    outcome->stats = answer->stats;
    outcome->is_written = answer->is_written != 0;
    return make_room(&outcome->text, answer->text_bytes) &&
           make_room(&outcome->ledger, answer->ledger_bytes);
}

static void end_answer(struct winnow_workers *workers, struct worker *worker)
{
    struct task *task = task_of(workers, worker->answer.ticket);

    task->outcome.text.length_bytes = worker->text_bytes;
    task->outcome.ledger.length_bytes = worker->ledger_bytes;
    end_task(workers, task);
    worker->n_assigned--;
    worker->n_sent--;
    worker->n_answered++;
    memmove(worker->assigned, worker->assigned + 1,
            worker->n_assigned * sizeof *worker->assigned);
    worker->awake_milliseconds = 0;
    worker->answer_bytes = worker->text_bytes = worker->ledger_bytes = 0;
}

/* Takes from the front of `come` what is missing of `n` bytes. */
static void take_bytes(struct winnow_view *come, void *bytes, size_t n,
                       size_t *done)
{
    size_t length = n - *done;

    if (length > come->length_bytes)
        length = come->length_bytes;
    if (length != 0)
        memcpy((char *)bytes + *done, come->data, length);
    *done += length;
    come->data += length;
    come->length_bytes -= length;
}

/* Reads on in the answer. False: it is none. */
static bool take_answer(struct winnow_workers *workers, struct worker *worker,
                        struct winnow_view *come)
{
    struct winnow_answer *answer = &worker->answer;
    struct winnow_outcome *outcome;

    if (worker->answer_bytes < sizeof *answer) {
        take_bytes(come, answer, sizeof *answer, &worker->answer_bytes);
        if (worker->answer_bytes < sizeof *answer)
            return true;
        if (!begin_answer(workers, worker))
            return false;
    }
    outcome = &task_of(workers, answer->ticket)->outcome;
    take_bytes(come, outcome->text.data, (size_t)answer->text_bytes,
               &worker->text_bytes);
    take_bytes(come, outcome->ledger.data, (size_t)answer->ledger_bytes,
               &worker->ledger_bytes);
    if (worker->text_bytes == answer->text_bytes &&
        worker->ledger_bytes == answer->ledger_bytes)
        end_answer(workers, worker);
    return true;
}

/* Reads all that has come. */
static void read_answers(struct winnow_workers *workers, struct worker *worker)
{
    bool goes_on = true;

    while (goes_on) {
        struct winnow_view come = {workers->received, 0};
        ssize_t got = recv(worker->socket, workers->received,
                           sizeof workers->received, MSG_DONTWAIT);
        if (got < 0 &&
            (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        come.length_bytes = got > 0 ? (size_t)got : 0;
        goes_on = got == (ssize_t)sizeof workers->received;
        while (got > 0 && come.length_bytes != 0)
            if (!take_answer(workers, worker, &come))
                got = 0;
        if (got <= 0) {
            bury(workers, worker);
            return;
        }
    }
}

/* ---- waiting ------------------------------------------------------------- */

/* Reads what has come, waiting at most `milliseconds` for it. */
static enum winnow_status attend(struct winnow_workers *workers,
                                 int milliseconds)
{
    send_all_requests(workers);
    for (size_t i = 0; i < workers->n_workers; i++) {
        const struct worker *worker = &workers->workers[i];
        workers->polled[i] = (struct pollfd){
            .fd = worker->pid == 0 ? -1 : worker->socket, .events = POLLIN};
    }
    if (poll(workers->polled, (nfds_t)workers->n_workers, milliseconds) > 0)
        for (size_t i = 0; i < workers->n_workers; i++)
            if (workers->polled[i].revents != 0)
                read_answers(workers, &workers->workers[i]);
    keep_time(workers);
    return assign_waiting(workers);
}

enum winnow_status winnow_workers_wait(struct winnow_workers *workers)
{
    return workers->n_workers == 0 ? WINNOW_OK
                                   : attend(workers, TICK_MILLISECONDS);
}

/* A worker has, or soon will have, nothing to do. */
static bool is_idle_soon(const struct winnow_workers *workers)
{
    if (workers->next_waiting != workers->end)
        return false;
    for (size_t i = 0; i < workers->n_workers; i++)
        if (workers->workers[i].n_assigned < ASSIGNED_LOW)
            return true;
    return false;
}

enum winnow_status winnow_workers_attend(struct winnow_workers *workers,
                                         bool *is_needed)
{
    enum winnow_status status = WINNOW_OK;

    if (workers->n_workers != 0 && !workers->is_alone)
        status = attend(workers, 0);
    *is_needed = !workers->is_alone && is_idle_soon(workers);
    return status;
}

/* ---- what is done -------------------------------------------------------- */

static enum winnow_status do_here(struct winnow_workers *workers,
                                  struct task *task)
{
    enum winnow_status status =
        winnow_work(workers->chain, workers->options, workers->record, task->to,
                    &task->outcome);

    task->state = TASK_DONE;
    return status;
}

static enum winnow_status do_first(struct winnow_workers *workers, bool wait)
{
    struct task *task = task_of(workers, workers->first);
    enum winnow_status status = WINNOW_OK;

    if (workers->n_workers == 0)
        return task->state == TASK_DONE ? WINNOW_OK : do_here(workers, task);
    while (status == WINNOW_OK && wait && task->state != TASK_DONE)
        status = attend(workers, TICK_MILLISECONDS);
    return status;
}

enum winnow_status winnow_workers_take(struct winnow_workers *workers,
                                       bool wait, struct winnow_done *done)
{
    struct task *task = task_of(workers, workers->first);
    enum winnow_status status;

    if (workers->first == workers->end)
        return WINNOW_END;
    status = do_first(workers, wait);
    if (status != WINNOW_OK)
        return status;
    if (task->state != TASK_DONE)
        return WINNOW_END;
    *done = (struct winnow_done){
        .record = workers->n_workers == 0 ? workers->record
                                          : record_of(workers, task),
        .outcome = &task->outcome,
        .detail = task->detail[0] == '\0' ? NULL : task->detail};
    return WINNOW_OK;
}

void winnow_workers_drop(struct winnow_workers *workers)
{
    struct task *task = task_of(workers, workers->first);

    if (workers->n_workers != 0)
        forget_task(workers, task);
    winnow_outcome_clear(&task->outcome);
    workers->first++;
}

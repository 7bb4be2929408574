/* Worker processes: order, what one of them costs that ends or hangs, and what
 * they are kept from. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "batch/isolate.h"
#include "batch/workers.h"

enum { N_DOCUMENTS = 24 };

struct fixture {
    winnow_options *options;
    winnow_chain *chain;
    struct winnow_workers *workers;
    uint64_t n_given;
};

static struct fixture open_fixture(const char *jobs, const char *timeout)
{
    struct fixture fixture = {0};

    assert_int_equal(winnow_options_new(&fixture.options), WINNOW_OK);
    assert_int_equal(winnow_options_set(fixture.options, "jobs", jobs),
                     WINNOW_OK);
    assert_int_equal(winnow_options_set(fixture.options, "timeout", timeout),
                     WINNOW_OK);
    assert_int_equal(winnow_options_set(fixture.options, "ledger", "x"),
                     WINNOW_OK);
    assert_int_equal(winnow_chain_new(fixture.options, &fixture.chain),
                     WINNOW_OK);
    assert_int_equal(
        winnow_workers_open(fixture.chain, fixture.options, &fixture.workers),
        WINNOW_OK);
    return fixture;
}

static void close_fixture(struct fixture *fixture)
{
    winnow_workers_free(fixture->workers);
    winnow_chain_free(fixture->chain);
    winnow_options_free(fixture->options);
}

/* Gives a page whose text is its number, `n_times` over, and which has so many
 * spaces beside. */
static void give_wide(struct fixture *fixture, size_t n_times, int n_spaces)
{
    static char page[4 << 20];
    static struct winnow_record record;
    int n = snprintf(page, sizeof page, "<title>Page %u</title>%*s",
                     (unsigned)fixture->n_given, n_spaces, "");

    while (n_times-- != 0)
        n += snprintf(page + n, sizeof page - (size_t)n,
                      "<p>This is page %u of the book of the harbour, and it "
                      "says so.</p>\n",
                      (unsigned)fixture->n_given);
    record = (struct winnow_record){.file = "pages",
                                    .offset = fixture->n_given,
                                    .content = {page, (size_t)n}};
    assert_true(winnow_workers_have_room(fixture->workers));
    assert_int_equal(
        winnow_workers_give(fixture->workers, &record, WINNOW_TO_TEXT),
        WINNOW_OK);
    fixture->n_given++;
}

static void give(struct fixture *fixture, size_t n_times)
{
    give_wide(fixture, n_times, 0);
}

static struct winnow_done take(struct fixture *fixture)
{
    struct winnow_done done;

    assert_int_equal(winnow_workers_take(fixture->workers, true, &done),
                     WINNOW_OK);
    return done;
}

/* The next document came out, with the number that it should have. */
static void expect_page(struct fixture *fixture, unsigned number)
{
    struct winnow_done done = take(fixture);
    char text[64];

    snprintf(text, sizeof text, "This is page %u of", number);
    assert_int_equal(done.record->offset, number);
    assert_false(done.outcome->is_refused);
    assert_true(done.outcome->is_written);
    assert_non_null(memmem(done.outcome->text.data,
                           done.outcome->text.length_bytes, text,
                           strlen(text)));
    assert_true(done.outcome->ledger.length_bytes > 0);
    winnow_workers_drop(fixture->workers);
}

static void expect_refused(struct fixture *fixture, enum winnow_diag diag)
{
    struct winnow_done done = take(fixture);

    assert_true(done.outcome->is_refused);
    assert_int_equal(done.outcome->refused, diag);
    assert_int_equal(done.outcome->diags.count[diag], 1);
    assert_false(done.outcome->is_written);
    winnow_workers_drop(fixture->workers);
}

/* The processes that this one has started; how many. */
static int list_children(pid_t children[8])
{
    FILE *file = fopen("/proc/thread-self/children", "re");
    int n = 0, pid;

    if (file == NULL)
        skip();
    while (n < 8 && fscanf(file, "%d", &pid) == 1)
        children[n++] = pid;
    fclose(file);
    return n;
}

/* The one child that runs. */
static pid_t only_child(void)
{
    pid_t children[8];

    assert_int_equal(list_children(children), 1);
    return children[0];
}

static void documents_come_out_in_order(void **state)
{
    static const char *const jobs[] = {"1", "2", "8"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct fixture fixture = open_fixture(jobs[i], "100");
        /* at most 64 documents a job are held: some turns of the ring */
        for (unsigned n = 0; n < 4 * N_DOCUMENTS; n++) {
            give(&fixture, n % 5 == 0 ? 200 : 3);
            if (n >= 10)
                expect_page(&fixture, n - 10);
        }
        for (unsigned n = 4 * N_DOCUMENTS - 10; n < 4 * N_DOCUMENTS; n++)
            expect_page(&fixture, n);
        close_fixture(&fixture);
    }
}

static void workers_say_what_this_process_says(void **state)
{
    struct fixture here = open_fixture("0", "100");
    struct fixture there = open_fixture("2", "100");

    (void)state;
    for (int n = 0; n < 3; n++) {
        struct winnow_done a, b;
        /* without workers the record must live until it is taken */
        give(&here, 3);
        a = take(&here);
        give(&there, 3);
        b = take(&there);
        assert_int_equal(a.outcome->text.length_bytes,
                         b.outcome->text.length_bytes);
        assert_memory_equal(a.outcome->text.data, b.outcome->text.data,
                            a.outcome->text.length_bytes);
        assert_int_equal(a.outcome->ledger.length_bytes,
                         b.outcome->ledger.length_bytes);
        assert_memory_equal(a.outcome->ledger.data, b.outcome->ledger.data,
                            a.outcome->ledger.length_bytes);
        assert_memory_equal(&a.outcome->stats, &b.outcome->stats,
                            sizeof a.outcome->stats);
        winnow_workers_drop(here.workers);
        winnow_workers_drop(there.workers);
    }
    close_fixture(&here);
    close_fixture(&there);
}

/* Documents and answers that are larger than any buffer between processes. */
static void large_documents_do_not_block(void **state)
{
    struct fixture fixture = open_fixture("1", "100");

    (void)state;
    /* two at once, where there is room for them: on one core there is not */
    for (unsigned n = 0; n < 4; n = (unsigned)fixture.n_given) {
        give(&fixture, 20000);
        if (winnow_workers_have_room(fixture.workers))
            give(&fixture, 20000);
        for (unsigned page = n; page < fixture.n_given; page++)
            expect_page(&fixture, page);
    }
    close_fixture(&fixture);
}

/* A worker that was stopped and has `n` documents. */
static pid_t stop_worker_with(struct fixture *fixture, int n)
{
    pid_t pid;

    give(fixture, 3);
    expect_page(fixture, 0);
    pid = only_child();
    assert_int_equal(kill(pid, SIGSTOP), 0);
    while (n-- != 0)
        give(fixture, 3);
    return pid;
}

/* One worker hangs at the oldest document; the pages that the other has done
 * meanwhile are many times what may be held. */
static void what_is_done_gives_room(void **state)
{
    struct fixture fixture = open_fixture("2", "100");
    pid_t pid;

    (void)state;
    give(&fixture, 3);
    pid = only_child();
    assert_int_equal(kill(pid, SIGSTOP), 0);
    while (fixture.n_given < 2 * N_DOCUMENTS) {
        while (!winnow_workers_have_room(fixture.workers))
            assert_int_equal(winnow_workers_wait(fixture.workers), WINNOW_OK);
        give_wide(&fixture, 3, 1 << 20);
    }
    assert_int_equal(kill(pid, SIGCONT), 0);
    for (unsigned n = 0; n < 2 * N_DOCUMENTS; n++) {
        struct winnow_done done = take(&fixture);
        assert_string_equal(done.record->file, "pages");
        assert_true(done.record->content.length_bytes >
                    (n == 0 ? 100 : 1 << 20));
        expect_page(&fixture, n);
    }
    close_fixture(&fixture);
}

/* Documents are needed before there is nothing to do. */
static void a_worker_says_when_it_needs_more(void **state)
{
    struct fixture fixture = open_fixture("1", "100");
    bool is_needed = false;

    (void)state;
    if (winnow_count_cores() == 1)
        skip();
    assert_int_equal(winnow_workers_attend(fixture.workers, &is_needed),
                     WINNOW_OK);
    assert_true(is_needed);
    stop_worker_with(&fixture, 1);
    assert_int_equal(winnow_workers_attend(fixture.workers, &is_needed),
                     WINNOW_OK);
    assert_true(is_needed);
    for (int n = 0; n < 12; n++)
        give(&fixture, 3);
    assert_int_equal(winnow_workers_attend(fixture.workers, &is_needed),
                     WINNOW_OK);
    assert_false(is_needed);
    close_fixture(&fixture);
}

static void a_crash_costs_one_document(void **state)
{
    struct fixture fixture = open_fixture("1", "100");
    pid_t pid = stop_worker_with(&fixture, 8);
    struct winnow_done done;

    (void)state;
    assert_int_equal(kill(pid, SIGSEGV), 0);
    assert_int_equal(kill(pid, SIGCONT), 0);
    done = take(&fixture);
    assert_string_equal(done.detail, "signal 11");
    expect_refused(&fixture, WINNOW_DIAG_WORKER_DIED);
    for (unsigned n = 2; n < 9; n++)
        expect_page(&fixture, n);
    assert_int_not_equal(only_child(), pid);
    close_fixture(&fixture);
}

/* Ticks of processor time that a process has had. */
static unsigned long ticks_of(pid_t pid)
{
    char path[32];
    unsigned long user = 0, system = 0;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    file = fopen(path, "re");
    assert_non_null(file);
    assert_int_equal(fscanf(file,
                            "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u "
                            "%*u %*u %lu %lu",
                            &user, &system),
                     2);
    fclose(file);
    return user + system;
}

/* The worker has done two documents, whose answers wait for that of the third,
 * a large one, and is at that. */
static void a_crash_costs_the_document_at_hand(void **state)
{
    struct fixture fixture = open_fixture("1", "100");
    pid_t pid = stop_worker_with(&fixture, 2);
    unsigned long ticks = ticks_of(pid);

    (void)state;
    give(&fixture, 50000);
    assert_int_equal(winnow_workers_wait(fixture.workers), WINNOW_OK);
    assert_int_equal(kill(pid, SIGCONT), 0);
    while (ticks_of(pid) < ticks + 2)
        usleep(1000);
    assert_int_equal(kill(pid, SIGSEGV), 0);
    expect_page(&fixture, 1);
    expect_page(&fixture, 2);
    expect_refused(&fixture, WINNOW_DIAG_WORKER_DIED);
    give(&fixture, 3);
    expect_page(&fixture, 4);
    close_fixture(&fixture);
}

/* Kills the worker and waits for the one that takes its place. */
static void replace_worker(struct fixture *fixture)
{
    pid_t children[8], pid = only_child();

    assert_int_equal(kill(pid, SIGKILL), 0);
    while (list_children(children) == 0 || children[0] == pid)
        assert_int_equal(winnow_workers_wait(fixture->workers), WINNOW_OK);
}

static void a_kill_from_outside_costs_nothing_at_first(void **state)
{
    struct fixture fixture = open_fixture("1", "100");

    (void)state;
    stop_worker_with(&fixture, 4);
    replace_worker(&fixture);
    for (unsigned n = 1; n < 5; n++)
        expect_page(&fixture, n);
    close_fixture(&fixture);
}

/* The page takes long enough to be met by both, and leaves room for another on
 * one core. */
static void the_second_kill_costs_the_document(void **state)
{
    struct fixture fixture = open_fixture("1", "100");
    struct winnow_done done;

    (void)state;
    give(&fixture, 7000);
    give(&fixture, 3);
    replace_worker(&fixture);
    assert_int_equal(kill(only_child(), SIGKILL), 0);
    done = take(&fixture);
    assert_string_equal(done.detail, "signal 9");
    expect_refused(&fixture, WINNOW_DIAG_WORKER_DIED);
    expect_page(&fixture, 1);
    close_fixture(&fixture);
}

static void a_hang_costs_one_document(void **state)
{
    struct fixture fixture = open_fixture("1", "1");

    (void)state;
    stop_worker_with(&fixture, 5);
    expect_refused(&fixture, WINNOW_DIAG_WORKER_TIMEOUT);
    for (unsigned n = 2; n < 6; n++)
        expect_page(&fixture, n);
    close_fixture(&fixture);
}

static void no_process_outlives_the_pool(void **state)
{
    struct fixture fixture = open_fixture("4", "100");
    pid_t children[8];

    (void)state;
    for (unsigned n = 0; n < 8; n++)
        give(&fixture, 3);
    assert_int_equal(list_children(children), 4);
    close_fixture(&fixture);
    assert_int_equal(list_children(children), 0);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

/* What a worker must not be able to do; each the bit of an exit status. */
static int count_escapes(pid_t parent, void *page)
{
    int status = 0;

    status |= (open("/etc/passwd", O_RDONLY) >= 0) << 0;
    status |= (open("/dev/null", O_WRONLY) >= 0) << 1;
    status |= (socket(AF_INET, SOCK_STREAM, 0) >= 0) << 2;
    status |= (kill(parent, 0) == 0) << 3;
    status |= (fork() >= 0) << 4;
    status |= (mmap(NULL, 4096, PROT_READ | PROT_EXEC,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
              << 5;
    status |= (mprotect(page, 4096, PROT_READ | PROT_WRITE) == 0) << 6;
    status |= (mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
              << 7; /* which it must */
    return status;
}

static void a_worker_has_no_rights(void **state)
{
    void *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t parent = getpid(), pid;
    int how = 0;

    (void)state;
    if (strstr(winnow_isolation(), "seccomp") == NULL)
        skip();
    pid = fork();
    if (pid == 0) {
        winnow_isolate((uint64_t)1 << 30);
        _exit(count_escapes(parent, page));
    }
    assert_int_equal(waitpid(pid, &how, 0), pid);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
    munmap(page, 4096);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_come_out_in_order),
        cmocka_unit_test(workers_say_what_this_process_says),
        cmocka_unit_test(large_documents_do_not_block),
        cmocka_unit_test(what_is_done_gives_room),
        cmocka_unit_test(a_worker_says_when_it_needs_more),
        cmocka_unit_test(a_crash_costs_one_document),
        cmocka_unit_test(a_crash_costs_the_document_at_hand),
        cmocka_unit_test(a_kill_from_outside_costs_nothing_at_first),
        cmocka_unit_test(the_second_kill_costs_the_document),
        cmocka_unit_test(a_hang_costs_one_document),
        cmocka_unit_test(no_process_outlives_the_pool),
        cmocka_unit_test(a_worker_has_no_rights),
    };

    return cmocka_run_group_tests_name("workers", tests, NULL, NULL);
}

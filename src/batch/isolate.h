/* Isolation: a worker reads pages that anyone may have written, so it gives up
 * what it does not need before the first: it can open no file and no
 * connection, start no process, signal nobody and run no new code, and its
 * memory is bounded. By what the system has of: limits (setrlimit), seccomp
 * (Linux 3.17), Landlock (Linux 5.13).
 */
#ifndef WINNOW_ISOLATE_H
#define WINNOW_ISOLATE_H

#include <stdint.h>

/* Takes effect at once and cannot be undone. `memory_bytes`: how much memory of
 * its own the process may have. What is open stays open. */
void winnow_isolate(uint64_t memory_bytes);

#endif

#!/usr/bin/env python3
"""Memory does not grow with an archive's length.

  tests/memory.py WINNOW ARCHIVE...   each archive given once, then ten times over

The peak of resident memory of the second run may pass that of the first by an
eighth (what the allocator keeps) and 4 MiB (documents on their way from
workers), no more; in one process and with two workers. Standard library only.
"""
import os
import sys


SLACK_KIB = 4096


def peak_kib(winnow, jobs, archives):
    """The peak resident set of one run, in KiB."""
    null = os.open(os.devnull, os.O_WRONLY)
    pid = os.posix_spawn(winnow, [winnow, '-q', '-j', jobs, '--to', 'jsonl', *archives],
                         os.environ,
                         file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
    _, status, usage = os.wait4(pid, 0)
    os.close(null)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f'{winnow} ends with status {os.waitstatus_to_exitcode(status)}')
    return usage.ru_maxrss


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    winnow, archives = sys.argv[1], sys.argv[2:]
    wrong = 0
    if not all(map(os.path.exists, archives)):
        print('skipped: no', ' '.join(archives))
        sys.exit(77)
    for archive in archives:
        for jobs in '1', '2':
            once = peak_kib(winnow, jobs, [archive])
            ten = peak_kib(winnow, jobs, [archive] * 10)
            ok = ten <= once + once // 8 + SLACK_KIB
            wrong += not ok
            print(f'{"ok" if ok else "not ok"} - {os.path.basename(archive)}, -j {jobs}: '
                  f'{once} KiB once, {ten} KiB ten times')
    sys.exit(1 if wrong else 0)


main()

#!/usr/bin/env python3
"""The same bytes with any number of workers, in any locale, killed or not.

  tests/same.py WINNOW

A run into a directory, with each of -j 0, 1, 2 and 8, in the locales C, C.UTF-8
and tr_TR.UTF-8 (made for the test where the system has it not, and localedef
makes it); once undisturbed, and once killed, with another number of workers,
and gone on with. Standard library only. Output: TAP.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import resume  # noqa: E402

JOBS = ['0', '1', '2', '8']
LOCALES = ['C', 'C.UTF-8', 'tr_TR.UTF-8']
OPTIONS = ['--to', 'jsonl', '--inline-ledger', '--compress', 'gzip',
           '--checkpoint', '60K']


def make_locale(folder):
    """Where the Turkish locale was made, or None."""
    if shutil.which('localedef') is None:
        return None
    made = subprocess.run(['localedef', '-i', 'tr_TR', '-f', 'UTF-8',
                           os.path.join(folder, 'tr_TR.UTF-8')], check=False,
                          capture_output=True)
    return folder if made.returncode == 0 else None


class Runs:
    """Runs over the same inputs."""

    def __init__(self, winnow, folder, locales):
        self.winnow, self.folder, self.locales = winnow, folder, locales

    def start(self, jobs, locale):
        environment = dict(os.environ, LC_ALL=locale)
        if self.locales is not None:
            environment['LOCPATH'] = self.locales
        if locale != 'tr_TR.UTF-8':
            environment.pop('LOCPATH', None)
        return subprocess.Popen(
            [self.winnow, '-o', 'out/', '-q', '-j', jobs, *OPTIONS,
             *resume.INPUTS], cwd=self.folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def whole(self, jobs, locale):
        assert self.start(jobs, locale).wait() == 1
        return resume.snapshot(self.folder)

    def killed(self, jobs, locale, delay):
        """Killed after half of the time that a run takes, then whole."""
        process = self.start(JOBS[JOBS.index(jobs) - 1], locale)
        time.sleep(delay)
        process.kill()
        was_killed = process.wait() == -signal.SIGKILL
        return was_killed, self.whole(jobs, locale)


def run_all(runs):
    failed = n = n_killed = 0
    expected, seconds = None, 1.0
    for jobs in JOBS:
        for locale in LOCALES:
            resume.clean(runs.folder)
            started = time.monotonic()
            first = runs.whole(jobs, locale)
            seconds = min(seconds, time.monotonic() - started)
            resume.clean(runs.folder)
            was_killed, second = runs.killed(jobs, locale, seconds / 2)
            n_killed += was_killed
            expected = expected or first
            ok = first == expected and second == expected
            n += 1
            failed += not ok
            print(f'{"ok" if ok else "not ok"} {n} -j {jobs}, {locale}',
                  flush=True)
    ok = n_killed > n // 2
    print(f'{"ok" if ok else "not ok"} {n + 1} {n_killed} runs were killed')
    print(f'1..{n + 1}')
    return failed != 0 or not ok


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix='winnow-same-') as folder:
        resume.make_inputs(folder, 11)
        locales = os.path.join(folder, 'locales')
        os.mkdir(locales)
        return run_all(Runs(os.path.abspath(sys.argv[1]), folder,
                            make_locale(locales)))


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Every call to the system fails in turn, and every allocation.

  tests/faults.py WINNOW FAULT.so [--long]

A run must then end by itself, soon, and say what went wrong where its status
tells of it; a file that has its name must be whole; and the same command, given
again, must bring about what a run does that nothing happened to. Tried is every
23rd call with a full disk, an error of the device and an interrupt, and every
97th allocation; with --long each of them. Standard library only. Output: TAP.
"""
import errno
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import resume  # noqa: E402


class Tests(resume.Tests):
    """Failures, one a run."""

    def count(self, arguments, kind):
        resume.clean(self.folder)
        count = os.path.join(self.folder, 'count')
        subprocess.run(arguments, cwd=self.folder, stderr=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, check=False,
                       env=dict(os.environ, LD_PRELOAD=self.fault,
                                WINNOW_FAULT=f'{kind}:0',
                                WINNOW_FAULT_COUNT=count))
        with open(count, encoding='ascii') as file:
            n = int(file.read())
        os.unlink(count)
        return n

    def run_with(self, arguments, fault):
        """One run; returns its status, and why that cannot be."""
        environment = dict(os.environ, LC_ALL='C', LD_PRELOAD=self.fault,
                           WINNOW_FAULT=fault)
        try:
            done = subprocess.run(arguments, cwd=self.folder, env=environment,
                                  capture_output=True, check=False, timeout=60)
        except subprocess.TimeoutExpired:
            return None, 'hangs'
        if done.returncode not in (0, 1, 2, 3):
            return None, f'ends with {done.returncode}: {done.stderr[-300:]}'
        if done.returncode >= 2 and b'winnow: ' not in done.stderr:
            return None, 'says nothing'
        return done.returncode, None

    def half_named(self, expected):
        """A file that has its name and is not what it should be."""
        for name, data in resume.snapshot(self.folder).items():
            if '.winnow' not in name and data != expected.get(name):
                return f'{name} is not whole'
        return None

    def one_directory(self, arguments, expected, fault):
        resume.clean(self.folder)
        status, why = self.run_with(arguments, fault)
        if status is None:
            return why
        why = self.half_named(expected[1]) if status == 3 else None
        if why is not None:
            return why
        if status == 3:
            return self.differs(expected, resume.run(arguments, self.folder))
        # what did not matter, or was tried again
        return None

    def directory(self, setting, kind, errors, stride):
        checkpoint = '150K'
        arguments = resume.command(self.winnow, setting, checkpoint)
        expected = self.undisturbed(setting, checkpoint)
        n, tried, bad = self.count(arguments, kind), 0, []
        for error in errors:
            for step in range(1 + tried % stride, n + 1, stride):
                tried += 1
                why = self.one_directory(arguments, expected,
                                         f'{kind}:{step}:{error}')
                if why is not None:
                    bad.append(f'{kind} {step}, {os.strerror(error)}: {why}')
        self.check(not bad, f'{setting}: {tried} failures of {n} {kind}',
                   '\n# '.join(bad[:8]))

    def streams(self, kind, errors, stride):
        """The same to standard output: only that it ends, and says why."""
        arguments = [self.winnow, '--to', 'jsonl', '-j', '0', *resume.INPUTS]
        n, tried, bad = self.count(arguments, kind), 0, []
        for error in errors:
            for step in range(1, n + 1, stride):
                tried += 1
                why = self.run_with(arguments, f'{kind}:{step}:{error}')[1]
                if why is not None:
                    bad.append(f'{kind} {step}, {os.strerror(error)}: {why}')
        self.check(not bad, f'a stream: {tried} failures of {n} {kind}',
                   '\n# '.join(bad[:8]))

    def all(self):
        errors = [errno.ENOSPC, errno.EIO, errno.EINTR]
        calls, memory = (1, 1) if self.long else (23, 97)
        resume.make_inputs(self.folder, 3)
        for setting in ['gzip', 'shards', 'text']:
            self.directory(setting, 'calls', errors, calls)
        self.directory('plain', 'memory', [errno.ENOMEM], memory)
        self.streams('calls', errors, calls)
        self.streams('memory', [errno.ENOMEM], memory)
        print(f'1..{self.n}')
        return self.failed != 0


def main():
    arguments = [a for a in sys.argv[1:] if a != '--long']
    if len(arguments) != 2:
        sys.exit(__doc__)
    winnow, fault = map(os.path.abspath, arguments)
    return Tests(winnow, fault, '--long' in sys.argv).all()


if __name__ == '__main__':
    sys.exit(main())

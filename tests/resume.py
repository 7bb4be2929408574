#!/usr/bin/env python3
"""Runs into a directory are killed, and go on.

  tests/resume.py WINNOW FAULT.so [--long] [SETTING...]

What the interrupted runs leave in the end must be, byte for byte, what a run
leaves that nobody disturbed, and the accounting the same. Killed are, in each
SETTING (all five), runs at random moments (10 of them; with --long 200), and at
each step of what they ask of the system (every seventh; with --long each one).
Standard library only. Output: TAP.
"""
import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import fixtures  # noqa: E402

WORDS = ('harbour lantern reef tide ferry keeper book drawer island mainland '
         'winter rope anchor chart signal night watch storm bell quay').split()
TIME_LIMIT_SECONDS = 600

# What is written, and how the runs are asked to do it.
SETTINGS = {
    'plain': ['--to', 'jsonl', '--ledger', 'ledger.jsonl'],
    'gzip': ['--to', 'jsonl', '--compress', 'gzip', '--ledger',
             'ledger.jsonl.gz', '-j', '3'],
    'warc': ['--to', 'warc', '--compress', 'gzip', '--level', '1', '-j', '1'],
    'text': ['--skip-empty', '-j', '0'],
    'shards': ['--shard-size', '300K', '--compress', 'gzip'],
}


def prose(chance):
    return ' '.join(chance.choice(WORDS) for _ in range(30)).capitalize() + '.'


def page(chance, number):
    return fixtures.page(f'Page {number}',
                         [prose(chance) for _ in range(chance.randint(1, 12))])


def archive(chance, n):
    """Pages, and among them what is passed over, empty, refused, damaged."""
    members = []
    for number in range(1, n + 1):
        kind = chance.random()
        if kind < 0.04:
            body = fixtures.response('moved', status='302 Found')
        elif kind < 0.08:
            body = fixtures.response(bytes(chance.randbytes(2000)), 'text/html')
        elif kind < 0.12:
            body = fixtures.response('<script>var a;</script>')
        else:
            body = fixtures.response(page(chance, number))
        data = fixtures.member(fixtures.record(body, number))
        if chance.random() < 0.03:
            at = chance.randrange(40, len(data) - 12)
            data = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1:]
        members.append(data)
    return b''.join(members)


def make_inputs(folder, seed):
    chance = random.Random(seed)
    files = {
        'a.warc.gz': archive(chance, 220),
        'b.warc.gz': gzip.compress(gzip.decompress(fixtures.member(b'')) +
                                   b''.join(fixtures.archive()), mtime=0),
        'tree/one.html': page(chance, 1).encode(),
        'tree/two.txt': fixtures.CAPTURE.encode(),
        'tree/junk.html': chance.randbytes(3000),
        'tree/deep/three.html': page(chance, 3).encode(),
        'lines.jsonl': fixtures.lines()['bad.jsonl'].encode(),
        'c.warc.gz': archive(chance, 120)[:-300],
    }
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(data)


INPUTS = ['a.warc.gz', 'missing.html', 'b.warc.gz', 'tree', 'lines.jsonl',
          'c.warc.gz']


def command(winnow, setting, checkpoint):
    return [winnow, '-o', 'out/', '-v', '--checkpoint', checkpoint,
            *SETTINGS[setting], *INPUTS]


def snapshot(folder):
    """Every file that a run left, and its bytes."""
    found = {}
    for base, _, names in os.walk(os.path.join(folder, 'out')):
        for name in names:
            path = os.path.join(base, name)
            with open(path, 'rb') as file:
                found[os.path.relpath(path, folder)] = file.read()
    for name in os.listdir(folder):
        if name.startswith('ledger'):
            with open(os.path.join(folder, name), 'rb') as file:
                found[name] = file.read()
    return found


def clean(folder):
    shutil.rmtree(os.path.join(folder, 'out'), ignore_errors=True)
    for name in os.listdir(folder):
        if name.startswith('ledger'):
            os.unlink(os.path.join(folder, name))


def run(arguments, folder, fault=None, delay=None):
    """One run; returns (status, the accounting that it printed)."""
    environment = dict(os.environ, LC_ALL='C')
    if fault is not None:
        environment.update(LD_PRELOAD=fault[0], WINNOW_FAULT=fault[1])
    process = subprocess.Popen(arguments, cwd=folder, env=environment,
                               stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    if delay is not None:
        time.sleep(delay)
        process.kill()
    stderr = process.communicate(timeout=TIME_LIMIT_SECONDS)[1].decode()
    lines = [line for line in stderr.splitlines() if ' records = ' in line]
    return process.returncode, lines[-1] if lines else stderr


class Tests:
    """Runs, and what came of them."""

    def __init__(self, winnow, fault, long, settings=()):
        self.winnow, self.fault, self.long = winnow, fault, long
        self.settings = settings or list(SETTINGS)
        self.n = self.failed = 0
        self.folder = tempfile.mkdtemp(prefix='winnow-resume-')

    def check(self, ok, name, why=''):
        self.n += 1
        self.failed += not ok
        print(f'{"ok" if ok else "not ok"} {self.n} {name}', flush=True)
        if not ok:
            print(f'# {why}')

    def undisturbed(self, setting, checkpoint):
        clean(self.folder)
        result = run(command(self.winnow, setting, checkpoint), self.folder)
        files = snapshot(self.folder)
        assert result[0] == 1, result
        assert not any('.winnow' in name for name in files), sorted(files)
        return result, files

    def differs(self, expected, result):
        """How what is there now differs from what is to be there, or None."""
        files = snapshot(self.folder)
        if result != expected[0]:
            return f'ended with {result}, not {expected[0]}'
        names = sorted(set(files) ^ set(expected[1]))
        if names:
            return f'files differ: {names}'
        for name, data in files.items():
            if data != expected[1][name]:
                return f'{name} differs'
        return None

    def kill_at_random(self, setting, n, seed):
        chance = random.Random(seed)
        checkpoint = '60K'
        started = time.monotonic()
        expected = self.undisturbed(setting, checkpoint)
        whole = time.monotonic() - started
        killed, wrong, rounds = 0, None, 0
        while killed < n and wrong is None:
            clean(self.folder)
            while True:
                delay = chance.uniform(0, whole * 0.7)
                result = run(command(self.winnow, setting, checkpoint),
                             self.folder, delay=delay)
                if result[0] != -signal.SIGKILL:
                    break
                killed += 1
                if killed % 25 == 0:
                    result = run(command(self.winnow, setting, checkpoint),
                                 self.folder)
                    break
            rounds += 1
            wrong = self.differs(expected, result)
        self.check(wrong is None,
                   f'{setting}: killed at {killed} moments, {rounds} runs whole',
                   f'seed {seed}: {wrong}')

    def count_calls(self, setting, checkpoint):
        clean(self.folder)
        count = os.path.join(self.folder, 'count')
        subprocess.run(command(self.winnow, setting, checkpoint),
                       cwd=self.folder, stderr=subprocess.DEVNULL, check=False,
                       env=dict(os.environ, LD_PRELOAD=self.fault,
                                WINNOW_FAULT='calls:0',
                                WINNOW_FAULT_COUNT=count))
        with open(count, encoding='ascii') as file:
            return int(file.read())

    def kill_at_steps(self, setting, stride):
        checkpoint = '150K'
        expected = self.undisturbed(setting, checkpoint)
        n_calls = self.count_calls(setting, checkpoint)
        wrong, killed = None, 0
        for step in range(1, n_calls + 1, stride):
            clean(self.folder)
            result = run(command(self.winnow, setting, checkpoint), self.folder,
                         fault=(self.fault, f'calls:{step}'))
            if result[0] == -signal.SIGKILL:
                killed += 1
                result = run(command(self.winnow, setting, checkpoint),
                             self.folder)
            wrong = self.differs(expected, result)
            if wrong is not None:
                wrong = f'step {step}: {wrong}'
                break
        enough = killed >= 0.9 * (n_calls // stride)
        self.check(wrong is None and enough,
                   f'{setting}: killed at {killed} of {n_calls} steps',
                   wrong or 'too few were killed')

    def all(self):
        for setting in self.settings:
            i = list(SETTINGS).index(setting)
            make_inputs(self.folder, i)
            self.kill_at_random(setting, 200 if self.long else 10, 100 + i)
            self.kill_at_steps(setting, 1 if self.long else 7)
        shutil.rmtree(self.folder)
        print(f'1..{self.n}')
        return self.failed != 0


def main():
    arguments = [a for a in sys.argv[1:] if a != '--long']
    settings = arguments[2:]
    if len(arguments) < 2 or not set(settings) <= set(SETTINGS):
        sys.exit(__doc__)
    winnow, fault = map(os.path.abspath, arguments[:2])
    return Tests(winnow, fault, '--long' in sys.argv, settings).all()


if __name__ == '__main__':
    sys.exit(main())

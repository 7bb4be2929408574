#!/usr/bin/env python3
"""Damaged archives: every intact record comes out, whatever happens to others.

  tests/damage.py WINNOW [--long [ARCHIVE.warc.gz]]

An archive (of a record a member) is cut off at random places, and bytes of it
are changed; the lines of all records whose members are whole must come out as
from the sound archive, and the status must say that something is lost. 60 of
each; with --long 500 of each, of ARCHIVE where one is given. Standard library
only. Output: TAP.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import fixtures  # noqa: E402


def made_archive(chance, n):
    """Pages of many lengths, one in ten of them too short for much to hold."""
    members = []
    for number in range(1, n + 1):
        words = [' '.join(chance.choice(fixtures.PROSE[0].split())
                          for _ in range(30)) + '.'
                 for _ in range(chance.choice([1, 3, 30]))]
        body = fixtures.response(fixtures.page(f'Page {number}', words))
        members.append(fixtures.member(fixtures.record(body, number)))
    return b''.join(members)


def members_of(data):
    """Where each gzip member starts and ends."""
    at, found = 0, []
    while at < len(data):
        inflate = zlib.decompressobj(31)
        inflate.decompress(data[at:])
        end = len(data) - len(inflate.unused_data)
        found.append((at, end))
        at = end
    return found


class Tests:
    """An archive, and what its sound records give."""

    def __init__(self, winnow, data, folder):
        self.winnow, self.data = winnow, data
        self.path = os.path.join(folder, 'a.warc.gz')
        self.members = members_of(data)
        status, self.lines, _ = self.run(data)
        assert status == 0 and len(self.lines) > 0.8 * len(self.members)

    def run(self, data):
        """Returns the status, the output's lines by the record's offset, and
        what was said."""
        with open(self.path, 'wb') as file:
            file.write(data)
        done = subprocess.run([self.winnow, '--to', 'jsonl', '-j', '1',
                               self.path], capture_output=True, check=False,
                              timeout=600)
        lines = {}
        for line in done.stdout.splitlines():
            lines[json.loads(line)['source']['offset']] = line
        return done.returncode, lines, done.stderr.decode()

    def wrong(self, data, is_whole):
        """What is wrong with the run over damaged data, or None. `is_whole`
        tells of a member whether it is."""
        status, lines, said = self.run(data)
        whole = [start for start, end in self.members if is_whole(start, end)]
        for start in whole:
            if lines.get(start) != self.lines.get(start):
                return f'the record at {start} is lost'
        same = lines == self.lines
        if status != 1 and not (same and status == 0) and whole:
            return f'status {status}'
        if status == 1 and ' records = ' not in said:
            return f'no accounting: {said}'
        return None

    def cut(self, at):
        if any(at == end for _, end in self.members):
            return None  # nothing tells that more was there
        return self.wrong(self.data[:at], lambda start, end: end <= at)

    def change(self, at, byte):
        data = self.data[:at] + bytes([self.data[at] ^ byte]) + \
            self.data[at + 1:]
        return self.wrong(data, lambda start, end: not start <= at < end)


def run_all(winnow, data, n, folder):
    tests = Tests(winnow, data, folder)
    chance = random.Random(1)
    failed = 0
    print('1..2', flush=True)
    places = [chance.randrange(1, len(data)) for _ in range(n)]
    bad = [(at, why) for at in places if (why := tests.cut(at))]
    print(f'{"not ok" if bad else "ok"} 1 cut at {n} places')
    for at, why in bad:
        print(f'# at {at}: {why}')
    failed += bool(bad)
    changes = [(chance.randrange(len(data)), chance.randrange(1, 256))
               for _ in range(n)]
    bad = [(at, byte, why) for at, byte in changes
           if (why := tests.change(at, byte))]
    print(f'{"not ok" if bad else "ok"} 2 changed at {n} places')
    for at, byte, why in bad:
        print(f'# at {at} by {byte}: {why}')
    return failed + bool(bad)


def main():
    arguments = [a for a in sys.argv[1:] if a != '--long']
    if not 1 <= len(arguments) <= 2:
        sys.exit(__doc__)
    data = made_archive(random.Random(7), 40)
    if len(arguments) == 2:
        with open(arguments[1], 'rb') as file:
            data = file.read()
    with tempfile.TemporaryDirectory(prefix='winnow-damage-') as folder:
        return run_all(os.path.abspath(arguments[0]), data,
                       500 if '--long' in sys.argv else 60, folder) != 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Run the samples: samples/**/<case>.html or .txt, each with what comes of it.

  samples.py WINNOW [--update] [CASE...]      CASE: a path or a part of one

  <case>.out      the exact text output
  <case>.ledger   a line a block: kept or removed, kind, rule, and the first 60
                  characters of its text, with tabs between; rule is "labeller"
                  where no filter settled the kind
  <case>.err      what is told on standard error (nothing where it is missing)
  <case>.args     further options of the command
  <case>.jsonl    a JSON object: members of the JSON line, and their values

Only .out must be there. --update writes what came into .out and .ledger (and
into .err and .jsonl where they are there or needed), for review. Output: TAP.
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'samples')
TIME_LIMIT_SECONDS = 60
OUTPUTS = ('.out', '.ledger', '.err', '.args', '.jsonl')


def find(wanted):
    """The inputs, in order of their names."""
    cases = []
    for folder, _, names in os.walk(TOP):
        for name in names:
            base, extension = os.path.splitext(name)
            if extension not in ('.html', '.txt') or name == 'README.txt':
                continue
            path = os.path.relpath(os.path.join(folder, name), TOP)
            if not wanted or any(w in path for w in wanted):
                cases.append(path)
    return sorted(cases)


def read(path):
    try:
        with open(path, encoding='utf8', newline='') as file:
            return file.read()
    except FileNotFoundError:
        return None


def write(path, text):
    with open(path, 'w', encoding='utf8', newline='') as file:
        file.write(text)


def run(winnow, folder, arguments):
    done = subprocess.run([winnow] + arguments, cwd=folder, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=TIME_LIMIT_SECONDS)
    return done.stdout.decode('utf8'), done.stderr.decode('utf8', 'replace')


def ledger_lines(path):
    """The ledger of one document as the lines of a .ledger file."""
    out = []
    for line in (read(path) or '').splitlines():
        for block in json.loads(line)['blocks']:
            labelled = block['filter'] == 'labeller'
            text = ' '.join(block['text'].split())[:60].rstrip()
            out.append('\t'.join([
                'kept' if block['kept'] else 'removed', block['kind'],
                'labeller' if labelled else block['rule'], text]) + '\n')
    return ''.join(out)


def select(expected, got):
    """The members of `got` that `expected` names."""
    if not isinstance(expected, dict) or not isinstance(got, dict):
        return got
    return {key: select(value, got.get(key))
            for key, value in expected.items()}


def results(winnow, path):
    """What comes of a case: extension -> text."""
    folder, name = os.path.split(os.path.join(TOP, path))
    base = os.path.join(folder, os.path.splitext(name)[0])
    options = shlex.split(read(base + '.args') or '', comments=True)
    with tempfile.TemporaryDirectory(prefix='winnow-samples-') as scratch:
        ledger = os.path.join(scratch, 'ledger')
        out, err = run(winnow, folder, ['--to', 'text', '--ledger', ledger,
                                        '--ledger-text'] + options + [name])
        got = {'.out': out, '.err': err, '.ledger': ledger_lines(ledger)}
    expected = read(base + '.jsonl')
    if expected is not None:
        line, _ = run(winnow, folder, ['--to', 'jsonl'] + options + [name])
        members = select(json.loads(expected or '{}'), json.loads(line))
        got['.jsonl'] = json.dumps(members, ensure_ascii=False, indent=1) + '\n'
    return base, got


def differences(base, got):
    for extension, text in got.items():
        expected = read(base + extension)
        if expected is None and (extension == '.ledger' or
                                 extension == '.err' and text == ''):
            continue
        if expected is None:
            expected = ''
            yield f'{extension} is missing'
        if extension == '.jsonl':
            if json.loads(expected) == json.loads(text):
                continue
        elif expected == text:
            continue
        yield f'{extension}, expected:'
        yield from expected.splitlines()
        yield f'{extension}, got:'
        yield from text.splitlines()


def update(base, got):
    for extension, text in got.items():
        if extension == '.err' and text == '':
            if os.path.exists(base + extension):
                os.unlink(base + extension)
            continue
        write(base + extension, text)


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    cases = find(arguments[1:])
    failed = 0
    print(f'1..{len(cases)}')
    for number, path in enumerate(cases, 1):
        base, got = results(os.path.abspath(arguments[0]), path)
        faults = list(differences(base, got))
        if faults and '--update' in sys.argv:
            update(base, got)
        failed += bool(faults)
        print(f'{"not ok" if faults else "ok"} {number} {path}')
        for fault in faults:
            print('# ' + fault)
        sys.stdout.flush()
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Run the command-line cases: tests/cli/*.case, one file a case.

  cli.py WINNOW [--update] [NAME...]

A case is bash, run in a fresh directory that holds the files of fixtures.py,
with WINNOW first in PATH; then what must come of it:

    # What the case shows.
    winnow --keep nonsense page.html
    --- stdout
    --- stderr
    winnow: --keep: no kind "nonsense" (see --list-kinds)
    --- status 2

A section that is missing is empty, or status 0. After `--- stdout like` (or
stderr) a `*` stands for anything within a line. `as_user CMD` runs CMD without
root's rights; a case that exits with 77 is skipped. --update writes what came
into the cases, for review. Output: TAP.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import fixtures  # noqa: E402

PRELUDE = r'''
as_user() {
    if [ "$(id -u)" != 0 ]; then "$@"; return; fi
    command -v setpriv >/dev/null || exit 77
    setpriv --reuid=65534 --regid=65534 --clear-groups true \
        2>/dev/null || exit 77
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}
'''
TIME_LIMIT_SECONDS = 60


class Case:
    """A case file taken apart."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.basename(path)[:-len('.case')]
        with open(path, encoding='utf8') as file:
            parts = re.split(r'^--- (.*)\n', file.read(), flags=re.M)
        self.script = parts[0]
        self.sections = {'stdout': ('', ''), 'stderr': ('', '')}
        self.status = 0
        for head, body in zip(parts[1::2], parts[2::2]):
            word, _, argument = head.partition(' ')
            if word == 'status':
                self.status = int(argument)
            else:
                self.sections[word] = (argument, body)

    def write(self):
        with open(self.path, 'w', encoding='utf8') as file:
            file.write(self.script)
            for word, (argument, body) in self.sections.items():
                if body:
                    file.write(f'--- {word} {argument}'.rstrip() + '\n' + body)
            if self.status:
                file.write(f'--- status {self.status}\n')


def alike(how, expected, got):
    if how != 'like':
        return expected == got
    pattern = '.*'.join(re.escape(part) for part in expected.split('*'))
    return re.fullmatch(pattern, got) is not None


def run(case, winnow, files):
    """Returns (status, stdout, stderr) of the case's script."""
    with tempfile.TemporaryDirectory(prefix='winnow-cli-') as scratch:
        work = os.path.join(scratch, 'work')
        shutil.copytree(files, work)
        os.chmod(scratch, 0o755)
        os.chmod(work, 0o777)
        bin_ = os.path.join(scratch, 'bin')
        os.mkdir(bin_)
        # A copy: the build may stand where only its owner may look.
        shutil.copy(winnow, os.path.join(bin_, 'winnow'))
        environment = dict(os.environ, PATH=f'{bin_}:{os.environ["PATH"]}',
                           LC_ALL='C.UTF-8')
        try:
            done = subprocess.run(
                ['bash', '-c', PRELUDE + case.script], cwd=work,
                env=environment, stdin=subprocess.DEVNULL,
                capture_output=True, timeout=TIME_LIMIT_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return 'timeout', '', ''
        finally:
            subprocess.run(['chmod', '-R', 'u+rwX', work], check=False)
    return (done.returncode, done.stdout.decode('utf8', 'backslashreplace'),
            done.stderr.decode('utf8', 'backslashreplace'))


def differences(case, status, got):
    if status != case.status:
        yield f'status {status}, not {case.status}'
    for word, text in got.items():
        how, expected = case.sections[word]
        if not alike(how, expected, text):
            yield f'{word}, expected:'
            yield from expected.splitlines()
            yield f'{word}, got:'
            yield from text.splitlines()


def main():
    arguments = [a for a in sys.argv[1:] if a != '--update']
    update = '--update' in sys.argv
    winnow = os.path.abspath(arguments[0])
    folder = os.path.join(HERE, 'cli')
    names = sorted(n for n in os.listdir(folder) if n.endswith('.case'))
    names = [n for n in names
             if not arguments[1:] or n[:-len('.case')] in arguments[1:]]
    failed = 0
    print(f'1..{len(names)}')
    with tempfile.TemporaryDirectory(prefix='winnow-files-') as files:
        fixtures.write(files)
        for number, name in enumerate(names, 1):
            case = Case(os.path.join(folder, name))
            status, stdout, stderr = run(case, winnow, files)
            got = {'stdout': stdout, 'stderr': stderr}
            if status == 77 and case.status != 77:
                print(f'ok {number} {case.name} # SKIP needs another user')
                continue
            faults = list(differences(case, status, got))
            if faults and update:
                case.status = status
                for word, text in got.items():
                    how, expected = case.sections[word]
                    if not alike(how, expected, text):
                        case.sections[word] = ('', text)
                case.write()
            failed += bool(faults)
            print(f'{"not ok" if faults else "ok"} {number} {case.name}')
            for fault in faults:
                print('# ' + fault)
            sys.stdout.flush()
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Inputs made to hurt: each costs little, is told of, and touches no other.

  tests/hostile.py WINNOW [MAKER]

Each of about 1 MB (MAKER DIR, if that program is there, writes more of them).
Every one must give text, or a document that is empty or refused with a reason,
within 1 s of processor time and 256 MiB; and in one run with all of them the
other documents must be the same as alone. Standard library only. Output: TAP.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import fixtures  # noqa: E402

SIZE = 1_000_000
SECONDS_MAX = 1.0
KIB_MAX = 256 << 10
ATTEMPTS = 3  # a machine may be busy


def often(unit, size=SIZE):
    return unit * (size // len(unit))


def numbered(unit, size=SIZE):
    """The unit with a number for each `#`, so that no two are alike."""
    return ''.join(unit.replace('#', str(i)) for i in range(size // len(unit)))


def pages():
    """Shapes that cost a parser more than their length, by name."""
    attributes = ' '.join(f'a{i}' for i in range(2500))
    return {
        'deep-elements': often('<section>'),
        'deep-lists': often('<ol><li>'),
        'deep-tables': often('<table><tbody><tr><td>'),
        'deep-formatting': often('<i>'),
        'deep-foreign': often('<math>'),
        'end-tags': often('<div>', 100_000) + often('</span>'),
        'formatting-cloned': numbered('<font x#><p>'),
        'attributes-cloned': f'<p><i {attributes}>x</i>' + often('<p>y'),
        'attributes': '<p ' + numbered('b#=1 ') + '>x',
        'merged': numbered('<body c#>'),
        'paragraphs': often('<p>x'),
        'items': often('<li>x'),
        'cells': '<table>' + often('<td>x'),
        'links': often('<a href=/y>z</a> '),
        'adoption': often('<a><b><p></a></b>'),
        'foster': '<table>' + often('a<i>b</i>'),
        'choices': '<select>' + often('<option>x'),
        'templates': often('<template>'),
        'quotes': '<a title="' + 'x' * SIZE,
        'comment': '<!--' + '-' * SIZE,
        'scripts': '<script>' + often('<!--<script>'),
        'brackets': '<' * SIZE,
        'ampersands': '&' * SIZE,
        'references': often('&CounterClockwiseContourIntegral;'),
        'numbers': often('&#27;[2J&#4294967361;'),
        'one-word': '<p>' + 'w' * SIZE,
        'marks': '<p>e' + '\u0301' * (SIZE // 2),
        'bidi': '<p>' + often('\u202eabc\u2066', SIZE // 3),
        'leading': '<p>' + '(' * (SIZE // 2) + often('by share ', SIZE // 2),
        'pieces': '<p>' + often('x</z>'),
        'ahead': '<x>' * 60 + '<script>' + '<' * SIZE,
        'stack': '<html><body>' + '<div>' * 510 + 'x</p>y',
        'titles': numbered('<meta property=og:title content="t # u">', SIZE // 2) +
                  numbered('<h1>t # v</h1>', SIZE // 2),
        'keywords': often('<meta name=keywords content=a>'
                          '<meta name=news_keywords content=b>'),
        'authors': '<script type=application/ld+json>[{"@id":"#a",' +
                   numbered('"k#":1,', SIZE // 2) + '"z":1},' +
                   ','.join(['{"@type":"Article","author":[' +
                             ','.join(['{"@id":"#a"}'] * 128) + ']}'] * 128) +
                   ']</script><p>x',
        'json': '<script type=application/ld+json>' + '[' * SIZE,
        'classes': '<div class="' + numbered('c# ') + '">x',
        'headings': often('<h2>x</h2><p>y</p>'),
        'phrases': '<p>' + often('share this on '),
        'dates': '<p>' + often('2020-01-01 '),
        'prices': '<p>' + often('$ 1,000.00 '),
    }


def captures():
    return {
        'lines': often('About\n'),
        'bullets': often('  * item\n'),
        'quoted': often('> '),
        'bars': often('| a | b '),
        'boxes': often('+--+--+\n|a |b |\n'),
        'links': numbered('[#]x ') + '\n\nReferences\n' + numbered('#. a:b\n'),
        'hyphens': often('co-\n'),
        'indent': often(' ') + 'x\n' + often('\t') + 'y',
        'fences': often('```\n'),
        'brackets': often('[[['),
    }


def inputs():
    files = {f'page-{name}.html': text.encode() for name, text in
             pages().items()}
    files |= {f'capture-{name}.txt': text.encode() for name, text in
              captures().items()}
    for name, data in {'nothing': bytes(90_000_000),
                       'spaces': b' ' * 60_000_000,
                       'tags': b'<p>' * 20_000_000}.items():
        files[f'packed-{name}.gz'] = gzip.compress(data, mtime=0)
        body = (b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
                b'Content-Encoding: gzip\r\n\r\n' + gzip.compress(data, mtime=0))
        files[f'coded-{name}.warc'] = fixtures.record(body, 1)
    endless = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n' + \
        b'1\r\nx\r\n' * 160_000
    files['chunks.warc'] = fixtures.record(endless, 1)
    files['head.warc'] = fixtures.record(
        b'HTTP/1.1 200 OK\r\n' + b'X-A: b\r\n' * 120_000 + b'\r\n<p>x', 1)
    files['records.warc'] = b'WARC/1.0\r\n\r\n' * (SIZE // 12)
    return files


def write_inputs(folder):
    """Writes them in another process: what this one's memory once was would
    count as that of the programs it starts."""
    pid = os.fork()
    if pid == 0:
        for name, data in inputs().items():
            with open(os.path.join(folder, name), 'wb') as file:
                file.write(data)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0


class Tests:
    """A directory of hostile inputs."""

    def __init__(self, winnow, folder):
        self.winnow, self.folder = winnow, folder
        self.n = self.failed = 0

    def check(self, name, why):
        self.n += 1
        self.failed += why is not None
        print(f'{"ok" if why is None else "not ok"} {self.n} {name}',
              flush=True)
        if why is not None:
            print(f'# {why}')

    def measure(self, path):
        """One run: its status, output, diagnostics, seconds and KiB."""
        files = [tempfile.TemporaryFile() for _ in range(2)]
        pid = os.posix_spawn(
            self.winnow, [self.winnow, '--to', 'jsonl', '-j', '0', '-v', path],
            os.environ, file_actions=[
                (os.POSIX_SPAWN_DUP2, files[0].fileno(), 1),
                (os.POSIX_SPAWN_DUP2, files[1].fileno(), 2)])
        _, status, usage = os.wait4(pid, 0)
        said = []
        for file in files:
            file.seek(0)
            said.append(file.read())
            file.close()
        return (os.waitstatus_to_exitcode(status), *said,
                usage.ru_utime + usage.ru_stime, usage.ru_maxrss)

    def wrong(self, path):
        for _ in range(ATTEMPTS):
            status, out, said, seconds, kib = self.measure(path)
            if seconds <= SECONDS_MAX:
                break
        if status not in (0, 1, 3):
            return f'status {status}: {said[-200:]}'
        for line in out.splitlines():
            document = json.loads(line)
            if document['text'] == '' and document['empty'] == '':
                return 'no text, and no reason'
        if not out and b' refused' not in said:
            return f'nothing is said: {said[-200:]}'
        if seconds > SECONDS_MAX:
            return f'{seconds:.2f} s'
        if kib > KIB_MAX:
            return f'{kib} KiB'
        return None

    def neighbours(self, names):
        """Whether pages among all of them come out as they do alone."""
        paths = []
        for i, name in enumerate(names):
            page = os.path.join(self.folder, f'neighbour-{i}.html')
            with open(page, 'w', encoding='utf8') as file:
                file.write(fixtures.page(f'The {i}th count of ships'))
            paths += [page, os.path.join(self.folder, name)]
        lines = []
        for inputs_, jobs in ((paths[::2], '0'), (paths, '0'), (paths, '2')):
            done = subprocess.run([self.winnow, '--to', 'jsonl', '-j', jobs,
                                   '-q', *inputs_], check=False,
                                  capture_output=True)
            lines.append([line for line in done.stdout.splitlines()
                          if 'neighbour-' in
                          json.loads(line)['source']['file']])
        if len(lines[0]) != len(names):
            return f'{len(lines[0])} of {len(names)} pages came out alone'
        return None if lines[0] == lines[1] == lines[2] else 'they differ'

    def all(self):
        names = sorted(os.listdir(self.folder))
        for name in names:
            self.check(name, self.wrong(os.path.join(self.folder, name)))
        self.check('their neighbours', self.neighbours(names))
        print(f'1..{self.n}')
        return self.failed != 0


def main():
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix='winnow-hostile-') as folder:
        write_inputs(folder)
        if len(sys.argv) == 3 and os.path.exists(sys.argv[2]):
            subprocess.run([sys.executable, sys.argv[2], folder], check=True)
        return Tests(os.path.abspath(sys.argv[1]), folder).all()


if __name__ == '__main__':
    sys.exit(main())

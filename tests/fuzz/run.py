#!/usr/bin/env python3
"""Fuzzes one target, or reads what it must be able to read.

  tests/fuzz/run.py TARGET PROGRAM [--fuzz]

PROGRAM reads all seeds of TARGET (archive, http, charset, html, capture, chain,
options), which are made up here and taken from samples/, and all that was found
before (tests/fuzz/found/TARGET). With --fuzz, PROGRAM is a libFuzzer's, which
goes on from there for WINNOW_FUZZ_SECONDS (8); what it finds is left in the
directory that this runs in. Standard library only.
"""
import glob
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
import fixtures  # noqa: E402

SEED_BYTES_MAX = 16 << 10
INPUT_BYTES_MAX = 32 << 10


def samples(pattern):
    """Samples that are small enough to be varied often."""
    found = []
    for path in sorted(glob.glob(os.path.join(TOP, 'samples', '*', pattern))):
        with open(path, 'rb') as file:
            data = file.read()
        if len(data) <= SEED_BYTES_MAX:
            found.append(data)
    return found


def zstd(data):
    """As the tool packs it; nothing where there is none."""
    if shutil.which('zstd') is None:
        return None
    return subprocess.run(['zstd', '-q', '-c'], input=data, check=True,
                          capture_output=True).stdout


ARC = (b'filedesc://a.arc 0.0.0.0 20080430204825 text/plain 68\n'
       b'1 0 Example\nURL IP-address Archive-date Content-type '
       b'Archive-length\n\n'
       b'http://a.example/1 192.0.2.1 20080430204826 text/html 48\n'
       b'HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>page\n')


def archive_seeds():
    warc = b''.join(fixtures.archive())
    files = [*fixtures.archives().values(), ARC, ARC + warc,
             fixtures.member(ARC) + fixtures.member(warc), gzip.compress(
                 fixtures.member(warc), mtime=0), warc.replace(b'\r\n', b'\n')]
    packed = zstd(warc)
    if packed is not None:
        files += [packed, packed + packed[:-9]]
    seeds = [bytes([choice]) + data for data in files for choice in (0, 1)]
    seeds += [b'\3' + text.encode() for text in fixtures.lines().values()]
    seeds += [b'\4' + fixtures.CAPTURE.encode() + b'\f' +
              fixtures.CAPTURE.encode() + b'\f\f']
    return seeds


def chunked(body, size):
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b''.join(b'%x\r\n%s\r\n' % (len(part), part)
                    for part in parts) + b'0\r\n\r\n'


def http_seeds():
    page = fixtures.page('The count of ships').encode()
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    codings = {b'gzip': fixtures.member(page), b'deflate': zlib.compress(page),
               b'Deflate': raw.compress(page) + raw.flush(),
               b'identity': page, b'zstd': zstd(page) or b'',
               b'gzip, gzip': fixtures.member(fixtures.member(page))}
    head = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n'
    seeds = []
    for name, body in codings.items():
        field = b'Content-Encoding: ' + name + b'\r\n'
        seeds += [head + field + b'\r\n' + body,
                  head + field + b'Transfer-Encoding: chunked\r\n\r\n' +
                  chunked(body, 300),
                  head + field + b'\r\n' + body[:-20],
                  head + b'\r\n' + body]
    return seeds + [b'HTTP/1.1 100 Continue\n\n' + head + b'\r\n' + page,
                    b'no head at all', page]


def charset_seeds():
    text = 'Déjà vu: каталог, 灯台の本、등대, ħāā\n' * 3
    names = ['utf-8', 'utf-8', 'cp1252', 'shift_jis', 'euc_jp', 'euc_kr',
             'iso2022_jp', 'big5', 'gb18030', 'gbk', 'utf-16le', 'utf-16be',
             'koi8_r', 'latin1', 'latin1', 'cp1255', 'cp1258', 'iso8859_8']
    seeds = []
    for number, name in enumerate(names):
        data = text.encode(name, 'ignore')
        seeds += [bytes([number]) + data, bytes([number]) + data[1:], bytes([0]) +
                  f'<meta charset={name}><p>'.encode() + data]
    return seeds


def options_seeds():
    return [b'from=html\nto=jsonl\nmax-document=1M\nkeep=comments\n',
            b'remove=caption,table\nfilters=-nav,+share\nfavor=recall\n',
            b'output=out/\nshard-size=1M\ncompress=gzip\nlevel=9\njobs=2\n',
            b'languages=en,pt-BR\nmin-words=10\ninline-ledger\nstats\n',
            b'ledger=l.jsonl.zst\nexplain\nverbose\nquiet\nprogress=json\n',
            b'max-blocks=10\nmax-depth=5\nmax-ratio=7\nmax-output=2K\nurl=x\n',
            b'[share]\npass it on\n; a comment\nstem* # $\n^whole line$\n']


SEEDS = {
    'archive': archive_seeds,
    'http': http_seeds,
    'charset': charset_seeds,
    'html': lambda: samples('*.html'),
    'capture': lambda: samples('*.txt'),
    'chain': lambda: [b'\0' + data for data in samples('*.html')] +
    [b'\2' + data for data in samples('*.txt')] +
    [b'\1' + line['html'].encode() for line in map(
        json.loads, fixtures.lines()['pages.jsonl'].splitlines())],
    'options': options_seeds,
}
DICTIONARIES = {'chain': 'html', 'charset': 'html'}


def write_seeds(target, folder):
    for number, data in enumerate(SEEDS[target]()):
        with open(os.path.join(folder, f'{number:04}'), 'wb') as file:
            file.write(data)


def fuzz(target, program, folders):
    name = DICTIONARIES.get(target, target)
    seconds = os.environ.get('WINNOW_FUZZ_SECONDS') or '8'
    done = subprocess.run(
        [os.path.abspath(program), f'-max_total_time={seconds}', '-timeout=20',
         '-rss_limit_mb=2048', f'-max_len={INPUT_BYTES_MAX}', '-seed=1',
         '-dict=' + os.path.join(HERE, name + '.dict'), '-print_final_stats=1',
         f'-artifact_prefix={target}-', *folders],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    lines = done.stdout.decode(errors='replace').splitlines()
    print('\n'.join(lines[-60 if done.returncode else -8:]))
    return done.returncode


def replay(program, folders):
    files = [os.path.join(folder, name) for folder in folders
             for name in sorted(os.listdir(folder))]
    assert files
    return subprocess.run([program, *files], check=False).returncode


def main():
    arguments = [a for a in sys.argv[1:] if a != '--fuzz']
    if len(arguments) != 2 or arguments[0] not in SEEDS:
        sys.exit(__doc__)
    target, program = arguments
    with tempfile.TemporaryDirectory(prefix='winnow-fuzz-') as folder:
        write_seeds(target, folder)
        found = os.path.join(HERE, 'found', target)
        folders = [folder] + ([found] if os.path.isdir(found) else [])
        if '--fuzz' in sys.argv:
            return fuzz(target, program, folders)
        return replay(program, folders)


if __name__ == '__main__':
    sys.exit(main())

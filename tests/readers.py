#!/usr/bin/env python3
"""Output read back by the programs and libraries that people read it with.

  readers.py PATH-TO-winnow

Makes an archive and JSON lines of invented pages, runs winnow over them, and
reads WARC with warcio and FastWARC, packed files with gzip and zstd, JSON with
jq and the schemas, columns with datasets, DuckDB and pandas, markdown with
cmark-gfm. Prints "ok - NAME", "not ok - NAME: why" or, where a library or
program is not there, "skip - NAME"; fails when one was not ok. Packages:
tests/requirements.txt.
"""
import gzip
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from html.parser import HTMLParser

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCHEMAS = os.path.join(TOP, 'src', 'writer', 'schema')
BIG_BYTES = 30 << 20
N_PAGES = 40

PROSE = (
    'The ferry to Corran leaves when the tide allows it, which the timetable '
    'at the pier has never mentioned, and so the people of the island have '
    'learned to read the water instead of the board.',
    'Maud Tarn, who sold tickets there for thirty years, kept a second table '
    'under the counter, in pencil, with the moon in one column and the boat in '
    'the other, and lent it to whoever asked politely.',
    'Since the new pier was built the boat is on time; the board is right, the '
    'pencil table hangs framed in the waiting room, and a few of the older '
    'passengers still come down to look at the water first.',
    'Größere Boote legen weiter draußen an, und 渡し船は静かに進む, while gulls '
    '“comment” on everything – as they do in every harbour of the world.')


class Skip(Exception):
    """A check that cannot be made here."""


def need(name):
    """The module, or Skip."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Skip(f'no module {name}') from error


def need_program(name):
    """The program's path, or Skip."""
    path = shutil.which(name)
    if path is None:
        raise Skip(f'no program {name}')
    return path


def page(number, known=True, repeat=1):
    """A page; `known`: it says its title, author, date and language."""
    head = (f'<title>Ferry {number} to Corran</title>'
            f'<meta name="author" content="Maud Tarn {number}">'
            '<meta property="article:published_time" '
            f'content="2024-05-{number % 28 + 1:02}T08:00:00Z">')
    story = ''.join(f'<p>{text} ({number}.{i})</p>\n'
                    for i in range(repeat) for text in PROSE)
    heading = f'<h1>Ferry {number} to Corran</h1>' if known else ''
    return (f'<!DOCTYPE html>\n<html{" lang=en" if known else ""}><head>'
            f'<meta charset="utf-8">{head if known else ""}</head><body>\n'
            '<nav><ul><li><a href="/">Home</a><li><a href="/tides">Tides</a>'
            f'</ul></nav>\n<main><article>{heading}\n{story}</article></main>\n'
            '<footer><p>Copyright 2026 The Corran Harbour Office.</p></footer>'
            '\n</body></html>\n')


def uri(number):
    return f'https://corran.example/ferry/{number}?tide=a&x=%20y'


class Workshop:
    """The directory with inputs and outputs, each made once."""

    def __init__(self, winnow, directory):
        self.winnow = os.path.abspath(winnow)
        self.directory = directory
        self.made = {}

    def path(self, name):
        return os.path.join(self.directory, name)

    def run(self, *arguments, **more):
        done = subprocess.run([self.winnow, *arguments], cwd=self.directory,
                              capture_output=True, check=False, **more)
        if done.returncode != 0:
            raise AssertionError(f'winnow {" ".join(arguments)}: status '
                                 f'{done.returncode}: '
                                 f'{done.stderr.decode(errors="replace")}')
        return done.stdout

    def archive(self):
        """in.warc.gz: pages, and what is no page."""
        path = self.path('in.warc.gz')
        if not os.path.exists(path):
            write_archive(path)
        return 'in.warc.gz'

    def output(self, name, *arguments):
        """The archive cleaned into `name`."""
        if name not in self.made:
            self.run(self.archive(), '-o', name, *arguments)
            self.made[name] = True
        return self.path(name)

    def lines(self, name='out.jsonl', *arguments):
        with open(self.output(name, *arguments), encoding='utf-8') as file:
            return [json.loads(line) for line in file]


def write_archive(path):
    """With warcio where it is there, so that its reader is not all it sees."""
    warcwriter = need('warcio.warcwriter')
    headers = need('warcio.statusandheaders').StatusAndHeaders
    with open(path, 'wb') as file:
        writer = warcwriter.WARCWriter(file, gzip=True)
        for number in range(N_PAGES + 2):
            status, media, body = '200 OK', 'text/html', page(number).encode()
            if number == N_PAGES:
                status = '301 Moved Permanently'
            if number == N_PAGES + 1:
                media, body = 'image/png', b'\x89PNG\r\n\x1a\n'
            http = headers(status, [('Content-Type', media)],
                           protocol='HTTP/1.1')
            writer.write_record(writer.create_warc_record(
                uri(number), 'response', payload=io.BytesIO(body),
                http_headers=http,
                warc_headers_dict={'WARC-Date': '2024-06-01T12:30:00Z'}))


# ---- WARC -----------------------------------------------------------------

def read_with_warcio(path):
    iterator = need('warcio.archiveiterator').ArchiveIterator
    records = []
    with open(path, 'rb') as file:
        for record in iterator(file, check_digests=True):
            text = record.content_stream().read()
            assert record.digest_checker.passed in (True, None), \
                record.digest_checker.problems
            if record.rec_type == 'conversion':
                head = record.rec_headers
                assert record.digest_checker.passed is True or not text
                assert record.content_type == 'text/plain'
                records.append((head.get_header('WARC-Target-URI'),
                                head.get_header('WARC-Refers-To'),
                                head.get_header('WARC-Record-ID'), text))
            else:
                assert record.rec_type == 'warcinfo', record.rec_type
    return records


def read_with_fastwarc(path):
    fastwarc = need('fastwarc.warc')
    records = []
    kinds = fastwarc.WarcRecordType
    with open(path, 'rb') as file:
        for record in fastwarc.ArchiveIterator(
                file, record_types=kinds.any_type, verify_digests=True):
            if record.record_type == kinds.warcinfo:
                continue
            assert record.record_type == kinds.conversion
            head = record.headers
            records.append((head['WARC-Target-URI'], head['WARC-Refers-To'],
                            head['WARC-Record-ID'], record.reader.read()))
    return records


def sources_of(shop):
    """What the archive that was read says of its pages."""
    iterator = need('warcio.archiveiterator').ArchiveIterator
    with open(shop.path(shop.archive()), 'rb') as file:
        return [(r.rec_headers.get_header('WARC-Target-URI'),
                 r.rec_headers.get_header('WARC-Record-ID'))
                for r in iterator(file)][:N_PAGES]


def check_records(shop, records):
    assert [(r[0], r[1]) for r in records] == sources_of(shop)
    assert len({r[2] for r in records}) == N_PAGES
    for number in (0, N_PAGES - 1):
        text = shop.run('--to', 'text', '--from', 'html',
                        input=page(number).encode())
        assert records[number][3] == text, (records[number][3], text)
    for record, line in zip(records, shop.lines(), strict=True):
        text = record[3].decode()
        assert line['url'] == record[0]
        assert '<' + line['source']['record_id'] + '>' == record[1]
        assert line['text'] and line['text'] in text
        assert text.startswith(line['title'] + '\n\n'), text[:80]


def warc_by_warcio(shop):
    for name in ('out.warc', 'out.warc.gz'):
        check_records(shop, read_with_warcio(shop.output(name)))


def warc_by_fastwarc(shop):
    for name in ('out.warc', 'out.warc.gz'):
        path = shop.output(name)
        check_records(shop, read_with_fastwarc(path))
        assert read_with_fastwarc(path) == read_with_warcio(path)


def warc_zstd_by_fastwarc(shop):
    plain = read_with_fastwarc(shop.output('out.warc'))
    zstandard = need('zstandard')
    with open(shop.output('out.warc.zst'), 'rb') as file:
        reader = zstandard.ZstdDecompressor().stream_reader(
            file, read_across_frames=True)
        with open(shop.path('unpacked.warc'), 'wb') as out:
            shutil.copyfileobj(reader, out)
    assert read_with_fastwarc(shop.path('unpacked.warc')) == plain


def any_record_can_be_sought(shop):
    iterator = need('warcio.archiveiterator').ArchiveIterator
    path = shop.output('out.warc.gz')
    offsets = []
    with open(path, 'rb') as file:
        records = iterator(file)
        for record in records:
            record.content_stream().read()
            offsets.append((records.get_record_offset(),
                            record.rec_headers.get_header('WARC-Record-ID')))
    assert len(offsets) == N_PAGES + 1
    with open(path, 'rb') as file:
        for offset, name in offsets:
            file.seek(offset)
            record = next(iter(iterator(file)))
            assert record.rec_headers.get_header('WARC-Record-ID') == name


# ---- packed files -----------------------------------------------------------

def packed_by_gzip(shop):
    program = need_program('gzip')
    for name in ('out.warc.gz', 'out.jsonl.gz', 'out.txt.gz'):
        subprocess.run([program, '-t', shop.output(name)], check=True)
    with open(shop.output('out.jsonl'), 'rb') as plain:
        with gzip.open(shop.output('out.jsonl.gz')) as packed:
            assert packed.read() == plain.read()


def packed_by_zstd(shop):
    program = need_program('zstd')
    for name in ('out.jsonl.zst', 'out.warc.zst'):
        subprocess.run([program, '-q', '-t', shop.output(name)], check=True)
    unpacked = subprocess.run([program, '-q', '-dc',
                               shop.output('out.jsonl.zst')],
                              capture_output=True, check=True).stdout
    with open(shop.output('out.jsonl'), 'rb') as plain:
        assert unpacked == plain.read()


def the_same_bytes_again(shop):
    for name in ('out.warc.gz', 'out.jsonl.zst', 'out.jsonl.gz'):
        again = name.replace('out.', 'again.')
        shop.run(shop.archive(), '-o', again)
        with open(shop.path(again), 'rb') as a:
            with open(shop.output(name), 'rb') as b:
                assert a.read() == b.read() or name == 'out.warc.gz', name
    with gzip.open(shop.path('again.warc.gz')) as a:
        with gzip.open(shop.output('out.warc.gz')) as b:
            # the file's own name is in its first record
            cut = lambda data: data[data.index(b'WARC-Type: conversion'):]
            assert cut(a.read()) == cut(b.read())


# ---- JSON -------------------------------------------------------------------

def validators():
    jsonschema = need('jsonschema')
    referencing = need('referencing')
    schemas = {}
    for name in ('line', 'ledger'):
        with open(os.path.join(SCHEMAS, name + '.schema.json'),
                  encoding='utf-8') as file:
            schemas[name] = json.load(file)
    registry = referencing.Registry().with_resources(
        [(schema['$id'], referencing.Resource.from_contents(schema))
         for schema in schemas.values()])
    kind = jsonschema.Draft202012Validator
    for schema in schemas.values():
        kind.check_schema(schema)
    return {name: kind(schema, registry=registry)
            for name, schema in schemas.items()}


def lines_fit_the_schema(shop):
    validator = validators()['line']
    lines = shop.lines()
    assert len(lines) == N_PAGES
    shop.run('-o', 'small.jsonl', '--to', 'jsonl', input=b'')
    with open(shop.path('small.jsonl'), encoding='utf-8') as file:
        lines += [json.loads(line) for line in file]
    lines += shop.lines('inline.jsonl', '--inline-ledger', '--ledger-text')
    for line in lines:
        validator.validate(line)
    assert len(validator.schema['properties']) == len(lines[-1])
    for change in ('extra', 'null', 'kind'):
        broken = json.loads(json.dumps(lines[0]))
        if change == 'extra':
            broken['extra'] = 1
        if change == 'null':
            broken['author'] = None
        if change == 'kind':
            del broken['cleaning']['removed']['share']
        assert not validator.is_valid(broken), change


def ledgers_fit_the_schema(shop):
    validator = validators()['ledger']
    shop.output('led.jsonl', '--ledger', 'ledger.jsonl.gz', '--ledger-text')
    with gzip.open(shop.path('ledger.jsonl.gz'), 'rt', encoding='utf-8') as f:
        ledgers = [json.loads(line) for line in f]
    lines = shop.lines('led.jsonl')
    assert len(ledgers) == len(lines) == N_PAGES
    for ledger, line in zip(ledgers, lines, strict=True):
        validator.validate(ledger)
        assert ledger['id'] == line['id']
        check_outputs(ledger['blocks'], line['text'].encode())


def check_outputs(blocks, text):
    """Ranges follow each other, say what the block says, and leave nothing but
    white space between them."""
    at = 0
    for block in blocks:
        if block['output']:
            start, end = block['output']
            assert at <= start < end <= len(text)
            assert text[at:start].strip() == b''
            assert block['text'] in text[start:end].decode()
            at = end
    assert text[at:].strip() == b''


def lines_by_jq(shop):
    program = need_program('jq')
    expression = '[.id, .url, .title, (.cleaning.removed.navigation | type)]'
    done = subprocess.run([program, '-c', expression,
                           shop.output('out.jsonl')], check=True,
                          capture_output=True)
    read = [json.loads(line) for line in done.stdout.splitlines()]
    assert read == [[line['id'], line['url'], line['title'], 'number']
                    for line in shop.lines()]


def members_are_passed_on(shop):
    given = [{'key': 'a\u00e9"', 'html': page(1), 'n': [1, {'id': 'x'}],
              'url': uri(1)},
             {'html': page(2, known=False), 'key': None}]
    source = ''.join(json.dumps(line) + '\n' for line in given)
    out = shop.run('--from', 'jsonl', '--to', 'jsonl', input=source.encode())
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == 2
    assert lines[0]['key'] == given[0]['key'] and lines[0]['n'] == given[0]['n']
    assert lines[0]['url'] == uri(1) and lines[1]['key'] is None
    assert all('html' not in line for line in lines)
    assert 'Maud Tarn' in lines[0]['text'] and lines[1]['url'] == ''


# ---- columns ----------------------------------------------------------------

def big_lines(shop, known_first):
    """30 MB of lines; half of them know title, author, date and language."""
    name = 'filled-first.jsonl' if known_first else 'empty-first.jsonl'
    if name not in shop.made:
        n = BIG_BYTES // 2 // len(PROSE_LINE) + 1
        half = [json.dumps({'html': page(i, known_first, 8)})
                for i in range(n)]
        half += [json.dumps({'html': page(i, not known_first, 8)})
                 for i in range(n)]
        with open(shop.path('big-in.jsonl'), 'w', encoding='utf-8') as file:
            file.write('\n'.join(half) + '\n')
        shop.run('--from', 'jsonl', '-o', name, 'big-in.jsonl')
        shop.made[name] = 2 * n
        size = os.path.getsize(shop.path(name))
        assert size >= BIG_BYTES, size
    return shop.path(name), shop.made[name]


# About what a line of the big files has: 8 times the prose, and its fields.
PROSE_LINE = ''.join(PROSE) * 8


def check_column(values, n):
    values = list(values)
    assert len(values) == n
    assert any(values) and not all(values), 'some are empty, some filled'


def columns_by_datasets(shop):
    os.environ['HF_DATASETS_OFFLINE'] = '1'
    os.environ['HF_HUB_OFFLINE'] = '1'
    os.environ['HF_HOME'] = shop.path('hf')
    datasets = need('datasets')
    datasets.disable_progress_bars()
    with open(os.path.join(SCHEMAS, 'features.json'), encoding='utf-8') as f:
        features = datasets.Features.from_dict(json.load(f))
    for known_first in (False, True):
        path, n = big_lines(shop, known_first)
        loaded = datasets.load_dataset(
            'json', data_files=path, split='train', features=features,
            cache_dir=shop.path('cache'))
        assert loaded.features == features
        check_column(loaded['title'], n)
        assert all(isinstance(value, str) for value in loaded['date'])
        assert loaded[n - 1]['cleaning']['tool'] == 'winnow'


def ledgers_by_datasets(shop):
    os.environ['HF_HOME'] = shop.path('hf')
    datasets = need('datasets')
    datasets.disable_progress_bars()
    read = {}
    for name in ('features.json', 'ledger-features.json'):
        with open(os.path.join(SCHEMAS, name), encoding='utf-8') as file:
            read[name] = json.load(file)
    shop.output('led.jsonl', '--ledger', 'ledger.jsonl.gz', '--ledger-text')
    shop.output('plain-led.jsonl', '--ledger', 'plain-ledger.jsonl')
    shop.output('inline-led.jsonl', '--inline-ledger')
    inline = dict(read['features.json'],
                  ledger=read['ledger-features.json']['blocks'])
    for path, features in (('plain-ledger.jsonl', read['ledger-features.json']),
                           ('inline-led.jsonl', inline)):
        features = datasets.Features.from_dict(features)
        loaded = datasets.load_dataset(
            'json', data_files=shop.path(path), split='train',
            features=features, cache_dir=shop.path('cache'))
        assert loaded.features == features and len(loaded) == N_PAGES


def columns_by_datasets_as_it_is(shop):
    """Without the features file. Dates that are there from the first line on
    are taken for timestamps, and then an unknown one for an error: that is what
    the file is for."""
    os.environ['HF_HOME'] = shop.path('hf')
    datasets = need('datasets')
    datasets.disable_progress_bars()
    path, n = big_lines(shop, False)
    loaded = datasets.load_dataset('json', data_files=path, split='train',
                                   cache_dir=shop.path('cache'))
    check_column(loaded['title'], n)
    assert loaded.features['date'] == datasets.Value('string')


def columns_by_duckdb(shop):
    duckdb = need('duckdb')
    types = []
    for known_first in (False, True):
        path, n = big_lines(shop, known_first)
        with duckdb.connect() as connection:
            table = f"read_json_auto('{path}')"
            rows = connection.execute(f'select title from {table}').fetchall()
            check_column([row[0] for row in rows], n)
            total = connection.execute(
                'select sum(cleaning.words_kept), count(distinct id) from '
                + table).fetchone()
            assert total[0] > n * 100 and total[1] <= n
            types.append(connection.execute(
                f'describe select * from {table}').fetchall())
    names = [[(row[0], row[1]) for row in described] for described in types]
    assert [n for n, _ in names[0]] == [n for n, _ in names[1]]
    # all but what looks like a date where it is always there
    differing = {a[0] for a, b in zip(*names, strict=True) if a != b}
    assert differing <= {'date'}, differing


def columns_by_pandas(shop):
    pandas = need('pandas')
    for known_first in (False, True):
        path, n = big_lines(shop, known_first)
        frame = pandas.read_json(path, lines=True, dtype=False)
        check_column(frame['title'], n)
        check_column(frame['date'], n)
        assert frame['source'].map(type).eq(dict).all()
        chunks = pandas.read_json(path, lines=True, chunksize=1000)
        assert sum(len(chunk) for chunk in chunks) == n


# ---- markdown ---------------------------------------------------------------

HOSTILE = ('# no heading', '1. no item', '- no item', '> no quote',
           '*no* _emphasis_ and no `code`', '[no](link) ![no](image)',
           '<b>no</b> &amp; &lt; tags', '===', '---', '| a | b |',
           'C:\\temp\\ and a\\*b', '~~none~~', '[a]: https://x.example',
           'snake_case_name and 2 * 3 * 4', '``` no fence')


class Words(HTMLParser):
    """The text of HTML and the names of its elements."""

    def __init__(self):
        super().__init__()
        self.text, self.tags, self.links = [], set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.links += [v for k, v in attributes if k == 'href']

    def handle_data(self, data):
        self.text.append(data)


def escape(text):
    return (text.replace('&', '&amp;').replace('<', '&lt;')
            .replace('>', '&gt;'))


def bare(text):
    return re.sub(r'\s+', '', text)


def markdown_by_cmark(shop):
    cmarkgfm = need('cmarkgfm')
    body = ''.join(f'<p>{PROSE[i % 4]}</p><p>{escape(text)}</p>'
                   for i, text in enumerate(HOSTILE))
    html = ('<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>'
            f'Signs</title></head><body><main><article><h1>Signs</h1>{body}'
            f'<p>{PROSE[0]} <a href="https://x.example/a_(b)?c&amp;d">the '
            'board</a>, <a href="javascript:alert(1)">not this</a>, '
            f'<strong>bold</strong> and <code>a`b</code>. {PROSE[1]}</p>'
            '</article></main></body></html>').encode()
    kinds = [line.split()[0] for line in
             shop.run('--list-kinds').decode().splitlines() if line.strip()]
    keep = ('--from', 'html', '--keep', ','.join(kinds))
    text = shop.run('--to', 'text', *keep, input=html).decode()
    markdown = shop.run('--to', 'markdown', *keep, input=html)
    words = Words()
    words.feed(cmarkgfm.markdown_to_html_with_extensions(
        markdown.decode(), extensions=['table', 'strikethrough']))
    assert bare(''.join(words.text)) == bare(text)
    assert words.tags <= {'h1', 'p', 'a', 'strong', 'code'}, words.tags
    assert words.links in ([], ['https://x.example/a_(b)?c&d']), words.links
    assert HOSTILE[4] in text, 'the page must be kept for this to mean a thing'


# ---- all --------------------------------------------------------------------

CHECKS = (warc_by_warcio, warc_by_fastwarc, warc_zstd_by_fastwarc,
          any_record_can_be_sought, packed_by_gzip, packed_by_zstd,
          the_same_bytes_again, lines_fit_the_schema, ledgers_fit_the_schema,
          lines_by_jq, members_are_passed_on, columns_by_duckdb,
          columns_by_pandas, columns_by_datasets, columns_by_datasets_as_it_is,
          ledgers_by_datasets, markdown_by_cmark)


def run_check(check, shop):
    """Whether it did not fail."""
    name = check.__name__.replace('_', ' ')
    try:
        check(shop)
    except Skip as why:
        print(f'skip - {name}: {why}', flush=True)
    except Exception as error:  # a check may fail in any library's way
        print(f'not ok - {name}: {type(error).__name__}: '
              f'{str(error)[:2000]}', flush=True)
        for line in traceback.format_exc().splitlines()[-6:]:
            print('#', line[:300])
        return False
    else:
        print(f'ok - {name}', flush=True)
    return True


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    wanted = sys.argv[2:]
    with tempfile.TemporaryDirectory(prefix='winnow-readers-') as directory:
        shop = Workshop(sys.argv[1], directory)
        results = [run_check(check, shop) for check in CHECKS
                   if not wanted or check.__name__ in wanted]
    sys.exit(0 if all(results) else 1)


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""Files for the command-line cases, made up and deterministic.

  fixtures.py DIR     writes them there
"""
import gzip
import json
import os
import sys

PROSE = (
    'The keepers of the old lighthouse on Tern Island counted every ship that '
    'passed between the reef and the shore, and wrote the number into a book '
    'that nobody has read since the lamp went out.',
    'On clear nights they counted twice, once at dusk and once before dawn, '
    'because the second count was the one that the harbour office paid for, '
    'and the first was the one that they trusted.',
    'When the last of them moved to the mainland he took the book along, and '
    'his granddaughter now keeps it in a drawer under the kitchen window, next '
    'to a map that shows the reef where it no longer is.')


def page(title, prose=PROSE, extra=''):
    """A page with a menu, an article, share links, comments and a footer."""
    paragraphs = '\n'.join(f'<p>{p}</p>' for p in prose)
    return f'''<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>{title}</title></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>
<li><a href="/weather">Weather</a></li><li><a href="/about">About</a></li>
</ul></nav>
<main><article><h1>{title}</h1>
{paragraphs}
{extra}</article></main>
<div class="share"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div>
<footer><p>Copyright 2026 The Tern Island Gazette. All rights reserved.</p>
</footer>
</body></html>
'''


CAPTURE = f'''Home | News | Weather | About

The count of ships

{PROSE[0]}

{PROSE[1]}

{PROSE[2]}

Share on Facebook   Tweet
Copyright 2026 The Tern Island Gazette. All rights reserved.
'''


def record(body, number, kind='response', uri=None, length=None,
           media='application/http; msgtype=response'):
    """One WARC record; `length` overrules what its head says."""
    uri = uri or f'http://gazette.example/{number}'
    said = len(body) if length is None else length
    head = (f'WARC/1.0\r\nWARC-Type: {kind}\r\n'
            f'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n'
            f'WARC-Date: 2026-01-01T00:00:0{number % 10}Z\r\n'
            f'WARC-Target-URI: {uri}\r\n'
            f'Content-Type: {media}\r\nContent-Length: {said}\r\n\r\n')
    return head.encode() + body + b'\r\n\r\n'


def response(body, media='text/html; charset=utf-8', status='200 OK'):
    if isinstance(body, str):
        body = body.encode()
    return (f'HTTP/1.1 {status}\r\nContent-Type: {media}\r\n'
            f'Content-Length: {len(body)}\r\n\r\n').encode() + body


def member(data):
    return gzip.compress(data, 9, mtime=0)


def archive():
    """Three pages, a redirect and an image."""
    return [
        record(response(page('The count of ships')), 1),
        record(response('moved', status='301 Moved Permanently'), 2),
        record(response(page('The book in the drawer')), 3),
        record(response(b'\x89PNG\r\n\x1a\n' + bytes(40), 'image/png'), 4),
        record(response(page('The reef that moved')), 5),
    ]


def archives():
    records = archive()
    members = [member(r) for r in records]
    wrong = [records[0],
             record(response(page('The wrong length')), 2, length=17),
             records[2]]
    return {
        'pages.warc': b''.join(records),
        'pages.warc.gz': b''.join(members),
        'one-member.warc.gz': member(b''.join(records)),
        'truncated.warc.gz': b''.join(members)[:-200],
        'corrupt.warc.gz': members[0] + members[2][:-100] + bytes(100) +
        members[4],
        'trailing.warc.gz': b''.join(members) + b'not gzip at all',
        'lengths.warc': b''.join(wrong),
        'passed-over.warc': records[1] + records[3],
        'escape.warc': record(response(page('An \x1b[31mescape\x1b[0m')), 1,
                              uri='http://gazette.example/\x1b[31m'),
    }


def lines():
    rows = [{'n': 7, 'html': page('The count of ships'), 'tags': ['a', 'b']},
            {'n': 8, 'html': page('The reef that moved'), 'tags': []}]
    good = ''.join(json.dumps(r) + '\n' for r in rows)
    renamed = ''.join(json.dumps({'body': r['html'], 'n': r['n']}) + '\n'
                      for r in rows)
    return {'pages.jsonl': good, 'body.jsonl': renamed,
            'bad.jsonl': good + '{"html": 5}\nnot json\n'}


def files():
    comment = ('<section id="comments" class="comments"><h2>Comments</h2>'
               '<div class="comment"><p>My aunt rowed out there every summer '
               'and never saw a book, said Ines.</p></div></section>')
    html = page('The count of ships')
    return {
        'page.html': html,
        'comments.html': html.replace('</article></main>',
                                      '</article></main>' + comment),
        'list.html': page('The packing list',
                          extra='<ul><li>One lamp, filled and trimmed the '
                          'evening before.</li><li>Two pencils for the '
                          'book.</li></ul>'),
        'untitled.html': f'<p>{PROSE[0]}</p>\n',
        'capture.txt': CAPTURE,
        'empty.html': b'',
        'scripts.html': '<html><head><script>var a = 1;</script></head>'
        '<body><script>var b = 2;</script></body></html>\n',
        'junk.bin': bytes((i * 167 + 13) % 256 for i in range(4096)),
        'page.html.gz': member(html.encode()),
        'truncated.html.gz': member((html * 40).encode())[:-100],
        'latin1.html': page('The café').replace('utf-8', 'iso-8859-1')
        .encode('latin-1'),
        'phrases.txt': '[share]\npass the lantern on\n',
        'lantern.html': page('The lantern', extra='<p>Pass the lantern on!</p>'),
        'tree/a.html': page('The first of the tree'),
        'tree/b/c.txt': CAPTURE,
        'tree/b/d.html': page('The deep one'),
        'tree/b/e.html.gz': member(page('The packed one').encode()),
        **archives(), **lines()}


def write(folder):
    for name, data in files().items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(data.encode() if isinstance(data, str) else data)


if __name__ == '__main__':
    write(sys.argv[1])

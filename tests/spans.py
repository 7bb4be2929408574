#!/usr/bin/env python3
"""Check the spans of a ledger with a decoder of its own.

  tests/spans.py [--every N] [--recode|--recode-all] WINNOW FILE...
                                    FILE: WARC (plain or .gz), HTML or text; with
                                    --every, the first document of each N; with
                                    --recode, each document is first encoded in
                                    another charset, one after the other of those
                                    that can hold its text, and declared as such;
                                    with --recode-all, in each of these that gives
                                    other bytes

For every document: (1) the bytes of a block's ranges, decoded, without tags and
with character references resolved, are the block's text (of a block in a script:
the part of a JSON string, taken out of its escapes first); (2) ranges of different
blocks do not overlap; (3) outside all ranges no visible text is left. White space
is folded, and what the normalizers drop (controls, soft hyphens, zero-width
characters) is left out on both sides. Nothing of winnow's own code is used.
Prints what differs and a line a file; exit 1 if anything does.
Standard library only.
"""
import collections
import gzip
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

SHOWN = 5  # differences printed for a file

CODECS = {'gbk': 'gb18030', 'shift_jis': 'cp932', 'euc-kr': 'cp949', 'big5': 'big5hkscs',
          'iso-8859-8-i': 'iso-8859-8', 'windows-874': 'cp874', 'x-mac-cyrillic': 'mac_cyrillic',
          'macintosh': 'mac_roman', 'utf-16le': 'utf-16-le', 'utf-16be': 'utf-16-be',
          'ibm866': 'cp866'}

# Charsets to encode in, with the codec that encodes them. A page in one goes into
# any that holds its text.
RECODED = {'windows-1252': 'cp1252', 'windows-1250': 'cp1250', 'iso-8859-2': 'iso8859-2',
           'iso-8859-15': 'iso8859-15', 'macintosh': 'mac_roman', 'windows-1251': 'cp1251',
           'koi8-r': 'koi8-r', 'iso-8859-5': 'iso8859-5', 'ibm866': 'cp866',
           'x-mac-cyrillic': 'mac_cyrillic', 'windows-1253': 'cp1253', 'iso-8859-7': 'iso8859-7',
           'windows-1254': 'cp1254', 'windows-1257': 'cp1257', 'windows-1255': 'cp1255',
           'windows-1256': 'cp1256', 'gbk': 'gbk', 'gb18030': 'gb18030', 'big5': 'big5',
           'shift_jis': 'cp932', 'euc-jp': 'euc_jp', 'iso-2022-jp': 'iso2022_jp',
           'euc-kr': 'cp949', 'utf-8': 'utf8', 'utf-16le': 'utf-16-le',
           'utf-16be': 'utf-16-be'}
HOLDS = 0.97  # of the characters beyond ASCII

# Elements whose content is not shown as text.
RAW = ('script', 'style', 'iframe', 'noembed', 'noframes', 'xmp', 'textarea', 'title')
UNSEEN_RAW = ('script', 'style', 'iframe', 'noembed', 'noframes')
UNSEEN = ('svg', 'template', 'datalist')
# HTML elements that end an open <svg> (WHATWG HTML, section 13.2.6.5).
BREAKOUT = set('b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head '
               'hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub '
               'sup table tt u ul var'.split())


# Inside them an <svg> holds HTML, which does not end it.
INTEGRATION = ('desc', 'title', 'foreignobject')


def decode(data, charset):
    codec = CODECS.get(charset, charset)
    if codec.startswith('windows-') or codec.startswith('iso-8859') or codec in (
            'mac_roman', 'cp874', 'mac_cyrillic', 'koi8-r', 'koi8-u', 'cp866'):
        out = []
        for byte in data:
            one = bytes((byte,))
            try:
                out.append(one.decode(codec))
            except UnicodeDecodeError:
                out.append(chr(byte) if 0x80 <= byte < 0xa0 else '\ufffd')
        return ''.join(out)
    if charset == 'big5':  # Python's codec of HKSCS reads some marks otherwise
        try:
            return data.decode('cp950')
        except UnicodeDecodeError:
            pass
    return data.decode(codec, 'replace').translate(JAPANESE.get(codec, {}))


# Python reads these six pairs of JIS X 0208 otherwise than the standard's index.
JAPANESE = {'euc-jp': str.maketrans('\u301c\u2016\u2212\xa2\xa3\xac',
                                    '\uff5e\u2225\uff0d\uffe0\uffe1\uffe2')}
ESCAPE = re.compile(rb'(\x1b(?:\(B|\(J|\$@|\$B))([^\x1b]*)')


def without_states(body):
    """ISO-2022-JP as EUC-JP of the same length: the bytes of pairs with their high
    bit set, so that no markup is seen in them; delete characters for escapes."""
    def mark(found):
        text = found[2]
        if found[1][1:2] == b'$':
            text = re.sub(rb'[\x21-\x7e]', lambda c: bytes((c[0][0] | 0x80,)), text)
        return b'\x7f\x7f\x7f' + text
    return ESCAPE.sub(mark, body)


class Source:
    """A document's bytes as a string of one character for each unit of its charset
    (two bytes in UTF-16, else one), in which all markup is ASCII."""

    def __init__(self, body, charset):
        self.charset, self.width = charset, 1
        if body.startswith(b'\xef\xbb\xbf'):
            body = b'   ' + body[3:]
        if charset == 'iso-2022-jp':
            body, self.charset = without_states(body), 'euc-jp'
        if charset.startswith('utf-16'):
            self.width = 2
            order = 'big' if charset.endswith('be') else 'little'
            self.units = ''.join(chr(int.from_bytes(body[i:i + 2], order))
                                 for i in range(0, len(body) - 1, 2))
        else:
            self.units = body.decode('latin-1')

    def decode(self, units):
        if self.width == 2:
            return units.encode('utf-16-le', 'surrogatepass').decode('utf-16-le', 'replace')
        return decode(units.encode('latin-1'), self.charset)

    def spans(self, block):
        """A block's ranges, in units."""
        return [(start // self.width, end // self.width) for start, end in block['spans']]


# What winnow repairs, on its side only: UTF-8 that was encoded twice, surrogates,
# C1 controls. Both sides are compared as if all of it had been.
WESTERN = {c: b for b in range(0x80, 0x100)
           for c in {chr(b), bytes((b,)).decode('cp1252', 'ignore') or chr(b)}}
DOUBLE = re.compile('(?:{0}{3}|{1}{3}{3}|{2}{3}{3}{3})'.format(
    '[\u00c2-\u00df]', '[\u00e0-\u00ef]', '[\u00f0-\u00f4]',
    '[' + ''.join(re.escape(c) for c, b in WESTERN.items() if b < 0xc0) + ']'))
CONTROL = re.compile('[\u0080-\u009f]')


def controls_repaired(text):
    return CONTROL.sub(lambda c: c.group().encode('latin-1').decode('cp1252', 'ignore'), text)


def repaired(text):
    def once(found):
        data = bytes(WESTERN[c] for c in found.group())
        try:
            return data.decode()
        except UnicodeDecodeError:
            return found.group()
    text = controls_repaired(DOUBLE.sub(once, text))
    return text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')


def repaired_but_blanks(text):
    """Where a blank that was half a letter stays one."""
    return repaired(text.replace('\xa0', ' '))


# Ligatures and presentation forms, which are written as their letters.
FORMS = re.compile('[\ufb00-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]')
TRANSPARENT = re.compile('[\u200b-\u200e\u200f\u2060-\u206f\u202a-\u202e\u061c\ufeff\u00ad\ufffd]')


def fold(text):
    """What two renderings of the same text have in common."""
    text = FORMS.sub(lambda c: unicodedata.normalize('NFKC', c[0]), TRANSPARENT.sub('', text))
    text = re.sub(r'[\s\u0085]+', ' ', text)
    text = ''.join(c for c in text if unicodedata.category(c) not in ('Cc', 'Cn', 'Cs'))
    return re.sub(r' +', ' ', unicodedata.normalize('NFC', text)).strip()


def same(one, other, is_html):
    """Equal without blanks (html2text writes "_" for one), or but for the hyphens
    that end lines, which are joined."""
    for drop in (' ' if is_html else '[ _]', '[ _\u2010-]'):
        one, other = re.sub(drop, '', one), re.sub(drop, '', other)
        if one == other:
            return True
    return False


def tag_end(text, start):
    """One past the '>' of the tag at start: a quote counts only as the start of
    an attribute's value."""
    i, value_next = start + 1, False
    n = len(text)
    while i < n:
        c = text[i]
        if c == '>':
            return i + 1
        if value_next and c in '"\'':
            close = text.find(c, i + 1)
            if close < 0:
                return n
            i, value_next = close + 1, False
            continue
        if c == '=':
            value_next = True
        elif not c.isspace():
            value_next = False
        i += 1
    return n


def markup(text, start):
    """(end, name) of the markup at a '<'; end == start if it is none. The name
    is that of a start tag, '/name' of an end tag, '' else."""
    match = re.compile(r'<(/?)([a-zA-Z][^\s/>]*)').match(text, start)
    if match:
        return tag_end(text, start), match[1] + match[2].lower()
    if text.startswith('<!--', start):
        if text.startswith('<!-->', start):
            return start + 5, ''
        if text.startswith('<!--->', start):
            return start + 6, ''
        close = re.compile(r'--!?>').search(text, start + 4)
        return (close.end() if close else len(text)), ''
    if start + 1 < len(text) and text[start + 1] in '!?/':
        close = text.find('>', start)
        return (close + 1 if close >= 0 else len(text)), ''
    return start, ''


def script_end(text, start):
    """Where the end tag of a script starts: one inside <!-- <script> does not
    count (WHATWG HTML, section 13.2.5.4 and on: script data double escaped)."""
    escaped = double = False
    for found in re.compile(r'<!--|-->|<(/?)script(?=[\s/>])', re.I).finditer(text, start):
        if found[0] == '<!--':
            escaped = True
        elif found[0] == '-->':
            escaped = double = False
        elif not found[1]:
            double = escaped
        elif double:
            double = False
        else:
            return found.start()
    return len(text)


def raw_end(text, start, name):
    if name == 'script':
        return script_end(text, start)
    close = re.compile(r'</' + name + r'(?=[\s/>])', re.I).search(text, start)
    return close.start() if close else len(text)


def texts(text):
    """(start, end, shown, raw) of every run of text of a page; raw is the element
    whose content is no markup, or ''."""
    at, n, unseen = 0, len(text), []
    while at < n:
        start = at
        while True:
            at = text.find('<', at)
            if at < 0:
                at = n
                break
            end, name = markup(text, at)
            if end != at:
                break
            at += 1
        if at > start:
            yield start, at, not unseen, ''
        if at >= n:
            return
        at = end
        inside = name in UNSEEN or (name in INTEGRATION and 'svg' in unseen)
        if inside and text[end - 2:end] != '/>':
            unseen.append(name)
        elif name.startswith('/') and name[1:] in unseen:
            while unseen.pop() != name[1:]:
                pass
        elif unseen and unseen[-1] == 'svg' and name in BREAKOUT:
            unseen.pop()
        if name in RAW and not inside and not (unseen and unseen[-1] == 'svg'):
            end = raw_end(text, at, name)
            if end > at:
                yield at, end, not unseen and name not in UNSEEN_RAW, name
            at = end


def plain(text):
    """The text of a stretch of a page without its tags."""
    out, at = [], 0
    while True:
        start = at
        at = text.find('<', at)
        if at < 0:
            out.append(text[start:])
            break
        end, _ = markup(text, at)
        if end == at:
            out.append(text[start:at + 1])
            at += 1
            continue
        out.append(text[start:at])
        at = end
    return html.unescape(''.join(out))


def records(path):
    """(key, body) of each document of a file, in order."""
    opened = gzip.open if path.endswith('.gz') else open
    with opened(path, 'rb') as file:
        if not re.search(r'\.warc(\.gz)?$', path):
            yield None, file.read()
            return
        while True:
            line = file.readline()
            if not line:
                return
            if not line.startswith(b'WARC/'):
                continue
            head = {}
            while (line := file.readline().strip()):
                name, _, value = line.decode('utf8', 'replace').partition(':')
                head[name.lower()] = value.strip()
            content = file.read(int(head['content-length']))
            if head['warc-type'] == 'response':
                content = content.partition(b'\r\n\r\n')[2]
            elif head['warc-type'] not in ('conversion', 'resource'):
                continue
            yield head['warc-record-id'].strip('<>'), content


def script_string(text):
    """The text of a part of a JSON string that a script of the page holds, HTML
    or text, its character references perhaps written twice over."""
    try:
        string = json.loads(f'"{text}"', strict=False)
        return plain(re.sub('&amp;(?=[A-Za-z0-9#]+;)', '&', string))
    except ValueError:
        return 'no part of a JSON string: ' + text


# How the text of an element that holds no markup is read.
READERS = collections.defaultdict(lambda: html.unescape)
READERS.update({'': plain, 'xmp': str, 'script': script_string})

# What a capture may have outside all blocks: numbers and targets of links, names
# of images and tags, then bullets, rules, boxes, brackets.
TOOLS_OWN = re.compile(
    r'\[\d+\]|\]\s*\((?:[^()]|\([^()]*\))*\)|\]\s*\[[^][]*\]|\{[^{}]*\}|</?[a-zA-Z!][^<>]*>'
    r'|\[[^][\s]*\.(?:gif|png|jpe?g|svg|webp)\]|\[(?:IMG|INLINE|EMBED|USEMAP|OBJ|LINK)\]'
    r'|\(BUTTON\)|\[(?:DEL|INS|S):|:(?:DEL|INS|S)\]|^\s*o\s|\S?\x08|^:::.*$', re.M)
DECORATION = re.compile(r'[^\w]|_', re.U)


class Checker:
    def __init__(self):
        self.documents = self.blocks = self.wrong = 0

    def differ(self, key, what, *shown):
        self.wrong += 1
        if self.wrong <= SHOWN:
            print(f'  {key}: {what}', *(repr(s)[:300] for s in shown), sep='\n    ')

    def check_block(self, key, source, raw, is_html, block):
        pieces = [source.units[s:e] for s, e in source.spans(block)]
        # ranges that do not touch are apart: a space would fold, a tag may
        # have stood there, so both joinings are right
        parts = [source.decode(piece) for piece in pieces]
        want = fold(block['text'])
        for joined in ((source.decode(''.join(pieces)), ''.join(parts), ' '.join(parts))
                       if len(parts) > 1 else (parts[0] if parts else '',)):
            for mend in (str, controls_repaired, repaired, repaired_but_blanks):
                mended = mend(joined)
                got = fold(READERS[raw](mended) if is_html else mended)
                if same(got, fold(mend(block['text'])), is_html):
                    return
        self.differ(key, 'the ranges do not give the text', want, got)

    def check_overlap(self, key, blocks):
        ranges = sorted((s, e, i) for i, b in enumerate(blocks) for s, e in b['spans'])
        for (_, end, one), (start, _, other) in zip(ranges, ranges[1:]):
            if start < end:
                self.differ(key, 'ranges overlap', blocks[one]['text'], blocks[other]['text'])

    def check_outside(self, key, source, runs, is_html, blocks):
        parts, at = [], 0
        for start, end in sorted(span for block in blocks for span in source.spans(block)):
            start, end = max(at, start), max(at, end)
            parts += source.units[at:start], ' ' * (end - start)
            at = end
        left = ''.join(parts) + source.units[at:]
        if not is_html:
            rest = DECORATION.sub('', TOOLS_OWN.sub('', repaired(source.decode(left))))
            if fold(rest):
                self.differ(key, 'text outside all ranges', rest)
            return
        for start, end, shown, _ in runs:
            if not shown or not left[start:end].strip():
                continue
            rest = fold(html.unescape(repaired(source.decode(left[start:end]))))
            if rest:
                self.differ(key, f'text outside all ranges at {start}', rest)

    def check(self, line, charset, body):
        self.documents += 1
        key = line['url'] or line['id']
        is_html = line['format'] == 'html'
        source = Source(body, charset)
        self.blocks += len(line['blocks'])
        runs = list(texts(source.units)) if is_html else []
        raws = [(start, end, raw) for start, end, _, raw in runs if raw]
        for block in line['blocks']:
            raw = ''
            if raws and block['spans']:
                first = source.spans(block)[0][0]
                raw = next((r for s, e, r in raws if s <= first < e), '')
            self.check_block(key, source, raw, is_html, block)
        self.check_overlap(key, line['blocks'])
        self.check_outside(key, source, runs, is_html, line['blocks'])


def without_strangers(text):
    """Text without what Python writes otherwise in Big5 than the standard does:
    Cyrillic letters, some marks."""
    def is_known(c):
        return c <= '\x7f' or c.encode('big5', 'ignore') == c.encode('big5hkscs', 'ignore')
    strangers = {ord(c): ' ' for c in set(text) if not is_known(c)}
    return text.translate(strangers)


def recode(number, body, charset, is_html):
    """(charset, bytes) of the document in a charset that holds its text: of all of
    them, or of the one whose turn it is."""
    text = decode(body, charset)
    # the two marks that JIS-Roman has and ASCII not: in their wide forms
    japanese = text.replace('\xa5', '\uffe5').replace('\u203e', '\uffe3')
    beyond = [c for c in text if c > '\x7f']
    some = collections.Counter(beyond)
    chinese = without_strangers(text)

    def holds(codec):
        held = sum(n for c, n in some.items() if c.encode(codec, 'ignore'))
        if codec == 'big5':
            held -= chinese.count(' ') - text.count(' ')
        return held >= HOLDS * len(beyond)

    able = [name for name, codec in RECODED.items() if holds(codec)]
    made = {}
    for name in able if number is None else [able[number % len(able)]]:
        shown = {'iso-2022-jp': japanese, 'big5': chinese}.get(name, text)
        data = shown.encode(RECODED[name], 'xmlcharrefreplace' if is_html else 'replace')
        made.setdefault(data, name)
    return [(name, data) for data, name in made.items()]


def write_recoded(winnow, path, out, every, into_all):
    """An archive of the documents in other charsets."""
    lines = subprocess.run([winnow, '-q', '--to', 'jsonl', path], stdout=subprocess.PIPE,
                           check=False).stdout.splitlines()
    charsets = {line['id']: line['source']['charset'].lower() for line in map(json.loads, lines)}
    is_html = 'captures' not in os.path.basename(path)
    kind = 'html' if is_html else 'plain'
    with open(out, 'wb') as file:
        for number, (key, body) in enumerate(records(path)):
            if number % every or not charsets.get(key) or charsets[key].startswith('utf-16'):
                continue
            for charset, data in recode(None if into_all else number // every, body,
                                        charsets[key], is_html):
                content = (f'HTTP/1.1 200 OK\r\nContent-Type: text/{kind}; charset={charset}\r\n'
                           '\r\n').encode() + data
                file.write(f'WARC/1.1\r\nWARC-Type: response\r\n'
                           f'WARC-Record-ID: <{charset}:{key}>\r\n'
                           f'WARC-Target-URI: urn:recoded:{charset}:{key}\r\n'
                           'WARC-Date: 2026-01-01T00:00:00Z\r\n'
                           'Content-Type: application/http; msgtype=response\r\n'
                           f'Content-Length: {len(content)}\r\n\r\n'.encode() + content
                           + b'\r\n\r\n')


def check_file(winnow, path, every, recoded):
    with tempfile.TemporaryDirectory() as directory:
        shown = os.path.basename(path)
        if recoded:
            made = os.path.join(directory, 'recoded.warc')
            write_recoded(winnow, path, made, every, recoded == '--recode-all')
            path, every, shown = made, 1, shown + ' in other charsets'
        return check_documents(winnow, path, every, shown, directory)


def check_documents(winnow, path, every, shown, directory):
    checker = Checker()
    seen = 0
    ledger = os.path.join(directory, 'ledger')
    out = os.path.join(directory, 'out.jsonl')
    subprocess.run([winnow, '-q', '--ledger', ledger, '--ledger-text', '--to', 'jsonl', '-o',
                    out, path], check=False)
    bodies = records(path)
    with open(ledger, encoding='utf8') as ledgers, open(out, encoding='utf8') as outs:
        for line, written in zip(map(json.loads, ledgers), map(json.loads, outs)):
            for key, body in bodies:
                if key is not None and key != line['id']:
                    continue
                if seen % every == 0:
                    checker.check(line, written['source']['charset'].lower(), body)
                seen += 1
                break
    print(f'{shown}: {checker.documents} documents, {checker.blocks} blocks, '
          f'{checker.wrong} wrong')
    return checker.wrong == 0 and checker.documents > 0


def main():
    arguments, every = sys.argv[1:], 1
    if arguments[:1] == ['--every']:
        every, arguments = int(arguments[1]), arguments[2:]
    recoded = arguments[0] if arguments[:1] in (['--recode'], ['--recode-all']) else ''
    arguments = arguments[bool(recoded):]
    if len(arguments) < 2:
        sys.exit(__doc__)
    missing = [path for path in arguments[1:] if not os.path.exists(path)]
    if missing:
        print('skipped: no', ' '.join(missing))
        sys.exit(77)
    ok = [check_file(arguments[0], path, every, recoded) for path in arguments[1:]]
    sys.exit(0 if all(ok) else 1)


main()

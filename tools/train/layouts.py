"""Lays pages out as text in many ways: what text browsers, converters and
crawlers make of a page, so that the net of captures does not learn the habits
of one of them.

A page is given as its blocks (texts, and what `features` says of their form);
a layout is drawn at random from a few families, each with habits that vary.
Standard library only.
"""
import gzip
import random
import unicodedata

FAMILIES = ('browser', 'w3m', 'lynx', 'links', 'markdown', 'pandoc', 'wet', 'pdf', 'mixed')


class Style:
    """The habits of one dump."""

    def __init__(self, rng):
        self.family = family = rng.choice(FAMILIES)
        choose, maybe = rng.choice, lambda chance: rng.random() < chance
        self.blanks = True           # an empty line between paragraphs
        self.list_blanks = False     # and between items
        self.wrap = 0                # columns
        self.indent = 0
        self.heading_indent = 0
        self.bullets = ('',)
        self.heading = 'plain'
        self.cells = '\t'
        self.numbers = False         # "[12]" before links, and a list of them
        self.urls = False            # [text](url)
        self.images = ()
        self.inline = ''             # joins short items on one line
        self.hidden = maybe(.1)
        self.title = maybe(.2)
        self.first_line_indent = 0
        if family == 'browser':
            self.list_blanks = maybe(.2)
            self.cells = choose(('\t', '\n'))
        elif family == 'w3m':
            self.bullets = (choose('•*'), '◦', '▪')
            self.wrap = choose((0, 80, 100, 120))
            self.cells = '  '
            self.images = ('[logo]', '[image.jpg]', '[icon]')
        elif family == 'lynx':
            self.indent, self.heading_indent = 3, choose((0, 3))
            self.bullets = ('*', '+', 'o')
            self.wrap = choose((72, 79))
            self.cells = ' '
            self.numbers = maybe(.5)
            self.images = ('[IMG]', '[INLINE]', '(BUTTON) Search', '____________________')
        elif family == 'links':
            self.indent = self.heading_indent = choose((2, 3))
            self.bullets = ('*', '+', '-')
            self.wrap = choose((78, 80))
            self.cells = choose(('  ', ' | '))
            self.numbers = maybe(.3)
            self.images = ('[IMG]', '[ Search ]')
        elif family == 'markdown':
            self.bullets = (choose(('*', '-')),)
            self.wrap = choose((0, 78))
            self.heading = 'hashes'
            self.cells = ' | '
            self.urls = maybe(.6)
            self.images = ('![](https://img.example.org/a.png)', '![image](logo.png)')
        elif family == 'pandoc':
            self.bullets = ('-', '-', '-')
            self.wrap = 72
            self.heading = choose(('plain', 'underline', 'hashes'))
            self.cells = '  '
        elif family == 'wet':
            self.blanks = False
            self.title = True
            self.cells = choose((' ', '\n'))
            self.hidden = maybe(.6)
        elif family == 'pdf':
            self.blanks = maybe(.3)
            self.wrap = choose((60, 70, 80, 90))
            self.first_line_indent = choose((0, 2, 4))
            self.heading = choose(('plain', 'upper'))
        else:
            self.blanks = maybe(.7)
            self.list_blanks = maybe(.3)
            self.wrap = choose((0, 0, 60, 66, 72, 76, 90, 100))
            self.indent = self.heading_indent = choose((0, 0, 1, 2, 4))
            self.bullets = choose((('',), ('-',), ('*', '-'), ('•',), ('·',), ('»',), ('→',)))
            self.heading = choose(('plain', 'underline', 'upper', 'brackets', 'hashes'))
            self.cells = choose(('\t', ' | ', '  ', '\n', ' '))
        if not maybe(.4):
            self.images = ()
        if maybe(.15):
            self.inline = choose((' ', ' | ', ' · ', ' / ', '  '))


def width_of(character):
    return 2 if unicodedata.east_asian_width(character) in 'WF' else 1


def units_of(text):
    """What a line may break between: words, each wide character by itself."""
    for word in text.split():
        start = 0
        for i, character in enumerate(word):
            if width_of(character) == 2:
                if start < i:
                    yield word[start:i], False
                yield character, False
                start = i + 1
        if start < len(word):
            yield word[start:], True
        elif start:
            yield '', True


def wrap(text, columns):
    """Lines of at most so many columns, as far as words allow."""
    lines, line, used, space = [], '', 0, False
    for unit, ends in units_of(text):
        width = sum(map(width_of, unit))
        if line and used + space + width > columns:
            lines.append(line)
            line, used, space = '', 0, False
        line += (' ' if space and line else '') + unit
        used += width + (1 if space and line else 0)
        space = ends
    return lines + [line] if line else lines


class Sheet:
    """The dump as it grows."""

    def __init__(self, style, rng):
        self.style, self.rng = style, rng
        self.lines = []
        self.n_links = 0

    def blank(self):
        if self.lines and self.lines[-1] != '':
            self.lines.append('')

    def space(self):
        """An empty line, where paragraphs have one between them."""
        if self.style.blanks:
            self.blank()

    def put(self, text, indent, hang=None, first=''):
        """A paragraph: its first line behind `first`, the others at `hang`."""
        columns = self.style.wrap
        hang = indent if hang is None else hang
        start = ' ' * indent + first if first else ' ' * hang
        for part in text.split('\n'):
            for line in wrap(part, max(columns - hang, 20)) if columns else [part]:
                self.lines.append(start + line)
                start = ' ' * hang

    def link(self, text, share):
        if share < 50 or not text:
            return text
        if self.style.urls:
            self.n_links += 1
            return f'[{text}](https://www.example.org/{self.n_links})'
        if self.style.numbers:
            self.n_links += 1
            return f'[{self.n_links}]{text}'
        return text


def put_heading(sheet, text, level):
    style = sheet.style
    sheet.space()
    indent = style.heading_indent
    if style.heading == 'hashes':
        sheet.lines.append('#' * max(1, min(level, 6)) + ' ' + text)
    elif style.heading == 'brackets':
        sheet.lines.append(f'[{text}]')
    elif style.heading == 'upper' and level <= 2:
        sheet.put(text.upper() if text.isascii() else text, indent)
    else:
        sheet.put(text, indent)
        if style.heading == 'underline' and level <= 2:
            sheet.lines.append(('=' if level == 1 else '-') * min(len(text), 70))
    sheet.space()


def put_item(sheet, text, level):
    style = sheet.style
    depth = max(level, 1)
    mark = style.bullets[min(depth, len(style.bullets)) - 1]
    indent = style.indent + (2 * depth if mark else 0)
    first = mark + ' ' if mark else ''
    if style.list_blanks:
        sheet.blank()
    sheet.put(text, indent, indent + len(first), first)


def lay_out(blocks, forms, rng):
    """The page as a dump: `blocks` texts, `forms` [form, level, row, list,
    hidden, link share] of each."""
    style = Style(rng)
    sheet = Sheet(style, rng)
    i, before = 0, None
    while i < len(blocks):
        form, level, row, in_list, hidden, share = forms[i]
        text = blocks[i]
        if form == 'title' and not (style.title and i == 0) or hidden and not style.hidden:
            i += 1
            continue
        if style.images and rng.random() < .03:
            sheet.space()
            sheet.put(rng.choice(style.images), style.indent)
        if row:
            end = i
            while end < len(blocks) and forms[end][2] == row:
                end += 1
            cells = [sheet.link(blocks[k], forms[k][5]) for k in range(i, end)
                     if style.hidden or not forms[k][4]]
            if style.blanks and before != 'row':
                sheet.blank()
            joined = style.cells.join(cells)
            for line in joined.split('\n'):
                sheet.put(line, style.indent)
            before, i = 'row', end
            continue
        text = sheet.link(text, share)
        if form == 'heading':
            put_heading(sheet, text, level)
        elif form == 'list' and in_list:
            end = i + 1
            if style.inline and len(text) < 30:
                while end < len(blocks) and forms[end][3] == in_list and \
                        len(blocks[end]) < 30 and forms[end][5] > 50 and end - i < 12:
                    text += style.inline + sheet.link(blocks[end], forms[end][5])
                    end += 1
            if style.blanks and before != 'list':
                sheet.blank()
            put_item(sheet, text, level)
            before, i = 'list', end
            continue
        elif form == 'code':
            sheet.space()
            sheet.lines += [' ' * (style.indent + 4 * (style.family == 'markdown')) + line
                            for line in text.split('\n')]
            sheet.space()
        else:
            sheet.space()
            indent = style.indent + (4 if form == 'quote' else 0)
            sheet.put(text, indent, indent, ' ' * style.first_line_indent)
        before = form
        i += 1
    if style.numbers and sheet.n_links:
        sheet.lines += ['', 'References', '']
        sheet.lines += [f'{n:4}. https://www.example.org/{n}'
                        for n in range(1, sheet.n_links + 1)]
    return '\n'.join(sheet.lines) + '\n'


def thin(kept, rng):
    """Numbers of blocks that a dump of a part of the page has: the document,
    and less or more of what stands around it."""
    inside = [i for i, k in enumerate(kept) if k]
    if not inside:
        return range(len(kept))
    first, last = inside[0], inside[-1]
    if rng.random() < .5:
        start, end = rng.randint(0, first), rng.randint(last, len(kept) - 1)
    else:
        start = max(0, first - rng.randint(0, 8))
        end = min(len(kept) - 1, last + rng.randint(0, 8))
    leave = rng.random() * .5
    out, skip = [], 0
    for i in range(start, end + 1):
        if not kept[i] and skip == 0 and rng.random() < leave / 4:
            skip = rng.randint(1, 8)
        if kept[i] or skip == 0:
            out.append(i)
        skip = max(0, skip - 1)
    return out


def shorten(kept, rng):
    """Numbers of blocks that a dump of a page with a shorter document has: its
    first blocks and what stands around it, so that a document may end with any
    of its paragraphs."""
    inside = [i for i, k in enumerate(kept) if k]
    left = set(inside[:rng.randint(3, 10)])
    around = rng.choice((12, 40, len(kept)))
    first, last = (inside[0], inside[-1]) if inside else (0, len(kept))
    return [i for i, k in enumerate(kept)
            if (i in left if k else first - around <= i <= last + around)]


def cell_of(words, rng):
    """What a small table has in a cell: a number, a time, an amount, or a word or
    two of the page."""
    kind = rng.random()
    if kind < .2:
        return str(rng.randint(1, 10 ** rng.randint(1, 4)))
    if kind < .3:
        return f'{rng.randint(0, 23)}:{rng.randint(0, 59):02}'
    if kind < .4:
        return f'{rng.randint(1, 999)} {rng.choice(words)[:4]}'
    start = rng.randrange(len(words))
    return ' '.join(words[start:start + rng.choice((1, 1, 1, 2, 3))])[:24].strip()


def words_of_cells(texts):
    """Words of a page; of scripts without spaces, pieces of a few characters."""
    words = []
    for text in texts:
        for word in text.split():
            if len(word) > 12 and not word.isascii():
                words += [word[i:i + 3] for i in range(0, len(word) - 2, 3)]
            else:
                words.append(word)
    return words or ['x']


def add_table(blocks, forms, kept, rng):
    """Puts a small table, or a list of short items, behind a block of the
    document: it belongs to it. Changes the lists."""
    places = [i for i, k in enumerate(kept) if k and len(blocks[i].split()) > 7
              or k and len(blocks[i]) > 40]
    if not places:
        return
    at = rng.choice(places) + 1
    words = words_of_cells(blocks[i] for i, k in enumerate(kept) if k)
    number = 1 + max([form[2] for form in forms] + [form[3] for form in forms])
    new = []
    if rng.random() < .7:
        columns = rng.randint(2, 4)
        for row in range(rng.randint(2, 8)):
            new += [(cell_of(words, rng), ['table', 0, number + row, 0, 0, 0])
                    for _ in range(columns)]
    else:
        for _ in range(rng.randint(2, 5)):
            start = rng.randrange(len(words))
            new.append((' '.join(words[start:start + rng.randint(2, 9)]),
                        ['list', 1, 0, number, 0, 0]))
    new = [(text, form) for text, form in new if text]
    blocks[at:at] = [text for text, _ in new]
    forms[at:at] = [form for _, form in new]
    kept[at:at] = [True] * len(new)


def lay_out_clean(text, rng):
    """A document without anything around it, in the same layouts."""
    lines = [line.strip() for line in text.split('\n') if line.strip()]
    forms = [['paragraph', 0, 0, 0, 0, 0]] * len(lines)
    return lay_out(lines, forms, rng)


def write_archive(path, captures):
    """`captures`: (uri, text) pairs, as conversion records."""
    with gzip.open(path, 'wb', compresslevel=1) as out:
        for uri, text in captures:
            body = text.encode('utf8', 'surrogatepass')
            out.write((f'WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:made:{uri}>\r\n'
                       f'WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: {uri}\r\n'
                       f'Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n')
                      .encode() + body + b'\r\n\r\n')


def drawn(uri, number):
    """Numbers that are always the same for one page and layout."""
    return random.Random(f'{uri} {number}')

"""Reads what training needs: the rows of `features` over the gold archives,
the gold, and how much of each block gold has. Captures are read from the gold
archives that have them, and made of the pages (layouts.py). Kept in a cache
folder as one .pickle an archive, made again when the rows changed."""
import collections
import gzip
import hashlib
import json
import multiprocessing
import os
import pickle
import subprocess

import numpy

import align
import layouts

CAPTURES = (('fundus', 'inner'), ('fundus', 'w3m'), ('waddle', 'inner'), ('wcxb', 'inner'),
            ('wcxb', 'w3m'))
MADE = ('made', 'part', 'short', 'clean')
SETS = ('cleaneval', 'dragnet', 'forum', 'fundus', 'waddle', 'wcxb', 'xmu')
RANGES = 6
KINDS = ('title', 'heading', 'paragraph', 'list', 'table', 'code', 'quote', 'caption',
         'byline', 'dateline', 'post', 'navigation', 'share', 'appeal', 'consent',
         'advert', 'related', 'comments', 'footer', 'promo', 'widget', 'duplicate',
         'other')
AROUND = KINDS.index('navigation')
# What leaves the text for a field of its own, as in the JSON line.
FIELDS = {KINDS.index(k) for k in ('title', 'byline', 'dateline')}


class Page:
    """One page, or capture: rows of its blocks, where gold is, and what is needed
    to score a choice of blocks exactly. `how`: what made a capture; '' for
    pages. `told`: what kind a block is said to be: by the strongest hint; on
    captures, by the page it was made of."""
    __slots__ = ('set', 'how', 'uri', 'site', 'type', 'lang', 'x', 'summary', 'ranges',
                 'shape', 'n_words', 'share', 'comment', 'verdict', 'told', 'is_head',
                 'block_ids', 'block_at', 'gold_counts', 'n_gold')

    def score(self, keep):
        """Word F1 of keeping the blocks where `keep`, as `score` has it."""
        chosen = numpy.repeat(keep, numpy.diff(self.block_at))
        counts = numpy.bincount(self.block_ids[chosen], minlength=len(self.gold_counts))
        total = counts.sum()
        hit = numpy.minimum(counts, self.gold_counts).sum()
        if total == 0 or hit == 0:
            return float(total == 0 and self.n_gold == 0)
        return 2 * hit / (total + self.n_gold)

    def fixed(self):
        """Per block 1 kept by a verdict, 0 removed by one, -1 open."""
        out = numpy.full(len(self.verdict), -1, numpy.int8)
        settled = self.verdict >= 0
        out[settled] = (self.verdict[settled] < AROUND) & ~numpy.isin(
            self.verdict[settled], list(FIELDS))
        return out


def json_lines(path):
    opened = gzip.open(path, 'rt', encoding='utf8') if path.endswith('.gz') else open(
        path, encoding='utf8')
    with opened:
        for line in opened:
            if line.strip():
                yield json.loads(line)


def kind_numbers(names):
    return numpy.array([-1 if n is None else KINDS.index(n) for n in names], numpy.int8)


def told_by(page, text, blocks):
    """What the blocks of a page say of the kinds of a capture's blocks."""
    told = kind_numbers(text['hints'])
    others = [[] if form[0] == 'title' or form[4] else align.words_of(block)
              for block, form in zip(page['blocks'], page['forms'])]
    for number, owner in enumerate(align.owners(blocks, others)):
        if owner >= 0 and KINDS.index(page['named'][owner]) >= AROUND:
            told[number] = KINDS.index(page['named'][owner])
    return told


def make_page(set_name, how, gold, text, rows, n_features, origin):
    page = Page()
    page.set, page.how, page.uri, page.site = set_name, how, text['uri'], gold.get('site')
    page.type, page.lang = gold.get('type'), gold.get('lang')
    n = len(text['blocks'])
    page.x = rows[:, :n_features].copy()
    numbers = rows[:, n_features:].copy().view(numpy.uint32).reshape(n, -1).astype(numpy.int32)
    page.n_words, page.shape = numbers[:, 0].copy(), numbers[:, 1].copy()
    page.ranges = numbers[:, 2:].reshape(n, RANGES, 2).copy()
    page.summary = numpy.array(text['summary'], numpy.uint8)
    blocks = [align.words_of(block) for block in text['blocks']]
    page.verdict = kind_numbers(text['kinds'])
    page.told = told_by(origin, text, blocks) if origin else kind_numbers(text['hints'])
    page.is_head = numpy.array([form[0] == 'title' for form in text['forms']]
                               if 'forms' in text else [False] * n)
    visible = [[] if head else block for head, block in zip(page.is_head, blocks)]
    wanted = align.words_of(gold['gold'])
    page.share = numpy.array(align.shares(visible, wanted), numpy.float32)
    page.comment = numpy.zeros(n, numpy.float32)
    if gold.get('comments') and how != 'clean':
        comments = gold['comments']
        if not isinstance(comments, str):
            comments = '\n'.join(comments)
        rest = [[] if share else block for block, share in zip(visible, page.share)]
        page.comment = numpy.array(align.shares(rest, align.words_of(comments)),
                                   numpy.float32)
    ids = {}
    block_ids = [[ids.setdefault(w, len(ids)) for w in block] for block in blocks]
    counts = collections.Counter(ids.setdefault(w, len(ids)) for w in wanted)
    page.gold_counts = numpy.zeros(len(ids), numpy.int32)
    for number, count in counts.items():
        page.gold_counts[number] = count
    page.n_gold = len(wanted)
    page.block_ids = numpy.array([i for block in block_ids for i in block], numpy.int32)
    page.block_at = numpy.cumsum([0] + [len(b) for b in block_ids]).astype(numpy.int32)
    return page


NAMES = []
SUMMARY_NAMES = []
GOLD = FEATURES = CACHE = ''


def read_archive(subject, name, archive, make):
    """The documents of one archive, from the cache where it still holds; else
    by `make(TEXTS, ROWS)`."""
    texts, rows = (os.path.join(CACHE, name + end) for end in ('.texts', '.rows'))
    # Two processes may do this at once: what they write is moved into place.
    made = [f'{path}.{os.getpid()}' for path in (texts, rows)]
    subprocess.run([FEATURES, subject, archive, *made], check=True)
    for new, path in zip(made, (texts, rows)):
        os.replace(new, path)
    digest = hashlib.sha256()
    for path in (texts, rows, align.__file__, __file__):
        with open(path, 'rb') as file:
            digest.update(file.read())
    kept = os.path.join(CACHE, name + '.pickle')
    if os.path.exists(kept):
        with open(kept, 'rb') as file:
            known, *read = pickle.load(file)
        if known == digest.hexdigest():
            return read
    read = make(texts, rows)
    made = f'{kept}.{os.getpid()}'
    with open(made, 'wb') as file:
        pickle.dump((digest.hexdigest(), *read), file)
    os.replace(made, kept)
    return read


def read_golds(name):
    return {gold.get('uri') or gold['id']: gold
            for gold in json_lines(os.path.join(GOLD, name + '.jsonl.gz'))
            if gold.get('gold')}


def make_documents(name, how, texts, rows_path, origins, shorter=None):
    """`origins`: by uri the pages' texts that captures were made of; `shorter`:
    the gold of documents that were shortened."""
    golds = read_golds(name)
    if shorter is not None:
        golds = {uri: dict(golds[uri], gold=text) for uri, text in shorter.items()}
    rows = numpy.fromfile(rows_path, numpy.uint8)
    documents, at, names, summary_names, width = [], 0, [], [], 0
    for text in json_lines(texts):
        if 'feature_names' in text:
            names, summary_names = text['feature_names'], text['summary_names']
            width = len(names) + 4 * (2 + 2 * RANGES)
        n = len(text['blocks'])
        here = rows[at:at + n * width].reshape(n, width)
        at += n * width
        gold = golds.get(text['uri'])
        if gold:
            documents.append(make_page(name, how, gold, text, here, len(names),
                                       origins.get(text['uri'])))
    return names, summary_names, documents


def read_pages(name):
    return read_archive('pages', name, os.path.join(GOLD, name + '.warc.gz'),
                        lambda texts, rows: make_documents(name, '', texts, rows, {}))


def read_kept(name):
    """By uri, which blocks of a set's pages are gold."""
    with open(os.path.join(CACHE, name + '.pickle'), 'rb') as file:
        return {page.uri: page.share > .5 for page in pickle.load(file)[3]}


def lay_out(page, how, kept, shorter):
    numbers = layouts.drawn(page['uri'], how)
    blocks, forms = page['blocks'], page['forms']
    is_kept = kept.get(page['uri'])
    if how in ('part', 'short') and is_kept is not None:
        chosen = (layouts.thin if how == 'part' or numbers.random() < .5
                  else layouts.shorten)(is_kept, numbers)
        blocks, forms = [blocks[i] for i in chosen], [forms[i] for i in chosen]
        if how == 'short':
            left = [bool(is_kept[i]) for i in chosen]
            for _ in range(numbers.choice((0, 1, 1, 2))):
                layouts.add_table(blocks, forms, left, numbers)
            shorter[page['uri']] = '\n'.join(b for b, k in zip(blocks, left) if k)
    return layouts.lay_out(blocks, forms, numbers)


def write_layouts(name, how, path):
    """An archive of captures: of the pages of a set, of parts of them, of pages
    with shorter documents, or of the gold alone. Returns the gold of shortened
    documents by uri, or None."""
    shorter = {}
    if how == 'clean':
        captures = ((uri, layouts.lay_out_clean(gold['gold'], layouts.drawn(uri, how)))
                    for uri, gold in read_golds(name).items())
    else:
        kept = read_kept(name)
        captures = ((page['uri'], lay_out(page, how, kept, shorter))
                    for page in json_lines(os.path.join(CACHE, name + '.texts')))
    made = f'{path}.{os.getpid()}'
    layouts.write_archive(made, captures)
    os.replace(made, path)
    return shorter if how == 'short' else None


def read_captures(name, how):
    shorter = None
    if how in MADE:
        archive = os.path.join(CACHE, f'{name}-{how}.warc.gz')
        shorter = write_layouts(name, how, archive)
    else:
        archive = os.path.join(GOLD, f'captures-{name}-{how}.warc.gz')

    def make(texts, rows):
        origins = {} if how == 'clean' else {
            page['uri']: page for page in json_lines(os.path.join(CACHE, name + '.texts'))}
        return make_documents(name, how, texts, rows, origins, shorter)
    return read_archive('captures', f'{name}-{how}', archive, make)


def _read_one(job):
    return read_pages(job[0]) if len(job) == 1 else read_captures(*job)


def read_all(subject, gold_dir, features, cache):
    """All pages, or all captures: real ones and made ones."""
    global GOLD, FEATURES, CACHE
    GOLD, FEATURES, CACHE = gold_dir, features, cache
    os.makedirs(cache, exist_ok=True)
    jobs = [[(name,) for name in SETS]]
    if subject == 'capture': # the pages first: captures are made of them
        jobs.append(list(CAPTURES) + [(name, how) for name in SETS for how in MADE])
    with multiprocessing.Pool(2) as pool:
        for several in jobs:
            read = pool.map(_read_one, several, chunksize=1)
    NAMES[:], SUMMARY_NAMES[:] = read[0][0], read[0][1]
    return [document for _, _, documents in read for document in documents]

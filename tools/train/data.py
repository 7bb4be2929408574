"""Reads what training needs: the rows of `features` over the gold archives,
the gold, and how much of each block gold has. Kept in a cache folder as one
.pickle a set, made again when the rows changed."""
import collections
import gzip
import hashlib
import json
import os
import pickle
import subprocess

import numpy

import align

SETS = ('cleaneval', 'dragnet', 'forum', 'fundus', 'waddle', 'wcxb', 'xmu')
LEVELS = 6
KINDS = ('title', 'heading', 'paragraph', 'list', 'table', 'code', 'quote', 'caption',
         'byline', 'dateline', 'post', 'navigation', 'share', 'appeal', 'consent',
         'advert', 'related', 'comments', 'footer', 'promo', 'widget', 'duplicate',
         'other')
AROUND = KINDS.index('navigation')
# What leaves the text for a field of its own, as in the JSON line.
FIELDS = {KINDS.index(k) for k in ('title', 'byline', 'dateline')}


class Page:
    """One page: rows of its blocks, where gold is, and what is needed to score
    a choice of blocks exactly."""
    __slots__ = ('set', 'uri', 'site', 'type', 'lang', 'x', 'summary', 'levels', 'shape',
                 'n_words', 'share', 'comment', 'verdict', 'hint', 'block_ids', 'block_at',
                 'gold_counts', 'n_gold')

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


def make_page(set_name, gold, text, rows, n_features):
    page = Page()
    page.set, page.uri, page.site = set_name, text['uri'], gold.get('site')
    page.type, page.lang = gold.get('type'), gold.get('lang')
    n = len(text['blocks'])
    page.x = rows[:, :n_features].copy()
    numbers = rows[:, n_features:].copy().view(numpy.uint32).reshape(n, -1).astype(numpy.int32)
    page.n_words, page.shape = numbers[:, 0].copy(), numbers[:, 1].copy()
    page.levels = numbers[:, 2:].reshape(n, LEVELS, 2).copy()
    page.summary = numpy.array(text['summary'], numpy.uint8)
    page.verdict, page.hint = kind_numbers(text['kinds']), kind_numbers(text['hints'])
    blocks = [align.words_of(block) for block in text['blocks']]
    titles = page.x[:, NAMES.index('FORM_TITLE')] != 0
    visible = [[] if title else block for block, title in zip(blocks, titles)]
    wanted = align.words_of(gold['gold'])
    page.share = numpy.array(align.shares(visible, wanted), numpy.float32)
    page.comment = numpy.zeros(n, numpy.float32)
    if gold.get('comments'):
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


def read_set(name, gold_dir, features, cache):
    """The pages of one set, from the cache where it still holds."""
    texts, rows = (os.path.join(cache, name + end) for end in ('.texts', '.rows'))
    # Two processes may do this at once: what they write is moved into place.
    made = [f'{path}.{os.getpid()}' for path in (texts, rows)]
    subprocess.run([features, os.path.join(gold_dir, name + '.warc.gz'), *made], check=True)
    for new, path in zip(made, (texts, rows)):
        os.replace(new, path)
    digest = hashlib.sha256()
    for path in (texts, rows, align.__file__, __file__):
        with open(path, 'rb') as file:
            digest.update(file.read())
    kept = os.path.join(cache, name + '.pickle')
    if os.path.exists(kept):
        with open(kept, 'rb') as file:
            known, names, summary_names, pages = pickle.load(file)
        if known == digest.hexdigest():
            NAMES[:], SUMMARY_NAMES[:] = names, summary_names
            return pages
    pages = make_set(name, os.path.join(gold_dir, name + '.jsonl.gz'), texts, rows)
    made = f'{kept}.{os.getpid()}'
    with open(made, 'wb') as file:
        pickle.dump((digest.hexdigest(), list(NAMES), list(SUMMARY_NAMES), pages), file)
    os.replace(made, kept)
    return pages


def make_set(name, gold_path, texts, rows_path):
    golds = {}
    for gold in json_lines(gold_path):
        golds[gold.get('uri') or gold['id']] = gold
    data = numpy.fromfile(rows_path, numpy.uint8)
    pages, at, width = [], 0, 0
    for text in json_lines(texts):
        if 'feature_names' in text:
            NAMES[:], SUMMARY_NAMES[:] = text['feature_names'], text['summary_names']
            width = len(NAMES) + 4 * (2 + 2 * LEVELS)
        n = len(text['blocks'])
        rows = data[at:at + n * width].reshape(n, width)
        at += n * width
        gold = golds.get(text['uri'])
        if gold and gold.get('gold'):
            pages.append(make_page(name, gold, text, rows, len(NAMES)))
    return pages


def read_all(gold_dir, features, cache, sets=SETS):
    os.makedirs(cache, exist_ok=True)
    pages = []
    for name in sets:
        pages += read_set(name, gold_dir, features, cache)
    return pages

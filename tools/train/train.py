#!/usr/bin/env python3
"""Trains the labeller's net for pages or that for captures, and says what it is
worth on pages of sites, of sets, and in dumps of renderers, that it has not
seen. Run by tools/train/train.

  train.py [options] page|capture GOLD-DIR FEATURES CACHE-DIR
    --final OUT.npz    train on everything, write the checkpoint
    --folds N          score N folds by site
    --left-out         score with each set left out of training in turn; of
                       captures each renderer too (captures that the training
                       makes itself stay in)
    --epochs N --seed N
    --nets N           average so many nets [1]
    --report FILE      the figures, for the table's head: added to those there
"""
import argparse
import collections
import hashlib
import json
import math
import random
import sys

import numpy
import torch
from torch.nn import functional

import data
import model

SIX = ('cleaneval', 'dragnet', 'fundus', 'waddle', 'wcxb', 'xmu')
SIZE = 5000                  # blocks a batch
LONGEST = 3000               # blocks of a page that training looks at
RATE = 4e-3
# Kinds of pages that the sets have few of are looked at more often.
REPEATS = {'forum': 3., 'product': 1.5, 'collection': 1.5, 'listing': 1.5}
SITE_POWER = .5
COOL = 2.                    # logits are divided by this (pages.c)
SURE, A_POINT = 90, 12 / 64  # of hints, that count beside the net (pages.c)
KIND_WEIGHT = .1
DROPOUT = .1
# Columns that are left out of a document now and then, so that none is leant on
# alone: names, hints, layout, what the page says of itself.
DISTORTED = ((('NAME_',), .1), (('HINT_', 'LABEL_'), .1), (('IN_', 'TAG_'), .1),
             (('LAYOUT_',), .2), (('PHRASE_',), .1))
DISTORTED_SUMMARY = (('SAYS', 'IS_', 'LAYOUT_', 'HAS_'), .2)
# How often a capture is looked at by what made it, against a real one.
MADE_WEIGHT = {'made': 1., 'part': .7, 'short': .7, 'clean': .3}
# The outputs behind "keep": pages.c names them in this order.
POST = 1
AROUND = ('navigation', 'related', 'comments', 'footer', 'widget', 'promo')
AROUND_OF = {'navigation': 0, 'related': 1, 'comments': 2, 'footer': 3, 'widget': 4,
             'promo': 5, 'appeal': 5, 'share': 4, 'advert': 5, 'consent': 5}


def fold_of(page, n):
    return int(hashlib.md5(str(page.site).encode()).hexdigest(), 16) % n


# ---- what is known of a page beside its rows ---------------------------------

def kind_targets(page):
    """Per block what the kind outputs should say: -1 for what is not known.
    Posts: what is kept on pages of threads. Kinds around: what filters hint at
    where gold keeps nothing; comments as gold gives them."""
    kept = page.share > .5
    post = numpy.where(kept, float(page.type == 'forum'), -1.)
    around = numpy.full(len(page.x), -1)
    for kind, number in AROUND_OF.items():
        around[page.told == data.KINDS.index(kind)] = number
    around[page.comment > .5] = AROUND_OF['comments']
    around[page.share >= .4] = -1
    return post.astype(numpy.float32), around


class Prepared:
    """A page as training reads it."""

    def __init__(self, page):
        self.page = page
        self.post, self.around = kind_targets(page)
        self.fixed = page.fixed()
        around = ['HINT_' + kind.upper() for kind in data.KINDS[data.AROUND:-1]]
        self.hinted = page.x[:, [data.NAMES.index(a) for a in around]].max(1).astype(float)


# ---- training ----------------------------------------------------------------

def weights_of(prepared):
    """How often a page is looked at: less the more pages its site has, so that
    a few large sites do not rule, but a site of n pages still counts for
    n^(1 - SITE_POWER); more where a set is small. The captures of one page
    share what it counts for."""
    pages = {(p.page.set, p.page.site, p.page.uri) for p in prepared}
    sites = collections.Counter((name, site) for name, site, _ in pages)
    shares = collections.Counter()
    for p in prepared:
        shares[p.page.set, p.page.uri] += MADE_WEIGHT.get(p.page.how, 1.)
    weights = [sites[p.page.set, p.page.site] ** -SITE_POWER *
               REPEATS.get(p.page.type, 1.) * MADE_WEIGHT.get(p.page.how, 1.) /
               shares[p.page.set, p.page.uri] for p in prepared]
    scale = len(pages) / sum(weights)
    return [w * scale for w in weights]


def batches(prepared, weights, rng):
    """One epoch: each page about as often as its weight says."""
    order = []
    for p, weight in zip(prepared, weights):
        order += [p] * int(weight + rng.random())
    rng.shuffle(order)
    out, now, n = [], [], 0
    for p in order:
        now.append(p)
        n += min(len(p.page.x), LONGEST)
        if n > SIZE:
            out.append(now)
            now, n = [], 0
    return out + [now] if now else out


def loss_of(net, batch):
    out = net(batch)
    total = 0.
    for p, at, n in batch['pages']:
        rows = out[at:at + n]
        logit = rows[:, 0]
        fixed = torch.from_numpy(p.fixed[:n].astype(numpy.float32))
        words = torch.from_numpy(p.page.n_words[:n].astype(numpy.float32))
        share = torch.from_numpy(p.page.share[:n])
        chance = torch.where(fixed >= 0, fixed, torch.sigmoid(logit))
        hit, kept = (chance * words * share).sum(), (chance * words).sum()
        soft_f1 = 2 * hit / (kept + p.page.n_gold + 1e-6)
        weight = (fixed < 0).float() * (words + 1).sqrt()
        entropy = functional.binary_cross_entropy_with_logits(logit, share, reduction='none')
        total = total + 1 - soft_f1 + .3 * (entropy * weight).sum() / (weight.sum() + 1e-6)
        total = total + KIND_WEIGHT * kind_loss(rows, p, n)
    return total / len(batch['pages'])


def kind_loss(rows, p, n):
    post = torch.from_numpy(p.post[:n])
    known = (post >= 0).float()
    loss = (functional.binary_cross_entropy_with_logits(
        rows[:, POST], post.clamp(min=0), reduction='none') * known).sum() / (known.sum() + 1)
    around = torch.from_numpy(p.around[:n]).long()
    known = (around >= 0).float()
    return loss + (functional.cross_entropy(
        rows[:, POST + 1:], around.clamp(min=0), reduction='none') * known).sum() / (
            known.sum() + 1)


def columns(names, prefixes):
    return [i for i, name in enumerate(names) if name.startswith(prefixes)]


def distort(batch):
    n = batch['summary'].shape[0]
    for prefixes, chance in DISTORTED:
        keep = (torch.rand(n) >= chance).float()[batch['page_of']].unsqueeze(1)
        batch['x'][:, columns(data.NAMES, prefixes)] *= keep
    prefixes, chance = DISTORTED_SUMMARY
    batch['summary'][:, columns(data.SUMMARY_NAMES, prefixes)] *= (
        torch.rand(n) >= chance).float().unsqueeze(1)


def train(prepared, epochs, seed, log=False):
    torch.manual_seed(seed)
    numpy.random.seed(seed)
    rng = random.Random(seed)
    page = prepared[0].page
    net = model.Net(page.x.shape[1], len(page.summary), DROPOUT)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=.01)
    weights = weights_of(prepared)
    steps, step = epochs * len(batches(prepared, weights, random.Random(0))), 0
    for epoch in range(epochs):
        net.train()
        sum_loss = n = 0
        for chosen in batches(prepared, weights, rng):
            batch = model.make_batch(chosen, LONGEST)
            distort(batch)
            for group in optimizer.param_groups:
                group['lr'] = RATE * min(1, (step + 1) / 100) * .5 * (
                    1 + math.cos(math.pi * min(1, step / steps)))
            loss = loss_of(net, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.)
            optimizer.step()
            step, sum_loss, n = step + 1, sum_loss + float(loss), n + 1
        if log:
            print(f'epoch {epoch} loss {sum_loss / n:.4f}', file=sys.stderr, flush=True)
    return net.eval()


def predict(nets, prepared):
    """Logits of every block, the mean of the nets; by page."""
    out = {}
    with torch.no_grad():
        for at in range(0, len(prepared), 16):
            batch = model.make_batch(prepared[at:at + 16], 10 ** 9)
            rows = sum(net(batch) for net in nets) / len(nets)
            for p, first, n in batch['pages']:
                out[id(p)] = rows[first:first + n].numpy()
    return out


# ---- scores ------------------------------------------------------------------

def choose(p, logits, beta_squared=1.):
    """Which blocks are kept: as choose.c."""
    words = p.page.n_words.astype(float)
    logits = logits - (p.hinted - SURE).clip(min=0) * A_POINT
    chance = 1 / (1 + numpy.exp(-logits / COOL))
    is_open, sure = (p.fixed < 0) & ~p.page.is_head, words[p.fixed == 1].sum()
    expected = beta_squared * ((words * chance)[is_open].sum() + sure)
    order = numpy.argsort(-chance[is_open], kind='stable')
    ordered, w = chance[is_open][order], words[is_open][order]
    if not len(ordered):
        return p.fixed == 1
    measure = (sure + numpy.cumsum(w * ordered)) / (sure + numpy.cumsum(w) + expected + 1e-9)
    border = max(ordered[measure.argmax()], .03)
    return numpy.where(is_open, chance >= border, p.fixed == 1)


def tabulate(scored):
    """`scored`: (page, F1) pairs; rows of figures by set (of captures: and what
    made them), type and language."""
    rows = collections.defaultdict(list)
    for page, f1 in scored:
        name = f'{page.set}-{page.how}' if page.how else page.set
        rows[name].append(f1)
        if page.set == 'wcxb' and page.how not in data.MADE:
            rows[f'{name} {page.type}'].append(f1)
        if page.set == 'waddle' and page.how not in data.MADE:
            rows[f'{name} {page.lang}'].append(f1)
    out = {name: (float(numpy.mean(f)), len(f)) for name, f in sorted(rows.items())}
    for title, names in (('mean of six sets', SIX),
                         ('mean of five sets', [f'{s}-{how}' for s, how in data.CAPTURES])):
        means = [out[name][0] for name in names if name in out]
        if len(means) == len(names):
            out[title] = (float(numpy.mean(means)), len(means))
    return out


def show(title, rows):
    print(title)
    for name, (f1, n) in rows.items():
        print(f'  {name:24} {n:5} {f1:.4f}')
    sys.stdout.flush()


class Confusion:
    """What the kind outputs say of removed blocks against what they are told to
    be, in words: of captures, by the markup of the page that they were made
    of."""

    def __init__(self):
        self.words = numpy.zeros((len(AROUND), len(AROUND)), numpy.int64)

    def add(self, p, rows):
        known = p.around >= 0
        numpy.add.at(self.words, (p.around[known], rows[known, POST + 1:].argmax(1)),
                     p.page.n_words[known])

    def show(self):
        print('kinds, words told (rows) and named (columns):')
        print(' ' * 13 + ''.join(f'{name:>12}' for name in AROUND))
        for name, row in zip(AROUND, self.words):
            print(f'  {name:11}' + ''.join(f'{n:12}' for n in row) +
                  f'  {row[AROUND.index(name)] / max(row.sum(), 1):.3f}')
        print(f'  right {self.words.trace() / max(self.words.sum(), 1):.3f}', flush=True)


def run(prepared, tested, options, confusion=None):
    nets = [train(prepared, options.epochs, options.seed + k, options.log)
            for k in range(options.nets)]
    logits = predict(nets, tested)
    for p in tested:
        if confusion and p.page.how not in data.MADE:
            confusion.add(p, logits[id(p)])
    return [(p.page, p.page.score(choose(p, logits[id(p)][:, 0]))) for p in tested], logits


def score_folds(prepared, options):
    scored, confusion = [], Confusion()
    for fold in range(options.folds):
        inside = [p for p in prepared if fold_of(p.page, options.folds) == fold]
        outside = [p for p in prepared if fold_of(p.page, options.folds) != fold]
        found, logits = run(outside, inside, options, confusion)
        scored += found
        if options.dump:
            for p in inside:
                numpy.savez(f'{options.dump}/{p.page.set}-{fold_name(p.page.uri)}.npz',
                            logits=logits[id(p)])
    confusion.show()
    return tabulate(scored)


def fold_name(uri):
    return hashlib.md5(uri.encode()).hexdigest()


def score_left_out(prepared, options):
    scored = []
    for name in SIX:
        inside = [p for p in prepared if p.page.set == name and p.page.how not in data.MADE]
        outside = [p for p in prepared if p.page.set != name]
        if inside:
            scored += run(outside, inside, options)[0]
    return tabulate(scored)


def score_left_renderers(prepared, options):
    """Sites unseen, and the renderer unseen."""
    scored = []
    for how in sorted({how for _, how in data.CAPTURES}):
        for fold in range(options.folds or 3):
            inside = [p for p in prepared if p.page.how == how and
                      fold_of(p.page, options.folds or 3) == fold]
            outside = [p for p in prepared if p.page.how != how and
                       fold_of(p.page, options.folds or 3) != fold]
            scored += run(outside, inside, options)[0]
    return tabulate(scored)


def write_report(path, report):
    """Figures that were not measured this time stay as they are."""
    try:
        with open(path, encoding='utf8') as file:
            known = json.load(file)
    except FileNotFoundError:
        known = {}
    for title, rows in report.items():
        known[title] = {name: [round(f1, 4), n] for name, (f1, n) in rows.items()}
    with open(path, 'w', encoding='utf8') as file:
        json.dump(known, file, indent=1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('subject', choices=('page', 'capture'))
    parser.add_argument('gold')
    parser.add_argument('features')
    parser.add_argument('cache')
    parser.add_argument('--final', default='')
    parser.add_argument('--folds', type=int, default=0)
    parser.add_argument('--left-out', action='store_true')
    parser.add_argument('--epochs', type=int, default=14)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--nets', type=int, default=1)
    parser.add_argument('--report', default='')
    parser.add_argument('--dump', default='')
    parser.add_argument('--log', action='store_true')
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(1)
    pages = data.read_all(options.subject, options.gold, options.features, options.cache)
    prepared = [Prepared(page) for page in pages]
    print(f'{len(pages)} {options.subject}s, '
          f'{model.multiplications(pages[0].x.shape[1])} multiplications a block', flush=True)
    report = {}

    def add(title, rows):
        report[title] = rows
        show(title, rows)
    if options.folds:
        add(f'{options.folds} folds by site', score_folds(prepared, options))
    if options.left_out:
        add('each set left out of training', score_left_out(prepared, options))
    if options.left_out and options.subject == 'capture':
        add('each renderer left out of training', score_left_renderers(prepared, options))
    if options.report and report:
        write_report(options.report, report)
    if options.final:
        net = train(prepared, options.epochs, options.seed, options.log)
        arrays = {name: value.detach().numpy() for name, value in net.named_parameters()}
        numpy.savez(options.final, **arrays)


if __name__ == '__main__':
    main()

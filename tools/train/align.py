"""Lays gold text against the blocks of a page: how much of each block gold has.

The longest common subsequence of words (bit-parallel: Hyyro, 2004), then what
gold has in another place, by runs of four words. Standard library only.
"""
import re

WORD = re.compile(r'[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+')
RUN = 4          # words that must stand together to be found out of place
SPURIOUS = .4    # a block with less than this of its words in gold is not gold
MOVED = .7       # a block with this much of its runs in what is left of gold is


def words_of(text):
    """As `score` counts them."""
    return WORD.findall(text.lower())


def common_subsequence(page, gold):
    """For each word of `page` the place in `gold` it is matched with, or -1, as
    late as possible: what stands twice before the text (a title) is matched
    where it is nearest."""
    page, gold = page[::-1], gold[::-1]
    positions = {}
    for i, word in enumerate(gold):
        positions[word] = positions.get(word, 0) | 1 << i
    full = (1 << len(gold)) - 1
    row, rows = full, []
    for word in page:
        here = row & positions.get(word, 0)
        row = (row + here | row - here) & full
        rows.append(row)
    matched = [-1] * len(page)
    # Zero bits of a row count the matches that end at or before them; going
    # back, bit j - 1 turned to zero by a word is that word's match.
    j = len(gold)
    for i in range(len(page) - 1, -1, -1):
        while j > 0 and rows[i] >> (j - 1) & 1:
            j -= 1
        if j == 0:
            break
        if i == 0 or rows[i - 1] >> (j - 1) & 1:
            matched[i] = len(gold) - j
            j -= 1
    return matched[::-1]


def _runs(words):
    return [tuple(words[i:i + RUN]) for i in range(len(words) - RUN + 1)]


def shares(blocks, gold):
    """`blocks`: lists of words; `gold`: a list of words. For each block the
    share of its words that gold has, 0..1."""
    known = set(gold)
    page, owner = [], []
    for number, block in enumerate(blocks):
        for word in block:
            if word in known:
                page.append(word)
                owner.append(number)
    counts = [0] * len(blocks)
    for number, place in zip(owner, common_subsequence(page, gold)):
        counts[number] += place >= 0
    out = [n / len(block) if block else 0. for n, block in zip(counts, blocks)]
    out = [share if share >= SPURIOUS else 0. for share in out]
    _find_moved(blocks, gold, out)
    return out


def _find_moved(blocks, gold, out):
    left = {}
    for run in _runs(gold):
        left[run] = left.get(run, 0) + 1
    for block, share in zip(blocks, out):
        if share:
            for run in _runs(block):
                if run in left:
                    left[run] -= 1
    for number, block in enumerate(blocks):
        runs = _runs(block)
        if out[number] or not runs:
            continue
        found = [run for run in runs if left.get(run, 0) > 0]
        if len(found) >= MOVED * len(runs):
            out[number] = len(found) / len(runs)
            for run in found:
                left[run] -= 1


def owners(blocks, others):
    """`blocks`, `others`: lists of words. For each block the number of that one
    of the others that most of its matched words stand in, or -1 where less
    than half of its words are matched."""
    words, number_of = [], []
    for number, block in enumerate(others):
        words += block
        number_of += [number] * len(block)
    flat = [word for block in blocks for word in block]
    matched = common_subsequence(flat, words)
    out, at = [], 0
    for block in blocks:
        places = [number_of[m] for m in matched[at:at + len(block)] if m >= 0]
        at += len(block)
        out.append(max(set(places), key=places.count)
                   if places and 2 * len(places) >= len(block) else -1)
    return out

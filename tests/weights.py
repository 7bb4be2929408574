#!/usr/bin/env python3
"""The generated files of the labeller are what their generators make of the
stored checkpoint.

  weights.py TOP      TOP: the repository

Exits with 77 (skipped) where numpy is missing."""
import os
import subprocess
import sys
import tempfile

try:
    import numpy  # noqa: F401 (the generators need it)
except ImportError:
    sys.exit(77)


def same(made, kept):
    with open(made, 'rb') as a, open(kept, 'rb') as b:
        if a.read() == b.read():
            return True
    print(f'{kept} is not what its generator makes')
    return False


def main():
    top = sys.argv[1]
    train = os.path.join(top, 'tools', 'train')
    with tempfile.TemporaryDirectory(prefix='winnow-weights-') as scratch:
        fine = []
        for what in ('page', 'capture'):
            table = os.path.join(scratch, what)
            subprocess.run([sys.executable, os.path.join(train, 'export.py'), what, table],
                           check=True)
            fine.append(same(table, os.path.join(top, 'src', 'label', what + '_weights.c')))
        vectors = os.path.join(scratch, 'vectors')
        subprocess.run([sys.executable, os.path.join(train, 'reference.py'), vectors],
                       check=True)
        fine.append(same(vectors, os.path.join(top, 'tests', 'unit', 'label_vectors.h')))
    return not all(fine)


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
"""Run the example program of winnow.h on a page: example.py PROGRAM"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fixtures  # noqa: E402

done = subprocess.run([sys.argv[1]], input=fixtures.files()['comments.html']
                      .encode(), capture_output=True, check=False)
text = done.stdout.decode('utf8')
assert done.returncode == 0, (done.returncode, done.stderr)
assert done.stderr == b'', done.stderr
assert text.startswith('The count of ships\n'), text
for sentence in fixtures.PROSE + ('My aunt rowed out there',):
    assert text.count(sentence) == 1, (sentence, text)
for around in ('Home', 'Share on Facebook', 'All rights reserved'):
    assert around not in text, (around, text)

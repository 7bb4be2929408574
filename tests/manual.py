#!/usr/bin/env python3
"""Check the manual page: manual.py WINNOW.1 WINNOW

It must pass mandoc's lint where mandoc is there, be formatted by man where man
is there, and name every option, kind and filter. Skipped (77) with neither.
"""
import re
import shutil
import subprocess
import sys

page, winnow = sys.argv[1:]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def plain(text):
    return re.sub('.\b', '', text).replace('\u2212', '-').replace('\u2010', '-')


if not shutil.which('mandoc') and not shutil.which('man'):
    sys.exit(77)
if shutil.which('mandoc'):
    # Only what is wrong with this page: others may not be installed.
    lint = [line for line in run('mandoc', '-T', 'lint', page).stdout
            .splitlines() if 'mandoc.db' not in line and
            'referenced manual not found' not in line]
    assert not lint, lint
    text = plain(run('mandoc', '-T', 'utf8', page).stdout)
else:
    text = plain(run('man', '--warnings', '-l', page).stdout)
for option in re.findall(r'--([a-z-]{2,})', run(winnow, '--help').stdout):
    assert '--' + option in text, option
for listing in ('--list-kinds', '--list-filters'):
    for line in run(winnow, listing).stdout.splitlines():
        assert re.search(r'^ +' + line.split()[0] + r'\b', text, re.M), line

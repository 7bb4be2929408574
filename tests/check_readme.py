#!/usr/bin/env python3
"""Check README.md against the program: check_readme.py WINNOW [--update]

Tables between <!-- NAME --> and <!-- end --> (options, kinds, filters) must be
what the program prints, that of scores what the report of the training says
(tools/train/page.json, capture.json), that of speed what tools/bench recorded
(tools/bench.json); --update writes them. Every command of a block opened
by ```sh run is run in the repository's top directory and must succeed; a ```text
block right after it must be what it prints, and --update fills it.
"""
import json
import os
import re
import subprocess
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
README = os.path.join(TOP, 'README.md')


def lines_of(winnow, option):
    return subprocess.run([winnow, option], capture_output=True, text=True,
                          check=True).stdout.splitlines()


def cell(text):
    return text.replace('|', '\\|').replace('<', '&lt;')


def option_rows(winnow):
    """The rows of --help, wrapped lines joined, with the group before each."""
    group, rows = '', []
    for line in lines_of(winnow, '--help'):
        option = re.match(r' {2,6}(-\w, )?(--[a-z-]+)(=\S+)?(?: +(.*))?$', line)
        if option:
            letter, name, argument, summary = option.groups('')
            rows.append([group, letter.strip(', '), name + argument, summary])
        elif line.startswith('     ') and rows:
            rows[-1][3] = (rows[-1][3] + ' ' + line.strip()).strip()
        else:
            group = line.rstrip(':')
    return rows


def options_table(winnow):
    out = ['| | option | |', '|---|---|---|']
    for group, letter, name, summary in option_rows(winnow):
        flags = (f'`{letter}`, ' if letter else '') + f'`{name}`'
        out.append(f'| {group} | {cell(flags)} | {cell(summary)} |')
    return out


def kinds_table(winnow):
    out = ['| kind | | what it is |', '|---|---|---|']
    for line in lines_of(winnow, '--list-kinds'):
        name, fate, summary = line.split(None, 2)
        out.append(f'| `{name}` | {fate} | {cell(summary)} |')
    return out


def filters_table(winnow):
    out = ['| filter | what it does |', '|---|---|']
    for line in lines_of(winnow, '--list-filters'):
        name, summary = line.split(None, 1)
        out.append(f'| `{name}` | {cell(summary)} |')
    return out


def scores_table(_):
    with open(os.path.join(TOP, 'tools', 'train', 'page.json'), encoding='utf8') as file:
        (_, folds), (_, left_out) = json.load(file).items()
    out = ['| pages | | F1, sites unseen | F1, set unseen |', '|---|---|---|---|']
    for name, (f1, n) in folds.items():
        count = '' if name.startswith('mean') else n
        apart = f'{left_out[name][0]:.3f}' if name in left_out else ''
        out.append(f'| {name} | {count} | {f1:.3f} | {apart} |')
    return out


def capture_scores_table(_):
    with open(os.path.join(TOP, 'tools', 'train', 'capture.json'), encoding='utf8') as file:
        report = json.load(file)
    apart = [(report[title], head) for title, head in (
        ('each renderer left out of training', 'F1, renderer unseen'),
        ('each set left out of training', 'F1, set unseen')) if title in report]
    out = ['| captures | | F1, sites unseen |' + ''.join(f' {head} |' for _, head in apart),
           '|---|---|---|' + '---|' * len(apart)]
    for name, (f1, n) in report['3 folds by site'].items():
        if name.endswith(('-made', '-part', '-clean')):
            continue
        count = '' if name.startswith('mean') else n
        others = ''.join(f' {rows[name][0]:.3f} |' if name in rows else ' |' for rows, _ in apart)
        out.append(f'| {name} | {count} | {f1:.3f} |{others}')
    return out


def times(row):
    median, least, most = row['ratio']
    return f'{median:.1f} ({least:.1f} to {most:.1f})'


def speed_table(_):
    with open(os.path.join(TOP, 'tools', 'bench.json'), encoding='utf8') as file:
        report = json.load(file)
    alone = report['extraction']
    out = [f'| {alone["pages"]} pages, {alone["bytes"] / 1e6:.0f} MB | extraction | '
           'whole job | peak memory |', '|---|---|---|---|']
    for name, row in alone['peers'].items():
        job = report['job'].get(name)
        memory = '' if job is None else f'{job["peak_kib"] / 1024:.0f} MiB'
        if name == 'winnow':
            rates = [f'{alone["pages"] / seconds:.0f} pages/s'
                     for seconds in (row['seconds'], job['seconds'])]
        else:
            rates = [times(row), '' if job is None else times(job)]
        out.append(f'| {name} | {rates[0]} | {rates[1]} | {memory} |')
    return out


TABLES = {'options': options_table, 'kinds': kinds_table,
          'filters': filters_table, 'scores': scores_table,
          'capture scores': capture_scores_table, 'speed': speed_table}


def rewrite(readme, winnow):
    """The README with every table as the program has it."""
    for name, make in TABLES.items():
        opening = f'<!-- {name} -->\n'
        assert readme.count(opening) == 1, f'no table of {name}'
        start = readme.index(opening) + len(opening)
        end = readme.index('<!-- end -->', start)
        readme = (readme[:start] + '\n'.join(make(winnow)) + '\n' +
                  readme[end:])
    return readme


# A block that is run, and the block of what it prints, if there is one.
RUN = re.compile(r'^```sh run\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?',
                 re.M | re.S)


def run(script, winnow):
    path = os.path.dirname(winnow) + ':' + os.environ['PATH']
    return subprocess.run(
        ['bash', '-euo', 'pipefail', '-c', script], cwd=TOP, check=False,
        env=dict(os.environ, LC_ALL='C.UTF-8', PATH=path),
        stdin=subprocess.DEVNULL, capture_output=True, text=True)


def check_commands(readme, winnow):
    faults = 0
    found = list(RUN.finditer(readme))
    assert found, 'README.md shows no command that is run'
    for block in found:
        done = run(block[1], winnow)
        if done.returncode == 0 and block[2] in (None, done.stdout):
            continue
        faults += 1
        print(f'{block[1]}status {done.returncode}\n{done.stderr}'
              f'{done.stdout}')
    return faults


def fill(readme, winnow):
    """The README with what every command prints under it."""
    def with_output(block):
        if block[2] is None:
            return block[0]
        printed = run(block[1], winnow).stdout
        return f'```sh run\n{block[1]}```\n\n```text\n{printed}```\n'
    return RUN.sub(with_output, readme)


def main():
    winnow = os.path.abspath(sys.argv[1])
    with open(README, encoding='utf8') as file:
        readme = file.read()
    wanted = rewrite(readme, winnow)
    if '--update' in sys.argv:
        wanted = fill(wanted, winnow)
        with open(README, 'w', encoding='utf8') as file:
            file.write(wanted)
    elif wanted != readme:
        print('the tables of README.md are not those of the program: '
              'tests/check_readme.py WINNOW --update')
        return 1
    return check_commands(wanted, winnow) != 0


if __name__ == '__main__':
    sys.exit(main())

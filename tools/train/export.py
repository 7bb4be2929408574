#!/usr/bin/env python3
"""Writes a trained net as the C table that the program is built with.

  export.py page|capture [OUT.c]     OUT: else standard output

Reads page.npz and page.json, or capture.npz and capture.json, beside it.

The checkpoint holds the floating-point weights under the names of model.py, the
report the scores that are told in the table's head. Each layer is
rounded to integers of 2^-shift, with the largest shift for which no sum can
leave 32 bits; net.h says what the scales are. Needs numpy.
"""
import json
import os
import sys

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
ROW, VALUE = 64, 256         # what 1.0 is
ROW_MOST, VALUE_MOST, SUMMARY_MOST = 255, 16383, 1020
SHIFT_MOST = 12
DILATIONS = (1, 2, 4, 1, 2)
LANES = 8  # WINNOW_NET_LANES


def log2(n):
    return int(n).bit_length() - 1


def quantize(weights, bias, inputs):
    """`weights`: one matrix [in, out] an input; `inputs`: for each (what 1.0 is,
    the largest value). Integers, and the shift of the sums to values."""
    for shift in range(SHIFT_MOST, -1, -1):
        # All inputs are brought to the scale of the first: 2^shift times its.
        unit = inputs[0][0] << shift
        whole = [numpy.rint(w * (unit / one)).astype(numpy.int64)
                 for w, (one, _) in zip(weights, inputs)]
        offset = numpy.rint(bias * unit).astype(numpy.int64)
        most = abs(offset) + sum(abs(w).sum(0) * top for w, (_, top) in zip(whole, inputs))
        if most.max() < 2 ** 30 and all(abs(w).max() <= 32767 for w in whole):
            return whole, offset, log2(unit // VALUE)
    raise SystemExit('weights too large for 32-bit sums')


def layer(arrays, name):
    return arrays[name + '.weight'].T.astype(float), arrays[name + '.bias'].astype(float)


def integers(arrays):
    """Every table of the net: name -> (array, or shift)."""
    out = {}
    weights, bias = layer(arrays, 'first')
    (first,), offset, shift = quantize([weights], bias, [(ROW, ROW_MOST)])
    out['first'] = first, offset, shift
    weights, bias = layer(arrays, 'page')
    n_summary = len(weights) - arrays['first.bias'].shape[0]
    (summary, mean), offset, shift = quantize(
        [weights[:n_summary], weights[n_summary:]], bias,
        [(VALUE, SUMMARY_MOST), (VALUE, VALUE_MOST)])
    out['page_summary'], out['page_mean'] = (summary, offset, shift), (mean, None, shift)
    for name in ('page_to', 'to_pool', 'from_pool', 'hidden', 'out'):
        weights, bias = layer(arrays, name)
        (whole,), offset, shift = quantize([weights], bias, [(VALUE, VALUE_MOST)])
        out[name] = (whole, offset, shift)
    for k in range(len(DILATIONS)):
        part = f'before.{k}' if k < 3 else f'after.{k - 3}'
        deep = arrays[part + '.deep'].astype(float)
        (whole,), _, shift = quantize([deep], numpy.zeros(deep.shape[1]),
                                      [(VALUE, VALUE_MOST)])
        out[f'deep_{k}'] = (whole, None, shift)
        weights, bias = layer(arrays, part + '.point')
        (whole,), offset, shift = quantize([weights], bias, [(VALUE, VALUE_MOST)])
        out[f'point_{k}'] = (whole, offset, shift)
    return out


def c_array(kind, name, values):
    lines, line = [], '   '
    for value in values:
        text = f' {value},'
        if len(line) + len(text) > 80:
            lines.append(line)
            line = '   '
        line += text
    return f'static const {kind} {name}[] = {{\n' + '\n'.join(lines + [line]) + '\n};\n'


def padded(values):
    """[..., out] with as many zeros behind as make the outputs fill LANES."""
    return numpy.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, -values.shape[-1] % LANES)])


def paired(weights):
    """[in, out] as net.h has it: [pair of inputs][out][input of the pair]."""
    weights = padded(numpy.pad(weights, ((0, len(weights) % 2), (0, 0))))
    return weights.reshape(-1, 2, weights.shape[1]).transpose(0, 2, 1)


def c_layer(name, tables):
    _, bias, shift = tables[name]
    return f'{{{name}_weights, {name + "_bias" if bias is not None else "NULL"}, {shift}}}'


SOURCES = (
    ('cleaneval', 'CleanEval 2007, no licence stated'),
    ('dragnet', 'dragnet data, AGPL-3'),
    ('forum', 'magic-html benchmark, Apache-2.0'),
    ('fundus', 'fundus test pages, MIT'),
    ('waddle', 'DAnIEL and waddle, GPL-3'),
    ('wcxb', 'Web Content Extraction Benchmark, CC-BY-4.0'),
    ('xmu', 'Chinese news of six sites, no licence stated'),
)


WHAT = {
    'page': ('pages', 'Trained on (sets of pages with the text to keep, and their licences; no\n'
             'text of them is in the weights):'),
    'capture': ('captures', 'Trained on text captures of pages, and on pages laid out as text by the\n'
                'training itself (sets with the text to keep, and their licences; no text\n'
                'of them is in the weights):'),
}


def head(what, report):
    """What the table was made of and what it is worth, as comment lines."""
    yield from WHAT[what][1].split('\n')
    yield from (f'  {name}: {licence}' for name, licence in SOURCES)
    for title, rows in report.items():
        yield ''
        yield f'Word F1 of nets trained the same way, {title}:'
        yield from (f'  {name:24} {n:5} {f1:.4f}' for name, (f1, n) in rows.items())


def write(what, arrays, report, out):
    tables = integers(arrays)
    out.write(f'/* The weights of the net for {WHAT[what][0]}. GENERATED by tools/train/export.py\n'
              f' * from tools/train/{what}.npz, which tools/train/train makes.\n *\n')
    for line in head(what, report):
        out.write((' * ' + line).rstrip() + '\n')
    out.write(' */\n#include "label/weights.h"\n\n')
    for name, (weights, bias, _) in tables.items():
        out.write(c_array('int16_t', name + '_weights', paired(weights).reshape(-1)))
        if bias is not None:
            out.write(c_array('int32_t', name + '_bias', padded(bias)))
    convs = ',\n'.join(
        f'              {{deep_{k}_weights, {tables[f"deep_{k}"][2]}, {dilation},\n'
        f'               {c_layer(f"point_{k}", tables)}}}'
        for k, dilation in enumerate(DILATIONS))
    out.write(f'\nconst struct winnow_net winnow_{what}_net = {{\n'
              f'    .n_features = {len(tables["first"][0])},\n'
              f'    .n_summary = {len(tables["page_summary"][0])},\n')
    for name in ('first', 'page_summary', 'page_mean', 'page_to', 'to_pool',
                 'from_pool', 'hidden', 'out'):
        out.write(f'    .{name} = {c_layer(name, tables)},\n')
    out.write(f'    .convs = {{\n{convs}}},\n}};\n')


def main():
    what = sys.argv[1]
    arrays = numpy.load(os.path.join(HERE, what + '.npz'))
    with open(os.path.join(HERE, what + '.json'), encoding='utf8') as file:
        report = json.load(file)
    if len(sys.argv) > 2:
        with open(sys.argv[2], 'w', encoding='ascii', newline='\n') as out:
            write(what, arrays, report, out)
    else:
        write(what, arrays, report, sys.stdout)


if __name__ == '__main__':
    main()

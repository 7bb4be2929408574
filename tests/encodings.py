#!/usr/bin/env python3
"""Every label and every encoding of the Encoding Standard, against its indexes.

  tests/encodings.py DECODE-STRINGS FOLDER [--strings N] [--gnu]

The indexes and labels come from the npm package text-encoding, which is fetched
into FOLDER by npm; where it cannot be, the test counts as skipped (exit 77). The
decoders below are written from the standard's sections 8 to 14 and share nothing
with winnow's. Compared are: all labels; every byte of the single-byte encodings;
every pointer of the multi-byte ones; N random strings (100,000) in each encoding,
with the count of malformed sequences. DECODE-STRINGS itself checks the map of each
string, and that a chain reads one in a hundred the same in one piece and byte by
byte. With --gnu, iconv is not the system's but GNU libiconv, compiled by cc from
what the npm package iconv brings along, in the place of the system's by LD_PRELOAD.
Standard library only.
"""
import json
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tarfile

INDEXES = 'text-encoding@0.7.0'
LIBICONV = 'iconv@3.0.1'
MALFORMED = -1

# The package holds the index of gb18030 as it was before GB 18030-2022, which the
# standard follows now: pointers whose characters moved out of the private use area.
GB18030_2022 = {0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13, 0xA6DD: 0xFE14,
                0xA6DE: 0xFE15, 0xA6DF: 0xFE16, 0xA6EC: 0xFE17, 0xA6ED: 0xFE18, 0xA6F3: 0xFE19,
                0xFE59: 0x9FB4, 0xFE61: 0x9FB5, 0xFE66: 0x9FB6, 0xFE67: 0x9FB7, 0xFE6D: 0x9FB8,
                0xFE7E: 0x9FB9, 0xFE90: 0x9FBA, 0xFEA0: 0x9FBB}


def skip(why):
    print('skipped:', why)
    sys.exit(77)


def fetch(folder, package):
    """The package's archive."""
    npm = shutil.which('npm')
    if npm is None:
        skip('there is no npm')
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, package.replace('@', '-') + '.tgz')
    if not os.path.exists(path):
        done = subprocess.run([npm, 'pack', package], cwd=folder, capture_output=True, check=False)
        if done.returncode != 0 or not os.path.exists(path):
            skip(f'npm does not get {package}')
    return tarfile.open(path)


def gnu_libiconv(folder):
    """The environment in which programs meet GNU libiconv."""
    library = os.path.abspath(os.path.join(folder, 'libiconv_plug.so'))
    with fetch(folder, LIBICONV) as archive:
        archive.extractall(os.path.join(folder, 'libiconv'), filter='data')
    package = os.path.join(folder, 'libiconv', 'package')
    compiler = shutil.which('cc')
    if compiler is None:
        skip('there is no cc')
    subprocess.run([compiler, '-O1', '-w', '-fPIC', '-shared', '-DLIBICONV_PLUG', '-DENABLE_EXTRA=1',
                    '-DICONV_CONST=const', '-I' + os.path.join(package, 'support'),
                    os.path.join(package, 'deps/libiconv/lib/iconv.c'),
                    os.path.join(package, 'support/localcharset.c'), '-o', library], check=True)
    return dict(os.environ, LD_PRELOAD=library)


def read_indexes(text):
    indexes = {name: json.loads(rows)
               for name, rows in re.findall(r'"([a-z0-9-]+)":\s*(\[.*\])', text)}
    gb18030 = indexes['gb18030']
    for code, character in GB18030_2022.items():
        trail = code & 0xFF
        gb18030[((code >> 8) - 0x81) * 190 + trail - (0x40 if trail < 0x7F else 0x41)] = character
    return indexes


def read_labels(text):
    table = text[text.index('var encodings = ['):]
    return [(label, name) for labels, name in
            re.findall(r'"labels":\s*\[([^\]]*)\],\s*"name":\s*"([^"]*)"', table)
            for label in re.findall(r'"([^"]*)"', labels)]


# ---- decoders: a list of code points, MALFORMED for each error ---------------

def decode_utf8(data):
    out, needed, seen, point, low, high, i = [], 0, 0, 0, 0x80, 0xBF, 0
    while i < len(data):
        byte = data[i]
        i += 1
        if needed == 0:
            if byte < 0x80:
                out.append(byte)
            elif 0xC2 <= byte <= 0xDF:
                needed, point = 1, byte & 0x1F
            elif 0xE0 <= byte <= 0xEF:
                low = 0xA0 if byte == 0xE0 else low
                high = 0x9F if byte == 0xED else high
                needed, point = 2, byte & 0xF
            elif 0xF0 <= byte <= 0xF4:
                low = 0x90 if byte == 0xF0 else low
                high = 0x8F if byte == 0xF4 else high
                needed, point = 3, byte & 7
            else:
                out.append(MALFORMED)
            continue
        if not low <= byte <= high:
            needed, seen, point, low, high = 0, 0, 0, 0x80, 0xBF
            i -= 1
            out.append(MALFORMED)
            continue
        low, high, point, seen = 0x80, 0xBF, point << 6 | byte & 0x3F, seen + 1
        if seen == needed:
            out.append(point)
            needed, seen, point = 0, 0, 0
    if needed:
        out.append(MALFORMED)
    return out


def decode_utf16(data, order):
    out, surrogate, i = [], 0, 0
    while i + 1 < len(data):
        unit = int.from_bytes(data[i:i + 2], order)
        i += 2
        if surrogate:
            lead, surrogate = surrogate, 0
            if 0xDC00 <= unit <= 0xDFFF:
                out.append(0x10000 + ((lead - 0xD800) << 10) + unit - 0xDC00)
                continue
            i -= 2
            out.append(MALFORMED)
        elif 0xD800 <= unit <= 0xDBFF:
            surrogate = unit
        elif 0xDC00 <= unit <= 0xDFFF:
            out.append(MALFORMED)
        else:
            out.append(unit)
    if surrogate or i < len(data):
        out.append(MALFORMED)
    return out


def decode_single(data, index):
    out = []
    for byte in data:
        point = byte if byte < 0x80 else index[byte - 0x80]
        out.append(MALFORMED if point is None else point)
    return out


def at(index, pointer):
    return index[pointer] if pointer is not None and 0 <= pointer < len(index) else None


def range_point(ranges, pointer):
    if 39419 < pointer < 189000 or pointer > 1237575:
        return None
    if pointer == 7457:
        return 0xE7C7
    offset, point = 0, 0
    for first, character in ranges:
        if first > pointer:
            break
        offset, point = first, character
    return point + pointer - offset


def decode_gb18030(data, index, ranges):
    out, first, second, third, i = [], 0, 0, 0, 0
    while i < len(data):
        byte = data[i]
        i += 1
        if third:
            if not 0x30 <= byte <= 0x39:
                i -= 3
                first = second = third = 0
                out.append(MALFORMED)
                continue
            point = range_point(ranges, ((first - 0x81) * 10 * 126 * 10
                                         + (second - 0x30) * 10 * 126
                                         + (third - 0x81) * 10 + byte - 0x30))
            first = second = third = 0
            out.append(MALFORMED if point is None else point)
        elif second:
            if 0x81 <= byte <= 0xFE:
                third = byte
                continue
            i -= 2
            first = second = 0
            out.append(MALFORMED)
        elif first:
            if 0x30 <= byte <= 0x39:
                second = byte
                continue
            lead, first, pointer = first, 0, None
            if 0x40 <= byte <= 0x7E or 0x80 <= byte <= 0xFE:
                pointer = (lead - 0x81) * 190 + byte - (0x40 if byte < 0x7F else 0x41)
            point = at(index, pointer)
            if point is None and byte < 0x80:
                i -= 1
            out.append(MALFORMED if point is None else point)
        elif byte < 0x80:
            out.append(byte)
        elif byte == 0x80:
            out.append(0x20AC)
        elif byte <= 0xFE:
            first = byte
        else:
            out.append(MALFORMED)
    if first:
        out.append(MALFORMED)
    return out


BIG5_PAIRS = {1133: (0xCA, 0x304), 1135: (0xCA, 0x30C), 1164: (0xEA, 0x304), 1166: (0xEA, 0x30C)}


def decode_two(data, points, is_lead, alone):
    """Encodings of one lead and one trail byte: `points` gives the characters of a
    pair, or None; `alone` what a byte beyond ASCII that leads nothing stands for."""
    out, lead, i = [], 0, 0
    while i < len(data):
        byte = data[i]
        i += 1
        if lead:
            found, lead = points(lead, byte), 0
            if found is None:
                if byte < 0x80:
                    i -= 1
                out.append(MALFORMED)
            else:
                out.extend(found)
        elif byte < 0x80:
            out.append(byte)
        elif is_lead(byte):
            lead = byte
        else:
            out.append(alone(byte))
    if lead:
        out.append(MALFORMED)
    return out


def decode_big5(data, index):
    def points(lead, byte):
        if not (0x40 <= byte <= 0x7E or 0xA1 <= byte <= 0xFE):
            return None
        pointer = (lead - 0x81) * 157 + byte - (0x40 if byte < 0x7F else 0x62)
        if pointer in BIG5_PAIRS:
            return BIG5_PAIRS[pointer]
        point = at(index, pointer)
        return None if point is None else (point,)
    return decode_two(data, points, lambda b: 0x81 <= b <= 0xFE, lambda b: MALFORMED)


def decode_euc_kr(data, index):
    def points(lead, byte):
        if not 0x41 <= byte <= 0xFE:
            return None
        point = at(index, (lead - 0x81) * 190 + byte - 0x41)
        return None if point is None else (point,)
    return decode_two(data, points, lambda b: 0x81 <= b <= 0xFE, lambda b: MALFORMED)


def decode_shift_jis(data, index):
    def points(lead, byte):
        if not (0x40 <= byte <= 0x7E or 0x80 <= byte <= 0xFC):
            return None
        pointer = ((lead - (0x81 if lead < 0xA0 else 0xC1)) * 188
                   + byte - (0x40 if byte < 0x7F else 0x41))
        if 8836 <= pointer <= 10715:
            return (0xE000 - 8836 + pointer,)
        point = at(index, pointer)
        return None if point is None else (point,)

    def alone(byte):
        if byte == 0x80:
            return byte
        return 0xFF61 - 0xA1 + byte if 0xA1 <= byte <= 0xDF else MALFORMED
    return decode_two(data, points, lambda b: 0x81 <= b <= 0x9F or 0xE0 <= b <= 0xFC, alone)


def decode_euc_jp(data, jis0208, jis0212):
    out, lead, is_0212, i = [], 0, False, 0
    while i < len(data):
        byte = data[i]
        i += 1
        if lead == 0x8E and 0xA1 <= byte <= 0xDF:
            lead = 0
            out.append(0xFF61 - 0xA1 + byte)
        elif lead == 0x8F and 0xA1 <= byte <= 0xFE:
            is_0212, lead = True, byte
        elif lead:
            point = None
            if 0xA1 <= lead <= 0xFE and 0xA1 <= byte <= 0xFE:
                point = at(jis0212 if is_0212 else jis0208, (lead - 0xA1) * 94 + byte - 0xA1)
            lead, is_0212 = 0, False
            if point is None and byte < 0x80:
                i -= 1
            out.append(MALFORMED if point is None else point)
        elif byte < 0x80:
            out.append(byte)
        elif byte in (0x8E, 0x8F) or 0xA1 <= byte <= 0xFE:
            lead = byte
        else:
            out.append(MALFORMED)
    if lead:
        out.append(MALFORMED)
    return out


ESCAPES = {b'(B': 'ascii', b'(J': 'roman', b'(I': 'katakana', b'$@': 'lead', b'$B': 'lead'}


def decode_iso_2022_jp(data, jis0208):
    out, state, output_state, lead, has_output, i = [], 'ascii', 'ascii', 0, False, 0
    while True:
        byte = data[i] if i < len(data) else None
        i += 1
        if state in ('ascii', 'roman', 'katakana', 'lead'):
            if byte is None:
                return out
            if byte == 0x1B:
                state = 'escape start'
                continue
            has_output = False
            if state == 'katakana':
                out.append(0xFF61 - 0x21 + byte if 0x21 <= byte <= 0x5F else MALFORMED)
            elif state == 'lead':
                if 0x21 <= byte <= 0x7E:
                    lead, state = byte, 'trail'
                else:
                    out.append(MALFORMED)
            elif byte >= 0x80 or byte in (0x0E, 0x0F):
                out.append(MALFORMED)
            elif state == 'roman' and byte in (0x5C, 0x7E):
                out.append(0xA5 if byte == 0x5C else 0x203E)
            else:
                out.append(byte)
        elif state == 'trail':
            if byte is None:
                state = 'lead'
                i -= 1
                out.append(MALFORMED)
            elif byte == 0x1B:
                state = 'escape start'
                out.append(MALFORMED)
            else:
                state = 'lead'
                point = None
                if 0x21 <= byte <= 0x7E:
                    point = at(jis0208, (lead - 0x21) * 94 + byte - 0x21)
                out.append(MALFORMED if point is None else point)
        elif state == 'escape start':
            if byte in (0x24, 0x28):
                lead, state = byte, 'escape'
                continue
            i -= 1
            has_output, state = False, output_state
            out.append(MALFORMED)
        else:
            new = None if byte is None else ESCAPES.get(bytes((lead, byte)))
            if new is not None:
                state = output_state = new
                was, has_output = has_output, True
                if was:
                    out.append(MALFORMED)
                continue
            i -= 2
            has_output, state = False, output_state
            out.append(MALFORMED)


def decoders(indexes):
    ranges = indexes['gb18030-ranges']
    found = {
        'UTF-8': decode_utf8,
        'UTF-16BE': lambda data: decode_utf16(data, 'big'),
        'UTF-16LE': lambda data: decode_utf16(data, 'little'),
        'GBK': lambda data: decode_gb18030(data, indexes['gb18030'], ranges),
        'gb18030': lambda data: decode_gb18030(data, indexes['gb18030'], ranges),
        'Big5': lambda data: decode_big5(data, indexes['big5']),
        'EUC-JP': lambda data: decode_euc_jp(data, indexes['jis0208'], indexes['jis0212']),
        'ISO-2022-JP': lambda data: decode_iso_2022_jp(data, indexes['jis0208']),
        'Shift_JIS': lambda data: decode_shift_jis(data, indexes['jis0208']),
        'EUC-KR': lambda data: decode_euc_kr(data, indexes['euc-kr']),
        'replacement': lambda data: [MALFORMED] if data else [],
        'x-user-defined': lambda data: [b if b < 0x80 else 0xF780 + b - 0x80 for b in data],
    }
    names = ['IBM866', 'macintosh', 'x-mac-cyrillic', 'KOI8-R', 'KOI8-U', 'windows-874']
    names += [f'windows-{n}' for n in range(1250, 1259)]
    names += [f'ISO-8859-{n}' for n in (*range(2, 9), 10, 13, 14, 15, 16)] + ['ISO-8859-8-I']
    for name in names:
        index = indexes[name.lower().removesuffix('-i')]
        found[name] = lambda data, index=index: decode_single(data, index)
    return found


# ---- strings -----------------------------------------------------------------

def all_codes(name):
    """Every byte, and every sequence that may be a character, each ended by ASCII."""
    if name in ('UTF-16BE', 'UTF-16LE'):
        order = 'big' if name.endswith('BE') else 'little'
        yield from (unit.to_bytes(2, order) for unit in range(0x10000))
        return
    if name == 'ISO-2022-JP':
        yield from (bytes((0x1B, 0x24, 0x42, a, b)) for a in range(128) for b in range(128))
        yield from (b'\x1b' + set_ + bytes((b,)) for set_ in ESCAPES for b in range(256))
        return
    yield from (bytes((b,)) for b in range(256))
    if name in ('GBK', 'gb18030', 'Big5', 'EUC-JP', 'Shift_JIS', 'EUC-KR'):
        yield from (bytes((a, b, 10)) for a in range(128, 256) for b in range(256))
    if name == 'EUC-JP':
        yield from (bytes((0x8F, a, b, 10)) for a in range(0xA0, 256) for b in range(0xA0, 256))
    if name == 'gb18030':
        for pointer in (*range(39600), *range(188900, 189100), *range(1237500, 1237700)):
            rest, fourth = divmod(pointer, 10)
            rest, third = divmod(rest, 126)
            first, second = divmod(rest, 10)
            if first <= 0x7D:
                yield bytes((first + 0x81, second + 0x30, third + 0x81, fourth + 0x30))
    if name == 'UTF-8':
        yield from (bytes((a, b, c, 0x80)) for a in range(0xC0, 256)
                    for b in range(0x70, 0xD0) for c in (0x41, 0x7F, 0x80, 0xBF, 0xC0))


SPECIAL = b'\x00\x0e\x0f\x1b$@B(JI09:@AZ\\az{~\x7f\x80\x81\x8e\x8f\x9f\xa0\xa1\xbf\xc0\xc2\xdf' \
          b'\xe0\xed\xef\xf0\xf4\xf5\xfc\xfd\xfe\xff\xd8\xdc'


def random_string(dice):
    length = dice.randrange(1, 13)
    way = dice.randrange(5)
    if way == 0:
        return dice.randbytes(length)
    if way == 1:
        return bytes(b | 0x80 for b in dice.randbytes(length))
    if way == 2:
        return bytes(dice.choice(SPECIAL) for _ in range(length))
    if way == 3:
        return b''.join(dice.choice((b'\x1b$B', b'\x1b(J', b'\x1b(I', b'\x1b(B', b'\x1b$@', b'\x1b$',
                                     b'0!', b'a', dice.randbytes(1))) for _ in range(length))
    return b''.join(dice.choice((dice.randbytes(1), b'a', bytes((dice.randrange(0x81, 0xFF),
                                 dice.randrange(0x30, 0xFF)))) ) for _ in range(length))


# ---- the comparison ----------------------------------------------------------

def run(program, name, strings):
    out = bytearray(f'{name} {len(strings)}\n'.encode())
    for string in strings:
        out += struct.pack('<I', len(string)) + string
    done = subprocess.run([program], input=bytes(out), stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f'{program} ends with status {done.returncode}')
    answer, place = done.stdout, 0
    for _ in strings:
        length = struct.unpack_from('<I', answer, place)[0]
        text = answer[place + 4:place + 4 + length]
        place += length + 8
        yield text, struct.unpack_from('<I', answer, place - 4)[0]


def as_text(points):
    return ''.join('\ufffd' if p == MALFORMED else chr(p) for p in points).encode()


def check(program, name, decode, what, strings):
    wrong = 0
    for string, (text, malformed) in zip(strings, run(program, name, strings)):
        points = decode(string)
        if text == as_text(points) and malformed == points.count(MALFORMED):
            continue
        wrong += 1
        if wrong <= 3:
            print(f'  {name}: {string.hex()}: {text!r} ({malformed} malformed), by the standard '
                  f'{as_text(points)!r} ({points.count(MALFORMED)})')
    print(f'{name}: {len(strings)} {what}, {wrong} wrong')
    return wrong


def check_labels(program, labels):
    forms = [(change(label), name) for label, name in labels
             for change in (str, str.upper, lambda s: f' \t{s}\r\n')]
    forms += [(label + tail, '-') for label, _ in labels[:40] for tail in ('x', '//IGNORE', '\x0b')]
    done = subprocess.run([program] + [label for label, _ in forms], capture_output=True, text=True,
                          check=True).stdout.split('\n')
    wrong = [(label, name, found) for (label, name), found in zip(forms, done)
             if found.lower() != name.lower()]
    print(f'labels: {len(labels)} in {len(forms)} forms, {len(wrong)} wrong', *wrong[:5], sep='\n  ')
    return len(wrong)


def main():
    arguments, n_random = sys.argv[1:], 100000
    gnu = '--gnu' in arguments
    if gnu:
        arguments.remove('--gnu')
    if '--strings' in arguments:
        place = arguments.index('--strings')
        n_random = int(arguments[place + 1])
        del arguments[place:place + 2]
    if len(arguments) != 2:
        sys.exit(__doc__)
    program, folder = arguments
    with fetch(folder, INDEXES) as archive:
        files = [archive.extractfile('package/lib/' + name).read().decode()
                 for name in ('encoding-indexes.js', 'encoding.js')]
    if gnu:
        os.environ.update(gnu_libiconv(folder))
    labels = read_labels(files[1])
    wrong = check_labels(program, labels)
    known = decoders(read_indexes(files[0]))
    missing = {name.lower() for _, name in labels} - {name.lower() for name in known}
    if missing:
        sys.exit(f'no decoder of {missing}')
    dice = random.Random(20)
    for name, decode in known.items():
        wrong += check(program, name, decode, 'codes', list(all_codes(name)))
        wrong += check(program, name, decode, 'random strings',
                       [random_string(dice) for _ in range(n_random)])
    sys.exit(wrong != 0)


main()

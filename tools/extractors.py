"""Other extractors: what they are, how they are installed and called.

They are installed into build/peers/venv by pip at the versions named below;
rs-trafilatura comes as source and needs a Rust toolchain. What calls them runs in
that environment, as a worker of its own: worker() starts one, text_maker() and
pages_of() are for inside. Standard library only, but for what it installs.
"""
import codecs
import collections
import importlib
import json
import os
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = os.path.join(HERE, '..', 'build', 'peers')
PYTHON = os.path.join(PLACE, 'venv', 'bin', 'python')
WARC_READER = 'fastwarc==2.0.1'

# `call`: the expression that makes the text of a `page` from `uri`.
Peer = collections.namedtuple('Peer', 'packages module call')
TRAFILATURA = ('trafilatura==2.3.1 justext==3.0.2 lxml==6.1.3 '
               'lxml_html_clean==0.4.6')  # lxml has it no more, justext asks lxml for it
PEERS = {
    'trafilatura': Peer(
        TRAFILATURA, 'trafilatura', 'module.extract(page, include_comments=False)'),
    'trafilatura+comments': Peer(
        TRAFILATURA, 'trafilatura', 'module.extract(page, include_comments=True)'),
    'rs-trafilatura': Peer(
        'rs-trafilatura==0.1.1', 'rs_trafilatura',
        'module.extract(page, url=uri).main_content'),
    'resiliparse': Peer(
        'resiliparse==2.0.1', 'resiliparse.extract.html2text',
        'module.extract_plain_text(page, main_content=True, alt_texts=False)'),
    'turbohtml': Peer(
        'turbohtml==1.15.4', 'turbohtml', 'module.parse(page).article().text'),
    'readability-lxml': Peer(
        'readability-lxml==0.9 lxml==6.1.3 lxml_html_clean==0.4.6',
        'readability.readability',
        '" ".join(module.document_fromstring(module.Document(page).summary()).itertext())'),
}

# Python's codecs where the Encoding Standard's names mean more, or are unknown.
CODECS = {'GBK': 'gb18030', 'Big5': 'big5hkscs', 'Shift_JIS': 'cp932', 'EUC-KR': 'cp949',
          'IBM866': 'cp866', 'ISO-8859-8-I': 'iso8859-8', 'windows-874': 'cp874',
          'x-mac-cyrillic': 'mac_cyrillic'}


# The environment


def install(peers):
    """Those of the peers asked for that could be installed."""
    if not os.path.exists(PYTHON):
        venv.create(os.path.join(PLACE, 'venv'), with_pip=True)
    if not pip_install(WARC_READER):
        sys.exit(f'cannot install {WARC_READER}')
    have = [peer for peer in peers if pip_install(PEERS[peer].packages)]
    for peer in set(peers) - set(have):
        print(f'{peer} could not be installed and is left out', file=sys.stderr)
    return have


def pip_install(packages):
    """Whether these stand in the environment, after an attempt if they did not."""
    listed = os.path.join(PLACE, 'venv', 'installed')
    installed = read(listed).splitlines()
    if packages in installed:
        return True
    command = [PYTHON, '-m', 'pip', 'install', '-q', '--disable-pip-version-check',
               *packages.split()]
    if subprocess.run(command, check=False).returncode:
        return False
    write(listed, '\n'.join([*installed, packages]))
    return True


def read(path):
    if not os.path.exists(path):
        return ''
    with open(path, encoding='utf8') as file:
        return file.read()


def write(path, text):
    with open(path, 'w', encoding='utf8') as file:
        file.write(text)


def worker(script, *words):
    """A command that runs a script within the environment."""
    return [PYTHON, os.path.abspath(script), '--worker', *words]


# Within the environment


def pages_of(archive, charsets):
    """(URI, bytes, text) of every page."""
    warc = importlib.import_module('fastwarc.warc')
    with open(charsets, encoding='utf8') as file:
        charset_of = json.load(file)
    with open(archive, 'rb') as file:
        for record in warc.ArchiveIterator(file, record_types=warc.WarcRecordType.response,
                                           auto_decode='all'):
            uri, page = record.headers['WARC-Target-URI'], record.reader.read()
            yield uri, page, decode(page, charset_of.get(uri) or 'UTF-8')


def decode(page, charset):
    try:
        codec = codecs.lookup(CODECS.get(charset, charset)).name
    except LookupError:
        codec = 'utf-8'
    return page.decode(codec, 'replace').removeprefix('\ufeff')


def text_maker(name):
    """A function from (URI, page) to the text that a peer finds: empty where it
    fails, by whatever exception (panics of Rust are none of Exception's)."""
    module = importlib.import_module(PEERS[name].module)
    call = compile(PEERS[name].call, name, 'eval')

    def text_of(uri, page):
        try:
            return eval(call, {'module': module, 'uri': uri, 'page': page}) or ''
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # pylint: disable=broad-except
            print(f'{uri}: {type(error).__name__}: {error}'[:400], file=sys.stderr)
            return ''
    return text_of

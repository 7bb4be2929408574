#!/usr/bin/env python3
"""Install into an empty directory and use what stands there, as a user would:
install.py BUILD-DIRECTORY EXAMPLE.C

Checks that program, header, both libraries, pkg-config file and manual page
are installed, and that the example compiles by pkg-config alone and runs.
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fixtures  # noqa: E402

build, example = (os.path.abspath(a) for a in sys.argv[1:])
if not shutil.which('meson') or not shutil.which('pkg-config'):
    sys.exit(77)


def run(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, **more)


def only(root, name):
    found = glob.glob(os.path.join(root, '**', name), recursive=True)
    assert found, f'{name} is not installed'
    return found[0]


with tempfile.TemporaryDirectory(prefix='winnow-install-') as root:
    run('meson', 'install', '-C', build, '--no-rebuild', '--quiet',
        '--destdir', root)
    for name in ('bin/winnow', 'winnow.h', 'libwinnow.a', 'libwinnow.so',
                 'man1/winnow.1*'):
        only(root, name)
    environment = dict(os.environ, PKG_CONFIG_SYSROOT_DIR=root,
                       PKG_CONFIG_PATH=os.path.dirname(only(root, 'winnow.pc')),
                       LD_LIBRARY_PATH=os.path.dirname(
                           only(root, 'libwinnow.so')))
    flags = run('pkg-config', '--cflags', '--libs', 'winnow',
                env=environment).stdout.decode().split()
    program = os.path.join(root, 'example')
    run('cc', '-std=c17', '-Wall', '-Werror', example, '-o', program, *flags)
    page = fixtures.files()['page.html'].encode()
    text = run(program, input=page, env=environment).stdout.decode()
    assert text.startswith('The count of ships\n'), text
    version = run(only(root, 'bin/winnow'), '--version').stdout.decode()
    assert version.startswith('winnow '), version

#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that the sources keep and that no compiler enforces (CONTRIBUTING.md)."""

import re
import subprocess

from tap import Skip, complaints_of, files, run, short, text, tool

# What each layer may include besides itself: the arrows of src/meson.build, followed to their end.
ARROWS = {'core': set()}
ARROWS['data'] = ARROWS['train'] = ARROWS['draw'] = {'core'}
ARROWS['document'] = {'core', 'data', 'train'}
ARROWS['report'] = {'draw', 'document'} | ARROWS['document']
ARROWS['cli'] = ARROWS['widgets'] = {'report'} | ARROWS['report']
ARROWS['app'] = {'widgets'} | ARROWS['widgets']

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
GTK = re.compile(r'^(gtk/|gdk/|gsk/|adwaita\.h)')

MAX_LINES = 600


def sources():
    return files('.c', '.h', under='src') + files('.c', '.h', under='tests')


def includes(path):
    return INCLUDE.findall(text(path))


def layer(path):
    """core of src/core/pn-spec.c and of tests/core/test-spec.c"""
    return short(path).split('/')[1]


def check_arrows():
    """Includes follow the arrows between the layers."""
    owner = {path.name: layer(path) for path in files('.h', under='src')}
    complaints = []
    for path in sources():
        here = layer(path)
        if here not in ARROWS:
            continue
        for _, header in includes(path):
            there = owner.get(header, here)
            if there != here and there not in ARROWS[here]:
                complaints.append(f'{short(path)}: includes {header} of {there}, which {here} '
                                  f'must not know')
    return complaints


def check_unique_headers():
    """No two headers have one name, so that an include names its layer."""
    names = [path.name for path in files('.h', under='src')]
    return sorted({name for name in names if names.count(name) > 1})


def check_private_headers():
    """A private header is included in its own layer only."""
    private = {path.name: layer(path) for path in files('.h', under='src')
               if path.stem.endswith('-private')}
    return [f'{short(path)}: includes {header}, private to {private[header]}'
            for path in sources() for _, header in includes(path)
            if private.get(header, layer(path)) != layer(path)]


def check_gtk():
    """GTK is used in widgets and app only."""
    return [f'{short(path)}: includes <{header}>'
            for path in sources() if layer(path) not in ('widgets', 'app', 'resources')
            for _, header in includes(path) if GTK.match(header)]


def check_cblas():
    """The BLAS header is included in one file."""
    users = [short(path) for path in files('.c', '.h', under='src')
             if any(header in ('cblas.h', 'f77blas.h') for _, header in includes(path))]
    return users if len(users) > 1 else []


def check_config_first():
    """Where a source includes config.h, it does so first."""
    complaints = []
    for path in files('.c', under='src'):
        names = [header for _, header in includes(path)]
        if 'config.h' in names[1:]:
            complaints.append(f'{short(path)}: config.h comes after {names[0]}')
    return complaints


def check_pragma_once():
    """Each header can be included twice."""
    return [short(path) for path in files('.h', under='src') if '#pragma once' not in text(path)]


def check_format():
    """The sources are formatted as .clang-format says."""
    program = tool('clang-format-14', 'clang-format')
    version = subprocess.run([program, '--version'], capture_output=True, text=True).stdout
    if ' 14.' not in version:
        raise Skip(f'the formatting is that of clang-format 14, this is: {version.strip()}')
    paths = {short(path): str(path) for path in sources()}
    lines = complaints_of(program, '--dry-run', '-Werror', *paths.values())
    return [f'{name}: clang-format -i would change it' for name, path in paths.items()
            if any(line.startswith(path + ':') for line in lines)]


def check_translatable():
    """Words for the screen are whole strings.

    xgettext cuts them off at G_GSIZE_FORMAT and its kin, so that they are never found in a
    translation: %zu is right for a gsize, and PRIu64 and PRId64 are understood for the rest.
    """
    call = re.compile(r'\b(?:N?C?_|NC_|Q_|ngettext) \(((?:[^()"]|"(?:\\.|[^"\\])*")*)\)')
    return [f'{short(path)}: G_…_FORMAT in {words.strip()[:60]}'
            for path in files('.c', under='src') for words in call.findall(text(path))
            if re.search(r'\bG_[A-Z0-9]+_FORMAT', words)]


def check_length():
    """No file is too long to be read."""
    counted = [(short(path), text(path).count('\n'))
               for path in sources() + files('.py', '.css') + files(under='build-aux')]
    return [f'{path}: {lines} lines, at most {MAX_LINES}' for path, lines in counted
            if lines > MAX_LINES]


def check_spdx():
    """Each source names its licence and its holders at its head."""
    complaints = []
    scripts = [path for path in files() if not path.suffix and text(path).startswith('#!')]
    for path in files('.c', '.h', '.py', '.sh', '.ui', '.css', '.svg', '.1', '.po') + scripts:
        head = '\n'.join(text(path).splitlines()[:8])
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in head:
            complaints.append(f'{short(path)}: no SPDX line in the first eight')
        elif 'Copyright The Perceptron authors' not in head:
            complaints.append(f'{short(path)}: no copyright line in the first eight')
    return complaints


def check_whitespace():
    """Lines end without blanks, files with a line break (.editorconfig)."""
    complaints = []
    paths = files('.c', '.h', '.py', '.ui', '.css', '.xml', '.md', '.build', '.1')
    for path in paths + files('.json', under='data'):
        content = text(path)
        if content and not content.endswith('\n'):
            complaints.append(f'{short(path)}: no line break at its end')
        complaints += [f'{short(path)}:{number}: blanks at the end of the line'
                       for number, line in enumerate(content.split('\n'), 1)
                       if line != line.rstrip()]
    return complaints


def check_hosts():
    """No file names the host of a package registry."""
    # Written in two parts, so that this file does not name them either.
    hosts = [first + second for first, second in (
        ('npm', 'js.'), ('yarn', 'pkg.com'), ('py', 'pi.org'), ('python', 'hosted.org'),
        ('crates', '.io'), ('ruby', 'gems.org'), ('proxy.', 'golang'), ('js', 'delivr'),
        ('unp', 'kg.com'), ('deb.', 'debian.org'), ('conda', '.anaconda'))]
    return [f'{short(path)}: names {host}' for path in files() for host in hosts
            if host in text(path)]


def check_paths():
    """No file needs a folder of the machine it was written on."""
    folders = ['/' + name + '/' for name in ('work', 'root')]
    return [f'{short(path)}: names {folder}' for path in files() for folder in folders
            if re.search(r'(?<![\w.$}~*-])' + folder, text(path))]


def check_documents():
    """No source refers to a document that is not there."""
    there = {path.name for path in files('.md')}
    return [f'{short(path)}: speaks of {name}' for path in sources() + files(under='build-aux')
            for name in re.findall(r'(?<![\w./"\'-])[a-z]+\.md\b', text(path)) if name not in there]


def check_data():
    """No data set lies in the repository."""
    complaints = [f'{short(path)}: an IDX file' for path in files()
                  if re.search(r'idx[0-9][-.]|-ubyte', path.name)]
    complaints += [f'{short(path)}: {path.stat().st_size} bytes' for path in files()
                   if path.stat().st_size > 3_000_000]
    return complaints


run([check_arrows, check_unique_headers, check_private_headers, check_gtk, check_cblas,
     check_config_first, check_pragma_once, check_format, check_translatable, check_length,
     check_spdx, check_whitespace, check_hosts, check_paths, check_documents, check_data])

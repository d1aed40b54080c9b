#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around the sources: translations, recipes, resources, manual, desktop files.

The argument is the build folder's data/, where the translated files lie.
"""

import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from tap import ROOT, Skip, complaints_of, files, run, short, text, tool

ID = 'io.github.perceptron_lab.Perceptron'
BUILT = pathlib.Path(sys.argv[1])

TRANSLATES = re.compile(r'\b(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?) \(')


def listed(name):
    lines = (line.strip() for line in text(ROOT / 'po' / name).splitlines())
    return [line for line in lines if line and not line.startswith('#')]


def check_potfiles():
    """POTFILES lists each file with words for the screen, and no other."""
    wanted = {short(path) for path in files('.c', under='src') if TRANSLATES.search(text(path))}
    wanted |= {short(path) for path in files('.ui', under='ui')
               if 'translatable="yes"' in text(path)}
    wanted |= {short(path) for path in files('.in', under='data') if path.suffixes[-2:] !=
               ['.service', '.in']}
    wanted |= {short(path) for path in files('.xml', under='data')}
    wanted.add('po/recipe-names.c')
    wanted.add('po/report-words.c')
    here = set(listed('POTFILES'))
    return ([f'po/POTFILES lacks {path}' for path in sorted(wanted - here)] +
            [f'po/POTFILES lists {path}, which has no words' for path in sorted(here - wanted)])


def check_potfiles_order():
    """POTFILES is in order and names nothing twice."""
    lines = listed('POTFILES')
    return [f'{a} stands before {b}' for a, b in zip(lines, lines[1:]) if a >= b]


def check_po():
    """The translations are well-formed, their formats agree with the original."""
    return [line for language in listed('LINGUAS') for line in
            complaints_of(tool('msgfmt'), '--check', '-o', '/dev/null',
                          str(ROOT / 'po' / f'{language}.po'))]


def words_at(path, line):
    """The message that the line of a .po file belongs to."""
    above = '\n'.join((ROOT / path).read_text(encoding='utf-8').splitlines()[:line])
    message = above[above.rindex('\nmsgid "'):].partition('\nmsgstr')[0]
    return ''.join(re.findall(r'"(.*)"', message))


def check_translated():
    """The translations are complete."""
    keywords = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3']
    with tempfile.TemporaryDirectory() as folder:
        pot = str(pathlib.Path(folder, 'perceptron.pot'))
        complaints = complaints_of(
            tool('xgettext'), '--from-code=UTF-8', '--files-from=po/POTFILES', '-o', pot,
            *(f'--keyword={keyword}' for keyword in keywords), cwd=ROOT)
        for language in listed('LINGUAS'):
            lines = complaints_of(tool('msgcmp'), f'po/{language}.po', pot, cwd=ROOT)
            complaints += [f'{language}: "{words_at(at[1], int(at[2]))}"{at[3]}' for at in
                           (re.match(r'(.*\.pot?):(\d+)(: this.*)', line) for line in lines) if at]
    # Who writes a sentence needn't know each language: it is asked for before it is released.
    if complaints and os.environ.get('CI') != 'true':
        raise Skip(f'{len(complaints)} complaints, which count where CI=true')
    return complaints


def recipes():
    return files('.json', under='data/recipes')


def check_recipe_names():
    """The names of the recipes stand before the translators."""
    names = {json.loads(text(path))['name'] for path in recipes()}
    here = set(re.findall(r'N_ \("(.*)"\)', text(ROOT / 'po' / 'recipe-names.c')))
    return [f'{name}: only in one of data/recipes and po/recipe-names.c'
            for name in sorted(names ^ here)]


def report_words(template):
    return [template['title'], *template['text'],
            *(item['title'] for item in template['figures']),
            *(item['text'] for item in template['claims'])]


def check_report_words():
    """What the templates of reports say stands before the translators."""
    templates = [json.loads(text(path)) for path in files('.json', under='data/reports')]
    wanted = {words for template in templates for words in report_words(template)}
    source = re.sub(r'"\n *"', '', text(ROOT / 'po' / 'report-words.c'))
    here = set(re.findall(r'N_ \("(.*)"\)', source))
    return [f'{words}: only in one of data/reports and po/report-words.c'
            for words in sorted(wanted ^ here)]


def check_recipe_list():
    """Each recipe is carried by the programs."""
    build = text(ROOT / 'data/recipes/meson.build')
    return [f'data/recipes/meson.build lacks {path.stem}' for path in recipes()
            if f"'{path.stem}'" not in build]


def check_ui_files():
    """Each .ui file is carried by the window, and has the name of its class."""
    carried = text(ROOT / 'resources/perceptron.gresource.xml')
    complaints = [f'resources/perceptron.gresource.xml lacks {path.name}'
                  for path in files('.ui', under='ui') if f'{path.name}</file>' not in carried]
    sources = {path.stem for path in files('.c', under='src')}
    complaints += [f'{short(path)}: no source of that name' for path in files('.ui', under='ui')
                   if path.stem.startswith('pn-') and path.stem not in sources]
    return complaints


def check_manual():
    """The manual pages are without warnings."""
    return [line for path in files('.1', '.5', under='data') for line in
            complaints_of('sh', '-c', '! LC_ALL=C.UTF-8 MANWIDTH=80 "$0" --warnings -E UTF-8 '
                          '-l -Tutf8 -Z "$1" 2>&1 >/dev/null | grep .', tool('man'), str(path))]


def check_desktop():
    """The desktop file is valid."""
    return complaints_of(tool('desktop-file-validate'), str(BUILT / f'{ID}.desktop'))


def check_metainfo():
    """The metainfo is valid."""
    return complaints_of(tool('appstreamcli'), 'validate', '--no-net',
                         str(BUILT / f'{ID}.metainfo.xml'))


def check_schema():
    """The settings' schema is valid."""
    return complaints_of(tool('glib-compile-schemas'), '--strict', '--dry-run',
                         str(ROOT / 'data'))


def check_mime():
    """The MIME type is valid and claims the documents' ending."""
    with tempfile.TemporaryDirectory() as folder:
        packages = pathlib.Path(folder, 'packages')
        packages.mkdir()
        shutil.copy(BUILT / f'{ID}.xml', packages)
        complaints = complaints_of(tool('update-mime-database'), '-V', folder)
        globs = text(pathlib.Path(folder, 'globs2'))
    if 'application/x-perceptron:*.perceptron' not in globs:
        complaints.append('*.perceptron is not application/x-perceptron')
    return complaints


def check_versions():
    """Metainfo, manual and news speak of the version that is built."""
    version = re.search(r"version: '([0-9.]+)'", text(ROOT / 'meson.build')).group(1)
    release = ElementTree.parse(BUILT / f'{ID}.metainfo.xml').find('releases/release')
    complaints = [f'{short(path)}: not of version {version}' for path in files('.1', '.5', under='data')
                  if f'Perceptron {version}' not in text(path)]
    if release.get('version') != version:
        complaints.append(f'metainfo: first release is {release.get("version")}, not {version}')
    if f'## {version}' not in text(ROOT / 'NEWS.md'):
        complaints.append(f'NEWS.md: no heading {version}')
    return complaints


def check_links():
    """What README and CONTRIBUTING name in the tree is there."""
    return [f'{name}: {path} is not there' for name in ('README.md', 'CONTRIBUTING.md')
            for path in re.findall(r'\]\(([^)#:]+)\)', text(ROOT / name))
            if not (ROOT / path).exists()]


run([check_potfiles, check_potfiles_order, check_po, check_translated, check_recipe_names,
     check_report_words, check_recipe_list, check_ui_files, check_manual, check_desktop, check_metainfo, check_schema,
     check_mime, check_versions, check_links])

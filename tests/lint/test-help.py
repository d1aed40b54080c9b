#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of help: well-formed, all of them carried by the program, each reached from the first, and
true of the keys.
"""

import re
import xml.etree.ElementTree

from tap import ROOT, files, run, short, text

MALLARD = '{http://projectmallard.org/1.0/}'
# What src/widgets/pn-help-page.c reads, and in what it may stand.
PARENTS = {
    'info': {'page'}, 'desc': {'info'}, 'title': {'page', 'section', 'info'}, 'section': {'page'},
    'p': {'page', 'section', 'item'}, 'screen': {'page', 'section'}, 'list': {'page', 'section'},
    'steps': {'page', 'section'}, 'item': {'list', 'steps'}, 'link': {'info', 'p'},
    'em': {'p'}, 'code': {'p'}, 'file': {'p'}, 'app': {'p'}, 'gui': {'p', 'guiseq'}, 'guiseq': {'p'},
    'key': {'p', 'keyseq'}, 'keyseq': {'p'}}


def pages():
    return {path.stem: xml.etree.ElementTree.parse(path).getroot()
            for path in files('.page', under='help')}


def name(element):
    return element.tag.removeprefix(MALLARD)


def check_elements():
    """Pages of help use only the elements that the program reads, where it reads them."""
    return [f'{page}: <{name(child)}> in <{name(parent)}>'
            for page, root in pages().items() for parent in root.iter() for child in parent
            if name(parent) not in PARENTS.get(name(child), ())]


def check_heads():
    """A page of help has its file's name as its id, a title and a description."""
    return [page for page, root in pages().items()
            if root.tag != f'{MALLARD}page' or root.get('id') != page
            or not root.findtext(f'{MALLARD}title') or not root.findtext(f'{MALLARD}info/{MALLARD}desc')]


def check_links():
    """Links of help lead to pages, and the first page lists every other."""
    complaints = []
    for page, root in pages().items():
        links = [link.get('xref') for link in root.iter(f'{MALLARD}link') if link.get('xref')]
        complaints += [f'{page}: there is no page {link}' for link in links if link not in pages()]
        if page != 'index' and 'index' not in links:
            complaints.append(f'{page}: not in the list of the first page')
    return complaints


def check_carried():
    """The program carries every page of help."""
    carried = text(ROOT / 'resources' / 'perceptron.gresource.xml')
    return [short(path) for path in files('.page', under='help') if f'<file>{path.name}<' not in carried]


def spoken(accelerator):
    """"<Control><Shift>n" as people say it."""
    names = {'Control': 'Ctrl', 'comma': ',', 'question': '?'}
    words = [names.get(word, word) for word in re.findall(r'\w+', accelerator)]
    words[-1] = words[-1].upper() if len(words[-1]) == 1 else words[-1]
    return '+'.join(words)


def check_keys():
    """The page of keys has the key of every command."""
    table = text(ROOT / 'src/app/pn-commands.c').partition('commands[] = {')[2].partition('\n};')[0]
    keys = [spoken(key) for key in re.findall(r'\{ "((?:<\w+>)*\w+)"', table)]
    listed = {item.text or '+'.join(key.text for key in item)
              for item in pages()['keys'].iter() if name(item) in ('key', 'keyseq')}
    if len(keys) < 20:
        return ['the table of commands is not as this test knows it']
    return [f'{key} is missing' for key in keys if key not in listed]


run([check_elements, check_heads, check_links, check_carried, check_keys])

#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual page of perceptron-cli names the commands and options that the program has.

The argument is the program.
"""

import os
import re
import subprocess
import sys

from tap import ROOT, run, text

PROGRAM = sys.argv[1]
COMMON = {'--json', '--data', '--help'}  # explained once, under COMMON OPTIONS


def help_of(*command):
    environment = dict(os.environ, LC_ALL='C.UTF-8')
    return subprocess.run([PROGRAM, *command, '--help'], stdout=subprocess.PIPE, text=True,
                          env=environment, check=False).stdout


def commands():
    listed = help_of().partition('Commands:')[2]
    return re.findall(r'^  ([a-z-]+) ', listed, re.MULTILINE)


def sections():
    """What the manual says of each command."""
    manual = text(ROOT / 'data' / 'perceptron-cli.1').replace('\\-', '-')
    described = re.search(r'^\.SH COMMANDS$(.*?)^\.SH ', manual, re.MULTILINE | re.DOTALL)[1]
    parts = re.split(r'^\.SS (.*)$', described, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2]))


def options(words):
    return set(re.findall(r'--[a-z][a-z-]*', words))


def check_commands():
    """The manual describes each command, and no other."""
    return [f'{name}: only in one of the manual and --help'
            for name in sorted(set(commands()) ^ set(sections()))]


def check_options():
    """The manual names each option of each command, and no other."""
    described = sections()
    return [f'{command} {option}: only in one of the manual and --help'
            for command in commands() if command in described
            for option in sorted((options(help_of(command)) - COMMON) ^
                                 (options(described[command]) - COMMON))]


def check_recipes():
    """The manual names each shipped recipe."""
    manual = text(ROOT / 'data' / 'perceptron-cli.1').replace('\\-', '-')
    return [f'{path.stem} is missing' for path in sorted((ROOT / 'data/recipes').glob('*.json'))
            if path.stem not in manual]


def check_recipe_keys():
    """perceptron-recipe(5) has each key of a recipe and each name that a key takes."""
    manual = text(ROOT / 'data' / 'perceptron-recipe.5').replace('\\-', '-')
    source = ''.join(text(ROOT / 'src' / path) for path in (
        'document/pn-recipe-json.c', 'document/pn-spec-json.c', 'core/pn-names.c'))
    words = set(re.findall(r'\{ "([a-z0-9_.-]+)",', source))
    return [f'{word} is missing' for word in sorted(words)
            if word not in manual and not word.startswith('data.augment.')]


run([check_commands, check_options, check_recipes, check_recipe_keys])

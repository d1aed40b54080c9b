# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lint programs share: the tree, and a report in the Test Anything Protocol."""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ['src', 'ui', 'resources', 'data', 'tests', 'po', 'build-aux', 'help', '.ci']


class Skip(Exception):
    """The check cannot be made here; the text says why."""


def files(*suffixes, under=None):
    """The project's own files, sorted; all of them where no suffix is given."""
    found = []
    if under is None:
        # In a worktree of git .git is a file.
        found += [path for path in ROOT.iterdir() if path.is_file() and path.name != '.git']
    for folder in [under] if under else FOLDERS:
        for parent, folders, names in os.walk(ROOT / folder):
            folders[:] = [name for name in folders if name != '__pycache__']
            found += [pathlib.Path(parent, name) for name in names]
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def text(path):
    """The text of a file; of a binary one, what of it is ASCII."""
    return path.read_text(encoding='utf-8', errors='ignore')


def short(path):
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def tool(*names):
    """The first of the names that is a program here."""
    for name in names:
        if shutil.which(name):
            return shutil.which(name)
    raise Skip(f'{names[0]} is not installed')


def complaints_of(*command, **options):
    """The lines that a tool prints where it fails; none where it is content."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding='utf-8', errors='replace', check=False, **options)
    if done.returncode == 0:
        return []
    return done.stdout.splitlines() or [f'{command[0]}: exit status {done.returncode}']


def run(checks):
    """Each check is a function that returns its complaints; its docstring is its name."""
    print(f'1..{len(checks)}')
    failed = 0
    for number, check in enumerate(checks, 1):
        name = check.__doc__.strip().splitlines()[0].rstrip('.')
        try:
            complaints = check()
        except Skip as reason:
            print(f'ok {number} {name} # SKIP {reason}')
            continue
        for complaint in complaints:
            print(f'# {complaint}')
        failed += bool(complaints)
        print(f'{"not ok" if complaints else "ok"} {number} {name}')
    sys.exit(1 if failed else 0)

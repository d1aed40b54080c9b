# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: small data, calls of the program, and a report in TAP."""

import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import traceback

SIDE = 8
N_TRAIN = 300
N_TEST = 100


class Skip(Exception):
    """The test cannot be made here; the text says why."""


def write_idx(path, dims, values):
    header = bytes([0, 0, 8, len(dims)]) + b''.join(struct.pack('>I', dim) for dim in dims)
    path.write_bytes(header + bytes(values))


def make_data(folder):
    """Ten patterns with noise, which a small network learns in a moment."""
    numbers = random.Random(1)
    patterns = [[numbers.choice((0, 255)) for _ in range(SIDE * SIDE)] for _ in range(10)]
    folder.mkdir()
    for part, n in ('train', N_TRAIN), ('t10k', N_TEST):
        labels = [numbers.randrange(10) for _ in range(n)]
        pixels = [min(255, max(0, pixel + numbers.randrange(-120, 121)))
                  for label in labels for pixel in patterns[label]]
        write_idx(folder / f'{part}-images-idx3-ubyte', (n, SIDE, SIDE), pixels)
        write_idx(folder / f'{part}-labels-idx1-ubyte', (n,), labels)


RECIPE = {
    'format': 'perceptron-recipe', 'version': 1, 'name': 'Small',
    'data': {'set': 'mnist', 'train': 256, 'validation': 'test', 'normalise': 'standard'},
    'input': [1, SIDE, SIDE],
    'layers': [
        {'kind': 'dense', 'units': 12, 'activation': 'improved-sigmoid', 'init': 'normal-fan-in',
         'bias': 'input'},
        {'kind': 'dense', 'units': 9, 'activation': 'relu', 'init': 'he', 'bias': 'layer'},
        {'kind': 'dense', 'units': 10, 'activation': 'identity', 'init': 'normal-fan-in',
         'bias': 'none'}],
    'loss': 'softmax-cross-entropy', 'optimizer': 'sgd', 'learning_rate': 0.02, 'momentum': 0.9,
    'batch': 16, 'epochs': 4, 'shuffle': True, 'checks_per_epoch': 4, 'patience': 0,
    'keep_best': False, 'seed': 1}
PARAMETERS = 65 * 12 + 13 * 9 + 9 * 10


class Bench:
    """A folder with data and a recipe, and the program."""

    def __init__(self, program):
        self.program = program
        self.kept = tempfile.TemporaryDirectory(prefix='perceptron-cli-')
        self.folder = pathlib.Path(self.kept.name)
        self.data = self.folder / 'data'
        make_data(self.data)
        self.recipe = self.write_recipe('small.json')

    def path(self, name):
        return str(self.folder / name)

    def write_recipe(self, name, **changes):
        path = self.folder / name
        path.write_text(json.dumps({**RECIPE, **changes}), encoding='utf-8')
        return str(path)

    def run(self, *arguments, status=0, **options):
        """The call's output and errors; it must end with `status`."""
        call = subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True,
                              check=False, timeout=120, **options)
        assert call.returncode == status, \
            f'{arguments}: exit status {call.returncode}, not {status}: {call.stderr}'
        return call.stdout, call.stderr

    def lines(self, *arguments, **options):
        """The objects that a call with --json prints."""
        output, errors = self.run(*arguments, '--json', **options)
        assert options.get('status', 0) != 0 or errors == '', errors
        return [json.loads(line, parse_constant=refuse_constant) for line in output.splitlines()]

    def train(self, *arguments, recipe=None, **options):
        return self.lines('train', recipe or self.recipe, '--data', self.data, *arguments, **options)

    def complaint(self, *arguments, status=1, **options):
        """The one line that a call says before it fails."""
        output, errors = self.run(*arguments, status=status, **options)
        assert output == '', output
        assert errors.count('\n') == 1 and errors.endswith('\n'), errors
        return errors


def refuse_constant(name):
    raise AssertionError(f'{name} is not JSON')


def run(tests, *arguments):
    """Each test is a function; its docstring is its name. Its failed assertion is the report."""
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    for number, test in enumerate(tests, 1):
        name = test.__doc__.strip().splitlines()[0].rstrip('.')
        try:
            test(*arguments)
            print(f'ok {number} {name}', flush=True)
        except Skip as reason:
            print(f'ok {number} {name} # SKIP {reason}', flush=True)
        except Exception:  # whatever it is, the other tests are run
            for line in traceback.format_exc().splitlines():
                print(f'# {line}')
            print(f'not ok {number} {name}', flush=True)
            failed += 1
    sys.exit(1 if failed else 0)

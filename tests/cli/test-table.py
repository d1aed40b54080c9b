#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables (CSV) as data of perceptron-cli, as outsiders call it. The argument is the program."""

import pathlib
import random
import sys

from harness import Bench, run

KINDS = {'aurea': (5.0, 3.4, 1.5, 0.2), 'borea': (5.9, 2.8, 4.3, 1.3), 'clara': (6.9, 3.0, 5.8, 2.2)}
N_EACH = 50


def flowers():
    """Lines of four numbers and a kind, three kinds that are easily told apart."""
    numbers = random.Random(4)
    lines = [[f'{numbers.gauss(mean, 0.3):.2f}' for mean in means] + [kind]
             for kind, means in KINDS.items() for _ in range(N_EACH)]
    numbers.shuffle(lines)
    return lines


def write(bench, name, lines, separator=',', decimal='.', header=('a', 'b', 'c', 'd', 'kind')):
    path = bench.path(name)
    text = '\n'.join(separator.join(cell.replace('.', decimal) for cell in line) for line in lines)
    pathlib.Path(path).write_text(separator.join(header) + '\n' + text + '\n', encoding='utf-8')
    return path


def train(bench, table, *arguments):
    model = bench.path('flowers.safetensors')
    result = bench.lines('train', table, '--set', 'epochs=40', '--out', model, *arguments)[-1]
    assert result['event'] == 'finished'
    return model, result


def test_train(bench):
    """A table of 4 columns and 3 classes trains by itself, and its model is evaluated and exported."""
    model, result = train(bench, write(bench, 'flowers.csv', flowers()))
    assert result['parameters'] == 4 * 64 + 64 + 64 * 3
    assert result['validation_accuracy'] > 0.9
    kept = bench.lines('evaluate', model)[-1]
    assert kept['split'] == 'validation' and kept['count'] == 30
    assert kept['accuracy'] == result['validation_accuracy']
    words, _ = bench.run('evaluate', model)
    assert 'aurea' in words and 'clara' in words
    for ending in 'onnx', 'npz', 'py', 'c':
        assert bench.lines('export', model, bench.path('out.' + ending))[-1]['bytes'] > 0
    assert bench.lines('check-gradients', bench.path('flowers.csv'))[-1]['passed']


def test_evaluate_other(bench):
    """Another table of the same kind is evaluated whole, its classes by their names."""
    model, _ = train(bench, write(bench, 'flowers.csv', flowers()))
    some = [line for line in flowers() if line[-1] != 'aurea']
    result = bench.lines('evaluate', model, '--data',
                         write(bench, 'some.csv', some, ';', ','))[-1]
    assert result['count'] == 2 * N_EACH and result['accuracy'] > 0.9
    assert result['confusion'][0] == [0, 0, 0]
    assert result['confusion'][2][2] > 0.8 * N_EACH
    strange = [line[:-1] + ['dubia'] for line in some]
    assert 'dubia' in bench.complaint('evaluate', model, '--data',
                                      write(bench, 'strange.csv', strange))


def test_said(bench):
    """Separator, decimal sign, column of the class and columns to leave out can be said."""
    lines = [[str(i)] + line for i, line in enumerate(flowers())]
    table = write(bench, 'numbered.tsv', lines, '\t', ',', ('id', 'a', 'b', 'c', 'd', 'kind'))
    _, result = train(bench, table, '--set', 'data.table.skip=1')
    assert result['parameters'] == 4 * 64 + 64 + 64 * 3
    complaint = bench.complaint('train', table, '--set', 'data.table.separator=bar')
    assert 'numbered.tsv' in complaint and 'columns' in complaint
    complaint = bench.complaint('train', table, '--set', 'data.table.label=7')
    assert 'column 7' in complaint and '6 columns' in complaint
    _, notes = bench.run('train', table, '--set', 'data.table.decimal=point', '--set', 'epochs=1')
    assert 'column 6 (kind)' in notes and 'left out: a, b, c, d' in notes
    assert 'comma, semicolon' in bench.complaint('train', table, '--set',
                                                 'data.table.separator=dash', status=2)


def test_wrong(bench):
    """A fault is told by file, line and column."""
    lines = flowers()
    lines[70][1] = '3.x'
    complaint = bench.complaint('train', write(bench, 'wrong.csv', lines))
    assert 'wrong.csv: line 72, column 2 (b): “3.x” is no number' in complaint, complaint
    lines[70][1:2] = []
    assert 'line 72: 4 columns' in bench.complaint('train', write(bench, 'short.csv', lines))
    assert 'nosuch.csv' in bench.complaint('train', bench.path('nosuch.csv'))


if __name__ == '__main__':
    run([test_train, test_evaluate_other, test_said, test_wrong], Bench(sys.argv[1]))

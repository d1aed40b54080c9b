#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""perceptron-cli edit, as outsiders call it. The argument is the program."""

import os
import sys

from harness import PARAMETERS, Bench, run


def model(bench):
    """A trained network: 64-12-9-10."""
    path = bench.path('small.safetensors')
    if not os.path.exists(path):
        bench.train('--set', 'epochs=12', '--out', path)
    return path


def edit(bench, *arguments, source=None):
    """What edit says, after holding it against evaluate."""
    source = source or model(bench)
    out = bench.path('edited.safetensors')
    result = bench.lines('edit', source, out, '--data', bench.data, *arguments)[-1]
    assert result['event'] == 'edited' and result['file'] == out
    before = bench.lines('evaluate', source, '--data', bench.data)[-1]
    after = bench.lines('evaluate', out, '--data', bench.data)[-1]
    assert result['accuracy_before'] == before['accuracy'] > 0.9
    assert result['accuracy_after'] == after['accuracy']
    assert abs(result['loss_after'] - after['loss']) < 1e-6
    return result


def test_widen(bench):
    """Widening changes no answer."""
    for layer, units in (1, 20), (1, 37), (2, 10), (2, 64):
        result = edit(bench, '--widen', f'{layer}={units}')
        assert result['max_probability_change'] <= 1e-5
    assert result['parameters'] == 65 * 12 + 13 * 64 + 64 * 10


def test_insert(bench):
    """Inserting with room enough changes no answer."""
    for layer in ('1=12:identity', '1=24:relu', '2=9:relu', '2=20:gelu', '2=30:leaky-relu',
                  '1=24:softplus', '1=30:silu', '0=25:relu'):
        result = edit(bench, '--insert', layer)
        assert result['max_probability_change'] <= 1e-4, (layer, result)


def test_insert_fitted(bench):
    """Inserting what can't be exact is told."""
    result = edit(bench, '--insert', '1=12:tanh')
    assert 1e-6 < result['max_probability_change'] <= 1
    assert result['accuracy_after'] > 0.8
    assert 'exact_units' not in result
    result = edit(bench, '--insert', '1=10:relu')
    assert result['exact_units'] == 18 and result['max_probability_change'] > 1e-4
    assert edit(bench, '--insert', '1=18:relu')['max_probability_change'] <= 1e-4
    assert 'exact_units' not in edit(bench, '--insert', '1=18:relu')


def test_activation(bench):
    """Another activation keeps most, and the file has it."""
    result = edit(bench, '--activation', '1=relu')
    assert 1e-6 < result['max_probability_change'] <= 1 and result['accuracy_after'] > 0.5
    with open(bench.path('edited.safetensors'), 'rb') as file:
        assert b'relu' in file.read(4000)


def test_narrow(bench):
    """Narrowing and removing keep most."""
    assert edit(bench, '--narrow', '1=10')['accuracy_after'] > 0.8
    assert edit(bench, '--remove', '2')['accuracy_after'] > 0.8
    assert edit(bench, '--remove', '1')['accuracy_after'] > 0.8


def test_widen_and_back(bench):
    """What widening added goes again for nothing."""
    wide = bench.path('wide.safetensors')
    bench.lines('edit', model(bench), wide, '--data', bench.data, '--widen', '1=18')
    result = edit(bench, '--narrow', '1=12', source=wide)
    assert result['parameters'] == PARAMETERS
    assert result['max_probability_change'] <= 0.02


def test_checkpoint(bench):
    """A checkpoint stays one."""
    kept, out = bench.path('kept.safetensors'), bench.path('wider.safetensors')
    bench.train('--stop-at', 20, '--checkpoint', kept)
    bench.lines('edit', kept, out, '--data', bench.data, '--widen', '1=16')
    with open(out, 'rb') as file:
        assert b'optimizer.' in file.read(4000)


def test_words(bench):
    """People are told in words."""
    output, errors = bench.run('edit', model(bench), bench.path('words.safetensors'), '--data',
                               bench.data, '--widen', '1=16')
    assert 'parameters' in output and 'Accuracy' in output and errors == ''


def test_wrong(bench):
    """edit tells what is wrong."""
    out = bench.path('wrong.safetensors')

    def complaint(*arguments, status=2):
        return bench.complaint('edit', model(bench), out, '--data', bench.data, *arguments,
                               status=status)
    assert '--widen' in complaint()
    assert '--widen' in complaint('--widen', '1=20', '--remove', '2')
    assert 'from 1 to 2' in complaint('--widen', '3=20')
    assert 'from 1 to 2' in complaint('--remove', '0')
    assert 'from 13 to' in complaint('--widen', '1=12')
    assert 'from 1 to 11' in complaint('--narrow', '1=12')
    assert 'from 1 to 11' in complaint('--narrow', '1=0')
    assert 'LAYER=UNITS' in complaint('--widen', '20')
    assert 'AFTER=UNITS:ACTIVATION' in complaint('--insert', '1=20')
    assert 'relu' in complaint('--insert', '1=20:rely')
    assert 'LAYER=ACTIVATION' in complaint('--activation', 'relu')
    assert 'from 1 to 2' in complaint('--activation', '3=relu')
    assert 'relu' in complaint('--activation', '1=rely')
    assert 'bytes' in complaint('--widen', '1=4000000000', status=1)
    assert not os.path.exists(out)
    assert bench.complaint('edit', 'nosuch', out, '--remove', '1')
    nothing = bench.path('nothing')
    os.mkdir(nothing)
    assert bench.complaint('edit', model(bench), out, '--data', nothing, '--remove', '1')


if __name__ == '__main__':
    run([test_widen, test_insert, test_insert_fitted, test_activation, test_narrow, test_widen_and_back,
         test_checkpoint, test_words, test_wrong], Bench(sys.argv[1]))

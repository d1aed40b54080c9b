#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""perceptron-cli train, as outsiders call it. The argument is the program."""

import csv
import json
import math
import os
import pathlib
import signal
import subprocess
import sys
import time

from harness import PARAMETERS, RECIPE, Bench, run

FINISHED = ['event', 'parameters', 'epochs', 'steps', 'stopped', 'train_loss', 'train_accuracy',
            'validation_loss', 'validation_accuracy', 'best_validation_loss',
            'best_validation_accuracy', 'seconds', 'training_seconds', 'samples_per_second']


# Few images and a high rate: the validation loss soon rises.
STOPS_EARLY = ['--set', 'patience=6', '--set', 'epochs=1000', '--set', 'learning_rate=0.1', '--set',
               'data.train=64']


def same(a, b):
    return pathlib.Path(a).read_bytes() == pathlib.Path(b).read_bytes()


def without_times(lines):
    times = ('seconds', 'training_seconds', 'samples_per_second')
    return [{key: value for key, value in line.items() if key not in times} for line in lines]


def test_finished(bench):
    """The last line has the keys of the manual, and numbers that fit together."""
    lines = bench.train()
    end = lines[-1]
    assert list(end) == FINISHED, list(end)
    assert end['event'] == 'finished' and end['stopped'] == 'epochs'
    assert end['parameters'] == PARAMETERS
    assert end['steps'] == 4 * 16 and end['epochs'] == 4
    assert end['train_accuracy'] > 0.9, end
    assert 0 < end['training_seconds'] <= end['seconds']
    rate = end['steps'] * 16 / end['training_seconds']
    assert math.isclose(end['samples_per_second'], rate, rel_tol=1e-9)
    assert end['validation_loss'] == lines[-2]['validation_loss']
    assert end['best_validation_loss'] == min(line['validation_loss'] for line in lines[:-1])


def test_checks(bench):
    """Checks come at step 0 and every quarter of an epoch."""
    checks = bench.train()[:-1]
    assert all(check['event'] == 'validation' for check in checks)
    assert [check['step'] for check in checks] == list(range(0, 65, 4))
    assert [check['epoch'] for check in checks] == [step / 16 for step in range(0, 65, 4)]
    assert checks[0]['training_seconds'] == 0


def test_repeatable(bench):
    """The same seed gives the same numbers, another seed others."""
    assert without_times(bench.train()) == without_times(bench.train('--threads', 2))
    assert without_times(bench.train()) != without_times(bench.train('--seed', 2))


def test_set(bench):
    """--set changes a setting, typed, by its dotted path."""
    end = bench.train('--set', 'epochs=2', '--set', 'layers.0.units=20', '--set', 'shuffle=false',
                      '--set', 'layers.1.activation=tanh', '--set', 'learning_rate=1e-2')[-1]
    assert end['epochs'] == 2
    assert end['parameters'] == 65 * 20 + 21 * 9 + 90


def test_words(bench):
    """Without --json it speaks in words, and nothing goes to standard error."""
    output, errors = bench.run('train', bench.recipe, '--data', bench.data)
    assert f'{PARAMETERS} parameters' in output and errors == '', (output, errors)
    assert '95 % interval' in output


def test_early_stop(bench):
    """Patience ends training: the best is so many checks old."""
    lines = bench.train(*STOPS_EARLY)
    checks = lines[:-1]
    best = min(range(len(checks)), key=lambda i: checks[i]['validation_loss'])
    assert lines[-1]['stopped'] == 'early'
    assert len(checks) - 1 - best == 6


def test_keep_best(bench):
    """With keep_best what is reported and written is of the best check."""
    model = bench.path('best.safetensors')
    end = bench.train(*STOPS_EARLY, '--set', 'keep_best=true', '--out', model)[-1]
    assert end['stopped'] == 'early'
    assert end['validation_loss'] == end['best_validation_loss']
    assert end['validation_accuracy'] == end['best_validation_accuracy']
    evaluated = bench.lines('evaluate', model, '--data', bench.data)[-1]
    assert evaluated['loss'] == end['best_validation_loss']


def test_out(bench):
    """A model that was written evaluates as training reported."""
    model = bench.path('model.safetensors')
    end = bench.train('--out', model)[-1]
    for split, key in ('validation', 'validation'), ('test', 'validation'), ('train', 'train'):
        evaluated = bench.lines('evaluate', model, '--data', bench.data, '--split', split)[-1]
        assert evaluated['loss'] == end[f'{key}_loss'], (split, evaluated, end)
        assert evaluated['accuracy'] == end[f'{key}_accuracy']


def test_resume(bench):
    """A run cut at any of some batches and resumed equals the uncut one to the bit."""
    full, full_state = bench.path('full.safetensors'), bench.path('full.checkpoint')
    cut = bench.path('cut.checkpoint')
    rest, rest_state = bench.path('rest.safetensors'), bench.path('rest.checkpoint')
    for optimizer in 'sgd', 'adam':
        setting = ['--set', f'optimizer={optimizer}', '--seed', 3]
        uncut = bench.train(*setting, '--out', full, '--checkpoint', full_state)
        for step in 1, 4, 15, 16, 33, 63:
            first = bench.train(*setting, '--stop-at', step, '--checkpoint', cut)
            second = bench.train(*setting, '--resume', cut, '--out', rest, '--checkpoint', rest_state)
            assert first[-1]['steps'] == step and first[-1]['stopped'] == 'user'
            assert first[-2]['step'] == step, first[-2]
            assert same(full, rest) and same(full_state, rest_state), (optimizer, step)
            numbers = {line['step']: line['validation_loss'] for line in uncut[:-1]}
            numbers_again = {line['step']: line['validation_loss'] for line in second[:-1]}
            assert numbers_again == {at: loss for at, loss in numbers.items() if at > step}
            assert without_times(second[-1:]) == without_times(uncut[-1:])


def test_patience_resumed(bench):
    """The check that follows a cut never counts: the run stops early at the same step."""
    cut = bench.path('patience.checkpoint')
    uncut = bench.train(*STOPS_EARLY)[-1]
    for step in 2, uncut['steps'] - 5, uncut['steps'] - 1:
        bench.train(*STOPS_EARLY, '--stop-at', step, '--checkpoint', cut)
        resumed = bench.train(*STOPS_EARLY, '--resume', cut)[-1]
        assert without_times([resumed]) == without_times([uncut]), step


def test_resume_refused(bench):
    """What can't be gone on with exactly is refused in words."""
    cut, model = bench.path('refused.checkpoint'), bench.path('refused.safetensors')
    call = ['train', bench.recipe, '--data', bench.data]
    bench.train('--stop-at', 5, '--checkpoint', cut, '--out', model)
    assert '--seed 1' in bench.complaint(*call, '--seed', 2, '--resume', cut)
    assert 'checkpoint' in bench.complaint(*call, '--resume', model)
    assert 'network' in bench.complaint(*call, '--set', 'layers.0.units=13', '--resume', cut)
    assert 'data' in bench.complaint(*call, '--set', 'data.train=200', '--resume', cut)
    assert 'optimizer' in bench.complaint(*call, '--set', 'optimizer=adam', '--resume', cut)


def test_stop_at_zero(bench):
    """--stop-at 0 gives the fresh network, checked."""
    lines = bench.train('--stop-at', 0)
    assert lines[-1]['steps'] == 0 and lines[-1]['stopped'] == 'user'
    assert lines[-1]['samples_per_second'] is None
    assert [line['step'] for line in lines[:-1]] == [0]


def test_history(bench):
    """The history has a row for each step and each check."""
    path = bench.path('history.csv')
    lines = bench.train('--history', path)
    with open(path, encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ['step', 'epoch', 'kind', 'training_loss', 'training_accuracy',
                             'validation_loss', 'validation_accuracy', 'learning_rate',
                             'gradient_norm']
    checks = [row for row in rows if row['validation_loss'] != '']
    steps = [row for row in rows if row['validation_loss'] == '']
    assert [int(row['step']) for row in steps] == list(range(1, 65))
    assert len({row['kind'] for row in steps}) == len({row['kind'] for row in checks}) == 1
    assert [float(row['validation_loss']) for row in checks] == \
        [line['validation_loss'] for line in lines[:-1]]
    assert all(0 < float(row['learning_rate']) < math.inf for row in checks)
    assert checks[0]['gradient_norm'] == ''  # before the first batch there is no gradient
    assert all(0 < float(row['gradient_norm']) < math.inf for row in checks[1:])
    assert float(checks[-1]['training_accuracy']) == lines[-1]['train_accuracy']
    assert all(math.isclose(float(row['epoch']), int(row['step']) / 16) for row in rows)


def interrupt(bench, *arguments):
    """Training that would take hours, interrupted once it is under way."""
    call = [bench.program, 'train', bench.recipe, '--data', str(bench.data), '--json', '--set',
            'epochs=100000000', *arguments]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        lines = [json.loads(process.stdout.readline()) for _ in range(3)]
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        # Not communicate(), which would lose what readline() has read ahead.
        output, errors = process.stdout.read(), process.stderr.read()
    assert process.returncode == 0, (process.returncode, errors)
    assert errors == '', errors
    return lines + [json.loads(line) for line in output.splitlines()]


def test_interrupt(bench):
    """Ctrl+C stops cleanly, keeps all that was learnt, and the run goes on from there."""
    model, state = bench.path('interrupted.safetensors'), bench.path('interrupted.checkpoint')
    history = bench.path('interrupted.csv')
    lines = interrupt(bench, '--out', model, '--checkpoint', state, '--history', history)
    end = lines[-1]
    assert end['event'] == 'finished' and end['stopped'] == 'user' and end['steps'] > 0
    assert lines[-2]['step'] == end['steps'] and end['validation_loss'] == lines[-2]['validation_loss']
    evaluated = bench.lines('evaluate', model, '--data', bench.data)[-1]
    assert evaluated['loss'] == end['validation_loss']
    assert f'\n{end["steps"]},' in pathlib.Path(history).read_text(encoding='utf-8')
    rest = bench.train('--set', 'epochs=100000000', '--resume', state, '--stop-at', end['steps'] + 3)
    assert rest[-1]['steps'] == end['steps'] + 3


def test_diverged(bench):
    """A run that diverges says so, keeps finite weights, and its other numbers are null."""
    model = bench.path('diverged.safetensors')
    recipe = bench.write_recipe('diverging.json', layers=[
        {**layer, 'activation': 'relu'} for layer in RECIPE['layers'][:2]] + RECIPE['layers'][2:])
    call = [bench.program, 'train', recipe, '--data', str(bench.data), '--json', '--out', model,
            '--set', 'learning_rate=100000', '--set', 'epochs=100']
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)
    end = json.loads(done.stdout.splitlines()[-1])
    assert end['stopped'] == 'diverged' and done.returncode == 1, end
    assert done.stderr.count('\n') == 1 and 'layer' in done.stderr, done.stderr
    bench.lines('evaluate', model, '--data', bench.data)


def test_validation_rest(bench):
    """Validation on what the training images leave over, or on nothing."""
    rest = bench.train('--set', 'data.validation=rest')[-1]
    none = bench.train('--set', 'data.validation=none')
    assert round(rest['validation_accuracy'] * 44, 6) == int(rest['validation_accuracy'] * 44 + 0.5)
    assert len(none) == 1 and none[0]['validation_loss'] is None
    assert none[0]['best_validation_accuracy'] is None
    assert 'data.train' in bench.complaint('train', bench.recipe, '--data', bench.data, '--set',
                                           'data.validation=rest', '--set', 'data.train=0')


def test_wrong_calls(bench):
    """A wrong call is told in one line, with exit status 2."""
    for arguments, says in (
            ([], 'RECIPE'),
            ([bench.recipe, 'more'], 'more'),
            ([bench.recipe, '--frob'], '--frob'),
            ([bench.recipe, '--seed', 'x'], '--seed'),
            ([bench.recipe, '--seed', '-1'], '--seed'),
            ([bench.recipe, '--threads', '0'], '--threads'),
            ([bench.recipe, '--stop-at', '1.5'], '--stop-at'),
            ([bench.recipe, '--set', 'epochs'], 'epochs=4'),
            ([bench.recipe, '--set', 'epochs=four'], 'whole number'),
            ([bench.recipe, '--set', 'epoch=4'], 'epochs'),
            ([bench.recipe, '--set', 'layers.9.units=4'], 'layers.9.units')):
        complaint = bench.complaint('train', *arguments, status=2)
        assert says in complaint, complaint
    assert 'train' in bench.complaint(status=2)
    assert 'frob' in bench.complaint('frob', status=2)


def test_failures(bench):
    """What the world refuses is told in one line, with exit status 1."""
    broken = bench.write_recipe('broken.json', epochs=0)
    data = ['--data', bench.data]
    for arguments, says in (
            (['nosuch', *data], 'task2'),
            ([bench.path('nosuch.json'), *data], 'nosuch.json'),
            ([broken, *data], 'epochs'),
            ([bench.recipe, '--data', bench.path('nowhere')], 'nowhere'),
            ([bench.recipe, *data, '--set', 'batch=257'], 'batch'),
            ([bench.recipe, *data, '--set', 'input=[1,28,28]'], '784'),
            ([bench.recipe, *data, '--set', 'layers.2.units=11'], '11'),
            ([bench.recipe, *data, '--out', bench.path('no/where')], 'where')):
        complaint = bench.complaint('train', *arguments)
        assert says in complaint, complaint


def test_disk_full(bench):
    """A model that can't be written is an error in words."""
    if not os.path.exists('/dev/full') or os.path.isfile('/dev/full'):
        return
    _, errors = bench.run('train', bench.recipe, '--data', bench.data, '--out', '/dev/full', status=1)
    assert '/dev/full' in errors and errors.count('\n') == 1, errors


def test_locale(bench):
    """Numbers in files and JSON have a point in every locale."""
    environment = {**os.environ, 'LC_ALL': 'nb_NO.UTF-8', 'LANGUAGE': 'nb'}
    english = bench.train()
    norwegian = bench.train('--set', 'learning_rate=0.02', env=environment)
    assert without_times(english) == without_times(norwegian)


if __name__ == '__main__':
    run([test_finished, test_checks, test_repeatable, test_set, test_words, test_early_stop,
         test_keep_best, test_out, test_resume, test_patience_resumed, test_resume_refused,
         test_stop_at_zero, test_history, test_interrupt, test_diverged, test_validation_rest,
         test_wrong_calls, test_failures, test_disk_full, test_locale], Bench(sys.argv[1]))

#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""perceptron-cli report, as outsiders call it. The argument is the program."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from harness import Bench, Skip, run

TEMPLATE = {
    'format': 'perceptron-report', 'version': 1, 'title': 'Small and wide',
    'text': ['Two networks.'],
    'runs': ['small.json', 'wide.json'],
    'seeds': {'count': 3, 'runs': ['wide.json']},
    'figures': [{'title': 'Both', 'runs': ['small.json', 'wide.json']}],
    'claims': [
        {'text': 'The wide one has more parameters.', 'kind': 'greater', 'quantity': 'parameters',
         'run': 'wide.json', 'than': 'small.json'},
        {'text': 'The wide one has fewer parameters.', 'kind': 'less', 'quantity': 'parameters',
         'run': 'wide.json', 'than': 'small.json'},
        {'text': 'Four epochs.', 'kind': 'between', 'quantity': 'epochs', 'run': 'small.json',
         'value': 5, 'low': 4, 'high': 6},
        {'text': 'No training loss.', 'kind': 'below', 'quantity': 'training-loss',
         'run': 'small.json', 'value': -1},
        {'text': 'A network is as accurate as itself.', 'kind': 'same-accuracy',
         'run': 'wide.json', 'than': 'wide.json'}]}


# Few images and a high rate: the validation loss soon rises, and the last is not the best.
STOPS_EARLY = ['--set', 'patience=6', '--set', 'epochs=1000', '--set', 'learning_rate=0.1', '--set',
               'data.train=64']


def write_template(bench, name='small-report.json', **changes):
    wide = json.loads(pathlib.Path(bench.recipe).read_text(encoding='utf-8'))
    wide['name'] = 'Wide'
    wide['layers'][0]['units'] = 20
    (bench.folder / 'wide.json').write_text(json.dumps(wide), encoding='utf-8')
    path = bench.folder / name
    path.write_text(json.dumps({**TEMPLATE, **changes}), encoding='utf-8')
    return str(path)


def report(bench, out, *arguments, template=None):
    return bench.lines('report', template or write_template(bench), '--data', bench.data, '--out',
                       bench.path(out), *arguments)


def markdown(bench, *arguments):
    report(bench, 'report.md', *arguments)
    return pathlib.Path(bench.path('report.md')).read_text(encoding='utf-8')


def tables(text):
    """Each as a list of rows of cells, the titles first."""
    found = []
    for block in re.findall(r'(?:^\|.*\|\n)+', text, re.MULTILINE):
        rows = [[cell.strip() for cell in re.split(r'(?<!\\)\|', line)[1:-1]]
                for line in block.splitlines()]
        assert len({len(row) for row in rows}) == 1, block
        assert all(re.fullmatch(r':?-+:?', cell) for cell in rows[1]), rows[1]
        found.append([rows[0], *rows[2:]])
    return found


def table_with(text, *titles):
    for table in tables(text):
        if all(title in table[0] for title in titles):
            return [dict(zip(table[0], row)) for row in table[1:]]
    raise AssertionError(f'no table has {titles}')


def results(text):
    """What the runs came to on validation and training images, a row each."""
    validation = table_with(text, 'Run', 'Validation loss, at stop')
    training = table_with(text, 'Run', 'Training loss', 'Gap')
    assert [row['Run'] for row in validation] == [row['Run'] for row in training]
    return [{**a, **b} for a, b in zip(validation, training)]


def fraction(number):
    return f'{number:.4f}'


def test_numbers(bench):
    """The report's numbers are those of train with the same recipe and seed."""
    text = markdown(bench, *STOPS_EARLY)
    rows = results(text)
    assert [row['Run'] for row in rows] == ['Small', 'Wide']
    for row, recipe in zip(rows, ('small.json', 'wide.json')):
        end = bench.train(*STOPS_EARLY, recipe=bench.path(recipe))[-1]
        # The small one gets worse: its last is not its best.
        assert recipe != 'small.json' or end['validation_loss'] > end['best_validation_loss'], end
        assert row['Validation loss, best'] == fraction(end['best_validation_loss'])
        assert row['Validation loss, at stop'] == fraction(end['validation_loss'])
        assert row['Training loss'] == fraction(end['train_loss'])
        assert row['Training accuracy'].startswith(fraction(end['train_accuracy']))
        accuracy = row['Validation accuracy, at stop'].replace('\\', '')
        assert re.fullmatch(r'[01]\.\d{4} \[0\.\d{4}, [01]\.\d{4}\]', accuracy), accuracy
        assert accuracy.startswith(fraction(end['validation_accuracy']))
        assert row['Validation accuracy, best'].startswith(
            fraction(end['best_validation_accuracy']))


def test_keep_best(bench):
    """Where the best weights are kept, the numbers at stop are theirs, as train says."""
    changes = [*STOPS_EARLY, '--set', 'keep_best=true']
    row = results(markdown(bench, *changes))[0]
    end = bench.train(*changes)[-1]
    assert end['validation_loss'] == end['best_validation_loss'], end
    assert row['Validation loss, at stop'] == fraction(end['validation_loss'])
    assert row['Training loss'] == fraction(end['train_loss'])
    assert row['Training accuracy'].startswith(fraction(end['train_accuracy']))
    assert row['Gap'] == fraction(end['train_accuracy'] - end['validation_accuracy'])


def test_seeds(bench):
    """Other seeds have their rows, the recipe's own among them, and a median below."""
    rows = table_with(markdown(bench), 'Seed', 'Epochs run')
    assert [row['Seed'] for row in rows] == ['1, its own', '2', '3', 'median of 3']
    losses = [float(row['Validation loss, at stop']) for row in rows]
    assert losses[3] == sorted(losses[:3])[1]
    end = bench.train('--seed', 3, recipe=bench.path('wide.json'))[-1]
    assert rows[2]['Validation loss, at stop'] == fraction(end['validation_loss'])


def test_claims(bench):
    """Each claim stands with what became of it."""
    rows = table_with(markdown(bench), 'Claim', 'Verdict')
    assert [row['Verdict'] for row in rows] == [
        'holds', 'does not hold', 'holds', 'does not hold', 'holds'], rows
    assert rows[0]['What was found'].startswith('1,579 against 987'), rows[0]
    assert 'p = 1.000' in rows[4]['What was found'], rows[4]
    assert len(rows[4]['What was found'].split('<br>')) == 4, rows[4]  # three seeds and their sum


def test_gradients(bench):
    """Gradients are checked as check-gradients does it, or not said to be."""
    rows = table_with(markdown(bench), 'Weights checked')
    for row, recipe in zip(rows, ('small.json', 'wide.json'), strict=True):
        path = bench.path(recipe)
        status = 0 if row['Verdict'] == 'passed' else 1
        end = bench.lines('check-gradients', path, '--data', bench.data, status=status)[-1]
        assert row['Weights checked'] == f'{end["weights"]:,}'
        assert row['Largest difference'] == f'{end["max_difference"]:.1e}'
    assert 'Weights checked' not in markdown(bench, '--gradients', 'none')


def test_pictures(bench):
    """Pictures lie beside the Markdown, and their words are words."""
    text = markdown(bench)
    links = re.findall(r'^!\[.*\]\((.*)\)$', text, re.MULTILINE)
    assert links == ['report-figures/figure-1.svg', 'report-figures/network-1.svg',
                     'report-figures/network-2.svg'], links
    for link in links:
        svg = (bench.folder / link).read_text(encoding='utf-8')
        assert '</text>' in svg and svg.rstrip().endswith('</svg>')


def test_pdf(bench):
    """The PDF has the sections, the numbers, the call, and as many pages as said."""
    if shutil.which('pdftotext') is None:
        raise Skip('pdftotext is not installed')
    end = report(bench, 'report.pdf', '--set', 'epochs=2')[-1]
    text = subprocess.run(['pdftotext', '-layout', bench.path('report.pdf'), '-'],
                          capture_output=True, text=True, check=True).stdout
    assert end['event'] == 'reported' and end['file'] == bench.path('report.pdf')
    assert text.count('\f') == end['pages'] > 1
    for heading in ('Small and wide', 'Data and settings', 'Figures', 'Results', 'Networks',
                    'Derivations', 'Gradient check', 'How to make it again', 'Figure 1: Both.'):
        assert re.search(rf'^\s*{heading}', text, re.MULTILINE), heading
    assert '--set epochs=2' in text.replace('\n', ' ')
    trained = bench.train('--set', 'epochs=2')[-1]
    assert fraction(trained['validation_loss']) in text


def test_language(bench):
    """Where numbers have a comma, the report has them so, and is whole."""
    folder = bench.folder / 'locales'
    folder.mkdir()
    made = subprocess.run(['localedef', '-i', 'nb_NO', '-f', 'UTF-8', str(folder / 'nb_NO.UTF-8')],
                          capture_output=True, check=False)
    if not (folder / 'nb_NO.UTF-8').exists():
        raise Skip(f'no locale can be made: {made.stderr!r}')
    environment = dict(os.environ, LOCPATH=str(folder), LC_ALL='nb_NO.UTF-8')
    for out in 'report.pdf', 'report.md':
        bench.run('report', write_template(bench), '--data', bench.data, '--out', bench.path(out),
                  env=environment)
    text = pathlib.Path(bench.path('report.md')).read_text(encoding='utf-8')
    assert re.search(r'[01],\d{4} \\\[0,\d{4}; [01],\d{4}\\\]', text)
    assert pathlib.Path(bench.path('report.pdf')).read_bytes().startswith(b'%PDF')


def test_repeats(bench):
    """One run at a time or several: the same report, but for times."""
    one = results(markdown(bench, '--threads', 1))
    several = results(markdown(bench, '--threads', 4))
    assert one == several


def test_complaints(bench):
    """What is wrong is said in a line."""
    template = write_template(bench)
    said = bench.complaint('report', template, status=2)
    assert '--out' in said, said
    said = bench.complaint('report', template, '--out', 'report.doc', status=2)
    assert '.pdf or .md' in said, said
    said = bench.complaint('report', 'nothing', '--out', bench.path('a.pdf'))
    assert 'tdt4265-a2' in said, said
    said = bench.complaint('report', template, '--out', bench.path('a.pdf'), '--gradients', 'few',
                           status=2)
    assert 'none, quick or all' in said, said
    claims = [{'text': '', 'kind': 'less', 'quantity': 'size', 'run': 'small.json',
               'than': 'wide.json'}]
    for changes, wanted in (({'claims': claims}, 'claims.0: is “size”'),
                            ({'runs': []}, 'names no recipe'),
                            ({'figures': [{'title': 'x', 'runs': ['other']}]}, '“other” is not'),
                            ({'colour': 1}, 'colour'), ({'version': 2}, 'version 1')):
        path = write_template(bench, 'wrong.json', **changes)
        said = bench.complaint('report', path, '--data', bench.data, '--out', bench.path('a.pdf'))
        assert wanted in said, said


def catches(pid, number):
    """Whether the process has a handler of its own for the signal."""
    status = pathlib.Path(f'/proc/{pid}/status').read_text(encoding='utf-8')
    caught = int(re.search(r'^SigCgt:\s*([0-9a-f]+)', status, re.MULTILINE)[1], 16)
    return bool(caught >> (number - 1) & 1)


def test_interrupt(bench):
    """Ctrl+C stops it cleanly, and no half report is left."""
    call = [bench.program, 'report', write_template(bench), '--data', str(bench.data), '--out',
            bench.path('never.pdf'), '--set', 'epochs=100000000']
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as process:
        while not catches(process.pid, signal.SIGINT):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=60)[1]
    assert process.returncode == 1 and 'stopped before' in errors, (process.returncode, errors)
    assert not pathlib.Path(bench.path('never.pdf')).exists()


run([test_numbers, test_keep_best, test_seeds, test_claims, test_gradients, test_pictures,
     test_pdf, test_language, test_repeats, test_complaints, test_interrupt], Bench(sys.argv[1]))

#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""perceptron-cli's other commands, as outsiders call them. The argument is the program."""

import base64
import csv
import json
import math
import os
import pathlib
import struct
import subprocess
import sys
import zlib

from harness import N_TEST, PARAMETERS, RECIPE, SIDE, Bench, Skip, run

DIGITS = [str(digit) for digit in range(10)]


def model(bench):
    """A trained model, made once."""
    path = bench.path('model.safetensors')
    if not os.path.exists(path):
        bench.train('--out', path)
    return path


def write_png(path, side, pixels):
    """A picture in grey, by the specification of PNG."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes(pixels[y * side:(y + 1) * side]) for y in range(side))
    header = struct.pack('>IIBBBBB', side, side, 8, 0, 0, 0, 0)
    pathlib.Path(path).write_bytes(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) +
                                   chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def write_npy(path, kind, shape, data):
    """An array by the specification of NPY 1.0."""
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b' ' * (-(10 + len(header) + 1) % 64) + b'\n'
    pathlib.Path(path).write_bytes(b'\x93NUMPY\x01\0' + struct.pack('<H', len(header)) + header + data)


def test_images(bench):
    """The images of the test split, as numbers."""
    data = (bench.data / 't10k-images-idx3-ubyte').read_bytes()[16:]
    size = SIDE * SIDE
    return [data[i * size:(i + 1) * size] for i in range(N_TEST)]


def test_evaluate(bench):
    """evaluate counts each image once in the confusion matrix."""
    result = bench.lines('evaluate', model(bench), '--data', bench.data)[-1]
    matrix = result['confusion']
    labels = list((bench.data / 't10k-labels-idx1-ubyte').read_bytes()[8:])
    assert result['event'] == 'evaluated' and result['count'] == N_TEST
    assert [len(row) for row in matrix] == [10] * 10
    assert [sum(row) for row in matrix] == [labels.count(digit) for digit in range(10)]
    assert sum(matrix[i][i] for i in range(10)) / N_TEST == result['accuracy']
    low, high = result['accuracy_interval']
    assert 0 <= low <= result['accuracy'] <= high <= 1 and high - low < 0.25
    assert result['loss'] > 0
    output, errors = bench.run('evaluate', model(bench), '--data', bench.data)
    assert '95 % interval' in output and errors == ''


def test_evaluate_out(bench):
    """evaluate writes its confusion matrix as a table and as a figure."""
    matrix = bench.lines('evaluate', model(bench), '--data', bench.data)[-1]['confusion']
    table = bench.path('confusion.csv')
    bench.run('evaluate', model(bench), '--data', bench.data, '--out', table)
    head, *rows = [line.split(',') for line in pathlib.Path(table).read_text().splitlines()]
    assert head[:2] == ['true', 'answered 0'] and head[-4:] == ['images', 'precision', 'recall', 'f1']
    assert [[int(cell) for cell in row[1:11]] for row in rows] == matrix
    for i, row in enumerate(rows):
        answered = sum(matrix[j][i] for j in range(10))
        assert row[12] == '' if answered == 0 else abs(float(row[12]) - matrix[i][i] / answered) < 1e-9
    figure = bench.path('confusion.svg')
    bench.run('evaluate', model(bench), '--data', bench.data, '--out', figure, '--rates')
    assert '>recall</text>' in pathlib.Path(figure).read_text()
    assert '--out' in bench.complaint('evaluate', model(bench), '--rates', status=2)
    assert '.svg' in bench.complaint('evaluate', model(bench), '--data', bench.data, '--out', 'x.doc')


def test_evaluate_wrong(bench):
    """evaluate tells what is wrong."""
    wrong = bench.complaint('evaluate', model(bench), '--data', bench.data, '--split', 'all', status=2)
    assert 'train, validation or test' in wrong
    assert 'nosuch' in bench.complaint('evaluate', 'nosuch', '--data', bench.data)
    none = bench.path('none.safetensors')
    bench.train('--set', 'data.validation=none', '--out', none)
    assert 'validation' in bench.complaint('evaluate', none, '--data', bench.data, '--split',
                                           'validation')
    other = bench.path('other.safetensors')
    recipe = bench.write_recipe('other.json', input=[1, 4, 16])
    bench.train('--out', other, recipe=recipe)
    broken = bench.path('broken.safetensors')
    pathlib.Path(broken).write_bytes(pathlib.Path(model(bench)).read_bytes()[:-1])
    assert 'broken.safetensors' in bench.complaint('evaluate', broken, '--data', bench.data)


def read_safetensors(path):
    """Tensors as {name: (shape, numbers)} and metadata, by the specification alone."""
    data = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack('<Q', data[:8])
    header = json.loads(data[8:8 + length])
    metadata = header.pop('__metadata__')
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry['data_offsets'])
        assert entry['dtype'] == 'F32'
        tensors[name] = entry['shape'], struct.unpack(f'<{(end - begin) // 4}f', data[begin:end])
    return tensors, metadata


ACTIVATIONS = {
    'identity': lambda z: z,
    'relu': lambda z: max(z, 0.0),
    'improved-sigmoid': lambda z: 1.7159 * math.tanh(2 * z / 3),
}


def forward(tensors, info, pixels):
    """The logits that the file promises, in double precision."""
    mean, std = info['normalisation']['mean'], info['normalisation']['std']
    a = [(pixel - mean) / std for pixel in pixels]
    module = 0
    for layer in info['spec']['layers']:
        (units, fan_in), weights = tensors[f'{module}.weight']
        bias = tensors[f'{module}.bias'][1] if layer['bias'] != 'none' else [0.0] * units
        assert units == layer['units'] and fan_in == len(a)
        z = [math.fsum(map(lambda w, x: w * x, weights[k * fan_in:(k + 1) * fan_in], a)) + bias[k]
             for k in range(units)]
        a = [ACTIVATIONS[layer['activation']](value) for value in z]
        module += 2
    return a


def close(found, expected):
    largest = max(abs(value) for row in expected for value in row)
    return all(abs(a - b) <= 1e-5 * largest for left, right in zip(found, expected)
               for a, b in zip(left, right))


def test_foreign_reader(bench):
    """Another program reads the model by its specification and gets the same logits."""
    tensors, metadata = read_safetensors(model(bench))
    info = json.loads(metadata['perceptron'])
    images = test_images(bench)
    path = bench.path('images.npy')
    assert list(info) == ['version', 'spec', 'normalisation', 'classes']
    assert list(info['normalisation']) == ['mean', 'std'] and info['classes'] == DIGITS
    assert list(tensors) == ['0.weight', '0.bias', '2.weight', '2.bias', '4.weight']
    write_npy(path, '|u1', (N_TEST, SIDE, SIDE), b''.join(images))
    result = bench.lines('logits', model(bench), path)[-1]
    expected = [forward(tensors, info, image) for image in images]
    assert result['event'] == 'logits' and result['rows'] == N_TEST
    assert close(result['logits'], expected)


def test_logits(bench):
    """Rows of float32 and of uint8 give the same logits, in words too."""
    image = test_images(bench)[0]
    size = SIDE * SIDE
    bytes_path, floats_path = bench.path('bytes.npy'), bench.path('floats.npy')
    write_npy(bytes_path, '|u1', (1, size), image)
    write_npy(floats_path, '<f4', (size,), struct.pack(f'<{size}f', *image))
    of_bytes = bench.lines('logits', model(bench), bytes_path)[-1]
    of_floats = bench.lines('logits', model(bench), floats_path)[-1]
    assert close(of_floats['logits'], of_bytes['logits'])
    words, _ = bench.run('logits', model(bench), bytes_path)
    assert [float(word) for word in words.split()] == of_bytes['logits'][0]


def test_logits_wrong(bench):
    """logits tells what is wrong with an array."""
    path = bench.path('wrong.npy')
    size = SIDE * SIDE
    for kind, shape, data, says in (
            ('<f8', (1, size), bytes(8 * size), '<f8'),
            ('|u1', (1, size), bytes(size - 1), 'number of bytes'),
            ('|u1', (1, size + 1), bytes(size + 1), str(size)),
            ('|u1', (0, size), b'', '0 rows'),
            ('|u1', '(-1, 4)', b'', 'shape')):
        write_npy(path, kind, shape, data)
        complaint = bench.complaint('logits', model(bench), path)
        assert 'wrong.npy' in complaint and says in complaint, complaint
    whole = pathlib.Path(path).read_bytes()
    for length in range(0, 128, 7):
        pathlib.Path(path).write_bytes(whole[:length])
        bench.complaint('logits', model(bench), path)
    assert 'nowhere.npy' in bench.complaint('logits', model(bench), bench.path('nowhere.npy'))


def test_classify_ink(bench):
    """classify answers ink line by line, and blank ink not at all."""
    path = bench.path('ink.jsonl')
    stroke = [[[10, 10], [60, 12], [40, 90]]]
    samples = [{'strokes': stroke, 'label': 7, 'writer': 'x'}, {'strokes': stroke},
               {'strokes': [], 'label': 3}, {'strokes': stroke, 'label': '7'}]
    pathlib.Path(path).write_text('\n'.join(map(json.dumps, samples)), encoding='utf-8')
    lines = bench.lines('classify', model(bench), path)
    answers, summary = lines[:-1], lines[-1]
    assert [line['event'] for line in lines] == ['classified'] * 4 + ['summary']
    assert [line['digit'] for line in answers] == [True, True, False, True]
    assert answers[2]['label'] is None and answers[2]['probabilities'] is None
    first = answers[0]
    assert first['file'] == path and len(first['probabilities']) == 10
    assert math.isclose(sum(first['probabilities']), 1, rel_tol=1e-5)
    assert first['label'] == first['probabilities'].index(max(first['probabilities']))
    right = 2 if first['label'] == 7 else 0
    assert summary == {'event': 'summary', 'count': 4, 'labelled': 3, 'correct': right,
                       'accuracy': right / 3, 'accepted': 3}


def test_classify_picture(bench):
    """classify answers a picture as it answers its negative."""
    dark, light = bench.path('dark.png'), bench.path('light.png')
    side = 40
    pixels = [20 if 8 <= y < 32 and 18 <= x < 22 else 235 for y in range(side) for x in range(side)]
    write_png(dark, side, pixels)
    write_png(light, side, [255 - pixel for pixel in pixels])
    answers = bench.lines('classify', model(bench), dark, light)
    assert [answer['file'] for answer in answers] == [dark, light]
    assert answers[0]['label'] == answers[1]['label'] and answers[0]['digit'] is True
    for a, b in zip(answers[0]['probabilities'], answers[1]['probabilities']):
        assert abs(a - b) < 0.02


def test_classify_wrong(bench):
    """One file that can't be read doesn't keep the others from being answered."""
    broken, good = bench.path('broken.jsonl'), bench.path('good.jsonl')
    pathlib.Path(broken).write_text('{"strokes": 7}\n', encoding='utf-8')
    pathlib.Path(good).write_text('{"strokes": [[[1, 1], [5, 5]]]}\n', encoding='utf-8')
    output, errors = bench.run('classify', model(bench), broken, good, '--json', status=1)
    assert output.count('classified') == 1 and 'broken.jsonl:1' in errors, (output, errors)
    bench.complaint('classify', model(bench), status=2)


def test_export_safetensors(bench):
    """export writes the same model, and says how large it is."""
    out = bench.path('copy.safetensors')
    result = bench.lines('export', model(bench), out)[-1]
    assert result == {'event': 'exported', 'file': out, 'bytes': os.path.getsize(out)}
    assert pathlib.Path(out).read_bytes() == pathlib.Path(model(bench)).read_bytes()


def test_export_checkpoint(bench):
    """A checkpoint can be exported, and is then free of the optimiser's state."""
    state, out = bench.path('state.checkpoint'), bench.path('stateless.safetensors')
    bench.train('--checkpoint', state)
    assert any(name.startswith('optimizer.') for name in read_safetensors(state)[0])
    bench.run('export', state, out)
    assert pathlib.Path(out).read_bytes() == pathlib.Path(model(bench)).read_bytes()


def test_export_wrong(bench):
    """An ending that names no format is a wrong call."""
    assert '.safetensors' in bench.complaint('export', model(bench), bench.path('model.doc'), status=2)
    assert 'no/where' in bench.complaint('export', model(bench), bench.path('no/where.safetensors'))


def history(bench):
    """A history, made once."""
    path = bench.path('plain run.csv')
    if not os.path.exists(path):
        bench.train('--history', path)
    return path


def read_png_chunks(data):
    at = 8
    while at < len(data):
        (length,) = struct.unpack('>I', data[at:at + 4])
        yield data[at + 4:at + 8], data[at + 8:at + 8 + length]
        at += 12 + length


def test_plot(bench):
    """plot draws a figure of each kind, with real text and the size that was asked for."""
    beginnings = {'.png': b'\x89PNG', '.svg': b'<?xml', '.pdf': b'%PDF-', '.csv': b'run,metric',
                  '.tex': b'%'}
    for ending, beginning in beginnings.items():
        out = bench.path('figure' + ending)
        result = bench.lines('plot', history(bench), history(bench), '--out', out, '--size-mm', '84x60',
                             '--dpi', '150', '--labels', 'Plain,All tricks')[-1]
        data = pathlib.Path(out).read_bytes()
        assert result['event'] == 'plotted' and result['file'] == out
        assert result['bytes'] == len(data) and data.startswith(beginning), (ending, data[:20])
    svg = pathlib.Path(bench.path('figure.svg')).read_text(encoding='utf-8')
    assert 'All tricks</text>' in svg
    png = dict(read_png_chunks(pathlib.Path(bench.path('figure.png')).read_bytes()))
    width, height = struct.unpack('>II', png[b'IHDR'][:8])
    assert abs(width - 84 / 25.4 * 150) <= 1 and abs(height - 60 / 25.4 * 150) <= 1


def test_plot_data(bench):
    """A figure carries its history inside, unless it is told not to."""
    out = bench.path('carrying.png')
    bench.run('plot', history(bench), '--out', out)
    keyword, compressed = [data for kind, data in read_png_chunks(pathlib.Path(out).read_bytes())
                           if kind == b'iTXt'][0].split(b'\0', 1)
    text = zlib.decompress(compressed[2:].split(b'\0', 2)[2])
    run_inside = json.loads(text)['runs'][0]
    with open(history(bench), encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file))
    assert keyword == b'perceptron' and run_inside['name'] == 'plain run'
    for column in 'step', 'epoch', 'validation_loss', 'training_accuracy':
        expected = [float(row[column]) if row[column] else None for row in rows]
        assert run_inside[column] == expected, column
    assert run_inside['kind'] == [row['kind'] for row in rows]
    bench.run('plot', history(bench), '--out', out, '--no-data')
    assert all(kind != b'iTXt' for kind, _ in read_png_chunks(pathlib.Path(out).read_bytes()))


def test_plot_data_of_each_kind(bench):
    """SVG and PDF carry what PNG does, for readers of their own; and plot draws a figure's runs anew."""
    inside = {}
    for ending in '.svg', '.pdf':
        bench.run('plot', history(bench), '--out', bench.path('carrying' + ending))
    svg = xml.etree.ElementTree.parse(bench.path('carrying.svg')).getroot()
    metadata = [element for element in svg if element.get('id') == 'perceptron'][0]
    inside['.svg'] = zlib.decompress(base64.b64decode(metadata.text))
    subprocess.run(['pdfdetach', '-savefile', 'perceptron.json', '-o', bench.path('inside.json'),
                    bench.path('carrying.pdf')], check=True)
    inside['.pdf'] = pathlib.Path(bench.path('inside.json')).read_bytes()
    assert inside['.svg'] == inside['.pdf'] and json.loads(inside['.pdf'])['runs'][0]['step'][-1] > 0
    numbers = set()
    for source in history(bench), bench.path('carrying.svg'), bench.path('carrying.pdf'):
        out = bench.path('anew.csv')
        assert bench.lines('plot', source, '--out', out)[-1]['runs'] == 1
        numbers.add(pathlib.Path(out).read_text(encoding='utf-8'))
    assert len(numbers) == 1
    bench.run('plot', history(bench), '--out', bench.path('bare.pdf'), '--no-data')
    assert 'no runs inside' in bench.complaint('plot', bench.path('bare.pdf'), '--out', out)


def test_plot_numbers(bench):
    """A figure as CSV holds what metric and split say."""
    out = bench.path('numbers.csv')
    bench.run('plot', history(bench), '--out', out, '--metric', 'loss', '--split', 'validation')
    with open(out, encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file))
    assert {(row['run'], row['metric'], row['split']) for row in rows} == \
        {('plain run', 'loss', 'validation')}
    assert len(rows) == 17


def carrying(bench, name, **columns):
    """A figure of one run with a recipe inside, as the window exports it."""
    run = {'name': 'timed', 'kind': ['check'] * 3, 'step': [0, 10, 20], 'epoch': [0, 0.5, 1],
           'recipe': RECIPE, **{column: [None] * 3 for column in
                                ('training_loss', 'training_accuracy', 'validation_loss', 'validation_accuracy')},
           **columns}
    text = json.dumps({'format': 'perceptron-figure', 'version': 1, 'runs': [run]}).encode()
    path = bench.path(name)
    pathlib.Path(path).write_text(
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><metadata id="perceptron">'
        + base64.b64encode(zlib.compress(text)).decode() + '</metadata></svg>', encoding='utf-8')
    return path


def test_plot_metrics(bench):
    """plot draws what checks noted: learning rate and gradient norm of a history, throughput where the
    seconds are known."""
    out = bench.path('metric.csv')
    for metric, column in (('learning-rate', 'learning_rate'), ('gradient-norm', 'gradient_norm')):
        bench.run('plot', history(bench), '--out', out, '--metric', metric)
        with open(out, encoding='utf-8', newline='') as file:
            drawn = [(row['metric'], float(row['value'])) for row in csv.DictReader(file)]
        with open(history(bench), encoding='utf-8', newline='') as file:
            noted = [float(row[column]) for row in csv.DictReader(file) if row[column] not in ('', 'nan')]
        assert noted and [value for _, value in drawn] == [float(f'{value:.9g}') for value in noted], metric
        assert {name for name, _ in drawn} == {metric}
    assert 'plain run: says nothing of seconds' in \
        bench.complaint('plot', history(bench), '--out', out, '--metric', 'throughput')
    bench.run('plot', carrying(bench, 'timed.svg', seconds=[0, 2, 3]), '--out', out, '--metric', 'throughput')
    batch = RECIPE['batch']
    assert pathlib.Path(out).read_text(encoding='utf-8').splitlines()[1:] == \
        [f'timed,throughput,training,10,{5 * batch}', f'timed,throughput,training,20,{10 * batch}']
    svg = bench.path('metric.svg')
    bench.run('plot', history(bench), '--out', svg, '--metric', 'gradient-norm', '--log-y')
    drawn = pathlib.Path(svg).read_text(encoding='utf-8')
    assert '>Gradient norm<' in drawn and '>validation<' not in drawn
    assert 'throughput' in bench.complaint('plot', history(bench), '--out', out, '--metric', 'speed', status=2)


def test_plot_axes(bench):
    """plot over epochs, also with a logarithm; what a history as CSV doesn't know is said."""
    out = bench.path('epochs.svg')
    bench.run('plot', history(bench), '--out', out, '--x', 'epoch', '--log-x')
    with open(out, encoding='utf-8') as file:
        assert '>epoch<' in file.read()
    for unit, what in (('seconds', 'nothing of seconds'), ('examples', 'how many examples')):
        assert what in bench.complaint('plot', history(bench), '--out', out, '--x', unit)
    assert '--x: is hour' in bench.complaint('plot', history(bench), '--out', out, '--x', 'hour', status=2)


def test_plot_images(bench):
    """plot draws the interval of the last accuracy where it knows of how many images."""
    for images, named in (('0', False), ('100', True)):
        out = bench.path('interval.svg')
        bench.run('plot', history(bench), '--out', out, '--images', images)
        assert ('95 % interval' in pathlib.Path(out).read_text(encoding='utf-8')) == named
    assert '--images' in bench.complaint('plot', history(bench), '--out', out, '--images=-1', status=2)


def test_plot_group(bench):
    """plot draws runs of one name as their mean with a band, and others as they are."""
    out = bench.path('group.csv')
    bench.run('plot', history(bench), history(bench), history(bench), '--out', out, '--group',
              '--labels', 'a,b,a', '--metric', 'loss', '--split', 'validation')
    with open(out, encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file))
    names = [(row['run'], row['split']) for row in rows]
    group = 'a (mean and min–max of 2 seeds)'
    assert set(names) == {(group, 'validation'), (group, 'validation minimum'),
                          (group, 'validation maximum'), ('b', 'validation')}
    values = {name: [row['value'] for row in rows if (row['run'], row['split']) == name] for name in names}
    assert values[(group, 'validation')] == values[('b', 'validation')] == values[(group, 'validation minimum')]


def test_plot_wrong(bench):
    """plot tells what is wrong."""
    out = ['--out', bench.path('wrong.png')]
    for arguments, says in (
            ([history(bench)], '--out'), ([*out], 'HISTORY'),
            ([history(bench), '--out', 'x.gif'], '.png'),
            ([history(bench), *out, '--size-mm', '84'], '174x70'),
            ([history(bench), *out, '--size-mm', '3x3'], '10'),
            ([history(bench), *out, '--dpi', 'x'], '--dpi'),
            ([history(bench), *out, '--dpi', '1e9'], 'dpi'),
            ([history(bench), *out, '--metric', 'speed'], 'accuracy'),
            ([history(bench), *out, '--smooth', '1'], '--smooth'),
            ([history(bench), history(bench), *out, '--labels', 'one'], '--labels')):
        complaint = bench.complaint('plot', *arguments, status=2)
        assert says in complaint, complaint
    broken = bench.path('broken.csv')
    pathlib.Path(broken).write_text('step,kind,validation_loss\n0,check,x\n', encoding='utf-8')
    assert 'broken.csv:2' in bench.complaint('plot', broken, *out)
    assert 'nowhere.csv' in bench.complaint('plot', bench.path('nowhere.csv'), *out)


def test_check_gradients(bench):
    """check-gradients holds every weight against its finite difference."""
    # A difference over ReLU's kink is no derivative: smooth activations only.
    recipe = bench.write_recipe('smooth.json', layers=[
        {**layer, 'activation': layer['activation'].replace('relu', 'tanh')}
        for layer in RECIPE['layers']])
    result = bench.lines('check-gradients', recipe, '--data', bench.data)[-1]
    assert list(result) == ['event', 'weights', 'max_difference', 'passed']
    assert result['weights'] == PARAMETERS and result['passed'] is True
    assert 0 < result['max_difference'] <= 1e-6
    output, _ = bench.run('check-gradients', recipe, '--data', bench.data)
    assert 'passed' in output


def test_info(bench):
    """info tells versions, processor and the data that is found."""
    folder = bench.folder / 'sets'
    folder.mkdir()
    os.symlink(bench.data, folder / 'mnist')
    environment = {**os.environ, 'PERCEPTRON_DATA_DIR': str(folder)}
    info = bench.lines('info', env=environment)[-1]
    assert info['event'] == 'info' and info['version'] and info['blas'] and info['blas_kernel']
    assert isinstance(info['cpu_features'], list)
    assert info['data']['mnist'] == str(folder / 'mnist')
    assert 'task2' in info['recipes'] and 'task4e-ten-hidden' in info['recipes']
    output, _ = bench.run('info', env=environment)
    assert str(folder / 'mnist') in output


def test_bench_wrong(bench):
    """bench tells what is wrong with its call, and fails without MNIST."""
    for arguments, says in ((['--units', '784'], '--units'), (['--units', '784,x,10'], '--units'),
                            (['--units', '64,10'], '784'), (['--batch', '0'], '--batch'),
                            (['--seconds', 'x'], '--seconds'), (['more'], 'more')):
        assert says in bench.complaint('bench', *arguments, status=2)
    assert 'nowhere' in bench.complaint('bench', '--data', bench.path('nowhere'))


def need_mnist(bench):
    if bench.lines('info')[-1]['data']['mnist'] is None:
        if os.environ.get('CI') == 'true':
            raise AssertionError('MNIST is missing: build-aux/fetch-mnist')
        raise Skip('MNIST is missing')


def test_mnist(bench):
    """A shipped recipe learns MNIST, and a cut run of it equals the uncut one to the bit."""
    need_mnist(bench)
    full, rest = bench.path('mnist-full.safetensors'), bench.path('mnist-rest.safetensors')
    cut = bench.path('mnist.checkpoint')
    call = ['train', 'task3-all', '--seed', 2, '--set', 'epochs=1']
    end = bench.lines(*call, '--out', full)[-1]
    assert end['parameters'] == 50880 and end['steps'] == 625
    assert end['validation_accuracy'] > 0.9, end
    bench.lines(*call, '--stop-at', 333, '--checkpoint', cut)
    bench.lines(*call, '--resume', cut, '--out', rest, '--threads', 2)
    assert pathlib.Path(full).read_bytes() == pathlib.Path(rest).read_bytes()


def test_bench(bench):
    """bench measures training on MNIST beside its matrix products."""
    need_mnist(bench)
    result = bench.lines('bench', '--units', '784,16,10', '--seconds', '0.1', '--batch', 64)[-1]
    assert list(result) == ['event', 'units', 'batch', 'threads', 'samples_per_second',
                            'gemm_samples_per_second', 'ratio']
    assert result['units'] == [784, 16, 10] and result['batch'] == 64 and result['threads'] == 1
    ratio = result['samples_per_second'] / result['gemm_samples_per_second']
    assert math.isclose(result['ratio'], ratio, rel_tol=1e-9) and ratio > 0.01


def test_help(bench):
    """--help tells the commands, and each command its options."""
    output, errors = bench.run('--help')
    assert errors == ''
    commands = [line.split()[0] for line in output.splitlines() if line.startswith('  ')]
    assert commands == ['train', 'evaluate', 'classify', 'logits', 'export', 'plot', 'edit',
                        'check-gradients', 'report', 'bench', 'info']
    for command in commands:
        assert '--json' in bench.run(command, '--help')[0]
    assert bench.run('--version')[0].startswith('perceptron-cli ')


def test_closed_output(bench):
    """A reader that goes away is no crash."""
    with subprocess.Popen([bench.program, 'train', bench.recipe, '--data', str(bench.data), '--json',
                           '--set', 'epochs=2000'], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) in (1, -13)


if __name__ == '__main__':
    run([test_evaluate, test_evaluate_out, test_evaluate_wrong, test_foreign_reader, test_logits, test_logits_wrong,
         test_classify_ink, test_classify_picture, test_classify_wrong, test_export_safetensors,
         test_export_checkpoint, test_export_wrong, test_plot, test_plot_data, test_plot_numbers, test_plot_axes,
         test_plot_images, test_plot_group, test_plot_wrong, test_check_gradients,
         test_info,
         test_bench_wrong, test_mnist, test_bench, test_help, test_closed_output], Bench(sys.argv[1]))

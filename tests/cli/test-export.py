#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models that perceptron-cli exports, read and run by other programs. The argument is the program."""

import importlib
import json
import math
import os
import shutil
import struct
import subprocess
import sys
import zipfile

from harness import RECIPE, SIDE, Bench, Skip, run

ACTIVATIONS = ['identity', 'sigmoid', 'improved-sigmoid', 'tanh', 'relu', 'leaky-relu', 'elu', 'gelu',
               'softplus', 'silu']
N_ROWS = 7


def need(name):
    """A module that is Debian's; missing it fails where the tests must be complete."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if os.environ.get('CI') == 'true' and name != 'torch':
            raise
        raise Skip(f'{name} is not installed') from error


def rows():
    numpy = need('numpy')
    return numpy.random.default_rng(1).integers(0, 256, (N_ROWS, SIDE * SIDE)).astype('<f4')


def models(bench):
    """For each activation a model and the logits that the program itself gives for some rows."""
    numpy = need('numpy')
    path = bench.path('rows.npy')
    numpy.save(path, rows())
    for activation in ACTIVATIONS:
        model = bench.path(f'{activation}.safetensors')
        if not os.path.exists(model):
            bench.train('--out', model, *(f'--set=layers.{i}.activation={activation}' for i in (0, 1)))
        yield activation, model, numpy.array(bench.lines('logits', model, path)[-1]['logits'])


def assert_close(activation, found, expected):
    difference = abs(found - expected).max()
    assert difference <= 1e-5 * abs(expected).max(), (activation, difference)


def export(bench, model, ending):
    out = bench.path('exported' + ending)
    result = bench.lines('export', model, out)[-1]
    assert result['bytes'] == os.path.getsize(out)
    return out


def printed(numpy, *command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=True, **options)
    return numpy.array([[float(word) for word in line.split()] for line in done.stdout.splitlines()])


def test_python(bench):
    """The Python program gives the same logits."""
    numpy = need('numpy')
    for activation, model, expected in models(bench):
        program = export(bench, model, '.py')
        assert_close(activation, printed(numpy, sys.executable, program, bench.path('rows.npy')), expected)


def test_c(bench):
    """The C program compiles without a warning and gives the same logits."""
    numpy = need('numpy')
    compiler = shutil.which('cc') or shutil.which('gcc')
    text = ' '.join(f'{value:.0f}' for value in rows().ravel())
    for activation, model, expected in models(bench):
        source, program = export(bench, model, '.c'), bench.path('exported-program')
        subprocess.run([compiler, '-std=c99', '-Wall', '-Wextra', '-Werror', '-O1', '-o', program, source,
                        '-lm'], check=True)
        assert_close(activation, printed(numpy, program, input=text), expected)


def test_npz(bench):
    """NumPy reads the archive, and so does whoever reads ZIP."""
    numpy = need('numpy')
    _, model, expected = next(models(bench))
    out = export(bench, model, '.npz')
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
    with numpy.load(out) as arrays:
        info = json.loads(arrays['perceptron.json'])
        a = (rows().astype('f8') - info['normalisation']['mean']) / info['normalisation']['std']
        for module in 0, 2, 4:
            bias = arrays[f'{module}.bias'] if f'{module}.bias' in arrays else 0
            a = a @ arrays[f'{module}.weight'].T + bias
    assert_close('identity', a, expected)


def onnx_operators(numpy):
    """The operators that exports use, by their specification."""
    def softmax(z, axis):
        e = numpy.exp(z - z.max(axis, keepdims=True))
        return e / e.sum(axis, keepdims=True)
    return {
        'Sub': lambda a, b: a - b, 'Div': lambda a, b: a / b, 'Mul': lambda a, b: a * b,
        'Add': lambda a, b: a + b, 'Identity': lambda z: z, 'Tanh': numpy.tanh,
        'Sigmoid': lambda z: 1 / (1 + numpy.exp(-z)), 'Relu': lambda z: numpy.maximum(z, 0),
        'LeakyRelu': lambda z, alpha: numpy.where(z >= 0, z, alpha * z),
        'Elu': lambda z: numpy.where(z >= 0, z, numpy.expm1(z)),
        'Softplus': lambda z: numpy.logaddexp(z, 0), 'Erf': numpy.vectorize(math.erf),
        'Gemm': lambda a, b, c=0, transB=0: a @ (b.T if transB else b) + c, 'Softmax': softmax}


def run_onnx(onnx, numpy, model):
    values = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    values['input'] = rows()
    operators = onnx_operators(numpy)
    for node in model.graph.node:
        attributes = {attribute.name: onnx.helper.get_attribute_value(attribute)
                      for attribute in node.attribute}
        inputs = [values[name] for name in node.input]
        values[node.output[0]] = operators[node.op_type](*inputs, **attributes)
    return [values[output.name] for output in model.graph.output]


def test_onnx(bench):
    """ONNX's checker is content, and its graph gives the same logits."""
    numpy, onnx = need('numpy'), need('onnx')
    importlib.import_module('onnx.numpy_helper')
    for activation, model, expected in models(bench):
        exported = onnx.load(export(bench, model, '.onnx'))
        onnx.checker.check_model(exported, full_check=True)
        assert exported.ir_version == 7 and exported.opset_import[0].version == 13
        assert [value.name for value in exported.graph.output] == ['logits', 'probabilities']
        logits, probabilities = run_onnx(onnx, numpy, exported)
        assert_close(activation, logits, expected)
        assert abs(probabilities.sum(axis=1) - 1).max() < 1e-6


def read_tensors(torch, path):
    """The tensors of a model by the specification."""
    with open(path, 'rb') as file:
        (length,) = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop('__metadata__')
    tensors = {}
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        tensors[name] = torch.frombuffer(data[begin:end], dtype=torch.float32).reshape(entry['shape'])
    return tensors


def test_torch(bench):
    """torch.nn.Sequential takes the tensors strictly and gives the same logits."""
    numpy, torch = need('numpy'), need('torch')
    model = bench.path('dropout.safetensors')
    bench.train('--out', model, '--set=layers.0.activation=tanh', '--set=layers.0.dropout=0.1')
    expected = numpy.array(bench.lines('logits', model, bench.path('rows.npy'))[-1]['logits'])
    layers = RECIPE['layers']
    units = [SIDE * SIDE] + [layer['units'] for layer in layers]
    network = torch.nn.Sequential(
        torch.nn.Linear(units[0], units[1]), torch.nn.Tanh(), torch.nn.Dropout(0.1),
        torch.nn.Linear(units[1], units[2]), torch.nn.ReLU(),
        torch.nn.Linear(units[2], units[3], bias=layers[2]['bias'] != 'none'))
    network.load_state_dict(read_tensors(torch, model), strict=True)
    with open(model, 'rb') as file:
        (length,) = struct.unpack('<Q', file.read(8))
        info = json.loads(json.loads(file.read(length))['__metadata__']['perceptron'])
    mean, std = info['normalisation']['mean'], info['normalisation']['std']
    with torch.no_grad():
        found = network.eval()(torch.from_numpy((rows() - mean) / std))
    assert_close('tanh', found.numpy(), expected)


if __name__ == '__main__':
    run([test_python, test_c, test_npz, test_onnx, test_torch], Bench(sys.argv[1]))

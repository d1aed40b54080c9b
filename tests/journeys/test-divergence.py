#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training that explodes: the window says so, where it broke first, and one click makes it go on."""

import json
import os
import re
import sys

import person
from person import Failure


def write_recipe(folder):
    """Ten layers of ReLU at a learning rate of 100."""
    layers = [{"kind": "dense", "units": 64, "activation": "relu", "init": "he",
               "bias": "input" if i == 0 else "none"} for i in range(10)]
    layers.append({"kind": "dense", "units": 10, "activation": "identity", "init": "normal-fan-in",
                   "bias": "none"})
    recipe = {"format": "perceptron-recipe", "version": 1, "name": "Ten layers of ReLU",
              "data": {"set": "mnist", "train": 20000, "validation": "test", "normalise": "standard"},
              "input": [1, 28, 28], "layers": layers, "loss": "softmax-cross-entropy",
              "optimizer": "sgd", "learning_rate": 100, "momentum": 0.9, "batch": 32, "epochs": 2,
              "shuffle": True, "checks_per_epoch": 5, "patience": 0, "keep_best": False, "seed": 1}
    path = os.path.join(folder, "explosive.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recipe, file)
    return path


def words(someone):
    node = someone.look(containing="Training diverged")
    return node.name if node else None


def divergence(someone):
    someone.start(write_recipe(someone.home))
    someone.find(containing="Not trained yet", role="status bar")
    heard = someone.listen("object:property-change:accessible-name")
    someone.key("F5")
    said = someone.wait("the words", lambda: words(someone))
    if not re.search(r"first in (hidden layer \d+|the output layer)", said):
        raise Failure(f"it names no layer: {said}")
    someone.wait("the announcement", lambda: any("exploded, first in" in text for text in heard))
    someone.shot("1-diverged")
    someone.click(someone.find("Learning Rate 0.02 and Continue", "push button"))
    someone.wait("the end of training", lambda: someone.look(containing="all epochs done"), 60)
    if words(someone):
        raise Failure("it still says that training diverged")
    status = someone.look(containing="validation accuracy").name
    accuracy = float(re.search(r"accuracy (\d\.\d+)", status).group(1))
    if not accuracy > 0.5:
        raise Failure(f"it learnt nothing: {status}")
    someone.shot("2-cured")
    someone.key("ctrl+z")
    someone.wait("the words, undone", lambda: words(someone))
    someone.quit()


if __name__ == "__main__":
    sys.exit(person.main([("divergence", divergence, {"size": (1440, 900), "needs_mnist": True})]))

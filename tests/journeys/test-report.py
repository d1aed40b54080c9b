#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A trained run becomes a report: by keys from the window to a PDF with its numbers."""

import json
import os
import re
import shutil
import subprocess
import sys
import time

import person
from person import Failure


def write_recipe(folder):
    """A small one, done in a second."""
    layers = [{"kind": "dense", "units": 16, "activation": "improved-sigmoid",
               "init": "normal-fan-in", "bias": "input"},
              {"kind": "dense", "units": 10, "activation": "identity", "init": "normal-fan-in",
               "bias": "none"}]
    recipe = {"format": "perceptron-recipe", "version": 1, "name": "Sixteen units",
              "data": {"set": "mnist", "train": 2000, "validation": "test", "normalise": "standard"},
              "input": [1, 28, 28], "layers": layers, "loss": "softmax-cross-entropy",
              "optimizer": "sgd", "learning_rate": 0.02, "momentum": 0.9, "batch": 32, "epochs": 3,
              "shuffle": True, "checks_per_epoch": 5, "patience": 0, "keep_best": False, "seed": 1}
    path = os.path.join(folder, "sixteen.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recipe, file)
    return path


def choose_file(someone, path):
    time.sleep(1)  # the chooser takes the keyboard when it stands
    someone.key("ctrl+a")
    someone.type(path)
    someone.key("Return")


def words_of(path):
    call = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True,
                          check=True)
    return call.stdout


def report(someone):
    someone.start(write_recipe(someone.home))
    someone.find(containing="Not trained yet", role="status bar")
    someone.key("F5")
    someone.wait("the end of training", lambda: someone.look(containing="all epochs done"), 60)
    status = someone.look(containing="validation accuracy").name
    accuracy = re.search(r"accuracy (\d\.\d+)", status).group(1)
    target = os.path.join(someone.home, "mine.pdf")
    someone.key("ctrl+shift+e")
    choose_file(someone, target)
    someone.wait("the file", lambda: os.path.exists(target), 60)
    someone.find(containing="The report is written: mine.pdf")
    someone.find("Open", "push button")
    someone.shot("report-written")
    if shutil.which("pdftotext") is not None:
        text = words_of(target)
        for wanted in ("Sixteen units", accuracy, "784-16-10", "Gradient check", "passed"):
            if wanted not in text:
                raise Failure(f"the report lacks {wanted}")
    someone.quit()


if __name__ == "__main__":
    sys.exit(person.main([("report", report, {"size": (1440, 900), "needs_mnist": True})]))

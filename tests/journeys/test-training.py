#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training as it is said to be: why it stopped, what acts at the next start, what undo takes back."""

import json
import os
import subprocess
import sys
import time

import person
from person import Failure


DESCRIBED_EVERY = 1.0  # seconds: the plots' words follow no faster


def write_recipe(folder, **changes):
    hidden = {"kind": "dense", "units": 16, "activation": "relu", "init": "he", "bias": "input"}
    output = {"kind": "dense", "units": 10, "activation": "identity", "init": "he", "bias": "none"}
    recipe = {"format": "perceptron-recipe", "version": 1, "name": "Small",
              "data": {"set": "mnist", "train": 2000, "validation": "test", "normalise": "standard"},
              "input": [1, 28, 28], "layers": [hidden, output], "loss": "softmax-cross-entropy",
              "optimizer": "sgd", "learning_rate": 0.1, "momentum": 0.9, "batch": 32, "epochs": 100,
              "shuffle": True, "checks_per_epoch": 2, "patience": 4, "keep_best": True, "seed": 1}
    recipe.update(changes)
    path = os.path.join(folder, "small.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recipe, file)
    return path


def described(someone, text):
    return next((node for node in someone.nodes() if text in (node.description or "")), None)


def reveal(someone, find):
    """Turns the wheel over the settings until the thing is within the window."""
    x, _, _, _ = someone.box(someone.find("Settings of training", "list"))
    for _ in range(30):
        _, top, _, height = someone.box(find())
        if top + height < 820:
            return
        person.xdotool("mousemove", int(x + 40), 700, "click", 5)
        time.sleep(0.1)
    raise Failure("it can't be scrolled to")


def set_number(someone, name, text):
    reveal(someone, lambda: someone.find(containing=name, role="text"))
    someone.click(someone.find(containing=name, role="text"), 3)
    someone.key("ctrl+a")
    someone.type(text)
    someone.key("Return")


def early_stop(someone):
    """Said with its count; what acts at the next start says so, and starts over where it stands."""
    someone.start(write_recipe(someone.home))
    someone.key("F5")
    someone.find(containing="stopped after 2 epochs without improvement")
    if not described(someone, "stopped after 4 checks without improvement"):
        raise Failure("the status' tooltip doesn't tell the checks")
    someone.shot("training-1-early")
    someone.click(someone.find("More", "list item"))
    if someone.look("Start Over with This"):
        raise Failure("a start over is offered before anything waits for it")
    set_number(someone, "Seed", "7")
    someone.shot("training-2-seed")
    reveal(someone, lambda: someone.find("Start Over with This"))
    someone.click(someone.find("Start Over with This"))
    someone.find(containing="Small (2)", role="list item")
    someone.quit()


def undo(someone):
    """While training Ctrl+Z pauses, then takes the burst back; all undone and redone, all is as it was."""
    someone.start(write_recipe(someone.home, patience=0, epochs=1000))
    someone.key("ctrl+Return", "ctrl+shift+Return")
    someone.wait("the epoch", lambda: described(someone, "Undo Train (1 epoch)"))
    set_number(someone, "Learning rate", "0.05")
    someone.wait("the change", lambda: described(someone, "Undo Change Learning Rate"))
    someone.key("F5")
    someone.find("Pause", "push button")
    someone.key("ctrl+z")
    someone.find("Continue", "push button")
    someone.wait("the burst", lambda: described(someone, "Undo Train ("))
    time.sleep(2 * DESCRIBED_EVERY)
    someone.shot("training-3-paused")
    before, picture = look_at_figures(someone), take_picture()
    someone.key("ctrl+z")
    someone.wait("the change, next to be undone", lambda: described(someone, "Undo Change Learning Rate"))
    someone.shot("training-4-ghost")
    someone.key("ctrl+z", "ctrl+z", "ctrl+z")
    someone.find("Train", "push button")
    someone.key(*["ctrl+y"] * 4)
    someone.find("Continue", "push button")
    someone.wait("the figures of before", lambda: look_at_figures(someone) == before)
    someone.wait("the picture of before", lambda: take_picture() == picture)
    someone.quit()


def take_picture():
    """The network and its plots, as pixels."""
    return subprocess.run(["import", "-window", "root", "-crop", "850x810+240+55", "+repage", "rgb:-"],
                          capture_output=True, check=True).stdout


def quiet(someone):
    """At full speed the status is read out now and then, not at each of sixty changes a second; a pause
    at once."""
    someone.start(write_recipe(someone.home, patience=0, epochs=100000))
    someone.find(containing="Not trained yet", role="status bar")
    heard = someone.listen("object:property-change:accessible-name")
    someone.key("F5")
    someone.wait("the first words", lambda: any(text.startswith("Epoch") for text in heard))
    begun, before = time.monotonic(), len([text for text in heard if text.startswith("Epoch")])
    someone.wait("six more", lambda: len([text for text in heard if text.startswith("Epoch")]) >= before + 6)
    if time.monotonic() - begun < 2:
        raise Failure("the status is read out more than three times a second")
    someone.key("F5")
    someone.wait("the pause", lambda: any("paused" in text for text in heard), 2)
    someone.quit()


def look_at_figures(someone):
    """What the window says of the run."""
    return [node.name + (node.description or "") for node in someone.nodes()
            if node.getRoleName() in ("status bar", "list item", "image", "text")]


if __name__ == "__main__":
    sys.exit(person.main([("early stop and the next start", early_stop, {"size": (1440, 900)}),
                          ("training, undone and redone", undo, {"size": (1440, 900)}),
                          ("a status that is not read out too often", quiet, {"size": (1440, 900)})]))

#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end, as a newcomer would do it: draw, train, change a setting and the design,
take it back, draw again, export the loss, quit.
"""

import os
import re
import shutil
import struct
import sys
import time

import person
from person import Failure, three, type_into


def find_status(someone):
    """The sentence at the bottom, which says where training is."""
    return someone.wait("the status", lambda: next(
        node for node in someone.nodes() if node.getRoleName() == "status bar"
        and re.match(r"Epoch|Not trained|Trained", node.name)))


def epoch(status):
    found = re.match(r"Epoch (\d+) of", status.name)
    return int(found.group(1)) if found else 0


def answer(someone):
    """The sentence beside the large digit: "91 % sure"."""
    node = someone.look(containing="sure")
    return node.name if node else None


def parameters(someone):
    node = someone.look(containing="parameters")
    return node.name if node else None


def png_size(path):
    with open(path, "rb") as file:
        head = file.read(24)
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        raise Failure(f"{path} is not a PNG")
    return struct.unpack(">II", head[16:24])


def first_journey(someone):
    someone.start()
    sheet = someone.find("Drawing pad", "image")
    someone.draw(sheet, three())
    someone.wait("an answer", lambda: answer(someone))
    someone.shot("1-drawn")

    status = find_status(someone)
    someone.click(someone.find("Train One Yourself"))
    type_into(someone, "Learning rate", "0.05")
    someone.wait("the second epoch", lambda: epoch(status) >= 2)
    someone.key("F5")
    someone.find("Continue")
    someone.shot("2-paused")

    before = someone.wait("the parameter count", lambda: parameters(someone))
    someone.click(someone.find(containing="Hidden 1", role="push button"))
    someone.key("Insert")
    someone.wait("more parameters", lambda: parameters(someone) not in (None, before))
    someone.shot("3-inserted")
    someone.key("ctrl+z")
    someone.wait("the parameters of before", lambda: parameters(someone) == before)

    sheet = someone.find("Drawing pad", "image")
    someone.click(someone.find("Clear"))
    someone.draw(sheet, three())
    someone.wait("an answer of the trained network", lambda: answer(someone))
    someone.shot("4-answered")

    target = os.path.join(someone.home, "loss.png")
    export_loss(someone, target)
    width, height = someone.wait("the figure", lambda: os.path.exists(target) and png_size(target))
    if width < 600 or height < 300:
        raise Failure(f"the figure is only {width} × {height}")
    if someone.shots:
        shutil.copy(target, os.path.join(someone.shots, "6-loss.png"))
    someone.quit()


def export_loss(someone, target):
    """By keys from the dialog's first row: Loss is the first of three, both together the default."""
    someone.key("ctrl+e")
    someone.click(someone.find("Figure", "combo box"))
    someone.key("Up", "Up", "Return")
    someone.shot("5-export")
    someone.key("Return")
    time.sleep(1)
    someone.key("ctrl+a")
    someone.type(target)
    someone.key("Return")


if __name__ == "__main__":
    sys.exit(person.main([("the first journey", first_journey, {"size": (1440, 900), "needs_mnist": True})]))

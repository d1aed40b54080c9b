#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of the README: task 3 trained, a 3 on the pad. Called by build-aux/make-screenshot."""

import os
import subprocess
import sys
import time

import person


def uncheck_all(someone):
    """The curves of the first start's runs would only be in the way."""
    boxes = [node for node in someone.nodes() if node.getRoleName() == "check box"]
    for box in boxes[:2]:
        someone.click(box)


def rests(someone):
    """Nothing trains, and nothing begins to: between two runs of a queue the button changes briefly."""
    for _ in range(20):
        if someone.look("Pause"):
            return False
        time.sleep(0.1)
    return True


def picture(someone):
    someone.start()
    uncheck_all(someone)
    someone.click(someone.find("Open"))
    someone.click(someone.find(containing="task 3"))
    someone.click(someone.find("Train All"))
    someone.find("Pause")
    someone.wait("the four runs", lambda: rests(someone), 300)
    someone.click(someone.find("Init, sigmoid, momentum", "label"))
    someone.draw(someone.find("Drawing pad", "image"), person.three())
    someone.find(containing="sure")
    time.sleep(0.5)
    subprocess.run(["import", "-window", "root", os.environ["PERCEPTRON_SHOT"]], check=True)
    someone.quit()


if __name__ == "__main__":
    sys.exit(person.main([("the picture of the README", picture, {"size": (1440, 900)})]))

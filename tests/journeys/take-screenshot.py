#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of the README: task 3 trained, a 3 on the pad. Called by build-aux/make-screenshot."""

import os
import subprocess
import sys

import person


def picture(someone):
    someone.start()
    someone.click(someone.find("Open"))
    someone.click(someone.find(containing="task 3"))
    someone.find("Train All")
    someone.click(someone.find("Train All"))
    someone.wait("the four runs", lambda: someone.look(containing="Pause") is None, 300)
    someone.draw(someone.find("Drawing pad", "image"), person.three())
    subprocess.run(["import", "-window", "root", os.environ["PERCEPTRON_SHOT"]], check=True)
    someone.quit()


if __name__ == "__main__":
    sys.exit(person.main([("the picture of the README", picture, {"size": (1440, 900)})]))

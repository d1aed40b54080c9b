#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents and the window as they were left: across a start, after a crash, and when a file has gone."""

import os
import shutil
import subprocess
import sys
import time

import person
from person import Failure


def titles(someone):
    return sorted(node.name for node in someone.application if node.getRoleName() == "frame")


def has_sides(someone):
    """Beside the centre, which is as wide as the border between its two panes."""
    return someone.box(someone.find("Height of the Network", "separator"))[2] < 1000


def save_as(someone, path):
    someone.key("ctrl+shift+s")
    time.sleep(1)
    someone.key("ctrl+a")
    someone.type(path)
    someone.key("Return")
    someone.wait("the document's new name", lambda: titles(someone) == ["one"])


def restored(someone, one):
    someone.start()
    someone.wait("the sides", lambda: has_sides(someone))
    save_as(someone, one)
    someone.key("F9")
    someone.wait("the sides to fold", lambda: not has_sides(someone))
    someone.quit()
    someone.start()
    if titles(someone) != ["one"]:
        raise Failure(f"open are {titles(someone)}")
    if has_sides(someone):
        raise Failure("the sides are there again")
    someone.key("F9")
    someone.wait("the sides to unfold", lambda: has_sides(someone))


def one_instance(someone, two):
    """A second call gives its file to the window's process and ends."""
    subprocess.run([someone.program, two], env=someone.environment, timeout=person.PATIENCE, check=True)
    someone.wait("the second window", lambda: titles(someone) == ["one", "two"])
    subprocess.run([someone.program, two], env=someone.environment, timeout=person.PATIENCE, check=True)
    if titles(someone) != ["one", "two"]:
        raise Failure("a document that is open has two windows")


def wrong_file(someone, path):
    """A file that is nothing of ours is told what would be right."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("nothing")
    subprocess.run([someone.program, path], env=someone.environment, timeout=person.PATIENCE, check=True)
    someone.find(containing="notes.txt: not a document")


def after_a_crash(someone):
    time.sleep(1)  # what is remembered is written when nothing else is to be done
    someone.process.kill()
    someone.process.wait()
    someone.start()
    someone.wait("both documents", lambda: titles(someone) == ["one", "two"])


def recent(someone):
    """Each window has the other's document in its menu."""
    someone.click(someone.find("Open"))
    someone.find(containing=".perceptron")
    someone.shot("recent")
    someone.key("Escape")
    someone.quit()


def gone(someone, one):
    os.remove(one)
    someone.start()
    someone.find(containing="one.perceptron” isn't there any more")
    if titles(someone) != ["two"]:
        raise Failure(f"open are {titles(someone)}")
    someone.shot("gone")
    someone.quit()


def documents(someone):
    folder = os.path.join(someone.home, "documents")
    one, two = (os.path.join(folder, f"{name}.perceptron") for name in ("one", "two"))
    os.makedirs(folder)
    someone.environment.update(XDG_DATA_HOME=os.path.join(someone.home, "data"))
    restored(someone, one)
    someone.quit()
    shutil.copy(one, two)
    someone.start()
    one_instance(someone, two)
    wrong_file(someone, os.path.join(folder, "notes.txt"))
    after_a_crash(someone)
    recent(someone)
    gone(someone, one)


if __name__ == "__main__":
    sys.exit(person.main([("documents as they were left", documents,
                           {"size": (1440, 900), "environment": {"GSETTINGS_BACKEND": "keyfile"}})]))

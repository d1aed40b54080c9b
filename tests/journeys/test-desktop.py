#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the application says to the desktop: no suspend while a network learns, a word when it has learnt
unseen, one question when a window closes on it.
"""

import os
import subprocess
import sys
import threading

import person
from person import Failure, type_into, xdotool

SUSPEND = "4"  # GTK_APPLICATION_INHIBIT_SUSPEND


class Desktop:
    """The services of desktop.py, and what they were told."""

    def __init__(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "desktop.py")
        self.process = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        self.lines = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def heard(self, beginning):
        return next((line for line in self.lines if line.startswith(beginning)), None)

    def leave(self):
        self.process.stdin.close()
        self.process.wait()


def begin_and_pause(someone, desktop):
    someone.click(someone.find("Train One Yourself"))
    line = someone.wait("the inhibitor", lambda: desktop.heard("inhibit"))
    if line.split()[2] != SUSPEND:
        raise Failure(f"it inhibits something else than suspend: {line}")
    someone.key("F5")
    someone.find("Continue")
    type_into(someone, "Epochs", "16")
    someone.wait("suspend to be let go", lambda: desktop.heard("Uninhibit"))
    if desktop.heard("notify"):
        raise Failure("it tells people what they have just done")


def learn_unseen(someone, desktop):
    """The rest of the epochs, one a second, while the keyboard belongs to no window."""
    someone.key("F5")
    someone.find("Pause")
    xdotool("windowfocus", 0)
    line = someone.wait("the notification", lambda: desktop.heard("notify"), 40)
    if "Training Has Ended" not in line or "My first network" not in line:
        raise Failure(f"it says: {line}")
    xdotool("windowfocus", someone.window)
    someone.wait("the notification to go", lambda: desktop.heard("CloseNotification"))


def close_while_training(someone):
    """One button keeps the window and the training; the other stops it, and the program ends."""
    someone.key("shift+F5")
    someone.find("Pause")
    someone.key("ctrl+w")
    keep = someone.find(containing="Keep Training", role="push button")
    someone.shot("question")
    someone.click(keep)
    someone.wait("the question to go", lambda: not someone.look("Keep Training"))
    xdotool("windowfocus", someone.window)
    someone.find("Pause")
    someone.key("ctrl+q")
    someone.click(someone.find(containing="Stop and Quit", role="push button"))
    if someone.process.wait(person.PATIENCE) != 0:
        raise Failure(f"it quit with status {someone.process.returncode}")


def a_long_run(someone):
    desktop = Desktop()
    try:
        someone.start()
        begin_and_pause(someone, desktop)
        learn_unseen(someone, desktop)
        close_while_training(someone)
    finally:
        desktop.leave()


if __name__ == "__main__":
    sys.exit(person.main([("a long run", a_long_run, {"size": (1440, 900)})]))

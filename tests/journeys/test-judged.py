#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window is judged by, line by line: a fresh home, pointer and keys, each with its count of
actions (a click, drag, key chord or typed value) and its time. Times hold for a machine that has its
two cores to itself; PERCEPTRON_TEST_PATIENCE above 20 stretches them.
"""

import glob
import os
import re
import sys
import time

import person
from person import Failure, PATIENCE, three

STRETCH = PATIENCE / 20


class Count:
    """Counts actions and seconds from here on."""

    def __init__(self, someone, what, actions, seconds=None):
        self.someone, self.what, self.actions, self.seconds = someone, what, actions, seconds

    def __enter__(self):
        self.before, self.begun = self.someone.actions, time.monotonic()
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            return
        actions = self.someone.actions - self.before
        seconds = time.monotonic() - self.begun
        print(f"# {self.what}: {actions} of {self.actions} actions, {seconds:.1f} s"
              + (f" of {self.seconds}" if self.seconds else ""), flush=True)
        if actions > self.actions:
            raise Failure(f"{self.what} takes {actions} actions")
        if self.seconds and os.getloadavg()[0] > os.cpu_count() + 0.5:
            print("# others work on this machine: the time is not judged")
        elif self.seconds and seconds > self.seconds * STRETCH:
            raise Failure(f"{self.what} takes {seconds:.1f} s")


def status(someone):
    for node in someone.nodes():
        if node.getRoleName() == "status bar" and re.match(r"Epoch|Not trained|Trained", node.name):
            return node.name
    return ""


def title(someone):
    """What the network view says of its size."""
    return someone.find(containing=" parameters", role="label").name


def first_epoch(someone):
    with Count(someone, "launch to first epoch drawn", 2, 5):
        someone.start()
        someone.click(someone.find("Train One Yourself"))
        someone.wait("the first epoch", lambda: re.match(r"Epoch ([2-9]|\d\d)", status(someone)))
    someone.key("F5")
    someone.find("Continue")
    someone.quit()


def drawn_digit(someone):
    with Count(someone, "launch to a drawn digit answered", 1):
        someone.start()
        sheet = someone.find("Drawing pad", "image")
        someone.press(sheet, three()[0])
        someone.wait("an answer before release", lambda: someone.look(containing="sure"))
        someone.release()
    someone.find(containing="sure")
    someone.quit()


def figure(someone):
    with Count(someone, "the figure of task 3 from launch", 6, 45):
        someone.start()
        someone.click(someone.find("Open"))
        someone.click(someone.find(containing="Tricks of the trade"))
        someone.click(someone.find("Train All"))
        someone.find("Pause", patience=10)
        someone.wait("four trained runs", lambda: rests(someone), 200)
        someone.key("ctrl+e")
        someone.find("Figure", "combo box", patience=10)
        windows = someone.application.childCount
        someone.key("Return")
        someone.wait("the file chooser", lambda: someone.application.childCount > windows)
        time.sleep(1)  # it fills itself
        someone.key("Return")
        someone.wait("the PNG", lambda: glob.glob(os.path.join(someone.home, "**", "*.png"),
                                                  recursive=True))
    someone.quit()


def rests(someone):
    """Nothing trains, and nothing begins to."""
    for _ in range(8):
        if someone.look("Pause"):
            return False
        time.sleep(0.1)
    return True


def select_hidden(someone):
    someone.click(someone.find(containing="Hidden 1", role="push button"))


def my_first_network(someone):
    """The untrained 784-64-10, selected."""
    someone.start()
    someone.click(someone.find("My first network", "label"))
    someone.wait("its size", lambda: "50,880" in title(someone))


def units_by_inspector(someone):
    my_first_network(someone)
    with Count(someone, "64 to 128 units by the inspector", 2):
        select_hidden(someone)
        someone.fill(someone.find("Units", "text"), "128\n")
        someone.wait("128 units", lambda: "101,760" in title(someone))
    someone.quit()


def units_by_picture(someone):
    my_first_network(someone)
    with Count(someone, "64 to 128 units on the picture", 2):
        select_hidden(someone)
        time.sleep(0.3)
        x, y, width, height = someone.box(someone.find(containing="Hidden 1", role="push button"))
        # The handle stands on the block's right edge, above the ＋ in the middle.
        handle = y + height * 0.415
        someone.drag((x + width + 6, handle), (x + width + 86, handle))
        someone.wait("128 units", lambda: "101,760" in title(someone))
    someone.quit()


def units_by_keys(someone):
    my_first_network(someone)
    someone.click_at(*middle(someone, someone.find(containing="Input", role="push button")))
    with Count(someone, "64 to 128 units by keys", 2):
        someone.key("Right", "ctrl+plus")
        someone.wait("128 units", lambda: "101,760" in title(someone))
    someone.quit()


def middle(someone, node):
    x, y, width, height = someone.box(node)
    return x + width / 2, y + height / 2


def two_layers(someone):
    my_first_network(someone)
    with Count(someone, "784-60-60-10 by hand", 4):
        select_hidden(someone)
        someone.fill(someone.find("Units", "text"), "60\n")
        someone.key("ctrl+d")
        someone.wait("both layers", lambda: "51,300" in title(someone))
    someone.quit()


def ten_layers(someone):
    my_first_network(someone)
    with Count(someone, "ten layers by hand", 11):
        select_hidden(someone)
        for n in range(2, 11):
            someone.key("ctrl+d")
            someone.wait(f"{n} layers", lambda: someone.look(containing=f" of {n}"))
    someone.quit()


LAYER_FIELDS = ("Units", "Dropout")


def fields(someone, page):
    """Those of a page: the other's still have a place on the screen, as far as AT-SPI says."""
    for node in list(someone.nodes()):
        if node.getRoleName() == "text" and (node.name in LAYER_FIELDS) == (page == "Layer"):
            _, y, _, height = someone.box(node)
            if height > 0 and y + height < 860:  # not scrolled away
                yield node


def state(someone):
    runs = sum(node.getRoleName() == "check box" for node in someone.nodes())
    return runs, status(someone), title(someone), someone.look("Pause") is None


def typing(someone):
    """Every field that can be seen, on both pages of the inspector."""
    my_first_network(someone)
    seen = 0
    for page in ("Layer", "Training"):
        select_hidden(someone)
        someone.click(someone.find(page, "label"))
        before = state(someone)
        for node in fields(someone, page):
            someone.fill(node, "r3. 0,5+-")
            text = node.queryText()
            typed = text.getText(0, text.characterCount)
            if typed != "r3. 0,5+-":
                raise Failure(f"{node.name} took “{typed}”")
            someone.key("Escape")
            seen += 1
            if state(someone) != before:
                raise Failure(f"typing into {node.name} did something: {before}, {state(someone)}")
    print(f"# typed into {seen} fields", flush=True)
    if seen < 5:
        raise Failure(f"only {seen} fields were seen")
    someone.quit()


def learning_rate(someone):
    someone.start()
    node = someone.find(containing="Learning rate", role="text")
    _, y, _, height = someone.box(node)
    _, bottom, _, _ = someone.box(someone.find(containing="Trained before", role="status bar"))
    print(f"# the learning rate ends at {y + height:.0f}, the status begins at {bottom:.0f}", flush=True)
    if y + height > bottom:
        raise Failure("the learning rate has to be scrolled to")
    someone.quit()


JOURNEYS = [
    ("a digit is answered while it is drawn", drawn_digit, False, (1440, 900)),
    ("128 units by the inspector", units_by_inspector, False, (1440, 900)),
    ("128 units on the picture", units_by_picture, False, (1440, 900)),
    ("128 units by keys", units_by_keys, False, (1440, 900)),
    ("two layers of 60", two_layers, False, (1440, 900)),
    ("ten layers", ten_layers, False, (1440, 900)),
    ("typing fires no command", typing, False, (1440, 900)),
    ("the learning rate is seen at 1280×800", learning_rate, False, (1280, 800)),
    ("the learning rate is seen at 1366×768", learning_rate, False, (1366, 768)),
    ("the first epoch", first_epoch, True, (1440, 900)),
    ("the figure of task 3", figure, True, (1440, 900)),
]

if __name__ == "__main__":
    wanted = os.environ.get("PERCEPTRON_TEST_ONLY", "")
    sys.exit(person.main([(name, steps, {"size": size, "needs_mnist": needs})
                          for name, steps, needs, size in JOURNEYS if wanted in name]))

#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""F1, and every page of help read by its links, forth and back."""

import sys

import person
from person import Failure, xdotool

PAGES = ["Your first network", "The experiments", "Reading the plots", "The drawing pad",
         "The mathematics", "Keys", "Files"]


def heading(someone, title):
    return someone.find(title, "heading")


def go_back(someone):
    someone.click(someone.find("Back", "push button"))
    heading(someone, "Perceptron")


def help_window(someone):
    someone.start()
    someone.key("F1")
    heading(someone, "Perceptron")
    someone.shot("help")
    for title in PAGES:
        link = someone.find(containing=title, role="label")
        x, y, _, _ = someone.box(link)
        someone.click_at(x + 20, y + 8)
        heading(someone, title)
        someone.shot(f"help-{title}")
        go_back(someone)
    xdotool("windowfocus", someone.window)
    someone.key("F1")
    frames = [node for node in someone.application if node.getRoleName() == "frame"]
    if len(frames) != 2:
        raise Failure(f"there are {len(frames)} windows")
    xdotool("windowfocus", someone.window)
    someone.quit()


if __name__ == "__main__":
    sys.exit(person.main([("help", help_window, {"size": (1440, 900)})]))

#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader finds: on each page and in each dialog nothing that takes the focus or can be
pressed is without a name.
"""

import sys

import pyatspi

import person
from person import Failure

ROLES = {"push button", "toggle button", "check box", "radio button", "text", "combo box", "spin button",
         "slider", "menu item", "check menu item", "radio menu item", "list item", "page tab", "progress bar"}
# What GTK calls a widget that nobody has named; an underline is a mnemonic's.
CLASSES = ("Gtk", "Adw", "Pn", "Gdk")


def is_on_screen(someone, node):
    try:
        return min(someone.box(node)[2:]) > 0
    except (LookupError, RuntimeError, NotImplementedError):
        return False


def is_hidden(node):
    """Below something that doesn't show, as a popover that is closed."""
    while node is not None and node.getRoleName() != "application":
        if not node.getState().contains(pyatspi.STATE_VISIBLE):
            return True
        node = node.parent
    return False


def is_part_of_combo(node):
    for _ in range(4):
        node = node.parent
        if node is None:
            return False
        if node.getRoleName() == "combo box":
            return True
    return False


def takes_part(node):
    """A list hands the focus on to its items, a menu button to the button in it, a menu to its
    items; what shows the choice of a combo box is the combo box for the keyboard."""
    if node.getState().contains(pyatspi.STATE_FOCUSABLE):
        return (node.getRoleName() != "list" and node.parent.name != "GtkPopoverContent"
                and not is_part_of_combo(node))
    return node.getRoleName() in ROLES and node.name != "GtkMenuButton"


def path(node):
    steps = []
    while node is not None and node.getRoleName() != "application":
        steps.append(f"{node.getRoleName()} “{node.name}”")
        node = node.parent
    return " < ".join(steps[:5])


def is_badly_named(node):
    name = node.name.strip()
    if "_" in name:  # libadwaita leaves the mnemonic in the names of a message's answers
        return node.parent.parent.name != "AdwSqueezer"
    return not name or name.startswith(CLASSES)


def check_names(someone, where):
    seen, unnamed = 0, []
    for node in someone.nodes():
        if not takes_part(node) or not is_on_screen(someone, node) or is_hidden(node):
            continue
        seen += 1
        if is_badly_named(node):
            unnamed.append(path(node))
    if unnamed:
        raise Failure(f"{where}: no name: " + "; ".join(unnamed))
    if seen < 3:
        raise Failure(f"{where}: only {seen} things to press were found")
    print(f"# {where}: {seen} named", flush=True)


# From the main menu, and something to be seen in each. The windows of shortcuts and about
# the program are GTK's and libadwaita's own.
DIALOGS = [("Export Figure…", "Curves"), ("Compare Runs…", "Count steps"),
           ("Check Gradients", "Checking the Gradients")]
MENUS = [("the main menu", "Main Menu"), ("the menu Open", "Open"), ("the pace", "Full speed")]
PAGES = ["Network", "Plots", "Draw", "Runs"]


def names(someone):
    someone.start()
    someone.find("Drawing pad", "image")
    check_names(someone, "the window")
    someone.click(someone.find(containing="My first network", role="list item"))
    someone.click(someone.find(containing="Hidden 1", role="push button"))
    check_names(someone, "a layer's settings")
    for where, name in MENUS:
        someone.click(someone.find(name))
        someone.shot(f"names-{name}")
        check_names(someone, where)
        someone.key("Escape")
    for name, landmark in DIALOGS:
        someone.click(someone.find("Main Menu"))
        someone.find(containing=name, role="menu item").queryAction().doAction(0)
        someone.find(containing=landmark)
        check_names(someone, name)
        someone.shot(f"names-{name}")
        someone.key("Escape")
    someone.quit()


def pages(someone):
    someone.start()
    for page in PAGES:
        someone.click(someone.find(page, "push button"))
        someone.shot(f"names-page-{page}")
        check_names(someone, f"the page {page}")
    someone.quit()


if __name__ == "__main__":
    sys.exit(person.main([("names in the window", names, {"size": (1440, 900)}),
                          ("names on the pages", pages, {"size": (360, 720)})]))

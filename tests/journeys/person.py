# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the application: a fresh home, a real window under Xvfb, the pointer and the keys of
xdotool, and the eyes of a screen reader (AT-SPI). Run by /usr/bin/python3, which has pyatspi.
"""

import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pyatspi
from gi.repository import GLib

PATIENCE = float(os.environ.get("PERCEPTRON_TEST_PATIENCE", "20"))


class Failure(Exception):
    """What a person would complain of."""


def xdotool(*words):
    result = subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise Failure(f"xdotool {' '.join(map(str, words))}: {result.stderr.strip()}")
    return result.stdout.strip()


def has_mnist():
    """Whether training is possible; where CI=true it has to be."""
    folder = os.environ.get("PERCEPTRON_DATA_DIR") or os.path.join(
        os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"), "perceptron", "datasets")
    return (os.environ.get("CI") == "true" or os.path.isdir(os.path.join(folder, "mnist")))


class Person:
    def __init__(self, program, shots=None, size=None, environment=None):
        self.home = tempfile.mkdtemp(prefix="perceptron-journey-")
        self.shots = shots
        self.program = os.path.abspath(program)
        self.size = size
        self.process = None
        self.actions = 0  # clicks, drags, chords and typed values so far
        self.application = None
        self.environment = dict(os.environ)
        for name in ("CONFIG", "STATE", "CACHE"):
            self.environment[f"XDG_{name}_HOME"] = os.path.join(self.home, name.lower())
        self.environment.update(GSK_RENDERER="cairo", GDK_BACKEND="x11", GDK_DEBUG="gl-disable",
                                GSETTINGS_BACKEND="memory", HOME=self.home, GTK_THEME="",
                                GTK_USE_PORTAL="0")
        self.environment.pop("GTK_THEME")
        self.environment.pop("GTK_A11Y", None)
        self.environment.update(environment or {})

    # Starting and ending.

    def start(self, *arguments):
        begun = time.monotonic()
        self.process = subprocess.Popen([self.program, *arguments], env=self.environment, cwd=self.home,
                                        stderr=subprocess.PIPE, text=True)
        self.window = self.wait("the window", self._find_window)
        self.started_in = time.monotonic() - begun
        if self.size:
            xdotool("windowmove", self.window, 0, 0)
            xdotool("windowsize", self.window, *self.size)
        self.application = self.wait("the accessible tree", self._find_application)
        xdotool("windowfocus", self.window)
        time.sleep(0.5)
        self.margin = self._measure_margin()

    def _find_window(self):
        out = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                             capture_output=True, text=True, check=False).stdout.split()
        return out[-1] if out else None

    def _find_application(self):
        desktop = pyatspi.Registry.getDesktop(0)
        for application in desktop:
            if application is not None and application.get_process_id() == self.process.pid:
                return application if application.childCount else None
        return None

    def quit(self):
        """Ctrl+Q; the process must end by itself and say nothing critical."""
        self.key("ctrl+q")
        try:
            _, errors = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise Failure("it does not quit") from error
        if self.process.returncode != 0:
            raise Failure(f"it quit with status {self.process.returncode}: {errors}")
        for line in errors.splitlines():
            if "CRITICAL" in line or "ERROR" in line or "WARNING" in line:
                raise Failure(f"it said: {line}")

    def leave(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    # Looking.

    def wait(self, what, condition, patience=None):
        """Until `condition` returns something true, which is returned."""
        end = time.monotonic() + (patience or PATIENCE)
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failure(f"it ended with status {self.process.returncode} while waiting for "
                              f"{what}: {self.process.stderr.read()}")
            try:
                found = condition()
            except (LookupError, RuntimeError, Exception) as error:  # the tree changes while we look
                if isinstance(error, Failure):
                    raise
                found = None
            if found:
                return found
            self._hear()
            time.sleep(0.05)
        self.shot("failure")
        raise Failure(f"waited in vain for {what}")

    def _walk(self, node):
        for child in node:
            if child is None:
                continue
            yield child
            yield from self._walk(child)

    def nodes(self):
        yield from self._walk(self.application)

    def look(self, name=None, role=None, containing=None):
        """The first showing thing by that name (exactly, or containing) and role; None if there is none."""
        for node in self.nodes():
            try:
                if role and node.getRoleName() != role:
                    continue
                if name is not None and node.name != name:
                    continue
                if containing is not None and containing not in node.name:
                    continue
                # GTK 4.8 says "showing" of the window alone; what is hidden has no size.
                if min(self.box(node)[2:]) > 0:
                    return node
            except (LookupError, RuntimeError, NotImplementedError):
                continue
        return None

    def find(self, name=None, role=None, containing=None, patience=None):
        what = f"{role or 'something'} called {name or containing!r}"
        return self.wait(what, lambda: self.look(name, role, containing), patience)

    def box(self, node):
        """Left, top, width and height on the screen; the window lies at its corner."""
        extents = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        return extents.x + self.margin, extents.y + self.margin, extents.width, extents.height

    def _measure_margin(self):
        """What lies around the window's content, where its shadow would be."""
        geometry = dict(line.split("=") for line in
                        xdotool("getwindowgeometry", "--shell", self.window).split())
        frame = next(node for node in self.application if node.getRoleName() == "frame")
        extents = frame.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        return max((int(geometry["WIDTH"]) - extents.width) // 2, 0)

    def shot(self, name):
        if self.shots:
            os.makedirs(self.shots, exist_ok=True)
            subprocess.run(["import", "-window", "root", os.path.join(self.shots, f"{name}.png")],
                           check=False)

    # Listening.

    def listen(self, *events):
        """What a screen reader is told from here on: a list of texts that grows while one waits."""
        heard = []

        def note(event):
            heard.append(event.any_data if isinstance(event.any_data, str) else event.source.name)

        pyatspi.Registry.registerEventListener(note, *events)
        return heard

    def _hear(self):
        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)

    # Acting. Each of these is one action of a person.

    def click(self, node, count=1):
        x, y, width, height = self.box(node)
        self.click_at(x + width / 2, y + height / 2, count)

    def click_at(self, x, y, count=1):
        self.actions += 1
        xdotool("mousemove", int(x), int(y))
        time.sleep(0.05)
        for _ in range(count):
            xdotool("click", 1)
        time.sleep(0.15)

    def key(self, *chords):
        for chord in chords:
            self.actions += 1
            xdotool("key", "--clearmodifiers", chord)
            time.sleep(0.06)

    def type(self, text):
        self.actions += 1
        xdotool("type", "--delay", "30", text)
        time.sleep(0.1)

    def press(self, node, stroke):
        """Begins to draw: presses at the first point (0 … 1 of the node's box) and moves to the last."""
        self.actions += 1
        x, y, width, height = self.box(node)
        side = min(width, height)
        left, top = x + (width - side) / 2, y + (height - side) / 2
        points = [(int(left + px * side), int(top + py * side)) for px, py in stroke]
        xdotool("mousemove", *points[0])
        xdotool("mousedown", 1)
        for point in points[1:]:
            xdotool("mousemove", *point)
            time.sleep(0.008)

    def release(self):
        xdotool("mouseup", 1)

    def fill(self, node, text):
        """Types a value into a field, in place of what stands there; "\\n" enters it. One action."""
        before = self.actions
        self.click(node, 3)
        self.type(text.rstrip("\n"))
        if text.endswith("\n"):
            self.key("Return")
        self.actions = before + 1

    def draw(self, node, strokes):
        """`strokes` of points in 0 … 1 of the node's box, drawn with the pointer."""
        for stroke in strokes:
            self.press(node, stroke)
            self.release()
        time.sleep(0.1)

    def drag(self, start, end, steps=10):
        """From point to point on the screen, as a hand does, not in one leap."""
        self.actions += 1
        xdotool("mousemove", *map(int, start))
        time.sleep(0.1)
        xdotool("mousedown", 1)
        for i in range(1, steps + 1):
            xdotool("mousemove", *(int(a + (b - a) * i / steps) for a, b in zip(start, end)))
            time.sleep(0.02)
        xdotool("mouseup", 1)


def type_into(someone, name, text):
    """Puts `text` into the field called `name`, as by a triple click and typing."""
    someone.click(someone.find(containing=name, role="text"), 3)
    someone.key("ctrl+a")
    someone.type(text)
    someone.key("Return")


def three(n=24):
    """A 3 as one stroke: two arcs open to the left."""
    points = []
    for centre, start, end in ((0.34, -150, 90), (0.66, -90, 150)):
        for i in range(n + 1):
            angle = math.radians(start + (end - start) * i / n)
            points.append((0.48 + 0.2 * math.cos(angle), centre + 0.16 * math.sin(angle)))
    return [points]


def journey(title, steps, program, needs_mnist=False, **options):
    """Runs `steps (person)` and reports as TAP."""
    if needs_mnist and not has_mnist():
        print(f"ok - {title} # SKIP MNIST is not here: build-aux/fetch-mnist", flush=True)
        return True
    person = Person(program, **options)
    try:
        steps(person)
        print(f"ok - {title}", flush=True)
        return True
    except Failure as failure:
        print(f"not ok - {title}\n# {failure}", flush=True)
        return False
    finally:
        person.leave()


def main(journeys):
    """`journeys`: (title, steps, options) each; argv: the program and, if wanted, a folder for pictures."""
    program = sys.argv[1]
    shots = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("PERCEPTRON_TEST_SHOTS")
    if not os.environ.get("DISPLAY"):
        print("1..0 # SKIP there is no display")
        return 0
    print(f"1..{len(journeys)}", flush=True)
    results = [journey(title, steps, program, shots=shots, **options)
               for title, steps, options in journeys]
    return 0 if all(results) else 1

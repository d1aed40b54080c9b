#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a C header with the GObject types that the sources given define, so that a test walks each of
them and none is forgotten.
"""

import re
import sys

DEFINITION = re.compile(r"^G_DEFINE_(?:FINAL_)?TYPE(?:_WITH_CODE|_WITH_PRIVATE)?\s*\(\s*\w+,\s*(\w+),",
                        re.MULTILINE)


def main():
    names = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            names += DEFINITION.findall(file.read())
    print("#include <glib-object.h>\n")
    for name in names:
        print(f"GType {name}_get_type (void);")
    print("\nstatic GType (*const own_types[]) (void) = {")
    for name in names:
        print(f"  {name}_get_type,")
    print("};")


if __name__ == "__main__":
    main()

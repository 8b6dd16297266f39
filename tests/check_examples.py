#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every content example of docs/rules/examples.md is played by a test that names its number."""
import re

import tree

EXAMPLE = re.compile(r"^### E(\d+)\.", re.M)
# `== 12 A title` in the file of examples, `void a_name_of_a_test_e12(`, `content example 12`
PLAYED = re.compile(r"^== (\d+) |void \w+_e(\d+)\(|content example (\d+)", re.M)


def main():
    top = tree.root()
    played = set()
    for path in tree.files(top, ".cpp", ".txt", under=("tests/",)):
        for numbers in PLAYED.findall(tree.text(path)):
            played.update(numbers)
    rules = "docs/rules/examples.md"
    tree.finish("examples", [f"{rules}: no test names content example {number}"
                             for number in EXAMPLE.findall(tree.text(top / rules)) if number not in played])


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shipped configuration names every directive that the modules have, and no other.

So do README.md and the pages of docs/: a directive they name must exist.
"""
import re

import tree

NAME = r"(?:SyncML|PimBridge)[A-Z]\w+"
# what docs may say in other senses: the section's closing word and the family's prefixes
DEFINED = re.compile(rf'"<?({NAME})>?"')
USED = re.compile(rf"^\s*#?\s*</?({NAME})\b|^\s*#?\s*({NAME})\s", re.M)
MENTIONED = re.compile(rf"\b({NAME})\b")


def main():
    top, findings = tree.root(), []
    defined = set()
    for path in tree.files(top, ".cpp", under=("mod_",)):
        defined |= set(DEFINED.findall(tree.text(path)))
    shipped = set()
    for path in tree.files(top, ".conf", under=("conf/",)):
        used = {a or b for a, b in USED.findall(tree.text(path))}
        shipped |= used
        findings += [f"{path.name}: {name} is no directive of the modules" for name in sorted(used - defined)]
    findings += [f"conf/: {name} is missing" for name in sorted(defined - shipped)]
    for path in tree.files(top, ".md", under=("README", "docs/")):
        for name in sorted(set(MENTIONED.findall(tree.text(path))) - defined):
            findings.append(f"{path.relative_to(top).as_posix()}: {name} is no directive of the modules")
    tree.finish("conf", findings)


main()

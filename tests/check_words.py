#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The tree stands by itself: no absolute path of some machine, nothing outside, nothing unfinished.

Also: every source file begins with its SPDX line.
"""
import re

import tree

# pieces, so that this file does not hold what it looks for
HOMES = "|".join(("wor" + "k", "hom" + "e/[a-z]", "roo" + "t", "far" + "m"))
OUTSIDE = re.compile(r"\.\./sha" + r"red\b")
RULES = (
    (re.compile(r"(?<![\w.$}/-])/(" + HOMES + r")/"), "an absolute path of some machine"),
    (OUTSIDE, "reaches outside of the project"),
    (re.compile(r"\b(TO" + r"DO|XX" + r"X|HA" + r"CK)\b|\bfor " + r"now\b|\bnot yet " + r"implemented\b"),
     "sounds unfinished"),
    (re.compile(r"\bFIX" + r"ME\b(?!\s*\(?#\d)"), "an issue number is missing"),
)
SOURCES = {".h", ".cpp", ".c", ".py", ".cmake", ".sh"}


def main():
    top, findings = tree.root(), []
    for path in tree.files(top):
        name = path.relative_to(top).as_posix()
        if name.startswith(("tests/data/", "tests/fuzz/corpus/", "LICENSE")) or name.endswith(".vcf"):
            continue
        content = tree.text(path)
        if "\0" in content[:4096]:
            continue
        lines = content.splitlines()
        # data beside the tree may be replayed where it lies there, and nowhere else
        replay = "PIM_CORPORA" in content
        for number, line in enumerate(lines, 1):
            findings += [f"{name}:{number}: {why}" for rule, why in RULES
                         if rule.search(line) and not (replay and rule is OUTSIDE)]
        script = bool(lines) and lines[0].startswith("#!")
        if (path.suffix in SOURCES or path.name == "CMakeLists.txt" or script) and not any(
                "SPDX-License-Identifier: Apache-2.0" in line for line in lines[:2]):
            findings.append(f"{name}:1: begins without its SPDX line")
    tree.finish("words", findings)


main()

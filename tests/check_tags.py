#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A log tag (SML0101, PMB0101) belongs to one message: what an administrator greps for is one thing."""
import collections
import re

import tree

TAG = re.compile(r'"((?:SML|PMB)\d+)')


def main():
    top, findings = tree.root(), []
    places = collections.defaultdict(list)
    for path in tree.files(top, ".cpp", ".h", under=("common/", "mod_", "tools/")):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            for tag in TAG.findall(line):
                places[tag].append(f"{path.relative_to(top).as_posix()}:{number}")
                if len(tag) != 7:
                    findings.append(f"{places[tag][-1]}: {tag} is not three letters and four digits")
    findings += [f"{where[1]}: {tag} stands at {where[0]} already" for tag, where in places.items() if len(where) > 1]
    tree.finish("tags", findings)


main()

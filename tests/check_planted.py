#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every planted bug of the simulator still applies to the tree (tests/simulation/planted)."""
import subprocess

import tree


def main():
    top, findings = tree.root(), []
    patches = sorted((top / "tests/simulation/planted").glob("*.patch"))
    if not patches:
        findings.append("tests/simulation/planted: no patch")
    for path in patches:
        done = subprocess.run(["patch", "-p1", "--batch", "--fuzz=2", "--dry-run", "-i", str(path)], cwd=top,
                              check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            findings.append(f"{path.relative_to(top).as_posix()}: does not apply any more")
    tree.finish("planted", findings)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Yardsticks of size: no file above 800 lines fails; median, 90th percentile and test ratio are told."""
import tree

LARGEST = 800
MODULES = 3000


def lines(path):
    return tree.text(path).count("\n")


def main():
    top, findings = tree.root(), []
    code = {p: lines(p) for p in tree.files(top, ".h", ".cpp", ".c", ".py",
                                            under=("common/", "mod_", "tools/", "tests/", "httpd-test/"))
            if "/data/" not in p.as_posix()}
    source = {p: n for p, n in code.items()
              if p.relative_to(top).parts[0] not in ("tests", "httpd-test")}
    for path, count in code.items():
        if count > LARGEST:
            findings.append(f"{path.relative_to(top).as_posix()}: {count} lines, at most {LARGEST}")
    modules = sum(n for p, n in source.items() if p.relative_to(top).parts[0].startswith("mod_"))
    if modules > MODULES:
        findings.append(f"mod_*: {modules} lines together, at most {MODULES}")
    if source:
        counts = sorted(source.values())
        tests = sum(code.values()) - sum(counts)
        print(f"{len(counts)} source files, median {counts[len(counts) // 2]} lines, "
              f"90 % below {counts[int(len(counts) * 0.9)]}, largest {counts[-1]}; "
              f"{sum(counts)} lines, {tests / max(1, sum(counts)):.2f} test lines to each")
    tree.finish("size", findings)


main()

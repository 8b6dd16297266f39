#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each module exports its record and nothing else: check_exports.py MODULE.so..."""
import pathlib
import subprocess
import sys

# what the linker or a sanitizer adds to every shared object
OURS_NOT = ("_init", "_fini", "__bss_start", "_edata", "_end")


def exported(path):
    out = subprocess.run(["nm", "-D", "--defined-only", "--format=posix", str(path)],
                         capture_output=True, text=True, check=True).stdout
    return sorted(line.split()[0].split("@")[0] for line in out.splitlines()
                  if line and line.split()[0] not in OURS_NOT)


def main():
    failures = 0
    for name in sys.argv[1:]:
        path = pathlib.Path(name)
        wanted = [path.stem.removeprefix("mod_") + "_module"]
        found = exported(path)
        if found != wanted:
            failures += 1
            print(f"{path.name}: exports {len(found)} symbols, not only {wanted[0]}:", *found[:20])
    print(f"{len(sys.argv) - 1} modules, {failures} with other exports than their record")
    sys.exit(1 if failures or len(sys.argv) < 2 else 0)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the simulator bites: plants one bug after the other and waits for it to be found.

Each patch beside this script is applied to a copy of the tree; simulate is built there and must
find a broken promise within the given number of seeds. Prints a table; exit 1 where a bug stays
undiscovered or a patch no longer applies.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def run(command, cwd, check=True):
    return subprocess.run(command, cwd=cwd, check=check, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def copy_tree(target):
    """The files under version control as they lie here, so that uncommitted work is seen too."""
    names = run(["git", "ls-files", "-z"], ROOT).stdout.split("\0")
    for name in filter(None, names):
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def build(tree, jobs):
    # where ccache compiles, what the patches leave alone comes from the builds of the tree itself
    os.environ["CCACHE_BASEDIR"] = str(tree)
    done = run(["ninja", "-C", "build/planted", f"-j{jobs}", "simulate"], tree, check=False)
    if done.returncode != 0:
        sys.exit(f"the build failed:\n{done.stdout[-4000:]}")


def configure(tree):
    run(["cmake", "--preset", "release", "-B", "build/planted"], tree)


def hunt(tree, seeds, jobs):
    """The first failing line of simulate and the time it took; None where all seeds passed."""
    begin = time.monotonic()
    done = run(["build/planted/tests/simulation/simulate", "--until-failure", "--seeds",
                str(seeds), "--jobs", str(jobs)], tree, check=False)
    lines = [line for line in done.stdout.splitlines() if re.match(r"\d+ (memory|sqlite) ", line)]
    return (lines[0] if lines else None), time.monotonic() - begin


def patch(tree, path, reverse=False):
    """All of the patch or nothing of it."""
    command = ["patch", "-p1", "--batch", "--fuzz=2", "-i", str(path)]
    command += ["-R"] if reverse else []
    if run(command + ["--dry-run"], tree, check=False).returncode != 0:
        return False
    run(command, tree)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="+", help="parts of the patches' names")
    options = parser.parse_args()
    patches = sorted(path for path in HERE.glob("*.patch")
                     if not options.only or any(part in path.name for part in options.only))
    missed = 0
    with tempfile.TemporaryDirectory(prefix="pim-planted-") as folder:
        tree = pathlib.Path(folder)
        copy_tree(tree)
        configure(tree)
        build(tree, options.jobs)
        for path in patches:
            if not patch(tree, path):
                print(f"{path.stem:40} DOES NOT APPLY", flush=True)
                missed += 1
                continue
            build(tree, options.jobs)
            found, seconds = hunt(tree, options.seeds, options.jobs)
            missed += found is None
            print(f"{path.stem:40} {found[:100] if found else 'NOT FOUND'}  ({seconds:.0f} s)",
                  flush=True)
            patch(tree, path, reverse=True)
    print(f"{len(patches) - missed} of {len(patches)} planted bugs found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""What the check_*.py scripts share: the files of the project, and how a finding is told."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def root():
    """The tree to look at: the project, or the one named as the first argument (the checks' own tests)."""
    return pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT


def files(top, *suffixes, under=("",)):
    """Files of the tree with one of the suffixes, below one of the folders; what git ignores is left out."""
    if (top / ".git").exists():
        listed = subprocess.run(["git", "-C", str(top), "ls-files", "-z", "-co", "--exclude-standard"],
                                capture_output=True, text=True, check=True).stdout.split("\0")
        paths = [top / name for name in listed if name and (top / name).is_file()]
    else:
        paths = [p for p in top.rglob("*") if p.is_file() and "build" not in p.relative_to(top).parts]
    for path in sorted(set(paths)):
        name = path.relative_to(top).as_posix()
        if (not suffixes or path.suffix in suffixes) and any(name.startswith(u) for u in under):
            yield path


def text(path):
    return path.read_text(encoding="utf-8", errors="replace")


def finish(what, findings):
    """Prints the findings and ends with 1, or one line and 0."""
    for line in findings:
        print(line)
    print(f"{what}: {len(findings)} findings" if findings else f"{what}: nothing to say")
    sys.exit(1 if findings else 0)

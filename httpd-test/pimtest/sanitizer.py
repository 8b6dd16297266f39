# SPDX-License-Identifier: Apache-2.0
"""What a sanitized build asks of an unmodified httpd: its run-time libraries preloaded."""
import re
import shutil
import subprocess

from . import paths

LIBRARIES = {"address": "libasan.so", "undefined": "libubsan.so", "thread": "libtsan.so"}


def cached(variable):
    try:
        text = (paths.build_dir() / "CMakeCache.txt").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(rf"^{variable}:\w+=(.*)$", text, re.M)
    return found[1] if found else ""


def preloads():
    """Libraries in the order they must be loaded; empty for an ordinary build."""
    sanitizers = [s for s in cached("PIM_SANITIZE").split(",") if s in LIBRARIES]
    if not sanitizers:
        return []
    compiler = cached("CMAKE_CXX_COMPILER") or shutil.which("g++")
    # libstdc++ too: the sanitizer looks for the real __cxa_throw when it starts
    names = [LIBRARIES[s] for s in sanitizers] + ["libstdc++.so"]
    return [subprocess.run([compiler, f"-print-file-name={n}"], capture_output=True, text=True, check=True,
                           stdin=subprocess.DEVNULL).stdout.strip() for n in names]


def environment():
    """Leaks are looked for in the unit tests: httpd itself leaves pools to the end of the process."""
    return {"ASAN_OPTIONS": "detect_leaks=0", "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
            "TSAN_OPTIONS": "report_signal_unsafe=0"}

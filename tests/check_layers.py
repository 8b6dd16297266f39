#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Includes go downwards only, and foreign headers stay in the ring they belong to.

The table is that of docs/architecture.md: what a folder may include of the project ("may include"
is transitive), and which headers that are not the standard library's.
"""
import re

import tree

# folder: (ring, may include, foreign header prefixes)
TABLE = {
    "common/base": (1, (), ("openssl/", "iconv.h", "utf8proc.h")),
    "common/xml": (1, ("common/base",), ("libxml/",)),
    "common/wbxml": (1, ("common/base",), ()),
    "common/syncml": (1, ("common/xml", "common/wbxml"), ()),
    "common/content": (1, ("common/base",), ("libical/",)),
    "common/store": (1, ("common/base",), ()),
    "common/sync": (1, ("common/store", "common/content"), ()),
    "common/session": (1, ("common/syncml", "common/sync"), ()),
    "common/bridge": (1, ("common/session",), ("nlohmann/",)),
    "common/console": (1, ("common/bridge", "common/content"), ("nlohmann/",)),
    "common/sql": (2, ("common/base", "common/store"), ("sqlite3.h", "libpq-fe.h")),
    "common/net": (2, ("common/base", "common/xml", "common/store"), ("curl/",)),
    "common/vault": (2, ("common/base", "common/xml", "common/store"), ("sodium.h",)),
    "common/httpd": (3, ("common/console", "common/sql", "common/net", "common/vault"), ("*",)),
    "mod_syncml": (3, ("common/httpd",), ("*",)),
    "mod_pimbridge": (3, ("common/httpd",), ("*",)),
    "tools/pimctl": (2, ("common/console", "common/sql", "common/net", "common/vault"),
                     ("CLI/", "nlohmann/", "sodium.h")),
    "tools/pimterm": (2, ("common/console", "common/sql", "common/net", "common/vault"),
                      ("CLI/", "nlohmann/")),
}
# Result<T> is a tl::expected: whoever hands one on may need the header
EVERYWHERE = ("tl/expected.hpp",)
HTTPD = re.compile(r"^(httpd|http_\w+|ap_\w+|apr\w*|apu\w*|util_\w+|mod_\w+|scoreboard|mpm_common)\.h$")
# APR belongs to ring 2 as well (design section 3)
APR = re.compile(r"^(apr|apu)\w*\.h$")
# the core takes time and randomness from its caller, or it could not run in the simulator
AMBIENT = re.compile(r"\b(system_clock::now|steady_clock::now|random_device|std::rand\s*\(|"
                     r"std::time\s*\(|gettimeofday|clock_gettime|getenv)\b")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^">]+)[">]')
STANDARD = re.compile(r"^[a-z_]+$|^c[a-z]+$")


def reachable(folder):
    seen, todo = {folder}, list(TABLE[folder][1])
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += TABLE[name][1]
    return seen


def folder_of(name):
    return next((f for f in TABLE if name == f or name.startswith(f + "/")), None)


def check_line(folder, target, where, quoted):
    ring, _, foreign = TABLE[folder]
    if quoted and folder_of(target):
        if folder_of(target) not in reachable(folder):
            return f"{where}: {folder} may not include {target}"
    elif quoted and "/" in target:
        return f"{where}: {target} is in no folder of the table"
    elif ring < 3 and HTTPD.match(target) and not (ring == 2 and APR.match(target)):
        return f"{where}: {target} belongs to ring 3 (common/httpd, mod_*)"
    elif quoted:
        return f"{where}: include {target} by its path from the project's root"
    elif STANDARD.match(target) or "*" in foreign or target.startswith(EVERYWHERE + foreign):
        return None
    elif ring == 1 and folder != "common/base":
        return f"{where}: <{target}> is not for ring 1"
    elif "/" in target and not target.startswith(("sys/", "arpa/", "netinet/", "linux/")):
        return f"{where}: <{target}> is not among the libraries of {folder}"
    return None


def ambient(folder, code):
    if folder == "common/store":
        code = code.replace("steady_clock::now", "")  # measures how long a transaction was, decides nothing
    return folder != "common/base" and AMBIENT.search(code)


def main():
    top, findings = tree.root(), []
    for path in tree.files(top, ".h", ".cpp", ".c", under=("common/", "mod_", "tools/")):
        name = path.relative_to(top).as_posix()
        folder = folder_of(name)
        if folder is None:
            findings.append(f"{name}:1: its folder is not in the table of check_layers.py")
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            where = f"{name}:{number}"
            include = INCLUDE.match(line)
            if include:
                found = check_line(folder, include[2], where, include[1] == '"')
                findings += [found] if found else []
            elif TABLE[folder][0] == 1 and ambient(folder, line.split("//")[0]):
                findings.append(f"{where}: the core takes clock and randomness from its caller")
    tree.finish("layers", findings)


main()

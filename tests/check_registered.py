#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every CppUnit test runs: methods are registered, suites are, and the build lists every file.

A `void name()` of a suite class that is neither registered nor called as a helper is a test that
nobody runs; CppUnit itself says nothing.
"""
import re

import tree

SUITE = re.compile(r"CPPUNIT_TEST_(?:SUB_)?SUITE\(\s*([\w:]+)")
ENTRY = re.compile(r"CPPUNIT_TEST(?:_EXCEPTION|_FAIL|_PARAMETERIZED)?\(\s*(\w+)")
METHOD = re.compile(r"\bvoid\s+(\w+)\(\s*\)\s*(?:override|final|noexcept|\s)*[{;]")
REGISTRATION = re.compile(r"CPPUNIT_TEST_SUITE(?:_NAMED)?_REGISTRATION\(\s*([\w:]+)")
ADDED = re.compile(r"CPPUNIT_REGISTRY_ADD|addTest\(|\bsuite\(\)")


def without_comments(text):
    text = re.sub(r"//[^\n]*", "", text)
    return re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)


def check_suite(name, text, start, end, findings, where):
    body = text[start:end]
    registered = ENTRY.findall(body)
    for match in METHOD.finditer(body):
        method = match[1]
        if method in ("setUp", "tearDown") or method in registered:
            continue
        if len(re.findall(rf"\b{method}\(\s*\)", text)) > 1:
            continue  # a helper that something calls
        line = text.count("\n", 0, start + match.start()) + 1
        findings.append(f"{where}:{line}: {name}::{method} is not registered")
    for method in {m for m in registered if registered.count(m) > 1}:
        findings.append(f"{where}: {name}::{method} is registered twice")


def check_file(path, top, everything, findings):
    text = without_comments(tree.text(path))
    where = path.relative_to(top).as_posix()
    suites = list(SUITE.finditer(text))
    for number, suite in enumerate(suites):
        name = suite[1]
        end = suites[number + 1].start() if number + 1 < len(suites) else len(text)
        check_suite(name, text, suite.start(), end, findings, where)
        abstract = "CPPUNIT_TEST_SUITE_END_ABSTRACT" in text[suite.start():end]
        bare = name.split("::")[-1]
        if not abstract and not re.search(rf"CPPUNIT_TEST_SUITE(_NAMED)?_REGISTRATION\(\s*[\w:]*\b{bare}\b",
                                          everything):
            findings.append(f"{where}: suite {name} is not registered")


def check_listed(path, top, findings):
    folder = path.parent
    lists = []
    while folder != top.parent:
        if (folder / "CMakeLists.txt").is_file():
            lists.append(tree.text(folder / "CMakeLists.txt"))
        folder = folder.parent
    if not any(path.name in text or "GLOB" in text for text in lists):
        findings.append(f"{path.relative_to(top).as_posix()}: no CMakeLists.txt builds it")


def main():
    top, findings = tree.root(), []
    paths = list(tree.files(top, ".cpp", ".h", under=("tests/",)))
    everything = "\n".join(without_comments(tree.text(p)) for p in paths)
    for path in paths:
        check_file(path, top, everything, findings)
        if path.name.endswith("_test.cpp"):
            check_listed(path, top, findings)
    tree.finish("registered", findings)


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The manual says what the code has, and no more.

docs/directives.md has a section in httpd's form (description, syntax, default, context) for every
directive of the command tables, docs/log-tags.md a row for every tag, docs/api.md every API tag;
none of them names one that is gone. docs/install.md lists the packages that httpd-test/lib/setup.sh
builds with, less those that only tests and a checkout need. Links between the pages, and to their headings, lead somewhere.
Rules that are cited ("sync rule 17", "content rules 1.7, 2b.14") have a heading in docs/rules.
"""
import re

import tree

DIRECTIVE = re.compile(r'"<?((?:SyncML|PimBridge)[A-Z]\w+)>?"')
TAG = re.compile(r'"((?:SML|PMB|SQL)\d{4})')
API_TAG = re.compile(r'"(API\d{4})"')
PARTS = ("Description", "Syntax", "Default", "Context")
LINK = re.compile(r"(?<!\!)\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.M)
RULES = {("sync", "rule"): "sync.md", ("design", "rule"): "design.md", ("content", "rule"): "content.md",
         ("content", "example"): "examples.md"}
RULE = re.compile(r"^##+ (\w+(?:\.\d+)?)\. ", re.M)
# a citation may go on in the next line of its comment
GAP = r"(?: |\s*\n\s*(?:///?<?|#|\*|[+ -] *//+)? *)"
NUMBER = r"(?:\d+(?:b?\.\d+|b)?|V\d+|[A-K])(?!\w)"
CITED = re.compile(rf"\b([Ss]ync|[Dd]esign|[Cc]ontent){GAP}(rule|example)s?{GAP}"
                   rf"({NUMBER}(?:(?:,{GAP}|{GAP}(?:and|or|to){GAP}){NUMBER})*)")


def documented_directives(text, findings):
    """Names that have a section, or a row in the table of one."""
    found = set()
    for section in re.split(r"^### ", text, flags=re.M)[1:]:
        title, _, body = section.partition("\n")
        names = re.findall(r"(?:SyncML|PimBridge)[A-Z]\w+", title)
        found |= set(names)
        found |= {m[1] for m in re.finditer(r"^\| `((?:SyncML|PimBridge)[A-Z]\w+) ", body, re.M)}
        if len(names) == 1 and not title.startswith("&lt;"):
            findings += [f"docs/directives.md: {names[0]} has no row '{part}'" for part in PARTS
                         if not re.search(rf"^\| {part} \| \S", body, re.M)]
    return found


def tags_of(top, pattern):
    return {tag for path in tree.files(top, ".cpp", ".h", under=("common/", "mod_", "tools/"))
            for tag in pattern.findall(re.sub(r"///?.*", "", tree.text(path)))}


def compare(what, page, defined, told, findings):
    findings += [f"{page}: {what} {name} is missing" for name in sorted(defined - told)]
    findings += [f"{page}: {what} {name} is not in the code" for name in sorted(told - defined)]


def anchor(heading):
    """As GitHub makes them."""
    return re.sub(r"[^\w\- ]", "", re.sub(r"&\w+;|`", "", heading).lower()).replace(" ", "-")


def check_links(top, findings):
    for path in tree.files(top, ".md"):
        text = re.sub(r"```.*?```|`[^`\n]*`", "", tree.text(path), flags=re.S)
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            file, _, place = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            if not target.exists():
                findings.append(f"{path.relative_to(top)}: the link {link} leads nowhere")
            elif place and place not in map(anchor, HEADING.findall(tree.text(target))):
                findings.append(f"{path.relative_to(top)}: {file or 'the page'} has no heading for #{place}")


def check_rules(top, findings):
    headings = {}
    for kind, page in RULES.items():
        path = top / "docs/rules" / page
        headings[kind] = set(RULE.findall(tree.text(path))) if path.exists() else set()
    for path in tree.files(top, under=("common/", "mod_", "tools/", "tests/", "httpd-test/", "docs/")):
        text = tree.text(path)
        for cited in CITED.finditer(text):
            kind = (cited[1].lower(), cited[2])
            for number in re.findall(NUMBER, cited[3]):
                heading = "E" + number if kind[1] == "example" and number.isdigit() else number
                if heading not in headings[kind]:
                    line = text.count("\n", 0, cited.start()) + 1
                    findings.append(f"{path.relative_to(top)}:{line}: {' '.join(kind)} {number} has no heading in "
                                    f"docs/rules/{RULES[kind]}")


def check_packages(top, findings):
    setup, page = tree.text(top / "httpd-test/lib/setup.sh"), tree.text(top / "docs/install.md")
    build = set(re.search(r'^packages_build="([^"]*)"', setup, re.M)[1].split())
    told = set(re.search(r"apt-get install ((?:.*\\\n)*.*)", page)[1].replace("\\", " ").split())
    wanted = build - {"git", "libcppunit-dev", "apache2-bin"} | {"apache2"}  # a site needs all of httpd
    compare("the package", "docs/install.md", wanted, told, findings)


def main():
    top, findings = tree.root(), []
    page = {name: tree.text(top / "docs" / name) if (top / "docs" / name).exists() else ""
            for name in ("directives.md", "log-tags.md", "api.md")}
    directives = {name for path in tree.files(top, ".cpp", under=("mod_",)) for name in DIRECTIVE.findall(tree.text(path))}
    compare("the directive", "docs/directives.md", directives, documented_directives(page["directives.md"], findings),
            findings)
    told = set(re.findall(r"^\| ((?:SML|PMB|SQL)\d{4}) \|", page["log-tags.md"], re.M))
    compare("the tag", "docs/log-tags.md", tags_of(top, TAG), told, findings)
    compare("the tag", "docs/api.md", tags_of(top, API_TAG), set(re.findall(r"API\d{4}", page["api.md"])), findings)
    check_packages(top, findings)
    check_links(top, findings)
    check_rules(top, findings)
    tree.finish("docs", findings)


main()

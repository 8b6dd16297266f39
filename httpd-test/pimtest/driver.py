# SPDX-License-Identifier: Apache-2.0
"""What a test does with a portal, through the command that users have."""
import collections
import json
import subprocess
import sys
import tempfile

from . import cards, paths

# with this interpreter: a version manager's stand-in for python3 costs more than the command
COMMAND = [sys.executable, str(paths.SOURCE / "httpd-test" / "portal")]


def command(*arguments):
    """httpd-test/portal as a process; the finished process, its output as octets."""
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL)


def start(*arguments):
    """The same, not waited for."""
    return subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)


def store(portal, some_cards, user="alice"):
    """Imports cards; what the portal said."""
    with tempfile.NamedTemporaryFile("w", suffix=".vcf", encoding="utf-8", newline="") as file:
        file.write("".join(some_cards))
        file.flush()
        done = command("import", portal.name, user, "contacts", file.name)
    assert done.stdout, done.stderr.decode()
    return json.loads(done.stdout)


def held_by(portal, user="alice"):
    """All cards of a user."""
    done = command("export", portal.name, user, "contacts")
    assert done.returncode == 0, done.stderr.decode()
    return cards.split(done.stdout)


def with_api(portal, user, action):
    """What the action does with that user's API."""
    one = portal.sign_in(user)
    try:
        return action(one)
    finally:
        one.close()


def delete(portal, some_cards, user="alice"):
    """Deletes these cards, found by their UIDs."""
    uids = {cards.value(card, "UID") for card in some_cards}

    def each(api):
        for item in list(api.items("contacts")):
            if item["uid"] in uids:
                api.delete_item("contacts", item["id"])
    with_api(portal, user, each)


def decide(portal, decision, user="alice"):
    """Answers everything that waits."""
    return with_api(portal, user, lambda api: api.post("held", {"all": True, "decision": decision}))


class Run(dict):
    """The result of a sync, with its exit code."""

    def __init__(self, code, values, error):
        super().__init__(values)
        self.code, self.error = code, error

    def __repr__(self):
        # pytest shows the first 240 characters: what a person would ask first
        return f"<{self.code} {self.get('outcome')}: {self.get('sentence')} {self.error} {self.get('collections')}>"

    def counts(self, direction, collection="contacts"):
        return next(c[direction] for c in self["collections"] if c["collection"] == collection)

    def all_counts(self, direction):
        """Of all collections together."""
        total = collections.Counter()
        for one in self["collections"]:
            total.update(one[direction])
        return total

    def moved(self):
        """Changes that were made anywhere."""
        return sum(c[d][k] for c in self["collections"] for d in ("here", "there")
                   for k in ("added", "updated", "deleted"))

    def sum(self, key):
        return sum(c[key] for c in self["collections"])


def finished(process):
    """The Run of a sync begun with start()."""
    out, error = process.communicate(timeout=900)
    return Run(process.returncode, json.loads(out) if out else {}, error.decode())


def sync(portal, peer="p1", *flags, user="alice"):
    return finished(start("sync", portal.name, user, peer, *flags))


def same(left, right, leave_out=()):
    """Nothing where both sides hold the same cards; else what only one of them has, as a text to read."""
    one, two = cards.bag(left, leave_out), cards.bag(right, leave_out)
    only_one, only_two = list((one - two).elements()), list((two - one).elements())
    if not only_one and not only_two:
        return ""
    show = "\n".join(str(sorted(map(str, c)))[:600] for c in only_one[:2] + ["--- other side:"] + only_two[:2])
    return f"{len(only_one)} cards here only, {len(only_two)} there only, first of them:\n{show}"

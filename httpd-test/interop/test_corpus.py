# SPDX-License-Identifier: Apache-2.0
"""Cards as real programs write them, from P1 to P2 and out again, compared property by property by a foreign reader.

Those of httpd-test/data/contacts run in every check. Where a larger collection lies in PIM_CORPORA, or beside the
source tree, its vCard 3.0 files are replayed as well.
"""
import collections
import os
import pathlib

import pytest
from pimtest import cards, driver, paths
from pimtest.account import account, whole_cards

OURS = paths.SOURCE / "httpd-test" / "data" / "contacts"
OTHERS = pathlib.Path(os.environ.get("PIM_CORPORA", paths.SOURCE.parent / "shared" / "corpora")) / "pim"


def collect(folder):
    """[(file and number, card)] of every vCard 3.0 below the folder."""
    found = []
    for file in sorted(folder.rglob("*.vcf")):
        for number, card in enumerate(whole_cards(file.read_bytes()), 1):
            if (cards.value(card.replace("\r\r\n", "\r\n"), "VERSION") or "").strip() == "3.0":
                found.append((f"{file.relative_to(folder)} {number}", card))
    return found


def sync_all(portal, users):
    """A Run for each user; eight at a time."""
    runs, users = {}, list(users)
    for first in range(0, len(users), 8):
        begun = [(user, driver.start("sync", portal.name, user, "p1")) for user in users[first:first + 8]]
        runs |= {user: driver.finished(process) for user, process in begun}
    return runs


def carry(portals, some):
    """Each card under a user of its own, so that what comes out is known to be that card."""
    users = {f"c{n}": "secret" for n in range(len(some))}
    p1, p2 = portals.pair(users=users)
    rows, went = [], {}
    for user, (label, card) in zip(users, some):
        said = driver.with_api(p1, user, lambda api, card=card: api.import_stream(
            "contacts", (card + "\r\n").encode("utf-8", "surrogateescape")))
        if said["failed"]:
            rows.append((label, "refused", "", said["failed"][0]["reason"]))
        else:
            went[user] = (label, card)
    assert {run.code for run in sync_all(p2, went).values()} == {0}
    for user, (label, card) in went.items():
        stream = driver.with_api(p2, user, lambda api: api.export_stream("contacts"))
        (after,) = whole_cards(stream)
        rows += [(label, *row) for row in account(card, after)]
    return rows, sum(run.moved() for run in sync_all(p2, went).values())


def show(rows):
    """The table: one line per card, then every property that is not simply kept."""
    counts = collections.defaultdict(collections.Counter)
    for label, what, *_ in rows:
        counts[label][what] += 1
    print(f"{'card':58} kept changed refused unaccounted")
    for label, count in counts.items():
        print(f"{label[-57:]:58} {count['kept']:4} {count['changed']:7} {count['refused']:7} {count['unaccounted']:11}")
    for label, what, name, why in rows:
        if what != "kept":
            print(f"  {label[-40:]}: {what} {name} {why}")


def assert_accounted(portals, some):
    rows, moved = carry(portals, some)
    show(rows)
    assert [row for row in rows if row[1] == "unaccounted"] == []
    assert [row for row in rows if row[1] == "refused"] == []
    assert moved == 0


def test_our_sample_cards_arrive_whole(portals):
    some = collect(OURS)
    assert some
    assert_accounted(portals, some)


@pytest.mark.replay(OTHERS)
def test_cards_of_the_collection_arrive_whole(portals):
    some = collect(OTHERS)
    assert some
    assert_accounted(portals, some)

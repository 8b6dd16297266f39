# SPDX-License-Identifier: Apache-2.0
"""Each MPM of httpd, and each module alone: the same work, the same promises."""
import collections
import re
import sqlite3

import pytest
from pimtest import cards, driver, process
from pimtest.preload import slow_sync
from pimtest.proxy import Proxy

MPMS = ["worker", "prefork"]
USERS = {f"user{n}": "secret" for n in range(8)}


def both_hold_all(p1, p2, user, some):
    return all(driver.same(driver.held_by(p, user), some) == "" for p in (p1, p2))


@pytest.mark.parametrize("mpm", MPMS)
def test_sync_edit_and_sync_again(portals, mpm):
    p1, p2 = portals.pair(mpm=mpm)
    some = cards.people(60)
    driver.store(p1, some[:30])
    driver.store(p2, some[30:])
    assert driver.sync(p2).code == 0
    some[0] = cards.edited(some[0], "NOTE", "edited at two")
    driver.store(p2, some[:1])
    driver.delete(p1, some[59:])
    run = driver.sync(p2)
    assert run.code == 0 and run.moved() == 2, run
    assert both_hold_all(p1, p2, "alice", some[:59])
    assert driver.sync(p2).moved() == 0


def log_lines(portal, tag):
    """(process, text) of the lines with a tag."""
    return re.findall(rf"\[pid (\d+)[^\]]*\].* {tag}: (.*)", portal.log.text())


@pytest.mark.parametrize("mpm", ["event", *MPMS])
def test_runs_of_many_users_end_once_each_in_whatever_child(portals, mpm):
    p1, p2 = portals.pair(mpm=mpm, users=USERS, children=3)
    for user in USERS:
        driver.store(p1, cards.people(20), user)
    runs = [driver.start("sync", p2.name, user, "p1") for user in USERS]
    assert [driver.finished(run).code for run in runs] == [0] * len(USERS)
    ended = log_lines(p2, "PMB0017")
    each = collections.Counter(re.search(r"Run \d+ of (\w+)", text)[1] for _, text in ended)
    assert each == dict.fromkeys(USERS, 1)
    assert {int(pid) for pid, _ in ended} <= set(p2.children())
    for user in USERS:
        assert len(driver.held_by(p2, user)) == 20


def holder_of_the_run(portal):
    """The process that holds the lease of the one run under way."""
    with sqlite3.connect(f"file:{portal.store}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT holder FROM run WHERE holder <> ''").fetchall()
    return int(rows[0][0].split("/")[2]) if rows else 0


@pytest.mark.sqlite
@pytest.mark.slow
@pytest.mark.parametrize("mpm", MPMS)
def test_another_child_takes_over_from_one_that_was_killed(portals, mpm):
    p1 = portals("p1", mpm=mpm)
    killed = []
    with Proxy(p1.record["port"]) as proxy:
        p2 = portals("p2", mpm=mpm, peers={"p1": proxy.url()}, children=3, max_msg_size=10240)

        def kill(number):
            if number == 4:
                killed.append(holder_of_the_run(p2))
                process.send(killed[0], 9)
        proxy.after = kill
        driver.store(p1, cards.people(100))
        run = driver.sync(p2)
    assert run.code == 0 and killed[0], run
    assert both_hold_all(p1, p2, "alice", cards.people(100))
    (ended,) = log_lines(p2, "PMB0017")
    assert int(ended[0]) != killed[0]


@pytest.mark.sqlite
@pytest.mark.slow
def test_prefork_told_to_end_inside_of_a_commit_ends_cleanly(portals):
    """Its children end in a signal handler, wherever they are."""
    portal = portals.make("p1", mpm="prefork")
    slow_sync(portal, 300)
    portal.start()
    for _ in range(3):
        under_way = driver.start("import", portal.name, "alice", "contacts", str(many(portal)))
        size = portal.store.with_name(portal.store.name + "-wal")
        assert process.wait_until(lambda: size.exists() and size.stat().st_size > 0, 20)
        assert portal.stop()
        under_way.communicate()
        portal.start()
    assert driver.store(portal, [cards.person(1)])["failed"] == []


def many(portal):
    path = portal.dir / "www" / "many.vcf"
    path.write_text("".join(cards.people(400)), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("mpm", ["event", *MPMS])
def test_each_module_alone_does_its_half(portals, mpm):
    server = portals("p1", modules=("syncml",), mpm=mpm)
    client = portals("p2", modules=("pimbridge",), mpm=mpm, peers={"p1": server.told()["syncml"]})
    driver.store(client, cards.people(10))
    run = driver.sync(client)
    assert run.code == 0 and run.counts("there")["added"] == 10, run
    assert driver.sync(client).moved() == 0

# SPDX-License-Identifier: Apache-2.0
"""kill -9 at any instant: the run goes on by itself, nothing is lost and nothing doubled.

At least 50 messages at MaxMsgSize 10 KiB. Sampled here; check --full kills at every message and
at every sync and write of either database.
"""
import signal
import threading

import pytest
from pimtest import cards, driver, process
from pimtest.preload import HALF, SYNCS, WRITES, KillAt
from pimtest.proxy import Drop, Proxy

SIZE = 10240
pytestmark = pytest.mark.slow
FIELDS = {"children": 1, "max_msg_size": SIZE}


class Scene:
    """Two one-child portals with a proxy between them, 600 contacts, half of them on each side."""

    def __init__(self, portals, count=600, preload=False, **options):
        # long enough that 500 of them take 50 messages
        self.cards = [cards.edited(c, "NOTE", "A long note. " * 30) for c in cards.people(count)]
        self.p1 = portals.make("p1", **FIELDS, **options)
        self.switches = {}
        if preload:
            self.switches["s1"] = KillAt(self.p1)
        self.p1.start()
        self.proxy = Proxy(self.p1.record["port"])
        self.p2 = portals.make("p2", peers={"p1": self.proxy.url()}, **FIELDS, **options)
        if preload:
            self.switches["s3"] = KillAt(self.p2)
        self.p2.start()
        driver.store(self.p1, self.cards[:count // 2])
        driver.store(self.p2, self.cards[count // 2:])
        self.deaths = 0

    def kill(self, who):
        for portal in {"s1": [self.p1], "s3": [self.p2], "both": [self.p1, self.p2]}[who]:
            for child in portal.children():
                process.send(child, signal.SIGKILL)
                self.deaths += 1

    def check(self, run):
        assert run.code == 0, (run, run.error)
        for portal in (self.p1, self.p2):
            assert driver.same(driver.held_by(portal), self.cards) == ""
        self.proxy.before = self.proxy.after = None
        again = driver.sync(self.p2)
        assert (again.code, again.moved()) == (0, 0), again
        self.proxy.close()


def at(numbers, scene, who, drop):
    """A hook of the proxy that kills once at each of these exchanges."""
    left, lock = set(numbers), threading.Lock()

    def hook(number):
        with lock:
            due = number in left
            left.discard(number)
        if due:
            scene.kill(who)
            if drop:
                raise Drop
    return hook


@pytest.mark.both_stores
@pytest.mark.parametrize("who", ["s3", "s1", "both"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_sampled_messages(portals, who, moment):
    scene = Scene(portals)
    setattr(scene.proxy, moment, at({1, 4, 9, 20, 33, 47}, scene, who, True))
    run = driver.sync(scene.p2)
    assert scene.proxy.exchanges >= 50
    assert scene.deaths >= 6
    scene.check(run)


@pytest.mark.full
@pytest.mark.parametrize("who", ["s3", "s1", "both"])
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("number", range(1, 61))
def test_killed_at_every_message(portals, who, moment, number):
    scene = Scene(portals)
    setattr(scene.proxy, moment, at({number}, scene, who, True))
    scene.check(driver.sync(scene.p2))


def counted(portals, kinds, count):
    """How many syncs or writes an undisturbed run makes on either side."""
    scene = Scene(portals, count, preload=True)
    for switch in scene.switches.values():
        switch.count(kinds)
    assert driver.sync(scene.p2).code == 0
    scene.proxy.close()
    return {who: switch.get("counted") for who, switch in scene.switches.items()}


def killed_inside(portals, who, kinds, number, count):
    scene = Scene(portals, count, preload=True)
    scene.switches[who].arm(number, kinds)
    run = driver.sync(scene.p2)
    assert scene.switches[who].fired()
    scene.switches[who].disarm()
    scene.check(run)


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["s3", "s1"])
@pytest.mark.parametrize("kinds", [SYNCS, WRITES, WRITES | HALF], ids=["sync", "write", "half-write"])
def test_killed_inside_a_commit(portals, who, kinds):
    total = counted(portals, kinds & ~HALF, 100)[who]
    assert total > 10
    killed_inside(portals, who, kinds, total // 2, 100)


@pytest.mark.sqlite
@pytest.mark.full
@pytest.mark.parametrize("who", ["s3", "s1"])
@pytest.mark.parametrize("kinds", [SYNCS, WRITES, WRITES | HALF], ids=["sync", "write", "half-write"])
def test_killed_inside_every_commit(portals, who, kinds):
    total = counted(portals, kinds & ~HALF, 60)[who]
    # the very last may fall behind the end of the run: then nothing is killed by it
    for number in range(1, total - 1, 1 if kinds == SYNCS else 7):
        killed_inside(portals, who, kinds, number, 60)


def test_whole_httpd_killed_and_started_again_goes_on(portals):
    scene = Scene(portals)

    def hook(number):
        if number == 20:
            for pid in (scene.p2.pid(), *scene.p2.children()):
                process.send(pid, signal.SIGKILL)
            raise Drop
    scene.proxy.after = hook
    running = driver.start("sync", scene.p2.name, "alice", "p1")
    assert process.wait_until(lambda: not scene.p2.running(), 60)
    scene.p2.start()
    scene.check(driver.finished(running))


def test_graceful_restarts_under_a_run_lose_nothing(portals):
    scene = Scene(portals)
    running, rounds = driver.start("sync", scene.p2.name, "alice", "p1"), 0
    while running.poll() is None and rounds < 20:
        scene.p1.graceful()
        scene.p2.graceful()
        rounds += 1
        process.wait_until(lambda: running.poll() is not None, 0.5)
    assert rounds > 1
    scene.check(driver.finished(running))

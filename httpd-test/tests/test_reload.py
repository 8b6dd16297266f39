# SPDX-License-Identifier: Apache-2.0
"""Graceful reloads in the middle of sessions and runs: they finish, nothing is lost and nothing doubled."""
import pytest
from pimtest import cards, driver, process, syncevo
from pimtest.proxy import Proxy

MPMS = ["event", "worker", "prefork"]
SMALL = 10240  # so that a sync has many messages


def reloading(numbers, *portals):
    """A hook of the proxy: these portals are told to reload at each of those exchanges."""
    def hook(number):
        if number in numbers:
            for portal in portals:
                portal.graceful()
    return hook


@pytest.mark.slow
@pytest.mark.parametrize("mpm", MPMS)
def test_run_and_session_outlive_reloads_of_both_portals(portals, mpm):
    p1 = portals("p1", mpm=mpm, max_msg_size=SMALL)
    some = cards.people(120)
    driver.store(p1, some[:60])
    with Proxy(p1.record["port"]) as proxy:
        p2 = portals("p2", mpm=mpm, max_msg_size=SMALL, peers={"p1": proxy.url()})
        driver.store(p2, some[60:])
        before = p1.children(), p2.children()
        proxy.before = reloading({2, 5, 9}, p1, p2)
        proxy.after = reloading({3, 7}, p1, p2)
        run = driver.sync(p2)
        assert run.code == 0 and proxy.exchanges > 9, run
        for portal in (p1, p2):
            assert driver.same(driver.held_by(portal), some) == ""
        proxy.before = proxy.after = None
        assert driver.sync(p2).moved() == 0
    assert process.wait_until(lambda: not {*before[0], *before[1]} & {*p1.children(), *p2.children()}, 20)


def test_terminal_does_not_notice_reloads(portals, tmp_path):
    p1 = portals("p1")
    driver.store(p1, cards.people(40))
    with Proxy(p1.record["port"]) as proxy:
        proxy.before = reloading(range(1, 100), p1)
        terminal = syncevo.Device(tmp_path, "terminal-1")
        terminal.items.write("mine", cards.person(100))
        assert terminal.sync(proxy.url(), "alice", "secret", "slow") == 0, terminal.output
    assert len(terminal.items.files()) == len(driver.held_by(p1)) == 41


def test_waiting_run_is_taken_over_by_the_next_generation(portals):
    """The old generation ends although its run waits for a peer; the run goes on from where it was."""
    p1 = portals("p1")
    driver.store(p1, cards.people(20))
    with Proxy(p1.record["port"]) as proxy:
        p2 = portals("p2", peers={"p1": proxy.url()}, children=1)
        (old,) = p2.children()

        def slow(number):
            if number == 2:
                p2.graceful()
                assert process.wait_until(lambda: not process.alive(old), 20)
        proxy.before = slow
        run = driver.sync(p2)
    assert run.code == 0 and run.counts("here")["added"] == 20, run


def test_new_settings_are_in_force_after_a_reload(portals):
    p1, p3 = portals("p1"), portals("p3")
    p2 = portals("p2", peers={"p1": p1.told()["syncml"]})
    driver.store(p3, cards.people(4))
    p2.configure(peers={"p3": p3.told()["syncml"]})
    p2.graceful()
    api = p2.sign_in("alice")
    assert process.wait_until(lambda: [p["name"] for p in api.get("peers")["peers"]] == ["p3"], 20)
    api.close()
    assert driver.sync(p2, "p3").counts("here")["added"] == 4


def test_wrong_configuration_is_refused_by_a_reload_and_the_server_goes_on(portals):
    p1, p2 = portals.pair()
    p2.configure(extra="SyncMLMaxMsgSize 9M\n")
    done = p2.httpd("-k", "graceful")
    assert done.returncode != 0 and "SyncMLMaxMsgSize" in done.stderr
    assert driver.sync(p2).code == 0

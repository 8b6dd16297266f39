# SPDX-License-Identifier: Apache-2.0
"""SyncEvolution's HTTP server (WBXML, 1.2) as the peer of our client."""
import re

import pytest
from pimtest import cards, driver, syncevo
from pimtest.proxy import Proxy


@pytest.fixture
def foreign(portals, tmp_path, request):
    """A portal with the foreign server as its peer: (portal, server, sync)."""
    portal = portals.make("p2")
    probe = device_id_of(portal, portals)
    server = syncevo.Server(tmp_path, [probe], uri=getattr(request, "param", "contacts"))
    portal.configure(peers={"foreign": server.url})
    portal.start()
    server.start()
    request.addfinalizer(server.stop)

    def sync(*flags):
        return driver.sync(portal, "foreign", "--as", f"{server.user}:{server.password}", *flags)
    return portal, server, sync


def device_id_of(portal, portals):
    """What our client calls itself, read from its first message: the foreign server must know it beforehand."""
    seen = []
    listener = portals("listener", modules=())
    with Proxy(listener.record["port"]) as proxy:
        proxy.keep = True
        portal.configure(peers={"listener": proxy.url("/server-status")})
        portal.start()
        driver.sync(portal, "listener", "--as", "u:p")
        seen = [request for request, _ in proxy.bodies]
    portal.stop()
    return re.search(rb"[0-9a-f]{32}\.\d+", seen[0]).group().decode()


def agree(portal, server):
    ours, theirs = driver.held_by(portal), server.items.cards()
    assert sorted(cards.value(c, "FN") for c in ours) == sorted(cards.value(c, "FN") for c in theirs)


@pytest.mark.both_stores
def test_first_sync_joins_both_sides_and_a_second_moves_nothing(foreign):
    portal, server, sync = foreign
    driver.store(portal, cards.people(20))
    for number in range(15, 30):
        server.items.write(str(number), cards.person(number))
    run = sync()
    assert run.code == 0, run
    assert len(driver.held_by(portal)) == len(server.items.files()) == 30
    agree(portal, server)
    again = sync()
    assert (again.code, again.moved()) == (0, 0), again


@pytest.mark.parametrize("foreign", ["addressbook"], indirect=True)
def test_a_server_that_calls_its_contacts_otherwise_is_found_and_what_it_lacks_is_named(foreign):
    portal, server, sync = foreign
    driver.store(portal, cards.people(5))
    server.items.write("1", cards.person(100))
    run = sync("--collection", "contacts", "--collection", "tasks")
    assert (run.code, run["outcome"]) == (2, "partly") and "'tasks'" in run["sentence"], run
    assert len(server.items.files()) == 6
    agree(portal, server)
    again = sync("--collection", "contacts")
    assert (again.code, again.moved()) == (0, 0), again


@pytest.mark.both_stores
def test_edits_on_both_sides_arrive_and_nothing_is_lost(foreign):
    portal, server, sync = foreign
    some = cards.people(300)
    driver.store(portal, some)
    assert sync().code == 0
    files = {cards.value(f.read_bytes().decode(), "FN"): f for f in server.items.files()}
    for card in some[:50]:
        file = files[cards.value(card, "FN")]
        server.items.write(file.name, cards.edited(file.read_bytes().decode(), "TITLE", "set at the foreign portal"))
    driver.store(portal, [cards.edited(card, "NOTE", "set at ours") for card in some[:50]] + cards.people(20, 1000))
    driver.delete(portal, some[100:110])
    for card in some[110:120]:
        files[cards.value(card, "FN")].unlink()
    for number in range(2000, 2020):
        server.items.write(f"new{number}", cards.person(number))
    run = sync()
    assert run.code == 0, run
    agree(portal, server)
    held = {cards.value(c, "FN"): c for c in driver.held_by(portal)}
    assert len(held) == 300 - 20 + 40
    for card in some[:50]:
        merged = held[cards.value(card, "FN")]
        assert cards.value(merged, "TITLE") == "set at the foreign portal"
        assert cards.value(merged, "NOTE") == "set at ours"
    again = sync()
    assert (again.code, again.moved()) == (0, 0), again


def test_second_device_of_the_foreign_portal_sees_what_ours_sent(foreign, tmp_path):
    portal, server, sync = foreign
    server.stop()
    server.allow("dev-b", "second")
    server.start()
    device = syncevo.Device(tmp_path, "dev-b", enableWBXML=1)
    driver.store(portal, cards.people(10))
    assert sync().code == 0
    assert device.sync(server.url, server.user, server.password, "slow") == 0, device.output
    assert len(device.items.files()) == 10
    file = device.items.files()[0]
    device.items.write(file.name, cards.edited(file.read_bytes().decode(), "TITLE", "set at the device"))
    device.items.write("new", cards.person(50))
    assert device.sync(server.url, server.user, server.password) == 0, device.output
    assert sync().code == 0
    held = driver.held_by(portal)
    assert len(held) == 11
    assert [cards.value(c, "TITLE") for c in held].count("set at the device") == 1


def test_wrong_password_at_the_foreign_portal_is_told(foreign):
    portal, server, _ = foreign
    driver.store(portal, cards.people(2))
    run = driver.sync(portal, "foreign", "--as", f"{server.user}:wrong")
    assert run.code == 5, run

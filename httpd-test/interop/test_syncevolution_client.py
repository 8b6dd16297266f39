# SPDX-License-Identifier: Apache-2.0
"""SyncEvolution's client (1.2, XML and WBXML, basic) as a terminal of our portal."""
import base64

import pytest
from pimtest import cards, driver, syncevo

# what this client does to every card on its way: ours only has to get the rest right
CLIENT = {"UID", "FN", "NICKNAME"}


@pytest.fixture(params=[0, 1], ids=["xml", "wbxml"])
def terminal(portals, tmp_path, request):
    portal = portals("p1")
    device = syncevo.Device(tmp_path, "terminal-1", enableWBXML=request.param)

    def sync(mode="two-way", **options):
        code = device.sync(portal.told()["syncml"], "alice", "secret", mode, **options)
        assert code == 0, device.output
    return portal, device, sync


def names(some):
    return sorted(cards.value(card, "FN") for card in some)


def phones(some):
    return sorted(rest for card in some for (name, _, rest) in cards.properties(card) if name == "TEL")


def agree(portal, device):
    held, there = driver.held_by(portal), device.items.cards()
    assert names(held) == names(there) and phones(held) == phones(there)


@pytest.mark.both_stores
def test_slow_sync_carries_both_ways_and_a_second_doubles_nothing(terminal):
    portal, device, sync = terminal
    driver.store(portal, cards.people(20))
    for number in range(20, 30):
        device.items.write(str(number), cards.person(number))
    sync("slow")
    assert len(driver.held_by(portal)) == 30
    agree(portal, device)
    sync("slow")
    assert len(driver.held_by(portal)) == len(device.items.files()) == 30
    agree(portal, device)


@pytest.mark.both_stores
def test_two_way_carries_edits_and_deletes_of_both_sides(terminal):
    portal, device, sync = terminal
    some = cards.people(12)
    driver.store(portal, some)
    sync("slow")
    driver.store(portal, [cards.edited(some[0], "TEL", "+1 555 0001")])
    driver.delete(portal, [some[1]])
    file = next(f for f in device.items.files() if cards.value(f.read_text(), "FN") == cards.value(some[2], "FN"))
    device.items.write(file.name, cards.edited(file.read_bytes().decode(), "TEL", "+1 555 0002"))
    gone = next(f for f in device.items.files() if cards.value(f.read_text(), "FN") == cards.value(some[3], "FN"))
    gone.unlink()
    device.items.write("new", cards.person(50))
    sync()
    agree(portal, device)
    held = driver.held_by(portal)
    assert len(held) == 12 - 2 + 1
    assert {"+1 555 0001", "+1 555 0002"} <= set(phones(held))


@pytest.mark.both_stores
def test_session_without_changes_moves_nothing(terminal, api):
    portal, device, sync = terminal
    driver.store(portal, cards.people(5))
    sync("slow")
    before = [(i["id"], i["revision"]) for i in api(portal).items("contacts")]
    sync()
    assert [(i["id"], i["revision"]) for i in api(portal).items("contacts")] == before


@pytest.mark.both_stores
def test_many_deletions_of_a_device_wait_for_a_person(terminal):
    portal, device, sync = terminal
    driver.store(portal, cards.people(100))
    sync("slow")
    for file in device.items.files()[:30]:
        file.unlink()
    sync()
    assert len(driver.held_by(portal)) == 100
    waiting = driver.with_api(portal, "alice", lambda api: api.get("held"))["held"]
    assert len(waiting) == 30
    driver.decide(portal, "keep")
    sync()
    assert len(device.items.files()) == 100


def test_small_messages_carry_everything(terminal):
    portal, device, sync = terminal
    driver.store(portal, cards.people(60))
    for number in range(60, 120):
        device.items.write(str(number), cards.person(number))
    sync("slow", maxMsgSize=10240)
    assert len(driver.held_by(portal)) == 120
    agree(portal, device)


def test_wrong_password_is_refused(portals, tmp_path):
    portal = portals("p1")
    device = syncevo.Device(tmp_path, "terminal-1")
    device.items.write("1", cards.person(1))
    assert device.sync(portal.told()["syncml"], "alice", "wrong", "slow") != 0
    assert driver.held_by(portal) == []


def test_edit_of_a_terminal_reaches_the_terminal_of_the_other_portal(portals, tmp_path):
    p1, p2 = portals.pair()
    one, two = syncevo.Device(tmp_path, "terminal-1"), syncevo.Device(tmp_path, "terminal-2")

    def round_trip():
        for device, portal in ((one, p1), (two, p2)):
            assert device.sync(portal.told()["syncml"], "alice", "secret") == 0, device.output
    driver.store(p1, cards.people(5))
    assert driver.sync(p2).code == 0
    round_trip()
    file = one.items.files()[0]
    one.items.write(file.name, cards.edited(file.read_bytes().decode(), "TEL", "+1 555 7777"))
    round_trip()
    assert driver.sync(p2).code == 0
    round_trip()
    assert "+1 555 7777" in phones(two.items.cards())


@pytest.mark.parametrize("decision,left", [("keep", 100), ("delete", 70)])
def test_deletions_of_a_terminal_while_the_bridge_runs_are_asked_once(portals, tmp_path, decision, left):
    p1, p2 = portals.pair()
    device = syncevo.Device(tmp_path, "terminal-1")

    def terminal():
        assert device.sync(p1.told()["syncml"], "alice", "secret") == 0, device.output

    def waiting():
        return [len(driver.with_api(p, "alice", lambda api: api.get("held"))["held"]) for p in (p1, p2)]
    driver.store(p1, cards.people(100))
    assert driver.sync(p2).code == 0
    terminal()
    for file in device.items.files()[:30]:
        file.unlink()
    driver.store(p2, cards.people(10, 1000))  # something to do for the bridge meanwhile
    bridge = driver.start("sync", p2.name, "alice", "p1")
    terminal()
    assert driver.finished(bridge).code == 0
    assert waiting() == [30, 0]
    driver.decide(p1, decision)
    for _ in range(2):
        assert driver.sync(p2).code == 0
        terminal()
    assert waiting() == [0, 0]
    assert [len(driver.held_by(p)) for p in (p1, p2)] == [left + 10] * 2
    assert names(device.items.cards()) == names(driver.held_by(p1))
    assert driver.sync(p2).moved() == 0


def pictures(some):
    return sorted(cards.value(card, "PHOTO") or "" for card in some)


@pytest.mark.parametrize("enable", [0, 1], ids=["xml", "wbxml"])
def test_contacts_with_pictures_go_both_ways_in_small_messages(portals, tmp_path, enable):
    portal = portals("p1", max_msg_size=10240)
    device = syncevo.Device(tmp_path, "terminal-1", enableWBXML=enable, maxMsgSize=10240)

    def with_picture(number):
        picture = base64.b64encode(bytes(i * (i + number) % 251 for i in range(40_000))).decode()
        return cards.edited(cards.person(number), "PHOTO;ENCODING=b;TYPE=JPEG", picture)

    def sync(mode="two-way"):
        code = device.sync(portal.told()["syncml"], "alice", "secret", mode)
        assert code == 0, device.output

    driver.store(portal, [with_picture(1), cards.person(2)])
    device.items.write("3", with_picture(3))
    device.items.write("4", cards.person(4))
    sync("slow")
    agree(portal, device)
    assert pictures(driver.held_by(portal)) == pictures(device.items.cards())
    assert len(driver.held_by(portal)) == 4 and pictures(driver.held_by(portal))[2]
    held = next(c for c in driver.held_by(portal) if cards.value(c, "TEL").endswith("0000001"))
    driver.store(portal, [cards.edited(held, "NOTE", "edited here")])
    file = next(f for f in device.items.files() if cards.value(f.read_text(), "TEL").endswith("0000003"))
    device.items.write(file.name, cards.edited(file.read_bytes().decode(), "NOTE", "edited there"))
    sync()
    agree(portal, device)
    assert pictures(driver.held_by(portal)) == pictures(device.items.cards())
    notes = {cards.value(card, "NOTE") for card in driver.held_by(portal) + device.items.cards()}
    assert {"edited here", "edited there"} <= notes

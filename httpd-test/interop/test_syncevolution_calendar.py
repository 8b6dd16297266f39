# SPDX-License-Identifier: Apache-2.0
"""SyncEvolution's client with events and tasks, and in the one-way kinds, as a terminal of our portal."""
import re

import pytest
from pimtest import cards, driver, syncevo


def component(kind, n, extra=""):
    when = "DTSTART:20260301T090000Z\r\nDTEND:20260301T100000Z\r\n" if kind == "VEVENT" else "DUE:20260301T090000Z\r\n"
    return (f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:{kind}\r\nUID:{kind}-{n}\r\n"
            f"DTSTAMP:20260101T000000Z\r\n{when}SUMMARY:Record {n}\r\n{extra}END:{kind}\r\nEND:VCALENDAR\r\n")


def summaries(some):
    return sorted(re.search(r"^SUMMARY:(.*?)\r?$", text, re.M).group(1) for text in some)


def held(portal, collection):
    done = driver.command("export", portal.name, "alice", collection)
    assert done.returncode == 0, done.stderr.decode()
    return re.findall(r"BEGIN:(?:VEVENT|VTODO).*?END:(?:VEVENT|VTODO)", done.stdout.decode(), re.S)


def put(portal, collection, tmp_path, *records):
    file = tmp_path / "records.ics"
    file.write_text("".join(records), newline="")
    assert driver.command("import", portal.name, "alice", collection, str(file)).returncode == 0


@pytest.mark.parametrize("collection, kind", [("calendar", "VEVENT"), ("tasks", "VTODO")])
def test_records_and_edits_go_both_ways(portals, tmp_path, collection, kind):
    portal = portals("p1")
    device = syncevo.Device(tmp_path, "terminal-1", databaseFormat="text/calendar")

    def sync(mode="two-way"):
        code = device.sync(portal.told()["syncml"], "alice", "secret", mode, uri=collection)
        assert code == 0, device.output
        assert summaries(held(portal, collection)) == summaries(device.items.cards())

    put(portal, collection, tmp_path, *(component(kind, n) for n in range(5)))
    for n in range(5, 8):
        device.items.write(str(n), component(kind, n))
    sync("slow")
    assert len(held(portal, collection)) == 8
    put(portal, collection, tmp_path, component(kind, 1, "LOCATION:here\r\n"))
    file = next(f for f in device.items.files() if "SUMMARY:Record 2" in f.read_text())
    device.items.write(file.name, file.read_bytes().decode().replace("Record 2", "Record two"))
    sync()
    assert "Record two" in summaries(held(portal, collection))
    assert any("LOCATION:here" in text for text in device.items.cards())
    sync("slow")
    assert len(held(portal, collection)) == len(device.items.files()) == 8


@pytest.fixture
def terminal(portals, tmp_path):
    portal = portals("p1")
    device = syncevo.Device(tmp_path, "terminal-1")

    def sync(mode, expect=0):
        code = device.sync(portal.told()["syncml"], "alice", "secret", mode)
        assert code == expect, device.output
    driver.store(portal, cards.people(5))
    sync("slow")
    driver.store(portal, cards.people(1, 100))
    device.items.write("mine", cards.person(200))
    return portal, device, sync


def counts(portal, device):
    return len(driver.held_by(portal)), len(device.items.files())


def test_one_way_from_the_client_sends_only(terminal):
    portal, device, sync = terminal
    sync("one-way-from-local")
    assert counts(portal, device) == (7, 6)
    sync("two-way")
    assert counts(portal, device) == (7, 7)


def test_one_way_from_the_server_receives_only(terminal):
    portal, device, sync = terminal
    sync("one-way-from-remote")
    assert counts(portal, device) == (6, 7)
    sync("two-way")
    assert counts(portal, device) == (7, 7)


def test_refresh_from_the_client_makes_the_portal_like_it(terminal):
    portal, device, sync = terminal
    sync("refresh-from-local")
    assert counts(portal, device) == (6, 6)


def test_refresh_from_the_server_makes_the_client_like_it(terminal):
    portal, device, sync = terminal
    sync("refresh-from-remote")
    assert counts(portal, device) == (6, 6)

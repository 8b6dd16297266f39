# SPDX-License-Identifier: Apache-2.0
"""Events, tasks and notes go wherever contacts go, several collections in one run."""
import json
import re

from pimtest import cards, driver

ALL = [flag for name in ("contacts", "calendar", "tasks", "notes") for flag in ("--collection", name)]


def calendar(*components):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + "".join(components)
            + "END:VCALENDAR\r\n")


def event(n, extra=""):
    return (f"BEGIN:VEVENT\r\nUID:event-{n}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:202602{n % 27 + 1:02}T100000Z\r\n"
            f"DTEND:202602{n % 27 + 1:02}T110000Z\r\nSUMMARY:Meeting {n}\r\n{extra}END:VEVENT\r\n")


def task(n, extra=""):
    return (f"BEGIN:VTODO\r\nUID:task-{n}\r\nDTSTAMP:20260101T000000Z\r\nDUE:20260301T100000Z\r\n"
            f"SUMMARY:Task {n}\r\n{extra}END:VTODO\r\n")


def put(portal, tmp_path, collection, name, text):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8", newline="")
    done = driver.command("import", portal.name, "alice", collection, str(file))
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def lines(portal, collection):
    """Every component of an export, as a sorted text: order between records does not count."""
    done = driver.command("export", portal.name, "alice", collection)
    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode()
    return sorted("\n".join(sorted(part.splitlines()))
                  for part in re.findall(r"BEGIN:(?:VEVENT|VTODO|VJOURNAL).*?END:V", text, re.S))


def test_all_four_collections_cross_in_one_run(portals, tmp_path):
    p1, p2 = portals.pair()
    driver.store(p1, cards.people(3))
    assert put(p1, tmp_path, "calendar", "a.ics", calendar(*map(event, range(5))))["added"] == 5
    assert put(p1, tmp_path, "tasks", "b.ics", calendar(*map(task, range(4))))["added"] == 4
    assert put(p1, tmp_path, "notes", "c.txt", "Shopping\nmilk, bread\n")["added"] == 1
    put(p2, tmp_path, "calendar", "d.ics", calendar(*map(event, range(5, 7))))
    run = driver.sync(p2, "p1", *ALL)
    assert run.code == 0, run
    for collection, count in (("calendar", 7), ("tasks", 4), ("notes", 1)):
        assert len(lines(p1, collection)) == count
        assert lines(p1, collection) == lines(p2, collection)
    assert len(driver.held_by(p2)) == 3
    again = driver.sync(p2, "p1", *ALL)
    assert (again.code, again.moved()) == (0, 0), again


def test_edits_of_one_event_at_both_sides_merge(portals, tmp_path):
    p1, p2 = portals.pair()
    put(p1, tmp_path, "calendar", "a.ics", calendar(event(1)))
    driver.sync(p2, "p1", *ALL)
    put(p1, tmp_path, "calendar", "a.ics", calendar(event(1, "LOCATION:Room 1\r\n")))
    put(p2, tmp_path, "calendar", "b.ics", calendar(event(1, "DESCRIPTION:bring tea\r\n")))
    assert driver.sync(p2, "p1", *ALL).code == 0
    for portal in (p1, p2):
        text = "".join(lines(portal, "calendar"))
        assert "LOCATION:Room 1" in text and "DESCRIPTION:bring tea" in text, text

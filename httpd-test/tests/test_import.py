# SPDX-License-Identifier: Apache-2.0
"""Files as people have them: what can be saved is saved, what was repaired or refused is told, nothing is doubled."""
import json

import pytest
from pimtest import cards, driver


def card(*lines, end="\r\n"):
    return end.join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def event(*lines, end="\r\n"):
    return end.join(["BEGIN:VEVENT", *lines, "DTSTART:20260101T100000Z", "END:VEVENT", ""])


CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"

# name: file, octets, labels that come out, [(line, code)] of what is told besides UIDs that were made
FILES = {
    "byte order mark": ("a.vcf", b"\xef\xbb\xbf" + card("FN:Bom").encode(), ["Bom"], []),
    "UTF-16": ("a.vcf", card("FN:Söxteen").encode("utf-16"), ["Söxteen"], []),
    "Latin-1 without saying so": ("a.vcf", card("FN:Jörg Müller").encode("latin-1"), ["Jörg Müller"], [(3, "latin")]),
    "lone LF": ("a.vcf", card("FN:One", "TEL:1", end="\n").encode(), ["One"], []),
    "lone CR": ("a.vcf", (card("FN:One", end="\r") + card("FN:Two", end="\r")).encode(), ["One", "Two"], []),
    "missing END": ("a.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Open\r\nTEL:5\r\n", ["Open"], [(5, "end")]),
    "blank lines inside": ("a.vcf", card("", "FN:Blank", "", "NOTE:a", "").encode(), ["Blank"],
                           [(3, "line"), (5, "line"), (7, "line")]),
    "glued": ("a.vcf", card("FN:A").replace("END:VCARD\r\n", "").encode() + card("FN:B").encode(), ["A", "B"],
              [(4, "glued")]),
    "wrong nesting": ("a.ics", (CALENDAR + event("SUMMARY:Nest", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M")
                                + event("SUMMARY:Other") + "END:VCALENDAR\r\n").encode(), ["Nest", "Other"],
                      [(9, "nesting")]),
}


def imported(portal, tmp_path, name, octets):
    file = tmp_path / name
    file.write_bytes(octets)
    collection = "contacts" if name.endswith(".vcf") else "calendar"
    done = driver.command("import", portal.name, "alice", collection, str(file))
    return collection, json.loads(done.stdout)


@pytest.mark.parametrize("what", sorted(FILES))
def test_what_can_be_saved_is_saved_and_told_with_its_line(portals, tmp_path, what):
    name, octets, labels, told = FILES[what]
    portal = portals("p1")
    collection, said = imported(portal, tmp_path, name, octets)
    assert (said["added"], said["failed"]) == (len(labels), [])
    held = driver.with_api(portal, "alice", lambda api: list(api.items(collection)))
    assert sorted(item["label"] for item in held) == sorted(labels)
    remarks = [(one["line"], one["code"]) for one in said["remarks"] if one["code"] not in ("generated", "version")]
    assert remarks == told
    _, again = imported(portal, tmp_path, name, octets)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, len(labels))


def test_refused_records_are_named_with_their_lines_and_the_rest_goes_on(portals, tmp_path):
    text = (CALENDAR + event("SUMMARY:Good") + "BEGIN:VTODO\r\nSUMMARY:Task\r\nEND:VTODO\r\n" + event("SUMMARY:Too")
            + "END:VCALENDAR\r\n")
    _, said = imported(portals("p1"), tmp_path, "a.ics", text.encode())
    assert said["added"] == 2
    assert [(one["index"], one["line"]) for one in said["failed"]] == [(2, 7)]


def test_a_record_without_uid_that_was_edited_in_the_file_is_another_one(portals, tmp_path):
    portal = portals("p1")
    imported(portal, tmp_path, "a.vcf", card("FN:Ann", "TEL:1").encode())
    _, said = imported(portal, tmp_path, "a.vcf", (card("FN:Ann", "TEL:1") + card("FN:Ben", "TEL:2")).encode())
    assert (said["added"], said["unchanged"]) == (1, 1)


def test_an_exported_file_comes_in_again_unchanged(portals, tmp_path):
    portal = portals("p1")
    imported(portal, tmp_path, "a.vcf", card("FN:Carriage", end="\r").encode())
    imported(portal, tmp_path, "b.vcf", card("FN:Feed", end="\n").encode())
    driver.store(portal, cards.people(3))
    done = driver.command("export", portal.name, "alice", "contacts")
    _, said = imported(portal, tmp_path, "c.vcf", done.stdout)
    assert (said["added"], said["updated"], said["unchanged"]) == (0, 0, 5)

# SPDX-License-Identifier: Apache-2.0
"""Both sides edit the same records: different fields merge, one field is a conflict that loses nothing."""
import pytest
from pimtest import cards, driver

COUNT = 100


def event(n, location="Hall", summary="Meeting", description="none"):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:event-{n}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:202602{n % 27 + 1:02}T{n % 24:02}0000Z\r\n"
            f"DURATION:PT1H\r\nSUMMARY:{summary} {n}\r\nLOCATION:{location} {n}\r\nDESCRIPTION:{description} {n}\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n")


def contact(n, location="Hall", summary="Meeting", description="none"):
    return cards.card(f"UID:person-{n}", f"N:Doe-{n};Ann;;;", f"FN:Ann Doe-{n}", f"ORG:{location} {n}",
                      f"TITLE:{summary} {n}", f"NOTE:{description} {n}")


MAKERS = {"contacts": (contact, "text/vcard"), "calendar": (event, "text/calendar")}


class Both:
    """Two portals in step over COUNT records of one collection."""

    def __init__(self, portals, collection):
        self.p1, self.p2 = portals.pair()
        self.collection = collection
        self.make, self._media = MAKERS[collection]
        self.put(self.p1)
        self.sync()

    def put(self, portal, **fields):
        """Every record with these fields."""
        stream = "".join(self.make(n, **fields) for n in range(COUNT)).encode()
        said = driver.with_api(portal, "alice", lambda api: api.import_stream(self.collection, stream, self._media))
        assert said["added"] + said["updated"] == COUNT, said

    def sync(self, *flags):
        run = driver.sync(self.p2, "p1", "--collection", self.collection, *flags)
        assert run.code == 0, run
        return run

    def conflicts(self, run):
        return sum(run.counts(side, self.collection)["conflicts"] for side in ("here", "there"))

    def texts(self, portal):
        return driver.with_api(portal, "alice", lambda api: [
            api.call("GET", f"collections/{self.collection}/items/{head['id']}", headers={"Accept": self._media})
            .body.decode() for head in list(api.items(self.collection))])

    def delete_all(self, portal):
        def each(api):
            for head in list(api.items(self.collection)):
                api.delete_item(self.collection, head["id"])
        driver.with_api(portal, "alice", each)

    def lost(self):
        """Values that gave way at either portal."""
        found = []
        for portal in (self.p1, self.p2):
            def read(api):
                cursor = ""
                while cursor is not None:
                    page = api.get(f"conflicts?limit=200{'&cursor=' + cursor if cursor else ''}")
                    found.extend(page["conflicts"])
                    cursor = page["next_cursor"]
            driver.with_api(portal, "alice", read)
        return found


@pytest.fixture(params=sorted(MAKERS))
def both(portals, request):
    return Both(portals, request.param)


def test_edits_of_different_fields_are_merged_without_conflict(both):
    both.put(both.p1, location="Room")
    both.put(both.p2, summary="Talk")
    run = both.sync()
    assert both.conflicts(run) == 0
    for portal in (both.p1, both.p2):
        texts = both.texts(portal)
        assert len(texts) == COUNT
        assert all(":Room" in text and ":Talk" in text for text in texts), texts[0]


def test_edits_of_one_field_are_conflicts_that_lose_no_value(both):
    both.put(both.p1, description="first")
    both.put(both.p2, description="second")
    run = both.sync()
    assert both.conflicts(run) == COUNT
    one, two = ({cards.value(text, name) for text in both.texts(portal) for name in ("NOTE", "DESCRIPTION")} - {None}
                for portal in (both.p1, both.p2))
    lost = [row["lost"] for row in both.lost()]
    assert one == two and len(one) == len(lost) == COUNT
    assert one | set(lost) == {f"{word} {n}" for word in ("first", "second") for n in range(COUNT)}
    assert both.sync().moved() == 0


@pytest.mark.parametrize("editor, deleter", [("p1", "p2"), ("p2", "p1")])
def test_an_edit_lives_against_a_deletion(both, editor, deleter):
    both.put(getattr(both, editor), summary="Talk")
    both.delete_all(getattr(both, deleter))
    both.sync()
    both.sync()
    for portal in (both.p1, both.p2):
        texts = both.texts(portal)
        assert len(texts) == COUNT
        assert all(":Talk" in text for text in texts), texts[0]


@pytest.mark.parametrize("policy, word", [("here", "second"), ("there", "first")])
def test_a_person_can_say_whose_value_wins(both, policy, word):
    both.put(both.p1, description="first")
    both.put(both.p2, description="second")
    run = both.sync("--conflicts", policy)
    assert (run["conflicts"], both.conflicts(run)) == (policy, COUNT)
    for portal in (both.p1, both.p2):
        assert all(f":{word}" in text for text in both.texts(portal))


def test_both_records_can_be_kept(both):
    both.put(both.p1, description="first")
    both.put(both.p2, description="second")
    both.sync("--conflicts", "both")
    for portal in (both.p1, both.p2):
        texts = both.texts(portal)
        assert len(texts) == 2 * COUNT
        assert sum(":first" in text for text in texts) == sum(":second" in text for text in texts) == COUNT
    assert both.sync().moved() == 0

# SPDX-License-Identifier: Apache-2.0
"""Two portals, a device of vCard 2.1 and vCalendar 1.0, a device of 3.0 and 2.0: all four end up saying the same.

What each holds is read by parsers that are not ours (pimtest/foreign.py); instants are compared, not the text of rules.
"""
import collections

import pytest
from pimtest import driver, foreign, old_and_new
from pimtest.device import Device

NAMES = ("contacts", "calendar", "tasks", "notes")
OLD = {"contacts": ("text/x-vcard", "2.1"), "calendar": ("text/x-vcalendar", "1.0"),
       "tasks": ("text/x-vcalendar", "1.0"), "notes": ("text/x-vnote", "1.1")}
NEW = {"contacts": ("text/vcard", "3.0"), "calendar": ("text/calendar", "2.0"),
       "tasks": ("text/calendar", "2.0"), "notes": ("text/calendar", "2.0")}
FLAGS = [flag for name in NAMES for flag in ("--collection", name)]
MEDIA = {"contacts": "text/vcard"}


class Portal:
    """One of the four that is a portal: its records through the API."""

    old = False

    def __init__(self, portal):
        self.portal = portal

    def _each(self, api, name):
        for head in list(api.items(name)):
            reply = api.call("GET", f"collections/{name}/items/{head['id']}",
                             headers={"Accept": MEDIA.get(name, "text/calendar")})
            yield head["id"], reply.body.decode()

    def texts(self, name):
        return driver.with_api(self.portal, "alice", lambda api: [text for _, text in self._each(api, name)])

    def make(self, name, texts):
        said = driver.with_api(self.portal, "alice", lambda api: [
            api.import_stream(name, text.encode(), MEDIA.get(name, "text/calendar")) for text in texts])
        assert [one["added"] for one in said] == [1] * len(texts), said

    def edit(self, name, numbers, change):
        def each(api):
            for item, text in self._each(api, name):
                if old_and_new.number_of(text) in numbers:
                    api.call("PUT", f"collections/{name}/items/{item}", change(text).encode(),
                             {"Content-Type": MEDIA.get(name, "text/calendar")})
        driver.with_api(self.portal, "alice", each)


class Phone:
    """One that is a device."""

    def __init__(self, url, name, formats, old):
        self.device, self.old = Device(url, name, formats), old

    def texts(self, name):
        return self.device.folders[name].texts()

    def make(self, name, texts):
        for text in texts:
            self.device.folders[name].add(text)

    def edit(self, name, numbers, change):
        folder = self.device.folders[name]
        for record, text in list(folder.records.items()):
            if old_and_new.number_of(text) in numbers:
                folder.edit(record, change(text))


class Four:
    """Phone, portal, portal, phone."""

    def __init__(self, portals):
        p1, p2 = portals.pair()
        self.first = Phone(p1.told()["syncml"], "phone-1", OLD, True)
        self.last = Phone(p2.told()["syncml"], "phone-2", NEW, False)
        self.p2 = p2
        self.all = [Portal(p1), Portal(p2), self.first, self.last]

    def round(self):
        self.first.device.sync()
        self.last.device.sync()
        run = driver.sync(self.p2, "p1", *FLAGS)
        assert run.code == 0, run
        return run

    def snapshot(self):
        """What each holds of each kind, as foreign parsers read it."""
        return {name: [collections.Counter(foreign.READERS[name](text) for text in one.texts(name)) for one in self.all]
                for name in NAMES}

    def close(self):
        self.first.device.close()
        self.last.device.close()


def differences(held):
    """Nothing where all four hold the same; else what differs, to be read."""
    return "\n".join(f"{who} has not: {sorted(map(str, record))}" if sign > 0 else f"{who} alone: {sorted(map(str, record))}"
                     for who in (1, 2, 3) for sign, record in
                     [(1, one) for one in held[0] - held[who]] + [(-1, one) for one in held[who] - held[0]])


@pytest.fixture(scope="module")
def four(module_portals):
    four = Four(module_portals)
    yield four
    four.close()


@pytest.fixture(scope="module")
def made(four):
    """Each of them makes ten records of each kind, and two rounds carry them everywhere."""
    for who, one in enumerate(four.all):
        for name in NAMES:
            one.make(name, [old_and_new.MAKERS[name](n, one.old) for n in range(who * 10, who * 10 + 10)])
    four.round()
    four.round()
    return four.snapshot()


def numbers_of(name, who):
    """Ten each: those of another, and two that all four edit, each another property. A note has but one."""
    return set(range((who + 1) % 4 * 10, (who + 1) % 4 * 10 + 10)) | ({8, 9} if name != "notes" else set())


@pytest.fixture(scope="module")
def edited(four, made):
    """Each of them edits, and two rounds carry that; the runs between the portals, and what all hold."""
    for who, one in enumerate(four.all):
        for name in NAMES:
            one.edit(name, numbers_of(name, who), old_and_new.edits(name, who))
    runs = [four.round(), four.round()]
    return runs, four.snapshot()


@pytest.mark.parametrize("name", NAMES)
def test_what_each_made_is_with_all(made, name):
    assert [sum(one.values()) for one in made[name]] == [40] * 4
    assert not differences(made[name]), differences(made[name])


@pytest.mark.parametrize("name", NAMES)
def test_what_each_edited_is_with_all_after_two_rounds(made, edited, name):
    _, held = edited
    assert [sum(one.values()) for one in held[name]] == [40] * 4
    assert not differences(held[name]), differences(held[name])
    assert not held[name][0] & made[name][0]  # none stayed as it was


def test_edits_of_different_properties_are_no_conflicts(edited):
    runs, _ = edited
    assert sum(run.all_counts(side)["conflicts"] for run in runs for side in ("here", "there")) == 0


def test_third_round_carries_nothing(four, edited):
    assert set(four.first.device.sync().values()) == set(four.last.device.sync().values()) == {0}
    assert four.round().moved() == 0

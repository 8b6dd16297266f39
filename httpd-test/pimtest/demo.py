# SPDX-License-Identifier: Apache-2.0
"""The story that httpd-test/demo tells, played by two real portals."""
import argparse
import contextlib
import re
import signal
import sys
import time

from . import cards, driver
from .cluster import Cluster
from .paths import HarnessError
from .portal import Portal

USER = "alice"


def card(uid, given, family, *lines):
    return cards.card(f"UID:{uid}", f"N:{family};{given};;;", f"FN:{given} {family}", *lines)


ANNA = card("anna@town", "Anna", "Müller", "TEL;TYPE=CELL:+41 79 555 01 01", "EMAIL;TYPE=INTERNET:anna@example.org",
            "ORG:Bücherei GmbH", "NOTE:met at the fair")
TOWN = [ANNA,
        card("soren@town", "Søren", "Øverland", "TEL;TYPE=HOME:+45 55 50 02 02", "BDAY:1971-04-09"),
        card("naoko@town", "直子", "山田", "TEL;TYPE=CELL:+81 3 5550 0303", "ADR;TYPE=WORK:;;桜通り 4;東京;東京都;100-0001;Japan"),
        card("mary@town", "Mary", "O'Brien", "EMAIL;TYPE=INTERNET:mary@example.net", "CATEGORIES:Family,VIP")]
# Mary was typed in at both portals: other UID, the same person
WORKS = [TOWN[3].replace("mary@town", "mob-17@works"),
         card("ravi@works", "Ravi", "Sharma", "TEL;TYPE=WORK,VOICE:+91 11 5550 0404", "TITLE:Engineer")]


def entry(kind, uid, *lines):
    text = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pimsync//demo//EN", f"BEGIN:{kind}", f"UID:{uid}",
            "DTSTAMP:20260101T000000Z", *lines, f"END:{kind}", "END:VCALENDAR")
    return "".join(line + "\r\n" for line in text)


ALL = [flag for name in ("contacts", "calendar", "tasks", "notes") for flag in ("--collection", name)]
DINNER = ("DTSTART:20260918T173000Z", "DTEND:20260918T200000Z", "SUMMARY:Dinner with Anna")
TOWN_ENTRIES = {
    "calendar": entry("VEVENT", "dinner@town", *DINNER)
    + entry("VEVENT", "choir@town", "DTSTART:20260903T180000Z", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=12",
            "SUMMARY:Choir rehearsal", "LOCATION:Kirchgasse 9"),
    "tasks": entry("VTODO", "tax@town", "DUE;VALUE=DATE:20260930", "PRIORITY:1", "SUMMARY:Tax return"),
    "notes": entry("VJOURNAL", "wine@town", "SUMMARY:Wine for Friday", "DESCRIPTION:Anna brings the red one."),
}
WORKS_ENTRIES = {
    "calendar": entry("VEVENT", "board@works", "DTSTART:20260922T070000Z", "DTEND:20260922T083000Z",
                      "SUMMARY:Board meeting", "CATEGORIES:Work"),
    "tasks": entry("VTODO", "slides@works", "DUE:20260921T150000Z", "SUMMARY:Slides for the board"),
}

# for whoever clicks: people that both sides know, each in its own way
TOWN_MORE = [card("lena@town", "Lena", "Brandt", "TEL;TYPE=CELL:+49 30 5550 0505", "NOTE:Choir, sings alto"),
             card("omar@town", "Omar", "Haddad", "EMAIL;TYPE=INTERNET:omar@example.net", "BDAY:1984-11-02"),
             card("zofia@town", "Zofia", "Łukasiewicz", "TEL;TYPE=HOME:+48 22 555 06 06")]
WORKS_MORE = [card("4711@works", "Lena", "Brandt", "TEL;TYPE=CELL:+49 30 5550 0808", "TITLE:Head of Sales"),
              card("omar@town", "Omar", "Haddad", "EMAIL;TYPE=INTERNET:omar@example.net", "TEL;TYPE=WORK:+49 30 5550 0707"),
              card("mei@works", "美", "陳", "EMAIL;TYPE=INTERNET:mei@example.com", "ORG:Acme\\; Sons & Co")]

CLICKS = """
Two portals are running, each an Apache httpd of its own. Sign in at either as {user}, password {password}.

   works   {works}
   town    {town}

   1  Open works. What alice has there stands under Contacts and the other kinds.
   2  Add a connection to the portal "town", as {user} with the password {password}.
   3  Check before you sync: what would happen, name by name. Nothing has changed yet.
   4  Sync, and look at both portals.

What it shows: Mary was typed in at both and becomes one. Omar has a birthday in town and a work phone at works, and ends
up with both. The two Lenas, each with a phone of her own, may be one person or two: they are kept apart, and you are asked
under To decide. Then change the same contact on both sides (Contacts, Export; edit the file; Import it), remove another one,
and sync again.
"""
COMMANDS = """
Two portals are running, each an Apache httpd of its own, with contacts of {user} (password {password}).

   works   {works}
   town    {town}

   $ httpd-test/portal sync works {user} town --plan      what would happen, name by name; nothing changes
   $ httpd-test/portal sync works {user} town
   $ httpd-test/portal export town {user} contacts
"""


class Story:
    """Numbered steps; colour only where somebody looks at it."""

    def __init__(self):
        self._number = 0
        self._bold, self._dim, self._off = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")

    def step(self, title, command=""):
        self._number += 1
        print(f"\n{self._bold}{self._number}. {title}{self._off}")
        if command:
            print(f"   {self._dim}$ httpd-test/portal {command}{self._off}")

    @staticmethod
    def say(text):
        print("   " + text)

    def contacts(self, portal):
        held = sorted(driver.held_by(portal, USER), key=lambda c: cards.value(c, "N"))
        self.say(f"{portal.name:6}" + ", ".join(cards.value(c, "FN") for c in held))
        return {cards.value(c, "FN"): c for c in held}

    def entries(self, portal):
        """Title and line count of everything but contacts."""
        held = {}
        for collection in ("calendar", "tasks", "notes"):
            text = driver.with_api(portal, USER, lambda api, name=collection: api.export_stream(name)).decode()
            for part in re.findall(r"BEGIN:(?:VEVENT|VTODO|VJOURNAL).*?END:V", text, re.S):
                held[re.search(r"^SUMMARY:(.*?)\r?$", part, re.M).group(1)] = part
        self.say(f"{portal.name:6}" + ", ".join(sorted(held)))
        return held

    def result(self, run):
        here, there = run.all_counts("here"), run.all_counts("there")
        parts = []
        for counts, verb in ((here, "received"), (there, "sent")):
            for key, word in (("added", "new"), ("updated", "changed"), ("deleted", "deleted")):
                if counts[key]:
                    parts.append(f"{counts[key]} {word} {verb}")
        if run.sum("joined"):
            parts.append(f"{run.sum('joined')} recognised as the same")
        cost = f"{run['messages']} messages, {run['bytes'] / 1024:.1f} KiB"
        self.say(f"{run.get('sentence') or run['state']}")
        self.say(f"{', '.join(parts) or 'nothing to do'} ({cost})")


def check(holds, sentence):
    if not holds:
        raise SystemExit(f"The demo did not go as told: {sentence}")


def put_in(portal, entries):
    for collection, text in entries.items():
        driver.with_api(portal, USER,
                        lambda api, name=collection, octets=text.encode(): api.import_stream(name, octets,
                                                                                             "text/calendar"))


def play(town, works):
    story = Story()
    story.step("Two portals, each an Apache httpd of its own, each with records of alice's",
               f"up {works.name} --peer town={town.told()['syncml']}")
    driver.store(town, TOWN, USER)
    driver.store(works, WORKS, USER)
    put_in(town, TOWN_ENTRIES)
    put_in(works, WORKS_ENTRIES)
    for portal in (town, works):
        story.contacts(portal)
        story.entries(portal)

    story.step("One command, and both hold the same", f"sync {works.name} {USER} town " + " ".join(ALL))
    run = driver.sync(works, "town", *ALL, user=USER)
    check(run.code == 0, run.get("sentence", run.error))
    story.result(run)
    here, there = story.contacts(town), story.contacts(works)
    check(len(here) == len(there) == 5, "both should hold five contacts")
    check(len(story.entries(town)) == len(story.entries(works)) == 6, "both should hold six entries")

    story.step("Both sides edit the same contact and the same event before they meet again")
    driver.store(town, [cards.edited(here["Anna Müller"], "TEL", "+41 44 555 99 99")], USER)
    driver.store(works, [cards.edited(there["Anna Müller"], "NOTE", "prefers mail")], USER)
    driver.delete(works, [there["Søren Øverland"]], USER)
    put_in(town, {"calendar": entry("VEVENT", "dinner@town", *DINNER, "LOCATION:Zum Anker")})
    put_in(works, {"calendar": entry("VEVENT", "dinner@town", *DINNER, "DESCRIPTION:Bring the photos")})
    story.say(f"{town.name:6}Anna has a new phone number, the dinner with her a place")
    story.say(f"{works.name:6}Anna has another note, the dinner a remark, and Søren is deleted")

    story.step("The same command: the edits merge field by field, the delete travels", f"sync {works.name} {USER} town " + " ".join(ALL))
    run = driver.sync(works, "town", *ALL, user=USER)
    check(run.code == 0, run.get("sentence", run.error))
    story.result(run)
    here, there = story.contacts(town), story.contacts(works)
    for portal, side in ((town, here), (works, there)):
        anna = side["Anna Müller"]
        story.say(f"{portal.name:6}Anna: {cards.value(anna, 'TEL')}, \"{cards.value(anna, 'NOTE')}\"")
        check(cards.value(anna, "TEL") == "+41 44 555 99 99" and cards.value(anna, "NOTE") == "prefers mail",
              "both edits should be there")
    check("Søren Øverland" not in here, "the delete should have travelled")
    for portal in (town, works):
        dinner = story.entries(portal)["Dinner with Anna"]
        check("LOCATION:Zum Anker" in dinner and "DESCRIPTION:Bring the photos" in dinner,
              "the dinner should have both edits")

    story.step("Once more: nothing changed, so nothing moves, whatever the size of the address book",
               f"sync {works.name} {USER} town " + " ".join(ALL))
    run = driver.sync(works, "town", *ALL, user=USER)
    check(run.code == 0 and run.moved() == 0, "the third sync should move nothing")
    story.result(run)


def has_pages(portal):
    """Whether the console's pages are there, and not its API only."""
    return driver.with_api(portal, USER, lambda api: api.raw("GET", "/sync/").headers.get_content_type()) == "text/html"


def stay(town, works):
    """Leaves both to whoever clicks, until Ctrl-C or the end of the input."""
    driver.store(town, TOWN + TOWN_MORE, USER)
    driver.store(works, WORKS + WORKS_MORE, USER)
    put_in(town, TOWN_ENTRIES)
    put_in(works, WORKS_ENTRIES)
    text = CLICKS if has_pages(works) else COMMANDS
    print(text.format(user=USER, password=works.record["users"][USER], works=works.told()["console"],
                      town=town.told()["console"]))
    print("Ctrl-C ends both portals and takes everything away.", flush=True)
    signal.pause()


def options():
    parser = argparse.ArgumentParser(prog="httpd-test/demo")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


def take_away(portal):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it behind
    portal.remove()


def main():
    begin, o = time.monotonic(), options()
    try:
        with contextlib.ExitStack() as stack:
            place = {}
            if o.store == "postgresql":
                place = {"store": o.store, "cluster": stack.enter_context(Cluster.throwaway())}

            def portal(name, **more):
                made = Portal.make(name, **place, **more)
                stack.callback(take_away, made)
                return made.start()
            town = portal("town")
            works = portal("works", peers={"town": town.told()["syncml"]})
            if o.once:
                play(town, works)
                print(f"\nAll of it took {time.monotonic() - begin:.1f} s.")
            else:
                stay(town, works)
    except KeyboardInterrupt:
        print("\nBoth portals are gone, and nothing of them is left.")


def interrupted(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGINT, interrupted)   # where a shell has started this in the background, it is ignored
    signal.signal(signal.SIGTERM, interrupted)
    try:
        main()
    except HarnessError as error:
        sys.exit(f"demo: {error}")

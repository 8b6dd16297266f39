# SPDX-License-Identifier: Apache-2.0
"""Made-up contacts for tests and the demo, and a plain way to compare what came out with what went in.

The reading here knows folding and nothing else: it is not to share the product's view of a record.
"""
import collections
import random
import re

GIVEN = "Anna Jörg Zoë François Søren Łukasz Björk Nuño Олег Наталья Γιώργος 美咲 Aoife Håkon Mary Ravi".split()
FAMILY = "Müller O'Brien Ångström Núñez Çelik Петров Παπαδόπουλος 山田 Kowalczyk Smith Nguyễn Rossi Dubois".split()
CITY = ("Zürich;;8001;Switzerland", "Köln;NRW;50667;Germany", "Reykjavík;;101;Iceland", "São Paulo;SP;01310-100;Brazil",
        "Springfield;IL;62701;USA", "東京;東京都;100-0001;Japan")
ORG = ("Acme\\; Sons & Co;R&D", "Bücherei GmbH;Vertrieb", "Nordic\\, Ltd;総務")
# what a side may set anew on its own: never an edit of a person
OWN = {"REV", "PRODID", "VERSION", "BEGIN", "END"}


def fold(line, limit=75):
    """RFC 2425 folding on octets, never inside of a character."""
    parts, current, room = [], b"", limit
    for sign in line:
        octets = sign.encode()
        if len(current) + len(octets) > room:
            parts.append(current)
            current, room = b"", limit - 1
        current += octets
    return b"\r\n ".join([*parts, current]).decode()


def card(*lines):
    """A vCard 3.0 with these lines."""
    return "".join(fold(line) + "\r\n" for line in ("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD"))


def person(number, uid=True, seed=1):
    """The contact of that number: the same number and seed, the same card."""
    r = random.Random(f"{seed}/{number}")
    given, family = r.choice(GIVEN), f"{r.choice(FAMILY)}-{number}"
    lines = [f"UID:person-{seed}-{number}"] if uid else []
    lines += [f"N:{family};{given};;;", f"FN:{given} {family}",
              f"TEL;TYPE=CELL:+41 79 {number:07}", f"TEL;TYPE=WORK,VOICE:+41 44 {number:07}",
              f"EMAIL;TYPE=INTERNET:user{number}.{seed}@example.org", f"ORG:{r.choice(ORG)}",
              f"ADR;TYPE=HOME:;;Main St. {r.randint(1, 99)};{r.choice(CITY)}",
              f"BDAY:{r.randint(1940, 2009)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}",
              f"NOTE:No. {number}\\nSee also: a\\, b\\\\c"]
    return card(*lines)


def people(count, start=0, uid=True, seed=1):
    return [person(n, uid, seed) for n in range(start, start + count)]


def split(stream):
    """The cards of a stream, each as text."""
    text = stream.decode() if isinstance(stream, bytes) else stream
    return re.findall(r"BEGIN:VCARD\r?\n.*?END:VCARD\r?\n", text, re.S)


def lines(text):
    """Unfolded lines."""
    return [line for line in re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n").split("\n") if line]


def value(text, name):
    """Value of the first property of that name, or None."""
    for line in lines(text):
        head, _, rest = line.partition(":")
        if head.split(";")[0].upper() == name:
            return rest
    return None


def edited(text, name, new):
    """The card with the first property of that name set anew, its parameters kept; added where missing."""
    out, done = [], False
    for line in lines(text):
        head, _, _ = line.partition(":")
        if not done and head.split(";")[0].upper() == name:
            line, done = f"{head}:{new}", True
        if line.upper() == "END:VCARD" and not done:
            out.append(f"{name}:{new}")
        out.append(line)
    return "".join(fold(line) + "\r\n" for line in out)


def properties(text, leave_out=()):
    """Every property as (NAME, its parameters sorted, value), counted; order of lines does not matter."""
    found = collections.Counter()
    for line in lines(text):
        head, _, rest = line.partition(":")
        name, *parameters = head.split(";")
        name = name.upper()
        if name in OWN or name in leave_out:
            continue
        words = sorted(w.upper() for p in parameters for w in p.partition("=")[2].split(","))
        while name in ("ORG", "N", "ADR") and rest.endswith(";"):
            rest = rest[:-1]  # empty parts at the end say nothing
        found[name, tuple(words), rest] += 1
    return found


def bag(cards, leave_out=()):
    """Cards as a set that counts, for equality whatever the order."""
    return collections.Counter(frozenset(properties(c, leave_out).items()) for c in cards)

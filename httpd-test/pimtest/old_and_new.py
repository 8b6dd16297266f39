# SPDX-License-Identifier: Apache-2.0
"""Records and edits in either generation of formats: vCard 2.1 with vCalendar 1.0, vCard 3.0 with iCalendar 2.0.

A record is known by the number in its URL, a note by its title.
"""
import re

END = "\r\n"
COMPONENT = {"contacts": "VCARD", "calendar": "VEVENT", "tasks": "VTODO"}


def number_of(text):
    return int(re.search(r"r\.example/(\d+)|Note (\d+)", text).expand(r"\1\2"))


def line(name, value, old):
    """One text property: quoted-printable in the old formats where it has to be, escaped in the new ones.

    Only a vNote leaves its semicolons as they are.
    """
    if not old:
        for plain, escaped in (("\\", "\\\\"), ("\n", "\\n"), (";", "\\;"), (",", "\\,")):
            value = value.replace(plain, escaped)
        return f"{name}:{value}"
    if value.isascii() and "\n" not in value:
        return f"{name}:" + value.replace(";", "\\;")
    octets = value.replace("\n", "\r\n").replace(";", ";" if name == "BODY" else "\\;").encode()
    coded = "".join(chr(o) if 32 <= o < 127 and o != 61 else f"={o:02X}" for o in octets)
    rows = [coded[at:at + 60] for at in range(0, len(coded), 60)]
    whole = ""
    for row in rows:  # a soft break never stands inside of an octet
        cut = re.search(r"=[0-9A-F]?$", whole) if whole else None
        if cut:
            whole, row = whole[:cut.start()], cut.group() + row
        whole += ("=" + END if whole else "") + row
    return f"{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{whole}"


def with_line(text, name, new):
    """The record with that property set anew; all that it had of that name goes."""
    out, skipping, component = [], False, re.search(r"END:(VCARD|VEVENT|VTODO)", text)[0]
    for one in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        if skipping:
            skipping = one.endswith("=")
            continue
        if re.match(rf"{name}[:;]", one, re.I):
            skipping = "QUOTED-PRINTABLE" in one.upper() and one.endswith("=")
            continue
        out += [new] if one == component else []
        out.append(one)
    return END.join(out) + END


# -- records

def contact(n, old):
    tel, mail, home = ("TEL;CELL", "EMAIL;INTERNET", "ADR;HOME") if old else \
        ("TEL;TYPE=CELL", "EMAIL;TYPE=INTERNET", "ADR;TYPE=HOME")
    name = f"N{';CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller' if old else ':Müller'}{n};Anna;;Dr.;"
    return END.join(["BEGIN:VCARD", f"VERSION:{'2.1' if old else '3.0'}", name, line("FN", f"Dr. Anna Müller{n}", old),
                     f"{tel}:+41790000{n:03}", f"{mail}:anna{n}@mail.example", f"{home}:;;Seestr. {n};Zug;;6300;Switzerland",
                     f"BDAY:1975{n % 12 + 1:02}12", "ORG:Works;Sales", f"URL:http://r.example/{n}",
                     line("NOTE", f"Line one; naïve\nline two, {n}", old), "END:VCARD", ""])


def wrapped(lines, component, old):
    return END.join(["BEGIN:VCALENDAR", f"VERSION:{'1.0' if old else '2.0'}", f"BEGIN:{component}", *lines,
                     f"END:{component}", "END:VCALENDAR", ""])


def event(n, old):
    """A meeting, a series of Tuesdays and Thursdays, a whole day, a monthly series with an end, by turns.

    In the new format every second meeting and monthly series goes by the clock of Berlin.
    """
    day = f"202605{n % 27 + 1:02}"
    if not old and n % 8 in (4, 7):
        start, end, rule = (day, day, []) if n % 8 == 4 else \
            ("20260515", "20260515", ["RRULE:FREQ=MONTHLY;BYMONTHDAY=15;COUNT=5"])
        lines = [[f"DTSTART;TZID=Europe/Berlin:{start}T120000", f"DTEND;TZID=Europe/Berlin:{end}T133000", *rule]] * 4
    else:
        lines = _by_turns(day, old)
    alarm = []
    if n % 4 == 0:
        alarm = [f"DALARM:{day}T094500Z"] if old else ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M",
                                                       "DESCRIPTION:soon", "END:VALARM"]
    stamp = [] if old else ["DTSTAMP:20260101T000000Z", f"UID:event-{n}@r.example"]
    return wrapped([*stamp, *lines[n % 4], line("SUMMARY", f"Größe {n}", old),
                    line("LOCATION", f"Hall {n}; east", old), f"CATEGORIES:Work{';' if old else ','}Team",
                    f"URL:http://r.example/{n}", *alarm], "VEVENT", old)


def _by_turns(day, old):
    return [[f"DTSTART:{day}T100000Z", f"DTEND:{day}T113000Z"],
            ["DTSTART:20260505T100000Z", "DTEND:20260505T110000Z",
             f"RRULE:{'W1 TU TH #0' if old else 'FREQ=WEEKLY;BYDAY=TU,TH'}",
             "EXDATE:20260514T100000Z"],
            [f"DTSTART:{day}T000000", f"DTEND:{int(day) + 1}T000000"] if old else
            [f"DTSTART;VALUE=DATE:{day}", f"DTEND;VALUE=DATE:{int(day) + 1}"],
            ["DTSTART:20260515T090000Z", "DTEND:20260515T100000Z",
             f"RRULE:{'MD1 15 #5' if old else 'FREQ=MONTHLY;BYMONTHDAY=15;COUNT=5'}"]]


def task(n, old):
    stamp = [] if old else ["DTSTAMP:20260101T000000Z", f"UID:task-{n}@r.example"]
    return wrapped([*stamp, f"DUE:202606{n % 28 + 1:02}T160000Z", line("SUMMARY", f"Task {n}", old),
                    line("DESCRIPTION", f"first über\nsecond {n}", old), f"URL:http://r.example/{n}"], "VTODO", old)


def note(n, old):
    body = f"Note {n}\nmilk, bread; naïve"
    if old:
        return END.join(["BEGIN:VNOTE", "VERSION:1.1", line("BODY", body, True), "END:VNOTE", ""])
    return wrapped([f"UID:note-{n}@r.example", "DTSTAMP:20260101T000000Z", f"SUMMARY:Note {n}",
                    line("DESCRIPTION", body, False)], "VJOURNAL", False)


MAKERS = {"contacts": contact, "calendar": event, "tasks": task, "notes": note}


# -- edits: four, each of another property

def is_old(text):
    return re.search(r"^VERSION:(1\.0|1\.1|2\.1)\r?$", text, re.M) is not None


def with_body(text, more):
    """A note with a line more."""
    old, n = is_old(text), number_of(text)
    body = line("BODY" if old else "DESCRIPTION", f"Note {n}\nmilk, bread; naïve\n{more}", old)
    if old:
        return END.join(["BEGIN:VNOTE", "VERSION:1.1", body, "END:VNOTE", ""])
    return re.sub(r"DESCRIPTION.*?\r?\n(?![ \t])", lambda _: body + END, text, flags=re.S)


def moved(text):
    """Two hours later; a whole day: the same day of June."""
    text = re.sub(r"(DT(?:START|END)[^:\r\n]*:\d{8})T(\d\d)(\d{4}Z?)(?=\r?$)",
                  lambda m: f"{m[1]}T{int(m[2]) + 2:02}{m[3]}" if m[2] != "00" else m[0], text, flags=re.M)
    text = re.sub(r"EXDATE:20260514T100000Z", "EXDATE:20260514T120000Z", text)
    return re.sub(r"(DT(?:START|END)(?:;VALUE=DATE)?:2026)05(\d\d(?:T000000)?\r?\n)", r"\g<1>06\2", text)


def edits(collection, who):
    """How that one of four changes a record of the collection, in the format that it has."""
    several = {
        "contacts": [lambda t, old: with_line(t, "ORG", "ORG:Another;Board"),
                     lambda t, old: with_line(t, "TEL", ("TEL;CELL" if old else "TEL;TYPE=CELL") + ":+4915550123"),
                     lambda t, old: with_line(t, "NOTE", line("NOTE", "Über; all\nnew", old)),
                     lambda t, old: with_line(t, "TITLE", line("TITLE", "Ärztin", old))],
        "calendar": [lambda t, old: with_line(t, "LOCATION", line("LOCATION", "Elsewhere, above", old)),
                     lambda t, old: moved(t),
                     lambda t, old: with_line(t, "SUMMARY", line("SUMMARY", f"Höhe {number_of(t)}", old)),
                     lambda t, old: with_line(t, "DESCRIPTION", line("DESCRIPTION", "bring:\ntea; cake", old))],
        "tasks": [lambda t, old: with_line(t, "PRIORITY", "PRIORITY:2"),
                  lambda t, old: with_line(t, "DUE", "DUE:20260701T080000Z"),
                  lambda t, old: with_line(with_line(t, "STATUS", "STATUS:COMPLETED"), "COMPLETED",
                                           "COMPLETED:20260520T120000Z"),
                  lambda t, old: with_line(t, "SUMMARY", line("SUMMARY", f"Prüfung {number_of(t)}", old))],
        "notes": [lambda t, old, who=who: with_body(t, f"zuletzt über {who}")] * 4,
    }
    return lambda text: several[collection][who](text, is_old(text))

# SPDX-License-Identifier: Apache-2.0
"""What a record says, read by parsers that are not ours: python3-vobject, python3-icalendar and dateutil.

Every reader answers plain values that are equal where two records say the same, whatever their format: times as
instants, a series as its first dates, texts decoded. vCalendar 1.0's rules, which no library reads, are read here.
"""
import datetime
import io
import re

import icalendar
import vobject
from dateutil import rrule, tz

UTC = tz.UTC
DATES = 12
NOISE = {"VOICE", "INTERNET", "PREF", "CHARSET", "UTF-8", "QUOTED-PRINTABLE"}
DAYS = {"MO": rrule.MO, "TU": rrule.TU, "WE": rrule.WE, "TH": rrule.TH, "FR": rrule.FR, "SA": rrule.SA, "SU": rrule.SU}


# -- the old formats: lines by vobject, whose readers of whole records take them for the new ones

def old_lines(text, component):
    """Every line of the first component of that name."""
    lines = [vobject.base.textLineToContentLine(*line)
             for line in vobject.base.getLogicalLines(io.StringIO(text, newline=""), allowQP=True)]
    inside = False
    for line in lines:
        inside = inside and (line.name, line.value.upper()) != ("END", component)
        if inside:
            yield line
        inside = inside or (line.name, line.value.upper()) == ("BEGIN", component)


def parted(value):
    """At its semicolons, those behind a backslash kept."""
    return [part.replace("\\;", ";") for part in re.split(r"(?<!\\);", value)]


# -- contacts

def types(line):
    words = {w.upper() for w in line.params.get("TYPE", [])} | {p.upper() for p in line.singletonparams}
    return tuple(sorted(words - NOISE))


def text_of(value):
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def flat(value):
    return " ".join(value) if isinstance(value, list) else str(value or "")


def contact_lines(text):
    """(line, value) of a contact: parts of N, ADR and ORG as lists."""
    if re.search(r"^VERSION:2\.1\r?$", text, re.M):
        for line in old_lines(text, "VCARD"):
            yield line, parted(line.value) if line.name in ("N", "ADR", "ORG") else line.value.replace("\\;", ";")
        return
    card = vobject.readOne(text)
    for line in card.lines():
        parts = {"N": ("family", "given", "additional", "prefix", "suffix"),
                 "ADR": ("box", "extended", "street", "city", "region", "code", "country")}.get(line.name)
        yield line, [flat(getattr(line.value, part)) for part in parts] if parts else line.value


def contact(text):
    """Of vCard 2.1 and 3.0."""
    said = set()
    for line, value in contact_lines(text):
        if not value:
            continue
        if line.name in ("N", "ADR", "ORG"):
            while value and not value[-1]:
                value = value[:-1]
            said.add((line.name, types(line), *value))
        elif line.name == "TEL":
            said.add((line.name, types(line), re.sub(r"[^+0-9]", "", value)))
        elif line.name == "EMAIL":
            said.add((line.name, types(line), value.lower()))
        elif line.name == "BDAY":
            said.add((line.name, value.replace("-", "")[:8]))
        elif line.name in ("FN", "NOTE", "TITLE", "URL"):
            said.add((line.name, text_of(value)))
    return frozenset(said)


# -- times

def moment(value):
    """A date, a floating time or an instant."""
    if not isinstance(value, datetime.datetime):
        return ("date", value.isoformat())
    if value.tzinfo is None:
        return ("floating", value.isoformat())
    return ("instant", value.astimezone(UTC).isoformat())


def dates_of(start, rule, without=()):
    """The first moments of a series: by the wall clock of its start."""
    if rule is None:
        return (moment(start),)
    zone = getattr(start, "tzinfo", None)
    timed = isinstance(start, datetime.datetime)
    wall = start.replace(tzinfo=None) if timed else datetime.datetime.combine(start, datetime.time())
    out = []
    for one in rule(wall, zone):
        one = one.replace(tzinfo=tz.gettz(str(zone)) if zone and tz.gettz(str(zone)) else zone)
        said = moment(one if timed else one.date())
        if said not in without:
            out.append(said)
        if len(out) == DATES:
            break
    return tuple(out)


# -- iCalendar 2.0, by icalendar

def new_rule(recur):
    if recur is None:
        return None

    def dates(wall, zone):
        text = recur.to_ical().decode()
        until = re.search(r"UNTIL=(\d{8}T\d{6})Z", text)
        if until:
            at = datetime.datetime.strptime(until[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            at = at.astimezone(zone) if zone else at
            text = text.replace(until[0], "UNTIL=" + at.strftime("%Y%m%dT%H%M%S"))
        return rrule.rrulestr(text, dtstart=wall)
    return dates


def new_lists(component, name):
    found = component.get(name, [])
    return [one.dt for dates in (found if isinstance(found, list) else [found]) for one in dates.dts]


def new_texts(component, name):
    """Categories, in a library that leaves their escapes to us."""
    found = component.get(name, [])
    return {str(one) for words in (found if isinstance(found, list) else [found]) for one in words.cats}


def new_item(text, kind):
    calendar = icalendar.Calendar.from_ical(text)
    (component,) = calendar.walk(kind)

    def when(name):
        return component.decoded(name) if name in component else None

    start, end = when("DTSTART"), when("DTEND")
    alarms = set()
    for alarm in component.walk("VALARM"):
        trigger = alarm.decoded("TRIGGER")
        base = start if start is not None else when("DUE")
        alarms.add(moment(base + trigger if isinstance(trigger, datetime.timedelta) else trigger))
    without = [moment(one) for one in new_lists(component, "EXDATE")]
    return item(lambda name: text_of(component.get(name, "")), start, end, when("DUE"), when("COMPLETED"),
                new_rule(component.get("RRULE")), without, new_texts(component, "CATEGORIES"), alarms)


def item(text, start, end, due, completed, rule, without, categories, alarms):
    said = {("TEXT", name, text(name)) for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "URL", "PRIORITY", "STATUS")
            if text(name)}
    if start is not None:
        said.add(("START", dates_of(start, rule, without)))
        if end is not None:
            said.add(("LENGTH", str(end - start)))
    said |= {(name, moment(at)) for name, at in (("DUE", due), ("COMPLETED", completed)) if at is not None}
    said |= {("CATEGORY", one) for one in categories} | {("ALARM", at) for at in alarms}
    return frozenset(said)


# -- vCalendar 1.0

def old_time(text):
    text = text.strip()
    if len(text) == 8:
        return datetime.datetime.strptime(text, "%Y%m%d").date()
    at = datetime.datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")
    return at.replace(tzinfo=UTC) if text.endswith("Z") else at


def old_rule(text):
    """D W MP MD YM with an end by date, by #0, or by the number of intervals."""
    kind, step, rest = re.match(r"(D|W|MP|MD|YM|YD)(\d+) ?(.*)", text).groups()
    words = rest.split()
    ends = [w for w in words if re.match(r"#\d+$|\d{8}T\d{6}Z?$", w)]
    words = [w for w in words if w not in ends]
    frequency = {"D": rrule.DAILY, "W": rrule.WEEKLY, "M": rrule.MONTHLY, "Y": rrule.YEARLY}[kind[0]]
    more = {}
    if kind == "W" and words:
        more["byweekday"] = [DAYS[w] for w in words]
    elif kind == "MP":
        ordinals = [int(w[:-1]) * (-1 if w.endswith("-") else 1) for w in words if w[0].isdigit()]
        more["byweekday"] = [DAYS[w](n) for w in words if w in DAYS for n in ordinals]
    elif kind == "MD" and words:
        more["bymonthday"] = [-1 if w == "LD" else int(w.rstrip("+")) for w in words]
    elif kind == "YM" and words:
        more["bymonth"] = [int(w) for w in words]

    def dates(wall, zone):
        until = None
        for end in ends:
            if end.startswith("#"):
                count = int(end[1:])
                if count and kind == "W":
                    monday = wall.date() - datetime.timedelta(days=wall.weekday())
                    until = datetime.datetime.combine(monday + datetime.timedelta(weeks=int(step) * count),
                                                      datetime.time()) - datetime.timedelta(seconds=1)
                elif count:
                    more["count"] = count
            else:
                at = old_time(end)
                until = at.astimezone(zone).replace(tzinfo=None) if at.tzinfo and zone else at.replace(tzinfo=None)
        return rrule.rrule(frequency, dtstart=wall, interval=int(step), until=until, **more)
    return dates


def old_item(text, kind):
    lines = list(old_lines(text, kind))

    def line(name):
        return next((one.value for one in lines if one.name == name), "")

    def when(name):
        return old_time(line(name)) if line(name) else None

    start, end = when("DTSTART"), when("DTEND")
    midnight = datetime.time()
    if (isinstance(start, datetime.datetime) and isinstance(end, datetime.datetime) and start.tzinfo is None
            and start.time() == end.time() == midnight):
        start, end = start.date(), end.date()  # 1.0 has no other way to say whole days
    alarms = {moment(old_time(parted(one.value)[0])) for one in lines if one.name in ("AALARM", "DALARM")}
    without = [moment(old_time(one)) for one in parted(line("EXDATE")) if one]
    return item(lambda name: text_of(line(name).replace("\\;", ";")), start, end, when("DUE"), when("COMPLETED"),
                old_rule(line("RRULE")) if line("RRULE") else None, without,
                {one for one in parted(line("CATEGORIES")) if one}, alarms)


def calendar_item(text, kind):
    return old_item(text, kind) if re.search(r"^VERSION:1\.0\r?$", text, re.M) else new_item(text, kind)


# -- notes

def note(text):
    """Of a VJOURNAL, a vNote or plain text: what a person reads."""
    if text.startswith("BEGIN:VNOTE"):
        return text_of(next(one.value for one in old_lines(text, "VNOTE") if one.name == "BODY"))
    if text.startswith("BEGIN:"):
        (journal,) = icalendar.Calendar.from_ical(text).walk("VJOURNAL")
        return text_of(journal["DESCRIPTION"])
    return text_of(text)


READERS = {"contacts": contact, "calendar": lambda text: calendar_item(text, "VEVENT"),
           "tasks": lambda text: calendar_item(text, "VTODO"), "notes": note}

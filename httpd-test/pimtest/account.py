# SPDX-License-Identifier: Apache-2.0
"""Accounts for every property of a card on its way through the system, read by python3-vobject.

Cards that vobject cannot read are compared line by line (unfolded): the expectation, written by
hand, is that every line comes out as it went in.
"""
import collections
import re

import vobject

from . import cards

# name: why an output has it though the input had not (content rules 2.1, 2.2, 2.3 and sync rule 5)
ADDED = {"UID": "every record has an id from entry on", "VERSION": "missing in the input",
         "N": "3.0 demands it", "FN": "3.0 demands it"}


def read(text):
    """Counted properties of a card: (NAME, group, parameters, value). Parameters are sets of any case."""
    text = re.sub(r"\r+\n", "\r\n", text)
    try:
        (component,) = vobject.readComponents(text, transform=False)
        found = [(child.name.upper(), child.group or "", child.params, str(child.value))
                 for child in component.getChildren()]
    except vobject.base.ParseError:
        found = []
        for line in cards.lines(text):
            head, _, value = line.partition(":")
            name, *words = head.split(";")
            group, _, name = name.rpartition(".")
            parameters = collections.defaultdict(list)
            for word in words:
                key, _, one = word.partition("=")
                parameters[key.upper()] += one.split(",")
            found.append((name.upper(), group, parameters, value))
    return collections.Counter(
        (name, group.lower(), tuple(sorted((key.upper(), tuple(sorted(v.strip('"').lower() for v in values)))
                                           for key, values in parameters.items())), value)
        for name, group, parameters, value in found if name not in ("BEGIN", "END"))


def account(before, after):
    """Rows (what, property, why): what is 'kept', 'changed' (on purpose) or 'unaccounted'."""
    old, new = read(before), read(after)
    rows = [("kept", key[0], "") for key in (old & new).elements()]
    gone, came = old - new, new - old
    for key in list(came.elements()):
        name = key[0]
        if name in ADDED and not any(k[0] == name for k in old):
            rows.append(("changed", name, "added: " + ADDED[name]))
            came[key] -= 1
    rows += [("unaccounted", key[0], f"lost: {key[3][:60]!r}") for key in gone.elements()]
    rows += [("unaccounted", key[0], f"appeared: {key[3][:60]!r}") for key in (+came).elements()]
    return rows


def whole_cards(octets):
    """The cards of a file as they stand in it, whatever its line ends and case."""
    text = octets.decode("utf-8", "surrogateescape")
    return re.findall(r"^BEGIN:VCARD\r*\n.*?^END:VCARD\r*$", text, re.S | re.I | re.M)

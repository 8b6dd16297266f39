# SPDX-License-Identifier: Apache-2.0
"""Streams of records, cut between records, so that a file of any size goes up in small requests."""

CHUNK = 512 * 1024
MEDIA = {".vcf": "text/vcard", ".ics": "text/calendar", ".txt": "text/plain"}


def chunks(octets, size=CHUNK):
    """Whole records, at least `size` octets together."""
    start = depth = place = 0
    for raw in octets.splitlines(keepends=True):
        place += len(raw)
        word = raw.strip().upper()
        if word.startswith(b"BEGIN:"):
            depth += 1
        elif word.startswith(b"END:"):
            depth -= 1
            if depth <= 0 and place - start >= size:
                yield octets[start:place]
                start, depth = place, 0
    if octets[start:].strip() or not start:
        yield octets[start:]


def import_file(api, collection, path):
    """One file through the API; failures and remarks name the file and the record's place in it, from 1."""
    total = {"added": 0, "updated": 0, "unchanged": 0, "failed": [], "remarks": [], "remarks_left_out": 0}
    media, before, lines = MEDIA.get(path.suffix.lower(), "text/vcard"), 0, 0
    for octets in chunks(path.read_bytes()):
        result = api.import_stream(collection, octets, media)
        for key in ("added", "updated", "unchanged", "remarks_left_out"):
            total[key] += result[key]
        for what in ("failed", "remarks"):
            total[what] += [{**one, "file": path.name, "index": one["index"] + before,
                             "line": one["line"] and one["line"] + lines} for one in result[what]]
        before += result["records"]
        lines += octets.count(b"\n" if b"\n" in octets else b"\r")
    return total

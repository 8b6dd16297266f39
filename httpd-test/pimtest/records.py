# SPDX-License-Identifier: Apache-2.0
"""Streams of records, cut between records, so that a file of any size goes up in small requests."""

CHUNK = 512 * 1024
MEDIA = {".vcf": "text/vcard", ".ics": "text/calendar", ".txt": "text/plain"}


def chunks(octets, size=CHUNK):
    """(number of the first line, octets): whole records, about `size` octets together."""
    start = begin_line = line = depth = place = 0
    for raw in octets.splitlines(keepends=True):
        place += len(raw)
        line += 1
        word = raw.strip().upper()
        if word.startswith(b"BEGIN:"):
            depth += 1
        elif word.startswith(b"END:"):
            depth -= 1
            if depth <= 0 and place - start >= size:
                yield begin_line + 1, octets[start:place]
                start, begin_line, depth = place, line, 0
    if octets[start:].strip() or not start:
        yield begin_line + 1, octets[start:]


def import_file(api, collection, path):
    """One file through the API, its failures with the line in the file."""
    total = {"added": 0, "updated": 0, "unchanged": 0, "failed": []}
    media = MEDIA.get(path.suffix.lower(), "text/vcard")
    for first, octets in chunks(path.read_bytes()):
        result = api.import_stream(collection, octets, media)
        for key in ("added", "updated", "unchanged"):
            total[key] += result[key]
        total["failed"] += [{**f, "file": path.name, "line": f.get("line", 1) + first - 1}
                            for f in result["failed"]]
    return total

# SPDX-License-Identifier: Apache-2.0
"""WBXML that no peer should send: 400 within 50 ms of the child's CPU, and the child lives."""
import http.client

import pytest
from pimtest import cards, driver, process, sanitizer

WBXML = "application/vnd.syncml+wbxml"
HEAD = bytes.fromhex("03a4016a00")   # WBXML 1.3, SyncML 1.2, UTF-8, no string table
SYNCML, HDR, BODY, DATA = 0x6D, 0x6C, 0x6B, 0x4F
LIMIT = 0.050
SLOWER = 4   # what a sanitizer may make of it


def number(value):
    out = [value & 0x7F]
    while value := value >> 7:
        out.insert(0, value & 0x7F | 0x80)
    return bytes(out)


def table_bomb():
    """A long string in the table, and a text that names it as often as fits."""
    table = b"A" * 60_000 + b"\0"
    return (bytes.fromhex("03a4016a") + number(len(table)) + table
            + bytes([SYNCML, HDR]) + bytes([0x83, 0x00]) * 200_000)


BODIES = {
    "empty": b"", "version-only": b"\x03", "no-root": HEAD, "cut-header": bytes.fromhex("03a401"),
    "nothing-in-it": HEAD + bytes([0x2D]),
    "open-for-ever": HEAD + bytes([SYNCML, HDR]),
    "deep": HEAD + bytes([SYNCML]) + bytes([DATA]) * 400_000,
    "table-bomb": table_bomb(),
    "table-beyond-the-end": bytes.fromhex("03a4016a") + number(1 << 30) + b"abc",
    "opaque-beyond-the-end": HEAD + bytes([SYNCML, HDR, 0xC3]) + number(0xFFFFFFF) + b"abc",
    "number-of-ten-octets": HEAD + bytes([SYNCML, HDR, 0xC3]) + b"\xff" * 10,
    "string-without-end": HEAD + bytes([SYNCML, HDR, 0x03]) + b"a" * 100_000,
    "unknown-page": HEAD + bytes([SYNCML, 0x00, 0x77, 0x45]),
    "unknown-tokens": HEAD + bytes([SYNCML]) + bytes([0x3F, 0x3E] * 50_000),
    "attributes": HEAD + bytes([SYNCML | 0x80, 0x05, 0x01]),
    "entities": HEAD + bytes([SYNCML, HDR]) + bytes([0x02]) + number(0x110000) + bytes([0x01, 0x01]),
    "many-entities": HEAD + bytes([SYNCML, HDR]) + bytes([0x02, 0x41]) * 200_000,
    "literal": HEAD + bytes([SYNCML, 0x44, 0x00]),
    "processing-instruction": HEAD + bytes([0x43, 0x05, 0x01, SYNCML]),
    "extension": HEAD + bytes([SYNCML, HDR, 0x40]) + b"x\0",
    "page-switches": HEAD + bytes([SYNCML]) + bytes([0x00, 0x01, 0x00, 0x00]) * 100_000,
    "after-the-end": HEAD + bytes([SYNCML, 0x01]) + b"more",
    "two-roots": HEAD + bytes([0x2D, 0x2D]),
    "flags": HEAD + bytes([SYNCML, BODY]) + bytes([0x12]) * 400_000,
    "random": HEAD + bytes((n * 7919 + n // 251) & 0xFF for n in range(100_000)),
}


@pytest.fixture(scope="module")
def portal(module_portals):
    portal = module_portals("p1", children=1)
    driver.store(portal, cards.people(3))
    portal.log.expect("SML")
    return portal


def post(portal, body, content_type=WBXML):
    connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
    try:
        connection.request("POST", "/syncml", body, {"Content-Type": content_type})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("name", BODIES)
def test_hostile_wbxml_is_refused_cheaply_and_the_child_lives(portal, name):
    (child,) = portal.children()
    before = process.cpu_seconds(child)
    assert post(portal, BODIES[name]) in (400, 413, 415)
    limit = LIMIT * (SLOWER if sanitizer.preloads() else 1)
    assert process.cpu_seconds(child) - before <= limit + 0.01  # the clock ticks every 10 ms
    assert portal.children() == [child]


def test_hostile_wbxml_under_another_name_is_refused(portal):
    for content_type in ("application/vnd.syncml+xml", "text/plain", "", "x" * 200):
        assert post(portal, BODIES["opaque-beyond-the-end"], content_type) in (400, 415)
    assert len(driver.held_by(portal)) == 3

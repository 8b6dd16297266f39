# SPDX-License-Identifier: Apache-2.0
"""Who may send how much to the console: known before it is read, and held once."""
import http.client
import re
from pathlib import Path

import pytest

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def portal(module_portals):
    return module_portals("p1", children=1)


def most_memory(portal):
    """In MiB, of all children, since each began."""
    status = [Path(f"/proc/{pid}/status").read_text(encoding="ascii") for pid in portal.children()]
    return sum(int(re.search(r"VmHWM:\s+(\d+)", one).group(1)) for one in status) / 1024


def sent(portal, method, path, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
    try:
        connection.request(method, path, body, headers)
    except (BrokenPipeError, ConnectionResetError):
        pass  # refused already: the answer is there
    reply = connection.getresponse()
    status, text = reply.status, reply.read()
    connection.close()
    return status, text


def import_form(portal, api, parts):
    """Sends the import's form with its token; what came back."""
    user = api(portal, "alice")
    page = user.raw("GET", "/sync/records/notes/import").body.decode()
    token = re.search(r'name="token"[^>]*value="([^"]+)"', page).group(1)
    body = b""
    for head, value in [('name="token"', token.encode()), *parts]:
        body += b"--B\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + value + b"\r\n"
    return user.raw("POST", "/sync/records/notes/import", body + b"--B--\r\n",
                    {"Content-Type": "multipart/form-data; boundary=B"})


def test_what_nobody_wants_is_not_held(portal):
    before = most_memory(portal)
    body = b"x" * (64 * MIB)
    for _ in range(3):
        status, _ = sent(portal, "POST", "/sync/api/v1/health", body, {"Content-Type": "text/vcard"})
        assert status == 405
    assert most_memory(portal) - before < 16


def test_a_small_body_that_is_refused_costs_no_connection(portal):
    connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
    sockets = set()
    for _ in range(2):
        connection.request("POST", "/sync/api/v1/health", b"{}", {"Content-Type": "application/json"})
        reply = connection.getresponse()
        assert reply.status == 405 and reply.read()
        sockets.add(connection.sock)
    assert len(sockets) == 1 and None not in sockets
    connection.close()


def test_more_than_can_be_pasted_is_refused_and_not_shown_again(portal, api):
    before = most_memory(portal)
    reply = import_form(portal, api, [('name="text"', b"<" * (60 * MIB))])
    assert reply.status == 413 and len(reply.body) < MIB
    assert "longer than 1 MiB" in reply.body.decode()
    assert most_memory(portal) - before < 150


def test_a_file_of_the_largest_size_is_held_twice_at_most_besides_its_records(portal, api):
    before = most_memory(portal)
    reply = import_form(portal, api, [('name="file"; filename="a.txt"', b"n" * (63 * MIB))])
    assert reply.status in (413, 422)
    assert most_memory(portal) - before < 300

# SPDX-License-Identifier: Apache-2.0
"""What no peer should send: answered, nothing committed, and the child that answered lives."""
import http.client
import xml.etree.ElementTree as ET

import pytest
from pimtest import cards, driver

XML = "application/vnd.syncml+xml"
HEADER = ("<SyncHdr><VerDTD>{dtd}</VerDTD><VerProto>SyncML/{dtd}</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>"
          "<Target><LocURI>{url}</LocURI></Target><Source><LocURI>dev-x</LocURI><LocName>alice</LocName></Source>"
          "{cred}</SyncHdr>")
CRED = ("<Cred><Meta><Format xmlns='syncml:metinf'>b64</Format><Type xmlns='syncml:metinf'>syncml:auth-basic"
        "</Type></Meta><Data>{0}</Data></Cred>")
GOOD = CRED.format("YWxpY2U6c2VjcmV0")   # alice:secret
WRONG = CRED.format("YWxpY2U6d3Jvbmc=")  # alice:wrong
ALERT = ("<Alert><CmdID>1</CmdID><Data>200</Data><Item><Target><LocURI>{0}</LocURI></Target><Source><LocURI>./c"
         "</LocURI></Source><Meta><Anchor xmlns='syncml:metinf'><Last>0</Last><Next>20260101T000000Z</Next></Anchor>"
         "</Meta></Item></Alert>")


@pytest.fixture(scope="module")
def portal(module_portals):
    portal = module_portals("p1", children=1)
    driver.store(portal, cards.people(3))
    portal.log.expect("SML")
    return portal


@pytest.fixture(autouse=True)
def unharmed(portal):
    before = portal.children()
    yield
    assert portal.children() == before, "the child died"
    assert driver.same(driver.held_by(portal), cards.people(3)) == ""


def post(portal, body, content_type=XML, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
    try:
        connection.request("POST", "/syncml", body, {"Content-Type": content_type, **(headers or {})},
                           encode_chunked=bool(headers))
        reply = connection.getresponse()
        return reply.status, reply.read().decode("utf-8", "replace")
    finally:
        connection.close()


def message(portal, body="", cred=GOOD, dtd="1.2"):
    header = HEADER.format(url=portal.told()["syncml"], cred=cred, dtd=dtd)
    return f"<SyncML xmlns='SYNCML:SYNCML{dtd}'>{header}<SyncBody>{body}<Final/></SyncBody></SyncML>"


def statuses(text):
    """The codes of all Status commands of a reply."""
    namespace = {"s": "SYNCML:SYNCML1.2"}
    return [e.text for e in ET.fromstring(text.encode()).findall("s:SyncBody/s:Status/s:Data", namespace)]


@pytest.mark.parametrize("body", [
    b"", b"\0", b"nonsense", b"<", b"<SyncML>", b"<html><body>sign in</body></html>", b"<SyncML></SyncML>",
    b"<SyncML><SyncHdr/></SyncML>", b"\xff\xfe<\0S\0", b"<SyncML><SyncHdr>" + b"\x01" * 100,
    b"<!DOCTYPE x [<!ENTITY a 'b'>]><SyncML>&a;</SyncML>", b"<a>" * 5000, b"<SyncML " + b"a='b' " * 5000 + b"/>"],
    ids=["empty", "nul", "text", "open", "cut", "page", "bare", "no-body", "utf16", "controls", "entity", "deep",
         "attributes"])
def test_malformed_message_is_refused(portal, body):
    assert post(portal, body)[0] in (400, 413)


def test_every_truncation_is_refused(portal):
    whole = message(portal, ALERT.format("contacts")).encode()
    for length in range(1, len(whole) - 1, 37):
        assert post(portal, whole[:length])[0] == 400


def test_oversized_message_is_413_with_or_without_its_length(portal):
    body = message(portal, "<Put><Data>" + "x" * 2_000_000 + "</Data></Put>").encode()
    assert post(portal, body)[0] == 413
    pieces = iter([body[n:n + 65536] for n in range(0, len(body), 65536)])
    assert post(portal, pieces, headers={"Transfer-Encoding": "chunked"})[0] == 413


def test_other_media_type_is_refused(portal):
    assert post(portal, "<html><body>Hello</body></html>", "text/html")[0] == 415


def test_unknown_datastore_is_404(portal):
    status, text = post(portal, message(portal, ALERT.format("./nonsense")))
    assert status == 200 and "404" in statuses(text)


def test_wrong_password_is_401_with_a_challenge(portal):
    status, text = post(portal, message(portal, ALERT.format("contacts"), WRONG))
    assert status == 200 and "401" in statuses(text) and "<Chal>" in text and "RespURI" not in text


def test_missing_password_is_407_with_a_challenge(portal):
    status, text = post(portal, message(portal, ALERT.format("contacts"), ""))
    assert status == 200 and "407" in statuses(text) and "<Chal>" in text


def test_unknown_version_is_told_in_one_that_we_speak(portal):
    status, text = post(portal, message(portal, ALERT.format("contacts"), dtd="7.3"))
    assert status == 200 and {"513", "505"} & set(statuses(text)) and "<VerDTD>1.2</VerDTD>" in text


def test_get_is_refused_politely(portal):
    connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
    connection.request("GET", "/syncml")
    reply = connection.getresponse()
    assert reply.status == 405 and "POST" in reply.headers["Allow"]
    connection.close()


def test_many_connections_that_send_nothing_more_disturb_nobody(portal):
    slow = []
    for _ in range(4):
        connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
        connection.putrequest("POST", "/syncml")
        connection.putheader("Content-Type", XML)
        connection.putheader("Content-Length", "1000")
        connection.endheaders(b"<SyncML>")
        slow.append(connection)
    assert post(portal, message(portal, ALERT.format("contacts")))[0] == 200
    for connection in slow:
        connection.close()


def test_no_secret_and_no_record_is_in_the_logs(portal):
    post(portal, message(portal, ALERT.format("contacts")))
    access = (portal.dir / "logs" / "access.log").read_text(encoding="utf-8")
    for text in (portal.log.text(), access):
        assert "YWxpY2U6c2VjcmV0" not in text and "person-1-1" not in text and "+41 79" not in text

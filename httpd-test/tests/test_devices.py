# SPDX-License-Identifier: Apache-2.0
"""Passwords of devices, digests between portals, and how a message is recognised."""
import http.client
import json

import pytest
from pimtest import cards, driver

MD5 = "SyncMLAuth md5\n"


@pytest.mark.parametrize("peer_auth", ["any", "md5"])
def test_portals_sign_in_by_a_digest_where_the_peer_takes_nothing_else(portals, peer_auth):
    p1 = portals("p1", extra=MD5)
    p2 = portals("p2", peers={"p1": p1.told()["syncml"]}, peer_auth=peer_auth)
    made = p1.device("alice")
    driver.store(p1, cards.people(5))
    for _ in range(2):  # by a challenge, then by the nonce kept from the last time
        run = driver.sync(p2, "p1", "--as", f"alice:{made['password']}")
        assert run.code == 0, run
    assert len(driver.held_by(p2)) == 5


def test_portal_that_may_send_no_digest_is_told_so(portals):
    p1 = portals("p1", extra=MD5)
    p2 = portals("p2", peers={"p1": p1.told()["syncml"]}, peer_auth="basic")
    made = p1.device("alice")
    run = driver.sync(p2, "p1", "--as", f"alice:{made['password']}")
    assert run.code == 5, run
    assert "PimBridgePeerAuth" in run["sentence"]


def test_device_command_prints_what_to_type(portals):
    portal = portals("p1")
    done = driver.command("device", portal.name, "alice", "--id", "IMEI:1")
    said = json.loads(done.stdout)
    assert (said["user"], said["device"], said["url"]) == ("alice", "IMEI:1", portal.told()["syncml"])
    assert said["password"] not in portal.store.read_bytes().decode("latin-1")


@pytest.mark.parametrize("content_type", ["application/vnd.syncml+xml; charset=UTF-8", "application/vnd.syncml+wbxml",
                                          "text/xml", ""])
def test_message_is_recognised_whatever_its_content_type(portals, content_type):
    portal = portals("p1")
    body = ("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>SyncML/1.2</VerProto><SessionID>1"
            "</SessionID><MsgID>1</MsgID><Target><LocURI>x</LocURI></Target><Source><LocURI>y</LocURI></Source>"
            "</SyncHdr><SyncBody><Final/></SyncBody></SyncML>")
    connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
    connection.request("POST", "/syncml", body, {"Content-Type": content_type})
    reply = connection.getresponse()
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/vnd.syncml+xml")
    assert b"<Data>407</Data>" in reply.read()
    connection.close()

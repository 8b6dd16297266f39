# SPDX-License-Identifier: Apache-2.0
"""Passwords of devices, digests between portals, and how a message is recognised."""
import http.client
import json

import pytest
from pimtest import cards, driver, paths
from pimtest.api import Api
from pimtest.portal import free_port

MD5 = "SyncMLAuth md5\n"


@pytest.mark.both_stores
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


@pytest.mark.both_stores
def test_device_command_prints_what_to_type(portals):
    portal = portals("p1")
    done = driver.command("device", portal.name, "alice", "--id", "IMEI:1")
    said = json.loads(done.stdout)
    assert (said["user"], said["device"], said["url"]) == ("alice", "IMEI:1", portal.told()["syncml"])
    for password in (said["password"], said["password"].encode().hex()):
        assert password.encode() not in portal.stored()


def test_devices_page_tells_the_address_that_there_is(portals):
    for name, modules in (("p1", ("syncml", "pimbridge")), ("p2", ("pimbridge",))):
        portal = portals(name, modules=modules)
        api = portal.sign_in("alice")
        page = api.raw("GET", "/sync/devices").body.decode()
        api.close()
        served = "syncml" in modules
        assert (portal.told()["syncml"] in page) == served and ("Make a password" in page) == served, page


HOST = """
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
    ServerName phones.example
    {inside}
</VirtualHost>
"""
ENGINE = """
    SyncMLInsecure On
    <Location "/phones">
        SyncMLEngine On
    </Location>
"""
ENGINE_OFF = """
    <Location "/syncml">
        SyncMLEngine Off
    </Location>
"""


def devices_page(address):
    api = Api(f"{address}/sync/api/v1/", "alice", "secret")
    page = api.raw("GET", "/sync/devices").body.decode()
    api.close()
    return page


@pytest.mark.parametrize("said", [ENGINE, ENGINE + "    SyncMLPublicURL https://phones.example/in\n"],
                         ids=["by httpd", "by SyncMLPublicURL"])
def test_devices_page_tells_the_address_of_an_engine_in_another_host_of_the_portal(portals, said):
    port = free_port()
    load = f'LoadModule syncml_module "{paths.built("modules", "mod_syncml.so")}"\n'
    portal = portals("p1", modules=("pimbridge",), extra=load + HOST.format(port=port, inside=said))
    page = devices_page(portal.url)
    address = "https://phones.example/in" if "PublicURL" in said else f"http://phones.example:{port}/phones"
    assert address in page and "Make a password" in page, page


def test_devices_page_tells_no_address_where_a_host_has_switched_its_engine_off(portals):
    port = free_port()
    portal = portals("p1", extra=HOST.format(port=port, inside=ENGINE_OFF))
    page = devices_page(f"http://127.0.0.1:{port}")
    assert f":{port}/syncml" not in page and portal.told()["syncml"].split("//")[1] in page, page


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


@pytest.mark.both_stores
def test_device_passwords_are_listed_without_their_secret_and_taken_back(portals):
    portal = portals("p1", extra=MD5)
    kept, lost = portal.device("alice", "IMEI:1"), portal.device("alice", "IMEI:2")

    def listed():
        said = portal.pimctl("device", "list", *portal.store_place(), "alice", "--portal", portal.name)
        assert kept["password"] not in said and lost["password"] not in said
        return [name for name in ("IMEI:1", "IMEI:2") if name in said]
    assert listed() == ["IMEI:1", "IMEI:2"]
    portal.revoke("alice", lost["number"])
    assert listed() == ["IMEI:1"]

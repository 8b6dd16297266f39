# SPDX-License-Identifier: Apache-2.0
"""A portal behind a reverse proxy that ends TLS: clients see the proxy's address only, and passwords are safe."""
import http.client

import pytest
from pimtest import cards, config, driver
from pimtest.portal import Portal

FRONT = """
{modules}
ProxyPass "/syncml" "http://127.0.0.1:{port}/syncml"
ProxyPass "/sync" "http://127.0.0.1:{port}/sync"
"""
BACK = """
{modules}
SyncMLPublicURL {url}/syncml
PimBridgePublicURL {url}/sync
RemoteIPHeader X-Forwarded-For
RemoteIPInternalProxy 127.0.0.1
"""


class Pair:
    """P1 on plain HTTP, and the httpd in front of it with the certificate."""

    def __init__(self, portals):
        self.back = portals.make("p1")
        front = FRONT.format(port=self.back.record["port"],
                             modules="\n".join(map(config.load_module, ("proxy", "proxy_http"))))
        self.front = portals("front", modules=(), tls=True, extra=front)
        self.back.configure(extra=BACK.format(url=self.front.url, modules=config.load_module("remoteip")))
        self.back.start()

    def calls(self):
        """Lines of both access logs that are about SyncML."""
        return [[line for line in (p.dir / "logs" / "access.log").read_text(encoding="utf-8").splitlines()
                 if "POST /syncml" in line] for p in (self.front, self.back)]


@pytest.fixture
def pair(portals):
    return Pair(portals)


def test_portal_syncs_through_the_proxy_and_never_leaves_it(pair, portals):
    p2 = portals("p2", peers={"p1": pair.front.told()["syncml"]})
    driver.store(p2, cards.people(30))
    run = driver.sync(p2)
    assert run.code == 0 and run.counts("there")["added"] == 30, run
    assert len(driver.held_by(pair.back)) == 30
    at_front, at_back = pair.calls()
    # a RespURI that named the portal itself would lead later messages past the proxy
    assert len(at_front) == len(at_back) == run["messages"] > 2


def test_session_handle_is_hidden_in_the_log_of_the_portal(pair, portals):
    p2 = portals("p2", peers={"p1": pair.front.told()["syncml"]})
    assert driver.sync(p2).code == 0
    _, at_back = pair.calls()
    assert {line.split('"')[1] for line in at_back} == {"POST /syncml", "POST /syncml/-"}


def change(portal, headers):
    """The status of an API call that would change something, as a browser's page sends it."""
    api = portal.sign_in("alice")
    try:
        return api.raw("POST", "collections/contacts/items", cards.person(1).encode(),
                       {"Content-Type": "text/vcard", **headers}).status
    finally:
        api.close()


def test_page_of_the_public_address_may_change_things(pair):
    assert change(pair.back, {"Origin": pair.front.url}) == 200


def test_page_of_the_inner_address_is_foreign(pair):
    assert change(pair.back, {"Origin": pair.back.url}) == 403


def test_page_from_elsewhere_is_foreign(pair):
    assert change(pair.back, {"Origin": "https://elsewhere.example"}) == 403


def post(portal, headers):
    connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
    connection.request("POST", "/syncml", b"<SyncML/>", {"Content-Type": "application/vnd.syncml+xml", **headers})
    status = connection.getresponse().status
    connection.close()
    return status


FAR = {"X-Forwarded-For": "192.0.2.7"}


def test_far_client_behind_a_proxy_with_tls_may_send_its_password(pair):
    assert post(pair.back, FAR) == 400  # looked at, and no message


def test_far_client_behind_a_proxy_without_tls_is_refused(portals):
    portal = portals("p1", extra=BACK.format(url="http://portal.example", modules=config.load_module("remoteip")))
    portal.log.expect("SML0006")
    # what the client itself says of its way counts for nothing
    assert post(portal, {**FAR, "X-Forwarded-Proto": "https", "Forwarded": "proto=https"}) == 403


def test_portal_at_finds_the_front_by_its_url(pair):
    assert Portal.at(pair.front.told()["syncml"]).name == pair.front.name

# SPDX-License-Identifier: Apache-2.0
"""Versions and forms of SyncML that an administrator switches off: what devices and portals are answered then."""
import urllib.error
import urllib.request

import pytest
from pimtest import cards, driver, portal as portal_module
from pimtest.terminal import Refused, Terminal
from test_status import figures

WBXML = "application/vnd.syncml+wbxml"
# version 1.3, SyncML 1.2, UTF-8, no string table, <SyncML> without content: told as WBXML by its first octet
EMPTY = bytes.fromhex("03a4016a002d")


def session(url):
    """Whether a device of SyncML 1.2 in XML is let in."""
    terminal = Terminal(url, "device")
    try:
        terminal.open()
        return True
    except Refused as refused:
        assert "513" in str(refused), refused
        return False
    finally:
        terminal.close()


def post(url, body, content_type):
    request = urllib.request.Request(url, body, {"Content-Type": content_type})
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_version_that_is_off_is_refused_and_counted(portals):
    portal = portals("p1", extra="SyncMLVersions 1.0 1.1\n")
    assert not session(portal.told()["syncml"])
    assert figures(portal)['syncml_refused_total{reason="version"}'] == 1


@pytest.mark.parametrize("spoken", ["1.0", "1.1", "1.2"])
def test_portal_goes_on_in_what_is_spoken(portals, spoken):
    p1 = portals("p1", extra=f"SyncMLVersions {spoken}\n")
    p2 = portals("p2", peers={"p1": p1.told()["syncml"]})
    driver.store(p1, cards.people(3))
    assert driver.sync(p2).code == 0
    assert len(driver.held_by(p2)) == 3


def test_wbxml_that_is_off_is_answered_with_a_sentence(portals):
    portal = portals("p1", extra="SyncMLWBXML Off\n")
    for content_type in (WBXML, "application/vnd.syncml+xml"):
        status, sentence = post(portal.told()["syncml"], EMPTY, content_type)
        assert status == 415 and "WBXML is switched off here" in sentence
    assert session(portal.told()["syncml"])
    assert figures(portal)['syncml_refused_total{reason="wbxml-off"}'] == 2


def test_portal_goes_on_in_xml_where_wbxml_is_off(portals):
    p1 = portals("p1", extra="SyncMLWBXML Off\n")
    p2 = portals("p2", peers={"p1": p1.told()["syncml"]})
    driver.store(p1, cards.people(3))
    assert driver.sync(p2).code == 0
    assert len(driver.held_by(p2)) == 3
    found = figures(p1)
    assert found['syncml_messages_total{encoding="wbxml"}'] == 0 < found['syncml_messages_total{encoding="xml"}']


def test_virtual_host_takes_over_what_it_does_not_say(portals):
    ports = [portal_module.free_port(), portal_module.free_port()]
    hosts = "".join(f"Listen 127.0.0.1:{port}\n<VirtualHost 127.0.0.1:{port}>\nServerName host-{n}.example\n"
                    f"SyncMLPortal host-{n}\n{own}</VirtualHost>\n"
                    for n, (port, own) in enumerate(zip(ports, ("", "SyncMLVersions 1.2\nSyncMLWBXML On\n"))))
    portal = portals("p1", extra="SyncMLVersions 1.1 1.0\nSyncMLWBXML Off\n" + hosts)
    heir, other = (f"http://127.0.0.1:{port}/syncml" for port in ports)
    assert not session(heir) and session(other)
    assert post(heir, EMPTY, WBXML)[0] == 415 and post(other, EMPTY, WBXML)[0] == 400
    dump = portal.httpd("-t", "-D", "DUMP_PIMSYNC").stdout
    assert dump.count("SyncML 1.1 1.0, XML only") == 2 and dump.count("SyncML 1.2, XML and WBXML") == 1

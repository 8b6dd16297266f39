# SPDX-License-Identifier: Apache-2.0
"""The properties the product is measured by, one test each, on throwaway portals over real sockets.

1 portals in correspondence, 2 and 3 terminals, 4 5 and 11 the language, 6 vCard, 8 the platform,
10 the command. Calendars (7), the page of commands (9) and conversion between formats (12) come
with the parts that carry them.
"""
import re
import xml.etree.ElementTree as ET

import pytest
import vobject
from pimtest import cards, driver, paths, syncevo
from pimtest.proxy import Proxy

pytestmark = pytest.mark.both_stores(always=True)
COMMANDS = {"Status", "Alert", "Put", "Get", "Results", "Sync", "Add", "Replace", "Delete", "Map", "Final", "Atomic"}


def test_claim_1_portals_keep_the_data_they_hold_in_correspondence(portals):
    p1, p3 = portals("p1"), portals("p3")
    p2 = portals("p2", peers={"p1": p1.told()["syncml"], "p3": p3.told()["syncml"]})
    everybody = cards.people(30)
    for number, portal in enumerate((p1, p2, p3)):
        driver.store(portal, everybody[number * 10:number * 10 + 10])
    for peer in ("p1", "p3", "p1"):
        assert driver.sync(p2, peer).code == 0
    for portal in (p1, p2, p3):
        assert driver.same(driver.held_by(portal), everybody) == ""


def test_claims_2_and_3_portals_and_terminals_keep_in_step(portals, tmp_path):
    p1, p2 = portals.pair()
    terminal = syncevo.Device(tmp_path, "terminal-1")
    terminal.items.write("mine", cards.person(1))
    assert terminal.sync(p1.told()["syncml"], "alice", "secret", "slow") == 0, terminal.output
    assert driver.sync(p2).code == 0
    assert [cards.value(c, "FN") for c in driver.held_by(p2)] == [cards.value(cards.person(1), "FN")]
    driver.store(p2, [cards.person(2)])
    assert driver.sync(p2).code == 0
    assert terminal.sync(p1.told()["syncml"], "alice", "secret") == 0, terminal.output
    assert len(terminal.items.files()) == 2


def conversation(portals, sync):
    """Everything that goes over the wire while sync(url) runs."""
    p1 = portals("p1")
    driver.store(p1, cards.people(5))
    with Proxy(p1.record["port"]) as proxy:
        proxy.keep = True
        sync(proxy.url())
        assert proxy.bodies
        return [octets for pair in proxy.bodies for octets in pair]


# WBXML 1.2 or 1.3 and the public identifiers of SyncML 1.0, 1.1 and 1.2, as multi-byte integers
WBXML = re.compile(rb"[\x02\x03](\x9f\x51|\x9f\x53|\xa4\x01)\x6a")


def assert_syncml(messages):
    for octets in messages:
        if WBXML.match(octets):
            assert re.search(rb"SyncML/1\.[0-2]\x00", octets)
            continue
        message = ET.fromstring(octets)  # a foreign reader of XML
        name = re.match(r"\{(?i:SYNCML):SYNCML1\.[0-2]\}SyncML$|SyncML$", message.tag)
        assert name, message.tag
        head, body = message
        bare = [e.tag.rsplit("}", 1)[-1] for e in body]
        assert head.tag.endswith("SyncHdr") and body.tag.endswith("SyncBody") and set(bare) <= COMMANDS


def test_claims_4_5_and_11_portals_speak_the_standard_language_over_the_network(portals):
    def by_portal(url):
        assert driver.sync(portals("p2", peers={"p1": url})).code == 0
    assert_syncml(conversation(portals, by_portal))


def test_claims_4_5_and_11_terminals_speak_it_too(portals, tmp_path):
    device = syncevo.Device(tmp_path, "terminal-1")

    def by_terminal(url):
        assert device.sync(url, "alice", "secret", "slow") == 0, device.output
    assert_syncml(conversation(portals, by_terminal))


def test_claim_6_contacts_are_vcards_that_a_foreign_reader_reads(portals):
    p1, p2 = portals.pair()
    some = cards.people(40)
    driver.store(p1, some)
    assert driver.sync(p2).code == 0

    def read(texts):
        return {card.uid.value: card for card in vobject.readComponents("".join(texts))}
    before, after = read(some), read(driver.held_by(p2))
    assert before.keys() == after.keys()
    for uid, card in before.items():
        for name in ("fn", "n", "org", "adr", "bday", "note", "email"):
            assert getattr(card, name).value == getattr(after[uid], name).value, (uid, name)
        assert sorted(t.value for t in card.tel_list) == sorted(t.value for t in after[uid].tel_list)


@pytest.mark.sqlite
def test_claim_8_the_configuration_of_the_readme_makes_a_complete_portal(portals, tmp_path):
    readme = (paths.SOURCE / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```apache\n(.*?)```", readme, re.S)
    portal = portals("p1")
    ours = "\n".join(line for line in shown.splitlines() if not re.match(r"\s*(LoadModule|Listen|ServerRoot)\b", line))
    # the same lines between the harness' own Listen and LoadModule, with the paths of this instance
    ours = re.sub(r'"?/(?:etc|var)/[\w/.-]*/([\w.-]+)"?', lambda m: {
        "pimsync.db": "state/pimsync.db", "pimsync.key": "state/pimsync.key", "pimsync": "state",
        "users": "users"}[m[1]], ours)
    portal.stop()
    text = (portal.dir / "httpd.conf").read_text(encoding="utf-8")
    begin, end = text.index("SyncMLStore"), text.rindex("</Location>") + len("</Location>")
    (portal.dir / "httpd.conf").write_text(text[:begin] + ours + text[end:], encoding="utf-8")
    portal.start()
    driver.store(portal, cards.people(3))
    device = syncevo.Device(tmp_path, "terminal-1")
    assert device.sync(portal.told()["syncml"], "alice", "secret", "slow") == 0, device.output
    assert len(device.items.files()) == 3


def test_claim_10_a_command_touches_the_portal_and_the_kinds_it_names_and_no_other(portals):
    p1, p3 = portals("p1"), portals("p3")
    p2 = portals("p2", peers={"p1": p1.told()["syncml"], "p3": p3.told()["syncml"]})
    driver.store(p2, cards.people(4))
    run = driver.sync(p2, "p3", "--collection", "contacts")
    assert run.code == 0 and [c["collection"] for c in run["collections"]] == ["contacts"]
    assert len(driver.held_by(p3)) == 4 and driver.held_by(p1) == []
    assert "POST" not in (p1.dir / "logs" / "access.log").read_text(encoding="utf-8")

# SPDX-License-Identifier: Apache-2.0
"""Portals over https: a peer proves who it is, or nothing is said to it."""
import pytest
from pimtest import cards, driver

AWAY = 4


def test_portals_sync_over_https(portals):
    p1 = portals("p1", tls=True)
    p2 = portals("p2", tls=True, peers={"p1": p1.told()["syncml"]})
    driver.store(p1, cards.people(20))
    driver.store(p2, cards.people(20, 100))
    run = driver.sync(p2)
    assert run.code == 0 and run.counts("here")["added"] == run.counts("there")["added"] == 20, run
    assert driver.same(driver.held_by(p1), driver.held_by(p2)) == ""
    assert driver.sync(p2).moved() == 0


@pytest.mark.parametrize("certificate,said", [
    ({"names": "DNS:elsewhere.example"}, "for another name"), ({"days": -1}, "expired")], ids=["other-name", "expired"])
def test_peer_that_cannot_prove_who_it_is_is_refused_in_plain_words(portals, certificate, said):
    p1 = portals.make("p1", tls=True)
    p1.authority.issue(**certificate)
    if "names" in certificate:
        p1.log.expect("AH01909")  # httpd sees it too
    p1.start()
    p2 = portals("p2", peers={"p1": p1.told()["syncml"]})
    driver.store(p2, cards.people(3))
    run = driver.sync(p2)
    assert run.code == AWAY and said in run["sentence"] and "certificate" in run["sentence"], run
    assert "/syncml" not in (p1.dir / "logs" / "access.log").read_text(encoding="utf-8")


def test_authority_that_nobody_named_does_not_count(portals):
    p1 = portals("p1", tls=True)
    p2 = portals.make("p2", peers={"p1": p1.told()["syncml"]})
    conf = p2.dir / "httpd.conf"
    text = "\n".join(l for l in conf.read_text(encoding="utf-8").splitlines() if "PimBridgePeerCA" not in l)
    conf.write_text(text, encoding="utf-8")
    p2.start()
    run = driver.sync(p2)
    assert run.code == AWAY and "certificate" in run["sentence"], run

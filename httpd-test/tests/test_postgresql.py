# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL as store: the same as with SQLite, and what only a server can do: be away, restart, lose a connection."""
import contextlib

import pytest
from pimtest import cards, driver, process
from pimtest.api import ApiError
from pimtest.cluster import Cluster
from pimtest.commit_cutter import CommitCutter
from pimtest.terminal import Terminal
from test_crowd import in_threads
from test_kill import Scene, at

pytestmark = pytest.mark.slow


def pair(portals, cluster, **options):
    return portals.pair(store="postgresql", cluster=cluster, **options)


def test_two_portals_agree_and_merge_edits(portals, cluster):
    p1, p2 = pair(portals, cluster)
    some = cards.people(40)
    assert driver.store(p1, some)["added"] == 40
    assert driver.sync(p2).code == 0
    assert driver.same(driver.held_by(p2), some) == ""
    driver.store(p1, [cards.edited(some[0], "TEL", "+1 555 0001")])
    driver.store(p2, [cards.edited(some[0], "NOTE", "Told at the other side.")])
    driver.delete(p2, some[1:3])
    assert driver.sync(p2).code == 0
    assert driver.same(driver.held_by(p1), driver.held_by(p2)) == ""
    assert len(driver.held_by(p1)) == 38
    again = driver.sync(p2)
    assert (again.code, again.moved(), again["sessions"]) == (0, 0, 1), again


def test_portals_of_one_database_share_nothing(portals, cluster):
    p1 = portals("p1", store="postgresql", cluster=cluster)
    p2 = portals("p2", store="postgresql", conninfo=p1.record["conninfo"])
    driver.store(p1, cards.people(5))
    assert driver.held_by(p2) == []
    driver.store(p2, cards.people(3, 100))
    assert len(driver.held_by(p1)) == 5
    assert len(driver.held_by(p2)) == 3


def test_killed_children_lose_and_double_nothing(portals, cluster):
    scene = Scene(portals, 200, store="postgresql", cluster=cluster)
    scene.proxy.after = at({2, 5, 11}, scene, "both", True)
    run = driver.sync(scene.p2)
    assert scene.deaths >= 6
    scene.check(run)


def allow_trouble(portal):
    """What the modules say about a database that goes away; what httpd itself says stays unexpected."""
    portal.log.allow(r"\b(SML|PMB|SQL|API)\d{4}\b")


def patiently(action, tries=20):
    """503 says that nothing was done and that one may come again."""
    for left in range(tries, 0, -1):
        try:
            return action()
        except ApiError as error:
            if error.status != 503 or left == 1:
                raise


def sync_patiently(portal):
    """A run, however often its start or the question for its state has to be repeated."""
    def whole(api):
        number = patiently(lambda: api.start_run(
            patiently(lambda: api.connection("p1", "alice", "secret", ["contacts"]))))
        return process.wait_until(lambda: ended(patiently(lambda: api.run(number))), 120)
    return driver.with_api(portal, "alice", whole)


def ended(run):
    return run if run["state"] in ("done", "failed", "waiting") else None


@pytest.mark.parametrize("cuts", [20, pytest.param(100, marks=pytest.mark.full)])
def test_connections_cut_during_commit(portals, cluster, cuts):
    """Between both portals and their databases: no record may be lost, none may come twice."""
    def over(cutter, name):
        cluster.sql(f"CREATE DATABASE {name}")
        return cluster.conninfo(name, "127.0.0.1", cutter.port) + " sslmode=disable"

    some = cards.people(60)
    with CommitCutter(cluster.server_port()) as cutter:
        p1 = portals("p1", store="postgresql", conninfo=over(cutter, f"cut_one_{cuts}"), max_msg_size=10240)
        p2 = portals("p2", store="postgresql", conninfo=over(cutter, f"cut_two_{cuts}"), max_msg_size=10240,
                     peers={"p1": p1.told()["syncml"]})
        for portal in (p1, p2):
            allow_trouble(portal)
        driver.store(p1, some[:30])
        driver.store(p2, some[30:])
        cutter.arm(cuts=cuts, every=3)
        rounds = 0
        while cutter.cut < cuts and rounds < 40:
            rounds += 1
            run = sync_patiently(p2)
            assert run, "a run did not end"
            touched = [cards.edited(c, "NOTE", f"round {rounds}") for c in some[rounds % 10::10]]
            some = [next((t for t in touched if cards.value(t, "UID") == cards.value(c, "UID")), c) for c in some]
            for card in touched:
                patiently(lambda one=card: driver.with_api(p1 if rounds % 2 else p2, "alice", lambda api: put(api, one)))
        cutter.arm(cuts=0, every=1)
        assert cutter.cut == cuts
        for _ in range(3):
            last = driver.sync(p2)
        assert (last.code, last.moved()) == (0, 0), last
        for portal in (p1, p2):
            assert driver.same(driver.held_by(portal), some) == ""


def test_eight_devices_at_once_under_a_role_that_forces_serializable(portals, cluster):
    """And a bridge beside them; all write the records of one user."""
    cluster.sql("CREATE ROLE strict LOGIN SUPERUSER; ALTER ROLE strict SET default_transaction_isolation = serializable")
    cluster.sql(f"ALTER ROLE strict PASSWORD '{cluster.password()}'")

    def strictly(name):
        cluster.sql(f"CREATE DATABASE {name}")
        return cluster.conninfo(name, role="strict")
    p1 = portals("p1", store="postgresql", conninfo=strictly("strict_one"), children=4)
    p2 = portals("p2", store="postgresql", conninfo=strictly("strict_two"), peers={"p1": p1.told()["syncml"]})
    assert cluster.sql("SELECT 1 FROM pg_stat_activity WHERE usename = 'strict' LIMIT 1") == "1"
    driver.store(p2, cards.people(50, 9000))
    bridge = driver.start("sync", p2.name, "alice", "p1")

    def work(number):
        with contextlib.closing(Terminal(p1.told()["syncml"], f"device-{number}")) as terminal:
            terminal.send(cards.people(50, number * 1000))
            return 0
    assert in_threads(8, work) == [0] * 8
    assert driver.finished(bridge).code == 0
    assert driver.sync(p2).code == 0
    everything = cards.people(50, 9000) + [card for number in range(8) for card in cards.people(50, number * 1000)]
    for portal in (p1, p2):
        assert driver.same(driver.held_by(portal), everything) == ""


def put(api, card):
    """An edit through the API, as the import of one file does it: a known UID updates."""
    return api.import_stream("contacts", card.encode())


def test_a_database_that_restarts_is_met_again(portals):
    with Cluster.throwaway() as own:
        p1 = portals("p1", store="postgresql", cluster=own)
        allow_trouble(p1)
        driver.store(p1, cards.people(5))
        own.stop("immediate")
        with pytest.raises(ApiError) as refused:
            driver.with_api(p1, "alice", lambda api: api.call("GET", "collections"))
        assert refused.value.status == 503
        own.start()
        driver.store(p1, cards.people(3, 100))
        assert len(driver.held_by(p1)) == 8


def test_httpd_starts_while_its_database_is_away(portals):
    with Cluster.throwaway() as own:
        p1 = portals.make("p1", store="postgresql", cluster=own)
        allow_trouble(p1)
        own.stop()
        p1.start()
        own.start()
        api = p1.sign_in("alice")
        assert process.wait_until(lambda: api.raw("GET", "collections").status == 200, 30, 0.1)
        assert driver.store(p1, cards.people(2))["added"] == 2

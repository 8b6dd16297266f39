# SPDX-License-Identifier: Apache-2.0
"""Runs beside each other: a peer that hangs delays nobody, and one record that cannot be stored stops none."""
import contextlib
import socket
import threading
import time

import pytest
from pimtest import cards, driver
from pimtest.api import Api


@contextlib.contextmanager
def silent_peer():
    """Accepts connections and never answers."""
    listener, kept = socket.create_server(("127.0.0.1", 0)), []

    def take():
        with contextlib.suppress(OSError):
            while True:
                kept.append(listener.accept()[0])
    threading.Thread(target=take, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/syncml"
    finally:
        listener.close()
        for one in kept:
            one.close()


@pytest.mark.timing
def test_peer_that_never_answers_delays_nobody(portals):
    users = {f"user{n}": "secret" for n in range(20)}
    with silent_peer() as silent:
        p1 = portals("p1", users=users)
        p2 = portals("p2", users=users, peers={"p1": p1.told()["syncml"], "silent": silent}, workers=4, children=1)
        apis = {user: Api(p2.told()["api"], user, "secret") for user in users}
        stuck = apis["user0"].start_run(apis["user0"].connection("silent", "user0", "secret", ["contacts"]))
        due = {user: api.connection("p1", user, "secret", ["contacts"]) for user, api in apis.items()}
        begin = time.monotonic()
        runs = {user: apis[user].start_run(connection) for user, connection in due.items()}
        waiting = dict(runs)
        while waiting and time.monotonic() - begin < 30:
            for user, number in list(waiting.items()):
                if apis[user].run(number)["state"] != "due":
                    del waiting[user]
        took = time.monotonic() - begin
        assert not waiting and took < 2.0, f"{len(waiting)} runs had not started after {took:.2f} s"
        assert all(apis[user].wait(number)["state"] == "done" for user, number in runs.items())
        assert apis["user0"].run(stuck)["state"] == "running"
        apis["user0"].post(f"runs/{stuck}/cancel")
        for one in apis.values():
            one.close()


TRIGGER = {
    "sqlite": """CREATE TRIGGER refuse BEFORE INSERT ON item WHEN NEW.label LIKE '%-777'
                 BEGIN SELECT RAISE(ABORT, 'refused by the test'); END""",
    "postgresql": """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                     'BEGIN RAISE EXCEPTION ''refused by the test''; END';
                     CREATE TRIGGER refuse BEFORE INSERT ON item FOR EACH ROW
                     WHEN (convert_from(NEW.label, 'UTF8') LIKE '%-777') EXECUTE FUNCTION refuse()"""}


def refuse_one(portal):
    portal.tell_store(TRIGGER[portal.record["store"]])


@pytest.mark.both_stores
def test_import_stores_what_the_store_takes_and_names_what_it_refuses(portals):
    portal = portals("p1")
    portal.log.expect("refused by the test")
    refuse_one(portal)
    said = driver.store(portal, cards.people(1000))
    assert said["added"] == 999
    assert [failed["label"].rsplit("-", 1)[1] for failed in said["failed"]] == ["777"]


@pytest.mark.both_stores
def test_sync_stores_what_the_store_takes_and_names_what_it_refuses(portals):
    p1, p2 = portals.pair()
    p2.log.expect("refused by the test")
    driver.store(p1, cards.people(1000))
    refuse_one(p2)
    run = driver.sync(p2)
    assert run.code == 2 and run.counts("here")["added"] == 999 and run.counts("here")["failed"] == 1, run
    (named,) = [line for line in run["items"] if line["op"] == "fail"]
    assert named["label"].endswith("-777") and named["reason"]
    assert len(driver.held_by(p2)) == 999


@pytest.mark.both_stores
def test_server_stores_what_the_store_takes_and_names_what_it_refuses(portals):
    p1, p2 = portals.pair()
    p1.log.expect("refused by the test")
    driver.store(p2, cards.people(1000))
    refuse_one(p1)
    run = driver.sync(p2)
    assert run.code == 2 and run.counts("there")["added"] == 999 and run.counts("there")["failed"] == 1, run
    (named,) = [line for line in run["items"] if line["op"] == "fail"]
    assert named["label"].endswith("-777")

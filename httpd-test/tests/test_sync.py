# SPDX-License-Identifier: Apache-2.0
"""The main job: one command brings two portals to the same contacts, and the next moves nothing."""
import threading

import pytest
from pimtest import cards, driver
from pimtest.api import ApiError


def settled(p1, p2, user="alice", leave_out=()):
    """Both hold the same, and one more sync moves nothing."""
    difference = driver.same(driver.held_by(p1, user), driver.held_by(p2, user), leave_out)
    assert difference == ""
    again = driver.sync(p2, user=user)
    assert (again.code, again.moved()) == (0, 0), again


@pytest.mark.both_stores
def test_first_sync_fills_the_empty_side(portals):
    p1, p2 = portals.pair()
    some = cards.people(300)
    driver.store(p1, some)
    run = driver.sync(p2)
    assert run.code == 0 and run.counts("here")["added"] == 300
    assert driver.same(driver.held_by(p2), some) == ""
    settled(p1, p2)


@pytest.mark.both_stores(always=True)
def test_edits_of_different_fields_merge_and_nothing_is_lost(portals):
    p1, p2 = portals.pair()
    some = cards.people(300)
    driver.store(p1, some)
    driver.sync(p2)
    want = list(some)
    driver.store(p1, [cards.edited(c, "NOTE", "edited at one") for c in some[:50]] + cards.people(20, 1000))
    driver.store(p2, [cards.edited(c, "ORG", "edited at two") for c in some[:50]] + cards.people(20, 2000))
    want[:50] = [cards.edited(cards.edited(c, "NOTE", "edited at one"), "ORG", "edited at two") for c in some[:50]]
    want += cards.people(20, 1000) + cards.people(20, 2000)
    driver.delete(p1, some[100:110])
    driver.delete(p2, some[110:120])
    want = [c for c in want if c not in some[100:120]]
    run = driver.sync(p2)
    assert run.code == 0, run
    assert driver.same(driver.held_by(p2), want) == ""
    settled(p1, p2)


@pytest.mark.both_stores
def test_equal_contacts_under_other_uids_make_no_copies(portals):
    p1, p2 = portals.pair()
    equal = [cards.person(n, uid=False) for n in range(320)]

    def under(prefix, some):
        return [c.replace("VERSION:3.0\r\n", f"VERSION:3.0\r\nUID:{prefix}-{n}\r\n") for n, c in enumerate(some)]
    driver.store(p1, under("one", equal))
    differing = equal[:300] + [cards.edited(c, "TEL", "+1 555 0100 999") for c in equal[300:]]
    driver.store(p2, under("two", differing))
    run = driver.sync(p2)
    assert run.sum("joined") == 300 and run.sum("doubtful") == 20, run
    assert len(driver.held_by(p2)) == len(driver.held_by(p1)) == 340
    settled(p1, p2)


@pytest.mark.both_stores
def test_bridged_in_both_directions_at_once_settles(portals):
    p1 = portals.make("p1")
    p2 = portals("p2", peers={"p1": p1.told()["syncml"]})
    p1.configure(peers={"p2": p2.told()["syncml"]})
    p1.start()
    some = cards.people(40)
    driver.store(p1, some)
    assert driver.sync(p2).code == 0
    driver.store(p1, [cards.edited(c, "NOTE", "one") for c in some[:3]])
    driver.store(p2, [cards.edited(c, "NOTE", "two") for c in some[3:6]])
    both = [driver.start("sync", p2.name, "alice", "p1"), driver.start("sync", p1.name, "alice", "p2")]
    assert [driver.finished(p).code for p in both] == [0, 0]
    driver.sync(p2)
    want = [cards.edited(c, "NOTE", "one" if n < 3 else "two") if n < 6 else c for n, c in enumerate(some)]
    assert driver.same(driver.held_by(p1), want) == "" == driver.same(driver.held_by(p2), want)
    for portal, peer in ((p2, "p1"), (p1, "p2")):
        assert driver.sync(portal, peer).moved() == 0


@pytest.mark.both_stores
def test_a_machine_put_back_reverts_nothing_and_gets_back_what_others_have(portals, tmp_path):
    p1, p2 = portals.pair()
    some = cards.people(20)
    driver.store(p1, some)
    driver.sync(p2)
    p1.stop()
    p1.back_up(tmp_path / "backup")
    p1.start()
    edited = [cards.edited(card, "NOTE", "edited since") for card in some[:5]]
    driver.store(p2, edited)
    driver.store(p1, cards.people(3, 1000))
    driver.sync(p2)
    p1.stop()
    p1.put_back(tmp_path / "backup")
    p1.start()
    p1.log.expect("SML0122")
    assert driver.sync(p2).code == 0
    assert driver.same(driver.held_by(p1), edited + some[5:] + cards.people(3, 1000)) == ""
    settled(p1, p2)


@pytest.mark.both_stores
def test_ring_of_three_settles_without_copies(portals):
    p1 = portals.make("p1")
    p2 = portals("p2", peers={"p1": p1.told()["syncml"]})
    p3 = portals("p3", peers={"p2": p2.told()["syncml"]})
    p1.configure(peers={"p3": p3.told()["syncml"]})
    p1.start()
    some = cards.people(30, uid=False)
    driver.store(p1, some)
    assert driver.sync(p2, "p1").code == 0
    first = driver.held_by(p1)[0]
    driver.store(p1, [cards.edited(first, "NOTE", "edited before its copy came round")])
    for _ in range(2):
        for portal, peer in ((p2, "p1"), (p3, "p2"), (p1, "p3")):
            assert driver.sync(portal, peer).code == 0
    for portal in (p1, p2, p3):
        held = driver.held_by(portal)
        assert len(held) == 30 and sum("edited before" in c for c in held) == 1
    for _ in range(2):
        assert [driver.sync(p, peer).moved() for p, peer in ((p2, "p1"), (p3, "p2"), (p1, "p3"))] == [0, 0, 0]


@pytest.mark.both_stores
def test_preview_changes_no_record_and_the_run_after_it_ends_the_same(portals):
    p1, p2 = portals.pair()
    some = cards.people(60)
    driver.store(p1, some[:50])
    driver.store(p2, some[40:])
    plan = driver.sync(p2, "p1", "--plan")
    assert len([line for line in plan["items"] if line["op"] == "add"]) == 40 + 10, plan
    assert len(driver.held_by(p1)) == 50 and len(driver.held_by(p2)) == 20
    driver.store(p1, [cards.edited(some[0], "NOTE", "after the preview")])
    driver.store(p2, [cards.edited(some[55], "NOTE", "after the preview")])
    assert driver.sync(p2).code == 0
    some[0], some[55] = (cards.edited(some[n], "NOTE", "after the preview") for n in (0, 55))
    assert driver.same(driver.held_by(p2), some) == ""
    settled(p1, p2)


def test_peer_away_ends_with_a_plain_sentence_and_the_next_run_goes_on(portals):
    p1, p2 = portals.pair()
    driver.store(p1, cards.people(10))
    p1.stop()
    run = driver.sync(p2)
    assert run.code == 4 and run["sentence"], run
    p1.start()
    assert driver.sync(p2).code == 0 and len(driver.held_by(p2)) == 10


def test_refused_sign_in_is_told_and_changes_nothing(portals):
    p1, p2 = portals.pair()
    driver.store(p1, cards.people(3))
    run = driver.sync(p2, "p1", "--as", "alice:wrong")
    assert run.code == 5 and run["sentence"], run
    assert driver.held_by(p2) == []


def test_page_instead_of_syncml_ends_the_run_and_loses_nothing(portals):
    p1 = portals("p1")
    p2 = portals("p2", peers={"p1": p1.url + "/server-status"})
    driver.store(p2, cards.people(3))
    run = driver.sync(p2)
    assert run.code not in (0, 1) and run["sentence"], run
    assert len(driver.held_by(p2)) == 3


def test_unknown_peer_is_refused_with_the_names(portals):
    p2 = portals("p2")
    done = driver.command("sync", p2.name, "alice", "nobody")
    assert done.returncode == 1 and b"portal" in done.stderr


@pytest.mark.both_stores
def test_many_deletions_wait_for_a_person_and_keep_brings_them_back(portals):
    p1, p2 = portals.pair()
    some = cards.people(100)
    driver.store(p1, some)
    driver.sync(p2)
    driver.delete(p1, some[:30])
    run = driver.sync(p2)
    assert run.code == 3 and run.sum("held") == 30, run
    assert len(driver.held_by(p2)) == 100
    driver.decide(p2, "keep")
    assert driver.sync(p2).code == 0
    assert len(driver.held_by(p1)) == len(driver.held_by(p2)) == 100
    settled(p1, p2)


@pytest.mark.both_stores
def test_decided_deletions_travel_and_nobody_is_asked_twice(portals):
    p1, p2 = portals.pair()
    some = cards.people(100)
    driver.store(p1, some)
    driver.sync(p2)
    driver.delete(p1, some[:30])
    assert driver.sync(p2).code == 3
    driver.decide(p2, "delete")
    assert driver.sync(p2).code == 0
    assert len(driver.held_by(p1)) == len(driver.held_by(p2)) == 70
    assert driver.with_api(p1, "alice", lambda api: api.get("held"))["held"] == []
    settled(p1, p2)


@pytest.mark.both_stores
def test_receive_only_and_send_only_leave_the_other_direction_alone(portals):
    p1, p2 = portals.pair()
    driver.store(p1, cards.people(20))
    driver.store(p2, cards.people(5, 1000))
    received = driver.sync(p2, "p1", "--mode", "from-peer")
    assert received.code == 0 and received.counts("there")["added"] == 0, received
    assert (len(driver.held_by(p1)), len(driver.held_by(p2))) == (20, 25)
    driver.store(p1, cards.people(3, 2000))
    sent = driver.sync(p2, "p1", "--mode", "to-peer")
    assert sent.code == 0 and sent.counts("here")["added"] == 0 and sent.sum("kept_back") == 3, sent
    assert (len(driver.held_by(p1)), len(driver.held_by(p2))) == (28, 25)
    driver.sync(p2)
    settled(p1, p2)


@pytest.mark.both_stores
def test_mirrors_make_one_side_like_the_other(portals):
    p1, p2 = portals.pair()
    some = cards.people(20)
    driver.store(p1, some)
    driver.sync(p2)
    driver.store(p2, [cards.edited(c, "NOTE", "edited at two") for c in some[:3]] + cards.people(4, 1000))
    before = driver.held_by(p1)
    assert driver.sync(p2, "p1", "--mode", "refresh-from-peer").code == 0
    assert driver.same(driver.held_by(p2), before) == ""
    driver.store(p2, cards.people(2, 2000))
    driver.store(p1, cards.people(12, 3000))
    wanted = driver.held_by(p2)
    assert driver.sync(p2, "p1", "--mode", "refresh-to-peer").code == 0  # chosen by a person: not asked again
    assert driver.same(driver.held_by(p1), wanted) == ""
    settled(p1, p2)


@pytest.mark.both_stores
def test_two_users_sync_at_the_same_time(portals):
    users = {f"user{n}": "secret" for n in range(6)}
    p1, p2 = portals.pair(users=users)
    for number, user in enumerate(users):
        driver.store(p1, cards.people(50, seed=number), user)
    runs = [driver.start("sync", p2.name, user, "p1") for user in users]
    assert [driver.finished(run).code for run in runs] == [0] * 6
    for number, user in enumerate(users):
        assert driver.same(driver.held_by(p2, user), cards.people(50, seed=number)) == ""


def test_run_can_be_cancelled_and_the_next_goes_on(portals, api):
    p1, p2 = portals.pair(max_msg_size=10240)
    driver.store(p1, cards.people(500))
    user = api(p2)
    number = user.start_run(user.connection("p1", "alice", "secret", ["contacts"]))
    try:
        user.post(f"runs/{number}/cancel")
    except ApiError as ended:
        assert ended.status == 409
    assert user.wait(number)["state"] in ("cancelled", "done")
    assert driver.sync(p2).code == 0
    assert driver.same(driver.held_by(p2), cards.people(500)) == ""


@pytest.mark.both_stores
def test_exports_during_a_sync_see_whole_records_only(portals):
    p1, p2 = portals.pair(max_msg_size=20480)
    some = cards.people(400)
    driver.store(p1, some)
    running, counts = driver.start("sync", p2.name, "alice", "p1"), []

    def look():
        while running.poll() is None:
            held = driver.held_by(p2)
            counts.append(len(held))
            assert not (cards.bag(held) - cards.bag(some))
    watcher = threading.Thread(target=look)
    watcher.start()
    assert driver.finished(running).code == 0
    watcher.join()
    assert counts == sorted(counts)

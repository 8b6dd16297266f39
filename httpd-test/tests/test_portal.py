# SPDX-License-Identifier: Apache-2.0
"""import and export: what goes in comes out, and what cannot is named."""
import json
import urllib.request

import pytest
from pimtest import cards, driver
from pimtest.api import ApiError


@pytest.fixture(scope="module")
def portal(module_portals):
    return module_portals("p1", users={f"user{n}": "secret" for n in range(12)})


def test_up_tells_what_it_made(portals):
    portal = portals("p1")
    told = portal.told()
    assert told["syncml"] == told["url"] + "/syncml" and told["api"] == told["url"] + "/sync/api/v1/"
    assert {"name", "dir", "pid", "port", "url", "syncml", "console", "api", "metrics", "error_log"} <= set(told)


def test_both_modules_are_loaded_and_the_configuration_is_good(portal):
    assert "Syntax OK" in portal.httpd("-t").stderr
    loaded = portal.httpd("-M").stdout
    assert "syncml_module" in loaded and "pimbridge_module" in loaded


def test_what_goes_in_comes_out(portal):
    some = cards.people(50)
    said = driver.store(portal, some, "user0")
    assert (said["added"], said["failed"]) == (50, [])
    assert driver.same(driver.held_by(portal, "user0"), some) == ""


def test_known_uid_updates_and_the_same_again_changes_nothing(portal):
    some = cards.people(5)
    driver.store(portal, some, "user1")
    some[2] = cards.edited(some[2], "NOTE", "Another note")
    assert driver.store(portal, some, "user1") == {"added": 0, "updated": 1, "unchanged": 4, "failed": [],
                                                   "remarks": [], "remarks_left_out": 0}
    assert driver.same(driver.held_by(portal, "user1"), some) == ""


def test_record_without_uid_is_known_again(portal):
    some = cards.people(3, uid=False)
    driver.store(portal, some, "user2")
    assert driver.store(portal, some, "user2")["unchanged"] == 3
    assert len(driver.held_by(portal, "user2")) == 3


def test_unreadable_record_is_named_and_the_others_go_on(portal):
    some = cards.people(3)
    some[1] = some[1].replace("VERSION:3.0", "VERSION:9.7")
    said = driver.store(portal, some, "user3")
    assert said["added"] == 2
    assert [f["index"] for f in said["failed"]] == [2] and said["failed"][0]["reason"]


def test_users_do_not_see_each_other(portal):
    driver.store(portal, cards.people(2), "user4")
    assert driver.held_by(portal, "user5") == []


def test_edit_and_delete_through_the_api(portal, api):
    driver.store(portal, cards.people(3), "user6")
    user = api(portal, "user6")
    first, second, _ = user.items("contacts")
    user.put_item("contacts", first["id"], cards.edited(cards.person(0), "FN", "New Name").encode())
    user.delete_item("contacts", second["id"])
    assert len(driver.held_by(portal, "user6")) == 2
    assert "New Name" in [cards.value(c, "FN") for c in driver.held_by(portal, "user6")]


def test_a_condition_that_says_nothing_is_not_taken_for_none(portal, api):
    driver.store(portal, cards.people(1), "user9")
    user = api(portal, "user9")
    (item,) = user.items("contacts")
    reply = user.raw("PUT", f"collections/contacts/items/{item['id']}", cards.edited(cards.person(0), "FN", "X").encode(),
                     {"Content-Type": "text/vcard", "If-Match": ""})
    assert (reply.status, reply.json()["code"]) == (400, "API0014")
    assert driver.same(driver.held_by(portal, "user9"), cards.people(1)) == ""


def test_wrong_password_is_refused_with_its_exit_code(portal, api):
    portal.log.expect("AH01617: user user7: authentication failure")
    with pytest.raises(ApiError) as refused:
        api(portal, "user7", "wrong").get("collections")
    assert refused.value.status == 401


def test_unknown_collection_is_a_problem_document(portal, api):
    reply = api(portal, "user7").raw("GET", "collections/nonsense/items")
    assert reply.status == 404 and reply.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(reply.json())


def test_health_needs_no_sign_in(portal):
    with urllib.request.urlopen(portal.told()["api"] + "health") as reply:
        assert json.load(reply)["status"] == "ok"


def test_large_file_goes_in_whole(portal):
    some = cards.people(3000)
    assert driver.store(portal, some, "user8")["added"] == 3000
    assert driver.same(driver.held_by(portal, "user8"), some) == ""

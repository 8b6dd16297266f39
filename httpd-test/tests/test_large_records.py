# SPDX-License-Identifier: Apache-2.0
"""Records larger than a message, such as contacts with a picture, go and come in parts."""
import base64

import pytest
from pimtest import cards, driver

SMALL = 10240


def with_picture(number, octets=60_000):
    picture = base64.b64encode(bytes(i * i % 251 for i in range(octets))).decode()
    return cards.edited(cards.person(number), "PHOTO;ENCODING=b;TYPE=JPEG", picture)


@pytest.mark.both_stores
def test_contacts_with_pictures_go_both_ways_in_small_messages(portals):
    p1, p2 = portals.pair(max_msg_size=SMALL)
    ones, twos = [with_picture(1), cards.person(2)], [with_picture(3), cards.person(4)]
    driver.store(p1, ones)
    driver.store(p2, twos)
    run = driver.sync(p2)
    assert run.code == 0, run
    assert driver.same(driver.held_by(p1), ones + twos) == ""
    assert driver.same(driver.held_by(p2), ones + twos) == ""
    driver.store(p1, [cards.edited(ones[0], "NOTE", "edited at one")])
    driver.store(p2, [cards.edited(twos[0], "NOTE", "edited at two")])
    run = driver.sync(p2)
    assert run.code == 0, run
    assert driver.same(driver.held_by(p1), driver.held_by(p2)) == ""
    assert {"edited at one", "edited at two"} <= {cards.value(c, "NOTE") for c in driver.held_by(p2)}
    assert driver.sync(p2).moved() == 0

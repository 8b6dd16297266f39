# SPDX-License-Identifier: Apache-2.0
"""Wrong passwords: slow to guess, and no way to shut a user out."""
import pytest
from pimtest import cards, driver
from pimtest.terminal import Refused, Terminal


def try_once(portal, user, password):
    """What a sign-in comes to."""
    terminal = Terminal(portal.told()["syncml"], "device", user=user, password=password)
    try:
        terminal.send([])
        return "good"
    except Refused as refused:
        return "later" if "HTTP 503" in str(refused) else "refused"
    finally:
        terminal.close()


@pytest.mark.parametrize("user", ["alice", "nobody-of-this-name"])
def test_guesses_are_not_even_looked_at_after_some(portals, user):
    portal = portals("p1", users={"alice": "secret", "bob": "secret"}, children=2)
    tries = [try_once(portal, user, f"guess {i}") for i in range(20)]
    assert tries[:10] == ["refused"] * 10
    assert "later" in tries[10:]
    # the address is not held up for it, and no other account is
    assert try_once(portal, "bob", "secret") == "good"


def test_user_who_has_been_here_is_not_shut_out_by_guesses(portals):
    portal = portals("p1", children=1)
    driver.store(portal, cards.people(1))
    assert try_once(portal, "alice", "secret") == "good"
    for i in range(9):
        assert try_once(portal, "alice", f"guess {i}") == "refused"
    portal.graceful()  # a new child, whose memory of good passwords is empty
    assert try_once(portal, "alice", "secret") == "good"

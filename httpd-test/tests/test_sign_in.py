# SPDX-License-Identifier: Apache-2.0
"""Wrong passwords: slow to guess, and no way to shut a user out."""
import contextlib

import pytest
from pimtest import cards, driver
from pimtest.config import password_line
from pimtest.portal import free_port
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


ELSEWHERE = """
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
    ServerName 127.0.0.1:{first}
    SyncMLPortal other
    <Location "/syncml">
        SetHandler syncml
        SyncMLEngine On
        AuthUserFile others
        Require all granted
    </Location>
</VirtualHost>
"""


def test_password_of_one_server_is_none_at_another_of_its_name(portals):
    port, first = free_port(), free_port()
    portal = portals.make("p1", children=1, port=first, extra=ELSEWHERE.format(port=port, first=first))
    (portal.dir / "others").write_text(password_line("alice", "another"), encoding="utf-8")
    portal.start()
    assert try_once(portal, "alice", "secret") == "good"
    terminal = Terminal(f"http://127.0.0.1:{port}/syncml", "device", user="alice", password="secret")
    with contextlib.closing(terminal), pytest.raises(Refused):
        terminal.send([])


SECOND = """
<AuthnProviderAlias file second>
    AuthUserFile others
</AuthnProviderAlias>
SyncMLAuthProvider file second
"""


def test_first_provider_that_knows_the_user_decides(portals):
    portal = portals.make("p1", users={"alice": "secret"}, extra=SECOND)
    (portal.dir / "others").write_text(password_line("alice", "old") + password_line("carol", "hers"), encoding="utf-8")
    portal.start()
    assert [try_once(portal, *who) for who in (("alice", "old"), ("carol", "hers"))] == ["refused", "good"]

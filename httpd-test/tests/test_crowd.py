# SPDX-License-Identifier: Apache-2.0
"""Many at once: terminals that fill a portal together, and clients that only hold its connections."""
import base64
import contextlib
import os
import pathlib
import socket
import threading
import time

import pytest
from pimtest import cards, driver, process
from pimtest.terminal import Terminal


def in_threads(count, work):
    """What work(0) ... work(count - 1) gave, each in a thread of its own; an exception is its result."""
    results = [None] * count

    def one(number):
        try:
            results[number] = work(number)
        except Exception as error:
            results[number] = error
    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def fill(portal, devices, contacts):
    """Devices of as many users send their contacts at once; seconds of the slowest."""
    begin = time.monotonic()

    def work(number):
        terminal = Terminal(portal.told()["syncml"], f"device-{number}", f"user{number}")
        with contextlib.closing(terminal):
            return terminal.send(cards.people(contacts, seed=number))
    results = in_threads(devices, work)
    assert results == [0] * devices, [str(r) for r in results if r != 0]
    return time.monotonic() - begin


def users(count):
    return {f"user{n}": "secret" for n in range(count)}


@pytest.mark.both_stores(always=True)
def test_five_devices_at_once_send_their_contacts(portals):
    portal = portals("p1", users=users(5))
    fill(portal, 5, 100)
    for number in range(5):
        assert driver.same(driver.held_by(portal, f"user{number}"), cards.people(100, seed=number)) == ""


@pytest.mark.full
def test_twenty_devices_at_once_send_a_thousand_contacts_each(portals):
    portal = portals("p1", users=users(20), children=4)
    print(f"20 devices, 1,000 contacts each: {fill(portal, 20, 1000):.1f} s")
    assert [len(driver.held_by(portal, user)) for user in users(20)] == [1000] * 20


class SlowReaders:
    """Clients that ask for all contacts of a user, and take an octet now and then."""

    def __init__(self, portal, count, user):
        self._sockets, self._stop = [], threading.Event()
        token = base64.b64encode(f"{user}:{portal.record['users'][user]}".encode()).decode()
        for _ in range(count):
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect(("127.0.0.1", portal.record["port"]))
            one.sendall(f"GET /sync/api/v1/collections/contacts/items HTTP/1.1\r\nHost: x\r\nAccept: text/vcard\r\n"
                        f"Authorization: Basic {token}\r\n\r\n".encode())
            one.setblocking(False)
            self._sockets.append(one)
        self._thread = threading.Thread(target=self._sip, daemon=True)
        self._thread.start()

    def _sip(self):
        while not self._stop.wait(0.2):
            for one in self._sockets:
                with contextlib.suppress(OSError):
                    one.recv(1)

    def living(self):
        """How many the server has not given up."""
        count = 0
        for one in self._sockets:
            try:
                count += one.recv(1, socket.MSG_PEEK) != b""
            except BlockingIOError:
                count += 1
            except OSError:
                pass
        return count

    def close(self):
        self._stop.set()
        self._thread.join()
        for one in self._sockets:
            one.close()


def replies_held(portal):
    """How many replies the children keep in memory, for whoever reads slowly."""
    count = 0
    for child in portal.children():
        for handle in pathlib.Path(f"/proc/{child}/fd").iterdir():
            with contextlib.suppress(OSError):
                count += "pim-reply" in os.readlink(handle)
    return count


# what a site with so many slow clients sets (docs/administrator.md); small buffers: the kernel must not hide them
SETTINGS = "AsyncRequestWorkerFactor 64\nSendBufferSize 16384\n"


def sessions_beside_slow_readers(portals, readers, sessions, contacts):
    portal = portals("p1", users={**users(sessions), "slow": "secret"}, children=4, extra=SETTINGS)
    portal.log.allow("AH00484|AH10159")  # all workers were busy for a moment
    driver.store(portal, cards.people(800), "slow")
    with contextlib.closing(SlowReaders(portal, readers, "slow")) as slow:
        took = fill(portal, sessions, contacts)
        assert slow.living() == readers
        assert replies_held(portal) > 0
    assert process.wait_until(lambda: replies_held(portal) == 0, 30), "what is gone holds memory"
    print(f"{sessions} sessions beside {readers} slow readers: {took:.1f} s")
    assert sum(len(driver.held_by(portal, user)) for user in users(sessions)) == sessions * contacts


def test_sessions_finish_beside_readers_that_hardly_read(portals):
    sessions_beside_slow_readers(portals, 60, 4, 50)


@pytest.mark.full
def test_twenty_sessions_finish_beside_five_hundred_slow_readers(portals):
    sessions_beside_slow_readers(portals, 500, 20, 100)

# SPDX-License-Identifier: Apache-2.0
"""SyncEvolution's client against our portal: versions, encodings, sign-ins, sizes of messages, and lost state.

Each over both stores. The plain check runs the client's own defaults and the cell furthest from them; --full runs them all. The last line of
each cell is a row of the table that is printed at the end.
"""
import itertools

import pytest
from pimtest import cards, driver, syncevo

SIZES = {"large": 150_000, "small": 10_240}
CELLS = list(itertools.product(("1.2", "1.1", "1.0"), ("wbxml", "xml"), ("md5", "basic"), SIZES))
PLAIN = {("1.2", "wbxml", "md5", "large"), ("1.1", "xml", "basic", "small")}
CONF = "SyncMLAuth basic device-password md5\n"


@pytest.fixture(scope="module")
def table(request):
    rows = []
    yield rows
    plugins = request.config.pluginmanager
    said = plugins.get_plugin("terminalreporter")
    with plugins.get_plugin("capturemanager").global_and_fixture_disabled():
        said.write_line("\n\nstore       version  encoding  sign-in  messages  slow  two-way  deletes  lost state")
        for row in rows:
            said.write_line("{:11} {:8} {:9} {:8} {:9} {:5} {:8} {:8} {}".format(*row))


def names(some):
    return sorted(cards.value(card, "FN") for card in some)


def agree(portal, device, count):
    held, there = driver.held_by(portal), device.items.cards()
    assert len(held) == len(there) == count
    assert names(held) == names(there)


def cells():
    for cell in CELLS:
        yield pytest.param(cell, id="-".join(cell), marks=[] if cell in PLAIN else [pytest.mark.full])


@pytest.mark.both_stores
@pytest.mark.parametrize("cell", cells())
def test_cell(portals, store, tmp_path, table, cell):
    version, encoding, auth, size = cell
    row = [store, *cell, "-", "-", "-", "-"]
    table.append(row)
    portal = portals("p1", extra=CONF)
    secret = portal.device("alice")["password"] if auth == "md5" else "secret"
    device = syncevo.Device(tmp_path, "terminal-1", SyncMLVersion=version, enableWBXML=int(encoding == "wbxml"),
                            clientAuthType=auth, maxMsgSize=SIZES[size])

    def sync(mode="two-way"):
        code = device.sync(portal.told()["syncml"], "alice", secret, mode)
        assert code == 0, device.output

    some = cards.people(40)
    driver.store(portal, some)
    for number in range(40, 60):
        device.items.write(str(number), cards.person(number))
    sync("slow")
    agree(portal, device, 60)
    row[5] = "ok"

    driver.store(portal, [cards.edited(some[0], "TEL", "+1 555 0001")])
    device.items.write("new", cards.person(70))
    sync()
    agree(portal, device, 61)
    assert any("+1 555 0001" in card for card in device.items.cards())
    row[6] = "ok"

    driver.delete(portal, some[1:3])
    for file in [f for f in device.items.files() if cards.value(f.read_text(), "FN") == cards.value(some[3], "FN")]:
        file.unlink()
    sync()
    agree(portal, device, 58)
    row[7] = "ok"

    device.forget()  # anchors, maps and nonces, not its records
    sync()
    agree(portal, device, 58)
    sync()
    agree(portal, device, 58)
    row[8] = "ok"


@pytest.mark.both_stores
def test_defaults_of_the_client_are_served(portals, tmp_path):
    """Nothing of version, encoding or sign-in is configured at the client."""
    portal = portals("p1", extra=CONF)
    made = portal.device("alice")
    device = syncevo.Device(tmp_path, "terminal-1", SyncMLVersion=None, enableWBXML=None, clientAuthType=None)
    driver.store(portal, cards.people(10))
    for mode in ("slow", "two-way"):
        assert device.sync(made["url"], made["user"], made["password"], mode) == 0, device.output
    agree(portal, device, 10)


@pytest.mark.both_stores
def test_revoked_password_of_a_device_signs_in_no_more(portals, tmp_path):
    portal = portals("p1", extra=CONF)
    made = portal.device("alice")
    device = syncevo.Device(tmp_path, "terminal-1", clientAuthType="md5", enableWBXML=1)
    assert device.sync(made["url"], "alice", made["password"], "slow") == 0, device.output
    portal.revoke("alice", made["number"])
    assert device.sync(made["url"], "alice", made["password"]) != 0

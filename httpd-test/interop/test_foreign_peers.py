# SPDX-License-Identifier: Apache-2.0
"""The foreign peers work with each other: where this fails, no other test of this folder says anything of us."""
from pimtest import syncevo

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:{0};A;;;\r\nFN:A {0}\r\nTEL;TYPE=CELL:+1 555 {1:04}\r\nEND:VCARD\r\n"


def test_foreign_device_and_foreign_portal_sync_with_each_other(tmp_path):
    device = syncevo.Device(tmp_path, "dev-a")
    device.items.write("1", CARD.format("One", 1))
    with syncevo.Server(tmp_path, ["dev-a"]) as server:
        server.items.write("2", CARD.format("Two", 2))
        code = device.sync(server.url, "u", "p", "slow")
    assert code == 0, device.output
    assert len(device.items.files()) == len(server.items.files()) == 2

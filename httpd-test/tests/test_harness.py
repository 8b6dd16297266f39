# SPDX-License-Identifier: Apache-2.0
"""The harness itself, on an httpd without our modules: what it promises must hold before it judges them."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import urllib.error
import urllib.request

import pytest
from pimtest import paths, process
from pimtest.errorlog import ErrorLog
from pimtest.paths import HarnessError
from pimtest.portal import Portal
from pimtest.preload import SYNCS, WRITES, KillAt
from pimtest.records import chunks

pytestmark = pytest.mark.sqlite

PORTAL = paths.SOURCE / "httpd-test" / "portal"


def run(*arguments):
    return subprocess.run([str(PORTAL), *map(str, arguments)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


def get(portal, path):
    try:
        with urllib.request.urlopen(portal.url + path) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code


def test_portals_listen_on_ports_of_their_own(portals):
    one, two = portals("one", modules=()), portals("two", modules=())
    assert one.record["port"] != two.record["port"]
    assert get(one, "/server-status") == get(two, "/server-status") == 200


def test_children_leave_the_account_of_root(portals):
    portal = portals("one", modules=())
    account = paths.httpd_user()
    wanted = {account.pw_uid if account else os.getuid()}

    def owners():
        status = [pathlib.Path("/proc", str(pid), "status").read_text(encoding="ascii") for pid in portal.children()]
        return {int(re.search(r"^Uid:\s+(\d+)", text, re.M)[1]) for text in status}
    assert process.wait_until(lambda: owners() == wanted, 5)


def test_removed_portal_leaves_neither_process_nor_folder(portals):
    portal = portals.make("one", modules=())
    pid = portal.start().pid()
    portal.remove()
    assert not process.alive(pid) and not portal.dir.exists()


def test_unexpected_error_line_is_seen(portals):
    portal = portals("one", modules=())
    get(portal, "/closed")
    assert process.wait_until(portal.log.unexpected, 5)
    portal.log.expect("AH01630")
    assert portal.log.unexpected() == [] and portal.log.missing() == []


def test_expected_line_that_never_came_is_seen(portals):
    portal = portals("one", modules=())
    portal.log.expect("never said")
    assert portal.log.missing() == ["never said"]
    portal.log._expected.clear()


def test_died_child_is_seen_and_replaced(portals):
    portal = portals("one", modules=(), children=1)
    (child,) = portal.children()
    process.send(child, signal.SIGSEGV)
    assert process.wait_until(lambda: portal.children() not in ([], [child]), 10)
    assert "exit signal Segmentation fault" in portal.log.unexpected()[0]
    portal.log.expect("exit signal Segmentation fault")


@pytest.mark.parametrize("line", ["AH00052: child pid 7 exit signal Segmentation fault (11)",
                                  "AH00051: child pid 7 exit signal Aborted (6), possible coredump in /var/tmp"])
def test_died_child_is_seen_whether_it_left_a_core_or_not(line, tmp_path):
    log = ErrorLog(tmp_path / "error.log")
    log.path.write_text(f"[core:notice] [pid 6] {line}\n", encoding="ascii")
    assert len(log.unexpected()) == 1


def test_wrong_directive_is_told_with_its_line(portals):
    with pytest.raises(HarnessError, match="httpd.conf:.*\n*.*PimNonsense"):
        portals("one", modules=(), extra="PimNonsense On\n")


def test_command_line_refuses_what_it_does_not_know():
    assert run("up").returncode == 1
    assert run("down", "no-such-portal").returncode == 1
    assert "no portal 'no-such-portal'" in run("log", "no-such-portal").stderr


def test_list_is_one_line_of_json_per_portal(portals):
    portal = portals("one", modules=())
    told = {one["name"]: one for one in map(json.loads, run("list").stdout.splitlines())}
    assert told[portal.name]["pid"] == portal.pid() and told[portal.name]["running"]


def test_named_folder_outlives_down_and_is_taken_up_again(portals):
    where = portals.make("one", modules=()).dir.parent / "kept-by-the-caller"
    portal = Portal.make("kept", folder=where, modules=())
    try:
        (portal.dir / "state" / "mark").write_text("here", encoding="ascii")
        portal.remove()
        again = Portal.make("kept", folder=where, modules=())
        assert (again.dir / "state" / "mark").read_text(encoding="ascii") == "here"
        again.remove()
    finally:
        paths.instances_dir().joinpath("kept").unlink(missing_ok=True)
        shutil.rmtree(where)


WRITER = """
import os, sys
fd = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
for n in range(10):
    os.pwrite(fd, b"x" * 100, n * 100)
    os.fsync(fd)
"""


@pytest.mark.parametrize("kinds,number,size", [(SYNCS, 3, 300), (WRITES, 3, 200), (WRITES | 4, 3, 250)])
def test_kill_falls_on_the_instant_asked_for(portals, kinds, number, size):
    portal = portals.make("one", modules=())
    switch = KillAt(portal)
    portal.store.write_bytes(b"")
    switch.arm(number, kinds)
    env = {**portal.env, "LD_PRELOAD": str(portal.preload[0])}
    done = subprocess.run(["/usr/bin/python3", "-c", WRITER, str(portal.store)], env=env)
    assert done.returncode == -9 and switch.fired()
    assert portal.store.stat().st_size == size


def test_files_are_cut_between_records_only():
    card = b"BEGIN:VCARD\r\nN:a\r\nEND:VCARD\r\n"
    nested = b"BEGIN:VCARD\r\nAGENT:\r\n" + card + b"END:VCARD\r\n"
    pieces = list(chunks(card + nested + card, 40))
    assert b"".join(pieces) == card + nested + card and len(pieces) == 2
    assert all(piece.count(b"BEGIN") == piece.count(b"END") for piece in pieces)

# SPDX-License-Identifier: Apache-2.0
"""Commands of the administrator's manual, as they are printed there."""
import re
import subprocess

import pytest
from pimtest import cards, driver, paths

MANUAL = (paths.SOURCE / "docs" / "administrator.md").read_text(encoding="utf-8")


def printed(pattern):
    return re.search(pattern, MANUAL).group(1)


def shell(line, **environment):
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=environment, timeout=60,
                          stdin=subprocess.DEVNULL)


@pytest.fixture(name="cron_line")
def fixture_cron_line(portals, tmp_path):
    """The line for alice's first connection, and what it needs around itself."""
    portal = portals("p1", peers={"town": "http://127.0.0.1:9/syncml"})
    number = driver.with_api(portal, "alice", lambda api: api.connection("town", "x", "y", ["contacts"]))
    line = printed(r"\* \* \* \*  (curl .*)").replace("https://portal.example.org", portal.url)
    (tmp_path / ".pimsync").write_text("machine 127.0.0.1 login alice password secret\n", encoding="ascii")

    def run(which):
        return shell(line.replace("/connections/1/", f"/connections/{which}/"), HOME=str(tmp_path), PATH="/usr/bin:/bin")
    return run, number


def test_cron_line_says_nothing_when_the_run_was_taken(cron_line):
    run, number = cron_line
    done = run(number)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_cron_line_fails_with_one_line_when_it_was_not(cron_line):
    run, number = cron_line
    done = run(number + 1)
    assert done.returncode != 0 and done.stdout == "" and len(done.stderr.splitlines()) == 1


@pytest.mark.sqlite
def test_backup_is_whole_and_readable_for_nobody_else(portals, tmp_path):
    portal = portals("p1")
    driver.store(portal, cards.people(3))
    copy = tmp_path / "copy.db"
    line = printed(r"sudo (sh -c 'umask.*)").replace("/var/lib/pimsync/pimsync.db", str(portal.store))
    line = line.replace("FILE", str(copy))
    assert shell("umask 022; " + line, PATH="/usr/bin:/bin").returncode == 0
    assert copy.stat().st_mode & 0o077 == 0
    assert "sound" in portal.pimctl("store", "check", "sqlite", str(copy))

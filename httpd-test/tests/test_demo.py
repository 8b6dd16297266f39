# SPDX-License-Identifier: Apache-2.0
"""The demo for people: it says where to click and takes everything away at the end."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request

import pytest
from pimtest import paths
from pimtest.api import Api

pytestmark = pytest.mark.sqlite

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(paths.SOURCE / "httpd-test"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def folder():
    """For the demo's instances, whose names are fixed; httpd's children must get in where root starts it."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="demo-", dir=paths.instances_dir()))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def start(folder, *arguments):
    return subprocess.Popen([sys.executable, "-m", "pimtest.demo", *arguments], stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
                            env={**ENVIRONMENT, "TMPDIR": str(folder)})


def read_until(demo, text):
    said = ""
    for line in demo.stdout:
        said += line
        if text in line:
            break
    return said


def test_says_where_to_click_and_leaves_nothing_behind(folder):
    demo = start(folder)
    said = read_until(demo, "Ctrl-C")
    assert "alice" in said and "secret" in said, said
    for name in ("works", "town"):
        url = re.search(rf"{name}\s+(http://127\.0\.0\.1:\d+/)sync/", said)[1]
        with urllib.request.urlopen(url + "sync/api/v1/health") as reply:
            assert reply.status == 200
    demo.send_signal(signal.SIGINT)
    rest, _ = demo.communicate(timeout=60)
    assert demo.returncode == 0 and "nothing of them is left" in rest, rest
    assert list((folder / "pimsync-portals").iterdir()) == []


def test_keeps_what_it_promises_to_whoever_clicks(folder):
    demo = start(folder)
    said = read_until(demo, "Ctrl-C")
    password = re.search(r"password (\S+)\.", said)[1]
    api = Api(re.search(r"works\s+(http://\S+)", said)[1] + "api/v1/", "alice", password)
    connection = api.connection("town", "alice", password, ["contacts"])
    plan = api.wait(api.start_run(connection, plan=True))["collections"][0]
    done = api.wait(api.start_run(connection))["collections"][0]
    names = [each["item"]["label"] for each in api.get("conflicts")["conflicts"] if each["kind"] == "doubtful"]
    api.close()
    demo.send_signal(signal.SIGINT)
    demo.communicate(timeout=60)
    assert plan["here"] == done["here"] and plan["there"] == done["there"], (plan, done)
    assert done["joined"] == 2 and done["here"]["updated"] == 1 and done["there"]["updated"] >= 1, done  # Mary, Omar
    assert done["doubtful"] == 1 and names == ["Lena Brandt"], (done, names)


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_once_tells_the_whole_story(folder, store):
    demo = start(folder, "--once", "--store", store)
    said, _ = demo.communicate(timeout=120)
    assert demo.returncode == 0, said
    assert "5. Once more: nothing changed" in said
    assert list(folder.glob("pim-pg-*")) == []

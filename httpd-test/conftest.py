# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the server tests: throwaway portals whose error logs must stay clean.

A line of level warn or above, a sanitizer's report or a died child that no test expected fails the
test it fell into. A skipped test fails the run.
"""
import os
import pathlib
import re
import secrets
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from pimtest.cluster import Cluster  # noqa: E402
from pimtest.portal import Portal  # noqa: E402

STORE = os.environ.get("PIM_STORE", "sqlite")
_skipped = []
_not_replayed = []


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: left out by check --quick")
    config.addinivalue_line("markers", "timing: measures time, so it is left out where a sanitizer slows everything")
    config.addinivalue_line("markers", "full: every case instead of a sample; only in check --full")
    config.addinivalue_line("markers", "replay(folder): of files that are not the project's; left out, and named, where they are absent")
    config.addinivalue_line("markers", "both_stores(always=False): over SQLite, and over PostgreSQL in check --full, or always")
    config.addinivalue_line("markers", "sqlite: about the file of a SQLite store, or over no portal's store at all")


def pytest_generate_tests(metafunc):
    both = metafunc.definition.get_closest_marker("both_stores")
    if STORE == "sqlite" and both and not metafunc.definition.get_closest_marker("sqlite"):
        every = os.environ.get("PIM_CHECK") == "full" or both.kwargs.get("always", False)
        metafunc.parametrize("store", ("sqlite", "postgresql") if every else ("sqlite",), indirect=True)


def pytest_collection_modifyitems(config, items):
    left_out = [] if os.environ.get("PIM_CHECK") == "full" else ["full"]
    left_out += [] if STORE == "sqlite" else ["sqlite"]
    kept = [item for item in items if not any(map(item.get_closest_marker, left_out))]
    replays = {item: item.get_closest_marker("replay").args[0] for item in kept if item.get_closest_marker("replay")}
    _not_replayed.extend((item.nodeid, folder) for item, folder in replays.items() if not folder.is_dir())
    kept = [item for item in kept if item not in replays or replays[item].is_dir()]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_runtest_logreport(report):
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _skipped.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session):
    if _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    for test, folder in _not_replayed:
        terminalreporter.write_line(f"not replayed: {test}: {folder} is absent; PIM_CORPORA can name another one")
    for line in _skipped:
        terminalreporter.write_line(f"skipped, which counts as failed: {line}")
    if _skipped:
        terminalreporter.write_line(f"{len(_skipped)} failed")


class Fleet:
    """Makes the portals of a test, watches their error logs, takes them away."""

    def __init__(self, label, store, cluster):
        # short: the name is part of paths and of what the logs say
        self._label = re.sub(r"[^A-Za-z0-9]+", "-", label)[:40].strip("-")
        self._portals = []
        self._store, self._cluster = store, cluster

    def make(self, short, **options):
        """Laid out, not started: for tests that preload something first."""
        if self._store != "sqlite" and "store" not in options:
            options |= {"store": self._store, "cluster": self._cluster()}
        portal = Portal.make(f"{self._label}-{secrets.token_hex(3)}-{short}", **options)
        self._portals.append(portal)
        return portal

    def __call__(self, short, **options):
        portal = self.make(short, **options)
        try:
            return portal.start()
        except Exception:
            self._portals.remove(portal)
            portal.remove()
            raise

    def pair(self, **options):
        """P1 and P2; P2 knows P1 as the peer 'p1'."""
        p1 = self("p1", **options)
        return p1, self("p2", peers={"p1": p1.told()["syncml"]}, **options)

    def close(self):
        said = []
        for portal in self._portals:
            ended = portal.stop()
            said += [f"{portal.name}: {line}" for line in portal.log.unexpected()]
            said += [f"{portal.name}: expected and not seen: {p}" for p in portal.log.missing()]
            said += [] if ended else [f"{portal.name}: httpd did not end in time and was killed"]
        for portal in self._portals:
            portal.remove()
        if said:
            pytest.fail("the error logs:\n" + "\n".join(said), pytrace=False)


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL for all tests of the session; each portal has a database of its own in it."""
    with Cluster.throwaway() as one:
        yield one


@pytest.fixture
def store(request):
    """What keeps the records of this test's portals, where it does not say so itself."""
    return getattr(request, "param", STORE)


@pytest.fixture
def portals(request, store):
    """portals("p1", peers=..., children=...) gives a started portal for this test."""
    fleet = Fleet(request.node.name, store, lambda: request.getfixturevalue("cluster"))
    yield fleet
    fleet.close()


@pytest.fixture(scope="module")
def module_portals(request):
    """The same for all tests of a file; for tests that do not care what the others left behind."""
    fleet = Fleet(request.module.__name__, STORE, lambda: request.getfixturevalue("cluster"))
    yield fleet
    fleet.close()


@pytest.fixture
def api():
    """api(portal, user) signs in with the password on record."""
    opened = []

    def sign_in(portal, user="alice", password=None):
        one = portal.sign_in(user, password)
        opened.append(one)
        return one

    yield sign_in
    for one in opened:
        one.close()

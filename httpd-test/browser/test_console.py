# SPDX-License-Identifier: Apache-2.0
"""The console in a real browser: every task with script, without it, by keyboard, at 320 px and 1280 px.

Every page that a task comes by is looked at by axe-core, and kept as a picture in build/.../browser.
"""
import re
import subprocess
import time

import pytest
from pimtest import cards, driver
from pimtest.api import Api
from pimtest.browser import Browser


@pytest.fixture(scope="module")
def pair(module_portals):
    users = {name: "secret" for name in ("alice", "bob", "cleo", "dora", "emil", "fay", "gus", "hal", "ida", "jan")}
    p1, p2 = module_portals.pair(users=users)
    for user in users:
        driver.store(p1, cards.people(12), user)
    return p1, p2


@pytest.fixture
def open_browser(pair):
    opened = []

    def start(user, **options):
        one = Browser(pair[1], user, **options)
        opened.append(one)
        return one

    yield start
    for one in opened:
        one.close()


def look(browser, name, answered=200):
    """What holds for every page, whatever it shows."""
    browser.shot(name)
    assert browser.axe() == [], name
    assert browser.overflows() <= 0, f"{name} is wider than its window"
    said = browser.complaints()
    if answered != 200:
        assert len(said) == 1 and f"status of {answered}" in said.pop(), name
    assert said == [], name


def connect(browser, user, password="secret"):
    browser.click("Add a connection")
    browser.fill("User name there", user)
    browser.fill("Password", password)
    browser.click("Test and look")


def wait_for(browser, title):
    browser.wait(title, lambda: browser.title.startswith(title))


def test_a_new_user_sees_a_preview_after_at_most_eight_steps(open_browser):
    browser = open_browser("alice")
    assert browser.title.startswith("No connections yet")
    connect(browser, "alice")
    wait_for(browser, "Nothing changed yet")
    assert browser.steps <= 8
    print(f"from the first page to the preview: {browser.steps} clicks and filled fields")


WINDOWS = [(1280, True, False, "bob"), (1280, False, False, "cleo"),
           (320, True, True, "dora"), (320, False, False, "emil")]


@pytest.mark.parametrize("width, script, dark, user", WINDOWS)
def test_every_task_can_be_done(open_browser, pair, width, script, dark, user):
    browser = open_browser(user, width=width, script=script, dark=dark)
    name = f"{width}-{'script' if script else 'plain'}-{'dark' if dark else 'light'}"

    def seen(page):
        look(browser, f"{page}-{name}")

    seen("empty")
    browser.open("/connections/new")
    seen("add")
    browser.fill("User name there", "nobody")
    browser.fill("Password", "wrong")
    browser.click("Test and look")
    wait_for(browser, "Sign in again")
    seen("refused")
    browser.fill("User name at", user)
    browser.fill("Password", "secret")
    browser.click("Test and go on")
    wait_for(browser, "Nothing changed yet")
    assert "12" in browser.text("table")
    seen("check")
    browser.click("Sync now")
    wait_for(browser, "In step")
    assert "12 received, nothing sent, nothing removed" in browser.text("h1")
    seen("result")
    browser.open("/")
    seen("connections")
    browser.click("p1")
    seen("connection")
    for path, page in (("/history", "history"), ("/devices", "devices"), ("/help", "help"),
                       ("/help/API0004", "help-code"), ("/decide", "decide-empty"),
                       ("/records/contacts", "contacts"), ("/records/contacts/import", "import")):
        browser.open(path)
        seen(page)
    browser.open("/devices")
    browser.fill("What to call it", "pocket")
    browser.click("Make a password")
    assert "shown only now" in browser.text()
    seen("device-password")
    browser.click("I have written it down")
    assert "pocket" in browser.text("table")
    seen("devices-one")
    browser.click("Take back")
    assert "pocket" not in browser.text()
    browser.open("/records/contacts/import")
    browser.fill("Or paste it", cards.card("UID:pasted", "FN:Paula Paste", "N:Paste;Paula;;;", "TEL:+49 30 1"))
    browser.click("Import")
    assert "1 added" in browser.text()
    seen("imported")
    browser.open("/records/contacts?search=paula")
    browser.click("Paula Paste")
    assert "+49 30 1" in browser.text()
    seen("contact")
    browser.click("Remove this record")
    browser.click("Remove it")
    assert "was removed" in browser.text()
    seen("contact-removed")
    browser.click("Back to before this")
    browser.open("/records/contacts?search=paula")
    assert "Paula Paste" in browser.text()


def test_the_list_follows_what_is_typed(open_browser, pair):
    driver.store(pair[1], cards.people(12), "jan")
    browser = open_browser("jan")
    browser.open("/records/contacts")
    assert "12 records." in browser.text()
    browser.type("search", "smith-5")
    browser.wait("the one found", lambda: "1 found of 12." in browser.text())
    assert "Jörg Smith-5" in browser.text("#found") and "O'Brien" not in browser.text("#found")
    assert browser.evaluate("document.activeElement.id") == "q"
    browser.open(browser.path_and_query())  # the address says the same
    assert "1 found of 12." in browser.text()
    assert browser.complaints() == []


def test_held_removals_are_answered(open_browser, pair):
    p1, p2 = pair
    driver.sync(p2, "p1", user="fay")
    driver.delete(p1, cards.people(12), "fay")
    browser = open_browser("fay")
    browser.click("p1")
    browser.click("Check before you sync")
    wait_for(browser, "Nothing changed yet")
    assert "12 records would be removed here" in browser.text()
    look(browser, "check-held")
    browser.click("Sync now")
    wait_for(browser, "Waiting for you")
    look(browser, "result-held")
    browser.click("Decide")
    assert "12 things to decide" in browser.text()
    look(browser, "decide-held")
    browser.click("Do this")
    assert "Nothing to decide" in browser.text()
    assert len(driver.held_by(p2, "fay")) == 12


def test_a_task_by_keyboard_alone(open_browser):
    browser = open_browser("gus")
    browser.press("Add a connection")
    browser.tab_to(lambda said: said.startswith("User name there"))
    browser.keys("gus")
    browser.tab_to(lambda said: said.startswith("Password"))
    browser.keys("secret")
    browser.press("Test and look")
    wait_for(browser, "Nothing changed yet")
    browser.press("Sync now")
    wait_for(browser, "In step")


def test_a_refused_form_keeps_what_was_typed(open_browser):
    browser = open_browser("hal")
    browser.open("/connections/new")
    browser.fill("User name there", "typed.before")
    browser.fill("Password", "never shown")
    for kind in ("Contacts", "Calendar", "Tasks", "Notes"):
        browser.choose(kind)
    browser.click("Test and look")
    assert browser.value("user") == "typed.before"
    assert browser.value("password") == ""
    assert browser.evaluate("document.activeElement.id") == "errs"
    look(browser, "add-refused", answered=400)


def test_nothing_foreign_is_asked_for(open_browser, pair):
    browser = open_browser("ida")
    browser.requested()
    for path in ("/", "/connections/new", "/records/contacts", "/help"):
        browser.open(path)
    asked = browser.requested()
    assert asked and [url for url in asked if not url.replace("ida:secret@", "").startswith(pair[1].url + "/")] == []


def test_a_text_browser_shows_every_page(pair):
    for path in ("", "connections/new", "records/contacts", "history", "help"):
        done = subprocess.run(["w3m", "-dump", "-T", "text/html"], capture_output=True, text=True, timeout=30,
                              input=fetch(pair[1], path))
        assert re.search("Sync|Connections", done.stdout), path
        assert done.returncode == 0


def fetch(portal, path, user="ida"):
    page = Api(portal.told()["console"], user, "secret")
    try:
        return page.raw("GET", "/sync/" + path).body.decode()
    finally:
        page.close()


def timed(action, times=60):
    """The 95th percentile in ms."""
    took = []
    for _ in range(times):
        start = time.monotonic()
        action()
        took.append(time.monotonic() - start)
    return sorted(took)[times * 95 // 100 - 1] * 1000


PAGE_MS = 15  # what a page may take at the 95th percentile; the figures are printed
BUSY = 3      # so much longer may it take where others use the machine, too


# Three connections with 2,000 runs between them, one of which never did its work; 60 open questions
# behind 600 settled ones, each with a record of theirs.
HISTORY = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
INSERT INTO run(owner, number, connection, state, mode, plan_only, phase, outcome, sentence, created_at, due_at,
    finished_at, fencing, lease_until, holder, cancel_asked, detail, result)
  SELECT owner, 100000 + i, number, CASE WHEN peer = 'never' OR i > 100 THEN 4 ELSE 3 END, 'two-way', 0, 'done',
    'away', 'The other portal does not answer.', 1700000000 + i, 0, 1700000001 + i, 0, 0, '', 0, x'', ''
  FROM n JOIN connection ON number % 3 = i % 3;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 660)
INSERT INTO conflict(owner, number, kind, pairing, item, other, at, property, choice, author, kept, lost, record)
  SELECT owner, 200000 + i, 0, 0, key & 4294967295, 0, 1700000000, 'TEL',
    CASE WHEN i > 600 THEN '' ELSE 'kept' END, '', x'31', x'32', content
  FROM n JOIN item ON key = (SELECT min(key) FROM item);
UPDATE owner SET next_id = 300000;
"""


@pytest.mark.timing
@pytest.mark.sqlite
def test_a_page_is_small_and_quick_with_many_records(portals):
    peers = ("one", "two", "never")
    portal = portals("p1", children=1, peers={peer: "http://127.0.0.1:9/syncml" for peer in peers})
    driver.store(portal, cards.people(20_000))
    api = portal.sign_in("alice")
    for peer in peers:
        api.connection(peer, "alice", "secret", ["contacts"])
    portal.tell_store(HISTORY)
    told = {one["peer"]: one["last_good_run"] is not None for one in api.get("connections?runs=true")["connections"]}
    assert told == {"one": True, "two": True, "never": False}
    assert api.get("questions")["conflicts"] == 60
    api.close()
    page = Api(portal.told()["console"], "alice", "secret")
    assets = set(re.findall(r'/sync/(assets/[^"]+)', page.raw("GET", "/sync/").body.decode()))
    packed = sum(len(page.raw("GET", "/sync/" + path, headers={"Accept-Encoding": "gzip"}).body) for path in assets)
    for path in ("/sync/", "/sync/records/contacts", "/sync/records/contacts?search=smith", "/sync/history",
                 "/sync/help"):
        p95 = min(timed(lambda: page.raw("GET", path)) for _ in range(3))
        body = page.raw("GET", path).body
        print(f"{path}: {p95:.1f} ms p95, {len(body)} octets; style, script, icon {packed}")
        assert len(body) + packed <= 30_000, path
        assert p95 <= PAGE_MS * BUSY, path
    page.close()

# SPDX-License-Identifier: Apache-2.0
"""What a portal tells its administrator: metrics, server-status, the dump of its configuration, the access log."""
import re
import urllib.error
import urllib.request

import pytest
from pimtest import cards, driver, portal as portal_module
from pimtest.terminal import Refused, Terminal

LINE = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\.)*",?)*)\})? ([-+0-9.e]+)$')


def fetch(url):
    try:
        with urllib.request.urlopen(url) as reply:
            return reply.status, reply.headers["Content-Type"], reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, "", ""


def figures(portal):
    """{family{labels}: value}; every line must be one of the format, every family told once."""
    status, kind, text = fetch(portal.told()["metrics"])
    assert status == 200 and kind.startswith("text/plain; version=0.0.4")
    heads = re.findall(r"^# TYPE (\S+)", text, re.M)
    assert len(heads) == len(set(heads))
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            name, labels, value = LINE.match(line).groups()
            found[name + (f"{{{labels}}}" if labels else "")] = float(value)
    return found


def total(found, family):
    return sum(value for name, value in found.items() if name.split("{")[0] == family)


def test_both_modules_count_on_one_page(portals):
    p1 = portals("p1")
    p2 = portals("p2", peers={"town": p1.told()["syncml"]})
    driver.store(p1, cards.people(7))
    assert driver.sync(p2, "town").code == 0
    server, client = figures(p1), figures(p2)
    assert total(server, "syncml_sessions_ended_total") == total(server, "syncml_sessions_begun_total") > 0
    assert total(server, "syncml_sessions_ended_total") == \
        server['syncml_sessions_ended_total{version="1.2",encoding="wbxml"}']
    assert server["syncml_sessions_active"] == 0
    assert client['pimbridge_retry_after_seconds{peer="town"}'] == 0
    assert client['pimbridge_waiting_for_user{reason="deletions"}'] == 0
    assert server['syncml_items_total{direction="out",op="sent"}'] == 7
    assert server["syncml_message_duration_seconds_count"] > 0
    assert client['pimbridge_runs_total{peer="town",result="done"}'] == 1
    assert client['pimbridge_items_total{peer="town",direction="here",op="added"}'] == 7
    assert client['pimbridge_last_success_timestamp_seconds{peer="town"}'] > 1.7e9
    assert any(name.startswith("pimsync_build_info{version=") for name in server)


def test_figures_of_all_children_add_up_and_outlive_a_reload(portals):
    portal = portals("p1", mpm="prefork", children=4)
    for number in range(12):
        terminal = Terminal(portal.told()["syncml"], f"device-{number}")
        terminal.send([cards.person(number)])
        terminal.close()
    before = figures(portal)
    assert before['syncml_items_total{direction="in",op="added"}'] == 12
    portal.graceful()
    assert figures(portal)['syncml_items_total{direction="in",op="added"}'] == 12


def test_sessions_are_active_until_they_end(portals):
    portal = portals("p1")
    terminals = [Terminal(portal.told()["syncml"], f"device-{number}") for number in range(3)]
    for terminal in terminals:
        terminal.open()
    assert figures(portal)["syncml_sessions_active"] == 3
    terminals[0].send([])  # a session of its own, to its end
    assert figures(portal)["syncml_sessions_active"] == 3
    for terminal in terminals:
        terminal.close()


def test_what_waits_for_people_is_told(portals):
    p1, p2 = portals.pair()
    driver.store(p1, cards.people(30))
    driver.sync(p2)
    driver.with_api(p1, "alice", lambda api: [api.call("DELETE", f"collections/contacts/items/{item['id']}")
                                              for item in list(api.items("contacts"))[:20]])
    assert driver.sync(p2).code == 3
    assert figures(p2)['pimbridge_waiting_for_user{reason="deletions"}'] == 20
    assert figures(p1)['pimbridge_waiting_for_user{reason="deletions"}'] == 0


@pytest.mark.sqlite
def test_store_that_cannot_serve_is_counted(portals):
    portal = portals.make("p1")
    portal.store.rename(portal.store.with_suffix(".away"))
    for tag in ("SML0001", "PMB0002"):
        portal.log.expect(tag)
    portal.start()
    found = figures(portal)
    assert found['pimsync_store_errors_total{backend="sqlite"}'] >= 2  # a try of each module
    assert found['pimsync_store_errors_total{backend="postgresql"}'] == 0
    assert not any(name.startswith("pimbridge_waiting_for_user") for name in found)


def test_refused_sign_in_is_counted(portals):
    portal = portals("p1")
    terminal = Terminal(portal.told()["syncml"], "device", password="wrong")
    with pytest.raises(Refused):
        terminal.send([])
    terminal.close()
    assert figures(portal)["syncml_auth_failures_total"] == 1


def test_no_label_names_a_user_a_device_or_a_record(portals):
    p1, p2 = portals.pair()
    driver.store(p2, cards.people(3))
    driver.sync(p2)
    text = fetch(p1.told()["metrics"])[2] + fetch(p2.told()["metrics"])[2]
    assert "alice" not in text and "person-" not in text and "device-" not in text


def test_page_is_closed_where_it_is_not_opened(portals):
    portal = portals("p1", extra='<Location "/other-metrics">\nSetHandler pimsync-metrics\nRequire all denied\n'
                                 "</Location>\n")
    portal.log.expect("AH01630")
    assert fetch(portal.url + "/other-metrics")[0] == 403


@pytest.mark.parametrize("modules", [("syncml",), ("pimbridge",)])
def test_each_module_alone_has_the_page(portals, modules):
    found = figures(portals("p1", modules=modules))
    assert ("syncml_sessions_active" in found) == ("syncml" in modules)
    assert ('pimbridge_waiting_for_user{reason="alike"}' in found) == ("pimbridge" in modules)
    assert found['pimsync_store_errors_total{backend="sqlite"}'] == 0


def test_server_status_has_a_section_for_people_and_lines_for_programs(portals):
    portal = portals("p1")
    _, _, page = fetch(portal.url + "/server-status")
    assert "<h2>SyncML server</h2>" in page and "<h2>Runs with other portals</h2>" in page
    _, _, short = fetch(portal.url + "/server-status?auto")
    assert "PimSyncSessionsBegun: 0" in short.splitlines() and "PimSyncRuns: 0" in short.splitlines()


@pytest.mark.both_stores
def test_dump_says_what_each_server_was_told_and_no_secret(portals):
    host = ('<VirtualHost 127.0.0.1:1>\nServerName other.example\nSyncMLPortal other\n<Location "/syncml">\n'
            "SyncMLEngine On\n</Location>\n</VirtualHost>\n")
    portal = portals("p1", peers={"town": "https://town.example/syncml"}, extra=host)
    done = portal.httpd("-t", "-D", "DUMP_PIMSYNC")
    text = done.stdout
    assert done.returncode == 0 and "SyncML at other.example:1" in text
    place, password = portal.store_place()[1], None
    if portal.record["store"] == "postgresql":
        place, password = (re.search(rf"{name}=(\S+)", place)[1] for name in ("dbname", "password"))
        assert password not in text
    assert text.count(place) == 4  # two modules, two servers
    for told in ("portal:", "other", "peer town", "https://town.example/syncml", "sign-in through", "httpd.conf line"):
        assert told in text, told
    key = portal.key_file.read_text(encoding="ascii", errors="replace").strip()
    assert "secret" not in text and key not in text
    assert "SyncML at" not in portal.httpd("-t").stdout


def test_two_virtual_hosts_on_one_store_share_nothing(portals):
    """Both have an alice with the same password, and she is not the same person."""
    port = portal_module.free_port()
    host = f"Listen 127.0.0.1:{port}\n<VirtualHost 127.0.0.1:{port}>\nSyncMLPortal other\n</VirtualHost>\n"
    portal = portals("p1", extra=host)
    other = f"http://127.0.0.1:{port}"
    driver.store(portal, cards.people(5))
    one, two = Terminal(portal.told()["syncml"], "device"), Terminal(other + "/syncml", "device")
    assert one.send([]) == 5
    assert two.send([cards.person(100)]) == 0
    assert len(driver.held_by(portal)) == 5
    # a session of one is none of the other
    one.open(anchor="2")
    two.begin()
    two.url = one.url.replace(portal.url, other)
    two._session, two._message = one._session, one._message
    with pytest.raises(Refused):
        two.exchange("", cred=True)
    api = portal_module.Api(other + "/sync/api/v1/", "alice", "secret")
    assert [item["uid"] for item in api.items("contacts")] == [cards.value(cards.person(100), "UID")]
    for opened in (one, two, api):
        opened.close()

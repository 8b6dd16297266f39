# SPDX-License-Identifier: Apache-2.0
"""Configuration: a mistake is told with file, line and remedy; what drifts while the server runs never stops it."""
import os
import re
import urllib.error
import urllib.request

import pytest
from pimtest import cards, driver, paths, process
from pimtest.api import Api, ApiError
from pimtest.portal import free_port

# what stands wrong, its line (from 1) in the text, and words of the sentence that say what to do
MISTAKES = {
    "engine outside of a location": ("SyncMLEngine On", 1, 'inside a <Location> section'),
    "engine in a directory": ("<Directory /srv>\nSyncMLEngine On\n</Directory>", 2, 'such as <Location "/syncml">'),
    "engine in a pattern": ('<LocationMatch "^/s">\nSyncMLEngine On\n</LocationMatch>', 2, "plain path"),
    "engine in a pattern that begins as a path": ('<LocationMatch "/sync">\nSyncMLEngine On\n</LocationMatch>', 2, "plain path"),
    "console in a pattern": ('<Location ~ "/sync">\nPimBridgeConsole On\n</Location>', 2, "plain path"),
    "console in a quoted pattern": ('<Location "~" "/sync">\nPimBridgeConsole On\n</Location>', 2, "plain path"),
    "console under a wildcard": ('<Location "/sync*">\nPimBridgeConsole On\n</Location>', 2, "plain path"),
    "engine maybe": ("<Location /x>\nSyncMLEngine Maybe\n</Location>", 2, "must be On or Off"),
    "console outside of a location": ("PimBridgeConsole On", 1, 'such as <Location "/sync">'),
    "unknown kind of store": ("SyncMLStore mysql pim", 1, "'mysql' is not possible; allowed is 'sqlite'"),
    "store without its kind": ("SyncMLStore /var/lib/x.db", 1, "takes two arguments"),
    "store without a path": ('PimBridgeStore sqlite ""', 1, "takes two arguments"),
    "portal name with a blank": ('SyncMLPortal "my portal"', 1, "letters, digits, dots, dashes and underscores"),
    "message size without digits": ("SyncMLMaxMsgSize large", 1, "a number of octets from 1024 to 524288"),
    "message size too large": ("SyncMLMaxMsgSize 9M", 1, "from 1024 to 524288"),
    "guard above a hundred per cent": ("SyncMLDeletionGuard 120 10", 1, "a number from 0 to 100"),
    "guard with one number": ("PimBridgeDeletionGuard 20", 1, "takes two arguments"),
    "session timeout too short": ("SyncMLSessionTimeout 5", 1, "a number from 60 to 86400"),
    "devices on Mars": ("SyncMLDeviceZone Mars/Olympus", 1, "write it as Europe/Berlin"),
    "a version from the future": ("SyncMLVersions 1.2 2.0", 1, "allowed is one or more of 1.0, 1.1 and 1.2"),
    "no version at all": ("SyncMLVersions", 1, "the versions of SyncML that are spoken"),
    "wbxml sometimes": ("SyncMLWBXML Sometimes", 1, "must be On or Off"),
    "insecure perhaps": ("SyncMLInsecure Perhaps", 1, "must be On or Off"),
    "address without a scheme": ("SyncMLPublicURL portal.example.org/syncml", 1, "begins with https://"),
    "address with a password": ("PimBridgePublicURL https://me:hunter2@portal.example.org/", 1, "must not hold"),
    "key file without a path": ('SyncMLKeyFile ""', 1, "the file made by pimctl keygen"),
    "state folder without a path": ('SyncMLStateDir ""', 1, "a folder that httpd's children may write"),
    "no workers": ("PimBridgeWorkers 0", 1, "a number from 1 to 64"),
    "other peers sometimes": ("PimBridgeAllowOtherPeers Sometimes", 1, "must be On or Off"),
    "peer without a name": ("<PimBridgePeer>\n</PimBridgePeer>", 1, "PimBridgePeer"),
    "peer without an address": ("<PimBridgePeer a>\n</PimBridgePeer>", 1, "needs a PimBridgePeerURL"),
    "peer named twice": ("<PimBridgePeer a>\nPimBridgePeerURL https://a/\n</PimBridgePeer>\n"
                         "<PimBridgePeer a>\nPimBridgePeerURL https://b/\n</PimBridgePeer>", 4, "another name"),
    "peer that is never closed": ("<PimBridgePeer a>\nPimBridgePeerURL https://a/", 1, "PimBridgePeer> was not closed"),
    "peer's directive outside": ("PimBridgePeerURL https://a/", 1, "inside a <PimBridgePeer NAME> section"),
    "peer at an unusable address": ("<PimBridgePeer a>\nPimBridgePeerURL ftp://a/\n</PimBridgePeer>", 2, "https://"),
    "peer without patience": ("<PimBridgePeer a>\nPimBridgePeerTimeout 1\n</PimBridgePeer>", 2, "from 5 to 3600"),
    "provider that is not there": ("SyncMLAuthProvider nonsense", 1, "load the module that brings it"),
    "engine on without a store": ('<VirtualHost *>\n<Location "/x">\nSyncMLEngine On\n</Location>\n</VirtualHost>', 3,
                                  "pimctl store init"),
    "console on without a store": ('<VirtualHost *>\n<Location "/x">\nPimBridgeConsole On\n</Location>\n'
                                   "</VirtualHost>", 3, "pimctl store init"),
    "two hosts that are one portal": ("<VirtualHost *>\nSyncMLStore sqlite s.db\n</VirtualHost>\n<VirtualHost *>\n"
                                      "SyncMLStore sqlite s.db\n</VirtualHost>", 2, "its own SyncMLPortal"),
    "main server with an engine and a host that are one portal": (
        'SyncMLStore sqlite s.db\n<Location "/x">\nSyncMLEngine On\n</Location>\n<VirtualHost *>\n'
        "SyncMLStore sqlite s.db\n</VirtualHost>", 6, "its own SyncMLPortal"),
    "main server with a console and a host that are one portal": (
        'SyncMLStore sqlite s.db\n<Location "/x">\nPimBridgeConsole On\n</Location>\n<VirtualHost *>\n'
        "SyncMLStore sqlite s.db\n</VirtualHost>", 6, "its own SyncMLPortal"),
    "two hosts that are one portal by two directives": (
        "<VirtualHost *>\nSyncMLStore sqlite s.db\n</VirtualHost>\n<VirtualHost *>\n"
        "PimBridgeStore sqlite s.db\n</VirtualHost>", 2, "its own SyncMLPortal"),
    "two consoles of one portal with other peers": (
        'PimBridgeStore sqlite s.db\n<Location "/x">\nPimBridgeConsole On\n</Location>\n<VirtualHost *>\n'
        '<Location "/x">\nPimBridgeConsole On\n</Location>\n<PimBridgePeer a>\nPimBridgePeerURL https://a/\n'
        "</PimBridgePeer>\n</VirtualHost>", 7, "its own PimBridgePortal"),
}


@pytest.fixture(scope="module")
def bare(module_portals):
    """Both modules loaded, nothing of theirs configured; never started."""
    portal = module_portals.make("p1")
    conf = portal.dir / "httpd.conf"
    lines = conf.read_text(encoding="utf-8").splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith("SyncMLStore"))
    conf.write_text("\n".join(lines[:begin]) + "\nInclude mistake.conf\n", encoding="utf-8")
    return portal


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_told_with_file_line_and_remedy(bare, name):
    text, line, remedy = MISTAKES[name]
    file = bare.dir / "mistake.conf"
    file.write_text(text + "\n", encoding="utf-8")
    done = bare.httpd("-t")
    assert done.returncode != 0, done.stderr
    said = " ".join(done.stderr.split())
    assert f"line {line} of {file}" in said or f"{file} line {line}: " in said, said
    assert remedy in said and "hunter2" not in said, said


def test_shipped_configuration_passes(bare):
    files = "\n".join(f"Include {file}" for file in sorted((paths.SOURCE / "conf").glob("*.conf")))
    (bare.dir / "mistake.conf").write_text(files + "\n", encoding="utf-8")
    assert "Syntax OK" in bare.httpd("-t").stderr


def test_virtual_host_without_a_directive_of_ours_is_no_second_portal(portals):
    host = "<VirtualHost *:1>\nServerName bare.example\n</VirtualHost>\n"
    for modules in (("syncml",), ("pimbridge",), ("syncml", "pimbridge")):
        portal = portals.make("-".join(modules), modules=modules, extra=host)
        assert "Syntax OK" in portal.httpd("-t").stderr


def test_virtual_host_may_repeat_what_a_main_server_without_a_service_says(bare):
    host = "<VirtualHost *>\nSyncMLStore sqlite s.db\n<Location /x>\nSyncMLEngine On\n</Location>\n</VirtualHost>\n"
    for directive in ("SyncMLStore", "PimBridgeStore"):
        (bare.dir / "mistake.conf").write_text(f"{directive} sqlite s.db\n{host}", encoding="utf-8")
        assert "Syntax OK" in bare.httpd("-t").stderr


def status(url):
    try:
        with urllib.request.urlopen(url) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code


def connect(api):
    """Makes the connection whose password has to be sealed; nothing, or the problem."""
    try:
        api.connection("p1", "alice", "secret", ["contacts"])
    except ApiError as error:
        return error
    return None


@pytest.mark.parametrize("spoil", [lambda f: f.unlink(), lambda f: f.write_bytes(b"no key"), lambda f: f.chmod(0o644)],
                         ids=["gone", "overwritten", "open to all"])
def test_key_file_that_drifted_stops_neither_the_start_nor_the_site(portals, spoil):
    portal = portals.make("p2", peers={"p1": "http://127.0.0.1:9/syncml"},
                          extra='<Location "/page.txt">\nRequire all granted\n</Location>\n')
    (portal.dir / "www" / "page.txt").write_text("here", encoding="ascii")
    good, mode = portal.key_file.read_bytes(), portal.key_file.stat()
    spoil(portal.key_file)
    for tag in ("PMB0001", "API0035"):
        portal.log.expect(tag)
    assert "Syntax OK" in portal.httpd("-t").stderr
    portal.start()
    api = portal.sign_in("alice")
    problem = connect(api)
    assert problem.status == 503 and problem.problem["code"].startswith("API"), problem
    assert status(portal.url + "/page.txt") == 200
    assert driver.store(portal, cards.people(2))["added"] == 2
    # mended: no restart is needed
    portal.key_file.write_bytes(good)
    portal.key_file.chmod(0o600)
    if paths.httpd_user():
        os.chown(portal.key_file, mode.st_uid, mode.st_gid)
    assert process.wait_until(lambda: connect(api) is None, 10, 0.2)
    api.close()


@pytest.mark.sqlite
def test_store_that_is_gone_is_503_at_our_locations_only(portals):
    portal = portals.make("p1")
    portal.store.rename(portal.store.with_suffix(".away"))
    for tag in ("SML0001", "PMB0002", "API0031"):
        portal.log.expect(tag)
    portal.start()
    with pytest.raises(urllib.error.HTTPError) as away:
        urllib.request.urlopen(portal.told()["api"] + "health")
    assert away.value.status == 503 and away.value.headers["Retry-After"] == "5"
    assert "API0031" in portal.log.text()
    api = portal.sign_in("alice")
    page = api.raw("GET", "/sync/")
    style = re.search(rb'href="([^"]+\.css[^"]*)"', page.body)[1].decode()
    assert page.status == 503 and api.raw("GET", style).status == 200
    api.close()
    assert status(portal.url + "/server-status") == 200
    portal.store.with_suffix(".away").rename(portal.store)
    assert process.wait_until(lambda: status(portal.told()["api"] + "health") == 200, 10, 0.2)


CONSOLE = """
Listen 127.0.0.1:{port}
LoadModule pimbridge_module "{module}"
<VirtualHost 127.0.0.1:{port}>
    ServerName people.example
    <Location "/sync">
        PimBridgeConsole On
        AuthType Basic
        AuthName "People"
        AuthBasicProvider file
        AuthUserFile users
        Require valid-user
    </Location>
    <PimBridgePeer p1>
        PimBridgePeerURL {peer}
    </PimBridgePeer>
</VirtualHost>
"""


def test_runs_of_a_console_in_a_virtual_host_know_its_peers(portals):
    p1 = portals("p1")
    driver.store(p1, cards.people(3))
    port = free_port()
    module = paths.built("modules", "mod_pimbridge.so")
    portals("p2", modules=("syncml",), extra=CONSOLE.format(port=port, module=module, peer=p1.told()["syncml"]))
    api = Api(f"http://127.0.0.1:{port}/sync/api/v1/", "alice", "secret")
    run = api.wait(api.start_run(api.connection("p1", "alice", "secret", ["contacts"])))
    api.close()
    assert run["outcome"] == "done" and run["state"] == "done", run

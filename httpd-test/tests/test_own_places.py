# SPDX-License-Identifier: Apache-2.0
"""Addresses of ours mean nothing on the disk, whatever lies below DocumentRoot."""
import http.client

import pytest
from pimtest import config

CONFIG = """
{dir}
{rewrite}
<Directory "{www}">
    Require all granted
    AllowOverride All
</Directory>
DirectoryIndex index.html
FallbackResource /index.html
<Location "/">
    PimBridgeConsole On
    AuthType Basic
    AuthName "Portal"
    AuthBasicProvider file
    AuthUserFile users
    Require valid-user
</Location>
<Location "/sync">
    PimBridgeConsole On
</Location>
<Location "/syncml">
    PimBridgeConsole Off
    Require all granted
</Location>
<Location "/moved">
    PimBridgeConsole Off
    Require all granted
</Location>
RewriteEngine On
RewriteRule ^/old$ http://elsewhere.example/ [R]
RewriteRule ^/inside$ /moved/page.html [PT]
"""


@pytest.fixture(scope="module")
def portal(module_portals):
    portal = module_portals.make("p1", children=1)
    www = portal.dir / "www"
    for folder in ("", "syncml", "sync", "records/contacts", "moved"):
        (www / folder).mkdir(parents=True, exist_ok=True)
        (www / folder / "index.html").write_text("a page of the site", encoding="ascii")
        (www / folder / ".htaccess").write_text("" if folder == "moved" else "Require all denied\n", encoding="ascii")
    (www / "moved" / "page.html").write_text("moved here", encoding="ascii")
    portal.configure(extra=CONFIG.format(www=www, dir=config.load_module("dir"), rewrite=config.load_module("rewrite")))
    return portal.start()


def asked(portal, method, path, user=True, **headers):
    if user:
        headers["Authorization"] = "Basic YWxpY2U6c2VjcmV0"
    connection = http.client.HTTPConnection("127.0.0.1", portal.record["port"], timeout=60)
    connection.request(method, path, headers=headers)
    reply = connection.getresponse()
    found = reply.status, reply.read().decode("utf-8", "replace")
    connection.close()
    return found


@pytest.mark.parametrize("path", ["/", "/sync/", "/records/contacts", "/history"])
def test_no_index_page_takes_a_page_of_the_console_away(portal, path):
    status, text = asked(portal, "GET", path)
    assert status == 200 and "a page of the site" not in text and "– Sync</title>" in text


def test_a_folder_of_that_name_takes_no_address_away(portal):
    assert asked(portal, "GET", "/sync")[0] == 303  # ours, to the first page
    assert asked(portal, "GET", "/syncml", user=False)[0] == 405


def test_an_address_may_be_long(portal):
    assert asked(portal, "GET", "/" + "a" * 6000)[0] == 404


def test_the_sign_in_of_the_location_holds(portal):
    assert asked(portal, "GET", "/", user=False)[0] == 401


def test_who_maps_addresses_before_still_does(portal):
    assert asked(portal, "GET", "/old")[0] == 302
    assert asked(portal, "GET", "/inside", user=False) == (200, "moved here")


def test_what_is_not_ours_is_the_sites(portal):
    assert asked(portal, "GET", "/moved/", user=False) == (200, "a page of the site")

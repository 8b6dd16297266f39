# SPDX-License-Identifier: Apache-2.0
"""Runs the distribution's syncevo-http-server on loopback: syncevo_launch.py PORT PUBLIC_URL.

The packaged script has an interpreter line that nothing can run, listens on every interface, and
takes the port from the URL that it also tells its clients.
"""
import runpy
import shutil
import sys

from dbus.mainloop.glib import DBusGMainLoop
from twisted.internet import gireactor

# the choice the script makes itself; it must come before the reactor is imported
DBusGMainLoop(set_as_default=True)
gireactor.install()
from twisted.internet import reactor  # noqa: E402

gireactor.install = lambda *a, **k: None  # the script's own call would fail now
port, url = int(sys.argv[1]), sys.argv[2]
script = shutil.which("syncevo-http-server")
listen = reactor.listenTCP
reactor.listenTCP = lambda _port, site, *a, **k: listen(port, site, interface="127.0.0.1")
sys.argv = [script, "--quiet", url]
runpy.run_path(script, run_name="syncevo_http")["main"]()

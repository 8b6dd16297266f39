# SPDX-License-Identifier: Apache-2.0
"""SyncEvolution, unmodified from Debian, as a foreign device and as a foreign portal over folders of files.

Each record is one file. Everything lies in a folder the caller names; no session bus, no keyring.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess

from . import paths, process
from .portal import free_port

PYTHON = "/usr/bin/python3"  # Debian's: the one that has dbus, gi and twisted
SOURCE = "addressbook"
COMMON = ["preventSlowSync=0", "dumpData=0", "printChanges=0", "maxlogdirs=20", "backend=file",
          "databaseFormat=text/vcard"]


def program(name, package):
    found = shutil.which(name)
    if not found:
        raise paths.HarnessError(f"{name} is missing (Debian: apt-get install {package})")
    return found


def private_environment(state):
    """HOME and the XDG folders under state, and a session bus that nobody answers on."""
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "TMPDIR")}
    env |= {"LANG": "C.UTF-8", "no_proxy": "127.0.0.1,localhost",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={state}/none"}
    for name, folder in (("HOME", "home"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"),
                         ("XDG_DATA_HOME", "data"), ("XDG_RUNTIME_DIR", "run")):
        path = pathlib.Path(state, folder)
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        env[name] = str(path)
    return env


class Folder:
    """A folder of records, one file each."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.path.mkdir(parents=True, exist_ok=True)

    def files(self):
        return sorted(p for p in self.path.iterdir() if p.is_file())

    def cards(self):
        return [p.read_bytes().decode() for p in self.files()]

    def write(self, name, text):
        """A new record, or another content: the time of the file moves on, for that is what is looked at."""
        path = self.path / name
        before = path.stat().st_mtime if path.exists() else 0
        path.write_bytes(text.encode())
        after = max(path.stat().st_mtime, before + 2)
        os.utime(path, (after, after))


class Device:
    """The command line client as a SyncML 1.2 device in plain XML with basic credentials, unless told otherwise.

    A property that is None is left to the client's own default.
    """

    def __init__(self, folder, name="device-1", **properties):
        self._state = pathlib.Path(folder, name)
        self.name = name
        self.items = Folder(self._state / "items")
        self._properties = properties
        self.output = ""

    def _run(self, *arguments, preload=True):
        env = private_environment(self._state)
        if preload:
            env["LD_PRELOAD"] = str(paths.built("preload", "curl_callbacks.so"))
        done = subprocess.run([program("syncevolution", "syncevolution"), "--daemon=no", "--keyring=no", *arguments],
                              env=env, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=600, errors="replace")
        self.output = done.stdout
        return done.returncode

    def sync(self, url, user, password, mode="two-way", uri="contacts", log=0, **properties):
        """One session; 0 where all of it succeeded. Modes: two-way, slow, refresh-from-local, ..."""
        values = {"syncURL": url, "username": user, "password": password, "deviceId": self.name,
                  "SyncMLVersion": "1.2", "clientAuthType": "basic", "enableWBXML": 0, "loglevel": log,
                  "database": f"file://{self.items.path}", "uri": uri, "sync": mode,
                  "RetryDuration": 0,  # not for the server, which takes it as the time a client may think
                  **self._properties, **properties}
        settings = [f"{k}={v}" for k, v in values.items() if v is not None]
        if self._run("--configure", "--template", "none", *COMMON, *settings, "peer@ctx", SOURCE, preload=False):
            raise paths.HarnessError("configuring SyncEvolution's client failed:\n" + self.output)
        return self._run("--sync", mode, "peer@ctx", SOURCE)

    def forget(self):
        """The client's state is gone: anchors, maps, nonces. Its records stay."""
        for folder in ("config", "cache"):
            shutil.rmtree(self._state / folder, ignore_errors=True)

    def logs(self):
        """The client's own session logs (log=4 shows the messages)."""
        return sorted((self._state / "cache" / "syncevolution").rglob("*.html"))


class Server:
    """SyncEvolution's HTTP server as a peer portal. It knows a client by its device id alone."""

    def __init__(self, folder, devices, user="u", password="p", uri="contacts"):
        self._state = pathlib.Path(folder, "syncevolution-server")
        self.items = Folder(self._state / "items")
        self.user, self.password = user, password
        self._uri = uri  # what it calls its address book
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/syncml"
        self._env = private_environment(self._state)
        self._process = None
        for number, device in enumerate(devices):
            self.allow(device, f"peer{number}")

    def allow(self, device, name):
        settings = ["PeerIsClient=1", f"username={self.user}", f"password={self.password}",
                    f"remoteDeviceId={device}", "deviceId=foreign-portal", "loglevel=1", f"uri={self._uri}",
                    f"database=file://{self.items.path}", "sync=two-way"]
        done = subprocess.run([program("syncevolution", "syncevolution"), "--daemon=no", "--keyring=no",
                               "--configure", "--template", "none", *COMMON, *settings, name + "@ctx", SOURCE],
                              env=self._env, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if done.returncode:
            raise paths.HarnessError("configuring SyncEvolution's server failed:\n" + done.stdout)

    def start(self):
        program("syncevo-http-server", "syncevolution-http")
        env = {k: v for k, v in self._env.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
        launch = pathlib.Path(__file__).with_name("syncevo_launch.py")
        with open(self._state / "http.log", "ab") as log:
            # in a session of its own: the bus starts services that have no other tie to us
            self._process = subprocess.Popen(
                [program("dbus-run-session", "dbus"), "--", PYTHON, str(launch), str(self.port), self.url],
                env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        if not process.wait_until(self._answers, 30, 0.1):
            self.stop()
            raise paths.HarnessError("SyncEvolution's server did not start: "
                                     + (self._state / "http.log").read_text(errors="replace")[-2000:])
        return self

    def _answers(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        if self._process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            group = process.session_members(self._process.pid)
            for pid in group:
                process.send(pid, number)
            self._process.poll()
            if process.wait_until(lambda: not process.session_members(self._process.pid), 3, 0.05):
                break
        self._process.wait()
        self._process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

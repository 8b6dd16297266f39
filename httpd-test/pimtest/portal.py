# SPDX-License-Identifier: Apache-2.0
"""One throwaway portal: a folder with everything an httpd needs, its record, start and stop.

portal.json holds the record: what the instance was made with and the clear passwords of its users
(import, export and sync sign in with them). It is readable for the one who made it only.
"""
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess

from . import config, paths, process, sanitizer
from .cluster import Cluster, run_sql
from .api import Api
from .errorlog import ErrorLog
from .paths import HarnessError
from .tls import Authority

DEFAULT_USERS = {"alice": "secret", "bob": "secret"}
CLUSTER = "postgresql"  # the folder of a portal's own one
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def free_port():
    """A port of loopback that nobody listens on. Another may take it before httpd does: start() tries again."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Portal:
    """An instance. Make one with up() or find() it; its pid may change by restart()."""

    def __init__(self, record):
        self.record = {"tls": False, **record}
        self.name = record["name"]
        self.dir = pathlib.Path(record["dir"])
        self.log = ErrorLog(self.dir / "logs" / "error.log")
        self.env = {}       # for a test: added to httpd's environment at the next start
        self.preload = []   # for a test: libraries, after those of a sanitizer

    # -- making and finding

    @classmethod
    def make(cls, name, port=None, mpm="event", users=None, peers=None, folder=None, extra="",
             modules=("syncml", "pimbridge"), children=2, guard="20 10", workers=4, max_msg_size=None,
             log_level="info", tls=False, store="sqlite", cluster=None, conninfo=None,
             peer_auth=None):
        """A new instance, or the stopped one that lies in `folder`, with its store kept.

        store="postgresql": over a cluster of its own, or in a new database of the given `cluster`, or where
        `conninfo` says.
        """
        if not NAME.fullmatch(name):
            raise HarnessError(f"'{name}' is no portal name: letters, digits, dot, dash and underscore")
        link = paths.instances_dir() / name
        if link.exists() and process.alive(cls.find(name).pid()):
            raise HarnessError(f"portal {name} runs already, in {link}")
        where = pathlib.Path(folder).resolve() if folder else link
        record = {"name": name, "dir": str(where), "port": port or free_port(), "fixed_port": port is not None,
                  "mpm": mpm, "users": dict(users or DEFAULT_USERS), "peers": dict(peers or {}),
                  "own_dir": folder is None, "modules": list(modules), "children": children, "guard": guard,
                  "workers": workers, "max_msg_size": max_msg_size, "log_level": log_level, "tls": tls,
                  "store": store, "conninfo": conninfo, "peer_auth": peer_auth}
        portal = cls(record)
        try:
            portal._lay_out(extra, cluster)
        except Exception:
            if not folder:
                portal._end_cluster()
                cls._forget(where)
            raise
        if folder:
            if link.is_symlink() or link.exists():
                cls._forget(link)
            link.symlink_to(where)
        return portal

    @classmethod
    def find(cls, name):
        file = paths.instances_dir() / name / "portal.json"
        if not NAME.fullmatch(name) or not file.is_file():
            known = ", ".join(p.name for p in cls.all()) or "none"
            raise HarnessError(f"no portal '{name}' here; there are: {known}")
        return cls(json.loads(file.read_text(encoding="utf-8")))

    @classmethod
    def all(cls):
        found = []
        for file in sorted(paths.instances_dir().glob("*/portal.json")):
            # another's, or taken away by another run meanwhile
            with contextlib.suppress(PermissionError, FileNotFoundError):
                found.append(cls(json.loads(file.read_text(encoding="utf-8"))))
        return found

    @classmethod
    def at(cls, url):
        """The instance that serves a URL, if it is one of ours."""
        return next((p for p in cls.all() if url.startswith(p.url + "/")), None)

    def _lay_out(self, extra, cluster=None):
        self.dir.mkdir(parents=True, exist_ok=True)
        for name in ("logs", "run", "state", "www", "state/tmp"):
            (self.dir / name).mkdir(exist_ok=True)
        (self.dir / "users").write_text("".join(config.password_line(u, p)
                                                for u, p in self.record["users"].items()), encoding="utf-8")
        (self.dir / "extra.conf").write_text(extra, encoding="utf-8")
        if self.record["tls"]:
            self.authority.make()
        if self.record["store"] == "postgresql" and not self.record["conninfo"]:
            self._make_database(cluster)
        self._write_config()
        if self.record["modules"]:
            self.pimctl("store", "init", *self.store_place())
            if not self.key_file.exists():
                self.pimctl("keygen", str(self.key_file))
        self._hand_over()

    def _make_database(self, cluster):
        """A cluster of its own, or a database in one that others use as well."""
        if cluster is None:
            self.record["conninfo"] = Cluster(self.dir / CLUSTER).make().conninfo()
        else:
            name = re.sub(r"[^a-z0-9]", "_", self.name.lower())[-63:]
            cluster.sql(f'CREATE DATABASE "{name}"')
            self.record["conninfo"] = cluster.conninfo(name)

    def _end_cluster(self):
        if self.record["store"] == "postgresql" and (self.dir / CLUSTER).exists():
            Cluster(self.dir / CLUSTER).stop()

    def _write_config(self):
        extra = (self.dir / "extra.conf").read_text(encoding="utf-8")
        servers = {name: self.at(url) for name, url in self.record["peers"].items()}
        authorities = {name: other.authority.certificate for name, other in servers.items()
                       if other and other.record["tls"]}
        conf = self.dir / "httpd.conf"
        conf.touch(0o600)  # it may hold the password of a database
        conf.write_text(config.httpd_conf(self.record, extra, authorities), encoding="utf-8")
        secret = self.dir / "portal.json"
        draft = secret.with_suffix(".new")  # whoever lists the instances reads a whole record
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
            json.dump(self.record, f, indent=1)
        draft.replace(secret)

    def _hand_over(self):
        """Where root starts httpd, its children's account owns the instance."""
        account = paths.httpd_user()
        if not account:
            return
        self.dir.chmod(0o755)
        for path in (self.dir, *self.dir.rglob("*")):
            if path.name != "portal.json" and CLUSTER not in path.relative_to(self.dir).parts:
                os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)

    # -- what it is

    @property
    def url(self):
        return f"{'https' if self.record['tls'] else 'http'}://127.0.0.1:{self.record['port']}"

    @property
    def authority(self):
        """That of its certificate, where it speaks TLS."""
        return Authority(self.dir / "tls")

    @property
    def store(self):
        return self.dir / "state" / "pimsync.db"

    def store_place(self):
        """As pimctl wants it: engine and place."""
        if self.record["store"] == "postgresql":
            return "postgresql", self.record["conninfo"]
        return "sqlite", str(self.store)

    def stored(self):
        """The octets of the store; of a PostgreSQL as pg_dump writes them, bytea in hexadecimal."""
        if self.record["store"] == "sqlite":
            return self.store.read_bytes()
        return subprocess.run(["pg_dump", "-d", self.record["conninfo"]], check=True, capture_output=True,
                              stdin=subprocess.DEVNULL).stdout

    def back_up(self, folder):
        """Everything that a machine's backup has, its mark as well; the portal is stopped."""
        subprocess.run(["cp", "-a", str(self.dir / "state"), str(folder)], check=True)
        if self.record["store"] == "postgresql":
            subprocess.run(["pg_dump", "--clean", "--if-exists", "-d", self.record["conninfo"],
                            "-f", str(folder / "database.sql")], check=True, stdin=subprocess.DEVNULL)

    def put_back(self, folder):
        """What back_up() wrote is all there is afterwards; the portal is stopped."""
        shutil.rmtree(self.dir / "state")
        subprocess.run(["cp", "-a", str(folder), str(self.dir / "state")], check=True)
        if self.record["store"] == "postgresql":
            subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.record["conninfo"],
                            "-f", str(folder / "database.sql")], check=True, stdin=subprocess.DEVNULL)

    def tell_store(self, statements):
        """Behind the portal's back: triggers of a test."""
        if self.record["store"] == "sqlite":
            with contextlib.closing(sqlite3.connect(self.store, timeout=30)) as database, database:
                database.executescript(statements)
        else:
            run_sql(self.record["conninfo"], statements)

    @property
    def key_file(self):
        return self.dir / "state" / "pimsync.key"

    def told(self):
        """What `portal up` prints."""
        return {"name": self.name, "dir": str(self.dir), "pid": self.pid(), "port": self.record["port"],
                "url": self.url, "syncml": self.url + "/syncml", "console": self.url + "/sync/",
                "api": self.url + "/sync/api/v1/", "metrics": self.url + "/pimsync-metrics",
                "error_log": str(self.log.path),
                **({"ca": str(self.authority.certificate)} if self.record["tls"] else {})}

    def sign_in(self, user, password=None):
        """The API as that user; by default with the password on record."""
        told = self.told()
        return Api(told["api"], user, self.record["users"].get(user, "") if password is None else password,
                   ca=told.get("ca"))

    def pid(self):
        """Of httpd's parent process; 0 where there is none."""
        try:
            return int((self.dir / "run" / "httpd.pid").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def running(self):
        return process.alive(self.pid())

    def children(self):
        return process.children(self.pid())

    # -- what it does

    def device(self, user, device_id=None):
        """A new device password: user, password, device, number, and the address to type in."""
        more = ["--id", device_id] if device_id else []
        made = self.pimctl("device", "add", *self.store_place(), user, "--portal", self.name, "--key-file", str(self.key_file),
                           "--json", *more)
        return {**json.loads(made), "url": self.told()["syncml"]}

    def revoke(self, user, number):
        self.pimctl("device", "revoke", *self.store_place(), user, str(number), "--portal", self.name)

    def pimctl(self, *arguments):
        done = subprocess.run([str(paths.pimctl()), *arguments], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, cwd=self.dir)
        if done.returncode:
            raise HarnessError(f"pimctl {' '.join(arguments)}: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def httpd(self, *arguments):
        """Runs httpd with this configuration, e.g. -t; the finished process."""
        env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "TMPDIR", "TZ")}
        env |= {"LANG": "C.UTF-8", **sanitizer.environment(), **self.env}
        preload = sanitizer.preloads() + [str(p) for p in self.preload]
        if preload:
            env["LD_PRELOAD"] = ":".join(preload)
        return subprocess.run([str(paths.httpd()), "-d", str(self.dir), "-f", str(self.dir / "httpd.conf"),
                               *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, env=env)

    def start(self):
        """Starts httpd and waits until it answers. A port that was taken meanwhile is changed."""
        if not self.running():
            # of a killed one: where nobody reaps it, httpd takes its zombie for a running server
            (self.dir / "run" / "httpd.pid").unlink(missing_ok=True)
        for _ in range(5):
            done = self.httpd("-k", "start")
            if done.returncode == 0 and process.wait_until(self._answers, 30):
                return self
            taken = "Address already in use" in done.stderr
            if not taken or self.record["fixed_port"]:
                break
            self.record["port"] = free_port()
            self._write_config()
        raise HarnessError(f"httpd did not start: {done.stderr.strip()}\n{self.log.tail()}".strip())

    def _answers(self):
        """The socket listens before the first child is there to serve it."""
        with socket.socket() as s:
            s.settimeout(1)
            return self.running() and s.connect_ex(("127.0.0.1", self.record["port"])) == 0 and bool(self.children())

    def stop(self):
        """Ends httpd; False where it had to be killed."""
        if not self.running():
            return True
        # a child of the event MPM that is told to end closes its workers' sockets, and crashes where a worker has
        # just freed one (close_worker_sockets): nobody shall be about to
        process.wait_until(lambda: not process.half_closed(self.record["port"]), 1)
        return process.stop_httpd(self.pid())

    def configure(self, **changes):
        """Another record (peers, guard, ...) and, where given, other further directives; from its next start on."""
        if "extra" in changes:
            (self.dir / "extra.conf").write_text(changes.pop("extra"), encoding="utf-8")
        self.record.update(changes)
        self._write_config()

    def restart(self):
        self.stop()
        return self.start()

    def graceful(self):
        done = self.httpd("-k", "graceful")
        if done.returncode:
            raise HarnessError(f"graceful restart refused: {done.stderr.strip()}")

    def remove(self):
        """Stops it and takes everything away; a folder that the caller named stays, for another up."""
        self.stop()
        self._end_cluster()
        self._forget(paths.instances_dir() / self.name)

    @staticmethod
    def _forget(link):
        if link.is_symlink():
            link.unlink()
        else:
            shutil.rmtree(link, ignore_errors=True)


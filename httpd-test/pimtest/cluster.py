# SPDX-License-Identifier: Apache-2.0
"""A throwaway PostgreSQL from Debian's package: a folder with everything, on a socket and on loopback.

The server runs as an unprivileged account where root starts it. It syncs as it does in earnest; its shared memory lies
in the folder too, and goes with it whatever becomes of the server. Whoever connects needs the cluster's own random
password: other users of the machine have no business in it.
"""
import os
import pathlib
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile

from . import process
from .paths import HarnessError

ROLE = "pimsync"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_permissions = 0777
port = {port}
unix_socket_directories = '{socket}'
password_encryption = 'scram-sha-256'
fsync = on
max_connections = 120
dynamic_shared_memory_type = mmap
shared_buffers = 64MB
autovacuum_naptime = 10
log_min_messages = warning
logging_collector = off
"""

# Takes a cluster away when whoever made it has ended, be it by kill -9: then its standard input ends.
GUARD = """
while read -r _; do :; done
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.1; done
rm -rf "$1"
"""


def binaries():
    """Where initdb and pg_ctl are: Debian keeps them beside the path, a folder per version."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    beside = shutil.which("initdb")
    if not found and not beside:
        raise HarnessError("PostgreSQL is missing (Debian: apt-get install postgresql)")
    return found[-1].parent if found else pathlib.Path(beside).resolve().parent


def account():
    """The account of the server where root starts it: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "www-data", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise HarnessError("no account postgres, www-data or nobody to run PostgreSQL as")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def run_sql(conninfo, text):
    """Runs statements by psql; what they print, without head and frame."""
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", text],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise HarnessError(f"psql: {done.stderr.strip()}")
    return done.stdout.strip()


class Cluster:
    """One cluster in `folder`; its database and its role are both called pimsync."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.guard = None

    @classmethod
    def throwaway(cls):
        """In memory where there is such a file system and TMPDIR names no other; gone at the end of `with`."""
        memory = pathlib.Path("/dev/shm")
        root = memory if "TMPDIR" not in os.environ and os.access(memory, os.W_OK) else tempfile.gettempdir()
        one = cls(tempfile.mkdtemp(prefix="pim-pg-", dir=root))
        one.guard = subprocess.Popen(["sh", "-c", GUARD, "guard", str(one.folder)], stdin=subprocess.PIPE,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return one.make()
        except Exception:
            one.remove()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def _run(self, *command):
        who = account()
        as_whom = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
        done = subprocess.run([str(binaries() / command[0]), *command[1:]], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, cwd="/", env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                              **as_whom)
        if done.returncode:
            raise HarnessError(f"{command[0]}: {(done.stderr or done.stdout).strip()}\n{self.tail()}".strip())

    def tail(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:]) if self.log.exists() else ""

    def make(self):
        """Makes it where it is missing, and starts it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.data.exists():
            self._init()
        return self.start()

    def _init(self):
        password = self.folder / "password"
        with open(os.open(password, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as f:
            f.write(secrets.token_hex(16))
        self.folder.chmod(0o755)
        if account():
            for path in (self.folder, password):
                os.chown(path, account().pw_uid, account().pw_gid)
        self._run("initdb", "-D", str(self.data), "-U", ROLE, "--pwfile", str(password), "-A", "scram-sha-256",
                  "-E", "UTF8", "--no-locale", "--no-instructions")
        self._write_settings()
        with open(self.data / "postgresql.conf", "a", encoding="ascii") as f:
            f.write("include 'throwaway.conf'\n")
        self.start()
        self.sql("CREATE DATABASE pimsync", database="postgres")

    def _write_settings(self):
        (self.data / "throwaway.conf").write_text(SETTINGS.format(port=free_port(), socket=self.socket_dir()),
                                                  encoding="ascii")

    def start(self):
        """Starts it. A port that was taken meanwhile is changed."""
        if self.running():
            return self
        for tried in range(5):
            try:
                self._run("pg_ctl", "start", "-w", "-s", "-t", "60", "-D", str(self.data), "-l", str(self.log))
                return self
            except HarnessError:
                if tried == 4 or "Address already in use" not in self.tail():
                    raise
                self._write_settings()
        return self

    def stop(self, mode="fast"):
        """fast: sessions are ended; immediate: as a crash."""
        if self.running():
            self._run("pg_ctl", "stop", "-w", "-s", "-t", "60", "-D", str(self.data), "-m", mode)

    def remove(self):
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.guard:
            self.guard.stdin.close()
            self.guard.wait()

    def pid(self):
        """Of the server's first process; 0 where there is none."""
        try:
            return int((self.data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def running(self):
        return process.alive(self.pid())

    def password(self):
        return (self.folder / "password").read_text(encoding="ascii")

    def socket_dir(self):
        """Nothing where the path would be too long for a socket: then there is loopback only."""
        return str(self.folder) if len(str(self.folder)) < 85 else ""

    def server_port(self):
        settings = (self.data / "throwaway.conf").read_text(encoding="ascii")
        return int(next(line.split("=")[1] for line in settings.splitlines() if line.startswith("port")))

    def conninfo(self, database="pimsync", host=None, port=None, role=ROLE):
        """Over the socket, or over TCP where a host is named."""
        return (f"host={host or self.socket_dir() or '127.0.0.1'} port={port or self.server_port()} dbname={database} user={role} "
                f"password={self.password()}")

    def sql(self, text, database="pimsync"):
        return run_sql(self.conninfo(database), text)

    def cpu_seconds(self):
        """User and system time of the server's living processes and of those that have ended."""
        return process.cpu_seconds_of_all(self.pid())

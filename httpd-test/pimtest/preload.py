# SPDX-License-Identifier: Apache-2.0
"""The test's side of httpd-test/preload: arms the library that kills at the n-th sync or write."""
import mmap
import os
import struct

from . import paths, process

SYNCS, WRITES, HALF = 1, 2, 4
FIELDS = ("syncs", "writes", "counted", "kill_at", "flags", "killed")


class KillAt:
    """Kills the process of a portal that is about to do the n-th sync or write of its database.

    Attach it before the portal starts; arm() and disarm() work while it runs. Only the process at
    work dies, as with kill -9: httpd's parent starts another child.
    """

    def __init__(self, portal):
        self._path = portal.dir / "run" / "kill"
        self._path.write_bytes(bytes(8 * len(FIELDS)))
        account = paths.httpd_user()
        if account:
            os.chown(self._path, account.pw_uid, account.pw_gid)
        with open(self._path, "r+b") as f:
            self._map = mmap.mmap(f.fileno(), 8 * len(FIELDS))
        portal.preload.append(paths.built("preload", "kill_at.so"))
        portal.env |= {"PIM_KILL_FILE": str(self._path), "PIM_PRELOAD_FILES": portal.store.name}

    def get(self, field):
        return struct.unpack_from("=Q", self._map, 8 * FIELDS.index(field))[0]

    def _set(self, field, value):
        struct.pack_into("=Q", self._map, 8 * FIELDS.index(field), value)

    def arm(self, number, kinds=SYNCS):
        """The number-th from now on kills."""
        self._set("flags", 0)
        self._set("killed", 0)
        self._set("counted", 0)
        self._set("kill_at", number)
        self._set("flags", kinds)

    def count(self, kinds=SYNCS):
        """Counts from now on, kills nobody."""
        self.arm(0, kinds)

    def disarm(self):
        self._set("kill_at", 0)

    def fired(self):
        return self.get("killed") != 0

    def wait(self, seconds=30):
        return process.wait_until(self.fired, seconds)


def slow_sync(portal, milliseconds):
    """Every sync of the portal's database takes so much longer, from its next start on."""
    portal.preload.append(paths.built("preload", "slow_sync.so"))
    portal.env |= {"PIM_SYNC_MS": str(milliseconds), "PIM_PRELOAD_FILES": portal.store.name}

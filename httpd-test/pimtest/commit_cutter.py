# SPDX-License-Identifier: Apache-2.0
"""A proxy before a PostgreSQL that cuts connections at their COMMIT."""
import itertools
import selectors
import socket
import threading

COMMIT = b"COMMIT\0"
# the server never sees it; it sees it and both sides are closed at once; its answer goes nowhere
BEFORE, AFTER, UNANSWERED = "before", "after", "unanswered"


class CommitCutter:
    """Hands on to `port`. Once armed, every n-th COMMIT is cut, each way in turn, `cuts` times in all."""

    def __init__(self, port):
        self.port_behind, self.cut = port, 0
        self._left, self._every, self._seen = 0, 1, 0
        self._ways = itertools.cycle((BEFORE, AFTER, UNANSWERED))
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, cuts, every):
        with self._lock:
            self._left, self._every, self._seen = cuts, every, 0

    def _due(self):
        """The way in which this COMMIT is cut, if it is."""
        with self._lock:
            self._seen += 1
            if not self._left or self._seen % self._every:
                return None
            self._left -= 1
            self.cut += 1
            return next(self._ways)

    def _accept(self):
        while True:
            try:
                client = self._listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        try:
            with client, socket.create_connection(("127.0.0.1", self.port_behind)) as server:
                self._between(client, server)
        except OSError:
            pass  # one of them has gone: so has the other

    def _between(self, client, server):
        with selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ)
            selector.register(server, selectors.EVENT_READ)
            silent = False
            while True:
                for key, _ in selector.select():
                    octets = key.fileobj.recv(65536)
                    if not octets or (silent and key.fileobj is server):
                        return
                    if key.fileobj is server:
                        client.sendall(octets)
                        continue
                    way = self._due() if COMMIT in octets else None
                    if way == BEFORE:
                        return
                    server.sendall(octets)
                    if way == AFTER:
                        return
                    silent = way == UNANSWERED

    def close(self):
        self._listener.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

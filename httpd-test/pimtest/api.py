# SPDX-License-Identifier: Apache-2.0
"""The JSON API of a portal's console as a user with a password sees it."""
import base64
import http.client
import json
import ssl
import time
import urllib.parse

ENDED = ("done", "failed", "cancelled", "waiting")


class ApiError(Exception):
    """An answer that is no success: its problem document (RFC 9457), or what came instead."""

    def __init__(self, status, problem):
        self.status, self.problem = status, problem
        super().__init__(f"{status} {problem.get('title', '')}: {problem.get('detail', '')}".rstrip(": "))


class Reply:
    """Status, headers and octets of an answer."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    def json(self):
        return json.loads(self.body) if self.body else {}


class Api:
    """One user's session with one portal; a connection is kept. Not for several threads."""

    def __init__(self, base, user, password, timeout=600, ca=None):
        self._url = urllib.parse.urlsplit(base)
        self._tls = ssl.create_default_context(cafile=ca) if self._url.scheme == "https" else None
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": "Basic " + token}
        self._timeout = timeout
        self._connection = None

    def raw(self, method, path, body=None, headers=None):
        """Any answer, whatever its status. A kept connection that the server closed is opened again."""
        for attempt in (1, 2):
            fresh = self._connection is None
            if fresh:
                self._connection = self._connect()
            try:
                self._connection.request(method, urllib.parse.urljoin(self._url.path, path), body,
                                         {**self._headers, **(headers or {})})
                return Reply(self._connection.getresponse())
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()
                if fresh or attempt == 2:
                    raise

    def _connect(self):
        if self._tls:
            return http.client.HTTPSConnection(self._url.hostname, self._url.port, timeout=self._timeout,
                                               context=self._tls)
        return http.client.HTTPConnection(self._url.hostname, self._url.port, timeout=self._timeout)

    def close(self):
        if self._connection:
            self._connection.close()
            self._connection = None

    def call(self, method, path, body=None, headers=None):
        """An answer of status 2xx; others raise ApiError."""
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            headers = {"Content-Type": "application/json", **(headers or {})}
        reply = self.raw(method, path, body, headers)
        if not 200 <= reply.status < 300:
            try:
                problem = reply.json()
            except ValueError:
                problem = {}
            raise ApiError(reply.status, problem if isinstance(problem, dict) else {})
        return reply

    def get(self, path):
        return self.call("GET", path).json()

    def post(self, path, body=None):
        return self.call("POST", path, body if body is not None else {}).json()

    # -- records

    def import_stream(self, collection, octets, media_type="text/vcard"):
        return self.call("POST", f"collections/{collection}/items", octets,
                         {"Content-Type": media_type}).json()

    def media_type(self, collection):
        """Of the records that a collection exports."""
        known = {c["name"]: c["media_type"] for c in self.get("collections")["collections"]}
        return known.get(collection, "text/vcard")

    def export_stream(self, collection, media_type=None):
        media_type = media_type or self.media_type(collection)
        return self.call("GET", f"collections/{collection}/items", headers={"Accept": media_type}).body

    def items(self, collection, search=""):
        """Every item's head, page by page."""
        cursor = ""
        while True:
            query = urllib.parse.urlencode({"limit": 200, "search": search, **({"cursor": cursor} if cursor else {})})
            page = self.call("GET", f"collections/{collection}/items?{query}",
                             headers={"Accept": "application/json"}).json()
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return

    def put_item(self, collection, item, octets):
        return self.call("PUT", f"collections/{collection}/items/{item}", octets,
                         {"Content-Type": "text/vcard"}).json()

    def delete_item(self, collection, item):
        self.call("DELETE", f"collections/{collection}/items/{item}")

    # -- connections and runs

    def connection(self, peer, user, password, collections):
        """The connection to a peer as that user, with that password and these collections."""
        wanted = {"password": password, "collections": collections}
        known = self._known_connection(peer, user)
        if known is None:
            try:
                return self.post("connections", {"peer": peer, "user": user, **wanted})["id"]
            except ApiError as error:
                # asked twice: the child that made it died before it answered
                known = self._known_connection(peer, user) if error.status == 409 else None
                if known is None:
                    raise
        self.call("PATCH", f"connections/{known}", wanted)
        return known

    def _known_connection(self, peer, user):
        for known in self.get("connections")["connections"]:
            if known["peer"] == peer and known["user"] == user:
                return known["id"]
        return None

    def start_run(self, connection, mode="two-way", plan=False, conflicts="merge"):
        return self.post(f"connections/{connection}/runs", {"mode": mode, "plan": plan, "conflicts": conflicts})["id"]

    def run(self, number):
        return self.get(f"runs/{number}")

    def wait(self, number, seconds=600):
        """The run when it has ended. The server may be restarted meanwhile."""
        end, pause = time.monotonic() + seconds, 0.02
        while True:
            try:
                run = self.run(number)
                if run["state"] in ENDED:
                    return run
            except (OSError, http.client.HTTPException):
                self.close()
                run = {"state": "not answered"}
            except ApiError as error:
                if error.status != 503:
                    raise
                run = {"state": "busy"}
            if time.monotonic() > end:
                raise TimeoutError(f"run {number} has not ended after {seconds} s: {run['state']}")
            time.sleep(pause)
            pause = min(0.25, pause * 1.3)

    def run_items(self, number):
        cursor = ""
        while True:
            query = urllib.parse.urlencode({"limit": 200, **({"cursor": cursor} if cursor else {})})
            page = self.get(f"runs/{number}/items?{query}")
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return

# SPDX-License-Identifier: Apache-2.0
"""A proxy on loopback between a portal and its peer: sees every exchange, and may interfere with it."""
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Drop(Exception):
    """Raised by a hook: the connection is closed without an answer."""


class Proxy:
    """Hands requests on to `port`. The Host header stays, so that a RespURI leads back through here.

    before(number) is called when a request has come, after(number) when its answer is there and not
    yet handed on; numbers count from 1. Either may raise Drop.
    """

    def __init__(self, port, before=None, after=None):
        self.exchanges = 0
        self.bodies = []  # (request, reply) where keep is set
        self.keep = False
        self._lock = threading.Lock()
        self.before, self.after = before, after
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def relay(self):
                try:
                    proxy._relay(self, port)
                except (Drop, OSError, http.client.HTTPException):
                    self.close_connection = True
            do_GET = do_POST = relay

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def url(self, path="/syncml"):
        return f"http://127.0.0.1:{self.port}{path}"

    def _relay(self, handler, port):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        with self._lock:
            self.exchanges += 1
            number = self.exchanges
        if self.before:
            self.before(number)
        upstream = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            headers = {k: v for k, v in handler.headers.items() if k.lower() not in ("connection", "expect")}
            upstream.request(handler.command, handler.path, body, headers)
            response = upstream.getresponse()
            answer = response.read()
        finally:
            upstream.close()
        if self.keep:
            self.bodies.append((body, answer))
        if self.after:
            self.after(number)
        handler.send_response_only(response.status, response.reason)
        for name, value in response.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

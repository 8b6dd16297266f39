# SPDX-License-Identifier: Apache-2.0
"""An httpd error log, and the lines in it that a test has to expect."""
import re

SERIOUS = re.compile(r"\[[\w-]*:(warn|error|crit|alert|emerg)\]"
                     r"|AH0005[12]: child pid \d+ exit signal"  # 51 where it may leave a core
                     r"|AddressSanitizer|ThreadSanitizer|LeakSanitizer|: runtime error: "
                     r"|terminate called|Assertion .* failed")


class ErrorLog:
    """The log of one instance; remembers what a test expects in it."""

    def __init__(self, path):
        self.path = path
        self._expected = []
        self._allowed = [
            # told to end, a child of the event MPM closes the sockets of workers that may still be using them
            re.compile(r"\(9\)Bad file descriptor: AH03093: process_socket: apr_pollset_add failure"),
            re.compile(r"\(9\)Bad file descriptor: AH03092: process_lingering_close: apr_pollset_add failure"),
            # a machine whose packages are not all of one day: httpd has been updated, OpenSSL not yet
            re.compile(r"AH01882: Init: this version of mod_ssl was compiled against a newer library"),
        ]

    def text(self):
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def lines(self):
        return self.text().splitlines()

    def tail(self, count=20):
        return "\n".join(self.lines()[-count:])

    def expect(self, pattern):
        """Serious lines that the pattern is found in are part of the test, however many."""
        self._expected.append(re.compile(pattern))

    def allow(self, pattern):
        """Such lines may come or not: they depend on what else the machine is doing."""
        self._allowed.append(re.compile(pattern))

    def unexpected(self):
        return [line for line in self.lines()
                if SERIOUS.search(line) and not any(p.search(line) for p in self._expected + self._allowed)]

    def missing(self):
        """Expected patterns that no line of the log has."""
        text = self.text()
        return [p.pattern for p in self._expected if not p.search(text)]

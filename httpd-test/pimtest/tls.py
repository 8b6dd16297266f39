# SPDX-License-Identifier: Apache-2.0
"""A throwaway authority for one portal, and the certificates it issues, made by the openssl command."""
import subprocess

from .paths import HarnessError

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
# clients look at the IP entry, httpd compares its ServerName with the DNS ones
LOOPBACK = "IP:127.0.0.1,DNS:127.0.0.1,DNS:localhost"


def openssl(*arguments):
    try:
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)
    except FileNotFoundError as error:
        raise HarnessError("openssl is missing (Debian: apt-get install openssl)") from error
    if done.returncode:
        raise HarnessError(f"openssl {arguments[0]}: {done.stderr.strip()}")


class Authority:
    """Lives in a folder: ca.pem vouches for server.pem, whose key is server.key."""

    def __init__(self, folder):
        self.folder = folder
        self.certificate, self._key = folder / "ca.pem", folder / "ca.key"

    def make(self):
        """The authority and its first certificate, where they are not there yet."""
        if not self.certificate.exists():
            self.folder.mkdir(exist_ok=True)
            openssl("req", "-x509", *KEY, "-keyout", self._key, "-out", self.certificate, "-days", 2,
                    "-subj", "/CN=throwaway authority")
            self.issue()

    def issue(self, names=LOOPBACK, days=2):
        """Replaces the server's certificate by one for these names; days below zero: it has expired."""
        request = self.folder / "server.csr"
        openssl("req", *KEY, "-keyout", self.folder / "server.key", "-out", request, "-subj", "/CN=throwaway portal",
                "-addext", f"subjectAltName={names}")
        openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-days", days,
                "-copy_extensions", "copy", "-out", self.folder / "server.pem")
        request.unlink()

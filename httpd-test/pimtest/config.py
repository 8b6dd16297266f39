# SPDX-License-Identifier: Apache-2.0
"""The configuration of an instance: httpd.conf and its password file."""
import base64
import grp
import hashlib

from . import paths

NEEDED = ("authn_core", "authn_file", "authz_core", "authz_host", "authz_user", "auth_basic", "unixd",
          "log_config", "watchdog", "status", "reqtimeout")
MPMS = {
    "event": "StartServers {children}\nServerLimit {slots}\nThreadsPerChild 8\nMaxRequestWorkers {workers}\n"
             "MinSpareThreads {children}\nMaxSpareThreads {workers}",
    "worker": "StartServers {children}\nServerLimit {limit}\nThreadsPerChild 8\nMaxRequestWorkers {workers}\n"
              "MinSpareThreads {children}\nMaxSpareThreads {workers}",
    "prefork": "StartServers {children}\nMinSpareServers {children}\nMaxSpareServers {workers}\n"
               "MaxRequestWorkers {workers}",
}

TEMPLATE = """\
# written by httpd-test/portal; the instance's portal.json says how
ServerRoot "{dir}"
ServerName 127.0.0.1:{port}
Listen 127.0.0.1:{port}
PidFile run/httpd.pid
Mutex file:run default
{account}
{modules}
{mpm}
ErrorLog logs/error.log
LogLevel {log_level}
CustomLog logs/access.log "%h %u %t \\"%m %U\\" %>s %B dev=%{{syncml-device}}n res=%{{syncml-result}}n us=%D"
KeepAlive On
MaxKeepAliveRequests 0
KeepAliveTimeout 5
DocumentRoot www
<Directory />
    AllowOverride None
    Require all denied
</Directory>
<Location "/server-status">
    SetHandler server-status
    Require local
</Location>
<Location "/pimsync-metrics">
    SetHandler pimsync-metrics
    Require local
</Location>
{pim}
{extra}
"""

SYNCML = """
SyncMLStore {store}
SyncMLPortal {name}
SyncMLKeyFile state/pimsync.key
SyncMLStateDir state
SyncMLAuthProvider file
SyncMLDeletionGuard {guard}
<Location "/syncml">
    SetHandler syncml
    SyncMLEngine On
    AuthUserFile users
    Require all granted
</Location>
"""

BRIDGE_ALONE = """
PimBridgeStore {store}
PimBridgePortal {name}
PimBridgeKeyFile state/pimsync.key
PimBridgeStateDir state
"""

BRIDGE = """
PimBridgeWorkers {workers}
PimBridgeDeletionGuard {guard}
<Location "/sync">
    PimBridgeConsole On
    AuthType Basic
    AuthName "Portal {name}"
    AuthBasicProvider file
    AuthUserFile users
    Require valid-user
</Location>
<Location "/sync/api/v1/health">
    Require all granted
</Location>
"""

PEER = """
<PimBridgePeer {name}>
    PimBridgePeerURL {url}
{ca}{auth}</PimBridgePeer>
"""

TLS = """
SSLEngine On
SSLSessionCache shmcb:run/ssl_cache(512000)
SSLCertificateFile tls/server.pem
SSLCertificateKeyFile tls/server.key
"""


def password_line(user, password):
    """A line of AuthUserFile. SHA-1 is what httpd verifies fastest; these passwords protect nothing."""
    digest = base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()
    return f"{user}:{{SHA}}{digest}\n"


def load_module(name):
    """The line for a module of httpd's own; nothing where httpd has it linked in."""
    return "" if name in paths.static_modules() else f'LoadModule {name}_module "{paths.apxs("LIBEXECDIR")}/mod_{name}.so"'


def load_modules(mpm, ours, further):
    lines = [load_module(name) for name in (f"mpm_{mpm}", *NEEDED, *further)]
    lines += [f'LoadModule {name}_module "{paths.built("modules", f"mod_{name}.so")}"' for name in ours]
    return "\n".join(filter(None, lines))


def httpd_conf(record, extra="", authorities=None):
    """The text of httpd.conf for a portal's record (portal.py); authorities: of peers that have their own."""
    account, ours = paths.httpd_user(), record["modules"]
    if account:
        account = f"User {account.pw_name}\nGroup {grp.getgrgid(account.pw_gid).gr_name}"
    children = record["children"]
    limit = max(4, children) if children > 1 else 1
    slots = 4 * limit  # children of before a reload keep theirs until they have ended
    pim = ""
    conninfo = record.get("conninfo")
    store = f'postgresql "{conninfo}"' if conninfo else "sqlite state/pimsync.db"
    values = {"name": record["name"], "guard": record["guard"], "workers": record["workers"], "store": store}
    if "syncml" in ours:
        pim += SYNCML.format(**values)
    if "pimbridge" in ours:
        pim += "" if "syncml" in ours else BRIDGE_ALONE.format(**values)
        pim += BRIDGE.format(**values)
        for name, url in record["peers"].items():
            ca = (authorities or {}).get(name)
            pim += PEER.format(name=name, url=url, ca=f"    PimBridgePeerCA {ca}\n" if ca else "",
                               auth=f"    PimBridgePeerAuth {record['peer_auth']}\n" if record.get("peer_auth") else "")
    if record.get("max_msg_size"):
        pim += f"SyncMLMaxMsgSize {record['max_msg_size']}\n"
    return TEMPLATE.format(dir=record["dir"], port=record["port"], account=account or "",
                           modules=load_modules(record["mpm"], ours, ["ssl", "socache_shmcb"] if record["tls"] else []),
                           mpm=MPMS[record["mpm"]].format(children=children, limit=limit, slots=slots, workers=8 * limit),
                           log_level=record["log_level"], pim=(TLS if record["tls"] else "") + pim, extra=extra)

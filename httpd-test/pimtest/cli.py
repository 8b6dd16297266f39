# SPDX-License-Identifier: Apache-2.0
"""The command httpd-test/portal."""
import argparse
import json
import pathlib
import sys

from .api import ApiError
from .paths import HarnessError
from .portal import DEFAULT_USERS, Portal
from .records import import_file

# exit codes of `portal sync`, the same as those of `pimctl sync`
DONE, USAGE, PARTLY, WAITING, AWAY, SIGN_IN, STORE = range(7)
OUTCOMES = {"done": DONE, "planned": DONE, "partly": PARTLY, "waiting": WAITING, "away": AWAY, "sign-in": SIGN_IN,
            "store": STORE}
MODES = ("two-way", "slow", "from-peer", "to-peer", "refresh-from-peer", "refresh-to-peer")
POLICIES = ("merge", "newest", "here", "there", "both")


def pair(separator):
    def parse(text):
        name, found, value = text.partition(separator)
        if not found or not name:
            raise argparse.ArgumentTypeError(f"'{text}' is not NAME{separator}VALUE")
        return name, value
    return parse


def parser():
    top = argparse.ArgumentParser(prog="httpd-test/portal", description="Throwaway httpd portals on loopback.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="start httpd with both modules, print one line of JSON")
    up.add_argument("name")
    up.add_argument("--port", type=int)
    up.add_argument("--mpm", choices=("event", "worker", "prefork"), default="event")
    up.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite",
                    help="postgresql: over a throwaway cluster from Debian's package, ended by `down`")
    up.add_argument("--tls", action="store_true", help="https, with a certificate of a throwaway authority ('ca')")
    up.add_argument("--user", type=pair(":"), action="append", metavar="NAME:PASSWORD",
                    help="default: alice:secret and bob:secret")
    up.add_argument("--peer", type=pair("="), action="append", default=[], metavar="NAME=URL")
    up.add_argument("--dir", help="the instance's folder; `down` leaves it, another `up` goes on with its store")
    up.add_argument("--conf", help="a file of further directives")
    down = commands.add_parser("down", help="stop portals and take them away")
    down.add_argument("name", nargs="+")
    commands.add_parser("list", help="one line of JSON per portal")
    commands.add_parser("log", help="print the error log").add_argument("name")
    imports = commands.add_parser("import", help="store the records of files; a known UID updates")
    exports = commands.add_parser("export", help="all records to stdout")
    for one in (imports, exports):
        one.add_argument("name")
        one.add_argument("user")
        one.add_argument("collection")
    imports.add_argument("file", nargs="+")
    device = commands.add_parser("device", help="make a device password, print it as JSON")
    device.add_argument("name")
    device.add_argument("user")
    device.add_argument("--id", help="the device it is for; default: the first that uses it")
    sync = commands.add_parser("sync", help="sync with a peer, wait, print the result as JSON",
                               epilog="exit codes: 0 done, 1 usage, 2 partly failed, 3 waiting for a person, "
                                      "4 peer away, 5 sign-in refused, 6 store trouble")
    sync.add_argument("name")
    sync.add_argument("user")
    sync.add_argument("peer")
    sync.add_argument("--collection", action="append", help="default: contacts")
    sync.add_argument("--mode", choices=MODES, default="two-way")
    sync.add_argument("--conflicts", choices=POLICIES, default="merge",
                      help="where both sides changed one value differently; what gives way is kept in every case")
    sync.add_argument("--as", dest="login", type=pair(":"), metavar="USER:PASSWORD",
                      help="at the peer; default: the same user, with the password of the portal there")
    sync.add_argument("--plan", action="store_true", help="print what would happen; no record changes")
    return top


def up(o):
    extra = pathlib.Path(o.conf).read_text(encoding="utf-8") if o.conf else ""
    portal = Portal.make(o.name, port=o.port, mpm=o.mpm, users=dict(o.user or DEFAULT_USERS),
                         peers=dict(o.peer), folder=o.dir, extra=extra, store=o.store, tls=o.tls)
    print(json.dumps(portal.start().told()), flush=True)
    return DONE


def down(o):
    for portal in [Portal.find(name) for name in o.name]:
        portal.remove()
    return DONE


def listing(_):
    for portal in Portal.all():
        print(json.dumps({**portal.told(), "running": portal.running()}))
    return DONE


def log(o):
    sys.stdout.write(Portal.find(o.name).log.text())
    return DONE


def sign_in(name, user):
    portal = Portal.find(name)
    if user not in portal.record["users"]:
        raise HarnessError(f"portal {name} has no user '{user}', only {', '.join(portal.record['users'])}")
    return portal.sign_in(user)


def imports(o):
    api = sign_in(o.name, o.user)
    total = {"added": 0, "updated": 0, "unchanged": 0, "failed": [], "remarks": [], "remarks_left_out": 0}
    for file in o.file:
        result = import_file(api, o.collection, pathlib.Path(file))
        total = {key: total[key] + result[key] for key in total}
    print(json.dumps(total, ensure_ascii=False, indent=1))
    return PARTLY if total["failed"] else DONE


def exports(o):
    sys.stdout.buffer.write(sign_in(o.name, o.user).export_stream(o.collection))
    return DONE


def device(o):
    print(json.dumps(Portal.find(o.name).device(o.user, o.id)))
    return DONE


def peer_login(portal, user, peer):
    """User and password at a peer: those that the throwaway portal there has on record, else ours."""
    other = Portal.at(portal.record["peers"].get(peer, ""))
    known = other.record["users"] if other else {}
    return user, known.get(user, portal.record["users"][user])


def sync(o):
    api = sign_in(o.name, o.user)
    user, password = o.login or peer_login(Portal.find(o.name), o.user, o.peer)
    connection = api.connection(o.peer, user, password, o.collection or ["contacts"])
    number = api.start_run(connection, o.mode, o.plan, o.conflicts)
    run = api.wait(number)
    lines = list(api.run_items(number))
    run["items"] = lines if o.plan else [i for i in lines if i["op"] in ("fail", "hold", "doubt", "conflict")]
    print(json.dumps(run, ensure_ascii=False, indent=1))
    return OUTCOMES.get(run["outcome"], PARTLY)


COMMANDS = {"device": device, "up": up, "down": down, "list": listing, "log": log, "import": imports, "export": exports,
            "sync": sync}


def api_exit_code(error):
    return {401: SIGN_IN, 503: STORE}.get(error.status, USAGE)


def main(arguments=None):
    try:
        o = parser().parse_args(arguments)
    except SystemExit as end:
        return USAGE if end.code else DONE
    try:
        return COMMANDS[o.command](o)
    except ApiError as error:
        print(f"portal {o.command}: {error}", file=sys.stderr)
        return api_exit_code(error)
    except (HarnessError, TimeoutError, OSError) as error:
        print(f"portal {o.command}: {error}", file=sys.stderr)
        return USAGE

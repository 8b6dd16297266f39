# SPDX-License-Identifier: Apache-2.0
"""Where things are: the source tree, the build to use, httpd, and the folder of the instances."""
import functools
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
BUILDS = ("release", "dev", "asan")


class HarnessError(Exception):
    """What keeps a portal from working, as one sentence for the person at the terminal."""


def build_dir():
    """The build whose modules are loaded: PIM_BUILD, or the first preset that has been built."""
    named = os.environ.get("PIM_BUILD")
    if named:
        return pathlib.Path(named).resolve()
    for preset in BUILDS:
        if (SOURCE / "build" / preset / "modules").is_dir():
            return SOURCE / "build" / preset
    return SOURCE / "build" / BUILDS[0]


def built(*names):
    """A file of the build, or a sentence on how to get it."""
    path = build_dir().joinpath(*names)
    if not path.exists():
        raise HarnessError(f"{path} is missing: run httpd-test/check --quick, or build the release preset")
    return path


def pimctl():
    return built("tools", "pimctl", "pimctl")


def instances_dir():
    """One folder or link per portal. Readable for all where root makes it: httpd's children must get in."""
    folder = pathlib.Path(tempfile.gettempdir()) / "pimsync-portals"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        folder.chmod(0o755)
    return folder


@functools.lru_cache(maxsize=None)
def apxs(variable):
    tool = shutil.which("apxs") or shutil.which("apxs2")
    if not tool:
        raise HarnessError("apxs is missing (Debian: apt-get install apache2-dev)")
    done = subprocess.run([tool, "-q", variable], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.stdout.strip()


@functools.lru_cache(maxsize=None)
def httpd():
    path = pathlib.Path(apxs("SBINDIR")) / apxs("PROGNAME")
    if not path.exists():
        raise HarnessError(f"{path} is missing (Debian: apt-get install apache2-bin)")
    return path


@functools.lru_cache(maxsize=None)
def static_modules():
    """Names as in mod_NAME.so of what httpd has linked in: those need no LoadModule."""
    out = subprocess.run([str(httpd()), "-l"], capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    return {m.removeprefix("mod_") for m in re.findall(r"^\s+(\w+)\.c$", out, re.M)}


def httpd_user():
    """The account that httpd's children take where root starts it; None for anybody else."""
    if os.geteuid() != 0:
        return None
    for name in ("www-data", "apache", "httpd", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise HarnessError("no account www-data, apache, httpd or nobody to run httpd's children as")

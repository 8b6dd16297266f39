# SPDX-License-Identifier: Apache-2.0
"""cmake --install lays out what a package would hold, and an httpd runs with it."""
import os
import re
import subprocess

import pytest
from pimtest import paths

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    return install(tmp_path_factory.mktemp("root"))


def install(root):
    done = subprocess.run(["cmake", "--install", str(paths.build_dir())], capture_output=True, text=True,
                          env={**os.environ, "DESTDIR": str(root)}, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return root


def below(root, path):
    return root / str(path).lstrip("/")


def conf_dir(root):
    return below(root, paths.apxs("SYSCONFDIR")) / "mods-available"


def test_modules_command_and_configuration_are_where_apxs_says(installed):
    for name in ("syncml", "pimbridge"):
        assert (below(installed, paths.apxs("LIBEXECDIR")) / f"mod_{name}.so").is_file()
        for suffix in ("load", "conf"):
            assert (conf_dir(installed) / f"{name}.{suffix}").is_file()
    (pimctl,) = installed.rglob("sbin/pimctl")
    assert "store" in subprocess.run([str(pimctl), "--help"], capture_output=True, text=True).stdout


def test_load_files_name_the_installed_modules(installed):
    for name in ("syncml", "pimbridge"):
        line = (conf_dir(installed) / f"{name}.load").read_text(encoding="ascii").split()
        assert line[:2] == ["LoadModule", f"{name}_module"] and below(installed, line[2]).is_file()


def test_edited_configuration_outlives_an_upgrade(tmp_path):
    root = install(tmp_path)
    conf = conf_dir(root) / "syncml.conf"
    conf.write_text("# ours\n", encoding="ascii")
    assert conf_dir(install(root)).joinpath("syncml.conf").read_text(encoding="ascii") == "# ours\n"


def test_httpd_takes_the_installed_modules_and_configuration(installed, portals):
    portal = portals.make("p1", modules=())
    lines = []
    for name in ("syncml", "pimbridge"):
        module = below(installed, paths.apxs("LIBEXECDIR")) / f"mod_{name}.so"
        lines += [f"LoadModule {name}_module {module}", f"Include {conf_dir(installed)}/{name}.conf"]
    portal.configure(extra="\n".join(lines) + "\n")
    assert "Syntax OK" in portal.httpd("-t").stderr
    loaded = portal.httpd("-M").stdout
    assert "syncml_module" in loaded and "pimbridge_module" in loaded


def told_by_the_manual(root, portal, change=lambda text: text):
    """The installed files, and the manual's block in a virtual host."""
    manual = (paths.SOURCE / "docs" / "administrator.md").read_text(encoding="utf-8")
    block = re.search(r"In the virtual host of the site:\n+```apache\n(.*?)```", manual, re.S)[1]
    lines = []
    for name in ("syncml", "pimbridge"):
        module = below(root, paths.apxs("LIBEXECDIR")) / f"mod_{name}.so"
        lines += [f"LoadModule {name}_module {module}",
                  change((conf_dir(root) / f"{name}.conf").read_text(encoding="utf-8"))]
    lines.append(f"<VirtualHost *:1>\nServerName portal.example\n{block}\n</VirtualHost>\n")
    portal.configure(extra="\n".join(lines))
    return portal.httpd("-t").stderr


def test_what_the_manual_adds_in_a_virtual_host_goes_with_the_installed_configuration(installed, portals):
    said = told_by_the_manual(installed, portals.make("p2", modules=()))
    assert "Syntax OK" in said, said


def test_virtual_host_may_repeat_what_the_installed_file_says(installed, portals):
    said = told_by_the_manual(installed, portals.make("p3", modules=()),
                              lambda text: text.replace("#SyncMLStore", "SyncMLStore"))
    assert "Syntax OK" in said, said

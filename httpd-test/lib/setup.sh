# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154  # root is the caller's
# install_packages MODE: the Debian packages that building and testing need, those missing only.
# apache2-bin, not apache2: that one would start a site on port 80. ca-certificates: for peers over https.
# postgresql: for its programs only, its package shall start no server.

packages_build="g++ cmake ninja-build pkg-config git apache2-bin apache2-dev libxml2-dev libical-dev libcppunit-dev
  libsqlite3-dev libpq-dev libcurl4-openssl-dev libsodium-dev libexpected-dev nlohmann-json3-dev libcli11-dev libutf8proc-dev libssl-dev
  ca-certificates tzdata"
packages_test="curl python3 python3-pytest python3-vobject python3-icalendar sqlite3 syncevolution syncevolution-http
  python3-twisted python3-dbus python3-gi python3-openssl dbus patch postgresql"
# the console in a browser; --quick leaves it out. axe-core comes from npm, in this version
packages_browser="chromium chromium-driver python3-selenium w3m fonts-dejavu-core"
axe_core=axe-core@4.14.1
# ccache: the simulator is built for each planted bug. libwbxml2-utils: its tools read what we write in WBXML, and write what we read
packages_full="ccache libwbxml2-utils clang-16 clang-tidy-16 libclang-rt-16-dev clang-format-14 codespell shellcheck"

missing_packages() {
  local name
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed || echo "$name"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Where PostgreSQL is installed already, its clusters are somebody's and stay as they are.
no_main_cluster() {
  [ -e /etc/postgresql-common ] && return 0
  as_root mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
}

# axe-core into build/check/axe: one package without scripts of its own.
install_axe() {
  local folder=$root/build/check/axe
  [ -f "$folder/node_modules/axe-core/axe.min.js" ] && return 0
  mkdir -p "$folder" &&
    npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix "$folder" "$axe_core" </dev/null >/dev/null
}

install_packages() {
  local wanted missing
  wanted="$packages_build $packages_test"
  [ "$1" = quick ] || wanted="$wanted $packages_browser"
  [ "$1" = quick ] || command -v npm >/dev/null || wanted="$wanted npm"
  [ "$1" = full ] && wanted="$wanted $packages_full"
  # shellcheck disable=SC2086
  missing=$(missing_packages $wanted | tr '\n' ' ')
  [ -z "$missing" ] && return 0
  if ! command -v apt-get >/dev/null; then
    echo "these Debian packages are missing, and there is no apt-get: $missing"
    return 1
  fi
  echo "installing: $missing"
  case " $missing" in *" postgresql "*) no_main_cluster || return 1 ;; esac
  # mod_ssl warns of an OpenSSL that is older than the one it was built with: both of one day
  case " $missing" in *" apache2-bin "*) missing="$missing libssl3 " ;; esac
  local apt="env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold"
  apt="$apt install --no-install-recommends"
  # shellcheck disable=SC2086
  if ! as_root $apt $missing >/dev/null 2>&1 </dev/null; then
    as_root apt-get -qq update </dev/null && as_root $apt $missing >/dev/null </dev/null || return 1
  fi
}

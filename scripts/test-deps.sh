#!/usr/bin/env bash
# Installs what the tests need and this machine lacks: the PostgreSQL server programs. The tests start their own
# servers on 127.0.0.1; none is left running, and the package must not start one either.
set -euo pipefail

have_postgres() {
	command -v initdb >/dev/null && return
	local initdb
	for initdb in /usr/lib/postgresql/*/bin/initdb; do
		[ -x "$initdb" ] && return
	done
	return 1
}

if have_postgres; then
	exit 0
fi

if [ "$(uname -s)" = Darwin ]; then
	echo "The tests need the PostgreSQL server programs (initdb, postgres). Install them with:" >&2
	echo "  brew install postgresql@17 && export PATH=\"\$(brew --prefix postgresql@17)/bin:\$PATH\"" >&2
	exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
	as_root=(sudo -n)
fi
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
	echo "The tests need the PostgreSQL server programs (initdb, postgres). Install them with:" >&2
	if command -v apt-get >/dev/null; then
		echo "  sudo apt-get update && sudo apt-get install --no-install-recommends postgresql" >&2
	else
		echo "  the package manager of this system; the package is usually called postgresql or postgresql-server" >&2
	fi
	exit 1
fi

echo "Installing the PostgreSQL server programs for the tests"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get -q -y
	-o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0)
"${apt[@]}" update
# Debian's package makes and starts a cluster of its own unless told not to.
conf=/etc/postgresql-common/createcluster.conf
if [ ! -e "$conf" ]; then
	"${as_root[@]}" mkdir -p "$(dirname "$conf")"
	echo "create_main_cluster = false" | "${as_root[@]}" tee "$conf" >/dev/null
fi
"${apt[@]}" install --no-install-recommends postgresql

if ! have_postgres; then
	echo "The package postgresql was installed, but initdb is neither in PATH nor in /usr/lib/postgresql/*/bin." >&2
	exit 1
fi

#!/usr/bin/env bash
# Installs what the tests need and this machine lacks: the PostgreSQL server programs, Chromium, and the mail servers
# Dovecot and OpenSMTPD. The tests start what they need on 127.0.0.1 themselves; nothing is left running, and no package may start a service either.
set -euo pipefail

have_postgres() {
	command -v initdb >/dev/null && return
	local initdb
	for initdb in /usr/lib/postgresql/*/bin/initdb; do
		[ -x "$initdb" ] && return
	done
	return 1
}

have() { command -v "$1" >/dev/null; }

have_mail() {
	[ -x /usr/sbin/dovecot ] && [ -x /usr/sbin/smtpd ] && [ -x /usr/lib/dovecot/lmtp ] &&
		[ -x /usr/lib/dovecot/submission ]
}

# What is missing, as Debian calls it. Elsewhere the tests of email say that they are skipped.
missing() {
	[ "$(uname -s)" = Darwin ] || have_mail || echo dovecot-imapd dovecot-lmtpd dovecot-submissiond opensmtpd
	have_postgres || echo postgresql
	have chromium || echo chromium
}

wanted=$(missing | tr '\n' ' ')
if [ -z "$wanted" ]; then
	exit 0
fi

if [ "$(uname -s)" = Darwin ]; then
	echo "The tests need what Debian calls: $wanted" >&2
	echo "  brew install postgresql@17 chromium && export PATH=\"\$(brew --prefix postgresql@17)/bin:\$PATH\"" >&2
	exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
	as_root=(sudo -n)
fi
if ! have apt-get || ! "${as_root[@]}" true 2>/dev/null; then
	echo "The tests need what Debian calls: $wanted" >&2
	if have apt-get; then
		echo "  sudo apt-get update && sudo apt-get install --no-install-recommends $wanted" >&2
	else
		echo "  the package manager of this system has them, perhaps by another name" >&2
	fi
	exit 1
fi

echo "Installing for the tests: $wanted"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get -q -y
	-o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0)
"${apt[@]}" update
# Debian's PostgreSQL makes and starts a cluster of its own unless told not to.
conf=/etc/postgresql-common/createcluster.conf
if ! have_postgres && [ ! -e "$conf" ]; then
	"${as_root[@]}" mkdir -p "$(dirname "$conf")"
	echo "create_main_cluster = false" | "${as_root[@]}" tee "$conf" >/dev/null
fi
# shellcheck disable=SC2086 # a list of package names
"${apt[@]}" install --no-install-recommends $wanted
# Where packages start their services, these must not stay: they would hold the queue.
case "$wanted" in *opensmtpd*)
	if have systemctl && [ -d /run/systemd/system ]; then
		"${as_root[@]}" systemctl disable --now dovecot opensmtpd 2>/dev/null || true
	fi
	;;
esac

wanted=$(missing | tr '\n' ' ')
if [ -n "$wanted" ]; then
	echo "The packages were installed, but their programs are still not found: $wanted" >&2
	exit 1
fi

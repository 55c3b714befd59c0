#!/usr/bin/env bash
# Fails with the command that installs Node.js when it is missing or too old for web/package.json.
set -euo pipefail
cd "$(dirname "$0")/.."

want=$(sed -nE 's/.*"node": ">=([0-9.]+)".*/\1/p' web/package.json)

say_how() {
	echo "It builds the web console. Install it with:" >&2
	if [ "$(uname -s)" = Darwin ]; then
		echo "  brew install node" >&2
	elif command -v apt-get >/dev/null; then
		echo "  curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && sudo apt-get install -y nodejs" >&2
	else
		echo "  the package manager of this system, or the archive from https://nodejs.org/en/download" >&2
	fi
	echo "Without it, \`go build ./cmd/switchboard\` makes a binary that has the API but no console." >&2
	exit 1
}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	echo "Node.js $want or newer with npm is needed and was not found." >&2
	say_how
fi
have=$(node -p process.versions.node)
if [ "$(printf '%s\n%s\n' "$want" "$have" | sort -V | head -n 1)" != "$want" ]; then
	echo "Node.js $want or newer is needed; the one found is $have." >&2
	say_how
fi

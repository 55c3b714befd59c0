#!/usr/bin/env bash
# Fails with the command that installs Node.js when it is missing or too old for web/package.json.
set -euo pipefail
cd "$(dirname "$0")/.."

want=$(sed -nE 's/.*"node": ">=([0-9.]+)".*/\1/p' web/package.json)

say_how() {
	echo "It builds the web console. Install it with:" >&2
	if [ "$(uname -s)" = Darwin ]; then
		echo "  brew install node" >&2
	elif [ "$(uname -s)" = Linux ]; then
		local arch
		case $(uname -m) in
			x86_64) arch=x64 ;;
			aarch64 | arm64) arch=arm64 ;;
			*) arch=$(uname -m) ;;
		esac
		echo "  curl -fsSL https://nodejs.org/dist/v22.12.0/node-v22.12.0-linux-$arch.tar.xz | sudo tar -C /usr/local --strip-components=1 -xJ" >&2
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

#!/usr/bin/env bash
# Fails with the command that installs Node.js when it is missing or too old for web/package.json.
set -euo pipefail
cd "$(dirname "$0")/.."

want=$(sed -nE 's/.*"node": "([^"]+)".*/\1/p' web/package.json)

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
	echo "Node.js $want with npm is needed and was not found." >&2
	say_how
fi
# A range is alternatives of ^ (this major version, from there on) or >= (from there on).
suits='
	const numbers = (version) => version.split(".").map(Number)
	const reaches = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
	const have = numbers(process.versions.node)
	const suits = (one) => {
		const want = numbers(one.replace(/^(\^|>=)/, ""))
		return reaches(have, want) >= 0 && (one[0] !== "^" || have[0] === want[0])
	}
	process.exit(process.argv[1].split(" || ").some(suits) ? 0 : 1)'
if ! node -e "$suits" "$want"; then
	echo "Node.js $want is needed; the one found is $(node -p process.versions.node)." >&2
	say_how
fi

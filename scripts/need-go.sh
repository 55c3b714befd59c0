#!/usr/bin/env bash
# Fails with the command that installs Go when it is missing or too old for go.mod.
set -euo pipefail
cd "$(dirname "$0")/.."

want=$(awk '$1 == "go" { print $2 }' go.mod)

say_how() {
	local os arch
	os=$(uname -s | tr '[:upper:]' '[:lower:]')
	case $(uname -m) in
		x86_64) arch=amd64 ;;
		aarch64 | arm64) arch=arm64 ;;
		*) arch=$(uname -m) ;;
	esac
	echo "Install it with:" >&2
	if [ "$os" = darwin ]; then
		echo "  brew install go" >&2
	else
		echo "  curl -fsSL https://go.dev/dl/go$want.$os-$arch.tar.gz | sudo tar -C /usr/local -xz" >&2
		echo "  export PATH=/usr/local/go/bin:\$PATH" >&2
	fi
	exit 1
}

if ! command -v go >/dev/null; then
	echo "Go $want or newer is needed and no go command was found." >&2
	say_how
fi
# Asked outside the module, because a go command that is too old for go.mod refuses to say its version inside.
have=$(cd / && go env GOVERSION)
# From Go 1.21 on, the command fetches the version that go.mod names, unless GOTOOLCHAIN forbids it; older ones never do.
if [ "$(printf 'go1.21\n%s\n' "$have" | sort -V | head -n 1)" != go1.21 ] || ! go version >/dev/null 2>&1; then
	echo "Go $want or newer is needed; the go command found is $have." >&2
	say_how
fi

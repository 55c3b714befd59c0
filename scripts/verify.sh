#!/usr/bin/env bash
# Generates every generated file again and fails when that changed anything. Changes that were there before do not count.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build-console.sh

# The content of every file that is or could be committed.
state() {
	git ls-files -z -co --exclude-standard | sort -zu | while IFS= read -r -d '' name; do
		[ -f "$name" ] && printf '%s %s\n' "$(git hash-object -- "$name")" "$name"
	done
	return 0
}

before=$(state)
go generate ./...
if [ -d cmd/docgen ]; then
	go run ./cmd/docgen
fi
(cd web && npm run --silent api)
after=$(state)

if [ "$before" != "$after" ]; then
	echo "Generated files were stale. They are up to date now; look at them and commit them:" >&2
	diff <(echo "$before") <(echo "$after") | sed -nE 's/^[<>] [0-9a-f]+ /  /p' | sort -u >&2
	exit 1
fi
echo "Every generated file is up to date."

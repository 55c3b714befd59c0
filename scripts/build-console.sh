#!/usr/bin/env bash
# Builds the console into internal/console/dist/app when something it is made of is newer than the last build.
set -euo pipefail
cd "$(dirname "$0")/.."
out=internal/console/dist/app
page=$out/index.html

scripts/need-node.sh
lock=web/node_modules/.package-lock.json
if [ ! -e "$lock" ] || [ web/package-lock.json -nt "$lock" ]; then
	echo "Fetching what the console is built with; the first time takes about a minute."
	(cd web && npm ci --no-audit --no-fund --loglevel=error)
	touch "$lock"
fi
if [ -e "$page" ] && [ -z "$(find web -path web/node_modules -prune -o -type f -newer "$page" -print -quit)" ]; then
	exit 0
fi
echo "Building the console."
(cd web && npm run --silent build)

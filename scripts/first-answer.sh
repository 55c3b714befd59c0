#!/usr/bin/env bash
# Times a newcomer's way: clone, build, start the sample company, take what is offered and answer it in a browser, until the
# answer stands on the practice network.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
began=$SECONDS
git clone --quiet . "$folder/switchboard"
cd "$folder/switchboard"
make build
built=$SECONDS
(cd web && SWITCHBOARD_BINARY=../bin/switchboard npx vitest run --config e2e/vitest.config.ts first-answer)
echo "cloned and built in $((built - began)) s; from the clone to an answer that stands, with every page looked at: $((SECONDS - began)) s"

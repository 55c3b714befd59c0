#!/usr/bin/env bash
# Runs the measuring program when there is one, then the Go benchmarks of the store.
set -euo pipefail
cd "$(dirname "$0")/.."

ran=0
if [ -d internal/bench ]; then
	go run ./internal/bench "$@"
	ran=1
fi
if [ -d internal/store ]; then
	go test -run '^$' -bench . -benchmem ./internal/store/...
	ran=1
fi
if [ "$ran" -eq 0 ]; then
	echo "Nothing to measure: neither internal/bench nor internal/store exists." >&2
	exit 1
fi

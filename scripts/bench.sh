#!/usr/bin/env bash
# Runs the measuring program, then, unless figures were chosen by name, the Go benchmarks of the store.
set -euo pipefail
cd "$(dirname "$0")/.."

go run ./internal/bench "$@"
if [ "$#" -eq 0 ]; then
	go test -run '^$' -bench . -benchmem ./internal/store/...
fi

#!/usr/bin/env bash
# Runs the tests that only show their worth after minutes: TestSoak… in files with the build tag soak. They read
# SOAKTIME, a Go duration, and work that long each.
set -euo pipefail
cd "$(dirname "$0")/.."
export SOAKTIME=${SOAKTIME:-10m}

mapfile -t packages < <(git grep -lE '^//go:build .*\bsoak\b' -- '*_test.go' | xargs -r -n 1 dirname | sort -u)
if [ "${#packages[@]}" -eq 0 ]; then
	echo "No test has the build tag soak." >&2
	exit 1
fi
go test -tags soak -run '^TestSoak' -count=1 -p 1 -v -timeout 0 "${packages[@]/#/./}"

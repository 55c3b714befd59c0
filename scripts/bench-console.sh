#!/usr/bin/env bash
# Measures what a person waits for in the console, in Debian's Chromium, with CONVERSATIONS (100,000) in the inbox.
set -euo pipefail
cd "$(dirname "$0")/.."
go build -o bin/switchboard ./cmd/switchboard
cd web
SWITCHBOARD_BINARY=$PWD/../bin/switchboard npx vitest run --config e2e/bench.config.ts

#!/usr/bin/env bash
# Lets the stories of web/e2e take a picture of every page they come to.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p docs/screenshots
go build -o bin/switchboard ./cmd/switchboard
cd web
SWITCHBOARD_BINARY=$PWD/../bin/switchboard SCREENSHOTS=$PWD/../docs/screenshots npx vitest run --config e2e/vitest.config.ts

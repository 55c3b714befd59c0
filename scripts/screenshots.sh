#!/usr/bin/env bash
# Lets the stories of web/e2e take a picture of every page they come to. Those about mail need mail servers, so the tests
# start them all.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p docs/screenshots
SCREENSHOTS=$PWD/docs/screenshots go test -count=1 ./e2e/browser
